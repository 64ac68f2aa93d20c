//! Texts broken into lines. No word is ever dropped: one that is wider than its line goes on on the next.

use super::faces::Faces;
use crate::render::data::pieces::pieces;

/// How letters look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Look {
    /// Their size in points.
    pub size: u8,
    pub bold: bool,
    pub colour: Colour,
}

/// Red, green and blue.
pub(super) type Colour = (u8, u8, u8);

impl Look {
    /// From one line to the next, in points.
    pub(super) fn line(self) -> f64 {
        f64::from(self.size) * 1.27
    }

    /// How high so many lines are, in points.
    pub(super) fn lines(self, count: usize) -> f64 {
        self.line() * count as f64
    }
}

/// The lines of a text that are at most so wide, in points. A line feed ends a line; a day stays with its month where it can.
pub(super) fn lines(faces: &Faces<'_>, text: &str, look: Look, width: f64) -> Vec<String> {
    if text.trim().is_empty() {
        return Vec::new();
    }
    let mut filler = Filler { faces, look, width, done: Vec::new(), line: String::new(), used: 0.0 };
    for line in text.trim().split('\n') {
        for piece in pieces(line) {
            filler.piece(piece);
        }
        filler.end_line();
    }
    filler.done
}

/// As much of a text as fits on one line, for the head and the foot of a page: it stands in full on the first one.
pub(super) fn one_line(faces: &Faces<'_>, text: &str, look: Look, width: f64) -> String {
    if faces.width(text, look.size, look.bold) <= width {
        return text.to_owned();
    }
    let mut cut = text.to_owned();
    while !cut.is_empty() && faces.width(&cut, look.size, look.bold) + faces.width("…", look.size, look.bold) > width
    {
        cut.pop();
    }
    cut.trim_end().to_owned() + "…"
}

struct Filler<'a, 'f> {
    faces: &'a Faces<'f>,
    look: Look,
    width: f64,
    done: Vec<String>,
    line: String,
    used: f64,
}

impl Filler<'_, '_> {
    fn measure(&self, text: &str) -> f64 {
        self.faces.width(text, self.look.size, self.look.bold)
    }

    /// Ends the line, empty or not.
    fn end_line(&mut self) {
        self.done.push(std::mem::take(&mut self.line));
        self.used = 0.0;
    }

    /// Puts text behind what stands on the line, if there is room.
    fn fits(&mut self, before: &str, text: &str) -> bool {
        let more = self.measure(before) + self.measure(text);
        let fits = self.used + more <= self.width + 0.001;
        if fits {
            self.line.push_str(before);
            self.line.push_str(text);
            self.used += more;
        }
        fits
    }

    fn piece(&mut self, piece: &str) {
        let before = if self.line.is_empty() { "" } else { " " };
        if self.fits(before, piece) {
            return;
        }
        // A day and its month part only where the line is too short for them.
        if piece.contains(char::is_whitespace) && self.measure(piece) > self.width {
            piece.split_whitespace().for_each(|word| self.piece(word));
            return;
        }
        if !self.line.is_empty() {
            self.end_line();
        }
        if self.fits("", piece) {
            return;
        }
        for part in parts(piece) {
            if self.fits("", part) {
                continue;
            }
            if !self.line.is_empty() {
                self.end_line();
            }
            if self.fits("", part) {
                continue;
            }
            for character in part.chars() {
                let character = character.to_string();
                if !self.fits("", &character) {
                    if !self.line.is_empty() {
                        self.end_line();
                    }
                    // A column narrower than a letter shows it all the same.
                    self.used = self.measure(&character);
                    self.line.push_str(&character);
                }
            }
        }
    }
}

/// The parts of a long word: it breaks behind these signs, or before a capital, before it breaks anywhere.
fn parts(word: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut last = None;
    for (place, character) in word.char_indices() {
        let breaks = last.is_some_and(|last: char| {
            "-–_/.\\,?&=".contains(last) && !"-–_/.\\,?&=".contains(character)
                || last.is_lowercase() && character.is_uppercase()
        });
        if breaks {
            parts.push(&word[start..place]);
            start = place;
        }
        last = Some(character);
    }
    parts.push(&word[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::Fonts;

    const LOOK: Look = Look { size: 10, bold: false, colour: (0, 0, 0) };

    fn broken(text: &str, width: f64) -> Vec<String> {
        let fonts = Fonts::default();
        lines(&Faces::new(&fonts).unwrap(), text, LOOK, width)
    }

    #[test]
    fn a_word_wider_than_its_line_is_broken_and_never_dropped() {
        assert_eq!(
            broken("see returns/2022-23_q3/HomeCare.xlsx", 70.0),
            ["see", "returns/2022-", "23_q3/Home", "Care.xlsx"]
        );
        assert_eq!(broken("SupercalifragilisticWords on", 60.0), ["Supercalifrag", "ilisticWords", "on"]);
        for width in [0.5, 5.0, 17.0, 100.0] {
            let text = "£1,204 – Supercalifragilistic/expialidocious-word 'a'";
            let solid = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            assert_eq!(solid(&broken(text, width).concat()), solid(text), "{width}");
        }
    }

    #[test]
    fn lines_are_as_wide_as_they_may_be_and_no_wider() {
        let fonts = Fonts::default();
        let faces = Faces::new(&fonts).unwrap();
        let text = "A sentence of an officer who had much to say about 26 January 2023. ".repeat(4);
        let broken = lines(&faces, &text, LOOK, 120.0);
        assert!(broken.len() > 5);
        for line in &broken {
            assert!(faces.width(line, 10, false) <= 120.0, "{line}");
            assert!(!line.ends_with("26"), "a day stays with its month: {line}");
        }
    }

    #[test]
    fn line_feeds_break_lines_and_blanks_are_no_text() {
        assert_eq!(broken("one\n\ntwo three\n", 200.0), ["one", "", "two three"]);
        assert_eq!(broken(" \n", 200.0), [""; 0]);
    }

    #[test]
    fn what_does_not_fit_the_head_of_a_page_says_that_it_goes_on() {
        let fonts = Fonts::default();
        let faces = Faces::new(&fonts).unwrap();
        assert_eq!(one_line(&faces, "Short", LOOK, 100.0), "Short");
        let cut = one_line(&faces, &"long ".repeat(40), LOOK, 100.0);
        assert!(cut.ends_with('…') && faces.width(&cut, 10, false) <= 100.0, "{cut}");
    }
}
