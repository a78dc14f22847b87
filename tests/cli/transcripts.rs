//! Compares transcripts of a shell with what the program prints: a table, and the README.
//!
//! A line after `$ ` is a command, and the lines after it are its output: on stdout, or after `2> ` on
//! stderr. `? 1` is its exit status, if that is not 0. `…` in an output stands for any text within a
//! line, or as a last line for more lines. Commands that set variables apply to all that follow them.

use std::fs;

use crate::session::{Session, text};

#[test]
fn the_command_lines_of_the_table_print_what_it_says() {
    let session = Session::new("table");
    session.write("q3.pdf", "%PDF-");
    session.write("photos/cat.unknown", "");
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/presign.txt");
    let table = fs::read_to_string(file).expect("the table");
    let steps = steps(table.lines().filter(|line| !line.starts_with('#')));
    assert!(steps.len() > 80, "{} commands", steps.len());
    check(&session, &steps, "");
}

#[test]
fn the_commands_of_the_readme_print_what_it_shows() {
    let readme = include_str!("../../README.md");
    let blocks = readme.split("```console\n").skip(1);
    let lines = blocks.filter_map(|block| block.split("```").next()).flat_map(str::lines);
    let steps = steps(lines);
    assert_eq!(steps.iter().filter(|step| step.command.contains("presign")).count(), 10);
    let session = Session::new("readme");
    session.write("bin/curl", &format!("#!/bin/sh\necho '{EXPIRED}'\n"));
    // As on a terminal, where both outputs are one.
    check(&session, &steps, "exec 2>&1; curl() { sh ~/bin/curl; }\n");
}

/// A command and what it does.
#[derive(Default)]
struct Step {
    command: String,
    stdout: Vec<String>,
    stderr: Vec<String>,
    status: i32,
}

fn steps<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for line in lines {
        if let Some(command) = line.strip_prefix("$ ") {
            steps.push(Step { command: command.into(), ..Step::default() });
            continue;
        }
        let Some(step) = steps.last_mut() else { continue };
        if let Some(line) = line.strip_prefix("2> ") {
            step.stderr.push(line.into());
        } else if let Some(status) = line.strip_prefix("? ") {
            step.status = status.parse().expect("an exit status");
        } else if step.command.ends_with('\\') {
            step.command.extend(["\n", line]);
        } else if !line.is_empty() {
            step.stdout.push(line.into());
        }
    }
    steps
}

#[track_caller]
fn check(session: &Session, steps: &[Step], first: &str) {
    let (mut variables, mut failures) = (first.to_owned(), Vec::new());
    for step in steps {
        let output = session.run(&[&*variables, &step.command].concat());
        let is_assignment =
            |(name, value): (&str, &str)| is_variable(name) && value.starts_with("$(");
        if step.command.starts_with("export ")
            || step.command.split_once('=').is_some_and(is_assignment)
        {
            variables.extend([&*step.command, "\n"]);
        }
        let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
        for (stream, actual, expected) in
            [("stdout", stdout, &step.stdout), ("stderr", stderr, &step.stderr)]
        {
            let actual: Vec<_> = actual.lines().filter(|line| !line.is_empty()).collect();
            // A last line `…` of several is any number of lines.
            let is_cut = expected.len() > 1 && expected.last().is_some_and(|line| line == "…");
            let expected = &expected[..expected.len() - usize::from(is_cut)];
            let is_same = (actual.len() == expected.len()
                || is_cut && actual.len() > expected.len())
                && actual.iter().zip(expected).all(|(actual, form)| is_match(actual, form));
            if !is_same {
                let (actual, expected) = (actual.join("\n  "), expected.join("\n  "));
                failures.push(format!(
                    "$ {}\n {stream} is\n  {actual}\n instead of\n  {expected}",
                    step.command
                ));
            }
        }
        // The README shows no exit status.
        if output.status.code() != Some(step.status) && first.is_empty() {
            failures.push(format!("$ {}\n {}", step.command, output.status));
        }
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n\n"));
}

fn is_variable(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
}

/// Whether a line has a form, in which `…` is any text.
fn is_match(line: &str, form: &str) -> bool {
    let Some((before, after)) = form.split_once('…') else { return line == form };
    line.strip_prefix(before).is_some_and(|rest| {
        rest.char_indices()
            .map(|(index, _)| index)
            .chain([rest.len()])
            .any(|index| is_match(&rest[index..], after))
    })
}

/// A response of S3 to an expired URL.
pub(crate) const EXPIRED: &str = "<Error><Code>AccessDenied</Code><Message>Request has expired</Message>\
    <X-Amz-Expires>900</X-Amz-Expires><Expires>2024-03-15T12:49:56Z</Expires>\
    <ServerTime>2024-03-15T12:59:56Z</ServerTime></Error>";

#[test]
fn an_ellipsis_is_any_text_of_a_line() {
    for (line, form, expected) in [
        ("abc", "abc", true),
        ("abc", "ab", false),
        ("abc", "a…c", true),
        ("abc", "…", true),
        ("abc", "abc…", true),
        ("aXbXc", "a…X…c", true),
        ("abc", "a…b", false),
        ("é", "…é", true),
    ] {
        assert_eq!(is_match(line, form), expected, "{line} {form}");
    }
}
