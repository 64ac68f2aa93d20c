//! `cargo run --manifest-path fuzz/Cargo.toml --example seed -- FOLDER…` takes the inputs that the fuzzer begins with from the samples,
//! the tests, the words, and whatever workbooks, forms and decisions stand in other folders. They go to fuzz/corpus/, which is not kept.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use piperoll::formula::Expr;
use piperoll::returns::files::ENDINGS;
use piperoll::returns::grid::read_workbook;
use piperoll_fuzz::{grid, parts, sample};
use sha2::{Digest, Sha256};

/// Larger seeds make each step of the fuzzer long.
const LARGEST: usize = 48 * 1024;

/// The largest part of a packed workbook, and the most of all its parts.
const LARGEST_PART: usize = 12 * 1024;
const MOST_OF_PARTS: usize = 32 * 1024;

fn main() -> std::io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut folders = vec![sample::folder(), root.join("tests"), root.join("templates"), root.join("docs")];
    folders.extend(std::env::args_os().skip(1).map(PathBuf::from));
    let mut seeds =
        Seeds { corpus: Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"), count: 0, formulas: BTreeSet::new() };
    for folder in &folders {
        seeds.folder(folder)?;
    }
    for formula in std::mem::take(&mut seeds.formulas) {
        seeds.keep("formula", formula.as_bytes())?;
    }
    println!("{} seeds in {}", seeds.count, seeds.corpus.display());
    Ok(())
}

struct Seeds {
    corpus: PathBuf,
    count: usize,
    formulas: BTreeSet<String>,
}

impl Seeds {
    fn keep(&mut self, target: &str, bytes: &[u8]) -> std::io::Result<()> {
        if bytes.len() > LARGEST {
            return Ok(());
        }
        let folder = self.corpus.join(target);
        fs::create_dir_all(&folder)?;
        let name: String = Sha256::digest(bytes).iter().take(10).map(|byte| format!("{byte:02x}")).collect();
        self.count += 1;
        fs::write(folder.join(name), bytes)
    }

    fn folder(&mut self, folder: &Path) -> std::io::Result<()> {
        let mut paths: Vec<PathBuf> = fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                self.folder(&path)?;
            } else {
                self.file(&path)?;
            }
        }
        Ok(())
    }

    fn file(&mut self, path: &Path) -> std::io::Result<()> {
        let ending = path.extension().and_then(OsStr::to_str).unwrap_or_default().to_lowercase();
        let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
        let bytes = fs::read(path)?;
        if let Some(index) = ENDINGS.iter().position(|known| *known == ending) {
            return self.workbook(path, &ending, index, &bytes);
        }
        if let Some(index) = sample::WORDS.iter().position(|known| *known == name) {
            self.keep("template", &[&[u8::try_from(index).unwrap_or_default(), 0][..], &bytes].concat())?;
        }
        let text = String::from_utf8_lossy(&bytes);
        let has = |table: &str| text.lines().any(|line| line.trim() == table);
        if matches!(ending.as_str(), "toml" | "form") && has("[report]") {
            for which in 0..5 {
                self.keep("form", &[&[which][..], &bytes].concat())?;
            }
            self.formulas_of_form(&text);
        }
        if ending == "toml"
            && (has("[[explanation]]") || has("[[set_aside]]") || has("[[clearance]]") || name == "decisions.toml")
        {
            for which in 0..5 {
                self.keep("decisions", &[&[which][..], &bytes].concat())?;
            }
        }
        if ending == "grid"
            || (matches!(ending.as_str(), "txt" | "") && text.lines().any(|line| line.starts_with("== ")))
        {
            for which in 0..5 {
                self.keep("grid", &[&[which, 0][..], &bytes].concat())?;
            }
        }
        Ok(())
    }

    fn workbook(&mut self, path: &Path, ending: &str, index: usize, bytes: &[u8]) -> std::io::Result<()> {
        self.keep("workbook", &[&[u8::try_from(index).unwrap_or_default()][..], bytes].concat())?;
        if let Some(parts) = unpacked(bytes) {
            self.keep("parts", &parts::text(ending, &parts))?;
        }
        // A panic of a library is caught within.
        let Ok(workbook) = read_workbook(path, bytes) else { return Ok(()) };
        let text = grid::text(&workbook);
        for which in 0..5 {
            self.keep("grid", &[&[which, 0][..], text.as_bytes()].concat())?;
        }
        for sheet in &workbook.sheets {
            for raw in sheet.cells.values().take(200) {
                self.keep("cell", raw.text().as_bytes())?;
            }
            for (at, style) in sheet.look.styles.iter().take(50) {
                if let (Some(format), Some(raw)) = (&style.format, sheet.cells.get(at)) {
                    self.keep("cell", format!("{}\0{format}", raw.text()).as_bytes())?;
                }
            }
            self.formulas.extend(sheet.look.formulas.values().take(200).map(|formula| formula.text.to_string()));
        }
        Ok(())
    }

    /// What stands between quotes and is a formula.
    fn formulas_of_form(&mut self, text: &str) {
        let quoted = text.lines().flat_map(|line| line.split('"').skip(1).step_by(2));
        self.formulas.extend(quoted.filter(|quoted| Expr::parse(quoted).is_ok()).map(str::to_string));
    }
}

/// The parts of a packed workbook that are read, the small ones of them.
fn unpacked(bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let (mut parts, mut size) = (Vec::new(), 0);
    for index in 0..archive.len() {
        let Ok(mut part) = archive.by_index(index) else { continue };
        let Ok(name) = part.name().map(|name| name.to_string()) else { continue };
        let is_read = ["docProps", "theme", "printerSettings", "thumbnail", "media", "Configurations2"];
        if is_read.iter().any(|other| name.contains(other)) {
            continue;
        }
        let mut content = Vec::new();
        if part.by_ref().take(LARGEST as u64).read_to_end(&mut content).is_ok()
            && content.len() <= LARGEST_PART
            && size + content.len() <= MOST_OF_PARTS
        {
            size += content.len();
            parts.push((name, content));
        }
    }
    Some(parts)
}
