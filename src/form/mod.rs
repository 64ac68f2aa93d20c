//! The form: what a council's own appendix looks like, what its returns hold, and which rules they must keep.
//!
//! [`raw`](self) reads piperoll.toml with the place of every value; `validate` turns it once into a [`Form`], reporting
//! every fault with its line. Nothing later sees the raw form. `docs/form.md` documents every key.

pub mod heading;
pub mod rating;
mod raw;
pub mod schema;
#[cfg(test)]
mod tests;
mod validate;

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::finding::Severity;
use crate::formula::Expr;
use crate::money::{MoneyStyle, Unit};
use crate::names::{self, Label, Phrase, did_you_mean};
use crate::period::{FinancialYear, Period};
use crate::source::{Fault, Place};

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
    /// Ratings that follow from figures.
    pub ratings: Vec<rating::RatingForm>,
    /// Rules of the council's own.
    pub checks: Vec<CheckForm>,
    /// What phrases in running text speak of.
    pub narratives: Vec<NarrativeForm>,
    /// Totals that must agree once what lies between them is named.
    pub ties: Vec<TieForm>,
    /// What leads from one column to another.
    pub bridges: Vec<BridgeForm>,
    /// What leaves a year and comes back in another.
    pub pairings: Vec<PairingForm>,
    /// The tables of the appendix, in the order in which they print.
    pub tables: Vec<TableForm>,
    /// Figures that are no item's, each with the place it stands in and its source.
    pub figures: Vec<FigureForm>,
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
    /// Whether the form writes savings as negative amounts. Headlines say them as positive ones.
    pub negative_savings: bool,
    /// The list whose schemes the first page, the headlines and the movements are about: the first unless said else.
    pub main_list: String,
    /// Columns of the main list in the roles that the first page needs.
    pub roles: Roles,
    /// The years of the programme, in order; empty if the form names none.
    pub years: Vec<FinancialYear>,
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
    /// If its rows are details of another list's items (exceptions, steps), which list: they come and go, and several may
    /// share a name.
    pub detail_of: Option<String>,
    /// Labels of rows that count in totals but are no items (a balancing line).
    pub balancing: Vec<String>,
    /// Whether it holds words alone: its columns stand side by side, each as long as it is, and a row is no item.
    pub text_only: bool,
    /// Names of the groups inside an area, outermost first: a programme, a status.
    pub levels: Vec<String>,
    /// Where some of its items are parts of others.
    pub parts: Option<Parts>,
    /// Its columns, in order.
    pub columns: Vec<Column>,
    /// Line of the form.
    pub at: Place,
}

/// Items that are parts of other items: only the whole counts in totals, and its parts must add up to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// The column in which a part names its whole, by the whole's key.
    pub column: String,
    /// The columns in which parts add up to their whole.
    pub add_up: Vec<String>,
    /// Line of the form.
    pub at: Place,
}

/// What `by` of a summary is called where each row stands for a service area. No column may be called so.
pub const AREA: &str = "area";
/// What it is called where one row stands for everything.
pub const ALL: &str = "all";

/// A list whose rows are another list's groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The list summed up.
    pub of: String,
    /// What each row stands for: [`AREA`], a column or a level of that list, or [`ALL`]: one row for everything.
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
    /// A financial year, held as text: '2018/19'.
    Year,
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
    /// A column of the same row, as a share of that column's total.
    Share(String),
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
    /// Of a column that shows shares: the share of the group's total in the whole list's.
    Share,
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

/// A value that stands inside another column's cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Within {
    /// The column whose cell it stands in. That cell stays whole.
    pub column: String,
    /// What stands around it: `Saving {}`, with `{}` for one word. Without it, a choice is the one whose words stand there.
    pub pattern: Option<String>,
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
    /// In a summary: only the items for which this holds are summed or counted.
    pub only: Option<Expr>,
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
    /// The unit in which its money prints, if not the appendix's.
    pub prints: Option<Unit>,
    /// For a choice: whether its choices are stages, in this order.
    pub ordered: bool,
    /// For a reference: whether numbers that are missing in a run are listed.
    pub gaps: bool,
    /// The column in which this one's subtotals and totals stand, in returns and in the appendix; its own unless said else.
    pub totals_in: Option<String>,
    /// Where its value stands, if not in a column of its own.
    pub within: Option<Within>,
    /// Phrases that make what stands in the row conditional ('subject to approval').
    pub conditions: Vec<String>,
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
    /// The subtotal row below, by its label.
    Subtotal,
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
    /// Where each level of the list is told, in the order of the levels.
    pub groups: Vec<GroupFrom>,
    /// Labels of the total row; 'Total' unless said else.
    pub totals: Vec<String>,
    /// Labels with which a subtotal row starts; 'Subtotal' and 'Sub-total' unless said else.
    pub subtotals: Vec<String>,
    /// Whether a row with figures and no label is a subtotal.
    pub unlabelled_subtotals: bool,
    /// Labels with which a note row starts ('Note', 'NB', '*').
    pub notes: Vec<String>,
    /// Where the columns stand (A is 0), if the sheet prints no headings to find them by.
    pub positions: BTreeMap<String, u32>,
    /// The first row (the topmost is 0) of a table without headings; else the first with two of its cells filled.
    pub from_row: Option<u32>,
    /// Whether there may be none.
    pub optional: bool,
    /// Line of the form.
    pub at: Place,
}

/// `[[figure]]`: a figure of the appendix as a whole, such as a share identified to date.
#[derive(Debug, Clone)]
pub struct FigureForm {
    /// Its id, name, kind and unit. Where it has a formula, over the other figures, it is computed.
    pub column: Column,
    /// The cell it stands in; none if it is computed only.
    pub cell: Option<FigureCell>,
    /// The day it stands at, where the return does not say it beside the figure.
    pub as_at: Option<Date>,
    /// Who or what it comes from, in words.
    pub source: Option<String>,
}

/// Where a `[[figure]]` stands: right of its label, or below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureCell {
    /// The file: an area's id, for its own workbook, or the file's stem.
    pub file: String,
    /// The sheet; every visible one of the file unless said else.
    pub sheet: Option<String>,
    /// The label.
    pub label: String,
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
    /// What must hold.
    pub require: Expr,
    /// Whether the rule is broken where something that `require` needs is missing; otherwise nothing is said then.
    pub missing_breaks: bool,
    /// How much a breach weighs.
    pub severity: Severity,
    /// What the finding says, after the item's name.
    pub message: String,
    /// Line of the form.
    pub at: Place,
}

/// `[[tie]]`: two totals that must agree once the items between them are taken into account: left and items make right.
#[derive(Debug, Clone)]
pub struct TieForm {
    /// Its id; part of the finding's id.
    pub id: String,
    /// The one total.
    pub left: TieSum,
    /// The other.
    pub right: TieSum,
    /// What lies between them: added to the left.
    pub items: Vec<TieSum>,
    /// Line of the form.
    pub at: Place,
}

/// A total of a `[[tie]]`: a column of a list, over all its items or only some.
#[derive(Debug, Clone)]
pub struct TieSum {
    /// What a reader knows it as.
    pub name: String,
    /// The list.
    pub list: String,
    /// The column.
    pub column: String,
    /// Only this area's items.
    pub area: Option<String>,
    /// Only the items for which this holds.
    pub filter: Option<Expr>,
    /// Whether it counts with the other sign.
    pub negate: bool,
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

/// `[[bridge]]`: from one column of a list to another by amounts of signed kinds that stand in a second list, item by item
/// and year by year.
#[derive(Debug, Clone)]
pub struct BridgeForm {
    /// Its id.
    pub id: String,
    /// The list whose columns it joins.
    pub of: String,
    /// What it starts from is called: 'Target'.
    pub from_label: String,
    /// What it leads to is called: 'Projection'.
    pub to_label: String,
    /// Its steps: one for each year of the programme, or a single one.
    pub steps: Vec<BridgeStep>,
    /// The list that holds the amounts.
    pub list: String,
    /// Its column that names the item.
    pub item: String,
    /// Its column that says what kind of amount it is.
    pub kind: String,
    /// Its column of amounts.
    pub amount: String,
    /// Its column of the year, where there are years.
    pub year: Option<String>,
    /// How an amount of each kind counts, in the order in which the kinds print.
    pub signs: Vec<(String, Sign)>,
    /// Line of the form.
    pub at: Place,
}

/// One step of a bridge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BridgeStep {
    /// Which year; `None` where the bridge has no years.
    pub year: Option<FinancialYear>,
    /// The column it starts from.
    pub from: String,
    /// The column it leads to.
    pub to: String,
}

/// How an amount counts in a bridge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// It adds to what the bridge leads to.
    Plus,
    /// It takes away from it.
    Minus,
    /// It is part of both ends; said beside the bridge.
    Within,
}

/// `[[pairing]]`: what leaves a year comes back in the year it names, item by item.
#[derive(Debug, Clone)]
pub struct PairingForm {
    /// Its id; part of the finding's id.
    pub id: String,
    /// The list of the amounts.
    pub list: String,
    /// Its column that names the item.
    pub item: String,
    /// Its column of amounts.
    pub amount: String,
    /// Its column of the year in which an amount stands.
    pub year: String,
    /// Its column of the other year: where what leaves comes back, and where what comes back came from.
    pub other_year: String,
    /// Which rows say that something leaves.
    pub out: Expr,
    /// Which rows say that it comes back.
    pub back: Expr,
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
    /// The list it draws on; for a bridge, the list whose columns it joins.
    pub from: String,
    /// The bridge it prints, instead of rows of a list.
    pub bridge: Option<String>,
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
    /// The levels whose groups print with a subtotal, outermost first.
    pub groups: Vec<String>,
    /// Whether a heading row stands above each such group.
    pub group_heading: bool,
    /// What a subtotal is called, with `{{group}}`; else the return's own label, else 'Total' and the group's name.
    pub subtotal_label: Option<String>,
    /// The order of groups by name, where it is not that of the returns.
    pub group_order: Vec<String>,
    /// Only the items for which this holds; totals are then of those.
    pub filter: Option<Expr>,
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

    /// The columns of the same thing in every year, if this column is one year's; else none.
    pub fn every_year(&self, column: &str) -> Vec<(FinancialYear, String)> {
        let years = &self.report.years;
        let base = years.iter().find_map(|year| column.strip_suffix(&year_id("", *year)));
        base.map(|base| years.iter().map(|year| (*year, year_id(base, *year))).collect()).unwrap_or_default()
    }

    /// The bridge with this id.
    pub fn bridge(&self, id: &str) -> Option<&BridgeForm> {
        self.bridges.iter().find(|bridge| bridge.id == id)
    }

    /// The list the first page is about.
    pub fn main(&self) -> Option<&List> {
        self.list(&self.report.main_list)
    }
}

/// The id of a column for one year: `target_2017_18`.
fn year_id(base: &str, year: FinancialYear) -> String {
    format!("{base}_{}", year.label().replace('/', "_"))
}

/// An area's id must be one of the form's; the message says what was meant.
pub(crate) fn known_area(areas: &[Area], id: &str) -> Result<(), String> {
    if areas.iter().any(|area| area.id == id) {
        return Ok(());
    }
    let wanted = Label::of(id);
    let named = |area: &&Area| std::iter::once(&area.name).chain(&area.also).any(|name| Label::of(name) == wanted);
    let hint = match areas.iter().find(named) {
        Some(area) => format!("; write its id, `{}`", area.id),
        None => did_you_mean(id, areas.iter().map(|area| area.id.as_str())),
    };
    Err(format!("unknown area `{id}`{hint}"))
}

impl List {
    /// Whether its items are schemes, followed from period to period: neither sums nor details of those of another list, nor words alone.
    pub fn has_schemes(&self) -> bool {
        self.summary_of.is_none() && self.detail_of.is_none() && !self.text_only
    }

    /// The column with this id.
    pub fn column(&self, id: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.id == id)
    }

    /// The ids that name something of an item: its columns, and the amounts beside percentages, in order.
    pub fn every_id(&self) -> Vec<&str> {
        let mut ids = Vec::new();
        for column in &self.columns {
            ids.push(column.id.as_str());
            ids.extend(column.beside.as_ref().map(|beside| beside.id.as_str()));
        }
        ids
    }
}

impl Column {
    /// The code that a typed placeholder is, if the form knows it: compared as [codes](names::Code) are.
    pub fn code(&self, typed: &str) -> Option<(&str, &Code)> {
        self.codes.iter().find(|(code, _)| names::Code::same(code, typed)).map(|(code, means)| (code.as_str(), means))
    }

    /// The phrase of its `conditions` that a text holds, as the form writes it.
    pub fn condition(&self, text: &str) -> Option<&str> {
        let text = Phrase::of(text);
        self.conditions.iter().find(|phrase| Phrase::of(phrase).stands_in(&text)).map(String::as_str)
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

    /// The column in which its subtotals and totals stand.
    pub fn totals_column(&self) -> &str {
        self.totals_in.as_deref().unwrap_or(&self.id)
    }

    /// The place of a choice among the choices; `None` if it is none of them.
    pub fn rank(&self, choice: &str) -> Option<usize> {
        self.choices.iter().position(|known| names::Code::same(known, choice))
    }

    /// Whether its figures are computed rather than given.
    pub fn is_computed(&self) -> bool {
        self.kind.is_figure() && self.origin != ColumnOrigin::Given
    }
}
