//! `[[role]]`, `[[approver]]`, `[clearance]` and `[[record]]`.

use super::{Faults, line};
use rust_decimal::Decimal;

use crate::form::{Approver, ClearanceForm, ExemptForm, Law, May, RecordForm, Role};
use crate::names::{Label, did_you_mean};
use crate::source::Place;
use crate::toml_reader::Table;

/// `[[role]]`
pub(super) fn roles(raw: &Table, faults: &mut Faults) -> Vec<Role> {
    let mut roles: Vec<Role> = Vec::new();
    for table in raw.tables("role") {
        let Some(name) = table.string("name") else { continue };
        let also = table.texts("also").unwrap_or_default();
        let may = table.texts("may").unwrap_or_default().iter().filter_map(|text| May::parse(text)).collect();
        let known = |text: &str| roles.iter().find(|role| role.is_called(text)).map(|role| &role.at);
        names(table, ("a role", "the role", "Section 151 officer"), known, faults);
        roles.push(Role { name, also, may, at: table.at.clone() });
    }
    if let Some(first) = roles.first()
        && !roles.iter().any(|role| role.may.contains(&May::Clear))
    {
        faults.add(
            first.at.clone(),
            "no [[role]] may clear the appendix, so that it could never be published: add \"clear\" to `may` of one",
        );
    }
    roles
}

/// Finds fault with the names of one who decides: none may be empty, or another's.
fn names<'a>(
    table: &Table,
    (one, the, such_as): (&str, &str, &str),
    known: impl Fn(&str) -> Option<&'a Place>,
    faults: &mut Faults,
) {
    let also = table.texts("also").unwrap_or_default();
    let names = table.string("name").into_iter().map(|name| (name, "name"));
    for (text, key) in names.chain(also.into_iter().map(|text| (text, "also"))) {
        if Label::of(&text).is_empty() {
            faults.add(table.at(key), format!("{one} needs a name, such as \"{such_as}\""));
        } else if let Some(other) = known(&text) {
            faults.add(table.at(key), format!("\"{text}\" is {the} in line {} already", line(other)));
        }
    }
}

/// `[[approver]]`
pub(super) fn approvers(raw: &Table, faults: &mut Faults) -> Vec<Approver> {
    let mut approvers: Vec<Approver> = Vec::new();
    for table in raw.tables("approver") {
        let Some(name) = table.string("name") else { continue };
        let also = table.texts("also").unwrap_or_default();
        let known =
            |text: &str| approvers.iter().find(|approver| approver.is_called(text)).map(|approver| &approver.at);
        names(table, ("an approver", "the approver", "Savings Board"), known, faults);
        let up_to = table.number("up_to");
        if up_to.is_some_and(|up_to| up_to <= Decimal::ZERO) {
            faults.add(table.at("up_to"), "`up_to` is the largest change in pounds that it may approve: more than nil");
        }
        approvers.push(Approver { name, also, up_to, at: table.at.clone() });
    }
    approvers
}

/// `[clearance]`
pub(super) fn clearance(raw: &Table, roles: &[Role], faults: &mut Faults) -> ClearanceForm {
    let Some(table) = raw.table("clearance") else { return ClearanceForm::default() };
    let by = table.texts("by").unwrap_or_default();
    for value in table.list("by") {
        let Some(name) = value.text() else { continue };
        match roles.iter().find(|role| role.is_called(name)) {
            Some(role) if role.may.contains(&May::Clear) => {}
            Some(role) => faults.add(
                value.at.clone(),
                format!(
                    "\"{name}\" is to clear the appendix and may not: add \"clear\" to `may` of the [[role]] in line {}",
                    line(&role.at)
                ),
            ),
            None => faults.add(
                value.at.clone(),
                format!(
                    "there is no [[role]] \"{name}\"{}",
                    did_you_mean(name, roles.iter().map(|role| role.name.as_str()))
                ),
            ),
        }
    }
    ClearanceForm {
        by,
        by_others: table.truth("by_others").unwrap_or(false),
        comments: table.truth("comments").unwrap_or(false),
    }
}

/// `[exempt]`
pub(super) fn exempt(raw: &Table, faults: &mut Faults) -> ExemptForm {
    let usual = ExemptForm::default();
    let Some(table) = raw.table("exempt") else { return usual };
    let width = table.number("width").unwrap_or(usual.width);
    if width <= Decimal::ZERO || width > Decimal::ONE_HUNDRED {
        faults.add(
            table.at("width"),
            format!("`width` is {width}; write how many per cent of an exempt figure must stay unknown, more than 0 and 100 at most"),
        );
    }
    ExemptForm { law: table.text("law").and_then(Law::parse).unwrap_or(usual.law), width }
}

/// `[[record]]`
pub(super) fn records(raw: &Table, faults: &mut Faults) -> Vec<RecordForm> {
    let mut seen = Vec::new();
    let mut records = Vec::new();
    for table in raw.tables("record") {
        let id = faults.id(table, "a kind of record", &mut seen);
        faults.placeholders(table.value("title"), &[]);
        records.push(RecordForm { id, title: table.string("title").unwrap_or_default(), at: table.at.clone() });
    }
    records
}
