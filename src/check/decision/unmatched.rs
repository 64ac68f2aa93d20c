//! A decision that answers nothing.

use crate::check::{Rule, View};
use crate::decision::{Exempt, NotUpdated};
use crate::figures::is_called;
use crate::finding::{Family, Finding, Severity};
use crate::reconcile::position::Scheme;
use crate::returns::Trouble;
use crate::source::Place;

/// A decision that answers nothing.
pub static UNMATCHED: Rule = Rule {
    code: "decision-unmatched",
    family: Family::Decision,
    severity: Severity::Query,
    title: "A decision matches nothing",
    what: "An entry of decisions.toml names a finding, a scheme or a change that is not there, or a [[match]] gives other amounts than there were, or amounts that do not add up; or a [[not_updated]] names an area whose return has come, or an [[exempt]] is about no row that was returned. While something else is open that may be the reason, such as a cell of that row which cannot be read, only that is told.",
    why: "Either somebody has mended the cell since, and the entry is spent; or the entry is misspelt, and what it was meant to settle is still open.",
    mend: "Compare the entry with the list of findings. If it is misspelt, put the id right. If it is spent, remove it, or give it the period it belongs to: entries for other periods are left alone.",
    run,
};

/// Those about schemes: the reconciliation knows what it could not follow. Those about findings are raised where the
/// decision is applied, those about changes by the rules of the period.
fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings = matches(rule, view);
    findings.extend(not_updated(rule, view));
    findings.extend(new_year(rule, view));
    findings.extend(exempt(rule, view));
    findings
}

/// Entries that let last published figures stand for a return that has come, or that nobody waits for.
fn not_updated(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let returns = view.returns;
    let is_used = |entry: &&NotUpdated| {
        let refused = |trouble: &Trouble| matches!(trouble, Trouble::CannotStand { area, .. } if *area == entry.area);
        returns.last_reported_of(Some(&entry.area)).is_some() || returns.troubles.iter().any(refused)
    };
    let spent = view.decisions.not_updated_in(returns.period).filter(|entry| !is_used(entry));
    spent
        .map(|entry| {
            let name = view.area_name(Some(&entry.area));
            let came = returns.files.iter().find(|file| file.area.as_deref() == Some(&entry.area));
            let why = match came {
                Some(file) => format!("its return is there ({}), and that is what counts", file.path),
                None => "no return of it is missing".to_string(),
            };
            Finding {
                area: Some(entry.area.clone()),
                topic: "not-updated".to_string(),
                message: format!("the [[not_updated]] of {name} has no effect: {why}"),
                help: "Take the entry out.".to_string(),
                related: came.map(|file| Place::file(file.path.clone())).into_iter().collect(),
                ..Finding::new(rule.code, rule.family, rule.severity, entry.at.clone())
            }
        })
        .collect()
}

/// What is said of schemes at the end of a year that are not there, and of a year that did not end.
fn new_year(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let Some(entry) = view.decisions.new_year_in(view.returns.period) else { return Vec::new() };
    let Some(end) = view.reconciliation.and_then(|reconciliation| reconciliation.year_end.as_ref()) else {
        let why = match view.reconciliation {
            Some(reconciliation) => format!("is compared with {}, of the same year", reconciliation.prior.label()),
            None => "is compared with nothing".to_string(),
        };
        let message = format!("the [[new_year]] of {0} has no effect: {0} {why}", view.returns.period.label());
        let help =
            "Take the entry out, or put in its `period` the first one that is compared with one of the year before.";
        return vec![Finding {
            topic: "new-year".to_string(),
            message,
            help: help.to_string(),
            ..Finding::new(rule.code, rule.family, rule.severity, entry.at.clone())
        }];
    };
    let told = end.unmet.iter().map(|unmet| Finding {
        area: Some(unmet.area.clone()),
        scheme: Some(unmet.scheme.clone()),
        topic: "new-year".to_string(),
        message: format!("what the [[new_year]] says of a scheme cannot be followed: {}", unmet.message),
        help: "Write area and scheme as the returns of that year had them, or take it out of the entry.".into(),
        ..Finding::new(rule.code, rule.family, rule.severity, unmet.at.clone())
    });
    told.collect()
}

/// Entries that are about nothing that was returned.
fn exempt(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    // What is gone since may be in what this period opens with.
    let was = |entry: &Exempt| {
        let is_it = |scheme: &Scheme| {
            let by_area = entry.area.is_none() || entry.area == scheme.area;
            let by_name = entry.scheme.as_deref().is_none_or(|name| is_called(name, &scheme.key, &scheme.label));
            by_area && by_name && entry.list.as_ref().is_none_or(|list| *list == scheme.list)
        };
        view.reconciliation.is_some_and(|both| both.as_it_was().schemes.iter().any(is_it))
    };
    let is_spent =
        |entry: &&Exempt| entry.table.is_none() && view.figures.marked(view.form, entry).is_empty() && !was(entry);
    let spent = view.decisions.exempt_in(view.form, view.returns.period).filter(is_spent).map(|entry| {
        let mut finding = Finding {
            area: entry.area.clone(),
            scheme: entry.scheme.clone(),
            column: entry.column.clone(),
            message: format!("what is exempt by paragraph {} is not there: no row of the returns is it", entry.paragraph),
            help: "Write area and scheme as the returns have them, or remove the entry if it is spent. Nothing is made for the public \
                   until then."
                .into(),
            ..Finding::new(rule.code, rule.family, rule.severity, entry.at.clone())
        };
        finding.topic = "exempt".into();
        finding
    });
    spent.collect()
}

fn matches(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let unmet = view.reconciliation.iter().flat_map(|reconciliation| &reconciliation.unmet);
    unmet
        .map(|unmet| Finding {
            area: Some(unmet.area.clone()),
            scheme: Some(unmet.scheme.clone()),
            message: match unmet.followed {
                true => format!("the amounts of a match of schemes are not right: {}", unmet.message),
                false => format!("a match of schemes cannot be followed: {}", unmet.message),
            },
            help: match unmet.followed {
                true => "Put the amounts right in the entry.".into(),
                false => "Write area and scheme as the returns have them, or remove the entry if it is spent.".into(),
            },
            ..Finding::new(rule.code, rule.family, rule.severity, unmet.at.clone())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Context;
    use crate::decision::Decisions;
    use crate::figures::Figures;
    use crate::reconcile::reconcile;
    use crate::reconcile::testing::{form, position, quarter, scheme};
    use crate::returns::Returns;

    #[test]
    fn a_match_of_a_scheme_that_is_not_there_is_told_by_its_line() {
        let form = form();
        let text = r#"
            [[match]]
            period = "2022-23-q3"
            from = [{ area = "north", scheme = "Voids" }]
            to = [{ area = "north", scheme = "Emtpy homes" }]
            words = "Renamed"
            role = "Finance business partner"
            date = 2023-01-18
        "#;
        let decisions = Decisions::parse("decisions.toml", text, &form).unwrap();
        let side = |period, title| position(quarter(period), vec![scheme("north", title, &[])]);
        let (before, after) = (side(2, "Voids"), side(3, "Empty homes"));
        let reconciliation = reconcile(&form, &decisions, before, after, crate::reconcile::PriorFrom::Returns).unwrap();
        let (tables, files, troubles) = (Vec::new(), Vec::new(), Vec::new());
        let returns = Returns {
            period: quarter(3),
            files,
            tables,
            troubles,
            standings: Default::default(),
            last_reported: Vec::new(),
        };
        let figures = Figures::default();
        let context = Context {
            form: &form,
            returns: &returns,
            figures: &figures,
            decisions: &decisions,
            reconciliation: Some(&reconciliation),
            answered: &[],
            fonts: &Default::default(),
            phrases: &Default::default(),
            templates: &[],
        };
        let findings = run(&UNMATCHED, &View::of(&context));
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].at.to_string(), "decisions.toml, line 2");
        assert_eq!(
            findings[0].message,
            "a match of schemes cannot be followed: 'Emtpy homes' in area 'north' is no scheme of this period"
        );
    }
}
