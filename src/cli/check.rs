//! `piperoll check`: what is wrong with the returns.

use clap::{Args, ValueEnum};

use super::{Outcome, Which, terminal};
use crate::check::show;
use crate::collection::{CannotRun, Collection};
use crate::finding::Counts;
use crate::pipeline::Inputs;

/// How findings are told.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For people, with the cells around each fault; to stderr.
    Text,
    /// For programs; to stdout.
    Json,
}

/// Say what is wrong with the returns, and write nothing.
#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    which: Which,
    /// How to tell it.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(super) fn run(check: &Check, quiet: bool) -> Result<Outcome, CannotRun> {
    let collection = Collection::open(&check.which.collection)?;
    let inputs = Inputs::read(&collection, &check.which.options()?)?;
    let examined = inputs.examine()?;
    let counts = Counts::of(&examined.findings);
    let draft = counts.error + counts.query > 0;
    match check.format {
        Format::Json => terminal::print(&examined.json()),
        Format::Text if quiet && !draft => {}
        Format::Text => {
            terminal::say(&show::text(&examined.findings, &examined.findings, inputs.as_sent(), terminal::colour()));
            terminal::say_base(&inputs);
        }
    }
    Ok(if draft { Outcome::Draft } else { Outcome::Final })
}
