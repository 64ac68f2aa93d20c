//! What decisions let stand in place of given cells. A decision names a finding; the finding has the cell.

use std::collections::{BTreeMap, BTreeSet};

use super::stated::are_named;
use super::{Context, wording};
use crate::decision::{SetAside, is_stated, number};
use crate::finding::{Finding, Status};
use crate::form::{Column, GroupFrom, Kind, List, TotalOrigin};
use crate::money::{self, Quantity};
use crate::privacy::MayPrint;
use crate::returns::grid::Raw;
use crate::returns::standing::Standing;
use crate::returns::{Cell, ReturnTable, Row, RowKind, StatedFigure, Value, value};
use crate::source::Place;

/// What a decision lets stand, and the finding that it answers.
pub struct Answer {
    /// What stands.
    pub standing: Standing,
    /// The finding, settled.
    pub finding: Finding,
}

/// What the decisions let stand in place of cells that these findings are about: one answer a cell. Where several entries
/// answer one finding, the last in the file holds.
pub fn answers(context: &Context<'_>, findings: &[Finding]) -> Vec<Answer> {
    let mut answers: Vec<Answer> = Vec::new();
    let mut taken: BTreeSet<Place> = BTreeSet::new();
    let mut by_id: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        by_id.entry(&finding.id).or_default().push(finding);
    }
    for entry in context.decisions.set_asides_of(context.returns.period).rev() {
        let fits = |finding: &&&Finding| {
            is_stated(&entry.stated, finding.stated, finding.stated_text.as_deref())
                && are_named(&entry.rows, &finding.rows)
        };
        let Some(finding) = by_id.get(&*entry.finding).and_then(|own| own.iter().find(fits)).copied() else { continue };
        let Some(given) = given_cell(context, finding) else { continue };
        if taken.contains(&given.cell.at) || context.returns.standings.of(&given.cell.at, &given.column.id).is_some() {
            continue;
        }
        if let Ok(standing) = instead(context, &given, finding, entry) {
            let by = Some(entry.answer());
            let finding = Finding { status: Status::Explained, explained_by: by, ..finding.clone() };
            taken.insert(given.cell.at.clone());
            answers.push(Answer { standing, finding });
        }
    }
    answers
}

/// A cell that the return gives: it is printed and counted as it stands, not worked out.
pub(super) struct GivenCell<'a> {
    table: &'a ReturnTable,
    list: &'a List,
    column: &'a Column,
    pub(super) cell: &'a Cell,
}

/// The given cell that a finding is about, if it is about one.
pub(super) fn given_cell<'a>(context: &Context<'a>, finding: &Finding) -> Option<GivenCell<'a>> {
    let tables = context.returns.tables.iter().filter(|table| table.at.file == finding.at.file);
    for table in tables {
        let Some(list) = context.form.list(&table.list) else { continue };
        for row in &table.rows {
            for column in list.columns.iter().filter(|column| is_given(column, row)) {
                let is_its = finding.column.as_ref().is_none_or(|id| *id == column.id);
                if let Some(cell) = row.cells.get(&column.id).filter(|cell| is_its && cell.at == finding.at) {
                    return Some(GivenCell { table, list, column, cell });
                }
            }
        }
    }
    None
}

fn is_given(column: &Column, row: &Row) -> bool {
    match row.kind {
        RowKind::Item | RowKind::Balancing => column.is_given(),
        RowKind::Subtotal | RowKind::Total => column.total == TotalOrigin::Given,
        RowKind::Part | RowKind::LeftOut => false,
    }
}

/// What stands in the cell's place by the decision, or why nothing can: a clause.
pub(super) fn instead(
    context: &Context<'_>,
    given: &GivenCell<'_>,
    finding: &Finding,
    entry: &SetAside,
) -> Result<Standing, String> {
    let GivenCell { table, list, column, cell } = given;
    if let Some(within) = &column.within {
        let host = list.column(&within.column).map_or(within.column.as_str(), |host| host.heading.as_str());
        return Err(format!("it stands inside the cell of '{host}'; the text there is what can be set aside"));
    }
    if places_rows(context, table, &column.id) {
        return Err("rows are placed in areas or groups by it, so that it can only be mended in the return".to_string());
    }
    let own = match &cell.value {
        Value::Figure(figure) => wording::measure(column).in_own_unit(figure.quantity.value()),
        _ => None,
    };
    // The finding, and so the decision, quotes it without what is personal.
    let stated = MayPrint::contacts(&context.form.contacts).withheld(cell.text.trim()).into_owned();
    let text = if is_stated(&entry.stated, own, Some(&cell.text)) || is_stated(&entry.stated, None, Some(&stated)) {
        entry.stands.trim().to_string()
    } else {
        amount_replaced(column, cell, finding, entry)
            .ok_or("the cell itself does not say what `stated` quotes; only what stands in it can be set aside")?
    };
    let value = value_of(column, finding, entry, &text)?;
    let line = entry.at.line.unwrap_or_default();
    Ok(Standing {
        column: column.id.clone(),
        cell: Cell { at: cell.at.clone(), text, value, decided: Some(line) },
        given: (*cell).clone(),
        stated,
        role: entry.role.clone(),
        date: entry.date,
        line,
    })
}

/// Whether a column says in which area or group its rows stand.
fn places_rows(context: &Context<'_>, table: &ReturnTable, column: &str) -> bool {
    let Some(form) = context.form.returns.get(table.form) else { return false };
    let is_it = |from: &GroupFrom| matches!(from, GroupFrom::Column(id) if id == column);
    is_it(&form.area_from) || form.groups.iter().any(is_it)
}

/// A running text with one amount put right that the finding quotes from it; the rest of the text stays.
fn amount_replaced(column: &Column, cell: &Cell, finding: &Finding, entry: &SetAside) -> Option<String> {
    let quoted = entry.stated.trim();
    if column.kind != Kind::Text || finding.stated_text.as_deref().map(str::trim) != Some(quoted) {
        return None;
    }
    let amounts = money::amounts_in(&cell.text);
    let mut same = amounts.iter().filter(|amount| amount.text.trim() == quoted);
    let (amount, None) = (same.next()?, same.next()) else { return None };
    let (before, behind) = (cell.text.get(..amount.start)?, cell.text.get(amount.start + amount.text.len()..)?);
    Some(format!("{before}{}{behind}", entry.stands.trim()))
}

/// What stands, as the column holds it.
fn value_of(column: &Column, finding: &Finding, entry: &SetAside, text: &str) -> Result<Value, String> {
    let measure = wording::measure(column);
    if let (true, Some(stands)) = (column.kind.is_figure(), number(&entry.stands)) {
        if finding.unit.is_some_and(|unit| unit != measure.name()) {
            return Err(format!(
                "the finding counts in {}, and the cell in {}: write `stands` as it would be typed in the cell",
                finding.unit.unwrap_or_default(),
                measure.name()
            ));
        }
        let value = measure.from_own_unit(stands).ok_or("it is beyond all bounds")?;
        let quantity = Quantity::exact(value);
        return Ok(Value::Figure(StatedFigure { quantity, beside: None, pound_sign: false, bare_percent: false }));
    }
    let read = value::read(column, Some(&Raw::Text(text.to_string())));
    match (read.why, &read.value) {
        (Some(why), _) => Err(format!("'{text}' is not what its column holds: {why}")),
        (None, Value::Absent(_)) => Err(format!("'{text}' says nothing that could stand")),
        (None, _) => Ok(read.value),
    }
}
