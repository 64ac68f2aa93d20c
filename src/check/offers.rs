//! How a finding may be answered in decisions.toml: the entries that are possible, with what they stand on taken from the finding
//! and blanks for what a person says. Whether one of them settles the finding is known when it has been tried.

use super::settle::confirmable;
use super::standing::given_cell;
use super::{Context, wording};
use crate::finding::{Finding, Severity};

/// What an entry does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It says in words why what was found stands.
    Explain,
    /// It lets something else stand in place of what is stated.
    SetAside,
    /// It says which schemes of the period before are schemes of this one.
    Match,
    /// It is the approval of a change.
    ChangeRequest,
    /// It says why the approved list, or the returns, have a scheme alone.
    OutsideControl,
    /// It lets an area's last published figures stand for the return that has not come.
    NotUpdated,
    /// It says that a new year has begun, and what became of the savings of the one before.
    NewYear,
    /// It leaves a query open in what is published, until a date.
    LeaveOpen,
}

/// An entry that is possible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What it does.
    pub way: Way,
    /// The entry with its blanks: see [`entry`](crate::decision::entry).
    pub entry: String,
}

/// The ways that are open, that which the finding itself proposes first. None where the returns must be mended.
pub fn of(context: &Context<'_>, finding: &Finding) -> Vec<Offer> {
    let period = context.returns.period;
    let proposed = wording::offered(finding).map(|entry| {
        let way = match entry.split_once(']').map(|(table, _)| table) {
            Some("[[change_request") => Way::ChangeRequest,
            Some("[[outside_control") => Way::OutsideControl,
            Some("[[not_updated") => Way::NotUpdated,
            Some("[[new_year") => Way::NewYear,
            _ => Way::Match,
        };
        Offer { way, entry: entry.to_string() }
    });
    // No error can be explained.
    let explain = (finding.severity != Severity::Error)
        .then(|| Offer { way: Way::Explain, entry: wording::explanation(finding, period) });
    let set_aside = || {
        let entry = match given_cell(context, finding) {
            Some(_) => wording::setting_aside(finding, period, None),
            // What is worked out can be confirmed, and nothing else can stand in its place.
            None => wording::setting_aside(finding, period, Some(&confirmable(finding)?.to_string())),
        };
        Some(Offer { way: Way::SetAside, entry: entry? })
    };
    // An error contradicts itself, and a note holds nothing up.
    let leave_open = (finding.severity == Severity::Query)
        .then(|| Offer { way: Way::LeaveOpen, entry: wording::leaving_open(finding, period) });
    proposed.into_iter().chain(explain).chain(set_aside()).chain(leave_open).collect()
}
