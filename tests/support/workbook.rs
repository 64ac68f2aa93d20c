//! Workbooks from text, so that anyone can see and change what a test or a sample holds.
//!
//! ```text
//! # a comment; \# is a literal one
//! !name piperoll_area adults          a defined name with a text value, before the first sheet
//! == Return                           starts a sheet; '== Return !hidden' a hidden one
//! Project | Target\n(£000s) | Forecast
//! Agency  | 1500 | 10,888 | 83% | @2023-03-31
//!
//! Total   | =B2+B3 := 1500 | '1500 | -
//! ```
//!
//! A line is a row and an empty line an empty row. Cells stand between `|` (`\|` is a literal one, `\n` a line break, `\\`
//! a backslash), outer blanks trimmed. `1500` and `-5.25` are numbers, `10,888` a number formatted `#,##0`, `83%` the number
//! 0.83 formatted `0%`, `@2023-03-31` a date, `=B2+B3 := 12` a formula with its stored result (any of the others), `'1500` text
//! as it stands; a lone `<` merges the cell with the one on its left. Everything else is text. `=B2 :=` is a formula without a
//! stored result. `!times 500 Scheme # | 100` is the row 500 times, with its number from 1 in the place of `#`.
//!
//! How cells look is said below the rows of their sheet, a line each; a range may stand for a cell:
//!
//! ```text
//! !format B2 #,##0,            a number format
//! !fill D4 FFC000              the colour behind a cell, which may be blank;  !ink A1 FFFFFF  that of its text
//! !strike A2:B2                struck through;  !strike A2 Old name  only this part of its text
//! !raise C2 1                  the end of its text raised;  !font D4 Wingdings  its font;  !indent A3 2
//! !bold A1:F1                  in bold;  !border A1:F9  with a thin border
//! !hide 5                      a row, or rows 5:7, or a column C;  !filter 6  rows hidden by a filter;  !fold 5:6  by an outline
//! !list A4:F9                  buttons of a filter over a table, which hides nothing;  !freeze 4  the rows above this one
//! !merge A4:A5                 cells merged, whatever stands in them
//! !comment C4 Subject to …     a comment;  !box C9 Draft  a text box
//! !rule C2:C4 FFC000           a colour that a rule gives to blank cells
//! !manual                      the workbook is calculated by hand;  !as-shown  with its figures as they are shown
//! ```

// Each test binary uses a part of it.
#![allow(dead_code)]

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatScript, Formula, Workbook, Worksheet, XlsxError,
};

#[path = "looks.rs"]
mod looks;

use looks::{Looks, range, repack};

/// Stands where a formula has no stored result until the file is packed: the writer always writes one.
const NO_RESULT: &str = "piperoll-no-result";

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum CellText {
    /// Nothing.
    Blank,
    /// A number, and how it is formatted (empty for 'General').
    Number {
        /// As a decimal text without commas: '0.83'.
        value: String,
        /// The spreadsheet's format code.
        format: String,
    },
    /// A date: year, month, day.
    Date(u16, u8, u8),
    /// Text.
    Text(String),
    /// A formula with its stored result.
    Formula(String, Box<CellText>),
    /// A part of the merged cell that starts on its left.
    Merged,
}

/// A sheet: its name, whether it is hidden, and its rows.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetText {
    /// Its name.
    pub name: String,
    /// Whether it is hidden.
    pub hidden: bool,
    /// Its rows, each as long as its line says.
    pub rows: Vec<Vec<CellText>>,
    /// How its cells look, a line each: what, where, and with what.
    pub looks: Vec<Look>,
}

/// How some cells look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// 'fill', 'strike', …
    pub what: String,
    /// 'B2', 'A4:A5', '5:7', 'C'; empty where it is the workbook as a whole.
    pub at: String,
    /// 'FFC000', 'Wingdings', …
    pub with: String,
}

/// A workbook: its defined names and its sheets.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WorkbookText {
    /// Defined names with their text values.
    pub names: Vec<(String, String)>,
    /// Its sheets, in order.
    pub sheets: Vec<SheetText>,
}

/// The bytes of the `.xlsx` that `text` describes: the same for the same text. Panics on a text that is none: it is only
/// ever our own.
#[allow(clippy::panic, reason = "a fault in a test's own text is a fault of the test")]
pub fn workbook(text: &str) -> Vec<u8> {
    try_workbook(text).unwrap_or_else(|fault| panic!("{fault}"))
}

/// As [`workbook`], with the fault in one sentence.
pub fn try_workbook(text: &str) -> Result<Vec<u8>, String> {
    write(&parse_grid(text)?).map_err(|error| error.to_string())
}

/// The cells that `text` describes.
pub fn parse_grid(text: &str) -> Result<WorkbookText, String> {
    let mut workbook = WorkbookText::default();
    for (line, number) in text.lines().zip(1..) {
        let fault = |what: &str| Err(format!("line {number}: {what}: {line}"));
        if line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix("== ") {
            let (name, hidden) = match name.trim().strip_suffix("!hidden") {
                Some(name) => (name.trim(), true),
                None => (name.trim(), false),
            };
            workbook.sheets.push(SheetText { name: name.to_string(), hidden, rows: Vec::new(), looks: Vec::new() });
        } else if let Some(name) = line.strip_prefix("!name ") {
            match name.trim().split_once(' ') {
                Some((name, value)) => workbook.names.push((name.to_string(), value.trim().to_string())),
                None => return fault("a defined name needs a value"),
            }
        } else if let (Some(row), Some(sheet)) = (line.strip_prefix("!times "), workbook.sheets.last_mut()) {
            let Some((times, row)) = row.trim().split_once(' ') else { return fault("a number and a row are missing") };
            for number in 1..=times.parse::<usize>().unwrap_or_default() {
                let row = row.replace('#', &number.to_string());
                match split_cells(&row).iter().map(|cell| parse_cell(cell)).collect() {
                    Ok(cells) => sheet.rows.push(cells),
                    Err(what) => return fault(&what),
                }
            }
        } else if let (Some(look), Some(sheet)) = (line.strip_prefix('!'), workbook.sheets.last_mut()) {
            let mut parts = look.trim().splitn(3, ' ').map(str::to_string);
            let mut next = || parts.next().unwrap_or_default();
            sheet.looks.push(Look { what: next(), at: next(), with: unescape(next().trim()) });
        } else if let Some(sheet) = workbook.sheets.last_mut() {
            match split_cells(line).iter().map(|cell| parse_cell(cell)).collect() {
                Ok(cells) => sheet.rows.push(cells),
                Err(what) => return fault(&what),
            }
        } else if !line.trim().is_empty() {
            return fault("a row before the first sheet ('== Name')");
        }
    }
    Ok(workbook)
}

/// The cells of a line, still escaped but for `\|` and a leading `\#`.
fn split_cells(line: &str) -> Vec<String> {
    let line = if line.starts_with("\\#") { &line[1..] } else { line };
    if line.trim().is_empty() {
        return Vec::new();
    }
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for letter in line.chars() {
        let cell = cells.last_mut().expect("there is always one");
        match (escaped, letter) {
            (false, '\\') => escaped = true,
            (false, '|') => cells.push(String::new()),
            (false, other) => cell.push(other),
            (true, other) => {
                if other != '|' {
                    cell.push('\\');
                }
                cell.push(other);
                escaped = false;
            }
        }
    }
    cells.iter().map(|cell| cell.trim().to_string()).collect()
}

fn parse_cell(cell: &str) -> Result<CellText, String> {
    if cell.is_empty() {
        return Ok(CellText::Blank);
    }
    if cell == "<" {
        return Ok(CellText::Merged);
    }
    if let Some(text) = cell.strip_prefix('\'') {
        return Ok(CellText::Text(unescape(text)));
    }
    if let Some(formula) = cell.strip_prefix('=') {
        let Some((formula, result)) = formula.rsplit_once(":=") else {
            return Err("a formula needs its result, like '=B2+B3 := 12'".to_string());
        };
        return Ok(CellText::Formula(format!("={}", unescape(formula.trim())), Box::new(parse_cell(result.trim())?)));
    }
    if let Some(date) = cell.strip_prefix('@') {
        let parts: Vec<&str> = date.split('-').collect();
        if let [year, month, day] = parts.as_slice()
            && let (Ok(year), Ok(month), Ok(day)) = (year.parse(), month.parse(), day.parse())
        {
            return Ok(CellText::Date(year, month, day));
        }
        return Err("a date is written like '@2023-03-31'".to_string());
    }
    Ok(parse_number(cell).unwrap_or_else(|| CellText::Text(unescape(cell))))
}

/// '1500', '-5.25', '10,888', '83%', '12.5%'; nothing else is a number.
fn parse_number(cell: &str) -> Option<CellText> {
    let (digits, percent) = match cell.strip_suffix('%') {
        Some(digits) => (digits, true),
        None => (cell, false),
    };
    let (whole, decimals) = match digits.split_once('.') {
        Some((whole, decimals)) if !decimals.is_empty() => (whole, decimals),
        Some(_) => return None,
        None => (digits, ""),
    };
    let unsigned = whole.strip_prefix('-').unwrap_or(whole);
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let commas = unsigned.contains(',');
    let grouped = unsigned.split(',').enumerate().all(|(group, digits)| {
        is_digits(digits)
            && if group == 0 { !digits.is_empty() && (!commas || digits.len() <= 3) } else { digits.len() == 3 }
    });
    if !grouped || !is_digits(decimals) || (percent && commas) {
        return None;
    }
    let places = if decimals.is_empty() { String::new() } else { format!(".{}", "0".repeat(decimals.len())) };
    let plain = digits.replace(',', "");
    let (value, format) = match (percent, commas) {
        // Shifted as text: a division would not always give the number that a spreadsheet stores.
        (true, _) => (format!("{plain}e-2").parse::<f64>().ok()?.to_string(), format!("0{places}%")),
        (false, true) => (plain, format!("#,##0{places}")),
        (false, false) => (plain, String::new()),
    };
    Some(CellText::Number { value, format })
}

fn unescape(text: &str) -> String {
    let mut plain = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('n') => plain.push('\n'),
                Some(other) => plain.push(other),
                None => plain.push('\\'),
            },
            other => plain.push(other),
        }
    }
    plain
}

/// The bytes of the `.xlsx` with these cells.
pub fn write(text: &WorkbookText) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // Without it the bytes would tell when they were written.
    let created = ExcelDateTime::from_ymd(2023, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    for sheet in &text.sheets {
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(&sheet.name)?.set_hidden(sheet.hidden);
        set_widths(worksheet, sheet)?;
        let looks = Looks::of(sheet)?;
        for look in sheet.looks.iter().filter(|look| look.what == "merge") {
            let ((top, left), (bottom, right)) = range(&look.at)?;
            worksheet.merge_range(top, left, bottom, right, "", &Format::new())?;
        }
        for (cells, row) in sheet.rows.iter().zip(0..) {
            write_row(worksheet, row, cells, &looks)?;
        }
        for &(row, column) in looks.by_cell.keys() {
            let stands = usize::try_from(row).ok().and_then(|row| sheet.rows.get(row));
            if stands.is_none_or(|cells| cells.len() <= usize::from(column)) {
                worksheet.write_blank(row, column, &looks.format(row, column, Format::new()))?;
            }
        }
        looks.beside(worksheet)?;
    }
    for (name, value) in &text.names {
        workbook.define_name(name, &format!("=\"{value}\""))?;
    }
    let has = |what: &str| text.sheets.iter().flat_map(|sheet| &sheet.looks).any(|look| look.what == what);
    let mut changes = Vec::new();
    if has("manual") {
        changes.push(("<calcPr ", "<calcPr calcMode=\"manual\" ".to_string()));
    }
    if has("as-shown") {
        changes.push(("<calcPr ", "<calcPr fullPrecision=\"0\" ".to_string()));
    }
    if has("filter") {
        let filter = "<filterColumn colId=\"0\"><filters><filter val=\"shown\"/></filters></filterColumn></autoFilter>";
        changes.push(("/><!--filter-->", format!(">{filter}")));
    }
    repack(workbook.save_to_buffer()?, &changes)
}

fn write_row(sheet: &mut Worksheet, row: u32, cells: &[CellText], looks: &Looks<'_>) -> Result<(), XlsxError> {
    for (cell, column) in cells.iter().zip(0u16..) {
        let merged = cells[usize::from(column) + 1..].iter().take_while(|next| **next == CellText::Merged).count();
        if merged > 0 && *cell != CellText::Merged {
            let last = column + u16::try_from(merged).map_err(|_| XlsxError::RowColumnLimitError)?;
            sheet.merge_range(row, column, row, last, "", &Format::new().set_align(FormatAlign::Center))?;
        }
        write_cell(sheet, row, column, cell, looks)?;
    }
    Ok(())
}

fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &CellText,
    looks: &Looks<'_>,
) -> Result<(), XlsxError> {
    let looked = |format: Format| looks.format(row, column, format);
    match cell {
        CellText::Blank if !looks.at(row, column).is_empty() => {
            sheet.write_blank(row, column, &looked(Format::new()))?;
        }
        CellText::Blank | CellText::Merged => {}
        CellText::Number { value, format } => {
            let number: f64 = value.parse().map_err(|_| XlsxError::ParameterError(value.clone()))?;
            sheet.write_number_with_format(row, column, number, &looked(number_format(format)))?;
        }
        CellText::Date(year, month, day) => {
            let date = ExcelDateTime::from_ymd(*year, *month, *day)?;
            let format = looked(Format::new().set_num_format("dd/mm/yyyy"));
            sheet.write_datetime_with_format(row, column, date, &format)?;
        }
        CellText::Text(text) => {
            let wraps = text.contains('\n') || text.chars().count() > 30;
            let format = if wraps {
                Format::new().set_text_wrap().set_align(FormatAlign::Top)
            } else {
                Format::new().set_align(FormatAlign::Top)
            };
            let Some(parts) = looks.parts(row, column, text) else {
                sheet.write_string_with_format(row, column, text, &looked(format))?;
                return Ok(());
            };
            let of = |struck: bool, raised: bool| match (struck, raised) {
                (true, _) => Format::new().set_font_strikethrough(),
                (_, true) => Format::new().set_font_script(FormatScript::Superscript),
                _ => Format::new(),
            };
            let formats: Vec<Format> = parts.iter().map(|(_, struck, raised)| of(*struck, *raised)).collect();
            let runs: Vec<(&Format, &str)> =
                formats.iter().zip(&parts).map(|(format, (text, ..))| (format, *text)).collect();
            sheet.write_rich_string_with_format(row, column, &runs, &looked(format))?;
        }
        CellText::Formula(formula, result) => {
            let (result, format) = match result.as_ref() {
                CellText::Number { value, format } => (value.clone(), number_format(format)),
                CellText::Text(text) => (text.clone(), Format::new()),
                _ => (NO_RESULT.to_string(), Format::new()),
            };
            sheet.write_formula_with_format(row, column, Formula::new(formula).set_result(result), &looked(format))?;
        }
    }
    Ok(())
}

fn number_format(code: &str) -> Format {
    let format = Format::new().set_align(FormatAlign::Top);
    if code.is_empty() { format } else { format.set_num_format(code) }
}

/// Wide enough to read, and no wider than a narrative column needs.
fn set_widths(worksheet: &mut Worksheet, sheet: &SheetText) -> Result<(), XlsxError> {
    let columns = sheet.rows.iter().map(Vec::len).max().unwrap_or(0);
    for (column, index) in (0..columns).zip(0u16..) {
        let longest = sheet.rows.iter().filter(|row| !row.contains(&CellText::Merged) && row.len() > 1);
        let longest = longest.filter_map(|row| row.get(column)).filter_map(|cell| match cell {
            CellText::Text(text) => text.lines().map(|line| line.chars().count()).max(),
            _ => None,
        });
        let width = u32::try_from(longest.max().unwrap_or(0)).unwrap_or(50).clamp(10, 50);
        worksheet.set_column_width(index, width)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(value: &str, format: &str) -> CellText {
        CellText::Number { value: value.to_string(), format: format.to_string() }
    }

    #[test]
    fn cells_are_what_they_look_like() {
        let text = "# comment\n!name piperoll_area adults\n== Return\n\\# 1 | 1500 | -5.25 | 10,888 | 83% | 12.5%\n\n\
                    @2023-03-31 | =B2+B3 := 12 | '1500 | a\\nb\\|c | 1,5 | 10,888% | < | - | 1.\n== Notes !hidden\n";
        let grid = parse_grid(text).unwrap();
        assert_eq!(grid.names, [("piperoll_area".to_string(), "adults".to_string())]);
        assert_eq!(grid.sheets.len(), 2);
        assert!(grid.sheets[1].hidden && grid.sheets[1].name == "Notes");
        let text = |text: &str| CellText::Text(text.to_string());
        assert_eq!(
            grid.sheets[0].rows,
            [
                vec![
                    text("# 1"),
                    number("1500", ""),
                    number("-5.25", ""),
                    number("10888", "#,##0"),
                    number("0.83", "0%"),
                    number("0.125", "0.0%")
                ],
                vec![],
                vec![
                    CellText::Date(2023, 3, 31),
                    CellText::Formula("=B2+B3".to_string(), Box::new(number("12", ""))),
                    text("1500"),
                    text("a\nb|c"),
                    text("1,5"),
                    text("10,888%"),
                    CellText::Merged,
                    text("-"),
                    text("1."),
                ]
            ]
        );
    }

    #[test]
    fn looks_are_said_below_the_rows() {
        let text = "== S\nA | 1 | =B1 :=\nB | 2 | =B2 := 5\nC | | =B3 := x\n!format B1 #,##0,\n!strike A2 B\n!raise A1 A\n!fill B3 FFC000\n\
                    !hide 2\n!hide D\n!filter 3\n!fold 5:6\n!merge A4:A5\n!comment A1 Subject to approval\n!box C9 Draft\n!manual\n";
        let looks = &parse_grid(text).unwrap().sheets[0].looks;
        assert_eq!((looks[0].what.as_str(), looks[0].at.as_str(), looks[0].with.as_str()), ("format", "B1", "#,##0,"));
        let sheet = looks::text_of_sheets(&workbook(text)).unwrap();
        for part in [
            "<c r=\"C1\"><f>B1</f></c>",
            "<f>B2</f><v>5</v>",
            "t=\"str\"><f>B3</f><v>x</v>",
            "<filterColumn colId=\"0\">",
            "<row r=\"2\" spans=\"1:3\" hidden=\"1\">",
            "<mergeCell ref=\"A4:A5\"/>",
        ] {
            assert!(sheet.contains(part), "{part}: {sheet}");
        }
        assert_eq!(workbook(text), workbook(text));
    }

    #[test]
    fn the_same_text_gives_the_same_bytes() {
        let text = "== Return\nTitle | < | <\nA | 1 | =B2 := 83%\n";
        assert_eq!(workbook(text), workbook(text));
        assert!(try_workbook("a row | without a sheet").unwrap_err().contains("line 1"));
        assert!(try_workbook("== S\n=B2").unwrap_err().contains("result"));
    }
}
