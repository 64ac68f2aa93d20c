//! What stands in the folder of returns beside the returns: told, and never opened.

use std::fs;
#[cfg(unix)]
use std::process::Command;

use crate::support::{findings, made};
#[cfg(unix)]
use crate::support::{piperoll, stderr};

const RETURN: &str = "== Return\nScheme | Target | Forecast | Share\nVoids | 100 | 80 | 80%\nTotal | 100 | 80 | 80%\n";

/// The findings of a code: severity and message.
#[cfg(unix)]
fn told(collection: &std::path::Path, code: &str) -> Vec<String> {
    let found = findings(collection, &[]);
    let all = found["findings"].as_array().unwrap().iter().filter(|finding| finding["code"] == code);
    all.map(|finding| format!("{}: {}", finding["severity"].as_str().unwrap(), finding["message"].as_str().unwrap()))
        .collect()
}

#[cfg(unix)]
#[test]
fn a_link_is_not_followed_and_a_pipe_does_not_hang_the_run() {
    let (folder, collection) = made("", &[("returns/2022-23-q2/north.txt", RETURN), ("returns/2022-23-q3/x.png", "")]);
    let returns = collection.join("returns/2022-23-q3");
    let elsewhere = folder.path().join("elsewhere.xlsx");
    fs::rename(collection.join("returns/2022-23-q2/north.xlsx"), &elsewhere).unwrap();
    fs::remove_dir(collection.join("returns/2022-23-q2")).unwrap();
    fs::write(returns.join("south.xlsx"), crate::workbook::workbook(RETURN)).unwrap();
    std::os::unix::fs::symlink(&elsewhere, returns.join("north.xlsx")).unwrap();
    assert!(Command::new("mkfifo").arg(returns.join("north pipe.xlsx")).status().unwrap().success());
    let told = told(&collection, "other-files");
    assert!(
        told.contains(
            &"query: 'north.xlsx' is a link to something elsewhere, and not read, though a return may be in it"
                .to_string()
        ),
        "{told:#?}"
    );
    assert!(
        told.contains(
            &"query: 'north pipe.xlsx' is a pipe, socket or device, and not read, though a return may be in it"
                .to_string()
        ),
        "{told:#?}"
    );
    let run = piperoll().arg("read").arg(returns.join("north pipe.xlsx")).output().unwrap();
    assert_eq!(run.status.code(), Some(2), "{}", stderr(&run));
}

#[test]
fn second_versions_are_told_with_what_to_do() {
    for (name, code, help) in [
        ("North v2 FINAL.xlsx", "two-returns", "keep the one that stands"),
        ("north (1).xlsx", "two-returns", "keep the one that stands"),
        ("North.csv", "two-returns", "keep the one that stands"),
        ("Copy of north.xlsx", "two-returns", "keep the one that stands"),
        ("north old.xlsx", "unknown-area", "keep the one of"),
    ] {
        let (_folder, collection) = made("", &[("returns/2022-23-q3/north.txt", RETURN)]);
        let returns = collection.join("returns/2022-23-q3");
        let bytes = match name.ends_with(".csv") {
            true => b"Scheme,Target,Forecast,Share\nVoids,100,80,80%\nTotal,100,80,80%".to_vec(),
            false => fs::read(returns.join("north.xlsx")).unwrap(),
        };
        fs::write(returns.join(name), bytes).unwrap();
        let found = findings(&collection, &[]);
        let finding = found["findings"].as_array().unwrap().iter().find(|finding| finding["severity"] == "error");
        let finding = finding.unwrap_or_else(|| panic!("{name}: {found:#}"));
        assert!(
            finding["code"] == code && finding["help"].as_str().unwrap().to_lowercase().contains(help),
            "{name}: {finding:#}"
        );
    }
}
