//! Files that are the return of several areas: what they hold of each.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{ReturnTable, RowKind, Trouble, nil};
use crate::form::{Form, ReturnFile, ReturnForm};
use crate::period::Period;
use crate::source::Place;

/// The areas whose rows of a list stand in the file of several, with that file, where the areas' own files would hold the list too.
pub(super) fn held(form: &Form, file_of: impl Fn(&ReturnForm) -> Option<Arc<str>>) -> BTreeMap<&str, Arc<str>> {
    let own: BTreeSet<&str> =
        form.returns.iter().filter(|form| form.file == ReturnFile::EachArea).map(|form| form.list.as_str()).collect();
    let several = form.returns.iter().filter(|form| own.contains(form.list.as_str()));
    let held = several.filter_map(|form| Some((file_of(form)?, form)));
    held.flat_map(|(file, form)| form.areas.iter().map(move |area| (area.as_str(), file.clone()))).collect()
}

/// Whether an area's rows are awaited in the file of several, and none of its own is missed: every list that its own file must hold
/// stands there.
pub(super) fn is_held(form: &Form, area: &str, is_sent: impl Fn(&ReturnForm) -> bool) -> bool {
    let holds = |form: &ReturnForm| form.areas.iter().any(|held| held == area) && (!form.optional || is_sent(form));
    let mut own = form.returns.iter().filter(|form| form.file == ReturnFile::EachArea && !form.optional).peekable();
    let is_there = |own: &ReturnForm| form.returns.iter().any(|form| form.list == own.list && holds(form));
    own.peek().is_some() && own.all(is_there)
}

/// Says which areas a file of several lacks, and whose rows stand in it that it does not hold.
pub(super) fn tell(
    form: &Form,
    period: Period,
    forms: &[(usize, &ReturnForm)],
    tables: &[ReturnTable],
    troubles: &mut Vec<Trouble>,
) {
    for (index, of) in forms.iter().filter(|(_, form)| !form.areas.is_empty()) {
        let own: Vec<&ReturnTable> = tables.iter().filter(|table| table.form == *index).collect();
        let Some(first) = own.first() else { continue };
        let rows = || own.iter().flat_map(|table| &table.rows).filter(|row| row.kind == RowKind::Item);
        let there: BTreeSet<&str> = rows().filter_map(|row| row.area.as_deref()).collect();
        let heading = first.headings.values().map(|(at, _)| *at).min().map_or(first.at.clone(), |at| first.at.at(at));
        // Whose a row is cannot be told: it may be theirs.
        let unsure =
            troubles.iter().any(|it| matches!(it, Trouble::UnknownRowArea { at, .. } if at.file == heading.file));
        let has_schemes = form.list(&of.list).is_some_and(crate::form::List::has_schemes);
        let lacking = of.areas.iter().filter(|area| !there.contains(area.as_str()));
        for area in lacking.filter(|_| has_schemes && !unsure && !of.optional) {
            let (at, list, demanded_by) = (heading.clone(), of.list.clone(), of.at.clone());
            troubles.push(match nil::said_by_the_form(form, period, Some(area)) {
                Some(nil) => Trouble::NilReturn { at, area: Some(area.clone()), words: None, demanded_by: Some(nil) },
                None => Trouble::NoRowOfArea { at, area: area.clone(), list, demanded_by },
            });
        }
        for area in there.iter().filter(|area| !of.areas.iter().any(|held| held == *area)) {
            let of_area: Vec<Place> =
                rows().filter(|row| row.area.as_deref() == Some(area)).map(|row| row.at.clone()).collect();
            let Some(at) = of_area.first().cloned() else { continue };
            let (list, demanded_by) = (of.list.clone(), of.at.clone());
            let rows = of_area.len();
            troubles.push(Trouble::RowsOfOtherArea { at, area: (*area).to_string(), rows, list, demanded_by });
        }
    }
}
