//! Rows and columns that are not shown, gathered as ranges however many there are.

use super::{Fault, Room};
use crate::returns::look::{Hidden, HiddenBy};

/// Ranges while they come in.
#[derive(Debug, Default)]
pub(in super::super) struct Ranges(Vec<Hidden>);

impl Ranges {
    /// Adds one, up to `most` at the furthest.
    pub(in super::super) fn add(
        &mut self,
        first: u32,
        last: u32,
        by: HiddenBy,
        most: u32,
        room: &mut Room,
    ) -> Result<(), Fault> {
        let last = last.min(most);
        if first > last {
            return Ok(());
        }
        match self.0.last_mut() {
            Some(before) if before.by == by && before.first <= first && first <= before.last.saturating_add(1) => {
                before.last = before.last.max(last);
            }
            _ => {
                room.take()?;
                self.0.push(Hidden { first, last, by });
            }
        }
        Ok(())
    }

    /// In order, none over another, none touching one that is hidden alike. Where two lie over each other, what came first in
    /// order holds.
    pub(in super::super) fn in_order(mut self) -> Vec<Hidden> {
        self.0.sort_by_key(|range| range.first);
        let mut ordered: Vec<Hidden> = Vec::new();
        for mut range in self.0 {
            match ordered.last_mut() {
                Some(before) if before.by == range.by && range.first <= before.last.saturating_add(1) => {
                    before.last = before.last.max(range.last);
                }
                Some(before) if range.last <= before.last => {}
                Some(before) => {
                    range.first = range.first.max(before.last.saturating_add(1));
                    ordered.push(range);
                }
                None => ordered.push(range),
            }
        }
        ordered
    }
}

/// The rows that are in none of the ranges, from the first of all to `most`.
pub(super) fn all_others(ranges: &[Hidden], most: u32) -> Vec<(u32, u32)> {
    let mut next = 0_u32;
    let mut others = Vec::new();
    for range in ranges {
        if let Some(last) = range.first.checked_sub(1).filter(|last| *last >= next) {
            others.push((next, last));
        }
        next = next.max(range.last.saturating_add(1));
    }
    if next <= most {
        others.push((next, most));
    }
    others
}

/// The same ranges, with what lies in one of `filters` hidden by that filter.
pub(super) fn by_filters(ranges: &[Hidden], mut filters: Vec<(u32, u32)>) -> Vec<Hidden> {
    filters.sort_unstable();
    let mut apart: Vec<(u32, u32)> = Vec::new();
    for (first, last) in filters {
        match apart.last_mut() {
            Some((_, before)) if first <= before.saturating_add(1) => *before = last.max(*before),
            _ => apart.push((first, last)),
        }
    }
    let mut found = Ranges::default();
    for range in ranges {
        let mut at = range.first;
        while at <= range.last {
            let next = apart.partition_point(|(_, last)| *last < at);
            let (last, by) = match apart.get(next) {
                Some((first, last)) if *first <= at => (range.last.min(*last), HiddenBy::Filter),
                Some((first, _)) => (range.last.min(first - 1), range.by),
                None => (range.last, range.by),
            };
            found.0.push(Hidden { first: at, last, by });
            at = last.saturating_add(1);
        }
    }
    found.in_order()
}

#[cfg(test)]
mod tests {
    use HiddenBy::{Filter, Hand, Outline};

    use super::*;

    fn ranges(list: &[(u32, u32, HiddenBy)]) -> Vec<Hidden> {
        list.iter().map(|(first, last, by)| Hidden { first: *first, last: *last, by: *by }).collect()
    }

    #[test]
    fn ranges_are_put_in_order() {
        type List<'a> = &'a [(u32, u32, HiddenBy)];
        let cases: [(List<'_>, List<'_>); 5] = [
            (&[(1, 1, Hand), (2, 2, Hand), (4, 4, Hand)], &[(1, 2, Hand), (4, 4, Hand)]),
            (&[(5, 9, Hand), (1, 4, Hand)], &[(1, 9, Hand)]),
            (&[(1, 1, Hand), (2, 2, Outline)], &[(1, 1, Hand), (2, 2, Outline)]),
            (&[(1, 5, Hand), (3, 8, Outline), (4, 4, Hand)], &[(1, 5, Hand), (6, 8, Outline)]),
            (&[(9, 5, Hand), (3, u32::MAX, Hand)], &[(3, 99, Hand)]),
        ];
        for (added, expected) in cases {
            let mut gathered = Ranges::default();
            for (first, last, by) in added {
                gathered.add(*first, *last, *by, 99, &mut Room::default()).unwrap();
            }
            assert_eq!(gathered.in_order(), ranges(expected), "{added:?}");
        }
    }

    #[test]
    fn a_filter_takes_what_lies_in_it() {
        let hidden = ranges(&[(0, 3, Hand), (5, 9, Outline), (20, 20, Hand)]);
        assert_eq!(
            by_filters(&hidden, vec![(7, 8), (2, 5)]),
            ranges(&[
                (0, 1, Hand),
                (2, 3, Filter),
                (5, 5, Filter),
                (6, 6, Outline),
                (7, 8, Filter),
                (9, 9, Outline),
                (20, 20, Hand)
            ])
        );
        assert_eq!(all_others(&ranges(&[(0, 1, Hand), (4, 5, Hand)]), 9), [(2, 3), (6, 9)]);
    }
}
