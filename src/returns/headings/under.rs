//! The title of a table: the line above its headings, by which tables of equal headings are told apart (`under`).

use std::collections::BTreeSet;

use super::known::Known;
use super::lines::Line;
use crate::form::Form;
use crate::names::{Heading, Label, one_line};
use crate::period::is_title_of_period;
use crate::returns::areas::{behind_label, is_label};
use crate::returns::grid::Raw;
use crate::returns::units;
use crate::source::Address;

/// A longer line is running text and no title, in bytes.
const LONGEST: usize = 120;

/// Words that join a moment, a number or an area to a title: 'Savings at risk as at 31 December', 'Savings at risk for Adults'.
const JOINING: [&str; 28] = [
    "as",
    "at",
    "to",
    "by",
    "on",
    "of",
    "for",
    "in",
    "from",
    "the",
    "year",
    "ended",
    "ending",
    "end",
    "quarter",
    "qtr",
    "month",
    "period",
    "page",
    "table",
    "section",
    "annex",
    "appendix",
    "schedule",
    "part",
    "tab",
    "area",
    "directorate",
];

/// Words that say by themselves that a table goes on.
const GOES_ON: [&str; 3] = ["continued", "contd", "cont"];

/// Beginnings of a line that stands in place of a table: the table below it has another title.
const NOTHING: [&str; 4] = ["none", "nil", "nothing", "no"];

/// What titles are compared with: the names of the areas, as words of headings, and where the year begins.
#[derive(Debug, Clone)]
pub(in crate::returns) struct Names {
    areas: Vec<Vec<String>>,
    first_month: i8,
}

/// The title under which the form says that a table stands.
#[derive(Debug, Clone)]
pub(super) struct Under {
    /// As the form has it, filled in.
    pub(super) text: String,
    core: Vec<String>,
    moments: BTreeSet<String>,
}

impl Names {
    pub(in crate::returns) fn of(form: &Form) -> Self {
        let first_month = form.report.year_starts;
        let spoken = form.areas.iter().flat_map(|area| std::iter::once(&area.name).chain(&area.also));
        let mut areas: Vec<Vec<String>> = spoken.map(|name| tokens(&Heading::of(name, first_month))).collect();
        areas.retain(|name| !name.is_empty());
        Names { areas, first_month }
    }

    /// The words of a title without what may stand at either end of it: a number, a day, a period, an area, a unit.
    pub(in crate::returns) fn core(&self, text: &str) -> Vec<String> {
        let mut words = tokens(&Heading::of(text, self.first_month).without_unit());
        let moments = self.moments(text);
        let areas: Vec<Vec<&str>> = self.areas.iter().map(|name| name.iter().map(String::as_str).collect()).collect();
        let end = {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            carried(&words, &areas, &moments)
        };
        words.truncate(words.len() - end);
        let start = {
            let backwards: Vec<&str> = words.iter().rev().map(String::as_str).collect();
            let areas: Vec<Vec<&str>> = areas.iter().map(|name| name.iter().rev().copied().collect()).collect();
            carried(&backwards, &areas, &moments)
        };
        words.split_off(start)
    }

    fn moments(&self, text: &str) -> BTreeSet<String> {
        Heading::of(text, self.first_month).moments().into_iter().map(String::from).collect()
    }

    /// What the form says of a title.
    pub(super) fn under(&self, text: String) -> Under {
        Under { core: self.core(&text), moments: self.moments(&text), text }
    }

    /// Whether a line is the title that the form names. A day, a month or a year must be the form's where the form names one.
    pub(super) fn is_under(&self, under: &Under, title: &str) -> bool {
        let core = self.core(title);
        Label::same(&under.text, title)
            || !core.is_empty()
                && core == under.core
                && (under.moments.is_empty() || under.moments == self.moments(title))
    }

    /// Whether a line says a unit, a period, an area or more than a title does, and is none.
    fn is_beside(&self, text: &str) -> bool {
        let line = text.trim();
        line.len() > LONGEST
            || line.ends_with('.')
            || line.starts_with('(') && line.ends_with(')')
            || units::whole(line).is_some()
            || units::is_sentence(line)
            || is_title_of_period(line)
            || is_label(line)
            || behind_label(line).is_some()
            || self.core(line).is_empty()
    }

    /// The lines that are the title of the headings which begin at a place among the lines of a sheet, the nearest first: those
    /// right above, over blank rows, up to another table.
    pub(super) fn above(&self, lines: &[Line<'_>], place: usize, knowns: &[Known<'_>]) -> Vec<(Address, String)> {
        let mut titles: Vec<(Address, String)> = Vec::new();
        for line in lines.get(..place).unwrap_or_default().iter().rev() {
            if titles.last().is_some_and(|(last, _)| line.row.saturating_add(1) < last.row) {
                break;
            }
            let mut texts: Vec<(Address, String)> = Vec::new();
            let (mut figures, mut labelled) = (false, false);
            for cell in &line.cells {
                match cell.raw {
                    Raw::Text(text) if !labelled && !self.is_beside(text) => texts.push((cell.at, one_line(text))),
                    Raw::Text(text) => labelled = is_label(text),
                    Raw::Date(_) => {}
                    _ => figures = true,
                }
            }
            let heads = || line.cells.len() > 1 && texts.iter().any(|(_, text)| Known::any_knows(knowns, text));
            match texts.as_slice() {
                [] => {}
                [(at, text)] if !figures && !heads() => {
                    if says_nothing(text) {
                        break;
                    }
                    titles.push((*at, text.clone()));
                }
                _ => break,
            }
        }
        titles
    }
}

fn tokens(heading: &Heading) -> Vec<String> {
    heading.tokens().map(String::from).collect()
}

/// Whether a line stands where a table would: 'None', 'Nothing to report'.
fn says_nothing(text: &str) -> bool {
    NOTHING.iter().any(|word| Label::opens(text, word))
}

/// How many words at the end are no part of the title: there is something among them that says so.
fn carried(words: &[&str], areas: &[Vec<&str>], moments: &BTreeSet<String>) -> usize {
    let (mut left, mut carried) = (words, 0);
    while let Some((last, before)) = left.split_last() {
        if let Some(area) = areas.iter().filter(|area| left.ends_with(area)).max_by_key(|area| area.len()) {
            left = &left[..left.len() - area.len()];
        } else if moments.contains(*last) || is_number(last) || GOES_ON.contains(last) {
            left = before;
        } else if JOINING.contains(last) {
            left = before;
            continue;
        } else {
            break;
        }
        // Words that join what was carried to the title go with it.
        let joining = left.iter().rev().take_while(|word| JOINING.contains(word)).count();
        carried = words.len() - (left.len() - joining);
    }
    carried
}

/// A number or a letter in front of a title, a quarter, a month of the year: '2', 'b', 'q3', 'p05', '3rd'.
fn is_number(word: &str) -> bool {
    let mut letters = word.chars();
    let first = letters.next();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    word.chars().count() == 1 && first.is_some_and(char::is_alphanumeric)
        || digits(word)
        || matches!(first, Some('q' | 'p' | 'm')) && digits(letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let of = |name: &str| tokens(&Heading::of(name, 4));
        Names { areas: vec![of("Adults and Health"), of("Housing")], first_month: 4 }
    }

    #[test]
    fn a_title_may_carry_what_is_no_part_of_it() {
        let names = names();
        let under = names.under("Savings at risk".into());
        for title in [
            "SAVINGS AT RISK:",
            "Savings  at risk",
            "Savings at risk (£000s)",
            "Savings at risk as at 31 December 2022",
            "Savings at risk - Adults and Health",
            "Housing: savings at risk, Q3 2022/23",
            "Savings at risk for Housing",
            "Table 2: Savings at risk",
            "b) Savings at risk",
            "Savings at risk (continued)",
        ] {
            assert!(names.is_under(&under, title), "{title}: {:?}", names.core(title));
        }
        for title in [
            "Savings",
            "New savings at risk",
            "Savings at risk of slipping",
            "Savings at no risk",
            "Total savings at risk",
            "At risk",
            "Housing",
            "",
        ] {
            assert!(!names.is_under(&under, title), "{title}");
        }
    }

    #[test]
    fn a_year_that_the_form_names_is_the_titles_too() {
        let names = names();
        let under = names.under("Savings 2022/23".into());
        assert!(names.is_under(&under, "Savings 2022-23 (£k)"));
        assert!(!names.is_under(&under, "Savings 2021/22") && !names.is_under(&under, "Savings"));
        // A name that is nothing but what titles carry is compared as it is.
        let area = names.under("Housing".into());
        assert!(names.is_under(&area, "HOUSING") && !names.is_under(&area, "Housing savings"));
    }
}
