//! Figures that stand where others belong.

use crate::check::culprit::{Culprit, How, Shift, What};
use crate::check::{Rule, View, stated, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::Column;
use crate::returns::{Cell, Row};
use crate::source::{Address, Place};

pub(in crate::check) static RULE: Rule = Rule {
    code: "figures-aside",
    family: Family::Return,
    severity: Severity::Query,
    title: "Figures that stand where others belong",
    what: "Two columns hold each other's figures, a column stands one row too low or too high or is in another unit throughout, or \
           two rows hold each other's figures, a figure stands in the column beside its own, a row holds the figures of one \
           that is gone, or references are those of other rows: if they stood as they belong, nearly all of at least three findings would be gone (two, in one row). \
           What would be gone is not told beside it.",
    why: "One slip of the mouse contradicts a whole table. Forty questions about it are no help to find it.",
    mend: "Put the figures where they belong. If they stand as they should, say so in decisions.toml: then each of them is asked \
           about by itself. The answer holds for what stands in these cells now.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.causes.culprits.iter().filter_map(|culprit| finding(rule, view, culprit)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, culprit: &Culprit<'_>) -> Option<Finding> {
    let What::Shift(shift) = &culprit.what else { return None };
    let at = first(shift)?;
    let Said { what, mend, topic, column } = said(view, shift);
    let left = match shift.left {
        0 => String::new(),
        left => format!(" and {} would be left", wording::count(left, "finding", "findings")),
    };
    let message = format!(
        "{}{what} ({}): {} would be gone{left} if they stood as they belong",
        wording::opening(&view.area_name(shift.area)),
        wording::cell(&whole(shift)?),
        wording::count(shift.cleared, "finding", "findings"),
    );
    let help = wording::mend_or(&mend, "if they stand as they should, say so");
    let draft = rule.at(&at).about_list(view, &shift.table.list.id, shift.area, "").topic_and(&topic);
    let draft = match column {
        Some(column) => draft.column(column),
        None => draft.demanded_by(&shift.table.list.at),
    };
    let texts = stated::texts(shift.cells.iter().map(|cell| cell.text.as_str()));
    let related = shift.cells.iter().map(|cell| cell.at.clone());
    let finding = draft.stated_text(&texts).related(related).says(message, help);
    Some(Finding { explains: culprit.explains.clone(), ..finding })
}

/// The first of its cells.
fn first(shift: &Shift<'_>) -> Option<Place> {
    shift.cells.first().map(|cell| cell.at.clone())
}

/// All of them, as a range.
fn whole(shift: &Shift<'_>) -> Option<Place> {
    let at = |cell: &&Cell| cell.at.cell;
    let (first, last) = (shift.cells.first().and_then(at)?, shift.cells.last().and_then(at)?);
    let columns = shift.cells.iter().filter_map(at).map(|at| at.column);
    let (left, right) = (columns.clone().min()?, columns.max()?);
    Some(shift.table.table.at.range(Address::new(first.row, left), Address::new(last.row, right)))
}

/// What a row is called.
fn label(shift: &Shift<'_>, row: &Row) -> String {
    wording::quoted(shift.table.name_of(row))
}

/// What is said of it: the fault, what to do, what tells it from others, and the one column that it is about.
struct Said<'a> {
    what: String,
    mend: String,
    topic: String,
    column: Option<&'a Column>,
}

fn said<'a>(view: &View<'_>, shift: &Shift<'a>) -> Said<'a> {
    match shift.how {
        How::Columns(one, other) => {
            let (left, right) = (view.name(one), view.name(other));
            Said {
                what: format!("{left} and {right} seem to hold each other's figures"),
                mend: format!("exchange the figures of {left} and {right}"),
                topic: format!("{} {}", one.id, other.id),
                column: None,
            }
        }
        How::Slipped { column, low } => {
            let (name, (is, to)) = (view.name(column), if low { ("low", "up") } else { ("high", "down") });
            Said {
                what: format!("the figures of {name} seem to stand one row too {is}"),
                mend: format!("move the figures of {name} {to} by one row, and enter the one that was lost"),
                topic: "slipped".to_string(),
                column: Some(column),
            }
        }
        How::Unit { column, large } => {
            let name = view.name(column);
            let is = if large { "a thousand times what they should be" } else { "a thousandth of what they should be" };
            Said {
                what: format!("the figures of {name} seem to be {is} throughout"),
                mend: format!(
                    "enter the figures of {name} in {}, the unit of the column",
                    wording::measure(column).name()
                ),
                topic: "unit".to_string(),
                column: Some(column),
            }
        }
        How::Beside { row, columns: (one, other) } => {
            let (label, left, right) = (label(shift, row), view.name(one), view.name(other));
            let both = row.cells.get(&one.id).zip(row.cells.get(&other.id));
            let both = both.is_some_and(|(one, other)| [one, other].iter().all(|cell| !cell.text.trim().is_empty()));
            let what = match both {
                true => format!("'{label}' seems to hold the figure of {left} under {right}, and the other way round"),
                false => format!("a figure of '{label}' seems to stand in the wrong one of {left} and {right}"),
            };
            let mend = format!("exchange what stands under {left} and {right} in the row of '{label}'");
            Said { what, mend, topic: format!("{label} {} {}", one.id, other.id), column: None }
        }
        How::Merged(row, scheme) => {
            let (label, gone) = (label(shift, row), wording::one_line(&scheme.label));
            Said {
                what: format!("'{label}' seems to hold the figures of '{gone}' too, which is gone"),
                mend: format!("give '{gone}' its own row, or enter a [[match]] if the two were merged"),
                topic: format!("{label} {gone}"),
                column: None,
            }
        }
        How::References => {
            let list = shift.table.list;
            let name = list.column(&list.key).map_or_else(String::new, |column| view.name(column));
            let number = wording::count(shift.cells.len(), &list.item, &list.items);
            Said {
                what: format!(
                    "{number} seem to have the {name} of others: their titles stood beside other ones in {}",
                    view.prior()
                ),
                mend: format!("put each title beside its own {name} and figures"),
                topic: "references".to_string(),
                column: list.column(&list.key),
            }
        }
        How::Rows(one, other, column) => {
            let (left, right) = (label(shift, one), label(shift, other));
            let figures = match column {
                Some(column) => format!("figures under {}", view.name(column)),
                None => "figures".to_string(),
            };
            Said {
                what: format!("'{left}' and '{right}' seem to hold each other's {figures}"),
                mend: format!("exchange the {figures} of '{left}' and '{right}'"),
                topic: format!("{left} {right}"),
                column,
            }
        }
    }
}
