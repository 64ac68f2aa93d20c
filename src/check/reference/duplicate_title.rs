//! One title twice in an area.

use super::{Stated, alike, has_references, place, reference_of};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::List;
use crate::names::{Reference, Title};
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
    let titles = alike(view, |list, item, row| {
        let title = if list.summary_of.is_some() && item.area.is_some() { &item.label } else { row.text(&list.label) };
        // Several details of one item bear its name.
        (!title.trim().is_empty() && list.detail_of.is_none()).then(|| (item.area.clone(), Title::of(title)))
    });
    titles.iter().filter_map(|(list, items)| finding(rule, view, list, items)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, list: &List, items: &[Stated<'_>]) -> Option<Finding> {
    let [(first, _), (second, row), ..] = items else { return None };
    let has_references = has_references(list);
    let keys_differ =
        has_references && items.iter().any(|(item, _)| Reference::of(&item.key) != Reference::of(&first.key));
    if has_references && !keys_differ {
        return None; // the reference stands twice too, and that is said of it
    }
    let at = place(row, &list.label);
    let places: Vec<Place> = items.iter().map(|(_, row)| place(row, &list.label)).collect();
    let cells: Vec<String> = places.iter().map(|other| wording::cell_from(other, &at)).collect();
    let message = format!(
        "{} stands {}: in {}",
        view.who(second.area.as_deref(), &second.label),
        wording::times(items.len()),
        wording::list_of(&cells),
    );
    let mend = "take out the row that is there twice, or tell the titles apart";
    let (severity, help) =
        if keys_differ { (Severity::Query, wording::mend_or_explain(mend)) } else { (rule.severity, mend.to_string()) };
    let draft = rule.at(&at).about_item(view, list, second).shared(
        second.area.as_deref(),
        Some(&second.label),
        Some(&list.label),
    );
    // Told apart by what differs: their references, if they have any.
    let draft =
        draft.rows_in_order(items.iter().map(|(item, _)| reference_of(list, item).unwrap_or(&item.label).to_string()));
    let draft = draft.stated_text(row.text(&list.label)).demanded_by(&list.at).weighing(severity);
    Some(draft.related(places).says(message, help))
}
