//! Tables of equal headings over files and sheets are one list's: they are laid one below the other, and what their columns hold is
//! seen from all of them together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::given::{APRIL, Given};
use super::{Covers, Row, RowIs, Table, computed, kinds};
use rust_decimal::Decimal;

use crate::names::{Heading, Label};
use crate::returns::grid::Sheet;
use crate::returns::look::Look;
use crate::source::Address;

/// How much of the headings two tables must share to be one list's: of the smaller one where their items stand under one heading, of
/// the larger one otherwise.
const ENOUGH_ALIKE: (usize, usize) = (3, 5);
const MOSTLY_ALIKE: (usize, usize) = (4, 5);

/// Words that say the same in headings of two periods or two areas.
const SAYS_NOTHING: [&str; 14] =
    ["to", "at", "by", "as", "of", "the", "in", "for", "and", "is", "on", "£", "£000", "£m"];

/// A table of one of the workbooks.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// Which workbook.
    pub(super) given: usize,
    /// The table in it.
    pub(super) table: Table,
    /// Whether its workbook shows no other one.
    pub(super) is_alone: bool,
    /// Whether its sheet has another one of the same headings.
    pub(super) is_one_of_several: bool,
    /// The area whose block of the sheet it is: its title, where the titles of all tables of these headings name areas.
    pub(super) block: Option<String>,
}

/// Tables that are one list's in a period, laid one below the other.
#[derive(Debug, Clone)]
pub(super) struct Joined {
    /// The tables, in the order of the workbooks.
    pub(super) pieces: Vec<Piece>,
    /// The sheet on which they stand below each other.
    pub(super) sheet: Sheet,
    /// All of them as one table of that sheet.
    pub(super) table: Table,
    /// From which row on each of them stands there.
    pub(super) starts: Vec<u32>,
    /// For each of them, whose it is, once that is known.
    pub(super) owners: Vec<Option<usize>>,
    /// Headings that stand there twice; their second column is no part of it.
    pub(super) twice: Vec<String>,
    /// For each of them, which column of its own stands in which of the table's.
    pub(super) columns: Vec<BTreeMap<u32, u32>>,
}

impl Joined {
    /// The figure that stands in a cell of it.
    pub(super) fn figure(&self, row: u32, column: u32) -> Option<Decimal> {
        self.sheet.cells.get(&Address::new(row, column)).and_then(super::lines::figure)
    }
}

/// A heading as it is compared here: without its days, its unit and its small words.
pub(super) fn bare(heading: &str) -> String {
    let known = Heading::of(heading, APRIL).without_unit().undated().without(&SAYS_NOTHING);
    known.to_string()
}

/// The headings by which a table is known.
pub(super) fn headings(table: &Table) -> BTreeSet<String> {
    let headed = table.columns.iter().filter(|column| column.shown && !column.heading.is_empty());
    headed.map(|column| bare(&column.heading)).collect()
}

/// Whether two tables are one list's: by their headings. On one sheet a table is another one unless all of them are the same, and
/// under another title even then.
fn alike(one: &Piece, other: &Piece) -> bool {
    let (own, others) = (headings(&one.table), headings(&other.table));
    let both = own.intersection(&others).count();
    if one.given == other.given && one.table.sheet == other.table.sheet {
        let blocks = one.block.is_some() && other.block.is_some();
        return blocks && both > 1 || both == own.len().max(others.len()) && one.own_title() == other.own_title();
    }
    let (share, of, all) = match one.named_under() == other.named_under() {
        true => (ENOUGH_ALIKE.0, ENOUGH_ALIKE.1, own.len().min(others.len())),
        false => (MOSTLY_ALIKE.0, MOSTLY_ALIKE.1, own.len().max(others.len())),
    };
    let titles = one.is_one_of_several && other.is_one_of_several;
    both >= 2 && both * of >= all * share && (!titles || one.own_title() == other.own_title())
}

/// The line right above a table's headings.
fn own_title(table: &Table) -> Option<String> {
    table.titles.last().map(|(_, text)| text.clone())
}

impl Piece {
    /// The line right above its headings, as titles are compared.
    pub(super) fn own_title(&self) -> Option<Label> {
        own_title(&self.table).map(|text| Label::of(&text))
    }

    /// The heading over the names of its items.
    fn named_under(&self) -> Option<String> {
        let label = self.table.label?;
        self.table.columns.iter().find(|column| column.at == label).map(|column| bare(&column.heading))
    }
}

/// What each column of a table comes to over its items, by its heading.
fn sums(table: &Table, sheet: &Sheet) -> BTreeMap<String, Decimal> {
    let items: Vec<u32> = table.items().map(|row| row.at).collect();
    let amounts = table.columns.iter().filter(|column| column.shown && column.holds.value.is_amount());
    amounts
        .map(|column| {
            let figures = items.iter().filter_map(|row| sheet.cells.get(&Address::new(*row, column.at)));
            let figures = figures.filter_map(super::lines::figure);
            (bare(&column.heading), figures.fold(Decimal::ZERO, Decimal::saturating_add))
        })
        .collect()
}

/// Which of several tables sums up the others: its rows are called as they are, or it comes to what they come to together.
fn summary_among(pieces: &[Piece], sheets: &[&Sheet], stems: &[&str]) -> Option<usize> {
    let items = |piece: &Piece| piece.table.items().count();
    (0..pieces.len()).find(|index| {
        let own = &pieces[*index];
        let labels: Vec<Label> = own.table.items().map(|row| Label::of(&row.label)).collect();
        let others = || (0..pieces.len()).filter(|other| other != index);
        let called = labels.iter().filter(|label| {
            others().any(|other| {
                let sheet = Label::of(&pieces[other].table.sheet);
                let file = Label::of(&super::called::file_words(stems[other], &[]));
                let same = |name: &Label| {
                    !name.is_empty()
                        && (name == *label || name.as_str().len() > 4 && (name.holds(label) || label.holds(name)))
                };
                same(&sheet) && pieces[other].table.sheet != own.table.sheet
                    || same(&file) && stems[other] != stems[*index]
            })
        });
        let by_name = labels.len() > 1 && called.count() * 5 >= labels.len() * 4;
        let comes_to = || {
            let stated = sums(&own.table, sheets[*index]);
            let all: Vec<BTreeMap<String, Decimal>> =
                others().map(|other| sums(&pieces[other].table, sheets[other])).collect();
            let common = stated
                .iter()
                .filter(|(heading, sum)| !sum.is_zero() && all.iter().all(|sums| sums.contains_key(*heading)));
            let mut common = common.peekable();
            let fewer = items(own) < others().map(|other| items(&pieces[other])).sum();
            common.peek().is_some()
                && fewer
                && common.all(|(heading, sum)| {
                    let together = all.iter().filter_map(|sums| sums.get(heading));
                    together.fold(Decimal::ZERO, |so_far, next| so_far.saturating_add(*next)) == *sum
                })
        };
        by_name || pieces.len() > 1 && comes_to()
    })
}

/// The visible tables of workbooks of one period, those of one list together, in the order in which they are met.
pub(super) fn lists(given: &[(usize, &Given)]) -> Vec<Joined> {
    let mut groups: Vec<Vec<Piece>> = Vec::new();
    for (index, given) in given {
        let tables = super::tables(&given.workbook);
        let known: Vec<(Arc<str>, BTreeSet<String>, Option<String>)> =
            tables.iter().map(|table| (Arc::clone(&table.sheet), headings(table), own_title(table))).collect();
        let is_alone = tables.iter().filter(|table| table.visible).count() < 2;
        for table in tables {
            let items = table.items().next().is_some();
            let figures = table.columns.iter().any(|column| column.shown && column.holds.value.is_figure());
            if !table.visible || !items || !figures {
                continue;
            }
            let own = headings(&table);
            let same: Vec<&Option<String>> = known
                .iter()
                .filter(|(sheet, headings, _)| *sheet == table.sheet && *headings == own)
                .map(|(.., title)| title)
                .collect();
            let names: BTreeSet<Label> = same.iter().filter_map(|title| Some(Label::of(title.as_deref()?))).collect();
            let services =
                same.iter().filter(|title| title.as_deref().is_some_and(super::areas::names_service)).count();
            let are_blocks = same.len() > 1 && names.len() == same.len() && services * 2 > same.len();
            let block = own_title(&table).filter(|_| are_blocks);
            let is_one_of_several = same.len() > 1 && !are_blocks;
            let piece = Piece { given: *index, table, is_alone, is_one_of_several, block };
            match groups.iter_mut().find(|pieces| pieces.iter().any(|known| alike(known, &piece))) {
                Some(pieces) => pieces.push(piece),
                None => groups.push(vec![piece]),
            }
        }
    }
    let sheet = |piece: &Piece| {
        let (_, given) = given.iter().find(|(index, _)| *index == piece.given)?;
        given.workbook.sheets.iter().find(|sheet| sheet.name == piece.table.sheet)
    };
    let stem =
        |piece: &Piece| given.iter().find(|(index, _)| *index == piece.given).map(|(_, given)| given.stem.as_str());
    let mut apart: Vec<Vec<Piece>> = Vec::new();
    for pieces in &mut groups {
        while pieces.len() > 1 {
            let sheets: Option<Vec<&Sheet>> = pieces.iter().map(&sheet).collect();
            let stems: Vec<&str> = pieces.iter().map(|piece| stem(piece).unwrap_or_default()).collect();
            let Some(found) = sheets.and_then(|sheets| summary_among(pieces, &sheets, &stems)) else { break };
            apart.push(vec![pieces.remove(found)]);
        }
    }
    groups.extend(apart);
    groups.into_iter().filter_map(|pieces| joined(pieces, &sheet)).collect()
}

/// Tables laid one below the other.
fn joined<'s>(pieces: Vec<Piece>, sheet_of: &dyn Fn(&Piece) -> Option<&'s Sheet>) -> Option<Joined> {
    let first = pieces.first()?;
    let mut table = Table { rows: Vec::new(), notes: Vec::new(), ..first.table.clone() };
    let mut sheet =
        Sheet { name: Arc::clone(&first.table.sheet), cells: BTreeMap::new(), visible: true, look: Look::default() };
    let (mut starts, mut columns, mut start) = (Vec::new(), Vec::new(), 0_u32);
    let mut is_even = true;
    for (index, piece) in pieces.iter().enumerate() {
        let placed = if index == 0 {
            table.columns.iter().map(|column| (column.at, column.at)).collect()
        } else {
            placed(&mut table, &piece.table)
        };
        is_even &= placed.iter().all(|(own, at)| own == at);
        columns.push(placed);
    }
    for (piece, placed) in pieces.iter().zip(&columns) {
        let own = sheet_of(piece)?;
        let top = *piece.table.heading_rows.start();
        let last = piece.table.rows.last().map_or(top, |row| row.at);
        let moved = |at: &Address| {
            let column = *placed.get(&at.column)?;
            Some(Address::new(at.row.checked_sub(top)?.checked_add(start)?, column))
        };
        let here = Address::new(top, 0)..Address::new(last + 1, 0);
        sheet.cells.extend(own.cells.range(here.clone()).filter_map(|(at, raw)| Some((moved(at)?, raw.clone()))));
        let styles = own.look.styles.range(here.clone());
        sheet.look.styles.extend(styles.filter_map(|(at, style)| Some((moved(at)?, Arc::clone(style)))));
        if is_even {
            let formulas = own.look.formulas.range(here);
            sheet.look.formulas.extend(formulas.filter_map(|(at, formula)| Some((moved(at)?, formula.clone()))));
        }
        let row = |row: u32| row.saturating_sub(top).saturating_add(start);
        table.rows.extend(piece.table.rows.iter().map(|own| Row {
            at: row(own.at),
            label: own.label.clone(),
            is: match &own.is {
                RowIs::Total(Covers::Rows(first, last)) => RowIs::Total(Covers::Rows(row(*first), row(*last))),
                RowIs::Total(Covers::All) if pieces.len() > 1 => {
                    RowIs::Total(Covers::Rows(row(top), row(own.at).saturating_sub(1)))
                }
                other => other.clone(),
            },
        }));
        table.notes.extend(piece.table.notes.iter().cloned());
        for (hue, word) in &piece.table.legend {
            table.legend.entry(*hue).or_insert_with(|| word.clone());
        }
        starts.push(start);
        start = row(last).checked_add(2)?;
    }
    // What was seen in one of them alone is seen anew in all.
    for column in &mut table.columns {
        (column.computed, column.same_as, column.total, column.blank_is_nil) = (None, None, None, false);
    }
    let items: Vec<u32> = table.items().map(|row| row.at).collect();
    kinds::judge(&sheet, &mut table, &items);
    // What names an item in most of them names it in all, though two areas may have one of a name.
    table.label = most(pieces.iter().zip(&columns).map(|(piece, placed)| placed.get(&piece.table.label?).copied()));
    table.key = most(pieces.iter().zip(&columns).map(|(piece, placed)| placed.get(&piece.table.key?).copied()));
    computed::judge(&sheet, &mut table);
    computed::totals(&sheet, &mut table);
    // Of two columns with one heading a form can say but the first.
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut twice = Vec::new();
    for column in table.columns.iter_mut().filter(|column| column.shown && !column.heading.is_empty()) {
        if !seen.insert(Heading::of(&column.heading, APRIL).to_string()) {
            column.shown = false;
            twice.push(column.heading.clone());
        }
    }
    let owners = vec![None; pieces.len()];
    Some(Joined { pieces, sheet, table, starts, owners, columns, twice })
}

/// What most of them say.
fn most(said: impl Iterator<Item = Option<u32>>) -> Option<u32> {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for at in said.flatten() {
        *counts.entry(at).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(at, times)| (*times, std::cmp::Reverse(*at))).map(|(at, _)| at)
}

/// Where the columns of a table stand in another one, which gets those that it has not: by their headings, and the last ones that
/// fit none of its headings by their places.
fn placed(table: &mut Table, own: &Table) -> BTreeMap<u32, u32> {
    let mut places: BTreeMap<u32, u32> = BTreeMap::new();
    let mut free: Vec<u32> = table.columns.iter().map(|column| column.at).collect();
    let full = |heading: &str| Heading::of(heading, APRIL).without_unit();
    for exact in [true, false] {
        for column in own.columns.iter().filter(|column| !column.heading.is_empty()) {
            if places.contains_key(&column.at) {
                continue;
            }
            let same = |known: &super::Column| match exact {
                true => full(&known.heading) == full(&column.heading),
                false => bare(&known.heading) == bare(&column.heading),
            };
            let Some(found) = table.columns.iter().find(|known| free.contains(&known.at) && same(known)) else {
                continue;
            };
            free.retain(|at| *at != found.at);
            places.insert(column.at, found.at);
        }
    }
    // 'Budget saving target' where the others have 'Target', if there is but one such.
    for column in own.columns.iter().filter(|column| !column.heading.is_empty()) {
        if places.contains_key(&column.at) {
            continue;
        }
        let words = |heading: &str| -> BTreeSet<String> { bare(heading).split(' ').map(str::to_string).collect() };
        let wanted = words(&column.heading);
        let mut fits = table.columns.iter().filter(|known| {
            let have = words(&known.heading);
            let alike = known.holds.value.is_figure() == column.holds.value.is_figure();
            let held = have.is_subset(&wanted) || wanted.is_subset(&have);
            alike && held && !have.contains("") && free.contains(&known.at) && !known.heading.is_empty()
        });
        if let Some(found) = fits.next().filter(|_| fits.next().is_none()) {
            free.retain(|at| *at != found.at);
            places.insert(column.at, found.at);
        }
    }
    // 'Delivered to date' where the others have 'Achieved to date': amounts of one part, of which each table has one.
    for column in own.columns.iter().filter(|column| column.holds.value.is_amount()) {
        let role = super::columns::role_of(&column.heading);
        let same = |other: &&super::Column| {
            other.shown && other.holds.value.is_amount() && super::columns::role_of(&other.heading) == role
        };
        if role.is_none() || places.contains_key(&column.at) || own.columns.iter().filter(same).count() > 1 {
            continue;
        }
        let mut fits = table.columns.iter().filter(same).filter(|known| free.contains(&known.at));
        if let Some(found) = fits.next().filter(|_| fits.next().is_none()) {
            free.retain(|at| *at != found.at);
            places.insert(column.at, found.at);
        }
    }
    for column in &own.columns {
        if places.contains_key(&column.at) {
            continue;
        }
        // A helper without a heading stands where the others have theirs, and a heading of one area where the others have another.
        let here = table.columns.iter().find(|known| {
            known.at == column.at && free.contains(&known.at) && known.heading.is_empty() == column.heading.is_empty()
        });
        let at = match here {
            Some(here) => here.at,
            None => {
                let at = table.columns.iter().map(|column| column.at).max().unwrap_or(0).saturating_add(1);
                table.columns.push(super::Column { at, ..column.clone() });
                at
            }
        };
        free.retain(|free| *free != at);
        places.insert(column.at, at);
    }
    places
}
