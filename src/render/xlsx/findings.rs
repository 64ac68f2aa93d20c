//! Every finding, with what was decided on it.

use rust_decimal::Decimal;
use rust_xlsxwriter::Workbook;

use super::layout::{Layout, columns, number, text};
use super::{Book, XlsxError};
use crate::finding::{Finding, Severity, Status};
use crate::money::print_whole;
use crate::source::Place;

/// What a cell of this sheet holds.
enum Entry {
    Text(String),
    Number(Decimal),
}

/// The columns, with their widths.
const COLUMNS: [(&str, u16); 25] = [
    ("Severity", 11),
    ("Status", 11),
    ("What was found", 60),
    ("What to do", 50),
    ("Area", 24),
    ("Scheme", 30),
    ("Column", 18),
    ("File", 36),
    ("Sheet", 16),
    ("Cell or line", 12),
    ("Stated", 14),
    ("Stated as typed", 24),
    ("Expected", 14),
    ("Difference (stated less expected)", 15),
    ("Unit", 12),
    ("Related places", 40),
    ("Demanded by", 24),
    ("Answered by", 16),
    ("Role", 24),
    ("Date", 13),
    ("Words of the answer", 50),
    ("Figure that stands", 14),
    ("Where the answer stands", 24),
    ("Code", 24),
    ("Finding's id", 50),
];

/// So many related places are named in a cell.
const RELATED: usize = 20;

/// Writes the findings.
pub(super) fn write(workbook: &mut Workbook, book: &Book<'_>) -> Result<(), XlsxError> {
    let mut layout = Layout {
        sheet: "Findings".into(),
        table: "Table_of_findings".into(),
        description: "Every finding of the checks: what, where, both figures, what to do and what was decided.".into(),
        title: "Findings".into(),
        stage: book.report.meta.stage,
        lines: Vec::new(),
        columns: columns(&COLUMNS),
    };
    layout.set_lines([
        "Everything that the checks found, errors first, then by file and cell. What was explained or set aside stays here."
            .to_owned(),
        "Figures are in the unit that the row names; the difference is what was stated less what was expected.".to_owned(),
    ]);
    let sheet = layout.open(workbook, book, book.report.findings.len())?;
    for (row, finding) in (layout.first_row()..).zip(&book.report.findings) {
        let entries = entries(finding);
        let texts = entries.iter().map(|entry| if let Entry::Text(text) = entry { text.as_str() } else { "" });
        layout.fit_height(sheet, row, false, texts)?;
        for (column, entry) in (0_u16..).zip(entries) {
            match entry {
                Entry::Text(content) => text(sheet, row, column, &content, &book.styles.text)?,
                Entry::Number(figure) => {
                    let places = match figure.normalize().scale() {
                        0 => String::new(),
                        scale => format!(".{}", "0".repeat(scale.min(12) as usize)),
                    };
                    let format = book.styles.number.clone().set_num_format(format!("#,##0{places};-#,##0{places}"));
                    sheet.write_number_with_format(row, column, number(figure), &format)?;
                }
            }
        }
    }
    Ok(())
}

/// A finding's cells, in the order of [`COLUMNS`].
fn entries(finding: &Finding) -> [Entry; COLUMNS.len()] {
    let words = |words: &str| Entry::Text(words.to_owned());
    let maybe = |words: &Option<String>| Entry::Text(words.clone().unwrap_or_default());
    let figure = |figure: Option<Decimal>| figure.map_or(Entry::Text(String::new()), Entry::Number);
    let at = &finding.at;
    let cell = at.spot().unwrap_or_default();
    let mut related: Vec<String> = finding.related.iter().take(RELATED).map(Place::to_string).collect();
    if finding.related.len() > RELATED {
        // findings.json has all of them.
        related.push(format!("and {} more", print_whole(finding.related.len() - RELATED)));
    }
    let answer = finding.explained_by.as_ref();
    let answered =
        |part: &dyn Fn(&crate::finding::ExplainedBy) -> String| Entry::Text(answer.map(part).unwrap_or_default());
    [
        words(match finding.severity {
            Severity::Error => "Error",
            Severity::Query => "Query",
            Severity::Note => "Note",
        }),
        words(match finding.status {
            Status::Open => "Open",
            Status::OpenAtPublication => "Open at publication",
            Status::Explained => "Explained",
        }),
        words(&finding.message),
        words(&finding.help),
        maybe(&finding.area),
        maybe(&finding.scheme),
        maybe(&finding.column),
        words(&at.file),
        words(at.sheet.as_deref().unwrap_or_default()),
        words(&cell),
        figure(finding.stated),
        maybe(&finding.stated_text),
        figure(finding.expected),
        figure(finding.difference),
        words(finding.unit.unwrap_or_default()),
        words(&related.join("\n")),
        words(&finding.demanded_by.as_ref().map(Place::to_string).unwrap_or_default()),
        answered(&|answer| answer.kind.to_owned()),
        answered(&|answer| answer.role.clone()),
        answered(&|answer| answer.date.clone()),
        answered(&|answer| match &answer.until {
            Some(until) => format!("{} (stands until {until})", answer.words),
            None => answer.words.clone(),
        }),
        answered(&|answer| answer.stands.clone().unwrap_or_default()),
        answered(&|answer| format!("decisions.toml, line {}", answer.line)),
        words(finding.code),
        words(&finding.id),
    ]
}
