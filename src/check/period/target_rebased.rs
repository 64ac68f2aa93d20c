//! `target-rebased`

use super::about_moved;
use crate::check::cause::{Moved, MovedBecause};
use crate::check::{Rule, View, wording};
use crate::decision::{Approval, ChangeRequest};
use crate::finding::{ExplainedBy, Family, Finding, Severity, Status};
use crate::period::long_date;

pub(super) static RULE: Rule = Rule {
    code: "target-rebased",
    family: Family::Period,
    severity: Severity::Note,
    title: "A figure changed by an approved change request",
    what: "A figure is not that of the prior period, and a change request in decisions.toml approves exactly this change; or is to \
           approve it after the appendix is published, which then says that it is subject to approval.",
    why: "Nothing is altered in silence: an approved change stays visible, with its reference and who approved it.",
    mend: "Nothing is to be done.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let moved = view.causes.moved.iter().filter(|moved| moved.because == MovedBecause::Approved);
    moved.filter_map(|moved| finding(rule, view, moved)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, moved: &Moved<'_>) -> Option<Finding> {
    let requests: Vec<&ChangeRequest> =
        moved.requests.iter().filter_map(|index| view.decisions.change_requests.get(*index)).collect();
    let last = requests.last()?;
    let named = |requests: &[&ChangeRequest]| {
        requests.iter().map(|request| request.reference.as_str()).collect::<Vec<_>>().join(", ")
    };
    let approval = |request: &ChangeRequest| Approval::of(view.form, view.returns.period, request.date);
    let from = wording::from_prior(view, moved);
    // What is approved is told from the prior figure, not from the one it was approved to become.
    let draft = about_moved(rule, view, moved)?.exactly(moved.column, moved.to, moved.from);
    let (late, given): (Vec<&ChangeRequest>, Vec<&ChangeRequest>) =
        requests.iter().partition(|request| approval(request) == Approval::Awaited);
    if let Some(awaited) = late.last() {
        let (by, date) = (&awaited.approved_by, long_date(awaited.date));
        let in_part = given.last().map_or_else(String::new, |last| {
            format!(" in part as approved by {} ({}), and in part", last.approved_by, named(&given))
        });
        let message = format!(
            "{from},{in_part} subject to approval by {by} on {date}, after the appendix is published ({})",
            named(&late)
        );
        let help = format!(
            "nothing to do, if that is so: the appendix says that it is subject to approval; if it is approved already, put the date \
             right in line {} of decisions.toml",
            awaited.at.line.unwrap_or_default()
        );
        return Some(draft.says(message, help));
    }
    let since = requests.iter().rfind(|request| approval(request) == Approval::Since);
    let approved =
        since.map_or("as approved".to_string(), |since| format!("approved since, on {},", long_date(since.date)));
    let references = named(&requests);
    let words = requests.iter().map(|request| request.words.as_str()).collect::<Vec<_>>().join(" ");
    let message = format!("{from}, {approved} by {} ({references})", last.approved_by);
    Some(Finding {
        status: Status::Explained,
        explained_by: Some(ExplainedBy {
            kind: "change-request",
            role: last.approved_by.clone(),
            date: last.date.to_string(),
            words: format!("{references}: {words}"),
            stands: None,
            until: None,
            due: None,
            line: last.at.line.unwrap_or_default(),
        }),
        ..draft.says(message, "nothing to do: the change is approved")
    })
}
