//! What stands in the folder of returns and is no workbook.

use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Trouble;
use crate::returns::files::ENDINGS;

pub(super) static RULE: Rule = Rule {
    code: "other-files",
    family: Family::Return,
    severity: Severity::Note,
    title: "The folder holds what is no workbook",
    what: "Files of other kinds (.csv, .docx, .pdf, .msg, .zip), or further folders, stand in the folder of the period's returns. \
           Nothing in them is read.",
    why: "One of them may be an area's return, or a correction of one.",
    mend: "Save a return that was sent in another form as .xlsx in the folder itself. All else may stay where it is.",
    run,
};

/// So many names are said; the others by their number.
const NAMED: usize = 6;

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.returns.troubles.iter().filter_map(|trouble| finding(rule, trouble)).collect()
}

fn finding(rule: &Rule, trouble: &Trouble) -> Option<Finding> {
    let Trouble::OtherFiles { at, names } = trouble else { return None };
    let mut named: Vec<String> = names
        .iter()
        .take(NAMED)
        .map(|name| match name.strip_suffix('/') {
            Some(folder) => format!("the folder '{}'", wording::quoted(folder)),
            None => format!("'{}'", wording::quoted(name)),
        })
        .collect();
    if names.len() > NAMED {
        named.push(format!("{} more", names.len() - NAMED));
    }
    let endings: Vec<String> = ENDINGS.iter().map(|ending| format!(".{ending}")).collect();
    let message = format!(
        "{} {} not read: a return is a workbook ({}) in the folder itself",
        wording::list_of(&named),
        if names.len() == 1 { "is" } else { "are" },
        endings.join(", "),
    );
    let help = "nothing to do unless one of them is a return: save it as .xlsx in the folder itself";
    Some(rule.at(at).about_area(None).says(message, help))
}
