//! An item that stands out of the totals until somebody decides.

use crate::check::look::Line;
use crate::check::{Rule, View, wording};
use crate::figures::Item;
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, List};
use crate::money::Told;

pub(super) static RULE: Rule = Rule {
    code: "outside-totals",
    family: Family::Status,
    severity: Severity::Query,
    title: "An item stands out of the totals until somebody decides",
    what: "The form keeps items of this kind out of the totals (`outside_totals`), such as cost avoidance out of savings. The item prints, \
           marked as such, and no total, no number of items, no summary and no movement counts it.",
    why: "What counts as a saving is a decision. Counted without one, it would make up for savings that were not made; left out without one, \
          it would be lost.",
    mend: "If it does not count, explain why; the answer stands while its amounts do, and may be given for later periods too. If it counts, the \
           section 151 officer sets the word aside and says the one that it counts as. A wrong word is mended in the return.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let items = view.items().into_iter();
    items.filter_map(|(list, item, row)| finding(rule, view, &Line::item(list, item, row), item)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, line: &Line<'_>, item: &Item<'_>) -> Option<Finding> {
    let column = line.list.column(item.outside.as_deref()?)?;
    let cell = item.cell(&column.id).filter(|_| item.part_of.is_none())?;
    let amounts = amounts(view, line.list, line);
    let worth = if amounts.is_empty() { String::new() } else { format!(" ({})", wording::clauses(&amounts, "; ")) };
    let followers = view.causes.followers(&cell.at);
    let totals = match followers.as_slice() {
        [] => String::new(),
        [total] => format!("; the return's own total in {} counts it", wording::cell_from(total, &cell.at)),
        several => {
            let cells: Vec<String> = several.iter().map(|total| wording::cell_from(total, &cell.at)).collect();
            format!("; the return's own totals ({}) count it", wording::list_of(&cells))
        }
    };
    let message = format!(
        "{}: {} is '{}', and the form keeps that out of the totals until it is decided{worth}{totals}",
        view.whose(line),
        view.name(column),
        wording::one_line(&cell.text),
    );
    let help = format!(
        "say in an explanation why it does not count; or, if it counts, let the section 151 officer set {} aside and say what it counts as",
        wording::cell(&cell.at)
    );
    let draft = rule.at(&cell.at).about_line(view, line).cell(column, cell).rows_in_order(amounts);
    Some(draft.related(followers).says(message, help))
}

/// What the row gives in each column of money: what an answer is given on.
fn amounts(view: &View<'_>, list: &List, line: &Line<'_>) -> Vec<String> {
    let said = |column: &Column| {
        let figure = line.figures.get(&column.id)?.counted?.value();
        let said = format!("{} {}", view.name(column), wording::figure(column, Told::Stated(figure)));
        (column.is_given() && !figure.is_zero()).then_some(said)
    };
    list.columns.iter().filter(|column| column.kind.is_amount()).filter_map(said).collect()
}
