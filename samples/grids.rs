//! The samples' workbooks from their text grids: `samples/*/grids/<period>/<name>.txt` becomes
//! `samples/*/returns/<period>/<name>.xlsx`. `make.rs` writes them; a test compares what is committed with what the grids
//! say, cell by cell. A grid whose first line is `# format: xls` (or `ods`) becomes a workbook of that format, which
//! LibreOffice writes.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A grid, and the workbook that is made of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Grid {
    /// The text grid.
    pub text: PathBuf,
    /// The workbook.
    pub workbook: PathBuf,
    /// The ending of its name: `xlsx`, or a format that LibreOffice writes.
    pub format: String,
}

/// The format that a grid asks for in its first line.
fn format(text: &Path) -> io::Result<String> {
    let text = fs::read_to_string(text)?;
    let format = text.lines().next().and_then(|line| line.strip_prefix("# format:")).map(str::trim);
    Ok(format.unwrap_or("xlsx").to_string())
}

/// Every grid under `samples` (the folder of this file), in the order of their paths.
pub fn grids(samples: &Path) -> io::Result<Vec<Grid>> {
    let mut grids = Vec::new();
    for collection in folders(samples)? {
        for period in folders(&collection.join("grids"))? {
            let Some(name) = period.file_name() else { continue };
            let returns = collection.join("returns").join(name);
            for text in entries(&period)? {
                if let (Some(stem), Some("txt")) =
                    (text.file_stem(), text.extension().and_then(|ending| ending.to_str()))
                {
                    // Not `with_extension`: 'AWD Q3 return v4.1.txt' would lose its '.1'.
                    let format = format(&text)?;
                    let workbook = returns.join(format!("{}.{format}", stem.to_string_lossy()));
                    grids.push(Grid { text, workbook, format });
                }
            }
        }
    }
    Ok(grids)
}

/// The folders inside a folder, sorted; none if it is not there.
fn folders(folder: &Path) -> io::Result<Vec<PathBuf>> {
    Ok(entries(folder)?.into_iter().filter(|path| path.is_dir()).collect())
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}
