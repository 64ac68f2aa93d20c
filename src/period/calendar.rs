//! How days and periods are said in the language of an appendix.

use std::sync::LazyLock;

use jiff::civil::Date;

use super::spelling::MONTHS;
use super::{CLOSING, FinancialYear, Part, Period, read_date};
use crate::filled::substitute;

/// The words for days and periods in one language. Texts have names between `{{` and `}}` where something is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// The months, from January.
    pub months: [String; 12],
    /// `{{day}} {{month}} {{year}}`
    pub day: String,
    /// `Quarter {{number}}, {{year}}`
    pub quarter: String,
    /// `Period {{number}}, {{year}}`
    pub month: String,
    /// `Budget {{year}}`
    pub budget: String,
    /// `Outturn {{year}}`
    pub outturn: String,
    /// `the end of {{year}}`
    pub end_of: String,
    /// Words behind which a heading cannot end: 'Forecast at' is not whole without its date.
    pub leads_on: Vec<String>,
    /// Whether a day may be said as '1st': in English alone.
    pub ordinals: bool,
}

/// The English one.
pub(super) static ENGLISH: LazyLock<Calendar> = LazyLock::new(Calendar::english);

impl Calendar {
    /// In English, as the program's messages say them too.
    pub fn english() -> Calendar {
        Calendar {
            months: MONTHS.map(str::to_string),
            day: "{{day}} {{month}} {{year}}".to_string(),
            quarter: "Quarter {{number}}, {{year}}".to_string(),
            month: "Period {{number}}, {{year}}".to_string(),
            budget: "Budget {{year}}".to_string(),
            outturn: "Outturn {{year}}".to_string(),
            end_of: "the end of {{year}}".to_string(),
            leads_on: "as at by for from in of on since to until".split(' ').map(str::to_string).collect(),
            ordinals: true,
        }
    }

    /// '1 April 2023', as sentences print dates.
    ///
    /// ```
    /// use piperoll::period::Calendar;
    /// assert_eq!(Calendar::english().long_date(jiff::civil::date(2023, 4, 1)), "1 April 2023");
    /// ```
    pub fn long_date(&self, date: Date) -> String {
        self.date(&date.day().to_string(), date)
    }

    /// A date as decisions.toml has it, as sentences print it; what is no date stays as it is.
    pub fn read_again(&self, written: &str) -> String {
        read_date(written).map_or_else(|| written.to_string(), |date| self.long_date(date))
    }

    /// '1st April 2023', as some councils head their columns; '1 April 2023' in a language that has no such numbers here.
    pub fn ordinal_date(&self, date: Date) -> String {
        let ending = match date.day() {
            _ if !self.ordinals => "",
            1 | 21 | 31 => "st",
            2 | 22 => "nd",
            3 | 23 => "rd",
            _ => "th",
        };
        self.date(&format!("{}{ending}", date.day()), date)
    }

    fn date(&self, day: &str, date: Date) -> String {
        let place = usize::try_from(date.month()).unwrap_or(1).saturating_sub(1);
        let month = self.months.get(place).map_or("", String::as_str);
        fill(&self.day, &[("day", day), ("month", month), ("year", &date.year().to_string())])
    }

    /// A period for a reader: 'Quarter 3, 2022/23', 'Period 5, 2018/19', 'Budget 2018/19', 'Outturn 2018/19'.
    pub fn period(&self, period: Period) -> String {
        let year = period.year.label();
        let numbered = |text: &str, number: u8| fill(text, &[("number", &number.to_string()), ("year", &year)]);
        match period.part {
            Part::Budget => fill(&self.budget, &[("year", &year)]),
            Part::Quarter(number) => numbered(&self.quarter, number),
            Part::Month(number) => numbered(&self.month, number),
            Part::Closing => numbered(&self.month, CLOSING),
            Part::Outturn => fill(&self.outturn, &[("year", &year)]),
        }
    }

    /// Behind 'until': 'the end of 2022/23'.
    pub fn end_of(&self, year: FinancialYear) -> String {
        fill(&self.end_of, &[("year", &year.label())])
    }
}

fn fill(text: &str, values: &[(&str, &str)]) -> String {
    substitute(text, |name| values.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_string()))
}
