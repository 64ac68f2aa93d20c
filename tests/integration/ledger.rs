//! Each non-blank cell of each sheet of each file in the period's folder is used or told; and `piperoll read` shows how.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use piperoll::collection::Collection;
use piperoll::finding::{Family, Finding, Severity};
use piperoll::form::Form;
use piperoll::pipeline::{Inputs, Options};
use piperoll::returns::grid::Raw;
use piperoll::returns::ledger::{Ledger, Part, holds_figure};
use piperoll::returns::{Returns, figure_cell};
use piperoll::source::Place;
use proptest::prelude::*;
use serde_json::Value;

use crate::support::{
    SAMPLES, build, copy, findings, made, piperoll, repository, rows, sample, sheets, stderr, stdout,
};
use crate::workbook;

const NORTH: &str = "returns/2022-23-q3/north.txt";

const TABLE: &str = "== Return\nScheme | Target | Forecast | Share\nVoids | 100 | 80 | 80%\nRents | 50 | 40 | 80%\n\
                     Total | 150 | 120 | 80%\n";

/// The cells of the period's files that are neither used nor told. What is used is what the ledger says, but a number only
/// where it stands among the values that were read; what is told is what the places of the findings hold.
fn passed_over(form: &Form, returns: &Returns, found: &[Finding]) -> Vec<String> {
    let mut values: BTreeSet<Place> = BTreeSet::new();
    for row in returns.tables.iter().flat_map(|table| &table.rows) {
        values.extend(row.cells.values().map(|cell| cell.at.clone()));
    }
    for figure in form.figures.iter().filter_map(|figure| figure.cell.as_ref()) {
        if let Some(figure_cell::Found::Value { at, .. }) = figure_cell::find(returns, figure) {
            values.insert(at);
        }
    }
    let heads = |place: &Place| {
        let (Some(cell), tables) = (place.cell, returns.tables.iter()) else { return false };
        let on = |at: &Place| (&at.file, &at.sheet) == (&place.file, &place.sheet);
        tables.filter(|table| on(&table.at)).any(|table| {
            let in_rows = table.heading_rows.iter().any(|(first, behind)| (*first..*behind).contains(&cell.row));
            in_rows && table.headings.values().any(|(at, _)| at.column == cell.column)
        })
    };
    let places: Vec<(&Finding, &Place)> = found
        .iter()
        .flat_map(|finding| finding.related.iter().chain([&finding.at]).map(move |at| (finding, at)))
        .collect();
    let mut passed = Vec::new();
    for (file, ledger) in returns.files.iter().zip(Ledger::of(form, returns).files) {
        let nothing_read = ledger.iter().all(|sheet| !sheet.is_read);
        for (sheet, entries) in file.sheets.iter().zip(ledger) {
            assert_eq!(sheet.cells.len(), entries.entries.len(), "one entry a cell");
            let has_table = returns
                .tables
                .iter()
                .any(|table| table.at.file == file.path && table.at.sheet.as_ref() == Some(&sheet.name));
            for ((at, raw), entry) in sheet.cells.iter().zip(entries.entries) {
                assert_eq!(*at, entry.at);
                let place = Place::cell(file.path.clone(), sheet.name.clone(), *at);
                let is_used = entry.part.is_used()
                    && (!matches!(raw, Raw::Number(_)) || values.contains(&place) || heads(&place))
                    && (!holds_figure(raw) || !matches!(entry.part, Part::Note | Part::Title));
                let is_told = places.iter().any(|(finding, told)| {
                    let of_return =
                        finding.severity != Severity::Note && matches!(finding.family, Family::Return | Family::Cell);
                    told.file == file.path
                        && match &told.sheet {
                            None => of_return && nothing_read,
                            Some(name) if told.cell.is_none() => *name == sheet.name && of_return && !has_table,
                            Some(name) => *name == sheet.name && told.holds(*at),
                        }
                });
                if !is_used && !is_told {
                    passed.push(format!("{place}: '{}' is {}", raw.text(), entry.part.name()));
                }
            }
        }
    }
    passed
}

/// What is passed over in a collection's newest period.
fn passed_over_in(collection: &Path) -> Vec<String> {
    let collection = Collection::open(collection).unwrap();
    let inputs = Inputs::read(&collection, &Options::default()).unwrap();
    let found = inputs.examine().unwrap().findings;
    passed_over(&inputs.setting.form, &inputs.returns, &found)
}

#[test]
fn every_cell_of_the_samples_is_used_or_told() {
    for name in SAMPLES {
        assert_eq!(passed_over_in(&sample(name)), [""; 0], "{name}");
    }
}

/// Whatever people type anywhere on a sheet.
fn cell() -> impl Strategy<Value = String> {
    let texts = [
        "",
        "",
        "",
        "",
        "12",
        "1,500",
        "80%",
        "'1500",
        "£5k",
        "0.5",
        "@2022-12-31",
        "Voids",
        "Rents",
        "Scheme",
        "Target",
        "Forecast",
        "Share",
        "Progress",
        "Total",
        "Subtotal",
        "Subtotal A",
        "Grand total",
        "Note: see below",
        "Note: £20k is late",
        "North",
        "Service area:",
        "£000s",
        "Quarter 3",
        "A:",
        "TBC",
        "-",
        "n/a",
        "Delivered",
        "Check",
        "2022/23",
        "Target 500",
        "jo.bloggs@example.org",
        "carried on from above",
        "*",
    ];
    proptest::sample::select(texts.to_vec()).prop_map(str::to_string)
}

/// Rows of a sheet, with a table of the form somewhere in them or none.
fn any_rows() -> impl Strategy<Value = String> {
    let row = || proptest::collection::vec(cell(), 0..7).prop_map(|cells| cells.join(" | "));
    let some = || proptest::collection::vec(row(), 0..5);
    let table = prop_oneof![
        4 => Just("Scheme | Target | Forecast | Share".to_string()),
        1 => Just(" | Scheme | Target | Forecast | Share | Progress".to_string()),
        1 => Just("Scheme | Targets | Forecast | Share | Lead".to_string()),
        1 => Just("Scheme | Target | Target | Forecast".to_string()),
        1 => Just("Scheme |\nTarget | Forecast".to_string()),
    ];
    (some(), table, some(), some()).prop_map(|(above, table, inside, below)| {
        let lines: Vec<String> = above.into_iter().chain([table]).chain(inside).chain(below).collect();
        // A hash would open a comment.
        lines.join("\n").replace('#', "")
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn whatever_stands_in_a_return_is_used_or_told(
        first in any_rows(),
        second in proptest::option::of(any_rows()),
        hidden in any::<bool>(),
        form in 0..4_usize,
        named in any::<bool>(),
    ) {
        let form = ["", "[[figure]]\nid = \"found\"\nheading = \"Found\"\nkind = \"money\"\nunit = \"thousands\"\n\
                     file = \"north\"\nlabel = \"Check\"\n", "subtotals", "headings"][form];
        let (_folder, collection) = made(if form.starts_with('[') { form } else { "" }, &[]);
        if !form.starts_with('[') && !form.is_empty() {
            let path = collection.join("piperoll.toml");
            let text = fs::read_to_string(&path).unwrap();
            let text = match form {
                "subtotals" => text.replace("totals = [\"Total\"]", "totals = [\"Total\"]\nunlabelled = \"subtotal\"\nnotes = [\"Note\"]"),
                _ => text.replace("area = \"file\"\n", "area = \"heading\"\n"),
            };
            fs::write(path, text).unwrap();
        }
        let mut grid = format!("== Return\n{first}\n");
        if let Some(second) = second {
            grid.push_str(&format!("== Other{}\n{second}\n", if hidden { " !hidden" } else { "" }));
        }
        let returns = collection.join("returns/2022-23-q3");
        fs::create_dir_all(&returns).unwrap();
        fs::write(returns.join(if named { "north.xlsx" } else { "who.xlsx" }), workbook::workbook(&grid)).unwrap();
        let passed = passed_over_in(&collection);
        prop_assert!(passed.is_empty(), "{passed:#?}\n{grid}");
    }
}

/// Code, severity, where and message of what is found.
fn told(collection: &Path) -> Vec<String> {
    let found = findings(collection, &[]);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
    let each = found["findings"].as_array().unwrap().iter();
    each.map(|finding| {
        let at = &finding["at"];
        let place = if at["range"].is_null() { text(&at["cell"]) } else { text(&at["range"]) };
        format!("{} {} {place}: {}", text(&finding["severity"]), text(&finding["code"]), text(&finding["message"]))
    })
    .collect()
}

fn told_of(grid: &str) -> Vec<String> {
    let (_folder, collection) = made("", &[(NORTH, grid)]);
    told(&collection)
}

#[test]
fn a_return_with_titles_units_and_notes_alone_needs_no_word() {
    let grid = "== Return\nSavings return 2022/23, £000s | | Quarter 3\nService area: | North\n\n\
                Scheme | Target | Forecast | Share\nVoids | 100 | 80 | 80%\nTotal | 100 | 80 | 80%\n\n\
                Note: figures are rounded.\nSigned off by the Director of Housing\n";
    assert_eq!(told_of(grid), [""; 0]);
}

#[test]
fn columns_beside_the_table_are_one_query_each_block() {
    let grid = "== Return\nScheme | Target | Forecast | Share\nVoids | 100 | 80 | 80% | | 5 | | | as was | | £12k late\n\
                Total | 100 | 80 | 80% | | | 15\n";
    assert_eq!(
        told_of(grid),
        [
            "query not-used F2:G3: North: figures stand in F2 to G3 ('5' and '15') beside the table, under no heading that is \
             read, and nothing there is counted",
            "query not-used K2: North: an amount stands in K2 ('£12k late') beside the table, under no heading that is read, and \
             nothing there is counted",
            "note not-used I2: North: 1 cell on sheet 'Return' is not used: 'as was' in I2",
        ]
    );
}

#[test]
fn numbers_that_only_number_the_rows_are_no_question() {
    let grid = "== Return\n | Scheme | Target | Forecast | Share\n1 | Voids | 100 | 80 | 80%\n2 | Rents | 50 | 40 | 80%\n\
                | Total | 150 | 120 | 80%\n";
    assert_eq!(
        told_of(grid),
        ["note not-used A2:A3: North: 2 cells on sheet 'Return' are not used: '1' in A2 and 1 other cell"]
    );
    let sums = grid.replace("\n2 |", "\n3 |");
    assert!(told_of(&sums)[0].starts_with("query not-used A2:A3: "), "{:?}", told_of(&sums));
}

#[test]
fn what_stands_under_a_heading_that_is_not_known_is_told_with_the_heading() {
    let grid = TABLE.replace("Share\n", "Share | Overhead\n").replace("80%\nRents", "80% | 7\nRents");
    let (_folder, collection) = made("", &[(NORTH, &grid)]);
    let found = findings(&collection, &[]);
    let finding = &found["findings"][0];
    assert_eq!((found["findings"].as_array().unwrap().len(), &finding["code"]), (1, &"unknown-column".into()));
    assert_eq!(finding["related"][0]["cell"], "E2", "{finding:#}");
}

#[test]
fn sheets_that_are_not_read_are_one_finding_each() {
    let form = "[[list]]\nid = \"plans\"\nitem = \"plan\"\nitems = \"plans\"\nkey = \"plan\"\n\
                [[list.column]]\nid = \"plan\"\nheading = \"Plan\"\nkind = \"text\"\n\
                [[list.column]]\nid = \"cost\"\nheading = \"Cost\"\nkind = \"money\"\nunit = \"thousands\"\n\
                [[return]]\nlist = \"plans\"\nfile = \"{area}\"\narea = \"file\"\nsheet = \"Plans\"\noptional = true\n";
    let grid = format!(
        "== Guidance\nHow to fill it in\nOne line a scheme\n{TABLE}== Old plans\nPlan | Cost\nA hall | 20\n== Sums\n12 | 30\n\
         == Last time !hidden\nPlan | Cost\nA hall | 10\n== Empty\n"
    );
    let (_folder, collection) = made(form, &[(NORTH, &grid)]);
    assert_eq!(
        told(&collection),
        [
            "query not-used A1:B2: North: no table of sheet 'Old plans' is read, but figures stand on it under headings as the form has them ('Plan' and 'Cost')",
            "note optional-table : north.xlsx has no table of the list `plans` on a sheet called 'Plans'",
            "note not-used A1:A2: North: sheet 'Guidance' is not read: 'How to fill it in' in A1 and 1 other cell",
            "note not-used A1:B2: North: sheet 'Last time' is hidden and is not read, though figures stand on it under headings as the form has \
             them ('Plan' and 'Cost'): 'Plan' in A1 and 3 other cells",
            "note not-used A1:B1: North: sheet 'Sums' is not read: '12' in A1 and 1 other cell",
        ]
    );
}

/// No `[[return]]` reads an area's own workbook, and one was sent.
#[test]
fn a_file_that_no_return_of_the_form_reads_is_asked_about() {
    let (_folder, collection) = made("", &[("returns/2022-23-q3/finance.txt", TABLE), (NORTH, TABLE)]);
    let path = collection.join("piperoll.toml");
    let form = fs::read_to_string(&path).unwrap().replace("file = \"{area}\"", "file = \"finance\"");
    fs::write(path, form.replace("area = \"file\"\n", "area = \"heading\"\n")).unwrap();
    let told = told(&collection);
    let asked = "query not-used A1:D4: North: no table of sheet 'Return' is read, but figures stand on it under headings as the form has \
                 them ('Scheme' and 'Target')";
    assert!(told.iter().any(|line| line == asked), "{told:#?}");
}

#[test]
fn a_figure_of_the_whole_is_used_with_its_label_and_its_date() {
    let figure = "[[figure]]\nid = \"found\"\nheading = \"Found\"\nkind = \"money\"\nunit = \"thousands\"\nfile = \"north\"\n\
                  sheet = \"Figures\"\nlabel = \"Found so far\"\n";
    let grid = format!("{TABLE}== Figures\nWhat was found\nFound so far | 12 | @2022-12-31\n");
    let (_folder, collection) = made(figure, &[(NORTH, &grid)]);
    assert_eq!(told(&collection), [""; 0]);
    let (_folder, collection) = made(figure, &[(NORTH, &grid.replace("@2022-12-31\n", "@2022-12-31 | 4\nLost | 3\n"))]);
    assert_eq!(
        told(&collection),
        ["note not-used D2: North: 2 cells on sheet 'Figures' are not used: '4' in D2 and 1 other cell"]
    );
    // A table that stands beside it may be meant to count.
    let table = "\nScheme | Target | Forecast\nLamps | 30 | 20\n";
    let (_folder, collection) = made(figure, &[(NORTH, &format!("{grid}{table}"))]);
    let path = collection.join("piperoll.toml");
    let form = fs::read_to_string(&path).unwrap();
    fs::write(path, form.replace("area = \"file\"\n", "area = \"file\"\nsheet = \"Return\"\n")).unwrap();
    let told = told(&collection);
    assert!(
        told.len() == 1 && told[0].starts_with("query not-used B5:C5: North: no table of sheet 'Figures' is read"),
        "{told:?}"
    );
}

#[test]
fn an_explanation_holds_while_the_cells_are_what_they_were() {
    let grid = TABLE.replace("80%\nRents", "80% | 7\nRents");
    let (_folder, collection) = made("", &[(NORTH, &grid)]);
    let answer = "[[explain]]\nfinding = \"not-used:north:return-beside\"\nstated = \"7\"\n\
                  words = \"A working figure.\"\nrole = \"Finance manager\"\ndate = 2023-01-10\n";
    fs::write(collection.join("decisions.toml"), answer).unwrap();
    let found = findings(&collection, &[]);
    assert_eq!((&found["counts"]["query"], &found["counts"]["explained"]), (&0.into(), &1.into()), "{found:#}");
    let grid = grid.replace("| 7\n", "| 70\n");
    fs::write(collection.join("returns/2022-23-q3/north.xlsx"), workbook::workbook(&grid)).unwrap();
    let told = told(&collection);
    assert!(told.len() == 1 && told[0].starts_with("query not-used E2"), "{told:#?}");
}

#[test]
fn a_range_stands_in_json_and_in_the_workbook_of_a_build() {
    let grid = TABLE.replace("80%\nRents", "80% | 7 | 8\nRents");
    let (_folder, collection) = made("", &[(NORTH, &grid)]);
    let at = &findings(&collection, &[])["findings"][0]["at"];
    let expected = serde_json::json!({
        "file": "returns/2022-23-q3/north.xlsx", "sheet": "Return", "cell": "E2", "range": "E2:F2", "line": null
    });
    assert_eq!(*at, expected);
    let built = build(&collection, &[]);
    let sheets = sheets(built.xlsx());
    let (_, findings) = sheets.iter().find(|(name, _)| name == "Findings").unwrap();
    assert!(rows(findings).concat().contains(&"E2 to F2".to_string()), "{findings:?}");
}

#[test]
fn what_is_left_over_quotes_no_personal_data() {
    let beside = TABLE.replace("80%\nRents", "80% | £5k: ring 07700 900123\nRents");
    let grid = format!("{beside}== Contacts\nRing jo.bloggs@example.org on 07700 900123\n");
    let (_folder, collection) = made("", &[(NORTH, &grid)]);
    for arguments in [&["check"][..], &["read"], &["read", "--format", "json"]] {
        let run = piperoll().args(arguments).arg(&collection).output().unwrap();
        let said = format!("{}{}", stdout(&run), stderr(&run));
        assert!(said.contains("[e-mail address withheld") || arguments[0] == "check", "{said}");
        assert!(!said.contains("jo.bloggs") && !said.contains("900123"), "{said}");
    }
}

fn read(arguments: &[&str]) -> (Option<i32>, String, String) {
    let run = piperoll().arg("read").args(arguments).output().unwrap();
    (run.status.code(), stdout(&run), stderr(&run))
}

#[test]
fn read_shows_each_sheet_as_a_grid_with_the_part_of_each_cell() {
    let grid = "== Return\nSavings return, £000s\nScheme | Target | Forecast | Share\nVoids | 100 | 80 | 80% | 30\n\
                Rents | 50 | lots | 80%\n\nTotal | 150 | 120 | 80%\n== Guidance\nOne line a scheme\n";
    let (_folder, collection) = made("", &[(NORTH, grid)]);
    let (code, said, errors) = read(&[collection.to_str().unwrap()]);
    assert_eq!((code, errors.as_str()), (Some(0), ""));
    let expected = "\
returns/2022-23-q3/north.xlsx (North)

  sheet Return
         |           | A      | B      | C           | D     | E             |
       1 | unit      | Savings return, £000s         |       |               |
       2 | heading   | Scheme | Target | Forecast    | Share |               |
         | read as   | title  | target | forecast    | share |               |
       3 | item      | Voids  | 100    | 80          | 80%   | [not used] 30 |
       4 | item      | Rents  | 50     | [told] lots | 80%   |               |
     ... |
       6 | total     | Total  | 150    | 120         | 80%   |               |
  18 cells: 4 heading, 7 item, 4 total, 1 unit, 1 told, 1 not used

  sheet Guidance, not read
         |           | A                 |
       1 | not used  | One line a scheme |
  1 cell: 1 not used
";
    assert_eq!(said, expected);
}

#[test]
fn read_tells_programs_the_part_of_each_cell() {
    let (_folder, collection) = made("", &[(NORTH, &format!("{TABLE}== Old !hidden\nx\n"))]);
    let (code, said, _) = read(&[collection.to_str().unwrap(), "--format", "json"]);
    assert_eq!(code, Some(0));
    let said: Value = serde_json::from_str(&said).unwrap();
    assert_eq!((&said["schema"], &said["files"][0]["area"]), (&1.into(), &"north".into()));
    let sheets = said["files"][0]["sheets"].as_array().unwrap();
    let cells = sheets[0]["cells"].as_array().unwrap();
    assert_eq!(cells.len(), 16);
    assert_eq!(cells[1], serde_json::json!({"cell": "B1", "text": "Target", "part": "heading", "column": "target"}));
    let item = serde_json::json!({"cell": "D2", "text": "80%", "part": "item", "column": "share", "row_kind": "item"});
    assert_eq!(cells[7], item);
    assert_eq!(
        sheets[1],
        serde_json::json!({"name": "Old", "visible": false, "cells": [{"cell": "A1", "text": "x", "part": "not used"}]})
    );
}

#[test]
fn read_takes_one_workbook_of_a_collection_or_one_by_itself_with_a_form() {
    let (folder, collection) = made("", &[("returns/2022-23-q2/north.txt", TABLE), (NORTH, TABLE)]);
    let grid = workbook::workbook(TABLE);
    fs::write(collection.join("returns/2022-23-q3/who.xlsx"), &grid).unwrap();
    let path = |file: &str| collection.join(file).to_str().unwrap().to_string();
    let first_line = |said: &str| said.lines().next().unwrap_or_default().to_string();
    let (code, said, _) = read(&[&path("returns/2022-23-q2/north.xlsx")]);
    assert_eq!((code, first_line(&said)), (Some(0), "returns/2022-23-q2/north.xlsx (North)".to_string()));
    assert!(said.contains("| item      | Voids"), "{said}");
    // Nobody knows whose it is.
    let (_, said, _) = read(&[&path("returns/2022-23-q3/who.xlsx")]);
    assert!(first_line(&said).ends_with("/who.xlsx") && said.contains("sheet Return, not read"), "{said}");
    let (code, said, errors) = read(&[&path("returns/2022-23-q2/north.xlsx"), "--period", "2022-23-q3"]);
    assert_eq!((code, said.as_str()), (Some(2), ""));
    assert!(errors.contains("lies among the returns of 2022-23-q2, not of 2022-23-q3"), "{errors}");

    let loose = folder.path().join("north.xlsx");
    fs::write(&loose, &grid).unwrap();
    let (loose, form) = (loose.to_str().unwrap(), path("piperoll.toml"));
    let (code, said, errors) = read(&[loose, "--form", &form, "--period", "2022-23-q3"]);
    assert_eq!((code, first_line(&said)), (Some(0), "north.xlsx (North)".to_string()), "{errors}");
    assert!(said.contains("| total     | Total"), "{said}");
    for (arguments, why) in [
        (&[loose][..], "name the form to read it by with --form FILE"),
        (&[loose, "--form", &form], "add --period, such as --period 2022-23-q3"),
        (
            &[&path("piperoll.toml"), "--form", &form, "--period", "2022-23-q3"],
            "is no workbook, and only workbooks are read",
        ),
        (&[&path("nowhere.xlsx")], "there is no folder and no workbook"),
        (&[loose, "--form", &path("nothing.toml"), "--period", "2022-23-q3"], "cannot be read"),
    ] {
        let (code, said, errors) = read(arguments);
        assert_eq!((code, said.as_str()), (Some(2), ""), "{why}");
        assert!(errors.contains(why), "{why}: {errors}");
    }
}

#[test]
fn read_lets_no_cell_steer_the_terminal() {
    let grid = "== Return\nScheme | Target | Forecast | Share\nVoids\u{1b}[2J\u{202e} | 100 | 80 | 80%\nTotal | 100 | 80 | 80%\n";
    let (_folder, collection) = made("", &[(NORTH, grid)]);
    let (_, said, _) = read(&[collection.to_str().unwrap()]);
    let steers = |letter: char| (letter.is_control() && letter != '\n') || letter == '\u{202e}';
    assert!(said.contains("Voids") && !said.contains(steers), "{said:?}");
}

#[test]
fn read_says_the_same_of_every_sample_each_time() {
    for name in SAMPLES {
        let (_folder, collection) = copy(&sample(name));
        let (code, said, _) = read(&[collection.to_str().unwrap()]);
        assert_eq!(code, Some(0));
        assert!(!said.contains("[told]"), "{name}: {said}");
        assert_eq!(read(&[sample(name).to_str().unwrap()]).1, said);
    }
    let page = fs::read_to_string(repository().join("docs/reading.md")).unwrap();
    for part in [Part::Heading, Part::Area, Part::Unit, Part::Note, Part::Figure, Part::Told, Part::NotUsed] {
        assert!(page.contains(&format!("| {}", part.name())) || page.contains(part.name()), "{}", part.name());
    }
}

/// The code, severity and cell of what is open once the finding has been explained as it stands.
fn once_explained(collection: &Path, id: &str) -> Vec<String> {
    let found = findings(collection, &[]);
    let all = found["findings"].as_array().unwrap();
    let finding = all.iter().find(|finding| finding["id"] == id).unwrap_or_else(|| panic!("{id} in {found:#}"));
    let answer = format!(
        "[[explain]]\nfinding = \"{id}\"\nstated = \"{}\"\nwords = \"Not counted.\"\nrole = \"Head of Finance\"\ndate = 2023-01-10\n",
        finding["stated_text"].as_str().unwrap()
    );
    fs::write(collection.join("decisions.toml"), answer).unwrap();
    let found = findings(collection, &[]);
    let open = found["findings"].as_array().unwrap().iter().filter(|finding| finding["status"] == "open");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
    open.filter(|finding| finding["severity"] != "note")
        .map(|finding| format!("{} {}", text(&finding["code"]), text(&finding["at"]["cell"])))
        .collect()
}

#[test]
fn a_total_that_counts_a_row_which_is_left_out_by_decision_is_told() {
    let rows = "Voids | 100 | 80 | 80%\nRents | 50 | 40 | 80%\n";
    let of = |more: &str| format!("== Return\nScheme | Target | Forecast | Share\n{rows}{more}\n");
    for (more, id) in [
        ("All of it | 150 | 120 | 80%\nTotal | 300 | 240 | 80%", "possible-total:north:all-of-it"),
        ("Example: a depot | 10 | 5 | 50%\nTotal | 160 | 125 | 78%", "example-row:north:example-a-depot"),
    ] {
        let (_folder, collection) = made("", &[(NORTH, &of(more))]);
        assert_eq!(told(&collection).iter().filter(|line| !line.starts_with("note")).count(), 1, "{more}");
        assert_eq!(once_explained(&collection, id), ["column-total B5", "column-total C5"], "{more}");
    }
    // Of a row on another sheet, which nobody is asked about, a total does not come to be wrong.
    let guidance = "== Guidance\nScheme | Target | Forecast | Share\nExample: a depot | 10 | 5 | 50%\n";
    let (_folder, collection) = made("", &[(NORTH, &format!("{guidance}{}", of("Total | 160 | 125 | 78%")))]);
    let told = told(&collection);
    assert!(told.iter().any(|line| line.starts_with("error column-total B4")), "{told:?}");
}

#[test]
fn an_explanation_of_rows_lapses_when_their_figures_change_or_a_row_is_added() {
    let grid = format!("{TABLE}Memo | 20 | 10 | 50%\n");
    let (_folder, collection) = made("", &[(NORTH, &grid)]);
    assert_eq!(once_explained(&collection, "below-total:north:memo"), [""; 0]);
    for changed in [grid.replace("20 | 10", "2000 | 10"), format!("{grid}Big new scheme | 7000 | 6000 | 86%\n")] {
        fs::write(collection.join("returns/2022-23-q3/north.xlsx"), workbook::workbook(&changed)).unwrap();
        let told = told(&collection);
        assert!(told.iter().any(|line| line.starts_with("query below-total")), "{told:?}");
    }
}

#[test]
fn an_answer_about_a_row_says_nothing_of_a_figure_beside_it() {
    // The title goes on in the row below; a figure stands beside the rest of it, under no heading.
    let grid = "== Return\nScheme | Target | Forecast | Share\nVoids and | 100 | 80 | 80%\nboiler contract | | | | 900\nTotal | 100 | 80 | 80%\n";
    let (_folder, collection) = made("", &[(NORTH, grid)]);
    let said = told(&collection);
    assert!(said.iter().any(|line| line.starts_with("query label-goes-on A3")), "{said:?}");
    assert!(said.iter().any(|line| line.starts_with("query not-used E3")), "{said:?}");
    let (_folder, collection) = made(
        "",
        &[(NORTH, &format!("== Return\nQuarter 2 2022/23 | 700 | 600\n{}", TABLE.replace("== Return\n", "")))],
    );
    let said = told(&collection);
    assert!(said.iter().any(|line| line.starts_with("query not-used B1:C1")), "{said:?}");
}

#[test]
fn what_is_said_beside_a_total_is_told_where_it_holds_an_amount() {
    let text = "heading = \"Progress\"\nkind = \"text\"\noptional = true\n";
    let with = |remark: &str, printed: bool| {
        let grid = format!(
            "== Return\nScheme | Target | Forecast | Share | Progress\nVoids | 100 | 80 | 80% | Let.\nTotal | 100 | 80 | 80% | {remark}\n"
        );
        let (_folder, collection) = made("", &[(NORTH, &grid)]);
        let path = collection.join("piperoll.toml");
        let form = fs::read_to_string(&path).unwrap().replace(&format!("{text}total = \"given\"\n"), text);
        fs::write(&path, if printed { form.replace(text, &format!("{text}total = \"given\"\n")) } else { form })
            .unwrap();
        told(&collection)
    };
    assert_eq!(with("On course.", false), [""; 0]);
    for remark in ["£55k more to come", "77"] {
        assert_eq!(with(remark, true), [""; 0], "the form prints it");
        let said = with(remark, false);
        assert!(said.len() == 1 && said[0].starts_with("note not-used E3"), "{said:?}");
    }
}

#[test]
fn a_remark_beside_a_total_without_a_label_is_no_label_of_it() {
    let grid = "== Return\nScheme | Target | Forecast | Share\nVoids | 100 | 80 | 80%\nRents | 50 | 40 | 80%\n\
                | 150 | 120 | 80% | | ";
    let unused = |said: &str| said.starts_with("note not-used F4");
    for (remark, is_label) in [("Agrees to ledger", false), ("Total", true)] {
        let said = told_of(&format!("{grid}{remark}\n"));
        assert_eq!(said.iter().any(|said| unused(said)), !is_label, "{said:?}");
    }
}

#[test]
fn a_sheet_with_amounts_under_one_known_heading_is_asked_about() {
    for (headings, asked) in [
        ("Scheme | Amount £000", true),
        ("Scheme | Saving", true),
        ("Scheme | Cost centre", false),
        ("Name | Amount £", false),
    ] {
        let told = told_of(&format!("{TABLE}== New\n{headings}\nGarage rents | 60\n"));
        let weight = if asked { "query not-used" } else { "note not-used" };
        assert!(told.len() == 1 && told[0].starts_with(weight), "{headings}: {told:?}");
    }
}
