//! A stated percentage of a total row against the one that the totals give.

use super::COLUMN_TOTAL;
use crate::check::look::{Line, agrees_as_ratio, reaching, stated};
use crate::check::row::follows_from_other_slips;
use crate::check::{Context, Rule, say};
use crate::finding::{Family, Finding, Severity};
use crate::form::TotalOrigin;
use crate::formula::Operand;

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

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (list, group) in context.groups() {
        let Some(row) = group.stated else { continue };
        let line = Line::total(list, group, row);
        for column in &list.columns {
            let formula = match &column.total {
                TotalOrigin::Formula(formula) => Some(formula),
                TotalOrigin::Share => None,
                _ => continue,
            };
            let (Some((cell, figure)), Operand::Number(expected)) = (stated(row, column), line.operand(&column.id))
            else {
                continue;
            };
            let given = reaching(column, figure.quantity);
            if given.agrees_with(expected) || agrees_as_ratio(figure, expected) {
                continue;
            }
            if let Some(formula) = formula.filter(|formula| follows_from_other_slips(&line, formula, given)) {
                // It was worked out from a stated total that is wrong: that one is the cause.
                let used = formula.columns();
                for finding in findings.iter_mut().filter(|finding| finding.code == COLUMN_TOTAL.code) {
                    let is_cause = used.iter().any(|id| row.cells.get(*id).is_some_and(|used| used.at == finding.at));
                    if is_cause {
                        finding.related.push(cell.at.clone());
                    }
                }
                continue;
            }
            let words = formula.map_or_else(
                || "the share in the total of the list".to_string(),
                |formula| formula.words(&|id| context.name(list, id)),
            );
            let (is, should_be) = say::both(column, given.value(), expected.value());
            let mut finding = say::about(rule.finding(cell.at.clone()), column, cell);
            finding = say::with_figures(finding, column, given.value(), expected.value());
            finding.message = format!(
                "{}: {} of {} is stated as {is}, but {words} gives {should_be} (difference {})",
                context.whose_total(list, group.area.as_deref()),
                context.short_heading(column),
                context.total_row(list, group),
                say::difference(column, given.value(), expected.value()),
            );
            finding.help = say::mend_or_set_aside(&finding);
            finding.area = group.area.clone();
            finding.topic = context.topic_of_group(list, group);
            findings.push(finding);
        }
    }
}
