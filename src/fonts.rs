//! The fonts that print the appendix, and what they can print: those embedded in the program, and a council's own.
//!
//! PDF/UA-1 and PDF/A-2a forbid text without a glyph, and Typst cannot say in which cell such a character stands. So every
//! text goes through [`Fonts::printable`] before it is typeset, and a check can ask [`Fonts::unprintable`] beforehand.

#[cfg(any(feature = "typst", feature = "genpdf"))]
mod width;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use ttf_parser::Face;

#[cfg(any(feature = "typst", feature = "genpdf"))]
pub(crate) use width::width;

/// Liberation Sans 2.1.5 (SIL Open Font License 1.1) prints; DejaVu Sans 2.37 (Bitstream Vera licence) stands in for
/// characters that it lacks, such as ticks. The licences lie beside the files and must be shipped with the program.
pub(crate) static FILES: [&[u8]; 6] = [
    include_bytes!("../templates/fonts/LiberationSans-Regular.ttf"),
    include_bytes!("../templates/fonts/LiberationSans-Bold.ttf"),
    include_bytes!("../templates/fonts/LiberationSans-Italic.ttf"),
    include_bytes!("../templates/fonts/LiberationSans-BoldItalic.ttf"),
    include_bytes!("../templates/fonts/DejaVuSans.ttf"),
    include_bytes!("../templates/fonts/DejaVuSans-Bold.ttf"),
];

/// The fonts as they can be asked for a glyph (what a font says it covers includes characters without one).
static FACES: LazyLock<Vec<Face<'static>>> =
    LazyLock::new(|| FILES.iter().filter_map(|file| Face::parse(file, 0).ok()).collect());

/// The fonts of an appendix: those embedded, and behind them a council's own for what they lack.
#[derive(Debug, Clone, Default)]
pub struct Fonts {
    own: Vec<Vec<u8>>,
    /// The characters for which the council's own have a shape.
    covered: BTreeSet<char>,
}

impl Fonts {
    /// The fonts with a further file of the council's; `Err` with a clause if it is no font.
    pub fn add(&mut self, file: Vec<u8>) -> Result<(), String> {
        // A collection holds several.
        let count = ttf_parser::fonts_in_collection(&file).unwrap_or(1);
        for index in 0..count {
            let face =
                Face::parse(&file, index).map_err(|error| format!("it is no font that can be read ({error})"))?;
            let tables = face.tables().cmap.into_iter().flat_map(|cmap| cmap.subtables);
            for table in tables.filter(|table| table.is_unicode()) {
                table.codepoints(|code| {
                    let character = char::from_u32(code);
                    let has_shape = |wanted: &char| face.glyph_index(*wanted).is_some_and(|glyph| glyph.0 != 0);
                    self.covered.extend(character.filter(has_shape));
                });
            }
        }
        self.own.push(file);
        Ok(())
    }

    /// The files of the council's own.
    pub fn own(&self) -> &[Vec<u8>] {
        &self.own
    }
}

/// What becomes of a character in print.
enum Printed {
    /// It prints as it is.
    Same,
    /// It prints as this; nothing is lost.
    As(char),
    /// It shows nothing anyway, and would only spoil copied text.
    Nothing,
    /// It has no glyph, or would hide or reorder other text: its number is shown.
    Escape,
}

fn printed(character: char, covered: &BTreeSet<char>) -> Printed {
    match character {
        '\n' | ' '..='~' => Printed::Same,
        '\t' => Printed::As(' '),
        // Other ways to end a line: next line, line and paragraph separator, vertical tab, form feed.
        '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' => Printed::As('\n'),
        // Symbol and Wingdings as Word and Excel store them, in the private use area.
        '\u{f020}' => Printed::As(' '),
        '\u{f02d}' => Printed::As('–'),
        '\u{f04a}' => Printed::As('☺'),
        '\u{f0a7}' => Printed::As('▪'),
        '\u{f0b7}' => Printed::As('•'),
        '\u{f0d8}' => Printed::As('➢'),
        '\u{f0e0}' => Printed::As('→'),
        '\u{f0fb}' => Printed::As('✗'),
        '\u{f0fc}' => Printed::As('✓'),
        // Ticks and crosses that differ from those of the fonts in colour alone.
        '✅' => Printed::As('✔'),
        '❌' | '❎' => Printed::As('✘'),
        // Soft hyphen, joiners, byte order mark, direction marks, variation selectors.
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' => {
            Printed::Nothing
        }
        '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}' => Printed::Nothing,
        // Overrides of direction make text read as what it is not.
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' => Printed::Escape,
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. => Printed::Escape,
        other if other.is_control() => Printed::Escape,
        other if FACES.iter().any(|face| face.glyph_index(other).is_some_and(|glyph| glyph.0 != 0)) => Printed::Same,
        other if covered.contains(&other) => Printed::Same,
        _ => Printed::Escape,
    }
}

impl Fonts {
    /// The text as the appendix prints it: tabs as blanks, every line end as a line feed, Word's private-use bullets as real
    /// ones, invisible characters left out, and what has no glyph as its number, so that nothing vanishes unseen.
    ///
    /// ```
    /// let fonts = piperoll::fonts::Fonts::default();
    /// assert_eq!(fonts.printable("\u{f0b7}\tFirst ✓"), "• First ✓");
    /// assert_eq!(fonts.printable("soon \u{4e2d}"), "soon [U+4E2D]");
    /// ```
    pub fn printable<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if text.chars().all(|character| matches!(printed(character, &self.covered), Printed::Same)) {
            return Cow::Borrowed(text);
        }
        let mut result = String::with_capacity(text.len());
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            if character == '\r' && characters.peek() == Some(&'\n') {
                continue;
            }
            match printed(character, &self.covered) {
                Printed::Same => result.push(character),
                Printed::As(other) => result.push(other),
                Printed::Nothing => {}
                Printed::Escape => result.push_str(&format!("[U+{:04X}]", u32::from(character))),
            }
        }
        Cow::Owned(result)
    }

    /// The characters of a text that print as their number only, each once, in order of appearance.
    ///
    /// ```
    /// let fonts = piperoll::fonts::Fonts::default();
    /// assert!(fonts.unprintable("£1.2m \u{f0b7} ✓").is_empty());
    /// assert_eq!(fonts.unprintable("\u{4e2d}\u{7}\u{4e2d}"), ['\u{4e2d}', '\u{7}']);
    /// ```
    pub fn unprintable(&self, text: &str) -> Vec<char> {
        let mut found = Vec::new();
        // The plain letters are in every font, and most text is of nothing else.
        for character in text.chars().filter(|character| !(' '..='~').contains(character)) {
            if matches!(printed(character, &self.covered), Printed::Escape) && !found.contains(&character) {
                found.push(character);
            }
        }
        found
    }
}

/// Liberation Sans with a shape for '成' (U+6210) in place of those for U+A717 and what follows it: a font of a council's.
#[cfg(test)]
pub(crate) fn with_a_chinese_letter() -> Vec<u8> {
    let mut font = FILES[0].to_vec();
    let face = Face::parse(FILES[0], 0).unwrap();
    let cmap = face.raw_face().table(ttf_parser::Tag::from_bytes(b"cmap")).unwrap();
    // The subtable of format 4 stands at 28: ends, starts, deltas and offsets of its segments, each in two bytes.
    let table = cmap.as_ptr() as usize - FILES[0].as_ptr() as usize + 28;
    let read = |font: &[u8], at: usize| u16::from_be_bytes([font[at], font[at + 1]]);
    let length = usize::from(read(&font, table + 6));
    let starts = table + 16 + length;
    let segment = (0..length).step_by(2).find(|at| read(&font, starts + at) > 0x6210).unwrap();
    let glyph = face.glyph_index('A').unwrap().0;
    for (at, value) in [
        (table + 14 + segment, 0x6210),
        (starts + segment, 0x6210),
        (starts + length + segment, glyph.wrapping_sub(0x6210)),
        (starts + 2 * length + segment, 0),
    ] {
        font[at..at + 2].copy_from_slice(&value.to_be_bytes());
    }
    font
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printable(text: &str) -> Cow<'_, str> {
        Fonts::default().printable(text)
    }

    fn unprintable(text: &str) -> Vec<char> {
        Fonts::default().unprintable(text)
    }

    #[test]
    fn a_font_of_the_councils_prints_what_the_others_lack() {
        let mut fonts = Fonts::default();
        assert!(fonts.add(b"no font".to_vec()).is_err());
        fonts.add(with_a_chinese_letter()).unwrap();
        assert_eq!(fonts.printable("成 都"), "成 [U+90FD]");
        assert_eq!(fonts.unprintable("成 都"), ['都']);
    }

    #[test]
    fn ordinary_text_is_left_alone() {
        let text = "£1,204 – ‘92%’ (8.78m)\n½ ✓ ✔ ✗ → ≥ é € “on track” … ‑";
        assert!(matches!(printable(text), Cow::Borrowed(same) if same == text));
        assert!(unprintable(text).is_empty());
    }

    #[test]
    fn known_characters_are_replaced_and_the_rest_shows_its_number() {
        for (text, expected) in [
            ("\u{f0b7}\tOne", "• One"),
            ("one\r\ntwo\rthree\u{2028}four", "one\ntwo\nthree\nfour"),
            ("so\u{ad}ft\u{200b}\u{feff}", "soft"),
            ("bell\u{7}nul\u{0}", "bell[U+0007]nul[U+0000]"),
            ("a\u{202e}b", "a[U+202E]b"),
            ("\u{1f9ff}", "[U+1F9FF]"),
            ("done ✅ not ❌", "done ✔ not ✘"),
            // DejaVu Sans says that it covers this one, and has no glyph for it.
            ("\u{2753}", "[U+2753]"),
            ("\u{e123}\u{10ffff}", "[U+E123][U+10FFFF]"),
        ] {
            assert_eq!(printable(text), expected);
        }
    }

    #[test]
    fn what_is_shown_by_number_is_what_a_check_can_ask_for() {
        assert!(unprintable("\u{f0b7}\t\u{ad}\r\n").is_empty());
        assert_eq!(unprintable("x\u{0}y\u{e123}\u{0}"), ['\u{0}', '\u{e123}']);
    }

    #[test]
    fn making_printable_twice_changes_nothing_more() {
        for text in crate::render::fixture::HOSTILE {
            let once = printable(text).into_owned();
            assert_eq!(printable(&once), once);
            assert!(unprintable(&once).is_empty());
        }
    }

    #[test]
    fn the_fonts_are_those_whose_licences_are_shipped() {
        let family = |face: &Face<'_>| {
            let name =
                face.names().into_iter().find(|name| name.name_id == ttf_parser::name_id::FAMILY && name.is_unicode());
            name.and_then(|name| name.to_string()).unwrap()
        };
        let families: Vec<String> = FACES.iter().map(family).collect();
        assert_eq!(families[..4], ["Liberation Sans"; 4]);
        assert_eq!(families[4..], ["DejaVu Sans"; 2]);
        let licences = [
            include_str!("../templates/fonts/LICENSE-Liberation.txt"),
            include_str!("../templates/fonts/LICENSE-DejaVu.txt"),
        ];
        assert!(licences[0].contains("SIL OPEN FONT LICENSE Version 1.1"));
        assert!(licences[1].contains("Bitstream Vera"));
        // 2.x is under the OFL; 1.x of the same fonts is not.
        let wide: Vec<u8> = "Version 2.1.5".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert!(FILES[..4].iter().all(|file| file.windows(wide.len()).any(|part| part == wide)));
    }
}
