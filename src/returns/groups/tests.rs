//! Rows and the groups they stand in, on forms of a few words.

use crate::check::testing::{Sample, sample};
use crate::returns::{MayBe, RowKind, Trouble};

const FORM: &str = r#"
version = 1
[report]
title = "Orchard"
council = "A Council"
committee = "A Committee"
money = { unit = "pounds" }
roles = { target = "weight" }
[[area]]
id = "valley"
name = "Valley"
[[area]]
id = "hill"
name = "Hill"
[[list]]
id = "trees"
key = "tree"
levels = ["LEVELS"]
balancing = ["Windfall"]
[[list.column]]
id = "tree"
heading = "Tree"
kind = "text"
[[list.column]]
id = "kind"
heading = "Kind"
kind = "choice"
choices = ["Apple", "Pear"]
optional = true
[[list.column]]
id = "weight"
heading = "Weight"
kind = "money"
unit = "pounds"
[[return]]
list = "trees"
file = "{area}"
groups = GROUPS
unlabelled = "subtotal"
subtotals = ["Sum of", "Sum"]
totals = ["All"]
[[table]]
id = "trees"
from = "trees"
title = "Trees"
"#;

fn read(levels: &str, groups: &str, grid: &str) -> Sample {
    let form = FORM.replace("[\"LEVELS\"]", levels).replace("GROUPS", groups);
    let sample = sample(&form, &[("valley", &format!("== S\nTree | Kind | Weight\n{grid}"))]);
    // The weights are small, so that some are sums of others by chance, and a total of no group is told.
    let told = |trouble: &Trouble| match trouble {
        Trouble::MissingReturn { .. } | Trouble::HeadingsBeyondLevels { .. } | Trouble::TotalRead(_) => true,
        Trouble::PossibleTotal { why, .. } => *why == MayBe::Chance,
        _ => false,
    };
    let other = |trouble: &&Trouble| !told(trouble);
    assert_eq!(sample.returns.troubles.iter().find(other), None);
    sample
}

/// The headings for which there is no level.
fn beyond(sample: &Sample) -> Vec<&str> {
    let told = sample.returns.troubles.iter().filter_map(|trouble| match trouble {
        Trouble::HeadingsBeyondLevels { headings, .. } => Some(headings),
        _ => None,
    });
    told.flatten().map(|(_, text)| text.as_str()).collect()
}

/// 'row in group/group', with what it is.
fn rows(sample: &Sample) -> Vec<String> {
    let rows = sample.returns.tables.iter().flat_map(|block| &block.rows);
    rows.map(|row| {
        let sign = match row.kind {
            RowKind::Item => "",
            RowKind::Balancing => "~",
            RowKind::Subtotal => "=",
            RowKind::Total => "==",
            RowKind::Part => ">",
            RowKind::LeftOut => "?",
        };
        format!("{sign}{} in {}", row.text("tree"), row.groups.join("/"))
    })
    .collect()
}

#[test]
fn headings_open_groups_and_subtotals_close_them() {
    let read = read(
        r#"["field", "row"]"#,
        r#"{ field = "heading", row = "heading" }"#,
        "North\nEdge | | 1\nUpper\na | | 2\nleft empty\nSum of Upper | | 2\nUpper\nb | | 3\nSum of Upper | | 3\nSum of North | | 6\n\
         Upper\nc | | 1\nSum | | 1\nSouth\nd | | 1\nSum of South | | 1\ne | | 1\nempty\nAll | | 9\n",
    );
    assert_eq!(
        rows(&read),
        [
            "Edge in North",
            "a in North/Upper",
            "left empty in North/Upper",
            "=Sum of Upper in North/Upper",
            "b in North/Upper",
            "=Sum of Upper in North/Upper",
            "=Sum of North in North",
            "c in Upper",
            "=Sum in Upper",
            "d in South",
            "=Sum of South in South",
            "e in ",
            "empty in ",
            "==All in ",
        ]
    );
}

#[test]
fn headings_alone_make_groups_too() {
    let read = read(r#"["field"]"#, r#"{ field = "heading" }"#, "North\na | | 1\nb | | 1\nSouth\nc | | 2\nAll | | 4\n");
    assert_eq!(rows(&read), ["a in North", "b in North", "c in South", "==All in "]);
}

#[test]
fn a_heading_deeper_than_the_levels_makes_no_group_of_its_own() {
    let read = read(
        r#"["field"]"#,
        r#"{ field = "heading" }"#,
        "North\nUpper\na | | 1\nSum of Upper | | 1\nSum of North | | 1\nAll | | 1\n",
    );
    assert_eq!(
        rows(&read),
        ["a in North/Upper", "=Sum of Upper in North/Upper", "=Sum of North in North", "==All in "]
    );
    let figures = crate::figures::Figures::of(&read.form, &read.returns).unwrap();
    let valley = figures.lists[0].all.of_area("valley").unwrap();
    assert_eq!(valley.groups.len(), 1);
    assert!(valley.groups[0].groups.is_empty() && valley.groups[0].stated.is_some());
    assert_eq!(beyond(&read), ["Upper"]);
}

#[test]
fn a_heading_without_a_level_is_told_unless_the_form_names_it_and_nothing_is_totalled_by_it() {
    let grid = "North\na | | 1\nSum of North | | 1\nSouth:\nb | | 2\nAll | | 3\n";
    let named = |headings: &str, grid: &str| {
        let groups = format!("{{}}\nheadings = {headings}");
        beyond(&read("[]", &groups, grid)).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(named("[]", grid), ["North", "South:"]);
    assert_eq!(named("[\"south\"]", grid), ["North"]);
    assert_eq!(named("[\"North\", \"South\"]", grid), ["North"], "a subtotal is stated for it, and not checked");
    assert_eq!(named("[\"Old\"]", "Old\na | | 1\nAll | | 1\n"), [""; 0]);
    assert_eq!(named("[]", "Valley\na | | 1\nSum of all | | 1\nAll | | 1\n"), [""; 0], "the area whose return it is");
}

#[test]
fn a_group_without_a_subtotal_beside_groups_that_have_one_is_named_in_the_form() {
    let grid = "North\na | | 1\nSum of North | | 1\nSouth\nb | | 2\nAll | | 3\n";
    let named = read(r#"["field"]"#, "{ field = \"heading\" }\nheadings = [\"South\"]", grid);
    assert_eq!(rows(&named), ["a in North", "=Sum of North in North", "b in South", "==All in "]);
}

#[test]
fn a_subtotal_names_the_rows_above_it() {
    let levels = r#"["kind"]"#;
    let groups = r#"{ kind = "subtotal" }"#;
    let named =
        read(levels, groups, "a | | 1\nb | | 1\nSum of: Plums | | 2\nc | | 3\nSum - Figs | | 3\nd | | 1\nAll | | 6\n");
    assert_eq!(
        rows(&named),
        [
            "a in Plums",
            "b in Plums",
            "=Sum of: Plums in Plums",
            "c in Figs",
            "=Sum - Figs in Figs",
            "d in ",
            "==All in "
        ]
    );
    let shared = read(
        levels,
        groups,
        "a | apple | 1\nWindfall | | 1\n | | 2\nb | Pear | 1\nc | Pear | 1\nd | Apple | 1\n | | 3\ne | | 4\n | | 4\nAll | | 9\n",
    );
    assert_eq!(
        rows(&shared),
        [
            "a in Apple",
            "~Windfall in Apple",
            "= in Apple",
            "b in Pear",
            "c in Pear",
            "d in Pear",
            "= in Pear",
            "e in 3",
            "= in 3",
            "==All in "
        ]
    );
}

#[test]
fn subtotals_may_name_two_levels() {
    let read = read(
        r#"["field", "row"]"#,
        r#"{ field = "subtotal", row = "subtotal" }"#,
        "a | | 1\nSum of Upper | | 1\nb | | 1\nSum of Lower | | 1\nSum of North | | 2\nc | | 1\nAll | | 3\n",
    );
    assert_eq!(
        rows(&read),
        [
            "a in North/Upper",
            "=Sum of Upper in North/Upper",
            "b in North/Lower",
            "=Sum of Lower in North/Lower",
            "=Sum of North in North",
            "c in ",
            "==All in "
        ]
    );
}

#[test]
fn a_column_tells_the_group_wherever_its_rows_stand() {
    let read = read(
        r#"["kind"]"#,
        "{}",
        "a | Apple | 1\nb | Pear | 2\nc | apple | 3\nWindfall | | 1\nd | | 5\nSum of Apple | | 5\nSum of Pear | | 2\nAll | | 12\n",
    );
    assert_eq!(
        rows(&read),
        [
            "a in Apple",
            "b in Pear",
            "c in Apple",
            "~Windfall in Apple",
            "d in ",
            "=Sum of Apple in Apple",
            "=Sum of Pear in Pear",
            "==All in "
        ]
    );
    let by_chance =
        "possible-total A4: Valley: 'c' (A4) is the sum of the 2 rows from A2 to A3 (Weight £3), and is counted";
    let other = |told: &&String| !told.starts_with("missing-return") && !told.starts_with(by_chance);
    assert_eq!(read.told().iter().find(other), None);
    let figures = crate::figures::Figures::of(&read.form, &read.returns).unwrap();
    let valley = figures.lists[0].all.of_area("valley").unwrap();
    let groups: Vec<(&str, usize)> =
        valley.groups.iter().map(|group| (group.label.as_str(), group.items.len())).collect();
    assert_eq!(groups, [("Apple", 3), ("Pear", 1)]);
}

#[test]
fn a_sheet_may_be_a_group() {
    let form = FORM.replace("[\"LEVELS\"]", r#"["field"]"#).replace("GROUPS", r#"{ field = "sheet" }"#);
    let grid = "== North\nTree | Weight\na | 1\nSum | 1\n== South\nTree | Weight\nb | 1\n";
    let sample = sample(&form, &[("valley", grid)]);
    assert_eq!(rows(&sample), ["a in North", "=Sum in North", "b in South"]);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]

    /// Whatever rows come in whatever order: no row is lost, no name is empty, and every item counts once.
    #[test]
    fn every_item_stands_in_one_place(kinds in proptest::collection::vec(0..7_u8, 0..30), from in 0..3_usize) {
        let mut grid = String::new();
        for (index, kind) in kinds.iter().enumerate() {
            grid += &match kind {
                0 => format!("i{index} | Apple | 1\n"),
                1 => format!("i{index} | Pear | 1\n"),
                2 => format!("i{index} | | 1\n"),
                3 => "Upper\n".to_string(),
                4 => "Sum of Upper | | 1\n".to_string(),
                5 => " | | 1\n".to_string(),
                _ => "Sum of Apple | | 1\n".to_string(),
            };
        }
        let from = [r#"{ field = "heading", kind = "subtotal" }"#, r#"{ field = "subtotal", kind = "subtotal" }"#, r#"{ field = "heading" }"#][from];
        let form = FORM.replace("[\"LEVELS\"]", r#"["field", "kind"]"#).replace("GROUPS", from);
        let sample = sample(&form, &[("valley", &format!("== S\nTree | Kind | Weight\n{grid}"))]);
        let written = kinds.iter().filter(|kind| **kind < 3).count();
        let figures = crate::figures::Figures::of(&sample.form, &sample.returns).unwrap();
        let all = &figures.lists[0].all;
        let with_figures = all.every_item().iter().filter(|item| item.figures["weight"].counted.is_some()).count();
        proptest::prop_assert_eq!(with_figures, written);
        let total = all.totals["weight"].counted.map(|sum| sum.value()).unwrap_or_default();
        proptest::prop_assert_eq!(total, rust_decimal::Decimal::from(written));
        for row in sample.returns.tables.iter().flat_map(|block| &block.rows) {
            proptest::prop_assert!(row.groups.iter().all(|name| !name.is_empty()), "{:?}", row.groups);
        }
    }
}

#[test]
fn a_figure_typed_as_text_names_no_group() {
    for third in ["3", "'3", "'£3"] {
        let grid = format!("a | Apple | 1\nb | Apple | 2\n| | {third}\nc | Pear | 4\n| | '4\nAll | | 7\n");
        let read = read(r#"["kind"]"#, r#"{ kind = "subtotal" }"#, &grid);
        let subtotals: Vec<String> = rows(&read).into_iter().filter(|row| row.starts_with("= ")).collect();
        assert_eq!(subtotals, ["= in Apple", "= in Pear"], "{third}");
    }
}

#[test]
fn a_remark_beside_the_figures_names_no_group() {
    // (What stands beside an unlabelled subtotal, how its group is called.)
    for (row, group) in [
        (" | | 3 | | | Agrees to ledger", "Apple"),
        (" | | 3 | Agrees to total", "Apple"),
        (" | Pear | 3 | Agrees to ledger", "Pear"),
        (" | | 3 | Sum of Cox", "Cox"),
    ] {
        let read = read(
            r#"["kind"]"#,
            r#"{ kind = "subtotal" }"#,
            &format!("a | Apple | 1\nb | Apple | 2\n{row}\n | | | | Agreed\nAll | | 3\n"),
        );
        let in_group = |row: &str| format!("{row} in {group}");
        assert_eq!(rows(&read), [&in_group("a"), &in_group("b"), &in_group("="), "==All in "], "{row}");
    }
}
