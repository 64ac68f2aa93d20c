//! Cells of a workbook as text, read and changed where they stand.

use rust_decimal::Decimal;

use crate::workbook::{CellText, SheetText, WorkbookText};

/// The number in a cell: stored, of a formula, or typed as text ('(75)', '£1,204', '76%', '92% (10m)': the percentage).
pub fn number(cell: &CellText) -> Option<Decimal> {
    match cell {
        CellText::Number { value, .. } => value.parse().ok(),
        CellText::Formula(_, result) => number(result),
        CellText::Text(text) => number_in_text(text.trim()),
        CellText::Blank | CellText::Date(..) | CellText::Merged => None,
    }
}

fn number_in_text(text: &str) -> Option<Decimal> {
    if let Some(inner) = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) {
        return number_in_text(inner).map(|amount| -amount);
    }
    let percent = text.split_once('%').filter(|(_, rest)| rest.is_empty() || rest.starts_with(" ("));
    if let Some((points, _)) = percent {
        return points.parse::<Decimal>().ok().map(|points| points / Decimal::ONE_HUNDRED);
    }
    text.trim_start_matches('£').replace(',', "").parse().ok()
}

/// The cell with another number in it, formatted as it was. A formula is typed over.
pub fn with_number(cell: &CellText, number: Decimal) -> CellText {
    let number = number.normalize();
    match cell {
        CellText::Number { format, .. } => CellText::Number { value: number.to_string(), format: format.clone() },
        CellText::Formula(_, result) => with_number(result, number),
        CellText::Text(text) if text.contains('%') => {
            CellText::Text(format!("{}%", (number * Decimal::ONE_HUNDRED).normalize()))
        }
        CellText::Text(text) if text.trim().starts_with('(') && number.is_sign_negative() => {
            CellText::Text(format!("({})", number.abs()))
        }
        _ => CellText::Number { value: number.to_string(), format: "#,##0.###".to_string() },
    }
}

/// A plain number.
pub fn plain(number: Decimal) -> CellText {
    CellText::Number { value: number.normalize().to_string(), format: String::new() }
}

/// Text.
pub fn text(text: impl Into<String>) -> CellText {
    CellText::Text(text.into())
}

/// What stands in a cell, as words; a number as it is stored.
pub fn words(cell: &CellText) -> String {
    match cell {
        CellText::Text(text) => text.clone(),
        CellText::Number { value, .. } => value.clone(),
        CellText::Formula(_, result) => words(result),
        CellText::Date(year, month, day) => format!("{year}-{month:02}-{day:02}"),
        CellText::Blank | CellText::Merged => String::new(),
    }
}

/// The cell in `row` and `column`, both from 0.
pub fn get(sheet: &SheetText, row: u32, column: u32) -> CellText {
    let row = sheet.rows.get(index(row));
    row.and_then(|row| row.get(index(column))).cloned().unwrap_or(CellText::Blank)
}

/// Puts `cell` into `row` and `column`, both from 0.
pub fn set(sheet: &mut SheetText, row: u32, column: u32, cell: CellText) {
    let (row, column) = (index(row), index(column));
    if sheet.rows.len() <= row {
        sheet.rows.resize(row + 1, Vec::new());
    }
    if sheet.rows[row].len() <= column {
        sheet.rows[row].resize(column + 1, CellText::Blank);
    }
    sheet.rows[row][column] = cell;
}

/// The cells of a row.
pub fn row(sheet: &SheetText, row: u32) -> Vec<CellText> {
    sheet.rows.get(index(row)).cloned().unwrap_or_default()
}

/// Puts a row above `row`; everything below goes down.
pub fn insert(sheet: &mut SheetText, row: u32, cells: Vec<CellText>) {
    type_over(sheet);
    let row = index(row);
    if sheet.rows.len() < row {
        sheet.rows.resize(row, Vec::new());
    }
    sheet.rows.insert(row, cells);
}

/// Takes a row out; everything below goes up.
pub fn remove(sheet: &mut SheetText, row: u32) -> Vec<CellText> {
    type_over(sheet);
    if index(row) < sheet.rows.len() { sheet.rows.remove(index(row)) } else { Vec::new() }
}

/// Exchanges two columns of every row between `from` and `to` (both in).
pub fn exchange_columns(sheet: &mut SheetText, (from, to): (u32, u32), one: u32, other: u32) {
    type_over(sheet);
    for row in from..=to {
        let (left, right) = (get(sheet, row, one), get(sheet, row, other));
        set(sheet, row, one, right);
        set(sheet, row, other, left);
    }
}

/// Types every result over its formula. A spreadsheet program takes formulas along with the cells that they look at, and works
/// them out again; here they would be left behind, and their results be out of date, which is no part of what was done.
pub fn type_over(sheet: &mut SheetText) {
    for cell in sheet.rows.iter_mut().flatten() {
        if let CellText::Formula(_, result) = cell {
            *cell = (**result).clone();
        }
    }
}

/// The sheet with this name.
pub fn named<'a>(book: &'a mut WorkbookText, name: &str) -> Option<&'a mut SheetText> {
    book.sheets.iter_mut().find(|sheet| sheet.name == name)
}

/// A column as a spreadsheet names it: 'C', 'AA'.
pub fn letters(column: u32) -> String {
    let last = char::from(b'A' + u8::try_from(column % 26).unwrap_or_default());
    if column < 26 { last.to_string() } else { format!("{}{last}", letters(column / 26 - 1)) }
}

/// A cell as a spreadsheet names it: 'C5'. Row and column from 0.
pub fn address(row: u32, column: u32) -> String {
    format!("{}{}", letters(column), row + 1)
}

/// A number with thousands separators and as many decimals as it has.
pub fn grouped(number: Decimal) -> String {
    let digits = number.abs().trunc().to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let rest = number.abs().fract().normalize().to_string();
    let rest = rest.strip_prefix('0').unwrap_or_default();
    let sign = if number.is_sign_negative() { "-" } else { "" };
    format!("{sign}{grouped}{rest}")
}

/// A row or column as an index.
pub fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// An index as a row or column.
pub fn count(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
