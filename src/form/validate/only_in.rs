//! What of a form holds in some periods alone: an entry with `only_in`, such as a column that has another heading or another formula at
//! outturn than in the months before.
//!
//! It is settled before anything else is validated, so that nothing later knows. An entry of another period is not there; where a column
//! is there in other periods alone, the tables, the roles and the movements that name it do without it, and what of that nobody would see in
//! print is kept to be told ([`ByPeriod`]).

use std::collections::{BTreeMap, BTreeSet};

use super::rewrite::{self, each_table, one_table};
use super::{Faults, years};
use crate::form::raw::ONLY_IN;
use crate::form::{ByPeriod, OnlyIn, Without};
use crate::period::{FinancialYear, Part, Period};
use crate::source::Place;
use crate::toml_reader::{Data, Table, Value};

/// Entries of the form that may be of some periods alone.
const ENTRIES: [&str; 11] =
    ["list", "return", "rating", "check", "narrative", "tie", "bridge", "pairing", "table", "figure", "control"];

/// A period that stands for each quarter, month or outturn, where the form alone is looked at.
const ANY_YEAR: FinancialYear = FinancialYear { start: 2022 };

/// The same, for a period of which nothing is said.
const OTHER_YEAR: FinancialYear = FinancialYear { start: 1999 };

/// The periods in which an entry holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum In {
    /// `q3`, `p09`, `budget`, `outturn`, of every year.
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
    let said: Vec<In> = said(raw).filter_map(|(text, _)| In::read(text)).collect();
    let mut all: BTreeSet<Period> = said.iter().map(|only| only.specimen()).collect();
    let parts = (1..=4).map(Part::Quarter).chain((1..=12).map(Part::Month));
    let parts = parts.chain([Part::Budget, Part::Closing, Part::Outturn]);
    let other =
        parts.map(|part| Period { year: OTHER_YEAR, part }).find(|period| !said.iter().any(|only| only.holds(*period)));
    all.extend(other.filter(|_| !said.is_empty()));
    all.into_iter().collect()
}

/// Every period that an `only_in` of the form names.
fn said(raw: &Table) -> impl Iterator<Item = (&str, &Value)> {
    let entries = ENTRIES.iter().flat_map(|key| raw.tables(key));
    let columns = raw.tables("list").flat_map(|list| list.tables("column"));
    let said = entries.chain(columns).filter_map(|entry| entry.value(ONLY_IN));
    said.flat_map(Value::items).filter_map(|text| Some((text.text()?, text)))
}

/// The form as it is in a period, and what of it is there in other periods alone.
pub(super) fn in_period(raw: &Table, period: Period, faults: &mut Faults) -> (Table, ByPeriod) {
    let only_in = |(written, value): (&str, &Value)| {
        let only = In::read(written)?;
        let period = (!matches!(only, In::Year(_))).then(|| only.specimen());
        Some(OnlyIn { written: written.to_string(), period, at: value.at.clone() })
    };
    let only_in: Vec<OnlyIn> = said(raw).filter_map(only_in).collect();
    let all = columns(raw);
    let mut raw = raw.clone();
    for key in ENTRIES {
        retain(&mut raw, key, period, faults);
    }
    each_table(&mut raw, "list", |list| retain(list, "column", period, faults));
    let here = columns(&raw);
    let mut gone: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (list, id) in all.difference(&here) {
        gone.entry(list.clone()).or_default().insert(id.clone());
    }
    let without = without(&mut raw, &gone, faults);
    let columns = gone.into_values().flatten().collect();
    (raw, ByPeriod { columns, without, only_in, at_hand: Vec::new() })
}

/// The columns of the form, each with its list: as they are said, and those of each year for which they stand.
fn columns(raw: &Table) -> BTreeSet<(String, String)> {
    // What is wrong with the years is told when they are written out to be read.
    let mut untold = Faults { all: Vec::new() };
    let years = years::years(raw, &mut untold);
    let expanded = years::expand(raw, &years, &mut untold);
    let of_list = |list: &Table| -> Vec<(String, String)> {
        let id = list.string("id").unwrap_or_default();
        list.tables("column").filter_map(|column| Some((id.clone(), column.string("id")?))).collect()
    };
    [raw, &expanded].into_iter().flat_map(|raw| raw.tables("list")).flat_map(of_list).collect()
}

/// Keeps the entries that hold in the period.
fn retain(table: &mut Table, key: &'static str, period: Period, faults: &mut Faults) {
    rewrite::retain(table, key, |item| {
        let Some(said) = item.table().and_then(|entry| entry.value(ONLY_IN)) else { return true };
        let read: Vec<Option<In>> = said.items().iter().map(|text| In::read(text.text()?)).collect();
        for (text, _) in said.items().iter().zip(&read).filter(|(_, read)| read.is_none()) {
            let message = format!(
                "`only_in` names periods of each year (\"q1\" to \"q4\", \"p01\" to \"p13\", \"budget\", \"outturn\"), one period (\"2022-23-q3\") or all of a \
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
        read.iter().flatten().any(|only| only.holds(period))
    });
}

/// Takes columns that are not there out of what names them. What a table prints anybody sees; the others are given back.
fn without(raw: &mut Table, gone: &BTreeMap<String, BTreeSet<String>>, faults: &mut Faults) -> Vec<Without> {
    let mut all = Vec::new();
    let is_gone = |list: &str, id: &str| gone.get(list).is_some_and(|ids| ids.contains(id));
    each_table(raw, "list", |list| {
        let own = list.string("id").unwrap_or_default();
        each_table(list, "column", |column| {
            let names = |same: &Table| {
                let list = same.string("list").unwrap_or_else(|| own.clone());
                let there = |text: Option<&str>, list: &str| text.is_none_or(|id| !is_gone(list, id));
                there(same.text("column"), &list) && there(same.text("item"), &own)
            };
            // What is not there in this period is repeated by nothing.
            if column.table("same_as").is_some_and(|same| !names(same)) {
                column.remove("same_as");
            }
        });
    });
    each_table(raw, "table", |table| {
        let list = table.string("from").unwrap_or_default();
        rewrite::columns(table, |item| match item.text() {
            Some(id) if is_gone(&list, id) => Vec::new(),
            _ => vec![item.clone()],
        });
    });
    each_table(raw, "list", |list| {
        let id = list.string("id").unwrap_or_default();
        each_table(list, "column", |column| {
            if column.text("part_of").is_some_and(|whole| is_gone(&id, whole)) {
                column.remove("part_of");
                column.remove("certainty");
            }
            if column.text("full_year_of").is_some_and(|year| is_gone(&id, year)) {
                column.remove("full_year_of");
            }
            if column.text("next_year_of").is_some_and(|this| is_gone(&id, this)) {
                column.remove("next_year_of");
            }
        });
    });
    let first = raw.tables("list").next().and_then(|list| list.string("id")).unwrap_or_default();
    one_table(raw, "report", |report| {
        let main = report.string("main_list").unwrap_or(first);
        let names = |text: &str| {
            let (list, id) = text.split_once('.').unwrap_or((&main, text));
            is_gone(list, id)
        };
        let without =
            |key: &str, column: &str, at: Place| Without { key: key.to_string(), column: column.to_string(), at };
        for key in ["movements", "trend"] {
            rewrite::retain(report, key, |item| match item.text().filter(|text| names(text)) {
                Some(column) => {
                    all.push(without(key, column, item.at.clone()));
                    false
                }
                None => true,
            });
        }
        one_table(report, "roles", |roles| {
            for key in roles.keys.keys.iter().map(|key| key.name) {
                if let Some(column) = roles.string(key).filter(|column| names(column)) {
                    // The others may be absent. Without a target nothing is held against anything.
                    if key == "target" {
                        let message = "the column of `target` is not there in every period (`only_in`): give the one that is there instead the \
                                       same id";
                        faults.add(roles.at(key), message);
                    }
                    all.push(without(&format!("roles.{key}"), &column, roles.at(key)));
                    roles.remove(key);
                }
            }
        });
    });
    all
}
