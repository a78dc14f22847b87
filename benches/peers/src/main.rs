//! ```text
//! presigner-peers              prints the tables
//!   --write                    writes them to the READMEs, and the plot to peers.svg
//!   --check                    fails if the READMEs have other outcomes
//!   --quick                    few rounds: outcomes are exact, times approximate
//!   --builds                   first measures builds into builds.tsv, which takes minutes
//! ```

mod builds;
#[path = "../../machine.rs"]
mod machine;
mod multi_region;
mod plot;
mod readme;
mod results;
mod table;

use std::{env, process::ExitCode};

use presigner_peers::outcome::Outcome;

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
    let rounds = if has("--quick") { 20 } else { 2_000 };
    let measured = results::measure(rounds);
    let multi_region = multi_region::measure(rounds);
    println!(
        "{}\n{}\n{}",
        table::markdown(&measured),
        multi_region::markdown(&multi_region),
        table::caption()
    );
    if has("--write") {
        table::write(&measured);
        multi_region::write(&multi_region);
        plot::write(&measured, &table::caption()).expect("writes the plot");
    }
    let this_crate = measured.iter().filter(|peer| peer.is_this_crate());
    let multi_region_peer = multi_region.iter().filter(|peer| peer.is_this_crate());
    let outcomes = this_crate.map(|peer| peer.outcomes);
    let mut outcomes = outcomes.chain(multi_region_peer.map(|peer| peer.outcomes));
    if !outcomes.all(|outcomes| outcomes == [Outcome::Verifies; 2]) {
        eprintln!("a URL of presigner does not verify");
        return ExitCode::FAILURE;
    }
    if has("--check")
        && let Err(difference) =
            table::check(&measured).and_then(|()| multi_region::check(&multi_region))
    {
        eprintln!("{difference}; run with --write");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
