//! The sheet 'Changes': what each figure of each scheme was and is, and in which line of the movement its change goes. The tables
//! of movements are sums over it, and it names the cells of both periods.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::build::{column, row, table};
use super::material::Material;
use super::{Appears, At, Cell, Expression, Holds, How, Origin, Row, RowKind, Table};
use super::{cells, data, reason, tables, whole};
use crate::form::{Column, Kind, List};
use crate::formula::{Expr, Operator};
use crate::reconcile::largest::Reason;
use crate::reconcile::movement::{has_movement, lists};
use crate::reconcile::position::Scheme;
use crate::reconcile::{Change, Movement, MovementLine, Pair, Reconciliation};
use crate::source::Place;
use crate::words::fixed::Fixed;

/// The id of its table.
const ID: &str = super::ids::EACH_CHANGE;

/// What its columns hold, in order: heading, kind, width.
const COLUMNS: [(&str, Holds, u32); 12] = [
    ("List id", Holds::Label, 2),
    ("Column id", Holds::Label, 2),
    ("Area id", Holds::Label, 2),
    ("Service area", Holds::Label, 3),
    ("Scheme", Holds::Label, 4),
    ("Figure", Holds::Label, 3),
    ("Opening", Holds::Figure, 1),
    ("Change", Holds::Figure, 1),
    ("Line", Holds::Label, 2),
    ("Closing", Holds::Figure, 1),
    ("Reason given", Holds::Text, 6),
    ("Decision", Holds::Label, 3),
];

const LIST: usize = 0;
const COLUMN: usize = 1;
const AREA: usize = 2;
const OPENING: usize = 6;
const CHANGE: usize = 7;
const LINE: usize = 8;
const CLOSING: usize = 9;

/// What the last digit of a number in a spreadsheet may come to.
const DIGITS: Decimal = Decimal::from_parts(1, 0, 0, false, 12);

/// An amount of a movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Amount {
    /// What it was.
    Opening,
    /// A change.
    Line(MovementLine),
    /// What it is.
    Closing,
}

impl Amount {
    /// Its heading in a table of movements.
    pub(super) fn heading(self, fixed: &Fixed) -> String {
        match self {
            Amount::Opening => fixed.opening().said(),
            Amount::Line(line) => heading(fixed, Some(line)),
            Amount::Closing => fixed.closing().said(),
        }
    }

    /// The amount, in pounds.
    pub(super) fn of(self, movement: &Movement) -> Decimal {
        match self {
            Amount::Opening => movement.opening,
            Amount::Line(line) => movement.line(line),
            Amount::Closing => movement.closing,
        }
    }
}

/// What a line of the movement is called; that of a figure which did not move, where it is none.
pub(super) fn heading(fixed: &Fixed, line: Option<MovementLine>) -> String {
    let text = match line {
        None => fixed.line_none(),
        Some(MovementLine::New) => fixed.line_new(),
        Some(MovementLine::Closed) => fixed.line_closed(),
        Some(MovementLine::Transfers) => fixed.line_transfers(),
        Some(MovementLine::Split) => fixed.line_split(),
        Some(MovementLine::Merged) => fixed.line_merged(),
        Some(MovementLine::Rebased) => fixed.line_rebased(),
        Some(MovementLine::Reprofiled) => fixed.line_reprofiled(),
        Some(MovementLine::Virements) => fixed.line_virements(),
        Some(MovementLine::Corrections) => fixed.line_corrections(),
        Some(MovementLine::Awaited) => fixed.line_awaited(),
        Some(MovementLine::Other) => fixed.line_other(),
    };
    text.said()
}

/// The sum of an amount over the schemes of a list, in one of its columns: of one area, where one is named.
pub(super) fn sum(fixed: &Fixed, amount: Amount, (list, column): (&str, &str), area: Option<&str>) -> Expression {
    let mut rows = vec![(LIST, list.to_string()), (COLUMN, column.to_string())];
    rows.extend(area.map(|area| (AREA, area.to_string())));
    let sum = match amount {
        Amount::Opening => OPENING,
        Amount::Closing => CLOSING,
        Amount::Line(line) => {
            rows.push((LINE, heading(fixed, Some(line))));
            CHANGE
        }
    };
    Expression::Matching { table: ID.to_string(), sum: Some(sum), rows }
}

/// The table; it stands in the workbook alone. `None` where nothing was before.
pub(super) fn table_of(material: &Material<'_>) -> Option<Table> {
    let reconciliation = material.reconciliation?;
    let about = format!(
        "What each figure of each scheme was in {} and is in {}, and in which line of the movement its change goes. Amounts are in {}; a percentage changes by \
         points.",
        reconciliation.prior.label(),
        material.period.label(),
        super::changes::unit_words(material)
    );
    let columns = COLUMNS.map(|(heading, holds, width)| column(heading, holds, width)).to_vec();
    let mut changes = table(ID, "Changes by scheme", about, columns);
    changes.sheet = "Changes".to_string();
    changes.appears = Appears::Workbook;
    for list in lists(material.form) {
        let of_list = |pair: &&Pair| reconciliation.scheme(pair).is_some_and(|scheme| scheme.list == list.id);
        for column in list.columns.iter().filter(|column| column.kind.is_figure()) {
            for pair in reconciliation.pairs.iter().filter(of_list) {
                let pair = OfPair { material, reconciliation, list, column, pair };
                pair.rows(&mut changes.rows);
            }
        }
    }
    whole::changes(material, reconciliation, &mut changes.rows);
    Some(changes)
}

/// A row of the table.
pub(super) struct Line {
    /// The list's, the column's and the area's id, and the area's name.
    pub(super) ids: [String; 4],
    /// The scheme and the figure.
    pub(super) of: [String; 2],
    /// What it was.
    pub(super) opening: Cell,
    /// What it is, less what it was.
    pub(super) change: Cell,
    /// The line of the movement that the change goes in.
    pub(super) line: String,
    /// What it is.
    pub(super) closing: Cell,
    /// The reason given.
    pub(super) reason: Cell,
    /// The line of decisions.toml that gives it.
    pub(super) decision: String,
}

impl Line {
    /// As a row.
    pub(super) fn row(self) -> Row {
        let labels = self.ids.into_iter().chain(self.of).map(cells::label);
        let rest = [
            self.opening,
            self.change,
            cells::label(self.line),
            self.closing,
            self.reason,
            cells::label(self.decision),
        ];
        row(RowKind::Item, labels.chain(rest).collect())
    }
}

/// The cells of a row of the table that its change is worked out from: opening and closing.
pub(super) fn ends(row: usize) -> [At; 2] {
    [OPENING, CLOSING].map(|column| At { table: ID.to_string(), row, column })
}

/// One column of one pair.
struct OfPair<'m> {
    material: &'m Material<'m>,
    reconciliation: &'m Reconciliation,
    list: &'m List,
    column: &'m Column,
    pair: &'m Pair,
}

/// What stands in one area: schemes then, schemes now, and what changed.
type InArea<'m> = (Vec<&'m Scheme>, Vec<&'m Scheme>, Vec<&'m Change>);

impl<'m> OfPair<'m> {
    fn rows(&self, rows: &mut Vec<Row>) {
        let mut areas: BTreeMap<Option<&str>, InArea<'m>> = BTreeMap::new();
        let has = |scheme: &&Scheme| {
            scheme.figures.contains_key(&self.column.id) || scheme.placeholders.contains_key(&self.column.id)
        };
        for scheme in self.schemes(&self.pair.before, true).filter(has) {
            areas.entry(scheme.area.as_deref()).or_default().0.push(scheme);
        }
        for scheme in self.schemes(&self.pair.after, false).filter(has) {
            areas.entry(scheme.area.as_deref()).or_default().1.push(scheme);
        }
        for change in self.pair.changes.iter().filter(|change| change.column == self.column.id) {
            areas.entry(change.area.as_deref()).or_default().2.push(change);
        }
        for (area, (then, now, changes)) in areas {
            let mut add = |then: Option<&&'m Scheme>, now: Option<&&'m Scheme>, change: Option<&&'m Change>, alone| {
                rows.push(self.row(area, (then.copied(), now.copied()), change.copied(), alone, rows.len()));
            };
            if then.len().max(now.len()).max(changes.len()) <= 1 {
                add(then.first(), now.first(), changes.first(), true);
                continue;
            }
            // Of a split, a merger or a change in steps no scheme is another one's counterpart: each stands on its own side.
            then.iter().for_each(|scheme| add(Some(scheme), None, None, false));
            now.iter().for_each(|scheme| add(None, Some(scheme), None, false));
            changes.iter().for_each(|change| add(None, None, Some(change), false));
        }
    }

    fn schemes(&self, indices: &'m [usize], before: bool) -> impl Iterator<Item = &'m Scheme> {
        let position = if before { &self.reconciliation.before } else { &self.reconciliation.after };
        indices.iter().filter_map(|index| position.schemes.get(*index))
    }

    fn row(
        &self,
        area: Option<&str>,
        (then, now): (Option<&Scheme>, Option<&Scheme>),
        change: Option<&Change>,
        alone: bool,
        index: usize,
    ) -> Row {
        let form = self.material.form;
        let of_pair = self.reconciliation.scheme(self.pair);
        let label = now.or(then).or(of_pair).map(|scheme| scheme.label.clone()).unwrap_or_default();
        let (change, line) = match (has_movement(self.column), alone) {
            (true, _) => self.moved(change, alone, index),
            (false, true) => self.differs((then, now), index),
            (false, false) => (cells::label(""), None),
        };
        let decided = Reason::of(self.reconciliation, self.pair, self.material.decisions, &self.column.id)
            .filter(|_| line.is_some());
        let has_moved = change.number().is_some_and(|amount| !amount.is_zero());
        // Of a figure that is worked out nobody is asked why.
        let asked = has_moved && (has_movement(self.column) || !self.column.is_computed());
        let reason = asked.then(|| {
            let of = (self.list, self.column);
            reason::given(self.material, self.reconciliation, self.pair, of, decided.as_ref())
        });
        let area_name = area.and_then(|area| form.area(area)).map_or("", |area| area.name.as_str());
        let line = Line {
            ids: [&*self.list.id, &*self.column.id, area.unwrap_or_default(), area_name].map(str::to_string),
            of: [label, tables::column_name(self.material, self.column)],
            opening: self.figure(then),
            change,
            line: match (alone, line) {
                (false, None) => String::new(),
                (_, line) => heading(&self.material.words.fixed, line),
            },
            closing: self.figure(now),
            reason: reason.unwrap_or_else(|| cells::label("")),
            decision: decided.map(|reason| reason.at.to_string()).unwrap_or_default(),
        };
        line.row()
    }

    /// What a change of a column that adds up comes to, and the line of the movement that it goes in.
    fn moved(&self, change: Option<&Change>, alone: bool, index: usize) -> (Cell, Option<MovementLine>) {
        let [then, now] = ends(index);
        let origin = if alone { difference(now, then, "") } else { Origin::drawn(How::Step, self.places()) };
        let cell = match change {
            None if !alone => cells::label(""),
            _ => cells::money(&self.material.form.report, change.map(Change::amount).unwrap_or_default(), origin),
        };
        (cell, change.map(|change| change.line))
    }

    /// What a figure of a column that does not add up differs by: percentages in points. Nothing where there is none on one side.
    fn differs(&self, (then, now): (Option<&Scheme>, Option<&Scheme>), index: usize) -> (Cell, Option<MovementLine>) {
        let figure = |scheme: Option<&Scheme>| scheme?.figures.get(&self.column.id).copied();
        let line = match (self.pair.is_new(), self.pair.is_closed()) {
            (true, _) => Some(MovementLine::New),
            (_, true) => Some(MovementLine::Closed),
            _ => line(figure(then), figure(now)),
        };
        let both = figure(then).zip(figure(now));
        (both.map_or_else(|| cells::label(""), |both| change(self.material, self.column, both, ends(index))), line)
    }

    /// The figure of a scheme, or what stands in its place.
    fn figure(&self, scheme: Option<&Scheme>) -> Cell {
        let Some(scheme) = scheme else { return cells::label("") };
        let origin = match data::origin(self.list, scheme, &self.column.id) {
            Origin::Label => Origin::Given(scheme.at.clone()),
            origin => origin,
        };
        match (scheme.placeholders.get(&self.column.id), scheme.figures.get(&self.column.id)) {
            (Some(typed), _) => cells::placeholder(typed, origin),
            (None, Some(figure)) => cells::value(self.material, self.column, *figure, origin),
            (None, None) => cells::label(""),
        }
    }

    /// The cells of the figure, then and now.
    fn places(&self) -> Vec<Place> {
        let schemes = self.schemes(&self.pair.before, true).chain(self.schemes(&self.pair.after, false));
        schemes.flat_map(|scheme| data::places(self.list, scheme, &self.column.id)).collect()
    }
}

/// The line of a figure that is in both periods; none where it is what it was. A share that was read back from a workbook has fewer digits
/// than one that is worked out.
pub(super) fn line(then: Option<Decimal>, now: Option<Decimal>) -> Option<MovementLine> {
    let apart = match (then, now) {
        (Some(then), Some(now)) => now.checked_sub(then).is_none_or(|change| change.abs() > DIGITS),
        (then, now) => then != now,
    };
    apart.then_some(MovementLine::Other)
}

/// What a figure has changed by, from then to now: money in the unit of the appendix, a percentage in points.
pub(super) fn change(
    material: &Material<'_>,
    of: &Column,
    (then, now): (Decimal, Decimal),
    [was, is]: [At; 2],
) -> Cell {
    let Some(change) = now.checked_sub(then) else { return cells::label("") };
    if of.kind == Kind::Percent {
        return cells::points(&material.words.fixed, of, change, points(is, was));
    }
    cells::value(material, of, change, difference(is, was, ""))
}

/// What is, less what was; a blank counts nil. `otherwise` prints where neither is a figure.
pub(super) fn difference(now: At, then: At, otherwise: &str) -> Origin {
    over(now, then, otherwise, less())
}

/// The same of percentages, in points.
fn points(now: At, then: At) -> Origin {
    let hundred = Box::new(Expr::Number(Decimal::ONE_HUNDRED));
    over(now, then, "", Expr::Binary(Operator::Multiply, Box::new(less()), hundred))
}

/// `now - then`
fn less() -> Expr {
    let named = |name: &str| Box::new(Expr::Column(name.to_string()));
    Expr::Binary(Operator::Subtract, named("now"), named("then"))
}

fn over(now: At, then: At, otherwise: &str, formula: Expr) -> Origin {
    let names = vec![("now".to_string(), now), ("then".to_string(), then)];
    Origin::Computed(Expression::Formula(formula, names, otherwise.to_string()))
}
