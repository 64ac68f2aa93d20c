//! What is the matter with cells and figures, decided once and before any rule speaks. A rule speaks of a cause; what merely
//! follows from it is among the cells that the cause touches, and is no finding of its own.

mod cells;
mod controlled;
mod doubt;
mod formulas;
mod grown;
mod left_out;
mod moved;
mod outliers;
mod priors;
mod shown;
mod slips;
mod undone;
mod unmatched;
mod unmoved;

pub(in crate::check) use cells::{CellCause, Cells};
pub(in crate::check) use controlled::{Approved, OfForm};
pub(in crate::check) use doubt::Doubts;
pub(in crate::check) use formulas::{FileFormulas, Formulas};
pub(in crate::check) use left_out::row_of;
pub(in crate::check) use moved::{Moved, MovedBecause, hides_a_figure, is_lost, list_of};
pub(in crate::check) use outliers::{Outlier, Than};
pub(in crate::check) use priors::Priors;
pub(in crate::check) use shown::{Marked, Merged, MergedFigure, Shown};
pub(in crate::check) use slips::{Slip, SlipOf, Waiting};
pub(in crate::check) use unmatched::Unmatched;
pub(in crate::check) use unmoved::Unmoved;

use std::collections::{BTreeMap, BTreeSet};

use slips::Slips;

use super::View;
use super::culprit::Culprit;
use crate::returns::Trouble;
use crate::returns::ledger::Ledger;
use crate::source::Place;

/// Every cause, and what follows from it.
#[derive(Default)]
pub(in crate::check) struct Causes<'a> {
    /// The part that each cell plays.
    pub ledger: Ledger,
    /// What is the matter with formulas.
    pub formulas: Formulas,
    /// What is the matter with what stands in cells, or does not.
    pub cells: Cells,
    /// What the sheets show of cells that state nothing, or nothing that can be read.
    pub shown: Shown<'a>,
    /// Stated figures that contradict what is worked out, those apart that follow from another cause.
    pub slips: Vec<Slip<'a>>,
    /// Those that the decisions explain entirely: they state what would be worked out without them.
    pub following: Vec<Slip<'a>>,
    /// Stated figures that are not what is worked out because of something else that is the matter: no findings of their own.
    pub linked: Vec<Slip<'a>>,
    /// Stated totals of rounded figures that differ by no more than rounding.
    pub rounded: Vec<Slip<'a>>,
    /// Stated totals that are off by rows of which something is asked: they are told when that is answered.
    pub waiting: Vec<Waiting<'a>>,
    /// Figures of matched schemes that are not what they were.
    pub moved: Vec<Moved<'a>>,
    /// What the schemes of this period's rows were.
    pub priors: Priors<'a>,
    /// Figures without a predecessor that are far larger than the others of their column or row, row by row.
    pub outliers: Vec<Outlier<'a>>,
    /// Schemes that are new, without a likely match.
    pub new: Vec<Unmatched<'a>>,
    /// Schemes that are gone, without a likely match.
    pub gone: Vec<Unmatched<'a>>,
    /// What was approved, against what is stated.
    pub approved: Approved,
    /// Areas of which no figure moved.
    pub unmoved: Vec<Unmoved<'a>>,
    /// What explains many findings at once: known when all rules have spoken.
    pub culprits: Vec<Culprit<'a>>,
    /// Files that were sent for the prior period already, byte for byte.
    sent_again: BTreeSet<String>,
    /// For each cause, by its cell: the stated figures that follow from it, or cannot be checked until it is mended.
    followers: BTreeMap<Place, Vec<Place>>,
    /// For each wrong total, by its cell: where a summary repeats it.
    repeated: BTreeMap<Place, Vec<Place>>,
}

impl<'a> Causes<'a> {
    /// Looks at everything.
    pub(super) fn of(view: &View<'a>) -> Causes<'a> {
        let ledger = Ledger::of(view.form, view.returns);
        let formulas = Formulas::of(view, &ledger);
        let cells = Cells::of(view, &formulas);
        let Slips { slips, following, linked, rounded, waiting, links, repeated, .. } =
            Slips::of(view, &Doubts::of(view, &cells));
        let followers = links.followers();
        let shown = Shown::of(view);
        let moved = moved::moved(view, &cells);
        let priors = Priors::of(view, &moved);
        let outliers = outliers::outliers(view, &priors);
        let (new, gone) = (unmatched::unmatched(view, true), unmatched::unmatched(view, false));
        let (unmoved, sent_again) = (unmoved::unmoved(view, &slips), unmoved::sent_again(view));
        Causes {
            ledger,
            formulas,
            cells,
            shown,
            slips,
            following,
            linked,
            rounded,
            waiting,
            moved,
            priors,
            outliers,
            new,
            gone,
            approved: Approved::of(view),
            unmoved,
            culprits: Vec::new(),
            sent_again,
            followers,
            repeated,
        }
    }

    /// Every stated figure that is told to contradict what is worked out, whether decisions explain it or not.
    pub(super) fn told(&self) -> impl Iterator<Item = &Slip<'a>> {
        self.slips.iter().chain(&self.following)
    }

    /// The stated figures that follow from what stands in this cell, or cannot be checked because of it.
    pub(super) fn followers(&self, cause: &Place) -> Vec<Place> {
        self.followers.get(cause).cloned().unwrap_or_default()
    }

    /// Whether a title that names another period is told with the last return, which was sent again.
    pub(super) fn is_told_as_last_return(&self, title: &Trouble) -> bool {
        let told = self.unmoved.iter().filter_map(|unmoved| unmoved.last_period);
        told.into_iter().any(|told| told.at() == title.at())
            || title.at().is_some_and(|at| self.sent_again.contains(&*at.file))
    }

    /// The stated totals that count the row of this cell, which counts nowhere.
    pub(super) fn followers_of_row(&self, cause: &Place) -> Vec<Place> {
        self.followers(&row_of(cause))
    }

    /// Where a summary repeats the wrong total in this cell.
    pub(super) fn repeated(&self, total: &Place) -> Vec<Place> {
        self.repeated.get(total).cloned().unwrap_or_default()
    }
}
