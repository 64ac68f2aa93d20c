//! A draft as the text of piperoll.toml: a comment beside each guess says how sure it is and what it was made by. What no workbook
//! can tell is marked with [`TO_DECIDE`].

use std::fmt::Write as _;

use super::areas::AreaBy;
use super::columns::{self, Col};
use super::draft::Draft;
use super::given::Given;
use super::list::List;
use super::report::{head, main_list, report};
use super::{By, Guess, Holds};
use crate::decision::entry::quoted;
use crate::money::Unit;
use crate::names::one_line;

/// Before what a person has to decide, in a comment.
pub const TO_DECIDE: &str = "To decide: ";

/// The most columns that print side by side without a look at them.
const MOST_PRINTED: usize = 13;

/// Words of headings over people, who print last where not all columns do.
const PEOPLE: [&str; 7] = ["owner", "lead", "sponsor", "officer", "manager", "director", "contact"];

/// The text of the form.
pub(super) fn text(draft: &Draft, given: &[Given]) -> String {
    let mut out = String::new();
    let lists: Vec<&List> = draft.newest.lists.iter().flatten().collect();
    let main = main_list(&lists);
    head(&mut out, draft, given);
    report(&mut out, draft, given, &lists, main);
    for (period, as_at) in &draft.periods {
        let _ = writeln!(out, "[[period]]\nid = \"{period}\"\nas_at = {as_at}");
        if Some(period) == draft.periods.last().map(|(period, _)| period) {
            let _ = writeln!(out, "# {TO_DECIDE}the day of the meeting: meeting = {as_at}");
        }
        out.push('\n');
    }
    for area in &draft.newest.areas {
        let _ = writeln!(out, "[[area]]\nid = {}\nname = {}", quoted(&area.id), quoted(&area.name));
        if area.guessed {
            let _ = writeln!(
                out,
                "# {TO_DECIDE}whether '{}' is a service area, and the only one; nothing but the file's name says so",
                area.name
            );
        }
        if !area.also.is_empty() {
            let _ = writeln!(out, "also = {}", array(&area.also));
        }
        if !area.sends {
            out.push_str("returns = false  # it has no workbook of its own\n");
        }
        out.push('\n');
    }
    for list in draft.newest.lists.iter().flatten() {
        self::list(&mut out, draft, list);
        returned(&mut out, list);
    }
    ties(&mut out, draft);
    let tables: Vec<&List> = {
        let summaries = lists.iter().filter(|list| list.summary.is_some());
        let others = lists.iter().filter(|list| list.summary.is_none());
        summaries.chain(others).copied().collect()
    };
    out.push_str("# --- What prints: everything that the workbooks show. Take away what the paper does not print.\n\n");
    let per_area = tables.iter().filter(|list| one_per_area(draft, list)).count();
    for list in tables {
        table(&mut out, draft, list, per_area);
    }
    // Strings have them escaped; in a comment TOML allows none.
    out.retain(|letter| letter == '\n' || !letter.is_control());
    out.trim_end().to_string() + "\n"
}

fn list(out: &mut String, draft: &Draft, list: &List) {
    let _ = writeln!(out, "# --- {}: found in {}", crate::names::capital(&list.items), one_line(&list.found));
    let _ = writeln!(out, "[[list]]\nid = {}\nitem = {}", quoted(&list.id), quoted(&list.item));
    if format!("{}s", list.item) != list.items {
        let _ = writeln!(out, "items = {}", quoted(&list.items));
    }
    let _ = writeln!(out, "key = {}", quoted(&list.key));
    if list.label != list.key {
        let _ = writeln!(out, "label = {}", quoted(&list.label));
    }
    if let Some(summary) = &list.summary
        && let Some(of) = draft.newest.lists.get(summary.of).and_then(Option::as_ref)
    {
        let by = match summary.by.and_then(|at| draft.newest.ids[summary.of].get(&at)) {
            Some(column) => column.clone(),
            None => "area".to_string(),
        };
        let _ = writeln!(
            out,
            "summary_of = {{ list = {}, by = {} }}  # sure: its figures are the sums of that list's",
            quoted(&of.id),
            quoted(&by)
        );
    }
    if let Some((column, add_up)) = &list.parts {
        let _ = writeln!(
            out,
            "parts = {{ column = {}, add_up = {} }}  # sure: its rows name others, and add up to them",
            quoted(column),
            array(add_up)
        );
    }
    if let Some(of) = &list.detail_of {
        let _ = writeln!(out, "detail_of = {}  # likely: its rows name the items of that list", quoted(of));
    }
    if !list.levels.is_empty() {
        let levels: Vec<String> = list.levels.iter().map(|(level, _)| level.clone()).collect();
        let _ = writeln!(out, "levels = {}  # likely: by the look of the heading rows", array(&levels));
    }
    out.push('\n');
    for column in &list.columns {
        self::column(out, column, list);
    }
}

fn column(out: &mut String, column: &Col, list: &List) {
    let _ = writeln!(out, "[[list.column]]\nid = {}\nheading = {}", quoted(&column.id), quoted(&column.heading));
    if !column.also.is_empty() {
        let _ = writeln!(out, "also = {}", array(&column.also));
    }
    let is_given = column.formula.is_none() && column.sum.is_none() && !column.count;
    match &column.holds {
        Holds::Money => {
            out.push_str("kind = \"money\"\n");
            let (unit, why) = match &column.unit {
                Some(Guess { value, by: By::Heading }) => (*value, "sure: the heading says it".to_string()),
                Some(Guess { value, by: By::Title }) => (*value, "likely: a line above the table says it".to_string()),
                Some(Guess { value, by: By::Format }) => (*value, "likely: the cells are formatted so".to_string()),
                Some(Guess { value, by: By::Values }) if first_guess(column, list) => (
                    *value,
                    format!("{TO_DECIDE}the unit: nothing says it, and this is a guess by the size of the figures"),
                ),
                Some(Guess { value, .. }) => (*value, "a guess, as above".to_string()),
                None => (Unit::Thousands, format!("{TO_DECIDE}nothing says the unit")),
            };
            let _ = writeln!(out, "unit = \"{}\"  # {why}", name(unit));
        }
        Holds::Percent { decimals, .. } => {
            out.push_str("kind = \"percent\"\n");
            if *decimals > 0 {
                let _ = writeln!(out, "decimals = {decimals}");
            }
        }
        Holds::Count => out.push_str("kind = \"count\"\n"),
        Holds::Date => out.push_str("kind = \"date\"\n"),
        Holds::Year => out.push_str("kind = \"year\"\n"),
        Holds::Code => out.push_str("kind = \"code\"\n"),
        Holds::Choice(words) => {
            let _ = writeln!(out, "kind = \"choice\"\nchoices = {}  # likely: the words in use", array(words));
        }
        Holds::Colour(_) => {
            let words: Vec<String> = column.colours.iter().map(|(_, word)| word.clone()).collect();
            let _ = writeln!(out, "kind = \"choice\"\nchoices = {}", array(&words));
            let pairs: Vec<String> =
                column.colours.iter().map(|(hue, word)| format!("{} = {}", hue.name(), quoted(word))).collect();
            let _ = writeln!(
                out,
                "colours = {{ {} }}  # likely: by the colours in use, and their legend",
                pairs.join(", ")
            );
        }
        Holds::Text | Holds::Nothing => out.push_str("kind = \"text\"\n"),
    }
    if column.required && is_given {
        out.push_str("required = true\n");
    }
    if column.optional && is_given {
        let why = match column.holds.is_amount() {
            true => format!(
                "{TO_DECIDE}whether '{}', which stands in some workbooks alone, has another heading in the others",
                one_line(&column.heading)
            ),
            false => "it does not stand in all the workbooks".to_string(),
        };
        let _ = writeln!(out, "optional = true  # {why}");
    }
    if let Some((formula, rows, by)) = &column.formula {
        let why = match by {
            By::LiveFormula => format!("sure: the same live formula in all {rows} rows"),
            _ => format!("likely: it gives what stands in all {rows} rows"),
        };
        let _ = writeln!(out, "formula = {}  # {why}", quoted(formula));
    }
    if let Some(sum) = &column.sum {
        let why = match column.sum_differs {
            false => "sure: it is that in every row",
            true => "likely: of one heading with that column, though not in every row",
        };
        let _ = writeln!(out, "sum = {}  # {why}", quoted(sum));
    }
    if column.count {
        out.push_str("count = true  # sure: it is that in every row\n");
    }
    if let Some(total) = &column.total {
        let _ = writeln!(out, "total = {}", quoted(total));
    }
    if column.cumulative && is_given {
        out.push_str("cumulative = true  # likely: the heading says 'to date'; no figure fell\n");
    }
    if column.as_above {
        out.push_str("blank = \"as-above\"  # likely: it stands once, in the first of its rows\n");
    }
    if column.blank_is_nil && is_given {
        out.push_str("blank = \"nil\"  # likely: figures that are worked out from it take a blank as nil\n");
    }
    codes(out, column, list);
    if !column.only_in.is_empty() {
        let _ = writeln!(out, "only_in = {}  # likely: it stands so in those periods alone", array(&column.only_in));
    }
    out.push('\n');
}

/// Whether a column is the first of its list of which nothing says the unit.
fn first_guess(column: &Col, list: &List) -> bool {
    let by_values = |it: &&Col| it.unit.as_ref().is_some_and(|unit| unit.by == By::Values);
    list.columns.iter().find(by_values).is_some_and(|first| first.at == column.at)
}

/// What stands in place of figures, and what it means.
fn codes(out: &mut String, column: &Col, list: &List) {
    if column.codes.is_empty() || column.sum.is_some() || column.count || !column.holds.is_figure() {
        return;
    }
    let mut entries = Vec::new();
    let mut unknown = Vec::new();
    for (code, place) in &column.codes {
        let means = columns::meaning(code, &list.sentences).unwrap_or_else(|| {
            unknown.push(code.clone());
            format!("{code}, as the return states it")
        });
        entries.push(match place.nil {
            true => format!("{} = {{ means = {}, nil = true }}", quoted(code), quoted(&means)),
            false => format!("{} = {}", quoted(code), quoted(&means)),
        });
    }
    let why = match unknown.is_empty() {
        true if column.codes.values().any(|place| place.nil) => {
            "likely: nil where the word says so, or a formula takes it so".to_string()
        }
        true => "likely: what it means anywhere".to_string(),
        false => format!(
            "{TO_DECIDE}what {} means",
            unknown.iter().map(|code| format!("'{code}'")).collect::<Vec<_>>().join(", ")
        ),
    };
    let _ = writeln!(out, "codes = {{ {} }}  # {why}", entries.join(", "));
}

fn returned(out: &mut String, list: &List) {
    for file in &list.files {
        returned_from(out, list, file);
    }
}

fn returned_from(out: &mut String, list: &List, file: &str) {
    let _ = writeln!(out, "[[return]]\nlist = {}\nfile = {}", quoted(&list.id), quoted(file));
    if let Some(sheet) = &list.sheet {
        let _ = writeln!(out, "sheet = {}", quoted(sheet));
    }
    if !list.positions.is_empty() {
        let places: Vec<String> =
            list.positions.iter().map(|(id, letters)| format!("{id} = {}", quoted(letters))).collect();
        let _ = writeln!(
            out,
            "positions = {{ {} }}  # {TO_DECIDE}the sheet has no heading there: what the column is called",
            places.join(", ")
        );
    }
    if let Some(row) = list.from_row {
        let _ = writeln!(out, "from_row = {row}");
    }
    if let Some(title) = &list.under {
        let _ = writeln!(out, "under = {}  # sure: the sheet has several tables of these headings", quoted(title));
    }
    if list.all_sheets {
        out.push_str("sheets = \"all\"\n");
    }
    if !list.not_read.is_empty() {
        let _ = writeln!(out, "not_read = {}  # sure: another list's, with the same headings", array(&list.not_read));
    }
    match (&list.by, &list.area_column) {
        (AreaBy::Sheet, _) => out.push_str("area = \"sheet\"  # likely: each area has a sheet\n"),
        (AreaBy::Heading(_) | AreaBy::Blocks, _) => {
            out.push_str("area = \"heading\"  # likely: by the heading rows that name areas\n")
        }
        (AreaBy::Column(_), Some(column)) => {
            let _ = writeln!(out, "area = {}  # likely: areas stand there", quoted(&format!("column:{column}")));
        }
        _ => {}
    }
    if !list.levels.is_empty() {
        let groups: Vec<String> = list.levels.iter().map(|(level, by)| format!("{level} = \"{by}\"")).collect();
        let _ = writeln!(out, "groups = {{ {} }}", groups.join(", "));
    }
    if !list.totals.is_empty() {
        let _ = writeln!(out, "totals = {}", array(&list.totals));
    }
    if !list.subtotals.is_empty() {
        let _ = writeln!(out, "subtotals = {}", array(&list.subtotals));
    }
    if !list.notes.is_empty() {
        let _ = writeln!(out, "notes = {}  # likely: sentences, and a key of colours", array(&list.notes));
    }
    out.push('\n');
}

/// Totals of two lists that are the same money.
fn ties(out: &mut String, draft: &Draft) {
    for list in draft.newest.lists.iter().flatten() {
        let Some(summary) = &list.summary else { continue };
        for (at, (other, of)) in &summary.ties {
            let Some(column) = list.columns.iter().find(|column| column.at == *at && column.sum.is_none()) else {
                continue;
            };
            let Some(right) = draft.newest.lists.get(*other).and_then(Option::as_ref) else { continue };
            let Some(of) = right.columns.iter().find(|column| column.at == *of) else { continue };
            if column.holds != Holds::Money || of.holds != Holds::Money {
                continue;
            }
            let side = |list: &List, column: &Col| {
                format!(
                    "{{ name = {}, list = {}, column = {} }}",
                    quoted(&crate::names::capital(&list.items)),
                    quoted(&list.id),
                    quoted(&column.id)
                )
            };
            let _ = writeln!(
                out,
                "[[tie]]  # sure: area by area the one is the sum of the other\nid = {}\nleft = {}\nright = {}\n",
                quoted(&format!("{}-{}", list.id, column.id.replace('_', "-"))),
                side(list, column),
                side(right, of)
            );
        }
    }
}

fn one_per_area(draft: &Draft, list: &List) -> bool {
    draft.newest.areas.len() > 1
        && matches!(list.by, AreaBy::File | AreaBy::Sheet | AreaBy::Heading(_) | AreaBy::Blocks)
        && list.summary.is_none()
}

fn table(out: &mut String, draft: &Draft, list: &List, per_area: usize) {
    let has_unit = |column: &&Col| crate::names::Heading::of(&column.heading, 4).stated_unit().is_some();
    let money: Vec<&Col> = list.columns.iter().filter(|column| column.holds == Holds::Money).collect();
    let unit = money.iter().find(|column| !has_unit(column)).and_then(|column| column.unit.as_ref());
    let unit = unit.map(|unit| match unit.value {
        Unit::Pounds => "£",
        Unit::Thousands => "£000",
        Unit::Millions => "£m",
    });
    let per = one_per_area(draft, list);
    let mut title = match (&list.title, per) {
        (_, true) if per_area > 1 => format!("{{{{name}}}}: {}", list.items),
        (_, true) => "{{name}}".to_string(),
        (Some(title), false) => title.clone(),
        (None, false) => crate::names::capital(&list.items),
    };
    if let Some(unit) = unit
        && crate::names::Heading::of(&title, 4).unit().is_none()
    {
        let _ = write!(title, " ({unit})");
    }
    let _ = writeln!(out, "[[table]]\nid = {}\nfrom = {}", quoted(&list.id), quoted(&list.id));
    let why = match (&list.title, per) {
        (_, true) => "  # once for each area",
        (Some(_), false) => "  # likely: what stands above it",
        (None, false) => "  # a guess",
    };
    let _ = writeln!(out, "title = {}{why}", quoted(&title));
    if per {
        out.push_str("one_per = \"area\"\n");
    }
    let mut ids: Vec<&str> = Vec::new();
    for column in &list.columns {
        if !ids.contains(&column.id.as_str()) {
            ids.push(&column.id);
        }
    }
    let newest = super::draft::parts(draft.newest.when.period);
    let stands = |id: &str| {
        let mut said = list.columns.iter().filter(|column| column.id == id);
        said.any(|column| column.only_in.is_empty() || column.only_in == newest)
    };
    let mut gone: Vec<&str> = Vec::new();
    while ids.iter().filter(|id| stands(id)).count() > MOST_PRINTED {
        let may_go = |id: &str, people: bool| {
            let column = list.columns.iter().find(|column| column.id == id);
            id != list.key
                && id != list.label
                && stands(id)
                && column.is_some_and(|it| {
                    let words = crate::names::Heading::words(&it.heading);
                    let is_person = words.iter().any(|word| PEOPLE.contains(&word.as_str()));
                    matches!(it.holds, Holds::Text | Holds::Date) && (is_person || !people)
                })
        };
        let of_person = ids.iter().rposition(|id| may_go(id, true));
        let Some(text) = of_person.or_else(|| ids.iter().rposition(|id| may_go(id, false))) else { break };
        gone.push(ids.remove(text));
    }
    if gone.is_empty() {
        let _ = writeln!(out, "columns = {}", array(&ids));
    } else {
        gone.reverse();
        let _ = writeln!(
            out,
            "columns = {}  # {TO_DECIDE}whether {} print too; not all columns fit",
            array(&ids),
            gone.join(", ")
        );
    }
    let levels: Vec<&String> = list.levels.iter().map(|(level, _)| level).collect();
    if !levels.is_empty() {
        let _ = writeln!(out, "groups = {}", array(&levels));
        if list.levels.iter().any(|(_, by)| *by == "heading") {
            out.push_str("group_heading = true\n");
            if !list.has_subtotals {
                out.push_str("subtotals = false  # the workbook has none\n");
            }
        }
    }
    let adds_up = list.columns.iter().any(|column| column.holds.is_amount());
    if adds_up {
        let label = list.totals.first().cloned().unwrap_or_else(|| "Total".to_string());
        let _ = writeln!(out, "total_label = {}", quoted(&label));
    }
    out.push('\n');
}

pub(super) fn name(unit: Unit) -> &'static str {
    match unit {
        Unit::Pounds => "pounds",
        Unit::Thousands => "thousands",
        Unit::Millions => "millions",
    }
}

fn array<T: AsRef<str>>(texts: &[T]) -> String {
    let quoted: Vec<String> = texts.iter().map(|text| quoted(text.as_ref())).collect();
    format!("[{}]", quoted.join(", "))
}
