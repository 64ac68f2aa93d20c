//! What moved of each figure that is published, whether or not it adds up: the sheet 'Changes', the sheets of movements, and what is
//! made of them when a consolidated workbook is what the period is compared with.

use std::path::Path;

use piperoll::collection::{Collection, Prior};
use piperoll::pipeline::{Inputs, Options};
use piperoll::report::{Block, Origin, Report, Table};

use crate::support::{copy, made, piperoll_build, report, sample, stderr};

/// Figures of the appendix as a whole: two that stand beside their label, and one that is worked out from them.
const WHOLE: &str = r#"
[[figure]]
id = "plan"
heading = "Plan of the year"
kind = "money"
unit = "thousands"
file = "north"
sheet = "Figures"
label = "Plan"

[[figure]]
id = "identified"
heading = "Identified"
kind = "money"
unit = "thousands"
file = "north"
sheet = "Figures"
label = "Identified"

[[figure]]
id = "identified_share"
heading = "Share identified"
kind = "percent"
formula = "identified / plan"
"#;

const FILES: [(&str, &str); 2] = [
    (
        "returns/2022-23-q2/north.txt",
        "== Return
Scheme | Target | Forecast | Share
Voids  | 100    | 80       | 80%
Rents  | 50     | 40       | 80%
Total  | 150    | 120      | 80%
== Figures
Plan       | 400
Identified | 100
",
    ),
    (
        "returns/2022-23-q3/north.txt",
        "== Return
Scheme | Target | Forecast | Share
Voids  | 100    | 85       | 85%
Fleet  | 50     | 45       | 90%
Total  | 150    | 130      | 87%
== Figures
Plan       | 400
Identified | 150
",
    ),
];

fn table<'r>(report: &'r Report, id: &str) -> &'r Table {
    let tables = report.sections.iter().flat_map(|section| &section.blocks).filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    tables.into_iter().find(|table| table.id == id).unwrap_or_else(|| panic!("no table {id}"))
}

fn texts(table: &Table) -> Vec<Vec<&str>> {
    table.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text()).collect()).collect()
}

/// The report of a collection against a consolidated workbook of the period before.
fn against_workbook(collection: &Path, prior: &str) -> Report {
    let output = tempfile::tempdir().unwrap();
    let run =
        piperoll_build().arg(collection).args(["--period", prior, "--output"]).arg(output.path()).output().unwrap();
    assert!(matches!(run.status.code(), Some(0 | 1)), "{}", stderr(&run));
    let prior = Some(Prior::File(output.path().join(prior).join("consolidated.xlsx")));
    let collection = Collection::open(collection).unwrap();
    let inputs = Inputs::read(&collection, &Options { prior, ..Options::default() }).unwrap();
    inputs.examine().unwrap().report().unwrap()
}

#[test]
fn percentages_and_figures_of_the_whole_move_too() {
    let (_folder, collection) = made(WHOLE, &FILES);
    for report in [report(&collection), against_workbook(&collection, "2022-23-q2")] {
        let changes = texts(table(&report, ".changes-by-scheme"));
        let of = |column: &str| -> Vec<Vec<&str>> {
            let rows = changes.iter().filter(|row| row[1] == column);
            rows.map(|row| vec![row[4], row[6], row[7], row[8], row[9]]).collect()
        };
        assert_eq!(
            of("share"),
            [
                vec!["Voids", "80%", "5.0 points", "Other changes", "85%"],
                vec!["Fleet", "", "", "New", "90%"],
                vec!["Rents", "80%", "", "Closed", ""],
            ]
        );
        let whole = "The appendix as a whole";
        assert_eq!(of("plan"), [[whole, "400", "0", "No change", "400"]]);
        assert_eq!(of("identified_share"), [[whole, "25%", "12.5 points", "Other changes", "38%"]]);
        // The total is worked out from totals, and so is what it was.
        assert_eq!(
            texts(table(&report, ".movement.share")),
            [
                ["North", "120", "130", "150", "150", "80%", "6.7 points", "87%"],
                ["Total", "120", "130", "150", "150", "80%", "6.7 points", "87%"],
            ]
        );
        // A figure that did not move is no news.
        assert_eq!(
            texts(table(&report, ".figures-then-and-now")),
            [["Identified", "100", "150", "50"], ["Share identified", "25%", "38%", "12.5 points"]]
        );
    }
}

#[test]
fn a_figure_that_held_something_else_before_has_no_then() {
    let before = WHOLE.replacen(
        "kind = \"money\"\nunit = \"thousands\"\nfile = \"north\"\nsheet = \"Figures\"\nlabel = \"Identified\"",
        "kind = \"percent\"\nfile = \"north\"\nsheet = \"Figures\"\nlabel = \"Identified\"",
        1,
    );
    assert_ne!(before, WHOLE);
    let before = before.replace("identified / plan", "identified");
    let then = (FILES[0].0, FILES[0].1.replace("Identified | 100", "Identified | 10%"));
    let (_folder, collection) = made(&before, &[(then.0, &then.1)]);
    let output = tempfile::tempdir().unwrap();
    let run = piperoll_build().arg(&collection).args(["--output"]).arg(output.path()).output().unwrap();
    assert!(matches!(run.status.code(), Some(0 | 1)), "{}", stderr(&run));
    let (_folder, collection) = made(WHOLE, &FILES[1..]);
    let prior = Some(Prior::File(output.path().join("2022-23-q2/consolidated.xlsx")));
    let inputs =
        Inputs::read(&Collection::open(&collection).unwrap(), &Options { prior, ..Options::default() }).unwrap();
    let report = inputs.examine().unwrap().report().unwrap();
    let moved = texts(table(&report, ".figures-then-and-now"));
    assert_eq!(moved[0], ["Identified", "", "150", ""]);
}

#[test]
fn movements_are_the_same_against_the_workbook_of_the_prior_period() {
    for (name, prior) in [
        ("recovery-plan", "2022-23-q2"),
        ("rag-schemes", "2012-13-q1"),
        ("savings-list", "2020-21-outturn"),
        ("budget-recovery", "2018-19-p02"),
        ("multi-year-programme", "2017-18-p10"),
    ] {
        let (_folder, collection) = copy(&sample(name));
        let (by_returns, by_workbook) = (report(&collection), against_workbook(&collection, prior));
        let mut compared = 0;
        for section in &by_returns.sections {
            for block in &section.blocks {
                let Block::Table(one) = block else { continue };
                let is_movement = [".movement", ".years", ".changes-by-scheme", ".figures-then-and-now", ".largest"];
                if is_movement.iter().any(|id| one.id.starts_with(id)) {
                    let other = texts(table(&by_workbook, &one.id));
                    assert_eq!(one.rows.len(), other.len(), "{name}: {}", one.id);
                    for (row, other) in texts(one).iter().zip(&other) {
                        assert_eq!(row, other, "{name}: {}", one.id);
                    }
                    compared += 1;
                }
            }
        }
        assert!(compared > 2, "{name}: {compared}");
    }
}

#[test]
fn a_list_with_levels_has_the_movement_of_each_in_the_workbook_and_a_later_period_knows_them() {
    let (_folder, collection) = copy(&sample("savings-list"));
    // What was published there is of before levels were kept.
    std::fs::remove_dir_all(collection.join("published")).unwrap();
    let levels: Vec<Vec<Vec<String>>> = [report(&collection), against_workbook(&collection, "2020-21-outturn")]
        .iter()
        .map(|report| {
            let table = table(report, ".levels.amount");
            assert_eq!(table.appears, piperoll::report::Appears::Workbook);
            texts(table).into_iter().map(|row| row.into_iter().map(str::to_string).collect()).collect()
        })
        .collect();
    assert_eq!(levels[0], levels[1], "the levels of the prior period are known from its workbook too");
    assert!(levels[0].len() > 3, "{levels:?}");
    assert!(levels[0].iter().rev().skip(1).all(|row| !row[1].is_empty()), "{levels:?}");
}

/// The rows of 'Changes' of a column: scheme, opening, change, line, closing.
fn changes<'r>(report: &'r Report, column: &str) -> Vec<[&'r str; 5]> {
    let rows = texts(table(report, ".changes-by-scheme"));
    rows.iter().filter(|row| row[1] == column).map(|row| [row[4], row[6], row[7], row[8], row[9]]).collect()
}

const SPLIT: &str = "[[match]]
period = \"2022-23-q3\"
from = [{ area = \"north\", scheme = \"Repairs\" }]
to = [{ area = \"north\", scheme = \"Day work\" }, { area = \"north\", scheme = \"Night work\" }]
words = \"Split.\"
role = \"Head of Housing\"
date = 2023-01-19
";

#[test]
fn of_a_split_each_scheme_stands_on_its_own_side() {
    let grid = |rows: &str, forecast: &str| {
        format!("== Return\nScheme | Target | Forecast | Share\n{rows}Total | 100 | {forecast} | {forecast}%\n")
    };
    let files = [
        ("returns/2022-23-q2/north.txt", &*grid("Repairs | 100 | 80 | 80%\n", "80")),
        ("returns/2022-23-q3/north.txt", &*grid("Day work | 60 | 50 | 83%\nNight work | 40 | 40 | 100%\n", "90")),
        ("decisions.toml", SPLIT),
    ];
    let (_folder, collection) = made("", &files);
    let report = report(&collection);
    assert_eq!(
        changes(&report, "forecast"),
        [
            ["Repairs", "80", "", "", ""],
            ["Day work", "", "", "", "50"],
            ["Night work", "", "", "", "40"],
            ["Day work", "", "0", "Split", ""],
            ["Day work", "", "10", "Other changes", ""],
        ]
    );
    let share = changes(&report, "share");
    assert_eq!(share[0], ["Repairs", "80%", "", "", ""]);
    assert!(share.iter().all(|[_, _, change, line, _]| change.is_empty() && line.is_empty()), "{share:?}");
    let movement = texts(table(&report, ".movement.forecast"));
    assert_eq!(movement[0], ["North", "80", "0", "0", "0", "0", "0", "10", "90"]);
    let notes = &table(&report, ".movement.forecast").notes;
    assert!(notes.contains(&"Split: net of increases of £80k and decreases of £80k.".to_string()), "{notes:?}");
}

#[test]
fn a_figure_that_the_form_states_of_a_later_day_is_not_compared_with_itself() {
    let stated = |day: &str| {
        format!(
            "[[figure]]\nid = \"approved\"\nheading = \"Approved (£000s)\"\nkind = \"money\"\nunit = \"thousands\"\nstated = \"400\"\n\
             source = \"Minute 12\"\nas_at = {day}\n\n[[figure]]\nid = \"twice\"\nheading = \"Twice\"\nkind = \"money\"\n\
             unit = \"thousands\"\nformula = \"approved * 2\"\n"
        )
    };
    for (day, rows) in [("2022-09-01", vec!["approved", "twice"]), ("2022-12-01", vec![])] {
        let (_folder, collection) = made(&stated(day), &FILES);
        let report = report(&collection);
        let found = texts(table(&report, ".changes-by-scheme"));
        let whole: Vec<&str> = found.iter().filter(|row| row[0].is_empty()).map(|row| row[1]).collect();
        assert_eq!(whole, rows, "{day}");
    }
}

#[test]
fn a_figure_that_is_new_or_has_gone_says_so_and_the_unit_is_the_appendix_s() {
    let before = WHOLE.replace("\"identified\"", "\"found\"").replace("identified / plan", "found / plan");
    let form = |more: &str| {
        let base = std::fs::read_to_string(crate::support::repository().join("tests/gallery/base.toml")).unwrap();
        format!("{base}{more}")
    };
    let after = WHOLE.replace("heading = \"Identified\"", "heading = \"Identified (£000s)\"");
    let (then, now) = (form(&before), form(&after));
    let files = [FILES[0], FILES[1], ("returns/2022-23-q2/piperoll.toml", &then), ("piperoll.toml", &now)];
    let (_folder, collection) = made("", &files);
    for report in [report(&collection), against_workbook(&collection, "2022-23-q2")] {
        assert_eq!(changes(&report, "identified"), [["The appendix as a whole", "", "", "New", "150"]]);
        assert_eq!(changes(&report, "found"), [["The appendix as a whole", "100", "", "Closed", ""]]);
        assert_eq!(
            texts(table(&report, ".figures-then-and-now")),
            [
                vec!["Identified", "", "150", ""],
                vec!["Share identified", "25%", "38%", "12.5 points"],
                vec!["Identified", "100", "", ""],
            ]
        );
    }
}

#[test]
fn a_workbook_says_that_a_figure_of_the_whole_was_not_known() {
    let then = FILES[0].1.split("== Figures").next().unwrap();
    let (_folder, collection) = made(WHOLE, &[(FILES[0].0, then), FILES[1]]);
    for report in [report(&collection), against_workbook(&collection, "2022-23-q2")] {
        assert_eq!(changes(&report, "plan"), [["The appendix as a whole", "", "", "New", "400"]]);
    }
}

#[test]
fn a_figure_of_the_whole_is_what_stands_where_its_cell_was_set_aside() {
    let figure = "[[figure]]\nid = \"target\"\nheading = \"Target in all\"\nkind = \"money\"\nunit = \"thousands\"\nfile = \"north\"\n\
                  label = \"Total\"\n";
    let sheet = "== Return\nScheme | Target | Forecast | Share\nVoids | 100 | 80 | 80%\nRents | 50 | 40 | 80%\nTotal | 160 | 120 | 80%\n";
    let set_aside = "[[set_aside]]\nfinding = \"column-total:north:target\"\nperiod = \"2022-23-q3\"\nstated = \"160\"\nstands = \"150\"\n\
                     words = \"The rows are right.\"\nrole = \"Section 151 officer\"\ndate = 2023-01-20\n";
    let base = std::fs::read_to_string(crate::support::repository().join("tests/gallery/base.toml")).unwrap();
    let given = base.replacen("heading = \"Target\"\n", "heading = \"Target\"\ntotal = \"given\"\n", 1);
    let set_aside_given = set_aside.replace("column-total", "weighted-total");
    let to_the_half = set_aside_given.replace("stands = \"150\"", "stands = \"150.5\"");
    let with_a_half = sheet.replace("Voids | 100", "Voids | 100.5");
    for (form, sheet, decisions, (value, said), asked) in [
        (&given, sheet, &*set_aside_given, ("150", "£150k"), vec![]),
        // With the digits that stand, as one that is stated.
        (&given, &*with_a_half, &*to_the_half, ("150.5", "£150.5k"), vec![]),
        // A total that is worked out is no one's to set aside: the cell goes on stating what the table does not print.
        (&base, sheet, set_aside, ("160", "£160k"), vec!["figure-differs"]),
    ] {
        let form = format!("{form}{figure}");
        let files = [("piperoll.toml", &*form), ("returns/2022-23-q3/north.txt", sheet), ("decisions.toml", decisions)];
        let (_folder, collection) = made("", &files);
        let report = report(&collection);
        let figures = table(&report, ".form-level-figures");
        assert_eq!([figures.rows[0].cells[1].text(), figures.rows[0].cells[2].text()], [value, said]);
        assert!(matches!(&figures.rows[0].cells[1].origin, Origin::Given(place) if place.cell.is_some()));
        let blocking = report.findings.iter().filter(|finding| finding.blocks());
        assert_eq!(blocking.map(|finding| finding.code).collect::<Vec<_>>(), asked);
    }
}

#[test]
fn each_year_of_a_programme_has_its_movement_by_area() {
    let report = report(&sample("multi-year-programme"));
    let years = ["2017_18", "2018_19", "2019_20", "2020_21"];
    for year in years {
        let rows = texts(table(&report, &format!(".movement.projection_{year}")));
        assert_eq!(rows.last().unwrap()[0], "Total", "{year}");
    }
}

#[test]
fn a_percentage_of_a_total_that_the_return_states_has_no_opening_that_nobody_published() {
    let form = std::fs::read_to_string(crate::support::repository().join("tests/gallery/base.toml")).unwrap();
    let given = form.replacen("heading = \"Forecast\"\n", "heading = \"Forecast\"\ntotal = \"given\"\n", 1);
    for (form, has) in [(form, true), (given, false)] {
        let (_folder, collection) = made("", &[("piperoll.toml", &form), FILES[0], FILES[1]]);
        let report = report(&collection);
        let tables = report.sections.iter().flat_map(|section| &section.blocks).filter(|block| {
            matches!(block, Block::Table(table) if table.id == ".movement.share" && {
                assert_eq!(table.columns[1].heading, "Forecast: opening (£000s)");
                true
            })
        });
        assert_eq!(tables.count() > 0, has);
    }
}

#[test]
fn a_workbook_that_does_not_keep_them_says_nothing_of_figures_of_the_whole() {
    let (_folder, collection) = made(WHOLE, &FILES);
    let output = tempfile::tempdir().unwrap();
    let run = piperoll_build()
        .arg(&collection)
        .args(["--period", "2022-23-q2", "--output"])
        .arg(output.path())
        .output()
        .unwrap();
    assert!(matches!(run.status.code(), Some(0 | 1)), "{}", stderr(&run));
    let book = std::fs::read(output.path().join("2022-23-q2/consolidated.xlsx")).unwrap();
    // The headings of that sheet are others, or there is no such sheet.
    for (part, from, to) in
        [("xl/sharedStrings.xml", "Kind of figure", "Sort"), ("xl/workbook.xml", "Data of the whole", "Another")]
    {
        let old = crate::support::repack(&book, |name, text| if name == part { text.replace(from, to) } else { text });
        let file = output.path().join("old.xlsx");
        std::fs::write(&file, old).unwrap();
        let opened = Collection::open(&collection).unwrap();
        let prior = Some(Prior::File(file));
        let inputs = Inputs::read(&opened, &Options { prior, ..Options::default() }).unwrap();
        let report = inputs.examine().unwrap().report().unwrap();
        assert_eq!(changes(&report, "identified"), [[""; 5]; 0]);
        assert_eq!(changes(&report, "target").len(), 3);
    }
}
