//! Exit code 2: one clear message, and everything as it was.

use std::fs;
use std::path::Path;

use crate::support::{copy, piperoll, piperoll_build, sample, stderr, stdout};

/// Builds `collection` into a folder that holds an earlier set, and says what happened; the earlier set must be untouched.
fn refuse(collection: &Path) -> String {
    let output = tempfile::tempdir().unwrap();
    let earlier = output.path().join("2022-23-q3");
    fs::create_dir_all(&earlier).unwrap();
    fs::write(earlier.join("appendix.pdf"), b"what was published").unwrap();
    let run = piperoll_build().arg(collection).arg("--output").arg(output.path()).output().unwrap();
    assert_eq!(run.status.code(), Some(2), "{}", stderr(&run));
    assert_eq!(fs::read(earlier.join("appendix.pdf")).unwrap(), b"what was published");
    assert_eq!(fs::read_dir(&earlier).unwrap().count(), 1, "nothing was added");
    assert_eq!(stdout(&run), "");
    stderr(&run)
}

#[test]
fn a_wrong_form_names_every_fault_with_its_line() {
    let (_folder, collection) = copy(&sample("recovery-plan"));
    let form = fs::read_to_string(collection.join("piperoll.toml")).unwrap();
    let form = form.replacen("formula = \"forecast / target\"", "formula = \"forcast / target\"", 1);
    let form = form.replacen("[[area]]", "[[area]]\nnmae = \"x\"", 1);
    fs::write(collection.join("piperoll.toml"), form).unwrap();
    let message = refuse(&collection);
    assert!(message.contains("cannot run"), "{message}");
    assert!(message.contains("did you mean `forecast`"), "{message}");
    assert!(message.contains("nmae"), "{message}");
    assert!(message.contains("piperoll.toml, line "), "{message}");
}

#[test]
fn each_fault_of_the_form_shows_its_line_the_place_and_the_page() {
    let (_folder, collection) = copy(&sample("recovery-plan"));
    let form = fs::read_to_string(collection.join("piperoll.toml")).unwrap();
    let form = form.replacen("formula = \"forecast / target\"", "formula = \"forcast / target\"", 1);
    let form = form.replacen("unit = \"thousands\", negative", "units = \"thousands\", negative", 1);
    fs::write(collection.join("piperoll.toml"), form).unwrap();
    let expected = r#"cannot run: piperoll.toml, line 9: money needs `unit`: one of "pounds", "thousands" or "millions"
  |
9 | money = { units = "thousands", negative = "minus" }
  |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = see docs/form.md, money

also: piperoll.toml, line 9: unknown key `units` in money; did you mean `unit`?
  |
9 | money = { units = "thousands", negative = "minus" }
  |           ^^^^^
  |
  = see docs/form.md, money

also: piperoll.toml, line 100: unknown column `forcast` in formula; did you mean `forecast`?
    |
100 | formula = "forcast / target"
    |            ^^^^^^^
    |
    = see docs/form.md, [[list.column]]
"#;
    assert_eq!(refuse(&collection), expected);
}

#[test]
fn a_wrong_decisions_file_is_said_with_its_line() {
    let (_folder, collection) = copy(&sample("recovery-plan"));
    fs::write(collection.join("decisions.toml"), "[[explain]]\nfindnig = \"x\"\n").unwrap();
    let expected = r#"cannot run: decisions.toml, line 1: [[explain]] needs `date`: a date such as 2023-02-08, without quotes
also: decisions.toml, line 1: [[explain]] needs `finding`: text in quotes
also: decisions.toml, line 1: [[explain]] needs `role`: text in quotes
also: decisions.toml, line 1: [[explain]] needs `words`: text in quotes
  |
1 | [[explain]]
  | ^^^^^^^^^^^
  |
  = see docs/decisions.md, [[explain]]

also: decisions.toml, line 2: unknown key `findnig` in [[explain]]; did you mean `finding`?
  |
2 | findnig = "x"
  | ^^^^^^^
  |
  = see docs/decisions.md, [[explain]]
"#;
    assert_eq!(refuse(&collection), expected);
}

#[test]
fn no_returns_at_all() {
    let (_folder, collection) = copy(&sample("recovery-plan"));
    fs::remove_dir_all(collection.join("returns/2022-23-q3")).unwrap();
    fs::create_dir(collection.join("returns/2022-23-q3")).unwrap();
    let message = refuse(&collection);
    assert!(message.contains("there are no returns in"), "{message}");
}

#[test]
fn no_collection_there() {
    let folder = tempfile::tempdir().unwrap();
    let message = refuse(folder.path());
    assert!(message.contains("is no collection"), "{message}");
    assert!(refuse(&folder.path().join("nowhere")).contains("there is no folder"));
}

#[test]
fn an_output_folder_that_cannot_be_written() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), b"a file, not a folder").unwrap();
    let run =
        piperoll_build().arg(sample("recovery-plan")).arg("--output").arg(folder.path().join("file")).output().unwrap();
    assert_eq!(run.status.code(), Some(2));
    let message = stderr(&run);
    assert!(message.contains("cannot be written") && message.contains("Nothing was changed"), "{message}");
}

#[test]
#[cfg(feature = "typst")]
fn a_wrong_layout_names_the_file_and_the_line() {
    let (_folder, collection) = copy(&sample("recovery-plan"));
    fs::create_dir_all(collection.join("templates/layout")).unwrap();
    fs::write(collection.join("templates/layout/appendix.typ"), "= Title\n#unknown-function()\n").unwrap();
    let message = refuse(&collection);
    assert!(message.contains("appendix.typ") && message.contains("line 2"), "{message}");
}

#[test]
fn wrong_words_name_the_file_and_the_line() {
    let (_folder, collection) = copy(&sample("recovery-plan"));
    fs::create_dir_all(collection.join("templates/words")).unwrap();
    fs::write(collection.join("templates/words/area.hbs"), "Target\n{{mony target}}\n").unwrap();
    let expected = "cannot run: templates/words/area.hbs, line 2: there is no helper called 'mony'; there are money, percent, count, signed, \
         size, moved, plus, minus, share, if, unless, each, more, less, same, known\n  |\n2 | {{mony target}}\n  |   ^^^^\n  |\n  = see \
         docs/words.md\n";
    assert_eq!(refuse(&collection), expected);
}

#[test]
fn wrong_fixed_words_and_phrases_show_their_lines() {
    let (_folder, collection) = copy(&sample("recovery-plan"));
    fs::create_dir_all(collection.join("templates/words")).unwrap();
    fs::write(collection.join("templates/words/fixed.toml"), "opening = \"Start\"\nopenning = \"Start\"\n").unwrap();
    let message = refuse(&collection);
    assert!(
        message.ends_with("2 | openning = \"Start\"\n  | ^^^^^^^^\n  |\n  = see docs/words.md, Fixed words\n"),
        "{message}"
    );
    let phrase = "[[phrase]]\nwords = [\"short of\"]\nmeans = [\"target\", \"forcast\"]\n";
    fs::write(collection.join("templates/words/phrases.toml"), phrase).unwrap();
    let message = refuse(&collection);
    assert!(message.ends_with("3 | means = [\"target\", \"forcast\"]\n  |                     ^^^^^^^\n  |\n  = see docs/words.md, [[phrase]]\n"), "{message}");
}

#[test]
fn a_period_that_is_not_there_or_is_none() {
    for (period, part) in [("2021-22-q1", "there are no returns for 2021-22-q1"), ("q3", "is not a period")] {
        let run = piperoll().arg("check").arg(sample("recovery-plan")).args(["--period", period]).output().unwrap();
        assert_eq!(run.status.code(), Some(2));
        assert!(stderr(&run).contains(part), "{}", stderr(&run));
    }
}

#[test]
fn an_unreadable_return_is_a_finding_beside_all_others() {
    let (_folder, collection) = copy(&sample("recovery-plan"));
    fs::write(collection.join("returns/2022-23-q3/governance-and-inclusion.xlsx"), b"not a workbook").unwrap();
    let run = piperoll().arg("check").arg(&collection).output().unwrap();
    assert_eq!(run.status.code(), Some(1));
    let message = stderr(&run);
    assert!(message.contains("unreadable-file"), "{message}");
    assert!(message.contains("column-total"), "the others are still checked: {message}");
}
