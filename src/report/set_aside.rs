//! What stands in place of what a return states: the note under a table, and the words of 'Sources'.

use std::collections::BTreeMap;

use super::material::Material;
use super::{Origin, cells};
use crate::figures::{Figure, Group, Item};
use crate::form::{Kind, List, heading};
use crate::names::one_line;
use crate::period;
use crate::returns::Row;
use crate::returns::standing::Standing;
use crate::source::Place;

/// A note for each printed figure or text that stands in place of one that was set aside, with its cell.
pub(super) fn notes(
    material: &Material<'_>,
    list: &List,
    columns: &[String],
    items: &[&Item<'_>],
    totals: &[&Group<'_>],
) -> Vec<(String, Vec<Place>)> {
    if material.standings.is_empty() {
        return Vec::new();
    }
    let items = items.iter().map(|item| (item.label.as_str(), item.row, &item.figures));
    let total = material.words.fixed.total().said();
    let totals = totals.iter().map(|group| (total.as_str(), group.stated, &group.totals));
    let mut notes = Vec::new();
    for (label, row, figures) in items.chain(totals) {
        let printed = columns.iter().filter_map(|id| Some((id, standing(material, row?, id)?)));
        notes.extend(printed.filter_map(|(id, standing)| {
            let note = note(material, list, id, label, standing, figures.get(id))?;
            Some((note, vec![standing.cell.at.clone()]))
        }));
    }
    notes
}

/// What stands in place of a column's cell of a row.
fn standing<'a>(material: &Material<'a>, row: &Row, column: &str) -> Option<&'a Standing> {
    let cell = row.cells.get(column).filter(|cell| cell.decided.is_some())?;
    let is_it = |standing: &&&Standing| standing.cell.at == cell.at && standing.column == column;
    material.standings.iter().find(is_it).copied()
}

fn note(
    material: &Material<'_>,
    list: &List,
    id: &str,
    label: &str,
    standing: &Standing,
    figure: Option<&Figure>,
) -> Option<String> {
    let column = list.column(id)?;
    let heading = one_line(&heading::fill(material.form, &column.heading, material.period, &[]));
    let stands = match figure {
        Some(figure) => cells::figure(material, column, figure, Some(&standing.cell), Origin::Label),
        None => cells::text(column, Some(&standing.cell)),
    };
    let stands = stands.text();
    let stands = if column.kind == Kind::Text { format!("'{stands}'") } else { stands.to_string() };
    let fixed = &material.words.fixed;
    let date = period::long_date(standing.date);
    let entry = material.decisions.set_asides.iter().find(|entry| entry.at.line == Some(standing.line));
    let words = entry.map(|entry| one_line(&entry.words)).unwrap_or_default();
    let by = [
        ("stands", &*stands),
        ("stated", &*standing.stated),
        ("words", &*words),
        ("role", standing.role.trim()),
        ("date", &*date),
    ];
    Some(if id == list.label {
        fixed.set_aside_name().fill(&by)
    } else {
        fixed.set_aside().fill(&[&by[..], &[("row", label), ("figure", &*heading)]].concat())
    })
}

/// What 'Sources' says of each cell that was set aside, in this period and the prior one.
pub(super) fn sources(material: &Material<'_>) -> BTreeMap<Place, String> {
    let said = |standing: &&Standing| {
        let by = format!("set aside by the {} on {}", standing.role.trim(), period::long_date(standing.date));
        (standing.cell.at.clone(), by)
    };
    material.standings.iter().map(said).collect()
}
