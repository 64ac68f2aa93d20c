//! `scheme-vanished`

use rust_decimal::Decimal;

use super::amounts;
use super::change_request_not_reflected::approved_of;
use super::year_turned::asked_at;
use crate::check::cause::{Unmatched, row_of};
use crate::check::draft::Draft;
use crate::check::{Rule, View, stated, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, List};
use crate::money::{self, Told};
use crate::names::Title;
use crate::period::Period;
use crate::reconcile::movement::has_movement;
use crate::reconcile::position::Scheme;
use crate::reconcile::{Reconciliation, Uncompared};
use crate::returns::{Likeness, Trouble};
use crate::source::Place;

pub(in crate::check) static RULE: Rule = Rule {
    code: "scheme-vanished",
    family: Family::Period,
    severity: Severity::Query,
    title: "A scheme of the prior period is gone",
    what: "A scheme that was in the prior period's returns is in none of this period, under its reference or its title, and \
           no other scheme looks like it. Several of an area are one finding, with their sum.",
    why: "A saving that is no longer reported was delivered, dropped, merged or forgotten. Members approved it and will ask \
          which.",
    mend: "Put the row back if it was left out. If the scheme goes under another name, say so in decisions.toml ([[match]] \
           or [[scheme]]). If it ended, explain it there.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let is_read = |gone: &&Unmatched<'_>| {
        let Some((scheme, reconciliation)) = gone.schemes.first().zip(view.reconciliation) else { return false };
        !is_unread(view, &scheme.list, scheme.area.as_deref(), &reconciliation.after.schemes)
    };
    let gone = view.causes.gone.iter().filter(is_read);
    gone.filter_map(|gone| finding(rule, view, gone)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, gone: &Unmatched<'_>) -> Option<Finding> {
    let (scheme, others) = gone.schemes.split_first()?;
    let reconciliation = view.reconciliation?;
    let (prior, list, area) = (view.prior(), gone.list, scheme.area.as_deref());
    // What is gone is said as it was called then.
    let then = reconciliation.before.period;
    let at = here(reconciliation, scheme).unwrap_or_else(|| scheme.at.clone());
    let draft = rule.at(&at).about_scheme(view, list, scheme);
    let (draft, message) = if others.is_empty() {
        let size = size(view, list, scheme);
        let worth = worth(view, then, size);
        let message = format!("{}{worth} was in the returns of {prior} and is gone", view.scheme(scheme));
        let draft = match size {
            Some((column, figure)) => draft.exactly(column, None, Some(figure)),
            None => draft,
        };
        let draft = draft.rows_in_order(amounts(view, then, list, scheme, size.map(|(column, _)| column)));
        (draft, message)
    } else {
        let number = format!("{} {}", gone.schemes.len(), list.items);
        let message = match gone.is_all {
            true => format!("all {number} of {} in {prior} are gone", view.area_name(area)),
            false => format!(
                "{}{number} were in the returns of {prior} and are gone: {}",
                wording::opening(&view.area_name(area)),
                each_and_all(view, then, gone)
            ),
        };
        (together(view, then, draft.shared(area, None, None).all(), gone, false), message)
    };
    let mend = "put the row back if it was left out, or enter a [[match]] if it goes under another name or was merged";
    let uncompared = Uncompared { list: list.id.clone(), area: scheme.area.clone() };
    let mend = match reconciliation.uncompared.contains(&uncompared) {
        true => format!("{mend} (too many came and went here for their names to be compared)"),
        false => mend.to_string(),
    };
    let approved = gone.schemes.iter().flat_map(|scheme| approved_of(view, scheme));
    let related = gone.schemes.iter().map(|scheme| scheme.place(&list.label).clone()).chain(approved);
    let mut waits_for: Vec<Place> = gone
        .schemes
        .iter()
        .flat_map(|scheme| asked_rows(view, &scheme.list, scheme.area.as_deref(), [&scheme.label, &scheme.key]))
        .collect();
    // Whether it ended with its year is asked of all of them together.
    let ends = view.reconciliation?.year_end.as_ref().is_some_and(|end| end.is_prior && end.is_over());
    waits_for.extend(asked_at(view).filter(|_| ends && gone.list.id == view.form.report.main_list));
    Some(Finding { waits_for, ..draft.related(related).says(message, wording::mend_or_explain(&mend)) })
}

/// The rows that are called as the scheme was, and of which it is asked what they are: below the total, say.
pub(in crate::check) fn asked_rows(view: &View<'_>, list: &str, area: Option<&str>, names: [&str; 2]) -> Vec<Place> {
    let names = names.map(Title::of);
    let is_it = |row: &&Likeness| {
        let same_place = row.list == list && (row.area.is_none() || area.is_none() || row.area.as_deref() == area);
        same_place && names.contains(&Title::of(&row.label))
    };
    let rows = view.returns.troubles.iter().flat_map(|trouble| match trouble {
        Trouble::BelowTotal { rows, .. } | Trouble::SecondBlock { rows, .. } => rows.as_slice(),
        Trouble::PossibleTotal { row, .. } | Trouble::PossiblePart { row, .. } => std::slice::from_ref(row),
        _ => &[],
    });
    rows.filter(is_it).map(|row| row_of(&row.at)).collect()
}

/// What an answer about all schemes of an area stands on: which they are, what each of them states in this period, and their sum.
pub(super) fn together(view: &View<'_>, period: Period, draft: Draft, all: &Unmatched<'_>, new: bool) -> Draft {
    let draft = draft.rows(all.schemes.iter().map(|scheme| with_amounts(view, period, all.list, scheme)));
    let Some(column) = size_column(view, all.list, &all.schemes) else { return draft };
    let sum = money::checked_sum(all.schemes.iter().map(|scheme| scheme.amount(&column.id)));
    let sum = sum.and_then(|sum| wording::measure(column).exactly_in_own_unit(sum));
    let (stated, expected) = if new { (sum, None) } else { (None, sum) };
    draft.measured(wording::measure(column), stated, expected)
}

/// 'H8: Target £200k; Forecast £150k', in this period.
pub(super) fn with_amounts(view: &View<'_>, period: Period, list: &List, scheme: &Scheme) -> String {
    let amounts = amounts(view, period, list, scheme, None);
    format!("{}: {}", name(scheme), stated::texts(amounts.iter().map(String::as_str)))
}

/// A scheme by its key, or by its title where it has none.
pub(super) fn name(scheme: &Scheme) -> &str {
    Some(scheme.key.trim()).filter(|key| !key.is_empty()).unwrap_or(&scheme.label)
}

/// The figure by which a scheme is told to be large or small: the target of the main list, else the first money column that
/// is not nil.
pub(super) fn size<'a>(view: &View<'a>, list: &'a List, scheme: &Scheme) -> Option<(&'a Column, Decimal)> {
    let column = size_column(view, list, &[scheme])?;
    scheme.figures.get(&column.id).map(|figure| (column, *figure))
}

/// The column of that figure: one that is not nil for any of the schemes, where no role says which.
fn size_column<'a>(view: &View<'a>, list: &'a List, schemes: &[&Scheme]) -> Option<&'a Column> {
    let role = view.form.report.roles.target.as_deref().filter(|_| list.id == view.form.report.main_list);
    let money = || {
        let mut all = list.columns.iter().filter(|column| has_movement(column));
        let is_nil = |column: &&Column| schemes.iter().all(|scheme| scheme.amount(&column.id).is_zero());
        all.clone().find(|column| !is_nil(column)).or_else(|| all.next())
    };
    role.and_then(|role| list.column(role)).or_else(money)
}

/// ', Target £450k,' behind a name, in this period.
pub(super) fn worth(view: &View<'_>, period: Period, size: Option<(&Column, Decimal)>) -> String {
    size.map_or_else(String::new, |(column, figure)| {
        format!(", {} {},", view.name_in(column, period), wording::figure(column, Told::Stated(figure)))
    })
}

/// So many schemes are named.
const NAMED: usize = 5;

/// "'Voids', Target £30k, 'Rents', Target £5k, and 3 more; Target £90k in all"
pub(super) fn each_and_all(view: &View<'_>, period: Period, all: &Unmatched<'_>) -> String {
    let column = size_column(view, all.list, &all.schemes);
    let figure = |amount| {
        column
            .map(|column| format!("{} {}", view.name_in(column, period), wording::figure(column, Told::Stated(amount))))
    };
    let of_scheme = |scheme: &Scheme| column.and_then(|column| figure(scheme.amount(&column.id)));
    let one = |scheme: &&Scheme| match of_scheme(scheme) {
        Some(figure) => format!("'{}' ({figure})", wording::one_line(&scheme.label)),
        None => format!("'{}'", wording::one_line(&scheme.label)),
    };
    let names: Vec<String> = all.schemes.iter().map(one).collect();
    let sum = column.and_then(|column| money::checked_sum(all.schemes.iter().map(|scheme| scheme.amount(&column.id))));
    let sum = sum.and_then(figure).map(|sum| format!("; {sum} in all")).unwrap_or_default();
    format!("{}{sum}", wording::first_of(&names, NAMED))
}

/// Nothing of the area's list could be read, and that is said already; of every area, where none is named. `now` are the schemes that were.
pub(in crate::check) fn is_unread(view: &View<'_>, list: &str, own: Option<&str>, now: &[Scheme]) -> bool {
    let still_there = now.iter().any(|other| other.list == list && own.is_some() && other.area.as_deref() == own);
    let is_about = |area: &Option<String>| area.is_none() || own.is_none() || area.as_deref() == own;
    !still_there
        && view.returns.troubles.iter().any(|trouble| match trouble {
            Trouble::UnreadableFile { .. }
            | Trouble::NotRead { .. }
            | Trouble::UnknownArea { .. }
            | Trouble::UnknownRowArea { .. } => true,
            Trouble::MissingReturn { area, .. }
            | Trouble::MissingSheet { area, optional: false, .. }
            | Trouble::NoRow { area, .. }
            | Trouble::MissingColumn { area, .. } => is_about(area),
            _ => false,
        })
}

/// The sheet in which the scheme would stand now: where its area's others do.
fn here(reconciliation: &Reconciliation, scheme: &Scheme) -> Option<Place> {
    let mut others = reconciliation.after.schemes.iter();
    let other = others.find(|other| other.list == scheme.list && other.area == scheme.area)?;
    Some(Place { cell: None, ..other.at.clone() })
}

#[cfg(test)]
mod tests {
    use super::super::tests::found_in;
    use crate::decision::Decisions;
    use crate::period::Period;
    use crate::reconcile::testing::{form, position, quarter, scheme};

    /// A paper of the new year would say a target of a year in which the scheme never was.
    #[test]
    fn what_is_gone_with_its_year_is_said_as_it_was_called_then() {
        let mut form = form();
        for column in form.lists.iter_mut().flat_map(|list| &mut list.columns) {
            column.heading = format!("{} {{{{year_end}}}}", column.id);
        }
        let kept = || scheme("north", "Kept", &[("target", 9)]);
        let of = |title: &str| scheme("north", title, &[("target", 330), ("forecast", 300)]);
        let now = Period::parse("2023-24-q1").unwrap();
        let said = |before: &[&str], after: &[&str]| {
            let side = |titles: &[&str]| std::iter::once(kept()).chain(titles.iter().map(|title| of(title))).collect();
            let (before, after) = (position(quarter(4), side(before)), position(now, side(after)));
            let findings = found_in(&form, &Decisions::default(), before, after, Vec::new());
            let finding = findings.into_iter().find(|finding| finding.code.starts_with("scheme-")).unwrap();
            (finding.message, finding.rows.join("; "))
        };
        let dated = |(message, rows): (String, String), is: &str, is_not: &str| {
            let told = format!("{message}\n{rows}");
            assert!(message.contains(is) && rows.contains(is) && !told.contains(is_not), "{told}");
        };
        dated(said(&["Meals"], &[]), "31/03/23", "31/03/24");
        dated(said(&["Meals", "Equipment"], &[]), "31/03/23", "31/03/24");
        dated(said(&[], &["Meals"]), "31/03/24", "31/03/23");
        dated(said(&[], &["Meals", "Equipment"]), "31/03/24", "31/03/23");
    }
}
