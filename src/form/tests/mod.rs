//! Forms are read, and every fault is told with its line. The small form that the tests change stands here.

use super::*;

mod columns;
mod control;
mod damage;
mod formulas;
mod groups;
mod keys;
mod page;
mod places;
mod reading;
mod summaries;
mod ties;
mod whole;
mod years;

/// A small form that uses every table.
const BASE: &str = r#"version = 1

[report]
title = "Savings at {{as_at}}"
council = "A council"
committee = "A committee"
money = { unit = "thousands" }
roles = { target = "target", achieved = "done" }

[[period]]
id = "2022-23-q3"
as_at = 2022-12-31
meeting = 2023-02-08

[[area]]
id = "north"
name = "North"
also = ["The North"]

[[area]]
id = "south"
name = "South"

[[list]]
id = "schemes"
key = "title"

[[list.column]]
id = "title"
heading = "Scheme"
kind = "text"

[[list.column]]
id = "target"
heading = "Target {{year_end}}"
kind = "money"
unit = "thousands"

[[list.column]]
id = "done"
heading = "Achieved"
kind = "money"
unit = "thousands"

[[list.column]]
id = "share"
heading = "% achieved"
kind = "percent"
formula = "done / target"

[[list.column]]
id = "later"
heading = "% next year"
kind = "percent"
beside = { id = "later_amount", of = "target" }

[[list.column]]
id = "rag"
heading = "RAG"
kind = "choice"
choices = ["RED", "GREEN"]

[[return]]
list = "schemes"
file = "{area}"

[[list]]
id = "overall"
key = "name"
summary_of = { list = "schemes" }

[[list.column]]
id = "name"
heading = "Area"
kind = "text"

[[list.column]]
id = "amount"
heading = "Target"
kind = "money"
unit = "thousands"
sum = "target"

[[check]]
id = "green"
list = "schemes"
when = "rag = 'green'"
require = "done > 0"
message = "is green, with nothing achieved"

[[narrative]]
list = "schemes"
columns = ["title"]
words = ["short"]
means = ["target - later_amount"]

[[table]]
id = "areas"
from = "schemes"
one_per = "area"
title = "{{number}} {{name}}"

[privacy]
contacts = ["@example.org", "0114 496 0000"]
"#;

fn parsed(text: &str) -> Form {
    Form::parse("piperoll.toml", text).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

fn faults(text: &str) -> Vec<Fault> {
    Form::parse("piperoll.toml", text).err().unwrap_or_default()
}

/// The base with `from` (which stands in it once) replaced.
fn changed(from: &str, to: &str) -> String {
    assert_eq!(BASE.matches(from).count(), 1, "{from:?} must stand once in the base");
    BASE.replacen(from, to, 1)
}

/// The change leads to this one fault, in a line that holds `line`.
#[track_caller]
fn told(from: &str, to: &str, line: &str, message: &str) {
    let text = changed(from, to);
    let faults = faults(&text);
    let told: Vec<_> = faults.iter().map(|fault| fault.message.as_str()).collect();
    assert_eq!(told, [message]);
    let number = faults[0].at.line.unwrap() as usize;
    let found = text.lines().nth(number - 1).unwrap();
    assert!(found.contains(line), "line {number} is {found:?}");
}
