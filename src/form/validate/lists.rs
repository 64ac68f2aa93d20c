//! `[[list]]`: its columns, what it sums up, and what must hold between its columns.

use super::columns::{Around, column};
use super::formulas::{Needs, Scope, Scopes, circles};
use super::{Faults, line, next_year, ties};
use crate::form::heading::fill_for;
use crate::form::{ALL, AREA, AREA_GROUP, Column, ColumnOrigin, Kind, List, Summary, TotalOrigin};
use crate::names::Heading;
use crate::period::{Calendar, FinancialYear, Part, Period};
use crate::toml_reader::Table;

/// Headings are compared as they would stand in this quarter, of each year in which the form has a period. Its last day is no boundary of a year, so that only
/// headings that are the same in every period look the same.
const SPECIMEN: Period = Period { year: FinancialYear { start: 2022 }, part: Part::Quarter(3) };

/// `[[list]]`
pub(super) fn lists(raw: &Table, scopes: &Scopes, first_month: i8, faults: &mut Faults) -> Vec<List> {
    let mut seen = Vec::new();
    let mut lists = Vec::new();
    let periods = specimens(raw);
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
        let detail_of = detail_of(table, &id, scopes, faults);
        let balancing = table.texts("balancing").unwrap_or_default();
        let text_only = text_only(table, &columns, faults);
        let levels = levels(table, scope, faults);
        let parts = ties::parts(table, scope, faults);
        let at = table.at.clone();
        let list = List {
            id,
            item,
            items,
            key,
            label,
            summary_of,
            detail_of,
            balancing,
            levels,
            text_only,
            parts,
            columns,
            at,
        };
        if let Some(host) = list.column(&list.label).and_then(|label| label.within.as_ref()) {
            let at = if table.has("label") { "label" } else { "key" };
            let message = format!(
                "rows are named by `{}`, which stands inside the cells of `{}`: name that one as `label`",
                list.label, host.column
            );
            faults.add(table.at(at), message);
        }
        elsewhere(&list, &raws, faults);
        parts_of_columns(&list, &raws, faults);
        next_year::of_list(&list, &raws, faults);
        parts_outside(&list, table, faults);
        one_off_once(&list, &raws, faults);
        full_years(&list, &raws, faults);
        headings(&list, &raws, &periods, first_month, faults);
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
    let by = raw.string("by").unwrap_or_else(|| AREA.into());
    if ![AREA, AREA_GROUP, ALL].contains(&by.as_str())
        && !of.levels.contains(&by)
        && of.id != own
        && let Some(name) = of.column(&by, "`by` of `summary_of`", raw.at("by"), faults)
        && name.kind.is_some_and(|kind| !kind.groups_rows())
    {
        faults.add(raw.at("by"), format!("`{by}` does not group rows; name a column of kind text, choice or code"));
    }
    Some(Summary { of: of.id.clone(), by })
}

/// The list whose items its rows are details of.
fn detail_of(table: &Table, own: &str, scopes: &Scopes, faults: &mut Faults) -> Option<String> {
    let of = scopes.named(table, "detail_of", faults)?;
    if of.id == own {
        faults.add(table.at("detail_of"), format!("`{own}` cannot be a detail of itself"));
    }
    if table.has("summary_of") {
        faults.add(table.at("detail_of"), "a list sums up another one or holds its details, not both");
    }
    Some(of.id.clone())
}

/// The groups inside an area. A level that a column tells is named as that column is.
fn levels(table: &Table, scope: &Scope, faults: &mut Faults) -> Vec<String> {
    let mut levels: Vec<String> = Vec::new();
    for value in table.list("levels") {
        let Some(id) = value.text() else { continue };
        if !id.chars().all(|character| character.is_ascii_alphanumeric() || "-_".contains(character)) || id.is_empty() {
            faults.add(value.at.clone(), format!("`{id}` cannot be a level: use letters, digits and hyphens"));
        } else if [AREA, AREA_GROUP, ALL].contains(&id) {
            faults.add(value.at.clone(), format!("`{id}` cannot be a level; levels are groups inside an area"));
        } else if levels.iter().any(|known| known == id) {
            faults.add(value.at.clone(), format!("the level `{id}` stands twice in `levels`"));
        } else if let Some(kind) = scope.name(id).and_then(|name| name.kind)
            && !kind.groups_rows()
        {
            let message =
                format!("`{id}` does not group rows; name a level after a column of kind text, choice or code");
            faults.add(value.at.clone(), message);
        }
        levels.push(id.to_string());
    }
    if !levels.is_empty() && table.has("summary_of") {
        faults.add(table.at("levels"), "a summary has no levels; its rows are the groups of the list summed up");
    }
    levels
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

/// Whether the list holds words alone.
fn text_only(table: &Table, columns: &[Column], faults: &mut Faults) -> bool {
    let text_only = table.truth("text_only").unwrap_or(false);
    for column in columns.iter().filter(|column| text_only && column.kind.is_figure()) {
        faults.add(
            table.at("text_only"),
            format!("`{}` holds figures, and a list with `text_only` holds words alone", column.id),
        );
    }
    for key in ["balancing", "summary_of"].into_iter().filter(|key| text_only && table.has(key)) {
        faults.add(table.at(key), format!("`{key}` does not fit a list with `text_only`: its rows are no items"));
    }
    text_only
}

/// Columns whose values, or totals, stand in another column of the same list.
fn elsewhere(list: &List, raws: &[&Table], faults: &mut Faults) {
    for (column, raw) in list.columns.iter().zip(raws) {
        if let Some(host) = column.within.as_ref().and_then(|within| list.column(&within.column)) {
            let reason = match host {
                _ if host.id == column.id => Some("names the column itself"),
                _ if host.within.is_some() => Some("names a column that stands within another one"),
                _ if !host.kind.plain().groups_rows() => Some("names a column that holds no text"),
                _ => None,
            };
            if let Some(reason) = reason {
                faults.add(raw.at("within"), format!("`within` of `{}` {reason}", column.id));
            }
        }
        if let Some(host) = column.totals_in().and_then(|id| list.column(id)) {
            let shared = |other: &&Column| other.id != column.id && other.totals_in() == column.totals_in();
            let reason = if host.kind.is_figure() {
                Some(format!("`totals_in` names `{}`, which holds figures and totals of its own", host.id))
            } else if host.id == list.label || host.within.is_some() {
                Some(format!("`totals_in` cannot be `{}`: the row's own name stands there", host.id))
            } else {
                let other = list.columns.iter().find(shared);
                other.map(|other| format!("the totals of `{}` stand in `{}` too", other.id, host.id))
            };
            if let Some(reason) = reason {
                faults.add(raw.at("totals_in"), reason);
            }
        }
    }
}

/// A column's parts are several, and no part has parts of its own.
fn parts_of_columns(list: &List, raws: &[&Table], faults: &mut Faults) {
    for (column, raw) in list.columns.iter().zip(raws) {
        let Some(part) = column.part_of() else { continue };
        if let Some(of) = list.column(&part.whole).and_then(Column::part_of) {
            let message = format!(
                "`{}` is itself a part of `{}`: say `part_of = \"{}\"` of each part, and leave out what they add up to in between",
                part.whole, of.whole, of.whole
            );
            faults.add(raw.at("part_of"), message);
        } else if let [_] = list.parts_of(&part.whole)[..] {
            let message = format!(
                "`{}` is the only part of `{}`, and its parts must add up to it: say `part_of` of the others too",
                column.id, part.whole
            );
            faults.add(raw.at("part_of"), message);
        }
    }
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

/// A part that counts in its whole cannot be kept out of the totals.
fn parts_outside(list: &List, table: &Table, faults: &mut Faults) {
    let outside = list.columns.iter().any(Column::keeps_outside);
    if list.parts.is_some() && outside {
        let message = format!(
            "`{}` has `parts` and a column with `outside_totals`: a part counts in its whole, whatever is said of it",
            list.id
        );
        faults.add(table.at("parts"), message);
    }
}

/// What recurs is told by one column, so that an item is one of the two.
fn one_off_once(list: &List, raws: &[&Table], faults: &mut Faults) {
    let mut telling = list.columns.iter().zip(raws).filter(|(column, _)| column.tells_one_off());
    let Some((first, _)) = telling.next() else { return };
    for (column, raw) in telling {
        let message = format!(
            "`one_off` of `{}`: the column `{}` says already which items of this list are one-off; keep one of them",
            column.id, first.id
        );
        faults.add(raw.at("one_off"), message);
    }
}

/// A full-year effect and this year's amount are held against each other as totals; each is one of the two, and has one of the other.
fn full_years(list: &List, raws: &[&Table], faults: &mut Faults) {
    let mut seen: Vec<(&str, &str)> = Vec::new();
    for (column, raw) in list.columns.iter().zip(raws) {
        let Some(year) = column
            .full_year_of()
            .and_then(|id| list.column(id))
            .filter(|year| year.id != column.id && year.kind == Kind::Money)
        else {
            continue;
        };
        let without_total = [column, year].into_iter().find(|column| !column.total.is_whole());
        let message = if let Some(of) = year.full_year_of() {
            format!("`{}` is itself the full-year effect of `{of}`: name the column of this year's amount", year.id)
        } else if let Some((other, _)) = seen.iter().find(|(_, of)| *of == year.id) {
            format!("`{other}` is the full-year effect of `{}` already; it has one", year.id)
        } else if let Some(without) = without_total {
            format!(
                "`full_year_of` holds two totals against each other, and `{}` has none that adds up: its `total` is to be \"sum\" or \"given\"",
                without.id
            )
        } else {
            seen.push((&column.id, &year.id));
            continue;
        };
        faults.add(raw.at("full_year_of"), message);
    }
}

/// A quarter of each year in which the form has a period: what a year or a day in a heading is taken for there.
fn specimens(raw: &Table) -> Vec<Period> {
    let ids = raw.tables("period").filter_map(|period| Period::parse(&period.string("id")?).ok());
    let years: std::collections::BTreeSet<i16> = ids.map(|period| period.year.start).collect();
    let periods = years.into_iter().map(|start| Period { year: FinancialYear { start }, ..SPECIMEN });
    let periods: Vec<Period> = periods.collect();
    if periods.is_empty() { vec![SPECIMEN] } else { periods }
}

/// A heading of a return must tell which column it is.
fn headings(list: &List, raws: &[&Table], periods: &[Period], first_month: i8, faults: &mut Faults) {
    let mut seen: Vec<(Vec<Heading>, usize)> = Vec::new();
    for (index, (column, raw)) in list.columns.iter().zip(raws).enumerate() {
        if column.within.is_some() {
            continue; // no return has a heading for it
        }
        let own = raw.value("heading").into_iter().filter(|value| value.text().is_some());
        for value in own.chain(raw.list("also")) {
            let Some(text) = value.text() else { continue };
            let as_in = |period: &Period| {
                Heading::of(&fill_for(&Calendar::english(), text, *period, (first_month, None), &[]), first_month)
            };
            let comparable: Vec<Heading> = periods.iter().map(as_in).collect();
            let same = |known: &[Heading]| known.iter().zip(&comparable).any(|(known, own)| known == own);
            match seen.iter().find(|(known, _)| same(known)) {
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
        if let ColumnOrigin::Formula(expr) = column.origin() {
            let at = Some(raw.at("formula"));
            cells.push(Needs { name: column.id.clone(), needs: owned(expr.columns()), at });
        }
        if let TotalOrigin::Formula(expr) = &column.total {
            let at = Some(raw.at("total"));
            totals.push(Needs { name: column.id.clone(), needs: owned(expr.columns()), at });
        }
        if let Some(beside) = column.beside() {
            for graph in [&mut cells, &mut totals] {
                let needs = vec![column.id.clone(), beside.of.clone()];
                graph.push(Needs { name: beside.id.clone(), needs, at: None });
            }
        }
    }
    let shares: Vec<&str> = raws.iter().filter(|raw| raw.has("share")).filter_map(|raw| raw.text("id")).collect();
    for node in cells.iter().chain(&totals) {
        for share in node.needs.iter().filter(|need| shares.contains(&need.as_str())) {
            let at = node.at.clone().unwrap_or_else(|| list.at.clone());
            let message =
                format!("`{share}` is a share of a total, and no formula can use it; divide by what it is a share of");
            faults.add(at, message);
        }
    }
    circles(&cells, "formula", faults);
    circles(&totals, "formula of totals", faults);
}
