//! A figure that the form states, of a day after the meeting.

use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::period::long_date;

pub(super) static RULE: Rule = Rule {
    code: "dated-later",
    family: Family::Cell,
    severity: Severity::Query,
    title: "A stated figure is of a day after the meeting",
    what: "A `[[figure]]` that piperoll.toml states has an `as_at` after the meeting that the period names; where it names none, after the \
           day at which the period's figures stand.",
    why: "Nobody can have known the figure when the paper was written: the year is mistyped, or the figure belongs to a later paper. Notes \
          and headlines say it as if it were known.",
    mend: "Put `as_at` right, or state the figure as it was. If it was agreed before the meeting, say by `meeting` of the [[period]] when \
           that is.",
    run,
};

// A finance officer closes the figures at one day and writes the paper weeks after it: what a committee agreed in between belongs in the
// paper, said with its day, as published papers do. So the meeting is the limit, and the day of the figures only where nothing is known
// of a meeting. It is asked, not refused: the form serves every period, and a paper of an earlier one may be built again with it. A figure
// that a return states has its day beside it, from whoever sent it, and is not asked about here.
fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let period = view.returns.period;
    let meeting = view.form.period(period).and_then(|period| period.meeting);
    let (limit, of_limit) = match meeting {
        Some(meeting) => (meeting, "the meeting is on"),
        None => (view.form.as_at(period), "the figures of this appendix stand at"),
    };
    let mut findings = Vec::new();
    for figure in &view.form.figures {
        let (Some((stated, at)), Some(day)) = (&figure.stated, figure.as_at) else { continue };
        if day <= limit {
            continue;
        }
        let (whose, day) = (view.name(&figure.column), long_date(day));
        let message = format!("{whose} ('{stated}') is of {day}, and {of_limit} {}", long_date(limit));
        let mend = match meeting {
            Some(_) => "put `as_at` right, or state what was known at the meeting",
            None => "put `as_at` right, or say by `meeting` of the [[period]] which meeting the appendix goes to",
        };
        let draft = rule.at(at).about_area(None).topic(&figure.column.id);
        // Another figure, or another day, is another question.
        let draft = draft.stated_text(&format!("{stated}, {day}"));
        findings.push(draft.says(message, wording::mend_or_explain(mend)));
    }
    findings
}
