use crate::check::testing::{GRID, form, sample};
use crate::finding::Severity;

fn with_check(severity: &str) -> String {
    form(&[])
        + &format!(
            "\n[[check]]\nid = \"under-way-means-achieved\"\nlist = \"schemes\"\nwhen = \"status = 'Under way'\"\n\
             require = \"achieved >= forecast\"\nseverity = \"{severity}\"\nmessage = \"is under way and behind\"\n"
        )
}

#[test]
fn a_rule_of_the_form_speaks_in_its_own_words_and_weight() {
    for (severity, expected) in [("error", Severity::Error), ("query", Severity::Query), ("note", Severity::Note)] {
        let findings = sample(&with_check(severity), &[("adults", GRID)]).findings();
        assert_eq!(findings.len(), 1, "{findings:#?}");
        let finding = &findings[0];
        assert_eq!(finding.severity, expected);
        assert_eq!(finding.id, "form-check:adults:agency-staff:achieved:under-way-means-achieved");
        assert_eq!(
            finding.message,
            "'Agency staff' (Adults) is under way and behind (Achieved: £100k; Forecast: £150k; Status: 'Under way')"
        );
        assert_eq!(finding.difference, Some(rust_decimal::Decimal::from(-50)));
    }
}

#[test]
fn a_rule_that_misses_a_figure_says_nothing() {
    let grid = GRID.replace("| 100 | Under", "| C | Under").replace("| 300 |\n", "| |\n");
    let told = sample(&with_check("query"), &[("adults", &grid)]).told();
    assert!(told.iter().all(|line| !line.starts_with("form-check")), "{told:#?}");
}

#[test]
fn a_rule_may_be_broken_by_what_is_missing() {
    let grid = GRID.replace("| 300 | 150 | 50% | 100 |", "| 300 | | | 100 |").replace("350 | 70%", "200 | 40%");
    let check = |missing: &str| {
        form(&[])
            + &format!(
                "\n[[check]]\nid = \"planned\"\nlist = \"schemes\"\nwhen = \"achieved > 0\"\nrequire = \"forecast > 0\"\n\
                 {missing}message = \"is not forecast\"\n"
            )
    };
    let found = |missing: &str| {
        let findings = sample(&check(missing), &[("adults", &grid)]).findings();
        findings.into_iter().filter(|finding| finding.code == "form-check").collect::<Vec<_>>()
    };
    assert!(found("").is_empty() && found("missing = \"unsaid\"\n").is_empty());
    let findings = found("missing = \"broken\"\n");
    assert_eq!(findings.len(), 1);
    let finding = &findings[0];
    assert_eq!(finding.message, "'Agency staff' (Adults) is not forecast (Forecast: blank; Achieved: £100k)");
    // It stands on the figure that is there, and the blank cell is beside it.
    assert_eq!(
        (finding.column.as_deref(), finding.stated),
        (Some("achieved"), Some(rust_decimal::Decimal::ONE_HUNDRED))
    );
    assert_eq!(finding.at.cell.map(|cell| cell.to_string()).as_deref(), Some("E3"));
    assert_eq!(finding.related.len(), 1);
}
