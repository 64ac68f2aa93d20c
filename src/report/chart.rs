//! A chart of the main figures by area, with the same in words.

use rust_decimal::{Decimal, RoundingStrategy};

use super::changes::{role_columns, unit_words};
use super::material::Material;
use super::{Chart, ChartGroup, tables};
use crate::form::Column;
use crate::money;

/// A chart of the main figures by area.
pub(super) fn chart(material: &Material<'_>) -> Option<Chart> {
    let form = material.form;
    let list = form.main()?;
    let columns = role_columns(material, list);
    let all = &material.figures.list(&list.id)?.all.groups;
    let groups: Vec<_> = all.iter().filter(|group| !group.is_inner()).collect();
    // One bar alone compares nothing.
    if columns.is_empty() || groups.is_empty() || columns.len() == 1 && groups.len() == 1 {
        return None;
    }
    let amount = |group: &crate::figures::Group<'_>, column: &Column| {
        let amount = group.totals.get(&column.id).and_then(|figure| figure.amount()).unwrap_or_default();
        // A bar is as long as the saving, however the form writes savings.
        if form.report.negative_savings { Decimal::ZERO.saturating_sub(amount) } else { amount }
    };
    let longest = groups
        .iter()
        .flat_map(|group| columns.iter().map(|column| amount(group, column)))
        .max()
        .filter(|longest| *longest > Decimal::ZERO)?;
    let print = |amount: Decimal| money::print_money(amount, form.report.money);
    let chart_groups: Vec<ChartGroup> = groups
        .iter()
        .map(|group| ChartGroup {
            name: group.label.clone(),
            labels: columns.iter().map(|column| print(amount(group, column))).collect(),
            lengths: columns.iter().map(|column| thousandths(amount(group, column), longest)).collect(),
        })
        .collect();
    let series: Vec<String> = columns.iter().map(|column| tables::column_name(material, column)).collect();
    let told: Vec<String> = chart_groups
        .iter()
        .map(|group| {
            let figures = series.iter().zip(&group.labels).map(|(name, label)| format!("{name} {label}"));
            format!("{}: {}", group.name, figures.collect::<Vec<_>>().join(", "))
        })
        .collect();
    Some(Chart {
        title: format!("{} by service area", series.join(", ")),
        unit: unit_words(material).to_string(),
        alternative: format!("Bar chart in {}. {}.", unit_words(material), told.join(". ")),
        series,
        groups: chart_groups,
    })
}

/// The length of a bar: nil for what is negative.
fn thousandths(amount: Decimal, longest: Decimal) -> u32 {
    use rust_decimal::prelude::ToPrimitive;
    let share = amount.max(Decimal::ZERO).checked_div(longest).and_then(|share| share.checked_mul(Decimal::from(1000)));
    let share = share.unwrap_or_default().round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    share.to_u32().unwrap_or(0)
}
