//! The last closings as lines: a panel each, three beside each other. A point is a small square, its figure above it.

use super::document::{Trend, TrendLine};
use super::faces::Faces;
use super::lines::{Look, lines};
use super::sheets::{ACCENT, LINE, Mark, NOTE, SIDE, SMALL, Sheets, TEXT_WIDTH, TITLE_OF_TABLE, base};

/// So many panels stand beside each other.
const ACROSS: usize = 3;
const GUTTER: f64 = 18.0;
const PANEL: f64 = (TEXT_WIDTH - 2.0 * GUTTER) / 3.0;
/// How high the lines are drawn.
const PLOT: f64 = 56.0;
/// A point stands so far around its middle.
const POINT: f64 = 2.0;
const GAP: f64 = 10.0;
const NAME: Look = Look { bold: true, ..SMALL };

/// How much of it stands together at its beginning: its title and the first row of panels.
pub(super) fn beginning(trend: &Trend, faces: &Faces<'_>) -> f64 {
    let first = Row::all(trend, faces).into_iter().next().map_or(0.0, |row| row.height());
    2.0 * TITLE_OF_TABLE.line() + 4.0 + first
}

/// Draws the panels.
pub(super) fn show(trend: &Trend, faces: &Faces<'_>, sheets: &mut Sheets) {
    sheets.space(10.0);
    sheets.need(beginning(trend, faces));
    let unit = if trend.unit.is_empty() { String::new() } else { format!(" ({})", trend.unit) };
    sheets.text(faces, &format!("{}{unit}", trend.title), TITLE_OF_TABLE, (SIDE, TEXT_WIDTH));
    sheets.space(4.0);
    for row in Row::all(trend, faces) {
        sheets.need(row.height());
        row.draw(faces, sheets);
    }
    for note in &trend.notes {
        sheets.text(faces, note, NOTE, (SIDE, TEXT_WIDTH));
    }
    sheets.space(8.0);
}

/// Panels beside each other, with their texts in lines.
struct Row<'t> {
    panels: Vec<Panel<'t>>,
    /// How high the highest name, figure and period of them are.
    name: f64,
    figure: f64,
    period: f64,
}

struct Panel<'t> {
    line: &'t TrendLine,
    name: Vec<String>,
    figures: Vec<Vec<String>>,
    periods: Vec<Vec<String>>,
    /// From one point to the next.
    pitch: f64,
}

impl<'t> Row<'t> {
    fn all(trend: &'t Trend, faces: &Faces<'_>) -> Vec<Row<'t>> {
        trend.lines.chunks(ACROSS).map(|lines| Row::of(lines, &trend.periods, faces)).collect()
    }

    fn of(own: &'t [TrendLine], periods: &[String], faces: &Faces<'_>) -> Row<'t> {
        let pitch = PANEL / periods.len().max(1) as f64;
        let broken = |text: &str, look: Look, width: f64| lines(faces, text, look, width);
        let panels: Vec<Panel<'t>> = own
            .iter()
            .map(|line| Panel {
                line,
                name: broken(&line.name, NAME, PANEL),
                figures: line.points.iter().map(|point| broken(&point.label, SMALL, pitch - 4.0)).collect(),
                periods: periods.iter().map(|period| broken(period, SMALL, pitch - 4.0)).collect(),
                pitch,
            })
            .collect();
        let most = |counts: &dyn Fn(&Panel<'_>) -> usize| SMALL.lines(panels.iter().map(counts).max().unwrap_or(0));
        let longest = |texts: &[Vec<String>]| texts.iter().map(Vec::len).max().unwrap_or(0);
        let (name, figure, period) = (
            most(&|panel| panel.name.len()),
            most(&|panel| longest(&panel.figures)),
            most(&|panel| longest(&panel.periods)),
        );
        Row { panels, name, figure, period }
    }

    fn height(&self) -> f64 {
        self.name + self.figure + PLOT + 4.0 * POINT + self.period + GAP
    }

    fn draw(self, faces: &Faces<'_>, sheets: &mut Sheets) {
        let top = sheets.down;
        let plot = top + self.name + self.figure + POINT;
        let below = plot + PLOT + 2.0 * POINT;
        for (index, panel) in self.panels.iter().enumerate() {
            let left = SIDE + (PANEL + GUTTER) * index as f64;
            panel.draw(faces, sheets, left, [top, plot, below]);
        }
        sheets.down = top + self.height();
    }
}

impl Panel<'_> {
    fn draw(&self, faces: &Faces<'_>, sheets: &mut Sheets, left: f64, [top, plot, below]: [f64; 3]) {
        let middle = |index: usize| left + self.pitch * (index as f64 + 0.5);
        let down = |height: u32| plot + PLOT * (1.0 - f64::from(height.min(1000)) / 1000.0);
        for (place, text) in self.name.iter().enumerate() {
            put(sheets, (left, top + SMALL.lines(place)), text, NAME);
        }
        let nil = down(self.line.nil);
        sheets.put(Mark::Line { from: (left, nil), to: (left + PANEL, nil), colour: LINE });
        for (index, pair) in self.line.points.windows(2).enumerate() {
            if let [one, other] = pair
                && let (true, Some(from), Some(to)) = (other.joined, one.height, other.height)
            {
                let (from, to) = ((middle(index), down(from)), (middle(index + 1), down(to)));
                sheets.put(Mark::Line { from, to, colour: ACCENT });
            }
        }
        let centred = |sheets: &mut Sheets, index: usize, down: f64, text: &String| {
            let width = faces.width(text, SMALL.size, SMALL.bold);
            put(sheets, (middle(index) - width / 2.0, down), text, SMALL);
        };
        for (index, (point, figure)) in self.line.points.iter().zip(&self.figures).enumerate() {
            let at = down(point.height.unwrap_or(self.line.nil));
            if point.height.is_some() {
                let mut across = -POINT;
                while across <= POINT {
                    let (from, to) = ((middle(index) - POINT, at + across), (middle(index) + POINT, at + across));
                    sheets.put(Mark::Line { from, to, colour: ACCENT });
                    across += 0.8;
                }
            }
            for (place, text) in figure.iter().enumerate() {
                let above = at - POINT - SMALL.lines(figure.len() - place);
                centred(sheets, index, above, text);
            }
        }
        for (index, period) in self.periods.iter().enumerate() {
            for (place, text) in period.iter().enumerate() {
                centred(sheets, index, below + SMALL.lines(place), text);
            }
        }
    }
}

fn put(sheets: &mut Sheets, (left, down): (f64, f64), text: &str, look: Look) {
    sheets.put(Mark::Text { left, base: base(down, look), text: text.to_owned(), look });
}
