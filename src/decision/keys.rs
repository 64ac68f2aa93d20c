//! The keys that may stand in decisions.toml.

use crate::toml_reader::Shape::{Date as Day, Figure, List, Number, OneOf, Tables, Text};
use crate::toml_reader::{Key, Keys, Shape, TEXTS};

/// decisions.toml
pub(super) static DECISIONS: Keys = Keys {
    table: "",
    keys: &[
        Key::may("explain", Tables(&EXPLAIN)),
        Key::may("set_aside", Tables(&SET_ASIDE)),
        Key::may("change_request", Tables(&CHANGE_REQUEST)),
        Key::may("match", Tables(&MATCH)),
        Key::may("scheme", Tables(&SCHEME)),
        Key::may("not_updated", Tables(&NOT_UPDATED)),
        Key::may("new_year", Tables(&NEW_YEAR)),
        Key::may("outside_control", Tables(&OUTSIDE_CONTROL)),
        Key::may("open_at_publication", Tables(&LEFT_OPEN)),
        Key::may("clearance", Tables(&CLEARANCE)),
        Key::may("record", Tables(&RECORD)),
        Key::may("exempt", Tables(&EXEMPT)),
    ],
};

static EXPLAIN: Keys = Keys {
    table: "[[explain]]",
    keys: &[
        Key::must("finding", Text),
        Key::may("period", Text),
        Key::may("stated", Figure),
        Key::may("expected", Figure),
        Key::may("rows", TEXTS),
        Key::may("until", Text),
        Key::may("up_to", Number),
        Key::must("words", Text),
        Key::must("role", Text),
        Key::may("initials", Text),
        Key::must("date", Day),
    ],
};

static SET_ASIDE: Keys = Keys {
    table: "[[set_aside]]",
    keys: &[
        Key::must("finding", Text),
        Key::may("period", Text),
        Key::must("stated", Figure),
        Key::must("stands", Figure),
        Key::may("rows", TEXTS),
        Key::must("words", Text),
        Key::must("role", Text),
        Key::may("initials", Text),
        Key::must("date", Day),
    ],
};

static CHANGE_REQUEST: Keys = Keys {
    table: "[[change_request]]",
    keys: &[
        Key::must("reference", Text),
        Key::must("period", Text),
        Key::must("kind", OneOf(&["rebase", "reprofile", "virement", "correction"])),
        Key::may("outside", Text),
        Key::must("area", Text),
        Key::must("scheme", Text),
        Key::must("column", Text),
        Key::must("from", Number),
        Key::must("to", Number),
        Key::must("approved_by", Text),
        Key::must("date", Day),
        Key::must("words", Text),
    ],
};

static MATCH: Keys = Keys {
    table: "[[match]]",
    keys: &[
        Key::must("period", Text),
        Key::must("from", SIDES),
        Key::must("to", SIDES),
        Key::may("column", Text),
        Key::must("words", Text),
        Key::must("role", Text),
        Key::must("date", Day),
    ],
};

const SIDES: Shape = List(&Shape::Table(&SIDE));

static SIDE: Keys =
    Keys { table: "side", keys: &[Key::must("area", Text), Key::must("scheme", Text), Key::may("amount", Number)] };

static OUTSIDE_CONTROL: Keys = Keys {
    table: "[[outside_control]]",
    keys: &[
        Key::must("period", Text),
        Key::may("area", Text),
        Key::must("scheme", Text),
        Key::may("column", Text),
        Key::must("amount", Number),
        Key::must("words", Text),
        Key::must("role", Text),
        Key::may("initials", Text),
        Key::must("date", Day),
    ],
};

static LEFT_OPEN: Keys = Keys {
    table: "[[open_at_publication]]",
    keys: &[
        Key::must("finding", Text),
        Key::must("period", Text),
        Key::may("stated", Figure),
        Key::may("expected", Figure),
        Key::may("rows", TEXTS),
        Key::must("words", Text),
        Key::must("due", Day),
        Key::must("role", Text),
        Key::may("initials", Text),
        Key::must("date", Day),
    ],
};

static NOT_UPDATED: Keys = Keys {
    table: "[[not_updated]]",
    keys: &[
        Key::must("area", Text),
        Key::must("period", Text),
        Key::must("words", Text),
        Key::must("role", Text),
        Key::may("initials", Text),
        Key::must("date", Day),
    ],
};

static NEW_YEAR: Keys = Keys {
    table: "[[new_year]]",
    keys: &[
        Key::must("period", Text),
        Key::may("schemes", List(&Shape::Table(&ENDED))),
        Key::must("words", Text),
        Key::must("role", Text),
        Key::may("initials", Text),
        Key::must("date", Day),
    ],
};

static ENDED: Keys = Keys {
    table: "schemes",
    keys: &[
        Key::may("area", Text),
        Key::must("scheme", Text),
        Key::may("target", Number),
        Key::may("delivered", Number),
        Key::may("brought_forward", Number),
        Key::may("written_off", Number),
        Key::may("one_off", Number),
        Key::may("words", Text),
    ],
};

static CLEARANCE: Keys = Keys {
    table: "[[clearance]]",
    keys: &[
        Key::must("period", Text),
        Key::must("role", Text),
        Key::must("initials", Text),
        Key::must("date", Day),
        Key::must("fingerprint", Text),
        Key::may("comment", Text),
        Key::may("evidence", Text),
    ],
};

static RECORD: Keys = Keys {
    table: "[[record]]",
    keys: &[
        Key::must("of", Text),
        Key::must("period", Text),
        Key::must("by", Text),
        Key::may("initials", Text),
        Key::must("date", Day),
        Key::must("words", Text),
        Key::may("reference", Text),
        Key::may("area", Text),
        Key::may("scheme", Text),
        Key::may("amount", Number),
        Key::may("to", Text),
        Key::may("due", Day),
    ],
};

static EXEMPT: Keys = Keys {
    table: "[[exempt]]",
    keys: &[
        Key::must("period", Text),
        Key::may("area", Text),
        Key::may("scheme", Text),
        Key::may("list", Text),
        Key::may("column", Text),
        Key::may("table", Text),
        Key::must("paragraph", Figure),
        Key::must("reason", Text),
        Key::must("role", Text),
        Key::must("date", Day),
        Key::may("until", Day),
        Key::may("resolved", Day),
    ],
};

static SCHEME: Keys = Keys { table: "[[scheme]]", keys: &[Key::must("id", Text), Key::must("was", Tables(&WAS))] };

static WAS: Keys = Keys {
    table: "[[scheme.was]]",
    keys: &[Key::must("period", Text), Key::must("area", Text), Key::may("reference", Text), Key::must("title", Text)],
};
