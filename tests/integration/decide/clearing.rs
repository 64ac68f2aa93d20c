//! What stays open in what is published, whose answers they are, and clearing the appendix.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{Q2, TARGET, TOTAL, decisions, ends, ends_by, finding, spoilt};
use crate::support::{copy, findings, made, piperoll, sample, stderr};

/// Two quarters of which nothing is asked.
fn ready(form: &str) -> (TempDir, PathBuf) {
    let now = Q2.replace("80 | 80%", "90 | 90%").replace("130 | 87%", "140 | 93%");
    made(form, &[("returns/2022-23-q2/north.txt", Q2), ("returns/2022-23-q3/north.txt", now.as_str())])
}

/// The same, and a target that changed.
fn asked_about(form: &str) -> (TempDir, PathBuf) {
    let now = Q2.replace("100 | 80 | 80%", "120 | 80 | 67%").replace("150 | 130 | 87%", "170 | 130 | 76%");
    made(form, &[("returns/2022-23-q2/north.txt", Q2), ("returns/2022-23-q3/north.txt", now.as_str())])
}

/// On one line, whatever lines it was said in.
fn solid(said: &str) -> String {
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_query_is_left_open_by_who_may_clear_and_answered_later() {
    let (_folder, collection) = asked_about("");
    let open = [TARGET, "--as", "open-at-publication"];
    let by = |role| ["--words", "The service asks its board.", "--role", role, "--date", "26/01/2023"];
    let said = ends(&collection, 2, &[&open[..], &by("Section 151 officer")].concat());
    assert!(said.contains("--due is missing") && said.contains("--due  by when it is answered, such as"), "{said}");
    let due = [&open[..], &["--due", "1 March 2023"]].concat();
    let said = solid(&ends(&collection, 1, &[&due[..], &by("Head of Housing")].concat()));
    assert!(said.contains("is by 'Head of Housing', who may not clear the appendix. Have it decided by the"), "{said}");
    let early = [&open[..], &["--due", "25/01/2023"], &by("Section 151 officer")].concat();
    assert!(ends(&collection, 1, &early).contains("`due` is 2023-01-25, before 2023-01-26, when it was left open"));
    assert!(!collection.join("decisions.toml").exists());

    // A day says what the entry is.
    let given = [&[TARGET, "--due", "1 March 2023", "--initials", "AB"], &by("Section 151 officer")[..]].concat();
    let said = solid(&ends(&collection, 0, &given));
    let entry = format!(
        "[[open_at_publication]]\nfinding = \"{TARGET}\"\nperiod = \"2022-23-q3\"\nstated = \"120\"\nexpected = \"100\"\n\
         words = \"The service asks its board.\"\ndue = 2023-03-01\nrole = \"Section 151 officer\"\ninitials = \"AB\"\n\
         date = 2023-01-26\n"
    );
    assert_eq!(decisions(&collection), entry);
    let told = format!(
        "`{TARGET}` is left open at publication: the first page says so, and that it is answered by 1 March 2023."
    );
    assert!(said.contains("1 query left open at publication.") && said.ends_with(&told), "{said}");
    assert_eq!(finding(&collection, TARGET)["status"], "open-at-publication");

    let said = ends(&collection, 2, &given);
    assert!(
        said.contains("is left open at publication already, in line 1") && said.contains("Add --as explain"),
        "{said}"
    );
    ends(&collection, 0, &[TARGET, "--replace", "--due", "2 March 2023"]);
    assert_eq!(decisions(&collection), entry.replace("2023-03-01", "2023-03-02"));
    ends_by(&collection, 0, &[TARGET, "--as", "explain"]);
    assert_eq!(finding(&collection, TARGET)["explained_by"]["kind"], "explain");
    ends(&collection, 0, &["--undo"]);
    ends(&collection, 0, &["--undo"]);
    assert_eq!(decisions(&collection), "");
}

#[test]
fn neither_an_error_nor_a_note_is_left_open() {
    let (_folder, collection) = spoilt("");
    let left = ["--as", "open-at-publication", "--due", "1/3/2023"];
    let said = ends_by(&collection, 1, &[&[TOTAL], &left[..]].concat());
    assert!(said.contains("is an error, and an error cannot stay open in what is published, so nothing was"), "{said}");
    let (_folder, collection) = copy(&sample("recovery-plan"));
    let said = ends_by(&collection, 1, &[&["smaller-movements:forecast"], &left[..]].concat());
    assert!(said.contains("is a note, and a note holds nothing up, so nothing was written."), "{said}");
}

#[test]
fn initials_go_with_an_answer_and_are_needed_where_another_person_clears() {
    let (_folder, collection) = asked_about("[clearance]\nby_others = true\n");
    let said = ends_by(&collection, 2, &[TARGET, "--as", "explain"]);
    assert!(said.starts_with("cannot run: --initials is missing to answer"), "{said}");
    let said = ends_by(&collection, 2, &[TARGET, "--reference", "CR-1", "--initials", "CD"]);
    assert!(said.contains("--initials goes with an answer in words, and this entry is a change request"), "{said}");
    ends_by(&collection, 0, &[TARGET, "--as", "explain", "--initials", "CD"]);
    assert!(decisions(&collection).ends_with("role = \"Head of Finance\"\ninitials = \"CD\"\ndate = 2023-01-18\n"));
    let before = decisions(&collection);
    let seen = printed(&collection);
    let clear = |initials| {
        [
            "--clear",
            "--fingerprint",
            &seen,
            "--role",
            "Section 151 officer",
            "--initials",
            initials,
            "--date",
            "27/1/2023",
        ]
    };
    let said = solid(&ends(&collection, 1, &clear("c.d.")));
    assert!(
        said.contains("Nothing was written: this would not clear the appendix. 'c.d.' clears the appendix and has answered 1 finding"),
        "{said}"
    );
    assert_eq!(decisions(&collection), before);
    ends(&collection, 0, &clear("AB"));
    assert_eq!(findings(&collection, &[])["status"], "cleared");

    // Where nobody wants another person, they may be left out, and added later.
    let (_folder, collection) = asked_about("");
    ends_by(&collection, 0, &[TARGET, "--as", "explain"]);
    let without = decisions(&collection);
    ends(&collection, 0, &[TARGET, "--replace", "--initials", "CD"]);
    assert_eq!(decisions(&collection), format!("{without}initials = \"CD\"\n"));
}

#[test]
fn an_answer_by_a_role_that_may_not_is_not_written() {
    let (_folder, collection) =
        asked_about("[[role]]\nname = \"Section 151 officer\"\nmay = [\"explain\", \"clear\"]\n");
    let said = solid(&ends_by(&collection, 1, &[TARGET, "--as", "explain"]));
    assert!(
        said.contains("is by 'Head of Finance', and the form has no such [[role]]. Have it decided by Section"),
        "{said}"
    );
    let set_aside = [TARGET, "--stands", "100", "--words", "x", "--role", "Section 151 officer", "--date", "18/1/2023"];
    let said = solid(&ends(&collection, 1, &set_aside));
    assert!(said.contains("who may not set a figure aside. No [[role]] of the form may"), "{said}");
    assert!(!collection.join("decisions.toml").exists());
}

/// Who cleared a page with this fingerprint.
fn cleared(fingerprint: &str) -> [&str; 9] {
    let by = ["--role", "Section 151 officer", "--initials", "AB", "--date", "27/01/2023"];
    ["--clear", "--fingerprint", fingerprint, by[0], by[1], by[2], by[3], by[4], by[5]]
}

/// The fingerprint as it prints.
fn printed(collection: &Path) -> String {
    let whole = findings(collection, &[])["fingerprint"].as_str().unwrap().to_string();
    [0, 4, 8, 12].map(|at| &whole[at..at + 4]).join(" ")
}

#[test]
fn the_appendix_is_cleared_as_it_stands() {
    let (_folder, collection) = ready("");
    let present = printed(&collection);
    let said = ends(&collection, 2, &["--clear", "--date", "27/01/2023"]);
    let wanted = "cannot run: --fingerprint, --role and --initials are missing to record that the appendix of 2022-23-q3 was cleared";
    assert!(
        said.starts_with(wanted) && said.contains("the section 151 officer (Scotland: 95) or a delegate"),
        "{said}"
    );

    let cleared = cleared(&present);
    let said = ends(&collection, 0, &cleared);
    let entry = format!(
        "[[clearance]]\nperiod = \"2022-23-q3\"\nrole = \"Section 151 officer\"\ninitials = \"AB\"\ndate = 2023-01-27\n\
         fingerprint = \"{present}\"\n"
    );
    assert_eq!(decisions(&collection), entry);
    assert!(
        said.starts_with(&format!("To be written to decisions.toml, from line 1:\n\n{entry}\nWritten to ")),
        "{said}"
    );
    let publishes = format!(
        "has been cleared as it stands ({present}): `piperoll build {} --final` publishes it.",
        collection.display()
    );
    assert!(solid(&said).contains(&publishes), "{said}");
    assert_eq!(findings(&collection, &[])["status"], "cleared");

    let said = solid(&ends(&collection, 2, &cleared));
    assert!(
        said.contains(
            "cleared as it stands by the Section 151 officer (AB), in line 1 of decisions.toml: there is nothing"
        ),
        "{said}"
    );
    ends(&collection, 0, &["--undo"]);
    assert_eq!(
        (decisions(&collection).as_str(), findings(&collection, &[])["status"].as_str()),
        ("", Some("for-clearance"))
    );
    // The period that is named, and all digits as they were given.
    let earlier = findings(&collection, &["--period", "2022-23-q2"]);
    let whole = earlier["fingerprint"].as_str().unwrap().to_uppercase();
    let said = ends(&collection, 0, &[&self::cleared(&whole)[..], &["--period", "2022-23-q2"]].concat());
    assert!(solid(&said).contains("--period 2022-23-q2 --final` publishes it."), "{said}");
    let clearance = decisions(&collection);
    assert!(clearance.contains("period = \"2022-23-q2\"") && clearance.contains(&whole.to_lowercase()), "{clearance}");
}

#[test]
fn what_is_not_the_page_that_was_cleared_is_not_recorded() {
    let (_folder, collection) = ready("");
    let seen = printed(&collection);
    let now = Q2.replace("80 | 80%", "95 | 95%").replace("130 | 87%", "145 | 97%");
    fs::write(collection.join("returns/2022-23-q3/north.xlsx"), crate::workbook::workbook(&now)).unwrap();
    let present = printed(&collection);
    let said = solid(&ends(&collection, 1, &cleared(&seen)));
    let expected = format!(
        "Nothing was written: the page that was cleared has the fingerprint {seen}, and the appendix has {present} now: it has changed \
         since that page."
    );
    assert!(said.contains(&expected), "{said}");
    let said = ends(&collection, 2, &cleared(&seen[..9]));
    assert!(said.contains("is none; write the 16 digits that stand at the end of the appendix"), "{said}");
    assert!(!collection.join("decisions.toml").exists());
    ends(&collection, 0, &cleared(&present));

    let (_folder, collection) = spoilt("");
    let said = solid(&ends(&collection, 1, &cleared(&seen)));
    assert!(said.contains("can be cleared when nothing is open in it. 2 errors and 1 query are open"), "{said}");
    // What goes with clearing goes with nothing else, and the other way round.
    for more in [
        &[TARGET, "--fingerprint", "x"][..],
        &[TARGET, "--clear"],
        &["--clear", "--words", "x"],
        &["--clear", "--undo"],
    ] {
        ends(&collection, 2, more);
    }
    assert!(!collection.join("decisions.toml").exists());
}

#[test]
fn only_who_may_clears_and_what_is_still_wanting_is_said() {
    let (_folder, collection) = ready("");
    let by = |collection: &Path, code: i32, role: &str| {
        let seen = printed(collection);
        let mut args = cleared(&seen);
        args[4] = role;
        solid(&ends(collection, code, &args))
    };
    let said = by(&collection, 1, "Head of Housing");
    assert!(said.contains("The clearance is by 'Head of Housing', who may not clear the appendix."), "{said}");
    assert!(!collection.join("decisions.toml").exists());

    let (_folder, collection) = ready(
        "[[role]]\nname = \"Chief Executive\"\nalso = [\"CX\"]\nmay = [\"clear\"]\n\n[[role]]\nname = \"Head of Finance\"\n\
         may = [\"clear\", \"publish\"]\n\n[clearance]\nby = [\"Chief Executive\", \"Head of Finance\"]\n",
    );
    let said = by(&collection, 0, "CX");
    assert!(said.ends_with("It is recorded; the clearance by Head of Finance is still wanting."), "{said}");
    let said = by(&collection, 0, "Head of Finance");
    assert!(said.contains("--final --by \"Head of Finance\"` publishes it."), "{said}");
}

#[test]
fn what_shows_a_clearance_is_named_from_the_collection() {
    let (folder, collection) = ready("");
    let seen = printed(&collection);
    let with = |path: &str| {
        let mut run = piperoll();
        run.arg("decide").arg("made").args(cleared(&seen)).args(["--comment", "Subject to audit.", "--evidence", path]);
        let run = run.current_dir(folder.path()).output().unwrap();
        (run.status.code(), solid(&stderr(&run)))
    };
    let (code, said) = with("made/clearances/q3.eml");
    assert!(
        code == Some(1) && said.contains("Nothing was written: there is no file made/clearances/q3.eml."),
        "{said}"
    );
    fs::write(folder.path().join("q3.eml"), "Subject: cleared").unwrap();
    let (code, said) = with("q3.eml");
    assert!(code == Some(2) && said.contains("q3.eml does not lie in the collection: copy it into made"), "{said}");
    fs::create_dir(collection.join("clearances")).unwrap();
    let (code, said) = with("made/clearances");
    assert!(
        code == Some(1) && said.contains("which is to show the clearance by the Section 151 officer (AB),"),
        "{said}"
    );
    assert!(!collection.join("decisions.toml").exists());
    fs::write(collection.join("clearances/q3.eml"), "Subject: cleared").unwrap();
    let (code, said) = with("made/clearances/../clearances/q3.eml");
    assert_eq!(code, Some(0), "{said}");
    let entry = decisions(&collection);
    assert!(entry.ends_with("comment = \"Subject to audit.\"\nevidence = \"clearances/q3.eml\"\n"), "{entry}");
}
