//! An area that the summary calls by another name.

use super::summaries;
use crate::check::{Context, Rule, say};
use crate::finding::{Family, Finding, Severity};
use crate::names::Title;

pub(super) static RULE: Rule = Rule {
    code: "summary-alias",
    family: Family::Summary,
    severity: Severity::Note,
    title: "The summary calls an area by another name",
    what: "A row of the summary gives an area a name other than the one it is printed under; the form lists it as another name \
           of the same area.",
    why: "Two names in one appendix read as two areas. The appendix prints the form's name in both places.",
    mend: "Nothing need be done. To print the other name, make it the area's `name` in piperoll.toml.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (list, all, ..) in summaries(context) {
        for item in &all.items {
            let (Some(row), Some(id)) = (item.row, &item.area) else { continue };
            let (Some(area), Some(cell)) = (context.form.area(id), row.cells.get(&list.label)) else { continue };
            let typed = cell.text.trim();
            if typed.is_empty() || Title::of(typed) == Title::of(&area.name) {
                continue;
            }
            let mut finding = rule.finding(cell.at.clone());
            finding.message = format!(
                "the summary calls '{}' by another name, '{typed}' ({}); it prints as '{}'",
                area.name,
                say::cell(&cell.at),
                area.name
            );
            finding.help = "nothing need be done".into();
            finding.area = Some(id.clone());
            finding.column = Some(list.label.clone());
            finding.stated_text = Some(typed.to_string());
            finding.demanded_by = Some(area.at.clone());
            findings.push(finding);
        }
    }
}
