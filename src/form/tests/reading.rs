//! A form that is well: what is read, and what holds where nothing is said.

use jiff::civil::date;
use rust_decimal::Decimal;

use super::*;
use crate::finding::Severity;
use crate::formula::Expr;
use crate::money::{NegativeStyle, Unit};

const SAMPLE: &str = include_str!("../../../samples/recovery-plan/piperoll.toml");

#[test]
fn the_recovery_plan_is_read() {
    let form = parsed(SAMPLE);
    assert_eq!(form.areas.len(), 7);
    assert!(!form.areas[6].returns);
    assert_eq!(form.report.money.unit, Unit::Thousands);
    assert_eq!(form.report.roles.forecast.as_deref(), Some("forecast"));
    assert_eq!(form.periods[1].first_page, Some(263));
    assert_eq!(form.periods[1].meeting, Some(date(2023, 2, 8)));

    let projects = form.main().unwrap();
    let forecast = projects.column("forecast").unwrap();
    let tolerance = Tolerance { amount: Decimal::from(100_000), percent: Decimal::new(1, 1) };
    assert_eq!(forecast.movement(), Some(tolerance));
    assert_eq!(forecast.total, TotalOrigin::Sum);
    assert!(forecast.required && !forecast.optional);
    let percent = projects.column("percent").unwrap();
    assert_eq!(percent.origin().formula(), Some(&Expr::parse("forecast / target").unwrap()));
    assert!(percent.optional, "what the program computes may be absent from a return");
    let next = projects.column("percent_next").unwrap();
    assert_eq!(next.beside(), Some(&Beside { id: "next_amount".into(), of: "target".into(), unit: Unit::Thousands }));
    assert_eq!((next.total.clone(), next.unit()), (TotalOrigin::Given, Unit::Thousands));
    let achieved = projects.column("achieved").unwrap();
    assert_eq!(achieved.codes["-"], Code { means: "nothing achieved to date".into(), nil: true });
    assert_eq!(projects.column("risks").unwrap().parts()[0], ["Risk", "Risks"]);

    let portfolios = form.list("portfolios").unwrap();
    assert_eq!(portfolios.summary_of, Some(Summary { of: "projects".into(), by: "area".into() }));
    assert_eq!(portfolios.column("target").unwrap().origin(), &ColumnOrigin::Sum("target".into()));
    assert_eq!(form.returns[1].area_from, GroupFrom::Column("portfolio".into()));
    assert_eq!(form.returns[1].file, ReturnFile::Named(FileName::read("overall").unwrap()));
    assert_eq!(form.tables[0].widths.len(), 8);
}

#[test]
fn what_is_not_said_has_its_default() {
    let form = parsed(BASE);
    assert_eq!(form.report.year_starts, 4);
    assert_eq!(form.report.not_applicable, "-");
    assert_eq!(form.report.main_list, "schemes");
    assert_eq!(form.report.money.decimals, 0);
    let list = form.main().unwrap();
    assert_eq!((list.label.as_str(), list.item.as_str(), list.items.as_str()), ("title", "item", "items"));
    let target = list.column("target").unwrap();
    assert_eq!((target.total.clone(), target.blank(), target.optional), (TotalOrigin::Sum, Blank::Missing, false));
    assert_eq!(list.column("share").unwrap().total, TotalOrigin::None);
    assert_eq!(form.returns[0].totals, ["Total"]);
    assert_eq!(form.returns[0].subtotals, ["Subtotal", "Sub-total"]);
    assert_eq!(form.checks[0].severity, Severity::Query);
    assert_eq!(form.tables[0].columns.len(), 6);
    assert_eq!(form.tables[0].widths, [3, 1, 1, 1, 1, 3]);
    assert_eq!(form.list("overall").unwrap().summary_of.as_ref().unwrap().by, "area");
    let millions = parsed(&changed("{ unit = \"thousands\" }", "{ unit = \"millions\", negative = \"parentheses\" }"));
    assert_eq!(millions.report.money.decimals, 3);
    assert_eq!(millions.report.money.negative, NegativeStyle::Parentheses);
}

#[test]
fn a_code_is_said_in_short_or_with_what_it_counts_as() {
    let form = parsed(&changed(
        "heading = \"Achieved\"",
        "heading = \"Achieved\"\ncodes = { C = \"being checked\", \"-\" = { means = \"nothing yet\", nil = true } }",
    ));
    let codes = &form.main().unwrap().column("done").unwrap().codes;
    assert_eq!(codes["C"], Code { means: "being checked".into(), nil: false });
    assert_eq!(codes["-"], Code { means: "nothing yet".into(), nil: true });
}
