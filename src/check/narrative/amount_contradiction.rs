//! Amounts in running text that contradict the row's own figures.

use rust_decimal::Decimal;

use super::amount_unit::{is_doubtful, running_text};
use super::clause::{clauses, occurrences};
use crate::check::look::Line;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, NarrativeForm};
use crate::formula::Operand;
use crate::money::{self, AmountInText, Measure, Quantity, Told, Unit};
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "amount-contradiction",
    family: Family::Narrative,
    severity: Severity::Query,
    title: "An amount in the text contradicts the row's figures",
    what: "The form says what certain phrases speak of ('short of target' is target less forecast). An amount beside such a \
           phrase is none of the figures it could mean, even allowing for its rounding.",
    why: "Text and table stand side by side in the appendix; where they disagree, members ask which one to believe.",
    mend: "Correct the text or the figure. If the text means something else, explain it, or make the phrase in `[[narrative]]` \
           of piperoll.toml more exact.",
    run,
};

/// An amount said to be approximate may be this share of itself away from the figure.
const APPROXIMATE: Decimal = Decimal::from_parts(1, 0, 0, false, 1);

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.in_columns(|line, column| finding(rule, view, line, column))
}

fn finding(rule: &Rule, view: &View<'_>, line: &Line<'_>, column: &Column) -> Option<Finding> {
    let forms: Vec<&NarrativeForm> = view
        .form
        .narratives
        .iter()
        .filter(|form| form.list == line.list.id && form.columns.contains(&column.id))
        .collect();
    let (cell, text) = running_text(line, column)?;
    let amounts: Vec<AmountInText> = money::amounts_in(text)
        .into_iter()
        .filter(|amount| !amount.is_rate && !amount.is_range && !is_part(text, amount))
        .filter(|amount| !is_doubtful(view, line, text, amount))
        .collect();
    let mut found: Vec<Contradiction> =
        forms.iter().flat_map(|form| contradictions(view, line, form, text, &amounts)).collect();
    found.sort_by_key(|contradiction| contradiction.start);
    found.dedup_by_key(|contradiction| contradiction.start);
    let first = found.first()?;
    let each: Vec<&str> = found.iter().map(|contradiction| contradiction.message.as_str()).collect();
    let typed: Vec<&str> = found.iter().map(|contradiction| contradiction.typed.as_str()).collect();
    let place = wording::cell(&cell.at);
    let message = format!("{}: {} ({place}) {}", view.whose(line), view.name(column), each.join("; and "));
    let mend = format!("correct the amount in {place}, or the figure it speaks of");
    let draft = rule.at(&cell.at).about_line(view, line).cell(column, cell).demanded_by(&first.demanded_by);
    let draft = draft.stated_text(&typed.join(", ")).related(related(line, &forms));
    let draft = draft.measured(Measure::Money(Unit::Pounds), Some(first.stated), Some(first.expected));
    Some(draft.says(message, wording::mend_or_explain(&mend)))
}

struct Contradiction {
    start: usize,
    typed: String,
    message: String,
    stated: Decimal,
    expected: Decimal,
    demanded_by: Place,
}

/// Amounts that stand nearest to a phrase of the form in the same clause, and agree with nothing the phrase may mean.
fn contradictions(
    view: &View<'_>,
    line: &Line<'_>,
    form: &NarrativeForm,
    text: &str,
    amounts: &[AmountInText],
) -> Vec<Contradiction> {
    let mut found = Vec::new();
    let meanings: Vec<(String, Quantity)> = form
        .means
        .iter()
        .filter_map(|formula| match formula.evaluate(&|id| line.operand(id)) {
            Operand::Number(quantity) => Some((formula.words(&|id| view.name_of(line.list, id)), quantity)),
            _ => None,
        })
        .collect();
    // A meaning that cannot be worked out might be the one that is meant.
    if meanings.is_empty() || meanings.len() < form.means.len() {
        return found;
    }
    for range in clauses(text) {
        let Some(clause) = text.get(range.clone()) else { continue };
        for word in &form.words {
            for phrase in occurrences(clause, word) {
                let (start, end) = (range.start + phrase.start, range.start + phrase.end);
                let distance = |amount: &&AmountInText| {
                    let amount_end = amount.start + amount.text.len();
                    if amount.start >= end { amount.start - end } else { start.saturating_sub(amount_end) }
                };
                let nearest = amounts.iter().filter(|amount| range.contains(&amount.start)).min_by_key(distance);
                let Some(amount) = nearest else { continue };
                let said = reach_of(amount);
                if meanings.iter().any(|(_, meaning)| said.agrees_with(*meaning)) {
                    continue;
                }
                let Some((_, closest)) = meanings.iter().min_by_key(|(_, meaning)| distance_of(said, *meaning)) else {
                    continue;
                };
                let (stated, larger) = (Told::Stated(said.value()), said.value().abs().max(closest.value().abs()));
                let measure = money::of_size(larger);
                let beside = |meaning: &Quantity| measure.side_by_side(stated, Told::Computed(meaning.value()));
                let each: Vec<String> =
                    meanings.iter().map(|(words, meaning)| format!("{words} is {}", beside(meaning).other)).collect();
                found.push(Contradiction {
                    start: amount.start,
                    typed: amount.text.clone(),
                    message: format!(
                        "says '{}' beside '{word}', but {} (difference {})",
                        amount.text,
                        each.join(", and "),
                        beside(closest).difference,
                    ),
                    stated: said.value(),
                    expected: closest.value().round_dp(2),
                    demanded_by: form.at.clone(),
                });
            }
        }
    }
    found
}

fn distance_of(left: Quantity, right: Quantity) -> Decimal {
    left.value().checked_sub(right.value()).map_or(Decimal::MAX, |difference| difference.abs())
}

/// What an amount may stand for: an approximate one is taken more widely.
fn reach_of(amount: &AmountInText) -> Quantity {
    let wider = amount.quantity.value().abs().checked_mul(APPROXIMATE).filter(|_| amount.is_approximate);
    amount.quantity.reaching(wider.unwrap_or_default())
}

/// Whether an amount is only a part of the one before it: '£1.5m to be mitigated, of which £1m is planned'.
fn is_part(text: &str, amount: &AmountInText) -> bool {
    let before = text.get(..amount.start).unwrap_or_default().trim_end().to_lowercase();
    ["of which", "including", "of these", "of this"].iter().any(|words| before.ends_with(words))
}

/// The cells that the phrases speak of.
fn related(line: &Line<'_>, forms: &[&NarrativeForm]) -> Vec<Place> {
    let mut places = Vec::new();
    for id in forms.iter().flat_map(|form| &form.means).flat_map(|formula| formula.columns()) {
        let beside =
            line.list.columns.iter().find(|column| column.beside.as_ref().is_some_and(|beside| beside.id == id));
        let id = beside.map_or(id, |column| &column.id);
        if let Some(cell) = line.row.cells.get(id)
            && !places.contains(&cell.at)
        {
            places.push(cell.at.clone());
        }
    }
    places
}
