//! An area that the summary calls by another name.

use crate::check::{Rule, View, wording};
use crate::figures::Item;
use crate::finding::{Family, Finding, Severity};
use crate::form::List;
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
    view.in_summaries(|summary, item| finding(rule, view, summary.list, item))
}

fn finding(rule: &Rule, view: &View<'_>, list: &List, item: &Item<'_>) -> Option<Finding> {
    let id = item.area.as_deref()?;
    let (area, cell) = (view.form.area(id)?, item.row?.cells.get(&list.label)?);
    let typed = cell.text.trim();
    if typed.is_empty() || Title::same(typed, &area.name) {
        return None;
    }
    let message = format!(
        "the summary calls '{0}' by another name, '{typed}' ({1}); it prints as '{0}'",
        area.name,
        wording::cell(&cell.at),
    );
    let draft = rule.at(&cell.at).about_area(Some(id)).shared(Some(id), None, Some(&list.label));
    Some(draft.stated_text(typed).demanded_by(&area.at).says(message, "nothing need be done"))
}
