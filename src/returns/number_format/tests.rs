//! What number formats show, and what is read of it.

use std::time::{Duration, Instant};

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::form::Kind::{self, Choice, Code, Count, Money, Percent, Text};
use crate::money::Unit::{self, Millions, Pounds, Thousands};

/// Formats that spreadsheet programs offer for figures, and that change nothing of what is read.
const STOCK: [&str; 26] = [
    "General",
    "0",
    "0.00",
    "#,##0",
    "#,##0.00",
    "#,##0;-#,##0",
    "#,##0;[Red]#,##0",
    "#,##0;[Red]-#,##0",
    "#,##0_);(#,##0)",
    "#,##0_);[Red](#,##0)",
    "#,##0.00_);[Red]\\(#,##0.00\\)",
    "#,##0_ ;[Red]-#,##0 ",
    "#,##0;(#,##0);\"-\"",
    "#,##0;-#,##0;\"nil\"",
    "#,##0;-#,##0;",
    "0;-0;;@",
    "\"£\"#,##0;[Red]-\"£\"#,##0",
    "[$£-809]#,##0.00;-[$£-809]#,##0.00",
    "[$-809]#,##0",
    "_-£* #,##0_-;-£* #,##0_-;_-£* \"-\"??_-;_-@_-",
    "_(* #,##0.00_);_(* \\(#,##0.00\\);_(* \"-\"??_);_(@_)",
    "#,##0;#,##0-",
    "0.00E+00",
    "# ?/?",
    "#.##",
    "#,###",
];

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn shown(code: &str, stored: &str) -> String {
    NumberFormat::of(code).show(number(stored)).map_or("(not told)".to_string(), |shown| shown.text)
}

#[test]
fn a_number_is_shown_as_a_spreadsheet_program_shows_it() {
    for (code, stored, text) in [
        ("#,##0,", "400000", "400"),
        ("#,##0,", "499.9", "0"),
        ("#,##0.0,,", "1450000", "1.5"),
        ("£#,##0.0,,\"m\"", "2400000", "£2.4m"),
        ("#,##0,\"k\"", "400000", "400k"),
        ("(#,##0)", "204", "(204)"),
        ("0\"%\"", "5", "5%"),
        ("0.0%", "0.0525", "5.3%"),
        ("\"TBC\"", "0", "TBC"),
        ("\"HSG\"000", "1", "HSG001"),
        ("#,##0;[Red]-#,##0", "-204", "-204"),
        ("#,##0;[Red]#,##0", "-204", "204"),
        ("#,##0_);(#,##0)", "-1204", "(1,204)"),
        ("_-£* #,##0_-;-£* #,##0_-;_-£* \"-\"??_-;_-@_-", "-1204", "-£1,204"),
        ("_-£* #,##0_-;-£* #,##0_-;_-£* \"-\"??_-;_-@_-", "0", "£-"),
        ("[$€-2] #,##0", "250", "€ 250"),
        ("[$$-409]#,##0", "250", "$250"),
        ("# ?/?", "1.5", "1 1/2"),
        ("0.00E+00", "1204", "1.20E+03"),
        ("[h]:mm", "1.5", "36:00"),
        ("mmm-yy", "45017", "Apr-23"),
        ("[$-809]dd mmmm yyyy", "44835", "01 October 2022"),
        ("dd/mm/yyyy", "-5", "########"),
        ("@", "7", "7"),
        ("General", "0.333333333333", "0.333333333333"),
        ("General;-General;\"-\"", "-0.5", "-0.5"),
        ("General\" days\"", "5", "5 days"),
        // Half up in decimals, not in binary.
        ("0.00", "1.005", "1.01"),
        ("0.0", "-0.25", "-0.3"),
        ("0%", "0.285", "29%"),
        // An empty section shows nothing.
        (";;;", "5", ""),
        (";;;", "-5", ""),
        ("0;0;", "0", ""),
        ("0;0;", "-5", "5"),
        ("0;-0;;@", "0", ""),
        ("0;", "-5", ""),
        ("0;-0; ", "0", ""),
        ("[Red]", "5", "5"),
        // A semicolon in quotes, brackets or behind '\' parts nothing.
        ("0\";\"", "5", "5;"),
        ("0\\;", "5", "5;"),
        // Conditions.
        ("[>=1000]#,##0,\"k\";0", "1204000", "1,204k"),
        ("[>=1000]#,##0,\"k\";0", "204", "204"),
        ("[>=1000]#,##0;0.00", "-5", "5.00"),
        ("[<1000]0;0.0,\"k\"", "-5000", "-5000"),
        ("[>=1000000]0.0,,\"m\";[>=1000]0,\"k\";0", "-5", "5"),
        ("[=0]\"-\";0", "-5", "5"),
        ("[<0]\"down \"0;0", "-5", "down 5"),
        ("[=0]\"nil\";0", "0", "nil"),
        ("[>100]0;-0;\"low\"", "7", "low"),
        ("[>100]0.0", "7", "7"),
        // Text formats for numbers, and codes that are none.
        ("0;@", "-5", "-5"),
        ("", "5", "5"),
        ("]General", "5", "]5"),
    ] {
        assert_eq!(shown(code, stored), text, "{stored} under {code}");
    }
    assert_eq!(shown(&format!("0{}", "_ ".repeat(127)), "5"), "5");
    assert_eq!(shown(&format!("00{}", "_ ".repeat(127)), "5"), "(not told)");
}

#[test]
fn a_day_is_the_number_by_which_it_is_stored() {
    for (day, stored) in
        [(date(1900, 1, 1), 1), (date(1900, 2, 28), 59), (date(1900, 3, 1), 61), (date(2023, 4, 1), 45017)]
    {
        assert_eq!(serial(day), Some(Decimal::from(stored)), "{day}");
    }
}

fn judged(code: &str, stored: &str, kind: Kind, unit: Unit) -> String {
    let said = |what: &str, shown: String| format!("{what}: {shown}");
    match judge(number(stored), &NumberFormat::of(code), kind, unit) {
        Seen::AsStored => "as stored".into(),
        Seen::Scaled { shown, figure, agrees } => {
            format!("{shown} is {figure}, {}", if agrees { "agrees" } else { "contradicts" })
        }
        Seen::Ratio { shown, ratio } => format!("{shown} is {ratio}"),
        Seen::BarePercent { shown } => said("bare", shown),
        Seen::OtherFigure { shown } => said("other figure", shown),
        Seen::OtherSign { shown } => said("other sign", shown),
        Seen::Words { shown } => said("words", shown),
        Seen::Nothing => "nothing".into(),
        Seen::OtherCurrency { shown, sign } => format!("in {sign}: {shown}"),
        Seen::Percent { shown } => said("percent", shown),
        Seen::Date { shown } => said("date", shown),
        Seen::NoDay { shown } => said("no day", shown),
        Seen::Text(shown) => said("text", shown),
        Seen::Untold => "untold".into(),
    }
}

#[test]
fn a_scale_is_a_unit_and_what_is_shown_is_read() {
    for (code, stored, kind, unit, expected) in [
        ("#,##0,", "400400", Money, Thousands, "400 is 400.4, agrees"),
        ("#,##0.0,,", "1450000", Money, Millions, "1.5 is 1.45, agrees"),
        ("#,##0,;(#,##0,)", "-400000", Money, Thousands, "(400) is -400, agrees"),
        ("#,##0,", "0", Money, Thousands, "as stored"),
        ("#,##0,", "0.3", Money, Thousands, "0 is 0.0003, agrees"),
        ("#,##0,", "400000", Money, Pounds, "400 is 400, contradicts"),
        ("#,##0,", "400000", Money, Millions, "400 is 400, contradicts"),
        ("#,##0,", "400000", Count, Pounds, "400 is 400, contradicts"),
        // A unit behind the digits says itself what is meant.
        ("#,##0,\"k\"", "400000", Money, Pounds, "as stored"),
        ("#,##0,\"k\"", "400000", Money, Thousands, "400k is 400, agrees"),
        ("0\"k\"", "400", Money, Thousands, "as stored"),
        ("0\"k\"", "400", Money, Pounds, "other figure: 400k"),
        ("0.0,\"m\"", "1450", Money, Thousands, "as stored"),
        ("0.0,,\"m\"", "1450000", Money, Thousands, "1.5m is 1450, agrees"),
        ("#,##0,\"m\"", "400000", Money, Pounds, "400m is 400000000, contradicts"),
        ("#,##0\",000\"", "400", Money, Thousands, "other figure: 400,000"),
        ("\"1\"0", "5", Money, Pounds, "other figure: 15"),
        ("[>=1000]#,##0,\"k\";0", "1204000", Money, Pounds, "as stored"),
    ] {
        assert_eq!(judged(code, stored, kind, unit), expected, "{stored} under {code} in {kind:?}, {unit:?}");
    }
}

#[test]
fn what_is_shown_otherwise_than_stored_is_told() {
    for (code, stored, kind, expected) in [
        ("\"TBC\"", "0", Money, "words: TBC"),
        ("#,##0;-#,##0;\"TBC\"", "0", Money, "words: TBC"),
        ("#,##0;-#,##0;\"n/a\"", "0", Count, "words: n/a"),
        ("\"-\"", "5", Money, "words: -"),
        ("#,##0\" p.a.\"", "5", Money, "words: 5 p.a."),
        ("\"c.\"0", "5", Money, "words: c.5"),
        ("0\" FTE\"", "5", Count, "as stored"),
        ("0\" FTE\"", "5", Money, "words: 5 FTE"),
        ("\"HSG\"000", "7", Money, "words: HSG007"),
        ("(#,##0)", "204", Money, "other sign: (204)"),
        ("\"(204)\"", "0", Money, "other sign: (204)"),
        ("-0", "204", Count, "other sign: -204"),
        ("#,##0;#,##0", "-204", Money, "other sign: 204"),
        ("#,##0;[Red]#,##0", "-204", Money, "as stored"),
        ("[Red]#,##0", "204", Money, "as stored"),
        ("[Black]#,##0;[Color3]#,##0", "-204", Money, "as stored"),
        ("[Red]#,##0;[Black]#,##0", "-204", Money, "other sign: 204"),
        ("[White]#,##0", "204", Money, "nothing"),
        ("0;-0;[White]0", "0", Money, "as stored"),
        ("▲0;▼0", "-204", Money, "as stored"),
        ("[>=1000]#,##0;0.00", "-5", Money, "other sign: 5.00"),
        ("[>=1000]#,##0;[Red]0.00", "-5", Money, "other sign: 5.00"),
        ("[>=0]#,##0;[Red]0.00", "-5", Money, "as stored"),
        (";;;", "5", Money, "nothing"),
        (";;;", "0", Money, "as stored"),
        (";;;", "0.4", Money, "nothing"),
        ("[$€-2] #,##0", "250", Money, "in €: € 250"),
        ("[$$-409]#,##0", "250", Money, "in $: $250"),
        ("\"USD \"#,##0", "250", Count, "in USD: USD 250"),
        ("[$CHF] #,##0", "250", Money, "in CHF: CHF 250"),
        ("[$GBP] #,##0", "250", Money, "as stored"),
        ("[$€-2] #,##0", "0", Money, "as stored"),
        ("£#,##0", "250", Count, "other figure: £250"),
        ("0%", "0.95", Money, "percent: 95%"),
        ("0\"%\"", "95", Count, "percent: 95%"),
        ("0%", "0", Money, "as stored"),
        ("mmm-yy", "45017", Money, "date: Apr-23"),
        ("[h]:mm", "1.5", Count, "date: 36:00"),
        // Percentages.
        ("0%", "0.05", Percent, "as stored"),
        ("0%", "12", Percent, "1200% is 12"),
        ("0%", "2.74", Percent, "as stored"),
        ("0\"%\"", "5", Percent, "5% is 0.05"),
        ("0\"%\";-0\"%\"", "-5", Percent, "-5% is -0.05"),
        ("0%;(0%)", "-0.05", Percent, "as stored"),
        ("General", "0.05", Percent, "as stored"),
        ("0.00", "1", Percent, "as stored"),
        ("General", "5", Percent, "bare: 5"),
        ("0", "83", Percent, "bare: 83"),
        ("£0", "0.5", Percent, "other figure: £1"),
        ("0,", "5", Percent, "other figure: 0"),
        ("0%%", "0.05", Percent, "words: 500%%"),
        // Texts, references and days.
        ("\"HSG\"000", "1", Code, "text: HSG001"),
        ("000", "1", Code, "text: 001"),
        ("General", "1", Code, "as stored"),
        ("0", "1", Code, "as stored"),
        ("d-mmm", "44621", Code, "date: 1-Mar"),
        ("mmm-yy", "45017", Text, "text: Apr-23"),
        ("0;0;", "0", Choice, "text: "),
        (";;;", "1", Choice, "nothing"),
        ("dd/mm/yyyy", "44621", Kind::Date, "as stored"),
        ("mmm-yy", "0", Kind::Date, "no day: Jan-00"),
        ("\"TBC\"", "44621", Kind::Date, "words: TBC"),
        (";;;", "44621", Kind::Date, "nothing"),
    ] {
        assert_eq!(judged(code, stored, kind, Pounds), expected, "{stored} under {code} in {kind:?}");
    }
    assert_eq!(judged(&"0".repeat(256), "5", Money, Pounds), "untold");
}

/// Numbers as spreadsheets store them: up to 15 digits.
#[test]
fn a_text_that_is_shown_is_judged_without_its_format() {
    for (stored, shown, kind, expected) in [
        ("7", "HSG007", Code, Seen::Text("HSG007".into())),
        ("7", "7", Code, Seen::AsStored),
        ("7", "", Code, Seen::Nothing),
        ("0", "", Text, Seen::Text(String::new())),
        ("7", "", Money, Seen::Nothing),
    ] {
        assert_eq!(judge_shown(number(stored), shown, kind, Thousands), expected, "{stored} shown as '{shown}'");
    }
}

fn stored() -> impl Strategy<Value = Decimal> {
    (-999_999_999_999_999_i64..=999_999_999_999_999, 3_u32..=12, any::<bool>()).prop_map(|(digits, scale, small)| {
        Decimal::new(if small { digits / 100_000_000 } else { digits }, scale).normalize()
    })
}

/// Codes made of the signs that mean something.
fn code() -> impl Strategy<Value = String> {
    let parts = [
        "0", "#", "?", ".", ",", ";", "%", "\"", "\\", "_", "*", "[", "]", "[Red]", "[>=1000]", "[<0]", "[$€-2]",
        "[h]", "General", "@", "E+", "/", "yyyy", "mm", "d", "AM/PM", "é", "-", "(", ")", "k", "£", " ", "5",
    ];
    prop::collection::vec(prop::sample::select(parts.to_vec()), 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn under_a_stock_format_any_number_is_as_stored(stored in stored(), unit in prop::sample::select(vec![Pounds, Thousands, Millions])) {
        for code in STOCK {
            let format = NumberFormat::of(code);
            // A pound sign in a column of counts is asked about.
            for kind in [Money, Count].into_iter().filter(|kind| *kind == Money || !code.contains('£')) {
                prop_assert_eq!(judge(stored, &format, kind, unit), Seen::AsStored, "{} under {}: {:?}", stored, code, format.show(stored));
            }
        }
    }

    #[test]
    fn any_code_at_all_is_answered_quickly_and_never_reads_a_figure_that_is_not_shown(code in prop_oneof![code(), any::<String>()], stored in stored()) {
        let start = Instant::now();
        let format = NumberFormat::of(&code);
        for kind in [Money, Count, Percent, Text, Code, Kind::Date, Choice, Kind::Year] {
            let seen = judge(stored, &format, kind, Pounds);
            let shows_digits = format.show(stored).is_some_and(|shown| shown.text.bytes().any(|byte| byte.is_ascii_digit()));
            let reads_figure = matches!(seen, Seen::AsStored | Seen::Scaled { .. } | Seen::Ratio { .. });
            if kind == Money && reads_figure && stored.abs() >= Decimal::ONE {
                prop_assert!(shows_digits, "{} under {:?} is {:?}", stored, code, seen);
            }
        }
        prop_assert!(start.elapsed() < Duration::from_secs(2), "{:?}", code);
    }
}
