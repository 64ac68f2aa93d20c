//! Why a rating by figures is blank: a note says it in words.

use crate::figures::Item;
use crate::figures::rating::{NotRated, why_not};
use crate::form::rating::RatingForm;
use crate::form::{Column, List};
use crate::names::one_line;
use crate::report::material::Material;
use crate::source::Place;

use super::column_name;

/// Items are named one by one up to so many; more are counted, and their rows show which they are.
const MOST_NAMED: usize = 6;

/// A note for each reason why items have no rating by figures in a table of these columns, with the cells that it speaks of.
pub(super) fn notes(
    material: &Material<'_>,
    list: &List,
    columns: &[String],
    items: &[&Item<'_>],
) -> Vec<(String, Vec<Place>)> {
    let mut notes = Vec::new();
    for rating in material.form.ratings.iter().filter(|rating| rating.list == list.id) {
        let shown = rating.shows.as_ref().filter(|id| columns.contains(id)).and_then(|id| list.column(id));
        notes.extend(shown.into_iter().flat_map(|column| of_rating(material, list, (rating, column), items)));
    }
    notes
}

fn of_rating(
    material: &Material<'_>,
    list: &List,
    (rating, column): (&RatingForm, &Column),
    items: &[&Item<'_>],
) -> Vec<(String, Vec<Place>)> {
    let fixed = &material.words.fixed;
    let mut reasons: Vec<(String, Vec<&Item<'_>>)> = Vec::new();
    for item in items {
        let Some(why) = why_not(rating, item).map(|why| in_words(material, list, &why)) else { continue };
        match reasons.iter_mut().find(|(known, _)| *known == why) {
            Some((_, items)) => items.push(item),
            None => reasons.push((why, vec![item])),
        }
    }
    let used = |item: &&Item<'_>| -> Vec<Place> {
        rating.columns().into_iter().filter_map(|id| Some(item.cell(id)?.at.clone())).collect()
    };
    let said = |(why, items): (String, Vec<&Item<'_>>)| {
        let named = match items.len() {
            0..=MOST_NAMED => items.iter().map(|item| one_line(&item.label)).collect::<Vec<_>>().join("; "),
            number => format!("{number} {}", list.items),
        };
        let filled = [("figure", &*column_name(material, column)), ("why", &*why), ("items", &*named)];
        (fixed.not_rated().fill(&filled), items.iter().flat_map(used).collect())
    };
    reasons.into_iter().map(said).collect()
}

/// A reason as a part of a sentence: 'Target is nil', 'Forecast is not known'.
fn in_words(material: &Material<'_>, list: &List, why: &NotRated) -> String {
    let name = |id: &str| {
        let hosts = |column: &&Column| column.beside().is_some_and(|beside| beside.id == id);
        let column = list.column(id).or_else(|| list.columns.iter().find(hosts));
        column.map_or_else(|| id.to_string(), |column| column_name(material, column))
    };
    let fixed = &material.words.fixed;
    match why {
        NotRated::Unknown(id) => fixed.not_rated_unknown().fill(&[("figure", &name(id))]),
        NotRated::Code(id, code) => fixed.not_rated_code().fill(&[("figure", &*name(id)), ("code", &*one_line(code))]),
        NotRated::Nil(divisor) => fixed.not_rated_nil().fill(&[("figure", &divisor.words_in(&name, fixed))]),
        NotRated::Beyond(measure) => fixed.not_rated_beyond().fill(&[("figure", &measure.words_in(&name, fixed))]),
    }
}
