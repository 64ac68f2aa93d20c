//! The command line: one file a command. Findings and progress go to stderr, data to stdout.
//!
//! Exit codes: 0 final, or done; 1 an error or a query is open, or what was to be decided was not, or what was asked
//! for is not there; 2 it could not run, and nothing was
//! written or changed; 130 it was interrupted, and the earlier or the new files stand whole.

mod apart;
mod ask;
mod build;
mod check;
mod completions;
mod decide;
mod explain;
mod faults;
mod here;
mod new;
mod progress;
mod read;
mod schema;
mod terminal;
mod trace;
mod verify;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::check::explain as explain_rules;
use crate::collection::{CannotRun, Prior, because};
use crate::output;
use crate::period::Period;
use crate::pipeline::Options;

/// Checks a council's savings returns, reconciles them with the period before, and writes the committee appendix.
#[derive(Debug, Parser)]
#[command(name = "piperoll", version, disable_version_flag = true, max_term_width = 100)]
struct Arguments {
    /// Print the version of the program, and that of its rules.
    #[arg(short = 'V', long)]
    version: bool,
    /// Say nothing but what goes wrong.
    #[arg(long, global = true)]
    quiet: bool,
    /// What is to be done; without it, the collection that this folder is or lies in is checked, or those at hand are named.
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write appendix.pdf, consolidated.xlsx and findings.json: the whole job.
    Build(build::Build),
    /// Say what is wrong with the returns, and write nothing.
    Check(check::Check),
    /// Begin a collection: propose its form from last period's workbooks, or start from a sample's.
    New(new::New),
    /// Show how a workbook was understood, cell by cell.
    Read(read::Read),
    /// Answer a finding, or record that the appendix was cleared: put an entry into decisions.toml, change one, or take the last one back.
    ///
    /// The figures on which an entry stands are taken from the finding, the fingerprint of a clearance from the appendix. On a terminal
    /// whatever is missing is asked for, the finding too. The entry is shown, and tried on the returns: one that would not settle the
    /// finding, or not clear the appendix, is not written.
    Decide(Box<decide::Decide>),
    /// Say what a finding means, why it matters, and how to mend it; with its whole id also what it says in a collection.
    Explain(explain::Explain),
    /// Say where a figure came from, period by period: cells, movements, decisions, published sets.
    Trace(trace::Trace),
    /// Say whether a published set is still what was published.
    Verify(verify::Verify),
    /// Print the JSON Schema of piperoll.toml or decisions.toml, for editors.
    Schema(schema::Schema),
    /// Print what completes commands and options in a shell (bash, zsh, fish, PowerShell).
    Completions(completions::Completions),
    /// Print the program's man page, or that of a command.
    Man(completions::Pages),
}

/// Which collection and which periods.
#[derive(Debug, Args)]
struct Which {
    /// The folder that holds piperoll.toml and returns/.
    collection: PathBuf,
    #[command(flatten)]
    periods: Periods,
}

/// Which period, and what it is compared with.
#[derive(Debug, Args)]
struct Periods {
    /// The period, such as 2022-23-q3; the newest folder of returns if left out.
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    /// What to compare with: a period, a locked set or a consolidated workbook; the last published, else the period before, if
    /// left out.
    #[arg(long, value_name = "PERIOD or FILE")]
    prior: Option<String>,
}

/// How findings are told.
#[derive(Debug, Args)]
struct Told {
    /// Show every finding in full: of more than 50, only the worst are, and the others are counted.
    #[arg(long)]
    all: bool,
}

impl Which {
    fn options(&self) -> Result<Options, CannotRun> {
        self.periods.options()
    }
}

impl Periods {
    fn options(&self) -> Result<Options, CannotRun> {
        let period = self.period.as_deref().map(parsed).transpose()?;
        let prior = match self.prior.as_deref() {
            // What is written like a period is one; all else is a file or a folder.
            Some(text) => match Period::parse(text) {
                Ok(period) => Some(Prior::Period(period)),
                Err(error) => {
                    let path = PathBuf::from(text);
                    // A build that was interrupted there may have left parts of two sets, or no workbook at all.
                    let folder = if path.is_dir() { Some(path.as_path()) } else { path.parent() };
                    output::recover(
                        folder.filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")),
                        &terminal::say,
                    )?;
                    if !path.exists() {
                        return Err(because(format!("{error}; and there is no file {text}")));
                    }
                    Some(Prior::File(path))
                }
            },
            None => None,
        };
        Ok(Options { period, prior, ..Options::default() })
    }
}

/// A period as it is typed.
fn parsed(period: &str) -> Result<Period, CannotRun> {
    Period::parse(period).map_err(|error| because(error.to_string()))
}

/// The exit code where it could not run.
const CANNOT_RUN: u8 = 2;

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// What was made is final, or what was asked for is done.
    Final,
    /// Something is open.
    Draft,
    /// Another process did it and has said what there is to say: its exit code.
    Apart(u8),
    /// What was asked for would not do, or was declined; nothing was written.
    NotDone,
}

/// Runs the program.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(Arguments { version: true, .. }) => {
            return match terminal::print(&version()) {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => cannot_run(&error),
            };
        }
        Ok(Arguments { quiet, command: None, .. }) => match here::arguments(quiet) {
            Ok(meant) => Arguments::try_parse_from(meant).map(|meant| Arguments { quiet, ..meant }),
            Err(error) => return cannot_run(&error),
        },
        parsed => parsed,
    };
    let arguments = match arguments {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help is an answer, no error.
            if error.use_stderr() {
                // As with all that goes to stderr: nobody is there to be told that it failed.
                let _ = error.print();
                return ExitCode::from(2);
            }
            return match terminal::printed(error.print()) {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => cannot_run(&error),
            };
        }
    };
    match arguments.command.as_ref().map_or(Ok(Outcome::Final), |command| run(command, arguments.quiet)) {
        Ok(Outcome::Final) => ExitCode::SUCCESS,
        Ok(Outcome::Draft | Outcome::NotDone) => ExitCode::from(1),
        Ok(Outcome::Apart(code)) => ExitCode::from(code),
        Err(error) => cannot_run(&error),
    }
}

fn run(command: &Command, quiet: bool) -> Result<Outcome, CannotRun> {
    match command {
        Command::Build(build) => build::run(build, quiet),
        Command::Check(check) => check::run(check, quiet),
        Command::Decide(decide) => decide::run(decide, quiet),
        Command::New(new) => new::run(new, quiet),
        Command::Read(read) => read::run(read, quiet),
        Command::Explain(explain) => explain::run(explain, quiet),
        Command::Trace(trace) => trace::run(trace, quiet),
        Command::Verify(verify) => verify::run(verify, quiet),
        Command::Schema(schema) => schema::run(schema),
        Command::Completions(shell) => completions::run(shell),
        Command::Man(pages) => completions::man(pages),
    }
}

/// 'piperoll 0.1.0 (rules 3fa9c1d2: 131 checks)'.
fn version() -> String {
    format!(
        "piperoll {} (rules {}: {} checks)",
        env!("CARGO_PKG_VERSION"),
        explain_rules::version(),
        explain_rules::count()
    )
}

fn cannot_run(error: &CannotRun) -> ExitCode {
    terminal::cannot_run(error);
    ExitCode::from(CANNOT_RUN)
}
