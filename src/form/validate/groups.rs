//! The groups inside an area: where a return tells them, and which of them a table prints.

use super::Faults;
use super::formulas::Scope;
use crate::form::{AREA, AREA_GROUP, Area, AreaGroup, GroupFrom, List};
use crate::names::{Code, did_you_mean};
use crate::toml_reader::Table;

/// Where each level of the list is told. A level that has a column of its own need not be named.
pub(super) fn told(table: &Table, list: &List, scope: &Scope, faults: &mut Faults) -> Vec<GroupFrom> {
    let known = || list.levels.iter().map(String::as_str);
    for (level, value) in table.map("groups") {
        if !known().any(|known| known == level) {
            let hint = did_you_mean(level, known());
            let message = format!(
                "unknown level `{level}` in `groups`{hint}; the levels of `{}` are named in its `levels`",
                list.id
            );
            faults.add(value.at.clone(), message);
        }
    }
    let mut told = Vec::new();
    for level in &list.levels {
        let given = table.map("groups").iter().find(|(name, _)| name == level);
        let Some((_, value)) = given else {
            // A wrong value of `groups` has been told.
            let is_wrong = table.has("groups") && table.value("groups").is_none();
            if list.column(level).is_none() && !is_wrong {
                faults.add(
                    table.at.clone(),
                    format!("[[return]] needs `groups`: where the level `{level}` is told (\"heading\", \"subtotal\", \"sheet\" or \"column:ID\")"),
                );
            }
            told.push(GroupFrom::Column(level.clone()));
            continue;
        };
        let text = value.text().unwrap_or_default();
        told.push(match (text, text.strip_prefix("column:").map(str::trim)) {
            ("heading", _) => GroupFrom::Heading,
            ("subtotal", _) => GroupFrom::Subtotal,
            ("sheet", _) => {
                if table.has("sheet") {
                    let message = format!(
                        "`{level} = \"sheet\"` takes the group from the sheet's name, but `sheet` names one sheet"
                    );
                    faults.add(value.at.clone(), message);
                }
                GroupFrom::Sheet
            }
            (_, Some(column)) => {
                let name = scope.column(column, "`groups`", value.at.clone(), faults);
                if name.is_some_and(|name| name.kind.is_some_and(|kind| kind.is_figure())) {
                    faults.add(value.at.clone(), format!("`{column}` holds figures, and figures name no group"));
                }
                GroupFrom::Column(column.to_string())
            }
            _ => {
                faults.add(
                    value.at.clone(),
                    format!(
                        "`{level}` cannot be \"{text}\"; it is \"heading\", \"subtotal\", \"sheet\" or \"column:ID\""
                    ),
                );
                GroupFrom::Heading
            }
        });
    }
    told
}

/// The levels whose groups a table prints.
pub(super) fn printed(
    table: &Table,
    list: &List,
    scope: &Scope,
    around: (&[Area], &[AreaGroup]),
    faults: &mut Faults,
) -> Vec<String> {
    let mut groups: Vec<String> = Vec::new();
    for value in table.list("groups") {
        let Some(level) = value.text() else { continue };
        if [AREA, AREA_GROUP].contains(&level) {
            if let Some(message) = areas_printed(table, list, level, around) {
                faults.add(value.at.clone(), message);
            }
        } else if !list.levels.iter().any(|known| known == level) {
            let hint = did_you_mean(level, list.levels.iter().map(String::as_str).chain([AREA, AREA_GROUP]));
            faults.add(
                value.at.clone(),
                format!("unknown level `{level}` in `groups`{hint}; `{}` has {}", list.id, named(list)),
            );
        }
        groups.push(level.to_string());
    }
    for key in ["group_heading", "subtotals", "subtotal_label", "group_order"] {
        if table.has(key) && !table.has("groups") {
            faults.add(
                table.at(key),
                format!("`{key}` says something of groups, but the table prints none; name levels in `groups`"),
            );
        }
    }
    if table.truth("subtotals") == Some(false) {
        if table.has("groups") && table.truth("group_heading") != Some(true) {
            faults.add(
                table.at("subtotals"),
                "without subtotals nothing would show the groups: add `group_heading = true`, or take `groups` out",
            );
        }
        if table.has("subtotal_label") {
            faults.add(table.at("subtotal_label"), "`subtotal_label` names a row that `subtotals = false` leaves out");
        }
    }
    // A name that is none of the words that may stand there would never be met.
    let choices = |level: &String| scope.name(level).map(|name| name.choices.as_slice()).unwrap_or_default();
    if let [level] = groups.as_slice()
        && !choices(level).is_empty()
    {
        for value in table.list("group_order") {
            let Some(word) = value.text() else { continue };
            if !choices(level).iter().any(|choice| Code::same(choice, word)) {
                let hint = did_you_mean(word, choices(level).iter().map(String::as_str));
                faults.add(value.at.clone(), format!("\"{word}\" is no choice of `{level}`{hint}"));
            }
        }
    }
    groups
}

fn named(list: &List) -> String {
    let levels: Vec<String> = list.levels.iter().map(|level| format!("`{level}`")).collect();
    if levels.is_empty() { "no `levels`".into() } else { format!("the levels {}", levels.join(", ")) }
}

/// Why a table cannot print a subtotal for each area, or for each group of areas.
fn areas_printed(
    table: &Table,
    list: &List,
    level: &str,
    (areas, area_groups): (&[Area], &[AreaGroup]),
) -> Option<String> {
    let (there, what) = match level {
        AREA => (!areas.is_empty(), "area"),
        _ => (!area_groups.is_empty(), AREA_GROUP),
    };
    let summary = list.summary_of.as_ref().map(|summary| summary.by.as_str());
    match summary {
        _ if !there => Some(format!("`{level}` in `groups` of a form without [[{what}]]")),
        _ if table.has("one_per") => {
            Some(format!("`{level}` in `groups` of a table of one area alone: take it, or `one_per`, out"))
        }
        Some(by) if by == level || by != AREA => {
            Some(format!("`{level}` in `groups`, but the rows of `{}` stand for no part of one", list.id))
        }
        _ => None,
    }
}
