//! `piperoll new`: a collection begun from the workbooks that an office has, or from a sample's form.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use clap::Args;

use super::ask::Ask;
use super::progress::Progress;
use super::{Outcome, Told, parsed, terminal};
use crate::check::show;
use crate::collection::{CannotRun, Collection, at_hand, because, samples};
use crate::finding::{Counts, Finding};
use crate::period::{Part, Period};
use crate::pipeline::{Inputs, Options};
use crate::propose::{self, Given, Question, TO_DECIDE};
use crate::returns::grid::{Workbook, read_workbook};
use crate::returns::{files, others};
use crate::{file, output};

/// Begin a collection: propose its form from last period's workbooks, or start from a sample's.
#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("what").required(true).args(["from", "form"])))]
pub(super) struct New {
    /// The folder that is made.
    collection: PathBuf,
    /// The workbooks from which its form is proposed: the returns of a period or of several, or one consolidated workbook. A folder
    /// stands for all workbooks in it and in its folders.
    #[arg(long, value_name = "WORKBOOK or FOLDER", num_args = 1..)]
    from: Vec<PathBuf>,
    /// The sample whose form it begins with.
    #[arg(long, value_name = "NAME")]
    form: Option<String>,
    /// The period of the workbooks that do not say theirs, such as 2022-23-q3.
    #[arg(long, value_name = "PERIOD", conflicts_with = "form")]
    period: Option<String>,
    /// Ask nothing: take what is likeliest.
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    told: Told,
}

/// What stands in decisions.toml before anything was decided.
const DECISIONS: &str =
    "# What was decided about findings: `piperoll decide` writes an entry, docs/decisions.md explains each.\n";

pub(super) fn run(new: &New, quiet: bool) -> Result<Outcome, CannotRun> {
    let target = free(&new.collection)?;
    if let Some(name) = &new.form {
        return from_sample(&target, name, quiet);
    }
    let at_terminal = !new.yes && io::stdin().is_terminal() && io::stderr().is_terminal();
    let width = terminal::width().unwrap_or(show::WIDTH).min(show::WIDTH);
    let (mut typed, mut said) = (io::stdin().lock(), io::stderr());
    let mut ask = at_terminal.then_some(Ask { typed: &mut typed, said: &mut said, width });
    let progress = Progress::new(quiet);
    let read = workbooks(&new.from)?;
    progress.end();
    let named = new.period.as_deref().map(parsed).transpose()?;
    let Some((given, contents)) = given(read, named, ask.as_mut())? else { return Ok(Outcome::NotDone) };
    let mut given_up = false;
    let mut choose = |question: &Question| {
        let Some(ask) = ask.as_mut().filter(|_| !given_up) else { return 0 };
        let chosen = chosen(ask, question);
        given_up |= chosen.is_none();
        chosen.unwrap_or(0)
    };
    let form = propose::form(&given, &mut choose);
    if given_up {
        return Ok(Outcome::NotDone);
    }
    let form = form.ok_or_else(|| {
        because(format!(
            "none of the workbooks of the newest period, {}, holds a table on a visible sheet: rows of figures under a row of \
             headings, with something that says which service area each row belongs to. Amounts with a letter behind them ('£100k') \
             are texts: a column of them is none of figures",
            given.iter().map(|given| given.period).max().map(Period::label).unwrap_or_default()
        ))
    })?;
    let mut made = vec![("piperoll.toml".to_string(), form.clone().into_bytes())];
    made.push(("decisions.toml".to_string(), DECISIONS.as_bytes().to_vec()));
    made.extend(contents);
    write(&target, &made)?;
    if !quiet {
        terminal::say(&format!("{}\n\n{}\n", summary(&new.collection, &given), to_decide(&form)));
    }
    checked(new, quiet)
}

/// A folder that is not there, or has nothing in it.
fn free(folder: &Path) -> Result<PathBuf, CannotRun> {
    let shown = folder.display();
    if !folder.exists() {
        return Ok(folder.to_path_buf());
    }
    let is_empty = folder.is_dir() && std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    if !is_empty {
        return Err(because(format!(
            "{shown} is there already and is not empty, and nothing in it is to be lost: name a folder that is not there yet"
        )));
    }
    std::fs::remove_dir(folder).map_err(|error| because(format!("{shown} cannot be written: {error}")))?;
    Ok(folder.to_path_buf())
}

fn write(target: &Path, files: &[(String, Vec<u8>)]) -> Result<(), CannotRun> {
    let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = target.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.ok_or_else(|| because(format!("{} is no name of a folder", target.display())))?;
    output::write_once(parent, &name, files, &terminal::say)?;
    Ok(())
}

/// A workbook that was read: where it lies, its bytes, what stands in it.
struct Read {
    path: PathBuf,
    bytes: Vec<u8>,
    workbook: Workbook,
}

/// Reads the workbooks that are named, and those in the folders that are.
fn workbooks(named: &[PathBuf]) -> Result<Vec<Read>, CannotRun> {
    let mut paths: Vec<PathBuf> = Vec::new();
    for path in named {
        if path.is_dir() {
            in_folder(path, 0, &mut paths)?;
        } else if path.exists() {
            paths.push(path.clone());
        } else {
            return Err(because(format!("there is no file and no folder {}", path.display())));
        }
    }
    paths.sort();
    paths.dedup();
    if paths.is_empty() {
        return Err(because(format!(
            "there is no workbook in {}: name the workbooks themselves, .xlsx, .xlsm, .xlsb, .xls, .ods or .csv",
            named.first().map(|path| path.display().to_string()).unwrap_or_default()
        )));
    }
    let mut read = Vec::new();
    for path in paths {
        let shown = path.display().to_string();
        if let Some(what) = others::no_workbook(&path) {
            return Err(because(format!("{shown} {what}")));
        }
        let bytes = file::read(&path, files::LIMIT).map_err(|why| because(format!("{shown}: {why}")))?;
        let workbook = read_workbook(&path, &bytes).map_err(|why| because(format!("{shown}: {why}")))?;
        read.push(Read { path, bytes, workbook });
    }
    Ok(read)
}

/// The folders in folders that are looked into.
const DEEPEST: usize = 3;

fn in_folder(folder: &Path, depth: usize, paths: &mut Vec<PathBuf>) -> Result<(), CannotRun> {
    let cannot = |error: io::Error| because(format!("{} cannot be read: {error}", folder.display()));
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let within = folder.parent().unwrap_or(Path::new(""));
    let listed = if name.is_empty() { files::list(folder, ".") } else { files::list(within, &name) };
    paths
        .extend(listed.map_err(cannot)?.into_iter().map(|sent| folder.join(sent.path.file_name().unwrap_or_default())));
    if depth < DEEPEST {
        let mut folders: Vec<PathBuf> = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(cannot)? {
            let entry = entry.map_err(cannot)?;
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(entry.path());
            }
        }
        folders.sort();
        for folder in folders {
            in_folder(&folder, depth + 1, paths)?;
        }
    }
    Ok(())
}

/// A file of the collection: its path there, its bytes.
type Contents = Vec<(String, Vec<u8>)>;

/// The workbooks with their periods, and each as a file of the collection.
fn given(
    read: Vec<Read>,
    named: Option<Period>,
    mut ask: Option<&mut Ask<'_>>,
) -> Result<Option<(Vec<Given>, Contents)>, CannotRun> {
    let mut given = Vec::new();
    let mut contents: BTreeMap<String, (PathBuf, Vec<u8>)> = BTreeMap::new();
    let mut for_all = named;
    for Read { path, bytes, workbook } in read {
        let shown = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let month = || propose::month_of(&path, &workbook);
        let period = match propose::period_of(&path, &workbook)
            .or(for_all)
            .or_else(|| of_month(month()?, ask.is_some()))
        {
            Some(period) => period,
            None => {
                let Some(ask) = ask.as_mut() else {
                    return Err(because(format!(
                        "{}: nothing in its name, its folder or its titles says which period it is of: add --period, such as \
                         --period 2022-23-q3",
                        path.display()
                    )));
                };
                let question =
                    format!("Which period is {shown} of? Type it like 2022-23-q3, 2018-19-p05 or 2018-19-outturn.");
                let Some(period) = ask.until(&question, |text| Period::parse(text).map_err(|error| error.to_string()))
                else {
                    return Ok(None);
                };
                for_all = Some(period);
                period
            }
        };
        let into = format!("returns/{period}/{shown}");
        if let Some((other, _)) = contents.get(&into.to_lowercase()) {
            return Err(because(format!(
                "{} and {} have one name and are both of {}: give one of them another name",
                other.display(),
                path.display(),
                period.label()
            )));
        }
        contents.insert(into.to_lowercase(), (path.clone(), bytes));
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let as_at = propose::as_at_of(&workbook, period);
        given.push(Given { path, stem, workbook, period, as_at });
    }
    let contents = given
        .iter()
        .filter_map(|given| {
            let name = given.path.file_name()?.to_string_lossy().into_owned();
            let into = format!("returns/{}/{name}", given.period);
            let (_, bytes) = contents.remove(&into.to_lowercase())?;
            Some((into, bytes))
        })
        .collect();
    Ok(Some((given, contents)))
}

/// The period that a month's name means where nobody can be asked: the quarter that ends with it, else the month.
fn of_month(month: Period, can_be_asked: bool) -> Option<Period> {
    let Part::Month(number) = month.part else { return None };
    let part = if number % 3 == 0 { Part::Quarter(number / 3) } else { Part::Month(number) };
    (number % 3 != 0 || !can_be_asked).then_some(Period { part, ..month })
}

/// What a person chooses where the workbooks leave it open.
fn chosen(ask: &mut Ask<'_>, question: &Question) -> Option<usize> {
    ask.say_in(0, &question.text);
    for (index, option) in question.options.iter().enumerate() {
        ask.say_in(2, &format!("{} {option}", index + 1));
    }
    ask.one_of("Which? Its number:", &question.options)
}

/// What was made.
fn summary(collection: &Path, given: &[Given]) -> String {
    let mut periods: BTreeMap<Period, usize> = BTreeMap::new();
    for given in given {
        *periods.entry(given.period).or_default() += 1;
    }
    let folders: Vec<String> = periods
        .iter()
        .map(|(period, files)| {
            format!("{files} {} in returns/{period}", if *files == 1 { "workbook" } else { "workbooks" })
        })
        .collect();
    format!("{} was made: piperoll.toml, decisions.toml, {}.", at_hand::typed(collection), folders.join(", "))
}

/// What no workbook can tell, each with its line of the form.
fn to_decide(form: &str) -> String {
    let lines: Vec<String> = form
        .lines()
        .enumerate()
        .filter_map(|(index, line)| {
            let (_, what) = line.split_once(&format!("# {TO_DECIDE}"))?;
            Some(format!("  line {}: {what}", index + 1))
        })
        .collect();
    format!(
        "To decide in piperoll.toml, which says beside each other guess how sure it is:\n{}\n\nNow the returns are checked with it.",
        lines.join("\n")
    )
}

/// Checks the collection as it stands now.
fn checked(new: &New, quiet: bool) -> Result<Outcome, CannotRun> {
    let collection = Collection::open(&new.collection)?;
    let progress = Progress::new(quiet);
    let options = Options { observer: progress.observer(), ..Options::default() };
    let inputs = Inputs::read(&collection, &options)?;
    let examined = inputs.examine()?;
    progress.end();
    let counts = Counts::of(&examined.findings);
    let draft = counts.error + counts.query > 0;
    if !quiet || draft {
        let all: Vec<&Finding> = examined.findings.iter().collect();
        terminal::say_findings(&examined, &all, &new.told);
    }
    if !quiet {
        let shown = at_hand::typed(&new.collection);
        terminal::say(&format!(
            "\nNext: change piperoll.toml where it is wrong, then piperoll check {shown}, then piperoll build {shown}."
        ));
    }
    Ok(if draft { Outcome::Draft } else { Outcome::Final })
}

/// A collection that begins with a sample's form.
fn from_sample(target: &Path, name: &str, quiet: bool) -> Result<Outcome, CannotRun> {
    let sample = samples::named(name)
        .ok_or_else(|| because(format!("there is no sample '{name}'. There are:\n{}", samples::listed())))?;
    let mut made: Contents = vec![("decisions.toml".to_string(), DECISIONS.as_bytes().to_vec())];
    made.extend(sample.files.iter().map(|(path, text)| ((*path).to_string(), text.as_bytes().to_vec())));
    write(target, &made)?;
    if !quiet {
        terminal::say(&format!(
            "{} was made, with the form of the sample {name}: {}\n\
             Next: change the names, areas, dates and headings in piperoll.toml to yours, put your workbooks into {}, one folder a \
             period, such as returns/2022-23-q3, then piperoll check {}.",
            at_hand::typed(target),
            sample.about,
            at_hand::typed(&target.join("returns")),
            at_hand::typed(target)
        ));
    }
    Ok(Outcome::Final)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::ask::tests::asked;

    #[test]
    fn what_is_a_coins_toss_is_asked_with_the_likeliest_first() {
        let question = Question {
            text: "Nothing says the unit.".to_string(),
            options: vec!["pounds (£)".to_string(), "thousands of pounds (£000)".to_string()],
        };
        let (answer, said) = asked("2\n", |ask| chosen(ask, &question));
        assert_eq!(answer, Some(1));
        assert!(said.starts_with("Nothing says the unit.\n  1 pounds (£)\n  2 thousands of pounds (£000)\n"), "{said}");
        assert_eq!(asked("\n", |ask| chosen(ask, &question)).0, None, "given up");
    }

    #[test]
    fn a_month_means_the_quarter_that_it_ends_where_nobody_can_be_asked() {
        let of =
            |month: &str, asked: bool| of_month(Period::parse(month).unwrap(), asked).map(|period| period.to_string());
        assert_eq!(of("2023-24-p09", false).as_deref(), Some("2023-24-q3"));
        assert_eq!(of("2023-24-p09", true), None, "it is asked");
        assert_eq!(of("2023-24-p08", true).as_deref(), Some("2023-24-p08"));
    }
}
