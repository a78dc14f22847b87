//! ```text
//! presigner-peers              prints the table
//!   --write                    writes it to the README, and the plot to peers.svg
//!   --check                    fails if the README has other outcomes
//!   --quick                    few rounds: outcomes are exact, times approximate
//!   --builds                   first measures builds into builds.tsv, which takes minutes
//! ```

mod builds;
#[path = "../../machine.rs"]
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
    let has = |argument: &str| arguments.iter().any(|a| a == argument);

    if has("--builds") {
        builds::record();
    }
    let measured = results::measure(if has("--quick") { 20 } else { 2_000 });
    println!("{}\n{}", table::markdown(&measured), table::caption());
    if has("--write") {
        table::write(&measured);
        plot::write(&measured, &table::caption()).expect("writes the plot");
    }
    let mut this_crate = measured.iter().filter(|peer| peer.is_this_crate());
    if !this_crate.all(|peer| peer.outcomes == [Outcome::Verifies; 2]) {
        eprintln!("a URL of presigner does not verify");
        return ExitCode::FAILURE;
    }
    if has("--check")
        && let Err(difference) = table::check(&measured)
    {
        eprintln!("{difference}; run with --write");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
