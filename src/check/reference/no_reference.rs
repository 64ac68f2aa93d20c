//! Rows that have no reference where the others have one.

use super::{has_references, place};
use crate::check::{Rule, View, wording};
use crate::figures::{Group, Item};
use crate::finding::{Family, Finding, Severity};
use crate::form::List;
use crate::returns::Row;

pub(super) static RULE: Rule = Rule {
    code: "no-reference",
    family: Family::Reference,
    severity: Severity::Note,
    title: "A row has no reference",
    what: "The list has references, and a balancing line, or an item where the form does not require one, has none. It counts \
           as the others do, and is followed from period to period by its name.",
    why: "Nobody can ask for it by its number; and if it is called otherwise next time, it will seem to be gone.",
    mend: "Give it a reference, or see that it keeps its name.",
    run,
};

/// So many rows are named.
const NAMED: usize = 3;

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let lists = view.lists().filter(|(list, _)| has_references(list) && list.has_schemes());
    let areas = lists.flat_map(|(list, all)| {
        let areas = all.groups.iter().filter(|group| !group.is_inner());
        std::iter::once((list, all, true)).chain(areas.map(move |group| (list, group, false)))
    });
    areas.filter_map(|(list, group, without_area)| finding(rule, view, list, group, without_area)).collect()
}

/// One finding an area, and one for the rows that have none.
fn finding(rule: &Rule, view: &View<'_>, list: &List, group: &Group<'_>, without_area: bool) -> Option<Finding> {
    let items = group.every_item();
    let own = |item: &&Item<'_>| !without_area || item.area.is_none();
    let stated: Vec<(&Item<'_>, &Row)> =
        items.into_iter().filter(own).filter_map(|item| Some((item, item.row?))).collect();
    let is_blank = |item: &Item<'_>| item.key.trim().is_empty();
    // An item's empty cell is an error where a reference is required.
    let required = list.column(&list.key).is_some_and(|column| column.required);
    let without: Vec<&(&Item<'_>, &Row)> =
        stated.iter().filter(|(item, _)| is_blank(item) && (item.balancing || !required)).collect();
    let (first, row) = without.first()?;
    // A list of which no row has one is numbered nowhere.
    if stated.iter().all(|(item, _)| is_blank(item)) {
        return None;
    }
    let balancing = without.iter().filter(|(item, _)| item.balancing).count();
    let names: Vec<String> = without
        .iter()
        .map(|(item, row)| format!("'{}' ({})", wording::quoted(&item.label), wording::cell(&place(row, &list.label))))
        .collect();
    let message = format!(
        "{}{} {} no reference: {}",
        wording::opening(&view.area_name(group.area.as_deref())),
        wording::items(list, without.len(), balancing),
        if without.len() == 1 { "has" } else { "have" },
        wording::first_of(&names, NAMED),
    );
    let at = place(row, &list.key);
    let draft = rule.at(&at).about_list(view, &list.id, group.area.as_deref(), "").demanded_by(&list.at);
    let draft = draft.related(without.iter().skip(1).map(|(_, row)| place(row, &list.key)));
    let one = without.len() == 1;
    let draft = if one { draft.shared(group.area.as_deref(), Some(&first.label), None) } else { draft };
    Some(draft.says(message, "give it a reference, or see that it keeps its name"))
}
