//! The first page: what changed since last time. Headlines, the movement of each main figure by area, the largest movements
//! with the reason given, and a chart.

use super::build::block;
use super::known::Known;
use super::material::Material;
use super::movement::Of;
use super::{Appears, Block, Section, chart, facts, largest, left_open, settled, whole};
use crate::finding::{Finding, PRINTED_NOTES};
use crate::form::{Column, List};
use crate::money;
use crate::reconcile::movement::{has_movement, lists};
use crate::source::Fault;
use crate::words::Piece;

/// The section.
pub(super) fn section(material: &Material<'_>, known: &Known<'_>) -> Result<Section, Fault> {
    let fixed = &material.words.fixed;
    let heading = if material.reconciliation.is_some() { fixed.heading_changes() } else { fixed.heading_no_prior() };
    let mut blocks: Vec<Block> = headlines(material, known)?.into_iter().map(block).collect();
    blocks.extend(left_open::table_of(material).map(Block::Table));
    if let Some(reconciliation) = material.reconciliation {
        blocks.extend(largest::table_of(material, reconciliation).map(Block::Table));
        blocks.extend(whole::table_of(material, reconciliation).map(Block::Table));
        for (list, column) in printed_movements(material) {
            let of = Of { material, known, reconciliation, list, column };
            let by_year = of.by_year();
            // With a single area, the table of the years says it all.
            if by_year.is_none() || material.form.areas.len() > 1 {
                blocks.extend(of.by_area().map(Block::Table));
            }
            blocks.extend(by_year.map(Block::Table));
        }
    }
    blocks.extend(not_explained(material, known));
    blocks.extend(chart::chart(material, known).map(Block::Chart));
    Ok(Section { id: "changes".to_string(), heading: heading.said(), new_page: false, blocks })
}

/// The words that it opens with.
pub(super) fn headlines(material: &Material<'_>, known: &Known<'_>) -> Result<Vec<Piece>, Fault> {
    material.words.compose("changes", &facts::all(material, known))
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
        for column in list.columns.iter().filter(|column| !is_printed(list, column)) {
            let of = Of { material, known, reconciliation, list, column };
            let table = if has_movement(column) { of.by_area() } else { of.worked_out() };
            blocks.extend(table.map(|table| Block::Table(super::Table { appears: Appears::Workbook, ..table })));
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

/// Target, forecast and achieved, as far as the form names them.
pub(super) fn role_columns<'m>(material: &Material<'m>, list: &'m List) -> Vec<&'m Column> {
    let roles = &material.form.report.roles;
    [&roles.target, &roles.forecast, &roles.achieved]
        .into_iter()
        .filter_map(|role| list.column(role.as_deref()?))
        .collect()
}

/// What a table of movements needs said where the form writes savings as negative amounts: the sentences above it say them
/// as positive ones.
pub(super) fn negative_savings(material: &Material<'_>) -> Option<String> {
    material.form.report.negative_savings.then(|| material.words.fixed.negative_savings().said())
}

/// '£000s', as headings say it.
pub(super) fn unit_words(material: &Material<'_>) -> &'static str {
    match material.form.report.money.unit {
        money::Unit::Pounds => "£",
        money::Unit::Thousands => "£000s",
        money::Unit::Millions => "£m",
    }
}
