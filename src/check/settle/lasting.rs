//! Answers that last: an explanation of an earlier period that answers the same finding in this one, while what it was given on
//! still holds. The rows are among those it names, and either every figure is the same, or the finding is about a condition that
//! may last and its amount is no larger.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::{Given, figure_changes, given_by, say};
use crate::check::Context;
use crate::check::decision::ANSWERS_STANDING;
use crate::check::stated::covers;
use crate::check::wording;
use crate::decision::{Explain, Until, number};
use crate::finding::{Finding, Severity, Status};
use crate::period::Period;

/// What is found by these rules is a condition that may last, and its amount says how large it is. All else is about what
/// stands in a cell or how a figure moved: another figure is another thing to answer.
pub(super) const MAY_LAST: [&str; 4] = ["code-as-nil", "done-not-achieved", FORM_CHECK, "net-hides-over-delivery"];

/// Where a rule of the form compares no two figures, a smaller one may be worse.
const FORM_CHECK: &str = "form-check";

/// Marks the open findings that answers of earlier periods still answer, and says of the others why one that did has lapsed, or
/// that one was given which could have stood. The answers that stand are one note. `asked_again` are ids of which an answer of
/// this very period has lapsed: no older one speaks for them.
pub(super) fn answer(context: &Context<'_>, findings: &mut [Finding], asked_again: &BTreeSet<&str>) -> Option<Finding> {
    let period = context.returns.period;
    let earlier = |entry: &&Explain| entry.period.is_some_and(|own| own < period);
    let mut entries: BTreeMap<&str, Vec<&Explain>> = BTreeMap::new();
    for entry in context.decisions.explanations.iter().filter(earlier) {
        entries.entry(&entry.finding).or_default().push(entry);
    }
    let mut standing = Vec::new();
    if entries.is_empty() {
        return None;
    }
    let mut about: BTreeMap<String, usize> = BTreeMap::new();
    for finding in findings.iter() {
        *about.entry(own_id(finding)).or_default() += 1;
    }
    for finding in findings.iter_mut() {
        if finding.status != Status::Open || asked_again.contains(&*finding.id) {
            continue;
        }
        // Of several the one of the latest period holds, and of those the last one.
        let Some(mut own) = entries.get(&*finding.id).cloned() else { continue };
        own.sort_by_key(|entry| entry.period);
        let alone = about.get(&own_id(finding)) == Some(&1);
        let holds = own.iter().rev().find(|entry| {
            entry.until.is_some_and(|until| until.reaches(period)) && still_holds(entry, finding, alone).is_ok()
        });
        let said = match holds {
            Some(_) => None,
            None => own.last().and_then(|entry| why_not(entry, finding, alone, period)),
        };
        if let Some(entry) = holds {
            finding.status = Status::Explained;
            finding.explained_by = Some(entry.answer());
            standing.push(*entry);
        } else if let Some(said) = said {
            super::say_first(finding, &said, &own.last().map(|entry| entry.at.clone()));
        }
    }
    for_review(&standing)
}

/// A finding's id without the number that tells it by its place from others about the same.
fn own_id(finding: &Finding) -> String {
    let mut of = finding.clone();
    of.identify();
    of.id
}

/// Whether what an answer was given on still holds, or what does not: a clause. `alone` says that no other finding is about the
/// same thing: where several are, which of them is meant depends on the order of the rows, and only the same figures tell.
pub(super) fn still_holds(entry: &Explain, finding: &Finding, alone: bool) -> Result<(), String> {
    if finding.severity == Severity::Error {
        return Err("what it answered is an error now".to_string());
    }
    if !is_held(finding) {
        return Err("nothing is stated by which it could be known whether it still holds".to_string());
    }
    if !covers(&entry.rows, &finding.rows) {
        return Err(super::new_rows(&entry.rows, &finding.rows));
    }
    let stated = Given::judge(entry.stated.as_deref(), finding.stated, finding.stated_text.as_deref());
    let expected = Given::judge(entry.expected.as_deref(), finding.expected, None);
    let figures = [("stated", stated), ("expected", expected)];
    if figures.iter().all(|(_, given)| matches!(given, Given::Same(_))) {
        return Ok(());
    }
    let changes = || {
        let changes = figure_changes(&figures);
        if changes.is_empty() { "it does not say on what it was given".to_string() } else { changes }
    };
    let quoted = |text: &Option<String>| text.as_deref().and_then(number);
    let then = Amount::of(quoted(&entry.stated), quoted(&entry.expected));
    let now = Amount::of(finding.stated, finding.expected);
    let (true, true, Some(then), Some(now)) = (alone, MAY_LAST.contains(&finding.code), then, now) else {
        return Err(changes());
    };
    let limit = match entry.up_to {
        Some(limit) => limit,
        None if finding.code == FORM_CHECK && !now.is_difference => return Err(changes()),
        None => then.value.abs(),
    };
    let same_kind = then.is_difference == now.is_difference
        && then.value.is_zero() == now.value.is_zero()
        && then.value.is_sign_negative() == now.value.is_sign_negative();
    if !same_kind {
        return Err(changes());
    }
    if now.value.abs() > limit {
        let what = if now.is_difference { "a difference of" } else { "an amount of" };
        return Err(format!("it answers {what} up to {}, and it is {} now", say(limit), say(now.value.abs())));
    }
    Ok(())
}

/// Whether a finding has anything by which an answer can be held to it.
pub(super) fn is_held(finding: &Finding) -> bool {
    finding.stated.is_some() || finding.stated_text.is_some() || finding.expected.is_some() || !finding.rows.is_empty()
}

/// How large a thing is that was found: what is stated less what is expected, or the one of the two that there is.
struct Amount {
    value: Decimal,
    is_difference: bool,
}

impl Amount {
    fn of(stated: Option<Decimal>, expected: Option<Decimal>) -> Option<Amount> {
        match (stated, expected) {
            (Some(stated), Some(expected)) => {
                Some(Amount { value: stated.checked_sub(expected)?.normalize(), is_difference: true })
            }
            (stated, expected) => Some(Amount { value: stated.or(expected)?.normalize(), is_difference: false }),
        }
    }
}

/// What is said of the last answer that was given to a finding which is open now: why it does not stand any more, or that it
/// might, had it been given for longer.
fn why_not(entry: &Explain, finding: &Finding, alone: bool, period: Period) -> Option<String> {
    let (given_for, by) = (entry.period?, given_by(&entry.role, entry.date, &entry.at));
    match entry.until {
        Some(until) => {
            let why = match still_holds(entry, finding, alone) {
                _ if !until.reaches(period) => format!("it stood until {}", until.label()),
                Err(why) => why,
                Ok(()) => return None,
            };
            Some(format!("The explanation by {by} has lapsed: {why}."))
        }
        None => {
            let until = Until::Year(period.year);
            let may = finding.blocks() && period.year <= given_for.year.next();
            let holds = may && still_holds(entry, finding, alone).is_ok();
            holds.then(|| {
                format!(
                    "The same was explained for {} by {by}: if that still holds, add `until = \"{until}\"` to that entry.",
                    given_for.label()
                )
            })
        }
    }
}

/// Why an answer cannot stand in later periods, though it says so: a sentence, and what to do.
pub(super) fn cannot_stand(entry: &Explain, finding: &Finding) -> Option<(String, String)> {
    entry.until?;
    if !is_held(finding) {
        let message = format!(
            "the explanation of `{}` cannot stand in later periods: nothing is stated by which it could be known whether it \
             still holds",
            finding.id
        );
        return Some((message, "Leave out `until`, and answer the finding again where it comes back.".to_string()));
    }
    let may_last = MAY_LAST.contains(&finding.code) && (finding.stated.is_some() || finding.expected.is_some());
    if entry.up_to.is_some() && !may_last {
        let message = format!(
            "the explanation of `{}` cannot stand up to an amount: it holds for the very figures that it quotes",
            finding.id
        );
        return Some((message, "Leave out `up_to`: where the figures change, answer the finding again.".to_string()));
    }
    None
}

/// The answers of earlier periods that stand in this one.
fn for_review(standing: &[&Explain]) -> Option<Finding> {
    let rule = &ANSWERS_STANDING;
    let mut in_order = standing.to_vec();
    in_order.sort_by_key(|entry| &entry.at);
    in_order.dedup_by_key(|entry| &entry.at);
    let first = in_order.first()?;
    let each: Vec<String> = in_order
        .iter()
        .map(|entry| {
            let until = entry.until.map(Until::label).unwrap_or_default();
            format!("`{}` by {}, until {until}", entry.finding, given_by(&entry.role, entry.date, &entry.at))
        })
        .collect();
    let (answers, stand) = match each.len() {
        1 => ("one answer".to_string(), "stands"),
        many => (wording::count(many, "answer", "answers"), "stand"),
    };
    let message = format!("{answers} given for an earlier period still {stand}: {}", wording::clauses(&each, "; "));
    let help = "See whether each of them still holds. One that does not is ended by its `until`.".to_string();
    let at = first.at.clone();
    let related = in_order.iter().skip(1).map(|entry| entry.at.clone()).collect();
    Some(Finding { message, help, related, ..Finding::new(rule.code, rule.family, rule.severity, at) })
}
