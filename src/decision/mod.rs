//! decisions.toml: what people decided, with role and date.

mod approval;
pub mod clearance;
pub mod edit;
pub mod entry;
mod exempt;
mod keys;
mod new_year;
mod not_updated;
mod outside_control;
mod parse;
mod record;
pub mod schema;
#[cfg(test)]
pub(crate) mod tests;
mod until;

pub use approval::Approval;
pub use clearance::{Clearance, LeftOpen};
pub use exempt::{Exempt, Thing};
pub use new_year::{Ended, NewYear};
pub use not_updated::NotUpdated;
pub use outside_control::OutsideControl;
pub use record::Record;
pub use until::Until;

use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};

use crate::finding::ExplainedBy;
use crate::form::Form;
use crate::names::Title;
use crate::period::Period;
use crate::source::{Fault, Place};

/// All decisions of a collection, in the order of the file.
#[derive(Debug, Clone, Default)]
pub struct Decisions {
    /// `[[scheme]]`
    pub schemes: Vec<SchemeIdentity>,
    /// `[[match]]`
    pub matches: Vec<Match>,
    /// `[[change_request]]`
    pub change_requests: Vec<ChangeRequest>,
    /// `[[explain]]`
    pub explanations: Vec<Explain>,
    /// `[[set_aside]]`
    pub set_asides: Vec<SetAside>,
    /// `[[open_at_publication]]`
    pub left_open: Vec<LeftOpen>,
    /// `[[not_updated]]`
    pub not_updated: Vec<NotUpdated>,
    /// `[[new_year]]`
    pub new_years: Vec<NewYear>,
    /// `[[clearance]]`
    pub clearances: Vec<Clearance>,
    /// `[[outside_control]]`
    pub outside_controls: Vec<OutsideControl>,
    /// `[[record]]`
    pub records: Vec<Record>,
    /// `[[exempt]]`
    pub exempt: Vec<Exempt>,
}

/// A scheme under the names it had: identity survives renames.
#[derive(Debug, Clone)]
pub struct SchemeIdentity {
    /// An id of our own.
    pub id: String,
    /// What it was called, period by period.
    pub was: Vec<SchemeName>,
    /// Line of the file.
    pub at: Place,
}

/// The name of a scheme in a period. It holds for later periods too, until another one is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemeName {
    /// From which period on.
    pub period: Period,
    /// The area's id.
    pub area: String,
    /// Its reference, if it has one.
    pub reference: Option<String>,
    /// Its title.
    pub title: String,
}

/// One side of a match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The area's id.
    pub area: String,
    /// The scheme's reference or title.
    pub scheme: String,
    /// For a part of a split, merger or transfer: how much of `column` goes this way, in pounds.
    pub amount: Option<Decimal>,
}

/// Schemes of the prior period that are schemes of this one: renamed (1:1), split (1:n), merged (n:1), or moved to
/// another area.
#[derive(Debug, Clone)]
pub struct Match {
    /// The period in which the right side stands.
    pub period: Period,
    /// In the prior period.
    pub from: Vec<Side>,
    /// In this period.
    pub to: Vec<Side>,
    /// The column whose amounts the sides give: the main list's target unless said else. `None` without amounts.
    pub column: Option<String>,
    /// Why.
    pub words: String,
    /// The role that decided.
    pub role: String,
    /// When.
    pub date: Date,
    /// Line of the file.
    pub at: Place,
}

/// What kind of change was approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// The total of a target changes.
    Rebase,
    /// Its years change, the total stays.
    Reprofile,
    /// Budget moved between schemes.
    Virement,
    /// The prior figure was wrong.
    Correction,
}

/// An approved change of a target.
#[derive(Debug, Clone)]
pub struct ChangeRequest {
    /// Its reference.
    pub reference: String,
    /// The period from which it holds.
    pub period: Period,
    /// What kind.
    pub kind: ChangeKind,
    /// Of a virement: the budget outside these returns that money comes from, or goes to. Of a re-profiling: the year that the form has
    /// no column for.
    pub outside: Option<String>,
    /// The area's id.
    pub area: String,
    /// The scheme's reference or title.
    pub scheme: String,
    /// The column's id.
    pub column: String,
    /// Before, in pounds.
    pub from: Decimal,
    /// After, in pounds.
    pub to: Decimal,
    /// Who approved: a board or a role.
    pub approved_by: String,
    /// When.
    pub date: Date,
    /// Why.
    pub words: String,
    /// Line of the file.
    pub at: Place,
}

/// An explanation of a finding, on the figures it was given on.
#[derive(Debug, Clone)]
pub struct Explain {
    /// The finding's id.
    pub finding: String,
    /// The period whose finding it answers; any if absent.
    pub period: Option<Period>,
    /// The stated figure or text it was given on, as findings.json has it.
    pub stated: Option<String>,
    /// The expected figure it was given on.
    pub expected: Option<String>,
    /// The rows it was given on, as findings.json has them.
    pub rows: Vec<String>,
    /// The last period for which it holds, where that is another one than its own.
    pub until: Option<Until>,
    /// In later periods: the largest amount that it answers, in the finding's unit, without a sign. `None` is the amount it was
    /// given on.
    pub up_to: Option<Decimal>,
    /// In their words.
    pub words: String,
    /// The role.
    pub role: String,
    /// The initials of who it was.
    pub initials: Option<String>,
    /// When.
    pub date: Date,
    /// Line of the file.
    pub at: Place,
}

/// A stated figure that does not stand, and which does.
#[derive(Debug, Clone)]
pub struct SetAside {
    /// The finding's id.
    pub finding: String,
    /// The period whose finding it answers; any if absent.
    pub period: Option<Period>,
    /// The stated figure, as findings.json has it.
    pub stated: String,
    /// The figure that stands, in the same unit. A computed figure can only be confirmed, never replaced.
    pub stands: String,
    /// The rows it was decided on, as findings.json has them.
    pub rows: Vec<String>,
    /// In their words.
    pub words: String,
    /// The section 151 officer (Scotland: 95) or a delegate.
    pub role: String,
    /// The initials of who it was.
    pub initials: Option<String>,
    /// When.
    pub date: Date,
    /// Line of the file.
    pub at: Place,
}

impl Explain {
    /// How a finding that it answers says so.
    pub fn answer(&self) -> ExplainedBy {
        ExplainedBy {
            kind: "explain",
            role: self.role.clone(),
            date: self.date.to_string(),
            words: self.words.clone(),
            stands: None,
            until: self.until.map(|until| until.to_string()),
            due: None,
            line: self.at.line.unwrap_or_default(),
        }
    }
}

impl SetAside {
    /// How a finding that it answers says so.
    pub fn answer(&self) -> ExplainedBy {
        ExplainedBy {
            kind: "set-aside",
            role: self.role.clone(),
            date: self.date.to_string(),
            words: self.words.clone(),
            stands: Some(self.stands.clone()),
            until: None,
            due: None,
            line: self.at.line.unwrap_or_default(),
        }
    }
}

impl Decisions {
    /// What is set aside in a period, in the order of the file.
    pub fn set_asides_of(&self, period: Period) -> impl DoubleEndedIterator<Item = &SetAside> {
        self.set_asides.iter().filter(move |entry| entry.period.is_none_or(|of| of == period))
    }

    /// The areas whose last published figures stand in a period, in the order of the file.
    pub fn not_updated_in(&self, period: Period) -> impl Iterator<Item = &NotUpdated> {
        self.not_updated.iter().filter(move |entry| entry.period == period)
    }

    /// What is said of the year that ended before a period, if it is the first of a year.
    pub fn new_year_in(&self, period: Period) -> Option<&NewYear> {
        self.new_years.iter().find(|entry| entry.period == period)
    }

    /// What is recorded of clearing a period, in the order of the file.
    pub fn clearances_of(&self, period: Period) -> impl Iterator<Item = &Clearance> {
        self.clearances.iter().filter(move |entry| entry.period == period)
    }

    /// Of the clearances of a period the last one of each role, in the order of the file: what a role cleared before stands no more, also
    /// where the earlier figures come back.
    pub fn last_clearances(&self, period: Period, form: &Form) -> Vec<&Clearance> {
        let mut last: Vec<&Clearance> = Vec::new();
        for clearance in self.clearances_of(period) {
            last.retain(|other| !form.same_role(&other.role, &clearance.role));
            last.push(clearance);
        }
        last
    }

    /// Where the entry stands that begins in this line.
    pub fn entry(&self, line: u32) -> Option<&Place> {
        let explanations = self.explanations.iter().map(|entry| &entry.at);
        let others =
            self.set_asides.iter().map(|entry| &entry.at).chain(self.change_requests.iter().map(|entry| &entry.at));
        let matches = self.matches.iter().map(|entry| &entry.at);
        let left_open = self.left_open.iter().map(|entry| &entry.at);
        let outside = self.outside_controls.iter().map(|entry| &entry.at);
        let new_years = self.new_years.iter().map(|entry| &entry.at);
        explanations
            .chain(others)
            .chain(matches)
            .chain(left_open)
            .chain(outside)
            .chain(new_years)
            .find(|at| at.line == Some(line))
    }

    /// Reads decisions.toml; all faults at once, in the order of lines: syntax, unknown keys, unknown areas and columns,
    /// periods, dates and amounts that are none. `file` is its name for messages.
    pub fn parse(file: &str, text: &str, form: &Form) -> Result<Decisions, Vec<Fault>> {
        parse::parse(file, text, form)
    }
}

/// Decimal places of a figure in a finding, in the cell's own unit: a decision quotes it so.
const DECIMALS_QUOTED: u32 = 4;

/// Whether a decision's `stated` (or `expected`) quotes this figure, in the cell's own unit, or this text; texts are compared
/// as titles are: another dash, and how many blanks there are, does not matter.
pub fn is_stated(quoted: &str, figure: Option<Decimal>, text: Option<&str>) -> bool {
    let as_quoted =
        |figure: Decimal| figure.round_dp_with_strategy(DECIMALS_QUOTED, RoundingStrategy::MidpointAwayFromZero);
    let same_figure =
        number(quoted).zip(figure).is_some_and(|(quoted, figure)| quoted == figure || quoted == as_quoted(figure));
    same_figure || text.is_some_and(|text| Title::same(text, quoted))
}

/// A figure as people and findings.json write it: '1190', '1,190', '-5.5'.
pub fn number(text: &str) -> Option<Decimal> {
    let digits: String = text.trim().chars().filter(|character| *character != ',').collect();
    Decimal::from_str_exact(&digits).ok().map(|number| number.normalize())
}
