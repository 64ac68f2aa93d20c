//! One reference twice.

use super::{alike, called};
use crate::check::{Context, Rule, say};
use crate::finding::{Family, Finding, Severity};

pub(super) static RULE: Rule = Rule {
    code: "duplicate-reference",
    family: Family::Reference,
    severity: Severity::Error,
    title: "A reference stands twice",
    what: "Two rows have the same reference, in one area or in two.",
    why: "The reference is what a saving is followed by from one period to the next. Twice the same, and it may be counted \
          twice, or one of the two is lost when the periods are compared.",
    mend: "Correct the reference that is wrong, or take out the row that is there twice.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    let references = alike(context, |list, item, row| {
        let has_references = list.key != list.label && list.summary_of.is_none();
        if has_references { called(item, row, &list.key) } else { Vec::new() }
    });
    for (list, reference, items) in references {
        let place =
            |row: &crate::returns::Row| row.cells.get(&list.key).map_or_else(|| row.at.clone(), |cell| cell.at.clone());
        let [_, (second, row), ..] = items.as_slice() else { continue };
        let cells: Vec<String> = items
            .iter()
            .map(|(item, other)| format!("'{}' ({})", item.label, say::cell_from(&place(other), &place(row))))
            .collect();
        let mut finding = rule.finding(place(row));
        finding.message = format!("the reference {} stands for {}", reference, say::list_of(&cells));
        finding.help = "correct the reference that is wrong, or take out the row that is there twice".into();
        finding.area = second.area.clone();
        finding.scheme = Some(reference.to_string());
        finding.column = Some(list.key.clone());
        finding.stated_text = Some(reference.to_string());
        finding.demanded_by = list.column(&list.key).map(|column| column.at.clone());
        finding.related = items.iter().map(|(_, row)| place(row)).filter(|at| *at != finding.at).collect();
        finding.topic = context.topic(list);
        findings.push(finding);
    }
}
