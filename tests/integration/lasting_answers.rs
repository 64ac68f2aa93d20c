//! Answers that last: what was explained for one period stands in later ones while its condition holds, and lapses aloud. And
//! answers about several rows, which stand for those rows and no others.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{build, copy, findings, made, rows, sample, sheets};
use crate::workbook;

/// A year of a small return: what is achieved of 100 by the end of each quarter, all of it called delivered.
fn year(achieved: &[u32], answers: &str) -> (tempfile::TempDir, PathBuf) {
    let mut files = vec![("decisions.toml".to_string(), answers.to_string())];
    for (quarter, achieved) in (1..).zip(achieved) {
        let grid = format!(
            "== Return\nScheme | Target | Forecast | Share | Achieved | Progress\n\
             Voids | 100 | 100 | 100% | {achieved} | Delivered\nRents | 50 | 4{quarter} | | 40 | \n\
             Total | 150 | 14{quarter} | | {} |\n",
            achieved + 40
        );
        files.push((format!("returns/2022-23-q{quarter}/north.txt"), grid));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    made("", &files)
}

fn answer(period: &str, stated: u32, more: &str) -> String {
    format!(
        "[[explain]]\nfinding = \"done-not-achieved:north:voids:notes\"\nperiod = \"{period}\"\nstated = {stated}\nexpected = 100\n\
         {more}\nwords = \"The rent builds up to March.\"\nrole = \"Head of Housing\"\ndate = 2022-07-19\n\n"
    )
}

/// What a period says of the condition: what is open, and what is explained.
fn told(collection: &Path, period: &str) -> Vec<(String, String)> {
    let found = findings(collection, &["--period", period]);
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap_or_default().to_string();
    let all = found["findings"].as_array().unwrap().iter();
    let said = all.map(|finding| (text(finding, "code"), text(finding, "status")));
    // How much moved without a question is another matter.
    said.filter(|(code, _)| code != "smaller-movements").collect()
}

const OPEN: (&str, &str) = ("done-not-achieved", "open");
const EXPLAINED: (&str, &str) = ("done-not-achieved", "explained");
const LISTED: (&str, &str) = ("answers-standing", "open");

#[test]
fn an_answer_stands_from_period_to_period_until_it_lapses() {
    type Said<'a> = &'a [(&'a str, &'a str)];
    for (achieved, more, each) in [
        // All year, as less and less is missing; and not a day longer than it says.
        ([50, 60, 90], "until = \"2022-23\"", [&[EXPLAINED] as Said, &[EXPLAINED, LISTED], &[EXPLAINED, LISTED]]),
        ([50, 60, 90], "until = \"2022-23-q2\"", [&[EXPLAINED], &[EXPLAINED, LISTED], &[OPEN]]),
        ([50, 60, 90], "", [&[EXPLAINED], &[OPEN], &[OPEN]]),
        // Up to what was said, and where nothing is missing there is nothing to answer, and nothing to tell.
        ([50, 60, 90], "until = \"2022-23\"\nup_to = 20", [&[EXPLAINED], &[OPEN], &[EXPLAINED, LISTED]]),
        ([50, 100, 100], "until = \"2022-23\"", [&[EXPLAINED], &[], &[]]),
    ] {
        let (_folder, collection) = year(&achieved, &answer("2022-23-q1", 50, more));
        for (quarter, said) in (1..).zip(each) {
            let told = told(&collection, &format!("2022-23-q{quarter}"));
            let told: Vec<(&str, &str)> = told.iter().map(|(code, status)| (code.as_str(), status.as_str())).collect();
            assert_eq!(told, said, "{achieved:?} under {more}, quarter {quarter}");
        }
    }
}

#[test]
fn what_stands_prints_with_its_end_and_a_paper_without_it_is_a_draft() {
    let (_folder, collection) = year(&[50, 60], &answer("2022-23-q1", 50, "until = \"2022-23-q3\""));
    let built = build(&collection, &[]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    let cells: Vec<String> = sheets(built.xlsx()).iter().flat_map(|(_, sheet)| rows(sheet)).flatten().collect();
    let said = "The rent builds up to March. Stands until Quarter 3, 2022/23.";
    assert!(cells.iter().any(|cell| cell == said), "{cells:#?}");
    let by = built.json()["findings"][0]["explained_by"].clone();
    assert_eq!((&by["until"], &by["date"]), (&"2022-23-q3".into(), &"2022-07-19".into()));

    let (_folder, collection) = year(&[50, 40], &answer("2022-23-q1", 50, "until = \"2022-23-q3\""));
    let built = build(&collection, &[]);
    assert_eq!(built.code, 1, "what was achieved fell: {}", built.stderr);
    let found = built.json();
    let open =
        found["findings"].as_array().unwrap().iter().find(|finding| finding["code"] == "done-not-achieved").unwrap();
    let help = open["help"].as_str().unwrap();
    let lapsed = "The explanation by Head of Housing, 19 July 2022 (decisions.toml, line 1) has lapsed: it answers a difference of up \
                  to 50, and it is 60 now. ";
    assert!(help.starts_with(lapsed), "{help}");
}

/// A sample with one of its returns changed, as a text grid.
fn changed(name: &str, grid: &str, returned: &str, change: impl Fn(&str) -> String) -> (tempfile::TempDir, PathBuf) {
    let (folder, collection) = copy(&sample(name));
    let before = fs::read_to_string(collection.join("grids").join(grid)).unwrap();
    let after = change(&before);
    assert_ne!(before, after);
    fs::write(collection.join("returns").join(returned), workbook::workbook(&after)).unwrap();
    (folder, collection)
}

#[test]
fn an_answer_about_all_schemes_of_an_area_lapses_when_they_are_others_or_more() {
    let grid = "2018-19-p05/corporate-core.txt";
    for (from, to) in [
        ("Procurement |", "Hidden | | Recovery Plan Measures | Income | | 400 | |\nProcurement |"),
        ("Procurement |", "Purchasing |"),
    ] {
        let (_folder, collection) =
            changed("budget-recovery", grid, "2018-19-p05/corporate-core.xlsx", |text| text.replacen(from, to, 1));
        let found = findings(&collection, &[]);
        let all = found["findings"].as_array().unwrap();
        let group = all.iter().find(|finding| finding["id"] == "scheme-appeared:corporate-core:all").unwrap();
        assert_eq!(group["status"], "open", "{to}");
        assert!(group["help"].as_str().unwrap().contains("has lapsed: "), "{group:#}");
        let rows = group["rows"].as_array().unwrap();
        let new = format!("{}: ", to.split(" |").next().unwrap());
        assert!(rows.iter().any(|row| row.as_str().unwrap().starts_with(&new)), "{rows:#?}");
    }
}

#[test]
fn a_third_row_under_one_reference_is_asked_about_though_two_were_answered() {
    let grid = |rows: &[&str]| format!("== Return\nRef | Scheme | Target\n{}\n16b | Roofs | 20\n", rows.join("\n"));
    let (voids, rents) = ("16a | Voids | 100", "16a | Rents | 50");
    let gallery = fs::read_to_string(sample("../tests/gallery/duplicate-reference.txt")).unwrap();
    let form = gallery.split("--- piperoll.toml\n").nth(1).unwrap().split("\n--- ").next().unwrap().to_string();
    let answer = "[[set_aside]]\nfinding = \"duplicate-reference:north:16a:reference\"\nstated = \"16a\"\nstands = \"16c\"\n\
                  rows = [\"Voids\", \"Rents\"]\nwords = \"Two had one number.\"\nrole = \"Section 151 officer\"\n\
                  date = 2023-01-20\n";
    // Nor do two that have changed places take each other's answer: one of them is set aside.
    let twice = "duplicate-reference:north:16a:reference";
    for (rows, open) in [
        (vec![voids, rents], vec![]),
        (vec![voids, rents, "16a | Walls | 900"], vec![twice]),
        (vec![rents, voids], vec![twice]),
    ] {
        let files = [
            ("piperoll.toml", form.as_str()),
            ("decisions.toml", answer),
            ("returns/2022-23-q3/north.txt", &grid(&rows)),
        ];
        let (_folder, collection) = made("", &files);
        let found = findings(&collection, &[]);
        let all = found["findings"].as_array().unwrap().iter();
        let blocking = all.filter(|finding| finding["status"] == "open" && finding["severity"] != "note");
        let ids: Vec<&str> = blocking.map(|finding| finding["id"].as_str().unwrap()).collect();
        assert_eq!(ids, open, "{found:#}");
    }
}

#[test]
fn what_follows_from_a_known_cause_is_told_of_no_decision() {
    let awd = ("2022-23-q3/AWD Q3 return v4 FINAL (2).txt", "2022-23-q3/AWD Q3 return v4 FINAL (2).xlsx");
    let governance = ("2022-23-q3/governance-and-inclusion.txt", "2022-23-q3/governance-and-inclusion.xlsx");
    let without = |text: &str, start: &str| {
        let kept = text.lines().filter(|line| !line.trim_start_matches([' ', '|']).starts_with(start));
        kept.map(|line| format!("{line}\n")).collect::<String>()
    };
    type Change<'a> = &'a dyn Fn(&str) -> String;
    let changes: [(_, Change<'_>); 4] = [
        (awd, &|text| without(text, "New Accommodation Strategy")),
        (awd, &|text| text.replacen("Achieved", "Xyzzy", 1)),
        (governance, &|text| without(text, "Supplies and Services")),
        (governance, &|text| text.lines().take(5).map(|line| format!("{line}\n")).collect()),
    ];
    for (index, ((grid, returned), change)) in changes.into_iter().enumerate() {
        let (_folder, collection) = changed("recovery-plan", grid, returned, change);
        let found = findings(&collection, &[]);
        let all = found["findings"].as_array().unwrap().iter();
        let blocking: Vec<&Value> =
            all.filter(|finding| finding["status"] == "open" && finding["severity"] != "note").collect();
        let of_decisions = blocking.iter().filter(|finding| finding["family"] == "decision").count();
        assert_eq!((blocking.is_empty(), of_decisions), (false, 0), "{index}: {blocking:#?}");
    }
}

#[test]
fn an_answer_about_schemes_that_came_or_went_stands_on_all_that_they_state() {
    let grid = |rows: &str, sums: &str| {
        format!("== Return\nScheme | Target | Forecast | Share | Achieved | Progress\n{rows}Total | {sums}\n")
    };
    let voids = "Voids | 100 | 100 | 100% | 40 | \n";
    let (one, two) =
        ("Rents – new | 50 | 40 | | 20 | \n", "Rents – new | 50 | 40 | | 20 | \nDoors | 30 | 30 | | 5 | \n");
    for (gone, rows, sums, again) in [
        // Another forecast, another figure achieved, one that is not stated any more; other amounts of two whose sum is the same.
        (
            false,
            one,
            "150 | 140 | | 60 |",
            &[("40 | | 20", "45 | | 20"), ("40 | | 20", "40 | | 4"), ("50 | 40 |", "50 | |")] as &[_],
        ),
        (false, two, "180 | 170 | | 65 |", &[("50 | 40 ", "60 | 40 "), ("30 | 30 | | 5", "30 | 32 | | 5")]),
        (true, one, "150 | 140 | | 60 |", &[("40 | | 20", "45 | | 20")]),
        (true, two, "180 | 170 | | 65 |", &[("30 | 30 | | 5", "30 | 32 | | 5")]),
    ] {
        let told = |rows: &str, decisions: &str| {
            let (with, without) = (grid(&format!("{voids}{rows}"), sums), grid(voids, "100 | 100 | | 40 |"));
            let [then, now] = if gone { [with, without] } else { [without, with] };
            let files = [
                ("decisions.toml", decisions),
                ("returns/2022-23-q2/north.txt", &then),
                ("returns/2022-23-q3/north.txt", &now),
            ];
            let (_folder, collection) = made("", &files);
            let all = findings(&collection, &[])["findings"].as_array().unwrap().clone();
            let is_it = |finding: &&Value| {
                let code = finding["code"].as_str().unwrap();
                code == if gone { "scheme-vanished" } else { "scheme-appeared" }
            };
            all.iter().find(is_it).unwrap().clone()
        };
        let finding = told(rows, "");
        let figure =
            |key: &str| finding[key].as_str().map(|figure| format!("{key} = \"{figure}\"\n")).unwrap_or_default();
        let figures = figure("stated") + &figure("expected");
        let given = |named: &str| {
            format!(
                "[[explain]]\nfinding = {}\nperiod = \"2022-23-q3\"\n{figures}{named}words = \"Agreed.\"\nrole = \"Head of Housing\"\n\
                 date = 2023-01-20\n",
                finding["id"]
            )
        };
        let answer = given(&format!("rows = {}\n", finding["rows"]));
        assert_eq!(told(rows, &answer)["status"], "explained", "{rows}");
        assert_eq!(
            told(&rows.replace(" – ", "  - "), &answer)["status"],
            "explained",
            "as titles are compared: {rows}"
        );
        let old = told(rows, &given(""));
        assert_eq!(old["status"], "open", "{rows}");
        assert!(old["help"].as_str().unwrap().contains("does not count: it was given for "), "{old:#}");
        for (from, to) in again {
            assert!(rows.contains(from), "{from}");
            let lapsed = told(&rows.replace(from, to), &answer);
            assert_eq!(lapsed["status"], "open", "{to}");
            assert!(lapsed["help"].as_str().unwrap().contains("has lapsed: "), "{lapsed:#}");
        }
    }
}
