//! `choice-changed-alone`

use std::collections::BTreeMap;

use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, Kind, List};
use crate::reconcile::position::Scheme;

pub(super) static RULE: Rule = Rule {
    code: "choice-changed-alone",
    family: Family::Period,
    severity: Severity::Query,
    title: "A choice changed, none of the row's figures did, and they are unlike those of its new fellows",
    what: "Since the prior period a row has another choice (a status, a rating), and every figure that it states is what it was. Of \
           the rows that have that choice, four others at least, all forecast another figure than their target (`roles` of the \
           form) and this one does not, or the other way round.",
    why: "Somebody brought the words up to date and not the figures, or last period's figures were left in.",
    mend: "Bring the figures up to date; or explain why they stay.",
    run,
};

/// So many other rows with a choice show what goes with it.
const FELLOWS: usize = 4;

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let roles = &view.form.report.roles;
    let (Some(reconciliation), Some(list)) = (view.reconciliation, view.form.main()) else { return Vec::new() };
    let column = |role: &Option<String>| list.column(role.as_deref()?);
    let (Some(target), Some(forecast)) = (column(&roles.target), column(&roles.forecast)) else { return Vec::new() };
    let is_met = |scheme: &Scheme| {
        let both = scheme.figures.get(&target.id).zip(scheme.figures.get(&forecast.id));
        both.map(|(target, forecast)| target == forecast)
    };
    let choices: Vec<&Column> = list.columns.iter().filter(|column| column.kind == Kind::Choice).collect();
    // How many rows have a choice and meet their target, or do not.
    let mut met: BTreeMap<(&str, &str, bool), usize> = BTreeMap::new();
    for scheme in reconciliation.after.schemes.iter().filter(|scheme| scheme.list == list.id && !scheme.balancing) {
        for choice in &choices {
            if let (Some(chosen), Some(is_met)) = (chosen(scheme, choice), is_met(scheme)) {
                *met.entry((&choice.id, chosen, is_met)).or_insert(0) += 1;
            }
        }
    }
    let mut findings = Vec::new();
    for (then, now) in reconciliation.one_to_one().filter(|(_, now)| now.list == list.id && !now.balancing) {
        if then.figures != now.figures || then.area != now.area {
            continue;
        }
        for &choice in &choices {
            let (Some(was), Some(is), Some(own)) = (chosen(then, choice), chosen(now, choice), is_met(now)) else {
                continue;
            };
            let with = |is_met: bool| met.get(&(choice.id.as_str(), is, is_met)).copied().unwrap_or_default();
            // Of those that are as the row is there is none but itself.
            if was != is && with(own) == 1 && with(!own) >= FELLOWS {
                let one = One { list, choice, target, forecast, then, now, fellows: with(!own) };
                findings.push(one.finding(rule, view, was, is, own));
            }
        }
    }
    findings
}

/// What a row has chosen.
fn chosen<'s>(scheme: &'s Scheme, choice: &Column) -> Option<&'s str> {
    scheme.texts.get(&choice.id).map(|text| text.trim())
}

/// A row whose choice changed alone.
struct One<'c> {
    list: &'c List,
    choice: &'c Column,
    target: &'c Column,
    forecast: &'c Column,
    then: &'c Scheme,
    now: &'c Scheme,
    fellows: usize,
}

impl One<'_> {
    fn finding(&self, rule: &Rule, view: &View<'_>, was: &str, is: &str, met: bool) -> Finding {
        let (choice, now) = (self.choice, self.now);
        let message = format!(
            "{}: {} went from '{}' to '{}' since {}, and no figure of the row moved: {} {} {}, as for none of the other {} with '{}'",
            view.scheme(now),
            view.name(choice),
            wording::quoted(was),
            wording::quoted(is),
            view.prior(),
            view.name(self.forecast),
            if met { "equals" } else { "is not" },
            view.name(self.target),
            wording::count(self.fellows, &self.list.item, &self.list.items),
            wording::quoted(is),
        );
        let draft = rule.at(now.place(&choice.id)).about_scheme(view, self.list, now).column(choice).stated_text(is);
        let cells = [self.forecast, self.target].map(|column| now.place(&column.id).clone());
        let draft = draft.related(cells.into_iter().chain([self.then.place(&choice.id).clone()]));
        draft.says(message, wording::mend_or_explain("bring the figures of the row up to date"))
    }
}
