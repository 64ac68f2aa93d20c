//! The published list of savings: every figure in the council's own order, the plans, and what is found.

use std::fs;
use std::path::Path;

use piperoll::collection::Collection;
use piperoll::pipeline::{Inputs, Options};
use piperoll::report::{Block, Report, RowKind, Table};
use serde_json::Value;

use crate::support::{copy, findings, piperoll_build, repository, rows, sample, sheets, stderr};
use crate::workbook;

const RETURN: &str = "grids/2021-22-p01/adult-social-care.txt";

fn report() -> Report {
    let collection = Collection::open(&sample("savings-list")).unwrap();
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

/// The lines of a published table as they were printed, without the heading row.
fn published(file: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(repository().join("tests/data").join(file)).unwrap();
    text.lines().skip(1).map(fields).collect()
}

/// The fields of a line of CSV; none holds a quotation mark or a line break.
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

#[test]
fn every_published_figure_stands_in_the_councils_order_and_form() {
    let report = report();
    let savings = table(&report, "savings");
    let printed: Vec<Vec<String>> =
        savings.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text().to_string()).collect()).collect();
    let published = published("savings-list.csv");
    let expected: Vec<Vec<String>> = published.iter().map(|line| line[2..].to_vec()).collect();
    assert_eq!(printed, expected);
    let kinds = savings.rows.iter().map(|row| match row.kind {
        RowKind::Item => "item",
        RowKind::Subtotal => "subtotal",
        RowKind::Total => "total",
        RowKind::Head => "head",
    });
    assert!(kinds.eq(published.iter().map(|line| line[1].as_str())));
    assert!(savings.notes[0].starts_with(
        "£1.3m (17%) package of care savings identified to date (05/05/21), of which £0.654m has been validated."
    ));
}

#[test]
fn the_plans_stand_side_by_side_each_column_as_long_as_it_is() {
    let report = report();
    let plans = table(&report, "plans");
    let headings: Vec<&str> = plans.columns.iter().map(|column| column.heading.as_str()).collect();
    assert_eq!(headings, ["Immediate", "Next 2 years", "Longer term"]);
    let printed: Vec<Vec<&str>> =
        plans.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text()).collect()).collect();
    let expected: Vec<Vec<String>> =
        published("savings-list-plans.csv").into_iter().map(|line| line[2..].to_vec()).collect();
    assert_eq!(printed, expected);
}

fn build(collection: &Path, output: &Path) -> (i32, String) {
    let run = piperoll_build().arg(collection).arg("--output").arg(output).output().unwrap();
    (run.status.code().unwrap(), stderr(&run))
}

#[cfg(feature = "typst")]
fn pages_hold_it(texts: &str) {
    for line in published("savings-list.csv").iter().chain(&published("savings-list-plans.csv")) {
        for cell in &line[2..] {
            assert!(texts.contains(&crate::support::solid(cell)), "{cell}");
        }
    }
    // Headlines say savings as positive amounts.
    assert!(texts.contains(&crate::support::solid("9 savings come to £10,718,000 in 2021/22.")), "{texts}");
    assert!(texts.contains(&crate::support::solid("What is to be saved has grown by £304,000 since")), "{texts}");
}

#[test]
fn the_build_is_final_and_the_pages_hold_it() {
    let output = tempfile::tempdir().unwrap();
    let (code, said) = build(&sample("savings-list"), output.path());
    assert_eq!(code, 0, "{said}");
    let folder = output.path().join("2021-22-p01");
    #[cfg(feature = "typst")]
    pages_hold_it(&crate::pages::texts(&fs::read(folder.join("appendix.pdf")).unwrap()).concat());
    let xlsx = fs::read(folder.join("consolidated.xlsx")).unwrap();
    let (_, figures) = sheets(&xlsx).into_iter().find(|(name, _)| name == "Figures").unwrap();
    let listed = rows(&figures);
    let share = listed.iter().find(|row| row[0] == "Share of the target identified").unwrap();
    assert!(share[1].starts_with("0.1688"), "{share:?}");
    let validated = listed.iter().find(|row| row[0] == "Package of care savings validated").unwrap();
    assert_eq!(validated[1..], ["654000", "£0.654m", "5 May 2021", "Savings validations by the finance team"]);
}

fn told(collection: &Path) -> Vec<(String, String, String)> {
    let json = findings(collection, &[]);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
    let found = json["findings"].as_array().unwrap().iter();
    found.map(|finding| (text(&finding["code"]), text(&finding["at"]["cell"]), text(&finding["status"]))).collect()
}

/// A copy in which the current return was changed.
fn changed(changes: &[(&str, &str)]) -> (tempfile::TempDir, std::path::PathBuf) {
    let (folder, collection) = copy(&sample("savings-list"));
    let mut grid = fs::read_to_string(collection.join(RETURN)).unwrap();
    for (from, to) in changes {
        assert!(grid.contains(from), "{from}");
        grid = grid.replacen(from, to, 1);
    }
    let file = collection.join("returns/2021-22-p01/adult-social-care.xlsx");
    fs::write(file, workbook::workbook(&grid)).unwrap();
    (folder, collection)
}

#[test]
fn what_is_found_stands_at_its_cell() {
    let found = told(&sample("savings-list"));
    let expected = [
        ("reference-gap", "A6", "open"),
        ("scheme-renamed", "A12", "open"),
        ("scheme-appeared", "A13", "explained"),
        ("stage-skipped", "D9", "explained"),
        ("target-rebased", "B7", "explained"),
    ];
    let mut found: Vec<(&str, &str, &str)> =
        found.iter().map(|(code, cell, status)| (code.as_str(), cell.as_str(), status.as_str())).collect();
    found.sort_unstable();
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(found, expected);
}

#[test]
fn nothing_counts_as_delivered_without_finances_validation() {
    let (_folder, collection) = changed(&[("(delivered) | Ratified as delivered", "(delivered) | Signed off")]);
    let found = told(&collection);
    assert!(found.contains(&("form-check".into(), "D14".into(), "open".into())), "{found:?}");
}

#[test]
fn totals_are_checked_where_they_stand() {
    for (from, to, cell) in
        [("-4,382,000", "-4,382,001", "C5"), ("-3,053,000", "-3,052,999", "C15"), ("-10,718,000", "-10,718,001", "C16")]
    {
        let (_folder, collection) = changed(&[(from, to)]);
        let found = told(&collection);
        assert!(found.contains(&("column-total".into(), cell.into(), "open".into())), "{from}: {found:?}");
    }
    let (_folder, collection) = changed(&[("17%", "18%")]);
    assert!(told(&collection).contains(&("figure-differs".into(), "B5".into(), "open".into())));
}

#[test]
fn without_the_decisions_it_is_a_draft_and_mended_it_has_no_open_error() {
    let (folder, collection) = copy(&sample("savings-list"));
    fs::remove_file(collection.join("decisions.toml")).unwrap();
    let (code, said) = build(&collection, &folder.path().join("output"));
    assert_eq!(code, 1, "{said}");
    assert_eq!(findings(&collection, &[])["counts"]["error"], 0);
    // What can be mended in the return: the stage as the books have it, and the reference that closes a gap.
    let (_folder, collection) = changed(&[("-459,000 | | Signed off", "-459,000 | | Validated as achievable")]);
    fs::remove_file(collection.join("decisions.toml")).unwrap();
    let counts = &findings(&collection, &[])["counts"];
    assert_eq!(
        (&counts["error"], &counts["query"]),
        (&Value::from(0), &Value::from(2)),
        "a new saving, a target changed"
    );
}

#[test]
fn the_consolidated_workbook_of_the_prior_period_gives_the_same_movements() {
    let folder = tempfile::tempdir().unwrap();
    let run = piperoll_build()
        .arg(sample("savings-list"))
        .args(["--period", "2020-21-outturn", "--output"])
        .arg(folder.path())
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    let workbook = folder.path().join("2020-21-outturn/consolidated.xlsx");
    let against = |more: &[&str]| {
        let json = findings(&sample("savings-list"), more);
        let found = json["findings"].as_array().unwrap().iter();
        found.map(|finding| (finding["id"].clone(), finding["message"].clone(), finding["status"].clone())).collect()
    };
    let returns: Vec<(Value, Value, Value)> = against(&[]);
    assert_eq!(against(&["--prior", workbook.to_str().unwrap()]), returns);
}
