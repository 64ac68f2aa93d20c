//! A figure of the summary against the section it sums up.

use super::summaries;
use crate::check::look::{counted, reaching, stated};
use crate::check::total::{COLUMN_TOTAL, sums_rows};
use crate::check::{Context, Rule, say};
use crate::figures::{FigureOrigin, Group};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, ColumnOrigin, List};
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "summary-section",
    family: Family::Summary,
    severity: Severity::Error,
    title: "The summary does not agree with a section",
    what: "A row of the summary states a figure that is not what the rows of its section add up to.",
    why: "The same figure is printed twice in the appendix, and a reader will compare the two. The computed one is printed in \
          both places; the difference means that the summary was made from another version of the return, or mistyped.",
    mend: "Bring the summary up to date, or correct the section's row that is wrong. If the stated figure cannot be mended, it \
           is set aside in decisions.toml.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (list, all, _, of, sections) in summaries(context) {
        for column in &list.columns {
            let summed = match &column.origin {
                ColumnOrigin::Sum(summed) => Some(summed.as_str()),
                ColumnOrigin::Count => None,
                _ => continue,
            };
            let mut causes: Vec<Place> = Vec::new();
            for item in &all.items {
                let (Some(row), Some(figure)) = (item.row, item.figures.get(&column.id)) else { continue };
                let drawn = matches!(figure.origin, FigureOrigin::SumOf(_) | FigureOrigin::Count);
                let (true, Some(given), Some(expected)) = (drawn, counted(row, column), figure.counted) else {
                    continue;
                };
                let Some(cell) = row.cells.get(&column.id) else { continue };
                if given.agrees_with(expected) {
                    continue;
                }
                let summed = summed.filter(|_| column.only.is_none());
                let only = column.only.as_ref().map(|only| only.words(&|id| context.name(of, id)));
                let only = only.map(|only| format!(", where {only},")).unwrap_or_default();
                // The summary repeats a total that the section states wrongly: one cause, told there.
                let section = item.area.as_deref().and_then(|area| sections.of_area(area));
                let wrong_total = summed.and_then(|summed| Some((section?.stated?, of.column(summed)?))).and_then(
                    |(total_row, summed)| {
                        let (total_cell, figure) = stated(total_row, summed)?;
                        reaching(summed, figure.quantity).agrees_with(given).then_some(&total_cell.at)
                    },
                );
                let told = findings
                    .iter_mut()
                    .find(|finding| finding.code == COLUMN_TOTAL.code && Some(&finding.at) == wrong_total);
                if let Some(told) = told {
                    told.message
                        .push_str(&format!("; the summary repeats it in {}", say::cell_from(&cell.at, &told.at)));
                    told.related.push(cell.at.clone());
                    causes.push(told.at.clone());
                    continue;
                }
                let who = context.who(item.area.as_deref(), &item.label);
                let mut finding = say::about(rule.finding(cell.at.clone()), column, cell);
                finding = say::with_figures(finding, column, given.value(), expected.value());
                finding.message = format!(
                    "{who}: the summary states {} as {}, but the {} of the section{only} {} (difference {})",
                    context.short_heading(column),
                    say::figure(column, given.value()),
                    of.items,
                    match column.origin {
                        ColumnOrigin::Sum(_) => format!("add up to {}", say::figure(column, expected.value())),
                        _ => format!("number {}", say::figure(column, expected.value())),
                    },
                    say::difference(column, given.value(), expected.value()),
                );
                finding.help = say::mend_or_set_aside(&finding);
                finding.area = item.area.clone();
                finding.scheme = item.area.is_none().then(|| item.label.clone());
                finding.topic = context.topic(list);
                finding
                    .related
                    .extend(summed.and_then(|summed| section?.stated?.cells.get(summed)).map(|total| total.at.clone()));
                finding.related.extend(worked_out_from(list, column, row));
                causes.push(finding.at.clone());
                findings.push(finding);
            }
            fold_totals(list, all, column, &causes, findings);
        }
    }
}

/// The cells of a row that are worked out from a column: they repeat its slip.
fn worked_out_from(list: &List, column: &Column, row: &crate::returns::Row) -> Vec<Place> {
    let cells = depending(list, column).into_iter().filter_map(|other| row.cells.get(&other.id));
    cells.map(|cell| cell.at.clone()).collect()
}

/// The summary's own totals, of the column and of those worked out from it, add up what its rows state: where those are at
/// fault, a total is no cause of its own.
fn fold_totals(list: &List, all: &Group<'_>, column: &Column, causes: &[Place], findings: &mut Vec<Finding>) {
    if causes.is_empty() {
        return;
    }
    for column in std::iter::once(column).chain(depending(list, column)) {
        let Some((cell, figure)) = all.stated.and_then(|row| stated(row, column)) else { continue };
        if !sums_rows(all, column, reaching(column, figure.quantity)) {
            continue;
        }
        let before = findings.len();
        findings.retain(|finding| !(finding.code == COLUMN_TOTAL.code && finding.at == cell.at));
        if findings.len() < before {
            for finding in findings.iter_mut().filter(|finding| causes.contains(&finding.at)) {
                finding.related.push(cell.at.clone());
            }
        }
    }
}

/// The columns that are worked out from a column.
fn depending<'a>(list: &'a List, column: &Column) -> Vec<&'a Column> {
    let uses = |other: &&Column| match &other.origin {
        ColumnOrigin::Formula(formula) => formula.columns().contains(&column.id.as_str()),
        _ => false,
    };
    list.columns.iter().filter(uses).collect()
}
