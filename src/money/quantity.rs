//! A figure with the reach of its rounding, and checked arithmetic on it.

use rust_decimal::Decimal;

/// A number and the reach of its rounding: it stands for anything from `value - reach` to `value + reach`. Exact
/// figures have a reach of nil; '92%' has a reach of half a percent, '£1.5m' one of £50,000.
///
/// Arithmetic is checked: it gives `None` where `Decimal` cannot hold the result, or where there is none.
///
/// ```
/// use piperoll::money::Quantity;
/// use rust_decimal::Decimal;
///
/// let rounded = Quantity::within(Decimal::new(92, 2), Decimal::new(5, 3)); // '92%'
/// let base = Quantity::exact(Decimal::from(9_506_000));
/// let amount = rounded.checked_mul(base).unwrap();
/// assert_eq!(amount.value(), Decimal::from(8_745_520));
/// assert_eq!(amount.reach(), Decimal::from(47_530));
/// assert!(amount.agrees_with(Quantity::exact(Decimal::from(8_780_000))));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quantity {
    value: Decimal,
    reach: Decimal,
}

impl Quantity {
    /// Nil, exactly.
    pub const NIL: Quantity = Quantity { value: Decimal::ZERO, reach: Decimal::ZERO };

    /// A figure without rounding.
    pub const fn exact(value: Decimal) -> Self {
        Quantity { value, reach: Decimal::ZERO }
    }

    /// A figure that was rounded: `reach` is half a unit of the last digit stated. Its sign does not count.
    pub fn within(value: Decimal, reach: Decimal) -> Self {
        Quantity { value, reach: reach.abs() }
    }

    /// Pounds, or a ratio, or a count.
    pub const fn value(self) -> Decimal {
        self.value
    }

    /// Half a unit of the last digit stated; nil where the figure is exact. Never negative.
    pub const fn reach(self) -> Decimal {
        self.reach
    }

    /// Whether nothing was rounded.
    pub fn is_exact(self) -> bool {
        self.reach.is_zero()
    }

    /// The same figure with at least this reach.
    #[must_use]
    pub fn reaching(self, least: Decimal) -> Self {
        Quantity { reach: self.reach.max(least), ..self }
    }

    /// The figure with the other sign; nil has none.
    #[must_use]
    pub fn negated(self) -> Self {
        Quantity { value: if self.value.is_zero() { Decimal::ZERO } else { -self.value }, ..self }
    }

    /// The size of the figure, without its sign.
    #[must_use]
    pub fn abs(self) -> Self {
        Quantity { value: self.value.abs(), ..self }
    }

    /// The sum; the reaches add up.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        Some(Quantity { value: self.value.checked_add(other.value)?, reach: self.reach.checked_add(other.reach)? })
    }

    /// The difference; the reaches add up.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.checked_add(other.negated())
    }

    /// The product. The furthest that a product of two rounded figures lies from the product of their values is
    /// |a|·rb + |b|·ra + ra·rb.
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        let value = self.value.checked_mul(other.value)?;
        if self.is_exact() && other.is_exact() {
            return Some(Quantity::exact(value));
        }
        let by_other = self.value.abs().checked_mul(other.reach)?;
        let by_own = other.value.abs().checked_mul(self.reach)?;
        let by_both = self.reach.checked_mul(other.reach)?;
        Some(Quantity { value, reach: by_other.checked_add(by_own)?.checked_add(by_both)? })
    }

    /// The quotient. The furthest that it lies off is (|a|·rb + |b|·ra) ÷ (|b|·(|b| − rb)); there is none if the divisor may
    /// be nil.
    pub fn checked_div(self, other: Self) -> Option<Self> {
        let divisor = other.value.abs();
        if divisor <= other.reach {
            return None;
        }
        let value = self.value.checked_div(other.value)?;
        if self.is_exact() && other.is_exact() {
            return Some(Quantity::exact(value));
        }
        // Divided by |b| first, so that large figures do not overflow on the way.
        let relative = self.value.abs().checked_div(divisor)?.checked_mul(other.reach)?.checked_add(self.reach)?;
        let reach = relative.checked_div(divisor.checked_sub(other.reach)?)?;
        Some(Quantity { value, reach })
    }

    /// So many times the figure, and its reach.
    pub fn times(self, factor: Decimal) -> Option<Self> {
        self.checked_mul(Quantity::exact(factor))
    }

    /// The sum of all; nil of none.
    pub fn sum(quantities: impl IntoIterator<Item = Quantity>) -> Option<Self> {
        quantities.into_iter().try_fold(Quantity::NIL, Quantity::checked_add)
    }

    /// Could both stand for the same figure? (Do the intervals touch?)
    pub fn agrees_with(self, other: Quantity) -> bool {
        self.checked_sub(other).is_some_and(|apart| apart.value.abs() <= apart.reach)
    }

    /// The lowest and the highest figure that it may stand for.
    pub fn ends(self) -> Option<(Decimal, Decimal)> {
        Some((self.value.checked_sub(self.reach)?, self.value.checked_add(self.reach)?))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn quantity(value: i64, reach: i64) -> Quantity {
        Quantity::within(Decimal::new(value, 2), Decimal::new(reach, 3))
    }

    #[test]
    fn a_percentage_of_a_rounded_base_reaches_as_far_as_both_were_rounded() {
        let share = Quantity::within(Decimal::new(50, 2), Decimal::new(5, 3));
        let base = Quantity::within(Decimal::from(1_000), Decimal::from(100));
        let product = share.checked_mul(base).unwrap();
        // 0.505 × 1,100 is 555.5, as far from 500 as any figure that the two may stand for.
        assert_eq!((product.value(), product.reach()), (Decimal::from(500), Decimal::new(555, 1)));
    }

    #[test]
    fn what_cannot_be_held_or_divided_is_none() {
        let most = Quantity::exact(Decimal::MAX);
        assert_eq!(most.checked_add(Quantity::exact(Decimal::ONE)), None);
        assert_eq!(most.times(Decimal::TWO), None);
        assert_eq!(Quantity::exact(Decimal::ONE).checked_div(quantity(1, 10)), None, "it may be nil");
        assert_eq!(Quantity::exact(Decimal::ONE).checked_div(Quantity::NIL), None);
    }

    #[test]
    fn one_rounded_figure_makes_what_comes_of_it_rounded() {
        let (six, two) = (Quantity::exact(Decimal::from(6)), Quantity::exact(Decimal::TWO));
        let rounded = Quantity::within(Decimal::TWO, Decimal::new(5, 1));
        let both = |quantity: Option<Quantity>| quantity.map(|it| (it.value(), it.reach().normalize()));
        let figure = |value: i64, reach: i64| Some((Decimal::from(value), Decimal::new(reach, 1).normalize()));
        assert!(six.is_exact() && !rounded.is_exact());
        assert_eq!(both(six.checked_mul(two)), figure(12, 0));
        assert_eq!(both(six.checked_mul(rounded)), figure(12, 30));
        assert_eq!(both(rounded.checked_mul(six)), figure(12, 30));
        assert_eq!(both(six.checked_div(two)), figure(3, 0));
        // 6 ÷ 1.5 is 4, and 6 ÷ 2.5 is nearer.
        assert_eq!(both(six.checked_div(rounded)), figure(3, 10));
        assert_eq!(both(rounded.checked_div(two)), Some((Decimal::ONE, Decimal::new(25, 2))));
        assert_eq!(both(rounded.times(Decimal::from(-3))), figure(-6, 15));
        assert_eq!(both(Quantity::sum([six, rounded, rounded])), figure(10, 10));
        assert_eq!(both(Quantity::sum([])), figure(0, 0));
    }

    #[test]
    fn a_figure_keeps_what_is_not_asked_of_it() {
        let loss = Quantity::within(Decimal::from(-8), Decimal::new(5, 1));
        assert_eq!((loss.abs().value(), loss.abs().reach()), (Decimal::from(8), Decimal::new(5, 1)));
        assert_eq!(loss.reaching(Decimal::TWO), Quantity::within(Decimal::from(-8), Decimal::TWO));
        assert_eq!(loss.reaching(Decimal::ZERO), loss);
        assert_eq!(loss.ends(), Some((Decimal::new(-85, 1), Decimal::new(-75, 1))));
        assert_eq!(Quantity::within(Decimal::MAX, Decimal::ONE).ends(), None);
    }

    proptest! {
        #[test]
        fn whatever_the_figures_stand_for_the_result_reaches_it(
            (a, ra, b, rb) in (-9_999_i64..9_999, 0_i64..999, -9_999_i64..9_999, 0_i64..999),
            (ta, tb) in (-100_i64..=100, -100_i64..=100),
        ) {
            let (left, right) = (quantity(a, ra), quantity(b, rb));
            let within = |of: Quantity, part: i64| of.value() + of.reach() * Decimal::new(part, 2);
            let (x, y) = (Quantity::exact(within(left, ta)), Quantity::exact(within(right, tb)));
            let slack = Decimal::new(1, 15);
            let pairs = [
                (left.checked_add(right), x.checked_add(y)),
                (left.checked_sub(right), x.checked_sub(y)),
                (left.checked_mul(right), x.checked_mul(y)),
            ];
            for (whole, exact) in pairs {
                prop_assert!((whole.unwrap().value() - exact.unwrap().value()).abs() <= whole.unwrap().reach() + slack);
            }
            if let Some(whole) = left.checked_div(right) {
                let exact = x.checked_div(y).unwrap();
                prop_assert!((whole.value() - exact.value()).abs() <= whole.reach() + slack);
            }
            prop_assert!(left.agrees_with(x) && x.agrees_with(left));
        }
    }
}
