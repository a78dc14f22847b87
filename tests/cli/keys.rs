//! Many keys from standard input.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    process::Stdio,
    sync::mpsc,
    thread,
    time::Duration,
};

use crate::session::{Session, text};

#[test]
fn a_url_is_printed_for_each_key_in_order() {
    let session = Session::new("order");
    let keys: Vec<_> = (0..20_000).map(|number| format!("photos/{number} é.jpg")).collect();
    session.write("keys", &keys.join("\n"));
    let at = "--at 2024-03-15T12:34:56Z --region eu-west-1";
    let many = session.run(&format!("presign get s3://my-bucket/a/ - {at} < keys"));
    assert_eq!((many.status.code(), text(&many.stderr)), (Some(0), String::new()));
    let many = text(&many.stdout);
    let lines: Vec<_> = many.lines().collect();
    assert_eq!(lines.len(), keys.len());
    for index in [0, 1, 9_999, 19_999] {
        let one = session.run(&format!("presign get 's3://my-bucket/a/{}' {at}", keys[index]));
        assert_eq!(text(&one.stdout).trim_end(), lines[index]);
    }
}

#[test]
fn the_first_bad_key_is_named_and_the_rest_goes_on() {
    let session = Session::new("bad");
    session.write("keys", "a\n\n../b\nc\n../d\n");
    let output = session.run("presign get s3://my-bucket/ - --region eu-west-1 --json < keys");
    assert_eq!(output.status.code(), Some(1));
    let urls = text(&output.stdout);
    assert_eq!(urls.lines().count(), 2);
    assert!(urls.lines().all(|line| line.starts_with("{\"url\":\"https://")), "{urls}");
    let stderr = text(&output.stderr);
    let (first, rest) = stderr.split_once('\n').expect("two lines");
    assert!(first.starts_with("line 3 is not signed: object key `../b` has"), "{first}");
    assert!(first.ends_with("allow it with `--allow-dot-segments`"), "{first}");
    assert_eq!(rest, "2 of 4 keys are not signed; the first is reported above\n");
}

#[test]
fn what_is_wrong_with_every_key_is_said_before_the_first() {
    let session = Session::new("all");
    session.write("keys", "a\nb\n");
    let output = session.run("presign get s3://my-bucket/../ - --region eu-west-1 < keys");
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), String::new()));
    assert_eq!(text(&output.stderr).lines().count(), 1);
}

#[test]
fn keys_that_come_slowly_are_signed_at_once() {
    let session = Session::new("slow");
    let mut child = session
        .shell("exec presign put s3://my-bucket/ - --region eu-west-1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a shell");
    let mut keys = child.stdin.take().expect("a pipe");
    let urls = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || urls.map_while(Result::ok).try_for_each(|url| sender.send(url)));
    for key in ["a", "b"] {
        keys.write_all(format!("{key}\n").as_bytes()).expect("an open pipe");
        let url =
            receiver.recv_timeout(Duration::from_secs(60)).expect("a URL before the next key");
        assert!(url.starts_with(&format!("https://my-bucket.s3.eu-west-1.amazonaws.com/{key}?")));
    }
    drop(keys);
    assert!(receiver.recv().is_err());
    assert!(child.wait().expect("the child").success());
}

#[test]
fn a_reader_that_has_enough_is_no_error() {
    let session = Session::new("pipe");
    let output =
        session.run("yes k | presign get s3://my-bucket/ - --region eu-west-1 | head -n 1");
    assert_eq!((text(&output.stdout).lines().count(), text(&output.stderr)), (1, String::new()));
    let output = session.run("presign --help | true; presign s3://b/k --region eu-west-1 | true");
    assert_eq!(text(&output.stderr), "");
}

/// The peak of the resident memory, from `/proc`, while the program waits for more keys.
#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_number_of_keys() {
    let session = Session::new("memory");
    let peak_kilobytes = |keys: usize| {
        let mut child = session
            .shell("exec presign get s3://my-bucket/ - --region eu-west-1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell");
        let mut input = child.stdin.take().expect("a pipe");
        let output = BufReader::new(child.stdout.take().expect("a pipe"));
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            let mut lines = output.lines();
            let count = lines.by_ref().take(keys).count();
            // With the lines, so that the pipe stays open.
            let _ = sender.send((count, lines));
        });
        let line = b"photos/a-key-of-usual-length.jpg\n".repeat(100);
        for _ in 0..keys / 100 {
            input.write_all(&line).expect("an open pipe");
        }
        let (count, lines) =
            receiver.recv_timeout(Duration::from_secs(60)).expect("a line for each key");
        assert_eq!(count, keys);
        let status = fs::read_to_string(format!("/proc/{}/status", child.id()));
        drop((input, lines));
        child.wait().expect("the child");
        let status = status.expect("the status of the child");
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|peak| peak.trim().strip_suffix(" kB"));
        peak.expect("a peak").parse::<usize>().expect("a number")
    };
    let (few, many) = (peak_kilobytes(1_000), peak_kilobytes(20_000));
    assert!(many < few + 1_000, "{few} kB for 1000 keys, {many} kB for 20000");
}
