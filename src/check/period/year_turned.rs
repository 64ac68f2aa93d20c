//! `year-turned`

use rust_decimal::Decimal;

use super::scheme_vanished::{is_unread, name};
use super::year_ended::{self, Ending};
use crate::check::{Rule, View, wording};
use crate::decision::NewYear;
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, List};
use crate::money::{self, Told};
use crate::reconcile::Reconciliation;
use crate::reconcile::new_year::{self, SchemeEnd, YearEnd};
use crate::reconcile::position::Scheme;
use crate::source::Place;

pub(in crate::check) static RULE: Rule = Rule {
    code: "year-turned",
    family: Family::Period,
    severity: Severity::Query,
    title: "A new financial year has begun, and nobody has said what became of the last one's savings",
    what: "The prior period is of another financial year, and the form has figures that count from the start of the year or stand for the \
           next year. Until it is decided that the year has turned, they are compared as if they were one year's. The finding has the \
           schemes of the year that ended that were not all delivered, by the last figures, and those that are gone; with the entry that says \
           what became of each: brought forward, written off, or once only.",
    why: "What was achieved last year is no part of what is achieved in this one: a movement that leads from the one to the other is none. And a \
          saving that was not delivered is a gap in this year's budget, unless it is brought forward into it or somebody has written \
          it off.",
    mend: "Say what became of each scheme: `piperoll decide --new-year`, or [[new_year]] in decisions.toml. Where the figures run on over the \
           end of the year, explain it there.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let Some(reconciliation) = view.reconciliation else { return Vec::new() };
    // Behind a budget nothing is turned, and how the year ended is asked all the same.
    let asks = |end: &&YearEnd| end.turns || end.decided.is_some() || !end.is_prior;
    let end = reconciliation.year_end.iter().filter(asks);
    end.filter_map(|end| finding(rule, view, reconciliation, end)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, reconciliation: &Reconciliation, end: &YearEnd) -> Option<Finding> {
    let list = view.form.main()?;
    let target = new_year::columns_of(view.form, end.last.period).map(|columns| columns.target);
    let all = endings(view, reconciliation, end);
    let open: Vec<&Of<'_>> = all.iter().filter(|(_, end, ending)| end.answer.is_none() && ending.is_open).collect();
    if open.is_empty() && !end.is_prior {
        return None;
    }
    let rows: Vec<String> = open.iter().map(|(_, _, ending)| ending.row()).collect();
    let gone = open.iter().filter(|(_, end, _)| end.is_gone).map(|(scheme, ..)| scheme.place(&list.label).clone());
    let gone: Vec<Place> = gone.collect();
    let waits_for = reconciliation.proposals.iter().flat_map(|proposal| reconciliation.before.at(&proposal.before));
    let waits_for = waits_for.filter_map(|scheme| Some(scheme.place(&view.form.list(&scheme.list)?.label).clone()));
    let waits_for: Vec<Place> = waits_for.collect();
    let lines: Vec<String> = open.iter().map(|(_, _, ending)| ending.line(&ending.likely())).collect();
    let finding = match &end.decided {
        None => {
            let at = asked_at(view)?;
            let year = view.returns.period.year.label();
            let (last, told) = (end.last.period.label(), told(list, target, end, &open));
            let message = match end.is_prior {
                true => format!(
                    "{last} is of another financial year, and no [[new_year]] says that {year} has begun{}: {}{told}",
                    misdated(view),
                    what_turns(view)
                ),
                false => {
                    format!("{year} has begun, and no [[new_year]] says what became of the savings of {last}{told}")
                }
            };
            let each = if open.is_empty() { "say so" } else { "say what became of each" };
            let help = format!(
                "{each} with `piperoll decide --new-year`, or add the entry below to decisions.toml, with what is right for each; if the \
                 figures run on over the end of the year, explain it there: {}\n{}",
                wording::explain_entry(),
                year_ended::entry(view.returns.period, &lines)
            );
            rule.at(&at).about_area(None).rows(rows).related(gone).says(message, help)
        }
        Some(at) => {
            if open.is_empty() {
                return None;
            }
            let schemes = wording::count(open.len(), &list.item, &list.items);
            let line_number = at.line.unwrap_or_default();
            let message = format!(
                "the [[new_year]] in line {line_number} of decisions.toml says nothing of {schemes} of {}{}",
                end.last.period.label(),
                told(list, target, end, &open)
            );
            let lines: Vec<&str> = lines.iter().map(|line| line.trim().trim_end_matches(',')).collect();
            let help = format!(
                "say what became of each among its `schemes`, with what is right: {}; if nothing is to be said of them, explain it: {}",
                wording::clauses(&lines, " "),
                wording::explain_entry()
            );
            rule.at(at).about_area(None).topic("more").rows(rows).related(gone).says(message, help)
        }
    };
    Some(Finding { waits_for, ..finding })
}

/// ' (the one in line 12 is for 2023-24-q2)': an entry of the year that has another period.
fn misdated(view: &View<'_>) -> String {
    let now = view.returns.period;
    let other = view.decisions.new_years.iter().find(|entry| entry.period.year == now.year && entry.period > now);
    let said =
        |entry: &NewYear| format!(" (the one in line {} is for {})", entry.at.line.unwrap_or_default(), entry.period);
    other.map(said).unwrap_or_default()
}

/// Where it is asked what became of the schemes of a year that ended: in decisions.toml, where the answer is missing.
pub(super) fn asked_at(view: &View<'_>) -> Option<Place> {
    let end = view.reconciliation?.year_end.as_ref()?;
    Some(end.decided.clone().unwrap_or_else(|| Place::file("decisions.toml")))
}

/// A scheme, how it ended, and that for a person.
type Of<'e> = (&'e Scheme, SchemeEnd, Ending);

/// How each scheme ended. One whose return cannot be read is not gone.
fn endings<'e>(view: &View<'_>, both: &Reconciliation, end: &'e YearEnd) -> Vec<Of<'e>> {
    let target = new_year::columns_of(view.form, end.last.period).map(|columns| columns.target);
    let all = end.schemes.iter().filter_map(|one| {
        let scheme = end.scheme(one)?;
        let is_unread = one.is_gone && is_unread(view, &scheme.list, scheme.area.as_deref(), &both.after.schemes);
        let one = SchemeEnd { is_gone: one.is_gone && !is_unread, ..*one };
        let own = |amount: Option<Decimal>| wording::measure(target?).exactly_in_own_unit(amount?);
        let ending = Ending {
            area: scheme.area.clone().unwrap_or_default(),
            name: name(scheme).trim().to_string(),
            label: scheme.label.clone(),
            said: said(view, target, &one, scheme),
            target: own(one.target),
            delivered: own(one.delivered),
            undelivered: own(one.undelivered),
            is_once: one.is_once,
            is_gone: one.is_gone,
            // Before the year is over nobody can say what it did not bring; and what is gone from a budget is asked about by itself.
            is_open: end.is_over() && one.is_open() && (end.is_prior || !is_delivered(&one)),
        };
        Some((scheme, one, ending))
    });
    all.collect()
}

/// Whether all of a scheme was delivered, that was not to be there once only.
fn is_delivered(end: &SchemeEnd) -> bool {
    !end.is_once && end.undelivered.is_some_and(|amount| amount.is_zero())
}

/// How each scheme ended of which nobody has said what became of it, where a new year has begun and nobody has said so.
pub(in crate::check) fn undecided(view: &View<'_>) -> Vec<Ending> {
    let of = view.reconciliation.and_then(|both| Some((both, both.year_end.as_ref()?)));
    let all = of.map(|(both, end)| endings(view, both, end)).unwrap_or_default();
    all.into_iter().filter(|(_, end, _)| end.answer.is_none()).map(|(_, _, ending)| ending).collect()
}

/// What is nil, or another year's, when the year has turned.
fn what_turns(view: &View<'_>) -> &'static str {
    let columns = || view.form.lists.iter().flat_map(|list| list.columns.iter().map(move |column| (list, column)));
    let to_date = columns().any(|(list, column)| view.form.counts_from_the_years_start(list, column));
    let next = columns().any(|(_, column)| column.next_year_of().is_some());
    match (to_date, next) {
        (true, true) => {
            "what counts from the start of a year begins at nil then, and what was next year's is this year's"
        }
        (true, false) => "what counts from the start of a year begins at nil then",
        _ => "what was next year's is this year's then",
    }
}

/// How the schemes ended: '. Of its 12 projects, 4 were not all delivered (£1,234k in all) and 2 are gone: …'
fn told(list: &List, target: Option<&Column>, end: &YearEnd, open: &[&Of<'_>]) -> String {
    if open.is_empty() {
        return String::new();
    }
    let short: Vec<Decimal> =
        open.iter().filter_map(|(_, end, _)| end.undelivered).filter(|amount| !amount.is_zero()).collect();
    let gone = open.iter().filter(|(_, end, _)| end.is_gone).count();
    let unknown = open.iter().filter(|(_, end, _)| end.undelivered.is_none() && end.target.is_some()).count();
    let sum = target.zip(money::checked_sum(short.iter().copied())).map(|(column, sum)| {
        let sum = wording::figure(column, Told::Computed(sum.abs()));
        if short.len() == 1 { format!(" ({sum})") } else { format!(" ({sum} in all)") }
    });
    let was = |number: usize| if number == 1 { "was" } else { "were" };
    let short = (!short.is_empty())
        .then(|| format!("{} {} not all delivered{}", short.len(), was(short.len()), sum.unwrap_or_default()));
    let unknown = (unknown > 0).then(|| format!("of {unknown} nobody can say how much was delivered"));
    let once = open.iter().filter(|(_, end, _)| end.is_once).count();
    let once = (once > 0).then(|| format!("{once} {} once only", was(once)));
    let gone = (gone > 0).then(|| format!("{gone} {} gone", if gone == 1 { "is" } else { "are" }));
    let parts: Vec<String> = [short, unknown, once, gone].into_iter().flatten().collect();
    let names: Vec<String> = open.iter().map(|(_, _, ending)| ending.said.clone()).collect();
    let all = wording::count(end.schemes.len(), &list.item, &list.items);
    format!(". Of its {all}, {}: {}", wording::list_of(&parts), wording::clauses_of(&names, NAMED, "; ", Clone::clone))
}

/// So many schemes are named.
const NAMED: usize = 5;

/// "'Voids' (The north), £40k of £120k not delivered"
fn said(view: &View<'_>, target: Option<&Column>, end: &SchemeEnd, scheme: &Scheme) -> String {
    let who = view.scheme(scheme);
    let amount = |amount: Decimal| target.map(|column| wording::figure(column, Told::Stated(amount.abs())));
    let what = match (end.target.and_then(amount), end.undelivered) {
        (Some(of), Some(missing)) if !missing.is_zero() => {
            format!(", {} of {of} not delivered", amount(missing).unwrap_or_default())
        }
        (Some(of), Some(_)) if end.is_gone => format!(", {of} delivered and gone"),
        (Some(of), Some(_)) => format!(", {of} delivered once only"),
        (Some(of), None) => format!(", {of}"),
        (None, _) => String::new(),
    };
    format!("{who}{what}")
}
