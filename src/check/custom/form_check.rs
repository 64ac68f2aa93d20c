//! A rule of the council's own.

use crate::check::look::Line;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::{CheckForm, Column};
use crate::formula::{Expr, Operand, Operator};
use crate::money::Told;
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

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for check in &view.form.checks {
        for line in view.lines() {
            if line.list.id == check.list && line.row.kind == RowKind::Item && is_broken(view, check, &line) {
                findings.push(finding(rule, view, check, &line));
            }
        }
    }
    findings
}

fn is_broken(view: &View<'_>, check: &CheckForm, line: &Line<'_>) -> bool {
    let holds = |formula: &Expr| formula.evaluate(&|id| line.operand(id));
    let applies = check.when.as_ref().is_none_or(|when| holds(when) == Operand::Truth(true));
    // A cell that cannot be read, or must not be empty, is an error already.
    let lost = || used(check).iter().any(|id| !view.causes.cells.behind(line.list, line.row, id).is_empty());
    applies
        && match holds(&check.require) {
            Operand::Truth(holds) => !holds,
            Operand::Missing(_) => check.missing_breaks && !lost(),
            Operand::Number(_) | Operand::Text(_) => false,
        }
}

/// The columns that a check names, each once.
fn used(check: &CheckForm) -> Vec<&str> {
    let mut used: Vec<&str> = check.require.columns();
    for id in check.when.iter().flat_map(Expr::columns) {
        if !used.contains(&id) {
            used.push(id);
        }
    }
    used
}

fn finding(rule: &Rule, view: &View<'_>, check: &CheckForm, line: &Line<'_>) -> Finding {
    let used = used(check);
    let cells: Vec<_> = used.iter().filter_map(|id| Some((line.list.column(id)?, line.row.cells.get(*id)?))).collect();
    // Where the cell that breaks the rule is blank, the finding stands on one that says something, so that an answer can
    // lapse with it.
    let says = cells.iter().position(|(_, cell)| !cell.text.trim().is_empty()).unwrap_or_default();
    let main = cells.get(says);
    let at = main.map_or(&line.row.at, |(_, cell)| &cell.at);
    let mut draft = rule.at(at).about_line(view, line).topic(&check.id).weighing(check.severity);
    if let Some((column, cell)) = main {
        draft = draft.cell(column, cell);
        let own = line.told(&column.id).filter(|_| column.kind.is_figure());
        draft = match (sides(&check.require, line, column), own) {
            (Some((is, should_be)), _) => draft.figures(column, is, should_be),
            (None, Some(is)) => draft.figure(column, is),
            _ => draft,
        };
    }
    let values: Vec<String> = used.iter().map(|id| value(view, line, id)).collect();
    let message = format!(
        "{} {} ({})",
        view.who(line.area, line.label),
        check.message.trim().trim_end_matches('.'),
        wording::clauses(&values, "; ")
    );
    let help = match check.severity {
        Severity::Error => {
            format!("mend the row; the form requires {}", check.require.words(&|id| view.name_of(line.list, id)))
        }
        _ => wording::mend_or_explain("mend the row"),
    };
    let draft = draft.demanded_by(&check.at).related(cells.iter().map(|(_, cell)| cell.at.clone()));
    draft.says(message, help)
}

/// A column's value on the row, in words.
fn value(view: &View<'_>, line: &Line<'_>, id: &str) -> String {
    let name = view.name_of(line.list, id);
    let typed = line.row.text(id);
    let base = |column: &Column| column.beside().filter(|beside| beside.id == id).map(|beside| beside.of.clone());
    let unit = line.list.column(id).or_else(|| line.list.column(&line.list.columns.iter().find_map(base)?));
    match (line.told(id), line.operand(id), unit) {
        (Some(figure), _, Some(column)) => format!("{name}: {}", wording::figure(column, figure)),
        (_, Operand::Text(text), _) => format!("{name}: '{}'", text.trim()),
        _ if typed.is_empty() => format!("{name}: blank"),
        _ => format!("{name}: '{typed}'"),
    }
}

/// Both sides of a comparison that opens with the column: what it is and what it is held against.
fn sides(require: &Expr, line: &Line<'_>, column: &Column) -> Option<(Told, Told)> {
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
    match right.evaluate(&|id| line.operand(id)) {
        Operand::Number(should_be) => Some((line.told(&column.id)?, Told::Computed(should_be.value()))),
        _ => None,
    }
}
