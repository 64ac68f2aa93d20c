//! Schemes that may have been split or merged: what one of them was is exactly what several are, or the other way round.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::decision::entry::{DATE, ROLE, WORDS, quoted};
use crate::form::{Column, Form, List};
use crate::money::{Measure, checked_sum};
use crate::names::{Reference, Title};

use super::Proposal;
use super::matching::has_references;
use super::movement;
use super::position::{Position, Scheme};
use super::proposal::SHORTEST_WORD;

/// Among so many schemes of an area pairs are looked for; among more, two would come to a third by chance.
const MOST_SCHEMES: usize = 24;

/// So many are tried together, where they are all that there are.
const MOST_TOGETHER: usize = 6;

/// The likely splits, then the likely mergers, of what is left unmatched; no scheme is in two of them.
pub(super) fn proposals(
    form: &Form,
    before: &Position,
    after: &Position,
    gone: &[usize],
    new: &[usize],
) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    if before.period.year != after.period.year {
        // With a new year amounts are set anew, and many schemes go and come: a sum is chance.
        return proposals;
    }
    for list in movement::lists(form) {
        let (gone, new) = (by_area(list, before, gone), by_area(list, after, new));
        for (area, gone) in &gone {
            let Some(new) = new.get(area) else { continue };
            let mut used_gone = BTreeSet::new();
            for (whole, parts) in wholes(form, list, (before, gone), (after, new)) {
                used_gone.insert(whole);
                let entry = entry(form, list, after, &[&before.schemes[whole]], &after.at(&parts));
                proposals.push(Proposal { before: vec![whole], after: parts, why: SPLIT.to_string(), entry });
            }
            let used_new: BTreeSet<usize> = proposals.iter().flat_map(|proposal| proposal.after.clone()).collect();
            let left = |all: &[usize], used: &BTreeSet<usize>| -> Vec<usize> {
                all.iter().copied().filter(|index| !used.contains(index)).collect()
            };
            let (gone, new) = (left(gone, &used_gone), left(new, &used_new));
            for (whole, parts) in wholes(form, list, (after, &new), (before, &gone)) {
                let entry = entry(form, list, after, &before.at(&parts), &[&after.schemes[whole]]);
                proposals.push(Proposal { before: parts, after: vec![whole], why: MERGED.to_string(), entry });
            }
        }
    }
    proposals
}

const SPLIT: &str = "together they come to what it was";

const MERGED: &str = "it comes to what they were together";

fn by_area<'a>(list: &List, position: &'a Position, schemes: &[usize]) -> BTreeMap<Option<&'a str>, Vec<usize>> {
    let mut areas: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
    for index in schemes {
        if let Some(scheme) = position.schemes.get(*index).filter(|scheme| scheme.list == list.id && !scheme.balancing)
        {
            areas.entry(scheme.area.as_deref()).or_default().push(*index);
        }
    }
    areas
}

/// Those of one side that are exactly what several of the other side are together, in one way only.
fn wholes(
    form: &Form,
    list: &List,
    (whole_in, wholes): (&Position, &[usize]),
    (parts_in, parts): (&Position, &[usize]),
) -> Vec<(usize, Vec<usize>)> {
    if parts.len() < 2 || parts.len() > MOST_SCHEMES || wholes.len() > MOST_SCHEMES {
        return Vec::new();
    }
    let mut found: Vec<(usize, Vec<usize>)> = Vec::new();
    for whole in wholes {
        let scheme = &whole_in.schemes[*whole];
        let Some(column) = size_column(form, list, scheme) else { continue };
        let amount = scheme.amount(&column.id);
        let mut ways: Vec<Vec<usize>> = Vec::new();
        let pairs = parts
            .iter()
            .enumerate()
            .flat_map(|(at, one)| parts.iter().skip(at + 1).map(|other| vec![*one, *other]).collect::<Vec<_>>());
        let all = std::iter::once(parts.to_vec()).filter(|all| (3..=MOST_TOGETHER).contains(&all.len()));
        for way in pairs.chain(all) {
            let schemes = parts_in.at(&way);
            if comes_to(amount, column, &schemes) && speaks_for_it(list, column, scheme, &schemes) {
                ways.push(way);
            }
        }
        if let [way] = ways.as_slice() {
            found.push((*whole, way.clone()));
        }
    }
    // What is a part of two is a part of neither.
    let mut times: BTreeMap<usize, usize> = BTreeMap::new();
    found.iter().flat_map(|(_, parts)| parts).for_each(|part| *times.entry(*part).or_default() += 1);
    found.retain(|(_, parts)| parts.iter().all(|part| times.get(part) == Some(&1)));
    found
}

/// The target in the main list, else the first column of money that is not nil.
fn size_column<'a>(form: &Form, list: &'a List, scheme: &Scheme) -> Option<&'a Column> {
    let role = form.report.roles.target.as_deref().filter(|_| list.id == form.report.main_list);
    let is_there = |column: &&Column| !scheme.amount(&column.id).is_zero();
    match role.and_then(|role| list.column(role)) {
        Some(column) => Some(column).filter(|column| movement::has_movement(column)).filter(is_there),
        None => list.columns.iter().filter(|column| movement::has_movement(column)).find(is_there),
    }
}

/// Whether the parts are nowhere nil, and together the amount.
fn comes_to(amount: Decimal, column: &Column, parts: &[&Scheme]) -> bool {
    let amounts = || parts.iter().map(|part| part.amount(&column.id));
    amounts().all(|part| !part.is_zero() && part.is_sign_negative() == amount.is_sign_negative())
        && checked_sum(amounts()) == Some(amount)
}

/// Whether more than one sum speaks for it: another column that does not count from the start of the year comes to the same, or a
/// word of a title, or the beginning of all references, is the same.
fn speaks_for_it(list: &List, column: &Column, whole: &Scheme, parts: &[&Scheme]) -> bool {
    let others = list.columns.iter().filter(|other| {
        movement::has_movement(other) && !other.is_cumulative() && !other.is_computed() && other.id != column.id
    });
    let same_money = |other: &Column| {
        let amount = whole.amount(&other.id);
        !amount.is_zero() && checked_sum(parts.iter().map(|part| part.amount(&other.id))) == Some(amount)
    };
    let words = |scheme: &Scheme| -> BTreeSet<String> {
        let title = Title::of(&scheme.label);
        let words = title.as_str().split(|letter: char| !letter.is_alphanumeric());
        words.filter(|word| word.chars().count() >= SHORTEST_WORD).map(str::to_string).collect()
    };
    let reference = Reference::of(&whole.key);
    let begins = |part: &&Scheme| Reference::of(&part.key).as_str().starts_with(reference.as_str());
    others.into_iter().any(same_money)
        || parts.iter().any(|part| !words(part).is_disjoint(&words(whole)))
        || has_references(list) && !reference.is_empty() && parts.iter().all(begins)
}

/// The entry that says so, with the amount of each part.
fn entry(form: &Form, list: &List, after: &Position, from: &[&Scheme], to: &[&Scheme]) -> String {
    let whole = if from.len() == 1 { from } else { to };
    let column = whole.first().and_then(|whole| size_column(form, list, whole));
    let side = |scheme: &&Scheme, with_amount: bool| {
        let name = if has_references(list) && !scheme.key.trim().is_empty() { &scheme.key } else { &scheme.label };
        let amount = column
            .filter(|_| with_amount)
            .and_then(|column| Measure::Money(column.unit()).exactly_in_own_unit(scheme.amount(&column.id)));
        let amount = amount.map(|amount| format!(", amount = {}", amount.normalize())).unwrap_or_default();
        let area = quoted(scheme.area.as_deref().unwrap_or_default());
        format!("{{ area = {area}, scheme = {}{amount} }}", quoted(name))
    };
    let sides = |schemes: &[&Scheme]| {
        schemes.iter().map(|scheme| side(scheme, schemes.len() > 1)).collect::<Vec<_>>().join(", ")
    };
    let is_target = |column: &&Column| form.report.roles.target.as_deref() == Some(&column.id);
    let column = column.filter(|column| !is_target(column));
    let column = column.map(|column| format!("column = {}\n", quoted(&column.id))).unwrap_or_default();
    format!(
        "[[match]]\nperiod = \"{}\"\nfrom = [{}]\nto = [{}]\n{column}{WORDS}\n{ROLE}\n{DATE}\n",
        after.period,
        sides(from),
        sides(to)
    )
}

#[cfg(test)]
mod tests {
    use crate::decision::Decisions;
    use crate::reconcile::testing::{form, position, quarter, scheme};
    use crate::reconcile::{How, Reconciliation, reconcile};

    type Rows<'a> = &'a [(&'a str, i64, i64)];

    fn reconciled(decisions: &Decisions, before: Rows<'_>, after: Rows<'_>) -> Reconciliation {
        let of = |period, rows: Rows<'_>| {
            let of = |(title, target, forecast): &(&str, i64, i64)| {
                scheme("north", title, &[("target", *target), ("forecast", *forecast)])
            };
            position(quarter(period), rows.iter().map(of).collect())
        };
        reconcile(&form(), decisions, of(2, before), of(3, after), crate::reconcile::PriorFrom::Returns).unwrap()
    }

    #[test]
    fn what_comes_to_the_same_in_one_way_alone_may_have_been_split_or_merged() {
        let repairs: Rows<'_> = &[("Repairs", 80, 60)];
        let two: Rows<'_> = &[("Day work", 50, 40), ("Night work", 30, 20)];
        let three: Rows<'_> = &[("Day", 50, 40), ("Night", 20, 15), ("Weekends", 10, 5)];
        for (before, after, expected) in [
            // The forecasts come to the same; a word of the title is the same; neither.
            (repairs, two, Some((vec![0], vec![0, 1]))),
            (repairs, &[("Day work", 50, 40), ("Night repairs", 30, 25)], Some((vec![0], vec![0, 1]))),
            (repairs, &[("Day work", 50, 40), ("Night work", 30, 25)], None),
            // Not the same; in two ways; one of them nil; three of them; merged.
            (repairs, &[("Day work", 50, 40), ("Night work", 31, 20)], None),
            (repairs, &[("Day work", 50, 40), ("Night work", 30, 20), ("Weekends", 30, 20)], None),
            (repairs, &[("Day work", 80, 60), ("Night work", 0, 0)], None),
            (repairs, three, Some((vec![0], vec![0, 1, 2]))),
            (two, repairs, Some((vec![0, 1], vec![0]))),
        ] {
            let outcome = reconciled(&Decisions::default(), before, after);
            let mut proposed = outcome.proposals.iter();
            let several = proposed.find(|proposal| proposal.before.len() + proposal.after.len() > 2);
            let found = several.map(|proposal| (proposal.before.clone(), proposal.after.clone()));
            assert_eq!(found, expected, "{after:?}");
            // The entry pasted makes the match.
            let Some(proposal) = several else { continue };
            let entry = proposal.entry.replace("YYYY-MM-DD", "2023-01-18");
            let decisions = Decisions::parse("decisions.toml", &entry, &form()).unwrap();
            let decided = reconciled(&decisions, before, after);
            assert!(decided.proposals.is_empty() && decided.unmet.is_empty(), "{entry}");
            assert_eq!(decided.pairs[0].how, How::Decision);
        }
    }
}
