//! The rooms of `src`: a file imports only from its own room and from those below.

use std::{collections::BTreeSet, fs, path::Path};

/// The rooms of `src`, from the ground up, and what each is about. A room is a folder of `src`, or a
/// file there; it imports only from itself and from rooms that stand further up here.
const ROOMS: [(&str, &str); 15] = [
    ("wire", "the texts that travel: one reader for each, and their names"),
    ("error", "why a request cannot be signed"),
    ("region", "the name of a region"),
    ("credentials", "access keys, and where they come from"),
    ("sigv4", "the algorithm, for any service"),
    ("redact", "what a log may show"),
    ("request", "what to sign"),
    ("endpoint", "host names, and the scope of each address"),
    ("presign", "URLs, and how long they are valid"),
    ("post", "upload forms"),
    ("inspect", "presigned URLs from anywhere"),
    ("verify", "incoming requests"),
    ("diagnose", "why a server refused a URL"),
    ("guide", "documentation"),
    ("lib", "what callers see"),
];

/// Imports that may go up: the file, the room, and why.
const UPWARD: [(&str, &str, &str); 0] = [];

#[test]
fn every_file_of_src_belongs_to_a_room() {
    let files = files();
    let found: BTreeSet<_> = files.iter().map(|(file, _)| room(file)).collect();
    assert_eq!(found, ROOMS.map(|(room, _)| room).into(), "folders and files of src, and `ROOMS`");
}

#[test]
fn a_file_imports_only_from_its_own_room_and_those_below() {
    let upward: Vec<_> =
        files().iter().flat_map(|(file, source)| upward_imports(file, source)).collect();
    assert!(upward.is_empty(), "{} imports go up:\n{}", upward.len(), upward.join("\n"));
}

/// The files of `src` by their paths below it, and what they hold.
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

/// The imports of a file that lead to a room above its own. What is neither a room nor in `UPWARD` is
/// a name of the crate's root, which stands above all.
fn upward_imports(file: &str, source: &str) -> Vec<String> {
    let floor = |name: &str| ROOMS.iter().position(|(room, _)| *room == name);
    let own = floor(room(file));
    let is_allowed = |name: &str| UPWARD.iter().any(|(by, from, _)| (*by, *from) == (file, name));
    mentions(file, source)
        .into_iter()
        .filter(|(_, name)| floor(name).or(Some(ROOMS.len())) > own && !is_allowed(name))
        .map(|(line, name)| format!("src/{file}:{line} imports from `{name}`"))
        .collect()
}

/// The names that stand behind `crate::`, with their lines: in `use crate::{a::B, c::{D, E}}` these
/// are `a` and `c`. A `super::` that leads to the root of the crate is a `crate::`.
fn mentions(file: &str, source: &str) -> Vec<(usize, String)> {
    let module = file.trim_end_matches(".rs").trim_end_matches("/mod").trim_end_matches("lib");
    let depth = module.split('/').filter(|part| !part.is_empty()).count();
    let mut code = without_comments_and_tests(source);
    if depth > 0 {
        code = code.replace(&"super::".repeat(depth), "crate::");
    }
    let is_of_a_name = |c: char| c.is_alphanumeric() || c == '_';
    let mut mentions = Vec::new();
    for (at, path) in code.match_indices("crate::") {
        if code[..at].ends_with(is_of_a_name) {
            continue;
        }
        let (begin, mut braces, mut is_at_begin) = (at + path.len(), 0_usize, true);
        for (offset, character) in code[begin..].char_indices() {
            match character {
                '{' => braces += 1,
                '}' => (braces, is_at_begin) = (braces.saturating_sub(1), false),
                ',' if braces == 1 => is_at_begin = true,
                _ if is_at_begin && !character.is_whitespace() => {
                    let (before, name) = code.split_at(begin + offset);
                    let name = name.split(|c| !is_of_a_name(c)).next().unwrap_or_default();
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

/// The same lines, those of comments and of items for tests alone empty. Such an item ends, as rustfmt
/// sets it, where a line as far to the right as its attribute begins with `}` or ends in `;`.
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
    let made = mentions(file, source);
    let made: Vec<_> = made.iter().map(|(line, name)| (*line, &**name)).collect();
    assert_eq!(made, expected, "{source}");
}

#[test]
fn every_branch_of_a_use_is_read() {
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
fn paths_in_code_are_read() {
    check("lib.rs", "fn f() -> crate::x::Y {\n    (a, crate::z::w())\n}", &[(1, "x"), (2, "z")]);
    check("post/mod.rs", "use super::{a::B, c};", &[(1, "a"), (1, "c")]);
    check("post/policy.rs", "use super::a;\nuse super::super::b;", &[(2, "b")]);
}

#[test]
fn comments_and_tests_are_not_read() {
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
fn what_goes_up_is_told_with_its_line() {
    let source = "use crate::{error::Error, endpoint::Host};\nuse crate::{post, presign::Url};";
    assert_eq!(
        upward_imports("presign/url.rs", source),
        ["src/presign/url.rs:2 imports from `post`"]
    );
    let root = upward_imports("error.rs", "use crate::Error;\nuse crate::wire;");
    assert_eq!(root, ["src/error.rs:1 imports from `Error`"]);
    assert!(upward_imports("lib.rs", "pub use crate::{diagnose, wire};").is_empty());
}
