//! Lists that sum up another one: what each of their rows stands for, and what it adds up.

use rust_decimal::Decimal;

use super::work::{compute, given, place_of, rows_of, runs, total};
use super::{Figure, FigureOrigin, Figures, Group, Item, OutOfBounds};
use crate::form::{ALL, AREA, AREA_GROUP, Column, ColumnOrigin, Form, List, Summary, TotalOrigin};
use crate::formula::{Expr, Operand, Operator};
use crate::money::{Absent, Quantity};
use crate::names::Code;
use crate::returns::{Returns, Row, RowKind};

/// A summary: the rows that a return states, in its order, then those of groups it leaves out.
pub(super) fn summary_list<'a>(
    form: &Form,
    list: &List,
    summary: &Summary,
    returns: &'a Returns,
    figures: &Figures<'a>,
) -> Result<Group<'a>, OutOfBounds> {
    let mut all = Group::empty(None, String::new());
    let of = form.list(&summary.of);
    let source = figures.list(&summary.of).map(|list| &list.all);
    let drawn = of.zip(source).map(|(of, source)| Drawn { of, by: &summary.by, source });
    for row in rows_of(list, returns) {
        match row.kind {
            RowKind::Total if row.covers.is_none() && row.area_group.is_none() => all.stated = Some(row),
            RowKind::Total | RowKind::Subtotal | RowKind::Part | RowKind::LeftOut => {}
            RowKind::Item | RowKind::Balancing => {
                let key = match summary.by.as_str() {
                    AREA => row.area.clone(),
                    ALL => Some(ALL.to_string()),
                    AREA_GROUP => Some(group_key(form, row.text(&list.key))),
                    _ => Some(row.text(&list.key).to_string()),
                };
                let Some(key) = key else { continue };
                all.items.push(summary_item(form, list, drawn.as_ref(), &key, Some(row))?);
            }
        }
    }
    for key in drawn.as_ref().map(Drawn::keys).unwrap_or_default() {
        let is_there = |item: &Item<'_>| Code::same(&item.key, &key);
        if !all.items.iter().any(is_there) {
            all.items.push(summary_item(form, list, drawn.as_ref(), &key, None)?);
        }
    }
    total(list, &mut all)?;
    all.runs = runs(list, &all, rows_of(list, returns))?;
    shares(list, &mut all);
    Ok(all)
}

/// The list that is summed up, and by what.
struct Drawn<'s, 'a> {
    of: &'s List,
    by: &'s str,
    source: &'s Group<'a>,
}

impl<'s, 'a> Drawn<'s, 'a> {
    /// What the rows of a summary stand for, in the order of the list summed up.
    fn keys(&self) -> Vec<String> {
        let mut keys: Vec<String> = Vec::new();
        match self.by {
            AREA => {
                let sections = self.source.groups.iter().filter(|group| !group.is_inner());
                return sections.filter_map(|group| group.area.clone()).collect();
            }
            ALL => return vec![ALL.to_string()],
            _ => {}
        }
        for item in self.source.counting_items() {
            if let Some(key) = value_of(self.of, item, self.by)
                && !key.is_empty()
                && !keys.iter().any(|known| Code::same(known, key))
            {
                keys.push(key.to_string());
            }
        }
        // What balances the whole and stands in none of these has a row of its own: it is in the total.
        let apart = self.source.every_item().into_iter().filter(|item| stands_apart(self.of, item, self.by));
        for key in apart.map(|item| item.label.clone()) {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        keys
    }

    /// The total of a column, for a row of the summary. `None` if the list summed up has nothing for it: a row without a
    /// section stands as the return gives it.
    fn summed(&self, key: &str, of: &str, only: Option<&Expr>) -> Result<Option<Figure>, OutOfBounds> {
        let origin = FigureOrigin::SumOf(of.to_string());
        if only.is_none() {
            let group = match self.by {
                AREA => self.source.of_area(key),
                ALL => Some(self.source),
                _ => None,
            };
            if let Some(figure) = group.and_then(|group| group.totals.get(of)) {
                return Ok(Some(Figure { origin, ..figure.clone() }));
            }
        }
        if self.by != ALL && members(self.of, self.source, self.by, key, None).is_empty() && !self.is_outside(key) {
            return Ok(None);
        }
        let mut sum = Quantity::NIL;
        let mut unknown = Vec::new();
        for item in members(self.of, self.source, self.by, key, only) {
            let Some(figure) = item.figures.get(of) else { continue };
            match (figure.counted, &figure.value) {
                (Some(quantity), _) => {
                    sum = sum.checked_add(quantity).ok_or_else(|| OutOfBounds { column: of.to_string() })?;
                }
                (None, Err(why)) => unknown.push((why.clone(), place_of(figure, item))),
                (None, Ok(_)) => {}
            }
        }
        Ok(Some(Figure { unknown, ..Figure::known(sum, origin) }))
    }

    /// Whether all that a row stands for is kept out of the totals: then it comes to nil, and what the return states for it is told.
    fn is_outside(&self, key: &str) -> bool {
        let of_key = |item: &&Item<'_>| match self.by {
            AREA => item.area.as_deref() == Some(key),
            by => value_of(self.of, item, by).is_some_and(|value| Code::same(value, key)),
        };
        self.source.every_item().into_iter().filter(|item| item.outside.is_some()).any(|item| of_key(&item))
    }

    fn counted(&self, key: &str, only: Option<&Expr>) -> Figure {
        let items = members(self.of, self.source, self.by, key, only);
        let number = items.iter().filter(|item| !item.balancing).count();
        Figure::known(Quantity::exact(Decimal::from(number)), FigureOrigin::Count)
    }
}

/// The items that a summary's row stands for: those of the list `of` that have `key` in what the summary goes `by`, and for
/// which the condition `only` holds for certain.
pub fn members<'s, 'a>(
    of: &List,
    source: &'s Group<'a>,
    by: &str,
    key: &str,
    only: Option<&Expr>,
) -> Vec<&'s Item<'a>> {
    let mut items = source.counting_items();
    items.retain(|item| match by {
        ALL => true,
        AREA => item.area.as_deref() == Some(key),
        _ if stands_apart(of, item, by) => item.label == key,
        _ => value_of(of, item, by).is_some_and(|value| Code::same(value, key)),
    });
    items.retain(|item| only.is_none_or(|only| holds(of, item, only)));
    items
}

impl<'a> Figures<'a> {
    /// The items that a figure of a summary's row is drawn from; none if the list is no summary.
    pub fn behind(&self, form: &Form, list: &List, column: &Column, row: &Item<'_>) -> Vec<&Item<'a>> {
        let drawn = list.summary_of.as_ref().and_then(|drawn| {
            let (of, source) = (form.list(&drawn.of)?, &self.list(&drawn.of)?.all);
            Some(members(of, source, &drawn.by, &row.key, column.only()))
        });
        drawn.unwrap_or_default()
    }
}

/// What a row of a summary by groups of areas stands for: the group that its key names, else what it says.
fn group_key(form: &Form, named: &str) -> String {
    form.area_group_called(named).map_or_else(|| named.to_string(), |group| group.id.clone())
}

/// What an item has in the column that rows are grouped by; the name of its group, where that is a level and no column.
fn value_of<'i>(list: &List, item: &'i Item<'_>, by: &str) -> Option<&'i str> {
    if by == AREA_GROUP {
        return item.area_group.as_deref();
    }
    if list.column(by).is_some() {
        return item.row.map(|_| item.text(by));
    }
    let level = list.levels.iter().position(|level| level == by)?;
    item.groups.get(level).map(String::as_str)
}

/// Whether an item is a balancing line that has nothing in what rows are grouped by.
fn stands_apart(list: &List, item: &Item<'_>, by: &str) -> bool {
    item.balancing && value_of(list, item, by).is_none_or(|value| value.trim().is_empty())
}

/// Whether a condition holds for an item for certain: not within the doubt of rounding, and not where something that it
/// needs is missing.
pub fn holds(list: &List, item: &Item<'_>, condition: &Expr) -> bool {
    condition.evaluate_for_certain(&|id| item.operand(list, id)) == Operand::Truth(true)
}

fn summary_item<'a>(
    form: &Form,
    list: &List,
    drawn: Option<&Drawn<'_, 'a>>,
    key: &str,
    row: Option<&'a Row>,
) -> Result<Item<'a>, OutOfBounds> {
    let mut figures = std::collections::BTreeMap::new();
    for column in list.columns.iter().filter(|column| column.kind.is_figure()) {
        let stated = || given(column, row);
        let only = column.only();
        let figure = match (column.origin(), drawn) {
            (ColumnOrigin::Sum(of), Some(drawn)) => drawn.summed(key, of, only)?.unwrap_or_else(stated),
            (ColumnOrigin::Count, Some(drawn)) => drawn.counted(key, only),
            (ColumnOrigin::Formula(_) | ColumnOrigin::Share(_), _) => continue,
            (ColumnOrigin::Given, _) | (ColumnOrigin::Sum(_) | ColumnOrigin::Count, None) => stated(),
        };
        figures.insert(column.id.clone(), figure);
    }
    let cell = |id: &str| row?.cells.get(id);
    compute(list, &mut figures, cell, |column| column.origin().formula().cloned());
    let by = drawn.map_or(AREA, |drawn| drawn.by);
    let area = (by == AREA).then(|| key.to_string());
    let typed = || cell(&list.label).map(|cell| cell.text.trim().to_string()).filter(|label| !label.is_empty());
    let label = match (area.as_deref().and_then(|id| form.area(id)), by) {
        (Some(area), _) => area.name.clone(),
        (None, AREA_GROUP) => match form.area_group(key) {
            Some(group) => group.name.clone(),
            None => typed().unwrap_or_else(|| key.to_string()),
        },
        (None, ALL) => typed().unwrap_or_else(|| format!("All {}", drawn.map_or("items", |drawn| &drawn.of.items))),
        (None, _) => typed().unwrap_or_else(|| key.to_string()),
    };
    let balancing = drawn.is_some_and(|drawn| {
        let behind = members(drawn.of, drawn.source, drawn.by, key, None);
        !matches!(by, AREA | ALL) && !behind.is_empty() && behind.iter().all(|item| item.balancing)
    });
    let area_group = match (by, area.as_deref()) {
        (AREA_GROUP, _) => form.area_group(key).map(|group| group.id.clone()),
        (_, area) => area.and_then(|area| form.group_of_area(area)).map(|group| group.id.clone()),
    };
    Ok(Item {
        area,
        area_group,
        groups: Vec::new(),
        key: key.to_string(),
        label,
        balancing,
        part_of: None,
        outside: None,
        row,
        figures,
    })
}

/// Works out the columns that are a share of a column's own total, when all totals are there: for every item and group of a
/// list.
pub(super) fn shares(list: &List, all: &mut Group<'_>) {
    for column in &list.columns {
        let Some(of) = column.origin().share() else { continue };
        let Some(whole) = all.totals.get(of).cloned() else { continue };
        share_group(column, of, &whole, all);
    }
}

fn share_group(column: &Column, of: &str, whole: &Figure, group: &mut Group<'_>) {
    for item in &mut group.items {
        if let Some(part) = item.figures.get(of) {
            let figure = share(of, part, whole);
            item.figures.insert(column.id.clone(), figure);
        }
    }
    for inner in group.groups.iter_mut().chain(&mut group.runs) {
        share_group(column, of, whole, inner);
    }
    if column.total == TotalOrigin::Share
        && let Some(part) = group.totals.get(of)
    {
        let figure = share(of, part, whole);
        group.totals.insert(column.id.clone(), figure);
    }
}

/// What a share is: these two, in this order, one divided by the other.
pub const SHARE: [&str; 2] = ["part", "whole"];

/// The formula of a share, over the names of [`SHARE`].
pub fn share_formula() -> Expr {
    let [part, whole] = SHARE.map(|name| Box::new(Expr::Column(name.to_string())));
    Expr::Binary(Operator::Divide, part, whole)
}

/// The part as a share of the whole.
fn share(of: &str, part: &Figure, whole: &Figure) -> Figure {
    let outcome = share_formula().evaluate(&|id| if id == SHARE[0] { part.operand() } else { whole.operand() });
    let origin = FigureOrigin::ShareOf(of.to_string());
    match outcome {
        Operand::Number(quantity) => Figure::known(quantity, origin),
        Operand::Missing(why) => Figure::absent(why, origin),
        Operand::Text(_) | Operand::Truth(_) => Figure::absent(Absent::NotApplicable, origin),
    }
}
