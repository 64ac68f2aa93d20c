//! The published recovery plan: every slip that can be seen from its cells is a finding, and nothing else is.

use super::testing::collection;

/// Code and cell of every finding of a period, in order.
fn found(period: &str) -> Vec<String> {
    let findings = collection("samples/recovery-plan", period).findings();
    let line = |finding: &crate::finding::Finding| {
        let file = finding.at.file.rsplit('/').next().unwrap_or_default().trim_end_matches(".xlsx").to_string();
        let cell = finding.at.cell.map(|cell| cell.to_string()).unwrap_or_default();
        format!("{} {file} {cell}", finding.code)
    };
    findings.iter().map(line).collect()
}

#[test]
fn every_published_slip_is_found_and_nothing_else() {
    assert_eq!(
        found("2022-23-q3"),
        [
            "column-total AWD Q3 return v4 FINAL (2) G20",
            "computed-percent governance-and-inclusion D5",
            "amount-contradiction AWD Q3 return v4 FINAL (2) H6",
            "done-not-achieved AWD Q3 return v4 FINAL (2) H16",
            "amount-unit Living and Ageing Well G6",
            "amount-contradiction Living and Ageing Well G7",
            "amount-unit Living and Ageing Well G7",
            "form-check Living and Ageing Well F10",
            "form-check governance-and-inclusion E5",
            "weighted-total governance-and-inclusion E8",
            "pound-sign governance-and-inclusion F8",
            "done-not-achieved governance-and-inclusion G8",
            "net-hides-over-delivery overall G13",
            // A guidance sheet stands before the return.
            "not-used Living and Ageing Well A1",
            "summary-alias overall A8",
            "summary-alias overall A9",
            "summary-alias overall A10",
            "summary-alias overall A11",
        ]
    );
}
