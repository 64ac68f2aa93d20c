//! One cell of a table: as it prints, the number behind it, and where it comes from.

use rust_decimal::Decimal;

use super::material::Material;
use super::{Cell, CellValue, How, NumberFormat, Origin, Tone};
use crate::figures::{Figure, FigureOrigin};
use crate::form::{Column, ColumnKind, Kind, ReportForm};
use crate::money::{self, Absent, MoneyStyle, NegativeStyle, Quantity};
use crate::period::Calendar;
use crate::returns::{self, Value};
use crate::words::fixed::Fixed;

/// A cell of no colour.
fn plain(value: CellValue, origin: Origin) -> Cell {
    Cell { value, origin, tone: Tone::Plain }
}

/// Words of the form or of this program.
pub(super) fn label(text: impl Into<String>) -> Cell {
    plain(CellValue::words(text), Origin::Label)
}

/// What stands in place of a figure.
pub(super) fn placeholder(text: impl Into<String>, origin: Origin) -> Cell {
    in_place(plain(CellValue::words(text), origin))
}

/// The same words, which stand in place of a figure.
pub(super) fn in_place(cell: Cell) -> Cell {
    match cell.value {
        CellValue::Text(text) => Cell { value: CellValue::Placeholder(text), ..cell },
        _ => cell,
    }
}

/// A number as it is, neither rounded nor in a unit.
pub(super) fn number(number: Decimal, origin: Origin) -> Cell {
    let text = number.normalize().to_string();
    plain(CellValue::Number { number, format: NumberFormat::General, text }, origin)
}

/// An amount of pounds, printed as the form prints money.
pub(super) fn money(report: &ReportForm, pounds: Decimal, origin: Origin) -> Cell {
    in_style(report.money, pounds, origin)
}

/// How the money of a column prints: as the form says, or in a unit of its own.
fn style(report: &ReportForm, column: &Column) -> MoneyStyle {
    match column.money().and_then(|money| money.prints) {
        Some(unit) if unit != report.money.unit => MoneyStyle { unit, decimals: unit.usual_decimals(), ..report.money },
        _ => report.money,
    }
}

/// An amount of pounds, printed in a style.
pub(super) fn in_style(style: MoneyStyle, pounds: Decimal, origin: Origin) -> Cell {
    let text = money::print_money(pounds, style);
    let parentheses = style.negative == NegativeStyle::Parentheses;
    let format = NumberFormat::Money { decimals: style.decimals, parentheses };
    // Only a unit of nil could not divide.
    let value = match pounds.checked_div(style.unit.factor()) {
        Some(number) => CellValue::Number { number, format, text },
        None => CellValue::Text(text),
    };
    plain(value, origin)
}

/// The change of a percentage, in percentage points, with one decimal at least: '1.0 points'.
pub(super) fn points(fixed: &Fixed, column: &Column, change: Decimal, origin: Origin) -> Cell {
    let decimals = column.decimals().max(1);
    // A unit, as '%' is one: the workbook's number format says it too.
    let text = fixed.points().fill(&[("number", money::print_percent(change, decimals).trim_end_matches('%'))]);
    let value = match change.checked_mul(Decimal::ONE_HUNDRED) {
        Some(number) => CellValue::Number { number, format: NumberFormat::Points { decimals }, text },
        None => CellValue::Text(text),
    };
    plain(value, origin)
}

/// A figure of a column, in pounds, as a ratio or a count; money in the unit of the appendix, whatever its own column prints.
pub(super) fn value(material: &Material<'_>, column: &Column, value: Decimal, origin: Origin) -> Cell {
    if column.kind == Kind::Money {
        return money(&material.form.report, value, origin);
    }
    figure(material, column, &Figure::known(Quantity::exact(value), FigureOrigin::Nothing), None, origin)
}

/// A figure of a column, printed as the form prints it. `typed` is the return's cell, which prints as typed where it is a
/// placeholder or holds an amount beside its percentage.
pub(super) fn figure(
    material: &Material<'_>,
    column: &Column,
    figure: &Figure,
    typed: Option<&returns::Cell>,
    origin: Origin,
) -> Cell {
    let quantity = match &figure.value {
        Ok(quantity) => quantity,
        Err(why) => return absent(material, column, why, origin),
    };
    let mixed = typed.filter(|cell| {
        !column.is_computed() && matches!(&cell.value, Value::Figure(figure) if figure.beside.is_some())
    });
    if let Some(cell) = mixed {
        return plain(CellValue::Mixed(cell.text.trim().to_string()), origin);
    }
    let amount = quantity.value();
    match &column.kind {
        ColumnKind::Money(_) => in_style(style(&material.form.report, column), amount, origin),
        ColumnKind::Percent(_) => {
            let (decimals, text) = (column.decimals(), money::print_percent(amount, column.decimals()));
            plain(CellValue::Number { number: amount, format: NumberFormat::Percent { decimals }, text }, origin)
        }
        ColumnKind::Count(_)
        | ColumnKind::Text(_)
        | ColumnKind::Choice(_)
        | ColumnKind::Code(_)
        | ColumnKind::Date
        | ColumnKind::Year => number(amount, origin),
    }
}

fn absent(material: &Material<'_>, column: &Column, why: &Absent, origin: Origin) -> Cell {
    match why {
        Absent::Code(code) => placeholder(code.trim(), origin),
        Absent::Blank if !column.is_computed() => plain(CellValue::Blank, origin),
        Absent::Unreadable => plain(CellValue::words(material.words.fixed.not_readable().said()), origin),
        _ => placeholder(material.form.report.not_applicable.clone(), origin),
    }
}

/// A text cell of a return.
pub(super) fn text(calendar: &Calendar, column: &Column, cell: Option<&returns::Cell>) -> Cell {
    let Some(cell) = cell else { return label("") };
    let text = match &cell.value {
        Value::Text(text) => text.trim().to_string(),
        // A month stays one: nobody said a day.
        Value::Date(_) if crate::period::read_month(&cell.text).is_some() => cell.text.trim().to_string(),
        Value::Date(date) => calendar.long_date(*date),
        Value::Absent(Absent::Blank) => String::new(),
        Value::Absent(_) | Value::Figure(_) => cell.text.trim().to_string(),
    };
    let tone = if column.kind == Kind::Choice { tone(column, &text) } else { Tone::Plain };
    Cell { value: CellValue::words(text), origin: Origin::Given(cell.at.clone()), tone }
}

/// A status word that follows from figures: from these cells of returns.
pub(super) fn status(column: &Column, word: &str, places: Vec<crate::source::Place>) -> Cell {
    Cell { tone: tone(column, word), origin: Origin::drawn(How::Worked, places), ..label(word) }
}

/// The colour of a RAG word; any other status word has none. A letter alone is a colour only among all three: 'R' beside 'NR'
/// is no red.
pub(super) fn tone(column: &Column, text: &str) -> Tone {
    let letters =
        ["r", "a", "g"].iter().all(|letter| column.choices().iter().any(|choice| choice.eq_ignore_ascii_case(letter)));
    match text.to_ascii_lowercase().as_str() {
        "red" => Tone::Red,
        "amber" => Tone::Amber,
        "green" => Tone::Green,
        "r" if letters => Tone::Red,
        "a" if letters => Tone::Amber,
        "g" if letters => Tone::Green,
        _ => Tone::Plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::kind::Choice;

    #[test]
    fn a_letter_is_a_colour_only_among_all_three() {
        let text = include_str!("../../samples/rag-schemes/piperoll.toml");
        let form = crate::form::Form::parse("piperoll.toml", text).unwrap();
        let list = form.main().unwrap();
        let (rag, recurrence) = (list.column("rag").unwrap(), list.column("recurrence").unwrap());
        assert_eq!(
            (tone(rag, "RED"), tone(rag, "Amber"), tone(recurrence, "R")),
            (Tone::Red, Tone::Amber, Tone::Plain)
        );
        let choices = ["R", "A", "G"].map(String::from).to_vec();
        let kind = ColumnKind::Choice(Choice { choices, ..Choice::default() });
        let letters = Column { kind, ..recurrence.clone() };
        assert_eq!((tone(&letters, "R"), tone(&letters, "g")), (Tone::Red, Tone::Green));
    }

    #[test]
    fn a_month_prints_as_it_is_shown_and_a_day_in_full() {
        let date = jiff::civil::date(2023, 4, 1);
        let form = crate::form::Form::parse("piperoll.toml", include_str!("../../samples/rag-schemes/piperoll.toml"));
        let form = form.unwrap();
        let column = Column { kind: ColumnKind::Date, ..form.main().unwrap().columns[0].clone() };
        for (typed, printed) in [("Apr-23", "Apr-23"), ("01/04/2023", "1 April 2023")] {
            let at = crate::source::Place::file("x");
            let cell = returns::Cell { at, text: typed.to_string(), value: Value::Date(date), decided: None };
            assert_eq!(text(&Calendar::english(), &column, Some(&cell)).text(), printed);
        }
    }
}
