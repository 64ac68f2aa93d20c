//! An area that the summary calls by another name.

use crate::check::{Rule, View, wording};
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

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for summary in view.summaries() {
        let list = summary.list;
        for item in &summary.all.items {
            let (Some(row), Some(id)) = (item.row, &item.area) else { continue };
            let (Some(area), Some(cell)) = (view.form.area(id), row.cells.get(&list.label)) else { continue };
            let typed = cell.text.trim();
            if typed.is_empty() || Title::of(typed) == Title::of(&area.name) {
                continue;
            }
            let message = format!(
                "the summary calls '{0}' by another name, '{typed}' ({1}); it prints as '{0}'",
                area.name,
                wording::cell(&cell.at),
            );
            let draft = rule.at(&cell.at).about_area(Some(id)).shared(Some(id), None, Some(&list.label));
            findings.push(draft.stated_text(typed).demanded_by(&area.at).says(message, "nothing need be done"));
        }
    }
    findings
}
