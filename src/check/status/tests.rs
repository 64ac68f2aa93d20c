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
