//! References and titles.

use piperoll::form::Kind as Holds;

use super::{Kind, Pick, is_followed, item_cell, look, wrong};
use crate::fault::{Edit, Fault};
use crate::random::Random;
use crate::sheet;
use crate::subject::Subject;

/// The kinds.
pub const KINDS: &[Kind] = &[
    wrong("reference-changed", "a reference changed", |s, r| reference(s, r, |was, _| Some(format!("{was}9")))),
    wrong("reference-doubled", "another row's reference", |s, r| {
        reference(s, r, |_, other| other.map(ToString::to_string))
    }),
    look("reference-blank-within", "a reference with a blank in it", |s, r| {
        reference(s, r, |was, _| blank_within(was))
    }),
    wrong("reference-missing", "a reference left out", |s, r| reference(s, r, |_, _| Some(String::new()))),
    wrong("title-slightly", "a title changed slightly", |s, r| titles(s, r, true, |was| Some(slightly(was)))),
    wrong("title-wholly", "a title changed wholly", |s, r| {
        titles(s, r, false, |_| Some("Redesign of the front door".to_string()))
    }),
    wrong("title-of-another", "another row's title", title_of_another),
    look("title-hidden-characters", "characters in a title that nobody sees", |s, r| {
        titles(s, r, false, |was| Some(hidden(was)))
    }),
    look("title-capitals", "a title in capitals, with blanks doubled", |s, r| {
        titles(s, r, false, |was| Some(was.to_uppercase().replace(' ', "  ")))
    }),
    wrong("title-missing", "a row without a title", |s, r| titles(s, r, false, |_| Some(String::new()))),
];

/// The reference of an item, and another item's.
fn reference(subject: &Subject, random: &mut Random, to: fn(&str, Option<&str>) -> Option<String>) -> Option<Fault> {
    let pick = item_cell(subject, random, |pick| {
        pick.column.kind == Holds::Code && !pick.words().is_empty() && super::is_of_items(subject, pick.table)
    })?;
    let own = token(&pick, &pick.words())?;
    let others: Vec<String> = pick
        .table
        .items()
        .iter()
        .filter_map(|line| token(&pick, sheet::words(&subject.cell(pick.table, line.row, &pick.column.id)).trim()))
        .filter(|other| *other != own)
        .collect();
    let new = to(&own, random.one(&others).map(String::as_str))?;
    if new == own {
        return None;
    }
    let text = if pick.column.within.is_some() { pick.words().replacen(&own, &new, 1) } else { new.clone() };
    let mut edit = Edit::new(subject);
    edit.put(pick.table, pick.line.row, pick.at, sheet::text(text))?;
    edit.prior_row(pick.table, pick.line);
    edit.fault(true, format!("the reference '{own}' is '{new}'"))
}

/// The reference alone, where it stands inside a title.
fn token(pick: &Pick<'_>, text: &str) -> Option<String> {
    let Some(within) = &pick.column.within else { return (!text.is_empty()).then(|| text.to_string()) };
    let start = within.pattern.as_deref()?.split("{}").next()?;
    text.split_once(start)?.1.split_whitespace().next().map(ToString::to_string)
}

fn blank_within(was: &str) -> Option<String> {
    let place = was.char_indices().nth(1)?.0;
    Some(format!("{} {}", &was[..place], &was[place..]))
}

fn title_cell<'a>(subject: &'a Subject, random: &mut Random) -> Option<Pick<'a>> {
    item_cell(subject, random, |pick| {
        is_followed(subject, pick.table)
            && subject.list(pick.table).is_some_and(|list| list.label == pick.column.id)
            && pick.words().len() > 3
    })
}

/// `only_key`: whether the change is so small that it matters only where the title is what tells items apart.
fn titles(subject: &Subject, random: &mut Random, only_key: bool, to: fn(&str) -> Option<String>) -> Option<Fault> {
    let pick = title_cell(subject, random)?;
    let was = pick.words();
    let mut new = to(&was)?;
    // Where the reference stands inside the title, only the words behind it change.
    let within = pick.column.id.clone();
    let inside = subject.list(pick.table)?.columns.iter().find_map(|column| {
        let within = column.within.as_ref().filter(|place| place.column == within)?;
        within.pattern.as_ref()
    });
    if let Some(pattern) = inside {
        let start = pattern.split("{}").next()?;
        let rest = was.strip_prefix(start)?;
        let (reference, words) = rest.split_once(' ')?;
        new = format!("{start}{reference} {}", to(words)?).trim().to_string();
    }
    if new == was {
        return None;
    }
    let mut edit = Edit::new(subject);
    let cell = if new.is_empty() { crate::workbook::CellText::Blank } else { sheet::text(new.clone()) };
    edit.put(pick.table, pick.line.row, pick.at, cell)?;
    edit.prior_row(pick.table, pick.line);
    // A title can only be told from the one that the item had before.
    let known = pick.table.columns.keys().any(|id| subject.prior_figure(pick.table, pick.line, id).is_some());
    let list = subject.list(pick.table)?;
    let seen = known && (!only_key || list.key == list.label);
    edit.fault(seen || new.is_empty(), format!("the title '{was}' is '{new}'"))
}

fn title_of_another(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let pick = title_cell(subject, random)?;
    let list = subject.list(pick.table)?;
    // Two rows may share a title where a reference tells them apart.
    if list.key != list.label {
        return None;
    }
    let others: Vec<_> = pick.table.items().into_iter().filter(|line| line.row != pick.line.row).collect();
    let other = random.one(&others)?;
    let mut edit = Edit::new(subject);
    edit.put(pick.table, pick.line.row, pick.at, subject.cell(pick.table, other.row, &pick.column.id))?;
    edit.row(pick.table, other.row);
    edit.prior_row(pick.table, pick.line);
    edit.fault(true, "two rows have one title")
}

/// One word left out, or one letter doubled.
fn slightly(was: &str) -> String {
    let words: Vec<&str> = was.split(' ').collect();
    if words.len() > 3 {
        let mut words = words;
        words.remove(1);
        return words.join(" ");
    }
    format!("{was}s")
}

fn hidden(was: &str) -> String {
    let mut new = was.replacen(' ', "\u{a0}", 1);
    let middle = new.char_indices().nth(2).map_or(0, |(place, _)| place);
    new.insert(middle, '\u{200b}');
    new
}
