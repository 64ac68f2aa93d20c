//! Amounts in running text that contradict the row's own figures.

use rust_decimal::Decimal;

use super::amount_unit::{is_doubtful, running_text, say_short};
use super::clause::{clauses, occurrences};
use crate::check::look::Line;
use crate::check::{Context, Rule, say};
use crate::finding::{Family, Finding, Severity};
use crate::form::NarrativeForm;
use crate::formula::Operand;
use crate::money::{self, AmountInText, Quantity, Unit};
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

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for line in context.lines() {
        for column in &line.list.columns {
            let forms: Vec<&NarrativeForm> = context
                .form
                .narratives
                .iter()
                .filter(|form| form.list == line.list.id && form.columns.contains(&column.id))
                .collect();
            let Some((cell, text)) = running_text(&line, column) else { continue };
            let amounts: Vec<AmountInText> = money::amounts_in(text)
                .into_iter()
                .filter(|amount| !amount.is_rate && !amount.is_range && !is_part(text, amount))
                .filter(|amount| !is_doubtful(context, &line, text, amount))
                .collect();
            let mut found = Vec::new();
            for form in &forms {
                found.extend(contradictions(context, &line, form, text, &amounts));
            }
            found.sort_by_key(|contradiction| contradiction.start);
            found.dedup_by_key(|contradiction| contradiction.start);
            let Some(first) = found.first() else { continue };
            let who = context.whose(&line);
            let each: Vec<&str> = found.iter().map(|contradiction| contradiction.message.as_str()).collect();
            let mut finding = say::about(rule.finding(cell.at.clone()), column, cell);
            finding.demanded_by = Some(first.demanded_by.clone());
            let typed: Vec<&str> = found.iter().map(|contradiction| contradiction.typed.as_str()).collect();
            finding.stated_text = Some(typed.join(", "));
            finding = finding.figures("pounds", Some(first.stated), Some(first.expected));
            finding.message =
                format!("{who}: {} ({}) {}", context.short_heading(column), say::cell(&cell.at), each.join("; and "));
            finding.help = say::mend_or_explain(&format!(
                "correct the amount in {}, or the figure it speaks of",
                say::cell(&cell.at)
            ));
            finding.area = line.area.map(str::to_string);
            finding.scheme = line.scheme();
            finding.topic = context.topic_of_line(&line);
            finding.related = related(&line, &forms);
            findings.push(finding);
        }
    }
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
    context: &Context<'_>,
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
            Operand::Number(quantity) => Some((formula.words(&|id| context.name(line.list, id)), quantity)),
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
                let each: Vec<String> =
                    meanings.iter().map(|(words, meaning)| format!("{words} is {}", say_rounded(*meaning))).collect();
                let difference = said.value().checked_sub(closest.value()).unwrap_or_default();
                let sign = if difference.is_sign_positive() { "+" } else { "" };
                found.push(Contradiction {
                    start: amount.start,
                    typed: amount.text.clone(),
                    message: format!(
                        "says '{}' beside '{word}', but {} (difference {sign}{})",
                        amount.text,
                        each.join(", and "),
                        say_rounded(Quantity::exact(difference)),
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

/// To the thousand where the amount is one of thousands.
fn say_rounded(amount: Quantity) -> String {
    if amount.value().abs() >= Unit::Thousands.factor() {
        let thousands = amount.value().checked_div(Unit::Thousands.factor()).map(|value| value.round_dp(1));
        let pounds = thousands.and_then(|value| value.checked_mul(Unit::Thousands.factor()));
        return money::say_money(pounds.unwrap_or(amount.value()), Unit::Thousands);
    }
    say_short(Quantity::exact(amount.value().round_dp(2)))
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
