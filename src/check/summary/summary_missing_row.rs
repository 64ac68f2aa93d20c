//! A section that the summary leaves out.

use crate::check::look::SummaryOf;
use crate::check::{Rule, View, wording};
use crate::figures::Item;
use crate::finding::{Family, Finding, Severity};
use crate::form::ColumnOrigin;

pub(super) static RULE: Rule = Rule {
    code: "summary-missing-row",
    family: Family::Summary,
    severity: Severity::Error,
    title: "The summary has no row for a section",
    what: "An area (or whatever the summary is drawn up by) has items in its return, and the summary has no row for it under \
           any of its names.",
    why: "The summary's stated totals cannot include it, and figures that only the summary gives are missing.",
    mend: "Add the row. If it is there under another name, add that name to the area's `also` in piperoll.toml.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.in_summaries(|summary, item| finding(rule, view, summary, item))
}

fn finding(rule: &Rule, view: &View<'_>, summary: SummaryOf<'_>, item: &Item<'_>) -> Option<Finding> {
    // A summary that nobody sends is drawn up from the sections alone.
    let table = view.returns.tables.iter().find(|table| table.list == summary.list.id)?;
    let at = table.rows.last().map_or(&table.at, |row| &row.at);
    let (list, of) = (summary.list, summary.of);
    let section = item.area.as_deref().and_then(|area| summary.sections.of_area(area));
    let number = section.map_or(0, |group| group.counting_items().len());
    if item.row.is_some() || number == 0 && item.area.is_some() {
        return None;
    }
    let has = if number == 0 {
        String::new()
    } else {
        format!(", which has {}", wording::count(number, &of.item, &of.items))
    };
    let sums = list.columns.iter().filter(|column| matches!(column.origin(), ColumnOrigin::Sum(_)));
    let figures: Vec<String> = sums
        .filter_map(|column| {
            let figure = wording::told(item.figures.get(&column.id)?)?;
            Some(format!("{} {}", view.name(column), wording::figure(column, figure)))
        })
        .collect();
    let figures = if figures.is_empty() { String::new() } else { format!(" ({})", wording::clauses(&figures, ", ")) };
    let message = format!("the summary has no row for '{}'{has}{figures}", item.label);
    let help = "add the row; if it is there under another name, add that name to the area's `also` in piperoll.toml";
    Some(rule.at(at).about_section(view, list, item).demanded_by(&list.at).says(message, help))
}
