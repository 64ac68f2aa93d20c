//! `figures-unmoved`

use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};

pub(in crate::check) static RULE: Rule = Rule {
    code: "figures-unmoved",
    family: Family::Period,
    severity: Severity::Query,
    title: "No figure of an area moved since last period",
    what: "Every figure that an area gives, three at least, is exactly what it was in the prior period, scheme by scheme, however the \
           file was saved; and figures to date are among them, or every text is the same too. Targets that stay are not enough. Where a stated total does \
           not follow from its rows, all but one in ten are enough, three figures to date among them, whatever rows are new or gone.",
    why: "Something moves in most areas in most periods. Where nothing did, last period's return may have been sent again.",
    mend: "Ask the area whether this is its return of this period; if nothing moved, say so in decisions.toml.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let asked = view.causes.unmoved.iter().filter(|unmoved| unmoved.last_period.is_none());
    asked
        .map(|unmoved| {
            let prior = view.prior();
            let texts = if unmoved.same_texts { ", and every text is the same" } else { "" };
            let contradicts = if unmoved.others > 0 { "; its totals do not follow from them" } else { "" };
            let (area, said) = (wording::opening(&view.area_name(unmoved.area)), unmoved.said(&prior));
            let message = format!("{area}{said}{texts}{contradicts}");
            // An explanation is given on this, and for no other period.
            let stated = format!("{} figures of {prior}", unmoved.figures);
            let draft = rule.at(&unmoved.at).about_area(unmoved.area).stated_text(&stated);
            let help = wording::mend_or_explain("ask whether this is the return of this period");
            draft.related([unmoved.before.clone()]).says(message, help)
        })
        .collect()
}
