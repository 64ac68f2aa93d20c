//! The forms of the samples, for whoever begins with one of them.

/// A sample's form, and what its paper needs beside it.
pub(crate) struct Sample {
    /// Its name, as its folder is called.
    name: &'static str,
    /// What it is, in a sentence.
    pub(crate) about: &'static str,
    /// Its files: their paths in a collection, their texts.
    pub(crate) files: &'static [(&'static str, &'static str)],
}

/// A file of a sample.
macro_rules! from {
    ($sample:literal, $($path:literal),+) => {
        &[$(($path, include_str!(concat!("../../samples/", $sample, "/", $path)))),+]
    };
}

const SAMPLES: [Sample; 5] = [
    Sample {
        name: "recovery-plan",
        about: "projects of each area in a workbook of its own, with target, forecast, achieved to date and percentages, and a \
                summary by portfolio.",
        files: from!("recovery-plan", "piperoll.toml"),
    },
    Sample {
        name: "budget-recovery",
        about: "recovery measures of each directorate, a matrix by directorate and kind, and a service's budget variance with groups.",
        files: from!("budget-recovery", "piperoll.toml"),
    },
    Sample {
        name: "multi-year-programme",
        about: "a programme over several years, with bridges that lead from targets to projections, slippage paired with its recovery, and posts.",
        files: from!("multi-year-programme", "piperoll.toml"),
    },
    Sample {
        name: "rag-schemes",
        about: "schemes in blocks by their RAG, with a summary by status.",
        files: from!("rag-schemes", "piperoll.toml"),
    },
    Sample {
        name: "savings-list",
        about: "a list of savings in groups, without headings on the sheet, and the plans behind it in words.",
        files: from!("savings-list", "piperoll.toml"),
    },
];

/// The sample of a name.
pub(crate) fn named(name: &str) -> Option<&'static Sample> {
    SAMPLES.iter().find(|sample| sample.name == name)
}

/// All of them, one a line.
pub(crate) fn listed() -> String {
    SAMPLES.iter().map(|sample| format!("  {}: {}", sample.name, sample.about)).collect::<Vec<_>>().join("\n")
}
