use proptest::prelude::*;

use super::{national_insurance, nhs_number, personal_email, personal_telephone, withheld};

fn contacts() -> Vec<String> {
    ["press@example.gov.uk", "@council.example", "0114 496 0000"].map(String::from).to_vec()
}

#[test]
fn addresses_that_the_form_does_not_list_are_counted() {
    let count = |text: &str| personal_email::count(text, &contacts());
    assert_eq!(count("Ask Jo.Bloggs+x@mail.example.org, or j.o'neil@x.org."), 2);
    assert_eq!(count("PRESS@example.gov.uk and anyone@council.example"), 0);
    assert_eq!(count("anyone@notcouncil.example"), 1);
    assert_eq!(count("5 @ £3 each, a@b"), 0);
}

#[test]
fn british_telephone_numbers_are_counted_however_they_are_written() {
    let count = |text: &str| personal_telephone::count(text, &contacts());
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
    ] {
        assert_eq!(count(other), 0, "{other}");
    }
}

#[test]
fn ten_digits_are_an_nhs_number_only_if_the_last_one_checks() {
    assert_eq!(nhs_number::count("NHS 943 476 5919 and 9434765919, 943-476-5919"), 3);
    for other in ["943 476 5918", "1111111111", "£9434765919", "94347659190", "9434765919.50", "1,943 476 5919"] {
        assert_eq!(nhs_number::count(other), 0, "{other}");
    }
}

#[test]
fn national_insurance_numbers_have_prefixes_in_use() {
    for number in ["QQ 12 34 56 C", "BG123456A", "DA123456A", "AO123456A", "AB123456E", "XAB123456C", "AB1234567C"] {
        assert_eq!(national_insurance::count(number), 0, "{number}");
    }
    for number in ["AB 12 34 56 C", "ab123456c", "CE-12-34-56-D"] {
        assert_eq!(national_insurance::count(number), 1, "{number}");
    }
}

proptest! {
    #[test]
    fn any_text_can_be_looked_through(text in "[0-9A-Za-z @.+()£€\\-/,\u{a0}中]{0,60}") {
        let mut seen = personal_email::count(&text, &contacts());
        seen += personal_telephone::count(&text, &contacts()) + nhs_number::count(&text) + national_insurance::count(&text);
        prop_assert!(seen <= text.chars().count());
    }
}

#[test]
fn what_is_said_holds_no_personal_data() {
    let said = |text: &str| withheld(text, &contacts());
    assert_eq!(said("ring 07700 900123 or write to a.b@x.org"), "ring (personal data) or write to (personal data)");
    assert_eq!(said("AB 12 34 56 C"), "(personal data)");
    assert_eq!(said("943 476 5919, £1,204k"), "(personal data), £1,204k");
    assert_eq!(said("press@example.gov.uk, £12,340,000"), "press@example.gov.uk, £12,340,000");
}
