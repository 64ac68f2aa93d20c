//! The consolidated workbook: cover, notes, a sheet for each table of the report, findings, sources and files.
//!
//! Every sheet holds one marked-up table under its title, and nothing is merged or hidden. What the report computes is a
//! live formula here, with its result stored beside it (`formula`); what a return states is traced cell by cell on the
//! sheet 'Sources'.

mod cover;
mod findings;
mod formula;
mod layout;
mod names;
mod notes;
mod page;
mod placed;
mod plain;
mod sources;
mod style;
mod sums;
mod table;

#[cfg(test)]
mod tests;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

use super::Audience;
use crate::names::Label;
use crate::period;
use crate::report::{Appears, Meta, Report, Stage, Table};
use names::Names;
use placed::Placed;
use style::Styles;
use sums::Sums;

/// Why the workbook could not be made: one clear sentence for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the consolidated workbook could not be made: {0}")]
pub struct XlsxError(pub String);

impl From<rust_xlsxwriter::XlsxError> for XlsxError {
    fn from(error: rust_xlsxwriter::XlsxError) -> Self {
        XlsxError(error.to_string())
    }
}

/// Names of the sheets that every workbook has, beside those of the report's tables.
pub const SHEETS: [&str; 5] = ["Cover", "Notes", "Findings", "Sources", "Files"];

/// What every sheet needs to know of the whole.
struct Book<'a> {
    report: &'a Report,
    audience: Audience,
    /// The tables of the report that stand in the workbook, in its order, each with its place.
    tables: Vec<Placed<'a>>,
    styles: Styles,
    /// Sums of columns over some of their rows.
    sums: Sums<'a>,
}

/// Renders the workbook for those who work with it, or for the public, of what
/// [`Report::for_public`] leaves, without the sheets that name cells and files. The sheets are 'Cover', 'Notes', one for each table of the report that appears in the workbook
/// (in the report's order), 'Findings', 'Sources' and 'Files'.
///
/// Numbers are written in the unit in which they print, unrounded; their format rounds. The same report gives the same
/// bytes, whenever and wherever it is rendered.
///
/// # Errors
///
/// [`XlsxError`] if a table has more rows or columns than a sheet can hold, or if the report's date is before 1900.
pub fn xlsx(report: &Report, audience: Audience) -> Result<Vec<u8>, XlsxError> {
    let mut names = Names::new(&SHEETS);
    let tables = tables(report).map(|table| Placed::new(table, &report.meta, &mut names)).collect();
    let tables: Vec<Placed<'_>> = tables;
    let sums = Sums::of(report);
    let book = Book { report, audience, tables, styles: Styles::new(), sums };

    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(report)?);
    cover::write(&mut workbook, &book)?;
    notes::write(&mut workbook, &book)?;
    for index in 0..book.tables.len() {
        table::write(&mut workbook, &book, index)?;
    }
    if audience == Audience::Council {
        findings::write(&mut workbook, &book)?;
        sources::write(&mut workbook, &book)?;
        sources::write_files(&mut workbook, &book)?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// The tables that stand in the workbook, in the report's order.
fn tables(report: &Report) -> impl Iterator<Item = &Table> {
    report.tables().filter(|table| table.appears != Appears::Appendix)
}

/// 'DRAFT' while an error or a query is open, 'FOR CLEARANCE' until it is cleared, 'Cleared'.
fn status(report: &Report) -> &str {
    if report.meta.mark.is_empty() { "Cleared" } else { &report.meta.mark }
}

/// The title, and of the period what the title does not say.
fn title(meta: &Meta) -> String {
    let holds = |words: &str| Label::of(&meta.title).holds(&Label::of(words));
    match meta.period.rsplit_once(' ') {
        _ if says_period(meta) => meta.title.clone(),
        Some((part, year)) if holds(year) => format!("{}, {}", meta.title, part.trim_end_matches(',')),
        _ => format!("{}, {}", meta.title, meta.period),
    }
}

/// Whether the title says the period, in whatever spelling.
fn says_period(meta: &Meta) -> bool {
    let said = period::mentions(&meta.title);
    meta.period.is_empty()
        || Label::of(&meta.title).holds(&Label::of(&meta.period))
        || period::mentions(&meta.period).iter().any(|of| said.iter().any(|found| found.said == of.said))
}

/// The workbook's own properties, with the report's date in place of the clock's.
fn properties(report: &Report) -> Result<DocProperties, XlsxError> {
    let meta = &report.meta;
    let title = plain::clean(&title(meta));
    let comment = match meta.stage {
        Stage::Draft => "DRAFT: an error or a query is open. Not for publication.",
        Stage::ForClearance => {
            "FOR CLEARANCE: no error and no query is open. Not for publication before it is cleared."
        }
        Stage::Cleared => "Cleared: no error and no query is open but those that the first page lists.",
    };
    let part = |number: i8| u8::try_from(number).unwrap_or_default();
    let year = u16::try_from(meta.dated.year()).unwrap_or_default();
    let dated = ExcelDateTime::from_ymd(year, part(meta.dated.month()), part(meta.dated.day()))?;
    Ok(DocProperties::new()
        .set_title(title)
        .set_subject(plain::clean(&meta.committee))
        .set_author(plain::clean(&meta.council))
        .set_company(plain::clean(&meta.council))
        .set_comment(comment)
        .set_status(status(report))
        .set_custom_property("Language", plain::clean(&meta.language))
        .set_custom_property("Status", status(report))
        .set_custom_property("Fingerprint", meta.fingerprint.clone())
        .set_creation_datetime(&dated))
}
