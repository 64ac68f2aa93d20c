//! Figures that repeat one of another list, or of the prior period.

use std::fs;

use crate::support::{findings, made, report, repository};

/// Risks of the schemes of the gallery's form, each with its scheme's target.
const RISKS: &str = r#"
[[list]]
id = "risks"
item = "risk"
key = "scheme"
detail_of = "schemes"

[[list.column]]
id = "scheme"
heading = "At risk"
kind = "text"

[[list.column]]
id = "target"
heading = "Target of the scheme"
kind = "money"
unit = "thousands"
same_as = { list = "schemes", column = "target" }

[[list.column]]
id = "risk"
heading = "Amount at risk"
kind = "money"
unit = "thousands"

[[return]]
list = "risks"
file = "{area}"
sheet = "Risks"

[[table]]
id = "risks"
from = "risks"
title = "At risk"
total_label = "Total"
"#;

fn grid(risks: &str) -> String {
    format!(
        "== Return\nScheme | Target | Forecast | Share\nVoids | 100 | 80 | 80%\nRents | 50 | 50 | 100%\nTotal | 150 | 130 | 87%\n\
         == Risks\nAt risk | Target of the scheme | Amount at risk\n{risks}"
    )
}

/// What is told beside notes: severity and message.
fn told(form: &str, files: &[(&str, &str)]) -> Vec<String> {
    let (_folder, collection) = made(form, files);
    let told = findings(&collection, &[]);
    let told = told["findings"].as_array().unwrap().iter().filter(|finding| finding["severity"] != "note");
    told.map(|finding| format!("{}: {}", finding["code"].as_str().unwrap(), finding["message"].as_str().unwrap()))
        .collect()
}

fn of_risks(risks: &str) -> Vec<String> {
    told(RISKS, &[("returns/2022-23-q3/north.txt", &grid(risks))])
}

#[test]
fn a_figure_of_another_list_is_checked_and_neither_printed_nor_added_up_again() {
    let right = "Voids | 100 | 20\nRents | | 5\nTotal | | 25\n";
    assert_eq!(of_risks(right), Vec::<String>::new());
    let (_folder, collection) = made(RISKS, &[("returns/2022-23-q3/north.txt", &grid(right))]);
    let report = report(&collection);
    let table = report.tables().find(|table| table.title == "At risk").unwrap();
    let headings: Vec<&str> = table.columns.iter().map(|column| column.heading.as_str()).collect();
    assert_eq!(headings, ["At risk", "Amount at risk"]);
    // Where a table names it, it prints, and has no total of its own.
    let named = format!("{RISKS}columns = [\"scheme\", \"target\", \"risk\"]\n");
    let (_folder, collection) = made(&named, &[("returns/2022-23-q3/north.txt", &grid(right))]);
    let report = self::report(&collection);
    let table = report.tables().find(|table| table.title == "At risk").unwrap();
    let rows: Vec<Vec<&str>> =
        table.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text()).collect()).collect();
    assert_eq!(rows, [vec!["Voids", "100", "20"], vec!["Rents", "", "5"], vec!["Total", "", "25"]]);
}

#[test]
fn what_is_not_the_same_is_told_with_both_cells() {
    let wrong = of_risks("Voids | 110 | 20\nRents | 50 | 5\nTotal | | 25\n");
    assert_eq!(
        wrong,
        ["repeated-figure: Voids: Target of the scheme is stated as £110k, but Target of its scheme \
          (B2 of sheet Return) is £100k (difference +£10k)"]
    );
    let code = of_risks("Voids | TBC | 20\nRents | 50 | 5\nTotal | | 25\n");
    assert!(
        code.iter().any(|told| told.contains("is 'TBC', but Target of its scheme (B2 of sheet Return) is £100k")),
        "{code:?}"
    );
    let nobody = of_risks("Shops | 70 | 20\nRents | 50 | 5\nTotal | | 25\n");
    assert!(nobody.iter().any(|told| told.contains("is stated as £70k, but there is no such scheme")), "{nobody:?}");
    let unknown = grid("Voids | 100 | 20\nRents | 50 | 5\nTotal | | 25\n")
        .replace("Rents | 50 | 50 | 100%\nTotal | 150", "Rents | TBC | 50 |\nTotal | 100");
    let unknown = told(RISKS, &[("returns/2022-23-q3/north.txt", &unknown)]);
    let said = "Target of the scheme is stated as £50k, but Target of its scheme (B3 of sheet Return) is 'TBC'";
    assert!(unknown.iter().any(|told| told.contains(said)), "{unknown:?}");
}

#[test]
fn what_a_figure_was_last_time_is_checked_and_its_movement_is_asked_about_once() {
    let base = fs::read_to_string(repository().join("tests/gallery/base.toml")).unwrap();
    let column = "[[list.column]]\nid = \"last\"\nheading = \"Last forecast\"\nkind = \"money\"\nunit = \"thousands\"\n\
                  same_as = { column = \"forecast\", period = \"prior\" }\n\n";
    let form = base.replacen("[[list.column]]\nid = \"share\"", &format!("{column}[[list.column]]\nid = \"share\""), 1);
    let heading = "== Return\nScheme | Target | Last forecast | Forecast | Share\n";
    let then = format!("{heading}Voids | 400 | 390 | 380 | 95%\nTotal | 400 | 390 | 380 | 95%\n");
    let asked = |now: &str| {
        let now = format!("{heading}{now}");
        told(
            "",
            &[
                ("piperoll.toml", &form),
                ("returns/2022-23-q2/north.txt", &then),
                ("returns/2022-23-q3/north.txt", &now),
            ],
        )
    };
    // From 390 to 380 it moved by as little as the forecast may; had it been asked about, the forecast's fall of 280 would be alone.
    let fell = asked("Voids | 400 | 380 | 100 | 25%\nTotal | 400 | 380 | 100 | 25%\n");
    assert!(fell.len() == 1 && fell[0].starts_with("movement-unexplained"), "{fell:?}");
    let wrong = asked("Voids | 400 | 390 | 375 | 94%\nTotal | 400 | 390 | 375 | 94%\n");
    assert_eq!(wrong.len(), 1, "{wrong:?}");
    assert!(
        wrong[0].starts_with("repeated-figure") && wrong[0].contains("is stated as £390k, but Forecast"),
        "{wrong:?}"
    );
    assert!(wrong[0].contains("is £380k (difference +£10k)"), "{wrong:?}");
    // A scheme that is new has no forecast of last time.
    let new = asked("Voids | 400 | 380 | 375 | 94%\nShops | 10 | 5 | 5 | 50%\nTotal | 410 | 385 | 380 | 93%\n");
    assert!(new.iter().any(|told| told.contains("is stated as £5k, but there is no such scheme in")), "{new:?}");
}
