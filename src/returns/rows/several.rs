//! Tables of equal headings under several titles that are read as one list.

use super::Reading;
use crate::form::GroupFrom;
use crate::names::Label;
use crate::returns::headings::{self, Found, Known};
use crate::returns::{ReturnTable, Row, RowKind, TitledTable, Trouble};
use crate::source::Place;

/// Of a list that several returns of a sheet feed, each from the table under its title, a total is that of its own table.
pub(super) fn tell_totals_apart(reading: &Reading<'_>, tables: &mut [ReturnTable]) {
    let is_fed_twice = |list: &str| {
        let feeding = reading.forms.iter().filter(|(_, form)| form.list == list);
        feeding.clone().count() > 1 && feeding.clone().any(|(_, form)| form.under.is_some())
    };
    for table in tables.iter_mut().filter(|table| is_fed_twice(&table.list)) {
        let is_line = |row: &&Row| matches!(row.kind, RowKind::Item | RowKind::Balancing);
        let lines = || table.rows.iter().filter(is_line).filter_map(|row| row.at.cell).map(|at| at.row);
        let rows = lines().min().zip(lines().max());
        for total in table
            .rows
            .iter_mut()
            .filter(|row| row.kind == RowKind::Total && row.covers.is_none() && row.area_group.is_none())
        {
            total.covers = rows;
        }
    }
}

/// The tables with a list's headings under a title that no return names, whose rows came into the list all the same: where the form names
/// the title of one, the headings of another are no headings to it, and its rows go on from the table above.
fn foreign(
    reading: &Reading<'_>,
    known: &Known<'_>,
    index: usize,
    tables: &[ReturnTable],
) -> Vec<(Vec<String>, TitledTable)> {
    if known.under().is_none() {
        return Vec::new();
    }
    let any = [known.clone().under_any()];
    let found = headings::find(reading.sheet, &any);
    let is_named = |title: &str| reading.knowns.iter().any(|other| other.is_titled(title));
    let mut foreign = Vec::new();
    for (place, heading) in found.iter().enumerate() {
        let Some((at, title)) = heading.titles.first().filter(|(_, title)| !is_named(title)) else { continue };
        let end = found.get(place + 1).map_or(u32::MAX, |next| next.row);
        let of_form = tables.iter().filter(|table| table.form == index).flat_map(|table| &table.rows);
        let stands = |row: &&Row| row.at.cell.is_some_and(|at| (heading.row..end).contains(&at.row));
        let rows = of_form.filter(|row| row.kind == RowKind::Item).filter(stands).count();
        if rows > 0 {
            let at = Place::sheet(reading.file.clone(), reading.sheet.name.clone()).at(*at);
            foreign.push((known.names.core(title), TitledTable { at, title: title.clone(), rows }));
        }
    }
    foreign
}

/// Asks about each list whose rows stand in tables of different titles: nothing but the title may say that one of them is
/// another thing. Where titles open groups or name the areas, they are read as that.
pub(super) fn ask(reading: &Reading<'_>, found: &[Found], tables: &[ReturnTable], troubles: &mut Vec<Trouble>) {
    for (known, (index, form)) in reading.knowns.iter().zip(reading.forms) {
        let by_headings = form.area_from == GroupFrom::Heading || form.groups.contains(&GroupFrom::Heading);
        if by_headings || known.list.text_only {
            continue;
        }
        let mut titled: Vec<(Vec<String>, TitledTable)> = Vec::new();
        for (place, heading) in found.iter().enumerate() {
            let is_this = reading.knowns.get(heading.known).is_some_and(|other| std::ptr::eq(other, known));
            let Some((at, title)) = heading.titles.first().filter(|_| is_this) else { continue };
            if form.headings.iter().any(|named| Label::same(named, title)) {
                continue;
            }
            let end = found.get(place + 1).map_or(u32::MAX, Found::top);
            let stands = |at: &Place| at.cell.is_some_and(|at| (heading.first_row()..end).contains(&at.row));
            let of_form = tables.iter().filter(|table| table.form == *index).flat_map(|table| &table.rows);
            let rows = of_form.filter(|row| row.kind == RowKind::Item && stands(&row.at)).count();
            let asked = troubles.iter().any(|trouble| {
                matches!(trouble, Trouble::SecondBlock { rows, .. } if rows.iter().any(|row| stands(&row.at)))
            });
            if rows == 0 || asked {
                continue;
            }
            let at = Place::sheet(reading.file.clone(), reading.sheet.name.clone()).at(*at);
            titled.push((known.names.core(title), TitledTable { at, title: title.clone(), rows }));
        }
        titled.extend(foreign(reading, known, *index, tables));
        let Some((first, _)) = titled.first() else { continue };
        let Some((_, other)) = titled.iter().find(|(title, _)| title != first) else { continue };
        troubles.push(Trouble::SeveralTitles {
            at: other.at.clone(),
            area: reading.area.map(str::to_string),
            list: known.list.id.clone(),
            tables: titled.into_iter().map(|(_, table)| table).collect(),
            demanded_by: form.at.clone(),
        });
    }
}
