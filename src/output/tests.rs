use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::*;

fn write(out: &Path, files: &[(&str, Option<&[u8]>)]) -> Result<Written, CannotRun> {
    write_set(out, Set { files, draft: false }, &|_| {})
}

/// Every file under a folder, with what is in it; a folder without one is there by its name and a slash.
pub(super) fn all_in(folder: &Path) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && !path.is_symlink() {
            let inner = all_in(&path);
            if inner.is_empty() {
                all.insert(format!("{name}/"), String::new());
            }
            all.extend(inner.into_iter().map(|(inner, text)| (format!("{name}/{inner}"), text)));
        } else {
            all.insert(name, fs::read_to_string(&path).unwrap_or_else(|_| "unreadable".into()));
        }
    }
    all
}

pub(super) fn map(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().map(|(name, text)| (name.to_string(), text.to_string())).collect()
}

#[test]
fn a_set_replaces_the_one_before_and_what_is_not_in_it_goes() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("a/b");
    write(&out, &[("x", Some(b"1")), ("y", Some(b"2"))]).unwrap();
    fs::write(out.join("notes.txt"), "mine").unwrap();
    let written = write(&out, &[("x", None), ("y", Some(b"4")), ("z", Some(b"5"))]).unwrap();
    assert_eq!(written, Written { taken_away: vec!["x".into()], kept_final: None });
    assert_eq!(all_in(&out), map(&[("notes.txt", "mine"), ("y", "4"), ("z", "5")]));
}

#[test]
fn what_is_in_the_way_is_named_and_all_stays_as_it_was() {
    type Obstacle = fn(&Path);
    let obstacles: &[(Obstacle, &str)] = &[
        (|path| fs::create_dir(path).unwrap(), "is a folder"),
        (
            |path| {
                fs::write(path, "kept").unwrap();
                let mut permissions = fs::metadata(path).unwrap().permissions();
                permissions.set_readonly(true);
                fs::set_permissions(path, permissions).unwrap();
            },
            "is marked read-only",
        ),
        #[cfg(unix)]
        (|path| std::os::unix::fs::symlink("notes.txt", path).unwrap(), "is a link"),
        #[cfg(unix)]
        (|path| drop(std::os::unix::net::UnixListener::bind(path).unwrap()), "is no file"),
    ];
    for (obstacle, part) in obstacles {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path();
        fs::write(out.join("x"), "old").unwrap();
        fs::write(out.join("notes.txt"), "mine").unwrap();
        obstacle(&out.join("y"));
        let before = all_in(out);
        for new in [Some("new".as_bytes()), None] {
            let error = write(out, &[("x", Some(b"new")), ("y", new)]).unwrap_err().to_string();
            let named = format!("{} {part}", out.join("y").display());
            assert!(error.starts_with(&named) && error.contains("Nothing was changed"), "{error}");
            assert_eq!(all_in(out), before);
        }
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_one_clear_sentence_and_leaves_no_others() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), b"").unwrap();
    let error = write(&folder.path().join("file/out"), &[("x", Some(b"1"))]).unwrap_err().to_string();
    assert!(error.contains("cannot be written"), "{error}");
    // The folders that were made for a set go again if it cannot be written: a name may not hold a slash.
    write(&folder.path().join("new/out"), &[("no/where", Some(b"1"))]).unwrap_err();
    assert!(!folder.path().join("new").exists());
}

#[test]
fn folders_like_ours_that_are_not_ours_stay() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path();
    for (path, text) in [
        (".piperoll-abcdefgh/precious.old", "mine"),
        (".piperoll-bcdefghi/journal.json", "{}"),
        (".piperoll-cdefghij/done.json", "{}"),
        (".piperoll-other/x.new", "mine"),
    ] {
        fs::create_dir_all(out.join(path).parent().unwrap()).unwrap();
        fs::write(out.join(path), text).unwrap();
    }
    fs::create_dir(out.join(".piperoll-empty")).unwrap();
    let mut before = all_in(out);
    write(out, &[("x", Some(b"new"))]).unwrap();
    recover(out, &|_| {}).unwrap();
    before.insert("x".into(), "new".into());
    assert_eq!(all_in(out), before);
}

#[test]
fn what_a_killed_build_staged_goes_and_what_others_put_there_stays() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path();
    fs::write(out.join("x"), "old").unwrap();
    let mut lock = Lock::take(out, lock::PATIENCE, &|_| {}).unwrap();
    let stage = Stage::new(out, &mut lock).unwrap();
    stage.write("x", b"new").unwrap();
    // Killed: nothing is dropped properly.
    std::mem::forget(stage);
    drop(lock);
    assert_eq!(fs::read_dir(out).unwrap().count(), 3);
    recover(out, &|_| {}).unwrap();
    assert_eq!(all_in(out), map(&[("x", "old")]));

    let mut lock = Lock::take(out, lock::PATIENCE, &|_| {}).unwrap();
    let stage = Stage::new(out, &mut lock).unwrap();
    stage.write("x", b"new").unwrap();
    let name = lock.claimed().unwrap().to_string();
    fs::write(out.join(&name).join("notes.txt"), "mine").unwrap();
    std::mem::forget(stage);
    drop(lock);
    recover(out, &|_| {}).unwrap();
    let left = all_in(out);
    assert_eq!(left[&format!("{name}/notes.txt")], "mine");
    assert!(!left.contains_key(&format!("{name}/x.new")), "{left:?}");
}

#[test]
fn a_damaged_journal_of_ours_stops_the_run_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path();
    let mut lock = Lock::take(out, lock::PATIENCE, &|_| {}).unwrap();
    let stage = Stage::new(out, &mut lock).unwrap();
    stage.write("x", b"new").unwrap();
    std::mem::forget(stage);
    let name = lock.claimed().unwrap().to_string();
    fs::write(out.join(&name).join(journal::JOURNAL), "\0\0").unwrap();
    drop(lock);
    let before = all_in(out);
    for error in [recover(out, &|_| {}).unwrap_err(), write(out, &[("x", Some(b"3"))]).unwrap_err()] {
        assert!(error.to_string().contains("journal.json cannot be read"), "{error}");
        assert_eq!(all_in(out), before);
    }
}

/// findings.json of a set in which so many findings are open.
fn findings(open: u32) -> String {
    format!("{{\"schema\": 1, \"counts\": {{\"error\": 0, \"query\": {open}, \"note\": 3}}, \"findings\": []}}")
}

#[test]
fn a_draft_keeps_the_final_set_whose_place_it_takes() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path();
    let (fin, draft) = (findings(0), findings(1));
    let put = |pdf: Option<&str>, findings: &str, draft: bool| {
        let files = [("appendix.pdf", pdf.map(str::as_bytes)), (FINDINGS, Some(findings.as_bytes()))];
        write_set(out, Set { files: &files, draft }, &|_| {}).unwrap()
    };
    let kept = |number: u32| Some(out.join(format!("earlier-final-{number}")));
    // A person's own folder under that name is not touched.
    fs::create_dir(out.join("earlier-final-1")).unwrap();
    fs::write(out.join("earlier-final-1/own.txt"), "mine").unwrap();
    let own = ("earlier-final-1/own.txt", "mine");

    assert_eq!(put(Some("final"), &fin, false), Written::default());
    assert_eq!(put(Some("final 2"), &fin, false), Written::default(), "a final set replaces a final set");
    let written = put(None, &draft, true);
    assert_eq!(written, Written { taken_away: Vec::new(), kept_final: kept(2) });
    let sentence = written.instead_of_final().unwrap();
    assert!(sentence.contains("final set") && sentence.contains("earlier-final-2"), "{sentence}");
    let kept_files =
        [("earlier-final-2/appendix.pdf", "final 2"), ("earlier-final-2/findings.json", fin.as_str()), own];
    let standing = |files: &[(&str, &str)]| map(&[&kept_files[..], files].concat());
    assert_eq!(all_in(out), standing(&[(FINDINGS, &draft)]));
    assert_eq!(put(Some("draft"), &draft, true), Written::default(), "a draft replaces a draft");
    put(Some("final 2"), &fin, false);
    // The very same set is not kept twice; another one is.
    assert_eq!(put(Some("draft"), &draft, true).kept_final, kept(2));
    assert_eq!(all_in(out), standing(&[("appendix.pdf", "draft"), (FINDINGS, &draft)]));
    put(Some("final 3"), &fin, false);
    assert_eq!(put(Some("draft"), &draft, true).kept_final, kept(3));
}

#[test]
fn what_says_nothing_of_being_final_is_replaced_like_any_other() {
    for said in ["", "{}", "not json", "{\"counts\": {\"error\": 1, \"query\": 0}}", "[0, 0]"] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FINDINGS), said).unwrap();
        let files: [(&str, Option<&[u8]>); 1] = [(FINDINGS, Some(b"{}"))];
        let written = write_set(folder.path(), Set { files: &files, draft: true }, &|_| {}).unwrap();
        assert_eq!(written.kept_final, None, "{said}");
    }
}

#[test]
fn a_folder_with_nothing_left_in_it_is_only_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let said = RefCell::new(0);
    let say = |_: &str| *said.borrow_mut() += 1;
    recover(folder.path(), &say).unwrap();
    recover(&folder.path().join("nowhere"), &say).unwrap();
    assert_eq!((fs::read_dir(folder.path()).unwrap().count(), said.into_inner()), (0, 0));
}
