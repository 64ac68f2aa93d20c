//! Whether what a title says of a period is the return's own period.

use jiff::civil::Date;

use super::said::{Manner, Mention, Said, SaidYear};
use super::{CLOSING, Part, Period, first_of};

/// Whether what is said is the period's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is the period, or the day its figures stand at.
    Right,
    /// It may stand on a return of the period and does not name it: the year's end, the meeting.
    Neutral,
    /// It is another period or day.
    Other,
}

/// What the titles of a return may say.
#[derive(Debug, Clone, Copy)]
pub struct Expected {
    /// The period.
    pub period: Period,
    /// The month in which the financial year starts.
    pub first_month: i8,
    /// The day the form says the figures stand at.
    pub as_at: Option<Date>,
    /// The day of the meeting.
    pub meeting: Option<Date>,
}

impl Expected {
    /// The day its figures stand at, unless the form says another.
    fn last_day(&self) -> Date {
        self.period.last_day(self.first_month)
    }

    /// Whether a mention is the period's, or may stand beside it.
    pub fn judge(&self, mention: &Mention) -> Verdict {
        let months = self.period.months();
        let quarter_end = months.is_multiple_of(3);
        let quarter = months.div_ceil(3);
        match mention.said {
            Said::Quarter(number, year) if self.is_year(year) && number == quarter => {
                if quarter_end {
                    Verdict::Right
                } else {
                    Verdict::Neutral
                }
            }
            Said::Month(number, year) if self.is_year(year) => {
                // A return of the last month is none of the period that closes the year.
                let right = match self.period.part {
                    Part::Closing => number == CLOSING,
                    Part::Outturn => number == months || number == CLOSING,
                    Part::Budget | Part::Quarter(_) | Part::Month(_) => number == months,
                };
                if right { Verdict::Right } else { Verdict::Other }
            }
            Said::Quarter(..) | Said::Month(..) => Verdict::Other,
            Said::Named(month, year) => self.named(month, year),
            Said::Outturn(year) if self.is_year(Some(year)) => {
                if self.period.part == Part::Outturn {
                    Verdict::Right
                } else {
                    Verdict::Neutral
                }
            }
            Said::Outturn(_) => Verdict::Other,
            Said::Year(year) if year == self.period.year => Verdict::Neutral,
            Said::Year(_) | Said::Earlier => Verdict::Other,
            Said::ToDate(number) if number == months => Verdict::Right,
            Said::ToDate(_) => Verdict::Other,
            Said::Day(day) => self.day(day, mention.manner),
            Said::DayOfMonth(day, month) => match self.day_of_year(day, month) {
                Some(day) => self.day(day, mention.manner),
                None => Verdict::Neutral,
            },
        }
    }

    fn is_year(&self, year: Option<SaidYear>) -> bool {
        let own = self.period.year;
        match year {
            None => true,
            Some(SaidYear::Financial(year)) => year == own,
            Some(SaidYear::Single(year)) => year == own.start || year == own.next().start,
        }
    }

    /// Whether a mention says the period's year: the year itself, a period with it, or a day or a month of it.
    pub fn says_year(&self, said: &Said) -> bool {
        let own = self.period.year;
        let is_own = |year: SaidYear| self.is_year(Some(year));
        let holds = |day: Date| (own.first_day(self.first_month)..=own.last_day(self.first_month)).contains(&day);
        match *said {
            Said::Quarter(_, year) | Said::Month(_, year) => year.is_some_and(is_own),
            Said::Named(month, Some(SaidYear::Single(year))) => Date::new(year, month, 1).is_ok_and(holds),
            Said::Named(_, year) => year.is_some_and(is_own),
            Said::Outturn(year) => is_own(year),
            Said::Year(year) => year == own,
            Said::Day(day) => holds(day),
            Said::DayOfMonth(..) | Said::ToDate(_) | Said::Earlier => false,
        }
    }

    /// The day of the financial year that falls on this day of this month.
    fn day_of_year(&self, day: i8, month: i8) -> Option<Date> {
        let year = self.period.year;
        let first = Date::new(year.start, month, day).ok().filter(|date| *date >= year.first_day(self.first_month));
        first.or_else(|| Date::new(year.next().start, month, day).ok())
    }

    fn named(&self, month: i8, year: Option<SaidYear>) -> Verdict {
        let is = |day: Date| {
            day.month() == month
                && match year {
                    None => true,
                    Some(SaidYear::Single(year)) => year == day.year(),
                    Some(SaidYear::Financial(year)) => year == self.period.year,
                }
        };
        let year_end = self.period.year.last_day(self.first_month);
        if is(self.last_day()) || self.as_at.is_some_and(is) {
            Verdict::Right
        } else if is(year_end) || self.meeting.is_some_and(is) {
            Verdict::Neutral
        } else {
            Verdict::Other
        }
    }

    fn day(&self, day: Date, manner: Manner) -> Verdict {
        let (last, year) = (self.last_day(), self.period.year);
        let next = |day: Date| day.tomorrow().unwrap_or(day);
        let year_end = year.last_day(self.first_month);
        if [last, next(last)].contains(&day) || self.as_at == Some(day) {
            Verdict::Right
        } else if [year_end, next(year_end), year.first_day(self.first_month)].contains(&day)
            || self.meeting == Some(day)
        {
            Verdict::Neutral
        } else if manner == Manner::Stands && next(day).day() != 1 && day >= self.first_day() {
            // The day on which somebody filled the return in.
            Verdict::Neutral
        } else {
            Verdict::Other
        }
    }

    /// The first day of its quarter, its month, or of the whole year; of a budget, the first of the year in which it is made.
    fn first_day(&self) -> Date {
        let months = i32::from(self.period.months());
        let back = match self.period.part {
            Part::Quarter(_) => 3,
            Part::Month(_) => 1,
            Part::Budget | Part::Closing | Part::Outturn => 12,
        };
        first_of(self.period.year.start, self.first_month, months - back)
    }
}
