//! What each row of a table is, by its label and by arithmetic together.

mod judge;
mod single;
mod whole;

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::sums::{Amounts, Run, Sums};
use crate::returns::NoPart;
use judge::{Known, Table, sum_of};
pub(in crate::returns) use whole::total_where_nothing_is_grouped;

/// A row that a total could be, or count: it states an amount, or its label is a total's.
#[derive(Debug, Clone)]
pub(in crate::returns) struct Line {
    /// Its row, the topmost is 0.
    pub(in crate::returns) row: u32,
    /// What its label says.
    pub(in crate::returns) claim: Claim,
    /// What it states.
    pub(in crate::returns) amounts: Amounts,
    /// How far its label is indented.
    pub(in crate::returns) indent: usize,
    /// Whether it has a reference of its own beside its label.
    pub(in crate::returns) reference: bool,
    /// Whether it says something else in words, as items do: a status, progress.
    pub(in crate::returns) words: bool,
    /// Whether a word that closes a list stands among others in its label.
    pub(in crate::returns) speaks_of_whole: bool,
}

/// What the label of a row says, or the form says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::returns) enum Claim {
    /// Nothing that matters here: an item, unless arithmetic says otherwise.
    Item,
    /// It is an item or a balancing line, whatever it looks like: the form says so.
    Certain,
    /// No label at all.
    Nameless,
    /// A total by the form's own label.
    Total,
    /// A subtotal by the form's own label; by its beginning alone, if it is not exact.
    Subtotal {
        /// Whether the label is the form's, or says by itself that it is a total.
        exact: bool,
    },
    /// A total by its words; of everything, if they say 'grand' or 'overall' or name the area.
    LooseTotal {
        /// Whether they do.
        grand: bool,
        /// Whether they name a group: then it is that group's alone.
        group: bool,
    },
    /// A subtotal by its words.
    LooseSubtotal,
    /// A total word among others.
    Perhaps,
    /// It closes a list by its words, which say no 'total': 'Overall', 'Net savings'. An item where it stands elsewhere.
    Whole,
    /// Such a row at an end of the table, and not the sum of all others.
    Doubtful,
    /// No item by its words: an average, a memorandum.
    NoItem {
        /// Whether it is one all the same where the table's total counts it.
        counts: bool,
    },
    /// A part of the item above, by a column of the form: it counts nowhere, and that is known.
    KnownPart,
    /// 'of which': a part of the item above.
    Part {
        /// Whether no item could be called so.
        certain: bool,
    },
    /// The template's example.
    Example,
}

impl Claim {
    /// Whether a label says that the row is a total of some kind.
    fn is_total(self) -> bool {
        self.closes()
            || matches!(self, Claim::Subtotal { .. } | Claim::LooseSubtotal | Claim::Perhaps | Claim::Doubtful)
    }

    /// Whether a label says that the row closes a table.
    fn closes(self) -> bool {
        matches!(self, Claim::Total | Claim::LooseTotal { .. })
    }
}

/// What a row is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::returns) enum Verdict {
    /// An item.
    Item,
    /// An item that happens to be the sum of others.
    Coincides(Run),
    /// The total of the table.
    Total {
        /// The rows it is the sum of, if it is that of any.
        run: Option<Run>,
        /// Whether the table ends here.
        ends: bool,
        /// Whether it stands above its rows.
        on_top: bool,
    },
    /// The total of some rows.
    Subtotal {
        /// The rows it is the sum of, if it is that of any.
        run: Option<Run>,
        /// The lines that it is the total of, right or wrong; none where only the form's groups say.
        covers: Option<(usize, usize)>,
        /// Whether it stands above its rows.
        on_top: bool,
    },
    /// It may be a total: it counts nowhere until somebody says what it is.
    Asked(Option<Run>),
    /// It comes near the sum of all others, or closes the table by its words and is not their sum: it counts nowhere either.
    Near {
        /// All others.
        run: Run,
        /// Whether its words say so.
        by_words: bool,
    },
    /// It comes to all rows above together with those of these lines: it may analyse them. It counts nowhere either.
    Analysis {
        /// The first and the last line of the rows that may analyse the others.
        lines: (usize, usize),
        /// The rows above.
        run: Run,
    },
    /// It is no item by its words: whether the table's total leaves it out.
    NoItem(bool),
    /// A part of the item in this line: it counts there.
    Part(usize),
    /// It says that it is a part of the row above, and cannot be, or is counted beside it.
    AskedPart(NoPart),
    /// The template's example: whether it is certain that nobody counts it.
    Example(bool),
    /// A row without a label that is no total.
    Nameless,
}

/// So many further rows are tried as parts of a row whose parts are begun.
const MOST_FURTHER_PARTS: usize = 32;

/// What each line is; `units` are the units of its columns.
pub(in crate::returns) fn plan(lines: &[Line], units: &[Decimal]) -> Vec<Verdict> {
    let columns = units.len();
    let mut lines = lines.to_vec();
    let wholes = indented_parts(&mut lines);
    whole::claim(&mut lines, columns);
    let up = scan_up(&lines, columns);
    let down = scan_down(&lines, &up, columns);
    let last = closing(&lines, &up);
    let known = Known { lines: &lines, up: &up, down: &down, wholes: &wholes, last, columns };
    let table = Table::new(known, BTreeSet::new());
    let only_details = table.only_details();
    let table = if only_details.is_empty() { table } else { Table::new(known, only_details) };
    let mut verdicts = (0..lines.len()).map(|line| table.verdict(line)).collect::<Vec<_>>();
    whole::ask(&lines, units, &mut verdicts);
    single::ask(&table, &mut verdicts);
    verdicts
}

/// Indented rows that add up to the row above them are parts of it. Gives for each line the line it is a part of.
fn indented_parts(lines: &mut [Line]) -> Vec<Option<usize>> {
    let mut wholes = vec![None; lines.len()];
    let mut whole = 0;
    while whole < lines.len() {
        let indent = lines[whole].indent;
        let details = lines.iter().skip(whole + 1);
        let count = details.take_while(|line| line.claim == Claim::Item && line.indent > indent).count();
        let is_item = matches!(lines[whole].claim, Claim::Item | Claim::Certain);
        if is_item && count > 0 && adds_up(&lines[whole].amounts, &lines[whole + 1..=whole + count]) {
            for part in whole + 1..=whole + count {
                lines[part].claim = Claim::Part { certain: true };
                wholes[part] = Some(whole);
            }
        }
        whole += 1 + if is_item { count } else { 0 };
    }
    // 'of which' rows are parts of the item above them.
    let mut item = None;
    for (line, whole) in lines.iter().zip(&mut wholes).enumerate().map(|(at, (line, whole))| ((at, line), whole)) {
        match line.1.claim {
            Claim::Item | Claim::Certain => item = Some(line.0),
            Claim::Part { .. } => *whole = whole.or(item),
            Claim::KnownPart => {}
            _ => item = None,
        }
    }
    further_parts(lines, &mut wholes);
    wholes
}

/// Parts may go on without saying so: 'of which voids', 'boilers', which together come to the row above.
fn further_parts(lines: &mut [Line], wholes: &mut [Option<usize>]) {
    for whole in 0..lines.len() {
        let parts = wholes.iter().skip(whole + 1).take_while(|of| **of == Some(whole)).count();
        let first = whole + 1;
        if parts == 0 || adds_up(&lines[whole].amounts, &lines[first..first + parts]) {
            continue;
        }
        let more = lines.iter().skip(first + parts).take_while(|line| line.claim == Claim::Item).count();
        // Beyond so many rows nobody reads them together.
        let end = (parts + 1..=parts + more.min(MOST_FURTHER_PARTS))
            .find(|count| adds_up(&lines[whole].amounts, &lines[first..first + count]));
        for part in end.map_or(first..first, |count| first + parts..first + count) {
            lines[part].claim = Claim::Part { certain: true };
            wholes[part] = Some(whole);
        }
    }
}

/// Whether rows add up to an amount in every column that states one: two columns at least where there is a single row.
fn adds_up(whole: &[Option<Decimal>], parts: &[Line]) -> bool {
    let stated = whole.iter().enumerate().filter_map(|(column, amount)| Some((column, (*amount)?)));
    let mut evidence = 0;
    for (column, amount) in stated {
        if sum_of(parts, column) != amount {
            return false;
        }
        evidence += usize::from(!amount.is_zero());
    }
    evidence >= if parts.len() == 1 { 2 } else { 1 }
}

/// For each line: the run directly above it that it is the sum of.
fn scan_up(lines: &[Line], columns: usize) -> Vec<Option<Run>> {
    // Once without the rows that are sums themselves, and once with all of them: an item that happens to be one counts.
    let (mut without, mut with) = (Sums::new(columns), Sums::new(columns));
    let mut runs = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        // A plain row that states the same as the one above it is another item.
        let least = if line.claim.is_total() { 1 } else { 2 };
        let candidate = line.claim.is_total() || matches!(line.claim, Claim::Item | Claim::Nameless);
        let find = || without.find(&line.amounts, least).or_else(|| with.find(&line.amounts, least));
        let run = if candidate { find() } else { None };
        let is_sum = run.as_ref().is_some_and(|run| run.evidence > 1);
        match line.claim {
            Claim::Certain | Claim::Item if !is_sum => {
                without.push(at, &line.amounts);
                with.push(at, &line.amounts);
            }
            Claim::Item => with.push(at, &line.amounts),
            _ => {}
        }
        let closes = line.claim.is_total() || is_sum || run.as_ref().is_some_and(|run| run.since);
        if closes {
            without.close();
            with.close();
        }
        runs.push(run);
    }
    runs
}

/// For each line: the run directly below it that it is the sum of, rows apart that are the sum of others above them.
fn scan_down(lines: &[Line], up: &[Option<Run>], columns: usize) -> Vec<Option<Run>> {
    let mut sums = Sums::new(columns);
    let mut runs = vec![None; lines.len()];
    for (at, line) in lines.iter().enumerate().rev() {
        let is_sum = up[at].as_ref().is_some_and(|run| run.evidence > 1);
        match line.claim {
            Claim::Certain => sums.push(at, &line.amounts),
            Claim::Item if !is_sum => {
                runs[at] = sums.find(&line.amounts, 2);
                match &runs[at] {
                    Some(run) if run.evidence > 1 => sums.close(),
                    _ => sums.push(at, &line.amounts),
                }
            }
            claim if claim.is_total() => {
                runs[at] = sums.find(&line.amounts, 1);
                sums.close();
            }
            _ => {}
        }
    }
    runs
}

/// The line of the total that closes the table, if there is one.
///
/// A further total closes it where it repeats the one before it, or where it counts everything above: rows that stand below a
/// total and are counted by no other one belong to something else.
fn closing(lines: &[Line], up: &[Option<Run>]) -> Option<usize> {
    let counts = |line: &Line| matches!(line.claim, Claim::Item | Claim::Certain);
    let first = lines.iter().position(counts)?;
    let counts_all = |at: &usize| up[*at].as_ref().is_some_and(|run| run.all);
    // Among other words a total is settled by what it counts.
    let closes = |at: &usize| lines[*at].claim.closes() || lines[*at].claim == Claim::Perhaps && counts_all(at);
    let closers: Vec<usize> = (first..lines.len()).filter(closes).collect();
    let of_all = |at: &usize| matches!(lines[*at].claim, Claim::LooseTotal { grand: true, .. }) || counts_all(at);
    let mut last = closers.iter().rev().copied().find(|at| of_all(at)).or(closers.first().copied())?;
    for &next in &closers {
        // A further one that is exactly the total of its own rows closes a block of its own.
        let is_block = up[next].as_ref().is_some_and(|run| run.since) && lines[next].claim == lines[last].claim;
        if next > last && lines[last..next].iter().any(counts) && !is_block {
            break;
        }
        last = last.max(next);
    }
    // A group's total, with rows below it, is one of the rows above it alone.
    let is_group = match lines[last].claim {
        Claim::LooseTotal { group, .. } => group,
        claim => claim == Claim::Perhaps,
    };
    (!is_group || !lines[last..].iter().any(counts)).then_some(last)
}

#[cfg(test)]
mod tests;
