//! `cumulative-fell`

use super::{look, say};
use crate::check::{Context, Rule};
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

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for moved in look::moved(context).iter().filter(|moved| moved.cause == look::Cause::Fell) {
        let Some(finding) = say::about_figure(rule, context, moved) else { continue };
        findings.push(Finding {
            message: format!("{}, though it counts from the start of the year", say::both_figures(context, moved)),
            help: say::mend_or_explain(
                "correct the figure, or enter the correction of the prior one ([[change_request]], kind = \"correction\")",
                &finding,
            ),
            ..finding
        });
    }
}
