//! `cumulative-fell`

use super::moved_because;
use crate::check::cause::MovedBecause;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};

pub(super) static RULE: Rule = Rule {
    code: "cumulative-fell",
    family: Family::Period,
    severity: Severity::Query,
    title: "A cumulative figure fell within the year",
    what: "A figure that only grows from the start of the year (achieved to date, say) is lower than in the prior period of \
           the same year, or no longer stated.",
    why: "What is achieved stays achieved. Either this figure is wrong, or the one published last time was.",
    mend: "Correct the figure; or explain what was reversed; or, if the prior figure was wrong, enter a change request of \
           the kind 'correction' in decisions.toml.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    moved_because(rule, view, MovedBecause::Fell, |moved| {
        let message = format!("{}, though it counts from the start of the year", wording::both_figures(view, moved));
        let mend =
            "correct the figure, or enter the correction of the prior one ([[change_request]], kind = \"correction\")";
        (message, wording::mend_or_explain(mend))
    })
}
