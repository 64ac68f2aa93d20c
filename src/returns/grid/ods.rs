//! A look over an .ods workbook before the library reads it: it lays every table out whole, repeats written short included,
//! and goes round for ever where the markup is not closed.

mod looks;
mod shown;
mod styles;
#[cfg(test)]
mod tests;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use self::looks::Looks;

use super::packed::Package;
use super::{MOST_DENSE, MOST_TEXT, damaged};

/// What a spreadsheet holds at most; the library cuts repeats off there.
const MOST_ROWS: u64 = 1_048_576;

/// As [`MOST_ROWS`].
const MOST_COLUMNS: u64 = 16_384;

/// A table while it is looked over.
#[derive(Default)]
struct TableCount {
    /// Rows so far, and to the last that holds something.
    rows: u64,
    filled_rows: u64,
    /// The widest row.
    width: u64,
}

/// A row while it is looked over.
#[derive(Default)]
struct RowCount {
    repeated: u64,
    /// Columns so far, and to the last that holds something.
    columns: u64,
    filled: u64,
    /// Columns to the last cell but trailing blank ones: the library keeps each.
    kept: u64,
    /// How many columns the cell that is open fills.
    in_cell: u64,
    text: u64,
}

/// Refuses a workbook whose tables would be too large when laid out, or whose markup is not whole; and tells what they show beside
/// their values.
pub(super) fn inspect(package: &Package) -> Result<Looks, String> {
    let Some(content) = package.parts.get("content.xml") else { return Err(damaged("it has no content.xml")) };
    let mut looks = Looks::default();
    if let Some(styles) = package.parts.get("styles.xml") {
        read_styles(styles, &mut looks);
    }
    let mut reader = Reader::from_reader(content);
    // A row or cell that is written short has an end like any other.
    reader.config_mut().expand_empty_elements = true;
    let mut buffer = Vec::new();
    let (mut depth, mut dense, mut text) = (0u64, 0u64, 0u64);
    let (mut table, mut row) = (TableCount::default(), RowCount::default());
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(damaged)?;
        match &event {
            Event::Start(element) => {
                depth += 1;
                match element.name().as_ref() {
                    "table:table" => table = TableCount::default(),
                    "table:table-row" => {
                        row = RowCount {
                            repeated: repeats(element, "table:number-rows-repeated")?,
                            ..RowCount::default()
                        }
                    }
                    "table:table-cell" | "table:covered-table-cell" => row.cell(element)?,
                    "text:s" => row.add_text(repeats(element, "text:c")?),
                    _ => {}
                }
            }
            Event::End(element) => {
                depth = depth.saturating_sub(1);
                match element.name().as_ref() {
                    "table:table-cell" | "table:covered-table-cell" => row.in_cell = 0,
                    "table:table-row" => table.close(&row, &mut dense, &mut text),
                    "table:table" => dense = dense.saturating_add(table.filled_rows.saturating_mul(table.width)),
                    _ => {}
                }
            }
            Event::Text(piece) => row.add_text(piece.len() as u64),
            Event::Eof if depth > 0 => return Err(damaged("its content ends before it is closed")),
            Event::Eof => return Ok(looks),
            _ => {}
        }
        // Also while a table is open: it may never be closed.
        if dense > MOST_DENSE || table.filled_rows.saturating_mul(table.width) > MOST_DENSE {
            return Err(super::reaches_too_far());
        }
        if text > MOST_TEXT as u64 || row.text > MOST_TEXT as u64 {
            return Err(format!(
                "the workbook has more than {MOST_TEXT} bytes of text; take out what is not the return"
            ));
        }
        // Now that it is known to be affordable.
        looks.take(&event)?;
    }
}

/// The styles with names. The values do not need them: as far as they can be read.
fn read_styles(part: &[u8], looks: &mut Looks) {
    let mut reader = Reader::from_reader(part);
    reader.config_mut().expand_empty_elements = true;
    loop {
        match reader.read_event() {
            Ok(Event::Eof) | Err(_) => return,
            Ok(event) => looks.take_styles(&event),
        }
    }
}

/// The value of an attribute by its name with the prefix.
fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().with_checks(false).flatten().find(|attribute| attribute.key.as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
}

impl RowCount {
    fn cell(&mut self, element: &BytesStart<'_>) -> Result<(), String> {
        let repeated = repeats(element, "table:number-columns-repeated")?.min(MOST_COLUMNS);
        // Blank cells before this one are kept, now that one follows.
        self.kept = self.kept.max(self.columns);
        self.columns = self.columns.saturating_add(repeated).min(MOST_COLUMNS);
        self.in_cell = repeated;
        if let Some(text) = held(element)? {
            self.filled = self.columns;
            self.kept = self.columns;
            self.add_text(text);
        }
        Ok(())
    }

    /// Text of the cell that is open stands in each of its columns.
    fn add_text(&mut self, length: u64) {
        self.text = self.text.saturating_add(length.saturating_mul(self.in_cell.max(1)));
    }
}

impl TableCount {
    fn close(&mut self, row: &RowCount, dense: &mut u64, text: &mut u64) {
        let repeated = row.repeated.min(MOST_ROWS - self.rows.min(MOST_ROWS));
        self.rows += repeated;
        // Each cell of a row is kept once while the table is read, before it is laid out.
        *dense = dense.saturating_add(row.kept);
        if row.filled > 0 {
            self.filled_rows = self.rows;
            self.width = self.width.max(row.filled);
            // A text may stand in every column of every repeated row.
            *text = text.saturating_add(row.text.saturating_mul(row.repeated.max(1)));
        }
    }
}

/// How long the texts in the cell's attributes are; `None` if it holds neither a value nor a formula.
fn held(element: &BytesStart<'_>) -> Result<Option<u64>, String> {
    let mut length = None;
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(damaged)?;
        let name = attribute.key.as_ref();
        if name.starts_with("office:") || name.starts_with("calcext:") || name == "table:formula" {
            let is_number = matches!(name, "office:value" | "office:value-type" | "calcext:value-type");
            let text = if is_number { 0 } else { attribute.value.len() as u64 };
            length = Some(length.unwrap_or(0u64).saturating_add(text));
        }
    }
    Ok(length)
}

/// A count of repeats; 1 if the element has none.
fn repeats(element: &BytesStart<'_>, name: &str) -> Result<u64, String> {
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(damaged)?;
        if attribute.key.as_ref() == name {
            return attribute
                .value
                .parse()
                .map_err(|_| damaged(format!("'{}' is no number of repeats", attribute.value)));
        }
    }
    Ok(1)
}
