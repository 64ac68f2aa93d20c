//! Answers that were given on figures which stand as they were published last: the paper that printed them was cleared with them, so they
//! answer the same findings while those figures stand. They are held to the very figures and rows they quote.

use super::{Entry, Verdict, lasting};
use crate::check::Context;
use crate::check::returns::NOT_UPDATED;
use crate::finding::{Finding, Severity, Status};
use crate::period::Period;

/// Marks the open findings about areas whose last published figures stand that were answered for the period of those figures, or for one
/// that printed them since.
pub(super) fn answer(context: &Context<'_>, findings: &mut [Finding]) {
    let (decisions, returns) = (context.decisions, context.returns);
    if returns.last_reported.is_empty() {
        return;
    }
    let entries: Vec<(Entry<'_>, Period)> = decisions
        .explanations
        .iter()
        .map(Entry::Explain)
        .chain(decisions.set_asides.iter().map(Entry::SetAside))
        .filter_map(|entry| entry.period().map(|period| (entry, period)))
        .collect();
    // That no return has come is another thing each time.
    let is_open = |finding: &&mut Finding| finding.status == Status::Open && finding.code != NOT_UPDATED.code;
    for finding in findings.iter_mut().filter(is_open) {
        let own = returns.last_reported_in(&finding.at.file);
        let is_copy = own.is_some();
        let Some(own) = own.or_else(|| returns.last_reported_of(finding.area.as_deref())) else { continue };
        let is_of_then = |period: Period| period >= own.period && period < returns.period;
        // What is entered now for then was cleared by nobody.
        let was_given = |entry: &Entry<'_>| {
            let by = entry.by();
            own.given.iter().any(|given| {
                given.finding == entry.finding()
                    && given.words == by.words
                    && given.role == by.role
                    && given.date.to_string() == by.date
            })
        };
        // Of several the last one of the latest period holds.
        let mut answers: Vec<&(Entry<'_>, Period)> = entries
            .iter()
            .filter(|(entry, period)| entry.finding() == finding.id && is_of_then(*period) && was_given(entry))
            .collect();
        answers.sort_by_key(|(_, period)| *period);
        let holds = |entry: &Entry<'_>| match entry {
            // Of a file as a whole nothing is quoted: it is the very file.
            Entry::Explain(_) if !lasting::is_held(finding) => is_copy && finding.severity != Severity::Error,
            Entry::Explain(entry) => lasting::still_holds(entry, finding, false).is_ok(),
            Entry::SetAside(_) | Entry::LeaveOpen(_) | Entry::Outside(..) => {
                matches!(entry.judge(finding, context), Verdict::Stands(_))
            }
        };
        let by = answers.iter().rev().find(|(entry, _)| holds(entry)).map(|(entry, _)| entry.by());
        if by.is_some() {
            finding.status = Status::Explained;
            finding.explained_by = by;
        }
    }
}
