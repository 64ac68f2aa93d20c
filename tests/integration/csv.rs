//! A .csv is a return like any other.

use std::fs;
use std::path::Path;

use piperoll::report::{Block, Report};

use crate::support::{copy, findings, made, piperoll, report, sample, stderr, stdout};
use crate::workbook::{CellText, parse_grid};

/// A cell as a spreadsheet shows it, and so writes it to a .csv.
fn shown(cell: &CellText) -> String {
    match cell {
        CellText::Blank | CellText::Merged => String::new(),
        CellText::Text(text) => text.clone(),
        CellText::Formula(_, result) => shown(result),
        CellText::Date(year, month, day) => format!("{day:02}/{month:02}/{year}"),
        CellText::Number { value, format } => {
            let places = format.split_once('.').map_or(0, |(_, places)| places.trim_end_matches('%').len());
            let value = match format.ends_with('%') {
                true => value.parse::<rust_decimal::Decimal>().unwrap() * rust_decimal::Decimal::ONE_HUNDRED,
                false => value.parse().unwrap(),
            };
            if format.is_empty() {
                return value.normalize().to_string();
            }
            let digits = format!("{:.places$}", value.abs());
            let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
            let mut parted = String::new();
            for (index, digit) in whole.chars().enumerate() {
                if index > 0 && (whole.len() - index) % 3 == 0 && format.starts_with('#') {
                    parted.push(',');
                }
                parted.push(digit);
            }
            let sign = if value.is_sign_negative() && !value.is_zero() { "-" } else { "" };
            format!("{sign}{parted}{rest}{}", if format.ends_with('%') { "%" } else { "" })
        }
    }
}

/// The one sheet of a text grid as a .csv.
fn csv(grid: &str) -> Option<String> {
    let book = parse_grid(grid).unwrap();
    let [sheet] = book.sheets.as_slice() else { return None };
    let field = |cell: &CellText| format!("\"{}\"", shown(cell).replace('"', "\"\""));
    let line = |row: &Vec<CellText>| row.iter().map(field).collect::<Vec<_>>().join(",");
    Some(sheet.rows.iter().map(line).collect::<Vec<_>>().join("\r\n"))
}

/// Whether the name of its sheet says whose rows they are: a .csv has none, so it would be asked about.
fn tells_its_area_by_its_sheet(workbook: &Path) -> bool {
    workbook.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with("-variance"))
}

/// Puts a .csv in the place of every workbook with one sheet that was made from a text grid.
fn all_as_csv(folder: &Path) -> usize {
    let mut count = 0;
    for period in fs::read_dir(folder.join("grids")).unwrap().map(|entry| entry.unwrap().path()) {
        for grid in fs::read_dir(&period).unwrap().map(|entry| entry.unwrap().path()) {
            let workbook = folder.join("returns").join(period.file_name().unwrap()).join(grid.file_name().unwrap());
            let workbook = workbook.with_extension("xlsx");
            let text = csv(&fs::read_to_string(&grid).unwrap());
            if let Some(text) = text.filter(|_| workbook.is_file() && !tells_its_area_by_its_sheet(&workbook)) {
                fs::remove_file(&workbook).unwrap();
                fs::write(workbook.with_extension("csv"), text).unwrap();
                count += 1;
            }
        }
    }
    count
}

fn tables(report: &Report) -> Vec<Vec<String>> {
    let blocks = report.sections.iter().flat_map(|section| &section.blocks);
    let tables = blocks.filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None });
    let rows = tables.flat_map(|table| &table.rows);
    rows.map(|row| row.cells.iter().map(|cell| cell.text().replace(".csv", ".xlsx")).collect()).collect()
}

/// Errors and queries, open or explained, by their ids.
fn asked(collection: &Path) -> Vec<String> {
    let found = findings(collection, &[]);
    let all = found["findings"].as_array().unwrap().iter().filter(|finding| finding["severity"] != "note");
    all.map(|finding| format!("{}: {}", finding["id"], finding["message"]).replace(".csv", ".xlsx")).collect()
}

#[test]
fn every_sample_as_csv_gives_the_same_paper_and_no_further_question() {
    let mut converted = 0;
    for name in ["recovery-plan", "rag-schemes", "savings-list", "budget-recovery", "multi-year-programme"] {
        let (_folder, collection) = copy(&sample(name));
        let count = all_as_csv(&collection);
        converted += count;
        assert_eq!(asked(&collection), asked(&sample(name)), "{name}");
        let (same, own) = (tables(&report(&collection)), tables(&report(&sample(name))));
        let differ: Vec<_> = same.iter().zip(&own).filter(|(same, own)| same != own).take(3).collect();
        assert!(same.len() == own.len() && differ.is_empty(), "{name}: {differ:#?}");
    }
    assert!(converted > 15, "{converted}");
}

const RETURN: &str = "Scheme,Target (£k),Forecast,Share\r\nVoids,\"1,204\",602,50%\r\nRents,(204),-204,100%\r\nTotal,\"1,000\",398,39.8%\r\n";

#[test]
fn a_csv_is_read_checked_and_shown() {
    let (_folder, collection) = made("", &[("returns/2022-23-q3/north.csv", RETURN)]);
    let run = piperoll().arg("check").arg(&collection).output().unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    assert!(stderr(&run).contains("note[cannot-be-seen] of north.csv, "), "{}", stderr(&run));
    let run = piperoll().arg("read").arg(collection.join("returns/2022-23-q3/north.csv")).output().unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    for part in ["sheet north", "| Target (£k)", "1,204"] {
        assert!(stdout(&run).contains(part), "{part}: {}", stdout(&run));
    }
}

#[test]
fn a_sheet_that_the_form_names_is_the_one_that_a_csv_has() {
    let form = fs::read_to_string(crate::support::repository().join("tests/gallery/base.toml")).unwrap();
    let form = form.replace("[[return]]\n", "[[return]]\nsheet = \"Return\"\n");
    let (_folder, collection) = made("", &[("piperoll.toml", &form), ("returns/2022-23-q3/north.csv", RETURN)]);
    assert_eq!(asked(&collection), [""; 0]);
}

#[test]
fn what_was_spoilt_on_the_way_is_told_at_its_cell() {
    for (from, to, expected) in [
        ("602", "œ602", "unreadable-value:north:voids:forecast|D2|'œ' stands where another sign was"),
        ("Voids", "Voids (saves œ2m)", "spoilt-text:north:north-csv|A2|'œ' stands where another sign was"),
        ("Voids", "\"Voids \"A\" and B\"", "spoilt-text:north:north-csv|A2|a quotation mark inside"),
        ("Voids", "Voids â€“ B", "spoilt-text:north:north-csv|A2|its letters were mixed up"),
        ("602", "####", "unreadable-value:north:voids:forecast|C2|its column was too narrow"),
    ] {
        let (_folder, collection) = made("", &[("returns/2022-23-q3/north.csv", &RETURN.replace(from, to))]);
        let found = findings(&collection, &[]);
        let told: Vec<String> = found["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|finding| finding["severity"] != "note")
            .map(|finding| {
                format!("{}|{}|{}", finding["id"], finding["at"]["cell"], finding["message"]).replace('"', "")
            })
            .collect();
        let parts: Vec<&str> = expected.split('|').collect();
        assert_eq!(told.len(), 1, "{told:#?}");
        assert!(
            told[0].starts_with(parts[0].split(':').next().unwrap()) && told[0].contains(parts[2]),
            "{expected}: {told:#?}"
        );
    }
}

#[test]
fn a_bare_number_in_a_column_of_percentages_may_be_a_ratio() {
    let form = fs::read_to_string(crate::support::repository().join("tests/gallery/base.toml")).unwrap();
    let form = form.replace("formula = \"forecast / target\"\ntotal = \"forecast / target\"", "total = \"none\"");
    for (typed, expected) in [("50%", None), ("50", Some("note")), ("0.5", Some("query")), ("1", Some("query"))] {
        let csv = format!("Scheme,Target,Forecast,Share\nVoids,100,50,{typed}\nTotal,100,50,\n");
        let (_folder, collection) = made("", &[("piperoll.toml", &form), ("returns/2022-23-q3/north.csv", &csv)]);
        let found = findings(&collection, &[]);
        let mut all = found["findings"].as_array().unwrap().iter();
        let told = all.find(|finding| finding["code"] == "percent-without-sign");
        assert_eq!(told.and_then(|finding| finding["severity"].as_str()), expected, "{typed}");
    }
}
