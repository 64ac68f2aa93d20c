//! The last closings by service area: three quarters of a made-up council that were published, and the fourth with its trend.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use piperoll::file::sha256;
use piperoll::report::{Block, Report, Table, Trend};
use tempfile::TempDir;

use crate::not_updated::{decide, publish, send};
use crate::office::Office;
use crate::recalculation::{same_values, without_results};
use crate::support::{build, findings, made, piperoll, report, rows, sheets, stderr};

/// The west comes in the fourth quarter.
const FORM: &str = "[[area]]\nid = \"south\"\nname = \"South\"\n\n[[area]]\nid = \"west\"\nname = \"West\"\n\n[pages]\ntrend = \"after\"\n\n\
                    [[period]]\nid = \"2022-23-q1\"\nnil = [\"west\"]\n\n[[period]]\nid = \"2022-23-q2\"\nnil = [\"west\"]\n\n\
                    [[period]]\nid = \"2022-23-q3\"\nnil = [\"west\"]\n\n";

const FIRST: &str = "published/2022-23-q1/1/restricted/consolidated.xlsx";

/// Two schemes of an area, of which so much is achieved.
fn sent(names: [&str; 2], achieved: [u32; 2]) -> String {
    let [one, other] = achieved;
    format!(
        "== Return\nScheme | Target | Forecast | Share | Achieved | Progress\n{} | 100 | 80 | 80% | {one} | At {one}\n\
         {} | 50 | 40 | 80% | {other} | At {other}\nTotal | 150 | 120 | 80% | {} |\n",
        names[0],
        names[1],
        one + other
    )
}

fn sends(collection: &Path, period: &str, north: [u32; 2], south: [u32; 2]) {
    send(collection, period, "north", &sent(["Voids", "Rents"], north));
    send(collection, period, "south", &sent(["Meals", "Buses"], south));
}

/// The first three quarters are published, and the returns of the fourth have come.
fn year(form: &str) -> (TempDir, PathBuf) {
    let (folder, collection) = made(form, &[]);
    for (period, north, south) in
        [("2022-23-q1", [20, 10], [15, 5]), ("2022-23-q2", [35, 11], [25, 6]), ("2022-23-q3", [50, 12], [36, 7])]
    {
        sends(&collection, period, north, south);
        publish(&collection, period);
    }
    sends(&collection, "2022-23-q4", [71, 13], [46, 8]);
    send(&collection, "2022-23-q4", "west", &sent(["Parks", "Pools"], [9, 3]));
    (folder, collection)
}

/// The first quarter of a year with the last three of the one before: of the first of these the workbook is gone, and of the second one a
/// part was exempt. One area was not there before.
pub fn over_a_year() -> (TempDir, PathBuf) {
    let nil = |period: &str| format!("[[period]]\nid = \"{period}\"\nnil = [\"west\"]\n\n");
    let (folder, collection) = made(&format!("{FORM}{}", nil("2022-23-q4")), &[]);
    for (period, north, south) in
        [("2022-23-q2", [35, 11], [25, 6]), ("2022-23-q3", [50, 12], [36, 7]), ("2022-23-q4", [71, 13], [46, 8])]
    {
        sends(&collection, period, north, south);
        publish(&collection, period);
    }
    fs::remove_file(collection.join("published/2022-23-q2/1/restricted/consolidated.xlsx")).unwrap();
    decide(
        &collection,
        "[[exempt]]\nperiod = \"2022-23-q3\"\narea = \"north\"\nscheme = \"Voids\"\nparagraph = 3\nreason = \"A price is open.\"\n\
         role = \"Monitoring officer\"\ndate = 2023-01-19\nuntil = 2023-01-31\n",
    );
    sends(&collection, "2023-24-q1", [5, 1], [3, 1]);
    send(&collection, "2023-24-q1", "west", &sent(["Parks", "Pools"], [9, 3]));
    (folder, collection)
}

/// Three quarters, in the second of which no return of the south came, and its figures of the first one stood.
pub fn after_a_return_that_had_not_come() -> (TempDir, PathBuf) {
    let (folder, collection) = made(FORM, &[]);
    sends(&collection, "2022-23-q1", [20, 10], [15, 5]);
    publish(&collection, "2022-23-q1");
    send(&collection, "2022-23-q2", "north", &sent(["Voids", "Rents"], [35, 11]));
    decide(
        &collection,
        "[[not_updated]]\narea = \"south\"\nperiod = \"2022-23-q2\"\nwords = \"Its accountant is away.\"\n\
         role = \"Section 151 officer\"\ndate = 2022-10-20\n",
    );
    publish(&collection, "2022-23-q2");
    sends(&collection, "2022-23-q3", [50, 12], [36, 7]);
    (folder, collection)
}

/// A third quarter for which the form has no south any more.
pub fn without_an_area() -> (TempDir, PathBuf) {
    let (folder, collection) = made(FORM, &[]);
    for (period, north, south) in [("2022-23-q1", [20, 10], [15, 5]), ("2022-23-q2", [35, 11], [25, 6])] {
        sends(&collection, period, north, south);
        publish(&collection, period);
    }
    let path = collection.join("piperoll.toml");
    let form = fs::read_to_string(&path).unwrap();
    fs::write(&path, form.replacen("[[area]]\nid = \"south\"\nname = \"South\"\n", "", 1)).unwrap();
    send(&collection, "2022-23-q3", "north", &sent(["Voids", "Rents"], [50, 12]));
    (folder, collection)
}

fn table<'r>(report: &'r Report, id: &str) -> Option<&'r Table> {
    report.tables().find(|table| table.id == id)
}

fn cells(table: &Table) -> Vec<String> {
    table.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text()).collect::<Vec<_>>().join(" | ")).collect()
}

fn headings(table: &Table) -> Vec<&str> {
    table.columns.iter().map(|column| column.heading.as_str()).collect()
}

fn lines(report: &Report) -> Option<&Trend> {
    let mut blocks = report.sections.iter().flat_map(|section| &section.blocks);
    blocks.find_map(|block| if let Block::Trend(trend) = block { Some(trend) } else { None })
}

/// The lines with the height of each point; a bar where no line leads to it.
fn drawn(trend: &Trend) -> Vec<String> {
    let line = |line: &piperoll::report::TrendLine| {
        let points = line.points.iter().map(|point| match (point.height, point.joined) {
            (Some(height), true) => format!("-{height}"),
            (Some(height), false) => format!("|{height}"),
            (None, _) => "|".to_string(),
        });
        format!("{} {} {}", line.name, line.nil, points.collect::<String>())
    };
    trend.lines.iter().map(line).collect()
}

/// The rows of the sheet of the closings, and what the workbook holds beside it.
fn book(xlsx: &[u8]) -> BTreeMap<String, Vec<Vec<String>>> {
    sheets(xlsx).into_iter().map(|(name, range)| (name, rows(&range))).collect()
}

fn open(collection: &Path) -> Vec<(String, String)> {
    let found = findings(collection, &[]);
    let all = found["findings"].as_array().unwrap().iter();
    let own = all.filter(|finding| finding["code"] == "closing-not-read");
    own.map(|finding| {
        let text = |key: &str| finding[key].as_str().unwrap().to_string();
        (text("message"), text("status"))
    })
    .collect()
}

#[test]
fn the_last_four_closings_stand_in_a_table_and_lead_to_what_was_published() {
    let (_folder, collection) = year(FORM);
    let paper = report(&collection);
    let closings = table(&paper, ".trend.achieved").unwrap();
    assert_eq!(closings.title, "Achieved: the last closings (£000s)");
    assert_eq!(
        headings(closings)[1..],
        ["Quarter 1, 2022/23", "Quarter 2, 2022/23", "Quarter 3, 2022/23", "Quarter 4, 2022/23"]
    );
    assert_eq!(
        cells(closings),
        [
            "North | 30 | 46 | 62 | 84",
            "South | 20 | 31 | 43 | 54",
            "West | - | - | - | 12",
            "Total | 50 | 77 | 105 | 150"
        ]
    );
    assert_eq!(closings.notes, ["'-': no figure stood there in that period."]);
    // The prior closing is what the movement opens with.
    let movement = table(&paper, ".movement.achieved").unwrap();
    assert!(cells(movement).last().unwrap().starts_with("Total | 105 |"), "{:?}", cells(movement));

    let built = build(&collection, &[]);
    let sheets = book(built.xlsx());
    let own = &sheets["Closings of Achieved"];
    let total = own.iter().find(|row| row[0] == "Total").unwrap();
    assert_eq!(total[1..], ["50", "77", "105", "150"]);
    // Each cell of the first quarter comes from cells of the workbook that was published then.
    let data = &book(&fs::read(collection.join(FIRST)).unwrap())["Data schemes"];
    let is_its = |row: &&Vec<String>| row[0] == "Closings of Achieved" && row[3].starts_with("Quarter 1");
    let sources: Vec<&Vec<String>> = sheets["Sources"].iter().filter(is_its).collect();
    assert_eq!(sources.len(), 4, "{sources:?}");
    for source in sources {
        assert_eq!((&*source[5], &*source[6], &*source[7]), ("sum of 2 cells", FIRST, "Data schemes"), "{source:?}");
        let column = usize::from(source[8].as_bytes()[0] - b'A');
        let row: usize = source[8][1..].parse().unwrap();
        let cell: u32 = data[row - 1][column].parse().unwrap();
        assert!([20_000, 10_000, 15_000, 5_000].contains(&cell), "{source:?} {cell}");
    }
    // Every workbook that was read is a file of this one, and a copy of it is published with it.
    for (path, role) in [
        (FIRST, "earlier workbook"),
        ("published/2022-23-q2/1/restricted/consolidated.xlsx", "earlier workbook"),
        ("published/2022-23-q3/1/restricted/consolidated.xlsx", "prior workbook"),
    ] {
        let hash = sha256(&fs::read(collection.join(path)).unwrap());
        let listed = sheets["Files"].iter().find(|row| row[0] == path).unwrap();
        assert_eq!(listed[1..], [role, hash.as_str()]);
    }
}

#[test]
fn a_spreadsheet_reckons_the_same_totals() {
    let Some(office) = Office::installed() else { return };
    let (_folder, collection) = year(FORM);
    let built = build(&collection, &[]);
    let (stripped, _) = without_results(built.xlsx());
    let reckoned = office.saved(&[("xlsx", stripped)], "xlsx:Calc MS Excel 2007 XML").remove(0);
    same_values("the fourth quarter", built.xlsx(), &reckoned);
    let total = book(&reckoned)["Closings of Achieved"].iter().find(|row| row[0] == "Total").cloned().unwrap();
    assert_eq!(total[1..], ["50", "77", "105", "150"]);
}

#[test]
fn the_lines_say_in_words_what_they_show_and_each_figure_is_traced() {
    let (_folder, collection) = year(FORM);
    let paper = report(&collection);
    let trend = lines(&paper).unwrap();
    assert_eq!(
        drawn(trend),
        [
            "North 0 |357-548-738-1000",
            "South 0 |370-574-796-1000",
            // Nothing leads to the only closing of an area that was not there before.
            "West 0 ||||1000",
            "Total 0 |333-513-700-1000",
        ]
    );
    let said = "Line charts in £000s, one for each service area. North. Quarter 1, 2022/23: 30; Quarter 2, 2022/23: 46; \
                Quarter 3, 2022/23: 62; Quarter 4, 2022/23: 84. South. ";
    assert!(trend.alternative.starts_with(said), "{}", trend.alternative);
    let west = "West. Quarter 1, 2022/23: -; Quarter 2, 2022/23: -; Quarter 3, 2022/23: -; Quarter 4, 2022/23: 12. Total. Quarter 1, \
                2022/23: 50; ";
    assert!(trend.alternative.contains(west), "{}", trend.alternative);
    let texts = table(&paper, ".composed-text").unwrap();
    let of: Vec<(&str, &str)> = texts
        .rows
        .iter()
        .filter(|row| row.cells[1].text() == trend.alternative)
        .map(|row| (row.cells[2].text(), row.cells[3].text()))
        .collect();
    assert_eq!(of.len(), 13, "{of:?}");
    for (said, value) in of {
        assert_eq!(format!("{said}000"), value);
    }
}

#[test]
fn a_form_that_does_not_ask_has_none_and_reads_nothing_of_it() {
    let (_folder, collection) = year(&FORM.replace("trend = \"after\"", "trend = \"no\""));
    fs::write(collection.join(FIRST), "no workbook").unwrap();
    let paper = report(&collection);
    assert!(table(&paper, ".trend.achieved").is_none() && lines(&paper).is_none());
    assert!(!paper.files.iter().any(|file| file.role == "earlier workbook"));
    assert_eq!(open(&collection), []);
}

#[test]
fn what_was_published_and_cannot_be_read_is_told_and_has_no_figures() {
    let (_folder, collection) = year(FORM);
    let bytes = fs::read(collection.join(FIRST)).unwrap();
    let second = fs::read(collection.join("published/2022-23-q2/1/restricted/consolidated.xlsx")).unwrap();
    for (change, why) in [
        (Some(b"no workbook".as_slice()), "it is not the file that was published"),
        // A good workbook, and another one than was published.
        (Some(&second), "it is not the file that was published"),
        (None, "it is not there"),
    ] {
        match change {
            Some(bytes) => fs::write(collection.join(FIRST), bytes).unwrap(),
            None => fs::remove_file(collection.join(FIRST)).unwrap(),
        }
        let told = open(&collection);
        let file = if change.is_some() { FIRST } else { "published/2022-23-q1/1/consolidated.xlsx" };
        let says = format!(
            "the closing of Quarter 1, 2022/23, which this paper needs (`trend`, or the end of the year before), cannot be read from {file}: {why}"
        );
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].0.starts_with(&says) && told[0].1 == "open", "{told:?}");
        let paper = report(&collection);
        let closings = table(&paper, ".trend.achieved").unwrap();
        assert_eq!(cells(closings).last().unwrap(), "Total | - | 77 | 105 | 150");
        let note = "What was published for Quarter 1, 2022/23 could not be read: its closing is not shown.";
        assert_eq!(closings.notes[0], note);
        let built = build(&collection, &[]);
        assert!(built.code == 1 && built.stderr.contains("error[closing-not-read]"), "{}", built.stderr);
        fs::write(collection.join(FIRST), &bytes).unwrap();
    }
    assert_eq!(open(&collection), []);
    // Nobody can say that it is no matter.
    fs::remove_file(collection.join(FIRST)).unwrap();
    decide(
        &collection,
        "[[explain]]\nfinding = \"closing-not-read:2022-23-q1\"\nwords = \"It is lost.\"\nrole = \"Head of Finance\"\ndate = 2023-04-20\n",
    );
    assert_eq!(open(&collection).len(), 1);
    let said = build(&collection, &[]).stderr;
    assert!(said.contains("`closing-not-read` cannot be answered: no answer puts the figures there"), "{said}");
}

#[test]
fn a_period_that_was_not_published_is_no_closing() {
    let (_folder, collection) = year(FORM);
    fs::remove_dir_all(collection.join("published/2022-23-q2")).unwrap();
    let paper = report(&collection);
    let closings = table(&paper, ".trend.achieved").unwrap();
    assert_eq!(headings(closings)[1..], ["Quarter 1, 2022/23", "Quarter 3, 2022/23", "Quarter 4, 2022/23"]);
    assert_eq!(cells(closings).last().unwrap(), "Total | 50 | 105 | 150");
    // Where nothing was published, the returns that it is compared with are the closing before.
    fs::remove_dir_all(collection.join("published")).unwrap();
    let paper = report(&collection);
    let closings = table(&paper, ".trend.achieved").unwrap();
    assert_eq!(headings(closings)[1..], ["Quarter 3, 2022/23", "Quarter 4, 2022/23"]);
    assert_eq!(cells(closings).last().unwrap(), "Total | 105 | 150");
    // And of the first period there is nothing to show.
    fs::remove_dir_all(collection.join("returns/2022-23-q3")).unwrap();
    fs::remove_dir_all(collection.join("returns/2022-23-q2")).unwrap();
    fs::remove_dir_all(collection.join("returns/2022-23-q1")).unwrap();
    let paper = report(&collection);
    assert!(table(&paper, ".trend.achieved").is_none() && lines(&paper).is_none());
}

#[test]
fn no_line_leads_over_the_end_of_a_year() {
    let (_folder, collection) = over_a_year();
    let paper = report(&collection);
    let trend = lines(&paper).unwrap();
    assert_eq!(drawn(trend), ["North 0 |||1000|71", "South 0 |||1000|74", "West 0 ||||1000", "Total 0 |||1000|159"]);
    assert_eq!(
        trend.notes,
        [
            "Each line has a scale of its own, with nil on it.",
            "A financial year begins anew: no line leads from one year to the next."
        ]
    );
}

#[test]
fn the_form_names_other_columns_and_each_has_a_table_and_its_lines() {
    let (_folder, collection) = year(FORM);
    let path = collection.join("piperoll.toml");
    let text = fs::read_to_string(&path).unwrap();
    let named = "[report]\ntrend = [\"schemes.forecast\", \"schemes.achieved\"]\n";
    fs::write(&path, text.replacen("[report]\n", named, 1)).unwrap();
    let paper = report(&collection);
    let ids: Vec<&str> = paper.tables().map(|table| table.id.as_str()).filter(|id| id.starts_with(".trend.")).collect();
    assert_eq!(ids, [".trend.forecast", ".trend.achieved"]);
    assert_eq!(cells(table(&paper, ".trend.forecast").unwrap()).last().unwrap(), "Total | 240 | 240 | 240 | 360");
}

#[test]
fn everybody_gets_none_where_a_part_is_or_was_exempt() {
    let exempt = |until: &str| {
        let of = |scheme: &str| {
            format!(
                "[[exempt]]\nperiod = \"2022-23-q1\"\narea = \"north\"\nscheme = \"{scheme}\"\ncolumn = \"achieved\"\nparagraph = 3\n\
                 reason = \"A price is being negotiated.\"\nrole = \"Monitoring officer\"\ndate = 2022-07-19\n{until}\n\n"
            )
        };
        // One alone would follow from the total.
        of("Voids") + &of("Rents")
    };
    // As long as it is exempt, the council's own edition has all.
    let (_folder, collection) = year(FORM);
    decide(&collection, &exempt(""));
    // What the built-in words say of single schemes would have to be said otherwise.
    fs::create_dir_all(collection.join("templates/words")).unwrap();
    for name in ["area.hbs", "changes.hbs"] {
        fs::write(collection.join("templates/words").join(name), "As the tables say.\n").unwrap();
    }
    let paper = report(&collection);
    assert_eq!(cells(table(&paper, ".trend.achieved").unwrap()).last().unwrap(), "Total | 50 | 77 | 105 | 150");
    let trend = lines(&paper).unwrap();
    let public = paper.for_public().unwrap_or_else(|refused| panic!("{refused}"));
    assert!(table(&public, ".trend.achieved").is_none() && lines(&public).is_none());
    assert!(!format!("{:?}", public.sections).contains(&trend.alternative));
    // What closes this period is published all the same.
    assert!(table(&public, ".movement.achieved").is_some());
    // When it no longer is, there is one edition, and it has no closing of a period in which it was.
    let (_folder, collection) = year(FORM);
    decide(&collection, &exempt("until = 2022-07-31"));
    let paper = report(&collection);
    let closings = table(&paper, ".trend.achieved").unwrap();
    assert_eq!(cells(closings).last().unwrap(), "Total | - | 77 | 105 | 150");
    let note = "Parts of what was reported for Quarter 1, 2022/23 were not for publication: its closing is not shown.";
    assert_eq!(closings.notes[0], note);
    assert!(!lines(&paper).unwrap().alternative.contains(": 50;"));
}

#[test]
fn a_closing_that_stood_as_last_reported_says_so() {
    let (_folder, collection) = after_a_return_that_had_not_come();
    let stands = "South sent no return for Quarter 2, 2022/23: its closing then is as it was reported before.";
    let closings = |collection: &Path| {
        let paper = report(collection);
        let closings = table(&paper, ".trend.achieved").unwrap();
        (cells(closings)[1].clone(), closings.notes.iter().filter(|note| *note == stands).count())
    };
    assert_eq!(closings(&collection), ("South | 20 | 20 | 43".to_string(), 1));
    // So it does when that period is no more the prior one.
    publish(&collection, "2022-23-q3");
    send(&collection, "2022-23-q4", "north", &sent(["Voids", "Rents"], [71, 13]));
    send(&collection, "2022-23-q4", "south", &sent(["Meals", "Buses"], [46, 8]));
    assert_eq!(closings(&collection), ("South | 20 | 20 | 43 | 54".to_string(), 1));
}

#[test]
fn what_is_published_with_it_keeps_copies_of_what_it_was_read_from() {
    let (_folder, collection) = year(FORM);
    let set = collection.join("published/2022-23-q3/1");
    let copy = fs::read(set.join("restricted/inputs").join(FIRST)).unwrap();
    assert_eq!(copy, fs::read(collection.join(FIRST)).unwrap());
    let run = piperoll().arg("verify").arg(&set).output().unwrap();
    assert!(run.status.success() && stderr(&run).contains("nothing differs"), "{}", stderr(&run));
    // What was published has its own closings.
    let own = fs::read(set.join("restricted/consolidated.xlsx")).unwrap();
    let total = book(&own)["Closings of Achieved"].iter().find(|row| row[0] == "Total").cloned().unwrap();
    assert_eq!(total[1..], ["50", "77", "105"]);
}

#[test]
fn savings_that_the_form_writes_as_negative_amounts_rise() {
    let (_folder, collection) = made(FORM, &[]);
    let path = collection.join("piperoll.toml");
    let form = fs::read_to_string(&path).unwrap();
    fs::write(&path, form.replacen("[report]\n", "[report]\nsavings = \"negative\"\n", 1)).unwrap();
    let grid = |one: i32, other: i32| {
        format!(
            "== Return\nScheme | Target | Forecast | Share | Achieved\nVoids | -100 | -80 | 80% | {one}\n\
             Rents | -50 | -40 | 80% | {other}\nTotal | -150 | -120 | 80% | {}\n",
            one + other
        )
    };
    // What is achieved began with an overspend of one.
    send(&collection, "2022-23-q1", "north", &grid(20, -10));
    send(&collection, "2022-23-q2", "north", &grid(-25, -15));
    let paper = report(&collection);
    let closings = table(&paper, ".trend.achieved").unwrap();
    assert_eq!(cells(closings), ["North | 10 | -40", "Total | 10 | -40"]);
    assert!(closings.notes.iter().any(|note| note.contains("negative")), "{:?}", closings.notes);
    let trend = lines(&paper).unwrap();
    // Nil stands a fifth above the foot; of one area there is one line.
    assert_eq!(drawn(trend), ["North 200 |0-1000"]);
    let labels: Vec<&str> = trend.lines[0].points.iter().map(|point| point.label.as_str()).collect();
    assert_eq!(labels, ["-10", "40"]);
    assert!(trend.alternative.contains("Quarter 1, 2022/23: -10; Quarter 2, 2022/23: 40"), "{}", trend.alternative);
}

#[test]
fn what_was_of_an_area_that_is_no_more_is_a_row_of_its_own() {
    let (_folder, collection) = without_an_area();
    let paper = report(&collection);
    let closings = table(&paper, ".trend.achieved").unwrap();
    assert_eq!(cells(closings), ["North | 30 | 46 | 62", "Other areas | 20 | 31 | -", "Total | 50 | 77 | 62"]);
    let trend = lines(&paper).unwrap();
    assert_eq!(drawn(trend), ["North 0 |484-742-1000", "Other areas 0 |645-1000|", "Total 0 |649-1000-805"]);
    let built = build(&collection, &[]);
    let sheets = book(built.xlsx());
    let is_its = |row: &&Vec<String>| row[0] == "Closings of Achieved" && row[2] == "Other areas";
    let from: Vec<&str> = sheets["Sources"].iter().filter(is_its).map(|row| row[6].as_str()).collect();
    let second = "published/2022-23-q2/1/restricted/consolidated.xlsx";
    assert_eq!(from, [FIRST, FIRST, second, second]);
    let texts = table(&paper, ".composed-text").unwrap();
    let of = texts.rows.iter().filter(|row| row.cells[1].text() == trend.alternative);
    let wrong: Vec<&str> = of
        .filter(|row| format!("{}000", row.cells[2].text()) != row.cells[3].text())
        .map(|row| row.cells[2].text())
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}
