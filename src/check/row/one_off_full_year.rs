//! `one-off-full-year`

use crate::check::{Rule, View, wording};
use crate::figures::Item;
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, List};
use crate::money::Told;
use crate::returns::Row;

pub(super) static RULE: Rule = Rule {
    code: "one-off-full-year",
    family: Family::Row,
    severity: Severity::Query,
    title: "An item is one-off, and more in a full year than in this one",
    what: "The form says which items are there once only (`one_off`) and what each comes to in a full year (`full_year_of`). This one is one-off, \
           and its full-year effect is more than this year's amount, whatever the signs.",
    why: "What is there once does not grow in a full year. Either it recurs, and the next year's budget counts on it, or the full-year effect \
          is wrong.",
    mend: "Correct the word, if it recurs; or the full-year effect, which is nil where nothing recurs. If both are right, explain why.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (list, item, row) in view.items() {
        let Some(says) = list.one_off_column().filter(|says| says.is_one_off(item.text(&says.id)) == Some(true)) else {
            continue;
        };
        for full in &list.columns {
            let year = full.full_year_of().and_then(|id| list.column(id));
            findings.extend(year.and_then(|year| finding(rule, view, (list, item, row), says, year, full)));
        }
    }
    findings
}

fn finding(
    rule: &Rule,
    view: &View<'_>,
    (list, item, row): (&List, &Item<'_>, &Row),
    says: &Column,
    year: &Column,
    full: &Column,
) -> Option<Finding> {
    let figure = |column: &Column| item.figures.get(&column.id)?.counted;
    let (now, then) = (figure(year)?, figure(full)?);
    let place = |column: &Column| item.cell(&column.id).map_or(&row.at, |cell| &cell.at);
    let is_asked = |column: &Column| view.causes.priors.is_asked(place(column));
    if then.agrees_with(now) || then.value().abs() <= now.value().abs() || is_asked(year) || is_asked(full) {
        return None;
    }
    let (stated, expected) = (Told::Stated(then.value()), Told::Stated(now.value()));
    let said = wording::side_by_side(full, stated, expected);
    let word = wording::one_line(item.text(&says.id));
    let message = format!(
        "{}: {} is '{word}', which is one-off, and its {} of {} is more than the {} of {} (difference {})",
        view.who(item.area.as_deref(), &item.label),
        view.name(says),
        view.name(full),
        said.one,
        said.other,
        view.name(year),
        said.difference,
    );
    let help = format!(
        "correct {}, if it recurs; or the full-year effect in {}",
        wording::cell_from(place(says), place(full)),
        wording::cell(place(full)),
    );
    let draft = rule.at(place(full)).about_item(view, list, item);
    let draft = match item.cell(&full.id) {
        Some(cell) => draft.cell(full, cell),
        // It is worked out, and stands in no cell.
        None => draft.column(full),
    };
    // An answer holds as long as the word does, too.
    let rows = [format!("{} {word}", view.name(says))];
    let related = [place(says).clone(), place(year).clone()];
    let draft = draft.figures(full, stated, expected).rows(rows).related(related).after_its_row();
    Some(draft.says(message, wording::mend_or_explain(&help)))
}
