//! What the words may say of each list: its totals, its balancing lines, its groups.

use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};

use super::known::{self, Chosen, From, Known};
use super::material::Material;
use super::{How, facts};
use crate::figures::{Figure, FigureOrigin, Group, Item};
use crate::form::{Column, List, TotalOrigin};
use crate::money;
use crate::words::handle::{Handle, Kind};

/// What is known of each list, by its id.
pub(super) struct Lists {
    /// Totals by column.
    pub(super) totals: Json,
    /// What its balancing lines come to, by column.
    pub(super) balancing: Json,
    /// Its outermost groups.
    pub(super) groups: Json,
}

/// The totals of every list, and the groups inside it with theirs; of one area's part of it where the facts are an area's.
pub(super) fn lists(material: &Material<'_>, known: &Known<'_>, area: Option<&str>) -> Lists {
    let (mut totals, mut balancing, mut groups) = (Map::new(), Map::new(), Map::new());
    for list in &material.form.lists {
        let Some(figures) = material.figures.list(&list.id) else { continue };
        let whole = match area {
            Some(area) => figures.all.of_area(area),
            None => Some(&figures.all),
        };
        let Some(whole) = whole else { continue };
        let of = OfList { known, area, list };
        totals.insert(list.id.clone(), of.totals(whole, "totals", None));
        let lines: Vec<&Item<'_>> = whole.every_item().into_iter().filter(|item| item.balancing).collect();
        let of_lines = Chosen { balancing: Some(true), ..Chosen::default() };
        balancing.insert(list.id.clone(), of.sums(&lines, &format!("balancing.{}", list.id), &of_lines));
        // One name may stand for a group in each of several areas; the words speak of them as one.
        let joined = match area {
            None => whole.across_areas(list).ok(),
            Some(_) => None,
        };
        let whole = joined.as_ref().unwrap_or(whole);
        let inner: Vec<Json> =
            whole.of_level(0).into_iter().enumerate().map(|(place, group)| of.group(whole, group, place)).collect();
        groups.insert(list.id.clone(), Json::Array(inner));
    }
    Lists { totals: Json::Object(totals), balancing: Json::Object(balancing), groups: Json::Object(groups) }
}

/// What is known of one list.
struct OfList<'f> {
    known: &'f Known<'f>,
    area: Option<&'f str>,
    list: &'f List,
}

impl OfList<'_> {
    /// The columns that are added up.
    fn summed(&self) -> impl Iterator<Item = &Column> {
        self.list.columns.iter().filter(|column| column.total == TotalOrigin::Sum)
    }

    /// What some items come to, by column, where it is added up.
    fn sums(&self, items: &[&Item<'_>], name: &str, of: &Chosen) -> Json {
        let sum = |column: &Column| {
            let id = &column.id;
            let from = From::Sum { list: self.list.id.clone(), column: id.clone(), of: of.clone() };
            self.known.handle((&format!("{name}.{id}"), self.area), known::kind_of(column), sum(items, id), from)
        };
        Json::Object(self.summed().map(|column| (column.id.clone(), sum(column))).collect())
    }

    /// The totals of the list, or of a group inside it: of the one in this place among them.
    fn totals(&self, group: &Group<'_>, name: &str, inner: Option<usize>) -> Json {
        let columns = self.list.columns.iter().filter(|column| column.kind.is_figure());
        let total = |of: &Column| {
            let id = &of.id;
            let figure = group.totals.get(id);
            let (list, column) = (self.list.id.clone(), id.clone());
            let from = match (inner, figure.map(|figure| &figure.origin)) {
                (None, Some(origin)) => From::Total { list, column, origin: origin.clone() },
                (Some(_), Some(FigureOrigin::Given(place) | FigureOrigin::SetAside(place, _))) => {
                    From::Cells(How::Sum, vec![place.clone()])
                }
                (inner, _) => {
                    let group = inner.map(|place| (group.label.clone(), place));
                    From::Sum { list, column, of: Chosen { group, ..Chosen::default() } }
                }
            };
            let name = match inner {
                None => format!("{name}.{}.{id}", self.list.id),
                Some(_) => format!("{name}.{id}"),
            };
            self.known.handle((&name, self.area), known::kind_of(of), figure.and_then(Figure::amount), from)
        };
        Json::Object(columns.map(|column| (column.id.clone(), total(column))).collect())
    }

    /// A group inside the list: what it is called, its items without balancing lines, and what of the whole they are.
    fn group(&self, whole: &Group<'_>, group: &Group<'_>, place: usize) -> Json {
        let every = group.counting_items();
        let items: Vec<&Item<'_>> = every.iter().copied().filter(|item| !item.balancing).collect();
        let balancing: Vec<&Item<'_>> = every.iter().copied().filter(|item| item.balancing).collect();
        let label = facts::words(&group.label);
        let name = |of: &str| format!("groups.{}.{label}.{of}", self.list.id);
        let of = |balancing: bool| Chosen { group: Some((group.label.clone(), place)), balancing: Some(balancing) };
        let value = self.sums(&items, &name("value"), &of(false));
        let share = |id: &str| {
            let part = Handle::read(value.get(id)?.as_str()?)?;
            let figure = whole.totals.get(id)?;
            let from =
                From::Total { list: self.list.id.clone(), column: id.to_string(), origin: figure.origin.clone() };
            let total = figure.amount()?;
            let trace = self.known.add(&format!("totals.{}.{id}", self.list.id), self.area, total, from);
            Some((part.figure.checked_div(total)?, format!("({} / {trace})", part.trace)))
        };
        let of_column = |id: &str| facts::traced(&name(&format!("share.{id}")), Kind::Percentage, share(id));
        let shares: Map<String, Json> =
            self.summed().map(|column| (column.id.clone(), of_column(&column.id))).collect();
        let from = From::Count { list: self.list.id.clone(), of: of(false) };
        json!({
            "name": label,
            "items": self.known.handle((&name("items"), self.area), Kind::Number, Some(Decimal::from(items.len())), from),
            "totals": self.totals(group, &name("totals"), Some(place)),
            "value": value,
            "share": shares,
            "balancing": self.sums(&balancing, &name("balancing"), &of(true)),
        })
    }
}

fn sum(items: &[&Item<'_>], column: &str) -> Option<Decimal> {
    money::checked_sum(items.iter().filter_map(|item| Some(item.figures.get(column)?.counted?.value())))
}
