//! What a column of some items comes to, and how a sentence says it.

use rust_decimal::Decimal;

use super::facts;
use super::material::Material;
use crate::figures::Item;
use crate::form::Column;
use crate::money;

/// The sum of what totals count of a column, over these items; with its sign as a saving, where sentences say savings. `None` beyond all
/// bounds.
pub(super) fn sum(material: &Material<'_>, items: &[&Item<'_>], column: &Column, as_savings: bool) -> Option<Decimal> {
    let amounts = items.iter().filter_map(|item| Some(item.figures.get(&column.id)?.counted?.value()));
    let sum = money::checked_sum(amounts)?;
    if as_savings { facts::as_saving(material.form, sum) } else { Some(sum) }
}

/// An amount of a column, in full: amounts said like this add up wherever they do.
pub(super) fn say(material: &Material<'_>, column: &Column, amount: Decimal) -> String {
    match column.money() {
        Some(_) => money::say_money(amount, material.form.report.money.unit),
        None => amount.normalize().to_string(),
    }
}
