//! A net total in which over-delivery hides what is still to be found.

use crate::check::look::stated;
use crate::check::{Rule, View, wording};
use crate::figures::{Gross, Group, Item, gross};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, List};
use crate::money::Told;

pub(super) static RULE: Rule = Rule {
    code: "net-hides-over-delivery",
    family: Family::Summary,
    severity: Severity::Query,
    title: "A net total hides over-delivery",
    what: "The total of this column sets one row's over-delivery against what other rows still have to find.",
    why: "Nobody has agreed that one area's surplus covers another's gap. A reader of the net figure takes it for what is \
          left to mitigate, and it is less than that.",
    mend: "Nothing in the cells is wrong: say in an explanation that the total is net. The appendix prints both gross figures \
           beside it.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.in_totals(|list, group, column| {
        column.money().filter(|money| money.net).and_then(|_| finding(rule, view, list, group, column))
    })
}

fn finding(rule: &Rule, view: &View<'_>, list: &List, group: &Group<'_>, column: &Column) -> Option<Finding> {
    let Gross { to_find, over, over_delivered } = gross(&group.items, &column.id)?;
    if view.total_in_doubt(list, group, &column.id) {
        return None;
    }
    let net = to_find.checked_add(over)?;
    let place = |item: &&Item<'_>| Some(item.row?.cells.get(&column.id)?.at.clone());
    let total = group.stated.and_then(|row| row.cells.get(&column.id));
    let at = total.map(|cell| cell.at.clone()).or_else(|| over_delivered.iter().find_map(place))?;
    let names: Vec<String> = over_delivered.iter().map(|item| format!("'{}'", item.label)).collect();
    let said = |value| wording::figure(column, Told::Computed(value));
    let message = format!(
        "{}: {}, {}, is net: {} is to be found, and {} of over-delivery at {} is set against it",
        view.whose_total(list, group.area.as_deref()),
        view.total_of(list, group, column),
        said(net),
        said(to_find),
        said(over.abs()),
        wording::list_of(&names),
    );
    let stated_net = group.stated.and_then(|row| stated(row, column));
    let is = stated_net.map_or(Told::Computed(net), |(_, figure)| Told::Stated(figure.quantity.value()));
    let draft = rule.at(&at).about_group(view, list, group);
    let draft = match total {
        Some(cell) => draft.cell(column, cell),
        None => draft.column(column),
    };
    let draft = draft.rows(over_delivered.iter().map(|item| item.label.clone()));
    let draft = draft.figures(column, is, Told::Computed(to_find)).related(over_delivered.iter().filter_map(place));
    let mend = "say whether the over-delivery may be set against the other rows";
    Some(draft.says(message, wording::mend_or_explain(mend)))
}
