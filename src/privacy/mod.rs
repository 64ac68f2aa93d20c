//! Personal data in texts: where it stands, what prints in its place, and what may print. Rules, messages, the report and the
//! comparison of two periods all ask this one scanner.

mod date_of_birth;
mod email;
mod national_insurance;
mod nhs_number;
mod telephone;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

/// A kind of personal data that can be told from a text alone. Where two are found in one place, the first of them is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A National Insurance number.
    NationalInsurance,
    /// An NHS number.
    NhsNumber,
    /// An e-mail address.
    Email,
    /// A British telephone number.
    Telephone,
    /// The day on which somebody was born.
    DateOfBirth,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 5] =
        [Kind::NationalInsurance, Kind::NhsNumber, Kind::Email, Kind::Telephone, Kind::DateOfBirth];

    /// For a sentence: 'an e-mail address'.
    pub fn one(self) -> &'static str {
        match self {
            Kind::NationalInsurance => "a National Insurance number",
            Kind::NhsNumber => "an NHS number",
            Kind::Email => "an e-mail address",
            Kind::Telephone => "a telephone number",
            Kind::DateOfBirth => "a date of birth",
        }
    }

    /// Several of them: 'e-mail addresses'.
    pub fn several(self) -> &'static str {
        match self {
            Kind::NationalInsurance => "National Insurance numbers",
            Kind::NhsNumber => "NHS numbers",
            Kind::Email => "e-mail addresses",
            Kind::Telephone => "telephone numbers",
            Kind::DateOfBirth => "dates of birth",
        }
    }

    /// What prints in its place.
    pub fn mark(self) -> &'static str {
        match self {
            Kind::NationalInsurance => "[National Insurance number withheld]",
            Kind::NhsNumber => "[NHS number withheld]",
            Kind::Email => "[e-mail address withheld]",
            Kind::Telephone => "[telephone number withheld]",
            Kind::DateOfBirth => "[date of birth withheld]",
        }
    }

    /// Where it stands in a text.
    fn ranges(self, text: &str) -> Vec<Range<usize>> {
        match self {
            Kind::NationalInsurance => national_insurance::found(text),
            Kind::NhsNumber => nhs_number::found(text),
            Kind::Email => email::found(text),
            Kind::Telephone => telephone::found(text),
            Kind::DateOfBirth => date_of_birth::found(text),
        }
    }

    /// The same however it is typed: a number without its blanks, an address in small letters.
    fn value(self, typed: &str) -> String {
        match self {
            Kind::NhsNumber => digits(typed),
            Kind::Telephone => telephone::national(typed),
            Kind::NationalInsurance => {
                typed.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect()
            }
            Kind::Email => typed.to_lowercase(),
            Kind::DateOfBirth => typed.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase(),
        }
    }
}

/// Something personal in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// What it is.
    pub kind: Kind,
    /// It, however it was typed.
    pub value: String,
}

/// What may print: the contacts that the form lists, and what somebody let stand.
#[derive(Debug, Clone, Default)]
pub struct MayPrint {
    addresses: Vec<String>,
    /// '@example.gov.uk': whoever writes from there.
    domains: Vec<String>,
    numbers: Vec<String>,
    stands: BTreeSet<(Kind, String)>,
}

impl MayPrint {
    /// The contacts of a form: addresses, '@' and a domain, telephone numbers.
    pub fn contacts(contacts: &[String]) -> MayPrint {
        let mut may = MayPrint::default();
        for contact in contacts.iter().map(|contact| contact.trim().to_lowercase()) {
            match contact.chars().next() {
                Some('@') => may.domains.push(contact),
                _ if contact.contains('@') => may.addresses.push(contact),
                _ => may.numbers.push(telephone::national(&contact)),
            }
        }
        may
    }

    /// Lets one thing stand, wherever it is found.
    pub fn let_stand(&mut self, kind: Kind, value: String) {
        self.stands.insert((kind, value));
    }

    fn allows(&self, kind: Kind, value: &str) -> bool {
        let is_contact = match kind {
            Kind::Email => {
                self.addresses.iter().any(|known| known == value)
                    || self.domains.iter().any(|domain| value.ends_with(domain))
            }
            Kind::Telephone => self.numbers.iter().any(|known| known == value),
            Kind::NationalInsurance | Kind::NhsNumber | Kind::DateOfBirth => false,
        };
        is_contact || !self.stands.is_empty() && self.stands.contains(&(kind, value.to_string()))
    }

    /// What a text holds of one kind that may not print.
    pub fn found_of(&self, kind: Kind, text: &str) -> Vec<Found> {
        let found = kind.ranges(text).into_iter().filter_map(|range| {
            let value = kind.value(text.get(range.clone())?);
            (!self.allows(kind, &value)).then_some(Found { range, kind, value })
        });
        found.collect()
    }

    /// What a text holds that may not print, in its order. What overlaps is one thing, of the first of its kinds.
    pub fn found(&self, text: &str) -> Vec<Found> {
        if !may_hold_any(text) {
            return Vec::new();
        }
        let mut all: Vec<Found> = Kind::ALL.into_iter().flat_map(|kind| self.found_of(kind, text)).collect();
        if all.len() > 1 {
            all.sort_by_key(|found| (found.range.start, found.kind));
        }
        let mut found: Vec<Found> = Vec::with_capacity(all.len());
        for next in all {
            match found.last_mut().filter(|last| next.range.start < last.range.end) {
                Some(last) => {
                    last.range.end = last.range.end.max(next.range.end);
                    last.kind = last.kind.min(next.kind);
                }
                None => found.push(next),
            }
        }
        found
    }

    /// A text with exactly that replaced which may not print.
    pub fn withheld<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut said = Cow::Borrowed(text);
        // What stood beside something may be found once that is gone. Each pass leaves fewer digits and fewer '@'.
        loop {
            let found = self.found(&said);
            if found.is_empty() {
                return said;
            }
            said = Cow::Owned(replaced(&said, &found));
        }
    }

    /// A part of a text as [`withheld`](MayPrint::withheld) leaves it, where the whole has to be seen to tell: 'write to jo.bloggs@ex'.
    /// A part that does not stand in it is looked at alone.
    pub fn withheld_part(&self, whole: &str, part: &str) -> String {
        let Some(start) = whole.find(part) else { return self.withheld(part).into_owned() };
        let end = start + part.len();
        let found = self.found(whole).into_iter().filter(|found| found.range.start < end && start < found.range.end);
        let inside = found.map(|found| Found {
            range: found.range.start.max(start) - start..found.range.end.min(end) - start,
            ..found
        });
        let said = replaced(part, &inside.collect::<Vec<_>>());
        self.withheld(&said).into_owned()
    }
}

/// A text as it is compared with that of another period: there it may have been withheld, or not, and that is no change.
pub fn compared(text: &str) -> Cow<'_, str> {
    MayPrint::default().withheld(text)
}

/// The same of a text that holds something personal, or held it before it was withheld; none of any other.
pub fn compared_if_personal(text: &str) -> Option<Cow<'_, str>> {
    let said = compared(text);
    let is_personal = text.contains(" withheld]") && Kind::ALL.iter().any(|kind| text.contains(kind.mark()));
    (is_personal || matches!(said, Cow::Owned(_))).then_some(said)
}

/// Where a text may be cut off at `end` without parting what is found in it, so that half of a number is never said.
pub fn cut(text: &str, end: usize) -> usize {
    let found = MayPrint::default().found(text);
    let parted = found.iter().find(|found| found.range.start < end && end < found.range.end);
    parted.map_or(end, |found| found.range.start)
}

fn replaced(text: &str, found: &[Found]) -> String {
    let mut said = String::with_capacity(text.len());
    let mut from = 0;
    for Found { range, kind, .. } in found {
        said.push_str(text.get(from..range.start).unwrap_or_default());
        said.push_str(kind.mark());
        from = range.end;
    }
    said + text.get(from..).unwrap_or_default()
}

/// No kind has fewer digits, but for an address.
const FEWEST_DIGITS: usize = 3;

/// Whether a text may hold anything: most are short words, and need not be searched.
fn may_hold_any(text: &str) -> bool {
    text.bytes().filter(u8::is_ascii_digit).count() >= FEWEST_DIGITS || text.contains('@')
}

/// Whether a text has so many digits with no more between them than stands in the numbers of people. Most have not, and need not be
/// searched: every text of the report and every message of every finding is.
fn has_digits(text: &str, fewest: usize) -> bool {
    if text.bytes().filter(u8::is_ascii_digit).count() < fewest {
        return false;
    }
    let mut run = 0_usize;
    text.chars().any(|character| {
        match character {
            '0'..='9' => run = run.saturating_add(1),
            '-' | '(' | ')' | '+' => {}
            blank if blank.is_whitespace() => {}
            _ => run = 0,
        }
        run >= fewest
    })
}

/// Whether the characters around a match make it a part of something longer.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let before = text.get(..start).and_then(|before| before.chars().next_back());
    let mut after = text.get(end..).unwrap_or_default().chars();
    let (next, second) = (after.next(), after.next());
    let joins = |character: char| character.is_alphanumeric() || matches!(character, '£' | '$' | '€');
    let continues = |character: char| matches!(character, '.' | ',' | '/' | '-');
    let longer_before = before.is_some_and(|character| joins(character) || continues(character));
    let longer_after = next.is_some_and(|character| {
        character.is_alphanumeric()
            || character == '%'
            || (continues(character) && second.is_some_and(|second| second.is_ascii_digit()))
    });
    !longer_before && !longer_after
}

/// The digits of a text.
fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests;
