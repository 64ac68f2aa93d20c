//! Totals that are off together: by a row that they leave out or count twice, or all along a total row.

use super::column_total::may_be_no_item;
use crate::check::cause::{Slip, SlipOf};
use crate::check::culprit::{Culprit, Totals, What, Why};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::source::Place;

pub(in crate::check) static RULE: Rule = Rule {
    code: "total-of-other-rows",
    family: Family::Total,
    severity: Severity::Error,
    title: "A total row that is not that of its rows",
    what: "The totals of several columns are off, and one row is the difference in each of them: it is left out, counted twice, or \
           was there last time and is gone. Or a total row contradicts its rows in three columns or more. What would be gone if \
           the totals were right is not told beside it.",
    why: "A total row is copied from last time, or its sums end a row too early: ten findings about ten columns say it no better \
          than one.",
    mend: "Correct the total row, or the row that is missing or does not belong there. Where the totals cannot be mended, each of \
           them is set aside in decisions.toml by its own id, `column-total:…`, and the computed ones stand.",
    run,
};

/// So many totals are named with their figures.
const NAMED: usize = 2;

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.causes.culprits.iter().filter_map(|culprit| finding(rule, view, culprit)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, culprit: &Culprit<'_>) -> Option<Finding> {
    let What::Totals(totals) = &culprit.what else { return None };
    let slip = totals.slips.first()?;
    let at = &slip.cell.at;
    let (area, group) = match slip.of {
        SlipOf::Total(group, _) => (group.area.as_deref(), Some(group)),
        SlipOf::Section { item, .. } => (item.area.as_deref(), None),
        _ => return None,
    };
    let each = wording::clauses_of(&totals.slips, NAMED, "; ", |slip| said(view, slip, at));
    let number = wording::count(totals.slips.len(), "total is", "totals are");
    let (why, help, places) = why(view, totals, at);
    let message = format!("{}{number} off{why}: {each}", wording::opening(&view.area_name(area)));
    let ids: Vec<String> =
        culprit.explains.iter().filter(|id| id.starts_with("column-total")).map(|id| format!("`{id}`")).collect();
    let help = match ids.is_empty() {
        true => help,
        false => format!(
            "{help}; if the totals cannot be mended, set each of them aside in decisions.toml: {}",
            ids.join(", ")
        ),
    };
    let draft = match group {
        Some(group) => rule.at(at).about_group(view, slip.list, group),
        None => rule.at(at).about_list(view, &slip.list.id, area, ""),
    };
    let draft = match totals.why {
        Why::OneRow => draft,
        Why::LeftOut(item, _) | Why::Twice(item, _) => draft.topic_and(&item.label),
        Why::Gone(scheme) => draft.topic_and(&scheme.label),
    };
    let cells = totals.slips.iter().map(|slip| slip.cell.at.clone());
    let draft = draft.demanded_by(&slip.list.at).related(cells).related(places);
    Some(Finding { explains: culprit.explains.clone(), ..draft.says(message, help) })
}

/// 'Target is £350k, and its rows come to £300k (B5)'
fn said(view: &View<'_>, slip: &Slip<'_>, from: &Place) -> String {
    let said = slip.said();
    let cell = wording::cell_from(&slip.cell.at, from);
    format!("{} ({cell}) is {}, and the rows come to {}", view.name(slip.column), said.one, said.other)
}

/// By what they are off, what to do, and the rows.
fn why(view: &View<'_>, totals: &Totals<'_>, from: &Place) -> (String, String, Vec<Place>) {
    match totals.why {
        Why::LeftOut(item, row) => {
            let name = format!("'{}' ({})", wording::one_line(&item.label), wording::cell_from(&row.at, from));
            let how = if stands_twice(view, item.label.as_str(), row) { ", which stands twice" } else { "" };
            (
                format!(" by the row they leave out, {name}{how}"),
                match may_be_no_item(view, &item.label, &row.at) {
                    true => format!("{name} may be no {}: take it out, or correct the totals", item_of(totals)),
                    false => format!("take {name} into the totals, or take the row out if it does not belong there"),
                },
                vec![row.at.clone()],
            )
        }
        Why::Twice(item, row) => {
            let name = format!("'{}' ({})", wording::one_line(&item.label), wording::cell_from(&row.at, from));
            let row = vec![row.at.clone()];
            (format!(" by the row they count twice, {name}"), format!("count {name} once, or correct the rows"), row)
        }
        Why::Gone(scheme) => {
            let name = format!("'{}'", wording::one_line(&scheme.label));
            (
                format!(" by what {name} stated in {}, which is gone", view.prior()),
                format!("put the row of {name} back, or take it out of the totals"),
                vec![scheme.at.clone()],
            )
        }
        Why::OneRow => (
            " in one total row".to_string(),
            "see of which rows it is the total, and correct it, or the row that is missing or wrong".to_string(),
            Vec::new(),
        ),
    }
}

/// What the list calls one of its rows.
fn item_of<'t>(totals: &'t Totals<'_>) -> &'t str {
    totals.slips.first().map_or("item", |slip| slip.list.item.as_str())
}

/// Whether another row of the list is called the same.
fn stands_twice(view: &View<'_>, label: &str, row: &crate::returns::Row) -> bool {
    view.items().into_iter().any(|(_, item, other)| item.label == label && other.area == row.area && other.at != row.at)
}
