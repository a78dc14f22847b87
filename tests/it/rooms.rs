//! The modules of `src` are layered: a file imports only from its own layer and from those below.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// The rooms of `src`, lowest first, and what each contains. A room is a folder or a file directly
/// in `src`; it imports only from itself and from the rooms before it in this list.
const ROOMS: [(&str, &str); 17] = [
    ("wire", "parsers and encoders for what client and server exchange"),
    ("error", "why a request cannot be signed"),
    ("region", "the name of a region"),
    ("credentials", "access keys, and the sources they are loaded from"),
    ("sigv4", "Signature Version 4, for any service"),
    ("redact", "secrets in logs and `Debug`"),
    ("request", "the requests to sign"),
    ("endpoint", "host names, and the region and service to sign for"),
    ("presign", "URLs, and how long they are valid"),
    ("post", "upload forms"),
    ("tokens", "login tokens of other AWS services"),
    ("inspect", "presigned URLs from any signer"),
    ("verify", "incoming requests"),
    ("diagnose", "why a server refused a URL"),
    ("guide", "documentation"),
    ("lib", "the public API"),
    ("bin", "the program, which sees only the public API"),
];

/// Allowed exceptions: the file, the room that it imports from, and the reason.
const UPWARD: [(&str, &str, &str); 0] = [];

#[test]
fn every_file_of_src_is_in_a_listed_room() {
    let files = files();
    let found: BTreeSet<_> = files.iter().map(|(file, _)| room(file)).collect();
    assert_eq!(
        found,
        ROOMS.map(|(room, _)| room).into(),
        "the folders and files of src differ from `ROOMS`"
    );
}

#[test]
fn no_file_imports_from_a_higher_room() {
    let upward: Vec<_> =
        files().iter().flat_map(|(file, source)| upward_imports(file, source)).collect();
    assert!(upward.is_empty(), "{} imports go up:\n{}", upward.len(), upward.join("\n"));
}

#[test]
fn the_files_of_a_room_do_not_import_from_each_other_in_a_circle() {
    let files = files();
    let imports: BTreeMap<_, _> =
        files.iter().map(|(file, source)| (file.clone(), sibling_imports(file, source))).collect();
    for (file, first) in &imports {
        let (mut reached, mut next) = (BTreeSet::new(), first.clone());
        while let Some(sibling) = next.pop() {
            assert_ne!(&sibling, file, "imports lead from the file back to itself");
            next.extend(imports.get(&sibling).into_iter().flatten().cloned());
            next.retain(|sibling| !reached.contains(sibling));
            reached.insert(sibling);
        }
    }
}

/// The files in the folder of a file that it imports from.
fn sibling_imports(file: &str, source: &str) -> Vec<String> {
    let folder = match file.rsplit_once('/') {
        Some((folder, name)) if name != "mod.rs" && room(file) != "bin" => folder,
        _ => return Vec::new(),
    };
    // As if the folder were the crate.
    let source = source.replace("crate::", "root::").replace("super::", "crate::");
    let names = mentions("lib.rs", &source).into_iter();
    let siblings = names.map(|(_, name)| format!("{folder}/{name}.rs"));
    // An item of the parent module can have the name of the file.
    siblings.filter(|sibling| sibling != file).collect()
}

/// The files of `src`, each with its relative path and its source.
fn files() -> Vec<(String, String)> {
    let (src, mut files) = (Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), Vec::new());
    let mut folders = vec![src.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of src") {
            let path = entry.expect("an entry of a folder of src").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let file = path.strip_prefix(&src).expect("a path below src").to_str();
                let file = file.expect("a path in Unicode").replace('\\', "/");
                files.push((file, fs::read_to_string(&path).expect("a readable file")));
            }
        }
    }
    files.sort();
    files
}

fn room(file: &str) -> &str {
    file.split(['/', '.']).next().unwrap_or_default()
}

/// The imports of a file from higher rooms, except those in `UPWARD`. A name that is not a room is
/// one in the crate root, which is above all rooms.
fn upward_imports(file: &str, source: &str) -> Vec<String> {
    let level = |name: &str| ROOMS.iter().position(|(room, _)| *room == name);
    let own = level(room(file));
    if room(file) == "bin" {
        // A crate of its own: `crate` is the program, and the compiler hides the rest.
        return Vec::new();
    }
    let is_allowed = |name: &str| UPWARD.iter().any(|(by, from, _)| (*by, *from) == (file, name));
    mentions(file, source)
        .into_iter()
        .filter(|(_, name)| level(name).or(Some(ROOMS.len())) > own && !is_allowed(name))
        .map(|(line, name)| format!("src/{file}:{line} imports from `{name}`"))
        .collect()
}

/// The names directly after `crate::`, with their line numbers: `a` and `c` in
/// `use crate::{a::B, c::{D, E}}`. A chain of `super::` that reaches the crate root counts as
/// `crate::`.
fn mentions(file: &str, source: &str) -> Vec<(usize, String)> {
    let module = file.trim_end_matches(".rs").trim_end_matches("/mod").trim_end_matches("lib");
    let depth = module.split('/').filter(|part| !part.is_empty()).count();
    let mut code = without_comments_and_tests(source);
    if depth > 0 {
        code = code.replace(&"super::".repeat(depth), "crate::");
    }
    let is_name_character = |c: char| c.is_alphanumeric() || c == '_';
    let mut mentions = Vec::new();
    for (index, path) in code.match_indices("crate::") {
        if code[..index].ends_with(is_name_character) {
            continue;
        }
        let (begin, mut braces, mut is_at_begin) = (index + path.len(), 0_usize, true);
        for (offset, character) in code[begin..].char_indices() {
            match character {
                '{' => braces += 1,
                '}' => (braces, is_at_begin) = (braces.saturating_sub(1), false),
                ',' if braces == 1 => is_at_begin = true,
                _ if is_at_begin && !character.is_whitespace() => {
                    let (before, name) = code.split_at(begin + offset);
                    let name = name.split(|c| !is_name_character(c)).next().unwrap_or_default();
                    mentions.push((1 + before.matches('\n').count(), name.into()));
                    is_at_begin = false;
                }
                _ => {}
            }
            if braces == 0 && !is_at_begin {
                break;
            }
        }
    }
    mentions
}

/// The source with comment lines and test-only items blanked, so that line numbers stay the same. A
/// test-only item ends, as formatted by rustfmt, at the first line that is indented like its
/// attribute and begins with `}` or ends with `;`.
fn without_comments_and_tests(source: &str) -> String {
    let mut test_item = None;
    let mut code = String::new();
    for line in source.lines() {
        let text = line.trim_start();
        let indent = line.len() - text.len();
        if test_item.is_none()
            && ["#[cfg(test)]", "#[cfg(all(test,"].iter().any(|it| text.starts_with(it))
        {
            test_item = Some(indent);
        } else if test_item.is_none() && !text.starts_with("//") {
            code.push_str(line);
        } else if test_item == Some(indent) && (text.starts_with('}') || text.ends_with(';')) {
            test_item = None;
        }
        code.push('\n');
    }
    code
}

#[track_caller]
fn check(file: &str, source: &str, expected: &[(usize, &str)]) {
    let actual = mentions(file, source);
    let actual: Vec<_> = actual.iter().map(|(line, name)| (*line, &**name)).collect();
    assert_eq!(actual, expected, "{source}");
}

#[test]
fn every_branch_of_a_use_tree_is_found() {
    check("post/policy.rs", "use crate::error::Error;", &[(1, "error")]);
    check("lib.rs", "pub use crate::{a::B, c::{D, E}, f};", &[(1, "a"), (1, "c"), (1, "f")]);
    check(
        "lib.rs",
        "use crate::{\n    a::{\n        B, C,\n    },\n    d::E,\n};\nuse f::G;",
        &[(2, "a"), (5, "d")],
    );
    check("lib.rs", "use crate::*;\nuse self::a;\nuse other_crate::b;", &[(1, "")]);
}

#[test]
fn paths_in_code_are_found() {
    check("lib.rs", "fn f() -> crate::x::Y {\n    (a, crate::z::w())\n}", &[(1, "x"), (2, "z")]);
    check("post/mod.rs", "use super::{a::B, c};", &[(1, "a"), (1, "c")]);
    check("post/policy.rs", "use super::a;\nuse super::super::b;", &[(2, "b")]);
}

#[test]
fn comments_and_tests_are_ignored() {
    check(
        "lib.rs",
        "//! crate::a\n/// [`B`](crate::b)\nuse crate::c;\n    // crate::d\n",
        &[(3, "c")],
    );
    let tests = "#[cfg(test)]\nmod tests {\n    use crate::a;\n\n    fn f() {}\n}\nuse crate::b;";
    check("lib.rs", tests, &[(7, "b")]);
    check("lib.rs", "#[cfg(all(test, unix))]\nuse crate::a;\nuse crate::b;", &[(3, "b")]);
}

#[test]
fn imports_from_siblings_are_found() {
    let source = "use super::{Cause, canonical::{A, B}, form};\nuse crate::wire::xml;";
    let expected = ["diagnose/Cause.rs", "diagnose/canonical.rs", "diagnose/form.rs"];
    assert_eq!(sibling_imports("diagnose/scope.rs", source), expected);
    assert!(sibling_imports("diagnose/mod.rs", source).is_empty());
}

#[test]
fn an_upward_import_is_reported_with_its_line() {
    let source = "use crate::{error::Error, endpoint::Host};\nuse crate::{post, presign::Url};";
    assert_eq!(
        upward_imports("presign/url.rs", source),
        ["src/presign/url.rs:2 imports from `post`"]
    );
    let root = upward_imports("error.rs", "use crate::Error;\nuse crate::wire;");
    assert_eq!(root, ["src/error.rs:1 imports from `Error`"]);
    assert!(upward_imports("lib.rs", "pub use crate::{diagnose, wire};").is_empty());
}
