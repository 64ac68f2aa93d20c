//! A stated percentage of a total row against the one that the totals give.

use crate::check::cause::SlipOf;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};

pub(super) static RULE: Rule = Rule {
    code: "total-formula",
    family: Family::Total,
    severity: Severity::Error,
    title: "A figure of the total row is not the one the totals give",
    what: "The form computes this figure of the total row from the other totals (forecast divided by target, say), and the \
           return states another one.",
    why: "A percentage of a total is no sum and no average of the percentages above it; where it was typed by hand, it is \
          often out of date. The appendix prints the computed one.",
    mend: "Correct the figure. If it cannot be mended, it is set aside in decisions.toml.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for slip in view.causes.told() {
        let (SlipOf::TotalFormula(group), list) = (slip.of, slip.list) else { continue };
        let words = match slip.column.total.formula() {
            Some(formula) => formula.words(&|id| view.name_of(list, id)),
            None => "the share in the total of the list".to_string(),
        };
        let said = slip.said();
        let message = format!(
            "{}: {} of {} is stated as {}, but {words} gives {} (difference {}){}",
            view.whose_total(list, group.area.as_deref()),
            view.name(slip.column),
            view.total_row(list, group),
            said.one,
            said.other,
            said.difference,
            slip.as_decided(),
        );
        let at = &slip.cell.at;
        let draft = slip.draft(rule.at(at).about_group(view, list, group)).related(view.causes.followers(at));
        findings.push(draft.says(message, wording::mend_or_set_aside(at)));
    }
    findings
}
