//! Collections in a few lines of text, for the tests of the rules: a form, and workbooks as grids.

use crate::decision::Decisions;
use crate::figures::Figures;
use crate::finding::Finding;
use crate::form::Form;
use crate::period::Period;
use crate::progress::Observer;
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
    let returns = returns::read(&form, folder.path(), "returns/2022-23-q3", period, &Observer::default()).unwrap();
    Sample { form, returns }
}

/// Reads a period of a collection of the repository.
pub(crate) fn collection(folder: &str, period: &str) -> Sample {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let text = std::fs::read_to_string(root.join("piperoll.toml")).unwrap();
    let form = Form::parse("piperoll.toml", &text).unwrap_or_else(|faults| panic!("{faults:#?}"));
    let returns =
        returns::read(&form, &root, &format!("returns/{period}"), Period::parse(period).unwrap(), &Observer::default())
            .unwrap();
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
            answered: &[],
            fonts: &crate::fonts::Fonts::default(),
            phrases: &crate::phrases::Phrases::built_in(),
            templates: &[],
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

/// A small form: one area, one list.
pub(crate) const FORM: &str = r#"
version = 1

[report]
title = "Savings"
council = "Example Council"
committee = "Finance Committee"
money = { unit = "thousands", negative = "minus" }
main_list = "schemes"
roles = { target = "target", forecast = "forecast", achieved = "achieved" }

[[period]]
id = "2022-23-q3"

[[area]]
id = "adults"
name = "Adults"

[[list]]
id = "schemes"
item = "scheme"
items = "schemes"
key = "title"

[[list.column]]
id = "title"
heading = "Scheme"
kind = "text"
required = true

[[list.column]]
id = "target"
heading = "Target (£000s)"
kind = "money"
unit = "thousands"
required = true

[[list.column]]
id = "forecast"
heading = "Forecast (£000s)"
kind = "money"
unit = "thousands"

[[list.column]]
id = "percent"
heading = "% forecast"
kind = "percent"
formula = "forecast / target"
total = "forecast / target"

[[list.column]]
id = "achieved"
heading = "Achieved (£000s)"
kind = "money"
unit = "thousands"
codes = { "-" = { means = "nothing to date", nil = true }, "C" = { means = "not yet confirmed" } }

[[list.column]]
id = "status"
heading = "Status"
kind = "text"
total = "given"
done_words = ["Delivered"]

[[return]]
list = "schemes"
file = "{area}"
area = "file"
totals = ["Total"]
notes = ["Note"]

[[table]]
id = "schemes"
from = "schemes"
title = "Schemes"
columns = ["title", "target", "forecast", "percent", "achieved", "status"]
total_label = "Total"
"#;

/// A return of that form with nothing to find in it.
pub(crate) const GRID: &str = "\
== Return
Savings
Scheme | Target (£000s) | Forecast (£000s) | % forecast | Achieved (£000s) | Status
Agency staff | 300 | 150 | 50% | 100 | Under way
Homecare | 200 | 200 | 100% | 200 | Delivered
Total | 500 | 350 | 70% | 300 |
";

/// What the rules say of the small return with some of its text changed: each pair is a text of the grid and what stands in
/// its place.
pub(super) fn changed(changes: &[(&str, &str)]) -> Vec<String> {
    let mut grid = GRID.to_string();
    for (from, to) in changes {
        assert!(grid.contains(from), "{from}");
        grid = grid.replacen(from, to, 1);
    }
    sample(FORM, &[("adults", &grid)]).told()
}

/// The small form with some of its text changed.
pub(crate) fn form(changes: &[(&str, &str)]) -> String {
    let mut form = FORM.to_string();
    for (from, to) in changes {
        assert!(form.contains(from), "{from}");
        form = form.replacen(from, to, 1);
    }
    form
}
