//! The one total below the areas of a sheet: where areas are told by headings, and none has a total of its own or the last one's stands
//! above it, the total at the end is that of all of them, and not of the last one.

use rust_decimal::Decimal;

use super::OpenTable;
use super::understood::Cells;
use crate::returns::RowKind;
use crate::returns::totals::plan::{Claim, Line};

impl OpenTable<'_> {
    /// Reads the total of all areas.
    pub(super) fn total_of_all(&mut self, row: u32, cells: &Cells<'_>) {
        self.groups.clear(&mut self.rows);
        self.heading_area = None;
        self.push(RowKind::Total, row, cells, None, Vec::new());
        self.ended = true;
    }
}

/// The row of the total of all areas, which closes the last of these sections, one an area. It is a total by its label, no
/// section has another one or the last area's own stands right above it, and most of its figures come nearer to the sum of all sections than to that of its own: so a total
/// that is off is still held against the right rows.
pub(super) fn find<'l>(sections: impl Iterator<Item = &'l [Line]>) -> Option<u32> {
    let sections: Vec<&[Line]> = sections.filter(|lines| !lines.is_empty()).collect();
    let (last, others) = sections.split_last()?;
    let (total, own) = last.split_last()?;
    let mut counted = others.iter().copied().flatten().chain(own);
    // Right behind the last area's own total, none is that of its rows again; unless an area has several, one of which may be another's.
    let several = |lines: &&[Line]| lines.iter().filter(|line| is_total(line)).count() > 1;
    let is_closed = own.last().is_some_and(is_total) && ![own].iter().chain(others).any(several);
    if others.is_empty() || own.is_empty() || !is_total(total) || !is_closed && counted.any(is_total) {
        return None;
    }
    let sum = |lines: &mut dyn Iterator<Item = &Line>, column: usize| {
        let amounts = lines
            .filter(|line| !is_subtotal(line) && !is_total(line))
            .filter_map(|line| line.amounts.get(column).copied()?);
        amounts.fold(Decimal::ZERO, |sum, amount| sum.saturating_add(amount))
    };
    let (mut all_nearer, mut own_nearer) = (0, 0);
    for (column, stated) in total.amounts.iter().enumerate() {
        let Some(stated) = stated else { continue };
        let own_sum = sum(&mut own.iter(), column);
        let all_sum = own_sum.saturating_add(sum(&mut others.iter().copied().flatten(), column));
        let off = |sum: Decimal| stated.saturating_sub(sum).abs();
        match off(all_sum).cmp(&off(own_sum)) {
            std::cmp::Ordering::Less => all_nearer += 1,
            std::cmp::Ordering::Greater => own_nearer += 1,
            std::cmp::Ordering::Equal => {}
        }
    }
    (all_nearer > own_nearer).then_some(total.row)
}

fn is_total(line: &Line) -> bool {
    matches!(line.claim, Claim::Total | Claim::LooseTotal { group: false, .. })
}

fn is_subtotal(line: &Line) -> bool {
    matches!(line.claim, Claim::Subtotal { .. } | Claim::LooseSubtotal)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(row: u32, claim: Claim, amounts: &[i64]) -> Line {
        let amounts = amounts.iter().map(|amount| Some(Decimal::from(*amount))).collect();
        Line { row, claim, amounts, indent: 0, reference: false, words: false, speaks_of_whole: false }
    }

    fn item(row: u32, amount: i64) -> Line {
        line(row, Claim::Item, &[amount])
    }

    #[test]
    fn the_total_of_all_areas_is_told_from_that_of_the_last_one() {
        let total = |amount| line(9, Claim::Total, &[amount]);
        let found = |north: &[Line], south: &[Line]| find([north, south].into_iter());
        assert_eq!(found(&[item(1, 70)], &[item(5, 20), item(6, 10), total(100)]), Some(9));
        assert_eq!(found(&[item(1, 70)], &[item(5, 20), item(6, 10), total(99)]), Some(9), "a slip");
        assert_eq!(found(&[item(1, 70)], &[item(5, 20), item(6, 10), total(30)]), None, "the last one's own");
        let closed = [item(1, 70), line(2, Claim::Total, &[70])];
        assert_eq!(found(&closed, &[item(5, 30), total(100)]), None, "areas have totals");
        let own = line(8, Claim::Total, &[30]);
        let (closed, last) = ([item(1, 70), line(2, Claim::Total, &[70])], [item(5, 30), own.clone(), total(100)]);
        assert_eq!(found(&closed, &last), Some(9), "below the last one's own");
        assert_eq!(found(&closed, &[item(5, 30), own.clone(), total(98)]), Some(9), "a slip there");
        assert_eq!(found(&closed, &[item(5, 30), own, total(30)]), None, "the last one's own, twice");
        let twice = [item(5, 20), line(6, Claim::Total, &[20]), item(7, 10), line(8, Claim::Total, &[10]), total(100)];
        assert_eq!(found(&closed, &twice), None, "two totals of an area: one may be another's");
        assert_eq!(found(&[], &[item(5, 30), total(100)]), None, "one area");
        assert_eq!(found(&[item(1, 70)], &[item(5, 30), item(9, 100)]), None, "a scheme like any other");
        let group = [item(1, 70), line(2, Claim::LooseSubtotal, &[70])];
        assert_eq!(found(&group, &[item(5, 30), total(100)]), Some(9), "subtotals of groups are no items");
    }
}
