//! Tables. The row of headings stands on each page of a table, rows are kept whole where they can be, and one that is higher than half
//! a page goes on on the next.

use super::document::{Cell, Column, Row, Table};
use super::faces::Faces;
use super::lines::{Colour, Look, lines};
use super::sheets::{
    ACCENT, INK, LINE, Mark, NOTE, QUIET, SIDE, SMALL, Sheets, TEXT_HEIGHT, TEXT_WIDTH, WIDTH, across, base,
};
use crate::report::{Holds, RowKind, Tone};

/// What stands free in a cell, left and right, above and below.
const INSET: (f64, f64) = (4.5, 3.6);
/// So far in are the rows of a group, and the parts of an item.
const STEP: f64 = 10.0;
/// A row that is higher may go on on the next page.
const WHOLE_ROW: f64 = 0.5 * TEXT_HEIGHT;
/// A table of so few rows, and no higher, is kept whole.
const FEW_ROWS: usize = 16;
const WHOLE_TABLE: f64 = 0.4 * TEXT_HEIGHT;
/// So many lines of a high row stand on a page at least.
const LEAST_LINES: usize = 3;

/// Where the texts of a column stand: their left edge and how wide they may be.
#[derive(Debug, Clone, Copy)]
struct Place {
    left: f64,
    width: f64,
}

/// Columns are as wide as the form weighs them, but none narrower than its longest word where that can be had.
fn places(columns: &[Column]) -> Vec<Place> {
    // A text behind figures stands further in.
    let lefts: Vec<f64> = (0..columns.len())
        .map(|index| {
            let behind =
                index > 0 && columns[index].holds != Holds::Figure && columns[index - 1].holds == Holds::Figure;
            INSET.0 * if behind { 2.0 } else { 1.0 }
        })
        .collect();
    let needs: Vec<f64> = columns
        .iter()
        .zip(&lefts)
        .map(|(column, left)| f64::from(column.needs) / 1000.0 * f64::from(SMALL.size) + left + INSET.0)
        .collect();
    let weights: Vec<f64> = columns.iter().map(|column| f64::from(column.width.max(1))).collect();
    let mut settled = vec![false; columns.len()];
    let mut widths = Vec::new();
    for _ in columns {
        let of = |amounts: &[f64], wanted: bool| -> f64 {
            amounts.iter().zip(&settled).filter(|(_, settled)| **settled == wanted).map(|(amount, _)| amount).sum()
        };
        let (free, shared) = (TEXT_WIDTH - of(&needs, true), of(&weights, false));
        widths = (0..columns.len())
            .map(|index| if settled[index] { needs[index] } else { free * weights[index] / shared })
            .collect::<Vec<f64>>();
        let narrow: Vec<usize> = (0..columns.len()).filter(|index| widths[*index] < needs[*index]).collect();
        if narrow.is_empty() || needs.iter().sum::<f64>() > TEXT_WIDTH {
            break;
        }
        narrow.into_iter().for_each(|index| settled[index] = true);
    }
    let mut edge = SIDE;
    let mut places = Vec::new();
    for (width, left) in widths.into_iter().zip(lefts) {
        places.push(Place { left: edge + left, width: (width - left - INSET.0).max(1.0) });
        edge += width;
    }
    places
}

/// The lines of a cell, and where they stand.
struct Body {
    lines: Vec<String>,
    look: Look,
    place: Place,
    right: bool,
}

/// A row, ready to be drawn.
struct Laid {
    bodies: Vec<Body>,
    lines: usize,
    /// The lines above and below it.
    above: Option<Colour>,
    below: Option<Colour>,
}

impl Laid {
    fn of(bodies: Vec<Body>, above: Option<Colour>, below: Option<Colour>) -> Laid {
        let lines = bodies.iter().map(|body| body.lines.len()).max().unwrap_or(0).max(1);
        Laid { bodies, lines, above, below }
    }

    fn height(&self) -> f64 {
        height(self.lines)
    }

    /// Draws so many of its lines from one on.
    fn draw(&self, faces: &Faces<'_>, sheets: &mut Sheets, from: usize, count: usize) {
        let top = sheets.down;
        if let Some(colour) = self.above.filter(|_| from == 0) {
            sheets.put(across(top, colour));
        }
        for body in &self.bodies {
            let mut down = top + INSET.1;
            for text in body.lines.iter().skip(from).take(count) {
                let left = if body.right {
                    body.place.left + body.place.width - faces.width(text, body.look.size, body.look.bold)
                } else {
                    body.place.left
                };
                if !text.is_empty() {
                    sheets.put(Mark::Text { left, base: base(down, body.look), text: text.clone(), look: body.look });
                }
                down += SMALL.line();
            }
        }
        sheets.down = top + height(count);
        if let Some(colour) = self.below.filter(|_| from + count >= self.lines) {
            sheets.put(across(sheets.down, colour));
        }
    }
}

fn height(lines: usize) -> f64 {
    2.0 * INSET.1 + SMALL.lines(lines)
}

/// How much of a table stands together at its beginning: its headings and first rows, or all of a short one.
pub(super) fn beginning(table: &Table, faces: &Faces<'_>) -> f64 {
    if table.columns.is_empty() {
        return 0.0;
    }
    let places = places(&table.columns);
    let rows = if table.rows.len() <= FEW_ROWS { table.rows.len() } else { 2 };
    let rows: Vec<Laid> = table.rows.iter().take(rows).map(|row| laid(row, table, &places, faces)).collect();
    heading(table, &places, faces).height().min(WHOLE_ROW) + together(table, &rows)
}

/// How much of the rows of a table stands together below its headings.
fn together(table: &Table, rows: &[Laid]) -> f64 {
    let all: f64 = rows.iter().map(Laid::height).sum();
    if table.rows.len() <= FEW_ROWS && all <= WHOLE_TABLE {
        return all;
    }
    // A high row may break, so that little of it is enough.
    let first: f64 = rows.iter().take(2).map(Laid::height).sum();
    first.min(WHOLE_ROW)
}

/// Draws a table with its notes.
pub(super) fn show(table: &Table, faces: &Faces<'_>, sheets: &mut Sheets) {
    if table.columns.is_empty() {
        return;
    }
    let places = places(&table.columns);
    let heading = heading(table, &places, faces);
    let rows: Vec<Laid> = table.rows.iter().map(|row| laid(row, table, &places, faces)).collect();
    // One of so many words that it fits no page is drawn as a row, once.
    let repeats = heading.height() <= WHOLE_ROW;
    if repeats {
        sheets.need(heading.height() + together(table, &rows));
        heading.draw(faces, sheets, 0, heading.lines);
    } else {
        over_pages(&heading, None, faces, sheets);
    }
    let repeated = Some(&heading).filter(|_| repeats);
    for (index, row) in rows.iter().enumerate() {
        // A group's heading stays with the row below it, a total with the row above it, and so on.
        let mut last = index;
        while stays_with_next(table, last) {
            last += 1;
        }
        let together: f64 = rows[index..=last.min(rows.len() - 1)].iter().map(Laid::height).sum();
        let wanted = if together <= WHOLE_ROW { together } else { row.height() };
        if row.height() > WHOLE_ROW {
            over_pages(row, repeated, faces, sheets);
            continue;
        }
        if sheets.room() < wanted && !sheets.is_at_top() {
            continue_table(repeated, faces, sheets);
        }
        row.draw(faces, sheets, 0, row.lines);
    }
    let mut said: Vec<&str> = Vec::new();
    for note in &table.notes {
        if said.contains(&note.as_str()) {
            continue;
        }
        sheets.space(if said.is_empty() { 6.0 } else { 2.0 });
        sheets.text(faces, note, NOTE, (SIDE, TEXT_WIDTH));
        said.push(note);
    }
    sheets.space(12.0);
}

/// Whether a row stays on a page with the next one.
fn stays_with_next(table: &Table, index: usize) -> bool {
    let next = table.rows.get(index + 1).map(|row| row.kind);
    next.is_some_and(|next| {
        table.rows[index].kind == RowKind::Head || matches!(next, RowKind::Subtotal | RowKind::Total)
    })
}

/// Goes on on a new page, below the headings.
fn continue_table(heading: Option<&Laid>, faces: &Faces<'_>, sheets: &mut Sheets) {
    sheets.new_page();
    if let Some(heading) = heading {
        heading.draw(faces, sheets, 0, heading.lines);
    }
}

/// Draws a row that is too high to be kept whole.
fn over_pages(row: &Laid, heading: Option<&Laid>, faces: &Faces<'_>, sheets: &mut Sheets) {
    let mut from = 0;
    while from < row.lines {
        let left = row.lines - from;
        let mut count = 0;
        while count < left && height(count + 1) <= sheets.room() {
            count += 1;
        }
        if count < LEAST_LINES.min(left) && !sheets.is_at_top() {
            continue_table(heading, faces, sheets);
            while count < left && height(count + 1) <= sheets.room() {
                count += 1;
            }
        }
        let count = count.max(1);
        row.draw(faces, sheets, from, count);
        from += count;
        if from < row.lines {
            continue_table(heading, faces, sheets);
        }
    }
}

fn heading(table: &Table, places: &[Place], faces: &Faces<'_>) -> Laid {
    let look = Look { bold: true, colour: ACCENT, ..SMALL };
    let mut bodies: Vec<Body> = table
        .columns
        .iter()
        .zip(places)
        .map(|(column, place)| Body {
            lines: lines(faces, &column.heading, look, place.width),
            look,
            place: *place,
            right: column.holds == Holds::Figure,
        })
        .collect();
    // They stand on the line below them.
    let most = bodies.iter().map(|body| body.lines.len()).max().unwrap_or(0);
    for body in &mut bodies {
        let free = most - body.lines.len();
        body.lines.splice(0..0, std::iter::repeat_n(String::new(), free));
    }
    Laid::of(bodies, Some(ACCENT), Some(ACCENT))
}

fn laid(row: &Row, table: &Table, places: &[Place], faces: &Faces<'_>) -> Laid {
    let (bold, colour) = match row.kind {
        RowKind::Item => (false, INK),
        RowKind::Head => (true, ACCENT),
        RowKind::Subtotal | RowKind::Total => (true, INK),
    };
    let look = Look { bold, colour, ..SMALL };
    let (above, below) = match row.kind {
        RowKind::Total => (Some(ACCENT), ACCENT),
        RowKind::Subtotal => (Some(QUIET), QUIET),
        RowKind::Head | RowKind::Item => (None, LINE),
    };
    let indent = f64::from(row.level) * STEP;
    let told: Vec<&Cell> = row.cells.iter().filter(|cell| !cell.text.trim().is_empty()).collect();
    // The heading of a group prints across the table.
    if row.kind == RowKind::Head && told.len() <= 1 {
        let place = Place { left: SIDE + INSET.0 + indent, width: WIDTH - 2.0 * (SIDE + INSET.0) - indent };
        let text = told.first().map_or("", |cell| cell.text.as_str());
        let body = Body { lines: lines(faces, text, look, place.width), look, place, right: false };
        return Laid::of(vec![body], above, Some(below));
    }
    let name = table.columns.iter().position(|column| column.holds == Holds::Label).unwrap_or(0);
    let bodies = row.cells.iter().zip(&table.columns).zip(places).enumerate();
    let bodies = bodies.map(|(index, ((cell, column), place))| {
        let own = if index == name { indent.min(place.width / 2.0) } else { 0.0 };
        let place = Place { left: place.left + own, width: place.width - own };
        let look = if column.holds == Holds::Status { status(cell.tone) } else { look };
        let right = column.holds == Holds::Figure;
        Body { lines: lines(faces, &cell.text, look, place.width), look, place, right }
    });
    Laid::of(bodies.collect(), above, Some(below))
}

/// A status is a word in bold; its colour is never the only sign of it.
fn status(tone: Tone) -> Look {
    let colour = match tone {
        Tone::Plain => INK,
        Tone::Red => (164, 22, 26),
        Tone::Amber => (138, 84, 0),
        Tone::Green => (29, 107, 58),
    };
    Look { bold: true, colour, ..SMALL }
}
