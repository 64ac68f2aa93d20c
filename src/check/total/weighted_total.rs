//! A total that the area states itself, against its parts.

use crate::check::look::{Line, reaching, stated};
use crate::check::say;
use crate::check::{Context, Rule};
use crate::figures::Group;
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, Kind, List, TotalOrigin};
use crate::formula::Operand;
use crate::money::Quantity;
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

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (list, group) in context.groups() {
        let Some(row) = group.stated else { continue };
        let line = Line::total(list, group, row);
        for column in list.columns.iter().filter(|column| column.total == TotalOrigin::Given && column.kind.is_figure())
        {
            let Some((cell, figure)) = stated(row, column) else { continue };
            let given = reaching(column, figure.quantity);
            let found = match (&column.beside, column.kind) {
                (Some(_), _) => by_amounts(context, &line, group, column, cell),
                (None, Kind::Percent) => between_its_parts(context, list, group, column, given),
                (None, _) => by_sum(context, list, group, column, given),
            };
            let Some(Disagreement { message, unit_of, is, should_be }) = found else { continue };
            let mut finding = say::about(rule.finding(cell.at.clone()), column, cell);
            finding = say::with_figures(finding, unit_of, is.value(), should_be.value());
            finding.message = format!("{}: {message}", context.whose_total(list, group.area.as_deref()));
            finding.help = say::mend_or_explain(&format!("correct {}, or the row that is wrong", say::cell(&cell.at)));
            finding.area = group.area.clone();
            finding.topic = context.topic_of_group(list, group);
            findings.push(finding);
        }
    }
}

struct Disagreement<'a> {
    message: String,
    unit_of: &'a Column,
    is: Quantity,
    should_be: Quantity,
}

/// A percentage of an amount: what the total stands for, against what the items stand for together.
fn by_amounts<'a>(
    context: &Context<'_>,
    line: &Line<'a>,
    group: &Group<'_>,
    column: &Column,
    cell: &Cell,
) -> Option<Disagreement<'a>> {
    let beside = column.beside.as_ref()?;
    let of = line.list.column(&beside.of)?;
    let Operand::Number(is) = line.operand(&beside.id) else { return None };
    let items = group.counting_items();
    let amounts: Option<Vec<Quantity>> =
        items.iter().map(|item| item.figures.get(&beside.id).and_then(|figure| figure.counted)).collect();
    let should_be = Quantity::sum(amounts?)?;
    if items.is_empty() || is.agrees_with(should_be) {
        return None;
    }
    let message = format!(
        "'{}' in {} of {} stands for {}, but the {} stand for {} together (difference {})",
        cell.text.trim(),
        context.short_heading(column),
        context.total_row(line.list, group),
        say::rough(of, is),
        line.list.items,
        say::rough(of, should_be),
        say::rough_difference(of, is, should_be),
    );
    Some(Disagreement { message, unit_of: of, is, should_be })
}

/// A percentage of something the form does not name lies at least between the lowest and the highest of its parts.
fn between_its_parts<'a>(
    context: &Context<'_>,
    list: &List,
    group: &Group<'_>,
    column: &'a Column,
    given: Quantity,
) -> Option<Disagreement<'a>> {
    let figures: Option<Vec<Quantity>> = group
        .counting_items()
        .iter()
        .map(|item| item.figures.get(&column.id)?.counted.map(|quantity| reaching(column, quantity)))
        .collect();
    let figures = figures?;
    let lowest = *figures.iter().min_by_key(|quantity| quantity.value())?;
    let highest = *figures.iter().max_by_key(|quantity| quantity.value())?;
    let (low, high) = given.ends()?;
    let (nearest, end, word) = if high < lowest.ends()?.0 {
        (lowest, "lowest", "below")
    } else if low > highest.ends()?.1 {
        (highest, "highest", "above")
    } else {
        return None;
    };
    let message = format!(
        "{} of {} is stated as {}, {word} the {end} of its {}, {} (difference {})",
        context.short_heading(column),
        context.total_row(list, group),
        say::figure(column, given.value()),
        list.items,
        say::figure(column, nearest.value()),
        say::difference(column, given.value(), nearest.value()),
    );
    Some(Disagreement { message, unit_of: column, is: given, should_be: nearest })
}

/// An amount or a count: the sum of what is known.
fn by_sum<'a>(
    context: &Context<'_>,
    list: &List,
    group: &Group<'_>,
    column: &'a Column,
    given: Quantity,
) -> Option<Disagreement<'a>> {
    let items = group.counting_items();
    let amounts: Option<Vec<Quantity>> =
        items.iter().map(|item| item.figures.get(&column.id).and_then(|figure| figure.counted)).collect();
    let should_be = Quantity::sum(amounts?)?;
    if items.is_empty() || given.agrees_with(should_be) {
        return None;
    }
    let message = format!(
        "{} is stated as {}, but its {} {} to {} (difference {})",
        context.total_of(list, group, column),
        say::figure(column, given.value()),
        say::count(items.len(), &list.item, &list.items),
        if items.len() == 1 { "comes" } else { "add up" },
        say::figure(column, should_be.value()),
        say::difference(column, given.value(), should_be.value()),
    );
    Some(Disagreement { message, unit_of: column, is: given, should_be })
}
