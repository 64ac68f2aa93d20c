//! The form: what a council's own appendix looks like, what its returns hold, and which rules they must keep.
//!
//! [`raw`](self) reads piperoll.toml with the place of every value; `validate` turns it once into a [`Form`], reporting
//! every fault with its line. Nothing later sees the raw form. `docs/form.md` documents every key.

mod approver;
mod area_group;
mod by_period;
mod column;
mod control;
mod exempt;
mod file_name;
pub mod heading;
mod hue;
pub mod kind;
mod list;
mod pages;
mod place;
pub mod rating;
mod raw;
mod record;
mod role;
pub(crate) mod rule;
pub mod schema;
mod table;
#[cfg(test)]
mod tests;
mod validate;

use jiff::civil::Date;

use crate::money::MoneyStyle;
use crate::names::{Label, did_you_mean};
use crate::period::{Calendar, FinancialYear, Period};
use crate::source::{Fault, Place};

pub use approver::Approver;
pub use area_group::{AREA_GROUP, AreaGroup};
pub use by_period::{ByPeriod, OnlyIn, Without};
pub use column::{Code, Column, TotalOrigin, Within};
pub use control::{Control, ControlBook, ControlItem};
pub use exempt::{ExemptForm, Law};
pub use file_name::FileName;
pub use hue::Hue;
pub use kind::{
    AmountSettings, Beside, Blank, Certainty, ColumnKind, ColumnOrigin, FigureSettings, Kind, PartOf, SameAs, Side,
    Tolerance,
};
pub use list::{ALL, AREA, List, Parts, Summary};
pub use pages::{Pages, Prints};
pub use place::{FigureCell, FigureForm, GroupFrom, ReturnFile, ReturnForm};
pub use record::RecordForm;
pub use role::{ClearanceForm, May, Role};
pub use rule::{BridgeForm, BridgeStep, CheckForm, NarrativeForm, PairingForm, Sign, TieForm, TieSum};
pub use table::TableForm;

/// The page of the docs that says what may stand in piperoll.toml.
pub(crate) const PAGE: &str = "docs/form.md";

/// A validated form.
#[derive(Debug, Clone)]
pub struct Form {
    /// The appendix as a whole.
    pub report: ReportForm,
    /// What is known of single periods.
    pub periods: Vec<PeriodForm>,
    /// The service areas, in the order in which they print.
    pub areas: Vec<Area>,
    /// The groups of areas that have a total together, in the order of the form.
    pub area_groups: Vec<AreaGroup>,
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
    /// Who may answer what; empty where the form does not say.
    pub deciders: Vec<Role>,
    /// Who may approve changes, and up to what; empty where the form does not say.
    pub approvers: Vec<Approver>,
    /// What was approved, on which the targets are checked.
    pub controls: Vec<Control>,
    /// What the appendix needs before it is published.
    pub clearance: ClearanceForm,
    /// `[exempt]`
    pub exempt: ExemptForm,
    /// The kinds of record that print, in the order in which they do.
    pub records: Vec<RecordForm>,
    /// What prints beside the form's own tables, and where.
    pub pages: Pages,
    /// How days and periods are said: in English, until the collection has read the words of the form's language.
    pub calendar: Calendar,
    /// What it has in other periods alone (`only_in`).
    pub by_period: ByPeriod,
    /// The period as in which it was read; none where it was looked at by itself.
    pub read_for: Option<Period>,
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
    /// The language of the appendix, as a tag of BCP 47: 'en-GB' unless said else, 'cy'.
    pub language: String,
    /// Whether the form writes savings as negative amounts. Headlines say them as positive ones.
    pub negative_savings: bool,
    /// The list whose schemes the first page, the headlines and the movements are about: the first unless said else.
    pub main_list: String,
    /// Columns of the main list by the part they play.
    pub roles: Roles,
    /// What the form calls a target, what is forecast and what is achieved, in sentences; the program's own words where it does not say.
    pub words: Terms,
    /// The columns whose movements print, each with its list: those of the roles target, forecast and achieved, unless
    /// the form says others.
    pub movements: Vec<(String, String)>,
    /// The columns whose last closings print, each with its list; none unless [`Pages::trend`] asks for them.
    pub trend: Vec<(String, String)>,
    /// The years of the programme, in order; empty if the form names none.
    pub years: Vec<FinancialYear>,
    /// Workbooks in the folder of returns that are nobody's return, such as finance's own.
    pub not_returns: Vec<FileName>,
}

/// Which columns of the main list play which part: on the first page, and where a figure is held against the others of its row.
/// All but the target may be absent.
#[derive(Debug, Clone, Default)]
pub struct Roles {
    /// The target (budget).
    pub target: Option<String>,
    /// The forecast outturn.
    pub forecast: Option<String>,
    /// Achieved to date.
    pub achieved: Option<String>,
    /// What should have been achieved by now: the profile, or budget to date.
    pub profile: Option<String>,
    /// What the target was when it was approved.
    pub original: Option<String>,
    /// What was approved of it since.
    pub approved_changes: Option<String>,
    /// What of an earlier year's it takes in.
    pub brought_forward: Option<String>,
    /// What is forecast to have been delivered in a later year, in all: a list and its column.
    pub later: Option<(String, String)>,
    /// What the form itself says is missing: a list and its column.
    pub shortfall: Option<(String, String)>,
    /// What stands against the savings: pressures, or growth; a list and its column.
    pub pressures: Option<(String, String)>,
    /// What the target less the pressures comes to: a list and its column.
    pub net: Option<(String, String)>,
}

/// What a form calls its main figures in a sentence.
#[derive(Debug, Clone, Default)]
pub struct Terms {
    /// With its article: 'a target', 'savings proposed'.
    pub target: Option<String>,
    /// 'forecast', 'projected': '£100k is … to be delivered'.
    pub forecast: Option<String>,
    /// 'achieved', 'banked': '£100k has been …'.
    pub achieved: Option<String>,
}

impl Roles {
    /// What the year is to bring: what `figure` gives for the forecast, else for the target.
    pub fn of_year<T>(&self, figure: impl Fn(&str) -> Option<T>) -> Option<T> {
        let of = |role: &Option<String>| figure(role.as_deref()?);
        of(&self.forecast).or_else(|| of(&self.target))
    }
}

/// `[[period]]`
#[derive(Debug, Clone)]
pub struct PeriodForm {
    /// Which period.
    pub id: Period,
    /// The date the figures stand at.
    pub as_at: Option<Date>,
    /// The day on which the appendix is published, by which a change must be approved.
    pub publication: Option<Date>,
    /// The meeting's date; it also dates the files.
    pub meeting: Option<Date>,
    /// The agenda pack's number of the appendix's first page.
    pub first_page: Option<u32>,
    /// The areas (their ids) that have nothing to report.
    pub nil: Vec<String>,
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

impl Form {
    /// Reads and validates the text of `file` (its name is for messages). All faults at once, in the order of lines.
    ///
    /// Where it has entries that hold in some periods alone (`only_in`), it is validated as it is in each of them.
    pub fn parse(file: &str, text: &str) -> Result<Form, Vec<Fault>> {
        Form::read(file, text, None)
    }

    /// The same as it is in one period.
    pub fn parse_in(file: &str, text: &str, period: Period) -> Result<Form, Vec<Fault>> {
        Form::read(file, text, Some(period))
    }

    fn read(file: &str, text: &str, period: Option<Period>) -> Result<Form, Vec<Fault>> {
        let mut document = raw::read(file, text);
        let outline = std::mem::take(&mut document.outline);
        validate::validate(document, period).map_err(|faults| outline.shown(faults, text, PAGE))
    }

    /// The list with this id.
    pub fn list(&self, id: &str) -> Option<&List> {
        self.lists.iter().find(|list| list.id == id)
    }

    /// The area with this id.
    pub fn area(&self, id: &str) -> Option<&Area> {
        self.areas.iter().find(|area| area.id == id)
    }

    /// What an area is called, as it prints; its id where the form has no such area.
    pub fn area_name<'f>(&'f self, id: &'f str) -> &'f str {
        self.area(id).map_or(id, |area| &area.name)
    }

    /// What the form says of a period.
    pub fn period(&self, period: Period) -> Option<&PeriodForm> {
        self.periods.iter().find(|form| form.id == period)
    }

    /// The date the figures of a period stand at: as the form says, else the period's last day.
    pub fn as_at(&self, period: Period) -> Date {
        let said = self.period(period).and_then(|form| form.as_at);
        said.unwrap_or_else(|| period.last_day(self.report.year_starts))
    }

    /// The columns of the same thing in every year, if this column is one year's; else none.
    pub fn every_year(&self, column: &str) -> Vec<(FinancialYear, String)> {
        let years = &self.report.years;
        let base = years.iter().find_map(|year| column.strip_suffix(&year_id("", *year)));
        base.map(|base| years.iter().map(|year| (*year, year_id(base, *year))).collect()).unwrap_or_default()
    }

    /// Whether a column counts from the start of the financial year, so that it is nil when the next one begins: it is said to be
    /// `cumulative`, or is what the first page has as achieved to date, or as its profile.
    pub fn counts_from_the_years_start(&self, list: &List, column: &Column) -> bool {
        let roles = [&self.report.roles.achieved, &self.report.roles.profile];
        let is_role = list.id == self.report.main_list && roles.iter().any(|role| role.as_ref() == Some(&column.id));
        column.is_cumulative() || is_role && column.is_given()
    }

    /// A column as it is of another year: where it stands for one year of a programme, that of the other one; else itself.
    pub fn column_of_year(&self, column: &str, year: FinancialYear) -> Option<String> {
        match self.every_year(column).as_slice() {
            [] => Some(column.to_string()),
            years => years.iter().find(|(own, _)| *own == year).map(|(_, id)| id.clone()),
        }
    }

    /// Whether a role may do it: by the form's `[[role]]`; where it has none, all but clearing is open to any role, and that is
    /// for the section 151 officer (Scotland: 95) or a delegate.
    pub fn lets(&self, role: &str, may: May) -> bool {
        match self.deciders.as_slice() {
            [] => role::may_by_law(role, may),
            roles => roles.iter().any(|known| known.is_called(role) && known.may.contains(&may)),
        }
    }

    /// Who may do it, for a sentence.
    pub fn who_may(&self, may: May) -> Vec<&str> {
        let who = self.deciders.iter().filter(|role| role.may.contains(&may)).map(|role| role.name.as_str());
        let who: Vec<&str> = who.collect();
        if self.deciders.is_empty() { vec!["the section 151 officer (Scotland: 95) or a delegate"] } else { who }
    }

    /// The approver that goes by this name.
    pub fn approver(&self, name: &str) -> Option<&Approver> {
        self.approvers.iter().find(|approver| approver.is_called(name))
    }

    /// Whether two names are of one role.
    pub fn same_role(&self, one: &str, other: &str) -> bool {
        let both = |role: &Role| role.is_called(one) && role.is_called(other);
        Label::same(one, other) || self.deciders.iter().any(both)
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
