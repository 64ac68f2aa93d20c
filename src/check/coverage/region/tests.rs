use proptest::prelude::*;

use rust_decimal::Decimal;

use super::*;
use crate::returns::ledger::{Entry, Part};

fn number(value: i64) -> Raw {
    Raw::Number(Decimal::from(value))
}

fn left(cells: &[(u32, u32)], raw: &'static Raw) -> Vec<Left<'static>> {
    cells.iter().map(|(row, column)| Left { at: Address::new(*row, *column), raw }).collect()
}

fn text(ranges: &[(Address, Address)]) -> Vec<String> {
    ranges.iter().map(|(first, last)| format!("{first}:{last}")).collect()
}

#[test]
fn cells_are_one_range_where_nothing_used_stands_in_it() {
    static ONE: Raw = Raw::Truth(true);
    let cells = left(&[(3, 6), (4, 6), (8, 7)], &ONE);
    assert_eq!(text(&ranges(&SheetLedger::default(), &cells)), ["G4:H9"]);
    let used = Entry::of(Address::new(5, 7), Part::Item);
    let ledger = SheetLedger { entries: vec![used], is_read: true, titles: Vec::new() };
    assert_eq!(text(&ranges(&ledger, &cells)), ["G4:G5", "H9:H9"]);
}

#[test]
fn runs_are_put_together_where_the_rows_below_reach_as_far() {
    static ONE: Raw = Raw::Truth(true);
    let cells = left(&[(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 3), (3, 0)], &ONE);
    assert_eq!(text(&rectangles(&cells)), ["A1:B2", "A3:A4", "D3:D3"]);
}

#[test]
fn numbering_starts_at_one_and_goes_up_by_one_in_one_column() {
    let numbers: Vec<Raw> = [1, 2, 3, 5].map(number).to_vec();
    let down = |column: fn(u32) -> u32, range: std::ops::Range<usize>| -> bool {
        let cells = numbers[range].iter().zip(0..).map(|(raw, row)| Left { at: Address::new(row, column(row)), raw });
        is_numbering(&cells.collect::<Vec<_>>())
    };
    assert!(down(|_| 0, 0..3));
    assert!(!down(|_| 0, 0..4), "a gap");
    assert!(!down(|_| 0, 1..3), "it starts at 2");
    assert!(!down(|row| row, 0..3), "another column");
    assert!(!down(|_| 0, 0..1), "a single figure may be anything");
}

proptest! {
    #[test]
    fn ranges_hold_every_cell_and_none_that_is_used(cells in proptest::collection::btree_map((0..8_u32, 0..6_u32), 0..3_u8, 1..40)) {
        static ONE: Raw = Raw::Truth(true);
        let all = cells.iter().map(|((row, column), kind)| (Address::new(*row, *column), *kind > 0));
        let entries = all.clone().map(|(at, used)| Entry::of(at, if used { Part::Item } else { Part::NotUsed })).collect();
        let ledger = SheetLedger { entries, is_read: true, titles: Vec::new() };
        let left: Vec<Left<'_>> = all.clone().filter(|(_, used)| !used).map(|(at, _)| Left { at, raw: &ONE }).collect();
        let ranges = ranges(&ledger, &left);
        for (at, used) in all {
            let holds = |(first, last): &(Address, Address)| {
                (first.row..=last.row).contains(&at.row) && (first.column..=last.column).contains(&at.column)
            };
            prop_assert_eq!(ranges.iter().any(holds), !used, "{}", at);
        }
    }
}
