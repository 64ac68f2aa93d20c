//! A table without its total row.

use crate::check::{Context, Rule, say};
use crate::finding::{Family, Finding, Severity};
use crate::form::TotalOrigin;
use crate::returns::RowKind;

pub(super) static RULE: Rule = Rule {
    code: "missing-total",
    family: Family::Total,
    severity: Severity::Note,
    title: "A table has no total row",
    what: "The form expects a total row at the end of the table, and the return has none that it knows by its label; or all groups \
           of a table but this one have a subtotal row.",
    why: "The computed totals are printed all the same, but nothing the area stated stands beside them, and a row lost at the \
          end of the table would not be noticed.",
    mend: "Add the total row, or, if it is called something else, add its label to `totals` of the return in piperoll.toml.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for block in &context.returns.blocks {
        let (Some(form), Some(list)) = (context.form.returns.get(block.form), context.form.list(&block.list)) else {
            continue;
        };
        let has = |kind: RowKind| block.rows.iter().any(|row| row.kind == kind);
        let totalled = list.columns.iter().any(|column| column.kind.is_figure() && column.total != TotalOrigin::None);
        let Some(last) = block.rows.iter().rfind(|row| row.kind == RowKind::Item) else { continue };
        if form.totals.is_empty() || !totalled || has(RowKind::Total) {
            continue;
        }
        let labels: Vec<String> = form.totals.iter().map(|label| format!("'{label}'")).collect();
        let area = block.rows.iter().all(|row| row.area == last.area).then(|| last.area.clone()).flatten();
        let mut finding = rule.finding(last.at.clone());
        finding.message = format!(
            "{}: the table has no total row ({}) after its last row, {}",
            context.whose_total(list, area.as_deref()),
            labels.join(" or "),
            say::cell(&last.at),
        );
        finding.help = "add the total row, or add its label to `totals` of the return in piperoll.toml".into();
        finding.area = area;
        finding.demanded_by = Some(form.at.clone());
        finding.topic = context.topic(list);
        findings.push(finding);
    }
    groups_without(rule, context, findings);
}

/// Where a return gives the groups of a level their subtotals, one without looks forgotten.
fn groups_without(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (list, group) in context.groups() {
        if !group.groups.iter().any(|inner| inner.is_inner() && inner.stated.is_some()) {
            continue;
        }
        for inner in group.groups.iter().filter(|inner| inner.is_inner() && inner.stated.is_none()) {
            let Some(row) = inner.every_item().last().and_then(|item| item.row) else { continue };
            let mut finding = rule.finding(row.at.clone());
            finding.message = format!(
                "{}: '{}' has no subtotal row after its last row, {}, as the other groups have",
                context.whose_total(list, inner.area.as_deref()),
                say::quoted(&inner.path.join(" > ")),
                say::cell(&row.at),
            );
            finding.help =
                "add the subtotal row, or add its label to `subtotals` of the return in piperoll.toml".into();
            finding.area = inner.area.clone();
            finding.demanded_by = Some(list.at.clone());
            finding.topic = context.topic_of_group(list, inner);
            findings.push(finding);
        }
    }
}
