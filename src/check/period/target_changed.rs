//! `target-changed`

use super::moved_because;
use crate::check::cause::MovedBecause;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};

pub(super) static RULE: Rule = Rule {
    code: "target-changed",
    family: Family::Period,
    severity: Severity::Query,
    title: "A target changed without an approved change request",
    what: "The target (or another column in which the form allows no movement) is not the figure of the prior period, and no \
           change request in decisions.toml approves the difference.",
    why: "A target is what delivery is measured against. If it can change in silence, a shortfall can be made to disappear.",
    mend: "Put the approved figure back; or, if the change was approved, enter the change request in decisions.toml with its \
           reference, who approved it and when, and the figures before and after.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    moved_because(rule, view, MovedBecause::Target, |moved| {
        let message = format!("{}, without an approved change request", wording::both_figures(view, moved));
        let help = format!(
            "put the approved figure back; or, if this one was approved, add the change request below to decisions.toml; \
             if neither, explain it there: {}\n{}",
            wording::explain_entry(),
            wording::change_request_entry(view, moved)
        );
        (message, help)
    })
}
