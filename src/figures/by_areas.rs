//! The areas of a list, and the groups that they are in, as groups of one table.

use super::work::totals;
use super::{Group, Item, OutOfBounds};
use crate::form::{AREA, AREA_GROUP, Form, List};
use crate::returns::Row;

/// Puts the items of a list below the groups of areas, the areas, or both, as `levels` says; the groups inside an area follow. An area in
/// no group of areas stands in one without a name, which nothing prints.
pub(super) fn by_areas<'a>(
    all: &Group<'a>,
    form: &Form,
    list: &List,
    levels: &[String],
) -> Result<Group<'a>, OutOfBounds> {
    let has = |level: &str| levels.iter().any(|own| own == level);
    let mut put = Group { stated: all.stated, ..Group::empty(None, all.label.clone()) };
    for item in all.every_item() {
        let mut path = Vec::new();
        if has(AREA_GROUP) {
            let group = item.area_group.as_deref().and_then(|id| form.area_group(id));
            path.push(group.map(|group| group.name.clone()).unwrap_or_default());
        }
        if has(AREA) {
            let area = item.area.as_deref().and_then(|id| form.area(id));
            path.push(area.map(|area| area.name.clone()).unwrap_or_default());
        }
        path.extend(item.groups.iter().cloned());
        put.open(&path).items.push(item.clone());
    }
    let mut outer = vec![&mut put];
    if has(AREA_GROUP) {
        outer = outer.into_iter().flat_map(|group| &mut group.groups).collect();
        for group in &mut outer {
            group.stated = first_of(group).and_then(|item| stated_for_group(all, item.area_group.as_deref()?));
        }
    }
    if has(AREA) {
        for group in outer.into_iter().flat_map(|group| &mut group.groups) {
            group.area = first_of(group).and_then(|item| item.area.clone());
            group.stated = group.area.as_deref().and_then(|area| all.of_area(area)?.stated);
        }
    }
    totals(list, &mut put)?;
    Ok(put)
}

/// One of its items: each says whose all of them are.
fn first_of<'g, 'a>(group: &'g Group<'a>) -> Option<&'g Item<'a>> {
    group.items.first().or_else(|| group.groups.iter().find_map(first_of))
}

/// The row in which a return states the total of a group of areas; none where several do, for they may say different things.
fn stated_for_group<'a>(all: &Group<'a>, id: &str) -> Option<&'a Row> {
    let stated = all.runs.iter().filter_map(|run| run.stated);
    let mut own = stated.filter(|row| row.area_group.as_deref() == Some(id));
    own.next().filter(|_| own.next().is_none())
}
