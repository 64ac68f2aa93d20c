use super::Manner;
use crate::check::testing::{FORM, GRID, Sample, sample};
use crate::finding::Finding;

const PLAIN: Manner = Manner { colour: false, all: false, width: None };

fn text(findings: &[Finding], sample: &Sample, manner: Manner) -> String {
    let shown: Vec<&Finding> = findings.iter().collect();
    super::text(&sample.form, &sample.returns, (&shown, findings), manner)
}

fn shown(grid: &str) -> String {
    let sample = sample(FORM, &[("adults", grid)]);
    let findings = sample.findings();
    text(&findings, &sample, PLAIN)
}

#[test]
fn a_finding_shows_the_cells_around_the_fault() {
    let text = shown(&GRID.replace("| 300 |\n", "| 301 |\n"));
    let expected = "\
error[column-total] Adults: the total of Achieved is stated as £301k, but its 2 schemes add up to £300k (difference +£1k)
  --> returns/2022-23-q3/adults.xlsx, sheet Return, cell E5
       | A            | E                |
     2 | Scheme       | Achieved (£000s) |
     3 | Agency staff | 100              |
     4 | Homecare     | 200              |
     5 | Total        | > 301 <          |
   = demanded by piperoll.toml, line 51
   = help: Mend E5, or the cells it is worked out from; if it cannot be mended, the section 151 officer or a
     delegate sets the stated figure aside in decisions.toml: [[set_aside]] finding =
     \"column-total:adults:achieved\", period = \"2022-23-q3\", stated = \"301\", stands = \"300\", with words, role and
     date.
   = id: column-total:adults:achieved

1 error is open.
";
    assert_eq!(text, expected);
}

#[test]
fn nothing_of_a_return_reaches_the_terminal_as_a_control_code() {
    let text = shown(&GRID.replace("Agency staff", "Agency\u{202e} staff").replace("| 50% |", "| 55% |"));
    assert!(!text.contains('\u{202e}') && text.contains("Agency staff"), "{text}");
    assert_eq!(super::plain("Agency\u{202e} staff"), "Agency\\u{202e} staff");
    assert_eq!(super::plain("a\u{1b}[31mb\nc\u{9b}d\r"), "a\\u{1b}[31mb c\\u{9b}d");
}

#[test]
fn personal_data_is_shown_nowhere() {
    let grid = GRID.replace("Under way", "Delivered, ask jo@mail.example or 0114 496 0123");
    let sample = sample(FORM, &[("adults", &grid)]);
    let findings = sample.findings();
    let codes: Vec<&str> = findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["done-not-achieved", "personal-email", "personal-telephone"]);
    let text = text(&findings, &sample, PLAIN);
    let json = serde_json::to_string(&findings).unwrap();
    for secret in ["jo@mail", "496"] {
        assert!(!text.contains(secret) && !json.contains(secret), "{text}{json}");
    }
    assert!(text.contains("[e-mail address withheld]"), "{text}");
}

#[test]
fn colours_are_used_only_where_they_are_asked_for() {
    let sample = sample(FORM, &[("adults", &GRID.replace("| 300 |\n", "| 301 |\n"))]);
    let findings = sample.findings();
    let coloured = text(&findings, &sample, Manner { colour: true, ..PLAIN });
    assert!(coloured.starts_with("\u{1b}[1;31merror[column-total]\u{1b}[0m"));
    assert!(!text(&findings, &sample, PLAIN).contains('\u{1b}'));
    assert!(text(&[], &sample, PLAIN).ends_with("No error and no query is open.\n"));
}
