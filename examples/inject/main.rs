//! How well wrong returns are noticed: `cargo run --example inject`. Faults of many kinds are put into the returns of the samples
//! and of collections made in code, one at a time, and what the checks find is compared with what was done. docs/reliability.md
//! holds the table and says how it is to be read.
//!
//! ```text
//! cargo run --example inject                     prints the tables
//! cargo run --example inject -- --write          writes them into docs/reliability.md
//! cargo run --example inject -- --seed 7         other places for the faults
//! cargo run --example inject -- --each 2         fewer of each kind in each collection
//! cargo run --example inject -- --only KIND,KIND these kinds, with what was done and what was found
//! ```

#![allow(clippy::print_stdout, reason = "its output is the table")]

mod collections;
mod fault;
mod generated;
#[path = "../../samples/grids.rs"]
mod grids;
mod judge;
mod kinds;
#[path = "../../tests/support/random.rs"]
mod random;
mod report;
mod sheet;
mod subject;
mod visible;
#[path = "../../tests/support/workbook.rs"]
mod workbook;
#[path = "../../tests/support/years.rs"]
mod years;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use piperoll::finding::Finding;
use rayon::prelude::*;

use fault::Fault;
use judge::{Alarm, Verdict};
use kinds::Kind;
use random::Random;
use report::Tally;
use subject::{Result, Subject};

/// The seed unless another is asked for.
const SEED: u64 = 20_240_401;

/// How many faults of a kind are put into each collection.
const EACH: usize = 4;

/// How often a place is picked for one before it is given up.
const TRIES: usize = 40;

/// Where the tables stand.
const START: &str = "<!-- inject: start -->";
const END: &str = "<!-- inject: end -->";

struct Arguments {
    seed: u64,
    each: usize,
    only: Option<String>,
    write: bool,
}

fn arguments() -> Result<Arguments> {
    let mut given = Arguments { seed: SEED, each: EACH, only: None, write: false };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or(format!("{word} needs a value"));
        match word.as_str() {
            "--seed" => given.seed = value()?.parse()?,
            "--each" => given.each = value()?.parse()?,
            "--only" => given.only = Some(value()?),
            "--write" => given.write = true,
            other => return Err(format!("unknown argument {other}").into()),
        }
    }
    Ok(given)
}

fn main() -> Result<()> {
    let given = arguments()?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let subjects = subjects(root)?;
    let chosen = |kind: &&Kind| given.only.as_deref().is_none_or(|only| only.split(',').any(|only| only == kind.id));
    let faults = measured(&subjects, kinds::faults().into_iter().filter(chosen), &given)?;
    let honest = honest(&subjects, kinds::edits().into_iter().filter(chosen), &given)?;
    let tables = report::tables(given.seed, &faults, &honest, subjects.len());
    println!("{tables}");
    if given.write {
        write(&root.join("docs/reliability.md"), &tables)?;
    }
    Ok(())
}

/// What came of every kind of fault.
fn measured<'a>(
    subjects: &[Subject],
    kinds: impl Iterator<Item = &'a Kind>,
    given: &Arguments,
) -> Result<Vec<(&'a str, &'a str, Tally)>> {
    let kinds: Vec<&Kind> = kinds.collect();
    let put_in: Vec<Vec<(&Subject, Fault)>> = kinds.par_iter().map(|kind| all(subjects, kind, given)).collect();
    let each = kinds.par_iter().zip(&put_in).flat_map(|(kind, put_in)| {
        let visible = put_in.par_iter().filter(|(_, fault)| fault.visible);
        visible.map(|(subject, fault)| Ok((kind.id, *subject, fault, judge::judge(subject, fault, kind.look)?)))
    });
    let judged: Vec<(&str, &Subject, &Fault, Verdict)> = each.collect::<Result<_>>()?;
    let mut tallies = Vec::new();
    for (kind, put_in) in kinds.iter().zip(&put_in) {
        let mut tally = Tally::of(put_in.len());
        for (_, subject, fault, verdict) in judged.iter().filter(|(id, ..)| *id == kind.id) {
            tally.add(verdict);
            if given.only.is_some() {
                println!(
                    "{}: {}: {}\n  {:?}, first {}",
                    kind.id, subject.name, fault.about, verdict.outcome, verdict.first
                );
                verdict.told.iter().for_each(|told| println!("  {told}"));
            }
        }
        tallies.push((kind.id, kind.what, tally));
    }
    Ok(tallies)
}

/// What honest edits raised.
fn honest<'a>(
    subjects: &[Subject],
    kinds: impl Iterator<Item = &'a Kind>,
    given: &Arguments,
) -> Result<Vec<(&'a str, &'a str, Vec<Alarm>)>> {
    let mut found = Vec::new();
    for kind in kinds {
        let edits = all(subjects, kind, given);
        let alarms: Vec<Alarm> =
            edits.par_iter().map(|(subject, edit)| judge::alarm(subject, edit)).collect::<Result<_>>()?;
        if given.only.is_some() {
            for ((subject, _), alarm) in edits.iter().zip(&alarms) {
                println!("{}: {}: {alarm:?}", kind.id, subject.name);
            }
        }
        found.push((kind.id, kind.what, alarms));
    }
    Ok(found)
}

/// The samples and the collections made in code; each must be final before a fault is put in.
fn subjects(root: &Path) -> Result<Vec<Subject>> {
    let mut sources = collections::samples(&root.join("samples"))?;
    sources.extend(generated::collections()?);
    let mut subjects = Vec::new();
    for source in sources {
        let name = source.name.clone();
        let subject = Subject::new(source).map_err(|error| format!("{name}: {error}"))?;
        if let Some(open) = subject.seen.findings.iter().find(|finding| finding.blocks()) {
            return Err(format!("{name} is not final without a fault: {}: {}", open.at, open.message).into());
        }
        subjects.push(subject);
    }
    for quarters in generated::honest_quarters()? {
        let name = quarters.first().map(|source| source.name.clone()).unwrap_or_default();
        let mut read = quarters.into_iter().map(Subject::new);
        let quiet =
            read.find(|subject| !matches!(subject, Ok(subject) if subject.seen.findings.iter().any(Finding::blocks)));
        subjects.push(quiet.ok_or(format!("something is asked about every quarter of {name}"))??);
    }
    Ok(subjects)
}

/// The faults of a kind in every collection: as many places as asked for, no two alike.
fn all<'a>(subjects: &'a [Subject], kind: &Kind, given: &Arguments) -> Vec<(&'a Subject, Fault)> {
    let in_each = subjects.par_iter().map(|subject| {
        let mut random = Random::of(given.seed, &format!("{} {}", subject.name, kind.id));
        let (mut faults, mut known) = (Vec::new(), BTreeSet::new());
        for _ in 0..given.each * TRIES {
            if faults.len() == given.each {
                break;
            }
            if let Some(fault) = (kind.make)(subject, &mut random)
                && known.insert(format!("{:?}", fault.changed))
            {
                faults.push((subject, fault));
            }
        }
        faults
    });
    in_each.flatten().collect()
}

/// Puts the tables between the two marks of a file.
fn write(file: &Path, tables: &str) -> Result<()> {
    let text = fs::read_to_string(file)?;
    let (before, rest) = text.split_once(START).ok_or(format!("there is no '{START}' in {}", file.display()))?;
    let (_, after) = rest.split_once(END).ok_or(format!("there is no '{END}' in {}", file.display()))?;
    Ok(fs::write(file, format!("{before}{START}\n\n{tables}\n{END}{after}"))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers() {
        let draw = |mut random: Random| [random.draw(), random.draw(), random.draw()];
        // The first numbers of splitmix64 from 0, as published.
        assert_eq!(draw(Random::new(0)), [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4, 0x06c4_5d18_8009_454f]);
        assert_eq!(draw(Random::of(7, "blank")), draw(Random::of(7, "blank")));
        assert_ne!(draw(Random::of(7, "blank")), draw(Random::of(7, "blank-row")));
    }

    #[test]
    fn every_kind_can_be_put_in_and_names_its_place() {
        let subjects = subjects(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
        let honest: BTreeSet<&str> = kinds::edits().iter().map(|kind| kind.id).collect();
        let mut names = BTreeSet::new();
        for kind in kinds::faults().into_iter().chain(kinds::edits()) {
            assert!(names.insert(kind.id), "two kinds are called {}", kind.id);
            // The first collection that has a place for it is enough.
            let put_in = subjects.iter().find_map(|subject| {
                let mut random = Random::of(SEED, kind.id);
                (0..TRIES).find_map(|_| (kind.make)(subject, &mut random))
            });
            // A fault that changed no cell would be none.
            let fault = put_in.unwrap_or_else(|| panic!("{} finds no place", kind.id));
            assert!(honest.contains(kind.id) || !fault.spots.is_empty(), "{} names no place", kind.id);
        }
        assert!(names.len() - honest.len() >= 45 && honest.len() >= 15, "{}", names.len());
    }
}
