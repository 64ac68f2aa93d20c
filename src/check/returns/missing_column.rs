//! A column without a heading.

use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Trouble;
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "missing-column",
    family: Family::Return,
    severity: Severity::Error,
    title: "A column is missing",
    what: "The table was found by its other headings, but none of them is this column's, under any name the form knows.",
    why: "The column's figures are not read, so its totals are short by the whole return.",
    mend: "Put the column back, or, where it is only called something else, add that heading to the column's `also` in \
           piperoll.toml. A column that need not be there has `optional = true`.",
    run,
};

/// Where a missing column probably stands under another name.
pub(super) fn renamed(at: &Place, near: Option<&(crate::source::Address, String)>) -> Option<Place> {
    near.map(|(cell, _)| at.at(*cell))
}

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.returns.troubles.iter().filter_map(|trouble| finding(rule, view, trouble)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, trouble: &Trouble) -> Option<Finding> {
    let Trouble::MissingColumn { at, area, list, column, near, demanded_by } = trouble else { return None };
    let known = view.form.list(list).and_then(|list| list.column(column));
    let heading = known.map_or_else(|| column.clone(), |column| view.heading(column));
    let (is_it, help) = match near {
        Some((cell, typed)) => {
            let typed = wording::one_line(typed);
            (
                format!("; is it '{typed}' in {cell}?"),
                format!(
                    "if so, add \"{typed}\" to `also` of the column '{column}' in piperoll.toml; else put the column back"
                ),
            )
        }
        None => (
            String::new(),
            format!("put the column back, or add its heading to `also` of the column '{column}' in piperoll.toml"),
        ),
    };
    let whose = wording::opening(&view.area_name(area.as_deref()));
    let draft = rule.at(at).about_list(view, list, area.as_deref(), "").shared(area.as_deref(), None, Some(column));
    let draft = draft.demanded_by(demanded_by).related(renamed(at, near.as_ref())).related(view.causes.followers(at));
    Some(draft.says(format!("{whose}the table has no column '{heading}'{is_it}"), help))
}
