//! A total that the area states itself, against its parts.

use crate::check::look::{Line, reaching, stated};
use crate::check::{Rule, View, wording};
use crate::figures::Group;
use crate::finding::{Family, Finding, Severity};
use crate::form::kind::Percent;
use crate::form::{Column, TotalOrigin};
use crate::formula::Operand;
use crate::money::{Quantity, Told};
use crate::returns::Cell;

pub(super) static RULE: Rule = Rule {
    code: "weighted-total",
    family: Family::Total,
    severity: Severity::Query,
    title: "A total that the area states itself does not follow from its parts",
    what: "The form lets the area state this total. Checked against its parts (a percentage by the amounts it stands for) it \
           does not agree with them, even allowing for what was rounded.",
    why: "It is published as stated, beside rows that give another figure.",
    mend: "Correct the total, or the part that is wrong. If the total rests on something the rows do not show, explain it.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let all = view.lists().flat_map(|(list, all)| all.runs.iter().map(move |run| (list, run)));
    let of_areas = all.filter(|(_, run)| run.stated.is_some_and(|row| row.area_group.is_some()));
    for (list, group) in view.groups().into_iter().chain(of_areas) {
        let Some(row) = group.stated else { continue };
        let total = Given { view, line: Line::total(list, group, row), group };
        let columns =
            list.columns.iter().filter(|column| column.total == TotalOrigin::Given && column.kind.is_figure());
        findings.extend(columns.filter_map(|column| total.finding(rule, column)));
    }
    findings
}

/// A total row with figures that the area states itself.
struct Given<'g, 'a> {
    view: &'g View<'a>,
    line: Line<'a>,
    group: &'a Group<'a>,
}

struct Disagreement<'a> {
    message: String,
    unit_of: &'a Column,
    is: Told,
    should_be: Told,
}

impl<'a> Disagreement<'a> {
    /// Both figures in a sentence, and their difference behind it.
    fn of(unit_of: &'a Column, (is, should_be): (Told, Told), say: impl Fn(&str, &str) -> String) -> Disagreement<'a> {
        let said = wording::side_by_side(unit_of, is, should_be);
        let message = format!("{} (difference {})", say(&said.one, &said.other), said.difference);
        Disagreement { message, unit_of, is, should_be }
    }
}

impl<'a> Given<'_, 'a> {
    fn finding(&self, rule: &Rule, column: &'a Column) -> Option<Finding> {
        let (cell, figure) = stated(self.line.row, column)?;
        let given = reaching(column, figure.quantity);
        let found = match column.percent() {
            Some(Percent { beside: Some(_), .. }) => self.by_amounts(column, cell),
            Some(_) => self.between_its_parts(column, given),
            None => self.by_sum(column, given),
        };
        let Disagreement { message, unit_of, is, should_be } = found?;
        let message = format!("{}: {message}", self.view.whose_total(self.line.list, self.line.area));
        let mend = format!("correct {}, or the row that is wrong", wording::cell(&cell.at));
        let draft = rule.at(&cell.at).about_group(self.view, self.line.list, self.group).cell(column, cell);
        Some(draft.figures(unit_of, is, should_be).says(message, wording::mend_or_explain(&mend)))
    }

    /// What every item has in a column, with the reach of its rounding; `None` if one is not known, or there is none.
    fn parts(&self, id: &str) -> Option<Vec<Quantity>> {
        let items = self.group.counting_items();
        let parts: Option<Vec<Quantity>> = items.iter().map(|item| item.figures.get(id)?.counted).collect();
        parts.filter(|parts| !parts.is_empty())
    }

    /// A percentage of an amount: what the total stands for, against what the items stand for together.
    fn by_amounts(&self, column: &Column, cell: &Cell) -> Option<Disagreement<'a>> {
        let (view, list) = (self.view, self.line.list);
        let beside = column.beside()?;
        let of = list.column(&beside.of)?;
        let Operand::Number(is) = self.line.operand(&beside.id) else { return None };
        let should_be = Quantity::sum(self.parts(&beside.id)?)?;
        if is.agrees_with(should_be) {
            return None;
        }
        let (row, name) = (view.total_row(list, self.group), view.name(column));
        let figures = (self.line.told(&beside.id)?, Told::Computed(should_be.value()));
        Some(Disagreement::of(of, figures, |is, should_be| {
            let typed = cell.text.trim();
            format!(
                "'{typed}' in {name} of {row} stands for {is}, but the {} stand for {should_be} together",
                list.items
            )
        }))
    }

    /// A percentage of something the form does not name lies at least between the lowest and the highest of its parts.
    fn between_its_parts(&self, column: &'a Column, given: Quantity) -> Option<Disagreement<'a>> {
        let (view, list) = (self.view, self.line.list);
        let parts = self.parts(&column.id)?.into_iter().map(|part| reaching(column, part));
        let parts: Vec<Quantity> = parts.collect();
        let lowest = *parts.iter().min_by_key(|quantity| quantity.value())?;
        let highest = *parts.iter().max_by_key(|quantity| quantity.value())?;
        let (low, high) = given.ends()?;
        let (nearest, end, word) = if high < lowest.ends()?.0 {
            (lowest, "lowest", "below")
        } else if low > highest.ends()?.1 {
            (highest, "highest", "above")
        } else {
            return None;
        };
        let (row, name) = (view.total_row(list, self.group), view.name(column));
        let figures = (Told::Stated(given.value()), of_column(column, nearest));
        Some(Disagreement::of(column, figures, |is, nearest| {
            format!("{name} of {row} is stated as {is}, {word} the {end} of its {}, {nearest}", list.items)
        }))
    }

    /// An amount or a count: the sum of what is known.
    fn by_sum(&self, column: &'a Column, given: Quantity) -> Option<Disagreement<'a>> {
        let (view, list) = (self.view, self.line.list);
        let parts = self.parts(&column.id)?;
        let number = parts.len();
        let should_be = Quantity::sum(parts)?;
        if given.agrees_with(should_be) {
            return None;
        }
        let total = view.total_of(list, self.group, column);
        let figures = (Told::Stated(given.value()), Told::Computed(should_be.value()));
        Some(Disagreement::of(column, figures, |is, should_be| {
            let items = wording::count(number, &list.item, &list.items);
            format!("{total} is stated as {is}, but its {items} {} to {should_be}", wording::add_up(number))
        }))
    }
}

/// A row's figure: computed where its column is.
fn of_column(column: &Column, figure: Quantity) -> Told {
    if column.is_computed() { Told::Computed(figure.value()) } else { Told::Stated(figure.value()) }
}
