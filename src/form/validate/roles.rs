//! `[[role]]`, `[clearance]` and `[[record]]`.

use super::{Faults, line};
use crate::form::{ClearanceForm, May, RecordForm, Role};
use crate::names::{Label, did_you_mean};
use crate::toml_reader::Table;

/// `[[role]]`
pub(super) fn roles(raw: &Table, faults: &mut Faults) -> Vec<Role> {
    let mut roles: Vec<Role> = Vec::new();
    for table in raw.tables("role") {
        let Some(name) = table.string("name") else { continue };
        let also = table.texts("also").unwrap_or_default();
        let may = table.texts("may").unwrap_or_default().iter().filter_map(|text| May::parse(text)).collect();
        for (text, at) in
            std::iter::once((&name, table.at("name"))).chain(also.iter().map(|text| (text, table.at("also"))))
        {
            if Label::of(text).is_empty() {
                faults.add(at, "a role needs a name, such as \"Section 151 officer\"");
            } else if let Some(other) = roles.iter().find(|role| role.is_called(text)) {
                faults.add(at, format!("\"{text}\" is the role in line {} already", line(&other.at)));
            }
        }
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
