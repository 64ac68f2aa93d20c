//! `control-differs`

use super::{approved, asked_at, in_parts, named, parts};
use crate::check::cause::OfForm;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::money::Told;
use crate::reconcile::control::Part;

pub(super) static RULE: Rule = Rule {
    code: "control-differs",
    family: Family::Control,
    severity: Severity::Query,
    title: "A target that is not what was approved",
    what: "A scheme's target (or the column that [[control]] names) is not the amount on the approved list, with the change requests that \
           were approved since. Where a scheme was split or merged, the sums are compared. A return may have drifted long ago: the list \
           does not move with it, as the prior period does.",
    why: "Members approved one figure, and the paper measures delivery against another. A target that is a little lower every quarter makes \
          a shortfall disappear.",
    mend: "Put the approved figure back. If the change was approved, enter its change request in decisions.toml; if the list is wrong, \
           mend it in the form or the workbook. If neither, explain the difference.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    in_parts(view, |of, part| (!parts::explain(view, of, part)).then(|| finding(rule, view, of, part))?)
}

fn finding(rule: &Rule, view: &View<'_>, of: &OfForm<'_>, part: &Part) -> Option<Finding> {
    let (schemes, column) = (of.schemes_of(part), of.column);
    let items: Vec<_> = part.items.iter().filter_map(|index| of.control.items.get(*index)).collect();
    let (first, item) = (*schemes.first()?, items.first()?);
    let expected = part.approved.now();
    let (name, who) = (view.name(column), named(view, &schemes));
    let said = |figure| wording::figure(column, Told::Stated(figure));
    let approved = approved(view, of, part.approved, &part.requests);
    let (is, difference) = match part.stated {
        Some(stated) => {
            let [is, _, difference] = wording::movement(column, stated, expected);
            let in_all = if schemes.len() > 1 { " in all" } else { "" };
            (format!("is {is}{in_all}"), format!(": {difference}"))
        }
        None => ("is not stated".to_string(), String::new()),
    };
    let comes_to = match part.requests.is_empty() && part.approved.brought.is_zero() {
        true => String::new(),
        false => format!(", which comes to {}", said(expected)),
    };
    let message = format!("{name} of {who} {is}; {approved}{comes_to}{difference}{}", starts_elsewhere(view, of, part));
    let figures = [expected, part.stated.unwrap_or_default()];
    let entry = wording::change_request(view, first, column, figures, "rebase");
    let is_one = schemes.len() == 1 && items.len() == 1;
    let help = match is_one {
        true => format!(
            "put {} back; or, if the change was approved, add the change request below to decisions.toml; if neither, explain it \
             there: {}\n{entry}",
            said(expected),
            wording::explain_entry()
        ),
        false => wording::mend_or_explain(&format!(
            "put the approved figures back, which come to {}; or, if the change was approved, enter it as a [[change_request]]",
            said(expected)
        )),
    };
    let of_each = schemes.iter().filter(|_| !is_one).map(|scheme| {
        let figure = scheme.figures.get(&column.id).map_or("not stated".to_string(), |figure| said(*figure));
        format!("{}: {figure}", wording::one_line(&scheme.label))
    });
    let listed = items.iter().filter(|_| !is_one);
    let listed = listed.map(|item| format!("approved, {}: {}", wording::one_line(&item.scheme), said(item.amount)));
    let draft = rule.at(first.place(&column.id)).about_scheme(view, of.list, first).column(column);
    let draft = draft.exactly(column, part.stated, Some(expected)).rows(of_each.chain(listed)).demanded_by(&item.at);
    let others = schemes.iter().skip(1).map(|scheme| scheme.place(&column.id).clone());
    let requests = part.requests.iter().filter_map(|index| view.decisions.change_requests.get(*index));
    let related = others.chain(items.iter().skip(1).map(|item| item.at.clone()));
    let draft = draft.related(related.chain(requests.map(|request| request.at.clone()))).after_its_row();
    let mut finding = draft.says(message, help);
    finding.waits_for.extend(asked_at(of, &schemes));
    Some(finding)
}

/// '; CR-07 starts from £120k, and £100k was approved by then', of the first change that does.
fn starts_elsewhere(view: &View<'_>, of: &OfForm<'_>, part: &Part) -> String {
    let Some(request) = part.apart.first().and_then(|index| view.decisions.change_requests.get(*index)) else {
        return String::new();
    };
    let (reference, from) =
        (wording::one_line(&request.reference), wording::figure(of.column, Told::Stated(request.from)));
    format!("; {reference} starts from {from}, which is not what was approved by then")
}
