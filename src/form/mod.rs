//! The form: what a council's own appendix looks like, what its returns hold, and which rules they must keep.
//!
//! [`raw`](self) reads piperoll.toml with the place of every value; `validate` turns it once into a [`Form`], reporting
//! every fault with its line. Nothing later sees the raw form. `docs/form.md` documents every key.

pub mod heading;
mod raw;
#[cfg(test)]
mod tests;
mod validate;

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::finding::{Severity, slug};
use crate::formula::Expr;
use crate::money::{MoneyStyle, Unit};
use crate::period::Period;
use crate::source::Place;
use crate::toml_reader::did_you_mean;

/// A fault of piperoll.toml (or of another TOML file): the line, and what was meant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// File and line.
    pub at: Place,
    /// One sentence.
    pub message: String,
}

/// A validated form.
#[derive(Debug, Clone)]
pub struct Form {
    /// The appendix as a whole.
    pub report: ReportForm,
    /// What is known of single periods.
    pub periods: Vec<PeriodForm>,
    /// The service areas, in the order in which they print.
    pub areas: Vec<Area>,
    /// The kinds of item, with their columns.
    pub lists: Vec<List>,
    /// Where rows of the lists stand in the returns.
    pub returns: Vec<ReturnForm>,
    /// Rules of the council's own.
    pub checks: Vec<CheckForm>,
    /// What phrases in running text speak of.
    pub narratives: Vec<NarrativeForm>,
    /// The tables of the appendix, in the order in which they print.
    pub tables: Vec<TableForm>,
    /// Contact details that may stand in the appendix: whole e-mail addresses, or '@domain', or telephone numbers.
    pub contacts: Vec<String>,
}

/// `[report]`
#[derive(Debug, Clone)]
pub struct ReportForm {
    /// The appendix's title.
    pub title: String,
    /// The council's name.
    pub council: String,
    /// The committee it goes to.
    pub committee: String,
    /// How money prints.
    pub money: MoneyStyle,
    /// The month (1 to 12) in which the financial year starts; 4 unless said else.
    pub year_starts: i8,
    /// What prints where a computed figure does not exist (a division by nil); '-' unless said else.
    pub not_applicable: String,
    /// The list whose schemes the first page, the headlines and the movements are about: the first unless said else.
    pub main_list: String,
    /// Columns of the main list in the roles that the first page needs.
    pub roles: Roles,
}

/// Which columns of the main list play which part on the first page. All but the target may be absent.
#[derive(Debug, Clone, Default)]
pub struct Roles {
    /// The target (budget).
    pub target: Option<String>,
    /// The forecast outturn.
    pub forecast: Option<String>,
    /// Achieved to date.
    pub achieved: Option<String>,
}

/// `[[period]]`
#[derive(Debug, Clone)]
pub struct PeriodForm {
    /// Which period.
    pub id: Period,
    /// The date the figures stand at.
    pub as_at: Option<Date>,
    /// The meeting's date; it also dates the files.
    pub meeting: Option<Date>,
    /// The agenda pack's number of the appendix's first page.
    pub first_page: Option<u32>,
    /// Line of the form.
    pub at: Place,
}

/// `[[area]]`
#[derive(Debug, Clone)]
pub struct Area {
    /// Its id: letters, digits and hyphens.
    pub id: String,
    /// Its name, printed everywhere.
    pub name: String,
    /// Other names of the same area.
    pub also: Vec<String>,
    /// What titles print before the name ('1.'), if the form numbers its areas.
    pub number: Option<String>,
    /// Whether it sends a return of its own; a missing one is then a finding.
    pub returns: bool,
    /// Line of the form.
    pub at: Place,
}

/// `[[list]]`
#[derive(Debug, Clone)]
pub struct List {
    /// Its id.
    pub id: String,
    /// What one of its items is called: 'project', 'scheme'.
    pub item: String,
    /// What several are called: 'projects'.
    pub items: String,
    /// The column that tells items apart within an area (a reference if there is one, else the title).
    pub key: String,
    /// The column that names an item to a reader: the row header. The key unless said else.
    pub label: String,
    /// If its rows sum up another list: which, and by what.
    pub summary_of: Option<Summary>,
    /// Labels of rows that count in totals but are no items (a balancing line).
    pub balancing: Vec<String>,
    /// Its columns, in order.
    pub columns: Vec<Column>,
    /// Line of the form.
    pub at: Place,
}

/// A list whose rows are another list's groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The list summed up.
    pub of: String,
    /// What each row stands for: `area`, or a column of that list.
    pub by: String,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An amount of money, held in pounds.
    Money,
    /// A percentage, held as a ratio.
    Percent,
    /// A number of things.
    Count,
    /// Text, whole.
    Text,
    /// One of the form's choices.
    Choice,
    /// A reference.
    Code,
    /// A date.
    Date,
}

impl Kind {
    /// Money, percentages and counts can be computed with.
    pub fn is_figure(self) -> bool {
        matches!(self, Kind::Money | Kind::Percent | Kind::Count)
    }
}

/// How the cells of a column arise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnOrigin {
    /// Published as the return states it.
    Given,
    /// Computed from the row; what the return states for it is only checked.
    Formula(Expr),
    /// In a summary: the total of a column of the list summed up.
    Sum(String),
    /// In a summary: how many items.
    Count,
}

/// How the total of a column arises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TotalOrigin {
    /// The sum of what is known.
    Sum,
    /// As the return's own total row states it.
    Given,
    /// No total.
    None,
    /// A formula over the totals of the other columns.
    Formula(Expr),
}

/// What a placeholder or code means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// What the council means by it; printed as a key where the form asks for it.
    pub means: String,
    /// Whether formulas may take it as nil. Never so unless the form says it.
    pub nil: bool,
}

/// What a blank cell means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blank {
    /// Nothing was said.
    Missing,
    /// Nil, because the form says so.
    Nil,
}

/// How much a figure may move, or differ, before it wants an explanation: beyond the amount and beyond the percentage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tolerance {
    /// In pounds.
    pub amount: Decimal,
    /// As a ratio of the earlier figure.
    pub percent: Decimal,
}

/// The amount that may stand beside a percentage: '92% (8.78m)'.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// The id by which formulas name the amount (stated, or else percentage times base).
    pub id: String,
    /// The column the percentage is of.
    pub of: String,
}

/// `[[list.column]]`
#[derive(Debug, Clone)]
pub struct Column {
    /// Its id: letters, digits and underscores.
    pub id: String,
    /// Its heading, with placeholders: 'Target {{year_end}} (£000s)'.
    pub heading: String,
    /// Other headings of the same column in returns.
    pub also: Vec<String>,
    /// What it holds.
    pub kind: Kind,
    /// The unit in which the return states money. The form must say it; an amount beside a percentage is in the unit of the
    /// column that the percentage is of, unless the form says else.
    pub unit: Unit,
    /// Decimal places of a percentage, stated and printed; 0 unless said else.
    pub decimals: u32,
    /// Whether an item must state it.
    pub required: bool,
    /// Whether the column may be absent altogether. A computed column may, a given one may not, unless the form says else.
    pub optional: bool,
    /// Whether it only grows within a year.
    pub cumulative: bool,
    /// Whether what is stated was rounded to the digits shown.
    pub rounded: bool,
    /// What a blank means.
    pub blank: Blank,
    /// Placeholders and codes.
    pub codes: BTreeMap<String, Code>,
    /// For a choice: what may stand there.
    pub choices: Vec<String>,
    /// How its cells arise.
    pub origin: ColumnOrigin,
    /// How its total arises.
    pub total: TotalOrigin,
    /// For a percentage: the amount beside it.
    pub beside: Option<Beside>,
    /// In a summary: the column of the list summed up with whose stated total it must agree.
    pub agrees_with: Option<String>,
    /// In a summary: whether over-delivery must be shown gross beside a net total (the column is negative where an item
    /// is over-delivered).
    pub net: bool,
    /// Movement since the prior period beyond which an explanation is asked for.
    pub movement: Option<Tolerance>,
    /// Words that say an item is finished ('Delivered', 'Complete'); checked against the figures.
    pub done_words: Vec<String>,
    /// Labels of the parts of a narrative cell, each in all its spellings: `[["Risk", "Risks"], ["Risk Mitigation"]]`.
    pub parts: Vec<Vec<String>>,
    /// Line of the form.
    pub at: Place,
}

/// Where the group of a row is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GroupFrom {
    /// The file is one group's.
    File,
    /// The sheet's name.
    Sheet,
    /// A column of the list, by its id.
    Column(String),
    /// A heading row above.
    Heading,
}

/// `[[return]]`
#[derive(Debug, Clone)]
pub struct ReturnForm {
    /// The list whose rows it holds.
    pub list: String,
    /// Which files: `{area}` for each area's own workbook, else a file's stem.
    pub file: ReturnFile,
    /// Which sheet, by name; else the table is looked for on every sheet.
    pub sheet: Option<String>,
    /// Where a row's area is told.
    pub area_from: GroupFrom,
    /// Labels of the total row; 'Total' unless said else.
    pub totals: Vec<String>,
    /// Labels with which a subtotal row starts; 'Subtotal' and 'Sub-total' unless said else.
    pub subtotals: Vec<String>,
    /// Labels with which a note row starts ('Note', 'NB', '*').
    pub notes: Vec<String>,
    /// Whether there may be none.
    pub optional: bool,
    /// Line of the form.
    pub at: Place,
}

/// Which files a `[[return]]` speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReturnFile {
    /// Each area's own.
    EachArea,
    /// The one with this stem.
    Named(String),
}

/// `[[check]]`: a rule of the council's own, over the columns of a list.
#[derive(Debug, Clone)]
pub struct CheckForm {
    /// Its id; part of the finding's id.
    pub id: String,
    /// The list.
    pub list: String,
    /// When it applies; always if absent.
    pub when: Option<Expr>,
    /// What must hold. Where something it needs is missing, nothing is said.
    pub require: Expr,
    /// How much a breach weighs.
    pub severity: Severity,
    /// What the finding says, after the item's name.
    pub message: String,
    /// Line of the form.
    pub at: Place,
}

/// `[[narrative]]`: what phrases near an amount in running text speak of.
#[derive(Debug, Clone)]
pub struct NarrativeForm {
    /// The list.
    pub list: String,
    /// The text columns read.
    pub columns: Vec<String>,
    /// Phrases; one must stand in the same clause as the amount.
    pub words: Vec<String>,
    /// What the amount may be: it must agree with one of them, in reach of its rounding.
    pub means: Vec<Expr>,
    /// Line of the form.
    pub at: Place,
}

/// `[[table]]`
#[derive(Debug, Clone)]
pub struct TableForm {
    /// Its id.
    pub id: String,
    /// Its title, with placeholders; with `one_per`, `{{number}}` and `{{name}}` too.
    pub title: String,
    /// The list it draws on.
    pub from: String,
    /// One table for each area.
    pub one_per_area: bool,
    /// Which columns, in order.
    pub columns: Vec<String>,
    /// How wide each column is beside the others; 1 for a figure and 3 for text unless said else.
    pub widths: Vec<u32>,
    /// What the total row is called; no total row without it.
    pub total_label: Option<String>,
    /// The order of rows by area or key, where it is not that of the returns.
    pub order: Vec<String>,
    /// Notes printed under it.
    pub notes: Vec<String>,
    /// Line of the form.
    pub at: Place,
}

impl Form {
    /// Reads and validates the text of `file` (its name is for messages). All faults at once, in the order of lines.
    pub fn parse(file: &str, text: &str) -> Result<Form, Vec<Fault>> {
        validate::validate(raw::read(file, text))
    }

    /// The list with this id.
    pub fn list(&self, id: &str) -> Option<&List> {
        self.lists.iter().find(|list| list.id == id)
    }

    /// The area with this id.
    pub fn area(&self, id: &str) -> Option<&Area> {
        self.areas.iter().find(|area| area.id == id)
    }

    /// What the form says of a period.
    pub fn period(&self, period: Period) -> Option<&PeriodForm> {
        self.periods.iter().find(|form| form.id == period)
    }

    /// The list the first page is about.
    pub fn main(&self) -> Option<&List> {
        self.list(&self.report.main_list)
    }
}

/// An area's id must be one of the form's; the message says what was meant.
pub(crate) fn known_area(areas: &[Area], id: &str) -> Result<(), String> {
    if areas.iter().any(|area| area.id == id) {
        return Ok(());
    }
    let named = |area: &&Area| std::iter::once(&area.name).chain(&area.also).any(|name| slug(name) == slug(id));
    let hint = match areas.iter().find(named) {
        Some(area) => format!("; write its id, `{}`", area.id),
        None => did_you_mean(id, areas.iter().map(|area| area.id.as_str())),
    };
    Err(format!("unknown area `{id}`{hint}"))
}

impl List {
    /// The column with this id.
    pub fn column(&self, id: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.id == id)
    }
}

impl Column {
    /// The code that a typed placeholder is, if the form knows it: compared without outer blanks and case, every dash the
    /// same.
    pub fn code(&self, typed: &str) -> Option<(&str, &Code)> {
        let wanted = comparable_code(typed);
        self.codes.iter().find(|(code, _)| comparable_code(code) == wanted).map(|(code, means)| (code.as_str(), means))
    }

    /// The unit of its figures, for a sentence: 'thousands of pounds'.
    pub fn unit_name(&self) -> &'static str {
        match (self.kind, self.unit) {
            (Kind::Money, Unit::Pounds) => "pounds",
            (Kind::Money, Unit::Thousands) => "thousands of pounds",
            (Kind::Money, Unit::Millions) => "millions of pounds",
            _ => "its own unit",
        }
    }

    /// Whether its figures are computed rather than given.
    pub fn is_computed(&self) -> bool {
        self.kind.is_figure() && self.origin != ColumnOrigin::Given
    }
}

fn comparable_code(code: &str) -> String {
    code.trim().to_lowercase().replace(['\u{2013}', '\u{2014}', '\u{2212}'], "-")
}
