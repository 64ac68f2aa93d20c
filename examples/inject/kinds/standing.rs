//! What did not move, or moved as nothing does: last period's figures kept, growth that was due and is not there, a forecast of
//! nil, changes that offset each other. Every total is updated.

use piperoll::form::Column;
use rust_decimal::Decimal;

use super::figures::{changed, offsetting};
use super::{Kind, Pick, amounts, cells, is_followed, item_cell, table, wrong};
use crate::fault::{Edit, Fault};
use crate::random::Random;
use crate::sheet;
use crate::subject::{Line, Subject, Table};
use crate::visible::{amounts_of, is_of_row, profile, said};

/// The kinds.
pub const KINDS: &[Kind] = &[
    wrong("growth-missing", "a cumulative figure that stood still while its profile grew", growth_missing),
    wrong("forecast-to-nil", "a forecast that fell to nil", forecast_to_nil),
    wrong("offsetting-carried", "two figures off by as much, up and down, all totals and percentages too", |s, r| {
        offsetting(s, r, true)
    }),
    wrong("column-again", "last period's figures in one column", column_again),
    wrong("row-again", "last period's figures in one row", row_again),
];

/// Last period's figure, in the column's unit.
fn prior(subject: &Subject, table: &Table, line: &Line, column: &Column) -> Option<Decimal> {
    subject.prior_figure(table, line, &column.id).map(|figure| figure / column.unit().factor())
}

/// Seen where a tenth of the target or more was due since last time.
fn growth_missing(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let roles = &subject.form.report.roles;
    let (target, achieved) = (roles.target.clone()?, roles.achieved.clone()?);
    let due = |pick: &Pick<'_>| {
        let profile = profile(subject, &pick.table.list)?;
        let figure = |id: &str| sheet::number(&subject.cell(pick.table, pick.line.row, id));
        let grew = figure(&profile.id)? - prior(subject, pick.table, pick.line, profile)?;
        Some(grew * Decimal::TEN >= figure(&target)? && grew > Decimal::ZERO)
    };
    let pick = item_cell(subject, random, |pick| {
        pick.column.id == achieved
            && pick.is_given_amount()
            && prior(subject, pick.table, pick.line, pick.column).is_some_and(|prior| Some(prior) != pick.number())
            && due(pick) == Some(true)
    })?;
    let was = prior(subject, pick.table, pick.line, pick.column)?;
    let mut edit = Edit::new(subject);
    edit.put(pick.table, pick.line.row, pick.at, sheet::with_number(&pick.cell, was))?;
    edit.carry()?;
    edit.fault(subject.is_within_a_year(), format!("{} of row {} is {was} as last time", achieved, pick.line.row + 1))
}

fn forecast_to_nil(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let forecast = subject.form.report.roles.forecast.clone()?;
    let pick = item_cell(subject, random, |pick| {
        pick.column.id == forecast
            && pick.is_given_amount()
            && subject.prior_figure(pick.table, pick.line, &forecast).is_some_and(|prior| !prior.is_zero())
    })?;
    changed(subject, &pick, pick.number()?, Decimal::ZERO, true).map(|fault| Fault { visible: true, ..fault })
}

/// Seen in a cumulative column in which three figures or more would have moved within the year.
fn column_again(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = table(subject, random, |table| is_followed(subject, table) && table.items().len() > 2)?;
    let (column, at) = random.one(&amounts(subject, table)).copied()?;
    let there = subject.sheet(table)?;
    let mut edit = Edit::new(subject);
    let mut moved = 0;
    for line in table.items() {
        let cell = sheet::get(there, line.row, at);
        let (Some(now), Some(was)) = (sheet::number(&cell), prior(subject, table, line, column)) else { continue };
        if now != was {
            edit.put(table, line.row, at, sheet::with_number(&cell, was))?;
            moved += 1;
        }
    }
    if moved == 0 {
        return None;
    }
    edit.carry()?;
    edit.rows(table);
    edit.fault(
        column.is_cumulative() && moved > 2 && subject.is_within_a_year(),
        format!("{moved} figures of {} are last period's", column.id),
    )
}

/// Seen where a text of the row says an amount that is the row's no longer.
fn row_again(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let says_amount = |pick: &Pick<'_>| {
        let figures = amounts_of(subject, pick.table, pick.line.row);
        is_followed(subject, pick.table) && said(&pick.words()).iter().any(|said| is_of_row(said, &figures))
    };
    let pick = item_cell(subject, random, says_amount)?;
    let (table, line) = (pick.table, pick.line);
    let mut figures = amounts_of(subject, table, line.row);
    let before = figures.clone();
    let mut edit = Edit::new(subject);
    for (column, at) in amounts(subject, table) {
        let cell = sheet::get(subject.sheet(table)?, line.row, at);
        let Some(was) = prior(subject, table, line, column).filter(|_| sheet::number(&cell).is_some()) else {
            continue;
        };
        edit.put(table, line.row, at, sheet::with_number(&cell, was));
        figures.insert(column.id.clone(), was * column.unit().factor());
    }
    edit.carry()?;
    let texts = cells(subject, line.kind)
        .into_iter()
        .filter(|cell| (&cell.table.file, &cell.table.sheet, cell.line.row) == (&table.file, &table.sheet, line.row));
    let visible = texts.into_iter().any(|cell| {
        let said = said(&cell.words());
        said.iter().any(|said| is_of_row(said, &before) && !is_of_row(said, &figures))
    });
    edit.fault(visible, format!("row {} has last period's figures", line.row + 1))
}
