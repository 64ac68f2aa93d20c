//! One reference written in two ways.

use std::collections::BTreeSet;

use super::{Stated, alike, called};
use crate::check::{Context, Rule, say};
use crate::finding::{Family, Finding, Severity};
use crate::names::Reference;

pub(super) static RULE: Rule = Rule {
    code: "reference-variant",
    family: Family::Reference,
    severity: Severity::Query,
    title: "Two references differ only by case or blanks",
    what: "Two rows have references that are the same but for upper and lower case or blanks: '12b ii' and '12bii'.",
    why: "They are either the same saving twice, or two savings that nobody will tell apart when reading.",
    mend: "Write the reference in one way, and give one of the two rows its own; explain it where both are right.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    let references = alike(context, |list, item, row| {
        let has_references = list.key != list.label && list.summary_of.is_none();
        let references = if has_references { called(item, row, &list.key) } else { Vec::new() };
        references.into_iter().map(|reference| Reference::of(reference).closed_up()).collect::<BTreeSet<_>>()
    });
    for (list, reference, items) in references {
        // As it is written in each row.
        let written = |(item, row): &Stated<'_>| {
            let names = called(item, row, &list.key);
            names.into_iter().find(|name| Reference::of(name).closed_up() == reference).unwrap_or_default().to_string()
        };
        let spellings: BTreeSet<String> = items.iter().map(written).collect();
        let Some(first) = items.first().map(written) else { continue };
        let Some(second) = items.iter().find(|item| written(item) != first) else { continue };
        let (reference, (second, row)) = (written(second), second);
        let place =
            |row: &crate::returns::Row| row.cells.get(&list.key).map_or_else(|| row.at.clone(), |cell| cell.at.clone());
        let spellings: Vec<String> = spellings.into_iter().map(|spelling| format!("'{spelling}'")).collect();
        let rows: Vec<String> = items
            .iter()
            .map(|(item, other)| format!("'{}' ({})", item.label, say::cell_from(&place(other), &place(row))))
            .collect();
        let mut finding = rule.finding(place(row));
        finding.message = format!(
            "the references {} differ only by case or blanks, and stand for {}",
            say::list_of(&spellings),
            say::list_of(&rows)
        );
        finding.help = say::mend_or_explain("write the reference in one way, or give one of the rows its own");
        finding.area = second.area.clone();
        finding.scheme = Some(reference.clone());
        finding.column = Some(list.key.clone());
        finding.stated_text = Some(reference.clone());
        finding.demanded_by = list.column(&list.key).map(|column| column.at.clone());
        finding.related = items.iter().map(|(_, row)| place(row)).filter(|at| *at != finding.at).collect();
        finding.topic = context.topic(list);
        findings.push(finding);
    }
}
