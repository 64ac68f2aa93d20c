//! What the formulas of the returns come to: those that were never calculated, and stored results that are not what their own
//! formula gives. Only what is read counts, and what that depends on.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::slips::{Slip, SlipOf};
use crate::check::View;
use crate::check::coverage::KnownHeadings;
use crate::check::wording::measure;
use crate::form::{ColumnOrigin, Kind};
use crate::names::Label;
use crate::returns::File;
use crate::returns::grid::{Raw, Sheet};
use crate::returns::ledger::{Ledger, Part, SheetLedger};
use crate::returns::recompute::{At, Outcome, Recomputed, View as SheetView};
use crate::source::{Address, Place};

/// Figures further apart than this, in the unit of their column, are not the same: they are compared to four decimal places.
const APART: Decimal = Decimal::from_parts(2, 0, 0, false, 4);

/// What is the matter with formulas, by the path of their file. A file with which nothing is has none.
#[derive(Default)]
pub(in crate::check) struct Formulas {
    files: BTreeMap<String, FileFormulas>,
}

/// What is the matter with the formulas of a file. All of it in the order of its sheets and cells.
#[derive(Default)]
pub(in crate::check) struct FileFormulas {
    /// Cells whose formula has no stored result, with what it comes to, in the cell's own figures, where that is known.
    pub without_result: Vec<(Place, Option<Decimal>)>,
    /// Whether such a cell may be a heading, the name of a row, or a row of which nothing is known.
    pub hides_rows: bool,
    /// Results that their own formula does not give.
    pub stale: Vec<Stale>,
    /// Results that are not up to date only because one of those is not.
    pub following: Vec<Stale>,
    /// Cells that are read and whose formula was not reckoned again.
    pub not_recomputed: Vec<Place>,
    /// Cells that are read and whose formula looks at another file.
    pub of_other_files: Vec<Place>,
    /// The cells without a result once more.
    blank: BTreeSet<Place>,
    /// By how much the results that are not up to date will change.
    moves: BTreeMap<Place, Decimal>,
}

/// A stored result that is not up to date.
pub(in crate::check) struct Stale {
    /// The cell.
    pub at: Place,
    /// What is stored there, in the cell's own figures.
    pub stored: Decimal,
    /// What its formula comes to.
    pub comes_to: Decimal,
}

impl Formulas {
    pub(super) fn of(view: &View<'_>, ledger: &Ledger) -> Formulas {
        let files = view.returns.files.iter().zip(&ledger.files);
        let with_formulas = files.filter(|(file, _)| file.sheets.iter().any(|sheet| !sheet.look.formulas.is_empty()));
        let found = with_formulas.map(|(file, sheets)| (file.path.to_string(), of_file(view, file, sheets)));
        Formulas { files: found.collect() }
    }

    /// What there is to say of a file's formulas.
    pub(in crate::check) fn file(&self, file: &File) -> Option<&FileFormulas> {
        self.files.get(&*file.path)
    }

    /// Every file with cells whose formula has no result, by its path.
    pub(in crate::check) fn not_calculated(&self) -> impl Iterator<Item = (&str, &FileFormulas)> {
        let files = self.files.iter().map(|(path, formulas)| (path.as_str(), formulas));
        files.filter(|(_, formulas)| !formulas.without_result.is_empty())
    }

    /// Whether a cell holds a formula that was never calculated.
    pub(in crate::check) fn is_not_calculated(&self, at: &Place) -> bool {
        self.files.get(&*at.file).is_some_and(|file| file.blank.contains(at))
    }

    /// The results that are not up to date because of which alone a stated figure is not what is worked out; none where there is
    /// more to it. A total that is not up to date itself is what its formula comes to, and so are its rows.
    pub(in crate::check) fn behind(&self, slip: &Slip<'_>) -> Vec<Place> {
        let Some(file) = self.files.get(&*slip.cell.at.file).filter(|file| !file.moves.is_empty()) else {
            return Vec::new();
        };
        let own = |pounds: Decimal| measure(slip.column).in_own_unit(pounds);
        let (Some(stated), Some(expected)) = (own(slip.stated.value()), own(slip.expected.value())) else {
            return Vec::new();
        };
        // A percentage is stored as a ratio, and stated per hundred.
        let per = own(Decimal::ONE).filter(|_| slip.column.kind == Kind::Percent).unwrap_or(Decimal::ONE);
        let mut behind = Vec::new();
        let (mut stated, mut expected) = (stated, expected);
        let mut add = |to: &mut Decimal, at: &Place| {
            let Some(moves) = file.moves.get(at) else { return };
            *to = to.saturating_add(moves.saturating_mul(per));
            behind.push(at.clone());
        };
        add(&mut stated, &slip.cell.at);
        match slip.of {
            SlipOf::Total(group, _) => {
                let rows = group.counting_items().into_iter().filter_map(|item| item.row);
                for cell in rows.filter_map(|row| row.cells.get(&slip.column.id)) {
                    add(&mut expected, &cell.at);
                }
            }
            // What the row's other cells come to is not worked out again: its own formula holds if it comes to what is stored.
            SlipOf::Row(line) if behind.is_empty() => {
                let ColumnOrigin::Formula(formula) = slip.column.origin() else { return Vec::new() };
                let cells = formula.columns().into_iter().filter_map(|id| line.row.cells.get(id));
                return cells.map(|cell| cell.at.clone()).filter(|at| file.moves.contains_key(at)).collect();
            }
            _ => {}
        }
        let is_same = stated.checked_sub(expected).is_some_and(|difference| difference.abs() <= APART);
        if is_same { behind } else { Vec::new() }
    }
}

fn of_file(view: &View<'_>, file: &File, ledger: &[SheetLedger]) -> FileFormulas {
    let sheets: Vec<SheetView<'_>> = file.sheets.iter().map(seen).collect();
    let mut recomputed = Recomputed::of(&sheets);
    let mut found = FileFormulas::default();
    let place = |(sheet, cell): At| {
        let sheet = file.sheets.get(sheet)?;
        Some(Place::cell(file.path.clone(), sheet.name.clone(), cell))
    };
    let without = without_result(view, file, ledger, &mut recomputed);
    found.hides_rows = without.iter().any(|at| hides_rows(view, file, *at));
    for at in without {
        // What it comes to by figures as they are shown is not known.
        let figure = match recomputed.outcome(at) {
            Outcome::ComesTo(figure) if !file.rounds_as_shown => Some(figure),
            _ => None,
        };
        found.without_result.extend(place(at).map(|at| (at, figure)));
    }
    let mut roots: BTreeMap<At, Decimal> = BTreeMap::new();
    let mut following: BTreeMap<At, Decimal> = BTreeMap::new();
    for (index, (sheet, entries)) in file.sheets.iter().zip(ledger).enumerate() {
        let counts = |part: Part| matches!(part, Part::Item | Part::Subtotal | Part::Total | Part::Figure);
        let read = entries.entries.iter().filter(|entry| counts(entry.part) || entry.row.is_some());
        for cell in read.map(|entry| entry.at) {
            let (at, Some(formula)) = ((index, cell), sheet.look.formulas.get(&cell)) else { continue };
            if looks_at_another_file(&formula.text) {
                found.of_other_files.extend(place(at));
            }
            if file.rounds_as_shown {
                continue;
            }
            match recomputed.outcome(at) {
                Outcome::ComesTo(figure) => drop(roots.insert(at, figure)),
                Outcome::Follows { figure, from } => {
                    following.insert(at, figure);
                    if let Outcome::ComesTo(figure) = recomputed.outcome(from) {
                        roots.insert(from, figure);
                    }
                }
                Outcome::NotRecomputed(_) => found.not_recomputed.extend(place(at)),
                Outcome::Agrees => {}
            }
        }
    }
    let stale = |found: BTreeMap<At, Decimal>| {
        let stored = |(sheet, cell): At| match file.sheets.get(sheet)?.cells.get(&cell)? {
            Raw::Number(number) => Some(*number),
            _ => None,
        };
        let stale = |(at, comes_to)| Some(Stale { at: place(at)?, stored: stored(at)?, comes_to });
        found.into_iter().filter_map(stale).collect::<Vec<_>>()
    };
    (found.stale, found.following) = (stale(roots), stale(following));
    let moves = found.stale.iter().chain(&found.following);
    found.moves =
        moves.filter_map(|stale| Some((stale.at.clone(), stale.comes_to.checked_sub(stale.stored)?))).collect();
    found.blank = found.without_result.iter().map(|(at, _)| at.clone()).collect();
    found
}

fn seen(sheet: &Sheet) -> SheetView<'_> {
    SheetView {
        name: &sheet.name,
        cells: &sheet.cells,
        formulas: &sheet.look.formulas,
        hidden_rows: &sheet.look.hidden_rows,
    }
}

/// The cells that may matter and whose formula has no result. Where no table of a file is read, any of its sheets may hold it; so
/// may one that has the table's headings, or could have, and no more that can be read. A figure that is missing may stand where it is looked for.
fn without_result(view: &View<'_>, file: &File, ledger: &[SheetLedger], recomputed: &mut Recomputed<'_>) -> Vec<At> {
    let is_without = |sheet: &Sheet| sheet.look.formulas.values().any(|formula| !formula.has_result);
    if !file.sheets.iter().any(is_without) {
        return Vec::new();
    }
    let has_table = view.returns.tables.iter().any(|table| table.at.file == file.path);
    let known = KnownHeadings::of(view);
    let misses_a_figure = |sheet: &Sheet| {
        let missing = view.figures.form_level.iter().filter(|figure| figure.missing.is_some());
        let places = missing.filter_map(|figure| figure.at.as_ref()).filter(|at| at.file == file.path);
        places.into_iter().any(|at| at.sheet.as_ref().map_or(sheet.visible, |name| *name == sheet.name))
    };
    let may_be_meant = |sheet: &Sheet| {
        let name = Label::of(&sheet.name);
        view.form.returns.iter().any(|form| match &form.sheet {
            Some(named) => Label::of(named) == name,
            None => sheet.visible && !form.leaves_out(&sheet.name),
        })
    };
    // Two in a row that come to no figure may be its headings.
    let mut has_headings = |index: usize, sheet: &Sheet| {
        let mut words: BTreeMap<u32, usize> = BTreeMap::new();
        let without = sheet.look.formulas.iter().filter(|(_, formula)| !formula.has_result);
        for (cell, _) in without {
            if !matches!(recomputed.outcome((index, *cell)), Outcome::ComesTo(_)) {
                *words.entry(cell.row).or_default() += 1;
            }
        }
        words.values().any(|count| *count > 1)
    };
    let mut found = Vec::new();
    for (index, (sheet, entries)) in file.sheets.iter().zip(ledger).enumerate() {
        if entries.is_read
            || is_without(sheet)
                && (misses_a_figure(sheet)
                    || may_be_meant(sheet) && (!has_table || known.stand_on(view, sheet) || has_headings(index, sheet)))
        {
            let without = sheet.look.formulas.iter().filter(|(_, formula)| !formula.has_result);
            found.extend(without.map(|(cell, _)| (index, *cell)));
        }
    }
    found
}

/// Whether a cell stands in no row of a table that is known, or names its row.
fn hides_rows(view: &View<'_>, file: &File, (sheet, cell): At) -> bool {
    let Some(sheet) = file.sheets.get(sheet) else { return true };
    let tables = view.returns.tables.iter();
    let mut tables = tables.filter(|table| table.at.file == file.path && table.at.sheet.as_ref() == Some(&sheet.name));
    let row_of = |at: &Place| at.cell.map(|at| at.row);
    !tables.any(|table| {
        let known: BTreeSet<u32> = table.rows.iter().filter_map(|row| row_of(&row.at)).collect();
        let names = view.form.list(&table.list).map(|list| [&list.key, &list.label]);
        let named = names.into_iter().flatten().filter_map(|id| table.headings.get(id));
        known.contains(&cell.row) && named.into_iter().all(|(at, _): &(Address, String)| at.column != cell.column)
    })
}

/// Whether a formula names a cell of another file: '[1]Sheet1!B2' in .xlsx, "'file:///…'#$Sheet1.B2" in .ods. A column of a
/// table ('Costs[Net]') is none.
fn looks_at_another_file(text: &str) -> bool {
    let of_xlsx = |(at, _): (usize, &str)| {
        let (before, behind) = (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
        let sheet = behind.split_once(['[', ']']).map_or("", |(_, sheet)| sheet);
        let end = sheet.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | ' ' | '\''));
        !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '[')) && end.starts_with('!')
    };
    text.contains("'file:") && text.contains("'#$") || text.match_indices('[').any(of_xlsx)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_names_another_file_or_a_table_of_its_own() {
        for text in
            ["[1]Sheet1!B2", "SUM('[12]My sheet'!B2:B9)", "A1+'C:\\[x.xlsx]S'!A1", "VLOOKUP(A2,[1]Data!$A:$C,3,0)"]
        {
            assert!(looks_at_another_file(text), "{text}");
        }
        assert!(looks_at_another_file("of:=['file:///x.ods'#$Sheet1.A1]"));
        for text in [
            "SUM(Costs[Net])",
            "Costs[[#Totals],[Net]]",
            "SUM(B2:B9)",
            "of:=SUM([.B2:.B4])",
            "Sheet2!B2",
            "IF(A1=\"[1]\",1,2)",
        ] {
            assert!(!looks_at_another_file(text), "{text}");
        }
    }
}
