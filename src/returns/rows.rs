//! What each row below a heading row is: item, heading, subtotal, total, repeated heading, note, or nothing. What a row is by its
//! figures and by the words of its label is [planned](understood) before; what stands below the total is [read](below) on its own.

mod across;
mod amiss;
mod area_groups;
mod below;
mod by_total;
mod names;
mod of_all;
mod several;
mod spare;
mod subtotals;
mod total_cells;
mod understood;

pub(super) use amiss::units_of_covers;
pub(super) use below::{is_numbered, is_signed};
pub(super) use names::names_row;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::areas::Areas;
use super::grid::{Raw, Sheet};
use super::groups::{Groups, speaks_of};
use super::headings::{Found, Known};
use super::look::Sight;
use super::nil;
use super::seen::AsSeen;
use super::totals::{blocks, second_blocks};
use super::units::{self, UnitSaid};
use super::value;
use super::within;
use super::{Cell, ReturnTable, Row, RowKind, Trouble};
use crate::form::{Column, GroupFrom, List, ReturnForm};
use crate::names::Label;
use crate::source::{Address, Place};
use by_total::AreaTotals;
use understood::{ItemAbove, Plan};

/// How far above its headings a section may name its area.
const TITLE_ROWS: u32 = 5;

/// A sheet cut into rows.
pub(super) struct Rows<'a> {
    /// The cells that say what blanks mean, by the blanks.
    from_above: BTreeMap<Address, Address>,
    rows: BTreeMap<u32, BTreeMap<u32, &'a Raw>>,
}

impl<'a> Rows<'a> {
    /// The cells of a sheet, with `seen` in place of what stands there.
    fn of(sheet: &'a Sheet, seen: &'a BTreeMap<Address, Raw>) -> Self {
        let mut rows: BTreeMap<u32, BTreeMap<u32, &Raw>> = BTreeMap::new();
        for (at, raw) in sheet.cells.iter().chain(seen) {
            rows.entry(at.row).or_default().insert(at.column, raw);
        }
        Rows { rows, from_above: BTreeMap::new() }
    }

    /// The rows of a range with something in them.
    pub(super) fn between(&self, range: std::ops::Range<u32>) -> impl Iterator<Item = (u32, &BTreeMap<u32, &'a Raw>)> {
        self.rows.range(range).map(|(row, cells)| (*row, cells))
    }
}

/// What the rows of a sheet are read with.
pub(super) struct Reading<'a> {
    /// The lists that may stand on it.
    pub(super) knowns: &'a [Known<'a>],
    /// The `[[return]]` of each, and its index in the form.
    pub(super) forms: &'a [(usize, &'a ReturnForm)],
    /// The areas.
    pub(super) areas: &'a Areas<'a>,
    /// The area whose file it is.
    pub(super) area: Option<&'a str>,
    /// The file.
    pub(super) file: Arc<str>,
    /// The sheet.
    pub(super) sheet: &'a Sheet,
    /// What can be seen of the file beside its values.
    pub(super) sight: Sight,
}

/// Reads the tables whose heading rows were found, in the order of the sheet.
pub(super) fn read(reading: &Reading<'_>, found: &[Found]) -> (Vec<ReturnTable>, Vec<Trouble>) {
    let mut seen = AsSeen::of(reading, found);
    let cells = std::mem::take(&mut seen.cells);
    let mut rows = Rows::of(reading.sheet, &cells);
    rows.from_above = std::mem::take(&mut seen.from_above);
    let mut troubles = Vec::new();
    let mut open: Vec<OpenTable<'_>> = Vec::new();
    let mut above = 0;
    for (index, heading) in found.iter().enumerate() {
        let end = found.get(index + 1).map_or(u32::MAX, Found::top);
        let goes_on = open.last().is_some_and(|table| !table.ended && table.found.same_layout(heading));
        if !goes_on {
            let mut table = OpenTable::new(reading, heading, &rows);
            // The table ends where other headings begin.
            let next = found.iter().skip(index + 1).find(|next| !heading.same_layout(next)).map(Found::top);
            let range = heading.first_row()..next.unwrap_or(u32::MAX);
            let again = found.iter().skip(index + 1).take_while(|next| heading.same_layout(next));
            let again: Vec<_> = again.map(|again| again.top()..again.first_row()).collect();
            table.find_group_totals(&rows, range.clone());
            table.find_area_totals(&rows, range.clone());
            table.look_ahead(&rows, range.clone(), &again);
            table.find_spare(&rows, range.clone(), &again);
            table.find_subtotals(&rows, range);
            let above = if open.is_empty() { above } else { heading.top() };
            table.take_notes(&rows, above..heading.row);
            open.push(table);
        }
        if let Some(table) = open.last_mut() {
            table.take_units(heading, amiss::said_above(&rows, heading.row, index == 0));
            table.heading_rows.extend((heading.rows > 0).then(|| (heading.row, heading.first_row())));
            // The row above headings may be the title of a page; a title that the form names is left out already.
            let titled = found.get(index + 1).is_some_and(|next| next.is_named);
            table.read(&rows, heading.first_row()..end, titled);
        }
        above = end;
    }
    let mut tables = Vec::new();
    for table in open {
        let (table, mut found) = table.finish(&rows);
        tables.push(table);
        troubles.append(&mut found);
    }
    troubles.extend(seen.troubles(reading, &tables));
    second_blocks::ask(&rows, reading.knowns, reading.forms, &mut tables, &mut troubles);
    several::ask(reading, found, &tables, &mut troubles);
    blocks::tell_apart(reading.knowns, &mut tables, &mut troubles);
    several::tell_totals_apart(reading, &mut tables);
    (tables, troubles)
}

/// A table while its rows are read.
struct OpenTable<'a> {
    reading: &'a Reading<'a>,
    form: &'a ReturnForm,
    form_index: usize,
    list: &'a List,
    known: &'a Known<'a>,
    found: Found,
    /// Column ids by the sheet's columns.
    columns: BTreeMap<u32, &'a str>,
    at: Place,
    rows: Vec<Row>,
    notes: Vec<(Address, String)>,
    troubles: Vec<Trouble>,
    /// The groups that are open.
    groups: Groups<'a>,
    /// The subtotal rows of the table, with what they are called.
    subtotals: Vec<(u32, Vec<String>)>,
    /// The area of the heading row above.
    heading_area: Option<String>,
    /// The area of the row above.
    last_area: Option<String>,
    /// The lowest subtotal row of the range that is read.
    last_subtotal: Option<u32>,
    /// Whether the total row was passed.
    ended: bool,
    /// What its rows are by what they look like.
    plan: Plan,
    /// The item read last, if it states figures.
    item_above: Option<ItemAbove>,
    /// The rows read so far.
    ranges: Vec<std::ops::Range<u32>>,
    /// The units that the sheet states for it.
    units: Vec<UnitSaid>,
    /// Headings of groups for which the form has no level.
    beyond_levels: Vec<(Place, String)>,
    /// The last heading without a level that the form names: it is told where a subtotal follows, which nothing checks.
    without_level: Option<(Place, String)>,
    /// The rows of its headings, those that are repeated too.
    heading_rows: Vec<(u32, u32)>,
    /// The spare rows, each with the columns in which something stands.
    spare: BTreeMap<u32, Vec<u32>>,
    /// The texts that are merged over names and figures.
    merged_across: BTreeSet<Address>,
    /// The totals that name areas, where nothing else does.
    area_totals: AreaTotals,
    /// The rows that are totals of groups of areas, each with its group.
    group_totals: BTreeMap<u32, String>,
    /// The cells that say what blanks mean, by the blanks.
    from_above: BTreeMap<Address, Address>,
}

impl<'a> OpenTable<'a> {
    fn new(reading: &'a Reading<'a>, found: &Found, rows: &Rows<'_>) -> Self {
        let known = &reading.knowns[found.known];
        let (form_index, form) = reading.forms[found.known];
        let at = Place::sheet(reading.file.clone(), reading.sheet.name.clone());
        let ids = known.list.columns.iter().map(|column| column.id.as_str());
        let columns = ids.filter_map(|id| found.columns.get(id).map(|(at, _)| (at.column, id))).collect();
        let merged_across = across::merged_across(known.list, &columns, &reading.sheet.look.merges);
        let mut table = OpenTable {
            reading,
            form,
            form_index,
            list: known.list,
            known,
            found: found.clone(),
            columns,
            at,
            rows: Vec::new(),
            notes: Vec::new(),
            troubles: Vec::new(),
            groups: Groups::new(known.list, form, &reading.sheet.name),
            subtotals: Vec::new(),
            heading_area: None,
            last_area: None,
            last_subtotal: None,
            ended: false,
            plan: Plan::default(),
            item_above: None,
            ranges: Vec::new(),
            units: Vec::new(),
            beyond_levels: Vec::new(),
            without_level: None,
            heading_rows: Vec::new(),
            spare: BTreeMap::new(),
            merged_across,
            area_totals: AreaTotals::default(),
            group_totals: BTreeMap::new(),
            from_above: rows.from_above.clone(),
        };
        if form.area_from == GroupFrom::Sheet {
            match reading.areas.named(&reading.sheet.name) {
                Some(area) => table.heading_area = Some(area.to_string()),
                None => table.unknown_area(table.at.clone(), &reading.sheet.name),
            }
        }
        if form.area_from == GroupFrom::Heading {
            // The first section's heading may stand above the table's headings.
            let above = rows.rows.range(found.row.saturating_sub(TITLE_ROWS)..found.row).rev();
            let texts = above.flat_map(|(_, cells)| cells.values()).map(|raw| raw.text());
            let named = texts.filter_map(|text| reading.areas.named(&text)).next();
            table.heading_area = named.or(form.otherwise.as_deref()).map(str::to_string);
        }
        table
    }

    /// The area that is known before any row is looked at.
    fn area(&self) -> Option<String> {
        match &self.form.area_from {
            GroupFrom::File => self.reading.area.map(str::to_string),
            GroupFrom::Sheet | GroupFrom::Heading | GroupFrom::Subtotal => self.heading_area.clone(),
            GroupFrom::Column(_) => None,
        }
    }

    fn unknown_area(&mut self, at: Place, named: &str) {
        let named = named.trim().to_string();
        let near = self.reading.areas.near(&named);
        self.troubles.push(Trouble::UnknownRowArea { at, told_by: self.form.area_from.clone(), named, near });
    }

    /// A row above the first heading of an area, or below the last total of one, is nobody's: said at the first of them, where no heading said
    /// it already.
    fn outside_any_area(&mut self, row: u32, cells: &BTreeMap<u32, &Raw>) {
        if !self.troubles.iter().any(|trouble| matches!(trouble, Trouble::UnknownRowArea { .. })) {
            let column = self.columns.keys().copied().find(|column| cells.contains_key(column)).unwrap_or_default();
            self.unknown_area(self.at.at(Address::new(row, column)), "");
        }
    }

    /// What stands at a heading row beside the headings: units, and texts that belong to none.
    fn take_units(&mut self, heading: &Found, above: Vec<UnitSaid>) {
        self.units.extend(above);
        self.units.extend(heading.units.iter().cloned());
        self.notes.extend(heading.notes.iter().cloned());
    }

    fn take_notes(&mut self, rows: &Rows<'_>, range: std::ops::Range<u32>) {
        for (&row, cells) in rows.rows.range(range) {
            self.note(row, cells);
        }
    }

    fn note(&mut self, row: u32, cells: &BTreeMap<u32, &Raw>) {
        for (&column, raw) in cells {
            if let Raw::Text(text) = raw {
                self.notes.push((Address::new(row, column), text.trim().to_string()));
            }
        }
    }

    fn read(&mut self, rows: &Rows<'_>, range: std::ops::Range<u32>, before_title: bool) {
        let last = rows.rows.range(range.clone()).next_back().map(|(row, _)| *row);
        // Only a table that goes on below has headings (and perhaps a title line) at the end of this range.
        let before_headings = range.end != u32::MAX && !before_title;
        self.last_subtotal = self.subtotals.iter().rfind(|(row, _)| range.contains(row)).map(|(row, _)| *row);
        for (&row, cells) in rows.rows.range(range.clone()) {
            self.row(row, cells, before_headings && last == Some(row));
        }
        self.ranges.push(range);
    }

    fn text_of(&self, cells: &BTreeMap<u32, &Raw>, id: &str) -> String {
        let column = self.found.columns.get(id).and_then(|(at, _)| cells.get(&at.column));
        column.map(|raw| raw.text().trim().to_string()).unwrap_or_default()
    }

    /// Cells of figure columns that hold something that could be a figure: a digit in it.
    fn figures(&self, cells: &BTreeMap<u32, &Raw>) -> Vec<u32> {
        let columns = self.columns.iter().filter(|(_, id)| self.list.states_figures(id));
        let has_digit = |column: &u32| {
            cells.get(column).is_some_and(|raw| match raw {
                Raw::Number(_) | Raw::Error(_) => true,
                other => other.text().contains(|letter: char| letter.is_ascii_digit()),
            })
        };
        columns.map(|(column, _)| *column).filter(has_digit).collect()
    }

    fn row(&mut self, row: u32, cells: &BTreeMap<u32, &Raw>, last_before_headings: bool) {
        if ![&self.list.label, &self.list.key].into_iter().any(|id| self.found.columns.contains_key(id)) {
            // Without the column that names items no row can be told; that it is missing is said once.
            return;
        }
        if units::is_row(cells.values().copied()) {
            let unit = |(&column, raw): (&u32, &&Raw)| {
                let unit = units::of_a_column(&raw.text())?;
                Some(UnitSaid::over(Address::new(row, column), &raw.text(), unit, column..=column))
            };
            self.units.extend(cells.iter().filter_map(unit));
            return;
        }
        if self.spare.contains_key(&row) {
            self.item_above = None;
            return;
        }
        self.enter_area(row);
        let filled: Vec<u32> = cells.keys().copied().filter(|column| self.columns.contains_key(column)).collect();
        let label = self.text_of(cells, &self.list.label);
        let key = self.text_of(cells, &self.list.key);
        let figures = self.figures(cells);
        let names = self.names(cells, &label, &key);
        let bare = figures.is_empty() && filled.len() <= 1 || self.is_heading_with_reference(row, cells, &names);
        if bare && !self.ended && names.iter().any(|name| units::is_sentence(name)) {
            self.units.extend(amiss::said_in(row, cells));
            self.note(row, cells);
            return;
        }
        if self.list.text_only {
            self.text_row(row, cells, &names);
        } else if let Some(group) = self.group_totals.get(&row).cloned() {
            self.total_of_group(row, cells, group);
            self.item_above = None;
        } else if self.plan.of_all == Some(row) {
            self.total_of_all(row, cells);
        } else if self.ended {
            self.below_the_total(row, cells, &names, &figures, bare);
        } else if !figures.is_empty() && names.iter().any(|name| self.of_nil_return(name) == Some(nil::OfNil::Says)) {
            self.nil_row(row, cells, &names);
        } else if self.planned(row, cells, &names, &figures) {
            self.item_above = None;
        } else if self.plan.last_amount.is_some()
            && self.is_across(row, cells)
            && names.iter().all(|name| self.of_nil_return(name).is_none())
        {
            self.item_above = None;
            self.across(row, cells, &names, last_before_headings);
        } else if figures.is_empty() && names.iter().any(|name| self.is_note(name))
            || self.closes(row, cells, &names, &figures)
            || bare && self.is_line_below(row, cells)
        {
            self.note(row, cells);
        } else if label.is_empty() && key.is_empty() {
            self.nameless(row, cells, &filled, &figures);
        } else if bare && self.is_heading(row, &names, last_before_headings) {
            self.heading(row, cells, &names, last_before_headings);
        } else if !self.says_more(row, cells, &names, bare) {
            let balancing = self.list.balancing.iter().any(|line| same_label(&label, line) || same_label(&key, line));
            let kind = if balancing { RowKind::Balancing } else { RowKind::Item };
            self.push(kind, row, cells, Some(&label), Vec::new());
            self.item_above = Some(ItemAbove { row, last: row, label }).filter(|_| !figures.is_empty());
        }
    }

    /// A row of a list of words alone: whatever stands in any of its columns. A note is none.
    fn text_row(&mut self, row: u32, cells: &BTreeMap<u32, &Raw>, names: &[String]) {
        if names.iter().any(|name| self.is_note(name)) || !cells.keys().any(|column| self.columns.contains_key(column))
        {
            self.note(row, cells);
        } else {
            self.push(RowKind::Item, row, cells, None, Vec::new());
        }
    }

    /// A row with a label and nothing else is a heading only where the table has headings: where areas are told by them, where
    /// a subtotal follows below, where it names an area, or where it says so itself by a colon. Else it is an item that
    /// somebody left empty, and must not be lost.
    fn is_heading(&self, row: u32, names: &[String], last_before_headings: bool) -> bool {
        let below = self.subtotals_below(row);
        let is_closed_below = names
            .iter()
            .any(|name| below.iter().any(|(_, subtotal)| subtotal.iter().any(|label| speaks_of(label, name))));
        // Inside a group whose own subtotal comes next stands no other that has none.
        let stands_inside = !self.is_named_heading(names)
            && !is_closed_below
            && below.first().is_some_and(|(_, next)| self.groups.is_filled_and_closed_by(next));
        if stands_inside && self.groups.has_headings() {
            return false;
        }
        self.is_named_heading(names)
            || is_closed_below && self.groups.has_headings()
            || self.groups.has_headings() && self.subtotals.is_empty()
            || last_before_headings
            || self.form.area_from == GroupFrom::Heading
            || self.last_subtotal.is_some_and(|last| row < last)
            || names.iter().any(|name| name.ends_with(':') || self.reading.areas.named(name).is_some())
            || self.heads_group_of_areas(names)
    }

    fn heading(&mut self, row: u32, cells: &BTreeMap<u32, &Raw>, names: &[String], last_before_headings: bool) {
        let Some(name) = names.first() else { return };
        let area = self.reading.areas.named(name).map(str::to_string);
        let goes_on =
            self.subtotals_below(row).iter().flat_map(|(_, labels)| labels).any(|label| speaks_of(label, name));
        if last_before_headings && !goes_on && self.form.area_from != GroupFrom::Heading {
            // The title line of a printed page, repeated with the headings.
            self.note(row, cells);
            return;
        }
        if self.heads_group_of_areas(names) {
            if self.form.area_from == GroupFrom::Heading {
                self.heading_area = None;
            }
            self.groups.clear(&mut self.rows);
            return;
        }
        if self.form.area_from == GroupFrom::Heading {
            if area.is_none() && self.heading_area.is_none() {
                let column = cells.keys().next().copied().unwrap_or_default();
                self.unknown_area(self.at.at(Address::new(row, column)), name);
            }
            if area.is_some() {
                self.heading_area = area;
                self.groups.clear(&mut self.rows);
                return;
            }
        }
        let below: Vec<String> = self.labels_below(row);
        let goes_on = |group: &str| below.iter().any(|label| speaks_of(label, group));
        let has_level = self.groups.heading(name.trim_end_matches(':').trim(), goes_on, &mut self.rows);
        // The title of the area whose return it is opens no group of its own.
        let names_area = area.is_some() && area == self.area();
        if !has_level && !names_area {
            let column = cells.keys().next().copied().unwrap_or_default();
            let heading = (self.at.at(Address::new(row, column)), name.trim().to_string());
            if self.is_named_heading(names) {
                self.without_level = Some(heading);
            } else {
                self.beyond_levels.push(heading);
            }
        }
    }

    /// Whether the form names it among its headings of groups.
    fn is_named_heading(&self, names: &[String]) -> bool {
        names.iter().any(|name| self.form.headings.iter().any(|heading| same_label(name, heading)))
    }

    /// Reads the cells of a row and keeps it. An item's label is for messages.
    fn push(
        &mut self,
        kind: RowKind,
        row: u32,
        raws: &BTreeMap<u32, &Raw>,
        label: Option<&str>,
        mut groups: Vec<String>,
    ) {
        let told = self.troubles.len();
        let mut area = self.area();
        let is_line = matches!(kind, RowKind::Item | RowKind::Balancing);
        if let (GroupFrom::Column(id), true) = (&self.form.area_from, is_line) {
            let named = self.text_of(raws, id);
            let otherwise = self.form.otherwise.as_deref().filter(|_| named.is_empty());
            area = self.reading.areas.named(&named).or(otherwise).map(str::to_string);
            if kind == RowKind::Item && area.is_none() && self.found.columns.contains_key(id) {
                let column = self.found.columns.get(id).map_or(0, |(at, _)| at.column);
                self.unknown_area(self.at.at(Address::new(row, column)), &named);
            }
        }
        let by_rows = matches!(self.form.area_from, GroupFrom::Heading | GroupFrom::Subtotal);
        if by_rows && kind == RowKind::Item && area.is_none() {
            self.outside_any_area(row, raws);
        }
        match kind {
            // A group inside an area has its subtotal in that area.
            RowKind::Subtotal if !groups.is_empty() && area.is_none() => area.clone_from(&self.last_area),
            RowKind::Subtotal | RowKind::Total => {}
            RowKind::Item | RowKind::Balancing => self.last_area.clone_from(&area),
            RowKind::Part | RowKind::LeftOut => {}
        }
        let mut cells = BTreeMap::new();
        for (column, id) in self.columns.clone() {
            let Some(form) = self.list.column(id) else { continue };
            let own = Address::new(row, column);
            let at = self.at.at(self.from_above.get(&own).copied().unwrap_or(own));
            let raw = raws.get(&column).copied();
            let is_total = kind == RowKind::Total || kind == RowKind::Subtotal;
            let mut read = value::read(form, raw);
            if is_total {
                self.relax(id, &mut read);
                if let Some((of, total)) = self.total_of(id, raw) {
                    self.keep(&mut cells, of, at.clone(), total, area.as_deref(), label);
                    read = value::read(form, None);
                }
            }
            // The total that stands in the other column was kept already if that column comes first.
            if !(is_total && form.totals_in().is_some() && cells.contains_key(id)) {
                self.keep(&mut cells, form, at, read, area.as_deref(), label);
            }
        }
        if kind == RowKind::Total || kind == RowKind::Subtotal {
            self.totals_twice(row, raws);
            self.unit_of_total(row, raws);
        }
        self.take_from_within(&mut cells, area.as_deref(), label);
        if matches!(kind, RowKind::Part | RowKind::LeftOut) {
            // What counts nowhere is told as a whole.
            self.troubles.truncate(told);
        }
        let first = raws.keys().next().copied().unwrap_or_default();
        let first = self.columns.keys().copied().find(|column| raws.contains_key(column)).unwrap_or(first);
        let at = self.at.at(Address::new(row, first));
        if is_line {
            groups = self.groups.item(kind, |id| cells.get(id).map(|cell: &Cell| cell.value.clone()));
        }
        self.rows.push(Row { kind, area, groups, cells, at, covers: None, area_group: None });
    }

    /// Keeps a cell as it was read, and says what is amiss with it.
    fn keep(
        &mut self,
        cells: &mut BTreeMap<String, Cell>,
        form: &Column,
        at: Place,
        read: value::Read,
        area: Option<&str>,
        label: Option<&str>,
    ) {
        if let Some(why) = read.why {
            self.troubles.push(Trouble::UnreadableValue {
                at: at.clone(),
                area: area.map(str::to_string),
                scheme: label.map(str::to_string),
                list: self.list.id.clone(),
                column: form.id.clone(),
                text: read.text.trim().to_string(),
                why,
                demanded_by: form.at.clone(),
            });
        }
        cells.insert(form.id.clone(), Cell { at, text: read.text, value: read.value, decided: None });
    }

    /// Values that stand inside another column's cell.
    fn take_from_within(&mut self, cells: &mut BTreeMap<String, Cell>, area: Option<&str>, label: Option<&str>) {
        let list = self.list;
        for column in &list.columns {
            let Some(host) = column.within.as_ref().and_then(|within| cells.get(&within.column)) else { continue };
            let at = host.at.clone();
            let read = within::read(column, &host.text);
            self.keep(cells, column, at, read, area, label);
        }
    }

    fn finish(mut self, rows: &Rows<'_>) -> (ReturnTable, Vec<Trouble>) {
        self.groups.clear(&mut self.rows);
        self.settle_below();
        let count = self.rows.iter().filter(|row| row.kind == RowKind::Item).count();
        // Where no item stands, the return as a whole says that it is nil.
        self.troubles.retain_mut(|trouble| match trouble {
            Trouble::NilBesideItems { row, items, .. } => {
                *items = count;
                count > 0 || !row.figures.is_empty()
            }
            _ => true,
        });
        let mut troubles = self.heading_troubles(rows);
        troubles.extend(self.unit_trouble());
        if let Some((at, _)) = self.beyond_levels.first() {
            troubles.push(Trouble::HeadingsBeyondLevels {
                at: at.clone(),
                headings: self.beyond_levels.clone(),
                area: self.told_area(),
                list: self.list.id.clone(),
                demanded_by: self.form.at.clone(),
            });
        }
        troubles.append(&mut self.troubles);
        troubles.extend(self.spare_rows());
        let table = ReturnTable {
            list: self.list.id.clone(),
            form: self.form_index,
            at: self.at,
            headings: self.found.columns,
            heading_rows: self.heading_rows,
            rows: self.rows,
            notes: self.notes,
        };
        (table, troubles)
    }
}

/// Are both the same label?
fn same_label(one: &str, other: &str) -> bool {
    !other.trim().is_empty() && Label::same(one, other)
}

/// Does the text start with this label, as a word of its own?
fn starts_with(text: &str, label: &str) -> bool {
    Label::opens(text, label)
}
