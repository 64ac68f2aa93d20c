//! Which columns are worked out from others of their row: the formula that gives what stands there in every row, where the figures
//! leave no doubt. A live formula says which columns go into it; what it does with them is seen from the figures too, for
//! `=IF(ISNUMBER(G6),G6-E6,"TBC")` is a difference and says much else.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::lines::figure;
use super::{By, Computed, Covers, Holds, RowFormula, RowIs, Table, TotalIs};
use crate::names::{Heading, one_line};
use crate::returns::grid::Sheet;
use crate::returns::recompute::Relative;
use crate::source::Address;

/// How many rows a formula must give at least, with a live formula behind it and by figures alone.
const LEAST_ROWS_LIVE: usize = 2;
const LEAST_ROWS: usize = 3;

/// The most columns that are tried with every combination of signs.
const MOST_SIGNED: usize = 6;

/// The most columns from which one without a live formula may be worked out, the nearest ones: what is tried grows with their square.
const MOST_OPERANDS: usize = 40;

/// Words of headings over what is worked out.
const WORKED_OUT: [&str; 20] = [
    "variance",
    "difference",
    "total",
    "net",
    "balance",
    "remaining",
    "shortfall",
    "gap",
    "over",
    "under",
    "variation",
    "movement",
    "change",
    "percentage",
    "outstanding",
    "still",
    "surplus",
    "deficit",
    "%",
    "all",
];

/// What binary arithmetic may make of a result, as a share of it.
const NOISE: Decimal = Decimal::from_parts(1, 0, 0, false, 9);

/// Finds the formulas of a table's columns, and what they take as nil.
pub(super) fn judge(sheet: &Sheet, table: &mut Table) {
    let items = items(table);
    same(sheet, table, &items);
    // What is live is known first, then what stands right of all that it is worked out from, then what its heading says is
    // worked out: where three columns hang together, only the figures' places say which of them follows.
    for pass in [Pass::Live, Pass::Right, Pass::Worded] {
        for index in 0..table.columns.len() {
            judge_column(sheet, table, &items, index, pass);
        }
    }
}

/// Finds the columns of amounts that repeat another one: whatever gives the one gives the other too.
fn same(sheet: &Sheet, table: &mut Table, items: &[u32]) {
    let figures = |at: u32| -> Vec<Option<Decimal>> {
        items.iter().map(|row| sheet.cells.get(&Address::new(*row, at)).and_then(figure)).collect()
    };
    let mut known: Vec<(u32, Vec<Option<Decimal>>)> = Vec::new();
    for column in table.columns.iter_mut().filter(|column| column.holds.value.is_amount()) {
        let own = figures(column.at);
        let different: BTreeSet<Decimal> = own.iter().flatten().copied().collect();
        if different.len() >= LEAST_ROWS {
            column.same_as = known.iter().find(|(_, figures)| *figures == own).map(|(at, _)| *at);
        }
        known.push((column.at, own));
    }
}

/// Which columns are looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pass {
    Live,
    Right,
    Worded,
}

fn items(table: &Table) -> Vec<u32> {
    table.items().map(|row| row.at).collect()
}

fn judge_column(sheet: &Sheet, table: &mut Table, items: &[u32], index: usize, pass: Pass) {
    let Some(column) = table.columns.get(index) else { return };
    let live = live(sheet, column.at, items);
    let worded = Heading::of(&column.heading, 4).tokens().any(|word| WORKED_OUT.contains(&word));
    if !column.holds.value.is_figure()
        || column.computed.is_some()
        || column.same_as.is_some() && pass != Pass::Live
        || live.is_some() != (pass == Pass::Live)
        || pass == Pass::Worded && !worded
    {
        return;
    }
    let search = Search { sheet, items, column: column.at, holds: &column.holds.value, live };
    // What is worked out from this column already cannot be what it is worked out from.
    let uses = |other: &super::Column| {
        other.computed.as_ref().is_some_and(|computed| computed.formula.columns().contains(&column.at))
    };
    let operands: Vec<u32> = table
        .columns
        .iter()
        .filter(|other| other.holds.value.is_amount() && other.at != column.at && !uses(other))
        .filter(|other| pass != Pass::Right || other.at < column.at)
        .map(|other| other.at)
        .collect();
    let Some((computed, nils)) = search.find(&operands) else { return };
    let operands = computed.formula.columns();
    for column in table.columns.iter_mut().filter(|column| operands.contains(&column.at)) {
        column.blank_is_nil |= nils.blanks.contains(&column.at);
        for (_, known) in column.placeholders.iter_mut().filter(|(text, _)| nils.texts.contains(*text)) {
            known.nil = true;
        }
    }
    if let Some(column) = table.columns.get_mut(index) {
        column.computed = Some(computed);
    }
}

/// Says of each column of figures what the totals of the table state there.
pub(super) fn totals(sheet: &Sheet, table: &mut Table) {
    let items = items(table);
    let covered = |row: &super::Row| match row.is {
        RowIs::Total(Covers::All) => Some((row.at, 0, u32::MAX)),
        RowIs::Total(Covers::Rows(first, last)) => Some((row.at, first, last)),
        _ => None,
    };
    let totals: Vec<(u32, u32, u32)> = table.rows.iter().filter_map(covered).collect();
    for column in table.columns.iter_mut().filter(|column| column.holds.value.is_figure()) {
        let search = Search { sheet, items: &items, column: column.at, holds: &column.holds.value, live: None };
        let mut stated = totals.iter().filter_map(|total| Some((search.figure(total.0, column.at)?, total))).peekable();
        if stated.peek().is_none() {
            continue;
        }
        let sum = |first: &u32, last: &u32| {
            let own = items.iter().filter(|item| (first..=last).contains(item));
            own.filter_map(|item| search.figure(*item, column.at))
                .fold(Decimal::ZERO, |sum, next| sum.saturating_add(next))
        };
        let by = |computed: &Computed| computed.by;
        let of_formula = |row: u32, stated: Decimal| {
            let computed = column.computed.as_ref();
            let figure = computed
                .and_then(|computed| Some((come_to(&computed.formula, |at| search.figure(row, at))?, by(computed))));
            figure.is_some_and(|(figure, by)| search.same(stated, figure, by))
        };
        let stated: Vec<_> = stated.collect();
        column.total = Some(match () {
            () if column.holds.value.is_amount()
                && stated.iter().all(|(stated, (_, first, last))| *stated == sum(first, last)) =>
            {
                TotalIs::Sum
            }
            () if stated.iter().all(|(stated, (row, ..))| of_formula(*row, *stated)) => TotalIs::Formula,
            () => TotalIs::Stated,
        });
    }
}

/// What a formula took as nil.
#[derive(Default)]
struct Nils {
    /// The texts.
    texts: BTreeSet<String>,
    /// The columns in which nothing stood.
    blanks: BTreeSet<u32>,
}

impl RowFormula {
    /// The columns that go into it.
    pub fn columns(&self) -> BTreeSet<u32> {
        match self {
            RowFormula::Sum { plus, less } => plus.iter().chain(less).copied().collect(),
            RowFormula::Share { part, of } => [*part, *of].into(),
        }
    }
}

/// The columns of its own row that a column's live formula looks at, where every item has the same one.
fn live(sheet: &Sheet, column: u32, items: &[u32]) -> Option<BTreeSet<u32>> {
    let relative = |row: &u32| {
        let at = Address::new(*row, column);
        Relative::of(sheet.look.formulas.get(&at)?, at)
    };
    let mut all = items.iter().map(relative);
    let first = all.next()??;
    let same = all.all(|next| next.is_some_and(|next| next.alike == first.alike));
    (same && first.row_alone && !first.in_row.is_empty()).then_some(first.in_row)
}

/// What is looked for: how one column is worked out.
struct Search<'a> {
    sheet: &'a Sheet,
    items: &'a [u32],
    column: u32,
    holds: &'a Holds,
    live: Option<BTreeSet<u32>>,
}

impl Search<'_> {
    /// The formula, and what it takes as nil.
    fn find(&self, operands: &[u32]) -> Option<(Computed, Nils)> {
        let (columns, least, by) = match &self.live {
            // A live formula that nothing simple fits is none of these.
            Some(live) => {
                let own = operands.iter().copied().filter(|at| live.contains(at)).collect();
                (own, LEAST_ROWS_LIVE, By::LiveFormula)
            }
            None => {
                let mut nearest = operands.to_vec();
                nearest.sort_by_key(|at| at.abs_diff(self.column));
                nearest.truncate(MOST_OPERANDS);
                nearest.sort_unstable();
                (nearest, LEAST_ROWS, By::Values)
            }
        };
        let rows = Rows::of(self, &columns);
        let shapes = self.shapes(&columns, self.live.is_some());
        shapes.into_iter().find_map(|formula| self.fits(&rows, formula, least, by))
    }

    /// The formulas to be tried over these columns, the likeliest first.
    fn shapes(&self, columns: &[u32], whole: bool) -> Vec<RowFormula> {
        let pairs = || {
            columns
                .iter()
                .flat_map(|one| columns.iter().filter(move |other| *other != one).map(move |other| (*one, *other)))
        };
        if let Holds::Percent { .. } = self.holds {
            return pairs().map(|(part, of)| RowFormula::Share { part, of }).collect();
        }
        if whole && columns.len() > 1 && columns.len() <= MOST_SIGNED {
            // Every column that the live formula looks at, with either sign, the fewest taken away first.
            let mut signs: Vec<u32> = (0..1u32 << columns.len()).collect();
            signs.sort_by_key(|signs| signs.count_ones());
            let signed = |signs: &u32| {
                let (less, plus) = columns.iter().enumerate().partition::<Vec<_>, _>(|(bit, _)| signs & 1 << bit != 0);
                let at = |columns: Vec<(usize, &u32)>| columns.into_iter().map(|(_, at)| *at).collect::<Vec<u32>>();
                RowFormula::Sum { plus: at(plus), less: at(less) }
            };
            return signs
                .iter()
                .map(signed)
                .filter(|formula| !matches!(formula, RowFormula::Sum { plus, .. } if plus.is_empty()))
                .collect();
        }
        let difference = |(one, other): (u32, u32)| RowFormula::Sum { plus: vec![one], less: vec![other] };
        let sums = pairs()
            .filter(|(one, other)| one < other)
            .map(|(one, other)| RowFormula::Sum { plus: vec![one, other], less: vec![] });
        let runs = (0..columns.len()).flat_map(|first| (first + 3..=columns.len()).map(move |end| (first, end)));
        let runs = runs.filter_map(|(first, end)| columns.get(first..end));
        let runs = runs.map(|run| RowFormula::Sum { plus: run.to_vec(), less: vec![] });
        let mut shapes: Vec<RowFormula> = pairs().map(difference).chain(sums).chain(runs).collect();
        // The whole less some of its parts: 'still to find' from target, achieved and planned.
        for whole in columns {
            let others: Vec<u32> = columns.iter().copied().filter(|at| at != whole).collect();
            shapes.extend(others.windows(2).map(|pair| RowFormula::Sum { plus: vec![*whole], less: pair.to_vec() }));
        }
        shapes
    }

    /// Whether a formula gives what stands in every row.
    fn fits(&self, known: &Rows, formula: RowFormula, least: usize, by: By) -> Option<(Computed, Nils)> {
        let columns: Vec<(usize, u32)> =
            formula.columns().into_iter().filter_map(|at| Some((known.place(at)?, at))).collect();
        // A row could tell this formula from a simpler one where none of what goes into it is nil.
        let tells = |row: &[Option<Decimal>]| {
            columns.iter().filter(|(place, _)| row[*place].is_some_and(|figure| !figure.is_zero())).count() > 1
        };
        if known.rows.iter().filter(|row| tells(&row.figures)).take(2).count() < 2.min(least) {
            return None;
        }
        let (mut rows, mut telling, mut as_nil) = (0, 0, 0);
        let mut nils = Nils::default();
        for Known { row, stated, figures } in &known.rows {
            let figure = |at: u32| known.place(at).and_then(|place| figures[place]);
            match come_to(&formula, figure) {
                Some(figure) if self.same(*stated, figure, by) => {
                    rows += 1;
                    telling += usize::from(tells(figures));
                }
                Some(_) => return None,
                // A figure where something behind it is missing: it counted as nil, or the formula is another one.
                None => match come_to(&formula, |at| figure(at).or(Some(Decimal::ZERO))) {
                    Some(figure) if self.same(*stated, figure, by) => {
                        as_nil += 1;
                        for (_, at) in columns.iter().filter(|(place, _)| figures[*place].is_none()) {
                            match self.text(*row, *at) {
                                Some(text) => nils.texts.insert(text),
                                None => nils.blanks.insert(*at),
                            };
                        }
                    }
                    _ => return None,
                },
            }
        }
        let enough = rows + as_nil >= least && telling >= 2.min(least);
        enough.then_some((Computed { formula, rows: rows + as_nil, by }, nils))
    }

    /// Whether two figures are the same: as a spreadsheet stores them, or a typed percentage within its last digit.
    fn same(&self, stated: Decimal, figure: Decimal, by: By) -> bool {
        let off = stated.saturating_sub(figure).abs();
        let noise = figure.abs().checked_mul(NOISE).unwrap_or_default().max(NOISE);
        let typed = match (self.holds, by) {
            (Holds::Percent { .. }, By::Values) => Decimal::new(5, stated.normalize().scale().clamp(2, 20) + 1),
            _ => Decimal::ZERO,
        };
        off <= noise.max(typed)
    }

    fn figure(&self, row: u32, column: u32) -> Option<Decimal> {
        self.sheet.cells.get(&Address::new(row, column)).and_then(figure)
    }

    fn text(&self, row: u32, column: u32) -> Option<String> {
        let raw = self.sheet.cells.get(&Address::new(row, column)).filter(|raw| figure(raw).is_none())?;
        Some(one_line(&raw.text()))
    }
}

/// What a formula comes to with these figures of its columns.
fn come_to(formula: &RowFormula, figure: impl Fn(u32) -> Option<Decimal>) -> Option<Decimal> {
    let figure = |at: &u32| figure(*at);
    match formula {
        RowFormula::Sum { plus, less } => {
            let plus = plus.iter().map(figure).try_fold(Decimal::ZERO, |sum, next| sum.checked_add(next?))?;
            less.iter().map(figure).try_fold(plus, |sum, next| sum.checked_sub(next?))
        }
        RowFormula::Share { part, of } => figure(part)?.checked_div(figure(of)?),
    }
}

/// The rows in which a figure is stated, each with the figures that may go into it: they are read once, for thousands of formulas are tried.
struct Rows {
    /// The columns, in order.
    columns: Vec<u32>,
    /// Those with the fewest nils come first: a formula that is none is seen there.
    rows: Vec<Known>,
}

struct Known {
    row: u32,
    stated: Decimal,
    /// By the places of the columns.
    figures: Vec<Option<Decimal>>,
}

impl Rows {
    fn of(search: &Search<'_>, columns: &[u32]) -> Rows {
        let mut columns = columns.to_vec();
        columns.sort_unstable();
        let known = |row: &u32| {
            let stated = search.figure(*row, search.column)?;
            Some(Known { row: *row, stated, figures: columns.iter().map(|at| search.figure(*row, *at)).collect() })
        };
        let mut rows: Vec<Known> = search.items.iter().filter_map(known).collect();
        let nils =
            |known: &Known| known.figures.iter().filter(|figure| figure.is_none_or(|figure| figure.is_zero())).count();
        rows.sort_by_cached_key(nils);
        Rows { columns, rows }
    }

    fn place(&self, column: u32) -> Option<usize> {
        self.columns.binary_search(&column).ok()
    }
}
