//! The tables of docs/reliability.md.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::judge::{Alarm, Outcome, Verdict};

/// What came of all injections of one kind.
#[derive(Debug, Default)]
pub struct Tally {
    /// How many were put in.
    pub put_in: usize,
    /// How many of them can be seen.
    pub visible: usize,
    /// Of the visible ones, how many ended so.
    outcomes: BTreeMap<Outcome, usize>,
    /// How many ended in a final paper with another figure.
    wrong_papers: usize,
    /// New findings of those that raised any, in all and at most.
    findings: usize,
    most: usize,
    /// How many raised any.
    told: usize,
    /// In how many of these the first one listed is about the fault.
    first: usize,
}

impl Tally {
    /// Of so many that were put in; none is counted yet.
    pub fn of(put_in: usize) -> Self {
        Tally { put_in, ..Tally::default() }
    }

    /// Counts one that can be seen.
    pub fn add(&mut self, verdict: &Verdict) {
        self.visible += 1;
        *self.outcomes.entry(verdict.outcome).or_default() += 1;
        self.wrong_papers += usize::from(verdict.wrong_paper);
        if verdict.findings > 0 {
            self.told += 1;
            self.findings += verdict.findings;
            self.most = self.most.max(verdict.findings);
            self.first += usize::from(verdict.first);
        }
    }

    /// Adds another kind's.
    pub fn join(&mut self, other: &Tally) {
        self.put_in += other.put_in;
        self.visible += other.visible;
        for (outcome, count) in &other.outcomes {
            *self.outcomes.entry(*outcome).or_default() += count;
        }
        self.wrong_papers += other.wrong_papers;
        self.findings += other.findings;
        self.most = self.most.max(other.most);
        self.told += other.told;
        self.first += other.first;
    }

    /// How many ended so.
    pub fn count(&self, outcome: Outcome) -> usize {
        self.outcomes.get(&outcome).copied().unwrap_or(0)
    }

    fn missed(&self) -> usize {
        self.count(Outcome::Missed) + self.count(Outcome::MissedAndFinal)
    }

    fn share(&self, count: usize) -> String {
        if self.visible == 0 { "–".to_string() } else { permille(count, self.visible) }
    }

    fn row(&self) -> String {
        let mean = if self.told == 0 { "–".to_string() } else { tenths(self.findings, self.told) };
        let first = if self.told == 0 { "–".to_string() } else { permille(self.first, self.told) };
        format!(
            "{} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {mean} | {} | {first}",
            self.put_in,
            self.visible,
            self.share(self.count(Outcome::Found)),
            self.share(self.count(Outcome::Related)),
            self.share(self.count(Outcome::ReadRightly)),
            self.share(self.count(Outcome::Noted)),
            self.share(self.count(Outcome::Elsewhere)),
            self.share(self.missed()),
            self.share(self.count(Outcome::MissedAndFinal)),
            self.share(self.wrong_papers),
            self.most,
        )
    }
}

/// A percentage with one decimal, rounded half up.
fn permille(part: usize, whole: usize) -> String {
    let tenths = (part * 2_000 + whole) / (whole * 2);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

fn tenths(part: usize, whole: usize) -> String {
    let tenths = (part * 20 + whole) / (whole * 2);
    format!("{}.{}", tenths / 10, tenths % 10)
}

const HEADINGS: &str = "put in | visible | right place | related | read rightly | noted | elsewhere | missed | missed and final | \
     final, other figures | findings a fault | at most | first one right |\n\
     | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n";

/// The tables: in all, by kind, and the honest edits.
pub fn tables(
    seed: u64,
    faults: &[(&str, &str, Tally)],
    honest: &[(&str, &str, Vec<Alarm>)],
    collections: usize,
) -> String {
    let mut all = Tally::default();
    faults.iter().for_each(|(_, _, tally)| all.join(tally));
    let kinds = faults.iter().filter(|(_, _, tally)| tally.put_in > 0).count();
    let mut text = format!(
        "Seed {seed}: {} faults of {kinds} kinds in {collections} collections, {} of them visible.\n\n| | what is done | {HEADINGS}",
        all.put_in, all.visible
    );
    let _ = writeln!(text, "| **all** | | {} |", all.row());
    for (id, what, tally) in faults {
        let _ = writeln!(text, "| {id} | {what} | {} |", tally.row());
    }
    let all: Vec<&Alarm> = honest.iter().flat_map(|(_, _, alarms)| alarms).collect();
    let _ = write!(
        text,
        "\nHonest edits: {} of {} kinds. Of {} the form asks for the reason; {} of the others raised an open error or query.\n\n\
         | | what is done | made | raised an alarm | to be asked for the reason | asked once | asked more | silent, with another figure |\n\
         | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n",
        all.len(),
        honest.len(),
        all.iter().filter(|alarm| alarm.wants_a_reason).count(),
        all.iter().filter(|alarm| !alarm.wants_a_reason && !alarm.told.is_empty()).count(),
    );
    for (id, what, alarms) in honest {
        let count = |is: fn(&Alarm) -> bool| alarms.iter().filter(|alarm| is(alarm)).count();
        let _ = writeln!(
            text,
            "| {id} | {what} | {} | {} | {} | {} | {} | {} |",
            alarms.len(),
            count(|alarm| !alarm.wants_a_reason && !alarm.told.is_empty()),
            count(|alarm| alarm.wants_a_reason),
            count(|alarm| alarm.wants_a_reason && alarm.told.len() == 1),
            count(|alarm| alarm.wants_a_reason && alarm.told.len() > 1),
            count(|alarm| alarm.told.is_empty() && alarm.changed)
        );
    }
    text
}
