//! A total that takes a council's own code as nil.

use std::collections::BTreeMap;

use crate::check::{Context, Rule, say};
use crate::figures::{Group, Item};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, Kind, List, TotalOrigin};
use crate::money::{self, Absent};
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "code-as-nil",
    family: Family::Total,
    severity: Severity::Query,
    title: "A total takes a code as nil",
    what: "Rows have a code of the council's own in this column in place of a figure, and the form says that totals take it as \
           nil (`nil = true`). The finding names the rows and what stands behind them in the list's other columns. A dash is no \
           such code: it is how accounts write nil.",
    why: "The total reads as if nothing were to come from these rows. What stands behind them may be large, and a member who \
          sees the total alone cannot know.",
    mend: "Ask for the figures. If the total stands, explain it; the explanation is printed with the appendix.",
    run,
};

/// A row that has a code, and its cell.
struct Coded<'a> {
    item: &'a Item<'a>,
    code: &'a str,
    at: &'a Place,
}

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (list, all) in context.lists() {
        for column in list.columns.iter().filter(|column| column.total == TotalOrigin::Sum && !column.is_computed()) {
            // One finding an area, or for the whole list where rows have none; the groups within say it no second time.
            let areas: Vec<&Group<'_>> = all.groups.iter().filter(|group| group.area.is_some()).collect();
            let groups = if areas.is_empty() { vec![all] } else { areas };
            findings.extend(groups.into_iter().filter_map(|group| finding(rule, context, list, group, column)));
        }
    }
}

fn finding<'a>(
    rule: &Rule,
    context: &Context<'a>,
    list: &'a List,
    group: &'a Group<'a>,
    column: &Column,
) -> Option<Finding> {
    let items = group.every_item();
    let coded: Vec<Coded<'_>> = items.into_iter().filter_map(|item| coded(item, column)).collect();
    let first = coded.first()?;
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &coded {
        *codes.entry(row.code).or_insert(0) += 1;
    }
    let codes: Vec<String> = codes.into_iter().map(|(code, times)| format!("'{code}' in {times}")).collect();
    let total = group.totals.get(&column.id).and_then(|figure| figure.counted)?;
    let behind: Vec<(&Column, rust_decimal::Decimal)> = context
        .weighty(list, column)
        .into_iter()
        .filter_map(|other| Some((other, sum(&coded, other)?)))
        .filter(|(_, amount)| !amount.is_zero())
        .collect();
    let said: Vec<String> = behind
        .iter()
        .map(|(other, amount)| format!("{} {}", context.short_heading(other), say::figure(other, *amount)))
        .collect();
    let rows: Vec<String> = coded.iter().map(|row| name(row)).collect();
    let mut finding = rule.finding(first.at.clone());
    let stands = if said.is_empty() { String::new() } else { format!("; behind them stand {}", say::list_of(&said)) };
    finding.message = format!(
        "{}: the total of {}, {}, takes a code as nil for {} ({}){stands}",
        context.whose_total(list, group.area.as_deref()),
        context.short_heading(column),
        say::figure(column, total.value()),
        say::count(coded.len(), &list.item, &list.items),
        say::list_of(&codes),
    );
    finding.help = say::mend_or_explain(&format!(
        "ask for the figures of {} ({})",
        say::list_of(&rows),
        context.short_heading(column)
    ));
    finding = finding.figures(say::unit(column), say::own_unit(column, total.value()), None);
    finding.stated_text = Some(first.code.to_string());
    finding.area = group.area.clone();
    finding.column = Some(column.id.clone());
    finding.demanded_by = Some(column.at.clone());
    finding.related = coded.iter().skip(1).map(|row| row.at.clone()).collect();
    finding.topic = context.topic(list);
    Some(finding)
}

/// A row whose code is taken as nil; a dash is nil, and no code.
fn coded<'a>(item: &'a Item<'a>, column: &Column) -> Option<Coded<'a>> {
    let figure = item.figures.get(&column.id)?;
    let (Err(Absent::Code(code)), Some(_)) = (&figure.value, figure.counted) else { return None };
    let at = &item.row?.cells.get(&column.id)?.at;
    code.chars().any(char::is_alphanumeric).then_some(Coded { item, code: code.trim(), at })
}

impl<'a> Context<'a> {
    /// The money columns that say how much a row weighs: the target, and what is computed from the row.
    fn weighty(&self, list: &'a List, but: &Column) -> Vec<&'a Column> {
        let is_target = |column: &&Column| {
            list.id == self.form.report.main_list && self.form.report.roles.target.as_ref() == Some(&column.id)
        };
        let sums =
            |column: &&Column| column.kind == Kind::Money && column.total == TotalOrigin::Sum && column.id != but.id;
        let weighty: Vec<&Column> =
            list.columns.iter().filter(sums).filter(|column| is_target(column) || column.is_computed()).collect();
        if weighty.is_empty() { list.columns.iter().filter(sums).take(1).collect() } else { weighty }
    }
}

fn sum(coded: &[Coded<'_>], column: &Column) -> Option<rust_decimal::Decimal> {
    let amounts = coded.iter().map(|row| Some(row.item.figures.get(&column.id)?.counted?.value()));
    // Where one is not known there is no sum to tell.
    money::checked_sum(amounts.collect::<Option<Vec<_>>>()?)
}

/// A row by its reference, or by its label where that is the reference.
fn name(row: &Coded<'_>) -> String {
    let key = row.item.key.trim();
    if key.is_empty() { format!("'{}'", row.item.label.trim()) } else { format!("'{key}'") }
}
