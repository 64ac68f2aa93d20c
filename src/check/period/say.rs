//! The words that the findings of this family share.

use std::fmt::Write as _;

use rust_decimal::{Decimal, RoundingStrategy};

use super::look::Moved;
use crate::check::{Context, Rule};
use crate::finding::Finding;
use crate::form::{Column, Kind, List, heading};
use crate::money::{self, Unit};
use crate::reconcile::position::Scheme;
use crate::reconcile::proposal::quoted;
use crate::source::Place;

/// Stands in a help text for the finding's id, which is known only when all rules have run.
pub(super) const ID: &str = "{id}";

/// Decimal places kept of a computed figure, in the cell's own unit.
const DECIMALS_KEPT: u32 = 4;

/// A finding about a scheme.
pub(super) fn finding(rule: &Rule, context: &Context<'_>, list: &List, scheme: &Scheme, at: Place) -> Finding {
    Finding {
        area: scheme.area.clone(),
        scheme: Some(one_line(&scheme.label)),
        topic: if list.id == context.form.report.main_list { String::new() } else { list.id.clone() },
        demanded_by: Some(list.at.clone()),
        ..Finding::new(rule.code, rule.family, rule.severity, at)
    }
}

/// A finding about a figure that moved: this period's as stated, the prior one as expected.
pub(super) fn about_figure(rule: &Rule, context: &Context<'_>, moved: &Moved<'_>) -> Option<Finding> {
    let column = moved.column;
    let finding = finding(rule, context, moved.list, moved.scheme()?, moved.at()?);
    let own = |figure: Option<Decimal>| figure.and_then(|figure| own_unit(column, figure));
    Some(
        Finding {
            column: Some(column.id.clone()),
            demanded_by: Some(column.at.clone()),
            related: moved.related(),
            ..finding
        }
        .figures(unit(column), own(moved.to), own(moved.expected())),
    )
}

/// 'Target of 'Voids' (The north) is £130k; it was £100k in Quarter 2, 2022/23: +£30k (+30.0%)'
pub(super) fn both_figures(context: &Context<'_>, moved: &Moved<'_>) -> String {
    let column = moved.column;
    let prior = context.reconciliation.map(|reconciliation| reconciliation.prior.label()).unwrap_or_default();
    let who = moved.scheme().map(|scheme| who(context, scheme)).unwrap_or_default();
    let name = name(context, column);
    let expected = moved.expected();
    let corrected = if expected == moved.from { "" } else { ", with what was approved since" };
    match (moved.to, expected) {
        (Some(to), Some(from)) => format!(
            "{name} of {who} is {}; it was {} in {prior}{corrected}: {}",
            figure(column, to),
            figure(column, from),
            difference(column, to, from)
        ),
        (None, Some(from)) => {
            format!("{name} of {who} is not stated; it was {} in {prior}{corrected}", figure(column, from))
        }
        (Some(to), None) => format!("{name} of {who} is {}; it was not stated in {prior}", figure(column, to)),
        (None, None) => format!("{name} of {who} is not stated"),
    }
}

/// 'Forecast went from £800k to £600k: -£200k (-25.0%)', for a sentence that has named scheme and period already.
pub(super) fn moved_to(context: &Context<'_>, moved: &Moved<'_>) -> String {
    let column = moved.column;
    let name = name(context, column);
    match (moved.expected(), moved.to) {
        (Some(from), Some(to)) => format!(
            "{name} went from {} to {}: {}",
            figure(column, from),
            figure(column, to),
            difference(column, to, from)
        ),
        (Some(from), None) => format!("{name}, {} then, is not stated any more", figure(column, from)),
        (None, Some(to)) => format!("{name}, not stated then, is {}", figure(column, to)),
        (None, None) => format!("{name} is not stated"),
    }
}

/// The same from the prior figure itself, approved changes not taken in.
pub(super) fn from_prior(context: &Context<'_>, moved: &Moved<'_>) -> String {
    let plain = Moved {
        unapproved: moved.to.unwrap_or_default().saturating_sub(moved.from.unwrap_or_default()),
        ..moved.clone()
    };
    both_figures(context, &plain)
}

/// '+£30k (+30.0%)'
pub(super) fn difference(column: &Column, to: Decimal, from: Decimal) -> String {
    let Some(difference) = to.checked_sub(from) else { return "beyond all bounds".to_string() };
    let sign = |amount: Decimal| if amount > Decimal::ZERO { "+" } else { "" };
    if column.kind == Kind::Percent {
        let points = difference.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(difference);
        let points = points.round_dp_with_strategy(column.decimals, RoundingStrategy::MidpointAwayFromZero);
        return format!("{}{} percentage points", sign(points), points.normalize());
    }
    let share = difference.checked_div(from.abs());
    let share = share.map(|share| format!(" ({}{})", sign(share), money::print_percent(share, 1))).unwrap_or_default();
    format!("{}{}{share}", sign(difference), figure(column, difference))
}

/// Whom a sentence is about: ''Voids' (The north)'.
pub(super) fn who(context: &Context<'_>, scheme: &Scheme) -> String {
    let label = one_line(&scheme.label);
    match scheme.area.as_deref() {
        Some(area) => format!("'{label}' ({})", area_name(context, Some(area))),
        None => format!("'{label}'"),
    }
}

/// The name of an area.
pub(super) fn area_name(context: &Context<'_>, area: Option<&str>) -> String {
    let id = area.unwrap_or_default();
    context.form.area(id).map_or_else(|| id.to_string(), |area| area.name.clone())
}

/// A column's heading in this period, on one line and without the unit in brackets.
pub(super) fn name(context: &Context<'_>, column: &Column) -> String {
    let heading = match column.heading.contains("{{") {
        true => heading::fill(context.form, &column.heading, context.returns.period, &[]),
        false => column.heading.clone(),
    };
    let heading = one_line(&heading);
    heading.split_once(" (£").map_or(heading.clone(), |(name, _)| name.to_string())
}

/// A text on one line.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The unit of a column's figures, as findings.json names it.
pub(super) fn unit(column: &Column) -> &'static str {
    match (column.kind, column.unit) {
        (Kind::Percent, _) => "percent",
        (Kind::Money, Unit::Pounds) => "pounds",
        (Kind::Money, Unit::Thousands) => "thousands",
        (Kind::Money, Unit::Millions) => "millions",
        _ => "count",
    }
}

/// A figure in the cell's own unit.
pub(super) fn own_unit(column: &Column, figure: Decimal) -> Option<Decimal> {
    let own = match column.kind {
        Kind::Percent => figure.checked_mul(Decimal::ONE_HUNDRED),
        Kind::Money => figure.checked_div(column.unit.factor()),
        _ => Some(figure),
    }?;
    // Given figures are told as exactly as they stand.
    let places = if column.kind == Kind::Money { own.scale().min(6) } else { DECIMALS_KEPT };
    Some(own.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero).normalize())
}

/// A figure for a sentence: '£1,240k', '83%', '34'.
pub(super) fn figure(column: &Column, figure: Decimal) -> String {
    match column.kind {
        Kind::Percent => money::print_percent(figure, column.decimals),
        Kind::Money => {
            money::say_money(figure.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero), column.unit)
        }
        _ => figure.normalize().to_string(),
    }
}

/// What to do about something that a person may justify, with the figures that the explanation must be given on.
pub(super) fn mend_or_explain(mend: &str, finding: &Finding) -> String {
    format!("{mend}; if it stands, explain it in decisions.toml: {}", explain(finding))
}

/// The entry that explains a finding.
pub(super) fn explain(finding: &Finding) -> String {
    let stated = finding.stated.map(|figure| figure.to_string()).or_else(|| finding.stated_text.clone());
    let expected = finding.expected.map(|figure| figure.to_string());
    let mut entry = format!("[[explain]] finding = \"{ID}\"");
    for (key, figure) in [("stated", stated), ("expected", expected)] {
        if let Some(figure) = figure {
            entry.push_str(&format!(", {key} = {}", quoted(&figure)));
        }
    }
    entry.push_str(", with words, role and date");
    entry
}

/// The change request to enter for a figure.
pub(super) fn change_request(context: &Context<'_>, moved: &Moved<'_>) -> String {
    let mut entry = String::from("[[change_request]]\nreference = \"its reference\"\n");
    let own = |figure: Option<Decimal>| own_unit(moved.column, figure.unwrap_or_default()).unwrap_or_default();
    let scheme = moved.scheme();
    let area = scheme.and_then(|scheme| scheme.area.as_deref()).unwrap_or_default();
    let label = scheme.map(|scheme| one_line(&scheme.label)).unwrap_or_default();
    // Writing to a string cannot fail.
    let _ = write!(
        entry,
        "period = \"{}\"\nkind = \"rebase\"\narea = {}\nscheme = {}\ncolumn = {}\nfrom = {}\nto = {}\n\
         approved_by = \"who approved it\"\ndate = YYYY-MM-DD\nwords = \"why\"",
        context.returns.period,
        quoted(area),
        quoted(&label),
        quoted(&moved.column.id),
        own(moved.expected()),
        own(moved.to),
    );
    entry
}
