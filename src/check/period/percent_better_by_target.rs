//! `percent-better-by-target`

use rust_decimal::{Decimal, RoundingStrategy};

use super::about_moved;
use crate::check::cause::{Moved, MovedBecause};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::{ColumnOrigin, Kind};
use crate::formula::{Expr, Operand, Operator};
use crate::money::{Absent, Quantity};
use crate::reconcile::position::Scheme;
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "percent-better-by-target",
    family: Family::Period,
    severity: Severity::Query,
    title: "A percentage is better only because the target fell",
    what: "A computed percentage rose since the prior period, what it is of (the target) fell, and what is measured (the \
           forecast) did not rise. Where the lower target is approved, it is a note.",
    why: "The published percentage looks like progress, and nothing more was delivered.",
    mend: "Check the target; if it stands, say in decisions.toml why the percentage rose.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    // Another year's percentage is of another target.
    if view.reconciliation.is_none_or(|both| both.before.period.year != both.after.period.year) {
        return Vec::new();
    }
    let all = &view.causes.moved;
    let percentages = all.iter().filter(|moved| moved.column.kind == Kind::Percent);
    percentages.filter_map(|moved| finding(rule, view, all, moved)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, all: &[Moved<'_>], moved: &Moved<'_>) -> Option<Finding> {
    let ColumnOrigin::Formula(Expr::Binary(Operator::Divide, measured, of)) = moved.column.origin() else {
        return None;
    };
    let ([then], [now]) = (moved.then.as_slice(), moved.now.as_slice()) else { return None };
    let rose = printed(moved.to?, moved.column.decimals()) > printed(moved.from?, moved.column.decimals());
    let (measured_then, measured_now) = (value(measured, then)?, value(measured, now)?);
    let (of_then, of_now) = (value(of, then)?, value(of, now)?);
    let positive = of_now > Decimal::ZERO;
    if !rose || of_now >= of_then || measured_now > measured_then || !positive || is_slip(all, moved) {
        return None;
    }
    let (fell, approved) = target(all, moved, of);
    let message = format!(
        "{}, only because what it is measured against fell{}",
        wording::both_figures(view, moved),
        if approved { ", as approved" } else { "" }
    );
    let draft = about_moved(rule, view, moved)?.weighing(if approved { Severity::Note } else { rule.severity });
    let mend = "check the figure that it is measured against";
    Some(draft.related(fell).says(message, wording::mend_or_explain(mend)))
}

/// As the percentage prints.
fn printed(ratio: Decimal, decimals: u32) -> Decimal {
    ratio.round_dp_with_strategy(decimals.saturating_add(2), RoundingStrategy::MidpointAwayFromZero)
}

/// What a part of the formula comes to for a scheme.
fn value(expr: &Expr, scheme: &Scheme) -> Option<Decimal> {
    if let Expr::Column(id) = expr {
        return scheme.figures.get(id).copied();
    }
    let column = |id: &str| match (scheme.figures.get(id), scheme.texts.get(id)) {
        (Some(figure), _) => Operand::Number(Quantity::exact(*figure)),
        (None, Some(text)) => Operand::Text(text.clone()),
        (None, None) => Operand::Missing(Absent::Unknown),
    };
    match expr.evaluate(&column) {
        Operand::Number(quantity) => Some(quantity.value()),
        _ => None,
    }
}

/// A figure of the row in another unit is told by itself.
fn is_slip(all: &[Moved<'_>], moved: &Moved<'_>) -> bool {
    all.iter().any(|other| other.index == moved.index && matches!(other.because, MovedBecause::OtherSize(_)))
}

/// The cells of what fell, and whether all of it is approved.
fn target(all: &[Moved<'_>], moved: &Moved<'_>, of: &Expr) -> (Vec<Place>, bool) {
    let names = match of {
        Expr::Column(id) => vec![id.as_str()],
        other => other.columns(),
    };
    let is_of = |other: &&Moved<'_>| other.index == moved.index && names.contains(&other.column.id.as_str());
    let fell: Vec<&Moved<'_>> = all.iter().filter(is_of).collect();
    let approved = !fell.is_empty() && fell.iter().all(|other| other.because == MovedBecause::Approved);
    (fell.iter().filter_map(|other| other.at()).collect(), approved)
}
