//! The published programme over four years, from a return in the OpenDocument format to a final appendix: the profile, what
//! leads from target to projection, and the slips.

use std::fs;

use piperoll::collection::Collection;
use piperoll::pipeline::{Inputs, Options};
use piperoll::reconcile::MovementLine;
use piperoll::report::{Block, Report, RowKind, Table};
use rust_decimal::Decimal;

use crate::support::{build, copy, findings, repository, sample};
use crate::workbook;

const GRID: &str = "grids/2017-18-p11/adult-social-care-and-health.txt";
const RETURN: &str = "returns/2017-18-p11/adult-social-care-and-health";

fn report() -> Report {
    let collection = Collection::open(&sample("multi-year-programme")).unwrap();
    let inputs = Inputs::read(&collection, &Options::default()).unwrap();
    inputs.examine().unwrap().report().unwrap()
}

fn table<'r>(report: &'r Report, id: &str) -> &'r Table {
    let tables = report.sections.iter().flat_map(|section| &section.blocks).filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    tables.into_iter().find(|table| table.id == id).unwrap()
}

fn texts(table: &Table) -> Vec<Vec<&str>> {
    table.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text()).collect()).collect()
}

#[test]
fn the_build_is_final_and_prints_the_published_profile() {
    let built = build(&sample("multi-year-programme"), &[]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    let published = fs::read_to_string(repository().join("tests/data/multi-year-programme.csv")).unwrap();
    let mut lines = published.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let (headings, profile) = (lines.next().unwrap(), lines.next().unwrap());
    let report = report();
    let table = table(&report, "profile");
    assert_eq!(table.title, profile[0]);
    let printed: Vec<&str> = table.columns.iter().skip(1).map(|column| column.heading.as_str()).collect();
    assert_eq!(printed, headings[2..]);
    assert_eq!(texts(table)[0][1..], profile[2..]);
    assert!(table.notes[0].starts_with("NB: this excludes £0.991m additional savings"));
}

#[test]
fn the_bridge_leads_from_target_to_projection_in_each_year_and_in_all() {
    let report = report();
    let bridge = table(&report, "bridge");
    let rows = texts(bridge);
    let row = |label: &str| rows.iter().find(|row| row[0] == label).unwrap()[1..].to_vec();
    assert_eq!(row("Target"), ["10.345", "8.200", "5.245", "3.152", "26.942"]);
    assert_eq!(row("Projection"), ["12.917", "7.915", "3.987", "2.123", "26.942"]);
    assert_eq!(row("Over-achievement"), ["2.419", "-", "-", "-", "2.419"]);
    assert_eq!(row("Slippage"), ["-0.419", "-", "-", "-", "-0.419"]);
    assert_eq!(row("Recovery of slippage"), ["-", "0.448", "0.085", "-", "0.533"]);
    assert_eq!(row("Non-delivery")[..2], ["-0.120", "-0.320"]);
    assert!(bridge.notes.iter().any(|note| note.contains("£0.060m in 2017/18")), "{:?}", bridge.notes);
    assert!(bridge.rows.last().is_some_and(|row| row.kind == RowKind::Total));
}

#[test]
fn projects_stand_by_governance_with_subtotals() {
    let report = report();
    let projects = table(&report, "appendix-1");
    let count = |kind: RowKind| projects.rows.iter().filter(|row| row.kind == kind).count();
    assert_eq!((count(RowKind::Item), count(RowKind::Subtotal), count(RowKind::Total)), (31, 2, 1));
    let rows = texts(projects);
    let total = rows.last().unwrap();
    assert_eq!((total[6], total[11]), ("26.942", "26.942"));
    let subtotals: Vec<&str> =
        rows.iter().filter(|row| row[0].ends_with("governance projects")).map(|row| row[0]).collect();
    assert_eq!(subtotals, ["High governance projects", "Low governance projects"]);
}

#[test]
fn the_two_change_requests_move_years_and_no_total() {
    let collection = Collection::open(&sample("multi-year-programme")).unwrap();
    let inputs = Inputs::read(&collection, &Options::default()).unwrap();
    let examined = inputs.examine().unwrap();
    let reconciliation = examined.reconciliation.as_ref().unwrap();
    let reprofiled = |column: &str| {
        let movement = reconciliation
            .movements
            .iter()
            .find(|movement| movement.list == "projects" && movement.column == column && movement.area.is_none())
            .unwrap();
        let line = MovementLine::ALL.iter().position(|line| *line == MovementLine::Reprofiled).unwrap();
        movement.lines[line]
    };
    let years = ["target_2017_18", "target_2018_19", "target_2019_20", "target_2020_21"].map(reprofiled);
    assert_eq!(years, [0, -3_464_000, 1_633_000, 1_831_000].map(Decimal::from));
    assert_eq!(years.iter().sum::<Decimal>(), Decimal::ZERO);
}

#[test]
fn the_slips_are_found_at_their_cells() {
    let found = findings(&sample("multi-year-programme"), &[]);
    let found = found["findings"].as_array().unwrap();
    let slip = |code: &str, cell: &str| {
        found
            .iter()
            .any(|finding| finding["code"] == code && finding["at"]["cell"] == cell && finding["status"] == "explained")
    };
    assert!(slip("computed-amount", "H3"), "the nett target that is the gross one: {found:#?}");
    assert!(slip("amount-unit", "G9"), "the amount that lost its unit: {found:#?}");
}

/// The codes raised by a copy of the sample with its current return changed.
fn with(changes: &[(&str, &str)], without_decisions: bool) -> Vec<(String, String, String)> {
    let (_folder, collection) = copy(&sample("multi-year-programme"));
    let mut grid = fs::read_to_string(collection.join(GRID)).unwrap();
    for (from, to) in changes {
        assert_eq!(grid.matches(from).count(), 1, "{from}");
        grid = grid.replace(from, to);
    }
    fs::remove_file(collection.join(RETURN).with_extension("ods")).unwrap();
    fs::write(collection.join(RETURN).with_extension("xlsx"), workbook::workbook(&grid)).unwrap();
    if without_decisions {
        let decisions = fs::read_to_string(collection.join("decisions.toml")).unwrap();
        let requests: String = decisions
            .split_inclusive("\n\n")
            .filter(|entry| !entry.contains("[[set_aside]]") && !entry.contains("[[explain]]"))
            .collect();
        fs::write(collection.join("decisions.toml"), requests).unwrap();
    }
    let text = |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap_or_default().to_string();
    findings(&collection, &[])["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["status"] == "open" && finding["severity"] != "note")
        .map(|finding| (text(finding, "code"), text(&finding["at"], "cell"), text(finding, "difference")))
        .collect()
}

#[test]
fn a_copy_with_the_slips_mended_has_nothing_open() {
    let mended = with(&[("6,447 | 130,000", "6,447 | 83,129"), ("(£0.419 savings", "(£0.419m savings")], true);
    assert_eq!(mended, []);
}

#[test]
fn an_exception_that_does_not_fit_is_found_by_the_bridge_and_its_pair() {
    // £1,000 less comes back in 2018/19 than left 2017/18.
    let raised =
        with(&[("2018/19 | Recovery of slippage | 189,000", "2018/19 | Recovery of slippage | 188,000")], false);
    let raised: Vec<(&str, &str)> = raised.iter().map(|(code, _, difference)| (&**code, &**difference)).collect();
    assert_eq!(raised, [("slippage-open", "1000"), ("bridge-open", "1000")]);
}

#[test]
fn an_exception_without_a_mitigating_action_is_an_error() {
    let raised = with(&[("Other customers are being sought.", "")], false);
    assert_eq!(raised.iter().map(|(code, _, _)| &**code).collect::<Vec<_>>(), ["empty-required"]);
}
