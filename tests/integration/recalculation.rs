//! The consolidated workbooks of all samples, recalculated by a real spreadsheet program: no value changes.

use calamine::Data;
use piperoll::report::{Appears, Block, Cell, Origin};
use regex::Regex;

use crate::office::Office;
use crate::support::{SAMPLES, built, repack, report, sample, sheets};

/// The workbook without the results stored beside its formulas, and how many formulas there are: whoever opens it must
/// reckon them.
pub fn without_results(xlsx: &[u8]) -> (Vec<u8>, usize) {
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

#[test]
fn every_computed_cell_is_a_formula() {
    for name in SAMPLES {
        let report = report(&sample(name));
        let tables = report.sections.iter().flat_map(|section| &section.blocks).filter_map(|block| match block {
            Block::Table(table) if table.appears != Appears::Appendix => Some(table),
            _ => None,
        });
        let cells: Vec<&Cell> = tables.flat_map(|table| &table.rows).flat_map(|row| &row.cells).collect();
        let computed = cells.iter().filter(|cell| matches!(cell.origin, Origin::Computed(_))).count();
        let (_, formulas) = without_results(built(name).xlsx());
        assert!(computed > 10, "{name}: {computed}");
        assert_eq!(formulas, computed, "{name}: formulas, and computed cells");
        // A figure that no cell of a return and no formula gives, be it nil.
        let has_none = |cell: &&&Cell| cell.number().is_some() && cell.origin == Origin::Label;
        let plain: Vec<&str> = cells.iter().filter(has_none).map(|cell| cell.text()).collect();
        assert!(plain.is_empty(), "{name}: {plain:?}");
    }
}

#[test]
fn recalculating_changes_no_value() {
    let Some(office) = Office::installed() else { return };
    let books = SAMPLES.map(|name| ("xlsx", without_results(built(name).xlsx()).0));
    for (name, reckoned) in SAMPLES.into_iter().zip(office.saved(&books, "xlsx:Calc MS Excel 2007 XML")) {
        let compared = same_values(name, built(name).xlsx(), &reckoned);
        assert!(compared > 50, "{name}: {compared} figures");
    }
}

/// Fails where a value of a workbook is another one in the other. Gives how many figures were compared.
pub fn same_values(book: &str, stored: &[u8], reckoned: &[u8]) -> usize {
    let (stored, reckoned) = (sheets(stored), sheets(reckoned));
    assert_eq!(stored.len(), reckoned.len(), "{book}");
    let mut compared = 0;
    for ((name, stored), (other, reckoned)) in stored.iter().zip(&reckoned) {
        assert_eq!(name, other, "{book}");
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
                assert!(same, "{book}: {name}, row {}, column {}: {before:?} became {after:?}", row + 1, column + 1);
            }
        }
    }
    compared
}

/// Alike but for the last bits of a binary fraction, which a spreadsheet rounds off before anyone sees them.
#[expect(clippy::float_arithmetic, reason = "these are the spreadsheet's own numbers")]
fn nearly(before: f64, after: f64) -> bool {
    (before - after).abs() <= 1e-12 * before.abs().max(1.0)
}
