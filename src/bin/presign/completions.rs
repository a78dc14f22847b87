//! `presign completions SHELL` and `presign man`: generated from the arguments themselves.

use clap::{Args, Command};
use clap_complete::Shell;

use crate::{Output, positional_arguments::COMMANDS, printable::printable};

#[derive(Args, Debug)]
#[command(after_help = COMPLETIONS)]
pub(crate) struct CompletionsArguments {
    /// The shell
    shell: Shell,
}

#[derive(Args, Debug)]
#[command(after_help = MAN)]
pub(crate) struct ManArguments {
    /// The command that the page is about [default: `presign` itself]
    #[arg(value_parser = COMMANDS)]
    command: Option<String>,
    /// For `token`: the service that the page is about
    service: Option<String>,
}

pub(crate) fn completions(arguments: &CompletionsArguments, mut command: Command) -> Output {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "presign", &mut script);
    Output { stdout: String::from_utf8_lossy(&script).into_owned(), ..Output::default() }
}

pub(crate) fn man(arguments: &ManArguments, mut command: Command) -> Result<Output, String> {
    command.build();
    let mut page = &command;
    for name in arguments.command.iter().chain(&arguments.service) {
        page = page
            .find_subcommand(name)
            .ok_or_else(|| format!("`{}` has no page of its own; remove it", printable(name)))?;
    }
    let mut text = Vec::new();
    clap_mangen::Man::new(page.clone()).render(&mut text).map_err(|error| error.to_string())?;
    Ok(Output { stdout: String::from_utf8_lossy(&text).into_owned(), ..Output::default() })
}

const COMPLETIONS: &str = "\
Examples:
  presign completions bash > ~/.local/share/bash-completion/completions/presign
  presign completions zsh > ~/.zfunc/_presign
  presign completions fish > ~/.config/fish/completions/presign.fish";

const MAN: &str = "\
Examples:
  presign man > ~/.local/share/man/man1/presign.1
  presign man verify | man -l -
  presign man token rds | man -l -";
