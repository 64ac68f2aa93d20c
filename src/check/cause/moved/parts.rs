//! The parts of a split whose amounts a `[[match]]` states: each is held against its own amount, not the sum of all against what was
//! split.

use rust_decimal::Decimal;

use super::{Moved, MovedBecause};
use crate::check::View;
use crate::form::{Column, List};
use crate::money::checked_sum;
use crate::reconcile::position::Scheme;
use crate::reconcile::step::Allowed;
use crate::reconcile::{Pair, Reconciliation};
use crate::source::Place;

/// A part of what was split.
pub(super) struct Part<'a> {
    scheme: &'a Scheme,
    /// What the match gives it, in pounds.
    pub from: Option<Decimal>,
    /// What it states.
    pub to: Option<Decimal>,
    /// The same as the match gives it, with what is approved since.
    reached: Decimal,
    requests: Vec<usize>,
    given_by: &'a Place,
}

/// The parts of a pair in a column, where a match states an amount for each of several.
pub(super) fn of<'a>(
    view: &View<'a>,
    reconciliation: &'a Reconciliation,
    pair: &Pair,
    column: &Column,
) -> Vec<Part<'a>> {
    // Most pairs are of no match, or of one part: the matches are not read for them.
    let Some(at) = pair.decided.as_ref().filter(|_| pair.after.len() >= 2) else { return Vec::new() };
    let decided = view.decisions.matches.iter().find(|decided| decided.at == *at);
    let decided = decided.filter(|decided| decided.column.as_deref() == Some(&column.id));
    let Some(decided) = decided.filter(|decided| decided.to.len() == pair.after.len()) else { return Vec::new() };
    let parts = decided.to.iter().zip(&pair.after).map(|(side, index)| {
        let (scheme, amount) = (reconciliation.after.schemes.get(*index)?, side.amount?);
        let (mut reached, mut requests) = (amount, Vec::new());
        for outcome in reconciliation.change_requests.iter().filter(|outcome| outcome.scheme == Some(*index)) {
            let request = view.decisions.change_requests.get(outcome.index)?;
            if request.column == column.id && request.from == reached {
                reached = request.to;
                requests.push(outcome.index);
            }
        }
        let to = scheme.figures.get(&column.id).copied();
        Some(Part { scheme, from: Some(amount), to, reached, requests, given_by: &decided.at })
    });
    let parts: Vec<Part<'a>> = parts.collect::<Option<_>>().unwrap_or_default();
    // Amounts that do not come to what was split are asked about as such. Where the rows come to it, and one amount is all that
    // keeps the match from it, the slip is in that amount, and nothing more is to be asked.
    let was = reconciliation.before.at(&pair.before).into_iter();
    let was = checked_sum(was.map(|scheme| scheme.amount(&column.id)));
    let comes_to = |of: &dyn Fn(&Part<'a>) -> Option<Decimal>| checked_sum(parts.iter().filter_map(of)) == was;
    let others = parts.iter().filter(|part| part.to != Some(part.reached)).count();
    let slip = !comes_to(&|part| part.from) && comes_to(&|part| part.to) && others == 1;
    if slip { Vec::new() } else { parts }
}

impl<'a> Part<'a> {
    /// The figure of a part that is not what the match gives it; nobody has judged it yet.
    pub(super) fn moved(
        self,
        index: usize,
        list: &'a List,
        column: &'a Column,
        then: &[&'a Scheme],
        allowed: Allowed,
    ) -> Moved<'a> {
        Moved {
            index,
            list,
            column,
            then: then.to_vec(),
            now: vec![self.scheme],
            from: self.from,
            to: self.to,
            unapproved: self.to.unwrap_or_default().saturating_sub(self.reached),
            requests: self.requests,
            allowed,
            because: MovedBecause::Within,
            as_much: Vec::new(),
            legs: Vec::new(),
            given_by: Some(self.given_by),
        }
    }
}
