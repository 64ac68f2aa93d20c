//! What the findings are about already, and what of a sheet is left over.

use std::collections::{BTreeMap, BTreeSet};

use super::region::Left;
use crate::check::returns::SEVERAL_SHEETS;
use crate::check::shown::COMMENTS;
use crate::finding::{Family, Finding, Severity};
use crate::returns::File;
use crate::returns::grid::Sheet;
use crate::returns::ledger::SheetLedger;
use crate::source::{Address, Place};

/// The places that the findings are about.
pub(super) struct Told {
    /// By file and sheet.
    cells: BTreeMap<(String, String), Vec<Touched>>,
    /// Sheets that an error or query about the return is about as a whole, or the note that they are left out.
    sheets: BTreeSet<(String, String)>,
    /// Files that one is about.
    files: BTreeSet<String>,
    /// The finding that misses something in a file as a whole, by the file.
    missing_from: BTreeMap<String, usize>,
}

impl Told {
    pub(super) fn of(findings: &[Finding]) -> Told {
        let mut told = Told {
            cells: BTreeMap::new(),
            sheets: BTreeSet::new(),
            files: BTreeSet::new(),
            missing_from: BTreeMap::new(),
        };
        // What hangs on a cell or lies over it says nothing of what the cell holds.
        let about = findings.iter().enumerate().filter(|(_, finding)| finding.code != COMMENTS.code);
        for (index, finding) in about {
            // What is amiss with the return, or with a figure that is looked for on a sheet.
            let of_return = matches!(finding.family, Family::Return | Family::Cell);
            let weighs = of_return && finding.severity != Severity::Note;
            let names_sheets = weighs || finding.code == SEVERAL_SHEETS.code;
            if weighs && finding.at.sheet.is_none() {
                told.missing_from.entry(finding.at.file.to_string()).or_insert(index);
            }
            for place in std::iter::once(&finding.at).chain(&finding.related) {
                let file = place.file.to_string();
                match (&place.sheet, place.cell) {
                    (Some(sheet), Some(_)) => {
                        let cells = told.cells.entry((file, sheet.to_string())).or_default();
                        let is_error = finding.severity == Severity::Error;
                        cells.push(Touched { finding: index, place: place.clone(), weighs, is_error });
                    }
                    (Some(sheet), None) if names_sheets => drop(told.sheets.insert((file, sheet.to_string()))),
                    (None, None) if weighs => drop(told.files.insert(file)),
                    _ => {}
                }
            }
        }
        told
    }

    fn on(&self, file: &File, sheet: &Sheet) -> &[Touched] {
        self.cells.get(&(file.path.to_string(), sheet.name.to_string())).map_or(&[], Vec::as_slice)
    }

    /// Whether nothing of a file is read, and a finding says so.
    pub(super) fn whole_file(&self, file: &File, sheets: &[SheetLedger]) -> bool {
        self.files.contains(&*file.path) && !sheets.iter().any(|sheet| sheet.is_read)
    }

    /// Whether a finding is about a sheet as a whole.
    pub(super) fn whole_sheet(&self, file: &File, sheet: &Sheet) -> bool {
        self.sheets.contains(&(file.path.to_string(), sheet.name.to_string()))
    }

    /// The cells of a sheet that are not used and that no finding is about.
    pub(super) fn left<'a>(&self, file: &File, sheet: &'a Sheet, ledger: &SheetLedger) -> Vec<Left<'a>> {
        let mut single = BTreeSet::new();
        let mut ranges = Ranges::default();
        for Touched { place, .. } in self.on(file, sheet) {
            match (place.cell, place.to) {
                (Some(cell), None) => drop(single.insert(cell)),
                _ => ranges.add(place),
            }
        }
        let is_told = |at: Address| single.contains(&at) || ranges.hold(at);
        let cells = ledger.entries.iter().zip(sheet.cells.values());
        let left = cells.filter(|(entry, _)| !entry.part.is_used() && !is_told(entry.at));
        left.map(|(entry, raw)| Left { at: entry.at, raw }).collect()
    }

    /// The findings about the return that may be the cause of what is left over on a sheet, by the cells they are about.
    pub(super) fn causes(&self, file: &File, sheet: &Sheet) -> BTreeMap<Address, Cause> {
        let mut causes = BTreeMap::new();
        for Touched { finding, place, weighs, is_error } in self.on(file, sheet) {
            if let (Some(cell), None) = (place.cell, place.to) {
                let cause = Cause { finding: *finding, weighs: *weighs, is_error: *is_error };
                let known = causes.entry(cell).or_insert(cause);
                if cause.weighs && !known.weighs {
                    *known = cause;
                }
            }
        }
        causes
    }

    /// The first finding about a cell of each row.
    pub(super) fn in_rows(&self, file: &File, sheet: &Sheet) -> BTreeMap<u32, usize> {
        let mut rows = BTreeMap::new();
        for touched in self.on(file, sheet) {
            if let Some(cell) = touched.place.cell {
                rows.entry(cell.row).or_insert(touched.finding);
            }
        }
        rows
    }

    /// The finding that misses something in a file as a whole.
    pub(super) fn missing_from(&self, file: &File) -> Option<usize> {
        self.missing_from.get(&*file.path).copied()
    }
}

/// Ranges of a sheet: those of one row by that row, since there may be one of each row.
#[derive(Default)]
struct Ranges<'a> {
    of_row: BTreeMap<u32, Vec<&'a Place>>,
    others: Vec<&'a Place>,
}

impl<'a> Ranges<'a> {
    fn add(&mut self, place: &'a Place) {
        match (place.cell, place.to) {
            (Some(first), Some(last)) if first.row == last.row => self.of_row.entry(first.row).or_default().push(place),
            _ => self.others.push(place),
        }
    }

    fn hold(&self, at: Address) -> bool {
        let of_row = self.of_row.get(&at.row).into_iter().flatten();
        of_row.chain(&self.others).any(|range| range.holds(at))
    }
}

/// Cells that a finding is about.
struct Touched {
    /// The finding, by its place in the list.
    finding: usize,
    place: Place,
    /// Whether what is left over may follow from it: it is an error or a query about the return.
    weighs: bool,
    is_error: bool,
}

/// A finding from which what is left over may follow.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cause {
    /// By its place in the list.
    pub finding: usize,
    /// Whether it is an error or a query about the return. A note speaks for the column below a heading alone.
    pub weighs: bool,
    /// Whether it is an error, which must be mended. One that can be explained holds only what it speaks of.
    pub is_error: bool,
}
