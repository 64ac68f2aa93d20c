//! Cells that state nothing, or nothing that can be read, because the sheet shows it otherwise: by a figure merged over several
//! rows, by a colour alone, by a symbol.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::View;
use crate::check::table::{Table, is_given};
use crate::form::{Column, Hue, Kind};
use crate::money::Absent;
use crate::returns::lights::{Light, lights};
use crate::returns::look::Colour;
use crate::returns::{Cell, Row, Value};
use crate::source::{Address, Place};

/// All of them.
#[derive(Default)]
pub(in crate::check) struct Shown<'a> {
    /// Figures merged over several cells of a table.
    pub merged: Vec<Merged<'a>>,
    /// Columns of choices that are told by colours alone, a table each.
    pub coloured: Vec<Marked<'a>>,
    /// Columns with symbols in them, a table each.
    pub symbols: Vec<Marked<'a>>,
    /// The cells that are asked about, in all of these.
    asked: BTreeSet<Place>,
}

/// Figures that are merged over the same rows.
pub(in crate::check) struct Merged<'a> {
    /// The table.
    pub table: Table<'a>,
    /// The rows.
    pub rows: Vec<&'a Row>,
    /// Each figure.
    pub figures: Vec<MergedFigure<'a>>,
    /// The blank cells beneath.
    pub beneath: Vec<Place>,
}

/// A figure that is merged over several cells.
pub(in crate::check) struct MergedFigure<'a> {
    /// The columns; the figure is read in the first.
    pub columns: Vec<&'a Column>,
    /// The first cell.
    pub cell: &'a Cell,
    /// The whole range.
    pub range: Place,
}

/// Cells of a column that are marked by their looks.
pub(in crate::check) struct Marked<'a> {
    /// The table.
    pub table: Table<'a>,
    /// The column.
    pub column: &'a Column,
    /// The cells, each with its row and the name of its colour.
    pub cells: Vec<(&'a Row, &'a Cell, &'static str)>,
}

impl<'a> Shown<'a> {
    pub(super) fn of(view: &View<'a>) -> Shown<'a> {
        let mut shown = Shown::default();
        for table in view.tables() {
            shown.merged.append(&mut merged(table));
            for column in table.list.columns.iter().filter(|column| column.within.is_none()) {
                shown.coloured.extend(coloured(table, column));
                shown.symbols.extend(symbols(table, column));
            }
        }
        let beneath = shown.merged.iter().flat_map(|merged| merged.beneath.iter().cloned());
        let marked = shown.coloured.iter().chain(&shown.symbols).flat_map(|marked| &marked.cells);
        shown.asked = beneath.chain(marked.map(|(_, cell, _)| cell.at.clone())).collect();
        shown
    }

    /// Whether it is asked what stands in a cell, because of what the sheet shows there.
    pub(in crate::check) fn asks(&self, cell: &Place) -> bool {
        self.asked.contains(cell)
    }
}

/// The figures of a table that are merged over more than one cell of its items.
fn merged(table: Table<'_>) -> Vec<Merged<'_>> {
    let items: Vec<(u32, &Row)> = table.rows().filter(|(_, row)| row.is_item()).collect();
    let figures = table.list.columns.iter().filter(|column| column.kind.is_figure() && is_given(column));
    let headed = figures.filter_map(|column| {
        let at = table.table.headings.get(&column.id).map(|(at, _)| at.column)?;
        column.within.is_none().then_some((at, column))
    });
    let columns: BTreeMap<u32, &Column> = headed.collect();
    let mut found: BTreeMap<(u32, u32), Merged<'_>> = BTreeMap::new();
    // Merges never overlap, but in a file that was made to: each column is walked once.
    let mut walked: BTreeMap<u32, u32> = BTreeMap::new();
    let mut merges: Vec<(Address, Address)> = table.sheet.look.merges.clone();
    merges.sort_unstable();
    for (first, last) in merges {
        let Some(column) = columns.get(&first.column) else { continue };
        if walked.get(&first.column).is_some_and(|walked| first.row <= *walked) {
            continue;
        }
        walked.insert(first.column, last.row);
        let from = items.partition_point(|(number, _)| *number < first.row);
        let to = items.partition_point(|(number, _)| *number <= last.row);
        let rows: Vec<&Row> = items.get(from..to).unwrap_or_default().iter().map(|(_, row)| *row).collect();
        let across: Vec<&Column> = columns.range(first.column..=last.column).map(|(_, column)| *column).collect();
        let Some(cell) = rows.first().and_then(|row| row.cells.get(&column.id)) else { continue };
        let is_one = cell.at.cell == Some(first) && matches!(cell.value, Value::Figure(_));
        if !is_one || rows.len().saturating_mul(across.len()) < 2 {
            continue;
        }
        let cells = rows.iter().flat_map(|row| across.iter().filter_map(|column| row.cells.get(&column.id)));
        // What holds something beneath it is told by itself.
        let blank = cells.filter(|other| other.at != cell.at && other.text.trim().is_empty());
        let beneath: Vec<Place> = blank.map(|cell| cell.at.clone()).collect();
        if beneath.is_empty() {
            continue;
        }
        let figure = MergedFigure { columns: across, cell, range: table.table.at.range(first, last) };
        let merged = found.entry((first.row, last.row)).or_insert_with(|| Merged {
            table,
            rows,
            figures: Vec::new(),
            beneath: Vec::new(),
        });
        merged.figures.push(figure);
        merged.beneath.extend(beneath);
    }
    found.into_values().collect()
}

/// The blank cells of a column of choices whose colour is or may be a status, and was not read.
fn coloured<'a>(table: Table<'a>, column: &'a Column) -> Option<Marked<'a>> {
    if column.kind != Kind::Choice {
        return None;
    }
    let choices: BTreeSet<u32> = table
        .list
        .columns
        .iter()
        .filter(|column| column.kind == Kind::Choice)
        .filter_map(|column| table.table.headings.get(&column.id).map(|(at, _)| at.column))
        .collect();
    let heading = table.table.headings.get(&column.id).map(|(at, _)| *at);
    let items = table.rows().filter(|(_, row)| row.is_item());
    let all: Vec<(u32, &Row, &Cell)> =
        items.filter_map(|(number, row)| Some((number, row, row.cells.get(&column.id)?))).collect();
    let at = all.iter().find_map(|(.., cell)| cell.at.cell)?.column;
    let rows: Vec<u32> = all.iter().map(|(number, ..)| *number).collect();
    let lights = lights(table.sheet, &rows, at, &choices, heading);
    let blank = all.into_iter().filter(|(.., cell)| cell.value == Value::Absent(Absent::Blank));
    let own = |(number, row, cell): (u32, &'a Row, &'a Cell)| {
        let (Light::Status(colour) | Light::Unsure(colour)) = *lights.get(&number)?;
        Some((row, cell, colour.hue()?.name()))
    };
    let cells: Vec<_> = blank.filter_map(own).collect();
    (!cells.is_empty()).then_some(Marked { table, column, cells })
}

/// The cells of a column that are written in a font of symbols, as far as they are read.
fn symbols<'a>(table: Table<'a>, column: &'a Column) -> Option<Marked<'a>> {
    let look = &table.sheet.look;
    let mut cells = Vec::new();
    for (_, row) in table.rows().filter(|(_, row)| row.counts()) {
        let Some(cell) = row.cells.get(&column.id).filter(|cell| !cell.text.trim().is_empty()) else { continue };
        let Some(at) = cell.at.cell else { continue };
        let ink = match look.runs.get(&at) {
            Some(runs) => {
                let written = || runs.iter().filter(|run| !run.text.trim().is_empty());
                // A bullet point before words is no sign of its own.
                let is_bullet = column.kind == Kind::Text && written().any(|run| run.symbols.is_none());
                written().find(|run| run.symbols.is_some() && !is_bullet).map(|run| run.ink)
            }
            None => look.styles.get(&at).filter(|style| style.symbols.is_some()).map(|style| style.ink),
        };
        if let Some(ink) = ink {
            let hue = ink.and_then(Colour::hue).or_else(|| table.fill(at).and_then(Colour::hue));
            cells.push((row, cell, hue.map_or("black", Hue::name)));
        }
    }
    (!cells.is_empty()).then_some(Marked { table, column, cells })
}
