//! One title twice in an area.

use std::collections::BTreeSet;

use super::{alike, called};
use crate::check::{Context, Rule, say};
use crate::figures::Item;
use crate::finding::{Family, Finding, Severity};
use crate::form::List;
use crate::names::{Reference, Title};
use crate::returns::Row;

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

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    let alike_titles = alike(context, |list, item, row| {
        let titles = titles(list, item, row).into_iter();
        titles.map(|title| (item.area.clone(), Title::of(title))).collect::<BTreeSet<_>>()
    });
    for (list, (_, title), items) in alike_titles {
        let [(first, _), (second, row), ..] = items.as_slice() else { continue };
        let place = |row: &Row| row.cells.get(&list.label).map_or_else(|| row.at.clone(), |cell| cell.at.clone());
        let has_references = list.key != list.label && list.summary_of.is_none();
        let keys_differ =
            has_references && items.iter().any(|(item, _)| Reference::of(&item.key) != Reference::of(&first.key));
        if has_references && !keys_differ {
            continue; // the reference stands twice too, and that is said of it
        }
        let title = titles(list, second, row).into_iter().find(|written| Title::of(written) == title);
        let title = title.unwrap_or(&second.label);
        let places: Vec<_> = items.iter().map(|(_, row)| place(row)).collect();
        let cells: Vec<String> = places.iter().map(|at| say::cell_from(at, &place(row))).collect();
        let mut finding = rule.finding(place(row));
        if keys_differ {
            finding.severity = Severity::Query;
        }
        finding.message = format!(
            "{} stands {}: in {}",
            context.who(second.area.as_deref(), title),
            say::times(items.len()),
            say::list_of(&cells),
        );
        let mend = "take out the row that is there twice, or tell the titles apart";
        finding.help = if keys_differ { say::mend_or_explain(mend) } else { mend.into() };
        finding.area = second.area.clone();
        finding.scheme = Some(title.to_string());
        finding.column = Some(list.label.clone());
        finding.stated_text = Some(row.text(&list.label).to_string());
        finding.demanded_by = Some(list.at.clone());
        finding.related = places.into_iter().filter(|at| *at != finding.at).collect();
        finding.topic = context.topic(list);
        findings.push(finding);
    }
}

/// What an item is called, as its row states it and as it stands. Rows of a summary have the names of their areas; details
/// bear the name of their item, several of them the same.
fn titles<'a>(list: &List, item: &'a Item<'a>, row: &'a Row) -> Vec<&'a str> {
    if list.detail_of.is_some() {
        Vec::new()
    } else if list.summary_of.is_some() && item.area.is_some() {
        vec![item.label.trim()]
    } else {
        called(item, row, &list.label)
    }
}
