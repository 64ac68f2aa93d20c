//! Which findings the decisions answer, and which decisions answer nothing. It is the last thing a check does: what it raises
//! are findings of the rules of the family `decision`.

use std::fmt::Write as _;

use rust_decimal::Decimal;

use super::decision::{INCOMPLETE, NOT_ALLOWED, OUTDATED, UNMATCHED};
use super::{Context, Rule};
use crate::decision::{Explain, SetAside, is_stated, number};
use crate::figures::standing::is_given;
use crate::finding::{ExplainedBy, Finding, Severity, Status};
use crate::form::Column;
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
    let mut refused = Vec::new();
    let mut told = Vec::new();
    for entry in &entries {
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
        if !matched {
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
        let (role, date, words, stands) = match self {
            Entry::Explain(entry) => (&entry.role, entry.date, &entry.words, None),
            Entry::SetAside(entry) => (&entry.role, entry.date, &entry.words, Some(entry.stands.clone())),
        };
        ExplainedBy {
            kind: self.kind(),
            role: role.clone(),
            date: date.to_string(),
            words: words.clone(),
            stands,
            line: self.line(),
        }
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

/// Why a figure cannot be set aside this way, if it cannot.
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
    match given_column(context, finding) {
        Some(column) => {
            let standing = context.figures.standings.at(&finding.at);
            let stands = standing.is_some_and(|standing| Some(standing.line) == entry.at.line);
            (!stands).then(|| cannot_stand(entry, finding, column))
        }
        None => is_replaced(entry, finding),
    }
}

/// The column of the cell that a finding is about, if the return gives what stands in it.
fn given_column<'a>(context: &Context<'a>, finding: &Finding) -> Option<&'a Column> {
    let tables = context.returns.tables.iter().filter(|table| table.at.file == finding.at.file);
    tables.into_iter().find_map(|table| {
        let list = context.form.list(&table.list)?;
        table.rows.iter().find_map(|row| {
            let here = list.columns.iter().filter(|column| {
                let is_it = finding.column.as_ref().is_none_or(|id| *id == column.id);
                is_it && row.cells.get(&column.id).is_some_and(|cell| cell.at == finding.at)
            });
            here.into_iter().find(|column| is_given(column, row))
        })
    })
}

/// Why nothing can stand in a given cell as the decision says. No decision may have no effect.
fn cannot_stand(entry: &SetAside, finding: &Finding, column: &Column) -> Refusal {
    let why = if column.kind.is_figure() && number(&entry.stands).is_none() {
        "its column holds figures, which `stands` gives in the finding's own unit, such as 1190".to_string()
    } else if !is_stated(&entry.stated, None, finding.stated_text.as_deref()) && finding.stated.is_none() {
        "the cell does not say it in these words".to_string()
    } else {
        "the column cannot hold it, or the cell cannot be told by the names in the finding's id".to_string()
    };
    Refusal {
        rule: &NOT_ALLOWED,
        message: format!("`{}` cannot be set aside so that '{}' stands: {why}", finding.id, entry.stands),
        help: format!("Mend {}, or explain the finding if it is a query.", finding.at),
    }
}

/// Why a figure that the return does not give cannot stand as the decision says: a computed figure can only be confirmed.
fn is_replaced(entry: &SetAside, finding: &Finding) -> Option<Refusal> {
    if finding.expected.is_some() && number(&entry.stands) == finding.expected {
        return None;
    }
    let gives = match finding.expected {
        Some(expected) => format!("its rows give {}", say(expected)),
        None => "its rows do not give a figure".into(),
    };
    Some(Refusal {
        rule: &NOT_ALLOWED,
        message: format!(
            "`{}` is about a computed figure: {gives}, and the decision says {}",
            finding.id, entry.stands
        ),
        help: match finding.expected {
            Some(expected) => format!(
                "A computed figure can be confirmed (`stands = \"{expected}\"`), never replaced: nobody can decide that one be \
                 printed which its rows do not give. If {expected} is wrong, a row is: mend the row."
            ),
            None => "Mend the rows it is computed from.".into(),
        },
    })
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
