//! The annex: how each main figure moved by area, what moved without being asked about, the last closings, and the chart.

use super::known::Known;
use super::material::Material;
use super::movement::Of;
use super::{Appears, Block, Section, chart, furthest, ids, largest, new_year, settled, trend, whole};
use crate::finding::{Finding, PRINTED_NOTES};
use crate::form::{Column, List, Prints};
use crate::reconcile::movement::{has_movement, lists};

/// What stands in it, wherever the form has it print.
pub(super) struct Annex<'m> {
    material: &'m Material<'m>,
    /// The tables of movements.
    tables: Vec<Block>,
    /// What was not asked about.
    rest: Vec<Block>,
    /// The last closings.
    trend: Vec<Block>,
    chart: Option<Block>,
}

impl<'m> Annex<'m> {
    /// `has_furthest`: whether the first page has the items that are furthest from their target, and not those that moved most.
    pub(super) fn of(material: &'m Material<'m>, known: &Known<'m>, has_furthest: bool) -> Annex<'m> {
        let mut tables = Vec::new();
        if let Some(reconciliation) = material.reconciliation {
            if has_furthest {
                tables.extend(largest::table_of(material, reconciliation).map(Block::Table));
            }
            tables.extend(whole::table_of(material, reconciliation).map(Block::Table));
            tables.extend(new_year::by_area(material, known).map(Block::Table));
            for (list, column) in printed_movements(material) {
                let of = Of { material, known, reconciliation, list, column };
                let by_year = of.by_year();
                // With a single area, the table of the years says it all.
                if by_year.is_none() || material.form.areas.len() > 1 {
                    tables.extend(of.by_area().map(Block::Table));
                }
                tables.extend(by_year.map(Block::Table));
            }
        }
        let chart = chart::chart(material, known).map(Block::Chart);
        Annex { material, tables, rest: not_explained(material, known), trend: trend::blocks(material, known), chart }
    }

    /// What prints before the form's own tables, or behind them.
    pub(super) fn blocks(&self, place: Prints) -> Vec<Block> {
        let pages = self.material.form.pages;
        let mut blocks = Vec::new();
        if pages.movements == place {
            blocks.extend(self.tables.iter().cloned());
        }
        // That something moved is said in any case.
        if pages.movements == place || pages.movements == Prints::No && place == Prints::After {
            blocks.extend(self.rest.iter().cloned());
        }
        if pages.trend == place {
            blocks.extend(self.trend.iter().cloned());
        }
        if pages.chart == place {
            blocks.extend(self.chart.clone());
        }
        blocks
    }

    /// The section before the form's own tables, or behind them; none where nothing stands in it.
    pub(super) fn section(&self, place: Prints) -> Option<Section> {
        let blocks = self.blocks(place);
        let fixed = &self.material.words.fixed;
        let has_movements = blocks.iter().any(|block| match block {
            Block::Chart(_) | Block::Trend(_) => false,
            Block::Table(table) => !ids::is_trend(&table.id),
            Block::Paragraph { .. } | Block::Bullets { .. } => true,
        });
        let heading = match self.material.reconciliation {
            Some(reconciliation) if has_movements => {
                fixed.annex_title().fill(&[("period", &self.material.form.calendar.period(reconciliation.prior))])
            }
            _ => fixed.annex_chart().said(),
        };
        let section = Section { id: "annex".to_string(), heading, new_page: true, blocks };
        Some(section).filter(|section| !section.blocks.is_empty())
    }
}

/// The tables that stand in the workbook alone where the form has none of them print.
pub(super) fn not_printed(material: &Material<'_>, known: &Known<'_>) -> Vec<Block> {
    match material.form.pages.movements {
        Prints::No => Annex::of(material, known, furthest::table_of(material).is_some())
            .tables
            .into_iter()
            .map(in_workbook)
            .collect(),
        Prints::Before | Prints::After => Vec::new(),
    }
}

/// A table as it stands in the workbook alone.
pub(super) fn in_workbook(block: Block) -> Block {
    match block {
        Block::Table(table) => Block::Table(super::Table { appears: Appears::Workbook, ..table }),
        other => other,
    }
}

/// The movements of all other columns of all lists, for the workbook.
pub(super) fn further_movements(material: &Material<'_>, known: &Known<'_>) -> Vec<Block> {
    let Some(reconciliation) = material.reconciliation else { return Vec::new() };
    let printed = printed_movements(material).into_iter().map(|(list, column)| {
        let mut columns = vec![column.id.clone()];
        // With a single area, a table of the years says what each of theirs would.
        let of = Of { material, known, reconciliation, list, column };
        if material.form.areas.len() == 1 && of.by_year().is_some() {
            columns.extend(material.form.every_year(&column.id).into_iter().map(|(_, id)| id));
        }
        (list, columns)
    });
    let printed: Vec<(&List, Vec<String>)> = printed.collect();
    let is_printed = |list: &List, column: &Column| {
        printed.iter().any(|(of, columns)| of.id == list.id && columns.contains(&column.id))
    };
    let mut blocks = Vec::new();
    for list in lists(material.form) {
        for column in list.columns.iter().filter(|column| has_movement(column)) {
            let of = Of { material, known, reconciliation, list, column };
            blocks.extend(of.by_level().map(Block::Table).map(in_workbook));
        }
        for column in list.columns.iter().filter(|column| !is_printed(list, column)) {
            let of = Of { material, known, reconciliation, list, column };
            let table = if has_movement(column) { of.by_area() } else { of.worked_out() };
            blocks.extend(table.map(Block::Table).map(in_workbook));
        }
    }
    blocks
}

/// The columns whose movements print, each with its list.
fn printed_movements<'m>(material: &Material<'m>) -> Vec<(&'m List, &'m Column)> {
    let form = material.form;
    let named = form.report.movements.iter().filter_map(|(list, column)| {
        let list = form.list(list)?;
        Some((list, list.column(column)?))
    });
    named.collect()
}

/// What moved without being asked about, so that no difference is passed over in silence: how much of each column, and within what.
fn not_explained(material: &Material<'_>, known: &Known<'_>) -> Vec<Block> {
    let notes = material.findings.iter().filter(|finding| PRINTED_NOTES.contains(&finding.code));
    let said = |finding: &Finding| known.sentence(&settled::asked(material, finding), settled::places(finding));
    let items: Vec<String> = notes.map(said).collect();
    if items.is_empty() {
        return Vec::new();
    }
    let text = material.words.fixed.unexplained_changes().said();
    vec![Block::Paragraph { text }, Block::Bullets { items }]
}
