//! Items that stand out of the totals until somebody decides: cost avoidance beside savings.

use std::fs;
use std::path::Path;

use piperoll::report::Report;

use crate::support::{made, report, repository};

fn form() -> String {
    let base = fs::read_to_string(repository().join("tests/gallery/base.toml")).unwrap();
    let column = "[[list.column]]\nid = \"target\"\n";
    let sort = "[[list.column]]\nid = \"sort\"\nheading = \"Kind\"\nkind = \"choice\"\nrequired = true\n\
                choices = [\"Saving\", \"Cost avoidance\"]\noutside_totals = [\"Cost avoidance\"]\n\n";
    base.replace(column, &format!("{sort}{column}"))
}

const RETURN: &str = "== Return\nScheme | Kind | Target | Forecast | Share\nVoids | Saving | 100 | 80 | 80%\n\
                      Prevention | Cost avoidance | 60 | 50 | 83%\n";

/// A scheme of cost avoidance, of which nothing is decided, in a budget.
pub(crate) fn undecided() -> (tempfile::TempDir, std::path::PathBuf) {
    let rows = format!("{RETURN}Total | | 100 | 80 | 80%\n");
    made("", &[("piperoll.toml", &form()), ("returns/2022-23-budget/north.txt", &rows)])
}

/// The row of the total, as it prints.
fn total(made: &Report) -> Vec<String> {
    let table = made.tables().find(|table| table.title == "North").unwrap();
    table.rows.last().unwrap().cells.iter().map(|cell| cell.text().to_string()).collect()
}

fn open(made: &Report) -> Vec<&str> {
    made.findings.iter().filter(|finding| finding.blocks()).map(|finding| finding.code).collect()
}

fn decide(collection: &Path, entry: &str) -> Report {
    let by = "period = \"2022-23-q3\"\nwords = \"It only holds costs down.\"\nrole = \"Section 151 officer\"\ndate = 2023-01-20\n";
    fs::write(collection.join("decisions.toml"), format!("{entry}{by}")).unwrap();
    report(collection)
}

const QUERY: &str = "finding = \"outside-totals:north:prevention:sort\"\nstated = \"Cost avoidance\"\n\
                     rows = [\"Target £60k\", \"Forecast £50k\"]\n";

#[test]
fn cost_avoidance_counts_nowhere_until_somebody_decides() {
    for stated in ["Total | | 100 | 80 | 80%\n", "Total | | 160 | 130 | 81%\n"] {
        let (form, rows) = (form(), format!("{RETURN}{stated}"));
        let (_folder, collection) = made("", &[("piperoll.toml", &form), ("returns/2022-23-q3/north.txt", &rows)]);
        let undecided = report(&collection);
        assert_eq!(open(&undecided), ["outside-totals"], "{stated}: {:?}", undecided.findings);
        assert_eq!(total(&undecided), ["Total", "100", "80", "80%"]);
        let table = undecided.tables().find(|table| table.title == "North").unwrap();
        assert_eq!(table.rows[1].cells[0].text(), "Prevention (not in the totals)");
        let apart = "Not in the totals: Cost avoidance, 1 scheme: Target £60k; Forecast £50k.";
        assert!(table.notes.iter().any(|note| note == apart), "{:?}", table.notes);
        let printed = format!("{:?}", undecided.sections);
        assert!(printed.contains("1 scheme has a target of £100k"), "{printed}");
        assert!(printed.matches("Cost avoidance, 1 scheme").count() >= 2, "{printed}");

        // It does not count: that is explained, and it stays out.
        let explained = decide(&collection, &format!("[[explain]]\n{QUERY}"));
        assert_eq!(open(&explained), Vec::<&str>::new(), "{:?}", explained.findings);
        assert_eq!(total(&explained), ["Total", "100", "80", "80%"]);
    }
}

#[test]
fn what_is_decided_to_count_counts_and_another_amount_is_asked_about_anew() {
    let (form, rows) = (form(), format!("{RETURN}Total | | 160 | 130 | 81%\n"));
    let (_folder, collection) = made("", &[("piperoll.toml", &form), ("returns/2022-23-q3/north.txt", &rows)]);
    let counted = decide(&collection, &format!("[[set_aside]]\n{QUERY}stands = \"Saving\"\n"));
    assert_eq!(open(&counted), Vec::<&str>::new(), "{:?}", counted.findings);
    assert_eq!(total(&counted), ["Total", "160", "130", "81%"]);
    let table = counted.tables().find(|table| table.title == "North").unwrap();
    assert!(table.notes.iter().any(|note| note.contains("the return states 'Cost avoidance'")), "{:?}", table.notes);

    // The explanation was given on other amounts.
    let other = rows.replace("| 60 | 50 | 83%", "| 60 | 51 | 85%").replace("130 | 81%", "131 | 82%");
    let (_folder, collection) = made("", &[("piperoll.toml", &form), ("returns/2022-23-q3/north.txt", &other)]);
    let lapsed = decide(&collection, &format!("[[explain]]\n{QUERY}"));
    assert_eq!(open(&lapsed), ["outside-totals"], "{:?}", lapsed.findings);
}

#[test]
fn movements_are_of_what_counts() {
    let (form, then) = (form(), format!("{RETURN}Total | | 100 | 80 | 80%\n"));
    let now = then.replace("| 60 | 50 | 83%", "| 60 | 20 | 33%").replace("| 80 | 80%\n", "| 81 | 81%\n");
    let files = [
        ("piperoll.toml", form.as_str()),
        ("returns/2022-23-q2/north.txt", &then),
        ("returns/2022-23-q3/north.txt", &now),
    ];
    let (_folder, collection) = made("", &files);
    let made = report(&collection);
    let moved = made.tables().find(|table| table.title.starts_with("Forecast: movement")).unwrap();
    let cells: Vec<&str> = moved.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.text()).collect();
    assert!(cells.contains(&"80") && cells.contains(&"81") && !cells.contains(&"130"), "{cells:?}");
    assert_eq!(open(&made), ["outside-totals"], "{:?}", made.findings);
}

#[test]
fn parts_and_cells_filled_down_cannot_stand_outside() {
    for (from, to, said) in [
        (
            "required = true\nchoices = [\"Saving\"",
            "blank = \"as-above\"\nchoices = [\"Saving\"",
            "does not fit `outside_totals`",
        ),
        (
            "key = \"title\"",
            "key = \"title\"\nparts = { column = \"sort\", add_up = [\"target\"] }",
            "a part counts in its whole",
        ),
    ] {
        let form = form();
        let other = form.replacen(from, to, 1);
        assert_ne!(other, form, "{from}");
        let (_folder, collection) = made("", &[("piperoll.toml", &other)]);
        let run = crate::support::piperoll().args(["check", "--form"]).arg(&collection).output().unwrap();
        assert!(crate::support::stderr(&run).contains(said), "{}", crate::support::stderr(&run));
    }
}

#[test]
fn a_summarys_row_whose_items_all_stand_outside_comes_to_nil() {
    let summary = "\n[[list]]\nid = \"kinds\"\nkey = \"kind\"\nsummary_of = { list = \"schemes\", by = \"sort\" }\n\n[[list.column]]\nid = \"kind\"\n\
                   heading = \"Sort\"\nkind = \"text\"\n\n[[list.column]]\nid = \"sum\"\nheading = \"Sum\"\nkind = \"money\"\nunit = \"thousands\"\n\
                   sum = \"target\"\n\n[[return]]\nlist = \"kinds\"\nfile = \"{area}\"\nsheet = \"Kinds\"\n\n[[table]]\nid = \"kinds\"\ntitle = \"Kinds\"\n\
                   from = \"kinds\"\ntotal_label = \"Total\"\n";
    let form = format!("{}{summary}", form());
    let rows = format!(
        "{RETURN}Total | | 100 | 80 | 80%\n== Kinds\nSort | Sum\nSaving | 100\nCost avoidance | 60\nTotal | 160\n"
    );
    let (_folder, collection) = made("", &[("piperoll.toml", &form), ("returns/2022-23-q3/north.txt", &rows)]);
    let told = report(&collection);
    assert!(open(&told).contains(&"summary-section"), "{:?}", told.findings);
}
