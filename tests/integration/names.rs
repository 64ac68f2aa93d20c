//! Names that two people typed in two ways: one name wherever names are compared.

use std::fs;
use std::path::Path;

use crate::support::{build, findings, repository, rows, sheets};
use crate::workbook;

/// The gallery's form with two periods, and a column of references where they have them.
fn collection(folder: &Path, references: bool, before: &str, after: &str, decisions: &str) {
    let mut form = fs::read_to_string(repository().join("tests/gallery/base.toml")).unwrap();
    if references {
        let reference = "[[list.column]]\nid = \"reference\"\nheading = \"Ref\"\nkind = \"code\"\nrequired = true\n\n";
        form = form.replacen("key = \"title\"", "key = \"reference\"\nlabel = \"title\"", 1);
        form =
            form.replacen("[[list.column]]\nid = \"title\"", &format!("{reference}[[list.column]]\nid = \"title\""), 1);
    }
    fs::write(folder.join("piperoll.toml"), form).unwrap();
    fs::write(folder.join("decisions.toml"), decisions).unwrap();
    for (period, grid) in [("2022-23-q2", before), ("2022-23-q3", after)] {
        let returns = folder.join("returns").join(period);
        fs::create_dir_all(&returns).unwrap();
        fs::write(returns.join("north.xlsx"), workbook::workbook(grid)).unwrap();
    }
}

/// Code and message of each finding.
fn told(folder: &Path) -> Vec<(String, String)> {
    let said = findings(folder, &[]);
    let text = |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap().to_string();
    said["findings"].as_array().unwrap().iter().map(|one| (text(one, "code"), text(one, "message"))).collect()
}

#[test]
fn a_title_with_another_apostrophe_or_dash_is_the_same_scheme() {
    let folder = tempfile::tempdir().unwrap();
    let before = "== Return\nScheme | Target | Forecast | Share\nChildren's homes - phase 1 | 85 | 85 | 100%\n\
                  ORBIS partnership | 40 | 20 | 50%\nTotal | 125 | 105 | 84%\n";
    let after = "== Return\nScheme | Target | Forecast | Share\nChildren’s homes – Phase 1 | 85 | 85 | 100%\n\
                 Orbis  partnership | 40 | 20 | 50%\nTotal | 125 | 105 | 84%\n";
    let unmoved = "[[explain]]\nfinding = \"figures-unmoved:north\"\nstated = \"4 figures of Quarter 2, 2022/23\"\n\
                   words = \"Nothing moved.\"\nrole = \"Finance business partner\"\ndate = 2023-01-20\n";
    collection(folder.path(), false, before, after, unmoved);
    let said = told(folder.path());
    assert!(said.iter().all(|(code, _)| code == "figures-unmoved"), "{said:?}");
    let built = build(folder.path(), &[]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    let movements: Vec<Vec<String>> = sheets(built.xlsx())
        .iter()
        .filter(|(name, _)| name.contains("ovement"))
        .flat_map(|(_, range)| rows(range))
        .collect();
    let target = movements.iter().position(|row| row[0].starts_with("Target: movement")).unwrap();
    let heading = movements[target..].iter().find(|row| row[0] == "Service area").unwrap();
    let north = movements[target..].iter().find(|row| row[0] == "North").unwrap();
    let told: Vec<(&str, &str)> = heading.iter().map(String::as_str).zip(north.iter().map(String::as_str)).collect();
    assert_eq!(told[1..4], [("Opening", "125"), ("New", "0"), ("Closed", "0")]);
}

#[test]
fn two_rows_whose_titles_a_keyboard_makes_differ_are_a_title_twice() {
    let folder = tempfile::tempdir().unwrap();
    let grid = "== Return\nScheme | Target | Forecast | Share\nChildren's homes - phase 1 | 85 | 85 | 100%\n\
                Children’s homes – Phase 1 | 40 | 20 | 50%\nTotal | 125 | 105 | 84%\n";
    collection(folder.path(), false, &grid.replace("40 | 20", "40 | 30"), grid, "");
    let mut told = told(folder.path());
    told.retain(|(code, _)| code == "duplicate-title");
    let expected = "'Children’s homes – Phase 1' (North) stands twice: in A2 and A3";
    assert_eq!(told, [("duplicate-title".to_string(), expected.to_string())]);
}

const REFERENCES: &str = "== Return\nRef | Scheme | Target | Forecast | Share\n";

#[test]
fn a_reference_with_a_blank_more_is_proposed_and_not_taken_for_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let before =
        format!("{REFERENCES}1 6a | Voids | 85 | 85 | 100%\n17 | Rents | 40 | 20 | 50%\nTotal | | 125 | 105 | 84%\n");
    let after = format!(
        "{REFERENCES}16a | Empty homes | 85 | 85 | 100%\n1 7 | Rents | 40 | 20 | 50%\nTotal | | 125 | 105 | 84%\n"
    );
    collection(folder.path(), true, &before, &after, "");
    let told = told(folder.path());
    let codes: Vec<&str> = told.iter().map(|(code, _)| code.as_str()).collect();
    assert_eq!(codes, ["likely-rename", "scheme-renamed"], "{told:#?}");
    assert!(
        told[0].1.ends_with("for its reference differs only by blanks or punctuation and its money is the same"),
        "{told:#?}"
    );
    assert!(told[1].1.ends_with("has the reference '1 7'; in Quarter 2, 2022/23 it was '17'"), "{told:#?}");
}

#[test]
fn a_decision_finds_a_title_by_either_apostrophe_and_no_reference_by_its_likeness() {
    let folder = tempfile::tempdir().unwrap();
    let before = format!("{REFERENCES}16a | Children’s homes | 85 | 85 | 100%\nTotal | | 85 | 85 | 100%\n");
    let after = format!("{REFERENCES}16a | Children’s homes | 90 | 85 | 94%\nTotal | | 90 | 85 | 94%\n");
    let decision = |scheme: &str| {
        format!(
            "[[change_request]]\nreference = \"CR-1\"\nperiod = \"2022-23-q3\"\nkind = \"rebase\"\narea = \"north\"\n\
             scheme = \"{scheme}\"\ncolumn = \"target\"\nfrom = 85\nto = 90\napproved_by = \"Savings Board\"\n\
             date = 2022-11-30\nwords = \"Another home.\"\n"
        )
    };
    let codes = |scheme: &str| {
        collection(folder.path(), true, &before, &after, &decision(scheme));
        let said = findings(folder.path(), &[]);
        let all = said["findings"].as_array().unwrap().clone();
        let help = all.iter().map(|one| one["help"].as_str().unwrap().to_string()).collect::<String>();
        (all.iter().map(|one| one["code"].as_str().unwrap().to_string()).collect::<Vec<_>>(), help)
    };
    assert_eq!(codes("children's homes").0, ["target-rebased"]);
    let (told, help) = codes("16 a");
    assert_eq!(told, ["change-request-not-reflected", "target-changed"]);
    assert!(help.contains("did you mean '16a'?"), "{help}");
}
