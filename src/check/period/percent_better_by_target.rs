//! `percent-better-by-target`

use rust_decimal::{Decimal, RoundingStrategy};

use super::look::{self, Cause, Moved};
use super::say;
use crate::check::{Context, Rule};
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

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    let all = look::moved(context);
    for moved in all.iter().filter(|moved| moved.column.kind == Kind::Percent) {
        let ColumnOrigin::Formula(Expr::Binary(Operator::Divide, measured, of)) = &moved.column.origin else {
            continue;
        };
        let ([then], [now], Some(from), Some(to)) = (moved.then.as_slice(), moved.now.as_slice(), moved.from, moved.to)
        else {
            continue;
        };
        let rose = printed(to, moved.column.decimals) > printed(from, moved.column.decimals);
        let sides = (value(measured, then), value(measured, now), value(of, then), value(of, now));
        let (Some(measured_then), Some(measured_now), Some(of_then), Some(of_now)) = sides else { continue };
        let positive = of_now > Decimal::ZERO;
        if !rose || of_now >= of_then || measured_now > measured_then || !positive || is_slip(&all, moved) {
            continue;
        }
        let Some(mut finding) = say::about_figure(rule, context, moved) else { continue };
        let (more, approved) = target(&all, moved, of);
        if approved {
            finding.severity = Severity::Note;
        }
        finding.related.extend(more);
        findings.push(Finding {
            message: format!(
                "{}, only because what it is measured against fell{}",
                say::both_figures(context, moved),
                if approved { ", as approved" } else { "" }
            ),
            help: say::mend_or_explain("check the figure that it is measured against", &finding),
            ..finding
        });
    }
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
    all.iter().any(|other| other.index == moved.index && other.cause == Cause::Thousandfold)
}

/// The cells of what fell, and whether all of it is approved.
fn target(all: &[Moved<'_>], moved: &Moved<'_>, of: &Expr) -> (Vec<Place>, bool) {
    let names = match of {
        Expr::Column(id) => vec![id.as_str()],
        other => other.columns(),
    };
    let is_of = |other: &&Moved<'_>| other.index == moved.index && names.contains(&other.column.id.as_str());
    let fell: Vec<&Moved<'_>> = all.iter().filter(is_of).collect();
    let approved = !fell.is_empty() && fell.iter().all(|other| other.cause == Cause::Approved);
    (fell.iter().filter_map(|other| other.at()).collect(), approved)
}
