//! Which fills of a column of choices are statuses, and which are how the form of the return looks.

use std::collections::{BTreeMap, BTreeSet};

use super::grid::Sheet;
use super::look::Colour;
use crate::form::Hue;
use crate::source::Address;

/// A fill all of whose parts are above this is pale: cells to be filled in look so.
const PALE: u8 = 0xBF;

/// What the fill of a cell may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Light {
    /// A status.
    Status(Colour),
    /// A status or the colour of its row: it is to be asked.
    Unsure(Colour),
}

/// The fills of a column that are, or may be, statuses, by their rows. Where the fills of its rows differ, they are; where they are
/// all the same, the colour of the heading, of the row beside it, or of cells to be filled in is none.
pub(crate) fn lights(
    sheet: &Sheet,
    rows: &[u32],
    column: u32,
    choices: &BTreeSet<u32>,
    heading: Option<Address>,
) -> BTreeMap<u32, Light> {
    let fill = |at: Address| sheet.look.styles.get(&at).and_then(|style| style.fill);
    let of_heading = heading.and_then(fill);
    let own = rows.iter().filter_map(|row| {
        let colour = fill(Address::new(*row, column)).filter(|colour| Some(*colour) != of_heading)?;
        Some((*row, colour, colour.hue()?))
    });
    let own: Vec<(u32, Colour, Hue)> = own.collect();
    let hues: BTreeSet<Hue> = own.iter().map(|(.., hue)| *hue).collect();
    let is_light = |hue: &Hue| matches!(hue, Hue::Red | Hue::Amber | Hue::Yellow | Hue::Green);
    let differ = hues.len() > 1 && hues.iter().any(is_light);
    let before = (0..column).rev().find(|column| !choices.contains(column));
    let behind = (column..u32::MAX).find(|column| !choices.contains(column));
    let is_of_row = |row: u32, colour: Colour| {
        [before, behind].into_iter().flatten().any(|beside| fill(Address::new(row, beside)) == Some(colour))
    };
    let is_pale = |Colour(red, green, blue): Colour| red.min(green).min(blue) >= PALE;
    let all_alike = own.len() == rows.len() && rows.len() > 1;
    let lights = own.into_iter().filter_map(|(row, colour, hue)| {
        let light = match () {
            () if differ => Light::Status(colour),
            () if is_pale(colour) && (all_alike || is_of_row(row, colour)) => return None,
            () if !is_of_row(row, colour) => Light::Status(colour),
            () if is_light(&hue) => Light::Unsure(colour),
            () => return None,
        };
        Some((row, light))
    });
    lights.collect()
}
