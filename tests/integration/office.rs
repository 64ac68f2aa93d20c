//! LibreOffice, for tests of what a real spreadsheet program makes of a workbook.

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use tempfile::TempDir;

/// How long it may take for all the workbooks of one call; it takes a few seconds.
const LIMIT: Duration = Duration::from_secs(240);

/// LibreOffice with a profile of its own, so that it has nothing to do with one that somebody has open.
pub struct Office {
    program: PathBuf,
    folder: TempDir,
}

impl Office {
    /// LibreOffice, if it is installed; where it is not, the test that asks leaves out its part.
    #[expect(clippy::print_stderr, reason = "it says that it was left out")]
    pub fn installed() -> Option<Office> {
        let path = std::env::var_os("PATH")?;
        let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
        let programs = ["soffice", "libreoffice"];
        let mut candidates = folders.iter().flat_map(|folder| programs.map(|program| folder.join(program)));
        let Some(program) = candidates.find(|program| program.is_file()) else {
            // A developer's machine may go without; where all is checked, nothing is passed over.
            assert!(std::env::var_os("CI").is_none(), "there is no LibreOffice here, and CI is set");
            eprintln!("left out: there is no LibreOffice here");
            return None;
        };
        Some(Office { program, folder: tempfile::tempdir().unwrap() })
    }

    /// Opens the workbooks (endings and bytes), one after the other, and saves each under another ending. `filter` names
    /// what writes them: 'ods', or 'xlsx:Calc MS Excel 2007 XML'.
    pub fn saved(&self, books: &[(&str, Vec<u8>)], filter: &str) -> Vec<Vec<u8>> {
        let ending = filter.split(':').next().unwrap();
        let (from, to) = (self.folder.path().join("from"), self.folder.path().join(ending));
        fs::create_dir_all(&from).unwrap();
        let files: Vec<PathBuf> =
            books.iter().enumerate().map(|(number, (ending, _))| from.join(format!("{number}.{ending}"))).collect();
        for (file, (_, bytes)) in files.iter().zip(books) {
            fs::write(file, bytes).unwrap();
        }
        let profile = format!("-env:UserInstallation=file://{}", self.folder.path().join("profile").display());
        let mut command = Command::new(&self.program);
        command
            .args([&profile, "--headless", "--norestore", "--convert-to", filter, "--outdir"])
            .arg(&to)
            .args(&files)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        finish(command.spawn().unwrap());
        let saved = |number: usize| fs::read(to.join(format!("{number}.{ending}")));
        (0..books.len()).map(|number| saved(number).expect("LibreOffice wrote the workbook")).collect()
    }
}

/// Waits until it has ended, and ends it where it takes too long.
fn finish(mut running: Child) {
    let mut waited = Duration::ZERO;
    while running.try_wait().unwrap().is_none() {
        if waited > LIMIT {
            // What is started is a small program that starts the real one: with its group, both end.
            #[cfg(unix)]
            Command::new("kill").args(["-KILL", "--", &format!("-{}", running.id())]).status().unwrap();
            running.kill().unwrap();
            running.wait().unwrap();
            panic!("LibreOffice did not finish within {LIMIT:?}");
        }
        sleep(Duration::from_millis(100));
        waited += Duration::from_millis(100);
    }
}
