//! The groups inside an area while the rows of a table are read: which are open, what a heading opens, and what a
//! subtotal row closes.

use std::collections::{BTreeMap, BTreeSet};

use super::{Row, RowKind, Value};
use crate::form::{GroupFrom, List, ReturnForm};
use crate::names::{Label, behind, is_dash};

/// The groups that are open.
pub(super) struct Groups<'a> {
    list: &'a List,
    /// Where each level is told. A list without levels has headings alone; nothing is totalled by them.
    from: &'a [GroupFrom],
    beginnings: &'a [String],
    sheet: &'a str,
    /// Outermost first. The name of a group that its subtotal will tell is empty until then.
    open: Vec<String>,
    /// Whether a row stands in the innermost heading's group already.
    filled: bool,
    /// From which row on a level's group is open, for the groups that are named by their subtotal.
    since: Vec<usize>,
    /// The names that a level's column has told so far.
    seen: Vec<BTreeSet<String>>,
}

impl<'a> Groups<'a> {
    pub(super) fn new(list: &'a List, form: &'a ReturnForm, sheet: &'a str) -> Self {
        Groups {
            list,
            from: &form.groups,
            beginnings: &form.subtotals,
            sheet,
            open: Vec::new(),
            filled: false,
            since: vec![0; form.groups.len()],
            seen: vec![BTreeSet::new(); form.groups.len()],
        }
    }

    /// Whether heading rows open groups by what the form says.
    pub(super) fn has_headings(&self) -> bool {
        self.from.contains(&GroupFrom::Heading)
    }

    /// The headings that are open, outermost first.
    fn headings(&self) -> Vec<String> {
        if self.from.is_empty() {
            return self.open.clone();
        }
        let told = self.open.iter().zip(self.from.iter().map(Some).chain(std::iter::repeat(None)));
        let is_heading = |from: Option<&GroupFrom>| from.is_none_or(|from| *from == GroupFrom::Heading);
        told.filter(|(_, from)| is_heading(*from)).map(|(name, _)| name.clone()).collect()
    }

    /// The path of a row: a level that nothing tells ends it, as a group inside no group is none. Headings deeper than the
    /// levels stay behind it.
    fn path(&self, headings: &[String], column: impl Fn(usize, &str) -> Option<String>) -> Vec<String> {
        let mut headings = headings.iter();
        let mut path = Vec::new();
        for (level, from) in self.from.iter().enumerate() {
            let name = match from {
                GroupFrom::Heading => headings.next().cloned(),
                GroupFrom::Column(id) => column(level, id),
                GroupFrom::Sheet => Some(self.sheet.trim().to_string()),
                GroupFrom::Subtotal => Some(String::new()),
                GroupFrom::File => None,
            };
            match name {
                Some(name) => path.push(name),
                None => return path,
            }
        }
        path.extend(headings.cloned());
        path
    }

    /// Nothing is open any more: a total was passed, or another section begins. Rows whose group no subtotal has named stand
    /// beside the groups.
    pub(super) fn clear(&mut self, rows: &mut [Row]) {
        self.drop_unnamed(rows, 0);
        self.open.clear();
        self.filled = false;
        self.since.fill(rows.len());
    }

    /// Rows that wait for a name at this level or a deeper one get none.
    fn drop_unnamed(&mut self, rows: &mut [Row], level: usize) {
        let Some(&first) = self.since.iter().skip(level).min() else { return };
        for row in rows.iter_mut().skip(first) {
            if let Some(end) = row.groups.iter().skip(level).position(String::is_empty) {
                row.groups.truncate(level + end);
            }
        }
    }

    /// A heading row. `goes_on` says of an open group whether its subtotal is still to come. Whether the list has a level for
    /// the group that it opens.
    pub(super) fn heading(&mut self, name: &str, goes_on: impl Fn(&str) -> bool, rows: &mut [Row]) -> bool {
        let mut headings = self.headings();
        if self.filled && headings.last().is_some_and(|last| !goes_on(last)) {
            headings.pop();
        }
        headings.push(name.to_string());
        self.filled = false;
        let path = self.path(&headings, |_, _| None);
        let same = self.open.iter().zip(&path).take_while(|(old, new)| old == new && !old.is_empty()).count();
        self.drop_unnamed(rows, same);
        for since in self.since.iter_mut().skip(same) {
            *since = rows.len();
        }
        self.open = path;
        headings.len() <= self.from.iter().filter(|from| **from == GroupFrom::Heading).count()
    }

    /// Whether a subtotal with this label would be that of an open group with rows in it.
    pub(super) fn is_filled_and_closed_by(&self, names: &[String]) -> bool {
        self.filled && self.open.iter().any(|open| names.iter().any(|name| speaks_of(name, open)))
    }

    /// The groups of an item or a balancing line with these cells.
    pub(super) fn item(&mut self, kind: RowKind, value: impl Fn(&str) -> Option<Value>) -> Vec<String> {
        self.filled = true;
        if self.from.is_empty() {
            return self.open.clone();
        }
        let column = |level: usize, id: &str| match value(id) {
            Some(Value::Text(text)) if !text.trim().is_empty() => Some(text.trim().to_string()),
            // A balancing line has no status; it counts where it stands.
            _ if kind == RowKind::Balancing => self.open.get(level).cloned(),
            _ => None,
        };
        let path = self.path(&self.headings(), column);
        for (level, name) in path.iter().enumerate() {
            if matches!(self.from.get(level), Some(GroupFrom::Column(_)))
                && let Some(seen) = self.seen.get_mut(level)
            {
                seen.insert(name.clone());
            }
        }
        if kind == RowKind::Item || path.len() >= self.open.len() {
            self.open.clone_from(&path);
        }
        path
    }

    /// A subtotal row: the groups it is the total of, which it closes. Rows above that waited for its name get it.
    /// `goes_on` says of a group whether a later subtotal speaks of it.
    pub(super) fn subtotal(
        &mut self,
        names: &[String],
        goes_on: impl Fn(&str) -> bool,
        rows: &mut [Row],
    ) -> Vec<String> {
        self.filled = false;
        let behind: Vec<String> = names.iter().filter_map(|name| self.behind(name)).collect();
        if let Some(path) = self.listed_below(&behind) {
            return path;
        }
        let exact = |open: &String| !open.is_empty() && behind.iter().any(|name| same(name, open));
        let waiting = self.open.last().is_some_and(String::is_empty).then(|| self.open.len().saturating_sub(1));
        let named = |open: &String| names.iter().any(|name| speaks_of(name, open));
        let level = self
            .open
            .iter()
            .rposition(exact)
            .or(waiting)
            .or_else(|| {
                let last = self.open.iter().rposition(named)?;
                // Two that are called alike: where no other subtotal comes, this one closes both.
                let ends_both = self.open.get(last).is_some_and(|name| !goes_on(name));
                if ends_both { self.open.iter().position(named) } else { Some(last) }
            })
            .or(self.open.len().checked_sub(1));
        let Some(level) = level else { return Vec::new() };
        self.drop_unnamed(rows, level.saturating_add(1));
        self.open.truncate(level.saturating_add(1));
        if self.open.last().is_some_and(String::is_empty) {
            self.name(level, behind.first(), rows);
        }
        let path = self.open.clone();
        self.open.truncate(level);
        for since in self.since.iter_mut().skip(level) {
            *since = rows.len();
        }
        path
    }

    /// A subtotal that stands below rows of several groups of a column, and says by its label whose it is.
    fn listed_below(&self, behind: &[String]) -> Option<Vec<String>> {
        let level = self.from.iter().position(|from| matches!(from, GroupFrom::Column(_)))?;
        let seen = self.seen.get(level)?;
        let name = seen.iter().find(|seen| behind.iter().any(|name| same(name, seen)))?;
        let is_open = self.open.iter().any(|open| same(open, name));
        let outer = self.open.get(..level)?;
        (!is_open).then(|| outer.iter().chain([name]).cloned().collect())
    }

    /// The text behind the configured beginning: 'Homecare' of 'Subtotal - Homecare'.
    fn behind(&self, label: &str) -> Option<String> {
        let beginnings = self.beginnings.iter().filter(|start| !start.trim().is_empty());
        let rest = beginnings.filter_map(|start| behind(label, start)).min_by_key(|rest| rest.len()).unwrap_or(label);
        let rest = rest.trim_matches(|letter: char| letter.is_whitespace() || letter == ':' || is_dash(letter));
        let rest = rest.strip_prefix("of ").or(rest.strip_prefix("for ")).unwrap_or(rest).trim();
        (!rest.is_empty()).then(|| rest.to_string())
    }

    /// Names the innermost open group, by its subtotal's label or by what its items share in the level's column.
    fn name(&mut self, level: usize, label: Option<&String>, rows: &mut [Row]) {
        let first = self.since.get(level).copied().unwrap_or_default();
        let waits = |row: &Row| row.kind != RowKind::Total && row.groups.get(level).is_some_and(String::is_empty);
        let name = label.cloned().or_else(|| {
            let column = self.list.levels.get(level)?;
            let own = rows.iter().skip(first).filter(|row| waits(row) && row.kind == RowKind::Item);
            shared(own, column)
        });
        // Nothing names it; the number at least tells it apart.
        let name = name.unwrap_or_else(|| {
            let before: BTreeSet<&String> = rows
                .iter()
                .take(first)
                .filter_map(|row| row.groups.get(level))
                .filter(|name| !name.is_empty())
                .collect();
            (before.len() + 1).to_string()
        });
        for row in rows.iter_mut().skip(first).filter(|row| waits(row)) {
            if let Some(group) = row.groups.get_mut(level) {
                group.clone_from(&name);
            }
        }
        if let Some(open) = self.open.get_mut(level) {
            *open = name;
        }
    }
}

/// The value that most of the rows have in a column, the first of them where several have as many.
fn shared<'r>(rows: impl Iterator<Item = &'r Row>, column: &str) -> Option<String> {
    let mut times: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (index, row) in rows.enumerate() {
        if let Some(Value::Text(text)) = row.cells.get(column).map(|cell| &cell.value) {
            times.entry(text.trim()).or_insert((0, usize::MAX - index)).0 += 1;
        }
    }
    times.into_iter().max_by_key(|(_, often)| *often).map(|(text, _)| text.to_string())
}

fn same(one: &str, other: &str) -> bool {
    Label::same(one, other)
}

/// Does a label speak of the group: does its name stand in it, in whole words?
pub(super) fn speaks_of(label: &str, group: &str) -> bool {
    Label::of(label).holds(&Label::of(group))
}

#[cfg(test)]
mod tests;
