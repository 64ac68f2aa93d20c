//! The largest movements of single items, each with the reason given.

use std::cmp::Reverse;

use super::build::{Material, column, row, table};
use super::changes::unit_words;
use super::{At, Expression, Holds, Origin, RowKind, Table, cells, tables};
use crate::finding::{Family, Finding, Status};
use crate::form::{Column, List};
use crate::formula::{Expr, Operator};
use crate::reconcile::largest::{Largest, largest};
use crate::reconcile::position::{Position, Scheme};
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
        let now_less_then = Expression::Formula(
            Expr::Binary(
                Operator::Subtract,
                Box::new(Expr::Column("now".to_string())),
                Box::new(Expr::Column("then".to_string())),
            ),
            vec![("now".to_string(), at(3)), ("then".to_string(), at(2))],
            material.form.report.not_applicable.clone(),
        );
        let report = &material.form.report;
        let cells = vec![
            cells::label(name),
            cells::label(tables::column_name(of)),
            cells::money(report, movement.from, places(&pair.before, &reconciliation.before, of)),
            cells::money(report, movement.to, places(&pair.after, &reconciliation.after, of)),
            cells::money(report, movement.change, Origin::Computed(now_less_then)),
            cells::label(reason(material, pair, scheme, of, movement)),
        ];
        largest.rows.push(row(RowKind::Item, cells));
    }
    Some(largest)
}

/// The cells behind a figure of one period.
fn places(schemes: &[usize], position: &Position, of: &Column) -> Origin {
    let schemes = schemes.iter().filter_map(|index| position.schemes.get(*index));
    let places: Vec<Place> = schemes.filter_map(|scheme| scheme.cells.get(&of.id).cloned()).collect();
    if places.is_empty() { Origin::Label } else { Origin::Given(places) }
}

/// The reason given for a movement: by the answer to a finding about it, else by the change request or the match.
fn reason(material: &Material<'_>, pair: &Pair, scheme: &Scheme, of: &Column, movement: &Largest) -> String {
    let about = |finding: &&Finding| {
        finding.status == Status::Explained
            && finding.family == Family::Period
            && finding.area == scheme.area
            && finding.scheme.as_deref().is_some_and(|name| name == scheme.label || name == scheme.key)
            && finding.column.as_deref().is_none_or(|column| column == of.id)
    };
    let answer = material.findings.iter().filter(about).find_map(|finding| finding.explained_by.as_ref());
    let decided = movement.reason.as_ref().map(|reason| match &reason.reference {
        Some(reference) => format!("{} ({reference})", reason.words.trim()),
        None => reason.words.trim().to_string(),
    });
    let kind = if pair.is_new() {
        "New."
    } else if pair.is_closed() {
        "Closed."
    } else {
        ""
    };
    match decided.or_else(|| answer.map(|answer| answer.words.trim().to_string())) {
        Some(words) if kind.is_empty() || words.starts_with(kind.trim_end_matches('.')) => words,
        Some(words) => format!("{kind} {words}"),
        None if !kind.is_empty() => kind.to_string(),
        None => "No reason was asked for: within the form's tolerance.".to_string(),
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
