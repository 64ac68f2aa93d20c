//! A plain Typst file of a report, as someone would write it by hand for this one report: cells as literals, fixed widths, one
//! look for a whole table; with the same texts, headings, header cells and summaries as the built-in layout.

use piperoll::fonts::Fonts;
use piperoll::report::{Appears, Block, Holds, Meta, Report, Row, RowKind, Section, Table};

/// The page, the text and the tables of the built-in layout, without what it does for the sake of single cells.
const LOOK: &str = r##"
#set page(width: 297mm, height: 210mm, margin: (x: 16mm, top: 21mm, bottom: 19mm), numbering: "1")
#set text(font: ("Liberation Sans", "DejaVu Sans"), size: 10pt, lang: "en", region: "GB", hyphenate: false)
#set par(leading: 0.62em, spacing: 0.9em)
#show table: set text(size: 9pt)
#show table: set par(leading: 0.55em, spacing: 0.55em)
#set table.cell(breakable: false)
#set table(inset: 4.5pt, stroke: (rest: none, bottom: 0.5pt + rgb("#c3ced6")))
"##;

/// Between the margins of the page, in millimetres.
const TEXT_WIDTH: u32 = 265;

/// The text of the Typst file.
pub fn layout(report: &Report, fonts: &Fonts) -> String {
    let mut written = Reference { fonts, text: String::new() };
    written.opening(&report.meta);
    for section in &report.sections {
        written.section(section);
    }
    written.text
}

struct Reference<'a> {
    fonts: &'a Fonts,
    text: String,
}

impl Reference<'_> {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A text as an expression: what is markup or code in it prints as typed, and line feeds break lines.
    fn literal(&self, text: &str) -> String {
        let printable = self.fonts.printable(text);
        let lines =
            printable.split('\n').map(|line| format!("\"{}\"", line.replace('\\', "\\\\").replace('"', "\\\"")));
        lines.collect::<Vec<_>>().join(" + linebreak() + ")
    }

    fn opening(&mut self, meta: &Meta) {
        let title = self.literal(&meta.title);
        self.line(&format!("#set document(title: {title})"));
        self.text.push_str(LOOK);
        self.line(&format!("#heading(level: 1, bookmarked: false, {title})"));
        let about = self.literal(&[&meta.council, &meta.committee, &meta.period].map(String::as_str).join(" · "));
        self.line(&format!("#par({about})"));
    }

    fn section(&mut self, section: &Section) {
        let shown = |block: &&Block| !matches!(block, Block::Table(table) if table.appears == Appears::Workbook);
        let blocks: Vec<&Block> = section.blocks.iter().filter(shown).collect();
        if blocks.is_empty() && !section.blocks.is_empty() {
            return;
        }
        if section.new_page {
            self.line("#pagebreak(weak: true)");
        }
        let titled = !section.heading.trim().is_empty();
        if titled {
            let heading = self.literal(&section.heading);
            self.line(&format!("#heading(level: 2, {heading})"));
        }
        for block in blocks {
            match block {
                Block::Paragraph { text } => {
                    let text = self.literal(text);
                    self.line(&format!("#par({text})"));
                }
                Block::Bullets { items } => {
                    let items: Vec<_> = items.iter().map(|item| self.literal(item)).collect();
                    self.line(&format!("#list({})", items.join(", ")));
                }
                Block::Table(table) => {
                    if !table.title.trim().is_empty() && unnumbered(&table.title) != unnumbered(&section.heading) {
                        let title = self.literal(&table.title);
                        self.line(&format!("#heading(level: {}, {title})", if titled { 3 } else { 2 }));
                    }
                    self.table(table);
                }
                // The collections that are made have none.
                Block::Chart(_) | Block::Trend(_) => {}
            }
        }
    }

    fn table(&mut self, table: &Table) {
        let all: u32 = table.columns.iter().map(|column| column.width.max(1)).sum();
        let widths: Vec<_> =
            table.columns.iter().map(|column| format!("{}mm", TEXT_WIDTH * column.width.max(1) / all)).collect();
        let summary = self.literal(&table.description);
        self.line(&format!("#pdf.table-summary(summary: {summary}, table(columns: ({},),", widths.join(", ")));
        let sides: Vec<_> =
            table.columns.iter().map(|column| if column.holds == Holds::Figure { "right" } else { "left" }).collect();
        self.line(&format!("align: ({},),", sides.join(", ")));
        let headings: Vec<_> =
            table.columns.iter().map(|column| format!("strong({})", self.literal(&column.heading))).collect();
        self.line(&format!("table.header({}),", headings.join(", ")));
        let heads_row = table.columns.iter().position(|column| column.holds == Holds::Label).unwrap_or(0);
        for row in &table.rows {
            self.row(row, heads_row);
        }
        self.line("))");
        for note in &table.notes {
            let note = self.literal(note);
            self.line(&format!("#par({note})"));
        }
    }

    fn row(&mut self, row: &Row, heads_row: usize) {
        let filled: Vec<_> = row.cells.iter().filter(|cell| !cell.text().trim().is_empty()).collect();
        if row.kind == RowKind::Head && filled.len() <= 1 {
            let title = self.literal(filled.first().map_or("", |cell| cell.text()));
            let across = row.cells.len();
            self.line(&format!(
                "pdf.header-cell(level: 2, scope: \"column\", table.cell(colspan: {across}, strong({title}))),"
            ));
            return;
        }
        for (index, cell) in row.cells.iter().enumerate() {
            let text = self.literal(cell.text());
            let text = if row.kind == RowKind::Item { text } else { format!("strong({text})") };
            if index == heads_row {
                self.line(&format!("pdf.header-cell(scope: \"row\", table.cell({text})),"));
            } else {
                self.line(&format!("{text},"));
            }
        }
    }
}

/// A title without its number.
fn unnumbered(title: &str) -> &str {
    title.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.' || letter.is_whitespace()).trim()
}
