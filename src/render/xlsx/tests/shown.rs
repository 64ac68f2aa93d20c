//! The sheets, their tables and marks, and the properties of the file.

use super::*;

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
            // With columns that stay where they are, each part of the window has a cell of its own.
            assert!(!xml.contains("activeCell") || xml.contains("xSplit"), "{path}");
            assert!(!xml.contains("topLeftCell=\"A2\" tabSelected"), "{path}");
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
fn too_many_rows_are_an_error_and_no_panic() {
    let mut long = table("long", "Long", vec![column("Name", Holds::Label, 1)]);
    long.rows = vec![Row { kind: RowKind::Item, level: 0, cells: Vec::new() }; 1_048_576];
    let error = xlsx(&with(vec![long]), Audience::Council).unwrap_err();
    assert!(error.to_string().contains("sheet 'Long' would have more than 1048576 rows"), "{error}");
}

/// For looking at, and for recalculating in another program: `PIPEROLL_LOOK=dir cargo nextest run --lib look --run-ignored all`.
#[test]
#[ignore = "writes files for looking at"]
fn look() {
    let Some(folder) = std::env::var_os("PIPEROLL_LOOK") else { return };
    let wide = with(vec![printed::wide(30), printed::long(&"Savings are late. ".repeat(250))]);
    for (name, report) in [("report", report()), ("hostile", hostile_report()), ("wide", wide)] {
        let path = std::path::Path::new(&folder).join(format!("{name}.xlsx"));
        std::fs::write(path, xlsx(&complete(&report), Audience::Council).unwrap()).unwrap();
    }
}
