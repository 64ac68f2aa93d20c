//! '92% (10m)': the amount beside a percentage against the percentage.

use crate::check::look::{reaching, stated};
use crate::check::{Context, Rule, say};
use crate::finding::{Family, Finding, Severity};
use crate::formula::Operand;

pub(super) static RULE: Rule = Rule {
    code: "percent-and-amount",
    family: Family::Row,
    severity: Severity::Query,
    title: "A percentage and the amount beside it disagree",
    what: "A cell gives a percentage with its amount in brackets, as '92% (8.78m)', and the percentage of its base is another \
           amount, even allowing for the digits that both were rounded to.",
    why: "Only one of the two can be meant, and the appendix prints both.",
    mend: "Correct whichever of the two is wrong.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for line in context.lines() {
        for column in &line.list.columns {
            let Some(beside) = &column.beside else { continue };
            let Some((cell, figure)) = stated(line.row, column) else { continue };
            let (Some(amount), Operand::Number(base)) = (figure.beside, line.operand(&beside.of)) else { continue };
            let percent = reaching(column, figure.quantity);
            let Some(expected) = percent.checked_mul(base) else { continue };
            let Some(of) = line.list.column(&beside.of) else { continue };
            if amount.agrees_with(expected) {
                continue;
            }
            let who = context.whose(&line);
            let mut finding = say::about(rule.finding(cell.at.clone()), column, cell);
            finding = say::with_figures(finding, of, amount.value(), expected.value());
            finding.message = format!(
                "{who}: '{}' in {} ({}) gives {}, but {} of {} {} is {} (difference {})",
                cell.text.trim(),
                context.short_heading(column),
                say::cell(&cell.at),
                say::rough(of, amount),
                say::figure(column, percent.value()),
                context.short_heading(of),
                say::figure(of, base.value()),
                say::rough(of, expected),
                say::rough_difference(of, amount, expected),
            );
            finding.help =
                say::mend_or_explain(&format!("correct the percentage or the amount in {}", say::cell(&cell.at)));
            finding.area = line.area.map(str::to_string);
            finding.scheme = line.scheme();
            finding.topic = context.topic_of_line(&line);
            finding.related = line.row.cells.get(&beside.of).map(|base| base.at.clone()).into_iter().collect();
            findings.push(finding);
        }
    }
}
