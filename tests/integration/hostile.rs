//! A return is a file from outside: whatever its cells hold is data, from the workbook to the appendix.

use std::fs;
use std::path::PathBuf;

use calamine::{Reader as _, Xlsx};

use crate::support::{Built, build, copy, findings, repack, sample, sheets, solid, stderr};
use crate::workbook;

const RETURN: &str = "returns/2022-23-q3/change-and-strategy-delivery";

/// Texts that would do something if anyone took them for more than text, in narrative cells; each prints as typed.
const TEXTS: [&str; 14] = [
    "=1+1",
    "+HYPERLINK(\"https://example.org\",\"x\")",
    "@SUM(A1:A9)",
    "-2+3 and |cmd",
    "#import \"@preview/x:1.0.0\": * #read(\"/etc/passwd\")",
    "#panic(\"x\") $x^2$ <label> @ref *bold* _slant_ `code`",
    "{{title}} {{#if x}} {{{raw}}} {{>part}}",
    "</w:t><script>alert(1)</script> &amp; ]]>",
    "%s %n {0} \\u{1b} C:\\new\\table",
    "'quoted; DROP TABLE x; --",
    "= heading // comment /* open",
    "• bullet\tand a tab",
    "ticks ✓, arrows →, ½ ≤ “quotes” …",
    "_x0041_ is no A",
];

/// The recovery plan with one return of hostile rows: `LONG` stands for what a grid cannot hold.
fn hostile(long: &str) -> (tempfile::TempDir, PathBuf) {
    let (folder, collection) = copy(&sample("recovery-plan"));
    let escaped = |text: &str| text.replace('\\', "\\\\").replace('|', "\\|").replace('\n', "\\n");
    let mut grid = "== Recovery Plan\nChange and Strategy Delivery\n\nProject Title | Target\\n31/03/23\\n(£000s) | \
                    Forecast\\n31/03/23\\n(£000s) | % By\\n31/03/23 | % By\\n31/03/24 | Achieved to Date\\n(£000s) | Timeline \
                    for completion | Risks and Actions to Deliver Required Savings\n"
        .to_string();
    for (index, text) in TEXTS.iter().enumerate() {
        let text = escaped(text);
        grid.push_str(&format!("'P{index} {text} | 10 | 10 | 100% | 100% | 5 | '{text} | 'Risk: {text}\n"));
    }
    let controls = "bell \u{7} escape \u{1b}[31mred\u{1b}]0;title\u{7} end";
    grid.push_str(&format!(
        "'Controls | 10 | 10 | 100% | 100% | 5 | '{controls} | '😀 👩‍👩‍👧 שלום עולם مرحبا \u{202e}gnp\n"
    ));
    grid.push_str(&format!("'Token | 10 | 10 | 100% | 100% | 5 | '{} | 'LONG\n", "X".repeat(3_000)));
    let rows = TEXTS.len() * 10 + 20;
    grid.push_str(&format!("Total | {rows} | {rows} | 100% | 100% | {}\n", rows / 2));
    let bytes = repack(&workbook::workbook(&grid), |_, part| part.replace("LONG", long));
    fs::write(collection.join(format!("{RETURN}.xlsx")), bytes).unwrap();
    (folder, collection)
}

fn built(long: &str) -> Built {
    let (_folder, collection) = hostile(long);
    let built = build(&collection, &[]);
    assert_eq!(built.code, 1, "a draft: finance's summary knows nothing of these rows\n{}", built.stderr);
    built
}

fn hostile_text_prints_on_pages(pages: &str) {
    for (index, text) in TEXTS.iter().enumerate() {
        for typed in [format!("P{index} {text}"), format!("Risk: {text}")] {
            assert!(pages.contains(&solid(&typed)), "not in the appendix as typed: {typed}");
        }
    }
    // Both go on over a page's end, where the foot of the page stands between.
    assert!(pages.matches('X').count() >= 3_000, "a long word is broken, not cut");
    assert_eq!(pages.matches("thirty").count(), 1_300, "all of a long text prints");
    assert!(!pages.contains('\u{1b}') && pages.contains("[U+001B][31mred"), "escapes are shown, not sent");
}

#[test]
fn hostile_text_prints_as_text_everywhere() {
    let built = built(&"thirty thousand letters ".repeat(1_300));
    if let Some(pages) = built.pages() {
        hostile_text_prints_on_pages(&pages.concat());
    }

    let (_, range) = sheets(built.xlsx()).into_iter().find(|(name, _)| name == "Change and Strategy Delivery").unwrap();
    let held: Vec<String> = range.used_cells().map(|(.., value)| value.to_string().replace('\t', " ")).collect();
    for (index, text) in TEXTS.iter().enumerate() {
        for typed in [text.to_string(), format!("P{index} {text}")] {
            assert!(held.contains(&typed.replace('\t', " ")), "not in the workbook as typed: {typed}");
        }
    }
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(built.xlsx().to_vec())).unwrap();
    for name in book.sheet_names().to_vec() {
        for (row, column, formula) in book.worksheet_formula(&name).unwrap().used_cells() {
            let known = ["SUM(", "IF(", "'", "N("].iter().any(|start| formula.starts_with(start))
                || formula.starts_with(|first: char| first.is_ascii_uppercase());
            assert!(known && !formula.contains("HYPERLINK") && formula != "1+1", "{name} {row} {column}: {formula}");
        }
    }
}

#[test]
fn a_cell_longer_than_a_cell_can_be_is_a_finding_with_its_address() {
    let (_folder, collection) = hostile(&"x".repeat(40_000));
    let json = findings(&collection, &[]);
    let found = json["findings"].as_array().unwrap().iter().find(|finding| finding["code"] == "unreadable-file");
    let message = found.unwrap()["message"].as_str().unwrap();
    assert!(message.contains("cell H19 of sheet Recovery Plan is longer than the 32767 characters"), "{message}");
}

#[test]
fn hostile_text_reaches_no_terminal() {
    let (_folder, collection) = hostile("long");
    for format in ["text", "json"] {
        let run = crate::support::piperoll().arg("check").arg(&collection).args(["--format", format]).output().unwrap();
        assert_eq!(run.status.code(), Some(1), "{}", stderr(&run));
        let said = String::from_utf8([run.stdout, run.stderr].concat()).unwrap();
        let control = said.chars().find(|character| character.is_control() && *character != '\n');
        assert_eq!(control, None, "as {format}");
        assert!(!said.contains('\u{202e}') || format == "json", "text that turns the reading direction round");
    }
    assert_eq!(findings(&collection, &[])["schema"], 1);
}

#[test]
fn files_that_are_no_workbooks_are_findings_and_stop_nothing() {
    let (_folder, collection) = copy(&sample("recovery-plan"));
    let whole = fs::read(collection.join(format!("{RETURN}.xlsx"))).unwrap();
    let broken =
        repack(
            &whole,
            |name, text| {
                if name == "xl/worksheets/sheet1.xml" { text[..text.len() / 2].to_string() } else { text }
            },
        );
    let far = repack(&whole, |name, text| {
        if name == "xl/worksheets/sheet1.xml" { text.replace("r=\"A9\"", "r=\"XFD1048576\"") } else { text }
    });
    for (what, bytes) in [
        ("cut short", &whole[..whole.len() / 2]),
        ("empty", b"".as_slice()),
        ("half a sheet", &broken),
        ("text", b"PK\x03\x04 no"),
    ] {
        fs::write(collection.join(format!("{RETURN}.xlsx")), bytes).unwrap();
        let json = findings(&collection, &[]);
        let all = json["findings"].as_array().unwrap();
        let about = |finding: &&serde_json::Value| {
            finding["severity"] == "error" && finding["at"]["file"] == format!("{RETURN}.xlsx")
        };
        assert!(all.iter().any(|finding| about(&finding)), "{what}: {all:#?}");
        assert!(all.iter().any(|finding| finding["code"] == "column-total"), "{what}: the others are still checked");
    }
    fs::write(collection.join(format!("{RETURN}.xlsx")), far).unwrap();
    assert_eq!(findings(&collection, &[])["schema"], 1, "cells far apart are no matter");
}
