//! The outputs of a build as one set: two builds at once, links, other people's files, drafts over final sets, and whatever
//! else stands in the way. What the program says of each is in tests/gallery/outputs; to write that anew, run with
//! `PIPEROLL_UPDATE=1`, and read what changed.

#[cfg(target_os = "linux")]
mod killed;
#[cfg(target_os = "linux")]
pub mod traced;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Output;
use std::thread;
use std::time::Duration;

use regex::Regex;
use tempfile::TempDir;

#[cfg(target_os = "linux")]
use crate::support::binary;
use crate::support::{made, piperoll, repository, stderr, stdout};

/// A collection with one scheme of this target: final, but a draft where the share of it that the return states is wrong,
/// which it is for all but a hundred and two hundred.
pub fn collection(target: u32) -> (TempDir, PathBuf) {
    let share = if target == 200 { 40 } else { 80 };
    let rows: String = ["Voids", "Total"].map(|title| format!("{title} | {target} | 80 | {share}%\n")).concat();
    made("", &[("returns/2022-23-q3/north.txt", &format!("== Return\nScheme | Target | Forecast | Share\n{rows}"))])
}

/// Every file under a folder, the hidden ones too, by its path; no link is followed.
pub fn all_in(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap()) {
        let name = entry.file_name().into_string().unwrap();
        if entry.file_type().unwrap().is_dir() {
            all.extend(all_in(&entry.path()).into_iter().map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)));
        } else {
            all.insert(name, fs::read(entry.path()).unwrap_or_default());
        }
    }
    all
}

/// A folder of outputs with a set in it.
struct Outputs {
    _folder: TempDir,
    root: PathBuf,
    period: PathBuf,
}

impl Outputs {
    fn none() -> Outputs {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("outputs");
        let period = root.join("2022-23-q3");
        Outputs { _folder: folder, root, period }
    }

    /// The final set of a hundred.
    fn with_a_set() -> Outputs {
        let outputs = Outputs::none();
        let run = outputs.build(100, &[]);
        assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
        outputs
    }

    fn build(&self, target: u32, more: &[&str]) -> Output {
        let (_folder, collection) = collection(target);
        let mut build = piperoll();
        build.args(["build", "--no-pdf"]).arg(collection).arg("--output").arg(&self.root).args(more);
        build.output().unwrap()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.period.join(name)
    }

    /// What a run said, without what differs from run to run.
    fn said(&self, run: &Output) -> String {
        let stage = Regex::new(r"\.piperoll-[a-z]{8}\b").unwrap();
        let said = stderr(run).replace(&self.root.to_string_lossy().replace('\\', "/"), "OUTPUT");
        assert_eq!(stdout(run), "");
        stage.replace_all(&said, ".piperoll-XXXXXXXX").into_owned()
    }

    /// The run could not run, said what stands in the gallery, and all is as it was.
    fn refused(&self, run: &Output, before: &BTreeMap<String, Vec<u8>>, case: &str) {
        let said = self.said(run);
        assert_eq!(run.status.code(), Some(2), "{case}: {said}");
        in_gallery(case, &said);
        assert!(all_in(&self.root) == *before, "{case}: {:?}", all_in(&self.root).keys());
    }
}

fn in_gallery(case: &str, said: &str) {
    let path = repository().join("tests/gallery/outputs").join(format!("{case}.txt"));
    if std::env::var_os("PIPEROLL_UPDATE").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, said).unwrap();
    }
    let known = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert_eq!(said, known, "{case}: PIPEROLL_UPDATE=1 writes it anew");
}

#[test]
fn what_stands_in_the_way_is_named_and_nothing_changes() {
    type Obstacle = fn(&Outputs);
    let cases: &[(&str, Obstacle)] = &[
        ("a-folder-there", |at| {
            fs::remove_file(at.path("findings.json")).unwrap();
            fs::create_dir(at.path("findings.json")).unwrap();
            fs::write(at.path("findings.json/notes.txt"), "mine").unwrap();
        }),
        ("read-only", |at| {
            let mut permissions = fs::metadata(at.path("consolidated.xlsx")).unwrap().permissions();
            permissions.set_readonly(true);
            fs::set_permissions(at.path("consolidated.xlsx"), permissions).unwrap();
        }),
        ("lock-of-others", |at| fs::write(at.path(".piperoll.lock"), "a list of locks").unwrap()),
        ("lock-is-a-folder", |at| {
            fs::create_dir(at.path(".piperoll.lock")).unwrap();
            fs::write(at.path(".piperoll.lock/notes.txt"), "mine").unwrap();
        }),
        #[cfg(unix)]
        ("a-link-there", |at| {
            fs::rename(at.path("consolidated.xlsx"), at.root.join("elsewhere.xlsx")).unwrap();
            std::os::unix::fs::symlink(at.root.join("elsewhere.xlsx"), at.path("consolidated.xlsx")).unwrap();
        }),
        #[cfg(unix)]
        ("lock-is-a-link", |at| {
            fs::write(at.root.join("elsewhere"), "mine").unwrap();
            std::os::unix::fs::symlink(at.root.join("elsewhere"), at.path(".piperoll.lock")).unwrap();
        }),
        #[cfg(unix)]
        ("lock-is-a-dead-link", |at| {
            std::os::unix::fs::symlink(at.root.join("nowhere"), at.path(".piperoll.lock")).unwrap();
        }),
    ];
    for (case, obstacle) in cases {
        let outputs = Outputs::with_a_set();
        obstacle(&outputs);
        let before = all_in(&outputs.root);
        outputs.refused(&outputs.build(200, &[]), &before, case);
    }
}

#[test]
#[cfg(unix)]
fn the_folder_itself_may_be_a_link_and_links_of_our_names_inside_are_let_be() {
    let outputs = Outputs::with_a_set();
    let elsewhere = outputs.root.join("elsewhere");
    fs::rename(&outputs.period, &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &outputs.period).unwrap();
    let foreign = outputs.root.join("foreign");
    fs::create_dir(&foreign).unwrap();
    fs::write(foreign.join("done.json"), "{}").unwrap();
    std::os::unix::fs::symlink(&foreign, elsewhere.join(".piperoll-abcdefgh")).unwrap();
    let run = outputs.build(200, &["--quiet"]);
    assert_eq!((run.status.code(), stderr(&run)), (Some(0), String::new()));
    let names: Vec<String> = all_in(&outputs.root).into_keys().collect();
    let inside = [".piperoll-abcdefgh", "consolidated.xlsx", "findings.json"].map(|name| format!("elsewhere/{name}"));
    assert_eq!(names, [&["2022-23-q3".to_string()][..], &inside, &["foreign/done.json".into()]].concat());
}

#[test]
fn files_of_other_people_stay() {
    let outputs = Outputs::with_a_set();
    let others = ["notes.txt", "appendix (signed).pdf", ".piperoll-abcdefgh/x.old", "earlier-final-1/appendix.pdf"];
    for name in others {
        fs::create_dir_all(outputs.path(name).parent().unwrap()).unwrap();
        fs::write(outputs.path(name), "mine").unwrap();
    }
    for (target, code) in [(200, 0), (201, 1), (100, 0)] {
        assert_eq!(outputs.build(target, &[]).status.code(), Some(code));
    }
    for name in others {
        assert_eq!(fs::read(outputs.path(name)).unwrap(), b"mine", "{name}");
    }
    // And the final set whose place a draft took, in a folder that was free.
    assert!(outputs.path("earlier-final-2/consolidated.xlsx").exists());
    assert_eq!(all_in(&outputs.period).len(), others.len() + 4);
}

#[test]
fn a_draft_says_even_when_quiet_that_it_took_the_place_of_a_final_set() {
    let outputs = Outputs::with_a_set();
    let standing = all_in(&outputs.period);
    fs::write(outputs.path("appendix.pdf"), "the final paper").unwrap();
    let run = outputs.build(101, &["--quiet"]);
    assert_eq!(run.status.code(), Some(1));
    in_gallery("draft-over-final", &format!("{}\n", outputs.said(&run).lines().last().unwrap_or_default()));
    for (name, bytes) in standing {
        assert_eq!(fs::read(outputs.path("earlier-final-1").join(name)).unwrap(), bytes);
    }
    assert_eq!(fs::read(outputs.path("earlier-final-1/appendix.pdf")).unwrap(), b"the final paper");
    assert!(!outputs.path("appendix.pdf").exists(), "it does not stand beside the draft as if it belonged");
    // A draft over a draft, and a final set over a draft or the same one, say nothing of it; over another final one it is said, not
    // when quiet.
    let cases =
        [(101, 1, "", false), (100, 0, "", false), (100, 0, "", false), (200, 0, "", true), (100, 0, "--quiet", false)];
    for (target, code, quiet, is_said) in cases {
        let run = outputs.build(target, if quiet.is_empty() { &[] } else { &["--quiet"] });
        assert_eq!(run.status.code(), Some(code));
        let said = stderr(&run);
        assert!(
            !said.contains("earlier-final") && said.contains("another final set has taken its place") == is_said,
            "{said}"
        );
    }
}

#[test]
fn two_builds_at_once_leave_one_of_their_sets() {
    let collections = [collection(100), collection(200)];
    let build = |number: usize, outputs: &Outputs| {
        let mut build = piperoll();
        build.args(["--quiet", "build", "--no-pdf"]).arg(&collections[number].1).arg("--output").arg(&outputs.root);
        build.output().unwrap()
    };
    let alone = [0, 1].map(|number| {
        let outputs = Outputs::none();
        build(number, &outputs);
        all_in(&outputs.root)
    });
    let outputs = Outputs::none();
    for _ in 0..3 {
        thread::scope(|scope| {
            let build = &build;
            let outputs = &outputs;
            let runs: Vec<_> = (0..6).map(|number| scope.spawn(move || build(number % 2, outputs))).collect();
            for run in runs.into_iter().map(|run| run.join().unwrap()) {
                assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
            }
        });
        assert!(alone.contains(&all_in(&outputs.root)), "{:?}", all_in(&outputs.root).keys());
    }
}

#[test]
fn a_second_build_waits_and_then_goes_on_or_says_who_holds_the_place() {
    let outputs = Outputs::with_a_set();
    let lock = File::create(outputs.path(".piperoll.lock")).unwrap();
    lock.lock().unwrap();
    let before = all_in(&outputs.root);
    outputs.refused(&outputs.build(200, &["--quiet"]), &before, "another-build");
    thread::scope(|scope| {
        scope.spawn(|| {
            thread::sleep(Duration::from_secs(2));
            drop(lock);
        });
        let run = outputs.build(200, &["--quiet"]);
        assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
        in_gallery("another-build.done", &outputs.said(&run));
    });
    assert_eq!(all_in(&outputs.period).into_keys().collect::<Vec<_>>(), ["consolidated.xlsx", "findings.json"]);
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_changes_nothing() {
    for outputs in [Outputs::none(), Outputs::with_a_set()] {
        let before = all_in(&outputs.root);
        let (_folder, collection) = collection(200);
        // No file may be larger than 4 KiB; where the signal for that is ignored, writing fails as on a full disk.
        let run = std::process::Command::new("sh")
            .args(["-c", "trap '' XFSZ; ulimit -f 8; exec \"$@\"", "sh"])
            .arg(binary())
            .args(["build", "--no-pdf"])
            .arg(collection)
            .arg("--output")
            .arg(&outputs.root)
            .env("NO_COLOR", "1")
            .output()
            .unwrap();
        outputs.refused(&run, &before, "no-room");
        assert_eq!(outputs.root.exists(), !before.is_empty(), "folders that were made for it go again");
    }
}

/// The first call of its name with these words in what strace shows of it.
#[cfg(target_os = "linux")]
fn call(outputs: &Outputs, target: u32, name: &str, words: &str) -> traced::Call {
    let (_folder, collection) = collection(target);
    let copy = outputs.root.with_file_name("copy");
    let _ = fs::remove_dir_all(&copy);
    crate::support::copy_tree(&outputs.root, &copy);
    let paths = [collection.to_str().unwrap(), copy.to_str().unwrap()];
    let calls = traced::calls(&["build", "--no-pdf", paths[0], "--output", paths[1]]);
    let found = calls.into_iter().find(|call| call.name == name && call.shown.contains(words));
    found.unwrap_or_else(|| panic!("no {name} of {words}"))
}

/// Builds a set over the one that is there, and something happens at a call.
#[cfg(target_os = "linux")]
fn injected(outputs: &Outputs, target: u32, call: &traced::Call, what: &str) -> Output {
    let (_folder, collection) = collection(target);
    let paths = [collection.to_str().unwrap(), outputs.root.to_str().unwrap()];
    traced::inject(call, what, &["build", "--no-pdf", paths[0], "--output", paths[1]])
}

#[test]
#[cfg(target_os = "linux")]
fn what_the_system_refuses_is_named_and_nothing_changes() {
    if !traced::is_there() {
        return;
    }
    for (case, name, words, error) in [
        ("may-not-write", "openat", ".piperoll.lock", "EACCES"),
        ("file-system-read-only", "openat", ".piperoll.lock", "EROFS"),
        ("cannot-lock", "flock", ".piperoll.lock", "EOPNOTSUPP"),
        ("disk-full", "write", "findings.json.new", "ENOSPC"),
        ("disk-full.late", "fsync", "consolidated.xlsx.new", "ENOSPC"),
        ("open-elsewhere", "rename", "findings.json.old", "EBUSY"),
        ("open-elsewhere.new", "rename", "findings.json.new", "EBUSY"),
    ] {
        let outputs = Outputs::with_a_set();
        let before = all_in(&outputs.root);
        let call = call(&outputs, 200, name, words);
        outputs.refused(&injected(&outputs, 200, &call, &format!("error={error}")), &before, case);
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_draft_whose_build_was_killed_is_told_of_by_the_next_one() {
    if !traced::is_there() {
        return;
    }
    let outputs = Outputs::with_a_set();
    let call = call(&outputs, 101, "rename", "findings.json.new");
    injected(&outputs, 101, &call, "signal=KILL");
    let run = outputs.build(200, &["--quiet"]);
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    in_gallery("draft-over-final.killed", &outputs.said(&run));
    assert!(outputs.path("earlier-final-1/findings.json").exists());
}

/// A set of a hundred that a set of two hundred was about to replace when its builder was killed.
#[cfg(target_os = "linux")]
fn killed_at(name: &str, words: &str) -> Outputs {
    let outputs = Outputs::with_a_set();
    let call = call(&outputs, 200, name, words);
    injected(&outputs, 200, &call, "signal=KILL");
    outputs
}

#[cfg(target_os = "linux")]
impl Outputs {
    fn stage(&self) -> PathBuf {
        let mut folders = fs::read_dir(&self.period).unwrap().map(|entry| entry.unwrap().path());
        folders.find(|path| path.is_dir()).expect("a staging folder")
    }
}

#[test]
#[cfg(target_os = "linux")]
fn what_somebody_did_to_the_files_of_a_killed_build_is_not_undone() {
    if !traced::is_there() {
        return;
    }
    type Deed = fn(&Outputs);
    let cases: &[(&str, Deed)] = &[
        ("changed-since", |at| fs::write(at.path("consolidated.xlsx"), "mine").unwrap()),
        ("damaged", |at| {
            fs::remove_file(at.stage().join("consolidated.xlsx.old")).unwrap();
            fs::write(at.stage().join("findings.json.new"), "damaged").unwrap();
        }),
        ("damaged.journal", |at| fs::write(at.stage().join("journal.json"), "damaged").unwrap()),
    ];
    for (case, deed) in cases {
        let outputs = killed_at("rename", "findings.json.old");
        deed(&outputs);
        let before = all_in(&outputs.root);
        outputs.refused(&outputs.build(200, &[]), &before, case);
        // Whoever does what the message says can build again.
        if *case == "changed-since" {
            fs::rename(outputs.path("consolidated.xlsx"), outputs.root.join("mine.xlsx")).unwrap();
        } else {
            fs::remove_dir_all(outputs.stage()).unwrap();
        }
        assert_eq!(outputs.build(200, &[]).status.code(), Some(0), "{case}");
        assert_eq!(all_in(&outputs.period).into_keys().collect::<Vec<_>>(), ["consolidated.xlsx", "findings.json"]);
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_workbook_to_be_compared_with_is_brought_to_an_end_first() {
    if !traced::is_there() {
        return;
    }
    let outputs = killed_at("rename", "consolidated.xlsx.new");
    assert!(!outputs.path("consolidated.xlsx").exists());
    let (_folder, collection) = collection(100);
    fs::rename(collection.join("returns/2022-23-q3"), collection.join("returns/2022-23-q4")).unwrap();
    let mut check = piperoll();
    let run =
        check.arg("check").arg(&collection).arg("--prior").arg(outputs.path("consolidated.xlsx")).output().unwrap();
    // The target was 200, which is what the killed build had said.
    assert!(run.status.code() == Some(1) && stderr(&run).contains("200"), "{}", stderr(&run));
    assert_eq!(all_in(&outputs.period).into_keys().collect::<Vec<_>>(), ["consolidated.xlsx", "findings.json"]);
}
