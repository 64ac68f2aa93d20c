//! The movement of each money column, by area and overall.
//!
//! Every movement is a sum of [`Change`]s: opening and closing are added up from the two positions, the lines from the
//! changes of the pairs, and each pair's changes lead from its opening to its closing, area by area. So the table closes.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::decision::{Decisions, Match};
use crate::figures::OutOfBounds;
use crate::form::{Column, Form, Kind, List};

use super::position::{Position, Scheme};
use super::requests::Requests;
use super::{Change, ChangeOutcome, Gross, Movement, MovementLine, Pair};

/// Beyond this a sum is refused: with six decimal places it still fits `Decimal` a thousand times over, so that no
/// addition below rounds in silence.
pub(crate) const LARGEST_SUM: i64 = 1_000_000_000_000_000_000;

/// Whether a column has a movement: money whose total is the sum of its items (or is stated, and checked against them).
pub fn has_movement(column: &Column) -> bool {
    column.kind == Kind::Money && adds_up(column)
}

/// Whether the figures of several schemes may be added.
pub(super) fn adds_up(column: &Column) -> bool {
    column.kind.is_amount() && column.total.is_whole()
}

/// The lists whose schemes are reconciled: the main one, then the others that are no summaries, in the form's order.
pub fn lists(form: &Form) -> Vec<&List> {
    let mut lists: Vec<&List> = form.lists.iter().filter(|list| list.has_schemes()).collect();
    lists.sort_by_key(|list| list.id != form.report.main_list);
    lists
}

/// Adds within the bounds of exact arithmetic.
pub(super) struct Adder<'a> {
    /// The column, for what is said where it cannot.
    pub(super) column: &'a str,
}

impl Adder<'_> {
    fn out_of_bounds(&self) -> OutOfBounds {
        OutOfBounds { column: self.column.to_string() }
    }

    fn check(&self, sum: Option<Decimal>) -> Result<Decimal, OutOfBounds> {
        sum.filter(|sum| sum.abs() <= Decimal::from(LARGEST_SUM)).ok_or_else(|| self.out_of_bounds())
    }

    pub(super) fn add(&self, to: &mut Decimal, amount: Decimal) -> Result<(), OutOfBounds> {
        let amount = self.check(Some(amount))?;
        *to = self.check(to.checked_add(amount))?;
        Ok(())
    }

    pub(super) fn less(&self, from: Decimal, amount: Decimal) -> Result<Decimal, OutOfBounds> {
        self.check(from.checked_sub(amount))
    }

    fn sum(&self, amounts: impl IntoIterator<Item = Decimal>) -> Result<Decimal, OutOfBounds> {
        let mut sum = Decimal::ZERO;
        amounts.into_iter().try_for_each(|amount| self.add(&mut sum, amount))?;
        Ok(sum)
    }
}

/// Fills in the changes of each pair, and says what became of each change request that holds from this period (after the
/// prior one, up to this one).
pub fn changes(
    form: &Form,
    decisions: &Decisions,
    before: &Position,
    after: &Position,
    pairs: &mut [Pair],
) -> Result<Vec<ChangeOutcome>, OutOfBounds> {
    let requests = Requests::new(form, decisions, before, after, pairs);
    for (index, pair) in pairs.iter_mut().enumerate() {
        let then = before.at(&pair.before);
        let now = after.at(&pair.after);
        let Some(list) = now.first().or(then.first()).and_then(|scheme| form.list(&scheme.list)) else { continue };
        let decided = pair.decided.as_ref().and_then(|at| decisions.matches.iter().find(|decided| decided.at == *at));
        for column in list.columns.iter().filter(|column| column.kind.is_figure()) {
            let between = pair.between();
            let change = PairColumn { column, decided, then: &then, now: &now, pair: index, between };
            change.changes(&requests, &mut pair.changes)?;
        }
    }
    Ok(requests.outcomes)
}

/// What goes into an area (or out of it: negative) by a transfer.
type Parts<'a> = Vec<(Option<&'a str>, Decimal)>;

/// One column of one pair.
struct PairColumn<'a> {
    column: &'a Column,
    decided: Option<&'a Match>,
    then: &'a [&'a Scheme],
    now: &'a [&'a Scheme],
    pair: usize,
    /// The line of what goes from area to area.
    between: MovementLine,
}

impl PairColumn<'_> {
    fn changes(&self, requests: &Requests<'_>, changes: &mut Vec<Change>) -> Result<(), OutOfBounds> {
        let id = self.column.id.as_str();
        let stated = |schemes: &[&Scheme]| schemes.iter().any(|scheme| scheme.figures.contains_key(id));
        let adder = Adder { column: id };
        let (was_stated, is_stated) = (stated(self.then), stated(self.now));
        match (self.then, self.now) {
            ([], [scheme, ..]) | ([scheme, ..], []) if was_stated || is_stated => {
                let from = adder.sum(self.then.iter().map(|scheme| scheme.amount(id)))?;
                let to = adder.sum(self.now.iter().map(|scheme| scheme.amount(id)))?;
                let line = match (scheme.balancing, self.then.is_empty()) {
                    // A balancing line is no scheme: it neither starts nor ends, it only changes.
                    (true, _) => MovementLine::Other,
                    (false, true) => MovementLine::New,
                    (false, false) => MovementLine::Closed,
                };
                let steps = requests.steps(self.pair, id, from, to);
                // Approved all the way, or not at all.
                let steps = match steps.iter().all(|step| step.2.is_some()) {
                    true if !steps.is_empty() => steps,
                    _ => vec![(from, to, None)],
                };
                for (from, to, request) in steps {
                    // A leg of a virement is no saving that came or went: the legs come to nil together.
                    let is_leg = requests.line(request) == MovementLine::Virements;
                    let line = if is_leg { MovementLine::Virements } else { line };
                    changes.push(self.change(scheme.area.as_deref(), from, to, line, request));
                }
            }
            ([], _) | (_, []) => {}
            ([then], [now]) if !adds_up(self.column) || then.area == now.area => {
                let (from, to) = (adder.check(Some(then.amount(id)))?, adder.check(Some(now.amount(id)))?);
                if was_stated != is_stated && from == to {
                    changes.push(self.change(now.area.as_deref(), from, to, MovementLine::Other, None));
                }
                self.lead(requests, now.area.as_deref(), from, to, changes);
            }
            _ if adds_up(self.column) => self.by_area(requests, &adder, changes)?,
            // Percentages of several schemes do not add up.
            _ => {}
        }
        Ok(())
    }

    /// Several schemes, or several areas: what moved between areas first, then what changed in each.
    fn by_area(
        &self,
        requests: &Requests<'_>,
        adder: &Adder<'_>,
        changes: &mut Vec<Change>,
    ) -> Result<(), OutOfBounds> {
        let id = self.column.id.as_str();
        // Opening, transfers and closing of each area.
        let mut areas: BTreeMap<Option<&str>, [Decimal; 3]> = BTreeMap::new();
        for scheme in self.then {
            let area = areas.entry(scheme.area.as_deref()).or_default();
            adder.add(&mut area[0], scheme.amount(id))?;
        }
        for scheme in self.now {
            let area = areas.entry(scheme.area.as_deref()).or_default();
            adder.add(&mut area[2], scheme.amount(id))?;
        }
        if areas.len() > 1 {
            match self.decided_parts(adder)? {
                Some(parts) => {
                    for (area, amount) in parts {
                        if let Some(area) = areas.get_mut(&area) {
                            adder.add(&mut area[1], amount)?;
                        }
                    }
                }
                None => self.transfer(adder, &mut areas)?,
            }
        }
        let line = self.between;
        for (area, [opening, transfer, _]) in &areas {
            // That one became several, or several one, is said in an area too in which all of it stays.
            let is_said = line != MovementLine::Transfers && !opening.is_zero();
            if is_said || !transfer.is_zero() {
                let mut to = *opening;
                adder.add(&mut to, *transfer)?;
                changes.push(self.change(*area, *opening, to, line, None));
            }
        }
        for (area, [opening, transfer, closing]) in areas {
            let mut from = opening;
            adder.add(&mut from, transfer)?;
            self.lead(requests, area, from, closing, changes);
        }
        Ok(())
    }

    /// Moves to each area what stands there now; what the whole grew or shrank by stays where the schemes are at home:
    /// in the one area they are in now, else in the one they came from, else in the first they went to.
    fn transfer(&self, adder: &Adder<'_>, areas: &mut BTreeMap<Option<&str>, [Decimal; 3]>) -> Result<(), OutOfBounds> {
        let of = |schemes: &[&Scheme]| -> Vec<Option<String>> {
            let mut areas: Vec<Option<String>> = Vec::new();
            for scheme in schemes {
                if !areas.contains(&scheme.area) {
                    areas.push(scheme.area.clone());
                }
            }
            areas
        };
        let (then, now) = (of(self.then), of(self.now));
        let home = match (then.as_slice(), now.as_slice()) {
            (_, [only]) => only.clone(),
            ([only], now) if now.contains(only) => only.clone(),
            (_, now) => now.first().cloned().flatten(),
        };
        let opening = adder.sum(areas.values().map(|area| area[0]))?;
        let closing = adder.sum(areas.values().map(|area| area[2]))?;
        let growth = adder.less(closing, opening)?;
        for (area, [opening, transfer, closing]) in areas {
            *transfer = adder.less(*closing, *opening)?;
            if *area == home.as_deref() {
                *transfer = adder.less(*transfer, growth)?;
            }
        }
        Ok(())
    }

    /// What the amounts of a `[[match]]` say of the parts, where they are of this column. One side alone may leave its
    /// amount out: it is the rest. `None` where they do not tell.
    fn decided_parts(&self, adder: &Adder<'_>) -> Result<Option<Parts<'_>>, OutOfBounds> {
        let id = self.column.id.as_str();
        let Some(decided) = self.decided.filter(|decided| decided.column.as_deref() == Some(id)) else {
            return Ok(None);
        };
        let parts = |sides: &[crate::decision::Side], schemes: &[&Scheme], whole: Option<Decimal>| {
            let stated: Vec<Option<Decimal>> = sides.iter().map(|side| side.amount).collect();
            if sides.len() != schemes.len() || stated.iter().all(Option::is_none) {
                return Ok(None);
            }
            let rest = match (stated.iter().filter(|amount| amount.is_none()).count(), whole) {
                (0, _) => Decimal::ZERO,
                (1, Some(whole)) => adder.less(whole, adder.sum(stated.iter().flatten().copied())?)?,
                _ => return Ok(None),
            };
            Ok(Some(stated.into_iter().map(|amount| amount.unwrap_or(rest)).collect::<Vec<_>>()))
        };
        let opening = adder.sum(self.then.iter().map(|scheme| scheme.amount(id)))?;
        let into = parts(&decided.to, self.now, Some(opening))?;
        let out_of = parts(&decided.from, self.then, None)?;
        let (into, out_of) = match (into, out_of) {
            (Some(into), Some(out_of)) => (into, out_of),
            (Some(into), None) if self.then.len() == 1 => {
                let whole = adder.sum(into.iter().copied())?;
                (into, vec![whole])
            }
            (None, Some(out_of)) if self.now.len() == 1 => {
                let whole = adder.sum(out_of.iter().copied())?;
                (vec![whole], out_of)
            }
            _ => return Ok(None),
        };
        if adder.sum(into.iter().copied())? != adder.sum(out_of.iter().copied())? {
            return Ok(None);
        }
        let mut parts: Parts<'_> = Vec::new();
        parts.extend(self.now.iter().zip(into).map(|(scheme, amount)| (scheme.area.as_deref(), amount)));
        for (scheme, amount) in self.then.iter().zip(out_of) {
            parts.push((scheme.area.as_deref(), adder.less(Decimal::ZERO, amount)?));
        }
        Ok(Some(parts))
    }

    /// The changes that lead from one figure to the other: what is approved, and the rest.
    fn lead(&self, requests: &Requests<'_>, area: Option<&str>, from: Decimal, to: Decimal, changes: &mut Vec<Change>) {
        for (from, to, request) in requests.steps(self.pair, &self.column.id, from, to) {
            changes.push(self.change(area, from, to, requests.line(request), request));
        }
    }

    fn change(
        &self,
        area: Option<&str>,
        from: Decimal,
        to: Decimal,
        line: MovementLine,
        change_request: Option<usize>,
    ) -> Change {
        let (column, area) = (self.column.id.clone(), area.map(str::to_string));
        Change { column, area, from, to, line, change_request }
    }
}

/// The movement of each money column: each area that has a scheme in either period, in the form's order, then overall.
pub fn movements(
    form: &Form,
    before: &Position,
    after: &Position,
    pairs: &[Pair],
) -> Result<Vec<Movement>, OutOfBounds> {
    let mut movements = Vec::new();
    for list in lists(form) {
        let of_list = |scheme: &&Scheme| scheme.list == list.id;
        let then: Vec<&Scheme> = before.schemes.iter().filter(of_list).collect();
        let now: Vec<&Scheme> = after.schemes.iter().filter(of_list).collect();
        let pairs: Vec<&Pair> = pairs
            .iter()
            .filter(|pair| {
                let now = pair.after.first().and_then(|index| after.schemes.get(*index));
                let then = pair.before.first().and_then(|index| before.schemes.get(*index));
                now.or(then).is_some_and(|scheme| scheme.list == list.id)
            })
            .collect();
        for column in list.columns.iter().filter(|column| has_movement(column)) {
            movements.extend(of_column(form, list, column, &then, &now, &pairs)?);
        }
    }
    Ok(movements)
}

/// A movement of nothing.
pub(super) fn nil(list: &List, column: &Column, area: Option<&str>) -> Movement {
    Movement {
        list: list.id.clone(),
        column: column.id.clone(),
        area: area.map(str::to_string),
        opening: Decimal::ZERO,
        lines: [Decimal::ZERO; MovementLine::ALL.len()],
        gross: [Gross::default(); MovementLine::ALL.len()],
        closing: Decimal::ZERO,
    }
}

fn of_column(
    form: &Form,
    list: &List,
    column: &Column,
    then: &[&Scheme],
    now: &[&Scheme],
    pairs: &[&Pair],
) -> Result<Vec<Movement>, OutOfBounds> {
    let adder = Adder { column: &column.id };
    let mut overall = nil(list, column, None);
    let mut areas: BTreeMap<&str, Movement> = BTreeMap::new();
    for scheme in then.iter().chain(now) {
        if let Some(area) = scheme.area.as_deref() {
            areas.entry(area).or_insert_with(|| nil(list, column, Some(area)));
        }
    }
    // Rows of no known area count overall alone.
    let mut each = |area: Option<&str>, change: &dyn Fn(&mut Movement) -> Result<(), OutOfBounds>| {
        change(&mut overall)?;
        area.and_then(|area| areas.get_mut(area)).map_or(Ok(()), change)
    };
    for scheme in then {
        each(scheme.area.as_deref(), &|movement| adder.add(&mut movement.opening, scheme.amount(&column.id)))?;
    }
    for scheme in now {
        each(scheme.area.as_deref(), &|movement| adder.add(&mut movement.closing, scheme.amount(&column.id)))?;
    }
    for change in pairs.iter().flat_map(|pair| &pair.changes).filter(|change| change.column == column.id) {
        let amount = adder.less(change.to, change.from)?;
        let parts = if change.line.gives_all() {
            [change.to, adder.less(Decimal::ZERO, change.from)?]
        } else {
            [amount, Decimal::ZERO]
        };
        each(change.area.as_deref(), &|movement| {
            adder.add(&mut movement.lines[change.line as usize], amount)?;
            let gross = &mut movement.gross[change.line as usize];
            parts.into_iter().try_for_each(|part| {
                adder.add(if part > Decimal::ZERO { &mut gross.up } else { &mut gross.down }, part)
            })
        })?;
    }
    let mut movements: Vec<Movement> = form.areas.iter().filter_map(|area| areas.remove(area.id.as_str())).collect();
    movements.push(overall);
    Ok(movements)
}
