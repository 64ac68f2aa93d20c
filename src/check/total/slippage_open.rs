//! What leaves a year and does not come back in the one it names.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::check::look::Line;
use crate::check::{Context, Rule, say};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, PairingForm};
use crate::formula::{Expr, Operand};
use crate::money::{Absent, Quantity};
use crate::names::Label;
use crate::period::FinancialYear;
use crate::returns::{RowKind, Value};

pub(super) static RULE: Rule = Rule {
    code: "slippage-open",
    family: Family::Total,
    severity: Severity::Error,
    title: "What leaves a year does not come back in the year it names",
    what: "A `[[pairing]]` of the form says that what slips out of a year comes back in a later one, item by item (or what \
           is delivered early is taken out of a later one). Here another amount comes back than left, or it comes back in \
           no year, or something comes back that never left. Where a row names no year at all, that is a query.",
    why: "Slippage is not a loss only because it comes back. What comes back in no year has been lost, and what comes back \
          without having left is counted twice.",
    mend: "Correct the amount or the year, add the row that is missing, or give it a kind or a code that says it is lost.",
    run,
};

/// A row that says something leaves or comes back.
struct Side<'a> {
    line: Line<'a>,
    amount: Quantity,
    comes_back: bool,
}

/// What is expected to meet: an item of an area, the year left, and the year of return.
type Way = (Option<String>, Label, FinancialYear, FinancialYear);

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for form in &context.form.pairings {
        let list = context.form.list(&form.list);
        let Some(amounts) = list.and_then(|list| list.column(&form.amount)) else { continue };
        let mut ways: BTreeMap<Way, Vec<Side<'_>>> = BTreeMap::new();
        for line in context.lines() {
            if line.list.id != form.list || line.row.kind != RowKind::Item {
                continue;
            }
            let holds = |formula: &Expr| formula.evaluate(&|id| line.operand(id)) == Operand::Truth(true);
            let comes_back = holds(&form.back);
            if !comes_back && !holds(&form.out) {
                continue;
            }
            let (Some(year), Operand::Number(amount)) = (year_in(&line, &form.year), line.operand(&form.amount)) else {
                continue;
            };
            let Some(other) = year_in(&line, &form.other_year) else {
                findings.extend(names_no_year(rule, context, form, amounts, &line, amount, comes_back));
                continue;
            };
            let (left, back) = if comes_back { (other, year) } else { (year, other) };
            let name = Label::of(line.row.text(&form.item));
            let way = (line.area.map(str::to_string), name, left, back);
            ways.entry(way).or_default().push(Side { line, amount, comes_back });
        }
        for ((_, _, left, back), sides) in &ways {
            findings.extend(open(rule, context, form, amounts, *left, *back, sides));
        }
    }
}

/// The year that a row states in a column, if it states one.
fn year_in(line: &Line<'_>, column: &str) -> Option<FinancialYear> {
    match &line.row.cells.get(column)?.value {
        Value::Text(text) => FinancialYear::read(text),
        _ => None,
    }
}

/// A row that says neither where it comes back nor, by a code of the form, that it does not.
fn names_no_year(
    rule: &Rule,
    context: &Context<'_>,
    form: &PairingForm,
    amounts: &Column,
    line: &Line<'_>,
    amount: Quantity,
    comes_back: bool,
) -> Option<Finding> {
    let column = line.list.column(&form.other_year)?;
    let cell = line.row.cells.get(&form.other_year);
    match cell.map(|cell| &cell.value) {
        None | Some(Value::Absent(Absent::Blank)) => {}
        Some(Value::Absent(Absent::Code(code))) if column.code(code).is_none() => {}
        // A code that the form knows says why there is none; what cannot be read is another finding.
        _ => return None,
    }
    let at = cell.map_or_else(|| line.row.at.clone(), |cell| cell.at.clone());
    let mut finding = rule.finding(at);
    finding.severity = Severity::Query;
    let (happens, misses) = if comes_back {
        ("comes back", "the year it left")
    } else {
        ("leaves", "a year in which it comes back, nor that it is lost")
    };
    finding.message = format!(
        "{}: {} {happens} in {}, and {} ({}) does not name {misses}",
        context.who(line.area, line.row.text(&form.item)),
        say::figure(amounts, amount.value()),
        year_in(line, &form.year).map(FinancialYear::label).unwrap_or_default(),
        context.short_heading(column),
        say::cell(&finding.at),
    );
    finding.help = say::mend_or_explain("name the year");
    finding.column = Some(form.other_year.clone());
    Some(about(finding, form, line))
}

fn about(mut finding: Finding, form: &PairingForm, line: &Line<'_>) -> Finding {
    finding.demanded_by = Some(form.at.clone());
    finding.area = line.area.map(str::to_string);
    finding.scheme = line.scheme();
    finding.topic = form.id.clone();
    finding
}

/// Where other amounts come back than left.
fn open(
    rule: &Rule,
    context: &Context<'_>,
    form: &PairingForm,
    amounts: &Column,
    left: FinancialYear,
    back: FinancialYear,
    sides: &[Side<'_>],
) -> Option<Finding> {
    // What lies outside the programme stands in no row.
    let years = &context.form.report.years;
    let known = |year: FinancialYear| years.is_empty() || years.contains(&year);
    let of = |comes_back: bool| {
        let sides = sides.iter().filter(move |side| side.comes_back == comes_back);
        Quantity::sum(sides.map(|side| side.amount))
    };
    let (gone, returned) = (of(false)?, of(true)?);
    if gone.agrees_with(returned) || !known(left) || !known(back) {
        return None;
    }
    let first = sides.iter().find(|side| !side.comes_back).or(sides.first())?;
    let cell = first.line.row.cells.get(&form.amount)?;
    let mut finding = say::about(rule.finding(cell.at.clone()), amounts, cell);
    finding = say::with_figures(finding, amounts, gone.value(), returned.value());
    let said = |amount: Quantity, nothing: &str| {
        if amount.value() == Decimal::ZERO { nothing.to_string() } else { say::figure(amounts, amount.value()) }
    };
    finding.message = format!(
        "{}: {} leaves {} for {}, but {} comes back there (difference {})",
        context.who(first.line.area, first.line.row.text(&form.item)),
        said(gone, "nothing"),
        left.label(),
        back.label(),
        said(returned, "nothing"),
        say::difference(amounts, gone.value(), returned.value()),
    );
    finding.help =
        format!("mend the amount or the year in {}, or add the row in which it comes back", say::cell(&finding.at));
    finding.related = sides
        .iter()
        .filter_map(|side| side.line.row.cells.get(&form.amount))
        .map(|cell| cell.at.clone())
        .filter(|at| *at != finding.at)
        .collect();
    Some(about(finding, form, &first.line))
}
