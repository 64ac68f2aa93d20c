//! Figures that moved since the prior period, each with the one reason for which it is asked about.

mod parts;
mod together;

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::cells::{Cells, worked_out_from};
use super::grown::Grown;
use crate::check::View;
use crate::form::{Column, Kind, List, Side, Tolerance, TotalOrigin};
use crate::names::Code;
use crate::reconcile::position::{Position, Scheme};
use crate::reconcile::step::{Allowed, Others, Past, Step, Times, Totals, is_usual};
use crate::reconcile::{MovementLine, Pair, Reconciliation};
use crate::source::Place;

/// A figure of a matched scheme that is not what it was.
#[derive(Clone)]
pub(in crate::check) struct Moved<'a> {
    /// The pair's index.
    pub index: usize,
    /// Its list.
    pub list: &'a List,
    /// The column.
    pub column: &'a Column,
    /// Then; several after a merger.
    pub then: Vec<&'a Scheme>,
    /// Now; several after a split.
    pub now: Vec<&'a Scheme>,
    /// The prior figure; `None` where none was stated.
    pub from: Option<Decimal>,
    /// This period's; `None` where none is stated.
    pub to: Option<Decimal>,
    /// What of the difference no change request approves.
    pub unapproved: Decimal,
    /// The change requests that approve the rest.
    pub requests: Vec<usize>,
    /// How far the column may move before it wants an explanation.
    pub allowed: Allowed,
    /// The one thing there is to say.
    pub because: MovedBecause,
    /// Other columns of the row that moved by as much, and are told with this one.
    pub as_much: Vec<&'a Column>,
    /// Figures of the same column in other rows that moved the other way, so that all of them come to nil: told with this one.
    pub legs: Vec<Moved<'a>>,
    /// The decision that says what a part of a split was: the figure before is the amount that it gives.
    pub given_by: Option<&'a Place>,
}

/// Why a figure that moved is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum MovedBecause {
    /// It is what change requests made it.
    Approved,
    /// A change request holds, and this is not the figure it gives.
    NotReflected,
    /// Ten times its predecessor or more, or a tenth or less.
    OtherSize(Times),
    /// It stands on the other side of nil.
    Turned,
    /// Cumulative within the year, and lower.
    Fell,
    /// A target.
    Target,
    /// It was something, and is nil or not stated.
    ToNil,
    /// It was something, and a code stands in its place that totals take as nil: told with the total.
    Coded,
    /// Beyond the column's tolerance.
    Beyond,
    /// It was not stated.
    First,
    /// It is another year's, as most figures of its list are.
    NewYear,
    /// Another figure of its row moved by as much, and is asked about.
    AsMuch,
    /// A target of another row moved the other way, and is asked about.
    Leg,
    /// Nothing to ask.
    Within,
}

impl<'a> Moved<'a> {
    /// The scheme that the finding is about.
    pub fn scheme(&self) -> Option<&'a Scheme> {
        self.now.first().or(self.then.first()).copied()
    }

    /// The figure it would be by what is approved: the prior one and the approved changes.
    pub fn expected(&self) -> Option<Decimal> {
        self.from?;
        self.to.unwrap_or_default().checked_sub(self.unapproved)
    }

    /// What another column of the row was and is.
    pub fn figures_of(&self, column: &Column) -> [Option<Decimal>; 2] {
        [figure(&self.then, column), figure(&self.now, column)]
    }

    /// Whether it is asked about.
    pub fn is_asked(&self) -> bool {
        use MovedBecause::{Beyond, Fell, OtherSize, Target, ToNil, Turned};
        matches!(self.because, OtherSize(_) | Turned | Fell | Target | ToNil | Beyond)
    }

    /// This period's cell; the prior one's row where there is none.
    pub fn at(&self) -> Option<Place> {
        self.scheme().map(|scheme| scheme.place(&self.column.id).clone())
    }

    /// The prior cells, this period's other ones, and those of figures that moved by as much.
    pub fn related(&self) -> Vec<Place> {
        let others = self.now.iter().skip(1).chain(&self.then);
        let own = others.map(|scheme| scheme.place(&self.column.id).clone());
        let as_much = self.scheme().into_iter().flat_map(|scheme| {
            let places = self.as_much.iter().map(|column| scheme.place(&column.id).clone());
            places.collect::<Vec<_>>()
        });
        let legs = self.legs.iter().flat_map(|leg| leg.at().into_iter().chain(leg.related()));
        own.chain(as_much).chain(legs).filter(|place| Some(place) != self.at().as_ref()).collect()
    }
}

/// Whether any change of the column is asked about: its tolerance is nil, or it is the report's target.
fn is_target(view: &View<'_>, list: &List, column: &Column) -> bool {
    let is_nil = |tolerance: Tolerance| tolerance.amount.is_zero() && tolerance.percent.is_zero();
    let nil = column.kind.is_amount() && column.movement().is_some_and(is_nil);
    let report = &view.form.report;
    nil || list.id == report.main_list && report.roles.target.as_deref() == Some(column.id.as_str())
}

/// Every figure of a matched scheme that moved, in the order of the returns. A column that one of the two periods does not
/// have at all is left out: a form that grew is no movement.
pub(super) fn moved<'a>(view: &View<'a>, cells: &Cells) -> Vec<Moved<'a>> {
    let Some(reconciliation) = view.reconciliation else { return Vec::new() };
    let stated = |position: &'a Position| -> BTreeSet<(&'a str, &'a str)> {
        let figures = |scheme: &'a Scheme| scheme.figures.keys().map(|column| (scheme.list.as_str(), column.as_str()));
        position.schemes.iter().flat_map(figures).collect()
    };
    let (stated_then, stated_now) = (stated(&reconciliation.before), stated(&reconciliation.after));
    let judge = Judge::of(view, reconciliation, cells);
    let mut moved = Vec::new();
    for (index, pair) in reconciliation.pairs.iter().enumerate() {
        let Some(list) = list_of(view, reconciliation, pair) else { continue };
        let then = reconciliation.before.at(&pair.before);
        let now = reconciliation.after.at(&pair.after);
        let balancing = then.iter().chain(&now).all(|scheme| scheme.balancing);
        if !balancing && (pair.is_new() || pair.is_closed()) {
            continue;
        }
        for column in list.columns.iter().filter(|column| column.kind.is_figure()) {
            // It moves as the figure does that it repeats, which is asked about where it stands first.
            if column.same_as().is_some() {
                continue;
            }
            let known = (list.id.as_str(), column.id.as_str());
            if !stated_then.contains(&known) || !stated_now.contains(&known) || !comparable(pair, column, balancing) {
                continue;
            }
            let (from, to) = (figure(&then, column), figure(&now, column));
            let parts = parts::of(view, reconciliation, pair, column);
            if parts.iter().any(|part| part.to != part.from) {
                for part in parts.into_iter().filter(|part| part.to != part.from) {
                    let mut figure = part.moved(index, list, column, &then, judge.allowed(list, column));
                    figure.because = judge.because(&figure);
                    moved.push(figure);
                }
                continue;
            }
            if from == to {
                continue;
            }
            let mut figure = Moved {
                index,
                list,
                column,
                then: then.clone(),
                now: now.clone(),
                from,
                to,
                unapproved: unapproved(pair, column),
                requests: requests(pair, column),
                allowed: judge.allowed(list, column),
                because: MovedBecause::Within,
                as_much: Vec::new(),
                legs: Vec::new(),
                given_by: None,
            };
            figure.because = judge.because(&figure);
            moved.push(figure);
        }
    }
    // Each part of a split by itself, so that its figures stand together.
    moved.sort_by(|one, next| {
        (one.index, one.now.first().map(|now| &now.at)).cmp(&(next.index, next.now.first().map(|now| &now.at)))
    });
    together::crosswise(&mut moved);
    together::follow(&mut moved, judge.same_year);
    together::legs(&mut moved);
    moved
}

/// The list of a pair.
pub(in crate::check) fn list_of<'a>(view: &View<'a>, reconciliation: &Reconciliation, pair: &Pair) -> Option<&'a List> {
    reconciliation.scheme(pair).and_then(|scheme| view.form.list(&scheme.list))
}

/// Figures of several schemes are compared by their sum, so only where they add up.
fn comparable(pair: &Pair, column: &Column, balancing: bool) -> bool {
    let adds_up = column.kind.is_amount() && column.total.is_whole();
    pair.one_to_one().is_some() || adds_up && (balancing || !pair.is_new() && !pair.is_closed())
}

/// The sum of what is stated.
fn figure(schemes: &[&Scheme], column: &Column) -> Option<Decimal> {
    let stated = schemes.iter().filter_map(|scheme| scheme.figures.get(&column.id));
    stated.fold(None, |sum: Option<Decimal>, figure| Some(sum.unwrap_or_default().saturating_add(*figure)))
}

fn unapproved(pair: &Pair, column: &Column) -> Decimal {
    let changes = pair.changes.iter().filter(|change| change.column == column.id);
    changes
        .filter(|change| change.line == MovementLine::Other && change.change_request.is_none())
        .fold(Decimal::ZERO, |sum, change| sum.saturating_add(change.amount()))
}

/// The change requests that account for what a pair's column did.
fn requests(pair: &Pair, column: &Column) -> Vec<usize> {
    let changes = pair.changes.iter().filter(|change| change.column == column.id);
    changes.filter_map(|change| change.change_request).collect()
}

/// Pairs and columns whose approved change does not show.
fn not_reflected<'a>(view: &View<'a>, reconciliation: &Reconciliation) -> BTreeSet<(usize, &'a str)> {
    let outcomes = reconciliation.change_requests.iter().filter(|outcome| outcome.is_missing());
    outcomes
        .filter_map(|outcome| {
            let request = view.decisions.change_requests.get(outcome.index)?;
            Some((outcome.pair?, request.column.as_str()))
        })
        .collect()
}

/// So many figures of an area say whether it set them anew.
const ENOUGH: usize = 3;

/// What is needed to judge a figure that moved.
struct Judge<'v, 'a> {
    view: &'v View<'a>,
    cells: &'v Cells,
    not_reflected: BTreeSet<(usize, &'v str)>,
    same_year: bool,
    /// By list and column.
    columns: BTreeMap<&'a str, BTreeMap<&'a str, JudgedColumn>>,
    /// By list and area; without an area, of the whole list.
    stayed: BTreeMap<(&'a str, Option<&'a str>), Stayed>,
    grown: Grown<'a>,
}

/// A column as a whole.
struct JudgedColumn {
    allowed: Allowed,
    /// How many of this period's figures stand above nil, and below.
    sides: [usize; 2],
}

/// How many of a list's given figures both periods state, nil in both apart, and how many of those moved. What counts from the
/// start of the year is not among them.
#[derive(Default)]
struct Stayed {
    known: usize,
    moved: usize,
    /// How many are a usual change from what they were, and how many are not.
    usual: usize,
    unusual: usize,
}

impl<'v, 'a> Judge<'v, 'a> {
    fn of(view: &'v View<'a>, reconciliation: &'a Reconciliation, cells: &'v Cells) -> Self {
        let mut columns: BTreeMap<&str, BTreeMap<&str, JudgedColumn>> = BTreeMap::new();
        for list in view.form.lists.iter().filter(|list| list.has_schemes()) {
            let totals = Totals::of(list, &reconciliation.before);
            for column in list.columns.iter().filter(|column| column.kind.is_figure()) {
                let judged = JudgedColumn { allowed: totals.allow(column), sides: [0; 2] };
                columns.entry(&list.id).or_default().insert(&column.id, judged);
            }
        }
        for scheme in &reconciliation.after.schemes {
            let Some(columns) = columns.get_mut(scheme.list.as_str()) else { continue };
            for (id, figure) in &scheme.figures {
                if let (Some(column), Some(side)) = (columns.get_mut(id.as_str()), Side::of(*figure)) {
                    column.sides[side as usize] += 1;
                }
            }
        }
        let mut stayed: BTreeMap<(&str, Option<&str>), Stayed> = BTreeMap::new();
        for (before, after) in reconciliation.one_to_one() {
            let Some(list) = view.form.list(&after.list) else { continue };
            let area = after.area.as_deref().filter(|_| view.form.areas.len() > 1);
            for column in list.columns.iter().filter(|column| column.is_given() && !column.is_cumulative()) {
                let figures = before.figures.get(&column.id).zip(after.figures.get(&column.id));
                if let Some((prior, figure)) = figures.filter(|(prior, figure)| !(prior.is_zero() && figure.is_zero()))
                {
                    for of in [Some(None), area.map(Some)].into_iter().flatten() {
                        let stayed = stayed.entry((&list.id, of)).or_default();
                        stayed.known += 1;
                        stayed.moved += usize::from(prior != figure);
                        match is_usual(*prior, *figure) {
                            Some(true) => stayed.usual += 1,
                            Some(false) => stayed.unusual += 1,
                            None => {}
                        }
                    }
                }
            }
        }
        Judge {
            view,
            cells,
            not_reflected: not_reflected(view, reconciliation),
            same_year: reconciliation.before.period.year == reconciliation.after.period.year,
            columns,
            stayed,
            grown: Grown::of(view, reconciliation),
        }
    }

    fn column(&self, list: &List, column: &Column) -> Option<&JudgedColumn> {
        self.columns.get(list.id.as_str())?.get(column.id.as_str())
    }

    fn allowed(&self, list: &List, column: &Column) -> Allowed {
        let nothing = Allowed { amount: Decimal::ZERO, percent: Decimal::ZERO, stated: true };
        self.column(list, column).map_or(nothing, |judged| judged.allowed)
    }

    /// Whether a column's figures are of one year in both periods: a new year's are set anew, unless the column names its year,
    /// or most figures of its area, or of the list, stayed what they were.
    fn is_of_one_year(&self, list: &List, column: &Column, area: Option<&str>) -> bool {
        if self.same_year || !self.view.form.every_year(&column.id).is_empty() || self.is_next_years(list, column) {
            return true;
        }
        // An area whose return says enough is judged by that: it may be last year's.
        let stayed = |area| self.stayed.get(&(list.id.as_str(), area));
        let own = area.and_then(|area| stayed(Some(area))).filter(|stayed| stayed.known >= ENOUGH);
        !column.is_cumulative() && own.or_else(|| stayed(None)).is_some_and(|stayed| stayed.moved * 2 < stayed.known)
    }

    /// Whether what it is compared with was next year's then, and so is of the same year.
    fn is_next_years(&self, list: &List, column: &Column) -> bool {
        let end = self.view.reconciliation.and_then(|both| both.year_end.as_ref());
        let has_next = || list.columns.iter().any(|next| next.next_year_of() == Some(&column.id));
        end.is_some_and(|end| end.has_turned()) && has_next()
    }

    /// What a decision brings forward into a target, where a year has turned.
    fn brought(&self, moved: &Moved<'_>) -> Decimal {
        let both = self.view.reconciliation.filter(|_| is_target(self.view, moved.list, moved.column));
        let of = both.and_then(|both| Some((both.year_end.as_ref()?, both.pairs.get(moved.index)?)));
        let of = of.filter(|(end, _)| end.has_turned());
        of.and_then(|(end, pair)| end.brought_forward(self.view.decisions, &pair.before)).unwrap_or_default()
    }

    /// How many of the other figures of the area, or of the list where the area says too little, are a usual change from what they
    /// were.
    fn others(&self, moved: &Moved<'_>, area: Option<&str>) -> Others {
        let ([then], [now]) = (moved.then.as_slice(), moved.now.as_slice()) else { return Others::Unusual };
        let given = moved.list.columns.iter().filter(|column| column.is_given() && !column.is_cumulative());
        let own: Vec<bool> = given
            .filter_map(|column| is_usual(*then.figures.get(&column.id)?, *now.figures.get(&column.id)?))
            .collect();
        let own_usual = own.iter().filter(|usual| **usual).count();
        let among = |area: Option<&str>| {
            let stayed = self.stayed.get(&(moved.list.id.as_str(), area))?;
            let usual = stayed.usual.saturating_sub(own_usual);
            let unusual = stayed.unusual.saturating_sub(own.len() - own_usual);
            let enough = usual.saturating_add(unusual) >= ENOUGH;
            enough.then_some(match unusual {
                0 => Others::Usual,
                few if few.saturating_mul(3) <= usual => Others::MostlyUsual,
                _ => Others::Unusual,
            })
        };
        area.and_then(|area| among(Some(area))).or_else(|| among(None)).unwrap_or(Others::Unusual)
    }

    fn because(&self, moved: &Moved<'_>) -> MovedBecause {
        match self.by_figures(moved) {
            MovedBecause::ToNil | MovedBecause::Fell if is_coded(self.view, moved) => MovedBecause::Coded,
            because => because,
        }
    }

    fn by_figures(&self, moved: &Moved<'_>) -> MovedBecause {
        let column = moved.column;
        if self.not_reflected.contains(&(moved.index, column.id.as_str())) {
            return MovedBecause::NotReflected;
        }
        if moved.to.is_none() && (column.required || is_lost(self.cells, moved.list, column, &moved.now)) {
            // That it is missing, or cannot be read, is an error already.
            return MovedBecause::Within;
        }
        if !moved.requests.is_empty() && moved.unapproved.is_zero() {
            return MovedBecause::Approved;
        }
        let expected = moved.expected().unwrap_or_default();
        let to = moved.to.unwrap_or_default();
        let brought = self.brought(moved);
        if !brought.is_zero() && to.checked_sub(expected) == Some(brought) {
            return MovedBecause::Approved;
        }
        if !column.is_given() {
            // What is worked out moves with its row. A form may want it explained all the same.
            let beyond = moved.allowed.stated && moved.allowed.is_beyond(expected, moved.unapproved);
            return if beyond && self.same_year { MovedBecause::Beyond } else { MovedBecause::Within };
        }
        let area = moved.scheme().and_then(|scheme| scheme.area.as_deref());
        let same_year = self.is_of_one_year(moved.list, column, area);
        let past = self.past(moved, expected, to, same_year);
        let step = match past.step() {
            // All of it, or as far as it was profiled, needs no other to compare with.
            Step::Within if past.cumulative && same_year && !self.is_due(moved, to) => {
                self.grown.ten_times(moved, expected, to).map_or(Step::Within, Step::OtherSize)
            }
            step => step,
        };
        let is_target = is_target(self.view, moved.list, column);
        match step {
            Step::OtherSize(times) if !is_target || times.is_power || !same_year => {
                return MovedBecause::OtherSize(times);
            }
            _ if !same_year => {
                let turned = step == Step::Turned && !is_target;
                return if turned { MovedBecause::Turned } else { MovedBecause::NewYear };
            }
            _ => {}
        }
        let fell = if self.is_negative(moved) { to > expected } else { to < expected };
        if column.is_cumulative() && self.same_year && moved.from.is_some() && fell && !is_rounding(column, moved) {
            return MovedBecause::Fell;
        }
        if is_target {
            return MovedBecause::Target;
        }
        if is_rounding(column, moved) {
            return MovedBecause::Within;
        }
        match step {
            _ if moved.from.is_none() => MovedBecause::First,
            Step::Turned => MovedBecause::Turned,
            Step::ToNil => MovedBecause::ToNil,
            Step::Beyond
                if (column.kind != Kind::Percent || moved.allowed.stated) && !is_asked_by_what_follows(moved) =>
            {
                MovedBecause::Beyond
            }
            _ => MovedBecause::Within,
        }
    }

    /// Whether a figure to date has come to what the year is to bring, or is no more than its profile.
    fn is_due(&self, moved: &Moved<'_>, to: Decimal) -> bool {
        let roles = &self.view.form.report.roles;
        let amount = |id: &str| figure(&moved.now, moved.list.column(id)?).map(|figure| figure.abs());
        let profiled = roles.profile.as_deref().and_then(amount);
        roles.of_year(amount).is_some_and(|year| to.abs() >= year) || profiled.is_some_and(|due| to.abs() <= due)
    }

    /// Whether the column's amounts stand below nil, so that they grow where they fall: the form says so, or most of them do.
    fn is_negative(&self, moved: &Moved<'_>) -> bool {
        let column = moved.column;
        let savings = self.view.form.report.negative_savings && column.kind == Kind::Money;
        let most = self
            .column(moved.list, column)
            .is_some_and(|judged| judged.sides[Side::Negative as usize] > judged.sides[Side::Positive as usize]);
        savings || column.sign().map_or(most, |side| side == Side::Negative)
    }

    fn past(&self, moved: &Moved<'_>, from: Decimal, to: Decimal, same_year: bool) -> Past {
        let column = moved.column;
        let area = moved.scheme().and_then(|scheme| scheme.area.as_deref());
        // The others of the column on the side that the figure went to, its own apart.
        let others = self.column(moved.list, column).zip(Side::of(to)).map(|(judged, side)| {
            let own = moved.now.iter().filter(|scheme| Side::of(scheme.amount(&column.id)) == Some(side)).count();
            judged.sides[side as usize].saturating_sub(own)
        });
        Past {
            from,
            to,
            allowed: moved.allowed,
            cumulative: self.view.form.counts_from_the_years_start(moved.list, column),
            reach: reach(self.view, moved),
            same_year,
            others: self.others(moved, area),
            on_both_sides: column.sign().is_none() && others.is_some_and(|others| others > 0),
        }
    }
}

/// Whether a council's own code stands in the figure's place, and its total takes it as nil: then the total is asked about.
fn is_coded(view: &View<'_>, moved: &Moved<'_>) -> bool {
    let Some(at) = moved.at().filter(|_| moved.now.len() == 1 && moved.column.total == TotalOrigin::Sum) else {
        return false;
    };
    let raw = view.returns.sheet(&at).zip(at.cell).and_then(|(sheet, cell)| sheet.cells.get(&cell));
    let code = raw.and_then(|raw| moved.column.code(&raw.text()).filter(|(_, code)| code.nil));
    let is_standing = view.returns.standings.of(&at, &moved.column.id).is_some();
    !is_standing && code.is_some_and(|(typed, _)| hides_a_figure(typed))
}

/// Words that say nil themselves, whatever the form makes of them.
const NIL: [&str; 5] = ["nil", "none", "zero", "nought", "0"];

/// Whether a code that totals take as nil may stand for an amount. A dash and a word for nil do not: they are figures, and one that fell
/// to them is asked about as one that fell to nil.
pub(in crate::check) fn hides_a_figure(code: &str) -> bool {
    code.chars().any(char::is_alphanumeric) && !NIL.iter().any(|nil| Code::same(code, nil))
}

/// How far a cumulative figure may grow by what its own row says: its forecast, else its target; or its profile where that
/// is larger. Nothing says it outside the main list.
fn reach(view: &View<'_>, moved: &Moved<'_>) -> Option<Decimal> {
    let (report, own) = (&view.form.report, Some(moved.column.id.as_str()));
    if moved.list.id != report.main_list {
        return None;
    }
    let amount = |id: &str| {
        let column = moved.list.column(id).filter(|_| Some(id) != own)?;
        figure(&moved.now, column).map(|figure| figure.abs())
    };
    let roles = &report.roles;
    [roles.of_year(amount), roles.profile.as_deref().and_then(amount)].into_iter().flatten().max()
}

/// Whether the form states nothing for the column itself, and says how far a column may move that is worked out from it.
fn is_asked_by_what_follows(moved: &Moved<'_>) -> bool {
    let follows = |column: &Column| {
        // How far a percentage may move says nothing of amounts.
        column.movement().is_some()
            && column.kind.is_amount()
            && column.is_computed()
            && worked_out_from(moved.list, &column.id).contains(&*moved.column.id)
    };
    !moved.allowed.stated && moved.list.columns.iter().any(follows)
}

/// Whether a difference is within the rounding of what is stated.
fn is_rounding(column: &Column, moved: &Moved<'_>) -> bool {
    column.is_rounded() && moved.from.is_some() && moved.to.is_some() && moved.unapproved.abs() <= column.factor()
}

/// Whether a figure of some schemes is not known because a cell that it is worked out from cannot be read, or is empty and must not be, or
/// because its column is missing.
pub(in crate::check) fn is_lost(cells: &Cells, list: &List, column: &Column, schemes: &[&Scheme]) -> bool {
    let given = worked_out_from(list, &column.id);
    let is_lost = |scheme: &&Scheme| {
        given.iter().any(|id| match scheme.cells.get(*id) {
            Some(at) => cells.is_lost(at, id),
            None => cells.is_missing(&scheme.at, &scheme.list, id),
        })
    };
    schemes.iter().any(is_lost)
}
