//! Headings and titles that say a year or a day: what of them changes with the period is a placeholder.

use jiff::civil::Date;

use super::given::APRIL;
use crate::names::{Heading, one_line};
use crate::period::{Moment, Period, moments_in};

/// A period, and the day on which its figures stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct When {
    pub(super) period: Period,
    pub(super) as_at: Date,
}

/// Words of headings over what has happened by now: a day in one of them is the day of the figures, also where the year ends on it.
const SO_FAR: [&str; 16] = [
    "banked",
    "secured",
    "delivered",
    "achieved",
    "actual",
    "actuals",
    "realised",
    "date",
    "cashed",
    "saved",
    "to",
    "at",
    "as",
    "ytd",
    "spend",
    "spent",
];

impl When {
    /// A text with its years and days as the placeholders of the form, and the names of those.
    pub(super) fn placed(&self, text: &str) -> (String, Vec<&'static str>) {
        let text = one_line(text);
        let mut placed = String::new();
        let mut names = Vec::new();
        let mut done = 0;
        let so_far = Heading::words(&text).iter().any(|word| SO_FAR.contains(&word.as_str()));
        for (at, moment) in moments_in(&text) {
            let Some(mut name) = self.name(moment, so_far) else { continue };
            // A day in words stays one.
            let in_words = text.get(at.clone()).is_some_and(|said| said.contains(char::is_alphabetic));
            name = match name {
                "year_end" if in_words => "year_end_day",
                "next_year_end" if in_words => "next_year_end_day",
                name => name,
            };
            placed.push_str(text.get(done..at.start).unwrap_or_default());
            placed.push_str("{{");
            placed.push_str(name);
            placed.push_str("}}");
            names.push(name);
            done = at.end;
        }
        placed.push_str(text.get(done..).unwrap_or_default());
        // What would be taken for a placeholder and is none cannot be said in a form.
        (placed, names)
    }

    fn name(&self, moment: Moment, so_far: bool) -> Option<&'static str> {
        let year = self.period.year;
        let (end, next_end) = (year.last_day(APRIL), year.next().last_day(APRIL));
        match moment {
            Moment::Year(said) if said == year => Some("year"),
            Moment::Year(said) if said == year.next() => Some("next_year"),
            Moment::Year(said) if said == year.next().next() => Some("year_after_next"),
            Moment::Day(day) if day == self.as_at && (day != end || so_far) => Some("as_at"),
            Moment::Day(day) if day == end => Some("year_end"),
            Moment::Day(day) if day == next_end => Some("next_year_end"),
            Moment::Day(day) if day == year.next().first_day(APRIL) => Some("new_year"),
            Moment::Day(day) if day == year.next().next().first_day(APRIL) => Some("next_new_year"),
            _ => None,
        }
    }
}
