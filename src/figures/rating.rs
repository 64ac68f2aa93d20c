//! The choice that an item's figures give, where the form rates by figures.

use std::collections::{BTreeMap, BTreeSet};

use super::{Figure, Item};
use crate::form::rating::{Rated, RatingForm};
use crate::formula::{Expr, Operand};
use crate::money::{Absent, Quantity};
use crate::returns::Row;
use crate::source::Place;

/// What an item's figures give: the measure, its base, and the choice. `None` where the measure is not known, and for a
/// balancing line, which is no item and has no rating.
pub fn by_figures<'f>(rating: &'f RatingForm, item: &Item<'_>) -> Option<Rating<'f>> {
    if item.balancing { None } else { of_figures(rating, &item.figures, item.row) }
}

/// What the figures of an item, or those of a total, give; `row` is the row that states them. `None` where the measure is not known, or adds up less than all.
///
/// A code is not known here even where totals take it as nil: that a saving's shortfall is 'under discussion' does not make
/// it a good one.
pub fn of_figures<'f>(
    rating: &'f RatingForm,
    figures: &BTreeMap<String, Figure>,
    row: Option<&Row>,
) -> Option<Rating<'f>> {
    let measure = evaluate(&rating.measure, figures)?;
    let of = rating.of.as_ref().and_then(|of| evaluate(of, figures));
    let used = rating.measure.columns().into_iter().chain(rating.of.iter().flat_map(Expr::columns));
    let places: BTreeSet<Place> = used.filter_map(|id| Some(row?.cells.get(id)?.at.clone())).collect();
    Some(Rating { measure, of, rated: rating.rate(measure, of)?, places: places.into_iter().collect() })
}

/// A rating with the figures it was given on.
#[derive(Debug, Clone)]
pub struct Rating<'f> {
    /// What was measured.
    pub measure: Quantity,
    /// What percentages are of.
    pub of: Option<Quantity>,
    /// The choice.
    pub rated: Rated<'f>,
    /// The cells of the row that it was given on, in order.
    pub places: Vec<Place>,
}

fn evaluate(formula: &Expr, figures: &BTreeMap<String, Figure>) -> Option<Quantity> {
    let outcome = formula.evaluate(&|id| match figures.get(id) {
        Some(Figure { value: Err(why @ Absent::Code(_)), .. }) => Operand::Missing(why.clone()),
        Some(Figure { unknown, .. }) if !unknown.is_empty() => Operand::Missing(Absent::Unknown),
        Some(Figure { counted: Some(quantity), .. }) => Operand::Number(*quantity),
        Some(Figure { value: Err(why), .. }) => Operand::Missing(why.clone()),
        _ => Operand::Missing(Absent::Unknown),
    });
    match outcome {
        Operand::Number(quantity) => Some(quantity),
        _ => None,
    }
}
