//! What a correction says at its head: that it takes the place of what was published, why, and every figure that is another one now.

use std::collections::{BTreeMap, BTreeSet};

use super::build::{column, row, table};
use super::changes::unit_words;
use super::{Block, Cell, Holds, Material, RowKind, Section, cells, data, ids, tables};
use crate::names::capital;
use crate::reconcile::position::{Position, Scheme, WholeFigure};
use crate::reconcile::restated::{self, Restated};

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
        &fixed.revised_table().fill(&[("unit", unit_words(material))]),
        fixed.revised_about().said(),
        vec![
            column(fixed.service_area().said(), Holds::Label, 10),
            column(capital(&fixed.item().said()), Holds::Label, 16),
            column(fixed.figure().said(), Holds::Label, 10),
            column(fixed.revised_was().said(), Holds::Text, 8),
            column(fixed.revised_is().said(), Holds::Text, 8),
        ],
    );
    for differs in restated::differences(material.form, &revision.published, now) {
        let Some(scheme) = differs.scheme() else { continue };
        let area = scheme.area.as_deref().and_then(|id| material.form.area(id)).map_or("", |area| area.name.as_str());
        let name = tables::column_name(material, differs.column);
        let labels = [area, &scheme.label, &name].map(cells::label);
        let both = [differs.then, differs.now].map(|scheme| cell(material, &differs, scheme));
        revised.rows.push(row(RowKind::Item, labels.into_iter().chain(both).collect()));
    }
    // Figures of the appendix as a whole are no scheme's.
    let (was, is) = (revision.published.whole.as_ref(), now.whole.as_ref());
    let ids: BTreeSet<&String> = was.into_iter().chain(is).flat_map(BTreeMap::keys).collect();
    for id in ids {
        let both = [was, is].map(|whole| whole.and_then(|whole| whole.get(id)));
        let values = both.map(|figure| figure.map(|figure| restated::as_kept(figure.value)));
        if values[0] != values[1] {
            let name = both.iter().flatten().last().map_or("", |figure| figure.name.as_str());
            let cell = |figure: Option<&WholeFigure>| match figure {
                Some(figure) => cells::number(figure.value, data::whole_origin(figure)),
                None => cells::label(""),
            };
            let labels = ["", "", name].map(cells::label);
            revised.rows.push(row(RowKind::Item, labels.into_iter().chain(both.map(cell)).collect()));
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

/// What stands in the column of a scheme.
fn cell(material: &Material<'_>, differs: &Restated<'_>, scheme: Option<&Scheme>) -> Cell {
    let Some(scheme) = scheme else { return cells::label("") };
    let origin = data::origin(differs.list, scheme, &differs.column.id);
    match scheme.figures.get(&differs.column.id) {
        Some(figure) => cells::value(material, differs.column, *figure, origin),
        None => Cell { origin, ..cells::label(restated::text(scheme, differs.column).unwrap_or_default()) },
    }
}
