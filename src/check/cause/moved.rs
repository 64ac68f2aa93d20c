//! What changed since the prior period: figures that moved, each with the one reason for which it is asked about, and schemes
//! that are new or gone.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::cells::{Cells, worked_out_from};
use crate::check::View;
use crate::form::{Column, ColumnOrigin, Kind, List, TotalOrigin};
use crate::names::Reference;
use crate::reconcile::position::{Position, Scheme};
use crate::reconcile::{MovementLine, Pair, Reconciliation};
use crate::source::Place;

/// A figure a thousand times its predecessor, give or take this share of it, is in another unit.
const THOUSAND_REACH: Decimal = Decimal::from_parts(1, 0, 0, false, 1);

/// A figure of a matched scheme that is not what it was.
#[derive(Clone)]
pub(in crate::check) struct Moved<'a> {
    /// The pair's index.
    pub index: usize,
    /// Its list.
    pub list: &'a List,
    /// The column.
    pub column: &'a Column,
    /// Then; several after a merger.
    pub then: Vec<&'a Scheme>,
    /// Now; several after a split.
    pub now: Vec<&'a Scheme>,
    /// The prior figure; `None` where none was stated.
    pub from: Option<Decimal>,
    /// This period's; `None` where none is stated.
    pub to: Option<Decimal>,
    /// What of the difference no change request approves.
    pub unapproved: Decimal,
    /// The change requests that approve the rest.
    pub requests: Vec<usize>,
    /// The one thing there is to say.
    pub because: MovedBecause,
}

/// Why a figure that moved is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum MovedBecause {
    /// It is what change requests made it.
    Approved,
    /// A change request holds, and this is not the figure it gives.
    NotReflected,
    /// About a thousand times its predecessor, or a thousandth.
    Thousandfold,
    /// Cumulative within the year, and lower.
    Fell,
    /// A target.
    Target,
    /// Beyond the column's tolerance.
    Beyond,
    /// Nothing to ask.
    Within,
}

impl<'a> Moved<'a> {
    /// The scheme that the finding is about.
    pub fn scheme(&self) -> Option<&'a Scheme> {
        self.now.first().or(self.then.first()).copied()
    }

    /// The figure it would be by what is approved: the prior one and the approved changes.
    pub fn expected(&self) -> Option<Decimal> {
        self.from?;
        self.to.unwrap_or_default().checked_sub(self.unapproved)
    }

    /// This period's cell; the prior one's row where there is none.
    pub fn at(&self) -> Option<Place> {
        self.scheme().map(|scheme| scheme.place(&self.column.id).clone())
    }

    /// The prior cells, and this period's other ones.
    pub fn related(&self) -> Vec<Place> {
        let others = self.now.iter().skip(1).chain(&self.then);
        others
            .map(|scheme| scheme.place(&self.column.id).clone())
            .filter(|place| Some(place) != self.at().as_ref())
            .collect()
    }
}

/// Whether any change of the column is asked about: its tolerance is nil, or it is the report's target.
fn is_target(view: &View<'_>, list: &List, column: &Column) -> bool {
    let nil = column.movement.is_some_and(|tolerance| tolerance.amount.is_zero() && tolerance.percent.is_zero());
    let report = &view.form.report;
    nil || list.id == report.main_list && report.roles.target.as_deref() == Some(column.id.as_str())
}

/// Every figure of a matched scheme that moved, in the order of the returns. A column that one of the two periods does not
/// have at all is left out: a form that grew is no movement.
pub(super) fn moved<'a>(view: &View<'a>, cells: &Cells) -> Vec<Moved<'a>> {
    let Some(reconciliation) = view.reconciliation else { return Vec::new() };
    let stated = |position: &'a Position| -> BTreeSet<(&'a str, &'a str)> {
        let figures = |scheme: &'a Scheme| scheme.figures.keys().map(|column| (scheme.list.as_str(), column.as_str()));
        position.schemes.iter().flat_map(figures).collect()
    };
    let (stated_then, stated_now) = (stated(&reconciliation.before), stated(&reconciliation.after));
    let not_reflected = not_reflected(view, reconciliation);
    let mut moved = Vec::new();
    for (index, pair) in reconciliation.pairs.iter().enumerate() {
        let Some(list) = list_of(view, reconciliation, pair) else { continue };
        let then = schemes(&reconciliation.before, &pair.before);
        let now = schemes(&reconciliation.after, &pair.after);
        let balancing = then.iter().chain(&now).all(|scheme| scheme.balancing);
        if !balancing && (pair.is_new() || pair.is_closed()) {
            continue;
        }
        for column in list.columns.iter().filter(|column| column.kind.is_figure()) {
            let known = (list.id.as_str(), column.id.as_str());
            if !stated_then.contains(&known) || !stated_now.contains(&known) || !comparable(pair, column, balancing) {
                continue;
            }
            let (from, to) = (figure(&then, column), figure(&now, column));
            if from == to {
                continue;
            }
            let mut figure = Moved {
                index,
                list,
                column,
                then: then.clone(),
                now: now.clone(),
                from,
                to,
                unapproved: unapproved(pair, column),
                requests: requests(pair, column),
                because: MovedBecause::Within,
            };
            figure.because = because(view, reconciliation, cells, &figure, &not_reflected);
            moved.push(figure);
        }
    }
    follow(&mut moved);
    moved
}

/// The list of a pair.
pub(in crate::check) fn list_of<'a>(view: &View<'a>, reconciliation: &Reconciliation, pair: &Pair) -> Option<&'a List> {
    reconciliation.scheme(pair).and_then(|scheme| view.form.list(&scheme.list))
}

/// The schemes with these indices.
pub(in crate::check) fn schemes<'a>(position: &'a Position, indices: &[usize]) -> Vec<&'a Scheme> {
    indices.iter().filter_map(|index| position.schemes.get(*index)).collect()
}

/// Figures of several schemes are compared by their sum, so only where they add up.
fn comparable(pair: &Pair, column: &Column, balancing: bool) -> bool {
    let adds_up = matches!(column.kind, Kind::Money | Kind::Count)
        && matches!(column.total, TotalOrigin::Sum | TotalOrigin::Given);
    pair.one_to_one().is_some() || adds_up && (balancing || !pair.is_new() && !pair.is_closed())
}

/// The sum of what is stated.
fn figure(schemes: &[&Scheme], column: &Column) -> Option<Decimal> {
    let stated = schemes.iter().filter_map(|scheme| scheme.figures.get(&column.id));
    stated.fold(None, |sum: Option<Decimal>, figure| Some(sum.unwrap_or_default().saturating_add(*figure)))
}

fn unapproved(pair: &Pair, column: &Column) -> Decimal {
    let changes = pair.changes.iter().filter(|change| change.column == column.id);
    changes
        .filter(|change| change.line == MovementLine::Other && change.change_request.is_none())
        .fold(Decimal::ZERO, |sum, change| sum.saturating_add(change.amount()))
}

/// The change requests that account for what a pair's column did.
fn requests(pair: &Pair, column: &Column) -> Vec<usize> {
    let changes = pair.changes.iter().filter(|change| change.column == column.id);
    changes.filter_map(|change| change.change_request).collect()
}

/// Pairs and columns whose approved change does not show.
fn not_reflected<'a>(view: &View<'a>, reconciliation: &Reconciliation) -> BTreeSet<(usize, &'a str)> {
    let outcomes = reconciliation.change_requests.iter().filter(|outcome| !outcome.reflected);
    outcomes
        .filter_map(|outcome| {
            let request = view.decisions.change_requests.get(outcome.index)?;
            Some((outcome.pair?, request.column.as_str()))
        })
        .collect()
}

fn because(
    view: &View<'_>,
    reconciliation: &Reconciliation,
    cells: &Cells,
    moved: &Moved<'_>,
    not_reflected: &BTreeSet<(usize, &str)>,
) -> MovedBecause {
    let column = moved.column;
    if not_reflected.contains(&(moved.index, column.id.as_str())) {
        return MovedBecause::NotReflected;
    }
    if moved.to.is_none() && (column.required || is_lost(cells, moved)) {
        // That it is missing, or cannot be read, is an error already.
        return MovedBecause::Within;
    }
    if !moved.requests.is_empty() && moved.unapproved.is_zero() {
        return MovedBecause::Approved;
    }
    let expected = moved.expected().unwrap_or_default();
    let to = moved.to.unwrap_or_default();
    let given = column.origin == ColumnOrigin::Given;
    if given && column.kind == Kind::Money && (is_thousandfold(expected, to) || is_thousandfold(to, expected)) {
        return MovedBecause::Thousandfold;
    }
    let same_year = reconciliation.before.period.year == reconciliation.after.period.year;
    // Savings that are written as negative amounts fall where the amount rises.
    let negative = view.form.report.negative_savings && column.kind == Kind::Money;
    let fell = if negative { to > expected } else { to < expected };
    if column.cumulative && same_year && moved.from.is_some() && fell {
        return MovedBecause::Fell;
    }
    if is_target(view, moved.list, column) {
        return MovedBecause::Target;
    }
    match column.movement {
        Some(tolerance) if is_beyond(expected, moved.unapproved, tolerance.amount, tolerance.percent) => {
            MovedBecause::Beyond
        }
        _ => MovedBecause::Within,
    }
}

/// Whether a figure is not known because a cell that it is worked out from cannot be read, or is empty and must not be.
fn is_lost(cells: &Cells, moved: &Moved<'_>) -> bool {
    let given = worked_out_from(moved.list, &moved.column.id);
    let is_lost =
        |scheme: &&Scheme| given.iter().any(|id| scheme.cells.get(*id).is_some_and(|at| cells.is_lost(at, id)));
    moved.now.iter().any(is_lost)
}

/// Beyond the amount and beyond the percentage of the prior figure.
fn is_beyond(prior: Decimal, difference: Decimal, amount: Decimal, percent: Decimal) -> bool {
    let share = prior.abs().checked_mul(percent);
    difference.abs() > amount && share.is_some_and(|share| difference.abs() > share)
}

fn is_thousandfold(small: Decimal, large: Decimal) -> bool {
    let thousandfold = small.checked_mul(Decimal::ONE_THOUSAND);
    thousandfold.filter(|figure| !figure.is_zero()).is_some_and(|thousandfold| {
        let reach = thousandfold.checked_mul(THOUSAND_REACH).unwrap_or_default().abs();
        large.checked_sub(thousandfold).is_some_and(|difference| difference.abs() <= reach)
    })
}

/// A computed figure that moved because a figure of its row is in another unit says nothing of its own.
fn follow(moved: &mut [Moved<'_>]) {
    let slips: BTreeSet<usize> =
        moved.iter().filter(|moved| moved.because == MovedBecause::Thousandfold).map(|moved| moved.index).collect();
    for figure in moved.iter_mut().filter(|moved| slips.contains(&moved.index)) {
        if figure.column.origin != ColumnOrigin::Given && figure.because == MovedBecause::Beyond {
            figure.because = MovedBecause::Within;
        }
    }
}

/// What is new, or gone, without a likely match: one by one, or as a whole where the other period has nothing of the list
/// in that area.
pub(in crate::check) struct Unmatched<'a> {
    /// The list.
    pub list: &'a List,
    /// The schemes: one; or all of the area, of which there is more than one.
    pub schemes: Vec<&'a Scheme>,
    /// Pairs in the same order.
    pub pairs: Vec<&'a Pair>,
}

/// New schemes, or gone ones, that nothing else speaks of: no proposal, and no name that stands more than once this period
/// (that is a finding of its own).
pub(super) fn unmatched<'a>(view: &View<'a>, new: bool) -> Vec<Unmatched<'a>> {
    let Some(reconciliation) = view.reconciliation else { return Vec::new() };
    let (own, other) = match new {
        true => (&reconciliation.after, &reconciliation.before),
        false => (&reconciliation.before, &reconciliation.after),
    };
    let proposed: BTreeSet<usize> =
        reconciliation.proposals.iter().map(|proposal| if new { proposal.after } else { proposal.before }).collect();
    let places = |position: &'a Position| -> BTreeSet<(&'a str, Option<&'a str>)> {
        position.schemes.iter().map(|scheme| (scheme.list.as_str(), scheme.area.as_deref())).collect()
    };
    let other_places = places(other);
    let ambiguous = ambiguous(reconciliation);
    let mut whole: BTreeMap<(&str, Option<&str>), Unmatched<'a>> = BTreeMap::new();
    let mut found = Vec::new();
    for pair in reconciliation.pairs.iter().filter(|pair| if new { pair.is_new() } else { pair.is_closed() }) {
        let indices = if new { &pair.after } else { &pair.before };
        let ([index], Some(list)) = (indices.as_slice(), list_of(view, reconciliation, pair)) else { continue };
        let Some(scheme) = own.schemes.get(*index) else { continue };
        if scheme.balancing || proposed.contains(index) || ambiguous.contains(&name(scheme)) {
            continue;
        }
        let place = (scheme.list.as_str(), scheme.area.as_deref());
        if other_places.contains(&place) {
            found.push(Unmatched { list, schemes: vec![scheme], pairs: vec![pair] });
        } else {
            let all = whole.entry(place).or_insert_with(|| Unmatched { list, schemes: vec![], pairs: vec![] });
            all.schemes.push(scheme);
            all.pairs.push(pair);
        }
    }
    found.extend(whole.into_values());
    found
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
