//! The picture of the README shows what the program prints. To draw it again:
//!
//! ```sh
//! DRAW=1 cargo test --features cli --test cli picture
//! ```

use std::{env, fmt::Write, fs};

use crate::{
    session::{Session, text},
    transcripts::EXPIRED,
};

#[test]
fn the_picture_of_the_readme_shows_what_the_program_prints() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli/terminal.svg");
    let drawn = draw(&lines());
    if env::var_os("DRAW").is_some() {
        fs::write(file, &drawn).expect("the picture can be written");
    }
    let stored = fs::read_to_string(file).expect("the picture");
    assert!(stored == drawn, "the picture shows something else; draw it again with DRAW=1");
}

/// A line of the terminal.
enum Line {
    Command(String),
    Output(String),
}

fn lines() -> Vec<Line> {
    let session = Session::new("picture");
    session.write("bin/curl", &format!("#!/bin/sh\necho '{EXPIRED}'\n"));
    let (mut lines, mut variables) = (Vec::new(), String::from(SETTINGS));
    for command in COMMANDS {
        if !lines.is_empty() {
            lines.push(Line::Output(String::new()));
        }
        lines.push(Line::Command(command.to_owned()));
        let output = text(&session.run(&[&*variables, command].concat()).stdout);
        let output = output.lines().filter(|line| !line.is_empty());
        lines.extend(output.flat_map(wrapped).map(Line::Output));
        if command.starts_with("URL=") {
            variables.extend([command, " > /dev/null\n"]);
        }
    }
    lines
}

/// The rows of a line: split at a space, or if it has none, at the last column.
fn wrapped(mut line: &str) -> Vec<String> {
    let mut rows = Vec::new();
    while line.len() > COLUMNS {
        let row = line.get(..COLUMNS).expect("the output is ASCII");
        let end = row.rfind(' ').unwrap_or(COLUMNS);
        rows.push(line[..end].to_owned());
        line = line[end..].trim_start();
    }
    rows.push(line.to_owned());
    rows
}

/// Light text on a dark window, which is readable on light and dark pages.
fn draw(lines: &[Line]) -> String {
    let height = 2 * MARGIN + lines.len() * LINE_HEIGHT;
    let mut svg = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img">
<title>The program presign in a terminal</title>
<rect x="0.5" y="0.5" width="{}" height="{}" rx="8" fill="#0d1117" stroke="#6e7681"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="#d1d7e0" xml:space="preserve">
"##,
        WIDTH - 1,
        height - 1,
    );
    for (index, line) in lines.iter().enumerate() {
        let y = MARGIN + index * LINE_HEIGHT + 15;
        let start = format!(r#"<text x="{MARGIN}" y="{y}""#);
        let _ = match line {
            Line::Command(text) => writeln!(
                svg,
                r##"{start} fill="#ffffff" font-weight="bold"><tspan fill="#7ee787">$ </tspan>{}</text>"##,
                escaped(text)
            ),
            Line::Output(text) if text.is_empty() => Ok(()),
            Line::Output(text) => writeln!(svg, "{start}>{}</text>", escaped(text)),
        };
    }
    svg + "</g>\n</svg>\n"
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

const COLUMNS: usize = 92;
const LINE_HEIGHT: usize = 20;
const MARGIN: usize = 20;
/// In pixels; a character of common fonts is at most 8.5 wide.
const WIDTH: usize = 2 * MARGIN + COLUMNS * 17 / 2;

/// Both outputs are one, as on a terminal; the time is fixed; `curl` prints the response of S3 to an expired URL.
const SETTINGS: &str = "exec 2>&1; export AWS_REGION=eu-central-1; curl() { sh ~/bin/curl; }\n\
    presign() { case $1 in (diagnose) command presign \"$@\";; \
    (*) command presign \"$@\" --at 2024-03-15T12:34:56Z;; esac; }\n";

const COMMANDS: [&str; 4] = [
    r#"URL=$(presign s3://my-bucket/photos/cat.jpg --expires 15m); echo "$URL""#,
    r#"presign inspect "$URL" | tail -n 7"#,
    r#"curl -s "$URL" | presign diagnose "$URL""#,
    "presign s3://my-bucket/photos/../cat.jpg",
];
