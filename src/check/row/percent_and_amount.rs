//! '92% (10m)': the amount beside a percentage against the percentage.

use crate::check::look::{Line, reaching, stated};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::Column;
use crate::formula::Operand;
use crate::money::Told;

pub(super) static RULE: Rule = Rule {
    code: "percent-and-amount",
    family: Family::Row,
    severity: Severity::Query,
    title: "A percentage and the amount beside it disagree",
    what: "A cell gives a percentage with its amount in brackets, as '92% (8.78m)', and the percentage of its base is another \
           amount, even allowing for the digits that both were rounded to.",
    why: "Only one of the two can be meant, and the appendix prints both.",
    mend: "Correct whichever of the two is wrong.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.in_columns(|line, column| finding(rule, view, line, column))
}

fn finding(rule: &Rule, view: &View<'_>, line: &Line<'_>, column: &Column) -> Option<Finding> {
    let beside = column.beside()?;
    let (cell, figure) = stated(line.row, column)?;
    let (Some(amount), Operand::Number(base)) = (figure.beside, line.operand(&beside.of)) else { return None };
    let of = line.list.column(&beside.of)?;
    let expected = reaching(column, figure.quantity).checked_mul(base)?;
    if amount.agrees_with(expected) {
        return None;
    }
    let (stated, computed) = (Told::Stated(amount.value()), Told::Computed(expected.value()));
    let said = wording::side_by_side(of, stated, computed);
    let place = wording::cell(&cell.at);
    let message = format!(
        "{}: '{}' in {} ({place}) gives {}, but {} of {} {} is {} (difference {})",
        view.whose(line),
        cell.text.trim(),
        view.name(column),
        said.one,
        wording::figure(column, Told::Stated(figure.quantity.value())),
        view.name(of),
        line.told(&beside.of).map(|base| wording::figure(of, base)).unwrap_or_default(),
        said.other,
        said.difference,
    );
    let help = wording::mend_or_explain(&format!("correct the percentage or the amount in {place}"));
    let draft = rule.at(&cell.at).about_line(view, line).cell(column, cell).figures(of, stated, computed);
    Some(draft.related(line.places([beside.of.as_str()])).says(message, help))
}
