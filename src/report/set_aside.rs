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
    let totals = totals.iter().map(|group| ("Total", group.stated, &group.totals));
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
        Some(figure) => cells::figure(&material.form.report, column, figure, Some(&standing.cell), Origin::Label),
        None => cells::text(column, Some(&standing.cell)),
    };
    let stands = stands.text();
    let stands = if column.kind == Kind::Text { format!("'{stands}'") } else { stands.to_string() };
    let by = by(standing);
    let stated = match standing.stated.as_deref() {
        Some("") => format!("The return says nothing there, which was set aside {by}."),
        Some(stated) => format!("The return states '{stated}', which was set aside {by}."),
        None => format!("What the return states was set aside {by}."),
    };
    Some(if id == list.label {
        format!("{stands}: {stated}")
    } else {
        format!("{label}: {heading} is {stands}. {stated}")
    })
}

/// 'by the Section 151 officer on 20 January 2023'
fn by(standing: &Standing) -> String {
    format!("by the {} on {}", standing.role.trim(), period::long_date(standing.date))
}

/// What 'Sources' says of each cell that was set aside, in this period and the prior one.
pub(super) fn sources(material: &Material<'_>) -> BTreeMap<Place, String> {
    let said = |standing: &&Standing| (standing.cell.at.clone(), format!("set aside {}", by(standing)));
    material.standings.iter().map(said).collect()
}
