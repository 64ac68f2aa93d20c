//! Entries by a role that may not, and clearances by somebody who answered what they clear.

use std::collections::BTreeSet;

use super::{Context, Entry, raised};
use crate::check::decision::entitled::{mend, not_by};
use crate::check::decision::{CLEARS_OWN_ANSWER, ROLE_MAY_NOT};
use crate::check::wording;
use crate::decision::{Clearance, Explain, Match, NewYear, NotUpdated};
use crate::finding::{Family, Finding};
use crate::form::May;
use crate::source::Place;

/// One finding for each entry whose role may not do what it does, and for each clearance by a person who answered.
pub(super) fn not_entitled(context: &Context<'_>, entries: &[Entry<'_>], findings: &[Finding]) -> Vec<Finding> {
    let mut told: Vec<Finding> = entries.iter().filter_map(|entry| may_not(context, entry, findings)).collect();
    // What was answered for an earlier period and still stands was said by somebody too.
    let period = context.returns.period;
    let lasts = |entry: &&Explain| {
        let of_earlier = entry.period.is_some_and(|of| of < period);
        of_earlier && entry.until.is_some_and(|until| until.reaches(period))
    };
    let lasting: Vec<Entry<'_>> = context.decisions.explanations.iter().filter(lasts).map(Entry::Explain).collect();
    told.extend(lasting.iter().filter_map(|entry| may_not(context, entry, findings)));
    let matches = context.decisions.matches.iter().filter(|entry| entry.period == period);
    told.extend(matches.filter_map(|entry| matched(context, entry)));
    let late = context.decisions.not_updated_in(period);
    told.extend(late.filter_map(|entry| stands_late(context, entry)));
    told.extend(context.decisions.new_year_in(period).and_then(|entry| turns(context, entry)));
    let clearances = context.decisions.clearances_of(period);
    told.extend(clearances.filter_map(|clearance| clears(context, clearance)));
    if context.form.clearance.by_others {
        // Who leaves a query open may clear: that is no answer of theirs.
        let answers = entries.iter().chain(&lasting).filter(|entry| !matches!(entry, Entry::LeaveOpen(_)));
        let answers = answers.map(|entry| (entry.by_whom().1, entry.at()));
        let late = context.decisions.not_updated_in(period).map(|entry| (entry.initials.as_deref(), &entry.at));
        let year = context.decisions.new_year_in(period).map(|entry| (entry.initials.as_deref(), &entry.at));
        let answers: Vec<Answer<'_>> = answers.chain(late).chain(year).collect();
        let last = context.decisions.last_clearances(period, context.form);
        told.extend(last.into_iter().filter_map(|clearance| clears_own(clearance, &answers)));
    }
    told
}

fn may_not(context: &Context<'_>, entry: &Entry<'_>, findings: &[Finding]) -> Option<Finding> {
    let about_privacy = || findings.iter().any(|own| own.id == entry.finding() && own.family == Family::Privacy);
    let may = match entry {
        Entry::Explain(_) if about_privacy() => May::LetPersonalDataStand,
        Entry::Explain(_) | Entry::Outside(..) => May::Explain,
        Entry::SetAside(_) => May::SetAside,
        Entry::LeaveOpen(_) => May::Clear,
    };
    let (role, _) = entry.by_whom();
    // What stays open about a person prints.
    let is_open = matches!(entry, Entry::LeaveOpen(_)) && about_privacy();
    let may = if is_open && context.form.lets(role, may) { May::LetPersonalDataStand } else { may };
    let message = not_by(context.form, role, may, &format!("the {} of `{}`", entry.what(), entry.finding()))?;
    Some(raised(&ROLE_MAY_NOT, entry, message, mend(context.form, may)))
}

fn matched(context: &Context<'_>, entry: &Match) -> Option<Finding> {
    let message = not_by(context.form, &entry.role, May::Explain, "a match of schemes")?;
    let names = entry.to.iter().map(|side| side.scheme.as_str());
    let topic = format!("match {}", names.collect::<Vec<_>>().join(" "));
    let rule = &ROLE_MAY_NOT;
    let help = mend(context.form, May::Explain);
    Some(Finding { message, help, topic, ..Finding::new(rule.code, rule.family, rule.severity, entry.at.clone()) })
}

fn stands_late(context: &Context<'_>, entry: &NotUpdated) -> Option<Finding> {
    let name = context.form.area(&entry.area).map_or(entry.area.as_str(), |area| area.name.as_str());
    let what = format!("the [[not_updated]] of {name}");
    let message = not_by(context.form, &entry.role, May::SetAside, &what)?;
    let rule = &ROLE_MAY_NOT;
    let (help, topic) = (mend(context.form, May::SetAside), format!("not-updated {}", entry.area));
    Some(Finding { message, help, topic, ..Finding::new(rule.code, rule.family, rule.severity, entry.at.clone()) })
}

fn turns(context: &Context<'_>, entry: &NewYear) -> Option<Finding> {
    let message = not_by(context.form, &entry.role, May::Explain, "the [[new_year]]")?;
    let rule = &ROLE_MAY_NOT;
    let (help, topic) = (mend(context.form, May::Explain), "new-year".to_string());
    Some(Finding { message, help, topic, ..Finding::new(rule.code, rule.family, rule.severity, entry.at.clone()) })
}

fn clears(context: &Context<'_>, clearance: &Clearance) -> Option<Finding> {
    let message = not_by(context.form, &clearance.role, May::Clear, "the clearance")?;
    let help = mend(context.form, May::Clear);
    let topic = format!("clearance {}", clearance.role);
    let rule = &ROLE_MAY_NOT;
    Some(Finding { message, help, topic, ..Finding::new(rule.code, rule.family, rule.severity, clearance.at.clone()) })
}

/// Whose an answer is, by initials, and where it stands.
type Answer<'a> = (Option<&'a str>, &'a Place);

/// Who clears is to be another person than those who answered: their initials must differ, so each entry needs them.
fn clears_own(clearance: &Clearance, answers: &[Answer<'_>]) -> Option<Finding> {
    let rule = &CLEARS_OWN_ANSWER;
    let same = |initials: &str| letters(initials) == letters(&clearance.initials);
    let by_same = answers.iter().filter(|(initials, _)| initials.is_some_and(same));
    // A dash is nobody's initials.
    let by_nobody = answers.iter().filter(|(initials, _)| initials.is_none_or(|initials| letters(initials).is_empty()));
    let places = |of: Vec<&Answer<'_>>| -> Vec<Place> {
        let own: BTreeSet<Place> = of.into_iter().map(|(_, at)| (*at).clone()).collect();
        own.into_iter().collect()
    };
    let (same, nobody) = (places(by_same.collect()), places(by_nobody.collect()));
    let (message, help, related) = if !same.is_empty() {
        let number = wording::count(same.len(), "finding", "findings");
        let message = format!(
            "'{}' clears the appendix and has answered {number} of it, and the form wants another person to clear it",
            wording::one_line(&clearance.initials)
        );
        (message, "Have it cleared by somebody who answered nothing in it.", same)
    } else if !nobody.is_empty() {
        let number = wording::count(nobody.len(), "answer does", "answers do");
        let message = format!(
            "{number} not say who gave them, and the form wants another person to clear the appendix than those who answered"
        );
        (message, "Add `initials` to each of these entries.", nobody)
    } else {
        return None;
    };
    let topic = format!("clearance {}", clearance.role);
    let at = clearance.at.clone();
    Some(Finding {
        message,
        help: help.to_string(),
        topic,
        related,
        ..Finding::new(rule.code, rule.family, rule.severity, at)
    })
}

/// Initials without dots, blanks and case: 'J.S.' is 'js'.
fn letters(initials: &str) -> String {
    initials.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
