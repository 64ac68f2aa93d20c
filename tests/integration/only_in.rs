//! A form that is another one from period to period: columns, roles and tables that hold in some periods alone.

use std::fs;

use crate::support::{made, piperoll, report, repository, stderr};

const THEN: &str = "== Return\nScheme | Target | Projected | Share\nVoids | 100 | 80 | 80%\nTotal | 100 | 80 | 80%\n";
const NOW: &str =
    "== Return\nScheme | Target | Final position | Share\nVoids | 100 | 70 | 70%\nTotal | 100 | 70 | 70%\n";

fn form(only: &str) -> String {
    let base = fs::read_to_string(repository().join("tests/gallery/base.toml")).unwrap();
    let column = "[[list.column]]\nid = \"forecast\"\nheading = \"Forecast\"\nkind = \"money\"\nunit = \"thousands\"\n\
                  movement = { amount = 50_000, percent = 10 }\n";
    assert!(base.contains(column));
    let by_period = format!(
        "{}only_in = [\"q1\", \"q2\", \"q3\"]\n\n{}only_in = [{only}]\n\n\
         [[list.column]]\nid = \"slipped\"\nheading = \"Slipped\"\nkind = \"money\"\nunit = \"thousands\"\n\
         optional = true\nonly_in = [\"q4\"]\n",
        column.replace("\"Forecast\"", "\"Projected\""),
        column.replace("\"Forecast\"", "\"Final position\""),
    );
    base.replace(column, &by_period)
        .replace(
            "columns = [\"title\", \"target\", \"forecast\", \"share\"]",
            "columns = [\"title\", \"target\", \"forecast\", \"slipped\", \"share\"]\nwidths = [4, 1, 1, 1, 1]",
        )
        .replace("achieved = \"achieved\" }", "achieved = \"achieved\", profile = \"slipped\" }")
}

fn collection(form: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let files =
        [("piperoll.toml", form), ("returns/2022-23-q3/north.txt", THEN), ("returns/2022-23-outturn/north.txt", NOW)];
    made("", &files)
}

#[test]
fn each_period_has_its_own_headings_and_the_figure_is_followed_over_both() {
    let (_folder, collection) = collection(&form("\"outturn\""));
    let report = report(&collection);
    assert!(report.findings.iter().all(|finding| !finding.blocks()), "{:?}", report.findings);
    let table = report.tables().find(|table| table.title == "North").unwrap();
    let headings: Vec<&str> = table.columns.iter().map(|column| column.heading.as_str()).collect();
    assert_eq!(headings, ["Scheme", "Target", "Final position", "Share"]);
    // A decision of a period that has another column names it.
    let entry = "[[change_request]]\nreference = \"CR-1\"\nperiod = \"2021-22-q4\"\nkind = \"correction\"\narea = \"north\"\n\
                 scheme = \"Voids\"\ncolumn = \"slipped\"\nfrom = 5\nto = 6\napproved_by = \"Savings Board\"\ndate = 2022-04-30\n\
                 words = \"As agreed.\"\n";
    fs::write(collection.join("decisions.toml"), entry).unwrap();
    let output = piperoll().arg("check").arg(&collection).output().unwrap();
    assert!(output.status.code() != Some(2), "{}", stderr(&output));
    // Of this period, in which there is no such column, it would have no effect.
    fs::write(collection.join("decisions.toml"), entry.replace("2021-22-q4", "2022-23-outturn")).unwrap();
    let output = piperoll().arg("check").arg(&collection).output().unwrap();
    let told = stderr(&output);
    assert!(
        told.contains("`slipped` is not there in 2022-23-outturn: the form has it in other periods alone"),
        "{told}"
    );
    // What was approved between the two periods is listed, whatever has become of its column.
    fs::write(collection.join("decisions.toml"), entry.replace("2021-22-q4", "2022-23-q4")).unwrap();
    let listed = format!("{:?}", self::report(&collection).sections);
    assert!(listed.contains("CR-1 (Savings Board, 30 April 2022)"), "{listed}");
    // From 80 to 70.
    let moved = report.tables().find(|table| table.title.starts_with("Final position: movement")).unwrap();
    let cells: Vec<&str> = moved.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.text()).collect();
    assert!(cells.contains(&"80") && cells.contains(&"70") && cells.contains(&"-10"), "{cells:?}");
}

#[test]
fn a_form_has_a_target_in_every_period() {
    let form = form("\"outturn\"").replace("target = \"target\"", "target = \"slipped\"");
    let (_folder, collection) = collection(&form);
    let output = piperoll().arg("check").arg(&collection).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("the column of `target` is not there in every period"), "{}", stderr(&output));
}

#[test]
fn the_form_is_checked_in_each_period_and_what_is_no_period_is_named() {
    for (only, told) in
        [("\"outtrun\"", "\"outtrun\" is none of these"), ("", "`only_in` names no period"), ("\"q3\"", "`forecast`")]
    {
        let (_folder, collection) = collection(&form(only));
        let output = piperoll().args(["check", "--period", "2022-23-q3"]).arg(&collection).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{only}");
        assert!(stderr(&output).contains(told), "{only}: {}", stderr(&output));
    }
}

#[test]
fn a_decision_may_name_a_column_of_a_list_or_of_a_year_that_is_elsewhere() {
    let base = form("\"outturn\"").replace("money = {", "years = { from = \"2022-23\", to = \"2023-24\" }\nmoney = {");
    let added = "\n[[list.column]]\nid = \"later\"\nheading = \"Later {{column_year}}\"\nkind = \"money\"\nunit = \"thousands\"\n\
                 optional = true\neach = \"year\"\nonly_in = [\"q4\"]\n\n[[list]]\nid = \"growth\"\nkey = \"title\"\nonly_in = [\"q4\"]\n\n\
                 [[list.column]]\nid = \"title\"\nheading = \"Pressure\"\nkind = \"text\"\n\n[[list.column]]\nid = \"cost\"\n\
                 heading = \"Cost\"\nkind = \"money\"\nunit = \"thousands\"\n\n[[return]]";
    let whole = base.replacen("\n[[return]]", added, 1);
    let entry = |column: &str| {
        format!(
            "[[change_request]]\nreference = \"CR-1\"\nperiod = \"2021-22-q4\"\nkind = \"correction\"\narea = \"north\"\n\
             scheme = \"Voids\"\ncolumn = \"{column}\"\nfrom = 5\nto = 6\napproved_by = \"Savings Board\"\ndate = 2022-04-30\n\
             words = \"As agreed.\"\n"
        )
    };
    for (column, known) in [("cost", true), ("later_2023_24", true), ("later_2024_25", false), ("costs", false)] {
        let (_folder, collection) = collection(&whole);
        fs::write(collection.join("decisions.toml"), entry(column)).unwrap();
        let output = piperoll().arg("check").arg(&collection).output().unwrap();
        let told = stderr(&output);
        assert_eq!(told.contains(&format!("unknown column `{column}`")), !known, "{column}: {told}");
        assert_eq!(output.status.code() == Some(2), !known, "{column}: {told}");
    }
}

#[test]
fn the_budget_opens_a_year_and_period_13_closes_it() {
    let form =
        form("\"p13\", \"outturn\"").replace("only_in = [\"q1\", \"q2\", \"q3\"]", "only_in = [\"budget\", \"p12\"]");
    let files = [
        ("piperoll.toml", form.as_str()),
        ("returns/2022-23-budget/north.txt", THEN),
        ("returns/2022-23-p12/north.txt", THEN),
        ("returns/2022-23-p13/north.txt", NOW),
    ];
    let (_folder, collection) = made("", &files);
    let newest = report(&collection);
    assert_eq!((newest.meta.period.as_str(), newest.meta.as_at.as_str()), ("Period 13, 2022/23", "31 March 2023"));
    assert!(newest.findings.iter().all(|finding| finding.code != "missing-column"), "{:?}", newest.findings);
    let of = |period: &str| {
        let output =
            piperoll().args(["check", "--format", "json", "--period", period]).arg(&collection).output().unwrap();
        let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        found["prior"].as_str().map(str::to_string)
    };
    assert_eq!(of("2022-23-p13").as_deref(), Some("2022-23-p12"));
    assert_eq!(of("2022-23-p12").as_deref(), Some("2022-23-budget"));
    assert_eq!(of("2022-23-budget"), None);
}
