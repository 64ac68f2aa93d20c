//! What the sheets show beside the values of their cells: what is hidden, struck through, merged, told by colours, or not to be seen.

mod beneath_merge;
mod colour_alone;
mod comments;
mod figure_looks;
mod hidden_rows;
mod invisible_text;
mod merged_figure;
mod struck;
mod symbols;
mod titles;
mod unseen_characters;

use super::Rule;
use super::cause::Marked;
use super::{View, stated, wording};
use crate::check::draft::Draft;

pub(in crate::check) use comments::RULE as COMMENTS;

/// The rules about what is shown. They belong to the family of the return.
pub static RULES: &[&Rule] = &[
    &hidden_rows::RULE,
    &struck::RULE,
    &merged_figure::RULE,
    &beneath_merge::RULE,
    &colour_alone::RULE,
    &symbols::RULE,
    &invisible_text::RULE,
    &unseen_characters::RULE,
    &figure_looks::RULE,
    &comments::RULE,
];

/// So many rows or cells are named in a message.
const NAMED: usize = 6;

/// The first of these, and how many more there are: "'Voids', 'Rents' and 3 more".
fn first_of(names: &[String]) -> String {
    wording::first_of(names, NAMED)
}

/// A finding about cells of a column that are marked by their looks; an answer holds for these marks of these items.
fn about_marks(rule: &Rule, view: &View<'_>, marked: &Marked<'_>) -> Option<Draft> {
    let Marked { table, column, cells } = marked;
    let (_, first, _) = cells.first()?;
    let of_cells = cells.iter().flat_map(|(row, cell, hue)| [table.name(row), cell.text.clone(), (*hue).to_string()]);
    let marks: Vec<String> = of_cells.filter(|text| !text.trim().is_empty()).collect();
    let area = table.area();
    let draft = table.draft(rule, view, first.at.cell?).shared(area, None, Some(&column.id)).demanded_by(&column.at);
    let draft = draft.stated_text(&stated::texts(marks.iter().map(String::as_str)));
    Some(draft.related(cells.iter().map(|(_, cell, _)| cell.at.clone())))
}

/// Whether one of the cells must say something that can be read.
fn must_be_mended(view: &View<'_>, marked: &Marked<'_>) -> bool {
    marked.cells.iter().any(|(_, cell, _)| view.causes.cells.is_lost(&cell.at, &marked.column.id))
}

/// What to do. Where a cell must be mended, an explanation alone would leave it an error.
fn help(must_be_mended: bool, mend: &str) -> String {
    if must_be_mended { mend.to_string() } else { wording::mend_or_explain(mend) }
}
