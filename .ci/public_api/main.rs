//! Lists the public API of a crate, one item per line: `public-api-of target/doc/presigner.json`.

use std::{
    env,
    error::Error,
    io::{self, Write},
};

use public_api::Builder;

fn main() -> Result<(), Box<dyn Error>> {
    let json = env::args_os().nth(1).ok_or("the path of the rustdoc JSON is missing")?;
    let interface = Builder::from_rustdoc_json(json).omit_blanket_impls(true).build()?;
    let mut out = io::stdout().lock();
    for item in interface.items().map(ToString::to_string) {
        if !UNSTABLE_TRAITS.iter().any(|marker| item.contains(marker)) {
            writeln!(out, "{item}")?;
        }
    }
    Ok(())
}

/// Unstable traits, which no stable program can depend on.
const UNSTABLE_TRAITS: [&str; 3] = [
    "core::marker::Freeze for ",
    "core::marker::StructuralPartialEq for ",
    "core::marker::UnsafeUnpin for ",
];
