//! The largest movements of single items, each with the reason given.

use std::cmp::Reverse;

use super::build::{Material, column, row, table};
use super::changes::{negative_savings, unit_words};
use super::each_change::difference;
use super::{At, Holds, How, Origin, RowKind, Table, cells, reason, tables};
use crate::form::{Column, List};
use crate::names::capital;
use crate::reconcile::largest::{Largest, largest};
use crate::reconcile::position::Position;
use crate::reconcile::{Pair, Reconciliation};
use crate::source::Place;

/// How many the first pages list.
const MOST: usize = 6;

/// The id of the table.
const ID: &str = "largest";

/// The table; none if nothing moved.
pub(super) fn table_of(
    material: &Material<'_>,
    reconciliation: &Reconciliation,
    list: &List,
    columns: &[&Column],
) -> Option<Table> {
    let mut moved: Vec<(&Column, Largest)> = Vec::new();
    for of in columns {
        let movements = largest(reconciliation, material.decisions, &list.id, &of.id, usize::MAX);
        // What is achieved to date grows from one period to the next; only a fall is worth a line.
        let news = movements.into_iter().filter(|movement| !of.cumulative || movement.change.is_sign_negative());
        moved.extend(news.map(|movement| (*of, movement)));
    }
    moved.sort_by_key(|(_, movement)| Reverse(movement.change.abs()));
    moved.truncate(MOST);
    if moved.is_empty() {
        return None;
    }
    let mut largest = table(
        ID,
        &format!("Largest movements ({})", unit_words(material)),
        format!("The {} largest movements of single {} and the reason given for each.", moved.len(), list.items),
        vec![
            column(capital(&list.item), Holds::Label, 10),
            column("Figure", Holds::Label, 4),
            column("Then", Holds::Figure, 3),
            column("Now", Holds::Figure, 3),
            column("Change", Holds::Figure, 3),
            column("Reason given", Holds::Text, 14),
        ],
    );
    for (of, movement) in &moved {
        let Some(pair) = reconciliation.pairs.get(movement.pair) else { continue };
        let Some(scheme) = reconciliation.scheme(pair) else { continue };
        let area = scheme.area.as_deref().and_then(|id| material.form.area(id)).map(|area| area.name.as_str());
        let name = area.map_or_else(|| scheme.label.clone(), |area| format!("{} ({area})", scheme.label));
        let at = |column: usize| At { table: ID.to_string(), row: largest.rows.len(), column };
        let report = &material.form.report;
        let [then, now] = origins(reconciliation, pair, of);
        let cells = vec![
            cells::label(name),
            cells::label(tables::column_name(material, of)),
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

/// Where a figure of a pair comes from, then and now. One that was not there, or is no longer, is nil by the cells of the other
/// period.
fn origins(reconciliation: &Reconciliation, pair: &Pair, of: &Column) -> [Origin; 2] {
    let places = |schemes: &[usize], position: &Position| -> Vec<Place> {
        let schemes = schemes.iter().filter_map(|index| position.schemes.get(*index));
        schemes.map(|scheme| scheme.place(&of.id).clone()).collect()
    };
    let then = places(&pair.before, &reconciliation.before);
    let now = places(&pair.after, &reconciliation.after);
    if then.is_empty() {
        return [Origin::drawn(How::Nil("it is new"), now.clone()), Origin::drawn(How::Sum, now)];
    }
    if now.is_empty() {
        return [Origin::drawn(How::Sum, then.clone()), Origin::drawn(How::Nil("it is gone"), then)];
    }
    [Origin::drawn(How::Sum, then), Origin::drawn(How::Sum, now)]
}
