//! One title twice in an area.

use std::collections::BTreeSet;

use super::{Stated, alike, called, has_references, place};
use crate::check::{Rule, View, wording};
use crate::figures::Item;
use crate::finding::{Family, Finding, Severity};
use crate::form::List;
use crate::names::{Reference, Title};
use crate::returns::Row;
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "duplicate-title",
    family: Family::Reference,
    severity: Severity::Error,
    title: "A title stands twice in one area",
    what: "Two items of the same area have the same title, upper and lower case, blanks, dashes, quotes and accents aside. Where items have references \
           of their own and those differ, it is a query.",
    why: "Without a reference the title is the only thing that tells items apart: nobody could say which of the two last \
          period's figure belongs to, and the same saving may be counted twice.",
    mend: "Take out the one that stands there twice, or tell the two titles apart.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let twice = alike(view, |list, item, row| {
        let titles = titles(list, item, row).into_iter();
        titles.map(|title| (item.area.clone(), Title::of(title))).collect::<BTreeSet<_>>()
    });
    twice.iter().filter_map(|(list, (_, title), items)| finding(rule, view, list, title, items)).collect()
}

/// What an item is called, as its row states it and as it stands. Rows of a summary have the names of their areas; details
/// bear the name of their item, several of them the same.
fn titles<'a>(list: &List, item: &'a Item<'a>, row: &'a Row) -> Vec<&'a str> {
    if list.detail_of.is_some() {
        Vec::new()
    } else if list.summary_of.is_some() && item.area.is_some() {
        Some(item.label.trim()).into_iter().filter(|title| !title.is_empty()).collect()
    } else {
        called(item, row, &list.label)
    }
}

fn finding(rule: &Rule, view: &View<'_>, list: &List, title: &Title, items: &[Stated<'_>]) -> Option<Finding> {
    let [(first, _), (second, row), ..] = items else { return None };
    let has_references = has_references(list);
    let differs = |item: &Stated<'_>| Reference::of(&item.0.key) != Reference::of(&first.key);
    let keys_differ = has_references && items.iter().any(differs);
    if has_references && !keys_differ {
        return None; // the reference stands twice too, and that is said of it
    }
    let title = titles(list, second, row).into_iter().find(|written| Title::of(written) == *title)?;
    let at = place(row, &list.label);
    let places: Vec<Place> = items.iter().map(|(_, row)| place(row, &list.label)).collect();
    let cells: Vec<String> = places.iter().map(|other| wording::cell_from(other, &at)).collect();
    let message = format!(
        "{} stands {}: in {}",
        view.who(second.area.as_deref(), title),
        wording::times(items.len()),
        wording::list_of(&cells),
    );
    let mend = "take out the row that is there twice, or tell the titles apart";
    let (severity, help) =
        if keys_differ { (Severity::Query, wording::mend_or_explain(mend)) } else { (rule.severity, mend.to_string()) };
    let draft =
        rule.at(&at).about_item(view, list, second).shared(second.area.as_deref(), Some(title), Some(&list.label));
    let draft = draft.stated_text(row.text(&list.label)).demanded_by(&list.at).weighing(severity);
    Some(draft.related(places).says(message, help))
}
