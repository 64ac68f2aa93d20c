//! The first page: what changed since last time. Headlines, the movement of each main figure by area, the largest movements
//! with the reason given, and a chart.

use rust_decimal::{Decimal, RoundingStrategy};

use super::build::{Material, block, column, row, table};
use super::{
    At, Block, Cell, Chart, ChartGroup, Expression, Holds, Origin, RowKind, Section, Table, cells, facts, largest,
    tables,
};
use crate::finding::PRINTED_NOTES;
use crate::form::{Column, List};
use crate::money;
use crate::reconcile::{Movement, MovementLine, Reconciliation};
use crate::source::Fault;
use crate::source::Place;

/// The section.
pub(super) fn section(material: &Material<'_>) -> Result<Section, Fault> {
    let heading = if material.reconciliation.is_some() { "What changed since last time" } else { "Headlines" };
    let mut blocks: Vec<Block> =
        material.words.compose("changes", &facts::all(material))?.into_iter().map(block).collect();
    if let (Some(reconciliation), Some(list)) = (material.reconciliation, material.form.main()) {
        let columns = role_columns(material, list);
        blocks.extend(largest::table_of(material, reconciliation, list, &columns).map(Block::Table));
        for column in columns {
            let by_year = years_table(material, reconciliation, list, column);
            // With a single area, the table of the years says it all.
            if by_year.is_none() || material.form.areas.len() > 1 {
                blocks.extend(movement_table(material, reconciliation, list, column).map(Block::Table));
            }
            blocks.extend(by_year.map(Block::Table));
        }
    }
    blocks.extend(not_explained(material));
    blocks.extend(chart(material).map(Block::Chart));
    Ok(Section { id: "changes".to_string(), heading: heading.to_string(), new_page: false, blocks })
}

/// What moved without being asked about, so that no difference is passed over in silence: how much of each column, and within what.
fn not_explained(material: &Material<'_>) -> Vec<Block> {
    let notes = material.findings.iter().filter(|finding| PRINTED_NOTES.contains(&finding.code));
    let items: Vec<String> = notes.map(|finding| finding.message.clone()).collect();
    if items.is_empty() {
        return Vec::new();
    }
    let text = "Changes that are not explained one by one:".to_string();
    vec![Block::Paragraph { text }, Block::Bullets { items }]
}

/// Target, forecast and achieved, as far as the form names them.
fn role_columns<'m>(material: &Material<'m>, list: &'m List) -> Vec<&'m Column> {
    let roles = &material.form.report.roles;
    [&roles.target, &roles.forecast, &roles.achieved]
        .into_iter()
        .filter_map(|role| list.column(role.as_deref()?))
        .collect()
}

/// The lines that always print; the others only where something moved on them.
fn lines(reconciliation: &Reconciliation) -> Vec<(usize, MovementLine)> {
    let always = |line: MovementLine| {
        !matches!(line, MovementLine::Reprofiled | MovementLine::Virements | MovementLine::Corrections)
    };
    let moved = |index: usize| {
        let amounts = reconciliation.movements.iter().filter_map(|movement| movement.lines.get(index));
        amounts.into_iter().any(|amount| !amount.is_zero())
    };
    MovementLine::ALL.into_iter().enumerate().filter(|(index, line)| always(*line) || moved(*index)).collect()
}

fn movement_table(material: &Material<'_>, reconciliation: &Reconciliation, list: &List, of: &Column) -> Option<Table> {
    let form = material.form;
    let lines = lines(reconciliation);
    let movements: Vec<&Movement> = reconciliation
        .movements
        .iter()
        .filter(|movement| movement.list == list.id && movement.column == of.id)
        .collect();
    let overall = movements.iter().find(|movement| movement.area.is_none())?;
    let name = tables::column_name(material, of);
    let mut columns = vec![column("Service area", Holds::Label, 3), column("Opening", Holds::Figure, 1)];
    columns.extend(lines.iter().map(|(_, line)| column(line.heading(), Holds::Figure, 1)));
    columns.push(column("Closing", Holds::Figure, 1));
    let id = format!("movement-{}", of.id);
    let title = format!("{name}: movement since {} ({})", reconciliation.prior.label(), unit_words(material));
    let mut table = table(
        &id,
        &title,
        format!(
            "How {name} moved in each service area from {} to {}: opening, changes by kind, closing.",
            reconciliation.prior.label(),
            material.period.label()
        ),
        columns,
    );
    table.sheet = format!("Movement of {name}");
    let last = lines.len() + 1;
    let computed = |row: usize| {
        let cells = (1..=last).map(|column| At { table: id.clone(), row, column });
        Origin::Computed(Expression::Sum(cells.collect()))
    };
    let areas: Vec<&&Movement> = movements.iter().filter(|movement| movement.area.is_some()).collect();
    for (index, movement) in areas.iter().enumerate() {
        let area = movement.area.as_deref().unwrap_or_default();
        let name = form.area(area).map_or(area, |area| area.name.as_str());
        let mut cells = vec![cells::label(name)];
        let opening = opening_places(reconciliation, list, &of.id, Some(area));
        cells.push(cells::money(&form.report, movement.opening, Origin::Given(opening)));
        for (line_index, line) in &lines {
            let amount = movement.lines.get(*line_index).copied().unwrap_or_default();
            let places = line_places(reconciliation, list, &of.id, Some(area), *line);
            let origin = if places.is_empty() { Origin::Label } else { Origin::Given(places) };
            cells.push(cells::money(&form.report, amount, origin));
        }
        cells.push(cells::money(&form.report, movement.closing, computed(index)));
        table.rows.push(row(RowKind::Item, cells));
    }
    table.rows.push(row(RowKind::Total, total_cells(material, overall, &lines, &id, areas.len())));
    if !overall.other_gross.0.is_zero() && !overall.other_gross.1.is_zero() {
        let unit = form.report.money.unit;
        table.notes.push(format!(
            "Other changes are net of increases of {} and decreases of {}.",
            money::say_money(overall.other_gross.0, unit),
            money::say_money(overall.other_gross.1.abs(), unit)
        ));
    }
    table.notes.extend(negative_savings(material));
    Some(table)
}

fn total_cells(
    material: &Material<'_>,
    overall: &Movement,
    lines: &[(usize, MovementLine)],
    id: &str,
    rows: usize,
) -> Vec<Cell> {
    let mut amounts = vec![overall.opening];
    amounts.extend(lines.iter().map(|(index, _)| overall.lines.get(*index).copied().unwrap_or_default()));
    amounts.push(overall.closing);
    let mut cells = vec![cells::label("Total")];
    for (index, amount) in amounts.into_iter().enumerate() {
        let column = index + 1;
        // Without areas there is nothing above to add up.
        let origin = if rows == 0 {
            Origin::Label
        } else {
            let cells = (0..rows).map(|row| At { table: id.to_string(), row, column });
            Origin::Computed(Expression::Sum(cells.collect()))
        };
        cells.push(cells::money(&material.form.report, amount, origin));
    }
    cells
}

/// The movement of every year of a programme, where the column is one year's and anything moved between the years.
fn years_table(material: &Material<'_>, reconciliation: &Reconciliation, list: &List, of: &Column) -> Option<Table> {
    let report = &material.form.report;
    let lines = lines(reconciliation);
    let mut movements = Vec::new();
    for (year, id) in material.form.every_year(&of.id) {
        let overall =
            |movement: &&Movement| movement.list == list.id && movement.column == id && movement.area.is_none();
        movements.push((year, reconciliation.movements.iter().find(overall)?));
    }
    if movements.iter().all(|(_, movement)| movement.lines.iter().all(Decimal::is_zero)) {
        return None;
    }
    let own = movements.iter().find(|(_, movement)| movement.column == of.id)?.0.label();
    let name = tables::column_name(material, of).replace(&own, "").trim().to_string();
    let mut columns = vec![column("Year", Holds::Label, 3), column("Opening", Holds::Figure, 1)];
    columns.extend(lines.iter().map(|(_, line)| column(line.heading(), Holds::Figure, 1)));
    columns.push(column("Closing", Holds::Figure, 1));
    let id = format!("years-{}", of.id);
    let title = format!("{name} by year: movement since {} ({})", reconciliation.prior.label(), unit_words(material));
    let about = format!("How {name} moved in each year of the programme: opening, changes by kind, closing.");
    let mut table = table(&id, &title, about, columns);
    table.sheet = format!("Movement of {name} by year");
    let last = lines.len() + 1;
    let sum = |cells: Vec<(usize, usize)>| {
        let at = cells.into_iter().map(|(row, column)| At { table: id.clone(), row, column });
        Origin::Computed(Expression::Sum(at.collect()))
    };
    for (index, (year, movement)) in movements.iter().enumerate() {
        let opening = opening_places(reconciliation, list, &movement.column, None);
        let mut cells =
            vec![cells::label(year.label()), cells::money(report, movement.opening, Origin::Given(opening))];
        for (line_index, line) in &lines {
            let amount = movement.lines.get(*line_index).copied().unwrap_or_default();
            let places = line_places(reconciliation, list, &movement.column, None, *line);
            let origin = if places.is_empty() { Origin::Label } else { Origin::Given(places) };
            cells.push(cells::money(report, amount, origin));
        }
        cells.push(cells::money(report, movement.closing, sum((1..=last).map(|column| (index, column)).collect())));
        table.rows.push(row(RowKind::Item, cells));
    }
    let mut total = vec![cells::label("Total")];
    for column in 1..=last + 1 {
        let amount = |movement: &Movement| match column.checked_sub(2) {
            None => Some(movement.opening),
            Some(line) if line < lines.len() => movement.lines.get(lines.get(line)?.0).copied(),
            Some(_) => Some(movement.closing),
        };
        let sum_of = money::checked_sum(movements.iter().filter_map(|(_, movement)| amount(movement)))?;
        total.push(cells::money(report, sum_of, sum((0..movements.len()).map(|row| (row, column)).collect())));
    }
    table.rows.push(row(RowKind::Total, total));
    table.notes.extend(negative_savings(material));
    Some(table)
}

/// The cells of the prior period that make up an opening figure.
fn opening_places(reconciliation: &Reconciliation, list: &List, column: &str, area: Option<&str>) -> Vec<Place> {
    let schemes = reconciliation.before.schemes.iter();
    schemes
        .filter(|scheme| scheme.list == list.id && (area.is_none() || scheme.area.as_deref() == area))
        .filter_map(|scheme| scheme.cells.get(column).cloned())
        .collect()
}

/// The cells, then and now, behind a line of the movement.
fn line_places(
    reconciliation: &Reconciliation,
    list: &List,
    column: &str,
    area: Option<&str>,
    line: MovementLine,
) -> Vec<Place> {
    let mut places = Vec::new();
    for pair in &reconciliation.pairs {
        let moved = pair.changes.iter().any(|change| {
            change.column == column && change.line == line && (area.is_none() || change.area.as_deref() == area)
        });
        if !moved {
            continue;
        }
        let before = pair.before.iter().filter_map(|index| reconciliation.before.schemes.get(*index));
        let after = pair.after.iter().filter_map(|index| reconciliation.after.schemes.get(*index));
        let schemes = before.chain(after).filter(|scheme| scheme.list == list.id);
        places.extend(schemes.filter_map(|scheme| scheme.cells.get(column).cloned()));
    }
    places
}

/// What a table of movements needs said where the form writes savings as negative amounts: the sentences above it say them
/// as positive ones.
pub(super) fn negative_savings(material: &Material<'_>) -> Option<String> {
    let note = "Savings stand here as negative amounts: an additional saving shows as a negative change.";
    material.form.report.negative_savings.then(|| note.to_string())
}

/// '£000s', as headings say it.
pub(super) fn unit_words(material: &Material<'_>) -> &'static str {
    match material.form.report.money.unit {
        money::Unit::Pounds => "£",
        money::Unit::Thousands => "£000s",
        money::Unit::Millions => "£m",
    }
}

/// A chart of the main figures by area.
fn chart(material: &Material<'_>) -> Option<Chart> {
    let form = material.form;
    let list = form.main()?;
    let columns = role_columns(material, list);
    let all = &material.figures.list(&list.id)?.all.groups;
    let groups: Vec<_> = all.iter().filter(|group| !group.is_inner()).collect();
    // One bar alone compares nothing.
    if columns.is_empty() || groups.is_empty() || columns.len() == 1 && groups.len() == 1 {
        return None;
    }
    let amount = |group: &crate::figures::Group<'_>, column: &Column| {
        let amount = group.totals.get(&column.id).and_then(|figure| figure.amount()).unwrap_or_default();
        // A bar is as long as the saving, however the form writes savings.
        if form.report.negative_savings { Decimal::ZERO.saturating_sub(amount) } else { amount }
    };
    let longest = groups
        .iter()
        .flat_map(|group| columns.iter().map(|column| amount(group, column)))
        .max()
        .filter(|longest| *longest > Decimal::ZERO)?;
    let print = |amount: Decimal| money::print_money(amount, form.report.money);
    let chart_groups: Vec<ChartGroup> = groups
        .iter()
        .map(|group| ChartGroup {
            name: group.label.clone(),
            labels: columns.iter().map(|column| print(amount(group, column))).collect(),
            lengths: columns.iter().map(|column| thousandths(amount(group, column), longest)).collect(),
        })
        .collect();
    let series: Vec<String> = columns.iter().map(|column| tables::column_name(material, column)).collect();
    let told: Vec<String> = chart_groups
        .iter()
        .map(|group| {
            let figures = series.iter().zip(&group.labels).map(|(name, label)| format!("{name} {label}"));
            format!("{}: {}", group.name, figures.collect::<Vec<_>>().join(", "))
        })
        .collect();
    Some(Chart {
        title: format!("{} by service area", series.join(", ")),
        unit: unit_words(material).to_string(),
        alternative: format!("Bar chart in {}. {}.", unit_words(material), told.join(". ")),
        series,
        groups: chart_groups,
    })
}

/// The length of a bar: nil for what is negative.
fn thousandths(amount: Decimal, longest: Decimal) -> u32 {
    use rust_decimal::prelude::ToPrimitive;
    let share = amount.max(Decimal::ZERO).checked_div(longest).and_then(|share| share.checked_mul(Decimal::from(1000)));
    let share = share.unwrap_or_default().round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    share.to_u32().unwrap_or(0)
}
