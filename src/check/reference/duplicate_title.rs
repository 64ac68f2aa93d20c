//! One title twice in an area.

use super::alike;
use crate::check::look::folded;
use crate::check::{Context, Rule, say};
use crate::finding::{Family, Finding, Severity};

pub(super) static RULE: Rule = Rule {
    code: "duplicate-title",
    family: Family::Reference,
    severity: Severity::Error,
    title: "A title stands twice in one area",
    what: "Two items of the same area have the same title, upper and lower case and blanks aside. Where items have references \
           of their own and those differ, it is a query.",
    why: "Without a reference the title is the only thing that tells items apart: nobody could say which of the two last \
          period's figure belongs to, and the same saving may be counted twice.",
    mend: "Take out the one that stands there twice, or tell the two titles apart.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    let titles = alike(context, |list, item, row| {
        let title = if list.summary_of.is_some() && item.area.is_some() { &item.label } else { row.text(&list.label) };
        // Several details of one item bear its name.
        (!title.trim().is_empty() && list.detail_of.is_none()).then(|| (item.area.clone(), folded(title)))
    });
    for (list, items) in titles {
        let [(first, _), (second, row), ..] = items.as_slice() else { continue };
        let place = |row: &crate::returns::Row| {
            row.cells.get(&list.label).map_or_else(|| row.at.clone(), |cell| cell.at.clone())
        };
        let has_references = list.key != list.label && list.summary_of.is_none();
        let keys_differ = has_references && items.iter().any(|(item, _)| folded(&item.key) != folded(&first.key));
        if has_references && !keys_differ {
            continue; // the reference stands twice too, and that is said of it
        }
        let places: Vec<_> = items.iter().map(|(_, row)| place(row)).collect();
        let cells: Vec<String> = places.iter().map(|at| say::cell_from(at, &place(row))).collect();
        let mut finding = rule.finding(place(row));
        if keys_differ {
            finding.severity = Severity::Query;
        }
        finding.message = format!(
            "{} stands {}: in {}",
            context.who(second.area.as_deref(), &second.label),
            say::times(items.len()),
            say::list_of(&cells),
        );
        let mend = "take out the row that is there twice, or tell the titles apart";
        finding.help = if keys_differ { say::mend_or_explain(mend) } else { mend.into() };
        finding.area = second.area.clone();
        finding.scheme = Some(second.label.clone());
        finding.column = Some(list.label.clone());
        finding.stated_text = Some(row.text(&list.label).to_string());
        finding.demanded_by = Some(list.at.clone());
        finding.related = places.into_iter().filter(|at| *at != finding.at).collect();
        finding.topic = context.topic(list);
        findings.push(finding);
    }
}
