//! The largest movements of a column, each with the reason that a decision gives for it.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::decision::{Approval, ChangeRequest, Decisions};
use crate::source::Place;

use super::{Pair, Reconciliation};

/// A scheme whose figure moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Largest {
    /// The pair (its index).
    pub pair: usize,
    /// Before; nil if new or not stated.
    pub from: Decimal,
    /// After; nil if gone or not stated.
    pub to: Decimal,
    /// After less before; never nil.
    pub change: Decimal,
    /// Why, as decisions.toml has it: the words of an approved change request, else of the match, or of what ended with its year. Explanations of findings
    /// are not among them.
    pub reason: Option<Reason>,
}

/// Why a figure moved, and who says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// In their words.
    pub words: String,
    /// The change requests: the reference of each, how it stands when the paper is published, and the day of its approval.
    pub requests: Vec<(String, Approval, Date)>,
    /// The line of decisions.toml.
    pub at: Place,
}

impl Reason {
    /// Why a column of a pair moved.
    pub fn of(reconciliation: &Reconciliation, pair: &Pair, decisions: &Decisions, column: &str) -> Option<Reason> {
        let requests = pair.changes.iter().filter(|change| change.column == column).filter_map(|c| c.change_request);
        let requests = requests.filter_map(|index| Some((index, decisions.change_requests.get(index)?)));
        let requests: Vec<(usize, &ChangeRequest)> = requests.collect();
        match (requests.as_slice(), &pair.words, &pair.decided) {
            ([(_, first), ..], _, _) => {
                let words: Vec<&str> = requests.iter().map(|(_, request)| request.words.as_str()).collect();
                let stands = requests
                    .iter()
                    .map(|(index, request)| (request.reference.clone(), reconciliation.approval(*index), request.date));
                Some(Reason { words: words.join(" "), requests: stands.collect(), at: first.at.clone() })
            }
            ([], Some(words), Some(at)) => Some(Reason { words: words.clone(), requests: Vec::new(), at: at.clone() }),
            _ => Reason::of_year_end(reconciliation, pair, decisions, column),
        }
    }
}

impl Reason {
    /// What was said of a scheme that ended with its year; of one that goes on, of its target alone, into which something was brought forward.
    fn of_year_end(
        reconciliation: &Reconciliation,
        pair: &Pair,
        decisions: &Decisions,
        column: &str,
    ) -> Option<Reason> {
        let end = reconciliation.year_end.as_ref().filter(|end| end.is_prior)?;
        let (entry, ended) = end.first_answered(decisions, &pair.before)?;
        let is_into_target = !ended.brought_forward.is_zero() && end.target.as_deref() == Some(column);
        if !pair.is_closed() && !is_into_target {
            return None;
        }
        let words = ended.words.as_ref().unwrap_or(&entry.words);
        Some(Reason { words: words.clone(), requests: Vec::new(), at: ended.at.clone() })
    }
}

/// The `most` largest movements of a list's column, by absolute amount; equal ones in the order of the returns. New and
/// closed schemes are among them; one that only went to another area is not, for its figure is what it was.
pub fn largest(
    reconciliation: &Reconciliation,
    decisions: &Decisions,
    list: &str,
    column: &str,
    most: usize,
) -> Vec<Largest> {
    let mut movements: Vec<Largest> = Vec::new();
    for (index, pair) in reconciliation.pairs.iter().enumerate() {
        if reconciliation.scheme(pair).is_none_or(|scheme| scheme.list != list) {
            continue;
        }
        let sum = |schemes: &[usize], position: &super::Position| {
            let amounts = position.at(schemes).into_iter();
            amounts.fold(Decimal::ZERO, |sum, scheme| sum.saturating_add(scheme.amount(column)))
        };
        let (from, to) = (sum(&pair.before, &reconciliation.before), sum(&pair.after, &reconciliation.after));
        let change = to.saturating_sub(from);
        if change.is_zero() {
            continue;
        }
        let reason = Reason::of(reconciliation, pair, decisions, column);
        movements.push(Largest { pair: index, from, to, change, reason });
    }
    movements.sort_by_key(|movement| (std::cmp::Reverse(movement.change.abs()), movement.pair));
    movements.truncate(most);
    movements
}
