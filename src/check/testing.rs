//! Collections in a few lines of text, for the tests of the rules: a form, and workbooks as grids.

use crate::decision::Decisions;
use crate::figures::Figures;
use crate::finding::Finding;
use crate::form::Form;
use crate::period::Period;
use crate::returns::{self, Returns, workbook};

/// A collection read.
pub(crate) struct Sample {
    pub form: Form,
    pub returns: Returns,
}

/// Reads a form and the workbooks of one period, each with its stem and its grid.
pub(crate) fn sample(form: &str, files: &[(&str, &str)]) -> Sample {
    let form = Form::parse("piperoll.toml", form).unwrap_or_else(|faults| panic!("{faults:#?}"));
    let folder = tempfile::tempdir().unwrap();
    let period = Period::parse("2022-23-q3").unwrap();
    let returns = folder.path().join("returns/2022-23-q3");
    std::fs::create_dir_all(&returns).unwrap();
    for (stem, grid) in files {
        let (name, bytes) = match stem.strip_suffix(".raw") {
            Some(name) => (name.to_string(), grid.as_bytes().to_vec()),
            None => (format!("{stem}.xlsx"), workbook::workbook(grid)),
        };
        std::fs::write(returns.join(name), bytes).unwrap();
    }
    let returns = returns::read(&form, folder.path(), "returns/2022-23-q3", period).unwrap();
    Sample { form, returns }
}

/// Reads a period of a collection of the repository.
pub(crate) fn collection(folder: &str, period: &str) -> Sample {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let text = std::fs::read_to_string(root.join("piperoll.toml")).unwrap();
    let form = Form::parse("piperoll.toml", &text).unwrap_or_else(|faults| panic!("{faults:#?}"));
    let returns = returns::read(&form, &root, &format!("returns/{period}"), Period::parse(period).unwrap()).unwrap();
    Sample { form, returns }
}

impl Sample {
    /// What the rules find.
    pub(crate) fn findings(&self) -> Vec<Finding> {
        let figures = Figures::of(&self.form, &self.returns).unwrap();
        super::check(&super::Context {
            form: &self.form,
            returns: &self.returns,
            figures: &figures,
            decisions: &Decisions::default(),
            reconciliation: None,
        })
    }

    /// Code, cell and message of each finding.
    pub(crate) fn told(&self) -> Vec<String> {
        let line = |finding: &Finding| {
            let cell = finding.at.cell.map(|cell| format!(" {cell}")).unwrap_or_default();
            format!("{}{cell}: {}", finding.code, finding.message)
        };
        self.findings().iter().map(line).collect()
    }
}
