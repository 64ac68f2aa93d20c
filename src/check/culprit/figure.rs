//! One figure that everything else contradicts: the totals that count it, the figures that its row works out from it, what it was.
//! For each such contradiction the figure is looked for with which it would hold; one row at most can be meant.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::grid::{is_near, is_within, with_figure};
use super::typing::{Typing, typing};
use crate::check::View;
use crate::check::cause::{Slip, SlipOf, row_of};
use crate::check::look::{Line, reaching, stated, states};
use crate::check::wording::measure;
use crate::decision::number;
use crate::figures::summary::members;
use crate::figures::{Group, Item};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, ColumnOrigin, List, TotalOrigin};
use crate::formula::{Expr, Operand};
use crate::money::{self, Measure, Quantity};
use crate::returns::{Cell, Row, StatedFigure, Value};
use crate::source::Place;

/// Evidence must weigh so much before a figure is called the culprit.
const ENOUGH: i32 = 3;
/// And so much more than that for any other one.
const CLEAR: i32 = 2;

/// So much is named as a possibility, if it is the only one.
const POSSIBLE: i32 = 2;

/// A figure of its row holds with the other figure, and does not with the one that stands there.
const BY_ITS_ROW: i32 = 4;
/// The other figure is what the cell stated in the prior period, in a column that moves by decision alone, or where the row says so
/// too. Other figures move from period to period, and any of them may have moved by what a total is off.
const AS_BEFORE: i32 = 2;
/// The totals are what their rows came to in the prior period: it is they that were not brought up to date.
const OUT_OF_DATE: i32 = 4;
/// The figure that stands there is what it was: it is the other one that would be new.
const UNCHANGED: i32 = -3;
/// The figure is far from what it was, and the other one is near it.
const OUT_OF_SIZE: i32 = 2;
/// A text of the row names the other figure, and not the one that stands there.
const IN_WORDS: i32 = 2;
/// A row whose figure is the difference may as well have been left out of the total, or counted twice.
const LEFT_OUT: i32 = 3;

/// So many times as much, or so small a part, is far from what it was.
const FAR: Decimal = Decimal::from_parts(5, 0, 0, false, 0);

/// A column of more rows is not searched.
const MOST_ROWS: usize = 2_000;

/// So many contradictions of a kind are looked into. Where there are more, it is no matter of single figures.
const MOST_SLIPS: usize = 64;

/// A cell, and the figure with which what counts it holds.
#[derive(Clone, Copy)]
pub(in crate::check) struct Candidate<'a> {
    /// The list.
    pub list: &'a List,
    /// The item.
    pub item: &'a Item<'a>,
    /// The column.
    pub column: &'a Column,
    /// The cell.
    pub cell: &'a Cell,
    /// The figure that stands there: pounds, a ratio, a count.
    pub is: Decimal,
    /// The figure that would fit.
    pub meant: Decimal,
    /// How the one was typed for the other, where that is known.
    pub typing: Option<Typing>,
    /// Whether the figure that would fit is the prior period's.
    pub as_before: bool,
    /// Whether a figure of its row holds with it that does not hold as it is.
    by_its_row: bool,
    weight: i32,
}

impl Candidate<'_> {
    /// Whether another one of the same column is off by as much the other way.
    pub(super) fn offsets(&self, other: &Candidate<'_>) -> bool {
        let off = |candidate: &Candidate<'_>| candidate.is.checked_sub(candidate.meant);
        let sum = off(self).zip(off(other)).and_then(|(one, other)| one.checked_add(other));
        let same_column = self.list.id == other.list.id && self.column.id == other.column.id;
        same_column && self.cell.at != other.cell.at && sum.is_some_and(|sum| sum.is_zero())
    }

    /// The cell as it would be.
    pub(super) fn corrected(&self) -> Option<(String, Cell)> {
        with_figure(self.column, &self.cell.at, self.meant)
    }
}

/// The stated figures of one column that are off by the same, and the rows that all of them count.
struct Cluster<'v, 'a> {
    list: &'a List,
    column: &'a Column,
    difference: Decimal,
    slips: Vec<&'v Slip<'a>>,
    rows: Vec<&'a Item<'a>>,
}

/// Looks for culprits.
pub(in crate::check) struct Search<'v, 'a> {
    view: &'v View<'a>,
    /// What is contradicted and still to be answered: by cell and column, with the finding's id.
    open: BTreeMap<(Place, String), String>,
    /// The rows at which an error stands, and the cells of which it is asked why they moved.
    errors: BTreeSet<Place>,
    moved: BTreeSet<Place>,
    /// The item of each row.
    items: BTreeMap<Place, &'a Item<'a>>,
    /// How many figures of a list's column are positive, and how many negative.
    signs: BTreeMap<(&'a str, &'a str), (usize, usize)>,
}

impl<'v, 'a> Search<'v, 'a> {
    pub(in crate::check) fn of(view: &'v View<'a>, told: &[Finding], explained: &BTreeSet<String>) -> Search<'v, 'a> {
        let contradicts = |finding: &&Finding| {
            finding.blocks() && matches!(finding.family, Family::Row | Family::Total | Family::Summary)
        };
        let left = || told.iter().filter(|finding| finding.blocks() && !explained.contains(&finding.id));
        let open = left().filter(contradicts);
        let open = open.filter_map(|finding| Some(((finding.at.clone(), finding.column.clone()?), finding.id.clone())));
        let errors = left().filter(|finding| finding.severity == Severity::Error);
        let errors = errors.flat_map(|finding| finding.related.iter().chain([&finding.at])).map(row_of).collect();
        let moved = left().filter(|finding| finding.family == Family::Period).map(|finding| finding.at.clone());
        let mut items = BTreeMap::new();
        let mut signs: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
        for (list, item, row) in view.items() {
            items.insert(row.at.clone(), item);
            for column in list.columns.iter().filter(|column| column.kind.is_figure()) {
                let figure = item.figures.get(&column.id).and_then(|figure| figure.counted).map(Quantity::value);
                let Some(figure) = figure.filter(|figure| !figure.is_zero()) else { continue };
                let (positive, negative) = signs.entry((&list.id, &column.id)).or_default();
                *(if figure.is_sign_negative() { negative } else { positive }) += 1;
            }
        }
        Search { view, open: open.collect(), errors, moved: moved.collect(), items, signs }
    }

    /// The one figure by which stated totals are off, for each set of totals that are off by the same.
    pub(super) fn behind_totals(&self) -> Vec<Candidate<'a>> {
        let mut found = Vec::new();
        for cluster in self.clusters() {
            let own = cluster.rows.iter().filter_map(|item| {
                let cell = item.row?.cells.get(&cluster.column.id)?;
                let Value::Figure(figure) = &cell.value else { return None };
                let meant = figure.quantity.value().checked_add(cluster.difference)?;
                self.weighed(cluster.list, item, cluster.column, meant)
            });
            let own: Vec<Candidate<'a>> = own.collect();
            found.extend(clearest(&own, self.against(&cluster)));
        }
        found
    }

    /// The figures that a stated total may be off by, where none of them is certain: each with a slip that people make. None where
    /// there are several.
    pub(in crate::check) fn possible(&self, slip: &Slip<'a>) -> Option<Candidate<'a>> {
        let (list, column, rows) = self.counted_by(slip)?;
        let off = slip.stated.value().checked_sub(slip.expected.value())?;
        if column.is_rounded() || rows.len() > MOST_ROWS {
            return None;
        }
        let own = rows.into_iter().filter_map(|item| {
            let (_, figure) = stated(item.row?, column)?;
            self.weighed(list, item, column, figure.quantity.value().checked_add(off)?)
        });
        let mut likely = own.filter(|candidate| candidate.weight >= POSSIBLE && candidate.typing.is_some());
        likely.next().filter(|_| likely.next().is_none())
    }

    /// The figures that their rows contradict, and no total does: those with which all that the row states would hold.
    pub(super) fn behind_rows(&self) -> Vec<Candidate<'a>> {
        let mut found = Vec::new();
        let rows = self.view.causes.slips.iter().filter(|slip| matches!(slip.of, SlipOf::Row(_)));
        for slip in rows.take(MOST_SLIPS) {
            let (SlipOf::Row(line), true) = (slip.of, self.is_open(slip)) else { continue };
            let (ColumnOrigin::Formula(formula), Some(item)) = (slip.column.origin(), self.items.get(&line.row.at))
            else {
                continue;
            };
            let off = slip.stated.value().checked_sub(slip.expected.value());
            let own = slip.stated.value();
            let mut candidates: Vec<Candidate<'a>> = Vec::new();
            for column in formula.columns().into_iter().filter_map(|id| line.list.column(id)) {
                let Some((_, figure)) = stated(line.row, column) else { continue };
                let is = figure.quantity.value();
                let mut meant = vec![Decimal::ZERO.checked_sub(is)];
                for (factor, _, _) in super::typing::FACTORS {
                    meant.extend([is.checked_mul(factor), is.checked_div(factor)]);
                }
                meant.extend([off.and_then(|off| is.checked_add(off)), off.and_then(|off| is.checked_sub(off))]);
                meant.push(self.view.causes.priors.of_one(line.row, &column.id));
                let weighed = meant.into_iter().flatten();
                let weighed = weighed.filter_map(|meant| self.weighed(line.list, item, column, meant));
                candidates.extend(weighed.filter(|candidate| candidate.by_its_row));
            }
            candidates.sort_by_key(|candidate| (candidate.cell.at.clone(), candidate.meant));
            candidates.dedup_by_key(|candidate| (candidate.cell.at.clone(), candidate.meant));
            // The computed figure itself may be what was typed wrongly. That its row holds is what all of them have in common.
            let itself = own_typing(slip.column, own, slip.expected.value());
            found.extend(clearest(&candidates, BY_ITS_ROW + itself));
        }
        found
    }

    /// The figures that moved since the prior period, in rows that something contradicts: were they what they were, all may hold.
    pub(super) fn as_before(&self) -> Vec<Candidate<'a>> {
        let mut found = Vec::new();
        for (list, item, row) in self.view.items() {
            if !self.errors.contains(&row_of(&row.at)) {
                continue;
            }
            let moved = list
                .columns
                .iter()
                .filter(|column| row.cells.get(&column.id).is_some_and(|cell| self.moved.contains(&cell.at)));
            let was = moved.filter_map(|column| Some((column, self.view.causes.priors.of_one(row, &column.id)?)));
            found.extend(was.filter_map(|(column, was)| self.weighed(list, item, column, was)));
            if found.len() > MOST_SLIPS {
                break;
            }
        }
        found
    }

    fn is_open(&self, slip: &Slip<'_>) -> bool {
        self.id(slip).is_some()
    }

    /// The id of the open finding about a slip, if there is one.
    pub(super) fn id(&self, slip: &Slip<'_>) -> Option<&str> {
        self.open.get(&(slip.cell.at.clone(), slip.column.id.clone())).map(String::as_str)
    }

    /// The stated totals that are off, of groups and of sections, as far as they are looked into.
    pub(super) fn totals(&self) -> impl Iterator<Item = &'v Slip<'a>> {
        let totals = self.view.causes.slips.iter();
        let totals = totals.filter(|slip| matches!(slip.of, SlipOf::Total(..) | SlipOf::Section { .. }));
        totals.filter(|slip| self.is_open(slip)).take(MOST_SLIPS)
    }

    /// What a slip states; where somebody set that aside, what stands in its place.
    fn stated(&self, slip: &Slip<'_>) -> Decimal {
        let id = self.open.get(&(slip.cell.at.clone(), slip.column.id.clone()));
        let mut decided = self.view.decisions.set_asides_of(self.view.returns.period).rev();
        let decided = decided.find(|entry| Some(&entry.finding) == id).and_then(|entry| number(&entry.stands));
        decided.and_then(|own| measure(slip.column).from_own_unit(own)).unwrap_or(slip.stated.value())
    }

    /// Stated totals that are off by the same, and count a row in common.
    fn clusters(&self) -> Vec<Cluster<'v, 'a>> {
        let mut clusters: Vec<Cluster<'v, 'a>> = Vec::new();
        let totals = self.view.causes.slips.iter().filter(|slip| !matches!(slip.of, SlipOf::Row(_)));
        for slip in totals.filter(|slip| self.is_open(slip)).take(MOST_SLIPS) {
            let Some((list, column, rows)) = self.counted_by(slip) else { continue };
            let difference = self.stated(slip).checked_sub(slip.expected.value());
            let (Some(difference), false) = (difference, column.is_rounded() || rows.len() > MOST_ROWS) else {
                continue;
            };
            let same = clusters.iter_mut().find_map(|cluster| {
                let is_same =
                    cluster.list.id == list.id && cluster.column.id == column.id && cluster.difference == difference;
                let common: Vec<&'a Item<'a>> = cluster
                    .rows
                    .iter()
                    .copied()
                    .filter(|row| rows.iter().any(|other| std::ptr::eq(*row, *other)))
                    .collect();
                (is_same && !common.is_empty()).then_some((cluster, common))
            });
            match same {
                Some((cluster, common)) => {
                    cluster.rows = common;
                    cluster.slips.push(slip);
                }
                None => clusters.push(Cluster { list, column, difference, slips: vec![slip], rows }),
            }
        }
        clusters
    }

    /// What a stated total adds up: the list, the column and the rows.
    pub(super) fn counted_by(&self, slip: &Slip<'a>) -> Option<(&'a List, &'a Column, Vec<&'a Item<'a>>)> {
        match slip.of {
            SlipOf::Total(group, _) => Some((slip.list, slip.column, items(group))),
            SlipOf::Section { summary, item } => {
                let ColumnOrigin::Sum(of) = slip.column.origin() else { return None };
                let (by, only) = (&summary.summary.by, slip.column.only());
                let rows = members(summary.of, summary.sections, by, &item.key, only);
                Some((summary.of, summary.of.column(of)?, rows))
            }
            SlipOf::Row(_) | SlipOf::TotalFormula(_) => None,
        }
    }

    /// What speaks for the other explanations of totals that are off: that the total itself was typed wrongly, or that it leaves a
    /// row out or counts one twice.
    fn against(&self, cluster: &Cluster<'v, 'a>) -> i32 {
        let differs = |item: &&Item<'_>| {
            let counted = item.figures.get(&cluster.column.id).and_then(|figure| figure.counted);
            counted.is_some_and(|counted| counted.value().abs() == cluster.difference.abs())
        };
        let left_out = if cluster.rows.iter().filter(|item| differs(item)).count() == 1 { LEFT_OUT } else { 0 };
        let left_out = left_out.max(if self.is_out_of_date(cluster) { OUT_OF_DATE } else { 0 });
        // Two that agree are not both slips of the same kind.
        let [slip] = cluster.slips.as_slice() else { return left_out };
        let typed = own_typing(slip.column, slip.stated.value(), slip.expected.value());
        let by_its_row = match slip.of {
            SlipOf::Total(group, _) if total_row_holds_with(slip, group) => BY_ITS_ROW,
            _ => 0,
        };
        left_out.max(typed + by_its_row)
    }

    /// Whether the totals of a cluster are what their rows came to in the prior period.
    fn is_out_of_date(&self, cluster: &Cluster<'v, 'a>) -> bool {
        let priors = &self.view.causes.priors;
        cluster.slips.iter().any(|slip| {
            let Some((_, column, rows)) = self.counted_by(slip) else { return false };
            let was = rows.into_iter().filter_map(|item| priors.figure(item, &column.id));
            let was = money::checked_sum(was);
            was == Some(slip.stated.value()) && was != Some(slip.expected.value())
        })
    }

    /// Whether a stated total that was typed counts the figure as it is.
    pub(super) fn is_confirmed(&self, candidate: &Candidate<'a>) -> bool {
        let Some(all) = self.view.figures.list(&candidate.list.id).map(|figures| &figures.all) else { return true };
        let mut groups = vec![all];
        let mut index = 0;
        while let Some(group) = groups.get(index).copied() {
            index += 1;
            groups.extend(group.groups.iter().chain(&group.runs));
        }
        groups.into_iter().any(|group| {
            let Some((cell, figure)) = group.stated.and_then(|row| stated(row, candidate.column)) else { return false };
            let holds = group.totals.get(&candidate.column.id).and_then(|total| total.counted);
            let holds = holds.is_some_and(|sum| reaching(candidate.column, figure.quantity).agrees_with(sum));
            let sheet = self.view.returns.sheet(&cell.at);
            let is_formula = cell.at.cell.zip(sheet).is_some_and(|(at, sheet)| sheet.look.formulas.contains_key(&at));
            holds
                && !is_formula
                && items(group).iter().any(|item| item.row.map(|row| &row.at) == candidate.item.row.map(|row| &row.at))
        })
    }

    /// What speaks for `meant` in place of what a row states; `None` where nothing could be corrected there, or the row holds as
    /// it is and would not with it.
    fn weighed(&self, list: &'a List, item: &'a Item<'a>, column: &'a Column, meant: Decimal) -> Option<Candidate<'a>> {
        let row = item.row?;
        let (cell, figure) = stated(row, column)?;
        let is = figure.quantity.value();
        let is_given = column.is_given() && column.within.is_none() && column.beside().is_none();
        if !is_given || cell.decided.is_some() || !figure.quantity.is_exact() || is == meant {
            return None;
        }
        let line = Line::item(list, item, row);
        let mut weight = 0;
        let mut by_its_row = false;
        for (computed, formula) in formulas_with(list, column) {
            let Some((_, own)) = stated(row, computed) else { continue };
            let holds = |figure: Decimal| row_holds(&line, computed, own, formula, column, figure);
            match (holds(is), holds(meant)) {
                (Some(true), Some(false)) => return None,
                (Some(false), Some(true)) => by_its_row = true,
                _ => {}
            }
        }
        if by_its_row {
            weight += BY_ITS_ROW;
        }
        let unit = measure(column);
        let typing = unit.in_own_unit(is).zip(unit.in_own_unit(meant)).and_then(|(is, meant)| typing(is, meant));
        weight += typing.filter(|_| self.may_have_its_sign(list, column, is, meant)).map_or(0, |typing| typing.weight);
        let before = self.view.causes.priors.of_one(row, &column.id);
        let as_before = before == Some(meant);
        let stays = by_its_row || self.view.form.report.roles.target.as_ref() == Some(&column.id);
        weight += match before {
            Some(before) if before == meant && !stays => 0,
            Some(before) => by_prior(is, meant, before),
            None => 0,
        };
        if in_words(list, row, is, meant) {
            weight += IN_WORDS;
        }
        Some(Candidate { list, item, column, cell, is, meant, typing, as_before, by_its_row, weight })
    }

    /// A sign is turned where the others of the column have the other one.
    fn may_have_its_sign(&self, list: &List, column: &Column, is: Decimal, meant: Decimal) -> bool {
        if is.is_sign_negative() == meant.is_sign_negative() {
            return true;
        }
        let (positive, negative) = self.signs.get(&(list.id.as_str(), column.id.as_str())).copied().unwrap_or_default();
        if meant.is_sign_negative() { negative > positive } else { positive > negative }
    }
}

/// The one candidate that weighs enough, and clearly more than any other and than what else there may be.
fn clearest<'a>(candidates: &[Candidate<'a>], against: i32) -> Option<Candidate<'a>> {
    let best = candidates.iter().max_by_key(|candidate| candidate.weight)?;
    let others = candidates.iter().filter(|other| other.cell.at != best.cell.at || other.meant != best.meant);
    let next = others.map(|other| other.weight).max().unwrap_or_default().max(against);
    (best.weight >= ENOUGH && best.weight - next.max(0) >= CLEAR).then_some(*best)
}

/// The items that a group counts and a return states.
fn items<'a>(group: &'a Group<'a>) -> Vec<&'a Item<'a>> {
    group.counting_items().into_iter().filter(|item| item.row.is_some()).collect()
}

/// The columns of a list that a row works out from this one.
fn formulas_with<'a>(list: &'a List, column: &'a Column) -> impl Iterator<Item = (&'a Column, &'a Expr)> {
    let with = |formula: &&Expr| formula.columns().contains(&column.id.as_str());
    list.columns.iter().filter_map(move |computed| Some((computed, computed.origin().formula().filter(with)?)))
}

/// Whether what a row states for a computed column is what it gives with this figure; `None` where that cannot be known.
pub(super) fn row_holds(
    line: &Line<'_>,
    computed: &Column,
    own: &StatedFigure,
    formula: &Expr,
    column: &Column,
    figure: Decimal,
) -> Option<bool> {
    let operand = |id: &str| {
        if id == column.id { Operand::Number(Quantity::exact(figure)) } else { line.stated_operand(id) }
    };
    let Operand::Number(gives) = formula.evaluate(&operand) else { return None };
    Some(states(computed, own, gives))
}

/// Whether a figure that the total row works out holds with the sum of the rows, and not with the total that is stated.
fn total_row_holds_with(slip: &Slip<'_>, group: &Group<'_>) -> bool {
    let Some(row) = group.stated else { return false };
    let line = Line::total(slip.list, group, row);
    slip.list.columns.iter().any(|computed| {
        let (TotalOrigin::Formula(formula), Some((_, own))) = (&computed.total, stated(row, computed)) else {
            return false;
        };
        let holds = |figure: Quantity| row_holds(&line, computed, own, formula, slip.column, figure.value());
        formula.columns().contains(&slip.column.id.as_str())
            && holds(slip.expected) == Some(true)
            && holds(slip.stated) == Some(false)
    })
}

fn own_typing(column: &Column, is: Decimal, meant: Decimal) -> i32 {
    let unit = measure(column);
    // A computed percentage is compared as it would be typed.
    let decimals = match unit {
        Measure::Percent(decimals) => decimals,
        _ => Decimal::MAX_SCALE,
    };
    let own = |figure: Decimal| unit.in_own_unit(figure).map(|own| own.round_dp(decimals));
    own(is).zip(own(meant)).and_then(|(is, meant)| typing(is, meant)).map_or(0, |typing| typing.weight)
}

fn by_prior(is: Decimal, meant: Decimal, before: Decimal) -> i32 {
    if before == meant {
        return AS_BEFORE;
    }
    if before == is {
        return UNCHANGED;
    }
    let turned = is.is_sign_negative() != before.is_sign_negative();
    let far = !before.is_zero() && (turned || !is_within(FAR, is, before));
    if far && is_near(meant, before) { OUT_OF_SIZE } else { 0 }
}

/// Whether the texts of a row name the one amount and not the other.
fn in_words(list: &List, row: &Row, is: Decimal, meant: Decimal) -> bool {
    let texts = list.columns.iter().filter(|column| !column.kind.is_figure());
    let amounts: Vec<Quantity> = texts
        .filter_map(|column| row.cells.get(&column.id))
        .flat_map(|cell| money::amounts_in(&cell.text))
        .filter(|amount| !amount.is_rate && !amount.is_range)
        .map(|amount| amount.quantity)
        .collect();
    let names = |figure: Decimal| amounts.iter().any(|amount| amount.agrees_with(Quantity::exact(figure.abs())));
    names(meant) && !names(is)
}
