//! Runs the real program on collections made on the spot.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use tempfile::TempDir;

/// The program, quiet about colours and with a settled environment.
pub fn piperoll() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_piperoll"));
    command.env("NO_COLOR", "1");
    command
}

/// The repository's folder.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A sample collection.
pub fn sample(name: &str) -> PathBuf {
    repository().join("samples").join(name)
}

/// stderr as text.
pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).replace('\\', "/")
}

/// stdout as text.
pub fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A copy of a collection in a folder of its own, to change and throw away.
pub fn copy(collection: &Path) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let target = folder.path().join(collection.file_name().expect("a folder's name"));
    copy_tree(collection, &target);
    (folder, target)
}

fn copy_tree(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder to read") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_tree(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).expect("a copied file");
        }
    }
}

/// The findings of `check --format json`.
pub fn findings(collection: &Path, more: &[&str]) -> serde_json::Value {
    let output =
        piperoll().arg("check").arg(collection).args(["--format", "json"]).args(more).output().expect("it runs");
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", stderr(&output));
    serde_json::from_slice(&output.stdout).expect("JSON")
}
