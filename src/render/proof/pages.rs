//! The whole proof on its pages, each with its head and foot.

use super::PROOF;
use super::contents;
use super::document::{Block, Document, Section, filled, joined};
use super::faces::Faces;
use super::lines::{Look, lines, one_line};
use super::sheets::{
    ACCENT, ALARM, BODY, HEIGHT, INK, LINE, Mark, NOTE, QUIET, SECTION, SIDE, Sheets, TEXT_HEIGHT, TEXT_WIDTH,
    TITLE_OF_TABLE, across,
};
use super::{chart, table, trend};

/// A section that is to begin on a new page begins on this one if no more of it than this is written on.
const BEGUN: f64 = 0.5 * TEXT_HEIGHT;
/// A first section of more rows than this stands behind the contents list.
const LONG: usize = 32;
/// A paragraph stands with what it is about, if that is no higher.
const WITH: f64 = 0.64 * TEXT_HEIGHT;

/// What stands on each page.
pub(super) fn lay_out(document: &Document, faces: &Faces<'_>) -> Vec<Vec<Mark>> {
    let entries = contents::entries(document);
    let mut sheets = Flow::of(document, faces, None).run();
    if sheets.0.len() > contents::WITHOUT && entries.len() > 1 {
        // Once to see on which pages they stand with the list, and once with their numbers.
        let (_, pages) = Flow::of(document, faces, Some((&entries, Vec::new()))).run();
        sheets = Flow::of(document, faces, Some((&entries, pages))).run();
    }
    let (mut sheets, _) = sheets;
    for (index, page) in sheets.iter_mut().enumerate() {
        page.extend(running(document, faces, index));
    }
    sheets
}

struct Flow<'a, 'f> {
    document: &'a Document,
    faces: &'a Faces<'f>,
    /// The entries of the contents list and the numbers of their pages, as far as they are known.
    contents: Option<(&'a [&'a str], Vec<u32>)>,
    sheets: Sheets,
    /// On which page each entry stands.
    pages: Vec<u32>,
}

impl<'a, 'f> Flow<'a, 'f> {
    fn of(document: &'a Document, faces: &'a Faces<'f>, contents: Option<(&'a [&'a str], Vec<u32>)>) -> Self {
        Flow { document, faces, contents, sheets: Sheets::new(), pages: Vec::new() }
    }

    fn run(mut self) -> (Vec<Vec<Mark>>, Vec<u32>) {
        self.title();
        let contents_first = self.document.sections.first().is_some_and(|section| section.rows() > LONG);
        if contents_first {
            self.list_contents();
        }
        for (place, section) in self.document.sections.iter().enumerate() {
            if place == 1 && !contents_first {
                self.list_contents();
            }
            if section.new_page && place > 0 && TEXT_HEIGHT - self.sheets.room() > BEGUN {
                self.sheets.new_page();
            }
            if section.is_titled() {
                self.sheets.space(18.0);
                self.sheets.need((2.0 * SECTION.line() + self.beginning(section, 0)).min(TEXT_HEIGHT));
                self.entry();
                self.text(&section.heading, SECTION);
                self.sheets.space(6.0);
            }
            for (index, block) in section.blocks.iter().enumerate() {
                match block {
                    Block::Paragraph { text } => {
                        self.sheets.need(self.beginning(section, index).min(WITH));
                        self.text(text, BODY);
                        self.sheets.space(6.0);
                    }
                    Block::Bullets { items } => self.bullets(items),
                    Block::Table(shown) => {
                        if section.names(shown) {
                            self.sheets.space(8.0);
                            self.sheets.need(self.beginning(section, index).min(TEXT_HEIGHT));
                            if !section.is_titled() {
                                self.entry();
                            }
                            self.text(&shown.title, TITLE_OF_TABLE);
                            self.sheets.space(5.0);
                        }
                        table::show(shown, self.faces, &mut self.sheets);
                    }
                    Block::Chart(shown) => chart::show(shown, self.faces, &mut self.sheets),
                    Block::Trend(shown) => trend::show(shown, self.faces, &mut self.sheets),
                }
            }
        }
        self.end();
        (self.sheets.finish(), self.pages)
    }

    fn text(&mut self, text: &str, look: Look) {
        self.sheets.text(self.faces, text, look, (SIDE, TEXT_WIDTH));
    }

    /// How much of a section stands together from a block on: a paragraph with the table or the chart behind it, and of these what does
    /// not break.
    fn beginning(&self, section: &Section, from: usize) -> f64 {
        let mut height = 0.0;
        for block in section.blocks.iter().skip(from) {
            match block {
                Block::Paragraph { text } => {
                    let lines = lines(self.faces, text, BODY, TEXT_WIDTH).len();
                    height += BODY.lines(lines.min(4)) + 6.0;
                    // A long one may break, and what follows is with its end.
                    if lines > 4 {
                        return height;
                    }
                }
                Block::Bullets { items } if items.is_empty() => {}
                Block::Bullets { .. } => return height + BODY.lines(2),
                Block::Table(shown) => {
                    let title = if section.names(shown) { 13.0 + TITLE_OF_TABLE.lines(2) } else { 0.0 };
                    return height + title + table::beginning(shown, self.faces);
                }
                Block::Chart(shown) => return height + 10.0 + chart::beginning(shown, self.faces),
                Block::Trend(shown) => return height + 10.0 + trend::beginning(shown, self.faces),
            }
        }
        height
    }

    /// What is written next has an entry in the contents list.
    fn entry(&mut self) {
        let number = u32::try_from(self.sheets.number()).unwrap_or(0);
        self.pages.push(self.document.meta.first_page.saturating_add(number));
    }

    fn title(&mut self) {
        let meta = &self.document.meta;
        self.text(&meta.about(), Look { bold: true, colour: QUIET, ..BODY });
        self.sheets.space(4.0);
        self.text(&meta.title, Look { size: 23, bold: true, colour: ACCENT });
        self.sheets.space(4.0);
        // The title may say the period already.
        let mut facts: Vec<String> =
            meta.when().into_iter().filter(|part| !meta.title.contains(part.as_str())).collect();
        if !meta.meeting.is_empty() {
            facts.push(filled(&meta.words.meeting_of, &[("date", &meta.meeting)]));
        }
        let facts: Vec<&str> = facts.iter().map(String::as_str).collect();
        self.text(&joined(&facts), Look { size: 11, bold: false, colour: QUIET });
        if !meta.words.mark_about.is_empty() {
            self.sheets.space(5.0);
            self.text(&meta.words.mark_about, Look { bold: true, colour: ALARM, ..BODY });
        }
        self.sheets.space(7.0);
        self.sheets.rule(ACCENT);
        self.sheets.space(9.0);
    }

    fn list_contents(&mut self) {
        if let Some((entries, pages)) = &self.contents {
            contents::show(&self.document.meta.words.contents, entries, pages, self.faces, &mut self.sheets);
        }
    }

    fn bullets(&mut self, items: &[String]) {
        for item in items.iter().filter(|item| !item.trim().is_empty()) {
            let place = (SIDE + 14.0, TEXT_WIDTH - 14.0);
            self.sheets.after(Some((SIDE + 2.0, "•")), self.faces, item, BODY, place);
            self.sheets.space(3.0);
        }
        self.sheets.space(3.0);
    }

    /// Who cleared it, and the fingerprint of what was cleared.
    fn end(&mut self) {
        let meta = &self.document.meta;
        self.sheets.space(12.0);
        for by in &meta.cleared_by {
            let who = [("role", by.role.as_str()), ("initials", &by.initials), ("date", &by.date)];
            let said = filled(&meta.words.cleared_by, &who);
            self.text(&format!("{said} {}", by.comment), NOTE);
            self.sheets.space(3.0);
        }
        self.text(&filled(&meta.words.fingerprint, &[("fingerprint", &meta.fingerprint_printed)]), NOTE);
    }
}

/// The head and the foot of a page.
fn running(document: &Document, faces: &Faces<'_>, index: usize) -> Vec<Mark> {
    let meta = &document.meta;
    let alarm = Look { size: 9, bold: true, colour: ALARM };
    let strong = Look { size: 9, bold: true, colour: INK };
    let mut marks = Vec::new();
    // A text on the right, and as much of the one on the left as fits beside it.
    let mut pair = |base: f64, (left, look_left): (&str, Look), (right, look_right): (&str, Look)| {
        let right = one_line(faces, right, look_right, TEXT_WIDTH / 2.0);
        let wide = faces.width(&right, look_right.size, look_right.bold);
        let left = one_line(faces, left, look_left, TEXT_WIDTH - wide - 20.0);
        for (at, text, look) in [(SIDE, left, look_left), (SIDE + TEXT_WIDTH - wide, right, look_right)] {
            if !text.is_empty() {
                marks.push(Mark::Text { left: at, base, text, look });
            }
        }
    };
    pair(32.0, (PROOF, alarm), (&meta.mark, alarm));
    if index > 0 {
        pair(45.0, (&meta.title, NOTE), (&meta.period, NOTE));
    }
    let number = u64::from(meta.first_page).saturating_add(u64::try_from(index).unwrap_or(0));
    let page = filled(&meta.words.page, &[("number", &number.to_string())]);
    let when = meta.when();
    let mut foot = vec![meta.council.as_str(), &meta.committee];
    foot.extend(when.iter().map(String::as_str));
    pair(HEIGHT - 30.0, (&joined(&foot), NOTE), (&page, strong));
    marks.push(across(if index > 0 { 51.0 } else { 38.0 }, LINE));
    marks.push(across(HEIGHT - 42.0, LINE));
    marks
}
