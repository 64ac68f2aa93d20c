//! How wide texts may print, for the page layout.

use std::sync::LazyLock;

use ttf_parser::Face;

use super::FACES;

/// Which of the embedded fonts print upright: Liberation Sans, and what stands in for it.
const UPRIGHT: [&[usize]; 2] = [&[0, 1], &[4, 5]];

/// How wide a character of no embedded font is taken to be, in thousandths of the size of the letters.
const ANY_WIDTH: u32 = 2_000;

/// A width that a text never exceeds in print, upright, regular or bold: in thousandths of the size of the letters.
pub(crate) fn width(text: &str) -> u32 {
    text.chars().map(widest).sum()
}

/// A character's width, in thousandths of the size of the letters, rounded up by more than any pair is ever spread.
fn widest(character: char) -> u32 {
    static OF_ASCII: LazyLock<[u32; 128]> = LazyLock::new(|| {
        let mut widths = [ANY_WIDTH; 128];
        for (width, character) in widths.iter_mut().zip('\0'..) {
            *width = measured(character);
        }
        widths
    });
    OF_ASCII.get(character as usize).copied().unwrap_or_else(|| measured(character))
}

fn measured(character: char) -> u32 {
    let of_face = |face: &Face<'_>| {
        let advance = face.glyph_hor_advance(face.glyph_index(character).filter(|glyph| glyph.0 != 0)?)?;
        Some(u32::from(advance) * 1_000 / u32::from(face.units_per_em()) + 5)
    };
    let of_faces = |faces: &&[usize]| faces.iter().filter_map(|face| of_face(FACES.get(*face)?)).max();
    UPRIGHT.iter().find_map(of_faces).unwrap_or(ANY_WIDTH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_width_is_never_too_small() {
        // A Liberation Sans bold 'W' is 944 thousandths wide, an 'a' 556; a tick comes from DejaVu Sans.
        assert_eq!(width("Wa"), 944 - 1 + 5 + 556 + 5);
        assert!(width("✔") >= 838 && width("✔") < ANY_WIDTH);
        assert_eq!(width("\u{4e2d}"), ANY_WIDTH);
    }
}
