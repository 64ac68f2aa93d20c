//! What the schemes of this period's rows were in the prior one.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::moved::Moved;
use crate::check::View;
use crate::figures::Item;
use crate::form::Column;
use crate::reconcile::position::Scheme;
use crate::returns::Row;
use crate::source::Place;

/// The prior period's schemes by the row in which they stand now, and which of this period's figures are asked about because of
/// what they were.
#[derive(Default)]
pub(in crate::check) struct Priors<'a> {
    by_row: BTreeMap<&'a Place, Prior<'a>>,
    asked: BTreeSet<Place>,
}

/// The one scheme that a row's scheme was.
struct Prior<'a> {
    scheme: &'a Scheme,
    /// The same as it was, also where a new year has begun since.
    was: &'a Scheme,
    /// Whether it is one now, too: otherwise it was split.
    is_one: bool,
}

impl<'a> Priors<'a> {
    pub(super) fn of(view: &View<'a>, moved: &[Moved<'a>]) -> Priors<'a> {
        let mut by_row = BTreeMap::new();
        if let Some(reconciliation) = view.reconciliation {
            for pair in &reconciliation.pairs {
                let [scheme] = reconciliation.before.at(&pair.before)[..] else { continue };
                let [was] = reconciliation.as_it_was().at(&pair.before)[..] else { continue };
                let now = reconciliation.after.at(&pair.after);
                let is_one = now.len() == 1;
                by_row.extend(now.into_iter().map(|now| (&now.at, Prior { scheme, was, is_one })));
            }
        }
        let places = moved.iter().filter(|moved| moved.is_asked()).flat_map(|moved| {
            let columns: Vec<&Column> = std::iter::once(moved.column).chain(moved.as_much.iter().copied()).collect();
            let places = moved.now.iter().flat_map(|scheme| columns.iter().map(|column| scheme.place(&column.id)));
            places.cloned().collect::<Vec<_>>()
        });
        Priors { by_row, asked: places.collect() }
    }

    /// What an item's figure was: `None` where it had none, or the scheme is new or was several. Of a part it is the whole's.
    pub(in crate::check) fn figure(&self, item: &Item<'_>, column: &str) -> Option<Decimal> {
        self.by_row.get(&item.row?.at)?.scheme.figures.get(column).copied()
    }

    /// What an item's figure was in the prior period itself, also where that is another year's.
    pub(in crate::check) fn as_it_was(&self, item: &Item<'_>, column: &str) -> Option<Decimal> {
        self.by_row.get(&item.row?.at)?.was.figures.get(column).copied()
    }

    /// Whether a row's scheme is one in both periods.
    pub(in crate::check) fn knows(&self, row: &Row) -> bool {
        self.by_row.get(&row.at).is_some_and(|prior| prior.is_one)
    }

    /// What a row's figure was, where its scheme is one in both periods.
    pub(in crate::check) fn of_one(&self, row: &Row, column: &str) -> Option<Decimal> {
        let prior = self.by_row.get(&row.at).filter(|prior| prior.is_one)?;
        prior.scheme.figures.get(column).copied()
    }

    /// Whether the scheme of a row stood in the prior period.
    pub(in crate::check) fn is_known(&self, row: &Row) -> bool {
        self.by_row.contains_key(&row.at)
    }

    /// Whether a cell is asked about because of what its figure was.
    pub(in crate::check) fn is_asked(&self, at: &Place) -> bool {
        self.asked.contains(at)
    }
}
