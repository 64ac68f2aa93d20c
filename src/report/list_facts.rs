//! What the words may say of each list: its totals, its balancing lines, its groups.

use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};

use super::build::Material;
use crate::figures::{Figure, Group, Item};
use crate::form::{List, TotalOrigin};
use crate::money;

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
pub(super) fn lists(material: &Material<'_>, area: Option<&str>) -> Lists {
    let (mut totals, mut balancing, mut groups) = (Map::new(), Map::new(), Map::new());
    for list in &material.form.lists {
        let Some(figures) = material.figures.list(&list.id) else { continue };
        let whole = match area {
            Some(area) => figures.all.of_area(area),
            None => Some(&figures.all),
        };
        let Some(whole) = whole else { continue };
        totals.insert(list.id.clone(), totals_of(list, whole));
        let lines: Vec<&Item<'_>> = whole.every_item().into_iter().filter(|item| item.balancing).collect();
        balancing.insert(list.id.clone(), sums(list, &lines));
        // One name may stand for a group in each of several areas; the words speak of them as one.
        let joined = match area {
            None => whole.across_areas(list).ok(),
            Some(_) => None,
        };
        let whole = joined.as_ref().unwrap_or(whole);
        let inner: Vec<Json> = whole.of_level(0).into_iter().map(|group| group_facts(list, whole, group)).collect();
        groups.insert(list.id.clone(), Json::Array(inner));
    }
    Lists { totals: Json::Object(totals), balancing: Json::Object(balancing), groups: Json::Object(groups) }
}

/// What some items come to, by column, where it is added up.
fn sums(list: &List, items: &[&Item<'_>]) -> Json {
    let columns = list.columns.iter().filter(|column| column.total == TotalOrigin::Sum);
    Json::Object(columns.map(|column| (column.id.clone(), known(sum(items, &column.id)))).collect())
}

fn sum(items: &[&Item<'_>], column: &str) -> Option<Decimal> {
    money::checked_sum(items.iter().filter_map(|item| Some(item.figures.get(column)?.counted?.value())))
}

fn known(figure: Option<Decimal>) -> Json {
    figure.map_or(Json::Null, |figure| Json::from(text(figure)))
}

fn totals_of(list: &List, group: &Group<'_>) -> Json {
    let columns = list.columns.iter().filter(|column| column.kind.is_figure());
    let total = |id: &str| known(group.totals.get(id).and_then(Figure::amount));
    Json::Object(columns.map(|column| (column.id.clone(), total(&column.id))).collect())
}

/// A group inside a list: what it is called, its items without balancing lines, and what of the whole they are.
fn group_facts(list: &List, whole: &Group<'_>, group: &Group<'_>) -> Json {
    let every = group.counting_items();
    let items: Vec<&Item<'_>> = every.iter().copied().filter(|item| !item.balancing).collect();
    let balancing: Vec<&Item<'_>> = every.iter().copied().filter(|item| item.balancing).collect();
    let share = |id: &str| {
        let of = whole.totals.get(id).and_then(Figure::amount)?;
        sum(&items, id)?.checked_div(of)
    };
    let columns = list.columns.iter().filter(|column| column.total == TotalOrigin::Sum);
    let shares: Map<String, Json> = columns.map(|column| (column.id.clone(), known(share(&column.id)))).collect();
    json!({
        "name": group.label,
        "items": items.len(),
        "totals": totals_of(list, group),
        "value": sums(list, &items),
        "share": shares,
        "balancing": sums(list, &balancing),
    })
}

fn text(figure: Decimal) -> String {
    figure.normalize().to_string()
}
