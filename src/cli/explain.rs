//! `piperoll explain`: what a finding means.

use clap::Args;

use super::{Standing, terminal};
use crate::check;
use crate::collection::{CannotRun, because};

/// Say what a finding means, why it matters, and how to mend it.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The finding's code, such as column-total; all codes if left out.
    code: Option<String>,
}

pub(super) fn run(explain: &Explain) -> Result<Standing, CannotRun> {
    match &explain.code {
        None => terminal::print(&check::explain::index()),
        Some(code) => match check::explain::code(code) {
            Some(text) => terminal::print(&text),
            None => return Err(because(unknown(code))),
        },
    }
    Ok(Standing::Final)
}

fn unknown(code: &str) -> String {
    let near = check::rules()
        .map(|rule| rule.code)
        .max_by(|one, other| strsim::jaro_winkler(one, code).total_cmp(&strsim::jaro_winkler(other, code)));
    match near {
        Some(near) if strsim::jaro_winkler(near, code) > 0.8 => {
            format!("there is no finding '{code}'; did you mean '{near}'?")
        }
        _ => format!("there is no finding '{code}'; 'piperoll explain' lists them all"),
    }
}
