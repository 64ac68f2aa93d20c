//! A total of rounded figures that differs within their rounding.

use super::column_total::Total;
use crate::check::{Rule, View};
use crate::finding::{Family, Finding, Severity};

pub(super) static RULE: Rule = Rule {
    code: "rounding-difference",
    family: Family::Total,
    severity: Severity::Note,
    title: "A total differs by rounding alone",
    what: "The form says that the figures of this column were rounded before they were stated, and the stated total differs \
           from their sum by no more than that rounding can account for.",
    why: "It is no mistake, but a reader who adds up the column will ask. The appendix says 'figures may not sum due to \
          rounding' where this is so.",
    mend: "Nothing need be done. Unrounded figures in the return would make the difference go away.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let totals = view.causes.rounded.iter().filter_map(Total::of);
    totals.map(|total| finding(rule, view, &total)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, total: &Total<'_, '_>) -> Finding {
    let said = total.said();
    let message = format!(
        "{}, and {}: the difference of {} is within rounding",
        total.subject(view, &said),
        total.parts(&said),
        said.difference
    );
    total.draft(rule, view).says(message, "nothing need be done")
}
