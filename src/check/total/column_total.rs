//! The stated total of a column against the sum of its rows.

use rust_decimal::Decimal;

use crate::check::look::{counted, reaching, stated};
use crate::check::{Context, Rule, say};
use crate::figures::{Figure, Group, Item, Member};
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

/// Every stated total of a column that is summed up, where it is not to the digit what was worked out; those of inner groups
/// before those around them.
pub(super) fn differing<'a>(context: &Context<'a>) -> Vec<Totals<'a>> {
    let mut found = Vec::new();
    for (list, group) in context.groups().into_iter().rev() {
        let Some(row) = group.stated else { continue };
        for column in list.columns.iter().filter(|column| column.total == TotalOrigin::Sum) {
            let (Some((cell, stated)), Some(figure)) = (stated(row, column), group.totals.get(&column.id)) else {
                continue;
            };
            let expected = figure.counted.unwrap_or(Quantity::exact(Decimal::ZERO));
            let stated = reaching(column, stated.quantity);
            if stated.value() != expected.value() {
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
            "{whose}: {} is stated as {}",
            context.total_of(self.list, self.group, self.column),
            self.said(self.stated.value())
        )
    }

    /// 'its 12 projects add up to £3,292k'
    pub(super) fn parts(&self) -> String {
        let all = self.group.counting_items();
        let known = all.len().saturating_sub(self.figure.unknown.len());
        let balancing = all.iter().filter(|item| item.balancing && self.knows(item)).count();
        let items = say::items(self.list, known, balancing);
        let known_ones = if self.figure.unknown.is_empty() { "" } else { " whose figures are known" };
        let add = if known == 1 { "comes" } else { "add up" };
        if known == 0 {
            format!("none of its {} has a figure", self.list.items)
        } else {
            format!("its {items}{known_ones} {add} to {}", self.said(self.expected.value()))
        }
    }

    fn knows(&self, item: &Item<'_>) -> bool {
        item.figures.get(&self.column.id).is_some_and(|figure| figure.counted.is_some())
    }

    /// A figure of the column for a sentence.
    pub(super) fn said(&self, value: Decimal) -> String {
        say::figure(self.column, value)
    }

    /// The finding, all but its sentence.
    pub(super) fn start(&self, context: &Context<'_>, rule: &Rule) -> Finding {
        let mut finding = say::about(rule.finding(self.cell.at.clone()), self.column, self.cell);
        finding = say::with_figures(finding, self.column, self.stated.value(), self.expected.value());
        finding.area = self.group.area.clone();
        finding.topic = context.topic_of_group(self.list, self.group);
        finding
    }

    /// An item, or a group with a subtotal, whose figure is the difference: left out of the stated total, or counted twice in it.
    fn culprit(&self) -> Option<(String, Place, &'static str)> {
        let difference = self.stated.value().checked_sub(self.expected.value())?;
        let items = self.group.counting_items().into_iter().map(|item| (&item.figures, item.row, item.label.clone()));
        let groups = inner_groups(self.group).into_iter().map(|group| {
            let label = group.stated_label(self.list).unwrap_or(&group.label).to_string();
            (&group.totals, group.stated, label)
        });
        let mut likely = items.chain(groups).filter_map(|(figures, row, label)| {
            let value = figures.get(&self.column.id)?.counted?.value();
            let how = if value == difference {
                "counted twice"
            } else if value.checked_add(difference)?.is_zero() {
                "left out"
            } else {
                return None;
            };
            let place = row?.cells.get(&self.column.id)?.at.clone();
            Some((label, place, how))
        });
        let first = likely.next()?;
        likely.next().is_none().then_some(first)
    }
}

/// Every group inside a group, at any depth.
fn inner_groups<'g, 'a>(group: &'g Group<'a>) -> Vec<&'g Group<'a>> {
    let mut found = Vec::new();
    for inner in &group.groups {
        found.push(inner);
        found.extend(inner_groups(inner));
    }
    found
}

/// The findings about the totals of groups within that explain a total: it adds up what they state, right or wrong.
fn inner_findings(totals: &Totals<'_>, findings: &[Finding]) -> Option<Vec<usize>> {
    let parts = totals.group.members().into_iter().map(|member| match member {
        Member::Item(item) => item.figures.get(&totals.column.id).and_then(|figure| figure.counted),
        Member::Group(group) => match group.stated.and_then(|row| stated(row, totals.column)) {
            Some((_, figure)) => Some(reaching(totals.column, figure.quantity)),
            None => group.totals.get(&totals.column.id).and_then(|figure| figure.counted),
        },
    });
    let adds_up = Quantity::sum(parts.flatten()).is_some_and(|own| own.agrees_with(totals.stated));
    let cells: Vec<&Place> = inner_groups(totals.group)
        .into_iter()
        .filter_map(|group| Some(&group.stated?.cells.get(&totals.column.id)?.at))
        .collect();
    let is_cause = |finding: &Finding| {
        finding.code == RULE.code
            && (cells.contains(&&finding.at) || finding.related.iter().any(|at| cells.contains(&at)))
    };
    let told: Vec<usize> = (0..findings.len()).filter(|index| findings.get(*index).is_some_and(is_cause)).collect();
    (adds_up && !told.is_empty()).then_some(told)
}

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for totals in differing(context) {
        if totals.stated.agrees_with(totals.expected) {
            continue;
        }
        if let Some(told) = inner_findings(&totals, findings).or_else(|| row_findings(&totals, findings)) {
            // The total does add up what its rows, or the totals within, state: those are at fault, and say so.
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
            say::difference(totals.column, totals.stated.value(), totals.expected.value()),
        );
        finding.help = say::mend_or_set_aside(&finding);
        if let Some((label, place, how)) = totals.culprit() {
            finding.help = format!(
                "'{label}' ({}) may have been {how}: {}",
                say::cell_from(&place, &totals.cell.at),
                finding.help
            );
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
        .counting_items()
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
    let rows = group.counting_items().into_iter().filter_map(|item| item.row);
    Quantity::sum(rows.filter_map(|row| counted(row, column))).is_some_and(|own| own.agrees_with(stated))
}
