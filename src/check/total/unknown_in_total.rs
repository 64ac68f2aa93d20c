//! A total of which some parts are not known.

use std::collections::BTreeMap;

use crate::check::cause::CellCause;
use crate::check::{Rule, View, wording};
use crate::figures::{Group, Item};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, List, TotalOrigin};
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

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.in_totals(|list, group, column| finding(rule, view, list, group, column))
}

fn finding(rule: &Rule, view: &View<'_>, list: &List, group: &Group<'_>, column: &Column) -> Option<Finding> {
    if column.total != TotalOrigin::Sum || column.is_computed() {
        return None;
    }
    let figure = group.totals.get(&column.id)?;
    // A row whose column is not there at all has no cell to speak of; the missing column is told, or may be missing.
    let own: BTreeMap<&Place, &Item<'_>> =
        group.items.iter().filter_map(|item| Some((&item.row?.cells.get(&column.id)?.at, item))).collect();
    // What is an error or a question of its own is not said again for the total.
    let may_be = |place: &Place| {
        matches!(view.causes.cells.cause(place, &column.id), None | Some(CellCause::Blank | CellCause::Code))
    };
    let unknown: Vec<(&Absent, &Place, &Item<'_>)> = figure
        .unknown
        .iter()
        .filter(|(_, place)| may_be(place))
        .filter_map(|(why, place)| Some((why, place, *own.get(place)?)))
        .collect();
    let (_, first, _) = unknown.first()?;
    let balancing = unknown.iter().filter(|(_, _, item)| item.balancing).count();
    let mut behind: BTreeMap<String, usize> = BTreeMap::new();
    for (why, ..) in &unknown {
        *behind.entry(what_stands(why)).or_insert(0) += 1;
    }
    let behind: Vec<String> = behind.into_iter().map(|(what, times)| format!("{times} {what}")).collect();
    let sum = wording::told(figure).map_or_else(|| "nothing".to_string(), |sum| wording::figure(column, sum));
    let message = format!(
        "{}: {} comes to {sum} without {} whose figure is not known ({})",
        view.whose_total(list, group.area.as_deref()),
        view.total_of(list, group, column),
        wording::items(list, unknown.len(), balancing),
        wording::list_of(&behind),
    );
    let help = "ask for the figures; where a placeholder means nil, say so in `codes` of the column in piperoll.toml";
    let draft = rule.at(first).about_group(view, list, group).column(column);
    Some(draft.related(unknown.iter().map(|(_, place, _)| (*place).clone())).says(message, help))
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
