//! A given figure of the summary against what a section says of itself.

use super::section_name;
use crate::check::look::{SummaryOf, reaching, stated};
use crate::check::{Rule, View, wording};
use crate::figures::Item;
use crate::figures::summary::members;
use crate::finding::{Family, Finding, Severity};
use crate::form::{AREA, Column};
use crate::money::{Quantity, Told};
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

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let each = view.in_summaries(|summary, item| {
        let columns = summary.list.columns.iter();
        Some(columns.filter_map(|column| finding(rule, view, summary, item, column)).collect::<Vec<_>>())
    });
    each.into_iter().flatten().collect()
}

fn finding(rule: &Rule, view: &View<'_>, summary: SummaryOf<'_>, item: &Item<'_>, column: &Column) -> Option<Finding> {
    let with = column.figure()?.agrees_with.as_ref()?;
    let (cell, figure) = stated(item.row?, column)?;
    let Section { figure: expected, told, place } = section_figure(view, summary, &item.key, with)?;
    if reaching(column, figure.quantity).agrees_with(expected) {
        return None;
    }
    let is = Told::Stated(figure.quantity.value());
    let said = wording::side_by_side(column, is, told);
    let message = format!(
        "{}: the summary states {} as {}, but {} of the {} is {} (difference {})",
        view.who(item.area.as_deref(), &item.label),
        view.name(column),
        said.one,
        view.name_of(summary.of, with),
        section_name(summary.list),
        said.other,
        said.difference,
    );
    let other = place
        .as_ref()
        .map_or_else(|| format!("the {}", section_name(summary.list)), |place| wording::cell_from(place, &cell.at));
    let mend = format!("correct {} or {other}", wording::cell(&cell.at));
    let draft = rule.at(&cell.at).about_section(view, summary.list, item).cell(column, cell);
    let draft = draft.figures(column, is, told).related(place);
    Some(draft.says(message, wording::mend_or_explain(&mend)))
}

/// What a section says.
struct Section {
    figure: Quantity,
    told: Told,
    /// The cell it stands in.
    place: Option<Place>,
}

/// What a section's total says, or its members together; `None` where that is not known, or counts a cell that is lost.
fn section_figure(view: &View<'_>, summary: SummaryOf<'_>, key: &str, id: &str) -> Option<Section> {
    let (of, by) = (summary.of, &summary.summary.by);
    if by == AREA {
        let section = summary.sections.of_area(key).filter(|section| !view.total_in_doubt(of, section, id))?;
        let figure = section.totals.get(id)?;
        let beside = of.columns.iter().find(|column| column.beside().is_some_and(|beside| beside.id == id));
        let cell = section.stated.and_then(|row| row.cells.get(beside.map_or(id, |column| &column.id)));
        return Some(Section {
            figure: figure.counted?,
            told: wording::told(figure)?,
            place: cell.map(|cell| cell.at.clone()),
        });
    }
    let members = members(of, summary.sections, by, key, None);
    let figures: Option<Vec<Quantity>> = members.into_iter().map(|item| item.figures.get(id)?.counted).collect();
    let figure = Quantity::sum(figures.filter(|figures| !figures.is_empty())?)?;
    Some(Section { figure, told: Told::Computed(figure.value()), place: None })
}
