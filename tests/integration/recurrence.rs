//! How much of a total recurs and how much is there once only, and what it comes to in a full year.

use std::fs;
use std::path::PathBuf;

use piperoll::report::Report;
use tempfile::TempDir;

use crate::support::{made, report, repository};

/// The gallery's form, with a column that says what recurs and one of the full-year effect of the forecast.
fn form() -> String {
    let base = fs::read_to_string(repository().join("tests/gallery/base.toml")).unwrap();
    let forecast = "movement = { amount = 50_000, percent = 10 }\n";
    let more = "\n[[list.column]]\nid = \"nature\"\nheading = \"Recurrent\"\nkind = \"choice\"\nchoices = [\"R\", \"NR\"]\noptional = true\n\
                one_off = [\"NR\"]\ncodes = { TBC = \"to be confirmed\" }\n\n\
                [[list.column]]\nid = \"full\"\nheading = \"Full-year effect\"\nkind = \"money\"\nunit = \"thousands\"\noptional = true\n\
                full_year_of = \"forecast\"\n";
    base.replacen(forecast, &format!("{forecast}{more}"), 1)
}

const HEADINGS: &str = "== Return\nScheme | Target | Forecast | Recurrent | Full-year effect\n";

fn collection(form: &str, files: &[(&str, &str)]) -> (TempDir, PathBuf) {
    let files: Vec<(String, String)> =
        files.iter().map(|(path, rows)| ((*path).to_string(), format!("{HEADINGS}{rows}"))).collect();
    let mut all: Vec<(&str, &str)> = files.iter().map(|(path, rows)| (path.as_str(), rows.as_str())).collect();
    all.push(("piperoll.toml", form));
    made("", &all)
}

fn printed(form: &str, rows: &str) -> Report {
    let (_folder, collection) = collection(form, &[("returns/2022-23-q3/north.txt", rows)]);
    report(&collection)
}

/// The notes under a table that speak of what recurs, or of a full year.
fn notes(made: &Report, title: &str) -> Vec<String> {
    let table = made.tables().find(|table| table.title == title).unwrap();
    let is_one = |note: &&String| ["recurrent", "one-off", "Full-year"].iter().any(|word| note.contains(word));
    table.notes.iter().filter(is_one).cloned().collect()
}

/// Five areas, of which each says something else of a full year.
pub(crate) fn of_each_kind() -> (TempDir, PathBuf) {
    let areas: String = ["south", "west", "east", "centre"]
        .map(|id| format!("[[area]]\nid = \"{id}\"\nname = \"The {id}\"\n\n"))
        .concat();
    let form = form().replacen("[[area]]\n", &format!("{areas}[[area]]\n"), 1);
    let files = [
        ("returns/2022-23-q3/north.txt", "Voids | 100 | 80 | R | 90\nDoors | 60 | 60 | NR |\nRoofs | 9 | 9 | | 9\n"),
        ("returns/2022-23-q3/south.txt", "Roads | 100 | 80 | R | 140\n"),
        ("returns/2022-23-q3/west.txt", "Parks | 100 | 80 | R | 80\n"),
        ("returns/2022-23-q3/east.txt", "Trees | 100 | 80 | R |\nHedges | 20 | 10 | R | 5\n"),
        ("returns/2022-23-q3/centre.txt", "Shops | 100 | TBC | R | 70\nStalls | 10 | 10 | R | 10\n"),
    ];
    collection(&form, &files)
}

#[test]
fn what_recurs_and_what_is_there_once_only_are_told_apart_and_come_to_the_total() {
    let rows = "Voids | 100 | 80 | R | 90\nRents | 60 | 60.5 | NR |\nDoors | 40 | 30 | nr | 25\nRoofs | 10 | 5 | | 10\nWindows | 10 | 4.5 | TBC | 15\n\
                Total | 220 | 180 | | 140\n";
    let made = printed(&form(), rows);
    let blocking: Vec<&str> =
        made.findings.iter().filter(|finding| finding.blocks()).map(|finding| finding.code).collect();
    assert_eq!(blocking, Vec::<&str>::new(), "{:?}", made.findings);
    // 80 + 90.5 + 9.5 is 180; the one-off scheme without a full-year effect has none to state.
    let said = "Forecast of £180k: £80k recurrent, £90.5k one-off (2 schemes) and £9.5k not said to be recurrent or one-off (2 schemes). \
                Full-year effect: £140k, £40k less than Forecast.";
    assert_eq!(notes(&made, "North"), [said]);
    // On the first page too; and its cells stand on the sheet 'Text'.
    let texts: Vec<String> = made.sections.iter().flat_map(crate::support::texts).filter(|text| text == said).collect();
    assert_eq!(texts.len(), 1, "{:?}", made.sections.iter().map(crate::support::texts).collect::<Vec<_>>());
    let sheet = made.tables().find(|table| table.sheet == "Text").unwrap();
    let row = sheet.rows.iter().find(|row| row.cells[1].text() == said).unwrap();
    let places: Vec<String> =
        row.cells.iter().flat_map(|cell| cell.origin.places()).map(|place| place.to_string()).collect();
    for cell in ["C2", "C3", "D3", "D5", "E2", "E6"] {
        assert!(places.iter().any(|place| place.ends_with(&format!("cell {cell}"))), "{cell}: {places:?}");
    }
}

#[test]
fn each_area_speaks_of_its_own_and_the_full_year_is_compared_only_where_all_state_it() {
    let (_folder, collection) = of_each_kind();
    let made = report(&collection);
    let said = |title: &str| notes(&made, title).join(" ");
    assert_eq!(
        said("North"),
        "Forecast of £149k: £80k recurrent, £60k one-off (1 scheme) and £9k not said to be recurrent or one-off (1 scheme). Full-year effect: \
         £99k, £50k less than Forecast."
    );
    assert_eq!(
        said("The south"),
        "Forecast of £80k: £80k recurrent. Full-year effect: £140k, £60k more than Forecast."
    );
    assert_eq!(said("The west"), "Forecast of £80k: £80k recurrent. Full-year effect: £80k, as much as Forecast.");
    // Nothing is said to be less where one of the two is not known.
    assert_eq!(said("The east"), "Forecast of £90k: £90k recurrent. Full-year effect: £5k, not stated for 1 scheme.");
    assert_eq!(said("The centre"), "Forecast of £10k: £10k recurrent. Full-year effect: £80k.");
}

#[test]
fn the_target_is_spoken_of_where_no_forecast_prints_and_nothing_without_a_total() {
    let rows = "Voids | 100 | 80 | R | 120\nRents | 60 | 60 | NR |\nTotal | 160 | 140 | | 120\n";
    let columns = |columns: &str| form().replacen("\"title\", \"target\", \"forecast\", \"share\"", columns, 1);
    let made = printed(&columns("\"title\", \"nature\", \"target\""), rows);
    assert_eq!(notes(&made, "North"), ["Target of £160k: £100k recurrent and £60k one-off (1 scheme)."]);
    let made = printed(&columns("\"title\", \"nature\", \"share\""), rows);
    assert_eq!(notes(&made, "North"), Vec::<String>::new());
    let made = printed(&form().replacen("total_label = \"Total\"\n", "", 1), rows);
    assert_eq!(notes(&made, "North"), Vec::<String>::new());
    // A form that says nothing of it speaks of nothing.
    let silent = form().replacen("one_off = [\"NR\"]\n", "", 1).replacen("full_year_of = \"forecast\"\n", "", 1);
    let made = printed(&silent, rows);
    assert_eq!(notes(&made, "North"), Vec::<String>::new());
}

#[test]
fn at_outturn_what_was_achieved_is_spoken_of() {
    let form = form().replacen("\"forecast\", \"share\"]", "\"forecast\", \"share\", \"achieved\"]", 1);
    let rows = "== Return\nScheme | Target | Forecast | Recurrent | Achieved\nVoids | 100 | 80 | R | 80\nRents | 60 | 55 | NR | 55\n";
    let (_folder, collection) = made("", &[("piperoll.toml", &form), ("returns/2022-23-outturn/north.txt", rows)]);
    let made = report(&collection);
    assert_eq!(notes(&made, "North"), ["Achieved of £135k: £80k recurrent and £55k one-off (1 scheme)."]);
}

/// What the total does not count is no part of it, and what it counts beside the schemes is.
#[test]
fn the_parts_come_to_the_total_whatever_counts_in_it() {
    let sort = "[[list.column]]\nid = \"sort\"\nheading = \"Kind\"\nkind = \"choice\"\nchoices = [\"Saving\", \"Cost avoidance\"]\n\
                outside_totals = [\"Cost avoidance\"]\n\n[[list.column]]\nid = \"target\"\n";
    let form = form().replacen("[[list.column]]\nid = \"target\"\n", sort, 1).replacen(
        "key = \"title\"\n",
        "key = \"title\"\nbalancing = [\"Still to find\"]\n",
        1,
    );
    let rows = "== Return\nScheme | Kind | Target | Forecast | Recurrent\nVoids | Saving | 100 | 80 | R\nRents | Saving | 60 | 50 | NR\n\
                Advice | Cost avoidance | 45 | 35 | NR\nStill to find | | 20 | 15 |\nTotal | | 180 | 145 |\n";
    let (_folder, collection) = made("", &[("piperoll.toml", &form), ("returns/2022-23-q3/north.txt", rows)]);
    let said =
        "Forecast of £145k: £80k recurrent, £50k one-off (1 scheme) and £15k not said to be recurrent or one-off.";
    assert_eq!(notes(&report(&collection), "North"), [said]);

    let of =
        "id = \"of\"\nheading = \"Part of\"\nkind = \"text\"\noptional = true\n\n[[list.column]]\nid = \"target\"\n";
    let form = self::form().replacen("id = \"target\"\n", of, 1).replacen(
        "key = \"title\"\n",
        "key = \"title\"\nparts = { column = \"of\", add_up = [\"target\", \"forecast\"] }\n",
        1,
    );
    let rows = "== Return\nScheme | Part of | Target | Forecast | Recurrent\nVoids | | 100 | 80 | R\nLocks | Voids | 40 | 30 | NR\n\
                Keys | Voids | 60 | 50 | R\nRents | | 65 | 50 | NR\n";
    let (_folder, collection) = made("", &[("piperoll.toml", &form), ("returns/2022-23-q3/north.txt", rows)]);
    let said = "Forecast of £130k: £80k recurrent and £50k one-off (1 scheme).";
    assert_eq!(notes(&report(&collection), "North"), [said]);
}

/// Savings that are written as negative amounts: the first page says them as savings, and a larger one is more.
#[test]
fn a_form_of_negative_savings_says_more_of_what_is_more() {
    let form = form().replacen("main_list", "savings = \"negative\"\nmain_list", 1);
    let rows = "Voids | -100 | -80 | R | -120\nRents | -60 | -60 | NR |\n";
    let made = printed(&form, rows);
    assert_eq!(
        notes(&made, "North"),
        [
            "Forecast of -£140k: -£80k recurrent and -£60k one-off (1 scheme). Full-year effect: -£120k, £20k less than Forecast."
        ]
    );
    let first = crate::support::texts(&made.sections[0]).join("\n");
    let said = "Forecast of £140k: £80k recurrent and £60k one-off (1 scheme). Full-year effect: £120k, £20k less than Forecast.";
    assert!(first.contains(said), "{first}");
}

/// Another list than the main one has no roles: it is spoken of by its first amount.
#[test]
fn a_list_beside_the_main_one_is_spoken_of_too() {
    let list = "[[list]]\nid = \"growth\"\nkey = \"item\"\n\n[[list.column]]\nid = \"item\"\nheading = \"Item\"\nkind = \"text\"\n\n\
                [[list.column]]\nid = \"sort\"\nheading = \"Sort\"\nkind = \"choice\"\nchoices = [\"Ongoing\", \"Once\"]\none_off = [\"Once\"]\n\n\
                [[list.column]]\nid = \"amount\"\nheading = \"Amount\"\nkind = \"money\"\nunit = \"thousands\"\n\n\
                [[return]]\nlist = \"growth\"\nfile = \"{area}\"\nsheet = \"Growth\"\narea = \"file\"\n\n\
                [[table]]\nid = \"growth\"\ntitle = \"Growth\"\nfrom = \"growth\"\ntotal_label = \"Total\"\n";
    let rows = format!(
        "{HEADINGS}Voids | 100 | 80 | R | 90\n== Growth\nItem | Sort | Amount\nDemand | Ongoing | 70\nA survey | Once | 12\n"
    );
    let form = format!("{}{list}", form());
    let (_folder, collection) = made("", &[("piperoll.toml", &form), ("returns/2022-23-q3/north.txt", &rows)]);
    assert_eq!(notes(&report(&collection), "Growth"), ["Amount of £82k: £70k recurrent and £12k one-off (1 item)."]);
}

/// What a scheme that is exempt is or comes to is in no sentence that everybody may have.
#[test]
fn a_sentence_that_counts_an_exempt_scheme_is_in_no_public_edition() {
    let area = "[[area]]\nid = \"south\"\nname = \"South\"\n\n";
    let form = form().replacen("[[area]]\n", &format!("{area}[[area]]\n"), 1);
    // What is said of the forecast and of the target is one text, which can be left out.
    let form = form.replacen("full_year_of = \"forecast\"", "full_year_of = \"target\"", 1);
    let files = [
        (
            "returns/2022-23-q3/north.txt",
            "Voids | 1130 | 801 | R | 801\nSecret depot sale | 6137 | 4174 | NR |\nQuiet lease | 2405 | 2005 | R | 2005\nRents | 350 | 345 | R | 345\n",
        ),
        ("returns/2022-23-q3/south.txt", "Roads | 533 | 411 | NR |\nParks | 777 | 622 | R | 622\n"),
    ];
    let (_folder, collection) = collection(&form, &files);
    let entry = |scheme: &str| {
        format!(
            "[[exempt]]\nperiod = \"2022-23-q3\"\narea = \"north\"\nscheme = \"{scheme}\"\nparagraph = 3\nreason = \"A price is being \
             negotiated.\"\nrole = \"Monitoring officer\"\ndate = 2023-01-19\n\n"
        )
    };
    fs::write(collection.join("decisions.toml"), entry("Secret depot sale") + &entry("Quiet lease")).unwrap();
    let whole = report(&collection);
    let own = serde_json::to_string(&whole).unwrap();
    let public = whole.for_public().unwrap_or_else(|why| panic!("{why}"));
    let text = serde_json::to_string(&public).unwrap();
    // The whole's and the north's say what the one-off scheme comes to.
    for secret in ["£4,174k one-off", "£4,585k one-off", "£3,773k recurrent"] {
        assert!(own.contains(secret), "{secret}");
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    assert_eq!(notes(&public, "North"), Vec::<String>::new());
    // What is of no exempt scheme stays.
    assert_eq!(
        notes(&public, "South"),
        [
            "Forecast of £1,033k: £622k recurrent and £411k one-off (1 scheme). Full-year effect: £622k, £688k less than Target."
        ]
    );
    assert!(!text.contains("4174") && !text.contains("4,174"), "{text}");
}
