use crate::check::testing::{changed, form, sample};

#[test]
fn a_percentage_may_differ_by_its_rounding_and_no_more() {
    // 150 / 299 is 50.2%, 150 / 303 is 49.5%, 150 / 305 is 49.2%.
    let with_target = |target: &str, total: &str, percent: &str| {
        changed(&[
            ("| 300 | 150 |", &format!("| {target} | 150 |")),
            ("Total | 500 | 350 | 70%", &format!("Total | {total} | 350 | {percent}")),
        ])
    };
    assert_eq!(with_target("299", "499", "70%"), [""; 0]);
    assert_eq!(with_target("303", "503", "70%"), [""; 0]);
    assert_eq!(
        with_target("305", "505", "69%"),
        [
            "computed-percent D3: 'Agency staff' (Adults): % forecast is stated as 50%, but Forecast divided by Target gives 49% \
          (difference +1 percentage points)"
        ]
    );
}

const BALANCE: &str = "[[list.column]]\nid = \"balance\"\nheading = \"Balance (£000s)\"\nkind = \"money\"\nunit = \"thousands\"\n\
                       formula = \"target - forecast\"\n\n[[list.column]]\nid = \"achieved\"";

fn with_balance(first: &str, second: &str, total: &str) -> Vec<String> {
    let form = form(&[("[[list.column]]\nid = \"achieved\"", BALANCE)]);
    let grid = format!(
        "== Return\nScheme | Target (£000s) | Forecast (£000s) | Balance (£000s) | % forecast | Achieved (£000s) | Status\n\
         Agency staff | 300 | 150 | {first} | 50% | 100 | Under way\nHomecare | 200 | 200 | {second} | 100% | 200 | Delivered\n\
         Total | 500 | 350 | {total} | 70% | 300 |\n"
    );
    let sample = sample(&form, &[("adults", &grid)]);
    let findings = sample.findings();
    findings.iter().map(|finding| format!("{}; also {}", finding.message, finding.related.len())).collect()
}

#[test]
fn an_amount_must_be_what_its_row_gives() {
    assert_eq!(with_balance("150", "0", "150"), [""; 0]);
    assert_eq!(
        with_balance("140", "0", "150"),
        [
            "'Agency staff' (Adults): Balance is stated as £140k, but Target less Forecast gives £150k (difference -£10k); also 2"
        ]
    );
}

#[test]
fn a_total_that_adds_up_a_wrong_row_is_no_second_finding() {
    assert_eq!(
        with_balance("140", "0", "140"),
        [
            "'Agency staff' (Adults): Balance is stated as £140k, but Target less Forecast gives £150k (difference -£10k); also 3"
        ]
    );
}

const LATER: &str = "[[list.column]]\nid = \"later\"\nheading = \"% a year on\"\nkind = \"percent\"\ntotal = \"given\"\n\
                     beside = { id = \"later_amount\", of = \"target\" }\n\n[[list.column]]\nid = \"achieved\"";

fn with_later(first: &str, second: &str, total: &str) -> Vec<String> {
    let form = form(&[("[[list.column]]\nid = \"achieved\"", LATER)]);
    let grid = format!(
        "== Return\nScheme | Target (£000s) | Forecast (£000s) | % forecast | % a year on | Achieved (£000s) | Status\n\
         Agency staff | 3000 | 1500 | 50% | {first} | 1000 | Under way\nHomecare | 2000 | 2000 | 100% | {second} | 2000 | Delivered\n\
         Total | 5000 | 3500 | 70% | {total} | 3000 |\n"
    );
    sample(&form, &[("adults", &grid)]).told()
}

#[test]
fn an_amount_beside_a_percentage_must_be_in_reach_of_it() {
    assert_eq!(with_later("92% (2.8m)", "100%", "95%"), [""; 0]);
    assert_eq!(
        with_later("92% (2.6m)", "100%", "92% (4.6m)"),
        [
            "percent-and-amount E2: 'Agency staff' (Adults): '92% (2.6m)' in % a year on (E2) gives £2,600k, but 92% of Target £3,000k is \
          £2,760k (difference -£160k)"
        ]
    );
}

#[test]
fn a_given_total_must_follow_from_what_its_parts_stand_for() {
    assert_eq!(with_later("80%", "100%", "88%"), [""; 0]);
    assert_eq!(
        with_later("80%", "100%", "95%"),
        [
            "weighted-total E4: Adults: '95%' in % a year on of the total row stands for £4,750k, but the schemes stand for £4,400k together \
          (difference +£350k)"
        ]
    );
}

#[test]
fn an_amount_with_two_digits_exchanged_is_named_where_its_row_comes_out_with_them() {
    let help = |forecast: &str, percent: &str, total: &str| {
        let grid = format!(
            "== Return\nScheme | Target (£000s) | Forecast (£000s) | % forecast | Achieved (£000s) | Status\n\
             Agency staff | 300 | {forecast} | {percent} | 100 | Under way\nTotal | 300 | {forecast} | {total} | 100 |\n"
        );
        let findings = sample(&form(&[]), &[("adults", &grid)]).findings();
        findings.into_iter().find(|finding| finding.code == "computed-percent").unwrap().help
    };
    let named = "The row comes out as it is stated with two digits exchanged in C2 (£213k): mend that cell if it is so; else mend D2";
    assert!(help("231", "71%", "77%").starts_with(named), "{}", help("231", "71%", "77%"));
    // Another figure does not; and here it is the percentage whose digits are exchanged.
    for (forecast, percent, total) in [("231", "75%", "77%"), ("225", "57%", "75%")] {
        assert!(help(forecast, percent, total).starts_with("Mend D2"), "{}", help(forecast, percent, total));
    }
}
