//! What a correction says at its head: that it takes the place of what was published, why, and every figure that is another one now.

use std::collections::BTreeSet;

use super::build::{column, row, table};
use super::{Block, Cell, Holds, Material, RowKind, Section, cells, data, ids, tables};
use crate::decision::Decisions;
use crate::form::List;
use crate::reconcile::matching;
use crate::reconcile::movement::lists;
use crate::reconcile::position::{Position, Scheme};

/// What is revised, and why.
#[derive(Debug, Clone)]
pub struct Revision {
    /// The number of the set that was published.
    pub number: u32,
    /// Why another one takes its place.
    pub reason: String,
    /// What stands in it.
    pub published: Position,
}

/// The section; it is no part of what is cleared, because it says nothing that the figures of both do not.
pub(super) fn section(material: &Material<'_>, now: &Position) -> Option<Section> {
    let revision = material.revision?;
    let fixed = &material.words.fixed;
    let number = revision.number.to_string();
    let mut revised = table(
        ids::REVISED,
        &fixed.revised_table().said(),
        fixed.revised_about().said(),
        vec![
            column(fixed.service_area().said(), Holds::Label, 10),
            column(fixed.item().said(), Holds::Label, 16),
            column(fixed.figure().said(), Holds::Label, 10),
            column(fixed.revised_was().said(), Holds::Text, 8),
            column(fixed.revised_is().said(), Holds::Text, 8),
        ],
    );
    // What was published is the same period's: no decision says which of its schemes are which.
    let matched = matching::matched(material.form, &Decisions::default(), &revision.published, now);
    for list in lists(material.form) {
        for pair in &matched.pairs {
            let then: Vec<&Scheme> =
                pair.before.iter().filter_map(|index| revision.published.schemes.get(*index)).collect();
            let now: Vec<&Scheme> = pair.after.iter().filter_map(|index| now.schemes.get(*index)).collect();
            let Some(scheme) = now.first().or(then.first()).filter(|scheme| scheme.list == list.id) else { continue };
            let area =
                scheme.area.as_deref().and_then(|id| material.form.area(id)).map_or("", |area| area.name.as_str());
            for (name, [was, is]) in changed(material, list, (then.first().copied(), now.first().copied())) {
                let labels = [area, &scheme.label, &name].map(cells::label);
                revised.rows.push(row(RowKind::Item, labels.into_iter().chain([was, is]).collect()));
            }
        }
    }
    let text = fixed.revised_text().fill(&[("number", &number), ("reason", revision.reason.trim())]);
    let mut blocks = vec![Block::Paragraph { text }];
    blocks.push(match revised.rows.is_empty() {
        true => Block::Paragraph { text: fixed.revised_none().said() },
        false => Block::Table(revised),
    });
    Some(Section { id: "revised".to_string(), heading: fixed.revised_title().said(), new_page: false, blocks })
}

/// What of a scheme is another thing now: the name of each column, and what was published and what stands.
fn changed(
    material: &Material<'_>,
    list: &List,
    (then, now): (Option<&Scheme>, Option<&Scheme>),
) -> Vec<(String, [Cell; 2])> {
    let mut changed = Vec::new();
    let ids: BTreeSet<String> = list.every_id().into_iter().map(str::to_string).collect();
    for column in list.columns.iter().filter(|column| ids.contains(&column.id)) {
        let of = |scheme: Option<&Scheme>| {
            let scheme = scheme?;
            let figure = scheme.figures.get(&column.id).map(|figure| figure.normalize().to_string());
            figure.or_else(|| scheme.placeholders.get(&column.id).or_else(|| scheme.texts.get(&column.id)).cloned())
        };
        if of(then) == of(now) {
            continue;
        }
        let cell = |scheme: Option<&Scheme>| match scheme {
            Some(scheme) => match scheme.figures.get(&column.id) {
                Some(figure) => cells::value(material, column, *figure, data::origin(list, scheme, &column.id)),
                None => {
                    let text = scheme.placeholders.get(&column.id).or_else(|| scheme.texts.get(&column.id));
                    Cell {
                        origin: data::origin(list, scheme, &column.id),
                        ..cells::label(text.cloned().unwrap_or_default())
                    }
                }
            },
            None => cells::label(""),
        };
        changed.push((tables::column_name(material, column), [cell(then), cell(now)]));
    }
    changed
}
