//! A figure of the summary against the section it sums up.

use super::section_name;
use crate::check::cause::{Slip, SlipOf};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::ColumnOrigin;

pub(super) static RULE: Rule = Rule {
    code: "summary-section",
    family: Family::Summary,
    severity: Severity::Error,
    title: "The summary does not agree with a section",
    what: "A row of the summary states a figure that is not what the rows of its section add up to.",
    why: "The same figure is printed twice in the appendix, and a reader will compare the two. The computed one is printed in \
          both places; the difference means that the summary was made from another version of the return, or mistyped.",
    mend: "Bring the summary up to date, or correct the section's row that is wrong. If the stated figure cannot be mended, it \
           is set aside in decisions.toml.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.causes.told().filter_map(|slip| finding(rule, view, slip)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, slip: &Slip<'_>) -> Option<Finding> {
    let SlipOf::Section { summary, item } = slip.of else { return None };
    let column = slip.column;
    let only = column.only().map(|only| only.words(&|id| view.name_of(summary.of, id)));
    let only = only.map(|only| format!(", where {only},")).unwrap_or_default();
    let said = slip.said();
    let message = format!(
        "{}: the summary states {} as {}, but the {} of the {}{only} {} {} (difference {}){}",
        view.who(item.area.as_deref(), &item.label),
        view.name(column),
        said.one,
        summary.of.items,
        section_name(summary.list),
        if matches!(column.origin(), ColumnOrigin::Sum(_)) { "add up to" } else { "number" },
        said.other,
        said.difference,
        slip.as_decided(),
    );
    let at = &slip.cell.at;
    let total = summary.section_total(item, column).map(|(cell, _)| cell.at.clone());
    let related = total.into_iter().chain(view.causes.followers(at));
    let draft = slip.draft(rule.at(at).about_section(view, summary.list, item)).related(related);
    Some(draft.says(message, wording::mend_or_set_aside(at)))
}
