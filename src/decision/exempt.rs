//! What is exempt from publication: which part of the appendix, by which paragraph, and who says so.

use jiff::civil::Date;

use super::Decisions;
use crate::form::Form;
use crate::period::Period;
use crate::source::Place;

/// `[[exempt]]`: a part of the appendix that is left out of what everybody may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exempt {
    /// The first period whose public edition leaves it out.
    pub period: Period,
    /// The area's id: all of it, or of it what the others say.
    pub area: Option<String>,
    /// A scheme, by reference or title.
    pub scheme: Option<String>,
    /// The list's id.
    pub list: Option<String>,
    /// A column's id: of the list, the area or the scheme, if these are named.
    pub column: Option<String>,
    /// A table's id.
    pub table: Option<String>,
    /// The paragraph of the schedule.
    pub paragraph: String,
    /// Why the public interest in keeping it outweighs that in telling it.
    pub reason: String,
    /// The proper officer's role.
    pub role: String,
    /// When that was decided.
    pub date: Date,
    /// The last day on which it is exempt.
    pub until: Option<Date>,
    /// The day on which the committee resolved to hear it in private.
    pub resolved: Option<Date>,
    /// Line of the file.
    pub at: Place,
}

/// What kind of thing is exempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// One or more cells of a scheme.
    Cell,
    /// A scheme.
    Scheme,
    /// A column, of all or of an area.
    Column,
    /// A service area.
    Area,
    /// A table, or a whole list.
    Table,
}

impl Decisions {
    /// What is exempt in the appendix of a period: by the day of its meeting, else by that at which its figures stand.
    pub fn exempt_in(&self, form: &Form, period: Period) -> impl Iterator<Item = &Exempt> {
        let meeting = form.period(period).and_then(|period| period.meeting);
        let dated = meeting.unwrap_or_else(|| form.as_at(period));
        self.exempt.iter().filter(move |entry| entry.holds(period, dated))
    }
}

impl Exempt {
    /// Whether it holds for the appendix of a period that carries this date.
    fn holds(&self, period: Period, dated: Date) -> bool {
        self.period <= period && self.until.is_none_or(|until| dated <= until)
    }

    /// What kind of thing it is about.
    pub fn thing(&self) -> Thing {
        match (&self.scheme, &self.column, &self.area) {
            (Some(_), Some(_), _) => Thing::Cell,
            (Some(_), None, _) => Thing::Scheme,
            (None, Some(_), _) => Thing::Column,
            (None, None, Some(_)) => Thing::Area,
            (None, None, None) => Thing::Table,
        }
    }
}
