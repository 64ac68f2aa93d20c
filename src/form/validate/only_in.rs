//! What of a form holds in some periods alone: an entry with `only_in`, such as a column that has another heading or another formula at
//! outturn than in the months before.
//!
//! It is settled before anything else is validated, so that nothing later knows. An entry of another period is not there; where a column
//! is there in other periods alone, the tables, the roles and the movements that name it do without it.

use std::collections::BTreeSet;

use super::Faults;
use crate::form::raw::ONLY_IN;
use crate::period::{FinancialYear, Part, Period};
use crate::toml_reader::{Data, Table, Value};

/// Entries of the form that may be of some periods alone.
const ENTRIES: [&str; 10] =
    ["list", "return", "rating", "check", "narrative", "tie", "bridge", "pairing", "table", "figure"];

/// A period that stands for each quarter, month or outturn, where the form alone is looked at.
const ANY_YEAR: FinancialYear = FinancialYear { start: 2022 };

/// The same, for a period of which nothing is said.
const OTHER_YEAR: FinancialYear = FinancialYear { start: 1999 };

/// The periods in which an entry holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum In {
    /// `q3`, `p09`, `outturn`, of every year.
    Part(Part),
    /// `2022-23`, all of it.
    Year(FinancialYear),
    /// `2022-23-q3`.
    Period(Period),
}

impl In {
    fn read(text: &str) -> Option<In> {
        let text = text.trim();
        let of_any_year = || Period::parse(&format!("2022-23-{text}")).ok().map(|period| In::Part(period.part));
        let year = || FinancialYear::read(text).map(In::Year);
        Period::parse(text).ok().map(In::Period).or_else(year).or_else(of_any_year)
    }

    fn holds(self, period: Period) -> bool {
        match self {
            In::Part(part) => period.part == part,
            In::Year(year) => period.year == year,
            In::Period(only) => period == only,
        }
    }

    /// A period in which it holds.
    fn specimen(self) -> Period {
        match self {
            In::Part(part) => Period { year: ANY_YEAR, part },
            In::Year(year) => Period { year, part: Part::Quarter(1) },
            In::Period(period) => period,
        }
    }
}

/// A period for each that the form speaks of in `only_in`, and one of which it says nothing there: in these it is validated, each as it is
/// there. None where it is the same in all.
pub(super) fn specimens(raw: &Table) -> Vec<Period> {
    let entries = ENTRIES.iter().flat_map(|key| raw.tables(key));
    let columns = raw.tables("list").flat_map(|list| list.tables("column"));
    let said = entries.chain(columns).flat_map(|entry| entry.texts(ONLY_IN).unwrap_or_default());
    let said: Vec<In> = said.filter_map(|text| In::read(&text)).collect();
    let mut all: BTreeSet<Period> = said.iter().map(|only| only.specimen()).collect();
    let parts = (1..=4).map(Part::Quarter).chain((1..=12).map(Part::Month)).chain([Part::Outturn]);
    let other =
        parts.map(|part| Period { year: OTHER_YEAR, part }).find(|period| !said.iter().any(|only| only.holds(*period)));
    all.extend(other.filter(|_| !said.is_empty()));
    all.into_iter().collect()
}

/// The form as it is in a period, and the columns that are there in other periods alone.
pub(super) fn in_period(raw: &Table, period: Period, faults: &mut Faults) -> (Table, BTreeSet<String>) {
    let mut raw = raw.clone();
    for key in ENTRIES {
        retain(&mut raw, key, period, faults);
    }
    let mut gone: Vec<(String, BTreeSet<String>)> = Vec::new();
    let Some(lists) = raw.value("list").cloned() else { return (raw, BTreeSet::new()) };
    let mut kept = Vec::new();
    for item in lists.items() {
        let Some(mut list) = item.table().cloned() else {
            kept.push(item.clone());
            continue;
        };
        let ids =
            |list: &Table| list.tables("column").filter_map(|column| column.string("id")).collect::<BTreeSet<_>>();
        let all = ids(&list);
        retain(&mut list, "column", period, faults);
        let here = ids(&list);
        gone.extend(list.string("id").map(|id| (id, all.difference(&here).cloned().collect())));
        kept.push(Value { at: item.at.clone(), data: Data::Table(list) });
    }
    raw.set("list", Value { data: Data::List(kept), ..lists });
    if gone.iter().any(|(_, ids)| !ids.is_empty()) {
        without(&mut raw, &gone);
    }
    (raw, gone.into_iter().flat_map(|(_, ids)| ids).collect())
}

/// Keeps the entries that hold in the period.
fn retain(table: &mut Table, key: &'static str, period: Period, faults: &mut Faults) {
    let Some(value) = table.value(key).cloned() else { return };
    let mut kept: Vec<Value> = Vec::new();
    for item in value.items() {
        let Some(entry) = item.table() else {
            kept.push(item.clone());
            continue;
        };
        let Some(said) = entry.value(ONLY_IN) else {
            kept.push(item.clone());
            continue;
        };
        let read: Vec<Option<In>> = said.items().iter().map(|text| In::read(text.text()?)).collect();
        for (text, _) in said.items().iter().zip(&read).filter(|(_, read)| read.is_none()) {
            let message = format!(
                "`only_in` names periods of each year (\"q1\" to \"q4\", \"p01\" to \"p12\", \"outturn\"), one period (\"2022-23-q3\") or all of a \
                 year (\"2022-23\"); \"{}\" is none of these",
                text.text().unwrap_or_default()
            );
            faults.add(text.at.clone(), message);
        }
        if read.is_empty() && matches!(said.data, Data::List(_)) {
            faults.add(
                said.at.clone(),
                "`only_in` names no period, so that this would never hold: take it out, or say when",
            );
        }
        if read.iter().flatten().any(|only| only.holds(period)) {
            kept.push(item.clone());
        }
    }
    table.set(key, Value { data: Data::List(kept), ..value });
}

/// Takes columns that are not there out of what names them.
fn without(raw: &mut Table, gone: &[(String, BTreeSet<String>)]) {
    let is_gone = |list: &str, id: &str| gone.iter().any(|(of, ids)| of == list && ids.contains(id));
    let first = raw.tables("list").next().and_then(|list| list.string("id")).unwrap_or_default();
    if let Some(tables) = raw.value("table").cloned() {
        let kept = tables.items().iter().map(|item| {
            let Some(mut table) = item.table().cloned() else { return item.clone() };
            let list = table.string("from").unwrap_or_default();
            let named: Vec<Value> = table.list("columns").to_vec();
            let stays = |value: &Value| !value.text().is_some_and(|id| is_gone(&list, id));
            if let Some(widths) = table.value("widths").cloned().filter(|_| !named.is_empty()) {
                let beside = named.iter().map(Some).chain(std::iter::repeat(None)).zip(widths.items());
                let all = beside.filter(|(column, _)| column.is_none_or(stays)).map(|(_, width)| width.clone());
                table.set("widths", Value { data: Data::List(all.collect()), ..widths.clone() });
            }
            if let Some(columns) = table.value("columns").cloned() {
                table.set("columns", Value { data: Data::List(named.into_iter().filter(stays).collect()), ..columns });
            }
            Value { at: item.at.clone(), data: Data::Table(table) }
        });
        let kept = kept.collect();
        raw.set("table", Value { data: Data::List(kept), ..tables });
    }
    let Some(mut report) = raw.table("report").cloned() else { return };
    let main = report.string("main_list").unwrap_or(first);
    let names = |text: &str| {
        let (list, id) = text.split_once('.').unwrap_or((&main, text));
        is_gone(list, id)
    };
    if let Some(movements) = report.value("movements").cloned() {
        let kept = movements.items().iter().filter(|value| !value.text().is_some_and(names)).cloned().collect();
        report.set("movements", Value { data: Data::List(kept), ..movements });
    }
    if let Some(mut roles) = report.table("roles").cloned() {
        let keys: Vec<&str> = roles.keys.keys.iter().map(|key| key.name).collect();
        for key in keys {
            if roles.text(key).is_some_and(names) {
                roles.remove(key);
            }
        }
        let at = report.at("roles");
        report.set("roles", Value { at, data: Data::Table(roles) });
    }
    let at = raw.at("report");
    raw.set("report", Value { at, data: Data::Table(report) });
}
