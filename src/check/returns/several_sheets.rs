//! A table that stands on several sheets.

use super::file_name;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Trouble;
use crate::source::Place;

pub(in crate::check) static RULE: Rule = Rule {
    code: "several-sheets",
    family: Family::Return,
    severity: Severity::Error,
    title: "The table stands on several sheets of a workbook",
    what: "Several visible sheets of one workbook hold rows under the headings of the same table: sheets of earlier months, an \
           example in the guidance, a left-over 'Sheet2'. One of them is counted: the one whose name or title names the period, \
           else the first that is no guidance. The others are left out, and nothing more is said of them. Where one sheet is called after the \
           period and each of the others after another one ('Q1', 'Q2', 'Q3'), it is a note.",
    why: "Added together they would count what is saved two or three times over; the wrong one alone would be another month's. \
          Only the area knows which one it means.",
    mend: "Delete or hide the sheets that are not meant, or name the right one by `sheet` in the [[return]] of piperoll.toml. Where \
           every sheet holds a part of the return, say `sheets = \"all\"` there.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.returns.troubles.iter().filter_map(|trouble| finding(rule, view, trouble)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, trouble: &Trouble) -> Option<Finding> {
    let Trouble::SeveralSheets { at, area, list, counted, left, of_others, certain, demanded_by } = trouble else {
        return None;
    };
    let names = |places: &[Place]| -> Vec<String> {
        places.iter().filter_map(|place| Some(format!("'{}'", place.sheet.as_ref()?))).collect()
    };
    let items = view.form.list(list).map_or("rows", |list| list.items.as_str());
    let mut all: Vec<Place> = counted.iter().chain(left).cloned().collect();
    // In the order of the workbook, as a person sees them.
    let order = |place: &Place| {
        let file = view.returns.files.iter().find(|file| file.path == place.file);
        file.and_then(|file| file.sheets.iter().position(|sheet| Some(&sheet.name) == place.sheet.as_ref()))
    };
    all.sort_by_key(order);
    let (chosen, out) = (wording::list_of(&names(counted)), wording::list_of(&names(left)));
    let name = file_name(&at.file);
    let opening = wording::opening(&view.area_name(area.as_deref()));
    let are = if counted.len() == 1 { "is" } else { "are" };
    let all = wording::list_of(&names(&all));
    let message = if *certain {
        format!(
            "{opening}{name} has the table of {items} on the sheets {all}: {chosen} is called after the period and is counted"
        )
    } else {
        format!(
            "{opening}{name} has the table of {items} on the sheets {all}: which one is meant? Only {chosen} {are} counted"
        )
    };
    let help = if *certain {
        format!("see that nothing of {out} is meant to count")
    } else if !of_others.is_empty() {
        // Counted with the others, another area's figures would stand under this one's name.
        let whose = of_others.iter().filter_map(|(place, other)| {
            Some(format!("'{}' is {}'s by its title or name", place.sheet.as_ref()?, view.area_name(Some(other))))
        });
        format!(
            "{}: send it in that area's own file, and delete or hide the sheets that are not meant; nothing of {out} is counted",
            wording::list_of(&whose.collect::<Vec<_>>())
        )
    } else {
        format!(
            "delete or hide the sheets that are not meant, or name the right one by `sheet` in the [[return]] of piperoll.toml; if \
         every one holds a part of the return, say `sheets = \"all\"` there; nothing of {out} is counted until then"
        )
    };
    let topic = if area.is_none() { format!("{list} {name}") } else { String::new() };
    let draft = rule.at(at).about_list(view, list, area.as_deref(), "").demanded_by(demanded_by);
    let draft = if topic.is_empty() { draft } else { draft.topic(&topic) };
    let severity = if *certain { Severity::Note } else { rule.severity };
    Some(draft.weighing(severity).related(counted.iter().chain(left).cloned()).says(message, help))
}
