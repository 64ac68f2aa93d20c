use proptest::prelude::*;

use super::{Kind, MayPrint, compared, cut};

fn may() -> MayPrint {
    MayPrint::contacts(&["press@example.gov.uk", "@council.example", "0114 496 0000"].map(String::from))
}

fn count(kind: Kind, text: &str) -> usize {
    may().found_of(kind, text).len()
}

#[test]
fn addresses_that_the_form_does_not_list_are_counted() {
    let count = |text: &str| count(Kind::Email, text);
    assert_eq!(count("Ask Jo.Bloggs+x@mail.example.org, or j.o'neil@x.org."), 2);
    assert_eq!(count("PRESS@example.gov.uk and anyone@council.example"), 0);
    assert_eq!(count("anyone@notcouncil.example"), 1);
    assert_eq!(count("5 @ £3 each, a@b"), 0);
}

#[test]
fn british_telephone_numbers_are_counted_however_they_are_written() {
    let count = |text: &str| count(Kind::Telephone, text);
    for number in [
        "0114 496 0123",
        "(0114) 496 0123",
        "01144960123",
        "+44 114 496 0123",
        "+44 (0)114 496 0123",
        "07700 900 123",
        "07700-900123",
        "020 7946 0018",
        "01632 96018",
    ] {
        assert_eq!(count(&format!("ring {number}, please")), 1, "{number}");
    }
    for other in [
        "0114 496 0000",
        "+44 114 496 0000",
        "£07700900123",
        "01/04/2023 and 31/03/2024",
        "2022/23",
        "0.0770090012",
        "1,350,000,000",
        "00000000000",
        "ref 12345678901",
        "1 April 2023 2024",
        "04 2023 2024 25",
        "01234 567",
        "01 04 2023",
        "0114, 0115 and 0116",
        "£01234 567k",
    ] {
        assert_eq!(count(other), 0, "{other}");
    }
}

#[test]
fn ten_digits_are_an_nhs_number_only_if_the_last_one_checks() {
    let count = |text: &str| count(Kind::NhsNumber, text);
    assert_eq!(count("NHS 943 476 5919 and 9434765919, 943-476-5919"), 3);
    for other in ["943 476 5918", "1111111111", "£9434765919", "94347659190", "9434765919.50", "1,943 476 5919"] {
        assert_eq!(count(other), 0, "{other}");
    }
}

#[test]
fn national_insurance_numbers_have_prefixes_in_use() {
    let count = |text: &str| count(Kind::NationalInsurance, text);
    for other in [
        "QQ 12 34 56 C",
        "BG123456A",
        "DA123456A",
        "AO123456A",
        "AB123456E",
        "XAB123456C",
        "AB1234567C",
        "AB-1234-C",
        "ASC 12 34",
    ] {
        assert_eq!(count(other), 0, "{other}");
    }
    for number in ["AB 12 34 56 C", "ab123456c", "CE-12-34-56-D"] {
        assert_eq!(count(number), 1, "{number}");
    }
}

#[test]
fn a_date_is_one_of_birth_where_the_text_says_so() {
    let said = |text: &str| may().withheld(text).into_owned();
    for date in [
        "12/03/1961",
        "12.3.61",
        "1961-03-12",
        "12 March 1961",
        "12th March, 1961",
        "12th of March 1961",
        "12-Mar-61",
        "March 12, 1961",
        "March 1961",
        "12 03 1961",
        "12/03/61",
    ] {
        assert_eq!(
            said(&format!("client born {date}, moved")),
            "client born [date of birth withheld], moved",
            "{date}"
        );
        for before in
            ["DOB ", "DOB: ", "d.o.b. ", "D.O.B ", "(dob ", "date of birth is ", "Date of Birth - ", "born on ", "DOB"]
        {
            assert_eq!(
                said(&format!("{before}{date} ")),
                format!("{before}[date of birth withheld] "),
                "{before}{date}"
            );
        }
    }
    assert_eq!(said("moved 12/03/1961 (DOB)"), "moved [date of birth withheld] (DOB)");
    for other in [
        "By 12/03/2023 the work is done",
        "children born after 1 September 2019",
        "born before 1 April 2012",
        "A reborn service from 1 April 2023",
        "a project borne by the HRA to 31/03/2024",
        "the Dobson contract of 12/03/2023",
        "born in 1961",
        "DOB checks by 12/03/2023",
        "registrar: births 12/03/2023",
        "job 12/03/2023",
    ] {
        assert_eq!(said(other), other);
    }
}

#[test]
fn exactly_what_is_personal_is_withheld() {
    let said = |text: &str| may().withheld(text).into_owned();
    assert_eq!(
        said("ring 07700 900123 or write to a.b@x.org"),
        "ring [telephone number withheld] or write to [e-mail address withheld]"
    );
    assert_eq!(said("(07700 900123)"), "([telephone number withheld])");
    assert_eq!(said("(0114) 496 0123"), "[telephone number withheld]");
    assert_eq!(said("AB 12 34 56 C"), "[National Insurance number withheld]");
    assert_eq!(said("943 476 5919, £1,204k"), "[NHS number withheld], £1,204k");
    assert_eq!(said("press@example.gov.uk, £12,340,000"), "press@example.gov.uk, £12,340,000");
    // Both an address and a number stand in it; it is one thing.
    assert_eq!(said("07700900123@x.org"), "[e-mail address withheld]");
}

#[test]
fn what_somebody_let_stand_prints_however_it_is_typed() {
    let mut may = may();
    for kind in [Kind::Telephone, Kind::Email] {
        for found in may.found_of(kind, "07700 900123 Desk@x.org") {
            may.let_stand(kind, found.value);
        }
    }
    let text = "+44 7700 900123, desk@X.org, other@x.org";
    assert_eq!(may.withheld(text), "+44 7700 900123, desk@X.org, [e-mail address withheld]");
}

#[test]
fn a_part_of_a_text_is_withheld_as_the_whole_is() {
    let whole = "Moved. Write to jo.bloggs@mail.example or ring 07700 900123.";
    let may = may();
    assert_eq!(may.withheld_part(whole, "Write to jo."), "Write to [e-mail address withheld]");
    assert_eq!(may.withheld_part(whole, "bloggs@mail"), "[e-mail address withheld]");
    assert_eq!(may.withheld_part(whole, "ring 07700"), "ring [telephone number withheld]");
    assert_eq!(may.withheld_part(whole, "Moved."), "Moved.");
    assert_eq!(may.withheld_part("Moved", "jo@mail.example"), "[e-mail address withheld]");
    assert_eq!(&whole[..cut(whole, 25)], "Moved. Write to ");
    assert_eq!(cut(whole, 6), 6);
}

#[test]
fn whether_it_was_withheld_makes_no_two_texts_different() {
    let typed = "Desk of jo.bloggs@mail.example, 07700 900123";
    assert_eq!(compared(typed), compared("Desk of [e-mail address withheld], [telephone number withheld]"));
    assert_eq!(compared(typed), compared("Desk of sam@mail.example, 07700 900124"));
    assert_ne!(compared(typed), compared("Desk of somebody"));
}

/// Something personal, and what of it may never be read in what is left.
fn personal() -> impl Strategy<Value = (String, String)> {
    prop_oneof![
        "[a-z]{3,9}[.][a-z]{3,9}@[a-z]{3,9}[.]org".prop_map(|address| (address.clone(), address)),
        "077[0-9]{2} [0-9]{6}".prop_map(|number| (number.clone(), number)),
        "AB[0-9]{6}[A-D]".prop_map(|number| (number.clone(), number)),
        "(0[1-9]|1[0-9])/0[1-9]/19[0-9]{2}".prop_map(|date| (format!("DOB {date}"), date)),
        Just(("943 476 5919".to_string(), "943 476 5919".to_string())),
    ]
}

proptest! {
    #[test]
    fn any_text_can_be_looked_through(text in "[0-9A-Za-z @.+()£€\\-/,\u{a0}中]{0,60}") {
        let found = may().found(&text);
        prop_assert!(found.len() <= text.chars().count());
        prop_assert!(found.windows(2).all(|two| two[0].range.end <= two[1].range.start));
        let said = may().withheld(&text).into_owned();
        prop_assert!(may().found(&said).is_empty(), "{}", said);
        prop_assert_eq!(may().withheld(&said), said.as_str());
        prop_assert!(text.is_char_boundary(cut(&text, text.floor_char_boundary(text.len() / 2))));
    }

    #[test]
    fn what_is_left_never_holds_what_was_found(
        parts in proptest::collection::vec((personal(), "( |, |; |\n| \\()(Agency staff|£1,204k|by March|see above)( |, |: |\n)"), 1..6),
    ) {
        let text: String = parts.iter().map(|((whole, _), words)| format!("{whole}{words}")).collect();
        let said = may().withheld(&text).into_owned();
        for ((_, secret), _) in &parts {
            prop_assert!(!said.contains(secret.as_str()), "{} in {}", secret, said);
        }
        for ((_, secret), words) in &parts {
            prop_assert!(!may().withheld_part(&text, secret).contains(secret.as_str()));
            prop_assert!(said.contains(words.trim()));
        }
    }
}
