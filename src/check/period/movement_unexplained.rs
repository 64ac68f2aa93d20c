//! `movement-unexplained`

use super::moved_because;
use crate::check::cause::MovedBecause;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::money::{self, Told};

pub(super) static RULE: Rule = Rule {
    code: "movement-unexplained",
    family: Family::Period,
    severity: Severity::Query,
    title: "A figure moved beyond the form's tolerance",
    what: "A figure differs from the prior period by more than the amount and by more than the percentage that the column \
           allows (`movement` in the form).",
    why: "Members will ask why it moved. The answer belongs beside the figure before they do.",
    mend: "Correct the figure if it is wrong; otherwise explain in decisions.toml what moved it. The words are printed.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    moved_because(rule, view, MovedBecause::Beyond, |moved| {
        let tolerance = moved.column.movement.map(|tolerance| {
            let amount = wording::figure(moved.column, Told::Stated(tolerance.amount));
            format!(", beyond {amount} and {}", money::say_percent(tolerance.percent))
        });
        let message = format!("{}{}", wording::both_figures(view, moved), tolerance.unwrap_or_default());
        (message, wording::mend_or_explain("correct the figure if it is wrong"))
    })
}
