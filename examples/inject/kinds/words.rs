//! Words: ratings, statuses, dates, and what the narrative says.

use piperoll::finding::Severity;
use piperoll::form::Kind as Holds;
use piperoll::form::rating::RatingForm;
use piperoll::returns::RowKind;
use rust_decimal::Decimal;

use super::{Kind, Pick, cells, item_cell, look, wrong};
use crate::fault::{Edit, Fault};
use crate::random::Random;
use crate::sheet;
use crate::subject::Subject;

/// The kinds.
pub const KINDS: &[Kind] = &[
    wrong("rating-exchanged", "another rating or status than the figures give", rating_exchanged),
    wrong("choice-misspelt", "a rating or status misspelt", |s, r| {
        choice(s, r, |was| Some(format!("{}{}", &was[..was.len().checked_sub(2)?], was.chars().last()?)))
    }),
    wrong("choice-unknown", "a rating or status that the form does not know", |s, r| {
        choice(s, r, |_| Some("Mauve".to_string()))
    }),
    look("choice-capitals", "a rating or status in other capitals", |s, r| {
        choice(s, r, |was| Some(if was == was.to_uppercase() { was.to_lowercase() } else { was.to_uppercase() }))
    }),
    wrong("choice-blank", "a rating or status left blank", |s, r| choice(s, r, |_| Some(String::new()))),
    wrong("delivered-with-shortfall", "'Delivered' said of a scheme that is not", delivered),
    wrong("date-impossible", "a date that does not exist", |s, r| date(s, r, "31/02/2023")),
    wrong("date-other-year", "a date or year far from the others", |s, r| date(s, r, "01/04/1923")),
    wrong("narrative-unit", "an amount in the narrative in another unit", |s, r| amount(s, r, true)),
    wrong("narrative-amount", "an amount in the narrative that the row contradicts", |s, r| amount(s, r, false)),
    wrong("personal-data", "personal data typed in", personal),
    wrong("text-missing", "a required text left out", text_missing),
];

fn choice(subject: &Subject, random: &mut Random, to: fn(&str) -> Option<String>) -> Option<Fault> {
    let pick = item_cell(subject, random, |pick| {
        pick.column.kind == Holds::Choice
            && pick.column.within.is_none()
            && pick.words().len() > 2
            && pick.words().is_ascii()
    })?;
    let was = pick.words();
    let new = to(&was)?;
    let blank = new.is_empty();
    let mut edit = Edit::new(subject);
    let cell = if blank { crate::workbook::CellText::Blank } else { sheet::text(new.clone()) };
    edit.put(pick.table, pick.line.row, pick.at, cell)?;
    edit.fault(!blank || pick.column.required, format!("'{was}' is '{new}'"))
}

/// Seen only where the form says what a word means: by a rating, a bridge, or a group with a subtotal that bears it.
fn rating_exchanged(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let rating_of = |pick: &Pick<'_>| {
        let same = |rating: &&RatingForm| rating.list == pick.table.list && rating.column == pick.column.id;
        subject.form.ratings.iter().find(same)
    };
    let bridged = |pick: &Pick<'_>| {
        subject.form.bridges.iter().any(|bridge| bridge.list == pick.table.list && bridge.kind == pick.column.id)
    };
    // A block of one status with a subtotal: the row stands in the wrong one.
    let grouped = |pick: &Pick<'_>| {
        subject.list(pick.table).is_some_and(|list| list.levels.contains(&pick.column.id))
            && pick.table.lines.iter().any(|line| line.kind == RowKind::Subtotal)
    };
    let pick = item_cell(subject, random, |pick| {
        pick.column.kind == Holds::Choice
            && !pick.words().is_empty()
            && (rating_of(pick).is_some() || bridged(pick) || grouped(pick))
    })?;
    let was = pick.words();
    let others: Vec<&String> =
        pick.column.choices().iter().filter(|choice| !choice.eq_ignore_ascii_case(&was)).collect();
    let new = *random.one(&others)?;
    let mut edit = Edit::new(subject);
    edit.put(pick.table, pick.line.row, pick.at, sheet::text(new.clone()))?;
    // Where the figures give a better word than the one put in, the form may ask for no more than a note.
    let rank = |word: &str, rating: &RatingForm| {
        rating.limits.iter().position(|limit| limit.choice.eq_ignore_ascii_case(word))
    };
    let rated = rating_of(&pick)
        .is_some_and(|rating| rating.cautious != Severity::Note || rank(new, rating) < rank(&was, rating));
    edit.fault(rated || grouped(&pick) || bridged(&pick), format!("'{was}' is '{new}'"))
}

fn delivered(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let roles = subject.form.report.roles.clone();
    let (target, achieved) = (roles.target?, roles.achieved?);
    let pick = item_cell(subject, random, |pick| {
        let figure = |id: &str| sheet::number(&subject.cell(pick.table, pick.line.row, id));
        !pick.column.done_words().is_empty()
            && matches!((figure(&target), figure(&achieved)), (Some(target), Some(achieved)) if achieved * Decimal::TWO < target)
    })?;
    let word = pick.column.done_words().first()?.clone();
    let mut edit = Edit::new(subject);
    edit.put(pick.table, pick.line.row, pick.at, sheet::text(word))?;
    edit.fault(true, "'Delivered' is said of a scheme with less than half achieved")
}

fn date(subject: &Subject, random: &mut Random, new: &str) -> Option<Fault> {
    let pick = item_cell(subject, random, |pick| {
        [Holds::Date, Holds::Year].contains(&pick.column.kind.plain()) && !pick.words().is_empty()
    })?;
    let new = match (pick.column.kind.plain(), new) {
        (Holds::Year, "31/02/2023") => "2018/91",
        (Holds::Year, _) => "1918/19",
        (_, new) => new,
    };
    let mut edit = Edit::new(subject);
    edit.put(pick.table, pick.line.row, pick.at, sheet::text(new))?;
    edit.fault(true, format!("{} is '{new}'", pick.column.id))
}

/// A cell of running text that the form reads amounts of.
fn narrative<'a>(subject: &'a Subject, random: &mut Random) -> Option<Pick<'a>> {
    let mut picks = cells(subject, RowKind::Item);
    picks.extend(cells(subject, RowKind::Total));
    picks.retain(|pick| {
        let phrase = |words: &String| pick.words().to_lowercase().contains(words.as_str());
        subject.form.narratives.iter().any(|form| {
            form.list == pick.table.list && form.columns.contains(&pick.column.id) && form.words.iter().any(phrase)
        })
    });
    random.one(&picks).cloned()
}

fn amount(subject: &Subject, random: &mut Random, unit: bool) -> Option<Fault> {
    let pick = narrative(subject, random)?;
    let text = pick.words();
    // The amount nearest before a phrase of the form.
    let lower = text.to_lowercase();
    let phrases = subject.form.narratives.iter().flat_map(|form| &form.words);
    let end = phrases.filter_map(|words| lower.find(words.as_str())).min()?;
    let start = text.get(..end)?.rfind('£')?;
    let rest = text.get(start + '£'.len_utf8()..)?;
    let digits: String =
        rest.chars().take_while(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ',')).collect();
    let after = &rest[digits.len()..];
    let new = if unit {
        // '£888k' as '£888', '£1.3m' as '£1.3k': a thousandth of what is meant.
        let after = after.strip_prefix(['k', 'm']).map(|rest| (after.starts_with('m'), rest));
        match after {
            Some((true, rest)) => format!("£{digits}k{rest}"),
            Some((false, rest)) => format!("£{digits}m{rest}"),
            None => format!("£{digits}k{}", &text[start + '£'.len_utf8() + digits.len()..]),
        }
    } else {
        let number: Decimal = digits.replace(',', "").trim_end_matches('.').parse().ok()?;
        format!("£{}{after}", (number * Decimal::new(17, 1)).normalize())
    };
    let new = format!("{}{new}", &text[..start]);
    let mut edit = Edit::new(subject);
    edit.put(pick.table, pick.line.row, pick.at, sheet::text(new))?;
    edit.fault(true, format!("an amount beside a phrase of the form in row {}", pick.line.row + 1))
}

fn running_text<'a>(subject: &'a Subject, random: &mut Random) -> Option<Pick<'a>> {
    item_cell(subject, random, |pick| {
        let list = subject.list(pick.table);
        pick.column.kind == Holds::Text
            && list.is_some_and(|list| list.label != pick.column.id && list.key != pick.column.id)
            && pick.words().len() > 15
    })
}

fn personal(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let pick = running_text(subject, random)?;
    let more = *random.one(&[
        "Contact jane.doe1975@example.org.",
        "Ring Mrs Doe on 07700 900123.",
        "NHS number 943 476 5919.",
        "National Insurance number AB 12 34 56 C.",
    ])?;
    let mut edit = Edit::new(subject);
    edit.put(pick.table, pick.line.row, pick.at, sheet::text(format!("{} {more}", pick.words())))?;
    edit.fault(true, format!("{more} stands in {}", pick.column.id))
}

fn text_missing(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let pick = item_cell(subject, random, |pick| {
        let list = subject.list(pick.table);
        pick.column.kind == Holds::Text
            && pick.column.required
            && list.is_some_and(|list| list.label != pick.column.id && list.key != pick.column.id && !list.text_only)
            && !pick.words().is_empty()
    })?;
    let mut edit = Edit::new(subject);
    edit.put(pick.table, pick.line.row, pick.at, crate::workbook::CellText::Blank)?;
    edit.fault(true, format!("{} is left out", pick.column.id))
}
