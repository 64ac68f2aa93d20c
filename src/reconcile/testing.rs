//! Forms and positions made by hand, for the tests of reconciling and of its rules.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::form::{Area, Blank, Column, ColumnOrigin, Form, Kind, List, ReportForm, Roles, Tolerance, TotalOrigin};
use crate::formula::{Expr, Operator};
use crate::money::{MoneyStyle, NegativeStyle, Unit};
use crate::period::{FinancialYear, Part, Period};
use crate::source::{Address, Place};

use super::position::{Position, Scheme};

/// The area ids of the form.
pub const AREAS: [&str; 3] = ["north", "south", "west"];

/// Quarter 1 to 4 of 2022/23.
pub fn quarter(quarter: u8) -> Period {
    Period { year: FinancialYear { start: 2022 }, part: Part::Quarter(quarter) }
}

pub fn pounds(amount: i64) -> Decimal {
    Decimal::from(amount)
}

pub fn column(id: &str, kind: Kind) -> Column {
    Column {
        id: id.into(),
        heading: id.into(),
        also: Vec::new(),
        kind,
        unit: Unit::Thousands,
        decimals: 0,
        required: false,
        optional: false,
        cumulative: false,
        rounded: false,
        blank: Blank::Missing,
        codes: BTreeMap::new(),
        choices: Vec::new(),
        origin: ColumnOrigin::Given,
        total: TotalOrigin::Sum,
        beside: None,
        agrees_with: None,
        net: false,
        movement: None,
        done_words: Vec::new(),
        parts: Vec::new(),
        at: Place::line("piperoll.toml", 10),
    }
}

/// One list, 'projects', with title, target, forecast, percent (of forecast to target), achieved and risks.
pub fn form() -> Form {
    let list = List {
        id: "projects".into(),
        item: "project".into(),
        items: "projects".into(),
        key: "title".into(),
        label: "title".into(),
        summary_of: None,
        balancing: Vec::new(),
        columns: vec![
            column("title", Kind::Text),
            Column {
                movement: Some(Tolerance { amount: Decimal::ZERO, percent: Decimal::ZERO }),
                ..column("target", Kind::Money)
            },
            Column {
                movement: Some(Tolerance { amount: pounds(100_000), percent: Decimal::new(10, 2) }),
                ..column("forecast", Kind::Money)
            },
            Column {
                origin: ColumnOrigin::Formula(Expr::Binary(
                    Operator::Divide,
                    Box::new(Expr::Column("forecast".into())),
                    Box::new(Expr::Column("target".into())),
                )),
                ..column("percent", Kind::Percent)
            },
            Column { cumulative: true, ..column("achieved", Kind::Money) },
            Column { total: TotalOrigin::None, ..column("risks", Kind::Text) },
        ],
        at: Place::line("piperoll.toml", 5),
    };
    let area = |id: &&str| Area {
        id: (*id).into(),
        name: format!("The {id}"),
        also: Vec::new(),
        number: None,
        returns: true,
        at: Place::line("piperoll.toml", 2),
    };
    Form {
        report: ReportForm {
            title: String::new(),
            council: String::new(),
            committee: String::new(),
            money: MoneyStyle { unit: Unit::Thousands, decimals: 0, negative: NegativeStyle::Minus },
            year_starts: 4,
            not_applicable: "-".into(),
            main_list: "projects".into(),
            roles: Roles {
                target: Some("target".into()),
                forecast: Some("forecast".into()),
                achieved: Some("achieved".into()),
            },
        },
        periods: Vec::new(),
        areas: AREAS.iter().map(area).collect(),
        lists: vec![list],
        returns: Vec::new(),
        checks: Vec::new(),
        narratives: Vec::new(),
        tables: Vec::new(),
        contacts: Vec::new(),
    }
}

/// The same with a column of references as the list's key.
pub fn form_with_references() -> Form {
    let mut form = form();
    let list = &mut form.lists[0];
    list.columns.insert(0, column("ref", Kind::Code));
    list.key = "ref".into();
    form
}

/// A scheme with figures in thousands of pounds: `("target", 500)`.
pub fn scheme(area: &str, title: &str, figures: &[(&str, i64)]) -> Scheme {
    let figures: BTreeMap<String, Decimal> =
        figures.iter().map(|(column, figure)| ((*column).to_string(), pounds(figure * 1_000))).collect();
    Scheme {
        list: "projects".into(),
        area: Some(area.into()),
        key: title.into(),
        label: title.into(),
        balancing: false,
        at: Place::file("x.xlsx"),
        figures,
        cells: BTreeMap::new(),
        texts: BTreeMap::new(),
    }
}

/// The same with a reference.
pub fn referenced(area: &str, reference: &str, title: &str, figures: &[(&str, i64)]) -> Scheme {
    Scheme { key: reference.into(), ..scheme(area, title, figures) }
}

/// The position that these schemes are, each with places of its own: a sheet an area, a row a scheme; the percentage is
/// worked out.
pub fn position(period: Period, mut schemes: Vec<Scheme>) -> Position {
    let quarter = match period.part {
        Part::Quarter(quarter) => quarter,
        _ => 0,
    };
    for (row, scheme) in schemes.iter_mut().enumerate() {
        let file = format!("returns/2022-23-q{quarter}/{}.xlsx", scheme.area.as_deref().unwrap_or("all"));
        let row = u32::try_from(row).unwrap() + 4;
        scheme.at = Place::cell(file, "Return", Address::new(row, 0));
        if let (Some(forecast), Some(target)) = (scheme.figures.get("forecast"), scheme.figures.get("target"))
            && let Some(percent) = forecast.checked_div(*target)
        {
            scheme.figures.insert("percent".into(), percent);
        }
        for (index, id) in ["title", "target", "forecast", "percent", "achieved", "risks"].iter().enumerate() {
            let cell = Address::new(row, u32::try_from(index).unwrap());
            scheme.cells.insert((*id).to_string(), scheme.at.at(cell));
        }
    }
    Position { period, schemes, files: BTreeMap::new() }
}
