//! A row of the summary for which no return has a section.

use crate::check::look::SummaryOf;
use crate::check::{Rule, View, wording};
use crate::figures::Item;
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, ColumnOrigin};

pub(super) static RULE: Rule = Rule {
    code: "summary-without-section",
    family: Family::Summary,
    severity: Severity::Note,
    title: "A row of the summary has no section behind it",
    what: "The summary states amounts for an area (or whatever it is drawn up by) that has no item in any return. They are \
           printed as the summary states them. An area whose return is missing is told by that.",
    why: "Nothing bears these amounts out, and they are in the summary's totals.",
    mend: "See where they come from. Nothing is to be done where the area is meant to stand in the summary alone.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.in_summaries(|summary, item| finding(rule, view, summary, item))
}

fn finding(rule: &Rule, view: &View<'_>, summary: SummaryOf<'_>, item: &Item<'_>) -> Option<Finding> {
    let row = item.row?;
    let nil = view.form.period(view.returns.period).map(|period| period.nil.as_slice()).unwrap_or_default();
    let is_missing = |area: &str| view.form.area(area).is_some_and(|area| area.returns && !nil.contains(&area.id));
    if item.area.as_deref().is_some_and(is_missing) {
        return None;
    }
    // Where there is a section, its rows add up to these figures.
    let own = |column: &&Column| {
        let figure = item.figures.get(&column.id);
        let is_own = figure.is_some_and(|figure| figure.origin.cell().is_some());
        matches!(column.origin(), ColumnOrigin::Sum(_)) && is_own
    };
    let amounts: Vec<String> = summary
        .list
        .columns
        .iter()
        .filter(own)
        .filter_map(|column| Some((column, wording::told(item.figures.get(&column.id)?)?)))
        .filter(|(_, told)| !told.value().is_zero())
        .map(|(column, told)| format!("{} {}", view.name(column), wording::figure(column, told)))
        .collect();
    if amounts.is_empty() {
        return None;
    }
    let message = format!(
        "{}: the summary states {}, and no return has a {} behind it",
        view.who(item.area.as_deref(), &item.label),
        wording::list_of(&amounts),
        summary.of.item,
    );
    let draft = rule.at(&row.at).about_section(view, summary.list, item).demanded_by(&summary.list.at);
    Some(draft.says(message, "see where these amounts come from"))
}
