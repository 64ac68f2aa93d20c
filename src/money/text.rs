//! Amounts of money in running text.

use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use super::Quantity;
use super::read::{Number, suffix_factor};
use crate::pattern;

/// An amount found in running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmountInText {
    /// As typed: '£3088m', '200k', '-£500k'.
    pub text: String,
    /// Byte offset in the text.
    pub start: usize,
    /// In pounds, with the reach of its last digit.
    pub quantity: Quantity,
    /// A unit ('k', 'm', 'bn', 'million' …) stood behind it.
    pub has_suffix: bool,
    /// What stands directly behind it says that it is a rate ('pw', 'per week', 'per hour', 'a day', 'p.a.').
    pub is_rate: bool,
    /// One end of a range: '£5m-£7m', 'between £5m and £7m'. Both ends are found.
    pub is_range: bool,
    /// The writer says that it is not exact: 'c£130k', 'approx. £2m', 'over £1m', '£100k+'.
    pub is_approximate: bool,
}

/// A number with or without a pound sign; what stands around it decides whether it is money. No-break blanks may part
/// its thousands, ordinary ones may not: '£1 204 people' cannot be told from a figure.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern::fixed(
        r"(?x) (?P<pound> £ [\x20\u{a0}]? (?P<minus>[-−])? )?
        (?P<number> (?: [0-9]{1,3} (?: [\u{a0}\u{202f}\u{2009}] [0-9]{3} )+ | [0-9][0-9,]* ) (?: \.[0-9]+ )? | \.[0-9]+ )",
    )
});

/// A rate, directly behind an amount.
static RATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern::fixed(
        r"(?ix)^ [\s\u{a0}]? (?: p\.?[hdwma]\b\.? | p\.?c\.?m\b\.? | pppw\b | ppp[dh]\b
        | (?: / | per | an? ) [\s\u{a0}]* (?: person | head | hour | day | night | week | month | quarter | year | annum | visit
          | placement | bed | place | client | customer | unit | mile | item | hr | wk | mth )
        | (?: hourly | daily | nightly | weekly | monthly | annually | each | apiece ) \b )",
    )
});

/// What says, directly before an amount, that it is not exact.
static APPROXIMATELY: LazyLock<Regex> = LazyLock::new(|| {
    pattern::fixed(
        r"(?ix) (?: \b (?: c | ca | circa | approx | approximately | about | around | roughly | some | nearly | almost
        | over | under | up\ to | at\ least | at\ most | more\ than | less\ than | in\ excess\ of | in\ the\ region\ of
        | estimated | est | potentially ) \.? | [~≈<>≤≥] ) \s? $",
    )
});

/// What stands between the two ends of a range.
static BETWEEN: LazyLock<Regex> = LazyLock::new(|| pattern::fixed(r"(?i)^(?:\s?[-–—]\s?|\s(?:to|and|or)\s)$"));

/// How far back words before an amount are looked at, in bytes.
const LOOK_BACK: usize = 24;

/// A number in the text that may be an amount.
struct Candidate {
    start: usize,
    end: usize,
    number: Number,
    negative: bool,
    pound: bool,
    suffix: Option<Decimal>,
    is_rate: bool,
    is_range: bool,
    is_approximate: bool,
}

/// Every amount of money in running text: with a pound sign, or a unit behind it, or both. Plain numbers, dates, years,
/// percentages and counts are not amounts. In order of appearance; amounts beyond all bounds are left out.
pub fn amounts_in(text: &str) -> Vec<AmountInText> {
    let mut found: Vec<Candidate> = NUMBER
        .captures_iter(text)
        .filter_map(|captures| {
            let number = captures.name("number")?;
            let pound = captures.name("pound");
            let start = pound.map_or(number.start(), |sign| sign.start());
            candidate(text, start, number.as_str(), number.end(), pound.is_some(), captures.name("minus").is_some())
        })
        .collect();
    mark_ranges(text, &mut found);
    found
        .into_iter()
        .filter(|candidate| candidate.pound || candidate.suffix.is_some())
        .filter_map(|candidate| {
            let factor = candidate.suffix.unwrap_or(Decimal::ONE);
            Some(AmountInText {
                text: text.get(candidate.start..candidate.end)?.to_string(),
                start: candidate.start,
                quantity: candidate.number.in_units_of(factor, candidate.negative).ok()?,
                has_suffix: candidate.suffix.is_some(),
                is_rate: candidate.is_rate,
                is_range: candidate.is_range,
                is_approximate: candidate.is_approximate,
            })
        })
        .collect()
}

/// Looks at what stands before and behind a number; `None` if that says that it is no amount.
fn candidate(text: &str, start: usize, digits: &str, end: usize, pound: bool, inner_minus: bool) -> Option<Candidate> {
    // A comma at the end belongs to the sentence.
    let kept = digits.trim_end_matches(',');
    let end = end - (digits.len() - kept.len());
    let mut before = text.get(..start)?.chars().rev();
    let previous = before.next();
    let mut is_approximate = false;
    if !pound {
        match previous {
            // 'c130k' is an amount, 'Q3', 'A4' and the end of '31/03' are none.
            Some('c' | 'C') if !before.next().is_some_and(char::is_alphanumeric) => is_approximate = true,
            Some(c) if c.is_alphanumeric() || ['.', ',', '/', ':', '_', '$', '€', '#'].contains(&c) => return None,
            _ => {}
        }
    }
    // '£000' is a unit, not an amount.
    if kept.len() > 1 && kept.bytes().all(|byte| byte == b'0') {
        return None;
    }
    let number = Number::read(kept).ok()?;

    let mut rest = text.get(end..)?;
    let mut end = end;
    let mut suffix = None;
    let (unit, blank) = unit_behind(rest);
    if let Some(factor) = suffix_factor(unit) {
        suffix = Some(factor);
        end += blank + unit.len();
        rest = text.get(end..)?;
    }
    let is_rate = RATE.is_match(rest);
    match rest.chars().next() {
        // '22%', '12k1', '2km', '£2.9mby', '1.5.3'
        Some('%' | '_') => return None,
        Some(c) if c.is_alphanumeric() && !is_rate => return None,
        Some('.' | ',' | '/') if rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit()) => return None,
        Some('+') => is_approximate = true,
        _ => {}
    }

    let mut start = start;
    let mut negative = inner_minus;
    if let Some(sign @ ('-' | '−' | '–')) = previous {
        // A sign, not a dash between words or figures: nothing or a blank or bracket stands before it.
        let before_sign = text.get(..start - sign.len_utf8())?.chars().next_back();
        if before_sign.is_none_or(|c| c.is_whitespace() || c == '(') {
            negative = !inner_minus;
            start -= sign.len_utf8();
        }
    }
    is_approximate = is_approximate || APPROXIMATELY.is_match(look_back(text, start));
    Some(Candidate { start, end, number, negative, pound, suffix, is_rate, is_range: false, is_approximate })
}

/// The word directly behind a number or after one blank, and the bytes of that blank; a digit behind the word makes it
/// no unit ('12k1').
fn unit_behind(rest: &str) -> (&str, usize) {
    let blank = match rest.chars().next() {
        Some(c @ (' ' | '\u{a0}' | '\u{202f}')) => c.len_utf8(),
        _ => 0,
    };
    let word = rest.get(blank..).unwrap_or_default();
    let length = word.find(|c: char| !c.is_alphabetic()).unwrap_or(word.len());
    if word.get(length..).is_some_and(|after| after.starts_with(|c: char| c.is_numeric() || c == '_')) {
        return ("", blank);
    }
    (word.get(..length).unwrap_or_default(), blank)
}

/// The few bytes of text before a place, cut at a character.
fn look_back(text: &str, place: usize) -> &str {
    let from = (place.saturating_sub(LOOK_BACK)..=place).find(|&at| text.is_char_boundary(at)).unwrap_or(place);
    text.get(from..place).unwrap_or_default()
}

/// Marks both ends of '£5m-£7m' and 'between £5m and £7m', and gives the first end of '£5-7m' the unit of the second.
fn mark_ranges(text: &str, found: &mut [Candidate]) {
    for at in 1..found.len() {
        let [first, second] = &mut found[at - 1..=at] else { continue };
        let Some(joint) = text.get(first.end..second.start) else { continue };
        if !BETWEEN.is_match(joint) {
            continue;
        }
        let word_before =
            look_back(text, first.start).trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
        let is_range = match joint.trim().to_ascii_lowercase().as_str() {
            "and" => word_before.eq_ignore_ascii_case("between"),
            // 'from £51.3m to £50.6m' and 'by £2m to £7m' say what changed.
            "to" => !["from", "by"].iter().any(|word| word_before.eq_ignore_ascii_case(word)),
            "or" => true,
            _ => !second.negative,
        };
        // '2023 - £5m' is no range: both are money, or the first lacks no more than the unit.
        let both = (first.pound || first.suffix.is_some()) && (second.pound || second.suffix.is_some());
        let tight = joint.chars().count() == 1 && second.suffix.is_some() && !second.pound;
        if is_range && (both || tight) {
            if first.suffix.is_none() && !second.pound {
                first.suffix = second.suffix;
            }
            let approximate = first.is_approximate || second.is_approximate;
            for end in [first, second] {
                end.is_range = true;
                end.is_approximate = approximate;
            }
        }
    }
}
