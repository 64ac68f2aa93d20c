//! The figures of a `[[bridge]]`: for each item and each year where it starts, what leads on, and where it should arrive.

use std::collections::BTreeMap;

use super::{Figures, Item};
use crate::form::{BridgeForm, Sign};
use crate::money::Quantity;
use crate::names::{Code, Label};
use crate::period::FinancialYear;
use crate::returns::Value;

/// A bridge over the whole list.
#[derive(Debug)]
pub struct Bridge<'f, 'a> {
    /// Each item of the list, in its order.
    pub items: Vec<BridgedItem<'f, 'a>>,
    /// Amounts that lead nowhere: they name no item of the list, or no year of the programme.
    pub strays: Vec<Stray<'f, 'a>>,
}

/// One item.
#[derive(Debug)]
pub struct BridgedItem<'f, 'a> {
    /// The item.
    pub item: &'f Item<'a>,
    /// For each step of the form, the amounts that lead on.
    pub steps: Vec<Vec<Part<'f, 'a>>>,
}

/// An amount that leads from one column to the other.
#[derive(Debug)]
pub struct Part<'f, 'a> {
    /// The row it stands in.
    pub row: &'f Item<'a>,
    /// Its kind: the index in `signs` of the form.
    pub kind: usize,
    /// How it counts.
    pub sign: Sign,
    /// The amount, as stated; `None` if it is not known.
    pub amount: Option<Quantity>,
}

/// An amount that leads nowhere.
#[derive(Debug)]
pub struct Stray<'f, 'a> {
    /// The row it stands in.
    pub row: &'f Item<'a>,
    /// Why.
    pub why: WhyStray,
}

/// Why an amount leads nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyStray {
    /// No item of the list has the name.
    NoItem,
    /// The year is none of the programme's.
    NoYear,
}

/// The text of a row in a column, as read: a year and a choice in the form's own spelling.
pub fn word<'f>(item: &'f Item<'_>, column: &str) -> Option<&'f str> {
    match &item.cell(column)?.value {
        Value::Text(text) => Some(text.trim()),
        _ => None,
    }
}

/// The year that a row states in a column.
pub fn year(item: &Item<'_>, column: &str) -> Option<FinancialYear> {
    FinancialYear::read(word(item, column)?)
}

/// Works a bridge out. `None` if its lists are not there.
pub fn bridge<'f, 'a>(form: &BridgeForm, figures: &'f Figures<'a>) -> Option<Bridge<'f, 'a>> {
    let of = figures.list(&form.of)?.all.every_item();
    let mut by_name: BTreeMap<Label, Vec<usize>> = BTreeMap::new();
    let mut items: Vec<BridgedItem<'f, 'a>> = Vec::new();
    for (index, item) in of.into_iter().enumerate() {
        let mut names = vec![Label::of(&item.key), Label::of(&item.label)];
        names.dedup();
        for name in names.into_iter().filter(|name| !name.is_empty()) {
            by_name.entry(name).or_default().push(index);
        }
        items.push(BridgedItem { item, steps: form.steps.iter().map(|_| Vec::new()).collect() });
    }
    let mut strays = Vec::new();
    for row in figures.list(&form.list)?.all.every_item() {
        let Some(kind) = word(row, &form.kind) else { continue };
        let Some(kind) = form.signs.iter().position(|(known, _)| Code::same(known, kind)) else { continue };
        let Some(name) = word(row, &form.item).map(Label::of) else { continue };
        let same_area = |index: &&usize| {
            let area = items.get(**index).and_then(|bridged| bridged.item.area.as_deref());
            area.is_none() || row.area.is_none() || area == row.area.as_deref()
        };
        let Some(item) = by_name.get(&name).and_then(|found| found.iter().find(same_area)).copied() else {
            strays.push(Stray { row, why: WhyStray::NoItem });
            continue;
        };
        let step = match &form.year {
            None => Some(0),
            Some(column) => match word(row, column) {
                // A year that is missing or cannot be read is another finding.
                None => continue,
                Some(_) => form.steps.iter().position(|step| step.year == year(row, column)),
            },
        };
        let place = step.and_then(|step| items.get_mut(item)?.steps.get_mut(step));
        let Some(parts) = place else {
            strays.push(Stray { row, why: WhyStray::NoYear });
            continue;
        };
        let sign = form.signs.get(kind).map_or(Sign::Within, |(_, sign)| *sign);
        let amount = row.figures.get(&form.amount).and_then(|figure| figure.counted);
        parts.push(Part { row, kind, sign, amount });
    }
    Some(Bridge { items, strays })
}

impl Part<'_, '_> {
    /// What it adds to where the bridge arrives; nil if it is in both ends. `None` if it is not known.
    pub fn counts(&self) -> Option<Quantity> {
        let amount = self.amount?;
        Some(match self.sign {
            Sign::Plus => amount,
            Sign::Minus => amount.negated(),
            Sign::Within => Quantity::NIL,
        })
    }
}

/// Where a step arrives: its start and what its parts count. `None` if anything is not known.
pub fn arrives(from: Quantity, parts: &[Part<'_, '_>]) -> Option<Quantity> {
    parts.iter().try_fold(from, |reached, part| reached.checked_add(part.counts()?))
}
