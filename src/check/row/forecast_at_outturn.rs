//! `forecast-at-outturn`

use std::collections::BTreeMap;

use crate::check::{Rule, View, wording};
use crate::figures::Item;
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, List};
use crate::money::{Quantity, Told};
use crate::period::Part;
use crate::returns::Row;

pub(super) static RULE: Rule = Rule {
    code: "forecast-at-outturn",
    family: Family::Row,
    severity: Severity::Query,
    title: "At outturn a forecast is not what was achieved",
    what: "The period is the year's outturn, and items state another forecast of the year than what they achieved (`roles`). Those of an \
           area are one finding. Nothing is asked here where no forecast is stated, which a placeholder says too, or where it is not known what was \
           achieved.",
    why: "When the year is over nothing is forecast any more: one of the two figures is not the outturn, and the paper says how much of the \
          target was delivered by it.",
    mend: "Enter the outturn in both columns; or explain what is still to come after the year's end.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let roles = &view.form.report.roles;
    let Some(list) = view.form.main().filter(|_| view.returns.period.part == Part::Outturn) else { return Vec::new() };
    let column = |role: &Option<String>| list.column(role.as_deref()?);
    let (Some(forecast), Some(achieved)) = (column(&roles.forecast), column(&roles.achieved)) else {
        return Vec::new();
    };
    let mut areas: BTreeMap<Option<&str>, Vec<Differing<'_>>> = BTreeMap::new();
    let items = view.items();
    let priors = &view.causes.priors;
    for (_, item, row) in items.iter().filter(|(of, item, _)| of.id == list.id && !item.balancing) {
        let is_asked = |column: &Column| row.cells.get(&column.id).is_some_and(|cell| priors.is_asked(&cell.at));
        if is_asked(forecast) || is_asked(achieved) {
            continue;
        }
        let figure = |column: &Column| item.figures.get(&column.id)?.counted;
        // A blank, or a placeholder, forecasts nothing any more, even where it counts as nil.
        let is_stated = item.figures.get(&forecast.id).is_some_and(|figure| figure.value.is_ok());
        let both = figure(forecast).zip(figure(achieved)).filter(|_| is_stated);
        let Some((expected, reached)) = both else { continue };
        if !expected.agrees_with(reached) {
            areas.entry(item.area.as_deref()).or_default().push(Differing { item, row, expected, reached });
        }
    }
    areas.into_values().filter_map(|all| finding(rule, view, (list, forecast, achieved), &all)).collect()
}

/// An item whose forecast is not what it achieved.
struct Differing<'v> {
    item: &'v Item<'v>,
    row: &'v Row,
    expected: Quantity,
    reached: Quantity,
}

/// So many items are named in the sentence; all stand in the rows.
const NAMED: usize = 5;

fn finding(
    rule: &Rule,
    view: &View<'_>,
    (list, forecast, achieved): (&List, &Column, &Column),
    all: &[Differing<'_>],
) -> Option<Finding> {
    let say = |column: &Column, quantity: Quantity| wording::figure(column, Told::Stated(quantity.value()));
    let each = |differing: &Differing<'_>| {
        let reached = say(achieved, differing.reached);
        let name = wording::one_line(&differing.item.label);
        format!(
            "'{name}': {} {}, {} {reached}",
            view.name(forecast),
            say(forecast, differing.expected),
            view.name(achieved)
        )
    };
    let each: Vec<String> = all.iter().map(each).collect();
    let area = all.first()?.item.area.as_deref();
    let message = format!(
        "{}the year is over, and the forecast of {} is not what was achieved: {}",
        wording::opening(&view.area_name(area)),
        wording::count(all.len(), &list.item, &list.items),
        wording::first_of(&each, NAMED)
    );
    let cells = |column: &Column| {
        // What the form works out stands in no cell: then the row says where it is.
        let place = |differing: &Differing<'_>| {
            differing.row.cells.get(&column.id).map_or_else(|| differing.row.at.clone(), |cell| cell.at.clone())
        };
        all.iter().map(place).collect::<Vec<_>>()
    };
    let places = cells(forecast);
    let draft = rule.at(places.first()?).about_list(view, &list.id, area, "").column(forecast);
    let draft = draft.rows(each).related(places.iter().skip(1).cloned()).related(cells(achieved));
    let mend = "enter the outturn in both columns";
    Some(draft.says(message, wording::mend_or_explain(mend)))
}
