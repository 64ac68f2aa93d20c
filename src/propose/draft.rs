//! A collection drafted from workbooks: what each period says, the newest first, and what earlier ones add to it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::areas::{self, Area, AreaBy};
use super::columns::{self, Col};
use super::dated::When;
use super::given::{APRIL, Given};
use super::joined::{self, Joined, bare};
use super::list::{self, List};
use super::{Holds, summary};
use crate::names::Label;
use crate::period::{Part, Period};
use crate::returns::grid::Raw;
use crate::source::Address;

/// What a period's workbooks say.
pub(super) struct OfPeriod {
    pub(super) when: When,
    pub(super) joined: Vec<Joined>,
    pub(super) areas: Vec<Area>,
    /// The columns' ids, list by list.
    pub(super) ids: Vec<BTreeMap<u32, String>>,
    /// The lists, those that can be said.
    pub(super) lists: Vec<Option<List>>,
}

/// What all of them say together.
pub(super) struct Draft {
    /// The periods and the days their figures stand at.
    pub(super) periods: Vec<(Period, Date)>,
    pub(super) newest: OfPeriod,
    /// Tables that belong to no list, each in a sentence.
    pub(super) left_out: Vec<String>,
}

/// The draft of workbooks; none where there is no table in those of the newest period.
pub(super) fn of(given: &[Given]) -> Option<Draft> {
    let mut periods: BTreeMap<Period, Vec<usize>> = BTreeMap::new();
    for (index, given) in given.iter().enumerate() {
        periods.entry(given.period).or_default().push(index);
    }
    let as_at = |period: Period, files: &[usize]| {
        let mut days: BTreeMap<Date, usize> = BTreeMap::new();
        for day in files.iter().filter_map(|file| given.get(*file)?.as_at) {
            *days.entry(day).or_default() += 1;
        }
        let most = days.into_iter().max_by_key(|(_, times)| *times).map(|(day, _)| day);
        most.unwrap_or_else(|| period.last_day(APRIL))
    };
    let days: Vec<(Period, Date)> = periods.iter().map(|(period, files)| (*period, as_at(*period, files))).collect();
    let mut drafts: Vec<OfPeriod> = Vec::new();
    for ((period, files), (_, as_at)) in periods.iter().zip(&days).rev() {
        let own: Vec<(usize, &Given)> = files.iter().filter_map(|file| Some((*file, given.get(*file)?))).collect();
        let when = When { period: *period, as_at: *as_at };
        let draft = of_period(&own, given, when, drafts.first());
        drafts.push(draft);
    }
    let mut drafts = drafts.into_iter();
    let mut newest = drafts.next()?;
    let older: Vec<OfPeriod> = drafts.collect();
    let mut left_out = Vec::new();
    for (list, joined) in newest.lists.iter().zip(&newest.joined) {
        if list.is_none() {
            let piece = joined.pieces.first()?;
            left_out.push(format!(
                "the table on sheet {} of {}: nothing there says which service area its rows belong to",
                piece.table.sheet,
                given.get(piece.given)?.path.file_name().unwrap_or_default().to_string_lossy()
            ));
        }
    }
    for joined in &newest.joined {
        for heading in &joined.twice {
            let piece = joined.pieces.first()?;
            let file = given.get(piece.given)?.path.file_name().unwrap_or_default().to_string_lossy();
            left_out.push(format!(
                "the second column '{heading}' on sheet {} of {file}: a return could mean either of the two",
                piece.table.sheet
            ));
        }
    }
    with_older(&mut newest, &older);
    newest.lists.iter().any(Option::is_some).then_some(Draft { periods: days, newest, left_out })
}

/// What the workbooks of a period say; columns that a newer period has are called as there.
fn of_period(own: &[(usize, &Given)], given: &[Given], when: When, newer: Option<&OfPeriod>) -> OfPeriod {
    let mut joined = joined::lists(own);
    let (by, areas) = areas::judge(&mut joined, given);
    let summaries = summary::judge(&joined, &by, &areas);
    let mut ids = Vec::new();
    for list in &joined {
        let known = newer.and_then(|newer| Some((newer, alike(list, newer)?)));
        let known: Vec<columns::Known> = known
            .map(|(newer, index)| {
                let columns = columns::shown(&newer.joined[index]).into_iter();
                let known = columns.filter_map(|column| {
                    Some(columns::Known::of(column, newer.when, newer.ids[index].get(&column.at)?))
                });
                known.collect()
            })
            .unwrap_or_default();
        ids.push(columns::ids(list, when, &known));
    }
    let mut taken = BTreeSet::new();
    let mut lists: Vec<Option<List>> = Vec::new();
    for (index, list) in joined.iter().enumerate() {
        let said = match by[index] {
            AreaBy::Unknown => None,
            _ => {
                let summary = summaries[index].clone();
                list::of(list, (&by[index], &areas), summary, given, (when, &ids[index], &mut taken))
            }
        };
        lists.push(said);
    }
    summed(&mut lists, &ids);
    details(&mut lists, &joined);
    looking_alike(&mut lists, &joined);
    OfPeriod { when, joined, areas, ids, lists }
}

/// Says of each column of a summary which column it sums up.
fn summed(lists: &mut [Option<List>], ids: &[BTreeMap<u32, String>]) {
    for index in 0..lists.len() {
        let Some(summary) = lists[index].as_ref().and_then(|list| list.summary.clone()) else { continue };
        let sources: Vec<(String, Holds)> = match lists.get(summary.of).and_then(Option::as_ref) {
            Some(of) => of.columns.iter().map(|column| (column.id.clone(), column.holds.clone())).collect(),
            None => {
                if let Some(list) = lists[index].as_mut() {
                    list.summary = None;
                }
                continue;
            }
        };
        let Some(list) = lists[index].as_mut() else { continue };
        for column in &mut list.columns {
            let live = column.formula.as_ref().is_some_and(|(.., by)| *by == super::By::LiveFormula);
            let source = summary.sums.get(&column.at).filter(|_| !live);
            let source = source.and_then(|of| ids[summary.of].get(of));
            let known = source.filter(|id| sources.iter().any(|(known, holds)| known == *id && *holds == column.holds));
            if let Some(id) = known {
                column.sum = Some(id.clone());
                column.sum_differs = summary.differ.contains(&column.at);
                column.formula = None;
                column.codes.clear();
                column.cumulative = false;
            } else if summary.counts == Some(column.at) {
                column.count = true;
                column.holds = Holds::Count;
                column.unit = None;
                column.formula = None;
            }
        }
        let any = list.columns.iter().any(|column| column.sum.is_some() || column.count);
        if !any {
            list.summary = None;
        }
    }
}

/// Names to each list that reads all sheets those of other lists in its workbooks that have its headings.
fn looking_alike(lists: &mut [Option<List>], joined: &[Joined]) {
    for index in 0..lists.len() {
        let own = joined::headings(&joined[index].table);
        let files: BTreeSet<usize> = joined[index].pieces.iter().map(|piece| piece.given).collect();
        let mut sheets: Vec<String> = Vec::new();
        for piece in joined.iter().enumerate().filter(|(other, _)| *other != index).flat_map(|(_, list)| &list.pieces) {
            let shared = joined::headings(&piece.table).intersection(&own).count();
            let own_sheet = joined[index].pieces.iter().any(|own| own.table.sheet == piece.table.sheet);
            let sheet = piece.table.sheet.to_string();
            if files.contains(&piece.given) && shared * 2 >= own.len() && !own_sheet && !sheets.contains(&sheet) {
                sheets.push(sheet);
            }
        }
        if let Some(list) = lists[index].as_mut().filter(|list| list.all_sheets) {
            list.not_read = sheets;
        }
    }
}

/// Says of each list whether its rows are details of another one's items: they name these, more than once.
fn details(lists: &mut [Option<List>], joined: &[Joined]) {
    let names = |index: usize| -> Vec<String> {
        let list: &Joined = &joined[index];
        let items = list.table.items();
        items.map(|row| Label::of(&row.label).as_str().to_string()).collect()
    };
    for index in 0..lists.len() {
        let own = names(index);
        let different: BTreeSet<&String> = own.iter().collect();
        let free = lists[index].as_ref().is_some_and(|list| list.summary.is_none());
        if !free || different.len() == own.len() {
            continue;
        }
        let of = (0..lists.len()).filter(|other| *other != index && lists[*other].is_some()).find(|other| {
            let all = names(*other);
            let known: BTreeSet<&String> = all.iter().collect();
            let held = different.iter().filter(|name| known.contains(*name)).count();
            known.len() == all.len() && held * 10 >= different.len() * 9
        });
        let of = of.and_then(|of| lists[of].as_ref()).map(|list| list.id.clone());
        if let Some(list) = lists[index].as_mut() {
            list.detail_of = of;
        }
    }
}

/// Which list of a draft has most of a list's headings.
fn alike(list: &Joined, of: &OfPeriod) -> Option<usize> {
    let own = joined::headings(&list.table);
    let shared = |other: &Joined| joined::headings(&other.table).intersection(&own).count();
    let best = (0..of.joined.len()).max_by_key(|index| (shared(&of.joined[*index]), std::cmp::Reverse(*index)))?;
    (shared(&of.joined[best]) * 2 >= own.len() && shared(&of.joined[best]) > 1).then_some(best)
}

/// Whether a period is the year's last word.
fn is_outturn(period: Period) -> bool {
    period.part == Part::Outturn
}

/// Adds to the newest period what earlier ones say: words of choices and codes, whether a figure only grows, and the columns that
/// outturn and the months before it do not share.
fn with_older(newest: &mut OfPeriod, older: &[OfPeriod]) {
    let mut is_said = false;
    for earlier in older {
        // The nearest period of the other kind says what stands there alone.
        let other_kind = is_outturn(earlier.when.period) != is_outturn(newest.when.period) && !is_said;
        is_said |= other_kind;
        for (index, joined) in earlier.joined.iter().enumerate() {
            let Some(known) = alike(joined, newest) else { continue };
            let (Some(own), Some(_)) = (&earlier.lists[index], &newest.lists[known]) else { continue };
            let falls = falling(joined, own, (&newest.joined[known], &newest.lists[known]), earlier, newest);
            let Some(list) = newest.lists[known].as_mut() else { continue };
            for column in &mut list.columns {
                if falls.contains(&column.id) {
                    column.cumulative = false;
                }
            }
            for column in &own.columns {
                let same = list.columns.iter_mut().filter(|known| known.id == column.id);
                for known in same {
                    add_words(known, column);
                    // At outturn another heading is said as such.
                    let differs = bare(&known.heading) != bare(&column.heading);
                    let is_new = !known.also.contains(&column.heading) && known.heading != column.heading;
                    if differs && is_new && is_outturn(earlier.when.period) == is_outturn(newest.when.period) {
                        known.also.push(column.heading.clone());
                    }
                }
            }
            if other_kind {
                split(list, own, (newest.when.period, earlier.when.period));
            }
            for label in &own.totals {
                if !list.totals.iter().any(|known| Label::same(known, label)) {
                    list.totals.push(label.clone());
                }
            }
        }
    }
}

fn add_words(known: &mut Col, earlier: &Col) {
    if let (Holds::Choice(words), Holds::Choice(more)) = (&mut known.holds, &earlier.holds) {
        for word in more {
            if !words.iter().any(|known| Label::same(known, word)) {
                words.push(word.clone());
            }
        }
    }
    for (code, place) in &earlier.codes {
        let known = known.codes.entry(code.clone()).or_insert(*place);
        known.nil |= place.nil;
    }
    for colour in &earlier.colours {
        if !known.colours.iter().any(|(hue, _)| *hue == colour.0) {
            known.colours.push(colour.clone());
        }
    }
    known.blank_is_nil |= earlier.blank_is_nil;
}

/// Columns that differ between outturn and the periods before it are said once for each.
fn split(list: &mut List, other: &List, (newest, earlier): (Period, Period)) {
    let (here, there) = (parts(newest), parts(earlier));
    let mut columns: Vec<Col> = Vec::new();
    let mut follows: BTreeMap<String, Vec<Col>> = BTreeMap::new();
    let mut before = String::new();
    for column in &other.columns {
        let known = list.columns.iter().find(|known| known.id == column.id);
        let differs = known.is_none_or(|known| {
            known.heading != column.heading
                || known.formula.as_ref().map(|(formula, ..)| formula) != column.formula.as_ref().map(|(it, ..)| it)
                || known.total != column.total
                || kind(&known.holds) != kind(&column.holds)
        });
        if differs {
            let mut own = column.clone();
            own.only_in.clone_from(&there);
            follows.entry(before.clone()).or_default().push(own);
        }
        if known.is_some() {
            before.clone_from(&column.id);
        }
    }
    columns.extend(follows.remove("").unwrap_or_default());
    for mut column in std::mem::take(&mut list.columns) {
        let id = column.id.clone();
        let own = other.columns.iter().find(|other| other.id == column.id);
        let is_again = columns.iter().chain(follows.values().flatten()).any(|it| it.id == id && !it.only_in.is_empty());
        if own.is_none() || is_again {
            column.only_in.clone_from(&here);
        }
        columns.push(column);
        columns.extend(follows.remove(&id).unwrap_or_default());
    }
    list.columns = columns;
}

fn kind(holds: &Holds) -> std::mem::Discriminant<Holds> {
    std::mem::discriminant(holds)
}

/// The periods of a year that are of this one's kind.
pub(super) fn parts(period: Period) -> Vec<String> {
    match period.part {
        Part::Quarter(_) => (1..=4).map(|quarter| format!("q{quarter}")).collect(),
        Part::Month(_) => (1..=12).map(|month| format!("p{month:02}")).collect(),
        Part::Budget => vec!["budget".to_string()],
        Part::Closing => vec!["p13".to_string()],
        Part::Outturn => vec!["outturn".to_string()],
    }
}

/// The columns in which a figure of an item is less than it was in an earlier period of the same year.
fn falling(
    joined: &Joined,
    own: &List,
    (newer, list): (&Joined, &Option<List>),
    earlier: &OfPeriod,
    newest: &OfPeriod,
) -> BTreeSet<String> {
    let mut falls = BTreeSet::new();
    let Some(list) = list else { return falls };
    if earlier.when.period.year != newest.when.period.year {
        return falls;
    }
    let keys = |joined: &Joined| -> BTreeMap<String, u32> {
        let Some(key) = joined.table.key else { return BTreeMap::new() };
        let rows = joined.table.items();
        rows.filter_map(|row| {
            let text = joined.sheet.cells.get(&Address::new(row.at, key)).map(Raw::text)?;
            Some((Label::of(&text).as_str().to_string(), row.at))
        })
        .collect()
    };
    let (then, now) = (keys(joined), keys(newer));
    for column in list.columns.iter().filter(|column| column.cumulative) {
        let Some(before) = own.columns.iter().find(|own| own.id == column.id) else { continue };
        let fell = then.iter().filter_map(|(key, row)| {
            let now = newer.figure(*now.get(key)?, column.at)?;
            Some(now.abs() < joined.figure(*row, before.at)?.abs())
        });
        if fell.filter(|fell| *fell).count() > 0 {
            falls.insert(column.id.clone());
        }
    }
    falls
}
