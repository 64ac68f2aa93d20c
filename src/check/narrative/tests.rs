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

/// What is said of a status text where the form says nothing of phrases: beside a target of £1,256k, a forecast of £868k and
/// £412k achieved, so that £388k is short of the target and £456k is still to come. The other row has £637k in each.
fn plainly(status: &str) -> Vec<String> {
    let grid = format!(
        "== Return\nScheme | Target (£000s) | Forecast (£000s) | % forecast | Achieved (£000s) | Status\n\
         Agency staff | 1256 | 868 | 69% | 412 | {status}\nReview of day centres | 637 | 637 | 100% | 637 |\n\
         Total | 1893 | 1505 | 80% | 1049 |\n"
    );
    sample(&form(&[]), &[("adults", &grid)]).told()
}

#[test]
fn what_a_phrase_speaks_of_is_known_by_the_roles_of_the_form() {
    for (text, told) in [
        (
            "£888k remains to be found",
            "'£888k' beside 'remains to be found', but Target less Forecast is £388k (difference +£500k)",
        ),
        (
            "This leaves £338k short of target",
            "'£338k' beside 'short of target', but Target less Forecast is £388k (difference -£50k)",
        ),
        (
            "£214k short of target",
            "'£214k' beside 'short of target', but Target less Forecast is £388k (difference -£174k)",
        ),
        ("£421k has been achieved", "'£421k' beside 'has been achieved', but Achieved is £412k (difference +£9k)"),
        (
            "Against a target of £1,356k",
            "'£1,356k' beside 'against a target of', but Target is £1,256k (difference +£100k)",
        ),
        // Not of a part: what follows is the row itself, when, or nothing.
        (
            "A shortfall of £338k on this scheme",
            "'£338k' beside 'shortfall of', but Target less Forecast is £388k (difference -£50k)",
        ),
        (
            "A shortfall of £338k from April",
            "'£338k' beside 'shortfall of', but Target less Forecast is £388k (difference -£50k)",
        ),
        (
            "A shortfall of £338k on agency staff",
            "'£338k' beside 'shortfall of', but Target less Forecast is £388k (difference -£50k)",
        ),
        // What stands behind 'on' is no part of it, or a slip of the hand is nearer.
        (
            "There is a shortfall of £338k on the nightly lets",
            "'£338k' beside 'shortfall of', but Target less Forecast is £388k (difference -£50k)",
        ),
        (
            "A shortfall of £212k from q3",
            "'£212k' beside 'shortfall of', but Target less Forecast is £388k (difference -£176k)",
        ),
        ("£8.68m is forecast", "'£8.68m' beside 'is forecast', but Forecast is £868k (difference +£7,812k)"),
    ] {
        assert_eq!(
            plainly(text),
            [format!("amount-contradiction F2: 'Agency staff' (Adults): Status (F2) says {told}")],
            "{text}"
        );
    }
}

#[test]
fn an_amount_that_is_a_figure_mistyped_is_asked_about() {
    for (text, meant) in [
        ("Savings of £888k are secured", "£868k is Forecast (one digit is another)"),
        ("We delivered £142k by September", "£412k is Achieved (two digits are exchanged)"),
        ("£8,680k of savings", "£868k is Forecast (ten times, or a tenth)"),
        // So many digits need no word beside them.
        ("See the paper on £1,266k", "£1,256k is Target (one digit is another)"),
    ] {
        let told = plainly(text);
        assert!(told.len() == 1 && told[0].contains(meant), "{text}: {told:#?}");
    }
}

#[test]
fn honest_prose_is_left_alone() {
    for text in [
        "£388k remains to be found",
        "£388k short of target; £456k is still to be delivered by March",
        "£412k has been achieved to date, and a further £456k is forecast by March",
        "Of the target of £1.256m, £868k (69%) is forecast",
        "£0.9m is forecast, £0.4m of it delivered",
        "about £900k is forecast, some £370k short of target",
        "£200k from leases and £212k from nightly lets have been achieved to date",
        // A part of it.
        "The shortfall of £40k on leases is offset",
        "There is a shortfall of £212k on the nightly lets, which is not met",
        "Short of target by £90k in respect of leases",
        // Another amount of the text, or two of them, make it.
        "£190k comes from rotas and £198k from leave: £388k in all",
        "£150k of the £388k remains, £238k having been found",
        // Of something else.
        "The budget of £886k is overspent, though savings are delivered",
        "Agency spend was £486k and is now £356k, which is on target",
        "Savings of £637k in the Review of day centres will help",
        "Last year's saving was £886k",
        "A grant of £418k pays for the team that delivers the saving",
        "The saving is £468k a year when in place",
        "£295 a week is saved in each case, for 142 people, 868 visits",
        // Too few digits, too far, or rounded.
        "£890k of savings",
        "£867k of savings, £869k with rounding",
        "£500k of savings is planned for 2024/25",
        "Savings of £723k are at risk elsewhere",
        "£1,893k is the savings target of the service, £1,505k is forecast of it",
        // No amount of money.
        "Approved on 12/05/2022 (minute 886); 888 clients reviewed",
    ] {
        assert_eq!(plainly(text), [""; 0], "{text}");
    }
}

#[test]
fn a_total_row_s_text_is_held_against_its_totals() {
    let total = |text: &str| {
        let grid = format!(
            "== Return\nScheme | Target (£000s) | Forecast (£000s) | % forecast | Achieved (£000s) | Status\n\
             Agency staff | 1256 | 868 | 69% | 412 | \nHomecare | 500 | 0 | 0% | 0 | \nTotal | 1756 | 868 | 49% | 412 | {text}\n"
        );
        sample(&form(&[]), &[("adults", &grid)]).told()
    };
    assert_eq!(total("£888k remains to be mitigated"), [""; 0]);
    let told = total("£838k remains to be mitigated");
    assert!(told.len() == 1 && told[0].contains("'£838k' beside 'remains to be mitigated'"), "{told:#?}");
}

#[test]
fn an_answer_to_several_amounts_is_given_on_all_of_them() {
    let findings = |text: &str| {
        let grid = format!(
            "== Return\nScheme | Target (£000s) | Forecast (£000s) | % forecast | Achieved (£000s) | Status\n\
             Agency staff | 1256 | 868 | 69% | 412 | {text}\nTotal | 1256 | 868 | 69% | 412 |\n"
        );
        sample(&form(&[]), &[("adults", &grid)]).findings()
    };
    let both = findings("£338k short of target; £421k has been achieved");
    assert_eq!((both.len(), both[0].stated_text.as_deref()), (1, Some("£338k; £388k; £421k; £412k")));
    assert_eq!(both[0].stated, None);
}
