//! A pound sign in a column of thousands.

use super::{by_sheet, common};
use crate::check::{Context, Rule, say};
use crate::finding::{Family, Finding, Severity};
use crate::form::Kind;
use crate::money::{self, Unit};
use crate::returns::Value;

pub(super) static RULE: Rule = Rule {
    code: "pound-sign",
    family: Family::Cell,
    severity: Severity::Query,
    title: "A pound sign in a column of thousands",
    what: "The column is stated in thousands (or millions), and a figure in it has a pound sign and no unit: '£1,204'. It was \
           read in the column's unit, as £1,204k.",
    why: "Read as typed it would be a thousand times less. Most often only the sign is wrong, but nothing in the cell says so.",
    mend: "Take the sign off, or, if pounds are meant, write the figure in the column's unit. If it stands as read, explain the \
           finding.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    let found = by_sheet(context, |_, column, cell| {
        let in_pounds = column.kind != Kind::Money || column.unit == Unit::Pounds;
        !in_pounds && matches!(&cell.value, Value::Figure(figure) if figure.pound_sign)
    });
    for cells in found.into_values() {
        let Some((line, column, cell)) = cells.first().copied() else { continue };
        let Value::Figure(figure) = &cell.value else { continue };
        let who = context.whose(&line);
        let typed = cell.text.trim();
        let read = money::say_money(figure.quantity.value(), column.unit);
        let own = say::own_unit(column, figure.quantity.value()).unwrap_or_default();
        let typed_as_pounds = money::say_money(own, Unit::Pounds);
        let unit = say::unit(column);
        let mut finding = say::about(rule.finding(cell.at.clone()), column, cell);
        finding.message = format!(
            "{who}: '{typed}' in {} ({}) has a pound sign in a column of {unit}: it was read as {read}, but says {typed_as_pounds}",
            context.short_heading(column),
            say::cell(&cell.at),
        );
        match cells.len().saturating_sub(1) {
            0 => {}
            1 => finding.message.push_str(", and so does another cell of the sheet"),
            others => finding.message.push_str(&format!(", and so do {others} other cells of the sheet")),
        }
        finding.help = say::mend_or_explain(&format!(
            "take the pound sign off {}, or write the figure in {unit}",
            say::cell(&cell.at)
        ));
        finding = finding.figures(unit, Some(own), None);
        finding.area = common(cells.iter().map(|(line, ..)| line.area)).flatten().map(str::to_string);
        finding.scheme = common(cells.iter().map(|(line, ..)| line.scheme())).flatten();
        finding.column = common(cells.iter().map(|(_, column, _)| column.id.clone()));
        finding.related = cells.iter().skip(1).map(|(.., cell)| cell.at.clone()).collect();
        finding.topic = context.topic_of_line(&line);
        findings.push(finding);
    }
}
