//! Computed cells as live formulas.
//!
//! A cell becomes a formula only where the formula, over the cells as they stand in the workbook, gives the very figure
//! (or placeholder) that the report prints; so recalculating changes nothing. Where it would not, because a cell it needs
//! is not in the workbook or holds text where a figure was computed with, the figure itself is written.

use rust_decimal::Decimal;

use super::Book;
use super::layout::number;
use super::placed::Placed;
use super::plain::{clean, utf16};
use crate::formula::{Expr, Operand, is_criterion};
use crate::money::{Absent, Quantity, checked_sum};
use crate::report::{At, Cell, Expression, Holds};
use crate::source::Address;

/// The most arguments of a function.
const MOST_ARGUMENTS: usize = 255;

/// The longest formula.
const LONGEST_FORMULA: usize = 8_192;

/// The longest text within a formula.
const LONGEST_LITERAL: usize = 255;

/// A formula without its '=', and its result as the file stores it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Live {
    pub(super) formula: String,
    pub(super) result: String,
}

/// A cell that a formula refers to.
struct Target<'a> {
    /// Index of its table in the book.
    table: usize,
    row: u32,
    column: u32,
    cell: &'a Cell,
    holds: Holds,
}

/// The live formula of a computed cell on the sheet of table `here`; `None` where it would not give what prints.
pub(super) fn live(book: &Book<'_>, here: usize, cell: &Cell, expression: &Expression) -> Option<Live> {
    let formula = match expression {
        Expression::Same(at) => same(book, here, cell, at),
        Expression::Sum(cells) => sum(book, here, cell, cells),
        Expression::Count(cells) => count(book, here, cell, cells),
        Expression::Matching { table, sum, rows } => matching(book, here, cell, (table, *sum, rows)),
        Expression::Formula(expression, cells, otherwise) => computed(book, here, cell, expression, cells, otherwise),
    }?;
    if formula.len() > LONGEST_FORMULA {
        return None;
    }
    let result = match cell.number() {
        Some(figure) => number(figure).to_string(),
        None => {
            let text = clean(cell.text());
            // Text that looks like a number, a truth or an error would be stored as one.
            if text.parse::<f64>().is_ok() || matches!(&*text, "TRUE" | "FALSE") || text.starts_with('#') {
                return None;
            }
            text
        }
    };
    Some(Live { formula, result })
}

/// `'Living at Home'!B7`
fn same(book: &Book<'_>, here: usize, cell: &Cell, at: &At) -> Option<String> {
    let target = target(book, at)?;
    let address = reference(book, here, &target);
    match (cell.number(), target.cell.number()) {
        (Some(figure), Some(number)) => (figure == number).then_some(address),
        (None, None) if cell.text() == target.cell.text() => {
            // A reference to an empty cell would give nil.
            Some(if cell.text().is_empty() { format!("IF({address}=\"\",\"\",{address})") } else { address })
        }
        _ => None,
    }
}

/// `SUM(B7:B12)`. A sum of which nothing is known shows what prints for it.
fn sum(book: &Book<'_>, here: usize, cell: &Cell, cells: &[At]) -> Option<String> {
    let targets = cells.iter().map(|at| target(book, at)).collect::<Option<Vec<_>>>()?;
    if targets.is_empty() {
        return None;
    }
    let known: Vec<Decimal> = targets.iter().filter_map(|target| target.cell.number()).collect();
    let ranges = ranges(book, here, &targets);
    match cell.number() {
        Some(figure) => (checked_sum(known)? == figure).then(|| call("SUM", ranges)),
        None if known.is_empty() => {
            let otherwise = literal(cell.text())?;
            Some(format!("IF({}=0,{otherwise},{})", call("COUNT", ranges.clone()), call("SUM", ranges)))
        }
        None => None,
    }
}

/// `COUNTA('Data schemes'!C7:C12)`
fn count(book: &Book<'_>, here: usize, cell: &Cell, cells: &[At]) -> Option<String> {
    let targets = cells.iter().map(|at| target(book, at)).collect::<Option<Vec<_>>>()?;
    let filled = targets.iter().filter(|target| !target.cell.text().is_empty()).count();
    let figure = cell.number()?;
    (figure == Decimal::from(filled) && filled > 0).then(|| call("COUNTA", ranges(book, here, &targets)))
}

/// `SUMIFS('Changes'!I7:I90,'Changes'!A7:A90,"schemes",'Changes'!B7:B90,"north")`
fn matching(
    book: &Book<'_>,
    here: usize,
    cell: &Cell,
    (table, sum, conditions): (&str, Option<usize>, &[(usize, String)]),
) -> Option<String> {
    let index = book.tables.iter().position(|placed| placed.table.id == table)?;
    let placed = book.tables.get(index)?;
    let figure = cell.number()?;
    if book.sums.of_rows(table, sum, conditions)? != figure {
        return None;
    }
    let last = placed.table.rows.len().checked_sub(1)?;
    let sheet = sheet_of(book, here, index);
    let range = |column: usize| {
        let (first, last) = (placed.address(0, column)?, placed.address(last, column)?);
        Some(format!("{sheet}{first}:{last}"))
    };
    let mut arguments: Vec<String> = sum.into_iter().map(range).collect::<Option<_>>()?;
    for (column, text) in conditions {
        arguments.push(range(*column)?);
        arguments.push(criterion(text)?);
    }
    match (sum, conditions) {
        (Some(_), []) => Some(format!("SUM({})", arguments.join(","))),
        (Some(_), _) => Some(format!("SUMIFS({})", arguments.join(","))),
        (None, []) => Some(format!("ROWS({})", range(0)?)),
        (None, _) => Some(format!("COUNTIFS({})", arguments.join(","))),
    }
}

/// What a cell must hold, as a criterion; `None` where it would be read as a pattern or a comparison.
fn criterion(text: &str) -> Option<String> {
    literal(text).filter(|_| is_criterion(text))
}

/// A formula of the form over cells.
fn computed(
    book: &Book<'_>,
    here: usize,
    cell: &Cell,
    expression: &Expr,
    cells: &[(String, At)],
    otherwise: &str,
) -> Option<String> {
    let names = expression.columns();
    let targets = names
        .iter()
        .map(|name| {
            let (_, at) = cells.iter().find(|(of, _)| of == name)?;
            Some((*name, target(book, at)?))
        })
        .collect::<Option<Vec<_>>>()?;
    let find = |name: &str| targets.iter().find(|(of, _)| *of == name).map(|(_, target)| target);
    // A placeholder makes the formula missing, unless the form takes it as nil; the report's figure tells which.
    for nil in [false, true] {
        let operand = |name: &str| match find(name) {
            None => Operand::Missing(Absent::Unknown),
            Some(target) => match (target.cell.number(), target.holds) {
                (Some(number), _) => Operand::Number(Quantity::exact(number)),
                (None, Holds::Figure) if nil => Operand::Number(Quantity::exact(Decimal::ZERO)),
                (None, Holds::Figure) => Operand::Missing(Absent::Code(target.cell.text().to_string())),
                (None, _) => Operand::Text(target.cell.text().to_string()),
            },
        };
        let agrees = match (expression.evaluate(&operand), cell.number()) {
            (Operand::Number(computed), Some(figure)) => nearly(computed.value(), figure),
            (Operand::Missing(_), None) => clean(cell.text()) == clean(otherwise),
            _ => false,
        };
        if agrees {
            let address = |name: &str| match find(name) {
                // The number in a cell; nil where it holds text.
                Some(target) if nil && target.cell.number().is_none() => {
                    format!("N({})", reference(book, here, target))
                }
                Some(target) => reference(book, here, target),
                None => String::from("#REF!"),
            };
            return Some(expression.excel(&address, &clean(otherwise)));
        }
    }
    None
}

/// Are they the same but for the last digits of a division?
fn nearly(one: Decimal, other: Decimal) -> bool {
    let reach = one.abs().checked_mul(Decimal::new(1, 12)).unwrap_or_default();
    one.checked_sub(other).is_some_and(|difference| difference.abs() <= reach)
}

/// Text as it stands in a formula; `None` if it is too long for one.
fn literal(text: &str) -> Option<String> {
    let text = clean(text);
    (utf16(&text) <= LONGEST_LITERAL).then(|| format!("\"{}\"", text.replace('"', "\"\"")))
}

/// The cell at `at`, if its table is in the workbook.
fn target<'b>(book: &'b Book<'_>, at: &At) -> Option<Target<'b>> {
    let table = book.tables.iter().position(|placed| placed.table.id == at.table)?;
    let placed = book.tables.get(table)?;
    let cell = placed.table.rows.get(at.row)?.cells.get(at.column)?;
    let column = placed.table.columns.get(at.column)?;
    let Address { row, column: across } = placed.address(at.row, at.column)?;
    Some(Target { table, row, column: across, cell, holds: column.holds })
}

fn reference(book: &Book<'_>, here: usize, target: &Target<'_>) -> String {
    format!("{}{}", sheet_of(book, here, target.table), Address::new(target.row, target.column))
}

/// What stands before an address of table `table` in a formula on the sheet of table `here`: nothing, or `'Sheet'!`.
fn sheet_of(book: &Book<'_>, here: usize, table: usize) -> String {
    if table == here {
        return String::new();
    }
    book.tables.get(table).map(Placed::sheet_in_formula).unwrap_or_default()
}

/// The cells as ranges in a formula, as few as may be.
fn ranges(book: &Book<'_>, here: usize, targets: &[Target<'_>]) -> Vec<String> {
    let cells = targets.iter().map(|target| (target.table, target.column, target.row)).collect();
    let name = |rectangle: Rectangle| {
        let (first, last) =
            (Address::new(rectangle.top, rectangle.left), Address::new(rectangle.bottom, rectangle.right));
        let range = if first == last { first.to_string() } else { format!("{first}:{last}") };
        format!("{}{range}", sheet_of(book, here, rectangle.table))
    };
    rectangles(cells).into_iter().map(name).collect()
}

/// A rectangle of cells of a table's sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rectangle {
    table: usize,
    top: u32,
    bottom: u32,
    left: u32,
    right: u32,
}

/// Cells (table, column, row) as rectangles: those under each other become one, and such columns beside each other. A cell
/// that is there twice is in two of them.
fn rectangles(mut cells: Vec<(usize, u32, u32)>) -> Vec<Rectangle> {
    cells.sort_unstable();
    let mut columns: Vec<Rectangle> = Vec::new();
    for (table, column, row) in cells {
        match columns.last_mut() {
            Some(last) if last.table == table && last.right == column && last.bottom + 1 == row => last.bottom = row,
            _ => columns.push(Rectangle { table, top: row, bottom: row, left: column, right: column }),
        }
    }
    columns.sort_unstable();
    let mut rectangles: Vec<Rectangle> = Vec::new();
    for next in columns {
        let rows = |rectangle: &Rectangle| (rectangle.table, rectangle.top, rectangle.bottom);
        match rectangles.last_mut() {
            Some(last) if rows(last) == rows(&next) && last.right + 1 == next.left => last.right = next.right,
            _ => rectangles.push(next),
        }
    }
    rectangles
}

/// A call of SUM or COUNT; with more arguments than a function may have, a call of calls (COUNT's parts are added).
fn call(function: &str, arguments: Vec<String>) -> String {
    if arguments.len() <= MOST_ARGUMENTS {
        return format!("{function}({})", arguments.join(","));
    }
    let calls = arguments.chunks(MOST_ARGUMENTS).map(|chunk| call(function, chunk.to_vec())).collect();
    call("SUM", calls)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn ranges_hold_every_cell_as_often_as_it_is_summed(
            mut cells in prop::collection::vec((0..2_usize, 0..4_u32, 0..8_u32), 0..60),
        ) {
            let mut held = Vec::new();
            for rectangle in rectangles(cells.clone()) {
                for column in rectangle.left..=rectangle.right {
                    held.extend((rectangle.top..=rectangle.bottom).map(|row| (rectangle.table, column, row)));
                }
            }
            held.sort_unstable();
            cells.sort_unstable();
            prop_assert_eq!(held, cells);
        }
    }
}
