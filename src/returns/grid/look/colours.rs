//! Colours as a workbook says them: outright, by the theme, by the palette, lightened or darkened.

use quick_xml::events::BytesStart;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::Fault;
use super::walk::{Step, attribute, number, says_yes, walk};
use crate::returns::look::Colour;

/// A colour as it is said; which one it is, only the palette tells, and that may stand further down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shade {
    base: Base,
    /// In thousandths: 1000 is white, -1000 black.
    tint: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Base {
    Given(Colour),
    Theme(usize),
    Indexed(usize),
}

impl Shade {
    /// The colour that an element says; `None` if it leaves it to the program.
    pub(super) fn of(element: &BytesStart<'_>) -> Option<Self> {
        if says_yes(element, "auto") {
            return None;
        }
        let base = if let Some(given) = attribute(element, "rgb").and_then(|given| hex(&given)) {
            Base::Given(given)
        } else if let Some(theme) = number(element, "theme") {
            Base::Theme(theme)
        } else {
            Base::Indexed(number(element, "indexed")?)
        };
        let tint = attribute(element, "tint").and_then(|tint| thousandths(&tint)).unwrap_or(0);
        Some(Shade { base, tint })
    }
}

/// 'FF00B050' or '00B050'. The two digits in front are no transparency to be trusted.
pub(in super::super) fn hex(text: &str) -> Option<Colour> {
    let text = text.trim().trim_start_matches('#');
    let digits = text.get(text.len().checked_sub(6)?..)?;
    let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    Some(Colour(part(0)?, part(2)?, part(4)?))
}

fn thousandths(text: &str) -> Option<i64> {
    let text = text.trim();
    let number: Decimal = text.parse().or_else(|_| Decimal::from_scientific(text)).ok()?;
    let thousandths = number.checked_mul(Decimal::from(1000))?.round().to_i64()?;
    Some(thousandths.clamp(-1000, 1000))
}

/// The colours that a workbook speaks of by number.
#[derive(Debug, Clone)]
pub(super) struct Palette {
    /// In the order of their numbers: light 1, dark 1, light 2, dark 2, six accents, links.
    theme: [Colour; 12],
    /// Its own in place of the usual ones, from the first on.
    pub(super) indexed: Vec<Colour>,
}

/// The names of the theme's colours, in the order of their numbers. The file has dark before light.
const THEME: [&str; 12] =
    ["lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink"];

impl Default for Palette {
    /// A workbook without a theme has the one that programs had before themes could be chosen.
    fn default() -> Self {
        let theme = [
            0xFF_FF_FF, 0, 0xEE_EC_E1, 0x1F_49_7D, 0x4F_81_BD, 0xC0_50_4D, 0x9B_BB_59, 0x80_64_A2, 0x4B_AC_C6,
            0xF7_96_46, 0x00_00_FF, 0x80_00_80,
        ];
        Palette { theme: theme.map(colour), indexed: Vec::new() }
    }
}

fn colour(number: u32) -> Colour {
    let [_, red, green, blue] = number.to_be_bytes();
    Colour(red, green, blue)
}

impl Palette {
    /// Takes the colours of a theme.
    pub(super) fn read_theme(&mut self, part: &[u8]) -> Result<(), Fault> {
        let mut in_scheme = false;
        let mut place = None;
        walk(part, |step| {
            match step {
                Step::Open("clrScheme", _) => in_scheme = true,
                Step::Close("clrScheme") => (in_scheme, place) = (false, None),
                Step::Open(name @ ("srgbClr" | "sysClr"), element) => {
                    let said = if name == "srgbClr" { "val" } else { "lastClr" };
                    if let (Some(place), Some(found)) =
                        (place.take(), attribute(element, said).and_then(|found| hex(&found)))
                    {
                        self.theme[place] = found;
                    }
                }
                Step::Open(name, _) if in_scheme => {
                    place = THEME.iter().position(|known| *known == name);
                }
                _ => {}
            }
            Ok(())
        })
    }

    /// The colour that is said; `None` if its number is not known.
    pub(super) fn colour(&self, shade: Shade) -> Option<Colour> {
        let base = match shade.base {
            Base::Given(given) => given,
            Base::Theme(place) => *self.theme.get(place)?,
            // The system's, for text and behind it.
            Base::Indexed(64) => Colour::BLACK,
            Base::Indexed(65) => Colour::WHITE,
            Base::Indexed(place) => match self.indexed.get(place) {
                Some(own) => *own,
                None => colour(*INDEXED.get(place.checked_sub(8).unwrap_or(place))?),
            },
        };
        Some(tinted(base, shade.tint))
    }
}

/// Lightened or darkened: the hue and the lightness are those of a spreadsheet program, the saturation nearly.
fn tinted(Colour(red, green, blue): Colour, tint: i64) -> Colour {
    let part = |part: u8| {
        let part = i64::from(part);
        let mixed = if tint < 0 { part * (1000 + tint) } else { part * (1000 - tint) + 255 * tint };
        u8::try_from((mixed + 500) / 1000).unwrap_or(u8::MAX)
    };
    Colour(part(red), part(green), part(blue))
}

/// The usual palette from number 8 on; the first eight numbers mean the same as these.
const INDEXED: [u32; 56] = [
    0x00_00_00, 0xFF_FF_FF, 0xFF_00_00, 0x00_FF_00, 0x00_00_FF, 0xFF_FF_00, 0xFF_00_FF, 0x00_FF_FF, 0x80_00_00,
    0x00_80_00, 0x00_00_80, 0x80_80_00, 0x80_00_80, 0x00_80_80, 0xC0_C0_C0, 0x80_80_80, 0x99_99_FF, 0x99_33_66,
    0xFF_FF_CC, 0xCC_FF_FF, 0x66_00_66, 0xFF_80_80, 0x00_66_CC, 0xCC_CC_FF, 0x00_00_80, 0xFF_00_FF, 0xFF_FF_00,
    0x00_FF_FF, 0x80_00_80, 0x80_00_00, 0x00_80_80, 0x00_00_FF, 0x00_CC_FF, 0xCC_FF_FF, 0xCC_FF_CC, 0xFF_FF_99,
    0x99_CC_FF, 0xFF_99_CC, 0xCC_99_FF, 0xFF_CC_99, 0x33_66_FF, 0x33_CC_CC, 0x99_CC_00, 0xFF_CC_00, 0xFF_99_00,
    0xFF_66_00, 0x66_66_99, 0x96_96_96, 0x00_33_66, 0x33_99_66, 0x00_33_00, 0x33_33_00, 0x99_33_00, 0x99_33_66,
    0x33_33_99, 0x33_33_33,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_said_in_many_ways() {
        let mut palette = Palette::default();
        let theme = r#"<a:theme xmlns:a="a"><a:clrScheme><a:dk1><a:sysClr val="windowText" lastClr="111111"/></a:dk1><a:lt1><a:sysClr val="window" lastClr="FEFEFE"/></a:lt1><a:dk2><a:srgbClr val="44546A"/></a:dk2></a:clrScheme><a:fmtScheme><a:accent1><a:srgbClr val="000001"/></a:accent1></a:fmtScheme></a:theme>"#;
        palette.read_theme(theme.as_bytes()).unwrap();
        let own = Palette { indexed: vec![Colour::WHITE, Colour::BLACK, Colour(1, 2, 3)], ..Palette::default() };
        let cases: [(&Palette, &str, Option<Colour>); 13] = [
            (&palette, r#"rgb="FF00B050""#, Some(Colour(0, 0xB0, 0x50))),
            (&palette, r#"rgb="00B050""#, Some(Colour(0, 0xB0, 0x50))),
            (&palette, r#"theme="0""#, Some(Colour(0xFE, 0xFE, 0xFE))),
            (&palette, r#"theme="1""#, Some(Colour(0x11, 0x11, 0x11))),
            (&palette, r#"theme="3""#, Some(Colour(0x44, 0x54, 0x6A))),
            (&Palette::default(), r#"theme="4" tint="0.799981688894314""#, Some(Colour(0xDC, 0xE6, 0xF2))),
            (&Palette::default(), r#"theme="0" tint="-4.9989318521683403E-2""#, Some(Colour(242, 242, 242))),
            (&palette, r#"theme="99""#, None),
            (&palette, r#"indexed="2""#, Some(Colour(255, 0, 0))),
            (&palette, r#"indexed="10""#, Some(Colour(255, 0, 0))),
            (&own, r#"indexed="2""#, Some(Colour(1, 2, 3))),
            (&palette, r#"indexed="65""#, Some(Colour::WHITE)),
            (&palette, r#"auto="1" indexed="10""#, None),
        ];
        for (palette, said, expected) in cases {
            let element = BytesStart::from_content(format!("color {said}"), 5);
            assert_eq!(Shade::of(&element).and_then(|shade| palette.colour(shade)), expected, "{said}");
        }
    }
}
