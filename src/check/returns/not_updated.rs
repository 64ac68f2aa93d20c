//! An area whose last published figures stand, because it has sent no return.

use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::period::{Period, long_date};
use crate::returns::LastReported;
use crate::source::Place;

pub(in crate::check) static RULE: Rule = Rule {
    code: "not-updated",
    family: Family::Return,
    severity: Severity::Note,
    title: "An area's figures are as last reported",
    what: "The area has sent no return, and [[not_updated]] in decisions.toml lets the figures stand that were last published of it. They are \
           read from the copies in that published set. Where the period before printed them so already, this is a query.",
    why: "The paper prints figures of an earlier day among those of this period, and counts them in its totals. It says so on page one, under each \
          table that holds any and in 'Sources'. Once may happen; a second time, a reader will ask what has become of the area.",
    mend: "Put the return into the period's folder when it comes, and take the entry out. Where it does not come a second time, say in \
           decisions.toml what is being done about it.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.returns.last_reported.iter().map(|own| finding(rule, view, own)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, own: &LastReported) -> Finding {
    let mut without: Vec<Period> = own.again.clone();
    without.push(view.returns.period);
    without.sort();
    let periods: Vec<String> = without.iter().map(|period| period.label()).collect();
    let as_at = long_date(own.as_at);
    let again = if own.again.is_empty() { "" } else { " still" };
    let message = format!(
        "{} has sent no return for {}: its figures are{again} as last reported, {as_at} ({})",
        view.area_name(Some(&own.area)),
        wording::list_of(&periods),
        own.period.label(),
    );
    let draft = rule.at(&own.decided).about_area(Some(&own.area)).stated_text(&as_at);
    let draft = draft.related(own.files.iter().map(|file| Place::file(file.as_str())));
    match own.again.is_empty() {
        true => draft.says(message, "when its return comes, put it into the folder and take the entry out"),
        false => {
            let help = wording::mend_or("ask for the return", "if none can be had, say why");
            draft.weighing(Severity::Query).says(message, help)
        }
    }
}
