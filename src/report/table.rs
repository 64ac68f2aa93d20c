//! A table: its columns, its rows and their cells.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::ids;
use super::origin::Origin;
use super::value::CellValue;

/// A table. Its id is unique in the report; cells are addressed by it.
#[derive(Debug, Clone, Serialize)]
pub struct Table {
    /// Its id; also the base of the sheet's name.
    pub id: String,
    /// Its title; a caption, or a heading of level 2, in the PDF; the sheet's title in the workbook.
    pub title: String,
    /// Name of its sheet in the workbook (unique, at most 31 characters, none of `[]:*?/\`).
    pub sheet: String,
    /// What it holds, in a sentence: its text alternative.
    pub description: String,
    /// Where it appears.
    pub appears: Appears,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, without the heading row.
    pub rows: Vec<Row>,
    /// Notes under it.
    pub notes: Vec<String>,
}

impl Table {
    /// Whether it is the one that says each figure of each composed text.
    pub fn is_of_texts(&self) -> bool {
        self.id == ids::TEXT
    }

    /// Whether it holds data for a later period, which finds its sheet and its columns by their names.
    pub(crate) fn is_data(&self) -> bool {
        ids::is_data(&self.id)
    }

    /// Whether it is one of the program's own, and no form says which columns it has.
    pub(crate) fn is_of_the_program(&self) -> bool {
        ids::is_of_the_program(&self.id)
    }
}

/// In which of the two documents a table stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Appears {
    /// In both.
    Both,
    /// In the appendix alone.
    Appendix,
    /// In the workbook alone.
    Workbook,
}

/// A column of a table.
#[derive(Debug, Clone, Serialize)]
pub struct Column {
    /// Its heading; unique in the table and not blank.
    pub heading: String,
    /// What it holds; figures are aligned right.
    pub holds: Holds,
    /// How wide it is beside the others.
    pub width: u32,
    /// Whether it is left out of what prints, because nothing stands in it. Its cells are there.
    #[serde(skip)]
    pub left_out: bool,
}

/// What a column of a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Holds {
    /// Names: short text; the first such column heads the rows.
    Label,
    /// Figures.
    Figure,
    /// Running text.
    Text,
    /// A status word, such as a RAG.
    Status,
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RowKind {
    /// The heading of a group inside the table.
    Head,
    /// An item.
    Item,
    /// A group's total.
    Subtotal,
    /// The table's total.
    Total,
}

/// A row: as many cells as the table has columns.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// What it is.
    pub kind: RowKind,
    /// How many groups and wholes it stands below: how far its label is indented. A group's heading and its subtotal are of one
    /// level.
    pub level: u8,
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// A cell: what stands in it, and where that comes from.
#[derive(Debug, Clone, Serialize)]
pub struct Cell {
    /// What stands in it.
    #[serde(rename = "text")]
    pub value: CellValue,
    /// Where it comes from.
    #[serde(skip)]
    pub origin: Origin,
    /// For a status word: how it is coloured beside the word.
    pub tone: Tone,
}

impl Cell {
    /// As it prints. Line feeds are line breaks.
    pub fn text(&self) -> &str {
        self.value.text()
    }

    /// The number in it; `None` for all that is none.
    pub fn number(&self) -> Option<Decimal> {
        self.value.number()
    }
}

/// The colour that goes with a status word; never the only sign of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// None.
    #[default]
    Plain,
    /// Red.
    Red,
    /// Amber.
    Amber,
    /// Green.
    Green,
}
