//! Rows at an end of a table that no total word tells, and that are the total of all the others or come near it.

use rust_decimal::Decimal;

use super::judge::sum_of;
use super::{Claim, Line, Verdict, scan_down, scan_up};
use crate::returns::totals::sums::Run;

/// A row is near the sum of others within a unit a row, or so many hundredths of it.
const NEAR_HUNDREDTHS: i64 = 2;

/// A unit a row is much where the amounts are few: never more than so many hundredths.
const MOST_HUNDREDTHS: i64 = 10;

/// Whether a line is a row of the list, for all that its words say.
fn is_row(line: &Line) -> bool {
    matches!(line.claim, Claim::Item | Claim::Certain | Claim::Whole)
}

/// Decides what the rows are whose words close a list without a total word. Where the table has no other total, those at its
/// end, or the one at its beginning, are its total if they are the sum of all other rows, and doubtful if not. Elsewhere they
/// are items.
pub(super) fn claim(lines: &mut [Line], columns: usize) {
    let is_total = |line: &Line| line.claim.closes() || line.claim == Claim::Perhaps;
    let rows: Vec<usize> = (0..lines.len()).filter(|at| is_row(&lines[*at])).collect();
    let is_whole = |at: &&usize| lines[**at].claim == Claim::Whole;
    let mut ends: Vec<usize> = rows.iter().rev().take_while(is_whole).copied().collect();
    if ends.is_empty() {
        ends.extend(rows.first().filter(|at| is_whole(at)));
    }
    // A row alone doubles nothing.
    if lines.iter().any(is_total) || ends.len() == rows.len() {
        ends.clear();
    }
    let on_top = ends.first().is_some_and(|at| rows.first() == Some(at));
    for (at, line) in lines.iter_mut().enumerate().filter(|(_, line)| line.claim == Claim::Whole) {
        line.claim = if ends.contains(&at) { Claim::LooseTotal { grand: true, group: false } } else { Claim::Item };
    }
    if ends.is_empty() {
        return;
    }
    let up = scan_up(lines, columns);
    let runs = if on_top { scan_down(lines, &up, columns) } else { up };
    let nil = |line: &Line| line.amounts.iter().flatten().all(Decimal::is_zero);
    let all_nil = lines.iter().all(nil);
    for at in ends {
        if !runs[at].as_ref().is_some_and(|run| run.all) && !all_nil {
            lines[at].claim = Claim::Doubtful;
        }
    }
}

/// A last row called 'Sub total' is the total of a table without groups, where it is the only row that is called so.
pub(in crate::returns) fn total_where_nothing_is_grouped(lines: &mut [Line]) {
    let is_sub = |line: &Line| matches!(line.claim, Claim::Subtotal { .. } | Claim::LooseSubtotal);
    let only = lines.iter().filter(|line| line.claim.is_total() || line.claim == Claim::Whole).count() == 1;
    if let Some(last) = lines.last_mut().filter(|last| only && is_sub(last)) {
        last.claim = Claim::LooseTotal { grand: false, group: false };
    }
}

/// Asks about a last or a first row that comes near the sum of all others, and about last rows that together come to all rows
/// before them, where the table has no total.
pub(super) fn ask(lines: &[Line], units: &[Decimal], verdicts: &mut [Verdict]) {
    let is_item = |at: &usize| {
        matches!(verdicts[*at], Verdict::Item | Verdict::Coincides(_)) && lines[*at].claim != Claim::KnownPart
    };
    let counts: Vec<usize> = (0..lines.len()).filter(is_item).collect();
    for at in 0..lines.len() {
        if lines[at].claim == Claim::Doubtful
            && let Some((run, _)) = near(lines, units, &counts, at)
        {
            verdicts[at] = Verdict::Near { run, by_words: true };
        }
    }
    if lines.iter().any(|line| line.claim.closes() || matches!(line.claim, Claim::Perhaps | Claim::Doubtful)) {
        return;
    }
    let own = |at: &&usize| verdicts[**at] == Verdict::Item && lines[**at].claim == Claim::Item;
    // Beside subtotals and rows that are asked about the ends are parts of something smaller.
    let is_flat = !verdicts.iter().any(|verdict| matches!(verdict, Verdict::Subtotal { .. } | Verdict::Asked(_)));
    for at in [counts.last(), counts.first()].into_iter().flatten().filter(|_| is_flat) {
        let others: Vec<usize> = counts.iter().copied().filter(|other| other != at).collect();
        if let Some((run, true)) = near(lines, units, &others, *at).filter(|_| own(&at))
            && (run.evidence > 1 || !lines[*at].reference)
            && run.busy > 1
        {
            verdicts[*at] = Verdict::Near { run, by_words: false };
            return;
        }
    }
    analysis(lines, units.len(), &counts, verdicts);
}

fn of_lines(lines: &[Line], some: &[usize]) -> Vec<Line> {
    some.iter().filter_map(|at| lines.get(*at)).cloned().collect()
}

/// How many of some columns differ from each other in these rows.
fn evidence(rows: &[Line], columns: &[usize]) -> usize {
    let alike = |one: usize, other: usize| rows.iter().all(|row| row.amounts.get(one) == row.amounts.get(other));
    let mut own: Vec<usize> = Vec::new();
    for &column in columns {
        if !own.iter().any(|known| alike(*known, column)) {
            own.push(column);
        }
    }
    own.len()
}

/// The other rows, as a run with the columns that a row fills, and whether it comes near their sum in each of them.
fn near(lines: &[Line], units: &[Decimal], others: &[usize], at: usize) -> Option<(Run, bool)> {
    let rows = of_lines(lines, others);
    let (mut is_near, mut columns) = (true, Vec::new());
    for (column, amount) in lines[at].amounts.iter().enumerate() {
        let Some(amount) = amount else { continue };
        let sum = sum_of(&rows, column);
        let hundredths = |many: i64| sum.abs().checked_mul(Decimal::new(many, 2)).unwrap_or_default();
        let unit = units.get(column).copied().unwrap_or(Decimal::ONE);
        let a_row = unit.checked_mul(Decimal::from(rows.len())).unwrap_or_default();
        let within = a_row.max(hundredths(NEAR_HUNDREDTHS)).min(hundredths(MOST_HUNDREDTHS));
        is_near &= amount.checked_sub(sum).is_some_and(|off| off.abs() <= within);
        if !amount.is_zero() || !sum.is_zero() {
            columns.push(column);
        }
    }
    let busy = rows.iter().filter(|row| row.amounts.iter().flatten().any(|amount| !amount.is_zero())).count();
    let run = Run {
        first: *others.first()?,
        last: *others.last()?,
        busy,
        rows: rows.len(),
        evidence: evidence(&rows, &columns),
        columns,
        since: true,
        all: true,
    };
    Some((run, is_near)).filter(|(run, _)| !run.columns.is_empty())
}

/// Two last rows or more that together come to all rows before them, of which there are two or more: 'Green' and 'Amber'.
fn analysis(lines: &[Line], columns: usize, counts: &[usize], verdicts: &mut [Verdict]) {
    let amount = |at: usize, column: usize| lines[at].amounts.get(column).copied().flatten().unwrap_or_default();
    let sum = |of: &[usize]| {
        let add = |column| of.iter().try_fold(Decimal::ZERO, |sum, at| sum.checked_add(amount(*at, column)));
        (0..columns).map(add).collect::<Option<Vec<Decimal>>>()
    };
    let (Some(all), mut above) = (sum(counts), vec![Decimal::ZERO; columns]) else { return };
    let is_busy = |at: &&usize| lines[**at].amounts.iter().flatten().any(|amount| !amount.is_zero());
    for first in 1..counts.len() {
        let Some(before) = counts.get(first - 1) else { return };
        for (column, above) in above.iter_mut().enumerate() {
            *above = above.checked_add(amount(*before, column)).unwrap_or(*above);
        }
        let is_half = above.iter().zip(&all).all(|(above, all)| above.checked_add(*above) == Some(*all));
        if !is_half || all.iter().all(Decimal::is_zero) {
            continue;
        }
        let (rows, last) = counts.split_at(first);
        let of = |some: &[usize]| {
            let mut amounts: Vec<_> = some.iter().filter(is_busy).map(|at| lines[*at].amounts.clone()).collect();
            amounts.sort();
            amounts
        };
        let is_item = |at: &usize| lines[*at].claim == Claim::Item && !lines[*at].reference;
        // The same amounts again are other schemes of the same size.
        if of(rows).len() < 2 || of(last).len() < 2 || of(rows) == of(last) || !last.iter().all(is_item) {
            continue;
        }
        let stated = |column: &usize| !all.get(*column).is_none_or(Decimal::is_zero);
        let (Some(from), Some(to), Some(begins), Some(ends)) = (rows.first(), rows.last(), last.first(), last.last())
        else {
            return;
        };
        let columns: Vec<usize> = (0..columns).filter(stated).collect();
        let evidence = evidence(&of_lines(lines, counts), &columns);
        // By one column alone it may well be chance where each has its own words.
        if evidence < 2 && last.iter().all(|at| lines[*at].words) {
            continue;
        }
        let run = Run {
            first: *from,
            last: *to,
            busy: of(rows).len(),
            rows: rows.len(),
            evidence,
            columns,
            since: true,
            all: true,
        };
        for at in last {
            verdicts[*at] = Verdict::Analysis { lines: (*begins, *ends), run: run.clone() };
        }
        return;
    }
}
