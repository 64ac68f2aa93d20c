//! A return that has not come by the day of the papers: what the area last published stands, and the paper says so.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use piperoll::collection::Collection;
use piperoll::period::Period;
use piperoll::pipeline::{Inputs, Options};
use piperoll::publish::{self, public_workbook};
use piperoll::report::{Block, Report, Table};
use serde_json::Value;

use crate::support::{build, findings, made, piperoll, rows, sheets, stderr, stdout, texts};
use crate::workbook;

const FORM: &str = "[[area]]\nid = \"south\"\nname = \"South\"\n\n[[table]]\nid = \"all\"\nfrom = \"schemes\"\ntitle = \"All areas\"\n\
                    columns = [\"title\", \"target\", \"forecast\", \"achieved\"]\ntotal_label = \"Total\"\n";
const NORTH: &str = "== Return\nScheme | Target | Forecast | Share | Achieved\nVoids | 100 | 80 | 80% | 20\nRents | 50 | 40 | 80% | 10\n\
                     Total | 150 | 120 | 80% | 30\n";
const SOUTH: &str = "== Return\nScheme | Target | Forecast | Share | Achieved | Progress\nMeals | 60 | 55 | 92% | 15 | On its way\n\
                     Buses | 40 | 30 | 75% | 5 | Late\nTotal | 100 | 85 | 85% | 20 |\n";
const ENTRY: &str = "[[not_updated]]\narea = \"south\"\nperiod = \"2022-23-q2\"\nwords = \"Its accountant is away.\"\n\
                     role = \"Section 151 officer\"\ndate = 2022-10-20\n";

/// Two areas and their returns of the first quarter, of which nothing is asked.
fn begun(form: &str) -> (tempfile::TempDir, PathBuf) {
    made(form, &[("returns/2022-23-q1/north.txt", NORTH), ("returns/2022-23-q1/south.txt", SOUTH)])
}

pub fn send(collection: &Path, period: &str, area: &str, grid: &str) {
    let folder = collection.join("returns").join(period);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(format!("{area}.xlsx")), workbook::workbook(grid)).unwrap();
}

pub fn decide(collection: &Path, entry: &str) {
    let file = collection.join("decisions.toml");
    let before = fs::read_to_string(&file).unwrap_or_default();
    fs::write(file, format!("{before}\n{entry}\n")).unwrap();
}

/// The North has moved on.
fn north(achieved: u32) -> String {
    let total = achieved + 10;
    NORTH.replace("80% | 20", &format!("80% | {achieved}")).replace("80% | 30", &format!("80% | {total}"))
}

/// Clears and publishes a period as the program does, with a page that nobody typeset.
pub fn publish(collection: &Path, period: &str) -> PathBuf {
    let options = || Options { period: Some(Period::parse(period).unwrap()), ..Options::default() };
    let open = || Collection::open(collection).unwrap();
    let fingerprint = Inputs::read(&open(), &options()).unwrap().examine().unwrap().report().unwrap().meta.fingerprint;
    decide(
        collection,
        &format!(
            "[[clearance]]\nperiod = \"{period}\"\nrole = \"Section 151 officer\"\ninitials = \"AB\"\ndate = 2023-01-27\n\
             fingerprint = \"{fingerprint}\"\n"
        ),
    );
    let opened = open();
    let inputs = Inputs::read(&opened, &options()).unwrap();
    let examined = inputs.examine().unwrap();
    let mut built = examined.render(false).unwrap();
    built.pdf = Some(b"%PDF-1.7\n".to_vec());
    assert_eq!(publish::refusal(&opened, &inputs, &built, None).unwrap(), None);
    publish::publish(&opened, &inputs, &built, None, &|_| ()).unwrap()
}

/// What is open of a period: each id with its weight.
fn open(collection: &Path, period: &str) -> BTreeMap<String, String> {
    let found = findings(collection, &["--period", period]);
    let all = found["findings"].as_array().unwrap().iter();
    let blocks = all.filter(|finding| finding["status"] == "open" && finding["severity"] != "note");
    let text = |finding: &Value, field: &str| finding[field].as_str().unwrap().to_string();
    blocks.map(|finding| (text(finding, "id"), text(finding, "message"))).collect()
}

fn report(collection: &Path) -> Report {
    crate::support::report(collection)
}

fn table<'r>(report: &'r Report, title: &str) -> &'r Table {
    report.tables().find(|table| table.title == title).unwrap_or_else(|| panic!("no table {title}"))
}

fn cells(table: &Table) -> Vec<String> {
    table.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text()).collect::<Vec<_>>().join(" | ")).collect()
}

/// The first quarter is published, and of the second one return is missing.
fn second(form: &str) -> (tempfile::TempDir, PathBuf) {
    let (folder, collection) = begun(form);
    publish(&collection, "2022-23-q1");
    send(&collection, "2022-23-q2", "north", &north(35));
    (folder, collection)
}

/// The same with what stands in its place.
pub fn standing() -> (tempfile::TempDir, PathBuf) {
    let (folder, collection) = second(FORM);
    decide(&collection, ENTRY);
    (folder, collection)
}

#[test]
fn what_was_last_published_stands_for_a_return_that_has_not_come() {
    let (_folder, collection) = second(FORM);
    let missing = open(&collection, "2022-23-q2");
    assert_eq!(missing.keys().collect::<Vec<_>>(), ["missing-return:south"]);
    decide(&collection, ENTRY);
    assert_eq!(open(&collection, "2022-23-q2"), BTreeMap::new());

    let paper = report(&collection);
    let first = texts(&paper.sections[0]);
    let said = "South has sent no return: its figures are as last reported, 30 June 2022. Its accountant is away. \
                (Section 151 officer, 20 October 2022)";
    assert!(first[0].starts_with("The figures stand at 30 September 2022."), "{first:?}");
    assert_eq!(first[1], said, "{first:?}");
    let south = table(&paper, "South");
    assert_eq!(cells(south), ["Meals | 60 | 55 | 92%", "Buses | 40 | 30 | 75%", "Total | 100 | 85 | 85%"]);
    let note = "South: figures as last reported, 30 June 2022, here and in totals.";
    assert!(south.notes.iter().any(|own| own == note), "{:?}", south.notes);
    let all = table(&paper, "All areas");
    assert_eq!(cells(all).last().unwrap(), "Total | 250 | 205 | 65");
    assert!(all.notes.iter().any(|own| own == note), "{:?}", all.notes);
    assert!(!table(&paper, "North").notes.iter().any(|own| own == note));
    let movement = paper.tables().find(|table| table.id == ".movement.achieved").unwrap();
    assert!(movement.notes.iter().any(|own| own.starts_with("South has sent no return, so that")), "{movement:?}");
    let annex = paper
        .sections
        .iter()
        .find(|section| section.blocks.iter().any(|block| matches!(block, Block::Chart(_))))
        .unwrap();
    assert!(texts(annex).iter().any(|text| text == note), "{annex:?}");
    // Over its table nothing is said of how it moved.
    let over = |title: &str| {
        let own = paper.sections.iter().find(|section| section.heading == title).unwrap();
        texts(own).concat()
    };
    assert!(over("North").contains("as much as at") && !over("South").contains("as much as at"), "{}", over("South"));
}

#[test]
fn sources_lead_to_the_cells_of_the_set_and_everybody_is_told_no_file() {
    let (_folder, collection) = second(FORM);
    decide(&collection, ENTRY);
    let built = build(&collection, &[]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    let book: BTreeMap<String, _> = sheets(built.xlsx()).into_iter().collect();
    let sources = rows(&book["Sources"]);
    let file = "published/2022-23-q1/1/restricted/inputs/returns/2022-23-q1/south.xlsx";
    let meals =
        sources.iter().find(|row| row[0] == "South" && row[2] == "Meals" && row[3].starts_with("Target")).unwrap();
    assert_eq!(meals[5..], ["as given, as last reported, 30 June 2022", file, "Return", "B2"]);
    let files = rows(&book["Files"]);
    let role = |path: &str| files.iter().find(|row| row[0] == path).map(|row| row[1].clone());
    assert_eq!(role(file).as_deref(), Some("return as last published"));
    assert_eq!(
        role("published/2022-23-q1/1/restricted/inputs/piperoll.toml").as_deref(),
        Some("form as last published")
    );
    let cover = rows(&book["Cover"]).concat().join("\n");
    assert!(cover.contains("Not updated: South, as last reported, 30 June 2022"), "{cover}");

    let opened = Collection::open(&collection).unwrap();
    let inputs = Inputs::read(&opened, &Options::default()).unwrap();
    let built = inputs.examine().unwrap().render(false).unwrap();
    let public = sheets(&public_workbook(&built).unwrap());
    let all = public.iter().flat_map(|(_, range)| rows(range)).flatten().collect::<Vec<_>>().join("\n");
    assert!(
        all.contains("as last reported, 30 June 2022") && !all.contains(".xlsx") && !all.contains("published/"),
        "{all}"
    );
}

#[test]
fn the_period_is_published_with_it_and_verified_and_traced() {
    let (_folder, collection) = second(FORM);
    decide(&collection, ENTRY);
    let set = publish(&collection, "2022-23-q2");
    let copy = "restricted/inputs/published/2022-23-q1/1/restricted/inputs/returns/2022-23-q1/south.xlsx";
    assert!(set.join(copy).is_file());
    let run = piperoll().arg("verify").arg(&set).output().unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    let run = piperoll().arg("trace").arg(&collection).arg("Meals").output().unwrap();
    let said = stdout(&run);
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    assert!(said.contains("published/2022-23-q1/1/restricted/inputs/returns/2022-23-q1/south.xlsx"), "{said}");

    // When it comes late, it is compared with what was published, cell by cell.
    send(&collection, "2022-23-q2", "south", &SOUTH.replace("92% | 15", "92% | 25").replace("85% | 20", "85% | 30"));
    send(&collection, "2022-23-q3", "north", &north(50));
    send(&collection, "2022-23-q3", "south", &SOUTH.replace("92% | 15", "92% | 35").replace("85% | 20", "85% | 40"));
    let found = findings(&collection, &["--period", "2022-23-q3"]);
    let restated =
        found["findings"].as_array().unwrap().iter().find(|finding| finding["code"] == "prior-restated").unwrap();
    assert!(restated["message"].as_str().unwrap().contains("Meals"), "{restated}");
}

#[test]
fn the_next_return_closes_from_the_figures_that_stood() {
    let (_folder, collection) = second(FORM);
    decide(&collection, ENTRY);
    publish(&collection, "2022-23-q2");
    send(&collection, "2022-23-q3", "north", &north(50));
    send(&collection, "2022-23-q3", "south", &SOUTH.replace("92% | 15", "92% | 35").replace("85% | 20", "85% | 40"));
    let paper = report(&collection);
    let movement = paper.tables().find(|table| table.id == ".movement.achieved").unwrap();
    let own = cells(movement);
    assert!(own.iter().any(|row| row.starts_with("South | 20 |") && row.ends_with("| 40")), "{own:?}");
    assert!(!paper.sections.iter().flat_map(texts).any(|text| text.contains("as last reported")));
    assert!(paper.tables().all(|table| table.notes.iter().all(|note| !note.contains("as last reported"))));
    // The entry of the quarter before is left alone.
    let found = findings(&collection, &[]);
    assert!(!found.to_string().contains("not-updated"), "{found}");
}

#[test]
fn the_return_of_then_sent_again_later_is_known_by_its_file() {
    let (_folder, collection) = standing();
    publish(&collection, "2022-23-q2");
    send(&collection, "2022-23-q3", "north", &north(50));
    send(&collection, "2022-23-q3", "south", SOUTH);
    let asked = open(&collection, "2022-23-q3");
    assert_eq!(asked.keys().collect::<Vec<_>>(), ["same-file-again:south"]);
}

#[test]
fn a_paper_is_not_made_of_what_was_published_last_alone() {
    let (_folder, collection) = standing();
    fs::remove_file(collection.join("returns/2022-23-q2/north.xlsx")).unwrap();
    decide(&collection, &ENTRY.replace("south", "north"));
    let run = piperoll().arg("check").arg(&collection).output().unwrap();
    assert_eq!(run.status.code(), Some(2));
    assert!(stderr(&run).contains("there are no returns in"), "{}", stderr(&run));
}

#[test]
fn a_second_period_running_is_asked_about_and_an_answer_settles_it() {
    let (_folder, collection) = second(FORM);
    decide(&collection, ENTRY);
    publish(&collection, "2022-23-q2");
    send(&collection, "2022-23-q3", "north", &north(50));
    decide(&collection, &ENTRY.replace("2022-23-q2", "2022-23-q3").replace("2022-10-20", "2023-01-20"));
    let asked = open(&collection, "2022-23-q3");
    let expected = "South has sent no return for Quarter 2, 2022/23 and Quarter 3, 2022/23: its figures are still as last reported, \
                    30 June 2022 (Quarter 1, 2022/23)";
    assert_eq!(asked.get("not-updated:south").map(String::as_str), Some(expected), "{asked:?}");
    assert_eq!(asked.len(), 1, "{asked:?}");
    let paper = report(&collection);
    assert!(texts(&paper.sections[0])[1].contains("as last reported, 30 June 2022."));
    // The places are those of the set that published it first.
    let found = findings(&collection, &[]);
    let own = found["findings"].as_array().unwrap().iter().find(|finding| finding["code"] == "not-updated").unwrap();
    let file = "published/2022-23-q1/1/restricted/inputs/returns/2022-23-q1/south.xlsx";
    assert_eq!(own["related"][0]["file"], file);
    decide(
        &collection,
        "[[explain]]\nfinding = \"not-updated:south\"\nperiod = \"2022-23-q3\"\nstated = \"30 June 2022\"\n\
         words = \"The post is advertised.\"\nrole = \"Head of Finance\"\ndate = 2023-01-20\n",
    );
    assert_eq!(open(&collection, "2022-23-q3"), BTreeMap::new());
    publish(&collection, "2022-23-q3");

    // A third one too, and it names all of them.
    send(&collection, "2022-23-q4", "north", &north(60));
    decide(&collection, &ENTRY.replace("2022-23-q2", "2022-23-q4"));
    let asked = open(&collection, "2022-23-q4");
    assert!(asked.contains_key("not-updated:south"), "{asked:?}");
    assert!(
        asked["not-updated:south"].contains("Quarter 2, 2022/23, Quarter 3, 2022/23 and Quarter 4, 2022/23"),
        "{asked:?}"
    );
}

#[test]
fn a_return_that_came_is_used_and_the_entry_is_told() {
    let (_folder, collection) = second(FORM);
    decide(&collection, ENTRY);
    send(&collection, "2022-23-q2", "south", &SOUTH.replace("92% | 15", "92% | 25").replace("85% | 20", "85% | 30"));
    let asked = open(&collection, "2022-23-q2");
    let expected = "the [[not_updated]] of South has no effect: its return is there (returns/2022-23-q2/south.xlsx), and that is what counts";
    assert_eq!(asked.values().collect::<Vec<_>>(), [expected]);
    assert_eq!(cells(table(&report(&collection), "All areas")).last().unwrap(), "Total | 250 | 205 | 75");
}

#[test]
fn a_set_that_is_not_as_it_was_published_stands_for_nothing() {
    let (_folder, collection) = second(FORM);
    decide(&collection, ENTRY);
    let copies = collection.join("published/2022-23-q1/1/restricted/inputs");
    let south = copies.join("returns/2022-23-q1/south.xlsx");
    let as_published = fs::read(&south).unwrap();
    fs::write(&south, workbook::workbook(&SOUTH.replace("Meals | 60", "Meals | 61"))).unwrap();
    let asked = open(&collection, "2022-23-q2");
    let why = &asked["not-updated-refused:south"];
    assert!(
        why.contains("restricted/inputs/returns/2022-23-q1/south.xlsx is not the file that was published"),
        "{why}"
    );
    assert_eq!(asked.len(), 1, "{asked:?}");
    fs::remove_file(&south).unwrap();
    let why = &open(&collection, "2022-23-q2")["not-updated-refused:south"];
    assert!(why.contains("south.xlsx is missing"), "{why}");
    fs::write(&south, as_published).unwrap();
    assert_eq!(open(&collection, "2022-23-q2"), BTreeMap::new());
    // What people decided then, and the form, are part of it.
    let form = copies.join("piperoll.toml");
    fs::write(&form, format!("{}\n# later\n", fs::read_to_string(&form).unwrap())).unwrap();
    let why = &open(&collection, "2022-23-q2")["not-updated-refused:south"];
    assert!(why.contains("piperoll.toml is not the file that was published"), "{why}");
}

#[test]
fn a_form_of_another_shape_is_told_by_its_column() {
    let (_folder, collection) = second(FORM);
    decide(&collection, ENTRY);
    let file = collection.join("piperoll.toml");
    let form = fs::read_to_string(&file).unwrap();
    let with = |from: &str, to: &str| {
        fs::write(&file, form.replacen(from, to, 1)).unwrap();
        open(&collection, "2022-23-q2")["not-updated-refused:south"].clone()
    };
    let new = "[[list.column]]\nid = \"lead\"\nheading = \"Lead\"\nkind = \"text\"\noptional = true\n\n[[return]]";
    let why = with("[[return]]", new);
    assert!(why.ends_with("the form of Quarter 1, 2022/23 has no column `lead` (Lead)"), "{why}");
    let why = with(
        "heading = \"Forecast\"\nkind = \"money\"\nunit = \"thousands\"",
        "heading = \"Forecast\"\nkind = \"money\"\nunit = \"pounds\"",
    );
    assert!(
        why.ends_with("`forecast` (Forecast) is in pounds, and in Quarter 1, 2022/23 it was in thousands of pounds"),
        "{why}"
    );
    // A figure that would be worked out otherwise.
    let why = with("formula = \"forecast / target\"", "formula = \"achieved / target\"");
    assert!(why.contains("they would not be what was published: `share` of 'Meals' would be"), "{why}");
    fs::write(&file, &form).unwrap();
    assert_eq!(open(&collection, "2022-23-q2"), BTreeMap::new());
}

#[test]
fn figures_of_a_year_do_not_stand_for_the_next_one() {
    let (_folder, collection) = begun(FORM);
    publish(&collection, "2022-23-q1");
    send(&collection, "2023-24-q1", "north", NORTH);
    decide(&collection, &ENTRY.replace("2022-23-q2", "2023-24-q1"));
    let asked = open(&collection, "2023-24-q1");
    let why = &asked["not-updated-refused:south"];
    assert!(
        why.contains(
            "Target is a figure of its year: what it was in 2022/23 (Quarter 1, 2022/23) cannot stand for 2023/24"
        ),
        "{why}"
    );
}

#[test]
fn decide_writes_it_from_the_finding() {
    let (_folder, collection) = second(FORM);
    let by = ["--words", "Its accountant is away.", "--role", "Section 151 officer", "--date", "20/10/2022"];
    let run = piperoll().arg("decide").arg(&collection).arg("missing-return:south").args(by).output().unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    let text = fs::read_to_string(collection.join("decisions.toml")).unwrap();
    assert!(text.ends_with(ENTRY), "{text}");
    assert_eq!(open(&collection, "2022-23-q2"), BTreeMap::new());
    let run = piperoll().arg("decide").arg(&collection).arg("--undo").arg("--yes").output().unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    assert_eq!(open(&collection, "2022-23-q2").keys().collect::<Vec<_>>(), ["missing-return:south"]);
}

#[test]
fn answers_given_on_the_figures_stand_with_them() {
    let (_folder, collection) = begun(FORM);
    // A total that was set aside, a cell in whose place another figure stands, and a query that was explained.
    let grid =
        SOUTH.replace("Meals | 60", "Meals | £60").replace("100 | 85", "110 | 85").replace("75% | 5 |", "75% | ask |");
    send(&collection, "2022-23-q1", "south", &grid);
    let found = findings(&collection, &[]);
    let all = found["findings"].as_array().unwrap();
    let mut entries = String::new();
    for finding in all.iter().filter(|finding| finding["status"] == "open" && finding["severity"] != "note") {
        let (id, stated, expected) = (&finding["id"], &finding["stated"], &finding["expected"]);
        let by = "words = \"As the ledger has it.\"\nrole = \"Section 151 officer\"\ndate = 2022-07-20\n\n";
        entries.push_str(&match finding["severity"].as_str().unwrap() {
            "error" => {
                let stated = if stated.is_null() { &finding["stated_text"] } else { stated };
                let stands = expected.as_str().unwrap_or("5");
                format!("[[set_aside]]\nfinding = {id}\nperiod = \"2022-23-q1\"\nstated = {stated}\nstands = \"{stands}\"\n{by}")
            }
            _ => format!("[[explain]]\nfinding = {id}\nperiod = \"2022-23-q1\"\nstated = {stated}\n{by}"),
        });
    }
    decide(&collection, &entries);
    assert_eq!(open(&collection, "2022-23-q1"), BTreeMap::new(), "{entries}");
    publish(&collection, "2022-23-q1");
    // Lines of decisions.toml are others by now.
    let file = collection.join("decisions.toml");
    fs::write(&file, format!("# Savings\n# Decisions\n{}", fs::read_to_string(&file).unwrap())).unwrap();
    send(&collection, "2022-23-q2", "north", &north(35));
    decide(&collection, ENTRY);
    assert_eq!(open(&collection, "2022-23-q2"), BTreeMap::new());
    let paper = report(&collection);
    let all = table(&paper, "All areas");
    assert_eq!(cells(all).last().unwrap(), "Total | 250 | 205 | 65");
    assert!(
        all.notes.iter().any(|note| note.contains("'ask'") && note.contains("stands in its place")),
        "{:?}",
        all.notes
    );
    publish(&collection, "2022-23-q2");

    // An answer that is entered now for then was cleared by nobody.
    let text = fs::read_to_string(&file).unwrap();
    let late = text.replacen("[[explain]]", "@@", 1);
    let (start, end) = (late.find("@@").unwrap(), late.len());
    let explained = &late[start..end];
    let own = &explained[..explained.find("\n\n").unwrap_or(explained.len())];
    fs::write(
        &file,
        text.replace(
            &own.replace("@@", "[[explain]]"),
            &own.replace("@@", "[[explain]]").replace("As the ledger has it.", "Said later."),
        ),
    )
    .unwrap();
    assert_eq!(open(&collection, "2022-23-q2").len(), 1, "{own}");
    fs::write(&file, &text).unwrap();

    // Where the entry is gone by which they stand, they do not.
    let without = fs::read_to_string(&file).unwrap().replace("unreadable-value", "unreadable-valu");
    fs::write(&file, without).unwrap();
    let asked = open(&collection, "2022-23-q2");
    assert!(asked.values().any(|why| why.contains("is not in decisions.toml any more")), "{asked:?}");
}

#[test]
fn a_correction_does_not_go_back_behind_what_it_corrects() {
    let (_folder, collection) = begun(FORM);
    publish(&collection, "2022-23-q1");
    send(&collection, "2022-23-q2", "north", &north(35));
    send(&collection, "2022-23-q2", "south", &SOUTH.replace("92% | 15", "92% | 25").replace("85% | 20", "85% | 30"));
    publish(&collection, "2022-23-q2");
    fs::remove_file(collection.join("returns/2022-23-q2/south.xlsx")).unwrap();
    decide(&collection, ENTRY);
    let why = &open(&collection, "2022-23-q2")["not-updated-refused:south"];
    assert!(why.contains("published/2022-23-q2/1 was published with a return of South"), "{why}");
}

#[test]
fn an_area_that_says_nil_is_named_on_page_one() {
    let nil = "[[period]]\nid = \"2022-23-q1\"\nnil = [\"south\"]\n";
    let (_folder, collection) = made(&format!("{FORM}\n{nil}"), &[("returns/2022-23-q1/north.txt", NORTH)]);
    assert_eq!(open(&collection, "2022-23-q1"), BTreeMap::new());
    let paper = report(&collection);
    let first = &paper.sections[0];
    assert!(first.blocks.iter().any(|block| matches!(block, Block::Bullets { items } if items.iter().any(|item| item == "Nothing to report: South."))), "{first:?}");
    // What it had nothing of cannot stand for the next return.
    publish(&collection, "2022-23-q1");
    send(&collection, "2022-23-q2", "north", &north(35));
    decide(&collection, ENTRY);
    let why = &open(&collection, "2022-23-q2")["not-updated-refused:south"];
    assert!(why.contains("published/2022-23-q1/1 was made without a return of South"), "{why}");
}
