//! What titles say: in honest ones only the right period, in others the wrong one.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::period::{Expected, Part, Period, Verdict};

fn expected(period: &str) -> Expected {
    Expected { period: Period::parse(period).unwrap(), first_month: 4, as_at: None, meeting: Some(date(2023, 2, 8)) }
}

/// Whether a title asks for an answer, would be noted, or says nothing amiss; and whether the right period stands in it.
fn told(title: &str, period: &str) -> (&'static str, bool) {
    let expected = expected(period);
    let found = mentions(title);
    let counts = |mention: &&Mention| !matches!(mention.manner, Manner::Apart | Manner::Passing);
    let right = found.iter().filter(counts).any(|mention| expected.judge(mention) == Verdict::Right);
    let other = |manners: &[Manner]| {
        found.iter().any(|mention| manners.contains(&mention.manner) && expected.judge(mention) == Verdict::Other)
    };
    let told = if other(&[Manner::Names, Manner::Stands]) {
        "names"
    } else if other(&[Manner::Refers]) {
        "refers"
    } else {
        ""
    };
    (told, right)
}

#[test]
fn a_period_is_read_in_every_usual_spelling() {
    for title in [
        "Quarter 3",
        "Quarter 3 2022/23",
        "Quarter 3, 2022/23",
        "Q3",
        "Q3 2022-23",
        "2022-23 Q3",
        "2022/2023 Q3",
        "FY23 Q3",
        "FY 2022/23 Quarter 3",
        "Qtr 3",
        "QTR3",
        "Q3 2022",
        "3rd Quarter",
        "Third quarter. Amounts in £000s.",
        "Recovery plan 2022/23: third quarter",
        "Summary by portfolio, quarter 3 of 2022/23, prepared by Finance",
        "Savings return – Quarter 3 2022/23 – v2 DRAFT",
        "Example Borough Council: Savings monitoring Q3 (Appendix 3, page 1 of 3)",
        "Q1 to Q3 2022/23",
        "Quarters 1-3",
        "Period 9",
        "P9",
        "P09 2022/23",
        "Month 9 (December 2022)",
        "Month 9 December 2022",
        "Quarter 3 December 2022",
        "Appendix 3 – December 2022",
        "for the period 1 April 2022 to 31 December 2022",
        "2022/23 Month 9",
        "December 2022",
        "Dec-22",
        "Dec 22",
        "Dec",
        "October to December 2022",
        "Oct - Dec 2022",
        "April 2022 to December 2022",
        "31 December 2022",
        "31.12.22",
        "Position as at 31/12/2022",
        "Position at 31st December 2022",
        "Recovery plan return for the quarter to 31 December 2022 (£000s)",
        "1 April 2022 to 31 December 2022",
        "for the period 1 April to 31 December 2022",
        "9 months to 31 December 2022",
        "One line for each project. Achieved to Date stands at 31 December 2022.",
        "as at 31 December",
        "9 months to 31 December",
        "Nine months to December",
        "Savings return – December",
        "9 months",
        "Quarter III",
        "Chwarter 3 2022/23",
        "Rhagfyr 2022",
        "31 Rhagfyr",
        "Q3 FY23",
        "Position at December 31, 2022",
        "Position at December 31st, 2022",
        "As at Dec 31 2022",
        "Position at December 31",
    ] {
        assert_eq!(told(title, "2022-23-q3"), ("", true), "{title}: {:?}", mentions(title));
    }
    for (title, period) in [
        ("Period 5", "2022-23-p05"),
        ("Adult Services P5", "2022-23-p05"),
        ("August 2022", "2022-23-p05"),
        ("Budget recovery measures 2022/23, Period 5", "2022-23-p05"),
        ("Quarter 2", "2022-23-p06"),
        ("Outturn 2022/23", "2022-23-outturn"),
        ("Provisional outturn 2022/23", "2022-23-outturn"),
        ("Period 13", "2022-23-outturn"),
        ("Quarter 4", "2022-23-outturn"),
        ("31 March 2023", "2022-23-q4"),
        ("Half year", "2022-23-q2"),
        ("Year end", "2022-23-q4"),
        ("Provisional outturn", "2022-23-outturn"),
    ] {
        assert_eq!(told(title, period), ("", true), "{title}");
    }
}

#[test]
fn a_short_year_behind_a_month_may_be_another_one() {
    for title in ["Dec 21", "December 21", "Dec '21", "Dec-21", "December 31, 2021", "Position at September 30"] {
        assert!(!told(title, "2022-23-q3").1, "{title}: {:?}", mentions(title));
        assert!(!told(title, "2022-23-q3").0.is_empty(), "{title}: {:?}", mentions(title));
    }
}

#[test]
fn a_text_that_is_no_title_for_its_length_says_nothing() {
    assert_eq!(mentions(&"Quarter 2 ".repeat(3000)), []);
    assert!(!is_title_of_period(&"Quarter 2 ".repeat(3000)));
    assert!(mentions(&format!("{} Quarter 2", "word ".repeat(100))).len() == 1);
}

#[test]
fn what_is_no_period_of_the_sheet_says_nothing() {
    for title in [
        "Savings 2022/23",
        "FY23",
        "Savings (May 2022 budget)",
        "Contact: May Patel",
        "April Jones, Head of Housing",
        "August Court supported housing",
        "Next return: Quarter 3",
        "Return to Finance by 31 December 2022",
        "Committee: December 2022",
        "Template version 2 – April 2022",
        "Form SR3 (rev. June 2021)",
        "Ver. 2.1 (Sept 2022)",
        "Issued: October 2022",
        "Budget Council, 23 February 2022",
        "For Scrutiny, January 2023",
        "Based on the MTFS of February 2022",
        "Prices at November 2021",
        "Base: 2021/22 outturn",
        "Includes 2021/22 savings not yet delivered",
        "Savings programme 2020/21 – 2024/25",
        "Q1 – Q4 2022/23",
        "Months 1 to 12",
        "Contract extended by 6 months",
        "Year end 31/03/23",
        "Year-end forecast",
        "Forecast outturn",
        "Savings forecast – year end",
        "Council Tax 2023/24",
        "Reduced from 4/5 to 3/5",
        "Please return by 14 October",
        "Savings agreed for 2021/22 to 2024/25",
        "Forecast outturn 2022/23",
        "Forecast to 31/03/23",
        "Target for the year ending 31 March 2023",
        "Full year effect from 1 April 2023",
        "Policy Committee, 8 February 2023",
        "Policy Committee 12 October 2022",
        "Please return to Finance by 14 October 2022",
        "Return by 31 January 2023",
        "Date completed: 12 January 2023",
        "12 January 2023",
        "Template version 2, issued 30 June 2022",
        "Appendix 3",
        "Page 2 of 3",
        "Version 2.1",
        "v4 FINAL (2)",
        "Savings approved in February 2022",
        "Budget Council, February 2022 decisions",
        "M4 corridor and M25 works",
        "Figures in £000s, to 2 decimal places",
        "The next return is due in Quarter 4",
        "Savings may slip",
        "1. One line for each project; say in which quarter the project was delivered and why it was not delivered in Quarter 2 as planned.",
    ] {
        assert_eq!(told(title, "2022-23-q3").0, "", "{title}: {:?}", mentions(title));
    }
}

#[test]
fn another_period_is_told() {
    for title in [
        "Quarter 2 2022/23",
        "Q2",
        "Qtr 2",
        "Second quarter. Amounts in £000s.",
        "Savings return – Quarter 2 2022/23 – v2",
        "Quarter 3 2021/22",
        "2021-22 Q3",
        "Return for Quarter 2, to be completed by 14 October 2022",
        "Please complete for Quarter 2",
        "Period 6",
        "P6",
        "Housing P6",
        "Month 6",
        "September 2022",
        "Housing September 2022",
        "Sep-22",
        "Sept",
        "30 September 2022",
        "30/09/2022",
        "as at 30/09/2022",
        "Position at 12 September 2022",
        "Example Council as at 30 September 2022",
        "Savings return 30 September 2022",
        "April to September 2022",
        "for the period 1 April to 30 September 2022",
        "Achieved to Date stands at 30 September 2022.",
        "Outturn 2021/22",
        "Quarter 4",
        "January 2023",
        "Financial year 2021/22",
        "Savings return 2021/22",
        "Savings 2021/22",
        "2021/22",
        "Housing 2021/22",
        "21/22 Adult social care savings",
        "Savings programme 2021/22",
        "Budget 2021/22",
        "FY22",
        "Q3 FY22",
        "Savings Monitoring 2023-24",
        "Year 2021/22",
        "Position at 30 September",
        "as at 30/9",
        "period ending 30 September",
        "6 months to 30 September",
        "1 July to 30 September",
        "as at end of September",
        "Six months to September",
        "September figures",
        "Housing savings return – September",
        "Half year",
        "Housing savings return – Half year",
        "Delivery of 2021/22 savings",
        "Interim (half-year) return",
        "First half of the year",
        "Mid-year review 2022/23",
        "6 months",
        "Year end",
        "Year-end position",
        "Outturn",
        "Quarter II",
        "QII",
        "Chwarter 2",
        "Medi 2022",
        "30 Medi 2022",
        "Prior year",
        "Previous quarter position",
    ] {
        assert_eq!(told(title, "2022-23-q3"), ("names", false), "{title}: {:?}", mentions(title));
    }
    for title in [
        "Q2 figures restated",
        "Includes Q1 and Q2",
        "Comparison with 30 September 2022",
        "updated from Quarter 2",
        "Changes since Q2 2022/23",
        "Previous period: Quarter 2",
        "since September 2022",
    ] {
        assert_eq!(told(title, "2022-23-q3").0, "refers", "{title}: {:?}", mentions(title));
    }
}

/// How a period is spelt: whole titles.
fn spellings(period: Period) -> Vec<String> {
    let day = period.last_day(4);
    let year = period.year.label();
    let mut all = vec![
        super::super::long_date(day),
        super::super::short_date(day),
        format!("as at {}", super::super::long_date(day)),
        format!("{} {}", crate::period::spelling::month_name(day.month()), day.year()),
        period.label(),
    ];
    match period.part {
        Part::Quarter(quarter) => all.extend([
            format!("Quarter {quarter} {year}"),
            format!("Q{quarter}"),
            format!("Qtr {quarter} {year}"),
            format!("{} Q{quarter}", year.replace('/', "-")),
            format!("{}-{:02} Quarter {quarter}", period.year.start, period.year.end_digits()),
        ]),
        Part::Month(month) => all.extend([
            format!("Period {month} {year}"),
            format!("P{month:02}"),
            format!("Month {month}"),
            format!("{year} Period {month}"),
        ]),
        Part::Budget => all.push(format!("{year} budget")),
        Part::Closing => all.extend([format!("Period 13 {year}"), "P13".to_string(), "Month 13".to_string()]),
        Part::Outturn => all.push(format!("{year} outturn")),
    }
    all
}

fn any_period() -> impl Strategy<Value = Period> {
    let part = prop_oneof![
        (1_u8..=4).prop_map(Part::Quarter),
        (1_u8..=12).prop_map(Part::Month),
        Just(Part::Closing),
        Just(Part::Outturn)
    ];
    (2015_i16..2030, part).prop_map(|(start, part)| Period { year: FinancialYear { start }, part })
}

const BEFORE: [&str; 6] =
    ["", "Savings return – ", "Example Borough Council: savings monitoring, ", "Appendix 3 – ", "DRAFT ", "Housing "];
const AFTER: [&str; 6] = ["", " (£000s)", " – version 2", ", page 1 of 3", " DRAFT", " – Housing"];

proptest! {
    #[test]
    fn a_title_of_the_right_period_asks_nothing(
        period in any_period(), spelling in 0_usize..20, before in 0_usize..6, after in 0_usize..6,
    ) {
        let all = spellings(period);
        let title = format!("{}{}{}", BEFORE[before], all[spelling % all.len()], AFTER[after]);
        let expected = Expected { period, first_month: 4, as_at: None, meeting: None };
        for mention in mentions(&title) {
            prop_assert!(expected.judge(&mention) != Verdict::Other, "{}: {:?} in {}", title, mention, period);
        }
    }

    #[test]
    fn a_title_of_another_period_is_told(
        period in any_period(), other in any_period(), spelling in 0_usize..20, before in 0_usize..6, after in 0_usize..4,
    ) {
        let expected = Expected { period, first_month: 4, as_at: None, meeting: None };
        let all = spellings(other);
        let spelling = &all[spelling % all.len()];
        // The same day, and the year's end, are no other period's; a year may be left unsaid.
        let far = other.year != period.year && spelling.contains(char::is_numeric) && (spelling.contains(&other.year.label())
            || spelling.contains(&other.last_day(4).year().to_string()));
        let same_year = other.year == period.year && other.months() != period.months() && other.months() != 12
            && other.months().div_ceil(3) != period.months().div_ceil(3);
        if !((far && (other.year.start - period.year.start).abs() > 1) || same_year) {
            return Ok(());
        }
        let title = format!("{}{}{}", BEFORE[before], spelling, AFTER[after]);
        let found = mentions(&title);
        let told = found.iter().any(|mention| {
            expected.judge(mention) == Verdict::Other && [Manner::Names, Manner::Stands].contains(&mention.manner)
        });
        prop_assert!(told, "{}: {:?} in {}", title, found, period);
    }

    #[test]
    fn no_text_breaks_the_reading(text in "\\PC{0,60}") {
        mentions(&text);
    }
}
