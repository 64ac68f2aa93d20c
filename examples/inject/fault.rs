//! A fault: which files differ from what should have been sent, and where.

use std::collections::BTreeSet;

use piperoll::form::ColumnKind;

use crate::kinds::Pick;
use crate::sheet;
use crate::subject::{Changed, Content, Line, Subject, Table};
use crate::workbook::{CellText, Look, SheetText, WorkbookText};

/// Where a finding about a fault may stand.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// A row: path, sheet, row.
    Row(String, String, u32),
    /// A file or a sheet of it as a whole.
    Whole(String),
}

/// A fault that was put in.
#[derive(Debug)]
pub struct Fault {
    /// The files that differ.
    pub changed: Changed,
    /// Where a finding about it is at the right place.
    pub spots: BTreeSet<Spot>,
    /// Whether it can be seen from the cells and the form.
    pub visible: bool,
    /// Of an honest edit: whether it is to be asked about all the same, once, as the reason of a difference is in no return.
    pub wants_a_reason: bool,
    /// What was done, for a person who looks into it.
    pub about: String,
}

/// A fault while it is made.
pub struct Edit<'a> {
    /// The collection.
    pub subject: &'a Subject,
    /// The files that differ by now.
    pub changed: Changed,
    spots: BTreeSet<Spot>,
    /// The cells that were faulted: path, sheet, row, column.
    cells: BTreeSet<(String, String, u32, u32)>,
}

impl<'a> Edit<'a> {
    /// Nothing changed yet.
    pub fn new(subject: &'a Subject) -> Self {
        Edit { subject, changed: Changed::new(), spots: BTreeSet::new(), cells: BTreeSet::new() }
    }

    /// A file of the period, to change.
    pub fn book(&mut self, file: &str) -> Option<&mut WorkbookText> {
        let unfaulted = self.subject.now.get(file)?;
        let content = self.changed.entry(file.to_string()).or_insert_with(|| Some(Content::Grid(unfaulted.clone())));
        match content {
            Some(Content::Grid(grid)) => Some(grid),
            _ => None,
        }
    }

    /// A table's sheet, to change.
    pub fn sheet(&mut self, table: &Table) -> Option<&mut SheetText> {
        sheet::named(self.book(&table.file)?, &table.sheet)
    }

    /// The row is where the fault is.
    pub fn row(&mut self, table: &Table, row: u32) {
        self.spots.insert(Spot::Row(self.subject.path(&table.file), table.sheet.clone(), row));
    }

    /// All rows of the table are, and its heading.
    pub fn rows(&mut self, table: &Table) {
        let (first, last) = table.ends();
        for row in table.heading.unwrap_or(first)..=last {
            self.row(table, row);
        }
    }

    /// The file as a whole is.
    pub fn whole(&mut self, file: &str) {
        self.spots.insert(Spot::Whole(self.subject.path(file)));
    }

    /// Everything above the table is, and the file as a whole: whose it is and when.
    pub fn head(&mut self, table: &Table) {
        self.whole(&table.file);
        for row in 0..=table.heading.unwrap_or(table.ends().0) {
            self.row(table, row);
        }
    }

    /// A row of the prior period is: where a scheme stands that is gone.
    pub fn prior_row(&mut self, table: &Table, line: &Line) {
        let Some(before) = self.subject.before_table(table) else { return };
        let (Some(list), Some(book)) = (self.subject.list(table), self.subject.before.get(&before.file)) else {
            return;
        };
        let Some(there) = book.sheets.iter().find(|sheet| sheet.name == before.sheet) else { return };
        let name = |id: &str, table: &Table| table.columns.get(id).copied();
        for id in [&list.key, &list.label] {
            let wanted = sheet::words(&self.subject.cell(table, line.row, id)).to_lowercase();
            for known in &before.lines {
                let same = name(id, before).is_some_and(|column| {
                    sheet::words(&sheet::get(there, known.row, column)).to_lowercase() == wanted && !wanted.is_empty()
                });
                if same {
                    let path = self.subject.prior_path(&before.file);
                    self.spots.insert(Spot::Row(path, before.sheet.clone(), known.row));
                }
            }
        }
    }

    /// Puts a cell in place of one, and remembers where.
    pub fn put(&mut self, table: &Table, row: u32, column: u32, cell: CellText) -> Option<()> {
        let sheet = self.sheet(table)?;
        if sheet::get(sheet, row, column) == cell {
            return None;
        }
        if !matches!(cell, CellText::Formula(..)) {
            sheet::type_over(sheet);
        }
        sheet::set(sheet, row, column, cell);
        self.row(table, row);
        self.cells.insert((self.subject.path(&table.file), table.sheet.clone(), row, column));
        Some(())
    }

    /// Says how cells of a table's sheet look: what, where as a spreadsheet names it, and with what.
    pub fn look(&mut self, table: &Table, what: &str, at: impl Into<String>, with: &str) -> Option<()> {
        let look = Look { what: what.to_string(), at: at.into(), with: with.to_string() };
        self.sheet(table)?.looks.push(look);
        Some(())
    }

    /// Says how one cell looks, and that the fault is there.
    pub fn look_at(&mut self, pick: &Pick<'_>, what: &str, with: &str) -> Option<()> {
        self.row(pick.table, pick.line.row);
        self.look(pick.table, what, sheet::address(pick.line.row, pick.at), with)
    }

    /// Updates every total, summary and computed figure that states something for a changed figure, as a spreadsheet with
    /// formulas would. No row may have moved by now. The cells that were faulted stay as they are.
    pub fn carry(&mut self) -> Option<()> {
        let after = self.subject.look(&self.changed).ok()?;
        for (at, amount) in &after.computed {
            let Some(was) = self.subject.seen.computed.get(at) else { continue };
            if was == amount || self.cells.contains(at) {
                continue;
            }
            let (path, name, row, column) = at;
            let file = path.rsplit('/').next()?;
            let table = self.subject.tables.iter().find(|table| {
                table.file == file && table.sheet == *name && table.lines.iter().any(|line| line.row == *row)
            })?;
            let form = table.columns.iter().filter(|(_, stands)| *stands == column).find_map(|(id, _)| {
                let found = self.subject.list(table)?.columns.iter().find(|form| form.totals_column() == id)?;
                Some(if found.kind.is_figure() { found } else { self.subject.column(table, id)? })
            })?;
            let cell = sheet::get(self.subject.sheet(table)?, *row, *column);
            let Some(stated) = sheet::number(&cell) else { continue };
            let new = match &form.kind {
                ColumnKind::Money(money) => stated + (amount - was) / money.unit.factor(),
                ColumnKind::Percent(percent) => amount
                    .round_dp_with_strategy(percent.decimals + 2, rust_decimal::RoundingStrategy::MidpointAwayFromZero),
                ColumnKind::Count(_)
                | ColumnKind::Text(_)
                | ColumnKind::Choice(_)
                | ColumnKind::Code(_)
                | ColumnKind::Date
                | ColumnKind::Year => *amount,
            };
            let sheet = sheet::named(self.book(file)?, name)?;
            sheet::type_over(sheet);
            sheet::set(sheet, *row, *column, sheet::with_number(&cell, new));
        }
        Some(())
    }

    /// The fault, if anything changed.
    pub fn fault(self, visible: bool, about: impl Into<String>) -> Option<Fault> {
        let differs = self.changed.iter().any(|(name, content)| match content {
            Some(Content::Grid(grid)) => self.subject.now.get(name) != Some(grid),
            _ => true,
        });
        if !differs {
            return None;
        }
        Some(Fault { changed: self.changed, spots: self.spots, visible, wants_a_reason: false, about: about.into() })
    }
}
