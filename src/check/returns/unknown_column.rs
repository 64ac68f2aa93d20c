//! A heading that the form does not know.

use super::missing_column;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::names::may_be_meant;
use crate::returns::Trouble;

pub(super) static RULE: Rule = Rule {
    code: "unknown-column",
    family: Family::Return,
    severity: Severity::Query,
    title: "A column that the form does not know",
    what: "A heading of the table is none that the form lists, and something stands under it.",
    why: "What stands there is not read and not published. It may be a column that was renamed, or one that somebody added \
          because the form lacked it.",
    mend: "Give it the form's heading, or add the heading to the right column's `also` in piperoll.toml; take it out if nobody \
           needs it.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.returns.troubles.iter().filter_map(|trouble| finding(rule, view, trouble)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, trouble: &Trouble) -> Option<Finding> {
    let Trouble::UnknownColumn { at, area, heading, near } = trouble else { return None };
    // A renamed column is one cause: the missing column says it, with this heading.
    let is_renamed = |other: &Trouble| match other {
        Trouble::MissingColumn { at: row, near, .. } => {
            missing_column::renamed(row, near.as_ref()).as_ref() == Some(at)
        }
        _ => false,
    };
    if view.returns.troubles.iter().any(is_renamed) {
        return None;
    }
    let heading = wording::one_line(heading);
    let near: Vec<String> = near.iter().cloned().collect();
    let message = format!(
        "{}the form has no column '{heading}' ({}), so what stands under it is not read{}",
        wording::opening(&view.area_name(area.as_deref())),
        wording::cell(at),
        may_be_meant(&near)
    );
    let mend = format!(
        "add \"{heading}\" to `also` of the column it is in piperoll.toml, or take the column out of the return"
    );
    let draft = rule.at(at).about_area(area.as_deref()).stated_text(&heading).topic(&heading);
    Some(draft.says(message, wording::mend_or_explain(&mend)))
}
