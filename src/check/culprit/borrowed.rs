//! A table that is another area's: its rows are called as another area's are and state the same figures, or they are called as
//! another area's were last time and none as its own were.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::grid::{TableOf, figure_of};
use crate::check::View;
use crate::finding::{Family, Finding, Status, slug};
use crate::form::{Area, List};
use crate::names::Title;
use crate::returns::Row;
use crate::source::Place;

/// Fewer rows may well be alike.
const FEWEST: usize = 3;

/// One row in so many may be none of the other area's, or one of its own.
const ONE_IN: usize = 5;

/// A table under one area's name that is another one's.
pub(in crate::check) struct Borrowed<'a> {
    /// The table.
    pub table: TableOf<'a>,
    /// The area that it stands for.
    pub area: &'a str,
    /// The area that it is of.
    pub other: &'a str,
    /// How many of its rows are the other area's.
    pub alike: usize,
    /// How many rows it has.
    pub rows: usize,
    /// Whether the other area states the same figures for this period; else its names were those of last time.
    pub same_figures: bool,
    /// The table of the other area, where that one holds this area's.
    pub exchanged: Option<TableOf<'a>>,
}

/// Every such table, with the ids of what follows from it.
pub(super) fn borrowed<'a>(view: &View<'a>, told: &[Finding]) -> Vec<(Borrowed<'a>, Vec<String>)> {
    let mut found: Vec<(Borrowed<'a>, Vec<String>)> = Vec::new();
    if view.form.areas.len() < 2 {
        return found;
    }
    let now = Names::now(view);
    let before = Names::before(view);
    for table in view.tables() {
        let table = TableOf { table: table.table, list: table.list };
        let rows = table.items();
        let Some(area) = rows.first().and_then(|row| row.area.as_deref()) else { continue };
        let is_given = table.list.summary_of.is_none() && !table.list.text_only;
        let is_one = rows.iter().all(|row| row.area.as_deref() == Some(area));
        if !is_given || !is_one || rows.len() < FEWEST {
            continue;
        }
        let named: Vec<Named<'a>> = rows.iter().map(|row| (name(table.list, row), figures(table.list, row))).collect();
        let (same, was) = (now.count(table.list, &named, true), before.count(table.list, &named, false));
        let of = |counts: &BTreeMap<&str, usize>, area: &str| counts.get(area).copied().unwrap_or_default();
        let is_its_own = of(&was, area).saturating_mul(ONE_IN) > rows.len();
        let is_other = |other: &&Area| {
            let id = other.id.as_str();
            id != area && (same.contains_key(id) || was.contains_key(id))
        };
        let of_other = view.form.areas.iter().filter(is_other).filter_map(|other| {
            let (same, was) = (of(&same, &other.id), of(&was, &other.id));
            let (alike, same_figures) = if same >= was { (same, true) } else { (was, false) };
            let nearly_all = (rows.len() - alike).saturating_mul(ONE_IN) <= rows.len() && alike >= FEWEST;
            nearly_all.then_some((other.id.as_str(), alike, same_figures))
        });
        let Some((other, alike, same_figures)) = of_other.max_by_key(|(_, alike, _)| *alike) else { continue };
        if is_its_own {
            continue;
        }
        let is_in_it = |place: &Place| place.file == table.table.at.file && place.sheet == table.table.at.sheet;
        let follows = |finding: &&Finding| {
            let names = finding.family == Family::Reference && finding.related.iter().any(is_in_it);
            let of_area = finding.area.as_deref() == Some(area) || is_in_it(&finding.at) || names;
            let decides = finding.family == Family::Decision && slug(&finding.topic).contains(&slug(area));
            // Personal data are told whatever else is amiss.
            finding.status == Status::Open && finding.family != Family::Privacy && (of_area || decides)
        };
        let mut follows: Vec<String> = told.iter().filter(follows).map(|finding| finding.id.clone()).collect();
        // Of two that are alike and known by nothing else, it is the one about which more is asked.
        let is_twin =
            |first: &Borrowed<'_>| first.table.list.id == table.list.id && first.area == other && first.other == area;
        let twin = found.iter().position(|(first, _)| is_twin(first));
        // Where neither is the other's of this period, they are exchanged.
        let exchanged = twin.and_then(|twin| found.get(twin)).filter(|(first, _)| !first.same_figures && !same_figures);
        if let Some((first, of_first)) = exchanged {
            let known: BTreeSet<String> = follows.iter().cloned().collect();
            follows.extend(of_first.iter().filter(|id| !known.contains(*id)).cloned());
            let exchanged = Some(first.table);
            found.retain(|(first, _)| !is_twin(first));
            found.push((Borrowed { table, area, other, alike, rows: rows.len(), same_figures, exchanged }, follows));
            continue;
        }
        if let Some(twin) = twin {
            if found.get(twin).is_some_and(|(_, first)| first.len() >= follows.len()) {
                continue;
            }
            found.remove(twin);
        }
        found.push((Borrowed { table, area, other, alike, rows: rows.len(), same_figures, exchanged: None }, follows));
    }
    found
}

/// What the rows of each list are called, each with the areas that have such a row, and its figures there.
struct Names<'a> {
    named: BTreeMap<(&'a str, Title), BTreeMap<&'a str, Given<'a>>>,
}

impl<'a> Names<'a> {
    fn now(view: &View<'a>) -> Names<'a> {
        let mut named: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        for (list, item, row) in view.items() {
            let Some(area) = item.area.as_deref() else { continue };
            named.entry((list.id.as_str(), name(list, row))).or_default().insert(area, figures(list, row));
        }
        Names { named }
    }

    fn before(view: &View<'a>) -> Names<'a> {
        let mut named: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        for scheme in view.reconciliation.into_iter().flat_map(|is| &is.before.schemes) {
            let Some(area) = scheme.area.as_deref() else { continue };
            let key = (scheme.list.as_str(), Title::of(&scheme.label));
            named.entry(key).or_default().insert(area, BTreeMap::new());
        }
        Names { named }
    }

    /// For each area how many of these rows are called as rows of it are, and state the same figures where that is asked.
    fn count(&self, list: &'a List, rows: &[Named<'a>], with_figures: bool) -> BTreeMap<&'a str, usize> {
        let mut counts: BTreeMap<&'a str, usize> = BTreeMap::new();
        for (name, own) in rows {
            let known = self.named.get(&(list.id.as_str(), name.clone())).into_iter().flatten();
            let states_some = !with_figures || own.values().any(|figure| !figure.is_zero());
            for (area, _) in known.filter(|(_, known)| states_some && (!with_figures || own == *known)) {
                *counts.entry(area).or_default() += 1;
            }
        }
        counts
    }
}

/// The given figures of a row.
type Given<'a> = BTreeMap<&'a str, Decimal>;

/// What a row is called, and its given figures.
type Named<'a> = (Title, Given<'a>);

fn name(list: &List, row: &Row) -> Title {
    let label = row.text(&list.label);
    Title::of(if label.is_empty() { row.text(&list.key) } else { label })
}

fn figures<'a>(list: &'a List, row: &Row) -> BTreeMap<&'a str, Decimal> {
    let given = list.columns.iter().filter(|column| column.is_given() && column.kind.is_figure());
    given.filter_map(|column| Some((column.id.as_str(), figure_of(row, column)?))).collect()
}
