//! Rows that may be the total of a single row beside them: they state the same, so that no sum tells them from another item.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::judge::{Counts, Table};
use super::{Claim, Line, Run, Verdict};

/// Asks about a row that states what the row directly above or below it states, where its words speak of a whole ('Care
/// overall'), or where it ends a table whose other groups end in subtotals. A total that counts it proves it an item.
pub(super) fn ask(table: &Table<'_>, verdicts: &mut [Verdict]) {
    let is_plain = |at: usize, verdicts: &[Verdict]| {
        verdicts[at] == Verdict::Item && table.lines[at].claim == Claim::Item && !table.lines[at].reference
    };
    for at in 0..table.lines.len() {
        let line = &table.lines[at];
        if !is_plain(at, verdicts) || table.counted(at) != Counts::Unknown {
            continue;
        }
        let may_close = |other: &usize| line.speaks_of_whole || *other < at && ends_in_place_of_a_subtotal(table, at);
        let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
        let single = beside.filter(may_close).find(|other| {
            let other_line =
                table.lines.get(*other).filter(|other| matches!(other.claim, Claim::Item | Claim::Certain));
            other_line.is_some_and(|other| states_the_same(line, other))
        });
        if let Some(single) = single {
            verdicts[at] = Verdict::Asked(Some(run_of(line, single)));
        }
    }
}

/// Whether two rows alone stand behind the last subtotal of a table, and this is the second of them. One amount may well be the
/// same in both by chance.
fn ends_in_place_of_a_subtotal(table: &Table<'_>, at: usize) -> bool {
    let is_subtotal =
        |before: usize| matches!(table.lines[before].claim, Claim::Subtotal { .. } | Claim::LooseSubtotal);
    let is_second = at.checked_sub(2).is_some_and(is_subtotal);
    let amounts: BTreeSet<Decimal> = table.lines[at].amounts.iter().flatten().copied().collect();
    let several = amounts.iter().filter(|amount| !amount.is_zero()).count() > 1;
    is_second && several && !table.lines[at].words && !table.lines.iter().skip(at + 1).any(|line| !line.claim.closes())
}

/// Whether a row states the same as another one in every column that it fills, and in one of them more than nil.
fn states_the_same(line: &Line, other: &Line) -> bool {
    let mut any = false;
    let same = line.amounts.iter().zip(&other.amounts).all(|(amount, other)| {
        any |= amount.is_some_and(|amount| !amount.is_zero());
        amount.is_none() || amount == other
    });
    same && any
}

fn run_of(line: &Line, single: usize) -> Run {
    let stated = |amount: &Option<_>| amount.is_some_and(|amount: Decimal| !amount.is_zero());
    let columns: Vec<usize> = (0..line.amounts.len()).filter(|at| line.amounts.get(*at).is_some_and(stated)).collect();
    let evidence = columns.len();
    Run { first: single, last: single, busy: 1, rows: 1, columns, evidence, since: false, all: false }
}
