//! Totals of groups of areas: the directorates of a portfolio, in returns and in print.

use piperoll::report::{Report, RowKind, Table};

use crate::area_totals::{FORM, open};
use crate::support::{made, report};

/// Two groups of areas, and an area in none.
const GROUPS: &str = r#"
[[area]]
id = "housing"
name = "Housing"
returns = false

[[area]]
id = "streets"
name = "Streets"
returns = false

[[area_group]]
id = "people"
name = "People"
also = ["People portfolio"]
areas = ["adults", "children"]

[[area_group]]
id = "place"
name = "Place"
areas = ["housing", "streets"]
"#;

const PRINTS: &str = r#"
[[table]]
id = "portfolios"
from = "schemes"
title = "Savings by portfolio"
total_label = "Total"
groups = ["area_group", "area"]
group_heading = true
"#;

const ROWS: &str = "A1 | Homecare | 50 | 40\nA2 | Day centres | 20 | 20\n | Total Adults | 70 | 60\n\
                    C1 | Placements | 30 | 31\n | Total Children | 30 | 31\n | Total People | 100 | 91\n\
                    H1 | Voids | 8 | 7\n | Total Housing | 8 | 7\n\
                    S1 | Lamps | 4 | 4\n | Total Streets | 4 | 4\n | Total for Place | 12 | 11\n\
                    X1 | Contingency | 5 | 5\n | Total Corporate | 5 | 5\n | Total | 117 | 107\n";

fn form() -> String {
    format!("{FORM}{GROUPS}{PRINTS}")
}

/// The form where a column tells the areas.
fn by_column() -> String {
    form().replace("area = \"subtotal\"\n", "area = \"column:directorate\"\n").replace(
        "[[list.column]]\nid = \"title\"",
        "[[list.column]]\nid = \"directorate\"\nheading = \"Directorate\"\nkind = \"text\"\n\n[[list.column]]\nid = \"title\"",
    )
}

fn collection(form: &str, rows: &str) -> Report {
    made_from(form, &format!("Ref | Scheme | Target | Forecast\n{rows}"))
}

/// The same of a grid with its headings.
fn made_from(form: &str, grid: &str) -> Report {
    let grid = format!("== Savings\n{grid}");
    let (_folder, collection) = made("", &[("piperoll.toml", form), ("returns/2022-23-q3/all.txt", &grid)]);
    report(&collection)
}

/// The rows of a table: each with its kind where it is no item, its words and its target.
fn rows(table: &Table) -> Vec<String> {
    let words = table.columns.iter().position(|column| column.heading == "Scheme").unwrap_or(0);
    let rows = table.rows.iter().map(|row| {
        let kind = match row.kind {
            RowKind::Head => "# ",
            RowKind::Subtotal => "= ",
            RowKind::Total => "== ",
            _ => "",
        };
        let text = |at: usize| row.cells.get(at).map(piperoll::report::Cell::text).unwrap_or_default();
        format!("{kind}{} {}", text(words), text(words + 1)).trim_end().to_string()
    });
    rows.collect()
}

fn table<'r>(made: &'r Report, id: &str) -> &'r Table {
    made.tables().find(|table| table.id == id).unwrap()
}

#[test]
fn groups_of_areas_print_with_their_totals() {
    let made = collection(&form(), ROWS);
    assert_eq!(open(&made), Vec::<String>::new());
    assert_eq!(
        rows(table(&made, "portfolios")),
        [
            "# People",
            "# Adults and Health",
            "Homecare 50",
            "Day centres 20",
            "= Total Adults 70",
            "# Children",
            "Placements 30",
            "= Total Children 30",
            "= Total People 100",
            "# Corporate",
            "Contingency 5",
            "= Total Corporate 5",
            "# Place",
            "# Housing",
            "Voids 8",
            "= Total Housing 8",
            "# Streets",
            "Lamps 4",
            "= Total Streets 4",
            "= Total for Place 12",
            "== Total 117"
        ]
    );
}

#[test]
fn the_total_of_a_group_of_areas_is_held_against_its_areas() {
    // Whichever way areas are told; the total of a group is no area's, and not that of all.
    let of_columns = "Ref | Directorate | Scheme | Target | Forecast\nA1 | Adults | Homecare | 50 | 40\n\
                      C1 | Children | Placements | 30 | 31\n | | People portfolio total | 80 | 71\n\
                      H1 | Housing | Voids | 8 | 7\nS1 | Streets | Lamps | 4 | 4\n | | Subtotal Place | 12 | 11\n | | Total | 92 | 82\n";
    let by_heading = form().replace("area = \"subtotal\"\n", "area = \"heading\"\notherwise = \"corporate\"\n");
    let of_headings = "Ref | Scheme | Target | Forecast\n | People | | \n | Adults | | \nA1 | Homecare | 50 | 40\n\
                       A2 | Day centres | 20 | 20\n | Total | 70 | 60\n | Children | | \nC1 | Placements | 30 | 31\n | Total | 30 | 31\n\
                       | Total People | 100 | 91\n | Place | | \n | Housing | | \nH1 | Voids | 8 | 7\n | Total | 8 | 7\n\
                       | Streets | | \nS1 | Lamps | 4 | 4\n | Total | 4 | 4\n | Total Place | 12 | 11\nX1 | Contingency | 5 | 5\n";
    let of_totals = format!("Ref | Scheme | Target | Forecast\n{ROWS}");
    // What the form calls a scheme is one; a reference of its own beside such a name is asked about, as it is elsewhere.
    let named = form().replace("area = \"subtotal\"\n", "area = \"subtotal\"\nitems = [\"Total Place\"]\n");
    let scheme = format!("Ref | Scheme | Target | Forecast\n{}", ROWS.replace("S1 | Lamps", " | Total Place"));
    let with_reference =
        format!("Ref | Scheme | Target | Forecast\n{}", ROWS.replace("S1 | Lamps", "S1 | Total Place"));
    let made = made_from(&named, &scheme);
    assert_eq!(open(&made), Vec::<String>::new());
    assert!(rows(table(&made, "portfolios")).contains(&"Total Place 4".to_string()));
    let told = open(&made_from(&form(), &with_reference));
    assert!(told.iter().any(|told| told.starts_with("possible-total:streets")), "{told:?}");
    for (form, grid) in [(form(), of_totals.as_str()), (by_column(), of_columns), (by_heading, of_headings)] {
        assert_eq!(open(&made_from(&form, grid)), Vec::<String>::new(), "{grid}");
        let wrong = grid.replace("Place | 12 | 11", "Place | 13 | 11");
        let told = open(&made_from(&form, &wrong));
        let [told] = told.as_slice() else { panic!("{told:?}") };
        assert!(told.starts_with("column-total:") && told.contains("its 2 schemes add up to £12k"), "{told}");
    }
}

#[test]
fn a_summary_may_have_a_row_for_each_group_of_areas() {
    let summary = |by: &str, told: &str| {
        format!(
            r#"
[[list]]
id = "summary"
key = "name"
summary_of = {{ list = "schemes", by = "{by}" }}

[[list.column]]
id = "name"
heading = "Portfolio"
kind = "text"

[[list.column]]
id = "sum"
heading = "Savings"
kind = "money"
unit = "thousands"
sum = "target"

[[return]]
list = "summary"
file = "all"
{told}

[[table]]
id = "summary"
from = "summary"
title = "Summary"
total_label = "Total"
"#
        )
    };
    let grouped = GROUPS.replace("[\"housing\", \"streets\"]", "[\"housing\", \"streets\", \"corporate\"]");
    let list = ROWS
        .replace(" | Total for Place | 12 | 11\n", "")
        .replace(" | Total | 117", " | Total for Place | 17 | 16\n | Total | 117");
    // Each row is a group.
    let form = format!("{FORM}{grouped}{}", summary("area_group", ""));
    let grid = |rows: &str| format!("{list}\n== Summary\nPortfolio | Savings\n{rows}Total | 117\n");
    let made = collection(&form, &grid("People portfolio | 100\nPlace | 17\n"));
    assert_eq!(open(&made), Vec::<String>::new());
    let lines = |made: &Report| {
        let rows = table(made, "summary").rows.iter();
        rows.map(|row| row.cells.iter().map(piperoll::report::Cell::text).collect::<Vec<_>>().join(" "))
            .collect::<Vec<_>>()
    };
    assert_eq!(lines(&made), ["People 100", "Place 17", "Total 117"]);
    let told = open(&collection(&form, &grid("People portfolio | 101\nPlace | 17\n")));
    assert!(told.iter().any(|told| told.starts_with("summary-section") && told.contains("£100k")), "{told:?}");
    // Each row is an area, and the rows of groups are totals.
    let by_area = summary("area", "area = \"column:name\"")
        .replace("total_label = \"Total\"\n", "total_label = \"Total\"\ngroups = [\"area_group\"]\n");
    let form = format!("{FORM}{grouped}{by_area}");
    let rows = "Adults | 70\nChildren | 30\nPeople | 100\nHousing | 8\nStreets | 4\nCorporate | 5\nPlace | 17\n";
    let made = collection(&form, &grid(rows));
    assert_eq!(open(&made), Vec::<String>::new());
    assert_eq!(
        lines(&made),
        [
            "Adults and Health 70",
            "Children 30",
            "People 100",
            "Housing 8",
            "Streets 4",
            "Corporate 5",
            "Place 17",
            "Total 117"
        ]
    );
    let told = open(&collection(&form, &grid(&rows.replace("People | 100", "People | 101"))));
    let [told] = told.as_slice() else { panic!("{told:?}") };
    assert!(told.starts_with("column-total:") && told.contains("'People' under Savings"), "{told}");
}

#[test]
fn a_table_of_some_schemes_has_the_totals_of_those() {
    let form = form().replace("id = \"portfolios\"\n", "id = \"portfolios\"\nwhere = \"target > 5000\"\n");
    let made = collection(&form.replace("\"area_group\", \"area\"", "\"area_group\""), ROWS);
    assert_eq!(
        rows(table(&made, "portfolios")),
        [
            "# People",
            "Homecare 50",
            "Day centres 20",
            "Placements 30",
            "= Total People 100",
            "# Place",
            "Voids 8",
            "= Total Place 8",
            "== Total 108"
        ]
    );
}

#[test]
fn what_cannot_be_a_group_of_areas_is_told() {
    let faults = |form: &str| {
        let faults = piperoll::form::Form::parse("piperoll.toml", form).unwrap_err();
        faults.into_iter().map(|fault| fault.message).collect::<Vec<_>>().join("; ")
    };
    for (from, to, expected) in [
        (
            "[\"housing\", \"streets\"]",
            "[\"housing\", \"street\"]",
            "unknown area `street`; did you mean `streets`? in `areas`",
        ),
        ("[\"housing\", \"streets\"]", "[\"housing\", \"adults\"]", "`adults` is in the group of areas in line"),
        ("[\"housing\", \"streets\"]", "[\"housing\", \"housing\"]", "`housing` stands twice in `areas`"),
        ("[\"housing\", \"streets\"]", "[]", "`areas` names none"),
        ("name = \"Place\"", "name = \"Housing\"", "\"Housing\" names the area in line"),
        ("name = \"Place\"", "name = \"people\"", "\"people\" names the group of areas in line"),
        (
            "groups = [\"area_group\", \"area\"]",
            "one_per = \"area\"\ngroups = [\"area\"]",
            "of a table of one area alone",
        ),
        ("groups = [\"area_group\", \"area\"]", "groups = [\"area_grup\"]", "did you mean `area_group`?"),
    ] {
        let told = faults(&form().replace(from, to));
        assert!(told.contains(expected), "{told}");
    }
    let without = format!("{FORM}{PRINTS}");
    assert!(faults(&without).contains("`area_group` in `groups` of a form without [[area_group]]"));
    let summary = "[[list]]\nid = \"s\"\nkey = \"name\"\nsummary_of = { list = \"schemes\", by = \"area_group\" }\n\n\
                   [[list.column]]\nid = \"name\"\nheading = \"Portfolio\"\nkind = \"text\"\n";
    assert!(faults(&format!("{}{summary}", form())).contains("the area `corporate` is in none"));
    assert!(faults(&format!("{FORM}{summary}")).contains("has a row for each group of areas, but the form has no"));
}

#[test]
fn a_row_that_is_called_after_a_group_is_never_one_of_its_schemes() {
    // Its figures would count twice: with a heading's, at the end of an area, in the column of areas, and without any figure yet.
    let by_heading = form().replace("area = \"subtotal\"\n", "area = \"heading\"\notherwise = \"corporate\"\n");
    let grid = |place: &str, end: &str| {
        format!(
            "Ref | Scheme | Target | Forecast\n | Adults | | \nA1 | Homecare | 50 | 40\n{place} | Housing | | \nH1 | Voids | 8 | 7\n\
             | Streets | | \nS1 | Lamps | 4 | 4\n{end}"
        )
    };
    let whole = |made: &Report| rows(table(made, "portfolios")).pop().unwrap();
    for (place, end) in [(" | Place | 12 | 11\n", ""), ("", " | Place | 12 | 11\n")] {
        let made = made_from(&by_heading, &grid(place, end));
        assert_eq!(open(&made), Vec::<String>::new());
        assert_eq!(whole(&made), "== Total 62");
        let wrong = made_from(&by_heading, &grid(&place.replace("12", "13"), &end.replace("12", "13")));
        let told = open(&wrong);
        assert!(told.len() == 1 && told[0].starts_with("column-total:") && told[0].contains("£12k"), "{told:?}");
        let told = open(&made_from(
            &by_heading,
            &grid(&place.replace("12 | 11", "tbc | tbc"), &end.replace("12 | 11", "tbc | tbc")),
        ));
        assert!(told.iter().any(|told| told.starts_with("unknown-code")), "{told:?}");
    }
    let of_columns = "Ref | Directorate | Scheme | Target | Forecast\nH1 | Housing | Voids | 8 | 7\nS1 | Streets | Lamps | 4 | 4\n\
                      | Place | Total | 13 | 11\n | | Total | 12 | 11\n";
    let told = open(&made_from(&by_column(), of_columns));
    assert!(told.len() == 1 && told[0].contains("its 2 schemes add up to £12k"), "{told:?}");
}

#[test]
fn given_totals_and_shares_of_a_group_are_held_against_its_areas() {
    let column = |more: &str| {
        format!("[[list.column]]\nid = \"more\"\nheading = \"More\"\nkind = \"percent\"\n{more}\n\n[[return]]")
    };
    let grid = |place: &str| {
        format!(
            "Ref | Scheme | Target | Forecast | More\nH1 | Voids | 8 | 7 | 20%\n | Total Housing | 8 | 7 | 20%\n\
             S1 | Lamps | 4 | 4 | 10%\n | Total Streets | 4 | 4 | 10%\n | Total Place | 12 | 11 | {place}\nX1 | Cont | 28 | 5 | 70%\n\
             | Total Corporate | 28 | 5 | 70%\n"
        )
    };
    let given = form().replace("[[return]]", &column("total = \"given\""));
    assert_eq!(open(&made_from(&given, &grid("15%"))), Vec::<String>::new());
    let told = open(&made_from(&given, &grid("95%")));
    assert!(told.len() == 1 && told[0].starts_with("weighted-total"), "{told:?}");
    let share = form().replace("[[return]]", &column("share = \"target\""));
    assert_eq!(open(&made_from(&share, &grid("30%"))), Vec::<String>::new());
    let told = open(&made_from(&share, &grid("33%")));
    assert!(told.len() == 1 && told[0].starts_with("total-formula"), "{told:?}");
}
