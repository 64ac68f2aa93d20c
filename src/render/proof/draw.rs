//! Pages as genpdf writes them.

use std::collections::{BTreeMap, BTreeSet};

use genpdf::fonts::{Font, FontCache, FontData, FontFamily};
use genpdf::render::{Area, Renderer};
use genpdf::style::{Color, Style};
use genpdf::{Mm, Position, Size};
use printpdf::{CustomPdfConformance, PdfConformance, Pt};

use super::ProofError;
use super::faces::{Faces, family};
use super::lines::Colour;
use super::sheets::{HEIGHT, Mark, WIDTH};

/// Which characters each font prints, by the glyph's number: by the number of the font.
pub(super) type Used = BTreeMap<usize, BTreeMap<u16, char>>;

fn failed(error: &genpdf::error::Error) -> ProofError {
    ProofError(format!("the proof could not be made: {error}"))
}

/// The file as genpdf writes it, and which characters each font prints. Fonts that print none are not in it.
pub(super) fn draw(sheets: &[Vec<Mark>], faces: &Faces<'_>) -> Result<(Vec<u8>, Used), ProofError> {
    let used = used(sheets, faces);
    let (mut cache, fonts) = fonts(&used, faces)?;
    let size = Size::new(mm(WIDTH), mm(HEIGHT));
    let plain =
        CustomPdfConformance { requires_icc_profile: false, requires_xmp_metadata: false, ..Default::default() };
    let mut renderer =
        Renderer::new(size, "").map_err(|error| failed(&error))?.with_conformance(PdfConformance::Custom(plain));
    cache.load_pdf_fonts(&renderer).map_err(|error| failed(&error))?;
    for (index, marks) in sheets.iter().enumerate() {
        if index > 0 {
            renderer.add_page(size);
        }
        let area = renderer.last_page().last_layer().area();
        for mark in marks {
            match mark {
                Mark::Line { from, to, colour } => {
                    area.draw_line(vec![position(*from), position(*to)], Style::new().with_color(color(*colour)));
                }
                Mark::Text { left, base, text, look } => {
                    let mut left = *left;
                    for (face, run) in faces.runs(text, look.bold) {
                        let Some(font) = fonts.get(&face) else { continue };
                        let style = Style::new()
                            .with_font_family(*font)
                            .with_font_size(look.size)
                            .with_color(color(look.colour));
                        print(&area, &cache, (left, *base), style, &run)?;
                        left += faces.width(&run, look.size, look.bold);
                    }
                }
            }
        }
    }
    let mut bytes = Vec::new();
    renderer.write(&mut bytes).map_err(|error| failed(&error))?;
    Ok((bytes, used))
}

/// Prints a run of one font, or says that it cannot: genpdf answers `false` where there is no room, and prints nothing then.
fn print(
    area: &Area<'_>,
    cache: &FontCache,
    (left, base): (f64, f64),
    style: Style,
    run: &str,
) -> Result<(), ProofError> {
    // It takes the place of the upper edge of the font's highest letter, and goes down by the font's whole height.
    let mut place = position((left, base));
    place.y -= style.font(cache).glyph_height(style.font_size());
    match area.print_str(cache, place, style, run) {
        Ok(true) => Ok(()),
        Ok(false) => Err(ProofError(format!("the proof could not be made: there was no room on its page for '{run}'"))),
        Err(error) => Err(failed(&error)),
    }
}

fn used(sheets: &[Vec<Mark>], faces: &Faces<'_>) -> Used {
    let mut used = Used::new();
    let mut known: BTreeSet<(char, bool)> = BTreeSet::new();
    for mark in sheets.iter().flatten() {
        let Mark::Text { text, look, .. } = mark else { continue };
        for character in text.chars().filter(|character| known.insert((*character, look.bold))) {
            if let Some(glyph) = faces.glyph(character, look.bold) {
                // Where two characters look the same, the usual one is what is copied.
                let said = used.entry(glyph.face).or_default().entry(glyph.id).or_insert(character);
                *said = character.min(*said);
            }
        }
    }
    used
}

/// The fonts that print something, each as a family of its own.
fn fonts(used: &Used, faces: &Faces<'_>) -> Result<(FontCache, BTreeMap<usize, FontFamily<Font>>), ProofError> {
    let data = |face: usize| FontData::new(faces.face(face).bytes.clone(), None).map_err(|error| failed(&error));
    let mut cache = FontCache::new(family(&data(0)?, &data(1)?, &faces.face(0).bytes)?);
    let default = cache.default_font_family();
    let mut fonts = BTreeMap::new();
    for face in used.keys() {
        let font = match face {
            0 => default.regular,
            1 => default.bold,
            other => cache.add_font(data(*other)?),
        };
        fonts.insert(*face, FontFamily { regular: font, bold: font, italic: font, bold_italic: font });
    }
    Ok((cache, fonts))
}

fn mm(points: f64) -> Mm {
    Pt(points).into()
}

fn position((left, down): (f64, f64)) -> Position {
    Position::new(mm(left), mm(down))
}

fn color((red, green, blue): Colour) -> Color {
    Color::Rgb(red, green, blue)
}
