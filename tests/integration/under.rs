//! Tables of equal headings, told apart by the titles above them.

use crate::support::{findings, made, report};

/// A list of what is at risk, beside the schemes of the gallery's form, whose headings are the same.
const RISKS: &str = r#"
[[list]]
id = "risks"
item = "risk"
key = "scheme"

[[list.column]]
id = "scheme"
heading = "Scheme"
kind = "text"

[[list.column]]
id = "amount"
heading = "Target"
kind = "money"
unit = "thousands"

[[list.column]]
id = "expected"
heading = "Forecast"
kind = "money"
unit = "thousands"

[[list.column]]
id = "share"
heading = "Share"
kind = "percent"
formula = "expected / amount"
total = "expected / amount"

[[return]]
list = "risks"
file = "{area}"
under = "Savings at risk"

[[table]]
id = "risks"
from = "risks"
title = "At risk"
columns = ["scheme", "amount", "expected"]
total_label = "Total"
"#;

const AGREED: &str =
    "Savings agreed\nScheme | Target | Forecast | Share\nVoids | 100 | 80 | 80%\nTotal | 100 | 80 | 80%\n";
const AT_RISK: &str = "Savings at risk, North (£000s)\n\nScheme | Target | Forecast | Share\nVoids | 30 | 20 | 67%\nLets | 7 | 5 | 71%\nTotal | 37 | 25 | 68%\n";

fn rows(grid: &str, added: &str, table: &str) -> Vec<Vec<String>> {
    let (_folder, collection) = made(added, &[("returns/2022-23-q3/north.txt", grid)]);
    let report = report(&collection);
    assert!(report.findings.iter().all(|finding| !finding.blocks()), "{:#?}", report.findings);
    let table = report.tables().find(|found| found.title == table).unwrap();
    let cells = |row: &piperoll::report::Row| row.cells.iter().map(|cell| cell.text().to_string()).collect();
    table.rows.iter().map(cells).collect()
}

#[test]
fn each_list_has_the_table_under_its_title_wherever_it_stands() {
    for grid in [format!("== Return\n{AGREED}\n{AT_RISK}"), format!("== Return\n{AT_RISK}\n{AGREED}")] {
        assert_eq!(rows(&grid, RISKS, "North"), [["Voids", "100", "80", "80%"], ["Total", "100", "80", "80%"]]);
        let at_risk = [["Voids", "30", "20"], ["Lets", "7", "5"], ["Total", "37", "25"]];
        assert_eq!(rows(&grid, RISKS, "At risk"), at_risk);
    }
    // On sheets of their own, and without a total between them.
    let apart = format!("== Agreed\n{AGREED}== Risks\n{AT_RISK}");
    assert_eq!(rows(&apart, RISKS, "At risk").len(), 3);
    let bare = format!("== Return\n{AGREED}{AT_RISK}").replace("Total | 100 | 80 | 80%\n", "");
    assert_eq!(rows(&bare, RISKS, "North"), [["Voids", "100", "80", "80%"], ["Total", "100", "80", "80%"]]);
}

#[test]
fn a_list_may_be_fed_by_the_tables_of_two_titles_and_no_other() {
    let agreed = "[[return]]\nlist = \"risks\"\nfile = \"{area}\"\nunder = \"Savings withdrawn\"\n";
    let withdrawn = "Savings withdrawn\nScheme | Target | Forecast | Share\nSold | 3 | 0 | 0%\nTotal | 3 | 0 | 0%\n";
    let grid = format!("== Return\n{AGREED}\n{AT_RISK}\n{withdrawn}");
    let at_risk = rows(&grid, &format!("{RISKS}\n{agreed}"), "At risk");
    assert_eq!(at_risk, [["Voids", "30", "20"], ["Lets", "7", "5"], ["Sold", "3", "0"], ["Total", "40", "25"]]);
}

/// The codes of what is told; of notes only that a table is not there.
fn codes(grid: &str, added: &str) -> Vec<String> {
    let (_folder, collection) = made(added, &[("returns/2022-23-q3/north.txt", grid)]);
    let told = findings(&collection, &[]);
    let told = told["findings"].as_array().unwrap().iter();
    let codes = told.filter(|it| it["severity"] != "note" || it["code"] == "optional-table").map(|it| &it["code"]);
    codes.map(|code| code.as_str().unwrap().to_string()).collect()
}

#[test]
fn tables_that_no_title_tells_apart_are_never_added_in_silence() {
    // The form names no title: both count, and somebody is asked.
    let at_risk = AT_RISK.replace("Voids", "Shops");
    assert_eq!(codes(&format!("== Return\n{AGREED}\n{at_risk}"), ""), ["several-titles"]);
    // The title is another one: what was looked for is missing, and the table counts with the other and is asked about.
    let renamed = at_risk.replace("at risk", "in doubt");
    assert_eq!(codes(&format!("== Return\n{AGREED}\n{renamed}"), RISKS), ["missing-sheet", "several-titles"]);
    let optional = RISKS.replace("at risk\"\n", "at risk\"\noptional = true\n");
    assert_eq!(codes(&format!("== Return\n{AGREED}\n{renamed}"), &optional), ["several-titles", "optional-table"]);
    // Absent it may be, but not under other words: with nothing of the kind there, it is a note.
    assert_eq!(codes(&format!("== Return\n{AGREED}"), &optional), ["optional-table"]);
    // A table that goes on is one table.
    let on = AGREED
        .replace("Savings agreed", "Savings agreed (continued)")
        .replace("Voids", "Rents")
        .replace("100 | 80 | 80%", "60 | 30 | 50%");
    assert_eq!(codes(&format!("== Return\n{AGREED}\n{on}"), ""), Vec::<String>::new());
    // 'None' stands in place of a table: the next one is not under that title.
    let none = format!(
        "== Return\n{AGREED}\nSavings at risk\nNone\nSavings in doubt\n{}",
        at_risk.split_once("\n\n").unwrap().1
    );
    assert_eq!(codes(&none, RISKS), ["missing-sheet", "several-titles"]);
}

#[test]
fn a_row_above_a_title_is_the_upper_tables_and_a_table_under_no_known_title_is_none_of_it() {
    // 'Lifts' has no figures: somebody is asked, whatever title follows.
    let upper = AGREED.replace("Total | 100 | 80 | 80%\n", "Lifts | | |\n");
    let below = AT_RISK.replace(", North (£000s)\n\n", "\n");
    let told = codes(&format!("== Return\n{upper}{below}"), RISKS);
    assert!(told.iter().any(|code| code == "empty-required"), "{told:?}");
    // The form names the title of both lists; a third table of the same headings counts in neither without a word.
    let agreed = "\n[[return]]\nlist = \"schemes\"\nfile = \"{area}\"\nunder = \"Savings agreed\"\n";
    let base = std::fs::read_to_string(crate::support::repository().join("tests/gallery/base.toml")).unwrap();
    let (before, rest) = base.split_once("[[return]]").unwrap();
    let rest = rest.split_once("\n[[").map_or("", |(_, rest)| rest);
    let form = format!("{before}{}\n[[{rest}{RISKS}", agreed.trim_start());
    let other = AT_RISK.replace("Savings at risk, North (£000s)\n", "Savings withdrawn").replace("Voids", "Shops");
    let grid = format!("== Return\n{}\n{other}", AGREED.replace("Total | 100 | 80 | 80%\n", ""));
    let (_folder, collection) = made("", &[("piperoll.toml", &form), ("returns/2022-23-q3/north.txt", &grid)]);
    let told = findings(&collection, &[]);
    let told: Vec<&str> =
        told["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect();
    assert!(told.contains(&"several-titles"), "{told:?}");
}

#[test]
fn a_scheme_without_figures_is_asked_about_where_no_total_row_is_expected() {
    let base = std::fs::read_to_string(crate::support::repository().join("tests/gallery/base.toml")).unwrap();
    let form = base.replacen("totals = [\"Total\"]", "totals = []", 1);
    assert_ne!(form, base);
    let of = |below: &str| -> Vec<String> {
        let grid = format!("== Return\nScheme | Target | Forecast | Share\nVoids | 100 | 80 | 80%\n\n{below}\n");
        let (_folder, collection) = made("", &[("piperoll.toml", &form), ("returns/2022-23-q3/north.txt", &grid)]);
        let told = findings(&collection, &[]);
        let told = told["findings"].as_array().unwrap().iter().filter(|finding| finding["severity"] != "note");
        told.map(|finding| finding["code"].as_str().unwrap().to_string()).collect()
    };
    assert!(of("New boiler scheme").iter().all(|code| code == "empty-required"));
    assert!(!of("New boiler scheme").is_empty());
    assert_eq!(of("Figures are as agreed in March."), Vec::<String>::new());
}

#[test]
fn a_table_that_may_be_absent_is_asked_about_where_it_stands_under_other_words() {
    let base = std::fs::read_to_string(crate::support::repository().join("tests/gallery/base.toml")).unwrap();
    let form = base.replacen("file = \"{area}\"\n", "file = \"{area}\"\nunder = \"Savings agreed\"\n", 1);
    let risks = RISKS.replace("at risk\"\n", "at risk\"\noptional = true\n");
    let of = |grid: &str| -> Vec<String> {
        let files = [("piperoll.toml", format!("{form}{risks}")), ("returns/2022-23-q3/north.txt", grid.to_string())];
        let files: Vec<(&str, &str)> = files.iter().map(|(file, text)| (*file, text.as_str())).collect();
        let (_folder, collection) = made("", &files);
        let told = findings(&collection, &[]);
        let told = told["findings"].as_array().unwrap().iter();
        told.map(|finding| finding["code"].as_str().unwrap().to_string()).collect()
    };
    let reworded = AT_RISK.replace("at risk, North", "in doubt, North");
    let told = of(&format!("== Agreed\n{AGREED}== Other\n{reworded}"));
    assert!(told.contains(&"missing-sheet".to_string()), "{told:?}");
    let told = of(&format!("== Agreed\n{AGREED}"));
    assert!(told.contains(&"optional-table".to_string()) && !told.contains(&"missing-sheet".to_string()), "{told:?}");
}
