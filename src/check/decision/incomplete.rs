//! A decision that does not say its figures or rows.

use super::raised_when_applied;
use crate::check::Rule;
use crate::finding::{Family, Severity};

/// A decision that does not say its figures or rows.
pub static INCOMPLETE: Rule = Rule {
    code: "decision-incomplete",
    family: Family::Decision,
    severity: Severity::Query,
    title: "A decision does not say on what it was given",
    what: "An entry of decisions.toml answers a finding without giving the figures, or the rows, on which it was decided. It is not counted.",
    why: "Without them, an explanation would cover whatever stands in the cell next time, and whatever row is added to those it was meant for.",
    mend: "Add what the message names to the entry, as findings.json has it: stated is what stands in the cell, expected what the form's rule gives, rows the rows that the finding is about.",
    run: raised_when_applied,
};
