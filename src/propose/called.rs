//! What an area is called in its workbook: behind a label, in titles that differ by it, by its sheet, in its file's name.

use std::collections::{BTreeMap, BTreeSet};

use super::areas::{AREAS, AreaBy};
use super::given::{Given, TITLE_ROWS};
use super::joined::Piece;
use crate::names::{Heading, Label, one_line};
use crate::period::mentions;
use crate::returns::grid::Raw;
use crate::source::Address;

/// What may stand before one of them: 'Name of directorate', 'Service area'.
const BEFORE: [&str; 4] = ["name", "of", "service", "budget"];

/// Words of a file's name that name no area.
pub(super) const NO_NAMES: [&str; 22] = [
    "return",
    "returns",
    "savings",
    "saving",
    "final",
    "draft",
    "copy",
    "version",
    "tracker",
    "monitoring",
    "update",
    "updated",
    "template",
    "the",
    "report",
    "new",
    "latest",
    "outturn",
    "quarter",
    "period",
    "month",
    "revised",
];

/// The name of a table's file.
pub(super) fn stem_of(piece: &Piece, given: &[Given]) -> Option<String> {
    given.get(piece.given).map(|given| given.stem.clone())
}

/// The names of the areas whose tables these are: the best first, then what else each is called.
pub(super) fn names(pieces: &[Piece], given: &[Given], by: &AreaBy, spoken: &[String]) -> Vec<Vec<String>> {
    let found: Vec<Vec<Option<String>>> = pieces.iter().map(|piece| candidates(piece, given, spoken)).collect();
    let titled = differing(&pieces.iter().map(titles).collect::<Vec<_>>());
    let sheets: Vec<Option<String>> = pieces.iter().map(|piece| Some(piece.table.sheet.to_string())).collect();
    let common = common_words(pieces, given);
    let stems: Vec<Option<String>> = pieces
        .iter()
        .map(|piece| stem_of(piece, given).map(|stem| file_words(&stem, &common)).filter(|words| !words.is_empty()))
        .collect();
    let column =
        |index: usize| -> Vec<Option<String>> { found.iter().map(|of| of.get(index).cloned().flatten()).collect() };
    let (labelled, known) = (column(0), column(1));
    let mut kinds = match by {
        AreaBy::Sheet => vec![known, titled, sheets],
        _ => vec![known, labelled, titled, stems, sheets],
    };
    let is_file = *by != AreaBy::Sheet;
    // What is one and the same in two of them names neither.
    for kind in &mut kinds {
        let all: Vec<Label> = kind.iter().flatten().map(|name| Label::of(name)).collect();
        for name in kind.iter_mut() {
            if name.as_ref().is_some_and(|name| all.iter().filter(|label| **label == Label::of(name)).count() > 1) {
                *name = None;
            }
        }
    }
    // What an area's workbook calls its sheet names it where all do so, and does not call it the return.
    if let Some(sheets) = kinds.last_mut().filter(|_| is_file) {
        let names = |name: &Option<String>| name.as_ref().is_some_and(|name| !file_words(name, &[]).is_empty());
        if !sheets.iter().all(names) {
            sheets.iter_mut().for_each(|name| *name = None);
        }
    }
    // One kind of name for all of them, if there is one; the words of files' names only where nothing else names any.
    let best = kinds.iter().position(|kind| kind.iter().all(Option::is_some));
    if let Some(best) = best.filter(|best| !is_file || *best != 3 || kinds[0].iter().all(Option::is_none)) {
        let kind = kinds.remove(best);
        kinds.insert(0, kind);
    }
    (0..pieces.len())
        .map(|index| {
            let mut names: Vec<String> = Vec::new();
            for name in kinds.iter().filter_map(|kind| kind.get(index)?.clone()) {
                if !names.iter().any(|known| Label::same(known, &name)) {
                    names.push(name);
                }
            }
            names
        })
        .collect()
}

/// What a table's workbook calls its area: behind a label, a name that is spoken elsewhere, the words of the file's name.
pub(super) fn candidates(piece: &Piece, given: &[Given], spoken: &[String]) -> Vec<Option<String>> {
    let Some(given) = given.get(piece.given) else { return Vec::new() };
    let titles = given.titles();
    let texts = titles.iter().map(String::as_str).chain([&*piece.table.sheet]);
    let longest = |text: &str| {
        let text = Label::of(text);
        let held = spoken.iter().filter(|name| {
            let label = Label::of(name);
            text.holds(&label) || label.holds(&text) && text.as_str().contains(' ')
        });
        held.max_by_key(|name| name.chars().count()).cloned()
    };
    let known = texts.clone().find_map(longest).or_else(|| longest(&file_words(&given.stem, &[])));
    let stem = Some(file_words(&given.stem, &[])).filter(|words| !words.is_empty());
    vec![labelled(given, &piece.table.sheet), known, stem]
}

/// What stands behind 'Directorate:', on the table's own sheet or else on another one.
fn labelled(given: &Given, sheet: &str) -> Option<String> {
    let sheets = given.workbook.sheets.iter().filter(|it| it.visible);
    let mut sheets: Vec<_> = sheets.collect();
    sheets.sort_by_key(|it| &*it.name != sheet);
    let is_label = |text: &str| {
        let words = Heading::words(text);
        let named = words.iter().filter(|word| AREAS.contains(&word.as_str())).count();
        named > 0 && words.iter().all(|word| AREAS.contains(&word.as_str()) || BEFORE.contains(&word.as_str()))
    };
    sheets.into_iter().find_map(|sheet| {
        let mut cells = sheet.cells.iter().take_while(|(at, _)| at.row < TITLE_ROWS);
        cells.find_map(|(at, raw)| {
            let Raw::Text(text) = raw else { return None };
            let text = one_line(text);
            if let Some((label, name)) = text.split_once(':')
                && is_label(label)
                && !name.trim().is_empty()
            {
                return Some(name.trim().to_string());
            }
            let beside = sheet.cells.range(Address::new(at.row, at.column + 1)..Address::new(at.row + 1, 0)).next();
            match beside {
                // A row of headings has more than a label and a value.
                Some((next, Raw::Text(name))) if is_label(&text) => {
                    let more =
                        sheet.cells.range(Address::new(next.row, next.column + 1)..Address::new(next.row + 1, 0));
                    (more.count() == 0).then(|| one_line(name))
                }
                _ => None,
            }
        })
    })
}

fn titles(piece: &Piece) -> Vec<String> {
    piece.table.titles.iter().map(|(_, text)| text.clone()).collect()
}

/// What differs in titles that are alike but for it, each without the words that all share.
fn differing(titles: &[Vec<String>]) -> Vec<Option<String>> {
    let none = vec![None; titles.len()];
    let lines = titles.iter().map(Vec::len).min().unwrap_or(0);
    for line in 0..lines {
        let texts: Vec<Vec<&str>> =
            titles.iter().map(|title| title[line].split(' ').filter(|word| !word.is_empty()).collect()).collect();
        let Some(first) = texts.first() else { return none };
        let shortest = texts.iter().map(Vec::len).min().unwrap_or(0);
        let before = (0..shortest).take_while(|at| texts.iter().all(|text| text[*at] == first[*at])).count();
        let behind = (0..shortest.saturating_sub(before))
            .take_while(|at| texts.iter().all(|text| text[text.len() - 1 - at] == first[first.len() - 1 - at]))
            .count();
        let middles: Vec<String> = texts
            .iter()
            .map(|text| text[before..text.len() - behind].join(" "))
            .map(|text| text.trim_matches(|letter: char| ":-–—|,. ".contains(letter)).to_string())
            .collect();
        let different: BTreeSet<&String> = middles.iter().collect();
        let are_names = middles.iter().all(|name| name.chars().filter(|letter| letter.is_alphabetic()).count() > 2);
        // Titles that share nothing are no titles of one form.
        let shares = before + behind > 0 || lines > 1;
        if different.len() == middles.len()
            && are_names
            && shares
            && middles.iter().all(|name| mentions(name).is_empty())
        {
            // The word that a cut parted from its ending: 'Skills: position'.
            return middles.into_iter().map(Some).collect();
        }
    }
    none
}

/// The words that the names of all files share.
fn common_words(pieces: &[Piece], given: &[Given]) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let stems: BTreeSet<String> = pieces.iter().filter_map(|piece| stem_of(piece, given)).collect();
    for stem in &stems {
        let words: BTreeSet<String> = Heading::words(stem).into_iter().collect();
        for word in words {
            *counts.entry(word).or_default() += 1;
        }
    }
    counts.into_iter().filter(|(_, times)| *times == stems.len() && *times > 1).map(|(word, _)| word).collect()
}

/// The words of a file's name that may name an area.
pub(super) fn file_words(stem: &str, common: &[String]) -> String {
    let parts = stem.split(|letter: char| letter.is_whitespace() || letter == '_' || letter == '-');
    let parts = parts.filter(|part| {
        let word: String = part.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>().to_lowercase();
        let has_digit = word.chars().any(|letter| letter.is_ascii_digit());
        (*part == "&" || !word.is_empty())
            && !has_digit
            && !common.contains(&word)
            && !NO_NAMES.contains(&word.as_str())
    });
    let words = parts.collect::<Vec<_>>().join(" ");
    match words.chars().filter(|letter| letter.is_alphabetic()).count() {
        // 'a.xlsx' names nothing.
        0..=2 => String::new(),
        _ if words == words.to_lowercase() => crate::names::capital(&words),
        _ => words,
    }
}

/// A name as an id.
pub(super) fn slug(name: &str) -> String {
    let words = Heading::words(name);
    let mut slug = String::new();
    for word in words.iter().filter(|word| !["and", "of", "the", "for"].contains(&word.as_str())) {
        let word: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
        if !word.is_empty() && (slug.is_empty() || slug.len() + word.len() < 40) {
            if !slug.is_empty() {
                slug.push('-');
            }
            slug.push_str(&word);
        }
    }
    if slug.is_empty() { "area".to_string() } else { slug }
}
