//! Schemes that are new or gone since the prior period, without a likely match.

use std::collections::{BTreeMap, BTreeSet};

use super::moved::list_of;
use crate::check::View;
use crate::decision::Approval;
use crate::form::List;
use crate::names::Reference;
use crate::reconcile::Reconciliation;
use crate::reconcile::position::{Position, Scheme};

/// What of a list is new in an area, or gone, without a likely match.
pub(in crate::check) struct Unmatched<'a> {
    /// The list.
    pub list: &'a List,
    /// The schemes.
    pub schemes: Vec<&'a Scheme>,
    /// Whether the other period has nothing of the list in that area.
    pub is_all: bool,
}

/// New schemes, or gone ones, that nothing else speaks of: no change request that makes them so, no proposal, and no name that
/// stands more than once this period (that is a finding of its own).
pub(super) fn unmatched<'a>(view: &View<'a>, new: bool) -> Vec<Unmatched<'a>> {
    let Some(reconciliation) = view.reconciliation else { return Vec::new() };
    let (own, other) = match new {
        true => (&reconciliation.after, reconciliation.as_it_was()),
        // As they were: they are told by the figures that they had.
        false => (reconciliation.as_it_was(), &reconciliation.after),
    };
    let proposed: BTreeSet<usize> = reconciliation
        .proposals
        .iter()
        .flat_map(|proposal| if new { &proposal.after } else { &proposal.before })
        .copied()
        .collect();
    let places = |position: &'a Position| -> BTreeSet<(&'a str, Option<&'a str>)> {
        position.schemes.iter().map(|scheme| (scheme.list.as_str(), scheme.area.as_deref())).collect()
    };
    let other_places = places(other);
    let ambiguous = ambiguous(reconciliation);
    // What became of it at the end of its year has been said.
    let ended: BTreeSet<usize> = reconciliation.year_end.iter().flat_map(|end| end.ended()).collect();
    let mut found: BTreeMap<(&str, Option<&str>), Unmatched<'a>> = BTreeMap::new();
    for pair in reconciliation.pairs.iter().filter(|pair| if new { pair.is_new() } else { pair.is_closed() }) {
        let indices = if new { &pair.after } else { &pair.before };
        let ([index], Some(list)) = (indices.as_slice(), list_of(view, reconciliation, pair)) else { continue };
        let Some(scheme) = own.schemes.get(*index) else { continue };
        let mut approvals = pair
            .changes
            .iter()
            .filter_map(|change| change.change_request)
            .map(|it| reconciliation.approval(it))
            .peekable();
        let is_approved = approvals.peek().is_some() && approvals.all(|approval| approval != Approval::Awaited);
        if scheme.balancing
            || is_approved
            || proposed.contains(index)
            || ambiguous.contains(&name(scheme))
            || !new && ended.contains(index)
        {
            continue;
        }
        let place = (scheme.list.as_str(), scheme.area.as_deref());
        let is_all = !other_places.contains(&place);
        let of_place = found.entry(place).or_insert_with(|| Unmatched { list, schemes: vec![], is_all });
        of_place.schemes.push(scheme);
    }
    found.into_values().collect()
}

type Name<'a> = (&'a str, Option<&'a str>, Reference);

fn name(scheme: &Scheme) -> Name<'_> {
    (&scheme.list, scheme.area.as_deref(), Reference::of(&scheme.key))
}

/// Names that stand more than once in an area this period.
fn ambiguous(reconciliation: &Reconciliation) -> BTreeSet<Name<'_>> {
    let mut seen = BTreeSet::new();
    reconciliation.after.schemes.iter().map(name).filter(|name| !seen.insert(name.clone())).collect()
}
