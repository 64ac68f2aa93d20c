//! Values that nobody sees because cells are merged over them.

use std::collections::{BTreeMap, BTreeSet};

use super::first_of;
use crate::check::table::Table;
use crate::check::{Rule, View, stated, wording};
use crate::finding::{Family, Finding, Severity};
use crate::names::Label;
use crate::returns::grid::Sheet;
use crate::returns::ledger::Part;
use crate::source::Address;

pub(super) static RULE: Rule = Rule {
    code: "beneath-merge",
    family: Family::Return,
    severity: Severity::Query,
    title: "Something stands beneath merged cells",
    what: "Cells are merged, and another one than the first of them holds something too. The sheet shows the first alone. The same words \
           again are no matter.",
    why: "Nobody sees it, and it is read: a figure beneath a merged cell counts in every total.",
    mend: "Unmerge the cells, and clear what does not belong there; or explain the finding: the answer holds for what stands there \
           now.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let tables = view.tables();
    let sheets = tables.iter().filter(|table| seen.insert((&table.table.at.file, &table.table.at.sheet)));
    sheets.filter_map(|table| finding(rule, view, table)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, table: &Table<'_>) -> Option<Finding> {
    let mut found = beneath(table.sheet);
    // What is not read is told by itself, if it may matter.
    let entries = view.causes.ledger.on(view.returns, &table.table.at);
    let is_read = |at: &Address| {
        let entry = entries.and_then(|entries| entries.rows(at.row, at.row).iter().find(|entry| entry.at == *at));
        entry.is_some_and(|entry| entry.part.is_used() && !matches!(entry.part, Part::Title | Part::Note))
    };
    found.retain(|(at, _)| is_read(at));
    let (first, _) = found.first()?;
    let text = |at: &Address| table.sheet.cells.get(at).map(|raw| raw.text()).unwrap_or_default();
    let named = |(at, (from, to)): &(Address, (Address, Address))| {
        format!("'{}' in {at} (beneath {from} to {to})", wording::quoted(&text(at)))
    };
    let names: Vec<String> = found.iter().map(named).collect();
    let message = format!(
        "{}merged cells hide {} from sight, and {} read as {} there",
        table.opening(view),
        first_of(&names),
        if found.len() == 1 { "it is" } else { "they are" },
        if found.len() == 1 { "it stands" } else { "they stand" },
    );
    let texts: Vec<String> = found.iter().map(|(at, _)| text(at)).collect();
    let draft = table.draft(rule, view, *first).stated_text(&stated::texts(texts.iter().map(String::as_str)));
    let draft = draft.related(found.iter().map(|(at, _)| table.place(*at)));
    let mend = "unmerge the cells, and clear what does not belong there";
    Some(draft.says(message, wording::mend_or_explain(mend)))
}

/// The cells that hold something beneath a merge, each with the corners of that; without those that repeat the words of the first.
fn beneath(sheet: &Sheet) -> Vec<(Address, (Address, Address))> {
    let mut merges = sheet.look.merges.clone();
    merges.sort_unstable();
    let mut waiting = merges.into_iter().peekable();
    // The merges that reach the row, by their first column. Merges never overlap, but in a file that was made to.
    let mut open: BTreeMap<u32, (Address, Address)> = BTreeMap::new();
    let mut found = Vec::new();
    for (at, raw) in &sheet.cells {
        while let Some((first, last)) = waiting.next_if(|(first, _)| first.row <= at.row) {
            open.insert(first.column, (first, last));
        }
        // One that has ended must not stand before one further left that has not.
        let mut reaches = None;
        while let Some((column, merge)) = open.range(..=at.column).next_back().map(|(column, merge)| (*column, *merge))
        {
            if merge.1.row >= at.row {
                reaches = Some(merge);
                break;
            }
            open.remove(&column);
        }
        let Some((first, last)) = reaches else { continue };
        if at.column > last.column || *at == first || raw.text().trim().is_empty() {
            continue;
        }
        let same = sheet
            .cells
            .get(&first)
            .is_some_and(|shown| raw.number().is_none() && Label::same(&shown.text(), &raw.text()));
        if !same {
            found.push((*at, (first, last)));
        }
    }
    found
}
