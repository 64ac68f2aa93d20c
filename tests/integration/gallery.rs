//! The error gallery: for each code the smallest collection that raises it, and exactly what the program says.
//!
//! A case is a file `tests/gallery/<code>.txt`. Lines `--- <path>` start the files of the collection; `.txt` under
//! `returns/` are text grids (see tests/support/workbook.rs) that become workbooks; without a piperoll.toml the case uses
//! `tests/gallery/base.toml`. `--- says` holds what `piperoll check` says, and `--- exit` the exit code. To write these two
//! anew after a change, run the test with `PIPEROLL_UPDATE=1`, and read what changed before you keep it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{findings, piperoll, repository, stderr, stdout};
use crate::workbook;

struct Case {
    code: String,
    path: PathBuf,
    /// What stands before the first file: why the case is as it is.
    about: String,
    /// Path and text.
    files: Vec<(String, String)>,
    says: String,
    exit: String,
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
    let mut case = Case {
        code: path.file_stem().unwrap().to_string_lossy().into_owned(),
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
        let base = fs::read(repository().join("tests/gallery/base.toml")).unwrap();
        write("piperoll.toml", &base);
    }
    for (name, text) in &case.files {
        match name.strip_suffix(".txt") {
            Some(stem) if name.starts_with("returns/") => write(&format!("{stem}.xlsx"), &workbook::workbook(text)),
            _ => write(name, text.as_bytes()),
        }
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
        let codes: Vec<String> = findings(&collection, &[])["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|finding| finding["code"].as_str().unwrap().to_string())
            .collect();
        assert!(codes.contains(&case.code), "{} is not raised by its case; raised: {codes:?}\n{says}", case.code);
        if update {
            let files: String =
                case.files.iter().map(|(name, text)| format!("\n--- {name}\n{}", text.trim_end())).collect();
            let text = format!("{}{files}\n--- says\n{says}\n--- exit\n{exit}\n", case.about.trim_end());
            fs::write(&case.path, text).unwrap();
        } else if says != case.says || exit != case.exit {
            wrong.push(format!(
                "== {}\n-- expected (exit {}):\n{}\n-- said (exit {exit}):\n{says}\n",
                case.code, case.exit, case.says
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_has_a_case_and_an_explanation() {
    let known: Vec<String> = cases().into_iter().map(|case| case.code).collect();
    let missing: Vec<&str> =
        piperoll::check::rules().map(|rule| rule.code).filter(|code| !known.iter().any(|name| name == code)).collect();
    assert!(missing.is_empty(), "no case in tests/gallery for {missing:?}");
    for code in &known {
        let run = piperoll().args(["explain", code]).output().unwrap();
        assert_eq!(run.status.code(), Some(0), "{code}");
        let text = stdout(&run);
        assert!(text.contains(code.as_str()) && text.lines().count() > 5, "{code}: {text}");
    }
}

#[test]
fn a_code_that_is_not_there_is_answered_with_the_nearest() {
    let run = piperoll().args(["explain", "colum-total"]).output().unwrap();
    assert_eq!(run.status.code(), Some(2));
    assert!(stderr(&run).contains("did you mean 'column-total'"), "{}", stderr(&run));
}
