//! Stated figures that follow from what a decision let stand.

use super::raised_when_applied;
use crate::check::Rule;
use crate::finding::{FOLLOWS_FROM_DECISION, Family, Severity};

/// Stated figures that follow from what a decision let stand.
pub static FOLLOWS: Rule = Rule {
    code: FOLLOWS_FROM_DECISION,
    family: Family::Decision,
    severity: Severity::Note,
    title: "Stated figures follow from what a decision changed",
    what: "An entry of decisions.toml lets another figure stand than the return states. Totals, computed figures and summaries of \
           the return that were made with the figure as it was sent are not what prints: each is listed with both figures. They are \
           just what they would be without the decision, or follow from the figure that was set aside, so that nothing more is \
           asked about them.",
    why: "Whoever decides on one figure changes others with it. They are the council's figures from then on, and whoever compares \
          the appendix with the return will find each of them.",
    mend: "Read the list. Nothing is to be done while the decision holds. Where a stated figure is right, it is the decision that is \
           wrong.",
    run: raised_when_applied,
};
