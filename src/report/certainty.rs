//! How certain the parts of a forecast are, in a sentence: under the tables that show it, and on the first page.

use rust_decimal::Decimal;

use super::material::Material;
use super::summed;
use super::tables::column_name;
use crate::figures::Item;
use crate::form::{Certainty, Column, List};
use crate::money;
use crate::source::Place;
use crate::words::fixed::Fixed;

/// A sentence for each column of the list that has parts with a certainty and of which `is_shown` holds, or holds of a part: what it comes to
/// over these items, and how much of that is certain, planned and so on; each with the cells behind it. `as_savings` says amounts as savings.
pub(super) fn sentences(
    material: &Material<'_>,
    list: &List,
    items: &[&Item<'_>],
    as_savings: bool,
    is_shown: impl Fn(&Column) -> bool,
) -> Vec<(String, Vec<Place>)> {
    let mut said = Vec::new();
    for whole in &list.columns {
        let parts = list.parts_of(&whole.id);
        let is_graded = parts.iter().any(|part| certainty(part).is_some());
        if is_graded && (is_shown(whole) || parts.iter().any(|part| is_shown(part))) {
            said.extend(sentence(material, list, items, as_savings, whole, &parts));
        }
    }
    said
}

fn certainty(column: &Column) -> Option<Certainty> {
    column.part_of().and_then(|part| part.certainty)
}

fn sentence(
    material: &Material<'_>,
    list: &List,
    items: &[&Item<'_>],
    as_savings: bool,
    whole: &Column,
    parts: &[&Column],
) -> Option<(String, Vec<Place>)> {
    let (form, fixed) = (material.form, &material.words.fixed);
    let items: Vec<&Item<'_>> = items.iter().copied().filter(|item| item.counts()).collect();
    let sum = |column: &Column| summed::sum(material, &items, column, as_savings);
    let say = |amount: Decimal| summed::say(material, whole, amount);
    let total = sum(whole)?;
    let mut rest = total;
    let mut said = Vec::new();
    for wanted in Certainty::ALL {
        let of = parts.iter().filter(|part| certainty(part) == Some(wanted));
        let amounts: Option<Vec<Decimal>> = of.map(|part| sum(part)).collect();
        let amount = money::checked_sum(amounts?)?;
        rest = rest.checked_sub(amount)?;
        if !amount.is_zero() {
            said.push(fixed.certainty_part().fill(&[("amount", &*say(amount)), ("certainty", &*word(fixed, wanted))]));
        }
    }
    // What goes beyond the whole is told by the checks, and no sentence says it.
    if said.is_empty() || !rest.is_zero() && rest.is_sign_negative() != total.is_sign_negative() {
        return None;
    }
    if !rest.is_zero() {
        let none = fixed.certainty_none().said();
        said.push(fixed.certainty_part().fill(&[("amount", &*say(rest)), ("certainty", &*none)]));
    }
    let filled = [
        ("figure", &*column_name(material, whole)),
        ("total", &*say(total)),
        ("parts", &*fixed.list(&said, ", ", usize::MAX)),
    ];
    let behind = material.figures.behind_list(form, list);
    let columns = [whole].into_iter().chain(parts.iter().copied());
    let places = columns.flat_map(|column| behind.items(items.iter().copied(), &column.id)).collect();
    Some((fixed.certainty().fill(&filled), places))
}

fn word(fixed: &Fixed, certainty: Certainty) -> String {
    match certainty {
        Certainty::Certain => fixed.certainty_certain(),
        Certainty::Planned => fixed.certainty_planned(),
        Certainty::SubjectToApproval => fixed.certainty_subject_to_approval(),
        Certainty::Unmitigated => fixed.certainty_unmitigated(),
    }
    .said()
}
