//! Rows: left out, twice, merged, at the wrong place, counted though they should not be.

use rust_decimal::Decimal;

use super::{Kind, amounts, area_name, is_followed, is_of_items, label, table, title, wrong};
use crate::fault::{Edit, Fault};
use crate::random::Random;
use crate::sheet;
use crate::subject::{Line, Subject, Table};
use crate::visible::figure_is_visible;
use crate::workbook::CellText;

/// The kinds.
pub const KINDS: &[Kind] = &[
    wrong("row-left-out", "a row left out, the totals as they were", |s, r| left_out(s, r, false)),
    wrong("scheme-vanished", "a scheme gone, all totals without it", |s, r| left_out(s, r, true)),
    wrong("row-twice", "a row twice, the totals as they were", |s, r| twice(s, r, false)),
    wrong("row-twice-in-totals", "a row twice, counted twice in all totals", |s, r| twice(s, r, true)),
    wrong("scheme-new", "a new scheme, counted in all totals", scheme_new),
    wrong("rows-merged", "two rows made one", merged),
    wrong("rows-exchanged", "the figures of two rows exchanged", exchanged),
    wrong("row-below-total", "an item below the total row", below_total),
    wrong("of-which", "an 'of which' row, counted", of_which),
    wrong("figures-below", "a row of figures under the total", figures_below),
    wrong("nil-row", "a 'NIL RETURN' row beside items", nil_row),
    wrong("example-row", "an example line of the template left in", example_row),
    wrong("empty-return", "a return with headings and nothing else", empty),
    wrong("note-with-amount", "an amount in a note that no row has", note),
];

pub(super) fn pick<'a>(subject: &'a Subject, random: &mut Random) -> Option<(&'a Table, &'a Line)> {
    let table = table(subject, random, |table| table.items().len() > 1)?;
    Some((table, random.one(&table.items()).copied()?))
}

/// Totals updated as if the amounts of a row were multiplied; the row itself stays as it was.
fn carry_times(edit: &mut Edit<'_>, table: &Table, line: &Line, factor: Decimal) -> Option<()> {
    let was = sheet::row(edit.subject.sheet(table)?, line.row);
    for (_, column) in amounts(edit.subject, table) {
        let there = edit.sheet(table)?;
        let cell = sheet::get(there, line.row, column);
        if let Some(number) = sheet::number(&cell) {
            sheet::set(there, line.row, column, sheet::with_number(&cell, number * factor));
        }
    }
    edit.carry()?;
    let there = edit.sheet(table)?;
    *there.rows.get_mut(sheet::index(line.row))? = was;
    Some(())
}

/// The total and subtotal rows, once rows below `from` have moved by `by`.
fn spot_totals(edit: &mut Edit<'_>, table: &Table, from: u32, by: i64) {
    for line in table.lines.iter().filter(|line| line.kind != piperoll::returns::RowKind::Item) {
        let row = if line.row > from { i64::from(line.row) + by } else { i64::from(line.row) };
        edit.row(table, u32::try_from(row).unwrap_or(0));
    }
}

fn has_amount(subject: &Subject, table: &Table, line: &Line) -> bool {
    let there = subject.sheet(table);
    amounts(subject, table).iter().any(|(_, column)| {
        there.and_then(|there| sheet::number(&sheet::get(there, line.row, *column))).is_some_and(|n| !n.is_zero())
    })
}

fn left_out(subject: &Subject, random: &mut Random, carried: bool) -> Option<Fault> {
    let (table, line) = pick(subject, random)?;
    let (_, name) = title(subject, table, line)?;
    if !has_amount(subject, table, line) || (carried && !is_followed(subject, table)) {
        return None;
    }
    let mut edit = Edit::new(subject);
    if carried {
        carry_times(&mut edit, table, line, Decimal::ZERO)?;
    } else {
        spot_totals(&mut edit, table, line.row, -1);
    }
    sheet::remove(edit.sheet(table)?, line.row);
    edit.whole(&table.file);
    edit.prior_row(table, line);
    // One that is gone can only be told from a scheme that was there before.
    let known =
        amounts(subject, table).iter().any(|(column, _)| subject.prior_figure(table, line, &column.id).is_some());
    edit.fault(
        (!carried && table.total().is_some()) || (is_followed(subject, table) && known),
        format!("'{name}' is left out"),
    )
}

fn twice(subject: &Subject, random: &mut Random, carried: bool) -> Option<Fault> {
    let (table, line) = pick(subject, random)?;
    let (_, name) = title(subject, table, line)?;
    if !has_amount(subject, table, line) {
        return None;
    }
    let mut edit = Edit::new(subject);
    if carried {
        carry_times(&mut edit, table, line, Decimal::TWO)?;
    } else {
        spot_totals(&mut edit, table, line.row, 1);
    }
    let cells = sheet::row(subject.sheet(table)?, line.row);
    sheet::insert(edit.sheet(table)?, line.row + 1, cells);
    edit.row(table, line.row);
    edit.row(table, line.row + 1);
    edit.fault(true, format!("'{name}' stands twice"))
}

fn scheme_new(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let (table, line) = pick(subject, random)?;
    if !is_followed(subject, table) || subject.prior.is_none() || !has_amount(subject, table, line) {
        return None;
    }
    let mut edit = Edit::new(subject);
    another(&mut edit, table, line, Decimal::ONE)?;
    edit.fault(true, "a scheme that was not there before")
}

/// The row under another title and reference.
fn invented(subject: &Subject, table: &Table, line: &Line, name: &str, reference: &str) -> Option<Vec<CellText>> {
    let list = subject.list(table)?;
    let mut cells = sheet::row(subject.sheet(table)?, line.row);
    let (column, was) = title(subject, table, line)?;
    let mut name = name.to_string();
    for code in list.columns.iter().filter(|column| column.kind == piperoll::form::Kind::Code) {
        match &code.within {
            // 'HWA Sav 06 Baseline …': the reference stands inside the title.
            Some(within) => {
                let pattern = within.pattern.as_deref().unwrap_or("{}");
                name = format!("{} {name}", pattern.replace("{}", "99"));
            }
            None => {
                let at = *table.columns.get(&code.id)?;
                *cells.get_mut(sheet::index(at))? = sheet::text(reference);
            }
        }
    }
    if was.contains("Baseline") {
        name.push_str(" Baseline");
    }
    *cells.get_mut(sheet::index(column))? = sheet::text(name);
    Some(cells)
}

/// A new row below `line`, with its words under another name and its amounts so many times; every total counts it.
pub(super) fn another(edit: &mut Edit<'_>, table: &Table, line: &Line, times: Decimal) -> Option<()> {
    let subject = edit.subject;
    carry_times(edit, table, line, times + Decimal::ONE)?;
    let mut cells = invented(subject, table, line, "Closer working with neighbouring councils on procurement", "ZZ9")?;
    for column in subject.list(table)?.columns.iter().filter(|column| column.kind == piperoll::form::Kind::Money) {
        let at = table.columns.get(&column.id).map(|at| sheet::index(*at));
        if let Some(cell) = at.and_then(|at| cells.get_mut(at))
            && let Some(number) = sheet::number(cell)
        {
            *cell = sheet::with_number(cell, number * times);
        }
    }
    sheet::insert(edit.sheet(table)?, line.row + 1, cells);
    edit.row(table, line.row + 1);
    Some(())
}

fn merged(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let (table, line) = pick(subject, random)?;
    let next = table.items().into_iter().find(|other| other.row == line.row + 1)?;
    if !is_followed(subject, table) {
        return None;
    }
    let ((column, one), (_, other)) = (title(subject, table, line)?, title(subject, table, next)?);
    let mut edit = Edit::new(subject);
    let there = edit.sheet(table)?;
    for (_, column) in amounts(subject, table) {
        let (above, below) = (sheet::get(there, line.row, column), sheet::get(there, next.row, column));
        if let (Some(left), Some(right)) = (sheet::number(&above), sheet::number(&below)) {
            sheet::set(there, line.row, column, sheet::with_number(&above, left + right));
        } else if sheet::number(&below).is_some() {
            sheet::set(there, line.row, column, below);
        }
    }
    sheet::set(there, line.row, column, sheet::text(format!("{one} / {other}")));
    sheet::remove(there, next.row);
    edit.row(table, line.row);
    edit.whole(&table.file);
    edit.prior_row(table, line);
    edit.prior_row(table, next);
    // Where nothing was published before, nobody knows that there were two.
    let known =
        |line: &Line| amounts(subject, table).iter().any(|(of, _)| subject.prior_figure(table, line, &of.id).is_some());
    edit.fault(known(line) || known(next), format!("'{one}' and '{other}' are one row"))
}

fn exchanged(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let (table, line) = pick(subject, random)?;
    let other = random.one(&table.items()).copied()?;
    let mut edit = Edit::new(subject);
    let there = subject.sheet(table)?;
    let mut visible = false;
    for (column, at) in amounts(subject, table) {
        let (left, right) = (sheet::get(there, line.row, at), sheet::get(there, other.row, at));
        if let (Some(old), Some(new)) = (sheet::number(&left), sheet::number(&right)) {
            visible |= figure_is_visible(subject, table, line, column, (old, new), true);
            visible |= figure_is_visible(subject, table, other, column, (new, old), true);
        }
        edit.put(table, line.row, at, right);
        edit.put(table, other.row, at, left);
    }
    edit.fault(visible, format!("rows {} and {} have each other's figures", line.row + 1, other.row + 1))
}

fn below_total(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let (table, line) = pick(subject, random)?;
    let total = table.total().filter(|total| total.row > line.row)?;
    if !has_amount(subject, table, line) {
        return None;
    }
    let mut edit = Edit::new(subject);
    let there = edit.sheet(table)?;
    let cells = sheet::remove(there, line.row);
    // After the removal the total stands a row higher.
    sheet::insert(there, total.row, cells);
    edit.row(table, total.row);
    edit.row(table, total.row - 1);
    edit.fault(true, "an item stands below the total")
}

fn of_which(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let (table, line) = pick(subject, random)?;
    if !has_amount(subject, table, line) {
        return None;
    }
    let list = subject.list(table)?;
    let mut cells = vec![CellText::Blank; sheet::index(table.after())];
    let at = *table.columns.get(&list.label)?;
    *cells.get_mut(sheet::index(at))? = sheet::text("of which: staffing");
    let there = subject.sheet(table)?;
    for (_, column) in amounts(subject, table) {
        if let Some(number) = sheet::number(&sheet::get(there, line.row, column)) {
            *cells.get_mut(sheet::index(column))? = sheet::plain((number / Decimal::TWO).round());
        }
    }
    let mut edit = Edit::new(subject);
    sheet::insert(edit.sheet(table)?, line.row + 1, cells);
    edit.row(table, line.row);
    edit.row(table, line.row + 1);
    edit.fault(true, "an 'of which' row stands below its own")
}

fn figures_below(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = table(subject, random, |table| table.total().is_some())?;
    let total = table.total()?;
    let (at, _) = label(subject, table, total)?;
    let (_, column) = random.one(&amounts(subject, table)).copied()?;
    let words = *random.one(&["Per ledger", "Check", "Adjustment agreed at the meeting", "Last year", ""])?;
    let mut cells = vec![CellText::Blank; sheet::index(table.after())];
    if !words.is_empty() {
        *cells.get_mut(sheet::index(at))? = sheet::text(words);
    }
    *cells.get_mut(sheet::index(column))? = sheet::plain(Decimal::from(37 + random.below(400)));
    let mut edit = Edit::new(subject);
    sheet::insert(edit.sheet(table)?, total.row + 1, cells);
    edit.row(table, total.row + 1);
    edit.fault(true, format!("a row '{words}' with a figure stands under the total"))
}

fn nil_row(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let (table, line) = pick(subject, random)?;
    let (at, _) = title(subject, table, line)?;
    let mut cells = vec![CellText::Blank; sheet::index(table.after())];
    *cells.get_mut(sheet::index(at))? = sheet::text("NIL RETURN");
    for (_, column) in amounts(subject, table) {
        *cells.get_mut(sheet::index(column))? = sheet::plain(Decimal::ZERO);
    }
    let mut edit = Edit::new(subject);
    sheet::insert(edit.sheet(table)?, line.row + 1, cells);
    edit.row(table, line.row + 1);
    edit.fault(true, "a 'NIL RETURN' row stands among items")
}

fn example_row(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = table(subject, random, |table| table.items().len() > 1)?;
    let line = *table.items().first()?;
    let names = ["Example: review of contracts", "e.g. Review of contracts", "EXAMPLE ROW – please delete"];
    let cells = invented(subject, table, line, random.one(&names)?, "Ex1")?;
    let mut edit = Edit::new(subject);
    sheet::insert(edit.sheet(table)?, line.row, cells);
    edit.row(table, line.row);
    edit.fault(true, "an example line stands above the first item")
}

fn empty(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = table(subject, random, |table| table.heading.is_some())?;
    let heading = table.heading?;
    let mut edit = Edit::new(subject);
    edit.sheet(table)?.rows.truncate(sheet::index(heading) + 1);
    edit.head(table);
    table.items().iter().for_each(|line| edit.prior_row(table, line));
    edit.fault(true, "nothing stands under the headings")
}

fn note(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let tables: Vec<&Table> = subject.tables.iter().filter(|table| is_of_items(subject, table)).collect();
    let table = random.one(&tables)?;
    let area = area_name(subject, table.area.as_deref()).unwrap_or("this service");
    let row = table.ends().1 + 2;
    let mut edit = Edit::new(subject);
    let at = table.columns.values().min().copied()?;
    let words = format!("NB a further saving of £1.25m was achieved by {area} and is not in the table.");
    sheet::insert(edit.sheet(table)?, row, {
        let mut cells = vec![CellText::Blank; sheet::index(at)];
        cells.push(sheet::text(words));
        cells
    });
    edit.row(table, row);
    edit.fault(true, "a note speaks of an amount that no row has")
}
