//! The items that are furthest below their target, each with the reason given: by the form's own column of what is missing, where it names
//! one of the main list, else by its forecast.

use std::cmp::Reverse;

use rust_decimal::Decimal;

use super::build::{column, row, table};
use super::changes::unit_words;
use super::each_change::difference;
use super::largest::with_area;
use super::material::Material;
use super::settled::{answered, is_difference};
use super::{At, Cell, Holds, How, Origin, RowKind, Table, cells, facts, ids, reason, tables};
use crate::figures::{Behind, Item};
use crate::finding::{Finding, Status};
use crate::form::{Column, Kind, List};
use crate::names::{capital, one_line};

/// How many the first page lists.
const MOST: usize = 5;

/// The id of the table.
const ID: &str = ids::FURTHEST;

/// The table; none where the form has neither a forecast nor such a column, or nothing is below its target.
pub(super) fn table_of(material: &Material<'_>) -> Option<Table> {
    let form = material.form;
    let (list, roles) = (form.main()?, &form.report.roles);
    let target = list.column(roles.target.as_deref()?)?;
    let own = roles.shortfall.as_ref().filter(|(of, _)| *of == list.id).and_then(|(_, id)| list.column(id));
    let delivered = facts::delivered(material);
    let against = own.or_else(|| list.column(delivered?))?;
    let figures = material.figures.list(&list.id)?;
    let items = figures.all.counting_items().into_iter().filter(|item| !item.balancing);
    let short = |item: &Item<'_>| match own {
        Some(own) => item.figures.get(&own.id)?.counted.map(|quantity| quantity.value()),
        None => facts::as_saving(form, facts::gap(item, roles, delivered)?),
    };
    let below = items.filter_map(|item| Some((item, short(item).filter(|short| *short > Decimal::ZERO)?)));
    let mut below: Vec<(&Item<'_>, Decimal)> = below.collect();
    below.sort_by_key(|(_, short)| Reverse(*short));
    below.truncate(MOST);
    if below.is_empty() {
        return None;
    }
    let fixed = &material.words.fixed;
    let heading = |column: &Column| tables::figure_name(material, list, column);
    let mut columns = vec![
        column(capital(&list.item), Holds::Label, 13),
        column(heading(target), Holds::Figure, 3),
        column(heading(against), Holds::Figure, 3),
    ];
    columns.extend(own.is_none().then(|| column(fixed.furthest_short().said(), Holds::Figure, 3)));
    let reasons: Vec<Cell> = below.iter().map(|(item, _)| given(material, list, item, against)).collect();
    // A column without a word in it would only look as if something were missing.
    let has_reasons = reasons.iter().any(|cell| !cell.text().is_empty());
    columns.extend(has_reasons.then(|| column(fixed.reason_given().said(), Holds::Text, 19)));
    let number = below.len().to_string();
    let mut furthest = table(
        ID,
        &fixed.furthest_title().fill(&[("unit", unit_words(material))]),
        fixed
            .furthest_about()
            .fill(&[("number", &number), ("items", if below.len() == 1 { &list.item } else { &list.items })]),
        columns,
    );
    let behind = material.figures.behind_list(form, list);
    for (index, ((item, short), reason)) in below.iter().zip(reasons).enumerate() {
        let name = with_area(form, &item.label, item.area.as_deref());
        let at = |column: usize| At { table: ID.to_string(), row: index, column };
        let mut cells = vec![cells::label(name)];
        cells.extend([target, against].map(|column| figure(material, &behind, item, column)));
        if own.is_none() {
            let negative = form.report.negative_savings;
            let (more, less) = if negative { (at(2), at(1)) } else { (at(1), at(2)) };
            let origin = difference(more, less, &form.report.not_applicable);
            cells.push(cells::money(&form.report, *short, origin));
        }
        let is_given = !reason.text().is_empty();
        cells
            .extend(has_reasons.then(|| if is_given { reason } else { cells::label(elsewhere(material, list, item)) }));
        furthest.rows.push(row(RowKind::Item, cells));
    }
    Some(furthest)
}

/// The figure of an item, with the cells behind it.
fn figure(material: &Material<'_>, behind: &Behind<'_, '_>, item: &Item<'_>, column: &Column) -> Cell {
    let origin = Origin::drawn(How::Worked, behind.item(item, &column.id));
    match item.figures.get(&column.id).and_then(|figure| figure.counted) {
        Some(quantity) => cells::money(&material.form.report, quantity.value(), origin),
        None => cells::placeholder(material.form.report.not_applicable.clone(), origin),
    }
}

/// What was answered to a finding about the figure that is too low, or about how it moved; of several to the first one.
fn given(material: &Material<'_>, list: &List, item: &Item<'_>, against: &Column) -> Cell {
    let name = one_line(&item.label);
    let is_about = |finding: &&Finding| {
        let of_column = finding.column.as_deref() == Some(against.id.as_str());
        let of_item = finding.column.is_none() && is_difference(finding);
        finding.status == Status::Explained
            && (of_column || of_item)
            && reason::names(material.form, finding, list, (item.area.as_deref(), &name))
    };
    let answer = material.findings.iter().find(is_about).and_then(|finding| finding.explained_by.as_ref());
    let said = answer.map(|answer| Cell { origin: answered(material, answer), ..cells::label(answer.words.trim()) });
    said.unwrap_or_else(|| cells::label(""))
}

/// What stands where no reason was given beside others that were: the item's own row may have one in its texts.
fn elsewhere(material: &Material<'_>, list: &List, item: &Item<'_>) -> String {
    let fixed = &material.words.fixed;
    let is_text = |id: &String| {
        *id != list.label
            && *id != list.key
            && list.column(id).is_some_and(|column| column.kind == Kind::Text)
            && item.cell(id).is_some_and(|cell| !cell.text.trim().is_empty())
    };
    let mut tables = material.form.tables.iter().filter(|table| table.from == list.id && !table.workbook_alone);
    match tables.any(|table| table.columns.iter().any(is_text)) {
        true => fixed.furthest_own_row().said(),
        false => fixed.furthest_no_reason().said(),
    }
}
