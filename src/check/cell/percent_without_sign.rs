//! A percentage typed as a bare number.

use super::{by_sheet, common};
use crate::check::look::agrees_as_ratio;
use crate::check::{Context, Rule, say};
use crate::finding::{Family, Finding, Severity};
use crate::form::Kind;
use crate::formula::Operand;
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
    let found = by_sheet(context, |line, column, cell| {
        let Value::Figure(figure) = &cell.value else { return false };
        // A ratio beyond 1,000% that its formula gives is no bare number.
        let is_ratio = matches!(line.operand(&column.id), Operand::Number(worked_out)
            if column.is_computed() && agrees_as_ratio(figure, worked_out));
        column.kind == Kind::Percent && figure.bare_percent && !is_ratio
    });
    for cells in found.into_values() {
        let Some((line, column, cell)) = cells.first().copied() else { continue };
        let Value::Figure(figure) = &cell.value else { continue };
        let who = context.whose(&line);
        let mut finding = say::about(rule.finding(cell.at.clone()), column, cell);
        finding.message = format!(
            "{who}: '{}' in {} ({}) has no per cent sign and was read as {}",
            cell.text.trim(),
            context.short_heading(column),
            say::cell(&cell.at),
            say::figure(column, figure.quantity.value()),
        );
        match cells.len().saturating_sub(1) {
            0 => {}
            1 => finding.message.push_str(", and so was another like it"),
            others => finding.message.push_str(&format!(", and so were {others} others like it")),
        }
        finding.help = format!("write the per cent sign in {}", say::cell(&cell.at));
        finding = finding.figures(say::unit(column), say::own_unit(column, figure.quantity.value()), None);
        finding.area = common(cells.iter().map(|(line, ..)| line.area)).flatten().map(str::to_string);
        finding.scheme = common(cells.iter().map(|(line, ..)| line.scheme())).flatten();
        finding.column = common(cells.iter().map(|(_, column, _)| column.id.clone()));
        finding.related = cells.iter().skip(1).map(|(.., cell)| cell.at.clone()).collect();
        finding.topic = context.topic_of_line(&line);
        findings.push(finding);
    }
}
