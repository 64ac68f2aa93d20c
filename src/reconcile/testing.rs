//! Forms and positions made by hand, for the tests of reconciling and of its rules.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::form::kind::{Choice, Count, Money, Percent, Reference, Text};
use crate::form::{AmountSettings, Column, ColumnKind, Form, Kind, TotalOrigin};
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

/// A column of the form below, with another id and kind.
pub fn column(id: &str, kind: Kind) -> Column {
    let mut column = form().lists.remove(0).columns.remove(1);
    column.id = id.into();
    column.heading = id.into();
    let Some(figure) = column.figure().cloned() else { panic!("the form's second column holds figures") };
    let amount = AmountSettings::default();
    column.kind = match kind {
        Kind::Money => ColumnKind::Money(Money {
            figure,
            amount,
            unit: column.unit(),
            prints: None,
            full_year_of: None,
            net: false,
        }),
        Kind::Percent => ColumnKind::Percent(Percent { figure, decimals: 0, movement: None, beside: None }),
        Kind::Count => ColumnKind::Count(Count { figure, amount }),
        Kind::Text => ColumnKind::Text(Text::default()),
        Kind::Choice => ColumnKind::Choice(Choice::default()),
        Kind::Code => ColumnKind::Code(Reference::default()),
        Kind::Date => ColumnKind::Date,
        Kind::Year => ColumnKind::Year,
    };
    if !kind.is_amount() {
        column.total = TotalOrigin::None;
    }
    column
}

/// One list, 'projects', with title, target, forecast, percent (of forecast to target), achieved and risks.
pub fn form() -> Form {
    let areas: String = AREAS.iter().map(|id| format!("[[area]]\nid = \"{id}\"\nname = \"The {id}\"\n")).collect();
    let mut form = Form::parse("piperoll.toml", &format!("{FORM}\n{areas}")).unwrap();
    // Places that no test of reconciling is about.
    let list = &mut form.lists[0];
    list.at = Place::line("piperoll.toml", 5);
    for column in &mut list.columns {
        column.at = Place::line("piperoll.toml", 10);
    }
    form
}

const FORM: &str = r#"
version = 1

[report]
title = "T"
council = "C"
committee = "D"
money = { unit = "thousands" }
main_list = "projects"
roles = { target = "target", forecast = "forecast", achieved = "achieved" }

[[list]]
id = "projects"
item = "project"
items = "projects"
key = "title"

[[list.column]]
id = "title"
heading = "title"
kind = "text"

[[list.column]]
id = "target"
heading = "target"
kind = "money"
unit = "thousands"
movement = { amount = 0, percent = 0 }

[[list.column]]
id = "forecast"
heading = "forecast"
kind = "money"
unit = "thousands"
movement = { amount = 100_000, percent = 10 }

[[list.column]]
id = "percent"
heading = "percent"
kind = "percent"
formula = "forecast / target"

[[list.column]]
id = "achieved"
heading = "achieved"
kind = "money"
unit = "thousands"
cumulative = true

[[list.column]]
id = "risks"
heading = "risks"
kind = "text"

[[return]]
list = "projects"
file = "{area}"
area = "file"

[[table]]
id = "projects"
title = "Projects"
from = "projects"
columns = ["title", "target"]
"#;

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
        groups: Vec::new(),
        texts: BTreeMap::new(),
        placeholders: BTreeMap::new(),
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
    Position { period, schemes, whole: None, not_known: Default::default(), files: BTreeMap::new() }
}
