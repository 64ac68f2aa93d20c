//! One column's heading twice.

use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Trouble;
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "two-columns",
    family: Family::Return,
    severity: Severity::Error,
    title: "Two columns have the same heading",
    what: "Two headings of one table both name the same column of the form, as typed or by one of its other names. Where a date, \
           year or period over them says which ones are this period's, those are read, and a note says which are not. What the \
           columns hold, and a column that is missing, are told when it is mended.",
    why: "Only the first is read. If the second holds the newer figures, the old ones are published.",
    mend: "Take out the column that does not stand, or give it its right heading.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.returns.troubles.iter().filter_map(|trouble| finding(rule, view, trouble)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, trouble: &Trouble) -> Option<Finding> {
    let Trouble::TwoColumns { at, first, area, column } = trouble else { return aside(rule, view, trouble) };
    let known = view.form.lists.iter().find_map(|list| list.column(column));
    let heading = known.map_or_else(|| column.clone(), |column| view.heading(column));
    let missing = in_place_of(view, at);
    let lacks = missing.map_or_else(String::new, |missing| {
        format!(", and no column is headed as '{}': one of the two may be it", missing_heading(view, missing))
    });
    let message = format!(
        "{}{first} and {} are both headed as the column '{heading}'; only {first} is read{lacks}",
        wording::opening(&view.area_name(area.as_deref())),
        wording::cell(at),
        first = wording::cell(first),
    );
    let followers = missing.and_then(Trouble::at).map(|at| view.causes.followers(at)).unwrap_or_default();
    let draft = rule.at(at).about_area(area.as_deref()).shared(area.as_deref(), None, Some(column));
    let draft = match known {
        Some(column) => draft.demanded_by(&column.at),
        None => draft,
    };
    let help = "take out the column that does not stand, or give it its right heading";
    Some(draft.related([first.clone()]).related(followers).says(message, help))
}

/// The column without a heading that a second heading may stand over: the only one that its table lacks.
fn in_place_of<'a>(view: &View<'a>, second: &Place) -> Option<&'a Trouble> {
    let troubles = || view.given.returns.troubles.iter();
    let on_sheet = |at: &Place| (&at.file, &at.sheet) == (&second.file, &second.sheet);
    let doubled =
        troubles().filter(|trouble| matches!(trouble, Trouble::TwoColumns { at, .. } if on_sheet(at))).count();
    let mut missing =
        troubles().filter(|trouble| matches!(trouble, Trouble::MissingColumn { at, near: None, .. } if on_sheet(at)));
    missing.next().filter(|_| doubled == 1 && missing.next().is_none())
}

/// Whether a missing column is told with the heading that stands twice.
pub(super) fn tells(view: &View<'_>, missing: &Trouble) -> bool {
    let seconds = view.returns.troubles.iter().filter_map(|trouble| match trouble {
        Trouble::TwoColumns { at, .. } => Some(at),
        _ => None,
    });
    let mut in_place_of = seconds.filter_map(|at| in_place_of(view, at));
    in_place_of.any(|told| std::ptr::eq(told, missing))
}

fn missing_heading(view: &View<'_>, missing: &Trouble) -> String {
    let Trouble::MissingColumn { list, column, .. } = missing else { return String::new() };
    let known = view.form.list(list).and_then(|list| list.column(column));
    known.map_or_else(|| column.clone(), |column| view.heading(column))
}

/// Columns of another period, beside those that are read.
fn aside(rule: &Rule, view: &View<'_>, trouble: &Trouble) -> Option<Finding> {
    let Trouble::ColumnsAside { at, area, headings, columns } = trouble else { return None };
    let named = headings.iter().map(|(place, text)| format!("'{}' ({})", wording::quoted(text), wording::cell(place)));
    let message = format!(
        "{}{} {} of another period than the columns that are read, and {} left out",
        wording::opening(&view.area_name(area.as_deref())),
        wording::list_of(&named.collect::<Vec<_>>()),
        if headings.len() == 1 { "is" } else { "are" },
        if headings.len() == 1 { "is" } else { "are" },
    );
    let draft = rule.at(at).about_area(area.as_deref()).topic("aside").weighing(Severity::Note);
    let draft = draft.related(headings.iter().map(|(place, _)| place.clone())).related(columns.iter().cloned());
    Some(draft.says(message, "nothing need be done, if the dates over the columns are right"))
}
