//! The variants of an enum in `src`, so that a test fails if its table does not have one of them.

use std::{collections::BTreeSet, fs, path::Path};

/// The names of the variants of the public enum `name`, which is in `file` of `src`.
#[track_caller]
pub(crate) fn variants(file: &str, name: &str) -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(file);
    let source = fs::read_to_string(path).unwrap_or_else(|error| panic!("{file}: {error}"));
    let opening = format!("\npub enum {name} {{\n");
    let (_, body) = source.split_once(&opening).unwrap_or_else(|| panic!("{file} has no `{name}`"));
    let variants: BTreeSet<_> = body
        .lines()
        .take_while(|line| *line != "}")
        .filter_map(|line| line.strip_prefix("    "))
        .filter(|line| line.starts_with(char::is_uppercase))
        .map(|line| line.trim_end_matches([',', '{', ' ']).into())
        .collect();
    assert!(!variants.is_empty(), "`{name}` in {file} has no variants");
    variants
}

/// A variant as programs name it: `SignatureVersion2` is `signature_version_2`.
pub(crate) fn snake_case(variant: &str) -> String {
    let mut name = String::new();
    for (index, character) in variant.char_indices() {
        // The digits of a number stay together: `longer_than_998`.
        let follows_digit = variant[..index].ends_with(|c: char| c.is_ascii_digit());
        let begins_word =
            character.is_uppercase() || (character.is_ascii_digit() && !follows_digit);
        if begins_word && index > 0 {
            name.push('_');
        }
        name.push(character.to_ascii_lowercase());
    }
    name
}
