//! Ratings by figures: the cells that show them, and the key under the table.

use super::build::Material;
use super::{Cell, cells};
use crate::figures::Item;
use crate::figures::rating::by_figures;
use crate::form::rating::RatingForm;
use crate::form::{Column, Form, List, heading};
use crate::names::one_line;
use crate::source::Place;

/// The cell of a column that shows what the figures give; none if the column is no such one. Where the figures give nothing
/// it is empty.
pub(super) fn cell(form: &Form, list: &List, column: &Column, item: &Item<'_>) -> Option<Cell> {
    let shows = |rating: &&RatingForm| rating.list == list.id && rating.shows.as_ref() == Some(&column.id);
    let rating = form.ratings.iter().find(shows)?;
    let Some(given) = by_figures(rating, item) else { return Some(cells::label("")) };
    let used = rating.measure.columns().into_iter().chain(rating.of.iter().flat_map(|of| of.columns()));
    let mut places: Vec<_> = used.filter_map(|id| item.cell(id)).map(|used| used.at.clone()).collect();
    places.sort();
    places.dedup();
    Some(cells::status(column, given.rated.choice, places))
}

/// The key of every rating whose column, declared or by figures, stands in the table, with the line of the form that sets it.
pub(super) fn keys(material: &Material<'_>, list: &List, columns: &[String]) -> Vec<(String, Vec<Place>)> {
    let form = material.form;
    let in_words = |column: &Column| {
        let heading = heading::fill(form, &column.heading, material.period, &[]);
        one_line(&heading)
    };
    let name = |id: &str| list.column(id).map_or_else(|| id.to_string(), in_words);
    let printed = |rating: &&RatingForm| {
        let stands = |id: &String| columns.contains(id);
        rating.list == list.id
            && rating.print_key
            && (stands(&rating.column) || rating.shows.as_ref().is_some_and(stands))
    };
    let key = |rating: &RatingForm| {
        let shown = rating.shows.as_ref().filter(|id| columns.contains(id)).unwrap_or(&rating.column);
        let key = rating.key(form.report.money.unit, &name);
        (format!("{}, by {}: {key}.", name(shown), rating.measure.words(&name)), vec![rating.at.clone()])
    };
    form.ratings.iter().filter(printed).map(key).collect()
}
