//! A workbook as sparse grids of raw cells, read within limits whatever the file holds.
//!
//! A return is a file from outside. The libraries that read it may panic, or ask for far more memory than there is, on a
//! file made for it; so every file is looked over before they see it (`packed`, `xls`, `ods`), cells are read one by one
//! wherever the format allows it, and a panic is caught and said in a sentence.

mod as_seen;
mod csv;
mod kind;
mod look;
mod ods;
mod packed;
#[cfg(test)]
mod tests;
mod xls;

pub(super) use csv::ERRORS;

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;

use calamine::{
    CellErrorType, CellType, Data, DataRef, Dimensions, ExcelDateTime, Range, Reader, SheetType, SheetVisible,
};
use calamine::{Ods, Xls, Xlsb, Xlsx, XlsxError};
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::look::{Formula, Look, Sight};
use super::quietly::quietly;
use crate::money;
use crate::source::Address;
use kind::{Container, PASSWORD};
use packed::Package;

/// The largest file taken. Returns are some hundred rows; with a few pictures in them they stay under 10 MiB.
pub const LARGEST_FILE: usize = 25 * 1024 * 1024;

/// The most that all parts of a packed workbook may hold unpacked: it bounds what reading one can cost in memory.
pub const MOST_UNPACKED: u64 = 100 * 1024 * 1024;

/// The most parts of a packed workbook. A hundred sheets with pictures and comments have a few thousand.
pub const MOST_PARTS: usize = 10_000;

/// The most sheets of a workbook.
pub const MOST_SHEETS: usize = 100;

/// The most filled cells of a workbook: 4,000 schemes of 100 columns. Beyond it somebody sent a ledger, not a return.
pub const MOST_CELLS: usize = 400_000;

/// The most text of a workbook, in bytes: a text that is stored once may stand in every cell.
pub const MOST_TEXT: usize = 64 * 1024 * 1024;

/// The longest text of a cell, in characters: a spreadsheet program's own limit.
pub const LONGEST_TEXT: usize = 32_767;

/// The most bytes read over all sheets, taken together. Sheets that share one part would be read again and again.
const MOST_READ: u64 = 1024 * 1024 * 1024;

/// The defined name under which a return that we issued carries its area's id.
pub const MARKER: &str = "piperoll_area";

/// One sheet.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Its name.
    pub name: Arc<str>,
    /// The cells that hold something, by row, then column.
    pub cells: BTreeMap<Address, Raw>,
    /// Whether people can see it.
    pub visible: bool,
    /// What it shows beside the values, as far as the workbook's `sight` goes.
    pub look: Look,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Raw {
    /// A number, exact.
    Number(Decimal),
    /// Text, with outer blanks.
    Text(String),
    /// A date.
    Date(Date),
    /// true or false.
    Truth(bool),
    /// An error value: '#REF!'.
    Error(String),
}

impl Raw {
    /// The cell as a person would type it.
    pub fn text(&self) -> String {
        match self {
            Raw::Number(number) => number.normalize().to_string(),
            Raw::Text(text) | Raw::Error(text) => text.clone(),
            Raw::Date(date) => format!("{:02}/{:02}/{}", date.day(), date.month(), date.year()),
            Raw::Truth(truth) => if *truth { "TRUE" } else { "FALSE" }.to_string(),
        }
    }
}

impl Raw {
    /// The number that stands in the cell: stored as one, or typed as text in digits, signs and commas alone ('1,204', '(204)'), as
    /// every figure of a .csv is.
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Raw::Number(number) => Some(*number),
            Raw::Text(text) => {
                let typed = money::read_money(text, money::Unit::Pounds).ok()?;
                (!typed.pound_sign && typed.suffix.is_none()).then(|| typed.quantity.value())
            }
            _ => None,
        }
    }
}

/// A workbook that was read.
#[derive(Debug, Clone)]
pub struct Workbook {
    /// Its sheets, in order.
    pub sheets: Vec<Sheet>,
    /// The area's id in the hidden marker (the defined name `piperoll_area`), if we issued it.
    pub marker: Option<String>,
    /// Whether it reckons only when it is told to: results of formulas may be those of other figures.
    pub manual_calculation: bool,
    /// Whether it reckons with the figures as they are shown, and not as they are stored.
    pub rounds_as_shown: bool,
    /// What of it can be seen beside its values.
    pub sight: Sight,
    /// The cells of a .csv in which a quotation mark ends the field too soon.
    pub stray_quotes: Vec<Address>,
}

impl Workbook {
    /// A workbook of which nothing is known but what its sheets hold.
    fn new(sheets: Vec<Sheet>, marker: Option<String>, sight: Sight) -> Self {
        Workbook { sheets, marker, manual_calculation: false, rounds_as_shown: false, sight, stray_quotes: Vec::new() }
    }

    /// In place of one that could not be read.
    pub fn unread() -> Self {
        Workbook::new(Vec::new(), None, Sight::default())
    }
}

/// Reads a workbook's bytes; `path` gives the format by its ending. One sentence if it cannot be read.
pub fn read_workbook(path: &Path, bytes: &[u8]) -> Result<Workbook, String> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    if bytes.is_empty() {
        return Err("the file is empty".to_string());
    }
    if bytes.len() > LARGEST_FILE {
        return Err(too_much("the file", "bytes", bytes.len() as u64, LARGEST_FILE as u64));
    }
    if let Some(why) = kind::locked_or_cut_off(bytes) {
        return Err(why);
    }
    let read = match (ending.as_str(), Container::of(bytes)) {
        ("csv", _) => match kind::no_csv(bytes) {
            Some(why) => Some(Err(why)),
            None => quietly(|| csv::read(path, bytes)),
        },
        ("xlsx" | "xlsm" | "xlsb" | "ods", Container::Zip) => quietly(|| read_packed(&ending, bytes)),
        ("xls", Container::Compound) => quietly(|| read_xls(bytes)),
        ("xlsx" | "xlsm" | "xlsb" | "xls" | "ods", _) => return Err(kind::wrong_ending(&ending, bytes)),
        _ => return Err(format!("'.{ending}' is not the ending of a workbook; send .xlsx")),
    };
    let read = read.unwrap_or_else(|| {
        Err("the workbook is damaged: open it in your spreadsheet program, save it under a new name and send that"
            .to_string())
    });
    read.map(|mut workbook| {
        as_seen::texts(&mut workbook);
        workbook
    })
}

fn too_much(what: &str, unit: &str, found: u64, most: u64) -> String {
    format!("{what} has {found} {unit}, and a return of at most {most} is taken; take out what is not the return")
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// The cells of a workbook as they come in, within the limits.
struct Gathered {
    sheets: Vec<Sheet>,
    cells: usize,
    text: usize,
}

impl Gathered {
    fn new() -> Self {
        Gathered { sheets: Vec::new(), cells: 0, text: 0 }
    }

    fn start(&mut self, name: &str, visible: SheetVisible) {
        let visible = visible == SheetVisible::Visible;
        self.sheets.push(Sheet { name: name.into(), cells: BTreeMap::new(), visible, look: Look::default() });
    }

    fn add(&mut self, (row, column): (u32, u32), value: DataRef<'_>) -> Result<(), String> {
        let raw = match value {
            DataRef::Empty => return Ok(()),
            DataRef::Int(number) => Raw::Number(Decimal::from(number)),
            DataRef::Float(number) => number_or_text(number),
            DataRef::String(text) => Raw::Text(text),
            DataRef::SharedString(text) => Raw::Text(text.to_string()),
            DataRef::Bool(truth) => Raw::Truth(truth),
            DataRef::DateTime(date) => date_or_number(date),
            DataRef::DateTimeIso(text) => iso_date(&text).map_or(Raw::Text(text), Raw::Date),
            DataRef::DurationIso(text) => Raw::Text(text),
            DataRef::Error(error) => Raw::Error(error_text(&error)),
        };
        self.insert(Address::new(row, column), raw)
    }

    fn insert(&mut self, at: Address, raw: Raw) -> Result<(), String> {
        let Some(sheet) = self.sheets.last_mut() else { return Ok(()) };
        if let Raw::Text(text) = &raw {
            if text.trim().is_empty() {
                return Ok(());
            }
            if text.len() > LONGEST_TEXT && text.chars().count() > LONGEST_TEXT {
                let name = &sheet.name;
                return Err(format!(
                    "the text in cell {at} of sheet {name} is longer than the {LONGEST_TEXT} characters that a cell can hold"
                ));
            }
            self.text += text.len();
        }
        self.cells += 1;
        if self.cells > MOST_CELLS {
            return Err(format!(
                "the workbook has more than {MOST_CELLS} filled cells; take out what is not the return"
            ));
        }
        if self.text > MOST_TEXT {
            return Err(format!(
                "the workbook has more than {MOST_TEXT} bytes of text; take out what is not the return"
            ));
        }
        sheet.cells.insert(at, raw);
        Ok(())
    }

    /// Notes formulas and merges where the library reads them with the values. Such a file holds a result for every formula.
    fn look_at(&mut self, formulas: &Range<String>, merges: &[Dimensions]) {
        let Some(sheet) = self.sheets.last_mut() else { return };
        for (at, text) in located(formulas).take(MOST_CELLS) {
            // Instead of a formula that it does not understand, the library tells so.
            let text = if text.starts_with("Unrecognised formula") { "" } else { text };
            sheet.look.formulas.insert(at, Formula { text: text.into(), from: at, has_result: true });
        }
        let corner = |(row, column): (u32, u32)| Address::new(row, column);
        let merges = merges.iter().filter(|merge| merge.start != merge.end).take(MOST_CELLS);
        sheet.look.merges = merges.map(|merge| (corner(merge.start), corner(merge.end))).collect();
    }

    fn finish(self, names: &[(String, String)], sight: Sight) -> Workbook {
        let marker = names.iter().find(|(name, _)| name.eq_ignore_ascii_case(MARKER));
        let marker = marker.map(|(_, value)| value.trim().trim_start_matches('=').trim().trim_matches('"').to_string());
        Workbook::new(self.sheets, marker.filter(|marker| !marker.is_empty()), sight)
    }
}

fn number_or_text(number: f64) -> Raw {
    money::from_spreadsheet(number).map_or_else(|| Raw::Text(format!("{number:E}")), Raw::Number)
}

/// A number formatted as a date is one; a duration is the number it is stored as.
fn date_or_number(date: ExcelDateTime) -> Raw {
    // Nobody's first day is a day: a 0 shown as '00/01/1900' is no date, nor is a time.
    if date.as_f64() < 1.0 {
        return number_or_text(date.as_f64());
    }
    let (year, month, day, ..) = date.to_ymd_hms_milli();
    let civil = match (i16::try_from(year), i8::try_from(month), i8::try_from(day)) {
        (Ok(year), Ok(month), Ok(day)) if date.is_datetime() => Date::new(year, month, day).ok(),
        _ => None,
    };
    civil.map_or_else(|| number_or_text(date.as_f64()), Raw::Date)
}

fn iso_date(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}

fn error_text(error: &CellErrorType) -> String {
    error.to_string()
}

fn sheet_limit(sheets: usize) -> Result<(), String> {
    if sheets > MOST_SHEETS {
        return Err(too_much("the workbook", "sheets", sheets as u64, MOST_SHEETS as u64));
    }
    Ok(())
}

/// What a reading library says, in a sentence for people.
fn damaged(error: impl std::fmt::Display) -> String {
    format!(
        "the workbook is damaged ({error}): open it in your spreadsheet program, save it under a new name and send that"
    )
}

fn read_packed(ending: &str, bytes: &[u8]) -> Result<Workbook, String> {
    let package = packed::inspect(bytes)?;
    let kind = package.kind;
    match (ending, kind) {
        ("ods", packed::Kind::Ods) => read_ods(bytes, &package),
        ("xlsb", packed::Kind::Xlsb) => read_xlsb(bytes, &package),
        ("xlsx" | "xlsm", packed::Kind::Xlsx) => read_xlsx(bytes, &package),
        _ => {
            let (is, mend) = match kind {
                packed::Kind::Ods => ("an .ods workbook", "give it that ending"),
                packed::Kind::Xlsb => ("an .xlsb workbook", "give it that ending"),
                packed::Kind::Xlsx => ("an .xlsx workbook", "give it that ending"),
                packed::Kind::Other => package.other,
            };
            Err(format!("the ending is .{ending}, but the content is {is}: {mend}"))
        }
    }
}

/// The worksheets by name, once reading all of them is known to be affordable.
fn worksheets(sheets: &[calamine::Sheet], largest_part: u64) -> Result<Vec<(String, SheetVisible)>, String> {
    sheet_limit(sheets.len())?;
    let read = largest_part.saturating_mul(sheets.len() as u64);
    if sheets.len() > 1 && read > MOST_READ {
        return Err(too_much("the sheets of the workbook together", "bytes", read, MOST_READ));
    }
    let sheets = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    Ok(sheets.map(|sheet| (sheet.name.clone(), sheet.visible)).collect())
}

fn read_xlsx(bytes: &[u8], package: &Package) -> Result<Workbook, String> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(not_opened)?;
    let mut gathered = Gathered::new();
    for (name, visible) in worksheets(workbook.sheets_metadata(), package.largest)? {
        gathered.start(&name, visible);
        let mut cells = workbook.worksheet_cells_reader(&name).map_err(damaged)?;
        while let Some(cell) = cells.next_cell().map_err(damaged)? {
            gathered.add(cell.get_position(), cell.get_value().clone())?;
        }
    }
    let mut workbook = gathered.finish(workbook.defined_names(), Sight::Whole);
    let said = look::read(&package.parts, &mut workbook.sheets)?;
    workbook.manual_calculation = said.manual_calculation;
    workbook.rounds_as_shown = said.rounds_as_shown;
    workbook.sight = said.sight;
    Ok(workbook)
}

/// Why the library does not open an .xlsx workbook, for people.
fn not_opened(error: XlsxError) -> String {
    match error {
        XlsxError::Unrecognized { typ: "sheet:type", val } if val.contains("macrosheets") => {
            "the workbook has a sheet of macros of the old kind (Excel 4), which may be hidden: delete that sheet, or copy the return to a \
             new workbook and send that"
                .to_string()
        }
        other => damaged(other),
    }
}

fn read_xlsb(bytes: &[u8], package: &Package) -> Result<Workbook, String> {
    let mut workbook: Xlsb<_> = Xlsb::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut gathered = Gathered::new();
    for (name, visible) in worksheets(workbook.sheets_metadata(), package.largest)? {
        gathered.start(&name, visible);
        let mut cells = workbook.worksheet_cells_reader(&name).map_err(damaged)?;
        while let Some(cell) = cells.next_cell().map_err(damaged)? {
            gathered.add(cell.get_position(), cell.get_value().clone())?;
        }
    }
    Ok(gathered.finish(workbook.defined_names(), Sight::Values))
}

fn read_ods(bytes: &[u8], package: &Package) -> Result<Workbook, String> {
    let mut looks = ods::inspect(package)?;
    let mut workbook: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::OdsError::Password => PASSWORD.to_string(),
        other => damaged(other),
    })?;
    let sheets = worksheets(workbook.sheets_metadata(), 0)?;
    let mut gathered = Gathered::new();
    for (name, visible) in sheets {
        gathered.start(&name, visible);
        gather_dense(&mut gathered, &workbook.worksheet_range(&name).map_err(damaged)?)?;
    }
    let mut workbook = gathered.finish(workbook.defined_names(), Sight::Part);
    workbook.rounds_as_shown = looks.rounds_as_shown;
    for sheet in &mut workbook.sheets {
        sheet.look = looks.tables.remove(&*sheet.name).unwrap_or_default();
    }
    Ok(workbook)
}

fn read_xls(bytes: &[u8]) -> Result<Workbook, String> {
    let rebuilt = xls::inspect(bytes)?;
    let mut workbook: Xls<_> = Xls::new(Cursor::new(rebuilt)).map_err(damaged)?;
    let sheets = worksheets(workbook.sheets_metadata(), 0)?;
    let mut gathered = Gathered::new();
    for (name, visible) in sheets {
        gathered.start(&name, visible);
        gather_dense(&mut gathered, &workbook.worksheet_range(&name).map_err(damaged)?)?;
        // Both were read with the values.
        let merges = workbook.merge_cells_by_sheet_name(&name).unwrap_or_default();
        gathered.look_at(&workbook.worksheet_formula(&name).map_err(damaged)?, &merges);
    }
    Ok(gathered.finish(workbook.defined_names(), Sight::Values))
}

/// The cells of a range that was already laid out whole, at their true addresses.
fn gather_dense(gathered: &mut Gathered, range: &Range<Data>) -> Result<(), String> {
    located(range).try_for_each(|(at, value)| gathered.add((at.row, at.column), borrowed(value)))
}

fn located<T: CellType>(range: &Range<T>) -> impl Iterator<Item = (Address, &T)> {
    let (first_row, first_column) = range.start().unwrap_or_default();
    let offset = |first: u32, index: usize| u32::try_from(index).ok().and_then(|index| first.checked_add(index));
    range.used_cells().filter_map(move |(row, column, value)| {
        Some((Address::new(offset(first_row, row)?, offset(first_column, column)?), value))
    })
}

/// The same value in the form in which streamed cells come.
fn borrowed(value: &Data) -> DataRef<'_> {
    match value {
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(truth) => DataRef::Bool(*truth),
        Data::DateTime(date) => DataRef::DateTime(*date),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}

fn reaches_too_far() -> String {
    format!(
        "the tables of the workbook reach over more than {MOST_DENSE} cells; take out stray entries far from the return"
    )
}

/// The most cells, blank ones too, in the rectangles that .xls and .ods sheets fill: the library lays them out whole.
const MOST_DENSE: u64 = 2_000_000;
