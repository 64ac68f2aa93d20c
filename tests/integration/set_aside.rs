//! A given figure or text that was set aside: what stands in its place is printed and counted, in this period and the next, and
//! the finding stays visible.

use std::fs;
use std::path::Path;

use piperoll::collection::{Collection, Prior};
use piperoll::finding::{Counts, Finding, Status};
use piperoll::pipeline::{Inputs, Options};
use piperoll::report::{Block, Report, Table};
use rust_decimal::Decimal;

use crate::support::{build, repository, rows, sheets};
use crate::workbook;

const GRID: &str = "== Return
Scheme | Target | Forecast | Share
One | 100 | fifty or so | 50%
Two | 200 | 200 | 100%
Total | 300 | 250 | 83%
";

fn collection(folder: &Path, decisions: &str) {
    let returns = folder.join("returns/2022-23-q3");
    fs::create_dir_all(&returns).unwrap();
    fs::copy(repository().join("tests/gallery/base.toml"), folder.join("piperoll.toml")).unwrap();
    fs::write(returns.join("north.xlsx"), workbook::workbook(GRID)).unwrap();
    fs::write(folder.join("decisions.toml"), decisions).unwrap();
}

#[test]
fn the_figure_that_stands_is_printed_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    collection(folder.path(), "");
    let opened = Collection::open(folder.path()).unwrap();
    let inputs = Inputs::read(&opened, &Options::default()).unwrap();
    let open = inputs.examine().unwrap().findings;
    let unreadable = open.iter().find(|finding| finding.code == "unreadable-value").expect("it cannot be read");

    collection(
        folder.path(),
        &format!(
            "[[set_aside]]\nfinding = \"{}\"\nstated = \"fifty or so\"\nstands = \"50\"\nwords = \"As the ledger has it.\"\n\
             role = \"Section 151 officer\"\ndate = 2023-01-20\n",
            unreadable.id
        ),
    );
    let inputs = Inputs::read(&opened, &Options::default()).unwrap();
    let examined = inputs.examine().unwrap();
    let counts = Counts::of(&examined.findings);
    assert_eq!((counts.error, counts.query), (0, 0), "{:#?}", examined.findings);
    assert!(examined.findings.iter().any(|finding| finding.id == unreadable.id && finding.status == Status::Explained));

    let report = examined.report().unwrap();
    let table = table(&report, "schemes.north");
    assert_eq!(column(table, 2), ["50", "200", "250"]);
    assert_eq!(table.rows[0].cells[3].text(), "50%");
    let note = "One, Forecast: the return states 'fifty or so'; 50 stands in its place. As the ledger has it. (Section 151 officer, \
                20 January 2023)";
    assert!(table.notes.iter().any(|known| known == note), "{:#?}", table.notes);
}

fn table<'r>(report: &'r Report, id: &str) -> &'r Table {
    let blocks = report.sections.iter().flat_map(|section| &section.blocks);
    let mut tables = blocks.filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None });
    tables.find(|table| table.id == id).unwrap_or_else(|| panic!("there is no table {id}"))
}

fn column(table: &Table, column: usize) -> Vec<&str> {
    table.rows.iter().map(|row| row.cells[column].text()).collect()
}

/// A collection of the small form with the returns of some periods and what was decided.
fn periods(folder: &Path, returns: &[(&str, &str)], decisions: &str) {
    fs::copy(repository().join("tests/gallery/base.toml"), folder.join("piperoll.toml")).unwrap();
    for (period, grid) in returns {
        let returns = folder.join("returns").join(period);
        fs::create_dir_all(&returns).unwrap();
        fs::write(returns.join("north.xlsx"), workbook::workbook(grid)).unwrap();
    }
    fs::write(folder.join("decisions.toml"), decisions).unwrap();
}

/// An entry by the section 151 officer.
fn set_aside(finding: &str, stated: &str, stands: &str) -> String {
    format!(
        "[[set_aside]]\nfinding = \"{finding}\"\nstated = \"{stated}\"\nstands = \"{stands}\"\n\
         words = \"As the ledger has it.\"\nrole = \"Section 151 officer\"\ndate = 2023-01-20\n\n"
    )
}

/// The findings of the newest period, against this prior one.
fn findings(folder: &Path, prior: Option<Prior>) -> Vec<Finding> {
    let opened = Collection::open(folder).unwrap();
    let inputs = Inputs::read(&opened, &Options { prior, ..Options::default() }).unwrap();
    inputs.examine().unwrap().findings
}

const Q2: &str = "== Return
Scheme | Target | Forecast | Share
Roofs | 80 | 80 | 100%
Voids | fifty or so | 50 | 100%
Total | 130 | 130 | 100%
";

const Q3: &str = "== Return
Scheme | Target | Forecast | Share
Roofs | 80 | 80 | 100%
Voids | 50 | 50 | 100%
Total | 130 | 130 | 100%
";

#[test]
fn what_stood_last_time_is_what_this_period_opens_with() {
    let folder = tempfile::tempdir().unwrap();
    let collection = folder.path().join("small");
    fs::create_dir(&collection).unwrap();
    let decisions = set_aside("unreadable-value:north:voids:target", "fifty or so", "50");
    periods(&collection, &[("2022-23-q2", Q2)], &decisions.replace("stated", "period = \"2022-23-q2\"\nstated"));
    let published = build(&collection, &[]);
    assert_eq!(published.code, 0, "{}", published.stderr);
    let all = sheets(published.xlsx());
    let sheet = |name: &str| rows(&all.iter().find(|(known, _)| known == name).unwrap().1);
    assert!(sheet("North").iter().any(|row| row[..2] == ["Total", "130"]), "{:?}", sheet("North"));
    let source =
        sheet("Sources").into_iter().find(|row| row[2] == "Voids" && row[8] == "B3" && row[0] == "North").unwrap();
    assert_eq!(source[4..6], ["50", "set aside by the Section 151 officer on 20 January 2023"]);

    let book = folder.path().join("consolidated.xlsx");
    fs::write(&book, published.xlsx()).unwrap();
    let returns = collection.join("returns/2022-23-q3");
    fs::create_dir_all(&returns).unwrap();
    fs::write(returns.join("north.xlsx"), workbook::workbook(Q3)).unwrap();
    for prior in [None, Some(Prior::File(book))] {
        let opened = Collection::open(&collection).unwrap();
        let inputs = Inputs::read(&opened, &Options { prior: prior.clone(), ..Options::default() }).unwrap();
        let examined = inputs.examine().unwrap();
        let reconciliation = examined.reconciliation.as_ref().unwrap();
        let target = reconciliation.movements.iter().find(|movement| movement.column == "target").unwrap();
        assert_eq!((target.opening, target.closing), (Decimal::from(130_000), Decimal::from(130_000)), "{prior:?}");
        // That all is as it stood is asked about, and true.
        let other = examined.findings.iter().filter(|finding| finding.code != "figures-unmoved");
        let open: Vec<&str> = other.map(|finding| finding.message.as_str()).collect();
        assert_eq!(open, [""; 0], "{prior:?}: nothing moved, and nothing of this period is set aside");
    }
}

#[test]
fn a_text_that_was_set_aside_prints_as_the_one_that_stands_in_both_documents() {
    let built = build(&crate::support::sample("rag-schemes"), &[]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    let all = sheets(built.xlsx());
    let schemes = all
        .iter()
        .map(|(_, range)| rows(range))
        .find(|rows| rows.iter().flatten().any(|cell| cell == "Reducing Voids"));
    let schemes = schemes.unwrap();
    let named = |reference: &str| {
        schemes.iter().filter(|row| row[0] == reference).map(|row| row[2].as_str()).collect::<Vec<_>>()
    };
    assert_eq!(named("16c"), ["Reducing Voids"]);
    assert_eq!(named("16a").len(), 1, "the other one keeps it");
    if let Some(pages) = built.pages() {
        assert!(pages.concat().contains("16cAMBERReducingVoids"), "the appendix too");
    }
}

#[test]
fn a_title_set_aside_is_no_second_one_unless_what_stands_is_one_too() {
    let grid = "== Return
Scheme | Target | Forecast | Share
Voids | 80 | 80 | 100%
Voids | 50 | 50 | 100%
Roofs | 10 | 10 | 100%
";
    let folder = tempfile::tempdir().unwrap();
    let id = "duplicate-title:north:voids:title";
    let aside = |stands| set_aside(id, "Voids", stands).replace("words", "rows = [\"Voids\", \"Voids\"]\nwords");
    periods(folder.path(), &[("2022-23-q3", grid)], &aside("Empty homes"));
    let all = findings(folder.path(), None);
    let settled: Vec<(&str, Status)> = all
        .iter()
        .filter(|finding| finding.code == "duplicate-title")
        .map(|finding| (finding.id.as_str(), finding.status))
        .collect();
    assert_eq!(settled, [(id, Status::Explained)]);
    let opened = Collection::open(folder.path()).unwrap();
    let inputs = Inputs::read(&opened, &Options::default()).unwrap();
    let report = inputs.examine().unwrap().report().unwrap();
    assert_eq!(column(table(&report, "schemes.north"), 0), ["Voids", "Empty homes", "Roofs", "Total"]);

    periods(folder.path(), &[], &aside("Roofs"));
    let all = findings(folder.path(), None);
    let open: Vec<&str> = all.iter().filter(|finding| finding.blocks()).map(|finding| finding.id.as_str()).collect();
    assert_eq!(open, ["duplicate-title:north:roofs:title"]);
}

#[test]
fn a_figure_set_aside_for_its_movement_is_asked_about_no_more_and_stays_visible() {
    let later = Q3.replace("Roofs | 80 | 80", "Roofs | 95 | 80").replace("100%\nVoids", "84%\nVoids");
    let folder = tempfile::tempdir().unwrap();
    let id = "target-changed:north:roofs:target";
    periods(folder.path(), &[("2022-23-q2", Q3), ("2022-23-q3", &later)], &set_aside(id, "95", "80"));
    let all = findings(folder.path(), None);
    let changed = all.iter().find(|finding| finding.id == id).expect("it stays visible");
    assert_eq!((changed.status, changed.stated), (Status::Explained, Some(Decimal::from(95))));
    // The total states what the rows give with the figure that stands; the percentage that was typed beside the wrong target
    // is wrong beside the right one, and follows from it.
    let open: Vec<&str> = all.iter().filter(|finding| finding.blocks()).map(|finding| finding.code).collect();
    assert_eq!(open, [""; 0], "{all:#?}");
    let follows = |finding: &&Finding| finding.explained_by.as_ref().is_some_and(|by| by.kind == "follows");
    let follows: Vec<&str> = all.iter().filter(follows).map(|finding| finding.code).collect();
    assert_eq!(follows, ["computed-percent"], "{all:#?}");
}

#[test]
fn a_decision_that_can_have_no_effect_is_refused() {
    let grid = Q2.replace("fifty or so", "fifty");
    for (finding, stated, stands) in [
        // No figure of the column.
        ("unreadable-value:north:voids:target", "fifty", "as the ledger has it"),
        // It is about a cell of words, and quotes a figure of another one.
        ("done-not-achieved:north:roofs:notes", "0", "80"),
    ] {
        let grid =
            grid.replace("Share\n", "Share | Achieved | Progress\n").replace("80 | 100%", "80 | 100% | 0 | Delivered");
        let folder = tempfile::tempdir().unwrap();
        periods(folder.path(), &[("2022-23-q3", &grid)], &set_aside(finding, stated, stands));
        let all = findings(folder.path(), None);
        assert!(all.iter().any(|known| known.id == finding && known.status == Status::Open), "{all:#?}");
        let refused =
            all.iter().find(|finding| finding.code == "decision-not-allowed").unwrap_or_else(|| panic!("{all:#?}"));
        assert!(refused.message.contains("cannot be set aside so that"), "{}", refused.message);
    }
}

#[test]
fn an_amount_in_running_text_is_put_right_and_the_rest_stays() {
    let grid = "== Return
Scheme | Target | Forecast | Share | Progress
Voids | 3,119 | 3,119 | 100% | A saving of £3,119m is in sight.
";
    let folder = tempfile::tempdir().unwrap();
    periods(folder.path(), &[("2022-23-q3", grid)], &set_aside("amount-unit:north:voids:notes", "£3,119m", "£3.119m"));
    let form = fs::read_to_string(folder.path().join("piperoll.toml")).unwrap();
    let form = form.replace("\"share\"]\ntotal_label", "\"share\", \"notes\"]\ntotal_label");
    fs::write(folder.path().join("piperoll.toml"), form).unwrap();
    let all = findings(folder.path(), None);
    assert_eq!(Counts::of(&all).query, 0, "{all:#?}");
    let opened = Collection::open(folder.path()).unwrap();
    let inputs = Inputs::read(&opened, &Options::default()).unwrap();
    let report = inputs.examine().unwrap().report().unwrap();
    assert_eq!(column(table(&report, "schemes.north"), 4)[0], "A saving of £3.119m is in sight.");
}

#[test]
fn a_rule_of_the_form_that_was_answered_judges_what_the_cell_states() {
    let folder = tempfile::tempdir().unwrap();
    let grid = "== Return
Scheme | Target | Forecast | Share | Achieved
Voids | 100 | 100 | 100% | 0
Total | 100 | 100 | 100% | 40
";
    let id = "form-check:north:voids:achieved:full-forecast-nothing-achieved";
    periods(folder.path(), &[("2022-23-q3", grid)], &set_aside(id, "0", "40"));
    let form = fs::read_to_string(folder.path().join("piperoll.toml")).unwrap();
    let check = "\n[[check]]\nid = \"full-forecast-nothing-achieved\"\nlist = \"schemes\"\nwhen = \"forecast >= target\"\n\
                 require = \"achieved > 0\"\nseverity = \"query\"\nmessage = \"is forecast in full\"\n";
    fs::write(folder.path().join("piperoll.toml"), form + check).unwrap();
    let all = findings(folder.path(), None);
    let told: Vec<(&str, Status)> = all.iter().map(|finding| (finding.id.as_str(), finding.status)).collect();
    assert_eq!(told, [(id, Status::Explained)], "the total is right with what stands");
    assert_eq!(all[0].stated, Some(Decimal::ZERO));
}

#[test]
fn a_bridge_arrives_at_what_stands_and_its_finding_stays_visible() {
    let gallery = fs::read_to_string(repository().join("tests/gallery/bridge-open.txt")).unwrap();
    let part = |name: &str| {
        let behind = gallery.split(&format!("\n--- {name}\n")).nth(1).unwrap();
        behind.split("\n--- ").next().unwrap().to_string() + "\n"
    };
    let grid = part("returns/2022-23-q3/programme.txt").replace("Transprot | 2022/23 | Slippage | 5\n", "");
    let folder = tempfile::tempdir().unwrap();
    let returns = folder.path().join("returns/2022-23-q3");
    fs::create_dir_all(&returns).unwrap();
    fs::write(folder.path().join("piperoll.toml"), part("piperoll.toml")).unwrap();
    fs::write(returns.join("programme.xlsx"), workbook::workbook(&grid)).unwrap();
    let open = findings(folder.path(), None);
    let [finding] = open.as_slice() else { panic!("{open:#?}") };
    assert_eq!((finding.code, finding.expected), ("bridge-open", Some(Decimal::from(420))));
    fs::write(folder.path().join("decisions.toml"), set_aside(&finding.id, "410", "420")).unwrap();
    let settled = findings(folder.path(), None);
    assert_eq!(settled.len(), 1, "{settled:#?}");
    assert_eq!((settled[0].id.as_str(), settled[0].status), (finding.id.as_str(), Status::Explained));
    let opened = Collection::open(folder.path()).unwrap();
    let inputs = Inputs::read(&opened, &Options::default()).unwrap();
    let report = inputs.examine().unwrap().report().unwrap();
    let bridge = table(&report, "why");
    assert!(
        bridge.rows.iter().any(|row| row.cells[0].text() == "Projection" && row.cells[1].text() == "0.570"),
        "{bridge:#?}"
    );
}

#[test]
fn a_total_that_the_area_states_prints_as_the_one_that_stands() {
    let folder = tempfile::tempdir().unwrap();
    let grid = "== Return
Scheme | Target | Forecast | Share
Voids | 100 | 100 | 100%
Roofs | 50 | 40 | 80%
Total | 150 | 140 | 93%
";
    periods(folder.path(), &[("2022-23-q3", &grid.replace("Total | 150 | 140", "Total | 150 | 130"))], "");
    let form = fs::read_to_string(folder.path().join("piperoll.toml")).unwrap();
    let forecast = "heading = \"Forecast\"\nkind = \"money\"\nunit = \"thousands\"\n";
    let form = form.replace(forecast, &format!("{forecast}total = \"given\"\n"));
    fs::write(folder.path().join("piperoll.toml"), form).unwrap();
    let open = findings(folder.path(), None);
    let weighted = open.iter().find(|finding| finding.code == "weighted-total").unwrap_or_else(|| panic!("{open:#?}"));
    fs::write(folder.path().join("decisions.toml"), set_aside(&weighted.id, "130", "140")).unwrap();
    let settled = findings(folder.path(), None);
    assert!(settled.iter().all(|finding| !finding.blocks()), "{settled:#?}");
    let opened = Collection::open(folder.path()).unwrap();
    let inputs = Inputs::read(&opened, &Options::default()).unwrap();
    let report = inputs.examine().unwrap().report().unwrap();
    let table = table(&report, "schemes.north");
    assert_eq!(column(table, 2), ["100", "40", "140"]);
    assert!(
        table
            .notes
            .iter()
            .any(|note| note.starts_with("Total of North, Forecast: the return states '130'; 140 stands in its place."))
    );
}

/// Code and severity of what is open.
fn open_in(folder: &Path) -> Vec<(String, String)> {
    let open = findings(folder, None).into_iter().filter(|finding| finding.blocks());
    open.map(|finding| (finding.code.to_string(), finding.message)).collect()
}

/// What a column of the area's table prints, and its notes.
fn printed(folder: &Path, table_id: &str, index: usize) -> (Vec<String>, Vec<String>) {
    let opened = Collection::open(folder).unwrap();
    let inputs = Inputs::read(&opened, &Options::default()).unwrap();
    let report = inputs.examine().unwrap().report().unwrap();
    let table = table(&report, table_id);
    (column(table, index).into_iter().map(String::from).collect(), table.notes.clone())
}

#[test]
fn what_stands_is_judged_itself_and_may_be_no_answer() {
    let earlier = "== Return\nScheme | Target | Forecast | Share | Achieved\nVoids | 100 | 100 | 100% | 60\nTotal | 100 | 100 | 100% | 60\n";
    let fell = earlier.replace("100% | 60", "100% | 45");
    let folder = tempfile::tempdir().unwrap();
    let id = "cumulative-fell:north:voids:achieved";
    let periods_of = [("2022-23-q2", earlier), ("2022-23-q3", fell.as_str())];
    periods(folder.path(), &periods_of, &set_aside(id, "45", "50"));
    let open = open_in(folder.path());
    let codes: Vec<&str> = open.iter().map(|(code, _)| code.as_str()).collect();
    assert!(codes.contains(&"cumulative-fell") && codes.contains(&"decision-not-allowed"), "{open:#?}");
    // What stands settles it, and the total, which was right for the wrong figure, follows from it and is told.
    periods(folder.path(), &[], &set_aside(id, "45", "60"));
    let open = open_in(folder.path());
    assert_eq!(open.len(), 0, "{open:#?}");
    let told = findings(folder.path(), None);
    assert!(told.iter().any(|finding| finding.code == "follows-from-decision"), "{told:#?}");
}

#[test]
fn a_decision_holds_for_its_own_period_where_its_finding_is() {
    let q2 = "== Return\nScheme | Target | Forecast | Share | Achieved\nVoids | 100 | 90 | 90% | 0\nRoofs | 10 | 10 | 100% | 10\nTotal | 110 | 100 | 91% | 10\n";
    let q3 = q2
        .replace("Voids | 100 | 90 | 90%", "Voids | 100 | 100 | 100%")
        .replace("Total | 110 | 100 | 91%", "Total | 110 | 110 | 100%")
        .replace("100% | 10\nT", "100% | 20\nT")
        .replace("100% | 10\n", "100% | 60\n");
    let folder = tempfile::tempdir().unwrap();
    let id = "form-check:north:voids:achieved:full-forecast-nothing-achieved";
    periods(folder.path(), &[("2022-23-q2", q2), ("2022-23-q3", &q3)], &set_aside(id, "0", "40"));
    let form = fs::read_to_string(folder.path().join("piperoll.toml")).unwrap();
    let check = "\n[[check]]\nid = \"full-forecast-nothing-achieved\"\nlist = \"schemes\"\nwhen = \"forecast >= target\"\n\
                 require = \"achieved > 0\"\nseverity = \"query\"\nmessage = \"is forecast in full\"\n";
    fs::write(folder.path().join("piperoll.toml"), form + check).unwrap();
    let opened = Collection::open(folder.path()).unwrap();
    let inputs = Inputs::read(&opened, &Options::default()).unwrap();
    let examined = inputs.examine().unwrap();
    let movements = &examined.reconciliation.as_ref().unwrap().movements;
    let achieved = movements.iter().find(|movement| movement.column == "achieved").unwrap();
    // No finding of the second quarter was answered: its nil is what it was.
    assert_eq!((achieved.opening, achieved.closing), (Decimal::from(10_000), Decimal::from(60_000)));
}

#[test]
fn of_two_entries_that_let_different_figures_stand_one_is_a_slip() {
    let folder = tempfile::tempdir().unwrap();
    let id = "unreadable-value:north:voids:target";
    let both = set_aside(id, "fifty or so", "40") + &set_aside(id, "fifty or so", "50");
    periods(folder.path(), &[("2022-23-q3", Q2)], &both);
    let (targets, _) = printed(folder.path(), "schemes.north", 1);
    assert_eq!(targets, ["80", "50", "130"], "the later one holds");
    let open = open_in(folder.path());
    assert_eq!(open.len(), 1, "{open:#?}");
    assert!(open[0].1.starts_with("two entries set aside what"), "{open:#?}");
    // The same said twice is said once.
    periods(folder.path(), &[], &set_aside(id, "fifty or so", "50").repeat(2));
    assert_eq!(open_in(folder.path()), []);
}

#[test]
fn what_stands_is_looked_through_for_personal_data() {
    let folder = tempfile::tempdir().unwrap();
    let id = "unreadable-value:north:voids:target";
    let grid = Q2.replace("fifty or so", "fifty, ask jo.smith@example.com");
    periods(folder.path(), &[("2022-23-q3", &grid)], &set_aside(id, "fifty, ask [e-mail address withheld]", "50"));
    let all = findings(folder.path(), None);
    let told = all.iter().find(|finding| finding.code == "unreadable-value").unwrap();
    let stated = told.stated_text.clone().unwrap_or_default();
    assert!(!stated.contains("jo.smith"), "{stated}");
    assert_eq!(told.status, Status::Explained, "a decision quotes the cell as the finding does");
    let title = "duplicate-title:north:voids:title";
    let twice = "== Return\nScheme | Target | Forecast | Share\nVoids | 80 | 80 | 100%\nVoids | 50 | 50 | 100%\n";
    let aside = set_aside(title, "Voids", "Voids (ask jo.smith@example.com)");
    let aside = aside.replace("words", "rows = [\"Voids\", \"Voids\"]\nwords");
    periods(folder.path(), &[("2022-23-q3", twice)], &aside);
    let open = open_in(folder.path());
    assert!(open.iter().any(|(code, _)| code == "personal-email"), "{open:#?}");
}

#[test]
fn a_decision_about_one_list_touches_no_cell_of_another() {
    let folder = tempfile::tempdir().unwrap();
    let grid = "== Return
Scheme | Target | Forecast | Share
Voids | 100 | 80 | 85%
Total | 100 | 80 | 80%
== Bids
Bid | Chance
Voids | 85%
";
    let id = "computed-percent:north:voids:share";
    periods(folder.path(), &[("2022-23-q3", grid)], &set_aside(id, "85", "80"));
    let form = fs::read_to_string(folder.path().join("piperoll.toml")).unwrap();
    let bids = "\n[[list]]\nid = \"bids\"\nitem = \"bid\"\nitems = \"bids\"\nkey = \"title\"\n\n[[list.column]]\nid = \"title\"\n\
                heading = \"Bid\"\nkind = \"text\"\n\n[[list.column]]\nid = \"share\"\nheading = \"Chance\"\nkind = \"percent\"\n\
                total = \"none\"\n\n[[return]]\nlist = \"bids\"\nfile = \"{area}\"\nsheet = \"Bids\"\ntotals = []\n\n\
                [[table]]\nid = \"bids\"\nfrom = \"bids\"\ntitle = \"Bids\"\n";
    fs::write(folder.path().join("piperoll.toml"), form + bids).unwrap();
    assert_eq!(open_in(folder.path()), []);
    assert_eq!(printed(folder.path(), "schemes.north", 3).0, ["80%", "80%"]);
    assert_eq!(printed(folder.path(), "bids", 1), (vec!["85%".to_string()], Vec::new()));
}

#[test]
fn a_figure_of_another_cell_cannot_be_put_into_a_text() {
    let folder = tempfile::tempdir().unwrap();
    let grid = "== Return
Scheme | Target | Forecast | Share | Achieved | Progress
Voids | 100 | 100 | 100% | 0 | Delivered in 10 homes
Total | 100 | 100 | 100% | 0 |
";
    let id = "done-not-achieved:north:voids:notes";
    periods(folder.path(), &[("2022-23-q3", grid)], &set_aside(id, "0", "80"));
    let open = open_in(folder.path());
    let refused = open.iter().find(|(code, _)| code == "decision-not-allowed").unwrap_or_else(|| panic!("{open:#?}"));
    assert!(refused.1.contains("the cell itself does not say what `stated` quotes"), "{}", refused.1);
    assert!(open.iter().any(|(code, _)| code == "done-not-achieved"), "{open:#?}");
}

#[test]
fn a_computed_figure_cannot_be_set_back_to_what_it_was() {
    let q2 = "== Return\nScheme | Target | Forecast | Share\nVoids | 100 | 80 | 80%\nTotal | 100 | 80 | 80%\n";
    let q3 = q2.replace("80%", "75%").replace("| 80 |", "| 75 |");
    let folder = tempfile::tempdir().unwrap();
    periods(folder.path(), &[("2022-23-q2", q2), ("2022-23-q3", &q3)], "");
    let form = fs::read_to_string(folder.path().join("piperoll.toml")).unwrap();
    let short = "[[list.column]]\nid = \"short\"\nheading = \"Short\"\nkind = \"money\"\nunit = \"thousands\"\n\
                 formula = \"target - forecast\"\noptional = true\nmovement = { amount = 0, percent = 0 }\n\n\
                 [[list.column]]\nid = \"achieved\"";
    let form = form.replacen("[[list.column]]\nid = \"achieved\"", short, 1);
    fs::write(folder.path().join("piperoll.toml"), form).unwrap();
    let asked = findings(folder.path(), None).into_iter().find(|finding| finding.column.as_deref() == Some("short"));
    let asked = asked.expect("what is short moved");
    assert_eq!((asked.stated, asked.expected), (Some(Decimal::from(25)), Some(Decimal::from(20))));
    fs::write(folder.path().join("decisions.toml"), set_aside(&asked.id, "25", "20")).unwrap();
    let open = open_in(folder.path());
    assert!(open.iter().any(|(code, _)| code == "decision-not-allowed"), "{open:#?}");
}

#[test]
fn a_word_set_aside_stands_whatever_is_unknown_in_other_cells_of_its_column() {
    let gallery = fs::read_to_string(repository().join("tests/gallery/unreadable-value.choices.txt")).unwrap();
    let form = gallery.split("--- piperoll.toml\n").nth(1).unwrap().split("\n--- ").next().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let decide = set_aside("unreadable-value:north:voids:rag", "Ambr", "Amber");
    let open = |others: &str| {
        let grid = format!(
            "== Return\nScheme | Target | Forecast | RAG | Share\nVoids | 80 | 80 | Ambr | 100%\n{others}Doors | 50 | 50 | Green | 100%\n"
        );
        periods(folder.path(), &[("2022-23-q3", &grid)], &decide);
        fs::write(folder.path().join("piperoll.toml"), form).unwrap();
        let all = findings(folder.path(), None);
        all.into_iter().filter(Finding::blocks).map(|finding| finding.id).collect::<Vec<_>>()
    };
    assert_eq!(open(""), [""; 0]);
    assert_eq!(open("Roofs | 10 | 10 | Gren | 100%\n"), ["unreadable-value:north:roofs:rag"]);
    let two = open("Roofs | 10 | 10 | Gren | 100%\nRents | 10 | 10 | Redd | 100%\n");
    assert_eq!(two, ["unreadable-value:north:rag:all"], "the rest is one finding");
}
