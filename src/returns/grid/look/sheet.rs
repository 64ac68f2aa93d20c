//! A sheet of a package: what its cells, rows, columns and merges show beside the values.

use std::collections::BTreeMap;
use std::sync::Arc;

use quick_xml::events::BytesStart;

use super::colours::Palette;
use super::hidden::{Ranges, all_others, by_filters};
use super::styles::Styles;
use super::texts::{TextReader, Texts, runs};
use super::walk::{Step, attribute, is_yes, number, says_no, says_yes, walk};
use super::{Fault, LAST_COLUMN, LAST_ROW, Room, place, range};
use crate::returns::grid::Raw;
use crate::returns::look::{Colour, Formula, HiddenBy, Look};
use crate::source::Address;

/// What the workbook has for all its sheets.
pub(super) struct Shared<'b> {
    pub(super) styles: &'b Styles,
    pub(super) texts: &'b mut Texts,
    pub(super) palette: &'b Palette,
    pub(super) room: &'b mut Room,
}

/// Reads a sheet's part. `cells` are those that hold something; `filters` are the rows that tables on it filter.
pub(super) fn read(
    part: &[u8],
    cells: &BTreeMap<Address, Raw>,
    filters: Vec<(u32, u32)>,
    shared: Shared<'_>,
) -> Result<Look, Fault> {
    let mut sheet = SheetReader {
        cells,
        shared,
        look: Look::default(),
        filters,
        filter: FilterReader::default(),
        rows: Ranges::default(),
        named_rows: Ranges::default(),
        columns: Ranges::default(),
        hides_unnamed_rows: false,
        is_in_cells: false,
        row: 0,
        column: 0,
        cell: None,
        masters: BTreeMap::new(),
    };
    walk(part, |step| sheet.step(&step))?;
    sheet.finish()
}

/// A cell that is open.
struct OpenCell {
    /// `None` outside of what a sheet can hold.
    at: Option<Address>,
    style: usize,
    kind: Kind,
    /// The number of a text that is kept once.
    text_number: String,
    has_value: bool,
    formula: Option<OpenFormula>,
    inline: TextReader,
    inside: Inside,
}

/// How a cell keeps its value.
#[derive(PartialEq, Eq)]
enum Kind {
    SharedText,
    Text,
    Other,
}

/// In which element of a cell we are.
#[derive(PartialEq, Eq)]
enum Inside {
    Nothing,
    Value,
    Formula,
    Inline,
}

struct OpenFormula {
    text: String,
    /// Its number, where many cells share one.
    shared: Option<String>,
}

/// A filter that is open: whether anything in it filters.
#[derive(Default)]
pub(super) struct FilterReader {
    rows: Option<(u32, u32)>,
    in_column: bool,
    filters: bool,
}

impl FilterReader {
    /// Takes the next step; the rows that are filtered, when a filter ends that filters any.
    pub(super) fn step(&mut self, step: &Step<'_>) -> Option<(u32, u32)> {
        match step {
            Step::Open("autoFilter", element) => {
                let rows = attribute(element, "ref").and_then(|cells| range(&cells));
                *self =
                    FilterReader { rows: rows.map(|(first, last)| (first.row, last.row)), ..FilterReader::default() };
            }
            Step::Open("filterColumn", _) => self.in_column = true,
            // A column may be named only to say that it has no button.
            Step::Open(..) if self.in_column => self.filters = true,
            Step::Close("filterColumn") => self.in_column = false,
            Step::Close("autoFilter") => return self.rows.take().filter(|_| self.filters),
            _ => {}
        }
        None
    }
}

struct SheetReader<'b> {
    cells: &'b BTreeMap<Address, Raw>,
    shared: Shared<'b>,
    look: Look,
    filters: Vec<(u32, u32)>,
    filter: FilterReader,
    rows: Ranges,
    /// Rows that are there and shown, where all others are hidden.
    named_rows: Ranges,
    columns: Ranges,
    hides_unnamed_rows: bool,
    is_in_cells: bool,
    /// Where the next row or cell stands that does not say it.
    row: u32,
    column: u32,
    cell: Option<OpenCell>,
    /// Formulas that many cells share, with the cells they are written for.
    masters: BTreeMap<String, (Arc<str>, Address)>,
}

impl SheetReader<'_> {
    fn step(&mut self, step: &Step<'_>) -> Result<(), Fault> {
        if self.is_in_cells {
            return self.in_cells(step);
        }
        if let Some(rows) = self.filter.step(step) {
            self.filters.push(rows);
        }
        match step {
            Step::Open("sheetData", _) => self.is_in_cells = true,
            Step::Open("sheetView", element) => self.look.hides_zeros |= says_no(element, "showZeros"),
            Step::Open("sheetFormatPr", element) => self.hides_unnamed_rows = says_yes(element, "zeroHeight"),
            Step::Open("col", element) => self.open_columns(element)?,
            Step::Open("mergeCell", element) => {
                if let Some((first, last)) = attribute(element, "ref").and_then(|cells| range(&cells))
                    && first != last
                {
                    self.shared.room.take()?;
                    self.look.merges.push((first, last));
                }
            }
            // Newer rules stand in an extension.
            Step::Open("conditionalFormatting", _) | Step::Passed("conditionalFormatting") => {
                self.look.has_colour_rules = true;
            }
            _ => {}
        }
        Ok(())
    }

    fn open_columns(&mut self, element: &BytesStart<'_>) -> Result<(), Fault> {
        // Wider than any number: then it reaches to the last column.
        let place = |name: &str| number::<u64>(element, name).map(|place| u32::try_from(place).unwrap_or(u32::MAX));
        let is_hidden = says_yes(element, "hidden") || attribute(element, "width").is_some_and(|width| is_nil(&width));
        let (Some(first), Some(last)) = (place("min").and_then(|min| min.checked_sub(1)), place("max")) else {
            return Ok(());
        };
        if is_hidden {
            let by = hidden_by(number(element, "outlineLevel"));
            self.columns.add(first, last.saturating_sub(1), by, LAST_COLUMN, self.shared.room)?;
        }
        Ok(())
    }

    fn in_cells(&mut self, step: &Step<'_>) -> Result<(), Fault> {
        match (step, &mut self.cell) {
            (Step::Open("row", element), None) => self.open_row(element)?,
            (Step::Close("row"), None) => {
                self.row = self.row.saturating_add(1);
                self.column = 0;
            }
            (Step::Open("c", element), None) => self.cell = Some(self.open_cell(element)),
            (Step::Close("c"), Some(_)) => {
                self.column = self.column.saturating_add(1);
                if let Some(cell) = self.cell.take() {
                    self.close_cell(cell)?;
                }
            }
            (Step::Close("sheetData"), _) => self.is_in_cells = false,
            (step, Some(cell)) => cell.step(step),
            _ => {}
        }
        Ok(())
    }

    fn open_row(&mut self, element: &BytesStart<'_>) -> Result<(), Fault> {
        let (mut is_hidden, mut outline) = (false, None);
        for attribute in element.attributes().with_checks(false).flatten() {
            let value = attribute.value.trim();
            match attribute.key.as_ref() {
                "r" => self.row = value.parse::<u32>().ok().and_then(|row| row.checked_sub(1)).unwrap_or(self.row),
                "hidden" => is_hidden |= is_yes(value),
                // Less than a point: nothing can be seen of it.
                "ht" => is_hidden |= is_nil(value.split('.').next().unwrap_or_default()),
                "outlineLevel" => outline = value.parse().ok(),
                _ => {}
            }
        }
        if is_hidden {
            self.rows.add(self.row, self.row, hidden_by(outline), LAST_ROW, self.shared.room)
        } else if self.hides_unnamed_rows {
            self.named_rows.add(self.row, self.row, HiddenBy::Hand, LAST_ROW, self.shared.room)
        } else {
            Ok(())
        }
    }

    fn open_cell(&mut self, element: &BytesStart<'_>) -> OpenCell {
        let (mut row, mut style, mut kind) = (self.row, 0, Kind::Other);
        for attribute in element.attributes().with_checks(false).flatten() {
            match attribute.key.as_ref() {
                // What the cell says holds, even against its row.
                "r" => {
                    if let Some(at) = place(&attribute.value) {
                        row = at.row;
                        self.column = at.column;
                    }
                }
                "s" => style = attribute.value.trim().parse().unwrap_or(0),
                "t" => {
                    kind = match &*attribute.value {
                        "s" => Kind::SharedText,
                        "str" => Kind::Text,
                        _ => Kind::Other,
                    }
                }
                _ => {}
            }
        }
        OpenCell {
            at: (row <= LAST_ROW && self.column <= LAST_COLUMN).then(|| Address::new(row, self.column)),
            style,
            kind,
            text_number: String::new(),
            has_value: false,
            formula: None,
            inline: TextReader::default(),
            inside: Inside::Nothing,
        }
    }

    fn close_cell(&mut self, cell: OpenCell) -> Result<(), Fault> {
        let Some(at) = cell.at else { return Ok(()) };
        let style = self.shared.styles.get(cell.style);
        let has_formula = cell.formula.is_some();
        if let Some(style) = style {
            let is_held = has_formula || self.cells.contains_key(&at);
            let is_seen = || style.fill.is_some_and(|fill| fill != Colour::WHITE);
            if is_held || (is_seen() && self.shared.room.take_blank()) {
                self.look.styles.insert(at, Arc::clone(style));
            }
        }
        let runs = if cell.kind == Kind::SharedText {
            let style = (cell.style, style.map(|style| &**style));
            match cell.text_number.trim().parse() {
                Ok(number) => self.shared.texts.runs(number, style, self.shared.palette, self.shared.room)?,
                Err(_) => None,
            }
        } else if let Some(parts) = cell.inline.parts() {
            let runs = runs(&parts, style.map(|style| &**style), self.shared.palette);
            self.shared.room.take_runs(runs.as_deref().unwrap_or_default())?;
            runs
        } else {
            None
        };
        if let Some(runs) = runs {
            self.shared.room.take()?;
            self.look.runs.insert(at, runs);
        }
        if let Some(formula) = cell.formula {
            // A text as a result may be an empty one.
            let has_result = cell.has_value || cell.kind == Kind::Text;
            let (text, from) = self.formula(formula, at)?;
            self.shared.room.take()?;
            self.look.formulas.insert(at, Formula { text, from, has_result });
        }
        Ok(())
    }

    /// A formula's text and the cell it is written for.
    fn formula(&mut self, formula: OpenFormula, at: Address) -> Result<(Arc<str>, Address), Fault> {
        let text = formula.text.trim();
        let text = text.strip_prefix('=').unwrap_or(text);
        if let Some(shared) = &formula.shared
            && text.is_empty()
            && let Some((text, from)) = self.masters.get(shared)
        {
            return Ok((Arc::clone(text), *from));
        }
        self.shared.room.take_text(text.len())?;
        let text: Arc<str> = text.into();
        if let Some(shared) = formula.shared {
            self.masters.insert(shared, (Arc::clone(&text), at));
        }
        Ok((text, at))
    }

    fn finish(mut self) -> Result<Look, Fault> {
        if self.hides_unnamed_rows {
            let hidden = std::mem::take(&mut self.rows).in_order();
            for range in &hidden {
                self.rows.add(range.first, range.last, range.by, LAST_ROW, self.shared.room)?;
                self.named_rows.add(range.first, range.last, HiddenBy::Hand, LAST_ROW, self.shared.room)?;
            }
            for (first, last) in all_others(&self.named_rows.in_order(), LAST_ROW) {
                self.rows.add(first, last, HiddenBy::Hand, LAST_ROW, self.shared.room)?;
            }
        }
        self.look.hidden_rows = by_filters(&self.rows.in_order(), self.filters);
        self.look.hidden_columns = self.columns.in_order();
        Ok(self.look)
    }
}

impl OpenCell {
    fn step(&mut self, step: &Step<'_>) {
        match step {
            Step::Close("is") => self.inside = Inside::Nothing,
            step if self.inside == Inside::Inline => self.inline.step(step),
            Step::Open("v", _) => self.inside = Inside::Value,
            Step::Open("is", _) => {
                self.inside = Inside::Inline;
                self.has_value = true;
            }
            Step::Open("f", element) => {
                self.inside = Inside::Formula;
                let is_shared = attribute(element, "t").is_some_and(|kind| kind == "shared");
                let shared = attribute(element, "si").filter(|_| is_shared).map(|shared| shared.trim().to_string());
                self.formula = Some(OpenFormula { text: String::new(), shared });
            }
            Step::Close("v" | "f") => self.inside = Inside::Nothing,
            Step::Text(text) => match (&self.inside, &mut self.formula) {
                (Inside::Value, _) => {
                    self.has_value |= !text.is_empty();
                    if self.kind == Kind::SharedText {
                        self.text_number.push_str(text);
                    }
                }
                (Inside::Formula, Some(formula)) => formula.text.push_str(text),
                _ => {}
            },
            _ => {}
        }
    }
}

fn hidden_by(outline: Option<u8>) -> HiddenBy {
    if outline.is_some_and(|level| level > 0) { HiddenBy::Outline } else { HiddenBy::Hand }
}

/// Whether a height or width is nothing: '0', '0.0'.
fn is_nil(text: &str) -> bool {
    let text = text.trim();
    text.contains('0') && text.bytes().all(|byte| matches!(byte, b'0' | b'.'))
}
