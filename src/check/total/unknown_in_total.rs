//! A total of which some parts are not known.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::{Context, Rule, say};
use crate::figures::Item;
use crate::finding::{Family, Finding, Severity};
use crate::form::TotalOrigin;
use crate::money::Absent;
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "unknown-in-total",
    family: Family::Total,
    severity: Severity::Note,
    title: "A total leaves out what is not known",
    what: "Some rows have no figure in this column, but a placeholder or a blank that does not mean nil. The total adds the \
           others.",
    why: "The total is true of what is known, and may be short of what is meant. The note says by how many rows, and what \
          stands in them.",
    mend: "Ask for the figures. Where the placeholder means nil, say so with `nil = true` in the column's `codes`.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    // What another finding has said of a cell is not said again for its total.
    let told: BTreeSet<Place> =
        findings.iter().flat_map(|finding| finding.related.iter().chain([&finding.at])).cloned().collect();
    for (list, group) in context.groups() {
        for column in list.columns.iter().filter(|column| column.total == TotalOrigin::Sum && !column.is_computed()) {
            let Some(figure) = group.totals.get(&column.id) else { continue };
            // A row whose column is not there at all has no cell to speak of; the missing column is told, or may be missing.
            let cells: BTreeSet<&Place> =
                group.items.iter().filter_map(|item| Some(&item.row?.cells.get(&column.id)?.at)).collect();
            let unknown: Vec<&(Absent, Place)> =
                figure.unknown.iter().filter(|(_, place)| cells.contains(place) && !told.contains(place)).collect();
            let Some((_, first)) = unknown.first() else { continue };
            let is_balancing = |place: &Place| {
                let own = |item: &&Item<'_>| {
                    item.row.and_then(|row| row.cells.get(&column.id)).is_some_and(|cell| cell.at == *place)
                };
                group.items.iter().find(own).is_some_and(|item| item.balancing)
            };
            let balancing = unknown.iter().filter(|(_, place)| is_balancing(place)).count();
            let mut behind: BTreeMap<String, usize> = BTreeMap::new();
            for (why, _) in &unknown {
                *behind.entry(what_stands(why)).or_insert(0) += 1;
            }
            let behind: Vec<String> = behind.into_iter().map(|(what, times)| format!("{times} {what}")).collect();
            let mut finding = rule.finding(first.clone());
            let sum = figure.counted.map_or_else(|| "nothing".to_string(), |sum| say::figure(column, sum.value()));
            finding.message = format!(
                "{}: {} comes to {sum} without {} whose figure is not known ({})",
                context.whose_total(list, group.area.as_deref()),
                context.total_of(list, group, column),
                say::items(list, unknown.len(), balancing),
                say::list_of(&behind),
            );
            finding.help =
                "ask for the figures; where a placeholder means nil, say so in `codes` of the column in piperoll.toml"
                    .into();
            finding.area = group.area.clone();
            finding.column = Some(column.id.clone());
            finding.demanded_by = Some(column.at.clone());
            finding.related = unknown.iter().skip(1).map(|(_, place)| place.clone()).collect();
            finding.topic = context.topic_of_group(list, group);
            findings.push(finding);
        }
    }
}

fn what_stands(why: &Absent) -> String {
    match why {
        Absent::Blank => "blank".into(),
        Absent::Code(code) => format!("'{code}'"),
        Absent::Unreadable => "unreadable".into(),
        Absent::NotApplicable => "not applicable".into(),
        Absent::Unknown => "not known".into(),
    }
}
