//! What is recorded beside the figures: a table for each kind that the form has, with the columns that its entries fill.

use super::build::{column, row, table};
use super::changes::unit_words;
use super::{Block, Cell, Holds, Material, Origin, RowKind, Section, cells, ids};
use crate::decision::Record;
use crate::form::heading;
use crate::names::capital;
use crate::words::fixed::Fixed;

/// What a column of such a table holds.
struct Field {
    heading: fn(&Fixed, &Material<'_>) -> String,
    holds: Holds,
    width: u32,
    cell: fn(&Material<'_>, &Record) -> Cell,
}

/// The columns, in the order in which they print. One that no entry fills is left out.
const FIELDS: [Field; 9] = [
    Field {
        heading: |fixed, _| fixed.record_reference().said(),
        holds: Holds::Label,
        width: 6,
        cell: |_, record| given(record, record.reference.as_deref()),
    },
    Field {
        heading: |fixed, _| fixed.service_area().said(),
        holds: Holds::Label,
        width: 10,
        cell: |material, record| {
            let area = record.area.as_deref().and_then(|id| material.form.area(id));
            given(record, area.map(|area| area.name.as_str()))
        },
    },
    Field {
        heading: |fixed, _| capital(&fixed.item().said()),
        holds: Holds::Label,
        width: 12,
        cell: |_, record| given(record, record.scheme.as_deref()),
    },
    Field {
        heading: |fixed, material| fixed.record_amount().fill(&[("unit", unit_words(material))]),
        holds: Holds::Figure,
        width: 5,
        cell: |material, record| match record.amount {
            Some(amount) => cells::money(&material.form.report, amount, Origin::Given(record.at.clone())),
            None => cells::label(""),
        },
    },
    Field {
        heading: |fixed, _| fixed.record_words().said(),
        holds: Holds::Text,
        width: 30,
        cell: |_, record| given(record, Some(&record.words)),
    },
    Field {
        heading: |fixed, _| fixed.record_by().said(),
        holds: Holds::Label,
        width: 12,
        cell: |_, record| {
            let by = record.by.trim();
            match record.initials.as_deref().map(str::trim).filter(|initials| !initials.is_empty()) {
                Some(initials) => given(record, Some(&format!("{by} ({initials})"))),
                None => given(record, Some(by)),
            }
        },
    },
    Field {
        heading: |fixed, _| fixed.record_date().said(),
        holds: Holds::Label,
        width: 8,
        cell: |material, record| given(record, Some(&material.form.calendar.long_date(record.date))),
    },
    Field {
        heading: |fixed, _| fixed.record_to().said(),
        holds: Holds::Label,
        width: 12,
        cell: |_, record| given(record, record.to.as_deref()),
    },
    Field {
        heading: |fixed, _| fixed.record_due().said(),
        holds: Holds::Label,
        width: 8,
        cell: |material, record| {
            given(record, record.due.map(|date| material.form.calendar.long_date(date)).as_deref())
        },
    },
];

fn given(record: &Record, text: Option<&str>) -> Cell {
    match text.map(str::trim) {
        Some(text) if !text.is_empty() => Cell { origin: Origin::Given(record.at.clone()), ..cells::label(text) },
        _ => cells::label(""),
    }
}

/// A section for each kind of which the period has an entry.
pub(super) fn sections(material: &Material<'_>) -> Vec<Section> {
    let of_kind = |kind: &crate::form::RecordForm| {
        let own = |record: &&Record| record.of == kind.id && record.period == material.period;
        let records: Vec<&Record> = material.decisions.records.iter().filter(own).collect();
        if records.is_empty() {
            return None;
        }
        let rows: Vec<Vec<Cell>> =
            records.iter().map(|record| FIELDS.iter().map(|field| (field.cell)(material, record)).collect()).collect();
        let is_filled =
            |index: &usize| rows.iter().any(|cells| cells.get(*index).is_some_and(|cell| !cell.text().is_empty()));
        let filled: Vec<usize> = (0..FIELDS.len()).filter(is_filled).collect();
        let fixed = &material.words.fixed;
        let columns = filled.iter().filter_map(|index| FIELDS.get(*index));
        let columns = columns.map(|field| column((field.heading)(fixed, material), field.holds, field.width)).collect();
        let title = heading::fill(material.form, &kind.title, material.period, &[]);
        let about = fixed.record_about().fill(&[("title", &title), ("number", &records.len().to_string())]);
        let mut recorded = table(&ids::record(&kind.id), &title, about, columns);
        for cells in rows {
            let kept = cells.into_iter().enumerate().filter(|(index, _)| filled.contains(index)).map(|(_, cell)| cell);
            recorded.rows.push(row(RowKind::Item, kept.collect()));
        }
        let id = format!("record-{}", kind.id);
        Some(Section { id, heading: title, new_page: false, blocks: vec![Block::Table(recorded)] })
    };
    material.form.records.iter().filter_map(of_kind).collect()
}
