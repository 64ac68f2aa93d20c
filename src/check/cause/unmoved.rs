//! Areas whose every figure is what it was in the prior period, or nearly every one under totals that are others: their return may be
//! last period's, however it was saved.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::slips::{Slip, SlipOf};
use crate::check::View;
use crate::form::Column;
use crate::period::{Expected, Verdict};
use crate::reconcile::Reconciliation;
use crate::reconcile::position::Scheme;
use crate::returns::grid::Raw;
use crate::returns::standing::Standing;
use crate::returns::{Trouble, Value, value};
use crate::source::Place;

/// So few figures may well stay what they were.
const FEWEST: usize = 3;

/// One in so many may be another, where a stated total does not follow from its rows.
const ONE_IN: usize = 10;

/// An area of which no figure moved.
pub(in crate::check) struct Unmoved<'a> {
    /// The area's id.
    pub area: Option<&'a str>,
    /// The sheet on which its first figures stand.
    pub at: Place,
    /// The same in the prior period.
    pub before: Place,
    /// How many figures are what they were, and not nil.
    pub figures: usize,
    /// How many are not, with those of schemes that have no single counterpart.
    pub others: usize,
    /// Whether there are texts, all of them word for word the same.
    pub same_texts: bool,
    /// The titles that name the prior period, or the day its figures stood at, where none names this one.
    pub last_period: Option<&'a Trouble>,
}

impl Unmoved<'_> {
    /// 'every one of its 75 figures is what it was in Quarter 2, 2022/23'.
    pub(in crate::check) fn said(&self, prior: &str) -> String {
        match (self.figures, self.others) {
            (figures, 0) => format!("every one of its {figures} figures is what it was in {prior}"),
            (figures, others) => {
                format!("{figures} of its figures are what they were in {prior}, and {others} are not")
            }
        }
    }
}

/// The areas whose given figures are all what they were, though something of them should have moved: a figure to date, or the
/// texts. A file that is the prior one byte for byte is told by itself.
///
/// Nearly all are enough where a total of the area does not follow from its rows: they are last period's then, under this one's totals.
pub(super) fn unmoved<'a>(view: &View<'a>, slips: &[Slip<'a>]) -> Vec<Unmoved<'a>> {
    let Some(reconciliation) = view.reconciliation else { return Vec::new() };
    if reconciliation.before.period == reconciliation.after.period {
        return Vec::new();
    }
    // Each pair is looked at once for each area that it is of, and not once for every area.
    let mut pairs: BTreeMap<Option<&str>, Vec<Counterparts<'a>>> = BTreeMap::new();
    for pair in &reconciliation.pairs {
        let of = |schemes: &'a [Scheme], indices: &[usize]| -> Vec<&'a Scheme> {
            indices.iter().filter_map(|index| schemes.get(*index)).collect()
        };
        let (then, now) =
            (of(&reconciliation.as_it_was().schemes, &pair.before), of(&reconciliation.after.schemes, &pair.after));
        let areas: BTreeSet<Option<&str>> = then.iter().chain(&now).map(|scheme| scheme.area.as_deref()).collect();
        for area in areas {
            pairs.entry(area).or_default().push((then.clone(), now.clone()));
        }
    }
    let again = sent_again(view);
    let areas = reconciliation.after.schemes.iter().map(|scheme| scheme.area.as_deref());
    // That an area's figures are as last reported is said.
    let areas = areas.filter(|area| view.returns.last_reported_of(*area).is_none());
    let own = areas.filter_map(|area| Some((area, pairs.remove(&area)?)));
    own.filter_map(|(area, pairs)| unmoved_in(view, reconciliation, (area, &pairs), &again, slips)).collect()
}

/// The files that were sent for the prior period already, byte for byte.
pub(super) fn sent_again(view: &View<'_>) -> BTreeSet<String> {
    let Some(reconciliation) = view.reconciliation else { return BTreeSet::new() };
    if reconciliation.before.period == reconciliation.after.period {
        return BTreeSet::new();
    }
    let before: BTreeSet<&String> = reconciliation.before.files.values().collect();
    let again = reconciliation.after.files.iter().filter(|(_, hash)| before.contains(hash));
    again.map(|(path, _)| path.clone()).collect()
}

/// Schemes of the prior period, and what they are in this one.
type Counterparts<'a> = (Vec<&'a Scheme>, Vec<&'a Scheme>);

fn unmoved_in<'a>(
    view: &View<'a>,
    reconciliation: &'a Reconciliation,
    (area, pairs): (Option<&'a str>, &[Counterparts<'a>]),
    again: &BTreeSet<String>,
    slips: &[Slip<'a>],
) -> Option<Unmoved<'a>> {
    let of_area = |slip: &Slip<'_>| matches!(slip.of, SlipOf::Total(group, _) if group.area.as_deref() == area);
    let contradicted = slips.iter().any(of_area);
    let mut counted = Counted::default();
    let mut first: Option<(&Scheme, &Scheme)> = None;
    for (then, now) in pairs {
        let ([then], [now]) = (then.as_slice(), now.as_slice()) else {
            counted.unpaired += then.iter().chain(now).map(|scheme| scheme.figures.len()).sum::<usize>().max(1);
            continue;
        };
        if then.area != now.area || again.contains(&*now.at.file) {
            return None;
        }
        counted.add(view, then, now)?;
        first = first.or(Some((*then, *now)));
    }
    let (then, now) = first?;
    let last_period = view.returns.troubles.iter().find(|trouble| {
        trouble.at().is_some_and(|at| at.file == now.at.file) && names_last_period(view, reconciliation, trouble)
    });
    let should_have_moved = counted.to_date > 0 || counted.same_texts() || !counted.texts && counted.moving;
    let others = counted.moved + counted.unpaired;
    let all = others == 0 && (should_have_moved || last_period.is_some());
    // A row that is new or has gone says nothing of the figures that were written over the others.
    let nearly_all = counted.moved.saturating_mul(ONE_IN) <= counted.figures && counted.to_date >= FEWEST;
    if counted.figures < FEWEST || !(all || contradicted && nearly_all) {
        return None;
    }
    let sheet = |place: &Place| Place { cell: None, ..place.clone() };
    Some(Unmoved {
        area,
        at: sheet(&now.at),
        before: sheet(&then.at),
        figures: counted.figures,
        others,
        same_texts: counted.same_texts(),
        last_period,
    })
}

/// What an area's figures and texts come to.
#[derive(Default)]
struct Counted {
    /// Figures that are what they were, and not nil.
    figures: usize,
    /// Figures that moved.
    moved: usize,
    /// Figures of schemes that have no single counterpart.
    unpaired: usize,
    /// How many figures to date are what they were.
    to_date: usize,
    /// A figure is among them that is no target.
    moving: bool,
    texts: bool,
    changed_texts: bool,
}

impl Counted {
    /// Adds a scheme; `None` if its list is none of the form's.
    fn add(&mut self, view: &View<'_>, then: &Scheme, now: &Scheme) -> Option<()> {
        let list = view.form.list(&now.list)?;
        for column in list.columns.iter().filter(|column| column.is_given()) {
            if column.kind.is_figure() {
                let before = then.figures.get(&column.id).copied();
                // What was sent, whatever stands in its place.
                let figure = match view.returns.standings.of(now.place(&column.id), &column.id) {
                    Some(standing) => stated(column, standing),
                    None => now.figures.get(&column.id).copied(),
                };
                if before != figure {
                    self.moved += 1;
                } else if figure.is_some_and(|figure| !figure.is_zero()) {
                    self.figures += 1;
                    self.to_date += usize::from(column.is_cumulative());
                    let stays =
                        column.movement().is_some_and(|within| within.amount.is_zero() && within.percent.is_zero());
                    self.moving |= !stays;
                }
            } else if column.id != list.key && column.id != list.label {
                let (before, text) = (then.texts.get(&column.id), now.texts.get(&column.id));
                self.texts |= text.is_some();
                self.changed_texts |= before != text;
            }
        }
        Some(())
    }

    fn same_texts(&self) -> bool {
        self.texts && !self.changed_texts
    }
}

/// Do the titles name the prior period, and nothing this one?
fn names_last_period(view: &View<'_>, reconciliation: &Reconciliation, trouble: &Trouble) -> bool {
    let Trouble::OtherPeriod { said, right, refers: false, over_figures: false, .. } = trouble else { return false };
    let known = view.form.period(reconciliation.prior);
    let expected = Expected {
        period: reconciliation.prior,
        first_month: view.form.report.year_starts,
        as_at: known.and_then(|known| known.as_at),
        meeting: None,
    };
    right.is_empty() && said.iter().any(|titled| expected.judge(&titled.mention) == Verdict::Right)
}

/// The figure that a cell states which was set aside.
fn stated(column: &Column, standing: &Standing) -> Option<Decimal> {
    match value::read(column, Some(&Raw::Text(standing.stated.clone()))).value {
        Value::Figure(figure) => Some(figure.quantity.value()),
        _ => None,
    }
}
