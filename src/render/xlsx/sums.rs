//! Sums of a column over the rows that other columns pick out, or how many those are, each table gone through once for all cells that ask.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::report::{Cell, Expression, Origin, Report, Row, Table};

/// A column that is added up, or none where rows are counted, and the columns that pick out its rows.
type Shape<'a> = (&'a str, Option<usize>, Vec<usize>);

/// By the texts that pick the rows out.
type BySelection<'a> = BTreeMap<Vec<&'a str>, Option<Decimal>>;

/// The sums of the tables of a report.
pub(super) struct Sums<'a>(BTreeMap<Shape<'a>, BySelection<'a>>);

impl<'a> Sums<'a> {
    /// Those that its cells ask for.
    pub(super) fn of(report: &'a Report) -> Self {
        let tables: Vec<&Table> = report.tables().collect();
        let mut sums: BTreeMap<Shape<'a>, BySelection<'a>> = BTreeMap::new();
        for cell in tables.iter().flat_map(|table| &table.rows).flat_map(|row| &row.cells) {
            if let Origin::Computed(Expression::Matching { table, sum, rows }) = &cell.origin {
                let shape = (table.as_str(), *sum, rows.iter().map(|(column, _)| *column).collect());
                sums.entry(shape).or_default();
            }
        }
        for ((of, sum, columns), selections) in &mut sums {
            for row in tables.iter().filter(|table| table.id == *of).flat_map(|table| &table.rows) {
                let text = |column: &usize| row.cells.get(*column).map_or("", Cell::text);
                let selection = columns.iter().map(text).collect();
                let known = selections.entry(selection).or_insert(Some(Decimal::ZERO));
                *known = known.and_then(|known| known.checked_add(sum.map_or(Decimal::ONE, |sum| amount(row, sum))));
            }
        }
        Sums(sums)
    }

    /// One of them: nil where no row is picked out.
    pub(super) fn of_rows(&self, table: &str, sum: Option<usize>, rows: &[(usize, String)]) -> Option<Decimal> {
        let shape = (table, sum, rows.iter().map(|(column, _)| *column).collect());
        let selection: Vec<&str> = rows.iter().map(|(_, text)| text.as_str()).collect();
        self.0.get(&shape)?.get(&selection).copied().unwrap_or(Some(Decimal::ZERO))
    }
}

/// What a cell counts in a sum: words count nothing.
fn amount(row: &Row, column: usize) -> Decimal {
    row.cells.get(column).and_then(Cell::number).unwrap_or(Decimal::ZERO)
}
