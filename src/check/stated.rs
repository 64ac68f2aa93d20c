//! What a decision is given on where a finding is about several cells: all that stands in them, so that it lapses when any of it
//! changes. What is too long to be copied by hand is cut, and a mark made of the whole stands in place of the rest.

use std::collections::BTreeSet;

use super::{View, wording};
use crate::returns::Likeness;
use crate::returns::files::sha256;
use crate::source::Place;

/// So many texts stand in words; the others by their number.
const NAMED: usize = 6;

/// So many digits of the mark are written down: enough that no change keeps it by chance.
const MARK: usize = 8;

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
    let whole = sha256(all.join("\n").as_bytes());
    let mark = whole.get(..MARK).unwrap_or(&whole);
    if rest > 0 { format!("{said}; and {rest} more (mark {mark})") } else { format!("{said} (mark {mark})") }
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
    fn whatever_changes_changes_it() {
        assert_eq!(texts(["Memo", "20", "10"]), "Memo; 20; 10");
        let many = |last: &str| texts(["1", "2", "3", "4", "5", "6", "7", last]);
        assert!(many("8").starts_with("1; 2; 3; 4; 5; 6; and 2 more (mark "), "{}", many("8"));
        assert_ne!(many("8"), many("9"));
        let long = |end: &str| texts([format!("{}{end}", "a long note ".repeat(9)).as_str()]);
        assert_ne!(long("40"), long("4000"));
    }
}
