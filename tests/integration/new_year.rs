//! A new financial year: what the prior period stands for in it, and what became of the savings of the year before.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use piperoll::report::Block;
use tempfile::TempDir;

use crate::support::{build, findings, made, piperoll, report, rows, sheets, stderr};

/// A second area, and what next year's target is to be.
const FORM: &str = r#"
[[area]]
id = "south"
name = "South"

[[list.column]]
id = "target_next"
heading = "Target next year"
kind = "money"
unit = "thousands"
optional = true
next_year_of = "target"
"#;

const HEADINGS: &str = "== Return\nScheme | Target | Forecast | Share | Achieved | Target next year\n";

/// A return of schemes with target, achieved and next year's target. The forecast is what is achieved, or the target of a year begun.
fn grid(schemes: &[(&str, i32, i32, i32)], begun: bool) -> String {
    let each = schemes.iter().map(|(name, target, achieved, next)| {
        let forecast = if begun { target } else { achieved };
        format!("{name} | {target} | {forecast} | | {achieved} | {next}\n")
    });
    let sum = |of: fn(&(&str, i32, i32, i32)) -> i32| schemes.iter().map(of).sum::<i32>();
    let (target, achieved, next) = (sum(|it| it.1), sum(|it| it.2), sum(|it| it.3));
    let forecast = if begun { target } else { achieved };
    format!("{HEADINGS}{}Total | {target} | {forecast} | | {achieved} | {next}\n", each.collect::<String>())
}

/// At the end of the year Voids is £20k short, Fees £30k; Lettings is all delivered. In the new one Voids goes on, and Fees and Lettings
/// are gone.
fn collection(more: &str, decisions: &str) -> (TempDir, PathBuf) {
    let north = grid(&[("Voids", 100, 80, 120), ("Lettings", 40, 40, 0)], false);
    let south = grid(&[("Rents", 200, 200, 210), ("Fees", 50, 20, 0)], false);
    let north_now = grid(&[("Voids", 120, 15, 90)], true);
    let south_now = grid(&[("Rents", 210, 60, 220)], true);
    made(
        &format!("{FORM}{more}"),
        &[
            ("returns/2021-22-outturn/north.txt", &north),
            ("returns/2021-22-outturn/south.txt", &south),
            ("returns/2022-23-q1/north.txt", &north_now),
            ("returns/2022-23-q1/south.txt", &south_now),
            ("decisions.toml", decisions),
        ],
    )
}

fn decide(collection: &Path, more: &[&str]) -> Output {
    piperoll().arg("decide").arg(collection).args(["--new-year", "--yes"]).args(more).output().unwrap()
}

const BY: [&str; 6] = ["--words", "As reported at outturn.", "--role", "Head of Finance", "--date", "20/07/2022"];

/// What is open, by id.
fn open(collection: &Path) -> Vec<String> {
    let json = findings(collection, &[]);
    let open = json["findings"].as_array().unwrap().iter();
    let open = open.filter(|finding| finding["status"] == "open" && finding["severity"] != "note");
    open.map(|finding| finding["id"].as_str().unwrap().to_string()).collect()
}

fn turned(more: &str) -> (TempDir, PathBuf) {
    let (folder, collection) = collection(more, "");
    let output =
        decide(&collection, &[&["--brought-forward", "north:Voids", "--written-off", "south:fees"], &BY[..]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    (folder, collection)
}

fn first_page(collection: &Path) -> String {
    let report = report(collection);
    let texts = report.sections[0].blocks.iter().filter_map(|block| match block {
        Block::Paragraph { text } => Some(text.clone()),
        _ => None,
    });
    texts.collect::<Vec<_>>().join("\n")
}

/// A sheet's rows, from the one that begins so.
fn table(xlsx: &[u8], sheet: &str, first: &str) -> Vec<Vec<String>> {
    let all = sheets(xlsx);
    let (_, range) = all
        .iter()
        .find(|(name, _)| name == sheet)
        .unwrap_or_else(|| panic!("{sheet} is none of {:?}", all.iter().map(|(name, _)| name).collect::<Vec<_>>()));
    rows(range).into_iter().skip_while(|row| row[0] != first).collect()
}

#[test]
fn one_question_is_asked_when_the_year_has_turned_and_one_command_answers_it() {
    let (_folder, collection) = collection("", "");
    assert_eq!(open(&collection), ["year-turned"], "schemes that are gone with their year are asked about in it");
    let output = decide(&collection, &BY);
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    for line in [
        "  north:Voids  'Voids' (North), £20k of £100k not delivered",
        "  south:Fees   'Fees' (South), £30k of £50k not delivered",
    ] {
        assert!(said.contains(line), "{said}");
    }
    assert!(!said.contains("Lettings"), "it was all delivered: {said}");
    let answers = ["--brought-forward", "north:Voids", "--written-off", "south:Fees"];
    let output = decide(&collection, &[&answers[..], &BY[..]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(open(&collection), Vec::<String>::new());
    let written = fs::read_to_string(collection.join("decisions.toml")).unwrap();
    let expected = r#"[[new_year]]
period = "2022-23-q1"
schemes = [
    { area = "north", scheme = "Voids", target = 100, delivered = 80, brought_forward = 20 },
    { area = "north", scheme = "Lettings", target = 40, delivered = 40 },
    { area = "south", scheme = "Fees", target = 50, delivered = 20, written_off = 30 },
]
words = "As reported at outturn."
role = "Head of Finance"
date = 2022-07-20
"#;
    assert_eq!(written.trim_start(), expected);
    let again = decide(&collection, &BY);
    assert!(
        stderr(&again).contains("2022-23-q1 has a [[new_year]] already, in line 1 of decisions.toml"),
        "{}",
        stderr(&again)
    );
}

#[test]
fn figures_to_date_open_at_nil_and_this_years_with_what_was_next_years() {
    let (_folder, collection) = turned("");
    let built = build(&collection, &[]);
    let movement = |sheet: &str| table(built.xlsx(), sheet, "Service area");
    assert_eq!(
        movement("Movement of Achieved")[1..],
        [
            ["North", "0", "0", "0", "0", "0", "15", "15"],
            ["South", "0", "0", "0", "0", "0", "60", "60"],
            ["Total", "0", "0", "0", "0", "0", "75", "75"],
        ]
        .map(|row| row.map(String::from).to_vec())
    );
    // Lettings and Fees have no target next year, and go with nothing.
    assert_eq!(
        movement("Movement of Target")[1..],
        [
            ["North", "120", "0", "0", "0", "0", "0", "120"],
            ["South", "210", "0", "0", "0", "0", "0", "210"],
            ["Total", "330", "0", "0", "0", "0", "0", "330"],
        ]
        .map(|row| row.map(String::from).to_vec())
    );
    assert_eq!(movement("Movement of Target next year")[1][1], "0");
    let notes = |id: &str| {
        let report = report(&collection);
        let tables = report.sections.iter().flat_map(|section| &section.blocks).filter_map(|block| match block {
            Block::Table(table) if table.id == id => Some(table.notes.clone()),
            _ => None,
        });
        tables.flatten().collect::<Vec<_>>().join(" ")
    };
    assert!(notes(".movement.achieved").contains("The figure belongs to its year: the new one opens at nil."));
    let opens = "The new year opens with what Target next year was in Outturn 2021/22.";
    assert!(notes(".movement.target").contains(opens), "{}", notes(".movement.target"));
}

#[test]
fn without_the_decision_nothing_is_turned() {
    let (_folder, collection) = collection("", "");
    let built = build(&collection, &[]);
    assert_eq!(table(built.xlsx(), "Movement of Achieved", "North")[0][1], "120");
    assert_eq!(table(built.xlsx(), "Movement of Target", "North")[0][1], "140");
    assert!(sheets(built.xlsx()).iter().all(|(name, _)| name != "End of year"));
}

#[test]
fn the_paper_says_what_became_of_each_saving() {
    let (_folder, collection) = turned("");
    let built = build(&collection, &[]);
    let by_area = table(built.xlsx(), "What became of the savings", "Service area");
    assert_eq!(
        by_area,
        [
            ["Service area", "Target", "Achieved", "Not delivered", "Brought forward", "Written off", "Once only"],
            ["North", "140", "120", "20", "20", "0", "0"],
            ["South", "250", "220", "30", "0", "30", "0"],
            ["Total", "390", "340", "50", "20", "30", "0"],
        ]
        .map(|row| row.map(String::from).to_vec())
    );
    let by_scheme = table(built.xlsx(), "End of year", "Area id");
    let fees = by_scheme.iter().find(|row| row[2] == "Fees").unwrap();
    assert_eq!(fees[3..], ["50", "20", "30", "0", "30", "0", "As reported at outturn."].map(String::from));
    let said = first_page(&collection);
    let ended = "Of savings of £390k for 2021/22, £340k was delivered; £20k is brought forward into 2022/23 and £30k was written off.";
    assert!(said.contains(ended), "{said}");
    assert!(!said.contains("once only"), "{said}");
    let changes = table(built.xlsx(), "Changes", "List id");
    let fees = changes.iter().find(|row| row[4] == "Fees" && row[1] == "forecast").unwrap();
    assert!(fees[10].ends_with("As reported at outturn."), "{fees:?}");
}

/// Which schemes recur, and their returns then and now.
const ONCE: &str = r#"
[[list.column]]
id = "recurs"
heading = "Recurs"
kind = "choice"
choices = ["Yes", "No"]
one_off = ["No"]
optional = true
"#;

const RECURS: [&str; 2] = [
    "== Return\nScheme | Target | Forecast | Share | Achieved | Target next year | Recurs\nVoids | 100 | 80 | | 80 | 120 | Yes\n\
     Lettings | 40 | 40 | | 40 | 0 | No\nTotal | 140 | 120 | | 120 | 120 |\n",
    "== Return\nScheme | Target | Forecast | Share | Achieved | Target next year | Recurs\nVoids | 120 | 120 | | 15 | 90 | Yes\n\
     Total | 120 | 120 | | 15 | 90 |\n",
];

/// Lettings was once only.
fn once_only() -> (TempDir, PathBuf) {
    let form = FORM.replace("[[area]]\nid = \"south\"\nname = \"South\"\n", "") + ONCE;
    let [was, now] = RECURS;
    made(&form, &[("returns/2021-22-outturn/north.txt", was), ("returns/2022-23-q1/north.txt", now)])
}

/// A year that ended with a scheme that was once only, and one of which nobody knows what was delivered; and with the form naming nothing that
/// says what was delivered of any.
pub fn ended(says_delivered: bool) -> (TempDir, PathBuf) {
    let (folder, collection) = once_only();
    let path = collection.join("returns/2021-22-outturn/north.xlsx");
    let was = format!(
        "{}{}",
        RECURS[0].trim_end().rsplit_once('\n').unwrap().0,
        "\nFees | 50 | - | | | 0 |\nSales | 10 | 15 | | 15 | 0 |\nLoans | 30 | 10 | | 10 | 0 |\n\
         Total | 230 | 145 | | 145 | 120 |\n"
    );
    fs::write(path, crate::workbook::workbook(&was)).unwrap();
    let form = fs::read_to_string(collection.join("piperoll.toml")).unwrap();
    let form = form.replace("id = \"forecast\"\n", "id = \"forecast\"\ncodes = { \"-\" = \"not known\" }\n");
    let roles = "roles = { target = \"target\", forecast = \"forecast\", achieved = \"achieved\" }";
    let form = if says_delivered { form } else { form.replace(roles, "roles = { target = \"target\" }") };
    fs::write(collection.join("piperoll.toml"), form).unwrap();
    let entry = "[[new_year]]\nperiod = \"2022-23-q1\"\nschemes = [\n\
                 { area = \"north\", scheme = \"Voids\", brought_forward = 20 },\n\
                 { area = \"north\", scheme = \"Lettings\", one_off = 40 },\n\
                 { area = \"north\", scheme = \"Fees\" },\n]\nwords = \"As reported.\"\nrole = \"Head of Finance\"\ndate = 2022-07-20\n";
    fs::write(collection.join("decisions.toml"), entry).unwrap();
    (folder, collection)
}

#[test]
fn what_was_delivered_beyond_targets_and_what_nobody_knows_or_decided_is_said() {
    let (_folder, collection) = ended(true);
    let said = first_page(&collection);
    for sentence in [
        "Of savings of £230k for 2021/22, £145k was delivered; £20k is brought forward into 2022/23 and £0k was written off.",
        "What was delivered beyond targets comes to £5k of it.",
        "Of £20k that was not delivered nothing was decided.",
        "Of 1 scheme it is not known how much was delivered.",
    ] {
        assert!(said.contains(sentence), "{said}");
    }
}

#[test]
fn what_was_once_only_is_missing_from_now_on() {
    let (_folder, collection) = once_only();
    let output = decide(
        &collection,
        &[&["--brought-forward", "north:Voids=15", "--written-off", "north:Voids"], &BY[..]].concat(),
    );
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let written = fs::read_to_string(collection.join("decisions.toml")).unwrap();
    assert!(written.contains("delivered = 80, brought_forward = 15, written_off = 5 }"), "{written}");
    assert!(written.contains("scheme = \"Lettings\", target = 40, delivered = 40, one_off = 40 }"), "{written}");
    assert_eq!(open(&collection), Vec::<String>::new());
    let said = first_page(&collection);
    assert!(said.contains("Of what was delivered, £40k was once only and is missing in 2022/23."), "{said}");
}

#[test]
fn a_decision_holds_for_the_figures_it_was_made_on_and_says_something_of_each() {
    let entry = |schemes: &str| {
        format!(
            "[[new_year]]\nperiod = \"2022-23-q1\"\nschemes = [\n{schemes}\n]\nwords = \"As reported.\"\nrole = \"Head of Finance\"\n\
             date = 2022-07-20\n"
        )
    };
    let voids = "{ area = \"north\", scheme = \"Voids\", target = 100, delivered = 80, brought_forward = 20 },";
    let fees = "{ area = \"south\", scheme = \"Fees\", written_off = 30 },";
    let lettings = "{ area = \"north\", scheme = \"Lettings\" },";
    let with = |schemes: &[&str]| {
        let (_folder, collection) = collection("", &entry(&schemes.join("\n")));
        open(&collection)
    };
    assert_eq!(with(&[voids, fees, lettings]), Vec::<String>::new());
    assert_eq!(with(&[voids, fees]), ["year-turned:more"], "nothing is said of Lettings");
    let other = voids.replace("delivered = 80", "delivered = 85");
    assert_eq!(with(&[&other, fees, lettings]), ["new-year-amounts:north:voids"]);
    let short = voids.replace("= 20 }", "= 19.5 }");
    assert_eq!(with(&[&short, fees, lettings]), ["new-year-amounts:north:voids"]);
    let minus = voids.replace("= 20 }", "= -20, written_off = 40 }");
    assert_eq!(with(&[&minus, fees, lettings]), ["new-year-amounts:north:voids"]);
    let once = voids.replace("= 20 }", "= 20, one_off = 81 }");
    assert_eq!(with(&[&once, fees, lettings]), ["new-year-amounts:north:voids"]);
    let gone = fees.replace("written_off", "brought_forward");
    assert_eq!(with(&[voids, &gone, lettings]), ["brought-forward-open:south:fees"]);
    let unknown = lettings.replace("Lettings", "Letting agents");
    let open = with(&[voids, fees, lettings, &unknown]);
    assert!(matches!(open.as_slice(), [one] if one.starts_with("decision-unmatched:")), "{open:?}");
    let twice = with(&[voids, fees, lettings, lettings]);
    assert!(matches!(twice.as_slice(), [one] if one.starts_with("decision-unmatched:")), "{twice:?}");
}

#[test]
fn where_figures_run_on_an_explanation_says_so_and_schemes_that_are_gone_are_asked_about() {
    let (_folder, collection) = collection("", "");
    let answer = [
        "year-turned",
        "--as",
        "explain",
        "--words",
        "They run on.",
        "--role",
        "Head of Finance",
        "--date",
        "20/07/2022",
    ];
    let output = piperoll().arg("decide").arg(&collection).args(answer).arg("--yes").output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(open(&collection), ["scheme-vanished:north:lettings", "scheme-vanished:south:fees"]);
}

#[test]
fn a_year_that_has_not_turned_is_not_turned() {
    let entry = "[[new_year]]\nperiod = \"2022-23-q2\"\nwords = \"x\"\nrole = \"Head of Finance\"\ndate = 2022-10-20\n";
    let then = grid(&[("Voids", 120, 15, 90)], true);
    let now = grid(&[("Voids", 120, 40, 90)], true);
    let form = FORM.replace("[[area]]\nid = \"south\"\nname = \"South\"\n", "");
    let files = [("returns/2022-23-q1/north.txt", then.as_str()), ("returns/2022-23-q2/north.txt", now.as_str())];
    let (_folder, quarters) = made(&form, &files);
    let output = decide(&quarters, &BY);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("2022-23-q2 does not ask whether a new year has begun"), "{}", stderr(&output));
    fs::write(quarters.join("decisions.toml"), entry).unwrap();
    let json = findings(&quarters, &[]);
    let told =
        json["findings"].as_array().unwrap().iter().find(|finding| finding["code"] == "decision-unmatched").unwrap();
    assert_eq!(
        told["message"],
        "the [[new_year]] of Quarter 2, 2022/23 has no effect: Quarter 2, 2022/23 is compared with Quarter 1, 2022/23, of the same year"
    );
}

#[test]
fn what_is_brought_forward_is_approved_without_a_column_of_its_own_and_is_in_its_column_where_there_is_one() {
    // Approved were £100k for Voids; £20k more are last year's.
    let control = "[[control]]\nsource = \"Full Council\"\nminute = \"87\"\ndate = 2022-02-23\n\
                   [[control.item]]\narea = \"north\"\nscheme = \"Voids\"\namount = 100\n\
                   [[control.item]]\narea = \"south\"\nscheme = \"Rents\"\namount = 210\n";
    let (_folder, with_control) = turned(control);
    assert_eq!(open(&with_control), Vec::<String>::new());
    let own = r#"
[[list.column]]
id = "brought_forward"
heading = "Brought forward"
kind = "money"
unit = "thousands"
optional = true
"#;
    let (_folder, with_column) = turned(own);
    let path = with_column.join("piperoll.toml");
    let form = fs::read_to_string(&path).unwrap();
    fs::write(
        &path,
        form.replace("achieved = \"achieved\" }", "achieved = \"achieved\", brought_forward = \"brought_forward\" }"),
    )
    .unwrap();
    assert_eq!(open(&with_column), ["brought-forward-open:north:voids:brought-forward"]);
}

#[test]
fn a_form_says_of_whom_a_column_is_the_next_year() {
    let fault = |column: &str| {
        let form = FORM.replace("next_year_of = \"target\"", column);
        let (_folder, collection) =
            made(&form, &[("returns/2022-23-q1/north.txt", &grid(&[("Voids", 1, 1, 1)], true))]);
        let output = piperoll().arg("check").arg(&collection).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        stderr(&output)
    };
    for (column, says) in [
        ("next_year_of = \"targt\"", "unknown column `targt` in `next_year_of`; did you mean `target`?"),
        ("next_year_of = \"target_next\"", "`target_next` cannot be the next year of itself"),
        ("next_year_of = \"share\"", "`target_next` cannot be the next year of `share`, which is of kind percent"),
        ("next_year_of = \"achieved\"", "counts from the start of its year (`cumulative`)"),
        ("next_year_of = \"target\"\ncumulative = true", "counts from the start of its year (`cumulative`)"),
    ] {
        assert!(fault(column).contains(says), "{column}: {}", fault(column));
    }
}

#[test]
fn what_was_last_years_is_asked_about_when_the_year_has_turned() {
    let entry = "[[new_year]]\nperiod = \"2022-23-q1\"\nwords = \"x\"\nrole = \"Head of Finance\"\ndate = 2022-07-20\n";
    let of = |now: &[(&str, i32, i32, i32)]| {
        let form = FORM.replace("[[area]]\nid = \"south\"\nname = \"South\"\n", "");
        let was = grid(&[("Voids", 100, 100, 120), ("Rents", 200, 200, 210), ("Fees", 50, 50, 60)], false);
        let now = grid(now, true);
        let files = [("returns/2021-22-outturn/north.txt", was.as_str()), ("returns/2022-23-q1/north.txt", &now)];
        let (_folder, collection) = made(&form, &[&files[..], &[("decisions.toml", entry)]].concat());
        open(&collection)
    };
    assert_eq!(of(&[("Voids", 120, 10, 90), ("Rents", 210, 20, 220), ("Fees", 60, 5, 70)]), Vec::<String>::new());
    let again = of(&[("Voids", 120, 100, 90), ("Rents", 210, 200, 220), ("Fees", 60, 50, 70)]);
    assert_eq!(again, ["column-unmoved:north:achieved:all"], "what was achieved last year is no part of this one's");
    let another = of(&[("Voids", 135, 10, 90), ("Rents", 210, 20, 220), ("Fees", 60, 5, 70)]);
    assert_eq!(another, ["target-changed:north:voids:target"], "next year's target was another one");
}

#[test]
fn a_budget_opens_the_year_and_its_first_quarter_asks_how_the_last_one_ended() {
    let form = FORM.replace("[[area]]\nid = \"south\"\nname = \"South\"\n", "");
    // Set in February: nobody knows yet what the year will not bring. Lettings is not in the budget.
    let third = grid(&[("Voids", 100, 60, 120), ("Lettings", 40, 30, 0)], true);
    let budget = "== Return\nScheme | Target | Forecast | Share\nVoids | 120 | 120 |\nTotal | 120 | 120 |\n";
    let outturn = grid(&[("Voids", 100, 80, 120), ("Lettings", 40, 35, 0)], false);
    let first = grid(&[("Voids", 120, 10, 130)], true);
    let files = [
        ("returns/2021-22-q3/north.txt", third.as_str()),
        ("returns/2022-23-budget/north.txt", budget),
        ("returns/2021-22-outturn/north.txt", &outturn),
        ("returns/2022-23-q1/north.txt", &first),
    ];
    let (_folder, collection) = made(&form, &files);
    let open_in = |period: &str, prior: &str| {
        let json = findings(&collection, &["--period", period, "--prior", prior]);
        let all = json["findings"].as_array().unwrap().iter();
        let open = all.filter(|finding| finding["status"] == "open" && finding["severity"] != "note");
        open.map(|finding| finding["id"].as_str().unwrap().to_string()).collect::<Vec<_>>()
    };
    let asked = open_in("2022-23-budget", "2021-22-q3");
    assert_eq!(
        asked,
        ["year-turned", "scheme-vanished:north:lettings"],
        "a year that is not over has become nothing yet"
    );
    assert_eq!(open(&collection), ["year-turned"]);
    let json = findings(&collection, &[]);
    let told = json["findings"].as_array().unwrap().iter().find(|finding| finding["id"] == "year-turned").unwrap();
    assert_eq!(
        told["message"],
        "2022/23 has begun, and no [[new_year]] says what became of the savings of Outturn 2021/22. Of its 2 schemes, 2 were not all \
         delivered (£25k in all) and 1 is gone: 'Voids' (North), £20k of £100k not delivered; 'Lettings' (North), £5k of £40k not delivered"
    );
    let answers = ["--brought-forward", "north:Voids", "--written-off", "north:Lettings"];
    let output = decide(&collection, &[&answers[..], &BY].concat());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(open(&collection), Vec::<String>::new());
    let built = build(&collection, &[]);
    // The budget is of this year, so that nothing of it is turned.
    assert_eq!(table(built.xlsx(), "Movement of Target", "North")[0][1], "120");
    let by_area = table(built.xlsx(), "What became of the savings", "North");
    assert_eq!(by_area[0], ["North", "140", "115", "25", "20", "5", "0"].map(String::from));
    let files = table(built.xlsx(), "Files", "Path in the collection");
    assert!(files.iter().any(|row| row[0].contains("2021-22-outturn")), "{files:?}");
}

#[test]
fn the_last_closings_are_what_they_were_when_the_year_has_turned() {
    let (_folder, collection) = turned("\n[pages]\ntrend = \"after\"\n");
    let built = build(&collection, &[]);
    let closings = table(built.xlsx(), "Closings of Achieved", "Service area");
    assert_eq!(
        closings,
        [
            ["Service area", "Outturn 2021/22", "Quarter 1, 2022/23"],
            ["North", "120", "15"],
            ["South", "220", "60"],
            ["Total", "340", "75"],
        ]
        .map(|row| row.map(String::from).to_vec())
    );
}

/// With this target of Voids in the new year, of which £20k were not delivered in the last one, and this entry of it.
fn with_target(more: &str, target: i32, entry: &str) -> Vec<String> {
    let form = more.to_string();
    let was = "== Return\nScheme | Target | Forecast | Share | Achieved\nVoids | 100 | 80 | | 80\nRents | 60 | 60 | | 60\n\
               Fees | 50 | 50 | | 50\nMeals | 40 | 40 | | 40\nTotal | 250 | 230 | | 230\n";
    let now = format!(
        "== Return\nScheme | Target | Forecast | Share | Achieved\nVoids | {target} | {target} | | 5\nRents | 60 | 60 | | 10\n\
         Fees | 50 | 50 | | 5\nMeals | 40 | 40 | | 4\nTotal | {0} | {0} | | 24\n",
        target + 150
    );
    let decided = format!(
        "[[new_year]]\nperiod = \"2022-23-q1\"\nschemes = [{{ area = \"north\", scheme = \"Voids\", {entry} }}]\nwords = \"x\"\n\
         role = \"Head of Finance\"\ndate = 2022-07-20\n"
    );
    let files = [
        ("returns/2021-22-outturn/north.txt", was),
        ("returns/2022-23-q1/north.txt", &now),
        ("decisions.toml", &decided),
    ];
    let (_folder, collection) = made(&form, &files);
    open(&collection)
}

const BROUGHT: &str = "brought_forward = 20";

#[test]
fn a_target_that_moved_by_what_was_brought_forward_is_not_asked_about_and_one_without_room_for_it_is() {
    assert_eq!(with_target("", 120, BROUGHT), Vec::<String>::new());
    assert_eq!(with_target("", 130, BROUGHT), ["target-changed:north:voids:target"]);
    let little = with_target("", 15, BROUGHT);
    assert!(little.contains(&"brought-forward-open:north:voids:target".to_string()), "{little:?}");
}

#[test]
fn an_approved_list_may_have_what_is_brought_forward_or_not() {
    let listed = |amount: u32| {
        let others = [("Voids", amount), ("Rents", 60), ("Fees", 50), ("Meals", 40)];
        let items = others.map(|(scheme, amount)| {
            format!("[[control.item]]\narea = \"north\"\nscheme = \"{scheme}\"\namount = {amount}\n")
        });
        format!("[[control]]\nsource = \"Full Council\"\nminute = \"87\"\ndate = 2022-02-23\n{}", items.concat())
    };
    assert_eq!(with_target(&listed(100), 120, BROUGHT), Vec::<String>::new());
    assert_eq!(with_target(&listed(120), 120, BROUGHT), Vec::<String>::new());
    assert_eq!(with_target(&listed(90), 120, BROUGHT), ["control-differs:north:voids:target"]);
}

#[test]
fn a_form_without_areas_turns_the_year_too() {
    let form = fs::read_to_string(crate::support::repository().join("tests/gallery/base.toml")).unwrap();
    let form = form
        .replace("[[area]]\nid = \"north\"\nname = \"North\"\n", "")
        .replace("file = \"{area}\"\narea = \"file\"", "file = \"savings\"")
        .replace("one_per = \"area\"\n", "")
        .replace("title = \"{{name}}\"", "title = \"Schemes\"");
    let was =
        "== Return\nScheme | Target | Forecast | Share | Achieved\nVoids | 100 | 80 | | 80\nTotal | 100 | 80 | | 80\n";
    let now =
        "== Return\nScheme | Target | Forecast | Share | Achieved\nVoids | 120 | 120 | | 5\nTotal | 120 | 120 | | 5\n";
    let files = [
        ("piperoll.toml", form.as_str()),
        ("returns/2021-22-outturn/savings.txt", was),
        ("returns/2022-23-q1/savings.txt", now),
    ];
    let (_folder, collection) = made("", &files);
    let output = decide(&collection, &[&["--brought-forward", "Voids"], &BY[..]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(open(&collection), Vec::<String>::new());
}

#[test]
fn what_everybody_gets_has_nothing_of_the_old_year_while_anything_is_exempt() {
    let (_folder, collection) = turned("");
    let south = "== Return\nScheme | Target | Forecast | Share | Achieved | Target next year | Progress\n\
                 Rents | 210 | 210 | | 60 | 220 | A contract is let\nTotal | 210 | 210 | | 60 | 220 |\n";
    fs::write(collection.join("returns/2022-23-q1/south.xlsx"), crate::workbook::workbook(south)).unwrap();
    let decisions = fs::read_to_string(collection.join("decisions.toml")).unwrap();
    let exempt = "\n[[exempt]]\nperiod = \"2022-23-q1\"\ncolumn = \"notes\"\nparagraph = 3\nreason = \"A contract.\"\n\
                  role = \"Monitoring officer\"\ndate = 2022-07-21\n";
    fs::write(collection.join("decisions.toml"), decisions + exempt).unwrap();
    let opened = piperoll::collection::Collection::open(&collection).unwrap();
    let inputs = piperoll::pipeline::Inputs::read(&opened, &piperoll::pipeline::Options::default()).unwrap();
    let report = inputs.examine().unwrap().report().unwrap();
    let ids = |report: &piperoll::report::Report| -> Vec<String> {
        let blocks = report.sections.iter().flat_map(|section| &section.blocks);
        blocks
            .filter_map(|block| match block {
                Block::Table(table) => Some(table.id.clone()),
                _ => None,
            })
            .filter(|id| id.starts_with(".new-year"))
            .collect()
    };
    assert_eq!(ids(&report), [".new-year", ".new-year-by-scheme"]);
    let public = report.for_public().unwrap_or_else(|_| panic!("nothing gives words away"));
    assert_eq!(ids(&public), Vec::<String>::new());
    assert!(!first_page(&collection).contains("brought forward into"));
}

#[test]
fn what_a_person_writes_where_nothing_is_known_is_bounded_by_the_target() {
    let unknown = |entry: &str| {
        let was = "== Return\nScheme | Target | Forecast | Share | Achieved\nVoids | 100 | 80 | | TBC\nRents | 60 | 60 | | 60\nTotal | 160 | 140 | | 60\n";
        let now = "== Return\nScheme | Target | Forecast | Share | Achieved\nVoids | 100 | 100 | | 5\nRents | 60 | 60 | | 10\nTotal | 160 | 160 | | 15\n";
        let decided = format!(
            "[[new_year]]\nperiod = \"2022-23-q1\"\nschemes = [{{ area = \"north\", scheme = \"Voids\", target = 100{entry} }}]\n\
             words = \"x\"\nrole = \"Head of Finance\"\ndate = 2022-07-20\n"
        );
        let (_folder, collection) = made(
            "",
            &[
                ("returns/2021-22-outturn/north.txt", was),
                ("returns/2022-23-q1/north.txt", now),
                ("decisions.toml", &decided),
            ],
        );
        let path = collection.join("piperoll.toml");
        let form = fs::read_to_string(&path).unwrap();
        fs::write(&path, form.replace("codes = { \"-\" = {", "codes = { TBC = \"to be confirmed\", \"-\" = {"))
            .unwrap();
        open(&collection)
    };
    let wrong = ["new-year-amounts:north:voids"];
    assert_eq!(unknown(""), wrong);
    assert!(unknown(", brought_forward = 101").contains(&wrong[0].to_string()));
    assert_eq!(unknown(", brought_forward = 25"), Vec::<String>::new());
    assert_eq!(unknown(", delivered = 100"), Vec::<String>::new());
}

#[test]
fn the_first_page_says_what_the_target_opened_with() {
    let entry = "[[new_year]]\nperiod = \"2022-23-q1\"\nwords = \"x\"\nrole = \"Head of Finance\"\ndate = 2022-07-20\n";
    let form = FORM.replace("[[area]]\nid = \"south\"\nname = \"South\"\n", "");
    let was = grid(&[("Voids", 100, 100, 120), ("Rents", 200, 200, 210), ("Fees", 50, 50, 60)], false);
    let now = grid(&[("Voids", 135, 10, 90), ("Rents", 210, 20, 220), ("Fees", 60, 5, 70)], true);
    let files = [
        ("returns/2021-22-outturn/north.txt", was.as_str()),
        ("returns/2022-23-q1/north.txt", &now),
        ("decisions.toml", entry),
    ];
    let (_folder, collection) = made(&form, &files);
    let report = report(&collection);
    let said = crate::support::texts(&report.sections[0]).join("\n");
    let opened = "since Outturn 2021/22, from £390k, which was Target next year then.";
    assert!(said.contains(opened), "{said}");
}

#[test]
fn one_slip_is_one_finding_in_a_year_that_has_turned() {
    let was = "== Return\nScheme | Target | Forecast | Share | Achieved | Target next year\nVoids | 110 | 80 | 73% | 80 | 100\n\
               Rents | 60 | 60 | 100% | 60 | 50\nFleet | 190 | 190 | 100% | 190 | 200\nTotal | 360 | 330 | 92% | 330 | 350\n";
    let now = "== Return\nScheme | Target | Forecast | Share | Achieved | Target next year\nVoids | 100 | 82 | 82% | 5 | 90\n\
               Rents | 50 | 410 | 82% | 4 | 45\nFleet | 200 | 164 | 82% | 6 | 210\nTotal | 350 | 287 | 82% | 15 | 345\n";
    let entry = "[[new_year]]\nperiod = \"2022-23-q1\"\nschemes = [{ area = \"north\", scheme = \"Voids\", target = 110, delivered = 80, \
                 brought_forward = 30 }]\nwords = \"x\"\nrole = \"Head of Finance\"\ndate = 2022-07-20\n";
    let form = FORM.replace("[[area]]\nid = \"south\"\nname = \"South\"\n", "");
    let files =
        [("returns/2021-22-outturn/north.txt", was), ("returns/2022-23-q1/north.txt", now), ("decisions.toml", entry)];
    let (_folder, collection) = made(&form, &files);
    assert_eq!(open(&collection), ["figure-contradicts:north:rents:forecast"]);
}
