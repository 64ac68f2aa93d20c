//! A figure that repeats another one, and is not the same.

use crate::check::look::{Line, counted};
use crate::check::{Rule, View, wording};
use crate::figures::Item;
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, List, SameAs};
use crate::money::{Absent, Quantity, Told};
use crate::names::Label;
use crate::returns::{Cell, Value};
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "repeated-figure",
    family: Family::Row,
    severity: Severity::Error,
    title: "A figure that repeats another one is not the same",
    what: "The form says by `same_as` that a column repeats a figure of another list, or what a column was in the prior period, and the \
           two differ; or the figure that it repeats is not there. A blank repeats nothing, and is no fault.",
    why: "The same money would print as two amounts, and only one of them can be right.",
    mend: "Find out which one stands, and correct the other. A figure of the prior period that was published is not changed: correct \
           the one that repeats it. If that cannot be done, explain it where it is of the prior period; else the section 151 officer \
           sets it aside in decisions.toml.",
    run,
};

/// What a figure should be.
enum Other {
    /// This, which stands there.
    Figure(Quantity, Option<Place>),
    /// There is an item and no figure: what stands in its place, and the cell.
    NoFigure(String, Option<Place>),
    /// There is no such item.
    NoItem,
}

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.in_columns(|line, column| finding(rule, view, line, column, column.same_as()?))
}

fn finding(rule: &Rule, view: &View<'_>, line: &Line<'_>, column: &Column, same: &SameAs) -> Option<Finding> {
    if line.is_total() {
        return None;
    }
    let cell = line.row.cells.get(&column.id)?;
    let other = other(view, line, column, same)?;
    let (own, said) = (counted(line.row, column), code(cell));
    let figure = |quantity: &Quantity| wording::figure(column, Told::Stated(quantity.value()));
    let repeated = name(view, line, same, &cell.at, &other)?;
    let says = match (&other, own) {
        (Other::Figure(figure, _), Some(own)) if own.agrees_with(*figure) => return None,
        (Other::Figure(figure, _), Some(own)) => {
            let said = wording::side_by_side(column, Told::Stated(own.value()), Told::Stated(figure.value()));
            format!("is stated as {}, but {repeated} is {} (difference {})", said.one, said.other, said.difference)
        }
        (Other::Figure(other, _), None) => {
            format!("is '{}', but {repeated} is {}", wording::quoted(said?), figure(other))
        }
        (_, Some(own)) if own.value().is_zero() => return None,
        (Other::NoFigure(text, _), Some(own)) => {
            let there = if text.is_empty() { "blank".into() } else { format!("'{}'", wording::quoted(text)) };
            format!("is stated as {}, but {repeated} is {there}", figure(&own))
        }
        (Other::NoItem, Some(own)) => format!("is stated as {}, but there is no such {repeated}", figure(&own)),
        (_, None) => return None,
    };
    let message = format!("{}: {} {says}", line.name(), view.name(column));
    let (expected, place) = match &other {
        Other::Figure(figure, place) => (Some(figure.value()), place.clone()),
        Other::NoFigure(_, place) => (None, place.clone()),
        Other::NoItem => (None, None),
    };
    let draft = rule.at(&cell.at).about_line(view, line).cell(column, cell).demanded_by(&same.at).related(place);
    let draft = draft.exactly(column, own.map(Quantity::value), expected);
    let mend = format!("correct {}, or the figure that it repeats", wording::cell(&cell.at));
    Some(if same.prior {
        // What was published stands: a person may say why this is another figure.
        let mend = format!("correct {}", wording::cell(&cell.at));
        draft.weighing(Severity::Query).says(message, wording::mend_or_explain(&mend))
    } else {
        draft.says(message, format!("{mend}; {}", wording::set_aside("it cannot be mended")))
    })
}

/// What the form says that is repeated, with its cell.
fn name(view: &View<'_>, line: &Line<'_>, same: &SameAs, own: &Place, other: &Other) -> Option<String> {
    let of = view.form.list(same.list.as_deref().unwrap_or(&line.list.id))?;
    let when = if same.prior { format!(" in {}", view.prior()) } else { String::new() };
    let place = match other {
        Other::NoItem => return Some(format!("{}{when}", of.item)),
        Other::Figure(_, place) | Other::NoFigure(_, place) => place,
    };
    let at = place.as_ref().map(|at| match (&at.sheet, at.file == own.file && at.sheet != own.sheet) {
        (Some(sheet), true) => format!(" ({} of sheet {sheet})", wording::cell(at)),
        _ => format!(" ({})", wording::cell_from(at, own)),
    });
    let list = if same.list.is_some() { format!(" of its {}", of.item) } else { String::new() };
    Some(format!("{}{list}{when}{}", view.name_of(of, &same.column), at.unwrap_or_default()))
}

/// What stands in place of a figure, if it is not blank.
fn code(cell: &Cell) -> Option<&str> {
    match &cell.value {
        Value::Absent(Absent::Blank) => None,
        Value::Absent(_) => Some(cell.text.trim()),
        _ => None,
    }
}

/// The figure that is repeated; `None` where nothing can be said of it.
fn other(view: &View<'_>, line: &Line<'_>, column: &Column, same: &SameAs) -> Option<Other> {
    let Some(list) = &same.list else { return before(view, line.list, &line.row.at, column, same) };
    let of = view.form.list(list)?;
    let named = match &same.item {
        Some(id) => line.row.cells.get(id)?.text.trim(),
        None => line.row.cells.get(&line.list.key)?.text.trim(),
    };
    let wanted = Label::of(named);
    if wanted.is_empty() {
        return None;
    }
    let items = view.figures.list(list)?.all.every_item();
    let is_it = |item: &&&Item<'_>| {
        let same_area = item.area.is_none() || line.area.is_none() || item.area.as_deref() == line.area;
        same_area && [&item.key, &item.label].into_iter().any(|name| Label::of(name) == wanted)
    };
    let Some(item) = items.iter().find(is_it) else { return Some(Other::NoItem) };
    if same.prior {
        return before(view, of, &item.row?.at, column, same);
    }
    let cell = item.cell(&same.column).map(|cell| cell.at.clone());
    Some(match item.figures.get(&same.column)?.counted {
        Some(figure) => Other::Figure(figure, cell),
        None => Other::NoFigure(item.text(&same.column).to_string(), cell),
    })
}

/// What a column of an item was in the prior period.
fn before(view: &View<'_>, list: &List, row: &Place, column: &Column, same: &SameAs) -> Option<Other> {
    let reconciliation = view.reconciliation?;
    let is_it = |index: &usize| {
        reconciliation.after.schemes.get(*index).is_some_and(|scheme| scheme.list == list.id && scheme.at == *row)
    };
    let pair = reconciliation.pairs.iter().find(|pair| pair.after.iter().any(is_it))?;
    let before: Vec<_> = reconciliation.as_it_was().at(&pair.before);
    let [then] = before.as_slice() else {
        // Of a split or a merger no row repeats a figure of its own.
        return before.is_empty().then_some(Other::NoItem);
    };
    if pair.after.len() > 1 || list.column(&same.column)?.kind != column.kind.plain() {
        return None;
    }
    let place = then.cells.get(&same.column).cloned();
    Some(match then.figures.get(&same.column) {
        Some(figure) => Other::Figure(Quantity::exact(*figure), place),
        None => Other::NoFigure(then.placeholders.get(&same.column).cloned().unwrap_or_default(), place),
    })
}
