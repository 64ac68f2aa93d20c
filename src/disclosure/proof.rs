//! Why a figure can be worked out: which equations and bounds, each as often as it is needed. Whoever adds them up sees it.

use std::collections::{BTreeMap, BTreeSet};

use num_traits::{One, Zero};

use super::eliminate::{Echelon, add_to};
use super::limits::TRIED;
use super::rational::Rational;
use super::system::{Answer, Figure, Known, Relation, System};

/// Something that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Because {
    /// A relation holds.
    Relation(Relation),
    /// A figure is no less than what is known of it.
    Least(Figure),
    /// A figure is no more.
    Most(Figure),
}

/// What a figure is, or is at most or at least, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// That.
    pub value: Rational,
    /// What says so, and how often each is to be added.
    pub uses: BTreeMap<Because, Rational>,
}

impl Proof {
    fn of(system: &System, figure: usize, uses: BTreeMap<Because, Rational>) -> Proof {
        // All uses added up say: the figure, times its number, comes to what is left.
        let (mut terms, mut left) = (BTreeMap::new(), Rational::zero());
        for (because, times) in &uses {
            let (of, constant) = said(system, *because);
            add_to(&mut terms, &of, times);
            left += constant * times;
        }
        let of_it = terms.get(&figure).cloned().unwrap_or_else(Rational::one);
        Proof { value: -left / of_it, uses }
    }

    /// Whether what it uses, added up, says just that of the figure: that it is `value`, or with inequalities that it is so at most
    /// (`Some(true)`) or at least (`Some(false)`).
    #[cfg(test)]
    pub(super) fn holds(&self, system: &System, figure: Figure, at_most: Option<bool>) -> bool {
        let (mut terms, mut left) = (BTreeMap::new(), Rational::zero());
        for (because, times) in &self.uses {
            let is_equation = matches!(because, Because::Relation(relation)
                if system.relations.get(relation.0).is_some_and(|sum| !sum.is_at_most));
            if !is_equation && (num_traits::Signed::is_negative(times) || at_most.is_none()) {
                return false;
            }
            let (of, constant) = said(system, *because);
            add_to(&mut terms, &of, times);
            left += constant * times;
        }
        let one = if at_most == Some(false) { -Rational::one() } else { Rational::one() };
        terms.len() == 1 && terms.get(&figure.0) == Some(&one) && -left / one == self.value
    }
}

/// What is known, as figures times numbers and a constant that come to nil, or to nil at most. What is published is in the constant.
fn said(system: &System, because: Because) -> (BTreeMap<usize, Rational>, Rational) {
    let bound = |figure: Figure, up: bool| {
        let of = system.figures.get(figure.0);
        let within = match of.map(|of| &of.known) {
            Some(Known::Within(low, high)) => {
                if up {
                    high.clone()
                } else {
                    low.clone()
                }
            }
            _ => None,
        };
        let bound = within.unwrap_or_default();
        let one = Rational::one();
        let (times, constant) = if up { (one, -bound) } else { (-one, bound) };
        (BTreeMap::from([(figure.0, times)]), constant)
    };
    match because {
        Because::Least(figure) => bound(figure, false),
        Because::Most(figure) => bound(figure, true),
        Because::Relation(relation) => {
            let Some(sum) = system.relations.get(relation.0) else { return (BTreeMap::new(), Rational::zero()) };
            let (mut terms, mut constant) = (BTreeMap::new(), sum.constant.clone());
            for (figure, times) in &sum.terms {
                match system.figures.get(*figure) {
                    Some(of) if of.known == Known::Exactly => constant += times * &of.is,
                    _ => {
                        terms.insert(*figure, times.clone());
                    }
                }
            }
            (terms, constant)
        }
    }
}

/// Why equations alone determine a figure.
pub(super) fn of_equations(system: &System, figure: usize, from: &BTreeMap<Because, Rational>) -> Proof {
    Proof::of(system, figure, from.clone())
}

/// Why a figure goes no further up, or down: the lines that keep it there, and the equations that join them.
pub(super) fn of_bound(
    system: &System,
    solved: &Echelon,
    figure: usize,
    up: bool,
    shadows: &BTreeMap<Because, Rational>,
) -> Proof {
    let one = Rational::one();
    let mut rest = BTreeMap::from([(figure, if up { one.clone() } else { -one.clone() })]);
    for (because, times) in shadows {
        let (terms, _) = said(system, *because);
        add_to(&mut rest, &terms, &-times);
    }
    let mut uses = shadows.clone();
    uses.retain(|_, times| !times.is_zero());
    add_to(&mut uses, &solved.made_of(&rest), &one);
    Proof::of(system, figure, uses)
}

/// The same answer with as little as could be found: what can be spared is left out, the longest equations first, for a short one is the one that a
/// reader sees.
pub(super) fn shortest(system: &System, figure: usize, width: &Rational, answer: Answer) -> Answer {
    let mut used: BTreeSet<Because> = match &answer {
        Answer::Determined(proof) => proof.uses.keys().copied().collect(),
        Answer::Narrow { low, high } => low.uses.keys().chain(high.uses.keys()).copied().collect(),
        _ => return answer,
    };
    if used.len() > TRIED {
        return answer;
    }
    let length = |because: &Because| match because {
        Because::Relation(relation) => system.relations.get(relation.0).map_or(0, |sum| sum.terms.len()),
        Because::Least(_) | Because::Most(_) => 1,
    };
    let mut candidates: Vec<Because> = used.iter().copied().collect();
    candidates.sort_by_key(|because| (std::cmp::Reverse(length(because)), std::cmp::Reverse(*because)));
    let mut found = answer;
    for candidate in candidates {
        let mut fewer = used.clone();
        fewer.remove(&candidate);
        let without = system.answer_with(figure, width, &Some(fewer.clone()));
        // Bounds say less than an equation does: what is determined stays so.
        let is_as_good = matches!(
            (&found, &without),
            (Answer::Determined(_), Answer::Determined(_)) | (Answer::Narrow { .. }, Answer::Narrow { .. })
        );
        if is_as_good {
            (used, found) = (fewer, without);
        }
    }
    found
}
