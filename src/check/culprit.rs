//! What one correction would make right. When all rules have spoken and the decisions are applied, it is looked for what could
//! explain many contradictions at once: one figure, two that are exchanged, a whole column. Each such guess is tried on a copy of
//! the returns, and holds where what it should explain is gone and nothing else is found instead. It is one finding then, and
//! what it explains is not told beside it. Where somebody answers that it is not so, all of it is told.

mod borrowed;
mod figure;
mod grid;
mod many;
mod shift;
mod totals;
mod trial;
mod typing;

use std::collections::{BTreeMap, BTreeSet};

use super::cause::row_of;
use super::{Rule, View, returns, total};
use crate::finding::{Family, Finding, Severity, Status};
use crate::source::Place;
use borrowed::Borrowed;
pub(in crate::check) use figure::Candidate;
pub(in crate::check) use figure::Search;
pub(in crate::check) use grid::is_near;
pub(in crate::check) use many::Of;
pub(in crate::check) use shift::{How, Shift};
pub(in crate::check) use totals::{Totals, Why};
use trial::{Outcome, tried};

/// So many guesses are tried at most: each costs a check of all that was sent.
const TRIALS: usize = 24;

/// Something that explains other findings.
pub(in crate::check) struct Culprit<'a> {
    /// What it is.
    pub what: What<'a>,
    /// The ids of the findings that it explains.
    pub explains: Vec<String>,
    /// The cells of stated figures that would hold.
    pub holds: Vec<Place>,
}

/// What explains them.
pub(in crate::check) enum What<'a> {
    /// One figure; or two of a column that are off by as much, up and down.
    Figure(Candidate<'a>, Option<Candidate<'a>>),
    /// Figures that stand where others belong.
    Shift(Shift<'a>),
    /// A table that is another area's.
    Borrowed(Borrowed<'a>),
    /// Totals that are off by a row, or a total row that is off in several columns.
    Totals(Totals<'a>),
    /// A column or a row with many findings that nothing else explains.
    Many(many::Many<'a>),
}

/// The rules that speak of culprits.
static RULES: &[&Rule] = &[
    &returns::OTHER_AREAS_TABLE,
    &returns::FIGURES_ASIDE,
    &returns::MANY_IN_ONE,
    &total::FIGURE_CONTRADICTS,
    &total::TOTAL_OF_OTHER_ROWS,
];

/// The culprits behind what is told.
pub(super) fn culprits<'a>(view: &View<'a>, told: &[Finding]) -> Vec<Culprit<'a>> {
    let mut found: Vec<Culprit<'a>> = Vec::new();
    let mut explained: BTreeSet<String> = BTreeSet::new();
    for (table, follows) in borrowed::borrowed(view, told) {
        let explains: Vec<String> = follows.into_iter().filter(|id| explained.insert(id.clone())).collect();
        found.push(Culprit { what: What::Borrowed(table), explains, holds: Vec::new() });
    }
    let mut trials = TRIALS;
    for (shift, gone) in shift::shifts(view, told, &explained, &mut trials) {
        let explains: Vec<String> = gone.into_iter().filter(|id| explained.insert(id.clone())).collect();
        if !explains.is_empty() {
            found.push(Culprit { what: What::Shift(shift), explains, holds: Vec::new() });
        }
    }
    let off = totals::by_a_row(view, told, &explained);
    add(&mut found, &mut explained, off);
    let guesses = guesses(view, told, &explained, trials);
    let in_column = |guess: &Guess<'_>| {
        let at = &guess.one.cell.at;
        (at.file.clone(), at.sheet.clone(), guess.one.column.id.clone())
    };
    let mut of_columns: BTreeMap<_, usize> = BTreeMap::new();
    for (guess, _) in &guesses {
        *of_columns.entry(in_column(guess)).or_default() += 1;
    }
    // A column in which figure after figure seems wrong is asked about as a whole, where they are many beside its rows.
    let is_alone = |guess: &Guess<'_>| {
        let count = of_columns.get(&in_column(guess)).copied().unwrap_or_default();
        count < many::FEWEST || !many::are_many(view, &guess.one.cell.at, count)
    };
    for (guess, outcome) in guesses.into_iter().filter(|(guess, _)| is_alone(guess)) {
        let contradicts = |finding: &&Finding| {
            let by_figures = matches!(finding.family, Family::Row | Family::Total | Family::Summary);
            by_figures && outcome.clears(&finding.id) && !explained.contains(&finding.id)
        };
        let holds: Vec<Place> = told.iter().filter(contradicts).map(|finding| finding.at.clone()).collect();
        if !holds.is_empty() {
            let explains = outcome.gone.into_iter().filter(|id| explained.insert(id.clone())).collect();
            found.push(Culprit { what: What::Figure(guess.one, guess.other), explains, holds });
        }
    }
    let off = totals::in_a_row(view, told, &explained);
    add(&mut found, &mut explained, off);
    for (many, explains) in many::many(view, told, &explained) {
        found.push(Culprit { what: What::Many(many), explains, holds: Vec::new() });
    }
    found
}

/// Adds totals that are off together. Where something else explains all but one of them, there is nothing to put together, and the
/// one is left to others.
fn add<'a>(found: &mut Vec<Culprit<'a>>, explained: &mut BTreeSet<String>, totals: Vec<(Totals<'a>, Vec<String>)>) {
    for (totals, follows) in totals {
        let mut own: BTreeSet<String> = BTreeSet::new();
        let explains: Vec<String> =
            follows.into_iter().filter(|id| !explained.contains(id) && own.insert(id.clone())).collect();
        if explains.len() > 1 {
            explained.append(&mut own);
            found.push(Culprit { what: What::Totals(totals), explains, holds: Vec::new() });
        }
    }
}

/// One figure, or two that are off by as much, with which all would hold.
struct Guess<'a> {
    one: Candidate<'a>,
    other: Option<Candidate<'a>>,
    /// What contradicts it.
    by: By,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Totals,
    Row,
    /// Its row, and totals count it as it stands: it cannot be wrong alone.
    RowAgainstTotals,
    /// Its prior figure.
    Before,
}

/// The single figures that were tried and hold.
fn guesses<'a>(
    view: &View<'a>,
    told: &[Finding],
    explained: &BTreeSet<String>,
    mut trials: usize,
) -> Vec<(Guess<'a>, Outcome)> {
    let search = Search::of(view, told, explained);
    let mut candidates: Vec<(Candidate<'a>, By)> = Vec::new();
    candidates.extend(search.behind_totals().into_iter().map(|candidate| (candidate, By::Totals)));
    candidates.extend(
        search
            .behind_rows()
            .into_iter()
            .map(|candidate| (candidate, if search.is_confirmed(&candidate) { By::RowAgainstTotals } else { By::Row })),
    );
    candidates.extend(search.as_before().into_iter().map(|candidate| (candidate, By::Before)));
    let mut seen: BTreeSet<Place> = BTreeSet::new();
    let mut guesses: Vec<Guess<'a>> = Vec::new();
    // Two that are off by as much are one slip, whatever either of them is by itself.
    for (index, (one, by)) in candidates.iter().enumerate() {
        let other = candidates.iter().skip(index + 1).map(|(other, _)| other);
        if let Some(other) = other.filter(|other| other.offsets(one)).find(|other| !seen.contains(&other.cell.at))
            && seen.insert(one.cell.at.clone())
        {
            seen.insert(other.cell.at.clone());
            guesses.push(Guess { one: *one, other: Some(*other), by: *by });
        }
    }
    let singles = candidates.into_iter().filter(|(_, by)| *by != By::RowAgainstTotals);
    guesses.extend(singles.map(|(one, by)| Guess { one, other: None, by }));
    let mut held: BTreeSet<Place> = BTreeSet::new();
    let mut found = Vec::new();
    for guess in guesses {
        if held.contains(&guess.one.cell.at) || trials == 0 {
            continue;
        }
        let corrected = std::iter::once(&guess.one).chain(&guess.other).map(Candidate::corrected);
        let Some(corrected) = corrected.collect::<Option<Vec<_>>>() else { continue };
        trials -= 1;
        let Some(outcome) = tried(view, told, &corrected) else { continue };
        // Totals that are sums in the workbook follow a corrected row by themselves.
        let follows = |finding: &Finding| {
            guess.by == By::Row && guess.other.is_none() && matches!(finding.family, Family::Total | Family::Summary)
        };
        let row = row_of(&guess.one.cell.at);
        let clears_its_row = || {
            let errors = told.iter().filter(|finding| finding.blocks() && finding.severity == Severity::Error);
            errors.filter(|finding| outcome.clears(&finding.id)).any(|finding| row_of(&finding.at) == row)
        };
        if outcome.new.iter().all(follows) && (guess.by != By::Before || clears_its_row()) {
            held.extend(std::iter::once(&guess.one).chain(&guess.other).map(|candidate| candidate.cell.at.clone()));
            found.push((guess, outcome));
        }
    }
    found
}

/// What is said of them.
pub(super) fn findings(view: &View<'_>) -> Vec<Finding> {
    RULES.iter().flat_map(|rule| (rule.run)(rule, view)).collect()
}

/// Whether a decision names a finding of these rules.
pub(super) fn is_decided(view: &View<'_>) -> bool {
    let named = |id: &str| RULES.iter().any(|rule| id.split(':').next() == Some(rule.code));
    view.decisions.set_asides.iter().any(|entry| named(&entry.finding))
}

/// Takes out what an open finding explains; where it stands is named by that finding.
pub(super) fn take_back(findings: &mut Vec<Finding>) {
    let explains = findings.iter().filter(|finding| finding.status == Status::Open);
    let explained: BTreeSet<String> = explains.flat_map(|finding| finding.explains.iter().cloned()).collect();
    let is_explained = |finding: &Finding| finding.status == Status::Open && explained.contains(&finding.id);
    let (taken, mut rest): (Vec<Finding>, Vec<Finding>) = findings.drain(..).partition(is_explained);
    let by_id: BTreeMap<&str, usize> =
        taken.iter().enumerate().map(|(index, taken)| (taken.id.as_str(), index)).collect();
    for finding in rest.iter_mut().filter(|finding| finding.status == Status::Open && !finding.explains.is_empty()) {
        let mut known: BTreeSet<Place> = finding.related.iter().chain([&finding.at]).cloned().collect();
        // In the order in which they were told.
        let own: BTreeSet<usize> = finding.explains.iter().filter_map(|id| by_id.get(&**id)).copied().collect();
        let own = own.into_iter().filter_map(|index| taken.get(index));
        // A decision that follows is no cell of a return.
        let own = own.filter(|taken| taken.family != Family::Decision).map(|taken| taken.at.clone());
        finding.related.extend(own.filter(|at| known.insert(at.clone())));
    }
    *findings = rest;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_together_with_nothing_is_left_to_others() {
        for (known, follows, expected) in [
            (vec![], vec!["a", "b"], vec!["a", "b"]),
            (vec!["a"], vec!["a", "b"], vec!["a"]),
            (vec![], vec!["a", "a"], vec![]),
        ] {
            let ids = |ids: Vec<&str>| ids.into_iter().map(str::to_string).collect::<Vec<_>>();
            let mut explained: BTreeSet<String> = ids(known).into_iter().collect();
            let mut found = Vec::new();
            add(&mut found, &mut explained, vec![(Totals { slips: Vec::new(), why: Why::OneRow }, ids(follows))]);
            assert_eq!(explained.into_iter().collect::<Vec<_>>(), ids(expected));
        }
    }
}
