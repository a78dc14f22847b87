//! Presigns a request from the command line.
//!
//! ```sh
//! cargo run -q --example presign -- GET my-bucket photos/cat.jpg --expires 15m
//! ```
//!
//! The URL goes to stdout, the headers that the sender must send to stderr. An error is one sentence on
//! stderr and exit status 2.

mod arguments;

use std::{
    env,
    io::{self, Write},
    process::ExitCode,
};

use clap::Parser;
use presigner::{Credentials, PresignedUrl, Presigner};

use self::arguments::Arguments;

fn main() -> ExitCode {
    let outcome = match Arguments::try_parse_from(env::args_os()) {
        Ok(arguments) => presign(&arguments).and_then(|url| print(&url)),
        Err(error) if error.use_stderr() => Err(sentence(&error)),
        Err(help) => write!(io::stdout(), "{help}").map_err(|error| error.to_string()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody is left to tell if stderr is closed.
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::from(2)
        }
    }
}

fn presign(arguments: &Arguments) -> Result<PresignedUrl, String> {
    let request = arguments.request();
    let presigner = Presigner::new(credentials()?, arguments.region())
        .with_endpoint(arguments.endpoint()?)
        .with_expiry_policy(arguments.expiry_policy());
    let url = match arguments.signing_time() {
        Some(time) => presigner.at(time).presign(&request, arguments.expiry()),
        None => presigner.presign(&request, arguments.expiry()),
    };
    url.map_err(|error| error.to_string())
}

fn credentials() -> Result<Credentials, String> {
    Credentials::from_env().map_err(|error| error.to_string())
}

fn print(url: &PresignedUrl) -> Result<(), String> {
    let (mut stdout, mut stderr) = (io::stdout().lock(), io::stderr().lock());
    let mut print_all = || {
        writeln!(stdout, "{url}")?;
        stdout.flush()?;
        url.headers().iter().try_for_each(|(name, value)| writeln!(stderr, "{name}: {value}"))
    };
    print_all().map_err(|error: io::Error| error.to_string())
}

/// What the argument parser says before its hints, on one line.
fn sentence(error: &clap::Error) -> String {
    let text = error.to_string();
    let lines = text.lines().map(str::trim).take_while(|line| !line.is_empty());
    let sentence = lines.collect::<Vec<_>>().join(" ");
    sentence.strip_prefix("error: ").unwrap_or(&sentence).to_owned()
}
