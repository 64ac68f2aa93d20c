use crate::check::testing::{FORM, GRID, Sample, form, sample};

/// The small form with a second area and a summary.
fn with_summary() -> String {
    let mut text = form(&[(
        "name = \"Adults\"",
        "name = \"Adults\"\nalso = [\"Grown-ups\"]\n\n[[area]]\nid = \"children\"\nname = \"Children\"",
    )]);
    text.push_str(
        r#"
[[list]]
id = "summary"
item = "area"
items = "areas"
key = "area_name"
summary_of = { list = "schemes", by = "area" }

[[list.column]]
id = "area_name"
heading = "Area"
kind = "text"

[[list.column]]
id = "target"
heading = "Target (£000s)"
kind = "money"
unit = "thousands"
sum = "target"

[[list.column]]
id = "forecast"
heading = "Forecast (£000s)"
kind = "money"
unit = "thousands"
sum = "forecast"

[[list.column]]
id = "ledger"
heading = "By the ledger (£000s)"
kind = "money"
unit = "thousands"
agrees_with = "achieved"

[[list.column]]
id = "gap"
heading = "To find (£000s)"
kind = "money"
unit = "thousands"
formula = "target - forecast"
net = true

[[return]]
list = "summary"
file = "overall"
area = "column:area_name"
totals = ["Total"]
"#,
    );
    text
}

const CHILDREN: &str = "\
== Return
Scheme | Target (£000s) | Forecast (£000s) | % forecast | Achieved (£000s) | Status
Placements | 100 | 90 | 90% | 50 | Under way
Total | 100 | 90 | 90% | 50 |
";

fn read(adults: &str, summary: &str) -> Sample {
    let summary = format!(
        "== Overall\nArea | Target (£000s) | Forecast (£000s) | By the ledger (£000s) | To find (£000s)\n{summary}"
    );
    sample(&with_summary(), &[("adults", adults), ("children", CHILDREN), ("overall", &summary)])
}

fn told(summary: &str) -> Vec<String> {
    read(GRID, summary).told()
}

#[test]
fn a_summary_that_agrees_with_its_sections_gives_nothing() {
    assert_eq!(
        told("Adults | 500 | 350 | 300 | 150\nChildren | 100 | 90 | 50 | 10\nTotal | 600 | 440 | 350 | 160\n"),
        [""; 0]
    );
}

#[test]
fn a_wrong_figure_of_the_summary_is_one_finding_whatever_follows_from_it() {
    let sample =
        read(GRID, "Adults | 510 | 350 | 300 | 160\nChildren | 100 | 90 | 50 | 10\nTotal | 610 | 440 | 350 | 170\n");
    let findings = sample.findings();
    let told = sample.told();
    assert_eq!(
        told,
        [
            "summary-section B2: 'Adults': the summary states Target as £510k, but the schemes of the area add up to £500k \
          (difference +£10k)"
        ]
    );
    let related: Vec<String> = findings[0].related.iter().filter_map(|place| Some(place.cell?.to_string())).collect();
    assert_eq!(related, ["B5", "E2", "B4", "E4"]);
    assert_eq!(findings[0].id, "summary-section:adults:target:summary");
}

#[test]
fn a_wrong_total_that_the_summary_repeats_is_told_once_where_it_arises() {
    let adults = GRID.replace("Total | 500 | 350 | 70%", "Total | 510 | 350 | 69%");
    let sample =
        read(&adults, "Adults | 510 | 350 | 300 | 160\nChildren | 100 | 90 | 50 | 10\nTotal | 610 | 440 | 350 | 170\n");
    let told = sample.told();
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].starts_with("column-total B5: Adults: "), "{told:#?}");
    assert!(told[0].ends_with("; the summary repeats it in B2 of returns/2022-23-q3/overall.xlsx"), "{told:#?}");
}

#[test]
fn a_cell_that_cannot_be_read_leaves_the_summary_in_doubt_and_is_one_finding() {
    let adults = GRID.replace("| 300 | 150 | 50% |", "| three hundred | 150 | 50% |");
    // The totals and the summary state what was meant, or anything.
    for (target, total) in [("500", "600"), ("200", "300"), ("999", "1")] {
        let adults = adults.replace("Total | 500", &format!("Total | {target}"));
        let summary = format!(
            "Adults | {target} | 350 | 300 | 150\nChildren | 100 | 90 | 50 | 10\nTotal | {total} | 440 | 350 | 160\n"
        );
        let findings = read(&adults, &summary).findings();
        let told: Vec<&str> = findings.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(told.len(), 1, "{told:#?}");
        assert!(told[0].ends_with("; the 6 totals that count it cannot be checked until it is mended"), "{told:#?}");
        let related: Vec<String> =
            findings[0].related.iter().filter_map(|place| Some(place.cell?.to_string())).collect();
        assert_eq!(related, ["B5", "D5", "B2", "E2", "B4", "E4"]);
    }
}

#[test]
fn what_follows_from_a_wrong_total_is_among_the_cells_it_touches() {
    let sample = read(
        &GRID.replace("Total | 500 | 350 | 70%", "Total | 510 | 350 | 69%"),
        "Adults | 510 | 350 | 300 | 160\nChildren | 100 | 90 | 50 | 10\nTotal | 610 | 440 | 350 | 170\n",
    );
    let findings = sample.findings();
    let related: Vec<String> = findings[0].related.iter().filter_map(|place| Some(place.cell?.to_string())).collect();
    assert_eq!((findings.len(), related), (1, ["D5", "B2", "E2", "B4", "E4"].map(String::from).to_vec()));
}

#[test]
fn a_given_figure_must_agree_with_what_the_section_says() {
    assert_eq!(
        told("Adults | 500 | 350 | 310 | 150\nChildren | 100 | 90 | 50 | 10\nTotal | 600 | 440 | 360 | 160\n"),
        [
            "summary-agrees D2: 'Adults': the summary states By the ledger as £310k, but Achieved of the area is £300k (difference +£10k)"
        ]
    );
}

#[test]
fn a_section_without_a_row_is_an_error_with_what_it_has() {
    let told = told("Adults | 500 | 350 | 300 | 150\nTotal | 500 | 350 | 300 | 150\n");
    assert!(
        told.iter().any(|line| line
            .ends_with("the summary has no row for 'Children', which has 1 scheme (Target £100k, Forecast £90k)")),
        "{told:#?}"
    );
}

#[test]
fn a_net_total_gives_both_gross_figures() {
    let adults =
        GRID.replace("| 300 | 150 | 50% |", "| 300 | 350 | 117% |").replace("| 500 | 350 | 70%", "| 500 | 550 | 110%");
    let sample =
        read(&adults, "Adults | 500 | 550 | 300 | -50\nChildren | 100 | 90 | 50 | 10\nTotal | 600 | 640 | 350 | -40\n");
    assert_eq!(
        sample.told(),
        [
            "net-hides-over-delivery E4: All areas: the total of To find, -£40k, is net: £10k is to be found, and £50k of over-delivery at \
          'Adults' is set against it"
        ]
    );
}

#[test]
fn another_name_in_the_summary_is_a_note() {
    assert_eq!(
        told("Grown-ups | 500 | 350 | 300 | 150\nChildren | 100 | 90 | 50 | 10\nTotal | 600 | 440 | 350 | 160\n"),
        ["summary-alias A2: the summary calls 'Adults' by another name, 'Grown-ups' (A2); it prints as 'Adults'"]
    );
}

#[test]
fn the_small_form_alone_has_no_summary() {
    assert_eq!(sample(FORM, &[("adults", GRID)]).told(), [""; 0]);
}
