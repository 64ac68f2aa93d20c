//! Whether what stands outside the tables is a figure, or words with an amount in them.

use crate::money::{Unit, amounts_in, opens_as_figure, read_money, read_percent};
use crate::returns::grid::Raw;

/// Whether a cell is a figure: a number, an error in place of one, or a text that is read as one.
pub fn is_figure(raw: &Raw) -> bool {
    match raw {
        Raw::Number(_) | Raw::Error(_) => true,
        Raw::Text(text) => {
            opens_as_figure(text)
                && (read_money(text, Unit::Pounds).is_ok() || read_percent(text, Unit::Pounds).is_ok())
        }
        Raw::Date(_) | Raw::Truth(_) => false,
    }
}

/// Whether a cell is a figure that comes to nothing: '0', '£0k'.
pub fn is_nil(raw: &Raw) -> bool {
    match raw {
        Raw::Number(number) => number.is_zero(),
        Raw::Text(text) => {
            let percent = || read_percent(text, Unit::Pounds).map(|read| read.quantity.value());
            read_money(text, Unit::Pounds)
                .map(|read| read.quantity.value())
                .or_else(|_| percent())
                .is_ok_and(|value| value.is_zero())
        }
        Raw::Date(_) | Raw::Truth(_) | Raw::Error(_) => false,
    }
}

/// Whether cells hold the numbers 1, 2, 3 and so on, as those do that only number rows.
pub fn count_from_one<'r>(cells: impl IntoIterator<Item = &'r Raw>) -> bool {
    let is_next = |(raw, number): (&Raw, u32)| raw.number() == Some(number.into());
    cells.into_iter().zip(1..).all(is_next)
}

/// Whether a cell is a figure, or running text with an amount in it.
pub fn holds_figure(raw: &Raw) -> bool {
    is_figure(raw) || matches!(raw, Raw::Text(text) if holds_amount(text))
}

/// Whether running text holds an amount: of money, a percentage, or a bare number of three digits or more that is no year, no
/// part of a date or a reference, and no telephone number. It is rather taken for one than passed over.
fn holds_amount(text: &str) -> bool {
    if !amounts_in(text).is_empty() {
        return true;
    }
    let numbers = numbers(text);
    if numbers.iter().any(|number| number.percent) {
        return true;
    }
    let is_telephone = numbers.iter().any(|number| number.digits.len() > 3 && number.digits.starts_with('0'));
    !is_telephone && numbers.iter().any(Number::may_be_amount)
}

/// A number in running text.
struct Number {
    /// The digits before a decimal point.
    digits: String,
    /// A percent sign stands behind it.
    percent: bool,
    /// A letter, or a sign that joins the parts of dates and references, stands before or behind it.
    joined: bool,
}

impl Number {
    fn may_be_amount(&self) -> bool {
        let is_year = self.digits.len() == 4 && (self.digits.starts_with("19") || self.digits.starts_with("20"));
        !self.joined && self.digits.len() > 2 && !is_year && !self.digits.starts_with('0')
    }
}

fn numbers(text: &str) -> Vec<Number> {
    let joins = |letter: &char| letter.is_alphabetic() || matches!(letter, '/' | '-' | '_' | ':' | '#' | '.');
    let mut found = Vec::new();
    let mut before: Option<char> = None;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if !letter.is_ascii_digit() {
            before = Some(letter);
            continue;
        }
        let mut digits = letter.to_string();
        let mut decimals = false;
        let mut last = letter;
        while let Some(next) = letters.next_if(|next| next.is_ascii_digit() || matches!(next, ',' | '.')) {
            match next {
                '.' => decimals = true,
                digit if digit.is_ascii_digit() && !decimals => digits.push(digit),
                _ => {}
            }
            last = next;
        }
        let behind = letters.peek().copied();
        let percent = behind == Some('%') || behind == Some(' ') && text_after_blank(&letters) == Some('%');
        // A full stop or comma behind the last digit ends a sentence or a clause.
        let ends = !last.is_ascii_digit();
        let joined = before.as_ref().is_some_and(joins) || !ends && behind.as_ref().is_some_and(joins);
        found.push(Number { digits, percent, joined });
        before = Some(last);
    }
    found
}

fn text_after_blank(letters: &std::iter::Peekable<std::str::Chars<'_>>) -> Option<char> {
    let mut rest = letters.clone();
    rest.next();
    rest.next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_in_words_is_found_and_a_year_a_date_or_a_reference_is_none() {
        for text in [
            "Leaves out £5k",
            "1.5m at risk",
            "Of it 1,500 is late",
            "5% less",
            "5 % less",
            "Cut by 250.",
            "It was 1500, now 20",
            "(£12,000)",
            "Room for 400 more",
            "between 300 and 400",
        ] {
            assert!(holds_amount(text), "{text}");
        }
        for text in [
            "",
            "Savings 2022/23",
            "2019 to 2023",
            "as at 31/12/2022",
            "31 January 2023",
            "All figures in £000s",
            "(£000)",
            "£m",
            "Q3 of 4",
            "page 12 of 99",
            "A400",
            "ref 12-345",
            "SI 2018/952",
            "Ring 01273 290 000",
            "10:300",
            "#404",
        ] {
            assert!(!holds_amount(text), "{text}");
        }
    }

    #[test]
    fn a_text_that_is_read_as_a_figure_is_one() {
        let text = |text: &str| Raw::Text(text.to_string());
        for raw in [text("1,500"), text("£1.2m"), text("(20)"), text("80%"), Raw::Error("#REF!".to_string())] {
            assert!(is_figure(&raw) && holds_figure(&raw), "{raw:?}");
        }
        for raw in [text("-"), text("n/a"), text("Total"), text("£000s"), Raw::Truth(true)] {
            assert!(!is_figure(&raw) && !holds_figure(&raw), "{raw:?}");
        }
        assert!(!is_figure(&text("£5k late")) && holds_figure(&text("£5k late")));
    }
}
