//! A file that is no workbook, or is over a limit.

use super::{area_of_file, file_name};
use crate::check::{Rule, View};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Trouble;

pub(super) static RULE: Rule = Rule {
    code: "unreadable-file",
    family: Family::Return,
    severity: Severity::Error,
    title: "A file cannot be read",
    what: "A file in the folder of returns could not be opened as a workbook: it is damaged, protected by a password, of \
           another kind than its ending says, or larger than any return has a reason to be.",
    why: "Nothing in it counts. Without it the totals of its area, and of the whole, are short.",
    mend: "Open it in Excel and save it again as .xlsx without a password, or ask for it to be sent again. If it is no \
           return, take it out of the folder.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.returns.troubles.iter().filter_map(|trouble| finding(rule, view, trouble)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, trouble: &Trouble) -> Option<Finding> {
    let Trouble::UnreadableFile { at, why } = trouble else { return None };
    let (area, name) = (area_of_file(view, &at.file), file_name(&at.file));
    let counts = area.map(|area| format!("; so nothing counts from {}", area.name)).unwrap_or_default();
    let why = why.trim().trim_end_matches('.');
    let draft = rule.at(at).about_area(area.map(|area| area.id.as_str())).topic(name);
    Some(draft.says(
        format!("{name} cannot be read: {why}{counts}"),
        "open it in Excel and save it again as .xlsx without a password, or ask for it again; if it is no return, take it \
         out of the folder",
    ))
}
