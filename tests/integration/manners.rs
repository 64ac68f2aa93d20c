//! Everyday manners: what the program says to somebody who typed little, stands in the wrong folder, or named the wrong file.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use crate::support::{copy, findings, made, piperoll, repository, sample, stderr, stdout};

fn run_in(folder: &Path, arguments: &[&str]) -> Output {
    piperoll().args(arguments).current_dir(folder).output().unwrap()
}

#[test]
fn without_a_command_the_collection_that_one_stands_in_is_checked() {
    let (_folder, collection) = copy(&sample("recovery-plan"));
    let period = collection.join("returns/2022-23-q3");
    for (folder, way) in [(&collection, "."), (&period, "../..")] {
        let run = run_in(folder, &[]);
        let said = stderr(&run);
        let head = format!(
            "Checking recovery-plan, as 'piperoll check {way}' does; 'piperoll --help' says what else there is.\n"
        );
        let by_name = stderr(&run_in(folder, &["check", way]));
        assert_eq!((run.status.code(), stdout(&run), said), (Some(0), String::new(), head + &by_name));
        let quiet = run_in(folder, &["--quiet"]);
        assert_eq!((quiet.status.code(), stderr(&quiet)), (Some(0), String::new()));
    }
    fs::remove_file(collection.join("decisions.toml")).unwrap();
    assert_eq!(run_in(&collection, &["--quiet"]).status.code(), Some(1), "as check has it");
}

#[test]
fn where_there_is_no_collection_those_at_hand_are_named_with_the_command_to_type() {
    let (folder, _collection) = copy(&sample("savings-list"));
    let run = run_in(folder.path(), &[]);
    assert_eq!((run.status.code(), stdout(&run)), (Some(2), String::new()));
    let said = stderr(&run);
    assert!(said.starts_with("cannot run: this folder is no collection, nor in one"), "{said}");
    assert!(said.contains("  piperoll check savings-list\n"), "{said}");
    let named = stderr(&piperoll().arg("check").arg(folder.path()).output().unwrap());
    assert!(named.contains("these can be checked") && named.contains("/savings-list\n"), "{named}");
    let near = run_in(folder.path(), &["check", "savings-lists"]);
    let expected = "cannot run: there is no folder savings-lists; did you mean savings-list?\n".to_string();
    assert_eq!((near.status.code(), stderr(&near)), (Some(2), expected));
}

#[test]
fn where_none_is_at_hand_it_says_how_to_begin() {
    let folder = tempfile::tempdir().unwrap();
    let run = run_in(folder.path(), &[]);
    let said = stderr(&run);
    assert_eq!(run.status.code(), Some(2), "{said}");
    for part in ["none in the folders below", "piperoll check FOLDER", "To begin one", "piperoll new FOLDER --from"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is written");
}

const RETURN: &str = "== Return\nScheme | Target | Forecast | Share\nVoids | 100 | 80 | 80%\nTotal | 100 | 80 | 80%\n";

/// A collection with one return, and with files beside it.
fn with(names: &[&str]) -> (tempfile::TempDir, PathBuf) {
    let (folder, collection) = made("", &[("returns/2022-23-q3/north.txt", RETURN)]);
    for name in names {
        fs::write(collection.join("returns/2022-23-q3").join(name), "x").unwrap();
    }
    (folder, collection)
}

#[test]
fn a_file_named_in_the_place_of_a_workbook_is_called_by_its_kind() {
    let (_folder, collection) = with(&["north.docx", "north.pdf", "~$north.xlsx", ".~lock.north.ods#"]);
    for (name, says) in [
        (
            "north.docx",
            "is a text document, and only workbooks are read (.xlsx .xlsm .xlsb .xls .ods .csv): ask for the workbook itself",
        ),
        (
            "north.pdf",
            "is a print (PDF), and only workbooks are read (.xlsx .xlsm .xlsb .xls .ods .csv): ask for the workbook that it was printed from",
        ),
        ("~$north.xlsx", "is the mark that somebody has north.xlsx open, and no workbook: name north.xlsx itself"),
        (".~lock.north.ods#", "is the mark that somebody has north.ods open, and no workbook: name north.ods itself"),
    ] {
        let path = format!("returns/2022-23-q3/{name}");
        let form: &[&str] = &["--form", "piperoll.toml", "--period", "2022-23-q3"];
        for more in [&[][..], form] {
            let run = run_in(&collection, &[&["read", path.as_str()], more].concat());
            assert_eq!((run.status.code(), stderr(&run)), (Some(2), format!("cannot run: {path} {says}\n")));
        }
    }
    let run = run_in(&collection, &["check", "returns/2022-23-q3/north.xlsx"]);
    let said = stderr(&run);
    assert!(said.contains("is a file, and a collection is a folder, the one that holds piperoll.toml"), "{said}");
    assert!(said.contains("piperoll read returns/2022-23-q3/north.xlsx"), "{said}");
    assert_eq!(run.status.code(), Some(2));
}

#[test]
fn a_document_in_the_place_of_a_return_asks_for_the_workbook() {
    let (_folder, collection) = with(&["south.docx"]);
    let form = fs::read_to_string(collection.join("piperoll.toml")).unwrap();
    fs::write(collection.join("piperoll.toml"), form + "\n[[area]]\nid = \"south\"\nname = \"South\"\n").unwrap();
    let found = findings(&collection, &[]);
    let told = found["findings"].as_array().unwrap();
    let told: Vec<&str> = told.iter().map(|finding| finding["message"].as_str().unwrap()).collect();
    assert_eq!(
        told,
        [
            "no return came from South: returns/2022-23-q3 holds no file of it",
            "'south.docx' is a text document, and not read, though a return may be in it",
        ]
    );
}

#[test]
fn where_nothing_but_other_files_was_sent_they_are_named() {
    let (_folder, collection) = with(&["north.docx", "south.pdf", "~$east.xlsx", "chart.png"]);
    fs::remove_file(collection.join("returns/2022-23-q3/north.xlsx")).unwrap();
    let run = run_in(&collection, &["check", "."]);
    let expected = "cannot run: there are no returns in ./returns/2022-23-q3: put the workbooks that the areas sent there (.xlsx, \
                    .xlsm, .xlsb, .xls, .ods or .csv). What is there is no workbook: 'north.docx' is a text document: ask for the \
                    workbook itself; 'south.pdf' is a print (PDF): ask for the workbook that it was printed from; '~$east.xlsx' is \
                    only the mark that somebody has east.xlsx open: put east.xlsx itself there\n";
    assert_eq!((run.status.code(), stderr(&run)), (Some(2), expected.to_string()));
}

#[test]
fn a_whole_id_is_explained_by_its_own_sentence_and_the_page_of_its_code() {
    let (_folder, collection) = copy(&sample("recovery-plan"));
    let id = "column-total:adults-with-a-disability:achieved";
    let page = stdout(&run_in(&collection, &["explain", "column-total"]));
    let own = |run: &Output| {
        assert_eq!(run.status.code(), Some(0), "{}", stderr(run));
        stdout(run).strip_suffix(&page).map(str::to_string).expect("the page of its code at the end")
    };
    let here = run_in(&collection.join("returns"), &["explain", id]);
    let said = own(&here);
    assert!(said.starts_with("explained[column-total] ") && said.contains(&format!("   = id: {id}\n")), "{said}");
    let checked = stderr(&run_in(&collection, &["check", "."]));
    assert!(checked.contains(said.trim_end()), "as check says it: {said}");
    let named = piperoll().args(["explain", id]).arg(&collection).output().unwrap();
    assert_eq!((own(&named), stderr(&named)), (said, String::new()));
    // One that the period has not.
    let earlier = run_in(&collection, &["explain", id, ".", "--period", "2022-23-q2"]);
    assert_eq!(own(&earlier), "");
    let why = stderr(&earlier);
    assert!(why.starts_with(&format!("There is no finding '{id}' in 2022-23-q2 of recovery-plan")), "{why}");
    let slip = run_in(&collection, &["explain", "column-total:adults-with-disability:achieved"]);
    assert_eq!(own(&slip), "");
    assert!(stderr(&slip).contains(&format!("did you mean '{id}'?")), "{}", stderr(&slip));
}

#[test]
fn an_id_is_explained_by_its_code_where_no_collection_can_say_more() {
    let folder = tempfile::tempdir().unwrap();
    let page = stdout(&run_in(folder.path(), &["explain", "column-total"]));
    let run = run_in(folder.path(), &["explain", "column-total:north:target"]);
    assert_eq!((run.status.code(), stdout(&run)), (Some(0), page.clone()));
    assert!(stderr(&run).contains("piperoll explain column-total:north:target COLLECTION"), "{}", stderr(&run));
    fs::write(folder.path().join("piperoll.toml"), "no form").unwrap();
    let run = run_in(folder.path(), &["explain", "column-total:north:target"]);
    assert_eq!((run.status.code(), stdout(&run)), (Some(0), page));
    assert!(stderr(&run).starts_with("The collection here cannot be checked: "), "{}", stderr(&run));
    // Named, it must be one; and what is no code is none with a colon either.
    assert_eq!(run_in(folder.path(), &["explain", "column-total:north:target", "."]).status.code(), Some(2));
    let run = run_in(folder.path(), &["explain", "colum-total:north:target"]);
    let expected = "cannot run: there is no finding 'colum-total'; did you mean 'column-total'?\n".to_string();
    assert_eq!((run.status.code(), stderr(&run)), (Some(2), expected));
}

#[test]
fn completions_and_man_pages_know_every_command() {
    let help = stdout(&run_in(repository(), &["--help"]));
    let listed = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let commands: Vec<&str> = listed
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(commands.len() >= 10, "{commands:?}");
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let run = run_in(repository(), &["completions", shell]);
        let script = stdout(&run);
        assert_eq!((run.status.code(), stderr(&run)), (Some(0), String::new()));
        for command in commands.iter().chain(&["--quiet"]) {
            assert!(script.contains(command.trim_start_matches('-')), "{shell}: {command}");
        }
    }
    let run = run_in(repository(), &["man"]);
    assert_eq!(run.status.code(), Some(0));
    let page = stdout(&run);
    assert!(page.contains(".TH piperoll 1"), "{page}");
    for command in commands {
        assert!(page.contains(&format!("piperoll\\-{command}(1)")), "{command}: {page}");
        let own = stdout(&run_in(repository(), &["man", command]));
        assert!(own.contains(&format!(".TH piperoll-{command} 1")), "{own}");
    }
    let run = run_in(repository(), &["man", "chekc"]);
    let expected = "cannot run: there is no command 'chekc'; did you mean 'check'?\n".to_string();
    assert_eq!((run.status.code(), stderr(&run)), (Some(2), expected));
    assert_eq!(run_in(repository(), &["completions", "cmd"]).status.code(), Some(2));
}

#[test]
fn the_version_says_which_rules_there_are() {
    let page = fs::read(repository().join("docs/findings.md")).unwrap();
    let rules = &piperoll::file::sha256(&page)[..8];
    let codes = stdout(&run_in(repository(), &["explain"]));
    let codes = codes.lines().filter(|line| line.starts_with("  ")).count();
    let expected = format!("piperoll {} (rules {rules}: {codes} checks)\n", env!("CARGO_PKG_VERSION"));
    for flag in ["--version", "-V"] {
        let run = run_in(repository(), &[flag]);
        assert_eq!((run.status.code(), stdout(&run), stderr(&run)), (Some(0), expected.clone(), String::new()));
    }
}
