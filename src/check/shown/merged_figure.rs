//! One figure for several items.

use super::{first_of, help};
use crate::check::cause::{Merged, MergedFigure};
use crate::check::{Rule, View, stated, wording};
use crate::finding::{Family, Finding, Severity};
use crate::money::Told;
use crate::returns::Value;
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "merged-figure",
    family: Family::Return,
    severity: Severity::Query,
    title: "One figure is merged over several cells",
    what: "A figure stands in cells that are merged over several items, or over several columns of figures. A merged cell has its value \
           in its first cell alone: it is read as that item's, and the others state nothing.",
    why: "It is one figure for all of them. Printed for the first one, that one has too much, and nobody can say what the others have.",
    mend: "Unmerge the cells, and state the figure of each.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.causes.shown.merged.iter().filter_map(|merged| finding(rule, view, merged)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, merged: &Merged<'_>) -> Option<Finding> {
    let Merged { table, rows, figures, beneath } = merged;
    let first = figures.first()?;
    let say = |figure: &MergedFigure<'_>| {
        let column = figure.columns.first().map(|column| view.name(column)).unwrap_or_default();
        let amount = match (figure.columns.first(), &figure.cell.value) {
            (Some(column), Value::Figure(stated)) => wording::figure(column, Told::Stated(stated.quantity.value())),
            _ => wording::quoted(&figure.cell.text),
        };
        format!("{} ({column} {amount})", wording::cell(&figure.range))
    };
    let said: Vec<String> = figures.iter().map(say).collect();
    let names: Vec<String> = rows.iter().map(|row| table.name(row)).collect();
    let columns: Vec<String> = first.columns.iter().map(|column| view.name(column)).collect();
    let whose = match rows.len() {
        1 => format!("{} of {}", wording::list_of(&columns), wording::list_of(&names)),
        items => format!("{items} {}: {}", table.list.items, first_of(&names)),
    };
    let mut totals: Vec<Place> = Vec::new();
    for total in beneath.iter().flat_map(|cell| view.causes.followers(cell)) {
        if !totals.contains(&total) {
            totals.push(total);
        }
    }
    let at = first.cell.at.cell?;
    let message = format!(
        "{}{} {} one merged figure for {whose}, read in its first cell alone{}",
        table.opening(view),
        wording::list_of(&said),
        if said.len() == 1 { "is" } else { "are each" },
        wording::unchecked(&totals, &first.cell.at, "answered"),
    );
    let texts = figures.iter().map(|figure| figure.cell.text.clone()).chain(names.iter().cloned());
    let texts: Vec<String> = texts.collect();
    let draft = table.draft(rule, view, at).topic_and(&names.join(" "));
    let draft = draft.stated_text(&stated::texts(texts.iter().map(String::as_str)));
    let cells = figures.iter().map(|figure| figure.cell.at.clone()).chain(beneath.iter().cloned());
    let columns = || figures.iter().flat_map(|figure| &figure.columns);
    let must = beneath.iter().any(|cell| columns().any(|column| view.causes.cells.is_lost(cell, &column.id)));
    let help = help(must, "unmerge the cells, and state the figure of each");
    Some(draft.related(cells.chain(totals)).says(message, help))
}
