//! `piperoll read`: how a workbook was understood.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::progress::Progress;
use super::{Outcome, terminal};
use crate::check::show::ledger::Understood;
use crate::collection::{CannotRun, because};
use crate::period::Period;
use crate::pipeline::AsRead;

/// How it is shown.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A grid a sheet, for people.
    Text,
    /// For programs.
    Json,
}

/// Show how a workbook was understood, cell by cell.
#[derive(Debug, Args)]
pub(super) struct Read {
    /// The collection's folder, or one workbook among its returns.
    #[arg(value_name = "COLLECTION or WORKBOOK")]
    path: PathBuf,
    /// The period, such as 2022-23-q3; the newest folder of returns if left out.
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    /// The form to read by, in place of the collection's: for a workbook that lies in none.
    #[arg(long, value_name = "FILE")]
    form: Option<PathBuf>,
    /// How to show it.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(super) fn run(read: &Read, quiet: bool) -> Result<Outcome, CannotRun> {
    let period = read.period.as_deref().map(Period::parse).transpose().map_err(|error| because(error.to_string()))?;
    let progress = Progress::new(quiet);
    let as_read = AsRead::of(&read.path, period, read.form.as_deref(), &progress.observer())?;
    let understood = Understood::of(&as_read.form, &as_read.returns, as_read.only.as_deref());
    progress.end();
    match read.format {
        Format::Text => terminal::print(&understood.text(terminal::data_in_colour()))?,
        Format::Json => terminal::print(&understood.json())?,
    }
    Ok(Outcome::Final)
}
