//! What sheets show beside their values: told where it matters, and nothing where it does not.

use crate::support::{findings, made};

/// A second table, with a status of a light.
const LIGHTS: &str = r#"
[[list]]
id = "works"
item = "work"
items = "works"
key = "name"

[[list.column]]
id = "name"
heading = "Work"
kind = "text"
required = true

[[list.column]]
id = "cost"
heading = "Cost"
kind = "money"
unit = "thousands"
codes = { "TBC" = { means = "to be confirmed", nil = true } }

[[list.column]]
id = "rag"
heading = "RAG"
kind = "choice"
required = true
choices = ["RED", "AMBER", "GREEN"]

[[return]]
list = "works"
file = "{area}"
area = "file"
sheet = "Works"
optional = true
totals = ["Total"]

[[table]]
id = "works"
from = "works"
columns = ["name", "cost", "rag"]
title = "Works"
total_label = "Total"
"#;

const PLAIN: &str = "Savings return Quarter 3\nScheme | Target | Forecast | Share | Progress\nVoids | 100 | 80 | 80% | Under way\n\
                     Rents | 50 | 20 | 40% |\nTotal | 150 | 100 | 67% |\n";

const WORKS: &str = "\n== Works\nWork | Cost | RAG\nRoofs | 10 |\nDoors | 20 |\nBoilers | 40 |\nTotal | 70 |\n";

/// What is said of a return with these looks, and sheets, below its plain rows: 'severity code: message', without the area.
fn said(added: &str, grid: &str) -> Vec<String> {
    let (_folder, collection) = made(added, &[("returns/2022-23-q3/north.txt", &format!("== Return\n{grid}"))]);
    let found = findings(&collection, &[]);
    let text = |finding: &serde_json::Value, field: &str| finding[field].as_str().unwrap_or_default().to_string();
    // That the optional list of works is absent is no matter of looks.
    let all = found["findings"].as_array().unwrap().iter().filter(|finding| finding["code"] != "optional-table");
    all.map(|finding| {
        let message = text(finding, "message").replace("North: ", "");
        format!("{} {}: {message}", text(finding, "severity"), text(finding, "code"))
    })
    .collect()
}

/// Each of these looks of the plain return is told so, and by nothing else.
fn each_says(plain: &str, cases: &[(&str, &[&str])]) {
    for (looks, expected) in cases {
        let said = said(LIGHTS, &format!("{plain}{looks}\n"));
        assert_eq!(said.len(), expected.len(), "{looks}: {said:#?}");
        for (said, expected) in said.iter().zip(*expected) {
            assert!(said.contains(expected), "{looks}: {said}\n{expected}");
        }
    }
}

#[test]
fn hidden_rows_and_columns_are_told_where_something_in_them_is_read() {
    let one = "query hidden-rows: row 4 (by hand) is hidden, and what stands there is read and counts as if it were shown: 'Rents' (Target \
               £50k and Forecast £20k)";
    each_says(
        PLAIN,
        &[
            ("!hide 4", &[one]),
            ("!filter 4", &["query hidden-rows: row 4 (by a filter) is hidden"]),
            ("!fold 3:4", &["query hidden-rows: rows 3 and 4 (by a folded outline) are hidden"]),
            ("!hide 5", &["query hidden-rows: row 5 (by hand) is hidden"]),
            ("!hide C", &["query hidden-rows: column C (Forecast £100k in all; by hand) is hidden"]),
            ("!hide 3\n!hide B", &["row 3 (by hand) and column B (Target £150k in all; by hand) are hidden"]),
            ("!hide E", &["note hidden-rows: column E (Progress; by hand) is hidden, and the words there are read"]),
            // The form computes it, and what stands there is only checked.
            ("!hide D", &[]),
            ("!hide 1", &[]),
            ("!hide 7:9\n!hide G", &[]),
        ],
    );
}

#[test]
fn folded_details_of_a_sum_that_is_shown_are_a_note() {
    let data = |ending: &str| {
        let path = crate::support::repository().join("tests/data/groups").join(format!("variance.{ending}"));
        std::fs::read_to_string(path).unwrap()
    };
    for (fold, hidden) in [
        ("4:5", "note: rows 4 and 5"),
        ("4:16", "note: rows 4 to 6 and 8 to 16"),
        ("4:6", "note: rows 4 to 6"),
        // The total is folded away as well.
        ("18:20", "query: rows 18 to 20"),
    ] {
        let grid = format!("{}\n!fold {fold}\n", data("txt").trim_end());
        let (_folder, collection) =
            made("", &[("piperoll.toml", &data("toml")), ("returns/2018-19-p05/care.txt", &grid)]);
        let found = findings(&collection, &[]);
        let told = found["findings"].as_array().unwrap().iter().filter(|finding| finding["code"] == "hidden-rows");
        let told: Vec<String> = told
            .map(|finding| {
                let message = finding["message"].as_str().unwrap();
                let rows = message.split(" (by").next().unwrap().rsplit(": ").next().unwrap();
                format!("{}: {rows}", finding["severity"].as_str().unwrap())
            })
            .collect();
        assert_eq!(told, [hidden], "{found:#}");
    }
}

#[test]
fn a_form_may_expect_hidden_rows_and_an_answer_holds_for_these_figures_alone() {
    let form = std::fs::read_to_string(crate::support::repository().join("tests/gallery/base.toml")).unwrap();
    let form = form.replace("totals = [\"Total\"]", "totals = [\"Total\"]\nhidden = \"expected\"");
    let grid = format!("== Return\n{PLAIN}!hide 4\n");
    let count = |files: &[(&str, &str)]| {
        let (_folder, collection) = made("", files);
        findings(&collection, &[])["counts"]["query"].as_u64()
    };
    let sent = ("returns/2022-23-q3/north.txt", grid.as_str());
    assert_eq!(count(&[("piperoll.toml", &form), sent]), Some(0));
    let answer = "[[explain]]\nfinding = \"hidden-rows:north\"\nstated = \"Rents; 50; 20; 40%\"\nwords = \"Hidden to fit the page.\"\n\
                  role = \"Finance Business Partner\"\ndate = 2023-01-20\n";
    let explained = ("decisions.toml", answer);
    assert_eq!(count(&[sent]), Some(1));
    assert_eq!(count(&[sent, explained]), Some(0));
    let changed = grid.replace("Rents | 50", "Rents | 60").replace("Total | 150", "Total | 160");
    assert_ne!(count(&[("returns/2022-23-q3/north.txt", &changed), explained]), Some(0));
}

#[test]
fn a_total_of_what_is_shown_follows_from_the_hidden_rows() {
    let shown = PLAIN.replace("Total | 150 | 100 | 67%", "Total | =SUBTOTAL(109,B3:B4) := 100 | 80 | 80%");
    let told = said("", &format!("{shown}!filter 4\n"));
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(
        told[0].ends_with("(Target £50k and Forecast £20k); the totals in B5, C5 and D5 leave it out"),
        "{told:#?}"
    );
    // Where the rows are expected, or were answered for, the total row is what is wrong.
    let form = std::fs::read_to_string(crate::support::repository().join("tests/gallery/base.toml")).unwrap();
    let form = form.replace("totals = [\"Total\"]", "totals = [\"Total\"]\nhidden = \"expected\"");
    let grid = format!("== Return\n{shown}!filter 4\n");
    let answer = "[[explain]]\nfinding = \"hidden-rows:north\"\nstated = \"Rents; 50; 20; 40%\"\nwords = \"They count.\"\n\
                  role = \"Finance Business Partner\"\ndate = 2023-01-20\n";
    for (more, errors) in [(("piperoll.toml", form.as_str()), 1), (("decisions.toml", answer), 2)] {
        let (_folder, collection) = made("", &[("returns/2022-23-q3/north.txt", &grid), more]);
        assert_eq!(findings(&collection, &[])["counts"]["error"], errors, "{}", more.0);
    }
}

#[test]
fn what_is_struck_through_is_asked_about() {
    each_says(
        PLAIN,
        &[
            ("!strike A4:D4", &["query struck: 'Rents' (Target £50k and Forecast £20k) is struck through"]),
            ("!strike A4", &["query struck: 'Rents' (Target £50k and Forecast £20k) is struck through"]),
            (
                "!strike B3\n!strike C4",
                &["'100' in Target of 'Voids' (B3) and '20' in Forecast of 'Rents' (C4) are struck"],
            ),
            ("!strike C2", &["query struck: the heading 'Forecast' (C2) is struck through"]),
            ("!strike A1", &["query struck: the title 'Savings return Quarter 3' (A1) is struck through"]),
            ("!strike E3", &["note struck: words in E3 are struck through"]),
            ("!strike E3 way", &["note struck: words in E3 are struck through"]),
        ],
    );
}

#[test]
fn a_figure_merged_over_several_cells_is_asked_about_in_place_of_the_blanks_beneath() {
    let blank = PLAIN.replace("Rents | 50 | 20", "Rents | | 20");
    let both = PLAIN.replace("Rents | 50 | 20 | 40%", "Rents | | | ");
    let target = "query merged-figure: B3 to B4 (Target £100k) is one merged figure for 2 schemes: 'Voids' and 'Rents', read in its \
                  first cell alone; the totals in B5 and D5 cannot be checked until it is answered";
    let across = PLAIN.replace("Voids | 100 | 80 | 80%", "Voids | 100 | | 80%");
    for (grid, looks, expected) in [
        (blank.as_str(), "!merge B3:B4", target),
        (
            &both,
            "!merge B3:B4\n!merge C3:C4",
            "B3 to B4 (Target £100k) and C3 to C4 (Forecast £80k) are each one merged figure",
        ),
        (&across, "!merge B3:C3", "is one merged figure for Target and Forecast of 'Voids'"),
        (PLAIN, "!merge B3:B4", "query beneath-merge: merged cells hide '50' in B4 (beneath B3 to B4) from sight"),
        (PLAIN, "!merge E3:E4", ""),
        (&PLAIN.replace("40% |", "40% | Under way"), "!merge E3:E4", ""),
        (&PLAIN.replace("40% |", "40% | Late"), "!merge E3:E4", "merged cells hide 'Late' in E4 (beneath E3 to E4)"),
        (PLAIN, "!merge A1:E1", ""),
    ] {
        let said = said("", &format!("{grid}{looks}\n"));
        let open: Vec<&String> =
            said.iter().filter(|said| said.contains("merge") || said.contains("empty-required")).collect();
        assert!(open.iter().all(|said| !expected.is_empty() && said.contains(expected)), "{looks}: {said:#?}");
        assert_eq!(open.len(), usize::from(!expected.is_empty()), "{looks}: {said:#?}");
    }
    // A code in place of a figure holds for each row, as a text does.
    let works = WORKS.replace("Roofs | 10 |\nDoors | 20 |", "Roofs | TBC | RED\nDoors | | RED").replace("70 |", "40 |");
    let said = said(LIGHTS, &format!("{PLAIN}{works}!merge B2:B3\n"));
    assert!(said.iter().any(|said| said.contains("takes a code as nil for 2 works ('TBC' in 2)")), "{said:#?}");
    // An answer alone does not fill in what must be there.
    let (_folder, collection) = made(
        "",
        &[
            ("returns/2022-23-q3/north.txt", &format!("== Return\n{blank}!merge B3:B4\n")),
            (
                "decisions.toml",
                "[[explain]]\nfinding = \"merged-figure:north:voids-rents\"\nstated = \"100; 'Voids'; 'Rents'\"\nwords = \"One sum.\"\n\
                 role = \"Finance Business Partner\"\ndate = 2023-01-20\n",
            ),
        ],
    );
    assert_eq!(findings(&collection, &[])["counts"]["error"], 1);
}

#[test]
fn a_status_of_a_colour_or_a_symbol_is_asked_about_in_place_of_its_cells() {
    let plain = format!("{PLAIN}{WORKS}");
    let empty = ["empty-required"; 3];
    let letters = plain.replace("Roofs | 10 |", "Roofs | 10 | l").replace("Doors | 20 |", "Doors | 20 | GREEN");
    let letters = letters.replace("Boilers | 40 |", "Boilers | 40 | l");
    each_says(
        &plain,
        &[
            (
                "!fill C2 00B050\n!fill C3 FFC000\n!fill C4 FF0000",
                &["query colour-alone: RAG is told by colour alone (C2 green, C3 amber and C4 red)"],
            ),
            ("!fill C2 00B050\n!fill C3 00B050\n!fill C4 00B050", &["query colour-alone: RAG is told"]),
            // Rows in the colour of a light may say their status.
            ("!fill A2:C2 00B050\n!fill A4:C4 00B050", &["empty-required", "query colour-alone: RAG is told"]),
            // Banded rows, a template greyed out, cells for input, a heading's fill.
            ("!fill A2:C2 D9E1F2\n!fill A4:C4 D9E1F2", &empty),
            ("!fill A2:C2 4472C4\n!fill A4:C4 4472C4", &empty),
            ("!fill C2:C4 BFBFBF", &empty),
            ("!fill B2:C4 FFF2CC", &empty),
            ("!fill C1:C4 00B050", &empty),
            ("!fill C2:C4 FFFFFF", &empty),
        ],
    );
    let grid = format!("== Return\n{plain}!rule C2:C4 FFC000\n");
    let (_folder, collection) = made(LIGHTS, &[("returns/2022-23-q3/north.txt", &grid)]);
    let found = findings(&collection, &[]);
    let helps =
        found["findings"].as_array().unwrap().iter().map(|finding| finding["help"].as_str().unwrap_or_default());
    let helps: Vec<&str> = helps.collect();
    assert!(
        helps.len() == 3 && helps[0] == "Fill in C2; a colour that a rule gives to the cell is not read.",
        "{helps:#?}"
    );
    each_says(
        &letters,
        &[(
            "!font C2 Wingdings\n!ink C2 00B050\n!font C4 Wingdings\n!ink C4 FF0000",
            &[
                "query symbols: RAG is told by symbols: 'l' in C2 (green) and 'l' in C4 (red); what they show is not read",
            ],
        )],
    );
}

#[test]
fn what_nobody_sees_is_told() {
    each_says(
        PLAIN,
        &[
            ("!format A4 ;;;", &["query invisible-text: what stands in A4 cannot be seen on the sheet"]),
            ("!format A4 #,##0;-#,##0;0;@", &[]),
            (
                "!ink A4:D4 FFFFFF",
                &[
                    "query invisible-text: what stands in A4, B4, C4 and D4 cannot be seen on the sheet, by its colour or its format, but it \
                   is read: 'Rents' (Target £50k and Forecast £20k)",
                ],
            ),
            ("!fill B3 FFFF00\n!ink B3 FFFF05", &["query invisible-text: what stands in B3"]),
            ("!ink A1 FFFFFF", &["query invisible-text: what stands in A1"]),
            ("!ink E3 FFFFFF", &["note invisible-text: what stands in E3"]),
            ("!ink B5:D5 FFFFFF", &["note invisible-text: what stands in B5, C5 and D5"]),
            ("!fill A2:E2 1F3864\n!ink A2:E2 FFFFFF", &[]),
            ("!ink B3 808080", &[]),
        ],
    );
}

#[test]
fn comments_and_hidden_sheets_are_a_note() {
    each_says(
        PLAIN,
        &[
            (
                "!comment C3 Subject to approval\n!comment C4 And this\n!box A7 Draft",
                &[
                    "note comments: north.xlsx has comments on C3 and C4 and a text box over A7 of sheet 'Return'; nothing of that is",
                ],
            ),
            (
                "\n== Old !hidden\nScheme | Target | Forecast | Share\nVoids | 90 | 80 | 89%",
                &[
                    "note not-used: sheet 'Old' is hidden and is not read, though figures stand on it under headings as the form has them",
                ],
            ),
        ],
    );
    // A comment on a cell that is not read tells nobody that it is not.
    let helper = |looks: &str| {
        let grid = PLAIN.replace("| Under way\n", "| Under way | 37\n");
        said("", &format!("{grid}{looks}\n"))
    };
    let told = helper("!comment F3 See me");
    assert!(told.iter().any(|said| said.starts_with("query not-used")), "{told:?}");
    let hidden = helper("!hide F");
    assert_eq!(hidden.len(), 1, "{hidden:?}");
    assert!(
        hidden[0].starts_with("note not-used") && hidden[0].contains("in hidden columns beside the table"),
        "{hidden:?}"
    );
    let headed = PLAIN.replace("| Progress\n", "| Progress | Ratio\n").replace("| Under way\n", "| Under way | 37\n");
    let hidden = said("", &format!("{headed}!hide F\n"));
    assert_eq!(
        hidden,
        ["note unknown-column: the form has no column 'Ratio' (F2, hidden), so what stands under it is not read"]
    );
}

#[test]
fn an_honest_return_raises_nothing() {
    each_says(
        PLAIN,
        &[
            ("!fill A2:E2 D9E1F2\n!fill A5:E5 D9E1F2\n!fill A3:E3 F2F2F2", &[]),
            ("!fill B3:C4 FFF2CC\n!ink B3:C4 0000FF", &[]),
            ("!merge A1:E1\n!hide 7\n!hide H", &[]),
            ("!indent A3 1\n!format B3 #,##0", &[]),
        ],
    );
}
