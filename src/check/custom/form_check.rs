//! A rule of the council's own.

use rust_decimal::Decimal;

use crate::check::look::Line;
use crate::check::{Context, Rule, say};
use crate::finding::{Family, Finding, Severity};
use crate::form::{CheckForm, Column};
use crate::formula::{Expr, Operand, Operator};
use crate::returns::RowKind;

pub(super) static RULE: Rule = Rule {
    code: "form-check",
    family: Family::Custom,
    severity: Severity::Query,
    title: "A rule of the form is not kept",
    what: "A `[[check]]` of piperoll.toml asks something of every row it applies to, and this row does not have it. The \
           finding carries the check's own words and weight. Where a figure that it needs is missing, nothing is said.",
    why: "It is the council's own rule; the form gives its reason.",
    mend: "Mend the row, or explain it. If the rule itself is too strict, change it in piperoll.toml.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for check in &context.form.checks {
        for line in context.lines() {
            if line.list.id == check.list && line.row.kind == RowKind::Item && is_broken(check, &line) {
                findings.push(finding(rule, context, check, &line));
            }
        }
    }
}

fn is_broken(check: &CheckForm, line: &Line<'_>) -> bool {
    let holds = |formula: &Expr| formula.evaluate(&|id| line.operand(id));
    let applies = check.when.as_ref().is_none_or(|when| holds(when) == Operand::Truth(true));
    applies
        && match holds(&check.require) {
            Operand::Truth(holds) => !holds,
            Operand::Missing(_) => check.missing_breaks,
            Operand::Number(_) | Operand::Text(_) => false,
        }
}

fn finding(rule: &Rule, context: &Context<'_>, check: &CheckForm, line: &Line<'_>) -> Finding {
    let mut used: Vec<&str> = check.require.columns();
    for id in check.when.iter().flat_map(Expr::columns) {
        if !used.contains(&id) {
            used.push(id);
        }
    }
    let cells: Vec<_> = used.iter().filter_map(|id| Some((line.list.column(id)?, line.row.cells.get(*id)?))).collect();
    // Where the cell that breaks the rule is blank, the finding stands on one that says something, so that an answer can
    // lapse with it.
    let says = cells.iter().position(|(_, cell)| !cell.text.trim().is_empty()).unwrap_or_default();
    let main = cells.get(says);
    let mut finding = rule.finding(main.map_or_else(|| line.row.at.clone(), |(_, cell)| cell.at.clone()));
    if let Some((column, cell)) = main {
        finding = say::about(finding, column, cell);
        match (sides(&check.require, line, column), line.operand(&column.id)) {
            (Some((is, should_be)), _) => finding = say::with_figures(finding, column, is, should_be),
            (None, Operand::Number(is)) if says > 0 => {
                finding = finding.figures(say::unit(column), say::own_unit(column, is.value()), None);
            }
            _ => {}
        }
    }
    let values: Vec<String> = used.iter().map(|id| value(context, line, id)).collect();
    finding.severity = check.severity;
    finding.message = format!(
        "{} {} ({})",
        context.who(line.area, line.label),
        check.message.trim().trim_end_matches('.'),
        values.join("; ")
    );
    finding.help = match check.severity {
        Severity::Error => {
            format!("mend the row; the form requires {}", check.require.words(&|id| context.name(line.list, id)))
        }
        _ => say::mend_or_explain("mend the row"),
    };
    finding.demanded_by = Some(check.at.clone());
    finding.area = line.area.map(str::to_string);
    finding.scheme = line.scheme();
    finding.related = cells.iter().map(|(_, cell)| cell.at.clone()).filter(|at| *at != finding.at).collect();
    finding.topic = check.id.clone();
    finding
}

/// A column's value on the row, in words.
fn value(context: &Context<'_>, line: &Line<'_>, id: &str) -> String {
    let name = context.name(line.list, id);
    let typed = line.row.text(id);
    let base =
        |column: &Column| column.beside.as_ref().filter(|beside| beside.id == id).map(|beside| beside.of.clone());
    let unit = line.list.column(id).or_else(|| line.list.column(&line.list.columns.iter().find_map(base)?));
    match (line.operand(id), unit) {
        (Operand::Number(quantity), Some(column)) => format!("{name}: {}", say::figure(column, quantity.value())),
        (Operand::Text(text), _) => format!("{name}: '{}'", text.trim()),
        _ if typed.is_empty() => format!("{name}: blank"),
        _ => format!("{name}: '{typed}'"),
    }
}

/// Both sides of a comparison that opens with the column: what it is and what it is held against.
fn sides(require: &Expr, line: &Line<'_>, column: &Column) -> Option<(Decimal, Decimal)> {
    let Expr::Binary(operator, left, right) = require else { return None };
    let compares = matches!(
        operator,
        Operator::Equal
            | Operator::NotEqual
            | Operator::Less
            | Operator::LessOrEqual
            | Operator::Greater
            | Operator::GreaterOrEqual
    );
    if !compares || **left != Expr::Column(column.id.clone()) || !column.kind.is_figure() {
        return None;
    }
    match (left.evaluate(&|id| line.operand(id)), right.evaluate(&|id| line.operand(id))) {
        (Operand::Number(is), Operand::Number(should_be)) => Some((is.value(), should_be.value())),
        _ => None,
    }
}
