//! What is proposed from: workbooks, each with the period that it is of and the day its figures stand at.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::names::one_line;
use crate::period::{FinancialYear, Manner, Part, Period, Said, SaidYear, mentions};
use crate::returns::grid::{Raw, Workbook};

/// Of how many rows of a sheet the texts may say what it is of.
pub(super) const TITLE_ROWS: u32 = 14;

/// The longest of them, in characters.
const LONGEST_TITLE: usize = 160;

/// How many days the day of the figures lies from the period's last one at most.
const NEAR: i32 = 31;

/// The month in which the financial year starts, as far as a workbook can tell: it does not say.
pub(super) const APRIL: i8 = 4;

/// A workbook from which a form is proposed.
#[derive(Debug, Clone)]
pub struct Given {
    /// Where it lies.
    pub path: PathBuf,
    /// Its file's name without the ending.
    pub stem: String,
    /// What stands in it.
    pub workbook: Workbook,
    /// The period it is of.
    pub period: Period,
    /// The day that it says its figures stand at.
    pub as_at: Option<Date>,
}

impl Given {
    /// The texts at the top of its visible sheets: titles, covers.
    pub(super) fn titles(&self) -> Vec<String> {
        titles(&self.workbook)
    }
}

fn titles(workbook: &Workbook) -> Vec<String> {
    let sheets = workbook.sheets.iter().filter(|sheet| sheet.visible);
    let cells = sheets.flat_map(|sheet| sheet.cells.iter().take_while(|(at, _)| at.row < TITLE_ROWS));
    let texts = cells.filter_map(|(_, raw)| match raw {
        Raw::Text(text) if text.chars().count() <= LONGEST_TITLE => Some(one_line(text)),
        Raw::Date(_) => Some(raw.text()),
        _ => None,
    });
    texts.filter(|text| !text.is_empty()).collect()
}

/// The period that a workbook is of: by the folder it lies in, its file's name, the titles and covers in it, in that order.
pub fn period_of(path: &Path, workbook: &Workbook) -> Option<Period> {
    let folder = path.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
    if let Some(period) = folder.and_then(|name| Period::of_folder(&name)) {
        return Some(period);
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().replace(['_', '-'], " ");
    let own = titles(workbook);
    let of_name = Found::of(std::iter::once(path.file_stem().unwrap_or_default().to_string_lossy().as_ref()))
        .or(Found::of(std::iter::once(stem.as_str())));
    let of_titles = Found::of(own.iter().map(String::as_str));
    let part = of_name.part.or(of_titles.part)?;
    let year = of_name.year.or(of_titles.year).or_else(|| of_titles.days.iter().find_map(|(day, _)| year_of(*day)));
    Some(Period { part, year: year? })
}

/// The month that a workbook is called after, where nothing says whether it means the month or the quarter that ends with it:
/// 'Savings monitor Dec 2023'.
pub fn month_of(path: &Path, workbook: &Workbook) -> Option<Period> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().replace(['_', '-'], " ");
    let texts = std::iter::once(stem).chain(titles(workbook));
    let month = texts.flat_map(|text| mentions(&text)).find_map(|mention| match (mention.said, mention.manner) {
        (Said::Named(month, Some(SaidYear::Single(year))), Manner::Names | Manner::Stands) => Some((year, month)),
        (Said::Day(day), Manner::Names) if day.tomorrow().is_ok_and(|next| next.day() == 1) => {
            Some((day.year(), day.month()))
        }
        _ => None,
    });
    let (year, month) = month?;
    let year = year_of(Date::new(year, month, 1).ok()?)?;
    let number = u8::try_from((month - APRIL).rem_euclid(12) + 1).ok()?;
    Some(Period { year, part: Part::Month(number) })
}

/// The day that a workbook says its figures stand at: one of its titles, at the end of a month, and in the period.
pub fn as_at_of(workbook: &Workbook, period: Period) -> Option<Date> {
    let own = titles(workbook);
    let found = Found::of(own.iter().map(String::as_str));
    let last = period.last_day(APRIL);
    // A day far off is something else's: the year's end in a heading, the meeting.
    let near = |day: &Date| (*day - last).get_days().abs() <= NEAR;
    let days: Vec<Date> = found.days.into_keys().filter(near).collect();
    let ends_a_month = |day: &&Date| day.tomorrow().is_ok_and(|next| next.day() == 1);
    days.iter().find(|day| **day == last).or_else(|| days.iter().rfind(ends_a_month)).copied()
}

/// The financial year that a day lies in.
fn year_of(day: Date) -> Option<FinancialYear> {
    let start = if day.month() >= APRIL { day.year() } else { day.year().checked_sub(1)? };
    Some(FinancialYear { start })
}

/// What texts say of periods.
#[derive(Default)]
struct Found {
    part: Option<Part>,
    year: Option<FinancialYear>,
    days: BTreeMap<Date, usize>,
}

impl Found {
    fn of<'t>(texts: impl Iterator<Item = &'t str>) -> Found {
        let mut found = Found::default();
        let mut years: BTreeMap<i16, usize> = BTreeMap::new();
        for mention in texts.flat_map(mentions) {
            if !matches!(mention.manner, Manner::Names | Manner::Stands) {
                continue;
            }
            let (part, year) = match mention.said {
                Said::Quarter(quarter, year) => (Some(Part::Quarter(quarter)), year),
                Said::Month(month @ 1..=12, year) => (Some(Part::Month(month)), year),
                Said::Outturn(year) => (Some(Part::Outturn), Some(year)),
                Said::Year(year) => (None, Some(SaidYear::Financial(year))),
                Said::Day(day) => {
                    *found.days.entry(day).or_default() += 1;
                    (None, None)
                }
                _ => (None, None),
            };
            found.part = found.part.or(part);
            if let Some(SaidYear::Financial(year)) = year {
                *years.entry(year.start).or_default() += 1;
            }
        }
        let most = years.iter().max_by_key(|(start, times)| (**times, std::cmp::Reverse(**start)));
        found.year = most.map(|(start, _)| FinancialYear { start: *start });
        found
    }

    fn or(mut self, other: Found) -> Found {
        self.part = self.part.or(other.part);
        self.year = self.year.or(other.year);
        self.days.extend(other.days);
        self
    }
}
