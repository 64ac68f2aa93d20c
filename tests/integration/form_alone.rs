//! `piperoll check --form`: a form by itself, before there is any return.

use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::Value;

use crate::support::{copy, piperoll, repository, sample, stderr, stdout};

fn check_form(of: &Path) -> Output {
    piperoll().args(["check", "--form"]).arg(of).output().unwrap()
}

#[test]
fn every_samples_form_stands_by_itself() {
    for entry in fs::read_dir(repository().join("samples")).unwrap() {
        let folder = entry.unwrap().path();
        if !folder.join("piperoll.toml").exists() {
            continue;
        }
        let run = check_form(&folder);
        assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
        let said = stderr(&run);
        assert!(said.starts_with("Nothing is wrong with piperoll.toml"), "no note on an honest form: {said}");
        assert!(said.ends_with(" by itself. No return was read.\n"), "{said}");
        assert_eq!(stdout(&run), "");
    }
}

#[test]
fn it_needs_no_return_and_no_other_file() {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(repository().join("tests/gallery/base.toml"), folder.path().join("piperoll.toml")).unwrap();
    let run = check_form(folder.path());
    assert_eq!(stderr(&run), "Nothing is wrong with piperoll.toml by itself. No return was read.\n");
    assert_eq!(run.status.code(), Some(0));
    // The folder it is called in, where none is named.
    let here = piperoll().args(["check", "--form"]).current_dir(folder.path()).output().unwrap();
    assert_eq!((here.status.code(), stderr(&here)), (Some(0), stderr(&run)));
    // A file by itself, whatever it is called.
    let file = folder.path().join("draft.toml");
    fs::rename(folder.path().join("piperoll.toml"), &file).unwrap();
    let run = check_form(&file);
    assert_eq!(run.status.code(), Some(0));
    assert!(stderr(&run).contains("draft.toml by itself"), "{}", stderr(&run));
    let none = check_form(folder.path());
    assert_eq!(none.status.code(), Some(2));
    assert!(stderr(&none).contains("is no collection: there is no piperoll.toml in it"), "{}", stderr(&none));
    assert!(stderr(&check_form(&folder.path().join("nowhere"))).contains("there is no folder and no file"));
    assert_eq!(stderr(&piperoll().args(["check", "--form", "--quiet"]).arg(&file).output().unwrap()), "");
}

#[test]
fn the_faults_of_all_its_files_are_told_at_once() {
    let (_folder, collection) = copy(&sample("recovery-plan"));
    let own = fs::read_to_string(collection.join("piperoll.toml")).unwrap();
    let period = collection.join("returns/2022-23-q2/piperoll.toml");
    fs::write(&period, own.replacen("[[area]]", "[[area]]\nnmae = \"x\"", 1)).unwrap();
    fs::write(collection.join("decisions.toml"), "[[explain]]\nfindnig = \"x\"\n").unwrap();
    fs::create_dir_all(collection.join("templates/words")).unwrap();
    fs::write(collection.join("templates/words/area.hbs"), "{{#if}\n").unwrap();
    let run = check_form(&collection);
    assert_eq!(run.status.code(), Some(2));
    let said = stderr(&run);
    for told in
        ["returns/2022-23-q2/piperoll.toml, line ", "decisions.toml, line 2: ", "templates/words/area.hbs, line 1: "]
    {
        assert!(said.contains(told), "{told}: {said}");
    }
    assert_eq!(stdout(&run), "");
}

#[test]
fn what_of_a_form_comes_to_nothing_is_a_note() {
    let folder = tempfile::tempdir().unwrap();
    let base = fs::read_to_string(repository().join("tests/gallery/base.toml")).unwrap();
    let form = base.replace("total = \"given\"\ndone_words = [\"Delivered\", \"Complete\"]\n", "");
    assert_ne!(form, base);
    fs::write(folder.path().join("piperoll.toml"), form).unwrap();
    let run = check_form(folder.path());
    assert_eq!(run.status.code(), Some(0), "a note keeps nothing back");
    assert!(
        stderr(&run).starts_with("note[column-not-used] Column 'Progress' (`notes`) of the list `schemes`"),
        "{}",
        stderr(&run)
    );
    let json = piperoll().args(["check", "--form", "--format", "json"]).arg(folder.path()).output().unwrap();
    let found: Value = serde_json::from_str(&stdout(&json)).unwrap();
    assert_eq!((&found["period"], &found["fingerprint"]), (&Value::Null, &Value::Null));
    assert_eq!(found["counts"]["note"], 1);
    assert_eq!(found["findings"][0]["id"], "column-not-used:schemes");
    assert_eq!(found["findings"][0]["at"]["line"], 59);
}

#[test]
fn it_is_asked_of_no_period() {
    let run = piperoll().args(["check", "--form", "x", "--period", "2022-23-q3"]).output().unwrap();
    assert_eq!(run.status.code(), Some(2));
    assert!(stderr(&run).contains("cannot be used with"), "{}", stderr(&run));
}
