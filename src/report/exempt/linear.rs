//! A formula of the form as a sum of figures, as far as it is one. Where it is not, it is taken as one who knows the rest would see it: the
//! divisor inside a formula, one of two factors, the sign under `abs` are held to be known. That makes more of what is published, never less.

use std::collections::BTreeMap;

use num_traits::{One, Signed, Zero};

use crate::disclosure::{Figure, Rational, exactly};
use crate::formula::{Expr, Operator};

/// Figures that are not published, times numbers, and a constant; and what that comes to.
#[derive(Debug, Clone)]
pub(super) struct Linear {
    pub(super) terms: BTreeMap<Figure, Rational>,
    pub(super) constant: Rational,
    pub(super) is: Rational,
}

impl Linear {
    /// A number that is known.
    pub(super) fn known(number: Rational) -> Linear {
        Linear { terms: BTreeMap::new(), constant: number.clone(), is: number }
    }

    /// A figure that is not.
    pub(super) fn figure(figure: Figure, is: Rational) -> Linear {
        Linear { terms: BTreeMap::from([(figure, Rational::one())]), constant: Rational::zero(), is }
    }

    /// Whether all of it is known.
    pub(super) fn is_known(&self) -> bool {
        self.terms.is_empty()
    }

    /// Adds another one so many times.
    pub(super) fn plus(mut self, other: &Linear, times: &Rational) -> Linear {
        for (figure, number) in &other.terms {
            *self.terms.entry(*figure).or_default() += number * times;
        }
        self.terms.retain(|_, number| !number.is_zero());
        self.constant += &other.constant * times;
        self.is += &other.is * times;
        self
    }

    /// It, so many times.
    pub(super) fn times(self, times: &Rational) -> Linear {
        Linear::known(Rational::zero()).plus(&self, times)
    }
}

/// What a formula comes to. `None` where it is no arithmetic, or a name is none.
pub(super) fn of(formula: &Expr, name: &dyn Fn(&str) -> Option<Linear>) -> Option<Linear> {
    Some(match formula {
        Expr::Number(number) => Linear::known(exactly(*number)),
        Expr::Column(id) => name(id)?,
        Expr::Negate(inner) => of(inner, name)?.times(&-Rational::one()),
        Expr::Abs(inner) => {
            let inner = of(inner, name)?;
            if inner.is.is_negative() { inner.times(&-Rational::one()) } else { inner }
        }
        Expr::Binary(operator, left, right) => {
            let (left, right) = (of(left, name)?, of(right, name)?);
            match operator {
                Operator::Add => left.plus(&right, &Rational::one()),
                Operator::Subtract => left.plus(&right, &-Rational::one()),
                Operator::Multiply if left.is_known() => right.times(&left.is),
                Operator::Multiply => left.times(&right.is),
                Operator::Divide if right.is.is_zero() => return None,
                Operator::Divide => left.times(&right.is.recip()),
                _ => return None,
            }
        }
        Expr::Text(_) | Expr::Not(_) => return None,
    })
}

/// The two sides of a formula that is a division as a whole.
pub(super) fn sides(formula: &Expr) -> Option<(&Expr, &Expr)> {
    match formula {
        Expr::Binary(Operator::Divide, left, right) => Some((left, right)),
        _ => None,
    }
}
