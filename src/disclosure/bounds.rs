//! How far a figure can be from what it is, by an exact simplex. What the figures are fits everything that is known of them, so the search starts
//! there: it needs no first phase, and what it finds is measured from there.

use std::collections::BTreeMap;

use num_traits::{One, Signed, Zero};

use super::limits::STEPS;
use super::proof::Because;
use super::rational::{Rational, is_long};

/// Changes of free figures, times numbers, that may come to `room` at most, which is nil or more.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) because: Because,
    pub(super) terms: BTreeMap<usize, Rational>,
    pub(super) room: Rational,
}

/// How far it goes.
#[derive(Debug)]
pub(super) enum Reach {
    /// So far, and which lines keep it there, each as often as it counts.
    Until(Rational, BTreeMap<Because, Rational>),
    /// Without end.
    Endless,
    /// As far as was asked, or further.
    Enough,
    /// More steps, or longer numbers, than are worked through.
    TooLarge,
}

/// What changes: a free figure, which may go up and down, or the room that a line has left, which is never below nil.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Variable {
    Free(usize),
    Left(usize),
}

/// A variable, or what is wished for, by those that are chosen freely.
#[derive(Debug, Clone)]
struct Equation {
    constant: Rational,
    terms: BTreeMap<Variable, Rational>,
}

impl Equation {
    /// Puts what a variable comes to in its place.
    fn put(&mut self, variable: Variable, comes_to: &Equation) {
        let Some(times) = self.terms.remove(&variable) else { return };
        self.constant += &comes_to.constant * &times;
        for (other, number) in &comes_to.terms {
            let sum = self.terms.entry(*other).or_default();
            *sum += number * &times;
            if sum.is_zero() {
                self.terms.remove(other);
            }
        }
    }

    fn is_long(&self) -> bool {
        self.terms.values().any(is_long) || is_long(&self.constant)
    }
}

/// How far the changes can be taken in the direction of `goal`, as far as `enough` at most.
pub(super) fn furthest(goal: &BTreeMap<usize, Rational>, lines: &[Line], enough: Option<&Rational>) -> Reach {
    let by_free = |terms: &BTreeMap<usize, Rational>, times: &Rational| {
        terms.iter().map(|(figure, number)| (Variable::Free(*figure), number * times)).collect()
    };
    let mut goal = Equation { constant: Rational::zero(), terms: by_free(goal, &Rational::one()) };
    let left = lines.iter().enumerate().map(|(index, line)| {
        let terms = by_free(&line.terms, &-Rational::one());
        (Variable::Left(index), Equation { constant: line.room.clone(), terms })
    });
    let mut basic: BTreeMap<Variable, Equation> = left.collect();
    for _ in 0..STEPS {
        if enough.is_some_and(|enough| goal.constant >= *enough && goal.constant.is_positive()) {
            return Reach::Enough;
        }
        // Bland's rule: the first that makes more of it, and the first that stops it. So it never goes round in a circle.
        let entering = goal.terms.iter().find(|(variable, number)| match variable {
            Variable::Free(_) => !number.is_zero(),
            Variable::Left(_) => number.is_positive(),
        });
        let Some((entering, number)) = entering.map(|(variable, number)| (*variable, number.clone())) else {
            let shadows = goal.terms.iter().filter_map(|(variable, number)| match variable {
                Variable::Left(index) => Some((lines.get(*index)?.because, -number)),
                Variable::Free(_) => None,
            });
            return Reach::Until(goal.constant.clone(), shadows.collect());
        };
        let mut first: Option<(Rational, Variable)> = None;
        for (variable, equation) in &basic {
            // A free figure that is worked out from the others stops nothing.
            let (Variable::Left(_), Some(rate)) = (variable, equation.terms.get(&entering)) else { continue };
            if rate.is_negative() == number.is_negative() {
                continue;
            }
            let stops = &equation.constant / rate.abs();
            if first.as_ref().is_none_or(|(before, _)| stops < *before) {
                first = Some((stops, *variable));
            }
        }
        let Some((_, leaving)) = first else { return Reach::Endless };
        let Some(mut equation) = basic.remove(&leaving) else { return Reach::TooLarge };
        let Some(rate) = equation.terms.remove(&entering) else { return Reach::TooLarge };
        // leaving = constant + rate * entering + rest, so entering = (leaving - constant - rest) / rate
        equation.terms.values_mut().chain([&mut equation.constant]).for_each(|of| *of = -&*of / &rate);
        equation.terms.insert(leaving, rate.recip());
        for other in basic.values_mut().chain([&mut goal]) {
            other.put(entering, &equation);
            if other.is_long() {
                return Reach::TooLarge;
            }
        }
        basic.insert(entering, equation);
    }
    Reach::TooLarge
}
