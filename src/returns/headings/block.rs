//! A few rows as the headings of a list: which column of the sheet is which of the list.

use std::collections::{BTreeMap, BTreeSet};

use super::known::{BESIDE_A_DATE, HeadingDiffers, Known, Meaning};
use super::lines::{Cell, Line, Part, SPELLINGS, Vocabulary};
use crate::names::Heading;
use crate::period::month_heading;
use crate::returns::grid::Raw;
use crate::source::Address;

/// How many rows above a heading may say for several columns together what they are of.
const ROWS_ABOVE: usize = 6;

/// No date that stands over several columns is longer with its words, in bytes.
const LONGEST_DATE: usize = 60;

/// Rows read as the headings of a list.
#[derive(Debug, Clone)]
pub(super) struct Block<'a> {
    /// Which of the known lists.
    pub(super) known: usize,
    /// Its first and last row, as places among the rows that hold something.
    pub(super) first: usize,
    pub(super) last: usize,
    /// The sheet's column of each of the list's columns.
    pub(super) columns: BTreeMap<&'a str, Named>,
    /// Second headings of a column.
    pub(super) twice: Vec<(&'a str, Address)>,
    /// Headings that the form does not know.
    pub(super) unknown: Vec<Unknown>,
    /// Columns of another period beside those that are read.
    pub(super) aside: Vec<Unknown>,
    /// The cells that some heading is made of.
    pub(super) used: BTreeSet<Address>,
    /// Whether the column is there that names items, or tells them apart.
    pub(super) has_label: bool,
}

/// The heading of a column of the list.
#[derive(Debug, Clone)]
pub(super) struct Named {
    /// The topmost cell in the column itself.
    pub(super) at: Address,
    /// As typed, the lines joined.
    pub(super) text: String,
    /// Whether the form has it so, and not only without its unit.
    exact: bool,
    /// Whether it names a day, a month or a year.
    dated: bool,
    /// Whether its moment is said otherwise than the form says it, or where the form says none.
    loose: bool,
    pub(super) cells: Vec<Address>,
}

/// A heading that the form does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::returns) struct Unknown {
    /// Its topmost cell.
    pub(in crate::returns) at: Address,
    /// As typed, the lines joined.
    pub(in crate::returns) text: String,
    /// The column it would be the heading of, and in what it differs from that one's.
    pub(in crate::returns) near: Option<(String, HeadingDiffers)>,
    /// The cells it is made of.
    pub(in crate::returns) cells: Vec<Address>,
}

/// What one column of the sheet was read as.
#[derive(Debug, Clone, Default)]
struct Reading<'a> {
    named: Option<(&'a str, Named)>,
    near: Vec<(&'a str, HeadingDiffers)>,
    /// The text that is near, with the cells it is made of.
    near_text: Option<(String, Vec<Address>)>,
}

/// Reads blocks, and keeps in mind what texts mean: the same ones are asked for again and again.
pub(super) struct Reader<'s, 'k, 'a> {
    lines: &'s [Line<'s>],
    knowns: &'k [Known<'a>],
    vocabulary: &'k Vocabulary<'k>,
    meanings: BTreeMap<(usize, String), Meaning<'a>>,
    /// How many more ways to put headings together are tried.
    tries: usize,
}

/// So many meanings are kept in mind at a time.
const MOST_MEANINGS: usize = 10_000;

/// So many ways to put headings together are tried on a sheet; beyond that each cell is taken by itself. A heading row of forty
/// columns over six rows takes some ten thousand.
const MOST_TRIES: usize = 1_000_000;

impl<'s, 'k, 'a> Reader<'s, 'k, 'a> {
    pub(super) fn new(lines: &'s [Line<'s>], knowns: &'k [Known<'a>], vocabulary: &'k Vocabulary<'k>) -> Self {
        Reader { lines, knowns, vocabulary, meanings: BTreeMap::new(), tries: MOST_TRIES }
    }

    /// Whether no more ways are tried.
    pub(super) fn is_spent(&self) -> bool {
        self.tries == 0
    }

    fn meaning(&mut self, known: usize, text: String) -> Meaning<'a> {
        if self.meanings.len() > MOST_MEANINGS {
            self.meanings.clear();
        }
        let knowns = self.knowns;
        let key = (known, text);
        if let Some(meaning) = self.meanings.get(&key) {
            return meaning.clone();
        }
        let meaning = knowns.get(known).map(|known| known.meaning(&key.1)).unwrap_or_default();
        self.meanings.insert(key, meaning.clone());
        meaning
    }

    /// Whether the rows `first` to `last` may be headings of one of the lists: a quick look.
    pub(super) fn may_name(&self, known: usize, first: usize, last: usize) -> bool {
        self.lines.get(first..=last).is_some_and(|lines| self.vocabulary.may_name(known, lines))
    }

    /// Reads the rows `first` to `last` as the headings of one of the lists.
    pub(super) fn block(&mut self, known: usize, first: usize, last: usize) -> Block<'a> {
        let mut block = Block {
            known,
            first,
            last,
            columns: BTreeMap::new(),
            twice: Vec::new(),
            unknown: Vec::new(),
            aside: Vec::new(),
            used: BTreeSet::new(),
            has_label: false,
        };
        let (Some(lines), Some(list)) = (self.lines.get(first..=last), self.knowns.get(known)) else { return block };
        let mut columns: BTreeMap<u32, Vec<&'s Cell<'s>>> = BTreeMap::new();
        for line in lines {
            for cell in &line.cells {
                columns.entry(cell.at.column).or_default().push(cell);
            }
        }
        let filled: BTreeSet<u32> = columns.keys().copied().collect();
        let mut readings: BTreeMap<u32, Reading<'a>> = BTreeMap::new();
        for (&column, pieces) in &columns {
            readings.insert(column, self.column(known, lines, &filled, column, pieces));
        }
        let refused = self.contradicted(list, (first, last), &mut readings);
        block.name(&readings);
        block.has_label = block.columns.keys().any(|id| list.names_items(id));
        // Beside the columns of this period, those of another one are told together.
        let (aside, refused): (Vec<_>, Vec<_>) =
            refused.into_iter().partition(|(id, _)| block.columns.contains_key(id));
        block.aside = aside.into_iter().map(|(_, unknown)| unknown).collect();
        block.take_unknown(&columns, &readings, refused);
        block
    }

    /// What a column of the sheet is, by the pieces of a heading that stand in it and over it.
    fn column(
        &mut self,
        known: usize,
        lines: &'s [Line<'s>],
        filled: &BTreeSet<u32>,
        column: u32,
        pieces: &[&'s Cell<'s>],
    ) -> Reading<'a> {
        let mut best = Reading::default();
        for start in 0..pieces.len() {
            for end in start..pieces.len() {
                let (Some(run), Some(below)) = (pieces.get(start..=end), pieces.get(end + 1..)) else { continue };
                // A heading goes on to the last row, but for a unit that stands by itself.
                let is_heading = run.iter().all(|cell| cell.part.fits()) && run.iter().any(|cell| cell.part.says());
                if !is_heading || !below.iter().all(|cell| is_unit_or_mark(cell)) {
                    continue;
                }
                let above = pieces.get(..start).unwrap_or_default();
                let orders = if self.is_spent() { vec![run.to_vec()] } else { orders(lines, column, run) };
                for order in orders {
                    self.tries = self.tries.saturating_sub(1);
                    if self.vocabulary.may_be_heading(order.iter().copied()) {
                        self.try_order(known, lines, filled, &order, (run, above), &mut best);
                    }
                }
            }
        }
        best
    }

    /// Holds one way to put a heading together against the form.
    fn try_order(
        &mut self,
        known: usize,
        lines: &'s [Line<'s>],
        filled: &BTreeSet<u32>,
        order: &[&'s Cell<'s>],
        (run, above): (&[&'s Cell<'s>], &[&'s Cell<'s>]),
        best: &mut Reading<'a>,
    ) {
        let Some(list) = self.knowns.get(known) else { return };
        let (year, first_month) = (list.year, list.first_month);
        let joined = |spelling: usize| {
            order.iter().map(|cell| cell.spelled(spelling, year, first_month)).collect::<Vec<_>>().join(" ")
        };
        let cells = || order.iter().map(|cell| cell.at).collect::<Vec<Address>>();
        let dated = order.iter().any(|cell| matches!(cell.raw, Raw::Date(_)));
        for spelling in 0..if dated { SPELLINGS } else { 1 } {
            let meaning = self.meaning(known, joined(spelling));
            if let Some(id) = meaning.column {
                let mut unused = above.iter().filter(|cell| order.iter().all(|used| used.at != cell.at));
                let Some(top) = run.first() else { return };
                if !unused.all(|cell| list.names_items(id) || is_loose(lines, filled, cell)) {
                    continue;
                }
                let (exact, dated, loose) = (meaning.exact, meaning.dated, meaning.loose);
                let typed = order.iter().map(|cell| cell.raw.text().trim().to_string()).collect::<Vec<_>>().join(" ");
                let named = Named { at: top.at, text: typed, exact, dated, loose, cells: cells() };
                if best.named.as_ref().is_none_or(|(_, known)| named.weight() > known.weight()) {
                    best.named = Some((id, named));
                }
                return;
            }
            if !meaning.near.is_empty() && best.near_text.as_ref().is_none_or(|(_, known)| order.len() > known.len()) {
                best.near = meaning.near;
                let text = order.iter().map(|cell| shown(cell.raw)).collect::<Vec<_>>().join(" ");
                best.near_text = Some((text, cells()));
            }
        }
    }

    /// Headings that stand under a date which is not theirs: '31/03/22' over 'Target', where the form has 'Target 31/03/23' and
    /// 'Target' alone, or has no date and '31/03/22' is another period. They are taken out of the readings, each with the text
    /// that contradicts it.
    fn contradicted(
        &self,
        list: &Known<'a>,
        (first, last): (usize, usize),
        readings: &mut BTreeMap<u32, Reading<'a>>,
    ) -> Vec<(&'a str, Unknown)> {
        let named = || readings.values().filter_map(|reading| reading.named.as_ref());
        let label = named().filter(|(id, _)| list.names_items(id)).map(|(_, named)| named.at.column).min();
        let mut refused = Vec::new();
        for (column, reading) in readings.iter() {
            let Some((id, named)) = reading.named.as_ref().filter(|(_, named)| !named.dated) else { continue };
            let own = list.moments_of(id);
            // What stands above the headings, and not over figures alone, is a title of the sheet.
            let from = if own.is_empty() { self.first_over(first, label) } else { 0 };
            let place = self.lines.partition_point(|line| line.row < named.at.row);
            let is_money = list.list.column(id).is_some_and(|column| column.kind.is_figure());
            if own.is_empty() && !is_money {
                continue;
            }
            let mut below = named.at.row;
            for line in self.lines.get(place.saturating_sub(ROWS_ABOVE).max(from)..place).into_iter().flatten().rev() {
                if line.row.saturating_add(super::MOST_BLANK_ROWS + 1) < below
                    || line.cells.iter().any(|cell| cell.part == Part::Figure)
                {
                    break;
                }
                below = line.row;
                let Some(over) = line.over(*column) else { continue };
                let typed = over.raw.text();
                let is_title = label.is_some_and(|label| over.at.column <= label && label <= *column);
                if is_title || typed.len() > LONGEST_DATE || named.cells.contains(&over.at) {
                    continue;
                }
                if self.says_another(list, over, own) {
                    let text = format!("{} {}", named.text, typed.trim());
                    let near = Some(((*id).to_string(), HeadingDiffers::Moment));
                    let cells = named.cells.iter().copied().chain([over.at]).collect();
                    refused.push((*id, Unknown { at: named.at, text, near, cells }));
                    break;
                }
            }
            // A row of dates right under the headings is theirs; one with a name in it is a row of the table.
            let next =
                self.lines.get(last + 1).filter(|line| line.cells.iter().all(|cell| Some(cell.at.column) != label));
            let under = next.and_then(|line| line.cells.iter().find(|cell| cell.at.column == *column));
            if let Some(under) = under.filter(|_| own.is_empty() && !refused.iter().any(|(_, it)| it.at == named.at))
                && under.part == Part::Filler
                && matches!(under.raw, Raw::Text(_) | Raw::Date(_))
                && self.says_another(list, under, own)
            {
                let text = format!("{} {}", named.text, under.raw.text().trim());
                let near = Some(((*id).to_string(), HeadingDiffers::Moment));
                let cells = named.cells.iter().copied().chain([under.at]).collect();
                refused.push((*id, Unknown { at: named.at, text, near, cells }));
            }
        }
        for (_, unknown) in &refused {
            if let Some(reading) = readings.get_mut(&unknown.at.column) {
                reading.named = None;
            }
        }
        refused
    }

    /// The first row that may say something of columns alone: one right above the headings where nothing stands over the names.
    pub(super) fn first_over(&self, first: usize, label: Option<u32>) -> usize {
        let (Some(before), Some(line)) =
            (first.checked_sub(1).and_then(|place| self.lines.get(place)), self.lines.get(first))
        else {
            return first;
        };
        let is_over = before.cells.first().is_some_and(|cell| label.is_some_and(|label| cell.at.column > label));
        if is_over && before.row.saturating_add(1) == line.row { first - 1 } else { first }
    }

    /// Whether a cell names a day, month or year and nothing else, and none that is the column's or the period's.
    fn says_another(&self, list: &Known<'a>, over: &Cell<'_>, own: &[String]) -> bool {
        let heading = Heading::of(&over.spelled(0, list.year, list.first_month), list.first_month);
        let moments = heading.moments();
        let says_when = !moments.is_empty()
            && heading.without_unit().tokens().all(|token| moments.contains(&token) || BESIDE_A_DATE.contains(&token));
        let is_its = |moment: &&str| own.iter().any(|known| known == moment) || list.is_current(moment);
        says_when && !moments.iter().any(is_its)
    }
}

impl Named {
    /// Which of two headings of one column is meant: the one that names its moment as the form does, the longer one, then the one
    /// that the form has so.
    fn weight(&self) -> (bool, usize, bool) {
        (!self.loose, self.cells.len(), self.exact)
    }
}

impl<'a> Block<'a> {
    /// How well the rows do as headings, to be compared.
    pub(super) fn weight(&self) -> (usize, usize, bool, usize) {
        let differing = self.differing(|differs| differs != HeadingDiffers::NoMoment);
        let cells = self.columns.values().map(|named| named.cells.len()).sum();
        (self.columns.len() + differing, self.columns.len(), self.has_label, cells)
    }

    /// Whether so many columns are named, or would be if their headings did not differ, and one at least is.
    pub(super) fn names(&self, enough: usize) -> bool {
        !self.columns.is_empty() && self.columns.len() + self.differing(|_| true) >= enough
    }

    /// How many headings differ from the form's in such a way.
    fn differing(&self, is: impl Fn(HeadingDiffers) -> bool) -> usize {
        self.unknown.iter().filter_map(|unknown| unknown.near.as_ref()).filter(|(_, differs)| is(*differs)).count()
    }

    /// Gives each column of the list its heading. Where two name it, the one that the form has so is meant; if it has both, the
    /// other one is told.
    fn name(&mut self, readings: &BTreeMap<u32, Reading<'a>>) {
        let named = || readings.values().filter_map(|reading| reading.named.as_ref());
        for (id, named) in named() {
            match self.columns.get(id) {
                Some(known) if known.exact == named.exact => self.twice.push((id, named.at)),
                Some(known) if known.exact => {}
                _ => {
                    self.columns.insert(id, named.clone());
                }
            }
        }
        let exact: BTreeSet<&str> = self.columns.iter().filter(|(_, named)| named.exact).map(|(id, _)| *id).collect();
        self.twice.retain(|(id, at)| {
            !exact.contains(id) || named().any(|(known, named)| known == id && named.at == *at && named.exact)
        });
        self.used = self.columns.values().flat_map(|named| named.cells.iter().copied()).collect();
    }

    /// The columns whose headings are none of the form's.
    fn take_unknown(
        &mut self,
        columns: &BTreeMap<u32, Vec<&Cell<'_>>>,
        readings: &BTreeMap<u32, Reading<'a>>,
        refused: Vec<(&'a str, Unknown)>,
    ) {
        let mut near: BTreeSet<&str> = refused.iter().map(|(id, _)| *id).collect();
        for (column, pieces) in columns {
            let twice = self.twice.iter().any(|(_, at)| at.column == *column);
            let is_aside = self.aside.iter().any(|aside| aside.at.column == *column);
            if twice || is_aside || self.columns.values().any(|named| named.at.column == *column) {
                continue;
            }
            if let Some((_, unknown)) = refused.iter().find(|(_, unknown)| unknown.at.column == *column) {
                self.unknown.push(unknown.clone());
                continue;
            }
            let unused: Vec<&Cell<'_>> = pieces.iter().copied().filter(|cell| !self.used.contains(&cell.at)).collect();
            let Some(first) = unused.iter().find(|cell| !is_unit_or_mark(cell)) else { continue };
            let reading = readings.get(column);
            let nearest = reading.and_then(|reading| {
                reading.near.iter().find(|(id, _)| !self.columns.contains_key(id) && !near.contains(id))
            });
            // A heading of a column that is read, under another period: told with the others of that one.
            let of_another = reading.and_then(|reading| {
                let (text, cells) = reading.near_text.as_ref().filter(|(_, cells)| cells.len() > 1)?;
                let is_read = |(id, differs): &&(&str, HeadingDiffers)| {
                    *differs == HeadingDiffers::Moment && self.columns.contains_key(id)
                };
                reading.near.iter().find(is_read).map(|_| (text.clone(), cells.clone()))
            });
            if let Some((text, cells)) = of_another.filter(|_| nearest.is_none()) {
                self.used.extend(cells.iter().copied());
                self.aside.push(Unknown { at: first.at, text, near: None, cells });
                continue;
            }
            let own = || unused.iter().map(|cell| cell.at).collect::<Vec<_>>();
            let (text, cells) = match (nearest, reading.and_then(|reading| reading.near_text.as_ref())) {
                (Some(_), Some((text, cells))) => {
                    self.used.extend(cells.iter().copied());
                    (text.clone(), cells.clone())
                }
                _ => (unused.iter().map(|cell| shown(cell.raw)).collect::<Vec<_>>().join(" "), own()),
            };
            near.extend(nearest.map(|(id, _)| *id));
            self.used.extend(unused.iter().map(|cell| cell.at));
            let near = nearest.map(|(id, differs)| ((*id).to_string(), *differs));
            self.unknown.push(Unknown { at: first.at, text, near, cells });
        }
    }
}

/// A heading that the form does not know, as the sheet shows it most likely: the first of a month as 'Oct-22'.
fn shown(raw: &Raw) -> String {
    match raw {
        Raw::Date(date) if date.day() == 1 => month_heading(*date),
        _ => raw.text().trim().to_string(),
    }
}

/// Whether a cell says a unit of money and nothing else, or is a mark.
fn is_unit_or_mark(cell: &Cell<'_>) -> bool {
    matches!(cell.part, Part::Unit | Part::Mark)
}

/// Whether a cell that stands above a heading in the same column need not be a part of it: a date, a unit or a mark, a title
/// line of its own, or a text over several columns.
fn is_loose(lines: &[Line<'_>], filled: &BTreeSet<u32>, cell: &Cell<'_>) -> bool {
    if matches!(cell.part, Part::Filler | Part::Unit | Part::Mark) {
        return true;
    }
    let Some(line) = lines.iter().find(|line| line.row == cell.at.row) else { return false };
    let behind = line.cells.iter().map(|other| other.at.column).find(|column| *column > cell.at.column);
    let over = cell.at.column.saturating_add(1)..behind.unwrap_or(u32::MAX);
    line.cells.len() == 1 || filled.range(over).next().is_some()
}

/// Cells that stand together, in the order in which they are read.
type Order<'o, 's> = Vec<&'o [&'s Cell<'s>]>;

/// The ways to put a heading together from the cells in a column and from what stands over it, in the rows above.
fn orders<'s>(lines: &'s [Line<'s>], column: u32, run: &[&'s Cell<'s>]) -> Vec<Vec<&'s Cell<'s>>> {
    let Some(top) = run.first() else { return Vec::new() };
    let above = lines.iter().take_while(|line| line.row < top.at.row);
    let over: Vec<&'s Cell<'s>> = above.filter_map(|line| line.over(column).filter(|cell| cell.part.says())).collect();
    let mut orders: Vec<Order<'_, 's>> = vec![vec![run]];
    for first in 0..over.len() {
        let Some(above) = over.get(first..) else { continue };
        // What stands in the column itself, in this order, is a longer run.
        if above.iter().any(|cell| cell.at.column != column) {
            orders.push(vec![above, run]);
        }
        orders.push(vec![run, above]);
        if let [one, .., last] = above {
            orders.push(vec![std::slice::from_ref(one), run, std::slice::from_ref(last)]);
            orders.push(vec![std::slice::from_ref(one), run]);
            orders.push(vec![run, std::slice::from_ref(one)]);
        }
    }
    orders.iter().map(|order| order.concat()).collect()
}
