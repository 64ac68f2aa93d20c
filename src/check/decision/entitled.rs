//! Entries by roles and persons who may not make them.

use super::raised_when_applied;
use crate::check::{Rule, wording};
use crate::decision::Decisions;
use crate::finding::{Family, Finding, Severity};
use crate::form::{Form, May};
use crate::returns::Returns;

/// A decision by a role that may not make it.
pub static ROLE_MAY_NOT: Rule = Rule {
    code: "role-may-not",
    family: Family::Decision,
    severity: Severity::Error,
    title: "A decision by a role that may not make it",
    what: "An entry of decisions.toml explains, sets aside, lets personal data stand, leaves a query open or clears the appendix, and its role may not: the [[role]] of the form say which may. Where the form has none, only clearing is kept for the section 151 officer (Scotland: 95) or a delegate. What was set aside in the period before counts too, where its returns are what this period opens with.",
    why: "Who reads the paper relies on the role that stands at a decision. The council has said who may say that a stated figure does not stand; the officer who answers for its finances clears the paper.",
    mend: "Have the decision made by a role that may, and enter that role and its date.",
    run: raised_when_applied,
};

/// What is set aside in the period before by a role that may not, where that period is compared with by its returns: the figures that this
/// period opens with are what such an entry lets stand. A set that was published was cleared as it is, and an entry for every
/// period is told with those of this one.
pub fn of_prior(form: &Form, decisions: &Decisions, prior: &Returns) -> Vec<Finding> {
    let stand: Vec<u32> = prior.standings.iter().map(|standing| standing.line).collect();
    let own = decisions
        .set_asides
        .iter()
        .filter(|entry| entry.period == Some(prior.period) && entry.at.line.is_some_and(|line| stand.contains(&line)));
    let told = own.filter_map(|entry| {
        let what = format!("the setting aside of `{}` in {}", entry.finding, prior.period);
        let message = not_by(form, &entry.role, May::SetAside, &what)?;
        let message = format!("{message}; this period opens with what it lets stand");
        let topic = format!("set-aside {} {}", prior.period, entry.finding);
        let (rule, at) = (&ROLE_MAY_NOT, entry.at.clone());
        let help = mend(form, May::SetAside);
        Some(Finding { message, help, topic, ..Finding::new(rule.code, rule.family, rule.severity, at) })
    });
    told.collect()
}

/// 'the setting aside of `column-total:adults` is by Head of Housing, who may not set a figure aside'
pub(in crate::check) fn not_by(form: &Form, role: &str, may: May, what: &str) -> Option<String> {
    if form.lets(role, may) {
        return None;
    }
    let known = form.deciders.iter().any(|known| known.is_called(role));
    let role = wording::one_line(role);
    Some(match known || form.deciders.is_empty() {
        true => format!("{what} is by '{role}', who may not {}", may.words()),
        false => format!("{what} is by '{role}', and the form has no such [[role]]"),
    })
}

/// Who is to decide it.
pub(in crate::check) fn mend(form: &Form, may: May) -> String {
    let who = form.who_may(may);
    match who.as_slice() {
        [] => format!("No [[role]] of the form may {}: say in the form who may.", may.words()),
        who => format!("Have it decided by {}, who may, and put their role in its place.", who.join(" or by ")),
    }
}

/// A clearance by somebody who answered what is cleared.
pub static CLEARS_OWN_ANSWER: Rule = Rule {
    code: "clears-own-answer",
    family: Family::Decision,
    severity: Severity::Error,
    title: "Who clears the appendix has answered what it raised",
    what: "The form wants another person to clear the appendix than those who answered its findings ([clearance], by_others), and the initials are the same, or an answer does not say whose it is.",
    why: "A second pair of eyes is what clearing is for.",
    mend: "Have the appendix cleared by somebody who answered nothing in it; add `initials` to answers that do not say who gave them.",
    run: raised_when_applied,
};
