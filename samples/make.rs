//! Makes the samples' workbooks from their text grids: `cargo run --example make-samples`.
//!
//! The syntax of a grid stands at the head of `tests/support/workbook.rs`. The workbooks are committed; run this after a
//! grid was changed.

use std::error::Error;
use std::fs;
use std::path::Path;

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
        if fs::read(&grid.workbook).ok().as_deref() != Some(bytes.as_slice()) {
            fs::write(&grid.workbook, bytes)?;
        }
    }
    Ok(())
}
