//! The notes: how to read the figures, and how to trace them.

use std::collections::BTreeSet;

use rust_xlsxwriter::Workbook;

use super::layout::{Layout, columns, text};
use super::plain::clean;
use super::{Audience, Book, XlsxError};
use crate::report::CellValue;

/// What is said in every workbook.
const NOTES: [(&str, &str); 13] = [
    (
        "Units",
        "Each figure is in the unit that its column's heading or its table's title names. Negative amounts show a minus \
         or stand in parentheses, as in the appendix.",
    ),
    (
        "Rounding",
        "Cells hold figures unrounded and show them rounded half up (away from nil) to the digits of the appendix. \
         Shown figures may therefore differ from their shown total in the last digit.",
    ),
    (
        "Given figures",
        "A figure that is no formula stands in a return, or is put together from cells of returns that the workbook does not \
         repeat. The sheet 'Sources' names file, sheet and cell of each, and says how it comes from them: as given, a sum of so \
         many cells, nil and why; where a cell was set aside it says by whom and when.",
    ),
    (
        "Computed figures",
        "Percentages, differences, subtotals and totals that are computed are live formulas: select the cell to see the \
         cells it comes from. A few are plain numbers, because what they come from is not in this workbook or is held to \
         more digits than it shows.",
    ),
    (
        "Changes",
        "The sheet 'Changes' has what each figure of each scheme, and of the appendix as a whole, was and is, the line of the \
         movement that its change goes in, and the reason given. A percentage changes by points. Tables of movements add up its \
         rows.",
    ),
    (
        "Text",
        "The sheet 'Text' has every figure that a headline, a text over a table or a note says, as it prints, with what it comes to and \
         what it is worked out from. Those facts stand on the sheet 'Facts', by the names that templates use.",
    ),
    ("Totals", "A total adds the figures that are known. Cells that hold words or a placeholder count nothing in it."),
    (
        "Placeholders",
        "'-', 'n/a', 'TBC' and the council's own codes stand as the return states them. They are not figures, and none \
         is nil unless a note says so.",
    ),
    (
        "Percentage and amount in one cell",
        "Where a return states both, such as '92% (8.78m)', the cell shows both as typed and is text.",
    ),
    ("Blank cells", "A cell is blank where nothing applies or the return states nothing."),
    ("Colour", "Status cells are coloured beside the word; the colour adds nothing to it."),
    (
        "Findings",
        "An error is missing, unreadable or contradicts itself. A query is what a person may justify. A note keeps \
         nothing from being final. Those that were explained or set aside stay on the sheet 'Findings', with the role, \
         the date and the words of the decision.",
    ),
    (
        "Files",
        "The SHA-256 of a file changes if anything in the file changes. The sheet 'Files' has it for every file that was \
         read, so that anyone can tell whether a file is still the one that these figures come from.",
    ),
];

/// Which of them speak of sheets that a public workbook does not have.
const OF_THE_COUNCIL: [&str; 4] = ["Given figures", "Text", "Findings", "Files"];

/// What is said in a public workbook in place of where each figure stands.
const GIVEN: &str = "A figure that is no formula stands in a return of a service area, or is put together from figures that do. The council \
                     keeps the returns, with the cell of each figure, beside what it published.";

/// Writes the notes.
pub(super) fn write(workbook: &mut Workbook, book: &Book<'_>) -> Result<(), XlsxError> {
    let mut layout = Layout {
        sheet: "Notes".into(),
        table: "Table_of_notes".into(),
        description: "Notes on the figures of this workbook: a subject and what is to be known of it in each row."
            .into(),
        title: "Notes".into(),
        stage: book.report.meta.stage,
        lines: Vec::new(),
        columns: columns(&[("Subject", 34), ("Note", 110)]),
        label: 0,
    };
    layout.set_lines([
        "How to read the figures, and how to trace them. Notes on one table alone stand above it on its sheet."
            .to_owned(),
    ]);
    let public = book.audience == Audience::Public;
    let said = NOTES.into_iter().filter(|(subject, _)| !(public && OF_THE_COUNCIL.contains(subject)));
    let mut notes: Vec<(&str, String)> = said.map(|(subject, note)| (subject, note.to_owned())).collect();
    if public {
        notes.push(("Given figures", GIVEN.to_owned()));
    }
    let placeholders = placeholders(book);
    if !placeholders.is_empty() {
        notes.push(("Placeholders that stand in this workbook", placeholders));
    }
    let sheet = layout.open(workbook, book, notes.len())?;
    for (row, (subject, note)) in (layout.first_row()..).zip(notes) {
        layout.fit_height(sheet, row, false, [subject, &note])?;
        text(sheet, row, 0, subject, &book.styles.text)?;
        text(sheet, row, 1, &note, &book.styles.text)?;
    }
    Ok(())
}

/// What stands in place of figures, in order: `'-', 'n/a'`.
fn placeholders(book: &Book<'_>) -> String {
    let cells = book.tables.iter().flat_map(|placed| &placed.table.rows).flat_map(|row| &row.cells);
    let found: BTreeSet<String> = cells
        .filter_map(|cell| match &cell.value {
            CellValue::Placeholder(text) => Some(clean(text)).filter(|text| !text.trim().is_empty()),
            _ => None,
        })
        .collect();
    let quoted: Vec<String> = found.iter().map(|text| format!("'{text}'")).collect();
    quoted.join(", ")
}
