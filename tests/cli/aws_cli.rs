//! The program prints the URL of `aws s3 presign`, up to the order of its parameters.

use std::{collections::BTreeSet, fs};

use crate::session::{Session, text};

#[test]
fn urls_are_those_of_aws_s3_presign() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/aws_s3_presign.txt");
    let table = fs::read_to_string(file).expect("the table");
    let rows: Vec<_> = table.lines().filter(|line| !line.starts_with('#')).collect();
    let rows: Vec<_> = rows.chunks(2).collect();
    assert_eq!(rows.len(), 20, "commands");
    let session = Session::new("aws-cli");
    for row in rows {
        let [command, expected] = row else { panic!("a command without its URL: {row:?}") };
        let run = command.replacen("aws s3 presign", "presign --at 2024-03-15T12:34:56Z", 1);
        let output = session.run(&run);
        let url = text(&output.stdout);
        assert_eq!(parts(url.trim_end()), parts(expected), "{command}\n{}", text(&output.stderr));
    }
}

/// The URL before its query, and the parameters in any order.
fn parts(url: &str) -> (&str, BTreeSet<&str>) {
    let (address, query) = url.split_once('?').unwrap_or((url, ""));
    (address, query.split('&').collect())
}
