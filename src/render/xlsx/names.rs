//! Names that a spreadsheet accepts, each once: of sheets, of tables, of columns.

use std::collections::BTreeSet;

use super::plain::clean;
use crate::names::one_line;
use crate::report::sheets;

/// Gives out names of sheets and tables, each once, case aside.
pub(super) struct Names {
    sheets: BTreeSet<String>,
    tables: BTreeSet<String>,
}

impl Names {
    /// With the names of sheets that are taken.
    pub(super) fn new(taken: &[&str]) -> Self {
        let lower = |name: &&str| name.to_lowercase();
        // 'History' is a name that spreadsheets keep for themselves.
        let sheets = taken.iter().chain(&["History"]).map(lower).collect();
        Names { sheets, tables: taken.iter().map(lower).collect() }
    }

    /// A sheet's name as near to `wanted` as may be: one that a spreadsheet takes, of whole words, and no other sheet's.
    pub(super) fn sheet(&mut self, wanted: &str) -> String {
        sheets::unique(&mut self.sheets, &sheets::legal(wanted))
    }

    /// A table's name for a table with this id: letters, digits and underscores, never like a cell's address.
    pub(super) fn table(&mut self, id: &str) -> String {
        let mut name = String::from("Table");
        for word in id.split(|character: char| !character.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
            name.push('_');
            name.push_str(word);
        }
        name.truncate(200);
        unique(&mut self.tables, |ending| {
            format!("{name}{}", ending.replace([' ', '(', ')'], "_").trim_end_matches('_'))
        })
    }
}

/// Headings of a table as a spreadsheet wants them: on one line, not blank, at most 255 characters, each once (case aside).
pub(super) fn headings<'a>(headings: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let one = |(index, heading): (usize, &str)| {
        let mut heading = one_line(&clean(heading));
        if heading.is_empty() {
            heading = format!("Column {}", index + 1);
        }
        let heading: String = heading.chars().take(120).collect();
        unique(&mut taken, |ending| format!("{heading}{ending}"))
    };
    headings.into_iter().enumerate().map(one).collect()
}

/// The first of `name("")`, `name(" (2)")`, `name(" (3)")` … that is not taken yet.
fn unique(taken: &mut BTreeSet<String>, name: impl Fn(&str) -> String) -> String {
    let mut candidate = name("");
    let mut number = 2_u64;
    while !taken.insert(candidate.to_lowercase()) {
        candidate = name(&format!(" ({number})"));
        number += 1;
    }
    candidate
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_get_names_that_a_spreadsheet_accepts_each_once() {
        let mut names = Names::new(&["Notes"]);
        assert_eq!(names.sheet("Adults"), "Adults");
        assert_eq!(names.sheet("adults"), "adults 2");
        assert_eq!(names.sheet("NOTES"), "NOTES 2");
        assert_eq!(names.sheet("History"), "History 2");
        assert_eq!(names.sheet("'a/b: [c]'"), "a-b - c");
        assert_eq!(names.sheet("  "), "Table");
        let long = "A very long name of a service area indeed";
        assert_eq!(names.sheet(long), "A very long name of a service");
        assert_eq!(names.sheet(long), "A very long name of a service 2");
        assert_eq!(names.sheet("SORTBY(x)"), "SORTBY (x)");
    }

    #[test]
    fn tables_get_names_without_blanks_that_are_no_addresses() {
        let mut names = Names::new(&[]);
        assert_eq!(names.table("q3"), "Table_q3");
        assert_eq!(names.table("living-at-home"), "Table_living_at_home");
        assert_eq!(names.table("living at home"), "Table_living_at_home__2");
        assert_eq!(names.table("…"), "Table");
    }

    #[test]
    fn headings_are_unique_and_not_blank() {
        let headings = headings(["Target\n(£000s)", "", "target (£000s)", " "]);
        assert_eq!(headings, ["Target (£000s)", "Column 2", "target (£000s) (2)", "Column 4"]);
    }
}
