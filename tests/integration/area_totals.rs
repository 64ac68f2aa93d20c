//! Areas that only their total rows name, rows outside any of them, and headings with a reference.

use piperoll::report::{Report, Table};

use crate::support::{made, report};

pub const FORM: &str = r#"
version = 1

[report]
title = "Savings"
council = "Borough of Example"
committee = "Policy Committee"
money = { unit = "thousands" }
roles = { target = "target", forecast = "forecast" }

[[area]]
id = "adults"
name = "Adults and Health"
also = ["Adults"]
returns = false

[[area]]
id = "children"
name = "Children"
returns = false

[[area]]
id = "corporate"
name = "Corporate"
returns = false

[[list]]
id = "schemes"
item = "scheme"
key = "reference"
label = "title"

[[list.column]]
id = "reference"
heading = "Ref"
kind = "code"

[[list.column]]
id = "title"
heading = "Scheme"
kind = "text"
required = true

[[list.column]]
id = "target"
heading = "Target"
kind = "money"
unit = "thousands"
required = true

[[list.column]]
id = "forecast"
heading = "Forecast"
kind = "money"
unit = "thousands"
required = true

[[return]]
list = "schemes"
file = "all"
area = "subtotal"

[[table]]
id = "schemes"
from = "schemes"
one_per = "area"
title = "{{name}}"
total_label = "Total"

[[table]]
id = "all"
from = "schemes"
title = "All savings"
total_label = "Total"
"#;

fn collection(form: &str, rows: &str) -> Report {
    let grid = format!("== Savings\nRef | Scheme | Target | Forecast\n{rows}");
    let (_folder, collection) = made("", &[("piperoll.toml", form), ("returns/2022-23-q3/all.txt", &grid)]);
    report(&collection)
}

pub fn open(made: &Report) -> Vec<String> {
    let told = made.findings.iter().filter(|finding| finding.blocks());
    told.map(|finding| format!("{}: {}", finding.id, finding.message)).collect()
}

/// Each table of an area: its title, and each row with its target.
fn sections(made: &Report) -> Vec<String> {
    let of = |table: &Table| {
        let rows = table.rows.iter().map(|row| format!("{} {}", row.cells[1].text(), row.cells[2].text()));
        format!("{}: {}", table.title, rows.collect::<Vec<_>>().join(", "))
    };
    made.tables().filter(|table| table.id.starts_with("schemes")).map(of).collect()
}

const ROWS: &str = "A1 | Homecare | 50 | 40\nA2 | Day centres | 20 | 20\n | Total Adults | 70 | 60\n\
                    C1 | Placements | 30 | 31\n | Sub-total for Children | 30 | 31\n";

#[test]
fn areas_may_be_named_by_their_totals_alone() {
    let made = collection(FORM, &format!("{ROWS} | Total | 100 | 91\n"));
    assert_eq!(open(&made), Vec::<String>::new());
    assert_eq!(
        sections(&made),
        ["Adults and Health: Homecare 50, Day centres 20, Total 70", "Children: Placements 30, Total 30"]
    );
    // A total is held against the rows above it, up to the total of the area before, and the last one against all.
    let wrong = ROWS.replace("Sub-total for Children | 30", "Sub-total for Children | 35");
    let told = open(&collection(FORM, &format!("{wrong} | Total | 101 | 91\n")));
    assert!(told.iter().any(|told| told.starts_with("column-total:children:target")), "{told:?}");
    assert!(told.iter().any(|told| told.starts_with("column-total:") && told.contains("£101k")), "{told:?}");
}

#[test]
fn rows_outside_any_area_are_an_error_or_have_an_area_of_their_own() {
    let rows = format!("{ROWS}X1 | Contingency | 5 | 5\n | Total | 105 | 96\n");
    let told = open(&collection(FORM, &rows));
    assert!(told.iter().any(|told| told.contains("no total below A7 names an area")), "{told:?}");
    let form = FORM.replace("area = \"subtotal\"\n", "area = \"subtotal\"\notherwise = \"corporate\"\n");
    let made = collection(&form, &rows);
    assert_eq!(open(&made), Vec::<String>::new());
    assert_eq!(sections(&made).last().unwrap(), "Corporate: Contingency 5, Total 5");
}

#[test]
fn a_row_with_a_reference_and_the_name_of_an_area_is_its_heading() {
    let form = FORM.replace("area = \"subtotal\"\n", "area = \"heading\"\notherwise = \"corporate\"\n");
    let rows = "X1 | Contingency | 5 | 5\nA | Adults | | \nA1 | Homecare | 50 | 40\n | Total | 50 | 40\n\
                C | Children | | \nC1 | Placements | 30 | 31\nC2 | Transport | 10 | 10\n | Total | 40 | 41\n";
    let made = collection(&form, rows);
    assert_eq!(open(&made), Vec::<String>::new());
    assert_eq!(
        sections(&made),
        [
            "Adults and Health: Homecare 50, Total 50",
            "Children: Placements 30, Transport 10, Total 40",
            "Corporate: Contingency 5, Total 5"
        ]
    );
    // Any other name is a scheme that somebody left empty.
    let left = rows.replace("C2 | Transport | 10 | 10", "C2 | Transport | | ").replace("40 | 41", "30 | 31");
    let told = open(&collection(&form, &left));
    assert!(told.iter().any(|told| told.starts_with("empty-required")), "{told:?}");
}

#[test]
fn an_areas_second_block_is_its_own_and_what_another_total_closes_is_nobodys() {
    let rows = format!(
        "{ROWS}A3 | Meals | 4 | 4\n | Total Adults | 4 | 4\nX1 | Contingency | 5 | 5\n | Total Corporate | 5 | 5\n"
    );
    let made = collection(FORM, &format!("{rows} | Total | 109 | 100\n"));
    assert_eq!(open(&made), Vec::<String>::new());
    assert_eq!(
        sections(&made),
        [
            "Adults and Health: Homecare 50, Day centres 20, Meals 4, Total 74",
            "Children: Placements 30, Total 30",
            "Corporate: Contingency 5, Total 5"
        ]
    );
    // A slip in an area's name does not make its rows those of nobody.
    let form = FORM.replace("area = \"subtotal\"\n", "area = \"subtotal\"\notherwise = \"corporate\"\n");
    let slip = ROWS.replace("Sub-total for Children", "Sub-total for Childen");
    assert_ne!(open(&collection(&form, &format!("{slip} | Total | 100 | 91\n"))), Vec::<String>::new());
}

#[test]
fn a_blank_that_takes_the_area_above_is_never_nobodys() {
    let form = FORM
        .replace("area = \"subtotal\"\n", "area = \"column:service\"\notherwise = \"corporate\"\n")
        .replace("[[list.column]]\nid = \"title\"", "[[list.column]]\nid = \"service\"\nheading = \"Service\"\nkind = \"text\"\nblank = \"as-above\"\n\n[[list.column]]\nid = \"title\"");
    let (_folder, collection) = made("", &[("piperoll.toml", &form)]);
    let run = crate::support::piperoll().args(["check", "--form"]).arg(&collection).output().unwrap();
    assert_eq!(run.status.code(), Some(2));
    assert!(
        crate::support::stderr(&run).contains("`otherwise` does not fit `service`"),
        "{}",
        crate::support::stderr(&run)
    );
}
