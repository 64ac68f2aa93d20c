//! What a workbook says of its own form: its tables, what each of their columns and rows is, which columns are worked out from
//! others. Nothing is known of a council here, and nothing is decided: each guess says what it was made by, for whoever proposes
//! a form from it and for whoever reads that.
//!
//! The steps, each on what the one before it found: `find` (where tables stand), `headings`, `kinds` (what columns hold),
//! `rows` (what rows are; totals by their words and by their sums), `computed` (formulas), `legend` (what colours mean).

mod areas;
mod called;
mod columns;
mod computed;
mod dated;
mod draft;
mod find;
#[cfg(test)]
mod form_tests;
mod given;
mod headings;
mod joined;
mod kinds;
mod legend;
mod lines;
mod list;
mod report;
mod rows;
mod summary;
#[cfg(test)]
mod tests;
mod units;
mod write;

pub use given::{Given, as_at_of, month_of, period_of};
pub use write::TO_DECIDE;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::form::Hue;
use crate::money::Unit;
use crate::returns::grid::{Sheet, Workbook};
use crate::returns::look::Colour;
use crate::source::Address;

/// What a guess was made by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// The column's own heading.
    Heading,
    /// A line above the table, or the sheet's name.
    Title,
    /// How the numbers are formatted.
    Format,
    /// What stands in the cells.
    Values,
    /// The same live formula in every row.
    LiveFormula,
}

/// Something that is probably so, and what speaks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess<T> {
    /// What is probably so.
    pub value: T,
    /// What speaks for it.
    pub by: By,
}

/// A table of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Its sheet.
    pub sheet: Arc<str>,
    /// Whether people can see the sheet.
    pub visible: bool,
    /// The texts above it, from the top.
    pub titles: Vec<(Address, String)>,
    /// The rows of its headings; an empty range before its first row where it has none.
    pub heading_rows: RangeInclusive<u32>,
    /// Its columns, from the left.
    pub columns: Vec<Column>,
    /// Whether the column that names its items has no heading.
    pub nameless: bool,
    /// The column whose entries tell its items apart, and the one that names them to a reader; the same where there is no reference.
    pub key: Option<u32>,
    /// See `key`.
    pub label: Option<u32>,
    /// Its rows below the headings, from the top.
    pub rows: Vec<Row>,
    /// What stands below it.
    pub notes: Vec<(Address, String)>,
    /// Which word each colour stands for, where a legend on the sheet says it.
    pub legend: BTreeMap<Hue, String>,
}

impl Table {
    /// Its rows that are items, from the top.
    pub fn items(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.is == RowIs::Item)
    }
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Where it stands, from 0.
    pub at: u32,
    /// Its heading in one line; empty where it has none.
    pub heading: String,
    /// Whether people can see it.
    pub shown: bool,
    /// What it holds.
    pub holds: Guess<Holds>,
    /// The unit of its money, where anything says it.
    pub unit: Option<Guess<Unit>>,
    /// What stands in place of figures, and how often.
    pub placeholders: BTreeMap<String, Placeholder>,
    /// How it is worked out from other columns of its row.
    pub computed: Option<Computed>,
    /// The column left of it that holds the same figure in every row.
    pub same_as: Option<u32>,
    /// How often nothing stands there in an item's row.
    pub blanks: usize,
    /// Whether figures that are worked out from it take a blank as nil.
    pub blank_is_nil: bool,
    /// What the total rows state here; not known where there is none, or where they state nothing.
    pub total: Option<TotalIs>,
}

/// What total rows state in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TotalIs {
    /// The sum of the items.
    Sum,
    /// What the column's own formula gives of the other totals.
    Formula,
    /// Something else.
    Stated,
}

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holds {
    /// Amounts of money.
    Money,
    /// Percentages.
    Percent {
        /// Their decimal places.
        decimals: u32,
        /// Whether some have an amount beside them: '92% (8.78m)'.
        beside: bool,
    },
    /// Numbers of things.
    Count,
    /// Days.
    Date,
    /// Financial years.
    Year,
    /// References: short, each once.
    Code,
    /// One of a few words, in the order in which they first stand.
    Choice(Vec<String>),
    /// No words, and different colours.
    Colour(BTreeSet<Hue>),
    /// Running text.
    Text,
    /// Nothing at all.
    Nothing,
}

impl Holds {
    /// Whether it is reckoned with.
    pub fn is_figure(&self) -> bool {
        matches!(self, Holds::Money | Holds::Percent { .. } | Holds::Count)
    }

    /// Whether it adds up.
    pub fn is_amount(&self) -> bool {
        matches!(self, Holds::Money | Holds::Count)
    }
}

/// A text in place of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Placeholder {
    /// How often it stands there.
    pub times: usize,
    /// Whether it is nil by its own word, or because a figure that is worked out from it takes it so.
    pub nil: bool,
}

/// A column that is worked out from others of its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Computed {
    /// How.
    pub formula: RowFormula,
    /// In how many rows it gives what stands there. In no row does it give anything else.
    pub rows: usize,
    /// By its figures alone, or by the same live formula in every row too.
    pub by: By,
}

/// A formula over the columns of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowFormula {
    /// The first columns added up, less the others.
    Sum {
        /// What is added.
        plus: Vec<u32>,
        /// What is taken away.
        less: Vec<u32>,
    },
    /// One column as a share of another.
    Share {
        /// The part.
        part: u32,
        /// The whole.
        of: u32,
    },
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Where it stands, from 0.
    pub at: u32,
    /// Its name: what stands in the table's label or key, else its first text.
    pub label: String,
    /// What it is.
    pub is: RowIs,
}

/// What a row is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowIs {
    /// An item.
    Item,
    /// A text alone above items: an area, or a group.
    Heading(HeadingLook),
    /// The sum of rows.
    Total(Covers),
    /// The headings once more.
    Headings,
    /// Words between the rows, or below the last one.
    Note,
    /// Figures below the total of all items: a comparison, a net position.
    Below,
}

/// How a heading row is written: those that are written alike are of one level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct HeadingLook {
    /// The column in which it stands.
    pub column: u32,
    /// Whether it is merged over columns.
    pub merged: bool,
    /// The colour behind it.
    pub fill: Option<Colour>,
    /// Whether it is bold.
    pub bold: bool,
}

/// Of which rows a total is the sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Covers {
    /// All items of the table.
    All,
    /// The items from one row to another.
    Rows(u32, u32),
    /// A total by its words alone: its figures are those of no rows.
    Unknown,
}

/// The tables of a workbook, in the order of its sheets and from the top of each.
pub fn tables(workbook: &Workbook) -> Vec<Table> {
    workbook.sheets.iter().flat_map(of_sheet).collect()
}

/// The tables of a sheet.
pub fn of_sheet(sheet: &Sheet) -> Vec<Table> {
    let regions = find::regions(sheet);
    let legend = legend::of(sheet, &regions.iter().map(find::Region::rows).collect::<Vec<_>>());
    regions.into_iter().map(|region| of_region(sheet, region, legend.clone())).collect()
}

fn of_region(sheet: &Sheet, region: find::Region<'_>, legend: BTreeMap<Hue, String>) -> Table {
    let is_unheaded = region.is_unheaded();
    let mut table = Table {
        sheet: sheet.name.clone(),
        visible: sheet.visible,
        columns: headings::columns(sheet, &region),
        titles: region.titles,
        nameless: false,
        heading_rows: region.headings.clone(),
        key: None,
        label: None,
        rows: Vec::new(),
        notes: region.notes,
        legend,
    };
    // Which rows are totals is seen by the columns of amounts, and what columns hold by the rows that are items.
    let mut items = rows::likely_items(&region.lines);
    for _ in 0..2 {
        kinds::judge(sheet, &mut table, &items);
        table.rows = rows::judge(sheet, &table, &region.lines);
        items = table.items().map(|row| row.at).collect();
    }
    rows::below(&mut table);
    let nameless = table.label.is_some_and(|label| {
        table.columns.iter().any(|column| column.at == label && column.heading.is_empty() && column.shown)
    });
    if is_unheaded || nameless {
        headings::invent(&mut table, is_unheaded);
    }
    table.nameless = nameless;
    computed::judge(sheet, &mut table);
    computed::totals(sheet, &mut table);
    table
}

/// What workbooks leave open, so that a guess is a coin's toss.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What is asked, in a sentence or two.
    pub text: String,
    /// What may be chosen, the likeliest first.
    pub options: Vec<String>,
}

/// The form that workbooks propose, as the text of piperoll.toml; `None` where none of those of the newest period holds a table.
/// `choose` says which of a question's options it is, from 0.
pub fn form(given: &[Given], choose: &mut dyn FnMut(&Question) -> usize) -> Option<String> {
    let mut draft = draft::of(given)?;
    units::settle(&mut draft, choose);
    Some(write::text(&draft, given))
}
