//! What a file may hold, declared: keys and what stands behind them.

/// The keys of one kind of table.
#[derive(Debug)]
pub struct Keys {
    /// The table as it is written: `[[list.column]]`, or what a table within a line is called: `movement`.
    pub table: &'static str,
    /// Its keys, in the order in which they are documented.
    pub keys: &'static [Key],
}

#[cfg(test)]
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

impl Shape {
    /// What should stand there, for a sentence.
    pub(super) fn wanted(self) -> String {
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
