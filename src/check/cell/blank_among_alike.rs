//! `blank-among-alike`

use std::collections::BTreeMap;

use crate::check::{Rule, View, wording};
use crate::figures::Item;
use crate::finding::{Family, Finding, Severity};
use crate::form::{Blank, Column, Kind, List};
use crate::money::Absent;
use crate::returns::{Cell, Row, Value};

pub(super) static RULE: Rule = Rule {
    code: "blank-among-alike",
    family: Family::Cell,
    severity: Severity::Query,
    title: "A blank where every row of its kind states a figure",
    what: "Whether a column of amounts is filled in goes by what a choice says of the row: all rows of one choice are filled in, four \
           at least with a figure, and the rows of any other choice state one all or none, three at least leaving it blank. One row \
           leaves it blank though all others of its choice are filled in. It is not asked again where the prior period left it blank \
           too, nor where the form takes a blank for nil, nor where it is asked already what became of the prior figure.",
    why: "A figure was lost, or stands in the next column. The total adds up what is left, and nothing else shows it.",
    mend: "Enter the figure; or explain that there is none.",
    run,
};

/// So many other rows of its choice must state a figure; a dash or a code is none.
const ALIKE: usize = 4;

/// So many rows of other choices must leave it blank: otherwise the choice does not decide.
const UNLIKE: usize = 3;

/// The rows of one choice.
#[derive(Default)]
struct OfChoice<'a> {
    stated: usize,
    /// Those that say something else.
    otherwise: usize,
    blank: Vec<(&'a Item<'a>, &'a Row, &'a Cell)>,
}

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for list in view.form.lists.iter().filter(|list| list.has_schemes()) {
        let optional = list.columns.iter().filter(|column| {
            let amount = column.kind.is_amount() && column.is_given();
            amount && !column.required && column.blank() == Blank::Missing
        });
        for column in optional {
            let choices = list.columns.iter().filter(|column| column.kind == Kind::Choice);
            // One choice is enough to tell it by.
            findings.extend(choices.into_iter().find_map(|choice| finding(rule, view, list, column, choice)));
        }
    }
    findings
}

fn finding(rule: &Rule, view: &View<'_>, list: &List, column: &Column, choice: &Column) -> Option<Finding> {
    let mut choices: BTreeMap<&str, OfChoice<'_>> = BTreeMap::new();
    for (of, item, row) in view.items() {
        let (true, Some(cell)) = (of.id == list.id && !item.balancing, row.cells.get(&column.id)) else { continue };
        let rows = choices.entry(chosen(row, choice)).or_default();
        match cell.value {
            Value::Absent(Absent::Blank) => rows.blank.push((item, row, cell)),
            Value::Figure(_) => rows.stated += 1,
            _ => rows.otherwise += 1,
        }
    }
    let alone = |rows: &OfChoice<'_>| rows.blank.len() == 1 && rows.stated >= ALIKE;
    let mut strays = choices.iter().filter(|(said, rows)| !said.is_empty() && alone(rows));
    let (Some((said, rows)), None) = (strays.next(), strays.next()) else { return None };
    let others = || choices.iter().filter(|(other, _)| *other != said).map(|(_, rows)| rows);
    let decides = others().all(|rows| rows.stated == 0 || rows.blank.is_empty());
    let unlike: usize = others().map(|rows| rows.blank.len()).sum();
    let (item, row, cell) = rows.blank.first()?;
    let priors = &view.causes.priors;
    let was_blank = priors.is_known(row) && priors.as_it_was(item, &column.id).is_none();
    let is_asked = priors.is_asked(&cell.at) || view.causes.shown.asks(&cell.at);
    if !decides || unlike < UNLIKE || was_blank || is_asked {
        return None;
    }
    let message = format!(
        "{} says nothing in {} ({}), though each of the other {} with '{said}' in {} {} there",
        view.who(item.area.as_deref(), &item.label),
        view.name(column),
        wording::cell(&cell.at),
        wording::count(rows.stated + rows.otherwise, &list.item, &list.items),
        view.name(choice),
        if rows.otherwise == 0 { "states a figure" } else { "says something" },
    );
    let related = row.cells.get(&choice.id).map(|cell| cell.at.clone());
    let draft = rule.at(&cell.at).about_item(view, list, item).column(column).stated_text(said).related(related);
    Some(draft.after_its_row().says(message, wording::mend_or_explain("enter the figure")))
}

/// What a row has chosen; empty where nothing.
fn chosen<'a>(row: &'a Row, choice: &Column) -> &'a str {
    match row.cells.get(&choice.id).map(|cell| &cell.value) {
        Some(Value::Text(text)) => text,
        _ => "",
    }
}
