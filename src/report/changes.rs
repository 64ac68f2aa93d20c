//! The first page: what changed since last time. Headlines, what stays open, and the items that are furthest from their target or, where
//! the form has no forecast, those that moved most.

use super::build::block;
use super::known::Known;
use super::material::Material;
use super::{Block, Section, Table, control, facts, largest, left_open, new_year};
use crate::form::{Column, List};
use crate::money;
use crate::source::Fault;
use crate::words::Piece;

/// The section, with the table of the items that are furthest from their target, if there is one.
pub(super) fn section(material: &Material<'_>, known: &Known<'_>, furthest: Option<Table>) -> Result<Section, Fault> {
    let fixed = &material.words.fixed;
    let heading = if material.reconciliation.is_some() { fixed.heading_changes() } else { fixed.heading_no_prior() };
    let mut blocks: Vec<Block> = headlines(material, known)?.into_iter().map(block).collect();
    blocks.extend(control::paragraph(material, known));
    blocks.extend(new_year::paragraph(material, known));
    blocks.extend(left_open::table_of(material).map(Block::Table));
    if furthest.is_none() {
        blocks.extend(material.reconciliation.and_then(|it| largest::table_of(material, it)).map(Block::Table));
    }
    blocks.extend(furthest.map(Block::Table));
    Ok(Section { id: "changes".to_string(), heading: heading.said(), new_page: false, blocks })
}

/// The words that it opens with.
pub(super) fn headlines(material: &Material<'_>, known: &Known<'_>) -> Result<Vec<Piece>, Fault> {
    material.words.compose("changes", &facts::all(material, known))
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
