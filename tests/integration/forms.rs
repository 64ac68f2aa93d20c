//! docs/forms.md: every feature has a row, and what a row names is there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use piperoll::check;
use piperoll::collection::Collection;
use piperoll::pipeline::{Inputs, Options};
use piperoll::report::{Appears, Block};
use rayon::prelude::*;

use crate::support::{build, repository, sample, solid};

/// How many features there are: each of them is there.
const FEATURES: usize = 62;

/// Every Rust file of a folder in one text.
fn code(folder: &Path) -> String {
    let mut text = String::new();
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            text.push_str(&code(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            text.push_str(&fs::read_to_string(path).unwrap());
        }
    }
    text
}

/// What stands between backticks.
fn spans(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

#[test]
fn every_feature_has_a_row_and_what_it_names_is_there() {
    let root = repository();
    let page = fs::read_to_string(root.join("docs/forms.md")).unwrap();
    let code = code(&root.join("src")) + &code(&root.join("tests"));
    let keys = ["src/form/raw.rs", "src/decision/parse.rs"].map(|path| fs::read_to_string(root.join(path)).unwrap());
    let keys = keys.concat();
    let heading = fs::read_to_string(root.join("docs/form.md")).unwrap();
    let tests_there: BTreeSet<&str> = code
        .split("#[test]")
        .skip(1)
        .filter_map(|rest| rest.trim_start().strip_prefix("fn ")?.split_once('(').map(|(name, _)| name))
        .collect();
    let test = |name: &str| tests_there.contains(name);
    let mut faults = Vec::new();
    let mut numbers = Vec::new();
    for line in page.lines().filter(|line| line.starts_with("| F")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [number, what, said, samples, tests] = cells.as_slice() else {
            faults.push(format!("not five cells: {line}"));
            continue;
        };
        let number: usize = number[1..].parse().unwrap();
        numbers.push(number);
        assert!(!what.is_empty());
        for span in spans(said) {
            let table = span.trim_matches(['[', ']']);
            let there = if span.starts_with("{{") {
                heading.contains(&format!("`{span}`")) || span == "{{figure.ID}}"
            } else {
                let is_key = keys.contains(&format!("\"{table}\"")) || keys.contains(&format!("\"{span}\""));
                is_key || check::rule(span).is_some()
            };
            if !there {
                faults.push(format!("F{number}: no key or rule {span}"));
            }
        }
        // What no sample has, a test makes up.
        let shown = !spans(samples).is_empty() || ["all", "none"].contains(samples);
        if spans(tests).is_empty() || !shown {
            faults.push(format!("F{number}: no sample or no test"));
        }
        for sample in spans(samples) {
            if !root.join("samples").join(sample).join("piperoll.toml").is_file() {
                faults.push(format!("F{number}: no sample {sample}"));
            }
        }
        faults.extend(spans(tests).iter().filter(|name| !test(name)).map(|name| format!("F{number}: no test {name}")));
    }
    assert_eq!(faults, [""; 0]);
    assert_eq!(numbers, (1..=FEATURES).collect::<Vec<_>>());
    let linked: BTreeSet<&str> =
        page.split("](../samples/").skip(1).filter_map(|rest| rest.split('/').next()).collect();
    assert_eq!(linked.len(), 5, "{linked:?}");
    for sample in linked {
        assert!(root.join("samples").join(sample).join("README.md").is_file(), "{sample}");
    }
}

/// The collections of the repository that have a form.
pub fn samples() -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(repository().join("samples"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("piperoll.toml").is_file())
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn every_sample_is_final_and_prints_what_its_form_says() {
    let missing: Vec<String> = samples().par_iter().flat_map(|name| not_printed(name)).collect();
    assert_eq!(missing, [""; 0]);
}

/// Builds a sample; what of its tables is not in the appendix: titles, headings, cells, notes.
fn not_printed(name: &str) -> Vec<String> {
    let built = build(&sample(name), &[]);
    assert_eq!(built.code, 0, "{name}: {}", built.stderr);
    let Some(pages) = built.pages() else { return Vec::new() };
    let pages = solid(&pages.concat());
    let collection = Collection::open(&sample(name)).unwrap();
    let inputs = Inputs::read(&collection, &Options::default()).unwrap();
    let report = inputs.examine().unwrap().report().unwrap();
    let mut texts = Vec::new();
    for block in report.sections.into_iter().flat_map(|section| section.blocks) {
        let Block::Table(table) = block else { continue };
        if table.appears == Appears::Workbook {
            continue;
        }
        texts.push(table.title);
        texts.extend(table.columns.into_iter().map(|column| column.heading));
        texts.extend(table.rows.into_iter().flat_map(|row| row.cells).map(|cell| cell.text().to_string()));
        texts.extend(table.notes);
    }
    assert!(texts.len() > 50, "{name}: {}", texts.len());
    texts.retain(|text| !pages.contains(&solid(text)));
    texts.into_iter().map(|text| format!("{name}: {text}")).collect()
}
