//! `piperoll explain`: what a finding means.

use clap::Args;

use super::{Outcome, terminal};
use crate::check;
use crate::collection::{CannotRun, because};
use crate::names::nearest;

/// Say what a finding means, why it matters, and how to mend it.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The finding's code, such as column-total; all codes if left out.
    code: Option<String>,
}

pub(super) fn run(explain: &Explain) -> Result<Outcome, CannotRun> {
    match &explain.code {
        None => terminal::print(&check::explain::index())?,
        Some(code) => match check::explain::code(code) {
            Some(text) => terminal::print(&text)?,
            None => return Err(because(unknown(code))),
        },
    }
    Ok(Outcome::Final)
}

fn unknown(code: &str) -> String {
    match nearest(code, check::rules().map(|rule| rule.code)) {
        Some(near) => format!("there is no finding '{code}'; did you mean '{near}'?"),
        None => format!("there is no finding '{code}'; 'piperoll explain' lists them all"),
    }
}
