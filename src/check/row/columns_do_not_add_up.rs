//! A figure of a row against the columns that are its parts.

use crate::check::look::Line;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, TotalOrigin};
use crate::money::{Absent, Quantity, Told};

pub(super) static RULE: Rule = Rule {
    code: "columns-do-not-add-up",
    family: Family::Row,
    severity: Severity::Error,
    title: "The parts of a figure do not add up to it",
    what: "The form says of some columns that they are parts of another one (`part_of`), such as the certain and the planned part \
           of a forecast, and on this row they come to something else. A part that is blank counts as nothing where another one is \
           stated; where one is a code, or cannot be read, nothing is said.",
    why: "The appendix says how much of the figure is certain. If the parts do not come to it, nobody can say which of the figures \
          is the one that was forecast.",
    mend: "Correct the part or the whole that is wrong; or state the part that is missing. If it cannot be mended, a figure is set \
           aside in decisions.toml.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.in_columns(|line, whole| finding(rule, view, line, whole))
}

fn finding(rule: &Rule, view: &View<'_>, line: &Line<'_>, whole: &Column) -> Option<Finding> {
    let parts = line.list.parts_of(&whole.id);
    // Totals that are sums add up where their rows do.
    if parts.is_empty() || line.is_total() && whole.total != TotalOrigin::Given {
        return None;
    }
    let stated = line.figures.get(&whole.id)?.counted?;
    let mut said_of: Vec<(&Column, Quantity)> = Vec::new();
    for part in &parts {
        let figure = line.figures.get(&part.id)?;
        match (figure.counted, &figure.value) {
            (Some(quantity), _) => said_of.push((part, quantity)),
            (None, Err(Absent::Blank)) => {}
            (None, _) => return None,
        }
    }
    let expected = Quantity::sum(said_of.iter().map(|(_, quantity)| *quantity))?;
    if said_of.is_empty() || stated.agrees_with(expected) {
        return None;
    }
    let cell = [whole].into_iter().chain(parts.iter().copied()).find_map(|column| line.row.cells.get(&column.id))?;
    let (stated, expected) = (Told::Stated(stated.value()), Told::Computed(expected.value()));
    let said = wording::side_by_side(whole, stated, expected);
    let amount = |(part, quantity): &(&Column, Quantity)| {
        format!("{} ({})", view.name(part), wording::figure(part, Told::Stated(quantity.value())))
    };
    let amounts: Vec<String> = said_of.iter().map(amount).collect();
    let message = format!(
        "{}: {} is {}, but its {} {} {} to {} (difference {})",
        view.whose(line),
        view.name(whole),
        said.one,
        if amounts.len() == 1 { "one stated part" } else { "parts" },
        wording::clauses(&amounts, ", "),
        if amounts.len() == 1 { "comes" } else { "come" },
        said.other,
        said.difference,
    );
    let cells = parts.iter().filter_map(|part| line.row.cells.get(&part.id)).filter(|part| part.at != cell.at);
    let related: Vec<_> = cells.map(|part| part.at.clone()).collect();
    let places: Vec<String> = related.iter().map(|part| wording::cell_from(part, &cell.at)).collect();
    let help = format!(
        "mend {}, or the parts ({}), so that they come to the same; a part that is nothing may stay blank",
        wording::cell(&cell.at),
        wording::list_of(&places)
    );
    let draft = rule.at(&cell.at).about_line(view, line).cell(whole, cell).figures(whole, stated, expected);
    Some(draft.demanded_by(&parts.first()?.at).related(related).says(message, help))
}
