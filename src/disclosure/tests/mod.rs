//! What is given away and what is not.

mod projection;
mod small;
mod tables;

use num_traits::{One, Signed, Zero};

use super::{Figure, Known, Rational, System};

/// What is known of a figure that prints rounded to this, in units of that.
fn rounded(printed: &Rational, unit: &Rational) -> Known {
    let half = unit.abs() / Rational::from_integer(2.into());
    Known::Within(Some(printed - &half), Some(printed + &half))
}

/// A part is between `low` and `high` times its whole: a rounded percentage. On which side of nil the whole lies is known.
fn ratio(system: &mut System, part: Figure, whole: Figure, low: &Rational, high: &Rational) {
    let is = system.is(whole).unwrap().clone();
    let (least, most) = if is.is_negative() { (high, low) } else { (low, high) };
    let sign = if is.is_negative() { Rational::one() } else { -Rational::one() };
    system.at_most([(whole, sign)], Rational::zero());
    system.at_most([(whole, least.clone()), (part, -Rational::one())], Rational::zero());
    system.at_most([(part, Rational::one()), (whole, -most.clone())], Rational::zero());
}
