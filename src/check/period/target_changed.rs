//! `target-changed`

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::{moved_apart_from, scheme_vanished};
use crate::check::cause::{Moved, MovedBecause};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};

pub(super) static RULE: Rule = Rule {
    code: "target-changed",
    family: Family::Period,
    severity: Severity::Query,
    title: "A target changed without an approved change request",
    what: "The target (or another column in which the form allows no movement) is not the figure of the prior period, and no \
           change request in decisions.toml approves the difference. Three targets or more of an area that all became as many \
           times what they were, as their rounding allows, and none of them nil, are one finding; so are targets of which one \
           gained what others lost: they may be a virement.",
    why: "A target is what delivery is measured against. If it can change in silence, a shortfall can be made to disappear.",
    mend: "Put the approved figure back; or, if the change was approved, enter the change request in decisions.toml with its \
           reference, who approved it and when, and the figures before and after.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let alike = alike(view);
    let told: BTreeSet<(usize, &str)> = alike.iter().flatten().map(|moved| (moved.index, &*moved.column.id)).collect();
    let is_told = |moved: &Moved<'_>| told.contains(&(moved.index, &*moved.column.id));
    let mut found: Vec<Finding> = alike.iter().filter_map(|group| together(rule, view, group)).collect();
    found.extend(moved_apart_from(rule, view, MovedBecause::Target, &is_told, |moved| said(view, moved)));
    found
}

fn said(view: &View<'_>, moved: &Moved<'_>) -> (String, String) {
    if let Some(given_by) = moved.given_by {
        let mend = format!("enter in the return what the [[match]] gives it, or put the amounts right in {given_by}");
        return (wording::both_figures(view, moved), wording::mend_or_explain(&mend));
    }
    let (legs, kind, this) = match moved.legs.is_empty() {
        true => (String::new(), "rebase", "this one was approved, add the change request"),
        false => (legs(view, moved), "virement", "money was moved from one to the other, add both legs of the change"),
    };
    let message = format!("{}{legs}, without an approved change request", wording::both_figures(view, moved));
    let entries = std::iter::once(moved).chain(&moved.legs);
    let entries: Vec<String> = entries.map(|moved| wording::change_request_entry(view, moved, kind)).collect();
    let help = format!(
        "put the approved figure back; or, if {this} below to decisions.toml; if neither, explain it there: {}\n{}",
        wording::explain_entry(),
        entries.join("\n\n")
    );
    (message, help)
}

/// "; 'Rents' (The north): Target went from £100k to £60k: -£40k (-40%); together they come to nil, as a virement does"
fn legs(view: &View<'_>, moved: &Moved<'_>) -> String {
    let leg = |leg: &Moved<'_>| Some(format!("{}: {}", view.scheme(leg.scheme()?), wording::moved_to(view, leg)));
    let legs: Vec<String> = moved.legs.iter().filter_map(leg).collect();
    format!("; {}; together they come to nil, as a virement does", wording::clauses(&legs, "; "))
}

/// So few targets that changed by a like factor may do so by chance.
const FEWEST: usize = 3;

/// The targets of an area that all became as many times what they were, by its list and column: rounded to the column's unit.
fn alike<'v, 'a>(view: &'v View<'a>) -> Vec<Vec<&'v Moved<'a>>> {
    type Of<'a> = (&'a str, Option<&'a str>, &'a str);
    let mut all: BTreeMap<Of<'a>, Vec<&Moved<'a>>> = BTreeMap::new();
    for moved in &view.causes.moved {
        if let (MovedBecause::Target, Some(scheme)) = (moved.because, moved.scheme()) {
            all.entry((&moved.list.id, scheme.area.as_deref(), &moved.column.id)).or_default().push(moved);
        }
    }
    // What moved by as much beside one of them is told with that one.
    let alone = |group: &Vec<&Moved<'a>>| {
        group.iter().all(|moved| moved.as_much.is_empty() && moved.legs.is_empty() && moved.given_by.is_none())
    };
    all.into_values().filter(|group| group.len() >= FEWEST && alone(group) && are_alike(group)).collect()
}

/// Whether one factor makes each of them what it is, rounded to the unit. What is nil now is so by any small factor: that is none.
fn are_alike(group: &[&Moved<'_>]) -> bool {
    let factors = |moved: &&Moved<'_>| {
        let (is, was) = (moved.to.filter(|is| !is.is_zero())?, moved.from?);
        let half = moved.column.amount().map(|_| moved.column.factor())?.checked_div(Decimal::TWO)?;
        let one = is.checked_sub(half)?.checked_div(was)?;
        let other = is.checked_add(half)?.checked_div(was)?;
        Some((one.min(other), one.max(other)))
    };
    let Some(factors) = group.iter().map(factors).collect::<Option<Vec<_>>>() else { return false };
    let least = factors.iter().map(|(least, _)| least).max();
    least.zip(factors.iter().map(|(_, most)| most).min()).is_some_and(|(least, most)| least <= most)
}

/// What they came to, and what they come to.
fn sums(group: &[&Moved<'_>]) -> Option<(Decimal, Decimal)> {
    let sum = |of: fn(&Moved<'_>) -> Option<Decimal>| {
        group.iter().try_fold(Decimal::ZERO, |sum, moved| sum.checked_add(of(moved)?))
    };
    Some((sum(|moved| moved.from)?, sum(|moved| moved.to)?))
}

/// So many of them are named.
const NAMED: usize = 5;

/// One finding about all of them.
fn together(rule: &Rule, view: &View<'_>, group: &[&Moved<'_>]) -> Option<Finding> {
    let first = group.first()?;
    let (scheme, column) = (first.scheme()?, first.column);
    let (from, to) = sums(group)?;
    let [is, was, difference] = wording::movement(column, to, from);
    let area = scheme.area.as_deref();
    let from_to = |moved: &Moved<'_>| {
        let [to, from, _] = wording::movement(column, moved.to?, moved.from?);
        Some(format!("from {from} to {to}"))
    };
    let name =
        |moved: &&Moved<'_>| Some(format!("'{}' {}", wording::one_line(&moved.scheme()?.label), from_to(moved)?));
    let named: Vec<String> = group.iter().filter_map(name).collect();
    let message = format!(
        "{}{} of {} is {is} in all; it was {was} in {}: {difference}, each by the same factor, without an approved change request: \
         {}",
        wording::opening(&view.area_name(area)),
        view.name(column),
        wording::count(group.len(), &first.list.item, &first.list.items),
        view.prior(),
        wording::first_of(&named, NAMED),
    );
    let row = |moved: &&Moved<'_>| Some(format!("{}: {}", scheme_vanished::name(moved.scheme()?), from_to(moved)?));
    let draft = rule.at(&first.at()?).about_scheme(view, first.list, scheme).column(column);
    let draft = draft.shared(area, None, Some(&column.id)).all().rows(group.iter().filter_map(row));
    let places = group.iter().flat_map(|moved| moved.at().into_iter().chain(moved.related()));
    let help = "put the approved figures back; or, if these were approved, enter a change request for each of them in \
                decisions.toml; if neither, explain it there";
    Some(
        draft
            .exactly(column, Some(to), Some(from))
            .related(places)
            .says(message, format!("{help}: {}", wording::explain_entry())),
    )
}
