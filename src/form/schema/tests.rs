//! A real validator refuses by the schema what the reader refuses, and lets pass what it lets pass.

use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::form::Form;
use crate::toml_reader::schema::tests::{against, refuse_alike};

const BASE: &str = include_str!("../../../tests/gallery/base.toml");

#[test]
fn every_key_is_in_the_schema_with_what_it_says() {
    let schema: Json = serde_json::from_str(&schema()).unwrap();
    let column = &schema["properties"]["list"]["items"]["properties"]["column"]["items"];
    assert_eq!(column["properties"]["unit"]["enum"], json!(["pounds", "thousands", "millions"]));
    assert_eq!(column["additionalProperties"], json!(false));
    assert!(column["required"].as_array().unwrap().contains(&json!("heading")));
    for (key, value) in column["properties"].as_object().unwrap() {
        assert!(value["description"].as_str().is_some_and(|says| says.len() > 10), "{key}");
    }
}

/// Every piperoll.toml below a folder.
fn forms(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            forms(&path, found);
        } else if path.file_name().is_some_and(|name| name == "piperoll.toml") {
            found.push(path);
        }
    }
}

#[test]
fn a_form_that_is_read_passes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    forms(&root.join("samples"), &mut found);
    // Others at hand, where somebody names their folder.
    if let Some(more) = std::env::var_os("PIPEROLL_FORMS") {
        forms(Path::new(&more), &mut found);
    }
    assert!(found.len() >= 5);
    for path in found.into_iter().chain([root.join("tests/gallery/base.toml")]) {
        let text = fs::read_to_string(&path).unwrap();
        if Form::parse("piperoll.toml", &text).is_ok() {
            assert_eq!(against(&schema(), &text), Vec::<String>::new(), "{}", path.display());
        }
    }
}

/// What is changed in the small form, each change a fault.
const BROKEN: &[(&str, &str)] = &[
    ("version = 1", ""),
    ("version = 1", "version = 2"),
    ("version = 1", "version = \"1\""),
    ("title = \"Savings\"", "titel = \"Savings\""),
    ("title = \"Savings\"", "title = \" \""),
    ("council = \"A council\"", ""),
    ("money = { unit = \"thousands\", negative = \"minus\" }", "money = { negative = \"minus\" }"),
    ("money = { unit = \"thousands\", negative = \"minus\" }", "money = { unit = \"thousands\", decimals = 7 }"),
    ("unit = \"thousands\", negative", "unit = \"thousand\", negative"),
    ("main_list = \"schemes\"", "year_starts = 13"),
    ("main_list = \"schemes\"", "years = { from = \"2017-18\", to = \"2020\" }"),
    ("[[area]]", "[[period]]\nas_at = 2022-12-31\n[[area]]"),
    ("[[area]]", "[[period]]\nid = \"2022-23-q5\"\n[[area]]"),
    ("[[area]]", "[[period]]\nid = \"q3\"\n[[area]]"),
    ("[[area]]", "[[period]]\nid = \"2022-23-q3\"\nas_at = 31\n[[area]]"),
    ("[[area]]", "[[period]]\nid = \"2022-23-q3\"\nas_at = \"31/12/2022\"\n[[area]]"),
    ("[[area]]", "[[period]]\nid = \"2022-23-q3\"\nas_at = 2022-12-31T10:00:00\n[[area]]"),
    ("[[area]]", "[[period]]\nid = \"2022-23-q3\"\nfirst_page = 0\n[[area]]"),
    ("id = \"north\"", "id = \"no rth\""),
    ("name = \"North\"", ""),
    ("name = \"North\"", "name = \"North\"\nalso = \"The North\""),
    ("name = \"North\"", "name = \"North\"\nreturns = \"yes\""),
    ("key = \"title\"", ""),
    ("id = \"target\"\nheading", "id = \"2target\"\nheading"),
    ("id = \"notes\"", "id = \"area\""),
    ("heading = \"Target\"\n", ""),
    ("kind = \"percent\"", "kind = \"percentage\""),
    // The unit of money is never guessed.
    ("kind = \"money\"\nunit = \"thousands\"\nrequired", "kind = \"money\"\nrequired"),
    ("kind = \"money\"\nunit = \"thousands\"\nrequired", "kind = \"text\"\nunit = \"thousands\"\nrequired"),
    ("kind = \"percent\"", "kind = \"percent\"\nunit = \"thousands\""),
    ("kind = \"percent\"", "kind = \"percent\"\ndecimals = 5"),
    ("kind = \"percent\"", "kind = \"percent\"\nshare = \"target\""),
    ("required = true\nmovement", "required = true\nblank = \"nil\"\nmovement"),
    ("done_words = [\"Delivered\", \"Complete\"]", "choices = [\"a\"]"),
    ("kind = \"text\"\noptional", "kind = \"choice\"\noptional"),
    ("movement = { amount = 0, percent = 0 }", "movement = { amount = 0 }"),
    ("movement = { amount = 0, percent = 0 }", "movement = { amount = \"0\", percent = 0 }"),
    ("cumulative = true", "cumulative = true\nsum = \"target\""),
    ("cumulative = true", "cumulative = true\npattern = \"{}\""),
    ("codes = { \"-\" = { means = \"nothing yet\", nil = true } }", "codes = { \"-\" = { nil = true } }"),
    ("area = \"file\"", "positions = { title = \"A\", target = \"B\" }"),
    ("area = \"file\"", "sheet = \"A\"\nsheets = \"all\""),
    ("area = \"file\"", "sheets = \"some\""),
    ("from = \"schemes\"\n", ""),
    ("columns = [\"title\"", "widths = [1.5]\ncolumns = [\"title\""),
    ("one_per = \"area\"", "one_per = \"list\""),
    ("[[table]]", "[[figure]]\nid = \"x\"\nheading = \"X\"\nkind = \"money\"\nstated = \"1\"\n[[table]]"),
    ("[[table]]", "[[figure]]\nid = \"x\"\nheading = \"X\"\nkind = \"count\"\n[[table]]"),
    ("[[table]]", "[[role]]\nname = \"Head\"\nmay = [\"everything\"]\n[[table]]"),
    ("[[table]]", "[[approver]]\nname = \"Board\"\nup_to = \"a lot\"\n[[table]]"),
    ("[[table]]", "[[approver]]\nup_to = 5\n[[table]]"),
    ("[[table]]", "[[control]]\nsource = \"Council\"\ndate = 2022-02-23\ntotal = 5\n[[table]]"),
    ("[[table]]", "[[control]]\nsource = \"Council\"\nminute = \"87\"\ndate = 2022-02-23\n[[table]]"),
    (
        "[[table]]",
        "[[control]]\nsource = \"Council\"\nminute = \"87\"\ndate = 2022-02-23\nworkbook = { file = \"c.xlsx\", amount = \"£\" }\n[[table]]",
    ),
    (
        "[[table]]",
        "[[control]]\nsource = \"Council\"\nminute = \"87\"\ndate = 2022-02-23\nworkbook = { file = \"c.xlsx\", scheme = \"S\", amount = \"£\" }\n[[control.item]]\nscheme = \"S\"\namount = 5\n[[table]]",
    ),
    (
        "[[table]]",
        "[[control]]\nsource = \"Council\"\nminute = \"87\"\ndate = 2022-02-23\n[[control.item]]\nscheme = \"S\"\n[[table]]",
    ),
    ("[[table]]", "[exempt]\nlaw = \"schedule-13\"\n[[table]]"),
    ("[[table]]", "[exempt]\nwidth = 0\n[[table]]"),
    ("[[table]]", "[[unknown]]\nx = 1\n[[table]]"),
];

#[test]
fn what_the_reader_refuses_the_schema_refuses() {
    refuse_alike(BASE, BROKEN, &schema(), |text| Form::parse("piperoll.toml", text).is_err());
}

#[test]
fn a_period_by_the_schema_is_one_by_the_reader() {
    let pattern = regex::Regex::new(period::PATTERN).unwrap();
    for text in [
        "2022-23-q3",
        "2018-19-p05",
        "2018-19-outturn",
        "2022-23-q0",
        "2022-23-p13",
        "2022-23",
        "22-23-q1",
        "2022-23-Q3",
    ] {
        assert_eq!(pattern.is_match(text), period::Period::parse(text).is_ok(), "{text}");
    }
    let pattern = regex::Regex::new(period::YEAR_PATTERN).unwrap();
    for text in ["2017-18", "2017/18", "2017/2018", "2017", "17-18", "2017-18-q1"] {
        assert_eq!(pattern.is_match(text), period::FinancialYear::read(text).is_some(), "{text}");
    }
}
