//! What stands in the documentation can be typed: every command in a block of README.md and docs/*.md is one that the program takes, every
//! block of TOML is TOML, and where a section says on which collection it was tried (`<!-- tried on NAME -->`), its blocks are done there,
//! one after the other, and the program says what the page says.
//!
//! The collection of such a section is tests/questions/NAME.txt: files as in the error gallery, added to its form; or workbooks in a folder
//! `sent/`, of which the section makes a collection. A block
//! ```` ```toml piperoll.toml ```` or ```` ```toml decisions.toml ```` goes into that file: a table takes the place of the one that has the
//! same header and the same first line, or the one `[table]` of its header, or comes last. A block ```` ```console ```` is run: each line of it that is no command must be said,
//! in this order; `…` stands for any lines, or for the rest of one.
//!
//! A page that is to be followed from its top to its end (`<!-- the whole page is tried on samples/NAME -->`) is done on a copy of that
//! sample. What a reader is told to delete there is ```` ```toml decisions.toml taken-out ````, and a fingerprint that is typed stands for
//! the one that was said last. Without the typesetter all is done but what needs the paper.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::support::{copy_tree, made, piperoll, repository, stderr, stdout};

/// A fenced block.
struct Block {
    /// Where it stands, for messages.
    at: String,
    /// What stands behind the fence: the language, and the file that it is part of.
    info: Vec<String>,
    text: String,
    /// The collection that its section is tried on, and which of the sections that is.
    tried_on: Option<(String, usize)>,
}

fn pages() -> Vec<PathBuf> {
    let mut pages: Vec<PathBuf> =
        fs::read_dir(repository().join("docs")).unwrap().map(|page| page.unwrap().path()).collect();
    pages.retain(|page| page.extension().is_some_and(|ending| ending == "md"));
    pages.extend(
        ["README.md", "CONTRIBUTING.md", "SECURITY.md", "samples/README.md"].map(|page| repository().join(page)),
    );
    pages.sort();
    pages
}

fn blocks(page: &Path) -> Vec<Block> {
    let name = page.strip_prefix(repository()).unwrap().to_string_lossy().replace('\\', "/");
    let text = fs::read_to_string(page).unwrap().replace("\r\n", "\n");
    let (mut blocks, mut open, mut tried_on, mut section) = (Vec::new(), None::<Block>, None, 0);
    for (number, line) in text.lines().enumerate() {
        match (&mut open, line.trim_start().strip_prefix("```")) {
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => block.text.push_str(&format!("{line}\n")),
            (None, Some(info)) => {
                let (at, info) =
                    (format!("{name}, line {}", number + 1), info.split_whitespace().map(String::from).collect());
                open = Some(Block { at, info, text: String::new(), tried_on: tried_on.clone() });
            }
            (None, None) if line.starts_with("## ") => {
                section += 1;
                // The whole page stays with what it began with.
                tried_on = tried_on.filter(|(on, _): &(String, usize)| on.starts_with("samples/"));
            }
            (None, None) => {
                if let Some(on) = line.strip_prefix("<!-- the whole page is tried on ") {
                    tried_on = Some((on.trim_end_matches("-->").trim().to_string(), section));
                } else if let Some(on) = line.strip_prefix("<!-- tried on ") {
                    tried_on = Some((on.trim_end_matches("-->").trim().to_string(), section));
                }
            }
        }
    }
    assert!(open.is_none(), "{name}: a block is not closed");
    blocks
}

/// The commands of a block, each with its arguments and the lines behind it: those after '$' or PowerShell's 'PS>', or in a block for a shell
/// all.
fn commands(block: &Block) -> Vec<(Vec<String>, Vec<String>)> {
    let all = block.info.first().is_some_and(|language| language == "sh");
    let text = block.text.replace("\\\n", " ");
    let mut found: Vec<(Vec<String>, Vec<String>)> = Vec::new();
    for line in text.lines() {
        let command = if all { Some(line) } else { ["$ ", "PS> "].iter().find_map(|prompt| line.strip_prefix(prompt)) };
        match (command, found.last_mut()) {
            (Some(command), _) => found.push((words(command), Vec::new())),
            (None, Some((_, said))) => said.push(line.to_string()),
            (None, None) => {}
        }
    }
    found
}

/// A command's words, as a shell takes them apart; what goes into a file, and a comment, are none of them.
fn words(command: &str) -> Vec<String> {
    let (mut words, mut quoted, mut word) = (Vec::new(), false, None::<String>);
    for character in command.chars().chain([' ']) {
        match character {
            '"' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            ' ' if !quoted => words.extend(word.take()),
            _ => word.get_or_insert_default().push(character),
        }
    }
    let end = words.iter().position(|word| word == ">" || word == "#").unwrap_or(words.len());
    words.truncate(end);
    words
}

/// The program's arguments, if it is the program that is called.
fn arguments(words: &[String]) -> Option<&[String]> {
    match words {
        [program, rest @ ..] if program == "piperoll" => Some(rest),
        [cargo, run, dashes, rest @ ..] if [cargo, run, dashes] == ["cargo", "run", "--"] => Some(rest),
        _ => None,
    }
}

#[test]
fn every_command_in_the_documentation_is_taken() {
    let elsewhere = tempfile::tempdir().unwrap();
    let mut tried = 0;
    for block in pages().iter().flat_map(|page| blocks(page)) {
        for (words, _) in commands(&block) {
            let Some(arguments) = arguments(&words) else { continue };
            let run = piperoll()
                .args(arguments)
                .current_dir(elsewhere.path())
                .timeout(Duration::from_secs(60))
                .output()
                .unwrap();
            let said = stderr(&run);
            // What is not there cannot be checked; what is not understood would be an error of the arguments.
            assert!(!said.starts_with("error:"), "{}: {words:?}: {said}", block.at);
            tried += 1;
        }
    }
    assert!(tried > 40, "{tried}");
}

/// Where a table of the form says what the form does not know.
fn unknown(at: &str, value: &DeValue<'_>, schema: &Value) -> Vec<String> {
    match value {
        DeValue::Table(table) => {
            // `[[list.column]]` alone stands for one of many lists.
            let schema = if schema["type"] == "array" { &schema["items"] } else { schema };
            let inner = |(key, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
                let key: &str = AsRef::<str>::as_ref(key.get_ref());
                let known = schema["properties"].get(key).or_else(|| schema.get("additionalProperties"));
                match known.filter(|known| known.is_object()) {
                    Some(known) => unknown(&format!("{at}.{key}"), value.get_ref(), known),
                    // What may be one of several shapes says so without its keys.
                    None if schema["properties"].is_null() => Vec::new(),
                    None => vec![format!("{at}.{key}")],
                }
            };
            table.iter().flat_map(inner).collect()
        }
        DeValue::Array(values) => {
            values.iter().flat_map(|value| unknown(at, value.get_ref(), &schema["items"])).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn every_block_of_toml_in_the_documentation_is_toml_with_keys_that_there_are() {
    let schema: Value = serde_json::from_str(&stdout(&piperoll().arg("schema").output().unwrap())).unwrap();
    let (mut tried, mut of_the_form, mut wrong) = (0, 0, Vec::new());
    for block in pages().iter().flat_map(|page| blocks(page)) {
        if block.info.first().is_none_or(|language| language != "toml") {
            continue;
        }
        let table = DeTable::parse(&block.text).unwrap_or_else(|why| panic!("{}: {why}", block.at));
        tried += 1;
        let is_form = ["docs/form.md", "docs/forms.md"].iter().any(|page| block.at.starts_with(page));
        if is_form || block.info.get(1).is_some_and(|file| file == "piperoll.toml") {
            wrong.extend(unknown(&block.at, &DeValue::Table(table.into_inner()), &schema));
            of_the_form += 1;
        }
    }
    assert_eq!(wrong, [""; 0]);
    assert!(tried > 15 && of_the_form > 8, "{tried}, {of_the_form}");
}

/// A heading as the part of an address behind '#'.
fn anchor(heading: &str) -> String {
    let kept = |character: &char| character.is_alphanumeric() || " -_".contains(*character);
    heading.trim_start_matches('#').trim().to_lowercase().chars().filter(kept).collect::<String>().replace(' ', "-")
}

#[test]
fn what_the_pages_point_at_is_there() {
    let link = regex::Regex::new(r"\]\(([^)\s]*)\)").unwrap();
    let path = regex::Regex::new(r"`((?:src|tests|docs|samples|examples|templates|\.ci)/[A-Za-z0-9_./-]+)`").unwrap();
    let anchors = |page: &Path| -> Vec<String> {
        let text = fs::read_to_string(page).unwrap();
        text.lines().filter(|line| line.starts_with('#')).map(anchor).collect()
    };
    let (mut wrong, mut followed) = (Vec::new(), 0);
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        let name = page.strip_prefix(repository()).unwrap().display().to_string();
        for target in link.captures_iter(&text).map(|found| found[1].to_string()) {
            if target.contains("://") {
                continue;
            }
            let (file, part) =
                target.split_once('#').map_or((target.as_str(), None), |(file, part)| (file, Some(part)));
            let file = if file.is_empty() { page.clone() } else { page.parent().unwrap().join(file) };
            if !file.exists() || part.is_some_and(|part| !anchors(&file).contains(&part.to_string())) {
                wrong.push(format!("{name}: {target}"));
            }
            followed += 1;
        }
        if name == "CONTRIBUTING.md" || name == "SECURITY.md" {
            for file in path.captures_iter(&text).map(|found| found[1].to_string()) {
                if !repository().join(&file).exists() {
                    wrong.push(format!("{name}: {file}"));
                }
                followed += 1;
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
    assert!(followed > 100, "{followed}");
}

#[test]
fn the_questions_are_answered_by_what_their_page_says() {
    let (mut sections, mut ran) = (Vec::new(), 0);
    let mut current: Option<((String, usize), tempfile::TempDir)> = None;
    let mut fingerprint = String::new();
    for block in pages().iter().flat_map(|page| blocks(page)) {
        let Some(on) = &block.tried_on else { continue };
        if current.as_ref().is_none_or(|(known, _)| known != on) {
            sections.push(on.0.clone());
            current = Some((on.clone(), collection(&on.0)));
        }
        let (_, folder) = current.as_ref().unwrap();
        let info: Vec<&str> = block.info.iter().map(String::as_str).collect();
        match info.as_slice() {
            ["text"] => {}
            ["toml", file, "taken-out"] => take_out(&folder.path().join("my-collection").join(file), &block),
            ["toml", file] => put(&folder.path().join("my-collection").join(file), &block.text),
            ["console"] => {
                for (mut words, expected) in commands(&block) {
                    let typed = words.iter().position(|word| word == "--fingerprint");
                    if let Some(word) = typed.and_then(|typed| words.get_mut(typed + 1)) {
                        word.clone_from(&fingerprint);
                    }
                    let arguments = arguments(&words).unwrap_or_else(|| panic!("{}: {words:?}", block.at));
                    let of_paper = arguments.first().is_some_and(|command| command == "build" || command == "verify");
                    if (of_paper || typed.is_some()) && !cfg!(feature = "typst") {
                        continue;
                    }
                    let run = piperoll().args(arguments).current_dir(folder.path()).output().unwrap();
                    let said = stdout(&run) + &stderr(&run);
                    if let Some(missing) = not_said(&expected, &said) {
                        panic!("{}: {words:?} does not say\n{missing}\nbut\n{said}", block.at);
                    }
                    let said = said.lines().find_map(|line| line.trim_start().strip_prefix("fingerprint "));
                    fingerprint = said.map_or(fingerprint, String::from);
                    ran += 1;
                }
            }
            other => panic!("{}: nothing can be done with {other:?}", block.at),
        }
    }
    let mut cases: Vec<String> = fs::read_dir(repository().join("tests/questions"))
        .unwrap()
        .map(|case| case.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    cases.sort();
    sections.retain(|section| !section.starts_with("samples/"));
    sections.sort();
    assert_eq!(sections, cases, "each case stands behind one section");
    assert!(ran > 25, "{ran}");
}

/// A collection of its own, called my-collection.
fn collection(name: &str) -> tempfile::TempDir {
    if name.starts_with("samples/") {
        let folder = tempfile::tempdir().unwrap();
        copy_tree(&repository().join(name), &folder.path().join("my-collection"));
        return folder;
    }
    let path = repository().join("tests/questions").join(format!("{name}.txt"));
    let text =
        fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display())).replace("\r\n", "\n");
    let parts = format!("\n{text}");
    let parts: Vec<(&str, &str)> = parts.split("\n--- ").skip(1).filter_map(|part| part.split_once('\n')).collect();
    let added = parts.iter().find(|(file, _)| *file == "piperoll.toml +").map_or("", |(_, text)| text);
    let files: Vec<(&str, &str)> = parts.iter().filter(|(file, _)| *file != "piperoll.toml +").copied().collect();
    // What an office has before there is a collection: workbooks in a folder.
    let sent: Vec<&(&str, &str)> = files.iter().filter(|(file, _)| file.starts_with("sent/")).collect();
    if !sent.is_empty() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("sent")).unwrap();
        for (file, grid) in sent {
            fs::write(folder.path().join(file).with_extension("xlsx"), crate::workbook::workbook(grid)).unwrap();
        }
        return folder;
    }
    let (folder, collection) = made(added, &files);
    fs::rename(&collection, collection.with_file_name("my-collection")).unwrap();
    folder
}

/// Takes lines out of a file that stand in it as they are shown.
fn take_out(file: &Path, block: &Block) {
    let text = fs::read_to_string(file).unwrap().replace("\r\n", "\n");
    assert!(text.contains(&block.text), "{}: {} does not hold these lines", block.at, file.display());
    fs::write(file, text.replacen(&block.text, "", 1)).unwrap();
}

/// Puts tables into a file of TOML: in the place of the table with the same header and first line, else behind all others.
fn put(file: &Path, block: &str) {
    let text = fs::read_to_string(file).unwrap_or_default();
    let mut tables = tables(&text);
    for table in self::tables(block).into_iter().filter(|table| table.starts_with('[')) {
        let head: Vec<&str> = table.lines().take(2).collect();
        let known = tables.iter().position(|known| {
            let mut lines = known.lines();
            let is_one = !table.starts_with("[[");
            lines.next() == head.first().copied() && (is_one || lines.any(|line| Some(&line) == head.get(1)))
        });
        match known {
            Some(place) => tables[place] = table,
            None => tables.push(table),
        }
    }
    fs::write(file, tables.join("\n")).unwrap();
}

/// A file of TOML in its tables, each from its header on; what stands before the first is one too.
fn tables(text: &str) -> Vec<String> {
    let mut tables = vec![String::new()];
    for line in text.lines() {
        if line.starts_with('[') {
            tables.push(String::new());
        }
        if let Some(table) = tables.last_mut() {
            table.push_str(&format!("{line}\n"));
        }
    }
    tables
}

/// The first line that is not said in its turn.
fn not_said(expected: &[String], said: &str) -> Option<String> {
    let mut lines = said.lines();
    let mut gap = false;
    for line in expected.iter().map(|line| line.trim_end()) {
        if line == "…" {
            gap = true;
            continue;
        }
        let is = |said: &str| match line.strip_suffix('…') {
            Some(start) => said.starts_with(start),
            None => said.trim_end() == line,
        };
        let found = if gap { lines.any(is) } else { lines.next().is_some_and(is) };
        if !found {
            return Some(line.to_string());
        }
        gap = false;
    }
    None
}

#[test]
fn what_is_not_said_is_noticed() {
    let lines = |text: &str| text.lines().map(String::from).collect::<Vec<_>>();
    let said = "one\ntwo and more\nthree\n";
    for (expected, missing) in [
        ("one\ntwo and…\nthree", None),
        ("…\nthree", None),
        ("one\nthree", Some("three")),
        ("…\nthree\n…\none", Some("one")),
        ("two…", Some("two…")),
    ] {
        assert_eq!(not_said(&lines(expected), said).as_deref(), missing);
    }
    assert_eq!(words("a \"b c\" d=\"e\" \"\" > f"), ["a", "b c", "d=e", ""]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("x.toml");
    fs::write(&file, "v = 1\n[[a]]\nid = 1\nb = 2\n[[a]]\nid = 2\n").unwrap();
    put(&file, "[[a]]\nid = 1\nc = 3\n[[d]]\nid = 1\n");
    let text = fs::read_to_string(&file).unwrap();
    assert_eq!(text, "v = 1\n\n[[a]]\nid = 1\nc = 3\n\n[[a]]\nid = 2\n\n[[d]]\nid = 1\n");
}
