//! `not-worked-out`

use crate::check::look::{Line, stated};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::ColumnOrigin;
use crate::formula::Operand;
use crate::money::Told;

pub(super) static RULE: Rule = Rule {
    code: "not-worked-out",
    family: Family::Row,
    severity: Severity::Query,
    title: "An amount is stated for a column that is worked out, and what it is worked out from is not",
    what: "The form works this column out from others of the row, and one of those is blank. The amount that the return states \
           for it is neither printed nor checked.",
    why: "The amount may stand in the wrong column, or the figure that it follows from was forgotten.",
    mend: "Enter the figure that is missing, or move the amount into the column that it belongs to.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (list, item, row) in view.items() {
        let line = Line::item(list, item, row);
        for column in list.columns.iter().filter(|column| column.kind.is_amount()) {
            let ColumnOrigin::Formula(formula) = column.origin() else { continue };
            let Some((cell, figure)) = stated(row, column) else { continue };
            let missing: Vec<&str> = formula
                .columns()
                .into_iter()
                .filter(|id| row.cells.get(*id).is_some_and(|cell| cell.text.trim().is_empty()))
                .collect();
            let unknown = matches!(line.operand(&column.id), Operand::Missing(_));
            if figure.quantity.value().is_zero() || missing.is_empty() || !unknown {
                continue;
            }
            let names: Vec<String> = missing.iter().map(|id| view.name_of(list, id)).collect();
            let told = Told::Stated(figure.quantity.value());
            let message = format!(
                "{}: {} is stated as {}, and is worked out from {}, which is blank: it is not printed",
                view.who(item.area.as_deref(), &item.label),
                view.name(column),
                wording::figure(column, told),
                wording::list_of(&names)
            );
            let draft = rule.at(&cell.at).about_item(view, list, item).cell(column, cell).figure(column, told);
            let related = line.places(missing.iter().copied());
            let mend = format!("enter {}, or move the amount to where it belongs", wording::list_of(&names));
            findings.push(draft.related(related).after_its_row().says(message, wording::mend_or_explain(&mend)));
        }
    }
    findings
}
