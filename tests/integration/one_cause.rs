//! One fault is told once; when somebody answers that it is not so, what it explained is told.

use serde_json::Value;

use crate::support::{findings, made};

const BEFORE: &str = "== Return
Scheme | Target | Forecast | Share | Achieved
Voids | 100 | 80 | 80% | 10
Rents | 50 | 40 | 80% | 20
Fleet | 200 | 160 | 80% | 40
Parks | 400 | 320 | 80% | 80
Total | 750 | 600 | 80% | 150
";

const NOW: &str = "== Return
Scheme | Target | Forecast | Share | Achieved
Voids | 100 | 82 | 82% | 12
Rents | 50 | 41 | 82% | 24
Fleet | 200 | 164 | 82% | 48
Parks | 400 | 328 | 82% | 96
Total | 750 | 615 | 82% | 180
";

/// A second area.
const SOUTH: &str = "[[area]]\nid = \"south\"\nname = \"South\"\n";

fn open(added: &str, files: &[(&str, &str)]) -> Vec<Value> {
    let (_folder, collection) = made(added, files);
    let found = findings(&collection, &[]);
    let open = found["findings"].as_array().unwrap().iter();
    open.filter(|finding| finding["status"] == "open" && finding["severity"] != "note").cloned().collect()
}

fn codes(found: &[Value]) -> Vec<&str> {
    found.iter().map(|finding| finding["code"].as_str().unwrap()).collect()
}

/// An entry that explains a finding on what it states.
fn explained(finding: &Value) -> String {
    let figure = |key: &str| finding[key].as_str().map(|figure| format!("{key} = {figure}\n")).unwrap_or_default();
    let stated = match finding["stated"].as_str() {
        Some(_) => figure("stated"),
        None => finding["stated_text"].as_str().map(|text| format!("stated = '''{text}'''\n")).unwrap_or_default(),
    };
    let rows: Vec<String> = finding["rows"].as_array().unwrap().iter().map(ToString::to_string).collect();
    let rows = if rows.is_empty() { String::new() } else { format!("rows = [{}]\n", rows.join(", ")) };
    format!(
        "[[explain]]\nfinding = {}\nperiod = \"2022-23-q3\"\n{stated}{}{rows}words = \"It is so.\"\nrole = \"Head of Finance\"\n\
         date = 2023-01-20\n",
        finding["id"],
        figure("expected"),
    )
}

/// This quarter's return with some of its lines changed.
fn changed(changes: &[(&str, &str)]) -> String {
    let mut grid = NOW.to_string();
    for (from, to) in changes {
        assert!(grid.contains(from), "{from}");
        grid = grid.replacen(from, to, 1);
    }
    grid
}

/// The same table with other names: another area's.
fn renamed(grid: &str) -> String {
    let names = [("Voids", "Homes"), ("Rents", "Lights"), ("Fleet", "Roads"), ("Parks", "Schools")];
    names.iter().fold(grid.to_string(), |grid, (from, to)| grid.replace(from, to))
}

/// What is open of it, against the quarter before, beside an area with which nothing is the matter.
fn of_north(grid: &str, decisions: &str) -> Vec<Value> {
    let files = [
        ("returns/2022-23-q2/north.txt", BEFORE),
        ("returns/2022-23-q2/south.txt", &renamed(BEFORE)),
        ("returns/2022-23-q3/north.txt", grid),
        ("returns/2022-23-q3/south.txt", &renamed(NOW)),
        ("decisions.toml", decisions),
    ];
    open(SOUTH, &files)
}

#[test]
fn what_a_heading_hides_is_told_when_it_is_mended() {
    for (what, changes, expected) in [
        ("nothing", vec![], vec![]),
        ("twice", vec![("| Achieved", "| Target")], vec!["two-columns"]),
        ("twice, of two that must be there", vec![("| Forecast", "| Target")], vec!["two-columns"]),
        ("misspelt", vec![("| Forecast", "| Forcast")], vec!["missing-column"]),
        ("in other words", vec![("| Target", "| Money")], vec!["missing-column"]),
        ("none", vec![("| Target", "| ")], vec!["missing-column", "not-used"]),
        (
            "twice, and another column's total off",
            vec![("| Achieved", "| Target"), ("615", "605")],
            vec!["two-columns", "column-total"],
        ),
    ] {
        let found = of_north(&changed(&changes), "");
        assert_eq!(codes(&found), expected, "{what}: {found:#?}");
    }
    let twice = of_north(&changed(&[("| Forecast", "| Target")]), "");
    let message = twice[0]["message"].as_str().unwrap();
    assert!(
        message.ends_with("; only B1 is read, and no column is headed as 'Forecast': one of the two may be it"),
        "{message}"
    );
}

#[test]
fn what_follows_from_one_cause_is_told_when_that_is_answered() {
    let blank = changed(&[("82% | 12", "82% |"), ("| 24", "|"), ("| 48", "|"), ("| 96", "|"), ("| 180", "| 0")]);
    let unmoved = BEFORE.replace("750 | 600", "760 | 610").replace("80% | 150", "80% | 160");
    // All but one in ten, where the totals are not theirs.
    let nearly = unmoved.replace("Parks | 400 | 320", "Parks | 400 | 324");
    // A row that is new is no figure that moved.
    let beside_a_new_one = unmoved.replacen("Total |", "Docks | 60 | 20 | 33% | 10\nTotal |", 1);
    let slipped = changed(&[("Fleet | 200", "Fleet | 50"), ("Parks | 400", "Parks | 200")]);
    let exchanged = changed(&[
        ("100 | 82", "82 | 100"),
        ("50 | 41", "41 | 50"),
        ("200 | 164", "164 | 200"),
        ("400 | 328", "328 | 400"),
        ("750 | 615", "615 | 750"),
    ]);
    for (what, grid, cause, symptom) in [
        ("a total of nil over blanks", blank, "total-of-blanks", "cumulative-fell"),
        ("last period's figures, with totals of this one's", unmoved, "figures-unmoved", "total-of-other-rows"),
        ("nearly all of them", nearly, "figures-unmoved", "figure-contradicts"),
        ("all of them, beside a new one", beside_a_new_one, "figures-unmoved", "scheme-appeared"),
        ("a column that slipped from its middle", slipped, "figures-aside", "target-changed"),
        ("two columns of like amounts", exchanged, "figures-aside", "target-changed"),
    ] {
        let found = of_north(&grid, "");
        assert_eq!(codes(&found), [cause], "{what}: {found:#?}");
        let told = of_north(&grid, &explained(&found[0]));
        assert!(codes(&told).contains(&symptom), "{what}, answered: {:?}", codes(&told));
    }
}

/// Forecasts of so many schemes; of them so many moved further than they may without a reason.
fn of_many(schemes: u32, moved: u32) -> [String; 2] {
    [0, moved].map(|moved| {
        let forecast = |scheme: u32| 200 + 17 * scheme + if scheme < moved { 90 + 3 * scheme } else { 0 };
        let rows = (0..schemes).map(|scheme| format!("Scheme {scheme} | 2000 | {} |\n", forecast(scheme)));
        let total: u32 = (0..schemes).map(forecast).sum();
        let rows: String = rows.collect();
        format!("== Return\nScheme | Target | Forecast | Share\n{rows}Total | {} | {total} |\n", 2000 * schemes)
    })
}

#[test]
fn many_findings_about_a_column_are_one_until_it_is_answered() {
    let told = |schemes: u32, moved: u32, decisions: &str| {
        let [then, now] = of_many(schemes, moved);
        let files = [
            ("returns/2022-23-q2/north.txt", &*then),
            ("returns/2022-23-q3/north.txt", &*now),
            ("decisions.toml", decisions),
        ];
        open("", &files)
    };
    let single = |count: usize| vec!["movement-unexplained"; count];
    assert_eq!(codes(&told(12, 5, "")), single(5), "five may have a cause each");
    assert_eq!(codes(&told(40, 7, "")), single(7), "most of the column stands");
    let asked = told(12, 7, "");
    assert_eq!(codes(&asked), ["many-in-one"]);
    let message = asked[0]["message"].as_str().unwrap();
    let said = "North: 7 findings are about Forecast (C2 to C8, in 7 of its 12 rows): movement-unexplained 7. They say: Forecast of 'Scheme 0' \
                (North) is £290k; it was £200k";
    assert!(message.starts_with(said) && message.contains("'Scheme 6' (North) is £410k"), "{message}");
    // All its cells are named.
    assert_eq!(asked[0]["related"].as_array().unwrap().len(), 6);
    let whole = explained(&asked[0]);
    let each = told(12, 7, &whole);
    assert_eq!(codes(&each), single(7), "answered: each by itself");
    // Where two of them are answered, the others are no longer many; the answer about the column is no stray one.
    let two = format!("{whole}{}{}", explained(&each[0]), explained(&each[1]));
    assert_eq!(codes(&told(12, 7, &two)), single(5));
    let one = format!("{whole}{}", explained(&each[0]));
    assert_eq!(codes(&told(12, 7, &one)), single(6), "an answer to one of them is none to ask about all again");
    // It holds for the figures that it was given on.
    assert_eq!(codes(&told(12, 8, &whole)), ["many-in-one"]);
}

#[test]
fn figure_after_figure_that_seems_wrong_is_a_question_about_their_column() {
    let row = |scheme: u32, off: u32| {
        format!("Scheme {scheme} | {} | {} | 50% |\n", 1000 + 80 * scheme + off, 500 + 40 * scheme)
    };
    let grid = |wrong: u32| {
        let off_by = [317, 1452, 871, 96, 2633, 208, 745, 0, 0];
        let off = |(scheme, off): (u32, u32)| row(scheme, if scheme < wrong { off } else { 0 });
        let rows: String = (0..).zip(off_by).map(off).collect();
        format!("== Return\nScheme | Target | Forecast | Share | Achieved\n{rows}Total | 11880 | 5940 | 50% |\n")
    };
    let then = grid(0).replace("500 | 50%", "490 | 49%").replace("5940 | 50%", "5930 | 50%");
    let told = |wrong: u32| {
        let now = grid(wrong);
        open("", &[("returns/2022-23-q2/north.txt", &*then), ("returns/2022-23-q3/north.txt", &*now)])
    };
    let single = told(1);
    assert_eq!(codes(&single), ["figure-contradicts"], "{single:#?}");
    let many = told(7);
    assert_eq!(codes(&many), ["many-in-one"], "{many:#?}");
}

#[test]
fn two_columns_of_a_small_table_that_are_exchanged_are_one_finding() {
    let check = "[[check]]\nlist = \"schemes\"\nid = \"within\"\nrequire = \"forecast <= target\"\nmessage = \"no more than the target\"\n";
    let then = "== Return\nScheme | Target | Forecast | Share\nVoids | 1000 | 800 |\nTotal | 1000 | 800 |\n";
    let now = "== Return\nScheme | Target | Forecast | Share\nVoids | 850 | 1000 |\nTotal | 850 | 1000 |\n";
    let found = open(check, &[("returns/2022-23-q2/north.txt", then), ("returns/2022-23-q3/north.txt", now)]);
    assert_eq!(codes(&found), ["figures-aside"], "{found:#?}");
}

#[test]
fn totals_that_are_off_by_a_row_are_one_finding() {
    let left_out = [("Total | 750 | 615 | 82% | 180", "Total | 350 | 287 | 82% | 84")];
    for (what, changes, expected, said) in [
        ("its last row", &left_out[..], &["total-of-other-rows"][..], "by the row they leave out, 'Parks' (A5)"),
        (
            "a row twice",
            &[("Total | 750 | 615 | 82% | 180", "Total | 950 | 779 | 82% | 228")][..],
            &["total-of-other-rows"],
            "by the row they count twice, 'Fleet' (A4)",
        ),
        (
            "one that stands twice",
            &[("Total", "Parks | 400 | 328 | 82% | 96\nTotal")],
            &["total-of-other-rows"],
            "by the row they leave out, 'Parks' (A6), which stands twice",
        ),
        (
            "one that is gone",
            &[("Fleet | 200 | 164 | 82% | 48\n", ""), ("615 | 82% | 180", "611 | 82% | 172")],
            &["total-of-other-rows"],
            "by what 'Fleet' stated in Quarter 2, 2022/23, which is gone",
        ),
        (
            "whatever",
            &[("Total | 750 | 615 | 82% | 180", "Total | 751 | 611 | 81% | 187")],
            &["total-of-other-rows"],
            "in one total row",
        ),
        (
            "its last row, and one column by something of its own besides",
            &[("Total | 750 | 615 | 82% | 180", "Total | 350 | 287 | 82% | 90")],
            &["total-of-other-rows", "column-total"],
            "2 totals are off by the row they leave out, 'Parks' (A5)",
        ),
        (
            "two columns by a row that the third one counts",
            &[("615 | 82% | 180", "287 | 38% | 84")],
            &["column-total", "column-total"],
            "",
        ),
        ("one column by its last row", &[("615 | 82%", "287 | 38%")], &["column-total"], ""),
    ] {
        let found = of_north(&changed(changes), "");
        assert_eq!(codes(&found), expected, "{what}: {found:#?}");
        let message = found[0]["message"].as_str().unwrap();
        assert!(message.contains(said), "{what}: {message}");
    }
    // One that is set aside is answered; the others are told.
    let set_aside = "[[set_aside]]\nfinding = \"column-total:north:target\"\nstated = 350\nstands = \"750\"\nwords = \"As it adds up.\"\n\
                     role = \"section 151 officer\"\ndate = 2023-01-20\n";
    let found = of_north(&changed(&left_out), set_aside);
    let named = found[0]["help"].as_str().unwrap();
    assert!(codes(&found) == ["total-of-other-rows"] && !named.contains("column-total:north:target"), "{found:#?}");
}

#[test]
fn targets_that_rose_alike_are_one_question() {
    let rose = |parks: &str| {
        let total = if parks == "420" { "788" } else { "778" };
        changed(&[
            ("Voids | 100 | 82 | 82%", "Voids | 105 | 82 | 78%"),
            ("Rents | 50 | 41 | 82%", "Rents | 53 | 41 | 77%"),
            ("Fleet | 200 | 164 | 82%", "Fleet | 210 | 164 | 78%"),
            (
                "Parks | 400 | 328 | 82%",
                if parks == "420" { "Parks | 420 | 328 | 78%" } else { "Parks | 410 | 328 | 80%" },
            ),
            (
                "Total | 750 | 615 | 82%",
                if total == "788" { "Total | 788 | 615 | 78%" } else { "Total | 778 | 615 | 79%" },
            ),
        ])
    };
    let found = of_north(&rose("420"), "");
    assert_eq!(codes(&found), ["target-changed"], "{found:#?}");
    assert_eq!(codes(&of_north(&rose("420"), &explained(&found[0]))), [""; 0]);
    assert_eq!(codes(&of_north(&rose("410"), "")), ["target-changed"; 4], "not alike");
    let said = found[0]["message"].as_str().unwrap();
    assert!(said.contains("'Voids' from £100k to £105k, 'Rents' from £50k to £53k, "), "{said}");
    assert!(found[0]["rows"].as_array().unwrap().contains(&"Rents: from £50k to £53k".into()), "{found:#?}");
}

#[test]
fn targets_rose_alike_where_their_rounding_allows_it_and_none_is_nil() {
    let grid = |targets: [u32; 3]| {
        let rows =
            ["Voids", "Rents", "Fleet"].iter().zip(targets).map(|(name, target)| format!("{name} | {target} | 5 |\n"));
        let total: u32 = targets.iter().sum();
        format!("== Return\nScheme | Target | Forecast | Share\n{}Total | {total} | 15 |\n", rows.collect::<String>())
    };
    for (what, from, to, asked) in [
        ("as half a unit allows", [10, 21, 30], [15, 32, 45], 1),
        ("one too far, but by less than a unit", [1, 100, 200], [2, 105, 210], 3),
        ("all nil", [10, 20, 30], [0, 0, 0], 3),
    ] {
        let (before, now) = (grid(from), grid(to));
        let files = [("returns/2022-23-q2/north.txt", before.as_str()), ("returns/2022-23-q3/north.txt", now.as_str())];
        let found = open("", &files);
        let targets = codes(&found).into_iter().filter(|code| *code == "target-changed").count();
        assert_eq!(targets, asked, "{what}: {found:#?}");
    }
}

#[test]
fn two_areas_that_hold_each_others_tables_are_one_finding() {
    let (before, now) = (renamed(BEFORE), renamed(NOW));
    let found = open(
        SOUTH,
        &[
            ("returns/2022-23-q2/north.txt", BEFORE),
            ("returns/2022-23-q2/south.txt", &before),
            ("returns/2022-23-q3/north.txt", &now),
            ("returns/2022-23-q3/south.txt", NOW),
        ],
    );
    assert_eq!(codes(&found), ["other-areas-table"], "{found:#?}");
    assert!(found[0]["message"].as_str().unwrap().ends_with("the two seem to be exchanged"), "{found:#?}");
}

/// A second list, whose id begins as a topic of several does.
const ALLOWANCES: &str = r#"
[[list]]
id = "allowances"
item = "allowance"
items = "allowances"
key = "title"

[[list.column]]
id = "title"
heading = "Allowance"
kind = "text"

[[list.column]]
id = "budget"
heading = "Budget"
kind = "money"
unit = "thousands"

[[list.column]]
id = "spend"
heading = "Spend"
kind = "money"
unit = "thousands"

[[return]]
list = "allowances"
file = "{area}"
sheet = "Allowances"
area = "file"
totals = ["Total"]

[[table]]
id = "allowances"
from = "allowances"
title = "Allowances"
"#;

#[test]
fn a_row_of_another_list_that_is_gone_and_is_still_counted_is_one_finding() {
    let grid =
        |main: &str, rows: &str| format!("{main}== Allowances\nAllowance | Budget | Spend\n{rows}Total | 70 | 47\n");
    let (mayor, leader, whips) = ("Mayor | 10 | 7\n", "Leader | 20 | 15\n", "Whips | 40 | 25\n");
    let before = grid(BEFORE, &[mayor, leader, whips].concat());
    let now = grid(NOW, &[mayor, whips].concat());
    let files = [("returns/2022-23-q2/north.txt", before.as_str()), ("returns/2022-23-q3/north.txt", now.as_str())];
    let found = open(ALLOWANCES, &files);
    assert_eq!(codes(&found), ["total-of-other-rows"], "{found:#?}");
}

#[test]
fn two_areas_that_hold_each_others_tables_of_two_lists_are_a_finding_a_list() {
    let list = |names: [&str; 3]| {
        let [one, other, third] = names;
        format!(
            "== Allowances\nAllowance | Budget | Spend\n{one} | 10 | 7\n{other} | 20 | 15\n{third} | 40 | 25\nTotal | 70 | 47\n"
        )
    };
    let (own, others) = (list(["Mayor", "Leader", "Whips"]), list(["Chair", "Deputy", "Clerk"]));
    let grid = |main: &str, list: &str| format!("{main}{list}");
    let found = open(
        &format!("{SOUTH}{ALLOWANCES}"),
        &[
            ("returns/2022-23-q2/north.txt", &grid(BEFORE, &own)),
            ("returns/2022-23-q2/south.txt", &grid(&renamed(BEFORE), &others)),
            ("returns/2022-23-q3/north.txt", &grid(&renamed(NOW), &others)),
            ("returns/2022-23-q3/south.txt", &grid(NOW, &own)),
        ],
    );
    assert_eq!(codes(&found), ["other-areas-table"; 2], "{found:#?}");
    let exchanged = |found: &Value| found["message"].as_str().unwrap().ends_with("the two seem to be exchanged");
    assert!(found.iter().all(exchanged), "{found:#?}");
}
