//! A workbook that reckons with its figures as they are shown.

use super::{file_name, in_files, whose};
use crate::check::{Rule, View};
use crate::finding::{Family, Finding, Severity};
use crate::source::Place;

pub(in crate::check) static RULE: Rule = Rule {
    code: "rounds-as-shown",
    family: Family::Return,
    severity: Severity::Note,
    title: "A workbook reckons with figures as they are shown",
    what: "The workbook is set to 'precision as displayed': each figure is kept as its format rounds it, and formulas reckon with that.",
    why: "Its results are right by its own lights, and not always what its formulas give; so they are not reckoned again.",
    mend: "Nothing need be done.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    in_files(view, |file, _| {
        let name = file_name(&file.path);
        let draft = rule.at(&Place::file(file.path.clone())).about_area(file.area.as_deref());
        let draft = if file.area.is_none() { draft.topic(name) } else { draft };
        let message = format!(
            "{}{name} reckons with its figures as they are shown, so whether its results are up to date is not checked",
            whose(view, file)
        );
        file.rounds_as_shown.then(|| draft.says(message, "nothing need be done"))
    })
}
