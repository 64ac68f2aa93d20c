//! `movement-unexplained`

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::{about_moved, as_much, told_with};
use crate::check::cause::{Moved, MovedBecause};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, Kind};
use crate::money::{self, Told};
use crate::reconcile::position::Scheme;
use crate::source::Place;

/// Shorter texts are status words ('Delivered', 'On track'), which may well stay.
const SHORTEST_NARRATIVE: usize = 25;

pub(super) static RULE: Rule = Rule {
    code: "movement-unexplained",
    family: Family::Period,
    severity: Severity::Query,
    title: "A figure moved beyond what is allowed",
    what: "A figure differs from the prior period by more than the amount and by more than the percentage that the column \
           allows (`movement` in the form), or a percentage by more points. Where the form states none, it is a quarter of the figure and a hundredth of the \
           list's largest total in the prior period, and a smaller figure that halved or doubled is asked about too. Growth of a figure that counts from the start of the year is expected, so far \
           as its row's forecast or profile goes. Other figures of the row that moved by as much are told with it, \
           and so are the row's texts that are word for word what they were.",
    why: "Members will ask why it moved. The answer belongs beside the figure before they do.",
    mend: "Correct the figure if it is wrong; otherwise explain in decisions.toml what moved it. The words are printed.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let beyond = view.causes.moved.iter().filter(|moved| moved.because == MovedBecause::Beyond);
    // The first figure of a row that moved says of its texts that they did not.
    beyond.filter_map(|moved| finding(rule, view, moved, seen.insert(moved.index))).collect()
}

fn finding(rule: &Rule, view: &View<'_>, moved: &Moved<'_>, is_first: bool) -> Option<Finding> {
    let beyond = beyond(moved);
    let reach = beyond_forecast(view, moved).unwrap_or_default();
    let (said, cells) = is_first.then(|| same_texts(view, moved)).flatten().unwrap_or_default();
    let message = format!("{}{beyond}{reach}{}{said}", wording::both_figures(view, moved), as_much(view, moved));
    let mend = match cells.is_empty() {
        true => "correct the figure if it is wrong",
        false => "correct the figure if it is wrong, and bring the text up to date",
    };
    // An answer for a row whose text is new is none for the same row with last time's text.
    let texts = said.split_once("; ").map(|(_, said)| said.to_string());
    let draft = about_moved(rule, view, moved)?.rows_in_order(told_with(view, moved).into_iter().chain(texts));
    Some(draft.related(cells).says(message, wording::mend_or_explain(mend)))
}

/// ', beyond £100k and 10%', or what else it did where it is within the one or the other.
fn beyond(moved: &Moved<'_>) -> String {
    let (before, now) = (moved.expected().unwrap_or_default(), moved.to.unwrap_or_default());
    if moved.column.kind == Kind::Percent {
        let points = moved.allowed.amount.saturating_mul(Decimal::ONE_HUNDRED).normalize();
        return format!(", beyond {points} percentage points");
    }
    if moved.allowed.is_beyond(before, moved.unapproved) {
        let amount = wording::figure(moved.column, Told::Computed(moved.allowed.amount));
        return format!(", beyond {amount} and {}", money::say_percent(moved.allowed.percent));
    }
    match now.abs() < before.abs() {
        true => ", half of what it was or less".to_string(),
        false => ", twice what it was or more".to_string(),
    }
}

/// '; Forecast of the row is £380k', where a figure that counts from the start of the year went beyond it.
fn beyond_forecast(view: &View<'_>, moved: &Moved<'_>) -> Option<String> {
    let roles = &view.form.report.roles;
    let of = |role: &Option<String>| moved.list.column(role.as_deref()?);
    let is_to_date =
        moved.column.is_cumulative() || of(&roles.achieved).is_some_and(|achieved| achieved.id == moved.column.id);
    if !is_to_date || moved.list.id != view.form.report.main_list {
        return None;
    }
    let year = of(&roles.forecast).or_else(|| of(&roles.target)).filter(|column| column.id != moved.column.id)?;
    let (figure, to) = (moved.figures_of(year)[1]?, moved.to?);
    let said = wording::figure(year, Told::Stated(figure));
    (to.abs() > figure.abs()).then(|| format!(", and beyond its {}, which is {said}", view.name(year)))
}

/// '; Progress is word for word as in Quarter 2, 2022/23', and the cells of these texts.
fn same_texts(view: &View<'_>, moved: &Moved<'_>) -> Option<(String, Vec<Place>)> {
    let ([then], [now]) = (moved.then.as_slice(), moved.now.as_slice()) else { return None };
    let list = moved.list;
    let is_narrative = |column: &&Column| column.kind == Kind::Text && column.id != list.key && column.id != list.label;
    let unchanged: Vec<&Column> =
        list.columns.iter().filter(is_narrative).filter(|column| same_text(column, then, now)).collect();
    let names: Vec<String> = unchanged.iter().map(|column| view.name(column)).collect();
    let are = if names.len() == 1 { "is" } else { "are" };
    let said = format!("; {} {are} word for word as in {}", wording::list_of(&names), view.prior());
    let cells = unchanged.iter().map(|column| now.place(&column.id).clone()).collect();
    (!unchanged.is_empty()).then_some((said, cells))
}

fn same_text(column: &Column, then: &Scheme, now: &Scheme) -> bool {
    let (Some(then), Some(now)) = (then.texts.get(&column.id), now.texts.get(&column.id)) else { return false };
    let now = wording::one_line(now);
    wording::one_line(then) == now && now.chars().count() >= SHORTEST_NARRATIVE
}
