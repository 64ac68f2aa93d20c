//! What was read: values with their lines.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::Keys;
use crate::source::Place;

/// A value that was read, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// File and line.
    pub at: Place,
    /// What it is.
    pub data: Data,
}

/// What a value is, as its [`Shape`](super::Shape) demanded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Data {
    /// Text; also a [`Shape::Figure`](super::Shape::Figure) and a [`Shape::OneOf`](super::Shape::OneOf).
    Text(String),
    /// A whole number.
    Whole(u32),
    /// A decimal.
    Number(Decimal),
    /// Yes or no.
    Truth(bool),
    /// A date.
    Date(Date),
    /// A list; also [`Shape::Tables`](super::Shape::Tables).
    List(Vec<Value>),
    /// A table.
    Table(Table),
    /// A table of the writer's own names, in the order of the lines.
    Map(Vec<(String, Value)>),
    /// Something that is not what it should be; a fault has said so.
    Faulty,
}

impl Value {
    /// The text.
    pub fn text(&self) -> Option<&str> {
        match &self.data {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The items of a list.
    pub fn items(&self) -> &[Value] {
        match &self.data {
            Data::List(items) => items,
            _ => &[],
        }
    }

    /// A list of whole numbers.
    pub fn whole_numbers(&self) -> Option<Vec<u32>> {
        let Data::List(items) = &self.data else { return None };
        items.iter().map(|item| if let Data::Whole(number) = item.data { Some(number) } else { None }).collect()
    }

    /// The table.
    pub fn table(&self) -> Option<&Table> {
        match &self.data {
            Data::Table(table) => Some(table),
            _ => None,
        }
    }
}

/// A table that was read. Whoever asks for a key gets `None` if it is not there or is faulty; a fault has been reported
/// for one that must be there.
#[derive(Debug, Clone)]
pub struct Table {
    /// The keys it may have.
    pub keys: &'static Keys,
    /// File and line.
    pub at: Place,
    pub(super) values: BTreeMap<&'static str, Value>,
}

impl PartialEq for Table {
    fn eq(&self, other: &Self) -> bool {
        self.keys.table == other.keys.table && self.at == other.at && self.values == other.values
    }
}

impl Eq for Table {}

impl Table {
    /// Puts another value behind a key.
    pub fn set(&mut self, key: &'static str, value: Value) {
        debug_assert!(self.keys.keys.iter().any(|known| known.name == key), "{} has no {key}", self.keys.table);
        self.values.insert(key, value);
    }

    /// Takes a key away.
    pub fn remove(&mut self, key: &str) {
        self.values.remove(key);
    }

    /// The same values under the keys of another kind of table, for what both have in common.
    #[must_use]
    pub fn read_as(&self, keys: &'static Keys) -> Table {
        Table { keys, ..self.clone() }
    }

    /// What stands behind a key.
    pub fn value(&self, key: &str) -> Option<&Value> {
        debug_assert!(self.keys.keys.iter().any(|known| known.name == key), "{} has no {key}", self.keys.table);
        self.values.get(key)
    }

    /// Whether the key was given, well or badly.
    pub fn has(&self, key: &str) -> bool {
        self.value(key).is_some()
    }

    /// The line of the key's value, or else of the table.
    pub fn at(&self, key: &str) -> Place {
        self.value(key).map_or_else(|| self.at.clone(), |value| value.at.clone())
    }

    /// A text, a figure or one of several words.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.value(key)?.text()
    }

    /// The same, kept.
    pub fn string(&self, key: &str) -> Option<String> {
        self.text(key).map(str::to_string)
    }

    /// A whole number.
    pub fn whole(&self, key: &str) -> Option<u32> {
        match self.value(key)?.data {
            Data::Whole(number) => Some(number),
            _ => None,
        }
    }

    /// A decimal.
    pub fn number(&self, key: &str) -> Option<Decimal> {
        match self.value(key)?.data {
            Data::Number(number) => Some(number),
            _ => None,
        }
    }

    /// Yes or no.
    pub fn truth(&self, key: &str) -> Option<bool> {
        match self.value(key)?.data {
            Data::Truth(truth) => Some(truth),
            _ => None,
        }
    }

    /// A date.
    pub fn date(&self, key: &str) -> Option<Date> {
        match self.value(key)?.data {
            Data::Date(date) => Some(date),
            _ => None,
        }
    }

    /// The items of a list; none if it is not there.
    pub fn list(&self, key: &str) -> &[Value] {
        self.value(key).map_or(&[], Value::items)
    }

    /// A list of texts, if it is there.
    pub fn texts(&self, key: &str) -> Option<Vec<String>> {
        let value = self.value(key)?;
        match value.data {
            Data::List(_) => Some(value.items().iter().filter_map(Value::text).map(str::to_string).collect()),
            _ => None,
        }
    }

    /// The tables written `[[key]]`, or a list of tables.
    pub fn tables(&self, key: &str) -> impl Iterator<Item = &Table> {
        self.list(key).iter().filter_map(Value::table)
    }

    /// A table within the table.
    pub fn table(&self, key: &str) -> Option<&Table> {
        self.value(key)?.table()
    }

    /// A table of the writer's own names.
    pub fn map(&self, key: &str) -> &[(String, Value)] {
        match self.value(key).map(|value| &value.data) {
            Some(Data::Map(entries)) => entries,
            _ => &[],
        }
    }
}
