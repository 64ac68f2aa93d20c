//! The fonts of a proof: which of them prints a character, and how wide it is.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;

use genpdf::fonts::{Font, FontCache, FontData, FontFamily};
use printpdf::BuiltinFont;
use ttf_parser::{Face, Tag};

use super::ProofError;
use super::mend::Shape;
use crate::fonts::{FILES, Fonts};

/// A font of the proof.
pub(super) struct ProofFace {
    /// Its file, as it is handed to genpdf: without its kerning, so that figures in a column stand below each other and a line is as wide
    /// as its characters are.
    pub bytes: Vec<u8>,
    /// What it is called in the file.
    pub name: String,
    /// The numbers of its shape.
    pub shape: Shape,
    advances: Vec<f64>,
    font: Font,
}

/// The fonts, and what was asked of them.
pub(super) struct Faces<'f> {
    faces: Vec<ProofFace>,
    parsed: Vec<Face<'f>>,
    cache: FontCache,
    /// In which order they are asked: upright, and bold.
    orders: [Vec<usize>; 2],
    known: RefCell<BTreeMap<(char, bool), Option<Glyph>>>,
}

/// How a character prints.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Glyph {
    /// In which font.
    pub face: usize,
    /// Its number there.
    pub id: u16,
    /// Its width, where letters are of size 1.
    pub width: f64,
}

/// The fonts that are embedded: Liberation Sans and DejaVu Sans, upright and bold. Nothing in a proof is in italics.
const UPRIGHT: usize = 0;
const BOLD: usize = 1;
const EMBEDDED: [(&str, usize); 4] =
    [("LiberationSans", 0), ("LiberationSans-Bold", 1), ("DejaVuSans", 4), ("DejaVuSans-Bold", 5)];

impl<'f> Faces<'f> {
    /// The fonts embedded in the program, and those of a council's own that genpdf can read.
    pub(super) fn new(fonts: &'f Fonts) -> Result<Faces<'f>, ProofError> {
        let embedded = EMBEDDED.iter().map(|(name, file)| ((*name).to_owned(), FILES[*file]));
        let own = fonts.own().iter().enumerate().map(|(index, file)| (format!("Own{index}"), file.as_slice()));
        let (mut files, mut parsed) = (Vec::new(), Vec::new());
        for (name, file) in embedded.chain(own) {
            // It knows the outlines of TrueType alone, and no collections.
            let Ok(face) = Face::parse(file, 0) else { continue };
            if face.tables().glyf.is_some() && ttf_parser::fonts_in_collection(file).is_none() {
                files.push((name, without_kerning(file)));
                parsed.push(face);
            }
        }
        let mut read = Vec::new();
        for (name, bytes) in files {
            let data = FontData::new(bytes.clone(), None)
                .map_err(|error| ProofError(format!("the proof could not be made: {name}: {error}")))?;
            read.push((name, bytes, data));
        }
        let mut cache = FontCache::new(family(&read[UPRIGHT].2, &read[BOLD].2, &read[UPRIGHT].1)?);
        let mut faces = Vec::new();
        for ((name, bytes, data), face) in read.into_iter().zip(&parsed) {
            let size = f64::from(face.units_per_em());
            let advance = |glyph| f64::from(face.glyph_hor_advance(ttf_parser::GlyphId(glyph)).unwrap_or(0)) / size;
            let advances = (0..face.number_of_glyphs()).map(advance).collect();
            faces.push(ProofFace { font: cache.add_font(data), bytes, name, advances, shape: Shape::of(face) });
        }
        let own = EMBEDDED.len()..faces.len();
        let orders = [[0, 2].into_iter().chain(own.clone()).collect(), [1, 3, 0, 2].into_iter().chain(own).collect()];
        Ok(Faces { faces, parsed, cache, orders, known: RefCell::default() })
    }

    /// The font of a number.
    pub(super) fn face(&self, number: usize) -> &ProofFace {
        &self.faces[number]
    }

    /// How a character prints; `None` if none of the fonts shows it.
    pub(super) fn glyph(&self, character: char, bold: bool) -> Option<Glyph> {
        if let Some(known) = self.known.borrow().get(&(character, bold)) {
            return *known;
        }
        let found = self.orders[usize::from(bold)].iter().find_map(|number| {
            let id = self.parsed[*number].glyph_index(character).filter(|glyph| glyph.0 != 0)?.0;
            let face = &self.faces[*number];
            // genpdf looks for itself, and might find another one.
            let same = face.font.glyph_ids(&self.cache, [character]) == [id];
            same.then(|| Glyph { face: *number, id, width: face.advances[usize::from(id)] })
        });
        self.known.borrow_mut().insert((character, bold), found);
        found
    }

    /// How wide a line of text is, in points.
    pub(super) fn width(&self, text: &str, size: u8, bold: bool) -> f64 {
        let widths = text.chars().filter_map(|character| self.glyph(character, bold)).map(|glyph| glyph.width);
        widths.sum::<f64>() * f64::from(size)
    }

    /// The text in runs of one font each.
    pub(super) fn runs(&self, text: &str, bold: bool) -> Vec<(usize, String)> {
        let mut runs: Vec<(usize, String)> = Vec::new();
        for character in text.chars() {
            let Some(glyph) = self.glyph(character, bold) else { continue };
            match runs.last_mut() {
                Some((face, run)) if *face == glyph.face => run.push(character),
                _ => runs.push((glyph.face, character.into())),
            }
        }
        runs
    }

    /// A printable text as a proof can show it: what the fonts here have no shape for, or what would stand in wrong order or shape, as
    /// its number.
    pub(super) fn printable<'t>(&self, text: Cow<'t, str>) -> Cow<'t, str> {
        let same = |character: char| {
            character == '\n' || !is_set_otherwise(character) && self.glyph(character, false).is_some()
        };
        if text.chars().all(same) {
            return text;
        }
        let mut shown = String::with_capacity(text.len());
        for character in text.chars() {
            if same(character) {
                shown.push(character);
            } else {
                shown.push_str(&format!("[U+{:04X}]", u32::from(character)));
            }
        }
        Cow::Owned(shown)
    }
}

/// Whether it belongs to a script that is read from right to left, or whose letters change with what stands beside them: one after the
/// other from left to right they would be other words.
fn is_set_otherwise(character: char) -> bool {
    matches!(character,
        '\u{590}'..='\u{dff}' | '\u{f00}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{1800}'..='\u{18af}'
        | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}'
        | '\u{10800}'..='\u{10fff}' | '\u{11000}'..='\u{11fff}' | '\u{1e800}'..='\u{1efff}')
}

/// genpdf wants four fonts and embeds each that a viewer has not: those in italics are never used, and every viewer has these.
pub(super) fn family(upright: &FontData, bold: &FontData, any: &[u8]) -> Result<FontFamily<FontData>, ProofError> {
    let unused = |builtin| {
        FontData::new(any.to_vec(), Some(builtin))
            .map_err(|error| ProofError(format!("the proof could not be made: {error}")))
    };
    Ok(FontFamily {
        regular: upright.clone(),
        bold: bold.clone(),
        italic: unused(BuiltinFont::HelveticaOblique)?,
        bold_italic: unused(BuiltinFont::HelveticaBoldOblique)?,
    })
}

/// The font's file with its table of kerning under a name that nobody looks for.
fn without_kerning(file: &[u8]) -> Vec<u8> {
    const ENTRIES: usize = 12;
    const ENTRY: usize = 16;
    let mut bytes = file.to_vec();
    let count = usize::from(u16::from_be_bytes([bytes[4], bytes[5]]));
    for at in (0..count).map(|entry| ENTRIES + entry * ENTRY) {
        if bytes.get(at..at + 4) == Some(&Tag::from_bytes(b"kern").to_bytes()) {
            bytes[at..at + 4].copy_from_slice(b"kerx");
        }
    }
    bytes
}
