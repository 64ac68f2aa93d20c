//! A return without a row.

use super::file_name;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Trouble;

pub(super) static RULE: Rule = Rule {
    code: "no-row",
    family: Family::Return,
    severity: Severity::Error,
    title: "A return holds no row",
    what: "The table's headings are there and nothing below them, or nothing but a text ('To follow', 'See attached'), and nothing on the sheet says that there is nothing to report. Or a file that is the return of several areas (`areas`) has no row of one of them.",
    why: "An empty template that was sent by mistake looks the same as an area that saves nothing; published, it would say the \
          latter.",
    mend: "Ask the area for its return. An area that has nothing to report writes NIL RETURN on the sheet; or name it by `nil` in \
           the [[period]] of piperoll.toml.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let say = |trouble| finding(rule, view, trouble).or_else(|| of_area(rule, view, trouble));
    view.returns.troubles.iter().filter_map(say).collect()
}

/// An area of which the file of several holds nothing.
fn of_area(rule: &Rule, view: &View<'_>, trouble: &Trouble) -> Option<Finding> {
    let Trouble::NoRowOfArea { at, area, list, demanded_by } = trouble else { return None };
    let (name, form) = (file_name(&at.file), view.form.list(list)?);
    let whose = view.area_name(Some(area));
    let message = format!("{whose}: {name} holds no {} of it, and the form says that it is its return too", form.item);
    let help = format!(
        "ask for its {}; if there is nothing to report, add `nil = [\"{area}\"]` to the [[period]] of {} in piperoll.toml",
        form.items, view.returns.period
    );
    Some(rule.at(at).about_list(view, list, Some(area), "").demanded_by(demanded_by).says(message, help))
}

fn finding(rule: &Rule, view: &View<'_>, trouble: &Trouble) -> Option<Finding> {
    let Trouble::NoRow { at, area, list, words } = trouble else { return None };
    let (name, form) = (file_name(&at.file), view.form.list(list)?);
    let opening = wording::opening(&view.area_name(area.as_deref()));
    let sheet = at.sheet.as_deref().unwrap_or_default();
    let message = match words {
        Some(words) => format!(
            "{opening}{name} holds no row: nothing but '{}' ({}) stands below the headings on the sheet '{sheet}'",
            wording::quoted(words),
            wording::cell(at)
        ),
        None => {
            format!("{opening}{name} holds no row: no {} stands below the headings on the sheet '{sheet}'", form.item)
        }
    };
    let nil = match area {
        Some(area) => format!(
            "; if there is nothing to report, write NIL RETURN on the sheet, or add `nil = [\"{area}\"]` to the [[period]] of \
             {} in piperoll.toml",
            view.returns.period
        ),
        None => "; if there is nothing to report, write NIL RETURN on the sheet".to_string(),
    };
    let draft = rule.at(at).about_list(view, list, area.as_deref(), "");
    let draft = if area.is_none() { draft.topic_and(name) } else { draft };
    let help = match words {
        Some(words) => {
            let words = wording::quoted(words);
            format!("no return yet: ask for it; if '{words}' is one of the {}, fill in its row{nil}", form.items)
        }
        None => format!("ask for the return{nil}"),
    };
    Some(draft.demanded_by(&form.at).says(message, help))
}
