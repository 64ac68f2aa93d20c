//! The returns of all samples, saved again by a real spreadsheet program: they are read as before.

use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

use crate::office::Office;
use crate::support::{SAMPLES, copy, findings, made, report, sample, snapshot};

/// The endings under which it saves a workbook.
const KINDS: [&str; 3] = ["xlsx", "ods", "xls"];

/// The returns of all periods of a collection, by their paths in it.
fn returns(collection: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let files = snapshot(&collection.join("returns")).into_iter().filter(|(path, _)| path.is_file());
    files.map(|(path, bytes)| (path.strip_prefix(collection).unwrap().to_path_buf(), bytes)).collect()
}

/// All that a collection says: each cell of its report with its figure, unrounded, and the cells of returns behind it, and
/// each finding with its figures. Endings of files are left out, and so is the note on what cannot be seen in a file of
/// its kind: both are another one because the kind is.
fn said(collection: &Path) -> Vec<String> {
    let mut report = report(collection);
    report.findings.retain(|finding| finding.code != "cannot-be-seen");
    let text = format!("{:#?}\n{:#?}\n{:#?}", report.meta, report.sections, report.findings);
    let ending = Regex::new(r"\.(xlsx|xls|ods)\b").unwrap();
    ending.replace_all(&text, "").lines().map(str::to_string).collect()
}

#[test]
fn what_libreoffice_saves_is_read_the_same() {
    let Some(office) = Office::installed() else { return };
    let samples = SAMPLES.map(|name| (name, returns(&sample(name)), said(&sample(name))));
    let all = || samples.iter().flat_map(|(_, returns, _)| returns);
    let books: Vec<(&str, Vec<u8>)> =
        all().map(|(path, bytes)| (path.extension().unwrap().to_str().unwrap(), bytes.clone())).collect();
    for kind in KINDS {
        let mut saved = office.saved(&books, kind).into_iter();
        for (name, returns, before) in &samples {
            let (_folder, collection) = copy(&sample(name));
            for (path, _) in returns {
                fs::remove_file(collection.join(path)).unwrap();
                fs::write(collection.join(path).with_extension(kind), saved.next().unwrap()).unwrap();
            }
            let after = said(&collection);
            assert!(after.len() > 1000, "{name}: {} lines", after.len());
            let other = before.iter().zip(&after).position(|(before, after)| before != after);
            if let Some(line) = other.or((before.len() != after.len()).then_some(before.len().min(after.len()))) {
                let around = |lines: &[String]| {
                    lines.iter().skip(line.saturating_sub(12)).take(24).cloned().collect::<Vec<_>>().join("\n")
                };
                panic!("{name} as .{kind}, line {line}:\n{}\n\nbecame\n\n{}", around(before), around(&after));
            }
        }
    }
}

/// A return that shows other things than it holds, of each kind that .xlsx and .ods both can tell.
const LOOKS: &str = "== Return
Savings return Quarter 3
Scheme | Ref | Target | Forecast | Share | Progress
Voids | @2022-03-01 | 100 | 80 | 80% | Under way
Rents | @2022-03-02 | 50000 | 20 | 40% | Under way
Doors | 3 | 5 | 0 | 0% | Under way2
Roofs | 4 | 10 | 5 | 50% | Under way
Lifts | 5 | 20 | 10 | 50% | Under way
Lamps | 6 | 40 | 10 | 25% | Under way
Total | | 225 | 125 | 56%
!format B3:B4 d-mmm
!format B5:B8 \"HSG\"000
!format C4 #,##0,
!format D5 \"TBC\"
!format D6 [$€-2] #,##0
!raise F5 2
!strike A6
!hide 7
!ink A8:F8 FFFFFF
!comment C3 Subject to approval
";

#[test]
fn what_a_sheet_shows_is_told_the_same() {
    let Some(office) = Office::installed() else { return };
    let (_folder, collection) = made(
        "[[list.column]]\nid = \"ref\"\nheading = \"Ref\"\nkind = \"code\"\noptional = true\n",
        &[("returns/2022-23-q3/north.txt", LOOKS)],
    );
    let said = |collection: &Path| -> Vec<String> {
        let found = findings(collection, &[]);
        let all = found["findings"].as_array().unwrap().iter();
        all.filter(|finding| finding["code"] != "cannot-be-seen")
            .map(|finding| format!("{}: {}", finding["id"], finding["message"]).replace(".ods", ".xlsx"))
            .collect()
    };
    let before = said(&collection);
    for code in
        ["shown-otherwise:north:ref:date", "scale", "words", "currency", "hidden", "struck", "comments", "invisible"]
    {
        assert!(before.iter().any(|said| said.contains(code)), "{code}: {before:#?}");
    }
    let path = collection.join("returns/2022-23-q3/north.xlsx");
    let book = [("xlsx", fs::read(&path).unwrap())];
    fs::remove_file(&path).unwrap();
    for kind in ["xlsx", "ods"] {
        let file = path.with_extension(kind);
        fs::write(&file, office.saved(&book, kind).remove(0)).unwrap();
        assert_eq!(said(&collection), before, "as .{kind}");
        fs::remove_file(file).unwrap();
    }
}
