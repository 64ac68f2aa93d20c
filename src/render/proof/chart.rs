//! Charts: bars with their labels, drawn of lines, which are all that genpdf draws.

use super::document::{Chart, Group};
use super::faces::Faces;
use super::lines::{Colour, Look, lines};
use super::sheets::{Mark, QUIET, SIDE, SMALL, Sheets, TEXT_HEIGHT, TEXT_WIDTH, TITLE_OF_TABLE, base};

/// Light to dark, so that bars can be told apart in grey too.
const BARS: [Colour; 5] = [(207, 224, 232), (79, 157, 189), (11, 79, 108), (224, 164, 88), (107, 68, 35)];
const NAMES: f64 = 164.0;
const LONGEST: f64 = TEXT_WIDTH - NAMES - 92.0;
const BAR: f64 = 8.0;
const GAP: f64 = 8.0;

/// A chart that is no higher is kept whole.
const WHOLE: f64 = 0.8 * TEXT_HEIGHT;

/// How much of a chart stands together at its beginning.
pub(super) fn beginning(chart: &Chart, faces: &Faces<'_>) -> f64 {
    let groups: Vec<f64> = chart.groups.iter().map(|group| Drawn::of(group, faces).height() + GAP).collect();
    let head = 2.0 * TITLE_OF_TABLE.line() + SMALL.line() + 18.0;
    let all = head + groups.iter().sum::<f64>();
    if all <= WHOLE { all } else { (head + groups.first().copied().unwrap_or(0.0)).min(WHOLE) }
}

/// Draws a chart.
pub(super) fn show(chart: &Chart, faces: &Faces<'_>, sheets: &mut Sheets) {
    sheets.space(10.0);
    sheets.need(beginning(chart, faces));
    let unit = if chart.unit.is_empty() { String::new() } else { format!(" ({})", chart.unit) };
    sheets.text(faces, &format!("{}{unit}", chart.title), TITLE_OF_TABLE, (SIDE, TEXT_WIDTH));
    sheets.space(4.0);
    if chart.series.len() > 1 {
        legend(chart, faces, sheets);
    }
    for group in &chart.groups {
        let drawn = Drawn::of(group, faces);
        sheets.need(drawn.height() + GAP);
        drawn.draw(sheets);
        sheets.down += GAP;
    }
}

/// What the bars are, each with its colour, as many on a line as fit.
fn legend(chart: &Chart, faces: &Faces<'_>, sheets: &mut Sheets) {
    let mut left = SIDE;
    for (index, name) in chart.series.iter().enumerate() {
        let lines = lines(faces, name, SMALL, TEXT_WIDTH - 30.0);
        let wide = lines.iter().map(|line| faces.width(line, SMALL.size, false)).fold(0.0, f64::max);
        if left > SIDE && left + 14.0 + wide > SIDE + TEXT_WIDTH {
            sheets.down += SMALL.line();
            left = SIDE;
        }
        sheets.need(SMALL.line());
        bar(sheets, (left, sheets.down + 2.0), 9.0, colour_of(index));
        let count = lines.len();
        for (place, line) in lines.into_iter().enumerate() {
            let top = sheets.down;
            sheets.line(left + 14.0, line, SMALL);
            // The next one stands beside the last line.
            if place + 1 == count {
                sheets.down = top;
            } else {
                sheets.need(SMALL.line());
            }
        }
        left += 14.0 + wide + 18.0;
    }
    sheets.down += SMALL.line() + 4.0;
}

fn colour_of(index: usize) -> Colour {
    BARS[index % BARS.len()]
}

/// A group with its texts in lines.
struct Drawn {
    name: Vec<String>,
    widths: Vec<f64>,
    bars: Vec<(f64, Vec<String>)>,
}

impl Drawn {
    fn of(group: &Group, faces: &Faces<'_>) -> Drawn {
        let name = lines(faces, &group.name, SMALL, NAMES - 8.0);
        let widths = name.iter().map(|line| faces.width(line, SMALL.size, false)).collect();
        let bars = group.labels.iter().enumerate().map(|(index, label)| {
            let length = f64::from(group.lengths.get(index).copied().unwrap_or(0).min(1000)) / 1000.0 * LONGEST;
            (length, lines(faces, label, SMALL, TEXT_WIDTH - NAMES - length - 17.0))
        });
        let bars = bars.collect();
        Drawn { name, widths, bars }
    }

    fn height_of_bars(&self) -> f64 {
        self.bars.iter().map(|(_, lines)| high(lines)).sum()
    }

    fn height(&self) -> f64 {
        self.height_of_bars().max(high(&self.name))
    }

    fn draw(self, sheets: &mut Sheets) {
        let (top, height) = (sheets.down, self.height());
        let axis = SIDE + NAMES;
        let mut down = top + (height - high(&self.name)) / 2.0;
        for (text, width) in self.name.into_iter().zip(self.widths) {
            sheets.put(text_at(axis - 8.0 - width, down, text, SMALL));
            down += SMALL.line();
        }
        sheets.put(Mark::Line { from: (axis, top), to: (axis, top + height), colour: QUIET });
        let mut down = top;
        for (index, (length, lines)) in self.bars.into_iter().enumerate() {
            bar(sheets, (axis + 0.5, down + 2.0), length, colour_of(index));
            let high = high(&lines);
            for (place, text) in lines.into_iter().enumerate() {
                sheets.put(text_at(axis + length + 6.0, down + SMALL.lines(place), text, SMALL));
            }
            down += high;
        }
        sheets.down = top + height;
    }
}

fn high(lines: &[String]) -> f64 {
    SMALL.lines(lines.len().max(1))
}

fn text_at(left: f64, down: f64, text: String, look: Look) -> Mark {
    Mark::Text { left, base: base(down, look), text, look }
}

/// A bar: lines below each other.
fn bar(sheets: &mut Sheets, (left, top): (f64, f64), length: f64, colour: Colour) {
    let mut down = 0.5;
    while length > 0.0 && down < BAR {
        sheets.put(Mark::Line { from: (left, top + down), to: (left + length, top + down), colour });
        down += 0.9;
    }
}
