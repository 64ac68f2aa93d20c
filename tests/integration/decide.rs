//! `piperoll decide` with the real program: what it writes settles the finding, what would not is not written, and whatever else
//! stands in decisions.toml stays byte for byte.

mod clearing;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use jiff::civil::date;
use piperoll::check::offers::Way;
use piperoll::collection::Collection;
use piperoll::decision::edit::appended;
use piperoll::decision::entry::{Decided, filled};
use piperoll::pipeline::{Inputs, Options};
use serde_json::Value;
use tempfile::TempDir;

use crate::gallery::each_case;
use crate::support::{copy, findings, made, piperoll, repository, sample, snapshot, stderr};

/// Words, role and date.
const BY: [&str; 6] =
    ["--words", "Agreed in the \"star\" chamber.", "--role", "Head of Finance", "--date", "18/01/2023"];

fn decide(collection: &Path, more: &[&str]) -> Output {
    piperoll().arg("decide").arg(collection).args(more).output().unwrap()
}

/// It ends with this code, and what it said.
#[track_caller]
fn ends(collection: &Path, code: i32, more: &[&str]) -> String {
    let run = decide(collection, more);
    let said = stderr(&run);
    assert_eq!(run.status.code(), Some(code), "{more:?}: {said}");
    said
}

/// The same with words, role and date.
#[track_caller]
fn ends_by(collection: &Path, code: i32, more: &[&str]) -> String {
    ends(collection, code, &[more, &BY].concat())
}

fn decisions(collection: &Path) -> String {
    fs::read_to_string(collection.join("decisions.toml")).unwrap_or_default()
}

/// A finding of the newest period.
fn finding(collection: &Path, id: &str) -> Value {
    let all = findings(collection, &[]);
    let found = all["findings"].as_array().unwrap().iter().find(|finding| finding["id"] == id);
    found.unwrap_or_else(|| panic!("no {id} in {all:#}")).clone()
}

const Q2: &str = "== Return
Scheme | Target | Forecast | Share
Roofs | 100 | 80 | 80%
Voids | 50 | 50 | 100%
Total | 150 | 130 | 87%
";

const Q3: &str = "== Return
Scheme | Target | Forecast | Share
Roofs | 120 | about 90 | 75%
Voids | 50 | 50 | 100%
Total | 180 | 140 | 82%
";

/// A target that changed, a forecast that cannot be read, and a total that is off.
fn spoilt(decisions: &str) -> (TempDir, PathBuf) {
    let returns = [("returns/2022-23-q2/north.txt", Q2), ("returns/2022-23-q3/north.txt", Q3)];
    let files = [&returns[..], &[("decisions.toml", decisions)]].concat();
    made("", if decisions.is_empty() { &files[..2] } else { &files })
}

const TARGET: &str = "target-changed:north:roofs:target";
const FORECAST: &str = "unreadable-value:north:roofs:forecast";
const TOTAL: &str = "column-total:north:target";

#[test]
fn a_query_is_explained_on_the_figures_of_the_finding() {
    let (_folder, collection) = spoilt("");
    let said = ends_by(&collection, 0, &[TARGET, "--as", "explain"]);
    let entry = "[[explain]]\nfinding = \"target-changed:north:roofs:target\"\nperiod = \"2022-23-q3\"\nstated = \"120\"\n\
                 expected = \"100\"\nwords = \"Agreed in the \\\"star\\\" chamber.\"\nrole = \"Head of Finance\"\n\
                 date = 2023-01-18\n";
    assert_eq!(decisions(&collection), entry, "a file that was not there is made");
    let shown = format!("To be written to decisions.toml, from line 1:\n\n{entry}\nWritten to ");
    assert!(
        said.starts_with(&shown.replace('\\', "/")) && said.contains("2 errors are open; 1 finding explained."),
        "{said}"
    );
    assert_eq!(finding(&collection, TARGET)["explained_by"]["line"], 1);
}

#[test]
fn an_error_is_set_aside_where_something_else_stands() {
    let (_folder, collection) = spoilt("");
    let said = ends_by(&collection, 2, &[FORECAST]);
    let expected = format!(
        "cannot run: --stands is missing to answer `{FORECAST}`\n            --stands  what stands in place of 'about 90'\n"
    );
    assert_eq!(said, expected);
    ends_by(&collection, 0, &[FORECAST, "--stands", "90"]);
    assert!(decisions(&collection).contains("stated = \"about 90\"\nstands = \"90\"\n"), "{}", decisions(&collection));
    // What is worked out can be confirmed, and need not be typed.
    ends_by(&collection, 0, &[TOTAL]);
    assert!(decisions(&collection).contains("stated = \"180\"\nstands = \"170\"\n"), "{}", decisions(&collection));
    assert_eq!(finding(&collection, TOTAL)["explained_by"]["stands"], "170");
}

#[test]
fn a_change_request_and_a_rename_are_as_the_finding_proposes_them() {
    let (_folder, collection) = spoilt("");
    let said = ends_by(&collection, 2, &[TARGET]);
    assert!(
        said.contains("may be answered in several ways: add one of\n") && said.contains("--as change-request  "),
        "{said}"
    );
    let said = ends_by(&collection, 2, &[TARGET, "--as", "change-request"]);
    assert!(said.contains("--reference  the reference of the change request, such as CR-07"), "{said}");
    ends_by(&collection, 0, &[TARGET, "--reference", "CR-07"]);
    let entry = "[[change_request]]\nreference = \"CR-07\"\nperiod = \"2022-23-q3\"\nkind = \"rebase\"\narea = \"north\"\n\
                 scheme = \"Roofs\"\ncolumn = \"target\"\nfrom = 100\nto = 120\napproved_by = \"Head of Finance\"\n\
                 date = 2023-01-18\n";
    assert!(decisions(&collection).starts_with(entry), "{}", decisions(&collection));

    let renamed = Q2.replace("Roofs", "Roofs renewed");
    let returns = [("returns/2022-23-q2/north.txt", Q2), ("returns/2022-23-q3/north.txt", renamed.as_str())];
    let (_folder, collection) = made("", &returns);
    let id = "likely-rename:north:roofs-renewed";
    ends_by(&collection, 0, &[id, "--as", "match"]);
    let first =
        "# piperoll decide: Head of Finance, 18 January 2023: Agreed in the \"star\" chamber.\n[[scheme]]\nid = ";
    assert!(decisions(&collection).starts_with(first), "{}", decisions(&collection));
    assert!(findings(&collection, &[])["findings"].as_array().unwrap().iter().all(|finding| finding["id"] != id));
    ends(&collection, 0, &["--undo"]);
    assert_eq!(decisions(&collection), "");
}

/// An entry that was given on an earlier figure, in a file with a layout of its own.
const LAPSED: &str = "\u{feff}# What we decided\r\n\r\n[[explain]]   # as minuted\r\n  finding = \"target-changed:north:roofs:target\"\r\n  \
                      period = \"2022-23-q3\"\r\n  stated = 110\r\n  expected = 100\r\n  words = 'It grew.'\r\n  \
                      role = \"Head of Housing\"\r\n  date = 2023-01-10 # a Tuesday\r\n# The end";

#[test]
fn one_that_lapsed_is_answered_anew_and_stays_as_the_record() {
    let (_folder, collection) = spoilt(LAPSED);
    ends_by(&collection, 0, &[TARGET, "--as", "explain"]);
    let now = decisions(&collection);
    let added = now.strip_prefix(LAPSED).unwrap_or_else(|| panic!("what stood there changed: {now}"));
    assert!(
        added.starts_with("\r\n\r\n[[explain]]\r\nfinding = \"target-changed:north:roofs:target\"\r\n"),
        "{added:?}"
    );
    assert_eq!(added.matches('\n').count(), added.matches("\r\n").count());

    // One that stands is changed only when that is asked for, and in its place.
    let line = finding(&collection, TARGET)["explained_by"]["line"].to_string();
    let said = ends_by(&collection, 2, &[TARGET]);
    let answered =
        format!("is answered already, in line {line} of decisions.toml, by Head of Finance on 2023-01-18: Agreed in");
    assert!(said.contains(&answered) && said.contains("Add --replace"), "{said}");
    assert_eq!(decisions(&collection), now);
    ends(&collection, 2, &[TARGET, "--replace"]);
    ends(&collection, 0, &[TARGET, "--replace", "--words", "As agreed in January."]);
    assert_eq!(decisions(&collection), now.replace("Agreed in the \\\"star\\\" chamber.", "As agreed in January."));

    ends(&collection, 0, &["--undo"]);
    assert_eq!(decisions(&collection), format!("{LAPSED}\r\n"));
    let said = ends(&collection, 0, &["--undo"]);
    assert!(
        said.starts_with("To be taken out of decisions.toml, from line 3:\n\n[[explain]]   # as minuted\n"),
        "{said}"
    );
    assert_eq!(decisions(&collection), "\u{feff}# What we decided\r\n# The end\r\n");
    let said = ends(&collection, 2, &["--undo"]);
    assert_eq!(said, "cannot run: decisions.toml holds no entry, so there is nothing to take back\n");
}

#[test]
fn an_answer_of_an_earlier_period_that_still_stands_is_answered_anew_and_never_changed() {
    let grid = |quarter: u32| {
        format!(
            "== Return\nScheme | Target | Forecast | Share | Achieved | Progress\n\
             Voids | 100 | 100 | 100% | {quarter}0 | Delivered\nTotal | 100 | 100 |  | {quarter}0 |\n"
        )
    };
    let (second, third) = (grid(2), grid(3));
    let (_folder, collection) = made(
        "",
        &[("returns/2022-23-q2/north.txt", second.as_str()), ("returns/2022-23-q3/north.txt", third.as_str())],
    );
    let id = "done-not-achieved:north:voids:notes";
    ends_by(&collection, 0, &[id, "--period", "2022-23-q2", "--until", "2022-23"]);
    let earlier = decisions(&collection);
    let said = ends_by(&collection, 2, &[id]);
    assert!(
        said.contains("It was given for 2022-23-q2, and still stands. Add --replace to answer the finding anew"),
        "{said}"
    );
    ends_by(&collection, 0, &[id, "--replace"]);
    let now = decisions(&collection);
    assert!(now.starts_with(&earlier) && now[earlier.len()..].contains("period = \"2022-23-q3\""), "{now}");
}

#[test]
fn what_would_not_settle_it_is_not_written() {
    let (_folder, collection) = spoilt(LAPSED);
    let before = snapshot(&collection);
    for (code, more, said) in [
        (
            1,
            &[TOTAL, "--stands", "175"][..],
            "175 was to stand, and the rows give 170, which can be confirmed, never replaced",
        ),
        (
            1,
            &[TOTAL, "--as", "explain"],
            "is an error, and an error cannot be explained, so nothing was written. It may be",
        ),
        (
            1,
            &[TOTAL, "--as", "match"],
            "proposes no match, so nothing was written. It may be answered with --as set-aside.",
        ),
        (1, &[FORECAST, "--stands", "about 95"], "Nothing was written: this would not settle it."),
        (1, &[TARGET, "--until", "2022-23-q1"], "`until` is 2022-23-q1, before 2022-23-q3"),
        (1, &[TARGET, "--until", "2022-23", "--up-to", "30"], "cannot stand up to an amount"),
        (2, &[TARGET, "--until", "soon"], "--until: 'soon' is neither a period nor a financial year"),
        (2, &[TARGET, "--as", "explain", "--reference", "CR-1"], "--reference goes with a change request"),
        (2, &["target-changd:north:roofs:target"], "did you mean `target-changed:north:roofs:target`?"),
        (2, &["something-else"], "there is no finding `something-else` in 2022-23-q3; `piperoll check` shows those"),
        (2, &[], "no finding is named"),
    ] {
        let heard = ends_by(&collection, code, more);
        let heard = heard.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(heard.contains(said), "{more:?}: {heard}");
    }
    let said = ends(&collection, 2, &[TARGET, "--as", "explain", "--role", "Head of Finance"]);
    assert!(said.starts_with("cannot run: --words and --date are missing to answer"), "{said}");
    let said = ends(&collection, 2, &[TARGET, "--as", "explain", "--date", "31/02/2023"]);
    assert!(said.contains("--date: '31/02/2023' is no date; write it like 2023-01-18, 18/01/2023"), "{said}");
    assert_eq!(snapshot(&collection), before);
    let mut missing = collection.join("missing");
    missing.push("x");
    assert!(ends_by(&missing, 2, &[TARGET]).contains("there is no folder"));
}

#[test]
fn a_finding_that_no_entry_can_answer_says_what_is_to_be_done() {
    let (_folder, collection) = made("", &[("returns/2022-23-q3/north.xlsx", "no workbook")]);
    let id = findings(&collection, &[])["findings"][0]["id"].as_str().unwrap().to_string();
    let said = ends_by(&collection, 1, &[&id]);
    assert!(
        said.starts_with(&format!("No entry of decisions.toml can answer `{id}`, so nothing was written. ")),
        "{said}"
    );
    assert!(!collection.join("decisions.toml").exists());
}

#[test]
fn a_date_as_people_write_it_draws_the_right_spelling() {
    for date in ["18/01/2023", "\"18/01/2023\"", "18 January 2023", "18.1.23"] {
        let text = format!("[[explain]]\nfinding = \"{TARGET}\"\nwords = \"x\"\nrole = \"x\"\ndate = {date}\n");
        let (_folder, collection) = spoilt(&text);
        let said = ends_by(&collection, 2, &[TARGET]);
        assert!(
            said.starts_with("cannot run: decisions.toml, line 5: ") && said.contains("date = 2023-01-18"),
            "{said}"
        );
    }
}

#[test]
fn an_entry_with_a_fault_can_be_taken_out_again() {
    let good = format!("[[explain]]\nfinding = \"{TARGET}\"\nwords = \"x\"\nrole = \"x\"\ndate = 2023-01-18\n");
    let (_folder, collection) = spoilt(&format!("{good}\n[[explain]]\nfinding = 3\n"));
    ends(&collection, 0, &["--undo"]);
    assert_eq!(decisions(&collection), good);
    fs::write(collection.join("decisions.toml"), format!("{good}\n[[explain]\n")).unwrap();
    let said = ends(&collection, 2, &["--undo"]);
    assert!(said.starts_with("cannot run: decisions.toml, line 7: "), "{said}");
}

#[cfg(unix)]
#[test]
fn a_link_is_not_written_through() {
    let (folder, collection) = spoilt("");
    fs::write(folder.path().join("elsewhere.toml"), "").unwrap();
    std::os::unix::fs::symlink("../elsewhere.toml", collection.join("decisions.toml")).unwrap();
    let said = ends_by(&collection, 2, &[TARGET, "--as", "explain"]);
    assert!(said.contains("decisions.toml is a link, and what a link points to is never written"), "{said}");
    assert_eq!(fs::read(folder.path().join("elsewhere.toml")).unwrap(), b"");
}

/// What a finding offers settles it, once a person has filled in the blanks; whatever the finding is.
#[test]
fn what_the_findings_of_the_gallery_offer_settles_them() {
    let by = Decided {
        words: "As agreed.".into(),
        role: "Head of Finance".into(),
        initials: None,
        date: date(2023, 1, 18),
        due: Some(date(2023, 3, 1)),
        reference: Some("CR-1".into()),
        stands: None,
        until: None,
        up_to: None,
    };
    let mut wrong = Vec::new();
    // Of each code one finding a kind of entry: the others are of the same rule.
    let mut tried = BTreeSet::new();
    each_case(|name, collection| {
        // No answer makes it shorter, and there is much to read.
        if name == "appendix-too-long" {
            return;
        }
        let before = decisions(collection);
        let collection = Collection::open(collection).unwrap();
        let inputs = Inputs::read(&collection, &Options::default()).unwrap();
        let examined = inputs.examine().unwrap();
        for finding in examined.findings.iter().filter(|finding| finding.blocks()) {
            for offer in examined.offers(finding) {
                // What stands in place of a cell is for a person to say, unless the finding says what is expected there.
                let (kind, is_said) = match offer.way {
                    Way::Explain => ("explain", finding.help.contains("[[explain]] finding")),
                    Way::SetAside => ("set aside", finding.help.contains("[[set_aside]] finding")),
                    Way::Match => ("match", true),
                    Way::ChangeRequest => ("change request", true),
                    Way::OutsideControl => ("outside control", true),
                    Way::LeaveOpen => ("leave open", true),
                    // It takes a published set: not_updated.rs has it.
                    Way::NotUpdated => ("not updated", false),
                    Way::NewYear => ("new year", true),
                };
                if !is_said || !tried.insert((kind, finding.code)) {
                    continue;
                }
                let role = if offer.way == Way::LeaveOpen { "Section 151 officer".into() } else { by.role.clone() };
                let by = Decided { role, stands: finding.expected.map(|figure| figure.to_string()), ..by.clone() };
                let text = appended(&before, &filled(&offer.entry, &by)).text;
                let inputs = Inputs::read(&collection.with_decisions(&text).unwrap(), &Options::default());
                let settled = match &inputs {
                    Ok(inputs) => {
                        !inputs.examine().unwrap().findings.iter().any(|other| other.blocks() && other.id == finding.id)
                    }
                    Err(_) => false,
                };
                if !settled {
                    wrong.push(format!("== {name}: {kind} of {}\n{}", finding.id, offer.entry));
                }
            }
        }
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for (kind, least) in [("explain", 60), ("set aside", 4), ("match", 2), ("change request", 1), ("leave open", 60)] {
        let number = tried.iter().filter(|(of, _)| *of == kind).count();
        assert!(number >= least, "{number} of {kind}: {tried:?}");
    }
}

/// The command and what it says, as docs/decisions.md has them.
#[test]
fn the_page_shows_what_the_program_says() {
    let page = fs::read_to_string(repository().join("docs/decisions.md")).unwrap();
    let block = page.split("```text\n$ piperoll decide ").nth(1).expect("a command").split("```").next().unwrap();
    let (command, says) = block.split_once("\nTo be").expect("what it says");
    let mut arguments: Vec<String> = Vec::new();
    for (quoted, part) in command.replace("\\\n", " ").split('"').enumerate() {
        match quoted % 2 {
            0 => arguments.extend(part.split_whitespace().map(str::to_string)),
            _ => arguments.push(part.to_string()),
        }
    }
    // The sample, as it was before this was decided.
    let (_folder, collection) = copy(&sample("recovery-plan"));
    let path = collection.join("decisions.toml");
    let text = fs::read_to_string(&path).unwrap();
    let entries: Vec<&str> = text.split("\n[[").filter(|entry| !entry.contains(&arguments[1])).collect();
    fs::write(&path, entries.join("\n[[")).unwrap();
    let run = piperoll().arg("decide").args(&arguments).current_dir(collection.parent().unwrap()).output().unwrap();
    assert_eq!((run.status.code(), stderr(&run)), (Some(0), format!("To be{says}")));
}
