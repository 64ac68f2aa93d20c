//! Characters that nobody sees.

use super::first_of;
use crate::check::returns::file_name;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::returns::File;
use crate::returns::grid::Sheet;
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "unseen-characters",
    family: Family::Return,
    severity: Severity::Note,
    title: "Characters that nobody sees were left out",
    what: "Texts in cells hold characters that have no width, such as those that a copy from a web page or a PDF brings with it. They \
           are left out before a text is read.",
    why: "With them two names that look the same are two, and a figure is none. The note says where, in case they were meant.",
    mend: "Nothing need be done.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.returns.files.iter().filter_map(|file| finding(rule, file)).collect()
}

fn finding(rule: &Rule, file: &File) -> Option<Finding> {
    let of_sheet = |sheet: &Sheet| {
        let cells: Vec<String> = sheet.look.unseen.iter().map(ToString::to_string).collect();
        let name = wording::quoted(&sheet.name);
        (!cells.is_empty()).then(|| format!("{} of sheet '{name}'", first_of(&cells)))
    };
    let said: Vec<String> = file.sheets.iter().filter_map(of_sheet).collect();
    if said.is_empty() {
        return None;
    }
    let name = file_name(&file.path);
    let message =
        format!("characters that nobody sees were left out of what stands in {} of {name}", wording::list_of(&said));
    let draft = rule
        .at(&Place::file(file.path.clone()))
        .about_area(file.area.as_deref())
        .topic(if file.area.is_none() { name } else { "" });
    Some(draft.says(message, "nothing need be done"))
}
