//! `parts` of a list and `[[tie]]`: figures that must add up to others.

use super::Faults;
use super::formulas::{Scope, Scopes, Wanted};
use crate::form::rule::NET;
use crate::form::{Area, Kind, Parts, ReportForm, TieForm, TieSum, known_area};
use crate::toml_reader::Table;

/// Which items are parts of others.
pub(super) fn parts(table: &Table, scope: &Scope, faults: &mut Faults) -> Option<Parts> {
    let raw = table.table("parts")?;
    if table.has("summary_of") {
        faults.add(table.at("parts"), "the rows of a summary have no `parts`; they belong to the list summed up");
    }
    let column = raw.text("column")?;
    if let Some(name) = scope.column(column, "`parts`", raw.at("column"), faults)
        && name.kind.is_some_and(|kind| !matches!(kind, Kind::Text | Kind::Code))
    {
        let message = format!("`{column}` cannot name a whole; name a column of kind text or code");
        faults.add(raw.at("column"), message);
    }
    if table.text("key") == Some(column) {
        faults.add(
            raw.at("column"),
            format!("`{column}` is the item's own key; a part names its whole in another column"),
        );
    }
    for value in raw.list("add_up") {
        let Some(id) = value.text() else { continue };
        if let Some(name) = scope.column(id, "`add_up`", value.at.clone(), faults)
            && name.kind.is_some_and(|kind| !matches!(kind, Kind::Money | Kind::Count))
        {
            faults.add(value.at.clone(), format!("`{id}` does not add up; name columns of kind money or count"));
        }
    }
    Some(Parts { column: column.to_string(), add_up: raw.texts("add_up").unwrap_or_default(), at: raw.at.clone() })
}

/// `[[tie]]`
pub(super) fn ties(raw: &Table, areas: &[Area], scopes: &Scopes, faults: &mut Faults) -> Vec<TieForm> {
    let mut seen = Vec::new();
    let mut ties = Vec::new();
    for table in raw.tables("tie") {
        let id = faults.id(table, "a tie", &mut seen);
        let mut side = |raw: &Table| sum(raw, areas, scopes, faults);
        let left = table.table("left").and_then(&mut side);
        let right = table.table("right").and_then(&mut side);
        let items: Vec<TieSum> = table.tables("items").filter_map(&mut side).collect();
        if id == NET {
            faults.add(
                table.at("id"),
                format!("`{NET}` is what `net` of `roles` is called in findings; call this one otherwise"),
            );
        }
        if let (Some(left), Some(right)) = (left, right) {
            ties.push(TieForm { id, left, right, items, at: table.at.clone() });
        }
    }
    ties
}

/// What the roles tie together: the net is the target less the pressures.
pub(super) fn net(raw: &Table, report: &ReportForm) -> Option<TieForm> {
    let at = raw.table("report")?.table("roles")?.at("net");
    let roles = &report.roles;
    let side = |(list, column): (&str, &str), negate: bool| TieSum {
        name: String::new(),
        list: list.to_string(),
        column: column.to_string(),
        area: None,
        filter: None,
        negate,
    };
    let (net, net_column) = roles.net.as_ref()?;
    let (pressures, pressures_column) = roles.pressures.as_ref()?;
    Some(TieForm {
        id: NET.to_string(),
        left: side((&report.main_list, roles.target.as_deref()?), false),
        right: side((net, net_column), false),
        // Where savings are negative amounts, pressures add to them.
        items: vec![side((pressures, pressures_column), !report.negative_savings)],
        at,
    })
}

fn sum(raw: &Table, areas: &[Area], scopes: &Scopes, faults: &mut Faults) -> Option<TieSum> {
    let area = raw.string("area");
    if let Some(Err(message)) = area.as_deref().map(|id| known_area(areas, id)) {
        faults.add(raw.at("area"), message);
    }
    let scope = scopes.named(raw, "list", faults)?;
    let column = raw.text("column")?;
    scope.money_column(column, "`column`", raw.at("column"), faults);
    let filter =
        raw.text("where").and_then(|text| scope.formula(text, "`where`", Wanted::Truth, &raw.at("where"), faults));
    Some(TieSum {
        name: raw.string("name").unwrap_or_default(),
        list: scope.id.clone(),
        column: column.to_string(),
        area,
        filter,
        negate: raw.truth("negate").unwrap_or(false),
    })
}
