//! Reading, printing and finding amounts.

use proptest::prelude::*;

use super::*;

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn money(text: &str) -> String {
    match read_money(text, Unit::Thousands) {
        Ok(typed) => format!("{} ±{}", typed.quantity.value(), typed.quantity.reach()),
        Err(reason) => reason.to_string(),
    }
}

#[test]
fn money_is_read_as_people_type_it() {
    for (text, pounds) in [
        ("1,204", "1204000 ±0"),
        ("£1,204", "1204000 ±0"),
        (" 1204 ", "1204000 ±0"),
        ("-529", "-529000 ±0"),
        ("−529", "-529000 ±0"),
        ("– 529", "-529000 ±0"),
        ("(529)", "-529000 ±0"),
        ("(£75)", "-75000 ±0"),
        ("£(75)", "-75000 ±0"),
        ("-£529", "-529000 ±0"),
        ("£-529", "-529000 ±0"),
        ("+5", "5000 ±0"),
        ("1 204", "1204000 ±0"),
        ("1\u{a0}204\u{a0}000", "1204000000 ±0"),
        ("-0", "0 ±0"),
        ("0.5", "500 ±0"),
        (".5", "500 ±0"),
        ("£1.4m", "1400000 ±50000"),
        ("1.40m", "1400000 ±5000"),
        ("1.4 million", "1400000 ±50000"),
        ("(1.4m)", "-1400000 ±50000"),
        ("(£1.4)m", "-1400000 ±50000"),
        ("380k", "380000 ±500"),
        ("12 000", "12000000 ±0"),
        ("200\u{a0}300", "200300000 ±0"),
        ("150*", "150000 ±0"),
        ("(150) †‡", "-150000 ±0"),
        ("150¹²", "150000 ±0"),
        ("£1.4m*", "1400000 ±50000"),
        ("£1bn", "1000000000 ±500000000"),
    ] {
        assert_eq!(money(text), pounds, "{text}");
    }
}

#[test]
fn what_is_not_one_figure_is_refused_with_its_reason() {
    for (text, reason) in [
        ("", "it is empty"),
        (" \n", "it is empty"),
        ("TBC soon", "it is text, not a figure"),
        ("-", "it is text, not a figure"),
        ("1,2,3", "its commas do not part it into thousands"),
        ("12,34", "its commas do not part it into thousands"),
        ("1204,000", "its commas do not part it into thousands"),
        (",500", "its commas do not part it into thousands"),
        ("1 20", "its blanks do not part it into thousands"),
        ("200 300", "it may be two figures, or one with a blank in it"),
        ("1\n204", "it may be two figures, or one with a blank in it"),
        ("150-", "its minus sign stands behind the figure, where it may be a dash"),
        ("£1,150 -", "its minus sign stands behind the figure, where it may be a dash"),
        ("*", "it is text, not a figure"),
        ("¹150", "there is more in it than one figure"),
        ("1, 204", "it has both commas and blanks between its digits"),
        ("1.2.3", "its decimal point is not followed by digits alone"),
        ("5.", "its decimal point is not followed by digits alone"),
        ("5-7", "it is a range, not one figure"),
        ("£5m-£7m", "it is a range, not one figure"),
        ("£5m – £7m", "it is a range, not one figure"),
        ("5 to 7", "it is a range, not one figure"),
        ("c£130k", "it is an approximation, not a figure"),
        ("c. 130", "it is an approximation, not a figure"),
        ("~130", "it is an approximation, not a figure"),
        ("130+", "it is an approximation, not a figure"),
        ("up to £5m", "it is an approximation, not a figure"),
        ("$5", "it is in another currency"),
        ("83%", "a percentage stands where another figure is expected"),
        ("5x", "there is more in it than one figure"),
        ("5k k", "there is more in it than one figure"),
        ("31/03/23", "there is more in it than one figure"),
        ("-(5)", "it has more than one sign; brackets are a sign too"),
        ("--5", "it has more than one sign; brackets are a sign too"),
        ("(5", "its brackets do not match"),
        ("5)", "its brackets do not match"),
        ("1.1234567", "it has more than 6 decimal places"),
        ("1000000001", "it is larger than any figure of a council"),
        ("99999999999999999999999999999999999999", "it is larger than any figure of a council"),
        ("9999999999999999999999999999bn", "it is larger than any figure of a council"),
    ] {
        assert_eq!(money(text), reason, "{text}");
    }
    // Noughts behind the last place are not decimals, and the largest amount itself is taken.
    assert_eq!(money("1.120000000000"), "1120 ±0");
    assert_eq!(money("1,000,000,000"), "1000000000000 ±0");
}

#[test]
fn what_was_typed_beside_the_digits_is_kept() {
    let typed = read_money("£8.78m", Unit::Thousands).unwrap();
    assert!(typed.pound_sign && !typed.percent_sign);
    assert_eq!(typed.suffix, Some(decimal("1000000")));
    assert_eq!(typed.last_digit, decimal("5000"));
    let plain = read_money("1,204", Unit::Thousands).unwrap();
    assert_eq!((plain.suffix, plain.pound_sign, plain.last_digit), (None, false, decimal("500")));
}

#[test]
fn percentages_are_read_with_the_amount_beside_them() {
    let read = |text: &str| match read_percent(text, Unit::Thousands) {
        Ok(typed) => {
            let beside =
                typed.beside.map_or(String::new(), |beside| format!(", {} ±{}", beside.value(), beside.reach()));
            let sign = if typed.percent_sign { "%" } else { "" };
            format!("{} ±{}{sign}{beside}", typed.quantity.value(), typed.quantity.reach())
        }
        Err(reason) => reason.to_string(),
    };
    for (text, expected) in [
        ("83%", "0.83 ±0.005%"),
        ("83 %", "0.83 ±0.005%"),
        ("83", "0.83 ±0.005"),
        ("0", "0 ±0.005"),
        ("1.5%", "0.015 ±0.0005%"),
        ("-5%", "-0.05 ±0.005%"),
        ("(5%)", "-0.05 ±0.005%"),
        ("(5)%", "-0.05 ±0.005%"),
        ("1,204%", "12.04 ±0.005%"),
        ("92% (8.78m)", "0.92 ±0.005%, 8780000 ±5000"),
        ("92% (10m)", "0.92 ±0.005%, 10000000 ±500000"),
        ("130% (£1.3m)", "1.3 ±0.005%, 1300000 ±50000"),
        ("107%(728k)", "1.07 ±0.005%, 728000 ±500"),
        ("92% (8,780)", "0.92 ±0.005%, 8780000 ±500"),
        ("-5% (-£20k)", "-0.05 ±0.005%, -20000 ±500"),
        ("92% of target", "there is more in it than one figure"),
        ("80% - 90%", "it is a range, not one figure"),
        ("c. 80%", "it is an approximation, not a figure"),
        ("5%%", "it has two percent signs"),
        ("£83", "it is an amount of money, not a percentage"),
        ("83k", "it is an amount of money, not a percentage"),
        ("80-90%", "it is a range, not one figure"),
        ("92% (of target)", "of what stands in brackets: it is text, not a figure"),
        ("n/a", "it is text, not a figure"),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn counts_are_plain() {
    assert_eq!(read_count("1,350").unwrap().quantity, Quantity::exact(decimal("1350")));
    assert_eq!(read_count("12.5").unwrap().quantity, Quantity::exact(decimal("12.5")));
    assert!(read_count("£34").is_err());
    assert!(read_count("34k").is_err());
}

#[test]
fn a_spreadsheets_number_is_the_decimal_it_shows() {
    for (number, expected) in [
        (0.1 + 0.2, Some("0.3")),
        (0.1 + 0.2 - 0.3, Some("0")),
        (1500.0, Some("1500")),
        (-0.0, Some("0")),
        (-1500.25, Some("-1500.25")),
        (0.657_053_612_345, Some("0.657053612345")),
        (1.0 / 3.0, Some("0.333333333333")),
        (1e12, Some("1000000000000")),
        (123_456_789_012.35, Some("123456789012.35")),
        (1e12 + 1.0, None),
        (1e300, None),
        (1e15, None),
        (1e20, None),
        (5e-324, Some("0")),
        (f64::NAN, None),
        (f64::INFINITY, None),
        (f64::NEG_INFINITY, None),
    ] {
        assert_eq!(from_spreadsheet(number), expected.map(decimal), "{number}");
    }
    assert!(!from_spreadsheet(-1e-30).unwrap().is_sign_negative());
}

#[test]
fn money_prints_rounded_once_half_up() {
    let style = |unit, decimals, negative| MoneyStyle { unit, decimals, negative };
    let thousands = style(Unit::Thousands, 0, NegativeStyle::Minus);
    let brackets = style(Unit::Thousands, 0, NegativeStyle::Parentheses);
    let millions = style(Unit::Millions, 3, NegativeStyle::Minus);
    let pounds = style(Unit::Pounds, 2, NegativeStyle::Parentheses);
    for (amount, style, printed) in [
        ("1204000", thousands, "1,204"),
        ("1204500", thousands, "1,205"),
        ("1204499.999", thousands, "1,204"),
        ("-1204500", thousands, "-1,205"),
        ("-499.99", thousands, "0"),
        ("-499.99", brackets, "0"),
        ("-529000", brackets, "(529)"),
        ("1234567890000", thousands, "1,234,567,890"),
        ("419000", millions, "0.419"),
        ("3440000", millions, "3.440"),
        ("-3440500", millions, "-3.441"),
        ("-1234.5", pounds, "(1,234.50)"),
        ("1234.005", pounds, "1,234.01"),
        ("0", pounds, "0.00"),
        ("999999.5", style(Unit::Pounds, 0, NegativeStyle::Minus), "1,000,000"),
    ] {
        assert_eq!(print_money(decimal(amount), style), printed, "{amount}");
    }
    // Extremes print too.
    assert_eq!(print_money(Decimal::MAX, thousands), "79,228,162,514,264,337,593,543,950");
    assert!(!print_money(Decimal::MIN, style(Unit::Millions, 99, NegativeStyle::Minus)).is_empty());
}

#[test]
fn percentages_print_rounded_once_half_up() {
    for (ratio, decimals, printed) in [
        ("0.8333", 0, "83%"),
        ("0.835", 0, "84%"),
        ("0.834999", 0, "83%"),
        ("-0.835", 0, "-84%"),
        ("-0.004", 0, "0%"),
        ("0.125", 1, "12.5%"),
        ("12.04", 0, "1,204%"),
        ("0.6570536", 2, "65.71%"),
        ("1", 0, "100%"),
    ] {
        assert_eq!(print_percent(decimal(ratio), decimals), printed, "{ratio}");
    }
    assert!(!print_percent(Decimal::MAX, 2).is_empty());
}

#[test]
fn a_sentence_says_the_exact_amount() {
    for (pounds, unit, said) in [
        ("1240000", Unit::Thousands, "£1,240k"),
        ("1240500", Unit::Thousands, "£1,240.5k"),
        ("-529000", Unit::Thousands, "-£529k"),
        ("1240", Unit::Pounds, "£1,240"),
        ("1240.5", Unit::Pounds, "£1,240.50"),
        ("-0.01", Unit::Pounds, "-£0.01"),
        ("1240000", Unit::Millions, "£1.240m"),
        ("3440000", Unit::Millions, "£3.440m"),
        ("1240500.25", Unit::Millions, "£1.24050025m"),
        ("0", Unit::Thousands, "£0k"),
    ] {
        assert_eq!(say_money(decimal(pounds), unit), said, "{pounds}");
    }
}

/// Every amount as 'text = pounds ±reach', with its marks.
fn found(text: &str) -> Vec<String> {
    amounts_in(text)
        .into_iter()
        .map(|amount| {
            assert!(text[amount.start..].starts_with(&amount.text), "{text}");
            let mut line = format!("{} = {} ±{}", amount.text, amount.quantity.value(), amount.quantity.reach());
            for (mark, name) in
                [(amount.is_rate, " rate"), (amount.is_range, " range"), (amount.is_approximate, " approximate")]
            {
                line += if mark { name } else { "" };
            }
            line
        })
        .collect()
}

#[test]
fn amounts_are_found_in_narrative() {
    for (text, amounts) in [
        ("£2708 planned to be delivered", vec!["£2708 = 2708 ±0.5"]),
        ("with a further £380k forecast by 1 st April", vec!["£380k = 380000 ±500"]),
        ("meaning a total of £3088m.", vec!["£3088m = 3088000000 ±500000"]),
        ("leaves £1.5m to be mitigated, of which £1m is", vec!["£1.5m = 1500000 ±50000", "£1m = 1000000 ±500000"]),
        ("saves 468k in 22/23", vec!["468k = 468000 ±500"]),
        ("(529k short", vec!["529k = 529000 ±500"]),
        ("£283pw compared to £380pw", vec!["£283 = 283 ±0.5 rate", "£380 = 380 ±0.5 rate"]),
        (
            "costing £295 per week, £12/hour, £9 an hour",
            vec!["£295 = 295 ±0.5 rate", "£12 = 12 ±0.5 rate", "£9 = 9 ±0.5 rate"],
        ),
        ("£1.2m p.a.", vec!["£1.2m = 1200000 ±50000 rate"]),
        ("reduced from £51.3m in April to £50.6m.", vec!["£51.3m = 51300000 ±50000", "£50.6m = 50600000 ±50000"]),
        ("from £51.3m to £50.6m", vec!["£51.3m = 51300000 ±50000", "£50.6m = 50600000 ±50000"]),
        ("£5m-£7m", vec!["£5m = 5000000 ±500000 range", "£7m = 7000000 ±500000 range"]),
        ("£5-7m", vec!["£5 = 5000000 ±500000 range", "7m = 7000000 ±500000 range"]),
        ("between £5m and £7m", vec!["£5m = 5000000 ±500000 range", "£7m = 7000000 ±500000 range"]),
        // Two amounts are no range by standing beside each other, nor one and a year.
        ("£5m and £7m", vec!["£5m = 5000000 ±500000", "£7m = 7000000 ±500000"]),
        ("by £5m to £7m", vec!["£5m = 5000000 ±500000", "£7m = 7000000 ±500000"]),
        ("£5m or £7m", vec!["£5m = 5000000 ±500000 range", "£7m = 7000000 ±500000 range"]),
        ("£5m or -£7m", vec!["£5m = 5000000 ±500000 range", "-£7m = -7000000 ±500000 range"]),
        ("2023 - £5m", vec!["£5m = 5000000 ±500000"]),
        ("2023-£5m", vec!["£5m = 5000000 ±500000"]),
        ("2023 - 5m", vec!["5m = 5000000 ±500000"]),
        ("£5 - 7m", vec!["£5 = 5000000 ±500000 range", "7m = 7000000 ±500000 range"]),
        ("5k - 7k", vec!["5k = 5000 ±500 range", "7k = 7000 ±500 range"]),
        ("£5 - £7", vec!["£5 = 5 ±0.5 range", "£7 = 7 ±0.5 range"]),
        ("£500k-7m", vec!["£500k = 500000 ±500 range", "7m = 7000000 ±500000 range"]),
        ("c£5m-£7m", vec!["£5m = 5000000 ±500000 range approximate", "£7m = 7000000 ±500000 range approximate"]),
        ("£0 so far", vec!["£0 = 0 ±0.5"]),
        ("£5 k1", vec!["£5 = 5 ±0.5"]),
        ("c£130k", vec!["£130k = 130000 ±500 approximate"]),
        ("c130k, c. £2m", vec!["130k = 130000 ±500 approximate", "£2m = 2000000 ±500000 approximate"]),
        ("approximately £2m", vec!["£2m = 2000000 ±500000 approximate"]),
        ("£100k+", vec!["£100k = 100000 ±500 approximate"]),
        ("£0.419", vec!["£0.419 = 0.419 ±0.0005"]),
        ("£ 1,436 planned", vec!["£ 1,436 = 1436 ±0.5"]),
        ("£1\u{a0}436k", vec!["£1\u{a0}436k = 1436000 ±500"]),
        ("a variance of -£500k and £-20k", vec!["-£500k = -500000 ±500", "£-20k = -20000 ±500"]),
        ("saving – £500k", vec!["£500k = 500000 ±500"]),
        (
            "2.9 million, 3 bn, 1.5 M.",
            vec!["2.9 million = 2900000 ±50000", "3 bn = 3000000000 ±500000000", "1.5 M = 1500000 ±50000"],
        ),
        ("£464; saves 682k", vec!["£464 = 464 ±0.5", "682k = 682000 ±500"]),
        ("£1,204, then", vec!["£1,204 = 1204 ±0.5"]),
    ] {
        assert_eq!(found(text), amounts, "{text}");
    }
}

#[test]
fn other_numbers_are_no_amounts() {
    for text in [
        "Q3",
        "23/24",
        "31/03/23",
        "22%",
        "1,350",
        "2024",
        "100+",
        "TUPE",
        "A4",
        "12k1",
        "2km",
        "5 May",
        "MH1",
        "A4m",
        "31/03k",
        "1.2.3m",
        "£000s",
        "£000",
        "(£000's)",
        "£",
        "£k",
        "5 metres",
        "2022-23",
        "£12,34",
        "$5m",
        "Q3m",
        "3 markets",
        "£99999bn",
        "2022-5m of",
        "10 mins",
        "12 months",
        "£5abc",
        "Inc130k",
        "£22%",
        "£5_000",
        "£12/5",
        "£1.5.3",
    ] {
        let amounts = found(text);
        if text == "2022-5m of" {
            // Read as a range: two marked ends, which nobody compares with anything.
            assert!(amounts.iter().all(|amount| amount.contains("range")), "{amounts:?}");
        } else {
            assert_eq!(amounts, Vec::<String>::new(), "{text}");
        }
    }
}

#[test]
fn figures_agree_within_their_reach() {
    let figure = |value: &str, reach: &str| Quantity::within(decimal(value), decimal(reach));
    assert!(figure("0.83", "0.005").agrees_with(figure("0.835", "0")));
    assert!(!figure("0.83", "0.005").agrees_with(figure("0.8351", "0")));
    assert!(!figure("1", "0").agrees_with(figure("1.0001", "0")));
    assert!(!Quantity::exact(Decimal::MAX).agrees_with(Quantity::exact(Decimal::MIN)));
    assert_eq!(checked_sum([Decimal::MAX, Decimal::MAX]), None);
}

#[test]
fn units_have_the_names_of_sentences_and_of_the_contract() {
    let units = [Unit::Pounds, Unit::Thousands, Unit::Millions];
    assert_eq!(units.map(Unit::name), ["pounds", "thousands of pounds", "millions of pounds"]);
    let measures = [Measure::Money(Unit::Pounds), Measure::Money(Unit::Thousands), Measure::Money(Unit::Millions)];
    assert_eq!(measures.map(Measure::name), ["pounds", "thousands", "millions"]);
    assert_eq!([Measure::Percent(0), Measure::Count].map(Measure::name), ["percent", "count"]);
}

#[test]
fn a_figure_in_its_own_unit_is_the_figure_again() {
    for (measure, own, figure) in [
        (Measure::Money(Unit::Thousands), "8300", "8300000"),
        (Measure::Money(Unit::Pounds), "8300.5", "8300.5"),
        (Measure::Percent(0), "83", "0.83"),
        (Measure::Count, "34", "34"),
    ] {
        assert_eq!(measure.from_own_unit(decimal(own)), Some(decimal(figure)));
        assert_eq!(measure.in_own_unit(decimal(figure)), Some(decimal(own)));
    }
    assert_eq!(Measure::Money(Unit::Millions).from_own_unit(Decimal::MAX), None);
}

#[test]
fn sizes_and_counts_read_well() {
    for (pounds, unit) in [("999.99", Unit::Pounds), ("1000", Unit::Thousands), ("-1000", Unit::Thousands)] {
        assert_eq!(of_size(decimal(pounds)), Measure::Money(unit), "{pounds}");
    }
    assert_eq!(print_whole(1_234), "1,234");
    assert_eq!(checked_sum([Decimal::ONE, Decimal::TWO]), Some(decimal("3")));
    assert!(opens_as_figure(" £5") && opens_as_figure("−5") && !opens_as_figure("about 5"));
    // What no `Decimal` can hold loses its last places, and is moved all the same.
    assert_eq!(print::shifted(Decimal::new(5_000, 28), 3), Decimal::new(5, 28));
    assert_eq!(print::shifted(Decimal::new(7, 28), 3), Decimal::ZERO);
}

fn any_unit() -> impl Strategy<Value = Unit> {
    prop_oneof![Just(Unit::Pounds), Just(Unit::Thousands), Just(Unit::Millions)]
}

/// An amount of pounds with at most so many decimal places in the unit, within bounds.
fn in_bounds(digits: i64, decimals: u32, unit: Unit) -> Decimal {
    let most = LARGEST_AMOUNT / i64::try_from(unit.factor()).unwrap() * 10_i64.pow(decimals);
    (Decimal::new(digits % (most + 1), decimals) * unit.factor()).normalize()
}

proptest! {
    #[test]
    fn what_opens_otherwise_is_no_figure(text in "[ \u{a0}]{0,2}[-+−–(£.,0-9a-c%~*]{0,3}[0-9.,km%()£]{0,4}|.{0,6}") {
        let is_figure = read_money(&text, Unit::Pounds).is_ok() || read_percent(&text, Unit::Pounds).is_ok();
        prop_assert!(opens_as_figure(&text) || !is_figure);
    }

    #[test]
    fn what_is_printed_reads_back(digits: i64, decimals in 0_u32..=6, unit in any_unit(), brackets: bool) {
        let pounds = in_bounds(digits, decimals, unit);
        let negative = if brackets { NegativeStyle::Parentheses } else { NegativeStyle::Minus };
        let printed = print_money(pounds, MoneyStyle { unit, decimals, negative });
        prop_assert_eq!(read_money(&printed, unit).unwrap().quantity, Quantity::exact(pounds));
        // What is said reads back too, unless it needs more decimal places than people may type.
        match read_money(&say_money(pounds, unit), Unit::Pounds) {
            Ok(typed) => prop_assert_eq!(typed.quantity.value(), pounds),
            Err(reason) => prop_assert!(reason.to_string().contains("decimal places")),
        }
    }

    #[test]
    fn printing_is_never_off_by_more_than_half_a_unit(digits: i64, scale in 0_u32..=6, unit in any_unit(), decimals in 0_u32..=3) {
        let pounds = in_bounds(digits, scale, unit);
        let printed = print_money(pounds, MoneyStyle { unit, decimals, negative: NegativeStyle::Minus });
        // A sentence says what the tables print, with sign and unit.
        let said = say_rounded(pounds, unit, decimals).replace('£', "");
        prop_assert_eq!(said.trim_end_matches(['k', 'm']), &printed);
        let read = read_money(&printed, unit).unwrap();
        prop_assert!((read.quantity.value() - pounds).abs() <= read.last_digit);
    }

    #[test]
    fn a_spreadsheets_decimal_is_itself(digits in -99_999_999_999_999_i64..=99_999_999_999_999, decimals in 2_u32..=9) {
        let exact = Decimal::new(digits, decimals);
        let stored: f64 = exact.to_string().parse().unwrap();
        prop_assert_eq!(from_spreadsheet(stored), Some(exact.normalize()));
    }

    #[test]
    fn no_text_makes_reading_panic(text in "[-+£$%0-9.,() kmbn−–cto/]{0,40}|.{0,60}") {
        let _ = read_money(&text, Unit::Millions);
        let _ = read_percent(&text, Unit::Thousands);
        let _ = read_count(&text);
        for amount in amounts_in(&text) {
            prop_assert!(text[amount.start..].starts_with(&amount.text));
            prop_assert!(amount.quantity.value().abs() <= Decimal::from(LARGEST_AMOUNT));
        }
    }

    #[test]
    fn no_number_makes_reading_panic(number: f64, mantissa: i128, scale in 0_u32..=28) {
        let _ = from_spreadsheet(number);
        if let Ok(amount) = Decimal::try_from_i128_with_scale(mantissa >> 32, scale) {
            for unit in [Unit::Pounds, Unit::Thousands, Unit::Millions] {
                let _ = say_money(amount, unit);
                let _ = print_percent(amount, scale);
                let _ = print_money(amount, MoneyStyle { unit, decimals: scale, negative: NegativeStyle::Minus });
            }
        }
    }
}
