//! The stated total of a column against the sum of its rows.

use rust_decimal::Decimal;

use crate::check::look::{counted, reaching, stated, sum};
use crate::check::{Context, Rule, say};
use crate::figures::{Figure, Group};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, List, TotalOrigin};
use crate::money::Quantity;
use crate::returns::Cell;
use crate::source::Place;

pub(crate) static RULE: Rule = Rule {
    code: "column-total",
    family: Family::Total,
    severity: Severity::Error,
    title: "A stated total is not the sum of its rows",
    what: "The total row of a table states a figure that its rows do not add up to. Stated amounts are exact, so the sum must \
           agree to the unit, unless the form says that the column is rounded.",
    why: "Anyone can add up the column. The appendix prints the computed total; the difference means that the total was typed \
          by hand and not brought up to date, or that a row is missing or wrong.",
    mend: "Correct the total, or the row that is wrong. If the stated total cannot be mended, it is set aside in \
           decisions.toml, and the computed one stands.",
    run,
};

/// A stated total beside the one worked out.
pub(super) struct Totals<'a> {
    /// The list.
    pub list: &'a List,
    /// The group it is the total of.
    pub group: &'a Group<'a>,
    /// The column.
    pub column: &'a Column,
    /// Its cell.
    pub cell: &'a Cell,
    /// What the cell states.
    pub stated: Quantity,
    /// What the rows add up to.
    pub figure: &'a Figure,
    /// The same as a number: nil where no row has one.
    pub expected: Quantity,
}

/// Every stated total of a column that is summed up, where it is not to the digit what was worked out.
pub(super) fn differing<'a>(context: &Context<'a>) -> Vec<Totals<'a>> {
    let mut found = Vec::new();
    for (list, group) in context.groups() {
        let Some(row) = group.stated else { continue };
        for column in list.columns.iter().filter(|column| column.total == TotalOrigin::Sum) {
            let (Some((cell, stated)), Some(figure)) = (stated(row, column), group.totals.get(&column.id)) else {
                continue;
            };
            let expected = figure.counted.unwrap_or(Quantity::exact(Decimal::ZERO));
            let stated = reaching(column, stated.quantity);
            if stated.value != expected.value {
                found.push(Totals { list, group, column, cell, stated, figure, expected });
            }
        }
    }
    found
}

impl Totals<'_> {
    /// Whose total a sentence speaks of, and which.
    pub(super) fn subject(&self, context: &Context<'_>) -> String {
        let whose = context.whose_total(self.list, self.group.area.as_deref());
        format!(
            "{whose}: the total of {} is stated as {}",
            context.short_heading(self.column),
            self.said(self.stated.value)
        )
    }

    /// 'its 12 projects add up to £3,292k'
    pub(super) fn parts(&self) -> String {
        let known = self.group.every_item().len().saturating_sub(self.figure.unknown.len());
        let items = say::count(known, &self.list.item, &self.list.items);
        let known_ones = if self.figure.unknown.is_empty() { "" } else { " whose figures are known" };
        let add = if known == 1 { "comes" } else { "add up" };
        if known == 0 {
            format!("none of its {} has a figure", self.list.items)
        } else {
            format!("its {items}{known_ones} {add} to {}", self.said(self.expected.value))
        }
    }

    /// A figure of the column for a sentence.
    pub(super) fn said(&self, value: Decimal) -> String {
        say::figure(self.column, value)
    }

    /// The finding, all but its sentence.
    pub(super) fn start(&self, context: &Context<'_>, rule: &Rule) -> Finding {
        let mut finding = say::about(rule.finding(self.cell.at.clone()), self.column, self.cell);
        finding = say::with_figures(finding, self.column, self.stated.value, self.expected.value);
        finding.area = self.group.area.clone();
        finding.topic = context.topic(self.list);
        finding
    }

    /// An item whose figure is the difference: left out of the stated total, or counted twice in it.
    fn culprit(&self) -> Option<(String, Place, &'static str)> {
        let difference = self.stated.value.checked_sub(self.expected.value)?;
        let mut likely = self.group.every_item().into_iter().filter_map(|item| {
            let value = item.figures.get(&self.column.id)?.counted?.value;
            let how = if value == difference {
                "counted twice"
            } else if value.checked_add(difference)?.is_zero() {
                "left out"
            } else {
                return None;
            };
            let place = item.row?.cells.get(&self.column.id)?.at.clone();
            Some((item.label.clone(), place, how))
        });
        let first = likely.next()?;
        likely.next().is_none().then_some(first)
    }
}

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for totals in differing(context) {
        if totals.stated.agrees_with(totals.expected) {
            continue;
        }
        if let Some(told) = row_findings(&totals, findings) {
            // The total does add up what its rows state: the rows are at fault, and say so.
            for index in told {
                if let Some(finding) = findings.get_mut(index) {
                    finding.related.push(totals.cell.at.clone());
                }
            }
            continue;
        }
        let mut finding = totals.start(context, rule);
        finding.message = format!(
            "{}, but {} (difference {})",
            totals.subject(context),
            totals.parts(),
            say::difference(totals.column, totals.stated.value, totals.expected.value),
        );
        finding.help = say::mend_or_set_aside(&finding);
        if let Some((label, place, how)) = totals.culprit() {
            finding.help =
                format!("was '{label}' ({}) {how}? {}", say::cell_from(&place, &totals.cell.at), finding.help);
            finding.related.push(place);
        }
        findings.push(finding);
    }
}

/// The findings about single rows that explain a total: it is the sum of what the rows state in a computed column.
fn row_findings(totals: &Totals<'_>, findings: &[Finding]) -> Option<Vec<usize>> {
    if !totals.column.is_computed() || !sums_what_is_stated(totals) {
        return None;
    }
    let cells: Vec<&Place> = totals
        .group
        .every_item()
        .into_iter()
        .filter_map(|item| Some(&item.row?.cells.get(&totals.column.id)?.at))
        .collect();
    let told: Vec<usize> = findings
        .iter()
        .enumerate()
        .filter(|(_, finding)| cells.contains(&&finding.at))
        .map(|(index, _)| index)
        .collect();
    (!told.is_empty()).then_some(told)
}

/// Whether a stated total is the sum of what the rows of its table state, right or wrong.
pub(super) fn sums_what_is_stated(totals: &Totals<'_>) -> bool {
    sums_rows(totals.group, totals.column, totals.stated)
}

/// Whether `stated` is the sum of what the rows of a group state in a column.
pub(crate) fn sums_rows(group: &Group<'_>, column: &Column, stated: Quantity) -> bool {
    let rows = group.every_item().into_iter().filter_map(|item| item.row);
    sum(rows.filter_map(|row| counted(row, column))).is_some_and(|own| own.agrees_with(stated))
}
