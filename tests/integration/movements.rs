//! What moved of each figure that is published, whether or not it adds up: the sheet 'Changes', the sheets of movements, and what is
//! made of them when a consolidated workbook is what the period is compared with.

use std::path::Path;

use piperoll::collection::{Collection, Prior};
use piperoll::pipeline::{Inputs, Options};
use piperoll::report::{Block, Report, Table};

use crate::support::{copy, made, piperoll_build, report, sample, stderr};

/// Figures of the appendix as a whole: two that stand beside their label, and one that is worked out from them.
const WHOLE: &str = r#"
[[figure]]
id = "plan"
heading = "Plan of the year"
kind = "money"
unit = "thousands"
file = "north"
sheet = "Figures"
label = "Plan"

[[figure]]
id = "identified"
heading = "Identified"
kind = "money"
unit = "thousands"
file = "north"
sheet = "Figures"
label = "Identified"

[[figure]]
id = "identified_share"
heading = "Share identified"
kind = "percent"
formula = "identified / plan"
"#;

const FILES: [(&str, &str); 2] = [
    (
        "returns/2022-23-q2/north.txt",
        "== Return
Scheme | Target | Forecast | Share
Voids  | 100    | 80       | 80%
Rents  | 50     | 40       | 80%
Total  | 150    | 120      | 80%
== Figures
Plan       | 400
Identified | 100
",
    ),
    (
        "returns/2022-23-q3/north.txt",
        "== Return
Scheme | Target | Forecast | Share
Voids  | 100    | 85       | 85%
Fleet  | 50     | 45       | 90%
Total  | 150    | 130      | 87%
== Figures
Plan       | 400
Identified | 150
",
    ),
];

fn table<'r>(report: &'r Report, id: &str) -> &'r Table {
    let tables = report.sections.iter().flat_map(|section| &section.blocks).filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    tables.into_iter().find(|table| table.id == id).unwrap_or_else(|| panic!("no table {id}"))
}

fn texts(table: &Table) -> Vec<Vec<&str>> {
    table.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text()).collect()).collect()
}

/// The report of a collection against a consolidated workbook of the period before.
fn against_workbook(collection: &Path, prior: &str) -> Report {
    let output = tempfile::tempdir().unwrap();
    let run =
        piperoll_build().arg(collection).args(["--period", prior, "--output"]).arg(output.path()).output().unwrap();
    assert!(matches!(run.status.code(), Some(0 | 1)), "{}", stderr(&run));
    let prior = Some(Prior::File(output.path().join(prior).join("consolidated.xlsx")));
    let collection = Collection::open(collection).unwrap();
    let inputs = Inputs::read(&collection, &Options { prior, ..Options::default() }).unwrap();
    inputs.examine().unwrap().report().unwrap()
}

#[test]
fn percentages_and_figures_of_the_whole_move_too() {
    let (_folder, collection) = made(WHOLE, &FILES);
    for report in [report(&collection), against_workbook(&collection, "2022-23-q2")] {
        let changes = texts(table(&report, ".changes-by-scheme"));
        let of = |column: &str| -> Vec<Vec<&str>> {
            let rows = changes.iter().filter(|row| row[1] == column);
            rows.map(|row| vec![row[4], row[6], row[7], row[8], row[9]]).collect()
        };
        assert_eq!(
            of("share"),
            [
                vec!["Voids", "80%", "5.0 points", "Other changes", "85%"],
                vec!["Fleet", "", "", "New", "90%"],
                vec!["Rents", "80%", "", "Closed", ""],
            ]
        );
        let whole = "The appendix as a whole";
        assert_eq!(of("plan"), [[whole, "400", "0", "No change", "400"]]);
        assert_eq!(of("identified_share"), [[whole, "25%", "12.5 points", "Other changes", "38%"]]);
        // The total is worked out from totals, and so is what it was.
        assert_eq!(
            texts(table(&report, ".movement.share")),
            [
                ["North", "120", "130", "150", "150", "80%", "6.7 points", "87%"],
                ["Total", "120", "130", "150", "150", "80%", "6.7 points", "87%"],
            ]
        );
        // A figure that did not move is no news.
        assert_eq!(
            texts(table(&report, ".figures-then-and-now")),
            [["Identified", "100", "150", "50"], ["Share identified", "25%", "38%", "12.5 points"]]
        );
    }
}

#[test]
fn a_figure_that_held_something_else_before_has_no_then() {
    let before = WHOLE.replacen(
        "kind = \"money\"\nunit = \"thousands\"\nfile = \"north\"\nsheet = \"Figures\"\nlabel = \"Identified\"",
        "kind = \"percent\"\nfile = \"north\"\nsheet = \"Figures\"\nlabel = \"Identified\"",
        1,
    );
    assert_ne!(before, WHOLE);
    let before = before.replace("identified / plan", "identified");
    let then = (FILES[0].0, FILES[0].1.replace("Identified | 100", "Identified | 10%"));
    let (_folder, collection) = made(&before, &[(then.0, &then.1)]);
    let output = tempfile::tempdir().unwrap();
    let run = piperoll_build().arg(&collection).args(["--output"]).arg(output.path()).output().unwrap();
    assert!(matches!(run.status.code(), Some(0 | 1)), "{}", stderr(&run));
    let (_folder, collection) = made(WHOLE, &FILES[1..]);
    let prior = Some(Prior::File(output.path().join("2022-23-q2/consolidated.xlsx")));
    let inputs =
        Inputs::read(&Collection::open(&collection).unwrap(), &Options { prior, ..Options::default() }).unwrap();
    let report = inputs.examine().unwrap().report().unwrap();
    let moved = texts(table(&report, ".figures-then-and-now"));
    assert_eq!(moved[0], ["Identified", "", "150", ""]);
}

#[test]
fn movements_are_the_same_against_the_workbook_of_the_prior_period() {
    for (name, prior) in [
        ("recovery-plan", "2022-23-q2"),
        ("rag-schemes", "2012-13-q1"),
        ("savings-list", "2020-21-outturn"),
        ("budget-recovery", "2018-19-p02"),
        ("multi-year-programme", "2017-18-p10"),
    ] {
        let (_folder, collection) = copy(&sample(name));
        let (by_returns, by_workbook) = (report(&collection), against_workbook(&collection, prior));
        let mut compared = 0;
        for section in &by_returns.sections {
            for block in &section.blocks {
                let Block::Table(one) = block else { continue };
                let is_movement = [".movement", ".years", ".changes-by-scheme", ".figures-then-and-now", ".largest"];
                if is_movement.iter().any(|id| one.id.starts_with(id)) {
                    let other = texts(table(&by_workbook, &one.id));
                    assert_eq!(one.rows.len(), other.len(), "{name}: {}", one.id);
                    for (row, other) in texts(one).iter().zip(&other) {
                        assert_eq!(row, other, "{name}: {}", one.id);
                    }
                    compared += 1;
                }
            }
        }
        assert!(compared > 2, "{name}: {compared}");
    }
}
