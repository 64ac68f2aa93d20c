//! How far the figures of a column that counts from the start of the year grew since the prior period, an area each: where none of
//! the others doubled, a figure of which a tenth would not have either may have a nought too many, though its row would allow it.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::moved::Moved;
use crate::check::View;
use crate::form::List;
use crate::money::amounts_in;
use crate::reconcile::Reconciliation;
use crate::reconcile::position::Scheme;
use crate::reconcile::step::Times;
use crate::source::Place;

/// So many others show how a column grew.
const OTHERS: usize = 3;

/// None of the others may have come to so many times what it was, nor would a tenth of the figure.
const MOST: Decimal = Decimal::TWO;

/// A tenth of the figure is not less than such a part of what the figure was.
const LEAST: Decimal = Decimal::from_parts(9, 0, 0, false, 1);

/// Powers of ten that a slip of the point, or of the unit, makes.
const POWERS: [i64; 3] = [10, 100, 1_000];

/// List, area and column.
type ColumnOf<'a> = (&'a str, Option<&'a str>, &'a str);

/// Which figures grew, by list, area and column.
#[derive(Default)]
pub(super) struct Grown<'a> {
    columns: BTreeMap<ColumnOf<'a>, OfColumn<'a>>,
}

/// The rows of a column.
#[derive(Default)]
struct OfColumn<'a> {
    /// Those whose figure is what it was, or more.
    rows: BTreeSet<&'a Place>,
    /// Those of them of which it came to `MOST` times what it was.
    doubled: BTreeSet<&'a Place>,
}

impl<'a> Grown<'a> {
    pub(super) fn of(view: &View<'a>, reconciliation: &'a Reconciliation) -> Grown<'a> {
        let mut grown = Grown::default();
        for (then, now) in reconciliation.one_to_one() {
            let Some(list) = view.form.list(&now.list) else { continue };
            for column in list.columns.iter().filter(|column| column.is_given()) {
                let times = then.figures.get(&column.id).zip(now.figures.get(&column.id));
                let times = times.and_then(|(from, to)| to.checked_div(*from));
                if let Some(times) = times.filter(|times| *times >= Decimal::ONE) {
                    let of = (list.id.as_str(), now.area.as_deref(), column.id.as_str());
                    let column = grown.columns.entry(of).or_default();
                    column.rows.insert(&now.at);
                    if times >= MOST {
                        column.doubled.insert(&now.at);
                    }
                }
            }
        }
        grown
    }

    /// How many times its predecessor a figure is that grew within the reach of its row, where a tenth, a hundredth or a
    /// thousandth of it would have doubled as little as the others of its area did, and no text of its row says the amount or the
    /// growth.
    pub(super) fn ten_times(&self, moved: &Moved<'_>, from: Decimal, to: Decimal) -> Option<Times> {
        let now = moved.now.first().filter(|_| moved.now.len() == 1)?;
        let of = (moved.list.id.as_str(), now.area.as_deref(), moved.column.id.as_str());
        let column = self.columns.get(&of)?;
        let others = |rows: &BTreeSet<&Place>| rows.len().saturating_sub(usize::from(rows.contains(&now.at)));
        let grown = to.checked_sub(from)?;
        if others(&column.rows) < OTHERS || others(&column.doubled) > 0 || grown.abs() <= moved.allowed.amount {
            return None;
        }
        let times = to.checked_div(from)?;
        let as_others = POWERS
            .iter()
            .any(|power| times.checked_div(Decimal::from(*power)).is_some_and(|part| part >= LEAST && part < MOST));
        (as_others && !is_said(moved.list, now, &[to, grown])).then(|| Times::of(from, to))?
    }
}

/// Whether a text of a scheme says one of these amounts.
fn is_said(list: &List, scheme: &Scheme, wanted: &[Decimal]) -> bool {
    let narratives = list.columns.iter().filter(|column| list.is_narrative(column));
    let texts = narratives.filter_map(|column| scheme.texts.get(&column.id));
    let said = texts.flat_map(|text| amounts_in(text));
    said.into_iter().any(|amount| {
        let near = |wanted: &Decimal| {
            let off = amount.quantity.value().abs().checked_sub(wanted.abs());
            off.is_some_and(|off| off.abs() <= amount.quantity.reach())
        };
        wanted.iter().any(near)
    })
}
