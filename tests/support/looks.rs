//! How the cells of a test's workbook look, and what its writer cannot write.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::{Color, ConditionalFormatBlank, Format, FormatBorder, Note, Shape, Worksheet, XlsxError};

use super::{Look, NO_RESULT, SheetText};

/// The package as it is, but for what the writer cannot write: formulas without a result, filters that hide what we say,
/// calculation by hand.
pub(super) fn repack(bytes: Vec<u8>, changes: &[(&str, String)]) -> Result<Vec<u8>, XlsxError> {
    if changes.is_empty() && !text_of_sheets(&bytes)?.contains(NO_RESULT) {
        return Ok(bytes);
    }
    let mut old = zip::ZipArchive::new(Cursor::new(bytes))?;
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..old.len() {
        let mut part = old.by_index(index)?;
        let name = part.name()?.to_string();
        let mut content = Vec::new();
        part.read_to_end(&mut content)?;
        if name.ends_with(".xml") {
            let cells = String::from_utf8_lossy(&content).replace("</c>", "</c>\n");
            let without = |cell: &str| match cell.contains(NO_RESULT) {
                true => cell.replace(" t=\"str\"", "").replace(&format!("<v>{NO_RESULT}</v>"), ""),
                false => cell.to_string(),
            };
            let mut text: String = cells.split("</c>\n").map(without).collect::<Vec<_>>().join("</c>");
            if let Some((before, behind)) = text.split_once("<autoFilter ref=") {
                text = format!("{before}<autoFilter ref={}", behind.replacen("/>", "/><!--filter-->", 1));
            }
            for (from, to) in changes {
                text = text.replace(from, to);
            }
            content = text.into_bytes();
        }
        new.start_file(name, zip::write::SimpleFileOptions::default().last_modified_time(zip::DateTime::default()))?;
        new.write_all(&content)?;
    }
    Ok(new.finish()?.into_inner())
}

/// The texts of all sheets.
pub(super) fn text_of_sheets(bytes: &[u8]) -> Result<String, XlsxError> {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes))?;
    let mut text = String::new();
    for index in 0..package.len() {
        let mut part = package.by_index(index)?;
        if part.name()?.starts_with("xl/worksheets/") {
            part.read_to_string(&mut text)?;
        }
    }
    Ok(text)
}

/// Row and column from 0.
pub(super) type Cell = (u32, u16);

/// A cell as a spreadsheet names it.
pub(super) fn address(text: &str) -> Result<Cell, XlsxError> {
    let fault = || XlsxError::ParameterError(format!("'{text}' is no cell"));
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let column = text[..letters].bytes().fold(0u16, |column, letter| column * 26 + u16::from(letter - b'A') + 1);
    let row: u32 = text[letters..].parse().map_err(|_| fault())?;
    Ok((row.checked_sub(1).ok_or_else(fault)?, column.checked_sub(1).ok_or_else(fault)?))
}

/// Row and column of the first cell of a range, and of the last.
pub(super) type Corners = ((u32, u16), (u32, u16));

/// A range as a spreadsheet names it: its first cell and its last one.
pub(super) fn range(text: &str) -> Result<Corners, XlsxError> {
    match text.split_once(':') {
        Some((first, last)) => Ok((address(first)?, address(last)?)),
        None => address(text).map(|cell| (cell, cell)),
    }
}

/// How the cells of a sheet look.
pub(super) struct Looks<'a> {
    pub(super) all: &'a [Look],
    pub(super) by_cell: BTreeMap<(u32, u16), Vec<&'a Look>>,
}

impl<'a> Looks<'a> {
    pub(super) fn of(sheet: &'a SheetText) -> Result<Self, XlsxError> {
        let mut by_cell: BTreeMap<(u32, u16), Vec<&Look>> = BTreeMap::new();
        let of_cells = ["format", "fill", "ink", "strike", "raise", "font", "indent", "bold", "border"];
        for look in sheet.looks.iter().filter(|look| of_cells.contains(&look.what.as_str())) {
            let ((top, left), (bottom, right)) = range(&look.at)?;
            for cell in (top..=bottom).flat_map(|row| (left..=right).map(move |column| (row, column))) {
                by_cell.entry(cell).or_default().push(look);
            }
        }
        Ok(Looks { all: &sheet.looks, by_cell })
    }

    pub(super) fn at(&self, row: u32, column: u16) -> &[&'a Look] {
        self.by_cell.get(&(row, column)).map_or(&[], Vec::as_slice)
    }

    /// A format with the looks of a cell.
    pub(super) fn format(&self, row: u32, column: u16, mut format: Format) -> Format {
        let colour = |text: &str| Color::RGB(u32::from_str_radix(text, 16).unwrap_or_default());
        for look in self.at(row, column) {
            format = match (look.what.as_str(), look.with.as_str()) {
                ("format", code) => format.set_num_format(code),
                ("fill", rgb) => format.set_background_color(colour(rgb)),
                ("ink", rgb) => format.set_font_color(colour(rgb)),
                ("strike", "") => format.set_font_strikethrough(),
                ("font", name) => format.set_font_name(name),
                ("bold", _) => format.set_bold(),
                ("border", _) => format.set_border(FormatBorder::Thin),
                ("indent", steps) => format.set_indent(steps.parse().unwrap_or(1)),
                _ => format,
            };
        }
        format
    }

    /// The parts of a text that is written in several ways: each with whether it is struck and whether it is raised.
    pub(super) fn parts<'t>(&self, row: u32, column: u16, text: &'t str) -> Option<Vec<(&'t str, bool, bool)>> {
        for look in self.at(row, column).iter().filter(|look| !look.with.is_empty()) {
            let (struck, raised) = (look.what == "strike", look.what == "raise");
            if let Some(start) = text.rfind(&look.with).filter(|_| struck || raised) {
                let (before, rest) = text.split_at(start);
                let (part, behind) = rest.split_at(look.with.len());
                let parts = [(before, false, false), (part, struck, raised), (behind, false, false)];
                return Some(parts.into_iter().filter(|(text, ..)| !text.is_empty()).collect());
            }
        }
        None
    }

    /// What stands beside the cells: hidden rows and columns, merges, comments, text boxes; blank cells with a look.
    pub(super) fn beside(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        for look in self.all {
            let rows = || {
                let (first, last) = look.at.split_once(':').unwrap_or((&look.at, &look.at));
                let number = |text: &str| text.parse::<u32>().map_err(|_| XlsxError::ParameterError(text.to_string()));
                Ok::<_, XlsxError>((number(first)? - 1, number(last)? - 1))
            };
            match look.what.as_str() {
                "hide" if look.at.starts_with(|letter: char| letter.is_ascii_uppercase()) => {
                    sheet.set_column_hidden(address(&format!("{}1", look.at))?.1)?;
                }
                "hide" => {
                    for row in rows()?.0..=rows()?.1 {
                        sheet.set_row_hidden(row)?;
                    }
                }
                "filter" => {
                    let (first, last) = rows()?;
                    sheet.autofilter(0, 0, last + 1, 1)?;
                    for row in first..=last {
                        sheet.set_row_hidden(row)?;
                    }
                }
                "list" => {
                    let ((top, left), (bottom, right)) = range(&look.at)?;
                    sheet.autofilter(top, left, bottom, right)?;
                }
                "freeze" => {
                    sheet.set_freeze_panes(rows()?.0, 0)?;
                }
                "fold" => {
                    let (first, last) = rows()?;
                    sheet.group_rows_collapsed(first, last)?;
                }
                "comment" => {
                    let (row, column) = address(&look.at)?;
                    sheet.insert_note(
                        row,
                        column,
                        &Note::new(&look.with).set_author("R. Owen").add_author_prefix(false),
                    )?;
                }
                "rule" => {
                    let ((top, left), (bottom, right)) = range(&look.at)?;
                    let rgb = u32::from_str_radix(&look.with, 16).unwrap_or_default();
                    let format = Format::new().set_background_color(Color::RGB(rgb));
                    let rule = ConditionalFormatBlank::new().set_format(format);
                    sheet.add_conditional_format(top, left, bottom, right, &rule)?;
                }
                "box" => {
                    let (row, column) = address(&look.at)?;
                    sheet.insert_shape(row, column, &Shape::textbox().set_text(&look.with))?;
                }
                _ => {}
            }
        }
        Ok(())
    }
}
