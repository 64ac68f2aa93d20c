//! `[[control]]`

use rust_decimal::Decimal;

use super::formulas::Scopes;
use super::{Faults, line};
use crate::file;
use crate::form::{Area, Control, ControlBook, ControlItem, List, ReportForm, known_area};
use crate::money;
use crate::toml_reader::Table;

/// What was approved. `report` says which list and column are meant where an entry does not.
pub(super) fn controls(
    raw: &Table,
    areas: &[Area],
    lists: &[List],
    scopes: &Scopes,
    report: Option<&ReportForm>,
    faults: &mut Faults,
) -> Vec<Control> {
    let mut controls: Vec<Control> = Vec::new();
    for table in raw.tables("control") {
        let named = table.string("list").or_else(|| report.map(|report| report.main_list.clone()));
        let list = named.filter(|list| scopes.find(list, "list", table.at("list"), faults));
        let target = || report.and_then(|report| report.roles.target.clone());
        let is_main = list.as_ref() == report.map(|report| &report.main_list);
        let column = table.string("column").or_else(|| target().filter(|_| is_main));
        if column.is_none() && list.is_some() && report.is_some() {
            faults.add(table.at.clone(), "which column was approved? Name it with `column`");
        }
        let column = column.filter(|column| {
            let scope = list.as_ref().and_then(|list| scopes.get(list));
            scope.is_some_and(|scope| scope.money_column(column, "`column`", table.at("column"), faults))
        });
        let control = control(table, areas, lists, (list, column), faults);
        let Some(control) = control else { continue };
        let same = |other: &&Control| (&other.list, &other.column) == (&control.list, &control.column);
        if let Some(other) = controls.iter().find(same) {
            let message = format!(
                "what was approved for `{}` stands in line {} already; say with `only_in` in which year each of the two holds",
                control.column,
                line(&other.at)
            );
            faults.add(table.at.clone(), message);
        }
        controls.push(control);
    }
    controls
}

fn control(
    table: &Table,
    areas: &[Area],
    lists: &[List],
    (list, column): (Option<String>, Option<String>),
    faults: &mut Faults,
) -> Option<Control> {
    let factor = lists
        .iter()
        .find(|known| Some(&known.id) == list.as_ref())
        .and_then(|list| list.column(column.as_deref()?))
        .map(|column| column.unit().factor());
    let pounds = |table: &Table, key: &str, faults: &mut Faults| {
        let amount = table.number(key)?.checked_mul(factor?).map(|pounds| pounds.normalize());
        if amount.is_none_or(|pounds| pounds.abs() > Decimal::from(money::LARGEST_AMOUNT)) {
            faults.add(table.at(key), format!("`{key}` is out of bounds: it is written in the unit of its column"));
        }
        amount
    };
    let mut items = Vec::new();
    for item in table.tables("item") {
        let area = item.string("area");
        if let Some(Err(message)) = area.as_deref().map(|area| known_area(areas, area)) {
            faults.add(item.at("area"), message);
        }
        let amount = pounds(item, "amount", faults);
        if let (Some(scheme), Some(amount)) = (item.string("scheme"), amount) {
            items.push(ControlItem { area, scheme, amount, at: item.at.clone() });
        }
    }
    let (total, unallocated) = (pounds(table, "total", faults), pounds(table, "unallocated", faults));
    if table.has("item") && table.has("workbook") {
        faults.add(table.at("workbook"), "the approved schemes stand in the form or in a workbook, not in both");
    }
    if !table.has("item") && !table.has("workbook") && !table.has("total") {
        let message = "what was approved? Give the `total`, or each scheme as a [[control.item]], or the `workbook` with the list";
        faults.add(table.at.clone(), message);
    }
    let book = table.table("workbook").and_then(|raw| book(raw, faults));
    Some(Control {
        list: list?,
        column: column?,
        source: table.string("source")?,
        minute: table.string("minute")?,
        date: table.date("date")?,
        total,
        unallocated: unallocated.unwrap_or_default(),
        items,
        book,
        at: table.at.clone(),
    })
}

fn book(raw: &Table, faults: &mut Faults) -> Option<ControlBook> {
    let file = raw.string("file")?;
    if !file::is_within(&file) {
        let message = format!(
            "`file` is \"{file}\"; put the workbook into the collection and write its path there, such as \
             \"control/2025-26.xlsx\""
        );
        faults.add(raw.at("file"), message);
    }
    Some(ControlBook {
        file,
        sheet: raw.string("sheet"),
        area: raw.string("area"),
        scheme: raw.string("scheme")?,
        amount: raw.string("amount")?,
        at: raw.at.clone(),
    })
}
