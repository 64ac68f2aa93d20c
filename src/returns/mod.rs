//! From workbooks to rows of located values. What cannot be read is recorded as a [`Trouble`]; the rules in
//! [`check`](crate::check) say it to people.

mod areas;
pub mod files;
pub mod grid;
mod groups;
mod headings;
mod read;
mod rows;
pub mod standing;
pub mod value;
mod within;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use crate::form::Form;
use crate::money::{Absent, Quantity};
use crate::period::Period;
use crate::source::{Address, Place};
use standing::Standings;

/// Everything the areas sent for one period.
#[derive(Debug, Clone)]
pub struct Returns {
    /// The period.
    pub period: Period,
    /// The files, in the order of their paths.
    pub files: Vec<File>,
    /// The tables found in them, in the order of the form's returns, then of the files, then down the sheets.
    pub tables: Vec<ReturnTable>,
    /// What could not be read or placed, in the same order.
    pub troubles: Vec<Trouble>,
    /// What stands in place of cells that were set aside; the tables hold it already.
    pub standings: Standings,
}

/// One file.
#[derive(Debug, Clone)]
pub struct File {
    /// Path relative to the collection, with '/'.
    pub path: Arc<str>,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// The area it belongs to, if it is an area's own.
    pub area: Option<String>,
    /// Its sheets, as far as they could be read.
    pub sheets: Vec<grid::Sheet>,
}

/// One table of a return: the rows of one list under one heading row.
#[derive(Debug, Clone)]
pub struct ReturnTable {
    /// The list's id.
    pub list: String,
    /// Which `[[return]]` of the form it was found by (its index).
    pub form: usize,
    /// File and sheet.
    pub at: Place,
    /// The heading cell of each column found, as typed.
    pub headings: BTreeMap<String, (Address, String)>,
    /// Its rows, top to bottom.
    pub rows: Vec<Row>,
    /// Text above and below the table that belongs to no row: titles and notes.
    pub notes: Vec<(Address, String)>,
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// An item of the list.
    Item,
    /// A line that counts in totals but is no item.
    Balancing,
    /// The total of a group inside the table.
    Subtotal,
    /// The table's total.
    Total,
}

/// One row.
#[derive(Debug, Clone)]
pub struct Row {
    /// What it is.
    pub kind: RowKind,
    /// The area it belongs to.
    pub area: Option<String>,
    /// The groups inside the area that it stands in, or is the subtotal of, outermost first: one for each level of the list,
    /// fewer where it stands beside groups. Headings for which the form has no level follow behind.
    pub groups: Vec<String>,
    /// Its cells by column id. A blank cell of a column that was found is there, as [`Value::Absent`].
    pub cells: BTreeMap<String, Cell>,
    /// Its first cell.
    pub at: Place,
}

impl Row {
    /// The text of a cell, trimmed; empty if there is none.
    pub fn text(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", |cell| cell.text.trim())
    }
}

/// One cell.
#[derive(Debug, Clone)]
pub struct Cell {
    /// Where.
    pub at: Place,
    /// As typed; a number as it would be typed.
    pub text: String,
    /// As read.
    pub value: Value,
    /// The line of decisions.toml by which it stands in place of what was sent; none where it was sent so.
    pub decided: Option<u32>,
}

/// What a cell holds, as its column reads it.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Money in pounds, a ratio, or a count.
    Figure(StatedFigure),
    /// Text, a choice or a code (reference).
    Text(String),
    /// A date.
    Date(Date),
    /// No figure, and why.
    Absent(Absent),
}

/// A figure as stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedFigure {
    /// The figure, with the reach of its rounding.
    pub quantity: Quantity,
    /// The amount in brackets beside a percentage, in pounds.
    pub beside: Option<Quantity>,
    /// A pound sign without a unit stood before it.
    pub pound_sign: bool,
    /// A percentage typed as a bare number that could be read both ways ('0' is not one of them).
    pub bare_percent: bool,
}

/// What stood in the way of reading, for the rules to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The file could not be opened as a workbook, or is over a limit: why.
    UnreadableFile {
        /// The file.
        at: Place,
        /// One sentence.
        why: String,
    },
    /// It cannot be told whose return it is.
    UnknownArea {
        /// The file.
        at: Place,
        /// The name inside the file or its stem.
        named: String,
        /// The nearest names of the form.
        near: Vec<String>,
    },
    /// Two files are the same area's.
    TwoReturns {
        /// The second file.
        at: Place,
        /// The first.
        first: Place,
        /// The area's id.
        area: String,
    },
    /// An area, or a named file, sent nothing.
    MissingReturn {
        /// The folder.
        at: Place,
        /// The area's id, if it is an area's own.
        area: Option<String>,
        /// What was looked for.
        file: String,
        /// The line of the form.
        demanded_by: Place,
    },
    /// The sheet named by the form is not there, or no sheet has the table.
    MissingSheet {
        /// The file.
        at: Place,
        /// The area, if it is an area's own.
        area: Option<String>,
        /// The sheet's name, or the headings looked for.
        looked_for: String,
        /// The sheets that are there.
        there: Vec<String>,
        /// The line of the form.
        demanded_by: Place,
    },
    /// A column that the form requires has no heading.
    MissingColumn {
        /// The heading row.
        at: Place,
        /// The area, if told.
        area: Option<String>,
        /// The list.
        list: String,
        /// The column's id.
        column: String,
        /// The heading of the return that is nearest to it, if one is.
        near: Option<(Address, String)>,
        /// The line of the form.
        demanded_by: Place,
    },
    /// A heading that the form does not know, with something under it.
    UnknownColumn {
        /// The heading.
        at: Place,
        /// The area, if told.
        area: Option<String>,
        /// As typed.
        heading: String,
        /// The nearest heading of the form.
        near: Option<String>,
    },
    /// A column's heading stands twice.
    TwoColumns {
        /// The second heading.
        at: Place,
        /// The first heading.
        first: Place,
        /// The area, if told.
        area: Option<String>,
        /// The column's id.
        column: String,
    },
    /// A row says that it belongs to an area the form does not know.
    UnknownRowArea {
        /// The cell.
        at: Place,
        /// As typed.
        named: String,
        /// The nearest names.
        near: Vec<String>,
    },
    /// Text stands in a row that has no label: a cell that somebody carried on in the row below, perhaps. It was left out.
    StrayText {
        /// The cell.
        at: Place,
        /// The area, if told.
        area: Option<String>,
        /// As typed.
        text: String,
    },
    /// Figures stand in a row that has no label and is no total, or below the total: they were left out.
    StrayFigures {
        /// The first such cell.
        at: Place,
        /// The area, if told.
        area: Option<String>,
        /// The cells.
        cells: Vec<Place>,
    },
    /// A cell that is not what its column holds.
    UnreadableValue {
        /// The cell.
        at: Place,
        /// The area.
        area: Option<String>,
        /// The row's label.
        scheme: Option<String>,
        /// The list.
        list: String,
        /// The column's id.
        column: String,
        /// As typed.
        text: String,
        /// One sentence.
        why: String,
        /// The line of the form.
        demanded_by: Place,
    },
}

/// Reads every return of a period: the files of `folder` (relative to the collection at `root`). Files are read in
/// parallel; what is wrong with one is a [`Trouble`] and stops no other. `Err` only if the folder itself cannot be read.
pub fn read(form: &Form, root: &Path, folder: &str, period: Period) -> Result<Returns, std::io::Error> {
    read::read(form, root, folder, period)
}

#[cfg(test)]
#[path = "../../tests/support/workbook.rs"]
pub(crate) mod workbook;

#[cfg(test)]
mod elsewhere_tests;
#[cfg(test)]
mod tests;
