//! What is recorded beside the figures: boards that a report has passed, comments of officers, escalations, adjustments of the base budget.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::period::Period;
use crate::source::Place;

/// `[[record]]`: one entry of a kind that the form has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The id of its kind.
    pub of: String,
    /// The period in whose appendix it prints.
    pub period: Period,
    /// The board or role that it comes from.
    pub by: String,
    /// The initials of who it was.
    pub initials: Option<String>,
    /// When.
    pub date: Date,
    /// What was decided or said.
    pub words: String,
    /// Its reference.
    pub reference: Option<String>,
    /// The id of the area that it is about.
    pub area: Option<String>,
    /// The scheme that it is about, by reference or title.
    pub scheme: Option<String>,
    /// An amount, in pounds.
    pub amount: Option<Decimal>,
    /// To whom it goes.
    pub to: Option<String>,
    /// By when something is due.
    pub due: Option<Date>,
    /// Line of the file.
    pub at: Place,
}
