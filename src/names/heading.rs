//! Headings of columns, which hold dates and units.

use std::fmt;

use super::fold;
use crate::period::{dates_in, day_before};

/// How often a heading is gone over at most, until nothing in it changes any more.
const MOST_PASSES: usize = 16;

/// A heading of a column: the core, dates as ISO dates, no punctuation but '%' and '£', '&' as 'and', and '£000s', "£000's",
/// '(£000)', '£k' the same. A day that opens a financial year ('1 April 2023') is the day that closes the year before
/// ('31/03/23'): both name the same boundary.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Heading(String);

impl Heading {
    /// The heading as it is compared, where the financial year begins in this month (1 to 12).
    pub fn of(heading: &str, first_month: i8) -> Heading {
        let mut heading = fold::core(heading);
        // What one pass takes away can join what it kept apart: '31 (March) 2023'.
        for _ in 0..MOST_PASSES {
            let next = once(&heading, first_month);
            if next == heading {
                break;
            }
            heading = next;
        }
        Heading(heading)
    }

    /// The first word of a text as headings are compared: what is not the first word of a heading is none.
    pub fn first_word(text: &str) -> Option<String> {
        let letters = fold::letters(text).map(|(_, letter)| letter).skip_while(|letter| !letter.is_alphanumeric());
        let word = letters.take_while(|letter| letter.is_alphanumeric() || *letter == '\'');
        let word: String = word.filter(|letter| letter.is_alphanumeric()).collect();
        (!word.is_empty()).then_some(word)
    }

    /// Whether nothing that can be compared stands there.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Heading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One pass over a folded heading.
fn once(heading: &str, first_month: i8) -> String {
    let mut tokens: Vec<String> = Vec::new();
    let mut done = 0;
    for (found, date) in dates_in(heading) {
        push_tokens(&heading[done..found.start], &mut tokens);
        let opens_year = date.day() == 1 && date.month() == first_month.clamp(1, 12);
        tokens.push(if opens_year { day_before(date) } else { date }.to_string());
        done = found.end;
    }
    push_tokens(&heading[done..], &mut tokens);
    merge_units(tokens).join(" ")
}

/// The words of a piece of a heading, '%' and '£' each by itself.
fn push_tokens(piece: &str, tokens: &mut Vec<String>) {
    let mut word = String::new();
    for letter in piece.chars() {
        match letter {
            // Dropped, not a blank: "£000's" and '£000s', "Director's" and 'Directors' are the same.
            '\'' => {}
            letter if letter.is_alphanumeric() => word.push(letter),
            _ => {
                if !word.is_empty() {
                    tokens.push(std::mem::take(&mut word));
                }
                match letter {
                    '%' | '£' => tokens.push(letter.to_string()),
                    '&' => tokens.push("and".to_string()),
                    _ => {}
                }
            }
        }
    }
    if !word.is_empty() {
        tokens.push(word);
    }
}

/// '£' and the unit behind it as one word: '£000' for thousands, '£m' for millions.
fn merge_units(tokens: Vec<String>) -> Vec<String> {
    let mut merged: Vec<String> = Vec::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        if token != "£" {
            merged.push(token);
            continue;
        }
        while tokens.next_if(|next| next == "s").is_some() {}
        let unit = match tokens.peek().map(String::as_str) {
            Some("000" | "000s" | "k" | "ks" | "thousand" | "thousands") => "£000",
            Some("m" | "ms" | "mn" | "million" | "millions") => "£m",
            _ => "£",
        };
        if unit != "£" {
            tokens.next();
            while tokens.next_if(|next| next == "s").is_some() {}
        }
        merged.push(unit.to_string());
    }
    merged
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn headings_that_mean_the_same_compare_equal() {
        let same = |headings: &[&str]| {
            for heading in headings {
                assert_eq!(Heading::of(heading, 4), Heading::of(headings[0], 4), "{heading}");
            }
        };
        same(&[
            "Target 31/03/23 (£000s)",
            "Target  31/03/2023\n(£000's)",
            "TARGET 31 March 2023 £000",
            "Target: 31st March 2023 (£k)",
            "Target 2023-03-31 £’000s",
            "Target 1 April 2023 (£ 000)",
            "Target 31 (March) 2023 £ '000",
        ]);
        same(&["Forecast % by 1 st April 2023", "Forecast % by 31/03/23", "Forecast% by 31.03.2023"]);
        same(&["Mitigations Required (£000's)", "Mitigations required £000s"]);
        same(&["Full-year budget", "Full year budget", "Full\u{a0}year–budget"]);
        same(&["Risks & Actions", "Risks and actions"]);
        same(&["Total £m", "Total (£ million)", "Total £M", "Total (£m's)"]);
        assert_eq!(Heading::of("% By 31/03/23 ", 4).to_string(), "% by 2023-03-31");
        assert_eq!(Heading::of("Mitigations Required (£000's)", 4).to_string(), "mitigations required £000");
        assert_eq!(Heading::of("", 4).to_string(), "");

        let differ = |a: &str, b: &str| assert_ne!(Heading::of(a, 4), Heading::of(b, 4));
        differ("Target 31/03/23 (£000s)", "Target 31/03/24 (£000s)");
        differ("Target (£000s)", "Target (£m)");
        differ("Target (£)", "Target (£000)");
        differ("Target", "Target %");
        // Where the year starts in January, 1 April opens nothing.
        assert_ne!(Heading::of("1 April 2023", 1), Heading::of("31/03/23", 1));
        assert_eq!(Heading::of("1 January 2023", 1), Heading::of("31/12/22", 1));
    }

    proptest! {
        #[test]
        fn a_comparable_heading_stays_as_it_is(
            heading in "([ a-z%£(),./'&\n-]{0,4}(31/03/23|1 st April 2023|1|31|23|march|000|k|s|m|st|£000s|.)){0,8}|.{0,40}",
            first_month in 1_i8..=12,
        ) {
            let once = Heading::of(&heading, first_month);
            prop_assert_eq!(Heading::of(&once.to_string(), first_month), once.clone());
            let loose: String = heading.to_uppercase().replace(' ', " \n ");
            let _ = Heading::of(&loose, first_month);
        }
    }
}
