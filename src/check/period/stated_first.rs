//! `stated-first`

use super::by_column::{in_all, in_columns};
use crate::check::cause::{Moved, MovedBecause};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Severity};
use crate::form::Column;

pub(super) static RULE: Rule = Rule {
    code: "stated-first",
    family: Family::Period,
    severity: Severity::Note,
    title: "Figures are stated for the first time",
    what: "Schemes of the prior period had no figure in this column, and have one now.",
    why: "There is nothing to hold them against; a reader of the prior paper sees new amounts.",
    mend: "Nothing need be done.",
    run: |rule, view| in_columns(rule, view, MovedBecause::First, first),
};

fn first(view: &View<'_>, column: &Column, moved: &[&Moved<'_>]) -> String {
    let figures = wording::count(moved.len(), "figure was", "figures were");
    format!(": {figures} not stated in {}{}", view.prior(), in_all(column, moved))
}
