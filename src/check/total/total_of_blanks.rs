//! A total of nil over rows that state nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::cause::CellCause;
use crate::check::returns::file_name;
use crate::check::{Rule, View, look, wording};
use crate::figures::Group;
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, List, TotalOrigin};
use crate::money::Absent;
use crate::returns::Cell;
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "total-of-blanks",
    family: Family::Total,
    severity: Severity::Query,
    title: "A total of nil over rows that are blank",
    what: "A total row states 0, and none of its rows says anything in that column. A sum over blank cells gives 0 whatever is \
           meant, and the form does not say that a blank means nil.",
    why: "Nil and not stated are two things: 'nothing is achieved' is a statement that nobody made.",
    mend: "Ask whether nothing is meant, and have 0 written in the rows; or say `blank = \"nil\"` of the column in piperoll.toml.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut totals: BTreeMap<(&str, &str, &str), Vec<Blank<'_>>> = BTreeMap::new();
    for (list, group) in view.groups() {
        for column in list.columns.iter().filter(|column| column.total == TotalOrigin::Sum && !column.is_computed()) {
            if let Some(cell) = over_blanks(view, group, column) {
                let blank = Blank { list, column, group, cell };
                totals.entry((&cell.at.file, &list.id, &column.id)).or_default().push(blank);
            }
        }
    }
    totals.into_values().filter_map(|totals| finding(rule, view, &totals)).collect()
}

/// A total of nil over blanks.
struct Blank<'a> {
    list: &'a List,
    column: &'a Column,
    group: &'a Group<'a>,
    cell: &'a Cell,
}

/// The rows that are blank in a column beneath a total which states nil: what is asked of the total is asked of them.
pub(super) fn rows_of<'a>(view: &View<'a>, all: &'a Group<'a>, column: &Column) -> BTreeSet<&'a Place> {
    let mut rows = BTreeSet::new();
    let mut groups = vec![all];
    while let Some(group) = groups.pop() {
        if over_blanks(view, group, column).is_some() {
            rows.extend(group.counting_items().into_iter().filter_map(|item| Some(&item.row?.at)));
        } else {
            groups.extend(&group.groups);
        }
    }
    rows
}

/// The cell of a stated nil over rows that are all blank.
fn over_blanks<'a>(view: &View<'_>, group: &'a Group<'a>, column: &Column) -> Option<&'a Cell> {
    let (cell, _) = look::stated(group.stated?, column).filter(|(_, figure)| figure.quantity.value().is_zero())?;
    let figure = group.totals.get(&column.id).filter(|figure| figure.counted.is_none())?;
    // Where a blank is an error of its own, that is told.
    let is_blank = |(why, place): &(Absent, _)| {
        *why == Absent::Blank && view.causes.cells.cause(place, &column.id) == Some(CellCause::Blank)
    };
    (!figure.unknown.is_empty() && figure.unknown.iter().all(is_blank)).then_some(cell)
}

fn finding(rule: &Rule, view: &View<'_>, totals: &[Blank<'_>]) -> Option<Finding> {
    let Blank { list, column, group, cell } = totals.first()?;
    let area =
        group.area.as_deref().filter(|area| totals.iter().all(|total| total.group.area.as_deref() == Some(area)));
    let items = totals.iter().flat_map(|total| total.group.counting_items());
    let rows: BTreeSet<&Place> = items.filter_map(|item| Some(&item.row?.cells.get(&column.id)?.at)).collect();
    let places: Vec<String> = totals.iter().map(|total| wording::cell_from(&total.cell.at, &cell.at)).collect();
    let message = format!(
        "{}{} {} {} as 0 ({}), and {} blank there",
        wording::opening(&view.area_name(area)),
        if totals.len() == 1 { "the total of" } else { "totals of" },
        view.name(column),
        if totals.len() == 1 { "is stated" } else { "are stated" },
        wording::list_of(&places),
        match rows.len() {
            1 => format!("its only {} is", list.item),
            2 => format!("both {} are", list.items),
            many => format!("all {many} {} are", list.items),
        },
    );
    let draft = rule.at(&cell.at).about_list(view, &list.id, area, "").column(column);
    let draft =
        if area.is_none() && view.returns.files.len() > 1 { draft.topic_and(file_name(&cell.at.file)) } else { draft };
    let stated = format!("{}; {} blank", cell.text.trim(), rows.len());
    let draft = draft.stated_text(&stated).related(totals.iter().map(|total| &total.cell.at).chain(rows).cloned());
    let help = wording::mend_or_explain("ask whether nothing is meant, and have 0 written in the rows");
    Some(draft.says(message, help))
}
