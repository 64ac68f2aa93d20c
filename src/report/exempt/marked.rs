//! From the entries of decisions.toml to the cells of returns that they take.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::{Exemptions, Part};
use crate::decision::{Exempt, Thing};
use crate::figures::{Figure, Group, Item, Marked, is_called};
use crate::form::Law;
use crate::names::capital;
use crate::reconcile::position::Scheme;
use crate::report::build::{column, table};
use crate::report::material::Material;
use crate::report::{Holds, Table, ids};
use crate::returns::Row;
use crate::source::Place;
use crate::words::fixed::Fixed;

/// What is exempt in a report that is made of this.
pub(in crate::report) fn of(material: &Material<'_>) -> Exemptions {
    let form = material.form;
    let mut exempt =
        Exemptions { width: form.exempt.width, unit: form.report.money.unit.factor(), ..Exemptions::default() };
    for entry in material.decisions.exempt_in(form, material.period) {
        let part = part(material, entry, &mut exempt.known_before);
        exempt.parts.push(part);
    }
    if !exempt.parts.is_empty() {
        exempt.left_out = Some(left_out(&material.words.fixed));
        (exempt.given, exempt.double) = given(material);
    }
    exempt
}

/// The table that says what is left out, without its rows.
fn left_out(fixed: &Fixed) -> Table {
    let columns = vec![
        column(fixed.exempt_what().said(), Holds::Label, 8),
        column(fixed.exempt_virtue().said(), Holds::Text, 14),
        column(fixed.exempt_interest().said(), Holds::Text, 16),
        column(fixed.record_by().said(), Holds::Label, 8),
        column(fixed.record_date().said(), Holds::Label, 6),
    ];
    table(ids::EXEMPT, &fixed.exempt_title().said(), fixed.exempt_about().said(), columns)
}

fn part(material: &Material<'_>, entry: &Exempt, known_before: &mut BTreeSet<Place>) -> Part {
    let (form, fixed) = (material.form, &material.words.fixed);
    let paragraph = entry.paragraph.as_str();
    let law = match form.exempt.law {
        Law::Schedule12A => fixed.exempt_law_england(),
        Law::Wales => fixed.exempt_law_wales(),
        Law::Schedule7A => fixed.exempt_law_scotland(),
        Law::Executive => fixed.exempt_law_executive(),
    };
    let law = law.fill(&[("paragraph", paragraph)]);
    let virtue = match entry.resolved {
        Some(_) => fixed.exempt_not_for_publication(),
        None => fixed.exempt_likely_private(),
    };
    let virtue = virtue.fill(&[("paragraph", &law)]);
    let what = match entry.thing() {
        Thing::Cell => fixed.exempt_cell_of(),
        Thing::Scheme => fixed.exempt_scheme(),
        Thing::Column => fixed.exempt_column(),
        Thing::Area => fixed.exempt_area(),
        Thing::Table => fixed.exempt_table(),
    };
    let date = form.calendar.long_date(entry.date);
    let words = |text: &str| material.may_print.withheld(text).into_owned();
    let said = vec![what.said(), capital(&law), words(&entry.reason), words(&entry.role), date];
    let mut part = Part {
        mark: fixed.exempt_mark().fill(&[("paragraph", paragraph)]),
        said,
        by_virtue: virtue,
        whole: entry.column.is_none() && entry.table.is_none(),
        column: entry.column.clone(),
        totals: entry.scheme.is_none() && entry.column.is_some(),
        area: entry.area.clone(),
        is_area: entry.thing() == Thing::Area,
        table: entry.table.clone(),
        name: name(entry),
        ..Part::default()
    };
    for marked in material.figures.marked(form, entry) {
        part.lists.insert(marked.list.id.clone());
        of_list(&mut part, entry, &marked);
        if let Some(own) = &entry.column {
            let tables = form.tables.iter().filter(|table| table.from == marked.list.id);
            let places = tables.map(|table| (table.id.clone(), table.columns.iter().position(|column| column == own)));
            part.columns.extend(places);
        }
    }
    before(material, entry, &mut part, known_before);
    part
}

/// An entry as a message calls it.
fn name(entry: &Exempt) -> String {
    let named = [&entry.scheme, &entry.column, &entry.area, &entry.list, &entry.table];
    let named: Vec<String> = named.into_iter().flatten().map(|name| format!("'{name}'")).collect();
    named.join(", ")
}

fn of_list(part: &mut Part, entry: &Exempt, marked: &Marked<'_, '_>) {
    let mut add = |row: &Row| {
        for (column, cell) in &row.cells {
            part.rows.insert(cell.at.clone());
            if entry.column.as_ref().is_none_or(|own| own == column || is_beside(marked, own, column)) {
                part.places.insert(cell.at.clone());
            }
        }
    };
    for item in &marked.items {
        item.row.into_iter().for_each(&mut add);
    }
    for group in &marked.groups {
        group.stated.into_iter().for_each(&mut add);
    }
    for item in marked.items.iter().filter(|item| !item.balancing) {
        part.calls(&item.key, &item.label);
    }
}

impl Part {
    /// A scheme of it has this reference and this title.
    pub(super) fn calls(&mut self, key: &str, label: &str) {
        let names = [key, label].into_iter().filter(|name| !name.trim().is_empty());
        if self.column.is_none() {
            self.titles.extend(names.clone().filter(|name| is_telling(name)).map(str::to_string));
        }
        // A column of all is about no scheme.
        if self.whole || (self.column.is_some() && !self.totals) {
            self.called.extend(names.map(str::to_string));
        }
    }
}

/// Whether a name is told from other words, so that it can be looked for in texts: 'S1', 'Voids', and not 'IT' or '12'.
fn is_telling(name: &str) -> bool {
    let length = name.trim().chars().count();
    let (has_letter, has_digit) =
        (name.contains(char::is_alphabetic), name.contains(|letter: char| letter.is_ascii_digit()));
    length > 3 && (has_letter || length > 4) || has_letter && has_digit
}

/// Whether a column holds the amount beside another one, so that both stand in one cell.
fn is_beside(marked: &Marked<'_, '_>, own: &str, column: &str) -> bool {
    let column = marked.list.column(column);
    column.is_some_and(|column| column.beside().is_some_and(|beside| beside.id == own))
}

/// The same schemes in the prior period. What was published then before the entry held is known.
fn before(material: &Material<'_>, entry: &Exempt, part: &mut Part, known_before: &mut BTreeSet<Place>) {
    let Some(reconciliation) = material.reconciliation else { return };
    let is_it = |scheme: &Scheme| {
        part.lists.contains(&scheme.list)
            && (entry.area.is_none() || scheme.area == entry.area)
            && entry.scheme.as_ref().is_none_or(|name| is_called(name, &scheme.key, &scheme.label))
    };
    // As they were, and as they stand in a new year: the cells may be others.
    let positions = [&reconciliation.before, reconciliation.as_it_was()];
    let all = positions.into_iter().flat_map(|position| &position.schemes);
    let mut found: Vec<&Scheme> = all.filter(|scheme| is_it(scheme)).collect();
    for pair in &reconciliation.pairs {
        let mut now = reconciliation.after.at(&pair.after).into_iter();
        if now.any(is_it) {
            found.extend(positions.into_iter().flat_map(|position| position.at(&pair.before)));
        }
    }
    let is_known = entry.period > reconciliation.prior;
    for scheme in found {
        if entry.column.is_none() {
            part.places.insert(scheme.at.clone());
        }
        if !scheme.balancing {
            part.calls(&scheme.key, &scheme.label);
        }
        for (column, place) in &scheme.cells {
            part.rows.insert(place.clone());
            if entry.column.as_ref().is_none_or(|own| own == column) {
                part.places.insert(place.clone());
                if is_known {
                    known_before.insert(place.clone());
                }
            }
        }
    }
    for names in [&mut part.titles, &mut part.called] {
        names.sort();
        names.dedup();
    }
}

/// What each cell of a return gives, of both periods; and those that give two figures.
fn given(material: &Material<'_>) -> (BTreeMap<Place, Decimal>, BTreeSet<Place>) {
    let mut given = Given::default();
    for list in &material.figures.lists {
        given.of_group(&list.all);
    }
    if let Some(reconciliation) = material.reconciliation {
        let was = reconciliation.as_it_was().schemes.iter();
        for scheme in was.chain(&reconciliation.before.schemes).chain(&reconciliation.after.schemes) {
            for (column, place) in &scheme.cells {
                if let Some(amount) = scheme.figures.get(column) {
                    given.put(place, *amount);
                }
            }
        }
    }
    given.found.retain(|place, _| !given.twice.contains(place));
    (given.found, given.twice)
}

#[derive(Default)]
struct Given {
    found: BTreeMap<Place, Decimal>,
    /// Cells that give two figures.
    twice: BTreeSet<Place>,
}

impl Given {
    fn put(&mut self, place: &Place, amount: Decimal) {
        let before = self.found.entry(place.clone()).or_insert(amount);
        if before.normalize() != amount.normalize() {
            self.twice.insert(place.clone());
        }
    }

    fn of_figures<'f>(&mut self, figures: impl Iterator<Item = &'f Figure>) {
        for figure in figures {
            let counted = figure.amount().or_else(|| figure.counted.map(|quantity| quantity.value()));
            if let (Some(place), Some(amount)) = (figure.origin.cell(), counted) {
                self.put(place, amount);
            }
        }
    }

    fn of_group(&mut self, group: &Group<'_>) {
        self.of_figures(group.totals.values());
        group.items.iter().for_each(|item: &Item<'_>| self.of_figures(item.figures.values()));
        group.groups.iter().chain(&group.runs).for_each(|inner| self.of_group(inner));
    }
}
