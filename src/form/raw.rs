//! piperoll.toml as it stands: which keys there are, and every value with its place.

use super::Fault;
use crate::toml_reader::Shape::{List, Map, Number, OneOf, Table, Tables, Text, TextOr, Truth, Whole};
use crate::toml_reader::{self, Document, Key, Keys, Shape, TEXTS};

/// The version of the form language that this program reads.
pub(super) const VERSION: u32 = 1;

/// The units of money.
pub(super) const UNITS: &[&str] = &["pounds", "thousands", "millions"];
/// What a column holds.
pub(super) const KINDS: &[&str] = &["money", "percent", "count", "text", "choice", "code", "date"];

/// piperoll.toml
pub(super) static FORM: Keys = Keys {
    table: "",
    keys: &[
        Key::may("version", Whole),
        Key::must("report", Table(&REPORT)),
        Key::may("period", Tables(&PERIOD)),
        Key::may("area", Tables(&AREA)),
        Key::may("list", Tables(&LIST)),
        Key::may("return", Tables(&RETURN)),
        Key::may("check", Tables(&CHECK)),
        Key::may("narrative", Tables(&NARRATIVE)),
        Key::may("table", Tables(&TABLE)),
        Key::may("privacy", Table(&PRIVACY)),
    ],
};

static REPORT: Keys = Keys {
    table: "[report]",
    keys: &[
        Key::must("title", Text),
        Key::must("council", Text),
        Key::must("committee", Text),
        Key::must("money", Table(&MONEY)),
        Key::may("year_starts", Whole),
        Key::may("not_applicable", Text),
        Key::may("main_list", Text),
        Key::may("roles", Table(&ROLES)),
    ],
};

static MONEY: Keys = Keys {
    table: "money",
    keys: &[
        Key::must("unit", OneOf(UNITS)),
        Key::may("decimals", Whole),
        Key::may("negative", OneOf(&["minus", "parentheses"])),
    ],
};

static ROLES: Keys =
    Keys { table: "roles", keys: &[Key::must("target", Text), Key::may("forecast", Text), Key::may("achieved", Text)] };

static PERIOD: Keys = Keys {
    table: "[[period]]",
    keys: &[
        Key::must("id", Text),
        Key::may("as_at", Shape::Date),
        Key::may("meeting", Shape::Date),
        Key::may("first_page", Whole),
    ],
};

static AREA: Keys = Keys {
    table: "[[area]]",
    keys: &[
        Key::must("id", Text),
        Key::must("name", Text),
        Key::may("also", TEXTS),
        Key::may("number", Text),
        Key::may("returns", Truth),
    ],
};

static LIST: Keys = Keys {
    table: "[[list]]",
    keys: &[
        Key::must("id", Text),
        Key::may("item", Text),
        Key::may("items", Text),
        Key::must("key", Text),
        Key::may("label", Text),
        Key::may("summary_of", Table(&SUMMARY_OF)),
        Key::may("balancing", TEXTS),
        Key::must("column", Tables(&COLUMN)),
    ],
};

static SUMMARY_OF: Keys = Keys { table: "summary_of", keys: &[Key::must("list", Text), Key::may("by", Text)] };

static COLUMN: Keys = Keys {
    table: "[[list.column]]",
    keys: &[
        Key::must("id", Text),
        Key::must("heading", Text),
        Key::may("also", TEXTS),
        Key::must("kind", OneOf(KINDS)),
        Key::may("unit", OneOf(UNITS)),
        Key::may("decimals", Whole),
        Key::may("required", Truth),
        Key::may("optional", Truth),
        Key::may("formula", Text),
        Key::may("sum", Text),
        Key::may("count", Truth),
        Key::may("total", Text),
        Key::may("cumulative", Truth),
        Key::may("rounded", Truth),
        Key::may("blank", OneOf(&["missing", "nil"])),
        Key::may("codes", Map(&TextOr(&CODE))),
        Key::may("choices", TEXTS),
        Key::may("beside", Table(&BESIDE)),
        Key::may("agrees_with", Text),
        Key::may("net", Truth),
        Key::may("movement", Table(&MOVEMENT)),
        Key::may("done_words", TEXTS),
        Key::may("parts", List(&TEXTS)),
    ],
};

static CODE: Keys = Keys { table: "codes", keys: &[Key::must("means", Text), Key::may("nil", Truth)] };

static BESIDE: Keys = Keys { table: "beside", keys: &[Key::must("id", Text), Key::must("of", Text)] };

static MOVEMENT: Keys = Keys { table: "movement", keys: &[Key::must("amount", Number), Key::must("percent", Number)] };

static RETURN: Keys = Keys {
    table: "[[return]]",
    keys: &[
        Key::must("list", Text),
        Key::must("file", Text),
        Key::may("sheet", Text),
        Key::may("area", Text),
        Key::may("totals", TEXTS),
        Key::may("subtotals", TEXTS),
        Key::may("notes", TEXTS),
        Key::may("optional", Truth),
    ],
};

static CHECK: Keys = Keys {
    table: "[[check]]",
    keys: &[
        Key::must("id", Text),
        Key::must("list", Text),
        Key::may("when", Text),
        Key::must("require", Text),
        Key::may("severity", OneOf(&["error", "query", "note"])),
        Key::must("message", Text),
    ],
};

static NARRATIVE: Keys = Keys {
    table: "[[narrative]]",
    keys: &[Key::must("list", Text), Key::must("columns", TEXTS), Key::must("words", TEXTS), Key::must("means", TEXTS)],
};

static TABLE: Keys = Keys {
    table: "[[table]]",
    keys: &[
        Key::must("id", Text),
        Key::must("title", Text),
        Key::must("from", Text),
        Key::may("one_per", OneOf(&["area"])),
        Key::may("columns", TEXTS),
        Key::may("widths", List(&Whole)),
        Key::may("total_label", Text),
        Key::may("order", TEXTS),
        Key::may("notes", TEXTS),
    ],
};

static PRIVACY: Keys = Keys { table: "[privacy]", keys: &[Key::may("contacts", TEXTS)] };

/// Reads the text; syntax errors, unknown keys and wrong types are faults, all at once.
pub(super) fn read(file: &str, text: &str) -> Document {
    let mut document = toml_reader::read(file, text, &FORM);
    if !document.table.has("version") && !document.broken {
        let message = format!("the form says no version; write `version = {VERSION}` in its first line");
        document.faults.push(Fault { at: document.table.at.clone(), message });
    }
    document
}
