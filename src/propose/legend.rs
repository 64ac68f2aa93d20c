//! What colours mean, where a sheet says it: coloured cells outside its tables, each with a word in it or right of it.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use crate::form::Hue;
use crate::names::one_line;
use crate::returns::grid::{Raw, Sheet};
use crate::source::Address;

/// The longest word of a legend.
const LONGEST: usize = 40;

/// The words of the colours; nothing where there are fewer than two, or one colour has two words.
pub(super) fn of(sheet: &Sheet, tables: &[RangeInclusive<u32>]) -> BTreeMap<Hue, String> {
    let mut words: BTreeMap<Hue, String> = BTreeMap::new();
    for (at, style) in &sheet.look.styles {
        let Some(hue) = style.fill.and_then(crate::returns::look::Colour::hue).filter(|hue| *hue != Hue::Grey) else {
            continue;
        };
        if tables.iter().any(|rows| rows.contains(&at.row)) {
            continue;
        }
        let Some(word) = word(sheet, *at).or_else(|| word(sheet, Address::new(at.row, at.column + 1))) else {
            continue;
        };
        if words.insert(hue, word.clone()).is_some_and(|before| before != word) {
            return BTreeMap::new();
        }
    }
    if words.len() < 2 { BTreeMap::new() } else { words }
}

fn word(sheet: &Sheet, at: Address) -> Option<String> {
    match sheet.cells.get(&at)? {
        Raw::Text(text) if text.chars().count() <= LONGEST && !text.trim().is_empty() => Some(one_line(text)),
        _ => None,
    }
}
