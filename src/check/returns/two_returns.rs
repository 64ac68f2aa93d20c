//! Two files from one area.

use super::file_name;
use crate::check::{Rule, View};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Trouble;

pub(super) static RULE: Rule = Rule {
    code: "two-returns",
    family: Family::Return,
    severity: Severity::Error,
    title: "Two files are the same area's return",
    what: "Two workbooks in the folder both say that they come from the same service area: often a version and its \
           correction.",
    why: "Counting both would count every scheme twice; choosing one unasked might choose the older.",
    mend: "Keep the one that stands and take the other out of the folder.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.returns.troubles.iter().filter_map(|trouble| finding(rule, view, trouble)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, trouble: &Trouble) -> Option<Finding> {
    let Trouble::TwoReturns { at, first, area } = trouble else { return None };
    let (own, other) = (file_name(&at.file), file_name(&first.file));
    let message =
        format!("{other} and {own} are both the return of {}; only {other} is read", view.area_name(Some(area)));
    let draft = rule.at(at).about_area(Some(area)).topic(own).related([first.clone()]);
    Some(draft.says(message, "keep the one that stands and take the other out of the folder"))
}
