//! `next_year_of`: which column holds next year's figures of which.

use super::Faults;
use super::formulas::Scope;
use crate::form::{Column, Kind, List};
use crate::toml_reader::Table;

/// The column of this year's that a column's figures become at the year's turn: another one of the same kind.
pub(super) fn of(raw: &Table, kind: Option<Kind>, scope: &Scope, faults: &mut Faults) -> Option<String> {
    let this = raw.string("next_year_of")?;
    let at = || raw.at("next_year_of");
    let own = raw.text("id").unwrap_or_default();
    let named = scope.column(&this, "`next_year_of`", at(), faults);
    if raw.has("each") {
        faults.add(at(), "`next_year_of` and `each` do not go together: a column with `each` names its year already");
    } else if let Some(named) = named {
        if named.id == own {
            faults.add(at(), format!("`{own}` cannot be the next year of itself"));
        } else if let (Some(of), Some(kind)) = (named.kind, kind)
            && of != kind
        {
            faults.add(at(), format!("`{own}` cannot be the next year of `{this}`, which is of kind {}", of.name()));
        }
    }
    Some(this)
}

/// Each year has one next year, what counts from a year's start has none, and the years come to an end.
pub(super) fn of_list(list: &List, raws: &[&Table], faults: &mut Faults) {
    for (column, raw) in list.columns.iter().zip(raws) {
        let Some(this) = column.next_year_of().and_then(|id| list.column(id)) else { continue };
        let at = raw.at("next_year_of");
        let other = list.columns.iter().take_while(|other| other.id != column.id);
        if let Some(other) = other.into_iter().find(|other| other.next_year_of() == Some(&this.id)) {
            faults.add(at, format!("`{}` is the next year of `{}` already", other.id, this.id));
        } else if this.is_computed() {
            let message = format!(
                "`{}` is worked out, and so is what it was: say `next_year_of` of the columns that it is worked out from",
                this.id
            );
            faults.add(at, message);
        } else if [column, this].into_iter().any(Column::is_cumulative) {
            let message = format!(
                "`{}` or `{}` counts from the start of its year (`cumulative`): at the start of the next one it is nil, whatever it was",
                column.id, this.id
            );
            faults.add(at, message);
        } else if goes_round(list, column) {
            faults.add(at, format!("`{}` is, by its next years, the next year of itself", column.id));
        }
    }
}

fn goes_round(list: &List, column: &Column) -> bool {
    let mut next = column.next_year_of();
    for _ in &list.columns {
        match next {
            Some(id) if id == column.id => return true,
            Some(id) => next = list.column(id).and_then(Column::next_year_of),
            None => return false,
        }
    }
    false
}
