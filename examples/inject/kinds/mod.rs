//! The kinds of fault and of honest edit, and how a place for one is picked.

pub mod figures;
pub mod headings;
pub mod honest;
pub mod honest_looks;
pub mod honest_moves;
pub mod names;
pub mod rows;
pub mod sense;
pub mod sheet_says;
pub mod sheet_shows;
pub mod size;
pub mod standing;
pub mod totals;
pub mod whose;
pub mod words;

use piperoll::form::{Column, Kind as Holds};
use piperoll::returns::RowKind;
use rust_decimal::Decimal;

use crate::fault::Fault;
use crate::random::Random;
use crate::sheet;
use crate::subject::{Line, Subject, Table};
use crate::workbook::CellText;

/// A kind of fault, or of honest edit.
pub struct Kind {
    /// Its name.
    pub id: &'static str,
    /// What is done, in a few words.
    pub what: &'static str,
    /// Whether it changes the look of a return alone: a program that reads it rightly need say nothing.
    pub look: bool,
    /// Puts one in; `None` where the picked place does not allow it.
    pub make: fn(&Subject, &mut Random) -> Option<Fault>,
}

/// A kind whose content is wrong.
const fn wrong(id: &'static str, what: &'static str, make: fn(&Subject, &mut Random) -> Option<Fault>) -> Kind {
    Kind { id, what, look: false, make }
}

/// A kind that is right as a person reads it, and another shape than the form's.
const fn look(id: &'static str, what: &'static str, make: fn(&Subject, &mut Random) -> Option<Fault>) -> Kind {
    Kind { id, what, look: true, make }
}

/// Every kind of fault.
pub fn faults() -> Vec<&'static Kind> {
    let groups: [&[Kind]; 12] = [
        totals::KINDS,
        rows::KINDS,
        figures::KINDS,
        size::KINDS,
        standing::KINDS,
        headings::KINDS,
        whose::KINDS,
        names::KINDS,
        words::KINDS,
        sense::KINDS,
        sheet_says::KINDS,
        sheet_shows::KINDS,
    ];
    groups.into_iter().flatten().collect()
}

/// Every kind of honest edit.
pub fn edits() -> Vec<&'static Kind> {
    honest::EDITS.iter().chain(honest_looks::EDITS).chain(honest_moves::EDITS).collect()
}

/// A cell of an unfaulted return.
#[derive(Debug, Clone)]
pub struct Pick<'a> {
    /// Its table.
    pub table: &'a Table,
    /// Its row.
    pub line: &'a Line,
    /// Its column in the form.
    pub column: &'a Column,
    /// Its column on the sheet.
    pub at: u32,
    /// What stands in it.
    pub cell: CellText,
}

impl Pick<'_> {
    /// Its number.
    pub fn number(&self) -> Option<Decimal> {
        sheet::number(&self.cell)
    }

    /// Its text, trimmed.
    pub fn words(&self) -> String {
        sheet::words(&self.cell).trim().to_string()
    }

    /// Whether it is an amount or count that the return gives, and not nil.
    pub fn is_given_amount(&self) -> bool {
        self.column.kind.is_amount() && self.column.is_given() && self.number().is_some_and(|number| !number.is_zero())
    }
}

/// Every cell in rows of this kind.
pub fn cells(subject: &Subject, kind: RowKind) -> Vec<Pick<'_>> {
    let mut picks = Vec::new();
    for table in &subject.tables {
        for line in table.lines.iter().filter(|line| line.kind == kind) {
            for (id, at) in &table.columns {
                if let Some(column) = subject.column(table, id) {
                    picks.push(Pick { table, line, column, at: *at, cell: subject.cell(table, line.row, id) });
                }
            }
        }
    }
    picks
}

/// One of the items' cells for which `keep` holds.
pub fn item_cell<'a>(subject: &'a Subject, random: &mut Random, keep: impl Fn(&Pick<'_>) -> bool) -> Option<Pick<'a>> {
    let picks: Vec<Pick<'_>> = cells(subject, RowKind::Item).into_iter().filter(|pick| keep(pick)).collect();
    random.one(&picks).cloned()
}

/// An amount that an item states.
pub fn amount<'a>(subject: &'a Subject, random: &mut Random) -> Option<(Pick<'a>, Decimal)> {
    let pick = item_cell(subject, random, |pick| pick.is_given_amount())?;
    let number = pick.number()?;
    Some((pick, number))
}

/// A table of items with amounts, for which `keep` holds: no summary and no words alone.
pub fn table<'a>(subject: &'a Subject, random: &mut Random, keep: impl Fn(&Table) -> bool) -> Option<&'a Table> {
    let tables: Vec<&Table> =
        subject.tables.iter().filter(|table| is_of_items(subject, table) && keep(table)).collect();
    random.one(&tables).copied()
}

/// Whether a table holds items with amounts and is no summary.
pub fn is_of_items(subject: &Subject, table: &Table) -> bool {
    let holds = |list: &&piperoll::form::List| {
        !list.text_only
            && list.summary_of.is_none()
            && list.columns.iter().any(|column| column.kind == Holds::Money && table.columns.contains_key(&column.id))
    };
    !table.items().is_empty() && subject.list(table).filter(holds).is_some()
}

/// Whether a table's items are schemes that are followed from period to period.
pub fn is_followed(subject: &Subject, table: &Table) -> bool {
    is_of_items(subject, table) && subject.list(table).is_some_and(piperoll::form::List::has_schemes)
}

/// The columns of amounts of a table that the return gives: form's column and sheet's column.
pub fn amounts<'a>(subject: &'a Subject, table: &Table) -> Vec<(&'a Column, u32)> {
    let columns = subject.list(table).map(|list| list.columns.as_slice()).unwrap_or_default();
    let given = columns.iter().filter(|column| column.kind.is_amount() && column.is_given());
    given.filter_map(|column| Some((column, *table.columns.get(&column.id)?))).collect()
}

/// Where a row's label stands, and what it says: its first cell with words.
pub fn label(subject: &Subject, table: &Table, line: &Line) -> Option<(u32, String)> {
    let row = sheet::row(subject.sheet(table)?, line.row);
    row.iter().enumerate().find_map(|(column, cell)| match cell {
        CellText::Text(text) if sheet::number(cell).is_none() => Some((sheet::count(column), text.clone())),
        _ => None,
    })
}

/// Where an item's title stands, and what it says.
pub fn title(subject: &Subject, table: &Table, line: &Line) -> Option<(u32, String)> {
    let list = subject.list(table)?;
    let text = sheet::words(&subject.cell(table, line.row, &list.label));
    (!text.is_empty()).then_some((*table.columns.get(&list.label)?, text))
}

/// The area's name, as the form has it.
pub fn area_name<'a>(subject: &'a Subject, area: Option<&str>) -> Option<&'a str> {
    subject.form.area(area?).map(|area| area.name.as_str())
}

/// A total that is the sum of its items in one column, and the formula that says so.
pub struct Summed<'a> {
    /// Its row.
    pub line: &'a Line,
    /// Its column on the sheet.
    pub at: u32,
    /// What stands in it.
    pub cell: CellText,
    /// '=SUM(C5:C9)'; with other rows between the items '=SUM(C5,C6,C9)'.
    pub formula: String,
}

/// The totals of a table that are the sums of its items, one for each column of amounts.
pub fn summed<'a>(subject: &'a Subject, table: &'a Table) -> Vec<Summed<'a>> {
    let (Some(line), Some(there)) = (table.total(), subject.sheet(table)) else { return Vec::new() };
    let rows: Vec<u32> = table.items().iter().map(|item| item.row).collect();
    let in_one = rows.windows(2).all(|pair| pair.first().zip(pair.last()).is_some_and(|(one, next)| one + 1 == *next));
    let sums = amounts(subject, table).into_iter().filter_map(|(_, at)| {
        let cell = sheet::get(there, line.row, at);
        let parts = rows.iter().map(|row| sheet::get(there, *row, at));
        // A spreadsheet's sum passes over texts.
        let sum: Decimal =
            parts.filter(|cell| !matches!(cell, CellText::Text(_))).filter_map(|cell| sheet::number(&cell)).sum();
        let formula = match (in_one, rows.first(), rows.last()) {
            (true, Some(first), Some(last)) => {
                format!("=SUM({}:{})", sheet::address(*first, at), sheet::address(*last, at))
            }
            _ => {
                let cells: Vec<String> = rows.iter().map(|row| sheet::address(*row, at)).collect();
                format!("=SUM({})", cells.join(","))
            }
        };
        let holds = matches!(cell, CellText::Number { .. }) && sheet::number(&cell) == Some(sum);
        holds.then_some(Summed { line, at, cell, formula })
    });
    sums.collect()
}
