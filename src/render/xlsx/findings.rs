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
    ("Difference (stated less expected)", 20),
    ("Unit", 12),
    ("Related places", 60),
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

/// The column that is repeated on each page: what was found.
const LABEL: usize = 2;

impl Entry {
    fn text(&self) -> &str {
        if let Entry::Text(text) = self { text } else { "" }
    }

    fn is_blank(&self) -> bool {
        matches!(self, Entry::Text(text) if text.is_empty())
    }
}

/// Writes the findings. A column in which none of them has anything is left out.
pub(super) fn write(workbook: &mut Workbook, book: &Book<'_>) -> Result<(), XlsxError> {
    let every: Vec<_> = book.report.findings.iter().map(entries).collect();
    let holds = |column: usize| every.iter().any(|entries| entries.get(column).is_some_and(|entry| !entry.is_blank()));
    let shown: Vec<usize> = (0..COLUMNS.len()).filter(|column| every.is_empty() || holds(*column)).collect();
    let headings: Vec<(&str, u16)> = shown.iter().filter_map(|column| COLUMNS.get(*column)).copied().collect();
    let mut layout = Layout {
        sheet: "Findings".into(),
        table: "Table_of_findings".into(),
        description: "Every finding of the checks: what, where, both figures, what to do and what was decided.".into(),
        title: "Findings".into(),
        stage: book.report.meta.stage,
        lines: Vec::new(),
        columns: columns(&headings),
        label: shown.iter().position(|column| *column == LABEL).unwrap_or(0),
    };
    layout.set_lines([
        "Everything that the checks found, errors first, then by file and cell. What was explained or set aside stays here."
            .to_owned(),
        "Figures are in the unit that the row names; the difference is what was stated less what was expected.".to_owned(),
    ]);
    let of = |entries: &'_ [Entry; COLUMNS.len()]| -> Vec<String> {
        shown.iter().filter_map(|column| entries.get(*column)).map(|entry| entry.text().to_owned()).collect()
    };
    let texts: Vec<Vec<String>> = every.iter().map(of).collect();
    layout.say_cut_off(layout.cut_off(texts.iter().map(|texts| texts.iter().map(String::as_str))));
    let sheet = layout.open(workbook, book, every.len())?;
    for ((row, entries), texts) in (layout.first_row()..).zip(&every).zip(&texts) {
        layout.fit_height(sheet, row, false, texts.iter().map(String::as_str))?;
        for (column, entry) in (0_u16..).zip(shown.iter().filter_map(|column| entries.get(*column))) {
            match entry {
                Entry::Text(content) => text(sheet, row, column, content, &book.styles.text)?,
                Entry::Number(figure) => {
                    let places = match figure.normalize().scale() {
                        0 => String::new(),
                        scale => format!(".{}", "0".repeat(scale.min(12) as usize)),
                    };
                    let format = book.styles.number.clone().set_num_format(format!("#,##0{places};-#,##0{places}"));
                    sheet.write_number_with_format(row, column, number(*figure), &format)?;
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
