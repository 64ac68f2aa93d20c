//! What is being done, for whoever wants to show it while it lasts. Nothing that is made depends on it.
//!
//! ```
//! use piperoll::pipeline::Options;
//! use piperoll::progress::{Observer, Step};
//!
//! let observer = Observer::new(|step| match step {
//!     Step::Reading { done, all, .. } => println!("{done} of {all}"),
//!     other => println!("{other}"),
//! });
//! let options = Options { observer, ..Options::default() };
//! ```

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// A step of the work, as it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step<'a> {
    /// So many of a folder's workbooks have been read.
    Reading {
        /// The folder, relative to the collection.
        folder: &'a str,
        /// How many have been.
        done: usize,
        /// How many there are.
        all: usize,
    },
    /// Figures are worked out and reconciled, and every rule looks at them.
    Checking,
    /// The PDF is being made.
    Typesetting,
    /// The workbook is being made, or files are written.
    Writing,
}

/// In plain words: 'Reading 12 of 40 workbooks in returns/2022-23-q3'.
impl fmt::Display for Step<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::Reading { folder, done, all } => {
                let workbooks = if *all == 1 { "workbook" } else { "workbooks" };
                write!(f, "Reading {done} of {all} {workbooks} in {folder}")
            }
            Step::Checking => f.write_str("Checking"),
            Step::Typesetting => f.write_str("Typesetting"),
            Step::Writing => f.write_str("Writing"),
        }
    }
}

/// Whoever is told of each step: nobody, unless a function is given.
#[derive(Clone, Default)]
pub struct Observer(Option<Arc<Tell>>);

type Tell = dyn Fn(Step<'_>) + Send + Sync;

impl Observer {
    /// This function is called as each step begins: never by two threads at once, and it should not take long.
    pub fn new(tell: impl Fn(Step<'_>) + Send + Sync + 'static) -> Observer {
        Observer(Some(Arc::new(tell)))
    }

    /// Tells of a step.
    pub fn tell(&self, step: Step<'_>) {
        if let Some(tell) = &self.0 {
            tell(step);
        }
    }

    /// The reading of so many workbooks of a folder.
    pub(crate) fn reading<'a>(&'a self, folder: &'a str, all: usize) -> Reading<'a> {
        self.tell(Step::Reading { folder, done: 0, all });
        Reading { observer: self, folder, all, done: Mutex::new(0) }
    }
}

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Observer(a function)" } else { "Observer(nobody)" })
    }
}

/// Workbooks that are being read.
pub(crate) struct Reading<'a> {
    observer: &'a Observer,
    folder: &'a str,
    all: usize,
    done: Mutex<usize>,
}

impl Reading<'_> {
    /// One more has been.
    pub(crate) fn one_more(&self) {
        // What is counted is whole whatever became of another thread. It is told with the lock held, so that no count is told late.
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        *done = done.saturating_add(1);
        self.observer.tell(Step::Reading { folder: self.folder, done: *done, all: self.all });
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::collection::Collection;
    use crate::pipeline::{Inputs, Options};

    #[test]
    fn whoever_asks_is_told_of_each_step_in_order_and_of_each_workbook_once() {
        let said = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&said);
        let observer = Observer::new(move |step| kept.lock().unwrap().push(step.to_string()));
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/rag-schemes");
        let collection = Collection::open(&sample).unwrap();
        let options = Options { observer, ..Options::default() };
        let inputs = Inputs::read(&collection, &options).unwrap();
        inputs.examine().unwrap().render(false).unwrap();
        let said = said.lock().unwrap();
        let (read, then): (Vec<&str>, Vec<&str>) =
            said.iter().map(String::as_str).partition(|said| said.contains("Reading"));
        let folder = &inputs.folder;
        let all = inputs.returns.files.len();
        let expected: Vec<String> = (0..=all).map(|done| Step::Reading { folder, done, all }.to_string()).collect();
        assert_eq!(read[read.len() - expected.len()..], expected);
        let mut then = then;
        then.dedup();
        assert_eq!(then, ["Checking", "Writing"]);
        let one = Step::Reading { folder: "returns/2022-23-q3", done: 0, all: 1 };
        assert_eq!(one.to_string(), "Reading 0 of 1 workbook in returns/2022-23-q3");
    }
}
