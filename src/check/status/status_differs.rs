//! A status against the block it stands in, and that of a total row against its rows.

use super::rating_differs::rows_of;
use crate::check::look::Line;
use crate::check::{Rule, View, stated, wording};
use crate::figures::Group;
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, Kind, List};
use crate::names::{Code, Label};
use crate::returns::{Cell, Value};

pub(super) static RULE: Rule = Rule {
    code: "status-differs",
    family: Family::Status,
    severity: Severity::Query,
    title: "A status is not that of its block or of its rows",
    what: "Rows stand in blocks by a status, and a row says another one than its block; or a total row says a status that \
           none of its rows comes to. A total row may say what lies between those of its rows.",
    why: "One table of the appendix counts by the block and another by the word, so that the row would stand under two \
          statuses.",
    mend: "Move the row to the block of its status, or correct the word. If both stand, explain it.",
    run,
};

/// So many rows of one block are named.
const NAMED: usize = 3;

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> =
        view.groups().into_iter().filter_map(|(list, group)| in_block(rule, view, list, group)).collect();
    findings.extend(view.in_columns(|line, column| of_total(rule, view, line, column)));
    findings
}

/// The rows of a block that say another status than it does.
fn in_block(rule: &Rule, view: &View<'_>, list: &List, group: &Group<'_>) -> Option<Finding> {
    let level = group.path.len().checked_sub(1)?;
    let column = choice_column(list, list.levels.get(level)?)?;
    let items = group.every_item();
    let words: Vec<_> = items
        .iter()
        .filter(|item| !item.balancing)
        .filter_map(|item| Some((*item, said(item.row?.cells.get(&column.id)?)?)))
        .collect();
    let of_block = word_of(column, &group.label)
        .or_else(|| most(column, &words.iter().map(|(_, (_, word))| *word).collect::<Vec<_>>()))?;
    let others: Vec<_> = words.iter().filter(|(_, (_, word))| !Code::same(word, of_block)).collect();
    let (first, (cell, word)) = others.first()?;
    let area = wording::opening(&view.area_name(group.area.as_deref()));
    let place = wording::cell(&cell.at);
    // Where most rows say another word, it is the block's own that is doubted: that of the row which closes it.
    let closing = group.stated.and_then(|row| said(row.cells.get(&column.id)?)).map(|(cell, _)| cell);
    let is_block = others.len().saturating_mul(2) > words.len();
    let (at, message) = if is_block {
        let rows = wording::count(others.len(), &list.item, &list.items);
        let closed = closing.map(|cell| format!(" ({})", wording::cell(&cell.at))).unwrap_or_default();
        let message = format!(
            "{area}the block of {of_block}{closed} holds {rows} that {} {word}, first in {place}",
            if others.len() == 1 { "says" } else { "say" }
        );
        (closing.unwrap_or(cell), message)
    } else {
        let named = others.iter().map(|(item, (cell, word))| {
            format!("'{}' says {word} ({})", wording::quoted(&item.label), wording::cell(&cell.at))
        });
        let named = wording::first_of(&named.collect::<Vec<_>>(), NAMED);
        let stand = if others.len() == 1 { "stands" } else { "stand" };
        (*cell, format!("{area}{named}, and {stand} in the block of {of_block}"))
    };
    let rows = if others.len() == 1 { "row" } else { "rows" };
    let mend = format!("correct {}, or move the {rows} to the block of {word}", wording::cell(&at.at));
    let start = rule.at(&at.at);
    let draft =
        if others.len() == 1 { start.about_item(view, list, first) } else { start.about_group(view, list, group) };
    // An answer about some rows is none about others.
    let stated = stated::texts(others.iter().flat_map(|(item, (_, word))| [item.label.as_str(), word]));
    let draft = draft
        .column(column)
        .stated_text(if others.len() == 1 { word } else { &stated })
        .related(others.iter().map(|(_, (cell, _))| cell.at.clone()));
    Some(draft.says(message, wording::mend_or_explain(&mend)))
}

/// The status that a total row says, where its rows come to another one.
fn of_total(rule: &Rule, view: &View<'_>, line: &Line<'_>, column: &Column) -> Option<Finding> {
    let (list, group) = (line.list, line.group?);
    let column = choice_column(list, &column.id)?;
    let (cell, word) = said(line.row.cells.get(&column.id)?)?;
    let level = list.levels.iter().position(|level| *level == column.id).filter(|_| line.row.covers.is_none());
    let block = level.and_then(|level| word_of(column, group.path.get(level)?));
    let but = match block {
        Some(block) if Code::same(block, word) => return None,
        Some(block) => format!("it closes the block of {block}"),
        // What the figures of the total give is another rule's.
        None if is_rated_by_figures(view, line, column) => return None,
        None => {
            let items = group.counting_items();
            let cells = items.iter().filter_map(|item| item.row?.cells.get(&column.id));
            let ranks: Vec<usize> = cells.filter_map(said).filter_map(|(_, word)| column.rank(word)).collect();
            let (least, most, own) = (*ranks.iter().min()?, *ranks.iter().max()?, column.rank(word)?);
            if (least..=most).contains(&own) {
                return None;
            }
            match (column.choices().get(least)?, column.choices().get(most)?) {
                (one, _) if least == most => format!("its {} all say {one}", list.items),
                (one, other) => format!("its {} say {one} to {other}", list.items),
            }
        }
    };
    let place = wording::cell(&cell.at);
    let row = if group.is_inner() { "" } else { ": the total row" };
    let message = format!("{}{row} says {word} in {} ({place}), and {but}", view.whose(line), view.name(column));
    let draft = rule.at(&cell.at).about_line(view, line).column(column).stated_text(&format!("{word}; {but}"));
    Some(draft.says(message, wording::mend_or_explain(&format!("correct {place}, or the rows"))))
}

/// Whether the form says what the column's word is from the figures of a total.
fn is_rated_by_figures(view: &View<'_>, line: &Line<'_>, column: &Column) -> bool {
    let (list, rows) = (line.list, rows_of(line));
    let mut ratings = view.form.ratings.iter();
    ratings.any(|rating| rating.list == list.id && rating.column == column.id && rating.rates(rows))
}

/// The column of choices with this id; not one that names the rows.
pub(super) fn choice_column<'l>(list: &'l List, id: &str) -> Option<&'l Column> {
    list.column(id).filter(|column| column.kind == Kind::Choice && column.id != list.key && column.id != list.label)
}

/// The choice that a cell says.
pub(super) fn said(cell: &Cell) -> Option<(&Cell, &str)> {
    match &cell.value {
        Value::Text(word) if !word.trim().is_empty() => Some((cell, word.trim())),
        _ => None,
    }
}

/// The one choice that the name of a block speaks of.
pub(super) fn word_of<'c>(column: &'c Column, name: &str) -> Option<&'c str> {
    let exact = column.rank(name).and_then(|rank| column.choices().get(rank));
    let label = Label::of(name);
    let mut spoken = column.choices().iter().filter(|choice| label.holds(&Label::of(choice)));
    exact.or_else(|| spoken.next().filter(|_| spoken.next().is_none())).map(String::as_str)
}

/// The choice that more than half of the rows say.
fn most<'c>(column: &'c Column, words: &[&str]) -> Option<&'c str> {
    let times = |choice: &str| words.iter().filter(|word| Code::same(word, choice)).count();
    column.choices().iter().map(String::as_str).find(|choice| times(choice).saturating_mul(2) > words.len())
}
