//! What is true of a made-up council, and whether a paper says it.

use std::collections::{BTreeMap, BTreeSet};

use calamine::Data;
use rust_decimal::Decimal;

use super::Council;
use crate::support::sheets;

/// The totals of a column, typed by hand: of each area in the order of `Council::areas`, and of all.
#[derive(Debug, Clone, Copy)]
pub struct Totals {
    /// The period.
    pub period: &'static str,
    /// The list, as its table of truth is called.
    pub list: &'static str,
    /// The column's heading on the sheet, in one line.
    pub column: &'static str,
    /// An area's: a number in the sheet's unit, 'a/b' for a percentage, or nothing where no total is to be had.
    pub areas: &'static [&'static str],
    /// That of all areas.
    pub all: &'static str,
}

/// The items of a list in a period, as they stand on the sheets.
#[derive(Debug, Clone)]
pub struct Truth {
    /// The headings of its columns, in one line each.
    pub columns: Vec<String>,
    /// What each holds: '£', '£000', '£m', 'n', '%', 'word'.
    pub kinds: Vec<String>,
    /// Its items, in the order of the sheets.
    pub items: Vec<TrueItem>,
}

/// An item as it stands on its sheet.
#[derive(Debug, Clone)]
pub struct TrueItem {
    /// The name of its area.
    pub area: String,
    /// Its reference, or its name where it has none.
    pub item: String,
    /// What stands in each column: a number, a placeholder, 'a/b' or '45%', a word.
    pub cells: Vec<String>,
}

impl Truth {
    /// The table of truth of a list in a period.
    pub fn read(council: &Council, period: &str, list: &str) -> Truth {
        let file = council.folder().join("truth").join(format!("{period}.{list}.csv"));
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(&file).unwrap();
        let mut rows = reader.records().map(|row| row.unwrap().iter().map(str::to_string).collect::<Vec<_>>());
        let (columns, kinds) = (rows.next().unwrap().split_off(2), rows.next().unwrap().split_off(2));
        let item = |mut row: Vec<String>| {
            let cells = row.split_off(2);
            TrueItem { item: row.pop().unwrap(), area: row.pop().unwrap(), cells }
        };
        Truth { columns, kinds, items: rows.map(item).collect() }
    }

    /// What a column comes to; placeholders add nothing.
    pub fn total(&self, column: &str, area: Option<&str>) -> Decimal {
        let at = self.columns.iter().position(|known| known == column).expect("a column of the table");
        let items = self.items.iter().filter(|item| area.is_none_or(|area| item.area == area));
        items.filter_map(|item| item.cells[at].parse::<Decimal>().ok()).sum()
    }
}

/// A table of a consolidated workbook, as somebody sees it.
#[derive(Debug, Clone)]
pub struct Printed {
    /// Its sheet.
    pub sheet: String,
    /// Its title.
    pub title: String,
    /// Its headings.
    pub headings: Vec<String>,
    /// The rows below them.
    pub rows: Vec<Vec<Data>>,
}

/// The tables of a workbook: everything but what a later period reads.
pub fn printed(xlsx: &[u8]) -> Vec<Printed> {
    let filled = |row: &&[Data]| row.iter().filter(|cell| **cell != Data::Empty).count() > 2;
    let all = sheets(xlsx).into_iter().filter(|(name, _)| !name.starts_with("Data "));
    all.filter_map(|(sheet, range)| {
        let rows: Vec<&[Data]> = range.rows().collect();
        let at = rows.iter().position(&filled)?;
        let title = rows.first()?.first()?.to_string();
        let headings = rows[at].iter().map(ToString::to_string).collect();
        Some(Printed { sheet, title, headings, rows: rows[at + 1..].iter().map(|row| row.to_vec()).collect() })
    })
    .collect()
}

/// Everything in which the tables differ from what is true of a list in a period; nothing where the paper is right.
///
/// It knows no form: a table is one of the list if it has all its headings, in whatever order their words stand, and a row is an
/// item's if one of its first cells names the item.
pub fn differences(tables: &[Printed], council: &Council, period: &str, list: &str) -> Vec<String> {
    let truth = Truth::read(council, period, list);
    let places = |table: &Printed| -> Option<Vec<Option<usize>>> {
        let known: Vec<BTreeSet<String>> = table.headings.iter().map(|heading| words(heading)).collect();
        let place = |column: &String| match column.as_str() {
            GROUP => Some(None),
            column => known.iter().position(|heading| *heading == words(column)).map(Some),
        };
        truth.columns.iter().map(place).collect()
    };
    let tables: Vec<(&Printed, Vec<Option<usize>>)> =
        tables.iter().filter_map(|table| Some((table, places(table)?))).collect();
    let mut found = Vec::new();
    let mut by_table: BTreeMap<usize, Vec<&TrueItem>> = BTreeMap::new();
    for item in &truth.items {
        let rows: Vec<(usize, usize)> = tables
            .iter()
            .enumerate()
            .flat_map(|(at, (table, _))| table.rows.iter().enumerate().map(move |(row, cells)| (at, row, cells)))
            .filter(|(_, _, cells)| cells.iter().take(2).any(|cell| same(cell, &item.item)))
            .map(|(at, row, _)| (at, row))
            .collect();
        let &[(at, row)] = rows.as_slice() else {
            found.push(format!("{list}: {} ({}) stands in {} rows", item.item, item.area, rows.len()));
            continue;
        };
        by_table.entry(at).or_default().push(item);
        let (table, places) = &tables[at];
        found.extend(of_item(table, places, row, item, &truth).into_iter().map(|what| format!("{list}: {what}")));
    }
    for (at, items) in by_table {
        let (table, places) = &tables[at];
        let areas: BTreeSet<&str> = items.iter().map(|item| item.area.as_str()).collect();
        let whole = items.len() == truth.items.len();
        let of_area = areas.first().filter(|area| {
            areas.len() == 1 && items.len() == truth.items.iter().filter(|item| item.area == **area).count()
        });
        let index = of_area.and_then(|area| council.areas.iter().position(|known| known == area));
        let Some(last) = table.rows.iter().rfind(|row| row.iter().any(|cell| *cell != Data::Empty)) else { continue };
        for totals in council.totals.iter().filter(|totals| totals.period == period && totals.list == list) {
            let Some(column) = truth.columns.iter().position(|column| column == totals.column) else { continue };
            let stated = match index {
                _ if whole => totals.all,
                Some(index) => totals.areas[index],
                None => continue,
            };
            let cell = places[column].and_then(|place| last.get(place)).unwrap_or(&Data::Empty);
            if !stated.is_empty() && !agrees(cell, stated, &truth.kinds[column]) {
                found.push(format!(
                    "{list}, sheet {}: the total of {} is {cell}, not {stated}",
                    table.sheet, totals.column
                ));
            }
        }
    }
    found
}

/// The column of truth that says in which group an item stands, by the heading above it.
const GROUP: &str = "group";

/// What is wrong with an item's row.
fn of_item(table: &Printed, places: &[Option<usize>], row: usize, item: &TrueItem, truth: &Truth) -> Vec<String> {
    let mut found = Vec::new();
    let cells = &table.rows[row];
    let named = |cell: &Data| same(cell, &item.area);
    let heading = |cells: &&Vec<Data>| cells.iter().filter(|cell| **cell != Data::Empty).count() == 1;
    let above: Vec<&Vec<Data>> = table.rows[..row].iter().rev().filter(heading).collect();
    if !table.title.to_lowercase().contains(&item.area.to_lowercase())
        && !cells.iter().chain(above.iter().copied().flatten()).any(named)
    {
        found.push(format!("{}, sheet {}: nothing says that it is of {}", item.item, table.sheet, item.area));
    }
    for ((column, kind), (place, stated)) in truth.columns.iter().zip(&truth.kinds).zip(places.iter().zip(&item.cells))
    {
        let right = match place {
            Some(place) => agrees(&cells[*place], stated, kind),
            None => above.first().is_some_and(|cells| cells.iter().any(|cell| same(cell, stated))),
        };
        if !right {
            let printed = place.map(|place| cells[place].to_string()).unwrap_or_default();
            found.push(format!("{}, sheet {}: {column} is '{printed}', not '{stated}'", item.item, table.sheet));
        }
    }
    found
}

/// Whether a cell says what is true.
fn agrees(cell: &Data, stated: &str, kind: &str) -> bool {
    let decimal = |text: &str| text.parse::<Decimal>().ok();
    let number = match (kind, stated.split_once('/')) {
        ("word", _) => None,
        ("%", Some((part, whole))) => decimal(part).zip(decimal(whole)).map(|(part, whole)| part / whole),
        ("%", None) => stated.strip_suffix('%').and_then(decimal).map(|points| points / Decimal::ONE_HUNDRED),
        _ => decimal(stated),
    };
    let printed = match cell {
        Data::Float(printed) => Decimal::try_from(*printed).ok(),
        Data::Int(printed) => Some(Decimal::from(*printed)),
        _ => None,
    };
    match (number, printed) {
        // Far less than any sheet shows, and more than sums in binary are off.
        (Some(number), Some(printed)) => (printed - number).abs() < Decimal::new(1, 7),
        (Some(_), None) => false,
        (None, _) => same(cell, stated),
    }
}

fn same(cell: &Data, text: &str) -> bool {
    cell.to_string().trim().to_lowercase() == text.trim().to_lowercase()
}

/// The words of a heading, without its unit and whatever their order; a day is the same in digits.
fn words(heading: &str) -> BTreeSet<String> {
    const MONTHS: [(&str, &str); 12] = [
        ("01", "january"),
        ("02", "february"),
        ("03", "march"),
        ("04", "april"),
        ("05", "may"),
        ("06", "june"),
        ("07", "july"),
        ("08", "august"),
        ("09", "september"),
        ("10", "october"),
        ("11", "november"),
        ("12", "december"),
    ];
    let parts = heading.split(|letter: char| !letter.is_alphanumeric() && !"%£/".contains(letter));
    let parts = parts.filter(|part| !part.is_empty() && !part.starts_with('£')).map(str::to_lowercase);
    parts
        .flat_map(|part| {
            let day: Vec<&str> = part.split('/').collect();
            let month = |number: &str| MONTHS.iter().find(|(digits, _)| *digits == number).map(|(_, name)| *name);
            match day.as_slice() {
                [day, number, year] if month(number).is_some() => {
                    let year = if year.len() == 2 { format!("20{year}") } else { (*year).to_string() };
                    vec![(*day).to_string(), month(number).unwrap().to_string(), year]
                }
                _ => vec![part],
            }
        })
        .collect()
}
