//! A title that names another area than the one whose return it is taken for.

use super::file_name;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Trouble;

pub(super) static RULE: Rule = Rule {
    code: "other-area",
    family: Family::Return,
    severity: Severity::Query,
    title: "A title names another area than the file or the sheet does",
    what: "The file, or the sheet, is one service area's, and a line above its table, or the sheet's name, names another one: by its \
           name alone or in ordinary words ('Adults and Health savings return'). Where the titles name both, it is a note. A line \
           that speaks of dealings with an area ('transferred from Adults and Health') names none.",
    why: "One of the two is wrong. If it is the one that was believed, an area's figures stand under another area's name.",
    mend: "Rename the file or correct the title; or say in decisions.toml that only the title is wrong.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.returns.troubles.iter().filter_map(|trouble| finding(rule, view, trouble)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, trouble: &Trouble) -> Option<Finding> {
    let Trouble::OtherArea { at, area, text, named, called, both, over_figures } = trouble else { return None };
    let (own, other, file) = (view.area_name(Some(area)), view.area_name(Some(named)), file_name(&at.file));
    let title = match at.cell {
        Some(cell) => format!("{cell} of {file} says '{}'", wording::quoted(text)),
        None => match &at.sheet {
            Some(sheet) => format!("the sheet of {file} is called '{}'", wording::quoted(sheet)),
            None => format!("{file} says inside that it is from {other}"),
        },
    };
    let message = match (called, both) {
        (Some(called), _) => {
            let called = view.area_name(Some(called));
            format!("{title}, but the file is called after {called}; it is read as the return of {own}")
        }
        (None, false) if *over_figures => format!("{title}, over figures that are counted for {own}"),
        (None, false) => format!("{title}, and nothing above the table names {own}, whose return it is taken for"),
        (None, true) => format!("{title} as well as {own}, whose return it is taken for"),
    };
    let help = if *both {
        "see whether the title is meant".to_string()
    } else if *over_figures {
        wording::mend_or_explain("see whose the figures under it are, and take them out or correct the title")
    } else {
        wording::mend_or_explain("rename the file or correct the title")
    };
    let severity = if *both { Severity::Note } else { rule.severity };
    let draft = rule.at(at).about_area(Some(area)).topic(named).stated_text(text).weighing(severity);
    Some(draft.says(message, help))
}
