//! Ratings that follow from figures: which of a column's choices a measure gives.

use rust_decimal::Decimal;

use crate::finding::Severity;
use crate::formula::Expr;
use crate::money::Quantity;
use crate::names;
use crate::source::Place;

/// `[[rating]]`: the choice that the figures give, beside the one that is declared.
#[derive(Debug, Clone)]
pub struct RatingForm {
    /// The list.
    pub list: String,
    /// The column with the declared choice.
    pub column: String,
    /// What is measured: the more of it, the worse.
    pub measure: Expr,
    /// What the percentages of the limits are of.
    pub of: Option<Expr>,
    /// How far each choice reaches, from the best to the worst.
    pub limits: Vec<Limit>,
    /// How much it weighs where the declared choice is better than the figures give.
    pub severity: Severity,
    /// How much it weighs where the declared choice is worse than the figures give.
    pub cautious: Severity,
    /// The column of choices that shows what the figures give, if there is one.
    pub shows: Option<String>,
    /// Whether the key prints under tables that show the column.
    pub print_key: bool,
    /// The rows that it rates; where the form does not say, items, and totals that it [fits](RatingForm::fits_totals).
    pub rows: Vec<RatedRows>,
    /// Line of the form.
    pub at: Place,
}

/// Rows that a rating may be of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RatedRows {
    /// Items.
    Items,
    /// Totals of groups inside an area.
    Groups,
    /// Totals of areas.
    Areas,
    /// The total of the whole list.
    Whole,
}

impl RatedRows {
    /// All of them.
    pub const ALL: [RatedRows; 4] = [RatedRows::Items, RatedRows::Groups, RatedRows::Areas, RatedRows::Whole];

    /// Their name in a form: 'areas'.
    pub fn name(self) -> &'static str {
        match self {
            RatedRows::Items => "items",
            RatedRows::Groups => "groups",
            RatedRows::Areas => "areas",
            RatedRows::Whole => "whole",
        }
    }
}

/// How far one choice reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// The choice.
    pub choice: String,
    /// Up to this amount, in pounds.
    pub amount: Option<Decimal>,
    /// Up to this share of the base, as a ratio.
    pub percent: Option<Decimal>,
    /// Where both are given: whether the lower or the higher of the two counts.
    pub whichever: Whichever,
}

/// Which of two limits counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whichever {
    /// The lower.
    Lower,
    /// The higher.
    Higher,
}

/// The choice that figures give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rated<'a> {
    /// Its place among the limits: 0 is the best.
    pub place: usize,
    /// The choice.
    pub choice: &'a str,
}

impl Limit {
    /// How far it reaches: `Ok(None)` without end; `Err` where the base that its percentage needs is not known.
    fn reach(&self, of: Option<Quantity>) -> Result<Option<Decimal>, Unknown> {
        let share = match self.percent {
            Some(percent) => Some(of.and_then(|of| of.value().abs().checked_mul(percent)).ok_or(Unknown)?),
            None => None,
        };
        Ok(match (self.amount, share, self.whichever) {
            (Some(amount), Some(share), Whichever::Lower) => Some(amount.min(share)),
            (Some(amount), Some(share), Whichever::Higher) => Some(amount.max(share)),
            (amount, share, _) => amount.or(share),
        })
    }
}

/// A base that is not known.
struct Unknown;

impl RatingForm {
    /// The choice that a measure gives: the first whose limit it does not pass. `None` where the base is needed and is not
    /// known, or where the measure passes every limit.
    ///
    /// A base may be negative, where savings are: its size counts.
    pub fn rate(&self, measure: Quantity, of: Option<Quantity>) -> Option<Rated<'_>> {
        for (place, limit) in self.limits.iter().enumerate() {
            let within = match limit.reach(of) {
                Err(Unknown) => return None,
                Ok(None) => true,
                // The benefit of the doubt, within the reach of rounding.
                Ok(Some(reach)) => measure.value() <= reach.checked_add(measure.reach()).unwrap_or(reach),
            };
            if within {
                return Some(Rated { place, choice: &limit.choice });
            }
        }
        None
    }

    /// Whether it rates these rows.
    pub fn rates(&self, rows: RatedRows) -> bool {
        match self.rows.as_slice() {
            [] => rows == RatedRows::Items || self.fits_totals(),
            said => said.contains(&rows),
        }
    }

    /// Whether it fits a total as it fits an item: none of its limits is an amount, but nil.
    pub fn fits_totals(&self) -> bool {
        self.limits.iter().all(|limit| limit.amount.is_none_or(|amount| amount.is_zero()))
    }

    /// The ids of the columns that it is worked out from.
    pub fn columns(&self) -> Vec<&str> {
        self.measure.columns().into_iter().chain(self.of.iter().flat_map(Expr::columns)).collect()
    }

    /// The place of a declared choice among the limits.
    pub fn place(&self, declared: &str) -> Option<usize> {
        self.limits.iter().position(|limit| names::Code::same(&limit.choice, declared))
    }

    /// How far the choice at `place` reaches, in pounds; `None` without end or where it is not known.
    pub fn reach(&self, place: usize, of: Option<Quantity>) -> Option<Decimal> {
        self.limits.get(place)?.reach(of).ok().flatten()
    }
}

/// A rating for tests: GREEN up to nil, AMBER up to £50,000 or 10% of the budget, RED beyond.
#[cfg(test)]
pub(crate) fn specimen(whichever: Whichever) -> RatingForm {
    let limit = |choice: &str, amount: Option<i64>, percent: Option<Decimal>| Limit {
        choice: choice.into(),
        amount: amount.map(Decimal::from),
        percent,
        whichever,
    };
    RatingForm {
        list: "schemes".into(),
        column: "rag".into(),
        measure: Expr::Column("gap".into()),
        of: Some(Expr::Column("budget".into())),
        limits: vec![
            limit("GREEN", Some(0), None),
            limit("AMBER", Some(50_000), Some(Decimal::new(1, 1))),
            limit("RED", None, None),
        ],
        severity: Severity::Query,
        cautious: Severity::Note,
        shows: None,
        print_key: true,
        rows: Vec::new(),
        at: Place::line("piperoll.toml", 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(whichever: Whichever, measure: i64, of: Option<i64>) -> Option<String> {
        let exact = |amount: i64| Quantity::exact(Decimal::from(amount));
        specimen(whichever).rate(exact(measure), of.map(exact)).map(|rated| rated.choice.to_string())
    }

    #[test]
    fn the_lower_or_the_higher_of_amount_and_percentage_counts_as_the_form_says() {
        // 10% of 200,000 is 20,000, the amount 50,000.
        assert_eq!(given(Whichever::Lower, 20_000, Some(200_000)).as_deref(), Some("AMBER"));
        assert_eq!(given(Whichever::Lower, 20_001, Some(200_000)).as_deref(), Some("RED"));
        assert_eq!(given(Whichever::Higher, 50_000, Some(200_000)).as_deref(), Some("AMBER"));
        assert_eq!(given(Whichever::Higher, 50_001, Some(200_000)).as_deref(), Some("RED"));
        // 10% of 900,000 is 90,000.
        assert_eq!(given(Whichever::Lower, 50_001, Some(900_000)).as_deref(), Some("RED"));
        assert_eq!(given(Whichever::Higher, 90_000, Some(900_000)).as_deref(), Some("AMBER"));
    }

    #[test]
    fn a_limit_may_be_reached_and_over_delivery_is_the_best() {
        assert_eq!(given(Whichever::Lower, 0, Some(10)).as_deref(), Some("GREEN"));
        assert_eq!(given(Whichever::Lower, -5, Some(10)).as_deref(), Some("GREEN"));
    }

    #[test]
    fn without_the_base_of_a_percentage_nothing_is_given() {
        assert_eq!(given(Whichever::Lower, 1, None), None);
        assert_eq!(given(Whichever::Lower, 0, None).as_deref(), Some("GREEN"), "no percentage is needed for it");
    }

    #[test]
    fn a_negative_base_counts_by_its_size() {
        assert_eq!(given(Whichever::Lower, 20_000, Some(-200_000)).as_deref(), Some("AMBER"));
    }
}
