//! `offsetting`

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::by_column::{Said, finding};
use crate::check::cause::{Moved, MovedBecause};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Kind, TotalOrigin};
use crate::money::{self, Told};

pub(super) static RULE: Rule = Rule {
    code: "offsetting",
    family: Family::Period,
    severity: Severity::Note,
    title: "Movements that cancel each other out",
    what: "Several figures of a column moved in an area without an approved change, and their sum is what it was.",
    why: "The total says that nothing happened. What one scheme gained another one lost, and members see only the total.",
    mend: "Nothing need be done; a [[match]] or a [[change_request]] (virement) says what went where.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut sums: BTreeMap<(&str, &str, Option<&str>), Vec<&Moved<'_>>> = BTreeMap::new();
    // What is asked about together, or against a match, is told there.
    let told =
        |moved: &&Moved<'_>| moved.because == MovedBecause::Leg || !moved.legs.is_empty() || moved.given_by.is_some();
    for moved in view.causes.moved.iter().filter(|moved| !told(moved)) {
        let column = moved.column;
        let adds_up = column.kind == Kind::Money && column.total == TotalOrigin::Sum;
        if adds_up && column.is_given() && !column.is_cumulative() && !moved.unapproved.is_zero() {
            let area = moved.scheme().and_then(|scheme| scheme.area.as_deref());
            sums.entry((&moved.list.id, &column.id, area)).or_default().push(moved);
        }
    }
    let said: Said = |view, column, moved| {
        let up = money::checked_sum(moved.iter().map(|moved| moved.unapproved.max(Decimal::ZERO)));
        let up = wording::figure(column, Told::Computed(up.unwrap_or_default()));
        let names: Vec<String> = moved
            .iter()
            .filter_map(|moved| moved.scheme())
            .map(|scheme| format!("'{}'", scheme.label.trim()))
            .collect();
        format!(
            " comes to what it was in {}, and yet {up} moved up and as much down: {}",
            view.prior(),
            wording::list_of(&names)
        )
    };
    let cancel = |moved: &[&Moved<'_>]| {
        let sum = money::checked_sum(moved.iter().map(|moved| moved.unapproved));
        moved.len() > 1 && sum.is_some_and(|sum| sum.is_zero())
    };
    let groups = sums.into_iter().filter(|(_, moved)| cancel(moved));
    groups.filter_map(|((_, _, area), moved)| finding(rule, view, area, &moved, said)).collect()
}
