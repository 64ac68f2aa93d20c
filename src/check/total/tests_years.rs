//! Bridges and pairings that do not close.

use crate::check::testing::sample;

const FORM: &str = r#"version = 1

[report]
title = "Programme"
council = "A council"
committee = "A committee"
money = { unit = "millions" }
years = { from = "2022-23", to = "2024-25" }

[[list]]
id = "projects"
item = "project"
items = "projects"
key = "title"

[[list.column]]
id = "title"
heading = "Project"
kind = "text"

[[list.column]]
id = "target"
heading = "Target {{column_year}} (£)"
kind = "money"
unit = "pounds"
each = "year"
codes = { "-" = { means = "none", nil = true } }

[[list.column]]
id = "projection"
heading = "Projection {{column_year}} (£)"
kind = "money"
unit = "pounds"
each = "year"
codes = { "-" = { means = "none", nil = true } }
across_total = { id = "projection_total", heading = "Projection, all years (£)" }

[[return]]
list = "projects"
file = "programme"
sheet = "Projects"
totals = []

[[list]]
id = "exceptions"
item = "exception"
items = "exceptions"
key = "number"
label = "project"
detail_of = "projects"

[[list.column]]
id = "number"
heading = "No."
kind = "code"

[[list.column]]
id = "project"
heading = "Project"
kind = "text"

[[list.column]]
id = "year"
heading = "Year"
kind = "year"

[[list.column]]
id = "kind"
heading = "Kind"
kind = "choice"
choices = ["Over-achievement", "Another way", "Slippage", "Recovery", "Non-delivery"]

[[list.column]]
id = "amount"
heading = "Amount (£)"
kind = "money"
unit = "pounds"

[[list.column]]
id = "other_year"
heading = "Recovered in, or slipped from"
kind = "year"
codes = { lost = "not recovered" }

[[return]]
list = "exceptions"
file = "programme"
sheet = "Exceptions"
totals = []

[[bridge]]
id = "why"
of = "projects"
from = "target"
to = "projection"
from_label = "Target"
to_label = "Projection"
list = "exceptions"
item = "project"
kind = "kind"
amount = "amount"
year = "year"
signs = { "Over-achievement" = "+", "Another way" = "0", "Slippage" = "-", "Recovery" = "+", "Non-delivery" = "-" }

[[pairing]]
id = "slippage"
list = "exceptions"
item = "project"
amount = "amount"
year = "year"
other_year = "other_year"
out = "kind = 'Slippage'"
back = "kind = 'Recovery'"

[[table]]
id = "why"
title = "Why"
bridge = "why"
"#;

const GRID: &str = "\
== Projects
Project | Target 2022/23 (£) | Target 2023/24 (£) | Target 2024/25 (£) | Projection 2022/23 (£) | Projection 2023/24 (£) | Projection 2024/25 (£) | Projection, all years (£)
Homecare | 500 | 300 | - | 400 | 380 | - | 780
Transport | 100 | 100 | 100 | 150 | 100 | 70 | 320
Telecare | - | 50 | 50 | - | 60 | 50 | 110
== Exceptions
No. | Project | Year | Kind | Amount (£) | Recovered in, or slipped from
E1 | homecare | 2022/23 | Slippage | 80 | 2023-24
E2 | Homecare | 2023/24 | Recovery | 80 | 2022/23
E3 | Homecare | 2022-23 | Non-delivery | 20 |
E4 | Transport | 2022/23 | Over-achievement | 50 |
E5 | Transport | 2024/25 | Slippage | 30 | 2025/26
E6 | Telecare | 2023/24 | Recovery | 10 | 2021/22
E7 | Transport | 2022/23 | Another way | 60 |
";

#[track_caller]
fn says(changes: &[(&str, &str)], expected: &[&str]) {
    let mut grid = GRID.to_string();
    for (from, to) in changes {
        assert!(grid.contains(from), "{from}");
        grid = grid.replacen(from, to, 1);
    }
    assert_eq!(sample(FORM, &[("programme", &grid)]).told(), expected);
}

#[test]
fn a_bridge_that_closes_says_nothing() {
    says(&[], &[]);
}

#[test]
fn a_bridge_says_by_how_much_it_does_not_close() {
    says(
        &[("| 400 | 380 | - | 780", "| 410 | 380 | - | 790")],
        &[
            "bridge-open E2: 'Homecare': Projection 2022/23 is £410, but Target 2022/23 £500 with -£80 ('Slippage') and \
           -£20 ('Non-delivery') comes to £400 (difference +£10)",
        ],
    );
    says(
        &[("Telecare | - | 50 | 50 | - | 60 | 50 | 110", "Telecare | - | 50 | 50 | - | 60 | 45 | 105")],
        &[
            "bridge-open G4: 'Telecare': Projection 2024/25 is £45, and Target 2024/25 £50, and no exception says why they \
           differ (difference -£5)",
        ],
    );
}

#[test]
fn an_amount_that_belongs_to_no_item_or_year_is_told() {
    says(
        &[("E7 | Transport | 2022/23 ", "E7 | Transprot | 2022/23 ")],
        &[
            "bridge-open B8: 'Transprot': 'Transprot' (B8) is none of the projects, so that £60 leads from no target to no projection",
        ],
    );
    says(
        &[("E7 | Transport | 2022/23 ", "E7 | Transport | 2026/27 ")],
        &[
            "bridge-open C8: 'Transport': '2026/27' (C8) is no year of the programme, so that £60 leads from no target to no projection",
        ],
    );
}

#[test]
fn what_slips_comes_back_in_the_year_it_names() {
    says(
        &[
            ("E2 | Homecare | 2023/24 | Recovery | 80", "E2 | Homecare | 2023/24 | Recovery | 70"),
            ("| 400 | 380 | - | 780", "| 400 | 370 | - | 770"),
        ],
        &[
            "slippage-open E2: 'homecare': £80 leaves 2022/23 for 2023/24, but £70 comes back there (difference +£10)",
            "possible-total A3: 'Homecare' (A3) is the sum of the 2 rows from A4 to A5 (Amount £70), and is counted as one of the \
             exceptions",
        ],
    );
    says(
        &[("E6 | Telecare | 2023/24 | Recovery | 10 | 2021/22", "E6 | Telecare | 2023/24 | Recovery | 10 | 2022/23")],
        &[
            "slippage-open E7: 'Telecare': nothing leaves 2022/23 for 2023/24, but £10 comes back there (difference -£10)",
        ],
    );
}

#[test]
fn slippage_names_a_year_or_is_said_to_be_lost() {
    let asked = "slippage-open F6: 'Transport': £30 leaves in 2024/25, and Recovered in, or slipped from (F6) does not name a \
                 year in which it comes back, nor that it is lost";
    says(&[("| 30 | 2025/26", "| 30 |")], &[asked]);
    says(&[("| 30 | 2025/26", "| 30 | lost")], &[]);
}

#[test]
fn an_amount_that_cannot_be_read_is_one_finding_and_no_slippage() {
    says(
        &[("E2 | Homecare | 2023/24 | Recovery | 80", "E2 | Homecare | 2023/24 | Recovery | eighty")],
        &["unreadable-value E3: 'Homecare': 'eighty' in Amount (E3) cannot be read: it is text, not a figure"],
    );
}

#[test]
fn an_amount_about_a_scheme_is_no_larger_than_the_scheme() {
    // What counts nothing closes every bridge: it is held against its own year.
    says(
        &[("| Another way | 60", "| Another way | 6000")],
        &[
            "beyond-its-scheme E8: 'Transport': Amount (E8) is £6,000, and its project has no more than Target 2022/23 £100 and \
           Projection 2022/23 £150",
        ],
    );
    // What counts both ways closes it too.
    let more = "E7 | Transport | 2022/23 | Another way | 60 |\nE8 | Transport | 2022/23 | Over-achievement | 900 |\n\
                E9 | Transport | 2022/23 | Non-delivery | 900 |";
    let told: Vec<String> = ["E9", "E10"]
        .map(|cell| format!("beyond-its-scheme {cell}: 'Transport': Amount ({cell}) is £900, and its project has no more than £320 in all"))
        .into();
    says(
        &[("E7 | Transport | 2022/23 | Another way | 60 |", more)],
        &told.iter().map(String::as_str).collect::<Vec<_>>(),
    );
    // Details that no bridge places are held against all that the scheme's row states.
    let (before, bridge) = FORM.split_once("[[bridge]]").unwrap();
    let form = format!("{before}[[pairing]]{}", bridge.split_once("[[pairing]]").unwrap().1);
    let form = form.split_once("[[table]]").unwrap().0.to_string()
        + "[[table]]\nid = \"t\"\ntitle = \"T\"\nfrom = \"projects\"\n";
    let told = |amount: &str| {
        let grid = GRID.replace("| Another way | 60", &format!("| Another way | {amount}"));
        sample(&form, &[("programme", &grid)]).told()
    };
    assert_eq!(told("320"), [""; 0]);
    assert_eq!(
        told("321"),
        ["beyond-its-scheme E8: 'Transport': Amount (E8) is £321, and its project has no more than £320"]
    );
}
