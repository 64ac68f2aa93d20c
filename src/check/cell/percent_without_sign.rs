//! A percentage typed as a bare number.

use super::{by_sheet, common};
use crate::check::{Context, Rule, say};
use crate::finding::{Family, Finding, Severity};
use crate::form::Kind;
use crate::returns::Value;

pub(super) static RULE: Rule = Rule {
    code: "percent-without-sign",
    family: Family::Cell,
    severity: Severity::Note,
    title: "A percentage without its sign",
    what: "A bare number stands in a column of percentages. Numbers such as 83 were read as 83%, and numbers such as 0.83 as \
           a ratio, which is 83% too.",
    why: "A bare 1 may be 1% or 100%. The note says how it was read, so that somebody can see whether that is right.",
    mend: "Write the per cent sign, or format the cell as a percentage.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    let found = by_sheet(context, |_, column, cell| {
        column.kind == Kind::Percent && matches!(&cell.value, Value::Figure(figure) if figure.bare_percent)
    });
    for cells in found.into_values() {
        let Some((line, column, cell)) = cells.first().copied() else { continue };
        let Value::Figure(figure) = &cell.value else { continue };
        let who = if line.is_total() {
            context.whose_total(line.list, line.area)
        } else {
            context.who(line.area, line.label)
        };
        let mut finding = say::about(rule.finding(cell.at.clone()), column, cell);
        finding.message = format!(
            "{who}: '{}' in {} ({}) has no per cent sign and was read as {}",
            cell.text.trim(),
            context.short_heading(column),
            say::cell(&cell.at),
            say::figure(column, figure.quantity.value),
        );
        if let [_, others @ ..] = cells.as_slice()
            && !others.is_empty()
        {
            finding
                .message
                .push_str(&format!(", and so were {} like it", say::count(others.len(), "other cell", "other cells")));
        }
        finding.help = format!("write the per cent sign in {}", say::cell(&cell.at));
        finding = finding.figures(say::unit(column), say::own_unit(column, figure.quantity.value), None);
        finding.area = common(cells.iter().map(|(line, ..)| line.area)).flatten().map(str::to_string);
        finding.scheme = common(cells.iter().map(|(line, ..)| line.scheme())).flatten();
        finding.column = common(cells.iter().map(|(_, column, _)| column.id.clone()));
        finding.related = cells.iter().skip(1).map(|(.., cell)| cell.at.clone()).collect();
        finding.topic = context.topic(line.list);
        findings.push(finding);
    }
}
