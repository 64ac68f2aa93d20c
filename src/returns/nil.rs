//! Returns without a row: empty by mistake, or because there is nothing to report; and what says the latter.

mod words;

use std::collections::BTreeSet;

use super::grid::{Raw, Sheet};
use super::rows::is_signed;
use super::sheets::guides;
use super::{Cell, Likeness, ReturnTable, Row, RowKind, Trouble, Value};
use crate::form::{Form, List};
use crate::names::{Label, one_line};
use crate::period::Period;
use crate::source::{Address, Place};
use words::{Answer, Nil, answer, asks, may_say, says};

/// Whether the label of a row says that there is nothing to report, or asks whether there is. `own` are the names of the return's
/// area.
pub(super) fn is_of_nil_return<'n>(label: &str, own: impl Iterator<Item = &'n str>) -> Option<OfNil> {
    if asks(label).is_some() {
        return Some(OfNil::Asks);
    }
    may_say(label).then(|| says(label, &words_of(own))).flatten().map(|_| OfNil::Says)
}

/// The words of names.
fn words_of<'n>(names: impl Iterator<Item = &'n str>) -> BTreeSet<String> {
    names.flat_map(|name| Label::of(name).as_str().split(' ').map(str::to_string).collect::<Vec<_>>()).collect()
}

/// What the label of a row has to do with a nil return.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OfNil {
    /// 'NIL RETURN', 'None'
    Says,
    /// 'Nil return? (Y/N)'
    Asks,
}

/// The sheets of a file: those that hold tables, and the other visible ones.
#[derive(Clone, Copy)]
pub(super) struct Sheets<'a> {
    /// Those with tables.
    pub(super) own: &'a [(Place, &'a Sheet)],
    /// Those without.
    pub(super) others: &'a [(Place, &'a Sheet)],
}

/// Whether a file holds a row at all, for the list that it is sent for: if it does not, the trouble that says so; and if it does,
/// the one that asks where it says all the same that there is none. A text that stands alone in place of rows counts nowhere.
pub(super) fn without_a_row(
    form: &Form,
    period: Period,
    area: Option<&str>,
    tables: &mut [ReturnTable],
    troubles: &mut Vec<Trouble>,
    sheets: Sheets<'_>,
) {
    // One that may be absent altogether may be empty.
    let counts = |table: &ReturnTable| {
        let is_optional = form.returns.get(table.form).is_none_or(|form| form.optional);
        !is_optional && form.list(&table.list).is_some_and(List::has_schemes)
    };
    // Exceptions or posts may well be none; schemes are what the return is about.
    let has_main = tables.iter().any(|table| counts(table) && table.list == form.report.main_list);
    let is_about = |table: &ReturnTable| counts(table) && (!has_main || table.list == form.report.main_list);
    let about: Vec<&ReturnTable> = tables.iter().filter(|table| is_about(table)).collect();
    let Some((first, list)) = about.first().and_then(|table| Some((*table, form.list(&table.list)?))) else { return };
    let words = Words { form, known: known_words(form), tables: &about, sheets };
    let rows = || about.iter().flat_map(|table| &table.rows).filter(|row| is_line(row) && !is_no_row(list, row));
    let alone = alone(list, rows().collect()).filter(|(at, _)| words.is_alone(at));
    let area = area.map(str::to_string);
    if rows().next().is_some() && alone.is_none() {
        let is_told = |at: &Place| {
            troubles.iter().any(|trouble| matches!(trouble, Trouble::NilBesideItems { .. }) && trouble.at() == Some(at))
        };
        if let Some((at, label)) = words.beside_items().filter(|(at, _)| !is_told(at)) {
            let row = said_beside(at, area, list, label);
            troubles.push(Trouble::NilBesideItems { row, items: rows().count(), demanded_by: None });
        } else if let Some((first, demanded_by)) = rows().next().zip(said_by_the_form(form, period, area.as_deref())) {
            let row = said_beside(first.at.clone(), area, list, first.text(&list.label).to_string());
            troubles.push(Trouble::NilBesideItems { row, items: rows().count(), demanded_by: Some(demanded_by) });
        }
        return;
    }
    let place = first.headings.values().map(|(at, _)| *at).min();
    let heading = place.map_or(first.at.clone(), |place| first.at.at(place));
    let said = words.said().filter(|_| alone.is_none());
    let demanded_by = said_by_the_form(form, period, area.as_deref()).filter(|_| alone.is_none());
    let is_stray = |trouble: &&Trouble| matches!(trouble, Trouble::StrayText { .. });
    let mut strays = troubles.iter().filter(is_stray);
    let stray = match (strays.next(), strays.next()) {
        (Some(Trouble::StrayText { at, text, .. }), None) if first.at.file == at.file && first.at.sheet == at.sheet => {
            Some((at.clone(), one_line(text)))
        }
        _ => None,
    };
    let empty: BTreeSet<usize> = about.iter().map(|table| table.form).collect();
    let hidden = troubles.iter().any(|trouble| hides_rows(list, trouble, stray.as_ref().map(|(at, _)| at)));
    let told = said.as_ref().map(|(at, _)| at.clone());
    if let Some((at, words)) = said {
        troubles.push(Trouble::NilReturn { at, area, words: Some(words), demanded_by: None });
    } else if let Some(demanded_by) = demanded_by {
        troubles.push(Trouble::NilReturn { at: heading, area, words: None, demanded_by: Some(demanded_by) });
    } else if let Some((at, text)) = alone.or(stray.filter(|_| !hidden)) {
        troubles.retain(|trouble| trouble.at() != Some(&at));
        troubles.push(Trouble::NoRow { at: at.clone(), area, list: list.id.clone(), words: Some(text) });
    } else if !hidden {
        troubles.push(Trouble::NoRow { at: heading, area, list: list.id.clone(), words: None });
    }
    // Whatever stands there is no scheme, and its cells are not what was asked for.
    let is_empty = |table: &&mut ReturnTable| empty.contains(&table.form);
    for row in tables.iter_mut().filter(is_empty).flat_map(|table| &mut table.rows).filter(|row| is_line(row)) {
        row.kind = RowKind::LeftOut;
        let is_its = |at: &Place| row.cells.values().any(|cell| cell.at == *at);
        troubles.retain(|trouble| !matches!(trouble, Trouble::UnreadableValue { at, .. } if is_its(at)));
    }
    // What says so is no text that got lost.
    troubles.retain(|trouble| !(matches!(trouble, Trouble::StrayText { .. }) && trouble.at() == told.as_ref()));
}

/// A row, or a text, beside which items stand though the return is said to be nil.
fn said_beside(at: Place, area: Option<String>, list: &List, label: String) -> Likeness {
    Likeness { at, area, list: list.id.clone(), label, cells: Vec::new(), figures: Vec::new(), sum: None }
}

/// The line of the form that says that an area has nothing to report.
pub(super) fn said_by_the_form(form: &Form, period: Period, area: Option<&str>) -> Option<Place> {
    let of_period = form.period(period)?;
    of_period.nil.iter().any(|nil| Some(nil.as_str()) == area).then(|| of_period.at.clone())
}

fn is_line(row: &Row) -> bool {
    matches!(row.kind, RowKind::Item | RowKind::Balancing)
}

fn states(row: &Row) -> bool {
    row.cells.values().any(|cell| matches!(&cell.value, Value::Figure(figure) if !figure.quantity.value().is_zero()))
}

/// Whether a row is called nil, or is of a block in which somebody signs, and states nothing.
fn is_no_row(list: &List, row: &Row) -> bool {
    let (label, key) = (row.text(&list.label), row.text(&list.key));
    let name = if label.trim().is_empty() { key } else { label };
    let is_figure = |cell: &Cell| matches!(cell.value, Value::Figure(_));
    let signed = is_signed(name) && !row.cells.values().any(is_figure);
    signed || !states(row) && says(name, &BTreeSet::new()).is_some()
}

/// The text that stands alone in an otherwise empty table: 'To follow', 'See attached'.
fn alone(list: &List, rows: Vec<&Row>) -> Option<(Place, String)> {
    let [row] = rows.as_slice() else { return None };
    let mut filled = row.cells.iter().filter(|(_, cell)| !cell.text.trim().is_empty());
    let (id, cell) = filled.next()?;
    let is_name = *id == list.label || *id == list.key;
    let others = filled.any(|(_, other)| other.at != cell.at);
    let figures = list.columns.iter().any(|column| column.kind.is_figure());
    (row.kind == RowKind::Item && is_name && !others && figures).then(|| (row.at.clone(), one_line(&cell.text)))
}

/// The words of the areas' names, and of what stands in front of 'nothing to report' without changing it.
fn known_words(form: &Form) -> BTreeSet<String> {
    let names = form.areas.iter().flat_map(|area| [&area.id, &area.name].into_iter().chain(&area.also));
    let names = names.map(String::as_str).chain(
        form.list(&form.report.main_list).into_iter().flat_map(|list| [list.item.as_str(), list.items.as_str()]),
    );
    words_of(names)
}

/// Rows that are there and could not be told: the trouble that says so is enough. `alone` is a text that hides none.
fn hides_rows(list: &List, trouble: &Trouble, alone: Option<&Place>) -> bool {
    match trouble {
        Trouble::StrayText { at, .. } => Some(at) != alone,
        Trouble::StrayFigures { .. } | Trouble::UnknownRowArea { .. } => true,
        Trouble::MissingColumn { column, .. } => *column == list.key || *column == list.label,
        _ => false,
    }
}

/// Where the sheets of a file say that there is nothing to report.
struct Words<'a> {
    form: &'a Form,
    known: BTreeSet<String>,
    tables: &'a [&'a ReturnTable],
    sheets: Sheets<'a>,
}

impl Words<'_> {
    /// Whether nothing else stands in its row on the sheet, under a heading that is read or not.
    fn is_alone(&self, at: &Place) -> bool {
        let Some(row) = at.cell.map(|cell| cell.row) else { return false };
        let sheet = self.own().find(|(sheet, _)| sheet.sheet == at.sheet).map(|(_, sheet)| sheet);
        let across = Address::new(row, 0)..Address::new(row.saturating_add(1), 0);
        sheet.is_some_and(|sheet| sheet.cells.range(across).count() == 1)
    }

    /// What says so for an empty table: on its own sheets, or outright on one without a table.
    fn said(&self) -> Option<(Place, String)> {
        let own = self
            .own()
            .find_map(|(at, sheet)| self.first(at, sheet, |cell, nil| nil > Nil::Short || self.names_items(at, cell)));
        own.or_else(|| self.elsewhere())
    }

    /// What says so where items stand: above the table in any words, outright below it or on a sheet without a table.
    fn beside_items(&self) -> Option<(Place, String)> {
        let own = self.own().find_map(|(at, sheet)| {
            let here = || self.tables.iter().filter(|table| table.at == *at);
            let top = here().flat_map(|table| table.headings.values()).map(|(at, _)| at.row).min().unwrap_or_default();
            let rows: BTreeSet<u32> =
                here().flat_map(|table| &table.rows).filter_map(|row| row.at.cell).map(|at| at.row).collect();
            self.first(at, sheet, |cell, nil| match nil {
                Nil::Short => false,
                Nil::Phrase => cell.row < top,
                Nil::Return => !rows.contains(&cell.row),
            })
        });
        own.or_else(|| self.elsewhere())
    }

    fn own(&self) -> impl Iterator<Item = (&Place, &Sheet)> {
        let is_its = |at: &Place| self.tables.iter().any(|table| table.at == *at);
        self.sheets.own.iter().filter(move |(at, _)| is_its(at)).map(|(at, sheet)| (at, *sheet))
    }

    fn elsewhere(&self) -> Option<(Place, String)> {
        let others = self.sheets.others.iter().filter(|(_, sheet)| !guides(sheet));
        others.filter_map(|(at, sheet)| self.first(at, sheet, |_, nil| nil == Nil::Return)).next()
    }

    /// Whether a scheme's name would stand here: in the column of labels or keys, below its headings.
    fn names_items(&self, at: &Place, cell: Address) -> bool {
        self.tables.iter().filter(|table| table.at == *at).any(|table| {
            let Some(list) = self.form.list(&table.list) else { return false };
            let heading = |id: &String| table.headings.get(id).map(|(heading, _)| *heading);
            let mut columns = [&list.label, &list.key].into_iter().filter_map(heading);
            columns.any(|heading| heading.column == cell.column && heading.row < cell.row)
        })
    }

    /// The first cell of a sheet that says so in a way that counts there.
    fn first(&self, at: &Place, sheet: &Sheet, counts: impl Fn(Address, Nil) -> bool) -> Option<(Place, String)> {
        let is_total = |row: &&Row| matches!(row.kind, RowKind::Total | RowKind::Subtotal);
        let tables = self.tables.iter().filter(|table| table.at == *at);
        let totals: BTreeSet<u32> = tables
            .flat_map(|table| table.rows.iter().filter(is_total))
            .filter_map(|row| row.at.cell)
            .map(|at| at.row)
            .collect();
        let mut found = sheet
            .cells
            .iter()
            .filter_map(|(cell, raw)| if let Raw::Text(text) = raw { Some((*cell, text)) } else { None });
        found.find_map(|(cell, text)| {
            let nil = self.said_in(sheet, cell, text)?;
            (!totals.contains(&cell.row) && counts(cell, nil)).then(|| (at.at(cell), one_line(text)))
        })
    }

    /// What a cell says together with what stands beside it: a question needs its answer, and what is answered to another
    /// question, or stands in a block in which somebody signs, says nothing of the return.
    fn said_in(&self, sheet: &Sheet, cell: Address, text: &str) -> Option<Nil> {
        let row = || sheet.cells.range(Address::new(cell.row, 0)..Address::new(cell.row.saturating_add(1), 0));
        let next = || row().find(|(at, _)| at.column > cell.column).map(|(_, raw)| answer(raw));
        if let Some(answered) = asks(text) {
            let yes = answered == Answer::Yes || answered == Answer::Open && next() == Some(Answer::Yes);
            return yes.then_some(Nil::Return);
        }
        let nil = says(text, &self.known)?;
        if is_signed(text) || next() == Some(Answer::No) {
            return None;
        }
        let before: Vec<String> = row()
            .take_while(|(at, _)| at.column < cell.column)
            .filter_map(|(_, raw)| if let Raw::Text(text) = raw { Some(one_line(text)) } else { None })
            .collect();
        let Some(label) = before.last() else { return Some(nil) };
        let is_known = words::may_stand_before(label, &self.known);
        let is_form = label.ends_with(['?', ':']);
        let stands = is_known || nil == Nil::Return && !is_form;
        (stands && !before.iter().any(|text| is_signed(text)) && !label.ends_with('?')).then_some(nil)
    }
}
