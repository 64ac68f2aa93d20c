//! The totals that the form ties together, with the items named between them.

use super::Figures;
use super::summary::holds;
use crate::form::{Form, TieForm, TieSum};
use crate::money::Quantity;
use crate::source::Place;

/// A `[[tie]]` of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    /// The form's id of it.
    pub id: String,
    /// What it starts from.
    pub left: Tied,
    /// What the form names between the two, in its order.
    pub items: Vec<Tied>,
    /// What it must come to.
    pub right: Tied,
    /// What it comes to: the left side with the items.
    pub reached: Quantity,
}

/// What one side of a `[[tie]]` comes to, or an item between the two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tied {
    /// In pounds, with the side's sign.
    pub quantity: Quantity,
    /// The cells behind it that are not nil.
    pub places: Vec<Place>,
}

impl Tie {
    /// Whether both sides agree, within the reach of their rounding.
    pub fn closes(&self) -> bool {
        self.reached.agrees_with(self.right.quantity)
    }
}

/// Every tie of the form, but for one whose sums leave all bounds.
pub(super) fn ties(form: &Form, figures: &Figures<'_>) -> Vec<Tie> {
    form.ties.iter().filter_map(|tie| of_form(form, figures, tie)).collect()
}

fn of_form(form: &Form, figures: &Figures<'_>, tie: &TieForm) -> Option<Tie> {
    let (left, right) = (tied(form, figures, &tie.left)?, tied(form, figures, &tie.right)?);
    let items: Vec<Tied> = tie.items.iter().map(|item| tied(form, figures, item)).collect::<Option<_>>()?;
    let reached = items.iter().try_fold(left.quantity, |reached, item| reached.checked_add(item.quantity))?;
    Some(Tie { id: tie.id.clone(), left, items, right, reached })
}

/// Adds up one side. `None` if the list is not there or the sum leaves all bounds; what is not known adds nothing.
fn tied(form: &Form, figures: &Figures<'_>, side: &TieSum) -> Option<Tied> {
    let list = form.list(&side.list)?;
    let mut items = figures.list(&side.list)?.all.counting_items();
    items.retain(|item| side.area.is_none() || item.area == side.area);
    items.retain(|item| side.filter.as_ref().is_none_or(|filter| holds(list, item, filter)));
    let mut sum = Quantity::NIL;
    let mut places = Vec::new();
    let behind = figures.behind_list(form, list);
    for item in items {
        let Some(quantity) = item.figures.get(&side.column).and_then(|figure| figure.counted) else { continue };
        sum = sum.checked_add(quantity)?;
        if !quantity.value().is_zero() {
            places.extend(behind.item(item, &side.column));
        }
    }
    let quantity = if side.negate { sum.negated() } else { sum };
    Some(Tied { quantity, places })
}
