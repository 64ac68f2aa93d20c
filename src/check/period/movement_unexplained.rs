//! `movement-unexplained`

use super::{look, say};
use crate::check::{Context, Rule};
use crate::finding::{Family, Finding, Severity};
use crate::money;

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

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for moved in look::moved(context).iter().filter(|moved| moved.cause == look::Cause::Beyond) {
        let Some(finding) = say::about_figure(rule, context, moved) else { continue };
        let tolerance = moved.column.movement.map(|tolerance| {
            let (amount, percent) = (say::figure(moved.column, tolerance.amount), tolerance.percent);
            format!(
                ", beyond {amount} and {}",
                money::print_percent(percent, percent.normalize().scale().saturating_sub(2))
            )
        });
        findings.push(Finding {
            message: format!("{}{}", say::both_figures(context, moved), tolerance.unwrap_or_default()),
            help: say::mend_or_explain("correct the figure if it is wrong", &finding),
            ..finding
        });
    }
}
