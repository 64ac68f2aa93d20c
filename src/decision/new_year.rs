//! What became of the savings of the year that ended, when the next one began.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::period::Period;
use crate::source::Place;

/// `[[new_year]]`: a period is the first of a financial year. What counts from the start of the year begins at nil, what was next year's is
/// this year's, and of each saving that was not all delivered somebody says what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewYear {
    /// The first period of the year.
    pub period: Period,
    /// The schemes of the year that ended of which something is to be said.
    pub schemes: Vec<Ended>,
    /// In their words.
    pub words: String,
    /// The role that decides.
    pub role: String,
    /// The initials of who it was.
    pub initials: Option<String>,
    /// When.
    pub date: Date,
    /// Line of the file.
    pub at: Place,
}

/// What became of one scheme. Amounts are in pounds, and have the sign that the form's savings have. What was not delivered was brought
/// forward or written off; what was delivered is there every year, but for what was one-off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// The area's id; none where the form has no areas.
    pub area: Option<String>,
    /// Its reference or title.
    pub scheme: String,
    /// Its target, on which this was decided.
    pub target: Option<Decimal>,
    /// What of it was delivered, on which this was decided.
    pub delivered: Option<Decimal>,
    /// What is to be delivered in the new year.
    pub brought_forward: Decimal,
    /// What is not to be delivered any more.
    pub written_off: Decimal,
    /// What was delivered once only, and so is missing in the new year.
    pub one_off: Decimal,
    /// Of this scheme, where there is more to say than of them all.
    pub words: Option<String>,
    /// Line of the file.
    pub at: Place,
}
