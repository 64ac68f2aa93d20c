use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::earlier::FINDINGS;
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
    assert_eq!(written, Written { taken_away: vec!["x".into()], earlier: None });
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
    let stage = Stage::new(out, vec!["x".into()], &mut lock).unwrap();
    stage.write("x", b"new").unwrap();
    // Killed: nothing is dropped properly.
    std::mem::forget(stage);
    drop(lock);
    assert_eq!(fs::read_dir(out).unwrap().count(), 3);
    recover(out, &|_| {}).unwrap();
    assert_eq!(all_in(out), map(&[("x", "old")]));

    let mut lock = Lock::take(out, lock::PATIENCE, &|_| {}).unwrap();
    let stage = Stage::new(out, vec!["x".into()], &mut lock).unwrap();
    stage.write("x", b"new").unwrap();
    let name = lock.claimed().unwrap().to_string();
    for others in ["notes.txt", "notes.old", "y.new"] {
        fs::write(out.join(&name).join(others), "mine").unwrap();
    }
    std::mem::forget(stage);
    drop(lock);
    recover(out, &|_| {}).unwrap();
    let left: Vec<String> =
        fs::read_dir(out.join(&name)).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    let mut left = left;
    left.sort();
    assert_eq!(left, ["notes.old", "notes.txt", "y.new"]);
}

#[test]
fn a_damaged_journal_of_ours_stops_the_run_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path();
    let mut lock = Lock::take(out, lock::PATIENCE, &|_| {}).unwrap();
    let stage = Stage::new(out, vec!["x".into()], &mut lock).unwrap();
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

/// An output folder, and how sets of an appendix and their findings are written there.
struct Out(tempfile::TempDir);

impl Out {
    fn new() -> Out {
        Out(tempfile::tempdir().unwrap())
    }

    fn put(&self, pdf: Option<&str>, open: u32) -> Written {
        let findings = findings(open);
        let files = [("appendix.pdf", pdf.map(str::as_bytes)), (FINDINGS, Some(findings.as_bytes()))];
        write_set(self.0.path(), Set { files: &files, draft: open > 0 }, &|_| {}).unwrap()
    }

    /// What is said of an earlier set: whether it was known to be final, whether a draft took its place, where it is kept.
    fn instead(&self, is_known_final: bool, by_draft: bool, kept: Option<u32>) -> Written {
        let kept = kept.map(|number| self.0.path().join(format!("earlier-final-{number}")));
        Written { taken_away: Vec::new(), earlier: Some(Earlier { is_known_final, by_draft, kept }) }
    }
}

#[test]
fn a_draft_keeps_the_final_set_whose_place_it_takes() {
    let out = Out::new();
    let folder = out.0.path();
    let (fin, draft) = (findings(0), findings(1));
    // A person's own folder under that name is not touched.
    fs::create_dir(folder.join("earlier-final-1")).unwrap();
    fs::write(folder.join("earlier-final-1/own.txt"), "mine").unwrap();
    let own = ("earlier-final-1/own.txt", "mine");

    assert_eq!(out.put(Some("final"), 0), Written::default());
    assert_eq!(out.put(Some("final 2"), 0), out.instead(true, false, None), "a final set replaces a final set");
    assert_eq!(out.put(Some("final 2"), 0), Written::default(), "the very same");
    assert_eq!(out.put(None, 1), out.instead(true, true, Some(2)));
    let kept = [("earlier-final-2/appendix.pdf", "final 2"), ("earlier-final-2/findings.json", fin.as_str()), own];
    let standing = |files: &[(&str, &str)]| map(&[&kept[..], files].concat());
    assert_eq!(all_in(folder), standing(&[(FINDINGS, &draft)]));
    assert_eq!(out.put(Some("draft"), 1), Written::default(), "a draft replaces a draft");
    out.put(Some("final 2"), 0);
    // The very same set is not kept twice; another one is.
    assert_eq!(out.put(Some("draft"), 1), out.instead(true, true, Some(2)));
    assert_eq!(all_in(folder), standing(&[("appendix.pdf", "draft"), (FINDINGS, &draft)]));
    out.put(Some("final 3"), 0);
    assert_eq!(out.put(Some("draft"), 1), out.instead(true, true, Some(3)));
}

#[test]
fn a_final_set_does_not_lose_a_file_to_one_that_has_none() {
    let out = Out::new();
    out.put(Some("final"), 0);
    assert_eq!(out.put(None, 0), out.instead(true, false, Some(1)));
    let fin = findings(0);
    let kept = [("earlier-final-1/appendix.pdf", "final"), ("earlier-final-1/findings.json", &fin), (FINDINGS, &fin)];
    assert_eq!(all_in(out.0.path()), map(&kept));
    assert_eq!(out.put(Some("final"), 0), Written::default(), "nothing of the earlier one goes");
}

#[test]
fn papers_of_which_nothing_says_whether_they_are_final_are_kept() {
    let unknown = [None, Some(""), Some("{}"), Some("not json"), Some("[0, 0]")];
    for (said, open) in unknown.into_iter().flat_map(|said| [(said, 0), (said, 1)]) {
        let out = Out::new();
        let folder = out.0.path();
        let put_findings = || match said {
            Some(said) => fs::write(folder.join(FINDINGS), said).unwrap(),
            None => drop(fs::remove_file(folder.join(FINDINGS))),
        };
        // Where there is no paper, there is nothing that could be final.
        put_findings();
        assert_eq!(out.put(Some("paper"), open), Written::default(), "{said:?}");
        put_findings();
        assert_eq!(out.put(Some("other"), open), out.instead(false, open > 0, Some(1)), "{said:?}");
        assert_eq!(fs::read_to_string(folder.join("earlier-final-1/appendix.pdf")).unwrap(), "paper");
    }
    let out = Out::new();
    fs::write(out.0.path().join("appendix.pdf"), "paper").unwrap();
    assert_eq!(out.put(Some("paper"), 1), Written::default(), "the very same");
}

#[test]
fn what_is_said_of_an_earlier_set_is_which_it_was_and_where_it_is() {
    for (is_known_final, by_draft, kept, parts) in [
        (true, true, true, ["A final set", "this draft has taken", "The files of the final set are kept in K."]),
        (
            true,
            false,
            true,
            ["A final set", "another final set has taken", "It lacks files of the earlier one, which is kept in K."],
        ),
        (true, false, false, ["A final set", "another final set has taken", "The earlier one is not kept."]),
        (
            false,
            true,
            true,
            ["not known whether it was final", "this draft has taken", "The files of the earlier set are kept in K."],
        ),
        (
            false,
            false,
            true,
            ["not known whether it was final", "another final set", "The files of the earlier set are kept in K."],
        ),
    ] {
        let earlier = Earlier { is_known_final, by_draft, kept: kept.then(|| "K".into()) };
        let sentence = earlier.sentence();
        assert!(parts.iter().all(|part| sentence.contains(part)), "{sentence}");
        assert_eq!(earlier.must_be_said(), by_draft, "{sentence}");
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
