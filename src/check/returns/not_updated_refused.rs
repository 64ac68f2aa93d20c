//! Last published figures that cannot stand.

use crate::check::{Rule, View};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Trouble;

pub(super) static RULE: Rule = Rule {
    code: "not-updated-refused",
    family: Family::Return,
    severity: Severity::Error,
    title: "An area's last published figures cannot stand for its return",
    what: "[[not_updated]] in decisions.toml names an area of which nothing was published before; or the set that it was published in is not as it \
           was; or the form has other columns, units or choices than then; or the figures are those of another financial year; or what would \
           print is not what was published.",
    why: "What prints as last reported must be that, to the last figure. What counts from the start of a year says nothing of the next one.",
    mend: "Ask the area for its return. Where the form or the set is another one than it was, put it back.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let told = view.returns.troubles.iter().filter_map(|trouble| {
        let Trouble::CannotStand { at, area, why, mend } = trouble else { return None };
        let name = view.area_name(Some(area));
        let message = format!("no return came from {name}, and its last published figures cannot stand: {why}");
        Some(rule.at(at).about_area(Some(area)).says(message, mend.clone()))
    });
    told.collect()
}
