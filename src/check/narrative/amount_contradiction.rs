//! Amounts in running text that contradict the row's own figures.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::amount_unit::{Doubts, running_text};
use super::amounts::{DIGITS, Elsewhere, Known, MANY_DIGITS, Mistyped, digits, is_said_by, mistyped};
use super::clause::{clauses, may_hold, occurrences};
use super::meaning::{Meant, meant_by_form, meant_by_parts, possible};
use crate::check::look::Line;
use crate::check::{Rule, View, stated, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, Kind, NarrativeForm};
use crate::money::{self, AmountInText, Measure, Quantity, Told, Unit};
use crate::phrases::PhraseForm;
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "amount-contradiction",
    family: Family::Narrative,
    severity: Severity::Query,
    title: "An amount in the text contradicts the row's figures",
    what: "Certain phrases say what an amount speaks of: 'short of target' is target less forecast, and so on by the form's `roles`, by \
           lists of phrases that a council may add to (docs/words.md), and by `[[narrative]]` of the form. An amount beside such a \
           phrase is none of the figures it could mean, even allowing for its rounding. Or an amount in a clause about \
           savings is no figure anywhere, but is one of the row's, or the difference of two, with one digit changed, two exchanged, \
           or a factor of ten. What cannot be compared says nothing.",
    why: "Text and table stand side by side in the appendix; where they disagree, members ask which one to believe.",
    mend: "Correct the text or the figure. If the text means something else, explain it, or make the phrase in `[[narrative]]` \
           of piperoll.toml more exact.",
    run,
};

/// An amount said to be approximate may be this share of itself away from the figure.
const APPROXIMATE: Decimal = Decimal::from_parts(1, 0, 0, false, 1);

/// A shorter word of the row's own name stands in any text.
const SHORTEST_WORD: usize = 4;

/// A shorter name of another row may stand in any text.
const SHORTEST_NAME: usize = 8;

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let elsewhere = Elsewhere::of(view);
    view.in_columns(|line, column| finding(rule, view, &elsewhere, line, column))
}

/// A text with what is needed to judge its amounts.
struct Text<'t, 'a> {
    view: &'t View<'a>,
    line: &'t Line<'a>,
    elsewhere: &'t Elsewhere<'a>,
    text: &'t str,
    /// In small letters.
    lower: String,
    amounts: &'t [AmountInText],
    known: Known,
}

fn finding(
    rule: &Rule,
    view: &View<'_>,
    elsewhere: &Elsewhere<'_>,
    line: &Line<'_>,
    column: &Column,
) -> Option<Finding> {
    let of_column = |form: &&NarrativeForm| form.list == line.list.id && form.columns.contains(&column.id);
    let forms: Vec<&NarrativeForm> = view.form.narratives.iter().filter(of_column).collect();
    let is_text = column.kind == Kind::Text && column.id != line.list.label && column.id != line.list.key;
    if forms.is_empty() && !is_text {
        return None;
    }
    let (cell, text) = running_text(line, column)?;
    let doubts = Doubts::of(view, line, text);
    let amounts: Vec<AmountInText> = money::amounts_in(text)
        .into_iter()
        .filter(|amount| !amount.is_rate && !amount.is_range && !is_part(view, text, amount))
        .filter(|amount| !doubts.is_doubtful(amount))
        .collect();
    if amounts.is_empty() {
        return None;
    }
    let known = Known::of(line);
    let text = Text { view, line, elsewhere, text, lower: text.to_lowercase(), amounts: &amounts, known };
    let mut found = Vec::new();
    // What the form says of a phrase counts before what is said of it in general.
    let mut judged: BTreeSet<usize> = BTreeSet::new();
    for form in &forms {
        text.beside_phrases_of(form, &mut found, &mut judged);
    }
    if is_text {
        let beside = text.beside_phrases();
        for amount in amounts.iter().filter(|amount| !judged.contains(&amount.start)) {
            let phrase = beside.get(&amount.start).copied();
            found.extend(
                phrase.and_then(|phrase| text.judged_by(amount, phrase)).unwrap_or_else(|| text.mistyped(amount)),
            );
        }
    }
    found.sort_by_key(|contradiction: &Contradiction| contradiction.start);
    found.dedup_by_key(|contradiction| contradiction.start);
    let first = found.first()?;
    let each: Vec<&str> = found.iter().map(|contradiction| contradiction.message.as_str()).collect();
    let place = wording::cell(&cell.at);
    let message =
        format!("{}: {} ({place}) {}", view.whose(line), view.name(column), wording::clauses(&each, "; and "));
    let mend = format!("correct the amount in {place}, or the figure it speaks of");
    let draft = rule.at(&cell.at).about_line(view, line).cell(column, cell);
    let draft = match &first.demanded_by {
        Some(place) => draft.demanded_by(place),
        None => draft,
    };
    let related: BTreeSet<Place> =
        found.iter().flat_map(|contradiction| contradiction.related.iter().cloned()).collect();
    let draft = draft.related(related);
    let draft = if found.len() == 1 {
        let draft = draft.stated_text(&first.typed);
        draft.measured(Measure::Money(Unit::Pounds), Some(first.stated), Some(first.expected))
    } else {
        // An answer to some amounts is none to others.
        let said = |amount: Decimal| money::of_size(amount).say(Told::Computed(amount));
        let both = found.iter().flat_map(|contradiction| [contradiction.typed.clone(), said(contradiction.expected)]);
        draft.stated_text(&stated::texts(both.collect::<Vec<_>>().iter().map(String::as_str)))
    };
    Some(draft.says(message, wording::mend_or_explain(&mend)))
}

struct Contradiction {
    start: usize,
    typed: String,
    message: String,
    stated: Decimal,
    expected: Decimal,
    demanded_by: Option<Place>,
    related: Vec<Place>,
}

impl Text<'_, '_> {
    /// Amounts that stand nearest to a phrase of the form in the same clause, and agree with nothing the phrase may mean.
    fn beside_phrases_of(&self, form: &NarrativeForm, found: &mut Vec<Contradiction>, judged: &mut BTreeSet<usize>) {
        // A meaning that cannot be worked out might be the one that is meant.
        let Some(meant) = meant_by_form(self.view, self.line, form) else { return };
        for word in &form.words {
            for amount in self.beside(word) {
                judged.insert(amount.start);
                let said = reach_of(amount);
                let is_slip = || digits(amount.quantity) >= DIGITS && slip(amount, &meant).is_some();
                let is_close = meant.iter().any(|meant| is_said_by(said, meant.quantity));
                let agrees = meant.iter().any(|meant| said.agrees_with(meant.quantity));
                // A figure that is rounded coarsely agrees with much that it does not say.
                if is_close || agrees && (!is_slip() || self.known.holds(amount.quantity)) {
                    continue;
                }
                found.extend(self.contradiction(amount, word, &meant, Some(form.at.clone())));
            }
        }
    }

    /// The phrase beside each amount, by where the amount starts: of 'remains' and 'remains to be found' the longer one, which says
    /// more.
    fn beside_phrases(&self) -> BTreeMap<usize, (&PhraseForm, &str)> {
        let mut beside: BTreeMap<usize, (&PhraseForm, &str)> = BTreeMap::new();
        for phrase in &self.view.phrases.phrases {
            for word in phrase.words.iter().filter(|word| may_hold(&self.lower, word)) {
                for amount in self.beside(word) {
                    let known = beside.entry(amount.start).or_insert((phrase, word));
                    if word.len() > known.1.len() {
                        *known = (phrase, word);
                    }
                }
            }
        }
        beside
    }

    /// What is said of an amount beside a phrase; `None` if the phrase cannot be judged.
    fn judged_by(&self, amount: &AmountInText, (phrase, word): (&PhraseForm, &str)) -> Option<Option<Contradiction>> {
        let meant = meant_by_parts(self.view, self.line, &phrase.means)?;
        let said = reach_of(amount);
        let holds = |quantity: Quantity| meant.iter().any(|meant| is_said_by(quantity, meant.quantity));
        if holds(said) || self.known.holds(amount.quantity) || self.speaks_of_something_else(amount) {
            return Some(None);
        }
        // '£40k on leases' is a part of what is meant, unless it is that but for a slip of the hand.
        let is_smaller = |meant: &Meant| meant.quantity.value().abs() > amount.quantity.value().abs();
        if self.is_narrowed(amount) && meant.iter().any(is_smaller) && slip(amount, &meant).is_none() {
            return Some(None);
        }
        // '£300k from leases and £351k from nightly lets have been achieved': parts of what is meant.
        if self.with_others(amount).is_some_and(|all| meant.iter().any(|meant| all.agrees_with(meant.quantity))) {
            return Some(None);
        }
        let many = digits(amount.quantity) >= DIGITS;
        let agrees = meant.iter().any(|meant| said.agrees_with(meant.quantity));
        let is_elsewhere = many && self.elsewhere.holds(self.line.list, amount.quantity);
        let asks = match slip(amount, &meant) {
            Some(_) => !is_elsewhere && (many || !agrees),
            None => phrase.sure && !agrees && !is_elsewhere && !self.known.holds_with(amount, self.amounts),
        };
        Some(asks.then(|| self.contradiction(amount, word, &meant, None)).flatten())
    }

    /// An amount that is a figure of the row but for a slip of the hand, and is no figure anywhere.
    fn mistyped(&self, amount: &AmountInText) -> Option<Contradiction> {
        let count = digits(amount.quantity);
        let is_figure = || {
            self.known.holds(amount.quantity)
                || self.known.holds_with(amount, self.amounts)
                || self.elsewhere.holds(self.line.list, amount.quantity)
        };
        if count < DIGITS || amount.is_approximate || is_figure() || self.speaks_of_something_else(amount) {
            return None;
        }
        let many = count >= MANY_DIGITS;
        if !many && !self.holds_one_of(amount, &self.view.phrases.savings) {
            return None;
        }
        let is_said = |quantity: Quantity| {
            let others = self.amounts.iter().filter(|other| other.start != amount.start);
            others.map(|other| other.quantity).any(|other| is_said_by(other, quantity))
        };
        let (meant, how) = possible(self.view, self.line, many).into_iter().find_map(|meant| {
            let how = mistyped(amount.quantity, meant.quantity)?;
            // A coarser figure has other digits than those it shows; and one that the text says as well is not what is meant here.
            let may_be = meant.quantity.reach() <= amount.quantity.reach() && !is_said(meant.quantity);
            may_be.then_some((meant, how))
        })?;
        let measure = money::of_size(amount.quantity.value().abs().max(meant.quantity.value().abs()));
        let message = format!(
            "says '{}', which is no figure of the return; {} is {} ({})",
            amount.text,
            measure.say(Told::Stated(meant.quantity.value().abs())),
            meant.words,
            how.said(),
        );
        Some(Contradiction {
            start: amount.start,
            typed: amount.text.clone(),
            message,
            stated: amount.quantity.value(),
            expected: meant.quantity.value().abs().round_dp(2),
            demanded_by: None,
            related: meant.places,
        })
    }

    /// The amounts that stand nearest to a phrase, in each clause that holds it.
    fn beside<'s>(&'s self, word: &str) -> impl Iterator<Item = &'s AmountInText> {
        let mut nearest = Vec::new();
        for range in clauses(self.text) {
            let Some(clause) = self.text.get(range.clone()) else { continue };
            for phrase in occurrences(clause, word) {
                let (start, end) = (range.start + phrase.start, range.start + phrase.end);
                let distance = |amount: &&AmountInText| {
                    let amount_end = amount.start + amount.text.len();
                    if amount.start >= end { amount.start - end } else { start.saturating_sub(amount_end) }
                };
                let in_clause = self.amounts.iter().filter(|amount| range.contains(&amount.start));
                nearest.extend(in_clause.min_by_key(distance));
            }
        }
        nearest.into_iter()
    }

    fn contradiction(
        &self,
        amount: &AmountInText,
        word: &str,
        meant: &[Meant],
        demanded_by: Option<Place>,
    ) -> Option<Contradiction> {
        let said = reach_of(amount);
        let nearly = slip(amount, meant).map(|(meant, _)| meant);
        let closest = nearly.or_else(|| meant.iter().min_by_key(|meant| distance_of(said, meant.quantity)))?;
        let (stated, larger) = (Told::Stated(said.value()), said.value().abs().max(closest.quantity.value().abs()));
        let measure = money::of_size(larger);
        let beside = |meant: &Meant| measure.side_by_side(stated, Told::Computed(meant.quantity.value()));
        // In general a phrase may mean much: the nearest is named. What the form says it means is all named.
        let told = |all: &Meant| demanded_by.is_some() || std::ptr::eq(all, closest);
        let each: Vec<String> = meant
            .iter()
            .filter(|meant| told(meant))
            .map(|meant| format!("{} is {}", meant.words, beside(meant).other))
            .collect();
        Some(Contradiction {
            start: amount.start,
            typed: amount.text.clone(),
            message: format!(
                "says '{}' beside '{word}', but {} (difference {})",
                amount.text,
                wording::clauses(&each, ", and "),
                beside(closest).difference,
            ),
            stated: said.value(),
            expected: closest.quantity.value().round_dp(2),
            demanded_by,
            related: meant.iter().flat_map(|meant| meant.places.iter().cloned()).collect(),
        })
    }

    /// Whether the clause of an amount says that it is no figure of the row, or names another row.
    fn speaks_of_something_else(&self, amount: &AmountInText) -> bool {
        if self.holds_one_of(amount, &self.view.phrases.something_else) {
            return true;
        }
        let clause = self.clause(amount);
        let own = self.line.label;
        let others =
            self.elsewhere.names(self.line.list).iter().filter(|name| **name != own && name.len() >= SHORTEST_NAME);
        let mut others = others.filter(|name| may_hold(&self.lower, &name.to_lowercase()));
        others.any(|name| !occurrences(clause, name).is_empty())
    }

    /// Whether an amount is directly followed by what it is on, and that is not its whole row.
    fn is_narrowed(&self, amount: &AmountInText) -> bool {
        let clause = clauses(self.text).into_iter().find(|range| range.contains(&amount.start));
        let end = amount.start + amount.text.len();
        let behind = clause.and_then(|range| self.text.get(end..range.end)).unwrap_or_default().trim_start();
        let begins = |text: &str, words: &str| occurrences(text, words).first().is_some_and(|found| found.start == 0);
        let phrases = self.view.phrases;
        let Some(word) = phrases.narrows.iter().find(|word| begins(behind, word)) else { return false };
        let on = behind.get(word.len()..).unwrap_or_default().trim_start();
        let on = on.strip_prefix("the ").filter(|_| !phrases.whole.iter().any(|word| begins(on, word))).unwrap_or(on);
        let own = self.line.label.split(|letter: char| !letter.is_alphanumeric());
        let mut own = own.filter(|word| word.chars().count() >= SHORTEST_WORD);
        on.starts_with(char::is_alphabetic)
            && !phrases.whole.iter().any(|word| begins(on, word))
            && !own.any(|word| !occurrences(on, word).is_empty())
    }

    fn holds_one_of(&self, amount: &AmountInText, words: &[String]) -> bool {
        let clause = self.clause(amount);
        let mut words = words.iter().filter(|word| may_hold(&self.lower, word));
        words.any(|word| !occurrences(clause, word).is_empty())
    }

    /// The sum of all amounts of an amount's clause, where it is not alone.
    fn with_others(&self, amount: &AmountInText) -> Option<Quantity> {
        let clause = clauses(self.text).into_iter().find(|range| range.contains(&amount.start))?;
        let all: Vec<&AmountInText> = self.amounts.iter().filter(|other| clause.contains(&other.start)).collect();
        if all.len() < 2 { None } else { Quantity::sum(all.iter().map(|other| other.quantity)) }
    }

    /// The clause that an amount stands in.
    fn clause(&self, amount: &AmountInText) -> &str {
        let clause = clauses(self.text).into_iter().find(|range| range.contains(&amount.start));
        clause.and_then(|range| self.text.get(range)).unwrap_or(self.text)
    }
}

/// What is meant, where an amount is that but for a slip of the hand.
fn slip<'m>(amount: &AmountInText, meant: &'m [Meant]) -> Option<(&'m Meant, Mistyped)> {
    if amount.is_approximate || digits(amount.quantity) < 2 {
        return None;
    }
    meant.iter().find_map(|meant| Some((meant, mistyped(amount.quantity, meant.quantity)?)))
}

fn distance_of(left: Quantity, right: Quantity) -> Decimal {
    left.value().checked_sub(right.value()).map_or(Decimal::MAX, |difference| difference.abs())
}

/// What an amount may stand for: an approximate one is taken more widely.
fn reach_of(amount: &AmountInText) -> Quantity {
    let wider = amount.quantity.value().abs().checked_mul(APPROXIMATE).filter(|_| amount.is_approximate);
    amount.quantity.reaching(wider.unwrap_or_default())
}

/// Whether an amount is only a part of the one before it, or comes on top of it: '£1.5m to be mitigated, of which £1m is
/// planned'.
fn is_part(view: &View<'_>, text: &str, amount: &AmountInText) -> bool {
    let before = text.get(..amount.start).unwrap_or_default().trim_end().to_lowercase();
    view.phrases
        .parts
        .iter()
        .any(|words| before.strip_suffix(words.as_str()).is_some_and(|before| !before.ends_with(char::is_alphanumeric)))
}
