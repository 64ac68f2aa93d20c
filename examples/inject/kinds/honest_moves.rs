//! Honest edits of figures: what schemes do from one period to the next, said in their text, with every total updated.

use std::collections::BTreeMap;

use piperoll::form::{GroupFrom, Kind as Holds, TotalOrigin};
use piperoll::formula::{Expr, Operand};
use piperoll::money::{Absent, Quantity};
use rust_decimal::Decimal;

use super::rows::another;
use super::{Kind, Pick, is_followed, item_cell, look};
use crate::fault::{Edit, Fault};
use crate::random::Random;
use crate::sheet;
use crate::subject::{Subject, Table};
use crate::visible::{amounts_of, wants_a_reason};

/// The edits.
pub const EDITS: &[Kind] = &[
    look("over-delivery", "a scheme that comes to more than its target, and says so", over_delivery),
    look("scheme-closed", "a scheme that is closed at what it achieved, with its reason", closed),
    look("scheme-slipped", "a forecast that falls by a third, and a text that says so", slipped),
    look("grown-to-forecast", "an achieved figure that grew up to its forecast or target", grown),
    look("scheme-new-ordinary", "a new scheme of ordinary size", scheme_new),
    look("reprofiled", "a forecast moved from one year to the next, and a text that says so", reprofiled),
];

/// A scheme of the main list and its figures by role, in pounds.
struct Scheme<'a> {
    pick: Pick<'a>,
    target: Decimal,
    forecast: Option<(String, Decimal)>,
    achieved: Option<(String, Decimal)>,
}

fn scheme<'a>(subject: &'a Subject, random: &mut Random) -> Option<Scheme<'a>> {
    let roles = subject.form.report.roles.clone();
    let target = roles.target?;
    // Where every difference has to be told in a list of its own, a text alone does not say it.
    if subject.form.bridges.iter().any(|bridge| bridge.of == subject.form.report.main_list) {
        return None;
    }
    let pick = item_cell(subject, random, |pick| {
        pick.table.list == subject.form.report.main_list
            && pick.column.id == target
            && pick.is_given_amount()
            && !is_answered(subject, pick)
    })?;
    let figures = amounts_of(subject, pick.table, pick.line.row);
    let of = |id: Option<String>| id.and_then(|id| figures.get(&id).map(|figure| (id.clone(), *figure)));
    let target = figures.get(&target).copied().filter(|target| *target > Decimal::ONE_THOUSAND)?;
    let (forecast, achieved) = (of(roles.forecast), of(roles.achieved));
    Some(Scheme { forecast, achieved, target, pick })
}

/// Whether a decision speaks of the row as it stands: it would have to be changed with it.
fn is_answered(subject: &Subject, pick: &Pick<'_>) -> bool {
    let path = subject.path(&pick.table.file);
    let mut settled = subject.seen.findings.iter().filter(|finding| finding.explained_by.is_some());
    settled.any(|finding| *finding.at.file == *path && finding.at.cell.is_some_and(|cell| cell.row == pick.line.row))
}

/// Puts figures (in pounds, whole in their unit) and a text into the row, its rating after them, and carries it all.
fn reported(subject: &Subject, pick: &Pick<'_>, figures: &[(&str, Decimal)], text: &str) -> Option<Fault> {
    let (table, row) = (pick.table, pick.line.row);
    let mut edit = Edit::new(subject);
    let mut amounts = amounts_of(subject, table, row);
    for (id, pounds) in figures {
        let column = subject.column(table, id)?;
        let number = (pounds / column.unit().factor()).round();
        let cell = subject.cell(table, row, id);
        edit.put(table, row, *table.columns.get(*id)?, sheet::with_number(&cell, number));
        amounts.insert((*id).to_string(), number * column.unit().factor());
    }
    if let Some((at, rating)) = rated(subject, pick, &amounts)? {
        edit.put(table, row, at, sheet::text(rating));
    }
    if !keeps_checks(subject, pick, &amounts) || !is_summed(subject, table, figures) {
        return None;
    }
    if let Some(at) = narrative(subject, table) {
        edit.put(table, row, at, sheet::text(text));
    }
    edit.carry()?;
    let fault = edit.fault(true, text)?;
    Some(Fault { wants_a_reason: moves_further(subject, pick, &amounts), ..fault })
}

/// Whether an amount of the row, given or computed, moves by more than the form lets pass without a reason.
fn moves_further(subject: &Subject, pick: &Pick<'_>, amounts: &BTreeMap<String, Decimal>) -> bool {
    let columns = subject.list(pick.table).map(|list| list.columns.as_slice()).unwrap_or_default();
    columns.iter().any(|column| {
        let to = match column.origin().formula() {
            Some(formula) => match value(subject, pick, amounts, formula) {
                Operand::Number(quantity) => Some(quantity.value()),
                _ => None,
            },
            None => amounts.get(&column.id).copied(),
        };
        to.is_some_and(|to| wants_a_reason(subject, pick.table, pick.line, column, to))
    })
}

/// The column of running text, where there is one.
fn narrative(subject: &Subject, table: &Table) -> Option<u32> {
    let list = subject.list(table)?;
    let names_area = |id: &str| {
        let mut returns = subject.form.returns.iter().filter(|form| form.list == list.id);
        returns.any(|form| matches!(&form.area_from, GroupFrom::Column(column) if column == id))
    };
    let texts = list.columns.iter().filter(|column| {
        column.kind == Holds::Text
            && column.id != list.key
            && column.id != list.label
            && column.parts().is_empty()
            && !names_area(&column.id)
    });
    // The last one: what groups are called by stands before it.
    texts.rev().find_map(|column| {
        let at = table.columns.get(&column.id)?;
        let is_text = |row: u32| sheet::words(&subject.cell(table, row, &column.id)).len() > 15;
        table.items().iter().any(|item| is_text(item.row)).then_some(*at)
    })
}

/// What a formula comes to with these amounts and the row's other cells.
fn value(subject: &Subject, pick: &Pick<'_>, amounts: &BTreeMap<String, Decimal>, expr: &Expr) -> Operand {
    let column = |id: &str| subject.column(pick.table, id);
    let formula = |id: &str| column(id).and_then(|column| column.origin().formula());
    let operand = |id: &str| match (formula(id), amounts.get(id), column(id)) {
        (Some(formula), ..) => value(subject, pick, amounts, formula),
        (None, Some(amount), _) => Operand::Number(Quantity::exact(*amount)),
        (None, None, Some(column)) => {
            let cell = subject.cell(pick.table, pick.line.row, &column.id);
            match (column.kind.is_figure(), sheet::number(&cell)) {
                (true, Some(number)) => Operand::Number(Quantity::exact(number)),
                (true, None) => Operand::Missing(Absent::Unknown),
                (false, _) => Operand::Text(sheet::words(&cell)),
            }
        }
        (None, None, None) => Operand::Missing(Absent::Unknown),
    };
    expr.evaluate(&operand)
}

/// Whether the row still keeps every check of the form: an honest row does.
fn keeps_checks(subject: &Subject, pick: &Pick<'_>, amounts: &BTreeMap<String, Decimal>) -> bool {
    let truth = |expr: &Expr| value(subject, pick, amounts, expr);
    subject.form.checks.iter().filter(|check| check.list == pick.table.list).all(|check| {
        let speaks = check.when.as_ref().is_none_or(|when| truth(when) == Operand::Truth(true));
        !speaks || truth(&check.require) == Operand::Truth(true)
    })
}

/// Whether the stated totals of the changed columns are the sums of their items, so that they can be carried.
fn is_summed(subject: &Subject, table: &Table, figures: &[(&str, Decimal)]) -> bool {
    table.total().is_none()
        || figures.iter().all(|(id, _)| {
            table.columns.get(*id).is_some_and(|at| super::summed(subject, table).iter().any(|sum| sum.at == *at))
        })
}

/// Whether the row may have these amounts in its block: one of another rating would have to go to another. With them goes the
/// rating that the form's rule gives, and where it stands, if the form has one.
fn rated(subject: &Subject, pick: &Pick<'_>, amounts: &BTreeMap<String, Decimal>) -> Option<Option<(u32, String)>> {
    let Some(rating) = subject.form.ratings.iter().find(|rating| rating.list == pick.table.list) else {
        return Some(None);
    };
    let quantity = |expr: &Expr| match value(subject, pick, amounts, expr) {
        Operand::Number(quantity) => Some(quantity),
        _ => None,
    };
    let rated = rating.rate(quantity(&rating.measure)?, rating.of.as_ref().and_then(quantity))?;
    let was = sheet::words(&subject.cell(pick.table, pick.line.row, &rating.column));
    if subject.list(pick.table)?.levels.contains(&rating.column) {
        return was.eq_ignore_ascii_case(rated.choice).then_some(None);
    }
    Some(Some((*pick.table.columns.get(&rating.column)?, rated.choice.to_string())))
}

/// '£120k', or '£12,345'.
fn words(pounds: Decimal) -> String {
    let thousands = pounds / Decimal::ONE_THOUSAND;
    if thousands.fract().is_zero() {
        format!("£{}k", sheet::grouped(thousands))
    } else {
        format!("£{}", sheet::grouped(pounds))
    }
}

fn over_delivery(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let scheme = scheme(subject, random)?;
    let over = (scheme.target / Decimal::TEN / Decimal::ONE_THOUSAND).ceil() * Decimal::ONE_THOUSAND;
    let text = format!("Demand was higher than planned, which brings {} more than the target.", words(over));
    let (id, _) = scheme.forecast.as_ref().or(scheme.achieved.as_ref())?;
    reported(subject, &scheme.pick, &[(id, scheme.target + over)], &text)
}

fn closed(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let scheme = scheme(subject, random)?;
    let ((id, _), (_, achieved)) = (scheme.forecast?, scheme.achieved?);
    let left = scheme.target - achieved;
    if achieved <= Decimal::ZERO || left <= Decimal::ZERO {
        return None;
    }
    let text =
        format!("Closed in the period, as the building was sold; the remaining {} will not be saved.", words(left));
    reported(subject, &scheme.pick, &[(&id, achieved)], &text)
}

fn slipped(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let scheme = scheme(subject, random)?;
    let (id, forecast) = scheme.forecast?;
    let unit = subject.column(scheme.pick.table, &id)?.unit().factor();
    let new = (forecast * Decimal::new(67, 2) / unit).round() * unit;
    let short = scheme.target - new;
    if scheme.achieved.is_some_and(|(_, achieved)| achieved > new) || short <= Decimal::ZERO {
        return None;
    }
    let text = format!("The contract starts later than planned: {} slips into next year.", words(short));
    reported(subject, &scheme.pick, &[(&id, new)], &text)
}

fn grown(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let scheme = scheme(subject, random)?;
    let (id, achieved) = scheme.achieved?;
    let up_to = scheme.forecast.map_or(scheme.target, |(_, forecast)| forecast);
    if achieved >= up_to {
        return None;
    }
    reported(subject, &scheme.pick, &[(&id, up_to)], "All invoices of the year are in and the saving is made.")
}

/// Twice as large as another one, and no larger than the largest.
fn scheme_new(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let pick = item_cell(subject, random, |pick| pick.is_given_amount() && is_followed(subject, pick.table))?;
    let (table, row, list) = (pick.table, pick.line.row, subject.list(pick.table)?);
    // Where totals are stated and not summed, or tie with another list, more than this table would change.
    let alone = list.columns.iter().all(|column| column.total != TotalOrigin::Given) && list.parts.is_none();
    let tied = subject.form.ties.iter().any(|tie| tie.left.list == list.id || tie.right.list == list.id)
        || subject.form.bridges.iter().any(|bridge| bridge.of == list.id);
    if subject.prior.is_none() || !alone || tied {
        return None;
    }
    let size = |row: u32| amounts_of(subject, table, row).values().map(Decimal::abs).max().unwrap_or_default();
    let largest = table.items().iter().map(|item| size(item.row)).max()?;
    if size(row) * Decimal::TWO > largest || size(row).is_zero() {
        return None;
    }
    let doubled = amounts_of(subject, table, row).into_iter().map(|(id, amount)| (id, amount * Decimal::TWO)).collect();
    let rating = rated(subject, &pick, &doubled)?;
    if !keeps_checks(subject, &pick, &doubled) {
        return None;
    }
    let mut edit = Edit::new(subject);
    another(&mut edit, table, pick.line, Decimal::TWO)?;
    let text = narrative(subject, table).map(|at| (at, "Agreed by the cabinet since the last report.".to_string()));
    let there = edit.sheet(table)?;
    for (at, words) in rating.into_iter().chain(text) {
        sheet::set(there, row + 1, at, sheet::text(words));
    }
    // That it is new is a difference, and nothing in the return explains it.
    let fault = edit.fault(true, "a new scheme of ordinary size")?;
    Some(Fault { wants_a_reason: true, ..fault })
}

fn reprofiled(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let roles = &subject.form.report.roles;
    let list = subject.form.list(&subject.form.report.main_list)?;
    let this_year = roles.forecast.clone()?;
    let at = list.columns.iter().position(|column| column.id == this_year)?;
    let next_year = list.columns.get(at + 1).filter(|next| {
        // One of the same words and another year stands beside it.
        let stem = |id: &str| id.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '_').to_string();
        next.id != this_year && stem(&next.id) == stem(&this_year)
    })?;
    let scheme = scheme(subject, random)?;
    let (_, forecast) = scheme.forecast?;
    let amounts = amounts_of(subject, scheme.pick.table, scheme.pick.line.row);
    let by = (forecast / Decimal::from(4) / Decimal::ONE_THOUSAND).round() * Decimal::ONE_THOUSAND;
    let next = amounts.get(&next_year.id)? + by;
    let text = format!("{} of this year's saving follows next year; the total stays as it was.", words(by));
    reported(subject, &scheme.pick, &[(&this_year, forecast - by), (&next_year.id, next)], &text)
}
