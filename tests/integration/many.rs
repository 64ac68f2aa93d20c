//! What a return with thousands of faults looks like: nothing that is said grows with them.

use std::fmt::Write as _;

use piperoll::check::show::{self, Manner};
use piperoll::collection::Collection;
use piperoll::finding::Finding;
use piperoll::pipeline::{Inputs, Options};

use crate::support::{findings, made, piperoll, stderr};

/// So many rows.
const ROWS: usize = 400;

/// No line that is said, and no text of findings.json, is longer, in characters.
const LONGEST: usize = 1_500;

const HEADINGS: &str = "== Return\nScheme | Target | Forecast | Share | Achieved | Progress\n";

/// A grid of rows, with what stands below them.
fn grid(row: impl Fn(usize) -> String, below: &str) -> String {
    let mut grid = HEADINGS.to_string();
    for number in 0..ROWS {
        writeln!(grid, "{}", row(number)).unwrap();
    }
    grid + below
}

fn honest(number: usize) -> String {
    let target = 100 + number;
    format!("Scheme {number} | {target} | {target} | 100% | {} |", achieved(number))
}

fn achieved(number: usize) -> usize {
    10 + number % 7
}

/// What is found in these files, and all that is said of it.
fn said_of(files: &[(&str, &str)]) -> (Vec<Finding>, String) {
    let (_folder, collection) = made("", files);
    let collection = Collection::open(&collection).unwrap();
    let inputs = Inputs::read(&collection, &Options::default()).unwrap();
    let findings = inputs.examine().unwrap().findings;
    let shown: Vec<&Finding> = findings.iter().collect();
    let manner = Manner { colour: false, all: true, width: None };
    let said = show::text(&inputs.setting.form, &inputs.returns, (&shown, &findings), manner);
    (findings, said)
}

/// A line for each row.
fn lines(number: impl Fn(usize) -> String) -> String {
    (0..ROWS).map(number).fold(String::new(), |all, line| all + &line + "\n")
}

/// What is found in a return, and said of it; where there was one before, the rows of that were honest.
fn check(before: bool, cases: &[(&str, String)]) {
    let honest = grid(honest, "");
    for (code, now) in cases {
        let mut files = vec![("returns/2022-23-q3/north.txt", now.as_str())];
        if before {
            files.push(("returns/2022-23-q2/north.txt", &honest));
        }
        let (findings, said) = said_of(&files);
        let codes: Vec<&str> = findings.iter().map(|finding| finding.code).collect();
        assert!(codes.contains(code), "{code}: {codes:?}");
        let texts = findings.iter().flat_map(|finding| {
            let own = [&finding.id, &finding.message, &finding.help];
            own.into_iter().chain(&finding.stated_text).chain(&finding.rows)
        });
        for text in texts.map(String::as_str).chain(said.lines()) {
            assert!(text.chars().count() <= LONGEST, "{code}: {text}");
        }
    }
}

/// A line of every second row.
fn every_second(line: impl Fn(usize) -> String) -> String {
    lines(|number| if number % 2 == 0 { line(number + 2) } else { String::new() })
}

const TOTAL: &str = "Total | 119800 | 119800 | 100% | 5194 |\n";

#[test]
fn no_line_grows_with_the_cells_that_a_return_shows_otherwise() {
    check(
        false,
        &[
            ("hidden-rows", grid(honest, &every_second(|row| format!("!hide {row}")))),
            ("struck", grid(honest, &every_second(|row| format!("!strike A{row}:F{row}")))),
            ("comments", grid(honest, &every_second(|row| format!("!comment B{row} see note {row}")))),
            ("beneath-merge", grid(honest, &every_second(|row| format!("!merge B{row}:C{row}")))),
            ("shown-otherwise", grid(honest, &every_second(|row| format!("!format B{row} #,##0,")))),
            ("below-total", grid(honest, &format!("{TOTAL}{}", lines(|n| format!("More {n} | 5 | 5 | | |"))))),
            ("not-used", grid(honest, &format!("{TOTAL}{}", lines(|n| format!("a note {n} | | | | |"))))),
            ("not-used", grid(|n| format!("{} | | {n}", honest(n)), "")),
            ("no-result", grid(|n| format!("Scheme {n} | =1+{n} := | 5 | | 1 |"), "")),
            ("stale-result", grid(|n| format!("Scheme {n} | =1+{n} := 7 | 5 | | 1 |"), "")),
        ],
    );
}

#[test]
fn no_line_grows_with_the_rows_that_contradict_something() {
    let letters: String = (0x4E00..0x5000).filter_map(char::from_u32).collect();
    let one = |notes: &str| format!("{HEADINGS}Scheme 1 | 100 | 100 | 100% | 10 | {notes}\n");
    check(
        false,
        &[
            ("duplicate-title", grid(|_| "Voids | 5 | 5 | 100% | 1 |".to_string(), "")),
            ("empty-required", grid(|n| format!("Scheme {n} | | | | |"), "")),
            ("unreadable-value", grid(|n| format!("Scheme {n} | tbc {n} | 5 | | 1 |"), "")),
            ("percent-without-sign", grid(|n| format!("Scheme {n} | 100 | 1 | 0.01 | 1 |"), "")),
            ("unprintable-character", one(&letters)),
            ("amount-unit", one(&lines(|n| format!("We save £0.{} there.", n + 300)).replace('\n', " "))),
            (
                "several-sheets",
                lines(|n| match n {
                    0..90 => format!("{}{}", HEADINGS.replace("Return", &format!("Return {n}")), honest(n)),
                    _ => String::new(),
                }),
            ),
        ],
    );
}

#[test]
fn no_line_grows_with_the_rows_that_moved() {
    check(
        true,
        &[
            ("many-in-one", grid(|n| honest(n + 1).replace(&format!("Scheme {}", n + 1), &format!("Scheme {n}")), "")),
            ("scheme-vanished", format!("{HEADINGS}Voids | 5 | 5 | 100% | 1 |\n")),
            ("cumulative-fell", grid(|n| honest(n).replace(&format!("| {} |", achieved(n)), "| - |"), "")),
        ],
    );
}

/// A return with so many targets that nobody filled in.
pub fn blanks(rows: usize) -> String {
    let mut grid = "== Return\nScheme | Target | Forecast | Share\n".to_string();
    for row in 0..rows {
        writeln!(grid, "Scheme {row} | | | ").unwrap();
    }
    grid
}

#[test]
fn of_many_findings_the_worst_are_shown_and_the_others_counted() {
    let area = |number: usize| format!("\n[[area]]\nid = \"area-{number}\"\nname = \"Area {number} of the council\"\n");
    let areas: String = (0..9).map(area).collect();
    let mut files: Vec<(String, String)> =
        (0..9).map(|n| (format!("returns/2022-23-q3/area-{n}.txt"), blanks(12))).collect();
    files.push((
        "returns/2022-23-q3/north.txt".to_string(),
        blanks(2) + "Voids | 100 | 80 | 80%\nVoids (old)\u{200B} | 50 | 50 | 100%\n",
    ));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let (_folder, collection) = made(&areas, &files);
    let run = |more: &[&str]| piperoll().arg("check").arg(&collection).args(more).output().unwrap();
    let said = stderr(&run(&[]));
    assert_eq!(said.matches("\nerror[").count() + 1, 50, "{said}");
    assert!(!said.contains("note["), "{said}");
    let counted: Vec<&str> = said.lines().skip_while(|line| !line.contains("counted")).collect();
    assert_eq!(
        counted,
        [
            "81 more findings are counted below; --all shows each in full.",
            "  60 errors  empty-required     Area 5 of the council: 12, 5 more areas: 48",
            "  10 notes   missing-total      Area 0 of the council: 1, 9 more areas: 9",
            "  10 notes   unknown-in-total   Area 0 of the council: 1, 9 more areas: 9",
            "   1 note    unseen-characters  North: 1",
            "",
            "110 errors are open; 21 notes.",
        ],
        "{said}"
    );
    assert!(counted.iter().all(|line| line.chars().count() <= 80), "{counted:?}");
    let all = stderr(&run(&["--all"]));
    assert_eq!(all.matches("   = id: ").count(), findings(&collection, &[])["findings"].as_array().unwrap().len());
    assert_eq!(all.lines().last(), said.lines().last());
    let quiet = stderr(&run(&["--quiet"]));
    assert!(
        quiet.contains("60 errors  empty-required") && !quiet.contains("missing-total"),
        "what holds a draft up is told: {quiet}"
    );
    assert_eq!(quiet.lines().last(), Some("110 errors are open; 21 notes."));
    let mut build = piperoll();
    build.arg("build").arg(&collection).args(["--no-pdf", "--output"]).arg(collection.join("out"));
    let build = stderr(&build.output().unwrap());
    assert!(build.contains("60 errors  empty-required"), "{build}");
}
