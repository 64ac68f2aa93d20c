//! A figure with a condition.

use crate::check::{Context, Rule, say};
use crate::figures::Item;
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, List};

pub(super) static RULE: Rule = Rule {
    code: "conditional",
    family: Family::Status,
    severity: Severity::Note,
    title: "A figure depends on a condition",
    what: "A text of the row says that it holds only on a condition that the form knows, such as 'subject to approval'.",
    why: "Its figures count in every total, and nobody has agreed to them yet. The appendix says so under the table.",
    mend: "When it is agreed, say so in an explanation: by whom, and when. The note under the table then goes.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (list, item, row) in context.items() {
        for column in &list.columns {
            let Some(cell) = row.cells.get(&column.id) else { continue };
            let Some(phrase) = column.condition(&cell.text) else { continue };
            let mut finding = say::about(rule.finding(cell.at.clone()), column, cell);
            let amounts = amounts(context, list, item);
            let amounts = if amounts.is_empty() { String::new() } else { format!(": {}", amounts.join("; ")) };
            finding.message = format!("{} is {phrase}{amounts}", context.who(item.area.as_deref(), &item.label));
            finding.help = say::mend_or_explain("say by whom and when it was agreed, once it is");
            finding.area = item.area.clone();
            finding.scheme = Some(item.label.clone());
            finding.topic = context.topic(list);
            findings.push(finding);
        }
    }
}

/// The row's given amounts that are not nil.
fn amounts(context: &Context<'_>, list: &List, item: &Item<'_>) -> Vec<String> {
    let amount = |column: &Column| {
        let value = item.figures.get(&column.id)?.counted?.value();
        let said = format!("{} {}", context.short_heading(column), say::figure(column, value));
        (!column.is_computed() && !value.is_zero()).then_some(said)
    };
    list.columns.iter().filter_map(amount).collect()
}
