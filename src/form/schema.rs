//! JSON Schema of piperoll.toml: what its tables demand beside their keys. What a validator cannot see from one table, such as whether
//! a column that is named is there, only the program can say.

use serde_json::{Value as Json, json};

use super::raw;
use super::validate::USES;
use crate::period;
use crate::toml_reader::schema::File;

/// The schema (draft 2020-12), pretty-printed.
///
/// ```
/// let schema: serde_json::Value = serde_json::from_str(&piperoll::form::schema::schema()).unwrap();
/// assert_eq!(schema["properties"]["version"]["const"], 1);
/// ```
pub fn schema() -> String {
    let title = "piperoll.toml: the form of a council's appendix";
    File { keys: &raw::FORM, title, page: include_str!("../../docs/form.md"), more }.schema()
}

/// What a table demands beside its keys.
fn more(table: &str) -> Json {
    match table {
        "" => json!({
            "required": ["version", "list"],
            "properties": {"version": {"const": raw::VERSION}, "list": {"minItems": 1}}
        }),
        "[report]" => json!({"properties": {"year_starts": {"minimum": 1, "maximum": 12}}}),
        "movement" => json!({
            "oneOf": [{"required": ["amount", "percent"]}, {"required": ["points"]}],
            "dependentSchemas": {"points": {"properties": {"amount": false, "percent": false}}}
        }),
        "[exempt]" => json!({"properties": {"width": {"exclusiveMinimum": 0, "maximum": 100}}}),
        "money" => json!({"properties": {"decimals": {"maximum": 6}}}),
        "years" => json!({"properties": {"from": year(), "to": year()}}),
        "[[period]]" => json!({
            "properties": {"id": {"pattern": period::PATTERN}, "first_page": {"minimum": 1}}
        }),
        "[[list]]" => json!({"properties": {"id": id()}, "allOf": [only_in_a_summary()]}),
        "[[area]]" | "[[check]]" | "[[tie]]" | "[[bridge]]" | "[[pairing]]" | "[[record]]" => {
            json!({"properties": {"id": id()}})
        }
        "[[list.column]]" => column(),
        "[[figure]]" => figure(),
        "[[return]]" => json!({
            "dependentRequired": {"positions": ["sheet"], "from_row": ["positions"]},
            "allOf": [not_both("sheet", "sheets")]
        }),
        "[[control]]" => json!({
            "anyOf": [{"required": ["total"]}, {"required": ["item"]}, {"required": ["workbook"]}],
            "allOf": [not_both("item", "workbook")]
        }),
        "[[table]]" => json!({
            "properties": {"id": id()},
            "anyOf": [{"required": ["from"]}, {"required": ["bridge"]}]
        }),
        _ => json!({}),
    }
}

/// An id in letters, digits, hyphens and underscores.
fn id() -> Json {
    json!({"pattern": "^[A-Za-z0-9_-]+$"})
}

/// A financial year.
fn year() -> Json {
    json!({"pattern": period::YEAR_PATTERN})
}

fn not_both(one: &str, other: &str) -> Json {
    json!({"not": {"required": [one, other]}})
}

/// Where the kind is this one, that holds.
fn of_kind(kind: &str, then: &Json) -> Json {
    json!({"if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]}, "then": then})
}

/// Which kinds each key is for.
fn fits(has: impl Fn(&str) -> bool) -> serde_json::Map<String, Json> {
    let uses = USES.iter().filter(|(key, _)| has(key)).map(|(key, kinds)| {
        let kinds: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
        (key.to_string(), json!({"properties": {"kind": {"enum": kinds}}}))
    });
    uses.collect()
}

fn column() -> Json {
    json!({
        "properties": {
            "id": {
                "pattern": "^[A-Za-z][A-Za-z0-9_]*$",
                "not": {"pattern": "^([Aa][Nn][Dd]|[Oo][Rr]|[Nn][Oo][Tt]|[Aa][Rr][Ee][Aa]|[Aa][Ll][Ll])$"}
            },
            "decimals": {"maximum": 4},
            "one_off": {"minItems": 1}
        },
        "dependentSchemas": fits(|_| true),
        "dependentRequired": {"across_total": ["each"], "pattern": ["within"], "certainty": ["part_of"]},
        "allOf": [
            of_kind("money", &json!({"required": ["unit"]})),
            of_kind("choice", &json!({"required": ["choices"]})),
            of_kind("percent", &json!({"dependentRequired": {"unit": ["beside"]}})),
            not_both("each", "full_year_of"),
            not_both("each", "next_year_of"),
            not_both("formula", "sum"),
            not_both("formula", "share"),
            not_both("sum", "share"),
            {"not": {
                "properties": {"required": {"const": true}, "blank": {"const": "nil"}},
                "required": ["required", "blank"]
            }}
        ]
    })
}

/// Keys of a column that only a list which sums up another one has.
fn only_in_a_summary() -> Json {
    let none = json!({"sum": false, "count": false, "where": false, "agrees_with": false, "net": false});
    json!({
        "if": {"not": {"required": ["summary_of"]}},
        "then": {"properties": {"column": {"items": {"properties": none}}}}
    })
}

fn figure() -> Json {
    let own = ["unit", "decimals", "formula"];
    json!({
        "properties": {"decimals": {"maximum": 4}},
        "dependentSchemas": fits(|key| own.contains(&key)),
        "dependentRequired": {
            "file": ["label"], "label": ["file"], "sheet": ["label"], "stated": ["source", "as_at"]
        },
        "anyOf": [{"required": ["label"]}, {"required": ["formula"]}, {"required": ["stated"]}],
        "allOf": [
            of_kind("money", &json!({"required": ["unit"]})),
            not_both("stated", "file"),
            not_both("stated", "label"),
            not_both("stated", "formula")
        ]
    })
}

#[cfg(test)]
mod tests;
