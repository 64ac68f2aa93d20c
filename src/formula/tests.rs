//! Formulas: read, worked out, written and said.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;

fn parse(text: &str) -> Expr {
    Expr::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The columns that the examples use.
fn column(id: &str) -> Operand {
    let rounded =
        |value: &str, reach: &str| Operand::Number(Quantity::within(value.parse().unwrap(), reach.parse().unwrap()));
    match id {
        "target" => rounded("1200000", "0"),
        "forecast" => rounded("1000000", "0"),
        "nothing" => rounded("0", "0"),
        "percent" => rounded("0.83", "0.005"),
        "about_nil" => rounded("0.004", "0.005"),
        "huge" => rounded("79228162514264337593543950335", "0"),
        "rag" => Operand::Text(" Green ".into()),
        "blank" => Operand::Missing(Absent::Blank),
        "tbc" => Operand::Missing(Absent::Code("TBC".into())),
        other => panic!("no column {other}"),
    }
}

fn value(text: &str) -> String {
    said(parse(text).evaluate(&column))
}

fn for_certain(text: &str) -> String {
    said(parse(text).evaluate_for_certain(&column))
}

fn said(operand: Operand) -> String {
    match operand {
        Operand::Number(number) if number.reach().is_zero() => number.value().to_string(),
        Operand::Number(number) => format!("{} ±{}", number.value(), number.reach().normalize()),
        Operand::Text(text) => text,
        Operand::Truth(truth) => truth.to_string(),
        Operand::Missing(why) => format!("{why:?}"),
    }
}

#[test]
fn texts_are_compared_as_codes_are() {
    let text = |id: &str| match id {
        "stage" => Operand::Text("Off–track".into()),
        other => panic!("no column {other}"),
    };
    let holds = |formula: &str| parse(formula).evaluate(&text) == Operand::Truth(true);
    assert!(holds("stage = 'off-track'") && holds("stage <> 'off track'"));
}

#[test]
fn operators_bind_as_expected() {
    for (text, expected) in [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("10 - 4 - 3", "3"),
        ("24 / 4 / 2", "3"),
        ("-2 * -3", "6"),
        ("1 - -1", "2"),
        ("-0", "0"),
        ("5%", "0.05"),
        ("5% * 200", "10"),
        (".5 + 0.50", "1"),
        ("not 1 = 2 and 1 = 1", "true"),
        ("not (1 = 2 or 1 = 1)", "false"),
        ("1 = 2 or 1 < 2 and 2 <= 2", "true"),
        ("1 + 1 = 2 and 3 <> 4 and 3 != 4", "true"),
        ("5 > 4 AND NOT 5 >= 6", "true"),
        ("target-forecast", "200000"),
        ("'green' = rag", "true"),
        ("rag <> \"AMBER\"", "true"),
    ] {
        assert_eq!(value(text), expected, "{text}");
    }
    assert!(Expr::parse("50 % * 2").is_err());
}

#[test]
fn a_formula_that_cannot_be_read_says_where_and_what() {
    for (text, offset, message) in [
        ("", 0, "the formula is empty"),
        ("  ", 0, "the formula is empty"),
        ("target +", 8, "expected a number, a column or '(' after '+'"),
        ("target + * 2", 9, "expected a number, a column or '(' after '+', not '*'"),
        ("/ 2", 0, "expected a number, a column or '(', not '/'"),
        ("target forecast", 7, "expected an operator such as '+' or '=' before 'forecast'"),
        ("(target", 0, "this '(' is not closed"),
        ("(target forecast)", 8, "expected an operator or ')' before 'forecast'"),
        ("target)", 6, "this ')' closes no bracket"),
        ("()", 1, "expected a number, a column or '(' after '(', not ')'"),
        ("1,000", 1, "numbers are written without commas: 1000, not 1,000"),
        ("5k", 1, "a number ends here, but no operator follows; write amounts in full, without a unit"),
        ("1.2.3", 3, "a number ends here, but no operator follows; write amounts in full, without a unit"),
        ("1 < 2 < 3", 6, "comparisons cannot be chained; join two of them with 'and'"),
        ("a == b", 2, "two values are compared with one '=', not with '=='"),
        ("rag = 'GREEN", 6, "the text that opens with ' here is not closed"),
        (
            "rag = GREEN",
            6,
            "'GREEN' is not a column's id: ids are lower case ('green'), and text stands in quotes ('GREEN')",
        ),
        ("a & b", 2, "'&' is not known in formulas"),
        ("a \u{7}", 2, "'\\u{7}' is not known in formulas"),
        ("1 + not a", 4, "put what 'not' applies to, together with 'not', in brackets"),
        ("a not b", 2, "'not' stands before a comparison; 'and' or 'or' is missing"),
        ("99999999999999999999999999999999", 0, "this number is too long"),
        ("1 + 2333792281623543950353535%", 4, "this number is too long"),
    ] {
        let error = Expr::parse(text).unwrap_err();
        assert_eq!((error.offset, error.message.as_str()), (offset, message), "{text}");
    }
}

#[test]
fn nesting_and_length_are_limited() {
    let nested = |depth: usize| format!("{}1{}", "(".repeat(depth), ")".repeat(depth));
    assert!(Expr::parse(&nested(60)).is_ok());
    assert!(Expr::parse(&nested(100)).unwrap_err().message.contains("too deeply"));
    assert!(Expr::parse(&"-".repeat(100)).unwrap_err().message.contains("too deeply"));
    assert!(Expr::parse(&"not ".repeat(100)).unwrap_err().message.contains("too deeply"));
    assert_eq!(value(&format!("1{}", " + 1".repeat(199))), "200");
    assert!(Expr::parse(&format!("1{}", "+1".repeat(1000))).unwrap_err().message.contains("too long"));
}

#[test]
fn missing_makes_missing_unless_the_other_side_settles_it() {
    for (text, expected) in [
        ("target + blank", "Blank"),
        ("tbc - blank", "Code(\"TBC\")"),
        ("-blank", "Blank"),
        ("blank > 0", "Blank"),
        ("blank > 0 and 1 = 2", "false"),
        ("1 = 2 and blank > 0", "false"),
        ("1 = 1 and blank > 0", "Blank"),
        ("blank > 0 or 1 = 1", "true"),
        ("blank > 0 or 1 = 2", "Blank"),
        ("not blank > 0", "Blank"),
        ("forecast / nothing", "NotApplicable"),
        ("forecast / (target - target)", "NotApplicable"),
        ("forecast / about_nil", "NotApplicable"),
        ("huge + huge", "NotApplicable"),
        ("huge * 2", "NotApplicable"),
        ("-huge - huge", "NotApplicable"),
        ("huge / 0.1", "NotApplicable"),
        ("-huge < huge", "NotApplicable"),
        ("rag + 1", "Unreadable"),
        ("rag = 1", "Unreadable"),
        ("-rag", "Unreadable"),
        ("not target", "Unreadable"),
        ("target and 1 = 1", "Unreadable"),
        ("rag and 1 = 2", "false"),
    ] {
        assert_eq!(value(text), expected, "{text}");
    }
}

#[test]
fn rounded_figures_carry_their_reach() {
    for (text, expected) in [
        ("percent * 2", "1.66 ±0.01"),
        ("percent + percent", "1.66 ±0.01"),
        ("percent - percent", "0 ±0.01"),
        ("-percent", "-0.83 ±0.005"),
        ("percent * target", "996000 ±6000"),
        ("percent * percent", "0.6889 ±0.008325"),
        ("percent / 0.5", "1.66 ±0.01"),
        ("forecast / target * 6 / 10", "0.5"),
    ] {
        assert_eq!(value(text), expected, "{text}");
    }
}

#[test]
fn comparisons_have_the_benefit_of_the_doubt_or_not() {
    for (text, with_doubt, certain) in [
        ("percent = 0.83", "true", "true"),
        ("percent = 0.835", "true", "false"),
        ("percent = 0.836", "false", "false"),
        ("percent <> 0.83", "false", "false"),
        ("percent <> 0.834", "true", "false"),
        ("percent <> 0.836", "true", "true"),
        ("percent >= 0.835", "true", "false"),
        ("percent >= 0.8351", "false", "false"),
        ("percent > 0.835", "false", "false"),
        ("percent > 0.834", "true", "false"),
        ("percent > 0.82", "true", "true"),
        ("percent < 0.83", "true", "false"),
        ("percent <= 0.825", "true", "false"),
        ("percent < 0.825", "false", "false"),
        ("percent < forecast / target", "true", "false"),
        // 'not' turns the doubt round, so that it still favours the whole.
        ("not percent = 0.835", "true", "false"),
        ("not percent > 0.834", "true", "false"),
        ("target > forecast", "true", "true"),
        ("target < forecast", "false", "false"),
        ("target = target", "true", "true"),
    ] {
        assert_eq!((value(text).as_str(), for_certain(text).as_str()), (with_doubt, certain), "{text}");
    }
}

#[test]
fn excel_gets_the_same_formula_with_guards() {
    let address = |id: &str| {
        match id {
            "target" => "B2",
            "forecast" => "C2",
            "achieved" => "D2",
            "rag" => "$E2",
            _ => "F2",
        }
        .to_string()
    };
    for (text, formula) in [
        ("forecast / target", r#"IF(COUNT(C2,B2)<2,"-",IF(B2=0,"-",C2/B2))"#),
        ("target - forecast", r#"IF(COUNT(B2,C2)<2,"-",B2-C2)"#),
        ("(target - forecast) / target", r#"IF(COUNT(B2,C2)<2,"-",IF(B2=0,"-",(B2-C2)/B2))"#),
        ("target - (forecast - achieved)", r#"IF(COUNT(B2,C2,D2)<3,"-",B2-(C2-D2))"#),
        ("target - forecast - achieved", r#"IF(COUNT(B2,C2,D2)<3,"-",B2-C2-D2)"#),
        ("target + target * 2", r#"IF(COUNT(B2)<1,"-",B2+B2*2)"#),
        ("target - -forecast", r#"IF(COUNT(B2,C2)<2,"-",B2-(-C2))"#),
        ("-(target + forecast)", r#"IF(COUNT(B2,C2)<2,"-",-(B2+C2))"#),
        ("target / 2", r#"IF(COUNT(B2)<1,"-",B2/2)"#),
        ("target / 0", r#"IF(COUNT(B2)<1,"-",IF(0=0,"-",B2/0))"#),
        ("target / (forecast / achieved)", r#"IF(COUNT(B2,C2,D2)<3,"-",IF(D2=0,"-",IF(C2/D2=0,"-",B2/(C2/D2))))"#),
        ("target / (forecast - achieved)", r#"IF(COUNT(B2,C2,D2)<3,"-",IF(C2-D2=0,"-",B2/(C2-D2)))"#),
        ("rag = 'GREEN'", r#"TRIM($E2)="GREEN""#),
        ("rag = 'say \"so\"'", r#"TRIM($E2)="say ""so""""#),
        ("rag = 'GREEN' and target > 0", r#"IF(COUNT(B2)<1,"-",AND(TRIM($E2)="GREEN",B2>0))"#),
        ("not (target > 0 or forecast <= 5%)", r#"IF(COUNT(B2,C2)<2,"-",NOT(OR(B2>0,C2<=0.05)))"#),
        ("target = forecast", "B2=C2"),
        ("target", r#"IF(COUNT(B2)<1,"-",B2)"#),
        ("0.5", "0.5"),
    ] {
        assert_eq!(parse(text).excel(&address, "-"), formula, "{text}");
    }
    assert_eq!(parse("target + 1").excel(&address, "a \"b\""), r#"IF(COUNT(B2)<1,"a ""b""",B2+1)"#);
    // Excel takes no quoted text beyond 255 characters.
    let long = parse(&format!("rag = '{}'", "x".repeat(300))).excel(&address, "-");
    assert!(long.split('&').all(|piece| piece.len() < 300) && long.contains('&'), "{long}");
}

#[test]
fn formulas_are_said_in_words() {
    let name = |id: &str| match id {
        "target" => "Target".to_string(),
        "forecast" => "Forecast 31/03/24".to_string(),
        "achieved" => "Achieved".to_string(),
        other => other.to_uppercase(),
    };
    for (text, words) in [
        ("forecast / target", "Forecast 31/03/24 divided by Target"),
        ("target - forecast", "Target less Forecast 31/03/24"),
        ("(target - forecast) / target", "(Target less Forecast 31/03/24) divided by Target"),
        ("target - forecast / 2", "Target less (Forecast 31/03/24 divided by 2)"),
        ("target - achieved + forecast", "Target less Achieved plus Forecast 31/03/24"),
        ("target - (achieved + forecast)", "Target less (Achieved plus Forecast 31/03/24)"),
        ("target + achieved", "Target plus Achieved"),
        ("target + achieved + forecast", "the sum of Target, Achieved and Forecast 31/03/24"),
        ("(target + achieved + forecast) / 3", "(the sum of Target, Achieved and Forecast 31/03/24) divided by 3"),
        ("a + b + c - d", "(the sum of A, B and C) less D"),
        ("a * b / c", "A times B divided by C"),
        ("-target", "minus Target"),
        ("-(a - b)", "minus (A less B)"),
        ("abs(a - b)", "the size of (A less B)"),
        ("abs(a) / b", "the size of A divided by B"),
        ("a - -b", "A less (minus B)"),
        ("a = 'GREEN' and b > 0", "A is 'GREEN' and B is more than 0"),
        ("a - b >= c", "A less B is at least C"),
        ("a <> 1 or b < 2 and c <= 3", "A is not 1 or (B is less than 2 and C is at most 3)"),
        ("not (a = b)", "not (A is B)"),
    ] {
        assert_eq!(parse(text).words(&name), words, "{text}");
    }
}

#[test]
fn columns_are_listed_once_in_order() {
    assert_eq!(parse("b / (a + b) * c_2").columns(), ["b", "a", "c_2"]);
    assert_eq!(parse("1 + 'x' = 2").columns(), Vec::<&str>::new());
}

/// A figure and a place within its reach, from -1 to 1.
fn figure() -> impl Strategy<Value = (Quantity, Decimal)> {
    (-1_000_000_000_i64..1_000_000_000, 0_u32..6, 0_i64..1000, 0_u32..4, -1000_i64..=1000).prop_map(
        |(digits, scale, reach, reach_scale, place)| {
            let quantity = Quantity::within(Decimal::new(digits, scale), Decimal::new(reach, reach_scale));
            (quantity, Decimal::new(place, 3))
        },
    )
}

/// Any tree of numbers, columns and signs, as text.
fn formula() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        (0_u32..1000).prop_map(|number| number.to_string()),
        Just("a".to_string()),
        Just("b".to_string()),
        Just("5%".to_string()),
    ];
    leaf.prop_recursive(5, 40, 2, |inner| {
        prop_oneof![
            (inner.clone(), prop_oneof![Just("+"), Just("-"), Just("*"), Just("/")], inner.clone())
                .prop_map(|(left, sign, right)| format!("({left} {sign} {right})")),
            inner.prop_map(|inner| format!("-{inner}")),
        ]
    })
}

/// Any tree of all that a formula may have, as text with all its brackets.
fn any_formula() -> impl Strategy<Value = String> {
    const SIGNS: [&str; 12] = ["+", "-", "*", "/", "=", "<>", "<", "<=", ">", ">=", "and", "or"];
    let leaf = prop_oneof![Just("a"), Just("7"), Just("2.50"), Just("5%"), Just("'it'"), Just("\"it's\"")];
    leaf.prop_map(str::to_string).prop_recursive(5, 40, 2, |inner| {
        prop_oneof![
            3 => (inner.clone(), proptest::sample::select(&SIGNS[..]), inner.clone())
                .prop_map(|(left, sign, right)| format!("({left}) {sign} ({right})")),
            1 => (proptest::sample::select(&["-", "not ", "abs"][..]), inner).prop_map(|(sign, of)| format!("{sign}({of})")),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_is_said_is_read_as_it_was_meant(text in any_formula()) {
        let read = parse(&text);
        prop_assert_eq!(Expr::parse(&read.said(&|id| id.to_string())), Ok(read));
    }

    #[test]
    fn every_point_within_reach_gives_a_result_within_reach(
        (left, left_place) in figure(),
        (right, right_place) in figure(),
        sign in prop_oneof![Just("+"), Just("-"), Just("*"), Just("/")],
    ) {
        let expr = parse(&format!("a {sign} b"));
        let at = |left, right| expr.evaluate(&|id| Operand::Number(if id == "a" { left } else { right }));
        if let Operand::Number(result) = at(left, right) {
            let point = |figure: Quantity, place: Decimal| Quantity::exact(figure.value() + figure.reach() * place);
            let Operand::Number(exact) = at(point(left, left_place), point(right, right_place)) else {
                return Err(TestCaseError::fail("a point within reach has no result"));
            };
            // Quotients are cut at 28 digits.
            let slack = (result.value().abs() + result.reach() + Decimal::ONE) * Decimal::new(1, 20);
            prop_assert!((exact.value() - result.value()).abs() <= result.reach() + slack);
            prop_assert!(!left.reach().is_zero() || !right.reach().is_zero() || result.reach().is_zero());
        } else {
            prop_assert!(sign == "/" && right.value().abs() <= right.reach());
        }
    }

    #[test]
    fn what_is_certain_has_the_benefit_of_the_doubt_as_well(
        (left, _) in figure(),
        (right, _) in figure(),
        sign in prop_oneof![Just("="), Just("<>"), Just("<"), Just("<="), Just(">"), Just(">=")],
        negate: bool,
    ) {
        let expr = parse(&format!("{}(a {sign} b)", if negate { "not " } else { "" }));
        let columns = |id: &str| Operand::Number(if id == "a" { left } else { right });
        if expr.evaluate_for_certain(&columns) == Operand::Truth(true) {
            prop_assert_eq!(expr.evaluate(&columns), Operand::Truth(true));
        }
    }

    #[test]
    fn arithmetic_never_panics(text in formula(), a: i64, b: i64, scale in 0_u32..20, reach in 0_u32..1000) {
        let expr = parse(&text);
        let columns = |id: &str| {
            let value = Decimal::new(if id == "a" { a } else { b }, scale);
            Operand::Number(Quantity::within(value, Decimal::from(reach)))
        };
        if let Operand::Number(result) = expr.evaluate(&columns) {
            prop_assert!(!result.reach().is_sign_negative() || result.reach().is_zero());
            prop_assert!(!result.value().is_zero() || !result.value().is_sign_negative());
        }
        let excel = expr.excel(&|id| format!("{}1", id.to_uppercase()), "-");
        prop_assert_eq!(excel.matches('(').count(), excel.matches(')').count());
        let _ = expr.words(&|id| id.to_string());
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "[-a-z0-9.%()+*/=<>'\" ]{0,40}|.{0,40}") {
        if let Err(error) = Expr::parse(&text) {
            prop_assert!(error.offset <= text.len() && text.is_char_boundary(error.offset), "{} {}", error.offset, error);
        }
    }
}

#[test]
fn a_formula_is_said_as_it_is_written_with_the_brackets_that_it_needs() {
    let said = |text: &str| Expr::parse(text).unwrap().said(&|id| id.to_uppercase());
    for text in [
        "a - (b - c)",
        "a - b - c",
        "(a + b) / c",
        "a + b / c",
        "not (a = 1 and b > 0.5)",
        "-(a + b)",
        "a = 'GREEN' or b <> 2",
        "a = \"adults' services\"",
        "(not a) = b",
        "not a = b",
        "not not a",
        // As deep as it is read.
        &format!("{}a", "not ".repeat(63)),
        &format!("{}not a = b{}", "not a = (".repeat(30), ")".repeat(30)),
        "(a = 4) = 4",
        "a = (b = 4)",
        "-(not a)",
        "-a * -b",
    ] {
        let read = Expr::parse(text).unwrap();
        assert_eq!(Expr::parse(&read.said(&|id| id.to_string())), Ok(read));
        assert_eq!(said(text).to_lowercase(), text.to_lowercase());
    }
    assert_eq!(said("((forecast) / target)"), "FORECAST / TARGET");
}

#[test]
fn the_size_of_a_figure_has_no_sign() {
    let of = |text: &str| Expr::parse(text).unwrap();
    let column = |id: &str| match id {
        "a" => Operand::Number(Quantity::exact(Decimal::from(-3))),
        "abs" => Operand::Number(Quantity::exact(Decimal::from(7))),
        _ => Operand::Missing(Absent::Blank),
    };
    let comes_to = |text: &str| of(text).evaluate(&column);
    let number = |number: i64| Operand::Number(Quantity::exact(Decimal::from(number)));
    assert_eq!(comes_to("abs(a)"), number(3));
    assert_eq!(comes_to("abs(a - 1) * 2 + abs (2)"), number(10));
    assert_eq!(comes_to("abs(b)"), Operand::Missing(Absent::Blank));
    // A column may be called so.
    assert_eq!(comes_to("abs - abs(a)"), number(4));
    assert_eq!(
        of("abs(a / (b - 1))").excel(&|id| format!("{}1", id.to_uppercase()), "-"),
        "IF(COUNT(A1,B1)<2,\"-\",IF(B1-1=0,\"-\",ABS(A1/(B1-1))))"
    );
    assert_eq!(of("abs(a - b)").said(&|id| id.to_string()), "abs(a - b)");
    assert_eq!(of("abs(a - b)").columns(), ["a", "b"]);
}
