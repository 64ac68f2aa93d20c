//! What the schemes of this period's rows were in the prior one.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::moved::{Moved, schemes};
use crate::check::View;
use crate::figures::Item;
use crate::reconcile::position::Scheme;
use crate::source::Place;

/// The prior period's schemes by the row in which they stand now, and which of this period's figures are asked about because of
/// what they were.
#[derive(Default)]
pub(in crate::check) struct Priors<'a> {
    by_row: BTreeMap<&'a Place, Vec<&'a Scheme>>,
    asked: BTreeSet<Place>,
}

impl<'a> Priors<'a> {
    pub(super) fn of(view: &View<'a>, moved: &[Moved<'a>]) -> Priors<'a> {
        let mut by_row = BTreeMap::new();
        if let Some(reconciliation) = view.reconciliation {
            for pair in &reconciliation.pairs {
                let then = schemes(&reconciliation.before, &pair.before);
                for now in schemes(&reconciliation.after, &pair.after) {
                    by_row.insert(&now.at, then.clone());
                }
            }
        }
        let asked = moved.iter().filter(|moved| moved.is_asked() || !moved.as_much.is_empty());
        let places = asked.flat_map(|moved| {
            let own = moved.now.iter().map(|scheme| scheme.place(&moved.column.id));
            let as_much = moved.now.iter().flat_map(|scheme| moved.as_much.iter().map(|other| scheme.place(&other.id)));
            own.chain(as_much).cloned().collect::<Vec<_>>()
        });
        Priors { by_row, asked: places.collect() }
    }

    /// What an item's figure was: `None` where it had none, or the scheme is new or was several.
    pub(in crate::check) fn figure(&self, item: &Item<'_>, column: &str) -> Option<Decimal> {
        match self.by_row.get(&item.row?.at)?.as_slice() {
            [then] => then.figures.get(column).copied(),
            _ => None,
        }
    }

    /// Whether a cell is asked about because of what its figure was.
    pub(in crate::check) fn is_asked(&self, at: &Place) -> bool {
        self.asked.contains(at)
    }
}
