//! A row that names an area the form does not know.

use super::file_name;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::GroupFrom;
use crate::names::may_be_meant;
use crate::returns::Trouble;

pub(super) static RULE: Rule = Rule {
    code: "unknown-row-area",
    family: Family::Return,
    severity: Severity::Error,
    title: "A row belongs to no area of the form",
    what: "The form tells a row's service area by a column of it, by the heading above or by the total below, and what stands there is no \
           area's name; or it is that of an area whose rows the file does not hold by `areas` of its [[return]].",
    why: "The row cannot be put in any section: its own comes short of it, and the sections do not add up to the whole.",
    mend: "Correct the name in the cell, or add it to the right area's `also` in piperoll.toml.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.returns
        .troubles
        .iter()
        .filter_map(|trouble| finding(rule, trouble).or_else(|| of_other(rule, view, trouble)))
        .collect()
}

/// Rows of an area that the file does not hold.
fn of_other(rule: &Rule, view: &View<'_>, trouble: &Trouble) -> Option<Finding> {
    let Trouble::RowsOfOtherArea { at, area, rows, list, demanded_by } = trouble else { return None };
    let (list, form) = (view.form.list(list)?, view.form.returns.iter().find(|form| form.at == *demanded_by)?);
    let held: Vec<String> = form.areas.iter().map(|area| view.area_name(Some(area))).collect();
    let name = file_name(&at.file);
    let whose = view.area_name(Some(area));
    let stand = if *rows == 1 { "stands" } else { "stand" };
    let message = format!(
        "{} of {whose} {stand} in {name} from {} on, which the form says is the return of {}",
        wording::count(*rows, &list.item, &list.items),
        wording::cell(at),
        wording::list_of(&held)
    );
    let help = format!(
        "correct the area where it is told; if {name} is the return of {whose} too, add \"{area}\" to `areas` of the [[return]] in \
         piperoll.toml"
    );
    Some(rule.at(at).about_list(view, &list.id, Some(area), "").demanded_by(demanded_by).says(message, help))
}

fn finding(rule: &Rule, trouble: &Trouble) -> Option<Finding> {
    let Trouble::UnknownRowArea { at, told_by, named, near } = trouble else { return None };
    let place = match at.cell {
        Some(_) => wording::cell(at),
        None => "the sheet's name".to_string(),
    };
    if named.is_empty() && *told_by == GroupFrom::Subtotal {
        let message = format!("no total below {place} names an area, so its row stands in no area's section");
        let help = "put the area's name in the label of its total ('Total Adults'), or say in piperoll.toml whose such rows are (`otherwise` of \
                    the [[return]])";
        return Some(rule.at(at).about_area(None).says(message, help));
    }
    if named.is_empty() && *told_by == GroupFrom::Heading {
        let message = format!("no heading above {place} names an area, so its row stands in no area's section");
        let help =
            format!("put the area's name in a row above {place}, or take the row out if it is none of the table");
        return Some(rule.at(at).about_area(None).says(message, help));
    }
    if named.is_empty() {
        let message = format!("{place} names no area, so its row stands in no area's section");
        return Some(rule.at(at).about_area(None).says(message, format!("say in {place} whose row it is")));
    }
    let message = format!(
        "'{named}' in {place} is no area of the form, so its row stands in no area's section{}",
        may_be_meant(near)
    );
    let help = format!("correct {place}, or add \"{named}\" to the area's `also` in piperoll.toml");
    Some(rule.at(at).about_area(None).stated_text(named).topic(named).says(message, help))
}
