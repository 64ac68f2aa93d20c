//! Which tables the form has and which rows each, before their cells are made: heads, items, subtotals and the total, and what
//! each total adds up.

use crate::figures::{Behind, FigureOrigin, Figures, Group, Item, Member, OutOfBounds, summary};
use crate::form::{AREA, AREA_GROUP, Form, List, TableForm};
use crate::names::Label;
use crate::report::material::Material;
use crate::source::Fault;

/// A table before its cells are made: which items stand in its rows.
pub(super) struct Plan<'m> {
    /// Its id in the report.
    pub(super) id: String,
    /// What the form says of it.
    pub(super) form: &'m TableForm,
    /// The list it draws on.
    pub(super) list: &'m List,
    /// The area it is about, if it is one of several.
    pub(super) area: Option<String>,
    /// Its rows, in order.
    pub(super) rows: Vec<RowPlan<'m>>,
    /// How many groups with a heading of their own, and wholes, each row stands below.
    pub(super) levels: Vec<u8>,
    /// The items among them.
    pub(super) items: Vec<&'m Item<'m>>,
    /// Every figure, for what a summary is drawn from.
    pub(super) figures: &'m Figures<'m>,
    /// What its shares are shares of: its list, or what the table has of it.
    whole: &'m Group<'m>,
}

impl<'m> Plan<'m> {
    fn new(
        id: String,
        form: &'m TableForm,
        list: &'m List,
        area: Option<String>,
        (group, whole): (&'m Group<'m>, &'m Group<'m>),
        figures: &'m Figures<'m>,
    ) -> Self {
        let (rows, levels) = rows(form, list, group);
        let item = |line: &RowPlan<'m>| match line {
            RowPlan::Item(item) => Some(*item),
            _ => None,
        };
        let items = rows.iter().filter_map(item).collect();
        Plan { id, form, list, area, rows, levels, items, figures, whole }
    }

    /// The way to the cells of returns behind its figures.
    pub(super) fn behind<'b>(&'b self, form: &'b Form) -> Behind<'b, 'm> {
        self.figures.behind_list(form, self.list).within(self.whole)
    }

    /// Whether the totals of a column in the tables of so many areas add up to that of the whole.
    pub(super) fn is_whole(&self, column: &str, areas: usize) -> bool {
        let is_sum = self.whole.totals.get(column).is_some_and(|total| total.origin == FigureOrigin::Sum);
        let sections = self.whole.groups.iter().filter(|group| !group.is_inner()).count();
        is_sum && self.whole.items.is_empty() && self.whole.groups.len() == sections && sections == areas
    }

    /// Where a column of the list stands in it.
    pub(super) fn column(&self, id: &str) -> Option<usize> {
        self.form.columns.iter().position(|column| column == id)
    }

    /// The column in which totals of a column stand.
    pub(super) fn total_column(&self, id: &str) -> Option<usize> {
        let host = self.list.column(id).and_then(|column| self.column(column.totals_column()));
        host.or_else(|| self.column(id))
    }

    /// Whether its last row is its total.
    pub(super) fn has_total(&self) -> bool {
        self.form.total_label.is_some()
    }
}

/// The figures that a table draws on, where they are not those of its list as they stand: only some of the items, or
/// the groups of all areas put together.
pub(super) fn regrouped<'a>(material: &Material<'a>, form: &TableForm) -> Result<Option<Group<'a>>, Fault> {
    let (Some(list), Some(figures)) = (material.form.list(&form.from), material.figures.list(&form.from)) else {
        return Ok(None);
    };
    let fault = |error: OutOfBounds| Fault::new(form.at.clone(), error.to_string());
    let mut group = None;
    if let Some(filter) = &form.filter {
        group = Some(figures.all.only(list, &|item| summary::holds(list, item, filter)).map_err(fault)?);
    }
    let all = group.as_ref().unwrap_or(&figures.all);
    if prints_areas(form) {
        return all.by_areas(material.form, list, &form.groups).map(Some).map_err(fault);
    }
    let areas = figures.all.groups.iter().filter(|group| !group.is_inner()).count();
    if !form.groups.is_empty() && !form.one_per_area && areas > 1 {
        group = Some(all.across_areas(list).map_err(fault)?);
    }
    Ok(group)
}

/// Whether a table has subtotals of areas, or of groups of areas.
fn prints_areas(form: &TableForm) -> bool {
    form.groups.iter().any(|level| [AREA, AREA_GROUP].contains(&level.as_str()))
}

/// The tables that have rows of their own, in the form's order.
pub(super) fn plans<'m>(material: &Material<'m>, regrouped: &'m [Option<Group<'m>>]) -> Vec<Plan<'m>> {
    let mut plans = Vec::new();
    let with_rows = material.form.tables.iter().zip(regrouped).filter(|(form, _)| form.bridge.is_none());
    for (form, regrouped) in with_rows {
        let (Some(list), Some(figures)) = (material.form.list(&form.from), material.figures.list(&form.from)) else {
            continue;
        };
        let all = regrouped.as_ref().unwrap_or(&figures.all);
        if form.one_per_area {
            for group in all.groups.iter().filter(|group| !group.is_inner()) {
                let area = group.area.clone();
                let id = crate::report::ids::of_area(&form.id, area.as_deref());
                plans.push(Plan::new(id, form, list, area, (group, all), material.figures));
            }
        } else {
            plans.push(Plan::new(form.id.clone(), form, list, None, (all, all), material.figures));
        }
    }
    plans
}

/// Whether totals of another column stand in this one.
pub(super) fn hosts_totals(list: &List, column: &str) -> bool {
    list.columns.iter().any(|other| other.totals_in().is_some_and(|id| id == column))
}

/// A row.
pub(super) enum RowPlan<'m> {
    /// The heading of a group.
    Head(&'m Group<'m>),
    /// An item.
    Item(&'m Item<'m>),
    /// A group's total, and the rows that it adds up.
    Subtotal(&'m Group<'m>, Vec<usize>),
    /// The table's total, and the rows that it adds up.
    Total(&'m Group<'m>, Vec<usize>),
}

impl RowPlan<'_> {
    /// Whether it is a part of the item above it.
    fn is_part(&self) -> bool {
        matches!(self, RowPlan::Item(item) if item.part_of.is_some())
    }
}

/// The rows of a table that draws on `group`, and how deep each stands.
fn rows<'m>(form: &TableForm, list: &List, group: &'m Group<'m>) -> (Vec<RowPlan<'m>>, Vec<u8>) {
    let mut lay = Lay { form, list, rows: Vec::new(), levels: Vec::new(), open: 0 };
    let parts = lay.members(group);
    if form.total_label.is_some() {
        lay.push(RowPlan::Total(group, parts));
    }
    (lay.rows, lay.levels)
}

struct Lay<'f, 'm> {
    form: &'f TableForm,
    list: &'f List,
    rows: Vec<RowPlan<'m>>,
    levels: Vec<u8>,
    /// How many groups with a heading are open.
    open: u8,
}

impl<'m> Lay<'_, 'm> {
    fn push(&mut self, row: RowPlan<'m>) {
        self.levels.push(self.open.saturating_add(u8::from(row.is_part())));
        self.rows.push(row);
    }

    /// Lays out what stands in a group, and gives the rows that add up to it: those inside a printed group count through its
    /// subtotal alone.
    fn members(&mut self, group: &'m Group<'m>) -> Vec<usize> {
        let start = self.rows.len();
        let mut parts = Vec::new();
        let mut members = ordered(self.form, group.members());
        if !self.form.subtotals {
            // Below a group that no subtotal closes they would seem to be of it.
            members.sort_by_key(|member| matches!(member, Member::Group(group) if self.prints(group)));
        }
        for member in members {
            match member {
                Member::Item(item) => {
                    if item.counts() {
                        parts.push(self.rows.len());
                    }
                    self.push(RowPlan::Item(item));
                }
                Member::Group(inner) if self.prints(inner) => {
                    let outside = self.open;
                    if self.form.group_heading {
                        self.push(RowPlan::Head(inner));
                        self.open = self.open.saturating_add(1);
                    }
                    let within = self.members(inner);
                    self.open = outside;
                    if self.form.subtotals {
                        parts.push(self.rows.len());
                        self.push(RowPlan::Subtotal(inner, within));
                    } else {
                        parts.extend(within);
                    }
                }
                Member::Group(inner) => parts.extend(self.members(inner)),
            }
        }
        if self.form.groups.is_empty() && !self.form.order.is_empty() {
            return self.sort(start);
        }
        parts
    }

    fn prints(&self, group: &Group<'_>) -> bool {
        let of_areas = [AREA_GROUP, AREA].into_iter().filter(|level| self.form.groups.iter().any(|own| own == level));
        let mut levels = of_areas.chain(self.list.levels.iter().map(String::as_str));
        let level = group.path.len().checked_sub(1).and_then(|level| levels.nth(level));
        // What has no name stands beside the groups.
        !group.label.is_empty() && level.is_some_and(|level| self.form.groups.iter().any(|own| own == level))
    }

    /// Without groups the order is one over the whole table. Gives the rows that add up.
    fn sort(&mut self, start: usize) -> Vec<usize> {
        let Some(rows) = self.rows.get_mut(start..) else { return Vec::new() };
        rows.sort_by_key(|line| match line {
            RowPlan::Item(item) => place(self.form, item),
            _ => self.form.order.len(),
        });
        for (level, row) in self.levels.iter_mut().skip(start).zip(rows.iter()) {
            *level = u8::from(row.is_part());
        }
        let adds = |(_, line): &(usize, &RowPlan<'_>)| matches!(line, RowPlan::Item(item) if item.counts());
        (start..).zip(rows.iter()).filter(adds).map(|(row, _)| row).collect()
    }
}

/// Where the form's order puts an item; those it does not name follow in the returns' order.
fn place(form: &TableForm, item: &Item<'_>) -> usize {
    // A part stands where its whole does.
    let key = item.part_of.as_ref().unwrap_or(&item.key);
    let named = |wanted: &String| wanted == key || item.area.as_ref() == Some(wanted);
    form.order.iter().position(named).unwrap_or(form.order.len())
}

/// What stands in a group, in the form's order: groups change places with groups, and items with items.
fn ordered<'g, 'm>(form: &TableForm, mut members: Vec<Member<'g, 'm>>) -> Vec<Member<'g, 'm>> {
    let is_group = |member: &Member<'_, '_>| matches!(member, Member::Group(group) if group.is_inner());
    let sorted = |wanted: bool, key: &dyn Fn(&Member<'_, '_>) -> usize, members: &mut Vec<Member<'g, 'm>>| {
        let places: Vec<usize> = (0..members.len()).filter(|index| is_group(&members[*index]) == wanted).collect();
        let mut moved: Vec<Member<'g, 'm>> = places.iter().map(|index| members[*index]).collect();
        moved.sort_by_key(key);
        for (index, member) in places.into_iter().zip(moved) {
            members[index] = member;
        }
    };
    if !form.group_order.is_empty() {
        let wanted: Vec<Label> = form.group_order.iter().map(|name| Label::of(name)).collect();
        let of = |member: &Member<'_, '_>| {
            let Member::Group(group) = member else { return usize::MAX };
            let name = Label::of(&group.label);
            wanted.iter().position(|wanted| *wanted == name).unwrap_or(usize::MAX)
        };
        sorted(true, &of, &mut members);
    }
    if !form.order.is_empty() {
        let of = |member: &Member<'_, '_>| match member {
            Member::Item(item) => place(form, item),
            Member::Group(group) => {
                let named = |wanted: &String| group.area.as_ref() == Some(wanted);
                form.order.iter().position(named).unwrap_or(form.order.len())
            }
        };
        sorted(false, &of, &mut members);
    }
    members
}
