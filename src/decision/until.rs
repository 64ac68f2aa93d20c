//! Until when an answer stands: a period, or a financial year to its end.

use std::fmt;

use crate::period::{FinancialYear, Period};

/// The last period for which an answer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// This period.
    Period(Period),
    /// The last one of the financial year, its outturn included.
    Year(FinancialYear),
}

/// A text that says neither.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is neither a period nor a financial year; write it like 2022-23-q4, or 2022-23 for all of that year")]
pub struct NotAnUntil(pub String);

impl Until {
    /// Reads `2022-23-q4` or `2022-23`.
    pub fn parse(text: &str) -> Result<Until, NotAnUntil> {
        let year = || FinancialYear::read(text).map(Until::Year);
        Period::parse(text).ok().map(Until::Period).or_else(year).ok_or_else(|| NotAnUntil(text.to_string()))
    }

    /// Whether an answer that stands until then holds for this period.
    pub fn reaches(self, period: Period) -> bool {
        match self {
            Until::Period(last) => period <= last,
            Until::Year(year) => period.year <= year,
        }
    }

    /// The financial year in which it ends.
    pub fn year(self) -> FinancialYear {
        match self {
            Until::Period(last) => last.year,
            Until::Year(year) => year,
        }
    }

    /// For a reader, behind 'until': 'Quarter 4, 2022/23', 'the end of 2022/23'.
    pub fn label(self) -> String {
        match self {
            Until::Period(last) => last.label(),
            Until::Year(year) => format!("the end of {}", year.label()),
        }
    }
}

/// As decisions.toml writes it.
impl fmt::Display for Until {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Until::Period(last) => write!(f, "{last}"),
            Until::Year(year) => write!(f, "{}", year.label().replace('/', "-")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_a_period_or_all_of_a_financial_year() {
        for (until, label, reached, beyond) in [
            ("2022-23-q4", "Quarter 4, 2022/23", "2022-23-p12", "2022-23-outturn"),
            ("2022-23", "the end of 2022/23", "2022-23-outturn", "2023-24-p01"),
        ] {
            let read = Until::parse(until).unwrap();
            assert_eq!((read.to_string().as_str(), read.label().as_str()), (until, label));
            let reaches = |period| read.reaches(Period::parse(period).unwrap());
            assert!(reaches(reached) && !reaches(beyond), "{until}");
        }
        for other in ["Q4", "2022-24", "2023-03-31"] {
            assert!(Until::parse(other).is_err(), "{other}");
        }
    }
}
