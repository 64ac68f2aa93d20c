//! A required cell with nothing in it.

use crate::check::cause::{CellCause, row_of};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, Kind, List};
use crate::money::Absent;
use crate::returns::{Cell, Row, Value};
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "empty-required",
    family: Family::Cell,
    severity: Severity::Error,
    title: "A required cell is empty",
    what: "The form requires this column of every item, and nothing stands in the cell. A placeholder such as '-' or 'TBC' \
           is not empty: it says something.",
    why: "Blank may mean nil, not known, forgotten, or not applicable, and none of them can be read off an empty cell.",
    mend: "Fill it in, with 0 for nil or with a placeholder of the form. If a blank means nil in this column, say \
           `blank = \"nil\"`; if it need not be there, take `required` off the column.",
    run,
};

/// More blanks than these in one row have one cause: the row is not filled in, or is no item.
const BLANKS_NAMED_SINGLY: usize = 2;

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (list, item, row) in view.items() {
        let blanks = blanks(view, list, row);
        let own = blanks.iter().filter(|(_, cell)| !view.causes.shown.asks(&cell.at)).count();
        let who = view.who(item.area.as_deref(), &item.label);
        let who = if who.is_empty() { format!("a {}", list.item) } else { who };
        let start = |column: &Column, cell: &Cell| rule.at(&cell.at).about_item(view, list, item).cell(column, cell);
        if let [(column, cell), rest @ ..] = blanks.as_slice()
            && own > BLANKS_NAMED_SINGLY
        {
            let names: Vec<String> = blanks
                .iter()
                .map(|(column, cell)| format!("{} ({})", view.name(column), wording::cell(&cell.at)))
                .collect();
            let mut totals: Vec<Place> = Vec::new();
            for total in blanks.iter().flat_map(|(_, cell)| view.causes.followers(&cell.at)) {
                if !totals.contains(&total) {
                    totals.push(total);
                }
            }
            let message = format!(
                "{who} leaves {} cells empty that must be filled in: {}{}",
                blanks.len(),
                wording::list_of(&names),
                wording::unchecked(&totals, &cell.at, "filled in"),
            );
            let help = format!("fill the row in; if it is no {} at all, take it out", list.item);
            let others = rest.iter().map(|(_, cell)| cell.at.clone());
            findings.push(start(column, cell).related(others.chain(totals)).says(message, help));
            continue;
        }
        let nothing = states_no_amount(list, row);
        for (column, cell) in blanks {
            let totals = view.causes.followers(&cell.at);
            let place = wording::cell(&cell.at);
            let message = format!(
                "{who} says nothing in {} ({place}){}",
                view.name(column),
                wording::unchecked(&totals, &cell.at, "filled in"),
            );
            let help = match column.kind.is_figure() {
                // Nothing says that a row without a figure is an item at all: nil would be made up.
                _ if nothing => format!("fill in {place}; if the row is no {} at all, take it out", list.item),
                true => format!("fill in {place}: 0 for nil, or a placeholder that the form knows"),
                false => format!("fill in {place}"),
            };
            let by_rules = column.kind == Kind::Choice && has_colour_rules(view, cell);
            let help =
                if by_rules { format!("{help}; a colour that a rule gives to the cell is not read") } else { help };
            // Where a merged figure or a colour is asked about, that is the cause.
            let waits_for = if view.causes.shown.asks(&cell.at) { vec![row_of(&cell.at)] } else { Vec::new() };
            let finding = start(column, cell).related(totals).says(message, help);
            findings.push(Finding { waits_for, ..finding });
        }
    }
    findings
}

/// Whether rules colour cells of the sheet by what they hold.
fn has_colour_rules(view: &View<'_>, cell: &Cell) -> bool {
    view.returns.sheet(&cell.at).is_some_and(|sheet| sheet.look.has_colour_rules)
}

/// Whether a row states nothing in any column of amounts.
fn states_no_amount(list: &List, row: &Row) -> bool {
    let amounts = list.columns.iter().filter(|column| column.kind.is_amount());
    amounts.filter_map(|column| row.cells.get(&column.id)).all(|cell| cell.value == Value::Absent(Absent::Blank))
}

/// The cells of a row that must say something and are empty.
fn blanks<'a>(view: &View<'_>, list: &'a List, row: &'a Row) -> Vec<(&'a Column, &'a Cell)> {
    let cells = list.columns.iter().filter_map(|column| Some((column, row.cells.get(&column.id)?)));
    cells.filter(|(column, cell)| view.causes.cells.cause(&cell.at, &column.id) == Some(CellCause::Empty)).collect()
}
