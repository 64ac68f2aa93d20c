//! The year's turn: what a period is compared with when a new financial year has begun since, and how the schemes of the year before ended.
//!
//! A figure to date says nothing at the start of the next year, and what stood as next year's is this year's. That is done where somebody
//! has decided so (`[[new_year]]`), to the position that everything else compares with, so that nothing else has to think of it. How the
//! schemes ended is told by the last figures as they were.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::matching::{Index, matched};
use super::position::{Position, Scheme, to_places};
use super::{Pair, Reconciliation, Unmet, withheld};
use crate::decision::{Decisions, Ended, NewYear};
use crate::form::{Column, ColumnOrigin, Form, Kind, List};
use crate::formula::Operand;
use crate::money::{Absent, Quantity, checked_sum};
use crate::period::{Part, Period};
use crate::source::Place;

/// The end of a financial year, at the first period that is compared with one of it; or at the first one behind the budget, where the budget
/// was published before the year before had ended.
#[derive(Debug, Clone)]
pub struct YearEnd {
    /// The last figures of the year, as they were.
    pub last: Position,
    /// The first period of the year that has begun.
    pub now: Period,
    /// Whether they are what the period is compared with.
    pub is_prior: bool,
    /// Which schemes of the last figures are which of this period: places in both.
    pub pairs: Vec<(Vec<usize>, Vec<usize>)>,
    /// The column of the targets now.
    pub target: Option<String>,
    /// The decision that turns the year; `None` where there is none yet.
    pub decided: Option<Place>,
    /// Whether there are figures that are nil, or another year's, when the year has turned; not whether that was decided.
    pub turns: bool,
    /// Each scheme of the main list, in the order of [`YearEnd::last`].
    pub schemes: Vec<SchemeEnd>,
    /// What the decision says of schemes that are not there, or stand more than once.
    pub unmet: Vec<Unmet>,
}

/// How a scheme ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SchemeEnd {
    /// Its place in [`YearEnd::last`], and in the position that is compared with where that is the last of the year.
    pub scheme: usize,
    /// Its target, in pounds.
    pub target: Option<Decimal>,
    /// What of it was achieved, or was forecast where the form has nothing achieved: in pounds, with the sign of the form's savings.
    pub delivered: Option<Decimal>,
    /// What of the target was not delivered, in pounds and with the sign of the form's savings: nil where all was, or more. `None` where
    /// either is not known.
    pub undelivered: Option<Decimal>,
    /// Whether it was to be there once only, as the form's column of that says.
    pub is_once: bool,
    /// Whether it is in this period's returns no more.
    pub is_gone: bool,
    /// What was decided of it: its place among [`NewYear::schemes`].
    pub answer: Option<usize>,
}

impl SchemeEnd {
    /// Whether something is to be said of it: it was not all delivered, nobody knows what was, it was once only, or it is gone.
    pub fn is_open(&self) -> bool {
        let is_unknown = self.undelivered.is_none() && self.target.is_some_and(|target| !target.is_zero());
        self.is_gone || self.is_once || is_unknown || self.undelivered.is_some_and(|amount| !amount.is_zero())
    }
}

impl YearEnd {
    /// The scheme, with its last figures.
    pub fn scheme(&self, of: &SchemeEnd) -> Option<&Scheme> {
        self.last.schemes.get(of.scheme)
    }

    /// Whether what the period is compared with was turned.
    pub fn has_turned(&self) -> bool {
        self.is_prior && self.decided.is_some()
    }

    /// Whether the year is over, so that what it did not bring is known as far as its last figures say it. When a budget is set it is not as
    /// a rule.
    pub fn is_over(&self) -> bool {
        self.last.period.months() == 12 || self.now.part != Part::Budget
    }

    /// The end of the scheme that is at this place in the last figures.
    pub fn of(&self, before: usize) -> Option<&SchemeEnd> {
        let place = self.schemes.binary_search_by_key(&before, |end| end.scheme).ok()?;
        self.schemes.get(place)
    }
}

/// The columns that say what a scheme of a year was to bring, and what it brought.
#[derive(Debug, Clone, Copy)]
pub struct YearColumns<'f> {
    /// The target.
    pub target: &'f Column,
    /// What was achieved; the forecast where the form has nothing achieved.
    pub delivered: Option<&'f Column>,
}

/// Those columns of a year. `None` where the form names no target, or the year's own column is not there.
pub fn columns_of(form: &Form, period: Period) -> Option<YearColumns<'_>> {
    let (list, roles) = (form.main()?, &form.report.roles);
    let column = |role: &Option<String>| list.column(&form.column_of_year(role.as_deref()?, period.year)?);
    let delivered = column(&roles.achieved).or_else(|| column(&roles.forecast));
    Some(YearColumns { target: column(&roles.target)?, delivered })
}

/// What a column opens with in the new year.
#[derive(Debug, Clone, Copy)]
pub enum Opens<'f> {
    /// With what it was.
    AsItWas,
    /// With nil.
    AtNil,
    /// With what this column, its next year, was.
    With(&'f Column),
}

/// What a column of a list opens with when the year has turned.
pub fn opens<'f>(form: &Form, list: &'f List, column: &Column) -> Opens<'f> {
    if !form.every_year(&column.id).is_empty() {
        return Opens::AsItWas;
    }
    match list.columns.iter().find(|next| next.next_year_of() == Some(&column.id)) {
        Some(next) => Opens::With(next),
        None if form.counts_from_the_years_start(list, column) || column.next_year_of().is_some() => Opens::AtNil,
        None => Opens::AsItWas,
    }
}

/// Whether a position has figures that are nil, or another year's, when the year has turned.
fn turns(form: &Form, last: &Position) -> bool {
    last.schemes.iter().any(|scheme| {
        let columns =
            form.list(&scheme.list).into_iter().flat_map(|list| list.columns.iter().map(move |own| (list, own)));
        let mut columns = columns.filter(|(_, column)| form.every_year(&column.id).is_empty());
        columns.any(|(list, column)| match scheme.figures.get(&column.id) {
            Some(figure) if form.counts_from_the_years_start(list, column) => !figure.is_zero(),
            stated => stated.is_some() && column.next_year_of().is_some(),
        })
    })
}

/// The end of the year before, if the two positions are of two years; what it is compared with is turned where that was decided.
pub(super) fn turn(form: &Form, decisions: &Decisions, before: &mut Position, now: Period) -> Option<YearEnd> {
    if before.period.year >= now.year {
        return None;
    }
    let last = before.clone();
    let decided = decisions.new_year_in(now).map(|entry| entry.at.clone());
    if decided.is_some() {
        // Once for each year between them.
        for _ in before.period.year.start..now.year.start {
            for scheme in &mut before.schemes {
                if let Some(list) = form.list(&scheme.list) {
                    Turn { form, list }.of(scheme);
                }
            }
        }
    }
    Some(YearEnd { is_prior: true, ..ended(form, last, now, decided) })
}

/// The end of the year before, of a period that is compared with the budget of its own year.
pub(super) fn before_the_budget(
    form: &Form,
    decisions: &Decisions,
    mut last: Position,
    reconciliation: &Reconciliation,
) -> Option<YearEnd> {
    let after = &reconciliation.after;
    if last.period.year >= after.period.year || reconciliation.before.period.part != Part::Budget {
        return None;
    }
    let decided = decisions.new_year_in(after.period).map(|entry| entry.at.clone());
    let pairs = matched(form, decisions, &last, after).pairs;
    withheld::put_back(&mut last, after, &pairs);
    let mut end = ended(form, last, after.period, decided);
    end.answer(form, decisions, &pairs);
    Some(end)
}

/// How each scheme ended by the last figures; what became of it is still to be told.
fn ended(form: &Form, last: Position, now: Period, decided: Option<Place>) -> YearEnd {
    let columns = columns_of(form, last.period);
    let main = |(_, scheme): &(usize, &Scheme)| scheme.list == form.report.main_list;
    let schemes = last.schemes.iter().enumerate().filter(main);
    let schemes = schemes.map(|(index, scheme)| {
        let figure = |column: Option<&Column>| scheme.figures.get(&column?.id).copied();
        let target = columns.and_then(|columns| figure(Some(columns.target)));
        let delivered = columns.and_then(|columns| figure(columns.delivered));
        let undelivered = target.zip(delivered).map(|(target, delivered)| missing(form, target, delivered));
        let is_once = form.main().and_then(|list| scheme.is_one_off(list)).unwrap_or_default();
        SchemeEnd { scheme: index, target, delivered, undelivered, is_once, is_gone: false, answer: None }
    });
    let (schemes, turns) = (schemes.collect(), turns(form, &last));
    YearEnd {
        turns,
        schemes,
        target: form.report.roles.target.clone(),
        decided,
        unmet: Vec::new(),
        last,
        now,
        is_prior: false,
        pairs: Vec::new(),
    }
}

/// What of a target was not delivered, with the sign of the form's savings; nil where all of it was.
fn missing(form: &Form, target: Decimal, delivered: Decimal) -> Decimal {
    let missing = target.saturating_sub(delivered);
    let is_short = if form.report.negative_savings { missing < Decimal::ZERO } else { missing > Decimal::ZERO };
    if is_short { missing } else { Decimal::ZERO }
}

impl YearEnd {
    /// Which schemes are gone, and what was decided of each.
    pub(super) fn answer(&mut self, form: &Form, decisions: &Decisions, pairs: &[Pair]) {
        self.pairs = pairs.iter().map(|pair| (pair.before.clone(), pair.after.clone())).collect();
        let gone = pairs.iter().filter(|pair| pair.is_closed()).flat_map(|pair| &pair.before);
        let gone: BTreeSet<usize> = gone.copied().collect();
        for end in &mut self.schemes {
            end.is_gone = gone.contains(&end.scheme);
        }
        let (Some(entry), Some(list)) = (decisions.new_year_in(self.now), form.main()) else { return };
        let index = Index::new(form, &self.last);
        for (place, ended) in entry.schemes.iter().enumerate() {
            let named = index.named(list, ended.area.as_deref(), &ended.scheme);
            let mut free = self.schemes.iter_mut().filter(|end| named.contains(&end.scheme));
            let why = match (free.next(), free.next()) {
                (Some(end), None) if end.answer.is_none() => {
                    end.answer = Some(place);
                    continue;
                }
                (Some(_), None) => "a scheme of which the entry has said it already",
                (None, _) => "no scheme",
                (Some(_), Some(_)) => "more than one scheme",
            };
            let unmet = self.unmet(form, ended, why);
            self.unmet.push(unmet);
        }
    }

    /// The schemes of the position compared with of which it was said what became of them.
    pub fn ended(&self) -> impl Iterator<Item = usize> {
        self.schemes.iter().filter(|end| self.is_prior && end.answer.is_some()).map(|end| end.scheme)
    }

    fn unmet(&self, form: &Form, ended: &Ended, why: &str) -> Unmet {
        let Ended { scheme, at, .. } = ended;
        let area = ended.area.clone().unwrap_or_default();
        let near = super::matching::near(form, &self.last, &area, scheme);
        let in_area = if area.is_empty() { String::new() } else { format!(" in area '{area}'") };
        Unmet {
            at: at.clone(),
            area,
            scheme: scheme.clone(),
            message: format!("'{scheme}'{in_area} is {why} of {}{near}", self.last.period.label()),
            followed: false,
        }
    }

    /// What was decided of a scheme.
    pub fn answered<'d>(&self, decisions: &'d Decisions, end: &SchemeEnd) -> Option<(&'d NewYear, &'d Ended)> {
        let entry = decisions.new_year_in(self.now)?;
        Some((entry, entry.schemes.get(end.answer?)?))
    }

    /// What was decided of the first of some schemes, by their places in the last figures, of which anything was.
    pub fn first_answered<'d>(&self, decisions: &'d Decisions, schemes: &[usize]) -> Option<(&'d NewYear, &'d Ended)> {
        schemes.iter().find_map(|scheme| self.answered(decisions, self.of(*scheme)?))
    }

    /// What is brought forward of some schemes, by their places in the last figures, in pounds. `None` where the sum is out of bounds.
    pub fn brought_forward(&self, decisions: &Decisions, schemes: &[usize]) -> Option<Decimal> {
        let answered = schemes.iter().filter_map(|scheme| self.answered(decisions, self.of(*scheme)?));
        checked_sum(answered.map(|(_, ended)| ended.brought_forward))
    }
}

/// The figures of one scheme when the year has turned.
struct Turn<'f> {
    form: &'f Form,
    list: &'f List,
}

impl Turn<'_> {
    fn of(&self, scheme: &mut Scheme) {
        let was = scheme.clone();
        let mut others = Vec::new();
        for column in self.list.columns.iter().filter(|column| column.kind.is_figure()) {
            if column.is_computed() && column.next_year_of().is_none() {
                continue;
            }
            let next = match opens(self.form, self.list, column) {
                Opens::AsItWas => continue,
                Opens::AtNil => None,
                Opens::With(next) => Some(next),
            };
            others.push(column.id.as_str());
            for id in std::iter::once(&column.id).chain(column.beside().map(|beside| &beside.id)) {
                scheme.figures.remove(id);
                scheme.placeholders.remove(id);
                scheme.cells.remove(id);
            }
            if let Some(next) = next {
                let id = || column.id.clone();
                scheme.figures.extend(was.figures.get(&next.id).map(|figure| (id(), *figure)));
                scheme.placeholders.extend(was.placeholders.get(&next.id).map(|typed| (id(), typed.clone())));
                scheme.cells.insert(id(), was.place(&next.id).clone());
                if let Some((own, beside)) = column.beside().zip(next.beside()) {
                    let amount = was.figures.get(&beside.id).map(|amount| (own.id.clone(), *amount));
                    scheme.figures.extend(amount);
                }
            }
        }
        if !others.is_empty() {
            self.work_out(scheme, &others);
        }
    }

    /// What is worked out from figures that are others now. A share of a whole is not: the whole is every row.
    fn work_out(&self, scheme: &mut Scheme, others: &[&str]) {
        let formulas: BTreeMap<&str, _> = self
            .list
            .columns
            .iter()
            .filter(|column| !others.contains(&column.id.as_str()))
            .filter_map(|column| Some((column.id.as_str(), column.origin().formula()?)))
            .collect();
        let mut stale: Vec<&str> = others.to_vec();
        loop {
            let hangs = |id: &&str| formulas.get(id).is_some_and(|of| of.columns().iter().any(|id| stale.contains(id)));
            let Some(next) = formulas.keys().copied().find(|id| !stale.contains(id) && hangs(id)) else { break };
            stale.push(next);
        }
        let worked_out: Vec<&str> = stale.into_iter().filter(|id| formulas.contains_key(id)).collect();
        for id in &worked_out {
            scheme.figures.remove(*id);
            scheme.placeholders.remove(*id);
        }
        // In as many rounds as there are columns each finds what it needs.
        for _ in &worked_out {
            for id in &worked_out {
                let Some(formula) = formulas.get(id) else { continue };
                let operand = |id: &str| match scheme.figures.get(id) {
                    Some(figure) => Operand::Number(Quantity::exact(*figure)),
                    None if self.is_nil(id) => Operand::Number(Quantity::exact(Decimal::ZERO)),
                    None => Operand::Missing(Absent::Unknown),
                };
                if let Operand::Number(quantity) = formula.evaluate(&operand) {
                    let is_money = self.list.column(id).is_none_or(|column| column.kind == Kind::Money);
                    let value = if is_money { to_places(quantity.value()) } else { quantity.value() };
                    scheme.figures.insert((*id).to_string(), value);
                }
            }
        }
        let shares = self.list.columns.iter().filter(|column| {
            matches!(column.origin(), ColumnOrigin::Share(of) if others.contains(&of.as_str()) || worked_out.contains(&of.as_str()))
        });
        for share in shares {
            scheme.figures.remove(&share.id);
        }
    }

    /// Whether nothing of a column is nil: what counts from the start of the year.
    fn is_nil(&self, id: &str) -> bool {
        self.list.column(id).is_some_and(|column| self.form.counts_from_the_years_start(self.list, column))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::Expr;
    use crate::reconcile::testing::{column, form, position, pounds, quarter, scheme};
    use crate::reconcile::{PriorFrom, Reconciliation, reconcile};

    /// With a target of next year and of the year after it, and with what is worked out from them.
    fn turning() -> Form {
        let mut form = form();
        let next = |id: &str, of: &str| {
            let mut next = column(id, Kind::Money);
            next.figure_mut().next_year_of = Some(of.to_string());
            next
        };
        let worked_out = |id: &str, formula: &str| {
            let mut column = column(id, Kind::Money);
            column.figure_mut().origin = ColumnOrigin::Formula(Expr::parse(formula).unwrap());
            column
        };
        form.lists[0].columns.extend([
            next("target_next", "target"),
            next("target_after", "target_next"),
            worked_out("to_do", "target - achieved"),
            worked_out("twice", "to_do * 2"),
            worked_out("beside", "forecast * 2"),
        ]);
        form.report.roles.achieved = Some("achieved".into());
        form.report.roles.target = Some("target".into());
        form
    }

    const DECIDED: &str =
        "[[new_year]]\nperiod = \"2023-24-q1\"\nwords = \"x\"\nrole = \"Head of Finance\"\ndate = 2023-07-20\n";

    fn of(form: &Form, text: &str, now: &str) -> Reconciliation {
        let decisions = Decisions::parse("decisions.toml", text, form).unwrap();
        let figures = [
            ("target", 100),
            ("target_next", 120),
            ("target_after", 140),
            ("achieved", 80),
            ("forecast", 90),
            ("to_do", 20),
            ("twice", 40),
            ("beside", 180),
        ];
        let before = position(quarter(4), vec![scheme("north", "Voids", &figures), scheme("north", "Rents", &[])]);
        let after = position(Period::parse(now).unwrap(), vec![scheme("north", "Voids", &[("target", 120)])]);
        reconcile(form, &decisions, before, after, PriorFrom::Returns).unwrap()
    }

    #[test]
    fn what_is_compared_with_is_as_it_stands_in_the_new_year() {
        let form = turning();
        let both = of(&form, DECIDED, "2023-24-q1");
        let figures: Vec<_> =
            both.before.schemes[0].figures.iter().map(|(id, figure)| (id.as_str(), *figure)).collect();
        let thousands = |number: i64| pounds(number * 1_000);
        let expected = [
            ("beside", thousands(180)),
            ("forecast", thousands(90)),
            ("percent", Decimal::new(75, 2)),
            ("target", thousands(120)),
            ("target_next", thousands(140)),
            ("to_do", thousands(120)),
            ("twice", thousands(240)),
        ];
        assert_eq!(figures, expected);
        let end = both.year_end.as_ref().unwrap();
        assert_eq!(end.last.schemes[0].amount("achieved"), thousands(80), "as it was");
        let voids = end.of(0).unwrap();
        assert_eq!((voids.target, voids.delivered), (Some(thousands(100)), Some(thousands(80))));
        assert_eq!((voids.undelivered, voids.is_gone), (Some(thousands(20)), false));
        let rents = end.of(1).unwrap();
        assert_eq!((rents.target, rents.undelivered, rents.is_gone), (None, None, true));
        for movement in &both.movements {
            let lines = movement.lines.iter().fold(movement.opening, |sum, line| sum + line);
            assert_eq!(lines, movement.closing, "{}", movement.column);
        }
    }

    #[test]
    fn nothing_turns_by_itself_or_within_a_year() {
        let form = turning();
        let undecided = of(&form, "", "2023-24-q1");
        assert_eq!(undecided.before.schemes[0].amount("achieved"), pounds(80_000));
        let end = undecided.year_end.unwrap();
        assert!(end.turns && end.decided.is_none());
        assert!(of(&form, DECIDED, "2022-23-outturn").year_end.is_none());
    }

    #[test]
    fn what_was_not_delivered_has_the_sign_of_the_savings_and_is_never_less_than_nil() {
        let mut form = turning();
        let missing = |form: &Form, target, delivered| missing(form, Decimal::from(target), Decimal::from(delivered));
        assert_eq!(missing(&form, 100, 80), Decimal::from(20));
        assert_eq!(missing(&form, 100, 130), Decimal::ZERO);
        form.report.negative_savings = true;
        assert_eq!(missing(&form, -100, -80), Decimal::from(-20));
        assert_eq!(missing(&form, -100, -130), Decimal::ZERO);
    }
}
