//! What a decision is given on where a finding is about several cells: all that stands in them, so that it lapses when any of it
//! changes. What is too long to be copied by hand is cut, and a mark made of the whole stands in place of the rest.

use std::collections::BTreeSet;

use super::{View, wording};
use crate::file::sha256;
use crate::names::Title;
use crate::returns::Likeness;
use crate::source::Place;

/// So many texts stand in words; the others by their number.
const NAMED: usize = 6;

/// So many rows stand by name; the others by their number.
const ROWS_NAMED: usize = 12;

/// So many digits of the mark are written down: enough that no change keeps it by chance.
const MARK: usize = 8;

/// So many of a mark of what may not be quoted.
const SHORT_MARK: usize = 3;

/// The texts of cells, in their order: 'Memo; 20; 10', and for many of them 'Memo; 20; 10; … and 12 more (mark 5f3c09ab)'.
///
/// The mark is the beginning of the SHA-256 of all the texts.
pub(super) fn texts<'t>(cells: impl IntoIterator<Item = &'t str>) -> String {
    let all: Vec<String> = cells.into_iter().map(wording::one_line).collect();
    let named: Vec<String> = all.iter().take(NAMED).map(|text| wording::quoted(text)).collect();
    let said = named.join("; ");
    let rest = all.len().saturating_sub(named.len());
    if rest == 0 && all.iter().zip(&named).all(|(text, named)| text == named) {
        return said;
    }
    let mark = mark(&all);
    if rest > 0 { format!("{said}; and {rest} more (mark {mark})") } else { format!("{said} (mark {mark})") }
}

/// The beginning of the SHA-256 of all the texts, as titles are compared: another dash is no other text.
fn mark(texts: &[String]) -> String {
    let compared: Vec<Title> = texts.iter().map(|text| Title::of(text)).collect();
    let compared: Vec<&str> = compared.iter().map(Title::as_str).collect();
    let mut mark = sha256(compared.join("\n").as_bytes());
    mark.truncate(MARK);
    mark
}

/// What is found where nothing may be quoted: 'an e-mail address (mark 5f3)'. The mark tells another one, and is so short that the
/// thing itself, of which there may be no more than so many, cannot be found from it.
pub(super) fn not_quoted(what: &str, found: &[String]) -> String {
    let mut mark = mark(found);
    mark.truncate(SHORT_MARK);
    format!("{what} (mark {mark})")
}

/// The names of rows, in the order of names so that rows may move: each once for every row that bears it, and for many of them
/// the first ones, 'and 8 more (mark 5f3c09ab)'.
pub(super) fn names(rows: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut all: Vec<String> = rows.into_iter().collect();
    all.sort_by_cached_key(|name| (Title::of(name), name.clone()));
    names_in_order(all)
}

/// The same in the order in which they are given, where a decision depends on it.
pub(super) fn names_in_order(rows: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut all: Vec<String> = rows.into_iter().map(|name| wording::one_line(&name)).collect();
    let rest = all.len().saturating_sub(ROWS_NAMED);
    if rest > 0 {
        let more = format!("and {rest} more (mark {})", mark(&all));
        all.truncate(ROWS_NAMED);
        all.push(more);
    }
    all
}

/// Whether an answer that names some rows covers these: each of them is among what it names, as often as it stands there.
pub(super) fn covers(named: &[String], rows: &[String]) -> bool {
    let count = |among: &[String], name: &str| among.iter().filter(|other| same_name(other, name)).count();
    rows.iter().all(|row| count(rows, row) <= count(named, row))
}

/// Whether a decision names just these rows, in their order: which of them a figure or a text is set aside for may depend on it.
pub(super) fn are_named(named: &[String], rows: &[String]) -> bool {
    named.len() == rows.len() && named.iter().zip(rows).all(|(one, other)| same_name(one, other))
}

/// Whether it stands for the rows that are not named.
pub(super) fn is_rest(name: &str) -> bool {
    name.starts_with("and ") && name.contains(" more (mark ")
}

/// Compared as titles are.
pub(super) fn same_name(one: &str, other: &str) -> bool {
    Title::same(one, other)
}

/// Rows: what they are called, and their amounts.
pub(super) fn rows(view: &View<'_>, rows: &[&Likeness]) -> String {
    let mut cells: Vec<String> = Vec::new();
    for row in rows {
        if !row.label.is_empty() {
            cells.push(row.label.clone());
        }
        let label = std::iter::once(&row.at).filter(|_| !row.label.is_empty());
        let mut seen: BTreeSet<&Place> = label.collect();
        for cell in row.cells.iter().filter(|cell| seen.insert(cell)) {
            cells.extend(text_of(view, cell));
        }
    }
    texts(cells.iter().map(String::as_str))
}

/// What stands in a cell, as it is shown.
fn text_of(view: &View<'_>, place: &Place) -> Option<String> {
    view.returns.sheet(place)?.cells.get(&place.cell?).map(|raw| raw.text())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_covers_the_rows_that_it_names_and_fewer() {
        let rows = |of: &[&str]| names(of.iter().map(ToString::to_string));
        assert_eq!(rows(&["Voids", "Rents\n(new)"]), ["Rents (new)", "Voids"]);
        let named = rows(&["Voids", "Rents", "Voids"]);
        for (now, covered) in [
            (vec!["Rents", "Voids", "Voids"], true),
            (vec!["Voids", "Voids"], true),
            (vec!["Voids", "Voids", "Voids"], false),
            (vec!["Roofs", "Voids"], false),
        ] {
            assert_eq!(covers(&named, &rows(&now)), covered, "{now:?}");
        }
        let many = |last: &str| names((10..23).map(|row| row.to_string()).chain([last.to_string()]));
        assert!(many("Voids")[12].starts_with("and 2 more (mark "), "{:?}", many("Voids"));
        assert!(covers(&many("Voids"), &many("Voids")) && !covers(&many("Voids"), &many("Voids 2")));
    }

    #[test]
    fn whatever_changes_changes_it() {
        assert_eq!(texts(["Memo", "20", "10"]), "Memo; 20; 10");
        let many = |last: &str| texts(["1", "2", "3", "4", "5", "6", "7", last]);
        assert!(many("8").starts_with("1; 2; 3; 4; 5; 6; and 2 more (mark "), "{}", many("8"));
        assert_ne!(many("8"), many("9"));
        let long = |end: &str| texts([format!("{}{end}", "a long note ".repeat(9)).as_str()]);
        assert_ne!(long("40"), long("4000"));
    }
}
