//! From a draft to a published set, and what becomes of it: clearing, publishing, correcting, the next period, verifying.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

#[cfg(feature = "typst")]
use crate::support::{copy_tree, piperoll, snapshot, solid};
use crate::support::{findings, made, piperoll_build, rows, sheets, stderr};
use crate::workbook;

const THEN: &str = "== Return\nScheme | Target | Forecast | Share\nVoids | 100 | 80 | 80%\nRents | 50 | 40 | 80%\nTotal | 150 | 120 | 80%\n";
const NOW: &str = "== Return\nScheme | Target | Forecast | Share\nVoids | 100 | 80 | 80%\nRents | 50 | 45 | 90%\nTotal | 150 | 125 | 83%\n";

/// A collection of one area and two quarters of which nothing is asked.
fn two_quarters(form: &str) -> (tempfile::TempDir, PathBuf) {
    made(form, &[("returns/2022-23-q2/north.txt", THEN), ("returns/2022-23-q3/north.txt", NOW)])
}

struct Ran {
    code: Option<i32>,
    said: String,
}

/// Builds into a folder beside the collection's own.
fn build(collection: &Path, more: &[&str]) -> Ran {
    let output = collection.parent().unwrap().join("output");
    let run = piperoll_build().arg(collection).arg("--output").arg(&output).args(more).output().unwrap();
    Ran { code: run.status.code(), said: stderr(&run) }
}

/// findings.json as `check` has it.
fn told(collection: &Path, period: &str) -> Value {
    findings(collection, &["--period", period])
}

fn fingerprint(collection: &Path, period: &str) -> String {
    told(collection, period)["fingerprint"].as_str().unwrap().to_string()
}

fn codes(found: &Value) -> Vec<&str> {
    found["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect()
}

fn decide(collection: &Path, entry: &str) {
    let file = collection.join("decisions.toml");
    let before = fs::read_to_string(&file).unwrap_or_default();
    fs::write(file, format!("{before}\n{entry}\n")).unwrap();
}

fn clearance(period: &str, fingerprint: &str, more: &str) -> String {
    format!(
        "[[clearance]]\nperiod = \"{period}\"\nrole = \"Section 151 officer\"\ninitials = \"AB\"\ndate = 2023-01-27\n\
         fingerprint = \"{fingerprint}\"\n{more}"
    )
}

fn clear(collection: &Path, period: &str) {
    decide(collection, &clearance(period, &fingerprint(collection, period), ""));
}

fn send(collection: &Path, period: &str, grid: &str) {
    fs::write(collection.join(format!("returns/{period}/north.xlsx")), workbook::workbook(grid)).unwrap();
}

#[test]
fn what_is_not_cleared_is_for_clearance_and_a_clearance_holds_for_the_very_figures() {
    let (_folder, collection) = two_quarters("");
    let ran = build(&collection, &[]);
    assert!(ran.code == Some(0) && ran.said.contains("For clearance: "), "{}", ran.said);
    assert_eq!(told(&collection, "2022-23-q3")["status"], "for-clearance");
    let before = fingerprint(&collection, "2022-23-q3");

    // As it prints, in groups.
    let printed = format!("{} {} {} {}", &before[..4], &before[4..8], &before[8..12], &before[12..16]);
    assert!(ran.said.contains(&format!("fingerprint {printed}")), "{}", ran.said);
    decide(&collection, &clearance("2022-23-q3", &printed.to_uppercase(), ""));
    assert_eq!(told(&collection, "2022-23-q3")["status"], "cleared");
    let ran = build(&collection, &[]);
    assert!(ran.code == Some(0) && ran.said.contains("Cleared: "), "{}", ran.said);
    // Recording it has changed nothing that was cleared, and neither does the number of the first page.
    assert_eq!(fingerprint(&collection, "2022-23-q3"), before);
    let ran = build(&collection, &["--first-page", "263"]);
    assert!(ran.said.contains(&printed) && ran.said.contains("Cleared: "), "{}", ran.said);

    send(&collection, "2022-23-q3", &NOW.replace("45 | 90%", "46 | 92%").replace("125 | 83%", "126 | 84%"));
    let found = told(&collection, "2022-23-q3");
    assert_eq!((&found["status"], codes(&found).contains(&"clearance-lapsed")), (&"for-clearance".into(), true));
    assert_ne!(found["fingerprint"], *before);

    // It is cleared anew, and then the earlier return comes back: what was cleared before that does not.
    clear(&collection, "2022-23-q3");
    assert_eq!(told(&collection, "2022-23-q3")["status"], "cleared");
    send(&collection, "2022-23-q3", NOW);
    let found = told(&collection, "2022-23-q3");
    assert_eq!((&found["fingerprint"], &found["status"]), (&before.into(), &"for-clearance".into()));
}

#[test]
fn only_who_may_clears_and_each_of_those_that_the_form_names() {
    let (_folder, collection) = two_quarters("");
    let own = fingerprint(&collection, "2022-23-q3");
    let status = |entries: &str| {
        fs::write(collection.join("decisions.toml"), entries).unwrap();
        told(&collection, "2022-23-q3")["status"].as_str().unwrap().to_string()
    };
    let by = |role: &str| clearance("2022-23-q3", &own, "").replace("Section 151 officer", role);
    assert_eq!(status(&by("Head of Finance")), "draft");
    assert!(codes(&told(&collection, "2022-23-q3")).contains(&"role-may-not"));
    assert_eq!(status(&by("Deputy S151 Officer")), "cleared");
    // Of another period, or of something else.
    assert_eq!(status(&by("Section 151 officer").replace("2022-23-q3", "2022-23-q2")), "for-clearance");

    let form = "[[role]]\nname = \"Chief Executive\"\nalso = [\"CX\"]\nmay = [\"clear\"]\n\n[[role]]\nname = \"Head of Finance\"\n\
                may = [\"clear\", \"publish\"]\n\n[clearance]\nby = [\"Chief Executive\", \"Head of Finance\"]\n";
    let file = collection.join("piperoll.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{text}\n{form}")).unwrap();
    assert_eq!(status(&by("Head of Finance")), "for-clearance");
    assert_eq!(status(&format!("{}\n{}", by("Head of Finance"), by("CX"))), "cleared");
    assert_eq!(status(&by("Section 151 officer")), "draft");
}

#[test]
fn who_says_which_schemes_are_one_must_be_entitled() {
    let roles = "[[role]]\nname = \"Section 151 officer\"\nmay = [\"clear\"]\n\n[[role]]\nname = \"Head of Finance\"\nmay = [\"explain\"]\n";
    let (_folder, collection) = two_quarters(roles);
    send(&collection, "2022-23-q3", &NOW.replace("Rents", "Lettings"));
    let with = |role: &str| {
        let entry = format!(
            "[[match]]\nperiod = \"2022-23-q3\"\nfrom = [{{ area = \"north\", scheme = \"Rents\" }}]\n\
             to = [{{ area = \"north\", scheme = \"Lettings\" }}]\nwords = \"Renamed.\"\nrole = \"{role}\"\ndate = 2023-01-20\n"
        );
        fs::write(collection.join("decisions.toml"), entry).unwrap();
        told(&collection, "2022-23-q3")["status"].as_str().unwrap().to_string()
    };
    assert_eq!((&*with("Head of Finance"), &*with("Section 151 officer")), ("for-clearance", "draft"));
}

#[test]
fn a_query_may_stay_open_and_an_error_may_not() {
    let (_folder, collection) = two_quarters("");
    send(
        &collection,
        "2022-23-q3",
        &NOW.replace("Rents | 50", "Rents | 60").replace("90%", "75%").replace("150 | 125 | 83%", "160 | 125 | 78%"),
    );
    let found = told(&collection, "2022-23-q3");
    let query =
        found["findings"].as_array().unwrap().iter().find(|finding| finding["code"] == "target-changed").unwrap();
    let entry = |more: &str| {
        format!(
            "[[open_at_publication]]\nfinding = {}\nperiod = \"2022-23-q3\"\n{more}\nwords = \"The service asks its board.\"\n\
             due = 2023-03-01\nrole = \"Section 151 officer\"\ndate = 2023-01-26\n",
            query["id"]
        )
    };
    let figures =
        format!("stated = {}\nexpected = {}", query["stated"].as_str().unwrap(), query["expected"].as_str().unwrap());
    let with = |entry: &str| {
        fs::write(collection.join("decisions.toml"), entry).unwrap();
        told(&collection, "2022-23-q3")
    };
    let found = with(&entry(&figures));
    assert_eq!((&found["status"], &found["counts"]["query"]), (&"for-clearance".into(), &0.into()), "{found}");
    assert_eq!(found["counts"]["open-at-publication"], 1);
    let left =
        found["findings"].as_array().unwrap().iter().find(|finding| finding["code"] == "target-changed").unwrap();
    assert_eq!((&left["status"], &left["explained_by"]["due"]), (&"open-at-publication".into(), &"2023-03-01".into()));
    let ran = build(&collection, &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.said);
    let output = collection.parent().unwrap().join("output/2022-23-q3");
    let first = rows(&sheets(&fs::read(output.join("consolidated.xlsx")).unwrap())[2].1).concat().join(" ");
    assert!(first.contains("The service asks its board.") && first.contains("1 March 2023"), "{first}");
    // Of what is still asked it is not said that nobody asked.
    let book = sheets(&fs::read(output.join("consolidated.xlsx")).unwrap());
    let all = book.iter().flat_map(|(_, range)| rows(range));
    let of_target = |row: &Vec<String>| row.contains(&"Rents".to_string()) && row.contains(&"Target".to_string());
    let moved = all.filter(of_target).flatten().collect::<Vec<_>>().join(" ");
    assert!(moved.contains("A reason was asked for and is not given yet."), "{moved}");

    // Given on other figures, it does not hold; a role that may not clear cannot say so.
    assert_eq!(with(&entry(&figures.replace("50", "51")))["status"], "draft");
    assert_eq!(with(&entry(&figures).replace("Section 151 officer", "Head of Housing"))["status"], "draft");
    // An error cannot stay open.
    send(&collection, "2022-23-q3", &NOW.replace("125 | 83%", "135 | 90%"));
    let found = told(&collection, "2022-23-q3");
    let is_error = |finding: &&Value| finding["severity"] == "error" && finding["expected"].is_string();
    let error = found["findings"].as_array().unwrap().iter().find(is_error).unwrap();
    let figures = format!("stated = {}\nexpected = {}", error["stated"], error["expected"]);
    let found = with(&entry(&figures).replace(&query["id"].to_string(), &error["id"].to_string()));
    assert!(codes(&found).contains(&"decision-not-allowed"), "{:?}", codes(&found));
}

#[test]
fn whoever_answered_does_not_clear_where_the_form_says_so() {
    let (_folder, collection) = two_quarters("[clearance]\nby_others = true\n");
    send(
        &collection,
        "2022-23-q3",
        &NOW.replace("Rents | 50", "Rents | 60").replace("90%", "75%").replace("150 | 125 | 83%", "160 | 125 | 78%"),
    );
    let answer = |initials: &str| {
        format!(
            "[[explain]]\nfinding = \"target-changed:north:rents:target\"\nperiod = \"2022-23-q3\"\nstated = 60\nexpected = 50\n\
             words = \"As agreed.\"\nrole = \"Section 151 officer\"\n{initials}\ndate = 2023-01-20\n"
        )
    };
    let with = |initials: &str| {
        let answer = answer(initials);
        fs::write(collection.join("decisions.toml"), &answer).unwrap();
        let own = fingerprint(&collection, "2022-23-q3");
        fs::write(collection.join("decisions.toml"), format!("{answer}\n{}", clearance("2022-23-q3", &own, "")))
            .unwrap();
        told(&collection, "2022-23-q3")
    };
    assert_eq!(with("initials = \"CD\"")["status"], "cleared");
    for same in ["initials = \"a.b.\"", ""] {
        let found = with(same);
        assert_eq!((&found["status"], codes(&found).contains(&"clears-own-answer")), (&"draft".into(), true), "{same}");
    }
}

#[test]
fn what_shows_a_clearance_must_be_there() {
    let (_folder, collection) = two_quarters("");
    let own = fingerprint(&collection, "2022-23-q3");
    decide(&collection, &clearance("2022-23-q3", &own, "evidence = \"clearances/q3.eml\"\n"));
    let found = told(&collection, "2022-23-q3");
    assert!(codes(&found).contains(&"evidence-missing") && found["status"] == "draft", "{:?}", codes(&found));
    fs::create_dir(collection.join("clearances")).unwrap();
    fs::write(collection.join("clearances/q3.eml"), "Subject: cleared").unwrap();
    assert_eq!(told(&collection, "2022-23-q3")["status"], "cleared");
    // It is one of the files that the workbook lists.
    build(&collection, &[]);
    let book = fs::read(collection.parent().unwrap().join("output/2022-23-q3/consolidated.xlsx")).unwrap();
    let files: BTreeMap<_, _> = sheets(&book).into_iter().collect();
    assert!(rows(&files["Files"]).concat().contains(&"clearances/q3.eml".to_string()));
}

#[test]
fn what_is_recorded_prints_with_the_columns_that_its_entries_fill() {
    let kinds = "[[record]]\nid = \"boards\"\ntitle = \"Boards that have considered this report\"\n\n[[record]]\nid = \"adjustments\"\n\
                 title = \"Base budget adjustments\"\n\n[[record]]\nid = \"escalations\"\ntitle = \"Escalated\"\n";
    let (_folder, collection) = two_quarters(kinds);
    let record = |of: &str, more: &str| {
        format!(
            "[[record]]\nof = \"{of}\"\nperiod = \"2022-23-q3\"\nby = \"Savings Board\"\ndate = 2023-01-17\nwords = \"Agreed.\"\n{more}\n"
        )
    };
    let own = fingerprint(&collection, "2022-23-q3");
    let entries = [
        record("boards", ""),
        record("adjustments", "reference = \"BBA-03\"\narea = \"north\"\namount = 120"),
        record("boards", "").replace("2022-23-q3", "2022-23-q2").replace("Agreed.", "Of another quarter."),
    ];
    decide(&collection, &entries.concat());
    assert_ne!(fingerprint(&collection, "2022-23-q3"), own, "its words are the appendix's");
    assert_eq!(build(&collection, &[]).code, Some(0));
    let book = fs::read(collection.parent().unwrap().join("output/2022-23-q3/consolidated.xlsx")).unwrap();
    let sheets: BTreeMap<_, _> = sheets(&book).into_iter().collect();
    let table = |name: &str| {
        let all = rows(&sheets[name]);
        all.into_iter().skip_while(|row| row.iter().filter(|cell| !cell.is_empty()).count() < 2).collect::<Vec<_>>()
    };
    let boards = table("Boards that have considered");
    assert_eq!(boards[0], ["What was decided or said", "By", "Date"]);
    assert_eq!(boards[1..], [["Agreed.", "Savings Board", "17 January 2023"]]);
    let adjustments = table("Base budget adjustments");
    assert_eq!(
        adjustments[0],
        ["Reference", "Service area", "Amount (£000s)", "What was decided or said", "By", "Date"]
    );
    assert_eq!(adjustments[1], ["BBA-03", "North", "120", "Agreed.", "Savings Board", "17 January 2023"]);
    assert!(!sheets.contains_key("Escalated"), "nothing is recorded of it");

    fs::write(collection.join("decisions.toml"), record("bords", "")).unwrap();
    let ran = build(&collection, &[]);
    assert!(ran.code == Some(2) && ran.said.contains("did you mean `boards`?"), "{}", ran.said);
}

#[test]
fn a_build_for_everybody_has_neither_files_nor_cells() {
    let (_folder, collection) = two_quarters("");
    let ran = build(&collection, &["--audience", "public"]);
    assert_eq!(ran.code, Some(0), "{}", ran.said);
    let folder = collection.parent().unwrap().join("output/2022-23-q3/public");
    let book = sheets(&fs::read(folder.join("consolidated.xlsx")).unwrap());
    assert!(book.iter().all(|(name, _)| !["Findings", "Sources", "Files"].contains(&name.as_str())));
    let all = book.iter().flat_map(|(_, range)| rows(range)).flatten().collect::<Vec<_>>().join("\n");
    assert!(all.contains("Voids") && !all.contains("north.xlsx"), "{all}");
    assert!(!folder.join("findings.json").exists() && !folder.join("../findings.json").exists());
}

#[cfg(feature = "typst")]
mod sets {
    use super::*;

    /// Clears and publishes a period.
    fn publish(collection: &Path, period: &str) -> PathBuf {
        clear(collection, period);
        let ran = build(collection, &["--period", period, "--final"]);
        assert!(ran.code == Some(0) && ran.said.contains("Published: "), "{}", ran.said);
        collection.join(format!("published/{period}/1"))
    }

    fn verified(set: &Path) -> Ran {
        let run = piperoll().arg("verify").arg(set).output().unwrap();
        Ran { code: run.status.code(), said: stderr(&run) }
    }

    #[test]
    fn a_set_is_published_once_and_corrected_by_another_one() {
        let (_folder, collection) = two_quarters("");
        let refused = build(&collection, &["--period", "2022-23-q2", "--final"]);
        assert!(
            refused.code == Some(1) && refused.said.contains("Not published: it has not been cleared"),
            "{}",
            refused.said
        );
        let both = build(&collection, &["--final", "--no-pdf"]);
        assert_eq!(both.code, Some(2), "{}", both.said);
        assert!(!collection.join("published").exists());

        let set = publish(&collection, "2022-23-q2");
        let name = |path: PathBuf| path.strip_prefix(&set).unwrap().to_string_lossy().replace('\\', "/");
        let names: Vec<String> = snapshot(&set).into_keys().filter(|path| path.is_file()).map(name).collect();
        assert_eq!(
            names,
            [
                "public/appendix.pdf",
                "public/consolidated.xlsx",
                "restricted/consolidated.xlsx",
                "restricted/findings.json",
                "restricted/inputs/decisions.toml",
                "restricted/inputs/piperoll.toml",
                "restricted/inputs/returns/2022-23-q2/north.xlsx",
                "restricted/manifest.json",
            ]
        );
        let ran = verified(&set);
        assert!(ran.code == Some(0) && ran.said.contains("nothing differs"), "{}", ran.said);
        // What is public names no file and no cell of a return.
        let public = sheets(&fs::read(set.join("public/consolidated.xlsx")).unwrap());
        let all = public.iter().flat_map(|(_, range)| rows(range)).flatten().collect::<Vec<_>>().join("\n");
        assert!(!all.contains("north.xlsx") && !all.contains("decisions.toml"), "{all}");
        assert!(public.iter().all(|(name, _)| !name.starts_with("Data") && name != "Sources" && name != "Findings"));

        let before = snapshot(&set);
        let again = build(&collection, &["--period", "2022-23-q2", "--final"]);
        assert!(again.code == Some(1) && again.said.contains("--supersedes 1"), "{}", again.said);

        send(
            &collection,
            "2022-23-q2",
            &THEN
                .replace("Rents | 50 | 40 | 80%", "Rents | 50 | 30 | 60%")
                .replace("150 | 120 | 80%", "150 | 110 | 73%"),
        );
        clear(&collection, "2022-23-q2");
        let wrong = build(&collection, &["--period", "2022-23-q2", "--final", "--supersedes", "2", "--reason", "x"]);
        assert!(wrong.code == Some(2) && wrong.said.contains("--supersedes 1"), "{}", wrong.said);
        let reason = "The forecast of rents was that of another quarter.";
        let ran = build(&collection, &["--period", "2022-23-q2", "--final", "--supersedes", "1", "--reason", reason]);
        assert!(ran.code == Some(0), "{}", ran.said);
        let second = collection.join("published/2022-23-q2/2");
        let text = solid(&crate::pages::texts(&fs::read(second.join("public/appendix.pdf")).unwrap()).concat());
        for said in ["Revised: Savings", reason, "(amounts in £000s)", "Rents Forecast 40 30"] {
            assert!(text.contains(&solid(said)), "{said}: {text}");
        }
        assert_eq!(snapshot(&set), before, "the first one is as it was");
        assert_eq!(verified(&second).code, Some(0));
        // The next quarter is compared with the correction.
        let run = piperoll().arg("check").arg(&collection).output().unwrap();
        assert!(stderr(&run).contains("published/2022-23-q2/2/restricted/consolidated.xlsx"), "{}", stderr(&run));
    }

    #[test]
    fn the_next_period_is_compared_with_what_was_published() {
        let (_folder, collection) = two_quarters("");
        let set = publish(&collection, "2022-23-q2");
        let found = told(&collection, "2022-23-q3");
        assert_eq!((&found["prior"], codes(&found).contains(&"prior-restated")), (&"2022-23-q2".into(), false));
        // The return was changed after it was published: that is told, and the base stays.
        let other = THEN
            .replace("Rents | 50 | 40 | 80%", "Rents | 50 | 30 | 60%")
            .replace("150 | 120 | 80%", "150 | 110 | 73%");
        send(&collection, "2022-23-q2", &other);
        let found = told(&collection, "2022-23-q3");
        let finding = found["findings"].as_array().unwrap().iter().find(|finding| finding["code"] == "prior-restated");
        let message = finding.expect("it is told")["message"].as_str().unwrap().to_string();
        assert!(message.contains("'Rents', Forecast: £40k was published, and £30k stands there now"), "{message}");
        assert_eq!(found["status"], "for-clearance", "it holds nothing up");
        // A workbook that is not what was published is compared with by nobody who does not say so.
        let book = set.join("restricted/consolidated.xlsx");
        let mut bytes = fs::read(&book).unwrap();
        bytes.push(0);
        fs::write(&book, bytes).unwrap();
        let ran = build(&collection, &[]);
        assert!(ran.code == Some(2) && ran.said.contains("is not the file that was published"), "{}", ran.said);
        assert_eq!(build(&collection, &["--prior", "2022-23-q2"]).code, Some(0));
        // It is no base to publish on, and no more is the period itself.
        for (prior, told) in
            [("2022-23-q2", "was published of that period"), ("2022-23-q3", "which is no earlier period")]
        {
            let ran = build(&collection, &["--prior", prior, "--final"]);
            assert!(ran.code == Some(1) && ran.said.contains(told), "{prior}: {}", ran.said);
        }
        // A set without its list cannot be told from another one.
        fs::remove_file(set.join("restricted/manifest.json")).unwrap();
        let ran = build(&collection, &[]);
        assert!(ran.code == Some(2) && ran.said.contains("has no restricted/manifest.json"), "{}", ran.said);
    }

    /// What is done to a set, the exit code, and what is said.
    type Case<'a> = (&'a dyn Fn(&Path), i32, &'a str);

    #[test]
    fn each_way_in_which_a_set_can_differ_is_named() {
        let (_folder, collection) = two_quarters("");
        let set = publish(&collection, "2022-23-q2");
        let elsewhere = tempfile::tempdir().unwrap();
        let changed = |change: &dyn Fn(&Path)| {
            let copy = elsewhere.path().join("set");
            let _ = fs::remove_dir_all(&copy);
            copy_tree(&set, &copy);
            change(&copy);
            verified(&copy)
        };
        let untouched = changed(&|_| ());
        assert!(untouched.code == Some(0) && untouched.said.contains("nothing differs"), "{}", untouched.said);
        let cases: [Case<'_>; 7] = [
            (
                &|copy| {
                    let path = copy.join("public/appendix.pdf");
                    let mut bytes = fs::read(&path).unwrap();
                    bytes[100] ^= 1;
                    fs::write(path, bytes).unwrap();
                },
                1,
                "public/appendix.pdf has the size that it had, and other bytes",
            ),
            (
                &|copy| fs::write(copy.join("restricted/findings.json"), "{}").unwrap(),
                1,
                "restricted/findings.json has 2 bytes; what was published has ",
            ),
            (
                &|copy| fs::remove_file(copy.join("public/consolidated.xlsx")).unwrap(),
                1,
                "public/consolidated.xlsx is missing",
            ),
            (
                &|copy| fs::write(copy.join("public/more.txt"), "x").unwrap(),
                1,
                "public/more.txt is not among what was published",
            ),
            (
                &|copy| fs::write(copy.join("public/.DS_Store"), "x").unwrap(),
                0,
                "public/.DS_Store was put there by a computer",
            ),
            (&|copy| fs::remove_file(copy.join("restricted/manifest.json")).unwrap(), 2, "is no published set"),
            (&|copy| fs::write(copy.join("restricted/manifest.json"), "{").unwrap(), 2, "is not as Piperoll writes it"),
        ];
        for (index, (change, code, told)) in cases.into_iter().enumerate() {
            let ran = changed(change);
            assert!(ran.code == Some(code) && ran.said.contains(told), "{index}: {:?} {}", ran.code, ran.said);
        }
        // A list from which files were taken with the files, and a set among those of another period.
        let shortened = changed(&|copy| {
            let path = copy.join("restricted/manifest.json");
            let mut list: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
            list["files"].as_array_mut().unwrap().retain(|file| file["path"] != "public/appendix.pdf");
            fs::write(path, list.to_string()).unwrap();
            fs::remove_file(copy.join("public/appendix.pdf")).unwrap();
        });
        assert!(
            shortened.code == Some(1) && shortened.said.contains("public/appendix.pdf is not in the list"),
            "{}",
            shortened.said
        );
        let other = elsewhere.path().join("2022-23-q1/1");
        copy_tree(&set, &other);
        let ran = verified(&other);
        assert!(ran.code == Some(1) && ran.said.contains("was published for 2022-23-q2"), "{}", ran.said);
        let version = changed(&|copy| {
            let path = copy.join("restricted/manifest.json");
            let text = fs::read_to_string(&path).unwrap();
            let own = format!("\"program\": \"{}\"", env!("CARGO_PKG_VERSION"));
            assert!(text.contains(&own));
            fs::write(path, text.replace(&own, "\"program\": \"0.0.1\"")).unwrap();
        });
        assert!(version.code == Some(0) && version.said.contains("made by version 0.0.1"), "{}", version.said);
    }

    #[test]
    fn returns_that_changed_since_are_said_cell_by_cell() {
        let (_folder, collection) = two_quarters("");
        let set = publish(&collection, "2022-23-q2");
        // Saved again, with nothing changed in it.
        let place = collection.join("returns/2022-23-q2/north.xlsx");
        let saved = crate::support::repack(&fs::read(&place).unwrap(), |_, text| format!("{text}\n"));
        fs::write(&place, saved).unwrap();
        let ran = verified(&set);
        assert!(ran.code == Some(0) && ran.said.contains("all its cells hold the same values"), "{}", ran.said);
        send(&collection, "2022-23-q2", &THEN.replace("Rents | 50 | 40", "Rents | 50 | 41"));
        let ran = verified(&set);
        let told = "returns/2022-23-q2/north.xlsx has changed since: Return, cell C3 was '40' and is '41'";
        assert!(ran.code == Some(1) && ran.said.contains(told), "{}", ran.said);
        let late = place.with_file_name("north late.xlsx");
        fs::rename(&place, &late).unwrap();
        let ran = verified(&set);
        let told = "returns/2022-23-q2/north late.xlsx is none of the returns that it was made from: it came later";
        assert!(ran.code == Some(1) && ran.said.contains(told), "{}", ran.said);
        fs::remove_file(&late).unwrap();
        let ran = verified(&set);
        assert!(ran.code == Some(0) && ran.said.contains("is no longer in the collection"), "{}", ran.said);
    }

    #[test]
    fn who_publishes_must_be_entitled_where_the_form_says_who_is() {
        let form = "[[role]]\nname = \"Section 151 officer\"\nmay = [\"clear\"]\n\n[[role]]\nname = \"Committee clerk\"\nmay = [\"publish\"]\n";
        let (_folder, collection) = two_quarters(form);
        clear(&collection, "2022-23-q2");
        for (by, told) in [(None, "say which one does by --by"), (Some("Section 151 officer"), "may not publish")] {
            let mut more = vec!["--period", "2022-23-q2", "--final"];
            more.extend(by.iter().flat_map(|by| ["--by", by]));
            let ran = build(&collection, &more);
            assert!(ran.code == Some(1) && ran.said.contains(told), "{by:?}: {}", ran.said);
        }
        let ran = build(&collection, &["--period", "2022-23-q2", "--final", "--by", "committee clerk"]);
        assert_eq!(ran.code, Some(0), "{}", ran.said);
        let manifest = fs::read_to_string(collection.join("published/2022-23-q2/1/restricted/manifest.json")).unwrap();
        assert!(manifest.contains("\"published_by\": \"committee clerk\""), "{manifest}");
    }

    /// Leaves every open query of a period open at publication, with the figures it stands on.
    fn leave_all_open(collection: &Path, period: &str) {
        let found = told(collection, period);
        for finding in found["findings"].as_array().unwrap() {
            if finding["status"] != "open" || finding["severity"] != "query" {
                continue;
            }
            let mut entry = format!("[[open_at_publication]]\nfinding = {}\nperiod = \"{period}\"\n", finding["id"]);
            let stated = if finding["stated"].is_null() { &finding["stated_text"] } else { &finding["stated"] };
            for (key, value) in [("stated", stated), ("expected", &finding["expected"])] {
                if !value.is_null() {
                    entry.push_str(&format!("{key} = {value}\n"));
                }
            }
            if finding["rows"].as_array().is_some_and(|rows| !rows.is_empty()) {
                entry.push_str(&format!("rows = {}\n", finding["rows"]));
            }
            entry.push_str(
                "words = \"The service is asked.\"\ndue = 2023-03-01\nrole = \"Section 151 officer\"\ndate = 2023-01-26\n",
            );
            decide(collection, &entry);
        }
    }

    #[test]
    fn nothing_public_names_a_person_a_file_or_what_is_personal() {
        let (_folder, collection) = two_quarters("");
        let grid = "== Return\nScheme | Target | Forecast | Share | Achieved | Progress\n\
                    Voids | 100 | 80 | 80% | 10 | Write to jo.bloggs@mail.example or 07700 900123\n\
                    Rents | 50 | 40 | 80% | 5 | One child, born 12 March 1961\nTotal | 150 | 120 | 80% | 15 |\n\
                    !comment B2 Agreed by the board\n";
        let authored = crate::support::repack(&workbook::workbook(grid), |name, text| match name {
            "docProps/core.xml" => text.replace("<dc:creator>", "<dc:creator>Jane Bloggs"),
            name if name.contains("comments") => text.replacen("<author>", "<author>Jane Bloggs", 1),
            _ => text,
        });
        let place = collection.join("returns/2022-23-q2");
        fs::remove_file(place.join("north.xlsx")).unwrap();
        fs::write(place.join("north v4 FINAL (2).xlsx"), authored).unwrap();
        leave_all_open(&collection, "2022-23-q2");
        let found = told(&collection, "2022-23-q2");
        for code in ["personal-email", "personal-telephone", "date-of-birth"] {
            assert!(codes(&found).contains(&code), "{code}: {:?}", codes(&found));
        }
        assert_eq!(found["status"], "for-clearance", "{:?}", codes(&found));
        let set = publish(&collection, "2022-23-q2");
        let pdf = fs::read(set.join("public/appendix.pdf")).unwrap();
        let mut all = vec![
            ("appendix.pdf", crate::pages::texts(&pdf).concat()),
            ("the PDF itself", String::from_utf8_lossy(&pdf).into_owned()),
        ];
        let mut book =
            zip::ZipArchive::new(std::io::Cursor::new(fs::read(set.join("public/consolidated.xlsx")).unwrap()))
                .unwrap();
        for index in 0..book.len() {
            let mut text = String::new();
            std::io::Read::read_to_string(&mut book.by_index(index).unwrap(), &mut text).unwrap();
            all.push(("consolidated.xlsx", text));
        }
        for (name, text) in all {
            let text = solid(&text).to_lowercase();
            // Four digits come by chance where bytes are counted.
            let secrets = ["bloggs", "v4final", "north.xlsx", "decisions.toml", "900123", "1961"];
            for secret in secrets.into_iter().take(if name == "the PDF itself" { 4 } else { 6 }) {
                assert!(!text.contains(secret), "{secret} is in {name}: {text}");
            }
        }
        // What the council keeps is what was sent.
        let kept = set.join("restricted/inputs/returns/2022-23-q2/north v4 FINAL (2).xlsx");
        assert_eq!(fs::read(kept).unwrap(), fs::read(place.join("north v4 FINAL (2).xlsx")).unwrap());
    }
}
