//! How the figures are worked out.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Figure, FigureOrigin, Figures, Group, Item, ListFigures, OutOfBounds};
use crate::form::{Blank, Column, ColumnOrigin, Form, List, Summary, TotalOrigin};
use crate::formula::Operand;
use crate::money::{Absent, Quantity};
use crate::returns::{Returns, Row, RowKind, Value};
use crate::source::Place;

pub(super) fn figures<'a>(form: &Form, returns: &'a Returns) -> Result<Figures<'a>, OutOfBounds> {
    let mut figures = Figures { lists: Vec::new() };
    for list in form.lists.iter().filter(|list| list.summary_of.is_none()) {
        figures.lists.push(stated_list(form, list, returns)?);
    }
    for list in &form.lists {
        if let Some(summary) = &list.summary_of {
            let all = summary_list(form, list, summary, returns, &figures)?;
            figures.lists.push(ListFigures { list: list.id.clone(), all });
        }
    }
    let place = |id: &str| form.lists.iter().position(|list| list.id == id);
    figures.lists.sort_by_key(|list| place(&list.list));
    Ok(figures)
}

/// The rows of a list, in the order of the returns.
fn rows_of<'a>(list: &List, returns: &'a Returns) -> Vec<&'a Row> {
    returns.blocks.iter().filter(|block| block.list == list.id).flat_map(|block| &block.rows).collect()
}

fn stated_list<'a>(form: &Form, list: &List, returns: &'a Returns) -> Result<ListFigures<'a>, OutOfBounds> {
    let rows = rows_of(list, returns);
    let mut all = Group::empty(None, String::new());
    // A form without areas has one section: its rows stand directly in the list.
    for area in &form.areas {
        let own = rows.iter().copied().filter(|row| row.area.as_deref() == Some(area.id.as_str()));
        let mut group = Group::empty(Some(area.id.clone()), area.name.clone());
        fill(list, &mut group, own);
        if group.stated.is_some() || !group.items.is_empty() {
            total(list, &mut group)?;
            all.groups.push(group);
        }
    }
    fill(list, &mut all, rows.iter().copied().filter(|row| row.area.is_none()));
    total(list, &mut all)?;
    Ok(ListFigures { list: list.id.clone(), all })
}

impl Group<'_> {
    fn empty(area: Option<String>, label: String) -> Self {
        Group { area, label, items: Vec::new(), groups: Vec::new(), stated: None, totals: BTreeMap::new() }
    }
}

/// Puts rows into a group: items with their figures, and the stated total.
fn fill<'a>(list: &List, group: &mut Group<'a>, rows: impl Iterator<Item = &'a Row>) {
    for row in rows {
        match row.kind {
            RowKind::Item | RowKind::Balancing => {
                let figures = item_figures(list, row);
                group.items.push(Item {
                    area: row.area.clone(),
                    key: row.text(&list.key).to_string(),
                    label: row.text(&list.label).to_string(),
                    balancing: row.kind == RowKind::Balancing,
                    row: Some(row),
                    figures,
                });
            }
            RowKind::Total => group.stated = Some(row),
            RowKind::Subtotal => {}
        }
    }
}

/// The figures of a row that a return states.
fn item_figures(list: &List, row: &Row) -> BTreeMap<String, Figure> {
    let mut figures = BTreeMap::new();
    for column in list.columns.iter().filter(|column| column.kind.is_figure()) {
        if column.origin == ColumnOrigin::Given {
            figures.insert(column.id.clone(), given(column, row));
        }
    }
    let texts = |id: &str| row_text(list, row, id);
    compute(list, &mut figures, Some(row), &texts, |column| match &column.origin {
        ColumnOrigin::Formula(formula) => Some(formula.clone()),
        _ => None,
    });
    figures
}

/// The text of a column that holds no figures, for formulas.
fn row_text(list: &List, row: &Row, id: &str) -> Operand {
    match row.cells.get(id).map(|cell| &cell.value) {
        Some(Value::Text(text)) => Operand::Text(text.clone()),
        Some(Value::Absent(why)) => Operand::Missing(why.clone()),
        _ if list.column(id).is_some() => Operand::Missing(Absent::Blank),
        _ => Operand::Missing(Absent::Unknown),
    }
}

/// The figure that a cell states.
fn given(column: &Column, row: &Row) -> Figure {
    let Some(cell) = row.cells.get(&column.id) else {
        return Figure::absent(Absent::Blank, FigureOrigin::Nothing);
    };
    let origin = FigureOrigin::Given(cell.at.clone());
    match &cell.value {
        Value::Figure(figure) => Figure::known(figure.quantity, origin),
        Value::Absent(why) => {
            let counted = is_nil(column, why).then(|| Quantity::exact(Decimal::ZERO));
            Figure { counted, ..Figure::absent(why.clone(), origin) }
        }
        Value::Text(_) | Value::Date(_) => Figure::absent(Absent::Unreadable, origin),
    }
}

/// Whether the form takes a placeholder, or a blank, of this column as nil.
fn is_nil(column: &Column, why: &Absent) -> bool {
    match why {
        Absent::Blank => column.blank == Blank::Nil,
        Absent::Code(code) => column.code(code).is_some_and(|(_, meaning)| meaning.nil),
        _ => false,
    }
}

/// Works out the computed figures of a row (or of a total) from those that are there, in the order in which they depend on
/// each other, and the amounts beside percentages. Validation has made sure that nothing turns in a circle.
fn compute(
    list: &List,
    figures: &mut BTreeMap<String, Figure>,
    row: Option<&Row>,
    texts: &dyn Fn(&str) -> Operand,
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
                    let outcome = formula.evaluate(&|id| match figures.get(id) {
                        Some(figure) => operand(figure),
                        None => texts(id),
                    });
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
            if let Some(beside) = &column.beside
                && !figures.contains_key(&beside.id)
            {
                if ready(list, figures, &column.id) && ready(list, figures, &beside.of) {
                    let figure = beside_figure(column, row, figures.get(&column.id), figures.get(&beside.of));
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

fn operand(figure: &Figure) -> Operand {
    match (figure.counted, &figure.value) {
        (Some(quantity), _) => Operand::Number(quantity),
        (None, Err(why)) => Operand::Missing(why.clone()),
        (None, Ok(_)) => Operand::Missing(Absent::Unknown),
    }
}

/// The amount beside a percentage: as stated in the same cell, else the percentage of its base.
fn beside_figure(column: &Column, row: Option<&Row>, percent: Option<&Figure>, base: Option<&Figure>) -> Figure {
    let cell = row.and_then(|row| row.cells.get(&column.id));
    if let Some(cell) = cell
        && let Value::Figure(figure) = &cell.value
        && let Some(beside) = figure.beside
    {
        return Figure::known(beside, FigureOrigin::Given(cell.at.clone()));
    }
    let product = percent.and_then(|figure| figure.counted).zip(base.and_then(|figure| figure.counted)).and_then(
        |(percent, base)| {
            let value = percent.value.checked_mul(base.value)?;
            let reach = percent.reach.checked_mul(base.value.abs())?;
            Some(Quantity { value, reach })
        },
    );
    match product {
        Some(quantity) => Figure::known(quantity, FigureOrigin::Nothing),
        None => Figure::absent(Absent::Unknown, FigureOrigin::Nothing),
    }
}

/// Works out the totals of a group, whose groups within have theirs already.
fn total(list: &List, group: &mut Group<'_>) -> Result<(), OutOfBounds> {
    let mut totals = BTreeMap::new();
    for column in list.columns.iter().filter(|column| column.kind.is_figure()) {
        let figure = match &column.total {
            TotalOrigin::Sum => sum(column, group)?,
            TotalOrigin::Given => match group.stated {
                Some(row) => given(column, row),
                None => Figure::absent(Absent::Blank, FigureOrigin::Nothing),
            },
            TotalOrigin::None => Figure::absent(Absent::Blank, FigureOrigin::Nothing),
            TotalOrigin::Formula(_) => continue,
        };
        totals.insert(column.id.clone(), figure);
    }
    let texts = |_: &str| Operand::Missing(Absent::Unknown);
    compute(list, &mut totals, group.stated, &texts, |column| match &column.total {
        TotalOrigin::Formula(formula) => Some(formula.clone()),
        _ => None,
    });
    group.totals = totals;
    Ok(())
}

/// A total adds what is known, and says what is not.
fn sum(column: &Column, group: &Group<'_>) -> Result<Figure, OutOfBounds> {
    let out_of_bounds = || OutOfBounds { column: column.id.clone() };
    let mut total = Quantity::exact(Decimal::ZERO);
    let mut unknown = Vec::new();
    let mut known = 0;
    for item in &group.items {
        let Some(figure) = item.figures.get(&column.id) else { continue };
        match (figure.counted, &figure.value) {
            (Some(quantity), _) => {
                total = add(total, quantity).ok_or_else(out_of_bounds)?;
                known += 1;
            }
            (None, Err(why)) => unknown.push((why.clone(), place_of(figure, item))),
            (None, Ok(_)) => {}
        }
    }
    for inner in &group.groups {
        let Some(figure) = inner.totals.get(&column.id) else { continue };
        if let Some(quantity) = figure.counted {
            total = add(total, quantity).ok_or_else(out_of_bounds)?;
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

fn place_of(figure: &Figure, item: &Item<'_>) -> Place {
    match (&figure.origin, item.row) {
        (FigureOrigin::Given(place), _) => place.clone(),
        (_, Some(row)) => row.at.clone(),
        (_, None) => Place::file(""),
    }
}

fn add(left: Quantity, right: Quantity) -> Option<Quantity> {
    Some(Quantity { value: left.value.checked_add(right.value)?, reach: left.reach.checked_add(right.reach)? })
}

/// A summary: the rows that a return states, in its order, then those of groups it leaves out.
fn summary_list<'a>(
    form: &Form,
    list: &List,
    summary: &Summary,
    returns: &'a Returns,
    figures: &Figures<'a>,
) -> Result<Group<'a>, OutOfBounds> {
    let mut all = Group::empty(None, String::new());
    let source = figures.list(&summary.of).map(|list| &list.all);
    for row in rows_of(list, returns) {
        match row.kind {
            RowKind::Total => all.stated = Some(row),
            RowKind::Subtotal => {}
            RowKind::Item | RowKind::Balancing => {
                let key = if summary.by == "area" { row.area.clone() } else { Some(row.text(&list.key).to_string()) };
                let Some(key) = key else { continue };
                all.items.push(summary_item(form, list, summary, &key, Some(row), source)?);
            }
        }
    }
    for key in source.map(|source| keys(summary, source)).unwrap_or_default() {
        if !all.items.iter().any(|item| item.key == key) {
            all.items.push(summary_item(form, list, summary, &key, None, source)?);
        }
    }
    total(list, &mut all)?;
    Ok(all)
}

/// What the rows of a summary stand for, in the order of the list summed up.
fn keys(summary: &Summary, source: &Group<'_>) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    if summary.by == "area" {
        return source.groups.iter().filter_map(|group| group.area.clone()).collect();
    }
    for item in source.every_item() {
        if let Some(key) = item.row.map(|row| row.text(&summary.by).to_string())
            && !key.is_empty()
            && !keys.contains(&key)
        {
            keys.push(key);
        }
    }
    keys
}

fn summary_item<'a>(
    form: &Form,
    list: &List,
    summary: &Summary,
    key: &str,
    row: Option<&'a Row>,
    source: Option<&Group<'a>>,
) -> Result<Item<'a>, OutOfBounds> {
    let by_area = summary.by == "area";
    let mut figures = BTreeMap::new();
    for column in list.columns.iter().filter(|column| column.kind.is_figure()) {
        let stated = || match row {
            Some(row) => given(column, row),
            None => Figure::absent(Absent::Blank, FigureOrigin::Nothing),
        };
        let figure = match &column.origin {
            ColumnOrigin::Given => stated(),
            ColumnOrigin::Sum(of) => summed(summary, key, of, source)?.unwrap_or_else(stated),
            ColumnOrigin::Count => counted(summary, key, source).unwrap_or_else(stated),
            ColumnOrigin::Formula(_) => continue,
        };
        figures.insert(column.id.clone(), figure);
    }
    let texts = |id: &str| row.map_or(Operand::Missing(Absent::Blank), |row| row_text(list, row, id));
    compute(list, &mut figures, row, &texts, |column| match &column.origin {
        ColumnOrigin::Formula(formula) => Some(formula.clone()),
        _ => None,
    });
    let area = by_area.then(|| key.to_string());
    let label = match area.as_deref().and_then(|id| form.area(id)) {
        Some(area) => area.name.clone(),
        None => row.map_or_else(|| key.to_string(), |row| row.text(&list.label).to_string()),
    };
    Ok(Item { area, key: key.to_string(), label, balancing: false, row, figures })
}

/// The items of the list summed up that a summary's row stands for.
fn members<'s, 'a>(summary: &Summary, key: &str, source: &'s Group<'a>) -> Vec<&'s Item<'a>> {
    let mut items = source.every_item();
    items.retain(|item| match summary.by.as_str() {
        "area" => item.area.as_deref() == Some(key),
        column => item.row.is_some_and(|row| row.text(column).eq_ignore_ascii_case(key)),
    });
    items
}

/// The total of a column of the list summed up, for a row of the summary. `None` if that list has nothing for it: a row
/// without a section stands as the return gives it.
fn summed(summary: &Summary, key: &str, of: &str, source: Option<&Group<'_>>) -> Result<Option<Figure>, OutOfBounds> {
    let Some(source) = source else { return Ok(None) };
    let origin = FigureOrigin::SumOf(of.to_string());
    if summary.by == "area" {
        let figure = source.of_area(key).and_then(|group| group.totals.get(of)).cloned();
        return Ok(figure.map(|figure| Figure { origin, ..figure }));
    }
    let items = members(summary, key, source);
    if items.is_empty() {
        return Ok(None);
    }
    let mut total = Quantity::exact(Decimal::ZERO);
    for quantity in items.iter().filter_map(|item| item.figures.get(of)?.counted) {
        total = add(total, quantity).ok_or_else(|| OutOfBounds { column: of.to_string() })?;
    }
    Ok(Some(Figure::known(total, origin)))
}

fn counted(summary: &Summary, key: &str, source: Option<&Group<'_>>) -> Option<Figure> {
    let items = members(summary, key, source?);
    let number = items.iter().filter(|item| !item.balancing).count();
    Some(Figure::known(Quantity::exact(Decimal::from(number)), FigureOrigin::Count))
}

impl List {
    /// Whether the id names a column or the amount beside a percentage.
    fn names(&self, id: &str) -> bool {
        self.columns
            .iter()
            .any(|column| column.id == id || column.beside.as_ref().is_some_and(|beside| beside.id == id))
    }
}
