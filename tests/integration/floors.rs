//! The floors of ARCHITECTURE.md: a module needs only what stands below it, so that data flows one way.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

use crate::support::repository;

/// The floor of each module, the lowest first, as the block under 'Floors' has them.
fn floors() -> BTreeMap<String, usize> {
    let text = fs::read_to_string(repository().join("ARCHITECTURE.md")).unwrap();
    let section = text.split("\n## Floors\n").nth(1).expect("a section 'Floors'");
    let block = section.split("```").nth(1).expect("a block of floors");
    let lines: Vec<&str> = block.lines().filter(|line| !line.trim().is_empty()).collect();
    let mut floors = BTreeMap::new();
    for (floor, line) in lines.iter().rev().enumerate() {
        for module in line.split_whitespace() {
            assert!(floors.insert(module.to_string(), floor).is_none(), "{module} stands on two floors");
        }
    }
    floors
}

/// The source files of the program without its tests.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = entry.file_name().unwrap().to_string_lossy().into_owned();
        if entry.is_dir() {
            sources(&entry, found);
        } else if name.ends_with(".rs") && !name.contains("test") && name != "fixture.rs" {
            found.push(entry);
        }
    }
}

/// The modules of the crate that a file needs, without those that its tests need.
fn needs(file: &Path) -> Vec<String> {
    let text = fs::read_to_string(file).unwrap();
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let comment = Regex::new(r"(?m)//.*$").unwrap();
    let module = Regex::new(r"\bcrate::([a-z_]+)").unwrap();
    let text = comment.replace_all(text, "").into_owned();
    module.captures_iter(&text).map(|found| found[1].to_string()).collect()
}

#[test]
fn a_module_needs_only_what_stands_below_it() {
    let floors = floors();
    let root = repository().join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    assert!(files.len() > 100, "{}", files.len());
    let mut arrows = 0;
    let mut wrong = Vec::new();
    for file in files {
        let path = file.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let own = path.split('/').next().unwrap_or_default().trim_end_matches(".rs").to_string();
        if own == "lib" || own == "main" {
            continue;
        }
        let Some(floor) = floors.get(&own) else { panic!("{own} stands on no floor of ARCHITECTURE.md") };
        for needed in needs(&file) {
            if needed == own {
                continue;
            }
            let Some(below) = floors.get(&needed) else { panic!("{needed} stands on no floor of ARCHITECTURE.md") };
            arrows += 1;
            if below >= floor {
                wrong.push(format!("{path} needs {needed}, which stands no lower"));
            }
        }
    }
    assert!(arrows > 300, "{arrows}");
    assert_eq!(wrong, [""; 0]);
}
