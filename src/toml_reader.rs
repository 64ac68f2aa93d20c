//! TOML files as people write them: every value with its line, every fault in one sentence, all of them at once.
//!
//! What a file may hold is declared as a tree of [`Keys`]. The same tree reads the file, says what a fault should have
//! been, and is walked by the test that every key is documented; so none of the three can drift from the others.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::money::{LARGEST_AMOUNT, MOST_DECIMALS};
use crate::names::did_you_mean;
use crate::period::read_date;
use crate::source::{Fault, Place, Span};

mod keys;
mod outline;
pub mod schema;
mod value;

pub use keys::{Key, Keys, Shape, TEXTS};
pub use outline::Outline;
pub use value::{Data, Table, Value};

/// What an open list is told by: the parser sees only that no comma follows.
const OPEN_LIST: &str = "a comma is missing in a list here, or the `]` of a list above";

/// The largest number a [`Shape::Whole`] may be.
const LARGEST_WHOLE: u32 = 999_999;

/// A file as it was read.
#[derive(Debug)]
pub struct Document {
    /// The whole file.
    pub table: Table,
    /// What is wrong with it so far.
    pub faults: Vec<Fault>,
    /// Whether parts of it could not be read as TOML at all: then what is missing may be there.
    pub broken: bool,
    /// Which table each part of it belongs to: so a fault finds its section of the docs.
    pub outline: Outline,
}

/// Reads a text. `file` is its name for messages.
pub fn read(file: &str, text: &str, keys: &'static Keys) -> Document {
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader {
        file: file.into(),
        lines: Lines::of(text),
        broken: BTreeSet::new(),
        faults: Vec::new(),
        outline: Outline::default(),
    };
    for error in &errors {
        reader.syntax_error(text, error.span(), error.message());
    }
    let table = reader.table(root.get_ref(), Place::line(reader.file.clone(), 1), keys);
    Document { table, broken: !reader.broken.is_empty(), faults: reader.faults, outline: reader.outline }
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
    broken: BTreeSet<u32>,
    faults: Vec<Fault>,
    outline: Outline,
}

impl Reader {
    fn place(&self, bytes: Range<usize>) -> Place {
        let line = self.lines.line(bytes.start);
        Place { span: Span::of(bytes), ..Place::line(self.file.clone(), line) }
    }

    fn fault(&mut self, at: Place, message: String) {
        self.faults.push(Fault::new(at, message));
    }

    /// Says once a line what is wrong with it.
    fn syntax_error(&mut self, text: &str, span: Option<Range<usize>>, message: &str) {
        let span = span.unwrap_or(text.len()..text.len());
        let line = self.lines.line(span.start.min(text.len()));
        let at = Place { line: Some(line), ..self.place(span.clone()) };
        if !self.broken.insert(line) {
            return;
        }
        if let Some((key, date)) = date_in(text, span.start) {
            self.fault(at, format!("a date is written year, month, day, as {date}: {key} = {date}"));
            return;
        }
        let found = text.get(span).map(str::trim).filter(|found| !found.is_empty() && found.chars().count() <= 40);
        let message = plainly(message, found.filter(|found| !found.contains('\n')));
        // A list that is not closed swallows the lines after it, each wrong in the same way.
        if message == OPEN_LIST && self.faults.last().is_some_and(|last| last.message == OPEN_LIST) {
            return;
        }
        self.fault(at, message);
    }

    fn table(&mut self, table: &DeTable<'_>, at: Place, keys: &'static Keys) -> Table {
        let mut values = BTreeMap::new();
        for (name, value) in table.iter() {
            let line = self.lines.line(name.span().start);
            self.outline.add(name.span().start..value.span().end.max(name.span().end), keys);
            match keys.keys.iter().find(|key| key.name == name.get_ref()) {
                Some(key) => {
                    let value = self.value(key.name, value, key.shape);
                    values.insert(key.name, value);
                }
                None if self.broken.contains(&line) => {}
                None => {
                    let hint = did_you_mean(name.get_ref(), keys.keys.iter().map(|key| key.name));
                    let place = if keys.table.is_empty() { "here".into() } else { format!("in {}", keys.table) };
                    self.fault(self.place(name.span()), format!("unknown key `{}` {place}{hint}", name.get_ref()));
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
        let at = self.place(value.span());
        if at.line.is_some_and(|line| self.broken.contains(&line)) {
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
            (Shape::Date, DeValue::String(text)) => {
                return match read_date(text) {
                    Some(date) => {
                        Err(format!("`{name}` is a date in text; write {date}, without quotes: {name} = {date}"))
                    }
                    None => wrong(),
                };
            }
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
                self.outline.add(at.span.bytes().unwrap_or_default(), keys);
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

/// The key and the date of a line that gives nothing but a date, as people write one: 'date = 18/01/2023', 'date = 18 January 2023'.
fn date_in(text: &str, at: usize) -> Option<(&str, Date)> {
    let (before, behind) = text.split_at_checked(at)?;
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let end = behind.find('\n').map_or(text.len(), |end| at + end);
    let (line, _) = text[start..end].split_once('#').unwrap_or((&text[start..end], ""));
    let (key, value) = line.split_once('=')?;
    Some((key.trim(), read_date(value)?))
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
}
