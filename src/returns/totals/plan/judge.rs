//! What each row is, by what is known of it and by what the totals of its table count.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use rust_decimal::Decimal;

use super::{Claim, Line, Verdict, adds_up};
use crate::returns::NoPart;
use crate::returns::totals::sums::Run;

/// What a stated total counts of the rows that are sums themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counts {
    /// None of them.
    None,
    /// Only those that are one by a single column, and of some of the rows before them.
    Chance,
    /// Only those that are one by a single column.
    Weak,
    /// All of them.
    All,
    /// It cannot be told.
    Unknown,
}

/// What is known of a table's rows one by one.
#[derive(Clone, Copy)]
pub(super) struct Known<'l> {
    pub(super) lines: &'l [Line],
    pub(super) up: &'l [Option<Run>],
    pub(super) down: &'l [Option<Run>],
    /// For each part: the line it is a part of.
    pub(super) wholes: &'l [Option<usize>],
    /// The total that closes the table.
    pub(super) last: Option<usize>,
    pub(super) columns: usize,
}

/// The parts of a whole together.
#[derive(Debug, Clone, Copy)]
struct Parts {
    /// Whether they are no more than the whole.
    within: bool,
    /// Whether they come to it.
    add_up: bool,
}

/// A table while it is judged. What is asked of every row is worked out once.
pub(super) struct Table<'l> {
    known: Known<'l>,
    /// Parents whose only detail is the same as they are.
    only_details: BTreeSet<usize>,
    /// The first and the last line that counts.
    counting: Option<(usize, usize)>,
    /// For each line: the total below it.
    next: Vec<Option<usize>>,
    /// What each total counts of the rows since the total before it.
    stretches: BTreeMap<usize, Counts>,
    /// What the total that closes the table counts, and else the one on top of it.
    whole: Counts,
    /// The parts of each whole.
    parts: BTreeMap<usize, Parts>,
}

impl<'l> Deref for Table<'l> {
    type Target = Known<'l>;

    fn deref(&self) -> &Known<'l> {
        &self.known
    }
}

impl Known<'_> {
    fn counts_here(&self, at: usize) -> bool {
        matches!(self.lines[at].claim, Claim::Item | Claim::Certain)
    }

    /// The parts of each whole.
    fn parts(&self) -> BTreeMap<usize, Parts> {
        let mut ranges: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for (at, whole) in self.wholes.iter().enumerate() {
            if let Some(whole) = whole {
                ranges.entry(*whole).or_insert((at, at)).1 = at;
            }
        }
        let together = |(whole, (first, last)): (usize, (usize, usize))| {
            let parts = self.lines.get(first..=last).unwrap_or_default();
            let within = self.lines[whole]
                .amounts
                .iter()
                .enumerate()
                .all(|(column, amount)| amount.is_none_or(|amount| sum_of(parts, column).abs() <= amount.abs()));
            (whole, Parts { within, add_up: adds_up(&self.lines[whole].amounts, parts) })
        };
        ranges.into_iter().map(together).collect()
    }
}

/// What rows state in a column together.
pub(super) fn sum_of(lines: &[Line], column: usize) -> Decimal {
    let amounts = lines.iter().filter_map(|line| line.amounts.get(column).copied().flatten());
    amounts.fold(Decimal::ZERO, |sum, amount| sum.checked_add(amount).unwrap_or(sum))
}

/// How certain a row is a sum by its figures alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Strength {
    /// It is none.
    Not,
    /// By one column, and of some of the rows beside it: it may well be chance.
    Chance,
    /// By one column, of all the rows there are.
    Weak,
    /// By several columns that are not alike.
    Strong,
}

impl<'l> Table<'l> {
    pub(super) fn new(known: Known<'l>, only_details: BTreeSet<usize>) -> Self {
        let lines = known.lines;
        let mut table = Table {
            known,
            only_details,
            counting: None,
            next: vec![None; lines.len()],
            stretches: BTreeMap::new(),
            whole: Counts::Unknown,
            parts: known.parts(),
        };
        let first = (0..lines.len()).find(|at| known.counts_here(*at));
        table.counting = first.zip((0..lines.len()).rfind(|at| known.counts_here(*at)));
        let mut next = None;
        for at in (0..lines.len()).rev() {
            table.next[at] = next;
            if lines[at].claim.is_total() {
                next = Some(at);
            }
        }
        let mut since = 0;
        for at in (0..lines.len()).filter(|at| lines[*at].claim.is_total()) {
            let counts = table.counts(at, since..at);
            table.stretches.insert(at, counts);
            since = at + 1;
        }
        let last = known.last.map_or(Counts::Unknown, |last| table.counts(last, 0..last));
        let top = table.on_top().filter(|_| last == Counts::Unknown);
        table.whole = top.map_or(last, |top| table.counts(top, top + 1..lines.len()));
        table
    }

    /// The run of which a plain row is the sum, and how certain that is.
    fn sum(&self, at: usize) -> (Option<&Run>, Strength) {
        let line = &self.lines[at];
        if self.only_details.contains(&at) {
            return (None, Strength::Strong);
        }
        match line.claim {
            Claim::Item => {
                let run = match (&self.up[at], &self.down[at]) {
                    (Some(up), Some(down)) if down.evidence > up.evidence => Some(down),
                    (up, down) => up.as_ref().or(down.as_ref()),
                };
                let strength = match run {
                    None => Strength::Not,
                    Some(run) if run.evidence > 1 => Strength::Strong,
                    Some(run) if run.is_whole() => Strength::Weak,
                    Some(_) => Strength::Chance,
                };
                (run, strength)
            }
            Claim::Part { .. } | Claim::Example | Claim::NoItem { .. } => (None, Strength::Strong),
            _ => (None, Strength::Not),
        }
    }

    /// What the total below a row counts, and else the one that closes the table.
    pub(super) fn counted(&self, at: usize) -> Counts {
        let nearest = self.next[at].and_then(|next| self.stretches.get(&next)).copied();
        nearest.filter(|counts| *counts != Counts::Unknown).unwrap_or(self.whole)
    }

    fn counts(&self, total: usize, of: std::ops::Range<usize>) -> Counts {
        let mut sums = [Strength::Not, Strength::Chance, Strength::Weak, Strength::Strong]
            .map(|_| vec![Decimal::ZERO; self.columns]);
        for at in of {
            let line = &self.lines[at];
            let kind = match line.claim {
                Claim::Certain | Claim::Item | Claim::Part { .. } | Claim::Example | Claim::NoItem { .. } => {
                    self.sum(at).1
                }
                _ => continue,
            };
            for (sum, amount) in sums[kind as usize].iter_mut().zip(&line.amounts) {
                *sum = amount.and_then(|amount| sum.checked_add(amount)).unwrap_or(*sum);
            }
        }
        let states = |sums: &[Decimal]| {
            let mut stated =
                self.lines[total].amounts.iter().zip(sums).filter_map(|(amount, sum)| Some(((*amount)?, *sum)));
            let mut any = false;
            stated.all(|(amount, sum)| {
                any |= !amount.is_zero();
                amount == sum
            }) && any
        };
        // With nothing but plain items, then with more and more of the rows that are sums. Where two come to the same, the one
        // that counts more by chance holds.
        let mut so_far = vec![Decimal::ZERO; self.columns];
        let mut found = [false; 4];
        for (found, more) in found.iter_mut().zip(&sums) {
            for (sum, more) in so_far.iter_mut().zip(more) {
                *sum = sum.checked_add(*more).unwrap_or(*sum);
            }
            *found = states(&so_far);
        }
        match found {
            [_, _, true, _] => Counts::Weak,
            [_, true, ..] => Counts::Chance,
            [true, ..] => Counts::None,
            [.., true] => Counts::All,
            _ => Counts::Unknown,
        }
    }

    fn counts_above(&self, at: usize) -> bool {
        self.counting.is_some_and(|(first, _)| first < at)
    }

    fn counts_below(&self, at: usize) -> bool {
        self.counting.is_some_and(|(_, last)| last > at)
    }

    /// The total above its rows, if there is one.
    fn on_top(&self) -> Option<usize> {
        (0..self.counting?.0).find(|at| self.lines[*at].claim.closes())
    }

    /// In an outline, a parent with a single detail states the same as that: parents are told from their details where the
    /// table's total says that each pair counts once.
    pub(super) fn only_details(&self) -> BTreeSet<usize> {
        let is_parent = |at: usize| {
            self.down[at].as_ref().is_some_and(|run| run.evidence > 1) && self.lines[at].claim == Claim::Item
        };
        let Some(last) = self.last.filter(|_| (0..self.lines.len()).any(is_parent)) else { return BTreeSet::new() };
        if self.counts(last, 0..last) != Counts::Unknown {
            return BTreeSet::new();
        }
        let mut pairs = BTreeSet::new();
        let mut at = 0;
        while at + 1 < last {
            if is_parent(at) {
                // Its details are no parents.
                at = self.down[at].as_ref().map_or(at, |run| run.first.max(run.last)) + 1;
                continue;
            }
            let (one, other) = (&self.lines[at], &self.lines[at + 1]);
            let plain = one.claim == Claim::Item && other.claim == Claim::Item;
            if plain && adds_up(&one.amounts, std::slice::from_ref(other)) {
                pairs.insert(at);
                at += 1;
            }
            at += 1;
        }
        let told = Table::new(self.known, pairs);
        if told.counts(last, 0..last) == Counts::Unknown { BTreeSet::new() } else { told.only_details }
    }

    pub(super) fn verdict(&self, at: usize) -> Verdict {
        let line = &self.lines[at];
        match line.claim {
            Claim::Certain | Claim::KnownPart => Verdict::Item,
            Claim::Item | Claim::Whole => self.plain(at),
            Claim::Doubtful => Verdict::Asked(self.up[at].clone().or(self.down[at].clone())),
            Claim::NoItem { counts } => match self.counted(at) {
                Counts::All if counts => Verdict::Item,
                counted => {
                    let is_nil = line.amounts.iter().flatten().all(Decimal::is_zero);
                    Verdict::NoItem(is_nil || matches!(counted, Counts::None | Counts::Chance | Counts::Weak))
                }
            },
            Claim::Nameless => self.nameless(at),
            Claim::Part { certain } => self.part(at, certain),
            Claim::Example => {
                Verdict::Example(matches!(self.counted(at), Counts::None | Counts::Chance | Counts::Weak))
            }
            Claim::Subtotal { exact } => self.named_subtotal(at, exact),
            Claim::Total | Claim::LooseTotal { .. } | Claim::LooseSubtotal | Claim::Perhaps => self.total(at),
        }
    }

    /// A row that the form names as a subtotal: of the rows that it is the sum of, above it or below. One that is the sum of
    /// none is that of the rows since the total before it, where the form names it exactly.
    fn named_subtotal(&self, at: usize, exact: bool) -> Verdict {
        let (up, down) = (&self.up[at], &self.down[at]);
        let is_below = match (up, down) {
            (Some(up), Some(down)) => down.evidence > up.evidence,
            (up, down) => up.is_none() && down.is_some(),
        };
        if let Some(run) = down.clone().filter(|_| is_below) {
            return Verdict::Subtotal { covers: Some((run.last, run.first)), run: Some(run), on_top: true };
        }
        if up.is_none() && !exact {
            return Verdict::Asked(None);
        }
        Verdict::Subtotal { covers: self.covers(at, up.as_ref()), run: up.clone(), on_top: false }
    }

    /// A row that only arithmetic could make a total.
    fn plain(&self, at: usize) -> Verdict {
        let (run, strength) = self.sum(at);
        let at_end = !self.counts_below(at);
        if strength == Strength::Not {
            return Verdict::Item;
        }
        let counts = self.counted(at);
        let only_detail = || {
            let columns = (0..self.columns).filter(|column| {
                self.lines[at].amounts.get(*column).copied().flatten().is_some_and(|amount| !amount.is_zero())
            });
            let columns: Vec<usize> = columns.collect();
            let evidence = columns.len();
            Run { first: at + 1, last: at + 1, busy: 1, rows: 1, columns, evidence, since: false, all: false }
        };
        let run = run.cloned().unwrap_or_else(only_detail);
        let on_top = run.first.min(run.last) > at;
        let read = |run: Run| Verdict::Subtotal {
            covers: Some((run.first.min(run.last), run.first.max(run.last))),
            run: Some(run),
            on_top,
        };
        let is_left_out = match strength {
            Strength::Strong => matches!(counts, Counts::None | Counts::Chance | Counts::Weak),
            Strength::Weak => matches!(counts, Counts::None | Counts::Chance),
            _ => counts == Counts::None,
        };
        // That the table's total counts it is proof.
        let is_told = match strength {
            Strength::Chance => matches!(counts, Counts::Chance | Counts::Weak | Counts::All),
            _ => matches!(counts, Counts::Weak | Counts::All),
        };
        let Line { reference, words, .. } = self.lines[at];
        match strength {
            _ if is_left_out => read(run),
            // It is counted by the table's total, and looks like an item besides.
            Strength::Strong if counts == Counts::All && (reference || words) => Verdict::Coincides(run),
            Strength::Strong => Verdict::Asked(Some(run)),
            _ if reference => Verdict::Coincides(run),
            _ if !is_told => Verdict::Asked(Some(run)),
            // The last row states what all the others come to: three of them do not do so by chance.
            Strength::Weak if at_end && !on_top && run.busy >= 3 && !words => Verdict::Asked(Some(run)),
            _ => Verdict::Coincides(run),
        }
    }

    /// A row without a label. It is no item, so that reading it as a total leaves nothing out.
    fn nameless(&self, at: usize) -> Verdict {
        let run = self.up[at].clone().filter(|run| run.evidence > 1 || run.is_whole());
        let Some(run) = run else { return Verdict::Nameless };
        let ends = self.last.is_none() && run.all && !self.counts_below(at);
        if ends {
            return Verdict::Total { run: Some(run), ends, on_top: false };
        }
        Verdict::Subtotal { covers: Some((run.first, run.last)), run: Some(run), on_top: false }
    }

    /// A part: certain where its label says nothing else, or the parts come to the whole; never where they are more than the
    /// whole, or the table's total counts them beside it.
    fn part(&self, at: usize, certain: bool) -> Verdict {
        let none = Verdict::AskedPart(NoPart::NothingAbove);
        let Some(whole) = self.wholes[at] else {
            // Its words may be the title of an item, and the table's total counts it as one.
            return if !certain && self.counted(at) == Counts::All { Verdict::Item } else { none };
        };
        let Some(parts) = self.parts.get(&whole) else { return none };
        let counts = self.counted(at);
        let is_known = certain || parts.add_up || matches!(counts, Counts::None | Counts::Chance | Counts::Weak);
        match counts {
            Counts::All if !certain && !parts.add_up => Verdict::Item,
            Counts::All => Verdict::AskedPart(NoPart::Counted),
            _ if !parts.within => Verdict::AskedPart(NoPart::More),
            _ if is_known => Verdict::Part(whole),
            _ => Verdict::AskedPart(NoPart::Words),
        }
    }

    /// A row whose label says that it is a total.
    fn total(&self, at: usize) -> Verdict {
        let line = &self.lines[at];
        let (above, below) = (self.counts_above(at), self.counts_below(at));
        if !above && below {
            return self.above_its_rows(at);
        }
        let run = self.up[at].clone();
        let is_last = self.last == Some(at);
        let earlier = self.last.is_some_and(|last| at < last);
        let subtotal = |run: Option<Run>| {
            let covers = self.covers(at, run.as_ref());
            Verdict::Subtotal { run, covers, on_top: false }
        };
        match line.claim {
            Claim::Total => Verdict::Total { run, ends: is_last || !earlier, on_top: false },
            Claim::LooseTotal { .. } if is_last || earlier && run.is_some() => {
                Verdict::Total { run, ends: is_last, on_top: false }
            }
            Claim::LooseTotal { .. } if run.is_some() => subtotal(run),
            Claim::LooseTotal { .. } => Verdict::Asked(None),
            Claim::LooseSubtotal => subtotal(run),
            _ => match run.filter(|run| run.is_whole() || run.evidence > 1 && run.rows > 1) {
                Some(run) if run.all && !below && (is_last || self.last.is_none()) => {
                    Verdict::Total { run: Some(run), ends: true, on_top: false }
                }
                Some(run) => subtotal(Some(run)),
                None => Verdict::Asked(None),
            },
        }
    }

    /// A total above its rows. One below them stands for the table, if there is one.
    fn above_its_rows(&self, at: usize) -> Verdict {
        let run = self.down[at].clone();
        let covers = run.as_ref().map(|run| (run.last, run.first));
        match (self.lines[at].claim, &run) {
            (Claim::Total | Claim::LooseTotal { .. }, _) if self.last.is_none() => {
                Verdict::Total { run, ends: false, on_top: true }
            }
            (Claim::Perhaps, Some(whole)) if whole.all && self.last.is_none() => {
                Verdict::Total { run, ends: false, on_top: true }
            }
            (_, Some(_)) => Verdict::Subtotal { run, covers, on_top: true },
            (Claim::Total, None) => Verdict::Subtotal { run, covers: self.below(at), on_top: true },
            (_, None) => Verdict::Asked(None),
        }
    }

    /// The lines that a total below its rows is the total of: those it is the sum of, else those since the total before it.
    fn covers(&self, at: usize, run: Option<&Run>) -> Option<(usize, usize)> {
        if let Some(run) = run {
            return Some((run.first, run.last));
        }
        let counts = |line: &usize| self.counts_here(*line);
        let since = (0..at).rev().find(|before| self.lines[*before].claim.is_total()).map_or(0, |before| before + 1);
        let first = (since..at).find(counts)?;
        Some((first, (since..at).rfind(counts)?))
    }

    /// The rows below a total, down to the one that closes the table.
    fn below(&self, at: usize) -> Option<(usize, usize)> {
        let end = self.last.unwrap_or(self.lines.len());
        (at + 1 < end).then_some((at + 1, end.saturating_sub(1)))
    }
}
