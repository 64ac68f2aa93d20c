//! Size and sign: figures that are wrong by their row, their column or the scheme that they belong to, with every total updated.

use piperoll::form::Sign;
use rust_decimal::Decimal;

use super::figures::changed;
use super::rows::{another, pick};
use super::{Kind, Pick, amounts, is_followed, item_cell, wrong};
use crate::fault::{Edit, Fault};
use crate::random::Random;
use crate::sheet;
use crate::subject::{Subject, Table};
use crate::visible::{amounts_of, profile};

/// The kinds.
pub const KINDS: &[Kind] = &[
    wrong("scheme-new-times-1000", "a new scheme whose amounts are ×1,000", |s, r| scheme_new(s, r, 1_000)),
    wrong("scheme-new-times-100", "a new scheme whose amounts are ×100", |s, r| scheme_new(s, r, 100)),
    wrong("first-figure-times-1000", "a figure ×1,000 of an item that had none last time", first_figure),
    wrong("profile-beyond-target", "more profiled than the target of the year", profile_beyond),
    wrong("achieved-times-10", "an achieved figure ×10", achieved_beyond),
    wrong("sign-alone", "a turned sign in a column of one sign", sign_alone),
    wrong("counts-nil-times-100", "a detail ×100 of a kind that counts nil", counts_nil),
];

/// A row of its own with the words of another one's and its amounts so many times.
fn scheme_new(subject: &Subject, random: &mut Random, times: i64) -> Option<Fault> {
    let (table, line) = pick(subject, random)?;
    if !is_followed(subject, table) || subject.prior.is_none() {
        return None;
    }
    let factor = Decimal::from(times);
    let there = subject.sheet(table)?;
    // Beyond ten times the largest other of a column that does not accumulate.
    let visible = amounts(subject, table).iter().filter(|(column, _)| !column.is_cumulative()).any(|(_, at)| {
        let figures = table.items().into_iter().filter_map(|item| sheet::number(&sheet::get(there, item.row, *at)));
        let largest = figures.map(|figure| figure.abs()).max().unwrap_or_default();
        let own = sheet::number(&sheet::get(there, line.row, *at)).unwrap_or_default().abs() * factor;
        !largest.is_zero() && own > largest * Decimal::TEN
    });
    let mut edit = Edit::new(subject);
    another(&mut edit, table, line, factor)?;
    edit.fault(visible, format!("a new scheme has {times} times the amounts of row {}", line.row + 1))
}

fn first_figure(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let pick = item_cell(subject, random, |pick| {
        pick.is_given_amount() && subject.prior_figure(pick.table, pick.line, &pick.column.id).is_none()
    })?;
    let number = pick.number()?;
    changed(subject, &pick, number, number * Decimal::ONE_THOUSAND, true)
}

fn profile_beyond(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let target = subject.form.report.roles.target.clone()?;
    let of_row = |pick: &Pick<'_>| sheet::number(&subject.cell(pick.table, pick.line.row, &target));
    let pick = item_cell(subject, random, |pick| {
        pick.number().is_some()
            && profile(subject, &pick.table.list).is_some_and(|column| column.id == pick.column.id)
            && of_row(pick).is_some_and(|target| target > Decimal::ZERO)
    })?;
    let tenths = Decimal::new(i64::try_from(13 + random.below(60)).ok()?, 1);
    let new = (of_row(&pick)? * tenths).round();
    changed(subject, &pick, pick.number()?, new, true)
}

fn achieved_beyond(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let achieved = subject.form.report.roles.achieved.clone()?;
    let main = &subject.form.report.main_list;
    let pick = item_cell(subject, random, |pick| {
        pick.table.list == *main && pick.column.id == achieved && pick.is_given_amount()
    })?;
    let number = pick.number()?;
    changed(subject, &pick, number, number * Decimal::TEN, true)
}

fn sign_alone(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let (pick, number) = super::amount(subject, random)?;
    let there = subject.sheet(pick.table)?;
    let others: Vec<Decimal> = (pick.table.items().into_iter())
        .filter(|item| item.row != pick.line.row)
        .filter_map(|item| sheet::number(&sheet::get(there, item.row, pick.at)))
        .filter(|figure| !figure.is_zero())
        .collect();
    if others.len() < 3 || others.iter().any(|other| other.is_sign_negative() != number.is_sign_negative()) {
        return None;
    }
    changed(subject, &pick, number, -number, true)
}

/// It counts nowhere, and is a part of its scheme all the same.
fn counts_nil(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let bridge = subject.form.bridges.first()?;
    let nil = |kind: &str| bridge.signs.iter().any(|(name, sign)| name == kind && *sign == Sign::Within);
    let pick = item_cell(subject, random, |pick| {
        let words = |id: &str| sheet::words(&subject.cell(pick.table, pick.line.row, id));
        pick.table.list == bridge.list
            && pick.column.id == bridge.amount
            && pick.is_given_amount()
            && nil(&words(&bridge.kind))
    })?;
    let number = pick.number()?;
    let new = number * Decimal::ONE_HUNDRED;
    let scheme = sheet::words(&subject.cell(pick.table, pick.line.row, &bridge.item));
    let tables: Vec<&Table> = subject.tables.iter().filter(|table| table.list == bridge.of).collect();
    let rows = tables.iter().flat_map(|table| table.items().into_iter().map(move |item| (*table, item.row)));
    let own = rows.filter(|(table, row)| {
        let named = |id: &str| sheet::words(&subject.cell(table, *row, id)) == scheme;
        subject.list(table).is_some_and(|list| named(&list.key) || named(&list.label))
    });
    let largest = own.flat_map(|(table, row)| amounts_of(subject, table, row).into_values()).max()?;
    let mut edit = Edit::new(subject);
    edit.put(pick.table, pick.line.row, pick.at, sheet::with_number(&pick.cell, new))?;
    edit.fault(new * pick.column.unit().factor() > largest, format!("{number} of a kind that counts nil is {new}"))
}
