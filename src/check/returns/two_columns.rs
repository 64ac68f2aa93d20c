//! One column's heading twice.

use crate::check::{Context, Rule, say};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Trouble;

pub(super) static RULE: Rule = Rule {
    code: "two-columns",
    family: Family::Return,
    severity: Severity::Error,
    title: "Two columns have the same heading",
    what: "Two headings of one table both name the same column of the form, as typed or by one of its other names.",
    why: "Only the first is read. If the second holds the newer figures, the old ones are published.",
    mend: "Take out the column that does not stand, or give it its right heading.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for trouble in &context.returns.troubles {
        let Trouble::TwoColumns { at, first, area, column } = trouble else { continue };
        let known = context.form.lists.iter().find_map(|list| list.column(column));
        let heading = known.map_or_else(|| column.clone(), |column| context.heading(column));
        let area_name = context.area_name(area.as_deref());
        let whose = if area_name.is_empty() { String::new() } else { format!("{area_name}: ") };
        let mut finding = rule.finding(at.clone());
        finding.message = format!(
            "{whose}{} and {} are both headed as the column '{heading}'; only {} is read",
            say::cell(first),
            say::cell(at),
            say::cell(first)
        );
        finding.help = "take out the column that does not stand, or give it its right heading".into();
        finding.area = area.clone();
        finding.column = Some(column.clone());
        finding.demanded_by = known.map(|column| column.at.clone());
        finding.related.push(first.clone());
        findings.push(finding);
    }
}
