//! In tables with totals at several levels, whatever is left out of them: either the program refuses, or another method finds no figure of those
//! that are protected and no bounds that are narrower than their width.

use std::collections::BTreeMap;

use num_traits::{One, Signed, Zero};
use proptest::prelude::*;
use proptest::sample::select;

use super::projection::{Fact, bounds, is_determined};
use super::{ratio, rounded};
use crate::disclosure::{Answer, Figure, Known, Rational, System};

/// How a figure of a table is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    AsItIs,
    Rounded,
    LeftOut,
    Exempt,
}

/// A table: the figures of its rows by area, target and achieved, how each cell is published (rows, then totals), and whether a reader takes it that
/// none is below nil.
#[derive(Debug, Clone)]
struct Table {
    areas: Vec<Vec<[i64; 2]>>,
    shown: Vec<Shown>,
    percentages: bool,
    signs: bool,
    /// Whether each target is stated with its opening and its change since.
    moved: bool,
}

fn number(whole: i64) -> Rational {
    Rational::from_integer(whole.into())
}

/// The figures of a table, and what is published of them, as facts for the one solver and as a system for the other.
struct Laid {
    system: System,
    facts: Vec<Fact>,
    protected: Vec<(usize, Rational)>,
}

/// The figures of one cell: what it is, and which.
#[derive(Clone, Copy)]
struct At {
    is: i64,
    index: usize,
}

struct Layer<'t> {
    table: &'t Table,
    laid: Laid,
}

impl Layer<'_> {
    const UNIT: i64 = 10;

    fn cell(&mut self, is: i64) -> At {
        let index = self.laid.system.figures.len();
        let shown = self.table.shown.get(index % self.table.shown.len()).copied().unwrap_or(Shown::AsItIs);
        let can_sign = self.table.signs && is >= 0;
        let least = can_sign.then(Rational::zero);
        let mut bound = |times: i64, constant: Rational| {
            let terms = BTreeMap::from([(index, number(times))]);
            self.laid.facts.push(Fact { terms, constant, is_equal: false });
        };
        let known = match shown {
            Shown::AsItIs => {
                let terms = BTreeMap::from([(index, Rational::one())]);
                self.laid.facts.push(Fact { terms, constant: number(-is), is_equal: true });
                Known::Exactly
            }
            Shown::Rounded => {
                let printed = (is + Self::UNIT / 2).div_euclid(Self::UNIT) * Self::UNIT;
                bound(1, number(-printed - Self::UNIT / 2));
                bound(-1, number(printed - Self::UNIT / 2));
                rounded(&number(printed), &number(Self::UNIT))
            }
            Shown::LeftOut | Shown::Exempt => {
                if can_sign {
                    bound(-1, Rational::zero());
                }
                Known::Within(least, None)
            }
        };
        let known = if known == Known::Within(None, None) { Known::Nothing } else { known };
        let figure = self.laid.system.figure(number(is), known);
        if shown == Shown::Exempt {
            let width = number(is).abs() / number(5);
            self.laid.system.protect(figure, width.clone());
            self.laid.protected.push((index, width));
        }
        At { is, index }
    }

    /// `of` is the sum of these, each times one or minus one.
    fn sum(&mut self, of: At, parts: &[(At, i64)]) {
        assert_eq!(of.is, parts.iter().map(|(part, times)| part.is * times).sum::<i64>());
        let terms = parts.iter().map(|(part, times)| (part.index, *times)).chain([(of.index, -1)]);
        let mut facts: BTreeMap<usize, Rational> = BTreeMap::new();
        for (index, times) in terms.clone() {
            *facts.entry(index).or_default() += number(times);
        }
        self.laid.facts.push(Fact { terms: facts, constant: Rational::zero(), is_equal: true });
        self.laid.system.equal(terms.map(|(index, times)| (Figure(index), number(times))), Rational::zero());
    }

    /// The percentage of two cells, published as a whole number.
    fn percentage(&mut self, part: At, whole: At) {
        if whole.is <= 0 {
            return;
        }
        let percent = (number(part.is * 100) / number(whole.is)).round();
        let half = Rational::new(1.into(), 2.into());
        let (low, high) = ((&percent - &half) / number(100), (&percent + &half) / number(100));
        ratio(&mut self.laid.system, Figure(part.index), Figure(whole.index), &low, &high);
        let one = Rational::one;
        let mut fact = |terms: [(usize, Rational); 2]| {
            self.laid.facts.push(Fact { terms: terms.into(), constant: Rational::zero(), is_equal: false });
        };
        fact([(part.index, -one()), (whole.index, low)]);
        fact([(part.index, one()), (whole.index, -high)]);
        // On which side of nil the whole lies is held to be known.
        let terms = BTreeMap::from([(whole.index, -one())]);
        self.laid.facts.push(Fact { terms, constant: Rational::zero(), is_equal: false });
    }
}

fn lay(table: &Table) -> Laid {
    let laid = Laid { system: System::new(), facts: Vec::new(), protected: Vec::new() };
    let mut layer = Layer { table, laid };
    let mut all: [Vec<At>; 3] = Default::default();
    for rows in &table.areas {
        let mut columns: [Vec<At>; 3] = Default::default();
        for [target, achieved] in rows {
            let cells = [*target, *achieved, achieved - target].map(|is| layer.cell(is));
            let [target, achieved, variance] = cells;
            layer.sum(variance, &[(achieved, 1), (target, -1)]);
            if table.percentages {
                layer.percentage(achieved, target);
            }
            if table.moved {
                let opening = layer.cell(target.is - 7);
                let change = layer.cell(7);
                layer.sum(target, &[(opening, 1), (change, 1)]);
            }
            cells.into_iter().zip(&mut columns).for_each(|(cell, column)| column.push(cell));
        }
        let totals = columns.each_ref().map(|column| layer.cell(column.iter().map(|cell| cell.is).sum()));
        for (total, column) in totals.into_iter().zip(&columns) {
            layer.sum(total, &column.iter().map(|cell| (*cell, 1)).collect::<Vec<_>>());
        }
        layer.sum(totals[2], &[(totals[1], 1), (totals[0], -1)]);
        if table.percentages {
            layer.percentage(totals[1], totals[0]);
        }
        totals.into_iter().zip(&mut all).for_each(|(total, column)| column.push(total));
    }
    for column in all {
        let total = layer.cell(column.iter().map(|cell| cell.is).sum());
        layer.sum(total, &column.iter().map(|cell| (*cell, 1)).collect::<Vec<_>>());
    }
    layer.laid
}

fn a_table() -> impl Strategy<Value = Table> {
    let figure = prop_oneof![4 => 0..400_i64, 1 => Just(0), 1 => -90..0_i64];
    let row = [figure.clone(), figure];
    let areas = prop::collection::vec(prop::collection::vec(row, 1..4), 1..4);
    let shown = select(vec![Shown::AsItIs, Shown::AsItIs, Shown::Rounded, Shown::LeftOut, Shown::Exempt]);
    let shown = prop::collection::vec(shown, 7..40);
    (areas, shown, any::<bool>(), any::<bool>(), any::<bool>())
        .prop_map(|(areas, shown, percentages, signs, moved)| Table { areas, shown, percentages, signs, moved })
}

/// Another solver's inequalities, at most; where there are more it is asked no further.
const MOST: usize = 400;

/// Holds every answer about a table to what the other methods find. How many were refused and how many were not.
fn hold(table: &Table) -> Result<[usize; 2], TestCaseError> {
    let laid = lay(table);
    let answers: BTreeMap<usize, Answer> =
        laid.system.examine().into_iter().map(|(figure, answer)| (figure.0, answer)).collect();
    prop_assert_eq!(answers.len(), laid.protected.len());
    let figures = laid.system.figures.len();
    let mut seen = [0, 0];
    for (index, width) in &laid.protected {
        let answer = &answers[index];
        let determined = is_determined(&laid.facts, *index, figures);
        prop_assert_eq!(matches!(answer, Answer::Determined(_)), determined, "{:?}", answer);
        let figure = Figure(*index);
        let is = laid.system.is(figure).unwrap().clone();
        match answer {
            Answer::Determined(proof) => {
                prop_assert!(proof.holds(&laid.system, figure, None), "{:?}", proof);
                prop_assert_eq!(&proof.value, &is);
            }
            Answer::Narrow { low, high } => {
                prop_assert!(low.holds(&laid.system, figure, Some(false)), "{:?}", low);
                prop_assert!(high.holds(&laid.system, figure, Some(true)), "{:?}", high);
                prop_assert!(low.value <= is && is <= high.value);
            }
            Answer::Safe => {}
            other => prop_assert!(false, "{:?}", other),
        }
        if let Some((least, most)) = bounds(&laid.facts, *index, MOST) {
            let apart = least.as_ref().zip(most.as_ref()).map(|(least, most)| most - least);
            let gives_away = apart.is_some_and(|apart| apart < *width || apart.is_zero());
            prop_assert_eq!(!answer.is_safe(), gives_away, "{:?} but {:?} to {:?}", answer, least, most);
            prop_assert_eq!(laid.system.reach(figure).unwrap(), (least, most));
            seen[usize::from(answer.is_safe())] += 1;
        }
    }
    Ok(seen)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_left_out_it_is_refused_or_no_other_method_finds_it(table in a_table()) {
        hold(&table)?;
    }
}

#[test]
fn some_of_those_tables_are_refused_and_some_are_not() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    let mut runner = TestRunner::deterministic();
    let mut seen = [0, 0];
    for _ in 0..40 {
        let table = a_table().new_tree(&mut runner).unwrap().current();
        let [refused, safe] = hold(&table).unwrap();
        seen = [seen[0] + refused, seen[1] + safe];
    }
    assert!(seen.iter().all(|of| *of >= 10), "{seen:?}");
}
