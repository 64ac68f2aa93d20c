//! Ratings whose limits are others for items, areas and the whole, and percentages that may move by so many points.

use std::fs;

use crate::support::{made, report, repository};

fn base() -> String {
    fs::read_to_string(repository().join("tests/gallery/base.toml")).unwrap()
}

fn open(made: &piperoll::report::Report) -> Vec<String> {
    let told = made.findings.iter().filter(|finding| finding.blocks());
    told.map(|finding| format!("{}: {}", finding.id, finding.message)).collect()
}

/// Items are amber up to £20k, the area up to £50k.
pub(crate) fn rated() -> (tempfile::TempDir, std::path::PathBuf) {
    rated_with("AMBER")
}

fn rated_with(of_total: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let column = "[[list.column]]\nid = \"rag\"\nheading = \"RAG\"\nkind = \"choice\"\ntotal = \"given\"\n\
                  choices = [\"GREEN\", \"AMBER\", \"RED\"]\n\n[[list.column]]\nid = \"target\"\n";
    let rating = |rows: &str, amber: u32| {
        format!(
            "\n[[rating]]\nlist = \"schemes\"\ncolumn = \"rag\"\nmeasure = \"target - forecast\"\nrows = [{rows}]\n\
             limits = [{{ choice = \"GREEN\", amount = 0 }}, {{ choice = \"AMBER\", amount = {amber} }}, {{ choice = \"RED\" }}]\n"
        )
    };
    let form = base()
        .replace("[[list.column]]\nid = \"target\"\n", column)
        .replace("columns = [\"title\", ", "columns = [\"title\", \"rag\", ");
    let form = format!("{form}\n{}{}", rating("\"items\"", 20_000), rating("\"groups\", \"areas\", \"whole\"", 50_000));
    let rows = format!(
        "== Return\nScheme | RAG | Target | Forecast | Share\nVoids | RED | 100 | 70 | 70%\nRents | AMBER | 50 | 40 | 80%\n\
         Total | {of_total} | 150 | 110 | 73%\n"
    );
    made("", &[("piperoll.toml", &form), ("returns/2022-23-q3/north.txt", &rows)])
}

#[test]
fn a_rating_has_other_limits_for_items_and_for_totals() {
    let (_folder, collection) = rated();
    let made = report(&collection);
    assert_eq!(open(&made), Vec::<String>::new());
    let table = made.tables().find(|table| table.title == "North").unwrap();
    let keys: Vec<&str> = table.notes.iter().filter(|note| note.starts_with("RAG")).map(String::as_str).collect();
    assert_eq!(
        keys,
        [
            "RAG of schemes, by Target less Forecast: GREEN up to £0k; AMBER up to £20k; RED beyond.",
            "RAG of groups, service areas and the whole, by Target less Forecast: GREEN up to £0k; AMBER up to £50k; RED beyond."
        ]
    );
    // The area is short by £40k: as an item it would be red.
    let (_folder, collection) = rated_with("GREEN");
    let told = open(&report(&collection));
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("declared GREEN, but its figures give AMBER"), "{told:?}");
}

#[test]
fn a_percentage_may_move_by_so_many_points() {
    let percent = "[[list.column]]\nid = \"share\"\nheading = \"Share\"\nkind = \"percent\"\n";
    let form = |points: &str| {
        base()
            .replace(percent, &format!("{percent}{points}"))
            .replace("amount = 50_000, percent = 10", "amount = 50_000, percent = 90")
    };
    let rows = |forecast: u32| {
        format!(
            "== Return\nScheme | Target | Forecast | Share\nVoids | 100 | {forecast} | {forecast}%\nTotal | 100 | {forecast} | {forecast}%\n"
        )
    };
    let told = |points: &str, now: u32| {
        let files = [
            ("piperoll.toml", form(points)),
            ("returns/2022-23-q2/north.txt", rows(60)),
            ("returns/2022-23-q3/north.txt", rows(now)),
        ];
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let (_folder, collection) = made("", &files);
        open(&report(&collection))
    };
    assert_eq!(told("", 80), Vec::<String>::new());
    assert_eq!(told("movement = { points = 5 }\n", 65), Vec::<String>::new());
    let asked = told("movement = { points = 5 }\n", 80);
    assert_eq!(asked.len(), 1, "{asked:?}");
    assert!(asked[0].starts_with("movement-unexplained:north:voids:share"), "{asked:?}");
    assert!(asked[0].contains("beyond 5 percentage points"), "{asked:?}");
}
