//! Lists what a crate lets others use, a line an item: `public-api-of target/doc/presigner.json`.

use std::{
    env,
    error::Error,
    io::{self, Write},
};

use public_api::Builder;

fn main() -> Result<(), Box<dyn Error>> {
    let json = env::args_os().nth(1).ok_or("the path of the JSON that rustdoc wrote is missing")?;
    let interface = Builder::from_rustdoc_json(json).omit_blanket_impls(true).build()?;
    let mut out = io::stdout().lock();
    for item in interface.items().map(ToString::to_string) {
        if !COMPILERS_OWN.iter().any(|marker| item.contains(marker)) {
            writeln!(out, "{item}")?;
        }
    }
    Ok(())
}

/// Traits that no stable program can name, so that nobody depends on them.
const COMPILERS_OWN: [&str; 3] = [
    "core::marker::Freeze for ",
    "core::marker::StructuralPartialEq for ",
    "core::marker::UnsafeUnpin for ",
];
