//! The amounts that a text may mean, and how near one amount is to another.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::amount_unit::{combined, row_figures};
use crate::check::View;
use crate::check::look::Line;
use crate::form::{Kind, List};
use crate::money::{AmountInText, Apart, Quantity, apart};

/// An amount of fewer digits is one digit away from too many others.
pub(super) const DIGITS: usize = 3;

/// An amount of so many digits is no figure's neighbour by chance.
pub(super) const MANY_DIGITS: usize = 4;

/// What an amount may be without saying anything wrong.
pub(super) struct Known {
    /// The figures of its row.
    pub own: Vec<Quantity>,
    /// Sums and differences of two of them.
    pub combined: Vec<Quantity>,
}

impl Known {
    /// Of a row.
    pub(super) fn of(line: &Line<'_>) -> Known {
        let own = row_figures(line);
        let combined = combined(&own);
        Known { own, combined }
    }

    /// Whether the amount is a figure of the row, or what two of them come to.
    pub(super) fn holds(&self, amount: Quantity) -> bool {
        self.own.iter().chain(&self.combined).any(|figure| is_said_by(amount, *figure))
    }

    /// Whether the amount is what another amount of the text and a figure of the row come to, or two amounts of the text.
    pub(super) fn holds_with(&self, amount: &AmountInText, amounts: &[AmountInText]) -> bool {
        let others: Vec<Quantity> =
            amounts.iter().filter(|other| other.start != amount.start).map(|other| other.quantity.abs()).collect();
        let said = amount.quantity.abs();
        let come_to = |one: Quantity, other: Quantity| {
            let (sum, difference) = (one.checked_add(other), one.checked_sub(other));
            [sum, difference].into_iter().flatten().any(|result| is_said_by(said, result))
        };
        others.iter().enumerate().any(|(index, one)| {
            let rest = others.iter().skip(index.saturating_add(1));
            is_said_by(said, *one) || self.own.iter().chain(rest).any(|other| come_to(*one, *other))
        })
    }
}

/// What stands in the other rows and totals of each list, this time and last time.
pub(super) struct Elsewhere<'a> {
    /// The size of each amount, in order.
    amounts: BTreeMap<&'a str, Vec<Decimal>>,
    names: BTreeMap<&'a str, Vec<&'a str>>,
}

impl<'a> Elsewhere<'a> {
    pub(super) fn of(view: &View<'a>) -> Elsewhere<'a> {
        let mut amounts: BTreeMap<&str, Vec<Decimal>> = BTreeMap::new();
        let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let is_money = |list: &List, id: &str| list.column(id).is_none_or(|column| column.kind == Kind::Money);
        for (list, group) in view.groups() {
            let figures = group.items.iter().flat_map(|item| &item.figures).chain(&group.totals);
            let own = figures.filter(|(id, _)| is_money(list, id)).filter_map(|(_, figure)| figure.counted);
            amounts.entry(&list.id).or_default().extend(own.map(|quantity| quantity.value().abs()));
            names.entry(&list.id).or_default().extend(group.items.iter().map(|item| item.label.as_str()));
        }
        let before = view.reconciliation.into_iter().flat_map(|reconciliation| &reconciliation.as_it_was().schemes);
        for scheme in before {
            let Some(list) = view.form.list(&scheme.list) else { continue };
            let own = scheme.figures.iter().filter(|(id, _)| is_money(list, id)).map(|(_, amount)| amount.abs());
            amounts.entry(&list.id).or_default().extend(own);
        }
        amounts.values_mut().for_each(|amounts| amounts.sort_unstable());
        Elsewhere { amounts, names }
    }

    /// Whether a figure of the list is this amount.
    pub(super) fn holds(&self, list: &List, amount: Quantity) -> bool {
        let (value, reach) = (amount.value().abs(), amount.reach());
        let Some(amounts) = self.amounts.get(list.id.as_str()) else { return false };
        let (from, to) = (value.saturating_sub(reach), value.saturating_add(reach));
        amounts.get(amounts.partition_point(|known| *known < from)).is_some_and(|known| *known <= to)
    }

    /// What the rows of a list are called.
    pub(super) fn names(&self, list: &List) -> &[&'a str] {
        self.names.get(list.id.as_str()).map_or(&[], Vec::as_slice)
    }
}

/// Whether an amount says a figure as exactly as it is written: the doubt of a figure that is rounded more coarsely makes the
/// two no more alike than its digits do.
pub(super) fn is_said_by(amount: Quantity, figure: Quantity) -> bool {
    let (value, wanted) = (amount.value().abs(), figure.value().abs());
    let reach = amount.reach().checked_add(figure.reach().min(amount.reach())).unwrap_or(amount.reach());
    value.checked_sub(wanted).is_some_and(|difference| difference.abs() <= reach)
}

/// How many digits an amount is written with, noughts at its end left out.
pub(super) fn digits(amount: Quantity) -> usize {
    let digits = amount.value().normalize().mantissa().unsigned_abs().to_string();
    digits.trim_end_matches('0').len()
}

/// How an amount may be a figure mistyped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mistyped {
    /// One digit is another one.
    Digit,
    /// Two digits beside each other are exchanged.
    Exchanged,
    /// It is ten times as much, or a tenth.
    Ten,
}

impl Mistyped {
    /// For a sentence.
    pub(super) fn said(self) -> &'static str {
        match self {
            Mistyped::Digit => "one digit is another",
            Mistyped::Exchanged => "two digits are exchanged",
            Mistyped::Ten => "ten times, or a tenth",
        }
    }
}

/// Whether an amount is the figure but for a slip of the hand; `None` also where it is that figure.
pub(super) fn mistyped(amount: Quantity, figure: Quantity) -> Option<Mistyped> {
    if is_said_by(amount, figure) {
        return None;
    }
    // The same digits exactly: what is only rounded to them is another amount.
    let (value, wanted) = (amount.value().abs(), figure.value().abs());
    let is_tenfold = |one: Decimal, other: Decimal| one.checked_mul(Decimal::TEN) == Some(other);
    if is_tenfold(value, wanted) || is_tenfold(wanted, value) {
        return Some(Mistyped::Ten);
    }
    // Both in units of the amount's last digit.
    let unit = amount.reach().checked_mul(Decimal::TWO).filter(|unit| !unit.is_zero())?;
    let in_units = |quantity: Quantity| Some(quantity.value().abs().checked_div(unit)?.round().to_string());
    let (said, meant) = (in_units(amount)?, in_units(figure)?);
    match apart(&said, &meant)? {
        Apart::Exchanged => Some(Mistyped::Exchanged),
        Apart::Digit(at) => {
            let digit = |digits: &str| digits.as_bytes().get(at).copied();
            let by = digit(&said)?.abs_diff(digit(&meant)?);
            // One up or down in the last digit is how it was rounded.
            (by > 1 || at.saturating_add(1) < said.len()).then_some(Mistyped::Digit)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An amount of so many units of its last digit.
    fn amount(digits: i64, unit: i64) -> Quantity {
        let unit = Decimal::from(unit);
        Quantity::within(Decimal::from(digits) * unit, unit / Decimal::TWO)
    }

    #[test]
    fn a_slip_of_the_hand_is_told_from_another_amount() {
        let exact = |pounds: i64| Quantity::exact(Decimal::from(pounds));
        for (amount, figure, slip) in [
            (amount(888, 1000), 888_000, None),
            (amount(888, 1000), 888_400, None),
            (amount(888, 1000), 889_000, None),
            (amount(888, 1000), 388_000, Some(Mistyped::Digit)),
            (amount(888, 1000), 858_000, Some(Mistyped::Digit)),
            (amount(29, 100_000), 3_900_000, Some(Mistyped::Digit)),
            (amount(468, 1000), 486_000, Some(Mistyped::Exchanged)),
            (amount(468, 1000), 648_000, Some(Mistyped::Exchanged)),
            (amount(468, 1000), 4_680_000, Some(Mistyped::Ten)),
            (amount(468, 1000), 46_800, Some(Mistyped::Ten)),
            (amount(468, 1000), 46_810, None),
            (amount(468, 1000), 467_000, None),
            (amount(468, 1000), 354_000, None),
            (amount(468, 1000), 1_468_000, None),
        ] {
            assert_eq!(mistyped(amount, exact(figure)), slip, "{amount:?} and {figure}");
        }
        assert_eq!((digits(amount(490, 1000)), digits(amount(888, 1000)), digits(amount(1436, 1))), (2, 3, 4));
    }
}
