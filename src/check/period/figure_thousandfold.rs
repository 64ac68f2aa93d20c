//! `figure-thousandfold`

use std::collections::BTreeMap;

use super::look::{self, Cause, Moved};
use super::say;
use crate::check::{Context, Rule};
use crate::finding::{Family, Finding, Severity};

pub(super) static RULE: Rule = Rule {
    code: "figure-thousandfold",
    family: Family::Period,
    severity: Severity::Query,
    title: "A figure about 1,000 times its predecessor",
    what: "A figure is about a thousand times, or a thousandth of, what it was in the prior period. Where several figures of \
           an area are, they are one finding.",
    why: "Nothing moves like that: the figure was typed in pounds where thousands are asked for, or the other way round.",
    mend: "Enter the figure in the unit of its column.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    let all = look::moved(context);
    let mut groups: BTreeMap<(&str, Option<&str>, bool), Vec<&Moved<'_>>> = BTreeMap::new();
    for moved in all.iter().filter(|moved| moved.cause == Cause::Thousandfold) {
        let larger = moved.to.unwrap_or_default().abs() > moved.expected().unwrap_or_default().abs();
        let area = moved.scheme().and_then(|scheme| scheme.area.as_deref());
        groups.entry((&moved.list.id, area, larger)).or_default().push(moved);
    }
    for ((_, _, larger), group) in groups {
        let Some((first, others)) = group.split_first() else { continue };
        let Some(mut finding) = say::about_figure(rule, context, first) else { continue };
        let slip = if larger { "about 1,000 times" } else { "about a thousandth of" };
        finding.message = format!("{}, {slip} the prior figure", say::both_figures(context, first));
        if !others.is_empty() {
            // One slip of a whole return: named by the area, whichever of its figures comes first.
            finding.scheme = None;
            let same_column = others.iter().all(|other| other.column.id == first.column.id);
            finding.column = finding.column.filter(|_| same_column);
            let more = match others.len() {
                1 => "one more figure of this return is".to_string(),
                many => format!("{many} more figures of this return are"),
            };
            finding.message.push_str(&format!("; {more} too"));
            for other in others {
                finding.related.extend(other.at());
                finding.related.extend(other.related());
            }
        }
        let unit = say::unit(first.column);
        finding.help = say::mend_or_explain(&format!("enter the figure in {unit}, the unit of its column"), &finding);
        findings.push(finding);
    }
}
