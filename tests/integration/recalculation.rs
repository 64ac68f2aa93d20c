//! The consolidated workbook, recalculated by a real spreadsheet program: no value changes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use calamine::Data;
use piperoll::report::{Appears, Block, Origin};
use regex::Regex;

use crate::support::{recovery_plan, repack, sheets};

/// How long the spreadsheet program may take; it takes a few seconds.
const LIMIT: Duration = Duration::from_secs(120);

/// LibreOffice, if it is installed.
fn office() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let programs = ["soffice", "libreoffice"];
    folders.iter().flat_map(|folder| programs.map(|program| folder.join(program))).find(|program| program.is_file())
}

/// The workbook without the results stored beside its formulas, and how many formulas there are: whoever opens it must
/// reckon them.
fn without_results(xlsx: &[u8]) -> (Vec<u8>, usize) {
    let cell = Regex::new(r"(<c [^>]*>)(<f>[^<]*</f>)<v>[^<]*</v>").unwrap();
    let formulas = std::cell::Cell::new(0);
    let stripped = repack(xlsx, |name, text| {
        if !name.starts_with("xl/worksheets/sheet") {
            return text;
        }
        formulas.set(formulas.get() + text.matches("<f>").count());
        let stripped = cell.replace_all(&text, "$1$2").into_owned();
        assert!(!stripped.contains("</f><v>"), "a stored result is left in {name}");
        // A text result leaves its type behind, which would say that an empty text is stored.
        Regex::new(r#"(<c [^>]*?) t="str"([^>]*><f>)"#).unwrap().replace_all(&stripped, "$1$2").into_owned()
    });
    (stripped, formulas.get())
}

/// Opens the workbook in LibreOffice, recalculates it and saves it again.
fn recalculated(office: &Path, xlsx: &[u8]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("consolidated.xlsx"), xlsx).unwrap();
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let mut running = Command::new(office)
        .args([&profile, "--headless", "--norestore", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"])
        .arg(folder.path().join("out"))
        .arg(folder.path().join("consolidated.xlsx"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut waited = Duration::ZERO;
    while running.try_wait().unwrap().is_none() {
        if waited > LIMIT {
            running.kill().unwrap();
            running.wait().unwrap();
            panic!("LibreOffice did not finish within {LIMIT:?}");
        }
        sleep(Duration::from_millis(100));
        waited += Duration::from_millis(100);
    }
    fs::read(folder.path().join("out/consolidated.xlsx")).expect("LibreOffice wrote the workbook")
}

#[test]
fn every_computed_cell_is_a_formula() {
    let report = crate::recovery_plan::report();
    let tables = report.sections.iter().flat_map(|section| &section.blocks).filter_map(|block| match block {
        Block::Table(table) if table.appears != Appears::Appendix => Some(table),
        _ => None,
    });
    let cells = tables.flat_map(|table| &table.rows).flat_map(|row| &row.cells);
    let computed = cells.filter(|cell| matches!(cell.origin, Origin::Computed(_))).count();
    let (_, formulas) = without_results(recovery_plan().xlsx());
    assert!(computed > 100, "{computed}");
    assert_eq!(formulas, computed, "formulas, and computed cells");
}

#[test]
#[expect(clippy::print_stderr, reason = "it says that it was left out")]
fn recalculating_changes_no_value() {
    let Some(office) = office() else {
        eprintln!("left out: there is no LibreOffice here");
        return;
    };
    let (stripped, _) = without_results(recovery_plan().xlsx());
    let (stored, reckoned) = (sheets(recovery_plan().xlsx()), sheets(&recalculated(&office, &stripped)));
    assert_eq!(stored.len(), reckoned.len());
    let mut compared = 0;
    for ((name, stored), (other, reckoned)) in stored.iter().zip(&reckoned) {
        assert_eq!(name, other);
        let (Some(start), Some(end)) = (stored.start(), stored.end()) else { continue };
        for row in start.0..=end.0 {
            for column in start.1..=end.1 {
                let at = (row, column);
                let (before, after) = (stored.get_value(at), reckoned.get_value(at));
                let (before, after) = (before.unwrap_or(&Data::Empty), after.unwrap_or(&Data::Empty));
                let same = match (before, after) {
                    (Data::Float(before), Data::Float(after)) => {
                        compared += 1;
                        nearly(*before, *after)
                    }
                    _ => before.to_string().replace("\r\n", "\n") == after.to_string().replace("\r\n", "\n"),
                };
                assert!(same, "{name}, row {}, column {}: {before:?} became {after:?}", row + 1, column + 1);
            }
        }
    }
    assert!(compared > 400, "{compared} figures");
}

/// Alike but for the last bits of a binary fraction, which a spreadsheet rounds off before anyone sees them.
#[expect(clippy::float_arithmetic, reason = "these are the spreadsheet's own numbers")]
fn nearly(before: f64, after: f64) -> bool {
    (before - after).abs() <= 1e-12 * before.abs().max(1.0)
}
