//! The report as it prints, of which `data` has all texts.

use serde::Deserialize;

use crate::report::{Holds, PageWords, RowKind, Tone};

/// A whole report.
#[derive(Debug, Deserialize)]
pub(super) struct Document {
    pub meta: Meta,
    pub sections: Vec<Section>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Meta {
    pub title: String,
    pub council: String,
    pub committee: String,
    pub period: String,
    pub as_at: String,
    pub meeting: String,
    pub language: String,
    pub mark: String,
    pub words: PageWords,
    pub fingerprint_printed: String,
    pub cleared_by: Vec<ClearedBy>,
    pub first_page: u32,
}

#[derive(Debug, Deserialize)]
pub(super) struct ClearedBy {
    pub role: String,
    pub initials: String,
    pub date: String,
    pub comment: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Section {
    pub heading: String,
    pub new_page: bool,
    pub blocks: Vec<Block>,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "block", rename_all = "lowercase")]
pub(super) enum Block {
    Paragraph { text: String },
    Bullets { items: Vec<String> },
    Table(Table),
    Chart(Chart),
    Trend(Trend),
}

#[derive(Debug, Deserialize)]
pub(super) struct Table {
    pub title: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    pub notes: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Column {
    pub heading: String,
    pub holds: Holds,
    pub width: u32,
    /// A width that neither its longest word nor a word of its heading exceeds, in thousandths of the size of the letters.
    pub needs: u32,
}

#[derive(Debug, Deserialize)]
pub(super) struct Row {
    pub kind: RowKind,
    pub level: u8,
    pub cells: Vec<Cell>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Cell {
    pub text: String,
    pub tone: Tone,
}

#[derive(Debug, Deserialize)]
pub(super) struct Chart {
    pub title: String,
    pub unit: String,
    pub series: Vec<String>,
    pub groups: Vec<Group>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Group {
    pub name: String,
    pub labels: Vec<String>,
    pub lengths: Vec<u32>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Trend {
    pub title: String,
    pub unit: String,
    pub periods: Vec<String>,
    pub lines: Vec<TrendLine>,
    pub notes: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct TrendLine {
    pub name: String,
    pub nil: u32,
    pub points: Vec<TrendPoint>,
}

#[derive(Debug, Deserialize)]
pub(super) struct TrendPoint {
    pub label: String,
    pub height: Option<u32>,
    pub joined: bool,
}

impl Meta {
    /// For whom it is.
    pub(super) fn about(&self) -> String {
        joined(&[&self.council, &self.committee])
    }

    /// Of which period it is, and of which day.
    pub(super) fn when(&self) -> Vec<String> {
        let as_at = filled(&self.words.figures_as_at, &[("date", &self.as_at)]);
        let as_at = Some(as_at).filter(|_| !self.as_at.is_empty());
        Some(self.period.clone()).filter(|period| !period.is_empty()).into_iter().chain(as_at).collect()
    }
}

/// Parts on one line; those that are empty are not there.
pub(super) fn joined(parts: &[&str]) -> String {
    parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ·  ")
}

/// The words with what stands in them for names.
pub(super) fn filled(words: &str, values: &[(&str, &str)]) -> String {
    let mut text = words.to_owned();
    for (name, value) in values {
        text = text.replace(&format!("{{{{{name}}}}}"), value);
    }
    text
}

/// A heading without its number: a table that is all there is under its heading needs no second title.
pub(super) fn unnumbered(title: &str) -> &str {
    title.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c.is_whitespace()).trim()
}

impl Section {
    pub(super) fn is_titled(&self) -> bool {
        !self.heading.trim().is_empty()
    }

    /// Whether a title stands over a table of it.
    pub(super) fn names(&self, table: &Table) -> bool {
        !table.title.trim().is_empty() && unnumbered(&table.title) != unnumbered(&self.heading)
    }

    pub(super) fn rows(&self) -> usize {
        let rows = |block: &Block| if let Block::Table(table) = block { table.rows.len() } else { 0 };
        self.blocks.iter().map(rows).sum()
    }
}
