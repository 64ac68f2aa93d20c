//! What is netted off in a total: what its rows have still to find, and what others delivered beyond it.

use rust_decimal::Decimal;

use super::Item;
use crate::money;

/// Both gross figures of a net total.
#[derive(Debug)]
pub struct Gross<'g, 'a> {
    /// What is still to be found, in pounds; never negative.
    pub to_find: Decimal,
    /// What is over-delivered, in pounds; never positive.
    pub over: Decimal,
    /// The items that over-deliver.
    pub over_delivered: Vec<&'g Item<'a>>,
}

/// Both gross figures of a column over some items. `None` where nothing is netted off, or a sum leaves all bounds; what is not
/// known counts nothing.
pub fn gross<'g, 'a>(items: impl IntoIterator<Item = &'g Item<'a>>, column: &str) -> Option<Gross<'g, 'a>>
where
    'a: 'g,
{
    let amount = |item: &'g Item<'a>| Some((item, item.figures.get(column)?.counted?.value()));
    let (over, to_find): (Vec<_>, Vec<_>) =
        items.into_iter().filter_map(amount).partition(|(_, amount)| *amount < Decimal::ZERO);
    let sum = |amounts: &[(&Item<'a>, Decimal)]| money::checked_sum(amounts.iter().map(|(_, amount)| *amount));
    let gross = Gross {
        to_find: sum(&to_find)?,
        over: sum(&over)?,
        over_delivered: over.into_iter().map(|(item, _)| item).collect(),
    };
    (!gross.to_find.is_zero() && !gross.over.is_zero()).then_some(gross)
}
