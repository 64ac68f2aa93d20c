//! A chart of the main figures by area, with the same in words.

use rust_decimal::{Decimal, RoundingStrategy};

use super::changes::{role_columns, unit_words};
use super::known::{From, Known};
use super::material::Material;
use super::{Chart, ChartGroup, facts, tables};
use crate::figures::Group;
use crate::form::{Column, Form, List};
use crate::money;
use crate::words::handle;

/// A chart of the main figures by area. Each figure of its words stands between marks.
///
/// None of a single area, unless the form asks for one in `[pages]`: it would show two or three bars whose figures the first page
/// says in a sentence, and a chart is there to compare areas.
pub(super) fn chart(material: &Material<'_>, known: &Known<'_>) -> Option<Chart> {
    let form = material.form;
    let list = form.main()?;
    let columns = role_columns(material, list);
    let all = &material.figures.list(&list.id)?.all.groups;
    let groups: Vec<_> = all.iter().filter(|group| !group.is_inner()).collect();
    let compares = match groups.len() {
        0 => false,
        // One bar alone compares nothing, whoever asks for it.
        1 => form.pages.chart_is_asked_for && columns.len() > 1,
        _ => true,
    };
    if columns.is_empty() || !compares {
        return None;
    }
    let bars: Vec<Vec<Option<Bar>>> = groups
        .iter()
        .map(|group| columns.iter().map(|column| bar(form, known, list, group, column)).collect())
        .collect();
    let longest = bars.iter().flatten().flatten().map(|bar| bar.saving).max().filter(|it| *it > Decimal::ZERO)?;
    let label = |bar: &Option<Bar>| match bar {
        Some(bar) => money::print_money(bar.saving, form.report.money),
        None => form.report.not_applicable.clone(),
    };
    let chart_groups: Vec<ChartGroup> = groups
        .iter()
        .zip(&bars)
        .map(|(group, bars)| ChartGroup {
            name: group.label.clone(),
            labels: bars.iter().map(label).collect(),
            lengths: bars.iter().map(|bar| bar.as_ref().map_or(0, |bar| thousandths(bar.saving, longest))).collect(),
        })
        .collect();
    let series: Vec<String> = columns.iter().map(|column| tables::column_name(material, column)).collect();
    let told: Vec<String> = chart_groups
        .iter()
        .zip(&bars)
        .map(|(group, bars)| {
            let figures = series.iter().zip(&group.labels).zip(bars).map(|((name, label), bar)| match bar {
                Some(bar) => format!("{} {}", facts::words(name), handle::spoken(label, &bar.trace)),
                None => format!("{} {label}", facts::words(name)),
            });
            format!("{}: {}", facts::words(&group.name), figures.collect::<Vec<_>>().join(", "))
        })
        .collect();
    let fixed = &material.words.fixed;
    Some(Chart {
        title: fixed.chart_title().fill(&[("figures", &series.join(", "))]),
        unit: unit_words(material).to_string(),
        alternative: fixed.chart_about().fill(&[("unit", unit_words(material)), ("figures", &told.join(". "))]),
        series,
        groups: chart_groups,
    })
}

/// A bar of the chart.
struct Bar {
    /// In pounds: a bar is as long as the saving, however the form writes savings.
    saving: Decimal,
    /// Where it comes from.
    trace: String,
}

/// The bar of a group's total; none where that is not known.
fn bar(form: &Form, known: &Known<'_>, list: &List, group: &Group<'_>, column: &Column) -> Option<Bar> {
    let figure = group.totals.get(&column.id)?;
    let amount = figure.amount()?;
    let (list, column, origin) = (list.id.clone(), column.id.clone(), figure.origin.clone());
    let name = format!("totals.{list}.{column}");
    let trace = known.add(&name, group.area.as_deref(), amount, From::Total { list, column, origin });
    Some(match form.report.negative_savings {
        true => Bar { saving: Decimal::ZERO.checked_sub(amount)?, trace: format!("(-{trace})") },
        false => Bar { saving: amount, trace },
    })
}

/// The length of a bar: nil for what is negative.
fn thousandths(amount: Decimal, longest: Decimal) -> u32 {
    use rust_decimal::prelude::ToPrimitive;
    let share = amount.max(Decimal::ZERO).checked_div(longest).and_then(|share| share.checked_mul(Decimal::from(1000)));
    let share = share.unwrap_or_default().round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    share.to_u32().unwrap_or(0)
}
