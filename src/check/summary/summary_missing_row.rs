//! A section that the summary leaves out.

use super::summaries;
use crate::check::{Context, Rule, say};
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

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (list, all, _, of, sections) in summaries(context) {
        // A summary that nobody sends is drawn up from the sections alone.
        let Some(block) = context.returns.blocks.iter().find(|block| block.list == list.id) else { continue };
        for item in all.items.iter().filter(|item| item.row.is_none()) {
            let figures: Vec<String> = list
                .columns
                .iter()
                .filter(|column| matches!(column.origin, ColumnOrigin::Sum(_)))
                .filter_map(|column| {
                    let value = item.figures.get(&column.id)?.counted?.value();
                    Some(format!("{} {}", context.short_heading(column), say::figure(column, value)))
                })
                .collect();
            let number = item
                .area
                .as_deref()
                .and_then(|area| sections.of_area(area))
                .map_or(0, |group| group.counting_items().len());
            if number == 0 && item.area.is_some() {
                continue;
            }
            let mut finding = rule.finding(block.rows.last().map_or_else(|| block.at.clone(), |row| row.at.clone()));
            let has = if number == 0 {
                String::new()
            } else {
                format!(", which has {}", say::count(number, &of.item, &of.items))
            };
            let figures = if figures.is_empty() { String::new() } else { format!(" ({})", figures.join(", ")) };
            finding.message = format!("the summary has no row for '{}'{has}{figures}", item.label);
            finding.help =
                "add the row; if it is there under another name, add that name to the area's `also` in piperoll.toml"
                    .into();
            finding.scheme = item.area.is_none().then(|| item.label.clone());
            finding.area = item.area.clone();
            finding.demanded_by = Some(list.at.clone());
            finding.topic = context.topic(list);
            findings.push(finding);
        }
    }
}
