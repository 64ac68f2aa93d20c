//! A required cell with nothing in it.

use std::collections::BTreeSet;

use crate::check::cause::{CellCause, row_of};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, Kind, List};
use crate::money::Absent;
use crate::returns::{Cell, ReturnTable, Row, RowKind, Value};
use crate::source::{Address, Place};

pub(super) static RULE: Rule = Rule {
    code: "empty-required",
    family: Family::Cell,
    severity: Severity::Error,
    title: "A required cell is empty",
    what: "The form requires this column of every item, and nothing stands in the cell. A placeholder such as '-' or 'TBC' \
           is not empty: it says something. Rows without any figure below a blank row at the end of a table are one finding: they may be \
           notes.",
    why: "Blank may mean nil, not known, forgotten, or not applicable, and none of them can be read off an empty cell.",
    mend: "Fill it in, with 0 for nil or with a placeholder of the form. If a blank means nil in this column, say \
           `blank = \"nil\"`; if it need not be there, take `required` off the column. Notes under a table are known by the words with which \
           they start: `notes` of the [[return]].",
    run,
};

/// So many rows that may be notes are named.
const ROWS_NAMED: usize = 3;

/// More blanks than these in one row have one cause: the row is not filled in, or is no item.
const BLANKS_NAMED_SINGLY: usize = 2;

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut may_be_notes: BTreeSet<&Place> = BTreeSet::new();
    for table in &view.returns.tables {
        let rows = at_the_end(view, table);
        if let Some(finding) = notes(rule, view, table, &rows) {
            findings.push(finding);
            may_be_notes.extend(rows.iter().map(|row| &row.at));
        }
    }
    for (list, item, row) in view.items().into_iter().filter(|(_, _, row)| !may_be_notes.contains(&row.at)) {
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

/// The rows below a blank row at the end of a table without a total that state no figure at all.
fn at_the_end<'a>(view: &View<'a>, table: &'a ReturnTable) -> Vec<&'a Row> {
    let Some(list) = view.form.list(&table.list) else { return Vec::new() };
    if table.rows.iter().any(|row| row.kind == RowKind::Total) {
        return Vec::new();
    }
    let states_none = |row: &&Row| {
        let figures = list.columns.iter().filter(|column| column.kind.is_figure());
        let mut cells = figures.filter_map(|column| row.cells.get(&column.id));
        row.kind == RowKind::Item && cells.all(|cell| cell.value == Value::Absent(Absent::Blank))
    };
    let run = table.rows.iter().rev().take_while(states_none).count();
    let from = table.rows.len() - run;
    let number = |row: &Row| row.at.cell.map(|cell| cell.row);
    let is_blank =
        |at: u32| view.returns.sheet(&table.at).is_some_and(|sheet| sheet.cells.keys().all(|cell| cell.row != at));
    let below_a_blank = |place: &usize| {
        let (before, row) = (place.checked_sub(1).and_then(|before| table.rows.get(before)), table.rows.get(*place));
        before
            .and_then(number)
            .zip(row.and_then(number))
            .is_some_and(|(before, row)| before + 1 < row && is_blank(row - 1))
    };
    let first = (from..table.rows.len()).find(below_a_blank);
    first.and_then(|first| table.rows.get(first..)).unwrap_or_default().iter().collect()
}

/// One finding for rows that are read as items, and may be notes.
fn notes(rule: &Rule, view: &View<'_>, table: &ReturnTable, rows: &[&Row]) -> Option<Finding> {
    let list = view.form.list(&table.list)?;
    let blanks: Vec<Place> =
        rows.iter().flat_map(|row| blanks(view, list, row)).map(|(_, cell)| cell.at.clone()).collect();
    let label = |row: &Row| row.cells.get(&list.label).filter(|cell| !cell.text.trim().is_empty()).cloned();
    let labels: Vec<Cell> = rows.iter().filter_map(|row| label(row)).collect();
    let (first, last) = (labels.first()?, labels.last()?);
    if blanks.is_empty() || labels.len() < rows.len() {
        return None;
    }
    let area = rows.first().and_then(|row| row.area.as_deref());
    let area = area.filter(|area| rows.iter().all(|row| row.area.as_deref() == Some(area)));
    let names: Vec<String> =
        labels.iter().map(|cell| format!("'{}' ({})", wording::quoted(&cell.text), wording::cell(&cell.at))).collect();
    let one = rows.len() == 1;
    let message = format!(
        "{}{} below a blank row at the end of the table {} no figure: {}; {} read as {}, and {} in {} may not be empty",
        wording::opening(&view.area_name(area)),
        wording::count(rows.len(), "row", "rows"),
        if one { "has" } else { "have" },
        wording::first_of(&names, ROWS_NAMED),
        if one { "it is" } else { "they are" },
        if one { format!("a {}", list.item) } else { list.items.clone() },
        wording::count(blanks.len(), "cell", "cells"),
        if one { "it" } else { "them" },
    );
    let start = wording::one_line(&first.text);
    let start = start.split([':', ' ']).next().unwrap_or_default().replace('"', "");
    let help = format!(
        "if {}, say in the [[return]] of piperoll.toml with which words {}, such as notes = [\"{start}\"]; else have the figures filled in",
        if one { "it is a note" } else { "they are notes" },
        if one { "it starts" } else { "they start" },
    );
    let corner = |cell: &Cell| cell.at.cell.unwrap_or(Address::new(0, 0));
    let at = first.at.range(corner(first), corner(last));
    let draft = rule.at(&at).about_list(view, &list.id, area, "").topic_and("rows at the end").demanded_by(&list.at);
    let draft = draft.rows(labels.iter().map(|cell| wording::one_line(&cell.text)));
    Some(draft.related(labels.iter().map(|cell| cell.at.clone()).chain(blanks)).says(message, help))
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
