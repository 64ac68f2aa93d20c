//! TOML files as people write them: every value with its line, every fault in one sentence, all of them at once.
//!
//! What a file may hold is declared as a tree of [`Keys`]. The same tree reads the file, says what a fault should have
//! been, and is walked by the test that every key is documented; so none of the three can drift from the others.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::form::Fault;
use crate::money::{LARGEST_AMOUNT, MOST_DECIMALS};
use crate::source::Place;

/// The keys of one kind of table.
#[derive(Debug)]
pub struct Keys {
    /// The table as it is written: `[[list.column]]`, or what a table within a line is called: `movement`.
    pub table: &'static str,
    /// Its keys, in the order in which they are documented.
    pub keys: &'static [Key],
}

impl Keys {
    /// This table and all tables within it, each once, in the order in which they are documented.
    pub fn tables(&'static self) -> Vec<&'static Keys> {
        let mut tables = vec![self];
        for key in self.keys {
            let mut shape = key.shape;
            while let Shape::List(inner) | Shape::Map(inner) = shape {
                shape = *inner;
            }
            if let Shape::Table(keys) | Shape::Tables(keys) | Shape::TextOr(keys) = shape {
                for table in keys.tables() {
                    if !tables.iter().any(|known| std::ptr::eq(*known, table)) {
                        tables.push(table);
                    }
                }
            }
        }
        tables
    }
}

/// A key and what may stand behind it.
#[derive(Debug)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// What its value looks like.
    pub shape: Shape,
    /// Whether the table must have it.
    pub required: bool,
}

impl Key {
    /// A key that the table must have.
    pub const fn must(name: &'static str, shape: Shape) -> Key {
        Key { name, shape, required: true }
    }

    /// A key that the table may have.
    pub const fn may(name: &'static str, shape: Shape) -> Key {
        Key { name, shape, required: false }
    }
}

/// What a value looks like.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// `"text"`, not blank.
    Text,
    /// `12`, from 0 to 999,999.
    Whole,
    /// `12`, `-0.5`: an exact decimal, from the digits as written.
    Number,
    /// A figure as a number, or as text in the way findings.json writes it: `1240`, `"1240"`, `"£1,240"`. Kept as text.
    Figure,
    /// `true` or `false`
    Truth,
    /// `2023-02-08`
    Date,
    /// One of these words, in quotes.
    OneOf(&'static [&'static str]),
    /// `[…, …]`
    List(&'static Shape),
    /// `{ key = … }`, or a table of its own.
    Table(&'static Keys),
    /// `[[…]]`, any number of times.
    Tables(&'static Keys),
    /// `{ anything = … }`: the names are the writer's own.
    Map(&'static Shape),
    /// Text, or else the table with these keys.
    TextOr(&'static Keys),
}

/// `["…", "…"]`
pub const TEXTS: Shape = Shape::List(&Shape::Text);

/// What an open list is told by: the parser sees only that no comma follows.
const OPEN_LIST: &str = "a comma is missing in a list here, or the `]` of a list above";

/// The largest number a [`Shape::Whole`] may be.
const LARGEST_WHOLE: u32 = 999_999;

impl Shape {
    /// What should stand there, for a sentence.
    fn wanted(self) -> String {
        match self {
            Shape::Text => "text in quotes".into(),
            Shape::Whole => "a whole number".into(),
            Shape::Number => "a number".into(),
            Shape::Figure => "a figure".into(),
            Shape::Truth => "true or false".into(),
            Shape::Date => "a date such as 2023-02-08, without quotes".into(),
            Shape::OneOf(words) => format!("one of {}", list_of(words)),
            Shape::List(Shape::Text) => "a list of texts such as [\"one\", \"two\"]".into(),
            Shape::List(Shape::Whole) => "a list of whole numbers such as [1, 3]".into(),
            Shape::List(Shape::List(_)) => "a list of lists such as [[\"one\", \"two\"], [\"three\"]]".into(),
            Shape::List(_) => "a list such as [{ … }, { … }]".into(),
            Shape::Table(keys) => match keys.table.strip_prefix('[') {
                Some(_) => format!("a table: {}", keys.table),
                None => format!("a table such as {}", example(keys)),
            },
            Shape::Tables(keys) => format!("written {}, once for each", keys.table),
            Shape::Map(_) => "a table such as { \"-\" = … }".into(),
            Shape::TextOr(keys) => format!("text in quotes, or a table such as {}", example(keys)),
        }
    }
}

/// `{ amount = …, percent = … }`
fn example(keys: &Keys) -> String {
    let keys: Vec<_> = keys.keys.iter().map(|key| format!("{} = …", key.name)).collect();
    format!("{{ {} }}", keys.join(", "))
}

/// `"a"`, `"b"` or `"c"`
fn list_of(words: &[&str]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("\"{word}\"")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}

/// The nearest of the known words, if one is near enough to have been meant.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let reach = (word.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|candidate| (strsim::osa_distance(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= reach && *distance < candidate.chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// '; did you mean `forecast`?', or nothing.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    match nearest(word, known) {
        Some(candidate) => format!("; did you mean `{candidate}`?"),
        None => String::new(),
    }
}

/// A value that was read, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// File and line.
    pub at: Place,
    /// What it is.
    pub data: Data,
}

/// What a value is, as its [`Shape`] demanded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Data {
    /// Text; also a [`Shape::Figure`] and a [`Shape::OneOf`].
    Text(String),
    /// A whole number.
    Whole(u32),
    /// A decimal.
    Number(Decimal),
    /// Yes or no.
    Truth(bool),
    /// A date.
    Date(Date),
    /// A list; also [`Shape::Tables`].
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
    values: BTreeMap<&'static str, Value>,
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

/// A file as it was read.
#[derive(Debug)]
pub struct Document {
    /// The whole file.
    pub table: Table,
    /// What is wrong with it so far.
    pub faults: Vec<Fault>,
    /// Whether parts of it could not be read as TOML at all: then what is missing may be there.
    pub broken: bool,
}

/// Reads a text. `file` is its name for messages.
pub fn read(file: &str, text: &str, keys: &'static Keys) -> Document {
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader { file: file.into(), lines: Lines::of(text), broken: Vec::new(), faults: Vec::new() };
    for error in &errors {
        reader.syntax_error(text, error.span(), error.message());
    }
    let table = reader.table(root.get_ref(), reader.place(1), keys);
    Document { table, broken: !reader.broken.is_empty(), faults: reader.faults }
}

/// Where the lines of a text start.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Lines(std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect())
    }

    /// The line, from 1, in which a byte stands.
    fn line(&self, offset: usize) -> u32 {
        u32::try_from(self.0.partition_point(|start| *start <= offset)).unwrap_or(u32::MAX)
    }
}

struct Reader {
    file: Arc<str>,
    lines: Lines,
    /// Lines that are not TOML: what was rescued from them is not to be judged.
    broken: Vec<u32>,
    faults: Vec<Fault>,
}

impl Reader {
    fn place(&self, line: u32) -> Place {
        Place::line(self.file.clone(), line)
    }

    fn fault(&mut self, at: Place, message: String) {
        self.faults.push(Fault { at, message });
    }

    /// Says once a line what is wrong with it.
    fn syntax_error(&mut self, text: &str, span: Option<Range<usize>>, message: &str) {
        let span = span.unwrap_or(text.len()..text.len());
        let line = self.lines.line(span.start.min(text.len()));
        if self.broken.contains(&line) {
            return;
        }
        self.broken.push(line);
        let found = text.get(span).map(str::trim).filter(|found| !found.is_empty() && found.chars().count() <= 40);
        let message = plainly(message, found.filter(|found| !found.contains('\n')));
        // A list that is not closed swallows the lines after it, each wrong in the same way.
        if message == OPEN_LIST && self.faults.last().is_some_and(|last| last.message == OPEN_LIST) {
            return;
        }
        self.fault(self.place(line), message);
    }

    fn table(&mut self, table: &DeTable<'_>, at: Place, keys: &'static Keys) -> Table {
        let mut values = BTreeMap::new();
        for (name, value) in table.iter() {
            let line = self.lines.line(name.span().start);
            match keys.keys.iter().find(|key| key.name == name.get_ref()) {
                Some(key) => {
                    let value = self.value(key.name, value, key.shape);
                    values.insert(key.name, value);
                }
                None if self.broken.contains(&line) => {}
                None => {
                    let hint = did_you_mean(name.get_ref(), keys.keys.iter().map(|key| key.name));
                    let place = if keys.table.is_empty() { "here".into() } else { format!("in {}", keys.table) };
                    self.fault(self.place(line), format!("unknown key `{}` {place}{hint}", name.get_ref()));
                }
            }
        }
        // A line that could not be read may hold what seems to be missing.
        if self.broken.is_empty() {
            for key in keys.keys.iter().filter(|key| key.required && !values.contains_key(key.name)) {
                let owner = if keys.table.is_empty() { "the file" } else { keys.table };
                let needed = match key.shape {
                    Shape::Table(keys) | Shape::Tables(keys) if keys.table.starts_with('[') => keys.table.to_string(),
                    shape => format!("`{}`: {}", key.name, shape.wanted()),
                };
                self.fault(at.clone(), format!("{owner} needs {needed}"));
            }
        }
        Table { keys, at, values }
    }

    fn value(&mut self, name: &str, value: &Spanned<DeValue<'_>>, shape: Shape) -> Value {
        let line = self.lines.line(value.span().start);
        let at = self.place(line);
        if self.broken.contains(&line) {
            return Value { at, data: Data::Faulty };
        }
        let data = match self.data(name, value.get_ref(), &at, shape) {
            Ok(data) => data,
            Err(message) => {
                self.fault(at.clone(), message);
                Data::Faulty
            }
        };
        Value { at, data }
    }

    fn data(&mut self, name: &str, value: &DeValue<'_>, at: &Place, shape: Shape) -> Result<Data, String> {
        let wrong = || Err(format!("`{name}` must be {}, and is {}", shape.wanted(), is(value)));
        Ok(match (shape, value) {
            (Shape::Text | Shape::Figure | Shape::TextOr(_), DeValue::String(text)) => {
                if text.trim().is_empty() {
                    return Err(format!("`{name}` is blank; it must be {}", shape.wanted()));
                }
                Data::Text(text.to_string())
            }
            (Shape::OneOf(words), DeValue::String(text)) => {
                if !words.contains(&text.as_ref()) {
                    let hint = did_you_mean(text, words.iter().copied());
                    return Err(format!("`{name}` cannot be \"{text}\"; it is {}{hint}", shape.wanted()));
                }
                Data::Text(text.to_string())
            }
            (Shape::Whole, DeValue::Integer(_)) => match decimal(value).and_then(|number| u32::try_from(number).ok()) {
                Some(number) if number <= LARGEST_WHOLE => Data::Whole(number),
                _ => return Err(format!("`{name}` must be a whole number from 0 to {LARGEST_WHOLE}")),
            },
            (Shape::Number | Shape::Figure, DeValue::Integer(_) | DeValue::Float(_)) => match decimal(value) {
                Some(number) if matches!(shape, Shape::Figure) => Data::Text(number.to_string()),
                Some(number) => Data::Number(number),
                None => {
                    return Err(format!(
                        "`{name}` is out of bounds: a number has at most {MOST_DECIMALS} decimal places and is at most a \
                         thousand billion"
                    ));
                }
            },
            (Shape::Truth, DeValue::Boolean(truth)) => Data::Truth(*truth),
            (Shape::Date, DeValue::Datetime(written)) => match (written.date, written.time) {
                (Some(date), None) => match calendar(date.year, date.month, date.day) {
                    Some(date) => Data::Date(date),
                    None => return Err(format!("`{name}` is no day of the calendar")),
                },
                _ => return Err(format!("`{name}` must be a date alone, such as 2023-02-08, without a time")),
            },
            (Shape::List(item), DeValue::Array(items)) => {
                let items: Vec<_> = items.iter().map(|value| self.value(name, value, *item)).collect();
                // A list with holes would be judged wrongly later.
                if items.iter().any(|item| item.data == Data::Faulty) { Data::Faulty } else { Data::List(items) }
            }
            (Shape::Tables(keys), DeValue::Array(items)) => {
                let one = Shape::Table(keys);
                Data::List(items.iter().map(|value| self.value(name, value, one)).collect())
            }
            (Shape::Table(keys) | Shape::TextOr(keys), DeValue::Table(table)) => {
                Data::Table(self.table(table, at.clone(), keys))
            }
            (Shape::Map(item), DeValue::Table(table)) => {
                let mut entries = Vec::new();
                for (key, value) in table.iter() {
                    entries.push((key.span().start, key.to_string(), self.value(key.get_ref(), value, *item)));
                }
                entries.sort_by_key(|(start, _, _)| *start);
                Data::Map(entries.into_iter().map(|(_, key, value)| (key, value)).collect())
            }
            _ => return wrong(),
        })
    }
}

/// A syntax error for somebody who has never heard of TOML, where it is one of those that people make.
fn plainly(message: &str, found: Option<&str>) -> String {
    let at = found.map(|found| format!(" at `{found}`")).unwrap_or_default();
    let (what, _) = message.split_once(", expected").unwrap_or((message, ""));
    match what {
        "duplicate key" => match found {
            Some(key) => format!("`{key}` is given twice; keep one of them"),
            None => "this is given twice; keep one of them".into(),
        },
        "string values must be quoted" => format!("text must stand in quotes{at}"),
        "invalid basic string" => {
            "a text in quotes is not closed, or has a backslash in it (write `\\\\` for one)".into()
        }
        "missing comma between key-value pairs" => format!("a comma is missing between two keys{at}"),
        "missing comma between array elements" => OPEN_LIST.into(),
        "unclosed array" => "a list is not closed; it needs a `]` at its end".into(),
        "unclosed inline table" => "a `{` is not closed; it needs a `}` at its end".into(),
        "key with no value" => format!("a key without a value{at}; write `key = value`"),
        _ => format!("this line cannot be read{at}: {message}"),
    }
}

/// What stands there, for a sentence.
fn is(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(_) => "text".into(),
        DeValue::Integer(_) | DeValue::Float(_) => "a number".into(),
        DeValue::Boolean(truth) => truth.to_string(),
        DeValue::Datetime(_) => "a date or time".into(),
        DeValue::Array(_) => "a list".into(),
        DeValue::Table(_) => "a table".into(),
    }
}

/// A number exactly as written: no binary floating point on the way.
fn decimal(value: &DeValue<'_>) -> Option<Decimal> {
    let number = match value {
        DeValue::Integer(number) => Decimal::from(i64::from_str_radix(number.as_str(), number.radix()).ok()?),
        DeValue::Float(number) if number.as_str().contains(['e', 'E']) => {
            Decimal::from_scientific(number.as_str().trim_start_matches('+')).ok()?
        }
        DeValue::Float(number) => Decimal::from_str_exact(number.as_str().trim_start_matches('+')).ok()?,
        _ => return None,
    };
    let in_bounds = number.abs() <= Decimal::from(LARGEST_AMOUNT) && number.normalize().scale() <= MOST_DECIMALS;
    in_bounds.then(|| number.normalize())
}

/// A day, if the calendar has it.
fn calendar(year: u16, month: u8, day: u8) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// What a page of docs/ fails to say about the keys of a file: each table has a section with its name in the heading
    /// (the file itself: what stands before the first one), and each key a row there: name, what it says, and an example
    /// that can be read.
    pub(crate) fn undocumented(root: &'static Keys, page: &str) -> Vec<String> {
        let mut missing = Vec::new();
        for keys in root.tables() {
            let Some(section) = section(page, keys.table) else {
                missing.push(format!("{} has no section", keys.table));
                continue;
            };
            for key in keys.keys.iter().filter(|key| !has_section(key)) {
                let start = format!("| `{}` | ", key.name);
                let row = section.iter().find_map(|line| line.strip_prefix(&start)).unwrap_or_default();
                let example = row.split_once(" | `").and_then(|(_, example)| example.strip_suffix("` |"));
                let Some(example) = example else {
                    missing.push(format!("{} `{}` has no row with an example", keys.table, key.name));
                    continue;
                };
                let document = read("example", example, keys);
                if !document.table.has(key.name) {
                    missing.push(format!("{} `{}`: the example is about another key", keys.table, key.name));
                }
                let wrong = document.faults.into_iter().filter(|fault| !fault.message.contains(" needs "));
                missing.extend(wrong.map(|fault| format!("{} `{}`: {}", keys.table, key.name, fault.message)));
            }
        }
        missing
    }

    /// Keys that are tables of their own have a section in place of a row.
    fn has_section(key: &Key) -> bool {
        matches!(key.shape, Shape::Table(keys) | Shape::Tables(keys) if keys.table.starts_with('['))
    }

    fn section<'a>(page: &'a str, table: &str) -> Option<Vec<&'a str>> {
        let heading = |line: &&str| line.starts_with('#');
        let wanted = format!("`{table}`");
        let mut lines = page.lines().skip_while(|line| {
            let found =
                heading(line) && if table.is_empty() { line.starts_with("# ") } else { line.ends_with(&wanted) };
            !found
        });
        lines.next()?;
        Some(lines.take_while(|line| !heading(line)).collect())
    }

    static ROW: Keys = Keys {
        table: "[[row]]",
        keys: &[
            Key::must("name", Shape::Text),
            Key::may("amount", Shape::Number),
            Key::may("figure", Shape::Figure),
            Key::may("names", Shape::Map(&Shape::Text)),
            Key::may("whole", Shape::Whole),
        ],
    };
    static FILE: Keys = Keys { table: "", keys: &[Key::may("row", Shape::Tables(&ROW))] };

    fn row(text: &str) -> (Table, Vec<String>) {
        let document = read("x.toml", &format!("[[row]]\nname = \"x\"\n{text}"), &FILE);
        let table = document.table.tables("row").next().unwrap().clone();
        (table, document.faults.into_iter().map(|fault| format!("{}: {}", fault.at, fault.message)).collect())
    }

    #[test]
    fn numbers_are_exact() {
        for (written, exact) in
            [("0.1", "0.1"), ("-1_000.50", "-1000.5"), ("+2.5", "2.5"), ("1.5e3", "1500"), ("0x10", "16")]
        {
            let (table, faults) = row(&format!("amount = {written}"));
            assert_eq!(faults, Vec::<String>::new());
            assert_eq!(table.number("amount").unwrap().to_string(), exact);
        }
        for written in ["inf", "nan", "1e30", "0.0000001", "99999999999999999999", "1e-400"] {
            let (table, faults) = row(&format!("amount = {written}"));
            assert_eq!(table.number("amount"), None);
            assert!(faults[0].starts_with("x.toml, line 3: `amount` is out of bounds"), "{faults:?}");
        }
    }

    #[test]
    fn a_figure_is_a_number_or_text() {
        assert_eq!(row("figure = 1_240.50").0.text("figure"), Some("1240.5"));
        assert_eq!(row("figure = \"£1,240\"").0.text("figure"), Some("£1,240"));
        assert_eq!(row("figure = true").1, ["x.toml, line 3: `figure` must be a figure, and is true"]);
    }

    #[test]
    fn names_of_the_writers_own_keep_their_order_and_lines() {
        let (table, _) = row("[row.names]\nz = \"1\"\na = \"2\"\n");
        let names: Vec<_> = table.map("names").iter().map(|(name, value)| (name.as_str(), value.at.line)).collect();
        assert_eq!(names, [("z", Some(4)), ("a", Some(5))]);
    }

    #[test]
    fn every_line_that_is_no_toml_is_told() {
        let (_, faults) = row("amount = 1.2.3\nwhole = 4\nfigure = abc\n");
        assert_eq!(faults.len(), 2, "{faults:?}");
        assert!(faults[0].starts_with("x.toml, line 3: "), "{faults:?}");
        assert_eq!(faults[1], "x.toml, line 5: text must stand in quotes at `abc`");
    }

    #[test]
    fn the_nearest_word_is_meant_if_it_is_near() {
        let known = ["forecast", "target", "id"];
        assert_eq!(nearest("forcast", known), Some("forecast"));
        assert_eq!(nearest("Target", known), Some("target"));
        assert_eq!(nearest("ids", known), Some("id"));
        assert_eq!(nearest("achieved", known), None);
        assert_eq!(nearest("x", known), None);
    }
}
