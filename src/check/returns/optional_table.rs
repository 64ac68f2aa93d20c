//! A table that may be absent and is.

use std::collections::BTreeMap;

use super::{file_name, missing_sheet};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::returns::{TitledTable, Trouble};
use crate::source::Place;

/// So many files are named.
const MOST: usize = 6;

pub(super) static RULE: Rule = Rule {
    code: "optional-table",
    family: Family::Return,
    severity: Severity::Note,
    title: "A table that may be absent is not there",
    what: "A [[return]] with `optional = true` found no table in a workbook that was sent: by its headings, its sheet or the title \
           above it. One note a return names the workbooks.",
    why: "The form allows it, so nothing is missing. But a table whose headings or title were reworded looks the same as one that was \
          left out, and its rows count nowhere.",
    mend: "See that the table is meant to be absent. If it is there under other headings, add them to `also` of their columns in \
           piperoll.toml; if its title was reworded, correct `under` of the return.",
    run,
};

/// A file without the table, and the titles that were looked at there.
type Absent<'a> = (&'a Place, Option<&'a str>, Option<&'a (String, Vec<TitledTable>)>);

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut absent: BTreeMap<&Place, (&str, &str, Vec<Absent<'_>>)> = BTreeMap::new();
    for trouble in &view.returns.troubles {
        if let Trouble::MissingSheet { at, area, looked_for, under, optional: true, list, demanded_by, .. } = trouble
            && !missing_sheet::is_reworded(view, under.as_ref())
        {
            let known = absent.entry(demanded_by).or_insert((list, looked_for, Vec::new()));
            known.2.push((at, area.as_deref(), under.as_ref()));
        }
    }
    absent
        .into_iter()
        .filter_map(|(at, (list, headings, files))| finding(rule, view, (at, list, headings), &files))
        .collect()
}

fn finding(
    rule: &Rule,
    view: &View<'_>,
    (demanded_by, list, headings): (&Place, &str, &str),
    files: &[Absent<'_>],
) -> Option<Finding> {
    let (first, area, under) = files.first()?;
    let names: Vec<&str> = files.iter().map(|(at, ..)| file_name(&at.file)).collect();
    let has = if names.len() == 1 { "has" } else { "have" };
    // What stands there instead is said of one file; of several it may differ.
    // It is the sheet's name, where the form names one.
    let is_sheet = view.form.returns.iter().any(|form| form.at == *demanded_by && form.sheet.is_some());
    let where_looked = match (files, under) {
        (_, None) if is_sheet => format!("on a sheet called '{headings}'"),
        ([_], _) | (_, None) => missing_sheet::under_title(*under, headings),
        (_, Some((title, _))) => format!("under '{title}'"),
    };
    let message = format!("{} {has} no table of the list `{list}` {where_looked}", wording::first_of(&names, MOST));
    let area = area.filter(|_| files.len() == 1);
    let draft = rule.at(first).about_list(view, list, area, "").demanded_by(demanded_by);
    let topic = demanded_by.line.map(|line| format!("{list} {line}")).unwrap_or_default();
    let topic = under.map_or(topic, |(title, _)| format!("{list} {title}"));
    let draft = draft.topic(&topic).related(files.iter().skip(1).map(|(at, ..)| (*at).clone()));
    let help = "nothing need be done if it is meant to be absent; the form says that it may be";
    Some(draft.says(message, help))
}
