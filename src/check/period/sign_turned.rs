//! `sign-turned`

use super::moved_because;
use crate::check::cause::MovedBecause;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};

pub(super) static RULE: Rule = Rule {
    code: "sign-turned",
    family: Family::Period,
    severity: Severity::Query,
    title: "A figure stands on the other side of nil than last time",
    what: "A figure that was positive in the prior period is negative, or the other way round. Where the others of its column \
           stand on both sides of nil, that is asked only if it moved beyond what the column allows, or if another one of them turned as well and each is near what \
           the other one was: the two may be exchanged.",
    why: "A sign typed too much, or left out, turns a saving into a cost, and every total that counts it still adds up.",
    mend: "Correct the sign; or explain what became of the figure.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    moved_because(rule, view, MovedBecause::Turned, |moved| {
        let message = format!("{}, on the other side of nil", wording::both_figures(view, moved));
        (message, wording::mend_or_explain("correct the sign if it is wrong"))
    })
}
