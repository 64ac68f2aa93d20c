//! An item against the parts it is broken down into.

use super::Wholes;
use crate::check::{Rule, View, wording};
use crate::figures::Item;
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, List};
use crate::money::{Quantity, Told};

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

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for wholes in Wholes::all(view) {
        let list = wholes.list;
        for (whole, parts) in wholes.with_parts() {
            let columns = list.parts.iter().flat_map(|parts| &parts.add_up).filter_map(|id| list.column(id));
            findings.extend(columns.filter_map(|column| finding(rule, view, list, whole, &parts, column)));
        }
    }
    findings
}

fn finding(
    rule: &Rule,
    view: &View<'_>,
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
    let cell = whole.row?.cells.get(&column.id)?;
    let (stated, expected) = (Told::Stated(stated.value()), Told::Computed(expected.value()));
    let said = wording::side_by_side(column, stated, expected);
    let message = format!(
        "{}: {} is stated as {}, but its {} {} to {} (difference {})",
        view.who(whole.area.as_deref(), &whole.label),
        view.name(column),
        said.one,
        wording::count(parts.len(), "part", "parts"),
        wording::add_up(parts.len()),
        said.other,
        said.difference,
    );
    let cells: Vec<_> = parts.iter().filter_map(|part| part.row?.cells.get(&column.id)).collect();
    let places: Vec<String> = cells.iter().map(|part| wording::cell_from(&part.at, &cell.at)).collect();
    let help = format!(
        "mend {}, or the parts ({}): the whole alone counts in totals",
        wording::cell(&cell.at),
        wording::list_of(&places)
    );
    let draft = rule.at(&cell.at).about_item(view, list, whole).cell(column, cell).figures(column, stated, expected);
    let draft = draft.demanded_by(&list.parts.as_ref()?.at).related(cells.iter().map(|part| part.at.clone()));
    Some(draft.says(message, help))
}
