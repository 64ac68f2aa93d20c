//! `text-unchanged`

use std::collections::BTreeSet;

use crate::check::cause::{Moved, MovedBecause};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, Kind};
use crate::reconcile::position::Scheme;

/// Shorter texts are status words ('Delivered', 'On track'), which may well stay.
const SHORTEST_NARRATIVE: usize = 25;

pub(in crate::check) static RULE: Rule = Rule {
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

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let beyond = view.causes.moved.iter().filter(|moved| moved.because == MovedBecause::Beyond);
    // The first figure that moved speaks for the others of its row.
    beyond.filter(|moved| seen.insert(moved.index)).filter_map(|moved| finding(rule, view, moved)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, moved: &Moved<'_>) -> Option<Finding> {
    let ([then], [now]) = (moved.then.as_slice(), moved.now.as_slice()) else { return None };
    let list = moved.list;
    let is_narrative = |column: &&Column| column.kind == Kind::Text && column.id != list.key && column.id != list.label;
    let unchanged: Vec<&Column> =
        list.columns.iter().filter(is_narrative).filter(|column| same_text(column, then, now)).collect();
    let first = unchanged.first()?;
    let names: Vec<String> = unchanged.iter().map(|column| view.name(column)).collect();
    let message = format!(
        "{} of {} {} word for word as in {}, though {}",
        wording::list_of(&names),
        view.scheme(now),
        if names.len() == 1 { "is" } else { "are" },
        view.prior(),
        wording::moved_to(view, moved)
    );
    let cells = |scheme: &Scheme| unchanged.iter().map(|column| scheme.place(&column.id).clone()).collect::<Vec<_>>();
    let draft = rule.at(now.place(&first.id)).about_scheme(view, list, now).column(first);
    // An explanation is given on the figures that moved: who would type the text again?
    let draft = draft.exactly(moved.column, moved.to, moved.expected());
    let draft = draft.related(cells(now)).related(cells(then)).related(moved.at());
    Some(draft.says(message, wording::mend_or_explain("bring the text up to date")))
}

fn same_text(column: &Column, then: &Scheme, now: &Scheme) -> bool {
    let (Some(then), Some(now)) = (then.texts.get(&column.id), now.texts.get(&column.id)) else { return false };
    let now = wording::one_line(now);
    wording::one_line(then) == now && now.chars().count() >= SHORTEST_NARRATIVE
}
