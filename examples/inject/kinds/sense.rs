//! Sense: statuses against the block they stand in, references given once more, unknowns inside groups, and texts whose amounts
//! no figure of the row bears out.

use piperoll::form::{Blank, Column, Kind as Holds, TotalOrigin};
use piperoll::returns::RowKind;

use super::figures::{other_digit, transposed};
use super::{Kind, Pick, amounts, cells, item_cell, table, wrong};
use crate::fault::{Edit, Fault};
use crate::random::Random;
use crate::sheet;
use crate::subject::{Line, Subject, Table};
use crate::visible::{amounts_of, is_of_row, said};
use crate::workbook::CellText;

/// The kinds.
pub const KINDS: &[Kind] = &[
    wrong("status-on-subtotal", "another status on a subtotal row than its block has", status_on_subtotal),
    wrong("status-in-block", "another status on an item than its block has", status_in_block),
    wrong("reference-a-third-time", "a reference that two rows share on a third one", third_reference),
    wrong("unknown-in-group", "'TBC' in a group, the totals without it", unknown_in_group),
    wrong("nil-over-blanks", "a total of 0 over a column that is blank", nil_over_blanks),
    wrong("total-text-digit", "an amount in a total row's text with another digit", |s, r| {
        text_amount(s, r, RowKind::Total, other_digit)
    }),
    wrong("text-digits-transposed", "an amount in an item's text with two digits exchanged", |s, r| {
        text_amount(s, r, RowKind::Item, |digits, random| {
            Some(transposed(digits.replace(',', "").parse().ok()?, random)?.to_string())
        })
    }),
];

/// The rows that a subtotal closes: those above it, up to the next row that is no item.
fn block<'a>(table: &'a Table, subtotal: &Line) -> Vec<&'a Line> {
    let above = table.lines.iter().rev().filter(|line| line.row < subtotal.row);
    above.take_while(|line| line.kind == RowKind::Item).collect()
}

/// A status, by which the list has groups, and in which the rows of a block agree.
fn groups_by<'a>(subject: &'a Subject, table: &Table) -> Option<&'a Column> {
    let list = subject.list(table)?;
    list.levels.iter().filter_map(|level| list.column(level)).find(|column| {
        column.kind == Holds::Choice
            && table.columns.contains_key(&column.id)
            && table.lines.iter().any(|line| line.kind == RowKind::Subtotal)
    })
}

fn other_choice(column: &Column, was: &str, random: &mut Random) -> Option<String> {
    let others: Vec<&String> = column.choices().iter().filter(|choice| !choice.eq_ignore_ascii_case(was)).collect();
    random.one(&others).map(|choice| (*choice).clone())
}

fn status_on_subtotal(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = table(subject, random, |table| groups_by(subject, table).is_some())?;
    let column = groups_by(subject, table)?;
    let subtotals: Vec<&Line> = table.lines.iter().filter(|line| line.kind == RowKind::Subtotal).collect();
    let subtotal = *random.one(&subtotals)?;
    let words = |line: &&Line| sheet::words(&subject.cell(table, line.row, &column.id));
    let was = block(table, subtotal).iter().map(words).find(|words| !words.is_empty())?;
    let new = other_choice(column, &was, random)?;
    let mut edit = Edit::new(subject);
    edit.put(table, subtotal.row, *table.columns.get(&column.id)?, sheet::text(new.clone()))?;
    edit.fault(true, format!("the subtotal of the block {was} says {new}"))
}

fn status_in_block(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let pick = item_cell(subject, random, |pick| {
        groups_by(subject, pick.table).is_some_and(|column| column.id == pick.column.id) && !pick.words().is_empty()
    })?;
    let was = pick.words();
    let new = other_choice(pick.column, &was, random)?;
    let mut edit = Edit::new(subject);
    edit.put(pick.table, pick.line.row, pick.at, sheet::text(new.clone()))?;
    edit.fault(true, format!("row {} says {new} in the block {was}", pick.line.row + 1))
}

fn third_reference(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let key = |pick: &Pick<'_>| subject.list(pick.table).is_some_and(|list| list.key == pick.column.id);
    let all: Vec<Pick<'_>> = cells(subject, RowKind::Item)
        .into_iter()
        .filter(|pick| {
            pick.column.kind == Holds::Code && pick.column.within.is_none() && key(pick) && !pick.words().is_empty()
        })
        .collect();
    let shares = |one: &Pick<'_>, other: &Pick<'_>| {
        (&one.table.file, &one.table.sheet, one.words()) == (&other.table.file, &other.table.sheet, other.words())
    };
    let doubled: Vec<&Pick<'_>> =
        all.iter().filter(|pick| all.iter().filter(|other| shares(pick, other)).count() == 2).collect();
    let known = *random.one(&doubled)?;
    let others: Vec<&Pick<'_>> = all
        .iter()
        .filter(|other| {
            other.table.file == known.table.file && other.table.sheet == known.table.sheet && !shares(known, other)
        })
        .collect();
    let third = *random.one(&others)?;
    let mut edit = Edit::new(subject);
    edit.put(third.table, third.line.row, third.at, sheet::text(known.words()))?;
    all.iter().filter(|pick| shares(known, pick)).for_each(|pick| edit.row(pick.table, pick.line.row));
    edit.prior_row(third.table, third.line);
    edit.fault(true, format!("'{}' is '{}', as two others are", third.words(), known.words()))
}

fn unknown_in_group(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let pick = item_cell(subject, random, |pick| {
        pick.is_given_amount()
            && pick.column.total == TotalOrigin::Sum
            && pick.table.lines.iter().any(|line| line.kind == RowKind::Subtotal)
    })?;
    let mut edit = Edit::new(subject);
    edit.put(pick.table, pick.line.row, pick.at, sheet::text("TBC"))?;
    edit.carry()?;
    edit.fault(true, format!("{} of row {} is 'TBC'", pick.column.id, pick.line.row + 1))
}

fn nil_over_blanks(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = table(subject, random, |table| table.total().is_some() && table.items().len() > 1)?;
    let columns: Vec<(&Column, u32)> = amounts(subject, table)
        .into_iter()
        .filter(|(column, _)| !column.required && column.blank() == Blank::Missing && column.total == TotalOrigin::Sum)
        .collect();
    let (column, at) = *random.one(&columns)?;
    let closing =
        |line: &&Line| matches!(line.kind, RowKind::Subtotal | RowKind::Total) && !block(table, line).is_empty();
    let closings: Vec<&Line> = table.lines.iter().filter(closing).collect();
    let closed = *random.one(&closings)?;
    let mut edit = Edit::new(subject);
    for line in block(table, closed) {
        edit.put(table, line.row, at, CellText::Blank);
    }
    edit.put(table, closed.row, at, sheet::plain(rust_decimal::Decimal::ZERO));
    edit.carry()?;
    edit.fault(true, format!("{} is 0 over blanks in row {}", column.id, closed.row + 1))
}

/// An amount in a text that the row's figures bear out, with other digits. Seen where no figure of the row bears out the new one.
fn text_amount(
    subject: &Subject,
    random: &mut Random,
    kind: RowKind,
    to: fn(&str, &mut Random) -> Option<String>,
) -> Option<Fault> {
    let picks: Vec<Pick<'_>> = cells(subject, kind)
        .into_iter()
        .filter(|pick| pick.column.kind == Holds::Text && pick.words().contains('£'))
        .collect();
    let pick = random.one(&picks)?;
    let (text, figures) = (pick.words(), amounts_of(subject, pick.table, pick.line.row));
    let borne_out: Vec<_> = said(&text).into_iter().filter(|said| is_of_row(said, &figures)).collect();
    let amount = random.one(&borne_out)?;
    let new = to(&text[amount.digits.clone()], random)?;
    let text = format!("{}{new}{}", &text[..amount.digits.start], &text[amount.digits.end..]);
    let still = said(&text).into_iter().find(|said| said.digits.start == amount.digits.start);
    let mut edit = Edit::new(subject);
    edit.put(pick.table, pick.line.row, pick.at, sheet::text(text))?;
    let visible = still.is_some_and(|said| !is_of_row(&said, &figures));
    edit.fault(visible, format!("£{} of {} is {new}", amount.pounds, pick.column.id))
}
