//! Texts that are written in several ways: those kept once for all cells, and those kept in a cell.

use std::collections::BTreeMap;
use std::sync::Arc;

use quick_xml::events::BytesStart;

use super::colours::Palette;
use super::styles::Font;
use super::walk::{Step, prefixed, walk};
use super::{Fault, Room};
use crate::returns::look::{Run, Style};

/// A part of a text, with its own font if it has one; else it is written as its cell is.
type Part = (String, Option<Font>);

/// A text while it is read: of a cell, or of a comment.
#[derive(Debug, Default)]
pub(super) struct TextReader {
    parts: Vec<Part>,
    /// The font of the part that is open.
    font: Option<Font>,
    in_font: bool,
    /// The piece of text that is open, and whether the blanks around it count.
    piece: Option<(String, bool)>,
    /// Inside what says how the text is pronounced, which is no part of it.
    in_sound: bool,
}

impl TextReader {
    /// Takes the next step inside the text's element.
    pub(super) fn step(&mut self, step: &Step<'_>) {
        match step {
            Step::Open("rPh", _) => self.in_sound = true,
            Step::Close("rPh") => self.in_sound = false,
            _ if self.in_sound => {}
            Step::Open("r", _) => self.font = None,
            Step::Open("rPr", _) => {
                self.in_font = true;
                self.font = Some(Font::default());
            }
            Step::Close("rPr") => self.in_font = false,
            Step::Open(property, element) if self.in_font => {
                if let Some(font) = &mut self.font {
                    font.take(property, element);
                }
            }
            Step::Open("t", element) => self.piece = Some((String::new(), keeps_blanks(element))),
            Step::Text(text) => {
                if let Some((piece, _)) = &mut self.piece {
                    piece.push_str(text);
                }
            }
            Step::Close("t") => {
                if let Some((piece, keeps_blanks)) = self.piece.take() {
                    let piece = if keeps_blanks { &piece } else { piece.trim_matches([' ', '\t', '\r', '\n']) };
                    self.parts.push((unescaped(piece), self.font.clone()));
                }
            }
            Step::Close("r") => self.font = None,
            _ => {}
        }
    }

    /// The whole text.
    pub(super) fn text(&self) -> String {
        self.parts.iter().map(|(text, _)| text.as_str()).collect()
    }

    /// Its parts, if it has more than one way of writing.
    pub(super) fn parts(self) -> Option<Box<[Part]>> {
        self.parts.iter().any(|(_, font)| font.is_some()).then(|| self.parts.into())
    }
}

fn keeps_blanks(element: &BytesStart<'_>) -> bool {
    prefixed(element, "space").is_some_and(|space| space == "preserve")
}

/// Letters that XML cannot hold are written '_x000D_', and such a writing itself '_x005F_x000D_'.
fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let letter = rest.get(at + 2..at + 6).filter(|_| rest.as_bytes().get(at + 6) == Some(&b'_'));
        let letter = letter.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        plain.push_str(&rest[..at]);
        match letter {
            Some(letter) => {
                plain.push(letter);
                rest = &rest[at + 7..];
            }
            None => {
                plain.push_str("_x");
                rest = &rest[at + 2..];
            }
        }
    }
    plain + rest
}

/// How the parts are written in a cell of that style; `None` if nothing about them says more than the text.
pub(super) fn runs(parts: &[Part], style: Option<&Style>, palette: &Palette) -> Option<Arc<[Run]>> {
    let plain = Style::default();
    let style = style.unwrap_or(&plain);
    let run = |(text, font): &Part| match font {
        Some(font) => Run {
            text: text.clone(),
            struck: font.struck,
            raised: font.raised,
            lowered: font.lowered,
            symbols: font.symbols(),
            ink: font.ink(palette),
        },
        None => Run {
            text: text.clone(),
            struck: style.struck,
            raised: style.raised,
            lowered: false,
            symbols: style.symbols.clone(),
            ink: style.ink,
        },
    };
    let runs: Vec<Run> = parts.iter().map(run).collect();
    runs.iter().any(|run| says_more(run, style)).then(|| runs.into())
}

/// Whether a part is written otherwise than its cell's style says, as far as that matters.
pub(in super::super) fn says_more(run: &Run, style: &Style) -> bool {
    run.struck != style.struck
        || (run.raised || run.lowered) != style.raised
        || run.symbols != style.symbols
        || run.ink != style.ink
}

/// The texts that are kept once, as far as they are written in several ways, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Texts {
    parts: BTreeMap<usize, Box<[Part]>>,
    /// As they are written in cells of a style.
    written: BTreeMap<(usize, usize), Option<Arc<[Run]>>>,
}

impl Texts {
    /// Reads them. Every text has a number, an empty one too.
    pub(super) fn read(part: &[u8]) -> Result<Self, Fault> {
        let mut texts = Texts::default();
        let mut count = 0;
        let mut open: Option<TextReader> = None;
        walk(part, |step| {
            match &step {
                Step::Open("si", _) => open = Some(TextReader::default()),
                Step::Close("si") => {
                    if let Some(parts) = open.take().and_then(TextReader::parts) {
                        texts.parts.insert(count, parts);
                    }
                    count += 1;
                }
                _ => {
                    if let Some(open) = &mut open {
                        open.step(&step);
                    }
                }
            }
            Ok(())
        })?;
        Ok(texts)
    }

    /// How text `number` is written in a cell whose style has the number `style_number`.
    pub(super) fn runs(
        &mut self,
        number: usize,
        (style_number, style): (usize, Option<&Style>),
        palette: &Palette,
        room: &mut Room,
    ) -> Result<Option<Arc<[Run]>>, Fault> {
        let Some(parts) = self.parts.get(&number) else { return Ok(None) };
        if let Some(known) = self.written.get(&(number, style_number)) {
            return Ok(known.clone());
        }
        let runs = runs(parts, style, palette);
        room.take_runs(runs.as_deref().unwrap_or_default())?;
        self.written.insert((number, style_number), runs.clone());
        Ok(runs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::returns::look::Colour;

    fn shown(runs: &[Run]) -> String {
        let mark = |run: &Run| {
            let marks = [(run.struck, '-'), (run.raised, '^'), (run.lowered, '_'), (run.symbols.is_some(), '*')];
            let mut marks: String = marks.iter().filter(|(is, _)| *is).map(|(_, mark)| *mark).collect();
            if let Some(Colour(red, green, blue)) = run.ink {
                marks.push_str(&format!("#{red:02X}{green:02X}{blue:02X}"));
            }
            format!("{marks}({})", run.text)
        };
        runs.iter().map(mark).collect()
    }

    #[test]
    fn texts_are_told_part_by_part() {
        let raised = r#"<r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r>"#;
        let cases = [
            ("<t>150</t>".to_string(), ""),
            (format!("<r><t>150</t></r>{raised}"), "(150)^(1)"),
            (format!("<t>150</t>{raised}"), "(150)^(1)"),
            (r#"<r><rPr><b/></rPr><t>All</t></r><r><t> bold</t></r>"#.to_string(), ""),
            (r#"<r><rPr><strike/></rPr><t xml:space="preserve">No </t></r><r><rPr><strike val="0"/></rPr><t> yes </t></r>"#.to_string(), "-(No )(yes)"),
            (r#"<r><t>CO</t></r><r><rPr><vertAlign val="subscript"/></rPr><t>2</t></r>"#.to_string(), "(CO)_(2)"),
            (r#"<r><rPr><rFont val="Wingdings"/><color rgb="FF00B050"/></rPr><t>l</t></r>"#.to_string(), "*#00B050(l)"),
            (format!(r#"<r><t>a</t></r>{raised}<rPh sb="0" eb="1"><t>sound</t></rPh><phoneticPr/>"#), "(a)^(1)"),
            (format!("<r><t>a_x000D_b_x005F_x000D_ _x é</t></r>{raised}"), "(a\rb_x000D_ _x é)^(1)"),
            (format!("<r><t>A&amp;B&#163;<![CDATA[<]]></t></r>{raised}"), "(A&B£<)^(1)"),
        ];
        for (text, expected) in cases {
            let part = format!("<sst><si/><si>{text}</si><si><t>after</t></si></sst>");
            let mut texts = Texts::read(part.as_bytes()).unwrap();
            let mut room = Room::default();
            let runs = texts.runs(1, (0, None), &Palette::default(), &mut room).unwrap();
            assert_eq!(runs.map(|runs| shown(&runs)).unwrap_or_default(), expected, "{text}");
            assert!(texts.runs(2, (0, None), &Palette::default(), &mut room).unwrap().is_none());
        }
    }

    #[test]
    fn a_part_without_a_font_is_written_as_its_cell() {
        let struck = Style { struck: true, ..Style::default() };
        let red = Style { ink: Some(Colour(255, 0, 0)), ..Style::default() };
        let part = br#"<sst><si><r><t>old</t></r><r><rPr><b/></rPr><t>new</t></r></si></sst>"#;
        let mut texts = Texts::read(part).unwrap();
        for (number, style, expected) in
            [(0, None, ""), (1, Some(&struck), "-(old)(new)"), (2, Some(&red), "#FF0000(old)(new)")]
        {
            let runs = texts.runs(0, (number, style), &Palette::default(), &mut Room::default()).unwrap();
            assert_eq!(runs.map(|runs| shown(&runs)).unwrap_or_default(), expected);
        }
    }
}
