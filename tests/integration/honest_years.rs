//! Honest years: three financial years of four quarters in two unlike forms, nothing wrong in them and nothing decided. Each
//! quarter is checked against the one before. No error, and few questions.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::support::findings;
use crate::workbook::workbook;
use crate::years::{self, Quarter, Row, Size, State, register, thousands};

const SEEDS: [u64; 3] = [1, 2, 3];

/// How many open queries an area may have in a quarter: within a year, and in the first one of a year. The aim is three; each
/// rule that learns what schemes do lowers them.
const MOST: [usize; 2] = [3, 3];

/// A form: its name, its text, how large its council is, and how a quarter is written down.
type Way = (&'static str, &'static str, &'static Size, fn(&Quarter) -> Vec<(String, String)>);

const WAYS: [Way; 2] = [
    ("thousands", thousands::FORM, &thousands::SIZE, thousands::grids),
    ("register", register::FORM, &register::SIZE, register::grids),
];

/// What was asked.
#[derive(Default)]
struct Asked {
    /// By code: how often within a year, and how often when a year turned.
    codes: BTreeMap<String, [usize; 2]>,
    /// Open queries of an area in a quarter (by quarter, seed and area), and how many there may be.
    areas: BTreeMap<(String, u64, String), (usize, usize)>,
    /// What was said in a quarter (by quarter and seed).
    said: BTreeMap<(String, u64), Vec<String>>,
    errors: usize,
}

#[test]
fn honest_years_are_asked_little_about() {
    let mut loud = String::new();
    for (name, form, size, grids) in WAYS {
        let mut asked = Asked::default();
        for seed in SEEDS {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join("piperoll.toml"), form).unwrap();
            for quarter in years::quarters(seed, size, 3) {
                write(folder.path(), &quarter, grids(&quarter));
                asked.add(seed, &quarter, &findings(folder.path(), &["--period", &quarter.id()]));
            }
        }
        loud.push_str(&asked.told(name));
    }
    assert!(loud.is_empty(), "{loud}");
}

fn write(root: &Path, quarter: &Quarter, grids: Vec<(String, String)>) {
    let folder = root.join("returns").join(quarter.id());
    fs::create_dir_all(&folder).unwrap();
    for (stem, text) in grids {
        fs::write(folder.join(format!("{stem}.xlsx")), workbook(&text)).unwrap();
    }
}

impl Asked {
    fn add(&mut self, seed: u64, quarter: &Quarter, json: &serde_json::Value) {
        let mut here: BTreeMap<Option<&str>, usize> = BTreeMap::new();
        for finding in json["findings"].as_array().unwrap() {
            let text = |key: &str| finding[key].as_str().unwrap_or_default();
            if text("status") != "open" || text("severity") == "note" {
                continue;
            }
            self.errors += usize::from(text("severity") == "error");
            self.codes.entry(text("code").to_string()).or_default()[usize::from(quarter.quarter == 1)] += 1;
            *here.entry(finding["area"].as_str()).or_default() += 1;
            let said = self.said.entry((quarter.id(), seed)).or_default();
            said.push(format!("{}: {}", text("code"), text("message")));
        }
        // What is about no area counts for the busiest one.
        let all = here.remove(&None).unwrap_or(0);
        let busiest = here.iter().max_by_key(|(_, count)| **count).and_then(|(area, _)| *area);
        if all > 0 {
            *here.entry(busiest).or_default() += all;
        }
        let most = MOST[usize::from(quarter.quarter == 1)];
        for (area, count) in here {
            self.areas.insert((quarter.id(), seed, area.unwrap_or("no area").to_string()), (count, most));
        }
    }

    /// The table of what was asked, if it is too much.
    fn told(&self, form: &str) -> String {
        let busy = self.areas.iter().filter(|(_, (count, most))| count > most);
        let busy: Vec<String> = busy
            .map(|(place, (count, most))| {
                let said =
                    self.said.get(&(place.0.clone(), place.1)).map(|said| said.join("\n    ")).unwrap_or_default();
                format!("  {count} of {most}: {place:?}\n    {said}\n")
            })
            .collect();
        if busy.is_empty() && self.errors == 0 {
            return String::new();
        }
        let codes = self.codes.iter();
        let codes: String = codes.map(|(code, [within, turn])| format!("  {code:28} {within:3} {turn:3}\n")).collect();
        format!(
            "\n{form}: {} errors; by code, within a year and at its turn:\n{codes}more than there may be of an area in a quarter:\n{}",
            self.errors,
            busy.concat()
        )
    }
}

/// The years hold what schemes do, or the measure would be one of nothing.
#[test]
fn honest_years_hold_what_schemes_do() {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, _, size, _) in WAYS {
        for seed in SEEDS {
            let quarters = years::quarters(seed, size, 3);
            for (then, now) in quarters.iter().zip(&quarters[1..]) {
                let turned = then.year != now.year;
                for (before, after) in then.areas.iter().zip(&now.areas) {
                    let was = |row: &Row| before.iter().find(|other| other.number == row.number);
                    let is_gone = |row: &&Row| after.iter().all(|other| other.number != row.number);
                    let mut count = |what, is_so| *seen.entry(what).or_default() += usize::from(is_so);
                    before.iter().filter(is_gone).for_each(|row| {
                        count("delivered and gone with the year", turned && row.state == State::Delivered);
                        count("dropped", !turned);
                    });
                    count("several new at once", after.iter().filter(|row| was(row).is_none()).count() > 2);
                    for (old, new) in after.iter().filter_map(|row| Some((was(row)?, row))) {
                        assert!(turned || new.achieved >= old.achieved, "{old:?} {new:?}");
                        assert!(new.achieved <= new.forecast, "{new:?}");
                        count("achieved starts again", turned && new.achieved < old.achieved);
                        count("a target set anew", turned && new.target != old.target);
                        count("a target changed within the year", !turned && new.target != old.target);
                        count("most of it in one quarter", (new.achieved - old.achieved) * 2 > new.target);
                        count("fell by a third", new.forecast * 100 == old.forecast * 67);
                        count("fell by half", new.forecast * 2 == old.forecast);
                        count("fell to nothing", new.forecast == 0 && old.forecast > 0);
                        count("exceeds its target", new.state == State::Over);
                        count("stays as it was delivered", !turned && old.state == State::Delivered);
                        count("in capitals", old.title != new.title);
                    }
                }
            }
        }
    }
    assert!(seen.len() == 13 && seen.values().all(|count| *count > 0), "{seen:?}");
}
