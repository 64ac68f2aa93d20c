//! A total that takes a council's own code as nil.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::check::cause::{MovedBecause, hides_a_figure};
use crate::check::{Rule, View, wording};
use crate::figures::{Group, Item};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, Kind, List, TotalOrigin};
use crate::money::{self, Absent, Told};
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "code-as-nil",
    family: Family::Total,
    severity: Severity::Query,
    title: "A total takes a code as nil",
    what: "Rows have a code of the council's own in this column in place of a figure, and the form says that totals take it as \
           nil (`nil = true`). The finding names the rows, what stands behind them in the list's other columns, and what each was \
           in the prior period if that was no nil. A dash is no such code: it is how accounts write nil. Where all of them are words that \
           say nil themselves ('nil', 'none', 'zero'), it is a note; a figure that fell to one is `fell-to-nil`.",
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

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let fell = fell(view);
    let mut findings = Vec::new();
    for (list, all) in view.lists() {
        for column in list.columns.iter().filter(|column| column.total == TotalOrigin::Sum && !column.is_computed()) {
            // One finding an area, or for the whole list where rows have none; the groups within say it no second time.
            let areas: Vec<&Group<'_>> = all.groups.iter().filter(|group| group.area.is_some()).collect();
            let groups = if areas.is_empty() { vec![all] } else { areas };
            findings.extend(groups.into_iter().filter_map(|group| finding(rule, view, list, group, column, &fell)));
        }
    }
    findings
}

fn finding<'a>(
    rule: &Rule,
    view: &View<'a>,
    list: &'a List,
    group: &'a Group<'a>,
    column: &Column,
    fell: &BTreeMap<Place, Decimal>,
) -> Option<Finding> {
    let items = group.every_item();
    let coded: Vec<Coded<'_>> = items.into_iter().filter_map(|item| coded(item, column)).collect();
    let first = coded.first()?;
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &coded {
        *codes.entry(row.code).or_insert(0) += 1;
    }
    let codes: Vec<String> = codes.into_iter().map(|(code, times)| format!("'{code}' in {times}")).collect();
    let total = Told::Computed(group.totals.get(&column.id)?.counted?.value());
    let amounts: Vec<(&Column, Decimal)> = view
        .weighty(list, column)
        .into_iter()
        .filter_map(|other| Some((other, sum(&coded, other)?)))
        .filter(|(_, amount)| !amount.is_zero())
        .collect();
    let behind: Vec<String> = amounts
        .iter()
        .map(|(other, amount)| format!("{} {}", view.name(other), wording::figure(other, Told::Computed(*amount))))
        .collect();
    let behind =
        if behind.is_empty() { String::new() } else { format!("; behind them stand {}", wording::list_of(&behind)) };
    let rows: Vec<String> = coded.iter().map(|row| format!("'{}'", name(row))).collect();
    let was: Vec<String> = coded
        .iter()
        .filter_map(|row| {
            Some(format!("'{}' was {}", name(row), wording::figure(column, Told::Stated(*fell.get(row.at)?))))
        })
        .collect();
    let was = match was.is_empty() {
        true => String::new(),
        false => format!("; in {}, {}", view.prior(), wording::list_of(&was)),
    };
    let message = format!(
        "{}: the total of {}, {}, takes a code as nil for {} ({}){behind}{was}",
        view.whose_total(list, group.area.as_deref()),
        view.name(column),
        wording::figure(column, total),
        wording::count(coded.len(), &list.item, &list.items),
        wording::list_of(&codes),
    );
    let mend = format!("ask for the figures of {} ({})", wording::list_of(&rows), view.name(column));
    let draft = rule.at(first.at).about_list(view, &list.id, group.area.as_deref(), "").column(column);
    // An answer is given on which rows they are and on what stands behind them; the total moves with the other rows.
    let draft = match amounts.first() {
        Some((other, amount)) => {
            let measure = wording::measure(other);
            draft.measured(measure, measure.in_own_unit(*amount), None)
        }
        None => draft.figure(column, total),
    };
    // While the code stays, an answer that lasts covers the row; what was a figure last time is asked about anew.
    let rows = coded.iter().flat_map(|row| {
        let name = name(row).to_string();
        let fell = fell.get(row.at).map(|was| format!("{name}: was {}", wording::figure(column, Told::Stated(*was))));
        std::iter::once(name).chain(fell)
    });
    let draft = draft.stated_text(first.code).rows(rows);
    let draft = draft.related(coded.iter().map(|row| row.at.clone()));
    if !coded.iter().any(|row| hides_a_figure(row.code)) {
        return Some(
            draft.weighing(Severity::Note).says(message, "nothing need be done if the word means what it says"),
        );
    }
    Some(draft.says(message, wording::mend_or_explain(&mend)))
}

/// What stood last time in place of each code.
fn fell(view: &View<'_>) -> BTreeMap<Place, Decimal> {
    let coded = view.causes.moved.iter().filter(|moved| moved.because == MovedBecause::Coded);
    coded.filter_map(|moved| Some((moved.at()?, moved.expected()?))).collect()
}

/// A row whose code is taken as nil; a dash is nil, and no code.
fn coded<'a>(item: &'a Item<'a>, column: &Column) -> Option<Coded<'a>> {
    let figure = item.figures.get(&column.id)?;
    let (Err(Absent::Code(code)), Some(_)) = (&figure.value, figure.counted) else { return None };
    let at = &item.row?.cells.get(&column.id)?.at;
    code.chars().any(char::is_alphanumeric).then_some(Coded { item, code: code.trim(), at })
}

impl<'a> View<'a> {
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

fn sum(coded: &[Coded<'_>], column: &Column) -> Option<Decimal> {
    let amounts = coded.iter().map(|row| Some(row.item.figures.get(&column.id)?.counted?.value()));
    // Where one is not known there is no sum to tell.
    money::checked_sum(amounts.collect::<Option<Vec<_>>>()?)
}

/// A row by its reference, or by its label where that is the reference.
fn name<'r>(row: &'r Coded<'_>) -> &'r str {
    let key = row.item.key.trim();
    if key.is_empty() { row.item.label.trim() } else { key }
}
