//! A decision that does not say its figures.

use super::raised_when_applied;
use crate::check::Rule;
use crate::finding::{Family, Severity};

/// A decision that does not say its figures.
pub static INCOMPLETE: Rule = Rule {
    code: "decision-incomplete",
    family: Family::Decision,
    severity: Severity::Query,
    title: "A decision does not say its figures",
    what: "An entry of decisions.toml answers a finding about a figure without giving the figure it was decided on. It is not counted.",
    why: "Without the figures, an explanation would cover whatever stands in the cell next time.",
    mend: "Add the figures that the message names to the entry, as findings.json has them: stated is what stands in the cell, expected what the form's rule gives.",
    run: raised_when_applied,
};
