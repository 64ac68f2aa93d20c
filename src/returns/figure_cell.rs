//! Where a figure of the appendix as a whole stands: right of its label, or below it.

use jiff::civil::Date;

use super::grid::{Raw, Sheet};
use super::{File, Returns, files};
use crate::form::FigureCell;
use crate::names::Label;
use crate::period::read_date;
use crate::source::{Address, Place};

/// How far a figure could be found.
#[derive(Debug, Clone, PartialEq)]
pub enum Found<'a> {
    /// The file has no sheet of that name: the file.
    NoSheet(Place),
    /// Nothing there is called so: the sheet, or the file.
    NoLabel(Place),
    /// Nothing stands right of its label, or below it: the label.
    NoValue(Place),
    /// It is there.
    Value {
        /// Its label.
        label: Place,
        /// Its own cell.
        at: Place,
        /// What stands in it.
        raw: &'a Raw,
        /// The first date right of it in its row, and its cell.
        as_at: Option<(Address, Date)>,
        /// What stands right of it, where no date does.
        beside: Option<(Address, String)>,
    },
}

/// Looks for a figure; `None` where its file was not sent.
pub fn find<'a>(returns: &'a Returns, wanted: &FigureCell) -> Option<Found<'a>> {
    let file = returns.files.iter().find(|file| is_its(file, wanted))?;
    let at = Place::file(file.path.clone());
    let is_named = |sheet: &&Sheet| match &wanted.sheet {
        Some(name) => files::is_csv(&file.path) || Label::same(name, &sheet.name),
        None => sheet.visible,
    };
    let mut sheets = file.sheets.iter().filter(is_named).peekable();
    if sheets.peek().is_none() {
        return Some(Found::NoSheet(at));
    }
    let Some((sheet, label)) = sheets.find_map(|sheet| Some((sheet, label(sheet, &wanted.label)?))) else {
        return Some(Found::NoLabel(match &wanted.sheet {
            Some(name) => Place::sheet(file.path.clone(), name.as_str()),
            None => at,
        }));
    };
    let place = |cell: Address| Place::cell(file.path.clone(), sheet.name.clone(), cell);
    let right = sheet.cells.range(Address::new(label.row, label.column + 1)..).next();
    let right = right.filter(|(at, _)| at.row == label.row);
    let below = Address::new(label.row.saturating_add(1), label.column);
    let Some((&at, raw)) = right.or_else(|| sheet.cells.get_key_value(&below)) else {
        return Some(Found::NoValue(place(label)));
    };
    let behind = sheet.cells.range(Address::new(at.row, at.column.saturating_add(1))..);
    let as_at = behind.take_while(|(cell, _)| cell.row == at.row).find_map(|(cell, raw)| match raw {
        Raw::Date(date) => Some((*cell, *date)),
        Raw::Text(text) => read_date(text.trim()).map(|date| (*cell, date)),
        _ => None,
    });
    let mut behind = sheet.cells.range(Address::new(at.row, at.column.saturating_add(1))..);
    let beside = behind.next().filter(|(cell, _)| cell.row == at.row && as_at.is_none());
    let beside = beside.map(|(cell, raw)| (*cell, raw.text()));
    Some(Found::Value { label: place(label), at: place(at), raw, as_at, beside })
}

/// Whether a file is the one that the form means: an area's own, or the one so called.
fn is_its(file: &File, cell: &FigureCell) -> bool {
    let is_called = file.called.as_deref().is_some_and(|name| Label::same(name, &cell.file));
    file.area.as_deref() == Some(cell.file.as_str()) || is_called
}

/// The first cell of a sheet with this text as its [`Label`].
fn label(sheet: &Sheet, wanted: &str) -> Option<Address> {
    let wanted = Label::of(wanted);
    sheet.cells.iter().find(|(_, raw)| matches!(raw, Raw::Text(text) if Label::of(text) == wanted)).map(|(at, _)| *at)
}
