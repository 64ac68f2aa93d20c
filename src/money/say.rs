//! How figures are said in a sentence: the one rounding of what findings say.
//!
//! A stated figure is said as it was stated, with all its digits. A computed one is said no finer than its column prints, unless
//! two figures that stand side by side would look alike though they differ: then up to two digits finer, and in full where that
//! is not enough.

use rust_decimal::{Decimal, RoundingStrategy};

use super::print::{MOST_DECIMALS_OF_A_POUND, digits, in_unit, shifted};
use super::{MOST_DECIMALS, Unit};

/// So many digits finer may a computed figure be said before it is said in full.
const FINER: u32 = 2;

/// Decimal places of a pound that anybody states. What is finer came out of a spreadsheet's own formula, and is said like any
/// computed figure.
const DECIMALS_OF_PENCE: u32 = 2;

/// Decimal places kept of a figure in the cell's own unit.
const DECIMALS_KEPT: u32 = 4;

/// What a figure counts, and how finely it prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Pounds, stated in this unit.
    Money(Unit),
    /// A ratio, printed as a percentage with so many decimal places.
    Percent(u32),
    /// A number of things.
    Count,
}

/// A figure for a sentence, in pounds, as a ratio or as a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// It stands in a cell.
    Stated(Decimal),
    /// A formula or a sum gives it.
    Computed(Decimal),
}

/// Two figures side by side, and the first less the second with its sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SideBySide {
    /// The first.
    pub one: String,
    /// The second.
    pub other: String,
    /// '+£148k', '-12 percentage points'; nil has no sign.
    pub difference: String,
}

impl Told {
    /// The figure itself.
    pub fn value(self) -> Decimal {
        match self {
            Told::Stated(value) | Told::Computed(value) => value,
        }
    }
}

impl Measure {
    /// The unit as findings.json names it.
    pub fn name(self) -> &'static str {
        match self {
            Measure::Money(Unit::Pounds) => "pounds",
            Measure::Money(Unit::Thousands) => "thousands",
            Measure::Money(Unit::Millions) => "millions",
            Measure::Percent(_) => "percent",
            Measure::Count => "count",
        }
    }

    /// A figure in the cell's own unit, for findings.json: pounds become thousands, a ratio becomes per cent. Four decimal places
    /// are kept, enough to tell any two figures apart that a formula gives. `None` beyond all bounds.
    pub fn in_own_unit(self, figure: Decimal) -> Option<Decimal> {
        self.kept(figure, DECIMALS_KEPT)
    }

    /// The same of a figure that is compared between periods: an amount keeps all six decimal places that a cell may have.
    pub fn exactly_in_own_unit(self, figure: Decimal) -> Option<Decimal> {
        self.kept(figure, if matches!(self, Measure::Money(_)) { MOST_DECIMALS } else { DECIMALS_KEPT })
    }

    /// The figure that is this in the cell's own unit: 8,300 thousands are £8.3m in pounds, 83 per cent the ratio 0.83. `None`
    /// beyond all bounds.
    pub fn from_own_unit(self, own: Decimal) -> Option<Decimal> {
        match self {
            Measure::Money(unit) => own.checked_mul(unit.factor()),
            Measure::Percent(_) => own.checked_div(Decimal::ONE_HUNDRED),
            Measure::Count => Some(own),
        }
    }

    fn kept(self, figure: Decimal, decimals: u32) -> Option<Decimal> {
        let own = match self {
            Measure::Money(unit) => figure.checked_div(unit.factor())?,
            Measure::Percent(_) => figure.checked_mul(Decimal::ONE_HUNDRED)?,
            Measure::Count => figure,
        };
        Some(rounded(own, decimals).normalize())
    }

    /// A figure for a sentence: '£1,240k', '83%', '34'.
    pub fn say(self, figure: Told) -> String {
        let own = self.own(figure.value());
        let looks_like_nothing = |finer: &u32| rounded(own, self.decimals(figure, *finer)).is_zero() && !own.is_zero();
        let finer = (0..=FINER).find(|finer| !looks_like_nothing(finer)).unwrap_or(u32::MAX);
        self.with_decimals(own, self.decimals(figure, finer))
    }

    /// An amount with its sign: '+£30k'.
    pub fn say_signed(self, figure: Told) -> String {
        format!("{}{}", sign(figure.value()), self.say(figure))
    }

    /// Two figures of which one is held against the other, and their difference, said so that they look different where they
    /// are.
    pub fn side_by_side(self, one: Told, other: Told) -> SideBySide {
        let (left, right) = (self.own(one.value()), self.own(other.value()));
        let Some(apart) = left.checked_sub(right) else {
            return SideBySide {
                one: self.say(one),
                other: self.say(other),
                difference: "beyond all bounds".to_string(),
            };
        };
        let at = |finer: u32| {
            let digits = [one, other].map(|figure| self.decimals_beside(figure, [one, other], finer));
            // What two figures differ by that are said in full is said in full.
            let in_full = rounded(left, digits[0]) == left && rounded(right, digits[1]) == right;
            let coarse = self.least([one, other]).saturating_add(finer);
            (digits, if in_full { apart.normalize().scale() } else { coarse })
        };
        let shows = |finer: &u32| {
            let ([of_left, of_right], of_difference) = at(*finer);
            apart.is_zero()
                || rounded(left, of_left) != rounded(right, of_right) && !rounded(apart, of_difference).is_zero()
        };
        let ([of_left, of_right], of_difference) = at((0..=FINER).find(shows).unwrap_or(u32::MAX));
        SideBySide {
            one: self.with_decimals(left, of_left),
            other: self.with_decimals(right, of_right),
            difference: self.difference(rounded(apart, of_difference.min(self.most())), of_difference),
        }
    }

    fn difference(self, apart: Decimal, decimals: u32) -> String {
        match self {
            Measure::Percent(_) => format!("{}{} percentage points", sign(apart), apart.normalize()),
            _ => format!("{}{}", sign(apart), self.with_decimals(apart, decimals)),
        }
    }

    /// The figure in the unit it is said in.
    fn own(self, value: Decimal) -> Decimal {
        match self {
            Measure::Money(unit) => in_unit(value, unit),
            Measure::Percent(_) => shifted(value, -2),
            Measure::Count => value,
        }
    }

    /// Whether a figure keeps the digits it was stated with.
    fn is_said_as_stated(self, figure: Told) -> bool {
        let most = match self {
            Measure::Money(unit) => DECIMALS_OF_PENCE.saturating_add(places(unit)),
            Measure::Percent(_) | Measure::Count => MOST_DECIMALS,
        };
        matches!(figure, Told::Stated(value) if self.own(value).normalize().scale() <= most)
    }

    /// Decimal places of a figure by itself; a computed one is said so many digits `finer`.
    fn decimals(self, figure: Told, finer: u32) -> u32 {
        self.decimals_beside(figure, [figure, figure], finer)
    }

    fn decimals_beside(self, figure: Told, both: [Told; 2], finer: u32) -> u32 {
        if self.is_said_as_stated(figure) {
            return self.own(figure.value()).normalize().scale().max(self.usual());
        }
        self.least(both).saturating_add(finer).min(self.most())
    }

    /// Decimal places of a computed figure: as its column prints, and pence where a figure beside it was stated in pence.
    fn least(self, both: [Told; 2]) -> u32 {
        let in_pence = |figure: Told| self.is_said_as_stated(figure) && !figure.value().fract().is_zero();
        match self {
            Measure::Money(Unit::Pounds) if both.into_iter().any(in_pence) => DECIMALS_OF_PENCE,
            _ => self.usual(),
        }
    }

    /// Decimal places that the column prints.
    fn usual(self) -> u32 {
        match self {
            Measure::Money(unit) => unit.usual_decimals(),
            Measure::Percent(decimals) => decimals,
            Measure::Count => 0,
        }
    }

    /// Decimal places of a figure in full.
    fn most(self) -> u32 {
        match self {
            Measure::Money(unit) => MOST_DECIMALS_OF_A_POUND.saturating_add(places(unit)),
            Measure::Percent(_) | Measure::Count => MOST_DECIMALS,
        }
    }

    /// A figure in its own unit with so many decimal places at most: no noughts stand at its end that the column would not print.
    fn with_decimals(self, own: Decimal, decimals: u32) -> String {
        let needed = rounded(own, decimals.min(self.most())).normalize().scale().max(self.usual());
        let decimals = match self {
            // Pounds and pence.
            Measure::Money(Unit::Pounds) if needed == 1 => DECIMALS_OF_PENCE,
            _ => needed,
        };
        let (negative, digits) = digits(own, decimals);
        let minus = if negative { "-" } else { "" };
        match self {
            Measure::Money(unit) => format!("{minus}£{digits}{}", letter(unit)),
            Measure::Percent(_) => format!("{minus}{digits}%"),
            Measure::Count => format!("{minus}{}", digits.replace(',', "")),
        }
    }
}

/// An amount for a sentence: '£1,240k' in thousands, '£1,240' in pounds, '£1.240m' in millions; the sign before the '£'.
/// It has as many decimal places as the exact amount needs: '£1,240.5k', '£1,240.50', '£1.240500m' never being cut to a
/// figure that is not in the cell.
pub fn say_money(pounds: Decimal, unit: Unit) -> String {
    let measure = Measure::Money(unit);
    measure.with_decimals(measure.own(pounds), measure.most())
}

/// The same rounded half up to so many decimal places, as a composed text says it: '£1,240k', '-£529k', '£8.780m'.
pub fn say_rounded(pounds: Decimal, unit: Unit, decimals: u32) -> String {
    let (negative, digits) = digits(in_unit(pounds, unit), decimals);
    format!("{}£{digits}{}", if negative { "-" } else { "" }, letter(unit))
}

/// A ratio that the form states: 0.125 is '12.5%'.
pub fn say_percent(ratio: Decimal) -> String {
    Measure::Percent(0).say(Told::Stated(ratio))
}

/// How an amount of this size reads best: in thousands from £1,000 on.
pub fn of_size(pounds: Decimal) -> Measure {
    let is_small = pounds.abs() < Unit::Thousands.factor();
    Measure::Money(if is_small { Unit::Pounds } else { Unit::Thousands })
}

/// How an amount that stands in running text reads best: the same, but millions that are no whole thousands in pounds.
pub fn of_text(pounds: Decimal) -> Measure {
    let is_odd = pounds.checked_rem(Unit::Thousands.factor()).is_none_or(|rest| !rest.is_zero());
    if pounds.abs() >= Unit::Millions.factor() && is_odd { Measure::Money(Unit::Pounds) } else { of_size(pounds) }
}

fn letter(unit: Unit) -> &'static str {
    match unit {
        Unit::Pounds => "",
        Unit::Thousands => "k",
        Unit::Millions => "m",
    }
}

/// By how many places the point moves from pounds to the unit.
fn places(unit: Unit) -> u32 {
    match unit {
        Unit::Pounds => 0,
        Unit::Thousands => 3,
        Unit::Millions => 6,
    }
}

fn sign(figure: Decimal) -> &'static str {
    if figure > Decimal::ZERO { "+" } else { "" }
}

fn rounded(number: Decimal, decimals: u32) -> Decimal {
    number.round_dp_with_strategy(decimals.min(28), RoundingStrategy::MidpointAwayFromZero)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Told::{Computed, Stated};
    use super::*;

    const THOUSANDS: Measure = Measure::Money(Unit::Thousands);
    const POUNDS: Measure = Measure::Money(Unit::Pounds);
    const MILLIONS: Measure = Measure::Money(Unit::Millions);

    fn figure(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    #[test]
    fn a_stated_figure_keeps_its_digits_and_a_computed_one_is_said_as_it_prints() {
        let cases = [
            (THOUSANDS, "31372549.02", "£31,372.54902k", "£31,373k"),
            (THOUSANDS, "1240000", "£1,240k", "£1,240k"),
            (THOUSANDS, "-1240500", "-£1,240.5k", "-£1,241k"),
            (POUNDS, "1240.5", "£1,240.50", "£1,241"),
            (MILLIONS, "1240500.25", "£1.24050025m", "£1.241m"),
            (Measure::Percent(0), "0.833", "83.3%", "83%"),
            (Measure::Percent(1), "0.83", "83.0%", "83.0%"),
            (Measure::Count, "1234", "1234", "1234"),
        ];
        for (measure, value, stated, computed) in cases {
            assert_eq!(measure.say(Stated(figure(value))), stated);
            assert_eq!(measure.say(Computed(figure(value))), computed);
        }
        // What no one states came out of a spreadsheet's formula.
        assert_eq!(THOUSANDS.say(Stated(figure("31372549.019608"))), "£31,373k");
        assert_eq!(Measure::Percent(0).say(Stated(figure("0.833333333333"))), "83%");
    }

    #[test]
    fn what_would_look_like_nothing_is_said_finer_and_then_in_full() {
        assert_eq!(THOUSANDS.say(Computed(figure("250.129"))), "£0.3k");
        assert_eq!(THOUSANDS.say(Computed(figure("21.5"))), "£0.02k");
        assert_eq!(THOUSANDS.say(Computed(figure("2.15"))), "£0.00215k");
        assert_eq!(THOUSANDS.say(Computed(Decimal::ZERO)), "£0k");
        assert_eq!(THOUSANDS.say_signed(Computed(figure("30000"))), "+£30k");
    }

    #[test]
    fn two_figures_that_differ_look_different() {
        let told = |measure: Measure, one, other| {
            let SideBySide { one, other, difference } = measure.side_by_side(one, other);
            [one, other, difference]
        };
        let (stated, computed) = (|text: &str| Stated(figure(text)), |text: &str| Computed(figure(text)));
        let cases = [
            (THOUSANDS, stated("1240000"), computed("1190333.333"), ["£1,240k", "£1,190k", "+£50k"]),
            (THOUSANDS, stated("5366500"), computed("5366000"), ["£5,366.5k", "£5,366k", "+£0.5k"]),
            (THOUSANDS, stated("100400"), computed("100200"), ["£100.4k", "£100.2k", "+£0.2k"]),
            (THOUSANDS, stated("100000"), computed("100049.99"), ["£100k", "£100.05k", "-£0.05k"]),
            (THOUSANDS, stated("100000"), computed("100000.5"), ["£100k", "£100.0005k", "-£0.0005k"]),
            (THOUSANDS, computed("100000"), computed("100000"), ["£100k", "£100k", "£0k"]),
            (THOUSANDS, stated("100500"), stated("90250"), ["£100.5k", "£90.25k", "+£10.25k"]),
            (POUNDS, stated("1200.5"), computed("1100.123"), ["£1,200.50", "£1,100.12", "+£100.38"]),
            (POUNDS, stated("1200"), computed("1100.123"), ["£1,200", "£1,100", "+£100"]),
            (Measure::Percent(0), stated("0.5"), computed("0.4918"), ["50%", "49%", "+1 percentage points"]),
            (Measure::Percent(0), stated("0.5"), computed("0.496"), ["50%", "49.6%", "+0.4 percentage points"]),
        ];
        for (measure, one, other, expected) in cases {
            assert_eq!(told(measure, one, other), expected);
        }
    }

    #[test]
    fn findings_json_has_figures_in_the_cells_own_unit() {
        assert_eq!(THOUSANDS.in_own_unit(figure("31372549.02")), Some(figure("31372.549")));
        assert_eq!(THOUSANDS.exactly_in_own_unit(figure("31372549.02")), Some(figure("31372.54902")));
        assert_eq!(Measure::Percent(0).exactly_in_own_unit(figure("0.83333333")), Some(figure("83.3333")));
        assert_eq!(POUNDS.in_own_unit(figure("10.00")).map(|own| own.scale()), Some(0));
    }

    #[test]
    fn an_amount_in_a_text_is_said_in_the_unit_it_reads_best_in() {
        let said = |text: &str| of_text(figure(text)).say(Stated(figure(text)));
        assert_eq!(said("1500000"), "£1,500k");
        assert_eq!(said("2708120"), "£2,708,120");
        assert_eq!(said("999"), "£999");
        assert_eq!(say_percent(figure("0.125")), "12.5%");
    }

    proptest! {
        #[test]
        fn figures_look_alike_only_where_they_are(one in -9_999_999_i64..9_999_999, other in -9_999_999_i64..9_999_999, stated: bool) {
            let told = |value: i64| if stated { Stated(Decimal::new(value, 2)) } else { Computed(Decimal::new(value, 2)) };
            for measure in [POUNDS, THOUSANDS, MILLIONS] {
                let said = measure.side_by_side(told(one), told(other));
                prop_assert_eq!(said.one == said.other, one == other, "{:?}", said);
                prop_assert_eq!(said.difference.starts_with('+'), one > other, "{:?}", said);
                prop_assert_eq!(said.difference.starts_with('-'), one < other, "{:?}", said);
            }
        }
    }
}
