//! Pages as data: what stands where, in points from the upper left corner. A4, landscape, as the appendix is.

use super::faces::Faces;
use super::lines::{Colour, Look, lines};

pub(super) const WIDTH: f64 = 841.89;
pub(super) const HEIGHT: f64 = 595.276;
/// Left and right of what is written.
pub(super) const SIDE: f64 = 45.354;
/// Above and below what is written: room for the head and the foot.
pub(super) const TOP: f64 = 62.0;
pub(super) const BOTTOM: f64 = 52.0;
pub(super) const TEXT_WIDTH: f64 = WIDTH - 2.0 * SIDE;
pub(super) const TEXT_HEIGHT: f64 = HEIGHT - TOP - BOTTOM;

/// Colours of letters have a contrast of at least 4.5 to 1 on white.
pub(super) const ACCENT: Colour = (11, 79, 108);
pub(super) const INK: Colour = (27, 39, 48);
pub(super) const QUIET: Colour = (74, 89, 99);
pub(super) const LINE: Colour = (195, 206, 214);
pub(super) const ALARM: Colour = (155, 28, 28);

pub(super) const BODY: Look = Look { size: 10, bold: false, colour: INK };
pub(super) const SMALL: Look = Look { size: 9, bold: false, colour: INK };
pub(super) const NOTE: Look = Look { size: 9, bold: false, colour: QUIET };
pub(super) const SECTION: Look = Look { size: 15, bold: true, colour: ACCENT };
pub(super) const TITLE_OF_TABLE: Look = Look { size: 11, bold: true, colour: INK };

/// What stands on a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Mark {
    /// A line of text that begins `left` and stands on `base`.
    Text { left: f64, base: f64, text: String, look: Look },
    /// A straight line.
    Line { from: (f64, f64), to: (f64, f64), colour: Colour },
}

/// Pages that are filled from the top.
#[derive(Debug)]
pub(super) struct Sheets {
    pub done: Vec<Vec<Mark>>,
    page: Vec<Mark>,
    /// How far down the page is filled, from its upper edge.
    pub down: f64,
}

impl Sheets {
    pub(super) fn new() -> Sheets {
        Sheets { done: Vec::new(), page: Vec::new(), down: TOP }
    }

    /// The pages.
    pub(super) fn finish(mut self) -> Vec<Vec<Mark>> {
        self.done.push(self.page);
        self.done
    }

    /// Which page is being filled, from 0.
    pub(super) fn number(&self) -> usize {
        self.done.len()
    }

    pub(super) fn is_at_top(&self) -> bool {
        self.down <= TOP
    }

    /// How much of the page is left.
    pub(super) fn room(&self) -> f64 {
        HEIGHT - BOTTOM - self.down
    }

    pub(super) fn new_page(&mut self) {
        self.done.push(std::mem::take(&mut self.page));
        self.down = TOP;
    }

    /// Goes on on a new page where so much does not fit on this one.
    pub(super) fn need(&mut self, height: f64) {
        if self.room() < height && !self.is_at_top() {
            self.new_page();
        }
    }

    /// Leaves white space; none at the top of a page.
    pub(super) fn space(&mut self, height: f64) {
        if !self.is_at_top() {
            self.down += height;
        }
    }

    pub(super) fn put(&mut self, mark: Mark) {
        self.page.push(mark);
    }

    /// A text where the page is filled to, over pages if need be.
    pub(super) fn text(&mut self, faces: &Faces<'_>, text: &str, look: Look, (left, width): (f64, f64)) {
        self.after(None, faces, text, look, (left, width));
    }

    /// The same with a sign before its first line.
    pub(super) fn after(
        &mut self,
        sign: Option<(f64, &str)>,
        faces: &Faces<'_>,
        text: &str,
        look: Look,
        (left, width): (f64, f64),
    ) {
        let lines = lines(faces, text, look, width);
        // No line of a short text stands alone.
        self.need(look.lines(if lines.len() <= 4 { lines.len() } else { 2 }));
        if let Some((left, sign)) = sign {
            let base = base(self.down, look);
            self.put(Mark::Text { left, base, text: sign.to_owned(), look: Look { colour: ACCENT, ..look } });
        }
        for line in lines {
            self.need(look.line());
            self.line(left, line, look);
        }
    }

    /// One line of text where the page is filled to.
    pub(super) fn line(&mut self, left: f64, text: String, look: Look) {
        let base = base(self.down, look);
        self.down += look.line();
        if !text.is_empty() {
            self.put(Mark::Text { left, base, text, look });
        }
    }

    /// A line across what is written, where the page is filled to.
    pub(super) fn rule(&mut self, colour: Colour) {
        let at = self.down;
        self.put(across(at, colour));
    }
}

/// Where letters stand in a line that begins `down`.
pub(super) fn base(down: f64, look: Look) -> f64 {
    down + f64::from(look.size) * 1.03
}

/// A line across what is written.
pub(super) fn across(at: f64, colour: Colour) -> Mark {
    Mark::Line { from: (SIDE, at), to: (WIDTH - SIDE, at), colour }
}
