//! The raw form changed before it is validated: tables within it, and the columns that a table names.

use crate::toml_reader::{Data, Table, Value};

/// Changes every table written `[[key]]`.
pub(super) fn each_table(raw: &mut Table, key: &'static str, mut change: impl FnMut(&mut Table)) {
    let Some(value) = raw.value(key) else { return };
    let mut value = value.clone();
    if let Data::List(items) = &mut value.data {
        for item in items {
            if let Data::Table(table) = &mut item.data {
                change(table);
            }
        }
    }
    raw.set(key, value);
}

/// Changes the table behind a key.
pub(super) fn one_table(raw: &mut Table, key: &'static str, change: impl FnOnce(&mut Table)) {
    let Some(value) = raw.value(key) else { return };
    let mut value = value.clone();
    if let Data::Table(table) = &mut value.data {
        change(table);
    }
    raw.set(key, value);
}

/// Keeps those items of a list that may stay.
pub(super) fn retain(raw: &mut Table, key: &'static str, stays: impl FnMut(&Value) -> bool) {
    let Some(value) = raw.value(key) else { return };
    let mut value = value.clone();
    if let Data::List(items) = &mut value.data {
        items.retain(stays);
    }
    raw.set(key, value);
}

/// Puts in the place of each of the `columns` of a table those that it stands for, with its width for each of them.
pub(super) fn columns(table: &mut Table, stands_for: impl Fn(&Value) -> Vec<Value>) {
    let Some(value) = table.value("columns").cloned() else { return };
    let widths = table.value("widths").cloned();
    let (mut all, mut all_widths) = (Vec::new(), Vec::new());
    for (index, item) in value.items().iter().enumerate() {
        let columns = stands_for(item);
        if let Some(width) = widths.as_ref().and_then(|widths| widths.items().get(index)) {
            all_widths.extend(columns.iter().map(|_| width.clone()));
        }
        all.extend(columns);
    }
    if let Some(widths) = widths {
        // One too many or too few stays so, and is told later.
        let surplus = widths.items().iter().skip(value.items().len()).cloned();
        let data = Data::List(all_widths.into_iter().chain(surplus).collect());
        table.set("widths", Value { data, ..widths });
    }
    table.set("columns", Value { data: Data::List(all), ..value });
}
