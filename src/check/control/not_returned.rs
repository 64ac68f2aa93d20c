//! `control-not-returned`

use super::{approved, in_parts};
use crate::check::cause::OfForm;
use crate::check::period::{asked_rows, is_unread};
use crate::check::{Rule, View, wording};
use crate::decision::entry;
use crate::finding::{Family, Finding, Severity};
use crate::reconcile::control::Part;
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "control-not-returned",
    family: Family::Control,
    severity: Severity::Query,
    title: "An approved scheme is in no return",
    what: "A scheme of the approved list ([[control]]), with an amount that change requests have not brought to nil since, is in no \
           return of this period: under its reference or its title, or a name that decisions.toml says it has now.",
    why: "Members approved the saving and would not see it in the paper, nor that it is not delivered.",
    mend: "Put its row into the return. If it goes under another name, say so in decisions.toml ([[match]] or [[scheme]]) or mend the name \
           on the list; if it was dropped by approval, enter the change request to nil. If it is reported elsewhere, say so with \
           [[outside_control]].",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    in_parts(view, |of, part| finding(rule, view, of, part))
}

fn finding(rule: &Rule, view: &View<'_>, of: &OfForm<'_>, part: &Part) -> Option<Finding> {
    let (first, others) = part.items.split_first()?;
    let item = of.control.items.get(*first)?;
    let area = item.area.as_deref();
    if !part.schemes.is_empty() || is_unread(view, &of.list.id, area, of.schemes) {
        return None;
    }
    let (column, label) = (of.column, wording::one_line(&item.scheme));
    let approved = approved(view, of, part.approved, &part.requests);
    let name = view.name(column);
    let message = format!("{} is in no return; for its {name}, {approved}", view.who(area, &label));
    let entry = entry(view, (area, &label), of, part.approved.now());
    let help = format!(
        "put its row into the return, enter a [[match]] if it goes under another name, or the [[change_request]] that brought it to \
         nil; if it is not to be in a return, say why in decisions.toml with the entry below\n{entry}"
    );
    let draft =
        rule.at(&item.at).about_list(view, &of.list.id, area, &label).column(column).demanded_by(&of.control.at);
    let draft = draft.exactly(column, None, Some(part.approved.now()));
    let related = others.iter().filter_map(|index| of.control.items.get(*index)).map(|item| item.at.clone());
    let mut finding = draft.related(related).says(message, help);
    let gone = part.gone.iter().filter_map(|index| view.reconciliation?.before.schemes.get(*index));
    let gone: Vec<Place> = gone.map(|scheme| scheme.place(&of.list.label).clone()).collect();
    finding.waits_for.extend(gone.into_iter().chain(asked_rows(view, &of.list.id, area, [&label, &label])));
    Some(finding)
}

/// The entry that says why one side has it alone.
pub(super) fn entry(
    view: &View<'_>,
    (area, scheme): (Option<&str>, &str),
    of: &OfForm<'_>,
    amount: rust_decimal::Decimal,
) -> String {
    let own = wording::measure(of.column).exactly_in_own_unit(amount).unwrap_or_default();
    let is_target = view.form.report.roles.target.as_deref() == Some(of.column.id.as_str());
    let column = if is_target { String::new() } else { format!("column = {}\n", entry::quoted(&of.column.id)) };
    let area = area.map(|area| format!("area = {}\n", entry::quoted(area))).unwrap_or_default();
    format!(
        "[[outside_control]]\nperiod = \"{}\"\n{area}scheme = {}\n{column}amount = {own}\n{}\n{}\n{}",
        view.returns.period,
        entry::quoted(scheme),
        entry::WORDS,
        entry::ROLE,
        entry::DATE,
    )
}
