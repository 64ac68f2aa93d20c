//! The figures of a `[[bridge]]`: for each item and each year where it starts, what leads on, and where it should arrive.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Figures, Group, Item};
use crate::form::{BridgeForm, BridgeStep, Form, Sign};
use crate::money::{self, Quantity};
use crate::names::{Code, Label};
use crate::period::FinancialYear;
use crate::returns::Value;
use crate::source::Place;

/// A bridge over the whole list.
#[derive(Debug)]
pub struct Bridge<'f, 'a> {
    form: &'f BridgeForm,
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
    /// What is known of it in each step of the form.
    pub steps: Vec<Step<'f, 'a>>,
}

/// One step of an item: from one column to another.
#[derive(Debug)]
pub struct Step<'f, 'a> {
    /// What it starts from; `None` if it is not known.
    pub from: Option<Quantity>,
    /// Where it should arrive; `None` if it is not known.
    pub to: Option<Quantity>,
    /// The amounts that lead on.
    pub parts: Vec<Part<'f, 'a>>,
    /// Where it arrives: the start and what the amounts count. `None` if any of them is not known.
    pub reached: Option<Quantity>,
}

impl Step<'_, '_> {
    /// Whether it arrives where it should, within the reach of rounding; `None` where that is not known.
    pub fn closes(&self) -> Option<bool> {
        Some(self.reached?.agrees_with(self.to?))
    }
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

/// Where the amounts of a bridge lead, by places among all items of its lists.
#[derive(Debug, Clone)]
pub(super) struct Placing {
    bridge: String,
    parts: Vec<Placed>,
    strays: Vec<(usize, WhyStray)>,
}

/// An amount that leads on: the row, the item it is about, the step, its kind.
#[derive(Debug, Clone)]
struct Placed {
    row: usize,
    item: usize,
    step: usize,
    kind: usize,
}

/// The items that a bridge leads over: what is kept out of the totals is no part of either end.
fn bridged<'s, 'a>(all: &'s Group<'a>) -> Vec<&'s Item<'a>> {
    all.every_item().into_iter().filter(|item| item.outside.is_none()).collect()
}

/// Finds where each amount of a bridge leads. `None` if its lists are not there.
pub(super) fn placing(form: &BridgeForm, figures: &Figures<'_>) -> Option<Placing> {
    let items = bridged(&figures.list(&form.of)?.all);
    let mut by_name: BTreeMap<Label, Vec<usize>> = BTreeMap::new();
    for (index, item) in items.iter().enumerate() {
        let mut names = vec![Label::of(&item.key), Label::of(&item.label)];
        names.dedup();
        for name in names.into_iter().filter(|name| !name.is_empty()) {
            by_name.entry(name).or_default().push(index);
        }
    }
    let mut placing = Placing { bridge: form.id.clone(), parts: Vec::new(), strays: Vec::new() };
    for (index, row) in figures.list(&form.list)?.all.every_item().into_iter().enumerate() {
        let Some(kind) = word(row, &form.kind) else { continue };
        let Some(kind) = form.signs.iter().position(|(known, _)| Code::same(known, kind)) else { continue };
        let Some(name) = word(row, &form.item).map(Label::of) else { continue };
        let same_area = |index: &&usize| {
            let area = items.get(**index).and_then(|item| item.area.as_deref());
            area.is_none() || row.area.is_none() || area == row.area.as_deref()
        };
        let Some(item) = by_name.get(&name).and_then(|found| found.iter().find(same_area)).copied() else {
            placing.strays.push((index, WhyStray::NoItem));
            continue;
        };
        let step = match &form.year {
            None => (!form.steps.is_empty()).then_some(0),
            Some(column) => match word(row, column) {
                // A year that is missing or cannot be read is another finding.
                None => continue,
                Some(_) => form.steps.iter().position(|step| step.year == year(row, column)),
            },
        };
        match step {
            Some(step) => placing.parts.push(Placed { row: index, item, step, kind }),
            None => placing.strays.push((index, WhyStray::NoYear)),
        }
    }
    Some(placing)
}

impl<'a> Figures<'a> {
    /// A bridge of the form. `None` if its lists are not there.
    pub fn bridge<'f>(&'f self, form: &'f BridgeForm) -> Option<Bridge<'f, 'a>> {
        let placing = self.bridges.iter().find(|placing| placing.bridge == form.id)?;
        let counted = |item: &Item<'_>, id: &str| item.figures.get(id).and_then(|figure| figure.counted);
        let step = |item: &'f Item<'a>, step: &BridgeStep| {
            let (from, to) = (counted(item, &step.from), counted(item, &step.to));
            Step { from, to, parts: Vec::new(), reached: from }
        };
        let all = bridged(&self.list(&form.of)?.all);
        let with_steps = |item| BridgedItem { item, steps: form.steps.iter().map(|of| step(item, of)).collect() };
        let mut items: Vec<BridgedItem<'f, 'a>> = all.into_iter().map(with_steps).collect();
        let rows = self.list(&form.list)?.all.every_item();
        for placed in &placing.parts {
            let step = items.get_mut(placed.item).and_then(|item| item.steps.get_mut(placed.step));
            let (Some(step), Some(row)) = (step, rows.get(placed.row).copied()) else { continue };
            let sign = form.signs.get(placed.kind).map_or(Sign::Within, |(_, sign)| *sign);
            let part = Part { row, kind: placed.kind, sign, amount: counted(row, &form.amount) };
            step.reached = step.reached.zip(part.counts()).and_then(|(reached, counts)| reached.checked_add(counts));
            step.parts.push(part);
        }
        let stray = |(row, why): &(usize, WhyStray)| Some(Stray { row: rows.get(*row).copied()?, why: *why });
        let strays = placing.strays.iter().filter_map(stray).collect();
        Some(Bridge { form, items, strays })
    }
}

/// Amounts of one column that are added up.
#[derive(Debug)]
pub struct Amounts<'f, 'a> {
    /// Those that are known, in pounds, as they count.
    known: Vec<Decimal>,
    /// The list and the column that they stand in.
    list: &'f str,
    column: &'f str,
    /// The items that have them, those with unknown ones too.
    items: Vec<&'f Item<'a>>,
}

impl<'f, 'a> Amounts<'f, 'a> {
    fn new(list: &'f str, column: &'f str) -> Self {
        Amounts { known: Vec::new(), list, column, items: Vec::new() }
    }

    /// The cells of the returns behind them, the unknown ones too.
    pub fn places(&self, form: &Form, figures: &Figures<'_>) -> Vec<Place> {
        let list = form.list(self.list);
        list.map(|list| figures.behind_list(form, list).items(self.items.iter().copied(), self.column))
            .unwrap_or_default()
    }

    /// The cell of each of them; `None` where one stands in no cell, as it is worked out from others.
    pub fn stated(&self) -> Option<Vec<Place>> {
        let figures = self.items.iter().filter_map(|item| item.figures.get(self.column));
        figures.map(|figure| figure.origin.cell().cloned()).collect()
    }

    /// Their sum, in pounds; `None` where none is known, or it leaves all bounds.
    pub fn sum(&self) -> Option<Decimal> {
        self.total().filter(|_| !self.known.is_empty())
    }

    /// Nil where none is known.
    fn total(&self) -> Option<Decimal> {
        money::checked_sum(self.known.iter().copied())
    }

    /// Whether none of them is known.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    fn add(&mut self, item: &'f Item<'a>, value: Option<Quantity>) {
        self.known.extend(value.map(|quantity| quantity.value()));
        self.items.push(item);
    }
}

impl<'f, 'a> Bridge<'f, 'a> {
    /// What a step starts from, over all items.
    pub fn starts(&self, step: usize) -> Amounts<'f, 'a> {
        self.ends(step, |step| &step.from)
    }

    /// Where a step should arrive, over all items.
    pub fn arrives(&self, step: usize) -> Amounts<'f, 'a> {
        self.ends(step, |step| &step.to)
    }

    fn ends(&self, step: usize, column: impl Fn(&BridgeStep) -> &String) -> Amounts<'f, 'a> {
        let id = self.form.steps.get(step).map(column);
        let mut amounts = Amounts::new(&self.form.of, id.map_or("", String::as_str));
        for item in &self.items {
            if let Some(figure) = item.item.figures.get(amounts.column) {
                amounts.add(item.item, figure.counted);
            }
        }
        amounts
    }

    /// The known amounts of a kind that lead on in a step, over all items, each as it counts.
    pub fn of_kind(&self, kind: usize, step: usize) -> Amounts<'f, 'a> {
        let mut amounts = Amounts::new(&self.form.list, &self.form.amount);
        for part in self.parts(kind, step).filter(|part| part.amount.is_some()) {
            amounts.add(part.row, part.counts());
        }
        amounts
    }

    /// The amounts of a kind in a step, over all items, as stated: for those that are part of both ends.
    pub fn stated(&self, kind: usize, step: usize) -> Amounts<'f, 'a> {
        let mut amounts = Amounts::new(&self.form.list, &self.form.amount);
        for part in self.parts(kind, step) {
            amounts.add(part.row, part.amount);
        }
        amounts
    }

    /// All that a step comes to: what it starts from, what leads on and where it should arrive.
    pub fn whole(&self, step: usize) -> Vec<Amounts<'f, 'a>> {
        let parts = (0..self.form.signs.len()).map(|kind| self.of_kind(kind, step));
        [self.starts(step), self.arrives(step)].into_iter().chain(parts).collect()
    }

    /// What nothing explains of a step, over all items, in pounds: where it arrives, less the start and what leads on. `None` where
    /// a sum leaves all bounds; what is not known counts nothing.
    pub fn rest(&self, step: usize) -> Option<Decimal> {
        let difference = self.arrives(step).total()?.checked_sub(self.starts(step).total()?)?;
        let mut parts = (0..self.form.signs.len()).map(|kind| self.of_kind(kind, step).total());
        parts.try_fold(difference, |rest, part| rest.checked_sub(part?))
    }

    fn parts(&self, kind: usize, step: usize) -> impl Iterator<Item = &Part<'f, 'a>> {
        let steps = self.items.iter().filter_map(move |item| item.steps.get(step));
        steps.flat_map(|step| &step.parts).filter(move |part| part.kind == kind)
    }
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
