//! Makes the samples' workbooks from their text grids: `cargo run --example make-samples`.
//!
//! The syntax of a grid stands at the head of `tests/support/workbook.rs`. The workbooks are committed; run this after a
//! grid was changed. A workbook that is not an .xlsx is converted by LibreOffice (`soffice`), and only where its cells are not
//! what the grid says: LibreOffice writes other bytes each time.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;

use piperoll::returns::grid::{Workbook, read_workbook};

#[path = "grids.rs"]
mod grids;
#[path = "../tests/support/workbook.rs"]
mod workbook;

fn main() -> Result<(), Box<dyn Error>> {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    for grid in grids::grids(&samples)? {
        let text = fs::read_to_string(&grid.text)?;
        let bytes = workbook::try_workbook(&text).map_err(|fault| format!("{}: {fault}", grid.text.display()))?;
        if let Some(folder) = grid.workbook.parent() {
            fs::create_dir_all(folder)?;
        }
        // Left alone where nothing changed, so that the working tree stays clean.
        let committed = fs::read(&grid.workbook).unwrap_or_default();
        if grid.format != "xlsx" {
            let there = read_workbook(&grid.workbook, &committed).map(|book| cells(&book));
            let made = read_workbook(Path::new("made.xlsx"), &bytes).map(|book| cells(&book));
            if there.ok() != Some(made.map_err(|error| error.to_string())?) {
                convert(&grid, &bytes)?;
            }
        } else if committed != bytes {
            fs::write(&grid.workbook, bytes)?;
        }
    }
    Ok(())
}

/// What the sheets of a workbook hold, as text that can be compared.
fn cells(book: &Workbook) -> String {
    book.sheets.iter().map(|sheet| format!("{}: {:?}\n", sheet.name, sheet.cells)).collect()
}

/// Has LibreOffice write the workbook in the grid's format.
fn convert(grid: &grids::Grid, bytes: &[u8]) -> Result<(), Box<dyn Error>> {
    let (Some(stem), Some(folder)) = (grid.workbook.file_stem(), grid.workbook.parent()) else {
        return Err(format!("{} is no workbook's name", grid.workbook.display()).into());
    };
    let work = std::env::temp_dir().join(format!("piperoll-samples-{}", std::process::id()));
    fs::create_dir_all(&work)?;
    let made = work.join(format!("{}.xlsx", stem.to_string_lossy()));
    fs::write(&made, bytes)?;
    let status = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}/profile", work.display()))
        .args(["--headless", "--convert-to", &grid.format, "--outdir"])
        .args([folder, made.as_path()])
        .status()
        .map_err(|error| format!("{} is written by LibreOffice: soffice: {error}", grid.workbook.display()))?;
    fs::remove_dir_all(&work)?;
    if status.success() && grid.workbook.is_file() {
        Ok(())
    } else {
        Err(format!("soffice did not write {}", grid.workbook.display()).into())
    }
}
