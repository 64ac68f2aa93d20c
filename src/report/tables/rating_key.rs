//! The key of a rating in words, as a note under its table has it.

use rust_decimal::Decimal;

use crate::form::rating::{RatingForm, Whichever};
use crate::money::{self, Unit};
use crate::words::fixed::Fixed;

/// 'GREEN up to £0; AMBER up to £50,000 or 10% of Budget, whichever is lower; RED beyond'. `name` says what a formula's name means to a
/// reader.
pub(super) fn key(rating: &RatingForm, unit: Unit, name: &dyn Fn(&str) -> String, fixed: &Fixed) -> String {
    let of = rating.of.as_ref().map_or_else(|| fixed.rating_its_own().said(), |of| of.words_in(name, fixed));
    let limits = rating.limits.iter().map(|limit| {
        let choice = ("choice", &*limit.choice);
        let amount = limit.amount.map(|amount| money::say_money(amount, unit));
        let percent = limit.percent.map(|percent| {
            let share = percent.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(percent).normalize();
            fixed.rating_percent().fill(&[("percent", &format!("{share}%")), ("measure", &of)])
        });
        match (&amount, &percent) {
            (Some(amount), Some(percent)) => {
                let text =
                    if limit.whichever == Whichever::Lower { fixed.rating_lower() } else { fixed.rating_higher() };
                text.fill(&[choice, ("amount", amount), ("percent", percent)])
            }
            (Some(limited), None) | (None, Some(limited)) => fixed.rating_up_to().fill(&[choice, ("limit", limited)]),
            (None, None) => fixed.rating_beyond().fill(&[choice]),
        }
    });
    limits.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::rating::specimen;

    #[test]
    fn the_key_says_every_limit() {
        let rating = specimen(Whichever::Higher);
        let name = |id: &str| if id == "budget" { "Budget".into() } else { id.to_string() };
        let in_pounds = |rating: &RatingForm| key(rating, Unit::Pounds, &name, Fixed::built_in());
        assert_eq!(
            in_pounds(&rating),
            "GREEN up to £0; AMBER up to £50,000 or 10% of Budget, whichever is higher; RED beyond"
        );
        let without = RatingForm { of: None, ..rating };
        assert!(in_pounds(&without).contains("or 10% of it, whichever is higher"));
    }
}
