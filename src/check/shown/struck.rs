//! What is struck through and read.

use std::collections::BTreeSet;

use super::{first_of, titles};
use crate::check::table::{Struck, Table};
use crate::check::{Rule, View, stated, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, Kind};
use crate::names::Label;
use crate::returns::grid::Raw;
use crate::returns::{Cell, Row};
use crate::source::Address;

pub(super) static RULE: Rule = Rule {
    code: "struck",
    family: Family::Return,
    severity: Severity::Query,
    title: "Something that is read is struck through",
    what: "A row of the table, a figure or a status in it, the heading of a column, or a title that says the area, the period or the \
           unit is struck through, or a part of a heading or figure, or so much of a name that it has lost its sense. Figures that are struck \
           through count as the others do. Where other words are, or a part of a text, it is a note.",
    why: "Whoever struck it through may mean that it no longer counts, and the paper would print it as if nothing had happened.",
    mend: "Delete what no longer counts, and take the line off what does; or explain the finding: the answer holds for what stands \
           there now.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let tables = view.tables().into_iter().filter(|table| {
        let look = &table.sheet.look;
        look.styles.values().any(|style| style.struck)
            || look.runs.values().flat_map(|runs| runs.iter()).any(|run| run.struck)
    });
    tables.flat_map(|table| [asked(rule, view, table), noted(rule, view, table)]).flatten().collect()
}

/// The cells of a row in which something stands on the sheet, whatever of it is read.
fn sent<'a>(table: Table<'a>, row: &'a Row) -> impl Iterator<Item = (&'a Column, Address, String)> {
    let shown = |cell: &Cell, raw: &Raw| if cell.text.trim().is_empty() { raw.text() } else { cell.text.clone() };
    let cells = table.cells(row).into_iter();
    cells.filter_map(move |(column, at, cell)| Some((column, at, shown(cell, table.sheet.cells.get(&at)?))))
}

/// Words by which somebody says that what is struck through is gone.
const GONE: [&str; 12] = [
    "withdrawn",
    "removed",
    "deleted",
    "closed",
    "cancelled",
    "stopped",
    "merged",
    "transferred",
    "superseded",
    "replaced",
    "no longer",
    "see",
];

/// Whether a name has lost its sense with the part of it that is struck through: what is left is shorter by far, says that it is
/// gone, or is cut off in the middle of a word or before a sign. A new name beside the old one is none of this.
fn is_gone(table: Table<'_>, at: Address) -> bool {
    let Some((struck, left)) = table.struck_part(at) else { return false };
    let letters = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).count();
    let says = Label::of(&left);
    let runs = table.sheet.look.runs.get(&at).map_or(&[][..], |runs| runs);
    let cuts_a_word = runs.windows(2).any(|pair| {
        let [one, other] = pair else { return false };
        one.struck != other.struck
            && one.text.ends_with(char::is_alphanumeric)
            && other.text.starts_with(char::is_alphanumeric)
    });
    let first_is_struck = runs.iter().find(|run| !run.text.trim().is_empty()).is_some_and(|run| run.struck);
    letters(&left).saturating_mul(2) < letters(&struck)
        || GONE.iter().any(|word| says.holds_words(word))
        || cuts_a_word
        || first_is_struck && !left.trim_start().starts_with(char::is_alphanumeric)
}

/// What is asked about: each with its cell, how it is named, and what stands there.
fn asked_of(view: &View<'_>, table: Table<'_>) -> Vec<(Address, String, Vec<String>)> {
    let whole = |at: Address| table.struck(at) == Struck::Whole;
    let mut found = Vec::new();
    for (at, text) in titles::shown(view, table, whole) {
        found.push((at, format!("the title '{}' ({at})", wording::quoted(text)), vec![text.to_string()]));
    }
    for (at, text) in table.table.headings.values().filter(|(at, _)| whole(*at)) {
        found.push((*at, format!("the heading '{}' ({at})", wording::quoted(text)), vec![text.clone()]));
    }
    // A heading goes on over several cells; a unit or a date may be the part that is struck.
    for row in table.table.heading_rows.iter().flat_map(|(first, behind)| *first..*behind) {
        let across = Address::new(row, 0)..Address::new(row.saturating_add(1), 0);
        for (at, _) in table.sheet.cells.range(across) {
            if let Some((struck, _)) = table.struck_part(*at) {
                found.push((*at, format!("'{}' of the heading in {at}", wording::quoted(struck.trim())), vec![struck]));
            }
        }
    }
    for (_, row) in table.rows().filter(|(_, row)| row.counts()) {
        if table.is_struck_row(row) {
            let texts: Vec<String> = sent(table, row).map(|(.., text)| text).collect();
            let first = sent(table, row).map(|(_, at, _)| at).min();
            found.extend(first.map(|at| (at, table.name_with_amounts(view, row), texts)));
            continue;
        }
        for (column, at, text) in sent(table, row) {
            if (column.kind.is_figure() || column.kind == Kind::Choice) && whole(at) {
                let quoted = wording::quoted(&text);
                let name = format!("'{quoted}' in {} of {} ({at})", view.name(column), table.name(row));
                found.push((at, name, vec![text]));
                continue;
            }
            let Some((struck, left)) = table.struck_part(at) else { continue };
            let (struck, quoted) = (wording::quoted(struck.trim()), wording::quoted(left.trim()));
            let is_name = column.id == table.list.label || column.id == table.list.key;
            if column.kind.is_figure() || column.kind == Kind::Choice {
                let name =
                    format!("'{struck}' beside '{quoted}' in {} of {} ({at})", view.name(column), table.name(row));
                found.push((at, name, vec![struck, text]));
            } else if is_name && is_gone(table, at) {
                let name =
                    format!("'{struck}' in {at}, of which '{quoted}' is left: {}", table.name_with_amounts(view, row));
                found.push((at, name, vec![struck, text]));
            }
        }
    }
    found
}

fn asked(rule: &Rule, view: &View<'_>, table: Table<'_>) -> Option<Finding> {
    let found = asked_of(view, table);
    let (first, ..) = found.first()?;
    let names: Vec<String> = found.iter().map(|(_, name, _)| name.clone()).collect();
    let is = if names.len() == 1 { "is" } else { "are" };
    let parts = found.iter().filter(|(at, ..)| table.struck(*at) == Struck::Part).count();
    let stands = match (parts, names.len()) {
        (0, 1) => "but it is read as it stands",
        (0, _) => "but they are read as they stand",
        (parts, all) if parts == all => "and what is left was read",
        _ => "and what is left, or all of a cell that is struck as a whole, was read",
    };
    let message = format!("{}{} {is} struck through, {stands}", table.opening(view), first_of(&names));
    let mend = "see whether it still counts: delete what does not, and take the line off what does";
    let draft = table.draft(rule, view, *first);
    let draft =
        draft.stated_text(&stated::texts(found.iter().flat_map(|(.., texts)| texts.iter().map(String::as_str))));
    let draft = draft.related(found.iter().map(|(at, ..)| table.place(*at)));
    Some(draft.says(message, wording::mend_or_explain(mend)))
}

/// Words, and parts of texts.
fn noted(rule: &Rule, view: &View<'_>, table: Table<'_>) -> Option<Finding> {
    let asked: BTreeSet<Address> = asked_of(view, table).into_iter().map(|(at, ..)| at).collect();
    let mut cells: Vec<Address> = Vec::new();
    for (_, row) in table.rows() {
        let is_asked = row.counts() && table.is_struck_row(row);
        let is_noted = |kind: Kind, at: Address| match table.struck(at) {
            Struck::No => false,
            Struck::Part => !asked.contains(&at),
            Struck::Whole => !row.counts() || !(kind.is_figure() || kind == Kind::Choice),
        };
        let noted = sent(table, row).filter(|(column, at, _)| !is_asked && is_noted(column.kind.plain(), *at));
        cells.extend(noted.map(|(_, at, _)| at));
    }
    cells.extend(titles::shown(view, table, |at| table.struck(at) == Struck::Part).into_iter().map(|(at, _)| at));
    cells.sort_unstable();
    let names: Vec<String> = cells.iter().map(Address::to_string).collect();
    let message = format!("{}words in {} are struck through", table.opening(view), first_of(&names));
    let draft = table.draft(rule, view, *cells.first()?).weighing(Severity::Note).topic_and("words");
    let draft = draft.related(cells.iter().map(|at| table.place(*at)));
    Some(draft.says(message, "see whether what is left of them is what is meant; there is nothing else to do"))
}
