//! `beyond-its-column`

use crate::check::cause::{Outlier, Than};
use crate::check::period::is_asked_as_new;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::money::Told;

pub(super) static RULE: Rule = Rule {
    code: "beyond-its-column",
    family: Family::Row,
    severity: Severity::Query,
    title: "A figure without a predecessor is far larger than all others of its column, or its row",
    what: "An amount that the prior period does not have (its scheme is new, or nothing was published before) is ten times the \
           largest other of its column, or more; or several such are a hundred times all the others. There must be three others, \
           and the column must not count from the start of the year. Where there are fewer, a hundred times the largest other \
           amount of its row is asked about. A new scheme that is asked about by itself is not asked about twice.",
    why: "There is no earlier figure to hold it against. A nought too many, or pounds where thousands are asked for, make such \
          a figure, and totals still add up.",
    mend: "Correct the figure, in the unit of its column; or explain that it is right.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let rows = view.causes.outliers.chunk_by(|one, next| one.row.at == next.row.at);
    // A row may stand out in several columns: it is asked about once.
    rows.filter(|row| !is_asked_as_new(view, row)).filter_map(|row| finding(rule, view, row)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, row: &[Outlier<'_>]) -> Option<Finding> {
    let (first, others) = row.split_first()?;
    let said = |outlier: &Outlier<'_>| {
        let name = view.name(outlier.column);
        let figure = wording::figure(outlier.column, Told::Stated(outlier.figure));
        match outlier.than {
            Than::Column(largest) => {
                let largest = wording::figure(outlier.column, Told::Stated(largest));
                format!("{name} is {figure}, and no other is more than {largest}")
            }
            Than::Row(column, size) => {
                let beside = wording::figure(column, Told::Stated(size));
                format!("{name} is {figure}, and {}, the largest amount beside it, is {beside}", view.name(column))
            }
        }
    };
    let each: Vec<String> = row.iter().map(said).collect();
    let message =
        format!("{}: {}", view.who(first.item.area.as_deref(), &first.item.label), wording::clauses(&each, "; "));
    let draft = rule.at(&first.cell.at).about_item(view, first.list, first.item).cell(first.column, first.cell);
    let draft = draft.exactly(first.column, Some(first.figure), None);
    let related = others.iter().map(|other| other.cell.at.clone());
    let mend = format!("correct the figure; it is read in {}, the unit of its column", first.column.unit_name());
    Some(draft.related(related).after_its_row().says(message, wording::mend_or_explain(&mend)))
}
