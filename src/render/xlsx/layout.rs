//! What every sheet has: a title in A1, lines of text under it, one marked-up table, and how it shows and prints.

use rust_decimal::Decimal;
use rust_xlsxwriter::{Format, Table, TableColumn, TableStyle, Workbook, Worksheet};

use super::page::{self, Across};
use super::plain::{clean, fit};
use super::{Book, XlsxError, title};
use crate::filled::substitute;
use crate::report::Stage;

/// The last row of a sheet, from 0.
const LAST_ROW: usize = 1_048_575;

/// With more lines than this above the table the heading row is not frozen: it would leave too little of a small screen.
const MOST_FROZEN: u32 = 12;

/// Points that a line of text takes, the most of any usual font of 11 points.
const LINE_HEIGHT: usize = 15;

/// The most points that a row can be high.
const MOST_HEIGHT: u32 = 409;

/// So many characters of the columns up to the label stay where they are when somebody moves to the right.
const MOST_FROZEN_ACROSS: u16 = 90;

/// So many characters of the title stand at the foot of a page.
const FOOT: usize = 80;

/// The most characters of what stands over a sheet where something in it is exempt.
const HEAD: usize = 180;

/// The pixels of a column that nobody set a width of.
const USUAL_COLUMN: u32 = 64;

/// A4, in the numbering of printers.
const A4: u8 = 9;

/// A sheet before it is written.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    /// Its name.
    pub(super) sheet: String,
    /// The name of its table.
    pub(super) table: String,
    /// The table's text alternative.
    pub(super) description: String,
    /// Its title, in A1.
    pub(super) title: String,
    /// What stands under the title until the appendix is cleared.
    pub(super) stage: Stage,
    /// Lines above the table; never blank.
    pub(super) lines: Vec<String>,
    /// Its columns.
    pub(super) columns: Vec<Column>,
    /// The column that says which row it is, and stands on every page; from 0.
    pub(super) label: usize,
}

/// A column of a sheet.
#[derive(Debug, Clone)]
pub(super) struct Column {
    /// Its heading.
    pub(super) heading: String,
    /// How wide it is, in characters.
    pub(super) width: u16,
    /// Whether it holds figures, which stand on the right.
    pub(super) figures: bool,
}

/// Columns of text.
pub(super) fn columns(columns: &[(&str, u16)]) -> Vec<Column> {
    columns
        .iter()
        .map(|(heading, width)| Column { heading: (*heading).into(), width: *width, figures: false })
        .collect()
}

impl Layout {
    /// The row of the headings, from 0.
    pub(super) fn heading_row(&self) -> u32 {
        1 + u32::from(self.stage != Stage::Cleared) + u32::try_from(self.lines.len()).unwrap_or(u32::MAX - 2)
    }

    /// The first row of the table's body, from 0.
    pub(super) fn first_row(&self) -> u32 {
        self.heading_row().saturating_add(1)
    }

    /// Takes lines of text; long ones are folded to the table's width, so that they need not be cut in print.
    pub(super) fn set_lines(&mut self, lines: impl IntoIterator<Item = String>) {
        let across = self.across();
        let under = self.columns.iter().take(across.for_text(self.columns.len()));
        let width = under.map(|column| usize::from(column.width)).sum::<usize>().clamp(60, 200);
        self.lines = lines.into_iter().flat_map(|line| fold(&clean(&line), width)).collect();
    }

    /// The pages that it prints on.
    fn across(&self) -> Across {
        let widths: Vec<u16> = self.columns.iter().map(|column| column.width).collect();
        Across::of(&widths, self.label)
    }

    /// The pixels of the longest text above the table.
    fn above(&self) -> u32 {
        let long = |text: &str, each: usize| u32::try_from(text.chars().count() * each).unwrap_or(u32::MAX);
        let title = long(self.title.lines().next().unwrap_or_default(), 10);
        let lines = self.lines.iter().map(|line| long(line, 7));
        lines.chain([title, line(self.stage).map_or(0, |line| long(line, 9))]).max().unwrap_or_default()
    }

    /// The last column that prints: the table's, or as far as the text above a narrow one reaches.
    fn last_printed(&self) -> u16 {
        let table: u32 = self.columns.iter().map(|column| page::pixels(column.width)).sum();
        let more = self.above().saturating_sub(table).div_ceil(USUAL_COLUMN);
        u16::try_from(self.columns.len().max(1) - 1 + more as usize).unwrap_or(u16::MAX)
    }

    /// How many of these rows of texts, by column, are cut off in print.
    pub(super) fn cut_off<'t, T: IntoIterator<Item = &'t str>>(&self, rows: impl IntoIterator<Item = T>) -> usize {
        rows.into_iter().map(|texts| self.height(false, texts)).filter(|height| *height > MOST_HEIGHT).count()
    }

    /// Says that some rows are cut off in print, if any is.
    pub(super) fn say_cut_off(&mut self, rows: usize) {
        let said = match rows {
            0 => return,
            1 => {
                "In print, the longest text of 1 row is cut off: a row can be no higher. The cell holds the whole text."
                    .to_owned()
            }
            rows => format!(
                "In print, the longest texts of {rows} rows are cut off: a row can be no higher. The cells hold the whole texts."
            ),
        };
        let lines = std::mem::take(&mut self.lines);
        self.set_lines(lines.into_iter().chain([said]));
    }

    /// Makes a row as high as its wrapped texts need, given the text of each column. Spreadsheets do so by themselves
    /// when they open a file, but not all of them, and one that does not would cut texts off.
    pub(super) fn fit_height<'t>(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        bold: bool,
        texts: impl IntoIterator<Item = &'t str>,
    ) -> Result<(), XlsxError> {
        let height = self.height(bold, texts);
        if height > 0 {
            sheet.set_row_height(row, height.min(MOST_HEIGHT))?;
        }
        Ok(())
    }

    /// The points that a row needs for its wrapped texts; nil where a line is enough.
    fn height<'t>(&self, bold: bool, texts: impl IntoIterator<Item = &'t str>) -> u32 {
        let lines = self.columns.iter().zip(texts).map(|(column, text)| {
            // A column's width counts digits, and running text takes a tenth less. Some room is left for fonts that
            // are wider than the one asked for.
            let room = usize::from(column.width) * if bold { 94 } else { 104 } / 100;
            wrapped_lines(text, room.max(1))
        });
        match lines.max().unwrap_or(1) {
            0 | 1 => 0,
            lines => u32::try_from(lines * LINE_HEIGHT + 3).unwrap_or(u32::MAX),
        }
    }

    /// Adds the sheet with everything but the table's `rows` of cells.
    pub(super) fn open<'w>(
        &self,
        workbook: &'w mut Workbook,
        book: &Book<'_>,
        rows: usize,
    ) -> Result<&'w mut Worksheet, XlsxError> {
        let too_large = |what: &str, most: usize| {
            XlsxError(format!(
                "sheet '{}' would have more than {most} {what}, the most that a sheet can hold",
                self.sheet
            ))
        };
        let heading_row = self.heading_row();
        let first = self.first_row() as usize;
        if first + rows > LAST_ROW + 1 {
            return Err(too_large("rows", LAST_ROW + 1));
        }
        // A marked-up table has one row at least.
        let last_row = u32::try_from(first + rows.max(1) - 1).map_err(|_| too_large("rows", LAST_ROW + 1))?;
        let last_column = u16::try_from(self.columns.len().max(1) - 1).map_err(|_| too_large("columns", 16_384))?;

        let sheet = workbook.add_worksheet();
        sheet.set_name(&self.sheet)?;
        // The result of a formula that gives empty text is empty text, not nil.
        sheet.set_formula_result_default("");
        self.page(sheet, book)?;

        let styles = &book.styles;
        text(sheet, 0, 0, &self.title, &styles.title)?;
        let mut row = 1;
        if let Some(line) = line(self.stage) {
            text(sheet, row, 0, line, &styles.draft)?;
            row += 1;
        }
        for words in &self.lines {
            text(sheet, row, 0, words, &styles.line)?;
            row += 1;
        }

        for (index, column) in (0_u16..).zip(&self.columns) {
            sheet.set_column_width(index, column.width)?;
        }
        let behind = std::iter::once(false).chain(self.columns.iter().map(|column| column.figures));
        let heading = |(column, behind_figure): (&Column, bool)| {
            let format = match (column.figures, behind_figure) {
                (true, _) => &styles.figure_heading,
                (false, true) => &styles.behind_figure,
                (false, false) => &styles.heading,
            };
            TableColumn::new().set_header(&column.heading).set_header_format(format)
        };
        let columns: Vec<TableColumn> = self.columns.iter().zip(behind).map(heading).collect();
        self.fit_height(sheet, heading_row, true, self.columns.iter().map(|column| column.heading.as_str()))?;
        // Totals are rows of the body: a spreadsheet's own total row is written with results of nil.
        let table = Table::new()
            .set_name(&self.table)
            .set_columns(&columns)
            .set_style(TableStyle::None)
            .set_banded_rows(false)
            .set_autofilter(false)
            .set_alt_text_title(&self.title)
            .set_alt_text(&self.description);
        sheet.add_table(heading_row, 0, last_row, last_column, &table)?;
        sheet.set_print_area(0, 0, last_row, self.last_printed())?;
        if rows == 0 {
            text(sheet, heading_row + 1, 0, &book.report.meta.words.sheet_no_entries, &styles.text)?;
        }
        Ok(sheet)
    }

    /// How the sheet shows and prints.
    fn page(&self, sheet: &mut Worksheet, book: &Book<'_>) -> Result<(), XlsxError> {
        let heading_row = self.heading_row();
        let across = self.across();
        sheet.set_landscape().set_paper_size(A4);
        across.set(sheet)?;
        sheet.set_margins(0.5, 0.5, 0.75, 0.75, 0.3, 0.3);
        sheet.set_repeat_rows(heading_row, heading_row)?;
        if heading_row < MOST_FROZEN {
            let labels = self.columns.get(..=self.label).unwrap_or_default();
            let narrow = labels.iter().map(|column| column.width).sum::<u16>() <= MOST_FROZEN_ACROSS;
            let still = if narrow && across.pages() > 1 { self.label + 1 } else { 0 };
            sheet.set_freeze_panes(heading_row + 1, u16::try_from(still).unwrap_or_default())?;
        }
        let mark = clean(&book.report.meta.mark).replace('&', "&&");
        // A header has room for some 250 characters; the cover says it whole.
        let restricted = fold(&clean(&book.report.meta.restricted), HEAD).into_iter().next().unwrap_or_default();
        let head: Vec<String> =
            [mark.clone(), restricted.replace('&', "&&")].into_iter().filter(|part| !part.is_empty()).collect();
        if !head.is_empty() {
            sheet.set_header(format!("&C&12&\"Calibri,Bold\"{}", head.join(". ")));
        }
        let title = fold(&clean(&title(&book.report.meta)), FOOT);
        let title = match title.as_slice() {
            [first, _, ..] => format!("{first} …"),
            lines => lines.concat(),
        };
        // The same size on every sheet, however much its table is shrunk.
        sheet.set_header_footer_scale_with_doc(false);
        let mark = if mark.is_empty() { String::new() } else { format!("{mark}, ") };
        let page = substitute(&book.report.meta.words.sheet_page.replace('&', "&&"), |name| {
            Some(match name {
                "sheet" => "&A".to_string(),
                "number" => "&P".to_string(),
                "all" => "&N".to_string(),
                _ => return None,
            })
        });
        // A blank after the size, or a title that starts with a digit would be taken for part of it.
        sheet.set_footer(format!("&L&10 {}&R&10 {mark}{page}", title.replace('&', "&&")));
        Ok(())
    }
}

/// What stands under the title of every sheet until the appendix is cleared.
pub(super) fn line(stage: Stage) -> Option<&'static str> {
    match stage {
        Stage::Draft => Some("DRAFT: an error or a query is open; see the sheet 'Findings'. Not for publication."),
        Stage::ForClearance => {
            Some("FOR CLEARANCE: nothing is open, and it has not been cleared. Not for publication.")
        }
        Stage::Cleared => None,
    }
}

/// Writes text as text, whatever it begins with.
pub(super) fn text(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    content: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    let content = fit(clean(content));
    if content.starts_with(['=', '+', '-', '@']) && content.chars().count() > 1 {
        // So that it stays text when somebody edits the cell, too.
        sheet.write_string_with_format(row, column, content, &format.clone().set_quote_prefix())?;
    } else {
        sheet.write_string_with_format(row, column, content, format)?;
    }
    Ok(())
}

/// A figure as the binary number nearest to it: only here, where it leaves for a spreadsheet, which knows no other kind.
pub(super) fn number(figure: Decimal) -> f64 {
    // Every decimal reads as a finite number.
    figure.to_string().parse().unwrap_or_default()
}

/// How many lines a text takes when it is wrapped at words to `room` characters.
fn wrapped_lines(text: &str, room: usize) -> usize {
    let lines = |paragraph: &str| {
        let mut lines = 1;
        let mut used = 0;
        for word in paragraph.split(' ') {
            let length = word.chars().count();
            if used > 0 && used + 1 + length > room {
                lines += 1;
                used = 0;
            }
            used += length + usize::from(used > 0);
            // A word longer than the line is broken.
            lines += used.saturating_sub(1) / room;
            used = if used > room { (used - 1) % room + 1 } else { used };
        }
        lines
    };
    text.split('\n').map(lines).sum()
}

/// The lines of a text, none blank, each at most `width` characters long unless one word is longer.
fn fold(content: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in content.lines() {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        if !line.is_empty() {
            lines.push(line);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fold_at_words() {
        assert_eq!(fold("one two three\n\nfour", 8), ["one two", "three", "four"]);
    }

    #[test]
    fn wrapped_text_takes_the_lines_it_needs() {
        let cases =
            [("", 10, 1), ("one two", 10, 1), ("one two three", 8, 2), ("one\ntwo", 10, 2), ("0123456789", 4, 3)];
        for (text, room, lines) in cases {
            assert_eq!(wrapped_lines(text, room), lines, "{text:?}");
        }
    }

    #[test]
    fn figures_become_the_nearest_number() {
        assert_eq!(number(Decimal::new(1_204_567, 3)).to_string(), "1204.567");
        assert!(number(Decimal::MAX).is_finite());
    }
}
