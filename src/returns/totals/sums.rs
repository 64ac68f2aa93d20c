//! Of which rows directly before it a row is the sum.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

/// The amounts of a row by the columns of amounts of its table, exact and in pounds; `None` where none is stated.
pub(in crate::returns) type Amounts = Vec<Option<Decimal>>;

/// So many beginnings of a run are tried for one row. There are more only where long stretches of the column are nil.
const MOST_STARTS: usize = 256;

/// So many rows of two columns are compared before they count as one.
const ROWS_COMPARED: usize = 64;

/// The rows passed so far, added up column by column.
///
/// A run that ends at the row passed last has a given sum where the sum up to its beginning is the sum up to now without it; so
/// each row costs a look-up, and no run is ever added up.
pub(super) struct Sums<'l> {
    rows: Vec<(usize, &'l [Option<Decimal>])>,
    /// The sum of the rows before each position; one more than there are rows.
    before: Vec<Vec<Decimal>>,
    /// How many rows before each position state an amount other than nil.
    busy: Vec<usize>,
    /// For each column: the positions by the sum before them, in order.
    by_sum: Vec<BTreeMap<Decimal, Vec<usize>>>,
    /// The position behind the total passed last.
    pub(super) since: usize,
}

/// A run of rows and in which columns a row is their sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::returns) struct Run {
    /// The first and the last of its rows, as numbers of lines, in the order in which they were passed.
    pub(in crate::returns) first: usize,
    /// See `first`.
    pub(in crate::returns) last: usize,
    /// How many rows it has that state an amount other than nil.
    pub(in crate::returns) busy: usize,
    /// How many rows it has.
    pub(in crate::returns) rows: usize,
    /// The columns in which the row states their sum and it is not nil.
    pub(in crate::returns) columns: Vec<usize>,
    /// How many of those columns are evidence of their own: two that are alike in every row are one.
    pub(in crate::returns) evidence: usize,
    /// Whether it begins behind the total before it.
    pub(in crate::returns) since: bool,
    /// Whether it begins with the first row of all.
    pub(in crate::returns) all: bool,
}

impl Run {
    /// Whether it is all there is: everything, or everything behind the total before it.
    pub(in crate::returns) fn is_whole(&self) -> bool {
        self.since || self.all
    }
}

impl<'l> Sums<'l> {
    pub(super) fn new(columns: usize) -> Self {
        let by_sum = vec![BTreeMap::from([(Decimal::ZERO, vec![0])]); columns];
        Sums { rows: Vec::new(), before: vec![vec![Decimal::ZERO; columns]], busy: vec![0], by_sum, since: 0 }
    }

    /// Passes a row that counts.
    pub(super) fn push(&mut self, line: usize, amounts: &'l [Option<Decimal>]) {
        let mut sums = self.before.last().cloned().unwrap_or_default();
        for (sum, amount) in sums.iter_mut().zip(amounts) {
            // Amounts are bounded, so that no sum of a sheet's rows is beyond what can be held.
            *sum = amount.and_then(|amount| sum.checked_add(amount)).unwrap_or(*sum);
        }
        self.rows.push((line, amounts));
        for (by_sum, sum) in self.by_sum.iter_mut().zip(&sums) {
            by_sum.entry(*sum).or_default().push(self.rows.len());
        }
        let is_busy = amounts.iter().flatten().any(|amount| !amount.is_zero());
        self.busy.push(self.busy.last().copied().unwrap_or_default() + usize::from(is_busy));
        self.before.push(sums);
    }

    /// A total was passed.
    pub(super) fn close(&mut self) {
        self.since = self.rows.len();
    }

    /// The run before a row with these amounts whose sum they are in every column that states one; one that begins behind the
    /// total before it, or with the first row, before others, and a short one before a long one. It has `least` rows at least.
    pub(super) fn find(&self, amounts: &[Option<Decimal>], least: usize) -> Option<Run> {
        let now = self.before.last()?;
        let stated = || amounts.iter().enumerate().filter_map(|(column, amount)| Some((column, (*amount)?)));
        stated().find(|(_, amount)| !amount.is_zero())?;
        let fits = |start: &usize| {
            let sums = self.before.get(*start)?;
            let fits = stated().all(|(column, amount)| {
                let sum = now.get(column).zip(sums.get(column)).and_then(|(now, then)| now.checked_sub(*then));
                sum == Some(amount)
            });
            fits.then_some(*start)
        };
        let long_enough = |start: &usize| {
            let rows = self.rows.len().saturating_sub(*start);
            // With a single row that is not nil a plain row is another one of the same size.
            rows >= least && (self.busy_from(*start) >= least || least < 2)
        };
        let whole = [self.since, 0].into_iter().filter(long_enough).find_map(|start| fits(&start));
        let start = whole.or_else(|| {
            let columns = stated().filter(|(_, amount)| !amount.is_zero());
            let starts = columns.map(|(column, amount)| -> &[usize] {
                let then = now.get(column).and_then(|now| now.checked_sub(amount));
                let starts = then.and_then(|then| self.by_sum.get(column)?.get(&then));
                starts.map(Vec::as_slice).unwrap_or_default()
            });
            let fewest = starts.min_by_key(|starts| starts.len())?;
            fewest.iter().rev().take(MOST_STARTS).filter(|start| long_enough(start)).find_map(fits)
        })?;
        let columns: Vec<usize> = stated().filter(|(_, amount)| !amount.is_zero()).map(|(column, _)| column).collect();
        Some(Run {
            first: self.rows.get(start)?.0,
            last: self.rows.last()?.0,
            busy: self.busy_from(start),
            rows: self.rows.len().saturating_sub(start),
            evidence: self.evidence(start, &columns),
            columns,
            since: start == self.since,
            all: start == 0,
        })
    }

    fn busy_from(&self, start: usize) -> usize {
        let before = self.busy.get(start).copied().unwrap_or_default();
        self.busy.last().map_or(0, |now| now.saturating_sub(before))
    }

    /// How many of the columns differ from each other in the rows of a run.
    fn evidence(&self, start: usize, columns: &[usize]) -> usize {
        let rows = self.rows.get(start..).unwrap_or_default();
        let rows = rows.get(..ROWS_COMPARED).unwrap_or(rows);
        let stated =
            |column: usize, amounts: &[Option<Decimal>]| amounts.get(column).copied().flatten().unwrap_or_default();
        let alike = |one: usize, other: usize| rows.iter().all(|(_, row)| stated(one, row) == stated(other, row));
        let mut own: Vec<usize> = Vec::new();
        for &column in columns {
            if !own.iter().any(|known| alike(*known, column)) {
                own.push(column);
            }
        }
        own.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(amounts: &[i64]) -> Amounts {
        amounts.iter().map(|amount| (*amount >= 0).then(|| Decimal::from(*amount))).collect()
    }

    fn found(rows: &[&[i64]], close_after: usize, wanted: &[i64], least: usize) -> Option<(usize, usize, usize)> {
        let rows: Vec<Amounts> = rows.iter().map(|amounts| row(amounts)).collect();
        let mut sums = Sums::new(wanted.len());
        for (line, amounts) in rows.iter().enumerate() {
            sums.push(line, amounts);
            if line + 1 == close_after {
                sums.close();
            }
        }
        let run = sums.find(&row(wanted), least)?;
        Some((run.first, run.last, run.evidence))
    }

    #[test]
    fn a_run_is_found_by_every_column_that_states_an_amount() {
        let rows: &[&[i64]] = &[&[400, 380], &[250, 250], &[150, 120]];
        assert_eq!(found(rows, 0, &[800, 750], 2), Some((0, 2, 2)));
        assert_eq!(found(rows, 0, &[400, 370], 2), Some((1, 2, 2)));
        assert_eq!(found(rows, 0, &[400, -1], 2), Some((1, 2, 1)), "a blank says nothing");
        assert_eq!(found(rows, 0, &[400, 0], 2), None, "nil does");
        assert_eq!(found(rows, 0, &[150, 120], 2), None, "one row is no run");
        assert_eq!(found(rows, 0, &[150, 120], 1), Some((2, 2, 2)));
        assert_eq!(found(rows, 1, &[400, 370], 2), Some((1, 2, 2)));
        assert_eq!(found(rows, 0, &[0, 0], 2), None, "nil is no evidence");
    }

    #[test]
    fn rows_of_nil_make_no_run() {
        assert_eq!(found(&[&[5], &[10], &[0]], 0, &[10], 2), None);
        assert_eq!(found(&[&[10], &[0]], 0, &[10], 2), None);
        assert_eq!(found(&[&[10], &[0]], 0, &[10], 1), Some((0, 1, 1)));
    }

    #[test]
    fn columns_that_are_alike_are_one_piece_of_evidence() {
        assert_eq!(found(&[&[10, 10], &[20, 20]], 0, &[30, 30], 2), Some((0, 1, 1)));
    }

    #[test]
    fn many_rows_cost_a_look_up_each() {
        let rows: Vec<Amounts> = (0..40_000).map(|number| row(&[number % 7, number % 3, 0])).collect();
        let mut sums = Sums::new(3);
        let mut runs = 0;
        for (line, amounts) in rows.iter().enumerate() {
            runs += usize::from(sums.find(amounts, 2).is_some());
            sums.push(line, amounts);
        }
        assert!(runs < 40_000);
    }
}
