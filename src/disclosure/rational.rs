//! Exact numbers. An amount has 28 digits; what elimination makes of some hundred of them has more, and a float would lose the difference
//! between a figure that is determined and one that is not.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::ToPrimitive;
use rust_decimal::Decimal;

/// A number, exactly.
pub type Rational = BigRational;

/// The most digits behind the point that a printed one has.
const DIGITS: u32 = 10;

/// An amount as it is.
pub fn exactly(amount: Decimal) -> Rational {
    let scale = BigInt::from(10).pow(amount.scale());
    Rational::new(BigInt::from(amount.mantissa()), scale)
}

/// A number for people to read, cut off behind ten digits. `None` where it is beyond what an amount can be.
pub fn decimal(number: &Rational) -> Option<Decimal> {
    let scaled = number * Rational::from_integer(BigInt::from(10).pow(DIGITS));
    let whole = scaled.round().to_integer().to_i128()?;
    Decimal::try_from_i128_with_scale(whole, DIGITS).ok().map(|amount| amount.normalize())
}

/// Whether a number has more digits than are worked with.
pub(super) fn is_long(number: &Rational) -> bool {
    number.numer().bits() > super::limits::BITS || number.denom().bits() > super::limits::BITS
}
