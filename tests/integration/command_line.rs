//! What goes where, and what the exit codes say.

use std::fs;

use crate::support::{copy, piperoll, piperoll_build, recovery_plan, sample, snapshot, stderr, stdout};

/// A copy of the recovery plan on which nobody has decided anything yet: the findings stay open.
fn undecided() -> (tempfile::TempDir, std::path::PathBuf) {
    let (folder, collection) = copy(&sample("recovery-plan"));
    fs::remove_file(collection.join("decisions.toml")).unwrap();
    (folder, collection)
}

#[test]
fn check_writes_nothing() {
    let (folder, collection) = copy(&sample("recovery-plan"));
    let before = snapshot(folder.path());
    for more in [&[][..], &["--format", "json"], &["--prior", "2022-23-q3"]] {
        let run = piperoll().arg("check").arg(&collection).args(more).current_dir(folder.path()).output().unwrap();
        assert!(matches!(run.status.code(), Some(0 | 1)), "{}", stderr(&run));
    }
    assert!(snapshot(folder.path()) == before, "something was written");
}

#[test]
fn build_writes_to_the_output_folder_alone() {
    let (folder, collection) = copy(&sample("recovery-plan"));
    let before = snapshot(&collection);
    let run = piperoll_build().arg(&collection).arg("--quiet").current_dir(folder.path()).output().unwrap();
    assert_eq!((run.status.code(), stdout(&run), stderr(&run)), (Some(0), String::new(), String::new()));
    assert!(snapshot(&collection) == before, "the collection was touched");
    let written: Vec<String> = snapshot(&folder.path().join("output"))
        .into_keys()
        .filter(|path| path.is_file())
        .map(|path| path.strip_prefix(folder.path()).unwrap().to_string_lossy().replace('\\', "/"))
        .collect();
    let mut expected = ["appendix.pdf", "consolidated.xlsx", "findings.json"].to_vec();
    expected.retain(|file| cfg!(feature = "typst") || *file != "appendix.pdf");
    assert_eq!(
        written,
        expected.iter().map(|file| format!("output/recovery-plan/2022-23-q3/{file}")).collect::<Vec<_>>()
    );
}

#[test]
fn without_the_pdf_the_other_files_are_the_same_and_the_findings_set_the_exit_code() {
    let output = tempfile::tempdir().unwrap();
    let folder = output.path().join("2022-23-q3");
    fs::create_dir_all(&folder).unwrap();
    // Of an earlier draft, which is kept nowhere.
    fs::write(folder.join("appendix.pdf"), b"an earlier build's").unwrap();
    fs::write(folder.join("findings.json"), br#"{"counts":{"error":1,"query":0}}"#).unwrap();
    let build = |collection: &std::path::Path| {
        let run = piperoll().arg("build").arg(collection).arg("--no-pdf").arg("--output").arg(output.path()).output();
        run.map(|run| (run.status.code(), stderr(&run))).unwrap()
    };
    let (code, said) = build(&sample("recovery-plan"));
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("appendix.pdf of an earlier build was taken away"), "{said}");
    let mut left: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["consolidated.xlsx", "findings.json"]);
    for file in ["consolidated.xlsx", "findings.json"] {
        assert!(fs::read(folder.join(file)).unwrap() == recovery_plan().files[file], "{file} differs");
    }
    let (_folder, undecided) = undecided();
    let (code, said) = build(&undecided);
    assert_eq!(code, Some(1), "{said}");
    assert!(!said.contains("taken away") && said.contains("Draft: "), "{said}");
}

#[cfg(not(feature = "typst"))]
#[test]
fn without_its_typesetter_it_says_so_and_writes_nothing() {
    let output = tempfile::tempdir().unwrap();
    let run = piperoll().arg("build").arg(sample("recovery-plan")).arg("--output").arg(output.path()).output().unwrap();
    assert_eq!(run.status.code(), Some(2));
    let said = stderr(&run);
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains("built without its typesetter") && said.contains("--no-pdf"), "{said}");
    assert_eq!(fs::read_dir(output.path()).unwrap().count(), 0);
}

#[test]
fn json_goes_to_stdout_and_is_findings_json() {
    let run = piperoll().arg("check").arg(sample("recovery-plan")).args(["--format", "json"]).output().unwrap();
    assert_eq!(run.status.code(), Some(0));
    assert!(run.stdout == recovery_plan().files["findings.json"], "the two differ");
    assert_eq!(stderr(&run), "");
}

#[test]
fn text_goes_to_stderr_and_quiet_keeps_what_goes_wrong() {
    let run = |collection: &std::path::Path, more: &[&str]| {
        let run = piperoll().arg("check").arg(collection).args(more).output().unwrap();
        assert_eq!(stdout(&run), "", "no findings on stdout");
        (run.status.code(), stderr(&run))
    };
    let sample = sample("recovery-plan");
    let (code, said) = run(&sample, &[]);
    assert_eq!(code, Some(0));
    assert!(said.contains("column-total"), "what was settled is told too: {said}");
    assert_eq!(run(&sample, &["--quiet"]), (Some(0), String::new()));
    let (_folder, undecided) = undecided();
    let (code, said) = run(&undecided, &["--quiet"]);
    assert_eq!(code, Some(1));
    assert!(said.contains("column-total"), "{said}");
    assert!(!said.contains("note[") && !said.contains("explained["), "what is to be done, and nothing else: {said}");
    assert!(run(&undecided, &[]).1.contains("note["));
}

#[test]
fn no_colour_where_nobody_looks_or_none_is_wanted() {
    let (_folder, undecided) = undecided();
    for no_colour in [Some("1"), None] {
        let mut command = piperoll();
        command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
        if let Some(value) = no_colour {
            command.env("NO_COLOR", value);
        }
        let run = command.arg("check").arg(&undecided).output().unwrap();
        assert!(!run.stderr.contains(&0x1b), "a pipe gets no colours");
    }
}

#[test]
fn what_it_does_not_know_is_refused() {
    for arguments in [
        &["build"][..],
        &["biuld", "x"],
        &["check", "x", "--fromat", "json"],
        &["check", "x", "--format", "xml"],
        &["build", "x", "--first-page", "-1"],
        &["explain", "no-such-code"],
        &[],
    ] {
        let run = piperoll().args(arguments).output().unwrap();
        assert_eq!(run.status.code(), Some(2), "{arguments:?}");
        assert_eq!(stdout(&run), "", "{arguments:?}");
        assert!(!stderr(&run).is_empty(), "{arguments:?}");
    }
    for arguments in [&["--help"][..], &["--version"], &["build", "--help"]] {
        let run = piperoll().args(arguments).output().unwrap();
        assert_eq!((run.status.code(), stderr(&run)), (Some(0), String::new()), "{arguments:?}");
    }
}

#[test]
fn a_schema_is_printed_of_either_file() {
    for (of, title) in [(&[][..], "piperoll.toml"), (&["form"], "piperoll.toml"), (&["decisions"], "decisions.toml")] {
        let run = piperoll().arg("schema").args(of).output().unwrap();
        assert_eq!((run.status.code(), stderr(&run)), (Some(0), String::new()));
        let schema: serde_json::Value = serde_json::from_str(&stdout(&run)).unwrap();
        assert!(schema["title"].as_str().unwrap().starts_with(title), "{}", schema["title"]);
    }
}
