//! Where a figure came from, period by period: its cells, how it moved and by whose decision, and the sets in which it was published.

mod asked;
mod findings;
mod history;
mod printed;
mod scheme;
mod text;
pub mod told;
mod total;

use std::cell::OnceCell;

use asked::Meant;
use history::{Seen, SetRead};
use printed::{Hit, Is};
use told::{Found, InPeriod, SCHEMA, Set, Trace, What};

use crate::check::privacy::may_print;
use crate::collection::CannotRun;
use crate::names::one_line;
use crate::privacy::MayPrint;
use crate::report::Report;

pub use history::History;
pub use text::text;

/// What was read of a collection, worked out, so that it can be asked.
#[derive(Debug)]
pub struct Looked<'h> {
    collection: &'h str,
    seen: Vec<Seen<'h>>,
    may: MayPrint,
    report: OnceCell<Report>,
}

impl History {
    /// Works out what was read.
    ///
    /// # Errors
    ///
    /// If the figures of the period asked about cannot be worked out.
    pub fn look(&self) -> Result<Looked<'_>, CannotRun> {
        let seen = self.seen()?;
        let examined = seen.last().and_then(|last| Some((last.form, last.examined.as_ref()?)));
        let may = examined.map_or_else(MayPrint::default, |(form, examined)| {
            may_print(form, &examined.inputs.returns, &examined.findings)
        });
        Ok(Looked { collection: &self.collection, seen, may, report: OnceCell::new() })
    }
}

impl Looked<'_> {
    /// Where that came from: a scheme by its reference or title, a total, a figure of the appendix as a whole, or an amount as it
    /// prints.
    ///
    /// # Errors
    ///
    /// If a template of the words is wrong.
    pub fn trace(&self, asked: &str) -> Result<Trace, CannotRun> {
        let mut trace = self.found(asked)?;
        trace.withhold(&self.may);
        Ok(trace)
    }

    fn found(&self, asked: &str) -> Result<Trace, CannotRun> {
        let mut trace = Trace {
            schema: SCHEMA,
            collection: self.collection.to_string(),
            asked: asked.to_string(),
            found: Found::One,
            what: None,
            name: String::new(),
            list: None,
            area: None,
            candidates: Vec::new(),
            prints: Vec::new(),
            periods: Vec::new(),
        };
        match asked::meant(&self.seen, asked) {
            Some(Meant::Scheme(number, schemes)) => self.scheme(&mut trace, number, schemes, None),
            Some(Meant::Total(total)) => self.total(&mut trace, &total),
            Some(Meant::Figure(id)) => {
                trace.what = Some(What::Figure);
                trace.periods = self.seen.iter().map(|seen| total::whole_in_period(seen, &id)).collect();
                let name = trace.periods.iter().rev().flat_map(|period| &period.lines).map(|line| line.title.clone());
                trace.name = { name }.next().unwrap_or(id);
            }
            Some(Meant::Several(candidates)) => {
                trace.found = Found::Several;
                trace.candidates = candidates;
            }
            None if printed::is_figure(asked) => self.printed(&mut trace, asked)?,
            None => trace.found = Found::Nothing,
        }
        if trace.found == Found::Nothing {
            trace.candidates = asked::near(&self.seen, asked);
        }
        Ok(trace)
    }

    /// Follows a scheme from the period in which it was found to the oldest, and to the newest.
    fn scheme(&self, trace: &mut Trace, number: usize, schemes: Vec<usize>, only: Option<&str>) {
        let mut of: Vec<Vec<usize>> = vec![Vec::new(); self.seen.len()];
        let mut reached = schemes.clone();
        for (index, seen) in self.seen.iter().enumerate().take(number.saturating_add(1)).rev() {
            let before = seen.before(&reached);
            of[index] = std::mem::replace(&mut reached, before);
        }
        let mut reached = schemes;
        for (index, seen) in self.seen.iter().enumerate().skip(number.saturating_add(1)) {
            reached = seen.after(&reached);
            of[index].clone_from(&reached);
        }
        let newest = self.seen.iter().zip(&of).rev().find_map(|(seen, of)| Some((seen, of.first()?)));
        if let Some((seen, scheme)) = newest.and_then(|(seen, of)| Some((seen, seen.position.schemes.get(*of)?))) {
            trace.name = one_line(&scheme.label);
            trace.list = Some(scheme.list.clone());
            trace.area = scheme.area.as_deref().map(|area| seen.form.area_name(area).to_string());
        }
        trace.what.get_or_insert(What::Scheme);
        let in_period = |(seen, of): (&Seen<'_>, &Vec<usize>)| scheme::in_period(seen, of, only);
        trace.periods = self.seen.iter().zip(&of).map(in_period).collect();
        for (index, period) in trace.periods.iter_mut().enumerate().skip(1) {
            let (Some(seen), Some(before), [.., then, now]) =
                (self.seen.get(index), self.seen.get(index - 1), &of[..=index])
            else {
                continue;
            };
            if now.is_empty() && !then.is_empty() {
                scheme::gone(seen, before, then, period);
            }
        }
    }

    fn total(&self, trace: &mut Trace, total: &total::Total) {
        trace.what.get_or_insert(What::Total);
        trace.list = Some(total.list.clone());
        trace.periods = self.seen.iter().map(|seen| total.in_period(seen)).collect();
        let figures = trace.periods.iter().rev().flat_map(|period| &period.lines).flat_map(|line| &line.figures);
        let name = figures.map(|figure| figure.name.clone()).next().unwrap_or_else(|| total.column.clone());
        let last = self.seen.last();
        trace.area = last.and_then(|last| Some(last.form.area_name(total.area.as_deref()?).to_string()));
        trace.name = match &trace.area {
            Some(area) => format!("Total of {name}, {area}"),
            None => format!("Total of {name}, all areas"),
        };
    }

    /// Finds where an amount prints; what prints once, or is one and the same thing wherever it prints, is followed.
    fn printed(&self, trace: &mut Trace, asked: &str) -> Result<(), CannotRun> {
        let last = self.seen.last().and_then(|last| Some((last, last.examined.as_ref()?)));
        let Some((last, examined)) = last else { return Ok(()) };
        let report = match self.report.get() {
            Some(report) => report,
            None => {
                let made = examined.report()?;
                self.report.get_or_init(|| made)
            }
        };
        let hits = printed::hits(last, report, asked);
        let Some(Hit { is, print }) = hits.first() else {
            trace.found = Found::Nothing;
            return Ok(());
        };
        trace.what = Some(What::Printed);
        let all_one = print.ask.is_some() && hits.iter().all(|hit| hit.print.ask == print.ask);
        match is.as_ref().filter(|_| all_one) {
            Some(Is::Scheme { index, column }) => {
                self.scheme(trace, self.seen.len().saturating_sub(1), vec![*index], Some(column));
            }
            Some(Is::Total(total)) => self.total(trace, total),
            None => trace.name = asked.trim().to_string(),
        }
        trace.prints = hits.into_iter().map(|hit| hit.print).collect();
        Ok(())
    }
}

/// A period without what was asked for; `holds` says in which of its sets that stands.
fn period_of(seen: &Seen<'_>, holds: impl Fn(&SetRead) -> bool) -> InPeriod {
    let inputs = seen.examined.as_ref().map(|examined| examined.inputs);
    InPeriod {
        period: seen.period.to_string(),
        label: seen.period.label(),
        returns: inputs.map(|inputs| inputs.folder.clone()),
        compared_with: inputs.and_then(crate::pipeline::Inputs::compared_with),
        not_read: seen.not_read.clone(),
        sets: seen
            .sets
            .iter()
            .map(|set| Set {
                number: set.number,
                folder: set.folder.clone(),
                fingerprint: set.fingerprint.clone(),
                holds_it: holds(set),
            })
            .collect(),
        lines: Vec::new(),
        answered: Vec::new(),
        open: Vec::new(),
    }
}
