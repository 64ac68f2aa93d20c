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
    what: "A file in the folder of returns could not be opened as a workbook: it is damaged or cut off, protected by a password or a \
           sensitivity label, of another kind than its ending says (a web page, a PDF, a sheet of Excel 4, CSV text), or larger \
           than any return has a reason to be. The message says which.",
    why: "Nothing in it counts. Without it the totals of its area, and of the whole, are short.",
    mend: "Do what the message says: mostly, open it in Excel and save it again as .xlsx without a password, or ask for the workbook \
           itself. If it is no return, take it out of the folder.",
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
        "see that a workbook that opens stands in its place (.xlsx, without a password); if it is no return, take it out of the \
         folder",
    ))
}
