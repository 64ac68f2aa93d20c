//! Notes under a table: what in it depends on a condition, and how its total agrees with another table's.

use super::build::Material;
use super::tables::column_name;
use crate::figures::Item;
use crate::figures::summary::tied;
use crate::finding::Status;
use crate::form::{List, TieSum};
use crate::money;
use crate::names::capital;
use crate::source::Place;

/// What in the table depends on a condition, with its amounts and their cells; not what was agreed since, as decisions.toml says.
pub(super) fn conditions(material: &Material<'_>, list: &List, items: &[&Item<'_>]) -> Vec<(String, Vec<Place>)> {
    let mut phrases: Vec<(&str, Vec<String>, Vec<Place>)> = Vec::new();
    for column in list.columns.iter().filter(|column| !column.conditions().is_empty()) {
        for item in items {
            let Some(cell) = item.cell(&column.id) else { continue };
            let Some(phrase) = column.condition(&cell.text) else { continue };
            let is_agreed = material.findings.iter().any(|finding| {
                finding.code == "conditional" && finding.at == cell.at && finding.status == Status::Explained
            });
            if is_agreed {
                continue;
            }
            let (amounts, places): (Vec<String>, Vec<Place>) = amounts(material, list, item).into_iter().unzip();
            let amounts = if amounts.is_empty() { String::new() } else { format!(" ({})", amounts.join("; ")) };
            let named = format!("{}{amounts}", item.label);
            match phrases.iter_mut().find(|(known, ..)| *known == phrase) {
                Some((_, items, cells)) => {
                    items.push(named);
                    cells.extend(places);
                }
                None => phrases.push((phrase, vec![named], places)),
            }
        }
    }
    let said = |(phrase, items, cells): (&str, Vec<String>, Vec<Place>)| {
        (format!("{}: {}.", capital(phrase), items.join("; ")), cells)
    };
    phrases.into_iter().map(said).collect()
}

/// The given amounts of an item that are not nil, as the appendix prints them, each with its cell.
fn amounts(material: &Material<'_>, list: &List, item: &Item<'_>) -> Vec<(String, Place)> {
    let style = material.form.report.money;
    let given = list.columns.iter().filter(|column| column.kind == crate::form::Kind::Money && !column.is_computed());
    given
        .filter_map(|column| {
            let value = item.figures.get(&column.id)?.counted?.value();
            let cell = item.cell(&column.id)?;
            let said = format!("{} {}", column_name(material, column), money::print_money(value, style));
            (!value.is_zero()).then(|| (said, cell.at.clone()))
        })
        .collect()
}

/// How a total of the table agrees with that of another one: both figures, and the named items between them, with their cells.
pub(super) fn ties(material: &Material<'_>, list: &List, area: Option<&str>) -> Vec<(String, Vec<Place>)> {
    let (form, style) = (material.form, material.form.report.money);
    let said = |side: &TieSum| {
        let tied = tied(form, material.figures, side)?;
        Some((format!("{} {}", side.name, money::print_money(tied.quantity.value(), style)), tied.places))
    };
    let here = form
        .ties
        .iter()
        .filter(|tie| tie.right.list == list.id && (area.is_none() || tie.right.area.as_deref() == area));
    let is_open = |id: &str| material.findings.iter().any(|finding| finding.code == "tie-open" && finding.topic == id);
    here.filter(|tie| !is_open(&tie.id))
        .filter_map(|tie| {
            let mut sums = vec![said(&tie.left)?];
            sums.extend(tie.items.iter().filter_map(said));
            let (right, mut places) = said(&tie.right)?;
            let (sums, cells): (Vec<String>, Vec<Vec<Place>>) = sums.into_iter().unzip();
            places.extend(cells.into_iter().flatten());
            Some((format!("{right} agrees with {}.", sums.join(" plus ")), places))
        })
        .collect()
}
