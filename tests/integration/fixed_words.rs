//! The fixed words of the appendix (templates/words/fixed.toml), and a collection's own in their place.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use piperoll::collection::Collection;
use piperoll::pipeline::{Inputs, Options};
use piperoll::report::Report;

use crate::office::Office;
use crate::recalculation::{same_values, without_results};
use crate::support::{SAMPLES, build, built, copy, findings, made, piperoll, report, repository, sample, stderr};

/// The built-in words by their keys, in the order of the file.
fn built_in() -> Vec<(String, String)> {
    let text = fs::read_to_string(repository().join("templates/words/fixed.toml")).unwrap();
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let entries = lines.map(|line| line.strip_suffix('"').and_then(|line| line.split_once(" = \"")).unwrap());
    entries.map(|(key, text)| (key.to_string(), text.to_string())).collect()
}

/// How a text is marked that prints: '[opening] Opening'.
fn mark(key: &str) -> String {
    format!("[{key}]")
}

/// Those that no collection replaces.
const MARKS: [&str; 4] = ["draft", "for_clearance", "draft_about", "for_clearance_about"];

/// Those that no sample needs to say, as the months; tests beside the code hold each of them, and that of every operator of a formula.
const BESIDE: [&str; 38] = [
    "control_changes_kept",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "end_of_year",
    "leads_on",
    "list_more",
    "moved_down",
    "moved_not",
    "moved_not_known",
    "rating_higher",
    "rating_its_own",
    "exempt_not_for_publication",
    "exempt_likely_private",
    "exempt_law_england",
    "exempt_law_wales",
    "exempt_law_scotland",
    "exempt_law_executive",
    "exempt_mark",
    "exempt_title",
    "exempt_about",
    "exempt_what",
    "exempt_virtue",
    "exempt_interest",
    "exempt_cell_of",
    "exempt_scheme",
    "exempt_column",
    "exempt_area",
    "exempt_table",
];

/// Every text marked, as a collection's own file.
fn put_marked(collection: &Path) {
    let replaced = built_in().into_iter().filter(|(key, _)| !MARKS.contains(&key.as_str()));
    let lines = replaced.into_iter().map(|(key, text)| format!("{key} = \"{} {text}\"\n", mark(&key)));
    put(collection, &lines.collect::<String>());
}

fn put(collection: &Path, own: &str) {
    let folder = collection.join("templates/words");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("fixed.toml"), own).unwrap();
}

/// A report with every fixed text marked.
fn marked((_folder, collection): (tempfile::TempDir, std::path::PathBuf)) -> Report {
    put_marked(&collection);
    report(&collection)
}

fn answer(finding: &str, more: &str) -> String {
    format!(
        "[[explain]]\nfinding = \"{finding}\"\nperiod = \"2022-23-q3\"\n{more}\nwords = \"As agreed.\"\n\
         role = \"Head of Finance\"\ndate = 2023-01-20\n\n"
    )
}

fn request(kind: &str, scheme: &str, from: u32, to: u32) -> String {
    format!(
        "[[change_request]]\nreference = \"CR-07\"\nperiod = \"2022-23-q3\"\nkind = \"{kind}\"\narea = \"north\"\n\
         scheme = \"{scheme}\"\ncolumn = \"target\"\nfrom = {from}\nto = {to}\napproved_by = \"Savings Board\"\n\
         date = 2022-11-30\nwords = \"As the board agreed.\"\n\n"
    )
}

/// Movements that the samples do not have: virements, a correction, a change that is to be approved, a scheme with another title whose forecast nobody explains, a new
/// one, and a figure that cannot be read.
fn moving() -> Report {
    let then = "== Return\nScheme | Target | Forecast | Share\nVoids | 100 | 80 |\nRents | 50 | 40 |\nDoors | 40 | 40 |\n\
                Leases | 30 | 30 |\nWindows | 10 | 10 |\nCleaning | 60 | 60 |\n\
                Heating | 7 | 7 |\nBoilers | 8 | 8 |\nHoists | 9 | 9 |\nTotal | 314 | 284 |\n";
    let now = "== Return\nScheme | Target | Forecast | Share\nVoids | 90 | 80 |\nRents | 60 | 40 |\nDoors | 45 | ask later |\n\
               Lettings | 30 | 300 |\nGates | 5 | 5 |\nWindows | 20 | 10 |\nCleaning by day | 40 | 40 |\n\
               Cleaning by night | 20 | 20 |\nHeat | 15 | 15 |\nTotal | 325 | 510 |\n";
    let decisions = [
        request("virement", "Voids", 100, 90),
        request("virement", "Rents", 50, 60),
        request("correction", "Doors", 40, 45),
        request("virement", "Hoists", 9, 0).replace("CR-07", "CR-09"),
        request("rebase", "Windows", 10, 20).replace("2022-11-30", "2023-02-08").replace("CR-07", "CR-08"),
        "[[match]]\nperiod = \"2022-23-q3\"\nfrom = [{ area = \"north\", scheme = \"Leases\" }]\n\
         to = [{ area = \"north\", scheme = \"Lettings\" }]\nwords = \"The same scheme.\"\nrole = \"Finance business partner\"\n\
         date = 2023-01-18\n"
            .to_string(),
        became(&["Cleaning"], &["Cleaning by day", "Cleaning by night"]),
        became(&["Heating", "Boilers"], &["Heat"]),
    ];
    let files = [
        ("returns/2022-23-q2/north.txt", then),
        ("returns/2022-23-q3/north.txt", now),
        ("decisions.toml", &decisions.concat()),
    ];
    marked(made("[[period]]\nid = \"2022-23-q3\"\npublication = 2023-01-31\n", &files))
}

/// Schemes that became others.
fn became(from: &[&str], to: &[&str]) -> String {
    let sides = |names: &[&str]| {
        let sides = names.iter().map(|name| format!("{{ area = \"north\", scheme = \"{name}\" }}"));
        sides.collect::<Vec<_>>().join(", ")
    };
    format!(
        "[[match]]\nperiod = \"2022-23-q3\"\nfrom = [{}]\nto = [{}]\nwords = \"As agreed.\"\n\
         role = \"Finance business partner\"\ndate = 2023-01-18\n",
        sides(from),
        sides(to)
    )
}

/// A first period with answers about cells beside each other and until a later period.
fn answered() -> Report {
    let grid = "== Return\nAgreed in February | 120 | 90\nScheme | Target | Forecast | Share | Achieved | Progress\n\
                Voids | 100 | 100 | | 50 | Delivered\nRents | 30 | 30 |\n\
                Total | 180 | 180 |\n!comment C3 Agreed by the board\n";
    let answers = [
        answer("comments:north", ""),
        answer("not-used:north:return-above-agreed-in-february", "stated = \"120; 90\""),
        answer("done-not-achieved:north:voids:notes", "stated = 50\nexpected = 100\nuntil = \"2023-24-q1\""),
    ];
    let answers = answers.concat();
    let files = [("returns/2022-23-q3/north.txt", grid), ("decisions.toml", &*answers)];
    marked(made("", &files))
}

/// A table that stands in the workbook alone.
fn elsewhere() -> Report {
    let table = "[[table]]\nid = \"more\"\nfrom = \"schemes\"\ntitle = \"More\"\nappears = \"workbook\"\n";
    let grid = "== Return\nScheme | Target | Forecast\nVoids | 100 | 80\nTotal | 100 | 80\n";
    marked(made(table, &[("returns/2022-23-q3/north.txt", grid)]))
}

/// A title in whose place another one stands.
fn renamed() -> Report {
    let grid =
        "== Return\nScheme | Target | Forecast | Share\nVoids | 100 | 80 |\nVoids | 50 | 40 |\nTotal | 150 | 120 |\n";
    let entry = "[[set_aside]]\nfinding = \"duplicate-title:north:voids:title\"\nperiod = \"2022-23-q3\"\nstated = \"Voids\"\n\
                 stands = \"Voids, second phase\"\nrows = [\"Voids\", \"Voids\"]\nwords = \"Two phases.\"\nrole = \"Section 151 officer\"\ndate = 2023-01-26\n";
    marked(made("", &[("returns/2022-23-q3/north.txt", grid), ("decisions.toml", entry)]))
}

/// Targets against what was approved: as a list with which they agree, or else a total with which they do not.
fn approved(is_list: bool) -> Report {
    let request = |to: u32, date: &str| {
        format!(
            "[[change_request]]\nreference = \"CR-{to}\"\nperiod = \"2022-23-q3\"\nkind = \"rebase\"\narea = \"north\"\nscheme = \"Voids\"\n\
             column = \"target\"\nfrom = 100\nto = {to}\napproved_by = \"Savings Board\"\ndate = {date}\nwords = \"As agreed.\"\n\n"
        )
    };
    let form = "[[period]]\nid = \"2022-23-q3\"\npublication = 2023-01-31\n[[control]]\nsource = \"Full Council\"\nminute = \"87\"\n\
                date = 2022-02-23\n";
    let (what, decisions) = match is_list {
        true => {
            let what = "unallocated = 5\n[[control.item]]\narea = \"north\"\nscheme = \"Voids\"\namount = 100\n";
            (what, request(120, "2022-11-30"))
        }
        // What lies beyond the day of publication shows, and nothing else was approved.
        false => {
            let virement = request(110, "2022-11-30") + &request(90, "2022-12-01");
            (
                "total = 100\n[[control]]\nsource = \"Cabinet\"\nminute = \"9\"\ndate = 2022-03-01\ncolumn = \"forecast\"\ntotal = 50\n",
                virement + &request(120, "2023-02-08"),
            )
        }
    };
    let grid = "== Return\nScheme | Target | Forecast | Share\nVoids | 120 | 80 |\nTotal | 120 | 80 |\n";
    let files = [("returns/2022-23-q3/north.txt", grid), ("decisions.toml", &*decisions)];
    marked(made(&format!("{form}{what}"), &files))
}

/// A query that stays open.
fn left_open() -> Report {
    let grid = |target: u32| {
        format!("== Return\nScheme | Target | Forecast | Share\nVoids | {target} | 80 |\nTotal | {target} | 80 |\n")
    };
    let entry = "[[open_at_publication]]\nfinding = \"target-changed:north:voids:target\"\nperiod = \"2022-23-q3\"\n\
                 stated = 110\nexpected = 100\nwords = \"The service asks its board.\"\ndue = 2023-03-01\n\
                 role = \"Section 151 officer\"\ndate = 2023-01-26\n";
    let files = [
        ("returns/2022-23-q2/north.txt", &*grid(100)),
        ("returns/2022-23-q3/north.txt", &*grid(110)),
        ("decisions.toml", entry),
    ];
    marked(made("", &files))
}

/// A record with everything that one can say.
fn recorded() -> Report {
    let record = "[[record]]\nof = \"boards\"\nperiod = \"2022-23-q3\"\nby = \"Savings Board\"\ninitials = \"CD\"\ndate = 2023-01-17\n\
                  words = \"Noted.\"\nreference = \"BBA-03\"\narea = \"north\"\nscheme = \"Voids\"\namount = 120\n\
                  to = \"Corporate Leadership Team\"\ndue = 2023-02-28\n";
    let grid = "== Return\nScheme | Target | Forecast\nVoids | 100 | 80\nTotal | 100 | 80\n";
    let form = "[[record]]\nid = \"boards\"\ntitle = \"Boards\"\n";
    marked(made(form, &[("returns/2022-23-q3/north.txt", grid), ("decisions.toml", record)]))
}

/// A correction of what was published, with a figure that is another one or with none.
fn revised(published: u32) -> Report {
    let grid = |forecast: u32| {
        format!(
            "== Return\nScheme | Target | Forecast | Share\nVoids | 100 | {forecast} |\nTotal | 100 | {forecast} |\n"
        )
    };
    let (_folder, collection) = made("", &[("returns/2022-23-q3/north.txt", &grid(published))]);
    let set = collection.join("published/2022-23-q3/1");
    fs::create_dir_all(&set).unwrap();
    fs::write(set.join("consolidated.xlsx"), build(&collection, &[]).xlsx()).unwrap();
    let now = crate::workbook::workbook(&grid(80));
    fs::write(collection.join("returns/2022-23-q3/north.xlsx"), now).unwrap();
    put_marked(&collection);
    let collection = Collection::open(&collection).unwrap();
    let supersedes = Some((1, "A slip.".to_string()));
    let inputs = Inputs::read(&collection, &Options { supersedes, ..Options::default() }).unwrap();
    inputs.examine().unwrap().report().unwrap()
}

/// A bridge that something is missing in, by year or without one.
fn bridge(by_year: bool) -> Report {
    let gallery = fs::read_to_string(repository().join("tests/gallery/bridge-open.txt")).unwrap();
    let part = |name: &str| {
        gallery.split(&format!("\n--- {name}\n")).nth(1).and_then(|part| part.split("\n--- ").next()).unwrap()
    };
    let (mut form, mut grid) =
        (part("piperoll.toml").to_string(), part("returns/2022-23-q3/programme.txt").to_string());
    if !by_year {
        form = form.replace("each = \"year\"\n", "").replace(" {{column_year}}", "").replace("year = \"year\"\n", "");
        grid = "== Projects\nProject | Target (£000) | Projection (£000)\nHomecare | 500 | 410\n\
                == Exceptions\nProject | Year | Kind | Amount (£000)\nHomecare | 2022/23 | Slippage | 80\n"
            .to_string();
    }
    marked(made("", &[("piperoll.toml", &form), ("returns/2022-23-q3/programme.txt", &grid)]))
}

#[test]
fn every_fixed_text_prints_and_a_collections_own_stands_in_its_place() {
    let mut missing: BTreeSet<String> = built_in().into_iter().map(|(key, _)| key).collect();
    missing.retain(|key| {
        !MARKS.contains(&key.as_str()) && !key.starts_with("formula_") && !BESIDE.contains(&key.as_str())
    });
    let samples = SAMPLES.into_iter().map(|name| marked(copy(&sample(name))));
    for report in samples.chain([
        moving(),
        answered(),
        elsewhere(),
        bridge(true),
        bridge(false),
        renamed(),
        left_open(),
        approved(true),
        approved(false),
        recorded(),
        revised(70),
        revised(80),
        marked(crate::blank_columns::unrated()),
        marked(crate::certainty::divided()),
        marked(crate::outside_totals::undecided()),
        marked(crate::recurrence::of_each_kind()),
        marked(crate::rating_rows::rated()),
        marked(crate::following::decided()),
        marked(crate::not_updated::standing()),
        marked(crate::new_year::ended(true)),
        marked(crate::new_year::ended(false)),
        marked(crate::trend::over_a_year()),
        marked(crate::trend::after_a_return_that_had_not_come()),
        marked(crate::trend::without_an_area()),
    ]) {
        let printed = serde_json::to_string(&report).unwrap();
        missing.retain(|key| !printed.contains(&mark(key)));
    }
    assert_eq!(missing, BTreeSet::new());
}

#[test]
fn sums_over_renamed_lines_are_formulas_still_and_recalculating_changes_nothing() {
    let own = |name: &str| {
        let (_folder, collection) = copy(&sample(name));
        put_marked(&collection);
        build(&collection, &[])
    };
    let names = ["recovery-plan", "multi-year-programme"];
    let books = names.map(|name| own(name).xlsx().to_vec());
    let stripped = books.each_ref().map(|book| without_results(book));
    for (name, (_, formulas)) in names.into_iter().zip(&stripped) {
        assert_eq!(*formulas, without_results(built(name).xlsx()).1, "{name}");
    }
    let Some(office) = Office::installed() else { return };
    let without = stripped.map(|(book, _)| ("xlsx", book));
    for ((name, book), reckoned) in
        names.into_iter().zip(&books).zip(office.saved(&without, "xlsx:Calc MS Excel 2007 XML"))
    {
        assert!(same_values(name, book, &reckoned) > 50, "{name}");
    }
}

#[test]
fn a_fault_of_an_own_file_stops_check_and_build_with_its_line() {
    let (_folder, collection) = copy(&sample("recovery-plan"));
    for (own, told) in [
        (
            "opening = \"Start\"\noppening = \"Start\"\n",
            "fixed.toml, line 2: unknown key `oppening` here; did you mean `opening`?",
        ),
        ("rounding = \"Rounded to £1,000.\"\n", "fixed.toml, line 1: `rounding` holds a figure"),
    ] {
        put(&collection, own);
        for more in [&["check"] as &[&str], &["build", "--no-pdf"]] {
            let output = piperoll().args(more).arg(&collection).output().unwrap();
            assert_eq!(output.status.code(), Some(2), "{more:?}");
            assert!(stderr(&output).contains(told), "{}", stderr(&output));
        }
    }
    put(&collection, "");
    fs::rename(collection.join("templates/words/fixed.toml"), collection.join("templates/words/fixd.toml")).unwrap();
    let output = piperoll().arg("check").arg(&collection).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("nothing reads this file"), "{}", stderr(&output));
}

#[test]
fn an_amount_in_words_or_a_unit_beside_one_that_is_filled_in_is_asked_about() {
    let (_folder, collection) = copy(&sample("recovery-plan"));
    let own = "# We saved £5m.\nrounding = \"Rounding hides three million pounds.\"\n\
               other_changes_net = \"Net of £{{increases}} and {{decreases}}.\"\nyear = \"Financial year\"\n";
    put(&collection, own);
    let found = findings(&collection, &[]);
    let all = found["findings"].as_array().unwrap();
    let asked: Vec<(&str, u64)> = all
        .iter()
        .filter(|finding| finding["code"] == "untraced-number")
        .map(|finding| (finding["message"].as_str().unwrap(), finding["at"]["line"].as_u64().unwrap_or_default()))
        .collect();
    assert_eq!(asked.len(), 2, "{asked:#?}");
    assert!(asked[0].0.starts_with("the words 'rounding': 'three million'"), "{asked:#?}");
    assert_eq!((asked[0].1, asked[1].1), (2, 3), "{asked:#?}");
    // Letters that the fonts lack are asked about here too.
    put(&collection, "# \u{5e74}\nyear = \"Year\"\nthen = \"\u{5f53}\u{65f6}\"\n");
    fs::write(collection.join("templates/words/area.hbs"), "{{!-- \u{5e74} --}}\nTarget {{money target}} \u{5e74}")
        .unwrap();
    let found = findings(&collection, &[]);
    let of_fonts = |finding: &&serde_json::Value| finding["code"] == "unprintable-character";
    let all: Vec<&serde_json::Value> = found["findings"].as_array().unwrap().iter().filter(of_fonts).collect();
    assert_eq!(all.len(), 2, "{all:#?}");
    assert!(all[0]["message"].as_str().unwrap().starts_with("the words 'area' holds a letter"), "{all:#?}");
    assert_eq!(all[1]["at"]["line"], 3, "{all:#?}");
    // The file stands among those that the paper comes from.
    let files = report(&collection).files;
    let file = files.iter().find(|file| file.path == "templates/words/fixed.toml").unwrap();
    assert_eq!((file.role, file.sha256.len()), ("words", 64));
}

/// The sections of docs/words.md that list the keys: a table for each part of the file.
fn keys_in_docs() -> String {
    let text = fs::read_to_string(repository().join("templates/words/fixed.toml")).unwrap();
    let mut page = String::new();
    for line in text.lines() {
        if let Some(part) = line.strip_prefix("# ---- ") {
            page.push_str(&format!(
                "\n{}:\n\n| key | built-in words |\n| --- | --- |\n",
                part.trim_end_matches(" ----")
            ));
        } else if let Some((key, text)) = line.split_once(" = ") {
            page.push_str(&format!("| `{key}` | {} |\n", text.trim_matches('"')));
        }
    }
    page
}

#[test]
fn the_page_of_words_lists_every_key_as_the_file_has_it() {
    const ENDS: [&str; 2] = ["<!-- fixed words -->\n", "\n<!-- end of fixed words -->"];
    let path = repository().join("docs/words.md");
    let page = fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once(ENDS[0]).unwrap();
    let (_, after) = rest.split_once(ENDS[1]).unwrap();
    let expected = format!("{before}{}{}{}{after}", ENDS[0], keys_in_docs(), ENDS[1]);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &expected).unwrap();
        return;
    }
    assert!(page == expected, "docs/words.md is out of date: run this test with UPDATE_DOCS=1");
}
