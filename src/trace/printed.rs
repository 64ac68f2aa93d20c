//! Where an amount prints in the appendix, and what it is there.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::asked::ask_for;
use super::history::Seen;
use super::scheme::Of;
use super::told::Print;
use super::total::Total;
use crate::form::Kind;
use crate::money::{Unit, amounts_in};
use crate::names::one_line;
use crate::report::{Appears, At, Cell, CellValue, Expression, Holds, How, NumberFormat, Origin, Report, Row, Table};
use crate::source::Place;

/// What a cell of the appendix is.
#[derive(Debug, Clone)]
pub(super) enum Is {
    /// A figure of a scheme (its index in the position).
    Scheme { index: usize, column: String },
    /// A total.
    Total(Total),
}

/// A place at which it prints, and what that is.
#[derive(Debug)]
pub(super) struct Hit {
    pub(super) print: Print,
    pub(super) is: Option<Is>,
}

/// An amount, a percentage or a number as a person types it.
struct Wanted {
    /// Without pound sign, commas and blanks.
    typed: String,
    /// In pounds, where it has a unit.
    pounds: Option<Decimal>,
}

/// '£1,240k' is '1240k', '(12)' is '-12'.
fn bare(text: &str) -> String {
    let text: String = text.chars().filter(|letter| !letter.is_whitespace() && !matches!(letter, '£' | ',')).collect();
    let text = text.replace(['−', '–'], "-").to_lowercase();
    match text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) {
        Some(inside) => format!("-{inside}"),
        None => text,
    }
}

impl Wanted {
    /// None where it is no figure.
    fn of(asked: &str) -> Option<Wanted> {
        let typed = bare(asked);
        let first = typed.trim_start_matches('-').chars().next()?;
        if !first.is_ascii_digit() && first != '.' {
            return None;
        }
        let pounds = match amounts_in(asked).as_slice() {
            [one] if one.has_suffix => Some(one.quantity.value()),
            _ => None,
        };
        Some(Wanted { typed, pounds })
    }

    fn is_printed(&self, cell: &Cell, unit: Unit) -> bool {
        let printed = bare(cell.text());
        let same = |pounds: Decimal| {
            let number = printed.parse::<Decimal>().ok();
            number.and_then(|number| number.checked_mul(unit.factor())).is_some_and(|printed| printed == pounds)
        };
        match &cell.value {
            CellValue::Number { format: NumberFormat::Money { .. }, .. } => {
                printed == self.typed || self.pounds.is_some_and(same)
            }
            CellValue::Number { .. } => printed == self.typed,
            _ => false,
        }
    }

    fn is_said(&self, text: &str) -> bool {
        let amount = |pounds: Decimal| matches!(amounts_in(text).as_slice(), [one] if one.quantity.value() == pounds);
        bare(text) == self.typed || self.pounds.is_some_and(amount)
    }
}

/// Whether it may be a figure as it prints.
pub(super) fn is_figure(asked: &str) -> bool {
    Wanted::of(asked).is_some()
}

/// Every place at which it prints, in the order of the appendix, then in its texts.
pub(super) fn hits(seen: &Seen<'_>, report: &Report, asked: &str) -> Vec<Hit> {
    let Some(wanted) = Wanted::of(asked) else { return Vec::new() };
    let unit = seen.form.report.money.unit;
    let tables: Vec<&Table> = report.tables().collect();
    let by_id: BTreeMap<&str, &Table> = tables.iter().map(|table| (table.id.as_str(), *table)).collect();
    let known = Known::of(seen);
    let mut hits = Vec::new();
    for table in tables.iter().filter(|table| table.appears != Appears::Workbook) {
        for row in &table.rows {
            for (number, cell) in row.cells.iter().enumerate() {
                if !wanted.is_printed(cell, unit) {
                    continue;
                }
                let heading = table.columns.get(number).map(|column| one_line(&column.heading)).unwrap_or_default();
                hits.push(hit(&by_id, &known, cell, [one_line(&table.title), label(table, row), heading], cell.text()));
            }
        }
    }
    for row in tables.iter().filter(|table| table.is_of_texts()).flat_map(|table| &table.rows) {
        let [place, text, said, value, ..] = row.cells.as_slice() else { continue };
        if wanted.is_said(said.text()) {
            let names = [one_line(place.text()), one_line(text.text()), "text".to_string()];
            hits.push(hit(&by_id, &known, value, names, said.text()));
        }
    }
    hits
}

fn hit(
    tables: &BTreeMap<&str, &Table>,
    known: &Known,
    cell: &Cell,
    [table, row, column]: [String; 3],
    text: &str,
) -> Hit {
    let cells = behind(tables, cell);
    let is = known.find(&cells, cell);
    let how = match (&cell.origin, cells.len()) {
        (Origin::Given(_), _) => "as given".to_string(),
        (Origin::Drawn(how, places), _) => how.words(places.len()),
        (Origin::Computed(Expression::Sum(_) | Expression::Matching { .. }), number) => How::Sum.words(number),
        (Origin::Computed(Expression::Count(_)), number) => How::Count.words(number),
        (_, number) => How::Worked.words(number),
    };
    let ask = is.as_ref().map(|(_, ask)| ask.clone());
    Hit { print: Print { table, row, column, text: text.to_string(), how, cells, ask }, is: is.map(|(is, _)| is) }
}

/// What names a row.
fn label(table: &Table, row: &Row) -> String {
    let first = table.columns.iter().position(|column| column.holds == Holds::Label).unwrap_or(0);
    row.cells.get(first).map(|cell| one_line(cell.text())).unwrap_or_default()
}

/// The cells of returns that a cell comes from in the end, each once.
fn behind(tables: &BTreeMap<&str, &Table>, from: &Cell) -> Vec<Place> {
    let mut places: BTreeSet<Place> = BTreeSet::new();
    let mut seen: BTreeSet<At> = BTreeSet::new();
    let mut waiting = vec![from];
    while let Some(cell) = waiting.pop() {
        places.extend(cell.origin.places().iter().cloned());
        let Origin::Computed(expression) = &cell.origin else { continue };
        let next: Vec<At> = match expression {
            Expression::Same(at) => vec![at.clone()],
            Expression::Sum(cells) | Expression::Count(cells) => cells.clone(),
            Expression::Formula(_, names, _) => names.iter().map(|(_, at)| at.clone()).collect(),
            Expression::Matching { table, sum, rows } => {
                let own = tables.get(table.as_str()).map(|table| table.rows.as_slice()).unwrap_or_default();
                let fits = |row: &Row| {
                    rows.iter().all(|(column, text)| row.cells.get(*column).is_some_and(|cell| cell.text() == text))
                };
                let picked = own.iter().enumerate().filter(|(_, row)| fits(row));
                let columns = |row: &Row| sum.map_or(0..row.cells.len(), |sum| sum..sum.saturating_add(1));
                let cells = picked.flat_map(|(number, row)| columns(row).map(move |column| (number, column)));
                cells.map(|(row, column)| At { table: table.clone(), row, column }).collect()
            }
        };
        for at in next {
            let row = tables.get(at.table.as_str()).and_then(|table| table.rows.get(at.row));
            let cell = row.and_then(|row| row.cells.get(at.column));
            if seen.insert(at) {
                waiting.extend(cell);
            }
        }
    }
    places.into_iter().collect()
}

/// What the figures of the period are, by the cells behind them and what they come to.
struct Known {
    unit: Unit,
    by_cells: BTreeMap<Vec<Place>, Vec<KnownFigure>>,
}

/// A figure of the period.
struct KnownFigure {
    amount: Decimal,
    kind: Kind,
    /// In which its column prints.
    unit: Unit,
    is: Is,
    ask: String,
}

impl Known {
    fn of(seen: &Seen<'_>) -> Known {
        let mut known = Known { unit: seen.form.report.money.unit, by_cells: BTreeMap::new() };
        let Some(examined) = &seen.examined else { return known };
        for figures in &examined.figures.lists {
            let Some(list) = seen.form.list(&figures.list) else { continue };
            let behind = examined.figures.behind_list(seen.form, list);
            let all = Of::all(list);
            if list.has_schemes() {
                for (index, scheme) in seen.position.schemes.iter().enumerate().filter(|(_, own)| own.list == list.id) {
                    let Some(item) = seen.item(scheme) else { continue };
                    for of in &all {
                        let amount = item.figures.get(of.id).and_then(crate::figures::Figure::amount);
                        let is = Is::Scheme { index, column: of.id.to_string() };
                        let ask = ask_for(scheme, list.id != seen.form.report.main_list);
                        known.add(behind.item(item, of.id), amount, *of, is, ask);
                    }
                }
            }
            let areas = seen.form.areas.iter().map(|area| Some(area.id.clone()));
            for area in areas.chain([None]) {
                for of in &all {
                    let total = Total { list: list.id.clone(), area: area.clone(), column: of.id.to_string() };
                    let Some(group) = total.group(figures) else { continue };
                    let amount = group.totals.get(of.id).and_then(crate::figures::Figure::amount);
                    let ask = total.ask();
                    known.add(behind.total(group, of.id), amount, *of, Is::Total(total), ask);
                }
            }
        }
        known
    }

    fn add(&mut self, cells: Vec<Place>, amount: Option<Decimal>, of: Of<'_>, is: Is, ask: String) {
        if let (Some(amount), false) = (amount, cells.is_empty()) {
            let kind = if of.kind() == "money" { Kind::Money } else { of.column.kind.plain() };
            let unit = of.column.money().and_then(|money| money.prints).unwrap_or(self.unit);
            self.by_cells.entry(cells).or_default().push(KnownFigure { amount, kind, unit, is, ask });
        }
    }

    /// What a cell of the report is: what comes from the same cells, and to the same.
    fn find(&self, cells: &[Place], cell: &Cell) -> Option<(Is, String)> {
        let shown = cell.number()?;
        let same = |known: &&KnownFigure| {
            let is_money = known.kind == Kind::Money;
            let own = |unit: Unit| if is_money { known.amount.checked_div(unit.factor()) } else { Some(known.amount) };
            // The sheet of texts has pounds.
            [known.unit, self.unit, Unit::Pounds].into_iter().filter_map(own).any(|own| own == shown)
        };
        let found = self.by_cells.get(cells)?.iter().find(same)?;
        Some((found.is.clone(), found.ask.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::{MoneyStyle, NegativeStyle, print_money};

    fn money(pounds: i64, unit: Unit) -> Cell {
        let style = MoneyStyle { unit, decimals: unit.usual_decimals(), negative: NegativeStyle::Parentheses };
        let (format, text) =
            (NumberFormat::Money { decimals: 0, parentheses: true }, print_money(Decimal::from(pounds), style));
        let value = CellValue::Number { number: Decimal::from(pounds) / unit.factor(), format, text };
        Cell { value, origin: Origin::Label, tone: crate::report::Tone::Plain }
    }

    #[test]
    fn an_amount_is_known_however_it_is_typed() {
        let prints = |asked: &str, pounds| {
            Wanted::of(asked).unwrap().is_printed(&money(pounds, Unit::Thousands), Unit::Thousands)
        };
        for asked in ["£1,240k", "1240", "1,240", "£1.24m", "£1,240", " 1 240 "] {
            assert!(prints(asked, 1_240_000), "{asked}");
            assert!(!prints(asked, 1_241_000) && !prints(asked, -1_240_000), "{asked}");
        }
        assert!(prints("(12)", -12_000) && prints("-12", -12_000) && prints("−£12k", -12_000));
        let said = |asked: &str, text: &str| Wanted::of(asked).unwrap().is_said(text);
        assert!(said("£1.24m", "£1,240k") && said("83%", "83%") && !said("83", "83%"));
        assert!(!is_figure("Voids") && !is_figure("-") && !is_figure(""));
    }
}
