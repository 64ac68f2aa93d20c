//! The sheets of the workbook that a later period is compared with: every item of every list, its figures in pounds and
//! ratios, by the ids of the form. [`published`](crate::reconcile::published) reads them back.

use super::build::{column, row, table};
use super::material::Material;
use super::{Appears, Cell, Holds, How, Origin, RowKind, Table, cells, ids};
use crate::form::{ColumnOrigin, List};
use crate::reconcile::position::{Position, Scheme, WholeFigure};
use crate::reconcile::published::{BALANCING, HEADINGS, ITEM, WHOLE, WHOLE_HEADINGS, level_heading, title};
use crate::source::Place;

/// The columns by which rows of an area, and items or balancing lines, are picked out.
pub(super) const AREA: usize = 1;
pub(super) const KIND: usize = 4;

/// A table for each list; it stands in the workbook alone.
pub(super) fn tables(material: &Material<'_>, position: &Position) -> Vec<Table> {
    let lists = material.form.lists.iter().filter(|list| list.has_schemes());
    lists.map(|list| data(list, position)).chain(whole(position)).collect()
}

/// The figures of the appendix as a whole; none where the form has none.
fn whole(position: &Position) -> Option<Table> {
    let figures = position.whole.as_ref()?;
    let holds = [Holds::Label, Holds::Label, Holds::Label, Holds::Label, Holds::Figure];
    let columns = WHOLE_HEADINGS.into_iter().zip(holds).map(|(heading, holds)| column(heading, holds, 2)).collect();
    let about = format!(
        "The figures of the appendix as a whole as they stand at {}, for a later period to be compared with. Money is in pounds; a \
         percentage is a ratio (0.83 is 83%).",
        position.period
    );
    let mut data = table(ids::DATA_OF_THE_WHOLE, WHOLE, about, columns);
    data.sheet = WHOLE.to_string();
    data.appears = Appears::Workbook;
    for (id, figure) in figures {
        data.rows.push(row(
            RowKind::Item,
            vec![
                cells::label(position.period.to_string()),
                cells::label(id),
                cells::label(&figure.name),
                cells::label(&figure.kind),
                cells::number(figure.value, whole_origin(figure)),
            ],
        ));
    }
    // Without a value, so that a later period knows that this one does not say.
    for id in &position.not_known {
        let ids = [position.period.to_string(), id.clone()];
        let blank = [""; 3].map(cells::label);
        data.rows.push(row(RowKind::Item, ids.map(cells::label).into_iter().chain(blank).collect()));
    }
    Some(data)
}

/// Where a figure of the appendix as a whole comes from: its cell, or those that it is worked out from.
pub(super) fn whole_origin(figure: &WholeFigure) -> Origin {
    let how = if figure.computed { How::Worked } else { How::Sum };
    Origin::drawn(how, figure.cells.clone())
}

/// The id of the table of a list.
pub(super) fn table_id(list: &List) -> String {
    ids::data(&list.id)
}

/// The column of its table that holds one of a list's columns.
pub(super) fn column_of(list: &List, id: &str) -> Option<usize> {
    Some(HEADINGS.len() + list.every_id().iter().position(|known| *known == id)?)
}

fn data(list: &List, position: &Position) -> Table {
    let ids = list.every_id();
    let mut columns: Vec<_> = HEADINGS.iter().map(|heading| column(*heading, Holds::Label, 2)).collect();
    columns.extend(ids.iter().map(|id| {
        let text = list.column(id).is_some_and(|column| !column.kind.is_figure());
        if text { column(*id, Holds::Text, 3) } else { column(*id, Holds::Figure, 1) }
    }));
    columns.extend(list.levels.iter().map(|level| column(level_heading(level), Holds::Label, 2)));
    let mut data = table(
        &table_id(list),
        &title(&list.id),
        format!(
            "Every one of the {} as it stands at {}, for a later period to be compared with. Money is in pounds; a percentage is \
             a ratio (0.83 is 83%).",
            list.items, position.period
        ),
        columns,
    );
    data.sheet = title(&list.id);
    data.appears = Appears::Workbook;
    for scheme in position.schemes.iter().filter(|scheme| scheme.list == list.id) {
        let mut line = vec![
            cells::label(position.period.to_string()),
            cells::label(scheme.area.clone().unwrap_or_default()),
            given(list, scheme, &list.key, &scheme.key),
            given(list, scheme, &list.label, &scheme.label),
            cells::label(if scheme.balancing { BALANCING } else { ITEM }),
        ];
        line.extend(ids.iter().map(|id| cell(list, scheme, id)));
        let groups = scheme.groups.iter().cloned().chain(std::iter::repeat(String::new()));
        line.extend(list.levels.iter().zip(groups).map(|(_, group)| cells::label(group)));
        data.rows.push(row(RowKind::Item, line));
    }
    data
}

fn cell(list: &List, scheme: &Scheme, id: &str) -> Cell {
    if let Some(typed) = scheme.placeholders.get(id) {
        return cells::placeholder(typed, origin(list, scheme, id));
    }
    match (scheme.figures.get(id), scheme.texts.get(id)) {
        (Some(figure), _) => cells::number(*figure, origin(list, scheme, id)),
        (None, Some(text)) => given(list, scheme, id, text),
        (None, None) => cells::label(""),
    }
}

/// Words as the return states them.
fn given(list: &List, scheme: &Scheme, id: &str, text: &str) -> Cell {
    Cell { origin: origin(list, scheme, id), ..cells::label(text) }
}

/// The cell that states a figure; for a computed one, the cells that it is computed from.
pub(super) fn origin(list: &List, scheme: &Scheme, id: &str) -> Origin {
    Origin::drawn(how(list, id), places(list, scheme, id))
}

/// How a scheme's figure of a column comes from its cells.
pub(super) fn how(list: &List, id: &str) -> How {
    if list.column(id).is_some_and(|column| !column.is_computed()) { How::Sum } else { How::Worked }
}

/// The same cells; the scheme's row, where no cell of it states any.
pub(super) fn places_or_row(list: &List, scheme: &Scheme, id: &str) -> Vec<Place> {
    let places = places(list, scheme, id);
    if places.is_empty() { vec![scheme.at.clone()] } else { places }
}

/// The same cells, in their order in the returns.
pub(super) fn places(list: &List, scheme: &Scheme, id: &str) -> Vec<Place> {
    let mut places = Vec::new();
    let mut waiting = vec![id.to_string()];
    let mut known: Vec<String> = Vec::new();
    while let Some(id) = waiting.pop() {
        if known.contains(&id) {
            continue;
        }
        match list.column(&id).map(|column| column.origin()) {
            Some(ColumnOrigin::Formula(formula)) => waiting.extend(formula.columns().into_iter().map(str::to_string)),
            // Of a share the part: the whole is every row of the sheet, and would be named in each.
            Some(ColumnOrigin::Share(part)) => waiting.push(part.clone()),
            Some(ColumnOrigin::Given | ColumnOrigin::Sum(_) | ColumnOrigin::Count) => {
                places.extend(scheme.cells.get(&id).cloned())
            }
            None => {
                // The amount beside a percentage: stated with it, or worked out from it and its base.
                let of = list.columns.iter().find_map(|column| {
                    column.beside().filter(|beside| beside.id == id).map(|beside| [&column.id, &beside.of])
                });
                waiting.extend(of.into_iter().flatten().cloned());
            }
        }
        known.push(id);
    }
    places.sort();
    places
}
