//! Runs the real program on collections made on the spot.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::Mutex;

use calamine::{Data, Range, Reader as _, Xlsx};

use assert_cmd::Command;
use piperoll::collection::Collection;
use piperoll::pipeline::{Inputs, Options};
use piperoll::report::{Block, Report, Section};
use tempfile::TempDir;

/// The program's file: as cargo has just built it, or the one that PIPEROLL_BINARY names, such as a release.
pub fn binary() -> OsString {
    std::env::var_os("PIPEROLL_BINARY").unwrap_or_else(|| env!("CARGO_BIN_EXE_piperoll").into())
}

/// The program, quiet about colours and with a settled environment.
pub fn piperoll() -> Command {
    let mut command = Command::new(binary());
    command.env("NO_COLOR", "1");
    command
}

/// `piperoll build`; without the PDF where the program is built without its typesetter.
pub fn piperoll_build() -> Command {
    let mut command = piperoll();
    command.arg("build");
    if !cfg!(feature = "typst") {
        command.arg("--no-pdf");
    }
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

/// A copy of a sample from which nothing has been published: it is compared with the returns of the period before.
pub fn unpublished(name: &str) -> (TempDir, PathBuf) {
    let (folder, collection) = copy(&sample(name));
    fs::remove_dir_all(collection.join("published")).expect("what was published");
    (folder, collection)
}

/// Copies a folder and all that is in it.
pub fn copy_tree(from: &Path, to: &Path) {
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

/// A collection made on the spot, in a folder of its own: the form of the error gallery with `added` at its end (unless
/// `files` holds a whole `piperoll.toml`), and files by their paths. `.txt` under `returns/` and `control/` are text grids, which
/// become workbooks.
pub fn made(added: &str, files: &[(&str, &str)]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let collection = folder.path().join("made");
    let write = |path: &Path, bytes: &[u8]| {
        let target = collection.join(path);
        fs::create_dir_all(target.parent().expect("a folder")).expect("a folder");
        fs::write(target, bytes).expect("a file");
    };
    let form = fs::read_to_string(repository().join("tests/gallery/base.toml")).expect("the gallery's form");
    write(Path::new("piperoll.toml"), format!("{form}\n{added}").as_bytes());
    for (path, text) in files {
        let is_grid = ["returns/", "control/"].iter().any(|folder| path.starts_with(folder));
        if is_grid && path.ends_with(".txt") {
            write(&Path::new(path).with_extension("xlsx"), &crate::workbook::workbook(text));
        } else {
            write(Path::new(path), text.as_bytes());
        }
    }
    (folder, collection)
}

/// The report of a collection's last period, by the library.
pub fn report(collection: &Path) -> Report {
    let collection = Collection::open(collection).expect("a collection");
    let inputs = Inputs::read(&collection, &Options::default()).expect("its files");
    inputs.examine().expect("figures").report().expect("a report")
}

/// The running text of a section: each paragraph and each bullet point.
pub fn texts(section: &Section) -> Vec<String> {
    let of = |block: &Block| match block {
        Block::Paragraph { text } => vec![text.clone()],
        Block::Bullets { items } => items.clone(),
        _ => Vec::new(),
    };
    section.blocks.iter().flat_map(of).collect()
}

/// The findings of `check --format json`.
pub fn findings(collection: &Path, more: &[&str]) -> serde_json::Value {
    let output =
        piperoll().arg("check").arg(collection).args(["--format", "json"]).args(more).output().expect("it runs");
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", stderr(&output));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// What a build left, and what it said.
pub struct Built {
    /// Its exit code.
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
    /// The files of the period's folder, by name.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Built {
    #[cfg(feature = "typst")]
    pub fn pdf(&self) -> &[u8] {
        &self.files["appendix.pdf"]
    }

    /// The text of each page of the appendix, blanks aside; none where the program is built without its typesetter.
    pub fn pages(&self) -> Option<Vec<String>> {
        #[cfg(feature = "typst")]
        return Some(crate::pages::texts(self.pdf()));
        #[cfg(not(feature = "typst"))]
        return None;
    }

    pub fn xlsx(&self) -> &[u8] {
        &self.files["consolidated.xlsx"]
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.files["findings.json"]).expect("JSON")
    }
}

/// Builds a collection into a folder of its own.
pub fn build(collection: &Path, more: &[&str]) -> Built {
    let output = tempfile::tempdir().expect("a temporary folder");
    let run = piperoll_build().arg(collection).arg("--output").arg(output.path()).args(more).output().expect("it runs");
    let mut periods = fs::read_dir(output.path()).expect("the folder").map(|entry| entry.expect("an entry").path());
    let files = periods.next().map(|period| read_files(&period)).unwrap_or_default();
    assert!(periods.next().is_none(), "one period");
    Built { code: run.status.code().expect("an exit code"), stdout: stdout(&run), stderr: stderr(&run), files }
}

fn read_files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry"));
    entries
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).expect("a file")))
        .collect()
}

/// The samples.
pub const SAMPLES: [&str; 5] =
    ["recovery-plan", "rag-schemes", "savings-list", "budget-recovery", "multi-year-programme"];

/// The recovery plan, built once in a run of the tests.
pub fn recovery_plan() -> &'static Built {
    built("recovery-plan")
}

/// A sample, built once in a run of the tests: nextest gives each test a process of its own, so what was built lies in the
/// target folder under the run's id.
pub fn built(name: &'static str) -> &'static Built {
    static BUILT: Mutex<BTreeMap<&str, &Built>> = Mutex::new(BTreeMap::new());
    let mut known = BUILT.lock().expect("no test failed while it built");
    known.entry(name).or_insert_with(|| Box::leak(Box::new(built_in_this_run(name))))
}

fn built_in_this_run(name: &str) -> Built {
    let run = std::env::var("NEXTEST_RUN_ID").unwrap_or_else(|_| std::process::id().to_string());
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("built").join(name);
    fs::create_dir_all(&root).expect("the tests' own folder");
    let lock = File::create(root.join("lock")).expect("a lock");
    lock.lock().expect("one after the other");
    let folder = root.join(run);
    if folder.join("said").join("code").exists() {
        let said = |name: &str| fs::read_to_string(folder.join("said").join(name)).expect("what was said");
        return Built {
            code: said("code").parse().expect("a number"),
            stdout: said("stdout"),
            stderr: said("stderr"),
            files: read_files(&folder.join("files")),
        };
    }
    for old in fs::read_dir(&root).expect("the folder").map(|entry| entry.expect("an entry").path()) {
        if old.is_dir() {
            fs::remove_dir_all(old).expect("an earlier run's");
        }
    }
    let built = build(&sample(name), &[]);
    for part in ["files", "said"] {
        fs::create_dir_all(folder.join(part)).expect("a folder");
    }
    for (name, bytes) in &built.files {
        fs::write(folder.join("files").join(name), bytes).expect("a file");
    }
    let code = built.code.to_string();
    // The code comes last: where it stands, all of it does.
    for (name, text) in [("stdout", &built.stdout), ("stderr", &built.stderr), ("code", &code)] {
        fs::write(folder.join("said").join(name), text).expect("a file");
    }
    built
}

/// Every file under a folder with its bytes, by its path.
pub fn snapshot(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder to read") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.insert(path.clone(), Vec::new());
            found.extend(snapshot(&path));
        } else {
            let bytes = fs::read(&path).expect("a file");
            found.insert(path, bytes);
        }
    }
    found
}

/// The text without its blanks, which depend on where lines break.
pub fn solid(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace() && *character != '\u{200b}').collect()
}

/// Every sheet of a workbook, in order.
pub fn sheets(xlsx: &[u8]) -> Vec<(String, Range<Data>)> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(xlsx.to_vec())).expect("a workbook");
    let names = book.sheet_names().to_vec();
    names.into_iter().map(|name| (name.clone(), book.worksheet_range(&name).expect("a sheet"))).collect()
}

/// A sheet's rows as texts.
pub fn rows(range: &Range<Data>) -> Vec<Vec<String>> {
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

/// Changes the parts of a package (an .xlsx) by their paths.
pub fn repack(package: &[u8], change: impl Fn(&str, String) -> String) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(package)).expect("a package");
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let mut part = from.by_index(index).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).expect("XML");
        to.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).expect("a part");
        to.write_all(change(&name, text).as_bytes()).expect("its text");
    }
    to.finish().expect("a package").into_inner()
}
