//! `approved-beyond`

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{in_force, money_column, moved};
use crate::check::{Rule, View, wording};
use crate::decision::{Approval, ChangeKind, ChangeRequest};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Approver, Column};
use crate::money::{self, Told, Unit, checked_sum};
use crate::names::{Label, Reference};

/// A change that is approved by somebody who may not approve as much.
pub static APPROVED_BEYOND: Rule = Rule {
    code: "approved-beyond",
    family: Family::Decision,
    severity: Severity::Query,
    title: "A change approved beyond what its approver may approve",
    what: "The entries of one change (the same reference and approver) come to more than the form lets that approver approve \
           ([[approver]], up_to), or the form has approvers and this is none of them. Of a virement and a re-profiling what moves counts \
           once; of other changes, what each figure goes up or down by.",
    why: "A target is as firm as the authority behind it. What an officer approved beyond the scheme of delegation is not approved.",
    mend: "Enter who approved it with the authority to do so; or, if the scheme of delegation says otherwise, put it right in the form.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    if view.form.approvers.is_empty() {
        return Vec::new();
    }
    let mut changes: BTreeMap<(Reference, Label), Vec<&ChangeRequest>> = BTreeMap::new();
    for (request, _) in in_force(view) {
        // By whichever of its names.
        let known = view.form.approver(&request.approved_by);
        let approver = known.map_or(&request.approved_by, |approver| &approver.name);
        let key = (Reference::of(&request.reference), Label::of(approver));
        changes.entry(key).or_default().push(request);
    }
    changes.into_values().filter_map(|parts| finding(rule, view, &parts)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, parts: &[&ChangeRequest]) -> Option<Finding> {
    let (first, others) = parts.split_first()?;
    let approver = view.form.approver(&first.approved_by);
    let of_money: Vec<(&ChangeRequest, &Column)> =
        parts.iter().filter_map(|part| Some((*part, money_column(view, &part.column)?))).collect();
    let amount = changed(of_money.iter().map(|(part, _)| *part))?;
    let may = match approver {
        Some(Approver { up_to, .. }) if up_to.is_none_or(|up_to| amount <= up_to) => return None,
        Some(Approver { up_to, .. }) => {
            let up_to = money::say_money(up_to.unwrap_or_default(), Unit::Pounds);
            format!("and the form lets them approve up to {up_to}")
        }
        None => "and the form has no such [[approver]]".to_string(),
    };
    let each = |(part, column): &(&ChangeRequest, &Column)| {
        let amount = wording::measure(column).say_signed(Told::Stated(moved(part).unwrap_or_default()));
        format!("{} of {}: {amount}", view.name(column), wording::one_line(&part.scheme))
    };
    let each: Vec<String> = of_money.iter().map(each).collect();
    let (reference, by) = (wording::one_line(&first.reference), wording::one_line(&first.approved_by));
    let comes_to = if amount.is_zero() {
        String::new()
    } else {
        format!(", which comes to {}", money::say_money(amount, Unit::Pounds))
    };
    let is_awaited =
        |part: &&ChangeRequest| Approval::of(view.form, view.returns.period, part.date) == Approval::Awaited;
    let approved = if parts.iter().all(is_awaited) { "is to approve" } else { "approved" };
    let message = format!("{by} {approved} {reference}{comes_to}, {may}: {}", wording::list_of(&each));
    let mend = format!(
        "enter in line {} of decisions.toml who approved it with the authority to do so; or, if that is right, say so in the form",
        first.at.line.unwrap_or_default()
    );
    let area = Some(first.area.as_str()).filter(|area| others.iter().all(|part| part.area == *area));
    let draft = rule.at(&first.at).about_area(area).topic(&format!("{reference} {by}"));
    let draft = match approver {
        Some(approver) => draft.demanded_by(&approver.at),
        None => draft,
    };
    let related = others.iter().map(|part| part.at.clone());
    Some(draft.rows(each).related(related).says(message, wording::mend_or_explain(&mend)))
}

/// What changes come to, in pounds: of what only moves, the part that gains, or the one that loses if that is more.
fn changed<'r>(parts: impl Iterator<Item = &'r ChangeRequest>) -> Option<Decimal> {
    let (mut gains, mut losses, mut changes) = (Vec::new(), Vec::new(), Vec::new());
    for part in parts {
        let change = moved(part)?;
        match part.kind {
            ChangeKind::Virement | ChangeKind::Reprofile if change.is_sign_negative() => losses.push(change.abs()),
            ChangeKind::Virement | ChangeKind::Reprofile => gains.push(change),
            ChangeKind::Rebase | ChangeKind::Correction => changes.push(change.abs()),
        }
    }
    let moved = checked_sum(gains)?.max(checked_sum(losses)?);
    checked_sum(changes.into_iter().chain([moved]))
}
