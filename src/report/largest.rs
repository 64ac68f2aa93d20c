//! The largest movements of single items, each with the reason given.

use std::cmp::Reverse;

use super::build::{Material, column, row, table};
use super::changes::{negative_savings, unit_words};
use super::{At, Expression, Holds, Origin, RowKind, Table, cells, tables};
use crate::finding::{Family, Finding, Status};
use crate::form::{Column, Form, List};
use crate::formula::{Expr, Operator};
use crate::names::one_line;
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
        let Some(about) = About::new(material, reconciliation, pair, list, of) else { continue };
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
            cells::label(tables::column_name(material, of)),
            cells::money(report, movement.from, places(&pair.before, &reconciliation.before, of)),
            cells::money(report, movement.to, places(&pair.after, &reconciliation.after, of)),
            cells::money(report, movement.change, Origin::Computed(now_less_then)),
            cells::label(reason(material, pair, &about, movement)),
        ];
        largest.rows.push(row(RowKind::Item, cells));
    }
    largest.notes.extend(negative_savings(material));
    Some(largest)
}

/// The cells behind a figure of one period.
fn places(schemes: &[usize], position: &Position, of: &Column) -> Origin {
    let schemes = schemes.iter().filter_map(|index| position.schemes.get(*index));
    let places: Vec<Place> = schemes.filter_map(|scheme| scheme.cells.get(&of.id).cloned()).collect();
    if places.is_empty() { Origin::Label } else { Origin::Given(places) }
}

/// The reason given for a movement: by the change request or the match, else by the answer to a finding about it. Where a
/// question about it is open, that is said; only where nothing was asked, that nothing was.
fn reason(material: &Material<'_>, pair: &Pair, about: &About<'_>, movement: &Largest) -> String {
    let findings = || material.findings.iter().filter(|finding| about.is_spoken_of_by(finding));
    let explained = findings().filter(|finding| finding.status == Status::Explained);
    let answer = explained.filter_map(|finding| finding.explained_by.as_ref()).next();
    let decided = movement.reason.as_ref().map(|reason| match &reason.reference {
        Some(reference) => format!("{} ({reference})", reason.words.trim()),
        None => reason.words.trim().to_string(),
    });
    let is_open = findings().any(Finding::blocks);
    let kind = if pair.is_new() {
        "New."
    } else if pair.is_closed() {
        "Closed."
    } else {
        ""
    };
    let words = decided.or_else(|| answer.map(|answer| answer.words.trim().to_string()));
    let rest = match (&words, is_open) {
        (None, true) => "A reason was asked for and is not given yet.",
        (Some(_), true) => "More was asked and is not answered yet.",
        (None, false) if kind.is_empty() => "No reason was asked for: within the form's tolerance.",
        (_, false) => "",
    };
    let is_said = words.as_ref().is_some_and(|words| words.starts_with(kind.trim_end_matches('.')));
    let parts = [if is_said { "" } else { kind }, words.as_deref().unwrap_or_default(), rest];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The scheme and the column that a movement is one of, as findings speak of them.
struct About<'m> {
    form: &'m Form,
    list: &'m List,
    area: Option<&'m str>,
    /// The scheme's title on one line.
    name: String,
    column: &'m str,
    /// The cells of the figure and of the title, then and now.
    places: Vec<&'m Place>,
}

impl<'m> About<'m> {
    fn new(
        material: &Material<'m>,
        reconciliation: &'m Reconciliation,
        pair: &Pair,
        list: &'m List,
        of: &'m Column,
    ) -> Option<About<'m>> {
        let scheme = reconciliation.scheme(pair)?;
        let then = pair.before.iter().filter_map(|index| reconciliation.before.schemes.get(*index));
        let now = pair.after.iter().filter_map(|index| reconciliation.after.schemes.get(*index));
        let places = then.chain(now).flat_map(|scheme| [scheme.place(&of.id), scheme.place(&list.label)]);
        Some(About {
            form: material.form,
            list,
            area: scheme.area.as_deref(),
            name: one_line(&scheme.label),
            column: &of.id,
            places: places.filter(|place| place.cell.is_some()).collect(),
        })
    }

    /// Whether a finding about the prior period speaks of it: by area and name, or, where one finding speaks of several
    /// schemes and so names none, by a cell.
    fn is_spoken_of_by(&self, finding: &Finding) -> bool {
        if finding.family != Family::Period || finding.column.as_deref().is_some_and(|column| column != self.column) {
            return false;
        }
        // Where a finding is about another list, its id says so.
        let other_list = self.form.list(&finding.topic).is_some_and(|list| list.id != self.list.id);
        let by_name = finding.scheme.as_deref().is_some_and(|name| one_line(name) == self.name)
            && finding.area.as_deref() == self.area
            && !other_list;
        by_name || std::iter::once(&finding.at).chain(&finding.related).any(|place| self.places.contains(&place))
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
