//! Notes under a form's table.

use rust_decimal::RoundingStrategy;

use super::plan::{Plan, RowPlan};
use super::{column_name, not_rated, rating_key};
use crate::figures::tie::Tied;
use crate::figures::{self, Group, Item};
use crate::finding::Status;
use crate::form::rating::{RatedRows, RatingForm};
use crate::form::{Column, List, TieSum, heading};
use crate::money::{self, Absent};
use crate::names::{Title, capital, one_line};
use crate::report::known::Known;
use crate::report::material::Material;
use crate::report::recurrence::Totalled;
use crate::report::{
    Cell, CellValue, Expression, NumberFormat, Origin, Row, RowKind, certainty, form_level, outside, recurrence,
    set_aside,
};
use crate::source::Place;
use crate::words::fixed::Fixed;

/// Notes under a table: the form's own, the key to its codes, names that returns gave otherwise, what a net total hides, and
/// rounding where it shows.
pub(super) fn notes(material: &Material<'_>, known: &Known<'_>, plan: &Plan<'_>, rows: &[Row]) -> Vec<String> {
    let mut notes = form_level::notes(material, known, &plan.form.notes);
    let set_aside =
        set_aside::notes(material, plan.list, &plan.form.columns, &plan.items, &totals(material, plan, rows));
    let conditions = conditions(material, plan.list, &plan.items);
    let ties = ties(material, plan.list, plan.area.as_deref());
    // Their figures come from the cells that they are about, or from the form.
    let traced = |(note, places): (String, Vec<Place>)| known.sentence(&note, places);
    notes.extend(rating_keys(material, plan.list, &plan.form.columns).into_iter().map(traced));
    let not_rated = not_rated::notes(material, plan.list, &plan.form.columns, &plan.items);
    notes.extend(not_rated.into_iter().map(traced));
    notes.extend(key(material, plan).into_iter().map(|note| traced((note, vec![plan.list.at.clone()]))));
    notes.extend(set_aside.into_iter().map(traced));
    notes.extend(aliases(material, plan));
    let certainty =
        certainty::sentences(material, plan.list, &plan.items, false, |column| plan.form.columns.contains(&column.id));
    notes.extend(certainty.into_iter().map(traced));
    notes.extend(recurrence(material, plan).map(traced));
    let outside =
        outside::sentences(material, plan.list, &plan.items, false, |column| plan.form.columns.contains(&column.id));
    notes.extend(outside.into_iter().map(traced));
    notes.extend(conditions.into_iter().chain(ties).chain(gross(material, plan)).map(traced));
    if rounding_shows(rows) {
        notes.push(material.words.fixed.rounding().said());
    }
    notes
}

/// How much of the table's total recurs, and what it comes to in a full year.
fn recurrence(material: &Material<'_>, plan: &Plan<'_>) -> Option<(String, Vec<Place>)> {
    let group =
        plan.rows.iter().find_map(|line| if let RowPlan::Total(group, _) = line { Some(*group) } else { None })?;
    let of = Totalled { material, list: plan.list, items: plan.items.clone(), group, as_savings: false };
    recurrence::sentence(&of, |column| plan.form.columns.contains(&column.id))
}

/// The groups whose totals stand in the table, each with what its row is called.
fn totals<'m>(material: &Material<'_>, plan: &Plan<'m>, rows: &[Row]) -> Vec<(String, &'m Group<'m>)> {
    let label = |row: &Row| Some(row.cells.get(plan.column(&plan.list.label)?)?.text().to_string());
    let total = |(line, row): (&RowPlan<'m>, &Row)| match line {
        RowPlan::Subtotal(group, _) | RowPlan::Total(group, _) => {
            Some((label(row).unwrap_or_else(|| material.words.fixed.total().said()), *group))
        }
        RowPlan::Head(_) | RowPlan::Item(_) => None,
    };
    plan.rows.iter().zip(rows).filter_map(total).collect()
}

/// A code that stands under more columns than this has its meaning told without their headings.
const MOST_HEADINGS: usize = 3;

/// The meaning of every code and placeholder that stands in the table.
fn key(material: &Material<'_>, plan: &Plan<'_>) -> Vec<String> {
    let mut meanings: Vec<(String, String, Vec<String>)> = Vec::new();
    for column in plan.form.columns.iter().filter_map(|id| plan.list.column(id)) {
        let used = |code: &str| {
            plan.items.iter().any(|item| {
                let figure = item.figures.get(&column.id).map(|figure| &figure.value);
                let typed = match figure {
                    Some(Err(Absent::Code(typed))) => Some(typed.as_str()),
                    Some(_) => None,
                    None => item.row.map(|_| item.text(&column.id)),
                };
                typed.and_then(|typed| column.code(typed)).is_some_and(|(known, _)| known == code)
            })
        };
        for (code, meaning) in column.codes.iter().filter(|(code, meaning)| !meaning.means.is_empty() && used(code)) {
            let heading = heading::fill(material.form, &column.heading, material.period, &[]);
            let same = meanings.iter_mut().find(|(known, means, _)| known == code && *means == meaning.means);
            match same {
                Some((_, _, headings)) => headings.push(heading),
                None => meanings.push((code.clone(), meaning.means.clone(), vec![heading])),
            }
        }
    }
    let fixed = &material.words.fixed;
    meanings
        .into_iter()
        .map(|(code, means, headings)| match headings.len() {
            0..=MOST_HEADINGS => {
                let and = |all: String, next: String| fixed.columns_and().fill(&[("columns", &all), ("column", &next)]);
                let columns = headings.into_iter().reduce(and).unwrap_or_default();
                fixed.code_under().fill(&[("code", &code), ("columns", &columns), ("means", &means)])
            }
            _ => format!("'{code}': {means}."),
        })
        .collect()
}

/// An area prints under one name; where the return used another, the note says so.
fn aliases(material: &Material<'_>, plan: &Plan<'_>) -> Option<String> {
    let (form, fixed) = (material.form, &material.words.fixed);
    plan.list.summary_of.as_ref()?;
    let mut names = Vec::new();
    for item in &plan.items {
        let Some(typed) = item.row.map(|_| item.text(&plan.list.key)) else { continue };
        let printed = item.area.as_deref().and_then(|id| form.area(id)).map(|area| area.name.as_str());
        if let Some(printed) = printed
            && !typed.is_empty()
            && !Title::same(typed, printed)
        {
            names.push(fixed.returned_as().fill(&[("name", printed), ("returned", typed)]));
        }
    }
    (!names.is_empty()).then(|| fixed.section_names().fill(&[("names", &names.join("; "))]))
}

/// Both gross figures of a total that nets over-delivery off.
fn gross(material: &Material<'_>, plan: &Plan<'_>) -> Vec<(String, Vec<Place>)> {
    let unit = material.form.report.money.unit;
    let mut notes = Vec::new();
    let is_net = |column: &&Column| column.money().is_some_and(|money| money.net);
    for column in plan.form.columns.iter().filter_map(|id| plan.list.column(id)).filter(is_net) {
        if let Some(gross) = figures::gross(plan.items.iter().copied(), &column.id) {
            let (required, over) = (money::say_money(gross.to_find, unit), money::say_money(gross.over.abs(), unit));
            let filled = [("figure", &*column_name(material, column)), ("required", &required), ("over", &over)];
            let note = material.words.fixed.net_total().fill(&filled);
            notes.push((note, plan.behind(material.form).items(plan.items.iter().copied(), &column.id)));
        }
    }
    notes
}

/// The key of every rating whose column, declared or by figures, stands in the table, with the line of the form that sets it.
fn rating_keys(material: &Material<'_>, list: &List, columns: &[String]) -> Vec<(String, Vec<Place>)> {
    let form = material.form;
    let in_words = |column: &Column| {
        let heading = heading::fill(form, &column.heading, material.period, &[]);
        one_line(&heading)
    };
    let name = |id: &str| list.column(id).map_or_else(|| id.to_string(), in_words);
    let printed = |rating: &&RatingForm| {
        let stands = |id: &String| columns.contains(id);
        rating.list == list.id
            && rating.print_key
            && (stands(&rating.column) || rating.shows.as_ref().is_some_and(stands))
    };
    let key = |rating: &RatingForm| {
        let shown = rating.shows.as_ref().filter(|id| columns.contains(id)).unwrap_or(&rating.column);
        let fixed = &material.words.fixed;
        let (key, measure) =
            (rating_key::key(rating, form.report.money.unit, &name, fixed), rating.measure.words_in(&name, fixed));
        let rows: Vec<String> = rating.rows.iter().map(|rows| rated_rows(list, *rows, fixed)).collect();
        let figure = match rows.is_empty() {
            true => name(shown),
            false => {
                let rows = fixed.list(&rows, ", ", usize::MAX);
                fixed.rating_of_rows().fill(&[("figure", &*name(shown)), ("rows", &*rows)])
            }
        };
        let filled = [("figure", &*figure), ("measure", &*measure), ("key", &*key)];
        (fixed.rating_key().fill(&filled), vec![rating.at.clone()])
    };
    form.ratings.iter().filter(printed).map(key).collect()
}

/// The rows that a rating is of, in words.
fn rated_rows(list: &List, rows: RatedRows, fixed: &Fixed) -> String {
    match rows {
        RatedRows::Items => list.items.clone(),
        RatedRows::Groups => fixed.rating_groups().said(),
        RatedRows::Areas => fixed.rating_areas().said(),
        RatedRows::Whole => fixed.rating_whole().said(),
    }
}

/// What in the table depends on a condition, with its amounts and their cells; not what was agreed since, as decisions.toml says.
fn conditions(material: &Material<'_>, list: &List, items: &[&Item<'_>]) -> Vec<(String, Vec<Place>)> {
    let mut phrases: Vec<(&str, Vec<String>, Vec<Place>)> = Vec::new();
    for column in list.columns.iter().filter(|column| !column.conditions().is_empty()) {
        for item in items {
            let Some(cell) = item.cell(&column.id) else { continue };
            let Some(phrase) = column.condition(&cell.text) else { continue };
            let is_agreed = material.findings.iter().any(|finding| {
                finding.code == "conditional" && finding.at == cell.at && finding.status == Status::Explained
            });
            if is_agreed {
                continue;
            }
            let (amounts, places): (Vec<String>, Vec<Place>) = amounts(material, list, item).into_iter().unzip();
            let amounts = if amounts.is_empty() { String::new() } else { format!(" ({})", amounts.join("; ")) };
            let named = format!("{}{amounts}", item.label);
            match phrases.iter_mut().find(|(known, ..)| *known == phrase) {
                Some((_, items, cells)) => {
                    items.push(named);
                    cells.extend(places);
                }
                None => phrases.push((phrase, vec![named], places)),
            }
        }
    }
    let said = |(phrase, items, cells): (&str, Vec<String>, Vec<Place>)| {
        (format!("{}: {}.", capital(phrase), items.join("; ")), cells)
    };
    phrases.into_iter().map(said).collect()
}

/// The given amounts of an item that are not nil, as the appendix prints them, each with its cell.
fn amounts(material: &Material<'_>, list: &List, item: &Item<'_>) -> Vec<(String, Place)> {
    let style = material.form.report.money;
    let given = list.columns.iter().filter(|column| column.kind == crate::form::Kind::Money && !column.is_computed());
    given
        .filter_map(|column| {
            let value = item.figures.get(&column.id)?.counted?.value();
            let cell = item.cell(&column.id)?;
            let said = format!("{} {}", column_name(material, column), money::print_money(value, style));
            (!value.is_zero()).then(|| (said, cell.at.clone()))
        })
        .collect()
}

/// How a total of the table agrees with that of another one: both figures, and the named items between them, with their cells.
fn ties(material: &Material<'_>, list: &List, area: Option<&str>) -> Vec<(String, Vec<Place>)> {
    let (form, fixed, style) = (material.form, &material.words.fixed, material.form.report.money);
    let name = |side: &TieSum| {
        let own = || form.list(&side.list).and_then(|list| list.column(&side.column));
        let own = || own().map(|column| column_name(material, column)).unwrap_or_default();
        if side.name.is_empty() { own() } else { side.name.clone() }
    };
    let said =
        |side: &TieSum, tied: &Tied| format!("{} {}", name(side), money::print_money(tied.quantity.value(), style));
    let here = form
        .ties
        .iter()
        .filter(|tie| tie.right.list == list.id && (area.is_none() || tie.right.area.as_deref() == area));
    here.filter_map(|tie| {
        let figures = material.figures.tie(&tie.id).filter(|figures| figures.closes())?;
        let items = tie.items.iter().zip(&figures.items);
        let sums = std::iter::once((&tie.left, &figures.left)).chain(items);
        let sums: Vec<String> = sums.map(|(side, tied)| said(side, tied)).collect();
        let all = [&figures.right, &figures.left].into_iter().chain(&figures.items);
        let places = all.flat_map(|tied| &tied.places).cloned().collect();
        let plus = |all: String, next: String| fixed.tie_plus().fill(&[("sum", &all), ("figure", &next)]);
        let sum = sums.into_iter().reduce(plus).unwrap_or_default();
        Some((fixed.tie().fill(&[("total", &said(&tie.right, &figures.right)), ("sum", &sum)]), places))
    })
    .collect()
}

/// Whether the printed parts of some total or subtotal do not add up to what is printed for it.
fn rounding_shows(rows: &[Row]) -> bool {
    let printed = |cell: &Cell| match &cell.value {
        CellValue::Number { number, format: NumberFormat::Money { decimals, .. }, .. } => {
            Some(number.round_dp_with_strategy(*decimals, RoundingStrategy::MidpointAwayFromZero))
        }
        _ => None,
    };
    let totals = rows.iter().filter(|row| matches!(row.kind, RowKind::Subtotal | RowKind::Total));
    totals.flat_map(|row| &row.cells).any(|cell| {
        let Origin::Computed(Expression::Sum(parts)) = &cell.origin else { return false };
        let parts = parts.iter().filter_map(|at| printed(rows.get(at.row)?.cells.get(at.column)?));
        printed(cell).is_some() && money::checked_sum(parts) != printed(cell)
    })
}
