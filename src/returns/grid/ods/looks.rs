//! What the tables of an .ods workbook show beside their values, gathered while they are looked over.

use std::collections::BTreeMap;
use std::sync::Arc;

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use super::shown::{Kind, is_plain};
use super::styles::Styles;
use super::{attribute, repeats};
use crate::returns::grid::MOST_CELLS;
use crate::returns::grid::look::{Fault, LAST_COLUMN, LAST_ROW, Ranges, Room};
use crate::returns::look::{Colour, Comment, Formula, HiddenBy, Look, Run, Style};
use crate::source::Address;

/// Parts of a text, each with the name of its style, if it has one.
type Parts = Vec<(String, Option<String>)>;

/// What was seen of a workbook.
#[derive(Debug, Default)]
pub(in super::super) struct Looks {
    /// Of each table, by its name; of two with one name, the first.
    pub(in super::super) tables: BTreeMap<String, Look>,
    /// Whether it reckons with the figures as they are shown.
    pub(in super::super) rounds_as_shown: bool,
    styles: Styles,
    room: Room,
    held: usize,
    table: Option<Table>,
    /// The text that is being read, if any is, in parts, each with the style it names.
    text: Option<Parts>,
    /// The styles of the parts of texts that are open, one in the other.
    spans: Vec<Option<String>>,
    /// How deep we are in shapes.
    shapes: usize,
    shape: String,
    annotation: Option<Annotation>,
}

#[derive(Debug, Default)]
struct Table {
    name: String,
    look: Look,
    rows: Ranges,
    columns: Ranges,
    next_row: u32,
    next_column: u32,
    /// The groups that are open, each whether it is folded in.
    groups: Vec<bool>,
    /// The styles of columns, each with the last one it is for.
    column_styles: Vec<(u32, Option<Arc<Style>>)>,
    row: Row,
}

#[derive(Debug, Default)]
struct Row {
    repeated: u32,
    style: Option<String>,
    next: u32,
    cells: Vec<Cell>,
}

#[derive(Debug)]
struct Cell {
    column: u32,
    repeated: u32,
    style: Option<Arc<Style>>,
    holds: bool,
    formula: Option<(Arc<str>, bool)>,
    /// The value of a number or a date, until its text is known.
    value: Option<(Kind, String)>,
    shown: Option<String>,
    /// A text, until it is known how it is written.
    parts: Parts,
    runs: Option<Arc<[Run]>>,
}

#[derive(Debug, Default)]
struct Annotation {
    author: String,
    text: String,
    in_author: bool,
}

impl Looks {
    /// Takes the styles of the part that holds those with names.
    pub(super) fn take_styles(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(element) => self.styles.open(element.name().as_ref(), element),
            Event::End(element) => self.styles.close(element.name().as_ref()),
            _ => {}
        }
    }

    /// Takes the next event of the part that holds the tables.
    pub(super) fn take(&mut self, event: &Event<'_>) -> Result<(), String> {
        let taken = match event {
            Event::Start(element) => self.open(element.name().as_ref(), element)?,
            Event::End(element) => self.close(element.name().as_ref()),
            Event::Text(text) => {
                self.add_text(&text.xml10_content());
                Ok(())
            }
            Event::GeneralRef(entity) => {
                if let Ok(Some(letter)) = entity.resolve_char_ref() {
                    self.add_text(letter.encode_utf8(&mut [0; 4]));
                } else if let Some(text) = resolve_predefined_entity(&entity.xml10_content()) {
                    self.add_text(text);
                }
                Ok(())
            }
            _ => Ok(()),
        };
        match taken {
            Err(Fault::TooMuch(why)) => Err(why),
            Err(Fault::Unreadable) | Ok(()) => Ok(()),
        }
    }

    fn add_text(&mut self, text: &str) {
        let Some(open) = &mut self.text else { return };
        let style = self.spans.last().cloned().flatten();
        match open.last_mut() {
            Some((part, of)) if *of == style => part.push_str(text),
            _ => open.push((text.to_string(), style)),
        }
    }

    fn open(&mut self, name: &str, element: &BytesStart<'_>) -> Result<Result<(), Fault>, String> {
        let Some(table) = &mut self.table else {
            match name {
                "table:table" => {
                    let name = attribute(element, "table:name").unwrap_or_default();
                    self.table = Some(Table { name, ..Table::default() });
                }
                "table:calculation-settings" => {
                    self.rounds_as_shown =
                        attribute(element, "table:precision-as-shown").is_some_and(|is| is == "true");
                }
                name => self.styles.open(name, element),
            }
            return Ok(Ok(()));
        };
        match name {
            "table:table-row-group" | "table:table-column-group" => {
                table.groups.push(attribute(element, "table:display").is_some_and(|display| display == "false"));
            }
            "table:table-column" => {
                let repeated = count(element, "table:number-columns-repeated")?;
                let last = table.next_column.saturating_add(repeated - 1);
                let style = attribute(element, "table:default-cell-style-name");
                table.column_styles.push((last, style.and_then(|style| self.styles.get(&style))));
                let first = std::mem::replace(&mut table.next_column, last.saturating_add(1));
                if let Some(by) = table.hidden_by(element) {
                    return Ok(table.columns.add(first, last, by, LAST_COLUMN, &mut self.room));
                }
            }
            "table:table-row" => {
                table.row = Row {
                    repeated: count(element, "table:number-rows-repeated")?,
                    style: attribute(element, "table:default-cell-style-name"),
                    ..Row::default()
                };
                if let Some(by) = table.hidden_by(element) {
                    let last = table.next_row.saturating_add(table.row.repeated - 1);
                    return Ok(table.rows.add(table.next_row, last, by, LAST_ROW, &mut self.room));
                }
            }
            "table:table-cell" | "table:covered-table-cell" if self.shapes == 0 => {
                return table.open_cell(element, &mut self.styles, &mut self.room);
            }
            "office:annotation" => self.annotation = Some(Annotation::default()),
            "dc:creator" => {
                if let Some(annotation) = &mut self.annotation {
                    annotation.in_author = true;
                    self.text = Some(Parts::new());
                }
            }
            "text:p" => self.text = Some(Parts::new()),
            "text:span" => {
                // A part inside a part may leave to the outer one how it is written.
                let style = attribute(element, "text:style-name").or_else(|| self.spans.last().cloned().flatten());
                self.spans.push(style);
            }
            "text:s" => {
                let blanks = count(element, "text:c")?.min(1_000);
                self.add_text(&" ".repeat(usize::try_from(blanks).unwrap_or(1)));
            }
            "text:tab" | "text:line-break" => self.add_text(" "),
            "calcext:conditional-format" => table.look.has_colour_rules = true,
            name if name.starts_with("draw:") && self.annotation.is_none() => self.shapes += 1,
            _ => {}
        }
        Ok(Ok(()))
    }

    fn close(&mut self, name: &str) -> Result<(), Fault> {
        let Some(table) = &mut self.table else {
            self.styles.close(name);
            return Ok(());
        };
        match name {
            "table:table" => {
                if let Some(table) = self.table.take() {
                    let look = Look {
                        hidden_rows: table.rows.in_order(),
                        hidden_columns: table.columns.in_order(),
                        ..table.look
                    };
                    self.tables.entry(table.name).or_insert(look);
                }
            }
            "table:table-row-group" | "table:table-column-group" => drop(table.groups.pop()),
            "table:table-row" => return self.close_row(),
            "text:p" => {
                let parts = self.text.take().unwrap_or_default();
                let text = joined(&parts);
                if self.annotation.is_none() && self.shapes == 0 {
                    table.row.has_text();
                }
                if let Some(annotation) = &mut self.annotation {
                    add_line(&mut annotation.text, &text);
                } else if self.shapes > 0 {
                    add_line(&mut self.shape, &text);
                } else if let Some(cell) = table.row.cells.last_mut().filter(|cell| cell.value.is_some()) {
                    add_line(cell.shown.get_or_insert_default(), &text);
                } else if let Some(cell) = table.row.cells.last_mut() {
                    if let Some((last, _)) = cell.parts.last_mut() {
                        last.push('\n');
                    }
                    cell.parts.extend(parts);
                }
            }
            "text:span" => drop(self.spans.pop()),
            "table:table-cell" | "table:covered-table-cell" if self.shapes == 0 => {
                if let Some(cell) = table.row.cells.last_mut() {
                    let parts = std::mem::take(&mut cell.parts);
                    if parts.iter().any(|(_, style)| style.is_some()) {
                        cell.runs = self.styles.runs(&parts, cell.style.as_deref());
                        return self.room.take_runs(cell.runs.as_deref().unwrap_or_default());
                    }
                }
            }
            "dc:creator" => {
                if let Some(annotation) = self.annotation.as_mut().filter(|annotation| annotation.in_author) {
                    annotation.in_author = false;
                    annotation.author = joined(&self.text.take().unwrap_or_default());
                }
            }
            "office:annotation" => {
                if let (Some(annotation), Some(at)) = (self.annotation.take(), table.at_cell())
                    && !annotation.text.trim().is_empty()
                {
                    self.room.take()?;
                    self.room.take_text(annotation.text.len())?;
                    let author = Some(annotation.author.trim().to_string()).filter(|author| !author.is_empty());
                    table.look.comments.push(Comment { at, author, text: annotation.text.trim().to_string() });
                }
            }
            name if name.starts_with("draw:") && self.annotation.is_none() => {
                self.shapes = self.shapes.saturating_sub(1);
                let text = if self.shapes == 0 { std::mem::take(&mut self.shape) } else { String::new() };
                if !text.trim().is_empty() {
                    self.room.take()?;
                    self.room.take_text(text.len())?;
                    table.look.text_boxes.push((table.at_cell(), text.trim().to_string()));
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Notes the row's cells, once for each time that it stands there.
    fn close_row(&mut self) -> Result<(), Fault> {
        let Some(table) = &mut self.table else { return Ok(()) };
        let row = std::mem::take(&mut table.row);
        let first = table.next_row;
        table.next_row = first.saturating_add(row.repeated);
        for index in first..table.next_row.min(LAST_ROW + 1) {
            let mut is_noted = false;
            for cell in &row.cells {
                for column in cell.column..cell.column.saturating_add(cell.repeated).min(LAST_COLUMN + 1) {
                    let is_taken = if cell.holds { self.held < MOST_CELLS } else { self.room.take_blank() };
                    if !is_taken {
                        // Where too much is held, the values are refused as well.
                        break;
                    }
                    is_noted = true;
                    self.held += usize::from(cell.holds);
                    cell.note(Address::new(index, column), &mut table.look, &mut self.room)?;
                }
            }
            if !is_noted {
                break;
            }
        }
        Ok(())
    }
}

impl Row {
    /// The cell that is open holds a text, be it the empty one: its formula has a result.
    fn has_text(&mut self) {
        let next = self.next;
        let open = self.cells.last_mut().filter(|cell| cell.column.saturating_add(cell.repeated) == next);
        if let Some((_, has_result)) = open.and_then(|cell| cell.formula.as_mut()) {
            *has_result = true;
        }
    }
}

impl Cell {
    fn note(&self, at: Address, look: &mut Look, room: &mut Room) -> Result<(), Fault> {
        if let Some(style) = &self.style {
            look.styles.insert(at, Arc::clone(style));
        }
        if let Some((text, has_result)) = &self.formula {
            room.take()?;
            look.formulas.insert(at, Formula { text: Arc::clone(text), from: at, has_result: *has_result });
        }
        if let Some(runs) = &self.runs {
            room.take()?;
            look.runs.insert(at, Arc::clone(runs));
        }
        if let (Some((kind, value)), Some(shown)) = (&self.value, &self.shown)
            && !is_plain(*kind, value, shown)
        {
            room.take()?;
            room.take_text(shown.len())?;
            look.shown.insert(at, shown.as_str().into());
        }
        Ok(())
    }
}

impl Table {
    /// Why the row or column that begins is not shown; `None` where it is.
    fn hidden_by(&self, element: &BytesStart<'_>) -> Option<HiddenBy> {
        let visibility = attribute(element, "table:visibility");
        match visibility.as_deref() {
            Some("filter") => Some(HiddenBy::Filter),
            Some("collapse") if self.groups.is_empty() => Some(HiddenBy::Hand),
            Some("collapse") => Some(HiddenBy::Outline),
            _ => self.groups.contains(&true).then_some(HiddenBy::Outline),
        }
    }

    /// The cell that is open, or was last.
    fn at_cell(&self) -> Option<Address> {
        let column = self.row.next.checked_sub(1)?;
        (self.next_row <= LAST_ROW && column <= LAST_COLUMN).then(|| Address::new(self.next_row, column))
    }

    fn open_cell(
        &mut self,
        element: &BytesStart<'_>,
        styles: &mut Styles,
        room: &mut Room,
    ) -> Result<Result<(), Fault>, String> {
        let repeated = count(element, "table:number-columns-repeated")?;
        let column = self.row.next;
        self.row.next = column.saturating_add(repeated);
        let value_type = attribute(element, "office:value-type");
        // LibreOffice gives the empty text no type; the paragraph that it writes tells it from no result.
        const VALUES: [&str; 5] =
            ["office:value", "office:string-value", "office:boolean-value", "office:date-value", "office:time-value"];
        let formula = attribute(element, "table:formula").map(|text| {
            let has_result = value_type.is_some() || VALUES.iter().any(|value| attribute(element, value).is_some());
            (text.into(), has_result)
        });
        let value = match value_type.as_deref() {
            Some("float" | "currency") => attribute(element, "office:value").map(|value| (Kind::Number, value)),
            Some("percentage") => attribute(element, "office:value").map(|value| (Kind::Percentage, value)),
            Some("date") => attribute(element, "office:date-value").map(|value| (Kind::Date, value)),
            _ => None,
        };
        let holds = value_type.is_some() || formula.is_some();
        let named = attribute(element, "table:style-name").or_else(|| self.row.style.clone());
        let style = match named {
            Some(name) => styles.get(&name),
            None => {
                let place = self.column_styles.partition_point(|(last, _)| *last < column);
                self.column_styles.get(place).filter(|_| holds).and_then(|(_, style)| style.clone())
            }
        };
        let is_seen = style.as_ref().and_then(|style| style.fill).is_some_and(|fill| fill != Colour::WHITE);
        if holds || is_seen {
            self.row.cells.push(Cell {
                column,
                repeated,
                style,
                holds,
                formula,
                value,
                shown: None,
                parts: Parts::new(),
                runs: None,
            });
        }
        let columns = count(element, "table:number-columns-spanned")?;
        let rows = count(element, "table:number-rows-spanned")?;
        if (columns > 1 || rows > 1) && self.next_row <= LAST_ROW && column <= LAST_COLUMN {
            let last_row = self.next_row.saturating_add(rows - 1).min(LAST_ROW);
            let last_column = column.saturating_add(columns - 1).min(LAST_COLUMN);
            self.look.merges.push((Address::new(self.next_row, column), Address::new(last_row, last_column)));
            return Ok(room.take());
        }
        Ok(Ok(()))
    }
}

/// A count of repeats: one at least.
fn count(element: &BytesStart<'_>, name: &str) -> Result<u32, String> {
    Ok(u32::try_from(repeats(element, name)?).unwrap_or(u32::MAX).max(1))
}

fn joined(parts: &Parts) -> String {
    parts.iter().map(|(text, _)| text.as_str()).collect()
}

fn add_line(text: &mut String, line: &str) {
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}
