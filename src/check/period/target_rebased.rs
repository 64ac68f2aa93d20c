//! `target-rebased`

use super::{look, say};
use crate::check::{Context, Rule};
use crate::decision::ChangeRequest;
use crate::finding::{ExplainedBy, Family, Finding, Severity, Status};

pub(super) static RULE: Rule = Rule {
    code: "target-rebased",
    family: Family::Period,
    severity: Severity::Note,
    title: "A figure changed by an approved change request",
    what: "A figure is not that of the prior period, and a change request in decisions.toml approves exactly this change.",
    why: "Nothing is altered in silence: an approved change stays visible, with its reference and who approved it.",
    mend: "Nothing is to be done.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for moved in look::moved(context).iter().filter(|moved| moved.cause == look::Cause::Approved) {
        let requests: Vec<&ChangeRequest> =
            moved.requests.iter().filter_map(|index| context.decisions.change_requests.get(*index)).collect();
        let (Some(finding), Some(last)) = (say::about_figure(rule, context, moved), requests.last()) else { continue };
        // What is approved is told from the prior figure, not from the one it was approved to become.
        let own = |figure: Option<_>| figure.and_then(|figure| say::own_unit(moved.column, figure));
        let all = |part: fn(&ChangeRequest) -> &str, between: &str| {
            requests.iter().map(|request| part(request)).collect::<Vec<_>>().join(between)
        };
        findings.push(Finding {
            message: format!(
                "{}, as approved by {} ({})",
                say::from_prior(context, moved),
                last.approved_by,
                all(|request| &request.reference, ", ")
            ),
            help: "nothing to do: the change is approved".to_string(),
            status: Status::Explained,
            explained_by: Some(ExplainedBy {
                kind: "change-request",
                role: last.approved_by.clone(),
                date: last.date.to_string(),
                words: format!("{}: {}", all(|request| &request.reference, ", "), all(|request| &request.words, " ")),
                stands: None,
                line: last.at.line.unwrap_or_default(),
            }),
            ..finding.figures(say::unit(moved.column), own(moved.to), own(moved.from))
        });
    }
}
