//! A workbook without the table.

use super::file_name;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Trouble;

pub(super) static RULE: Rule = Rule {
    code: "missing-sheet",
    family: Family::Return,
    severity: Severity::Error,
    title: "A workbook has no sheet with the table",
    what: "The sheet that the form names is not in the workbook, or none of its sheets has a row with the table's headings.",
    why: "Nothing of the workbook counts, and the totals are short by all of it.",
    mend: "See whether the right file was sent. If the headings were reworded, put them back or add them to `also` of their \
           columns in piperoll.toml; if the sheet was renamed, correct its name.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.returns.troubles.iter().filter_map(|trouble| finding(rule, view, trouble)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, trouble: &Trouble) -> Option<Finding> {
    let Trouble::MissingSheet { at, area, looked_for, there, demanded_by } = trouble else { return None };
    let there: Vec<String> = there.iter().map(|sheet| format!("'{sheet}'")).collect();
    let there = match there.as_slice() {
        [] => "it has no sheets".to_string(),
        [one] => format!("its only sheet is {one}"),
        several => format!("its sheets are {}", wording::list_of(several)),
    };
    // Either the sheet's own name, or the headings of the table.
    let named = view.form.returns.iter().any(|form| form.at == *demanded_by && form.sheet.is_some());
    let what = if named { format!("called '{looked_for}'") } else { format!("with the headings {looked_for}") };
    let name = file_name(&at.file);
    let topic = if area.is_none() { name } else { "" };
    let draft = rule.at(at).about_area(area.as_deref()).topic(topic).demanded_by(demanded_by);
    Some(draft.says(
        format!("{name} has no sheet {what}: {there}"),
        "see whether the right file was sent; if its headings were reworded, add them to `also` of their columns in \
         piperoll.toml",
    ))
}
