//! A text of a sheet in the words of the form's headings, where it says the same in others: a footnote's mark, a unit in a
//! sentence, a plural, a second language, a period in words.

use super::known::{BESIDE_A_DATE, Known, LONGEST_HEADING};
use crate::names::Heading;
use crate::period::{Said, SaidYear, Verdict, mentions};
use crate::returns::units::{self, SaidUnit};

/// No heading with a footnote, a sentence or a second language in it is longer, in bytes.
const LONGEST: usize = 120;

/// Words beside a period or a day: 'as at', 'to', 'end of', 'Y/E', 'Year 1'.
pub(super) const BESIDE: [&str; 29] = [
    "as",
    "at",
    "to",
    "by",
    "on",
    "of",
    "the",
    "for",
    "end",
    "year",
    "ended",
    "ending",
    "y",
    "e",
    "ye",
    "this",
    "current",
    "quarter",
    "qtr",
    "q",
    "period",
    "month",
    "mth",
    "position",
    "up",
    "last",
    "prior",
    "previous",
    "financial",
];

/// The text of a heading in the form's words, where it is one and says itself otherwise.
pub(super) fn tidied(text: &str, knowns: &[Known<'_>], fits: impl Fn(&str) -> bool) -> Option<String> {
    if text.len() > LONGEST.min(LONGEST_HEADING) || !text.contains(char::is_alphanumeric) {
        return None;
    }
    let is_known = |text: &str| Known::any_knows(knowns, text);
    if is_known(text) {
        let first_month = knowns.first()?.first_month;
        let all_fit = Heading::words(text).iter().all(|word| fits(word));
        if all_fit {
            return None;
        }
        let heading = Heading::of(text, first_month);
        let said = heading.tokens().filter(|token| !BESIDE_A_DATE.contains(token) || fits(token));
        return Some(said.collect::<Vec<_>>().join(" "));
    }
    let own = |word: &String| knowns.iter().any(|known| known.words.iter().flatten().any(|own| own == word));
    let words = Heading::words(text);
    let are_own = words.iter().all(own) && words.iter().any(|word| word.contains(char::is_alphabetic));
    if let Some(moment) = knowns.first().filter(|_| !are_own).and_then(|known| when(text, known)) {
        return Some(moment);
    }
    let joined = text.replace("-\n", "").replace("-\r\n", "");
    let plain = without_mark(&joined);
    if plain.len() < text.len() && is_known(plain) {
        return Some(plain.to_string());
    }
    let whole = |part: &str| {
        in_form_words(part, knowns, &is_known)
            .or_else(|| apart(part, &is_known))
            .or_else(|| with_moment(part, knowns, &is_known))
    };
    if let Some(found) = whole(plain) {
        return Some(found);
    }
    // Two languages, or two ways to say it, in one cell.
    let parts: Vec<&str> = plain.split(['/', '\n']).map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.len() < 2 {
        return None;
    }
    parts.iter().find_map(|part| if is_known(part) { Some((*part).to_string()) } else { whole(part) })
}

/// A text without the mark of a footnote at its end: '(1)', '[2]', '(note 1)'.
fn without_mark(text: &str) -> &str {
    let text = text.trim();
    let Some(open) = text.rfind(['(', '[']) else { return text };
    let (before, mark) = text.split_at(open);
    let mark = mark.trim_matches(['(', ')', '[', ']', ' ']).to_lowercase();
    let number = mark.trim_start_matches("see").trim().trim_start_matches("note").trim();
    let is_mark = !number.is_empty() && number.len() <= 2 && number.chars().all(|letter| letter.is_ascii_digit());
    if is_mark && !before.trim().is_empty() { before.trim_end() } else { text }
}

/// Plurals for singulars, and the other way round.
fn in_form_words(text: &str, knowns: &[Known<'_>], is_known: &dyn Fn(&str) -> bool) -> Option<String> {
    let has = |word: &str| knowns.iter().any(|known| known.words.iter().flatten().any(|own| own == word));
    let mut changed = false;
    let words = text.split_whitespace().map(|typed| {
        let word = typed.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase();
        let other = word.strip_suffix('s').map_or_else(|| format!("{word}s"), str::to_string);
        if word.is_empty() || has(&word) || !has(&other) {
            return typed.to_string();
        }
        changed = true;
        typed.to_lowercase().replacen(&word, &other, 1)
    });
    let text = words.collect::<Vec<_>>().join(" ");
    (changed && is_known(&text)).then_some(text)
}

/// A heading and the unit that a sentence beside it states: 'Target (All figures in £000s)', 'Target - nearest £', 'Target k'.
fn apart(text: &str, is_known: &dyn Fn(&str) -> bool) -> Option<String> {
    let stated = |part: &str| units::whole(part).or_else(|| units::said(part).filter(|_| units::is_sentence(part)));
    let with = |core: &str, unit: SaidUnit| format!("{} {}", core.trim(), unit.sign());
    if let Some((before, rest)) = text.split_once(['(', '['])
        && let Some((inside, behind)) = rest.rsplit_once([')', ']'])
        && let Some(unit) = stated(inside)
    {
        let core = format!("{before} {behind}");
        if is_known(&core) {
            return Some(with(&core, unit));
        }
    }
    let starts = text.char_indices().filter(|(_, letter)| letter.is_whitespace()).map(|(place, _)| place);
    starts.rev().find_map(|place| {
        let (core, rest) = text.split_at(place);
        let unit = if is_known(core) {
            stated(rest.trim_matches(|it: char| it.is_whitespace() || "-–:,".contains(it)))
        } else {
            None
        };
        unit.map(|unit| with(core, unit))
    })
}

/// A heading and the period in words beside it: 'Target (Q3)', 'Target at 31 March 2023', 'Q3 Target'.
fn with_moment(text: &str, knowns: &[Known<'_>], is_known: &dyn Fn(&str) -> bool) -> Option<String> {
    let known = knowns.first()?;
    let heading = Heading::of(&years(text), known.first_month);
    let unit = heading.stated_unit().map(|unit| format!(" {}", SaidUnit::Money(unit).sign())).unwrap_or_default();
    let bare = heading.without_unit();
    let words: Vec<&str> = bare.tokens().collect();
    let is_core = |core: &str| is_known(core) || Known::is_core_of_any(knowns, core);
    (1..words.len()).rev().find_map(|place| {
        let (before, behind) = words.split_at(place);
        let (before, behind) = (before.join(" "), behind.join(" "));
        if is_core(&before)
            && let Some(moment) = when(behind.trim_matches(['(', ')', '[', ']', ' ', '-']), known)
        {
            return Some(format!("{before} {moment}{unit}"));
        }
        let moment = if is_core(&behind) { when(&before, known) } else { None }?;
        Some(format!("{moment} {behind}{unit}"))
    })
}

/// The day, month or year that a text of nothing but such words names; what it says of another period is the year before.
pub(super) fn when(text: &str, known: &Known<'_>) -> Option<String> {
    if text.len() > 60 {
        return None;
    }
    let spaced = spaced(text);
    let heading = Heading::of(&spaced, known.first_month);
    let moments = heading.moments();
    let is_number = |word: &str| word.chars().all(|letter| letter.is_ascii_digit());
    let is_short = |word: &str| {
        let number = word.trim_start_matches(['q', 'p', 'm']);
        (number.len() + 1 == word.len() && is_number(number) || number.len() + 2 == word.len())
            && is_number(number)
            && !number.is_empty()
    };
    let is_period = |token: &str| {
        BESIDE.contains(&token)
            || is_number(token) && token.len() <= 4
            || is_short(token)
            || matches!(
                token,
                "one"
                    | "two"
                    | "three"
                    | "four"
                    | "first"
                    | "second"
                    | "third"
                    | "fourth"
                    | "1st"
                    | "2nd"
                    | "3rd"
                    | "4th"
                    | "31st"
                    | "30th"
                    | "28th"
            )
            || crate::period::month_word(token).is_some()
    };
    let tokens: Vec<&str> = heading.tokens().collect();
    if tokens.is_empty() || !tokens.iter().all(|token| moments.contains(token) || is_period(token)) {
        return None;
    }
    if !moments.is_empty() {
        let typed = moments.join(" ");
        return (typed != text).then_some(typed);
    }
    let has = |word: &str| tokens.contains(&word);
    let year = known.expected.period.year;
    let before = || known.year_before();
    if has("last") || has("prior") || has("previous") {
        return (has("year") || has("quarter") || has("period") || has("month")).then(before);
    }
    if has("this") || has("current") {
        return (has("year") || has("quarter") || has("period") || has("month")).then(|| year.label());
    }
    let year_end = year.last_day(known.first_month);
    if tokens == ["year", "end"] || tokens == ["ye"] || tokens == ["y", "e"] {
        return Some(year_end.to_string());
    }
    // '31 March', '31/03': the day of the year of the return.
    let day = |date: jiff::civil::Date| {
        let month = crate::period::month_word(date.strftime("%B").to_string().as_str()).map(str::to_lowercase);
        let (number, of) = (date.day().to_string(), format!("{:02}", date.month()));
        tokens == [number.as_str(), of.as_str()]
            || tokens.last().copied() == month.as_deref() && has(&number) && tokens.len() == 2
    };
    if day(year_end) {
        return Some(year_end.to_string());
    }
    let said = mentions(&spaced);
    let [only] = said.as_slice() else { return None };
    match (known.expected.judge(only), only.said) {
        (_, Said::Month(number, None)) => Some(month_of(known, number)),
        (_, Said::Named(month, None)) => known.month_in_year(month),
        (_, Said::Quarter(number, None | Some(SaidYear::Financial(_)))) => match known.expected.judge(only) {
            Verdict::Right => Some(known.expected.period.last_day(known.first_month).to_string()),
            _ if (1..=4).contains(&number) => Some(before()),
            _ => None,
        },
        (Verdict::Right, _) => Some(known.expected.period.last_day(known.first_month).to_string()),
        (Verdict::Other, _) => Some(before()),
        _ => None,
    }
}

/// 'P7': the month of the calendar, as headings name it.
fn month_of(known: &Known<'_>, number: u8) -> String {
    let first = i16::from(known.first_month.clamp(1, 12)) - 1;
    let month = (first + i16::from(number) - 1).rem_euclid(12) + 1;
    i8::try_from(month).ok().and_then(|month| known.month_in_year(month)).unwrap_or_default()
}

/// A date whose parts touch, or are parted by blanks: '31Mar23' as '31 Mar 23', '31 03 23' as '31/03/23', '2022_23' as '2022/23'.
fn spaced(text: &str) -> String {
    let mut out = String::new();
    let mut before: Option<char> = None;
    for letter in text.chars() {
        let parts = |one: char, other: char| {
            one.is_ascii_digit() && other.is_alphabetic() || one.is_alphabetic() && other.is_ascii_digit()
        };
        if before.is_some_and(|before| parts(before, letter)) && !is_ordinal_or_quarter(text) {
            out.push(' ');
        }
        out.push(letter);
        before = Some(letter);
    }
    let pieces: Vec<&str> = out.split_whitespace().collect();
    let is_digits = |piece: &&str| piece.len() == 2 && piece.chars().all(|letter| letter.is_ascii_digit());
    if let [day, month, year] = pieces.as_slice()
        && [day, month].into_iter().all(is_digits)
        && matches!(year.len(), 2 | 4)
        && year.chars().all(|letter| letter.is_ascii_digit())
    {
        return format!("{day}/{month}/{year}");
    }
    years(&out)
}

/// Whether digits and letters touch in it that belong together: 'Q3', '31st', 'FY23'.
fn is_ordinal_or_quarter(text: &str) -> bool {
    Heading::words(text).iter().any(|word| {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        let letters = word.len().saturating_sub(digits);
        digits > 0
            && (letters == 1
                || ["st", "nd", "rd", "th"].iter().any(|end| word.ends_with(end))
                || word.starts_with("fy"))
    })
}

/// '2022_23', '2022.23', '2022\23' and '2022/3' as '2022/23'.
fn years(text: &str) -> String {
    let pieces = text.split(' ').map(|piece| {
        let typed = piece.trim_matches(|letter: char| !letter.is_ascii_digit());
        let Some((one, other)) = typed.split_once(['_', '.', '\\', '/']) else { return piece.to_string() };
        let digits = |part: &str| !part.is_empty() && part.chars().all(|letter| letter.is_ascii_digit());
        let next = one.parse::<u16>().ok().map(|year| (year.saturating_add(1) % 100).to_string());
        let follows = next.is_some_and(|next| {
            let short = next.len().checked_sub(1).and_then(|last| next.get(last..));
            other.len() == 2 && format!("{next:0>2}") == other || other.len() == 1 && short == Some(other)
        });
        if one.len() == 4 && digits(one) && digits(other) && follows {
            let year = one.parse::<u16>().unwrap_or_default();
            return format!("{one}/{:02}", (year.saturating_add(1)) % 100);
        }
        piece.to_string()
    });
    pieces.collect::<Vec<_>>().join(" ")
}
