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

pub(in crate::check) static RULE: Rule = Rule {
    code: "total-of-blanks",
    family: Family::Total,
    severity: Severity::Query,
    title: "A total of nil over rows that are blank",
    what: "A total row states 0, and none of its rows says anything in that column. A sum over blank cells gives 0 whatever is \
           meant, and the form does not say that a blank means nil. What follows from the blanks, as a cumulative figure that fell \
           or a row that is not worked out, is told when this is answered.",
    why: "Nil and not stated are two things: 'nothing is achieved' is a statement that nobody made.",
    mend: "Ask whether nothing is meant, and have 0 written in the rows; or say `blank = \"nil\"` of the column in piperoll.toml.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    in_tables(view).iter().filter_map(|totals| finding(rule, view, totals)).collect()
}

/// A total of nil over blanks.
struct Blank<'a> {
    list: &'a List,
    column: &'a Column,
    group: &'a Group<'a>,
    cell: &'a Cell,
}

impl<'a> Blank<'a> {
    /// The blank cells.
    fn cells(&self) -> impl Iterator<Item = &'a Place> {
        let rows = self.group.counting_items().into_iter().filter_map(|item| item.row);
        rows.filter_map(|row| Some(&row.cells.get(&self.column.id)?.at))
    }
}

/// All of them, those of a list in one file together: whatever is meant is meant by all.
fn in_tables<'a>(view: &View<'a>) -> Vec<Vec<Blank<'a>>> {
    let mut totals: BTreeMap<(&str, &str), Vec<Blank<'a>>> = BTreeMap::new();
    for (list, group) in view.groups() {
        for column in list.columns.iter().filter(|column| column.total == TotalOrigin::Sum && !column.is_computed()) {
            if let Some(cell) = over_blanks(view, group, column) {
                let blank = Blank { list, column, group, cell };
                totals.entry((&cell.at.file, &list.id)).or_default().push(blank);
            }
        }
    }
    totals.into_values().collect()
}

/// For each finding the cell at which it stands, and the blank cells, each with its column.
pub(in crate::check) fn totals_of_blanks<'a>(view: &View<'a>) -> Vec<(&'a Place, Vec<(&'a Place, &'a str)>)> {
    let of_table = |totals: &Vec<Blank<'a>>| {
        let cells = totals.iter().flat_map(|total| total.cells().map(|cell| (cell, total.column.id.as_str())));
        Some((&totals.first()?.cell.at, cells.collect()))
    };
    in_tables(view).iter().filter_map(of_table).collect()
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
    let rows: BTreeSet<&Place> = items.filter_map(|item| Some(&item.row?.at)).collect();
    let cells: BTreeSet<&Place> = totals.iter().flat_map(Blank::cells).collect();
    let places: Vec<String> = totals.iter().map(|total| wording::cell_from(&total.cell.at, &cell.at)).collect();
    let mut columns: Vec<&Column> = Vec::new();
    for total in totals {
        if !columns.iter().any(|known| known.id == total.column.id) {
            columns.push(total.column);
        }
    }
    let names: Vec<String> = columns.iter().map(|column| view.name(column)).collect();
    let message = format!(
        "{}{} {} {} as 0 ({}), and {} blank there",
        wording::opening(&view.area_name(area)),
        if totals.len() == 1 { "the total of" } else { "totals of" },
        wording::list_of(&names),
        if totals.len() == 1 { "is stated" } else { "are stated" },
        wording::list_of(&places),
        match rows.len() {
            1 => format!("its only {} is", list.item),
            2 => format!("both {} are", list.items),
            many => format!("all {} {} are", wording::number(many), list.items),
        },
    );
    let draft = rule.at(&cell.at).about_list(view, &list.id, area, "");
    let draft =
        if area.is_none() && view.returns.files.len() > 1 { draft.topic_and(file_name(&cell.at.file)) } else { draft };
    let draft = match columns.as_slice() {
        [_] => draft.column(column),
        _ => draft.all(),
    };
    let stated = match columns.as_slice() {
        [_] => format!("{}; {} blank", cell.text.trim(), rows.len()),
        _ => format!(
            "0 in {}; {} blank",
            columns.iter().map(|column| column.id.as_str()).collect::<Vec<_>>().join(", "),
            rows.len()
        ),
    };
    let draft = draft.stated_text(&stated).related(totals.iter().map(|total| &total.cell.at).chain(cells).cloned());
    let help = wording::mend_or_explain("ask whether nothing is meant, and have 0 written in the rows");
    Some(draft.says(message, help))
}
