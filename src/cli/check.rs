//! `piperoll check`: what is wrong with the returns.

use clap::{Args, ValueEnum};

use super::progress::Progress;
use super::{Outcome, Told, Which, terminal};
use crate::collection::{CannotRun, Collection};
use crate::finding::{Counts, Finding};
use crate::pipeline::{Inputs, Options};

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
    /// Check for a build with `--no-pdf`: nothing is too much for the workbook alone.
    #[arg(long)]
    no_pdf: bool,
    #[command(flatten)]
    told: Told,
}

pub(super) fn run(check: &Check, quiet: bool) -> Result<Outcome, CannotRun> {
    let collection = Collection::open(&check.which.collection)?;
    let progress = Progress::new(quiet);
    let options = Options { observer: progress.observer(), no_pdf: check.no_pdf, ..check.which.options()? };
    let inputs = Inputs::read(&collection, &options)?;
    let examined = inputs.examine()?;
    progress.end();
    let counts = Counts::of(&examined.findings);
    let draft = counts.error + counts.query > 0;
    match check.format {
        Format::Json => terminal::print(&examined.json()?)?,
        Format::Text if quiet && !draft => {}
        Format::Text => {
            let all: Vec<&Finding> = examined.findings.iter().collect();
            terminal::say_findings(&examined, &all, &check.told);
        }
    }
    Ok(if draft { Outcome::Draft } else { Outcome::Final })
}
