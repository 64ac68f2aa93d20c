//! A draft as the text of piperoll.toml: a comment beside each guess says how sure it is and what it was made by. What no workbook
//! can tell is marked with [`TO_DECIDE`].

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::areas::AreaBy;
use super::columns::{self, Col};
use super::draft::Draft;
use super::given::Given;
use super::list::List;
use super::{By, Guess, Holds};
use crate::decision::entry::quoted;
use crate::money::Unit;
use crate::names::one_line;

/// Before what a person has to decide, in a comment.
pub const TO_DECIDE: &str = "To decide: ";

/// The most columns that print side by side without a look at them.
const MOST_PRINTED: usize = 13;

/// What stands in the form of a council whose name no workbook says.
const NO_COUNCIL: &str = "The council";

/// The same of the committee, which no workbook says.
const NO_COMMITTEE: &str = "The committee";

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
                "# {TO_DECIDE}whether '{}', from the file's name, is a service area, and the only one",
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
    for (index, list) in draft.newest.lists.iter().enumerate().filter_map(|(index, list)| Some((index, list.as_ref()?)))
    {
        self::list(&mut out, draft, index, list);
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
    out.trim_end().to_string() + "\n"
}

fn head(out: &mut String, draft: &Draft, given: &[Given]) {
    let files = match given.len() {
        1 => "one workbook".to_string(),
        many => format!("{many} workbooks"),
    };
    let _ = writeln!(
        out,
        "# This form was proposed by `piperoll new` from {files}. A comment beside a guess says how sure it is: 'sure' where the\n\
         # workbooks say it in so many words or in a live formula, 'likely' where their figures do, 'a guess' where little does.\n\
         # '{}' marks what no workbook can tell. Every key is explained in docs/form.md.",
        TO_DECIDE.trim_end_matches([':', ' '])
    );
    for left in &draft.left_out {
        let _ = writeln!(out, "# {TO_DECIDE}not in this form is {left}.");
    }
    out.push_str("version = 1\n\n");
}

/// The list that the paper is about: that of the most items with a target, else of the most.
fn main_list<'l>(lists: &[&'l List]) -> Option<&'l List> {
    let has_target = |list: &List| columns::roles(&list.columns).iter().any(|role| role.role == "target");
    let candidates = lists.iter().copied().filter(|list| list.is_main());
    candidates.max_by_key(|list| (has_target(list), list.columns.len()))
}

fn report(out: &mut String, draft: &Draft, given: &[Given], lists: &[&List], main: Option<&List>) {
    out.push_str("[report]\n");
    let _ = writeln!(out, "title = \"Savings: {{{{period}}}}\"  # {TO_DECIDE}the paper's title");
    match council(given) {
        Some(name) => {
            let _ = writeln!(out, "council = {}  # likely: a title says it", quoted(&name));
        }
        None => {
            let _ = writeln!(out, "council = {}  # {TO_DECIDE}no workbook names the council", quoted(NO_COUNCIL));
        }
    }
    let _ = writeln!(out, "committee = {}  # {TO_DECIDE}the committee that it goes to", quoted(NO_COMMITTEE));
    let main_columns = main.map(|list| list.columns.as_slice()).unwrap_or_default();
    let unit = main_columns.iter().find_map(|column| column.unit.as_ref().map(|unit| unit.value));
    let unit =
        unit.or_else(|| lists.iter().flat_map(|list| &list.columns).find_map(|it| it.unit.as_ref().map(|it| it.value)));
    let unit = unit.unwrap_or(Unit::Thousands);
    let parentheses = draft.newest.joined.iter().any(|joined| {
        joined
            .sheet
            .look
            .styles
            .values()
            .any(|style| style.format.as_ref().is_some_and(|it| it.contains(";(") || it.contains(";\\(")))
    });
    let mut money = format!("unit = \"{}\"", name(unit));
    if unit == Unit::Millions {
        let _ = write!(money, ", decimals = {}", decimals(draft));
    }
    if parentheses {
        money.push_str(", negative = \"parentheses\"");
    }
    let _ = writeln!(out, "money = {{ {money} }}");
    if main.is_some_and(|main| is_negative(draft, main)) {
        out.push_str("savings = \"negative\"  # likely: most of the targets are negative\n");
    }
    let joined: Vec<_> = draft.newest.joined.iter().collect();
    if let Some(text) = columns::not_applicable(&joined) {
        let _ = writeln!(out, "not_applicable = {}", quoted(&text));
    }
    let Some(main) = main else {
        out.push('\n');
        return;
    };
    if lists.len() > 1 {
        let _ = writeln!(out, "main_list = {}  # likely: it has the most columns of figures", quoted(&main.id));
    }
    let roles = columns::roles(&main.columns);
    let has_target = roles.iter().any(|role| role.role == "target");
    if has_target {
        let keys: Vec<String> = roles.iter().map(|role| format!("{} = {}", role.role, quoted(&role.id))).collect();
        let open: Vec<String> = roles.iter().filter(|role| role.others > 0).map(|role| role.role.to_string()).collect();
        let why: Vec<String> = roles.iter().map(|role| format!("{} '{}'", role.role, role.word)).collect();
        let no_word = roles.iter().any(|role| role.word.is_empty());
        let why = match (open.is_empty(), no_word) {
            (_, true) => format!("{TO_DECIDE}whether that column is the target; no heading says it"),
            (false, _) => format!("{TO_DECIDE}which column is meant, of several: {}", open.join(", ")),
            (true, false) => format!("likely: by words of headings: {}", why.join(", ")),
        };
        let _ = writeln!(out, "roles = {{ {} }}  # {why}", keys.join(", "));
    }
    if !has_target {
        let _ = writeln!(
            out,
            "# {TO_DECIDE}which columns the first page shows; no heading says it: roles = {{ target = \"…\" }}"
        );
    }
    let words: Vec<String> = roles
        .iter()
        .filter(|role| has_target && role.role != "target" && (role.word.ends_with("ed") || role.word == "likely"))
        .map(|role| format!("{} = {}", role.role, quoted(role.word)))
        .collect();
    if !words.is_empty() {
        let _ = writeln!(out, "words = {{ {} }}  # likely: the words of those headings", words.join(", "));
    }
    out.push('\n');
}

/// The council's name, as a title of most workbooks says it.
fn council(given: &[Given]) -> Option<String> {
    const COUNCILS: [&str; 3] = ["Council", "Borough", "Authority"];
    let mut counts: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for given in given {
        let names: BTreeSet<String> = given
            .titles()
            .iter()
            .filter_map(|text| {
                let part = text.split([':', '–', '—', '|', ',']).next()?.split(" - ").next()?.trim();
                let words: Vec<&str> = part.split(' ').collect();
                let capital = part.starts_with(char::is_uppercase);
                let named = words.last().is_some_and(|word| COUNCILS.contains(word))
                    || words.first() == Some(&"Cyngor")
                    || words.get(..2) == Some(&["Borough", "of"])
                    || words.get(1..3) == Some(&["Borough", "of"]);
                let by = words.iter().any(|word| ["by", "to", "the", "from", "approved"].contains(word));
                ((2..=6).contains(&words.len()) && capital && named && !by).then(|| part.to_string())
            })
            .collect();
        for name in names {
            *counts.entry(name).or_default() += 1;
        }
    }
    counts.into_iter().max_by_key(|(name, times)| (*times, std::cmp::Reverse(name.len()))).map(|(name, _)| name)
}

fn is_negative(draft: &Draft, main: &List) -> bool {
    let target = columns::roles(&main.columns).into_iter().next().map(|role| role.id);
    let first = main.columns.iter().find(|column| column.holds == Holds::Money);
    let column = target.and_then(|target| main.columns.iter().find(|column| column.id == target)).or(first);
    let Some(column) = column else { return false };
    let index = draft.newest.lists.iter().position(|list| list.as_ref().is_some_and(|list| list.id == main.id));
    let Some(joined) = index.and_then(|index| draft.newest.joined.get(index)) else { return false };
    let figures: Vec<_> = joined
        .table
        .rows
        .iter()
        .filter(|row| row.is == super::RowIs::Item)
        .filter_map(|row| joined.sheet.cells.get(&crate::source::Address::new(row.at, column.at)))
        .filter_map(super::lines::figure)
        .filter(|figure| !figure.is_zero())
        .collect();
    let negative = figures.iter().filter(|figure| figure.is_sign_negative()).count();
    negative * 2 > figures.len()
}

/// The decimal places of most amounts in millions.
fn decimals(draft: &Draft) -> u32 {
    let mut most = 0;
    for joined in &draft.newest.joined {
        for column in joined
            .table
            .columns
            .iter()
            .filter(|column| column.unit.as_ref().is_some_and(|unit| unit.value == Unit::Millions))
        {
            for row in joined.table.rows.iter().filter(|row| row.is == super::RowIs::Item) {
                let cell = joined.sheet.cells.get(&crate::source::Address::new(row.at, column.at));
                most = most.max(cell.and_then(super::lines::figure).map_or(0, |figure| figure.normalize().scale()));
            }
        }
    }
    most.clamp(1, 3)
}

fn list(out: &mut String, draft: &Draft, index: usize, list: &List) {
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
    let _ = index;
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
        out.push_str("optional = true  # it does not stand in all the workbooks\n");
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
        (AreaBy::Heading(_), _) => out.push_str("area = \"heading\"  # likely: by the heading rows that name areas\n"),
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
        && matches!(list.by, AreaBy::File | AreaBy::Sheet | AreaBy::Heading(_))
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
        }
    }
    let adds_up = list.columns.iter().any(|column| column.holds.is_amount());
    if adds_up {
        let label = list.totals.first().cloned().unwrap_or_else(|| "Total".to_string());
        let _ = writeln!(out, "total_label = {}", quoted(&label));
    }
    out.push('\n');
}

fn name(unit: Unit) -> &'static str {
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
