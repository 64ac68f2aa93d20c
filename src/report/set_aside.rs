//! What stands in place of what a return states: the note under a table, and the words of 'Sources'.

use std::collections::BTreeMap;

use super::build::Material;
use super::{Origin, cells};
use crate::figures::standing::{Standing, Standings};
use crate::figures::{Figure, Group, Item};
use crate::form::{List, heading};
use crate::names::one_line;
use crate::period;
use crate::source::Place;

/// A note for each printed figure or text that stands in place of one that was set aside.
pub(super) fn notes(
    material: &Material<'_>,
    list: &List,
    columns: &[String],
    items: &[&Item<'_>],
    totals: &[&Group<'_>],
) -> Vec<String> {
    let items = items.iter().map(|item| (item.label.as_str(), &item.standing, &item.figures));
    let totals = totals.iter().map(|group| ("Total", &group.standing, &group.totals));
    let mut notes = Vec::new();
    for (label, standing, figures) in items.chain(totals) {
        let printed = columns.iter().filter_map(|id| Some((id, standing.get(id)?)));
        notes.extend(printed.filter_map(|(id, standing)| note(material, list, id, label, standing, figures.get(id))));
    }
    notes
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
    let heading = heading::fill(material.form, &column.heading, material.period, &[]);
    let heading = one_line(&heading);
    let stands = match figure {
        Some(figure) => cells::figure(&material.form.report, column, figure, None, Origin::Label).text,
        None => cells::text(column, Some(&standing.cell)).text,
    };
    let stated = standing.stated.text.trim();
    let stated = if stated.is_empty() { "nothing".to_string() } else { format!("'{stated}'") };
    let by = by(standing);
    Some(if id == list.label {
        // The title is what stands; the return's own says which row it is.
        format!("'{stands}' is {stated} in the return, which was set aside {by}.")
    } else {
        format!("{label}: {heading} is {stands}. The return states {stated}, which was set aside {by}.")
    })
}

/// 'by the Section 151 officer on 20 January 2023'
fn by(standing: &Standing) -> String {
    format!("by the {} on {}", standing.role.trim(), period::long_date(standing.date))
}

/// What 'Sources' says of each cell that was set aside, in this period and the prior one.
pub(super) fn sources(material: &Material<'_>) -> BTreeMap<Place, String> {
    let prior = material.reconciliation.map(|reconciliation| &reconciliation.before.standings);
    let said = |standings: &Standings| -> Vec<(Place, String)> {
        let cells = standings.iter();
        cells.map(|(place, standing)| (place.clone(), format!("set aside {}", by(standing)))).collect()
    };
    let mut all: BTreeMap<Place, String> = prior.into_iter().flat_map(said).collect();
    all.extend(said(&material.figures.standings));
    all
}
