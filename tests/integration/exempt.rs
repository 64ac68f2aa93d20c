//! What is exempt from publication: what everybody may have says nothing of it, and does not give it away.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use piperoll::report::{Block, CellValue, Report};
use tempfile::TempDir;

use crate::support::{made, piperoll_build, report, rows, sheets, stderr};

/// Areas beside the first one, which the gallery's form has.
const AREAS: &str = "[[area]]\nid = \"south\"\nname = \"South\"\n\n[[area]]\nid = \"west\"\nname = \"West\"\n\n[[area]]\nid = \"east\"\nname = \"East\"\n";

/// A return: rows of target and forecast.
fn sent(rows: &[(&str, i64, i64)]) -> String {
    let share = |target: i64, forecast: i64| format!("{}%", (forecast * 100 + target / 2) / target);
    let line = |(name, target, forecast): &(&str, i64, i64)| {
        format!("{name} | {target} | {forecast} | {}\n", share(*target, *forecast))
    };
    let (target, forecast) = (rows.iter().map(|row| row.1).sum(), rows.iter().map(|row| row.2).sum());
    let lines: String = rows.iter().map(line).collect();
    format!("== Return\nScheme | Target | Forecast | Share\n{lines}{}", line(&("Total", target, forecast)))
}

const ROWS: [(&str, i64, i64); 4] =
    [("Voids", 1130, 800), ("Secret depot sale", 6137, 4174), ("Quiet lease", 2405, 2005), ("Rents", 350, 345)];

fn entry(what: &str) -> String {
    format!(
        "[[exempt]]\nperiod = \"2022-23-q3\"\n{what}\nparagraph = 3\nreason = \"A price is being negotiated.\"\n\
         role = \"Monitoring officer\"\ndate = 2023-01-19\n\n"
    )
}

fn scheme(name: &str) -> String {
    entry(&format!("area = \"north\"\nscheme = \"{name}\""))
}

/// A collection of one quarter, with these rows of the first area and these decisions.
fn collection(form: &str, files: &[(&str, String)], decisions: &str) -> (TempDir, PathBuf) {
    let mut all: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    all.push(("decisions.toml", decisions));
    made(form, &all)
}

fn north(rows: &[(&str, i64, i64)]) -> Vec<(&'static str, String)> {
    vec![("returns/2022-23-q3/north.txt", sent(rows))]
}

struct Ran {
    code: Option<i32>,
    said: String,
    /// All cells of the public workbook, its names of sheets, and its properties.
    public: Option<String>,
    restricted: Option<String>,
}

fn build(collection: &Path) -> Ran {
    let output = collection.parent().unwrap().join("output");
    let run =
        |more: &[&str]| piperoll_build().arg(collection).arg("--output").arg(&output).args(more).output().unwrap();
    run(&[]);
    let built = run(&["--audience", "public"]);
    let words = |path: &str| {
        let bytes = fs::read(output.join("2022-23-q3").join(path)).ok()?;
        let mut words = String::new();
        for (name, range) in sheets(&bytes) {
            words.push_str(&format!("{name}\n"));
            rows(&range).into_iter().for_each(|row| words.push_str(&format!("{}\n", row.join(" | "))));
        }
        let mut package = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        for part in ["docProps/core.xml", "docProps/custom.xml", "docProps/app.xml"] {
            let mut file = package.by_name(part).unwrap();
            std::io::Read::read_to_string(&mut file, &mut words).unwrap();
        }
        Some(words)
    };
    Ran {
        code: built.status.code(),
        said: stderr(&built),
        public: words("public/consolidated.xlsx"),
        restricted: words("consolidated.xlsx"),
    }
}

#[test]
fn two_exempt_schemes_are_left_out_everywhere_and_it_is_said_why() {
    let decisions = format!("{}{}", scheme("Secret depot sale"), scheme("quiet LEASE"));
    let (_folder, collection) = collection("", &north(&ROWS), &decisions);
    let ran = build(&collection);
    let public = ran.public.unwrap_or_else(|| panic!("{}", ran.said));
    for secret in ["Secret depot", "Quiet lease", "6137", "4174", "2405"] {
        assert!(!public.contains(secret), "{secret}: {public}");
        assert!(ran.restricted.as_ref().unwrap().contains(secret), "{secret}");
    }
    // What is not exempt stays, totals with all that counts.
    for open in ["Voids", "1130", "Rents", "10022", "7324"] {
        assert!(public.contains(open), "{open}: {public}");
    }
    assert!(public.contains("Exempt information left out of this edition"), "{public}");
    assert!(
        public.contains("A scheme | Paragraph 3 of Part 1 of Schedule 12A of the Local Government Act 1972 | A price"),
        "{public}"
    );
    assert!(public.contains("A price is being negotiated.") && public.contains("Monitoring officer"), "{public}");
    // What the council keeps says that it is not for everybody, and by virtue of what.
    let virtue = "Likely to be considered in private, by virtue of paragraph 3 of Part 1 of Schedule 12A of the Local Government Act 1972.";
    assert!(ran.restricted.as_ref().unwrap().contains(virtue) && !public.contains("considered in private"), "{public}");
    // Who has all but a figure could try which one gives the fingerprint of the whole.
    let whole = report(&collection).meta.fingerprint;
    assert!(ran.restricted.unwrap().contains(&whole) && !public.contains(&whole));
}

#[test]
fn a_scheme_that_the_total_gives_away_is_refused_with_the_arithmetic_and_what_would_help() {
    let (_folder, collection) = collection("", &north(&ROWS), &scheme("Secret depot sale"));
    let ran = build(&collection);
    assert_eq!((ran.code, ran.public), (Some(1), None), "{}", ran.said);
    for said in [
        "'Secret depot sale' under 'Target' in 'North' (6137",
        "is 10022; less what is published of it, 3885",
        "If 'Voids' were left out too",
    ] {
        assert!(ran.said.contains(said), "{said}: {}", ran.said);
    }
    assert!(ran.restricted.unwrap().contains("Secret depot sale"));
}

#[test]
fn an_exempt_column_goes_with_what_gives_it_away() {
    let forecast = entry("column = \"forecast\"");
    let (_folder, one) = collection("", &north(&ROWS), &forecast);
    let ran = build(&one);
    // The percentage of a published target is as good as the figure.
    assert_eq!((ran.code, &ran.public), (Some(1), &None), "{}", ran.said);
    let (_folder, both) = collection("", &north(&ROWS), &format!("{forecast}{}", entry("column = \"share\"")));
    let ran = build(&both);
    match ran.public {
        Some(public) => {
            for secret in ["4174", "7324", "2005"] {
                assert!(!public.contains(secret), "{secret}: {public}");
            }
            assert!(public.contains("[exempt: paragraph 3]") && public.contains("1130"), "{public}");
        }
        // A headline says the forecast: no sentence can be cut.
        None => assert!(ran.said.contains("a text says a figure that is exempt"), "{}", ran.said),
    }
}

#[test]
fn an_exempt_area_is_left_out_where_two_are_and_refused_where_one_is() {
    let files: Vec<(&str, String)> = ["north", "south", "west", "east"]
        .into_iter()
        .enumerate()
        .map(|(index, area)| {
            let path: &str = match area {
                "north" => "returns/2022-23-q3/north.txt",
                "south" => "returns/2022-23-q3/south.txt",
                "west" => "returns/2022-23-q3/west.txt",
                _ => "returns/2022-23-q3/east.txt",
            };
            let more = 1000 * index as i64;
            let names = [format!("{area} homes"), format!("{area} roads")];
            (path, sent(&[(names[0].as_str(), 411 + more, 307 + more), (names[1].as_str(), 523 + more, 433 + more)]))
        })
        .collect();
    let of = |area: &str| entry(&format!("area = \"{area}\""));
    let (_folder, one) = collection(AREAS, &files, &of("west"));
    let ran = build(&one);
    assert_eq!((ran.code, ran.public), (Some(1), None), "{}", ran.said);
    let (_folder, two) = collection(AREAS, &files, &format!("{}{}", of("west"), of("east")));
    let ran = build(&two);
    match ran.public {
        Some(public) => {
            for secret in ["west homes", "east roads", "2411", "3523", "4934"] {
                assert!(!public.contains(secret), "{secret}: {public}");
            }
            assert!(public.contains("north homes") && public.contains("A service area | Paragraph 3"), "{public}");
        }
        None => panic!("{}", ran.said),
    }
}

#[test]
fn what_was_public_last_time_is_known() {
    let then: Vec<_> = ROWS.iter().map(|row| (row.0, row.1, row.2 - 10)).collect();
    let mut files = north(&ROWS);
    files.push(("returns/2022-23-q2/north.txt", sent(&then)));
    // Both schemes were published in the second quarter, and their targets have not moved since.
    let since = format!("{}{}", scheme("Secret depot sale"), scheme("Quiet lease"));
    let (_folder, late) = collection("", &files, &since);
    let ran = build(&late);
    let earlier = since.replace("2022-23-q3", "2022-23-q2");
    let (_folder, early) = collection("", &files, &earlier);
    let kept = build(&early);
    assert!(kept.public.is_some(), "{}", kept.said);
    // Nothing says which of the two moved, so what was known then does not say what is now.
    if let Some(public) = ran.public {
        assert!(!public.contains("Secret depot") && !public.contains("4174"), "{public}");
    }
}

#[test]
fn an_entry_that_is_about_nothing_is_asked_about_and_nothing_is_made() {
    let (_folder, collection) = collection("", &north(&ROWS), &scheme("Secret depto sale"));
    let ran = build(&collection);
    assert_eq!((ran.code, ran.public), (Some(1), None), "{}", ran.said);
    assert!(ran.said.contains("matches nothing that was returned"), "{}", ran.said);
    let found = crate::support::findings(&collection, &[]);
    assert!(found.to_string().contains("no row of the returns is it"), "{found}");
}

#[test]
fn a_narrative_that_names_what_is_exempt_is_refused_until_it_is_exempt_too() {
    let text = "== Return\nScheme | Target | Forecast | Share | Progress\nVoids | 100 | 80 | 80% | Waits for the Secret depot sale\n\
                Secret depot sale | 613 | 417 | 68% | Offers are in\nQuiet lease | 240 | 200 | 83% | Slow\nTotal | 953 | 697 | 73% |\n";
    let form =
        "[[table]]\nid = \"narrative\"\nfrom = \"schemes\"\ntitle = \"Narrative\"\ncolumns = [\"title\", \"notes\"]\n";
    let decisions = format!("{}{}", scheme("Secret depot sale"), scheme("Quiet lease"));
    let files = vec![("returns/2022-23-q3/north.txt", text.to_string())];
    let (_folder, named) = collection(form, &files, &decisions);
    let ran = build(&named);
    assert_eq!((ran.code, ran.public), (Some(1), None), "{}", ran.said);
    assert!(ran.said.contains("'Secret depot sale' is exempt and is named in 'Narrative'"), "{}", ran.said);
    let cell = entry("area = \"north\"\nscheme = \"Voids\"\ncolumn = \"notes\"");
    let (_folder, cut) = collection(form, &files, &format!("{decisions}{cell}"));
    let ran = build(&cut);
    let public = ran.public.unwrap_or_else(|| panic!("{}", ran.said));
    assert!(
        public.contains("Voids") && !public.contains("Waits for") && public.contains("[exempt: paragraph 3]"),
        "{public}"
    );
}

/// A figure is the same in pounds, in thousands or in millions.
#[test]
fn a_narrative_that_says_an_exempt_figure_in_pounds_is_refused() {
    let form =
        "[[table]]\nid = \"narrative\"\nfrom = \"schemes\"\ntitle = \"Narrative\"\ncolumns = [\"title\", \"notes\"]\n";
    let decisions = format!("{}{}", scheme("Secret depot sale"), scheme("Quiet lease"));
    for (said, is_made) in [("£6.137m", false), ("£6,137,000", false), ("6137", false), ("£6.2m", true)] {
        let text = format!(
            "== Return\nScheme | Target | Forecast | Share | Progress\nVoids | 1130 | 800 | 71% | Waits for {said} from elsewhere\n\
             Secret depot sale | 6137 | 4174 | 68% | Offers are in\nQuiet lease | 2405 | 2005 | 83% | Slow\n\
             Total | 9672 | 6979 | 72% |\n"
        );
        let files = vec![("returns/2022-23-q3/north.txt", text)];
        let (_folder, made) = collection(form, &files, &decisions);
        let ran = build(&made);
        assert_eq!(ran.public.is_some(), is_made, "{said}: {}", ran.said);
        assert_eq!(ran.said.contains("which is an exempt figure"), !is_made, "{said}: {}", ran.said);
    }
}

/// What is recorded of a scheme says no column, so it goes where one cell of it is exempt.
#[test]
fn what_is_recorded_of_the_scheme_of_an_exempt_cell_is_left_out() {
    let record = |scheme: &str, words: &str| {
        format!(
            "[[record]]\nof = \"boards\"\nperiod = \"2022-23-q3\"\nby = \"Savings Board\"\ndate = 2023-01-17\nscheme = \"{scheme}\"\n\
             words = \"{words}\"\n\n"
        )
    };
    let text = "== Return\nScheme | Target | Forecast | Share | Progress\nVoids | 100 | 80 | 80% | A secret\n\
                Rents | 613 | 417 | 68% | Slow\nTotal | 713 | 497 | 70% |\n";
    let cell = entry("area = \"north\"\nscheme = \"Voids\"\ncolumn = \"notes\"");
    let decisions = format!("{cell}{}{}", record("voids", "A buyer was heard."), record("Rents", "Noted."));
    let form = "[[record]]\nid = \"boards\"\ntitle = \"Boards\"\n";
    let files = vec![("returns/2022-23-q3/north.txt", text.to_string())];
    let (_folder, made) = collection(form, &files, &decisions);
    let ran = build(&made);
    let public = ran.public.unwrap_or_else(|| panic!("{}", ran.said));
    assert!(ran.restricted.unwrap().contains("A buyer was heard."));
    assert!(public.contains("Noted.") && !public.contains("A buyer"), "{public}");
}

#[test]
fn the_law_is_the_forms_and_the_committee_resolves() {
    let decisions = format!("{}{}", scheme("Secret depot sale"), scheme("Quiet lease"))
        .replace("date = 2023-01-19", "date = 2023-01-19\nresolved = 2023-02-08");
    for (law, said) in [
        ("schedule-12a-wales", "Not for publication by virtue of paragraph 3 of Part 4 of Schedule 12A"),
        (
            "schedule-7a",
            "Not for publication by virtue of paragraph 3 of Part I of Schedule 7A of the Local Government (Scotland) Act 1973.",
        ),
        ("executive", "which SI 2012/2089 applies to an executive."),
    ] {
        let (_folder, collection) = collection(&format!("[exempt]\nlaw = \"{law}\"\n"), &north(&ROWS), &decisions);
        let whole = report(&collection);
        assert!(whole.meta.restricted.contains(said), "{}", whole.meta.restricted);
        assert_eq!(whole.for_public().unwrap().meta.restricted, "");
    }
    // It has ended by then.
    let ended = decisions.replace("resolved = 2023-02-08", "until = 2023-01-20");
    let ended = ended.replace("2023-01-19", "2022-12-19").replace("2023-01-20", "2022-12-30");
    let (_folder, collection) = collection("", &north(&ROWS), &ended);
    let public = serde_json::to_string(&report(&collection).for_public().unwrap()).unwrap();
    assert!(public.contains("Secret depot sale"), "{public}");
}

/// What a reader of a public report sees of a table: by column, the sum of what is published of its rows, and its total.
fn seen(public: &Report, table: &str, columns: &[&str]) -> BTreeMap<String, (i64, i64)> {
    let blocks = public.sections.iter().flat_map(|section| &section.blocks);
    let mut seen = BTreeMap::new();
    for block in blocks {
        let Block::Table(found) = block else { continue };
        if found.id != table {
            continue;
        }
        for (index, column) in
            found.columns.iter().enumerate().filter(|(_, column)| columns.contains(&&*column.heading))
        {
            let numbers: Vec<i64> = found
                .rows
                .iter()
                .map(|row| match &row.cells[index].value {
                    CellValue::Number { number, .. } => i64::try_from(*number).unwrap(),
                    _ => 0,
                })
                .collect();
            let (total, rows) = numbers.split_last().unwrap();
            seen.insert(column.heading.clone(), (rows.iter().sum(), *total));
        }
    }
    seen
}

/// Whatever is marked in tables made from numbers drawn by a rule: if an edition is made, nobody can take the rows that are published from
/// their total and be left with one figure, and none of them is in it.
#[test]
fn whatever_is_marked_no_edition_gives_a_figure_away() {
    let mut state: u64 = 88_172_645_463_325_252;
    let mut next = |most: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % most
    };
    let mut made_and_refused = [0, 0];
    for _ in 0..24 {
        let count = 2 + next(5) as usize;
        let names: Vec<String> = (0..count)
            .map(|index| format!("Scheme {}", ["Ash", "Birch", "Cedar", "Damson", "Elder", "Fir"][index]))
            .collect();
        let rows: Vec<(&str, i64, i64)> = names
            .iter()
            .map(|name| {
                let target = 101 + next(9000) as i64;
                (name.as_str(), target, target * (60 + next(39) as i64) / 100)
            })
            .collect();
        let marks: Vec<bool> = (0..count).map(|_| next(2) == 1).collect();
        let marked: Vec<&(&str, i64, i64)> =
            rows.iter().zip(&marks).filter(|(_, is)| **is).map(|(row, _)| row).collect();
        if marked.is_empty() {
            continue;
        }
        let decisions: String = marked.iter().map(|row| scheme(row.0)).collect();
        let (_folder, collection) = collection("", &north(&rows), &decisions);
        let whole = report(&collection);
        match whole.for_public() {
            Err(_) => {
                made_and_refused[1] += 1;
                assert!(
                    marked.len() < 2 || marked.len() == count || rows.len() < 4,
                    "{rows:?} {marks:?}: {:?}",
                    whole.for_public().err()
                );
            }
            Ok(public) => {
                made_and_refused[0] += 1;
                let text = serde_json::to_string(&public).unwrap();
                for (name, target, forecast) in &marked {
                    assert!(!text.contains(*name), "{name}");
                    for (column, figure) in [("Target", target), ("Forecast", forecast)] {
                        let (published, total) = seen(&public, "schemes.north", &["Target", "Forecast"])[column];
                        assert_ne!(total - published, *figure, "{rows:?} {marks:?}");
                    }
                }
            }
        }
    }
    assert!(made_and_refused.iter().all(|of| *of >= 3), "{made_and_refused:?}");
}
