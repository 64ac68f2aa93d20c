//! `new-year-amounts`

use rust_decimal::Decimal;

use crate::check::{Rule, View, wording};
use crate::decision::Ended;
use crate::finding::{Family, Finding, Severity};
use crate::form::Column;
use crate::money::{Told, checked_sum};
use crate::reconcile::new_year::{SchemeEnd, YearEnd, columns_of};

/// What is said of a scheme's last year does not agree with its last figures.
pub static NEW_YEAR_AMOUNTS: Rule = Rule {
    code: "new-year-amounts",
    family: Family::Decision,
    severity: Severity::Error,
    title: "What is said of the last year's savings does not agree with their last figures",
    what: "A [[new_year]] in decisions.toml was decided on another target, or another amount delivered, than the last figures of the year state; \
           or what it brings forward and writes off of a scheme does not come to what was not delivered; or an amount has the wrong sign, or \
           more is said to be once only than was delivered.",
    why: "What was not delivered is either brought forward or written off: there is nothing between. An amount in neither is lost from the budget \
          without a decision, and one in both is counted twice.",
    mend: "Put the amounts of the scheme right in the entry. If the last figures have changed since it was decided, decide again.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let end = view.reconciliation.and_then(|reconciliation| reconciliation.year_end.as_ref());
    let Some((end, columns)) = end.and_then(|end| Some((end, columns_of(view.form, end.last.period)?))) else {
        return Vec::new();
    };
    let answered = end.schemes.iter().filter_map(|one| {
        let (_, ended) = end.answered(view.decisions, one)?;
        finding(rule, view, (end, one), ended, columns.target)
    });
    answered.collect()
}

fn finding(
    rule: &Rule,
    view: &View<'_>,
    (end, one): (&YearEnd, &SchemeEnd),
    ended: &Ended,
    column: &Column,
) -> Option<Finding> {
    let scheme = end.scheme(one)?;
    let mut wrong = wrong(view, one, ended, (column, &end.last.period.label()));
    let parts = [ended.brought_forward, ended.written_off, ended.one_off];
    if !end.is_over() && parts.iter().any(|part| !part.is_zero()) {
        // Nobody can say then what was not delivered.
        wrong = vec![format!("something became of it, and by {} the year was not over", end.last.period.label())];
    }
    if wrong.is_empty() {
        return None;
    }
    let message = format!("the [[new_year]] says of {}: {}", view.scheme(scheme), wording::clauses(&wrong, "; "));
    let help = format!(
        "put it right in line {} of decisions.toml: what is brought forward and what is written off come to what was not delivered",
        ended.at.line.unwrap_or_default()
    );
    let list = view.form.main()?;
    let places = [Some(column.id.as_str()), columns_of(view.form, end.last.period)?.delivered.map(|it| it.id.as_str())];
    let places = places.into_iter().flatten().map(|id| scheme.place(id).clone());
    Some(rule.at(&ended.at).about_scheme(view, list, scheme).related(places).says(message, help))
}

/// All that does not agree, a clause each.
fn wrong(view: &View<'_>, one: &SchemeEnd, ended: &Ended, (column, last): (&Column, &str)) -> Vec<String> {
    let said = |amount: Decimal| wording::figure(column, Told::Stated(amount));
    let period = last;
    let mut wrong = Vec::new();
    for (what, quoted, stated) in
        [("a target", ended.target, one.target), ("a delivery", ended.delivered, one.delivered)]
    {
        // Where the figures do not say what was delivered, a person may.
        let says = what == "a delivery" && stated.is_none();
        if let Some(quoted) = quoted.filter(|quoted| !says && Some(*quoted) != stated) {
            let stated = stated.map_or_else(|| "states none".to_string(), |stated| format!("states {}", said(stated)));
            wrong.push(format!("it was decided on {what} of {}, and {period} {stated}", said(quoted)));
        }
    }
    let savings = if view.form.report.negative_savings { Decimal::NEGATIVE_ONE } else { Decimal::ONE };
    let parts =
        [("brought forward", ended.brought_forward), ("written off", ended.written_off), ("once only", ended.one_off)];
    for (what, amount) in parts {
        if amount.checked_mul(savings).is_some_and(|amount| amount < Decimal::ZERO) {
            let (is, are) = match view.form.report.negative_savings {
                true => ("more than nil", "negative"),
                false => ("less than nil", "positive"),
            };
            wrong.push(format!("{} is {what}, which is {is}, and savings are {are} in this form", said(amount)));
        }
    }
    let both = checked_sum([ended.brought_forward, ended.written_off]).unwrap_or_default();
    if let (None, Some(target)) = (one.undelivered, one.target.filter(|target| !target.is_zero())) {
        // Nothing bounds it but what was to be delivered.
        if both.abs() > target.abs() {
            wrong.push(format!(
                "{} is brought forward or written off, and its target was {}",
                said(both),
                said(target)
            ));
        } else if both.is_zero() && ended.one_off.is_zero() && ended.delivered.is_none() {
            wrong.push(format!(
                "nothing became of it, and how much of {} was delivered is not known: say how much was (`delivered`), and what of the rest \
                 is brought forward or written off",
                said(target)
            ));
        }
    }
    if let Some(missing) = one.undelivered.filter(|missing| both != *missing) {
        let differ = wording::side_by_side(column, Told::Stated(both), Told::Computed(missing));
        let what = match (ended.brought_forward.is_zero(), ended.written_off.is_zero()) {
            (false, false) => format!(
                "{} is brought forward and {} written off, {} together",
                said(ended.brought_forward),
                said(ended.written_off),
                differ.one
            ),
            (false, true) => format!("{} is brought forward", differ.one),
            (true, false) => format!("{} is written off", differ.one),
            (true, true) => "nothing is brought forward or written off".to_string(),
        };
        wrong.push(format!("{what}, and {} was not delivered: a difference of {}", differ.other, differ.difference));
    }
    if let Some(delivered) = one.delivered
        && ended.one_off.abs() > delivered.abs()
    {
        wrong.push(format!("{} was once only, and {} was delivered", said(ended.one_off), said(delivered)));
    }
    wrong
}
