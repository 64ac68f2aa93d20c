use crate::check::testing::{GRID, form, sample};
use crate::finding::Severity;

const RATING: &str = r#"
[[rating]]
list = "schemes"
column = "rag"
measure = "target - forecast"
of = "target"
limits = [
  { choice = "GREEN", amount = 0 },
  { choice = "AMBER", amount = 100_000, percent = 10, whichever = "lower" },
  { choice = "RED" },
]
"#;

fn rated() -> String {
    let column = "[[list.column]]\nid = \"rag\"\nheading = \"RAG\"\nkind = \"choice\"\nchoices = [\"RED\", \"AMBER\", \"GREEN\"]\n\n[[return]]";
    form(&[("[[return]]", column)]) + RATING
}

fn grid(first: &str, second: &str) -> String {
    GRID.replace("| Status", "| Status | RAG")
        .replace("| Under way", &format!("| Under way | {first}"))
        .replace("| Delivered", &format!("| Delivered | {second}"))
}

#[test]
fn a_rating_better_than_its_figures_is_asked_about() {
    // 150 of 300 short: the lower of £100k and 10% of £300k is £30k.
    let findings = sample(&rated(), &[("adults", &grid("AMBER", "GREEN"))]).findings();
    assert_eq!(findings.len(), 1, "{findings:#?}");
    let finding = &findings[0];
    assert_eq!((finding.code, finding.severity), ("rating-differs", Severity::Query));
    assert_eq!(finding.id, "rating-differs:adults:agency-staff:rag");
    assert_eq!(
        finding.message,
        "'Agency staff' (Adults) is declared AMBER, but its figures give RED: Target less Forecast is £150k, and AMBER reaches \
         to £30k"
    );
    assert_eq!(finding.difference, Some(rust_decimal::Decimal::from(120)));
    assert_eq!(finding.stated_text.as_deref(), Some("AMBER"));
}

#[test]
fn a_rating_worse_than_its_figures_is_a_note_unless_the_form_says_else() {
    let findings = sample(&rated(), &[("adults", &grid("RED", "AMBER"))]).findings();
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert_eq!(findings[0].severity, Severity::Note);
    assert!(findings[0].message.contains("is declared AMBER, but its figures give GREEN"), "{}", findings[0].message);
    let strict = rated() + "cautious = \"error\"\n";
    let findings = sample(&strict, &[("adults", &grid("RED", "AMBER"))]).findings();
    assert_eq!(findings[0].severity, Severity::Error);
}

#[test]
fn what_agrees_or_is_not_known_says_nothing() {
    assert!(sample(&rated(), &[("adults", &grid("red", "Green"))]).findings().is_empty());
    let unknown = grid("GREEN", "GREEN").replace("| 150 | 50%", "| TBC |").replace("350 | 70%", "200 | 40%");
    let told = sample(&rated(), &[("adults", &unknown)]).told();
    assert!(told.iter().all(|line| !line.starts_with("rating-differs")), "{told:#?}");
}

/// What is said of words, in a return of three schemes in blocks closed by rows without a label: the first two in one block.
fn in_blocks(words: [&str; 5]) -> Vec<String> {
    let column = "[[list.column]]\nid = \"rag\"\nheading = \"RAG\"\nkind = \"choice\"\nchoices = [\"RED\", \"AMBER\", \"GREEN\"]\n\n[[return]]";
    let form = form(&[
        ("[[return]]", column),
        ("key = \"title\"", "key = \"title\"\nlevels = [\"rag\"]"),
        ("area = \"file\"", "area = \"file\"\ngroups = { rag = \"subtotal\" }\nunlabelled = \"subtotal\""),
    ]);
    let [one, two, first, three, second] = words;
    let grid = format!(
        "== Return\nScheme | RAG | Target (£000s) | Forecast (£000s) | % forecast | Achieved (£000s) | Status\n\
         Agency | {one} | 300 | 150 | 50% | 100 |\nHomecare | {two} | 200 | 200 | 100% | 200 |\n | {first} | 500 | 350 | 70% | 300 |\n\
         Voids | {three} | 90 | 90 | 100% | 0 |\n | {second} | 90 | 90 | 100% | 0 |\nTotal | | 590 | 440 | 75% | 300 |\n"
    );
    sample(&form, &[("adults", &grid)]).told()
}

#[test]
fn a_row_in_the_block_of_another_status_is_asked_about() {
    for (words, told) in [
        (["RED", "red", "", "GREEN", ""], None),
        (["RED", "RED", "RED", "GREEN", "GREEN"], None),
        // The table calls the block by the first.
        (
            ["RED", "AMBER", "", "GREEN", ""],
            Some("B3: Adults: 'Homecare' says AMBER (B3), and stands in the block of RED"),
        ),
        (
            ["AMBER", "RED", "RED", "GREEN", ""],
            Some("B2: Adults: 'Agency' says AMBER (B2), and stands in the block of RED"),
        ),
        (
            ["RED", "RED", "AMBER", "GREEN", ""],
            Some("B4: Adults: the block of AMBER (B4) holds 2 schemes that say RED, first in B2"),
        ),
        (
            ["RED", "RED", "", "GREEN", "RED"],
            Some("B6: Adults: the block of RED (B6) holds 1 scheme that says GREEN, first in B5"),
        ),
    ] {
        let expected: Vec<String> = told.map(|told| format!("status-differs {told}")).into_iter().collect();
        assert_eq!(in_blocks(words), expected, "{words:?}");
    }
}

#[test]
fn a_total_is_held_against_its_rows_or_where_no_limit_is_an_amount_against_its_figures() {
    let total = |form: &str, first: &str, second: &str, total: &str| {
        let grid = grid(first, second).replace("| 70% | 300 |", &format!("| 70% | 300 | | {total}"));
        let told = sample(form, &[("adults", &grid)]).told();
        // Without its rating the column is idle.
        told.into_iter().filter(|told| !told.starts_with("column-not-used")).collect::<Vec<_>>()
    };
    let plain = rated().replace(RATING, "");
    assert_eq!(total(&plain, "RED", "AMBER", "AMBER"), [""; 0]);
    assert_eq!(
        total(&plain, "RED", "AMBER", "GREEN"),
        ["status-differs G5: Adults: the total row says GREEN in RAG (G5), and its schemes say RED to AMBER"]
    );
    assert_eq!(total(&rated(), "RED", "GREEN", "AMBER"), [""; 0], "an amount is the limit of a scheme, and not of all");
    let shares = rated().replace("amount = 100_000, percent = 10, whichever = \"lower\"", "percent = 10");
    assert_eq!(
        total(&shares, "RED", "GREEN", "AMBER"),
        [
            "rating-differs G5: Adults is declared AMBER, but its figures give RED: Target less Forecast is £150k, and AMBER reaches to £50k"
        ]
    );
}

#[test]
fn a_word_in_place_of_a_figure_is_held_against_the_status() {
    let form = rated().replace(RATING, "").replace(
        "\"C\" = { means",
        "\"TBC\" = { means = \"later\" }, \"Red\" = { means = \"at risk\", nil = true }, \"C\" = { means",
    );
    let told = |achieved: &str, status: &str, rag: &str| {
        let grid = grid(rag, "GREEN")
            .replace("| 100 | Under way", &format!("| {achieved} | {status}"))
            .replace("| 70% | 300", "| 70% | 200");
        let told = sample(&form, &[("adults", &grid)]).told();
        told.into_iter().filter(|told| told.starts_with("code-contradicts")).collect::<Vec<_>>()
    };
    assert_eq!(told("TBC", "Under way", "RED"), [""; 0]);
    assert_eq!(told("Red", "Under way", "RED"), [""; 0]);
    assert_eq!(
        told("TBC", "Delivered", "RED"),
        ["code-contradicts E3: 'Agency staff' (Adults): Achieved (E3) says 'TBC', and Status (F3) says 'Delivered'"]
    );
    assert_eq!(
        told("Red", "Under way", "GREEN"),
        ["code-contradicts E3: 'Agency staff' (Adults): Achieved (E3) says 'Red', and RAG (G3) says 'GREEN'"]
    );
}
