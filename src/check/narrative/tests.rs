use crate::check::testing::{form, sample};

const PHRASES: &str = "\n[[narrative]]\nlist = \"schemes\"\ncolumns = [\"status\"]\nwords = [\"short of target\", \"to be mitigated\"]\n\
                       means = [\"target - forecast\"]\n";

/// What is said of a status text beside a target of £3,000k, a forecast of £1,500k and £1,000k achieved.
fn told(status: &str) -> Vec<String> {
    let form = form(&[]) + PHRASES;
    let grid = format!(
        "== Return\nScheme | Target (£000s) | Forecast (£000s) | % forecast | Achieved (£000s) | Status\n\
         Agency staff | 3000 | 1500 | 50% | 1000 | {status}\nTotal | 3000 | 1500 | 50% | 1000 |\n"
    );
    sample(&form, &[("adults", &grid)]).told()
}

#[test]
fn an_amount_whose_unit_was_lost_or_cannot_be_meant_is_asked_about() {
    assert_eq!(
        told("£1500 by March, a further £500m later"),
        [
            "amount-unit F2: 'Agency staff' (Adults): Status (F2) says '£1500' where £1,500k seems to be meant and '£500m' where £500k \
          seems to be meant"
        ]
    );
}

#[test]
fn amounts_of_other_things_are_left_alone() {
    for text in [
        "£1.5m by March",
        "£1,500k by March, £500k later",
        "care costs £295 a week, it was £464",
        "the budget of £51.3m falls to £50.6m",
        "an overall budget of £1,300m",
        "1500 visits, 3000 hours, 2023",
        "£1500 per week",
    ] {
        assert_eq!(told(text), [""; 0], "{text}");
    }
}

#[test]
fn an_amount_beside_a_phrase_must_be_what_the_phrase_means() {
    for text in [
        "£1.5m short of target",
        "£1,500k remains to be mitigated",
        "Full value £2.2m (£1.5m short of target)",
        "This leaves £1.5m to be mitigated, of which £1m is planned",
        "some £1.4m short of target",
        "£1m to £2m short of target",
        "£2.2m is certain. The rest is to be mitigated",
    ] {
        assert_eq!(told(text), [""; 0], "{text}");
    }
    assert_eq!(
        told("£1.3m short of target; £900k to be mitigated"),
        [
            "amount-contradiction F2: 'Agency staff' (Adults): Status (F2) says '£1.3m' beside 'short of target', but Target less Forecast is \
          £1,500k (difference -£200k); and says '£900k' beside 'to be mitigated', but Target less Forecast is £1,500k (difference -£600k)"
        ]
    );
}

#[test]
fn an_amount_with_a_doubtful_unit_is_asked_about_once() {
    let told = told("£1500 to be mitigated");
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].starts_with("amount-unit"), "{told:#?}");
}

#[test]
fn an_amount_with_three_decimal_places_and_no_unit_has_lost_it() {
    let said = |text: &str| told(text).iter().map(|line| line.contains("'£0.419'")).collect::<Vec<_>>();
    assert_eq!(said("one of three behind (£0.419 savings at risk)"), [true]);
    assert_eq!(said("one of three behind (£0.419m savings at risk)"), [false; 0]);
    assert_eq!(told("a charge of £0.42 a mile"), [""; 0]);
}
