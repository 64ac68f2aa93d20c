//! `text-unchanged`

use std::collections::BTreeSet;

use super::look::{self, Cause};
use super::say;
use crate::check::{Context, Rule};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, Kind};
use crate::reconcile::position::Scheme;

/// Shorter texts are status words ('Delivered', 'On track'), which may well stay.
const SHORTEST_NARRATIVE: usize = 25;

pub(super) static RULE: Rule = Rule {
    code: "text-unchanged",
    family: Family::Period,
    severity: Severity::Query,
    title: "A text is word for word last period's, though the figures moved",
    what: "A narrative cell reads exactly as in the prior period while a figure of the same row moved beyond its column's \
           tolerance.",
    why: "The text was written for other figures. Members read it as if it spoke of these.",
    mend: "Bring the text up to date, or say in decisions.toml that it still holds.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(reconciliation) = context.reconciliation else { return };
    let all = look::moved(context);
    let mut seen = BTreeSet::new();
    for moved in all.iter().filter(|moved| moved.cause == Cause::Beyond) {
        let ([then], [now]) = (moved.then.as_slice(), moved.now.as_slice()) else { continue };
        if !seen.insert(moved.index) {
            continue;
        }
        let is_narrative = |column: &&Column| {
            column.kind == Kind::Text && column.id != moved.list.key && column.id != moved.list.label
        };
        let unchanged: Vec<&Column> =
            moved.list.columns.iter().filter(is_narrative).filter(|column| same_text(column, then, now)).collect();
        let Some(first) = unchanged.first() else { continue };
        let names: Vec<String> = unchanged.iter().map(|column| say::name(context, column)).collect();
        let verb = if names.len() == 1 { "is" } else { "are" };
        let mut related: Vec<_> = unchanged.iter().skip(1).map(|column| now.place(&column.id).clone()).collect();
        related.extend(unchanged.iter().map(|column| then.place(&column.id).clone()));
        related.extend(moved.at());
        // An explanation is given on the figures that moved: who would type the text again?
        let own = |figure: Option<_>| figure.and_then(|figure| say::own_unit(moved.column, figure));
        let finding = Finding {
            column: Some(first.id.clone()),
            demanded_by: Some(first.at.clone()),
            related,
            ..say::finding(rule, context, moved.list, now, now.place(&first.id).clone())
        }
        .figures(say::unit(moved.column), own(moved.to), own(moved.expected()));
        findings.push(Finding {
            message: format!(
                "{} of {} {verb} word for word as in {}, though {}",
                names.join(" and "),
                say::who(context, now),
                reconciliation.prior.label(),
                say::moved_to(context, moved)
            ),
            help: say::mend_or_explain("bring the text up to date", &finding),
            ..finding
        });
    }
}

fn same_text(column: &Column, then: &Scheme, now: &Scheme) -> bool {
    let (Some(then), Some(now)) = (then.texts.get(&column.id), now.texts.get(&column.id)) else { return false };
    let now = say::one_line(now);
    say::one_line(then) == now && now.chars().count() >= SHORTEST_NARRATIVE
}
