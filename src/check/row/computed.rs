//! What a row states for a computed column, against what the formula gives.

use crate::check::look::{Line, agrees_as_ratio, reaching, stated};
use crate::check::{Context, Rule, say};
use crate::finding::Finding;
use crate::form::{Column, ColumnOrigin};
use crate::formula::{Expr, Operand};
use crate::money::Quantity;

/// Compares every stated item of the columns that `wanted` picks.
pub(super) fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>, wanted: impl Fn(&Column) -> bool) {
    for line in context.lines().iter().filter(|line| !line.is_total()) {
        for column in line.list.columns.iter().filter(|column| wanted(column)) {
            let (formula, words) = match &column.origin {
                ColumnOrigin::Formula(formula) => (Some(formula), formula.words(&|id| context.name(line.list, id))),
                ColumnOrigin::Share(of) => (None, format!("the share in the total of {}", context.name(line.list, of))),
                _ => continue,
            };
            let (Some((cell, figure)), Operand::Number(expected)) =
                (stated(line.row, column), line.operand(&column.id))
            else {
                continue;
            };
            let given = reaching(column, figure.quantity);
            let follows = || formula.is_some_and(|formula| follows_from_other_slips(line, formula, given));
            if given.agrees_with(expected) || agrees_as_ratio(figure, expected) || follows() {
                continue;
            }
            let who = context.who(line.area, line.label);
            let (is, should_be) = say::both(column, given.value(), expected.value());
            let mut finding = say::about(rule.finding(cell.at.clone()), column, cell);
            finding = say::with_figures(finding, column, given.value(), expected.value());
            finding.message = format!(
                "{who}: {} is stated as {is}, but {words} gives {should_be} (difference {})",
                context.short_heading(column),
                say::difference(column, given.value(), expected.value()),
            );
            finding.help = say::mend_or_set_aside(&finding);
            finding.area = line.area.map(str::to_string);
            finding.scheme = line.scheme();
            finding.topic = context.topic_of_line(line);
            finding.related = formula
                .into_iter()
                .flat_map(Expr::columns)
                .filter_map(|id| line.row.cells.get(id))
                .map(|used| used.at.clone())
                .filter(|at| *at != cell.at)
                .collect();
            findings.push(finding);
        }
    }
}

/// Whether a stated figure follows from what the same row states elsewhere, so that not it but one of those is at fault:
/// only in a summary, where what the row states is not what the sections give. One cause is one finding.
pub(in crate::check) fn follows_from_other_slips(line: &Line<'_>, formula: &Expr, given: Quantity) -> bool {
    let by_own_cells = formula.evaluate(&|id| line.stated_operand(id));
    let same_inputs = formula.columns().iter().all(|id| match (line.stated_operand(id), line.operand(id)) {
        (Operand::Number(own), Operand::Number(worked_out)) => own.agrees_with(worked_out),
        (own, worked_out) => own == worked_out,
    });
    !same_inputs && matches!(by_own_cells, Operand::Number(own) if own.agrees_with(given))
}
