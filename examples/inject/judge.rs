//! What came of a fault: the findings that the unfaulted collection has not, and where they stand.

use std::collections::BTreeSet;

use piperoll::finding::Finding;
use piperoll::source::Place;

use crate::fault::{Fault, Spot};
use crate::subject::{Result, Seen, Subject};

/// How a fault was noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// A new open error or query stands at the faulted cell or in its row.
    Found,
    /// A new one names it among its related cells only.
    Related,
    /// New ones stand elsewhere only.
    Elsewhere,
    /// Nothing new; but every figure is what it would have been without the fault, which changed the look alone.
    ReadRightly,
    /// Nothing new is open, every figure is what it would have been without the fault, and a new note stands at the faulted
    /// cell or in its row, or names it.
    Noted,
    /// Nothing new.
    Missed,
    /// Nothing new, and the collection is final.
    MissedAndFinal,
}

/// The judgement of one injection.
#[derive(Debug)]
pub struct Verdict {
    /// How it was noticed.
    pub outcome: Outcome,
    /// How many new open errors and queries there are.
    pub findings: usize,
    /// Whether the collection is final with another figure than without the fault: a wrong paper that nothing holds back.
    pub wrong_paper: bool,
    /// Whether the first of them, in the order in which they are listed, is about the fault.
    pub first: bool,
    /// Their codes and places, and those of new notes, for a person who looks into it.
    pub told: Vec<String>,
}

/// A finding by id and figures.
fn key(finding: &Finding) -> (String, [Option<String>; 3]) {
    let figure = |figure: Option<rust_decimal::Decimal>| figure.map(|figure| figure.to_string());
    (finding.id.clone(), [figure(finding.stated), finding.stated_text.clone(), figure(finding.expected)])
}

/// Judges what the program makes of the faulted collection. `look` says whether the fault changes the look alone.
pub fn judge(subject: &Subject, fault: &Fault, look: bool) -> Result<Verdict> {
    let seen = subject.look(&fault.changed)?;
    let known: BTreeSet<_> = subject.seen.findings.iter().filter(|finding| finding.blocks()).map(key).collect();
    let new: Vec<&Finding> =
        seen.findings.iter().filter(|finding| finding.blocks() && !known.contains(&key(finding))).collect();
    let noted: BTreeSet<_> = subject.seen.findings.iter().filter(|finding| !finding.blocks()).map(key).collect();
    let mut notes = seen.findings.iter().filter(|finding| !finding.blocks() && !noted.contains(&key(finding)));
    let about = |finding: &Finding| at(&finding.at, fault);
    let related = |finding: &Finding| finding.related.iter().any(|place| at(place, fault));
    let outcome = if new.iter().any(|finding| about(finding)) {
        Outcome::Found
    } else if new.iter().any(|finding| related(finding)) {
        Outcome::Related
    } else if !new.is_empty() {
        Outcome::Elsewhere
    } else if look && seen.same_figures(&subject.seen) {
        Outcome::ReadRightly
    } else if notes.any(|note| about(note) || related(note)) && seen.same_figures(&subject.seen) {
        Outcome::Noted
    } else if seen.findings.iter().any(Finding::blocks) {
        Outcome::Missed
    } else {
        Outcome::MissedAndFinal
    };
    Ok(Verdict {
        wrong_paper: outcome == Outcome::MissedAndFinal && !seen.same_figures(&subject.seen),
        outcome,
        findings: new.len(),
        first: new.first().is_some_and(|finding| about(finding) || related(finding)),
        told: told(&seen, subject),
    })
}

/// What is new, open ones first; notes are marked as such.
fn told(seen: &Seen, subject: &Subject) -> Vec<String> {
    let known: BTreeSet<_> = subject.seen.findings.iter().map(|finding| (finding.blocks(), key(finding))).collect();
    let new = |blocks: bool| {
        let all = seen.findings.iter().filter(move |finding| finding.blocks() == blocks);
        all.filter(|finding| !known.contains(&(finding.blocks(), key(finding))))
    };
    let open = new(true).map(|finding| format!("{} at {}", finding.id, finding.at));
    let notes = new(false).map(|finding| format!("(holds nothing back) {} at {}", finding.id, finding.at));
    open.chain(notes).collect()
}

/// Whether a place is one where a finding about the fault may stand.
fn at(place: &Place, fault: &Fault) -> bool {
    match place.cell {
        Some(cell) => {
            let sheet = place.sheet.as_ref().map(|sheet| sheet.to_string()).unwrap_or_default();
            fault.spots.contains(&Spot::Row(place.file.to_string(), sheet, cell.row))
        }
        None => fault.spots.contains(&Spot::Whole(place.file.to_string())),
    }
}

/// What an honest edit raised: new open errors and queries, and whether a figure changed.
#[derive(Debug)]
pub struct Alarm {
    /// The new open errors and queries.
    pub told: Vec<String>,
    /// Whether any figure is another than without the edit.
    pub changed: bool,
    /// Whether it is to be asked about, once.
    pub wants_a_reason: bool,
}

/// Judges an honest edit.
pub fn alarm(subject: &Subject, edit: &Fault) -> Result<Alarm> {
    let seen: Seen = subject.look(&edit.changed)?;
    let known: BTreeSet<_> = subject.seen.findings.iter().filter(|finding| finding.blocks()).map(key).collect();
    let new = seen.findings.iter().filter(|finding| finding.blocks() && !known.contains(&key(finding)));
    Ok(Alarm {
        told: new.map(|finding| format!("{} at {}", finding.id, finding.at)).collect(),
        changed: !seen.same_figures(&subject.seen),
        wants_a_reason: edit.wants_a_reason,
    })
}
