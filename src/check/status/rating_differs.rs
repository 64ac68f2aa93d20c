//! A declared rating against the one that the figures give.

use crate::check::{Context, Rule, say};
use crate::figures::rating::{self, Rating};
use crate::finding::{Family, Finding, Severity};
use crate::form::rating::RatingForm;
use crate::form::{Column, Kind, List};
use crate::formula::Expr;
use crate::money;
use crate::returns::Value;

pub(super) static RULE: Rule = Rule {
    code: "rating-differs",
    family: Family::Status,
    severity: Severity::Query,
    title: "A declared rating is not the one that the figures give",
    what: "A `[[rating]]` of piperoll.toml says which rating follows from the figures, and this row declares another. Where the \
           declared one is better than the figures give it weighs as the form's `severity` says, where it is worse as `cautious` \
           says. A row whose measure is not known, or is a code, is not rated.",
    why: "Members read the colours before the figures. A rating that is better than its figures hides a risk; one that is worse \
          may rest on something that the return should say.",
    mend: "Correct the rating or the figures. If officers know more than the figures show, explain it.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for rating in &context.form.ratings {
        for (list, item, row) in context.items() {
            if list.id != rating.list {
                continue;
            }
            let (Some(column), Some(cell)) = (list.column(&rating.column), row.cells.get(&rating.column)) else {
                continue;
            };
            let Value::Text(declared) = &cell.value else { continue };
            let Some(by_figures) = rating::by_figures(rating, item) else { continue };
            let Some(place) = rating.place(declared) else { continue };
            if place == by_figures.rated.place {
                continue;
            }
            let better = place < by_figures.rated.place;
            let measured = measured(rating, list);
            let mut finding = say::about(rule.finding(cell.at.clone()), column, cell);
            finding.severity = if better { rating.severity } else { rating.cautious };
            let limit = rating.reach(if better { place } else { by_figures.rated.place }, by_figures.of);
            finding = with_figures(finding, measured, &by_figures, limit);
            finding.message = message(context, list, rating, &by_figures, declared, better, limit);
            finding.message = format!("{} {}", context.who(item.area.as_deref(), &item.label), finding.message);
            let mend = format!("correct {} or the figures it is measured by", say::cell(&cell.at));
            finding.help = match finding.severity {
                Severity::Error => mend,
                Severity::Note => format!("{mend}, or say in the row what else it rests on"),
                _ => say::mend_or_explain(&mend),
            };
            finding.demanded_by = Some(rating.at.clone());
            finding.area = item.area.clone();
            finding.scheme = Some(item.label.clone());
            finding.topic = context.topic(list);
            let used = rating.measure.columns().into_iter().chain(rating.of.iter().flat_map(Expr::columns));
            finding.related = used
                .filter_map(|id| row.cells.get(id))
                .map(|used| used.at.clone())
                .filter(|at| *at != cell.at)
                .collect();
            finding.related.sort();
            finding.related.dedup();
            findings.push(finding);
        }
    }
}

/// The column whose unit the measure is said in: the first that it names.
fn measured<'l>(rating: &RatingForm, list: &'l List) -> Option<&'l Column> {
    rating.measure.columns().into_iter().find_map(|id| list.column(id))
}

fn with_figures(
    finding: Finding,
    measured: Option<&Column>,
    by_figures: &Rating<'_>,
    limit: Option<rust_decimal::Decimal>,
) -> Finding {
    let Some(column) = measured else { return finding };
    let own = |value| say::own_unit(column, value);
    finding.figures(say::unit(column), own(by_figures.measure.value()), limit.and_then(own))
}

fn message(
    context: &Context<'_>,
    list: &List,
    rating: &RatingForm,
    by_figures: &Rating<'_>,
    declared: &str,
    better: bool,
    limit: Option<rust_decimal::Decimal>,
) -> String {
    let said = |value: rust_decimal::Decimal| match measured(rating, list) {
        Some(column) if column.kind != Kind::Money => say::figure(column, value),
        Some(column) => money::say_money(value, column.unit),
        None => value.normalize().to_string(),
    };
    let measure = rating.measure.words(&|id| context.name(list, id));
    let given = by_figures.rated.choice;
    let declared = declared.trim();
    let figure = said(by_figures.measure.value());
    match limit {
        Some(limit) if better => format!(
            "is declared {declared}, but its figures give {given}: {measure} is {figure}, and {declared} reaches to {}",
            said(limit)
        ),
        Some(limit) => format!(
            "is declared {declared}, but its figures give {given}: {measure} is {figure}, and {given} reaches to {}",
            said(limit)
        ),
        None => format!("is declared {declared}, but its figures give {given}: {measure} is {figure}"),
    }
}
