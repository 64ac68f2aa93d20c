//! `[[figure]]`: figures of the appendix as a whole.

use super::Faults;
use super::columns::{Around, column};
use super::formulas::{Needs, Scopes, circles, figures as names};
use crate::form::raw::COLUMN;
use crate::form::{Area, ColumnOrigin, FigureCell, FigureForm, ReturnFile, ReturnForm};
use crate::names::Label;
use crate::source::Place;
use crate::toml_reader::Table;

/// `[[figure]]`
pub(super) fn figures(
    raw: &Table,
    areas: &[Area],
    returns: &[ReturnForm],
    scopes: &Scopes,
    faults: &mut Faults,
) -> Vec<FigureForm> {
    let scope = names(raw);
    let around = Around { scope: &scope, scopes, summary_of: None, is_summary: false };
    let mut seen = Vec::new();
    let mut figures = Vec::new();
    let mut graph = Vec::new();
    for table in raw.tables("figure") {
        if let Some(id) = table.text("id") {
            faults.taken(id, "a figure", table.at("id"), &mut seen);
        }
        // It has the keys of a column that tell what it holds, and where they are faulty the same is to be said.
        let column = column(&table.read_as(&COLUMN), &around, faults);
        let cell = cell(table, areas, returns, faults);
        if cell.is_none() && !["label", "file", "formula", "stated"].iter().any(|key| table.has(key)) {
            let message = "a [[figure]] stands in a cell (`file` and `label`), has a `formula` over the others, or is `stated` here";
            faults.add(table.at.clone(), message);
        }
        let stated = stated(table, faults);
        if let ColumnOrigin::Formula(expr) = column.origin() {
            let needs = expr.columns().into_iter().map(str::to_string).collect();
            graph.push(Needs { name: column.id.clone(), needs, at: Some(table.at("formula")) });
        }
        let (as_at, source) = (table.date("as_at"), table.string("source"));
        figures.push(FigureForm { column, cell, stated, as_at, source });
    }
    circles(&graph, "formula", faults);
    figures
}

/// What the form itself states: a figure, with who or what it comes from and the day.
fn stated(table: &Table, faults: &mut Faults) -> Option<(String, Place)> {
    let (text, at) = (table.string("stated")?, table.at("stated"));
    if let Some(other) = ["file", "label", "formula"].iter().find(|key| table.has(key)) {
        faults.add(at.clone(), format!("a figure that is `stated` here has no `{other}`: it stands in one place"));
    }
    if !table.has("source") || !table.has("as_at") {
        let message = "a figure that is `stated` here says by `source` which minute, report or control it comes from, and by `as_at` its date";
        faults.add(at.clone(), message);
    }
    Some((text, at))
}

fn cell(table: &Table, areas: &[Area], returns: &[ReturnForm], faults: &mut Faults) -> Option<FigureCell> {
    for (one, other) in [("file", "label"), ("label", "file"), ("sheet", "label")] {
        if table.has(one) && !table.has(other) {
            faults.add(table.at(one), format!("`{one}` without `{other}` does not say where the figure stands"));
        }
    }
    let file = table.string("file")?;
    let wanted = Label::of(&file);
    let named = |form: &ReturnForm| matches!(&form.file, ReturnFile::Named(name) if Label::of(&name.written) == wanted);
    if !areas.iter().any(|area| area.id == file) && !returns.iter().any(named) {
        faults.add(
            table.at("file"),
            format!(
                "`file` is an area's id, for its own workbook, or a file that a [[return]] names; \"{file}\" is neither"
            ),
        );
    }
    Some(FigureCell { file, sheet: table.string("sheet"), label: table.string("label")? })
}
