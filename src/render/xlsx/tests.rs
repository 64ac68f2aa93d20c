//! The workbook read back: with another library (calamine), and part by part as XML.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};

use calamine::{Data, Range, Reader as _, Xlsx};
use rust_decimal::Decimal;

use super::*;
use crate::finding::{ExplainedBy, Family, Finding, Severity, Status};
use crate::formula::{Expr, Operator};
use crate::render::fixture::{self, column, figure, hostile_report, label, report, section, table};
use crate::report::{At, Cell, CellValue, Expression, Holds, NumberFormat, Origin, Report, Row, RowKind, SourceFile};
use crate::source::{Address, Place};

fn findings() -> Vec<Finding> {
    let place = Place::cell("returns/2022-23-q3/living-at-home.xlsx", "Return", Address::new(16, 5));
    let mut total = Finding {
        message: "The total of 'Achieved to date' is stated as 5,654 (£000s); its rows add up to 5,369: +285.".into(),
        help: "Mend the cell, or set the stated figure aside.".into(),
        area: Some("living-at-home".into()),
        column: Some("achieved".into()),
        stated_text: Some("5,654".into()),
        status: Status::Explained,
        explained_by: Some(ExplainedBy {
            kind: "set-aside",
            role: "Section 151 officer".into(),
            date: "2023-01-12".into(),
            words: "The typed total kept a line that was taken out in December.".into(),
            stands: Some("5369".into()),
            until: None,
            due: None,
            line: 12,
        }),
        related: vec![place.at(Address::new(5, 5)), place.at(Address::new(6, 5))],
        demanded_by: Some(Place::line("piperoll.toml", 41)),
        ..Finding::new("column-total", Family::Total, Severity::Error, place)
    }
    .figures("thousands", Some(Decimal::from(5_654)), Some(Decimal::from(5_369)));
    total.identify();
    let mut unused = Finding {
        message: "=cmd|' /C calc'!A0".into(),
        ..Finding::new("decision-unused", Family::Decision, Severity::Query, Place::line("decisions.toml", 3))
    };
    unused.identify();
    unused.related = (0..1_254).map(|row| Place::cell("x.xlsx", "Return", Address::new(row, 0))).collect();
    vec![total, unused]
}

fn files() -> Vec<SourceFile> {
    vec![
        SourceFile { path: "piperoll.toml".into(), sha256: "ab".repeat(32), role: "form" },
        SourceFile { path: "returns/2022-23-q3/living-at-home.xlsx".into(), sha256: "0f".repeat(32), role: "return" },
    ]
}

/// The report with the findings and files above.
fn complete(report: &Report) -> Report {
    Report { findings: findings(), files: files(), ..report.clone() }
}

/// A workbook read back.
struct Read {
    names: Vec<String>,
    values: BTreeMap<String, Range<Data>>,
    formulas: BTreeMap<String, Range<String>>,
    /// The parts of the package by path.
    parts: BTreeMap<String, String>,
}

impl Read {
    fn of(bytes: &[u8]) -> Read {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
        let names = book.sheet_names().to_vec();
        let values = names.iter().map(|name| (name.clone(), book.worksheet_range(name).unwrap())).collect();
        let formulas = names.iter().map(|name| (name.clone(), book.worksheet_formula(name).unwrap())).collect();
        let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut parts = BTreeMap::new();
        for index in 0..package.len() {
            let mut part = package.by_index(index).unwrap();
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            parts.insert(part.name().unwrap().into_owned(), text);
        }
        Read { names, values, formulas, parts }
    }

    fn value(&self, sheet: &str, address: &str) -> &Data {
        let (row, column) = position(address);
        self.values[sheet].get_value((row, column)).unwrap_or(&Data::Empty)
    }

    fn formula(&self, sheet: &str, address: &str) -> &str {
        let (row, column) = position(address);
        self.formulas[sheet].get_value((row, column)).map_or("", String::as_str)
    }

    fn text(&self, sheet: &str, address: &str) -> String {
        self.value(sheet, address).to_string()
    }

    fn sheets(&self) -> impl Iterator<Item = (&String, &String)> {
        self.parts.iter().filter(|(path, _)| path.starts_with("xl/worksheets/sheet"))
    }

    fn tables(&self) -> Vec<&String> {
        self.parts.iter().filter(|(path, _)| path.starts_with("xl/tables/")).map(|(_, xml)| xml).collect()
    }

    /// The row under the heading row, counted from 0.
    fn first_row(&self, sheet: &str, heading: &str) -> u32 {
        let range = &self.values[sheet];
        let (start, end) = (range.start().unwrap().0, range.end().unwrap().0);
        let is_heading = |row: &u32| range.get_value((*row, 0)).is_some_and(|value| *value == *heading);
        (start..=end).find(is_heading).unwrap() + 1
    }
}

fn position(address: &str) -> (u32, u32) {
    let letters: String = address.chars().take_while(char::is_ascii_alphabetic).collect();
    let column = letters.bytes().fold(0_u32, |column, letter| column * 26 + u32::from(letter - b'A') + 1) - 1;
    (address[letters.len()..].parse::<u32>().unwrap() - 1, column)
}

fn attribute<'x>(xml: &'x str, name: &str) -> Vec<&'x str> {
    xml.split(&format!(" {name}=\"")).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

fn rendered(report: &Report) -> Read {
    Read::of(&xlsx(&complete(report), Audience::Council).unwrap())
}

/// A report with these tables alone.
fn with(tables: Vec<Table>) -> Report {
    let mut report = report();
    report.sections = vec![section("all", "All", false, tables.into_iter().map(Block::Table).collect())];
    report
}

fn number(number: Decimal, origin: Origin) -> Cell {
    let format = NumberFormat::Money { decimals: 0, parentheses: false };
    figure(number, format, &number.round().to_string(), origin)
}

fn at(table: &str, row: usize, column: usize) -> At {
    At { table: table.into(), row, column }
}

fn item(cells: Vec<Cell>) -> Row {
    Row { kind: RowKind::Item, level: 0, cells }
}

#[test]
fn the_sheets_stand_in_order() {
    let read = rendered(&report());
    assert_eq!(
        read.names,
        [
            "Cover",
            "Notes",
            "Movement of the forecast by ser",
            "Projects of Living at Home",
            "Projects of Day Opportunities",
            "Overall total",
            "Findings that were settled",
            "Findings",
            "Sources",
            "Files"
        ]
    );
}

#[test]
fn every_number_of_the_report_reads_back_as_it_is() {
    let report = report();
    let read = rendered(&report);
    let mut numbers = 0;
    for placed in tables(&report) {
        let heading = &placed.columns[0].heading;
        let first = read.first_row(&placed.sheet, heading);
        for (row, cells) in (first..).zip(&placed.rows) {
            for (column, cell) in (0..).zip(&cells.cells) {
                let value = read.values[&placed.sheet].get_value((row, column)).unwrap_or(&Data::Empty);
                match cell.number() {
                    Some(figure) => {
                        numbers += 1;
                        assert_eq!(value, &Data::Float(layout::number(figure)), "{} {}", placed.sheet, cell.text());
                    }
                    None => assert_eq!(value.to_string(), cell.text(), "{}", placed.sheet),
                }
            }
        }
    }
    assert!(numbers > 80, "{numbers}");
}

#[test]
fn computed_cells_are_live_formulas() {
    let report = report();
    let read = rendered(&report);
    let home = "Projects of Living at Home";
    let first = read.first_row(home, "Project title") + 1;
    let last = first + 4;
    assert_eq!(read.formula(home, &format!("B{}", last + 1)), format!("SUM(B{first}:B{last})"));
    assert!(read.formula(home, &format!("D{first}")).contains(&format!("C{first}/B{first}")));
    let first = read.first_row("Overall total", "Service area") + 1;
    let total = read.first_row(home, "Project title") + 6;
    assert_eq!(read.formula("Overall total", &format!("B{}", first + 1)), format!("'{home}'!B{total}"));
    let first = read.first_row("Movement of the forecast by ser", "Service area") + 1;
    assert_eq!(
        read.formula("Movement of the forecast by ser", &format!("H{first}")),
        format!("SUM(B{first}:G{first})")
    );
    // Not one computed cell of it falls back on a plain figure.
    let computed = tables(&report).flat_map(|table| &table.rows).flat_map(|row| &row.cells);
    let computed = computed.filter(|cell| matches!(cell.origin, Origin::Computed(_))).count();
    let live = read.formulas.values().flat_map(|range| range.used_cells()).filter(|cell| !cell.2.is_empty()).count();
    assert_eq!(live, computed);
}

#[test]
fn sums_are_compressed_to_ranges_and_kept_within_the_limits() {
    let mut long = table("long", "Long", vec![column("Name", Holds::Label, 1), column("Figure", Holds::Figure, 1)]);
    for index in 0..1_000_i64 {
        long.rows.push(item(vec![label("x"), number(Decimal::new(index, 1), Origin::Label)]));
    }
    let all = (0..1_000).map(|row| at("long", row, 1)).collect();
    let every_other: Vec<At> = (0..1_000).step_by(2).map(|row| at("long", row, 1)).collect();
    let sum = |cells: Vec<At>| {
        let total = cells.iter().map(|at| long.rows[at.row].cells[1].number().unwrap()).sum();
        number(total, Origin::Computed(Expression::Sum(cells)))
    };
    let mut totals = table("totals", "Totals", vec![column("Total", Holds::Figure, 1)]);
    totals.rows = vec![item(vec![sum(all)]), item(vec![sum(every_other.clone())])];
    let own = sum(every_other);
    long.rows.push(item(vec![label("Every other"), own]));
    let read = rendered(&with(vec![long, totals]));
    let first = read.first_row("Totals", "Total");
    let rows = read.first_row("Long", "Name") + 1;
    assert_eq!(read.formula("Totals", &format!("A{}", first + 1)), format!("SUM('Long'!B{rows}:B{})", rows + 999));
    let nested = read.formula("Long", &format!("B{}", rows + 1_000));
    assert!(nested.starts_with(&format!("SUM(SUM(B{rows},B{},", rows + 2)), "{nested}");
    for call in nested.split("SUM(").skip(2) {
        assert!(call.split(',').filter(|argument| !argument.is_empty()).count() <= 255);
    }
    // 500 cells of another sheet still fit in a formula's length.
    let far = read.formula("Totals", &format!("A{}", first + 2));
    assert!(far.len() <= 8_192 && far.starts_with("SUM(SUM("), "{}", far.len());
}

#[test]
fn a_sum_longer_than_a_formula_can_be_is_a_plain_figure() {
    let columns = vec![column("Name", Holds::Label, 1), column("Figure", Holds::Figure, 1)];
    let mut long = table("long", "A sheet with quite a long name", columns);
    for _ in 0..1_000 {
        long.rows.push(item(vec![label("x"), number(Decimal::ONE, Origin::Label)]));
    }
    let cells: Vec<At> = (0..1_000).step_by(2).map(|row| at("long", row, 1)).collect();
    let mut totals = table("totals", "Totals", vec![column("Total", Holds::Figure, 1)]);
    totals.rows = vec![item(vec![number(Decimal::from(500), Origin::Computed(Expression::Sum(cells)))])];
    let read = rendered(&with(vec![long, totals]));
    let address = format!("A{}", read.first_row("Totals", "Total") + 1);
    assert_eq!(read.formula("Totals", &address), "");
    assert_eq!(read.value("Totals", &address), &Data::Float(500.0));
}

#[test]
fn a_formula_stands_only_where_it_gives_what_prints() {
    let mut here = table("here", "Here", vec![column("Figure", Holds::Figure, 1), column("Text", Holds::Text, 1)]);
    let elsewhere = Table { appears: Appears::Appendix, ..table("elsewhere", "Elsewhere", here.columns.clone()) };
    let computed = |text: &str, number: Option<i64>, expression| {
        let origin = Origin::Computed(expression);
        match number {
            Some(number) => figure(number.into(), NumberFormat::General, text, origin),
            None => Cell { origin, ..label(text) },
        }
    };
    let cells = vec![
        number(Decimal::from(5), Origin::Label),                         // 0
        label("-"),                                                      // 1
        computed("5", Some(5), Expression::Same(at("elsewhere", 0, 0))), // 2: not in the workbook
        computed("6", Some(6), Expression::Same(at("here", 0, 0))),      // 3: not what is there
        computed("5", Some(5), Expression::Same(at("here", 900, 0))),    // 4: nowhere
        computed("5", Some(5), Expression::Sum(vec![at("here", 0, 0), at("here", 1, 0)])), // 5
        computed("n/a", None, Expression::Sum(vec![at("here", 1, 0)])),  // 6: nothing known
        computed("-", None, Expression::Same(at("here", 1, 0))),         // 7
        computed("", None, Expression::Same(at("here", 0, 1))),          // 8: empty
    ];
    here.rows = cells.into_iter().map(|cell| item(vec![cell, label("")])).collect();
    let read = rendered(&with(vec![here, elsewhere]));
    let first = read.first_row("Here", "Figure") + 1;
    let cell = |index: u32| format!("A{}", first + index);
    for index in [2, 3, 4] {
        assert_eq!(read.formula("Here", &cell(index)), "", "{index}");
    }
    assert_eq!(read.value("Here", &cell(3)), &Data::Float(6.0));
    assert_eq!(read.formula("Here", &cell(5)), format!("SUM(A{first}:A{})", first + 1));
    let placeholder = format!("IF(COUNT(A{0})=0,\"n/a\",SUM(A{0}))", first + 1);
    assert_eq!(read.formula("Here", &cell(6)), placeholder);
    assert_eq!(read.text("Here", &cell(6)), "n/a");
    assert_eq!(read.formula("Here", &cell(7)), format!("A{}", first + 1));
    assert_eq!(read.text("Here", &cell(7)), "-");
    assert_eq!(read.formula("Here", &cell(8)), format!("IF(B{first}=\"\",\"\",B{first})"));
    assert_eq!(read.text("Here", &cell(8)), "");
}

#[test]
fn a_placeholder_is_nil_in_a_formula_only_where_the_report_took_it_as_nil() {
    let gap = |otherwise: &str| {
        let cells = vec![("target".to_owned(), at("gap", 0, 0)), ("forecast".to_owned(), at("gap", 0, 1))];
        let expression = Expr::Binary(
            Operator::Subtract,
            Box::new(Expr::Column("target".into())),
            Box::new(Expr::Column("forecast".into())),
        );
        Origin::Computed(Expression::Formula(expression, cells, otherwise.into()))
    };
    let headings = ["Target", "Forecast", "As nil", "As missing"];
    let mut gaps = table("gap", "Gap", headings.map(|heading| column(heading, Holds::Figure, 1)).to_vec());
    let missing = Cell { origin: gap("n/a"), ..label("n/a") };
    gaps.rows = vec![item(vec![
        number(Decimal::from(50), Origin::Label),
        label("-"),
        number(Decimal::from(50), gap("n/a")),
        missing,
    ])];
    let read = rendered(&with(vec![gaps]));
    let row = read.first_row("Gap", "Target") + 1;
    assert!(read.formula("Gap", &format!("C{row}")).contains(&format!("N(B{row})")));
    let missing = read.formula("Gap", &format!("D{row}"));
    assert_eq!(missing, format!("IF(COUNT(A{row},B{row})<2,\"n/a\",A{row}-B{row})"));
    assert_eq!(read.text("Gap", &format!("D{row}")), "n/a");
}

#[test]
fn placeholders_and_mixed_cells_are_text_whatever_they_look_like() {
    let percent = NumberFormat::Percent { decimals: 0 };
    let money = NumberFormat::Money { decimals: 0, parentheses: true };
    let cell = |text: &str, number: &str, format| figure(number.parse().unwrap(), format, text, Origin::Label);
    let of = |value| Cell { value, ..label("") };
    let mut mixed = table("mixed", "Mixed", vec![column("Figure", Holds::Figure, 1)]);
    mixed.rows = vec![
        item(vec![of(CellValue::Mixed("92% (8.78m)".into()))]),
        item(vec![of(CellValue::Placeholder("-".into()))]),
        item(vec![of(CellValue::Placeholder("C4".into()))]),
        item(vec![label("12")]),
        item(vec![cell("(1,204)", "-1204", money)]),
        item(vec![cell("83%", "0.8349", percent)]),
    ];
    let read = rendered(&with(vec![mixed]));
    let row = read.first_row("Mixed", "Figure") + 1;
    let expected = [
        Data::String("92% (8.78m)".into()),
        Data::String("-".into()),
        Data::String("C4".into()),
        Data::String("12".into()),
        Data::Float(-1204.0),
        Data::Float(0.8349),
    ];
    for (index, expected) in (row..).zip(&expected) {
        assert_eq!(read.value("Mixed", &format!("A{index}")), expected);
    }
    assert!(read.parts["xl/styles.xml"].contains("#,##0_);(#,##0)"));
    let listed = read.values["Notes"].used_cells().any(|(_, _, value)| *value == *"'-', 'C4'");
    assert!(listed, "what stands in place of figures is listed, and nothing else");
}

#[test]
fn every_sheet_holds_one_table_under_its_title_and_nothing_merged_or_hidden() {
    for report in [report(), hostile_report()] {
        let read = rendered(&report);
        let mut names = BTreeSet::new();
        assert_eq!(read.tables().len(), read.names.len());
        for xml in read.tables() {
            let found = attribute(xml, "name");
            assert!(names.insert(found[0].to_lowercase()), "{}", found[0]);
            let mut headings = BTreeSet::new();
            for heading in &found[1..] {
                assert!(!heading.trim().is_empty() && headings.insert(heading.to_lowercase()), "{heading}");
            }
            assert!(!attribute(xml, "altTextSummary").is_empty());
            // The headings are those of the cells.
            let (top, _) = attribute(xml, "ref")[0].split_once(':').unwrap();
            assert!(top.starts_with('A'));
        }
        for (path, xml) in read.sheets() {
            assert!(!xml.contains("<mergeCell"), "{path}");
            assert!(!xml.contains("hidden="), "{path}");
            assert!(!xml.contains("<autoFilter"), "{path}");
            assert!(xml.contains("state=\"frozen\""), "{path}");
            assert!(!xml.contains("activeCell") && !xml.contains("topLeftCell=\"A2\" tabSelected"), "{path}");
        }
        for (name, range) in &read.values {
            assert!(!read.text(name, "A1").trim().is_empty(), "{name}");
            let (last_row, last_column) = range.end().unwrap();
            for row in 0..=last_row {
                let blank =
                    |column| range.get_value((row, column)).is_none_or(|value| value.to_string().trim().is_empty());
                assert!(!(0..=last_column).all(blank), "{name}: row {}", row + 1);
            }
            assert!(name.chars().count() <= 31);
        }
        assert!(!read.parts["xl/workbook.xml"].contains("state="));
        let styles = &read.parts["xl/styles.xml"];
        for size in attribute(&styles.replace("<sz val", "<sz  size"), "size") {
            assert!(size.parse::<f64>().unwrap() >= 11.0);
        }
    }
}

#[test]
fn the_headings_in_a_table_are_those_of_its_cells() {
    let read = rendered(&hostile_report());
    for (path, xml) in read.parts.iter().filter(|(path, _)| path.starts_with("xl/tables/")) {
        let index: usize = path.trim_start_matches("xl/tables/table").trim_end_matches(".xml").parse().unwrap();
        let sheet = &read.names[index - 1];
        let (top, _) = attribute(xml, "ref")[0].split_once(':').unwrap();
        let (row, _) = position(top);
        for (column, heading) in (0..).zip(&attribute(xml, "name")[1..]) {
            let cell = read.values[sheet].get_value((row, column)).unwrap().to_string();
            assert_eq!(&cell, heading, "{sheet}");
        }
    }
}

#[test]
fn a_draft_says_so_on_every_sheet_and_in_its_properties() {
    let read = rendered(&fixture::staged(Stage::Draft, report()));
    for name in &read.names {
        assert!(read.text(name, "A2").starts_with("DRAFT"), "{name}");
    }
    for (path, xml) in read.sheets() {
        assert!(xml.contains("<oddHeader>") && xml.contains("DRAFT</oddHeader>"), "{path}");
    }
    assert!(read.parts["docProps/core.xml"].contains("<cp:contentStatus>DRAFT</cp:contentStatus>"));
    assert!(read.parts["docProps/core.xml"].contains("<dc:description>DRAFT: "));
    let read = rendered(&report());
    for (path, xml) in &read.parts {
        assert!(path.starts_with("xl/sharedStrings") || !xml.contains("DRAFT"), "{path}");
    }
    assert!(read.names.iter().all(|name| !read.text(name, "A2").starts_with("DRAFT")));
}

#[test]
fn what_is_not_cleared_says_so_on_every_sheet_and_what_is_says_by_whom() {
    let read = rendered(&fixture::staged(Stage::ForClearance, report()));
    for name in &read.names {
        assert!(read.text(name, "A2").starts_with("FOR CLEARANCE: "), "{name}");
    }
    for (path, xml) in read.sheets() {
        assert!(xml.contains("FOR CLEARANCE</oddHeader>"), "{path}");
    }
    assert!(read.parts["docProps/core.xml"].contains("<cp:contentStatus>FOR CLEARANCE</cp:contentStatus>"));
    let read = rendered(&report());
    for line in
        ["Status: Cleared", "Fingerprint: af32 91bc 0d4e 77a1", "Cleared by: Section 151 officer (AB), 27 January 2023"]
    {
        assert!((1..14).any(|row| read.text("Cover", &format!("A{row}")) == line), "{line}");
    }
    assert!(read.parts["docProps/custom.xml"].contains(&"af3291bc0d4e77a1".repeat(4)));
}

#[test]
fn properties_carry_the_reports_title_and_date_and_no_clock() {
    let read = rendered(&report());
    let core = &read.parts["docProps/core.xml"];
    assert!(
        core.contains("<dc:title>Appendix 1: Recovery Plan Performance by Service Area, Quarter 3, 2022/23</dc:title>")
    );
    assert_eq!(core.matches("2023-02-08T00:00:00Z").count(), 2, "{core}");
    assert!(core.contains("<dc:creator>Northmere City Council</dc:creator>"));
    assert!(read.parts["docProps/custom.xml"].contains("en-GB"));
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    for report in [report(), hostile_report()] {
        let report = complete(&report);
        assert!(xlsx(&report, Audience::Council).unwrap() == xlsx(&report, Audience::Council).unwrap());
    }
}

#[test]
fn text_from_a_return_is_never_a_formula() {
    let read = rendered(&hostile_report());
    for (name, range) in &read.formulas {
        assert!(range.used_cells().all(|cell| cell.2.is_empty()), "{name}");
    }
    let texts: Vec<String> =
        read.values.values().flat_map(|range| range.used_cells()).map(|c| c.2.to_string()).collect();
    for text in ["=HYPERLINK(\"https://example.org\",\"x\")", "@SUM(A1:A9) +1 -1", "=cmd|' /C calc'!A0"] {
        assert!(texts.iter().any(|found| found == text), "{text}");
    }
    // What looks like an address of the web leads nowhere, either.
    assert!(read.parts.iter().all(|(path, xml)| !path.ends_with(".rels") || !xml.contains("example.org")));
}

#[test]
fn findings_keep_figures_places_and_decisions() {
    let read = rendered(&report());
    let row = read.first_row("Findings", "Severity") + 1;
    let cells: Vec<String> = (b'A'..=b'Y').map(|c| read.text("Findings", &format!("{}{row}", char::from(c)))).collect();
    assert_eq!(&cells[..2], ["Error", "Explained"]);
    assert_eq!(&cells[7..10], ["returns/2022-23-q3/living-at-home.xlsx", "Return", "F17"]);
    assert_eq!(read.value("Findings", &format!("K{row}")), &Data::Float(5654.0));
    assert_eq!(read.value("Findings", &format!("N{row}")), &Data::Float(285.0));
    assert_eq!(&cells[17..20], ["set-aside", "Section 151 officer", "2023-01-12"]);
    assert_eq!(cells[22], "decisions.toml, line 12");
    assert_eq!(cells[24], "column-total:living-at-home:achieved");
    assert_eq!(read.text("Findings", &format!("J{}", row + 1)), "line 3");
    let related = read.text("Findings", &format!("P{}", row + 1));
    assert!(related.lines().count() == 21 && related.ends_with("cell A20\nand 1,234 more"), "{related}");
}

#[test]
fn every_given_cell_is_traced_to_its_return() {
    let report = report();
    let read = rendered(&report);
    let first = read.first_row("Sources", "Sheet") + 1;
    let last = read.values["Sources"].end().unwrap().0 + 1;
    let given = tables(&report).flat_map(|table| &table.rows).flat_map(|row| &row.cells);
    let given = given.filter(|cell| matches!(cell.origin, Origin::Given(_))).count();
    assert_eq!((last - first + 1) as usize, given);
    for row in first..=last {
        let (sheet, cell) = (read.text("Sources", &format!("A{row}")), read.text("Sources", &format!("B{row}")));
        let shown = read.text("Sources", &format!("E{row}"));
        let value = read.value(&sheet, &cell);
        match value {
            // Shown with commas.
            Data::Float(value) => assert_eq!(&shown.replace(',', ""), &value.to_string()),
            value => {
                let line = value.to_string().replace('\n', " ");
                assert!(line.starts_with(shown.trim_end_matches('…')), "{shown}");
            }
        }
        assert_eq!(read.text("Sources", &format!("F{row}")), "as given");
        assert!(read.text("Sources", &format!("G{row}")).starts_with("returns/2022-23-q"));
        assert!(!read.text("Sources", &format!("I{row}")).is_empty());
    }
}

#[test]
fn a_computed_figure_without_a_formula_is_traced_to_the_cells_behind_it() {
    let place = |row| Place::cell("returns/a.xlsx", "Return", Address::new(row, 1));
    let columns = || vec![column("Figure", Holds::Figure, 1)];
    let mut hidden = Table { appears: Appears::Appendix, ..table("hidden", "Hidden", columns()) };
    let given = |row| number(Decimal::ONE, Origin::Given(place(row)));
    let sum = Origin::Computed(Expression::Sum(vec![at("hidden", 0, 0), at("hidden", 1, 0)]));
    hidden.rows = vec![item(vec![given(4)]), item(vec![given(5)]), item(vec![number(Decimal::TWO, sum)])];
    let mut shown = table("shown", "Shown", columns());
    let same = Origin::Computed(Expression::Same(at("hidden", 2, 0)));
    shown.rows = vec![item(vec![number(Decimal::TWO, same)])];
    let read = rendered(&with(vec![hidden, shown]));
    let row = read.first_row("Sources", "Sheet") + 1;
    let cell = |column: char, row: u32| read.text("Sources", &format!("{column}{row}"));
    assert_eq!((cell('F', row), cell('I', row)), ("worked out from 2 cells".into(), "B5".into()));
    assert_eq!((cell('F', row + 1), cell('I', row + 1)), ("worked out from 2 cells".into(), "B6".into()));
}

#[test]
fn files_and_cover_say_what_was_read_and_what_is_there() {
    let read = rendered(&report());
    let row = read.first_row("Files", "Path in the collection") + 1;
    assert_eq!(read.text("Files", &format!("C{row}")), "ab".repeat(32));
    assert_eq!(read.text("Cover", "A1"), "Appendix 1: Recovery Plan Performance by Service Area");
    let lines: Vec<String> = (2..=11).map(|row| read.text("Cover", &format!("A{row}"))).collect();
    assert_eq!(lines[0], "Council: Northmere City Council");
    assert!(lines.contains(&"Status: Cleared".to_owned()) && lines.contains(&"Language: English (en-GB)".to_owned()));
    let row = read.first_row("Cover", "Sheet") + 1;
    let listed: Vec<String> =
        (row..).map(|row| read.text("Cover", &format!("A{row}"))).take(read.names.len() - 1).collect();
    assert_eq!(listed, read.names[1..]);
}

#[test]
fn too_many_rows_are_an_error_and_no_panic() {
    let mut long = table("long", "Long", vec![column("Name", Holds::Label, 1)]);
    long.rows = vec![Row { kind: RowKind::Item, level: 0, cells: Vec::new() }; 1_048_576];
    let error = xlsx(&with(vec![long]), Audience::Council).unwrap_err();
    assert!(error.to_string().contains("sheet 'Long' would have more than 1048576 rows"), "{error}");
}

#[test]
fn a_long_table_is_written_with_its_totals_and_sources() {
    let headings = ["A", "B", "C", "D", "E", "F", "G", "H", "I"];
    let mut columns = vec![column("Name", Holds::Label, 1)];
    columns.extend(headings.map(|heading| column(heading, Holds::Figure, 1)));
    let mut long = table("long", "Long", columns);
    for row in 0..500_u32 {
        let place = |column| Origin::Given(Place::cell("returns/a.xlsx", "Return", Address::new(row, column)));
        let mut cells = vec![Cell { origin: place(0), ..label(&format!("Scheme {row}")) }];
        cells.extend((1..10).map(|column| number(Decimal::from(row + column), place(column))));
        long.rows.push(item(cells));
    }
    let mut total = vec![label("Total")];
    total.extend((1..10).map(|column| {
        let cells: Vec<At> = (0..500).map(|row| at("long", row, column)).collect();
        let sum = long.rows.iter().filter_map(|row| row.cells[column].number()).sum();
        number(sum, Origin::Computed(Expression::Sum(cells)))
    }));
    long.rows.push(Row { kind: RowKind::Total, level: 0, cells: total });
    let read = rendered(&with(vec![long]));
    let first = read.first_row("Long", "Name") + 1;
    assert_eq!(read.formula("Long", &format!("J{}", first + 500)), format!("SUM(J{first}:J{})", first + 499));
    assert_eq!(read.values["Sources"].end().unwrap().0 + 1 - read.first_row("Sources", "Sheet"), 5_000);
}

/// For looking at, and for recalculating in another program: `PIPEROLL_LOOK=dir cargo nextest run --lib look --run-ignored all`.
#[test]
#[ignore = "writes files for looking at"]
fn look() {
    let Some(folder) = std::env::var_os("PIPEROLL_LOOK") else { return };
    for (name, report) in [("report", report()), ("hostile", hostile_report())] {
        let path = std::path::Path::new(&folder).join(format!("{name}.xlsx"));
        std::fs::write(path, xlsx(&complete(&report), Audience::Council).unwrap()).unwrap();
    }
}
