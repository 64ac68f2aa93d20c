//! Figures of the appendix as a whole: each found beside its label, or worked out from the others.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Figure, FigureOrigin, Figures, Group};
use crate::form::{ColumnOrigin, FigureForm, Form, List};
use crate::formula::Operand;
use crate::money::Absent;
use crate::period::month_word;
use crate::returns::figure_cell::{self, Found};
use crate::returns::grid::Raw;
use crate::returns::{Otherwise, ShownCell, seen, value};
use crate::returns::{Returns, Value};
use crate::source::Place;

/// A percentage that was read of a bare number up to 10 may be a hundred times as much: 5 is 5% or 500%.
const MOST_UNSURE: Decimal = Decimal::from_parts(1, 0, 0, false, 1);

/// A figure of the appendix as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormFigure {
    /// The form's id of it.
    pub id: String,
    /// The figure: computed if it has a formula, else as the cell states it.
    pub figure: Figure,
    /// Its cell, or as near to it as one comes; none if it is only computed, or its file was not sent.
    pub at: Option<Place>,
    /// What stands in the cell, as typed.
    pub text: String,
    /// The day it stands at: the form's, else the date that stands right of it.
    pub as_at: Option<Date>,
    /// What stands right of it where its day should, and is none: the cell and its text.
    pub no_day: Option<(Place, String)>,
    /// What the cell states for a figure that is computed.
    pub stated: Option<Figure>,
    /// Where the cell shows another thing than it holds: in which way.
    pub otherwise: Option<(Otherwise, ShownCell)>,
    /// Why the cell gives no figure: a clause. None where its file was not sent, or could not be read: that is said once.
    pub missing: Option<String>,
}

impl Figures<'_> {
    /// The cells that a figure of the appendix as a whole stands in, or is worked out from.
    pub fn cells_of_form(&self, figure: &FormFigure) -> Vec<Place> {
        let mut cells = Vec::new();
        let mut waiting = vec![figure];
        let mut known: Vec<&str> = Vec::new();
        while let Some(figure) = waiting.pop() {
            if known.contains(&&*figure.id) {
                continue;
            }
            known.push(&figure.id);
            match &figure.figure.origin {
                FigureOrigin::Formula(formula) => {
                    waiting.extend(formula.columns().into_iter().filter_map(|id| self.of_form(id)));
                }
                origin => cells.extend(origin.cell().cloned()),
            }
        }
        cells.sort();
        cells
    }
}

impl Figure {
    /// Whether the figures give it, whatever a cell states for it.
    fn is_worked_out(&self) -> bool {
        self.origin.cell().is_none() && self.origin != FigureOrigin::Nothing
    }
}

impl Figures<'_> {
    /// The figure that a cell of a table states and that is worked out, and prints, whatever stands there: of a row, a subtotal or a
    /// total.
    pub fn worked_out_for(&self, form: &Form, at: &Place) -> Option<&Figure> {
        self.lists.iter().find_map(|list| form.list(&list.list).and_then(|of| stated_at(of, &list.all, at)))
    }
}

fn stated_at<'f>(list: &List, group: &'f Group<'_>, at: &Place) -> Option<&'f Figure> {
    let total = group.stated.and_then(|row| {
        let is_its = |id: &str| row.cells.get(id).is_some_and(|cell| cell.at == *at);
        let columns = list.columns.iter().filter(|column| is_its(column.totals_column()));
        columns.filter_map(|column| group.totals.get(&column.id)).find(|figure| figure.is_worked_out())
    });
    let item = || {
        let rows = group.items.iter().filter_map(|item| Some((item, item.row?)));
        rows.filter(|(_, row)| row.at.file == at.file).find_map(|(item, row)| {
            let (id, _) = row.cells.iter().find(|(_, cell)| cell.at == *at)?;
            item.figures.get(id).filter(|figure| figure.is_worked_out())
        })
    };
    total.or_else(item).or_else(|| group.groups.iter().find_map(|group| stated_at(list, group, at)))
}

/// Every `[[figure]]` of the form, in its order.
pub(super) fn figures(form: &Form, returns: &Returns) -> Vec<FormFigure> {
    let mut figures: Vec<FormFigure> = form.figures.iter().map(|figure| stated(figure, returns)).collect();
    let mut known: BTreeMap<String, Figure> = BTreeMap::new();
    let mut progress = true;
    // Validation has made sure that nothing turns in a circle.
    while progress {
        progress = false;
        for (form, found) in form.figures.iter().zip(&mut figures) {
            if known.contains_key(&form.column.id) {
                continue;
            }
            if let ColumnOrigin::Formula(formula) = form.column.origin() {
                if !formula.columns().iter().all(|id| known.contains_key(*id)) {
                    continue;
                }
                let origin = FigureOrigin::Formula(formula.clone());
                let computed = match formula
                    .evaluate(&|id| known.get(id).map_or(Operand::Missing(Absent::Unknown), Figure::operand))
                {
                    Operand::Number(quantity) => Figure::known(quantity, origin),
                    Operand::Missing(why) => Figure::absent(why, origin),
                    Operand::Text(_) | Operand::Truth(_) => Figure::absent(Absent::NotApplicable, origin),
                };
                let stated = std::mem::replace(&mut found.figure, computed);
                found.stated = form.cell.as_ref().map(|_| stated);
            }
            known.insert(form.column.id.clone(), found.figure.clone());
            progress = true;
        }
    }
    figures
}

/// The figure that a cell states; nothing yet for one that is only computed.
fn stated(form: &FigureForm, returns: &Returns) -> FormFigure {
    let mut found = FormFigure {
        id: form.column.id.clone(),
        figure: Figure::absent(Absent::Unknown, FigureOrigin::Nothing),
        at: None,
        text: String::new(),
        as_at: form.as_at,
        no_day: None,
        stated: None,
        otherwise: None,
        missing: None,
    };
    if let Some((text, at)) = &form.stated {
        let read = value::read(&form.column, Some(&Raw::Text(text.clone())));
        match read.value {
            Value::Figure(figure) => found.figure = Figure::known(figure.quantity, FigureOrigin::Given(at.clone())),
            _ => {
                let why = read.why.unwrap_or_else(|| "that is no figure".to_string());
                found.missing = Some(format!("'{}' is stated in the form: {why}", text.trim()));
            }
        }
        found.at = Some(at.clone());
        found.text.clone_from(text);
    }
    let Some(cell) = &form.cell else { return found };
    let Some(there) = figure_cell::find(returns, cell) else { return found };
    let (at, raw, as_at, beside) = match there {
        Found::NoSheet(file) => {
            let is_read = returns.files.iter().any(|read| read.path == file.file && !read.sheets.is_empty());
            found.missing =
                is_read.then(|| format!("there is no sheet '{}'", cell.sheet.as_deref().unwrap_or_default()));
            found.at = Some(file);
            return found;
        }
        Found::NoLabel(place) => {
            found.missing = Some(format!("nothing there is called '{}'", cell.label));
            found.at = Some(place);
            return found;
        }
        Found::NoValue(label) => {
            found.missing = Some("nothing stands right of its label, or below it".to_string());
            found.at = Some(label);
            return found;
        }
        Found::Value { at, raw, as_at, beside, .. } => (at, raw, as_at, beside),
    };
    // A cell that a table has too may have been set aside: what stands in its place is read here as well.
    let standing = returns.standings.iter().find(|standing| standing.cell.at == at);
    let stands = standing.map(|standing| Raw::Text(standing.cell.text.clone()));
    let raw = stands.as_ref().unwrap_or(raw);
    let seen = seen::of_figure(returns, &at, raw, &form.column);
    let read = value::read(&form.column, Some(seen.read.as_ref().unwrap_or(raw)));
    found.otherwise = seen.told;
    if let Value::Figure(figure) = &read.value
        && figure.bare_percent
        && figure.quantity.value().abs() <= MOST_UNSURE
    {
        let cell = ShownCell { at: at.clone(), stored: raw.text(), shown: raw.text() };
        found.otherwise.get_or_insert((Otherwise::Bare, cell));
    }
    let origin = match standing {
        Some(standing) => FigureOrigin::SetAside(at.clone(), standing.line),
        None => FigureOrigin::Given(at.clone()),
    };
    found.figure = match read.value {
        Value::Figure(figure) => Figure::known(figure.quantity, origin),
        Value::Absent(why) => Figure::absent(why, origin),
        Value::Text(_) | Value::Date(_) => Figure::absent(Absent::Unreadable, origin),
    };
    found.missing = read.why.map(|why| format!("'{}' stands there: {why}", read.text.trim()));
    found.text = read.text;
    if found.as_at.is_none() {
        found.no_day = beside.filter(|(_, text)| may_be_day(text)).map(|(cell, text)| (at.at(cell), text));
    }
    found.at = Some(at);
    found.as_at = found.as_at.or(as_at.map(|(_, date)| date));
    found
}

/// Whether a text that is no date may be meant as one: it names a month, or is a day as the number by which it is stored.
fn may_be_day(text: &str) -> bool {
    /// 1 January 2000 and 31 December 2099.
    const DAYS: std::ops::RangeInclusive<i64> = 36_526..=73_050;
    let words = text.split(|letter: char| !letter.is_alphabetic());
    text.trim().parse().is_ok_and(|day| DAYS.contains(&day))
        || text.len() < 40 && words.into_iter().any(|word| month_word(&word.to_lowercase()).is_some())
}
