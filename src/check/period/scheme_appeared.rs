//! `scheme-appeared`

use super::amounts;
use super::scheme_vanished::{each_and_all, size, together, worth};
use crate::check::cause::{Outlier, Than, Unmatched};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::Column;
use crate::money::Told;
use crate::reconcile::position::Scheme;

pub(super) static RULE: Rule = Rule {
    code: "scheme-appeared",
    family: Family::Period,
    severity: Severity::Query,
    title: "A scheme that was not in the prior period",
    what: "A scheme stands in this period's returns and in none of the prior period, under its reference or its title, and \
           no scheme that is gone looks like it. Several of an area are one finding, with their sum.",
    why: "A new saving adds to targets and totals. Somebody agreed it, or an old one goes under a new name.",
    mend: "If it is an old scheme under another name, or a part of one, say so in decisions.toml ([[match]] or [[scheme]]). If \
           it is new, explain there who agreed it.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.causes.new.iter().filter_map(|new| finding(rule, view, new)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, new: &Unmatched<'_>) -> Option<Finding> {
    let (scheme, others) = new.schemes.split_first()?;
    let (prior, list, area) = (view.prior(), new.list, scheme.area.as_deref());
    let now = view.returns.period;
    let draft = rule.at(scheme.place(&list.label)).about_scheme(view, list, scheme);
    let (draft, message) = if others.is_empty() {
        let size = size(view, list, scheme);
        let stands_out = size.and_then(|(column, _)| stands_out(view, scheme, column));
        let message = format!(
            "{}{} was not in the returns of {prior}{}",
            view.scheme(scheme),
            worth(view, now, size),
            stands_out.unwrap_or_default()
        );
        let draft = match size {
            Some((column, figure)) => draft.exactly(column, Some(figure), None),
            None => draft.stated_text(&scheme.label),
        };
        let draft = draft.rows_in_order(amounts(view, now, list, scheme, size.map(|(column, _)| column)));
        (draft, message)
    } else {
        let number = format!("{} {}", new.schemes.len(), list.items);
        let message = match new.is_all {
            true => format!("all {number} of {} are new: {prior} has none of that area", view.area_name(area)),
            false => format!(
                "{}{number} were not in the returns of {prior}: {}",
                wording::opening(&view.area_name(area)),
                each_and_all(view, now, new)
            ),
        };
        (together(view, now, draft.shared(area, None, None).all(), new, true), message)
    };
    let mend = "enter a [[match]] if it is a scheme of the prior period under another name, or a part of one";
    let related = others.iter().map(|scheme| scheme.place(&list.label).clone());
    Some(draft.related(related).says(message, wording::mend_or_explain(mend)))
}

/// '; no other In year is more than £90k', where its amount is far larger than all others of its column.
fn stands_out(view: &View<'_>, scheme: &Scheme, column: &Column) -> Option<String> {
    let outlier = view.causes.outliers.iter().find(|outlier| is_of(outlier, scheme, column))?;
    Some(match outlier.than {
        Than::Column(largest) => {
            let largest = wording::figure(column, Told::Stated(largest));
            format!("; no other {} is more than {largest}", view.name(column))
        }
        Than::Row(beside, size) => {
            let size = wording::figure(beside, Told::Stated(size));
            format!("; {}, the largest amount beside it, is {size}", view.name(beside))
        }
    })
}

fn is_of(outlier: &Outlier<'_>, scheme: &Scheme, column: &Column) -> bool {
    outlier.row.at == scheme.at && outlier.column.id == column.id
}

/// Whether a row whose figures stand out is asked about as a new scheme by itself, with the figure that stands out.
pub(in crate::check) fn is_asked_as_new(view: &View<'_>, row: &[Outlier<'_>]) -> bool {
    view.causes.new.iter().any(|new| match new.schemes.as_slice() {
        [scheme] => size(view, new.list, scheme)
            .is_some_and(|(column, _)| row.iter().any(|outlier| is_of(outlier, scheme, column))),
        _ => false,
    })
}
