//! `piperoll explain`: what a finding means, and what one finding of a collection says.

use std::path::{Path, PathBuf};

use clap::Args;

use super::progress::Progress;
use super::{Outcome, here, parsed, terminal};
use crate::check::show::{self, Manner};
use crate::check::{self, explain};
use crate::collection::{CannotRun, Collection, because};
use crate::names::nearest;
use crate::period::Period;
use crate::pipeline::{Inputs, Options};

/// Say what a finding means, why it matters, and how to mend it.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The finding's code, such as column-total, or its whole id, as `check`, the workbook and findings.json have it; all codes if left
    /// out.
    #[arg(value_name = "CODE or ID")]
    finding: Option<String>,
    /// The collection in which the id is looked up; the one that this folder is or lies in, if left out.
    collection: Option<PathBuf>,
    /// The period in which it is looked up; the newest folder of returns if left out.
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
}

/// What there is of a finding in a collection.
enum Own {
    /// What `check` says of it.
    Said(String),
    /// Why there is nothing: a sentence.
    Nothing(String),
}

pub(super) fn run(explain: &Explain, quiet: bool) -> Result<Outcome, CannotRun> {
    let Some(asked) = explain.finding.as_deref().map(str::trim) else {
        terminal::print(&explain::index())?;
        return Ok(Outcome::Final);
    };
    let code = asked.split(':').next().unwrap_or(asked);
    let Some(page) = explain::code(code) else { return Err(because(unknown(code))) };
    let period = explain.period.as_deref().map(parsed).transpose()?;
    let own = match &explain.collection {
        Some(collection) => Some(own(collection, period, asked, quiet)?),
        // What a code means hangs on no collection.
        None if !asked.contains(':') => None,
        None => Some(match here::collection() {
            Some(collection) => own(&collection, period, asked, quiet)
                .unwrap_or_else(|error| Own::Nothing(format!("The collection here cannot be checked: {error}"))),
            None => Own::Nothing(format!(
                "For what it says of its own cells, name its collection: piperoll explain {asked} COLLECTION"
            )),
        }),
    };
    let said = match own {
        Some(Own::Said(text)) => format!("{text}\n{page}"),
        Some(Own::Nothing(why)) => {
            if !quiet {
                terminal::say(&format!("{why}\nWhat {code} means:\n"));
            }
            page
        }
        None => page,
    };
    terminal::print(&said)?;
    Ok(Outcome::Final)
}

fn own(collection: &Path, period: Option<Period>, id: &str, quiet: bool) -> Result<Own, CannotRun> {
    let collection = Collection::open(collection)?;
    let progress = Progress::new(quiet);
    let options = Options { observer: progress.observer(), period, ..Options::default() };
    let inputs = Inputs::read(&collection, &options)?;
    let examined = inputs.examine()?;
    progress.end();
    let manner = Manner { colour: terminal::data_in_colour(), all: true, width: terminal::width() };
    let found = examined.findings.iter().filter(|finding| finding.id == id);
    let said: Vec<String> =
        found.map(|finding| show::finding(&inputs.setting.form, inputs.as_sent(), finding, manner)).collect();
    if !said.is_empty() {
        return Ok(Own::Said(said.join("\n")));
    }
    let there = format!("There is no finding '{id}' in {} of {}", inputs.setting.period, collection.name);
    Ok(Own::Nothing(match nearest(id, examined.findings.iter().map(|finding| finding.id.as_str())) {
        Some(near) => format!("{there}; did you mean '{near}'?"),
        None => format!("{there}: it was mended, or is of another period (--period)."),
    }))
}

fn unknown(code: &str) -> String {
    match nearest(code, check::rules().map(|rule| rule.code)) {
        Some(near) => format!("there is no finding '{code}'; did you mean '{near}'?"),
        None => format!("there is no finding '{code}'; 'piperoll explain' lists them all"),
    }
}
