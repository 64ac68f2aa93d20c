//! What an amount in a text may mean: figures of its row, in words.

use crate::check::View;
use crate::check::look::Line;
use crate::form::{Kind, NarrativeForm};
use crate::formula::Operand;
use crate::money::Quantity;
use crate::phrases::{Meaning, Part};
use crate::source::Place;

/// A figure that may be meant.
pub(super) struct Meant {
    /// In words: 'Target less Forecast'.
    pub words: String,
    /// The figure.
    pub quantity: Quantity,
    /// The cells that it is worked out from.
    pub places: Vec<Place>,
}

/// What a phrase of the form may mean on this row. `None` where any of it cannot be worked out.
pub(super) fn meant_by_form(view: &View<'_>, line: &Line<'_>, form: &NarrativeForm) -> Option<Vec<Meant>> {
    let meant = form.means.iter().map(|formula| match formula.evaluate(&|id| line.operand(id)) {
        Operand::Number(quantity) => Some(Meant {
            words: formula.words(&|id| view.name_of(line.list, id)),
            quantity,
            places: places(line, &formula.columns()),
        }),
        _ => None,
    });
    let meant: Vec<Meant> = meant.collect::<Option<_>>()?;
    (!meant.is_empty()).then_some(meant)
}

/// What a phrase may mean by the parts that columns play. A part that the form has no column for is none of it; `None` where a
/// figure is not known, or there is nothing to mean.
pub(super) fn meant_by_parts(view: &View<'_>, line: &Line<'_>, means: &[Meaning]) -> Option<Vec<Meant>> {
    let mut meant = Vec::new();
    for meaning in means {
        for of in ids(view, line, meaning.of) {
            let Some(less) = meaning.less else {
                meant.push(alone(view, line, of)?);
                continue;
            };
            for less in ids(view, line, less) {
                meant.push(difference(view, line, of, less)?);
            }
        }
    }
    (!meant.is_empty()).then_some(meant)
}

/// Every figure that may be meant without a phrase: the row's own, and the differences of target and forecasts; with `all` of
/// them also the sums and differences of any two.
pub(super) fn possible(view: &View<'_>, line: &Line<'_>, all: bool) -> Vec<Meant> {
    let own: Vec<&str> = line.figures.keys().map(String::as_str).filter(|id| is_money(line, id)).collect();
    let mut meant: Vec<Meant> = own.iter().filter_map(|id| alone(view, line, id)).collect();
    let parts = [Part::Target, Part::Forecast, Part::Later];
    let in_part: Vec<&str> = parts.into_iter().flat_map(|part| ids(view, line, part)).collect();
    let of = if all { &own } else { &in_part };
    for (index, one) in of.iter().enumerate() {
        for other in of.iter().skip(index.saturating_add(1)) {
            meant.extend(difference(view, line, one, other));
            meant.extend(all.then(|| sum(view, line, one, other)).flatten());
        }
    }
    meant.retain(|meant| !meant.quantity.value().is_zero());
    meant
}

/// The columns of a part; an amount beside a percentage by its own id.
fn ids<'l>(view: &'l View<'_>, line: &Line<'l>, part: Part) -> Vec<&'l str> {
    if line.list.id != view.form.report.main_list {
        return Vec::new();
    }
    let roles = &view.form.report.roles;
    let role = match part {
        Part::Target => &roles.target,
        Part::Forecast => &roles.forecast,
        Part::Achieved => &roles.achieved,
        Part::Later => {
            let there = line.list.columns.iter().filter(|column| line.row.cells.contains_key(&column.id));
            let beside = there.filter_map(|column| column.beside());
            return beside
                .filter(|beside| Some(&beside.of) == roles.target.as_ref())
                .map(|own| own.id.as_str())
                .collect();
        }
    };
    let is_there =
        |id: &&str| line.row.cells.contains_key(*id) || line.list.column(id).is_some_and(|column| column.is_computed());
    role.as_deref().into_iter().filter(is_there).collect()
}

fn is_money(line: &Line<'_>, id: &str) -> bool {
    line.list.column(id).is_none_or(|column| column.kind == Kind::Money)
}

/// A figure of the row that is known in full.
pub(super) fn known(line: &Line<'_>, id: &str) -> Option<Quantity> {
    line.figures.get(id).filter(|figure| figure.unknown.is_empty())?.counted
}

fn alone(view: &View<'_>, line: &Line<'_>, id: &str) -> Option<Meant> {
    Some(Meant { words: view.name_of(line.list, id), quantity: known(line, id)?.abs(), places: places(line, &[id]) })
}

fn difference(view: &View<'_>, line: &Line<'_>, of: &str, less: &str) -> Option<Meant> {
    let quantity = known(line, of)?.checked_sub(known(line, less)?)?.abs();
    let words = format!("{} less {}", view.name_of(line.list, of), view.name_of(line.list, less));
    Some(Meant { words, quantity, places: places(line, &[of, less]) })
}

fn sum(view: &View<'_>, line: &Line<'_>, one: &str, other: &str) -> Option<Meant> {
    let quantity = known(line, one)?.checked_add(known(line, other)?)?.abs();
    let words = format!("{} and {}", view.name_of(line.list, one), view.name_of(line.list, other));
    Some(Meant { words, quantity, places: places(line, &[one, other]) })
}

/// The cells of columns; that of the percentage for an amount beside one.
fn places(line: &Line<'_>, ids: &[&str]) -> Vec<Place> {
    let cell = |id: &&str| {
        let beside = line.list.columns.iter().find(|column| column.beside().is_some_and(|beside| beside.id == **id));
        Some(line.row.cells.get(beside.map_or(*id, |column| &column.id))?.at.clone())
    };
    ids.iter().filter_map(cell).collect()
}
