//! `fell-to-nil`

use super::moved_because;
use crate::check::cause::MovedBecause;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};

pub(super) static RULE: Rule = Rule {
    code: "fell-to-nil",
    family: Family::Period,
    severity: Severity::Query,
    title: "A figure that was published last time is nil, or not stated",
    what: "A figure was stated in the prior period of the same year and is nil now, or its cell is blank, though the scheme is \
           still there. It is asked whatever the column allows to move.",
    why: "Nil may mean that nothing is left of it, or that nobody filled it in. The paper would print the one for the other.",
    mend: "Enter the figure; or, if nothing is left of it, explain why.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    moved_because(rule, view, MovedBecause::ToNil, |moved| {
        (wording::both_figures(view, moved), wording::mend_or_explain("enter the figure if there is one"))
    })
}
