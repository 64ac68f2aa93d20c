//! An area whose return has not come when the papers are due: what it last published prints, and the paper says so.

use jiff::civil::Date;

use crate::period::Period;
use crate::source::Place;

/// `[[not_updated]]`: an area's last published figures stand for a period of which it has sent no return.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotUpdated {
    /// The period without a return.
    pub period: Period,
    /// The area's id.
    pub area: String,
    /// Why there is none, as it is printed.
    pub words: String,
    /// The role that decided.
    pub role: String,
    /// The initials of who it was.
    pub initials: Option<String>,
    /// When.
    pub date: Date,
    /// Line of the file.
    pub at: Place,
}
