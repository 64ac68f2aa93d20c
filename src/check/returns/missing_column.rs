//! A column without a heading.

use crate::check::{Context, Rule, say};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Trouble;
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "missing-column",
    family: Family::Return,
    severity: Severity::Error,
    title: "A column is missing",
    what: "The table was found by its other headings, but none of them is this column's, under any name the form knows.",
    why: "The column's figures are not read, so its totals are short by the whole return.",
    mend: "Put the column back, or, where it is only called something else, add that heading to the column's `also` in \
           piperoll.toml. A column that need not be there has `optional = true`.",
    run,
};

/// Where a missing column probably stands under another name.
pub(super) fn renamed(at: &Place, near: Option<&(crate::source::Address, String)>) -> Option<Place> {
    near.map(|(cell, _)| at.at(*cell))
}

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for trouble in &context.returns.troubles {
        let Trouble::MissingColumn { at, area, list, column, near, demanded_by } = trouble else { continue };
        let heading = match context.form.list(list).and_then(|list| list.column(column)) {
            Some(column) => context.heading(column),
            None => column.clone(),
        };
        let mut finding = rule.finding(at.clone());
        let area_name = context.area_name(area.as_deref());
        let whose = if area_name.is_empty() { String::new() } else { format!("{area_name}: ") };
        finding.message = format!("{whose}the table has no column '{heading}'");
        if let Some((cell, typed)) = near {
            let typed = typed.split_whitespace().collect::<Vec<_>>().join(" ");
            finding.message.push_str(&format!("; is it '{typed}' in {cell}?"));
            finding.help = format!(
                "if so, add \"{typed}\" to `also` of the column '{column}' in piperoll.toml; else put the column back"
            );
        } else {
            finding.help =
                format!("put the column back, or add its heading to `also` of the column '{column}' in piperoll.toml");
        }
        if let Some(place) = renamed(at, near.as_ref()) {
            finding.related.push(place);
        }
        finding.area = area.clone();
        finding.column = Some(column.clone());
        finding.demanded_by = Some(demanded_by.clone());
        finding.topic = say::topic_of(context, list);
        findings.push(finding);
    }
}
