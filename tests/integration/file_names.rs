//! Files whose name has a part that changes from one period to the next.

use std::fs;

use crate::support::{findings, made, report, repository};

const GRID: &str = "== North\nScheme | Target | Forecast | Share\nVoids | 100 | 80 |\nTotal | 100 | 80 |\n";

fn form() -> String {
    let base = fs::read_to_string(repository().join("tests/gallery/base.toml")).unwrap();
    base.replace("file = \"{area}\"\narea = \"file\"", "file = \"Savings tracker {period} v*\"\narea = \"sheet\"")
}

/// The codes and messages of what is found where these files were sent.
fn found(files: &[&str]) -> Vec<(String, String)> {
    let form = form();
    let paths: Vec<String> = files.iter().map(|name| format!("returns/2022-23-q3/{name}.txt")).collect();
    let mut all = vec![("piperoll.toml", &*form)];
    all.extend(paths.iter().map(|path| (&**path, GRID)));
    let (_folder, collection) = made("", &all);
    let text = |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap_or_default().to_string();
    let json = findings(&collection, &[]);
    json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| (text(finding, "code"), text(finding, "message")))
        .collect()
}

#[test]
fn a_file_is_known_by_the_part_of_its_name_that_stays() {
    let form = form();
    let files = [("piperoll.toml", &*form), ("returns/2022-23-q3/savings tracker Q3 2022-23 v4 FINAL.txt", GRID)];
    let (_folder, collection) = made("", &files);
    let report = report(&collection);
    assert!(report.findings.iter().all(|finding| !finding.blocks()), "{:?}", report.findings);
    assert!(report.tables().any(|table| table.title == "North" && table.rows.len() == 2));
}

#[test]
fn two_of_them_are_asked_about_and_none_is_missed_by_the_name_that_the_form_has() {
    let two = found(&["Savings tracker Q3 v1", "Savings tracker Q3 v2"]);
    assert!(two.iter().any(|(code, _)| code == "two-returns"), "{two:?}");
    let none = found(&["Something else"]);
    let missing = none.iter().find(|(code, _)| code == "missing-return").unwrap();
    assert!(missing.1.contains("Savings tracker {period} v*"), "{missing:?}");
}

#[test]
fn a_file_that_is_called_after_an_area_is_no_other_one_whose_name_changes() {
    let base = fs::read_to_string(repository().join("tests/gallery/base.toml")).unwrap();
    let form = base.replace("name = \"North\"", "name = \"North savings\"")
        + "\n[[list]]\nid = \"plans\"\nkey = \"plan\"\n\n[[list.column]]\nid = \"plan\"\nheading = \"Plan\"\nkind = \"text\"\n\n\
           [[return]]\nlist = \"plans\"\nfile = \"* savings\"\narea = \"sheet\"\noptional = true\n";
    let files = [("piperoll.toml", &*form), ("returns/2022-23-q3/North savings.txt", GRID)];
    let (_folder, collection) = made("", &files);
    let report = report(&collection);
    assert!(report.findings.iter().all(|finding| !finding.blocks()), "{:?}", report.findings);
}
