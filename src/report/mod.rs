//! The document as data: sections, tables with Head, Item, Subtotal and Total rows, headlines, notes, a chart. It says what
//! is printed and where it comes from, and nothing of how it looks. One report gives the PDF and the workbook.

mod bridge;
mod build;
mod cells;
mod changes;
mod chart;
mod data;
mod each_change;
mod facts;
mod form_level;
#[cfg(test)]
mod group_tests;
mod known;
mod largest;
mod list_facts;
mod movement;
mod ratings;
mod reason;
mod row_plan;
mod set_aside;
mod settled;
mod tables;
mod text;
mod ties;
mod whole;
mod worked_out;

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::finding::Finding;
use crate::formula;
use crate::source::Place;

pub use build::{Material, build};

/// A whole document.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// What the document is.
    pub meta: Meta,
    /// Its sections, in the order in which they print.
    pub sections: Vec<Section>,
    /// Cells of returns that were set aside, of both periods, and by whom and when: 'set aside by the Section 151 officer on
    /// 20 January 2023'. What a cell of the report shows for one is what stands in its place.
    #[serde(skip)]
    pub set_aside: BTreeMap<Place, String>,
    /// What the checks found, with the decisions applied, in order. The workbook lists them all.
    #[serde(skip)]
    pub findings: Vec<Finding>,
    /// Every file that was read.
    #[serde(skip)]
    pub files: Vec<SourceFile>,
    /// What the period was compared with, and where that lies: one sentence. `None` where there was nothing to compare with.
    #[serde(skip)]
    pub compared_with: Option<String>,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Its path in the collection, with '/'.
    pub path: String,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// What it is: 'return', 'form', 'decisions', 'words', 'layout', 'font', 'prior return', 'prior workbook'.
    pub role: &'static str,
}

/// What the document is.
#[derive(Debug, Clone, Serialize)]
pub struct Meta {
    /// Title of the appendix.
    pub title: String,
    /// The council.
    pub council: String,
    /// The committee.
    pub committee: String,
    /// 'Quarter 3, 2022/23'
    pub period: String,
    /// '31 December 2022'; empty if the form does not say.
    pub as_at: String,
    /// '8 February 2023'; empty if the form does not say.
    pub meeting: String,
    /// The date that the files carry: the meeting's, else the as-at date, else the period's last day.
    #[serde(skip)]
    pub dated: Date,
    /// 'en-GB'
    pub language: String,
    /// An error or a query is open: DRAFT stands on every page and sheet.
    pub draft: bool,
    /// The agenda pack's number of the first page.
    pub first_page: u32,
}

/// A section with a heading.
#[derive(Debug, Clone, Serialize)]
pub struct Section {
    /// Its id.
    pub id: String,
    /// Its heading (level 1 under the document's title).
    pub heading: String,
    /// Whether it starts a page.
    pub new_page: bool,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "block", rename_all = "lowercase")]
pub enum Block {
    /// A paragraph of running text.
    Paragraph {
        /// The text.
        text: String,
    },
    /// Bullet points.
    Bullets {
        /// One text each.
        items: Vec<String>,
    },
    /// A table.
    Table(Table),
    /// A chart with its text alternative.
    Chart(Chart),
}

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
}

/// What a column of a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
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
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// A cell: as it prints, its number, and where it comes from.
#[derive(Debug, Clone, Serialize)]
pub struct Cell {
    /// As it prints. Line feeds are line breaks.
    pub text: String,
    /// The number behind it, in the unit printed, unrounded; `None` for text and placeholders.
    #[serde(skip)]
    pub number: Option<Decimal>,
    /// How the number shows in the workbook.
    #[serde(skip)]
    pub format: NumberFormat,
    /// Where it comes from.
    #[serde(skip)]
    pub origin: Origin,
    /// For a status word: how it is coloured beside the word.
    pub tone: Tone,
}

/// The colour that goes with a status word; never the only sign of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
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

/// How a number shows in the workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NumberFormat {
    /// Text, or a plain number.
    #[default]
    General,
    /// Money with so many decimals, negatives with a minus.
    Money {
        /// Decimal places.
        decimals: u32,
        /// Negatives in parentheses.
        parentheses: bool,
    },
    /// A ratio shown as a percentage with so many decimals.
    Percent {
        /// Decimal places.
        decimals: u32,
    },
}

/// Where a cell comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Origin {
    /// Words of the form or of this program.
    #[default]
    Label,
    /// As this cell of a return states it.
    Given(Place),
    /// From these cells of returns, none of which states it.
    Drawn(How, Vec<Place>),
    /// Computed from other cells of the report.
    Computed(Expression),
}

/// How a figure comes from cells of returns that do not state it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Their sum.
    Sum,
    /// How many they are.
    Count,
    /// Worked out from them.
    Worked,
    /// A step of a change that a decision parts.
    Step,
    /// Nil, because of this.
    Nil(&'static str),
}

impl How {
    /// In words, of so many cells: 'sum of 12 cells'.
    pub fn words(self, cells: usize) -> String {
        let cells = if cells == 1 { "1 cell".to_string() } else { format!("{cells} cells") };
        match self {
            How::Sum => format!("sum of {cells}"),
            How::Count => format!("count of {cells}"),
            How::Worked => format!("worked out from {cells}"),
            How::Step => "part of a change, by decision".to_string(),
            How::Nil(why) => format!("nil: {why}"),
        }
    }
}

impl Origin {
    /// From cells of returns: as one states it, where it is their sum and they are one. `Label` of none.
    pub(crate) fn drawn(how: How, places: Vec<Place>) -> Origin {
        match (how, places.as_slice()) {
            (_, []) => Origin::Label,
            (How::Sum, [place]) => Origin::Given(place.clone()),
            _ => Origin::Drawn(how, places),
        }
    }

    /// The cells of returns that it names itself.
    pub fn places(&self) -> &[Place] {
        match self {
            Origin::Given(place) => std::slice::from_ref(place),
            Origin::Drawn(_, places) => places,
            Origin::Label | Origin::Computed(_) => &[],
        }
    }
}

/// The address of a cell in the report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At {
    /// The table's id.
    pub table: String,
    /// Row, from 0, the heading row not counted.
    pub row: usize,
    /// Column, from 0.
    pub column: usize,
}

/// Whether a text may pick rows out ([`Expression::Matching`]): a spreadsheet would take others for patterns or comparisons.
pub(crate) fn is_criterion(text: &str) -> bool {
    !text.is_empty() && !text.contains(['*', '?', '~']) && !text.starts_with(['=', '<', '>'])
}

/// How a computed cell arises: its value, its live formula in the workbook and its trace come from this one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expression {
    /// The same as another cell.
    Same(At),
    /// The sum of cells; those that hold no number count nothing.
    Sum(Vec<At>),
    /// How many of these cells hold anything.
    Count(Vec<At>),
    /// The sum of a column of a table over the rows that these of its columns pick out, or how many those are.
    Matching {
        /// The table's id.
        table: String,
        /// The column that is added up; `None` where the rows are counted.
        sum: Option<usize>,
        /// What stands in which other column.
        rows: Vec<(usize, String)>,
    },
    /// A formula of the form, with the cell of each column it names. What prints where it does not exist comes last.
    Formula(formula::Expr, Vec<(String, At)>, String),
}

impl Expression {
    /// The cells it draws on, to be addressed anew.
    pub(crate) fn cells_mut(&mut self) -> Vec<&mut At> {
        match self {
            Expression::Same(at) => vec![at],
            Expression::Sum(cells) | Expression::Count(cells) => cells.iter_mut().collect(),
            Expression::Matching { .. } => Vec::new(),
            Expression::Formula(_, names, _) => names.iter_mut().map(|(_, at)| at).collect(),
        }
    }
}

/// Bars for a few figures of each of some groups.
#[derive(Debug, Clone, Serialize)]
pub struct Chart {
    /// Its title.
    pub title: String,
    /// The unit, for the axis: '£000s'.
    pub unit: String,
    /// Names of the bars: 'Target', 'Forecast', 'Achieved to date'.
    pub series: Vec<String>,
    /// One group of bars each.
    pub groups: Vec<ChartGroup>,
    /// The same in words.
    pub alternative: String,
}

/// A group of bars.
#[derive(Debug, Clone, Serialize)]
pub struct ChartGroup {
    /// Its name.
    pub name: String,
    /// As printed beside the bar, one for each series.
    pub labels: Vec<String>,
    /// Length of each bar in thousandths of the longest of the whole chart; never negative.
    pub lengths: Vec<u32>,
}
