//! What becomes of what is said where nobody reads or nothing can be written, and on a terminal; on Linux, which has /dev/full and `script`.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::many::blanks;
use crate::support::{made, piperoll, sample, stderr, stdout};

/// Runs the program with this as stdout and that as stderr.
fn run_into(arguments: &[&str], out: Stdio, err: Stdio) -> std::process::Output {
    let program = std::env::var_os("PIPEROLL_BINARY").unwrap_or_else(|| env!("CARGO_BIN_EXE_piperoll").into());
    let mut command = std::process::Command::new(program);
    command.args(arguments).env("NO_COLOR", "1").stdin(Stdio::null()).stdout(out).stderr(err);
    command.spawn().unwrap().wait_with_output().unwrap()
}

/// A pipe that nobody reads.
fn closed() -> Stdio {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    writer.into()
}

fn full() -> Stdio {
    std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap().into()
}

/// A collection without findings that hold a paper up, and one with some.
fn final_and_draft() -> (tempfile::TempDir, String, String) {
    let (folder, draft) = made("", &[("returns/2022-23-q3/north.txt", &blanks(3))]);
    let text = |path: &Path| path.to_string_lossy().into_owned();
    (folder, text(&sample("recovery-plan")), text(&draft))
}

#[test]
fn a_full_disk_behind_stdout_is_a_reason_that_it_could_not_run() {
    let (_folder, paper, draft) = final_and_draft();
    for arguments in [
        &["check", &paper, "--format", "json"][..],
        &["check", &draft, "--format", "json"],
        &["read", &paper],
        &["read", &paper, "--format", "json"],
        &["explain"],
        &["explain", "column-total"],
        &["schema"],
        &["--help"],
        &["build", "--help"],
        &["--version"],
    ] {
        let run = run_into(arguments, full(), Stdio::piped());
        let said = stderr(&run);
        assert_eq!(run.status.code(), Some(2), "{arguments:?}: {said}");
        let expected = "cannot run: what is to be printed cannot be written: No space left on device (os error 28)\n";
        assert_eq!(said, expected, "{arguments:?}");
    }
}

#[test]
fn nobody_who_reads_changes_nothing() {
    let (_folder, paper, draft) = final_and_draft();
    for (arguments, code) in [
        (&["check", &paper, "--format", "json"][..], 0),
        (&["check", &draft, "--format", "json"], 1),
        (&["read", &paper], 0),
        (&["trace", &paper, "target"], 0),
        (&["explain"], 0),
        (&["schema"], 0),
        (&["--help"], 0),
        (&["--version"], 0),
    ] {
        let run = run_into(arguments, closed(), Stdio::piped());
        assert_eq!((run.status.code(), stderr(&run)), (Some(code), String::new()), "{arguments:?}");
    }
    // What is said to people, where nobody is.
    for (arguments, code) in
        [(&["check", &paper][..], 0), (&["check", &draft], 1), (&["check", "nowhere"], 2), (&["chekc"], 2)]
    {
        for (what, place) in [("a closed pipe", closed as fn() -> Stdio), ("a full disk", full)] {
            let run = run_into(arguments, Stdio::piped(), place());
            assert_eq!((run.status.code(), stdout(&run)), (Some(code), String::new()), "{arguments:?} into {what}");
        }
    }
}

/// What is left on a screen when all this was written to it.
fn screen(written: &str) -> String {
    let mut lines: Vec<Vec<char>> = vec![Vec::new()];
    let (mut row, mut column) = (0, 0);
    let mut characters = written.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' => column = 0,
            '\n' => {
                row += 1;
                if row == lines.len() {
                    lines.push(Vec::new());
                }
            }
            '\u{1b}' => {
                assert_eq!(characters.next(), Some('['), "{written:?}");
                let mut number = String::new();
                let kind = loop {
                    match characters.next().unwrap() {
                        digit if digit.is_ascii_digit() || digit == ';' => number.push(digit),
                        kind => break kind,
                    }
                };
                match kind {
                    'K' if number == "2" => lines[row].clear(),
                    'K' => lines[row].truncate(column),
                    'A' => row -= number.parse().unwrap_or(1),
                    'm' => {}
                    other => panic!("{other} is not known: {written:?}"),
                }
            }
            character => {
                let line = &mut lines[row];
                while line.len() <= column {
                    line.push(' ');
                }
                line[column] = character;
                column += 1;
            }
        }
    }
    lines.iter().map(|line| line.iter().collect::<String>().trim_end().to_string() + "\n").collect()
}

/// What a terminal of so many columns gets, and how long it took; `None` where there is no program 'script' that makes one.
fn on_a_terminal(collection: &Path, (columns, term): (usize, &str), more: &str) -> Option<(String, Duration)> {
    let program = std::env::var_os("PIPEROLL_BINARY").unwrap_or_else(|| env!("CARGO_BIN_EXE_piperoll").into());
    let program = program.to_string_lossy().into_owned();
    let command = format!("stty rows 30 cols {columns} && '{program}' check '{}' {more}", collection.display());
    let start = Instant::now();
    let run = std::process::Command::new("script")
        .args(["-qec", &command, "/dev/null"])
        .env("TERM", term)
        .env_remove("NO_COLOR")
        .stdin(Stdio::null())
        .output()
        .ok()?;
    assert_eq!(run.status.code(), Some(1), "{}{}", stdout(&run), stderr(&run));
    Some((stdout(&run), start.elapsed()))
}

#[test]
fn what_is_being_done_shows_on_a_terminal_where_it_takes_long_and_leaves_no_trace() {
    let words = |text: &str| text.split_whitespace().map(str::to_string).collect::<Vec<_>>();
    // However fast the machine is, one of these takes long.
    for rows in [400, 1_600, 6_400, 25_600] {
        let (_folder, collection) = made("", &[("returns/2022-23-q3/north.txt", &blanks(rows))]);
        let piped = stderr(&piperoll().arg("check").arg(&collection).output().unwrap());
        assert!(!piped.contains("Reading ") && !piped.contains("Checking"), "{piped}");
        let Some((written, took)) = on_a_terminal(&collection, (400, "xterm"), "") else { return };
        assert_eq!(words(&screen(&written)), words(&piped), "{written:?}");
        if took < Duration::from_secs(2) {
            continue;
        }
        assert!(written.contains("Checking") || written.contains("Reading 1 of 1 workbook in returns/2022-23-q3"));
        for (term, more) in [("xterm", "--quiet"), ("dumb", "")] {
            let (written, _) = on_a_terminal(&collection, (400, term), more).unwrap();
            assert!(!written.contains("Checking") && !written.contains("Reading "), "{term} {more}: {written:?}");
        }
        return;
    }
}

#[test]
fn words_and_cells_end_where_a_terminal_does() {
    let (_folder, collection) = made("", &[("returns/2022-23-q3/north.txt", &blanks(3))]);
    for columns in [80, 120] {
        let Some((written, _)) = on_a_terminal(&collection, (columns, "xterm"), "") else { return };
        let screen = screen(&written);
        let longest = screen.lines().map(|line| line.chars().count()).max();
        assert!(longest.is_some_and(|longest| longest > columns / 2 && longest <= columns), "{longest:?}: {screen}");
    }
}
