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
    title: "A figure moved beyond what is allowed",
    what: "A figure differs from the prior period by more than the amount and by more than the percentage that the column \
           allows (`movement` in the form). Where the form states none, it is a quarter of the figure and a hundredth of the \
           list's largest total in the prior period. Growth of a figure that counts from the start of the year is expected, so far \
           as its row's forecast or profile goes. Other figures of the row that moved by as much are told with it.",
    why: "Members will ask why it moved. The answer belongs beside the figure before they do.",
    mend: "Correct the figure if it is wrong; otherwise explain in decisions.toml what moved it. The words are printed.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    moved_because(rule, view, MovedBecause::Beyond, |moved| {
        let amount = wording::figure(moved.column, Told::Computed(moved.allowed.amount));
        let beyond = format!(", beyond {amount} and {}", money::say_percent(moved.allowed.percent));
        let message = format!("{}{beyond}", wording::both_figures(view, moved));
        (message, wording::mend_or_explain("correct the figure if it is wrong"))
    })
}
