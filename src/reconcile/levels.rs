//! The movement of each money column by the levels inside an area (services, care groups), for the lists that have them.
//!
//! It is drawn from the changes by area: what changed counts where the schemes are now, and what is left between opening and closing
//! of a level went there from another one. So each level closes, and those of an area add up to the area.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::figures::OutOfBounds;
use crate::form::{Column, Form, List};
use crate::names::Label;

use super::movement::{Adder, has_movement, lists, nil};
use super::position::{Position, Scheme};
use super::{Movement, MovementLine, Pair};

/// The movement of one level of an area: its area's, as far as it is the level's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelMovement {
    /// The groups that the level stands in, outermost first, as the returns call them; empty where the prior period does not say.
    pub groups: Vec<String>,
    /// Opening, lines, closing.
    pub movement: Movement,
    /// Its schemes in the prior period: indices into [`Position::schemes`].
    pub before: Vec<usize>,
    /// The pairs that make each line what it is (their indices).
    pub behind: BTreeMap<MovementLine, Vec<usize>>,
}

impl LevelMovement {
    fn add(&mut self, adder: &Adder<'_>, line: MovementLine, amount: Decimal, pair: usize) -> Result<(), OutOfBounds> {
        let behind = self.behind.entry(line).or_default();
        if !amount.is_zero() && behind.last() != Some(&pair) {
            behind.push(pair);
        }
        adder.add(&mut self.movement.lines[line as usize], amount)
    }
}

/// An area and the groups in it, as they are compared.
type Home = (Option<String>, Vec<Label>);

/// The movements of every level of the lists that have levels, in the order of this period's returns; those that are gone last.
pub(super) fn movements(
    form: &Form,
    before: &Position,
    after: &Position,
    pairs: &[Pair],
) -> Result<Vec<LevelMovement>, OutOfBounds> {
    let mut movements = Vec::new();
    for list in lists(form).into_iter().filter(|list| !list.levels.is_empty()) {
        for column in list.columns.iter().filter(|column| has_movement(column)) {
            movements.extend(Levels { list, column, before, after }.of(pairs)?);
        }
    }
    Ok(movements)
}

struct Levels<'a> {
    list: &'a List,
    column: &'a Column,
    before: &'a Position,
    after: &'a Position,
}

impl Levels<'_> {
    fn of(&self, pairs: &[Pair]) -> Result<Vec<LevelMovement>, OutOfBounds> {
        let adder = Adder { column: &self.column.id };
        let mut found = Found::default();
        for (pair_index, pair) in pairs.iter().enumerate() {
            let (then, now) = (self.schemes(self.before, &pair.before), self.schemes(self.after, &pair.after));
            // What of it stands where, and what of that a line of its own says.
            let mut parts: BTreeMap<Home, [Decimal; 3]> = BTreeMap::new();
            for (_, scheme) in &now {
                let (home, level) = found.level(self, scheme, scheme);
                adder.add(&mut level.movement.closing, scheme.amount(&self.column.id))?;
                adder.add(&mut parts.entry(home).or_default()[2], scheme.amount(&self.column.id))?;
            }
            for (index, scheme) in &then {
                // What was published before levels were kept says no level: that of now stands for it.
                let of_area = now.iter().find(|(_, other)| scheme.groups.is_empty() && other.area == scheme.area);
                let (home, level) = found.level(self, scheme, of_area.map_or(scheme, |(_, other)| other));
                level.before.push(*index);
                adder.add(&mut level.movement.opening, scheme.amount(&self.column.id))?;
                adder.add(&mut parts.entry(home).or_default()[0], scheme.amount(&self.column.id))?;
            }
            let between = pair.between();
            for change in pair.changes.iter().filter(|change| change.column == self.column.id && change.line != between)
            {
                let mut all = now.iter().chain(&then).map(|(_, scheme)| scheme);
                let Some(scheme) = all.find(|scheme| scheme.area == change.area) else { continue };
                let amount = adder.less(change.to, change.from)?;
                let (home, level) = found.level(self, scheme, scheme);
                level.add(&adder, change.line, amount, pair_index)?;
                adder.add(&mut parts.entry(home).or_default()[1], amount)?;
            }
            for (home, [opening, changed, closing]) in parts {
                let Some(level) = found.at.get(&home).and_then(|at| found.levels.get_mut(*at)) else { continue };
                let went = adder.less(adder.less(closing, opening)?, changed)?;
                level.add(&adder, between, went, pair_index)?;
            }
        }
        Ok(found.levels)
    }

    fn schemes<'s>(&self, position: &'s Position, indices: &[usize]) -> Vec<(usize, &'s Scheme)> {
        let all = indices.iter().filter_map(|index| Some((*index, position.schemes.get(*index)?)));
        all.filter(|(_, scheme)| scheme.list == self.list.id).collect()
    }
}

/// The levels, as they come up.
#[derive(Default)]
struct Found {
    levels: Vec<LevelMovement>,
    at: BTreeMap<Home, usize>,
}

impl Found {
    /// The level of a scheme, in the groups of another one where its own are not known.
    fn level(&mut self, of: &Levels<'_>, scheme: &Scheme, groups: &Scheme) -> (Home, &mut LevelMovement) {
        let home = (scheme.area.clone(), groups.groups.iter().map(|group| Label::of(group)).collect());
        let next = self.levels.len();
        let at = *self.at.entry(home.clone()).or_insert(next);
        if at == next {
            let movement = nil(of.list, of.column, scheme.area.as_deref());
            let groups = groups.groups.clone();
            self.levels.push(LevelMovement { groups, movement, before: Vec::new(), behind: BTreeMap::new() });
        }
        (home, &mut self.levels[at])
    }
}
