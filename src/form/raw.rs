//! piperoll.toml as it stands: which keys there are, and every value with its place.

use crate::source::Fault;
use crate::toml_reader::Shape::{List, Map, Number, OneOf, Table, Tables, Text, TextOr, Truth, Whole};
use crate::toml_reader::{self, Document, Key, Keys, Shape, TEXTS};

/// The version of the form language that this program reads.
pub(super) const VERSION: u32 = 1;

/// In which periods alone an entry holds.
pub(super) const ONLY_IN: &str = "only_in";

/// What an empty cell of words may mean: what stands above it.
pub(super) const AS_ABOVE: &str = "as-above";

/// The units of money.
pub(super) const UNITS: &[&str] = &["pounds", "thousands", "millions"];
/// How much a finding may weigh.
const SEVERITIES: &[&str] = &["error", "query", "note"];
/// What a column holds.
pub(super) const KINDS: &[&str] = &["money", "percent", "count", "text", "choice", "code", "date", "year"];

/// The rows that a rating may be of; see [`RatedRows`](super::rating::RatedRows).
const RATED: &[&str] = &["items", "groups", "areas", "whole"];

/// The sides of nil on which a column's figures may stand.
const SIDES: &[&str] = &["positive", "negative"];

/// How certain a part of a forecast may be; see [`Certainty`](super::Certainty).
const CERTAINTIES: &[&str] = &["certain", "planned", "subject-to-approval", "unmitigated"];

/// How an exception of a kind counts in a bridge: it adds, it takes away, or it is in the figures already.
pub(super) const SIGNS: &[&str] = &["+", "-", "0"];

/// piperoll.toml
pub(super) static FORM: Keys = Keys {
    table: "",
    keys: &[
        Key::may("version", Whole),
        Key::must("report", Table(&REPORT)),
        Key::may("period", Tables(&PERIOD)),
        Key::may("area", Tables(&AREA)),
        Key::may("area_group", Tables(&AREA_GROUP)),
        Key::may("list", Tables(&LIST)),
        Key::may("return", Tables(&RETURN)),
        Key::may("rating", Tables(&RATING)),
        Key::may("check", Tables(&CHECK)),
        Key::may("narrative", Tables(&NARRATIVE)),
        Key::may("tie", Tables(&TIE)),
        Key::may("bridge", Tables(&BRIDGE)),
        Key::may("pairing", Tables(&PAIRING)),
        Key::may("table", Tables(&TABLE)),
        Key::may("figure", Tables(&FIGURE)),
        Key::may("privacy", Table(&PRIVACY)),
        Key::may("role", Tables(&ROLE)),
        Key::may("approver", Tables(&APPROVER)),
        Key::may("control", Tables(&CONTROL)),
        Key::may("clearance", Table(&CLEARANCE)),
        Key::may("exempt", Table(&EXEMPT)),
        Key::may("record", Tables(&RECORD)),
        Key::may("pages", Table(&PAGES)),
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
        Key::may("language", Text),
        Key::may("savings", OneOf(&["positive", "negative"])),
        Key::may("main_list", Text),
        Key::may("roles", Table(&ROLES)),
        Key::may("words", Table(&WORDS)),
        Key::may("movements", TEXTS),
        Key::may("trend", TEXTS),
        Key::may("years", Table(&YEARS)),
        Key::may("not_returns", TEXTS),
    ],
};

static YEARS: Keys = Keys { table: "years", keys: &[Key::must("from", Text), Key::must("to", Text)] };

static MONEY: Keys = Keys {
    table: "money",
    keys: &[
        Key::must("unit", OneOf(UNITS)),
        Key::may("decimals", Whole),
        Key::may("negative", OneOf(&["minus", "parentheses"])),
    ],
};

static ROLES: Keys = Keys {
    table: "roles",
    keys: &[
        Key::must("target", Text),
        Key::may("forecast", Text),
        Key::may("achieved", Text),
        Key::may("profile", Text),
        Key::may("original", Text),
        Key::may("approved_changes", Text),
        Key::may("brought_forward", Text),
        Key::may("later", Text),
        Key::may("shortfall", Text),
        Key::may("pressures", Text),
        Key::may("net", Text),
    ],
};

static WORDS: Keys =
    Keys { table: "words", keys: &[Key::may("target", Text), Key::may("forecast", Text), Key::may("achieved", Text)] };

/// Where a part of the appendix prints.
const PRINTS: Shape = OneOf(&["before", "after", "no"]);

static PAGES: Keys = Keys {
    table: "[pages]",
    keys: &[
        Key::may("changes", OneOf(&["before", "after"])),
        Key::may("movements", PRINTS),
        Key::may("chart", PRINTS),
        Key::may("trend", PRINTS),
        Key::may("reasons", PRINTS),
        Key::may("answers", PRINTS),
    ],
};

static PERIOD: Keys = Keys {
    table: "[[period]]",
    keys: &[
        Key::must("id", Text),
        Key::may("as_at", Shape::Date),
        Key::may("publication", Shape::Date),
        Key::may("meeting", Shape::Date),
        Key::may("first_page", Whole),
        Key::may("nil", TEXTS),
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

static AREA_GROUP: Keys = Keys {
    table: "[[area_group]]",
    keys: &[Key::must("id", Text), Key::must("name", Text), Key::may("also", TEXTS), Key::must("areas", TEXTS)],
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
        Key::may("detail_of", Text),
        Key::may("balancing", TEXTS),
        Key::may("text_only", Truth),
        Key::may("levels", TEXTS),
        Key::may("parts", Table(&PARTS)),
        Key::must("column", Tables(&COLUMN)),
        Key::may(ONLY_IN, TEXTS),
    ],
};

static PARTS: Keys = Keys { table: "parts", keys: &[Key::must("column", Text), Key::must("add_up", TEXTS)] };

static TIE: Keys = Keys {
    table: "[[tie]]",
    keys: &[
        Key::must("id", Text),
        Key::must("left", Table(&TIE_SUM)),
        Key::must("right", Table(&TIE_SUM)),
        Key::may("items", Tables(&TIE_SUM)),
        Key::may(ONLY_IN, TEXTS),
    ],
};

static TIE_SUM: Keys = Keys {
    table: "left",
    keys: &[
        Key::must("name", Text),
        Key::must("list", Text),
        Key::must("column", Text),
        Key::may("area", Text),
        Key::may("where", Text),
        Key::may("negate", Truth),
    ],
};

static SUMMARY_OF: Keys = Keys { table: "summary_of", keys: &[Key::must("list", Text), Key::may("by", Text)] };

pub(super) static COLUMN: Keys = Keys {
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
        Key::may("where", Text),
        Key::may("share", Text),
        Key::may("total", Text),
        Key::may("cumulative", Truth),
        Key::may("sign", OneOf(SIDES)),
        Key::may("rounded", Truth),
        Key::may("blank", OneOf(&["missing", "nil", AS_ABOVE])),
        Key::may("codes", Map(&TextOr(&CODE))),
        Key::may("choices", TEXTS),
        Key::may("colours", Map(&Text)),
        Key::may("beside", Table(&BESIDE)),
        Key::may("agrees_with", Text),
        Key::may("same_as", Table(&SAME_AS)),
        Key::may("next_year_of", Text),
        Key::may("net", Truth),
        Key::may("movement", Table(&MOVEMENT)),
        Key::may("done_words", TEXTS),
        Key::may("conditions", TEXTS),
        Key::may("parts", List(&TEXTS)),
        Key::may("prints", OneOf(UNITS)),
        Key::may("each", OneOf(&["year"])),
        Key::may("across_total", Table(&ACROSS_TOTAL)),
        Key::may("ordered", Truth),
        Key::may("outside_totals", TEXTS),
        Key::may("one_off", TEXTS),
        Key::may("gaps", OneOf(&["note"])),
        Key::may("totals_in", Text),
        Key::may("part_of", Text),
        Key::may("full_year_of", Text),
        Key::may("certainty", OneOf(CERTAINTIES)),
        Key::may("within", Text),
        Key::may("pattern", Text),
        Key::may(ONLY_IN, TEXTS),
    ],
};

static ACROSS_TOTAL: Keys =
    Keys { table: "across_total", keys: &[Key::must("id", Text), Key::must("heading", Text), Key::may("also", TEXTS)] };

static CODE: Keys = Keys { table: "codes", keys: &[Key::must("means", Text), Key::may("nil", Truth)] };

static SAME_AS: Keys = Keys {
    table: "same_as",
    keys: &[
        Key::must("column", Text),
        Key::may("list", Text),
        Key::may("item", Text),
        Key::may("period", OneOf(&["prior"])),
    ],
};

static BESIDE: Keys = Keys { table: "beside", keys: &[Key::must("id", Text), Key::must("of", Text)] };

static MOVEMENT: Keys = Keys {
    table: "movement",
    keys: &[Key::may("amount", Number), Key::may("percent", Number), Key::may("points", Number)],
};

static RETURN: Keys = Keys {
    table: "[[return]]",
    keys: &[
        Key::must("list", Text),
        Key::must("file", Text),
        Key::may("sheet", Text),
        Key::may("under", Text),
        Key::may("sheets", OneOf(&["all"])),
        Key::may("not_read", TEXTS),
        Key::may("hidden", OneOf(&["expected"])),
        Key::may("area", Text),
        Key::may("otherwise", Text),
        Key::may("areas", TEXTS),
        Key::may("groups", Map(&Text)),
        Key::may("totals", TEXTS),
        Key::may("subtotals", TEXTS),
        Key::may("unlabelled", OneOf(&["subtotal"])),
        Key::may("notes", TEXTS),
        Key::may("headings", TEXTS),
        Key::may("items", TEXTS),
        Key::may("positions", Map(&Text)),
        Key::may("from_row", Whole),
        Key::may("optional", Truth),
        Key::may(ONLY_IN, TEXTS),
    ],
};

static RATING: Keys = Keys {
    table: "[[rating]]",
    keys: &[
        Key::must("list", Text),
        Key::must("column", Text),
        Key::must("measure", Text),
        Key::may("of", Text),
        Key::must("limits", List(&Table(&LIMIT))),
        Key::may("severity", OneOf(SEVERITIES)),
        Key::may("cautious", OneOf(SEVERITIES)),
        Key::may("shows", Text),
        Key::may("print_key", Truth),
        Key::may("rows", List(&OneOf(RATED))),
        Key::may(ONLY_IN, TEXTS),
    ],
};

static LIMIT: Keys = Keys {
    table: "limits",
    keys: &[
        Key::must("choice", Text),
        Key::may("amount", Number),
        Key::may("percent", Number),
        Key::may("whichever", OneOf(&["lower", "higher"])),
    ],
};

static CHECK: Keys = Keys {
    table: "[[check]]",
    keys: &[
        Key::must("id", Text),
        Key::must("list", Text),
        Key::may("when", Text),
        Key::must("require", Text),
        Key::may("missing", OneOf(&["unsaid", "broken"])),
        Key::may("severity", OneOf(SEVERITIES)),
        Key::must("message", Text),
        Key::may(ONLY_IN, TEXTS),
    ],
};

static NARRATIVE: Keys = Keys {
    table: "[[narrative]]",
    keys: &[
        Key::must("list", Text),
        Key::must("columns", TEXTS),
        Key::must("words", TEXTS),
        Key::must("means", TEXTS),
        Key::may(ONLY_IN, TEXTS),
    ],
};

static BRIDGE: Keys = Keys {
    table: "[[bridge]]",
    keys: &[
        Key::must("id", Text),
        Key::must("of", Text),
        Key::must("from", Text),
        Key::must("to", Text),
        Key::must("from_label", Text),
        Key::must("to_label", Text),
        Key::must("list", Text),
        Key::must("item", Text),
        Key::must("kind", Text),
        Key::must("amount", Text),
        Key::may("year", Text),
        Key::must("signs", Map(&OneOf(SIGNS))),
        Key::may(ONLY_IN, TEXTS),
    ],
};

static PAIRING: Keys = Keys {
    table: "[[pairing]]",
    keys: &[
        Key::must("id", Text),
        Key::must("list", Text),
        Key::must("item", Text),
        Key::must("amount", Text),
        Key::must("year", Text),
        Key::must("other_year", Text),
        Key::must("out", Text),
        Key::must("back", Text),
        Key::may(ONLY_IN, TEXTS),
    ],
};

static TABLE: Keys = Keys {
    table: "[[table]]",
    keys: &[
        Key::must("id", Text),
        Key::must("title", Text),
        Key::may("from", Text),
        Key::may("bridge", Text),
        Key::may("one_per", OneOf(&["area"])),
        Key::may("columns", TEXTS),
        Key::may("widths", List(&Whole)),
        Key::may("total_label", Text),
        Key::may("order", TEXTS),
        Key::may("groups", TEXTS),
        Key::may("group_heading", Truth),
        Key::may("subtotals", Truth),
        Key::may("subtotal_label", Text),
        Key::may("group_order", TEXTS),
        Key::may("where", Text),
        Key::may("blank_columns", OneOf(&["left-out"])),
        Key::may("notes", TEXTS),
        Key::may("appears", OneOf(&["workbook"])),
        Key::may(ONLY_IN, TEXTS),
    ],
};

static FIGURE: Keys = Keys {
    table: "[[figure]]",
    keys: &[
        Key::must("id", Text),
        Key::must("heading", Text),
        Key::must("kind", OneOf(&["money", "percent", "count"])),
        Key::may("unit", OneOf(UNITS)),
        Key::may("decimals", Whole),
        Key::may("file", Text),
        Key::may("sheet", Text),
        Key::may("label", Text),
        Key::may("formula", Text),
        Key::may("stated", Text),
        Key::may("as_at", Shape::Date),
        Key::may("source", Text),
        Key::may(ONLY_IN, TEXTS),
    ],
};

/// What a role may do; see [`May`](super::May).
pub(super) const MAY: &[&str] = &["explain", "set-aside", "let-personal-data-stand", "clear", "publish"];

static APPROVER: Keys = Keys {
    table: "[[approver]]",
    keys: &[Key::must("name", Text), Key::may("also", TEXTS), Key::may("up_to", Number)],
};

static CONTROL: Keys = Keys {
    table: "[[control]]",
    keys: &[
        Key::must("source", Text),
        Key::must("minute", Text),
        Key::must("date", Shape::Date),
        Key::may("list", Text),
        Key::may("column", Text),
        Key::may("total", Number),
        Key::may("unallocated", Number),
        Key::may("item", Tables(&CONTROL_ITEM)),
        Key::may("workbook", Table(&CONTROL_BOOK)),
        Key::may(ONLY_IN, TEXTS),
    ],
};

static CONTROL_ITEM: Keys = Keys {
    table: "[[control.item]]",
    keys: &[Key::may("area", Text), Key::must("scheme", Text), Key::must("amount", Number)],
};

static CONTROL_BOOK: Keys = Keys {
    table: "workbook",
    keys: &[
        Key::must("file", Text),
        Key::may("sheet", Text),
        Key::may("area", Text),
        Key::must("scheme", Text),
        Key::must("amount", Text),
    ],
};

static ROLE: Keys = Keys {
    table: "[[role]]",
    keys: &[Key::must("name", Text), Key::may("also", TEXTS), Key::must("may", List(&OneOf(MAY)))],
};

static RECORD: Keys = Keys { table: "[[record]]", keys: &[Key::must("id", Text), Key::must("title", Text)] };

static CLEARANCE: Keys = Keys {
    table: "[clearance]",
    keys: &[Key::may("by", TEXTS), Key::may("by_others", Truth), Key::may("comments", Truth)],
};

static EXEMPT: Keys = Keys {
    table: "[exempt]",
    keys: &[Key::may("law", OneOf(crate::form::exempt::Law::NAMES)), Key::may("width", Number)],
};

static PRIVACY: Keys = Keys { table: "[privacy]", keys: &[Key::may("contacts", TEXTS)] };

/// Reads the text; syntax errors, unknown keys and wrong types are faults, all at once.
pub(super) fn read(file: &str, text: &str) -> Document {
    let mut document = toml_reader::read(file, text, &FORM);
    if !document.table.has("version") && !document.broken {
        let message = format!("the form says no version; write `version = {VERSION}` in its first line");
        document.faults.push(Fault::new(document.table.at.clone(), message));
    }
    document
}
