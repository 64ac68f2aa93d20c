//! Forms proposed from workbooks that are made on the spot.

use std::path::{Path, PathBuf};

use super::given::{as_at_of, period_of};
use super::list::pattern;
use super::*;
use crate::form::Form;
use crate::period::Period;
use crate::returns::grid::read_workbook;
use crate::returns::workbook::workbook;

fn given(path: &str, grid: &str) -> Given {
    let workbook = read_workbook(Path::new("made.xlsx"), &workbook(grid)).unwrap();
    let path = PathBuf::from(path);
    let period = period_of(&path, &workbook).unwrap_or_else(|| Period::parse("2022-23-q3").unwrap());
    let as_at = as_at_of(&workbook, period);
    let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
    Given { path, stem, workbook, period, as_at }
}

/// The form that these workbooks propose; it has no fault.
fn form_of(files: &[(&str, &str)]) -> String {
    let given: Vec<Given> = files.iter().map(|(path, grid)| given(path, grid)).collect();
    let text = form(&given, &mut |_| 0).unwrap();
    if let Err(faults) = Form::parse("piperoll.toml", &text) {
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        panic!("{}\n{text}", faults.join("\n"));
    }
    text
}

/// The tables of a form that begin with this header, each without its comments.
fn tables_of(form: &str, header: &str) -> Vec<Vec<String>> {
    let mut tables: Vec<Vec<String>> = Vec::new();
    for line in form.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let line = line.split("  # ").next().unwrap_or_default().to_string();
        match tables.last_mut() {
            Some(table) if !line.starts_with("[[") => table.push(line),
            _ => tables.push(vec![line]),
        }
    }
    tables.retain(|table| table.first().is_some_and(|first| first == header));
    tables.into_iter().map(|table| table.into_iter().skip(1).collect()).collect()
}

#[test]
fn a_period_is_told_by_folder_name_and_titles() {
    for (path, titles, period, as_at) in [
        ("2022-23-q3/North.xlsx", "", Some("2022-23-q3"), None),
        ("x/North Q2 2022-23.xlsx", "", Some("2022-23-q2"), None),
        ("x/North_2022-23_P05.xlsx", "", Some("2022-23-p05"), None),
        ("x/North.xlsx", "Savings return: Quarter 2 (30 September 2024)", Some("2024-25-q2"), Some("2024-09-30")),
        ("x/North.xlsx", "Outturn 2024/25", Some("2024-25-outturn"), None),
        ("x/North P06.xlsx", "Position as at 30 September 2024", Some("2024-25-p06"), Some("2024-09-30")),
        // The year's end in a heading is not the day of the figures.
        ("x/North.xlsx", "Savings, Quarter 3 2022/23\nTarget 31 March 2023", Some("2022-23-q3"), None),
        ("x/North.xlsx", "Updated from Quarter 2 2022/23", None, None),
        ("x/North.xlsx", "Savings", None, None),
    ] {
        let workbook = read_workbook(Path::new("made.xlsx"), &workbook(&format!("== S\n{titles}\n"))).unwrap();
        let found = period_of(Path::new(path), &workbook);
        assert_eq!(found.map(|period| period.to_string()).as_deref(), period, "{path} {titles}");
        let day = found.and_then(|period| as_at_of(&workbook, period));
        assert_eq!(day.map(|day| day.to_string()).as_deref(), as_at, "{path} {titles}");
    }
}

#[test]
fn what_changes_in_a_files_name_is_left_open() {
    for (name, written) in [
        ("Annex C savings Q2 v3", "Annex C savings {period} v*"),
        ("Tracker Quarter 2 2022-23", "Tracker {period}"),
        ("Savings 2022-23 P05", "Savings {period}"),
        ("overall", "overall"),
        // Too little would be left to know it by.
        ("Q2 v3", "Q2 v3"),
    ] {
        assert_eq!(pattern(name), written, "{name}");
    }
}

const NORTH: &str = "== Return\nSavings monitoring, Quarter 3 2022/23\nDirectorate: North and Parks\nAll figures in £000\n\n\
    Ref | Scheme | Target 2022/23 | Target 2023/24 | Forecast 2022/23 | Achieved to date | Achieved % | RAG\n\
    N1 | Voids | 100 | 120 | 80 | 40 | 40% | Red\nN2 | Fleet | 50 | 50 | 55 | TBC | | Green\n\
    N3 | Depots | 30 | 30 | 30 | 15 | 50% | Green\nN4 | Parking | 10 | 10 | 10 | 5 | 50% | Green\n\
    N5 | Signs | 8 | 8 | 8 | 4 | 50% | Red\nN6 | Lamps | 12 | 12 | 6 | 3 | 25% | Red\n\
    Total | | 210 | 230 | 189 | 67 | 32% |\n\nTBC: figures come in January.\n";

#[test]
fn headings_units_codes_and_roles_of_returns_of_two_areas() {
    let south = NORTH.replace("North and Parks", "South").replace("\nN", "\nS");
    let form = form_of(&[("2022-23-q3/a.xlsx", NORTH), ("2022-23-q3/b.xlsx", &south)]);
    assert_eq!(
        tables_of(&form, "[[area]]"),
        [["id = \"north-parks\"", "name = \"North and Parks\""], ["id = \"south\"", "name = \"South\""]]
    );
    let columns = tables_of(&form, "[[list.column]]");
    let headings: Vec<&str> = columns.iter().map(|column| column[1].as_str()).collect();
    assert_eq!(
        headings,
        [
            "heading = \"Ref\"",
            "heading = \"Scheme\"",
            "heading = \"Target {{year}}\"",
            "heading = \"Target {{next_year}}\"",
            "heading = \"Forecast {{year}}\"",
            "heading = \"Achieved to date\"",
            "heading = \"Achieved %\"",
            "heading = \"RAG\"",
        ]
    );
    assert_eq!(columns[3][0], "id = \"target_next_year\"");
    assert_eq!(columns[2][3], "unit = \"thousands\"");
    assert_eq!(
        columns[5][2..],
        [
            "kind = \"money\"",
            "unit = \"thousands\"",
            "cumulative = true",
            "codes = { \"TBC\" = \"figures come in January\" }"
        ]
    );
    assert_eq!(columns[6][3..], ["formula = \"achieved / target\"", "total = \"achieved / target\""]);
    assert_eq!(columns[7][3], "choices = [\"Red\", \"Green\"]");
    assert!(
        form.contains("roles = { target = \"target\", forecast = \"forecast\", achieved = \"achieved\" }"),
        "{form}"
    );
    assert_eq!(tables_of(&form, "[[return]]"), [["list = \"schemes\"", "file = \"{area}\"", "totals = [\"Total\"]"]]);
    assert!(form.contains("title = \"{{name}} (£000)\""), "{form}");
}

#[test]
fn two_periods_say_what_only_grows_and_what_outturn_alone_has() {
    let outturn = NORTH
        .replace("Quarter 3 2022/23", "Outturn 2022/23")
        .replace("Forecast 2022/23", "Not deliverable")
        .replace("N1 | Voids | 100 | 120 | 80 | 40", "N1 | Voids | 100 | 120 | 80 | 30");
    let form = form_of(&[("2022-23-q3/a.xlsx", NORTH), ("2022-23-outturn/a.xlsx", &outturn)]);
    let of = |id: &str| {
        let columns = tables_of(&form, "[[list.column]]");
        columns.into_iter().find(|column| column[0] == format!("id = \"{id}\"")).unwrap()
    };
    assert!(of("forecast").contains(&"only_in = [\"q1\", \"q2\", \"q3\", \"q4\"]".to_string()), "{form}");
    assert!(of("not_deliverable").contains(&"only_in = [\"outturn\"]".to_string()), "{form}");
    // What fell is not called cumulative, whatever its heading says.
    assert!(!of("achieved").contains(&"cumulative = true".to_string()), "{form}");
}

#[test]
fn a_column_of_areas_groups_and_a_summary_by_status() {
    let form = form_of(&[(
        "2022-23-q3/All services.xlsx",
        "== Savings\nRef | Directorate | Scheme | Target £000 | Status\nA1 | North | Voids | 100 | Open\nA2 | North | Fleet | 50 | Done\n\
         A3 | South | Depots | 30 | Open\nA4 | South | Beds | 20 | Open\nA5 | South | Huts | 10 | Done\nA6 | North | Vans | 5 | Open\n\
         Total | | | 215 |\n== By status\nStatus | Schemes | Target £000\nOpen | 4 | 155\nDone | 2 | 60\nTotal | 6 | 215\n",
    )]);
    let lists = tables_of(&form, "[[list]]");
    assert_eq!(lists[1][3], "summary_of = { list = \"schemes\", by = \"status\" }", "{form}");
    let returns = tables_of(&form, "[[return]]");
    assert!(returns[0].contains(&"area = \"column:directorate\"".to_string()), "{form}");
    let columns = tables_of(&form, "[[list.column]]");
    assert!(columns.iter().any(|column| column.contains(&"count = true".to_string())), "{form}");
    assert!(columns.iter().any(|column| column.contains(&"sum = \"target\"".to_string())), "{form}");
}

#[test]
fn a_unit_that_nothing_says_is_asked_for_with_the_likeliest_first() {
    let grid = "== S\nScheme | Target | Forecast\nVoids | 100,500 | 80,000\nFleet | 50,000 | 55,000\nTotal | 150,500 | 135,000\n";
    let mut asked = Vec::new();
    let files = [given("2022-23-q3/North.xlsx", grid)];
    let text = form(&files, &mut |question| {
        asked.push(question.clone());
        1
    });
    assert_eq!(asked.len(), 1);
    assert!(asked[0].text.contains("Its largest figure is 100500"), "{}", asked[0].text);
    assert_eq!(asked[0].options[0], "pounds (£)");
    assert!(text.unwrap().contains("unit = \"thousands\"  # To decide: the unit: nothing says it"));
}

#[test]
fn what_names_no_item_between_others_is_left_for_the_check() {
    let form = form_of(&[(
        "2022-23-q3/North.xlsx",
        "== S\nScheme | Target £000 | Forecast £000 | Progress\nVoids | 10 | 5 | x\nLettings | | | y\nHuts | 3 | 2 | z\nTotal | 13 | 7 |\n\
         Note: as agreed | in March\n",
    )]);
    let returns = tables_of(&form, "[[return]]");
    assert!(!returns[0].iter().any(|line| line.contains("Lettings")), "{form}");
}

#[test]
fn what_a_workbook_is_called_breaks_no_line_of_the_form() {
    // `form_of` reads the form that comes of it.
    let grid = "== He said \"so\" # 1\nDirectorate | Sav\u{1}ing \"x\" | Target £000 | Target £000\nNorth\u{7} | Beds | 1 | 2\nSouth | Huts | 2 | 3\n";
    let form = form_of(&[("2022-23-q3/It's \"ours\" new.xlsx", grid)]);
    assert!(form.contains("the second column 'Target £000'"), "{form}");
}

#[test]
fn what_a_code_means_is_taken_from_a_note_in_any_of_its_usual_forms() {
    let notes = |note: &str| vec![note.to_string()];
    for (note, means) in [
        ("TBC: figures come in January", "figures come in January"),
        ("Note: TBC means that the tender is out.", "the tender is out"),
        ("3. Not yet costed by Finance (TBC).", "Not yet costed by Finance"),
        ("Prepared by Finance", "to be confirmed"),
    ] {
        assert_eq!(columns::meaning("TBC", &notes(note)).as_deref(), Some(means), "{note}");
    }
    assert_eq!(columns::meaning("C", &[]), None);
}
