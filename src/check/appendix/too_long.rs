//! More rows, or more text, than one PDF can hold.

use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::Form;
use crate::source::Place;

/// More rows, or more text, than one PDF can hold.
pub static TOO_LONG: Rule = Rule {
    code: "appendix-too-long",
    family: Family::Appendix,
    severity: Severity::Error,
    title: "The appendix is too long for one PDF",
    what: "The tables that print have more than 5,000 rows together, or more than 5,000,000 characters. They are counted before anything \
           is laid out, by `check` too. `build` writes consolidated.xlsx and findings.json and no appendix.pdf; one of an earlier build \
           does not stay beside them. With `build --no-pdf` nothing is said.",
    why: "It would have more than 800 pages, which no agenda pack holds, and take more memory than many computers have. No table is left \
          out by itself: nobody would miss it.",
    mend: "Let the longest tables stand in the workbook alone: `appears = \"workbook\"` under their [[table]] in piperoll.toml. The appendix \
           says so in their place, and their figures count as before. Or make several collections of it.",
    run: counted_last,
};

/// Looks at nothing: what prints is counted when the report is made.
fn counted_last(_rule: &Rule, _view: &View<'_>) -> Vec<Finding> {
    Vec::new()
}

/// What prints of a table; of all areas together where there is one for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// Its title.
    pub title: String,
    /// Its id in the form and where it stands there; none for a table of the program's own.
    pub form: Option<(String, Place)>,
    /// Its rows, without those of headings.
    pub rows: usize,
    /// The characters in its cells.
    pub characters: usize,
}

/// The most that prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Most {
    /// Rows.
    pub rows: usize,
    /// Characters.
    pub characters: usize,
}

/// So many tables are named.
const NAMED: usize = 3;

/// The finding, if the tables are too long together.
pub fn too_long(form: &Form, printed: &[Printed], most: Most) -> Option<Finding> {
    type Of = fn(&Printed) -> usize;
    let counts: [(&str, Of, usize); 2] = [
        ("rows", |table| table.rows, most.rows),
        ("characters of text", |table| table.characters, most.characters),
    ];
    let (what, of, most) = counts.into_iter().find(|(_, of, most)| printed.iter().map(of).sum::<usize>() > *most)?;
    let all: usize = printed.iter().map(of).sum();
    let mut longest: Vec<&Printed> = printed.iter().collect();
    longest.sort_by_key(|table| std::cmp::Reverse(of(table)));
    let rest = longest.split_off(longest.len().min(NAMED));
    let mut named: Vec<String> =
        longest.iter().map(|table| format!("'{}' has {}", wording::quoted(&table.title), grouped(of(table)))).collect();
    if !rest.is_empty() {
        let others = wording::count(rest.len(), "other table", "other tables");
        named.push(format!("{others} {}", grouped(rest.iter().map(|table| of(table)).sum())));
    }
    let message = format!(
        "the tables of the appendix have {} {what} together, and {} is the most that one PDF holds: {}",
        grouped(all),
        grouped(most),
        wording::list_of(&named)
    );
    // The fewest tables that bring it below the limit, the longest first.
    let mut left = all;
    let mut to_leave = Vec::new();
    for (table, form) in longest.iter().filter_map(|table| Some((table, table.form.as_ref()?))) {
        if left > most {
            left = left.saturating_sub(of(table));
            to_leave.push(form);
        }
    }
    let places: Vec<String> = to_leave.iter().map(|(id, at)| format!("`{id}` ({at})")).collect();
    let help = match places.is_empty() {
        true => "split the collection into several appendices; `build --no-pdf` writes the workbook alone".to_string(),
        false => format!(
            "leave {} to the workbook, which holds all rows: write `appears = \"workbook\"` under [[table]] {}; or split the \
             collection into several appendices. `build --no-pdf` writes the workbook alone",
            if places.len() == 1 { "the table" } else { "the tables" },
            wording::list_of(&places)
        ),
    };
    let at = to_leave.first().map(|(_, at)| at.clone());
    let at = at.or_else(|| form.lists.first().map(|list| Place::file(list.at.file.clone())))?;
    let related = to_leave.iter().skip(1).map(|(_, at)| at.clone());
    Some(TOO_LONG.at(&at).about_area(None).related(related).says(message, help))
}

/// 130200 as '130,200'.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let (start, rest) = digits.split_at(first);
    let groups = rest.as_bytes().chunks(3).map(|group| String::from_utf8_lossy(group).into_owned());
    let start = (!start.is_empty()).then(|| start.to_string());
    start.into_iter().chain(groups).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reconcile::testing::form;

    fn table(id: Option<&str>, rows: usize, characters: usize) -> Printed {
        let form = id.map(|id| (id.to_string(), Place::line("piperoll.toml", 40)));
        Printed { title: format!("Table of {rows}"), form, rows, characters }
    }

    #[test]
    fn it_says_how_many_there_are_and_which_tables_to_leave_to_the_workbook() {
        let most = Most { rows: 5_000, characters: 100_000 };
        let tables = |rows: &[(Option<&str>, usize)]| -> Vec<Printed> {
            rows.iter().map(|(id, rows)| table(*id, *rows, rows * 10)).collect()
        };
        assert_eq!(too_long(&form(), &tables(&[(Some("a"), 4_000), (None, 1_000)]), most), None);
        let many = tables(&[(None, 9), (Some("a"), 999), (Some("b"), 4_001), (Some("c"), 1_234), (Some("d"), 3)]);
        let finding = too_long(&form(), &many, most).unwrap();
        assert_eq!(
            finding.message,
            "the tables of the appendix have 6,246 rows together, and 5,000 is the most that one PDF holds: 'Table of 4001' has 4,001, \
             'Table of 1234' has 1,234, 'Table of 999' has 999 and 2 other tables 12"
        );
        assert!(finding.help.contains("under [[table]] `b` (piperoll.toml, line 40); or split"), "{}", finding.help);
        let own = too_long(&form(), &tables(&[(None, 5_001)]), most).unwrap();
        assert!(own.help.starts_with("split the collection"), "{}", own.help);
        let wide = too_long(&form(), &[table(Some("a"), 3, 100_001)], most).unwrap();
        assert!(wide.message.contains("have 100,001 characters of text together, and 100,000 is the most"), "{}", wide.message);
    }
}
