//! What was approved, against what the returns state.

use std::collections::BTreeMap;

use crate::check::View;
use crate::form::{Column, Control, List};
use crate::reconcile::control::{Controlled, Part, column, controlled};
use crate::reconcile::position::{Position, Scheme};

/// The approved lists and totals of the form, with the schemes that they are held against.
#[derive(Default)]
pub(in crate::check) struct Approved {
    all: Vec<Controlled>,
    /// The period's schemes, where nothing is compared with.
    own: Option<Position>,
}

/// One of them, with what the form says of it.
pub(in crate::check) struct OfForm<'c> {
    pub control: &'c Control,
    pub list: &'c List,
    pub column: &'c Column,
    pub found: &'c Controlled,
    pub schemes: &'c [Scheme],
}

impl Approved {
    pub(super) fn of(view: &View<'_>) -> Approved {
        if view.form.controls.is_empty() {
            return Approved::default();
        }
        let period = view.returns.period;
        let own = match view.reconciliation {
            Some(_) => None,
            None => Some(Position::of(view.form, period, view.figures, BTreeMap::new())),
        };
        let after = view.reconciliation.map(|reconciliation| &reconciliation.after).or(own.as_ref());
        let all = after.map(|after| controlled(view.form, view.decisions, view.reconciliation, after));
        Approved { all: all.unwrap_or_default(), own }
    }

    /// Each of them.
    pub(in crate::check) fn each<'c>(&'c self, view: &'c View<'_>) -> impl Iterator<Item = OfForm<'c>> {
        let after = view.reconciliation.map(|reconciliation| &reconciliation.after).or(self.own.as_ref());
        let schemes = after.map(|after| after.schemes.as_slice()).unwrap_or_default();
        self.all.iter().filter_map(move |found| {
            let control = view.form.controls.get(found.index)?;
            let (list, column) = column(view.form, control)?;
            Some(OfForm { control, list, column, found, schemes })
        })
    }
}

impl<'c> OfForm<'c> {
    /// The schemes of the returns that are those of a part.
    pub(in crate::check) fn schemes_of(&self, part: &Part) -> Vec<&'c Scheme> {
        part.schemes.iter().filter_map(|index| self.schemes.get(*index)).collect()
    }
}
