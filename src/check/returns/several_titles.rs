//! Rows of one list that stand in tables of different titles.

use super::file_name;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Trouble;

pub(super) static RULE: Rule = Rule {
    code: "several-titles",
    family: Family::Return,
    severity: Severity::Query,
    title: "Tables of different titles are read as one list",
    what: "A sheet has several tables with the same headings, and the lines above them differ: 'Savings agreed', 'Savings at risk'. The \
           rows of all of them count together, as the form says nothing of their titles.",
    why: "Nothing but its title may say that a table is another thing. Added together, what is at risk, or was withdrawn, would \
          count beside what is agreed.",
    mend: "Name the title of the table that is meant by `under` in the [[return]] of piperoll.toml; a list of its own, or a second \
           [[return]] of the same list, may take another one. If all of them count, explain the finding.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.returns.troubles.iter().filter_map(|trouble| finding(rule, view, trouble)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, trouble: &Trouble) -> Option<Finding> {
    let Trouble::SeveralTitles { at, area, list, tables, demanded_by } = trouble else { return None };
    let known = view.form.list(list)?;
    let named = tables.iter().map(|table| {
        format!(
            "'{}' ({}, {})",
            wording::quoted(&table.title),
            wording::cell(&table.at),
            wording::count(table.rows, &known.item, &known.items)
        )
    });
    let message = format!(
        "{}{}: the {} of {} tables with the same headings count together, under {}",
        wording::opening(&view.area_name(area.as_deref())),
        file_name(&at.file),
        known.items,
        wording::number(tables.len()),
        wording::list_of(&named.collect::<Vec<_>>()),
    );
    let mend = "name the title of the one that is meant by `under` in the [[return]] of piperoll.toml";
    let stated: Vec<&str> = tables.iter().map(|table| table.title.as_str()).collect();
    let draft = rule.at(at).about_list(view, list, area.as_deref(), "").stated_text(&stated.join("; "));
    let draft = draft.demanded_by(demanded_by).related(tables.iter().map(|table| table.at.clone()));
    Some(draft.says(message, wording::mend_or(mend, "if all of them count, say so")))
}
