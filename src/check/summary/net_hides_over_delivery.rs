//! A net total in which over-delivery hides what is still to be found.

use rust_decimal::Decimal;

use crate::check::look::stated;
use crate::check::{Context, Rule, say};
use crate::finding::{Family, Finding, Severity};
use crate::money;
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "net-hides-over-delivery",
    family: Family::Summary,
    severity: Severity::Query,
    title: "A net total hides over-delivery",
    what: "The total of this column sets one row's over-delivery against what other rows still have to find.",
    why: "Nobody has agreed that one area's surplus covers another's gap. A reader of the net figure takes it for what is \
          left to mitigate, and it is less than that.",
    mend: "Nothing in the cells is wrong: say in an explanation that the total is net. The appendix prints both gross figures \
           beside it.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (list, group) in context.groups() {
        for column in list.columns.iter().filter(|column| column.net) {
            let figures: Vec<(&str, Decimal, Option<&Place>)> = group
                .items
                .iter()
                .filter_map(|item| {
                    let value = item.figures.get(&column.id)?.counted?.value();
                    Some((
                        item.label.as_str(),
                        value,
                        item.row.and_then(|row| row.cells.get(&column.id)).map(|cell| &cell.at),
                    ))
                })
                .collect();
            let gross = |over: bool| {
                money::checked_sum(
                    figures.iter().map(|(_, value, _)| *value).filter(|value| value.is_sign_negative() == over),
                )
            };
            let (Some(to_find), Some(over)) = (gross(false), gross(true)) else { continue };
            if to_find.is_zero() || over.is_zero() {
                continue;
            }
            let Some(net) = to_find.checked_add(over) else { continue };
            let total = group.stated.and_then(|row| row.cells.get(&column.id));
            let over_delivered: Vec<&(&str, Decimal, Option<&Place>)> =
                figures.iter().filter(|(_, value, _)| value.is_sign_negative()).collect();
            let Some(at) =
                total.map(|cell| &cell.at).or_else(|| over_delivered.iter().find_map(|(_, _, place)| *place))
            else {
                continue;
            };
            let mut finding = rule.finding(at.clone());
            if let Some(cell) = total {
                finding = say::about(finding, column, cell);
            }
            let stated_net =
                group.stated.and_then(|row| stated(row, column)).map_or(net, |(_, figure)| figure.quantity.value());
            finding = say::with_figures(finding, column, stated_net, to_find);
            let names: Vec<String> = over_delivered.iter().map(|(label, ..)| format!("'{label}'")).collect();
            finding.message = format!(
                "{}: {}, {}, is net: {} is to be found, and {} of over-delivery at {} is set against it",
                context.whose_total(list, group.area.as_deref()),
                context.total_of(list, group, column),
                say::figure(column, net),
                say::figure(column, to_find),
                say::figure(column, over.abs()),
                say::list_of(&names),
            );
            finding.help = say::mend_or_explain("say whether the over-delivery may be set against the other rows");
            finding.column = Some(column.id.clone());
            finding.demanded_by = Some(column.at.clone());
            finding.area = group.area.clone();
            finding.related = over_delivered
                .iter()
                .filter_map(|(_, _, place)| *place)
                .filter(|place| *place != at)
                .cloned()
                .collect();
            finding.topic = context.topic_of_group(list, group);
            findings.push(finding);
        }
    }
}
