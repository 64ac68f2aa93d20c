//! Figures, what is published of them, and the equations between them.

use std::collections::{BTreeMap, BTreeSet};

use num_traits::{Signed, Zero};

use super::bounds::{self, Line, Reach};
use super::eliminate::{Echelon, Row};
use super::limits;
use super::proof::{self, Because, Proof};
use super::rational::Rational;

/// A figure of a [`System`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Figure(pub(super) usize);

/// An equation, or an inequality, of a [`System`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Relation(pub(super) usize);

/// What is known of a figure by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// All of it: it is published as it is.
    Exactly,
    /// It lies between these, ends included: it is published rounded, or its sign can be guessed.
    Within(Option<Rational>, Option<Rational>),
    /// Nothing.
    Nothing,
}

impl Known {
    /// Nothing but that it is none below nil.
    pub fn not_negative() -> Known {
        Known::Within(Some(Rational::zero()), None)
    }
}

/// What of a figure.
#[derive(Debug, Clone)]
pub(super) struct Of {
    /// What it is. Never used to say what can be worked out, but as the one point that is known to fit everything.
    pub(super) is: Rational,
    pub(super) known: Known,
}

/// A sum of figures that is, or is at most, a number.
#[derive(Debug, Clone)]
pub(super) struct Sum {
    pub(super) terms: BTreeMap<usize, Rational>,
    pub(super) constant: Rational,
    pub(super) is_at_most: bool,
}

/// Which of what is known is used: relations and bounds of figures. `None` is all of it.
pub(super) type Used = Option<BTreeSet<Because>>;

/// What can be worked out of a protected figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// No bounds narrower than the width.
    Safe,
    /// It is published.
    Published,
    /// The equations determine it.
    Determined(Proof),
    /// It can only lie between these, which are closer together than the width.
    Narrow {
        /// The least that it can be, and why.
        low: Box<Proof>,
        /// The most, and why.
        high: Box<Proof>,
    },
    /// What was said of the figures does not fit them as they are, so that nothing can be said: an equation that does not hold, or bounds.
    Contradicted(Vec<Because>),
    /// More hangs together than is worked through.
    TooLarge,
}

impl Answer {
    /// Whether the figure may be left out of what is published, and nothing gives it away.
    pub fn is_safe(&self) -> bool {
        *self == Answer::Safe
    }
}

/// Figures and what is known of them.
#[derive(Debug, Clone, Default)]
pub struct System {
    pub(super) figures: Vec<Of>,
    pub(super) relations: Vec<Sum>,
    pub(super) protected: BTreeMap<usize, Rational>,
}

impl System {
    /// A system without figures.
    pub fn new() -> System {
        System::default()
    }

    /// One more figure: what it is, and what is known of it.
    pub fn figure(&mut self, is: Rational, known: Known) -> Figure {
        self.figures.push(Of { is, known });
        Figure(self.figures.len() - 1)
    }

    /// What a figure is.
    pub fn is(&self, figure: Figure) -> Option<&Rational> {
        self.figures.get(figure.0).map(|of| &of.is)
    }

    /// Figures times these numbers come to nil, with the constant: `2a - b + 5 = 0` is `equal([(a, 2), (b, -1)], 5)`.
    pub fn equal(&mut self, terms: impl IntoIterator<Item = (Figure, Rational)>, constant: Rational) -> Relation {
        self.relate(terms, constant, false)
    }

    /// The same come to nil at most.
    pub fn at_most(&mut self, terms: impl IntoIterator<Item = (Figure, Rational)>, constant: Rational) -> Relation {
        self.relate(terms, constant, true)
    }

    /// From now on a figure must not be given away: neither determined nor held between bounds that are closer together than `width`.
    pub fn protect(&mut self, figure: Figure, width: Rational) {
        self.protected.insert(figure.0, width);
    }

    /// What can be worked out of each protected figure, in their order, with as few equations as could be found.
    pub fn examine(&self) -> Vec<(Figure, Answer)> {
        let answers = self.answers().into_iter();
        let shortest = answers.map(|(figure, answer)| {
            let width = self.protected.get(&figure.0).cloned().unwrap_or_default();
            (figure, proof::shortest(self, figure.0, &width, answer))
        });
        shortest.collect()
    }

    /// Whether every protected figure is safe.
    pub fn is_safe(&self) -> bool {
        self.answers().iter().all(|(_, answer)| answer.is_safe())
    }

    fn answers(&self) -> Vec<(Figure, Answer)> {
        let parts = self.parts();
        let mut examined: BTreeMap<usize, Result<Part, Answer>> = BTreeMap::new();
        let answers = self.protected.iter().map(|(&figure, width)| {
            let Some(members) = parts.get(&figure) else {
                return (Figure(figure), if self.is_published(figure) { Answer::Published } else { Answer::Safe });
            };
            let first = members.figures.first().copied().unwrap_or(figure);
            let part = examined.entry(first).or_insert_with(|| Part::of(self, members, &None));
            let answer = match part {
                Ok(part) => part.answer(self, figure, width),
                Err(answer) => answer.clone(),
            };
            (Figure(figure), answer)
        });
        answers.collect()
    }

    /// What can be worked out of a figure with some of what is known alone.
    pub(super) fn answer_with(&self, figure: usize, width: &Rational, used: &Used) -> Answer {
        let Some(used_only) = used else { return Answer::Safe };
        let relations = used_only.iter().filter_map(|because| match because {
            Because::Relation(relation) => Some(relation.0),
            Because::Least(_) | Because::Most(_) => None,
        });
        let relations: Vec<usize> = relations.collect();
        let mut figures: BTreeSet<usize> = relations.iter().flat_map(|relation| self.open(*relation)).collect();
        figures.insert(figure);
        let members = Members { figures: figures.into_iter().collect(), relations };
        match Part::of(self, &members, used) {
            Ok(part) => part.answer(self, figure, width),
            Err(answer) => answer,
        }
    }

    fn relate(
        &mut self,
        terms: impl IntoIterator<Item = (Figure, Rational)>,
        constant: Rational,
        is_at_most: bool,
    ) -> Relation {
        let mut sum: BTreeMap<usize, Rational> = BTreeMap::new();
        for (figure, times) in terms {
            *sum.entry(figure.0).or_default() += times;
        }
        sum.retain(|_, times| !times.is_zero());
        self.relations.push(Sum { terms: sum, constant, is_at_most });
        Relation(self.relations.len() - 1)
    }

    fn is_published(&self, figure: usize) -> bool {
        self.figures.get(figure).is_some_and(|of| of.known == Known::Exactly)
    }

    /// The figures of a relation that are not published as they are.
    fn open(&self, relation: usize) -> impl Iterator<Item = usize> {
        let terms = self.relations.get(relation).into_iter().flat_map(|sum| sum.terms.keys().copied());
        terms.filter(|figure| !self.is_published(*figure))
    }

    /// The protected figures that are not published, each with all that hangs together with it through figures that are not: the same
    /// for each of one part.
    fn parts(&self) -> BTreeMap<usize, Members> {
        let mut of_figure: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for relation in 0..self.relations.len() {
            for figure in self.open(relation) {
                of_figure.entry(figure).or_default().push(relation);
            }
        }
        let mut parts: BTreeMap<usize, Members> = BTreeMap::new();
        for &figure in self.protected.keys().filter(|figure| !self.is_published(**figure)) {
            if parts.contains_key(&figure) {
                continue;
            }
            let (mut figures, mut relations) = (BTreeSet::from([figure]), BTreeSet::new());
            let mut waiting = vec![figure];
            while let Some(next) = waiting.pop() {
                for &relation in of_figure.get(&next).into_iter().flatten() {
                    if relations.insert(relation) {
                        waiting.extend(self.open(relation).filter(|figure| figures.insert(*figure)));
                    }
                }
            }
            let members =
                Members { figures: figures.into_iter().collect(), relations: relations.into_iter().collect() };
            for protected in members.figures.iter().filter(|figure| self.protected.contains_key(figure)) {
                parts.insert(*protected, members.clone());
            }
        }
        parts
    }
}

/// What hangs together.
#[derive(Debug, Clone)]
struct Members {
    figures: Vec<usize>,
    relations: Vec<usize>,
}

/// What hangs together, with its equations solved.
pub(super) struct Part {
    solved: Echelon,
    lines: Vec<Line>,
}

impl Part {
    fn of(system: &System, members: &Members, used: &Used) -> Result<Part, Answer> {
        if members.figures.len() > limits::FIGURES || members.relations.len() > limits::RELATIONS {
            return Err(Answer::TooLarge);
        }
        let is_used = |because: Because| used.as_ref().is_none_or(|used| used.contains(&because));
        let mut solved = Echelon::default();
        let mut limits_of = Vec::new();
        // The short ones first: what they say already is not said by a long one then.
        let mut relations = members.relations.clone();
        relations.sort_by_key(|relation| (system.relations.get(*relation).map_or(0, |sum| sum.terms.len()), *relation));
        for index in relations {
            let Some(sum) = system.relations.get(index) else { continue };
            let because = Because::Relation(Relation(index));
            if !is_used(because) {
                continue;
            }
            // What is published goes to the constant; what the figures are must fit.
            let mut terms = BTreeMap::new();
            let (mut constant, mut comes_to) = (sum.constant.clone(), sum.constant.clone());
            for (figure, times) in &sum.terms {
                let Some(of) = system.figures.get(*figure) else { continue };
                let amount = times * &of.is;
                comes_to += &amount;
                if of.known == Known::Exactly {
                    constant += amount;
                } else {
                    terms.insert(*figure, times.clone());
                }
            }
            let fits = if sum.is_at_most { !comes_to.is_positive() } else { comes_to.is_zero() };
            if !fits {
                return Err(Answer::Contradicted(vec![because]));
            }
            if sum.is_at_most {
                limits_of.push((because, terms, -comes_to));
            } else {
                let row = Row { terms, constant, from: BTreeMap::from([(because, Rational::from_integer(1.into()))]) };
                match solved.add(row) {
                    Ok(true) => {}
                    Ok(false) => return Err(Answer::TooLarge),
                    Err(by) => return Err(Answer::Contradicted(by)),
                }
            }
        }
        for &figure in &members.figures {
            let Some(of) = system.figures.get(figure) else { continue };
            let Known::Within(low, high) = &of.known else { continue };
            let one = Rational::from_integer(1.into());
            if let Some(high) = high
                && is_used(Because::Most(Figure(figure)))
            {
                limits_of.push((Because::Most(Figure(figure)), BTreeMap::from([(figure, one.clone())]), high - &of.is));
            }
            if let Some(low) = low
                && is_used(Because::Least(Figure(figure)))
            {
                limits_of.push((Because::Least(Figure(figure)), BTreeMap::from([(figure, -one)]), &of.is - low));
            }
        }
        let mut lines = Vec::new();
        for (because, terms, room) in limits_of {
            if room.is_negative() {
                return Err(Answer::Contradicted(vec![because]));
            }
            // In the figures that the equations leave free; what the others are follows from them.
            lines.push(Line { because, terms: solved.in_free(&terms), room });
        }
        Ok(Part { solved, lines })
    }

    fn answer(&self, system: &System, figure: usize, width: &Rational) -> Answer {
        if let Some(from) = self.solved.determines(figure) {
            return Answer::Determined(proof::of_equations(system, figure, from));
        }
        match self.bounds(system, figure, Some(width)) {
            Err(answer) => answer,
            Ok((Some(low), Some(high))) if high.value == low.value || &high.value - &low.value < *width => {
                Answer::Narrow { low: Box::new(low), high: Box::new(high) }
            }
            Ok(_) => Answer::Safe,
        }
    }

    /// The least and the most that a figure can be, as far as there are such; with `enough`, no more is found out than that they are so far apart.
    fn bounds(
        &self,
        system: &System,
        figure: usize,
        enough: Option<&Rational>,
    ) -> Result<(Option<Proof>, Option<Proof>), Answer> {
        let one = Rational::from_integer(1.into());
        let mut proofs = Vec::new();
        let mut apart = Rational::zero();
        for up in [true, false] {
            let goal = BTreeMap::from([(figure, if up { one.clone() } else { -one.clone() })]);
            let enough = enough.map(|enough| enough - &apart);
            match bounds::furthest(&self.solved.in_free(&goal), &self.lines, enough.as_ref()) {
                Reach::Endless | Reach::Enough => return Ok((None, None)),
                Reach::TooLarge => return Err(Answer::TooLarge),
                Reach::Until(by, shadows) => {
                    apart += by;
                    proofs.push(proof::of_bound(system, &self.solved, figure, up, &shadows));
                }
            }
        }
        let low = proofs.pop();
        Ok((low, proofs.pop()))
    }
}

#[cfg(test)]
impl System {
    /// The very bounds of a figure, where it has both.
    pub(super) fn reach(&self, figure: Figure) -> Result<(Option<Rational>, Option<Rational>), Answer> {
        let mut alone = self.clone();
        alone.protect(figure, Rational::zero());
        let parts = alone.parts();
        let Some(members) = parts.get(&figure.0) else { return Ok((None, None)) };
        let part = Part::of(&alone, members, &None)?;
        let of = |up: bool| {
            let one = Rational::from_integer(1.into());
            let goal = BTreeMap::from([(figure.0, if up { one } else { -one })]);
            match bounds::furthest(&part.solved.in_free(&goal), &part.lines, None) {
                Reach::Until(by, _) => {
                    let is = &alone.figures[figure.0].is;
                    Ok(Some(if up { is + by } else { is - by }))
                }
                Reach::Endless => Ok(None),
                Reach::Enough | Reach::TooLarge => Err(Answer::TooLarge),
            }
        };
        Ok((of(false)?, of(true)?))
    }
}
