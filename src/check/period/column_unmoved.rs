//! `column-unmoved`

use rust_decimal::Decimal;

use super::{ThenAndNow, by_area};
use crate::check::draft::Draft;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, List};
use crate::money::Told;
use crate::reconcile::position::Scheme;

pub(super) static RULE: Rule = Rule {
    code: "column-unmoved",
    family: Family::Period,
    severity: Severity::Query,
    title: "A figure to date is what it was, for every scheme of an area",
    what: "A column counts from the start of the year, and every figure of an area in it, three at least, is exactly what it was in \
           the prior period of the same year, while other figures of its return moved. Schemes that have reached their forecast, \
           or their target, are not among the three. Where all but one of more than three are, three of them in rows with other new \
           figures, it is asked too. In a new year such a column begins anew: there two figures that are last \
           year's to the digit are asked about, and a single one of three digits where \
           three others or more began anew and it is short of its forecast. Those that are exactly their scheme's forecast do not \
           count, unless most of the area, three at least, is last year's.",
    why: "Something is achieved in most areas in most periods. Last period's column may have been left in.",
    mend: "Bring the column up to date; or explain why nothing was achieved.",
    run,
};

/// So few figures may well stay what they were.
const FEWEST: usize = 3;

/// A figure of three digits in the unit of its column is no other by chance.
const SHORTEST: Decimal = Decimal::ONE_HUNDRED;

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let Some(reconciliation) = view.reconciliation else { return Vec::new() };
    let (before, after) = (reconciliation.as_it_was(), &reconciliation.after);
    if before.period == after.period {
        return Vec::new();
    }
    let new_year = before.period.year != after.period.year;
    let unmoved: Vec<Option<&str>> = view.causes.unmoved.iter().map(|unmoved| unmoved.area).collect();
    let mut findings = Vec::new();
    for ((list, area), pairs) in by_area(reconciliation) {
        // A return in which nothing moved at all is asked about as a whole.
        let is_said = view.returns.last_reported_of(area).is_some();
        let Some(list) = view.form.list(list).filter(|_| !is_said && !unmoved.contains(&area)) else { continue };
        let to_date = list.columns.iter().filter(|column| column.is_cumulative() && column.is_given());
        for column in to_date {
            let of = ColumnOf { rule, view, list, area, column, pairs: &pairs };
            findings.extend(match new_year {
                true => of.left_from_last_year(),
                false if is_profiled(view, list, column) => None,
                false => of.unmoved(),
            });
        }
    }
    findings
}

/// Whether it is asked scheme by scheme: what is achieved, where the form has a profile.
fn is_profiled(view: &View<'_>, list: &List, column: &Column) -> bool {
    let roles = &view.form.report.roles;
    list.id == view.form.report.main_list && roles.profile.is_some() && roles.achieved.as_ref() == Some(&column.id)
}

/// A column to date of an area, with its schemes then and now.
struct ColumnOf<'c> {
    rule: &'c Rule,
    view: &'c View<'c>,
    list: &'c List,
    area: Option<&'c str>,
    column: &'c Column,
    pairs: &'c [ThenAndNow<'c>],
}

impl<'c> ColumnOf<'c> {
    fn figure(&self, scheme: &Scheme) -> Option<Decimal> {
        scheme.figures.get(&self.column.id).copied()
    }

    fn is_nil(&self, scheme: &Scheme) -> bool {
        self.figure(scheme).is_none_or(|figure| figure.is_zero())
    }

    /// Every figure is what it was, or all but one of many, while others moved.
    fn unmoved(&self) -> Option<Finding> {
        let (view, list) = (self.view, self.list);
        let is_same = |(then, now): &&ThenAndNow<'_>| self.figure(then) == self.figure(now);
        let unmoved: Vec<&ThenAndNow<'_>> =
            self.pairs.iter().filter(is_same).filter(|(_, now)| !self.is_nil(now)).collect();
        let stated: Vec<&Scheme> = unmoved.iter().map(|(_, now)| *now).collect();
        let open = unmoved.iter().filter(|(_, now)| !is_reached(view, list, self.column, now));
        let (open, anew) = open.fold((0_usize, 0_usize), |(open, anew), (then, now)| {
            (open + 1, anew + usize::from(then.figures != now.figures))
        });
        let moved = self.pairs.iter().filter(|pair| !is_same(pair)).count();
        let others = self.pairs.iter().any(|(then, now)| then.figures != now.figures);
        let all = moved == 0 && others && open >= FEWEST;
        // One may have been brought up to date, where the other rows have new figures too.
        let all_but_one = moved == 1 && open > FEWEST && anew >= FEWEST;
        if !all && !all_but_one {
            return None;
        }
        let message = format!(
            "is what it was in {} for {} {}, though other figures moved",
            view.prior(),
            if all { format!("all {}", stated.len()) } else { format!("{} of {}", stated.len(), stated.len() + moved) },
            list.items
        );
        let rows = stated.iter().map(|now| now.label.trim().to_string()).collect();
        // An explanation is given on these figures of this period.
        self.told(&stated, rows, &message, |draft| draft.stated_text(&format!("as in {}", view.prior())))
    }

    /// In a new year a column that counts from its start begins anew: a figure that is last year's to the digit was left in.
    fn left_from_last_year(&self) -> Option<Finding> {
        let same = |(then, now): &&ThenAndNow<'_>| !self.is_nil(now) && self.figure(now) == self.figure(then);
        let left: Vec<&Scheme> = self.pairs.iter().filter(same).map(|(_, now)| *now).collect();
        // What is wanted of the new year may be secured from its start: not of most of an area.
        let most = left.len() >= FEWEST && left.len().saturating_mul(2) > self.pairs.len();
        let mut open = left.iter().copied().filter(|scheme| !self.is_secured(scheme));
        let is_left = match (open.next(), open.next()) {
            (None, _) => most,
            (Some(one), None) => most || self.is_left_alone(one),
            (Some(_), Some(_)) => true,
        };
        if !is_left {
            return None;
        }
        let said = |scheme: &&Scheme| {
            let figure = wording::figure(self.column, Told::Stated(scheme.amount(&self.column.id)));
            format!("'{}' {figure}", scheme.label.trim())
        };
        let rows: Vec<String> = left.iter().map(said).collect();
        let message = format!(
            "counts from the start of the year, and is what it was in {}, a year's end before: {}",
            self.view.prior(),
            wording::list_of(&rows)
        );
        self.told(&left, rows, &message, |draft| draft)
    }

    /// Whether a figure is exactly what its scheme forecasts for the year.
    fn is_secured(&self, scheme: &Scheme) -> bool {
        let (list, report) = (self.list, &self.view.form.report);
        let forecast = report.roles.of_year(|id| scheme.figures.get(id).copied());
        list.id == report.main_list && forecast.is_some() && forecast == self.figure(scheme)
    }

    /// Whether a single figure that is last year's was left in. Small ones are alike by chance, and it may be all that is wanted of
    /// the new year, at once; else it was if all others that are not the same, three at least, stand lower than at last year's end.
    fn is_left_alone(&self, one: &Scheme) -> bool {
        let size = self.column.unit().factor().checked_mul(SHORTEST);
        if size.is_none_or(|size| one.amount(&self.column.id).abs() < size)
            || is_reached(self.view, self.list, self.column, one)
        {
            return false;
        }
        let known = self.pairs.iter().filter_map(|(then, now)| Some((now, self.figure(then)?, self.figure(now)?)));
        let others: Vec<(Decimal, Decimal)> = known
            .filter(|(now, was, is)| now.at != one.at && !was.is_zero() && was != is)
            .map(|(_, was, is)| (was, is))
            .collect();
        others.len() >= FEWEST && others.iter().all(|(was, is)| is.abs() < was.abs())
    }

    /// What is said of the figures of these schemes; nothing where there are none.
    fn told(
        &self,
        schemes: &[&Scheme],
        rows: Vec<String>,
        message: &str,
        stands_on: impl Fn(Draft) -> Draft,
    ) -> Option<Finding> {
        let (view, column) = (self.view, self.column);
        let first = schemes.first()?;
        let message = format!("{}{} {message}", wording::opening(&view.area_name(self.area)), view.name(column));
        let draft = self.rule.at(first.place(&column.id)).about_scheme(view, self.list, first).column(column);
        let draft = stands_on(draft.shared(self.area, None, Some(&column.id)).all().rows(rows));
        let draft = draft.related(schemes.iter().map(|scheme| scheme.place(&column.id).clone()));
        Some(draft.says(message, wording::mend_or_explain("bring the column up to date")))
    }
}

/// Whether a figure has come to its scheme's forecast, or to its target where it has none; nothing says it outside the main list.
fn is_reached(view: &View<'_>, list: &List, column: &Column, scheme: &Scheme) -> bool {
    let report = &view.form.report;
    let reach = report.roles.of_year(|id| scheme.figures.get(id).map(Decimal::abs));
    list.id == report.main_list && reach.is_some_and(|reach| scheme.amount(&column.id).abs() >= reach)
}
