//! Presigned URLs, upload forms and login tokens from the command line.
//!
//! ```sh
//! presign s3://my-bucket/photos/cat.jpg --expires 15m
//! presign put s3://my-bucket/reports/ ./q3.pdf
//! presign form my-bucket --key-prefix uploads/ --content-length-range 1..1000000
//! presign inspect 'https://my-bucket.s3.eu-central-1.amazonaws.com/cat.jpg?X-Amz-…'
//! presign explain GET my-bucket photos/cat.jpg --expires 15m
//! presign verify GET 'https://my-bucket.s3.eu-central-1.amazonaws.com/cat.jpg?X-Amz-…'
//! presign diagnose 'https://my-bucket.s3.eu-central-1.amazonaws.com/cat.jpg?X-Amz-…' < error.xml
//! presign token rds mydb.123456789012.eu-west-1.rds.amazonaws.com 5432 jane_doe
//! ```
//!
//! A URL is printed to stdout, and the headers that the client must send to stderr; a form is
//! printed to stdout as JSON. Errors are one sentence on stderr with exit status 2. If `verify`
//! refuses a URL, `diagnose` finds no cause or only suspects, or one of many keys cannot be signed,
//! there is one sentence on stderr and exit status 1. Credentials come from the environment and the
//! shared AWS files.

mod completions;
mod diagnose;
mod explain;
mod form;
mod format;
mod inspect;
mod key_lines;
mod location;
mod message;
mod positional_arguments;
mod printable;
mod process;
mod request;
mod settings;
mod sign;
mod token;
mod upload_file;
mod verify;

use std::{
    env,
    io::{self, Write},
    process::ExitCode,
};

use clap::{CommandFactory, Parser, Subcommand, error::ErrorKind};

use self::{message::Message, sign::Failure};

/// Makes presigned URLs and upload forms for S3, and login tokens; explains URLs of any signer.
#[derive(Debug, Parser)]
#[command(name = "presign", version, args_conflicts_with_subcommands = true)]
#[command(arg_required_else_help = true, disable_help_subcommand = true)]
#[command(override_usage = USAGE, after_help = HELP, after_long_help = LONG_HELP)]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    sign: sign::SignArguments,
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
    /// Makes a login token for a database, cache or cluster, or for Bedrock
    Token(Box<token::TokenArguments>),
    /// Prints a completion script for a shell
    Completions(completions::CompletionsArguments),
    /// Prints the manual page, in roff format
    Man(completions::ManArguments),
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
        Err(error) => refuse(&error),
    };
    match outcome {
        Ok(status) => ExitCode::from(status),
        // The reader has what it wants, as in `presign … | head -n 1`.
        Err(Failure::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            let sentence = match failure {
                Failure::Message(message) => message,
                Failure::Io(error) => format!("cannot read or write ({error})"),
            };
            // If stderr is closed, there is nowhere to report that.
            let _ = writeln!(io::stderr(), "{sentence}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &CommandLine) -> Result<u8, Failure> {
    let output = match &arguments.command {
        Some(Command::Form(form)) => form::run(form)?,
        Some(Command::Inspect(inspect)) => inspect::run(inspect)?,
        Some(Command::Explain(explain)) => explain::run(explain)?,
        Some(Command::Verify(verify)) => verify::run(verify)?,
        Some(Command::Diagnose(diagnose)) => diagnose::run(diagnose, io::stdin().lock())?,
        Some(Command::Token(token)) => token::run(token)?,
        Some(Command::Completions(shell)) => {
            completions::completions(shell, CommandLine::command())
        }
        Some(Command::Man(page)) => completions::man(page, CommandLine::command())?,
        None => {
            let (input, out) = (io::stdin().lock(), io::stdout().lock());
            return sign::run(&arguments.sign, input, out, io::stderr());
        }
    };
    Ok(print(&output)?)
}

/// Prints help, or the usage if there are no arguments, in colour if it is for a terminal.
fn refuse(error: &clap::Error) -> Result<u8, Failure> {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            error.print()?;
            Ok(0)
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            error.print()?;
            Ok(2)
        }
        _ => Err(Failure::Message(error.message())),
    }
}

fn print(output: &Output) -> io::Result<u8> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(output.stdout.as_bytes())?;
    stdout.flush()?;
    io::stderr().write_all(output.stderr.as_bytes())?;
    Ok(output.status)
}

const USAGE: &str = "\
presign [METHOD] s3://BUCKET/KEY [OPTIONS]
       presign [METHOD] BUCKET KEY [OPTIONS]
       presign put s3://BUCKET/KEY FILE [OPTIONS]
       presign [METHOD] s3://BUCKET/ - [OPTIONS] < KEYS
       presign COMMAND";

const HELP: &str = "\
Examples:
  presign s3://my-bucket/photos/cat.jpg --expires 15m
  presign put s3://my-bucket/reports/ ./q3.pdf --curl
  aws s3 ls s3://my-bucket --recursive | presign get s3://my-bucket/ -

See `presign --help` for details.";

const LONG_HELP: &str = "\
Output:
  The URL alone on stdout. On stderr, the headers that the client must send, a line each, and notes:
  a validity that was shortened, a region that was assumed.

Credentials:
  From `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`, then the profile of
  `AWS_PROFILE` in ~/.aws/credentials and ~/.aws/config, with the precedence of the AWS SDKs. The
  command of `credential_process` is run. For a role or single sign-on, first export credentials:
    eval \"$(aws configure export-credentials --profile dev --format env)\"

Keys from standard input:
  With `-` after the bucket or prefix, each line is a key, which is appended to the prefix. Empty lines
  are skipped. If the first line is one of `aws s3 ls`, all are, and their last column is the key: it
  begins at the bucket with --recursive, else after the prefix that was listed. Pass --raw-keys for keys
  from untrusted sources. If a key cannot be signed, the first is reported, and the others are signed.

Exit status:
  0  signed, or the command succeeded
  1  a key of standard input was not signed; `verify` refused; `diagnose` found no certain cause
  2  nothing was signed: the arguments, the credentials or the request are wrong

Examples:
  presign s3://my-bucket/photos/cat.jpg --expires 15m
  presign s3://my-bucket/photos/cat.jpg --qr
  presign head s3://my-bucket/photos/cat.jpg --profile dev --json
  presign put s3://my-bucket/reports/ ./q3.pdf --curl
  presign delete arn:aws:s3:::my-bucket/photos/cat.jpg
  presign 'https://my-bucket.s3.eu-central-1.amazonaws.com/photos/cat.jpg'
  presign get s3://my-bucket/cat.jpg --endpoint-url http://127.0.0.1:9000
  presign get s3://my-bucket/cat.jpg --query 'response-content-disposition=attachment; filename=\"a.jpg\"'
  aws s3 ls s3://my-bucket --recursive | presign get s3://my-bucket/ -
  aws s3api list-objects-v2 --bucket my-bucket --query 'Contents[].[Key]' --output text |
    presign get s3://my-bucket/ - --raw-keys
  presign token rds mydb.123456789012.eu-west-1.rds.amazonaws.com 5432 jane_doe --region eu-west-1";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_well_formed() {
        CommandLine::command().debug_assert();
    }

    #[test]
    fn every_command_is_known_where_words_are_parsed() {
        let command = CommandLine::command();
        let names: Vec<_> = command.get_subcommands().map(clap::Command::get_name).collect();
        assert_eq!(names, positional_arguments::COMMANDS);
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
            (
                ["GET", "b", "k", "--expirs=5"],
                "unexpected argument '--expirs' found; a similar argument exists: '--expires'",
            ),
            (
                ["verify", "https://h/k?X-Amz-Expires=9&X-Amz-Signature=6ab0", "--at", "0"],
                "invalid value 'https://h/k?X-Amz-Expires=9&X-Amz-Signature=REDACTED' for '<METHOD>': \
                 expected the method before the URL, as in `presign verify GET URL`",
            ),
        ] {
            let error = CommandLine::try_parse_from([&["presign"][..], &arguments].concat());
            assert_eq!(error.expect_err("invalid arguments").message(), expected);
        }
    }
}
