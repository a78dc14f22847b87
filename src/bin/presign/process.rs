//! Runs the command of `credential_process`.

use std::{
    io::Read,
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use presigner::Credentials;
use zeroize::Zeroizing;

use crate::message::Message;

/// Runs the command, without a shell, and parses its output.
///
/// See <https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html>.
pub(crate) fn credentials(command: &str, timeout: Duration) -> Result<Credentials, String> {
    let words = split(command).filter(|words| !words.is_empty());
    let words =
        words.ok_or("command of `credential_process` has an unclosed quote, or is empty")?;
    let (program, arguments) = words.split_first().expect("there is at least one word");
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| {
            format!(
                "command of `credential_process` cannot be started ({error}); check the profile"
            )
        })?;
    let output = output(&mut child, timeout);
    if output.is_err() {
        // It may have ended by itself; then there is nothing to stop.
        let _ = child.kill();
        let _ = child.wait();
    }
    let output = output?;
    let text = str::from_utf8(&output).map_err(|_| format!("{OUTPUT} is not UTF-8"))?;
    Credentials::from_json(text)
        .map_err(|error| format!("{OUTPUT} has no credentials: {}", error.message()))
}

/// The output of a process that ends successfully within `timeout`.
fn output(child: &mut Child, timeout: Duration) -> Result<Zeroizing<Vec<u8>>, String> {
    let end = Instant::now() + timeout;
    let late = || {
        let seconds = timeout.as_secs();
        format!(
            "command of `credential_process` did not finish within {seconds} seconds; run it manually to see why"
        )
    };
    let stdout = child.stdout.take().expect("stdout is piped");
    let (sender, receiver) = mpsc::channel();
    // Not joined, because a child of the process may keep the pipe open.
    thread::spawn(move || {
        let mut bytes = Zeroizing::new(Vec::new());
        let read = stdout.take(MAX_OUTPUT_BYTES).read_to_end(&mut bytes);
        // The receiver is gone after the timeout.
        let _ = sender.send(read.map(|_| bytes));
    });
    let bytes = receiver
        .recv_timeout(timeout)
        .map_err(|_| late())?
        .map_err(|error| format!("{OUTPUT} cannot be read ({error})"))?;
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(bytes),
            Ok(Some(status)) => {
                return Err(format!(
                    "command of `credential_process` failed ({status}); run it manually to see why"
                ));
            }
            Ok(None) if Instant::now() < end => thread::sleep(Duration::from_millis(5)),
            Ok(None) => return Err(late()),
            Err(error) => return Err(format!("{OUTPUT} cannot be read ({error})")),
        }
    }
}

/// The words of a command.
#[cfg(not(windows))]
fn split(command: &str) -> Option<Vec<String>> {
    shlex::split(command)
}

/// The words of a command, in which a backslash separates folders.
#[cfg(windows)]
fn split(command: &str) -> Option<Vec<String>> {
    let (mut words, mut word, mut is_quoted) = (Vec::new(), None::<String>, false);
    for character in command.chars() {
        match character {
            '"' => {
                is_quoted = !is_quoted;
                word.get_or_insert_default();
            }
            _ if character.is_whitespace() && !is_quoted => words.extend(word.take()),
            _ => word.get_or_insert_default().push(character),
        }
    }
    words.extend(word);
    (!is_quoted).then_some(words)
}

const OUTPUT: &str = "output of `credential_process`";

/// More than any document with credentials has.
const MAX_OUTPUT_BYTES: u64 = 1 << 20;

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[track_caller]
    fn check(command: &str, expected: &str) {
        let started = Instant::now();
        let error = credentials(command, Duration::from_millis(300)).expect_err(command);
        assert!(error.contains(expected) && !error.contains("hush"), "{command}: {error}");
        assert!(started.elapsed() < Duration::from_secs(5), "{command}: {:?}", started.elapsed());
    }

    #[test]
    fn the_output_is_a_document() {
        let document = r#"'{"Version": 1, "AccessKeyId": "AKID", "SecretAccessKey": "$HOME `x`"}'"#;
        let command = format!("printf %s {document}");
        let made = credentials(&command, Duration::from_secs(5)).expect("credentials");
        assert_eq!(made.access_key_id(), "AKID");
    }

    #[test]
    fn a_command_that_fails_is_an_error_without_its_output() {
        check("sleep 60", "did not finish");
        check("sh -c 'echo hush; exit 3'", "exit status: 3");
        check("sh -c 'exec 1>&-; exec sleep 60'", "did not finish");
        check("printf hush", "has no credentials");
        check("printf '\\377'", "not UTF-8");
        check("/no/such/program", "cannot be started");
        check("echo 'a", "unclosed quote");
        check("  ", "unclosed quote");
    }
}
