//! Figures: another size, sign or place; words in place of one; with the totals as they were, or updated.

use piperoll::form::Kind as Holds;
use piperoll::returns::RowKind;
use rust_decimal::Decimal;

use super::{Kind, Pick, amount, amounts, cells, is_of_items, item_cell, look, table, wrong};
use crate::fault::{Edit, Fault};
use crate::random::Random;
use crate::sheet;
use crate::subject::Subject;
use crate::visible::{figure_is_visible, row_contradicts};
use crate::workbook::CellText;

/// The kinds.
pub const KINDS: &[Kind] = &[
    wrong("times-1000", "a figure ×1,000", |s, r| change(s, r, false, |n, _| Some(n * Decimal::ONE_THOUSAND))),
    wrong("by-1000", "a figure ÷1,000", |s, r| change(s, r, false, |n, _| Some(n / Decimal::ONE_THOUSAND))),
    wrong("times-10", "a figure ×10", |s, r| change(s, r, false, |n, _| Some(n * Decimal::TEN))),
    wrong("decimal-shifted", "a figure with its decimal point shifted", |s, r| {
        change(s, r, false, |n, _| Some(n / Decimal::TEN))
    }),
    wrong("digits-transposed", "two digits exchanged", |s, r| change(s, r, false, transposed)),
    wrong("last-digit", "the last digit another", |s, r| change(s, r, false, last_digit)),
    wrong("sign-flipped", "a sign flipped", |s, r| change(s, r, false, |n, _| Some(-n))),
    wrong("times-1000-carried", "a figure ×1,000, all totals too", |s, r| {
        change(s, r, true, |n, _| Some(n * Decimal::ONE_THOUSAND))
    }),
    wrong("by-1000-carried", "a figure ÷1,000, all totals too", |s, r| {
        change(s, r, true, |n, _| Some(n / Decimal::ONE_THOUSAND))
    }),
    wrong("times-10-carried", "a figure ×10, all totals too", |s, r| {
        change(s, r, true, |n, _| Some(n * Decimal::TEN))
    }),
    wrong("times-100-carried", "a figure ×100, all totals too", |s, r| {
        change(s, r, true, |n, _| Some(n * Decimal::ONE_HUNDRED))
    }),
    wrong("digits-transposed-carried", "two digits exchanged, all totals too", |s, r| change(s, r, true, transposed)),
    wrong("sign-flipped-carried", "a sign flipped, all totals too", |s, r| change(s, r, true, |n, _| Some(-n))),
    wrong("to-nil-carried", "a figure made nil, all totals too", |s, r| change(s, r, true, |_, _| Some(Decimal::ZERO))),
    wrong("target-changed", "a target changed without a change request, all totals too", |s, r| {
        role(s, r, |s| s.form.report.roles.target.clone(), |n| n + step(n))
    }),
    wrong("achieved-fell", "an achieved figure lower than last time, all totals too", achieved_fell),
    wrong("blank", "a figure left blank", |s, r| put(s, r, true, |_, _| CellText::Blank)),
    wrong("to-be-confirmed", "'TBC' in place of a figure", |s, r| {
        put(s, r, true, |_, r| sheet::text(*r.one(&["TBC", "tbc", "To be confirmed", "?"]).unwrap_or(&"TBC")))
    }),
    wrong("in-words", "a figure in words", |s, r| {
        put(s, r, true, |_, r| {
            sheet::text(*r.one(&["about half", "see email", "twelve hundred", "as last time"]).unwrap_or(&""))
        })
    }),
    look("with-a-word", "a figure with a word behind it", |s, r| {
        put(s, r, true, |n, r| sheet::text(format!("{n} {}", r.one(&["(est)", "approx", "*", "E"]).unwrap_or(&""))))
    }),
    wrong("decimal-comma", "a figure with a decimal comma", |s, r| {
        put(s, r, true, |n, _| sheet::text(format!("{},50", n.trunc())))
    }),
    wrong("two-figures", "two figures in one cell", |s, r| {
        put(s, r, true, |n, _| sheet::text(format!("{n} / {}", n + step(n))))
    }),
    wrong("error-value", "'#REF!' in place of a figure", |s, r| put(s, r, true, |_, _| sheet::text("#REF!"))),
    wrong("neighbouring-column", "a figure in the neighbouring column", neighbour),
    wrong("column-exchanged", "two columns of amounts exchanged under their headings", columns_exchanged),
    wrong("column-slipped", "a column of amounts one row too low", column_slipped),
    wrong("column-in-pounds", "a column in another unit than the form's, total too", column_unit),
    wrong("one-column-exchanged", "the figures of two rows exchanged in one column", cells_exchanged),
    wrong("offsetting", "two figures off by as much, up and down", |s, r| offsetting(s, r, false)),
    wrong("computed-off", "a computed amount that its row does not give", computed_off),
    look("percent-as-points", "a percentage typed as a bare number", percent_points),
    wrong("percent-as-ratio", "a percentage typed as a hundredth of itself", percent_ratio),
    wrong("percent-of-another-row", "another row's percentage", percent_other_row),
    wrong("percent-off", "a percentage off by a few points", percent_off),
    wrong("under-no-heading", "a figure under no heading", no_heading),
];

/// A little: a fortieth of the figure, and at least one.
fn step(number: Decimal) -> Decimal {
    (number.abs() / Decimal::from(40)).round().max(Decimal::ONE)
}

pub(super) fn transposed(number: Decimal, random: &mut Random) -> Option<Decimal> {
    let mut digits: Vec<char> = number.normalize().to_string().chars().collect();
    let places: Vec<usize> = (1..digits.len())
        .filter(|place| {
            digits[place - 1] != digits[*place] && digits[*place].is_ascii_digit() && digits[place - 1].is_ascii_digit()
        })
        .collect();
    let place = *random.one(&places)?;
    digits.swap(place - 1, place);
    digits.into_iter().collect::<String>().parse().ok()
}

/// An amount as it is typed, with one of its digits another.
pub(super) fn other_digit(typed: &str, random: &mut Random) -> Option<String> {
    let places: Vec<usize> =
        typed.char_indices().filter(|(_, digit)| digit.is_ascii_digit()).map(|(at, _)| at).collect();
    let at = *random.one(&places)?;
    let digit = typed.get(at..=at)?.parse::<usize>().ok()?;
    let new = (digit + 1 + random.below(8)) % 10;
    // No amount starts with a nought.
    (new > 0 || at > 0).then(|| format!("{}{new}{}", &typed[..at], &typed[at + 1..]))
}

fn last_digit(number: Decimal, random: &mut Random) -> Option<Decimal> {
    let by = Decimal::from(1 + random.below(4));
    Some(if number.is_sign_negative() { number - by } else { number + by })
}

fn change(
    subject: &Subject,
    random: &mut Random,
    carried: bool,
    to: fn(Decimal, &mut Random) -> Option<Decimal>,
) -> Option<Fault> {
    let (pick, number) = amount(subject, random)?;
    let new = to(number, random)?;
    changed(subject, &pick, number, new, carried)
}

pub(super) fn changed(
    subject: &Subject,
    pick: &Pick<'_>,
    number: Decimal,
    new: Decimal,
    carried: bool,
) -> Option<Fault> {
    let mut edit = Edit::new(subject);
    edit.put(pick.table, pick.line.row, pick.at, sheet::with_number(&pick.cell, new))?;
    if carried {
        edit.carry()?;
    }
    let visible = figure_is_visible(subject, pick.table, pick.line, pick.column, (number, new), carried);
    edit.fault(visible, format!("{} of row {}: {number} is {new}", pick.column.id, pick.line.row + 1))
}

fn role(
    subject: &Subject,
    random: &mut Random,
    of: fn(&Subject) -> Option<String>,
    to: fn(Decimal) -> Decimal,
) -> Option<Fault> {
    let id = of(subject)?;
    let main = subject.form.report.main_list.clone();
    let pick = item_cell(subject, random, |pick| {
        pick.table.list == main
            && pick.column.id == id
            && pick.is_given_amount()
            && subject.prior_figure(pick.table, pick.line, &id).is_some()
    })?;
    let number = pick.number()?;
    changed(subject, &pick, number, to(number), true)
}

fn achieved_fell(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let pick = item_cell(subject, random, |pick| {
        pick.column.is_cumulative()
            && pick.is_given_amount()
            && subject.prior_figure(pick.table, pick.line, &pick.column.id).is_some_and(|prior| prior > Decimal::ZERO)
    })?;
    let prior = subject.prior_figure(pick.table, pick.line, &pick.column.id)? / pick.column.unit().factor();
    let new = prior - step(prior);
    changed(subject, &pick, pick.number()?, new, true)
}

fn put(
    subject: &Subject,
    random: &mut Random,
    visible: bool,
    to: fn(Decimal, &mut Random) -> CellText,
) -> Option<Fault> {
    let (pick, number) = amount(subject, random)?;
    let cell = to(number, random);
    let about = format!("{} of row {}: {number} is '{}'", pick.column.id, pick.line.row + 1, sheet::words(&cell));
    let mut edit = Edit::new(subject);
    edit.put(pick.table, pick.line.row, pick.at, cell)?;
    edit.fault(visible, about)
}

fn neighbour(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let (pick, number) = amount(subject, random)?;
    let to = pick.at + 1;
    let there = sheet::get(subject.sheet(pick.table)?, pick.line.row, to);
    let mut edit = Edit::new(subject);
    edit.put(pick.table, pick.line.row, to, pick.cell.clone())?;
    edit.put(pick.table, pick.line.row, pick.at, there)?;
    edit.fault(true, format!("{number} of {} stands in the next column", pick.column.id))
}

fn columns_exchanged(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = table(subject, random, |table| amounts(subject, table).len() > 1)?;
    let columns = amounts(subject, table);
    let ((_, one), (_, other)) = (random.one(&columns).copied()?, random.one(&columns).copied()?);
    let there = subject.sheet(table)?;
    // Columns that hold the same cannot be told apart.
    let alike = table.items().iter().all(|line| {
        sheet::number(&sheet::get(there, line.row, one)) == sheet::number(&sheet::get(there, line.row, other))
    });
    if alike {
        return None;
    }
    let mut edit = Edit::new(subject);
    let (first, last) = table.ends();
    // Headings that stand once more inside the table stay.
    let headings = subject.sheet(table)?;
    let rows: Vec<u32> = (first..=last).filter(|row| table.lines.iter().any(|line| line.row == *row)).collect();
    let cells: Vec<(u32, CellText, CellText)> =
        rows.iter().map(|row| (*row, sheet::get(headings, *row, one), sheet::get(headings, *row, other))).collect();
    for (row, left, right) in cells {
        edit.put(table, row, one, right);
        edit.put(table, row, other, left);
    }
    edit.rows(table);
    // From the cells alone it can be seen only where the two were not alike last time either.
    let visible = table.items().iter().any(|line| {
        let pair = |of: u32| sheet::number(&sheet::get(headings, line.row, of));
        let columns = amounts(subject, table);
        let column = |at: u32| columns.iter().find(|(_, stands)| *stands == at).map(|(column, _)| *column);
        match (pair(one), pair(other), column(one), column(other)) {
            (Some(left), Some(right), Some(first), Some(second)) => {
                figure_is_visible(subject, table, line, first, (left, right), true)
                    || figure_is_visible(subject, table, line, second, (right, left), true)
            }
            _ => true,
        }
    });
    edit.fault(visible, "two columns are exchanged under their headings")
}

fn column_slipped(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = table(subject, random, |table| table.items().len() > 2)?;
    let (_, at) = random.one(&amounts(subject, table)).copied()?;
    let there = subject.sheet(table)?;
    let items: Vec<u32> = table.items().iter().map(|line| line.row).collect();
    let cells: Vec<CellText> = items.iter().map(|row| sheet::get(there, *row, at)).collect();
    let mut edit = Edit::new(subject);
    edit.put(table, *items.first()?, at, CellText::Blank);
    for (row, cell) in items.iter().skip(1).zip(cells) {
        edit.put(table, *row, at, cell);
    }
    edit.fault(true, "a column stands one row too low")
}

fn column_unit(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = table(subject, random, |table| table.items().len() > 1)?;
    let (column, at) = random.one(&amounts(subject, table)).copied()?;
    let there = subject.sheet(table)?;
    let pounds = column.unit() == piperoll::money::Unit::Pounds;
    let mut edit = Edit::new(subject);
    let cells: Vec<(u32, CellText)> =
        table.lines.iter().map(|line| (line.row, sheet::get(there, line.row, at))).collect();
    for (row, cell) in cells {
        if let Some(number) = sheet::number(&cell) {
            let new = if pounds { number / Decimal::ONE_THOUSAND } else { number * Decimal::ONE_THOUSAND };
            edit.put(table, row, at, sheet::with_number(&cell, new));
        }
    }
    edit.fault(true, format!("{} is in another unit throughout", column.id))
}

fn cells_exchanged(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let (pick, number) = amount(subject, random)?;
    let others: Vec<Pick<'_>> = cells(subject, RowKind::Item)
        .into_iter()
        .filter(|other| {
            (&other.table.file, &other.table.sheet, other.at) == (&pick.table.file, &pick.table.sheet, pick.at)
                && other.table.list == pick.table.list
                && other.number().is_some_and(|other| other != number)
        })
        .collect();
    let other = random.one(&others)?;
    let new = other.number()?;
    let mut edit = Edit::new(subject);
    edit.put(pick.table, pick.line.row, pick.at, sheet::with_number(&pick.cell, new))?;
    edit.put(other.table, other.line.row, other.at, sheet::with_number(&other.cell, number))?;
    let visible = [(&pick, (number, new)), (other, (new, number))].into_iter().any(|(of, change)| {
        row_contradicts(subject, of.table, of.line, of.column, change)
            || figure_is_visible(subject, of.table, of.line, of.column, change, true)
    });
    edit.fault(visible, format!("{number} and {new} of {} are exchanged", pick.column.id))
}

/// `carried`: what the rows' figures give is updated too.
pub(super) fn offsetting(subject: &Subject, random: &mut Random, carried: bool) -> Option<Fault> {
    let table = table(subject, random, |table| table.items().len() > 2)?;
    let (column, at) = random.one(&amounts(subject, table)).copied()?;
    let items = table.items();
    let (one, other) = (random.one(&items).copied()?, random.one(&items).copied()?);
    let there = subject.sheet(table)?;
    let (left, right) = (sheet::get(there, one.row, at), sheet::get(there, other.row, at));
    let (a, b) = (sheet::number(&left)?, sheet::number(&right)?);
    let by = (a.abs().min(b.abs()) / Decimal::from(3)).round();
    if one.row == other.row || by.is_zero() || a.is_sign_negative() != b.is_sign_negative() {
        return None;
    }
    let mut edit = Edit::new(subject);
    edit.put(table, one.row, at, sheet::with_number(&left, a + by))?;
    edit.put(table, other.row, at, sheet::with_number(&right, b - by))?;
    if carried {
        edit.carry()?;
    }
    let visible = figure_is_visible(subject, table, one, column, (a, a + by), true)
        || figure_is_visible(subject, table, other, column, (b, b - by), true);
    edit.fault(visible, format!("{by} of {} stands in another row", column.id))
}

fn computed_off(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let pick = item_cell(subject, random, |pick| {
        pick.column.is_computed()
            && pick.column.kind.is_amount()
            && pick.number().is_some_and(|number| !number.is_zero())
    })?;
    let number = pick.number()?;
    let new = number + step(number);
    let mut edit = Edit::new(subject);
    edit.put(pick.table, pick.line.row, pick.at, sheet::with_number(&pick.cell, new))?;
    edit.fault(true, format!("{} is stated as {new} in place of {number}", pick.column.id))
}

fn percent<'a>(subject: &'a Subject, random: &mut Random) -> Option<(Pick<'a>, Decimal)> {
    let pick = item_cell(subject, random, |pick| {
        pick.column.kind == Holds::Percent && pick.number().is_some_and(|number| !number.is_zero())
    })?;
    let number = pick.number()?;
    Some((pick, number))
}

fn percent_points(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let (pick, number) = percent(subject, random)?;
    // An amount beside it would be gone as well.
    if pick.words().contains('(') {
        return None;
    }
    let mut edit = Edit::new(subject);
    edit.put(pick.table, pick.line.row, pick.at, sheet::plain(number * Decimal::ONE_HUNDRED))?;
    edit.fault(true, format!("{} is a bare {}", pick.column.id, number * Decimal::ONE_HUNDRED))
}

fn percent_ratio(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let (pick, number) = percent(subject, random)?;
    let mut edit = Edit::new(subject);
    edit.put(pick.table, pick.line.row, pick.at, sheet::text(format!("{}%", number.normalize())))?;
    edit.fault(percent_seen(&pick), format!("{} is '{}%'", pick.column.id, number.normalize()))
}

/// A stated percentage is seen to be wrong where the form computes it.
fn percent_seen(pick: &Pick<'_>) -> bool {
    pick.column.is_computed()
}

fn percent_other_row(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let (pick, number) = percent(subject, random)?;
    let others: Vec<Pick<'_>> = cells(subject, RowKind::Item)
        .into_iter()
        .filter(|other| {
            other.table.file == pick.table.file
                && other.column.id == pick.column.id
                && other.table.list == pick.table.list
                && other.number().is_some_and(|other| other != number)
        })
        .collect();
    let other = random.one(&others)?;
    let mut edit = Edit::new(subject);
    edit.put(pick.table, pick.line.row, pick.at, other.cell.clone())?;
    edit.fault(percent_seen(&pick), format!("{} is that of row {}", pick.column.id, other.line.row + 1))
}

fn percent_off(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let (pick, number) = percent(subject, random)?;
    let new = number + Decimal::new(i64::try_from(3 + random.below(9)).ok()?, 2);
    let mut edit = Edit::new(subject);
    edit.put(pick.table, pick.line.row, pick.at, sheet::with_number(&pick.cell, new))?;
    edit.fault(percent_seen(&pick), format!("{} is {new} in place of {number}", pick.column.id))
}

fn no_heading(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let tables: Vec<_> = subject.tables.iter().filter(|table| is_of_items(subject, table)).collect();
    let table = random.one(&tables)?;
    let line = random.one(&table.items()).copied()?;
    let mut edit = Edit::new(subject);
    let number = Decimal::from(100 + random.below(900));
    let column = table.after() + u32::try_from(random.below(2)).ok()?;
    edit.put(table, line.row, column, sheet::plain(number))?;
    edit.fault(true, format!("{number} stands under no heading in row {}", line.row + 1))
}
