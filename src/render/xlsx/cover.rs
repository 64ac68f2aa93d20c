//! The cover: what the workbook is, and what each sheet holds.

use rust_xlsxwriter::{Url, Workbook};

use super::layout::{Layout, columns, text};
use super::plain::{clean, fit};
use super::{Audience, Book, XlsxError, says_period, status};
use crate::finding::Counts;
use crate::names::one_line;
use crate::reconcile::published::{COVER, FINGERPRINT};
use crate::report::ClearedBy;

/// Writes the cover.
pub(super) fn write(workbook: &mut Workbook, book: &Book<'_>) -> Result<(), XlsxError> {
    let meta = &book.report.meta;
    let mut layout = Layout {
        sheet: COVER.into(),
        table: "Table_of_sheets".into(),
        description: "The sheets of this workbook and what each holds.".into(),
        title: clean(&meta.title),
        stage: meta.stage,
        lines: Vec::new(),
        columns: columns(&[("Sheet", 36), ("What it holds", 100)]),
        label: 0,
    };
    let counts = Counts::of(&book.report.findings);
    let lines = [
        ("Council", meta.council.clone()),
        ("Committee", meta.committee.clone()),
        ("Meeting", meta.meeting.clone()),
        ("Period", if says_period(meta) { String::new() } else { meta.period.clone() }),
        ("Figures as at", meta.as_at.clone()),
        ("Status", status(book.report).into()),
        ("Publication", meta.restricted.clone()),
        (
            "Findings",
            // What stays open stands in a table of its own.
            if book.audience == Audience::Public {
                String::new()
            } else {
                format!(
                    "open errors {}, open queries {}, notes {}, explained or set aside {}{}",
                    counts.error,
                    counts.query,
                    counts.note,
                    counts.explained,
                    match counts.left_open {
                        0 => String::new(),
                        number => format!(", open at publication {number}"),
                    }
                )
            },
        ),
        (FINGERPRINT, meta.fingerprint_printed.clone()),
        ("Language", language(&meta.language)),
    ];
    let late = book.report.as_last_reported.iter();
    let late = late.map(|own| ("Not updated", format!("{}, as last reported, {}", own.area, own.as_at)));
    let cleared = meta.cleared_by.iter().map(|by| ("Cleared by", cleared(by)));
    layout.set_lines(
        lines
            .into_iter()
            .chain(late)
            .chain(cleared)
            .filter(|(_, words)| !words.trim().is_empty())
            .map(|(name, words)| format!("{name}: {words}")),
    );

    let contents = contents(book);
    let sheet = layout.open(workbook, book, contents.len())?;
    for (row, (name, words)) in (layout.first_row()..).zip(contents) {
        layout.fit_height(sheet, row, false, [name.as_str(), words.as_str()])?;
        let link = Url::new(format!("internal:'{}'!A1", name.replace('\'', "''"))).set_text(&name);
        sheet.write_url_with_options(row, 0, &link, &name, "", Some(&book.styles.link))?;
        text(sheet, row, 1, &fit(words), &book.styles.text)?;
    }
    Ok(())
}

/// Each sheet after the cover, with what it holds.
fn contents(book: &Book<'_>) -> Vec<(String, String)> {
    let own = |name: &str, words: &str| (name.to_owned(), words.to_owned());
    let mut contents = vec![own("Notes", "How to read the figures, and how to trace them")];
    contents.extend(book.tables.iter().map(|placed| (placed.layout.sheet.clone(), one_line(&placed.layout.title))));
    if book.audience == Audience::Public {
        return contents;
    }
    contents.extend([
        own("Findings", "Everything that the checks found, what was decided on it, by whom and when"),
        own(
            "Sources",
            "The cells of returns in which each given figure and text of this workbook stands, or that it comes from",
        ),
        own("Files", "Every file that was read, with its SHA-256"),
    ]);
    contents
}

/// 'Section 151 officer (AB), 20 January 2023'
fn cleared(by: &ClearedBy) -> String {
    let comment = if by.comment.trim().is_empty() { String::new() } else { format!(": {}", one_line(&by.comment)) };
    format!("{} ({}), {}{comment}", by.role, by.initials, by.date)
}

/// 'English (en-GB)'
fn language(tag: &str) -> String {
    match tag.split('-').next().map(str::to_ascii_lowercase).as_deref() {
        Some("en") => format!("English ({tag})"),
        Some("cy") => format!("Welsh ({tag})"),
        Some("gd") => format!("Scottish Gaelic ({tag})"),
        _ => tag.to_owned(),
    }
}
