//! `references-exchanged`

use std::collections::{BTreeMap, BTreeSet};

use super::{ThenAndNow, by_area};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, Kind, List};
use crate::names::Reference;
use crate::reconcile::position::{Position, Scheme};

pub(super) static RULE: Rule = Rule {
    code: "references-exchanged",
    family: Family::Period,
    severity: Severity::Query,
    title: "Schemes hold each other's references",
    what: "A list is matched by its titles and has a column of references, and two schemes or more of an area hold what the others of \
           them held in the prior period. Numbers that grow from the top are none, nor are references that \
           count the rows one by one in both periods, such as H1, H2, H3.",
    why: "A reference is how a scheme is found in other papers. Exchanged, it leads to another scheme, and no figure shows it.",
    mend: "Put the references back; or explain why they changed.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let Some(reconciliation) = view.reconciliation else { return Vec::new() };
    let mut findings = Vec::new();
    for ((list, area), mut pairs) in by_area(reconciliation) {
        let Some(list) = view.form.list(list) else { continue };
        pairs.sort_by(|(_, one), (_, other)| one.at.cmp(&other.at));
        let references = list.columns.iter().filter(|column| column.kind == Kind::Code && column.id != list.key);
        findings.extend(references.filter_map(|column| finding(rule, view, list, area, column, &pairs)));
    }
    findings
}

fn finding(
    rule: &Rule,
    view: &View<'_>,
    list: &List,
    area: Option<&str>,
    column: &Column,
    pairs: &[ThenAndNow<'_>],
) -> Option<Finding> {
    let of = |scheme: &Scheme| {
        let text = scheme.texts.get(&column.id)?;
        Some(Reference::of(text)).filter(|reference| !reference.is_empty())
    };
    let numbers = pairs.iter().filter_map(|(_, now)| now.texts.get(&column.id));
    let all = view.reconciliation?;
    if grow(numbers) || [&all.before, &all.after].into_iter().all(|position| count_rows(position, list, area, column)) {
        return None;
    }
    // Who held a reference; none where several did.
    let mut held: BTreeMap<Reference, Option<usize>> = BTreeMap::new();
    for (index, (then, _)) in pairs.iter().enumerate() {
        if let Some(reference) = of(then) {
            held.entry(reference).and_modify(|holder| *holder = None).or_insert(Some(index));
        }
    }
    let from = |(index, (then, now)): (usize, &ThenAndNow<'_>)| {
        let is = of(now).filter(|is| of(then).is_some_and(|was| was != *is))?;
        held.get(&is).copied().flatten().filter(|holder| *holder != index)
    };
    let from: Vec<Option<usize>> = pairs.iter().enumerate().map(from).collect();
    let of_whom = |index: usize| from.get(index).copied().flatten();
    let exchanged: Vec<(usize, usize)> =
        come_round(&from).into_iter().filter_map(|index| Some((index, of_whom(index)?))).collect();
    let rows: Vec<String> = exchanged
        .iter()
        .filter_map(|(index, holder)| {
            let ((_, now), (_, holder)) = (pairs.get(*index)?, pairs.get(*holder)?);
            let is = now.texts.get(&column.id)?;
            Some(format!("'{}' has {}, that of '{}'", now.label.trim(), wording::quoted(is), holder.label.trim()))
        })
        .collect();
    let places = || {
        let both = exchanged.iter().filter_map(|(index, _)| pairs.get(*index));
        both.flat_map(|(then, now)| [now, then].map(|scheme| scheme.place(&column.id).clone()))
    };
    let (_, first) = pairs.get(exchanged.first()?.0)?;
    let message = format!(
        "{}{} seem to hold each other's {} since {}: {}",
        wording::opening(&view.area_name(area)),
        wording::count(rows.len(), &list.item, &list.items),
        view.name(column),
        view.prior(),
        wording::list_of(&rows)
    );
    let draft = rule.at(first.place(&column.id)).about_scheme(view, list, first).column(column);
    let draft = draft.shared(area, None, Some(&column.id)).all().rows(rows).related(places());
    Some(draft.says(message, wording::mend_or_explain("put the references back")))
}

/// Those that come round to themselves, each of them followed to the one whose reference it has: a scheme that was given up leaves
/// its number to the next, and nothing is exchanged.
fn come_round(from: &[Option<usize>]) -> BTreeSet<usize> {
    let next = |index: usize| from.get(index).copied().flatten();
    let mut round = BTreeSet::new();
    // From which start each was come to first.
    let mut seen: BTreeMap<usize, usize> = BTreeMap::new();
    for start in 0..from.len() {
        let mut at = Some(start);
        while let Some(index) = at.filter(|index| !seen.contains_key(index)) {
            seen.insert(index, start);
            at = next(index);
        }
        let mut at = at.filter(|index| seen.get(index) == Some(&start));
        while let Some(index) = at.filter(|index| round.insert(*index)) {
            at = next(index);
        }
    }
    round
}

/// Whether references are whole numbers that grow from row to row.
fn grow<'t>(texts: impl Iterator<Item = &'t String>) -> bool {
    let numbers: Option<Vec<u64>> = texts.map(|text| text.trim().parse().ok()).collect();
    numbers.is_some_and(|numbers| numbers.is_sorted())
}

/// Whether the references of an area count its rows, one by one, all behind the same letters: 'H1', 'H2', 'H3'.
fn count_rows(position: &Position, list: &List, area: Option<&str>, column: &Column) -> bool {
    let of_area = |scheme: &&Scheme| scheme.list == list.id && scheme.area.as_deref() == area && !scheme.balancing;
    let mut schemes: Vec<&Scheme> = position.schemes.iter().filter(of_area).collect();
    schemes.sort_by(|one, other| one.at.cmp(&other.at));
    let parts = |scheme: &Scheme| {
        let text = scheme.texts.get(&column.id)?.trim().to_lowercase();
        let letters = text.trim_end_matches(|character: char| character.is_ascii_digit());
        Some((letters.to_string(), text.get(letters.len()..)?.parse::<u64>().ok()?))
    };
    let parts: Option<Vec<(String, u64)>> = schemes.into_iter().map(parts).collect();
    parts.is_some_and(|parts| {
        parts.windows(2).all(|pair| match pair {
            [(letters, number), (others, next)] => letters == others && number.checked_add(1) == Some(*next),
            _ => true,
        })
    })
}
