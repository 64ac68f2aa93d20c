//! A period that `only_in` names and the collection never has.

use crate::check::{Rule, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Form, OnlyIn};
use crate::period::{Part, Period};

pub(super) static RULE: Rule = Rule {
    code: "period-never-met",
    family: Family::Form,
    severity: Severity::Note,
    title: "A part of the form holds in periods that never come",
    what: "`only_in` names months ('p09') where the periods of the collection are quarters, or quarters where they are months: all that the \
           form and the folders of returns name. What has no other period in `only_in` is never there.",
    why: "A check, a tie or a table that was meant to hold is passed over in every period, and nothing else says so.",
    mend: "Name the period as the folder of its returns is called.",
    run: |rule, view| told(rule, view.form, Some(view.returns.period)),
};

/// So many are named; the others by their number.
const NAMED: usize = 6;

/// A note where the form names periods of the other kind than the collection's.
pub(super) fn told(rule: &Rule, form: &Form, now: Option<Period>) -> Vec<Finding> {
    let by_form = form.periods.iter().map(|period| period.id);
    let known: Vec<Period> = by_form.chain(form.by_period.at_hand.iter().copied()).chain(now).collect();
    let months = known.iter().any(|period| matches!(period.part, Part::Month(_)));
    let quarters = known.iter().any(|period| matches!(period.part, Part::Quarter(_)));
    // Where there are both, or neither is known, either may come.
    if months == quarters {
        return Vec::new();
    }
    let never = |only: &&OnlyIn| match only.period.map(|period| period.part) {
        Some(Part::Quarter(_)) => months,
        Some(Part::Month(_)) => quarters,
        _ => false,
    };
    let never: Vec<&OnlyIn> = form.by_period.only_in.iter().filter(never).collect();
    let Some(first) = never.first() else { return Vec::new() };
    let mut names: Vec<String> = Vec::new();
    for name in never.iter().map(|only| format!("\"{}\"", only.written)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let (one, other) = if months { ("a quarter", "months") } else { ("a month", "quarters") };
    let is = if names.len() == 1 { "is" } else { "are each" };
    let message = format!(
        "`only_in` names {}, which {is} {one}, and the periods of this collection are {other}: what holds then alone is never there",
        wording::first_of(&names, NAMED)
    );
    let draft = rule.at(&first.at).about_area(None).topic("only_in").related(never.iter().map(|only| only.at.clone()));
    vec![draft.says(message, "name the period as the folder of its returns is called, such as \"q3\" or \"p09\"")]
}
