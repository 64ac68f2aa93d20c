//! Text in the colour of what is behind it.

use super::{first_of, titles};
use crate::check::table::{Table, is_given};
use crate::check::{Rule, View, stated, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, Kind};
use crate::returns::{Cell, Row, Value};
use crate::source::Address;

pub(super) static RULE: Rule = Rule {
    code: "invisible-text",
    family: Family::Return,
    severity: Severity::Query,
    title: "Something that is read cannot be seen",
    what: "A figure that counts, the name of an item, or a title that says the area, the period or the unit is white on white, or has \
           the same colour as the cell, or is a text that the format of its cell hides (';;;'). It is read as it stands. Other words, totals and nils are a note.",
    why: "Nobody who looked at the sheet saw it, and the paper would print it.",
    mend: "Clear it if it does not belong there, else give it a colour and a format by which it can be seen; or explain the finding: the answer holds for \
           what stands there now.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let tables = view.tables();
    tables.iter().flat_map(|table| [asked(rule, view, *table), noted(rule, view, *table)]).flatten().collect()
}

/// A cell that cannot be seen, with its column.
type Unseen<'a> = (&'a Column, Address, &'a Cell);

/// Whether a cell of a row counts, or names what counts.
fn weighs(table: Table<'_>, row: &Row, column: &Column, cell: &Cell) -> bool {
    let is_nil = matches!(&cell.value, Value::Figure(figure) if figure.quantity.value().is_zero());
    let names = column.id == table.list.label || column.id == table.list.key;
    row.is_item() && is_given(column) && (names || column.kind.is_figure() && !is_nil)
}

/// The rows of a table with cells that cannot be seen, and those cells.
fn rows(table: Table<'_>) -> Vec<(&Row, Vec<Unseen<'_>>)> {
    // A white word may stand on a colour that a rule gives.
    let by_rules = |column: &Column| column.kind == Kind::Choice && table.sheet.look.has_colour_rules;
    let unseen = |(_, row)| {
        let cells = table.filled(row).filter(|(column, at, _)| table.is_invisible(*at) && !by_rules(column));
        (row, cells.collect::<Vec<_>>())
    };
    table.rows().map(unseen).filter(|(_, cells)| !cells.is_empty()).collect()
}

/// Whether one of these cells of a row counts, or names what counts.
fn is_asked(table: Table<'_>, row: &Row, unseen: &[Unseen<'_>]) -> bool {
    unseen.iter().any(|(column, _, cell)| weighs(table, row, column, cell))
}

fn asked(rule: &Rule, view: &View<'_>, table: Table<'_>) -> Option<Finding> {
    let titles = titles::shown(view, table, |at| table.is_invisible(at));
    let mut names: Vec<String> =
        titles.iter().map(|(at, text)| format!("the title '{}' ({at})", wording::quoted(text))).collect();
    let mut places: Vec<Address> = titles.iter().map(|(at, _)| *at).collect();
    let mut texts: Vec<&str> = titles.iter().map(|(_, text)| *text).collect();
    for (row, unseen) in rows(table).into_iter().filter(|(row, unseen)| is_asked(table, row, unseen)) {
        names.push(table.name_with_amounts(view, row));
        places.extend(unseen.iter().map(|(_, at, _)| *at));
        texts.extend(unseen.iter().map(|(.., cell)| cell.text.as_str()));
    }
    places.sort_unstable();
    let cells: Vec<String> = places.iter().map(Address::to_string).collect();
    let message = format!(
        "{}what stands in {} cannot be seen on the sheet, by its colour or its format, but it is read: {}",
        table.opening(view),
        first_of(&cells),
        first_of(&names),
    );
    let draft = table.draft(rule, view, *places.first()?).stated_text(&stated::texts(texts));
    let draft = draft.related(places.iter().map(|at| table.place(*at)));
    let mend = "clear it if it does not belong there, else give it a colour and a format by which it can be seen";
    Some(draft.says(message, wording::mend_or_explain(mend)))
}

fn noted(rule: &Rule, view: &View<'_>, table: Table<'_>) -> Option<Finding> {
    let rows = rows(table).into_iter().filter(|(row, unseen)| !is_asked(table, row, unseen));
    let mut places: Vec<Address> = rows.flat_map(|(_, unseen)| unseen).map(|(_, at, _)| at).collect();
    places.sort_unstable();
    let names: Vec<String> = places.iter().map(Address::to_string).collect();
    let message = format!(
        "{}what stands in {} cannot be seen on the sheet, by its colour or its format",
        table.opening(view),
        first_of(&names)
    );
    let draft = table.draft(rule, view, *places.first()?).weighing(Severity::Note).topic_and("words");
    let draft = draft.related(places.iter().map(|at| table.place(*at)));
    Some(draft.says(message, "there is nothing to do unless it does not belong there"))
}
