//! The samples as collections to put faults into.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use piperoll::collection::Collection;

use crate::grids;
use crate::subject::{Result, Source};
use crate::workbook;

/// The samples.
const SAMPLES: [&str; 5] = ["recovery-plan", "rag-schemes", "savings-list", "budget-recovery", "multi-year-programme"];

/// The five samples, with this period's returns as .xlsx whatever they are sent as.
pub fn samples(root: &Path) -> Result<Vec<Source>> {
    let grids = grids::grids(root)?;
    let mut sources = Vec::new();
    for name in SAMPLES {
        let folder = root.join(name);
        let collection = Collection::open(&folder).map_err(|error| error.to_string())?;
        let period = collection.period(None).map_err(|error| error.to_string())?;
        let (mut now, mut before) = (BTreeMap::new(), BTreeMap::new());
        for grid in grids.iter().filter(|grid| grid.text.starts_with(&folder)) {
            let cells = workbook::parse_grid(&fs::read_to_string(&grid.text)?)?;
            let name = grid.workbook.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if grid.workbook.starts_with(folder.join("returns").join(period.to_string())) {
                now.insert(as_xlsx(&name), cells);
            } else {
                before.insert(name, cells);
            }
        }
        let mut others = Vec::new();
        take(&folder, &folder, &mut others)?;
        others.retain(|(path, _)| {
            !path.starts_with("grids") && !path.starts_with(Path::new("returns").join(period.to_string()))
        });
        sources.push(Source { name: name.to_string(), period: period.to_string(), others, now, before });
    }
    Ok(sources)
}

fn as_xlsx(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    format!("{stem}.xlsx")
}

/// Every file under a folder, by its path in the collection.
fn take(root: &Path, folder: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            take(root, &path, files)?;
        } else {
            files.push((path.strip_prefix(root)?.to_path_buf(), fs::read(&path)?));
        }
    }
    Ok(())
}
