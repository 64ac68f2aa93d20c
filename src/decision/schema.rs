//! JSON Schema of decisions.toml: what its entries demand beside their keys.

use serde_json::{Value as Json, json};

use super::clearance::PRINTED_DIGITS;
use super::keys::DECISIONS;
use crate::period;
use crate::toml_reader::schema::File;

/// The schema (draft 2020-12), pretty-printed.
pub fn schema() -> String {
    let title = "decisions.toml: what people decided";
    File { keys: &DECISIONS, title, page: include_str!("../../docs/decisions.md"), more }.schema()
}

fn more(table: &str) -> Json {
    let period = || json!({"pattern": period::PATTERN});
    match table {
        "[[explain]]" => json!({
            "properties": {
                "period": period(),
                "until": {"anyOf": [{"pattern": period::PATTERN}, {"pattern": period::YEAR_PATTERN}]},
                "up_to": {"minimum": 0}
            },
            "dependentRequired": {"until": ["period"], "up_to": ["until"]}
        }),
        "[[set_aside]]"
        | "[[outside_control]]"
        | "[[open_at_publication]]"
        | "[[not_updated]]"
        | "[[new_year]]"
        | "[[record]]"
        | "[[scheme.was]]" => {
            json!({"properties": {"period": period()}})
        }
        "[[change_request]]" => json!({
            "properties": {"period": period()},
            "dependentSchemas": {"outside": {"properties": {"kind": {"enum": ["virement", "reprofile"]}}}}
        }),
        "[[match]]" => json!({
            "properties": {"period": period(), "from": {"minItems": 1}, "to": {"minItems": 1}},
            "not": {"properties": {"from": {"minItems": 2}, "to": {"minItems": 2}}, "required": ["from", "to"]}
        }),
        "[[exempt]]" => {
            let names = ["area", "scheme", "list", "column", "table"].map(|key| json!({"required": [key]}));
            json!({
                "properties": {"period": period()},
                "anyOf": names,
                "not": {"required": ["table"], "anyOf": names[..4]}
            })
        }
        "[[clearance]]" => json!({
            "properties": {
                "period": period(),
                "fingerprint": {"pattern": format!("^\\s*([0-9A-Fa-f]\\s*){{{PRINTED_DIGITS},64}}$")}
            }
        }),
        _ => json!({}),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::decision::Decisions;
    use crate::form::Form;
    use crate::toml_reader::schema::tests::{against, refuse_alike};

    #[test]
    fn every_key_is_in_the_schema_with_what_it_says() {
        let schema: Json = serde_json::from_str(&schema()).unwrap();
        for (table, items) in schema["properties"].as_object().unwrap() {
            for (key, value) in items["items"]["properties"].as_object().unwrap() {
                let is_table = value["items"]["properties"].is_object();
                assert!(is_table || value["description"].as_str().is_some_and(|says| says.len() >= 5), "{table} {key}");
            }
        }
    }

    #[test]
    fn decisions_that_are_read_pass() {
        let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
        let mut passed = 0;
        for entry in fs::read_dir(samples).unwrap() {
            let Ok(text) = fs::read_to_string(entry.unwrap().path().join("decisions.toml")) else { continue };
            assert_eq!(against(&schema(), &text), Vec::<String>::new());
            passed += 1;
        }
        assert!(passed >= 5);
        assert_eq!(against(&schema(), BASE), Vec::<String>::new());
    }

    const BASE: &str = r#"
[[explain]]
finding = "target-changed:north:voids:target"
period = "2022-23-q3"
stated = "100"
expected = 90
until = "2022-23"
up_to = 10
words = "Agreed."
role = "Head of Finance"
date = 2023-01-20

[[change_request]]
reference = "CR1"
period = "2022-23-q3"
kind = "virement"
outside = "Reserves"
area = "north"
scheme = "Voids"
column = "target"
from = 100
to = 90.5
approved_by = "Committee"
date = 2023-01-10
words = "Moved."

[[outside_control]]
period = "2022-23-q3"
area = "north"
scheme = "Rents"
amount = 20
words = "Of another budget."
role = "Head of Finance"
date = 2023-01-10

[[match]]
period = "2022-23-q3"
from = [{ area = "north", scheme = "Voids" }]
to = [{ area = "north", scheme = "Voids A" }, { area = "north", scheme = "Voids B" }]
words = "Split."
role = "Head of Finance"
date = 2023-01-10

[[scheme]]
id = "voids"
[[scheme.was]]
period = "2022-23-q2"
area = "north"
title = "Voids"

[[open_at_publication]]
finding = "fell-to-nil:north:voids:target"
period = "2022-23-q3"
words = "Asked."
due = 2023-03-01
role = "Section 151 officer"
date = 2023-01-20

[[not_updated]]
area = "north"
period = "2022-23-q3"
words = "Its accountant is away."
role = "Head of Finance"
date = 2023-01-20

[[clearance]]
period = "2022-23-q3"
role = "Section 151 officer"
initials = "AB"
date = 2023-01-20
fingerprint = "af32 91bc 0d4e 77a1"

[[exempt]]
period = "2022-23-q3"
area = "north"
scheme = "Voids"
paragraph = 3
reason = "A contract is being let."
role = "Monitoring officer"
date = 2023-01-19
until = 2023-06-30
"#;

    /// What is changed, each change a fault.
    const BROKEN: &[(&str, &str)] = &[
        ("[[explain]]", "[[explian]]"),
        ("amount = 20\n", ""),
        ("amount = 20", "amount = \"20\""),
        ("words = \"Of another budget.\"\n", ""),
        ("finding = \"target", "findnig = \"target"),
        ("period = \"2022-23-q3\"", "period = \"2022-23-q9\""),
        ("period = \"2022-23-q3\"\nstated", "stated"),
        ("expected = 90", "expected = true"),
        ("until = \"2022-23\"", "until = \"soon\""),
        ("until = \"2022-23\"\n", ""),
        ("up_to = 10", "up_to = -10"),
        ("words = \"Agreed.\"\n", ""),
        ("words = \"Agreed.\"", "words = \"\""),
        ("date = 2023-01-20\n\n[[change", "date = 2023-01-20T10:00:00\n\n[[change"),
        ("date = 2023-01-20\n\n[[change", "date = 20\n\n[[change"),
        ("date = 2023-01-20\n\n[[change", "date = \"20/01/2023\"\n\n[[change"),
        ("kind = \"virement\"", "kind = \"rebase\""),
        ("kind = \"virement\"", "kind = \"move\""),
        ("to = 90.5", "to = \"90\""),
        ("approved_by = \"Committee\"\n", ""),
        ("from = [{ area = \"north\", scheme = \"Voids\" }]", "from = []"),
        ("from = [{ area = \"north\", scheme = \"Voids\" }]", "from = [{ area = \"north\" }]"),
        (
            "from = [{ area = \"north\", scheme = \"Voids\" }]",
            "from = [{ area = \"north\", scheme = \"Voids\" }, { area = \"north\", scheme = \"Heat\" }]",
        ),
        ("[[scheme.was]]\nperiod = \"2022-23-q2\"", "[[scheme.was]]\nperiod = \"q2\""),
        ("due = 2023-03-01\n", ""),
        ("area = \"north\"\nperiod = \"2022-23-q3\"\nwords", "period = \"2022-23-q3\"\nwords"),
        ("words = \"Its accountant is away.\"\n", ""),
        (
            "[[not_updated]]\narea = \"north\"\nperiod = \"2022-23-q3\"",
            "[[not_updated]]\narea = \"north\"\nperiod = \"q3\"",
        ),
        ("initials = \"AB\"\n", ""),
        ("fingerprint = \"af32 91bc 0d4e 77a1\"", "fingerprint = \"af32 91bc\""),
        ("area = \"north\"\nscheme = \"Voids\"\nparagraph", "paragraph"),
        ("scheme = \"Voids\"\nparagraph", "table = \"schemes\"\nparagraph"),
        ("paragraph = 3\n", ""),
        ("reason = \"A contract is being let.\"\n", ""),
        ("until = 2023-06-30", "until = \"soon\""),
    ];

    #[test]
    fn what_the_reader_refuses_the_schema_refuses() {
        let form = Form::parse("piperoll.toml", include_str!("../../tests/gallery/base.toml")).unwrap();
        refuse_alike(BASE, BROKEN, &schema(), |text| Decisions::parse("decisions.toml", text, &form).is_err());
    }
}
