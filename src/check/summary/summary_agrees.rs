//! A given figure of the summary against what a section says of itself.

use super::summaries;
use crate::check::look::{reaching, stated};
use crate::check::{Context, Rule, say};
use crate::figures::Group;
use crate::figures::summary::members;
use crate::finding::{Family, Finding, Severity};
use crate::form::{AREA, List, Summary};
use crate::money::Quantity;
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "summary-agrees",
    family: Family::Summary,
    severity: Severity::Query,
    title: "The summary gives another figure than the section itself",
    what: "The form says that a figure which only the summary states must agree with a figure of the section's total row, and \
           it does not, even allowing for what was rounded.",
    why: "Finance and the area say different things about the same amount, and the appendix prints both.",
    mend: "Find out which one stands and correct the other.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (list, all, summary, of, sections) in summaries(context) {
        for column in &list.columns {
            let Some(with) = &column.agrees_with else { continue };
            for item in &all.items {
                let Some((cell, figure)) = item.row.and_then(|row| stated(row, column)) else { continue };
                let given = reaching(column, figure.quantity);
                let Some((expected, place)) = section_figure(of, sections, summary, &item.key, with) else { continue };
                if given.agrees_with(expected) {
                    continue;
                }
                let mut finding = say::about(rule.finding(cell.at.clone()), column, cell);
                finding = say::with_figures(finding, column, given.value(), expected.value());
                finding.message = format!(
                    "{}: the summary states {} as {}, but {} of the section is {} (difference {})",
                    context.who(item.area.as_deref(), &item.label),
                    context.short_heading(column),
                    say::figure(column, given.value()),
                    context.name(of, with),
                    say::figure(column, expected.value()),
                    say::difference(column, given.value(), expected.value()),
                );
                let other =
                    place.as_ref().map_or_else(|| "the section".into(), |place| say::cell_from(place, &cell.at));
                finding.help = say::mend_or_explain(&format!("correct {} or {other}", say::cell(&cell.at)));
                finding.area = item.area.clone();
                finding.scheme = item.area.is_none().then(|| item.label.clone());
                finding.topic = context.topic(list);
                finding.related.extend(place);
                findings.push(finding);
            }
        }
    }
}

/// What a section's total says, or its members together, and the cell it stands in.
fn section_figure(
    of: &List,
    sections: &Group<'_>,
    summary: &Summary,
    key: &str,
    id: &str,
) -> Option<(Quantity, Option<Place>)> {
    if summary.by == AREA {
        let section = sections.of_area(key)?;
        let figure = section.totals.get(id)?.counted?;
        let cell_of = |id: &str| section.stated.and_then(|row| row.cells.get(id)).map(|cell| cell.at.clone());
        let beside = of.columns.iter().find(|column| column.beside.as_ref().is_some_and(|beside| beside.id == id));
        return Some((figure, cell_of(beside.map_or(id, |column| &column.id))));
    }
    let members = members(of, sections, &summary.by, key, None);
    let figures: Option<Vec<Quantity>> = members.into_iter().map(|item| item.figures.get(id)?.counted).collect();
    let figures = figures.filter(|figures| !figures.is_empty())?;
    Some((Quantity::sum(figures)?, None))
}
