//! What stands in one column, or in one row, and is asked about again and again. Nothing is guessed of why: it is told once, as a
//! question about the whole.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use super::grid::TableOf;
use crate::check::View;
use crate::check::cause::row_of;
use crate::finding::{Family, Finding};
use crate::form::Column;
use crate::returns::{Cell, Row};
use crate::source::Place;

/// So few findings may well have a cause each.
pub(super) const FEWEST: usize = 6;

/// The same of a row, whose figures hang together.
const FEWEST_OF_ROW: usize = 4;

/// One in so many rows of a column at least is asked about: else it is the rows that are odd, and not the column.
const ONE_IN: usize = 5;

/// Many findings about one column of a table, or about one of its rows.
pub(in crate::check) struct Many<'a> {
    /// The table.
    pub table: TableOf<'a>,
    /// The area of the row, or of the column where all rows are of one.
    pub area: Option<&'a str>,
    /// What they are about.
    pub of: Of<'a>,
    /// All its cells, in the order of places: what an answer stands on.
    pub cells: Vec<&'a Cell>,
    /// Those of them in rows that are asked about.
    pub asked: Vec<&'a Cell>,
    /// How many findings of each code there are, the most first.
    pub codes: Vec<(&'static str, usize)>,
    /// What each of them says, in the order of findings.
    pub said: Vec<String>,
    /// In how many rows of items they stand, and how many there are.
    pub rows: (usize, usize),
}

/// What many findings are about.
#[derive(Clone, Copy)]
pub(in crate::check) enum Of<'a> {
    /// A column.
    Column(&'a Column),
    /// A row.
    Row(&'a Row),
}

/// What a finding stands in: a column of a table by its id, or a row by its number there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key<'a> {
    Column(usize, &'a str),
    Row(usize, usize),
}

/// The columns and rows with many findings that nothing else explains, with the ids of those.
pub(super) fn many<'a>(
    view: &View<'a>,
    told: &[Finding],
    explained: &BTreeSet<String>,
) -> Vec<(Many<'a>, Vec<String>)> {
    let open = |finding: &&Finding| finding.blocks() && !explained.contains(&finding.id) && is_of_figures(finding);
    let open: Vec<&Finding> = told.iter().filter(open).collect();
    if open.len() < FEWEST_OF_ROW {
        return Vec::new();
    }
    let tables: Vec<TableOf<'a>> =
        view.tables().into_iter().map(|table| TableOf { table: table.table, list: table.list }).collect();
    let cells = cells(&tables);
    let mut groups: BTreeMap<Key<'a>, Vec<&Finding>> = BTreeMap::new();
    for finding in open {
        for key in keys(&cells, finding) {
            groups.entry(key).or_default().push(finding);
        }
    }
    // The largest first; of a column and a row with as many the column, which is named first.
    let sizes = groups.iter().map(|(key, findings)| (findings.len(), Reverse(*key)));
    let mut largest: BinaryHeap<(usize, Reverse<Key<'a>>)> = sizes.filter(|(size, _)| *size >= FEWEST_OF_ROW).collect();
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    let mut found = Vec::new();
    while let Some((size, Reverse(key))) = largest.pop() {
        let Some(findings) = groups.get_mut(&key) else { continue };
        findings.retain(|finding| !taken.contains(finding.id.as_str()));
        if findings.len() < size {
            largest.push((findings.len(), Reverse(key)));
        } else if let Some(many) = told_of(&tables, &cells, key, findings) {
            let ids = findings.iter().map(|finding| finding.id.as_str());
            taken.extend(ids.clone());
            found.push((many, ids.map(str::to_string).collect()));
        }
    }
    found
}

/// What cannot be read or used, and what is said of files, references and decisions, is told of itself.
fn is_of_figures(finding: &Finding) -> bool {
    !matches!(finding.family, Family::Return | Family::Cell | Family::Reference | Family::Privacy | Family::Decision)
}

/// Where each cell stands: its table, its column and its row.
type Cells<'a> = BTreeMap<&'a Place, (usize, &'a str, usize)>;

fn cells<'a>(tables: &[TableOf<'a>]) -> Cells<'a> {
    let mut cells = Cells::new();
    for (index, of) in tables.iter().enumerate() {
        for (number, row) in of.table.rows.iter().enumerate() {
            cells.extend(row.cells.iter().map(|(column, cell)| (&cell.at, (index, column.as_str(), number))));
        }
    }
    cells
}

/// The columns of all its cells, and the row in which it stands.
fn keys<'a>(cells: &Cells<'a>, finding: &Finding) -> BTreeSet<Key<'a>> {
    let places = finding.related.iter().chain([&finding.at]).filter_map(|place| cells.get(place));
    let columns = places.map(|(table, column, _)| Key::Column(*table, column));
    let row = cells.get(&finding.at).map(|(table, _, row)| Key::Row(*table, *row));
    columns.chain(row).collect()
}

/// The rows of a table in which a finding touches it: where it stands, or else those of the cells that it names in the column.
fn rows_in(cells: &Cells<'_>, finding: &Finding, of: (usize, &str)) -> BTreeSet<usize> {
    let own = cells.get(&finding.at).filter(|(table, ..)| *table == of.0).map(|(_, _, row)| *row);
    let named = finding.related.iter().filter_map(|place| cells.get(place));
    let named = named.filter(|(table, column, _)| (*table, *column) == of).map(|(_, _, row)| *row);
    own.map_or_else(|| named.collect(), |own| BTreeSet::from([own]))
}

/// What is told of a column or a row with these findings, if they are many.
fn told_of<'a>(tables: &[TableOf<'a>], cells: &Cells<'a>, key: Key<'a>, findings: &[&Finding]) -> Option<Many<'a>> {
    let fewest = if matches!(key, Key::Column(..)) { FEWEST } else { FEWEST_OF_ROW };
    // What the council's own checks say of a row each means that row: they go with others, and are many by themselves only where
    // one of them does not hold in row after row.
    let mut checks: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.family == Family::Custom) {
        *checks.entry(&finding.topic).or_default() += 1;
    }
    let others = findings.len().saturating_sub(checks.values().sum());
    if others < fewest && checks.values().all(|count| *count < fewest) {
        return None;
    }
    let (table, area, of, all, rows) = match key {
        Key::Column(index, id) => {
            let table = *tables.get(index)?;
            // Texts are seldom wrong as a column.
            let column = table.list.column(id).filter(|column| column.kind.is_figure())?;
            let asked: BTreeSet<usize> =
                findings.iter().flat_map(|finding| rows_in(cells, finding, (index, id))).collect();
            let filled = |row: &&Row| row.cells.get(id).is_some_and(|cell| !cell.text.trim().is_empty());
            let count = table.table.rows.iter().filter(|row| row.is_item()).filter(filled).count();
            // Totals count among those that are asked about.
            if asked.len() < FEWEST || asked.len().saturating_mul(ONE_IN) < count {
                return None;
            }
            let items = asked.iter().filter(|row| table.table.rows.get(**row).is_some_and(Row::is_item));
            let (asked, count) = (items.clone().count(), count.max(items.count()));
            let all = table.table.rows.iter().filter_map(|row| row.cells.get(id)).collect();
            (table, table.area(), Of::Column(column), all, (asked, count))
        }
        Key::Row(index, row) => {
            let table = *tables.get(index)?;
            let row = table.table.rows.get(row)?;
            (table, row.area.as_deref(), Of::Row(row), row.cells.values().collect::<Vec<&Cell>>(), (1, 1))
        }
    };
    let mut all: Vec<&Cell> = all;
    all.sort_by(|one, other| one.at.cmp(&other.at));
    let named: BTreeSet<&Place> =
        findings.iter().flat_map(|finding| finding.related.iter().chain([&finding.at])).collect();
    let rows_named: BTreeSet<Place> = named.iter().map(|place| row_of(place)).collect();
    let asked = all.iter().copied().filter(|cell| rows_named.contains(&row_of(&cell.at))).collect();
    let mut codes: BTreeMap<&'static str, usize> = BTreeMap::new();
    for finding in findings {
        *codes.entry(finding.code).or_default() += 1;
    }
    let mut codes: Vec<(&'static str, usize)> = codes.into_iter().collect();
    codes.sort_by_key(|(code, count)| (Reverse(*count), *code));
    let mut in_order = findings.to_vec();
    in_order.sort_by(|one, other| one.order(other));
    let said = in_order.iter().map(|finding| finding.message.clone()).collect();
    Some(Many { table, area, of, cells: all, asked, codes, said, rows })
}

/// Whether so many are many among the items of the table in which a cell stands.
pub(super) fn are_many(view: &View<'_>, cell: &Place, count: usize) -> bool {
    let mut tables = view.tables().into_iter();
    let table = tables.find(|of| (&of.table.at.file, &of.table.at.sheet) == (&cell.file, &cell.sheet));
    table.is_some_and(|of| count.saturating_mul(ONE_IN) >= of.table.rows.iter().filter(|row| row.is_item()).count())
}
