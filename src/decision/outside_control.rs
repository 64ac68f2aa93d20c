//! What the approved list has and the returns have not, or the other way round.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::finding::ExplainedBy;
use crate::period::Period;
use crate::source::Place;

/// `[[outside_control]]`: why a scheme stands on the approved list alone, or in a return alone. It holds to the end of the financial
/// year while the amount is what it says: a scheme that the council never approved is no more approved a quarter later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutsideControl {
    /// The period from which it holds.
    pub period: Period,
    /// The area's id; any area where the entry does not say.
    pub area: Option<String>,
    /// The scheme's reference or title, as the list has it or the return.
    pub scheme: String,
    /// The column of the amount.
    pub column: String,
    /// What the list, or the return, has for it: in the unit of the column.
    pub amount: Decimal,
    /// Why.
    pub words: String,
    /// The role that says so.
    pub role: String,
    /// The initials of who it was.
    pub initials: Option<String>,
    /// When.
    pub date: Date,
    /// Line of the file.
    pub at: Place,
}

impl OutsideControl {
    /// Whether it may hold in a period: its own, or a later one of the same financial year.
    pub fn reaches(&self, period: Period) -> bool {
        self.period <= period && self.period.year == period.year
    }

    /// How a finding that it answers says so.
    pub fn answer(&self) -> ExplainedBy {
        ExplainedBy {
            kind: "outside-control",
            role: self.role.clone(),
            date: self.date.to_string(),
            words: self.words.clone(),
            stands: None,
            until: None,
            due: None,
            line: self.at.line.unwrap_or_default(),
        }
    }
}
