//! `piperoll check`: what is wrong with the returns.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::progress::Progress;
use super::{Outcome, Periods, Told, terminal};
use crate::check;
use crate::collection::{Alone, CannotRun, Collection};
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
    /// The folder that holds piperoll.toml and returns/; with --form, that folder or a form's file: the folder one is in if left out.
    #[arg(required_unless_present = "form")]
    collection: Option<PathBuf>,
    #[command(flatten)]
    periods: Periods,
    /// Check the form alone, with decisions.toml and the words beside it: no return is read.
    #[arg(long, conflicts_with_all = ["period", "prior", "no_pdf"])]
    form: bool,
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
    let folder = check.collection.as_deref().unwrap_or(Path::new("."));
    if check.form {
        return form(check, &Alone::open(folder)?, quiet);
    }
    let collection = Collection::open(folder)?;
    let progress = Progress::new(quiet);
    let options = Options { observer: progress.observer(), no_pdf: check.no_pdf, ..check.periods.options()? };
    let inputs = Inputs::read(&collection, &options)?;
    let examined = inputs.examine()?;
    progress.end();
    let counts = Counts::of(&examined.findings);
    let draft = counts.error + counts.query > 0;
    match check.format {
        Format::Json => terminal::print(&examined.json()?)?,
        Format::Text if quiet && !draft => {}
        Format::Text => {
            // With --quiet what is to be done, and nothing else.
            let told = |finding: &&Finding| !quiet || finding.blocks();
            let all: Vec<&Finding> = examined.findings.iter().filter(told).collect();
            terminal::say_findings(&examined, &all, &check.told);
        }
    }
    Ok(if draft { Outcome::Draft } else { Outcome::Final })
}

/// The form by itself: it has no fault, or there would be nothing to check.
fn form(check: &Check, alone: &Alone, quiet: bool) -> Result<Outcome, CannotRun> {
    let findings = check::of_forms(alone.forms.iter().map(|(_, form)| form));
    match check.format {
        Format::Json => terminal::print(&check::json::of_forms(&alone.name, &findings))?,
        Format::Text if quiet => {}
        Format::Text => {
            terminal::say_of_forms(&findings, &check.told);
            terminal::say(&alone.sentence());
        }
    }
    Ok(Outcome::Final)
}
