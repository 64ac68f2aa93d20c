//! `[[rating]]`: which choice the figures give.

use rust_decimal::Decimal;

use super::Faults;
use super::formulas::{Scope, Scopes, Wanted};
use super::rules::severity;
use crate::finding::Severity;
use crate::form::rating::{Limit, RatedRows, RatingForm, Whichever};
use crate::form::{Kind, List};
use crate::names::{Code, did_you_mean};
use crate::toml_reader::Table;

/// `[[rating]]`
pub(super) fn ratings(raw: &Table, scopes: &Scopes, lists: &[List], faults: &mut Faults) -> Vec<RatingForm> {
    let mut ratings = Vec::new();
    for table in raw.tables("rating") {
        let Some(scope) = scopes.named(table, "list", faults) else { continue };
        choice_column(table, "column", scope, faults);
        shown(table, scope, lists, faults);
        let mut figure = |key: &str| {
            let text = table.text(key)?;
            scope.formula(text, &format!("`{key}`"), Wanted::Figure, &table.at(key), faults)
        };
        let (measure, of) = (figure("measure"), figure("of"));
        let limits = limits(table, scope, faults);
        let Some(measure) = measure else { continue };
        ratings.push(RatingForm {
            list: scope.id.clone(),
            column: table.string("column").unwrap_or_default(),
            measure,
            of,
            limits,
            severity: severity(table, "severity").unwrap_or(Severity::Query),
            cautious: severity(table, "cautious").unwrap_or(Severity::Note),
            shows: table.string("shows"),
            print_key: table.truth("print_key").unwrap_or(true),
            rows: rows(table, faults),
            at: table.at.clone(),
        });
    }
    ratings
}

/// The rows that it rates.
fn rows(table: &Table, faults: &mut Faults) -> Vec<RatedRows> {
    if table.has("rows") && table.value("rows").is_some() && table.list("rows").is_empty() {
        faults.add(table.at("rows"), "`rows` is empty, so that this [[rating]] rates nothing");
    }
    let mut rows = Vec::new();
    for value in table.list("rows") {
        rows.extend(value.text().and_then(|said| RatedRows::ALL.into_iter().find(|rows| rows.name() == said)));
    }
    if table.has("shows") && !rows.is_empty() && !rows.contains(&RatedRows::Items) {
        faults.add(
            table.at("shows"),
            "`shows` prints in the rows of items, and this [[rating]] is of totals alone (`rows`)",
        );
    }
    rows
}

/// A column of choices that must exist.
fn choice_column(table: &Table, key: &str, scope: &Scope, faults: &mut Faults) {
    let Some(id) = table.text(key) else { return };
    if let Some(name) = scope.column(id, &format!("`{key}`"), table.at(key), faults)
        && name.kind.is_some_and(|kind| kind != Kind::Choice)
    {
        faults.add(table.at(key), format!("`{id}` holds no choice; name a column of kind choice"));
    }
}

/// The column that shows what the figures give is no column of the returns.
fn shown(table: &Table, scope: &Scope, lists: &[List], faults: &mut Faults) {
    choice_column(table, "shows", scope, faults);
    let Some(id) = table.text("shows") else { return };
    if table.text("column") == Some(id) {
        faults.add(
            table.at("shows"),
            format!("`{id}` holds what is declared; show what the figures give in another column"),
        );
        return;
    }
    let column = lists.iter().find(|list| list.id == scope.id).and_then(|list| list.column(id));
    if column.is_some_and(|column| !column.optional || column.required) {
        let message =
            format!("`{id}` is worked out, and no return need hold it; write `optional = true` in its column");
        faults.add(table.at("shows"), message);
    }
}

fn limits(table: &Table, scope: &Scope, faults: &mut Faults) -> Vec<Limit> {
    let mut limits: Vec<Limit> = Vec::new();
    let raws: Vec<&Table> = table.tables("limits").collect();
    if raws.is_empty() && table.list("limits").is_empty() && table.has("limits") {
        faults.add(table.at("limits"), "`limits` is empty, so that this [[rating]] says nothing");
    }
    let choices = table.text("column").and_then(|id| scope.name(id)).map_or(&[][..], |name| &name.choices);
    for (index, raw) in raws.iter().enumerate() {
        let Some(choice) = raw.string("choice") else { continue };
        let same = |known: &str| Code::same(known, &choice);
        if !choices.is_empty() && !choices.iter().any(|known| same(known)) {
            let hint = did_you_mean(&choice, choices.iter().map(String::as_str));
            faults.add(raw.at("choice"), format!("'{choice}' is no choice of the column{hint}"));
        }
        if limits.iter().any(|limit| same(&limit.choice)) {
            faults.add(raw.at("choice"), format!("'{choice}' stands twice in `limits`"));
        }
        let (amount, percent) = (raw.number("amount"), raw.number("percent"));
        let limited = raw.has("amount") || raw.has("percent");
        if !limited && index + 1 < raws.len() {
            faults.add(
                raw.at.clone(),
                format!(
                    "'{choice}' has no limit, so that nothing reaches those behind it; only the last may have none"
                ),
            );
        }
        if raw.has("percent") && !table.has("of") {
            faults.add(raw.at("percent"), "`percent` wants `of` in the [[rating]]: what it is a percentage of");
        }
        if raw.has("amount") && raw.has("percent") && !raw.has("whichever") {
            faults.add(raw.at.clone(), "an amount and a percentage: write `whichever = \"lower\"` or `\"higher\"`");
        }
        limits.push(Limit {
            choice,
            amount,
            percent: percent.and_then(|percent| percent.checked_div(Decimal::ONE_HUNDRED)),
            whichever: if raw.text("whichever") == Some("higher") { Whichever::Higher } else { Whichever::Lower },
        });
    }
    limits
}
