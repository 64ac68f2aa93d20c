//! `piperoll trace`: where a figure came from.

use clap::{Args, ValueEnum};

use super::progress::Progress;
use super::{Outcome, Which, terminal};
use crate::check::show::WIDTH;
use crate::collection::{CannotRun, Collection};
use crate::pipeline::Options;
use crate::trace::told::Found;
use crate::trace::{self, History};

/// How it is told.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// In words, for people.
    Text,
    /// For programs.
    Json,
}

/// Say where a figure came from, period by period: cells, movements, decisions, published sets.
#[derive(Debug, Args)]
pub(super) struct Trace {
    #[command(flatten)]
    which: Which,
    /// A scheme by its reference or title (AREA/SCHEME where several areas have it), a total (AREA:COLUMN; COLUMN for that of all areas),
    /// the id of a figure of the appendix as a whole, or an amount as it prints ('£1,240k').
    #[arg(value_name = "SCHEME or FIGURE", allow_negative_numbers = true)]
    asked: String,
    /// How to tell it.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(super) fn run(trace: &Trace, quiet: bool) -> Result<Outcome, CannotRun> {
    let collection = Collection::open(&trace.which.collection)?;
    let progress = Progress::new(quiet);
    let options = Options { observer: progress.observer(), ..trace.which.options()? };
    let history = History::read(&collection, &options)?;
    let told = history.look()?.trace(&trace.asked)?;
    progress.end();
    match (trace.format, told.found) {
        (Format::Json, _) => terminal::print(&told.json())?,
        (Format::Text, Found::One) => {
            terminal::print(&trace::text(&told, terminal::width().unwrap_or(WIDTH).min(WIDTH)))?
        }
        (Format::Text, Found::Several | Found::Nothing) => terminal::say(&trace::text(&told, WIDTH)),
    }
    Ok(if told.found == Found::One { Outcome::Final } else { Outcome::NotDone })
}
