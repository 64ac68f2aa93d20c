//! Total rows: under another label, at another place, repeated, off.

use piperoll::returns::RowKind;
use rust_decimal::Decimal;

use super::{Kind, Pick, amounts, area_name, cells, is_of_items, label, look, table, wrong};
use crate::fault::{Edit, Fault};
use crate::random::Random;
use crate::sheet;
use crate::subject::{Line, Subject, Table};

/// The kinds.
pub const KINDS: &[Kind] = &[
    look("total-plural", "a total row called 'Totals'", |s, r| relabel(s, r, &["Totals", "TOTALS:", "Totals -"])),
    look("total-grand", "a total row called 'Grand total'", |s, r| {
        relabel(s, r, &["Grand total", "GRAND TOTAL", "Grand Total:", "Overall total", "Net total"])
    }),
    look("total-year", "a total row called 'Total 2022/23'", |s, r| {
        relabel(s, r, &["Total 2022/23", "Total for the year", "Total 2022-23 (£)", "Year total"])
    }),
    look("total-area", "a total row called by its area", total_area),
    look("total-welsh", "a total row called 'Cyfanswm'", |s, r| {
        relabel(s, r, &["Cyfanswm", "CYFANSWM", "Cyfanswm / Sum"])
    }),
    look("total-sub", "the total row called 'Sub total'", |s, r| {
        relabel(s, r, &["Sub total", "Sub-total", "SUBTOTAL"])
    }),
    look("total-sum", "a total row called 'Sum' or 'Overall'", |s, r| {
        relabel(s, r, &["Sum", "Overall", "All schemes", "All", "Sum of the above", "Summe"])
    }),
    look("total-unlabelled", "a total row without a label", |s, r| relabel(s, r, &[""])),
    look("total-on-top", "the total row above the items", total_on_top),
    look("total-repeated", "the total row twice", |s, r| repeated(s, r, false)),
    wrong("total-repeated-other", "a second total row with another figure", |s, r| repeated(s, r, true)),
    wrong("total-missing", "no total row", total_missing),
    wrong("total-off", "a total off by a little", |s, r| off(s, r, RowKind::Total)),
    wrong("subtotal-off", "a subtotal off by a little", |s, r| off(s, r, RowKind::Subtotal)),
    wrong("total-of-another-column", "a total that is another column's", other_columns_total),
    look("total-relabelled-subtotal", "a subtotal row under another label", subtotal_relabel),
];

fn with_total<'a>(subject: &'a Subject, random: &mut Random) -> Option<(&'a Table, &'a Line)> {
    let tables: Vec<(&Table, &Line)> = subject
        .tables
        .iter()
        .filter(|table| is_of_items(subject, table))
        .filter_map(|table| Some((table, table.total()?)))
        .collect();
    random.one(&tables).copied()
}

fn relabel(subject: &Subject, random: &mut Random, labels: &[&str]) -> Option<Fault> {
    let (table, line) = with_total(subject, random)?;
    let (column, was) = label(subject, table, line)?;
    let new = *random.one(labels)?;
    let mut edit = Edit::new(subject);
    let cell = if new.is_empty() { crate::workbook::CellText::Blank } else { sheet::text(new) };
    edit.put(table, line.row, column, cell)?;
    edit.fault(true, format!("'{was}' is called '{new}'"))
}

fn total_area(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let (table, line) = with_total(subject, random)?;
    let area = area_name(subject, line.area.as_deref().or(table.area.as_deref()))?;
    let labels = [format!("{area} total"), format!("Total {area}"), format!("{area} – overall total")];
    relabel_to(subject, table, line, random.one(&labels)?)
}

fn subtotal_relabel(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let labelled: Vec<Pick<'_>> = cells(subject, RowKind::Subtotal);
    let pick = random.one(&labelled)?;
    let (_, was) = label(subject, pick.table, pick.line)?;
    let name = was.rsplit(['-', ' ']).next().unwrap_or_default().to_string();
    let labels = [format!("{name} overall"), format!("Sum {name}"), format!("All of {name}"), name.clone()];
    relabel_to(subject, pick.table, pick.line, random.one(&labels)?)
}

fn relabel_to(subject: &Subject, table: &Table, line: &Line, new: &str) -> Option<Fault> {
    let (column, was) = label(subject, table, line)?;
    let mut edit = Edit::new(subject);
    edit.put(table, line.row, column, sheet::text(new))?;
    edit.fault(true, format!("'{was}' is called '{new}'"))
}

fn total_on_top(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let (table, line) = with_total(subject, random)?;
    let top = table.heading.map_or(table.ends().0, |row| row + 1);
    let mut edit = Edit::new(subject);
    let there = edit.sheet(table)?;
    let cells = sheet::remove(there, line.row);
    sheet::insert(there, top, cells);
    edit.row(table, top);
    edit.fault(true, "the total row stands above the items")
}

fn repeated(subject: &Subject, random: &mut Random, other: bool) -> Option<Fault> {
    let (table, line) = with_total(subject, random)?;
    let mut edit = Edit::new(subject);
    let mut second = sheet::row(subject.sheet(table)?, line.row);
    if other {
        let (_, column) = random.one(&amounts(subject, table)).copied()?;
        let cell = second.get_mut(sheet::index(column))?;
        let number = sheet::number(cell)?;
        *cell = sheet::with_number(cell, number + step(number));
    }
    let there = edit.sheet(table)?;
    sheet::insert(there, line.row + 1, second);
    edit.row(table, line.row);
    edit.row(table, line.row + 1);
    edit.fault(true, "the total row stands twice")
}

fn total_missing(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let (table, line) = with_total(subject, random)?;
    let mut edit = Edit::new(subject);
    let there = edit.sheet(table)?;
    sheet::remove(there, line.row);
    edit.whole(&table.file);
    // The last row, below which it is missing, and the headings over it.
    edit.row(table, line.row.saturating_sub(1));
    edit.row(table, table.heading.unwrap_or(0));
    // Where one area alone sends returns, or none has a total, nothing in the cells says that there should be one.
    let others = subject.tables.iter().filter(|other| other.list == table.list && other.total().is_some()).count();
    edit.fault(others > 1, "the total row is gone")
}

/// A little: a fortieth of the figure, and at least one.
fn step(number: Decimal) -> Decimal {
    (number.abs() / Decimal::from(40)).round().max(Decimal::ONE)
}

fn off(subject: &Subject, random: &mut Random, kind: RowKind) -> Option<Fault> {
    let mut picks = cells(subject, kind);
    picks.retain(|pick| pick.column.kind == piperoll::form::Kind::Money && pick.number().is_some_and(|n| !n.is_zero()));
    let pick = random.one(&picks)?;
    let number = pick.number()?;
    let new = number + step(number);
    let mut edit = Edit::new(subject);
    edit.put(pick.table, pick.line.row, pick.at, sheet::with_number(&pick.cell, new))?;
    edit.fault(true, format!("{number} is stated as {new}"))
}

fn other_columns_total(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = table(subject, random, |table| table.total().is_some() && amounts(subject, table).len() > 1)?;
    let line = table.total()?;
    let columns = amounts(subject, table);
    let ((_, one), (_, other)) = (random.one(&columns)?, random.one(&columns)?);
    let there = subject.sheet(table)?;
    let cell = sheet::get(there, line.row, *other);
    sheet::number(&cell)?;
    let mut edit = Edit::new(subject);
    let was = sheet::number(&sheet::get(there, line.row, *one))?;
    if Some(was) == sheet::number(&cell) {
        return None;
    }
    edit.put(table, line.row, *one, cell)?;
    edit.fault(true, "a total is another column's")
}
