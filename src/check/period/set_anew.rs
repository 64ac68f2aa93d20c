//! `set-anew`

use rust_decimal::Decimal;

use super::by_column::in_columns;
use crate::check::cause::{Moved, MovedBecause};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Severity};
use crate::form::Column;
use crate::money::{self, Told};

pub(super) static RULE: Rule = Rule {
    code: "set-anew",
    family: Family::Period,
    severity: Severity::Note,
    title: "A new year's figures are set anew",
    what: "The prior period is of another financial year, and most figures of the list are others. They are not asked about one \
           by one, unless one is a hundred times what it was, or turned its sign; where most others of the area are within three times, \
           ten times is asked about, and where all are, seven times.",
    why: "A year's targets and forecasts are its own. That they changed is still said, with both totals.",
    mend: "Nothing need be done. Where a column is of the whole programme and not of a year, say its years (`each`, `years`).",
    run: |rule, view| in_columns(rule, view, MovedBecause::NewYear, anew),
};

fn anew(view: &View<'_>, column: &Column, moved: &[&Moved<'_>]) -> String {
    let figures = wording::count(moved.len(), "figure is", "figures are");
    let sums = if column.kind.is_amount() {
        let sum = |of: fn(&Moved<'_>) -> Option<Decimal>| money::checked_sum(moved.iter().filter_map(|one| of(one)));
        let said = |figure: Option<Decimal>| wording::figure(column, Told::Computed(figure.unwrap_or_default()));
        format!(": {} in all, {} then", said(sum(|one| one.to)), said(sum(|one| one.from)))
    } else {
        String::new()
    };
    format!(": {figures} set anew since {}{sums}", view.prior())
}
