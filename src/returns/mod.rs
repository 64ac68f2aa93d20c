//! From workbooks to rows of located values. What cannot be read is recorded as a [`Trouble`]; the rules in
//! [`check`](crate::check) say it to people.

mod areas;
mod as_above;
pub mod control;
pub mod figure_cell;
pub mod files;
mod folder;
pub mod grid;
mod groups;
mod headings;
mod held;
mod last_reported;
pub mod ledger;
pub(crate) mod lights;
mod likeness;
pub mod look;
mod nil;
pub mod number_format;
pub mod others;
mod over_figures;
mod quietly;
mod read;
pub mod recompute;
mod rows;
pub(crate) mod seen;
mod sheets;
pub mod spoilt;
pub mod standing;
mod titles;
mod totals;
mod trouble;
mod units;
pub mod value;
mod within;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

pub use folder::{Full, LeftAlone};
pub use headings::{HeadingDiffers, MOST_HEADING_ROWS, NearestHeadings};
pub use last_reported::{Given, LastReported};
pub use likeness::{Below, Likeness, MayBe, NoPart, SumOf, Titled, TitledTable};
pub use seen::{Otherwise, ShownCell};
pub use trouble::Trouble;
pub use units::SaidUnit;
pub(crate) use units::in_title as unit_in_title;

use crate::form::Form;
use crate::money::{Absent, Quantity};
use crate::period::Period;
use crate::progress::Observer;
use crate::source::{Address, Place};
use grid::Sheet;
use look::Sight;
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
    /// The areas of which there is no return and whose last published figures stand; files, tables and troubles hold them already.
    pub last_reported: Vec<LastReported>,
}

impl Returns {
    /// Why files of the folder were left alone, if some were: all that may be read of one had been.
    pub(crate) fn left_alone(&self) -> Option<&str> {
        self.troubles.iter().find_map(|trouble| match trouble {
            Trouble::NotRead { left, .. } => Some(left.because.as_str()),
            _ => None,
        })
    }

    /// What stands in the folder where no workbook does, each with what to do: a sentence, or nothing.
    pub(crate) fn in_place_of_returns(&self) -> String {
        let others = self.troubles.iter().find_map(|trouble| match trouble {
            Trouble::OtherFiles { others, .. } => Some(others.as_slice()),
            _ => None,
        });
        others::in_place_of_returns(others.unwrap_or_default())
    }

    /// The sheet that a place is on, if it is one of the period's files.
    pub fn sheet(&self, place: &Place) -> Option<&Sheet> {
        let file = self.files.iter().find(|file| file.path == place.file)?;
        file.sheets.iter().find(|sheet| Some(&sheet.name) == place.sheet.as_ref())
    }
}

/// One file.
#[derive(Debug, Clone)]
pub struct File {
    /// Path relative to the collection, with '/'.
    pub path: Arc<str>,
    /// SHA-256 of its bytes, in hex; of a file that was not read what stands in its place: '[not read: 5368709120 bytes]'.
    pub sha256: String,
    /// The area it belongs to, if it is an area's own.
    pub area: Option<String>,
    /// What a `[[return]]` of the form calls it, if it is no area's own.
    pub called: Option<String>,
    /// Its sheets, as far as they could be read.
    pub sheets: Vec<Sheet>,
    /// What of it can be seen beside its values.
    pub sight: Sight,
    /// Whether it reckons only when it is told to.
    pub manual_calculation: bool,
    /// Whether it reckons with the figures as they are shown.
    pub rounds_as_shown: bool,
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
    /// The rows of the sheet that hold its headings: each first row with the row behind the last, where they are repeated
    /// further down too. None where a sheet has no headings.
    pub heading_rows: Vec<(u32, u32)>,
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
    /// A part of the item above it ('of which …'): it counts there, and nowhere else.
    Part,
    /// It counts nowhere until somebody says what it is; a trouble says why.
    LeftOut,
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
    /// For a total of some rows of the table for which the form has no group: the first and the last of those rows (the topmost
    /// of a sheet is 0).
    pub covers: Option<(u32, u32)>,
    /// For the total of a group of areas: which group (its id). It is no area's and not that of all.
    pub area_group: Option<String>,
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

/// Reads every return of a period: the files of `folder` (relative to the collection at `root`). Files are read in
/// parallel; what is wrong with one is a [`Trouble`] and stops no other. `Err` only if the folder itself cannot be read.
pub fn read(
    form: &Form,
    root: &Path,
    folder: &str,
    period: Period,
    observer: &Observer,
) -> Result<Returns, std::io::Error> {
    read::read(form, root, folder, period, observer)
}

/// Reads one workbook by itself, wherever it is. A clause behind its name if it is no file, or none that is taken for a workbook.
pub fn read_file(form: &Form, path: &Path, period: Period) -> Result<Returns, String> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let sent = files::list(folder, ".").map_err(|error| format!("cannot be read: {error}"))?;
    let Some(sent) = sent.into_iter().find(|sent| sent.path.file_name() == path.file_name()) else {
        return Err("is no workbook but a link to something elsewhere: name the workbook itself".to_string());
    };
    let sent = files::Sent { relative: name.into(), ..sent };
    Ok(read::read_sent(form, "", &[sent], period, &Observer::default()))
}

/// Reads workbooks that are open already, each with the place where it would lie: for those that are made in memory (fuzz/).
#[cfg(feature = "internals")]
pub fn of_workbooks(
    form: &Form,
    folder: &str,
    workbooks: Vec<(files::Sent, grid::Workbook)>,
    period: Period,
) -> Returns {
    read::read_workbooks(form, folder, workbooks, period)
}

#[cfg(test)]
#[path = "../../tests/support/workbook.rs"]
pub(crate) mod workbook;

#[cfg(test)]
mod elsewhere_tests;
#[cfg(test)]
mod tests;
