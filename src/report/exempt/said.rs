//! The numbers that a running text says, as numbers: '£6.137m', '6,137' and '6137' may be one figure.

use rust_decimal::Decimal;

use crate::period::MONTHS;

/// A number in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said<'t> {
    /// Its digits, commas and point.
    pub(super) written: &'t str,
    /// What it comes to, thousands and millions worked out.
    pub(super) amount: Decimal,
    /// Whether it says thousands or millions itself, so that it is in pounds.
    pub(super) is_scaled: bool,
    /// Whether it is in per cent.
    pub(super) is_percent: bool,
    /// Whether it is a part of a date, a year of two numbers or a reference.
    pub(super) is_date: bool,
}

/// The numbers in a text that have two digits or come to as much, nil aside.
pub(super) fn numbers(text: &str) -> Vec<Said<'_>> {
    let mut found = Vec::new();
    let is_of_number = |letter: char| letter.is_ascii_digit() || letter == ',' || letter == '.';
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find(is_of_number)).map(|start| at + start) {
        let rest = text.get(start..).unwrap_or_default();
        let end = start + rest.find(|letter| !is_of_number(letter)).unwrap_or(rest.len());
        let run = text.get(start..end).unwrap_or_default();
        if is_grouped(run.trim_matches([',', '.'])) {
            found.extend(number(text, start, run));
        } else {
            let mut begins = start;
            for part in run.split(',') {
                found.extend(number(text, begins, part));
                begins += part.len() + 1;
            }
        }
        at = end;
    }
    found
}

/// Whether the commas of a number stand before three digits each, or there are none.
fn is_grouped(run: &str) -> bool {
    let whole = run.split('.').next().unwrap_or_default();
    whole.split(',').skip(1).all(|group| group.len() == 3)
}

/// The number that is written here, with what stands around it.
fn number<'t>(text: &'t str, start: usize, run: &'t str) -> Option<Said<'t>> {
    let written = run.trim_matches([',', '.']);
    let start = start + run.find(written)?;
    let before = text.get(..start)?;
    let behind = text.get(start + written.len()..)?;
    let plain: Decimal = written.replace(',', "").parse().ok()?;
    let next = word(behind.trim_start());
    let scale: i64 = match next.as_str() {
        "k" | "thousand" => 1_000,
        "m" | "mn" | "million" => 1_000_000,
        "bn" | "billion" => 1_000_000_000,
        _ => 1,
    };
    let amount = plain.checked_mul(Decimal::from(scale))?.normalize();
    if amount.is_zero() || (written.len() < 2 && amount < Decimal::TEN) {
        return None;
    }
    let last = before.split_whitespace().next_back().unwrap_or_default().to_lowercase();
    let is_month = |word: &str| MONTHS.iter().any(|month| month.eq_ignore_ascii_case(word));
    let is_year = written.len() == 4 && is_month(&last);
    let is_reference = before.ends_with(|letter: char| letter.is_alphanumeric() || letter == '/')
        || behind.starts_with('/')
        || (scale == 1 && behind.starts_with(char::is_alphabetic));
    Some(Said {
        written,
        amount,
        is_scaled: scale > 1,
        is_percent: behind.trim_start().starts_with('%') || ["per", "percent"].contains(&next.as_str()),
        is_date: is_month(&next) || is_year || is_reference,
    })
}

/// The word that a text begins with, in small letters.
fn word(text: &str) -> String {
    text.chars().take_while(|letter| letter.is_alphabetic()).flat_map(char::to_lowercase).collect()
}
