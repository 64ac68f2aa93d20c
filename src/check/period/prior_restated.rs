//! `prior-restated`

use std::collections::BTreeMap;

use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::Form;
use crate::money::Told;
use crate::names::one_line;
use crate::reconcile::position::{Position, Scheme};
use crate::reconcile::restated::{self, Restated};
use crate::source::Place;

/// Returns of the prior period that are others than those that were published.
pub static PRIOR_RESTATED: Rule = Rule {
    code: "prior-restated",
    family: Family::Period,
    severity: Severity::Note,
    title: "A return of the prior period is another one than was published",
    what: "The prior period is compared with as it was published. A return of it in the collection has changed since, and figures or texts in \
           it are others than the published ones.",
    why: "Members have seen what was published. If the prior period's return was put right afterwards, what was published was wrong, and a \
          correction of it may be due; if somebody changed it by mistake, it should be put back.",
    mend: "If what was published was wrong, publish a correction of it (`build --final --supersedes`). If not, put the return back as it was: \
           the published set has a copy.",
    run: told_last,
};

/// Looks at nothing: it is told when both accounts of the period are known.
fn told_last(_rule: &Rule, _view: &View<'_>) -> Vec<Finding> {
    Vec::new()
}

/// So many figures of a return are said.
const SAID: usize = 3;

/// One finding for each area whose returns of the prior period are others than was `published`.
pub(crate) fn findings(form: &Form, published: &Position, now: &Position) -> Vec<Finding> {
    let mut of_areas: BTreeMap<Option<&str>, Vec<Restated<'_>>> = BTreeMap::new();
    let differences = restated::differences(form, published, now);
    for differs in &differences {
        let Some(scheme) = differs.scheme() else { continue };
        of_areas.entry(scheme.area.as_deref()).or_default().push(*differs);
    }
    let of_area = |(area, differs): (Option<&str>, Vec<Restated<'_>>)| {
        let clauses: Vec<String> = differs.iter().filter_map(clause).collect();
        let places: Vec<Place> = differs.iter().filter_map(|differs| place(differs)).collect();
        let at = places.first().cloned().unwrap_or_else(|| Place::file("returns"));
        let name = area.and_then(|id| form.area(id)).map_or("", |area| area.name.as_str());
        let of = if name.is_empty() { String::new() } else { format!(" of {}", one_line(name)) };
        let rule = &PRIOR_RESTATED;
        Finding {
            message: format!(
                "the return{of} for {} has changed since it was published: {}",
                published.period.label(),
                wording::first_of(&clauses, SAID)
            ),
            help: "If what was published was wrong, publish a correction of it; if not, put the return back as it was. This period is \
                   compared with what was published."
                .to_string(),
            area: area.map(str::to_string),
            related: places.into_iter().skip(1).collect(),
            ..Finding::new(rule.code, rule.family, rule.severity, at)
        }
    };
    of_areas.into_iter().map(of_area).collect()
}

/// 'Voids': forecast was published as £50k and is £45k
fn clause(differs: &Restated<'_>) -> Option<String> {
    let name = one_line(&differs.scheme()?.label);
    let column = one_line(&differs.column.heading);
    Some(match (differs.then, differs.now) {
        (Some(then), Some(now)) => format!(
            "'{name}', {column}: {} was published, and {} stands there now",
            said(then, differs),
            said(now, differs)
        ),
        (Some(then), None) => format!("'{name}', {column}: {} was published, and the row is gone", said(then, differs)),
        (None, now) => format!("'{name}', {column}: {} is new", now.map_or_else(String::new, |now| said(now, differs))),
    })
}

fn said(scheme: &Scheme, differs: &Restated<'_>) -> String {
    let column = differs.column;
    match scheme.figures.get(&column.id) {
        Some(figure) => wording::figure(column, Told::Stated(*figure)),
        None => match restated::text(scheme, column) {
            Some(text) => format!("'{}'", wording::quoted(text)),
            None => "nothing".to_string(),
        },
    }
}

/// Where it stands now.
fn place(differs: &Restated<'_>) -> Option<Place> {
    let now = differs.now?;
    Some(now.place(&differs.column.id).clone())
}
