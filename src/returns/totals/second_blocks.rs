//! Blocks of a list on one sheet that may analyse the block above them, or are not to be counted by the line above them.

use std::collections::BTreeSet;

use super::blocks::{At, Sum, is_total_of, like, row_of, totalled};
use super::words::says_apart;
use crate::form::{List, ReturnForm};
use crate::names::{Label, one_line};
use crate::returns::grid::Raw;
use crate::returns::headings::Known;
use crate::returns::rows::Rows;
use crate::returns::{Likeness, ReturnTable, Row, RowKind, SumOf, Trouble};
use crate::source::{Address, Place};

/// Rows that count, down to the total that closes them.
#[derive(Default)]
struct Block {
    own: Vec<At>,
    total: Option<At>,
}

/// Asks about each further block of a sheet that comes to the same as one above it, or above which a line says that it is
/// counted already or is not to be counted. Its rows count nowhere until that is answered, unless a total below counts all.
pub(in crate::returns) fn ask(
    rows: &Rows<'_>,
    knowns: &[Known<'_>],
    forms: &[(usize, &ReturnForm)],
    tables: &mut [ReturnTable],
    troubles: &mut Vec<Trouble>,
) {
    for (index, area) in totalled(tables) {
        let Some(form) = forms.iter().find(|(form, _)| *form == index).map(|(_, form)| *form) else { continue };
        let Some(list) = knowns.iter().map(|known| known.list).find(|list| list.id == form.list) else { continue };
        let blocks = blocks_of(tables, index, area.as_deref());
        let mut left_out = Vec::new();
        for (number, block) in blocks.iter().enumerate().skip(1) {
            let found = Looked { rows, list, form, tables, blocks: &blocks, area: area.as_deref() }.at(number, block);
            let Some((trouble, gone)) = found else { continue };
            let places: BTreeSet<Option<u32>> =
                gone.iter().filter_map(|at| tables.get(at.0)?.rows.get(at.1)).map(|row| row_of(&row.at)).collect();
            troubles.retain(|trouble| trouble.at().is_none_or(|at| at.cell.is_none() || !places.contains(&row_of(at))));
            troubles.push(trouble);
            left_out.extend(gone);
        }
        for (table, row) in left_out {
            if let Some(row) = tables.get_mut(table).and_then(|table| table.rows.get_mut(row)) {
                row.kind = RowKind::LeftOut;
                row.covers = None;
            }
        }
    }
}

/// The blocks with rows of their own, in the order of the sheet.
fn blocks_of(tables: &[ReturnTable], form: usize, area: Option<&str>) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for (at, table) in tables.iter().enumerate().filter(|(_, table)| table.form == form) {
        let mut open = Block::default();
        for (place, row) in table.rows.iter().enumerate() {
            let counts = matches!(row.kind, RowKind::Item | RowKind::Balancing);
            if counts && (area.is_none() || row.area.as_deref() == area) {
                open.own.push((at, place));
            } else if is_total_of(row, area) && !open.own.is_empty() {
                blocks.push(Block { total: Some((at, place)), ..std::mem::take(&mut open) });
            }
        }
        if !open.own.is_empty() {
            blocks.push(open);
        }
    }
    blocks
}

/// What a block is looked at with.
struct Looked<'l> {
    rows: &'l Rows<'l>,
    list: &'l List,
    form: &'l ReturnForm,
    tables: &'l [ReturnTable],
    blocks: &'l [Block],
    area: Option<&'l str>,
}

impl Looked<'_> {
    fn row(&self, at: At) -> Option<&Row> {
        self.tables.get(at.0)?.rows.get(at.1)
    }

    fn sum(&self, of: &[At]) -> Sum {
        Sum::of(self.list, of.iter().filter_map(|at| self.row(*at)))
    }

    /// What is asked about a block, and the rows that it leaves out.
    fn at(&self, number: usize, block: &Block) -> Option<(Trouble, Vec<At>)> {
        let before = self.blocks.get(..number)?;
        let asked: Vec<At> = block.own.iter().copied().filter(|at| !self.is_item(*at)).collect();
        if asked.is_empty() || self.is_counted_below(number) {
            return None;
        }
        let sum = self.sum(&block.own);
        let same = before.iter().find(|other| self.sum(&other.own).is_same(&sum));
        let title = self.title(before.last()?, block);
        if same.is_none() && title.is_none() {
            return None;
        }
        let gone: Vec<At> = asked.into_iter().chain(block.total).collect();
        let likeness = |at: &At| self.row(*at).map(|row| like(self.list, row, None));
        let rows: Vec<Likeness> = gone.iter().filter_map(likeness).collect();
        let same = same.and_then(|other| {
            let (first, last) = (self.row(*other.own.first()?)?, self.row(*other.own.last()?)?);
            let figures = sum.every_figure(self.list);
            let (first, last) = (first.at.clone(), last.at.clone());
            Some(SumOf { first, last, rows: other.own.len(), whole: true, figures })
        });
        Some((Trouble::SecondBlock { rows, same, title }, gone))
    }

    /// Whether the form says that the row is an item.
    fn is_item(&self, at: At) -> bool {
        let Some(row) = self.row(at) else { return false };
        let names = [row.text(&self.list.label), row.text(&self.list.key)];
        let is_named = |item: &String| names.iter().any(|name| Label::same(name, item));
        self.form.items.iter().any(is_named)
    }

    /// Whether a total that stands below counts this block and all above it.
    fn is_counted_below(&self, number: usize) -> bool {
        let upto = |last: usize| -> Vec<At> {
            let blocks = self.blocks.get(..=last).unwrap_or_default();
            blocks.iter().flat_map(|block| block.own.iter().copied()).collect()
        };
        (number..self.blocks.len()).any(|last| {
            let sum = self.sum(&upto(last));
            let next = self.blocks.get(last + 1).and_then(|block| block.own.first()).copied();
            let from = self.blocks.get(last).and_then(|block| block.own.last()).copied();
            let totals = self.tables.iter().enumerate().filter(|(_, table)| table.list == self.list.id);
            let mut totals = totals.flat_map(|(at, table)| {
                table
                    .rows
                    .iter()
                    .enumerate()
                    .filter(|(_, row)| is_total_of(row, self.area))
                    .map(move |(row, _)| (at, row))
            });
            totals.any(|total| {
                Some(total) > from
                    && next.is_none_or(|next| total < next)
                    && self.row(total).is_some_and(|row| sum.is_stated_by(self.list, row))
            })
        })
    }

    /// The line between two blocks that says that the second is not to be counted beside the first.
    fn title(&self, above: &Block, block: &Block) -> Option<(Place, String)> {
        let end = self.row(above.total.or(above.own.last().copied())?)?.at.cell?.row;
        let first = self.row(*block.own.first()?)?;
        let range = end.saturating_add(1)..first.at.cell?.row;
        let is_heading = |row: u32| {
            self.tables.iter().flat_map(|table| &table.heading_rows).any(|(from, to)| (*from..*to).contains(&row))
        };
        self.rows.between(range).filter(|(row, _)| !is_heading(*row)).find_map(|(row, cells)| {
            let is_text = cells.values().all(|raw| matches!(raw, Raw::Text(_)) && raw.number().is_none());
            let (column, raw) = cells.iter().find(|(_, raw)| says_apart(&raw.text())).filter(|_| is_text)?;
            Some((first.at.at(Address::new(row, *column)), one_line(&raw.text())))
        })
    }
}
