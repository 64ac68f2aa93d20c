//! What excerpts are cut from, found without going through everything for each finding.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ptr;

use crate::privacy::MayPrint;
use crate::returns::grid::Sheet;
use crate::returns::{ReturnTable, Returns, Row};
use crate::source::{Address, Place};

/// A sheet by its file and name.
type Name<'a> = (&'a str, Option<&'a str>);

/// The sheets of the returns with their tables.
pub(super) struct Sheets<'a> {
    sheets: BTreeMap<Name<'a>, &'a Sheet>,
    tables: BTreeMap<Name<'a>, Vec<&'a ReturnTable>>,
    /// For each table of a sheet: the first of its rows that stands in each row of the sheet, looked for when it is asked for.
    rows: BTreeMap<Name<'a>, Vec<OnceCell<BTreeMap<u32, usize>>>>,
    may: MayPrint,
}

impl<'a> Sheets<'a> {
    /// None, where no return is read.
    pub(super) fn none(may: MayPrint) -> Sheets<'a> {
        Sheets { sheets: BTreeMap::new(), tables: BTreeMap::new(), rows: BTreeMap::new(), may }
    }

    /// Those of these returns, and what of them may be shown.
    pub(super) fn of(returns: &'a Returns, may: MayPrint) -> Sheets<'a> {
        let mut of = Sheets::none(may);
        for file in &returns.files {
            for sheet in &file.sheets {
                of.sheets.entry((&file.path, Some(&*sheet.name))).or_insert(sheet);
            }
        }
        for table in &returns.tables {
            of.tables.entry(name(&table.at)).or_default().push(table);
            of.rows.entry(name(&table.at)).or_default().push(OnceCell::new());
        }
        of
    }

    /// The sheet of a place.
    pub(super) fn sheet(&self, place: &Place) -> Option<&'a Sheet> {
        self.sheets.get(&name(place)).copied()
    }

    /// The tables of its sheet.
    pub(super) fn tables<'s>(&'s self, place: &'s Place) -> &'s [&'a ReturnTable] {
        self.tables.get(&name(place)).map_or(&[], Vec::as_slice)
    }

    /// A cell's text without what is personal in it.
    pub(super) fn withheld<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.may.withheld(text)
    }

    /// The table that a cell stands in, and which of its rows holds it. What stands beside the table is in no row of it.
    pub(super) fn located(&self, place: &Place) -> Option<(&'a ReturnTable, usize, Address)> {
        let cell = place.cell?;
        let is_in =
            |row: &Row| row.cells.values().any(|known| known.at.cell.is_some_and(|at| at.column == cell.column));
        self.tables(place).iter().find_map(|table| {
            let index = self.row(table, cell.row)?;
            table.rows.get(index).is_some_and(is_in).then_some((*table, index, cell))
        })
    }

    /// Whether a row of the table stands in this row of its sheet.
    pub(super) fn has_row(&self, table: &ReturnTable, row: u32) -> bool {
        self.row(table, row).is_some()
    }

    fn row(&self, table: &ReturnTable, row: u32) -> Option<usize> {
        let index = self.tables(&table.at).iter().position(|other| ptr::eq(*other, table))?;
        let rows = self.rows.get(&name(&table.at))?.get(index)?;
        let rows = rows.get_or_init(|| {
            let mut rows = BTreeMap::new();
            for (index, row) in table.rows.iter().enumerate() {
                if let Some(at) = row.at.cell {
                    rows.entry(at.row).or_insert(index);
                }
            }
            rows
        });
        rows.get(&row).copied()
    }
}

fn name(place: &Place) -> Name<'_> {
    (&place.file, place.sheet.as_deref())
}
