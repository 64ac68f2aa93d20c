//! An item against the parts it is broken down into.

use super::Wholes;
use crate::check::{Context, Rule, say};
use crate::figures::Item;
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, List};
use crate::money::Quantity;

pub(super) static RULE: Rule = Rule {
    code: "parts-do-not-add-up",
    family: Family::Total,
    severity: Severity::Error,
    title: "The parts of an item do not add up to it",
    what: "Rows name another row as the whole that they are parts of, and their figures do not add up to the one that the \
           whole states. Where a part has no figure, nothing is said.",
    why: "The appendix prints the whole with its parts below it, and only the whole counts in totals. If the parts are right, \
          every total is wrong.",
    mend: "Correct the whole or the part that is wrong; or add the part that is missing.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for wholes in Wholes::all(context) {
        let list = wholes.list;
        for (whole, parts) in wholes.with_parts() {
            let columns = list.parts.iter().flat_map(|parts| &parts.add_up).filter_map(|id| list.column(id));
            for column in columns {
                findings.extend(finding(rule, context, list, whole, &parts, column));
            }
        }
    }
}

fn finding(
    rule: &Rule,
    context: &Context<'_>,
    list: &List,
    whole: &Item<'_>,
    parts: &[&Item<'_>],
    column: &Column,
) -> Option<Finding> {
    let figure_of = |item: &Item<'_>| item.figures.get(&column.id)?.counted;
    let stated = figure_of(whole)?;
    let figures: Option<Vec<_>> = parts.iter().map(|part| figure_of(part)).collect();
    let expected = Quantity::sum(figures?)?;
    if stated.agrees_with(expected) {
        return None;
    }
    let row = whole.row?;
    let cell = row.cells.get(&column.id)?;
    let mut finding = say::about(rule.finding(cell.at.clone()), column, cell);
    finding = say::with_figures(finding, column, stated.value(), expected.value());
    let comes = if parts.len() == 1 { "comes" } else { "add up" };
    finding.message = format!(
        "{}: {} is stated as {}, but its {} {comes} to {} (difference {})",
        context.who(whole.area.as_deref(), &whole.label),
        context.short_heading(column),
        say::figure(column, stated.value()),
        say::count(parts.len(), "part", "parts"),
        say::figure(column, expected.value()),
        say::difference(column, stated.value(), expected.value()),
    );
    let cells: Vec<_> = parts.iter().filter_map(|part| part.row?.cells.get(&column.id)).collect();
    let places: Vec<String> = cells.iter().map(|part| say::cell_from(&part.at, &cell.at)).collect();
    finding.help = format!(
        "mend {}, or the parts ({}): the whole alone counts in totals",
        say::cell(&cell.at),
        say::list_of(&places)
    );
    finding.demanded_by = list.parts.as_ref().map(|parts| parts.at.clone());
    finding.area = whole.area.clone();
    finding.scheme = Some(whole.label.clone());
    finding.topic = context.topic(list);
    finding.related = cells.iter().map(|part| part.at.clone()).collect();
    Some(finding)
}
