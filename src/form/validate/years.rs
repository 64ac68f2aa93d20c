//! The years of a programme: a column that is said once and stands for each of them.
//!
//! They are written out before anything else is validated, so that nothing later knows: `target` with `each = "year"`
//! becomes `target_2017_18`, `target_2018_19` and so on, and perhaps the total across them. Where the form names
//! `target`, all of them are meant: one after the other in `columns` of a table, added up in a formula; in a column that
//! itself stands for each year, the same year's.

use std::collections::BTreeMap;

use super::Faults;
use super::rewrite::{self, each_table};
use crate::filled;
use crate::form::year_id as id;
use crate::period::FinancialYear;
use crate::source::Place;
use crate::toml_reader::{Data, Table, Value};

/// No programme is longer; a slip in a year must not make thousands of columns.
const MOST_YEARS: usize = 30;

/// Stands for a year that could not be read.
const SPECIMEN: FinancialYear = FinancialYear { start: 2022 };

/// The placeholder for a column's year.
const COLUMN_YEAR: &str = "column_year";

/// `years` of `[report]`: every year from the first to the last.
pub(super) fn years(raw: &Table, faults: &mut Faults) -> Vec<FinancialYear> {
    let Some(years) = raw.table("report").and_then(|report| report.table("years")) else { return Vec::new() };
    let mut year = |key: &str| {
        let text = years.text(key)?;
        let year = FinancialYear::read(text);
        if year.is_none() {
            faults.add(years.at(key), format!("\"{text}\" is not a financial year; write it like \"2018-19\""));
        }
        year
    };
    let (from, to) = (year("from"), year("to"));
    // With a fault told, any years do: what follows from the fault is not to be told as well.
    let (mut from, mut to) = match (from, to) {
        (Some(from), Some(to)) => (from, to),
        (Some(year), None) | (None, Some(year)) => (year, year),
        (None, None) => (SPECIMEN, SPECIMEN),
    };
    if to < from {
        faults.add(years.at("to"), format!("the last year ({}) is before the first ({})", to.label(), from.label()));
        (from, to) = (to, from);
    }
    let mut all = vec![from];
    while let Some(last) = all.last().copied()
        && last < to
    {
        if all.len() == MOST_YEARS {
            faults.add(years.at("to"), format!("a programme has at most {MOST_YEARS} years"));
            break;
        }
        all.push(last.next());
    }
    all
}

/// Columns that stand for each year, by their list: each with the id of its total across the years, if it has one.
type Bases = BTreeMap<String, BTreeMap<String, Option<String>>>;

/// The form with every column of years written out.
pub(super) fn expand(raw: &Table, years: &[FinancialYear], faults: &mut Faults) -> Table {
    let bases = bases(raw);
    let mut raw = raw.clone();
    each_table(&mut raw, "list", |list| {
        let mut columns = Vec::new();
        let at = list.at("column");
        for column in list.tables("column") {
            columns.extend(written_out(column, list, &bases, years, faults));
        }
        let columns = columns.into_iter().map(|table| Value { at: table.at.clone(), data: Data::Table(table) });
        list.set("column", Value { at, data: Data::List(columns.collect()) });
    });
    let none = BTreeMap::new();
    let of = |table: &Table, key: &str| table.text(key).and_then(|list| bases.get(list)).unwrap_or(&none);
    each_table(&mut raw, "check", |check| {
        let names = of(check, "list");
        formulas(check, &["when", "require"], |text| named(text, names, None, years));
    });
    each_table(&mut raw, "narrative", |narrative| {
        let names = of(narrative, "list");
        formulas(narrative, &["means"], |text| named(text, names, None, years));
    });
    each_table(&mut raw, "table", |table| {
        let names = of(table, "from");
        columns(table, names, years);
        formulas(table, &["where"], |text| named(text, names, None, years));
    });
    raw
}

fn bases(raw: &Table) -> Bases {
    let mut bases = Bases::new();
    for list in raw.tables("list") {
        let Some(id) = list.text("id") else { continue };
        let of_list = bases.entry(id.to_string()).or_default();
        for column in list.tables("column").filter(|column| column.has("each")) {
            let total = column.table("across_total").and_then(|total| total.string("id"));
            if let Some(id) = column.string("id") {
                of_list.insert(id, total);
            }
        }
    }
    bases
}

/// A column as the columns that it stands for; a column of no years as itself.
fn written_out(
    column: &Table,
    list: &Table,
    bases: &Bases,
    years: &[FinancialYear],
    faults: &mut Faults,
) -> Vec<Table> {
    let none = BTreeMap::new();
    let names = list.text("id").and_then(|id| bases.get(id)).unwrap_or(&none);
    let summed = list.table("summary_of").and_then(|summary| bases.get(summary.text("list")?)).unwrap_or(&none);
    if !column.has("each") {
        let mut column = column.clone();
        if column.has("across_total") {
            let at = column.at("across_total");
            faults.add(at, "`across_total` is for a column with `each = \"year\"`; what would it add up?");
            column.remove("across_total");
        }
        formulas(&mut column, &["formula", "total"], |text| named(text, names, None, years));
        formulas(&mut column, &["where"], |text| named(text, summed, None, years));
        for key in ["sum", "agrees_with"] {
            let Some(id) = column.string(key) else { continue };
            match summed.get(&id) {
                Some(Some(total)) => put(&mut column, key, total.clone()),
                Some(None) => faults.add(
                    column.at(key),
                    format!("`{id}` stands for each year; give it an `across_total`, and name that in `{key}`"),
                ),
                None => {}
            }
        }
        return vec![column];
    }
    if !matches!(column.text("kind"), Some("money" | "percent" | "count") | None) {
        faults.add(column.at("each"), "`each` is for a column of figures: money, percent or count");
    }
    if column.has("beside") {
        faults
            .add(column.at("beside"), "`beside` and `each` do not go together: each year's amount needs its own name");
    }
    if column.has("full_year_of") {
        let message = "`full_year_of` and `each` do not go together: what comes in a full year stands in the columns of the years that follow";
        faults.add(column.at("full_year_of"), message);
    }
    if years.is_empty() {
        faults.add(
            column.at("each"),
            "`each = \"year\"` needs to know the years: write `years = { from = \"2017-18\", to = \"2020-21\" }` in [report]",
        );
        // What follows from it is not told as well.
        let mut column = column.clone();
        formulas(&mut column, &["heading", "also"], |text| filled::substitute(text, |_| Some(String::new())));
        return vec![column];
    }
    let Some(base) = column.string("id") else { return vec![column.clone()] };
    let shows = |value: Option<&Value>| {
        value.and_then(Value::text).is_none_or(|text| filled::names(text).contains(&COLUMN_YEAR))
    };
    let says_year = shows(column.value("heading"));
    if !says_year {
        faults.add(
            column.at("heading"),
            "the heading of a column with `each = \"year\"` must say which year: write `{{column_year}}` in it",
        );
    }
    let mut written: Vec<Table> = Vec::new();
    for year in years {
        let mut own = column.clone();
        own.remove("across_total");
        own.remove("beside");
        own.remove("full_year_of");
        put(&mut own, "id", id(&base, *year));
        let fill = |text: &str| filled::substitute(text, |name| (name == COLUMN_YEAR).then(|| year.label()));
        formulas(&mut own, &["heading", "also"], fill);
        if !says_year {
            // The fault has been told; that the headings are all the same follows from it.
            formulas(&mut own, &["heading"], |text| format!("{text} {}", year.label()));
        }
        formulas(&mut own, &["formula", "total", "share"], |text| named(text, names, Some(*year), years));
        formulas(&mut own, &["where"], |text| named(text, summed, Some(*year), years));
        for key in ["sum", "agrees_with"] {
            if let Some(of) = own.string(key).filter(|of| summed.contains_key(of)) {
                put(&mut own, key, id(&of, *year));
            }
        }
        if let Some(whole) = own.string("part_of").filter(|whole| names.contains_key(whole)) {
            put(&mut own, "part_of", id(&whole, *year));
        }
        written.push(own);
    }
    let mut total = across_total(column, &base, years, faults);
    if let Some(total) = &mut total
        && let Some(whole) = column.text("part_of")
    {
        // A part's total is a part of its whole's, where that has one.
        match names.get(whole) {
            Some(Some(across)) => put(total, "part_of", across.clone()),
            _ => ["part_of", "certainty"].into_iter().for_each(|key| total.remove(key)),
        }
    }
    written.extend(total);
    written
}

/// The column that adds the years up.
fn across_total(column: &Table, base: &str, years: &[FinancialYear], faults: &mut Faults) -> Option<Table> {
    let across = column.table("across_total")?;
    if column.text("kind") == Some("percent") {
        faults.add(column.at("across_total"), "percentages do not add up across the years");
    }
    let mut total = column.clone();
    // It is computed, whatever the years' own columns are: what the return states for it is checked.
    for key in [
        "across_total",
        "each",
        "required",
        "optional",
        "sum",
        "count",
        "where",
        "share",
        "agrees_with",
        "full_year_of",
        "blank",
        "total",
    ] {
        total.remove(key);
    }
    total.at = across.at("id");
    total.remove("also");
    for key in ["id", "heading", "also"] {
        if let Some(value) = across.value(key) {
            total.set(key, value.clone());
        }
    }
    let all: Vec<String> = years.iter().map(|year| id(base, *year)).collect();
    total.set("formula", text_value(column.at("across_total"), all.join(" + ")));
    Some(total)
}

/// `columns` of a table, with its `widths`.
fn columns(table: &mut Table, names: &BTreeMap<String, Option<String>>, years: &[FinancialYear]) {
    rewrite::columns(table, |item| match item.text().filter(|text| names.contains_key(*text)) {
        Some(base) => years.iter().map(|year| text_value(item.at.clone(), id(base, *year))).collect(),
        None => vec![item.clone()],
    });
}

/// A formula with the columns of years in it written out: the same year's, or else all of them added up.
fn named(
    text: &str,
    names: &BTreeMap<String, Option<String>>,
    year: Option<FinancialYear>,
    years: &[FinancialYear],
) -> String {
    let mut written = String::new();
    let mut word = String::new();
    let mut quoted = false;
    let finish = |word: &mut String, written: &mut String| {
        let known = names.contains_key(word.as_str());
        match (known, year) {
            (true, Some(year)) => written.push_str(&id(word, year)),
            (true, None) => {
                let all: Vec<String> = years.iter().map(|year| id(word, *year)).collect();
                written.push_str(&format!("({})", all.join(" + ")));
            }
            (false, _) => written.push_str(word),
        }
        word.clear();
    };
    for character in text.chars() {
        if !quoted && (character.is_ascii_alphanumeric() || character == '_') {
            word.push(character);
            continue;
        }
        finish(&mut word, &mut written);
        if character == '\'' {
            quoted = !quoted;
        }
        written.push(character);
    }
    finish(&mut word, &mut written);
    written
}

/// Changes the texts behind some keys: a text, or each of a list.
fn formulas(table: &mut Table, keys: &[&'static str], change: impl Fn(&str) -> String) {
    for key in keys {
        let Some(value) = table.value(key) else { continue };
        let changed = |value: &Value| match &value.data {
            Data::Text(text) => Value { at: value.at.clone(), data: Data::Text(change(text)) },
            _ => value.clone(),
        };
        let value = match &value.data {
            Data::List(items) => Value { at: value.at.clone(), data: Data::List(items.iter().map(changed).collect()) },
            _ => changed(value),
        };
        table.set(key, value);
    }
}

fn text_value(at: Place, text: String) -> Value {
    Value { at, data: Data::Text(text) }
}

/// Another text behind a key, in its own line.
fn put(table: &mut Table, key: &'static str, text: String) {
    let at = table.at(key);
    table.set(key, text_value(at, text));
}
