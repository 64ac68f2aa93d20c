//! What of the returns follows from decisions: stated figures that print otherwise, and about which nothing is open. It is known when
//! the decisions have been applied, and told in one note a decision.

use std::collections::{BTreeMap, BTreeSet};

use super::cause::{Slip, SlipOf};
use super::decision::FOLLOWS;
use super::{View, wording};
use crate::decision::Decisions;
use crate::finding::{self, ExplainedBy, Finding, Status};

/// So many figures are said one by one in a note; the others stand in its places, and all of them under the tables.
const NAMED: usize = 10;

/// Settles the open findings that decisions explain entirely: what is stated would be right without them.
pub(super) fn settle(decisions: &Decisions, findings: &mut [Finding]) {
    let open = findings.iter_mut().filter(|finding| finding.status == Status::Open);
    for finding in open.filter(|finding| !finding.follows.is_empty()) {
        let is_it = |line: &u32| decisions.set_asides.iter().find(|entry| entry.at.line == Some(*line));
        let Some(entry) = finding.follows.iter().find_map(is_it) else { continue };
        let stands = finding.expected.map(|figure| figure.to_string());
        finding.status = Status::Explained;
        finding.explained_by = Some(ExplainedBy { kind: finding::FOLLOWS, stands, ..entry.answer() });
    }
}

/// Adds a note for each decision from which stated figures follow, all of which print otherwise.
pub(super) fn tell(view: &View<'_>, findings: &mut Vec<Finding>) {
    let causes = &view.causes;
    if causes.following.is_empty() && causes.linked.is_empty() {
        return;
    }
    let mut by_line: BTreeMap<u32, Vec<&Slip<'_>>> = BTreeMap::new();
    for slip in &causes.following {
        let own = |finding: &&Finding| is_about(finding, slip);
        let by = findings.iter().filter(own).filter_map(|finding| finding.explained_by.as_ref());
        if by.clone().any(|by| by.kind == finding::FOLLOWS) {
            for line in slip.decided.iter().flat_map(|decided| &decided.lines) {
                by_line.entry(*line).or_default().push(slip);
            }
        }
    }
    for slip in &causes.linked {
        for line in behind(slip, findings) {
            by_line.entry(line).or_default().push(slip);
        }
    }
    let notes: Vec<Finding> = by_line.iter().filter_map(|(line, slips)| note(view, *line, slips)).collect();
    findings.extend(notes);
}

fn is_about(finding: &Finding, slip: &Slip<'_>) -> bool {
    finding.at == slip.cell.at && finding.column.as_deref() == Some(slip.column.id.as_str())
}

/// The decisions that answered what a figure follows from; none while something about it is open, which says so.
fn behind(slip: &Slip<'_>, findings: &[Finding]) -> BTreeSet<u32> {
    let at = &slip.cell.at;
    let touches = |finding: &&Finding| finding.at == *at || finding.related.contains(at);
    let touching: Vec<&Finding> = findings.iter().filter(touches).collect();
    if touching.iter().any(|finding| finding.blocks() || is_about(finding, slip)) {
        return BTreeSet::new();
    }
    let answered = touching.iter().filter_map(|finding| Some((finding, finding.explained_by.as_ref()?)));
    answered.flat_map(|(finding, by)| std::iter::once(by.line).chain(finding.follows.iter().copied())).collect()
}

fn note(view: &View<'_>, line: u32, slips: &[&Slip<'_>]) -> Option<Finding> {
    let at = view.decisions.entry(line)?.clone();
    let mut slips = slips.to_vec();
    slips.sort_by(|one, other| (&one.cell.at, &one.column.id).cmp(&(&other.cell.at, &other.column.id)));
    let each = |slip: &Slip<'_>| {
        let said = slip.said();
        let cell =
            wording::cell_from(&slip.cell.at, &slips.first().map_or_else(|| at.clone(), |first| first.cell.at.clone()));
        format!("{} is stated as {} ({cell}) and prints as {}", subject(view, slip), said.one, said.other)
    };
    let figures = match slips.len() {
        1 => "a stated figure prints".to_string(),
        many => format!("{} print", wording::count(many, "stated figure", "stated figures")),
    };
    let message = format!(
        "by the decision in line {line}, {figures} otherwise: {}",
        wording::clauses_of(&slips, NAMED, "; ", |slip| each(slip))
    );
    let help = "Nothing is to be done while the decision holds. Where what is stated is right, the decision is wrong.";
    let rule = &FOLLOWS;
    let topic = answers(view.decisions, line).unwrap_or_default().to_string();
    let related = slips.iter().map(|slip| slip.cell.at.clone()).collect();
    Some(Finding {
        message,
        help: help.to_string(),
        topic,
        related,
        ..Finding::new(rule.code, rule.family, rule.severity, at)
    })
}

/// The id of the finding that the entry in this line answers.
fn answers(decisions: &Decisions, line: u32) -> Option<&str> {
    let set_asides = decisions.set_asides.iter().map(|entry| (&entry.at, &entry.finding));
    let explained = decisions.explanations.iter().map(|entry| (&entry.at, &entry.finding));
    let left_open = decisions.left_open.iter().map(|entry| (&entry.at, &entry.finding));
    let mut all = set_asides.chain(explained).chain(left_open);
    all.find(|(at, _)| at.line == Some(line)).map(|(_, finding)| finding.as_str())
}

/// What a figure is, for a list of several: "'Roofs' (North): Variance", 'North: the total of Variance'.
fn subject(view: &View<'_>, slip: &Slip<'_>) -> String {
    let (list, name) = (slip.list, view.name(slip.column));
    match slip.of {
        SlipOf::Row(line) => format!("{}: {name}", view.who(line.area, line.label)),
        SlipOf::Total(group, _) | SlipOf::TotalFormula(group) => {
            let whose = view.whose_total(list, group.area.as_deref());
            format!("{whose}: {}", view.total_of(list, group, slip.column))
        }
        SlipOf::Section { item, .. } => {
            format!("{}: {name} in the summary", view.who(item.area.as_deref(), &item.label))
        }
    }
}
