//! JSON Schema of piperoll.toml, for editors that complete and check TOML as it is typed. It comes from the very table of keys
//! that reads the form; what each key says comes from docs/form.md.

use serde_json::{Map as JsonMap, Value as Json, json};

use super::raw;
use crate::toml_reader::{Keys, Shape};

/// The page that explains the keys.
const PAGE: &str = include_str!("../../docs/form.md");

/// The schema (draft 2020-12), pretty-printed.
///
/// ```
/// let schema: serde_json::Value = serde_json::from_str(&piperoll::form::schema::schema()).unwrap();
/// assert_eq!(schema["properties"]["version"]["type"], "integer");
/// ```
pub fn schema() -> String {
    let mut root = table(&raw::FORM);
    root.insert("$schema".to_string(), json!("https://json-schema.org/draft/2020-12/schema"));
    root.insert("title".to_string(), json!("piperoll.toml: the form of a council's appendix"));
    let mut text = serde_json::to_string_pretty(&Json::Object(root)).unwrap_or_default();
    text.push('\n');
    text
}

fn table(keys: &Keys) -> JsonMap<String, Json> {
    let mut properties = JsonMap::new();
    for key in keys.keys {
        let mut value = shape(&key.shape);
        if let (Json::Object(value), Some(says)) = (&mut value, says(keys.table, key.name)) {
            value.insert("description".to_string(), json!(says));
        }
        properties.insert(key.name.to_string(), value);
    }
    let required: Vec<&str> = keys.keys.iter().filter(|key| key.required).map(|key| key.name).collect();
    let mut object = JsonMap::new();
    object.insert("type".to_string(), json!("object"));
    object.insert("properties".to_string(), Json::Object(properties));
    object.insert("additionalProperties".to_string(), json!(false));
    if !required.is_empty() {
        object.insert("required".to_string(), json!(required));
    }
    object
}

fn shape(of: &Shape) -> Json {
    match of {
        Shape::Text => json!({"type": "string", "minLength": 1}),
        Shape::Whole => json!({"type": "integer", "minimum": 0}),
        Shape::Number => json!({"type": "number"}),
        Shape::Figure => json!({"type": ["number", "string"]}),
        Shape::Truth => json!({"type": "boolean"}),
        // Editors hand TOML dates on as text.
        Shape::Date => json!({"type": "string", "format": "date"}),
        Shape::OneOf(words) => json!({"enum": words}),
        Shape::List(items) => json!({"type": "array", "items": shape(items)}),
        Shape::Table(keys) => Json::Object(table(keys)),
        Shape::Tables(keys) => json!({"type": "array", "items": Json::Object(table(keys))}),
        Shape::Map(values) => json!({"type": "object", "additionalProperties": shape(values)}),
        Shape::TextOr(keys) => json!({"anyOf": [{"type": "string"}, Json::Object(table(keys))]}),
    }
}

/// What docs/form.md says of a key.
fn says(of: &str, key: &str) -> Option<String> {
    let heading = format!("`{of}`");
    let mut lines = PAGE.lines().skip_while(|line| {
        let found =
            line.starts_with('#') && if of.is_empty() { line.starts_with("# ") } else { line.ends_with(&heading) };
        !found
    });
    lines.next()?;
    let start = format!("| `{key}` | ");
    let row = lines.take_while(|line| !line.starts_with('#')).find_map(|line| line.strip_prefix(&start))?;
    let (says, _) = row.rsplit_once(" | ")?;
    Some(says.replace("\\|", "|").replace('`', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_in_the_schema_with_what_it_says() {
        let schema: Json = serde_json::from_str(&schema()).unwrap();
        let column = &schema["properties"]["list"]["items"]["properties"]["column"]["items"];
        assert_eq!(column["properties"]["unit"]["enum"], json!(["pounds", "thousands", "millions"]));
        assert_eq!(column["additionalProperties"], json!(false));
        assert!(column["required"].as_array().unwrap().contains(&json!("heading")));
        for (key, value) in column["properties"].as_object().unwrap() {
            assert!(value["description"].as_str().is_some_and(|says| says.len() > 10), "{key}");
        }
    }
}
