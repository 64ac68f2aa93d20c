//! Figures of the appendix as a whole: each found beside its label, or worked out from the others.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Figure, FigureOrigin};
use crate::form::{ColumnOrigin, FigureCell, FigureForm, Form};
use crate::formula::Operand;
use crate::money::Absent;
use crate::names::Label;
use crate::returns::grid::{Raw, Sheet};
use crate::returns::value;
use crate::returns::{File, Returns, Value};
use crate::source::{Address, Place};

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
    /// What the cell states for a figure that is computed.
    pub stated: Option<Figure>,
    /// Why the cell gives no figure: a clause. None where its file was not sent, or could not be read: that is said once.
    pub missing: Option<String>,
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
            if let ColumnOrigin::Formula(formula) = &form.column.origin {
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
        stated: None,
        missing: None,
    };
    let Some(cell) = &form.cell else { return found };
    let Some(file) = returns.files.iter().find(|file| is_its(file, cell)) else { return found };
    let at = Place::file(file.path.clone());
    let is_named = |sheet: &&Sheet| match &cell.sheet {
        Some(name) => Label::of(name) == Label::of(&sheet.name),
        None => sheet.visible,
    };
    let mut sheets = file.sheets.iter().filter(is_named).peekable();
    if sheets.peek().is_none() {
        found.missing = (!file.sheets.is_empty())
            .then(|| format!("there is no sheet '{}'", cell.sheet.as_deref().unwrap_or_default()));
        found.at = Some(at);
        return found;
    }
    let labelled = sheets.find_map(|sheet| Some((sheet, label(sheet, &cell.label)?)));
    let Some((sheet, label)) = labelled else {
        found.missing = Some(format!("nothing there is called '{}'", cell.label));
        found.at = Some(match &cell.sheet {
            Some(name) => Place::sheet(file.path.clone(), name.as_str()),
            None => at,
        });
        return found;
    };
    let place = |cell: Address| Place::cell(file.path.clone(), sheet.name.clone(), cell);
    let right = sheet.cells.range(Address::new(label.row, label.column + 1)..).next();
    let right = right.filter(|(at, _)| at.row == label.row);
    let below = Address::new(label.row.saturating_add(1), label.column);
    let Some((&at, raw)) = right.or_else(|| sheet.cells.get_key_value(&below)) else {
        found.missing = Some("nothing stands right of its label, or below it".to_string());
        found.at = Some(place(label));
        return found;
    };
    let read = value::read(&form.column, Some(raw));
    let origin = FigureOrigin::Given(place(at));
    found.figure = match read.value {
        Value::Figure(figure) => Figure::known(figure.quantity, origin),
        Value::Absent(why) => Figure::absent(why, origin),
        Value::Text(_) | Value::Date(_) => Figure::absent(Absent::Unreadable, origin),
    };
    found.missing = read.why.map(|why| format!("'{}' stands there: {why}", read.text.trim()));
    found.text = read.text;
    found.at = Some(place(at));
    let mut behind = sheet.cells.range(Address::new(at.row, at.column.saturating_add(1))..);
    let dates = behind.find_map(|(cell, raw)| match raw {
        _ if cell.row != at.row => None,
        Raw::Date(date) => Some(*date),
        Raw::Text(text) => crate::period::read_date(text.trim()),
        _ => None,
    });
    found.as_at = found.as_at.or(dates);
    found
}

/// Whether a file is the one that the form means: an area's own, or the one so called.
fn is_its(file: &File, cell: &FigureCell) -> bool {
    let stem = file.path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(stem, _)| stem);
    file.area.as_deref() == Some(cell.file.as_str()) || Label::of(stem) == Label::of(&cell.file)
}

/// The first cell of a sheet with this text as its [`Label`].
fn label(sheet: &Sheet, wanted: &str) -> Option<Address> {
    let wanted = Label::of(wanted);
    sheet.cells.iter().find(|(_, raw)| matches!(raw, Raw::Text(text) if Label::of(text) == wanted)).map(|(at, _)| *at)
}
