//! A table without its total row.

use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::TotalOrigin;
use crate::returns::{ReturnTable, RowKind};

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

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let tables = view.returns.tables.iter().filter_map(|table| table_without(rule, view, table));
    tables.chain(groups_without(rule, view)).collect()
}

fn table_without(rule: &Rule, view: &View<'_>, table: &ReturnTable) -> Option<Finding> {
    let (form, list) = (view.form.returns.get(table.form)?, view.form.list(&table.list)?);
    let totalled = list.columns.iter().any(|column| column.kind.is_figure() && column.total != TotalOrigin::None);
    let last = table.rows.iter().rfind(|row| row.kind == RowKind::Item)?;
    if form.totals.is_empty() || !totalled || table.rows.iter().any(|row| row.kind == RowKind::Total) {
        return None;
    }
    let labels: Vec<String> = form.totals.iter().map(|label| format!("'{label}'")).collect();
    let area = last.area.as_deref().filter(|_| table.rows.iter().all(|row| row.area == last.area));
    let message = format!(
        "{}: the table has no total row ({}) after its last row, {}",
        view.whose_total(list, area),
        labels.join(" or "),
        wording::cell(&last.at),
    );
    let draft = rule.at(&last.at).about_list(view, &list.id, area, "").demanded_by(&form.at);
    Some(draft.says(message, "add the total row, or add its label to `totals` of the return in piperoll.toml"))
}

/// Where a return gives the groups of a level their subtotals, one without looks forgotten.
fn groups_without(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (list, group) in view.groups() {
        if !group.groups.iter().any(|inner| inner.is_inner() && inner.stated.is_some()) {
            continue;
        }
        for inner in group.groups.iter().filter(|inner| inner.is_inner() && inner.stated.is_none()) {
            let Some(row) = inner.every_item().last().and_then(|item| item.row) else { continue };
            let message = format!(
                "{}: '{}' has no subtotal row after its last row, {}, as the other groups have",
                view.whose_total(list, inner.area.as_deref()),
                wording::quoted(&inner.path.join(" > ")),
                wording::cell(&row.at),
            );
            let help = "add the subtotal row, or add its label to `subtotals` of the return in piperoll.toml";
            let draft = rule.at(&row.at).about_group(view, list, inner).demanded_by(&list.at);
            findings.push(draft.says(message, help));
        }
    }
    findings
}
