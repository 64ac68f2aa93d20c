//! Equations solved by elimination, exactly. Each solved one remembers which of those that were given it is made of.

use std::collections::BTreeMap;

use num_traits::Zero;

use super::proof::Because;
use super::rational::{Rational, is_long};

/// Figures times numbers and a constant that come to nil, and the equations that it is made of.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) terms: BTreeMap<usize, Rational>,
    pub(super) constant: Rational,
    pub(super) from: BTreeMap<Because, Rational>,
}

impl Row {
    fn divide(&mut self, by: &Rational) {
        self.terms.values_mut().chain(self.from.values_mut()).chain([&mut self.constant]).for_each(|of| *of /= by);
    }

    /// Adds another row so many times.
    fn add(&mut self, other: &Row, times: &Rational) {
        add_to(&mut self.terms, &other.terms, times);
        add_to(&mut self.from, &other.from, times);
        self.constant += &other.constant * times;
    }
}

/// Adds numbers so many times; what comes to nil is gone.
pub(super) fn add_to<K: Ord + Copy>(to: &mut BTreeMap<K, Rational>, other: &BTreeMap<K, Rational>, times: &Rational) {
    for (key, number) in other {
        let sum = to.entry(*key).or_default();
        *sum += number * times;
        if sum.is_zero() {
            to.remove(key);
        }
    }
}

/// Equations in reduced echelon form: each has a figure that no other has, its pivot, times one.
#[derive(Debug, Clone, Default)]
pub(super) struct Echelon {
    rows: BTreeMap<usize, Row>,
}

impl Echelon {
    /// Adds an equation. `false` where its numbers grow too long; `Err` where it contradicts the others, with those that do.
    pub(super) fn add(&mut self, mut row: Row) -> Result<bool, Vec<Because>> {
        let solved: Vec<usize> = row.terms.keys().copied().filter(|figure| self.rows.contains_key(figure)).collect();
        for pivot in solved {
            if let (Some(other), Some(times)) = (self.rows.get(&pivot), row.terms.get(&pivot).cloned()) {
                row.add(other, &-times);
            }
        }
        let Some((pivot, by)) = row.terms.first_key_value().map(|(pivot, by)| (*pivot, by.clone())) else {
            return if row.constant.is_zero() { Ok(true) } else { Err(row.from.into_keys().collect()) };
        };
        row.divide(&by);
        for other in self.rows.values_mut() {
            if let Some(times) = other.terms.get(&pivot).cloned() {
                other.add(&row, &-times);
                if other.terms.values().any(is_long) || other.from.values().any(is_long) {
                    return Ok(false);
                }
            }
        }
        let is_short = !row.terms.values().any(is_long) && !row.from.values().any(is_long);
        self.rows.insert(pivot, row);
        Ok(is_short)
    }

    /// The equations that determine a figure, each as often as it is needed. `None` where they leave it open: a figure is determined just
    /// where the equation that is solved for it has no other figure.
    pub(super) fn determines(&self, figure: usize) -> Option<&BTreeMap<Because, Rational>> {
        self.rows.get(&figure).filter(|row| row.terms.len() == 1).map(|row| &row.from)
    }

    /// A sum of figures in those alone that the equations leave free, but for a constant.
    pub(super) fn in_free(&self, terms: &BTreeMap<usize, Rational>) -> BTreeMap<usize, Rational> {
        let mut free = BTreeMap::new();
        for (figure, times) in terms {
            match self.rows.get(figure) {
                Some(row) => {
                    add_to(&mut free, &row.terms, &-times);
                    // The figure itself, which the row has once.
                    add_to(&mut free, &BTreeMap::from([(*figure, times.clone())]), &Rational::from_integer(1.into()));
                }
                None => {
                    add_to(&mut free, &BTreeMap::from([(*figure, times.clone())]), &Rational::from_integer(1.into()))
                }
            }
        }
        free
    }

    /// The equations, and how often each, that give a sum of figures which they determine.
    pub(super) fn made_of(&self, terms: &BTreeMap<usize, Rational>) -> BTreeMap<Because, Rational> {
        let mut from = BTreeMap::new();
        for (figure, times) in terms {
            if let Some(row) = self.rows.get(figure) {
                add_to(&mut from, &row.from, times);
            }
        }
        from
    }
}
