//! `piperoll build`: the whole job.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use super::progress::Progress;
use super::{Outcome, Told, Which, apart, terminal};
use crate::collection::{CannotRun, Collection, LAYOUT, because};
use crate::file;
use crate::finding::Finding;
use crate::output::{self, Set};
use crate::pipeline::{self, Inputs, Pages};
use crate::progress::Step;
use crate::publish;
use crate::render::watch::{MOST_MEMORY, USUAL_TIME, Watch};
use crate::report::Stage;

/// For whom the files are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum For {
    /// The council.
    Council,
    /// Everybody.
    Public,
}

/// What makes the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Engine {
    /// The typesetter: appendix.pdf.
    Typst,
    /// No typesetter: proof.pdf, for reading in the office, never for publication.
    Genpdf,
}

/// Where the files for everybody go, below those of the council.
const PUBLIC: &str = "public";

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
    /// Leave appendix.pdf out: the other files are made all the same, and much sooner.
    #[arg(long)]
    no_pdf: bool,
    /// What makes the pages: `genpdf` writes proof.pdf in the place of appendix.pdf, for reading in the office; it needs no typesetter, is
    /// not accessible, and is not for publication.
    #[arg(long, value_enum, default_value = "typst", conflicts_with = "no_pdf")]
    engine: Engine,
    /// How many seconds the page layout may run before it is stopped.
    #[arg(long, value_name = "SECONDS", default_value_t = USUAL_TIME.as_secs(), value_parser = clap::value_parser!(u64).range(1..))]
    layout_seconds: u64,
    /// For whom it is: `public` writes appendix.pdf and a workbook without files and cells of returns, into a folder `public` of its own.
    #[arg(long, value_enum, default_value = "council", conflicts_with = "publish")]
    audience: For,
    /// Publish it: once nothing is open and it has been cleared as it stands, write published/PERIOD/1 in the collection, with what
    /// everybody may have, what the council keeps, and copies of all that it was made from. Never overwritten.
    #[arg(long = "final", conflicts_with = "no_pdf")]
    publish: bool,
    /// It corrects the set of this number, which was published last; it is headed 'Revised' and lists what has changed.
    #[arg(long, value_name = "NUMBER", requires = "reason")]
    supersedes: Option<u32>,
    /// Why it takes the place of what was published, as it is printed.
    #[arg(long, value_name = "WORDS", requires = "supersedes", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    reason: Option<String>,
    /// The role that publishes it.
    #[arg(long, value_name = "ROLE", requires = "publish")]
    by: Option<String>,
    #[command(flatten)]
    told: Told,
}

/// Which pages are made, or why they cannot be.
fn pages(build: &Build) -> Result<Pages, CannotRun> {
    if build.no_pdf {
        return Ok(Pages::None);
    }
    match build.engine {
        Engine::Typst if pipeline::TYPESETS => Ok(Pages::Appendix),
        Engine::Typst => Err(because(pipeline::NO_TYPESETTER.to_string())),
        Engine::Genpdf if build.publish => Err(because(
            "--engine genpdf makes a proof, which is not accessible and is never published: --final publishes appendix.pdf, which \
             the typesetter makes. Leave --engine genpdf out"
                .to_string(),
        )),
        Engine::Genpdf if build.audience == For::Public => Err(because(
            "--engine genpdf makes a proof for reading in the office, which is not accessible and is not for everybody: leave \
             --engine genpdf out, or leave --audience public out"
                .to_string(),
        )),
        Engine::Genpdf if !pipeline::PROOFS => Err(because(pipeline::NO_PROOFS.to_string())),
        Engine::Genpdf => Ok(Pages::Proof),
    }
}

pub(super) fn run(build: &Build, quiet: bool) -> Result<Outcome, CannotRun> {
    let pages = pages(build)?;
    let own_layout = pages == Pages::Appendix && file::is_there(&build.which.collection.join(LAYOUT));
    if own_layout
        && !apart::is_begun()
        && let Some(code) = apart::done()
    {
        return code.map(Outcome::Apart);
    }
    output::leave_it_whole(terminal::say);
    let collection = Collection::open(&build.which.collection)?;
    let mut options = build.which.options()?;
    options.first_page = build.first_page;
    options.no_pdf = build.no_pdf;
    options.supersedes = build.supersedes.zip(build.reason.clone());
    let progress = Progress::new(quiet);
    options.observer = progress.observer();
    let inputs = Inputs::read(&collection, &options)?;
    let examined = inputs.examine()?;
    // The line of progress is gone before anything is said.
    let say = |sentence: &str| {
        progress.end();
        terminal::say(sentence);
    };
    // Nothing has been written then: the outputs are begun when all of them are made, and what runs meanwhile is memory alone.
    let give_up = |why: &str| {
        progress.end();
        terminal::error(why);
        std::process::exit(i32::from(super::CANNOT_RUN));
    };
    let watch = Watch { time: Duration::from_secs(build.layout_seconds), memory: MOST_MEMORY, give_up: &give_up };
    let built = examined.render_watched(pages, Some(&watch))?;
    let output = build.output.clone().unwrap_or_else(|| PathBuf::from("output").join(&collection.name));
    let mut folder = output.join(built.period.to_string());
    if build.audience == For::Public
        && let Err(why) = &built.public
    {
        progress.end();
        terminal::say(&why.to_string());
        terminal::say("Nothing was written for the public; what an earlier build wrote for it is not this one's.");
        return Ok(Outcome::Draft);
    }
    let public = (build.audience == For::Public).then(|| publish::public_workbook(&built)).transpose()?;
    let files: Vec<(&str, Option<&[u8]>)> = match &public {
        Some(workbook) => {
            folder.push(PUBLIC);
            vec![("appendix.pdf", publish::public_pdf(&built)), ("consolidated.xlsx", Some(workbook))]
        }
        None => vec![
            ("appendix.pdf", built.pdf.as_deref()),
            ("proof.pdf", built.proof.as_deref()),
            ("consolidated.xlsx", Some(built.xlsx.as_slice())),
            ("findings.json", Some(built.json.as_bytes())),
        ],
    };
    let draft = built.counts.error + built.counts.query > 0;
    options.observer.tell(Step::Writing);
    let written = output::write_set(&folder, Set { files: &files, draft }, &say)?;
    progress.end();
    // What was settled stands in the papers; only what is open is said here.
    let open: Vec<&Finding> = examined.findings.iter().filter(|finding| finding.blocks()).collect();
    if draft || !quiet {
        terminal::say_findings(&examined, &open, &build.told);
    }
    if !quiet {
        let stage = match built.report.meta.stage {
            Stage::Draft => "Draft: ",
            Stage::ForClearance => "For clearance: ",
            Stage::Cleared => "Cleared: ",
        };
        let (mut before, blank) = (stage, " ".repeat(stage.len()));
        for (name, _) in files.iter().filter(|(_, bytes)| bytes.is_some()) {
            terminal::say(&format!("{before}{}", folder.join(name).display()));
            before = &blank;
        }
        if built.proof.is_some() {
            terminal::say(&format!(
                "{blank}proof.pdf is for reading in the office: not accessible, not for publication. appendix.pdf is made without \
                 --engine genpdf, by a piperoll that was built with its typesetter"
            ));
        }
        let report = built.public.as_ref().ok().filter(|_| public.is_some()).unwrap_or(&built.report);
        terminal::say(&format!("{blank}fingerprint {}", report.meta.fingerprint_printed));
        for name in &written.taken_away {
            terminal::say(&format!(
                "{blank}({name} of an earlier build was taken away: it does not belong to these files)"
            ));
        }
    }
    if let Some(earlier) = written.earlier.filter(|earlier| earlier.must_be_said() || !quiet) {
        terminal::say(&earlier.sentence());
    }
    if build.publish {
        let by = build.by.as_deref();
        if let Some(why) = publish::refusal(&collection, &inputs, &built, by)? {
            terminal::say(&why);
            return Ok(Outcome::Draft);
        }
        let set = publish::publish(&collection, &inputs, &built, by, &terminal::say)?;
        if !quiet {
            terminal::say(&format!("Published: {}", set.display()));
        }
    }
    Ok(if draft { Outcome::Draft } else { Outcome::Final })
}
