//! `control-not-listed`

use super::not_returned::entry;
use super::{asked_at, in_parts, named, since, the_list};
use crate::check::cause::OfForm;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::money::Told;
use crate::names::did_you_mean;
use crate::reconcile::control::Part;

pub(super) static RULE: Rule = Rule {
    code: "control-not-listed",
    family: Family::Control,
    severity: Severity::Query,
    title: "A scheme that is not on the approved list",
    what: "A scheme of a return states a target (or the column that [[control]] names), is not on the approved list, and no change \
           request that was approved since gives it the amount.",
    why: "The total of the paper holds a saving that nobody approved, or one that hides under another name that one was approved and is \
          gone.",
    mend: "If it stands on the list under another name, mend the name there, or say so in decisions.toml ([[match]] or [[scheme]]). If it \
           was approved since, enter the change request (from nil). If it is to be in the paper all the same, say why with \
           [[outside_control]].",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    in_parts(view, |of, part| finding(rule, view, of, part))
}

fn finding(rule: &Rule, view: &View<'_>, of: &OfForm<'_>, part: &Part) -> Option<Finding> {
    let (schemes, column) = (of.schemes_of(part), of.column);
    let first = *schemes.first().filter(|_| part.items.is_empty())?;
    let said = |figure| wording::figure(column, Told::Stated(figure));
    let (name, who) = (view.name(column), named(view, &schemes));
    let states = match part.stated {
        Some(stated) => format!("{name} {}", said(stated)),
        None => format!("{name} not stated"),
    };
    let requests = since(view, column, part.approved, &part.requests);
    let message = format!("{who}, {states}, is not on {}{requests}", the_list(of));
    // The names on the list that no return has.
    let free = of.found.parts.iter().filter(|other| other.schemes.is_empty());
    let free = free.flat_map(|other| other.items.iter().filter_map(|index| of.control.items.get(*index)));
    let free = free.filter(|item| item.area.is_none() || item.area == first.area);
    let label = wording::one_line(&first.label);
    let meant = did_you_mean(&label, free.map(|item| item.scheme.as_str()));
    let entry = entry(view, (first.area.as_deref(), &label), of, part.stated.unwrap_or_default());
    let help = format!(
        "mend the name on the list if it stands there under another one{meant}; or, if it was approved since, enter the \
         [[change_request]], from nil; if it is to be in the paper all the same, say why in decisions.toml with the entry \
         below\n{entry}"
    );
    let draft = rule.at(first.place(&column.id)).about_scheme(view, of.list, first).column(column);
    let expected = Some(part.approved.now()).filter(|_| !part.requests.is_empty());
    let draft = draft.exactly(column, part.stated, expected).demanded_by(&of.control.at).after_its_row();
    let requests = part.requests.iter().filter_map(|index| view.decisions.change_requests.get(*index));
    let mut finding = draft.related(requests.map(|request| request.at.clone())).says(message, help);
    finding.waits_for.extend(asked_at(of, &schemes));
    Some(finding)
}
