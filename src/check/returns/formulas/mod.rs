//! What the formulas of a return come to.

pub(super) mod manual_calculation;
pub(super) mod no_result;
pub(super) mod other_workbook;
pub(super) mod rounds_as_shown;
pub(super) mod stale_result;

use rust_decimal::Decimal;

use super::file_name;
use crate::check::cause::FileFormulas;
use crate::check::draft::Draft;
use crate::check::{Rule, View, wording};
use crate::finding::Finding;
use crate::returns::File;
use crate::source::{Address, Place};

/// So many cells are named with their figures.
const NAMED: usize = 3;

/// Figures are said with so many decimal places, or with as many more as tell two of them apart.
const DECIMALS: u32 = 4;

/// A decision is given on figures to so many decimal places.
const DECIMALS_STATED: u32 = 10;

/// What is found in each file that has formulas.
fn in_files(view: &View<'_>, mut find: impl FnMut(&File, &FileFormulas) -> Option<Finding>) -> Vec<Finding> {
    let files = view.returns.files.iter();
    files.filter_map(|file| find(file, view.causes.formulas.file(file)?)).collect()
}

/// A finding about cells of a file, which stands at the first of them and touches the others; none where there are none.
fn about(rule: &Rule, file: &File, cells: &[&Place]) -> Option<Draft> {
    let (first, others) = cells.split_first()?;
    let draft = rule.at(first).about_area(file.area.as_deref());
    // The file tells apart what belongs to no area.
    let draft = if file.area.is_none() { draft.topic(file_name(&file.path)) } else { draft };
    Some(draft.related(others.iter().map(|at| (*at).clone())))
}

/// 'Housing: ', or nothing where the file is no area's own.
fn whose(view: &View<'_>, file: &File) -> String {
    wording::opening(&view.area_name(file.area.as_deref()))
}

/// 'C4', or "C4 of 'Summary'" where it stands on another sheet than `from`.
fn cell_from(cell: &Place, from: &Place) -> String {
    match &cell.sheet {
        Some(sheet) if cell.sheet != from.sheet => format!("{} of '{}'", wording::cell(cell), wording::quoted(sheet)),
        _ => wording::cell(cell),
    }
}

/// A figure as it would stand in its cell, no finer than that.
fn plain(figure: Decimal, decimals: u32) -> String {
    figure.round_dp(decimals).normalize().to_string()
}

/// Cells of sheets as few ranges: what stands side by side in rows one below the other is one.
fn ranges(cells: &[&Place]) -> Vec<Place> {
    let mut ranges: Vec<(Place, Address, Address)> = Vec::new();
    for place in cells {
        let Some(cell) = place.cell else { continue };
        match ranges.last_mut() {
            Some((of, first, last))
                if of.sheet == place.sheet
                    && first.row == cell.row
                    && last.column.checked_add(1) == Some(cell.column) =>
            {
                *last = cell;
            }
            _ => ranges.push(((*place).clone(), cell, cell)),
        }
    }
    let mut joined: Vec<(Place, Address, Address)> = Vec::new();
    for (place, first, last) in ranges {
        let above = joined.iter_mut().rev().take_while(|(of, ..)| of.sheet == place.sheet).find(|(_, from, to)| {
            (from.column, to.column, to.row.checked_add(1)) == (first.column, last.column, Some(first.row))
        });
        match above {
            Some((.., to)) => *to = last,
            None => joined.push((place, first, last)),
        }
    }
    joined.into_iter().map(|(place, first, last)| place.range(first, last)).collect()
}

#[cfg(test)]
mod tests;
