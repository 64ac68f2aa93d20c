//! The clerk: files what is sent in, asks the program what is open, answers it by `piperoll decide`, has it cleared and publishes it.
//! Whatever is typed is kept, to be looked through in the end.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use piperoll::names::one_line;
use rust_decimal::Decimal;
use serde_json::Value;

use super::council::{AREAS, Column, Council, Movement};
use crate::support::{self, findings, piperoll, piperoll_build, rows, sheets, stderr};
use crate::workbook;

/// What a person says to a finding: a way of `piperoll decide`, and words.
pub enum Answer {
    Explain(&'static str),
    Match(&'static str),
    /// With the reference of the change request.
    Approved(&'static str, &'static str),
    NotUpdated(&'static str),
    /// With the day by which it is answered.
    LeftOpen(&'static str, &'static str),
}

/// One paper: its period, the end of its year, and the days on which it was worked on and cleared.
#[derive(Clone, Copy)]
pub struct Paper {
    /// As returns call it.
    pub name: &'static str,
    pub period: &'static str,
    pub year_end: &'static str,
    pub answered: &'static str,
    pub cleared: &'static str,
}

impl Paper {
    pub fn is_budget(&self) -> bool {
        self.period.ends_with("budget")
    }

    /// Whether there is an earlier paper that it moves from.
    fn moves(&self) -> bool {
        !self.is_budget()
    }

    /// What stands over the table of a return.
    pub fn title(&self) -> String {
        format!("Recovery plan: {}", self.name)
    }
}

pub struct Clerk {
    _folder: tempfile::TempDir,
    pub collection: PathBuf,
    /// What was typed behind `piperoll decide COLLECTION`, but for ids of findings, which are copied.
    pub typed: Vec<String>,
    /// decisions.toml as the program left it.
    record: Vec<u8>,
    /// What the movements of each paper closed at: by column and area, in pence.
    closings: Vec<(&'static str, Closings)>,
}

type Closings = BTreeMap<(Column, String), i64>;

/// The lines of a movement in which what goes from scheme to scheme, or from area to area, stands.
const NIL_OVERALL: [&str; 4] = ["Transfers", "Split", "Merged", "Virements"];

impl Clerk {
    /// The form of the sample with these periods, and nothing else.
    pub fn new(sample: &str, form: impl Fn(&str) -> String) -> Clerk {
        let folder = tempfile::tempdir().unwrap();
        let collection = folder.path().join(sample);
        fs::create_dir_all(&collection).unwrap();
        let own = fs::read_to_string(support::sample(sample).join("piperoll.toml")).unwrap();
        fs::write(collection.join("piperoll.toml"), form(&own)).unwrap();
        Clerk { _folder: folder, collection, typed: Vec::new(), record: Vec::new(), closings: Vec::new() }
    }

    fn files(&self, paper: Paper, name: &str, grid: &str) {
        let folder = self.collection.join("returns").join(paper.period);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(format!("{name}.xlsx")), workbook::workbook(grid)).unwrap();
    }

    /// Files an area's return.
    pub fn files_return(&self, paper: Paper, council: &Council, area: &str) {
        self.files(paper, area, &council.area_return(area, paper));
    }

    /// Files all returns but that of one area, and finance's summary.
    pub fn files_all_but(&self, paper: Paper, council: &Council, missing: &str) {
        for (area, _) in AREAS.into_iter().filter(|(area, _)| *area != missing) {
            self.files_return(paper, council, area);
        }
        self.files(paper, "overall", &council.summary(paper));
    }

    pub fn files_all(&self, paper: Paper, council: &Council) {
        self.files_all_but(paper, council, "");
    }

    /// All that is found of a paper.
    pub fn found(&self, paper: Paper) -> Vec<Value> {
        findings(&self.collection, &["--period", paper.period])["findings"].as_array().unwrap().clone()
    }

    /// The ids of what is open, in order.
    pub fn open(&self, paper: Paper) -> Vec<String> {
        let found = self.found(paper);
        let open = found.iter().filter(|finding| finding["status"] == "open" && finding["severity"] != "note");
        let mut ids: Vec<String> = open.map(|finding| finding["id"].as_str().unwrap().to_string()).collect();
        ids.sort();
        ids
    }

    /// What a return published before says otherwise now: the cell, and what is said of it.
    pub fn restated(&self, paper: Paper) -> Vec<String> {
        let found = self.found(paper);
        let restated = found.iter().filter(|finding| finding["code"] == "prior-restated");
        let text = |value: &Value| value.as_str().unwrap().to_string();
        let said = |finding: &Value| {
            format!("{} {}: {}", text(&finding["at"]["file"]), text(&finding["at"]["cell"]), text(&finding["message"]))
        };
        restated.map(said).collect()
    }

    /// What is open is what is expected, a draft says so, and each is answered.
    pub fn answers(&mut self, paper: Paper, expected: &[(&str, Answer)]) {
        let mut ids: Vec<&str> = expected.iter().map(|(id, _)| *id).collect();
        ids.sort_unstable();
        assert_eq!(self.open(paper), ids, "{}: {:#?}", paper.period, self.told(paper));
        if !ids.is_empty() {
            self.is_draft(paper, "");
        }
        for (id, answer) in expected {
            self.answer(paper, id, answer);
        }
    }

    /// A paper can be built, and is a draft; this is said.
    pub fn is_draft(&self, paper: Paper, expected: &str) {
        let (code, said) = self.builds(paper);
        assert!(code == 1 && said.contains("Draft: ") && said.contains(expected), "{said}");
    }

    /// What is open, with what is said of it, for who reads why a test failed.
    fn told(&self, paper: Paper) -> Vec<String> {
        let found = self.found(paper);
        let open = found.iter().filter(|finding| finding["status"] == "open");
        open.map(|finding| format!("{}: {}", finding["id"], finding["message"])).collect()
    }

    fn answer(&mut self, paper: Paper, id: &str, answer: &Answer) {
        let (way, words, more) = match answer {
            Answer::Explain(words) => ("explain", words, vec!["--role", "Head of Finance"]),
            Answer::Match(words) => ("match", words, vec!["--role", "Head of Finance"]),
            Answer::Approved(reference, words) => {
                ("change-request", words, vec!["--role", "Savings and Recovery Board", "--reference", *reference])
            }
            Answer::NotUpdated(words) => ("not-updated", words, vec!["--role", "Section 151 officer"]),
            Answer::LeftOpen(due, words) => {
                ("open-at-publication", words, vec!["--role", "Section 151 officer", "--due", *due])
            }
        };
        let common = ["--as", way, "--words", *words, "--date", paper.answered, "--period", paper.period];
        self.decides(&[&common[..], &more].concat(), &[id]);
    }

    /// Says that a new year has begun, and what became of schemes that were not all delivered.
    pub fn turns_the_year(&mut self, paper: Paper, became: &[(&str, &str)]) {
        let by = ["--words", "As reported at outturn.", "--role", "Head of Finance"];
        let when = ["--date", paper.answered, "--period", paper.period];
        let schemes: Vec<&str> = became.iter().flat_map(|(option, scheme)| [*option, *scheme]).collect();
        self.decides(&[&schemes[..], &by, &when].concat(), &["--new-year"]);
    }

    /// Runs `piperoll decide`, which alone writes decisions.toml: with what was typed, and what was copied from what the program says.
    fn decides(&mut self, typed: &[&str], copied: &[&str]) {
        self.typed.extend(typed.iter().map(ToString::to_string));
        let file = self.collection.join("decisions.toml");
        assert_eq!(fs::read(&file).unwrap_or_default(), self.record, "nobody but the program wrote there");
        let run = piperoll().arg("decide").arg(&self.collection).args(copied).args(typed).output().unwrap();
        assert_eq!(run.status.code(), Some(0), "{copied:?}: {}", stderr(&run));
        self.record = fs::read(&file).unwrap();
    }

    fn output(&self) -> PathBuf {
        self.collection.parent().unwrap().join("output")
    }

    /// Builds a paper, and hears what is said.
    pub fn builds(&self, paper: Paper) -> (i32, String) {
        let run = piperoll_build()
            .arg(&self.collection)
            .arg("--output")
            .arg(self.output())
            .args(["--period", paper.period])
            .output()
            .unwrap();
        (run.status.code().unwrap(), one_line(&stderr(&run)))
    }

    /// Has a paper cleared as the last build has it, with the fingerprint that was said. Nothing is open in it.
    fn clears(&mut self, paper: Paper) {
        let (code, said) = self.builds(paper);
        let told = || self.told(paper);
        assert!(code == 0 && said.contains("For clearance: "), "{}: {said}\n{:#?}", paper.period, told());
        let fingerprint = &said.split("fingerprint ").nth(1).unwrap_or_else(|| panic!("{said}"))[..19];
        let by =
            ["--role", "Section 151 officer", "--initials", "AB", "--date", paper.cleared, "--period", paper.period];
        self.decides(&by, &["--clear", "--fingerprint", fingerprint]);
    }

    /// The workbook of a published set.
    pub fn published(&self, paper: Paper, number: u32) -> Vec<u8> {
        let set = self.collection.join(format!("published/{}/{number}", paper.period));
        fs::read(set.join("restricted/consolidated.xlsx")).unwrap()
    }

    /// The rows of a published set that hold this text in a cell, each as one line.
    pub fn printed(&self, paper: Paper, number: u32, text: &str) -> Vec<String> {
        let book = sheets(&self.published(paper, number));
        let rows = book.iter().flat_map(|(_, range)| rows(range)).map(|row| row.join(" | "));
        rows.filter(|row| row.contains(text)).collect()
    }

    /// Clears and publishes a paper as this set of its period; its movements are those of the council, to the penny.
    pub fn publishes(&mut self, paper: Paper, council: &mut Council, number: u32, reason: &str) {
        self.clears(paper);
        self.puts_out(paper, number, reason);
        let set = self.collection.join(format!("published/{}/{number}", paper.period));
        let run = piperoll().arg("verify").arg(&set).output().unwrap();
        assert!(run.status.success() && stderr(&run).contains("nothing differs"), "{}", stderr(&run));
        let book = self.published(paper, number);
        self.closes(paper, &book, council);
        council.is_published();
    }

    /// What a column came to in the last paper that was published, in all.
    pub fn closing(&self, column: Column) -> i64 {
        self.closings.last().unwrap().1[&(column, "Total".to_string())]
    }

    /// The movements of a paper close, open where those of the last one closed, and are what the council's own figures give, line by line.
    fn closes(&mut self, paper: Paper, book: &[u8], council: &Council) {
        let shown = movements(book);
        let earlier = self.closings.iter().rev().find(|(period, _)| *period != paper.period);
        let mut closings = BTreeMap::new();
        for column in Column::ALL {
            let expected = council.movement(column);
            let at = |area: &str| format!("{}: {column:?} of {area}", paper.period);
            let Some(own) = shown.iter().find(|shown| shown.title.starts_with(column.heading())) else {
                assert!(earlier.is_none() && !paper.moves(), "{}: no movement of {column:?}", paper.period);
                continue;
            };
            for (area, lines) in &own.movement {
                let of = |line: &str| lines.get(line).copied().unwrap_or(0);
                let is_line = |line: &String| !["Opening", "Closing"].contains(&line.as_str());
                let between: i64 = lines.iter().filter(|(line, _)| is_line(line)).map(|(_, amount)| amount).sum();
                assert_eq!(of("Opening") + between, of("Closing"), "{}: {lines:?}", at(area));
                // What was achieved in one year is no part of the next one's.
                let is_other_year = earlier.is_some_and(|(period, _)| period[..7] != paper.period[..7]);
                let closing = earlier.and_then(|(_, closings)| closings.get(&(column, area.clone())));
                let closing = if is_other_year && column == Column::Achieved { Some(&0) } else { closing };
                assert!(
                    closing.is_none_or(|closing| *closing == of("Opening")),
                    "{}: {closing:?}, {lines:?}",
                    at(area)
                );
                closings.insert((column, area.clone()), of("Closing"));
            }
            assert_eq!(own.movement, expected, "{}: {column:?}", paper.period);
            // What is nil overall is said in full.
            let is_net = |note: &&String| NIL_OVERALL.iter().any(|line| note.starts_with(&format!("{line}: net of ")));
            let notes: Vec<&String> = own.notes.iter().filter(is_net).collect();
            let net = NIL_OVERALL.into_iter().filter_map(|line| Some((line, council.went(line, column)?)));
            let net = net
                .map(|(line, amount)| format!("{line}: net of increases of £{amount}k and decreases of £{amount}k."));
            assert_eq!(notes, net.collect::<Vec<_>>().iter().collect::<Vec<_>>(), "{}: {column:?}", paper.period);
        }
        self.closings.push((paper.period, closings));
    }

    #[cfg(feature = "typst")]
    fn puts_out(&self, paper: Paper, set: u32, reason: &str) {
        let earlier = (set - 1).to_string();
        let more = if set > 1 { vec!["--supersedes", &earlier, "--reason", reason] } else { Vec::new() };
        let run = piperoll_build()
            .arg(&self.collection)
            .arg("--output")
            .arg(self.output())
            .args(["--final", "--period", paper.period])
            .args(more)
            .output()
            .unwrap();
        let said = one_line(&stderr(&run));
        assert!(run.status.success() && said.contains("Published: "), "{said}");
    }

    /// As `build --final` does, with pages that nobody has typeset.
    #[cfg(not(feature = "typst"))]
    fn puts_out(&self, paper: Paper, set: u32, reason: &str) {
        use std::path::Path;

        use piperoll::collection::Collection;
        use piperoll::period::Period;
        use piperoll::pipeline::{Inputs, Options};
        use piperoll::publish;

        let opened = Collection::open(&self.collection).unwrap();
        let options = Options {
            period: Some(Period::parse(paper.period).unwrap()),
            supersedes: (set > 1).then(|| (set - 1, reason.to_string())),
            ..Options::default()
        };
        let inputs = Inputs::read(&opened, &options).unwrap();
        let mut built = inputs.examine().unwrap().render(false).unwrap();
        built.pdf = Some(b"%PDF-1.7\n".to_vec());
        assert_eq!(publish::refusal(&opened, &inputs, &built, None).unwrap(), None);
        let put = publish::publish(&opened, &inputs, &built, None, &|_| ()).unwrap();
        assert!(put.ends_with(Path::new(paper.period).join(set.to_string())), "{put:?}");
    }
}

/// The movement of a column as a workbook has it, and the notes above it.
struct Shown {
    title: String,
    notes: Vec<String>,
    movement: Movement,
}

/// The movement tables of a workbook.
fn movements(book: &[u8]) -> Vec<Shown> {
    let of_sheet = |rows: Vec<Vec<String>>| {
        let title = rows.first()?.first()?.split_once(": movement since")?.0.to_string();
        let head = rows.iter().position(|row| row.iter().any(|cell| cell.starts_with("Opening")))?;
        let closing = rows[head].iter().position(|cell| cell.starts_with("Closing"))?;
        let lines: Vec<String> = rows[head][..=closing].iter().map(|cell| line(cell)).collect();
        let filled = |row: &&Vec<String>| row.len() > closing && !row[0].is_empty() && !row[closing].is_empty();
        let mut movement = Movement::new();
        for row in rows[head + 1..].iter().take_while(filled) {
            let amounts = lines.iter().zip(row).skip(1).map(|(line, cell)| (line.clone(), pence(cell)));
            movement.insert(area(&row[0]), amounts.filter(|(_, amount)| *amount != 0).collect());
        }
        movement.retain(|_, lines| !lines.is_empty());
        let notes = rows[..head].iter().filter_map(|row| row.first().cloned()).collect();
        Some(Shown { title, notes, movement })
    };
    sheets(book).iter().filter_map(|(_, range)| of_sheet(rows(range))).collect()
}

/// The line that a column of a movement is of.
fn line(heading: &str) -> String {
    let is_end = |end: &&str| heading.starts_with(end);
    ["Opening", "Closing"].into_iter().find(is_end).unwrap_or(heading).to_string()
}

/// An area by its id, where a movement names it.
fn area(name: &str) -> String {
    let id = name.to_lowercase().replace(' ', "-");
    let own = AREAS.into_iter().find(|(area, _)| *area == id).map(|(area, _)| area.to_string());
    own.unwrap_or_else(|| name.to_string())
}

/// A cell in thousands of pounds, in pence.
fn pence(cell: &str) -> i64 {
    if cell.is_empty() {
        return 0;
    }
    let thousands: Decimal = cell.parse().unwrap_or_else(|_| panic!("'{cell}' is no amount"));
    let pence = (thousands * Decimal::from(100_000)).round();
    i64::try_from(pence).unwrap_or_else(|_| panic!("'{cell}' is too much"))
}
