//! The error gallery: for each code the smallest collection that raises it, and exactly what the program says.
//!
//! A case is a file `tests/gallery/<code>.txt`, or `<code>.<variant>.txt` for a further one. It opens with why the case is as it
//! is; 'Also raises: <codes>.' closes that where another finding cannot be avoided. Lines `--- <path>` start the files of the
//! collection; `.txt` under `returns/`, `control/` and `published/` are text grids (see tests/support/workbook.rs) that become workbooks. Without a
//! piperoll.toml the case uses `tests/gallery/base.toml`, and `--- piperoll.toml +` adds to that one. `--- says` holds what
//! `piperoll check` says, and `--- exit` the exit code. To write these two anew after a change, run the test with
//! `PIPEROLL_UPDATE=1`, and read what changed before you keep it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{findings, piperoll, piperoll_build, repository, stderr, stdout};
use crate::workbook;

struct Case {
    /// The file's name without its ending: the code, and the variant if there is one.
    name: String,
    code: String,
    path: PathBuf,
    /// What stands before the first file: why the case is as it is.
    about: String,
    /// Path and text.
    files: Vec<(String, String)>,
    says: String,
    exit: String,
}

/// The folders in which a `.txt` is a workbook.
const GRIDS: [&str; 3] = ["returns/", "control/", "published/"];

/// A file of a case that is added to base.toml.
const ADDED: &str = "piperoll.toml +";

/// Opens the list of the other codes that a case raises.
const ALSO: &str = "Also raises: ";

impl Case {
    /// The codes that the case may raise: its own, and those it says.
    fn allowed(&self) -> BTreeSet<String> {
        let about = self.about.split_whitespace().collect::<Vec<_>>().join(" ");
        let also = about.split_once(ALSO).map(|(_, also)| also.trim_end_matches('.').to_string()).unwrap_or_default();
        also.split(", ").filter(|code| !code.is_empty()).chain([self.code.as_str()]).map(String::from).collect()
    }
}

fn cases() -> Vec<Case> {
    let mut paths: Vec<PathBuf> = fs::read_dir(repository().join("tests/gallery"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    paths.sort();
    paths.iter().map(|path| case(path)).collect()
}

fn case(path: &Path) -> Case {
    let text = fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    let mut parts = text.split("\n--- ");
    let about = parts.next().unwrap_or_default().to_string();
    let name = path.file_stem().unwrap().to_string_lossy().into_owned();
    let mut case = Case {
        code: name.split('.').next().unwrap_or_default().to_string(),
        name,
        path: path.to_path_buf(),
        about,
        files: Vec::new(),
        says: String::new(),
        exit: String::new(),
    };
    for part in parts {
        let (name, body) = part.split_once('\n').unwrap_or((part, ""));
        match name.trim() {
            "says" => case.says = body.trim_end().to_string(),
            "exit" => case.exit = body.trim().to_string(),
            name => case.files.push((name.to_string(), format!("{}\n", body.trim_end()))),
        }
    }
    case
}

/// Lays the collection of a case out in `folder`.
fn lay_out(case: &Case, folder: &Path) {
    let write = |path: &str, bytes: &[u8]| {
        let target = folder.join(path);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, bytes).unwrap();
    };
    if !case.files.iter().any(|(name, _)| name == "piperoll.toml") {
        let mut form = fs::read_to_string(repository().join("tests/gallery/base.toml")).unwrap();
        for (_, more) in case.files.iter().filter(|(name, _)| name == ADDED) {
            form.push_str(&format!("\n{more}"));
        }
        write("piperoll.toml", form.as_bytes());
    }
    for (name, text) in case.files.iter().filter(|(name, _)| name != ADDED) {
        match name.strip_suffix(".txt") {
            Some(stem) if GRIDS.iter().any(|folder| name.starts_with(folder)) => {
                write(&format!("{stem}.xlsx"), &workbook::workbook(text))
            }
            _ => write(name, text.as_bytes()),
        }
    }
}

/// Each case's name, and its collection for as long as it is looked at.
pub fn each_case(mut look: impl FnMut(&str, &Path)) {
    for case in cases() {
        let folder = tempfile::tempdir().unwrap();
        let collection = folder.path().join("gallery");
        lay_out(&case, &collection);
        look(&case.name, &collection);
    }
}

#[test]
fn every_case_says_exactly_what_it_says() {
    let update = std::env::var_os("PIPEROLL_UPDATE").is_some();
    let mut wrong = Vec::new();
    for case in cases() {
        let folder = tempfile::tempdir().unwrap();
        let collection = folder.path().join("gallery");
        lay_out(&case, &collection);
        let run = piperoll().arg("check").arg(&collection).output().unwrap();
        let says = stderr(&run).trim_end().to_string();
        let exit = run.status.code().map_or_else(String::new, |code| code.to_string());
        if exit == "2" {
            wrong.push(format!("== {} cannot run:\n{says}\n", case.name));
            continue;
        }
        let raised = codes(&says);
        if raised != case.allowed() {
            wrong.push(format!("== {} raises {raised:?}, not {:?}\n{says}\n", case.name, case.allowed()));
        } else if update {
            let files: String =
                case.files.iter().map(|(name, text)| format!("\n--- {name}\n{}", text.trim_end())).collect();
            let text = format!("{}{files}\n--- says\n{says}\n--- exit\n{exit}\n", case.about.trim_end());
            fs::write(&case.path, text).unwrap();
        } else if says != case.says || exit != case.exit {
            wrong.push(format!(
                "== {}\n-- expected (exit {}):\n{}\n-- said (exit {exit}):\n{says}\n",
                case.name, case.exit, case.says
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The codes in the text form: 'error[column-total] …' opens a finding.
fn codes(says: &str) -> BTreeSet<String> {
    let opening = |line: &str| {
        let (word, rest) = line.split_once('[')?;
        let is_finding = ["error", "query", "note", "left open", "explained"].contains(&word);
        is_finding.then(|| rest.split_once(']').map(|(code, _)| code.to_string())).flatten()
    };
    says.lines().filter_map(opening).collect()
}

fn each(found: &Value) -> impl Iterator<Item = &Value> {
    found["findings"].as_array().unwrap().iter()
}

fn text(finding: &Value, field: &str) -> String {
    finding[field].as_str().unwrap().to_string()
}

/// What it takes a thousand files or a published set to raise: tests/integration/limits.rs, not_updated.rs and published.rs have them.
const ELSEWHERE: [&str; 3] = ["files-not-read", "not-updated", "prior-restated"];

#[test]
fn every_code_has_a_case_and_an_explanation() {
    let known: Vec<String> = cases().into_iter().map(|case| case.code).collect();
    let is_known = |code: &&str| ELSEWHERE.contains(code) || known.iter().any(|name| name == code);
    let missing: Vec<&str> = piperoll::check::rules().map(|rule| rule.code).filter(|code| !is_known(code)).collect();
    assert!(missing.is_empty(), "no case in tests/gallery for {missing:?}");
    for code in known.iter().map(String::as_str).chain(ELSEWHERE) {
        let run = piperoll().args(["explain", code]).output().unwrap();
        assert_eq!(run.status.code(), Some(0), "{code}");
        let text = stdout(&run);
        assert!(text.contains(code) && text.lines().count() > 5, "{code}: {text}");
    }
}

#[test]
fn a_code_that_is_not_there_is_answered_with_the_nearest() {
    let run = piperoll().args(["explain", "colum-total"]).output().unwrap();
    assert_eq!(run.status.code(), Some(2));
    assert!(stderr(&run).contains("did you mean 'column-total'"), "{}", stderr(&run));
}

/// What the program says of a collection with these files: stderr of `check`, its JSON, and findings.json of `build`.
fn said_of(files: &[(&str, &str)]) -> (String, String, String) {
    let case = Case {
        name: String::new(),
        code: String::new(),
        path: PathBuf::new(),
        about: String::new(),
        files: files.iter().map(|(name, text)| ((*name).to_string(), (*text).to_string())).collect(),
        says: String::new(),
        exit: String::new(),
    };
    let folder = tempfile::tempdir().unwrap();
    let collection = folder.path().join("gallery");
    lay_out(&case, &collection);
    let check = piperoll().arg("check").arg(&collection).output().unwrap();
    assert_eq!(check.status.code(), Some(1), "{}", stderr(&check));
    let json = piperoll().arg("check").arg(&collection).args(["--format", "json"]).output().unwrap();
    let output = folder.path().join("output");
    let build = piperoll_build().arg(&collection).arg("--output").arg(&output).output().unwrap();
    assert_eq!(build.status.code(), Some(1), "{}", stderr(&build));
    let written = fs::read_to_string(output.join("2022-23-q3/findings.json")).unwrap();
    (format!("{}{}", stderr(&check), stderr(&build)), stdout(&json), written)
}

const RETURN: &str = "returns/2022-23-q3/north.txt";

#[test]
fn what_a_cell_holds_cannot_steer_the_terminal() {
    let (clear, link, turned) = ("\u{1b}[2J", "\u{1b}]8;;https://example.org\u{7}", "\u{202e}");
    let grid = format!(
        "== Return\nScheme | Target | Forecast | Lead{clear}\nVoids{clear}{turned} | 100 | {link}soon | {clear}\nTotal | 100 | 0"
    );
    let (said, ..) = said_of(&[(RETURN, &grid)]);
    assert!(said.contains("soon") && said.contains("Voids"), "{said}");
    let steers = |letter: char| (letter.is_control() && letter != '\n') || letter == '\u{202e}';
    assert!(!said.contains(steers), "{said:?}");
}

#[test]
fn personal_data_is_never_passed_on() {
    let secrets = ["jo.bloggs@example.org", "07700 900123", "943 476 5919", "AB 12 34 56 C", "sam@example.org"];
    let [address, telephone, patient, person, other] = secrets;
    // In a title, a text, a column of money, a note above the table, a row without a label and a heading.
    let grid = format!(
        "== Return\nAsk {other} if in doubt\n\nScheme | Target | Forecast | Share | Progress | Lead {address}\n\
         Voids ({person}) | 100 | 80 | 85% | Complete, see {address} or {telephone}; {patient} moved out | x\n\
         Rents | 50 | {telephone} | | Ring {telephone}\n | | | | and {address}\nTotal | 170 | 80 | 80%"
    );
    let (said, json, written) = said_of(&[(RETURN, &grid)]);
    for secret in secrets {
        for told in [&said, &json, &written] {
            assert!(!told.contains(secret), "{secret} is passed on:\n{told}");
            assert!(!told.contains(&piperoll::finding::slug(secret)), "{secret} is passed on in an id:\n{told}");
        }
    }
    for code in ["personal-email", "personal-telephone", "nhs-number", "national-insurance", "column-total"] {
        assert!(said.contains(code), "{code} is missing:\n{said}");
    }
    assert_eq!(json, written, "check --format json and findings.json are the same");
}

#[test]
fn every_finding_has_every_field_of_the_contract() {
    let names = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    let these = |fields: &[&str]| fields.iter().map(|field| (*field).to_string()).collect::<BTreeSet<_>>();
    let mut given: BTreeSet<String> = BTreeSet::new();
    let mut absent: BTreeSet<String> = BTreeSet::new();
    for case in cases() {
        let folder = tempfile::tempdir().unwrap();
        let collection = folder.path().join("gallery");
        lay_out(&case, &collection);
        let found = findings(&collection, &[]);
        assert_eq!(
            names(&found),
            these(&["schema", "collection", "period", "prior", "status", "fingerprint", "counts", "findings"])
        );
        let mut counts = names(&found["counts"]);
        // Only where some are.
        counts.remove("open-at-publication");
        assert_eq!(counts, these(&["error", "query", "note", "explained"]));
        // The folders of periods: the prior one is the last that was published, else the earlier of two.
        let within = |folder: &str| -> BTreeSet<&str> {
            case.files.iter().filter_map(|(name, _)| name.strip_prefix(folder)?.split('/').next()).collect()
        };
        let (folders, published) = (within("returns/"), within("published/"));
        let earlier = folders.first().copied().filter(|_| folders.len() > 1);
        let prior = published.last().copied().or(earlier).map_or(Value::Null, Value::from);
        assert_eq!(found["prior"], prior, "{}", case.name);
        for finding in each(&found) {
            assert_eq!(names(finding), these(FIELDS), "{}", case.name);
            for place in
                [&finding["at"], &finding["demanded_by"]].into_iter().chain(finding["related"].as_array().unwrap())
            {
                let fields = ["file", "sheet", "cell", "line", "range"];
                // Only a range of cells has one.
                let fields = if place["range"].is_null() { &fields[..4] } else { &fields };
                let is_whole = place.is_null() || names(place) == these(fields);
                assert!(is_whole, "{}: {place}", case.name);
            }
            let amount =
                |field: &str| finding[field].as_str().map(|text| text.parse::<rust_decimal::Decimal>().unwrap());
            if let (Some(stated), Some(expected)) = (amount("stated"), amount("expected")) {
                assert_eq!(amount("difference"), Some(stated - expected), "{}", case.name);
                assert!(finding["unit"].is_string(), "{}", case.name);
            }
            let help = text(finding, "help");
            assert!(!text(finding, "message").is_empty() && !help.is_empty(), "{}", case.name);
            assert!(!help.contains('{') || help.contains("[["), "{}: {help}", case.name);
            for (name, value) in finding.as_object().unwrap() {
                if value.is_null() { &mut absent } else { &mut given }.insert(name.clone());
            }
        }
    }
    assert_eq!(given, these(FIELDS), "each field is given somewhere");
    let may_be_null = [
        "demanded_by",
        "area",
        "scheme",
        "column",
        "unit",
        "stated",
        "stated_text",
        "expected",
        "difference",
        "explained_by",
    ];
    assert_eq!(absent, these(&may_be_null), "and null where it does not apply");
}

/// The fields of a finding.
const FIELDS: &[&str] = &[
    "id",
    "code",
    "family",
    "severity",
    "status",
    "message",
    "help",
    "at",
    "demanded_by",
    "area",
    "scheme",
    "column",
    "unit",
    "stated",
    "stated_text",
    "expected",
    "difference",
    "rows",
    "related",
    "explained_by",
];
