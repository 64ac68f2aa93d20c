//! What the checks found: one finding a cause, with the place, both figures, the difference and what to do.

use std::cmp::{Ordering, Reverse};

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::source::Place;

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    /// The file and its structure.
    Return,
    /// One cell.
    Cell,
    /// One row against itself.
    Row,
    /// A total against its parts.
    Total,
    /// A summary against the sections it sums up.
    Summary,
    /// References and titles.
    Reference,
    /// A status word against the figures.
    Status,
    /// Amounts and words in running text.
    Narrative,
    /// This period against the prior one.
    Period,
    /// This period against what the council approved.
    Control,
    /// Personal data. The value is never quoted.
    Privacy,
    /// A `[[check]]` of the form.
    Custom,
    /// The form itself.
    Form,
    /// The appendix as a whole.
    Appendix,
    /// decisions.toml.
    Decision,
}

/// How much it weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Missing, unreadable, or arithmetic that contradicts itself: mend the cell or set a stated figure aside.
    Error,
    /// What a person may justify: mend or explain.
    Query,
    /// Worth knowing; keeps nothing from being final.
    Note,
}

/// The codes of notes that are printed with what changed: they say what moved without being asked about.
pub const PRINTED_NOTES: [&str; 4] = ["smaller-movements", "offsetting", "stated-first", "set-anew"];

/// What an answer is called that settles a finding because what is stated follows from what it let stand elsewhere.
pub const FOLLOWS: &str = "follows";

/// The code of the notes about what follows from a decision.
pub const FOLLOWS_FROM_DECISION: &str = "follows-from-decision";

/// The code of the notes about what is subject to something.
pub const CONDITIONAL: &str = "conditional";

/// The code of the notes about areas that have nothing to report.
pub const NIL_RETURN: &str = "nil-return";

/// Whether somebody has answered it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Nobody has.
    Open,
    /// It is a query that stays open in what is published: who clears it says why, and by when it is to be answered.
    OpenAtPublication,
    /// An entry of decisions.toml has, on these very figures.
    Explained,
}

/// The decision that answers a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExplainedBy {
    /// `explain`, `set-aside`, `change-request`, `outside-control` or `open-at-publication`; [`FOLLOWS`] where what is stated follows from what another
    /// finding's answer let stand.
    pub kind: &'static str,
    /// The role that answered, never a name.
    pub role: String,
    /// ISO date.
    pub date: String,
    /// In their words.
    pub words: String,
    /// The figure that stands, where a stated one was set aside, as written in decisions.toml.
    pub stands: Option<String>,
    /// Until when it stands, where that is later than its own period: a period or a financial year, as written in decisions.toml.
    pub until: Option<String>,
    /// Of a query that stays open: by when it is to be answered; an ISO date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// The line of decisions.toml.
    pub line: u32,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Stable between runs and readable: code, area, scheme, column (see [`Finding::identify`]).
    pub id: String,
    /// The rule's code.
    pub code: &'static str,
    /// What it is about.
    pub family: Family,
    /// How much it weighs.
    pub severity: Severity,
    /// Whether somebody has answered it.
    pub status: Status,
    /// One sentence with both figures and the signed difference.
    pub message: String,
    /// What to do.
    pub help: String,
    /// Where.
    pub at: Place,
    /// The line of the form that demands it.
    pub demanded_by: Option<Place>,
    /// The area's id.
    pub area: Option<String>,
    /// The scheme's reference or title.
    pub scheme: Option<String>,
    /// The column's id.
    pub column: Option<String>,
    /// `pounds`, `thousands`, `millions`, `percent`, `count`: the unit of the three figures below.
    pub unit: Option<&'static str>,
    /// What the return states, in the cell's own unit.
    pub stated: Option<Decimal>,
    /// The cell as typed.
    pub stated_text: Option<String>,
    /// What it should be by the form's rule.
    pub expected: Option<Decimal>,
    /// stated − expected.
    pub difference: Option<Decimal>,
    /// The rows it speaks of, by name, where it is about several that its id does not name: in the order of names, or in that of
    /// the rows where a decision depends on it; or the amounts of its one row, where it is about all of them. An answer names them
    /// too, and lapses when there are others.
    pub rows: Vec<String>,
    /// The other cells it touches.
    pub related: Vec<Place>,
    /// The decision that answers it.
    pub explained_by: Option<ExplainedBy>,
    /// Tells apart findings of one code about the same area, scheme and column; part of the id. Empty where not needed.
    pub topic: String,
    /// The rows because of which it waits: while a finding asks what one of them is, this one follows from that and is not told.
    pub(crate) waits_for: Vec<Place>,
    /// The lines of decisions.toml without which what is stated would be right: they settle it.
    pub(crate) follows: Vec<u32>,
    /// The ids of the findings that it explains: they are not told beside it while it is open.
    pub(crate) explains: Vec<String>,
}

impl Finding {
    /// A new open finding; fill in the rest by struct update or by field. Call [`identify`](Finding::identify) last
    /// (the check registry does it for every finding).
    pub fn new(code: &'static str, family: Family, severity: Severity, at: Place) -> Self {
        Finding {
            id: String::new(),
            code,
            family,
            severity,
            status: Status::Open,
            message: String::new(),
            help: String::new(),
            at,
            demanded_by: None,
            area: None,
            scheme: None,
            column: None,
            unit: None,
            stated: None,
            stated_text: None,
            expected: None,
            difference: None,
            rows: Vec::new(),
            related: Vec::new(),
            explained_by: None,
            topic: String::new(),
            waits_for: Vec::new(),
            follows: Vec::new(),
            explains: Vec::new(),
        }
    }

    /// Both figures in the cell's own unit, and their difference.
    #[must_use]
    pub fn figures(mut self, unit: &'static str, stated: Option<Decimal>, expected: Option<Decimal>) -> Self {
        self.unit = Some(unit);
        self.stated = stated.map(|figure| figure.normalize());
        self.expected = expected.map(|figure| figure.normalize());
        self.difference = match (stated, expected) {
            (Some(stated), Some(expected)) => stated.checked_sub(expected).map(|figure| figure.normalize()),
            _ => None,
        };
        self
    }

    /// Sets the id from code, area, scheme, column and topic: `column-total:adults-with-a-disability:achieved`. No figure
    /// and no cell is in it, so it stays the same when a row moves or a figure is corrected.
    pub fn identify(&mut self) {
        let parts = [self.area.as_deref(), self.scheme.as_deref(), self.column.as_deref(), Some(self.topic.as_str())];
        let mut id = self.code.to_string();
        for part in parts.into_iter().flatten().map(slug).filter(|part| !part.is_empty()) {
            id.push(':');
            id.push_str(&part);
        }
        self.id = id;
    }

    /// Does it keep the appendix from being final?
    pub fn blocks(&self) -> bool {
        self.status == Status::Open && self.severity != Severity::Note
    }

    /// The order in which findings are listed: severity, then how many others it explains, the most first, then place, then id.
    pub fn order(&self, other: &Self) -> Ordering {
        let key = |finding: &Self| (finding.severity, Reverse(finding.explains.len()));
        key(self).cmp(&key(other)).then_with(|| (&self.at, &self.id).cmp(&(&other.at, &other.id)))
    }
}

/// Lower case, letters and digits, single hyphens; nothing is cut off, so that ids stay unique.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for character in text.chars().flat_map(char::to_lowercase) {
        if character.is_alphanumeric() {
            slug.push(character);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_string()
}

/// How many findings of each severity are open, and how many are explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Open errors.
    pub error: usize,
    /// Open queries.
    pub query: usize,
    /// Notes.
    pub note: usize,
    /// Explained, of any severity.
    pub explained: usize,
    /// Queries that stay open in what is published.
    #[serde(rename = "open-at-publication", skip_serializing_if = "is_nil")]
    pub left_open: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_nil(number: &usize) -> bool {
    *number == 0
}

impl Counts {
    /// Counts them.
    pub fn of(findings: &[Finding]) -> Self {
        let mut counts = Counts::default();
        for finding in findings {
            match (finding.status, finding.severity) {
                (Status::Explained, _) => counts.explained += 1,
                (Status::OpenAtPublication, _) => counts.left_open += 1,
                (Status::Open, Severity::Error) => counts.error += 1,
                (Status::Open, Severity::Query) => counts.query += 1,
                (Status::Open, Severity::Note) => counts.note += 1,
            }
        }
        counts
    }
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let figure = |figure: &Option<Decimal>| figure.map(|figure| figure.to_string());
        let mut map = serializer.serialize_struct("Finding", 20)?;
        map.serialize_field("id", &self.id)?;
        map.serialize_field("code", self.code)?;
        map.serialize_field("family", &self.family)?;
        map.serialize_field("severity", &self.severity)?;
        map.serialize_field("status", &self.status)?;
        map.serialize_field("message", &self.message)?;
        map.serialize_field("help", &self.help)?;
        map.serialize_field("at", &self.at)?;
        map.serialize_field("demanded_by", &self.demanded_by)?;
        map.serialize_field("area", &self.area)?;
        map.serialize_field("scheme", &self.scheme)?;
        map.serialize_field("column", &self.column)?;
        map.serialize_field("unit", &self.unit)?;
        map.serialize_field("stated", &figure(&self.stated))?;
        map.serialize_field("stated_text", &self.stated_text)?;
        map.serialize_field("expected", &figure(&self.expected))?;
        map.serialize_field("difference", &figure(&self.difference))?;
        map.serialize_field("rows", &self.rows)?;
        map.serialize_field("related", &self.related)?;
        map.serialize_field("explained_by", &self.explained_by)?;
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_names_what_it_is_about_and_no_figure() {
        let mut finding = Finding {
            area: Some("adults-with-a-disability".into()),
            scheme: Some("Review of Befriending, Short Breaks".into()),
            column: Some("achieved".into()),
            ..Finding::new("status-word", Family::Status, Severity::Query, Place::file("x.xlsx"))
        };
        finding.identify();
        assert_eq!(finding.id, "status-word:adults-with-a-disability:review-of-befriending-short-breaks:achieved");
    }

    #[test]
    fn the_difference_is_stated_less_expected() {
        let finding = Finding::new("column-total", Family::Total, Severity::Error, Place::file("x.xlsx")).figures(
            "thousands",
            Some(Decimal::from(1240)),
            Some(Decimal::from(1190)),
        );
        assert_eq!(finding.difference, Some(Decimal::from(50)));
    }
}
