//! Findings as the object that `check --format json` prints and findings.json holds.

use serde::Serialize;

use crate::finding::{Counts, Finding};
use crate::period::Period;

/// The version of the object's shape. It changes only where a reader of it would have to.
pub const SCHEMA: u32 = 1;

#[derive(Serialize)]
struct Outcome<'a> {
    schema: u32,
    collection: &'a str,
    period: Option<String>,
    prior: Option<String>,
    status: Option<&'a str>,
    fingerprint: Option<&'a str>,
    counts: Counts,
    findings: &'a [Finding],
}

/// What findings are of.
#[derive(Debug, Clone, Copy)]
pub struct Of<'a> {
    /// The name of the collection's folder.
    pub collection: &'a str,
    /// The period.
    pub period: Period,
    /// The period it was reconciled with, if any.
    pub prior: Option<Period>,
    /// How far its appendix has come: `draft`, `for-clearance` or `cleared`.
    pub stage: &'a str,
    /// SHA-256, in hex, of the appendix's figures and words.
    pub fingerprint: &'a str,
}

/// The findings of a period as JSON, indented, ending in a line feed.
pub fn json(of: &Of<'_>, findings: &[Finding]) -> String {
    let outcome = Outcome {
        schema: SCHEMA,
        collection: of.collection,
        period: Some(of.period.to_string()),
        prior: of.prior.map(|prior| prior.to_string()),
        status: Some(of.stage),
        fingerprint: Some(of.fingerprint),
        counts: Counts::of(findings),
        findings,
    };
    text(&outcome)
}

/// The same of forms by themselves: no period, nothing compared, no appendix.
pub fn of_forms(collection: &str, findings: &[Finding]) -> String {
    let (schema, counts) = (SCHEMA, Counts::of(findings));
    text(&Outcome { schema, collection, period: None, prior: None, status: None, fingerprint: None, counts, findings })
}

fn text(outcome: &Outcome<'_>) -> String {
    // Text, figures as text, and lists of them: there is nothing in it that JSON cannot hold.
    let mut text = serde_json::to_string_pretty(outcome).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Family, Severity};
    use crate::source::{Address, Place};
    use rust_decimal::Decimal;

    #[test]
    fn the_object_has_every_field_of_the_contract() {
        let at = Place::cell("returns/2022-23-q3/x.xlsx", "Return", Address::new(16, 5));
        let mut finding = Finding::new("column-total", Family::Total, Severity::Error, at.clone()).figures(
            "thousands",
            Some(Decimal::from(1240)),
            Some(Decimal::from(1190)),
        );
        finding.area = Some("x".into());
        finding.column = Some("achieved".into());
        finding.stated_text = Some("£1,240".into());
        finding.demanded_by = Some(Place::line("piperoll.toml", 41));
        finding.related = vec![at];
        finding.identify();
        let period = Period::parse("2022-23-q3").unwrap();
        let prior = Period::parse("2022-23-q2").unwrap();
        let of = Of { collection: "recovery-plan", period, prior: Some(prior), stage: "draft", fingerprint: "af32" };
        let text = json(&of, &[finding]);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let expected = serde_json::json!({
            "schema": 1, "collection": "recovery-plan", "period": "2022-23-q3", "prior": "2022-23-q2",
            "status": "draft", "fingerprint": "af32", "counts": {"error": 1, "query": 0, "note": 0, "explained": 0},
            "findings": [{
                "id": "column-total:x:achieved", "code": "column-total", "family": "total", "severity": "error",
                "status": "open", "message": "", "help": "",
                "at": {"file": "returns/2022-23-q3/x.xlsx", "sheet": "Return", "cell": "F17", "line": null},
                "demanded_by": {"file": "piperoll.toml", "sheet": null, "cell": null, "line": 41},
                "area": "x", "scheme": null, "column": "achieved", "unit": "thousands",
                "stated": "1240", "stated_text": "£1,240", "expected": "1190", "difference": "50",
                "rows": [],
                "related": [{"file": "returns/2022-23-q3/x.xlsx", "sheet": "Return", "cell": "F17", "line": null}],
                "explained_by": null
            }]
        });
        assert_eq!(value, expected);
        assert!(text.starts_with("{\n  \"schema\": 1,\n  \"collection\"") && text.ends_with("}\n"));
    }
}
