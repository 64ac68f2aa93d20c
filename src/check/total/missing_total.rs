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
    what: "The form expects a total row at the end of the table, and the return has none that it knows by its label.",
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
}
