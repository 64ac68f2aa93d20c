//! Where tables stand on a sheet: rows of figures under a row of words.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::lines::{Line, lines};
use crate::names::one_line;
use crate::returns::MOST_HEADING_ROWS;
use crate::returns::grid::{Raw, Sheet};
use crate::source::Address;

/// How many lines above a table's headings may be its titles.
const MOST_TITLES: usize = 8;

/// How long a text is at most that stands in place of a figure.
const LONGEST_PLACEHOLDER: usize = 24;

/// Texts with their cells.
type Texts = Vec<(Address, String)>;

/// Where a table stands.
pub(super) struct Region<'s> {
    /// The texts above it.
    pub(super) titles: Texts,
    /// The rows of its headings.
    pub(super) headings: RangeInclusive<u32>,
    /// The lines of its headings.
    pub(super) heading_lines: Vec<Line<'s>>,
    /// The lines below its headings, to its last one with figures.
    pub(super) lines: Vec<Line<'s>>,
    /// What stands below it.
    pub(super) notes: Texts,
}

impl Region<'_> {
    /// The rows from its headings to its last line.
    /// Whether it has no headings.
    pub(super) fn is_unheaded(&self) -> bool {
        self.heading_lines.is_empty()
    }

    pub(super) fn rows(&self) -> RangeInclusive<u32> {
        *self.headings.start()..=self.lines.last().map_or(*self.headings.end(), |line| line.row)
    }
}

/// The tables of a sheet, from the top.
pub(super) fn regions(sheet: &Sheet) -> Vec<Region<'_>> {
    let lines = lines(sheet);
    let mut regions: Vec<Region<'_>> = Vec::new();
    // The first line that belongs to no table yet.
    let mut free = 0;
    let mut next = 0;
    while let Some(body) = (next..lines.len()).find(|at| lines[*at].is_body()) {
        let Some(heads) = headings(sheet, &lines[free..body], &lines[body]) else {
            next = body + 1;
            continue;
        };
        let (first, last) = (free + heads.start(), free + heads.end());
        let end = end(&lines, last, body);
        let (titles, notes) = between(&lines[free..first], lines[first].row, regions.is_empty());
        if let Some(above) = regions.last_mut() {
            above.notes = notes;
        }
        regions.push(Region {
            titles,
            headings: lines[first].row..=lines[last].row,
            heading_lines: lines[first..=last].to_vec(),
            lines: lines[last + 1..=end].to_vec(),
            notes: Vec::new(),
        });
        free = end + 1;
        next = free;
    }
    if let Some(last) = regions.last_mut() {
        last.notes = lines[free..].iter().flat_map(texts).collect();
    } else {
        regions.extend(unheaded(lines));
    }
    regions
}

/// The fewest lines of figures of a table without headings.
const LEAST_UNHEADED: usize = 4;

/// A table that has no headings: lines of a name and figures, one of which is a total by its words. What is no such table is a list of
/// figures, each of its own kind.
fn unheaded(lines: Vec<Line<'_>>) -> Option<Region<'_>> {
    let body = |line: &&Line<'_>| line.is_body() && matches!(line.cells.first(), Some((_, Raw::Text(_))));
    let first = lines.iter().position(|line| body(&line))?;
    let last = lines.iter().rposition(|line| body(&line))?;
    let own = lines.get(first..=last)?.to_vec();
    let figures = own.iter().filter(body).count();
    if figures < LEAST_UNHEADED || !own.iter().any(super::rows::says_total) {
        return None;
    }
    let row = own.first().map(|line| line.row)?;
    Some(Region {
        titles: lines[..first].iter().flat_map(texts).collect(),
        // An empty range: nothing is read as a heading.
        headings: RangeInclusive::new(row, row.checked_sub(1)?),
        heading_lines: Vec::new(),
        lines: own,
        notes: lines[last + 1..].iter().flat_map(texts).collect(),
    })
}

/// The lines of headings over a line of figures, among those above it.
fn headings(sheet: &Sheet, above: &[Line<'_>], body: &Line<'_>) -> Option<RangeInclusive<usize>> {
    // Headings of areas and groups may stand between.
    let last = above.iter().rposition(|line| line.single().is_none())?;
    let heads = &above[last];
    let over = body.cells.iter().filter(|(column, _)| heads.at(*column).is_some()).count();
    if !heads.is_words() || over < 2 && spread(sheet, heads) < 2 {
        return None;
    }
    let mut first = last;
    while let Some(line) = first.checked_sub(1).and_then(|at| above.get(at)) {
        let touches = line.row + 1 == above[first].row;
        let few = last - first + 1 < MOST_HEADING_ROWS;
        // A title goes over the whole table, and stands in one cell.
        if !touches || !few || !line.is_words() || has_label_and_value(line, &above[first]) {
            break;
        }
        first -= 1;
    }
    Some(first..=last)
}

/// How many columns the texts of a line stand over.
fn spread(sheet: &Sheet, line: &Line<'_>) -> usize {
    let merged = |column: u32| {
        let merge = sheet.look.merges.iter().find(|(first, _)| *first == Address::new(line.row, column));
        merge.map_or(1, |(first, last)| (last.column - first.column + 1) as usize)
    };
    line.cells.iter().map(|(column, _)| merged(*column)).sum()
}

/// Whether a line is of a block above the table ('Directorate: | Adults'), and no row of its headings: two texts, over many.
fn has_label_and_value(line: &Line<'_>, below: &Line<'_>) -> bool {
    line.cells.len() == 2
        && below.cells.len() > 4
        && line.cells.iter().all(|(column, _)| below.at(*column).is_some())
        && line.cells.first().is_some_and(|(column, _)| below.cells.first().is_some_and(|(first, _)| first == column))
}

/// The last line of a table: the last one with figures before the headings of another table, or before nothing but words.
fn end(lines: &[Line<'_>], heads: usize, body: usize) -> usize {
    let headings = &lines[heads];
    let figures: Vec<u32> =
        lines[body].cells.iter().filter(|(_, raw)| super::lines::figure(raw).is_some()).map(|(at, _)| *at).collect();
    let mut end = body;
    let mut held = Held::default();
    held.add(&lines[body]);
    for (at, line) in lines.iter().enumerate().skip(body + 1) {
        let is_body = line.is_body();
        let gap = line.row.saturating_sub(lines[at - 1].row) > 1;
        if line.is_words() {
            let again = line.cells.iter().filter(|(column, raw)| headings.at(*column) == Some(*raw)).count();
            let is_again = again == line.cells.len();
            let is_titled = lines[at - 1].single().is_some();
            let is_item = figures.iter().filter_map(|column| line.at(*column)).all(is_placeholder)
                && line.cells.len() * 2 > headings.cells.len();
            let heads = lines.get(at + 1).is_some_and(|below| below.is_body() || below.is_words());
            match () {
                // On a printed page; under a title of their own they are another table's.
                () if is_again && !is_titled => {}
                () if (is_item || held.holds(line)) && !gap && again * 2 <= line.cells.len() => end = at,
                () if heads && (gap || is_titled || line.cells.len() > 2) => break,
                () => {}
            }
        } else if is_body {
            // Figures far below, under other columns, belong to something else.
            let under = line.cells.iter().filter(|(column, _)| headings.at(*column).is_some()).count();
            if gap && under < 2 {
                break;
            }
            held.add(line);
            end = at;
        }
    }
    end
}

/// What the columns of a table held so far: a line of words that stood in them before is of the same table, with its figures blank, and heads
/// nothing.
#[derive(Default)]
struct Held<'s> {
    texts: BTreeSet<(u32, &'s str)>,
    days: BTreeSet<u32>,
}

impl<'s> Held<'s> {
    fn add(&mut self, line: &Line<'s>) {
        for (column, raw) in &line.cells {
            match raw {
                Raw::Text(text) => drop(self.texts.insert((*column, text.trim()))),
                Raw::Date(_) => drop(self.days.insert(*column)),
                _ => {}
            }
        }
    }

    /// Whether half of a line's cells, and two at least, hold what their columns held, or a day as they did.
    fn holds(&self, line: &Line<'_>) -> bool {
        let is_held = |(column, raw): &&(u32, &Raw)| match raw {
            Raw::Text(text) => self.texts.contains(&(*column, text.trim())),
            Raw::Date(_) => self.days.contains(column),
            _ => false,
        };
        let held = line.cells.iter().filter(is_held).count();
        held > 1 && held * 2 >= line.cells.len()
    }
}

/// Whether a text may stand in place of a figure: 'TBC', '-', 'not yet known'.
pub(super) fn is_placeholder(raw: &Raw) -> bool {
    matches!(raw, Raw::Text(text) if text.trim().chars().count() <= LONGEST_PLACEHOLDER)
}

/// What stands between two tables, or above the first: titles of the lower one, notes of the upper one. Titles touch the headings,
/// or stand one blank row above them.
fn between(lines: &[Line<'_>], heads: u32, first: bool) -> (Texts, Texts) {
    if first {
        let from = lines.len().saturating_sub(MOST_TITLES);
        return (lines[from..].iter().flat_map(texts).collect(), Vec::new());
    }
    let mut below = heads;
    let mut from = lines.len();
    while let Some(line) = from.checked_sub(1).and_then(|at| lines.get(at)) {
        let reach = if from == lines.len() { 2 } else { 1 };
        if below - line.row > reach || lines.len() - from == MOST_TITLES {
            break;
        }
        below = line.row;
        from -= 1;
    }
    (lines[from..].iter().flat_map(texts).collect(), lines[..from].iter().flat_map(texts).collect())
}

fn texts(line: &Line<'_>) -> Texts {
    let text = |(column, raw): &(u32, &Raw)| match raw {
        Raw::Text(text) => Some((Address::new(line.row, *column), one_line(text))),
        Raw::Date(_) => Some((Address::new(line.row, *column), raw.text())),
        _ => None,
    };
    line.cells.iter().filter_map(text).collect()
}
