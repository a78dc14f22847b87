//! Presigned URLs and upload forms from the command line.
//!
//! ```sh
//! cargo run -q --example presign -- GET my-bucket photos/cat.jpg --expires 15m
//! cargo run -q --example presign -- form my-bucket --key-prefix uploads/ --content-length-range 1..1000000
//! cargo run -q --example presign -- inspect 'https://my-bucket.s3.eu-central-1.amazonaws.com/cat.jpg?X-Amz-…'
//! cargo run -q --example presign -- explain GET my-bucket photos/cat.jpg --expires 15m
//! cargo run -q --example presign -- verify GET 'https://my-bucket.s3.eu-central-1.amazonaws.com/cat.jpg?X-Amz-…'
//! cargo run -q --example presign -- diagnose 'https://my-bucket.s3.eu-central-1.amazonaws.com/cat.jpg?X-Amz-…' < error.xml
//! ```
//!
//! The URL goes to stdout, the headers that the sender must send to stderr; a form goes to stdout as JSON.
//! An error is one sentence on stderr and exit status 2; a URL that is refused, or a refusal whose cause is
//! unknown or only suspected, is one on stderr and exit status 1. Credentials come from the environment.

mod diagnose;
mod explain;
mod form;
mod inspect;
mod printable;
mod request;
mod settings;
mod verify;

use std::{
    env,
    io::{self, Write},
    process::ExitCode,
};

use clap::{Parser, Subcommand, error::ContextValue};

use self::printable::printable;

/// Makes presigned URLs and upload forms for S3. Credentials come from `AWS_ACCESS_KEY_ID`,
/// `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`.
#[derive(Debug, Parser)]
#[command(name = "presign", args_conflicts_with_subcommands = true)]
#[command(disable_help_subcommand = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    request: request::RequestArguments,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Makes a form that uploads from a browser, as JSON
    Form(Box<form::FormArguments>),
    /// Says what a presigned URL holds, and what breaks it
    Inspect(inspect::InspectArguments),
    /// Says what is signed for a URL, text by text
    Explain(Box<explain::ExplainArguments>),
    /// Checks a presigned request, as a server does
    Verify(verify::VerifyArguments),
    /// Says why a server refused a presigned URL or a form, from the error response
    Diagnose(Box<diagnose::DiagnoseArguments>),
}

/// What a command prints, and its exit status.
#[derive(Debug, Default)]
struct Output {
    stdout: String,
    stderr: String,
    status: u8,
}

fn main() -> ExitCode {
    let outcome = match CommandLine::try_parse_from(env::args_os()) {
        Ok(arguments) => run(&arguments),
        Err(error) if error.use_stderr() => Err(sentence(&error)),
        Err(help) => Ok(Output { stdout: help.to_string(), ..Output::default() }),
    };
    match outcome.and_then(|output| print(&output).map_err(|error| error.to_string())) {
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            // Nobody is left to tell if stderr is closed.
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &CommandLine) -> Result<Output, String> {
    match &arguments.command {
        Some(Command::Form(form)) => form::run(form),
        Some(Command::Inspect(inspect)) => inspect::run(inspect),
        Some(Command::Explain(explain)) => explain::run(explain),
        Some(Command::Verify(verify)) => verify::run(verify),
        Some(Command::Diagnose(diagnose)) => diagnose::run(diagnose, io::stdin().lock()),
        None => request::run(&arguments.request),
    }
}

fn print(output: &Output) -> io::Result<u8> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(output.stdout.as_bytes())?;
    stdout.flush()?;
    io::stderr().write_all(output.stderr.as_bytes())?;
    Ok(output.status)
}

/// What the argument parser says before its hints, on one line.
fn sentence(error: &clap::Error) -> String {
    let mut text = error.to_string();
    // What was given may have lines of its own, and empty ones.
    for (_, value) in error.context() {
        if let ContextValue::String(value) = value {
            text = text.replace(value.as_str(), &printable(value));
        }
    }
    let lines = text.lines().map(str::trim).take_while(|line| !line.is_empty());
    let sentence = lines.collect::<Vec<_>>().join(" ");
    sentence.strip_prefix("error: ").unwrap_or(&sentence).to_owned()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_are_well_formed() {
        CommandLine::command().debug_assert();
    }

    #[test]
    fn what_is_wrong_with_the_arguments_is_one_sentence() {
        for (arguments, expected) in [
            (
                ["GET", "b", "k", "--expires=a\n\nb"],
                "invalid value 'a\\n\\nb' for '--expires <EXPIRES>': \
                 write seconds, or a number with m, h or d",
            ),
            (["GET", "b", "k", "--a\n\nb"], "unexpected argument '--a\\n\\nb' found"),
        ] {
            let error = CommandLine::try_parse_from([&["presign"][..], &arguments].concat());
            assert_eq!(sentence(&error.expect_err("it is wrong")), expected);
        }
    }
}
