//! This period against the prior one: schemes matched, movements that close to the penny.

pub mod control;
pub mod largest;
mod levels;
pub mod matching;
pub mod movement;
pub mod new_year;
pub mod position;
pub mod proposal;
pub mod published;
mod requests;
pub mod restated;
mod split;
pub mod step;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod withheld;

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::decision::{Approval, ChangeRequest, Decisions};
use crate::figures::OutOfBounds;
use crate::form::Form;
use crate::period::Period;
use crate::source::Place;
pub use levels::LevelMovement;
use position::{Position, Scheme};

/// What the figures of the prior period are taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PriorFrom {
    /// Its returns.
    Returns,
    /// The workbook that was published, or a council's own consolidated one.
    Published,
}

impl PriorFrom {
    /// For a message: 'the returns of Quarter 2, 2022/23'.
    pub fn words(self, prior: Period) -> String {
        match self {
            PriorFrom::Returns => format!("the returns of {}", prior.label()),
            PriorFrom::Published => format!("what was published for {}", prior.label()),
        }
    }
}

/// The outcome: what became of each scheme, and the movement of each money column.
#[derive(Debug, Clone)]
pub struct Reconciliation {
    /// The prior period.
    pub prior: Period,
    /// What the prior figures were taken from.
    pub prior_from: PriorFrom,
    /// Every scheme of either period, once.
    pub pairs: Vec<Pair>,
    /// Likely matches among what is left unmatched: proposed, never assumed.
    pub proposals: Vec<Proposal>,
    /// Where names that are much alike were not looked for, because too many schemes came and went.
    pub uncompared: BTreeSet<Uncompared>,
    /// For each money column of each list that is no summary (the main list first): each area, in the form's order, then
    /// overall.
    pub movements: Vec<Movement>,
    /// The same by the levels inside the areas, of the lists that have them.
    pub levels: Vec<LevelMovement>,
    /// Change requests that hold from this period, each with what became of it.
    pub change_requests: Vec<ChangeOutcome>,
    /// `[[scheme]]` and `[[match]]` decisions that name what is not there.
    pub unmet: Vec<Unmet>,
    /// How the year before ended, where the two are of two financial years.
    pub year_end: Option<new_year::YearEnd>,
    /// The two positions. Where a new year was decided to have begun, the prior one is as it stands in that year: what moved reads it; what
    /// the period held, was called or repeated, reads [`Reconciliation::as_it_was`].
    pub before: Position,
    /// This period's.
    pub after: Position,
}

/// How schemes of the two periods were matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// By a decision.
    Decision,
    /// By reference.
    Reference,
    /// By title within the area.
    Title,
    /// Not at all: it is new, or gone.
    Unmatched,
}

/// A scheme through time: one on each side as a rule; none before if new; none after if gone; several if split or merged.
/// The numbers are indices into [`Position::schemes`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// In the prior period.
    pub before: Vec<usize>,
    /// In this period.
    pub after: Vec<usize>,
    /// How.
    pub how: How,
    /// The decision that says so.
    pub decided: Option<Place>,
    /// Its words.
    pub words: Option<String>,
    /// What happened to the figures of the pair. A column that moved has one change as a rule, and more where its movement
    /// goes in several lines of the movement table (a transfer, an approved part and the rest).
    pub changes: Vec<Change>,
}

/// A figure that is not what it was; also one that was stated and is not, or the other way round, though both count nil.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The column's id.
    pub column: String,
    /// The area it counts for (of the scheme now, or then if it is gone).
    pub area: Option<String>,
    /// Before: nil if new or not stated.
    pub from: Decimal,
    /// After: nil if gone or not stated.
    pub to: Decimal,
    /// The line of the movement table it goes in.
    pub line: MovementLine,
    /// The change request that approves it (its index in the decisions).
    pub change_request: Option<usize>,
}

/// A line of the movement table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MovementLine {
    /// Schemes that were not there before.
    New,
    /// Schemes that are no longer there.
    Closed,
    /// Schemes that moved between areas; nil overall.
    Transfers,
    /// One scheme that became several: what went from area to area; nil overall.
    Split,
    /// Several schemes that became one: what went from area to area; nil overall.
    Merged,
    /// Targets whose total changed by an approved change request.
    Rebased,
    /// Years that changed, the total staying; nil over the years.
    Reprofiled,
    /// Budget moved by virement.
    Virements,
    /// Prior figures put right.
    Corrections,
    /// What is to be approved after the paper is published, of whatever kind: it is no approved change yet.
    Awaited,
    /// Everything else: forecasts and achievements that moved, and targets changed without approval.
    Other,
}

impl MovementLine {
    /// All of them, in the order in which they print.
    pub const ALL: [MovementLine; 11] = [
        MovementLine::New,
        MovementLine::Closed,
        MovementLine::Transfers,
        MovementLine::Split,
        MovementLine::Merged,
        MovementLine::Rebased,
        MovementLine::Reprofiled,
        MovementLine::Virements,
        MovementLine::Corrections,
        MovementLine::Awaited,
        MovementLine::Other,
    ];
}

impl MovementLine {
    /// Whether it takes all away from what was and gives all to what is, wherever that is: a split, or a merger.
    pub(crate) fn gives_all(self) -> bool {
        matches!(self, MovementLine::Split | MovementLine::Merged)
    }
}

/// Opening to closing, for one column and one area (or overall). `opening + lines = closing`, to the penny.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    /// The list's id.
    pub list: String,
    /// The column's id.
    pub column: String,
    /// The area's id; `None` overall.
    pub area: Option<String>,
    /// The prior closing, in pounds.
    pub opening: Decimal,
    /// One amount for each of [`MovementLine::ALL`], in that order.
    pub lines: [Decimal; MovementLine::ALL.len()],
    /// For each line what it is net of: the increases, and the decreases (negative). What a split or a merger left in its area is an
    /// increase and a decrease too.
    pub gross: [Gross; MovementLine::ALL.len()],
    /// This period's.
    pub closing: Decimal,
}

/// Increases and decreases (negative), in pounds, that offset each other in a net amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Gross {
    /// The increases.
    pub up: Decimal,
    /// The decreases: nil or negative.
    pub down: Decimal,
}

/// A match that a person may want to make: one scheme for one, or a likely split or merger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Indices into the prior position: several where they may have been merged.
    pub before: Vec<usize>,
    /// Indices into this position: several where one may have been split.
    pub after: Vec<usize>,
    /// Why it is likely, in a sentence.
    pub why: String,
    /// The entry for decisions.toml, ready to paste.
    pub entry: String,
}

/// What became of a change request that holds from this period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangeOutcome {
    /// Its index in the decisions.
    pub index: usize,
    /// The pair whose scheme it changes (its index), if there is one.
    pub pair: Option<usize>,
    /// The scheme itself: its index in this period's position.
    pub scheme: Option<usize>,
    /// Whether the figures show it.
    pub reflected: bool,
    /// How it stands when the paper is published.
    pub approval: Approval,
    /// Whether the figures must show it: what is not approved yet must only where other parts of the same change do.
    pub demanded: bool,
}

impl ChangeOutcome {
    /// Whether the figures must show it and do not.
    pub fn is_missing(&self) -> bool {
        self.demanded && !self.reflected
    }
}

/// The change requests that hold from a period, each with what became of it; where nothing is compared with, those of the period itself.
pub fn held<'d, 'r>(
    decisions: &'d Decisions,
    reconciliation: Option<&'r Reconciliation>,
    period: Period,
) -> Vec<(&'d ChangeRequest, Option<&'r ChangeOutcome>)> {
    let requests = &decisions.change_requests;
    match reconciliation {
        Some(reconciliation) => {
            let outcomes = reconciliation.change_requests.iter();
            outcomes.filter_map(|outcome| Some((requests.get(outcome.index)?, Some(outcome)))).collect()
        }
        None => requests.iter().filter(|request| request.period == period).map(|request| (request, None)).collect(),
    }
}

/// The schemes of one list and one area, left unmatched on both sides, that are too many to be compared each with each.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Uncompared {
    /// The list's id.
    pub list: String,
    /// The area's id.
    pub area: Option<String>,
}

/// A decision about schemes that cannot be followed, because what it names is not there, or stands more than once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmet {
    /// The decision.
    pub at: Place,
    /// The area that it names.
    pub area: String,
    /// The scheme that it names and that is not to be found: its reference or title.
    pub scheme: String,
    /// What is amiss, in a clause.
    pub message: String,
    /// Whether it is followed all the same: it names what is there, with amounts that are not right.
    pub followed: bool,
}

impl Pair {
    /// Not there before.
    pub fn is_new(&self) -> bool {
        self.before.is_empty()
    }

    /// No longer there.
    pub fn is_closed(&self) -> bool {
        self.after.is_empty()
    }

    /// The line of what goes from one place to another, when the schemes stand elsewhere than they did.
    pub(crate) fn between(&self) -> MovementLine {
        match (self.before.len(), self.after.len()) {
            (1, 2..) => MovementLine::Split,
            (2.., 1) => MovementLine::Merged,
            _ => MovementLine::Transfers,
        }
    }

    /// The scheme on each side, where there is one and only one on each.
    pub fn one_to_one(&self) -> Option<(usize, usize)> {
        match (self.before.as_slice(), self.after.as_slice()) {
            ([before], [after]) => Some((*before, *after)),
            _ => None,
        }
    }
}

impl Change {
    /// After less before.
    pub fn amount(&self) -> Decimal {
        // Both were added up under a limit that leaves room for this (see `movement`).
        self.to.saturating_sub(self.from)
    }
}

impl Movement {
    /// What a line is net of.
    pub fn gross(&self, line: MovementLine) -> Gross {
        self.gross[line as usize]
    }

    /// The amount of a line.
    pub fn line(&self, line: MovementLine) -> Decimal {
        self.lines[line as usize]
    }
}

impl Reconciliation {
    /// The schemes that are one on each side: then and now.
    pub fn one_to_one(&self) -> impl Iterator<Item = (&Scheme, &Scheme)> {
        let pairs = self.pairs.iter().filter_map(Pair::one_to_one);
        pairs.filter_map(|(then, now)| Some((self.before.schemes.get(then)?, self.after.schemes.get(now)?)))
    }

    /// The prior position as it was, also where a new year has begun since; its schemes have the same places.
    pub fn as_it_was(&self) -> &Position {
        self.year_end.as_ref().filter(|end| end.is_prior).map_or(&self.before, |end| &end.last)
    }

    /// The same with another position of this period. `Err` as of [`reconcile`].
    pub(crate) fn again(
        &self,
        form: &Form,
        decisions: &Decisions,
        after: Position,
    ) -> Result<Reconciliation, OutOfBounds> {
        // As it was: a year that has turned is turned once more.
        let again = reconcile(form, decisions, self.as_it_was().clone(), after, self.prior_from)?;
        let before_the_budget = self.year_end.as_ref().filter(|end| !end.is_prior).map(|end| end.last.clone());
        Ok(again.behind_a_budget(form, decisions, before_the_budget))
    }

    /// The same, where it is known how the year before ended and the period is compared with the budget of its own year.
    pub(crate) fn behind_a_budget(self, form: &Form, decisions: &Decisions, last: Option<Position>) -> Reconciliation {
        match last.and_then(|last| new_year::before_the_budget(form, decisions, last, &self)) {
            Some(end) => Reconciliation { year_end: Some(end), ..self },
            None => self,
        }
    }

    /// How a change request stands when the paper is published, by its index in the decisions.
    pub fn approval(&self, request: usize) -> Approval {
        let outcome = self.change_requests.iter().find(|outcome| outcome.index == request);
        outcome.map_or(Approval::Given, |outcome| outcome.approval)
    }

    /// The scheme that stands for a pair: as it is now, or as it was if it is gone.
    pub fn scheme(&self, pair: &Pair) -> Option<&Scheme> {
        let now = pair.after.first().and_then(|index| self.after.schemes.get(*index));
        now.or_else(|| pair.before.first().and_then(|index| self.before.schemes.get(*index)))
    }
}

/// Reconciles two positions. `Err` where a sum leaves the bounds of exact arithmetic.
pub fn reconcile(
    form: &Form,
    decisions: &Decisions,
    mut before: Position,
    after: Position,
    prior_from: PriorFrom,
) -> Result<Reconciliation, OutOfBounds> {
    let mut year_end = new_year::turn(form, decisions, &mut before, after.period);
    let matching::Matched { mut pairs, unmet } = matching::matched(form, decisions, &before, &after);
    withheld::put_back(&mut before, &after, &pairs);
    if let Some(end) = &mut year_end {
        withheld::put_back(&mut end.last, &after, &pairs);
        end.answer(form, decisions, &pairs);
    }
    let change_requests = movement::changes(form, decisions, &before, &after, &mut pairs)?;
    let movements = movement::movements(form, &before, &after, &pairs)?;
    let levels = levels::movements(form, &before, &after, &pairs)?;
    let (proposals, uncompared) = proposal::proposals(form, &before, &after, &pairs);
    Ok(Reconciliation {
        prior: before.period,
        prior_from,
        pairs,
        proposals,
        uncompared,
        movements,
        levels,
        change_requests,
        unmet,
        year_end,
        before,
        after,
    })
}
