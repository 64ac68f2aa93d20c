//! How the files of a period were understood: each sheet as a grid, with the part that each cell plays.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Paint, plain};
use crate::check::wording;
use crate::form::Form;
use crate::names::one_line;
use crate::privacy::MayPrint;
use crate::returns::grid::{Raw, Sheet};
use crate::returns::ledger::{Entry, Ledger, Part, SheetLedger};
use crate::returns::{File, Returns, RowKind};
use crate::source::{Address, column_letters};

/// Characters of a line that the cells of a sheet share, as far as each can still be told.
const LINE: usize = 150;

/// What stands between two cells: ' | '.
const BETWEEN: usize = 3;

/// The fewest and the most characters of a cell.
const CELL: (usize, usize) = (9, 30);

/// The files of a period and what was made of them.
pub struct Understood<'a> {
    form: &'a Form,
    may: MayPrint,
    files: Vec<(&'a File, Vec<SheetLedger>)>,
    /// By file and sheet: the cells of tables as their columns read them, a percentage with its sign.
    texts: BTreeMap<(&'a str, &'a str), BTreeMap<Address, &'a str>>,
}

impl<'a> Understood<'a> {
    /// Looks at what was read; only at one of the files, by its path, if `only` names it.
    pub fn of(form: &'a Form, returns: &'a Returns, only: Option<&str>) -> Understood<'a> {
        let files = returns.files.iter().zip(Ledger::of(form, returns).files);
        let files = files.filter(|(file, _)| only.is_none_or(|only| *file.path == *only));
        let mut texts: BTreeMap<(&str, &str), BTreeMap<Address, &str>> = BTreeMap::new();
        for table in &returns.tables {
            let Some(sheet) = table.at.sheet.as_deref() else { continue };
            let sheet = texts.entry((&table.at.file, sheet)).or_default();
            for cell in table.rows.iter().flat_map(|row| row.cells.values()) {
                let Some(at) = cell.at.cell else { continue };
                // A value may stand inside the cell of another column; the whole cell shows.
                let known = sheet.entry(at).or_default();
                if cell.text.len() > known.len() {
                    *known = &cell.text;
                }
            }
        }
        Understood { form, may: MayPrint::contacts(&form.contacts), files: files.collect(), texts }
    }

    /// A sheet as it is shown.
    fn grid<'b>(&'b self, file: &'b File, sheet: &'b Sheet, ledger: &'b SheetLedger, paint: Paint) -> Grid<'b> {
        let texts = self.texts.get(&(&*file.path, &*sheet.name));
        Grid { form: self.form, may: &self.may, sheet, ledger, texts, paint }
    }

    /// A grid a sheet, for people. Nothing in a return reaches the terminal as a control code, and personal data are not shown.
    pub fn text(&self, colour: bool) -> String {
        let paint = Paint { colour };
        let mut text = String::new();
        for (file, sheets) in &self.files {
            let area = file.area.as_deref().and_then(|area| self.form.area(area));
            let whose = area.map(|area| format!(" ({})", plain(&area.name))).unwrap_or_default();
            text.push_str(&format!("{}{whose}\n", paint.bold(&plain(&file.path))));
            if file.sheets.is_empty() {
                text.push_str("  no sheet of it could be read: see `piperoll check`\n");
            }
            for (sheet, ledger) in file.sheets.iter().zip(sheets) {
                self.grid(file, sheet, ledger, paint).write(&mut text);
            }
            text.push('\n');
        }
        text
    }

    /// One object for programs: every cell that holds something, with its part.
    pub fn json(&self) -> String {
        let files = self.files.iter().map(|(file, sheets)| FileJson {
            path: &file.path,
            area: file.area.as_deref(),
            sheets: file
                .sheets
                .iter()
                .zip(sheets)
                .map(|(sheet, ledger)| self.grid(file, sheet, ledger, Paint { colour: false }).json())
                .collect(),
        });
        let all = Json { schema: SCHEMA, files: files.collect() };
        // Texts and lists of them: there is nothing in it that JSON cannot hold.
        let mut text = serde_json::to_string_pretty(&all).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// The version of the object's shape.
const SCHEMA: u32 = 1;

#[derive(Serialize)]
struct Json<'a> {
    schema: u32,
    files: Vec<FileJson<'a>>,
}

#[derive(Serialize)]
struct FileJson<'a> {
    path: &'a str,
    area: Option<&'a str>,
    sheets: Vec<SheetJson<'a>>,
}

#[derive(Serialize)]
struct SheetJson<'a> {
    name: &'a str,
    visible: bool,
    cells: Vec<CellJson<'a>>,
}

#[derive(Serialize)]
struct CellJson<'a> {
    cell: String,
    text: String,
    part: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    row_kind: Option<&'static str>,
}

fn row_name(kind: RowKind) -> &'static str {
    match kind {
        RowKind::Item => "item",
        RowKind::Balancing => "balancing",
        RowKind::Subtotal => "subtotal",
        RowKind::Total => "total",
        RowKind::Part => "part",
        RowKind::LeftOut => "left out",
    }
}

/// A sheet as it is written out.
struct Grid<'a> {
    form: &'a Form,
    may: &'a MayPrint,
    sheet: &'a Sheet,
    ledger: &'a SheetLedger,
    texts: Option<&'a BTreeMap<Address, &'a str>>,
    paint: Paint,
}

impl<'a> Grid<'a> {
    fn json(&self) -> SheetJson<'a> {
        let cells = self.ledger.entries.iter().map(|entry| CellJson {
            cell: entry.at.to_string(),
            text: self.shown(entry),
            part: entry.part.name(),
            column: entry.column(self.form),
            row_kind: entry.row.map(row_name),
        });
        SheetJson { name: &self.sheet.name, visible: self.sheet.visible, cells: cells.collect() }
    }

    /// What stands in a cell, personal data left out.
    fn shown(&self, entry: &Entry) -> String {
        let read = self.texts.and_then(|texts| texts.get(&entry.at)).map(|text| (*text).to_string());
        let raw = || self.sheet.cells.get(&entry.at).map(Raw::text).unwrap_or_default();
        self.may.withheld(&read.unwrap_or_else(raw)).into_owned()
    }

    fn write(&self, text: &mut String) {
        let standing = match (self.ledger.is_read, self.sheet.visible) {
            (true, true) => "",
            (true, false) => ", hidden",
            (false, true) => ", not read",
            (false, false) => ", hidden and not read",
        };
        text.push_str(&format!(
            "\n  sheet {}{standing}\n",
            self.paint.bold(&plain(&self.may.withheld(&self.sheet.name)))
        ));
        let widths = self.widths();
        if widths.is_empty() {
            text.push_str("  nothing stands on it\n");
            return;
        }
        let letters = widths.keys().map(|column| (*column, (column_letters(*column), None))).collect();
        text.push_str(&self.paint.dim(&self.line("", "", &widths, &letters)));
        text.push('\n');
        let mut before: Option<u32> = None;
        let mut headed = BTreeMap::new();
        for row in self.ledger.entries.chunk_by(|one, other| one.at.row == other.at.row) {
            let Some(number) = row.first().map(|entry| entry.at.row) else { continue };
            // What the columns are read as stands once, between the headings and the first row below them.
            let heads = row.iter().any(|entry| entry.part == Part::Heading);
            if !heads && !headed.is_empty() {
                text.push_str(&self.paint.dim(&self.line("", "read as", &widths, &headed)));
                text.push('\n');
                headed.clear();
            }
            if before.is_some_and(|before| number > before.saturating_add(1)) {
                text.push_str(&format!("{}\n", self.paint.dim("     ... |")));
            }
            before = Some(number);
            let kind = kind(row);
            let cells = row.iter().map(|entry| (entry.at.column, (self.cell(entry, kind), Some(entry.part)))).collect();
            let label = (u64::from(number) + 1).to_string();
            text.push_str(&self.line(&label, kind, &widths, &cells));
            text.push('\n');
            for entry in row.iter().filter(|entry| entry.part == Part::Heading) {
                if let Some(id) = entry.column(self.form) {
                    headed.insert(entry.at.column, (id.to_string(), None));
                }
            }
        }
        text.push_str(&format!("  {}\n", self.counts()));
    }

    /// How many cells play each part: '7 heading, 24 item, 2 not used'.
    fn counts(&self) -> String {
        let mut counts: BTreeMap<Part, usize> = BTreeMap::new();
        for entry in &self.ledger.entries {
            *counts.entry(entry.part).or_default() += 1;
        }
        let all = wording::count(self.ledger.entries.len(), "cell", "cells");
        let each = counts.iter().map(|(part, count)| self.paint.part(*part, &format!("{count} {}", part.name())));
        format!("{all}: {}", each.collect::<Vec<_>>().join(", "))
    }

    /// The columns that hold something, each with how wide it is.
    fn widths(&self) -> BTreeMap<u32, usize> {
        let columns: BTreeSet<u32> = self.ledger.entries.iter().map(|entry| entry.at.column).collect();
        let (least, most) = CELL;
        let room = (LINE / columns.len().max(1)).saturating_sub(BETWEEN).clamp(least, most);
        let mut widths: BTreeMap<u32, usize> =
            columns.into_iter().map(|column| (column, column_letters(column).len())).collect();
        let last_column = widths.keys().next_back().copied();
        for row in self.ledger.entries.chunk_by(|one, other| one.at.row == other.at.row) {
            let kind = kind(row);
            for (number, entry) in row.iter().enumerate() {
                // A title goes on over the blank cells right of it and needs no room of its own.
                let goes_on = number + 1 == row.len() && Some(entry.at.column) != last_column;
                let is_title = entry.row.is_none() && entry.part != Part::Heading;
                let Some(width) = widths.get_mut(&entry.at.column).filter(|width| **width < room) else { continue };
                if !(goes_on && is_title) {
                    let own = self.cell(entry, kind).chars().count();
                    let id = entry.column(self.form).filter(|_| entry.part == Part::Heading).map_or(0, str::len);
                    *width = (*width).max(own.max(id).min(room));
                }
            }
        }
        widths
    }

    fn text_of(&self, entry: &Entry) -> String {
        plain(&one_line(&self.shown(entry)))
    }

    /// A cell's text, with its part in front where that is not its row's.
    fn cell(&self, entry: &Entry, kind: &str) -> String {
        let text = self.text_of(entry);
        if entry.part.name() == kind || entry.row.is_some_and(|row| row_name(row) == kind) && entry.part.is_used() {
            text
        } else {
            format!("[{}] {text}", entry.part.name())
        }
    }

    /// A line of the grid, each cell in the colour of its part.
    fn line(&self, number: &str, kind: &str, widths: &BTreeMap<u32, usize>, cells: &BTreeMap<u32, Shown>) -> String {
        let mut line = format!("{number:>8} | {kind:<9} |");
        let mut columns = widths.iter().peekable();
        while let Some((column, width)) = columns.next() {
            let (text, part) = cells.get(column).map_or(("", None), |(text, part)| (text.as_str(), *part));
            // A long text goes on over the blank cells right of it, as on the sheet.
            let (length, mut width) = (text.chars().count(), *width);
            while length > width
                && let Some((_, next)) = columns.next_if(|(next, _)| !cells.contains_key(next))
            {
                width += next + BETWEEN;
            }
            let text = cut(text, width);
            let blanks = " ".repeat(width.saturating_sub(text.chars().count()));
            let text = part.map_or_else(|| text.clone(), |part| self.paint.part(part, &text));
            line.push_str(&format!(" {text}{blanks} |"));
        }
        line
    }
}

/// What is written for a cell, and the part whose colour it has.
type Shown = (String, Option<Part>);

/// What a row is: a row of the table, or what its first cell is.
fn kind(row: &[Entry]) -> &'static str {
    let of_table = row.iter().find_map(|entry| entry.row).map(row_name);
    let heading = || row.iter().find(|entry| entry.part == Part::Heading).or(row.first());
    of_table.or_else(|| heading().map(|entry| entry.part.name())).unwrap_or_default()
}

/// A text cut to a width, the last character telling that it is.
fn cut(text: &str, width: usize) -> String {
    match text.char_indices().nth(width) {
        Some(_) => text.chars().take(width.saturating_sub(1)).chain(['…']).collect(),
        None => text.to_string(),
    }
}
