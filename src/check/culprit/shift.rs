//! What stands where something else belongs: two columns exchanged, a column one row too low or too high, or from one row on, a
//! column in another unit, the figures of two rows exchanged, the references of other rows, a figure in the column beside its own,
//! the figures of two rows in one.

mod single;

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::grid::{Grid, TableOf, figure_of, is_within, with_cell, with_figure};
use super::trial::{Changed, Outcome, tried};
use crate::check::View;
use crate::check::cause::row_of;
use crate::check::period::SCHEME_VANISHED;
use crate::figures::Item;
use crate::finding::Finding;
use crate::form::Column;
use crate::reconcile::position::Scheme;
use crate::returns::{Cell, Row};
use crate::source::Place;

/// So few figures, or findings, may well be as they are.
const FEWEST: usize = 3;

/// The same of one row.
const FEWEST_OF_ROW: usize = 2;

/// One in so many may be left over, or be new: the rest must be explained.
const ONE_IN: usize = 5;

/// What is tried must leave no more than one of so many misfits.
const FITS: usize = 2;

/// Tables of more rows or columns are not searched.
const MOST_ROWS: usize = 2_000;
const MOST_COLUMNS: usize = 16;

/// A table of fewer rows is small.
const SMALL: usize = 6;

/// Of so many rows with findings it is looked for two that are exchanged.
const MOST_PAIRED: usize = 16;

/// So many guesses about a table are tried, the best first.
const TRIED: usize = 4;

/// Figures that stand where others belong.
pub(in crate::check) struct Shift<'a> {
    /// How.
    pub how: How<'a>,
    /// The table.
    pub table: TableOf<'a>,
    /// The area, where all rows are of one.
    pub area: Option<&'a str>,
    /// The cells, in the order of places.
    pub cells: Vec<&'a Cell>,
    /// How many findings that hold the paper up would be gone.
    pub cleared: usize,
    /// How many there are at those cells without it, or would be new.
    pub left: usize,
}

/// How figures stand where others belong.
#[derive(Clone, Copy)]
pub(in crate::check) enum How<'a> {
    /// Each of two columns holds the other one's.
    Columns(&'a Column, &'a Column),
    /// A column stands one row too low, or too high.
    Slipped {
        /// The column.
        column: &'a Column,
        /// Whether it is too low.
        low: bool,
    },
    /// A column is a thousand times what it should be, or a thousandth.
    Unit {
        /// The column.
        column: &'a Column,
        /// Whether it is too large.
        large: bool,
    },
    /// References are those of other rows.
    References,
    /// A figure of a row stands in the column beside its own, or each of the two columns holds the other one's figure.
    Beside {
        /// The row.
        row: &'a Row,
        /// The columns.
        columns: (&'a Column, &'a Column),
    },
    /// A row holds the figures of another one too, which is gone.
    Merged(&'a Row, &'a Scheme),
    /// Each of two rows holds the other one's; in one column, or in all.
    Rows(&'a Row, &'a Row, Option<&'a Column>),
}

/// A guess: what it would be, how much would be amiss with it, and what it changes.
struct Guess<'a> {
    how: How<'a>,
    amiss: usize,
    changed: Changed,
}

/// Looks for them, a table each.
pub(super) fn shifts<'a>(
    view: &View<'a>,
    told: &[Finding],
    explained: &BTreeSet<String>,
    trials: &mut usize,
) -> Vec<(Shift<'a>, Vec<String>)> {
    let mut found: Vec<(Shift<'a>, Vec<String>)> = Vec::new();
    let open: Vec<&Finding> =
        told.iter().filter(|finding| finding.blocks() && !explained.contains(&finding.id)).collect();
    let mut touching: BTreeMap<_, usize> = BTreeMap::new();
    for finding in &open {
        let places = finding.related.iter().chain([&finding.at]);
        for sheet in places.map(|place| (&place.file, &place.sheet)).collect::<BTreeSet<_>>() {
            *touching.entry(sheet).or_default() += 1;
        }
    }
    let mut grid: Option<Grid<'_, 'a>> = None;
    for table in view.tables() {
        let table = TableOf { table: table.table, list: table.list };
        let own = (&table.table.at.file, &table.table.at.sheet);
        let touching = touching.get(&own).copied().unwrap_or_default();
        let rows = table.items();
        if touching < FEWEST_OF_ROW || rows.len() > MOST_ROWS || table.amounts().len() > MOST_COLUMNS {
            continue;
        }
        let grid = grid.get_or_insert_with(|| Grid::of(view));
        // What is wrong with a column shows in each of its rows, and is tried first.
        let mut of_columns = guesses(view, grid, table, &rows, &open);
        of_columns.sort_by_key(|guess| guess.amiss);
        of_columns.truncate(TRIED);
        // Two rows explain more than one, and are tried before it.
        let is_pair = |guess: &Guess<'_>| matches!(guess.how, How::Rows(..));
        let (mut pairs, mut singles): (Vec<_>, Vec<_>) =
            in_rows(view, grid, table, &rows, &open).into_iter().partition(is_pair);
        for of_rows in [&mut pairs, &mut singles] {
            of_rows.sort_by_key(|guess| guess.amiss);
            of_rows.truncate(TRIED);
        }
        let guesses = of_columns.into_iter().chain(pairs).chain(singles);
        for guess in guesses {
            if *trials == 0 {
                return found;
            }
            *trials -= 1;
            let Some(outcome) = tried(view, told, &guess.changed) else { continue };
            let fewest = if matches!(guess.how, How::Beside { .. }) { FEWEST_OF_ROW } else { FEWEST };
            let Some((cleared, left)) = explains(told, &guess.changed, &outcome, fewest) else { continue };
            let places: BTreeSet<&Place> = guess.changed.iter().map(|(_, cell)| &cell.at).collect();
            let cells = table.table.rows.iter().flat_map(|row| row.cells.values());
            let mut cells: Vec<&Cell> = cells.filter(|cell| places.contains(&cell.at)).collect();
            cells.sort_by_key(|cell| cell.at.cell);
            cells.dedup_by_key(|cell| cell.at.cell);
            let mut gone: Vec<String> = outcome.gone.into_iter().collect();
            if let How::Merged(_, scheme) = guess.how {
                let vanished = open.iter().filter(|finding| is_gone_alone(finding, scheme));
                gone.extend(vanished.map(|finding| finding.id.clone()));
            }
            found.push((Shift { how: guess.how, table, area: table.area(), cells, cleared, left }, gone));
            break;
        }
    }
    found
}

/// How many findings a change would clear and how many it would leave at the cells, or raise; `None` where it does not explain
/// nearly all.
fn explains(told: &[Finding], changed: &Changed, outcome: &Outcome, fewest: usize) -> Option<(usize, usize)> {
    let places: BTreeSet<&Place> = changed.iter().map(|(_, cell)| &cell.at).collect();
    let blocking = told.iter().filter(|finding| finding.blocks());
    let (cleared, others): (Vec<&Finding>, Vec<&Finding>) = blocking.partition(|finding| outcome.clears(&finding.id));
    let stay = others.into_iter().filter(|finding| places.contains(&finding.at));
    let left: Vec<&Finding> = stay.chain(&outcome.new).collect();
    // Many findings that would be told as one are not gone.
    let weigh = |findings: &[&Finding]| findings.iter().map(|finding| rows_of(finding)).sum::<usize>();
    let explained = cleared.len() >= fewest && weigh(&left).saturating_mul(ONE_IN) <= weigh(&cleared);
    explained.then_some((cleared.len(), left.len()))
}

/// How many rows a finding is about: one that is told of all rows of a column at once counts as all of them.
fn rows_of(finding: &Finding) -> usize {
    if finding.topic.starts_with("all") { finding.rows.len().max(1) } else { 1 }
}

/// What fits far better than what stands there.
fn guesses<'a>(
    view: &View<'a>,
    grid: &Grid<'_, 'a>,
    table: TableOf<'a>,
    rows: &[&'a Row],
    open: &[&Finding],
) -> Vec<Guess<'a>> {
    let mut found = Vec::new();
    let amounts = table.amounts();
    let as_it_is = |columns: &[&'a Column]| {
        misfits(grid, rows, columns, &|index, id| {
            let column = columns.iter().find(|column| column.id == id)?;
            figure_of(rows.get(index)?, column)
        })
    };
    found.extend(single::renumbered(view, table, rows));
    for (place, one) in amounts.iter().copied().enumerate() {
        for other in amounts.iter().copied().skip(place + 1) {
            let is = as_it_is(&[one, other]);
            let with = misfits(grid, rows, &[one, other], &|index, id| {
                figure_of(rows.get(index)?, if id == one.id { other } else { one })
            });
            // In a small table a single misfit less may be all there is to see: the trial decides.
            let better = rows.len() < SMALL && with.amiss <= is.amiss && with.all() < is.all();
            // What clears findings by leaving blanks where there were figures last time is no cause.
            if (with.fit_better_than(&is) || better)
                && with.moved <= is.moved
                && let Some(changed) = exchanged(table, one, other)
            {
                found.push(Guess { how: How::Columns(one, other), amiss: with.all(), changed });
            }
        }
        let is = as_it_is(&[one]);
        let touched = || touched(table, one, open);
        if is.all() < FEWEST && touched() < FEWEST {
            continue;
        }
        for low in [true, false] {
            let best = starts(grid, rows, one).into_iter().filter_map(|start| {
                let figures = slipped(rows, one, low, start);
                let with = misfits(grid, rows, &[one], &|index, _| figures.get(index).copied().flatten());
                with.fit_better_than(&is).then_some((with.all(), start, figures))
            });
            if let Some((amiss, _, figures)) = best.min_by_key(|(amiss, start, _)| (*amiss, *start))
                && let Some(changed) = put_back(view, rows, one, figures)
            {
                found.push(Guess { how: How::Slipped { column: one, low }, amiss, changed });
            }
        }
        for large in [true, false] {
            let scaled = |figure: Decimal| match large {
                true => figure.checked_div(Decimal::ONE_THOUSAND),
                false => figure.checked_mul(Decimal::ONE_THOUSAND),
            };
            let with = misfits(grid, rows, &[one], &|index, _| scaled(figure_of(rows.get(index)?, one)?));
            // Where nothing of the row says how large it is, the findings that name its cells may.
            let by_others = is.amiss == 0 && large && touched() > FEWEST;
            if (fits(is.amiss, with.amiss) || by_others) && is_as_it_was(view, rows, one, &scaled) {
                let amiss = if by_others { usize::MAX } else { with.amiss };
                // Totals in the same unit, or in their own.
                let changed = [true, false].map(|totals| rescaled(table, one, totals, &scaled));
                let how = How::Unit { column: one, large };
                found.extend(changed.into_iter().flatten().map(|changed| Guess { how, amiss, changed }));
            }
        }
    }
    found
}

/// What fits far better in single rows.
fn in_rows<'a>(
    view: &View<'a>,
    grid: &Grid<'_, 'a>,
    table: TableOf<'a>,
    rows: &[&'a Row],
    open: &[&Finding],
) -> Vec<Guess<'a>> {
    let mut found = pairs(grid, table, rows, open);
    found.extend(single::beside(grid, table, rows, open));
    found.extend(single::merged(view, table, rows));
    found
}

/// Whether a finding says of one scheme alone that it is gone.
pub(super) fn is_gone_alone(finding: &Finding, scheme: &Scheme) -> bool {
    let names = |place: &Place| row_of(place) == row_of(&scheme.at);
    finding.blocks()
        && finding.code == SCHEME_VANISHED.code
        && !is_of_all(&finding.topic)
        && finding.related.iter().chain([&finding.at]).any(names)
}

/// Whether a topic is that of a finding about several together (`Draft::all`), and not the id of a list that begins like it.
fn is_of_all(topic: &str) -> bool {
    topic == "all" || topic.starts_with("all ")
}

/// How badly figures fit.
struct Misfits {
    /// How many do not fit where they stand.
    amiss: usize,
    /// How many are not what they were.
    moved: usize,
}

impl Misfits {
    fn all(&self) -> usize {
        self.amiss.saturating_add(self.moved)
    }

    /// Whether they fit far better than others, or are far more often what they were.
    fn fit_better_than(&self, others: &Misfits) -> bool {
        fits(others.amiss, self.amiss) || self.amiss <= others.amiss && fits(others.all(), self.all())
    }
}

fn fits(is: usize, with: usize) -> bool {
    is >= FEWEST && with.saturating_mul(FITS) <= is
}

fn misfits<'a>(
    grid: &Grid<'_, 'a>,
    rows: &[&'a Row],
    columns: &[&Column],
    figure: &dyn Fn(usize, &str) -> Option<Decimal>,
) -> Misfits {
    Misfits { amiss: grid.amiss(rows, columns, figure), moved: grid.moved(rows, columns, figure) }
}

/// How many findings are about cells of a column.
fn touched(table: TableOf<'_>, column: &Column, open: &[&Finding]) -> usize {
    let cells: BTreeSet<&Place> =
        table.table.rows.iter().filter_map(|row| row.cells.get(&column.id)).map(|cell| &cell.at).collect();
    let names = |finding: &&&Finding| finding.related.iter().chain([&finding.at]).any(|place| cells.contains(place));
    open.iter().filter(names).count()
}

/// From where a column may have slipped: all of it, or from the first row that does not fit, or the one above or below that.
fn starts<'a>(grid: &Grid<'_, 'a>, rows: &[&'a Row], column: &'a Column) -> BTreeSet<usize> {
    let amiss = |row: &&'a Row| {
        let misfits = misfits(grid, std::slice::from_ref(row), &[column], &|_, _| figure_of(row, column));
        misfits.all() > 0
    };
    let first = rows.iter().position(amiss).unwrap_or_default();
    let unlike = rows
        .iter()
        .position(|row| grid.amiss(std::slice::from_ref(row), &[column], &|_, _| figure_of(row, column)) > 0);
    let near = |at: usize| at.saturating_sub(1)..=at.saturating_add(1);
    std::iter::once(0)
        .chain(near(first))
        .chain(unlike.into_iter().flat_map(near))
        .filter(|at| at + FEWEST <= rows.len())
        .collect()
}

/// Every row of a table with the cells of two columns exchanged.
fn exchanged(table: TableOf<'_>, one: &Column, other: &Column) -> Option<Changed> {
    let mut changed = Changed::new();
    for row in &table.table.rows {
        let (Some(left), Some(right)) = (row.cells.get(&one.id), row.cells.get(&other.id)) else { continue };
        changed.push(with_cell(one, left, right)?);
        changed.push(with_cell(other, right, left)?);
    }
    Some(changed)
}

/// The figures of a column one row higher, or lower, from a row on; the one that was lost is not known.
fn slipped(rows: &[&Row], column: &Column, low: bool, start: usize) -> Vec<Option<Decimal>> {
    let mut figures: Vec<Option<Decimal>> = rows.iter().map(|row| figure_of(row, column)).collect();
    if start >= figures.len() {
        return figures;
    }
    if low {
        figures.remove(start);
        figures.push(None);
    } else {
        figures.pop();
        figures.insert(start, None);
    }
    figures
}

/// The cells of a column with these figures; where one is not known, what its total leaves for it, what it was last time, or what
/// stands there.
fn put_back<'a>(view: &View<'a>, rows: &[&'a Row], column: &Column, figures: Vec<Option<Decimal>>) -> Option<Changed> {
    let known: BTreeMap<&Place, Option<Decimal>> = rows.iter().map(|row| &row.at).zip(figures).collect();
    let mut changed = Changed::new();
    for row in rows {
        let Some(cell) = row.cells.get(&column.id) else { continue };
        let before = || view.causes.priors.of_one(row, &column.id);
        let figure = known.get(&row.at).copied().flatten();
        let figure = figure.or_else(|| left_by_total(view, row, column, &known)).or_else(before);
        let Some(figure) = figure else { continue };
        if cell.decided.is_some() {
            return None;
        }
        if figure_of(row, column) != Some(figure) {
            changed.push(with_figure(column, &cell.at, figure)?);
        }
    }
    Some(changed)
}

/// What the stated total of the innermost group leaves for a row, when all others of the group are as they are known.
fn left_by_total(
    view: &View<'_>,
    row: &Row,
    column: &Column,
    known: &BTreeMap<&Place, Option<Decimal>>,
) -> Option<Decimal> {
    let counts = |item: &&Item<'_>| item.row.is_some_and(|own| own.at == row.at);
    let groups = view.groups().into_iter().map(|(_, group)| group);
    let mut groups = groups.filter(|group| group.stated.is_some_and(|total| figure_of(total, column).is_some()));
    // The outer stand before the inner.
    let innermost = groups.rfind(|group| group.counting_items().iter().any(counts))?;
    let others = innermost.counting_items().into_iter().filter_map(|item| item.row).filter(|other| other.at != row.at);
    let figure = |other: &Row| known.get(&other.at).copied().unwrap_or_else(|| figure_of(other, column));
    let sum = others.filter_map(figure).try_fold(Decimal::ZERO, Decimal::checked_add)?;
    figure_of(innermost.stated?, column)?.checked_sub(sum)
}

/// Whether a column in another unit would be about what it was: most of its figures within ten times and a tenth, where any are known
/// of the prior period.
fn is_as_it_was(view: &View<'_>, rows: &[&Row], column: &Column, scaled: &dyn Fn(Decimal) -> Option<Decimal>) -> bool {
    let was = |row: &&Row| {
        let (was, is) = (view.causes.priors.of_one(row, &column.id)?, figure_of(row, column)?);
        (!was.is_zero() && !is.is_zero()).then_some((was, scaled(is)?))
    };
    let known: Vec<(Decimal, Decimal)> = rows.iter().filter_map(was).collect();
    let near = known.iter().filter(|(was, is)| is_within(Decimal::TEN, *was, *is)).count();
    near.saturating_mul(2) >= known.len()
}

/// Every figure of a column in another unit.
fn rescaled(
    table: TableOf<'_>,
    column: &Column,
    totals: bool,
    scaled: &dyn Fn(Decimal) -> Option<Decimal>,
) -> Option<Changed> {
    let mut changed = Changed::new();
    for row in table.table.rows.iter().filter(|row| totals || row.is_item()) {
        let (Some(cell), Some(figure)) = (row.cells.get(&column.id), figure_of(row, column)) else { continue };
        if cell.decided.is_some() {
            return None;
        }
        changed.push(with_figure(column, &cell.at, scaled(figure)?)?);
    }
    Some(changed)
}

/// Two rows that hold each other's figures, in one column or in all.
fn pairs<'a>(grid: &Grid<'_, 'a>, table: TableOf<'a>, rows: &[&'a Row], open: &[&Finding]) -> Vec<Guess<'a>> {
    let touched = |row: &&'a Row| {
        let number = row.at.cell.map(|at| at.row);
        open.iter().any(|finding| {
            let at = &finding.at;
            at.file == row.at.file && at.sheet == row.at.sheet && at.cell.map(|at| at.row) == number
        })
    };
    let touched: Vec<&'a Row> = rows.iter().copied().filter(touched).take(MOST_PAIRED + 1).collect();
    let mut found = Vec::new();
    if touched.len() > MOST_PAIRED {
        return found;
    }
    let amounts = table.amounts();
    let as_it_is = |of: &[&Column]| {
        grid.amiss(rows, of, &|index, id| figure_of(rows.get(index)?, of.iter().find(|column| column.id == id)?))
    };
    let in_columns: BTreeMap<&str, usize> =
        amounts.iter().map(|column| (column.id.as_str(), as_it_is(&[column]))).collect();
    let everything = as_it_is(&amounts);
    for (place, one) in touched.iter().copied().enumerate() {
        for other in touched.iter().copied().skip(place + 1) {
            let pair = [one, other];
            let figure = |index: usize, id: &str, of: &[&Column]| {
                let column = amounts.iter().find(|column| column.id == id)?;
                let is_of = of.iter().any(|of| of.id == id);
                figure_of(pair.get(if is_of { 1 - index.min(1) } else { index })?, column)
            };
            let is = grid.amiss(&pair, &amounts, &|index, id| figure(index, id, &[]));
            if is < 2 {
                continue;
            }
            let single = amounts.iter().map(|column| (vec![*column], Some(*column)));
            let all = std::iter::once((amounts.clone(), None)).filter(|_| amounts.len() > 1);
            // The first with which all is as it should be: in one column rather than in all.
            for (of, column) in single.chain(all) {
                let amiss = grid.amiss(&pair, &amounts, &|index, id| figure(index, id, &of));
                // Where other rows fit half as badly, it is not these two; as many as still misfit with them exchanged are as usual.
                let in_them = grid.amiss(&pair, &of, &|index, id| figure(index, id, &[]));
                let in_all = column.map_or(Some(&everything), |column| in_columns.get(column.id.as_str()));
                let others = in_all.copied().unwrap_or_default().saturating_sub(in_them);
                let as_usual = amiss.saturating_mul(rows.len());
                let as_badly = in_them.saturating_add(as_usual).saturating_mul(rows.len());
                if amiss.saturating_mul(ONE_IN) > is || others.saturating_mul(2 * pair.len()) > as_badly {
                    continue;
                }
                let cells = of.iter().filter_map(|column| {
                    let (left, right) = (one.cells.get(&column.id)?, other.cells.get(&column.id)?);
                    Some([with_cell(column, left, right), with_cell(column, right, left)])
                });
                let Some(changed) = cells.flatten().collect::<Option<Changed>>() else { continue };
                found.push(Guess { how: How::Rows(one, other, column), amiss, changed });
                break;
            }
        }
    }
    found
}
