//! `[[list]]`: its columns, what it sums up, and what must hold between its columns.

use super::columns::{Around, column};
use super::formulas::{Needs, Scope, Scopes, circles};
use super::{Faults, line};
use crate::form::heading::fill_for;
use crate::form::{ColumnOrigin, Kind, List, Summary, TotalOrigin};
use crate::period::{FinancialYear, Part, Period, comparable_heading};
use crate::toml_reader::Table;

/// Headings are compared as they would stand in this period. Its last day is no boundary of a year, so that only
/// headings that are the same in every period look the same.
const SPECIMEN: Period = Period { year: FinancialYear { start: 2022 }, part: Part::Quarter(3) };

/// `[[list]]`
pub(super) fn lists(raw: &Table, scopes: &Scopes, first_month: i8, faults: &mut Faults) -> Vec<List> {
    let mut seen = Vec::new();
    let mut lists = Vec::new();
    for table in raw.tables("list") {
        let id = faults.id(table, "a list", &mut seen);
        let Some(scope) = scopes.get(&id) else { continue };
        let summary_of = summary_of(table, &id, scopes, faults);
        let around = Around { scope, scopes, summary_of: summary_of.as_ref(), is_summary: table.has("summary_of") };
        let columns: Vec<_> = table.tables("column").map(|raw| column(raw, &around, faults)).collect();
        let raws: Vec<_> = table.tables("column").collect();
        once(&raws, faults);
        let key = naming(table, "key", scope, faults).unwrap_or_default();
        let label = naming(table, "label", scope, faults).unwrap_or_else(|| key.clone());
        let item = table.string("item").unwrap_or_else(|| "item".into());
        let items = table.string("items").unwrap_or_else(|| format!("{item}s"));
        let balancing = table.texts("balancing").unwrap_or_default();
        let list = List { id, item, items, key, label, summary_of, balancing, columns, at: table.at.clone() };
        headings(&list, &raws, first_month, faults);
        turns(&list, &raws, faults);
        lists.push(list);
    }
    let graph: Vec<_> = lists
        .iter()
        .map(|list| Needs {
            name: list.id.clone(),
            needs: list.summary_of.iter().map(|summary| summary.of.clone()).collect(),
            at: list.summary_of.as_ref().map(|_| list.at.clone()),
        })
        .collect();
    circles(&graph, "summary", faults);
    lists
}

fn summary_of(table: &Table, own: &str, scopes: &Scopes, faults: &mut Faults) -> Option<Summary> {
    let raw = table.table("summary_of")?;
    let of = scopes.named(raw, "list", faults)?;
    let by = raw.string("by").unwrap_or_else(|| "area".into());
    if by != "area"
        && of.id != own
        && let Some(name) = of.column(&by, "`by` of `summary_of`", raw.at("by"), faults)
        && name.kind.is_some_and(|kind| kind.is_figure() || kind == Kind::Date)
    {
        faults.add(raw.at("by"), format!("`{by}` does not group rows; name a column of kind text, choice or code"));
    }
    Some(Summary { of: of.id.clone(), by })
}

/// The column that tells items apart, or names them.
fn naming(table: &Table, key: &str, scope: &Scope, faults: &mut Faults) -> Option<String> {
    let id = table.text(key)?;
    if let Some(name) = scope.column(id, &format!("`{key}`"), table.at(key), faults)
        && name.kind.is_some_and(Kind::is_figure)
    {
        faults.add(table.at(key), format!("`{key}` cannot be `{id}`: a figure does not name an item"));
    }
    Some(id.to_string())
}

/// The ids of columns, and of amounts beside percentages, are used once in a list.
fn once(raws: &[&Table], faults: &mut Faults) {
    let mut seen = Vec::new();
    for raw in raws {
        if let Some(id) = raw.text("id") {
            faults.taken(id, "a column of this list", raw.at("id"), &mut seen);
        }
    }
    for beside in raws.iter().filter_map(|raw| raw.table("beside")) {
        if let Some(id) = beside.text("id") {
            faults.taken(id, "a column of this list", beside.at("id"), &mut seen);
        }
    }
}

/// A heading of a return must tell which column it is.
fn headings(list: &List, raws: &[&Table], first_month: i8, faults: &mut Faults) {
    let mut seen: Vec<(String, usize)> = Vec::new();
    for (index, (column, raw)) in list.columns.iter().zip(raws).enumerate() {
        let own = raw.value("heading").into_iter().filter(|value| value.text().is_some());
        for value in own.chain(raw.list("also")) {
            let Some(text) = value.text() else { continue };
            let filled = fill_for(text, SPECIMEN, first_month, None, &[]);
            let comparable = comparable_heading(&filled, first_month);
            match seen.iter().find(|(known, _)| *known == comparable) {
                Some((_, other)) if *other == index => {}
                Some((_, other)) => {
                    let first = &list.columns[*other];
                    faults.add(
                        value.at.clone(),
                        format!(
                            "\"{text}\" is a heading of `{}` (line {}) and of `{}`; a return could mean either",
                            first.id,
                            line(&first.at),
                            column.id
                        ),
                    );
                }
                None => seen.push((comparable, index)),
            }
        }
    }
}

/// Formulas must not turn in a circle: neither those of the cells nor those of the totals. The amount beside a
/// percentage is worked out from the percentage and what it is a percentage of.
fn turns(list: &List, raws: &[&Table], faults: &mut Faults) {
    let mut cells = Vec::new();
    let mut totals = Vec::new();
    for (column, raw) in list.columns.iter().zip(raws) {
        let owned = |ids: Vec<&str>| ids.into_iter().map(str::to_string).collect::<Vec<_>>();
        if let ColumnOrigin::Formula(expr) = &column.origin {
            let at = Some(raw.at("formula"));
            cells.push(Needs { name: column.id.clone(), needs: owned(expr.columns()), at });
        }
        if let TotalOrigin::Formula(expr) = &column.total {
            let at = Some(raw.at("total"));
            totals.push(Needs { name: column.id.clone(), needs: owned(expr.columns()), at });
        }
        if let Some(beside) = &column.beside {
            for graph in [&mut cells, &mut totals] {
                let needs = vec![column.id.clone(), beside.of.clone()];
                graph.push(Needs { name: beside.id.clone(), needs, at: None });
            }
        }
    }
    circles(&cells, "formula", faults);
    circles(&totals, "formula of totals", faults);
}
