//! What a figure did since the prior period, judged by size and sign alone: what any reader of two papers asks about, whatever the
//! form says of the column.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::position::Position;
use crate::form::{Column, Kind, List, Side};
use crate::money::{MoneyStyle, NegativeStyle, Unit, print_money};

/// What may move without a question where the form states no `movement`: beyond this share of the prior figure, and ...
const SHARE: Decimal = Decimal::from_parts(25, 0, 0, false, 2);

/// ... beyond this share of the largest total that the list had in the prior period. Below it nothing matters.
const FLOOR: Decimal = Decimal::from_parts(1, 0, 0, false, 2);

/// Half or double is asked about down to this part of that.
const TENTH: Decimal = Decimal::from_parts(1, 0, 0, false, 1);

/// So many times the prior figure, or so small a part of it, wants an answer at any size.
const ANOTHER_SIZE: Decimal = Decimal::TEN;

/// The same where the prior figure is another year's.
const ANOTHER_SIZE_OF_ANOTHER_YEAR: Decimal = Decimal::ONE_HUNDRED;

/// The same where all others of another year are within `USUAL`: a nought too many, on a figure that fell by a third.
const ANOTHER_SIZE_AMONG_USUAL: Decimal = Decimal::from_parts(7, 0, 0, false, 0);

/// So many times as much, or as small a part, is a usual change from one year to the next.
const USUAL: Decimal = Decimal::from_parts(3, 0, 0, false, 0);

/// A figure is taken for ten, a hundred or a thousand times another if it is so near to that, as a share of it.
const NEAR: Decimal = Decimal::from_parts(1, 0, 0, false, 1);

/// Powers of ten that a slip of the point, or of the unit, makes.
const POWERS: [i64; 4] = [10, 100, 1_000, 1_000_000];

/// How far a figure may move before it wants an explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowed {
    /// In pounds, or as a number.
    pub amount: Decimal,
    /// As a ratio of the prior figure.
    pub percent: Decimal,
    /// Whether the form says so; otherwise it is what holds where a form says nothing.
    pub stated: bool,
}

/// What a figure did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Nothing to ask.
    Within,
    /// It moved further than is allowed.
    Beyond,
    /// It was something and is nil.
    ToNil,
    /// It stands on the other side of nil.
    Turned,
    /// It is ten times the prior figure or more, or a tenth or less.
    OtherSize(Times),
}

/// How many times the prior figure a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Times {
    /// Whether it is larger than the prior one; otherwise it is that part of it.
    pub larger: bool,
    /// 10, 100, 1,000 or 1,000,000 where it is about that, else the whole number of times, cut.
    pub number: Decimal,
    /// Whether it is about a power of ten.
    pub is_power: bool,
}

impl Times {
    /// Whether two figures became about as many times what they were: the larger number is at most half as much again.
    pub fn is_about(self, other: Times) -> bool {
        let (low, high) = (self.number.min(other.number), self.number.max(other.number));
        let limit = low.checked_mul(Decimal::new(15, 1));
        self.larger == other.larger && limit.is_some_and(|limit| high <= limit)
    }
}

/// How the other figures of an area changed from one year to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Others {
    /// All by less than `USUAL` times as much, or as small a part.
    Usual,
    /// Three quarters of them.
    MostlyUsual,
    /// Fewer, or there are too few to say.
    Unusual,
}

/// A figure beside its predecessor.
#[derive(Debug, Clone, Copy)]
pub struct Past {
    /// The prior figure, with what was approved since.
    pub from: Decimal,
    /// This period's.
    pub to: Decimal,
    /// What is allowed.
    pub allowed: Allowed,
    /// Whether it only grows within a year.
    pub cumulative: bool,
    /// How far a cumulative figure may grow by what its own row says of it: its profile or forecast, else its target.
    pub reach: Option<Decimal>,
    /// Whether both are figures of one year.
    pub same_year: bool,
    /// How the others of its area changed, where it is of another year.
    pub others: Others,
    /// Whether the others of its column stand on both sides of nil, so that a turn is nothing strange.
    pub on_both_sides: bool,
}

/// What the columns of a list came to in the prior period, by their ids: the scale of what a silent form allows.
pub struct Totals<'a> {
    by_column: BTreeMap<&'a str, Decimal>,
    /// The largest of money.
    largest: Decimal,
}

impl<'a> Totals<'a> {
    /// Adds them up.
    pub fn of(list: &'a List, before: &Position) -> Totals<'a> {
        let mut by_column: BTreeMap<&str, Decimal> = BTreeMap::new();
        for scheme in before.schemes.iter().filter(|scheme| scheme.list == list.id) {
            for column in &list.columns {
                let sum = by_column.entry(&column.id).or_default();
                *sum = sum.saturating_add(scheme.amount(&column.id));
            }
        }
        let money = list.columns.iter().filter(|column| column.kind == Kind::Money);
        let largest = money.filter_map(|column| by_column.get(column.id.as_str())).map(Decimal::abs).max();
        Totals { largest: largest.unwrap_or_default(), by_column }
    }

    /// What a column allows: what the form states, else a quarter of the prior figure and a hundredth of the list's largest
    /// total in the prior period; of numbers, a hundredth of their own total.
    pub fn allow(&self, column: &Column) -> Allowed {
        if let Some(stated) = column.movement() {
            return Allowed { amount: stated.amount, percent: stated.percent, stated: true };
        }
        let own = || self.by_column.get(column.id.as_str()).map(Decimal::abs).unwrap_or_default();
        let scale = if column.kind == Kind::Money { self.largest } else { own() };
        Allowed { amount: scale.checked_mul(FLOOR).unwrap_or(scale).normalize(), percent: SHARE, stated: false }
    }
}

impl Allowed {
    /// Whether a difference from a prior figure goes beyond both.
    pub fn is_beyond(&self, prior: Decimal, difference: Decimal) -> bool {
        let share = prior.abs().checked_mul(self.percent);
        difference.abs() > self.amount && share.is_some_and(|share| difference.abs() > share)
    }

    /// Whether a figure is half its predecessor or less, or double or more: where the form is silent, that is asked about in smaller
    /// figures too.
    fn is_half_or_double(&self, from: Decimal, to: Decimal) -> bool {
        let (small, large) = (from.abs().min(to.abs()), from.abs().max(to.abs()));
        let double = small.checked_mul(Decimal::TWO).is_some_and(|double| double <= large);
        let floor = self.amount.checked_mul(TENTH).unwrap_or(self.amount);
        !self.stated && double && large.checked_sub(small).is_some_and(|difference| difference > floor)
    }
}

impl Times {
    /// How many times `from` the figure `to` is; `None` where one is nil, they stand on two sides of nil, or the number is too
    /// large to be held.
    pub fn of(from: Decimal, to: Decimal) -> Option<Times> {
        if Side::of(from)? != Side::of(to)? {
            return None;
        }
        let larger = to.abs() > from.abs();
        let (small, large) = if larger { (from, to) } else { (to, from) };
        let times = large.checked_div(small)?;
        let power = POWERS.map(Decimal::from).into_iter().find(|power| {
            let reach = power.checked_mul(NEAR).unwrap_or_default();
            times.checked_sub(*power).is_some_and(|off| off.abs() <= reach)
        });
        Some(Times { larger, number: power.unwrap_or_else(|| times.trunc()), is_power: power.is_some() })
    }

    /// 'about 1,000 times', 'about a thousandth of', '14 times', 'less than a fourteenth of' as a clause before 'the prior figure'.
    pub fn say(&self) -> String {
        let plain = MoneyStyle { unit: Unit::Pounds, decimals: 0, negative: NegativeStyle::Minus };
        let number = print_money(self.number, plain);
        match (self.larger, self.is_power) {
            (true, true) => format!("about {number} times"),
            (true, false) => format!("more than {number} times"),
            (false, true) => {
                let part = match number.as_str() {
                    "10" => "a tenth",
                    "100" => "a hundredth",
                    "1,000" => "a thousandth",
                    _ => "a millionth",
                };
                format!("about {part} of")
            }
            (false, false) => format!("less than 1 in {number} of"),
        }
    }
}

impl Past {
    /// What the figure did.
    pub fn step(&self) -> Step {
        let (from, to) = (self.from, self.to);
        if from == to {
            return Step::Within;
        }
        let Some(difference) = to.checked_sub(from) else { return Step::Beyond };
        let grows = self.cumulative && difference.is_sign_negative() == to.is_sign_negative();
        let expected = grows && self.reach.is_some_and(|reach| to.abs() <= reach.abs());
        let beyond = self.same_year && self.allowed.is_beyond(from, difference);
        if from.is_zero() {
            // From nil a figure may grow as far as its row says.
            let grown = self.reach.is_some_and(|reach| to.abs() > reach.abs());
            return if beyond && (!grows || grown) { Step::Beyond } else { Step::Within };
        }
        if self.cumulative && !grows && !self.same_year && Side::of(from) == Side::of(to) {
            // A new year starts at nil.
            return Step::Within;
        }
        if to.is_zero() {
            return if self.same_year { Step::ToNil } else { Step::Within };
        }
        if Side::of(from) != Side::of(to) {
            return if self.on_both_sides && !beyond { Step::Within } else { Step::Turned };
        }
        if let Some(times) = Times::of(from, to).filter(|times| self.is_another_size(*times)) {
            // What grew within its profile or forecast is expected; the same digits with noughts behind are not, unless all of
            // it is achieved now.
            let nought = same_digits(from, to) && self.reach.is_none_or(|reach| reach.abs() != to.abs());
            if !expected || nought {
                return Step::OtherSize(times);
            }
        }
        match grows {
            true if expected || !self.allowed.stated => Step::Within,
            _ if beyond || self.same_year && self.allowed.is_half_or_double(from, to) => Step::Beyond,
            _ => Step::Within,
        }
    }

    fn is_another_size(&self, times: Times) -> bool {
        let from = match self.others {
            _ if self.same_year => ANOTHER_SIZE,
            Others::Usual => ANOTHER_SIZE_AMONG_USUAL,
            Others::MostlyUsual if times.is_power => ANOTHER_SIZE,
            Others::MostlyUsual | Others::Unusual => ANOTHER_SIZE_OF_ANOTHER_YEAR,
        };
        times.number >= from
    }
}

/// Whether a figure is a usual change from another year's: `None` where one is nil, or they stand on two sides of nil.
pub fn is_usual(from: Decimal, to: Decimal) -> Option<bool> {
    Some(Times::of(from, to)?.number < USUAL)
}

/// Whether two figures differ by nothing but the place of the point.
fn same_digits(one: Decimal, other: Decimal) -> bool {
    let digits = |figure: Decimal| {
        let mut digits = figure.mantissa().unsigned_abs();
        while digits != 0 && digits.is_multiple_of(10) {
            digits /= 10;
        }
        digits
    };
    digits(one) == digits(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From one figure to another, with £100 and 25% allowed.
    fn past(from: i64, to: i64) -> Past {
        let allowed = Allowed { amount: Decimal::ONE_HUNDRED, percent: Decimal::new(25, 2), stated: false };
        let (from, to) = (Decimal::from(from), Decimal::from(to));
        Past {
            from,
            to,
            allowed,
            cumulative: false,
            reach: None,
            same_year: true,
            others: Others::Unusual,
            on_both_sides: false,
        }
    }

    #[test]
    fn a_target_and_a_forecast_become_about_as_many_times_what_they_were() {
        let times = |number: i64, larger: bool| Times { larger, number: Decimal::from(number), is_power: false };
        for (one, other, about) in [(8, 8, true), (8, 12, true), (8, 13, false), (8, 1_000, false)] {
            assert_eq!(times(one, true).is_about(times(other, true)), about, "{one} {other}");
            assert_eq!(times(other, true).is_about(times(one, true)), about, "{one} {other}");
        }
        assert!(!times(8, true).is_about(times(8, false)));
    }

    fn times(number: i64, larger: bool, is_power: bool) -> Step {
        Step::OtherSize(Times { larger, number: Decimal::from(number), is_power })
    }

    #[test]
    fn a_figure_is_asked_about_by_its_size_and_sign() {
        for (from, to, step) in [
            (400, 400, Step::Within),
            (400, 500, Step::Within),
            (400, 501, Step::Beyond),
            (4_000, 4_900, Step::Within),
            (4_000, 2_900, Step::Beyond),
            (20, 29, Step::Within),
            (20, 35, Step::Within),
            (20, 45, Step::Beyond),
            (90, 45, Step::Beyond),
            (40, 0, Step::ToNil),
            (0, 100, Step::Within),
            (0, 101, Step::Beyond),
            (40, -40, Step::Turned),
            (-300, 300, Step::Turned),
            (50, 500, times(10, true, true)),
            (50, 440, Step::Beyond),
            (50, 712, times(14, true, false)),
            (5, 5_250, times(1_000, true, true)),
            (500_000, 500, times(1_000, false, true)),
            (80, 8, times(10, false, true)),
        ] {
            assert_eq!(past(from, to).step(), step, "{from} to {to}");
        }
    }

    #[test]
    fn what_counts_from_the_start_of_the_year_may_grow_as_far_as_its_row_says() {
        let to_date = |from, to, reach: Option<i64>| {
            Past { cumulative: true, reach: reach.map(Decimal::from), ..past(from, to) }.step()
        };
        assert_eq!(to_date(40, 900, Some(1_000)), Step::Within);
        assert_eq!(to_date(0, 900, None), Step::Within);
        assert_eq!(to_date(0, 900, Some(1_000)), Step::Within);
        assert_eq!(to_date(0, 900, Some(800)), Step::Beyond);
        assert_eq!(to_date(300, 900, None), Step::Within);
        assert_eq!(to_date(40, 900, None), times(22, true, false));
        assert_eq!(to_date(40, 900, Some(800)), times(22, true, false));
        assert_eq!(to_date(50, 500, Some(1_000)), times(10, true, true), "a nought behind the same digits");
        assert_eq!(to_date(50, 500, Some(500)), Step::Within, "all of it");
        let stated = Allowed { amount: Decimal::ONE_HUNDRED, percent: Decimal::new(25, 2), stated: true };
        let grown = Past { cumulative: true, allowed: stated, ..past(300, 900) };
        assert_eq!(grown.step(), Step::Beyond, "the form says how far");
    }

    #[test]
    fn of_another_year_only_the_size_and_the_sign_are_asked_about() {
        let next_year = |from, to| Past { same_year: false, ..past(from, to) }.step();
        assert_eq!(next_year(4_000, 900), Step::Within);
        assert_eq!(next_year(4_000, 0), Step::Within);
        assert_eq!(next_year(40, 900), Step::Within);
        assert_eq!(next_year(40, 41_000), times(1_000, true, true));
        assert_eq!(next_year(40, -40), Step::Turned);
        let among_usual = |from, to| Past { same_year: false, others: Others::Usual, ..past(from, to) }.step();
        assert_eq!(among_usual(40, 270), Step::Within);
        assert_eq!(among_usual(40, 330), times(8, true, false));
        assert_eq!(among_usual(40, 370), times(10, true, true));
        assert_eq!(among_usual(400, 40), times(10, false, true));
        let mostly = |from, to| Past { same_year: false, others: Others::MostlyUsual, ..past(from, to) }.step();
        assert_eq!(mostly(40, 560), Step::Within);
        assert_eq!(mostly(40, 420), times(10, true, true));
    }

    #[test]
    fn a_column_on_both_sides_of_nil_turns_as_it_moves() {
        let turned = |from, to| Past { on_both_sides: true, ..past(from, to) }.step();
        assert_eq!(turned(20, -30), Step::Within);
        assert_eq!(turned(200, -30), Step::Turned);
    }

    #[test]
    fn times_are_said() {
        let said = |from: i64, to: i64| Times::of(Decimal::from(from), Decimal::from(to)).map(|times| times.say());
        assert_eq!(said(5, 52).as_deref(), Some("about 10 times"));
        assert_eq!(said(5, 5_100).as_deref(), Some("about 1,000 times"));
        assert_eq!(said(5, 73).as_deref(), Some("more than 14 times"));
        assert_eq!(said(52_000, 5).as_deref(), Some("less than 1 in 10,400 of"));
        assert_eq!(said(5_000, 5).as_deref(), Some("about a thousandth of"));
        assert_eq!(said(0, 5), None);
        assert_eq!(said(-5, 5), None);
    }
}
