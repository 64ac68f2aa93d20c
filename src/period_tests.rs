//! Periods, dates and headings.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

#[test]
fn periods_are_read_and_written() {
    for text in [
        "2022-23-q3",
        "2018-19-p05",
        "2018-19-p12",
        "2018-19-p13",
        "2018-19-budget",
        "2018-19-outturn",
        "1999-00-q1",
        "2099-00-q4",
    ] {
        assert_eq!(Period::parse(text).unwrap().to_string(), text);
    }
    for text in [
        "",
        "2022-23",
        "2022-24-q3",
        "2022-2023-q3",
        "2022-23-q0",
        "2022-23-q5",
        "2022-23-p00",
        "2022-23-p14",
        "2022-23-Budget",
        "2022-23-p5",
        "2022-23-Q3",
        " 2022-23-q3",
        "2022-23-q3\n",
        "22-23-q3",
        "1899-00-q1",
        "9999-00-q1",
        "٢٠٢٢-23-q3",
    ] {
        assert!(Period::parse(text).is_err(), "{text:?}");
    }
    assert_eq!(
        Period::parse("Q3").unwrap_err().to_string(),
        "'Q3' is not a period; write it like 2022-23-q3, 2018-19-p05 or 2018-19-outturn"
    );
}

#[test]
fn periods_have_labels_and_last_days() {
    for (text, label, april, january) in [
        ("2022-23-q1", "Quarter 1, 2022/23", date(2022, 6, 30), date(2022, 3, 31)),
        ("2022-23-q3", "Quarter 3, 2022/23", date(2022, 12, 31), date(2022, 9, 30)),
        ("2022-23-q4", "Quarter 4, 2022/23", date(2023, 3, 31), date(2022, 12, 31)),
        ("2018-19-p05", "Period 5, 2018/19", date(2018, 8, 31), date(2018, 5, 31)),
        ("2023-24-p11", "Period 11, 2023/24", date(2024, 2, 29), date(2023, 11, 30)),
        ("2018-19-budget", "Budget 2018/19", date(2018, 3, 31), date(2017, 12, 31)),
        ("2018-19-p13", "Period 13, 2018/19", date(2019, 3, 31), date(2018, 12, 31)),
        ("2018-19-outturn", "Outturn 2018/19", date(2019, 3, 31), date(2018, 12, 31)),
    ] {
        let period = Period::parse(text).unwrap();
        assert_eq!(period.label(), label);
        assert_eq!(period.last_day(4), april, "{text}");
        assert_eq!(period.last_day(1), january, "{text}");
    }
    let year = FinancialYear { start: 2022 };
    assert_eq!((year.first_day(4), year.last_day(4)), (date(2022, 4, 1), date(2023, 3, 31)));
    assert_eq!((year.first_day(1), year.last_day(1)), (date(2022, 1, 1), date(2022, 12, 31)));
    assert_eq!(FinancialYear { start: 1999 }.label(), "1999/00");
    assert_eq!(year.next().label(), "2023/24");
    // Years and months that do not exist are no reason to panic.
    for start in [i16::MIN, i16::MAX] {
        let year = FinancialYear { start };
        let _ = (year.next(), year.label(), year.first_day(99), year.last_day(-1));
        let _ = Period { year, part: Part::Quarter(255) }.last_day(4);
    }
}

#[test]
fn dates_are_read_as_people_write_them() {
    for text in [
        "31/03/23",
        "31/3/2023",
        "31.03.2023",
        "31-03-2023",
        "2023-03-31",
        "31 March 2023",
        "31st March 2023",
        "31 MAR 23",
        "31-Mar-23",
        "31st of March, 2023",
        "31 Mar. 2023",
        " 31 / 03 / 23 ",
        "31 March ’23",
        "March 31, 2023",
        "Mar. 31st 2023",
    ] {
        assert_eq!(read_date(text), Some(date(2023, 3, 31)), "{text}");
    }
    for text in ["1 April 2023", "1 st April 2023", "1st Apr 23", "01/04/23"] {
        assert_eq!(read_date(text), Some(date(2023, 4, 1)), "{text}");
    }
    for text in [
        "",
        "March 2023",
        "April 2023, 1",
        "April 1, 23",
        "April 31, 2023",
        "31/02/23",
        "03/31/23",
        "31/03",
        "31/03-23",
        "by 31/03/23",
        "31/03/23 (£000s)",
        "31/03/0023",
        "1234",
        "31 Marching 2023",
        "131/03/23",
        "31/03/123",
    ] {
        assert_eq!(read_date(text), None, "{text}");
    }
    assert_eq!(read_date("3 sept 24"), Some(date(2024, 9, 3)));
    assert_eq!(short_date(date(2023, 3, 31)), "31/03/23");
    assert_eq!(short_date(date(2005, 4, 1)), "01/04/05");
    assert_eq!(long_date(date(2023, 4, 1)), "1 April 2023");
    assert_eq!(Calendar::english().long_date(date(2023, 4, 1)), "1 April 2023");
    for (day, printed) in
        [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"), (22, "22nd")]
    {
        assert_eq!(Calendar::english().ordinal_date(date(2023, 4, day)), format!("{printed} April 2023"));
    }
}

#[test]
fn messages_and_the_appendix_say_periods_alike_in_english() {
    for (period, said) in [
        ("2022-23-q3", "Quarter 3, 2022/23"),
        ("2018-19-p05", "Period 5, 2018/19"),
        ("2018-19-outturn", "Outturn 2018/19"),
    ] {
        let period = Period::parse(period).unwrap();
        assert_eq!((Calendar::english().period(period), period.label()), (said.to_string(), said.to_string()));
    }
}

#[test]
fn the_budget_comes_before_the_year_and_the_closing_period_behind_its_last_month() {
    let order = [
        "2021-22-outturn",
        "2022-23-budget",
        "2022-23-p01",
        "2022-23-q1",
        "2022-23-p12",
        "2022-23-q4",
        "2022-23-p13",
        "2022-23-outturn",
        "2023-24-budget",
    ];
    let periods: Vec<Period> = order.iter().map(|text| Period::parse(text).unwrap()).collect();
    assert!(periods.is_sorted(), "{periods:?}");
    // A return of the last month is none of the closing period.
    let expected =
        |text: &str| Expected { period: Period::parse(text).unwrap(), first_month: 4, as_at: None, meeting: None };
    let judged = |title: &str, text: &str| expected(text).judge(&mentions(title)[0]);
    assert_eq!(judged("Period 12 2022/23", "2022-23-p13"), Verdict::Other);
    assert_eq!(judged("Period 13 2022/23", "2022-23-p13"), Verdict::Right);
    assert_eq!(judged("Period 13 2022/23", "2022-23-p12"), Verdict::Other);
    assert_eq!(judged("Quarter 1 2022/23", "2022-23-budget"), Verdict::Other);
    assert_eq!(judged("Savings 2022/23", "2022-23-budget"), Verdict::Neutral);
}

fn any_period() -> impl Strategy<Value = Period> {
    let part = prop_oneof![
        (1_u8..=4).prop_map(Part::Quarter),
        (1_u8..=12).prop_map(Part::Month),
        Just(Part::Budget),
        Just(Part::Closing),
        Just(Part::Outturn)
    ];
    (1900_i16..=2199, part).prop_map(|(start, part)| Period { year: FinancialYear { start }, part })
}

proptest! {
    #[test]
    fn periods_sort_by_time(a in any_period(), b in any_period(), first_month in 1_i8..=12) {
        match a.last_day(first_month).cmp(&b.last_day(first_month)) {
            std::cmp::Ordering::Equal => prop_assert_eq!(a == b, a.cmp(&b).is_eq()),
            order => prop_assert_eq!(a.cmp(&b), order),
        }
        prop_assert_eq!(Period::parse(&a.to_string()), Ok(a));
        prop_assert_eq!(a.last_day(first_month) >= a.year.first_day(first_month), a.part != Part::Budget);
        prop_assert!(a.last_day(first_month) <= a.year.last_day(first_month));
    }

    #[test]
    fn dates_are_read_back(days in 0_i32..80_000) {
        let day = date(1950, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
        prop_assert_eq!(read_date(&long_date(day)), Some(day));
        prop_assert_eq!(read_date(&day.to_string()), Some(day));
        if (2000..2100).contains(&day.year()) {
            prop_assert_eq!(read_date(&short_date(day)), Some(day));
        }
    }
}
