//! How much of a total recurs and how much is there once only, and what it comes to in a full year: in a sentence under the tables that show
//! it, and on the first page.

use rust_decimal::Decimal;

use super::facts;
use super::material::Material;
use super::summed::{say, sum};
use super::tables::column_name;
use crate::figures::{Group, Item};
use crate::form::{Column, Kind, List};
use crate::source::Place;

/// The items of a list that a total adds up.
pub(super) struct Totalled<'s, 'm> {
    pub(super) material: &'s Material<'m>,
    pub(super) list: &'s List,
    /// What stands in it. What the total does not count may be among them.
    pub(super) items: Vec<&'s Item<'s>>,
    /// The total.
    pub(super) group: &'s Group<'s>,
    /// Whether amounts are said as savings.
    pub(super) as_savings: bool,
}

/// What is said, with the cells behind it: how much of a total is recurrent, how much one-off, and of how much nothing is said; and full-year
/// effects. It speaks of one column of those of which `is_shown` holds: what is delivered of the target, else the target; of another list
/// than the main one, the first that adds up. What does not come to the total that prints is not said: the checks tell it.
///
/// It is one text, so that it stands or goes as a whole where something in it is exempt.
pub(super) fn sentence(of: &Totalled<'_, '_>, is_shown: impl Fn(&Column) -> bool) -> Option<(String, Vec<Place>)> {
    let is_told = |column: &&Column| is_shown(column) && column.kind == Kind::Money && column.total.is_whole();
    let told = spoken_of(of.material, of.list).into_iter().find(is_told);
    let mut said: Vec<(String, Vec<Place>)> = told.and_then(|column| of.recurrent(column)).into_iter().collect();
    for full in &of.list.columns {
        let year = full.full_year_of().and_then(|id| of.list.column(id)).filter(|year| is_shown(year));
        said.extend(year.and_then(|year| of.full_year(year, full)));
    }
    let (sentences, places): (Vec<String>, Vec<Vec<Place>>) = said.into_iter().unzip();
    (!sentences.is_empty()).then(|| (sentences.join(" "), places.concat()))
}

/// The columns of a list that may be spoken of, the one that matters most first.
fn spoken_of<'m>(material: &Material<'m>, list: &'m List) -> Vec<&'m Column> {
    let report = &material.form.report;
    if list.id != report.main_list {
        return list.columns.iter().collect();
    }
    let ids = [facts::delivered(material), report.roles.target.as_deref()];
    ids.into_iter().flatten().filter_map(|id| list.column(id)).collect()
}

impl Totalled<'_, '_> {
    /// The items that the total counts, of which the column states an amount.
    fn counted(&self, column: &Column) -> Vec<&Item<'_>> {
        let is_counted = |item: &&Item<'_>| item.counts() && is_known(item, column);
        self.items.iter().copied().filter(is_counted).collect()
    }

    /// What the total of a column is: nothing where its items do not come to what prints.
    fn total(&self, column: &Column) -> Option<Decimal> {
        let printed = self.group.totals.get(&column.id)?.amount()?;
        let items = self.counted(column);
        if sum(self.material, &items, column, false)? != printed {
            return None;
        }
        sum(self.material, &items, column, self.as_savings)
    }

    /// Whether an item is one-off or recurs, as its own words say.
    fn is_one_off(&self, item: &Item<'_>) -> Option<bool> {
        let column = self.list.one_off_column()?;
        column.is_one_off(item.text(&column.id))
    }

    /// How much of a total is what.
    fn recurrent(&self, column: &Column) -> Option<(String, Vec<Place>)> {
        let says = self.list.one_off_column()?;
        let (material, fixed) = (self.material, &self.material.words.fixed);
        let total = self.total(column)?;
        let items = self.counted(column);
        let mut parts = Vec::new();
        for which in [Some(false), Some(true), None] {
            let own: Vec<&Item<'_>> = items.iter().copied().filter(|item| self.is_one_off(item) == which).collect();
            // What comes to nil may be two amounts, one for and one against.
            let is_nil = own.iter().all(|item| item.figures.get(&column.id).is_none_or(is_nil));
            if is_nil {
                continue;
            }
            let amount = say(material, column, sum(material, &own, column, self.as_savings)?);
            let number = own.iter().filter(|item| !item.balancing).count();
            let noun = if number == 1 { &self.list.item } else { &self.list.items };
            let of = fixed.one_off_items().fill(&[("number", &*number.to_string()), ("items", noun)]);
            // A balancing line is no scheme.
            let of = if number == 0 { String::new() } else { format!(" {of}") };
            parts.push(match which {
                Some(false) => fixed.one_off_recurrent().fill(&[("amount", &*amount)]),
                Some(true) => fixed.one_off_part().fill(&[("amount", &*amount), ("of", &*of)]),
                None => fixed.one_off_none().fill(&[("amount", &*amount), ("of", &*of)]),
            });
        }
        if parts.is_empty() {
            return None;
        }
        let filled = [
            ("figure", &*column_name(material, column)),
            ("total", &*say(material, column, total)),
            ("parts", &*fixed.list(&parts, ", ", usize::MAX)),
        ];
        let said = items.iter().filter_map(|item| Some(item.cell(&says.id)?.at.clone()));
        let places = self.behind(column).into_iter().chain(said).collect();
        Some((fixed.one_off().fill(&filled), places))
    }

    /// What it comes to in a full year, held against this one where every item that recurs says both.
    fn full_year(&self, year: &Column, full: &Column) -> Option<(String, Vec<Place>)> {
        let (material, fixed) = (self.material, &self.material.words.fixed);
        let (now, then) = (self.total(year)?, self.total(full)?);
        let places = self.behind(year).into_iter().chain(self.behind(full)).collect();
        let counted = || self.items.iter().copied().filter(|item| item.counts());
        // What is there once only has no full-year effect to state.
        let is_open =
            |item: &&Item<'_>| is_known(item, year) && !is_known(item, full) && self.is_one_off(item) != Some(true);
        let open = counted().filter(is_open).filter(|item| !item.balancing).count();
        if counted().all(|item| !is_known(item, full)) {
            return None;
        }
        let (name, amount) = (column_name(material, full), say(material, full, then));
        let apart = then.checked_sub(now)?;
        // Of negative amounts the lower one is more.
        let is_more = (if now.is_zero() { then } else { now }).is_sign_negative() == apart.is_sign_negative();
        let difference = say(material, full, apart.abs());
        let named = column_name(material, year);
        let filled = [("figure", &*name), ("amount", &*amount), ("difference", &*difference), ("year", &*named)];
        let said = if open > 0 {
            let noun = if open == 1 { &self.list.item } else { &self.list.items };
            let filled = [("figure", &*name), ("amount", &*amount), ("number", &*open.to_string()), ("items", noun)];
            fixed.full_year_open().fill(&filled)
        } else if counted().any(|item| is_known(item, full) && !is_known(item, year)) {
            fixed.full_year().fill(&[("figure", &*name), ("amount", &*amount)])
        } else if apart.is_zero() {
            fixed.full_year_same().fill(&[("figure", &*name), ("amount", &*amount), ("year", &*named)])
        } else if is_more {
            fixed.full_year_more().fill(&filled)
        } else {
            fixed.full_year_less().fill(&filled)
        };
        Some((said, places))
    }

    /// The cells behind the total of a column.
    fn behind(&self, column: &Column) -> Vec<Place> {
        let behind = self.material.figures.behind_list(self.material.form, self.list);
        behind.items(self.counted(column), &column.id)
    }
}

/// Whether the column of an item has an amount that totals count.
fn is_known(item: &Item<'_>, column: &Column) -> bool {
    item.figures.get(&column.id).is_some_and(|figure| figure.counted.is_some())
}

fn is_nil(figure: &crate::figures::Figure) -> bool {
    figure.counted.is_none_or(|counted| counted.value().is_zero())
}
