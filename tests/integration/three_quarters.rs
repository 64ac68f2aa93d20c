//! Three quarters of a sample, from its returns to what is published, by the program alone: each answer, each clearance and each set.
//! Nothing is typed twice: every figure that an answer stands on, and every fingerprint, is what the program has said.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use piperoll::names::one_line;
use serde_json::Value;

use crate::support::{self, copy_tree, findings, piperoll, piperoll_build, rows, sheets, stderr};
use crate::workbook;

const RETURN: &str = "adult-social-care.xlsx";
const LEFT_OPEN: &str = "code-as-nil:adult-social-care:shortfall";

struct Year {
    _folder: tempfile::TempDir,
    collection: PathBuf,
    /// The closing of each column as each period was published last.
    closings: BTreeMap<String, Vec<(String, String)>>,
}

impl Year {
    /// The sample's form with a third quarter, and the returns of the first: nothing is decided or published.
    fn begun() -> Year {
        let sample = support::sample("rag-schemes");
        let folder = tempfile::tempdir().unwrap();
        let collection = folder.path().join("rag-schemes");
        copy_tree(&sample.join("templates"), &collection.join("templates"));
        copy_tree(&sample.join("returns/2012-13-q1"), &collection.join("returns/2012-13-q1"));
        let form = fs::read_to_string(sample.join("piperoll.toml")).unwrap();
        let third = "[[period]]\nid = \"2012-13-q3\"\nas_at = 2012-12-31\n\n[[area]]";
        fs::write(collection.join("piperoll.toml"), form.replacen("[[area]]", third, 1)).unwrap();
        Year { _folder: folder, collection, closings: BTreeMap::new() }
    }

    fn send(&self, period: &str, grid: &str) {
        let place = self.collection.join("returns").join(period);
        fs::create_dir_all(&place).unwrap();
        fs::write(place.join(RETURN), workbook::workbook(grid)).unwrap();
    }

    fn open(&self) -> Vec<Value> {
        let found = findings(&self.collection, &[]);
        let all = found["findings"].as_array().unwrap().iter();
        all.filter(|finding| finding["status"] == "open" && finding["severity"] != "note").cloned().collect()
    }

    fn decides(&self, more: &[&str]) -> (Option<i32>, String) {
        let run = piperoll().arg("decide").arg(&self.collection).args(more).output().unwrap();
        (run.status.code(), one_line(&stderr(&run)))
    }

    /// Answers what is open as a person would who has nothing but what the program says: a figure that is expected stands, a changed
    /// target was approved, all else is explained. What was answered on other figures is answered anew.
    fn answers_all(&self, date: &str, except: &str) {
        // An answer may let something else be asked.
        for _ in 0..4 {
            let open: Vec<Value> = self.open().into_iter().filter(|finding| finding["id"] != except).collect();
            if open.is_empty() {
                return;
            }
            for finding in open {
                self.answers(&finding, date);
            }
        }
        panic!("still open: {:#?}", self.open());
    }

    fn answers(&self, finding: &Value, date: &str) {
        let id = finding["id"].as_str().unwrap();
        let by = ["--words", "As the service says.", "--date", date, "--role"];
        let stands = finding["expected"].as_str().unwrap_or("16c");
        let way: &[&str] = match (finding["severity"].as_str().unwrap(), finding["code"].as_str().unwrap()) {
            ("error", _) => {
                &["Deputy section 151 officer", "--initials", "CD", "--as", "set-aside", "--stands", stands]
            }
            // Who approved it, and no initials.
            (_, "target-changed") => &["Transformation Board", "--as", "change-request", "--reference", "CR-1"],
            _ => &["Head of Commissioning", "--initials", "CD", "--as", "explain"],
        };
        let (code, said) = self.decides(&[&[id], &by[..], way].concat());
        if code != Some(0) {
            let (code, again) = self.decides(&[&[id], &by[..], way, &["--replace"]].concat());
            assert_eq!(code, Some(0), "{id}: {said} {again}");
        }
    }

    /// Has a clearance recorded of the page whose fingerprint the last build has said.
    fn clears(&self, date: &str, code: i32) -> String {
        let built = self.builds(&[]).1;
        let after = built.split("fingerprint ").nth(1).unwrap_or_else(|| panic!("{built}"));
        let by = ["--role", "Section 151 officer", "--initials", "AB", "--date", date];
        let (ended, said) = self.decides(&[&["--clear", "--fingerprint", &after[..19]], &by[..]].concat());
        assert_eq!(ended, Some(code), "{said}");
        said
    }

    fn builds(&self, more: &[&str]) -> (Option<i32>, String) {
        let output = self.collection.parent().unwrap().join("output");
        let run = piperoll_build().arg(&self.collection).arg("--output").arg(output).args(more).output().unwrap();
        (run.status.code(), one_line(&stderr(&run)))
    }

    /// Publishes the newest period as this set, whose movements begin where those of the last one ended and close.
    fn publishes(&mut self, period: &str, set: u32, more: &[&str]) {
        let (code, said) = self.builds(&[&["--final"], more].concat());
        assert!(code == Some(0) && said.contains("Published: "), "{said}");
        let set = self.collection.join(format!("published/{period}/{set}"));
        let book = fs::read(set.join("restricted/consolidated.xlsx")).unwrap();
        let movements = movements(&book);
        for (column, table) in &movements {
            for row in table {
                let amounts: Vec<i64> = row[1..].iter().map(|cell| amount(cell)).collect();
                let (closing, rest) = amounts.split_last().unwrap();
                assert_eq!(rest.iter().sum::<i64>(), *closing, "{column}: {row:?}");
            }
        }
        let total = |at: fn(&Vec<String>) -> &String| {
            let of = |(column, table): &(String, Vec<Vec<String>>)| (column.clone(), at(table.last().unwrap()).clone());
            movements.iter().map(of).collect::<Vec<_>>()
        };
        // The first period has nothing to move from.
        let before = self.closings.range(..period.to_string()).next_back().map(|(_, closings)| closings);
        assert_eq!(before.is_none(), movements.is_empty(), "{movements:?}");
        if let Some(before) = before.filter(|before| !before.is_empty()) {
            assert_eq!(&total(|row| &row[1]), before);
        }
        self.closings.insert(period.to_string(), total(|row| row.last().unwrap()));
        let run = piperoll().arg("verify").arg(&set).output().unwrap();
        assert!(run.status.success() && stderr(&run).contains("nothing differs"), "{}", stderr(&run));
    }
}

/// The rows of each movement table by the column that it is of.
fn movements(book: &[u8]) -> Vec<(String, Vec<Vec<String>>)> {
    let of_table = |rows: Vec<Vec<String>>| {
        let title = rows.first()?.first()?.split_once(": movement since")?.0.to_string();
        // Those by level have another label, and are held to these by tests of their own.
        if title.ends_with("by level") {
            return None;
        }
        let head = rows.iter().position(|row| row.iter().any(|cell| cell.starts_with("Opening")))?;
        let closing = rows[head].iter().position(|cell| cell.starts_with("Closing"))?;
        let filled = |row: &&Vec<String>| row.len() > closing && !row[0].is_empty() && !row[closing].is_empty();
        let rows = rows[head + 1..].iter().take_while(filled).map(|row| row[..=closing].to_vec());
        Some((title, rows.collect::<Vec<_>>()))
    };
    sheets(book).iter().filter_map(|(_, range)| of_table(rows(range))).collect()
}

fn amount(cell: &str) -> i64 {
    if cell.is_empty() { 0 } else { cell.parse().unwrap_or_else(|_| panic!("'{cell}' is no whole amount")) }
}

#[test]
fn three_quarters_of_a_sample_from_returns_to_what_is_published() {
    let second =
        fs::read_to_string(support::sample("rag-schemes").join("grids/2012-13-q2/adult-social-care.txt")).unwrap();
    let mut year = Year::begun();

    // The first quarter.
    year.answers_all("25/07/2012", "");
    year.clears("27 July 2012", 0);
    year.publishes("2012-13-q1", 1, &[]);

    // The second: one question stays open, and nothing is cleared before that is said.
    year.send("2012-13-q2", &second);
    year.answers_all("24/10/2012", LEFT_OPEN);
    assert!(year.clears("26/10/2012", 1).contains("can be cleared when nothing is open in it. 1 query is open"));
    let open = [
        "--as",
        "open-at-publication",
        "--due",
        "1 December 2012",
        "--words",
        "The leads state an amount at quarter 3.",
    ];
    let by = ["--role", "Section 151 officer", "--initials", "AB", "--date", "26/10/2012"];
    let (code, said) = year.decides(&[&[LEFT_OPEN], &open[..], &by[..]].concat());
    assert_eq!(code, Some(0), "{said}");
    year.clears("26/10/2012", 0);
    // A return comes once more, and the clearance has lapsed.
    let late = second
        .replace("175,002 | 42,000 | 308,000", "175,002 | 40,000 | 310,000")
        .replace("288,785 | 2,346,020", "286,785 | 2,348,020")
        .replace("1,691,122 | 6,264,878", "1,689,122 | 6,266,878");
    year.send("2012-13-q2", &late);
    let (code, said) = year.builds(&["--final"]);
    assert!(code == Some(1) && said.contains("Not published: it has not been cleared as it stands"), "{said}");
    year.clears("29/10/2012", 0);
    year.publishes("2012-13-q2", 1, &[]);
    // It was right the first time.
    year.send("2012-13-q2", &second);
    let (code, said) = year.builds(&["--final"]);
    assert!(code == Some(1) && said.contains("Not published"), "{said}");
    year.clears("20/11/2012", 0);
    year.publishes("2012-13-q2", 2, &["--supersedes", "1", "--reason", "One scheme's actual was that of August."]);

    // The third, compared with the correction; what stayed open is asked again, and answered.
    let third = second
        .replace("end of quarter 2", "end of quarter 3")
        .replace("175,002 | 42,000 | 308,000", "262,503 | 112,000 | 238,000")
        .replace("725,384 | 288,785 | 2,346,020", "812,885 | 358,785 | 2,276,020")
        .replace("1,849,232 | 1,691,122 | 6,264,878", "1,936,733 | 1,761,122 | 6,194,878");
    year.send("2012-13-q3", &third);
    assert!(year.builds(&[]).1.contains("published/2012-13-q2/2/restricted/consolidated.xlsx"));
    assert!(year.open().iter().any(|finding| finding["id"] == LEFT_OPEN));
    year.answers_all("23/01/2013", "");
    year.clears("25/01/2013", 0);
    year.publishes("2012-13-q3", 1, &[]);
    let actual = year.closings["2012-13-q3"].iter().find(|(column, _)| column.contains("actual")).unwrap();
    assert_eq!(actual.1, "1761122");
}
