//! Total rows that are not those of the rows above them: they leave out a row, count one twice or one that is gone, or are off in
//! most columns by whatever. Each column by itself would be told again and again.

use std::collections::BTreeSet;

use super::figure::Search;
use super::grid::with_figure;
use super::shift::is_gone_alone;
use super::trial::{Changed, tried};
use crate::check::View;
use crate::check::cause::{Slip, SlipOf, row_of};
use crate::check::look::{counted, stated};
use crate::figures::Item;
use crate::finding::{Family, Finding};
use crate::form::TotalOrigin;
use crate::formula::Operand;
use crate::money::Quantity;
use crate::reconcile::position::Scheme;
use crate::returns::Row;
use crate::source::Place;

/// A row that is left out is so in every column: by one alone it cannot be known.
const FEWEST_BY_ROW: usize = 2;

/// So many columns of one total row are no matter of single figures.
const FEWEST_OF_ROW: usize = 3;

/// Stated totals that are off for one reason.
pub(in crate::check) struct Totals<'a> {
    /// They.
    pub slips: Vec<Slip<'a>>,
    /// The reason.
    pub why: Why<'a>,
}

/// Why totals are off.
#[derive(Clone, Copy)]
pub(in crate::check) enum Why<'a> {
    /// They leave out this row.
    LeftOut(&'a Item<'a>, &'a Row),
    /// They count this row twice.
    Twice(&'a Item<'a>, &'a Row),
    /// They count a scheme that is gone.
    Gone(&'a Scheme),
    /// It is not known: they stand in one row.
    OneRow,
}

/// Totals that are off by a row, with the ids of what would be gone if they were right.
pub(super) fn by_a_row<'a>(
    view: &View<'a>,
    told: &[Finding],
    explained: &BTreeSet<String>,
) -> Vec<(Totals<'a>, Vec<String>)> {
    let search = Search::of(view, told, explained);
    let mut slips: Vec<Slip<'a>> = search.totals().cloned().collect();
    let mut found = Vec::new();
    while slips.len() >= FEWEST_BY_ROW {
        let Some((why, own)) = clearest(view, &search, &slips) else { break };
        let (those, rest): (Vec<_>, Vec<_>) = slips.into_iter().partition(|slip| own.contains(&slip.cell.at));
        slips = rest;
        let mut explains = explained_by(view, told, &search, &those);
        explains.extend(told.iter().filter(|finding| is_about(finding, why)).map(|finding| finding.id.clone()));
        found.push((Totals { slips: those, why }, explains));
    }
    found
}

/// Total rows that are off in several columns, with the ids of what would be gone if they were right.
pub(super) fn in_a_row<'a>(
    view: &View<'a>,
    told: &[Finding],
    explained: &BTreeSet<String>,
) -> Vec<(Totals<'a>, Vec<String>)> {
    let search = Search::of(view, told, explained);
    let mut rows: Vec<(Place, Vec<Slip<'a>>)> = Vec::new();
    for slip in search.totals().filter(|slip| matches!(slip.of, SlipOf::Total(..))) {
        let row = row_of(&slip.cell.at);
        match rows.iter_mut().find(|(known, _)| *known == row) {
            Some((_, slips)) => slips.push(slip.clone()),
            None => rows.push((row, vec![slip.clone()])),
        }
    }
    let several = rows.into_iter().filter(|(_, slips)| slips.len() >= FEWEST_OF_ROW);
    several
        .map(|(_, slips)| {
            let explains = explained_by(view, told, &search, &slips);
            (Totals { slips, why: Why::OneRow }, explains)
        })
        .collect()
}

/// The row that most of these totals are off by, in more than one column, and the cells of those totals; none where several rows
/// would do as well, two that are called the same apart.
fn clearest<'a>(view: &View<'a>, search: &Search<'_, 'a>, slips: &[Slip<'a>]) -> Option<(Why<'a>, BTreeSet<Place>)> {
    let mut candidates: Vec<(Why<'a>, Vec<(Place, &'a str)>)> = Vec::new();
    let mut add = |why: Why<'a>, at: &Place, column: &'a str| {
        let known = candidates.iter_mut().find(|(known, _)| known.is(&why));
        match known {
            Some((_, slips)) => slips.push((at.clone(), column)),
            None => candidates.push((why, vec![(at.clone(), column)])),
        }
    };
    for slip in slips {
        let Some((list, column, items)) = search.counted_by(slip) else { continue };
        for item in items {
            let Some((row, figure)) = item.row.and_then(|row| Some((row, counted(row, column)?))) else { continue };
            match off_by(slip, figure) {
                Some(Off::Less) => add(Why::LeftOut(item, row), &slip.cell.at, &column.id),
                Some(Off::More) => add(Why::Twice(item, row), &slip.cell.at, &column.id),
                None => {}
            }
        }
        for scheme in gone(view).filter(|scheme| scheme.list == list.id) {
            let of_area = match slip.of {
                SlipOf::Total(group, _) => group.area.is_none() || group.area == scheme.area,
                SlipOf::Section { item, .. } => item.area.is_none() || item.area == scheme.area,
                _ => false,
            };
            let figure = scheme.figures.get(&column.id).map(|figure| Quantity::exact(*figure));
            if let Some(Off::More) = figure.filter(|_| of_area).and_then(|figure| off_by(slip, figure)) {
                add(Why::Gone(scheme), &slip.cell.at, &column.id);
            }
        }
    }
    candidates
        .retain(|(_, slips)| slips.iter().map(|(_, column)| column).collect::<BTreeSet<_>>().len() >= FEWEST_BY_ROW);
    candidates.retain(|(why, slips)| !is_refuted(view, *why, slips));
    let most = candidates.iter().map(|(_, slips)| slips.len()).max()?;
    let mut best = candidates.into_iter().filter(|(_, slips)| slips.len() == most);
    let (mut why, slips) = best.next()?;
    for (other, _) in best {
        if !why.is_called_as(&other) {
            return None;
        }
        why = other;
    }
    Some((why, slips.into_iter().map(|(at, _)| at).collect()))
}

/// Whether a total of the same total rows holds in a column in which the row has a figure: they do count it, and as it is.
fn is_refuted(view: &View<'_>, why: Why<'_>, slips: &[(Place, &str)]) -> bool {
    let (Why::LeftOut(item, _) | Why::Twice(item, _)) = why else { return false };
    let rows: BTreeSet<Place> = slips.iter().map(|(at, _)| row_of(at)).collect();
    let totals = view.lines().into_iter().filter(|line| line.group.is_some() && rows.contains(&row_of(&line.row.at)));
    totals.into_iter().any(|total| {
        let columns = total
            .list
            .columns
            .iter()
            .filter(|column| column.total == TotalOrigin::Sum || column.total == TotalOrigin::Given);
        let mut columns = columns.filter(|column| column.kind.is_amount() && !column.is_rounded());
        columns.any(|column| {
            let counts = item.row.and_then(|row| counted(row, column)).is_some_and(|figure| !figure.value().is_zero());
            let is_off = view
                .causes
                .slips
                .iter()
                .any(|slip| slip.column.id == column.id && row_of(&slip.cell.at) == row_of(&total.row.at));
            counts && stated(total.row, column).is_some() && !is_off
        })
    })
}

/// Which way a total is off.
enum Off {
    Less,
    More,
}

/// Which way a total is off by this figure, if it is.
fn off_by(slip: &Slip<'_>, figure: Quantity) -> Option<Off> {
    if figure.value().is_zero() {
        return None;
    }
    let makes = |one: Quantity, sum: Quantity| Quantity::sum([one, figure]).is_some_and(|own| own.agrees_with(sum));
    if makes(slip.stated, slip.expected) {
        return Some(Off::Less);
    }
    makes(slip.expected, slip.stated).then_some(Off::More)
}

/// The schemes of last time that are in no return.
fn gone<'a>(view: &View<'a>) -> impl Iterator<Item = &'a Scheme> + use<'a> {
    let all = view.given.reconciliation;
    let closed =
        all.into_iter().flat_map(|all| all.pairs.iter().filter(|pair| pair.is_closed()).map(move |pair| (all, pair)));
    closed.flat_map(|(all, pair)| pair.before.iter().filter_map(|index| all.before.schemes.get(*index)))
}

impl Why<'_> {
    fn is(&self, other: &Why<'_>) -> bool {
        match (self, other) {
            (Why::LeftOut(_, one), Why::LeftOut(_, other)) | (Why::Twice(_, one), Why::Twice(_, other)) => {
                one.at == other.at
            }
            (Why::Gone(one), Why::Gone(other)) => one.at == other.at,
            _ => false,
        }
    }

    /// Whether two rows are called the same: one of them twice.
    fn is_called_as(&self, other: &Why<'_>) -> bool {
        match (self, other) {
            (Why::LeftOut(one, _), Why::LeftOut(other, _)) => one.label == other.label && one.area == other.area,
            _ => false,
        }
    }
}

/// Whether a finding says of the same row that it is there twice, or gone.
fn is_about(finding: &Finding, why: Why<'_>) -> bool {
    if !finding.blocks() {
        return false;
    }
    let names = |at: &Place| finding.related.iter().chain([&finding.at]).any(|place| row_of(place) == row_of(at));
    match why {
        Why::LeftOut(item, row) => match finding.family {
            Family::Reference => finding.code.starts_with("duplicate-") && names(&row.at),
            // Of two that are called the same neither can be matched with that of last time.
            Family::Period => {
                let called = finding.stated_text.as_deref().map(str::trim) == Some(item.label.trim());
                finding.code == "likely-rename" && called && finding.area == row.area
            }
            _ => false,
        },
        Why::Gone(scheme) => is_gone_alone(finding, scheme),
        Why::Twice(..) | Why::OneRow => false,
    }
}

/// The findings that would be gone if these totals stated what their rows come to, and what follows from them in their rows; where
/// something else would be found instead, no more than the totals' own.
fn explained_by<'a>(view: &View<'a>, told: &[Finding], search: &Search<'_, 'a>, slips: &[Slip<'a>]) -> Vec<String> {
    let own = slips.iter().filter_map(|slip| search.id(slip)).map(str::to_string).collect();
    let Some(changed) = corrected(view, slips) else { return own };
    match tried(view, told, &changed) {
        Some(outcome) if outcome.new.is_empty() => {
            // Another total that would be gone too is off by something of its own.
            let totals: BTreeSet<&str> = search.totals().filter_map(|slip| search.id(slip)).collect();
            let gone = outcome.gone.into_iter().filter(|id| !totals.contains(id.as_str()));
            let mut explains: Vec<String> = own;
            explains.extend(gone);
            explains.sort();
            explains.dedup();
            explains
        }
        _ => own,
    }
}

/// The cells of total rows as they would be.
fn corrected<'a>(view: &View<'a>, slips: &[Slip<'a>]) -> Option<Changed> {
    let mut changed = Changed::new();
    for slip in slips {
        changed.push(with_figure(slip.column, &slip.cell.at, slip.expected.value())?);
    }
    // What the total row works out from them goes with them.
    for line in view.lines().into_iter().filter(|line| line.group.is_some()) {
        if !slips.iter().any(|slip| row_of(&slip.cell.at) == row_of(&line.row.at)) {
            continue;
        }
        for column in line.list.columns.iter().filter(|column| column.kind.is_figure()) {
            let is_done =
                slips.iter().any(|slip| slip.column.id == column.id && row_of(&slip.cell.at) == row_of(&line.row.at));
            let Some((cell, figure)) = stated(line.row, column).filter(|_| !is_done) else { continue };
            if let Operand::Number(worked_out) = line.operand(&column.id)
                && !crate::check::look::states(column, figure, worked_out)
            {
                changed.push(with_figure(column, &cell.at, worked_out.value())?);
            }
        }
    }
    Some(changed)
}
