//! One column's heading twice.

use std::collections::BTreeMap;
use std::sync::Arc;

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
    let in_place = InPlace::of(view);
    view.returns.troubles.iter().filter_map(|trouble| finding(rule, view, &in_place, trouble)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, in_place: &InPlace<'_>, trouble: &Trouble) -> Option<Finding> {
    let Trouble::TwoColumns { at, first, area, column } = trouble else { return aside(rule, view, trouble) };
    let known = view.form.lists.iter().find_map(|list| list.column(column));
    let heading = known.map_or_else(|| column.clone(), |column| view.heading(column));
    let missing = in_place.of_second(at);
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

/// The columns without a heading that a second heading may stand over: on a sheet with one such heading, the only column that its tables
/// lack.
pub(super) struct InPlace<'a> {
    sheets: BTreeMap<(&'a Arc<str>, &'a Option<Arc<str>>), OnSheet<'a>>,
}

/// The second headings of a sheet, and the columns that its tables lack.
#[derive(Default)]
struct OnSheet<'a> {
    seconds: usize,
    lacked: Vec<&'a Trouble>,
}

impl<'a> InPlace<'a> {
    pub(super) fn of(view: &View<'a>) -> Self {
        let mut sheets: BTreeMap<_, OnSheet<'a>> = BTreeMap::new();
        for trouble in &view.given.returns.troubles {
            match trouble {
                Trouble::TwoColumns { at, .. } => sheets.entry((&at.file, &at.sheet)).or_default().seconds += 1,
                Trouble::MissingColumn { at, near: None, .. } => {
                    sheets.entry((&at.file, &at.sheet)).or_default().lacked.push(trouble)
                }
                _ => {}
            }
        }
        InPlace { sheets }
    }

    /// What a second heading may stand over.
    fn of_second(&self, second: &Place) -> Option<&'a Trouble> {
        let OnSheet { seconds: 1, lacked } = self.sheets.get(&(&second.file, &second.sheet))? else { return None };
        if let [lacked] = lacked.as_slice() { Some(lacked) } else { None }
    }

    /// Whether a missing column is told with the heading that stands twice.
    pub(super) fn tells(&self, missing: &Trouble) -> bool {
        missing.at().and_then(|at| self.of_second(at)).is_some_and(|told| std::ptr::eq(told, missing))
    }
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
