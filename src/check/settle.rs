//! Which findings the decisions answer, and which decisions answer nothing. It is the last thing a check does: what it raises
//! are findings of the rules of the family `decision`.

use std::fmt::Write as _;

use rust_decimal::Decimal;

use super::decision::{INCOMPLETE, NOT_ALLOWED, OUTDATED, UNMATCHED};
use super::standing::{given_cell, instead};
use super::{Context, Rule};
use crate::decision::{Explain, SetAside, is_stated, number};
use crate::finding::{ExplainedBy, Family, Finding, Severity, Status};
use crate::names::{nearest, one_line};
use crate::period::Period;
use crate::source::Place;

/// Marks the findings that an [`Explain`] or a [`SetAside`] answers, and adds a finding for each of them that matches nothing,
/// was made on figures that have changed since, or cannot be decided that way. A decision for another period is left alone.
/// The findings must have their ids; those that are added have none yet.
pub(super) fn settle(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let (decisions, period) = (context.decisions, context.returns.period);
    let explanations = decisions.explanations.iter().map(Entry::Explain);
    let entries: Vec<_> = explanations
        .chain(decisions.set_asides.iter().map(Entry::SetAside))
        .filter(|entry| entry.period().is_none_or(|for_period| for_period == period))
        .collect();
    let stands = |entry: &Entry<'_>| {
        matches!(entry, Entry::SetAside(_))
            && context
                .answered
                .iter()
                .any(|answer| answer.explained_by.as_ref().is_some_and(|by| by.line == entry.line()))
    };
    let mut refused = Vec::new();
    let mut told = Vec::new();
    for entry in entries.iter().filter(|entry| !stands(entry)) {
        let mut matched = false;
        for finding in findings.iter_mut().filter(|finding| finding.id == entry.finding()) {
            matched = true;
            match entry.judge(finding, context) {
                Verdict::Stands(by) if finding.status == Status::Open => {
                    finding.status = Status::Explained;
                    finding.explained_by = Some(by);
                }
                Verdict::Stands(_) => {}
                Verdict::Refused(refusal) => refused.push((entry, refusal, finding.at.clone())),
            }
        }
        if !matched && let Some(answer) = context.answered.iter().find(|answer| answer.id == entry.finding()) {
            // A newer entry answers it; the older one is the record of what was said, if it said so of another figure.
            told.extend(entry.contradicts(answer));
        } else if !matched {
            told.push(unmatched(entry, findings));
        }
    }
    for (entry, refusal, place) in refused {
        // A newer entry answers it: the older one stays as the record of what was said then.
        let open = findings.iter().any(|finding| finding.id == entry.finding() && finding.status == Status::Open);
        if open {
            let mut finding = raised(refusal.rule, entry, refusal.message, refusal.help);
            finding.related = vec![place];
            told.push(finding);
        }
    }
    told.extend(answered(context, findings, &entries));
    findings.extend(told);
}

/// An entry that answers a finding.
enum Entry<'a> {
    Explain(&'a Explain),
    SetAside(&'a SetAside),
}

enum Verdict {
    Stands(ExplainedBy),
    Refused(Refusal),
}

struct Refusal {
    rule: &'static Rule,
    message: String,
    help: String,
}

impl Entry<'_> {
    fn finding(&self) -> &str {
        match self {
            Entry::Explain(entry) => &entry.finding,
            Entry::SetAside(entry) => &entry.finding,
        }
    }

    fn period(&self) -> Option<Period> {
        match self {
            Entry::Explain(entry) => entry.period,
            Entry::SetAside(entry) => entry.period,
        }
    }

    fn at(&self) -> &Place {
        match self {
            Entry::Explain(entry) => &entry.at,
            Entry::SetAside(entry) => &entry.at,
        }
    }

    fn line(&self) -> u32 {
        self.at().line.unwrap_or_default()
    }

    fn kind(&self) -> &'static str {
        match self {
            Entry::Explain(_) => "explain",
            Entry::SetAside(_) => "set-aside",
        }
    }

    /// For a sentence.
    fn what(&self) -> &'static str {
        match self {
            Entry::Explain(_) => "explanation",
            Entry::SetAside(_) => "setting aside",
        }
    }

    fn by(&self) -> ExplainedBy {
        match self {
            Entry::Explain(entry) => entry.answer(),
            Entry::SetAside(entry) => entry.answer(),
        }
    }

    /// An entry that lets something else stand than a later one does, in place of the same figure: one of them is a slip.
    fn contradicts(&self, answer: &Finding) -> Option<Finding> {
        let Entry::SetAside(entry) = self else { return None };
        let by = answer.explained_by.as_ref()?;
        let same = by.stands.as_deref() == Some(entry.stands.as_str());
        if same || !is_stated(&entry.stated, answer.stated, answer.stated_text.as_deref()) {
            return None;
        }
        let message = format!(
            "two entries set aside what `{}` is about: '{}' stands by this one, and '{}' by the one in line {}, which holds",
            answer.id,
            entry.stands,
            by.stands.as_deref().unwrap_or_default(),
            by.line
        );
        Some(raised(&NOT_ALLOWED, self, message, "Remove the one that does not hold.".to_string()))
    }

    fn judge(&self, finding: &Finding, context: &Context<'_>) -> Verdict {
        let refusal = match self {
            Entry::Explain(entry) => explains(entry, finding),
            Entry::SetAside(entry) => sets_aside(entry, finding, context),
        };
        match refusal {
            None => Verdict::Stands(self.by()),
            Some(refusal) => Verdict::Refused(refusal),
        }
    }
}

/// Why an explanation does not answer the finding, if it does not.
fn explains(entry: &Explain, finding: &Finding) -> Option<Refusal> {
    if finding.severity == Severity::Error {
        return Some(Refusal {
            rule: &NOT_ALLOWED,
            message: format!("`{}` is an error, and an error cannot be explained", finding.id),
            help: format!(
                "Mend {}. Where a stated figure does not stand, the section 151 officer (Scotland: 95) or a delegate sets it \
                 aside with [[set_aside]], which says which figure stands.",
                finding.at
            ),
        });
    }
    let stated = Given::judge(entry.stated.as_deref(), finding.stated, finding.stated_text.as_deref());
    let expected = Given::judge(entry.expected.as_deref(), finding.expected, None);
    refuse("explanation", entry.at.line, finding, &[("stated", stated), ("expected", expected)])
}

/// Why a figure cannot be set aside this way, if it cannot. What can stand does already (see [`standing`](super::standing)).
fn sets_aside(entry: &SetAside, finding: &Finding, context: &Context<'_>) -> Option<Refusal> {
    if finding.stated.is_none() && finding.stated_text.is_none() {
        return Some(Refusal {
            rule: &NOT_ALLOWED,
            message: format!("`{}` is about no stated figure, so that there is none to set aside", finding.id),
            help: format!("Mend {}, or explain the finding if it is a query.", finding.at),
        });
    }
    let stated = Given::judge(Some(&entry.stated), finding.stated, finding.stated_text.as_deref());
    if let Some(refusal) = refuse("setting aside", entry.at.line, finding, &[("stated", stated)]) {
        return Some(refusal);
    }
    match given_cell(context, finding) {
        Some(given) => {
            let why = match instead(context, &given, finding, entry, &[]) {
                Err(why) => why,
                Ok(_) => "another entry sets it aside already".to_string(),
            };
            Some(Refusal {
                rule: &NOT_ALLOWED,
                message: format!("`{}` cannot be set aside so that '{}' stands: {why}", finding.id, entry.stands),
                help: format!("Mend {}, or explain the finding if it is a query.", finding.at),
            })
        }
        None => is_replaced(entry, finding),
    }
}

/// Why a figure that the return does not give cannot stand as the decision says: a computed figure can only be confirmed, where
/// what is stated for it contradicts what its rows give.
fn is_replaced(entry: &SetAside, finding: &Finding) -> Option<Refusal> {
    let contradicts = matches!(finding.family, Family::Row | Family::Total | Family::Summary);
    if contradicts && finding.expected.is_some() && number(&entry.stands) == finding.expected {
        return None;
    }
    let expected = finding.expected.filter(|_| contradicts);
    let gives = match expected {
        Some(expected) => format!("its rows give {}", say(expected)),
        None if contradicts => "its rows do not give a figure".into(),
        None => "nothing that it is worked out from contradicts it".into(),
    };
    Some(Refusal {
        rule: &NOT_ALLOWED,
        message: format!(
            "`{}` is about a computed figure: {gives}, and the decision says {}",
            finding.id, entry.stands
        ),
        help: match expected {
            Some(expected) => format!(
                "A computed figure can be confirmed (`stands = \"{expected}\"`), never replaced: nobody can decide that one be \
                 printed which its rows do not give. If {expected} is wrong, a row is: mend the row."
            ),
            None => "Mend the rows it is computed from, or explain the finding if it is a query.".into(),
        },
    })
}

/// What came of the findings that were answered by something that stands in a cell's place: each stays visible as settled,
/// unless what stands raises it again.
fn answered(context: &Context<'_>, findings: &[Finding], entries: &[Entry<'_>]) -> Vec<Finding> {
    let mut told = Vec::new();
    for answer in context.answered {
        let again = findings
            .iter()
            .find(|again| again.code == answer.code && again.at == answer.at && again.column == answer.column);
        let line = answer.explained_by.as_ref().map(|by| by.line);
        let entry = entries.iter().find(|entry| Some(entry.line()) == line);
        match (again, entry) {
            (Some(again), Some(entry)) if again.status == Status::Open => {
                let message = format!(
                    "the setting aside of `{}` does not settle it: what the decision says stands raises it again ({})",
                    answer.id, again.message
                );
                let help = format!(
                    "Let a figure stand that settles it, in line {}, or answer what is open with an entry of its own.",
                    entry.line()
                );
                let mut finding = raised(&NOT_ALLOWED, entry, message, help);
                finding.related = vec![answer.at.clone()];
                told.push(finding);
            }
            (again, _) => {
                let mut answer = answer.clone();
                if again.is_some() {
                    answer.id.push_str(":set-aside");
                }
                told.push(answer);
            }
        }
    }
    told
}

/// A figure of an entry beside the finding's.
enum Given {
    /// The same, or neither has one.
    Same,
    /// The entry has none; the finding's.
    NotSaid(String),
    /// The entry's and the finding's, if it has one now.
    Changed(String, Option<String>),
}

impl Given {
    fn judge(given: Option<&str>, figure: Option<Decimal>, text: Option<&str>) -> Given {
        // What an entry quotes best: the figure, else the cell as typed.
        let now = figure.map(|figure| figure.to_string()).or_else(|| text.map(str::to_string));
        match (given, now) {
            (None, None) => Given::Same,
            (None, Some(now)) => Given::NotSaid(now),
            (Some(given), now) => {
                if is_stated(given, figure, text) {
                    Given::Same
                } else {
                    Given::Changed(given.to_string(), now)
                }
            }
        }
    }
}

/// The refusal of an entry whose figures are not the finding's.
fn refuse(what: &str, line: Option<u32>, finding: &Finding, figures: &[(&str, Given)]) -> Option<Refusal> {
    let line = line.unwrap_or_default();
    let mut changes = String::new();
    let mut add = Vec::new();
    for (key, figure) in figures {
        match figure {
            Given::Same => {}
            Given::NotSaid(now) => add.push(format!("`{key} = {now:?}`")),
            Given::Changed(given, now) => {
                let and = if changes.is_empty() { "" } else { ", and" };
                let now = now.as_deref().unwrap_or("no figure");
                // Writing to a String cannot fail.
                let _ = write!(changes, "{and} when {key} was {}; it is {} now", say_text(given), say_text(now));
            }
        }
    }
    if !changes.is_empty() {
        return Some(Refusal {
            rule: &OUTDATED,
            message: format!("the {what} of `{}` was given{changes}", finding.id),
            help: format!(
                "Look at the finding again. If the words still hold, add an entry with the figures of now; if not, mend the \
                 cell. Give the entry in line {line} a `period` if it belongs to an earlier one."
            ),
        });
    }
    if add.is_empty() {
        return None;
    }
    Some(Refusal {
        rule: &INCOMPLETE,
        message: format!("the {what} of `{}` does not say on which figures it was given", finding.id),
        help: format!(
            "Add {} to the entry in line {line}, so that it lapses when the figures change.",
            add.join(" and ")
        ),
    })
}

/// A figure for a sentence.
fn say(figure: Decimal) -> String {
    figure.normalize().to_string()
}

fn say_text(text: &str) -> String {
    if number(text).is_some() || text == "no figure" { text.to_string() } else { format!("'{}'", one_line(text)) }
}

fn unmatched(entry: &Entry<'_>, findings: &[Finding]) -> Finding {
    let hint = match nearest(entry.finding(), findings.iter().map(|finding| finding.id.as_str())) {
        Some(id) => format!(" Did you mean `{id}`?"),
        None => String::new(),
    };
    raised(
        &UNMATCHED,
        entry,
        format!("the {} of `{}` answers nothing: there is no such finding", entry.what(), entry.finding()),
        format!(
            "Perhaps the cell was mended: then remove the entry in line {}, or give it the `period` it belongs to.{hint}",
            entry.line()
        ),
    )
}

fn raised(rule: &'static Rule, entry: &Entry<'_>, message: String, help: String) -> Finding {
    let topic = format!("{} {}", entry.kind(), entry.finding());
    let at = entry.at().clone();
    Finding { message, help, topic, ..Finding::new(rule.code, rule.family, rule.severity, at) }
}

#[cfg(test)]
#[path = "settle_tests.rs"]
mod tests;
