//! What is the matter with cells and figures, decided once and before any rule speaks. A rule speaks of a cause; what merely
//! follows from it is among the cells that the cause touches, and is no finding of its own.

mod cells;
mod doubt;
mod moved;
mod slips;

pub(in crate::check) use cells::{CellCause, Cells};
pub(in crate::check) use moved::{Moved, MovedBecause, Unmatched, list_of, schemes};
pub(in crate::check) use slips::{Slip, SlipOf};

use std::collections::BTreeMap;

use doubt::Doubts;
use slips::Slips;

use super::View;
use crate::source::Place;

/// Every cause, and what follows from it.
#[derive(Default)]
pub(in crate::check) struct Causes<'a> {
    /// What is the matter with what stands in cells, or does not.
    pub cells: Cells,
    /// Stated figures that contradict what is worked out, those apart that follow from another cause.
    pub slips: Vec<Slip<'a>>,
    /// Stated totals of rounded figures that differ by no more than rounding.
    pub rounded: Vec<Slip<'a>>,
    /// Figures of matched schemes that are not what they were.
    pub moved: Vec<Moved<'a>>,
    /// Schemes that are new, without a likely match.
    pub new: Vec<Unmatched<'a>>,
    /// Schemes that are gone, without a likely match.
    pub gone: Vec<Unmatched<'a>>,
    /// For each cause, by its cell: the stated figures that follow from it, or cannot be checked until it is mended.
    followers: BTreeMap<Place, Vec<Place>>,
    /// For each wrong total, by its cell: where a summary repeats it.
    repeated: BTreeMap<Place, Vec<Place>>,
}

impl<'a> Causes<'a> {
    /// Looks at everything.
    pub(super) fn of(view: &View<'a>) -> Causes<'a> {
        let cells = Cells::of(view);
        let Slips { slips, rounded, links, repeated } = Slips::of(view, &Doubts::of(view, &cells));
        let followers = links.followers();
        let moved = moved::moved(view, &cells);
        let (new, gone) = (moved::unmatched(view, true), moved::unmatched(view, false));
        Causes { cells, slips, rounded, moved, new, gone, followers, repeated }
    }

    /// The stated figures that follow from what stands in this cell, or cannot be checked because of it.
    pub(super) fn followers(&self, cause: &Place) -> Vec<Place> {
        self.followers.get(cause).cloned().unwrap_or_default()
    }

    /// Where a summary repeats the wrong total in this cell.
    pub(super) fn repeated(&self, total: &Place) -> Vec<Place> {
        self.repeated.get(total).cloned().unwrap_or_default()
    }
}
