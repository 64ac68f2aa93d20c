//! What a sheet says in other words than the kinds before: titles in ordinary words, blocks under titles of their own, headings
//! over headings, remarks beside totals, sheets of more.

use super::{Kind, amounts, is_of_items, label, look, table, title, wrong};
use crate::fault::{Edit, Fault};
use crate::random::Random;
use crate::sheet;
use crate::subject::{Line, Subject, Table};
use crate::workbook::{CellText, SheetText};

/// The kinds.
pub const KINDS: &[Kind] = &[
    wrong("total-other-word-off", "a total in other words than 'total', off by a little", total_in_other_words_off),
    wrong("block-not-counted", "a second block whose title says that it does not count", block_not_counted),
    wrong("block-of-same", "a second block that sums up the same items", block_of_same),
    wrong("title-area-in-words", "a title with another area's name in a sentence", area_in_words),
    wrong("title-day-without-year", "a title that names the prior period's last day without a year", day_without_year),
    wrong("heading-of-prior", "the prior period over the headings of the amounts", heading_of_prior),
    wrong("remark-beside-total", "an amount in words beside a total", remark_beside_total),
    wrong("sample-row", "a sample line that is not called an example", sample_row),
    wrong("memo-below-grand-total", "a memorandum below a grand total", memo_below_grand_total),
    wrong("sheet-of-more", "amounts on a further sheet under other headings", sheet_of_more),
    wrong("unit-in-a-title", "a title that ends in another unit", unit_in_a_title),
    look("letters-under-headings", "a row of letters under the headings", letters_under_headings),
    look("total-own-area", "the total row called as its area is", total_own_area),
];

/// A table with a total row, and that row.
fn totalled<'a>(subject: &'a Subject, random: &mut Random) -> Option<(&'a Table, &'a Line)> {
    let table = table(subject, random, |table| table.total().is_some() && table.items().len() > 1)?;
    Some((table, table.total()?))
}

/// Where the words of a row stand: in the column that holds titles, else in the first.
fn words_at(subject: &Subject, table: &Table) -> u32 {
    let list = subject.list(table);
    list.and_then(|list| table.columns.get(&list.label)).copied().unwrap_or_default()
}

/// A row with words where titles stand, and one figure for each column of amounts.
fn row_of(subject: &Subject, table: &Table, words: &str, figures: impl Fn(usize) -> u32) -> Vec<CellText> {
    let mut cells = Vec::new();
    put(&mut cells, words_at(subject, table), sheet::text(words));
    for (index, (_, column)) in amounts(subject, table).into_iter().enumerate() {
        put(&mut cells, column, sheet::plain(figures(index).into()));
    }
    cells
}

fn put(cells: &mut Vec<CellText>, column: u32, cell: CellText) {
    let at = sheet::index(column);
    if cells.len() <= at {
        cells.resize(at + 1, CellText::Blank);
    }
    if let Some(there) = cells.get_mut(at) {
        *there = cell;
    }
}

/// Puts rows in above `row`, each of them where the fault is.
fn insert(edit: &mut Edit<'_>, table: &Table, row: u32, rows: Vec<Vec<CellText>>) -> Option<()> {
    for (at, cells) in (row..).zip(rows) {
        sheet::insert(edit.sheet(table)?, at, cells);
        edit.row(table, at);
    }
    edit.whole(&table.file);
    Some(())
}

fn total_in_other_words_off(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let (table, line) = totalled(subject, random)?;
    let (column, was) = label(subject, table, line)?;
    let new = *random.one(&["Overall", "All savings", "Net savings", "Carried forward"])?;
    let (_, at) = random.one(&amounts(subject, table)).copied()?;
    let cell = sheet::get(subject.sheet(table)?, line.row, at);
    let number = sheet::number(&cell).filter(|number| !number.is_zero())?;
    let mut edit = Edit::new(subject);
    edit.put(table, line.row, column, sheet::text(new))?;
    edit.put(table, line.row, at, sheet::with_number(&cell, number + rust_decimal::Decimal::ONE))?;
    edit.fault(true, format!("'{was}' is called '{new}' and is one more"))
}

/// A second block below the total: a title, the headings once more, and rows.
fn block(subject: &Subject, table: &Table, title: &str, rows: Vec<Vec<CellText>>) -> Option<Fault> {
    let there: &SheetText = subject.sheet(table)?;
    let heading = sheet::row(there, table.heading?);
    let (_, last) = table.ends();
    let mut all = vec![Vec::new(), vec![sheet::text(title)], heading];
    all.extend(rows);
    let mut edit = Edit::new(subject);
    insert(&mut edit, table, last + 1, all)?;
    edit.row(table, last);
    edit.fault(true, format!("a second block '{title}'"))
}

fn block_not_counted(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let (table, _) = totalled(subject, random)?;
    let words =
        ["Withdrawn - not counted", "For information only", "Pipeline (not yet approved)", "Previous year's schemes"];
    let rows = vec![
        row_of(subject, table, "Review of depots", |index| 40 + u32::try_from(index).unwrap_or(0)),
        row_of(subject, table, "Total", |index| 40 + u32::try_from(index).unwrap_or(0)),
    ];
    block(subject, table, random.one(&words)?, rows)
}

fn block_of_same(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let (table, line) = totalled(subject, random)?;
    let total = sheet::row(subject.sheet(table)?, line.row);
    let mut one = total.clone();
    let at = words_at(subject, table);
    put(&mut one, at, sheet::text("Cashable"));
    block(subject, table, "Summary by type", vec![one, total])
}

fn items_table<'a>(subject: &'a Subject, random: &mut Random) -> Option<&'a Table> {
    let tables: Vec<&Table> = subject.tables.iter().filter(|table| is_of_items(subject, table)).collect();
    random.one(&tables).copied()
}

/// Takes every line above the headings out, and puts one in their place.
fn retitled(subject: &Subject, table: &Table, words: String) -> Option<Fault> {
    let mut edit = Edit::new(subject);
    let above = table.heading?;
    let there = edit.sheet(table)?;
    for row in 0..above {
        let width = sheet::count(sheet::row(there, row).len());
        for column in 0..width {
            sheet::set(there, row, column, CellText::Blank);
        }
    }
    if above == 0 {
        sheet::insert(there, 0, Vec::new());
    }
    sheet::set(there, 0, 0, sheet::text(words.clone()));
    edit.row(table, 0);
    edit.whole(&table.file);
    edit.fault(true, format!("the title is '{words}'"))
}

fn area_in_words(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = items_table(subject, random).filter(|table| table.area.is_some())?;
    let own = table.area.as_deref();
    let others = subject.form.areas.iter().filter(|area| Some(area.id.as_str()) != own && area.returns);
    let others: Vec<&str> = others.map(|area| area.name.as_str()).collect();
    let name = random.one(&others)?;
    let words = random.one(&[format!("{name} savings return"), format!("Savings monitoring {name}")])?.clone();
    retitled(subject, table, words)
}

fn prior(subject: &Subject) -> Option<piperoll::period::Period> {
    piperoll::period::Period::parse(subject.prior.as_deref()?).ok()
}

fn day_without_year(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = items_table(subject, random)?;
    let day = prior(subject)?.last_day(subject.form.report.year_starts);
    let words = piperoll::period::long_date(day);
    let words = words.rsplit_once(' ').map(|(words, _)| words.to_string())?;
    retitled(subject, table, format!("Position at {words}"))
}

fn heading_of_prior(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = items_table(subject, random)?;
    let heading = table.heading?;
    let (_, first) = *amounts(subject, table).first()?;
    let words = prior(subject)?.label();
    let mut cells = Vec::new();
    put(&mut cells, first, sheet::text(words.clone()));
    let mut edit = Edit::new(subject);
    insert(&mut edit, table, heading, vec![cells])?;
    edit.row(table, heading + 1);
    edit.fault(true, format!("'{words}' stands over the headings"))
}

fn remark_beside_total(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let (table, line) = totalled(subject, random)?;
    let list = subject.list(table)?;
    let words = list.columns.iter().filter(|column| {
        column.kind == piperoll::form::Kind::Text
            && column.total == piperoll::form::TotalOrigin::None
            && column.id != list.label
            && column.id != list.key
    });
    let at: Vec<u32> = words.filter_map(|column| table.columns.get(&column.id).copied()).collect();
    let at = *random.one(&at)?;
    if sheet::get(subject.sheet(table)?, line.row, at) != CellText::Blank {
        return None;
    }
    let mut edit = Edit::new(subject);
    edit.put(table, line.row, at, sheet::text("£55k more to come"))?;
    edit.fault(true, "an amount stands beside the total")
}

fn sample_row(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = table(subject, random, |table| table.items().len() > 1)?;
    let first = table.items().first()?.row;
    let words =
        *random.one(&["Sample scheme - please delete", "[Insert scheme name]", "Illustration: a depot closes"])?;
    let mut edit = Edit::new(subject);
    insert(&mut edit, table, first, vec![row_of(subject, table, words, |_| 10)])?;
    if let Some(total) = table.total() {
        edit.row(table, total.row + 1);
    }
    edit.fault(true, format!("'{words}' is left in"))
}

fn memo_below_grand_total(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let (table, line) = totalled(subject, random)?;
    let (column, _) = label(subject, table, line)?;
    let mut edit = Edit::new(subject);
    edit.put(table, line.row, column, sheet::text("Grand total"))?;
    let words = *random.one(&["Budget for the year", "Previous period", "Target of the plan"])?;
    let rows = vec![Vec::new(), row_of(subject, table, words, |_| 12_500)];
    insert(&mut edit, table, line.row + 1, rows)?;
    edit.fault(true, format!("'{words}' stands below the grand total"))
}

fn sheet_of_more(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = items_table(subject, random)?;
    let list = subject.list(table)?;
    let heading = sheet::get(subject.sheet(table)?, table.heading?, *table.columns.get(&list.label)?);
    let mut edit = Edit::new(subject);
    let name = "Additional savings";
    let rows =
        vec![vec![heading, sheet::text("Amount £000")], vec![sheet::text("Rent of garages"), sheet::plain(60.into())]];
    edit.book(&table.file)?.sheets.push(SheetText { name: name.to_string(), hidden: false, rows, looks: Vec::new() });
    edit.whole(&table.file);
    for row in 0..2 {
        edit.row(&Table { sheet: name.to_string(), ..table.clone() }, row);
    }
    edit.fault(true, "a further sheet holds an amount")
}

fn unit_in_a_title(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = items_table(subject, random)?;
    let (column, _) = *amounts(subject, table).first()?;
    let other = if column.unit() == piperoll::money::Unit::Pounds { "£000s" } else { "£" };
    let words = *random.one(&["Savings return", "Monitoring of savings"])?;
    let mut edit = Edit::new(subject);
    let words = format!("{words} - {other}");
    insert(&mut edit, table, table.heading?, vec![vec![sheet::text(words.clone())]])?;
    edit.fault(true, format!("'{words}' stands above the table"))
}

fn letters_under_headings(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = items_table(subject, random)?;
    let heading = table.heading?;
    let mut cells = Vec::new();
    for (letter, column) in ('a'..='z').zip(table.columns.values()) {
        put(&mut cells, *column, sheet::text(format!("({letter})")));
    }
    let mut edit = Edit::new(subject);
    insert(&mut edit, table, heading + 1, vec![cells])?;
    edit.fault(true, "letters stand under the headings")
}

fn total_own_area(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let (table, line) = totalled(subject, random)?;
    let (column, was) = label(subject, table, line)?;
    let name = super::area_name(subject, line.area.as_deref().or(table.area.as_deref()))?.to_string();
    if table.items().iter().any(|item| title(subject, table, item).is_some_and(|(_, words)| words == name)) {
        return None;
    }
    let mut edit = Edit::new(subject);
    edit.put(table, line.row, column, sheet::text(name.clone()))?;
    edit.fault(true, format!("'{was}' is called '{name}'"))
}
