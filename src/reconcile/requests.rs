//! Change requests against the figures: which of them hold, whether the figures show them, and by which of them a figure leads to another.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::decision::{Approval, ChangeKind, ChangeRequest, Decisions};
use crate::form::Form;
use crate::names::Reference;

use super::position::Position;
use super::{ChangeOutcome, MovementLine, Pair, matching};

/// The change requests that hold from this period, by what they change.
pub(super) struct Requests<'a> {
    all: &'a [ChangeRequest],
    /// What became of each.
    pub(super) outcomes: Vec<ChangeOutcome>,
    by_pair: BTreeMap<(usize, String), Vec<usize>>,
}

impl<'a> Requests<'a> {
    pub(super) fn new(
        form: &Form,
        decisions: &'a Decisions,
        before: &Position,
        after: &Position,
        pairs: &[Pair],
    ) -> Self {
        let mut pair_of_before = BTreeMap::new();
        let mut pair_of_after = BTreeMap::new();
        for (index, pair) in pairs.iter().enumerate() {
            pair_of_before.extend(pair.before.iter().map(|scheme| (*scheme, index)));
            pair_of_after.extend(pair.after.iter().map(|scheme| (*scheme, index)));
        }
        let mut outcomes = Vec::new();
        let mut by_pair: BTreeMap<(usize, String), Vec<usize>> = BTreeMap::new();
        for (index, request) in decisions.change_requests.iter().enumerate() {
            // What was still to be approved when the prior paper was published is held against this one.
            let was_awaited = Approval::of(form, before.period, request.date) == Approval::Awaited;
            if request.period > after.period || request.period <= before.period && !was_awaited {
                continue;
            }
            let now = matching::find(form, after, &request.column, &request.area, &request.scheme);
            let then = matching::find(form, before, &request.column, &request.area, &request.scheme);
            let pair = now
                .and_then(|scheme| pair_of_after.get(&scheme))
                .or_else(|| then.and_then(|scheme| pair_of_before.get(&scheme)))
                .copied();
            // A request may speak of the scheme by the name it had.
            let scheme = now.or_else(|| pair.and_then(|pair| pairs.get(pair)?.after.first().copied()));
            if let Some(pair) = pair {
                by_pair.entry((pair, request.column.clone())).or_default().push(index);
            }
            let approval = Approval::of(form, after.period, request.date);
            outcomes.push(ChangeOutcome { index, pair, scheme, reflected: false, approval, demanded: true });
        }
        let all = &decisions.change_requests;
        for requests in by_pair.values_mut() {
            requests.sort_by_key(|index| (all[*index].period, all[*index].date, *index));
        }
        let mut requests = Requests { all, outcomes, by_pair };
        requests.settle(before, after, pairs);
        requests
    }

    /// A request is reflected when this period's figure is what it says, or what a later request made of that.
    fn settle(&mut self, before: &Position, after: &Position, pairs: &[Pair]) {
        let then = |outcome: &ChangeOutcome, column: &str| {
            let pair = outcome.pair.and_then(|pair| pairs.get(pair));
            let schemes = pair.into_iter().flat_map(|pair| &pair.before);
            let schemes = schemes.filter_map(|index| before.schemes.get(*index));
            schemes.fold(Decimal::ZERO, |sum, scheme| sum.saturating_add(scheme.amount(column)))
        };
        let figure = |outcome: &ChangeOutcome, column: &str| {
            outcome.scheme.and_then(|scheme| after.schemes.get(scheme)).and_then(|scheme| scheme.figures.get(column))
        };
        let mut reflected = Vec::new();
        for outcome in &self.outcomes {
            let request = &self.all[outcome.index];
            let now = figure(outcome, &request.column).copied();
            let chain = outcome.pair.and_then(|pair| self.by_pair.get(&(pair, request.column.clone())));
            let chain = || chain.into_iter().flatten().copied();
            let lead = |from: Decimal, indices: &mut dyn Iterator<Item = usize>| {
                let requests = indices.map(|index| &self.all[index]);
                requests.fold(from, |reached, request| if request.from == reached { request.to } else { reached })
            };
            let later = || chain().skip_while(|index| *index != outcome.index).skip(1);
            let reached = lead(request.to, &mut later());
            // What is not approved yet need not show.
            let approved = lead(request.to, &mut later().filter(|index| !self.is_awaited(*index)));
            let stood = lead(then(outcome, &request.column), &mut chain().take_while(|index| *index != outcome.index));
            let is_correction = request.kind == ChangeKind::Correction && outcome.approval != Approval::Awaited;
            let puts_right = is_correction && [request.from, request.to].contains(&stood);
            let stands = match now {
                // A corrected figure has moved on since; it must only not stand where it wrongly stood. What the
                // correction puts right is the prior figure, unless that was put right already.
                Some(now) => now == reached || now == approved || puts_right && now != request.from,
                // A scheme that an approved request brought to nil may be gone.
                None => outcome.pair.is_some() && reached.is_zero(),
            };
            reflected.push(stands);
        }
        self.outcomes.iter_mut().zip(reflected).for_each(|(outcome, reflected)| outcome.reflected = reflected);
        // What is not approved yet need not show; but of one change all parts do, or none.
        let all = self.all;
        let reference = |outcome: &ChangeOutcome| Reference::of(&all[outcome.index].reference);
        let is_awaited = |outcome: &ChangeOutcome| outcome.approval == Approval::Awaited;
        let shown = self.outcomes.iter().filter(|outcome| is_awaited(outcome) && outcome.reflected);
        let shown: BTreeSet<Reference> = shown.map(reference).collect();
        for outcome in &mut self.outcomes {
            outcome.demanded = !is_awaited(outcome) || shown.contains(&reference(outcome));
        }
    }

    /// The way from one figure to another through approved requests: each step with the line it goes in. What they do
    /// not account for comes last, as another change.
    pub(super) fn steps(
        &self,
        pair: usize,
        column: &str,
        from: Decimal,
        to: Decimal,
    ) -> Vec<(Decimal, Decimal, Option<usize>)> {
        let of_column = self.by_pair.get(&(pair, column.to_string())).map(Vec::as_slice).unwrap_or_default();
        let mut steps = Vec::new();
        let mut reached = from;
        for index in of_column.iter().copied().filter(|_| from != to) {
            let request = &self.all[index];
            // What is not approved yet is no step where the figure stands already.
            let is_there = reached == to && self.is_awaited(index);
            if request.from == reached && request.to != reached && !is_there {
                steps.push((reached, request.to, Some(index)));
                reached = request.to;
            }
        }
        if reached != to {
            // The requests do not lead where the figure stands. A correction of the prior figure holds all the same;
            // other requests count only where they alone say what happened.
            let is_correction = |step: &(Decimal, Decimal, Option<usize>)| {
                step.2.is_some_and(|index| self.all[index].kind == ChangeKind::Correction && !self.is_awaited(index))
            };
            let corrections = steps.iter().take_while(|step| is_correction(step)).count();
            steps.truncate(corrections);
            reached = steps.last().map_or(from, |step| step.1);
            let direct = of_column.iter().copied().find(|index| {
                let request = &self.all[*index];
                request.from == reached && request.to == to
            });
            if reached != to {
                steps.push((reached, to, direct));
            }
        }
        steps
    }

    pub(super) fn is_awaited(&self, request: usize) -> bool {
        self.outcomes.iter().any(|outcome| outcome.index == request && outcome.approval == Approval::Awaited)
    }

    /// The line that a change goes in by the request that it is made by.
    pub(super) fn line(&self, request: Option<usize>) -> MovementLine {
        match request {
            None => MovementLine::Other,
            Some(index) if self.is_awaited(index) => MovementLine::Awaited,
            Some(index) => match self.all[index].kind {
                ChangeKind::Rebase => MovementLine::Rebased,
                ChangeKind::Reprofile => MovementLine::Reprofiled,
                ChangeKind::Virement => MovementLine::Virements,
                ChangeKind::Correction => MovementLine::Corrections,
            },
        }
    }
}
