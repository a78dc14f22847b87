//! Presigned URLs and upload forms from the command line.
//!
//! ```sh
//! presign GET my-bucket photos/cat.jpg --expires 15m
//! presign form my-bucket --key-prefix uploads/ --content-length-range 1..1000000
//! presign inspect 'https://my-bucket.s3.eu-central-1.amazonaws.com/cat.jpg?X-Amz-…'
//! presign explain GET my-bucket photos/cat.jpg --expires 15m
//! presign verify GET 'https://my-bucket.s3.eu-central-1.amazonaws.com/cat.jpg?X-Amz-…'
//! presign diagnose 'https://my-bucket.s3.eu-central-1.amazonaws.com/cat.jpg?X-Amz-…' < error.xml
//! ```
//!
//! A URL is printed to stdout, and the headers that the client must send to stderr; a form is
//! printed to stdout as JSON. Errors are one sentence on stderr with exit status 2. If `verify`
//! refuses a URL, or `diagnose` finds no cause or only suspects, there is one sentence on stderr
//! and exit status 1. Credentials come from the environment and the
//! shared AWS files.

mod diagnose;
mod explain;
mod form;
mod inspect;
mod printable;
mod process;
mod request;
mod sentence;
mod settings;
mod verify;

use std::{
    env,
    io::{self, Write},
    process::ExitCode,
};

use clap::{Parser, Subcommand};

use self::sentence::Sentence;

/// Makes presigned URLs and upload forms for S3. Credentials are taken from `AWS_ACCESS_KEY_ID`,
/// `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`, or from a profile of the AWS CLI.
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
    /// Makes a browser upload form, as JSON
    Form(Box<form::FormArguments>),
    /// Shows the parts of a presigned URL and its problems
    Inspect(inspect::InspectArguments),
    /// Shows the canonical request and the string to sign of a URL
    Explain(Box<explain::ExplainArguments>),
    /// Checks a presigned request as a server would
    Verify(verify::VerifyArguments),
    /// Explains why a server refused a presigned URL or a form, from its error response
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
        Err(error) if error.use_stderr() => Err(error.sentence()),
        Err(help) => Ok(Output { stdout: help.to_string(), ..Output::default() }),
    };
    match outcome.and_then(|output| print(&output).map_err(|error| error.to_string())) {
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            // If stderr is closed, there is nowhere to report that.
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

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_are_well_formed() {
        CommandLine::command().debug_assert();
    }

    #[test]
    fn an_argument_error_is_one_sentence() {
        for (arguments, expected) in [
            (
                ["GET", "b", "k", "--expires=a\n\nb"],
                "invalid value 'a\\n\\nb' for '--expires <EXPIRES>': \
                 expected seconds, or a number with the unit s, m, h or d",
            ),
            (["GET", "b", "k", "--a\n\nb"], "unexpected argument '--a\\n\\nb' found"),
        ] {
            let error = CommandLine::try_parse_from([&["presign"][..], &arguments].concat());
            assert_eq!(error.expect_err("invalid arguments").sentence(), expected);
        }
    }
}
