//! How the rules speak of a row that was taken for something by what it is.

use crate::check::draft::Draft;
use crate::check::{Rule, View, stated, wording};
use crate::money::Told;
use crate::names::Label;
use crate::returns::{Likeness, SumOf};
use crate::source::Place;

/// A finding about the row: its area, its list, what it is called and its cells.
pub(super) fn draft(rule: &Rule, view: &View<'_>, row: &Likeness) -> Draft {
    let draft = rule.at(&row.at).about_list(view, &row.list, row.area.as_deref(), &wording::one_line(&row.label));
    let form = view.form.returns.iter().find(|form| form.list == row.list);
    let draft = draft.stated_text(&stated::rows(view, &[row])).related(row.cells.iter().cloned());
    form.into_iter().fold(draft, |draft, form| draft.demanded_by(&form.at))
}

/// 'Housing: ', or nothing where there is no area.
pub(super) fn opening(view: &View<'_>, row: &Likeness) -> String {
    wording::opening(&view.area_name(row.area.as_deref()))
}

/// "'Total Housing savings' (A7)", 'the row without a label (B7)'
pub(super) fn name(row: &Likeness) -> String {
    let cell = wording::cell(&row.at);
    if row.label.is_empty() {
        format!("the row without a label ({cell})")
    } else {
        format!("'{}' ({cell})", wording::quoted(&row.label))
    }
}

/// 'the 3 rows from A4 to A6'
pub(super) fn rows(sum: &SumOf) -> String {
    if sum.rows == 1 {
        return format!("one row, {}", wording::cell(&sum.first));
    }
    format!("the {} rows from {} to {}", sum.rows, wording::cell(&sum.first), wording::cell(&sum.last))
}

/// 'Target £800k and Forecast £750k'
pub(super) fn figures(view: &View<'_>, list: &str, sum: &SumOf) -> String {
    amounts(view, list, &sum.figures)
}

/// What a row states: 'Target £800k and Forecast £750k'
pub(super) fn own_figures(view: &View<'_>, row: &Likeness) -> String {
    amounts(view, &row.list, &row.figures)
}

fn amounts(view: &View<'_>, list: &str, figures: &[(String, rust_decimal::Decimal)]) -> String {
    let list = view.form.list(list);
    let said = |(id, amount): &(String, rust_decimal::Decimal)| {
        let column = list?.column(id)?;
        Some(format!("{} {}", view.name(column), wording::figure(column, Told::Stated(*amount))))
    };
    wording::list_of(&figures.iter().filter_map(said).collect::<Vec<_>>())
}

/// The rows of a sum, for `related`: the first and the last.
pub(super) fn ends(sum: Option<&SumOf>) -> Vec<Place> {
    sum.map(|sum| vec![sum.first.clone(), sum.last.clone()]).unwrap_or_default()
}

/// What the list calls its items.
pub(super) fn items<'v>(view: &View<'v>, row: &Likeness) -> &'v str {
    view.form.list(&row.list).map_or("items", |list| list.items.as_str())
}

/// Whether the form knows its label as a total's.
pub(super) fn is_known_total(view: &View<'_>, row: &Likeness) -> bool {
    let forms = view.form.returns.iter().filter(|form| form.list == row.list);
    forms.flat_map(|form| &form.totals).any(|label| Label::same(label, &row.label))
}
