//! A percentage typed as a bare number.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::{Found, Habit, by_sheet};
use crate::check::look::{agrees_as_ratio, reaching, stated};
use crate::check::{Rule, View, stated as answered, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::Kind;
use crate::formula::Operand;
use crate::money::Told;
use crate::returns::grid::Raw;
use crate::returns::look::Sight;
use crate::returns::{StatedFigure, Value};
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "percent-without-sign",
    family: Family::Cell,
    severity: Severity::Note,
    title: "A percentage without its sign",
    what: "A bare number stands in a column of percentages, in a cell that is not formatted as a percentage. Numbers such as 83 were \
           read as 83%, and numbers such as 0.83 as a ratio, which is 83% too. Where that is not certain it is a query: 5 may be 5% or \
           500%, and beside 83 a 0.5 may be 0.5% or 50%.",
    why: "A percentage that is a hundred times too large or too small reads like any other. Nothing is multiplied in silence.",
    mend: "Write the per cent sign, or format the cell as a percentage.",
    run,
};

/// A number up to this is a ratio by itself, and beyond `LEAST_POINTS` percent points; what lies between may be either.
const MOST_RATIO: Decimal = Decimal::ONE;

/// See `MOST_RATIO`.
const LEAST_POINTS: Decimal = Decimal::TEN;

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut unsure: BTreeMap<(Place, String), Vec<Found<'_>>> = BTreeMap::new();
    let all = by_sheet(view, |line, column, cell| {
        let Value::Figure(figure) = &cell.value else { return false };
        // A ratio beyond 1,000% that its formula gives is no bare number.
        let is_ratio = matches!(line.operand(&column.id), Operand::Number(worked_out)
            if column.is_computed() && agrees_as_ratio(figure, worked_out));
        column.kind == Kind::Percent && !is_ratio && Bare::of(view, &cell.at, figure).is_some()
    });
    for habit in &all {
        for found in std::iter::once(&habit.first).chain(&habit.others) {
            let sheet = Place { cell: None, ..found.2.at.clone() };
            unsure.entry((sheet, found.1.id.clone())).or_default().push(*found);
        }
    }
    unsure.retain(|_, cells| is_unsure(view, cells));
    let is_asked =
        |found: &Found<'_>| unsure.contains_key(&(Place { cell: None, ..found.2.at.clone() }, found.1.id.clone()));
    let bare: BTreeSet<&Place> = all
        .iter()
        .flat_map(|habit| std::iter::once(&habit.first).chain(&habit.others))
        .map(|found| &found.2.at)
        .collect();
    let noted = by_sheet(view, |line, column, cell| {
        let Value::Figure(figure) = &cell.value else { return false };
        let is_bare = figure.bare_percent || matches!(Bare::of(view, &cell.at, figure), Some(Bare::Number(_)));
        is_bare && bare.contains(&cell.at) && !is_asked(&(*line, column, cell))
    });
    let mut findings: Vec<Finding> = unsure.values().filter_map(|cells| question(rule, view, cells)).collect();
    findings.extend(noted.iter().filter_map(|habit| finding(rule, view, habit)));
    findings
}

/// A number in a column of percentages without its sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bare {
    /// A number in a cell that is not formatted as a percentage.
    Number(Decimal),
    /// One that is typed as text, as in a .csv: it may be the ratio that a sheet showed.
    Text(Decimal),
    /// One of a file that does not tell how its cells are formatted: it may show a per cent sign.
    Perhaps(Decimal),
}

impl Bare {
    fn number(self) -> Decimal {
        match self {
            Bare::Number(number) | Bare::Text(number) | Bare::Perhaps(number) => number,
        }
    }

    /// Of a cell that holds a figure. `None` where it has a sign, or is nil.
    fn of(view: &View<'_>, at: &Place, figure: &StatedFigure) -> Option<Bare> {
        let sheet = view.returns.sheet(at)?;
        let cell = at.cell?;
        let raw = sheet.cells.get(&cell)?;
        if figure.bare_percent {
            // It was read in percent points.
            let number = figure.quantity.value().checked_mul(Decimal::ONE_HUNDRED)?;
            return Some(if matches!(raw, Raw::Text(_)) { Bare::Text(number) } else { Bare::Number(number) });
        }
        let Raw::Number(number) = raw else { return None };
        if number.is_zero() {
            return None;
        }
        let style = sheet.look.styles.get(&cell).and_then(|style| style.format.as_deref());
        let shown = sheet.look.shown.get(&cell).map(|text| &**text);
        let file = view.returns.files.iter().find(|file| file.path == at.file)?;
        match style.or(shown) {
            Some(text) => Some(Bare::Number(*number)).filter(|_| !text.contains('%')),
            None if matches!(file.sight, Sight::Values | Sight::Damaged) => Some(Bare::Perhaps(*number)),
            None => Some(Bare::Number(*number)),
        }
    }
}

fn bare((_, _, cell): &Found<'_>, view: &View<'_>) -> Option<Bare> {
    let Value::Figure(figure) = &cell.value else { return None };
    Bare::of(view, &cell.at, figure)
}

/// Whether it is not certain how the bare numbers of a column are meant: one of up to 1 is read as a ratio, all others as percent
/// points. What a formula of the form gives as well is certain.
fn is_unsure(view: &View<'_>, cells: &[Found<'_>]) -> bool {
    let known = cells.iter().filter(|found| !is_given_by_formula(found)).filter_map(|found| {
        let is_computed = found.1.is_computed();
        Some((bare(found, view)?, is_computed))
    });
    let all: Vec<(Bare, bool)> = known.collect();
    let is_points = |bare: &Bare| !matches!(bare, Bare::Perhaps(_)) && bare.number().abs() > LEAST_POINTS;
    let points = all.iter().any(|(bare, _)| is_points(bare));
    // Under a format of whole numbers a ratio shows as 0 or 1.
    let hides_ratio = |(_, column, cell): &Found<'_>| {
        let format = || view.returns.sheet(&cell.at)?.look.styles.get(&cell.at.cell?)?.format.as_deref();
        !column.is_computed() && format().is_some_and(|code| matches!(code, "0" | "#,##0" | "#"))
    };
    let is_ratio = |found: &Found<'_>| bare(found, view).is_some_and(|bare| bare.number().abs() < MOST_RATIO);
    if cells.iter().any(|found| is_ratio(found) && hides_ratio(found)) {
        return true;
    }
    all.iter().any(|(bare, is_computed)| {
        let number = bare.number().abs();
        match bare {
            Bare::Text(_) => number <= MOST_RATIO && (points || !is_computed),
            Bare::Number(_) => number <= LEAST_POINTS && (number > MOST_RATIO || points),
            Bare::Perhaps(_) => points,
        }
    })
}

/// Whether the form's own formula gives the percentage as it was read.
fn is_given_by_formula((line, column, cell): &Found<'_>) -> bool {
    let Value::Figure(figure) = &cell.value else { return false };
    column.is_computed()
        && matches!(line.operand(&column.id), Operand::Number(worked_out)
            if reaching(column, figure.quantity).agrees_with(worked_out))
}

/// So many cells are named.
const NAMED: usize = 3;

fn question(rule: &Rule, view: &View<'_>, cells: &[Found<'_>]) -> Option<Finding> {
    let (line, column, first) = cells.first()?;
    let read = |found: &Found<'_>| {
        let (line, column, cell) = found;
        let (_, figure) = stated(line.row, column)?;
        let number = bare(found, view)?.number().normalize();
        let told = wording::figure(column, Told::Stated(figure.quantity.value()));
        Some(format!("{number} in {} was read as {told}", wording::cell(&cell.at)))
    };
    let named: Vec<String> = cells.iter().filter_map(read).collect();
    let numbers = cells.iter().filter_map(|found| bare(found, view)).map(Bare::number);
    let number = { numbers }.find(|number| number.abs() <= LEAST_POINTS)?;
    let number = number.normalize();
    let times = number.checked_mul(Decimal::ONE_HUNDRED)?.normalize();
    let message = format!(
        "{}: in {}, figures have no per cent sign: {number} may be {number}% or {times}% ({})",
        view.whose(line),
        view.name(column),
        wording::first_of(&named, NAMED),
    );
    let texts: Vec<String> = cells.iter().map(|(_, _, cell)| cell.text.trim().to_string()).collect();
    let draft = rule.at(&first.at).about_list(view, &line.list.id, line.row.area.as_deref(), "").column(column);
    let draft = draft.topic_and("unsure").weighing(Severity::Query);
    let draft = draft.stated_text(&answered::texts(texts.iter().map(String::as_str)));
    let related: Vec<Place> = cells.iter().skip(1).map(|(_, _, cell)| cell.at.clone()).collect();
    let mend = "write the per cent signs, or format the cells as percentages";
    Some(draft.related(related).says(message, wording::mend_or_explain(mend)))
}

fn finding(rule: &Rule, view: &View<'_>, habit: &Habit<'_>) -> Option<Finding> {
    let (line, column, cell) = habit.first();
    let (_, figure) = stated(line.row, column)?;
    let read = Told::Stated(figure.quantity.value());
    let place = wording::cell(&cell.at);
    // A ratio shows as a percentage once it is read.
    let typed = match bare(&habit.first(), view) {
        Some(Bare::Number(number)) => number.normalize().to_string(),
        _ => cell.text.trim().to_string(),
    };
    let message = format!(
        "{}: '{typed}' in {} ({place}) has no per cent sign and was read as {}{}",
        view.whose(&line),
        view.name(column),
        wording::figure(column, read),
        habit.more("was another like it", |others| format!("were {others} others like it")),
    );
    let draft = habit.draft(rule, view).figure(column, read);
    Some(draft.says(message, format!("write the per cent sign in {place}")))
}
