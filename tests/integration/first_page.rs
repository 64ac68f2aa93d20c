//! The first page: the reason beside a movement, what is counted as new and gone, and savings written as negative amounts.

use std::fs;
use std::path::Path;

use piperoll::report::{Block, Report, Table};

use crate::support::{copy, made, report, sample, texts, unpublished};

/// Three schemes and a line of another list that is called like one of them.
const FORM: &str = r#"
[[list]]
id = "others"
item = "line"
items = "lines"
key = "title"

[[list.column]]
id = "title"
heading = "Line"
kind = "text"

[[list.column]]
id = "place"
heading = "Area"
kind = "text"

[[list.column]]
id = "forecast"
heading = "Forecast"
kind = "money"
unit = "thousands"
movement = { amount = 50_000, percent = 10 }

[[return]]
list = "others"
file = "others"
area = "column:place"
totals = ["Total"]
"#;

const BEFORE: [(&str, &str); 2] = [
    (
        "returns/2022-23-q2/north.txt",
        "== Return
Scheme  | Target | Forecast | Share
Voids   | 900    | 800      | 88.9%
Rents   | 900    | 800      | 88.9%
Meals   | 900    | 800      | 88.9%
Total   | 2700   | 2400     | 88.9%
",
    ),
    (
        "returns/2022-23-q2/others.txt",
        "== Return
Line    | Area  | Forecast
Rents   | North | 100
Total   |       | 100
",
    ),
];

/// Voids and the other Rents move beyond £50k and 10%; Rents and Meals do not.
const AFTER: [(&str, &str); 2] = [
    (
        "returns/2022-23-q3/north.txt",
        "== Return
Scheme  | Target | Forecast | Share
Voids   | 900    | 600      | 66.7%
Rents   | 900    | 790      | 87.8%
Meals   | 900    | 805      | 89.4%
Total   | 2700   | 2195     | 81.3%
",
    ),
    (
        "returns/2022-23-q3/others.txt",
        "== Return
Line    | Area  | Forecast
Rents   | North | 300
Total   |       | 300
",
    ),
];

/// The tables of the appendix.
fn tables(report: &Report) -> Vec<&Table> {
    let blocks = report.sections.iter().flat_map(|section| &section.blocks);
    blocks
        .filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
        .collect()
}

/// The scheme, the figure and the reason of each row of 'Largest movements'.
fn reasons(collection: &Path) -> Vec<(String, String, String)> {
    let report = report(collection);
    let table = *tables(&report).iter().find(|table| table.id == ".largest").unwrap();
    let cell = |row: &piperoll::report::Row, column: usize| row.cells[column].text().to_string();
    table.rows.iter().map(|row| (cell(row, 0), cell(row, 1), cell(row, 5))).collect()
}

fn owned(rows: &[(&str, &str, &str)]) -> Vec<(String, String, String)> {
    rows.iter().map(|row| (row.0.to_string(), row.1.to_string(), row.2.to_string())).collect()
}

const ASKED: &str = "A reason was asked for and is not given yet.";
const NOT_ASKED: &str = "No reason was asked for: within the form's tolerance.";

#[test]
fn an_open_question_is_not_passed_off_as_within_the_tolerance() {
    let (_folder, collection) = made(FORM, &[BEFORE, AFTER].concat());
    let expected = [
        ("Voids", "Forecast", ASKED),
        // The line of the other list that is called like it is asked about; this one is not.
        ("Rents", "Forecast", NOT_ASKED),
        ("Meals", "Forecast", NOT_ASKED),
    ];
    assert_eq!(reasons(&collection), owned(&expected));
    let answer = r#"
[[explain]]
finding = "movement-unexplained:north:voids:forecast"
stated = "600"
expected = "800"
words = "Two blocks came back later."
role = "Head of Finance"
date = 2023-01-18
"#;
    fs::write(collection.join("decisions.toml"), answer).unwrap();
    assert_eq!(reasons(&collection)[0].2, "Two blocks came back later.");
}

#[test]
fn a_question_about_many_figures_is_one_about_each_of_their_cells_and_no_other() {
    let slip = "== Return
Scheme  | Target | Forecast | Share
Voids   | 900    | 800000   | 88888.9%
Rents   | 900000 | 800      | 0.1%
Meals   | 900    | 810      | 90%
Total   | 901800 | 801610   | 88.9%
";
    let (_folder, collection) = made(FORM, &[BEFORE, [(AFTER[0].0, slip), AFTER[1]]].concat());
    let expected = [("Rents", "Target", ASKED), ("Voids", "Forecast", ASKED), ("Meals", "Forecast", NOT_ASKED)];
    assert_eq!(reasons(&collection), owned(&expected));
}

#[test]
fn what_is_new_or_gone_and_asked_about_says_so_and_an_answer_to_all_is_each_ones() {
    let gone = "== Return
Scheme  | Target | Forecast | Share
Voids   | 900    | 800      | 88.9%
Meals   | 900    | 800      | 88.9%
Gardens | 90     | 70       | 77.8%
Total   | 1890   | 1670     | 88.4%
";
    let (_folder, collection) = made(FORM, &[BEFORE, [(AFTER[0].0, gone), AFTER[1]]].concat());
    let (new, closed) = (format!("New. {ASKED}"), format!("Closed. {ASKED}"));
    let expected = [
        ("Rents", "Target", closed.as_str()),
        ("Rents", "Forecast", &closed),
        ("Gardens", "Target", &new),
        ("Gardens", "Forecast", &new),
    ];
    assert_eq!(reasons(&collection), owned(&expected));
    // One answer for all that an area has drawn up since.
    let words = "New. Drawn up since Period 2, as the Executive asked in July.";
    let told = reasons(&sample("budget-recovery"));
    let drawn_up = told.iter().filter(|(_, _, reason)| reason == words).count();
    assert_eq!((told.len(), drawn_up), (6, 5), "{told:?}");
    // What moved most stands in another list than the main one.
    assert_eq!(told[0].1, "Lines: Net Budget Variance", "{told:?}");
}

#[test]
fn the_first_page_has_the_movements_that_the_form_names_and_the_largest_of_all_lists() {
    // Without a forecast those that moved most stand on the first page, else those that are furthest from their target.
    let of_section = |name: &str, id: &str| -> Vec<String> {
        let report = report(&sample(name));
        let section = report.sections.iter().find(|section| section.id == id).unwrap();
        let tables = section.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table.id.clone()),
            _ => None,
        });
        tables.collect()
    };
    assert_eq!(of_section("budget-recovery", "changes"), [".largest"]);
    assert_eq!(of_section("budget-recovery", "annex"), [".movement.in_year", ".movement.variance.net"]);
    assert_eq!(of_section("recovery-plan", "changes"), [".furthest"]);
    let movements = [".largest", ".movement.target", ".movement.forecast", ".movement.achieved"];
    assert_eq!(of_section("recovery-plan", "annex"), movements);
    // What falls by 2,775 is the event of the paper.
    let report = report(&sample("budget-recovery"));
    let net = tables(&report).into_iter().find(|table| table.id == ".movement.variance.net").unwrap().rows.last();
    let cells: Vec<&str> = net.unwrap().cells.iter().map(|cell| cell.text()).collect();
    let (opening, closing) = (cells[1], cells[cells.len() - 1]);
    let number = |text: &str| text.replace([',', '(', ')'], "").parse::<i64>().unwrap();
    assert_eq!(number(opening) - number(closing), 2_775, "{cells:?}");
    // Of a programme every year stands beside the others, though the year of the report did not move.
    let moved: Vec<String> =
        reasons(&sample("multi-year-programme")).into_iter().map(|(_, figure, _)| figure).collect();
    assert!(
        moved.contains(&"Target 2018/19".to_string()) && moved.contains(&"Target 2020/21".to_string()),
        "{moved:?}"
    );
}

#[test]
fn words_that_leave_a_part_open_do_not_close_the_question() {
    let corrected = "== Return
Scheme  | Target | Forecast | Share
Voids   | 950    | 800      | 84.2%
Rents   | 900    | 800      | 88.9%
Meals   | 900    | 800      | 88.9%
Total   | 2750   | 2400     | 87.3%
";
    let (_folder, collection) = made(FORM, &[BEFORE, [(AFTER[0].0, corrected), AFTER[1]]].concat());
    let request = r#"
[[change_request]]
reference = "CR-07"
period = "2022-23-q3"
kind = "correction"
area = "north"
scheme = "Voids"
column = "target"
from = 900
to = 920
approved_by = "Savings Board"
date = 2022-11-30
words = "The garages were left out."
"#;
    fs::write(collection.join("decisions.toml"), request).unwrap();
    let expected = "The garages were left out. (CR-07) More was asked and is not answered yet.";
    assert_eq!(reasons(&collection), owned(&[("Voids", "Target", expected)]));
}

#[test]
fn each_list_counts_its_own_items_and_no_balancing_line() {
    let balancing = "balancing = [\"Still to find\"]\n";
    let form = fs::read_to_string(crate::support::repository().join("tests/gallery/base.toml")).unwrap();
    let form = form.replace("key = \"title\"\n", &format!("key = \"title\"\n{balancing}")) + FORM;
    let form = form.replace("name = \"North\"\n", "name = \"North\"\n\n[[area]]\nid = \"south\"\nname = \"South\"\n");
    let words = "S {{count before.new}} {{count before.closed}} {{count before.new_of.schemes}} {{count before.closed_of.schemes}} O \
                 {{count before.new_of.others}} {{count before.closed_of.others}}.";
    let schemes = |rows: &str| format!("== Return\nScheme | Target | Forecast | Share\n{rows}");
    let others = |rows: &str| format!("== Return\nLine | Area | Forecast\n{rows}");
    let files = [
        ("piperoll.toml", form),
        ("templates/words/changes.hbs", words.to_string()),
        ("templates/words/area.hbs", words.to_string()),
        ("returns/2022-23-q2/north.txt", schemes("Voids | 9 | 8 | 88.9%\nRents | 9 | 8 | 88.9%\n")),
        ("returns/2022-23-q2/south.txt", schemes("Parks | 9 | 8 | 88.9%\nStill to find | 5 | 0 | 0%\n")),
        ("returns/2022-23-q2/others.txt", others("Post | North | 5\nFuel | North | 7\nPost | South | 5\n")),
        // North: one of two is gone, three are new, and a balancing line stands where none stood. South: its balancing line
        // went, and a line of the other list came.
        (
            "returns/2022-23-q3/north.txt",
            schemes(
                "Voids | 9 | 8 | 88.9%\nTrees | 1 | 1 | 100%\nBins | 2 | 2 | 100%\nStreet lights | 4 | 4 | 100%\n\
                 Still to find | 5 | 0 | 0%\n",
            ),
        ),
        ("returns/2022-23-q3/south.txt", schemes("Parks | 9 | 8 | 88.9%\n")),
        (
            "returns/2022-23-q3/others.txt",
            others("Water | North | 90\nPost | South | 5\nCouriers | South | 4\nPaper | South | 66\n"),
        ),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let (_folder, collection) = made("", &files);
    let report = report(&collection);
    let said: Vec<String> = report.sections.iter().flat_map(texts).collect();
    assert_eq!(said, ["S 3 1 3 1 O 3 2.", "S 3 1 3 1 O 1 2.", "S 0 0 0 0 O 2 0."], "in all, North, South");
}

#[test]
fn words_and_layout_of_the_collection_stand_among_its_files() {
    let (_folder, collection) = copy(&sample("recovery-plan"));
    let own = [
        ("templates/words/area.hbs", "Target {{money target}}.", "words"),
        ("templates/words/phrases.toml", "parts = [\"thereof\"]\n", "words"),
        ("templates/layout/appendix.typ", "= Savings", "layout"),
    ];
    for (path, text, _) in own {
        fs::create_dir_all(collection.join(path).parent().unwrap()).unwrap();
        fs::write(collection.join(path), text).unwrap();
    }
    let files = report(&collection).files;
    for (path, text, role) in own {
        let file = files.iter().find(|file| file.path == path).unwrap_or_else(|| panic!("{path} is not there"));
        assert_eq!((file.role, file.sha256.clone()), (role, piperoll::file::sha256(text.as_bytes())), "{path}");
    }
}

#[test]
fn the_published_measures_and_those_drawn_up_since_are_the_same_number() {
    let report = report(&sample("budget-recovery"));
    let said = texts(&report.sections[0]);
    let line = said.iter().find(|text| text.contains("drawn up")).unwrap();
    assert!(line.starts_with("23 measures ") && line.contains("; 23 measures were drawn up since Period 2"), "{line}");
}

const NOTE: &str = "Savings stand here as negative amounts: an additional saving shows as a negative change.";

#[test]
fn the_sentence_and_the_table_say_one_thing_where_savings_are_negative_amounts() {
    let report = report(&sample("savings-list"));
    let said = texts(&report.sections[0]);
    assert!(said.iter().any(|text| text.contains("What is to be saved has grown by £304,000 since")), "{said:#?}");
    assert!(!report.sections.iter().flat_map(texts).any(|text| text.contains("+£")), "{said:#?}");
    let tables = tables(&report);
    let of_movements = |id: &str| [".largest", ".figures", ".movement."].iter().any(|start| id.starts_with(start));
    let printed =
        tables.iter().filter(|table| table.appears != piperoll::report::Appears::Workbook && of_movements(&table.id));
    let noted = printed.map(|table| (table.id.as_str(), table.notes.iter().any(|note| note == NOTE)));
    // Figures of the appendix as a whole stand as they are stated.
    assert_eq!(
        noted.collect::<Vec<_>>(),
        [(".largest", true), (".figures-then-and-now", false), (".movement.amount", true)]
    );
    // In forms that write savings as positive amounts nothing wants a note.
    let positive = crate::support::report(&sample("recovery-plan"));
    let said = texts(&positive.sections[0]);
    assert!(
        said.iter()
            .any(|text| text.contains("That is £152k less than at Quarter 2, 2022/23, when it was 66% of £25,201k.")),
        "{said:#?}"
    );
    assert!(positive.sections.iter().flat_map(|section| &section.blocks).all(|block| match block {
        Block::Table(table) => !table.notes.iter().any(|note| note == NOTE),
        _ => true,
    }));
}

#[test]
fn a_table_of_years_has_the_note_too() {
    let (_folder, collection) = copy(&sample("multi-year-programme"));
    let form = fs::read_to_string(collection.join("piperoll.toml")).unwrap();
    fs::write(collection.join("piperoll.toml"), form.replace("[report]\n", "[report]\nsavings = \"negative\"\n"))
        .unwrap();
    let report = report(&collection);
    let table = *tables(&report).iter().find(|table| table.id.starts_with(".years.")).unwrap();
    assert!(table.notes.iter().any(|note| note == NOTE), "{:?}", table.notes);
}

#[test]
fn the_built_in_words_say_the_direction_where_savings_are_negative_amounts() {
    let (_folder, collection) = unpublished("savings-list");
    fs::remove_dir_all(collection.join("templates")).unwrap();
    let said = texts(&report(&collection).sections[0]);
    assert!(said.iter().any(|text| text.contains("What is to be saved has grown by £304,000")), "{said:#?}");
    // Turned round, they have shrunk.
    let (now, then) = ("adult-social-care.xlsx", collection.join("returns"));
    let (this, prior) = (then.join("2021-22-p01").join(now), then.join("2020-21-outturn").join(now));
    let bytes = fs::read(&this).unwrap();
    fs::copy(&prior, &this).unwrap();
    fs::write(&prior, bytes).unwrap();
    let said = texts(&report(&collection).sections[0]);
    assert!(said.iter().any(|text| text.contains("What is to be saved has fallen by £304,000")), "{said:#?}");
}
