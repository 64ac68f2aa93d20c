//! Titles that hold for some of a sheet's figures, and not for the sheet: what stands over columns in the rows of the headings
//! and is part of none of them, and the lines right above headings that stand again further down.

use std::collections::BTreeSet;
use std::ops::Range;

use super::grid::{Raw, Sheet};
use super::sheets::SheetRead;
use crate::form::Form;
use crate::names::Label;
use crate::source::Address;

/// How many blank rows may stand between a title and the headings below it.
const MOST_BLANK_ROWS: u32 = 2;

/// How many lines the title of a block may have.
const MOST_LINES: usize = 4;

/// A title over figures of its own: its lines, each with its cell.
pub(super) type Over = Vec<(Address, String)>;

/// Every one of a sheet, from the top.
pub(super) fn titles(form: &Form, read: &SheetRead<'_>) -> Vec<Over> {
    let mut found = over_columns(form, read);
    found.extend(over_blocks(read));
    found.sort();
    found.dedup();
    found
}

/// The texts and dates among the headings that belong to none and stand over a column of figures.
fn over_columns(form: &Form, read: &SheetRead<'_>) -> Vec<Over> {
    let mut found = Vec::new();
    for table in &read.tables {
        let Some(list) = form.list(&table.list) else { continue };
        let is_figure = |id: &str| list.column(id).is_some_and(|column| column.kind.is_figure());
        let figures = table.headings.iter().filter(|(id, _)| is_figure(id));
        let figures: BTreeSet<u32> = figures.map(|(_, (at, _))| at.column).collect();
        let among = |at: &Address| table.heading_rows.iter().any(|(first, behind)| (*first..*behind).contains(&at.row));
        for (at, text) in table.notes.iter().filter(|(at, _)| among(at)) {
            if figures.range(span(read.sheet, *at)).next().is_some() {
                found.push(vec![(*at, text.clone())]);
            }
        }
    }
    found
}

/// The columns that a cell stands over: its own, and those to its right up to the next cell of the row.
pub(super) fn span(sheet: &Sheet, at: Address) -> Range<u32> {
    let behind = Address::new(at.row, at.column.saturating_add(1))..Address::new(at.row.saturating_add(1), 0);
    at.column..sheet.cells.range(behind).next().map_or(u32::MAX, |(next, _)| next.column)
}

/// The lines right above headings that are not the first ones of the sheet.
fn over_blocks(read: &SheetRead<'_>) -> Vec<Over> {
    let rows = read.tables.iter().flat_map(|table| &table.rows);
    let groups: BTreeSet<Label> = rows.clone().flat_map(|row| &row.groups).map(|group| Label::of(group)).collect();
    let mut taken: BTreeSet<u32> = rows.filter_map(|row| row.at.cell).map(|at| at.row).collect();
    let headings: Vec<(u32, u32)> = read.tables.iter().flat_map(|table| table.heading_rows.iter().copied()).collect();
    taken.extend(headings.iter().flat_map(|(first, behind)| *first..*behind));
    let top = headings.iter().map(|(first, _)| *first).min().unwrap_or_default();
    let mut found = Vec::new();
    for (first, _) in headings.iter().filter(|(first, _)| *first > top) {
        let (mut lines, mut blank, mut row): (Over, u32, u32) = (Vec::new(), 0, *first);
        while row > top && lines.len() < MOST_LINES {
            row -= 1;
            let across = read.sheet.cells.range(Address::new(row, 0)..Address::new(row.saturating_add(1), 0));
            let says = |raw: &Raw| matches!(raw, Raw::Text(_) | Raw::Date(_)) && raw.number().is_none();
            let texts: Over = across.filter(|(_, raw)| says(raw)).map(|(at, raw)| (*at, raw.text())).collect();
            if taken.contains(&row) || blank > MOST_BLANK_ROWS || texts.is_empty() && !lines.is_empty() {
                break;
            }
            blank += u32::from(texts.is_empty());
            lines.extend(texts.into_iter().filter(|(_, text)| !groups.contains(&Label::of(text))));
        }
        lines.sort();
        if !lines.is_empty() {
            found.push(lines);
        }
    }
    found
}
