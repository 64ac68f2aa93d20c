//! What the paper says of areas that sent no return and whose last published figures stand: at its head, under each table and chart that
//! prints or counts any of them, under movements, and in 'Sources'.

use std::collections::{BTreeMap, BTreeSet};

use super::known::Known;
use super::material::Material;
use super::{At, Block, Expression, Origin, Section, Table, ids};
use crate::names::one_line;
use crate::period;
use crate::returns::LastReported;

/// An area whose figures are as last reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AsLastReported {
    /// Its name.
    pub area: String,
    /// The day at which they stood: '30 September 2022'.
    pub as_at: String,
    /// The files that they stand in.
    pub files: Vec<String>,
}

/// All of them, in the order of decisions.toml.
pub(super) fn all(material: &Material<'_>) -> Vec<AsLastReported> {
    let of = |own: &LastReported| AsLastReported {
        area: name(material, own),
        as_at: period::long_date(own.as_at),
        files: own.files.clone(),
    };
    material.last_reported.iter().map(of).collect()
}

/// Says so at the head of the first section, and under each table that holds any of these figures.
pub(super) fn say(material: &Material<'_>, known: &Known<'_>, sections: &mut [Section]) {
    if material.last_reported.is_empty() {
        return;
    }
    if let Some(first) = sections.first_mut() {
        // Behind the sentence that says when all others stand.
        let opens = usize::from(matches!(first.blocks.first(), Some(Block::Paragraph { .. })));
        let said = material.last_reported.iter().map(|own| Block::Paragraph { text: sentence(material, known, own) });
        first.blocks.splice(opens..opens, said);
    }
    let held = held(material, sections);
    for section in &mut *sections {
        let charts = section.blocks.iter().enumerate().filter_map(|(place, block)| match block {
            Block::Chart(chart) => Some((place, chart.groups.iter().map(|group| group.name.clone()).collect())),
            _ => None,
        });
        let charts: Vec<(usize, Vec<String>)> = charts.collect();
        for (place, names) in charts.into_iter().rev() {
            let own = material.last_reported.iter().filter(|own| names.contains(&name(material, own)));
            let said: Vec<Block> = own.map(|own| Block::Paragraph { text: here(material, known, own) }).collect();
            section.blocks.splice(place + 1..place + 1, said);
        }
    }
    for table in sections.iter_mut().flat_map(|section| &mut section.blocks) {
        let Block::Table(table) = table else { continue };
        let Some(held) = held.get(&table.id) else { continue };
        for own in held.iter().filter_map(|index| material.last_reported.get(*index)) {
            table.notes.push(here(material, known, own));
        }
    }
}

/// A note for each of them under a table of movements: that its figures did not move says nothing.
pub(super) fn of_movement(material: &Material<'_>, known: &Known<'_>, is_its: impl Fn(&str) -> bool) -> Vec<String> {
    let own = material.last_reported.iter().filter(|own| is_its(&own.area));
    own.map(|own| {
        let as_at = material.form.calendar.long_date(own.as_at);
        let filled = [("area", name(material, own)), ("as_at", as_at)];
        let filled = filled.each_ref().map(|(key, value)| (*key, value.as_str()));
        known.sentence(&material.words.fixed.not_updated_movement().fill(&filled), vec![own.decided.clone()])
    })
    .collect()
}

/// A note for each of these areas under a table of last closings.
pub(super) fn notes(material: &Material<'_>, known: &Known<'_>, is_its: impl Fn(&str) -> bool) -> Vec<String> {
    let own = material.last_reported.iter().filter(|own| is_its(&own.area));
    own.map(|own| here(material, known, own)).collect()
}

/// That figures of an area stand here as they were reported last.
fn here(material: &Material<'_>, known: &Known<'_>, own: &LastReported) -> String {
    let as_at = material.form.calendar.long_date(own.as_at);
    let text = material.words.fixed.not_updated_here().fill(&[("area", &name(material, own)), ("as_at", &as_at)]);
    known.sentence(&text, vec![own.decided.clone()])
}

fn sentence(material: &Material<'_>, known: &Known<'_>, own: &LastReported) -> String {
    let entry = material.decisions.not_updated_in(material.period).find(|entry| entry.at == own.decided);
    let (words, role) = entry.map_or_else(Default::default, |entry| (one_line(&entry.words), one_line(&entry.role)));
    let date = entry.map(|entry| material.form.calendar.long_date(entry.date)).unwrap_or_default();
    let text = material.words.fixed.not_updated().fill(&[
        ("area", &name(material, own)),
        ("as_at", &material.form.calendar.long_date(own.as_at)),
        ("words", &words),
        ("role", &role),
        ("date", &date),
    ]);
    known.sentence(&text, vec![own.decided.clone()])
}

fn name(material: &Material<'_>, own: &LastReported) -> String {
    material.form.area_name(&own.area).to_string()
}

/// Of which of them each table holds figures, or counts them in one of its own, by their places among all.
fn held(material: &Material<'_>, sections: &[Section]) -> BTreeMap<String, BTreeSet<usize>> {
    let blocks = sections.iter().flat_map(|section| &section.blocks);
    let tables: BTreeMap<&str, &Table> = blocks
        .filter_map(|block| if let Block::Table(table) = block { Some((table.id.as_str(), table)) } else { None })
        .collect();
    let mut search = Search { material, tables: &tables, known: BTreeMap::new() };
    let mut held = BTreeMap::new();
    for (id, table) in &tables {
        // What was decided or left open is no figure of the table's own.
        if [ids::REASONS, ids::EXPLAINED, ids::LEFT_OPEN].contains(id) {
            continue;
        }
        let mut own = BTreeSet::new();
        for (row, cells) in table.rows.iter().enumerate() {
            for column in 0..cells.cells.len() {
                own.extend(search.at(&At { table: (*id).to_string(), row, column }));
            }
        }
        if !own.is_empty() {
            held.insert((*id).to_string(), own);
        }
    }
    held
}

/// Which of them stand behind a cell, each cell looked at once.
struct Search<'s> {
    material: &'s Material<'s>,
    tables: &'s BTreeMap<&'s str, &'s Table>,
    known: BTreeMap<At, BTreeSet<usize>>,
}

impl Search<'_> {
    fn at(&mut self, at: &At) -> BTreeSet<usize> {
        if let Some(known) = self.known.get(at) {
            return known.clone();
        }
        // A cell that draws on itself draws on nothing.
        self.known.insert(at.clone(), BTreeSet::new());
        let row = self.tables.get(at.table.as_str()).and_then(|table| table.rows.get(at.row));
        let Some(cell) = row.and_then(|row| row.cells.get(at.column)) else { return BTreeSet::new() };
        let found: BTreeSet<usize> = match &cell.origin {
            Origin::Computed(expression) => {
                let cells: Vec<At> = match expression {
                    Expression::Same(at) => vec![at.clone()],
                    Expression::Sum(cells) | Expression::Count(cells) => cells.clone(),
                    // A movement says so by itself.
                    Expression::Matching { .. } => Vec::new(),
                    Expression::Formula(_, cells, _) => cells.iter().map(|(_, at)| at.clone()).collect(),
                };
                cells.iter().flat_map(|at| self.at(at)).collect()
            }
            origin => {
                let files: BTreeSet<&str> = origin.places().iter().map(|place| &*place.file).collect();
                let late = self.material.last_reported.iter().enumerate();
                late.filter(|(_, own)| own.files.iter().any(|file| files.contains(file.as_str())))
                    .map(|(index, _)| index)
                    .collect()
            }
        };
        self.known.insert(at.clone(), found.clone());
        found
    }
}
