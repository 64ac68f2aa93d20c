//! Changes of decisions.toml as texts: an entry put behind the others, changed in place, or taken out again. Everything outside of
//! it stays byte for byte as somebody wrote it: line ends, comments, blanks. So the text is cut at the places that the parser names
//! and never written anew, for that would make every line end one of Unix's.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::entry::MARK;

/// Why an entry cannot be changed or taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotEdit {
    /// The text is no TOML; reading it says where.
    #[error("decisions.toml cannot be read as it stands")]
    NoToml,
    /// There is none.
    #[error("decisions.toml holds no entry")]
    NoEntry,
    /// It is an item of a list in one line, `explain = [{ … }]`, so that it cannot be cut out by itself.
    #[error("the entry in line {0} of decisions.toml is not written as [[…]]: change it by hand")]
    InList(u32),
}

/// A text with an entry behind all others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    /// The whole text.
    pub text: String,
    /// The line in which what was added begins.
    pub line: u32,
}

/// A text without its last entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// What is left.
    pub text: String,
    /// What was taken out.
    pub entry: String,
    /// The line in which it began.
    pub line: u32,
}

/// The text with an entry (or several) behind it, after a blank line and in the file's own line ends. What stood before is the
/// beginning of what stands now.
pub fn appended(text: &str, entry: &str) -> Appended {
    let end = line_end(text);
    let mut added = String::from(text);
    if !text.is_empty() {
        if !text.ends_with('\n') {
            added.push_str(end);
        }
        added.push_str(end);
    }
    let line = line_of(&added, added.len());
    for line in entry.trim_end().lines() {
        added.push_str(line);
        added.push_str(end);
    }
    Appended { text: added, line }
}

/// The text with other values in the entry that begins in this line: the keys, and their values as TOML writes them. A key that
/// the entry does not have comes behind its others.
pub fn replaced(text: &str, line: u32, changes: &[(&str, String)]) -> Result<String, CannotEdit> {
    let entries = entries(text)?;
    let mut own = entries.iter().filter(|entry| line_of(text, entry.start) == line);
    let (Some(entry), None) = (own.next(), own.next()) else { return Err(CannotEdit::InList(line)) };
    let mut cuts: Vec<(Range<usize>, String)> = Vec::new();
    let mut missing = String::new();
    for (key, value) in changes {
        match entry.values.iter().find(|(name, _)| name == key) {
            Some((_, range)) => cuts.push((range.clone(), value.clone())),
            None => missing.push_str(&format!("{key} = {value}{}", line_end(text))),
        }
    }
    if !missing.is_empty() {
        if !entry.is_table(text) {
            return Err(CannotEdit::InList(line));
        }
        let end = end_of_line(text, entry.end);
        let unended = !text[..end].ends_with('\n');
        cuts.push((end..end, if unended { format!("{}{missing}", line_end(text)) } else { missing }));
    }
    cuts.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let mut changed = String::from(text);
    for (range, value) in cuts {
        changed.replace_range(range, &value);
    }
    Ok(changed)
}

/// The entry that begins in this line, as it stands in the text.
pub fn entry_at(text: &str, line: u32) -> Option<&str> {
    let entries = entries(text).ok()?;
    let entry = entries.iter().find(|entry| line_of(text, entry.start) == line)?;
    text.get(start_of_line(text, entry.start)..end_of_line(text, entry.end))
}

/// The text without its last entry, without the comment that [`filled`](super::entry::filled) put above it, and without the blank
/// line before that. Whatever else stands above or below it stays. The entries of one change request go together, as they came: with one
/// leg gone, a virement would make money.
pub fn without_last(text: &str) -> Result<Taken, CannotEdit> {
    let mut entries = entries(text)?;
    entries.sort_by_key(|entry| entry.start);
    let last = entries.last().ok_or(CannotEdit::NoEntry)?;
    if !last.is_table(text) {
        return Err(CannotEdit::InList(line_of(text, last.start)));
    }
    let legs = entries.iter().rev().skip(1).zip(entries.iter().rev());
    let first = legs.take_while(|(above, below)| are_legs(text, above, below)).map(|(above, _)| above).last();
    let mut start = start_of_line(text, first.unwrap_or(last).start);
    if let Some(above) = line_above(text, start).filter(|above| text[above.clone()].starts_with(MARK)) {
        start = above.start;
    }
    let end = end_of_line(text, last.end);
    let entry = text[start..end].to_string();
    let line = line_of(text, start);
    let blank = line_above(text, start).filter(|above| text[above.clone()].trim_matches(['\r', '\n']).is_empty());
    let from = blank.map_or(start, |blank| blank.start);
    Ok(Taken { text: format!("{}{}", &text[..from], &text[end..]), entry, line })
}

/// What the entries of one change request have in common, as [`filled`](super::entry::filled) writes them.
const OF_ONE_REQUEST: [&str; 7] = ["reference", "period", "kind", "column", "approved_by", "date", "words"];

/// Whether two entries, one above the other with nothing between them, are of one change request.
fn are_legs(text: &str, above: &Entry, below: &Entry) -> bool {
    let between = text.get(end_of_line(text, above.end)..start_of_line(text, below.start));
    above.is_table(text)
        && between.is_some_and(|between| between.trim().is_empty())
        && OF_ONE_REQUEST
            .iter()
            .all(|key| above.value(text, key).is_some_and(|value| below.value(text, key) == Some(value)))
}

/// An entry, and where it stands in the text.
struct Entry {
    /// Where it begins: its `[[…]]`, or its `{`.
    start: usize,
    /// Where the last of its values ends.
    end: usize,
    /// Its own keys, and where their values stand.
    values: Vec<(String, Range<usize>)>,
}

impl Entry {
    /// Whether it is written as `[[…]]`.
    fn is_table(&self, text: &str) -> bool {
        text[self.start..].starts_with("[[")
    }

    /// One of its own values, as it is written.
    fn value<'t>(&self, text: &'t str, key: &str) -> Option<&'t str> {
        let (_, range) = self.values.iter().find(|(name, _)| name == key)?;
        text.get(range.clone())
    }
}

fn entries(text: &str) -> Result<Vec<Entry>, CannotEdit> {
    let root = DeTable::parse(text).map_err(|_| CannotEdit::NoToml)?;
    let lists = root.get_ref().iter().filter_map(|(_, value)| value.get_ref().as_array());
    let entry = |item: &Spanned<DeValue<'_>>| {
        let table = item.get_ref().as_table()?;
        let values = table.iter().map(|(key, value)| (key.get_ref().to_string(), value.span())).collect();
        Some(Entry { start: item.span().start, end: end_of(item), values })
    };
    Ok(lists.flat_map(|items| items.iter().filter_map(entry)).collect())
}

/// Where the last of all values in a value ends.
fn end_of(value: &Spanned<DeValue<'_>>) -> usize {
    let inner = match value.get_ref() {
        DeValue::Array(items) => items.iter().map(end_of).max(),
        DeValue::Table(table) => table.iter().map(|(_, value)| end_of(value)).max(),
        _ => None,
    };
    inner.unwrap_or_default().max(value.span().end)
}

/// How lines end in a text: as its first one does.
fn line_end(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text[..at].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// The line, from 1, in which a byte stands.
fn line_of(text: &str, at: usize) -> u32 {
    u32::try_from(text[..at].matches('\n').count() + 1).unwrap_or(u32::MAX)
}

fn start_of_line(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// Where the next line begins, or the text ends.
fn end_of_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}

/// The line above the one that begins here.
fn line_above(text: &str, start: usize) -> Option<Range<usize>> {
    let end = start.checked_sub(1)?;
    Some(start_of_line(text, end)..start)
}

#[cfg(test)]
#[path = "edit_tests.rs"]
mod tests;
