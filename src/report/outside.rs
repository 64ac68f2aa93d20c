//! What stands out of the totals until somebody decides, in a sentence: under the tables in which it stands, and on the first page.

use super::material::Material;
use super::summed;
use super::tables::column_name;
use crate::figures::Item;
use crate::form::{Column, Kind, List};
use crate::source::Place;

/// A sentence for each word for which items stand out of the totals: how many they are, and what they come to in the columns of money that
/// are shown; each with the cells behind it.
pub(super) fn sentences(
    material: &Material<'_>,
    list: &List,
    items: &[&Item<'_>],
    as_savings: bool,
    is_shown: impl Fn(&Column) -> bool,
) -> Vec<(String, Vec<Place>)> {
    let (form, fixed) = (material.form, &material.words.fixed);
    let behind = material.figures.behind_list(form, list);
    let columns: Vec<&Column> =
        list.columns.iter().filter(|column| column.kind == Kind::Money && is_shown(column)).collect();
    let mut said = Vec::new();
    for column in &list.columns {
        let outside = column.choice().map_or(&[][..], |choice| &choice.outside_totals);
        for word in outside {
            let is_one = |item: &&&Item<'_>| {
                let own = item.outside.as_ref() == Some(&column.id);
                own && item.part_of.is_none() && column.rank(item.text(&column.id)) == column.rank(word)
            };
            let items: Vec<&Item<'_>> = items.iter().filter(is_one).copied().collect();
            if items.is_empty() {
                continue;
            }
            let mut places: Vec<Place> =
                items.iter().filter_map(|item| Some(item.cell(&column.id)?.at.clone())).collect();
            let mut amounts = Vec::new();
            for of in &columns {
                let sum = summed::sum(material, &items, of, as_savings).filter(|sum| !sum.is_zero());
                let Some(sum) = sum else { continue };
                amounts.push(format!("{} {}", column_name(material, of), summed::say(material, of, sum)));
                places.extend(behind.items(items.iter().copied(), &of.id));
            }
            let noun = if items.len() == 1 { &list.item } else { &list.items };
            let amounts = if amounts.is_empty() { String::new() } else { format!(": {}", amounts.join("; ")) };
            let filled = [
                ("choice", word.as_str()),
                ("number", &*items.len().to_string()),
                ("items", noun.as_str()),
                ("amounts", &*amounts),
            ];
            said.push((fixed.outside_totals().fill(&filled), places));
        }
    }
    said
}
