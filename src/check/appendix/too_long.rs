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

/// So many tables are named in the message.
const NAMED: usize = 3;

/// So many tables are named as those to leave to the workbook.
const TO_LEAVE: usize = 12;

/// What is counted: its name, how much a table has of it, and the most that prints.
type Count = (&'static str, fn(&Printed) -> usize, usize);

/// A table of the form, with its id and its place there.
type OfForm<'p> = (&'p Printed, &'p str, &'p Place);

/// The finding, if the tables are too long together.
pub fn too_long(form: &Form, printed: &[Printed], most: Most) -> Option<Finding> {
    let counts: [Count; 2] =
        [("rows", |table| table.rows, most.rows), ("characters of text", |table| table.characters, most.characters)];
    let all = |of: fn(&Printed) -> usize| printed.iter().map(of).sum::<usize>();
    let (what, of, most) = counts.into_iter().find(|(_, of, most)| all(*of) > *most)?;
    let mut longest: Vec<&Printed> = printed.iter().collect();
    longest.sort_by_key(|table| std::cmp::Reverse(of(table)));
    let rest = longest.split_off(longest.len().min(NAMED));
    let has = |table: &&Printed| format!("'{}' has {}", wording::quoted(&table.title), wording::number(of(table)));
    let mut named: Vec<String> = longest.iter().map(has).collect();
    if !rest.is_empty() {
        let others = wording::count(rest.len(), "other table", "other tables");
        named.push(format!("{others} {}", wording::number(rest.iter().map(|table| of(table)).sum())));
    }
    let message = format!(
        "the tables of the appendix have {} {what} together, and {} is the most that one PDF holds: {}",
        wording::number(all(of)),
        wording::number(most),
        wording::list_of(&named)
    );
    let split = "split the collection into several appendices";
    let (help, places) = match to_leave(printed, &counts) {
        Ok(tables) => {
            let the = if tables.len() == 1 { "the table" } else { "the tables" };
            let help = format!(
                "leave {the} to the workbook, which holds all rows: write `appears = \"workbook\"` under [[table]] {}; or {split}",
                which(&tables, &counts)
            );
            (help, tables.iter().map(|(_, _, at)| (*at).clone()).collect())
        }
        Err(Beyond { own: 0, .. }) => {
            (format!("{split}: no table of the form could be left to the workbook"), Vec::new())
        }
        Err(Beyond { left, what, .. }) => {
            let left = wording::number(left);
            let help =
                format!("{split}: with all tables of the form left to the workbook, {left} {what} would still print");
            (help, Vec::new())
        }
    };
    let mut places: Vec<Place> = places;
    let whole = || form.lists.first().map(|list| Place::file(list.at.file.clone()));
    let at = if places.is_empty() { whole()? } else { places.remove(0) };
    let help = format!("{help}. `build --no-pdf` writes the workbook alone");
    Some(TOO_LONG.at(&at).about_area(None).related(places).says(message, help))
}

/// So much is left with all tables of the form taken out, of which there are so many.
struct Beyond {
    own: usize,
    left: usize,
    what: &'static str,
}

/// The fewest tables of the form that bring every count to its limit when they do not print, the longest first.
fn to_leave<'p>(printed: &'p [Printed], counts: &[Count]) -> Result<Vec<OfForm<'p>>, Beyond> {
    let of_form = |table: &'p Printed| table.form.as_ref().map(|(id, at)| (table, id.as_str(), at));
    let mut stay: Vec<OfForm<'p>> = printed.iter().filter_map(of_form).collect();
    let own = stay.len();
    let mut leave: Vec<OfForm<'p>> = Vec::new();
    for (what, of, most) in counts {
        let out: usize = leave.iter().map(|(table, ..)| of(table)).sum();
        let mut left = printed.iter().map(of).sum::<usize>().saturating_sub(out);
        stay.sort_by_key(|(table, ..)| std::cmp::Reverse(of(table)));
        let mut longest = stay.into_iter();
        while left > *most {
            let Some(table) = longest.next() else { return Err(Beyond { own, left, what }) };
            left = left.saturating_sub(of(table.0));
            leave.push(table);
        }
        stay = longest.collect();
    }
    Ok(leave)
}

/// The tables to leave by their ids and places: of very many the first ones, and how the others are known.
fn which(tables: &[OfForm<'_>], counts: &[Count]) -> String {
    let places: Vec<String> = tables.iter().map(|(_, id, at)| format!("`{id}` ({at})")).collect();
    let more = tables.len().saturating_sub(TO_LEAVE);
    if more == 0 {
        return wording::list_of(&places);
    }
    let least = |(what, of, _): &Count| {
        let least = tables.iter().map(|(table, ..)| of(table)).min().unwrap_or_default();
        format!("{} {what}", wording::number(least))
    };
    let least: Vec<String> = counts.iter().map(least).collect();
    let others = wording::count(more, "more table like them", "more tables like them");
    format!(
        "{} and {others}, the longest ones (each has {} or more)",
        places[..TO_LEAVE].join(", "),
        wording::list_of(&least)
    )
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
        let wide = too_long(&form(), &[table(Some("a"), 3, 100_001)], most).unwrap();
        assert!(
            wide.message.contains("have 100,001 characters of text together, and 100,000 is the most"),
            "{}",
            wide.message
        );
    }

    #[test]
    fn the_advice_reaches_its_end() {
        let most = Most { rows: 5_000, characters: 5_000_000 };
        let help = |tables: &[(usize, bool, usize, usize)]| {
            let mut number = 0;
            let mut printed = Vec::new();
            for (times, own, rows, characters) in tables {
                for _ in 0..*times {
                    number += 1;
                    let id = own.then(|| format!("t{number}"));
                    printed.push(table(id.as_deref(), *rows, *characters));
                }
            }
            too_long(&form(), &printed, most).unwrap().help
        };
        let at = "(piperoll.toml, line 40)";
        let five = format!("under [[table]] `t1` {at}, `t2` {at}, `t3` {at}, `t4` {at} and `t5` {at}; or split");
        for (tables, told) in [
            (&[(10, true, 1_000, 1_000)][..], &*five),
            // The longest are the program's own, and the form's suffice.
            (
                &[(3, false, 1_500, 1), (4, true, 400, 1)],
                &*format!("under [[table]] `t4` {at}, `t5` {at} and `t6` {at}; or"),
            ),
            // The rows lead to one table, and the characters to another.
            (
                &[(1, true, 4_000, 1), (1, true, 2_000, 6_000_000)],
                &*format!("under [[table]] `t1` {at} and `t2` {at}; or"),
            ),
            (
                &[(200, true, 100, 10)],
                "and 138 more tables like them, the longest ones (each has 100 rows and 10 characters of text or more); or split",
            ),
            (
                &[(1, false, 6_001, 1), (2, true, 400, 1)],
                "with all tables of the form left to the workbook, 6,001 rows would",
            ),
            (&[(1, false, 5_001, 1)], "split the collection into several appendices: no table of the form"),
        ] {
            let help = help(tables);
            assert!(help.contains(told), "{told}: {help}");
        }
    }
}
