//! `brought-forward-open`

use rust_decimal::Decimal;

use super::scheme_vanished::is_unread;
use crate::check::{Rule, View, wording};
use crate::decision::Ended;
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, List};
use crate::money::{self, Told};
use crate::reconcile::Reconciliation;
use crate::reconcile::new_year::{SchemeEnd, YearEnd};
use crate::reconcile::position::Scheme;

pub(super) static RULE: Rule = Rule {
    code: "brought-forward-open",
    family: Family::Period,
    severity: Severity::Query,
    title: "What was brought forward is not in the returns of the new year",
    what: "A [[new_year]] in decisions.toml brings a saving forward that was not delivered, and the scheme is in no return of the new year, or its \
           target is less than that; or the form has a column for what is brought forward (`brought_forward` in `roles`), and a return states another amount there.",
    why: "What is brought forward is expected of somebody this year. If no return has it, nobody is to deliver it.",
    mend: "Put the scheme, or the amount, into the return; or say in the entry what became of it instead.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let Some(reconciliation) = view.reconciliation else { return Vec::new() };
    let end = reconciliation.year_end.as_ref().filter(|end| end.decided.is_some());
    let (Some(end), Some(list)) = (end, view.form.main()) else { return Vec::new() };
    let target = view.form.report.roles.target.as_deref().and_then(|id| list.column(id));
    let column = view.form.report.roles.brought_forward.as_deref().and_then(|id| list.column(id));
    let Some(target) = target else { return Vec::new() };
    let of = Of { rule, view, reconciliation, end, list, target };
    let mut findings: Vec<Finding> = end.schemes.iter().filter_map(|one| of.gone(one)).collect();
    findings.extend(of.without_room());
    findings.extend(column.into_iter().flat_map(|column| of.otherwise(column)));
    findings
}

struct Of<'v, 'a> {
    rule: &'v Rule,
    view: &'v View<'a>,
    reconciliation: &'v Reconciliation,
    end: &'v YearEnd,
    list: &'v List,
    target: &'v Column,
}

impl Of<'_, '_> {
    /// Schemes of this period, with those of the old year that they are and what is brought forward of these.
    fn brought(&self) -> impl Iterator<Item = (&[usize], Vec<&Scheme>, Decimal)> {
        self.end.pairs.iter().filter_map(|(was, now)| {
            let now = self.reconciliation.after.at(now);
            let brought = self.end.brought_forward(self.view.decisions, was)?;
            let is_main = now.first().is_some_and(|scheme| scheme.list == self.list.id);
            is_main.then_some((was.as_slice(), now, brought))
        })
    }

    /// What was decided of the first of these of which anything was.
    fn ended(&self, was: &[usize]) -> Option<&Ended> {
        self.end.first_answered(self.view.decisions, was).map(|(_, ended)| ended)
    }

    /// A scheme that is brought forward and is not there.
    fn gone(&self, one: &SchemeEnd) -> Option<Finding> {
        let (ended, scheme) = (self.ended(&[one.scheme])?, self.end.scheme(one)?);
        let now = &self.reconciliation.after.schemes;
        // A return that cannot be read, or is missing, is asked for by itself.
        let is_unread = || is_unread(self.view, &scheme.list, scheme.area.as_deref(), now);
        if !one.is_gone || ended.brought_forward.is_zero() || is_unread() {
            return None;
        }
        let amount = wording::figure(self.target, Told::Stated(ended.brought_forward.abs()));
        let line = ended.at.line.unwrap_or_default();
        let message = format!(
            "{} of {} is brought forward in line {line} of decisions.toml, and is in no return of this year",
            amount,
            self.view.scheme(scheme)
        );
        let help = wording::mend_or_explain(
            "put the scheme into its return; enter a [[match]] if it goes under another name; or say in the entry that it is written off",
        );
        let draft = self.rule.at(&ended.at).about_scheme(self.view, self.list, scheme);
        let draft = draft.exactly(self.target, None, Some(ended.brought_forward));
        Some(draft.related([scheme.place(&self.list.label).clone()]).says(message, help))
    }

    /// Schemes whose target is less than what was brought forward into it.
    fn without_room(&self) -> Vec<Finding> {
        let pairs = self.brought().filter_map(|(was, now, brought)| {
            let first = *now.first()?;
            let target = money::checked_sum(now.iter().map(|scheme| scheme.amount(&self.target.id)))?;
            if target.abs() >= brought.abs() {
                return None;
            }
            let both = wording::side_by_side(self.target, Told::Stated(target), Told::Stated(brought));
            let ended = self.ended(was)?;
            let line = ended.at.line.unwrap_or_default();
            let message = format!(
                "{} has a {} of {}, and line {line} of decisions.toml brings {} forward into it: a difference of {}",
                self.view.scheme(first),
                self.view.name(self.target),
                both.one,
                both.other,
                both.difference
            );
            let help = wording::mend_or_explain(
                "put what is brought forward into the target, or say in the entry that it is written off",
            );
            let draft = self.rule.at(first.place(&self.target.id)).about_scheme(self.view, self.list, first);
            let draft = draft.column(self.target).exactly(self.target, Some(target), Some(brought));
            Some(draft.related([ended.at.clone()]).after_its_row().says(message, help))
        });
        pairs.collect()
    }

    /// Schemes of which the return states another amount than the entry.
    fn otherwise(&self, column: &Column) -> Vec<Finding> {
        self.brought().filter_map(|(was, now, brought)| self.states_otherwise(column, was, &now, brought)).collect()
    }

    fn states_otherwise(&self, column: &Column, was: &[usize], now: &[&Scheme], decided: Decimal) -> Option<Finding> {
        let stated = money::checked_sum(now.iter().map(|scheme| scheme.amount(&column.id)))?;
        if decided == stated {
            return None;
        }
        let first: &Scheme = now.first()?;
        let both = wording::side_by_side(column, Told::Stated(stated), Told::Stated(decided));
        let entry = self.ended(was).map(|ended| &ended.at).or(self.end.decided.as_ref())?;
        let line = entry.line.unwrap_or_default();
        let message = format!(
            "{} states {} as {}, and the [[new_year]] in line {line} of decisions.toml brings {} forward: a difference of {}",
            self.view.scheme(first),
            both.one,
            self.view.name(column),
            both.other,
            both.difference
        );
        let help = wording::mend_or_explain("put right whichever is wrong, the return or the entry");
        let draft = self.rule.at(first.place(&column.id)).about_scheme(self.view, self.list, first).column(column);
        let draft = draft.exactly(column, Some(stated), Some(decided)).related([entry.clone()]);
        let others = now.iter().skip(1).map(|scheme| scheme.place(&column.id).clone());
        Some(draft.related(others).after_its_row().says(message, help))
    }
}
