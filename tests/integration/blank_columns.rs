//! Columns in which a section has nothing are left out where the form says so, and nothing vanishes with them; a rating by figures that
//! is blank says why.

use std::fs;
use std::path::PathBuf;

use piperoll::report::{Block, Report, Table};
use tempfile::TempDir;

use crate::support::{build, made, report, repository, rows, sheets};

/// The small form with a second area, and columns that nobody needs to fill.
const MORE: &str = "
[[list.column]]
id = \"risk\"
heading = \"Risk\"
kind = \"text\"
optional = true

[[list.column]]
id = \"saved\"
heading = \"Saved\"
kind = \"money\"
unit = \"thousands\"
optional = true

[[list.column]]
id = \"rag\"
heading = \"RAG\"
kind = \"choice\"
choices = [\"GREEN\", \"RED\"]
optional = true

[[list.column]]
id = \"rated\"
heading = \"By figures\"
kind = \"choice\"
choices = [\"GREEN\", \"RED\"]
optional = true

[[rating]]
list = \"schemes\"
column = \"rag\"
shows = \"rated\"
measure = \"(target - forecast) / target\"
limits = [{ choice = \"GREEN\", amount = 0 }, { choice = \"RED\", amount = 1 }]
";

const ALL: &str = "columns = [\"title\", \"target\", \"forecast\", \"risk\", \"saved\", \"rated\", \"notes\"]";

/// The collection with a row of each area.
fn collection(left_out: bool, north: &str, south: &str) -> (TempDir, PathBuf) {
    let base = fs::read_to_string(repository().join("tests/gallery/base.toml")).unwrap();
    let said = if left_out { "blank_columns = \"left-out\"\n" } else { "" };
    let form = base
        .replace("name = \"North\"\n", "name = \"North\"\n\n[[area]]\nid = \"south\"\nname = \"South\"\n")
        .replace(
            "heading = \"Forecast\"\n",
            "heading = \"Forecast\"\ncodes = { TBC = { means = \"to be confirmed\" } }\n",
        )
        .replace("[[return]]", &format!("{MORE}\n[[return]]"))
        .replace("columns = [\"title\", \"target\", \"forecast\", \"share\"]", &format!("{ALL}\n{said}"));
    made(
        "",
        &[("piperoll.toml", &form), ("returns/2022-23-q3/north.txt", north), ("returns/2022-23-q3/south.txt", south)],
    )
}

fn table<'r>(report: &'r Report, id: &str) -> &'r Table {
    let blocks = report.sections.iter().flat_map(|section| &section.blocks);
    let mut tables = blocks.filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None });
    tables.find(|table| table.id == id).unwrap_or_else(|| panic!("there is no table {id}"))
}

/// The headings of the columns that print.
fn printed(table: &Table) -> Vec<&str> {
    table.columns.iter().filter(|column| !column.left_out).map(|column| column.heading.as_str()).collect()
}

const NORTH: &str = "== Return
Scheme | Target | Forecast | Share | Risk | Saved | Progress
Roofs | 80 | 80 | 100% | | |
Voids | 40 | 40 | 100% | | |
Total | 120 | 120 | 100% | | |
";

const SOUTH: &str = "== Return
Scheme | Target | Forecast | Share | Risk | Saved | Progress
Parks | 60 | 60 | 100% | n/a | 0 |
Total | 60 | 60 | 100% | | 0 | On the way
";

#[test]
fn a_column_in_which_a_section_has_nothing_is_left_out_only_where_the_form_says_so() {
    let (_folder, without) = collection(false, NORTH, SOUTH);
    let all = ["Scheme", "Target", "Forecast", "Risk", "Saved", "By figures", "Progress"];
    let usual = report(&without);
    for id in ["schemes.north", "schemes.south"] {
        assert_eq!(printed(table(&usual, id)), all);
        assert!(table(&usual, id).notes.iter().all(|note| !note.starts_with("Left out")));
    }

    let (_folder, with) = collection(true, NORTH, SOUTH);
    let report = report(&with);
    let north = table(&report, "schemes.north");
    assert_eq!(printed(north), ["Scheme", "Target", "Forecast", "By figures"]);
    assert!(
        north
            .notes
            .contains(&"Left out here, because nothing is entered in any row: Risk; Saved; Progress.".to_string()),
        "{:?}",
        north.notes
    );
    assert!(!north.description.contains("Risk") && north.description.contains("Forecast"), "{}", north.description);
    // A placeholder, a nil and a word in the total alone are something.
    let south = table(&report, "schemes.south");
    assert_eq!(printed(south), all);
    assert!(south.notes.iter().all(|note| !note.starts_with("Left out")), "{:?}", south.notes);
    // The cells are where they were, so that nothing that refers to them points elsewhere.
    for id in ["schemes.north", "schemes.south"] {
        let (then, now) = (table(&usual, id), table(&report, id));
        let cells = |table: &Table| {
            let cells = table.rows.iter().flat_map(|row| &row.cells);
            cells.map(|cell| (cell.value.clone(), cell.origin.clone())).collect::<Vec<_>>()
        };
        assert_eq!(cells(then), cells(now), "{id}");
    }
}

#[test]
fn the_workbook_leaves_it_out_of_the_section_s_sheet_and_of_no_other() {
    let (_folder, with) = collection(true, NORTH, SOUTH);
    let built = build(&with, &[]);
    let all = sheets(built.xlsx());
    let sheet = |name: &str| rows(&all.iter().find(|(known, _)| known == name).unwrap().1);
    let heads = |name: &str, first: &str| sheet(name).into_iter().find(|row| row[0] == first).unwrap();
    let filled = |row: Vec<String>| row.into_iter().filter(|cell| !cell.is_empty()).collect::<Vec<_>>();
    assert_eq!(filled(heads("North", "Scheme")), ["Scheme", "Target", "Forecast", "By figures"]);
    assert_eq!(filled(heads("North", "Total")), ["Total", "120", "120"]);
    assert!(filled(heads("South", "Scheme")).contains(&"Saved".to_string()));
    // A line that is longer than the sheet is wide stands in several rows.
    let words = sheet("North").into_iter().flatten().filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" ");
    assert!(words.contains("Left out here, because nothing is entered in any row: Risk; Saved; Progress."), "{words}");
    assert!(!words.contains("Nothing is entered in any row"), "{words}");
    let data = all.iter().find(|(name, _)| name.starts_with("Data")).unwrap();
    let data: Vec<String> = rows(&data.1).into_iter().flatten().collect();
    for column in ["risk", "saved", "notes"] {
        assert!(data.iter().any(|cell| cell == column), "{column} is not in the data: {data:?}");
    }
}

#[test]
fn no_figure_can_be_hidden_by_it() {
    // A figure in one row, in the total alone, and one that the sheet does not show.
    let of = |north: &str| {
        let (_folder, with) = collection(true, north, SOUTH);
        let report = report(&with);
        printed(table(&report, "schemes.north")).contains(&"Saved")
    };
    assert!(!of(NORTH));
    assert!(of(&NORTH.replace("Voids | 40 | 40 | 100% | | |", "Voids | 40 | 40 | 100% | | 5 |")));
    assert!(of(&NORTH.replace("Total | 120 | 120 | 100% | | |", "Total | 120 | 120 | 100% | | 5 |")));
    assert!(of(&NORTH.replace("Voids | 40 | 40 | 100% | | |", "Voids | 40 | 40 | 100% | | TBC |")));
}

/// Rows of which none has a rating by figures but the first.
const UNRATED: &str = "== Return
Scheme | Target | Forecast | Share | RAG | Risk | Saved | Progress
Roofs | 80 | 80 | 100% | GREEN | | |
Voids | 0 | 10 | | | | |
Homes | 0 | 0 | | | | |
Lifts | 50 | | | | | |
Doors | 40 | TBC | | | | |
Paths | 50 | -60 | -120% | | | |
Total | 220 | 30 | 14% | | | |
";

/// A collection in which columns are left out, and ratings by figures are not given for every reason that there is.
pub fn unrated() -> (TempDir, PathBuf) {
    collection(true, UNRATED, SOUTH)
}

#[test]
fn a_rating_by_figures_that_is_blank_says_why() {
    let (_folder, with) = unrated();
    let report = report(&with);
    let table = table(&report, "schemes.north");
    let at = table.columns.iter().position(|column| column.heading == "By figures").unwrap();
    let words: Vec<&str> = table.rows.iter().map(|row| row.cells[at].text()).collect();
    assert_eq!(words, ["GREEN", "", "", "", "", "", ""]);
    let why: Vec<&str> = table.notes.iter().filter(|note| note.contains("not given")).map(String::as_str).collect();
    assert_eq!(
        why,
        [
            "By figures is not given where Target is nil: Voids; Homes.",
            "By figures is not given where Forecast is not known: Lifts.",
            "By figures is not given where Forecast is 'TBC': Doors.",
            "By figures is not given where (Target less Forecast) divided by Target is beyond every limit: Paths.",
        ]
    );
    // Beyond six they are counted.
    let more: String = (1..=7).map(|number| format!("Plan {number} | 0 | 0 | | | | |\n")).collect();
    let (_folder, with) = collection(true, &UNRATED.replace("Total |", &format!("{more}Total |")), SOUTH);
    let report = crate::support::report(&with);
    let note = "By figures is not given where Target is nil: 9 schemes.";
    assert!(self::table(&report, "schemes.north").notes.iter().any(|known| known == note));
    let (_folder, with) = collection(true, NORTH, SOUTH);
    let report = crate::support::report(&with);
    assert!(!self::table(&report, "schemes.north").notes.iter().any(|note| note.contains("not given")));
}
