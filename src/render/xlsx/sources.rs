//! Where each given figure comes from, and every file that was read.

use std::collections::{BTreeMap, BTreeSet};

use rust_xlsxwriter::Workbook;

use super::layout::{Layout, columns, text};
use super::page;
use super::placed::Placed;
use super::plain::clean;
use super::{Book, XlsxError, formula};
use crate::names::one_line;
use crate::reconcile::published::{SOURCES, SOURCES_HEADINGS};
use crate::report::{At, Cell, Expression, Holds, How, Origin, Row, Table};
use crate::source::Place;

/// So many characters of a long text are shown here; the whole text stands in the cell that the row names.
const SHOWN: usize = 60;

/// The columns of the sheet.
const COLUMNS: usize = SOURCES_HEADINGS.len();

/// No column is narrower, so that all are on the page.
const NARROWEST: u16 = 10;

/// What is said where there is nothing to compare with.
const NOTHING_BEFORE: &str = "Compared with no earlier period: there was none.";

/// A cell of a return that a cell of this workbook repeats, or is computed from.
struct Source<'b> {
    placed: &'b Placed<'b>,
    row: usize,
    column: usize,
    cell: &'b Cell,
    /// The cell; none for a nil that no cell gives.
    place: Option<&'b Place>,
    how: String,
}

/// Writes the sources: in the order of the sheets, then by row and column.
pub(super) fn write(workbook: &mut Workbook, book: &Book<'_>) -> Result<(), XlsxError> {
    let sources: Vec<Source<'_>> = sources(book);
    let widths = widths(sources.iter().map(|source| texts(source)));
    let of: Vec<_> = SOURCES_HEADINGS.into_iter().zip(widths).collect();
    let mut layout = Layout {
        sheet: SOURCES.into(),
        table: "Table_of_sources".into(),
        description: "For each cell of this workbook that a return states: the file, sheet and cell of the return."
            .into(),
        title: "Sources".into(),
        stage: book.report.meta.stage,
        lines: Vec::new(),
        columns: columns(&of),
        label: 0,
    };
    layout.set_lines([
        "The cells of returns in which each given figure and text of this workbook stands, or that it comes from.".to_owned(),
        "Computed figures are traced by their formulas; for one that could not be a formula, the cells behind it are here."
            .to_owned(),
        "The addresses are those of the file as it was sent. Long texts are shortened here and whole in the cell named."
            .to_owned(),
        book.report.compared_with.clone().unwrap_or_else(|| NOTHING_BEFORE.to_owned()),
    ]);

    let sheet = layout.open(workbook, book, sources.len())?;
    let style = &book.styles.text;
    for (row, source) in (layout.first_row()..).zip(&sources) {
        let texts = texts(source);
        layout.fit_height(sheet, row, false, texts.iter().map(String::as_str))?;
        for (column, content) in (0_u16..).zip(&texts) {
            text(sheet, row, column, content, style)?;
        }
    }
    Ok(())
}

/// A row of the sheet, by [`SOURCES_HEADINGS`].
fn texts(source: &Source<'_>) -> [String; COLUMNS] {
    let Source { placed, place, .. } = source;
    [
        placed.layout.sheet.clone(),
        placed.address(source.row, source.column).map(|at| at.to_string()).unwrap_or_default(),
        placed.table.rows.get(source.row).map(|row| label(placed, row)).unwrap_or_default(),
        placed.heading(source.column).to_owned(),
        shortened(source.cell.text()),
        source.how.clone(),
        place.map(|place| place.file.to_string()).unwrap_or_default(),
        place.and_then(|place| place.sheet.as_deref()).unwrap_or_default().to_owned(),
        place.and_then(Place::spot).unwrap_or_default(),
    ]
}

/// The width of each column: what its longest text asks for, as far as all of them stand on a page that can be read.
fn widths(rows: impl Iterator<Item = [String; COLUMNS]>) -> [u16; COLUMNS] {
    let mut widths = SOURCES_HEADINGS.map(|heading| {
        let word = heading.split(' ').map(|word| word.chars().count()).max().unwrap_or_default();
        u16::try_from(word + 3).unwrap_or(NARROWEST)
    });
    for row in rows {
        for (width, text) in widths.iter_mut().zip(&row) {
            let wanted = text.chars().count().saturating_add(1);
            *width = (*width).max(u16::try_from(wanted).unwrap_or(u16::MAX).min(NARROWEST * 6));
        }
    }
    // What is widest is wrapped first.
    while page::is_too_wide(&widths) {
        let Some(widest) = widths.iter_mut().max() else { break };
        if *widest <= NARROWEST {
            break;
        }
        *widest -= 1;
    }
    widths
}

/// In the order of the sheets, then by row and column.
fn sources<'b>(book: &'b Book<'_>) -> Vec<Source<'b>> {
    let every_table: BTreeMap<&str, &Table> = book.report.tables().map(|table| (table.id.as_str(), table)).collect();
    let mut sources = Vec::new();
    for (here, placed) in book.tables.iter().enumerate() {
        for (row, cells) in placed.table.rows.iter().enumerate() {
            for (column, cell) in cells.cells.iter().enumerate() {
                let (places, how): (Vec<&Place>, String) = match &cell.origin {
                    Origin::Label => continue,
                    Origin::Given(place) => (vec![place], "as given".to_owned()),
                    Origin::Drawn(how, places) => (places.iter().collect(), how.words(places.len())),
                    Origin::Computed(expression) if formula::live(book, here, cell, expression).is_some() => continue,
                    Origin::Computed(expression) => {
                        let places = behind(&every_table, expression);
                        let how = How::Worked.words(places.len());
                        (places, how)
                    }
                };
                let source = |place, how| Source { placed, row, column, cell, place, how };
                if places.is_empty() {
                    sources.push(source(None, how.clone()));
                }
                let stands = |place: &Place| {
                    let how = book.report.set_aside.get(place).unwrap_or(&how);
                    let mut late = book.report.as_last_reported.iter();
                    match late.find(|own| own.files.iter().any(|file| **file == *place.file)) {
                        Some(own) => format!("{how}, as last reported, {}", own.as_at),
                        None => how.clone(),
                    }
                };
                sources.extend(places.into_iter().map(|place| source(Some(place), stands(place))));
            }
        }
    }
    sources
}

/// The cells of returns that a computed cell comes from in the end, each once.
fn behind<'b>(tables: &BTreeMap<&str, &'b Table>, expression: &'b Expression) -> Vec<&'b Place> {
    let mut seen: BTreeSet<&At> = BTreeSet::new();
    let mut places: BTreeSet<&Place> = BTreeSet::new();
    let mut next = vec![expression];
    while let Some(expression) = next.pop() {
        let cells: Vec<&At> = match expression {
            Expression::Same(at) => vec![at],
            Expression::Sum(cells) | Expression::Count(cells) => cells.iter().collect(),
            // Where its table is in the workbook it is a formula.
            Expression::Matching { .. } => Vec::new(),
            Expression::Formula(_, cells, _) => cells.iter().map(|(_, at)| at).collect(),
        };
        for at in cells.into_iter().filter(|at| seen.insert(at)) {
            let row = tables.get(at.table.as_str()).and_then(|table| table.rows.get(at.row));
            match row.and_then(|row| row.cells.get(at.column)).map(|cell| &cell.origin) {
                Some(Origin::Computed(expression)) => next.push(expression),
                Some(origin) => places.extend(origin.places()),
                None => {}
            }
        }
    }
    places.into_iter().collect()
}

/// What names a row: its first cell that holds names.
fn label(placed: &Placed<'_>, row: &Row) -> String {
    let index = placed.table.columns.iter().position(|column| column.holds == Holds::Label).unwrap_or(0);
    row.cells.get(index).map(|cell| shortened(cell.text())).unwrap_or_default()
}

/// The first characters of a text, on one line.
fn shortened(content: &str) -> String {
    let line = one_line(&clean(content));
    if line.chars().count() <= SHOWN {
        return line;
    }
    let cut: String = line.chars().take(SHOWN - 1).collect();
    format!("{}…", cut.trim_end())
}

/// Writes the files.
pub(super) fn write_files(workbook: &mut Workbook, book: &Book<'_>) -> Result<(), XlsxError> {
    let mut layout = Layout {
        sheet: "Files".into(),
        table: "Table_of_files".into(),
        description: "Every file that was read: its path in the collection, what it is, and its SHA-256.".into(),
        title: "Files".into(),
        stage: book.report.meta.stage,
        lines: Vec::new(),
        columns: columns(&[("Path in the collection", 60), ("What it is", 20), ("SHA-256", 80)]),
        label: 0,
    };
    layout.set_lines(["Every file that was read, with its SHA-256.".to_owned()]);
    let sheet = layout.open(workbook, book, book.report.files.len())?;
    for (row, file) in (layout.first_row()..).zip(&book.report.files) {
        layout.fit_height(sheet, row, false, [file.path.as_str(), file.role, &file.sha256])?;
        text(sheet, row, 0, &file.path, &book.styles.text)?;
        text(sheet, row, 1, file.role, &book.styles.text)?;
        text(sheet, row, 2, &file.sha256, &book.styles.text)?;
    }
    Ok(())
}
