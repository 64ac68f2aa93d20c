//! The unit of money that nothing says: that of the columns beside it, else what the size of the figures makes likely, and asked.

use rust_decimal::Decimal;

use super::draft::Draft;
use super::{By, Guess, Holds, Question};
use crate::money::Unit;

/// From this amount on figures are likely to be whole pounds, and whole thousands above the other.
const POUNDS_FROM: Decimal = Decimal::from_parts(20_000, 0, 0, false, 0);

/// Says the unit of each column of money that has none.
pub(super) fn settle(draft: &mut Draft, choose: &mut dyn FnMut(&Question) -> usize) {
    // What one list says is likelier for another one than its figures are.
    for index in 0..draft.newest.lists.len() {
        let Some(list) = draft.newest.lists.get(index).and_then(Option::as_ref) else { continue };
        let money = |unit: bool| {
            list.columns.iter().filter(move |column| column.holds == Holds::Money && column.unit.is_some() == unit)
        };
        let Some(first) = money(false).next() else { continue };
        let unit = match money(true).next().and_then(|column| column.unit.as_ref()) {
            Some(known) => known.value,
            None => {
                let (unit, largest) = by_size(draft, index);
                let named = |unit: Unit| match unit {
                    Unit::Pounds => "pounds (£)",
                    Unit::Thousands => "thousands of pounds (£000)",
                    Unit::Millions => "millions of pounds (£m)",
                };
                let all = [Unit::Pounds, Unit::Thousands, Unit::Millions];
                let options: Vec<Unit> =
                    std::iter::once(unit).chain(all.into_iter().filter(|other| *other != unit)).collect();
                let question = Question {
                    text: format!(
                        "Nothing says in which unit '{}' is stated ({}). Its largest figure is {}.",
                        first.heading,
                        list.found,
                        largest.normalize()
                    ),
                    options: options.iter().map(|unit| named(*unit).to_string()).collect(),
                };
                options.get(choose(&question)).copied().unwrap_or(unit)
            }
        };
        if let Some(list) = draft.newest.lists.get_mut(index).and_then(Option::as_mut) {
            for column in list.columns.iter_mut().filter(|it| it.holds == Holds::Money && it.unit.is_none()) {
                column.unit = Some(Guess { value: unit, by: By::Values });
            }
        }
    }
}

/// The unit that the figures of a list make likely, and the largest of them.
fn by_size(draft: &Draft, index: usize) -> (Unit, Decimal) {
    let Some(joined) = draft.newest.joined.get(index) else { return (Unit::Thousands, Decimal::ZERO) };
    let (mut largest, mut parts) = (Decimal::ZERO, false);
    for column in joined.table.columns.iter().filter(|column| column.shown && column.holds.value == Holds::Money) {
        for row in joined.table.items() {
            let Some(figure) = joined.figure(row.at, column.at) else { continue };
            largest = largest.max(figure.abs());
            parts |= !figure.fract().is_zero();
        }
    }
    let unit = match () {
        () if largest >= POUNDS_FROM => Unit::Pounds,
        () if parts && largest < Decimal::ONE_HUNDRED => Unit::Millions,
        () => Unit::Thousands,
    };
    (unit, largest)
}
