//! `piperoll new`: a collection begun from workbooks that an office has, or with a sample's form.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use tempfile::TempDir;

use crate::new_council::{Council, aldermere, every_figure_is_right_in, strathmoor, wexcombe};
use crate::support::{copy_tree, findings, piperoll, sample, snapshot, stderr};
use crate::workbook;

/// The most lines of a proposed form that a person has to change.
const MOST_LINES: usize = 10;

/// What is made of the workbooks of a folder.
fn proposed(from: &Path, more: &[&str]) -> (TempDir, PathBuf, Output) {
    let folder = tempfile::tempdir().unwrap();
    let collection = folder.path().join("made");
    let output = piperoll().arg("new").arg(&collection).arg("--from").arg(from).args(more).output().unwrap();
    (folder, collection, output)
}

/// A made-up council's collection, proposed from its workbooks and corrected in these lines.
fn council(council: &Council, edits: &[(&str, &str)], decisions: &str) -> (TempDir, PathBuf) {
    assert!(edits.len() <= MOST_LINES);
    let (folder, collection, output) = {
        let sent = tempfile::tempdir().unwrap();
        council.write(sent.path());
        proposed(sent.path(), &["--yes"])
    };
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", stderr(&output));
    let file = collection.join("piperoll.toml");
    let mut form = fs::read_to_string(&file).unwrap();
    for (line, instead) in edits {
        let found = form.lines().filter(|known| known.starts_with(line)).count();
        assert_eq!(found, 1, "{line}");
        form = form
            .lines()
            .map(|known| if known.starts_with(line) { instead } else { known })
            .collect::<Vec<_>>()
            .join("\n");
    }
    fs::write(&file, form).unwrap();
    fs::write(collection.join("decisions.toml"), decisions).unwrap();
    (folder, collection)
}

#[test]
fn months_and_an_outturn_of_a_file_for_each_directorate_are_proposed() {
    let edits = [
        ("title = \"Savings: ", "title = \"Savings 2024/25: {{period}}\""),
        ("committee = ", "committee = \"Finance and Performance Scrutiny Committee\""),
        ("# To decide: the day of the meeting", "meeting = 2025-06-17"),
    ];
    let (_folder, collection) = council(&aldermere::COUNCIL, &edits, "");
    every_figure_is_right_in(&aldermere::COUNCIL, &collection);
}

#[test]
fn groups_without_subtotals_in_one_file_for_all_portfolios_are_proposed() {
    let edits = [
        ("title = \"Savings: ", "title = \"Annex C: MTFS savings and growth, {{period}}\""),
        ("committee = ", "committee = \"Cabinet\""),
        ("# To decide: the day of the meeting", "meeting = 2024-11-19"),
    ];
    let decisions = r#"
[[explain]]
finding = "code-as-nil:children-education:later-years"
period = "2024-25-q2"
stated = "-540"
rows = ["CE02"]
words = "To be settled with the budget for 2026/27; nothing is counted until then."
role = "Strategic Finance Manager"
date = 2024-11-01
"#;
    let (_folder, collection) = council(&wexcombe::COUNCIL, &edits, decisions);
    every_figure_is_right_in(&wexcombe::COUNCIL, &collection);
}

#[test]
fn a_status_by_colour_and_percentages_on_a_sheet_for_each_service_are_proposed() {
    let edits = [
        ("title = \"Savings: ", "title = \"Transformation programme: {{period}}\""),
        ("committee = ", "committee = \"Audit and Performance Committee\""),
        ("# To decide: the day of the meeting", "meeting = 2025-11-04"),
    ];
    let decisions = r#"
[[explain]]
finding = "movement-unexplained:housing-property:energy-solar-on-ten-schools:likely"
period = "2025-26-q2"
stated = "0.055"
expected = "0.11"
words = "Grid connections are now dated for the last quarter, so half of the year's benefit is lost."
role = "Service accountant"
date = 2025-10-10
"#;
    let (_folder, collection) = council(&strathmoor::COUNCIL, &edits, decisions);
    every_figure_is_right_in(&strathmoor::COUNCIL, &collection);
}

/// How many errors are open in a collection.
fn errors(collection: &Path) -> usize {
    let json = findings(collection, &[]);
    json["findings"].as_array().unwrap().iter().filter(|finding| finding["severity"] == "error").count()
}

#[test]
fn on_the_samples_own_returns_no_more_errors_are_open_than_with_the_form_that_was_written_by_hand() {
    for (name, period) in [
        ("recovery-plan", "2022-23-q3"),
        ("budget-recovery", "2018-19-p05"),
        ("multi-year-programme", "2017-18-p11"),
        ("rag-schemes", "2012-13-q2"),
        ("savings-list", "2021-22-p01"),
    ] {
        let returns = sample(name).join("returns").join(period);
        let by_hand = tempfile::tempdir().unwrap();
        copy_tree(&returns, &by_hand.path().join("returns").join(period));
        fs::copy(sample(name).join("piperoll.toml"), by_hand.path().join("piperoll.toml")).unwrap();
        let (_folder, collection, output) = proposed(&returns, &["--yes"]);
        assert!(matches!(output.status.code(), Some(0 | 1)), "{name}: {}", stderr(&output));
        let (new, known) = (errors(&collection), errors(by_hand.path()));
        assert!(new <= known, "{name}: {new} errors, and {known} by hand");
        // Nothing of a workbook is read by nobody without a word.
        assert!(!stderr(&output).contains("cannot run"), "{}", stderr(&output));
    }
}

/// A return with a title that says its period.
const RETURN: &str = "== Savings\nSavings return: Quarter 3 2022/23\nDirectorate: North\n\n\
    Ref | Scheme | Target 2022/23 (£000) | Forecast 2022/23 (£000) | Difference (£000)\n\
    N1 | Voids | 100 | 80 | =D5-C5 := -20\nN2 | Fleet | 50 | 55 | =D6-C6 := 5\nN3 | Depots | 30 | 30 | =D7-C7 := 0\n\
    Total | | 180 | 165 | -15\n";

/// Workbooks of text grids in a folder: their names, their grids.
fn sent(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, grid) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, workbook::try_workbook(grid).unwrap()).unwrap();
    }
    folder
}

#[test]
fn what_no_workbook_can_tell_is_listed_with_its_line_and_the_check_follows() {
    let files = sent(&[("North Q3.xlsx", RETURN)]);
    let (_folder, collection, output) = proposed(files.path(), &[]);
    let said = stderr(&output);
    let form = fs::read_to_string(collection.join("piperoll.toml")).unwrap();
    let line = form.lines().position(|line| line.starts_with("committee = ")).unwrap() + 1;
    assert!(said.contains(&format!("  line {line}: the committee that it goes to\n")), "{said}");
    assert!(said.contains("1 workbook in returns/2022-23-q3"), "{said}");
    assert!(said.contains("No error and no query is open"), "{said}");
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(form.contains("formula = \"forecast - target\"  # sure: the same live formula in all 3 rows"), "{form}");
    assert!(form.contains("roles = { target = \"target\", forecast = \"forecast\" }"), "{form}");
    assert!(form.contains("id = \"north\"\nname = \"North\"\n"), "{form}");
    assert_eq!(
        fs::read(collection.join("returns/2022-23-q3/North Q3.xlsx")).unwrap(),
        fs::read(files.path().join("North Q3.xlsx")).unwrap(),
        "the workbook is the same, byte by byte"
    );
    assert!(collection.join("decisions.toml").is_file());
}

#[test]
fn a_wrong_figure_of_the_workbook_is_an_error_of_the_proposed_form_too() {
    let wrong = RETURN.replace("Total | | 180", "Total | | 190");
    let files = sent(&[("North Q3.xlsx", &wrong)]);
    let (_folder, _collection, output) = proposed(files.path(), &[]);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("error[column-total]"), "{said}");
}

#[test]
fn a_folder_with_something_in_it_stays_as_it_is() {
    let files = sent(&[("North Q3.xlsx", RETURN)]);
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("minutes.txt"), "kept").unwrap();
    let before = snapshot(folder.path());
    let output = piperoll().arg("new").arg(folder.path()).arg("--from").arg(files.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("is there already and is not empty"), "{}", stderr(&output));
    assert_eq!(snapshot(folder.path()), before);
    // An empty one is as good as none.
    let empty = tempfile::tempdir().unwrap();
    let output = piperoll().arg("new").arg(empty.path()).arg("--from").arg(files.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(empty.path().join("piperoll.toml").is_file());
}

#[test]
fn nothing_is_made_where_the_workbooks_do_not_do() {
    let unsaid = RETURN.replace(": Quarter 3 2022/23", "").replace(" 2022/23", "");
    let cases: [(&[(&str, &str)], &str); 4] = [
        (&[("North.xlsx", &unsaid)], "says which period it is of: add --period"),
        (&[("Notes Q3 2022-23.xlsx", "== Notes\nTo whom it may concern\n")], "holds a table on a visible sheet"),
        (&[], "there is no workbook in"),
        (
            &[("a/North Q3.xlsx", RETURN), ("b/north Q3.xlsx", RETURN)],
            "have one name and are both of Quarter 3, 2022/23",
        ),
    ];
    for (files, message) in cases {
        let files = sent(files);
        let (_folder, collection, output) = proposed(files.path(), &[]);
        assert_eq!(output.status.code(), Some(2), "{message}");
        assert!(stderr(&output).contains(message), "{}", stderr(&output));
        assert!(!collection.exists(), "{message}");
    }
    let files = sent(&[("North.xlsx", &unsaid)]);
    let (_folder, collection, output) = proposed(files.path(), &["--period", "2022-23-q3"]);
    assert!(collection.join("returns/2022-23-q3/North.xlsx").is_file(), "{}", stderr(&output));
    let document = tempfile::tempdir().unwrap();
    fs::write(document.path().join("North.docx"), "PK").unwrap();
    let (_folder, collection, output) = proposed(&document.path().join("North.docx"), &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("North.docx"), "{}", stderr(&output));
    assert!(!collection.exists());
}

#[test]
fn a_table_that_nothing_says_the_area_of_is_named_and_no_part_of_the_form() {
    let other = "== Reserves\nReserves: Quarter 3 2022/23\nReserve | Opening £000 | Use £000\nGeneral | 500 | 20\nWinter | 70 | 30\n";
    let south = RETURN.replace("North", "South").replace("N1", "S1").replace("N2", "S2").replace("N3", "S3");
    let files = sent(&[("North Q3.xlsx", RETURN), ("South Q3.xlsx", &south), ("Finance reserves.xlsx", other)]);
    let (_folder, collection, output) = proposed(files.path(), &[]);
    let form = fs::read_to_string(collection.join("piperoll.toml")).unwrap();
    assert!(!form.contains("Opening"), "{form}");
    let said = stderr(&output);
    assert!(said.contains("not in this form is the table on sheet Reserves of Finance reserves.xlsx"), "{said}");
}

/// The form that is proposed from one workbook of quarter 2 of 2023/24, and what was said.
fn form_of(grid: &str) -> (String, String, Option<i32>) {
    let files = sent(&[("Savings Q2 2023-24.xlsx", grid)]);
    let (_folder, collection, output) = proposed(files.path(), &[]);
    let form = fs::read_to_string(collection.join("piperoll.toml")).unwrap_or_default();
    (form, stderr(&output), output.status.code())
}

#[test]
fn what_sums_up_the_areas_is_no_further_area() {
    let sheets = "== Adults\nSaving | Target £000 | Forecast £000\nHomecare | 100 | 90\nReviews | 50 | 50\nTotal | 150 | 140\n\
        == Place\nSaving | Target £000 | Forecast £000\nWaste | 80 | 80\nFees | 40 | 30\nTotal | 120 | 110\n";
    for summary in [
        "== Council total\nSaving | Target £000 | Forecast £000\nAdults | 150 | 140\nPlace | 120 | 110\nTotal | 270 | 250\n",
        "== Summary\nDirectorate | Target £000 | Forecast £000\nAdults | 150 | 140\nPlace | 120 | 110\nTotal | 270 | 250\n",
    ] {
        let (form, said, code) = form_of(&format!("{summary}{sheets}"));
        assert!(form.contains("summary_of = { list = \"savings\", by = \"area\" }"), "{form}");
        assert_eq!(form.matches("\n[[area]]\n").count(), 2, "{form}");
        assert_eq!(code, Some(0), "{said}");
    }
    // One that is off by ten is asked about.
    let off = "== Summary\nDirectorate | Target £000 | Forecast £000\nAdults | 150 | 140\nPlace | 120 | 120\nTotal | 270 | 260\n";
    let (form, said, code) = form_of(&format!("{off}{sheets}"));
    assert!(form.contains("though not in every row"), "{form}");
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("error[summary-"), "{said}");
}

#[test]
fn tables_of_equal_headings_under_other_titles_are_other_lists() {
    let (form, said, code) = form_of(
        "== Savings\nSavings at risk\nDirectorate | Saving | Target £m\nAdults | Homecare | 1.5\nPlace | Waste | 0.5\nTotal | | 2\n\n\
         Savings delivered\nDirectorate | Saving | Target £m\nAdults | Meals | 1\nPlace | Lamps | 0.5\nTotal | | 1.5\n",
    );
    for title in ["under = \"Savings at risk\"", "under = \"Savings delivered\""] {
        assert!(form.contains(title), "{form}");
    }
    assert_eq!(code, Some(0), "{said}");
    // Under the names of areas they are blocks of one list.
    let (form, said, _) = form_of(
        "== Savings\nSavings 2023/24 (£000)\n\nAdult Social Care\nSaving | Target\nHomecare | 100\nMeals | 50\nTotal | 150\n\n\
         Place Directorate\nSaving | Target\nWaste | 80\nLamps | 20\nTotal | 100\n",
    );
    assert!(form.contains("area = \"heading\""), "{form}{said}");
    assert!(form.contains("name = \"Adult Social Care\"") && form.contains("name = \"Place Directorate\""), "{form}");
}

#[test]
fn a_column_of_areas_says_more_than_the_names_of_sheets() {
    let rows = "Directorate | Saving | Target £000 | Previous forecast £000 | Current forecast £000 | Priority\n";
    let (form, said, _) = form_of(&format!(
        "== Red savings\n{rows}Adults | Homecare | 100 | 70 | 90 | 1\nPlace | Waste | 80 | 80 | 80 | 3\n\
         == Green savings\n{rows}Adults | Reviews | 50 | 20 | 50 | 2\nPlace | Fees | 40 | 10 | 30 | 1\n"
    ));
    assert!(form.contains("area = \"column:directorate\""), "{form}{said}");
    assert!(!form.contains("name = \"Red"), "{form}");
    // The forecast is the present one, and a priority is no money.
    assert!(form.contains("roles = { target = \"target\", forecast = \"current_forecast\" }"), "{form}");
    assert!(form.contains("heading = \"Priority\"\nkind = \"count\""), "{form}");
}

#[test]
fn what_little_speaks_for_is_to_be_decided() {
    let (form, said, _) = form_of(
        "== Savings\nTeam | Saving | Apr | May | Jun\nClerk | Postage | 950 | 900 | 100\nClerk | Phones | 1200 | 1200 | 90\n\
         Grounds | Mowing | 4500 | 3000 | 70\n",
    );
    for open in [
        "the unit: nothing says it, and this is a guess by the size of the figures",
        "which columns the first page shows; no heading says it",
        "is a service area, and the only one",
    ] {
        assert!(said.contains(open), "{open}: {said}\n{form}");
    }
    assert!(!form.contains("\nroles"), "{form}");
    // A unit behind a year is seen.
    let (form, _, _) = form_of(
        "== S\nSavings Quarter 2 2023/24 £000\nDirectorate | Saving | Target\nAdults | Care | 100000\nPlace | Fees | 50000\n",
    );
    assert!(form.contains("unit = \"thousands\"  # likely: a line above the table says it"), "{form}");
}

#[test]
fn names_without_a_heading_and_areas_that_stand_once() {
    let (form, said, code) = form_of(
        "== Savings\nSavings (£000)\n | Target | Forecast\nAdult Services\nHomecare | 100 | 90\nReviews | 50 | 50\nPlace\nWaste | 80 | 80\n\
         Fees | 40 | 30\nGrand total | 270 | 250\n",
    );
    assert!(form.contains("positions = { item = \"A\", target = \"B\", forecast = \"C\" }"), "{form}{said}");
    assert!(form.contains("area = \"heading\""), "{form}");
    assert_eq!(code, Some(0), "{said}");
    let (form, said, code) = form_of(
        "== Savings\nSavings (£000)\nDirectorate | Saving | Target\nAdults | Homecare | 100\n | Reviews | 50\nPlace | Waste | 80\n | Fees | 40\n\
         Total | | 270\n",
    );
    assert!(form.contains("blank = \"as-above\""), "{form}{said}");
    assert_eq!(code, Some(0), "{said}");
}

#[test]
fn a_heading_that_changed_since_the_earlier_period_is_the_same_column() {
    let grid = |forecast: &str| {
        format!(
            "== S\nDirectorate | Saving | Target £000 | {forecast} £000\nAdults | Homecare | 100 | 90\nPlace | Waste | 80 | 75\n"
        )
    };
    let files = sent(&[
        ("2023-24-q1/Savings.xlsx", &grid("Forecast")),
        ("2023-24-q2/Savings.xlsx", &grid("Projected outturn")),
    ]);
    let (_folder, collection, output) = proposed(files.path(), &[]);
    let form = fs::read_to_string(collection.join("piperoll.toml")).unwrap();
    assert!(form.contains("also = [\"Forecast £000\"]"), "{form}{}", stderr(&output));
}

#[test]
fn an_amount_under_another_heading_in_one_areas_workbook_is_the_same_column() {
    let grid = |achieved: &str| {
        format!(
            "== R\nSavings, Quarter 3 2022/23 (£000)\nSaving | Target | {achieved}\nBeds | 100 | 40\nVans | 50 | 20\nTotal | 150 | 60\n"
        )
    };
    let files = sent(&[
        ("Adults Q3.xlsx", &grid("Achieved to date")),
        ("Place Q3.xlsx", &grid("Delivered to date").replace("Beds", "Huts").replace("Vans", "Lamps")),
    ]);
    let (_folder, collection, output) = proposed(files.path(), &[]);
    let form = fs::read_to_string(collection.join("piperoll.toml")).unwrap();
    assert!(
        form.contains("heading = \"Achieved to date\"\nalso = [\"Delivered to date\"]"),
        "{form}{}",
        stderr(&output)
    );
    assert!(!form.contains("optional = true"), "{form}");
}

#[test]
fn it_begins_with_the_form_of_a_sample() {
    let folder = tempfile::tempdir().unwrap();
    let collection = folder.path().join("ours");
    let output = piperoll().arg("new").arg(&collection).args(["--form", "savings-list"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(
        fs::read(collection.join("piperoll.toml")).unwrap(),
        fs::read(sample("savings-list").join("piperoll.toml")).unwrap()
    );
    let form = piperoll().args(["check", "--form"]).arg(&collection).output().unwrap();
    assert_eq!(form.status.code(), Some(0), "{}", stderr(&form));
    let none = piperoll().arg("new").arg(folder.path().join("other")).args(["--form", "savings"]).output().unwrap();
    assert_eq!(none.status.code(), Some(2));
    assert!(
        stderr(&none).contains("there is no sample 'savings'") && stderr(&none).contains("rag-schemes"),
        "{}",
        stderr(&none)
    );
}
