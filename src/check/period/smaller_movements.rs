//! `smaller-movements`

use super::by_column::{in_all, in_columns};
use crate::check::cause::{Moved, MovedBecause};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Severity};
use crate::form::{Column, Kind};
use crate::money::{self, Told};
use crate::reconcile::step::Allowed;

pub(super) static RULE: Rule = Rule {
    code: "smaller-movements",
    family: Family::Period,
    severity: Severity::Note,
    title: "Figures moved within what is allowed",
    what: "So many figures of a column are not what they were in the prior period, each within what the form allows \
           (`movement`) or, where it states nothing, within a quarter of the figure or a hundredth of the list's largest total; \
           or they count from the start of the year and grew no further than their row's forecast or profile.",
    why: "None of them is asked about. Together they may be much; so they are counted and added up.",
    mend: "Nothing need be done. State `movement` in the form to ask sooner or later.",
    run: |rule, view| in_columns(rule, view, MovedBecause::Within, smaller),
};

fn smaller(view: &View<'_>, column: &Column, moved: &[&Moved<'_>]) -> String {
    let allowed = moved.first().map(|moved| moved.allowed);
    let number = wording::count(moved.len(), "smaller movement", "smaller movements");
    let within = match allowed {
        _ if column.is_cumulative() => "; it counts from the start of the year".to_string(),
        Some(allowed) if column.kind != Kind::Percent => format!(", within {}", tolerance(column, &allowed)),
        _ => String::new(),
    };
    format!(": {number} since {}{}{within}", view.prior(), in_all(column, moved))
}

/// '£100k or 10%'
fn tolerance(column: &Column, allowed: &Allowed) -> String {
    let amount = wording::figure(column, Told::Computed(allowed.amount));
    format!("{amount} or {}", money::say_percent(allowed.percent))
}
