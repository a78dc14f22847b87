//! ```text
//! presigner-peers              the table, on standard output
//!   --write                    into the README, and the plot into peers.svg
//!   --check                    fails if the README records other outcomes
//!   --quick                    a few rounds: outcomes are right, times are rough
//!   --builds                   measures builds first, into builds.tsv: takes minutes
//! ```

mod builds;
mod machine;
mod outcome;
mod plot;
mod results;
mod table;
mod times;

use std::{env, process::ExitCode};

use self::outcome::Outcome;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let known = ["--write", "--check", "--quick", "--builds"];
    if let Some(unknown) = arguments.iter().find(|argument| !known.contains(&argument.as_str())) {
        eprintln!("unknown argument {unknown}; there are {}", known.join(", "));
        return ExitCode::from(2);
    }
    let asked = |argument: &str| arguments.iter().any(|a| a == argument);

    if asked("--builds") {
        builds::record();
    }
    let measured = results::measure(if asked("--quick") { 20 } else { 2_000 });
    println!("{}\n{}", table::markdown(&measured), table::caption());
    if asked("--write") {
        table::write(&measured);
        plot::write(&measured, &table::caption()).expect("writes the plot");
    }
    let mut ours = measured.iter().filter(|peer| peer.is_ours());
    if !ours.all(|peer| peer.outcomes == [Outcome::Verifies; 2]) {
        eprintln!("a URL of presigner does not verify");
        return ExitCode::FAILURE;
    }
    if asked("--check")
        && let Err(difference) = table::check(&measured)
    {
        eprintln!("{difference}; run with --write");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
