//! The choice that an item's figures give, where the form rates by figures.

use std::collections::{BTreeMap, BTreeSet};

use super::{Figure, FigureOrigin, Item};
use crate::form::rating::{Rated, RatingForm};
use crate::formula::{Expr, Operand, Operator};
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
    let places: BTreeSet<Place> =
        rating.columns().into_iter().filter_map(|id| Some(row?.cells.get(id)?.at.clone())).collect();
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

/// Why an item has no rating by figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotRated {
    /// This column's figure is not known.
    Unknown(String),
    /// This column has a code or a placeholder in place of a figure, as typed.
    Code(String, String),
    /// This is nil, or so near to it that it may be, and cannot divide.
    Nil(Expr),
    /// This passes every limit.
    Beyond(Expr),
}

/// Why the figures of an item give no choice; `None` where they do, and for a balancing line.
pub fn why_not(rating: &RatingForm, item: &Item<'_>) -> Option<NotRated> {
    if item.balancing || by_figures(rating, item).is_some() {
        return None;
    }
    let beyond = || NotRated::Beyond(rating.measure.clone());
    let formulas = [Some(&rating.measure), rating.of.as_ref()];
    Some(formulas.into_iter().flatten().find_map(|formula| missing(formula, &item.figures)).unwrap_or_else(beyond))
}

/// What a formula lacks; `None` where it has a value. The first thing that is lacking, from the left: what a computed column lacks is
/// looked for behind it.
fn missing(formula: &Expr, figures: &BTreeMap<String, Figure>) -> Option<NotRated> {
    if evaluate(formula, figures).is_some() {
        return None;
    }
    match formula {
        Expr::Column(id) => {
            let behind = match figures.get(id) {
                Some(Figure { value: Err(Absent::Code(typed)), .. }) => {
                    Some(NotRated::Code(id.clone(), typed.trim().to_string()))
                }
                Some(Figure { origin: FigureOrigin::Formula(formula), .. }) => missing(formula, figures),
                _ => None,
            };
            Some(behind.unwrap_or_else(|| NotRated::Unknown(id.clone())))
        }
        Expr::Negate(inner) | Expr::Not(inner) | Expr::Abs(inner) => missing(inner, figures),
        Expr::Binary(operator, left, right) => {
            let is_nil = |divisor: Quantity| divisor.value().abs() <= divisor.reach();
            let nil = (*operator == Operator::Divide && evaluate(right, figures).is_some_and(is_nil))
                .then(|| NotRated::Nil((**right).clone()));
            missing(left, figures).or_else(|| missing(right, figures)).or(nil)
        }
        Expr::Number(_) | Expr::Text(_) => None,
    }
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

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::finding::Severity;
    use crate::form::rating::{Limit, Whichever};

    fn column(id: &str) -> Expr {
        Expr::Column(id.into())
    }

    fn binary(operator: Operator, left: Expr, right: Expr) -> Expr {
        Expr::Binary(operator, Box::new(left), Box::new(right))
    }

    /// Why an item with these figures has no rating; `gap` is computed from target and forecast.
    fn why(measure: Expr, of: Option<Expr>, figures: &[(&str, Result<i64, Absent>)]) -> Option<NotRated> {
        let limit = |choice: &str, amount, percent| Limit {
            choice: choice.into(),
            amount,
            percent,
            whichever: Whichever::Lower,
        };
        let share = of.is_some().then(|| Decimal::new(1, 1));
        let rating = RatingForm {
            list: "schemes".into(),
            column: "rag".into(),
            measure,
            of,
            limits: vec![limit("GREEN", Some(Decimal::ZERO), None), limit("RED", Some(Decimal::from(50)), share)],
            severity: Severity::Query,
            cautious: Severity::Note,
            shows: Some("rated".into()),
            print_key: true,
            rows: Vec::new(),
            at: Place::line("piperoll.toml", 1),
        };
        let figure = |(id, value): &(&str, Result<i64, Absent>)| {
            let origin = FigureOrigin::Nothing;
            let figure = match value {
                Ok(amount) => Figure::known(Quantity::exact(Decimal::from(*amount)), origin),
                Err(why) => Figure::absent(why.clone(), origin),
            };
            ((*id).to_string(), figure)
        };
        let mut figures: BTreeMap<String, Figure> = figures.iter().map(figure).collect();
        let gap = binary(Operator::Subtract, column("target"), column("forecast"));
        let origin = FigureOrigin::Formula(gap.clone());
        let value = evaluate(&gap, &figures);
        let gap = value.map_or(Figure::absent(Absent::Unknown, origin.clone()), |value| Figure::known(value, origin));
        figures.insert("gap".into(), gap);
        let item = Item {
            area: None,
            area_group: None,
            groups: Vec::new(),
            key: "a".into(),
            label: "A".into(),
            balancing: false,
            part_of: None,
            outside: None,
            row: None,
            figures,
        };
        why_not(&rating, &item)
    }

    #[test]
    fn what_is_lacking_is_looked_for_behind_computed_columns() {
        let gap = || column("gap");
        let unknown = |id: &str| Some(NotRated::Unknown(id.into()));
        assert_eq!(why(gap(), None, &[("target", Ok(10)), ("forecast", Ok(10))]), None);
        assert_eq!(why(gap(), None, &[("target", Ok(10)), ("forecast", Err(Absent::Blank))]), unknown("forecast"));
        let code = Err(Absent::Code(" TBC ".into()));
        let coded = why(gap(), None, &[("target", Ok(10)), ("forecast", code)]);
        assert_eq!(coded, Some(NotRated::Code("forecast".into(), "TBC".into())));
        // It is more than every limit allows.
        let beyond = why(gap(), None, &[("target", Ok(90)), ("forecast", Ok(10))]);
        assert_eq!(beyond, Some(NotRated::Beyond(gap())));
        // A share of nothing.
        let share = binary(Operator::Divide, gap(), column("target"));
        let nil = why(share.clone(), None, &[("target", Ok(0)), ("forecast", Ok(10))]);
        assert_eq!(nil, Some(NotRated::Nil(column("target"))));
        assert_eq!(why(share, None, &[("forecast", Ok(10))]), unknown("target"));
        // The base of a percentage, where a limit needs it.
        let base = |amount| why(gap(), Some(column("budget")), &[("target", Ok(amount)), ("forecast", Ok(10))]);
        assert_eq!((base(10), base(40)), (None, unknown("budget")));
    }
}
