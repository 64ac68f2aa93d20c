//! The fingerprint of an appendix: what a clearance is bound to. It is made of the figures and the words alone, in one form: what an
//! appendix is about, its sections, texts, tables with each cell's number and text, notes and charts. Numbers of pages, clearances, whether
//! it is a draft, and how the built-in layout looks are no part of it, so that recording a clearance does not change what was cleared.

use super::{Block, Meta, PageWords, Report, Section, Table};
use crate::file::sha256;

/// The version of the form that is hashed: with another one no fingerprint would be the same.
const VERSION: &str = "piperoll fingerprint 1";

/// SHA-256, in hex, of the figures and words of a report, of what each page says if that is not what the program says in English, and of the
/// text of the council's own layout, if it has one. A number counts as it
/// is, not as it was rounded.
pub(super) fn of(report: &Report, own_words: Option<&PageWords>, own_layout: Option<&str>) -> String {
    let mut form = Form(String::new());
    form.line("version", [VERSION]);
    // A layout of the council's own may say words of its own.
    form.line("layout", own_layout);
    // So may what stands on each page. Without such words it is as it was before there could be any.
    if let Some(words) = own_words {
        form.line("pages", [serde_json::to_string(words).unwrap_or_default()]);
    }
    let Meta { title, council, committee, period, as_at, meeting, language, .. } = &report.meta;
    form.line("about", [title, council, committee, period, as_at, meeting, language]);
    for section in &report.sections {
        form.section(section);
    }
    sha256(form.0.as_bytes())
}

/// What is hashed: a line for each part, whose texts are quoted, so that no two reports give the same lines.
struct Form(String);

impl Form {
    fn line<T: AsRef<str>>(&mut self, what: &str, texts: impl IntoIterator<Item = T>) {
        self.0.push_str(what);
        for text in texts {
            self.0.push(' ');
            self.0.push_str(&serde_json::Value::from(text.as_ref()).to_string());
        }
        self.0.push('\n');
    }

    fn section(&mut self, section: &Section) {
        self.line("section", [&section.heading]);
        for block in &section.blocks {
            match block {
                Block::Paragraph { text } => self.line("paragraph", [text]),
                Block::Bullets { items } => self.line("bullets", items),
                Block::Table(table) => self.table(table),
                Block::Chart(chart) => {
                    self.line("chart", [&chart.title, &chart.unit, &chart.alternative]);
                    self.line("series", &chart.series);
                    for group in &chart.groups {
                        self.line("group", std::iter::once(&group.name).chain(&group.labels));
                    }
                }
                Block::Trend(trend) => {
                    self.line("trend", [&trend.title, &trend.unit, &trend.alternative]);
                    self.line("periods", &trend.periods);
                    for line in &trend.lines {
                        let labels = line.points.iter().map(|point| &point.label);
                        self.line("line", std::iter::once(&line.name).chain(labels));
                    }
                    self.line("notes", &trend.notes);
                }
            }
        }
    }

    fn table(&mut self, table: &Table) {
        self.line("table", [&table.title, &table.description]);
        self.line("columns", table.columns.iter().map(|column| &column.heading));
        for row in &table.rows {
            // A number beside its text: what is published in the workbook is not rounded.
            let texts = row.cells.iter().flat_map(|cell| {
                let number = cell.number().map(|number| number.normalize().to_string()).unwrap_or_default();
                [cell.text().to_string(), number]
            });
            self.line(&format!("row {:?}", row.kind), texts);
        }
        self.line("notes", &table.notes);
    }
}

#[cfg(test)]
mod tests {
    use super::of as made_of;
    use super::*;
    use crate::render::fixture;

    fn of(report: &Report) -> String {
        made_of(report, None, None)
    }

    #[test]
    fn it_is_of_the_figures_and_words_and_of_nothing_else() {
        let report = fixture::report();
        let own = of(&report);
        assert_eq!((own.len(), &own), (64, &of(&report.clone())));

        let mut same = report.clone();
        same.meta.first_page += 10;
        same.meta.stage = super::super::Stage::Draft;
        same.meta.fingerprint = "f".into();
        same.files.clear();
        same.findings.clear();
        same.compared_with = Some("something else".into());
        assert_eq!(of(&same), own);
        assert_ne!(made_of(&report, None, Some("own words")), own);
        assert_ne!(made_of(&report, Some(&report.meta.words), None), own, "what each page says prints too");

        let tables = |report: &mut Report, change: &dyn Fn(&mut Table)| {
            let blocks = report.sections.iter_mut().flat_map(|section| &mut section.blocks);
            blocks.for_each(|block| {
                if let Block::Table(table) = block {
                    change(table)
                }
            });
        };
        let changes: [&dyn Fn(&mut Report); 6] = [
            &|report| report.meta.title.push('x'),
            &|report| report.meta.as_at.push('x'),
            &|report| report.sections[0].heading.push('x'),
            &|report| report.sections[0].blocks.insert(0, Block::Paragraph { text: "x".into() }),
            &|report| tables(report, &|table| table.notes.push("x".into())),
            &|report| {
                tables(report, &|table| {
                    let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
                    for cell in cells {
                        // Rounded it is the same.
                        if let super::super::CellValue::Number { number, .. } = &mut cell.value {
                            *number += rust_decimal::Decimal::new(1, 6);
                        }
                    }
                })
            },
        ];
        for (index, change) in changes.into_iter().enumerate() {
            let mut other = report.clone();
            change(&mut other);
            assert_ne!(of(&other), own, "{index}");
        }
    }

    #[test]
    fn no_two_texts_are_run_together() {
        let of_texts = |texts: &[&str]| {
            let mut report = fixture::report();
            report.sections.truncate(1);
            report.sections[0].blocks =
                vec![Block::Bullets { items: texts.iter().map(|text| text.to_string()).collect() }];
            of(&report)
        };
        let cases: [&[&str]; 5] = [&["a", "b"], &["a b"], &["a\" \"b"], &["a\nb"], &["a", "b", ""]];
        for (index, one) in cases.iter().enumerate() {
            for other in &cases[index + 1..] {
                assert_ne!(of_texts(one), of_texts(other), "{one:?} / {other:?}");
            }
        }
    }
}
