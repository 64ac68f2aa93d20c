//! The same questions answered by other methods than the program's: bounds by Fourier–Motzkin elimination, one figure after the other, and
//! whether equations determine a figure by ranks over a prime field.

use std::collections::{BTreeMap, BTreeSet};

use num_traits::{Signed, Zero};

use crate::disclosure::Rational;

/// Figures times numbers, and a constant, that come to nil (`is_equal`) or to nil at most.
#[derive(Debug, Clone)]
pub(super) struct Fact {
    pub(super) terms: BTreeMap<usize, Rational>,
    pub(super) constant: Rational,
    pub(super) is_equal: bool,
}

impl Fact {
    fn times(&self, figure: usize) -> Rational {
        self.terms.get(&figure).cloned().unwrap_or_default()
    }

    fn plus(&self, other: &Fact, times: &Rational) -> Fact {
        let mut sum = self.clone();
        sum.constant += &other.constant * times;
        for (figure, number) in &other.terms {
            *sum.terms.entry(*figure).or_default() += number * times;
        }
        sum.terms.retain(|_, number| !number.is_zero());
        sum
    }
}

/// The least and the most that a figure can be. `None` of more than `most` inequalities.
pub(super) fn bounds(facts: &[Fact], figure: usize, most: usize) -> Option<(Option<Rational>, Option<Rational>)> {
    let (mut equal, mut limits): (Vec<Fact>, Vec<Fact>) = facts.iter().cloned().partition(|fact| fact.is_equal);
    // An equation is put in for a figure that it has, another one than is asked for where it can be.
    while let Some(fact) = equal.pop() {
        let Some(put) = fact.terms.keys().copied().find(|of| *of != figure).or(fact.terms.keys().copied().next())
        else {
            assert!(fact.constant.is_zero(), "what the table says contradicts itself");
            continue;
        };
        if put == figure {
            let is = -&fact.constant / fact.times(figure);
            return Some((Some(is.clone()), Some(is)));
        }
        for other in equal.iter_mut().chain(&mut limits) {
            let times = -other.times(put) / fact.times(put);
            *other = other.plus(&fact, &times);
        }
    }
    // Imbert: what is made of more of the first inequalities than figures are gone, and one, says nothing new.
    let mut rows: Vec<(Fact, BTreeSet<usize>)> =
        limits.into_iter().enumerate().map(|(index, fact)| (fact, BTreeSet::from([index]))).collect();
    let others: BTreeSet<usize> = rows.iter().flat_map(|(fact, _)| fact.terms.keys().copied()).collect();
    let mut others: Vec<usize> = others.into_iter().filter(|of| *of != figure).collect();
    let mut gone = 0;
    while !others.is_empty() {
        let pairs = |of: &usize| {
            let up = rows.iter().filter(|(fact, _)| fact.times(*of).is_positive()).count();
            up * rows.iter().filter(|(fact, _)| fact.times(*of).is_negative()).count()
        };
        let (place, _) = others.iter().enumerate().min_by_key(|(_, of)| pairs(of))?;
        let next = others.remove(place);
        gone += 1;
        let (with, mut kept): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(fact, _)| fact.terms.contains_key(&next));
        let (up, down): (Vec<_>, Vec<_>) = with.into_iter().partition(|(fact, _)| fact.times(next).is_positive());
        for (high, high_from) in &up {
            for (low, low_from) in &down {
                let from: BTreeSet<usize> = high_from.union(low_from).copied().collect();
                if from.len() > gone + 1 {
                    continue;
                }
                let sum = high.plus(low, &(-high.times(next) / low.times(next)));
                if !sum.terms.is_empty() {
                    kept.push((sum, from));
                }
            }
        }
        if kept.len() > most {
            return None;
        }
        rows = kept;
    }
    let (mut least, mut greatest): (Option<Rational>, Option<Rational>) = (None, None);
    for (fact, _) in &rows {
        let times = fact.times(figure);
        if times.is_zero() {
            continue;
        }
        let bound = -&fact.constant / &times;
        if times.is_positive() {
            greatest = Some(greatest.map_or(bound.clone(), |before| before.min(bound)));
        } else {
            least = Some(least.map_or(bound.clone(), |before| before.max(bound)));
        }
    }
    Some((least, greatest))
}

/// 2^61 - 1, a prime.
const PRIME: i128 = (1 << 61) - 1;

fn inverse(number: i128) -> i128 {
    let (mut power, mut base, mut left) = (1, number, PRIME - 2);
    while left > 0 {
        if left & 1 == 1 {
            power = power * base % PRIME;
        }
        base = base * base % PRIME;
        left >>= 1;
    }
    power
}

fn rank(mut rows: Vec<Vec<i128>>) -> usize {
    let columns = rows.first().map_or(0, Vec::len);
    let mut rank = 0;
    for column in 0..columns {
        let Some(found) = (rank..rows.len()).find(|row| rows[*row][column] != 0) else { continue };
        rows.swap(rank, found);
        let by = inverse(rows[rank][column]);
        let pivot: Vec<i128> = rows[rank].iter().map(|number| number * by % PRIME).collect();
        for row in rows.iter_mut().skip(rank + 1) {
            let times = row[column];
            for (number, of) in row.iter_mut().zip(&pivot) {
                *number = (*number - times * of).rem_euclid(PRIME);
            }
        }
        rank += 1;
    }
    rank
}

/// Whether the equations among the facts determine a figure. Their numbers are whole.
pub(super) fn is_determined(facts: &[Fact], figure: usize, figures: usize) -> bool {
    let whole = |number: &Rational| {
        assert!(number.is_integer());
        i128::try_from(number.to_integer()).unwrap().rem_euclid(PRIME)
    };
    let row = |fact: &Fact| (0..figures).map(|of| whole(&fact.times(of))).collect::<Vec<_>>();
    let rows: Vec<Vec<i128>> = facts.iter().filter(|fact| fact.is_equal).map(row).collect();
    let mut with = rows.clone();
    with.push((0..figures).map(|of| i128::from(of == figure)).collect());
    rank(with) == rank(rows)
}
