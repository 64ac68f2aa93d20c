//! Two totals that the form ties together.

use crate::check::{Context, Rule, say};
use crate::figures::summary::{Tied, tied};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, TieForm, TieSum};

pub(super) static RULE: Rule = Rule {
    code: "tie-open",
    family: Family::Summary,
    severity: Severity::Error,
    title: "Two totals that the form ties together do not agree",
    what: "A `[[tie]]` of piperoll.toml says which two totals must agree once the items named between them are taken into \
           account, and a rest remains.",
    why: "Two tables of the appendix speak of the same money. A reader will lay them side by side; the named items say why they \
          differ, and the rest has no reason.",
    mend: "Find the row that is missing or wrong in one of the two tables; or name a further item in the `[[tie]]`.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for tie in &context.form.ties {
        findings.extend(finding(rule, context, tie));
    }
}

fn finding(rule: &Rule, context: &Context<'_>, tie: &TieForm) -> Option<Finding> {
    let sum = |side: &TieSum| tied(context.form, context.figures, side);
    let (left, right) = (sum(&tie.left)?, sum(&tie.right)?);
    let items: Vec<Tied> = tie.items.iter().map(&sum).collect::<Option<_>>()?;
    let mut reached = left.quantity;
    for item in &items {
        reached = reached.checked_add(item.quantity)?;
    }
    if reached.agrees_with(right.quantity) {
        return None;
    }
    let column = column(context, &tie.right)?;
    // A side may be empty, but not both: then they agree.
    let at = right.places.first().or(left.places.first())?;
    let mut finding = rule.finding(at.clone());
    finding = say::with_figures(finding, column, right.quantity.value(), reached.value());
    let named = |side: &TieSum, tied: &Tied| {
        let column = self::column(context, side).unwrap_or(column);
        format!("{} ({})", side.name, say::figure(column, tied.quantity.value()))
    };
    let between: Vec<String> = tie.items.iter().zip(&items).map(|(side, tied)| named(side, tied)).collect();
    let with = if between.is_empty() {
        String::new()
    } else {
        format!(" with {}, which makes {}", say::list_of(&between), say::figure(column, reached.value()))
    };
    finding.message = format!(
        "{} does not agree with {}{with}: {} remains",
        named(&tie.right, &right),
        named(&tie.left, &left),
        say::difference(column, right.quantity.value(), reached.value()),
    );
    finding.help =
        "mend the row that is wrong, or name what lies between the two in the [[tie]] of piperoll.toml".into();
    finding.demanded_by = Some(tie.at.clone());
    finding.column = Some(column.id.clone());
    finding.area = tie.right.area.clone().or_else(|| tie.left.area.clone());
    finding.related = right.places.iter().skip(1).chain(&left.places).cloned().collect();
    finding.related.retain(|place| place != at);
    finding.topic = tie.id.clone();
    Some(finding)
}

fn column<'a>(context: &Context<'a>, side: &TieSum) -> Option<&'a Column> {
    context.form.list(&side.list)?.column(&side.column)
}
