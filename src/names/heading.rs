//! Headings of columns, which hold dates and units.

use std::fmt;

use super::fold;
use crate::money::Unit;
use crate::period::{Moment, day_before, moments_in, month_word, short_month};

/// How often a heading is gone over at most, until nothing in it changes any more.
const MOST_PASSES: usize = 16;

/// Stands for a day, a month or a year where only the words of a heading count.
const SOME_MOMENT: &str = "…";

/// A heading of a column: the core, dates as ISO dates, no punctuation but '%' and signs of currency, '&' as 'and', and '£000s', "£000's",
/// '(£000)', 'in £k' the same. A day that opens a financial year ('1 April 2023') is the day that closes the year before
/// ('31/03/23'): both name the same boundary. 'Oct-22', 'October 2022' and '10/2022' are one month, '2022/23', '22-23' and
/// 'FY23' one year.
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

    /// The words of a text as headings are compared, before dates and units are seen in them: a text that holds a word of no
    /// heading is a part of none.
    pub fn words(text: &str) -> Vec<String> {
        let letters: String = fold::letters(text).map(|(_, letter)| letter).filter(|letter| *letter != '\'').collect();
        letters
            .split(|letter: char| !letter.is_alphanumeric() || is_raised(letter))
            .filter(|word| !word.is_empty())
            .map(String::from)
            .collect()
    }

    /// Whether nothing that can be compared stands there.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Its words, dates and units, each by itself.
    pub fn tokens(&self) -> impl Iterator<Item = &str> {
        self.0.split(' ').filter(|token| !token.is_empty())
    }

    /// The unit of money it names, if it names one.
    pub fn unit(&self) -> Option<Unit> {
        self.tokens().find_map(unit_of)
    }

    /// The unit in which a heading says that its figures are. 'Savings over £10,000' names an amount, and says none.
    pub fn stated_unit(&self) -> Option<Unit> {
        let tokens: Vec<&str> = self.tokens().collect();
        let is_amount = |next: Option<&&str>| next.is_some_and(|next| next.starts_with(|it: char| it.is_ascii_digit()));
        let mut units = tokens.iter().enumerate().filter(|(place, _)| !is_amount(tokens.get(place + 1)));
        units.find_map(|(_, token)| unit_of(token))
    }

    /// The heading without its unit of money.
    #[must_use]
    pub fn without_unit(&self) -> Heading {
        Heading(self.tokens().filter(|token| unit_of(token).is_none()).collect::<Vec<_>>().join(" "))
    }

    /// The heading with all days, months and years alike, so that only its words and its unit count.
    #[must_use]
    pub fn undated(&self) -> Heading {
        let mut tokens: Vec<&str> =
            self.tokens().map(|token| if is_moment(token) { SOME_MOMENT } else { token }).collect();
        tokens.dedup_by(|next, before| *next == SOME_MOMENT && *before == SOME_MOMENT);
        Heading(tokens.join(" "))
    }

    /// The heading without its days, months and years.
    #[must_use]
    pub fn without_moments(&self) -> Heading {
        Heading(self.tokens().filter(|token| !is_moment(token)).collect::<Vec<_>>().join(" "))
    }

    /// The heading without any of these words.
    #[must_use]
    pub fn without(&self, words: &[&str]) -> Heading {
        Heading(self.tokens().filter(|token| !words.contains(token)).collect::<Vec<_>>().join(" "))
    }

    /// The days, months and years it names, as they are compared.
    pub fn moments(&self) -> Vec<&str> {
        self.tokens().filter(|token| is_moment(token)).collect()
    }
}

/// The unit that a token of a heading names.
fn unit_of(token: &str) -> Option<Unit> {
    match token {
        "£" => Some(Unit::Pounds),
        THOUSANDS => Some(Unit::Thousands),
        MILLIONS => Some(Unit::Millions),
        _ => None,
    }
}

/// Whether a token of a heading is a day, a month, a financial year, or a calendar year by itself.
fn is_moment(token: &str) -> bool {
    let is_year = token.len() == 4 && token.parse().is_ok_and(|year: u16| (1900..=2199).contains(&year));
    is_year || matches!(moments_in(token).as_slice(), [(found, _)] if found.len() == token.len())
}

/// A day, a month or a year as it is compared.
fn written(moment: Moment, first_month: i8) -> String {
    match moment {
        Moment::Day(date) => {
            let opens_year = date.day() == 1 && date.month() == first_month.clamp(1, 12);
            if opens_year { day_before(date) } else { date }.to_string()
        }
        Moment::Month(year, month) => {
            format!("{}-{year}", short_month(month).to_lowercase())
        }
        Moment::Year(year) => year.label(),
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
    for (found, moment) in moments_in(heading) {
        push_tokens(&heading[done..found.start], &mut tokens);
        tokens.push(written(moment, first_month));
        done = found.end;
    }
    push_tokens(&heading[done..], &mut tokens);
    merge_units(&tokens).join(" ")
}

/// A raised figure refers to a footnote.
fn is_raised(letter: char) -> bool {
    matches!(letter, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

/// The words of a piece of a heading, '%' and '£' each by itself.
fn push_tokens(piece: &str, tokens: &mut Vec<String>) {
    let mut word = String::new();
    for letter in piece.chars() {
        match letter {
            // Dropped, not a blank: "£000's" and '£000s', "Director's" and 'Directors' are the same.
            '\'' => {}
            letter if letter.is_alphanumeric() && !is_raised(letter) => word.push(letter),
            _ => {
                if !word.is_empty() {
                    tokens.push(std::mem::take(&mut word));
                }
                match letter {
                    '%' | '£' | '€' | '$' => tokens.push(letter.to_string()),
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

/// Thousands and millions of pounds as they are compared.
const THOUSANDS: &str = "£000";
const MILLIONS: &str = "£m";

/// The unit that words behind a pound sign make of it, and how many of them say so: '000', 'k', 'in thousands', 'x 1000'.
fn behind_pound(words: &[String]) -> Option<(&'static str, usize)> {
    let word = |place: usize| words.get(place).map(String::as_str);
    let unit = match word(0)? {
        "000" | "000s" | "k" | "ks" | "thou" | "thousand" | "thousands" | "miloedd" | "x1000" => THOUSANDS,
        "m" | "ms" | "mn" | "million" | "millions" | "miliwn" | "miliynau" => MILLIONS,
        "in" => {
            let (unit, taken) = behind_pound(words.get(1..)?).filter(|_| word(1) != Some("in"))?;
            return Some((unit, taken + 1));
        }
        "x" if word(1) == Some("1000") => return Some((THOUSANDS, 2)),
        _ => return None,
    };
    Some((unit, 1))
}

/// The unit that words say without a pound sign in front, and how many say so: "'000", 'thousands of pounds', 'gbpk'.
fn by_itself(words: &[String]) -> Option<(&'static str, usize)> {
    let word = |place: usize| words.get(place).map(String::as_str);
    let is_pounds = |word: Option<&str>| matches!(word, Some("£" | "pounds" | "pound" | "gbp" | "sterling"));
    let unit = match word(0)? {
        "thousands" | "thousand" | "miloedd" | "000s" | "000" => THOUSANDS,
        "millions" | "million" | "miliynau" | "miliwn" => MILLIONS,
        "gbpk" => return Some((THOUSANDS, 1)),
        "gbpm" => return Some((MILLIONS, 1)),
        "pounds" => return Some(("£", 1)),
        _ => return None,
    };
    let taken = if word(1) == Some("of") && is_pounds(word(2)) { 3 } else { 1 };
    Some((unit, taken))
}

/// The words without the 's' of "£'s" in front.
fn without_s(words: &[String]) -> &[String] {
    let behind = words.iter().take_while(|word| *word == "s").count();
    words.get(behind..).unwrap_or_default()
}

/// '£' and the unit behind it as one word: '£000' for thousands, '£m' for millions; so is "'000", or 'thousands', without its
/// pound sign. 'in' before a unit says nothing, and a month by itself is said in full.
fn merge_units(tokens: &[String]) -> Vec<String> {
    let mut merged: Vec<String> = Vec::new();
    let mut rest = tokens;
    while let Some((token, mut behind)) = rest.split_first() {
        let behind_number = merged.last().is_some_and(|last| last.ends_with(|letter: char| letter.is_ascii_digit()));
        let unit = match token.as_str() {
            "£" | "gbp" => {
                behind = without_s(behind);
                if let Some((unit, taken)) = behind_pound(behind) {
                    behind = without_s(behind.get(taken..).unwrap_or_default());
                    unit
                } else if merged.last().is_some_and(|last| last == "k") {
                    merged.pop();
                    THOUSANDS
                } else {
                    "£"
                }
            }
            THOUSANDS | MILLIONS => token,
            word => match by_itself(rest).filter(|_| !behind_number) {
                Some((unit, taken)) => {
                    behind = rest.get(taken..).unwrap_or_default();
                    unit
                }
                None => {
                    merged.push(month_word(word).map_or_else(|| word.to_string(), str::to_lowercase));
                    rest = behind;
                    continue;
                }
            },
        };
        if merged.last().is_some_and(|last| last == "in") {
            merged.pop();
        }
        merged.push(unit.to_string());
        rest = behind;
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
        same(&["Actual Oct-22", "Actual October 2022", "Actual 10/2022", "Actual (Oct 22)"]);
        same(&["Actual Oct", "Actual October", "ACTUAL: OCT."]);
        same(&[
            "Target 2022/23",
            "Target 2022-23",
            "Target 22/23",
            "Target FY23",
            "Target (2022-2023)",
            "Target 2022 – 23",
        ]);
        same(&[
            "Target in £000s",
            "Target (£ thousands)",
            "Target '000",
            "Target (in £k)",
            "Target in thousands of pounds",
            "Target (thousands)",
            "Target GBP '000",
            "Target GBPk",
            "Target k£",
            "Target £thou",
            "Target £ x 1000",
            "Target £x1000",
            "Target (£ in thousands)",
            "Target £ miloedd",
        ]);
        same(&["Target £m", "Target in millions of pounds", "Target £ miliwn", "Target (millions)"]);
        same(&["Target £", "Target (in pounds)", "Target GBP"]);
        differ("Target 2022/23", "Target 2022-2003");
        differ("Target 2022/23", "Target 2023/24");
        differ("Oct-22", "Oct-23");
        // Where the year starts in January, 1 April opens nothing.
        assert_ne!(Heading::of("1 April 2023", 1), Heading::of("31/03/23", 1));
        assert_eq!(Heading::of("1 January 2023", 1), Heading::of("31/12/22", 1));
    }

    #[test]
    fn a_heading_is_taken_apart() {
        let heading = Heading::of("Target 31/03/23 (£000s)", 4);
        assert_eq!((heading.unit(), heading.moments()), (Some(Unit::Thousands), vec!["2023-03-31"]));
        assert_eq!(heading.without_unit(), Heading::of("Target 31/03/23", 4));
        assert_eq!(heading.undated(), Heading::of("Target 31/03/22 £k", 4).undated());
        assert_eq!(Heading::of("Target 2022-2003", 4).undated(), Heading::of("Target FY23", 4).undated());
        assert_ne!(Heading::of("Target", 4).undated(), Heading::of("Target 2022/23", 4).undated());
        assert_eq!((Heading::of("Over £10,000", 4).unit(), Heading::of("%", 4).unit()), (Some(Unit::Pounds), None));
        assert_eq!(
            Heading::words("Director’s “Target” (£000’s) 31/03/23"),
            ["directors", "target", "000s", "31", "03", "23"]
        );
    }

    proptest! {
        #[test]
        fn a_comparable_heading_stays_as_it_is(
            heading in "([ a-z%£(),./'&\n-]{0,4}(31/03/23|1 st April 2023|1|31|23|march|oct|fy|2022|to|in|000|k|s|m|st|£000s|.)){0,8}|.{0,40}",
            first_month in 1_i8..=12,
        ) {
            let once = Heading::of(&heading, first_month);
            prop_assert_eq!(Heading::of(&once.to_string(), first_month), once.clone());
            let loose: String = heading.to_uppercase().replace(' ', " \n ");
            let _ = Heading::of(&loose, first_month);
        }
    }
}
