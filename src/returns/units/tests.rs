//! What states a unit, and what contradicts the form.

use super::*;

#[test]
fn a_unit_is_told_from_an_amount() {
    for (text, unit) in [
        ("All figures in £", Unit::Pounds),
        ("£", Unit::Pounds),
        ("All amounts are in whole pounds (£)", Unit::Pounds),
        ("£000s", Unit::Thousands),
        ("£'000", Unit::Thousands),
        ("(£k)", Unit::Thousands),
        ("Figures are in thousands", Unit::Thousands),
        ("ALL FIGURES ARE STATED IN THOUSANDS OF POUNDS.", Unit::Thousands),
        ("Figures in £000s unless otherwise stated", Unit::Thousands),
        ("Savings return 2022/23 (£000s)", Unit::Thousands),
        ("Savings return – all figures in £000s", Unit::Thousands),
        ("Housing savings, £m", Unit::Millions),
        ("All amounts in £m", Unit::Millions),
        ("£ millions", Unit::Millions),
        ("NB: figures shown in £ million", Unit::Millions),
        ("31/03/23 (£m)", Unit::Millions),
        ("Savings return 2022/23 £000s", Unit::Thousands),
        ("Housing savings in £", Unit::Pounds),
        ("Savings of £2.4m are at risk (all figures in £000s)", Unit::Thousands),
        ("To the nearest pound", Unit::Pounds),
        ("Figures rounded to nearest £", Unit::Pounds),
        ("NB figures in full pounds", Unit::Pounds),
        ("Amounts in £ not £000s", Unit::Pounds),
        ("£ (not £k)", Unit::Pounds),
        ("£ - Savings Monitoring 2022/23", Unit::Pounds),
        ("Swm mewn £", Unit::Pounds),
        ("£ Miliwn", Unit::Millions),
        ("miliynau", Unit::Millions),
        ("Housing savings in pounds", Unit::Pounds),
        ("Housing savings in thousands of pounds", Unit::Thousands),
        ("£ x 1000", Unit::Thousands),
        ("£'000 (rounded)", Unit::Thousands),
    ] {
        assert_eq!(said(text), Some(SaidUnit::Money(unit)), "{text}");
    }
    for text in [
        "Savings of £2.4m",
        "Total savings: £",
        "£650,000",
        "£2m",
        "Target £1,000",
        "Of which £000s at risk by March",
        "Figures may not sum due to rounding",
        "All figures",
        "Return of savings",
        "£ and £m",
        "in",
        "",
        "Rounded to the nearest £000",
        "Rounded to the nearest £1,000",
        "Savings in 3 areas £m",
        "Housing savings £",
        "Monthly",
        "Note: 3 of 4 delivered",
        "Adults (North)",
    ] {
        assert_eq!(said(text), None, "{text}");
    }
    for (text, unit) in [
        ("Housing savings return - £", Some(Unit::Pounds)),
        ("Housing savings: £", Some(Unit::Pounds)),
        ("Housing savings £", Some(Unit::Pounds)),
        ("Total savings: £", None),
        ("Amount agreed £", None),
    ] {
        assert_eq!(in_title(text), unit.map(SaidUnit::Money), "{text}");
    }
    assert_eq!(of_total("Total (£)"), Some(SaidUnit::Money(Unit::Pounds)));
    assert_eq!(
        (said("All figures in €000s"), said("€")),
        (Some(SaidUnit::OtherCurrency), Some(SaidUnit::OtherCurrency))
    );
    assert_eq!(in_a_sentence("Guidance: all figures should be in £"), Some(SaidUnit::Money(Unit::Pounds)));
    assert_eq!(
        (whole("Budget £000s"), whole("in £000s")),
        (None, Some(SaidUnit::Money(Unit::Thousands))),
        "a heading is no unit alone"
    );
}

#[test]
fn a_title_may_speak_of_some_columns_and_a_heading_of_its_own() {
    let money = |id, column, unit, own| MoneyColumn { id, column, unit, own };
    let columns = [
        money("target", 1, Unit::Thousands, None),
        money("fee", 2, Unit::Pounds, Some(Unit::Pounds)),
        money("cost", 3, Unit::Pounds, None),
    ];
    let title = |unit| UnitSaid::of_all(Address::new(0, 0), "", SaidUnit::Money(unit));
    let ids = |said: &[UnitSaid]| contradictions(&columns, said).1;
    assert_eq!(ids(&[title(Unit::Thousands)]), ["cost"]);
    assert_eq!(ids(&[title(Unit::Pounds)]), ["target"]);
    assert_eq!(ids(&[title(Unit::Millions)]), ["target", "fee", "cost"]);
    let under = |unit| UnitSaid::over(Address::new(2, 3), "", SaidUnit::Money(unit), 3..=3);
    assert_eq!(ids(&[title(Unit::Thousands), under(Unit::Pounds)]), [""; 0]);
    assert_eq!(ids(&[under(Unit::Thousands)]), ["cost"]);
}
