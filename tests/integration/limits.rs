//! Limits before work: what is too much is said before it is done, whatever a folder holds.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Instant;

use tempfile::TempDir;

use crate::support::{build, copy, findings, made, piperoll, report, sample, stderr, texts, unpublished};

/// Ten tables of five hundred rows each, and their totals.
fn long(appears: &str) -> (TempDir, PathBuf) {
    let table = |number: usize| {
        format!(
            "[[table]]\nid = \"again-{number}\"\nfrom = \"schemes\"\ntitle = \"Again {number}\"\ntotal_label = \"Total\"\n{appears}"
        )
    };
    let tables: String = (1..10).map(table).collect();
    let grid = "== Return\nScheme | Target | Forecast\n!times 500 Scheme # | 10 | 8\nTotal | 5000 | 4000";
    made(&tables, &[("returns/2022-23-q3/north.txt", grid)])
}

#[test]
fn an_appendix_that_is_too_long_is_an_error_and_the_other_files_are_written_without_it() {
    let (_folder, collection) = long("");
    let output = tempfile::tempdir().unwrap();
    let earlier = output.path().join("2022-23-q3/appendix.pdf");
    let build = |more: &[&str]| {
        fs::create_dir_all(earlier.parent().unwrap()).unwrap();
        fs::write(&earlier, "of an earlier draft").unwrap();
        fs::write(earlier.with_file_name("findings.json"), r#"{"counts":{"error":1,"query":0}}"#).unwrap();
        let run =
            piperoll().arg("build").arg(&collection).arg("--output").arg(output.path()).args(more).output().unwrap();
        let text = fs::read_to_string(output.path().join("2022-23-q3/findings.json")).unwrap_or_default();
        (run.status.code(), stderr(&run), text)
    };
    let told = "the tables of the appendix have 5015 rows together".replace("5015", "5,015");
    if cfg!(feature = "typst") {
        let (code, said, json) = build(&[]);
        assert_eq!(code, Some(1), "{said}");
        assert!(said.contains(&told) && json.contains(&told), "{said}");
        assert!(!earlier.exists() && output.path().join("2022-23-q3/consolidated.xlsx").exists());
        assert!(said.contains("appendix.pdf of an earlier build was taken away"), "{said}");
    }
    // A build without its typesetter counts the same; and without a PDF there is nothing to count.
    let said = findings(&collection, &[]).to_string();
    assert!(said.contains(&told), "{said}");
    assert!(!findings(&collection, &["--no-pdf"]).to_string().contains(&told));
    let (code, said, json) = build(&["--no-pdf"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(!json.contains("appendix-too-long"), "{json}");
}

#[test]
fn a_table_left_to_the_workbook_says_so_in_the_appendix_and_counts_as_before() {
    let (_folder, collection) = long("appears = \"workbook\"\n");
    let built = build(&collection, &[]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    let report = report(&collection);
    let section = report.sections.iter().find(|section| section.id == "again-3").unwrap();
    assert_eq!(texts(section), ["This table stands in the workbook that is published with this appendix."]);
    let sheets = crate::support::sheets(built.xlsx());
    assert!(sheets.iter().any(|(name, _)| name == "Again 3"));
    if let Some(pages) = built.pages() {
        assert_eq!(pages.concat().matches("Scheme499").count(), 1, "in the one table that prints");
    }
}

#[test]
fn no_answer_makes_an_appendix_shorter() {
    let entry = "[[explain]]\nfinding = \"appendix-too-long\"\nwords = \"It is long.\"\nrole = \"Head of Finance\"\ndate = 2023-01-20\n";
    // Whether one is left behind is not known where it is told: it is to be removed, and no more.
    for (appears, is_long) in [("", true), ("appears = \"workbook\"\n", false)] {
        let (_folder, collection) = long(appears);
        fs::write(collection.join("decisions.toml"), entry).unwrap();
        let said = findings(&collection, &[]).to_string();
        assert!(
            said.contains("no answer makes the appendix shorter") && said.contains("\"status\":\"open\""),
            "{said}"
        );
        assert!(said.contains("\"Remove the entry in line 1.\""), "{said}");
        assert_eq!(said.contains("the tables of the appendix have"), is_long, "{said}");
    }
}

/// What `check` says of a sample in which something was changed, which must end within a few seconds and not be cut off.
fn said(change: impl FnOnce(&Path)) -> (Option<i32>, String) {
    let (_folder, collection) = unpublished("recovery-plan");
    change(&collection);
    let begun = Instant::now();
    let run = piperoll().arg("check").arg(&collection).timeout(std::time::Duration::from_secs(60)).output().unwrap();
    assert!(begun.elapsed().as_secs() < 60);
    (run.status.code(), stderr(&run))
}

/// A file of so many bytes that takes no room.
fn sparse(path: &Path, bytes: u64) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    File::create(path).unwrap().set_len(bytes).unwrap();
}

#[test]
fn each_file_has_a_limit_that_is_said_before_it_is_read() {
    const WORKBOOK: &str = "published/2022-23-q2/1/consolidated.xlsx";
    let files = [
        ("piperoll.toml", "1 MiB is the most"),
        ("decisions.toml", "8 MiB is the most"),
        ("templates/words/area.hbs", "area.hbs, line 1: it has 5,120 MiB, and 64 KiB is the most"),
        ("templates/words/fixed.toml", "fixed.toml, line 1: it has 5,120 MiB, and 256 KiB is the most"),
        ("templates/words/phrases.toml", "phrases.toml, line 1: it has 5,120 MiB, and 256 KiB is the most"),
        ("templates/layout/appendix.typ", "appendix.typ: it has 5,120 MiB, and 1 MiB is the most"),
        ("templates/fonts/own.ttf", "templates/fonts/own.ttf: it has 5,120 MiB, and 100 MiB is the most"),
        (WORKBOOK, "consolidated.xlsx cannot be the prior period: it has 5,120 MiB, and 25 MiB is the most"),
    ];
    for (file, told) in files {
        let (code, said) = said(|collection| sparse(&collection.join(file), 5 << 30));
        assert_eq!(code, Some(2), "{file}: {said}");
        assert!(said.contains(told) && said.contains("it has 5,120 MiB"), "{file}: {said}");
        #[cfg(unix)]
        {
            let (code, said) = self::said(|collection| {
                let path = collection.join(file);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                let _ = fs::remove_file(&path);
                std::os::unix::fs::symlink("/dev/zero", &path).unwrap();
            });
            assert_eq!(code, Some(2), "{file}: {said}");
            // A device is no published set either.
            let is_told = said.contains("it is a pipe, socket or device")
                || file == WORKBOOK && said.contains("holds no consolidated.xlsx");
            assert!(is_told, "{file}: {said}");
        }
    }
}

#[test]
fn a_return_over_the_limit_is_a_finding_and_has_its_size_in_place_of_its_fingerprint() {
    let (_folder, collection) = copy(&sample("recovery-plan"));
    sparse(&collection.join("returns/2022-23-q3/governance-and-inclusion.xlsx"), 5 << 30);
    sparse(&collection.join("returns/2022-23-q2/governance-and-inclusion.xlsx"), 5 << 30);
    let said = findings(&collection, &[]).to_string();
    assert!(said.contains("governance-and-inclusion.xlsx cannot be read: it has 5,120 MiB, and 25 MiB is"), "{said}");
    assert!(!said.contains("same-file-again"), "{said}");
    let report = report(&collection);
    let file = report.files.iter().find(|file| file.path.ends_with("q3/governance-and-inclusion.xlsx")).unwrap();
    assert_eq!(file.sha256, "[not read: 5368709120 bytes]");
}

#[test]
fn nothing_that_a_form_or_decisions_open_without_end_ends_the_program() {
    let many = 100_000;
    let texts = [
        format!("\nzz = {}", "[".repeat(many)),
        format!("\nzz = {}", "{a=".repeat(many)),
        format!("\nzz = {}{}", "[".repeat(many), "]".repeat(many)),
        format!("\n[{}z]", "a.".repeat(many)),
        format!("\n{}z = 1", "a.".repeat(many)),
        "x\n".repeat(many * 2),
        "x = 1\n".repeat(many),
        format!("\n[[check]]\nid = \"a\"\nlist = \"projects\"\nmessage = \"m\"\nrequire = \"{}\"", "(".repeat(many)),
    ];
    for text in texts {
        for file in ["piperoll.toml", "decisions.toml"] {
            let (code, said) = said(|collection| {
                let whole = fs::read_to_string(collection.join(file)).unwrap();
                fs::write(collection.join(file), format!("{whole}{text}")).unwrap();
            });
            assert_eq!(code, Some(2), "{file}: {:.40}: {said:.400}", text);
            assert!(said.contains(file) && said.len() < 20_000, "{file}: {:.40}: {said:.400}", text);
        }
    }
}

#[test]
fn a_folder_of_thousands_of_files_is_read_in_part_and_says_so() {
    let with = |period: &str, start: &str| {
        said(|collection| {
            let folder = collection.join("returns").join(period);
            for number in 0..1_100 {
                fs::write(folder.join(format!("{start}-{number:05}.csv")), "Scheme,Target\nVoids,100\n").unwrap();
            }
        })
    };
    let (code, said) = with("2022-23-q3", "zz");
    assert_eq!(code, Some(1), "{said:.2000}");
    let told = "files of this folder are not read ('zz-00";
    assert!(said.contains("files-not-read") && said.contains(told), "{said:.2000}");
    // Whose file was left alone may well have sent one.
    let (code, said) = with("2022-23-q3", "aa");
    assert_eq!(code, Some(1), "{said:.2000}");
    assert!(said.contains("files-not-read") && !said.contains("missing-return"), "{said:.2000}");
    // What is left alone of the prior period would be missing from every comparison.
    let (code, said) = with("2022-23-q2", "aa");
    assert_eq!(code, Some(2), "{said:.2000}");
    assert!(said.contains("returns/2022-23-q2 holds more than is read of one folder"), "{said:.2000}");
}

#[test]
#[cfg(feature = "typst")]
fn a_layout_that_does_not_end_is_stopped_and_named() {
    let layout = |text: &str| {
        let (_folder, collection) = copy(&sample("recovery-plan"));
        fs::create_dir_all(collection.join("templates/layout")).unwrap();
        fs::write(collection.join("templates/layout/appendix.typ"), text).unwrap();
        let output = tempfile::tempdir().unwrap();
        let run = piperoll()
            .arg("build")
            .arg(&collection)
            .arg("--output")
            .arg(output.path())
            .args(["--layout-seconds", "2"])
            .output()
            .unwrap();
        assert_eq!(fs::read_dir(output.path()).unwrap().count(), 0, "nothing was written");
        (run.status.code(), stderr(&run))
    };
    let around = "#set document(title: \"x\")\n#for a in range(9000) { for b in range(9000) { for c in range(9000) { let d = a } } }";
    let (code, said) = layout(around);
    assert_eq!(code, Some(2), "{said}");
    assert!(
        said.contains("the layout templates/layout/appendix.typ ran for more than 2 seconds and was stopped"),
        "{said}"
    );
    assert!(said.contains("nothing was written") && said.contains("--layout-seconds"), "{said}");
    // Memory asked for at once that no computer has ends the process, and a word is said all the same.
    let (code, said) = layout("#set document(title: \"x\")\n#let long = \"x\" * 100000000000000\n#long");
    assert_eq!(code, Some(2), "{said}");
    assert!(
        said.contains("most likely because the layout templates/layout/appendix.typ asked for more memory at once"),
        "{said}"
    );
    // What such a build says of its own accord is said once, and its exit code is the build's.
    let (code, said) = layout("#set document(title: \"x\")\n#panic(\"no such thing\")");
    assert_eq!((code, said.matches("no such thing").count()), (Some(2), 1), "{said}");
}
