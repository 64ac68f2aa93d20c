//! `control-parts`

use rust_decimal::Decimal;

use super::{asked_at, named, since};
use crate::check::cause::{OfForm, is_lost};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::Column;
use crate::money::Told;
use crate::period::long_date;
use crate::reconcile::control::{Part, Sums, is_target};

pub(super) static RULE: Rule = Rule {
    code: "control-parts",
    family: Family::Control,
    severity: Severity::Query,
    title: "The original target, or its approved changes, are not what was approved",
    what: "The form has a column of the original target, or of approved changes (`original` and `approved_changes` of `roles`), and a return \
           states another amount there than the approved list ([[control]]), or than the change requests that were approved since.",
    why: "These columns tell members how the target came to be what it is. Where one of them is wrong, the target may be right and its story \
          is not; or the target is wrong by as much, and looks as if it had been approved.",
    mend: "Put the amount right in the return. What was approved since is entered in decisions.toml as a change request.",
    run,
};

/// A column that says a part of the target, and does not say what was approved.
struct Differing<'f> {
    column: &'f Column,
    stated: Option<Decimal>,
    expected: Decimal,
    is_original: bool,
}

impl Differing<'_> {
    fn by(&self) -> Decimal {
        self.stated.unwrap_or_default().saturating_sub(self.expected)
    }
}

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for of in view.causes.approved.each(view) {
        for part in &of.found.parts {
            // What is on no list, and was not approved since, is asked about as such.
            if part.items.is_empty() && !part.agrees(of.column) {
                continue;
            }
            let all = differing(view, &of, part);
            found.extend(all.iter().filter_map(|own| finding(rule, view, &of, part, own)));
        }
    }
    found
}

/// Whether the target differs by just what these columns do: it is told there.
pub(super) fn explain(view: &View<'_>, of: &OfForm<'_>, part: &Part) -> bool {
    let all = differing(view, of, part);
    let by = all.iter().fold(Decimal::ZERO, |sum, own| sum.saturating_add(own.by()));
    let target = part.stated.map(|stated| stated.saturating_sub(part.approved.now()));
    !all.is_empty() && target == Some(by)
}

/// The columns of the form that say a part of the target and differ from what was approved.
fn differing<'c>(view: &View<'_>, of: &OfForm<'c>, part: &Part) -> Vec<Differing<'c>> {
    if !is_target(view.form, of.control) || part.schemes.is_empty() {
        return Vec::new();
    }
    let roles = &view.form.report.roles;
    let Sums { at_first, since, awaited, .. } = part.approved;
    // What is to be approved later may show already, as it may in the target.
    let later = Sums { at_first: since, awaited, ..Sums::default() };
    let wanted =
        [(&roles.original, Sums { at_first, ..Sums::default() }, true), (&roles.approved_changes, later, false)];
    let schemes = of.schemes_of(part);
    let own = wanted.into_iter().filter_map(|(role, expected, is_original)| {
        let column = of.list.column(role.as_deref()?)?;
        if is_lost(&view.causes.cells, of.list, column, &schemes) {
            return None;
        }
        let stated = schemes.iter().filter_map(|scheme| scheme.figures.get(&column.id));
        let stated =
            stated.fold(None, |sum: Option<Decimal>, figure| Some(sum.unwrap_or_default().saturating_add(*figure)));
        let is_right = expected.is(stated.unwrap_or_default(), column, schemes.len());
        (!is_right).then(|| Differing { column, stated, expected: expected.now(), is_original })
    });
    own.collect()
}

fn finding(rule: &Rule, view: &View<'_>, of: &OfForm<'_>, part: &Part, own: &Differing<'_>) -> Option<Finding> {
    let schemes = of.schemes_of(part);
    let (first, column) = (*schemes.first()?, own.column);
    let said = |figure| wording::figure(column, Told::Stated(figure));
    let approved = match own.is_original {
        true => {
            let approved = Sums { at_first: own.expected, ..Sums::default() };
            super::approved(view, of, approved, &[])
        }
        false if part.requests.is_empty() => {
            format!("nothing was approved since {} (decisions.toml)", long_date(of.control.date))
        }
        false => {
            let sums = Sums { brought: Decimal::ZERO, ..part.approved };
            let since = since(view, column, sums, &part.requests);
            since.trim_start_matches(", and ").to_string()
        }
    };
    let (is, difference) = match own.stated {
        Some(stated) => {
            let [is, _, difference] = wording::movement(column, stated, own.expected);
            (format!("is {is}"), format!(": {difference}"))
        }
        None => ("is not stated".to_string(), String::new()),
    };
    // The target that is wrong by as much is told with it, and an answer is given on both.
    let target = part.stated.filter(|_| explain(view, of, part));
    let target = target.map(|stated| {
        let said = wording::figure(of.column, Told::Stated(stated));
        (format!("; {}, {said}, is off by as much", view.name(of.column)), format!("{}: {said}", view.name(of.column)))
    });
    let (so_is, of_target) = target.unzip();
    let so_is = so_is.unwrap_or_default();
    let message = format!("{} of {} {is}; {approved}{difference}{so_is}", view.name(column), named(view, &schemes));
    let mend = match own.is_original {
        true => format!("enter {}, as it was approved, or put the list right", said(own.expected)),
        false => format!("enter {}, or the [[change_request]] that is missing in decisions.toml", said(own.expected)),
    };
    let of_each = schemes.iter().filter(|_| schemes.len() > 1).map(|scheme| {
        let figure = scheme.figures.get(&column.id).map_or("not stated".to_string(), |figure| said(*figure));
        format!("{}: {figure}", wording::one_line(&scheme.label))
    });
    let draft = rule.at(first.place(&column.id)).about_scheme(view, of.list, first).column(column);
    let draft = draft
        .exactly(column, own.stated, Some(own.expected))
        .rows(of_each.chain(of_target))
        .demanded_by(&of.control.at);
    let targets = schemes.iter().map(|scheme| scheme.place(&of.column.id).clone());
    let requests = part.requests.iter().filter_map(|index| view.decisions.change_requests.get(*index));
    let draft = draft.related(targets.chain(requests.map(|request| request.at.clone()))).after_its_row();
    let mut finding = draft.says(message, wording::mend_or_explain(&mend));
    finding.waits_for.extend(asked_at(of, &schemes));
    Some(finding)
}
