//! How the figures are worked out.

use std::collections::BTreeMap;

use super::summary;
use super::{Figure, FigureOrigin, Figures, Group, Item, ListFigures, Member, OutOfBounds, operand};
use crate::form::{Column, Form, List, TotalOrigin};
use crate::formula::Operand;
use crate::money::{Absent, Quantity};
use crate::returns::{Cell, Returns, Row, RowKind, Value};
use crate::source::Place;

pub(super) fn figures<'a>(form: &Form, returns: &'a Returns) -> Result<Figures<'a>, OutOfBounds> {
    let mut figures = Figures { form_level: super::form_level::figures(form, returns), ..Figures::default() };
    for list in form.lists.iter().filter(|list| list.summary_of.is_none()) {
        figures.lists.push(stated_list(form, list, returns)?);
    }
    for list in &form.lists {
        if let Some(summary) = &list.summary_of {
            let all = summary::summary_list(form, list, summary, returns, &figures)?;
            figures.lists.push(ListFigures { list: list.id.clone(), all });
        }
    }
    let place = |id: &str| form.lists.iter().position(|list| list.id == id);
    figures.lists.sort_by_key(|list| place(&list.list));
    figures.ties = super::tie::ties(form, &figures);
    figures.bridges = form.bridges.iter().filter_map(|bridge| super::bridge::placing(bridge, &figures)).collect();
    Ok(figures)
}

/// The rows of a list, in the order of the returns.
pub(super) fn rows_of<'a>(list: &List, returns: &'a Returns) -> Vec<&'a Row> {
    returns.tables.iter().filter(|table| table.list == list.id).flat_map(|table| &table.rows).collect()
}

fn stated_list<'a>(form: &Form, list: &List, returns: &'a Returns) -> Result<ListFigures<'a>, OutOfBounds> {
    let rows = rows_of(list, returns);
    let mut of_area: BTreeMap<Option<&str>, Vec<&'a Row>> = BTreeMap::new();
    for row in &rows {
        of_area.entry(row.area.as_deref()).or_default().push(row);
    }
    let mut all = Group::empty(None, String::new());
    // A form without areas has one section: its rows stand directly in the list.
    fill(list, &mut all, of_area.remove(&None).unwrap_or_default(), None);
    let mut areas = Vec::new();
    for area in &form.areas {
        let own = of_area.remove(&Some(area.id.as_str())).unwrap_or_default();
        let mut group = Group::empty(Some(area.id.clone()), area.name.clone());
        group.before = usize::MAX;
        let in_group = form.group_of_area(&area.id).map(|group| group.id.as_str());
        fill(list, &mut group, own, in_group);
        if group.stated.is_some() || !group.items.is_empty() || !group.groups.is_empty() {
            areas.push(group);
        }
    }
    all.groups.extend(areas);
    totals(list, &mut all)?;
    all.runs = runs(list, &all, rows)?;
    summary::shares(list, &mut all);
    Ok(ListFigures { list: list.id.clone(), all })
}

impl<'a> Group<'a> {
    pub(super) fn empty(area: Option<String>, label: String) -> Self {
        Group {
            area,
            path: Vec::new(),
            label,
            before: 0,
            items: Vec::new(),
            groups: Vec::new(),
            runs: Vec::new(),
            stated: None,
            totals: BTreeMap::new(),
        }
    }

    /// The group at this path inside it, opened where it is not open. A group whose subtotal was stated is closed.
    pub(super) fn open(&mut self, path: &[String]) -> &mut Group<'a> {
        let Some((name, rest)) = path.split_first() else { return self };
        let is_open = |group: &Group<'_>| group.is_inner() && group.stated.is_none() && group.label == *name;
        let index = match self.groups.iter().rposition(is_open) {
            Some(index) => index,
            None => {
                let mut group = Group::empty(self.area.clone(), name.clone());
                group.path = self.path.iter().chain([name]).cloned().collect();
                group.before = self.items.len();
                self.groups.push(group);
                self.groups.len() - 1
            }
        };
        self.groups[index].open(rest)
    }
}

/// Puts rows into a group and the groups within: items with their figures, and the stated totals. They are of an area in this group of
/// areas.
fn fill<'a>(list: &List, group: &mut Group<'a>, rows: Vec<&'a Row>, area_group: Option<&str>) {
    for row in rows {
        // Headings for which the form has no level make no group.
        let path = row.groups.get(..list.levels.len()).unwrap_or(&row.groups);
        match row.kind {
            RowKind::Item | RowKind::Balancing => {
                let mut item = Item::of_row(row);
                item.figures = item_figures(list, &item);
                item.area_group = area_group.map(str::to_string);
                item.groups = path.to_vec();
                item.key = item.text(&list.key).to_string();
                item.label = item.text(&list.label).to_string();
                let whole = list.parts.as_ref().map(|parts| item.text(&parts.column)).filter(|whole| !whole.is_empty());
                item.part_of = whole.map(str::to_string);
                let is_outside = |column: &&Column| column.is_outside_totals(item.text(&column.id));
                item.outside = list.columns.iter().find(is_outside).map(|column| column.id.clone());
                group.open(path).items.push(item);
            }
            RowKind::Part | RowKind::LeftOut => {}
            // It is the total of some rows alone: see `runs`.
            RowKind::Total | RowKind::Subtotal if row.covers.is_some() || row.area_group.is_some() => {}
            RowKind::Total => group.stated = Some(row),
            RowKind::Subtotal if row.groups.is_empty() || row.groups.len() > list.levels.len() => {}
            RowKind::Subtotal => group.open(path).stated = Some(row),
        }
    }
}

impl<'a> Item<'a> {
    /// An item that stands in a row, without its names and figures yet.
    pub(super) fn of_row(row: &'a Row) -> Self {
        Item {
            area: row.area.clone(),
            area_group: None,
            groups: Vec::new(),
            key: String::new(),
            label: String::new(),
            balancing: row.kind == RowKind::Balancing,
            part_of: None,
            outside: None,
            row: Some(row),
            figures: BTreeMap::new(),
        }
    }
}

/// The totals that returns state of some rows for which the tree has no group, or of a group of areas, each with those rows.
pub(super) fn runs<'a>(list: &List, all: &Group<'a>, rows: Vec<&'a Row>) -> Result<Vec<Group<'a>>, OutOfBounds> {
    let is_one = |row: &&Row| row.covers.is_some() || row.area_group.is_some();
    let stated: Vec<&Row> = rows.into_iter().filter(is_one).collect();
    if stated.is_empty() {
        return Ok(Vec::new());
    }
    let at = |row: &'a Row, number: u32| (&row.at.file, &row.at.sheet, number);
    let every_item = all.every_item();
    let stands = every_item.iter().filter_map(|item| item.row.map(|row| (row, *item)));
    let mut items: Vec<_> = stands.map(|(row, item)| (at(row, row.at.cell.map_or(0, |cell| cell.row)), item)).collect();
    items.sort_by_key(|(at, _)| *at);
    let mut runs = Vec::new();
    for row in stated {
        let label = [&list.label, &list.key].into_iter().map(|id| row.text(id)).find(|text| !text.is_empty());
        let label = label.map(str::to_string);
        let mut run = match (row.area_group.as_deref(), row.covers) {
            (Some(id), _) => {
                let own = every_item.iter().filter(|item| item.area_group.as_deref() == Some(id));
                Group {
                    items: own.map(|item| (*item).clone()).collect(),
                    ..Group::empty(None, label.unwrap_or_else(|| id.to_string()))
                }
            }
            (None, Some((first, last))) => {
                let from = items.partition_point(|(place, _)| *place < at(row, first));
                let to = items.partition_point(|(place, _)| *place <= at(row, last));
                let own = items.get(from..to).unwrap_or_default().iter().map(|(_, item)| *item);
                let own = own.filter(|item| row.area.is_none() || item.area == row.area).cloned().collect();
                let label = label.unwrap_or_else(|| format!("rows {} to {}", first + 1, last + 1));
                Group { items: own, ..Group::empty(row.area.clone(), label) }
            }
            (None, None) => continue,
        };
        run.path = vec![run.label.clone()];
        run.stated = Some(row);
        total(list, &mut run)?;
        runs.push(run);
    }
    Ok(runs)
}

/// Works out the totals of a group and of all groups within.
pub(super) fn totals(list: &List, group: &mut Group<'_>) -> Result<(), OutOfBounds> {
    for inner in &mut group.groups {
        totals(list, inner)?;
    }
    total(list, group)
}

/// The group with only some of its items.
pub(super) fn only<'a>(
    group: &Group<'a>,
    list: &List,
    keep: &dyn Fn(&Item<'a>) -> bool,
) -> Result<Group<'a>, OutOfBounds> {
    let mut kept = Group { path: group.path.clone(), ..Group::empty(group.area.clone(), group.label.clone()) };
    let mut items = Vec::new();
    for member in group.members() {
        match member {
            Member::Item(item) if keep(item) => items.push(item.clone()),
            Member::Item(_) => {}
            Member::Group(inner) => {
                let mut inner = only(inner, list, keep)?;
                inner.before = items.len();
                if !inner.items.is_empty() || !inner.groups.is_empty() {
                    kept.groups.push(inner);
                }
            }
        }
    }
    kept.items = items;
    total(list, &mut kept)?;
    Ok(kept)
}

/// The groups of all areas, put together by their names.
pub(super) fn across_areas<'a>(group: &Group<'a>, list: &List) -> Result<Group<'a>, OutOfBounds> {
    let mut all = Group::empty(None, group.label.clone());
    for item in group.every_item() {
        all.open(&item.groups).items.push(item.clone());
    }
    totals(list, &mut all)?;
    Ok(all)
}

/// The figures of an item that a return states.
fn item_figures(list: &List, item: &Item<'_>) -> BTreeMap<String, Figure> {
    let mut figures = BTreeMap::new();
    for column in list.columns.iter().filter(|column| column.kind.is_figure()) {
        if column.is_given() {
            figures.insert(column.id.clone(), given(column, item.row));
        }
    }
    compute(list, &mut figures, |id| item.cell(id), |column| column.origin().formula().cloned());
    figures
}

/// The figure that a cell states, or that stands in its place.
pub(super) fn given(column: &Column, row: Option<&Row>) -> Figure {
    let Some(cell) = row.and_then(|row| row.cells.get(&column.id)) else {
        return Figure::absent(Absent::Blank, FigureOrigin::Nothing);
    };
    let origin = match cell.decided {
        Some(line) => FigureOrigin::SetAside(cell.at.clone(), line),
        None => FigureOrigin::Given(cell.at.clone()),
    };
    match &cell.value {
        Value::Figure(figure) => Figure::known(figure.quantity, origin),
        Value::Absent(why) => {
            let counted = column.takes_as_nil(why).then_some(Quantity::NIL);
            Figure { counted, ..Figure::absent(why.clone(), origin) }
        }
        Value::Text(_) | Value::Date(_) => Figure::absent(Absent::Unreadable, origin),
    }
}

/// Works out the computed figures of a row (or of a total) from those that are there, in the order in which they depend on
/// each other, and the amounts beside percentages. Validation has made sure that nothing turns in a circle.
pub(super) fn compute<'c>(
    list: &List,
    figures: &mut BTreeMap<String, Figure>,
    cell: impl Fn(&str) -> Option<&'c Cell>,
    formula_of: impl Fn(&Column) -> Option<crate::formula::Expr>,
) {
    let mut waiting: Vec<&Column> = list.columns.iter().collect();
    let mut progress = true;
    while progress {
        progress = false;
        let mut still = Vec::new();
        for column in waiting {
            if let Some(formula) = formula_of(column)
                && !figures.contains_key(&column.id)
            {
                if formula.columns().iter().all(|id| ready(list, figures, id)) {
                    let outcome = formula.evaluate(&|id| operand(list, figures, &cell, id));
                    let origin = FigureOrigin::Formula(formula);
                    let figure = match outcome {
                        Operand::Number(quantity) => Figure::known(quantity, origin),
                        Operand::Missing(why) => Figure::absent(why, origin),
                        Operand::Text(_) | Operand::Truth(_) => Figure::absent(Absent::NotApplicable, origin),
                    };
                    figures.insert(column.id.clone(), figure);
                    progress = true;
                } else {
                    still.push(column);
                    continue;
                }
            }
            if let Some(beside) = column.beside()
                && !figures.contains_key(&beside.id)
            {
                if ready(list, figures, &column.id) && ready(list, figures, &beside.of) {
                    let figure = beside_figure(cell(&column.id), figures.get(&column.id), figures.get(&beside.of));
                    figures.insert(beside.id.clone(), figure);
                    progress = true;
                } else {
                    still.push(column);
                }
            }
        }
        waiting = still;
    }
}

/// Whether a name that a formula uses has its value already: a figure worked out, or text.
fn ready(list: &List, figures: &BTreeMap<String, Figure>, id: &str) -> bool {
    figures.contains_key(id) || !list.names(id) || list.column(id).is_some_and(|column| !column.kind.is_figure())
}

/// The amount beside a percentage: as stated in the same cell, else the percentage of its base.
fn beside_figure(cell: Option<&Cell>, percent: Option<&Figure>, base: Option<&Figure>) -> Figure {
    if let Some(cell) = cell
        && let Value::Figure(figure) = &cell.value
        && let Some(beside) = figure.beside
    {
        return Figure::known(beside, FigureOrigin::Given(cell.at.clone()));
    }
    let counted = |figure: Option<&Figure>| figure.and_then(|figure| figure.counted);
    let product = counted(percent).zip(counted(base)).and_then(|(percent, base)| percent.checked_mul(base));
    match product {
        Some(quantity) => Figure::known(quantity, FigureOrigin::Nothing),
        None => Figure::absent(Absent::Unknown, FigureOrigin::Nothing),
    }
}

/// Works out the totals of a group, whose groups within have theirs already.
pub(super) fn total(list: &List, group: &mut Group<'_>) -> Result<(), OutOfBounds> {
    let mut totals = BTreeMap::new();
    for column in list.columns.iter().filter(|column| column.kind.is_figure()) {
        let figure = match &column.total {
            TotalOrigin::Sum => sum(column, group)?,
            TotalOrigin::Given => given(column, group.stated),
            TotalOrigin::None | TotalOrigin::Share => Figure::absent(Absent::Blank, FigureOrigin::Nothing),
            TotalOrigin::Formula(_) => continue,
        };
        totals.insert(column.id.clone(), figure);
    }
    compute(list, &mut totals, |id| group.stated_cell(id), |column| column.total.formula().cloned());
    group.totals = totals;
    Ok(())
}

/// A total adds what is known, and says what is not.
fn sum(column: &Column, group: &Group<'_>) -> Result<Figure, OutOfBounds> {
    let out_of_bounds = || OutOfBounds { column: column.id.clone() };
    let mut total = Quantity::NIL;
    let mut unknown = Vec::new();
    let mut known = 0;
    for item in group.items.iter().filter(|item| item.counts()) {
        let Some(figure) = item.figures.get(&column.id) else { continue };
        match (figure.counted, &figure.value) {
            (Some(quantity), _) => {
                total = total.checked_add(quantity).ok_or_else(out_of_bounds)?;
                known += 1;
            }
            (None, Err(why)) => unknown.push((why.clone(), place_of(figure, item))),
            (None, Ok(_)) => {}
        }
    }
    for inner in &group.groups {
        let Some(figure) = inner.totals.get(&column.id) else { continue };
        if let Some(quantity) = figure.counted {
            total = total.checked_add(quantity).ok_or_else(out_of_bounds)?;
            known += 1;
        }
        unknown.extend(figure.unknown.iter().cloned());
    }
    let mut figure = if known == 0 {
        Figure::absent(Absent::Unknown, FigureOrigin::Sum)
    } else {
        Figure::known(total, FigureOrigin::Sum)
    };
    figure.unknown = unknown;
    Ok(figure)
}

pub(super) fn place_of(figure: &Figure, item: &Item<'_>) -> Place {
    let at = figure.origin.cell().or(item.row.map(|row| &row.at));
    at.cloned().unwrap_or_else(|| Place::file(""))
}

impl List {
    /// Whether the id names a column or the amount beside a percentage.
    fn names(&self, id: &str) -> bool {
        self.columns.iter().any(|column| column.id == id || column.beside().is_some_and(|beside| beside.id == id))
    }
}
