//! Comments and text boxes.

use super::first_of;
use crate::check::returns::file_name;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::returns::File;
use crate::returns::grid::Sheet;
use crate::source::Place;

pub(in crate::check) static RULE: Rule = Rule {
    code: "comments",
    family: Family::Return,
    severity: Severity::Note,
    title: "A workbook has comments or text boxes",
    what: "Comments or notes hang on cells of the workbook, or text boxes lie over its sheets. They are not read, not printed, and not \
           quoted.",
    why: "A caveat to a figure may stand there ('subject to approval'), and the paper would not have it.",
    mend: "Read them. What belongs in the paper belongs in a cell of the table.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.returns.files.iter().filter_map(|file| finding(rule, file)).collect()
}

/// 'comments on C4 and D5 of sheet 'Return''
fn of_sheet(sheet: &Sheet) -> Option<String> {
    let comments: Vec<String> = sheet.look.comments.iter().map(|comment| comment.at.to_string()).collect();
    let boxes: Vec<String> = sheet.look.text_boxes.iter().filter_map(|(at, _)| at.map(|at| at.to_string())).collect();
    let mut said = Vec::new();
    if !comments.is_empty() {
        let what = if comments.len() == 1 { "a comment" } else { "comments" };
        said.push(format!("{what} on {}", first_of(&comments)));
    }
    let all = sheet.look.text_boxes.len();
    if all > 0 {
        let over = if boxes.is_empty() { String::new() } else { format!(" over {}", first_of(&boxes)) };
        said.push(format!("{}{over}", if all == 1 { "a text box" } else { "text boxes" }));
    }
    let name = wording::quoted(&sheet.name);
    (!said.is_empty()).then(|| format!("{} of sheet '{name}'", wording::list_of(&said)))
}

/// The cells under them.
fn places<'a>(file: &'a File, sheet: &'a Sheet) -> impl Iterator<Item = Place> + 'a {
    let comments = sheet.look.comments.iter().map(|comment| comment.at);
    let boxes = sheet.look.text_boxes.iter().filter_map(|(at, _)| *at);
    comments.chain(boxes).map(|at| Place::cell(file.path.clone(), sheet.name.clone(), at))
}

fn finding(rule: &Rule, file: &File) -> Option<Finding> {
    let said: Vec<String> = file.sheets.iter().filter_map(of_sheet).collect();
    if said.is_empty() {
        return None;
    }
    let name = file_name(&file.path);
    let message = format!("{name} has {}; nothing of that is read or printed", wording::clauses(&said, "; "));
    let draft = rule
        .at(&Place::file(file.path.clone()))
        .about_area(file.area.as_deref())
        .related(file.sheets.iter().flat_map(|sheet| places(file, sheet)))
        .topic(if file.area.is_none() { name } else { "" });
    Some(draft.says(message, "read them: what belongs in the paper belongs in a cell of the table"))
}
