//! `other-sign`

use std::collections::BTreeMap;

use crate::check::{Rule, View, wording};
use crate::figures::Item;
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, Kind, List, Side};
use crate::money::Told;
use crate::returns::Row;

pub(super) static RULE: Rule = Rule {
    code: "other-sign",
    family: Family::Row,
    severity: Severity::Query,
    title: "A figure stands on the other side of nil than its column",
    what: "The form says that the column's figures are positive, or negative (`sign`), and this one is not; or the form does not \
           say, and this figure is the only one of its side where at least three others stand on the other one. Without a `sign` in the \
           form it is asked once: not where the figure stood on the same side in the prior period.",
    why: "A sign typed too much, or left out, turns a saving into a cost. A total that counts it still adds up.",
    mend: "Correct the sign; or explain why this one is different.",
    run,
};

/// So many others say on which side a column stands.
const OTHERS: usize = 3;

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let items = view.items();
    let mut findings = Vec::new();
    for list in view.form.lists.iter().filter(|list| list.summary_of.is_none()) {
        for column in list.columns.iter().filter(|column| column.kind.is_figure()) {
            if !column.is_given() {
                continue;
            }
            let of_list = items.iter().filter(|(of, ..)| of.id == list.id);
            let stands: Vec<(&Item<'_>, &Row, Side)> = of_list
                .filter_map(|(_, item, row)| {
                    Some((*item, *row, Side::of(item.figures.get(&column.id)?.counted?.value())?))
                })
                .collect();
            findings.extend(in_column(rule, view, list, column, &stands));
        }
    }
    findings
}

fn in_column(
    rule: &Rule,
    view: &View<'_>,
    list: &List,
    column: &Column,
    stands: &[(&Item<'_>, &Row, Side)],
) -> Vec<Finding> {
    let mut sides: BTreeMap<Side, usize> = BTreeMap::new();
    for (_, _, side) in stands {
        *sides.entry(*side).or_default() += 1;
    }
    let number = |side: &Side| sides.get(side).copied().unwrap_or_default();
    let wrong = |side: &Side| match column.sign() {
        Some(right) => *side != right,
        None => number(side) == 1 && stands.len() > OTHERS,
    };
    let odd = stands.iter().filter(|(_, _, side)| wrong(side)).filter(|(item, row, side)| {
        let priors = &view.causes.priors;
        let before = priors.as_it_was(item, &column.id).and_then(Side::of);
        let standing = column.sign().is_none() && (before == Some(*side) || item.balancing);
        !standing && !row.cells.get(&column.id).is_some_and(|cell| priors.is_asked(&cell.at))
    });
    odd.filter_map(|(item, row, side)| finding(rule, view, list, column, (item, row, *side))).collect()
}

fn finding(
    rule: &Rule,
    view: &View<'_>,
    list: &List,
    column: &Column,
    (item, row, side): (&Item<'_>, &Row, Side),
) -> Option<Finding> {
    let cell = row.cells.get(&column.id)?;
    let figure = item.figures.get(&column.id)?.counted?.value();
    let why = match column.sign() {
        Some(right) => format!("and the form says that the column is {}", right.name()),
        None => format!(
            "and every other figure of the column is {}",
            if side == Side::Negative { Side::Positive.name() } else { Side::Negative.name() }
        ),
    };
    let message = format!(
        "{}: {} is {}, {why}",
        view.who(item.area.as_deref(), &item.label),
        view.name(column),
        wording::figure(column, Told::Stated(figure))
    );
    let draft = rule.at(&cell.at).about_item(view, list, item).cell(column, cell);
    let draft = if column.kind == Kind::Percent { draft } else { draft.exactly(column, Some(figure), None) };
    Some(draft.after_its_row().says(message, wording::mend_or_explain("correct the sign if it is wrong")))
}
