//! A bridge that does not arrive where the return says it does.

use crate::check::{Context, Rule, say};
use crate::figures::Figure;
use crate::figures::bridge::{self, BridgedItem, Part, Stray, WhyStray};
use crate::finding::{Family, Finding, Severity};
use crate::form::{BridgeForm, Column, List};
use crate::names::nearest;
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "bridge-open",
    family: Family::Total,
    severity: Severity::Error,
    title: "What lies between two figures does not explain their difference",
    what: "A `[[bridge]]` of the form leads from one column to another by amounts of signed kinds, item by item and year by \
           year: from a target by over-achievement, slippage and the like to a projection. Here the amounts do not add up \
           to the difference, or there is a difference and no amount, or an amount that belongs to no item or no year.",
    why: "The exceptions are published as the reason why the projection is not the target. A rest that nobody explains is a \
          change without a reason, or a saving that is counted twice.",
    mend: "Correct the figure or the exception that is wrong, or add the exception that is missing. A figure that cannot be \
           mended is set aside in decisions.toml.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for form in &context.form.bridges {
        let (Some(bridge), Some(list), Some(amounts)) = (
            bridge::bridge(form, context.figures),
            context.form.list(&form.of),
            context.form.list(&form.list).and_then(|list| list.column(&form.amount)),
        ) else {
            continue;
        };
        for item in &bridge.items {
            open_steps(rule, context, form, list, amounts, item, findings);
        }
        for stray in &bridge.strays {
            let names = bridge.items.iter().map(|item| item.item.label.as_str());
            findings.push(leads_nowhere(rule, context, form, list, amounts, stray, names));
        }
    }
}

fn open_steps(
    rule: &Rule,
    context: &Context<'_>,
    form: &BridgeForm,
    list: &List,
    amounts: &Column,
    bridged: &BridgedItem<'_, '_>,
    findings: &mut Vec<Finding>,
) {
    let item = bridged.item;
    for (step, parts) in form.steps.iter().zip(&bridged.steps) {
        let figure = |id: &str| item.figures.get(id).and_then(|figure| figure.counted);
        let (Some(from), Some(to)) = (figure(&step.from), figure(&step.to)) else { continue };
        let Some(reached) = bridge::arrives(from, parts) else { continue };
        let (Some(start), Some(end)) = (list.column(&step.from), list.column(&step.to)) else { continue };
        if reached.agrees_with(to) {
            continue;
        }
        let at = place(item.figures.get(&step.to)).or_else(|| item.row.map(|row| row.at.clone()));
        let Some(at) = at else { continue };
        let mut finding = rule.finding(at);
        finding.column = Some(step.to.clone());
        finding.stated_text = item.row.map(|row| row.text(&step.to).to_string()).filter(|text| !text.is_empty());
        finding = say::with_figures(finding, end, to.value(), reached.value());
        let starts = format!("{} {}", context.short_heading(start), say::figure(start, from.value()));
        let but = match parts.as_slice() {
            [] => format!("and {starts}, and no {} says why they differ", singular(context, form)),
            parts => format!(
                "but {starts} with {} comes to {}",
                say::list_of(&parts.iter().map(|part| said(form, amounts, part)).collect::<Vec<_>>()),
                say::figure(end, reached.value())
            ),
        };
        finding.message = format!(
            "{}: {} is {}, {but} (difference {})",
            context.who(item.area.as_deref(), &item.label),
            context.short_heading(end),
            say::figure(end, to.value()),
            say::difference(end, to.value(), reached.value()),
        );
        finding.help = say::mend_or_set_aside(&finding);
        finding.demanded_by = Some(form.at.clone());
        finding.area.clone_from(&item.area);
        finding.scheme = Some(item.label.clone());
        finding.topic = form.id.clone();
        let start = place(item.figures.get(&step.from));
        let amounts = parts.iter().filter_map(|part| place(part.row.figures.get(&form.amount)));
        finding.related = start.into_iter().chain(amounts).collect();
        findings.push(finding);
    }
}

/// An amount with its sign and kind: '-£150,000 Slippage'.
fn said(form: &BridgeForm, amounts: &Column, part: &Part<'_, '_>) -> String {
    let kind = form.signs.get(part.kind).map_or("", |(kind, _)| kind.as_str());
    let value = part.counts().map(|quantity| quantity.value()).unwrap_or_default();
    let sign = if value.is_sign_negative() && !value.is_zero() { "" } else { "+" };
    format!("{sign}{} ('{kind}')", say::figure(amounts, value))
}

fn singular(context: &Context<'_>, form: &BridgeForm) -> String {
    context.form.list(&form.list).map_or_else(|| "amount".to_string(), |list| list.item.clone())
}

fn leads_nowhere<'n>(
    rule: &Rule,
    context: &Context<'_>,
    form: &BridgeForm,
    list: &List,
    amounts: &Column,
    stray: &Stray<'_, '_>,
    names: impl Iterator<Item = &'n str>,
) -> Finding {
    let row = stray.row;
    let (column, what) = match (stray.why, &form.year) {
        (WhyStray::NoYear, Some(year)) => (year.as_str(), "is no year of the programme".to_string()),
        _ => (form.item.as_str(), format!("is none of the {}", list.items)),
    };
    let cell = row.row.and_then(|row| row.cells.get(column));
    let at = cell.map(|cell| cell.at.clone()).or_else(|| row.row.map(|row| row.at.clone()));
    let mut finding = rule.finding(at.unwrap_or_else(|| form.at.clone()));
    let typed = cell.map_or("", |cell| cell.text.trim());
    let amount = row.figures.get(&form.amount).and_then(|figure| figure.counted);
    let amount = amount.map_or_else(|| "its amount".to_string(), |amount| say::figure(amounts, amount.value()));
    finding.message = format!(
        "{}: '{typed}' ({}) {what}, so that {amount} leads from no {} to no {}",
        context.who(row.area.as_deref(), &row.label),
        say::cell(&finding.at),
        form.from_label.to_lowercase(),
        form.to_label.to_lowercase(),
    );
    let near = if stray.why == WhyStray::NoItem { nearest(typed, names) } else { None };
    finding.help = match near {
        Some(near) => format!("write it as it stands there: '{near}' may be meant"),
        None => "write it as it stands there".to_string(),
    };
    finding.stated_text = Some(typed.to_string());
    finding.column = Some(column.to_string());
    finding.demanded_by = Some(form.at.clone());
    finding.area.clone_from(&row.area);
    finding.scheme = Some(row.label.clone());
    finding.topic = form.id.clone();
    finding.related = place(row.figures.get(&form.amount)).into_iter().collect();
    finding
}

/// The cell in which a figure stands.
fn place(figure: Option<&Figure>) -> Option<Place> {
    super::cell_of(figure?)
}
