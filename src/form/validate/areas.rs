//! `[[area]]` and `[[area_group]]`.

use super::{Faults, line};
use crate::form::{AREA_GROUP, Area, AreaGroup, List, known_area};
use crate::names::Label;
use crate::source::Place;
use crate::toml_reader::Table;

/// `[[area]]`
pub(super) fn areas(raw: &Table, faults: &mut Faults) -> Vec<Area> {
    let mut seen = Vec::new();
    let mut areas = Vec::new();
    // A return says by one of these whose it is, so that none may be two areas'.
    let mut names: Vec<(Label, usize, Place)> = Vec::new();
    for (index, table) in raw.tables("area").enumerate() {
        let id = faults.id(table, "an area", &mut seen);
        let name = table.string("name").unwrap_or_default();
        let also = table.texts("also").unwrap_or_default();
        let own = [(&id, table.at("id")), (&name, table.at("name"))];
        let own = own.into_iter().chain(also.iter().map(|name| (name, table.at("also"))));
        for (text, at) in own.filter(|(text, _)| !text.is_empty()) {
            let comparable = Label::of(text);
            match names.iter().find(|(known, area, _)| *known == comparable && *area != index) {
                // The same id twice has been told.
                Some(_) if *text == id => {}
                Some((_, _, first)) => faults.add(
                    at,
                    format!("\"{text}\" names the area in line {} already; a return could be either's", line(first)),
                ),
                None => names.push((comparable, index, at)),
            }
        }
        areas.push(Area {
            id,
            name,
            also,
            number: table.string("number"),
            returns: table.truth("returns").unwrap_or(true),
            at: table.at.clone(),
        });
    }
    areas
}

/// `[[area_group]]`
pub(super) fn groups(raw: &Table, areas: &[Area], faults: &mut Faults) -> Vec<AreaGroup> {
    let mut seen = Vec::new();
    let mut groups: Vec<AreaGroup> = Vec::new();
    for table in raw.tables("area_group") {
        let id = faults.id(table, "a group of areas", &mut seen);
        let mut own: Vec<String> = Vec::new();
        for value in table.list("areas") {
            let Some(area) = value.text() else { continue };
            let elsewhere = groups.iter().find(|group| group.areas.iter().any(|other| other == area));
            if let Err(message) = known_area(areas, area) {
                faults.add(value.at.clone(), format!("{message} in `areas`"));
            } else if own.iter().any(|known| known == area) {
                faults.add(value.at.clone(), format!("`{area}` stands twice in `areas`"));
            } else if let Some(other) = elsewhere {
                let message = format!(
                    "`{area}` is in the group of areas in line {} already; an area is in one group, or it would count twice",
                    line(&other.at)
                );
                faults.add(value.at.clone(), message);
            }
            own.push(area.to_string());
        }
        if table.has("areas") && table.list("areas").is_empty() {
            faults
                .add(table.at("areas"), "`areas` names none; name the areas (their ids) that have this total together");
        }
        let name = table.string("name").unwrap_or_default();
        let also = table.texts("also").unwrap_or_default();
        let group = AreaGroup { id, name, also, areas: own, at: table.at.clone() };
        names(table, &group, areas, &groups, faults);
        groups.push(group);
    }
    groups
}

/// A total says by a name whose it is, so that none may be a group's and an area's, or two groups'.
fn names(table: &Table, group: &AreaGroup, areas: &[Area], others: &[AreaGroup], faults: &mut Faults) {
    let own = [(&group.id, "id"), (&group.name, "name")].into_iter();
    for (name, key) in own.chain(group.also.iter().map(|name| (name, "also"))).filter(|(name, _)| !name.is_empty()) {
        let of_area =
            |area: &&Area| [&area.id, &area.name].into_iter().chain(&area.also).any(|own| Label::same(own, name));
        let taken = match (areas.iter().find(of_area), others.iter().find(|other| other.is_called(name))) {
            (Some(area), _) => Some(("area", &area.at)),
            // The same id twice has been told.
            (None, Some(other)) if key != "id" || !other.id.eq_ignore_ascii_case(name) => {
                Some(("group of areas", &other.at))
            }
            _ => None,
        };
        if let Some((what, first)) = taken {
            let message =
                format!("\"{name}\" names the {what} in line {} already; a total could be either's", line(first));
            faults.add(table.at(key), message);
        }
    }
}

/// Where the rows of a summary stand for groups of areas, every area must be in one: what is in none would be in no row, and in no total.
pub(super) fn summed_up(lists: &[List], areas: &[Area], groups: &[AreaGroup], faults: &mut Faults) {
    let by_groups = |list: &&List| list.summary_of.as_ref().is_some_and(|summary| summary.by == AREA_GROUP);
    for list in lists.iter().filter(by_groups) {
        if groups.is_empty() {
            let message =
                format!("`{}` has a row for each group of areas, but the form has no [[area_group]]", list.id);
            faults.add(list.at.clone(), message);
            continue;
        }
        let is_in = |area: &&Area| groups.iter().any(|group| group.areas.contains(&area.id));
        if let Some(left) = areas.iter().find(|area| !is_in(area)) {
            let message = format!(
                "`{}` has a row for each group of areas, and the area `{}` is in none: its figures would be in no row. Add it to \
                 the `areas` of an [[area_group]]",
                list.id, left.id
            );
            faults.add(list.at.clone(), message);
        }
    }
}
