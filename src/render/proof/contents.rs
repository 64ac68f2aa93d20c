//! The contents list of a longer proof.

use super::document::{Block, Document};
use super::faces::Faces;
use super::lines::lines;
use super::sheets::{Mark, QUIET, SIDE, SMALL, Sheets, TEXT_HEIGHT, TEXT_WIDTH, TITLE_OF_TABLE, base};

/// A proof of more pages than this has one, as an appendix does.
pub(super) const WITHOUT: usize = 8;

const GUTTER: f64 = 34.0;
/// For a page's number.
const NUMBER: f64 = 40.0;

/// What stands in it: the sections, and the tables of a section without a heading.
pub(super) fn entries(document: &Document) -> Vec<&str> {
    let mut entries = Vec::new();
    for section in &document.sections {
        if section.is_titled() {
            entries.push(section.heading.as_str());
            continue;
        }
        for block in &section.blocks {
            if let Block::Table(table) = block
                && section.names(table)
            {
                entries.push(table.title.as_str());
            }
        }
    }
    entries
}

/// Draws it: the entries in two columns, one half beside the other. `pages` are the numbers that print.
pub(super) fn show(heading: &str, entries: &[&str], pages: &[u32], faces: &Faces<'_>, sheets: &mut Sheets) {
    let width = (TEXT_WIDTH - GUTTER) / 2.0;
    sheets.space(12.0);
    let half = entries.len().div_ceil(2);
    // A short list is kept whole.
    let list = (SMALL.line() + 3.0) * half as f64;
    sheets.need(TITLE_OF_TABLE.line() + 3.0 + list.min(0.5 * TEXT_HEIGHT));
    sheets.text(faces, heading, TITLE_OF_TABLE, (SIDE, TEXT_WIDTH));
    sheets.space(3.0);
    for row in 0..half {
        let beside = [row, half + row].into_iter().filter(|place| *place < entries.len()).collect::<Vec<_>>();
        let texts: Vec<Vec<String>> =
            beside.iter().map(|place| lines(faces, entries[*place], SMALL, width - NUMBER)).collect();
        let most = texts.iter().map(Vec::len).max().unwrap_or(1);
        let height = SMALL.lines(most) + 3.0;
        sheets.need(height);
        for (column, (place, texts)) in beside.into_iter().zip(texts).enumerate() {
            let left = if column == 0 { SIDE } else { SIDE + width + GUTTER };
            let number = pages.get(place).map(u32::to_string).unwrap_or_default();
            let mut down = sheets.down;
            let last = texts.len();
            for (index, text) in texts.into_iter().enumerate() {
                let end = left + faces.width(&text, SMALL.size, false);
                sheets.put(Mark::Text { left, base: base(down, SMALL), text, look: SMALL });
                if index + 1 == last {
                    let right = left + width - faces.width(&number, SMALL.size, false);
                    let dots = dots(faces, right - end - 8.0);
                    if !dots.is_empty() {
                        let before = right - 4.0 - faces.width(&dots, SMALL.size, false);
                        let look = super::lines::Look { colour: QUIET, ..SMALL };
                        sheets.put(Mark::Text { left: before, base: base(down, SMALL), text: dots, look });
                    }
                    sheets.put(Mark::Text { left: right, base: base(down, SMALL), text: number.clone(), look: SMALL });
                }
                down += SMALL.line();
            }
        }
        sheets.down += height;
    }
    sheets.space(8.0);
}

/// As many dots as fit.
fn dots(faces: &Faces<'_>, width: f64) -> String {
    let mut dots = String::new();
    let one = faces.width(". ", SMALL.size, false);
    let mut used = one;
    while used < width {
        dots.push_str(". ");
        used += one;
    }
    dots
}
