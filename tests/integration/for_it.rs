//! What docs/for-it.md tells those who decide whether the program may be had: each command as the system sees it. It opens no connection,
//! starts no other program, and writes where the page says and nowhere else, so in no folder for temporary files either.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::output_set::traced;
use crate::support::{binary, copy_tree, repository, sample, stdout};

/// The system calls that change something on a disk, open something there, begin a program, or have to do with a network.
const CALLS: &str = "trace=%network,execve,execveat,open,openat,openat2,creat,truncate,mkdir,mkdirat,mknod,mknodat,rename,renameat,\
                     renameat2,unlink,unlinkat,rmdir,link,linkat,symlink,symlinkat,chmod,fchmodat,chown,fchownat,utimensat,setxattr";

/// A run, as the system saw it.
struct Run {
    /// The paths that were written, made, moved or taken away.
    written: BTreeSet<PathBuf>,
    /// The paths that were opened to be read.
    read: BTreeSet<PathBuf>,
    /// How many programs were begun, the first one among them.
    begun: usize,
    said: String,
}

/// Runs the program in a folder, with another one for temporary files, and takes its system calls apart: of each of its threads.
fn run(folder: &Path, arguments: &[&str]) -> Run {
    let log = tempfile::tempdir().unwrap();
    let log = log.path().join("log");
    let ran = Command::new("strace")
        .args(["-f", "-qq", "-y", "-s", "4096", "-o"])
        .arg(&log)
        .args(["-e", CALLS, "-e", "signal=none"])
        .arg(binary())
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        // Cargo's, for tests: the system's own libraries are looked for where nobody else would.
        .env_remove("LD_LIBRARY_PATH")
        .output()
        .unwrap();
    assert!(matches!(ran.status.code(), Some(0 | 1)), "{arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
    let mut run = Run {
        written: BTreeSet::new(),
        read: BTreeSet::new(),
        begun: 0,
        said: stdout(&ran) + &String::from_utf8_lossy(&ran.stderr),
    };
    let quoted = regex::Regex::new(r#""([^"]*)""#).unwrap();
    for line in fs::read_to_string(&log).unwrap().lines() {
        // The rest of a call that another thread interrupted says no more of it.
        let call = line.trim_start_matches(|digit: char| digit.is_ascii_digit()).trim_start();
        let Some((name, rest)) = call.split_once('(').filter(|_| !call.starts_with("<...")) else { continue };
        // Put together again, for '.' within a path is none of its folders.
        let paths = quoted.captures_iter(rest).map(|path| folder.join(&path[1]).components().collect::<PathBuf>());
        match name {
            "execve" | "execveat" => {
                let program: Vec<PathBuf> = paths.take(1).collect();
                assert_eq!(program, [PathBuf::from(binary())], "another program is begun: {call}");
                run.begun += 1;
            }
            "open" | "openat" | "openat2" | "creat" => {
                let changes = ["O_CREAT", "O_WRONLY", "O_RDWR", "O_TRUNC"].iter().any(|flag| rest.contains(flag));
                if changes || name == "creat" { &mut run.written } else { &mut run.read }.extend(paths);
            }
            _ if CALLS.contains(&format!(",{name}")) => run.written.extend(paths),
            _ => panic!("{arguments:?} has to do with a network: {call}"),
        }
    }
    assert!(run.begun > 0 && !run.read.is_empty(), "{arguments:?}: nothing was seen of it");
    run
}

/// What of the system the program reads: its own libraries, and what processors and memory it may use.
fn is_of_the_system(path: &Path) -> bool {
    ["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache", "/etc/ld.so.preload", "/proc", "/sys"]
        .iter()
        .any(|folder| path.starts_with(folder))
}

/// Everything that a run wrote is below these, and everything that it read is below them or the collection, or of the system.
fn holds(run: &Run, collection: &Path, may_be_written: &[PathBuf]) {
    let below = |path: &PathBuf, folders: &[PathBuf]| folders.iter().any(|folder| path.starts_with(folder));
    assert_eq!(run.begun, 1, "{}", run.said);
    let elsewhere: Vec<&PathBuf> = run.written.iter().filter(|path| !below(path, may_be_written)).collect();
    assert!(elsewhere.is_empty(), "{elsewhere:?} is written");
    let may_be_read = [may_be_written, &[collection.to_path_buf()]].concat();
    // A folder is opened, too, so that what became of a name in it outlasts a power cut.
    let holds_one = |path: &Path| may_be_written.iter().any(|written| written.parent() == Some(path));
    let read: Vec<&PathBuf> = run
        .read
        .iter()
        .filter(|path| !below(path, &may_be_read) && !holds_one(path) && !is_of_the_system(path))
        .collect();
    assert!(read.is_empty(), "{read:?} is read");
}

/// A collection that is a sample's copy, in a folder of its own.
fn a_copy() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    copy_tree(&sample("recovery-plan"), &root.join("my-collection"));
    (folder, root)
}

/// `build`, and `--no-pdf` where there is no typesetter.
fn build<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let no_pdf: &[&str] = if cfg!(feature = "typst") { &[] } else { &["--no-pdf"] };
    [&["build", "my-collection"], more, no_pdf].concat()
}

#[test]
fn what_only_looks_writes_nothing_and_asks_no_network() {
    if !traced::is_there() {
        return;
    }
    let (_kept, root) = a_copy();
    let collection = root.join("my-collection");
    for arguments in [
        &["check", "my-collection"][..],
        &["check", "my-collection", "--format", "json"],
        &["read", "my-collection"],
        &["trace", "my-collection", "target"],
        &["explain", "column-total"],
        &["verify", "my-collection/published/2022-23-q2/1"],
        &["schema"],
        &["man"],
        &["completions", "powershell"],
        &["--version"],
    ] {
        let run = run(&root, arguments);
        assert_eq!(run.written, BTreeSet::new(), "{arguments:?}");
        // Where it stands it looks for collections, and into no other folder.
        holds(&run, &collection, &[]);
    }
}

#[test]
fn what_writes_writes_where_it_says_and_nowhere_else() {
    if !traced::is_there() {
        return;
    }
    let (_kept, root) = a_copy();
    let collection = root.join("my-collection");
    let built = run(&root, &build(&[]));
    holds(&built, &collection, &[root.join("output")]);
    assert!(built.written.iter().any(|path| path.ends_with("findings.json")), "{:?}", built.written);
    let elsewhere = root.join("elsewhere");
    let run_there = run(&root, &build(&["--output", "elsewhere", "--audience", "public"]));
    holds(&run_there, &collection, std::slice::from_ref(&elsewhere));

    let new = run(&root, &["new", "another", "--from", "my-collection/returns/2022-23-q3", "--yes"]);
    // Beside it a lock, and what it is called until it is whole.
    let stage = new.written.iter().find(|path| path.to_string_lossy().contains("/.publishing-")).unwrap();
    let stage = stage.ancestors().find(|path| path.parent() == Some(&root)).unwrap().to_path_buf();
    assert!(!stage.exists() && !root.join(".piperoll.lock").exists());
    let made: BTreeSet<PathBuf> = new.written.iter().filter(|path| **path != root).cloned().collect();
    holds(&Run { written: made, ..new }, &collection, &[root.join("another"), root.join(".piperoll.lock"), stage]);

    let json = fs::read_to_string(findings_of_the_first_build(&root)).unwrap();
    let fingerprint = serde_json::from_str::<Value>(&json).unwrap()["fingerprint"].as_str().unwrap().to_string();
    let clear = [
        "decide",
        "my-collection",
        "--clear",
        "--role",
        "Section 151 officer",
        "--initials",
        "AB",
        "--date",
        "27/01/2023",
    ];
    let decided = run(&root, &[&clear[..], &["--fingerprint", &fingerprint]].concat());
    // The new file stands beside the old one until it takes its name.
    let beside = |path: &Path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        path.parent() == Some(&collection) && (name == "decisions.toml" || name.starts_with(".decisions.toml."))
    };
    assert!(!decided.written.is_empty() && decided.written.iter().all(|path| beside(path)), "{}", decided.said);
    holds(&decided, &collection, std::slice::from_ref(&collection));

    if cfg!(feature = "typst") {
        let published = run(&root, &["build", "my-collection", "--final"]);
        holds(&published, &collection, &[collection.join("published"), root.join("output")]);
        assert!(published.written.iter().any(|path| path.ends_with("manifest.json")), "{:?}", published.written);
    }
}

/// The findings of the first build.
fn findings_of_the_first_build(root: &Path) -> PathBuf {
    root.join("output/my-collection/2022-23-q3/findings.json")
}

#[cfg(feature = "typst")]
#[test]
fn a_layout_of_the_councils_own_runs_in_the_same_program_once_more() {
    if !traced::is_there() {
        return;
    }
    let (_kept, root) = a_copy();
    let collection = root.join("my-collection");
    let layout = collection.join("templates/layout");
    fs::create_dir_all(&layout).unwrap();
    fs::copy(repository().join("templates/layout/appendix.typ"), layout.join("appendix.typ")).unwrap();
    let built = run(&root, &build(&[]));
    assert_eq!(built.begun, 2);
    holds(&Run { begun: 1, ..built }, &collection, &[root.join("output")]);
}

#[test]
fn no_library_that_could_open_a_connection_is_let_in() {
    let lock = fs::read_to_string(repository().join("Cargo.lock")).unwrap();
    let deny = fs::read_to_string(repository().join("deny.toml")).unwrap();
    let denied = deny.split_once("\ndeny = [").and_then(|(_, list)| list.split_once(']')).unwrap().0;
    let denied: Vec<&str> = denied.split('"').skip(1).step_by(2).collect();
    assert!(["curl", "hyper", "mio", "rustls", "socket2", "tokio"].iter().all(|name| denied.contains(name)));
    for name in denied {
        assert!(!lock.contains(&format!("name = \"{name}\"\n")), "{name}");
    }
}
