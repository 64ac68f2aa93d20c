//! Each state that a broken-off swap leaves, made by hand, and what becomes of it. The real program is killed at each of its
//! system calls in tests/integration/output_set.rs.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::*;
use crate::output::tests::{all_in, map};

const STAGE: &str = ".piperoll-abcdefgh";

/// A set in which `x` is replaced, `y` goes and `z` is new; the earlier files are kept in `keep`, if anywhere.
fn swap(folder: &Path, keep: Option<&str>, left: &[(&str, &str)]) -> Swap {
    let entry = |name: &str, old: Option<&str>, new: Option<&str>| Entry {
        name: name.into(),
        old: old.map(|text| Fingerprint::of_bytes(text.as_bytes())),
        new: new.map(|text| Fingerprint::of_bytes(text.as_bytes())),
    };
    let files = vec![entry("x", Some("x1"), Some("x2")), entry("y", Some("y1"), None), entry("z", None, Some("z2"))];
    let journal = Journal::new(keep.map(str::to_string), files);
    let stage = folder.join(STAGE);
    fs::create_dir(&stage).unwrap();
    journal.write(&stage).unwrap();
    for (path, text) in left {
        let path = folder.join(path.replace("S/", &format!("{STAGE}/")));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    Swap::new(folder.to_path_buf(), stage, journal)
}

fn without_journal(folder: &Path) -> BTreeMap<String, String> {
    let mut all = all_in(folder);
    all.remove(&format!("{STAGE}/{JOURNAL}"));
    all
}

const OLD: &[(&str, &str)] = &[("x", "x1"), ("y", "y1")];
const NEW: &[(&str, &str)] = &[("x", "x2"), ("z", "z2")];

#[test]
fn a_broken_off_swap_is_brought_to_one_of_its_ends() {
    type Files = &'static [(&'static str, &'static str)];
    let cases: &[(&str, Files, Files)] = &[
        ("nothing moved", &[("x", "x1"), ("y", "y1"), ("S/x.new", "x2"), ("S/z.new", "z2")], NEW),
        ("x out", &[("y", "y1"), ("S/x.old", "x1"), ("S/x.new", "x2"), ("S/z.new", "z2")], NEW),
        ("x in", &[("x", "x2"), ("y", "y1"), ("S/x.old", "x1"), ("S/z.new", "z2")], NEW),
        ("y out", &[("x", "x2"), ("S/x.old", "x1"), ("S/y.old", "y1"), ("S/z.new", "z2")], NEW),
        ("all moved", &[("x", "x2"), ("z", "z2"), ("S/x.old", "x1"), ("S/y.old", "y1")], NEW),
        ("z is damaged", &[("x", "x2"), ("S/x.old", "x1"), ("S/y.old", "y1"), ("S/z.new", "?")], OLD),
        ("x is lost", &[("x", "x1"), ("y", "y1"), ("S/z.new", "z2")], OLD),
        // Somebody took x away, before or after it was replaced.
        ("x away before", &[("y", "y1"), ("S/x.new", "x2"), ("S/z.new", "z2")], NEW),
        ("x away since", &[("y", "y1"), ("S/x.old", "x1"), ("S/z.new", "z2")], &[("z", "z2")]),
        // What somebody saved in the moment before it was moved out is put back.
        (
            "x saved",
            &[("y", "y1"), ("S/x.old", "mine"), ("S/x.new", "x2"), ("S/z.new", "z2")],
            &[("x", "mine"), ("y", "y1")],
        ),
    ];
    for (what, left, end) in cases {
        let folder = tempfile::tempdir().unwrap();
        swap(folder.path(), None, left).recover().unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(all_in(folder.path()), map(end), "{what}");
    }
}

#[test]
fn a_file_that_stays_the_same_byte_for_byte_goes_back_without_its_copy() {
    let folder = tempfile::tempdir().unwrap();
    let mut swap = swap(folder.path(), None, &[("x", "x1"), ("y", "y1"), ("S/z.new", "?")]);
    swap.journal.files[0].new = swap.journal.files[0].old.clone();
    swap.recover().unwrap();
    assert_eq!(all_in(folder.path()), map(OLD));
}

#[test]
fn what_is_kept_is_kept_from_any_state() {
    let kept = &[("keep/x", "x1"), ("keep/y", "y1"), ("x", "x2"), ("z", "z2")];
    for left in [
        &[("x", "x1"), ("y", "y1"), ("S/x.new", "x2"), ("S/z.new", "z2")] as &[(&str, &str)],
        &[("keep/x", "x1"), ("y", "y1"), ("S/x.new", "x2"), ("S/z.new", "z2")],
        &[("keep/x", "x1"), ("x", "x2"), ("keep/y", "y1"), ("S/z.new", "z2")],
        &[("keep/x", "x1"), ("x", "x2"), ("keep/y", "y1"), ("z", "z2")],
    ] {
        let folder = tempfile::tempdir().unwrap();
        swap(folder.path(), Some("keep"), left).recover().unwrap();
        assert_eq!(all_in(folder.path()), map(kept), "{left:?}");
    }
    let folder = tempfile::tempdir().unwrap();
    let left = &[("keep/x", "x1"), ("x", "x2"), ("y", "y1"), ("S/z.new", "?")];
    swap(folder.path(), Some("keep"), left).recover().unwrap();
    assert_eq!(all_in(folder.path()), map(OLD), "the folder for them goes with what it was for");
}

#[test]
fn what_somebody_has_changed_since_is_named_and_nothing_is_touched() {
    for (left, named) in [
        (&[("x", "mine"), ("y", "y1"), ("S/x.new", "x2"), ("S/z.new", "z2")] as &[(&str, &str)], "x"),
        (&[("x", "mine"), ("y", "y1"), ("S/x.old", "x1"), ("S/z.new", "z2")], "x"),
        (&[("x", "x1"), ("y", "y1"), ("S/x.old", "x1"), ("S/x.new", "x2"), ("S/z.new", "z2")], "x"),
        (&[("x", "x2"), ("y", "mine"), ("S/x.old", "x1"), ("S/z.new", "z2")], "y"),
        (&[("x", "x2"), ("z", "mine"), ("S/x.old", "x1"), ("S/y.old", "y1"), ("S/z.new", "z2")], "z"),
        (&[("x/in", "a folder"), ("y", "y1"), ("S/x.old", "x1"), ("S/z.new", "z2")], "x"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let swap = swap(folder.path(), None, left);
        let before = without_journal(folder.path());
        let error = swap.recover().unwrap_err().to_string();
        let file = folder.path().join(named);
        assert!(error.starts_with(&format!("{} was changed after", file.display())), "{error}");
        assert_eq!(without_journal(folder.path()), before, "{left:?}");
        // When it is moved away, as the message asks, the next try comes to an end.
        let text = all_in(folder.path()).remove(named);
        fs::rename(&file, folder.path().join("moved")).unwrap();
        recover_again(folder.path());
        if let Some(text) = text {
            assert_eq!(fs::read_to_string(folder.path().join("moved")).unwrap(), text);
        }
        assert!(disk::is_free(&folder.path().join(STAGE)), "{left:?}");
    }
}

fn recover_again(folder: &Path) {
    crate::output::recover(folder, &|_| {}).unwrap();
}

#[test]
fn where_too_much_is_lost_the_person_is_told_where_the_rest_is() {
    let folder = tempfile::tempdir().unwrap();
    // The earlier x is gone and so is the new z.
    let left = &[("x", "x2"), ("S/y.old", "y1"), ("S/z.new", "?")];
    let swap = swap(folder.path(), None, left);
    let before = without_journal(folder.path());
    let error = swap.recover().unwrap_err().to_string();
    assert!(error.contains("gone or damaged") && error.contains(STAGE), "{error}");
    assert_eq!(without_journal(folder.path()), before);
}

#[test]
fn a_file_that_cannot_be_moved_brings_all_others_back() {
    let folder = tempfile::tempdir().unwrap();
    let left = &[("x", "x1"), ("y", "y1"), ("S/x.new", "x2"), ("S/z.new", "z2"), ("z", "in the way")];
    let error = swap(folder.path(), None, left).complete().unwrap_err().to_string();
    let named = format!("{} cannot be written", folder.path().join("z").display());
    assert!(error.starts_with(&named) && error.contains("Nothing was changed"), "{error}");
    assert_eq!(all_in(folder.path()), map(&[("x", "x1"), ("y", "y1"), ("z", "in the way")]));
}

#[test]
fn a_file_saved_while_the_set_was_written_is_put_back_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let left = &[("x", "saved"), ("y", "y1"), ("S/x.new", "x2"), ("S/z.new", "z2")];
    let error = swap(folder.path(), None, left).complete().unwrap_err().to_string();
    assert!(error.contains("was changed while the new set was being written"), "{error}");
    assert_eq!(all_in(folder.path()), map(&[("x", "saved"), ("y", "y1")]));
}

#[test]
fn a_journal_leads_to_no_other_folder() {
    for name in ["../x", "/x", "a/b", "a\\b", ".piperoll.lock", "c:x", "", ".."] {
        let folder = tempfile::tempdir().unwrap();
        let entry = Entry { name: name.into(), old: None, new: None };
        Journal::new(None, vec![entry]).write(folder.path()).unwrap();
        let found = Journal::read(&folder.path().join(JOURNAL)).unwrap();
        assert!(matches!(found, crate::output::journal::Found::Other), "{name}");
    }
}
