//! Figures that are worked out, drawn from another list or added up: each is followed to the cells that it really comes from, where
//! the table prints what it is worked out from and where it does not.

use std::collections::BTreeSet;

use piperoll::report::{Origin, Report};
use piperoll::source::Place;

use crate::origins::{tables, walked};
use crate::support::{made, report, repository};

/// The gallery's form with some of its words replaced.
fn form(replaced: &[(&str, &str)]) -> String {
    let form = std::fs::read_to_string(repository().join("tests/gallery/base.toml")).unwrap();
    replaced.iter().fold(form, |form, (old, new)| {
        assert!(form.contains(old), "{old}");
        form.replace(old, new)
    })
}

/// The cells without their files and sheets, or the lines: 'B2 C2'.
fn spots(places: &BTreeSet<Place>) -> String {
    let spots = places.iter().map(|place| place.cells().unwrap_or_else(|| format!("line {}", place.line.unwrap_or(0))));
    spots.collect::<Vec<_>>().join(" ")
}

/// The cells behind a figure: of the row that begins with `label`, in the column with this heading.
fn behind(report: &Report, table: &str, label: &str, heading: &str) -> String {
    let table = tables(report).find(|known| known.id == table).unwrap_or_else(|| panic!("no table {table}"));
    let row = table.rows.iter().find(|row| row.cells[0].text() == label).unwrap_or_else(|| panic!("no row {label}"));
    let column =
        table.columns.iter().position(|column| column.heading == heading).unwrap_or_else(|| panic!("no {heading}"));
    spots(&walked(report, &row.cells[column]).0)
}

/// Every number of the report comes from some cell, or is nil.
fn none_comes_from_nowhere(report: &Report) {
    for table in tables(report) {
        for cell in table.rows.iter().flat_map(|row| &row.cells) {
            let Some(figure) = cell.number() else { continue };
            let (places, nil) = walked(report, cell);
            assert!(
                !places.is_empty() || nil && figure.is_zero(),
                "'{}' in {}: {:?}",
                cell.text(),
                table.id,
                cell.origin
            );
        }
    }
}

/// A column of a gap, and what it is of the target: both worked out, the gap first.
const GAP: &str = "[[list.column]]\nid = \"share\"\n";
const WITH_GAP: &str = "[[list.column]]\nid = \"gap\"\nheading = \"Gap\"\nkind = \"money\"\nunit = \"thousands\"\n\
                        formula = \"target - forecast\"\n\n\
                        [[list.column]]\nid = \"left\"\nheading = \"Left\"\nkind = \"percent\"\nformula = \"gap / target\"\n\
                        total = \"gap / target\"\n\n[[list.column]]\nid = \"part\"\nheading = \"Part\"\nkind = \"percent\"\n\
                        share = \"gap\"\ntotal = \"none\"\n\n[[list.column]]\nid = \"share\"\n";

/// A summary by area that adds the gaps up and counts.
const SUMMARY: &str = "[[list]]\nid = \"areas\"\nitem = \"area\"\nkey = \"service\"\nsummary_of = { list = \"schemes\", by = \"area\" }\n\n\
                       [[list.column]]\nid = \"service\"\nheading = \"Area\"\nkind = \"text\"\nrequired = true\n\n\
                       [[list.column]]\nid = \"gap\"\nheading = \"Gap\"\nkind = \"money\"\nunit = \"thousands\"\nsum = \"gap\"\nnet = true\n\n\
                       [[table]]\nid = \"areas\"\nfrom = \"areas\"\ntitle = \"Areas\"\ncolumns = [\"service\", \"gap\"]\n\
                       total_label = \"All\"\n";

/// The return of the schemes, where its workbook has another sheet.
const RETURN: &str = "[[return]]\nlist = \"schemes\"\nsheet = \"Return\"\n";

const SHEET: &str = "== Return\nScheme | Target | Forecast\nVoids | 100 | 80\nRents | 50 | 40\nTotal | 150 | 120\n";

#[test]
fn a_figure_is_followed_where_the_table_does_not_print_what_it_is_worked_out_from() {
    let columns = "columns = [\"title\", \"target\", \"forecast\", \"share\"]";
    let form = form(&[(GAP, WITH_GAP), (columns, "columns = [\"title\", \"share\", \"left\", \"part\"]")]);
    let form = format!("{form}\n{SUMMARY}");
    let (_folder, collection) = made("", &[("piperoll.toml", form.as_str()), ("returns/2022-23-q3/north.txt", SHEET)]);
    let report = report(&collection);
    for (table, row, column, cells) in [
        ("schemes.north", "Voids", "Share", "B2 C2"),
        ("schemes.north", "Total", "Share", "B2 C2 B3 C3"),
        // Over a formula that does not print either.
        ("schemes.north", "Rents", "Left", "B3 C3"),
        ("schemes.north", "Total", "Left", "B2 C2 B3 C3"),
        // The part and the whole.
        ("schemes.north", "Voids", "Part", "B2 C2 B3 C3"),
        ("areas", "North", "Gap", "B2 C2 B3 C3"),
        ("areas", "All", "Gap", "B2 C2 B3 C3"),
    ] {
        assert_eq!(behind(&report, table, row, column), cells, "{column} of {row} in {table}");
    }
    none_comes_from_nowhere(&report);
}

#[test]
fn the_largest_movements_come_from_what_they_are_worked_out_from() {
    let form = form(&[(
        "id = \"forecast\"\nheading = \"Forecast\"\nkind = \"money\"\nunit = \"thousands\"",
        "id = \"risk\"\nheading = \"Risk\"\nkind = \"money\"\nunit = \"thousands\"\n\n[[list.column]]\nid = \"forecast\"\nheading = \"Forecast\"\nkind = \"money\"\nunit = \"thousands\"\nformula = \"target - risk\"",
    )]);
    // The forecast is stated too, and only checked.
    let sheet = |risks: [u32; 2]| {
        let row = |name: &str, target: u32, risk: u32| format!("{name} | {target} | {risk} | {}\n", target - risk);
        let rows = [("Voids", 100, risks[0]), ("Rents", 100, risks[1]), ("Total", 200, risks[0] + risks[1])];
        let rows: String = rows.iter().map(|(name, target, risk)| row(name, *target, *risk)).collect();
        format!("== Return\nScheme | Target | Risk | Forecast\n{rows}")
    };
    let (then, now) = (sheet([20, 50]), sheet([70, 10]));
    let files = [
        ("piperoll.toml", form.as_str()),
        ("templates/words/area.hbs", "{{money shortfall}} {{money forecast}}"),
        ("returns/2022-23-q2/north.txt", then.as_str()),
        ("returns/2022-23-q3/north.txt", now.as_str()),
    ];
    let (_folder, collection) = made("", &files);
    let report = report(&collection);
    for column in ["Then", "Now"] {
        assert_eq!(behind(&report, ".largest", "Voids", column), "B2 C2", "{column}");
    }
    assert_eq!(behind(&report, ".facts", "shortfall", "Value"), "B2 C2 B3 C3");
    // What rose and what fell, in the note of the movement: then and now.
    let cells = said(&report, "the cells that it names");
    assert!(cells.iter().any(|cells| cells == "B2 C2 B3 C3 B2 C2 B3 C3"), "{cells:?}");
    none_comes_from_nowhere(&report);
}

/// The cells of each figure of a text of which this is a part.
fn said(report: &Report, part: &str) -> Vec<String> {
    let texts = tables(report).find(|table| table.id == ".composed-text").unwrap();
    let own = texts.rows.iter().filter(|row| row.cells[1].text().contains(part) || row.cells[4].text().contains(part));
    own.map(|row| spots(&walked(report, &row.cells[3]).0)).collect()
}

#[test]
fn a_share_of_all_areas_and_what_is_netted_off_come_from_the_cells_of_all() {
    let south = "[[area]]\nid = \"south\"\nname = \"South\"\n\n[[list]]\nid = \"schemes\"";
    let (columns, printed) = ("\"forecast\", \"share\"]", "\"forecast\", \"gap\", \"part\"]");
    let form = form(&[(GAP, WITH_GAP), ("[[list]]\nid = \"schemes\"", south), (columns, printed)]);
    let form = format!("{form}\n{SUMMARY}");
    // No return states the summary. The gap of schemes is stated, and only checked.
    let over = "== Return\nScheme | Target | Forecast | Gap\nFleet | 50 | 60 | -10\nTotal | 50 | 60 | -10\n";
    let files = [
        ("piperoll.toml", form.as_str()),
        ("returns/2022-23-q3/north.txt", SHEET),
        ("returns/2022-23-q3/south.txt", over),
    ];
    let (_folder, collection) = made("", &files);
    let report = report(&collection);
    for (table, scheme) in [("schemes.north", "Rents"), ("schemes.south", "Fleet")] {
        let every = "B2 C2 B3 C3 B2 C2";
        assert_eq!(behind(&report, table, scheme, "Part"), every);
        let table = tables(&report).find(|known| known.id == table).unwrap();
        let part = table.rows.iter().find(|row| row.cells[0].text() == scheme).unwrap().cells.last().unwrap();
        assert!(matches!(part.origin, Origin::Computed(_)), "a formula, and not every cell in every row");
    }
    let table = tables(&report).find(|table| table.id == "areas").unwrap();
    let [note] = table.notes.as_slice() else { panic!("{:?}", table.notes) };
    let cells = said(&report, note);
    assert!(!cells.is_empty() && cells.iter().all(|cells| cells == "B2 C2 B3 C3 B2 C2"), "{note}: {cells:?}");
}

#[test]
fn groups_of_one_name_and_details_in_groups_come_from_their_own_cells() {
    let levels = "key = \"title\"\nlevels = [\"block\"]\n";
    let groups = "totals = [\"Total\"]\nsubtotals = [\"Subtotal\"]\ngroups = { block = \"subtotal\" }\n";
    let details = "[[list]]\nid = \"steps\"\nitem = \"step\"\nkey = \"step\"\ndetail_of = \"schemes\"\nlevels = [\"block\"]\n\n\
                   [[list.column]]\nid = \"step\"\nheading = \"Step\"\nkind = \"text\"\nrequired = true\n\n\
                   [[list.column]]\nid = \"cost\"\nheading = \"Cost\"\nkind = \"money\"\nunit = \"thousands\"\n\n\
                   [[return]]\nlist = \"steps\"\nfile = \"{area}\"\nsheet = \"Steps\"\narea = \"file\"\ntotals = [\"Total\"]\n\
                   subtotals = [\"Subtotal\"]\ngroups = { block = \"subtotal\" }\n";
    let form = form(&[
        ("key = \"title\"\n", levels),
        ("totals = [\"Total\"]\n", groups),
        ("[[return]]\nlist = \"schemes\"\n", RETURN),
    ]);
    let form = format!("{form}\n{details}");
    let sheet = "== Return\nScheme | Target | Forecast\nVoids | 300 | 300\nRents | 100 | 100\nSubtotal Care | 400 | 400\n\
                 Fleet | 40 | 40\nSubtotal Care | 40 | 40\nTotal | 440 | 440\n";
    let steps =
        "== Steps\nStep | Cost\nPlan | 3\nSubtotal First | 3\nBuild | 4\nMove | 5\nSubtotal Then | 9\nTotal | 12\n";
    let sheets = format!("{sheet}{steps}");
    let words = "{{#each groups.schemes}}{{money value.target}}; {{/each}}{{#each groups.steps}}{{count items}} {{money value.cost}} \
                 {{money totals.cost}}; {{/each}}";
    let files = [
        ("piperoll.toml", form.as_str()),
        ("templates/words/area.hbs", words),
        ("returns/2022-23-q3/north.txt", &sheets),
    ];
    let (_folder, collection) = made("", &files);
    let report = report(&collection);
    assert_eq!(said(&report, "value.target"), ["B2 B3", "B5"]);
    assert_eq!(said(&report, "value.cost"), ["B2", "B4 B5"]);
    assert_eq!(said(&report, "First.items"), ["A2"]);
    assert_eq!(said(&report, "Then.items"), ["A4 A5"]);
    none_comes_from_nowhere(&report);
}

#[test]
fn a_bridge_over_a_figure_that_is_worked_out_comes_from_its_cells_and_its_rest_from_all_of_them() {
    let bridge = "[[list]]\nid = \"reasons\"\nitem = \"reason\"\nkey = \"number\"\nlabel = \"project\"\ndetail_of = \"schemes\"\n\n\
                  [[list.column]]\nid = \"number\"\nheading = \"No.\"\nkind = \"code\"\nrequired = true\n\n\
                  [[list.column]]\nid = \"project\"\nheading = \"Project\"\nkind = \"text\"\nrequired = true\n\n\
                  [[list.column]]\nid = \"kind\"\nheading = \"Kind\"\nkind = \"choice\"\nchoices = [\"More\"]\nrequired = true\n\n\
                  [[list.column]]\nid = \"amount\"\nheading = \"Amount\"\nkind = \"money\"\nunit = \"thousands\"\nrequired = true\n\
                  total = \"none\"\n\n\
                  [[return]]\nlist = \"reasons\"\nfile = \"{area}\"\nsheet = \"Reasons\"\narea = \"file\"\n\n\
                  [[bridge]]\nid = \"why\"\nof = \"schemes\"\nfrom = \"gap\"\nto = \"target\"\nfrom_label = \"Gap\"\nto_label = \"Target\"\n\
                  list = \"reasons\"\nitem = \"project\"\nkind = \"kind\"\namount = \"amount\"\nsigns = { More = \"+\" }\n\n\
                  [[table]]\nid = \"why\"\ntitle = \"Why\"\nbridge = \"why\"\n";
    let form = format!("{}\n{bridge}", form(&[(GAP, WITH_GAP), ("[[return]]\nlist = \"schemes\"\n", RETURN)]));
    let reasons = "== Reasons\nNo. | Project | Kind | Amount\n1 | Voids | More | 70\n";
    let sheets = format!("{SHEET}{reasons}");
    let files = [("piperoll.toml", form.as_str()), ("returns/2022-23-q3/north.txt", &sheets)];
    let (_folder, collection) = made("", &files);
    let report = report(&collection);
    let amount = &tables(&report).find(|table| table.id == "why").unwrap().columns[1].heading.clone();
    for (row, cells) in [("Gap", "B2 C2 B3 C3"), ("More", "D2"), ("Not explained", "D2 B2 C2 B3 C3")] {
        assert_eq!(behind(&report, "why", row, amount), cells, "{row}");
    }
}
