//! The published budget recovery actions: both tables in the council's own order, parts, conditions and the tie between
//! them.
//!
//! What the council published stands in `tests/data/budget-recovery-*.csv`, as printed.

use std::fs;

use piperoll::collection::Collection;
use piperoll::pipeline::{Inputs, Options};
use piperoll::report::{Block, Expression, Origin, Report, RowKind, Table};
use serde_json::Value;

use crate::support::{copy, findings, piperoll_build, repository, sample, stderr};
use crate::workbook;

const PERIOD: &str = "2018-19-p05";

fn report() -> Report {
    let collection = Collection::open(&sample("budget-recovery")).unwrap();
    let inputs = Inputs::read(&collection, &Options::default()).unwrap();
    inputs.examine().unwrap().report().unwrap()
}

fn table<'r>(report: &'r Report, id: &str) -> &'r Table {
    let blocks = report.sections.iter().flat_map(|section| &section.blocks);
    let mut tables = blocks.filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    tables.find(|table| table.id == id).unwrap()
}

/// The rows of a published table: their kind, and their cells.
fn published(file: &str) -> Vec<(String, Vec<String>)> {
    let text = fs::read_to_string(repository().join("tests/data").join(file)).unwrap();
    text.lines().skip(1).map(fields).map(|line| (line[1].clone(), line[2..].to_vec())).collect()
}

fn fields(line: &str) -> Vec<String> {
    let (mut fields, mut quoted) = (vec![String::new()], false);
    for character in line.chars() {
        match character {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            character => fields.last_mut().unwrap().push(character),
        }
    }
    fields
}

fn kind(kind: RowKind) -> &'static str {
    match kind {
        RowKind::Head => "head",
        RowKind::Item => "item",
        RowKind::Subtotal => "subtotal",
        RowKind::Total => "total",
    }
}

/// The rows of a table with their kinds, without the headings of groups.
fn printed(table: &Table) -> Vec<(String, Vec<String>)> {
    let rows = table.rows.iter().filter(|row| row.kind != RowKind::Head);
    rows.map(|row| (kind(row.kind).to_string(), row.cells.iter().map(|cell| cell.text().to_string()).collect()))
        .collect()
}

#[test]
fn the_matrix_is_the_published_one_and_adds_up_the_measures() {
    let report = report();
    let matrix = table(&report, "by-directorate");
    assert_eq!(printed(matrix), published("budget-recovery-measures.csv"));
    for row in matrix.rows.iter().filter(|row| row.kind == RowKind::Item) {
        let origin = &row.cells[1].origin;
        assert!(matches!(origin, Origin::Computed(Expression::Sum(_))), "live over the measures: {origin:?}");
    }
}

#[test]
fn the_variance_is_the_published_one_in_one_style_of_negatives() {
    let report = report();
    let variance = table(&report, "variance");
    let mut published = published("budget-recovery-variance.csv");
    let minus = published.iter_mut().find(|(_, cells)| cells[0] == "Carers").unwrap();
    assert_eq!(minus.1[4], "-210", "as printed");
    minus.1[4] = "(210)".into();
    assert_eq!(printed(variance), published);
    let heads: Vec<&str> =
        variance.rows.iter().filter(|row| row.kind == RowKind::Head).map(|row| row.cells[0].text()).collect();
    assert_eq!(heads, ["MHCC", "MLCO", "MHCC"]);
    let note = |start: &str| variance.notes.iter().find(|note| note.starts_with(start)).unwrap().as_str();
    assert_eq!(
        note("Recovery actions in"),
        "Recovery actions in the variance 2,705 agrees with Recovery measures of Adult Social Care 205 plus Application of \
         demographic funding (subject to approval) 2,500."
    );
    assert!(note("Subject to approval: Demography").contains("(2,500)"));
}

#[test]
fn parts_stand_below_their_whole_and_count_once() {
    let report = report();
    let highways = table(&report, "measures.neighbourhood-services");
    let rows: Vec<(&str, &str, &str)> =
        highways.rows.iter().map(|row| (row.cells[0].text(), row.cells[3].text(), row.cells[4].text())).collect();
    assert!(rows.contains(&("Highways Savings", "95", "155")));
    assert!(rows.contains(&("– Additional Staffing savings", "45", "20")));
    assert_eq!(rows.last(), Some(&("Total", "295", "190")));
    for row in &highways.rows {
        let expected = match row.kind {
            RowKind::Item if row.cells[0].text().starts_with("– ") => 2,
            RowKind::Item => 1,
            RowKind::Head | RowKind::Subtotal | RowKind::Total => 0,
        };
        assert_eq!(row.level, expected, "a part is further in than its whole: {}", row.cells[0].text());
    }
}

/// A copy of the sample with one text of a grid changed, and the findings that are open in it.
fn open_after(grid: &str, from: &str, to: &str) -> Vec<(String, String)> {
    let (_folder, collection) = copy(&sample("budget-recovery"));
    let text = fs::read_to_string(collection.join("grids").join(PERIOD).join(format!("{grid}.txt"))).unwrap();
    assert!(text.contains(from), "{from}");
    let bytes = workbook::workbook(&text.replacen(from, to, 1));
    fs::write(collection.join("returns").join(PERIOD).join(format!("{grid}.xlsx")), bytes).unwrap();
    let findings = findings(&collection, &[]);
    let open = findings["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["status"] == "open" && finding["severity"] != "note");
    let said = |value: &Value| value.as_str().unwrap_or_default().to_string();
    open.map(|finding| (said(&finding["code"]), said(&finding["at"]["cell"]))).collect()
}

#[test]
fn a_slip_is_found_at_its_cell() {
    let found = |grid: &str, from: &str, to: &str| {
        let mut open = open_after(grid, from, to);
        open.sort();
        open
    };
    let owned = |expected: &[(&str, &str)]| -> Vec<(String, String)> {
        expected.iter().map(|(code, cell)| ((*code).to_string(), (*cell).to_string())).collect()
    };
    // A part, in year and in a full year.
    assert_eq!(
        found("Neighbourhoods", "Recurring | 25 | 65", "Recurring | 24 | 65"),
        owned(&[("parts-do-not-add-up", "F10")])
    );
    assert_eq!(
        found("Neighbourhoods", "Recurring | 25 | 65", "Recurring | 25 | 66"),
        owned(&[("parts-do-not-add-up", "G10")])
    );
    let lost = found("Neighbourhoods", "Staffing savings | Highways Savings |", "Staffing savings | Highway |");
    assert!(lost.contains(&("part-without-whole".into(), "B11".into())), "{lost:?}");
    // What does not recur has no full-year effect.
    assert!(
        found("corporate-core", "Non-recurring | 50 | 0", "Non-recurring | 50 | 5")
            .contains(&("form-check".into(), "G16".into()))
    );
    // The matrix, a row and across.
    assert_eq!(found("recovery-measures", "704 | 685", "705 | 685"), owned(&[("summary-section", "B4")]));
    assert_eq!(found("recovery-measures", "685 | 1,389", "685 | 1,388"), owned(&[("computed-amount", "D4")]));
    // The variance, at every level.
    for (from, to) in [
        ("Agency | | 1,175", "Agency | | 1,176"),
        ("Total MLCO | 0 | 1,333", "Total MLCO | 0 | 1,334"),
        ("593 | | 593", "594 | | 593"),
        ("| 1,528 |", "| 1,529 |"),
    ] {
        assert!(!found("adult-social-care-variance", from, to).is_empty(), "{from}");
    }
    // The tie between the two.
    let tied = found("adult-social-care-variance", "(2,500) | (2,500)", "(2,400) | (2,500)");
    assert!(tied.iter().all(|(code, _)| code != "tie-open"), "the item moves with the total: {tied:?}");
    let untied = found("adult-social-care-variance", "500 | 5 | (90)", "500 | 5 | (80)");
    assert_eq!(untied, owned(&[("figure-contradicts", "D13")]), "the tie follows");
}

#[test]
fn with_its_decisions_it_is_final() {
    let folder = tempfile::tempdir().unwrap();
    let run = piperoll_build().arg(sample("budget-recovery")).arg("--output").arg(folder.path()).output().unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    let findings = findings(&sample("budget-recovery"), &[]);
    assert_eq!((&findings["counts"]["error"], &findings["counts"]["query"]), (&Value::from(0), &Value::from(0)));
}
