//! JSON Schema of a file, for editors that complete and check TOML as it is typed. It comes from the very table of keys that reads the
//! file; what each key says comes from the page of the docs. What one table demands beside its keys is given.

use serde_json::{Map as JsonMap, Value as Json, json};

use super::{Keys, LARGEST_WHOLE, Shape};
use crate::money::LARGEST_AMOUNT;

/// A file of which there is a schema.
pub struct File {
    /// Its keys.
    pub keys: &'static Keys,
    /// What the schema is called.
    pub title: &'static str,
    /// The page of the docs that explains the keys.
    pub page: &'static str,
    /// What a table demands beside its keys, by its name: merged into its schema.
    pub more: fn(&str) -> Json,
}

impl File {
    /// The schema (draft 2020-12), pretty-printed.
    pub fn schema(&self) -> String {
        let mut root = self.table(self.keys);
        root.insert("$schema".to_string(), json!("https://json-schema.org/draft/2020-12/schema"));
        root.insert("title".to_string(), json!(self.title));
        let mut text = serde_json::to_string_pretty(&Json::Object(root)).unwrap_or_default();
        text.push('\n');
        text
    }

    fn table(&self, keys: &Keys) -> JsonMap<String, Json> {
        let mut properties = JsonMap::new();
        for key in keys.keys {
            let mut value = self.shape(&key.shape);
            if let (Json::Object(value), Some(says)) = (&mut value, self.says(keys.table, key.name)) {
                value.insert("description".to_string(), json!(says));
            }
            properties.insert(key.name.to_string(), value);
        }
        let required: Vec<&str> = keys.keys.iter().filter(|key| key.required).map(|key| key.name).collect();
        let mut object = json!({
            "type": "object", "properties": properties, "additionalProperties": false, "required": required
        });
        merge(&mut object, (self.more)(keys.table));
        match object {
            Json::Object(object) => object,
            _ => JsonMap::new(),
        }
    }

    fn shape(&self, of: &Shape) -> Json {
        let text = || json!({"type": "string", "pattern": "\\S"});
        match of {
            Shape::Text => text(),
            Shape::Whole => json!({"type": "integer", "minimum": 0, "maximum": LARGEST_WHOLE}),
            Shape::Number => json!({"type": "number", "minimum": -LARGEST_AMOUNT, "maximum": LARGEST_AMOUNT}),
            Shape::Figure => json!({"type": ["number", "string"], "pattern": "\\S"}),
            Shape::Truth => json!({"type": "boolean"}),
            // Editors hand TOML dates on as text, and a time behind one.
            Shape::Date => json!({"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
            Shape::OneOf(words) => json!({"enum": words}),
            Shape::List(items) => json!({"type": "array", "items": self.shape(items)}),
            Shape::Table(keys) => Json::Object(self.table(keys)),
            Shape::Tables(keys) => json!({"type": "array", "items": Json::Object(self.table(keys))}),
            Shape::Map(values) => json!({"type": "object", "additionalProperties": self.shape(values)}),
            Shape::TextOr(keys) => json!({"anyOf": [text(), Json::Object(self.table(keys))]}),
        }
    }

    /// What the page says of a key.
    fn says(&self, of: &str, key: &str) -> Option<String> {
        let heading = format!("`{of}`");
        let mut lines = self.page.lines().skip_while(|line| {
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
}

/// Puts what a table demands into its schema: objects key by key, lists one behind the other, all else in its place.
fn merge(into: &mut Json, more: Json) {
    match (into, more) {
        (Json::Object(into), Json::Object(more)) => {
            for (key, value) in more {
                match into.get_mut(&key) {
                    Some(known) => merge(known, value),
                    None => {
                        into.insert(key, value);
                    }
                }
            }
        }
        (Json::Array(into), Json::Array(more)) => into.extend(more),
        (into, more) => *into = more,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use toml::de::{DeTable, DeValue};

    use super::*;

    /// What an editor gives to a schema: dates are text.
    pub(crate) fn as_json(text: &str) -> Json {
        let (table, _) = DeTable::parse_recoverable(text);
        of_table(table.get_ref())
    }

    fn of_table(table: &DeTable<'_>) -> Json {
        Json::Object(table.iter().map(|(key, value)| (key.get_ref().to_string(), of_value(value.get_ref()))).collect())
    }

    fn of_value(value: &DeValue<'_>) -> Json {
        match value {
            DeValue::String(text) => json!(text),
            DeValue::Integer(number) => json!(i64::from_str_radix(number.as_str(), number.radix()).unwrap()),
            DeValue::Float(number) => json!(number.as_str().parse::<f64>().unwrap()),
            DeValue::Boolean(truth) => json!(truth),
            DeValue::Datetime(date) => json!(date.to_string()),
            DeValue::Array(items) => items.iter().map(|item| of_value(item.get_ref())).collect(),
            DeValue::Table(table) => of_table(table),
        }
    }

    /// Holds that reader and schema take the file, and that both refuse it with each of the changes.
    pub(crate) fn refuse_alike(base: &str, broken: &[(&str, &str)], schema: &str, refuses: impl Fn(&str) -> bool) {
        let refused = |text: &str| (refuses(text), !against(schema, text).is_empty());
        assert_eq!(refused(base), (false, false));
        let wrong: Vec<_> = broken
            .iter()
            .filter_map(|(from, to)| {
                assert!(base.contains(from), "{from}");
                let refused = refused(&base.replacen(from, to, 1));
                (refused != (true, true)).then_some((to, refused))
            })
            .collect();
        assert!(wrong.is_empty(), "refused by the reader, by the schema: {wrong:#?}");
    }

    /// What a real validator says against a file.
    pub(crate) fn against(schema: &str, text: &str) -> Vec<String> {
        let schema: Json = serde_json::from_str(schema).unwrap();
        jsonschema::meta::validate(&schema).unwrap();
        let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
        validator.iter_errors(&as_json(text)).map(|error| format!("{}: {error}", error.instance_path())).collect()
    }
}
