//! The largest movements of single items, each with the reason given.

use std::cmp::Reverse;

use super::build::{column, row, table};
use super::changes::{negative_savings, unit_words};
use super::each_change::difference;
use super::material::Material;
use super::{At, Holds, How, Origin, RowKind, Table, cells, data, reason, tables};
use crate::form::{Column, ColumnOrigin, Form, List};
use crate::names::capital;
use crate::reconcile::largest::{Largest, largest};
use crate::reconcile::movement::{has_movement, lists};
use crate::reconcile::position::Position;
use crate::reconcile::{Pair, Reconciliation};
use crate::source::Place;

/// How many the first pages list.
const MOST: usize = 6;

/// The id of the table.
const ID: &str = super::ids::LARGEST;

/// The table; none if nothing moved. The movements of all lists stand beside each other.
pub(super) fn table_of(material: &Material<'_>, reconciliation: &Reconciliation) -> Option<Table> {
    let mut moved: Vec<(&List, &Column, Largest)> = Vec::new();
    for (list, of) in columns(material.form) {
        let movements = largest(reconciliation, material.decisions, &list.id, &of.id, usize::MAX);
        // What is achieved to date grows from one period to the next; only a fall is worth a line.
        let news = movements.into_iter().filter(|movement| !of.is_cumulative() || movement.change.is_sign_negative());
        moved.extend(news.map(|movement| (list, of, movement)));
    }
    moved.sort_by_key(|(_, _, movement)| Reverse(movement.change.abs()));
    moved.truncate(MOST);
    let (first, ..) = moved.first()?;
    let fixed = &material.words.fixed;
    let is_one = moved.iter().all(|(list, ..)| list.id == first.id);
    let (item, items) =
        if is_one { (first.item.clone(), first.items.clone()) } else { (fixed.item().said(), fixed.items().said()) };
    let mut largest = table(
        ID,
        &fixed.largest_title().fill(&[("unit", unit_words(material))]),
        fixed.largest_about().fill(&[("number", &moved.len().to_string()), ("items", &items)]),
        vec![
            column(capital(&item), Holds::Label, 10),
            column(fixed.figure().said(), Holds::Label, 4),
            column(fixed.then().said(), Holds::Figure, 3),
            column(fixed.now().said(), Holds::Figure, 3),
            column(fixed.change().said(), Holds::Figure, 3),
            column(fixed.reason_given().said(), Holds::Text, 14),
        ],
    );
    for (list, of, movement) in &moved {
        let Some(pair) = reconciliation.pairs.get(movement.pair) else { continue };
        let Some(scheme) = reconciliation.scheme(pair) else { continue };
        let name = with_area(material.form, &scheme.label, scheme.area.as_deref());
        let at = |column: usize| At { table: ID.to_string(), row: largest.rows.len(), column };
        let report = &material.form.report;
        let [then, now] = origins(reconciliation, pair, (list, of));
        let cells = vec![
            cells::label(name),
            cells::label(tables::figure_name(material, list, of)),
            cells::money(report, movement.from, then),
            cells::money(report, movement.to, now),
            cells::money(report, movement.change, difference(at(3), at(2), &report.not_applicable)),
            reason::given(material, reconciliation, pair, (list, of), movement.reason.as_ref()),
        ];
        largest.rows.push(row(RowKind::Item, cells));
    }
    largest.notes.extend(negative_savings(material));
    Some(largest)
}

/// The title of a scheme with its area behind it, where there are several.
pub(super) fn with_area(form: &Form, label: &str, area: Option<&str>) -> String {
    let area = area.filter(|_| form.areas.len() > 1).and_then(|id| form.area(id));
    area.map_or_else(|| label.to_string(), |area| format!("{label} ({})", area.name))
}

/// The columns whose movements are worth a line: of the main list those of the roles, in every year of a programme; of another list that
/// the appendix prints those from which no other one is worked out, as what they come to says it all.
fn columns(form: &Form) -> Vec<(&List, &Column)> {
    let mut columns: Vec<(&List, &Column)> = Vec::new();
    for list in lists(form) {
        let ids: Vec<String> = if list.id == form.report.main_list {
            let roles = &form.report.roles;
            let own = [&roles.target, &roles.forecast, &roles.achieved].into_iter().flatten();
            own.flat_map(|id| {
                let years = form.every_year(id).into_iter().map(|(_, of_year)| of_year);
                std::iter::once(id.clone()).chain(years.filter(move |of_year| of_year != id))
            })
            .collect()
        } else if form.tables.iter().any(|table| table.from == list.id) {
            let moving = || list.columns.iter().filter(|column| has_movement(column));
            let is_input = |id: &str| {
                moving().any(
                    |other| matches!(other.origin(), ColumnOrigin::Formula(formula) if formula.columns().contains(&id)),
                )
            };
            moving().filter(|column| !is_input(&column.id)).map(|column| column.id.clone()).collect()
        } else {
            Vec::new()
        };
        columns.extend(ids.iter().filter_map(|id| Some((list, list.column(id)?))));
    }
    columns
}

/// Where a figure of a pair comes from, then and now. One that was not there, or is no longer, is nil by the cells of the other
/// period.
fn origins(reconciliation: &Reconciliation, pair: &Pair, (list, of): (&List, &Column)) -> [Origin; 2] {
    let places = |schemes: &[usize], position: &Position| -> Vec<Place> {
        let schemes = position.at(schemes).into_iter();
        schemes.flat_map(|scheme| data::places_or_row(list, scheme, &of.id)).collect()
    };
    let then = places(&pair.before, &reconciliation.before);
    let now = places(&pair.after, &reconciliation.after);
    let how = data::how(list, &of.id);
    if then.is_empty() {
        return [Origin::drawn(How::Nil("it is new"), now.clone()), Origin::drawn(how, now)];
    }
    if now.is_empty() {
        return [Origin::drawn(how, then.clone()), Origin::drawn(How::Nil("it is gone"), then)];
    }
    [Origin::drawn(how, then), Origin::drawn(how, now)]
}
