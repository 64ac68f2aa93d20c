//! What a person sees of a number under the code of a number format, and what is to be read where that is not the number which is
//! stored. The text is made by a library, section by section; which section stands for a number, its scale, sign and rounding are
//! decided here.

mod figure;
mod judge;
mod section;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use super::quietly::quietly;
pub use judge::{Seen, judge, judge_shown};
pub use section::Currency;
use section::{Colour, Condition, Section, sections};

/// The longest code taken, in characters: a spreadsheet program's own limit. Reading one takes time by the square of its length.
const LONGEST_CODE: usize = 255;

/// The most scale commas or per cent signs of a section that are reckoned with; no format for people has more.
const MOST_STEPS: u32 = 4;

/// What a spreadsheet program shows in place of a negative date.
const NO_DATE: &str = "########";

/// A number format.
#[derive(Debug, Clone)]
pub struct NumberFormat {
    /// The sections for numbers, each with what makes its text; at most three. Empty where the code cannot be read.
    sections: Vec<(Section, Option<ssfmt::NumberFormat>)>,
    /// Whether it is 'General', or '@' by which a number is shown as under 'General'.
    general: bool,
    /// Whether its section for texts shows nothing of them.
    hides_texts: bool,
}

/// What a person sees of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The text, without outer blanks; empty where nothing is shown.
    pub text: String,
    /// By how many thousands it is divided: '#,##0,' divides by one.
    pub thousands: u32,
    /// How many times it is multiplied by a hundred: '0%' does so once, '0"%"' does not.
    pub percents: u32,
    /// The currency that is shown beside it.
    pub currency: Option<Currency>,
    /// Whether it is shown as a day or a time.
    pub date: bool,
    /// Whether a digit of it may be shown; '#' shows none of a nil, nor of what is rounded to one.
    pub has_digits: bool,
    /// Whether a colour shows it as negative: its section is for negative numbers alone, and red.
    pub negative_by_colour: bool,
    /// Whether it is shown in white.
    pub white: bool,
}

impl NumberFormat {
    /// The format that a code stands for. Any code has one; under a code that cannot be read nothing can be told of a number.
    pub fn of(code: &str) -> Self {
        let general = matches!(code.trim().to_ascii_lowercase().as_str(), "" | "general" | "@");
        let mut all = if code.chars().count() > LONGEST_CODE { Vec::new() } else { sections(code) };
        all.truncate(4);
        // The fourth section is for texts, and so is the last one if a text stands in it.
        let hides_texts = all.len() == 4 && all.last().is_some_and(|last| !last.text);
        let texts = all.len() == 4 || all.last().is_some_and(|last| last.text && !last.has_digits);
        if texts {
            all.pop();
        }
        let made = |section: Section| {
            let library = library_format(&section.body);
            (section, library)
        };
        NumberFormat { sections: all.into_iter().map(made).collect(), general, hides_texts }
    }

    /// Whether numbers are shown as they are.
    pub fn is_general(&self) -> bool {
        self.general
    }

    /// Whether a text in the cell is not shown: under ';;;', or under words of the format's own.
    pub fn hides_texts(&self) -> bool {
        self.hides_texts
    }

    /// What is shown of a number; `None` where it cannot be told.
    pub fn show(&self, number: Decimal) -> Option<Shown> {
        let plain = || Shown {
            text: number.normalize().to_string(),
            thousands: 0,
            percents: 0,
            currency: None,
            date: false,
            has_digits: true,
            negative_by_colour: false,
            white: false,
        };
        if self.general {
            return Some(plain());
        }
        let Some(index) = self.section_for(number)? else { return Some(plain()) };
        let (section, library) = self.sections.get(index)?;
        let negative = number.is_sign_negative() && !number.is_zero();
        let text = if section.body.trim().is_empty() {
            // A colour alone changes nothing of the number.
            if section.colour.is_some() && self.sections.len() == 1 {
                return Some(plain());
            }
            String::new()
        } else if section.date && negative {
            NO_DATE.to_string()
        } else {
            let text = match section.general_as(number.abs()) {
                Some(body) => rendered(&library_format(&body)?, Decimal::ZERO)?,
                None => text(section, library.as_ref()?, number.abs())?,
            };
            let minus = if negative && self.draws_minus(index) { "-" } else { "" };
            format!("{minus}{}", text.trim())
        };
        Some(Shown {
            text,
            thousands: section.thousands,
            percents: section.percents,
            currency: section.currency.clone(),
            date: section.date,
            has_digits: section.has_digits || section.general_at.is_some(),
            negative_by_colour: negative && section.colour == Some(Colour::Red) && self.is_of_negatives(index),
            white: section.colour == Some(Colour::White),
        })
    }

    fn condition(&self, index: usize) -> Option<Condition> {
        self.sections.get(index).and_then(|(section, _)| section.condition)
    }

    /// The section that stands for a number: `Some(None)` where none does and the number is shown as it is, `None` where the code
    /// cannot be read.
    fn section_for(&self, number: Decimal) -> Option<Option<usize>> {
        let (count, negative) = (self.sections.len(), number < Decimal::ZERO);
        Some(match (self.condition(0), self.condition(1)) {
            _ if count == 0 => return None,
            (None, None) => Some(match count {
                1 => 0,
                2 => usize::from(negative),
                _ if number.is_zero() => 2,
                _ => usize::from(negative),
            }),
            (Some(first), _) if first.holds(number) => Some(0),
            (None, _) if number > Decimal::ZERO => Some(0),
            (_, Some(second)) if second.holds(number) => Some(1),
            (Some(_), _) if count == 1 => None,
            // A second section of three without a condition is for negative numbers, one of two for the rest.
            (Some(_), None) if count == 2 || negative => Some(1),
            (None, Some(_)) if count == 2 => Some(0),
            _ if count > 2 => Some(2),
            _ => None,
        })
    }

    /// Whether the section is for negative numbers alone, so that it says itself how they look.
    fn is_of_negatives(&self, index: usize) -> bool {
        match (self.condition(index), self.condition(0)) {
            (Some(own), _) => own.is_of_negatives(),
            (None, None) => index == 1,
            (None, Some(first)) => index == 1 && (self.sections.len() > 2 || first.is_of_all_others()),
        }
    }

    /// Whether a minus is put before what the section shows of a negative number. Programs leave it away in a section for what
    /// the conditions of others do not meet ('[>=1000]#,##0;0.00'), though such a number may be negative.
    fn draws_minus(&self, index: usize) -> bool {
        match (self.condition(index), self.condition(0)) {
            (Some(own), _) => !own.is_of_negatives(),
            (None, None) => index == 0,
            (None, Some(_)) => false,
        }
    }
}

/// A day as the number by which a spreadsheet program stores it: 1 January 1900 is 1, 1 March 1900 is 61.
pub fn serial(date: Date) -> Option<Decimal> {
    let start = jiff::civil::date(1899, 12, 30);
    let days = start.until(date).ok()?.get_days();
    // The program knows of a 29 February 1900; days before it count one less.
    Some(Decimal::from(if days < 61 { days.checked_sub(1)? } else { days }))
}

/// The day that such a number stands for, from 1 March 1900 on.
fn day(serial: Decimal) -> Option<Date> {
    let days = serial.trunc().to_i64().filter(|days| (61..=2_958_465).contains(days))?;
    jiff::civil::date(1899, 12, 30).checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

/// What a section shows of a number that is not negative. It is rounded here, half up in decimals: the library rounds what binary
/// arithmetic makes of it (1.005 would be '1.00').
fn text(section: &Section, library: &ssfmt::NumberFormat, number: Decimal) -> Option<String> {
    if section.thousands > MOST_STEPS || section.percents > MOST_STEPS {
        return None;
    }
    let is_rounded = section.has_digits && !section.date && !section.unusual && section.general_at.is_none();
    let rounded = if is_rounded {
        let up = factor(Decimal::ONE_HUNDRED, section.percents)?;
        let down = factor(Decimal::ONE_THOUSAND, section.thousands)?;
        let places = section.decimals.min(28);
        let scaled = number.checked_mul(up)?.checked_div(down)?;
        let scaled = scaled.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
        scaled.checked_mul(down)?.checked_div(up)?
    } else {
        number
    };
    rendered(library, rounded)
}

fn library_format(code: &str) -> Option<ssfmt::NumberFormat> {
    quietly(|| ssfmt::NumberFormat::parse(code).ok()).flatten()
}

/// The text that the library makes of a number.
fn rendered(library: &ssfmt::NumberFormat, number: Decimal) -> Option<String> {
    let number = number.to_f64()?;
    quietly(|| library.try_format(number, &ssfmt::FormatOptions::default()).ok()).flatten()
}

/// `base` to the power of `steps`.
fn factor(base: Decimal, steps: u32) -> Option<Decimal> {
    (0..steps).try_fold(Decimal::ONE, |factor, _| factor.checked_mul(base))
}
