//! `piperoll completions` and `piperoll man`: what a shell and `man` want to know of the arguments, from the arguments themselves.

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;
use clap_mangen::Man;

use super::{Arguments, Outcome, terminal};
use crate::collection::{CannotRun, because};
use crate::names::nearest;

/// What the program is called.
const NAME: &str = "piperoll";

/// Print what completes commands and options in a shell.
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell.
    shell: Shell,
}

/// Print a man page.
#[derive(Debug, Args)]
pub(super) struct Pages {
    /// The command whose page it is; that of the program if left out.
    command: Option<String>,
}

pub(super) fn run(completions: &Completions) -> Result<Outcome, CannotRun> {
    let mut script = Vec::new();
    clap_complete::generate(completions.shell, &mut Arguments::command(), NAME, &mut script);
    terminal::print(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Final)
}

pub(super) fn man(pages: &Pages) -> Result<Outcome, CannotRun> {
    let mut all = Arguments::command();
    // Then each command knows what it is called in full, and the options that hold for all.
    all.build();
    let page = match &pages.command {
        None => all,
        Some(name) => {
            let Some(found) = all.find_subcommand(name) else {
                let near = nearest(name, all.get_subcommands().map(clap::Command::get_name));
                let mend =
                    near.map_or("'piperoll --help' lists them".to_string(), |near| format!("did you mean '{near}'?"));
                return Err(because(format!("there is no command '{name}'; {mend}")));
            };
            found.clone()
        }
    };
    let mut text = Vec::new();
    Man::new(page).render(&mut text).map_err(|error| because(format!("the page cannot be written: {error}")))?;
    terminal::print(&String::from_utf8_lossy(&text))?;
    Ok(Outcome::Final)
}
