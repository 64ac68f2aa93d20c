//! `piperoll build`: the whole job.

use std::path::PathBuf;

use clap::Args;

use super::{Standing, Which, terminal};
use crate::check::show;
use crate::collection::{CannotRun, Collection};
use crate::finding::Finding;
use crate::output;
use crate::pipeline::Inputs;

/// Write appendix.pdf, consolidated.xlsx and findings.json.
#[derive(Debug, Args)]
pub(super) struct Build {
    #[command(flatten)]
    which: Which,
    /// Where to write; output/ and the collection's name if left out.
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// The agenda pack's number of the appendix's first page.
    #[arg(long, value_name = "NUMBER")]
    first_page: Option<u32>,
}

pub(super) fn run(build: &Build, quiet: bool) -> Result<Standing, CannotRun> {
    let collection = Collection::open(&build.which.collection)?;
    let mut options = build.which.options()?;
    options.first_page = build.first_page;
    let inputs = Inputs::read(&collection, &options)?;
    let examined = inputs.examine()?;
    let built = examined.render(&collection)?;
    let output = build.output.clone().unwrap_or_else(|| PathBuf::from("output").join(&collection.name));
    let folder = output.join(built.period.to_string());
    output::write_set(
        &folder,
        &[
            ("appendix.pdf", built.pdf.as_slice()),
            ("consolidated.xlsx", built.xlsx.as_slice()),
            ("findings.json", built.json.as_bytes()),
        ],
    )?;
    let draft = built.counts.error + built.counts.query > 0;
    // What was settled stands in the papers; only what is open is said here.
    let open: Vec<Finding> = examined.findings.iter().filter(|finding| finding.blocks()).cloned().collect();
    if draft || !quiet {
        terminal::say(&show::text(&open, &examined.findings, &inputs.returns, terminal::colour()));
    }
    if !quiet {
        let standing = if draft { "Draft" } else { "Final" };
        terminal::say(&format!("{standing}: {}", folder.join("appendix.pdf").display()));
        for name in ["consolidated.xlsx", "findings.json"] {
            terminal::say(&format!("       {}", folder.join(name).display()));
        }
    }
    Ok(if draft { Standing::Draft } else { Standing::Final })
}
