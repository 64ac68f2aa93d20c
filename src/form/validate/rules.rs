//! `[[check]]` and `[[narrative]]`.

use super::Faults;
use super::formulas::{Scopes, Wanted};
use crate::finding::Severity;
use crate::form::{CheckForm, Kind, NarrativeForm};
use crate::toml_reader::Table;

/// `[[check]]`
pub(super) fn checks(raw: &Table, scopes: &Scopes, faults: &mut Faults) -> Vec<CheckForm> {
    let mut seen = Vec::new();
    let mut checks = Vec::new();
    for table in raw.tables("check") {
        let id = faults.id(table, "a check", &mut seen);
        let Some(scope) = scopes.named(table, "list", faults) else { continue };
        let mut condition = |key: &str| {
            let text = table.text(key)?;
            scope.formula(text, &format!("`{key}`"), Wanted::Truth, &table.at(key), faults)
        };
        let when = condition("when");
        let Some(require) = condition("require") else { continue };
        checks.push(CheckForm {
            id,
            list: scope.id.clone(),
            when,
            require,
            missing_breaks: table.text("missing") == Some("broken"),
            severity: severity(table, "severity").unwrap_or(Severity::Query),
            message: table.string("message").unwrap_or_default(),
            at: table.at.clone(),
        });
    }
    checks
}

/// `[[narrative]]`
pub(super) fn narratives(raw: &Table, scopes: &Scopes, faults: &mut Faults) -> Vec<NarrativeForm> {
    let mut narratives = Vec::new();
    for table in raw.tables("narrative") {
        let Some(scope) = scopes.named(table, "list", faults) else { continue };
        for value in table.list("columns") {
            let Some(id) = value.text() else { continue };
            if let Some(name) = scope.column(id, "`columns`", value.at.clone(), faults)
                && name.kind.is_some_and(|kind| kind != Kind::Text)
            {
                faults.add(value.at.clone(), format!("`{id}` holds no running text; name columns of kind text"));
            }
        }
        for key in ["columns", "words", "means"] {
            if table.texts(key).is_some_and(|texts| texts.is_empty()) {
                faults.add(table.at(key), format!("`{key}` is empty, so that this [[narrative]] says nothing"));
            }
        }
        let mut means = Vec::new();
        for value in table.list("means") {
            let Some(text) = value.text() else { continue };
            means.extend(scope.formula(text, "`means`", Wanted::Figure, &value.at, faults));
        }
        narratives.push(NarrativeForm {
            list: scope.id.clone(),
            columns: table.texts("columns").unwrap_or_default(),
            words: table.texts("words").unwrap_or_default(),
            means,
            at: table.at.clone(),
        });
    }
    narratives
}

/// How much a finding weighs, if the form says so.
pub(super) fn severity(table: &Table, key: &str) -> Option<Severity> {
    match table.text(key)? {
        "error" => Some(Severity::Error),
        "query" => Some(Severity::Query),
        "note" => Some(Severity::Note),
        _ => None,
    }
}
