//! A heading that the form does not know.

use super::missing_column;
use crate::check::{Rule, View, stated, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::Column;
use crate::names::may_be_meant;
use crate::returns::grid::Raw;
use crate::returns::ledger::{count_from_one, holds_figure, is_nil};
use crate::returns::look;
use crate::returns::{HeadingDiffers, ReturnTable, Trouble};
use crate::source::{Address, Place};

pub(super) static RULE: Rule = Rule {
    code: "unknown-column",
    family: Family::Return,
    severity: Severity::Query,
    title: "A column that the form does not know",
    what: "A heading of the table is none that the form lists, and something stands under it. Where only words, dates, nils or the \
           numbers of the rows do, or the column is hidden, and no column of the form is missing, it is a note.",
    why: "What stands there is not read and not published. It may be a column that was renamed, or one that somebody added \
          because the form lacked it.",
    mend: "Give it the form's heading, or add the heading to the right column's `also` in piperoll.toml; take it out if nobody \
           needs it.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.returns.troubles.iter().filter_map(|trouble| finding(rule, view, trouble)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, trouble: &Trouble) -> Option<Finding> {
    let Trouble::UnknownColumn { at, area, heading, near, differs } = trouble else {
        return names_unheaded(rule, view, trouble);
    };
    // A renamed column is one cause: the missing column says it, with this heading.
    let is_renamed = |other: &Trouble| match other {
        Trouble::MissingColumn { at: row, near, .. } => {
            missing_column::renamed(row, near.as_ref()).as_ref() == Some(at)
        }
        _ => false,
    };
    if view.returns.troubles.iter().any(is_renamed) {
        return None;
    }
    let heading = wording::one_line(heading);
    let near: Vec<String> = near.iter().cloned().collect();
    let meant = match (near.first(), differs) {
        (Some(near), Some(HeadingDiffers::Moment)) => format!("; it says another date or year than '{near}'"),
        (Some(near), Some(HeadingDiffers::NoMoment)) => format!("; it says no date or year, and '{near}' does"),
        (Some(near), Some(HeadingDiffers::Unit)) => format!("; it says another unit than '{near}'"),
        _ => may_be_meant(&near),
    };
    // What the sender has hidden under a heading of his own helps to work something out.
    let is_shown = at.cell.is_none_or(|cell| {
        let sheet = view.returns.sheet(at);
        sheet.is_none_or(|sheet| look::hidden(&sheet.look.hidden_columns, cell.column).is_none())
    });
    let message = format!(
        "{}the form has no column '{heading}' ({}{}), so what stands under it is not read{meant}",
        wording::opening(&view.area_name(area.as_deref())),
        wording::cell(at),
        if is_shown { "" } else { ", hidden" },
    );
    let mend = format!(
        "add \"{heading}\" to `also` of the column it is in piperoll.toml, or take the column out of the return"
    );
    let below = Below::of(view, at);
    let stated = stated::texts(std::iter::once(heading.as_str()).chain(below.figures.iter().map(String::as_str)));
    let draft = rule.at(at).about_area(area.as_deref()).stated_text(&stated).topic(&heading);
    let may_be_meant = !near.is_empty() || below.column_missing || is_shown && !below.figures.is_empty();
    if may_be_meant {
        return Some(draft.says(message, wording::mend_or_explain(&mend)));
    }
    let help = format!("nothing to do unless it belongs in the paper: then {mend}");
    Some(draft.weighing(Severity::Note).says(message, help))
}

/// What stands below a heading in the rows of its table.
#[derive(Default)]
struct Below {
    /// The amounts, as they are shown; none where all of them are nil, or only count the rows.
    figures: Vec<String>,
    /// Whether a column of words that need not be there is missing from the table: this may be it.
    column_missing: bool,
}

impl Below {
    fn of(view: &View<'_>, heading: &Place) -> Below {
        let (Some(at), Some(sheet)) = (heading.cell, view.returns.sheet(heading)) else { return Below::default() };
        let heads = |table: &&ReturnTable| {
            let in_rows = table.heading_rows.iter().any(|(first, behind)| (*first..*behind).contains(&at.row));
            (&table.at.file, &table.at.sheet) == (&heading.file, &heading.sheet) && in_rows
        };
        let Some(table) = view.returns.tables.iter().find(heads) else { return Below::default() };
        let columns = view.form.list(&table.list).map(|list| list.columns.as_slice()).unwrap_or_default();
        let given = |column: &&Column| column.is_given() && column.within.is_none() && !column.kind.is_figure();
        let column_missing = columns.iter().filter(given).any(|column| !table.headings.contains_key(&column.id));
        let rows = table.rows.iter().filter_map(|row| row.at.cell).map(|cell| cell.row);
        let cells: Vec<&Raw> = rows.filter_map(|row| sheet.cells.get(&Address::new(row, at.column))).collect();
        let states = |raw: &&Raw| holds_figure(raw) && !is_nil(raw);
        let counts_rows = cells.len() > 1 && count_from_one(cells.iter().copied());
        let figures = cells.iter().filter(|raw| !counts_rows && states(raw)).map(|raw| raw.text()).collect();
        Below { figures, column_missing }
    }
}

/// Names beside the references that are read in their place.
fn names_unheaded(rule: &Rule, view: &View<'_>, trouble: &Trouble) -> Option<Finding> {
    let Trouble::NamesUnheaded { at, area, heading, reference, names } = trouble else { return None };
    let message = format!(
        "{}'{}' is read as the heading of references such as '{}', and the words beside them in {} have no heading and are not \
         read",
        wording::opening(&view.area_name(area.as_deref())),
        wording::one_line(heading),
        wording::quoted(reference),
        wording::cell(names),
    );
    let mend = "give each of the two columns its own heading";
    let draft = rule.at(at).about_area(area.as_deref()).stated_text(heading).topic("names");
    Some(draft.related([names.clone()]).says(message, wording::mend_or_explain(mend)))
}
