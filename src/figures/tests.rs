use super::*;
use crate::check::testing::sample;

const FORM: &str = r#"
version = 1
[report]
title = "T"
council = "C"
committee = "D"
money = { unit = "thousands", negative = "minus" }
main_list = "items"
roles = { target = "target" }

[[area]]
id = "north"
name = "North"
[[area]]
id = "south"
name = "South"
[[area]]
id = "head-office"
name = "Head Office"
returns = false

[[list]]
id = "items"
item = "item"
items = "items"
key = "title"
[[list.column]]
id = "title"
heading = "Item"
kind = "text"
[[list.column]]
id = "rag"
heading = "Status"
kind = "choice"
choices = ["RED", "GREEN"]
[[list.column]]
id = "target"
heading = "Target"
kind = "money"
unit = "thousands"
codes = { "-" = { means = "none", nil = true }, C = "being checked" }
[[list.column]]
id = "forecast"
heading = "Forecast"
kind = "money"
unit = "thousands"
[[list.column]]
id = "gap"
heading = "Gap"
kind = "money"
unit = "thousands"
formula = "target - forecast"
[[list.column]]
id = "share"
heading = "Share"
kind = "percent"
formula = "forecast / target"
total = "forecast / target"
[[list.column]]
id = "later"
heading = "Later"
kind = "percent"
total = "given"
beside = { id = "later_amount", of = "target" }

[[return]]
list = "items"
file = "{area}"
area = "file"
totals = ["Total"]

[[list]]
id = "areas"
item = "area"
items = "areas"
key = "name"
summary_of = { list = "items", by = "area" }
[[list.column]]
id = "name"
heading = "Area"
kind = "text"
[[list.column]]
id = "target"
heading = "Area target"
kind = "money"
unit = "thousands"
sum = "target"
[[list.column]]
id = "number"
heading = "Number"
kind = "count"
count = true

[[return]]
list = "areas"
file = "summary"
area = "column:name"
totals = ["Total"]

[[list]]
id = "statuses"
item = "status"
items = "statuses"
key = "status"
summary_of = { list = "items", by = "rag" }
[[list.column]]
id = "status"
heading = "Status"
kind = "text"
[[list.column]]
id = "value"
heading = "Value"
kind = "money"
unit = "thousands"
sum = "target"
[[list.column]]
id = "number"
heading = "How many"
kind = "count"
count = true

[[table]]
id = "t"
from = "items"
title = "T"
columns = ["title", "target"]
"#;

const NORTH: &str = "== R
Item | Status | Target | Forecast | Gap | Share | Later
One | RED | 100 | 40 | 60 | 40% | 'r92% (0.05m)
Two | GREEN | '- | 10 | | |
Three | GREEN | C | 5 | | | 50%
Total | | 100 | 55 | 45 | 55% | '90%
";

const SOUTH: &str = "== R
Item | Status | Target | Forecast | Gap | Share | Later
Four | RED | 200.5 | 200.5 | 0 | 100% | 100%
Total | | 200.5 | 200.5 | 0 | 100% | 100%
";

const SUMMARY: &str = "== R
Area | Area target | Number
South | 200.5 | 1
Head Office | 7 | 0
Total | 307.5 |
";

fn with(check: impl FnOnce(&Figures<'_>)) {
    let north = NORTH.replace("'r92%", "'92%");
    let sample = sample(FORM, &[("north", &north), ("south", SOUTH), ("summary", SUMMARY)]);
    check(&Figures::of(&sample.form, &sample.returns).unwrap());
}

fn amount(figures: &BTreeMap<String, Figure>, id: &str) -> Result<String, Absent> {
    figures[id].value.clone().map(|quantity| quantity.value().normalize().to_string())
}

#[test]
fn missing_makes_missing_and_nil_is_nil_only_where_the_form_says_so() {
    with(|figures| {
        let north = figures.list("items").unwrap().all.of_area("north").unwrap();
        let [one, two, three] = &north.items[..] else { panic!("three items") };
        assert_eq!(amount(&one.figures, "gap"), Ok("60000".into()));
        assert_eq!(amount(&two.figures, "target"), Err(Absent::Code("-".into())), "it prints as typed");
        assert_eq!(amount(&two.figures, "gap"), Ok("-10000".into()), "the form takes '-' as nil");
        assert_eq!(amount(&two.figures, "share"), Err(Absent::NotApplicable), "a division by nil");
        assert_eq!(amount(&three.figures, "gap"), Err(Absent::Code("C".into())), "'C' is not nil");
    });
}

#[test]
fn a_total_adds_what_is_known_and_says_what_is_not() {
    with(|figures| {
        let all = &figures.list("items").unwrap().all;
        let north = all.of_area("north").unwrap();
        assert_eq!(amount(&north.totals, "target"), Ok("100000".into()));
        let unknown = &north.totals["target"].unknown;
        assert_eq!(unknown.len(), 1);
        assert_eq!(unknown[0].0, Absent::Code("C".into()));
        assert_eq!(unknown[0].1.cell.unwrap().to_string(), "C4");
        assert_eq!(amount(&all.totals, "target"), Ok("300500".into()), "over the areas");
        assert_eq!(all.totals["target"].unknown.len(), 1);
        assert_eq!(amount(&all.totals, "share"), Ok("0.8502495840266222961730449251".into()));
    });
}

#[test]
fn the_amount_beside_a_percentage_is_the_stated_one_or_follows_from_its_base() {
    with(|figures| {
        let all = &figures.list("items").unwrap().all;
        let north = all.of_area("north").unwrap();
        assert_eq!(amount(&north.items[0].figures, "later_amount"), Ok("50000".into()), "stated: 0.05m");
        let implied = north.totals["later_amount"].value.clone().unwrap();
        assert_eq!(implied.value().normalize().to_string(), "90000", "90% of 100");
        assert_eq!(implied.reach().normalize().to_string(), "500", "half a percent of 100");
        assert_eq!(amount(&north.items[2].figures, "later_amount"), Err(Absent::Unknown), "50% of 'C'");
        assert_eq!(amount(&all.of_area("south").unwrap().items[0].figures, "later_amount"), Ok("200500".into()));
    });
}

#[test]
fn an_amount_reaches_as_far_as_its_percentage_and_its_base_were_rounded() {
    // The form's target is a rounded column: 200.5 stands for 200.45 to 200.55, and 90% for 89.5% to 90.5%.
    let form = FORM.replacen("codes = { \"-\"", "rounded = true\ncodes = { \"-\"", 1);
    let south = SOUTH.replace("| 100% | 100%\nTotal", "| 100% | '90%\nTotal");
    let sample = sample(&form, &[("north", NORTH), ("south", &south), ("summary", SUMMARY)]);
    let figures = Figures::of(&sample.form, &sample.returns).unwrap();
    let south = figures.list("items").unwrap().all.of_area("south").unwrap();
    let base = south.items[0].figures["target"].value.clone().unwrap();
    assert_eq!(base.reach().normalize().to_string(), "50");
    let amount = south.items[0].figures["later_amount"].value.clone().unwrap();
    assert_eq!(amount.value().normalize().to_string(), "180450", "90% of 200.5");
    // 90% of £50, half a percent of £200,500, and half a percent of £50.
    assert_eq!(amount.reach().normalize().to_string(), "1047.75");
}

#[test]
fn a_summary_draws_on_the_sections_in_the_returns_order_and_leaves_no_group_out() {
    with(|figures| {
        let summary = &figures.list("areas").unwrap().all;
        let names: Vec<_> = summary.items.iter().map(|item| item.label.as_str()).collect();
        assert_eq!(names, ["South", "Head Office", "North"], "North is not in the return, but has items");
        assert_eq!(amount(&summary.items[2].figures, "target"), Ok("100000".into()));
        assert_eq!(
            amount(&summary.items[1].figures, "target"),
            Ok("7000".into()),
            "a row without a section stands as given"
        );
        assert_eq!(amount(&summary.items[0].figures, "number"), Ok("1".into()));
        assert_eq!(amount(&summary.totals, "target"), Ok("307500".into()));
        assert_eq!(summary.items[0].figures["target"].origin, FigureOrigin::SumOf("target".into()));
    });
}

#[test]
fn a_summary_may_go_by_a_column() {
    with(|figures| {
        let summary = &figures.list("statuses").unwrap().all;
        let rows: Vec<_> = summary
            .items
            .iter()
            .map(|item| {
                (item.label.clone(), amount(&item.figures, "value").unwrap(), amount(&item.figures, "number").unwrap())
            })
            .collect();
        assert_eq!(rows, [("RED".into(), "300500".into(), "2".into()), ("GREEN".into(), "0".into(), "2".into())]);
    });
}

const MATRIX: &str = r#"
[[list]]
id = "matrix"
item = "row"
items = "rows"
key = "name"
summary_of = { list = "items", by = "area" }
[[list.column]]
id = "name"
heading = "Area"
kind = "text"
[[list.column]]
id = "red"
heading = "Red"
kind = "money"
unit = "thousands"
sum = "target"
where = "rag = 'RED'"
[[list.column]]
id = "green"
heading = "Green"
kind = "money"
unit = "thousands"
sum = "target"
where = "rag = 'GREEN'"
[[list.column]]
id = "across"
heading = "Both"
kind = "money"
unit = "thousands"
formula = "red + green"
[[list.column]]
id = "many"
heading = "Over 50"
kind = "count"
count = true
where = "target > 50000"
[[list.column]]
id = "share"
heading = "Share of all"
kind = "percent"
share = "across"

[[list]]
id = "whole"
key = "name"
summary_of = { list = "items", by = "all" }
[[list.column]]
id = "name"
heading = "What"
kind = "text"
[[list.column]]
id = "target"
heading = "All of it"
kind = "money"
unit = "thousands"
sum = "target"
[[list.column]]
id = "number"
heading = "How many are there"
kind = "count"
count = true
where = "rag = 'RED'"

[[table]]
id = "t"
"#;

fn with_matrix(check: impl FnOnce(&Figures<'_>)) {
    let form = FORM.replace("[[table]]\nid = \"t\"", MATRIX);
    let sample =
        sample(&form, &[("north", NORTH.replace("'r92%", "'92%").as_str()), ("south", SOUTH), ("summary", SUMMARY)]);
    check(&Figures::of(&sample.form, &sample.returns).unwrap());
}

#[test]
fn a_matrix_sums_only_what_its_columns_ask_for() {
    with_matrix(|figures| {
        let matrix = &figures.list("matrix").unwrap().all;
        let [north, south] = &matrix.items[..] else { panic!("two areas: {:?}", matrix.items) };
        assert_eq!(amount(&north.figures, "red"), Ok("100000".into()));
        assert_eq!(amount(&north.figures, "green"), Ok("0".into()), "'-' is nil, and 'C' is not known");
        assert_eq!(north.figures["green"].unknown.len(), 1, "which is said");
        assert_eq!(amount(&north.figures, "across"), Ok("100000".into()));
        assert_eq!(amount(&north.figures, "many"), Ok("1".into()));
        assert_eq!(amount(&south.figures, "red"), Ok("200500".into()));
        assert_eq!(amount(&matrix.totals, "red"), Ok("300500".into()));
        assert_eq!(amount(&matrix.totals, "across"), Ok("300500".into()));
    });
}

#[test]
fn a_share_is_of_the_columns_own_total() {
    with_matrix(|figures| {
        let matrix = &figures.list("matrix").unwrap().all;
        let shares: Vec<_> = matrix.items.iter().map(|item| amount(&item.figures, "share").unwrap()).collect();
        assert_eq!(shares, ["0.3327787021630615640599001664", "0.6672212978369384359400998336"]);
        assert_eq!(amount(&matrix.totals, "share"), Ok("1".into()));
        assert_eq!(matrix.items[0].figures["share"].origin, FigureOrigin::ShareOf("across".into()));
    });
}

#[test]
fn a_summary_by_all_has_one_row() {
    with_matrix(|figures| {
        let whole = &figures.list("whole").unwrap().all;
        let [only] = &whole.items[..] else { panic!("one row") };
        assert_eq!(only.label, "All items");
        assert_eq!(amount(&only.figures, "target"), Ok("300500".into()));
        assert_eq!(amount(&only.figures, "number"), Ok("2".into()));
    });
}

#[test]
fn a_part_counts_in_its_whole_alone() {
    let form = FORM
        .replace("id = \"items\"\nitem", "id = \"items\"\nparts = { column = \"whole\", add_up = [\"target\"] }\nitem")
        .replace(
            "[[list.column]]\nid = \"rag\"",
            "[[list.column]]\nid = \"whole\"\nheading = \"Part of\"\nkind = \"text\"\n[[list.column]]\nid = \"rag\"",
        );
    let north = "== R
Item | Part of | Status | Target | Forecast | Later
One | | RED | 100 | 40 |
Half | One | RED | 60 | 20 |
Other half | One | RED | 40 | 20 |
";
    let sample = sample(
        &form,
        &[("north", north), ("south", &SOUTH.replace("Item |", "Item | Part of |").replace("Four |", "Four | |"))],
    );
    let figures = Figures::of(&sample.form, &sample.returns).unwrap();
    let all = &figures.list("items").unwrap().all;
    let north = all.of_area("north").unwrap();
    assert_eq!(amount(&north.totals, "target"), Ok("100000".into()));
    assert_eq!(north.every_item().len(), 3);
    assert_eq!(north.counting_items().len(), 1);
    let statuses = &figures.list("statuses").unwrap().all;
    assert_eq!(amount(&statuses.items[0].figures, "number"), Ok("2".into()), "one in each area");
    assert_eq!(amount(&statuses.items[0].figures, "value"), Ok("300500".into()));
}
