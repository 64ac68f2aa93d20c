//! One total below the areas of a sheet: it is that of all of them, and not of the last one.

use crate::support::{findings, made};

const FORM: &str = r#"
version = 1

[report]
title = "Savings"
council = "Borough of Example"
committee = "Policy Committee"
money = { unit = "thousands" }
roles = { target = "target", forecast = "forecast" }

[[area]]
id = "north"
name = "North"
returns = false

[[area]]
id = "south"
name = "South"
returns = false

[[list]]
id = "schemes"
item = "scheme"
key = "title"
levels = ["group"]

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
area = "heading"
groups = { group = "heading" }

[[table]]
id = "schemes"
from = "schemes"
one_per = "area"
title = "{{name}}"
total_label = "Total"
"#;

/// What is open of a sheet with this total row.
fn open(total: &str) -> Vec<String> {
    open_of(None, total)
}

/// The same where the first area has a total of its own too.
fn open_of(first: Option<&str>, total: &str) -> Vec<String> {
    let first = first.map(|first| format!("{first}\n")).unwrap_or_default();
    let grid = format!(
        "== Savings\nScheme | Target | Forecast\nNORTH\nOld\nDepots | 50 | 40\nNew\nFleet | 20 | 20\nLamps | 30 | 31\n{first}SOUTH\nNew\nParks | 15 | 9\nTrees | 25 | 14\n{total}\n"
    );
    let files = [("piperoll.toml", FORM), ("returns/2022-23-q3/all.txt", grid.as_str())];
    let (_folder, collection) = made("", &files);
    let told = findings(&collection, &[]);
    let all = told["findings"].as_array().unwrap();
    let open = all.iter().filter(|finding| finding["severity"] != "note");
    open.map(|finding| format!("{}: {}", finding["id"].as_str().unwrap(), finding["message"].as_str().unwrap()))
        .collect()
}

#[test]
fn one_total_below_all_areas_is_that_of_all_of_them() {
    assert_eq!(open("Total | 140 | 114"), [""; 0]);
    assert_eq!(open("Grand total | 140 | 114"), [""; 0]);
    let off = open("Total | 141 | 114");
    assert_eq!(off.len(), 1, "{off:#?}");
    assert!(off[0].contains("£141k") && off[0].contains("£140k"), "{off:#?}");
}

#[test]
fn a_total_that_is_the_last_areas_own_is_that_areas() {
    assert_eq!(open("Total | 40 | 23"), [""; 0]);
    let off = open("Total | 41 | 23");
    assert!(off.len() == 1 && off[0].contains("south") && off[0].contains("£40k"), "{off:#?}");
}

#[test]
fn below_the_last_areas_own_total_stands_that_of_all_areas() {
    // Every area has a total of its own; the last one's is not replaced by what stands below it.
    let own =
        |south: &str, all: &str| open_of(Some("Total | 100 | 91"), &format!("Total | {south}\nGrand total | {all}"));
    assert_eq!(own("40 | 23", "140 | 114"), [""; 0]);
    let off = own("40 | 23", "141 | 114");
    assert!(off.len() == 1 && !off[0].contains("south") && off[0].contains("£140k"), "{off:#?}");
    let off = own("42 | 23", "140 | 114");
    assert!(off.len() == 1 && off[0].contains("south") && off[0].contains("£40k"), "{off:#?}");
}

#[test]
fn a_scheme_below_a_total_is_told_whose_figures_are_all_placeholders() {
    let form = FORM.replace("key = \"title\"", "key = \"ref\"\nlabel = \"title\"").replace(
        "[[list.column]]\nid = \"title\"",
        "[[list.column]]\nid = \"ref\"\nheading = \"Ref\"\nkind = \"code\"\n\n[[list.column]]\nid = \"title\"",
    );
    let grid = "== Savings\nRef | Scheme | Target | Forecast\n | NORTH | | \nA1 | Depots | 50 | 40\n | Total | 50 | 40\n\
                A7 | New scheme | tbc | tbc\n | SOUTH | | \nC1 | Parks | 30 | 31\n | Total | 30 | 31\n";
    let (_folder, collection) = made("", &[("piperoll.toml", &form), ("returns/2022-23-q3/all.txt", grid)]);
    let told = findings(&collection, &[]);
    let ids: Vec<_> =
        told["findings"].as_array().unwrap().iter().map(|finding| finding["id"].as_str().unwrap()).collect();
    assert!(ids.iter().any(|id| id.starts_with("below-total")), "{ids:?}");
}
