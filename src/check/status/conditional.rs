//! A figure with a condition.

use crate::check::look::Line;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::Column;

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

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.in_columns(|line, column| finding(rule, view, line, column))
}

fn finding(rule: &Rule, view: &View<'_>, line: &Line<'_>, column: &Column) -> Option<Finding> {
    let cell = line.row.cells.get(&column.id)?;
    let phrase = column.condition(&cell.text)?;
    let amounts = amounts(view, line);
    let amounts = if amounts.is_empty() { String::new() } else { format!(": {}", wording::clauses(&amounts, "; ")) };
    let message = format!("{} is {phrase}{amounts}", view.whose(line));
    let draft = rule.at(&cell.at).about_line(view, line).cell(column, cell);
    Some(draft.says(message, wording::mend_or_explain("say by whom and when it was agreed, once it is")))
}

/// The row's given amounts that are not nil.
fn amounts(view: &View<'_>, line: &Line<'_>) -> Vec<String> {
    let amount = |column: &Column| {
        let figure = line.told(&column.id)?;
        let said = format!("{} {}", view.name(column), wording::figure(column, figure));
        (!column.is_computed() && !figure.value().is_zero()).then_some(said)
    };
    line.list.columns.iter().filter_map(amount).collect()
}
