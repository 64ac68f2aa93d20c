//! Stated figures that contradict what is worked out, and those that merely follow from another cause: a total that adds up what
//! its rows state, a percentage of wrong figures, a summary that repeats a wrong total, a total that counts a lost cell.

use std::collections::{BTreeMap, BTreeSet};

use super::doubt::Doubts;
use super::left_out::LeftOut;
use super::undone::{Decided, Undone};
use crate::check::draft::Draft;
use crate::check::look::{Line, SummaryOf, counted, reaching, stated, states};
use crate::check::{View, wording};
use crate::figures::{Figure, FigureOrigin, Group, Item, Member};
use crate::form::{Column, ColumnOrigin, List, TotalOrigin};
use crate::formula::{Expr, Operand};
use crate::money::{Quantity, SideBySide, Told};
use crate::returns::Cell;
use crate::source::Place;

/// A stated figure beside the one worked out.
#[derive(Clone)]
pub(in crate::check) struct Slip<'a> {
    /// The list.
    pub list: &'a List,
    /// The column.
    pub column: &'a Column,
    /// The cell.
    pub cell: &'a Cell,
    /// What it states.
    pub stated: Quantity,
    /// What is worked out.
    pub expected: Quantity,
    /// What it is a figure of.
    pub of: SlipOf<'a>,
    /// What decisions have to do with it: what is worked out would be another figure without them.
    pub decided: Option<Decided>,
}

/// A stated total that is off by rows of which something is asked.
pub(in crate::check) struct Waiting<'a> {
    /// The total.
    pub slip: Slip<'a>,
    /// The rows.
    pub rows: Vec<Place>,
    /// How they are said where it leaves them out: 'hidden', 'struck'; else it counts them, and they count nowhere.
    pub unseen: Option<&'static str>,
}

/// What a figure that slipped is a figure of.
#[derive(Clone, Copy)]
pub(in crate::check) enum SlipOf<'a> {
    /// A row: the form computes the column.
    Row(Line<'a>),
    /// A group's total: the sum of its rows, which is this figure.
    Total(&'a Group<'a>, &'a Figure),
    /// A group's total: a formula over its totals, or a share.
    TotalFormula(&'a Group<'a>),
    /// A summary's row: what it sums up.
    Section {
        /// The summary, and what it sums up.
        summary: SummaryOf<'a>,
        /// The row.
        item: &'a Item<'a>,
    },
}

impl Slip<'_> {
    /// The figure as stated.
    pub(in crate::check) fn stated(&self) -> Told {
        Told::Stated(self.stated.value())
    }

    /// The one that is worked out.
    pub(in crate::check) fn computed(&self) -> Told {
        Told::Computed(self.expected.value())
    }

    /// Both in words.
    pub(in crate::check) fn said(&self) -> SideBySide {
        wording::side_by_side(self.column, self.stated(), self.computed())
    }

    /// A finding about it: cell and figures, and the decisions from which it follows.
    pub(in crate::check) fn draft(&self, about: Draft) -> Draft {
        let draft = about.cell(self.column, self.cell).figures(self.column, self.stated(), self.computed());
        match &self.decided {
            Some(decided) if decided.explain => draft.follows(&decided.lines),
            _ => draft,
        }
    }

    /// Whether decisions explain it entirely.
    pub(in crate::check) fn follows(&self) -> bool {
        self.decided.as_ref().is_some_and(|decided| decided.explain)
    }

    /// What a finding about it says besides, where decisions changed what is worked out and explain nothing.
    pub(in crate::check) fn as_decided(&self) -> String {
        let Some(decided) = self.decided.as_ref().filter(|decided| !decided.explain) else { return String::new() };
        let lines: Vec<String> = decided.lines.iter().map(u32::to_string).collect();
        let (figures, lines) = match lines.as_slice() {
            [_] => ("figure", format!("line {}", wording::list_of(&lines))),
            _ => ("figures", format!("lines {}", wording::list_of(&lines))),
        };
        let with = wording::figure(self.column, self.computed());
        let without = match decided.given {
            Some(given) => format!("to {}", wording::figure(self.column, Told::Computed(given.value()))),
            None => "to nothing".to_string(),
        };
        format!(
            "; with the {figures} decided in decisions.toml, {lines}, it comes to {with}, with the {figures} of the return {without}"
        )
    }
}

/// All of them, and what follows from what.
pub(super) struct Slips<'v, 'a> {
    pub slips: Vec<Slip<'a>>,
    /// Those that decisions explain entirely.
    pub following: Vec<Slip<'a>>,
    /// Those that follow from something else that is the matter, and are no finding of their own.
    pub linked: Vec<Slip<'a>>,
    pub rounded: Vec<Slip<'a>>,
    pub waiting: Vec<Waiting<'a>>,
    pub links: Links,
    pub repeated: BTreeMap<Place, Vec<Place>>,
    left_out: LeftOut<'a>,
    undone: Undone<'v, 'a>,
}

/// Which stated figure follows from which others.
#[derive(Default)]
pub(super) struct Links {
    /// In the order in which they were found.
    found: Vec<(Place, Vec<Place>)>,
    by_follower: BTreeMap<Place, usize>,
    slips: BTreeSet<Place>,
}

impl Links {
    fn add(&mut self, follower: &Place, causes: impl IntoIterator<Item = Place>) {
        self.by_follower.insert(follower.clone(), self.found.len());
        self.found.push((follower.clone(), causes.into_iter().collect()));
    }

    /// Whether something is the matter with what a cell states.
    fn is_known(&self, at: &Place) -> bool {
        self.slips.contains(at) || self.by_follower.contains_key(at)
    }

    /// Those of these cells with which something is the matter.
    fn known<'p>(&self, cells: impl IntoIterator<Item = &'p Place>) -> Vec<Place> {
        cells.into_iter().filter(|at| self.is_known(at)).cloned().collect()
    }

    /// For each cause that follows from no other, what follows from it.
    pub(super) fn followers(&self) -> BTreeMap<Place, Vec<Place>> {
        let mut followers: BTreeMap<Place, Vec<Place>> = BTreeMap::new();
        for (follower, causes) in &self.found {
            let (mut waiting, mut seen) = (causes.clone(), BTreeSet::new());
            while let Some(cause) = waiting.pop() {
                if !seen.insert(cause.clone()) {
                    continue;
                }
                match self.by_follower.get(&cause).and_then(|index| self.found.get(*index)) {
                    Some((_, causes)) => waiting.extend(causes.iter().cloned()),
                    None => followers.entry(cause).or_default().push(follower.clone()),
                }
            }
        }
        followers
    }
}

impl<'v, 'a> Slips<'v, 'a> {
    pub(super) fn of(view: &'v View<'a>, doubts: &Doubts<'_, 'a>) -> Slips<'v, 'a> {
        let mut slips = Slips {
            slips: Vec::new(),
            following: Vec::new(),
            linked: Vec::new(),
            rounded: Vec::new(),
            waiting: Vec::new(),
            links: Links::default(),
            repeated: BTreeMap::new(),
            left_out: LeftOut::of(view),
            undone: Undone::of(view),
        };
        let summaries = view.summaries();
        let lists: Vec<(&List, &Group<'_>)> = view.lists().collect();
        // A summary follows from what it sums up.
        for (list, all) in lists.iter().filter(|(list, _)| list.summary_of.is_none()) {
            slips.list(list, all, doubts);
        }
        for (list, all) in lists.iter().filter(|(list, _)| list.summary_of.is_some()) {
            if let Some(summary) = summaries.iter().find(|summary| summary.list.id == list.id) {
                slips.sections(*summary, doubts);
            }
            slips.list(list, all, doubts);
        }
        slips
    }

    fn slip(&mut self, slip: Slip<'a>) {
        self.links.slips.insert(slip.cell.at.clone());
        self.slips.push(slip);
    }

    /// A stated figure that follows from what is the matter with these cells.
    fn link(&mut self, slip: Slip<'a>, causes: impl IntoIterator<Item = Place>) {
        self.links.add(&slip.cell.at, causes);
        self.linked.push(slip);
    }

    /// Whether decisions explain a slip entirely: it states what would be worked out without them. What they change is kept with it.
    fn is_decided(&mut self, slip: &mut Slip<'a>, is_stated: impl Fn(Quantity) -> bool) -> bool {
        slip.decided = self.undone.behind(&slip.cell.at, slip.column, slip.expected, is_stated);
        if slip.follows() {
            self.links.slips.insert(slip.cell.at.clone());
            self.following.push(slip.clone());
        }
        slip.follows()
    }

    fn list(&mut self, list: &'a List, all: &'a Group<'a>, doubts: &Doubts<'_, 'a>) {
        let mut groups = Vec::new();
        add_groups(all, &mut groups);
        for group in &groups {
            self.rows(list, group, doubts);
        }
        // Inner groups before those around them.
        for group in groups.iter().rev() {
            self.totals(list, group, doubts);
        }
        for run in &all.runs {
            self.totals(list, run, doubts);
        }
        for group in groups.into_iter().chain(&all.runs) {
            self.total_formulas(list, group, doubts);
        }
    }

    /// What rows state for columns that the form computes.
    fn rows(&mut self, list: &'a List, group: &'a Group<'a>, doubts: &Doubts<'_, 'a>) {
        for item in &group.items {
            let Some(row) = item.row else { continue };
            let line = Line::item(list, item, row);
            for column in &list.columns {
                let formula = match column.origin() {
                    ColumnOrigin::Formula(formula) => Some(formula),
                    ColumnOrigin::Share(_) => None,
                    ColumnOrigin::Given | ColumnOrigin::Sum(_) | ColumnOrigin::Count => continue,
                };
                let lost = || doubts.item(list, item, &column.id);
                self.computed(line, column, formula, lost, SlipOf::Row(line));
            }
        }
    }

    /// What a total row states for a formula over totals, or for a share.
    fn total_formulas(&mut self, list: &'a List, group: &'a Group<'a>, doubts: &Doubts<'_, 'a>) {
        let Some(row) = group.stated else { return };
        let line = Line::total(list, group, row);
        for column in &list.columns {
            let formula = match &column.total {
                TotalOrigin::Formula(formula) => Some(formula),
                TotalOrigin::Share => None,
                TotalOrigin::Sum | TotalOrigin::Given | TotalOrigin::None => continue,
            };
            let lost = || doubts.total(list, group, &column.id);
            self.computed(line, column, formula, lost, SlipOf::TotalFormula(group));
        }
    }

    fn computed(
        &mut self,
        line: Line<'a>,
        column: &'a Column,
        formula: Option<&'a Expr>,
        lost: impl Fn() -> BTreeSet<Place>,
        of: SlipOf<'a>,
    ) {
        let (Some((cell, figure)), Operand::Number(expected)) = (stated(line.row, column), line.operand(&column.id))
        else {
            return;
        };
        let lost = lost();
        let stated = reaching(column, figure.quantity);
        let mut slip = Slip { list: line.list, column, cell, stated, expected, of, decided: None };
        match (states(column, figure, expected), lost.is_empty()) {
            (true, true) => return,
            (true, false) => return self.links.add(&cell.at, lost),
            (false, false) => return self.link(slip, lost),
            (false, true) => {}
        }
        if self.is_decided(&mut slip, |figure_then| states(column, figure, figure_then)) {
            return;
        }
        if let Some(formula) = formula.filter(|formula| follows_from_the_row(&line, formula, stated)) {
            let used = line.places(formula.columns());
            let causes = self.links.known(&used);
            return self.link(slip, causes);
        }
        self.slip(slip);
    }

    /// What total rows state for columns that are summed up.
    fn totals(&mut self, list: &'a List, group: &'a Group<'a>, doubts: &Doubts<'_, 'a>) {
        let Some(row) = group.stated else { return };
        for column in list.columns.iter().filter(|column| column.total == TotalOrigin::Sum) {
            let (Some((cell, own)), Some(figure)) = (stated(row, column), group.totals.get(&column.id)) else {
                continue;
            };
            let lost = doubts.total(list, group, &column.id);
            let expected = figure.counted.unwrap_or(Quantity::NIL);
            let stated = reaching(column, own.quantity);
            let of = SlipOf::Total(group, figure);
            let mut slip = Slip { list, column, cell, stated, expected, of, decided: None };
            if !lost.is_empty() {
                match figure.counted.is_some_and(|counted| !stated.agrees_with(counted)) {
                    true => self.link(slip, lost),
                    false => self.links.add(&cell.at, lost),
                }
                continue;
            }
            if stated.agrees_with(expected) {
                if column.is_rounded() && stated.value() != expected.value() {
                    self.rounded.push(slip);
                }
                continue;
            }
            if self.is_decided(&mut slip, |then| stated.agrees_with(then)) {
                continue;
            }
            let rows = self.left_out.behind(&slip, group);
            if !rows.is_empty() {
                self.links.add(&cell.at, rows.iter().cloned());
                self.waiting.push(Waiting { slip, rows, unseen: None });
                continue;
            }
            if let Some((rows, how)) = self.left_out.unseen_in(&slip, group) {
                self.links.add(&cell.at, rows.iter().cloned());
                self.waiting.push(Waiting { slip, rows, unseen: Some(how) });
                continue;
            }
            // It counts what the form keeps out of totals: asked about at those rows.
            let outside = outside_counted(group, column, (stated, expected));
            if !outside.is_empty() {
                self.link(slip, outside);
                continue;
            }
            let causes = self.behind_total(group, column, stated);
            if causes.is_empty() {
                self.slip(slip);
            } else {
                self.link(slip, causes);
            }
        }
    }

    /// The cells with which something is the matter and that a wrong total adds up: the totals within, right or wrong, or what
    /// its rows state for a computed column.
    fn behind_total(&self, group: &Group<'_>, column: &Column, given: Quantity) -> Vec<Place> {
        let of_total = |group: &Group<'_>| match group.stated.and_then(|row| stated(row, column)) {
            Some((_, figure)) => Some(reaching(column, figure.quantity)),
            None => group.totals.get(&column.id).and_then(|figure| figure.counted),
        };
        let parts = group.members().into_iter().map(|member| match member {
            Member::Item(item) => item.figures.get(&column.id).and_then(|figure| figure.counted),
            Member::Group(group) => of_total(group),
        });
        if Quantity::sum(parts.flatten()).is_some_and(|own| own.agrees_with(given)) {
            let mut inner = Vec::new();
            add_groups(group, &mut inner);
            let totals = inner.iter().skip(1).filter_map(|group| Some(&group.stated?.cells.get(&column.id)?.at));
            let causes = self.links.known(totals);
            if !causes.is_empty() {
                return causes;
            }
        }
        if !column.is_computed() || !sums_rows(group, column, given) {
            return Vec::new();
        }
        let items = group.counting_items().into_iter();
        self.links.known(items.filter_map(|item| Some(&item.row?.cells.get(&column.id)?.at)))
    }

    /// What a summary states for a section, against the section.
    fn sections(&mut self, summary: SummaryOf<'a>, doubts: &Doubts<'_, 'a>) {
        for column in &summary.list.columns {
            if !column.origin().is_drawn() {
                continue;
            }
            for item in &summary.all.items {
                let (Some(row), Some(figure)) = (item.row, item.figures.get(&column.id)) else { continue };
                let drawn = matches!(figure.origin, FigureOrigin::SumOf(_) | FigureOrigin::Count);
                let (true, Some(stated), Some(cell)) = (drawn, counted(row, column), row.cells.get(&column.id)) else {
                    continue;
                };
                let lost = doubts.item(summary.list, item, &column.id);
                let of = SlipOf::Section { summary, item };
                let Some(expected) = figure.counted.filter(|expected| !stated.agrees_with(*expected)) else {
                    if !lost.is_empty() {
                        self.links.add(&cell.at, lost);
                    }
                    continue;
                };
                let mut slip = Slip { list: summary.list, column, cell, stated, expected, of, decided: None };
                if !lost.is_empty() {
                    self.link(slip, lost);
                    continue;
                }
                if self.is_decided(&mut slip, |then| stated.agrees_with(then)) {
                    continue;
                }
                match summary.section_total(item, column) {
                    // It repeats a total that the section states wrongly: one cause, told there.
                    Some((total, own)) if own.agrees_with(stated) && self.links.is_known(&total.at) => {
                        self.repeated.entry(total.at.clone()).or_default().push(cell.at.clone());
                        self.link(slip, [total.at.clone()]);
                    }
                    _ => self.slip(slip),
                }
            }
        }
    }
}

impl<'a> SummaryOf<'a> {
    /// What the section of a summary's row states itself for the total that a column sums up.
    pub(in crate::check) fn section_total(&self, item: &Item<'_>, column: &Column) -> Option<(&'a Cell, Quantity)> {
        let ColumnOrigin::Sum(summed) = column.origin() else { return None };
        if column.only().is_some() {
            return None;
        }
        let summed = self.of.column(summed)?;
        let (cell, figure) = stated(self.sections.of_area(item.area.as_deref()?)?.stated?, summed)?;
        Some((cell, reaching(summed, figure.quantity)))
    }
}

/// A group and every group inside it, the outer before the inner.
fn add_groups<'a>(group: &'a Group<'a>, found: &mut Vec<&'a Group<'a>>) {
    found.push(group);
    for inner in &group.groups {
        add_groups(inner, found);
    }
}

/// Whether a stated figure is what the same row's other cells give, some of which are not what is worked out: they are at fault.
fn follows_from_the_row(line: &Line<'_>, formula: &Expr, stated: Quantity) -> bool {
    let by_own_cells = formula.evaluate(&|id| line.stated_operand(id));
    let same_inputs = formula.columns().iter().all(|id| match (line.stated_operand(id), line.operand(id)) {
        (Operand::Number(own), Operand::Number(worked_out)) => own.agrees_with(worked_out),
        (own, worked_out) => own == worked_out,
    });
    !same_inputs && matches!(by_own_cells, Operand::Number(own) if own.agrees_with(stated))
}

/// The cells for whose word items stand out of a group's total, where the stated total counts all of them.
fn outside_counted(group: &Group<'_>, column: &Column, (stated, expected): (Quantity, Quantity)) -> Vec<Place> {
    let items = group.items_outside();
    let counted = items.iter().filter_map(|item| item.figures.get(&column.id)?.counted);
    let with = Quantity::sum(counted.chain([expected]));
    if items.is_empty() || !with.is_some_and(|with| with.agrees_with(stated)) {
        return Vec::new();
    }
    items.iter().filter_map(|item| Some(item.cell(item.outside.as_deref()?)?.at.clone())).collect()
}

/// Whether `stated` is the sum of what the rows of a group state in a column, right or wrong.
fn sums_rows(group: &Group<'_>, column: &Column, stated: Quantity) -> bool {
    let rows = group.counting_items().into_iter().filter_map(|item| item.row);
    Quantity::sum(rows.filter_map(|row| counted(row, column))).is_some_and(|own| own.agrees_with(stated))
}
